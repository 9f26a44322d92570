/* bill.h - a priced, counted bill: what a document prints. */
#ifndef SUPERBILL_BILL_H
#define SUPERBILL_BILL_H

#include "superbill/config.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SB_BILL_DIAGNOSES 12
#define SB_LINE_POINTERS 4
#define SB_LINE_MODIFIERS 4

enum sb_audience {
    SB_AUDIENCE_SUPERBILL,
    SB_AUDIENCE_RECEIPT,
    SB_AUDIENCE_PRIVATE,
    SB_AUDIENCE_STATEMENT, /* a patient's year: what a receipt says, of many visits */
    SB_AUDIENCE_COVER      /* the page before a copy: no bill's, a template's alone */
};
#define SB_AUDIENCES 5

struct sb_bill_diagnosis {
    char code[9];      /* with the dot */
    const char *title; /* the record's words, else the official title; NULL: none known */
    sb_date date;      /* of the visit that brought it */
};

/** One line of care; a line whose minutes earn no unit is documented but not printed. */
struct sb_bill_line {
    size_t visit;   /* index in visits */
    size_t service; /* index of the (first) service in that visit */
    sb_date date;
    const char *place; /* place of service */
    const char *code;
    const char *description;                      /* the record's text, else our label */
    const char *modifiers[SB_LINE_MODIFIERS + 4]; /* may hold more than four: a finding says so */
    size_t modifier_count;
    uint8_t pointers[SB_LINE_POINTERS]; /* index in diagnoses */
    size_t pointer_count;
    int32_t minutes;           /* -1: not said */
    int32_t assistant_minutes; /* -1: not said */
    int32_t stated_units;      /* -1: not said */
    int32_t allowed_units;     /* what the minutes allow by the rule; -1: not by minutes */
    int32_t units;             /* billed */
    bool priced;               /* a charge could be found */
    sb_money fee;              /* per unit, {0} where the line has a charge of its own */
    sb_money charge, adjustment, paid;
};
struct sb_bill_item { /* not care */
    size_t visit, service;
    const char *text;
    bool is_fee; /* a fee, not a thing */
    sb_money charge, paid;
};
struct sb_bill_payment {
    size_t visit;
    const struct sb_payment *payment;
    bool refund;
    sb_money applied; /* to lines of care */
};

/* What a statement says besides the sums and lines of its visits. */
enum sb_year_by { SB_YEAR_BY_PAYMENT, SB_YEAR_BY_SERVICE };
struct sb_bill_year {
    int32_t year;
    enum sb_year_by by;                         /* what of the visits lies in the year */
    const struct sb_provider *const *treated;   /* by visit */
    const struct sb_provider *const *providers; /* each once */
    size_t provider_count;
    uint64_t left_out; /* visits of the year that findings keep off the statement */
    bool selected;     /* a filter took only some visits of the patient */
    bool so_far;       /* the year is not over */
};

struct sb_bill {
    enum sb_audience audience; /* whom the document is for: what its record may hold */
    const char *tables;        /* editions of the code tables it was judged by, or NULL */
    const struct sb_config *config;
    const struct sb_patient *patient;
    const struct sb_insurance *insurance; /* first in force on the (first) date; NULL: none */
    const struct sb_payer *payer;         /* its section; NULL: defaults */
    const struct sb_provider *provider;   /* treating; NULL where unknown */
    const struct sb_provider *supervisor; /* of a treating PTA, else of the assistant, or NULL */
    const struct sb_provider *assistant;  /* NULL: none */
    const struct sb_site *location;       /* NULL: the practice's own address */
    enum sb_unit_rule unit_rule;          /* the one in force: AMA or CMS */
    const struct sb_visit *const *visits;
    size_t visit_count;
    sb_date first_date, last_date;
    struct sb_bill_diagnosis diagnoses[SB_BILL_DIAGNOSES];
    size_t diagnosis_count; /* at most 12; more is a finding */
    struct sb_bill_line *lines;
    size_t line_count;
    struct sb_bill_item *items;
    size_t item_count;
    struct sb_bill_payment *payments; /* and refunds, by date */
    size_t payment_count;
    /* of care alone: */
    sb_money charges, adjustments, paid; /* paid: applied to care, less refunds */
    sb_money net;                        /* charges less adjustments */
    sb_money balance;                    /* due when positive, credit when negative */
    sb_money received;                   /* payments less refunds, whatever they paid for */
    sb_money item_charges, item_paid;
    /* the face: */
    const char *number;      /* NULL on a draft without reference */
    const char *reference;   /* the practice's older number, or NULL */
    const char *replaces;    /* CORRECTED, replaces this number; or NULL */
    const char *replaced_by; /* of a receipt or private copy of what was corrected since, or NULL */
    bool withdrawn;          /* of one of what was made void since */
    bool draft;
    int64_t issued_at;                 /* seconds since 1970-01-01 UTC */
    sb_date issued_on;                 /* the practice's day then */
    char record_sha256[65];            /* of the canonical record once sealed, else "" */
    const char *pages_sha256;          /* of what the pages show, once they are drawn; else NULL */
    const struct sb_bill_year *year;   /* of a statement, else NULL */
    const struct sb_bill_facts *facts; /* what building learnt, for the checks; opaque */
};

#ifdef __cplusplus
}
#endif
#endif
