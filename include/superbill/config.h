/* config.h - the practice's configuration as it was read; read-only. */
#ifndef SUPERBILL_CONFIG_H
#define SUPERBILL_CONFIG_H

#include "superbill/record.h"

#ifdef __cplusplus
extern "C" {
#endif

enum sb_unit_rule { SB_UNIT_RULE_UNSAID, SB_UNIT_RULE_AMA, SB_UNIT_RULE_CMS };
enum sb_truth { SB_TRUTH_UNSAID, SB_TRUTH_YES, SB_TRUTH_NO };

struct sb_site {    /* practice or [location]: what a letterhead and a service location print */
    const char *id; /* NULL for the practice */
    const char *name, *address1, *address2, *city, *state, *zip, *phone, *email, *npi;
};
enum sb_role { SB_ROLE_UNSAID, SB_ROLE_PT, SB_ROLE_PTA };
struct sb_provider {
    const char *id, *name, *credentials;
    enum sb_role role; /* UNSAID is pt */
    const char *supervisor, *npi, *license, *taxonomy, *signature, *location;
    enum sb_truth allow_ssn;
};
enum sb_payer_kind {
    SB_PAYER_UNSAID, /* commercial */
    SB_PAYER_COMMERCIAL,
    SB_PAYER_ADVANTAGE,
    SB_PAYER_MEDICAID,
};
enum sb_edits { SB_EDITS_UNSAID, SB_EDITS_WARN, SB_EDITS_STRICT };
enum sb_pairs { SB_PAIRS_UNSAID, SB_PAIRS_CURRENT, SB_PAIRS_OLD };
/** How long after the date of service a bill may be filed. */
struct sb_filing {
    enum { SB_FILING_NONE, SB_FILING_DAYS, SB_FILING_MONTHS, SB_FILING_END_OF_NEXT_YEAR } kind;
    int32_t count;
};
struct sb_override { /* code.CODE = OTHER, or severity.RULE = level */
    const char *key, *value;
};
struct sb_payer {
    const char *id, *name, *payer_id;
    enum sb_payer_kind kind;
    const char *profile;
    enum sb_unit_rule unit_rule;
    enum sb_truth medicare, allow, in_network, require_gp, require_cq, require_referral,
        require_authorization;
    enum sb_edits edits;
    enum sb_pairs pairs;
    int32_t unit_cap; /* timed units a day; -1: none */
    struct sb_texts modifier_order, dx_order;
    struct sb_filing filing;
    struct sb_override *codes, *severities;
    size_t code_count, severity_count;
};
struct sb_fee {        /* sorted by payer (NULL first), code, from */
    const char *payer; /* id, or NULL for all */
    sb_date from;      /* {0}: always */
    const char *code;
    sb_money price;
};
struct sb_config {
    const char *file;   /* as it was opened */
    const char *folder; /* paths below are relative to it */
    struct sb_site practice;
    const char *tax_id, *taxonomy, *place_of_service, *timezone, *logo;
    enum sb_truth allow_ssn, example;
    enum sb_language language;
    const char *patients_file, *visits_file, *group; /* [files] */
    const char *archive_path, *signing_key_file;
    int32_t retention_years; /* default 7 */
    const char *codes_path;
    const char *number_format; /* default SB-{year}-{number:6} */
    enum sb_unit_rule unit_rule;
    enum sb_truth add_gp;
    const char *template_name, *accent, *note;
    enum sb_truth qr;
    /* what a layout of the practice's own may add to superbills; known once it was opened */
    bool prints_email, prints_received;
    struct sb_provider *providers;
    size_t provider_count;
    struct sb_site *locations;
    size_t location_count;
    struct sb_payer *payers;
    size_t payer_count;
    struct sb_fee *fees;
    size_t fee_count;
    const struct sb_source *source; /* where it stands; opaque */
};

SB_API const struct sb_provider *sb_config_provider(const struct sb_config *c, const char *id);
SB_API const struct sb_site *sb_config_location(const struct sb_config *c, const char *id);
/** The [payer] section of that id, or whose name is that text (ASCII case ignored); or NULL. */
SB_API const struct sb_payer *sb_config_payer(const struct sb_config *c, const char *text);
/**
 * The price per unit of code for a payer (may be NULL) on a day: the payer's newest table
 * that holds the code, else the practice's.  NULL: no fee.
 */
SB_API const sb_money *sb_config_fee(const struct sb_config *c, const struct sb_payer *payer,
                                     const char *code, sb_date on);
/** The therapist when a record names none: the only provider that is not a PTA, else NULL. */
SB_API const struct sb_provider *sb_config_only_provider(const struct sb_config *c);

#ifdef __cplusplus
}
#endif
#endif
