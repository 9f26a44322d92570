/* explain.c - why a visit is in, out or zero, and which rule says so. */
#include "app/app.h"

static sb_status
explain_step(struct sb_walk *walk, const struct sb_run *run, const struct sb_step *step,
             struct sb_buf *text, struct sb_error *err)
{
    struct sb_event event = {
        .kind = SB_EXPLAINED, .record = step->visit->id, .bill = step->bill, .text = ""};

    sb_buf_reset(text);
    if (step->bill != NULL)
        sb_bill_explain(text, step->bill, sb_walk_judge(walk), step->found, run->each);
    else
        sb_buf_text(text, "cannot be read as a visit: see its findings\n");
    if (text->failed)
        return sb_error_nomem(err);
    event.text = text->at;
    return sb_run_tell(run, &event, err);
}

sb_status
sb_explain(struct sb_tally *out, struct sb_practice *practice, const char *const *visits,
           size_t count, const struct sb_run *run, struct sb_error *err)
{
    const struct sb_walk_options options = {.audience = SB_AUDIENCE_SUPERBILL,
                                            .preflight = true,
                                            .visits = visits,
                                            .visit_count = count};
    struct sb_walk *walk = NULL;
    struct sb_step step;
    struct sb_buf text = {0};
    bool more = true;
    sb_status st;

    st = sb_walk_open(&walk, practice, run, &options, err);
    while (st == SB_OK && more) {
        st = sb_walk_next(walk, &step, &more, err);
        if (st == SB_OK && more)
            st = explain_step(walk, run, &step, &text, err);
    }
    if (st == SB_OK)
        st = sb_walk_end(out, walk, err);
    sb_buf_free(&text);
    sb_walk_free(walk);
    return st;
}
