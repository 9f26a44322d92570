/* finding.h - what was found wrong, as data: rule, level, place, advice, source. */
#ifndef SUPERBILL_FINDING_H
#define SUPERBILL_FINDING_H

#include "superbill/error.h"

#ifdef __cplusplus
extern "C" {
#endif

enum sb_severity { SB_SEVERITY_OFF, SB_SEVERITY_NOTE, SB_SEVERITY_WARNING, SB_SEVERITY_ERROR };
enum sb_rule_group {
    SB_GROUP_READING,
    SB_GROUP_IDENTITY,
    SB_GROUP_VISIT,
    SB_GROUP_DIAGNOSIS,
    SB_GROUP_SERVICE,
    SB_GROUP_MONEY,
    SB_GROUP_ARCHIVE,
};

/** One rule of the list; ids never change once shipped. */
struct sb_rule_info {
    const char *id; /* "units-exceed-rule" */
    enum sb_rule_group group;
    enum sb_severity severity; /* as shipped */
    const char *title;         /* when it is raised */
    const char *advice;        /* what to do; one sentence */
    const char *source;        /* where the rule comes from */
};

/** All pointers live as long as the call that lends the finding. */
struct sb_finding {
    const struct sb_rule_info *rule;
    enum sb_severity severity; /* after the payer's overrides */
    const char *file;          /* as the caller named it; "-" is stdin */
    uint32_t line, column;     /* from 1; 0: not known */
    const char *path;          /* JSON Pointer, or "[provider lee] npi"; "" is the whole record */
    const char *record;        /* record id, or NULL */
    const char *message;       /* one sentence, lower case, no full stop, never a person */
    const char *advice;
    const char *value; /* source text at fault for the caret line; NULL where it is a patient's */
    uint64_t visits;   /* visits that it touches where its place is not a visit; else 1 */
};

/** Row i of the rule list in its documented order, NULL past its end. */
SB_API const struct sb_rule_info *sb_rule_at(size_t i);
/** The rule of that id, or NULL. */
SB_API const struct sb_rule_info *sb_rule_find(const char *id);
SB_API const char *sb_severity_text(enum sb_severity severity); /* "error" */
SB_API const char *sb_group_text(enum sb_rule_group group);     /* "Reading" */

#ifdef __cplusplus
}
#endif
#endif
