/* config.h - reading the configuration: what config_read.c, config_value.c and config.c share. */
#ifndef MODEL_CONFIG_H
#define MODEL_CONFIG_H

#include "model/keys.h"

/* Kinds of sections are the kinds of objects, and two more. */
enum { SB_SECTION_NONE = -1, SB_SECTION_FEES = -2 };

struct sb_section {
    int kind;
    const struct sb_ini_entry *entry; /* its first */
    const char *id;                   /* [provider ID]; [fees PAYER] */
    sb_date from;                     /* [fees DATE] */
    char *base;                       /* struct that its keys fill */
};

struct sb_loader {
    struct sb_config *config;
    const struct sb_ini *ini;
    struct sb_source source;
    struct sb_arena *arena;
    struct sb_findings *found;
    struct sb_section *sections; /* in the order of the file */
    size_t section_count;
    struct sb_section **of_entry; /* by entry */
    bool nomem;
};

/** What sb_config_free frees; the configuration is its first member. */
struct sb_config_holder {
    struct sb_config config;
    struct sb_source source;
    struct sb_ini *ini;
    struct sb_arena *arena;
};

/** Add a finding at an entry's value. */
void sb_ini_find_at(struct sb_loader *loader, enum sb_rule rule, const struct sb_ini_entry *entry,
                    const char *format, ...) SB_PRINTF(4, 5);
/** config_value.c: the value of a key into its place; findings where it cannot be. */
void sb_config_value(struct sb_loader *loader, const struct sb_key *key,
                     const struct sb_ini_entry *entry, char *at);
/** Whether severity.RULE names a rule and a level; a finding where not. */
bool sb_severity_sound(struct sb_loader *loader, const struct sb_ini_entry *entry,
                       const char *rule);
/** A CPT (99999, 9999A/F/T/U) or HCPCS II (A9999 to V9999) code. */
bool sb_code_shape(const char *text);

/* colour.c */

/** Whether #rrggbb, well-formed, stands out from white paper. */
bool sb_colour_shows(const char *colour);
/** config.c: the order that sb_config_fee searches in. */
void sb_fees_sort(struct sb_config *config);

#endif
