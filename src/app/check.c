/* check.c - every finding in every selected record; writes nothing. */
#include "app/app.h"

sb_status
sb_check(struct sb_tally *out, struct sb_practice *practice, const struct sb_run *run,
         struct sb_error *err)
{
    const struct sb_walk_options options = {.audience = SB_AUDIENCE_SUPERBILL,
                                            .preflight = true,
                                            .people = true,
                                            .archived = !run->all};
    struct sb_walk *walk = NULL;
    struct sb_step step;
    bool more = true;
    sb_status st;

    st = sb_walk_open(&walk, practice, run, &options, err);
    while (st == SB_OK && more)
        st = sb_walk_next(walk, &step, &more, err);
    if (st == SB_OK)
        st = sb_walk_end(out, walk, err);
    sb_walk_free(walk);
    return st;
}
