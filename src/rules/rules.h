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

/** What rules know besides the bill. */
struct sb_judge {
    const struct sb_config *config;
    const struct sb_codes *codes;
    struct sb_daybook *book; /* NULL: judge this bill alone */
    sb_date issued_on;       /* the practice's today */
    enum sb_audience audience;
};

/**
 * Build the bill of visits of one patient, treating provider and payer: merge timed lines,
 * count units, price, settle modifiers, point to diagnoses, apply payments.  Never fails for
 * what the records hold: what is missing stays empty, sb_bill_check finds it.  Sums that
 * overflow set money-overflow in found.  The bill and all it holds is in arena.
 */
SB_MUST sb_status sb_bill_build(struct sb_bill **out, const struct sb_judge *judge,
                                const struct sb_visit *const *visits, size_t count,
                                struct sb_arena *arena, struct sb_findings *found,
                                struct sb_error *err);
/** Judge a bill by every rule of its audience; findings at error level refuse it. */
SB_MUST sb_status sb_bill_check(const struct sb_bill *bill, const struct sb_judge *judge,
                                struct sb_findings *found, struct sb_error *err);
/** Whether a visit holds care, not only items and fees. */
bool sb_visit_has_care(const struct sb_visit *visit);
/** Whether a bill is one that the filter takes (the part that needs the bill). */
bool sb_bill_matches(const struct sb_bill *bill, const struct sb_filter *filter, sb_date today);
/**
 * Explain a bill in plain lines: which rule says what, how units and charges came about,
 * with sources.
 */
void sb_bill_explain(struct sb_buf *out, const struct sb_bill *bill, const struct sb_judge *judge,
                     const struct sb_findings *found);

#endif
