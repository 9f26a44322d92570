/* units.h - units of timed codes: the CMS and the AMA way of counting. */
#ifndef SUPERBILL_UNITS_H
#define SUPERBILL_UNITS_H

#include "superbill/config.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SB_UNITS_LINES 64
#define SB_UNITS_WHY 200

/** One code of one patient, date and provider; a code stands on one line only. */
struct sb_unit_line {
    const char *code;
    int32_t minutes;           /* therapist's and assistant's together; -1: not said */
    int32_t assistant_minutes; /* of these, by the assistant alone; -1: not said */
    int32_t stated;            /* units the record states; -1: not said */
    int32_t units;             /* out: what the minutes allow; -1 where minutes do not count */
    int32_t cq_units;          /* out: of these, to be billed with CQ */
    bool timed;                /* out: minutes count for this code */
    bool tied;                 /* out: part of a tie at the cut (CMS) */
    char why[SB_UNITS_WHY];    /* out: a sentence */
};
struct sb_units_total {
    int32_t timed_minutes, timed_units, total_units;
    bool tie;
    char tie_why[SB_UNITS_WHY]; /* the codes and the rule that decided */
};
/**
 * Count the units of n lines (at most SB_UNITS_LINES) on a day by the rule.  Codes unknown
 * to the tables or untimed give 1 unit, or the stated ones.
 * Source: CMS Pub. 100-04, ch. 5, s. 20.2; CPT midpoint rule; see each branch.
 */
SB_API SB_MUST sb_status sb_units_count(struct sb_units_total *out, struct sb_unit_line *lines,
                                        size_t n, enum sb_unit_rule rule, struct sb_error *err);

#ifdef __cplusplus
}
#endif
#endif
