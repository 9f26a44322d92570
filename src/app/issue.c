/*
 * issue.c - a superbill for each selected visit that stands on none, in the order of the records.
 * All are read and judged before the first is issued.
 */
#include "app/month.h"

struct issue {
    struct sb_practice *practice;
    const struct sb_issue_options *options;
    struct sb_walk *walk;
    struct sb_batch batch;
    struct sb_plan plan;
};

static sb_status
issue_run(struct sb_tally *out, struct issue *i, struct sb_error *err)
{
    const struct sb_walk_options how = {.audience = SB_AUDIENCE_SUPERBILL,
                                        .preflight = true,
                                        .archived = true,
                                        .again = i->options->again};
    struct sb_batch *batch = &i->batch;
    sb_status st;

    if ((st = sb_issuing_open(&batch->issuing, i->practice, batch->run, i->options->out_dir,
                              err)) != SB_OK ||
        (st = sb_walk_open(&i->walk, i->practice, batch->run, &how, err)) != SB_OK ||
        (st = sb_survey_run(&batch->survey, i->walk, SB_SUPERBILLS_VISIT, i->practice->folder,
                            err)) != SB_OK ||
        (st = sb_walk_end(out, i->walk, err)) != SB_OK ||
        (st = sb_walk_rest(i->walk, err)) != SB_OK ||
        (st = sb_survey_load(batch->survey, false, err)) != SB_OK ||
        (st = sb_batch_open(batch, i->walk, err)) != SB_OK)
        return st;
    for (size_t k = 0; st == SB_OK && k < batch->slip_count; k++)
        st = sb_plan_add(&i->plan, k, 1, err);
    return st == SB_OK ? sb_batch_issue(batch, &i->plan, err) : st;
}

sb_status
sb_issue(struct sb_tally *out, struct sb_practice *practice, const struct sb_issue_options *options,
         struct sb_error *err)
{
    struct issue i = {.practice = practice,
                      .options = options,
                      .batch = {.run = &options->run, .tally = out, .again = options->again}};
    sb_status st;

    *out = (struct sb_tally){0};
    st = issue_run(out, &i, err);
    st = sb_issuing_late(out, i.batch.issuing, st, err);
    sb_batch_close(&i.batch);
    sb_plan_free(&i.plan);
    sb_survey_free(i.batch.survey);
    sb_walk_free(i.walk);
    sb_issuing_free(i.batch.issuing);
    return st;
}
