/* rules.h - visits to bills, and bills judged.  The private header of the layer. */
#ifndef RULES_RULES_H
#define RULES_RULES_H

#include "model/model.h"
#include "superbill/codes.h"
#include "superbill/units.h"

/**
 * What has been seen of a run, for rules that look across visits: duplicate services,
 * overlapping sessions, evaluations and units of one day, findings said once.  At most 100
 * bytes a visit.
 */
struct sb_daybook;
SB_MUST sb_status sb_daybook_new(struct sb_daybook **out, struct sb_error *err);
void sb_daybook_free(struct sb_daybook *book);

/** What the book holds besides a visit: other visits of its day, read before it. */
struct sb_day {
    bool evaluation;        /* of the patient: one has an evaluation */
    bool overlap;           /* of the provider: one overlaps in time */
    int32_t minutes, units; /* of patient and provider: pooled, together */
    uint64_t twins;         /* bit i: service i stands on one with the same modifiers */
};
/** True once a run, and always without a book: for what is said once. */
bool sb_daybook_first(struct sb_daybook *book);

/** What rules know besides the bill. */
struct sb_judge {
    const struct sb_config *config;
    const struct sb_codes *codes;
    struct sb_daybook *book; /* NULL: judge this bill alone */
    struct sb_arena *arena;  /* holds the bills that are built */
    sb_date issued_on;       /* the practice's today */
    enum sb_audience audience;
    const struct sb_beside *beside; /* of the one visit of the bill; what others stand issued */
    size_t beside_count;
};

/**
 * Build the bill of visits of one patient, treating provider and payer: merge timed lines,
 * count units, price, settle modifiers, point to diagnoses, apply payments.  Never fails for
 * what the records hold: what is missing stays empty, sb_bill_check finds it.  Sums that
 * overflow set money-overflow in found.  The bill and all it holds is in the judge's arena.
 */
SB_MUST sb_status sb_bill_build(struct sb_bill **out, const struct sb_judge *judge,
                                const struct sb_visit *const *visits, size_t count,
                                struct sb_findings *found, struct sb_error *err);
/** Note the visits of a bill in the judge's book, and say nothing of them. */
SB_MUST sb_status sb_bill_note(const struct sb_bill *bill, const struct sb_judge *judge,
                               struct sb_error *err);
/** Judge a bill by every rule of its audience; findings at error level refuse it. */
SB_MUST sb_status sb_bill_check(const struct sb_bill *bill, const struct sb_judge *judge,
                                struct sb_findings *found, struct sb_error *err);
/** Whether a visit holds care, not only items and fees. */
bool sb_visit_has_care(const struct sb_visit *visit);
/** Whether a bill has a line that is billed: one that earns a unit. */
bool sb_bill_has_care(const struct sb_bill *bill);
/** Whether a bill is one that the filter takes (the part that needs the bill). */
bool sb_bill_matches(const struct sb_bill *bill, const struct sb_filter *filter, sb_date today);
enum sb_prior_verdict {
    SB_PRIOR_FRESH, /* stands on no superbill: may be issued */
    SB_PRIOR_SAME,  /* stands unchanged, or prior says that what changed is unseen */
    SB_PRIOR_PAID,  /* only payments or refunds were added */
    SB_PRIOR_CHANGED,
    SB_PRIOR_VOID, /* its superbill is void, and it has not changed since */
};
/**
 * Judge a visit by what stands of it in the archive, and find already-issued,
 * paid-after-issue or changed-after-issue.  Compared is the visit alone, as it was read.
 */
SB_MUST sb_status sb_prior_judge(enum sb_prior_verdict *out, const struct sb_prior *prior,
                                 const struct sb_visit *visit, struct sb_findings *found,
                                 struct sb_error *err);
/**
 * Find duplicate-service of a visit by others of its patient and day that were issued meanwhile; of
 * those only that are read.
 */
void sb_beside_judge(struct sb_findings *found, const struct sb_visit *visit,
                     const struct sb_beside *beside, size_t count);
/**
 * Explain a bill in plain lines: which rule says what, how units and charges came about,
 * with sources.
 */
void sb_bill_explain(struct sb_buf *out, const struct sb_bill *bill, const struct sb_judge *judge,
                     const struct sb_findings *found, bool each);

/* what building learnt and judging needs; bill->facts */

#define SB_NONE SIZE_MAX  /* no such index */
#define SB_DX_NO_ROOM 255 /* a diagnosis beyond the twelve that a document holds */

struct sb_service_fact {
    const struct sb_procedure *procedure; /* NULL: not in the tables, or not care */
    size_t group;                         /* index in groups; SB_NONE: not care */
};
struct sb_dx_fact {
    char code[SB_DX_TEXT]; /* normalised; "" where it is not of the form */
    bool billable;         /* on the date of the visit */
    bool pointed;          /* a line points to it */
    uint8_t index;         /* in bill->diagnoses; SB_DX_NO_ROOM */
    struct sb_dx row;      /* where billable */
};
/** One timed code of a visit, all its services together; or one other service. */
struct sb_unit_group {
    size_t service;         /* the first */
    size_t services;        /* how many */
    size_t line, lines;     /* in bill->lines */
    int32_t minutes;        /* -1: not said */
    int32_t assistant;      /* minutes by the assistant alone; -1: not said */
    int32_t stated;         /* -1: not said */
    int32_t blind;          /* of these, by services without minutes; -1: none */
    int32_t cq_stated;      /* of these, by services with CQ; -1: none */
    size_t unstated;        /* services that state no units */
    int32_t allowed;        /* by the minutes; -1: not by minutes */
    int32_t other;          /* what the other rule would allow; -1: not by minutes */
    int32_t units;          /* billed */
    int32_t cq_units;       /* of these the assistant's */
    bool timed, tied;       /* by minutes; part of a tie */
    bool some_cq, all_cq;   /* CQ stands on some or all of its services */
    bool mixed_prices;      /* its services have different fees, or some a charge */
    struct sb_price fee;    /* that a service states */
    struct sb_price charge; /* sum of what they state */
};
struct sb_visit_fact {
    const struct sb_visit *visit;
    struct sb_service_fact *services;
    struct sb_dx_fact *diagnoses;
    struct sb_unit_group *groups;
    size_t group_count;
    size_t line, lines; /* in bill->lines */
    size_t item, items; /* in bill->items */
    size_t payment;     /* the first in bill->payments, before these are sorted */
    const char *place;  /* of service; from the visit, else the practice, else 11 */
    bool care;
    int32_t pooled_minutes, pooled_units; /* of the CMS pool */
    int32_t timed_units;
    struct sb_units_total counted; /* by the rule in force */
    sb_money charges, adjustments, item_charges, received, paid;
};
struct sb_bill_facts {
    struct sb_visit_fact *visits; /* one each of bill->visits */
    bool overflow;                /* a sum was too large: amounts are not to be trusted */
};

/* build.c */

/** The next insurance in force on a day, from *at on, which is advanced; NULL at the end. */
const struct sb_insurance *sb_insurance_next(const struct sb_patient *patient, sb_date on,
                                             size_t *at);

/* lines.c */

/** Lines and items of one visit, priced and paid; its diagnoses stand already. */
SB_MUST sb_status sb_lines_build(struct sb_bill *bill, struct sb_bill_facts *facts,
                                 struct sb_visit_fact *fact, struct sb_arena *arena,
                                 struct sb_error *err);
/** The groups of a visit as lines to count, and their procedures: room for group_count each. */
void sb_groups_lines(const struct sb_visit_fact *fact, struct sb_unit_line *lines,
                     const struct sb_procedure **procedures);

/* units.c */

/** Units of block minutes each by the midpoint rule. */
int32_t sb_units_midpoint(int32_t minutes, int32_t block);
/** Count as sb_units_count, procedures looked up already; words: write why. */
void sb_units_tally(struct sb_units_total *out, struct sb_unit_line *lines,
                    const struct sb_procedure *const *procedures, size_t n, enum sb_unit_rule rule,
                    bool words);

/* price.c: steps of building, each over one visit */

/** Charges of the visit's lines, from charge, fee, total or the tables; sums of care and items. */
SB_MUST sb_status sb_price_lines(struct sb_bill *bill, struct sb_bill_facts *facts,
                                 struct sb_visit_fact *fact, struct sb_arena *arena,
                                 struct sb_error *err);
/** Adjustments, payments and refunds of the visit, applied to lines and items. */
void sb_price_settle(struct sb_bill *bill, struct sb_bill_facts *facts, struct sb_visit_fact *fact);

/* modifiers.c */

/** Add GP where configured to a line of class A or S, then sort. */
void sb_modifiers_settle(const struct sb_bill *bill, struct sb_bill_line *line, char therapy_class);
/** Whether the line carries the modifier, which settling may have added. */
bool sb_bill_line_has(const struct sb_bill_line *line, const char *modifier);
/** Whether the service carries the modifier. */
bool sb_service_has(const struct sb_service *service, const char *modifier);
/** Whether it carries 59 or an X modifier, which pass an edit. */
bool sb_service_bypasses(const struct sb_service *service);
/** Whether it carries what tells it apart from another of its code: these, or 76 or 77. */
bool sb_service_told_apart(const struct sb_service *service);

/* fix.c */

/** A repair: length bytes at an offset of the visit's text become text. */
struct sb_repair {
    size_t at, length;
    const char *text;
};
struct sb_repairs {
    const struct sb_repair *at;
    size_t count;
};
/**
 * Repairs that can be made one way only: dot, case and filling X of diagnoses, ended codes with
 * one successor, case and order of modifiers, GP where the payer wants it.  In arena.
 */
SB_MUST sb_status sb_fix_visit(struct sb_repairs *out, const struct sb_bill *bill,
                               const struct sb_judge *judge, const struct sb_visit *visit,
                               struct sb_arena *arena, struct sb_error *err);

/* check.c: what every rule is given */

struct sb_case {
    const struct sb_bill *bill;
    const struct sb_judge *judge;
    const struct sb_visit *visit; /* the one at hand */
    const struct sb_visit_fact *fact;
    struct sb_findings *found;
    size_t read;       /* findings of reading, which stand before all others */
    size_t begun;      /* findings that stood before those of the visit */
    struct sb_day day; /* empty without a book */
};
/** Add a finding, unless reading already found an error at its place. */
void sb_case_raise(const struct sb_case *c, enum sb_rule rule, struct sb_spot spot,
                   const char *format, ...) SB_PRINTF(4, 5);
/** A spot in the configuration: section "provider"; id may be NULL. */
struct sb_spot sb_config_spot(const struct sb_case *c, const char *section, const char *id,
                              const char *key);

#define SB_CLIP 44 /* room for a value in a message */
/** At most 40 bytes of text, for a message; returns out. */
const char *sb_clip(char out[SB_CLIP], const char *text);

/** The earlier service of the visit that service i repeats, or SB_NONE. */
size_t sb_twin_before(const struct sb_case *c, size_t i);

typedef void sb_check_fn(const struct sb_case *c);
/** Whom a rule judges for, and which visits. */
enum {
    SB_FOR_ALL = 1,     /* receipts too */
    SB_FOR_INSURER = 2, /* superbills and private copies */
    SB_FOR_CARE = 4,    /* only where the visit holds care */
    SB_FOR_SOUND = 8,   /* only where the visit could be read whole */
};
struct sb_check_row {
    sb_check_fn *check;
    unsigned who;
};
/* One table a group, ending with {NULL, 0}. */
extern const struct sb_check_row sb_checks_identity[], sb_checks_visit[], sb_checks_diagnosis[],
    sb_checks_service[], sb_checks_units[], sb_checks_modifier[], sb_checks_money[];

/* daybook.c */

/**
 * sb_dx_billable, sb_dx_excludes and sb_dx_side_unspecified of normalised codes; the book, which
 * may be NULL, remembers.
 */
bool sb_daybook_billable(struct sb_daybook *book, struct sb_dx *row, const struct sb_codes *codes,
                         const char *code, sb_date on);
bool sb_daybook_excludes(struct sb_daybook *book, const char *a, const char *b, sb_date on);
bool sb_daybook_side(struct sb_daybook *book, char example[SB_DX_TEXT],
                     const struct sb_codes *codes, const char *code, sb_date on);
/** Note the visit at hand; c->day tells of the others.  SB_E_NOMEM. */
SB_MUST sb_status sb_daybook_note(struct sb_daybook *book, struct sb_case *c, struct sb_error *err);

#endif
