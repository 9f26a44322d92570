/* record.h - patients and visits as they were read; read-only. */
#ifndef SUPERBILL_RECORD_H
#define SUPERBILL_RECORD_H

#include "superbill/date.h"
#include "superbill/money.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Every text is NUL-terminated UTF-8 in NFC; NULL: the record does not say.  Pointers lead
 * into the handle that lent the record and live as long as it says.
 */

struct sb_texts {
    const char **at;
    size_t count;
};
/** An amount that may be absent. */
struct sb_price {
    bool given;
    sb_money amount;
};

struct sb_name {
    const char *first, *middle, *last, *suffix;
};
struct sb_address {
    const char *line1, *line2, *city, *state, *zip, *country;
};

enum sb_relationship {
    SB_RELATIONSHIP_UNSAID, /* read as self */
    SB_RELATIONSHIP_SELF,
    SB_RELATIONSHIP_SPOUSE,
    SB_RELATIONSHIP_CHILD,
    SB_RELATIONSHIP_OTHER,
};
struct sb_subscriber {
    bool given;
    struct sb_name name;
    sb_date birth_date;
    struct sb_address address;
};
struct sb_insurance {
    const char *payer; /* id of a [payer] section, or a name */
    const char *member_id, *group, *plan;
    sb_date from, until; /* it counts for dates of service within */
    enum sb_relationship relationship;
    struct sb_subscriber subscriber;
};
enum sb_medicare { SB_MEDICARE_UNSAID, SB_MEDICARE_NONE, SB_MEDICARE_B, SB_MEDICARE_ADVANTAGE };
enum sb_language { SB_LANGUAGE_UNSAID, SB_LANGUAGE_EN, SB_LANGUAGE_ES };
enum sb_sex { SB_SEX_UNSAID, SB_SEX_F, SB_SEX_M, SB_SEX_X, SB_SEX_U };
enum sb_superbills {
    SB_SUPERBILLS_UNSAID,
    SB_SUPERBILLS_VISIT,
    SB_SUPERBILLS_MONTH,
    SB_SUPERBILLS_NONE,
};
struct sb_patient {
    const char *id;
    struct sb_name name;
    const char *printed_name;
    sb_date birth_date;
    enum sb_sex sex;
    struct sb_address address;
    const char *phone, *email;
    struct sb_insurance *insurance;
    size_t insurance_count;
    enum sb_language language;
    enum sb_medicare medicare;
    enum sb_superbills superbills;
    const struct sb_source *source; /* where it stands; opaque */
};

struct sb_diagnosis {
    const char *code; /* as written in the record */
    const char *text; /* the record's own words, or NULL */
};
struct sb_service {
    const char *code;                          /* CPT or HCPCS; NULL: not care */
    const char *item, *fee_type;               /* what is not care: a thing sold, or a fee */
    int32_t minutes, assistant_minutes, units; /* -1: not said */
    struct sb_texts modifiers, diagnoses;
    struct sb_price fee, charge;
    const char *text;
};
enum sb_method {
    SB_METHOD_UNSAID,
    SB_METHOD_CASH,
    SB_METHOD_CHECK,
    SB_METHOD_CARD,
    SB_METHOD_HSA,
    SB_METHOD_FSA,
    SB_METHOD_ACH,
    SB_METHOD_OTHER,
};
/** The word for a method as records write it ("hsa card"); NULL for UNSAID. */
SB_API const char *sb_method_text(enum sb_method method);
struct sb_payment { /* and a refund */
    sb_date date;
    struct sb_price amount;
    enum sb_method method;
    const char *reference; /* payments */
    const char *reason;    /* refunds */
};
struct sb_adjustment {
    sb_date date;
    struct sb_price amount;
    const char *reason;
    int32_t service; /* index from 1; -1: not said */
};
enum sb_qualifier { SB_QUALIFIER_UNSAID, SB_QUALIFIER_DN, SB_QUALIFIER_DK, SB_QUALIFIER_DQ };
struct sb_referral {
    bool given;
    const char *name, *npi;
    sb_date date;
    enum sb_qualifier qualifier;
};
struct sb_accident {
    bool given;
    bool employment, automobile, other;
    const char *state;
    sb_date date;
};
struct sb_visit {
    const char *id;
    const char *patient_id;
    const struct sb_patient *patient; /* NULL: nobody has that id */
    bool patient_inline;              /* the visit carries the patient itself */
    const char *provider, *assistant; /* ids of [provider] sections */
    sb_date date;
    const char *place_of_service, *location;
    sb_clock start, end;
    struct sb_diagnosis *diagnoses;
    size_t diagnosis_count;
    sb_date onset_date, initial_treatment_date;
    struct sb_referral referral;
    const char *authorization;
    struct sb_accident accident;
    struct sb_service *services;
    size_t service_count;
    struct sb_price total;
    struct sb_payment *payments;
    size_t payment_count;
    struct sb_payment *refunds;
    size_t refund_count;
    struct sb_adjustment *adjustments;
    size_t adjustment_count;
    const char *note;
    const struct sb_source *source; /* where it stands; opaque */
    bool refused;                   /* a finding of the group Reading at error level: do not bill */
};

#ifdef __cplusplus
}
#endif
#endif
