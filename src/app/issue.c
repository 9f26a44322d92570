/* issue.c - a superbill for each selected visit that stands on none. */
#include "app/app.h"

/* Whether a sound visit is one that this command issues. */
static bool
issue_takes(const struct sb_step *step)
{
    enum sb_superbills wish = step->visit != NULL && step->visit->patient != NULL
                                  ? step->visit->patient->superbills
                                  : SB_SUPERBILLS_UNSAID;

    return !step->refused && !step->kept && sb_visit_has_care(step->visit) &&
           (wish == SB_SUPERBILLS_UNSAID || wish == SB_SUPERBILLS_VISIT);
}

static sb_status
issue_run(struct sb_issuing *issuing, struct sb_walk *walk, struct sb_error *err)
{
    struct sb_tally *tally = sb_walk_tally(walk);
    struct sb_step step;
    bool more = true, taken;
    sb_status st = SB_OK;

    while (st == SB_OK && more) {
        st = sb_walk_next(walk, &step, &more, err);
        if (st == SB_OK && more && issue_takes(&step)) {
            const struct sb_issuing_bill what = {.bill = step.bill, .found = step.found};

            /* another run may have been faster: the visit stands, which is what was wanted */
            st = sb_issuing_add(&taken, issuing, &what, tally, err);
            tally->kept += st == SB_OK && taken;
        }
    }
    return sb_issuing_end(issuing, st, err);
}

sb_status
sb_issue(struct sb_tally *out, struct sb_practice *practice, const struct sb_issue_options *options,
         struct sb_error *err)
{
    const struct sb_walk_options how = {.audience = SB_AUDIENCE_SUPERBILL,
                                        .preflight = true,
                                        .archived = true,
                                        .again = options->again};
    struct sb_issuing *issuing = NULL;
    struct sb_walk *walk = NULL;
    sb_status st;

    *out = (struct sb_tally){0};
    if ((st = sb_issuing_open(&issuing, practice, &options->run, options->out_dir, err)) == SB_OK &&
        (st = sb_walk_open(&walk, practice, &options->run, &how, err)) == SB_OK &&
        (st = issue_run(issuing, walk, err)) == SB_OK)
        st = sb_walk_end(out, walk, err);
    sb_walk_free(walk);
    sb_issuing_free(issuing);
    return st;
}
