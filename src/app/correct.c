/*
 * correct.c - a superbill issued anew from its visits' records as they are now.  The new one
 * says which number it replaces, so that no payer sees two of one session; the old one is kept.
 */
#include "app/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A visit of a superbill that is to be corrected. */
struct corrected {
    const char *visit;
    const struct sb_chosen_row *row;
    const char *record; /* as it was issued */
};
struct correct {
    struct sb_practice *practice;
    const struct sb_correct_options *options;
    struct sb_issuing *issuing;
    struct sb_walk *walk;
    struct sb_arena *arena;
    struct corrected *list;
    const char **visits;
    size_t count;
};

/* What a number was made from. */
static sb_status
correct_gather(struct correct *c, struct sb_tally *tally, const struct sb_chosen_row *row,
               struct sb_error *err)
{
    struct sb_archive *archive = c->practice->archive;
    struct sb_issued issued;
    bool stands;
    sb_status st = sb_chosen_standing(&stands, tally, &c->options->run, row, "", err);

    if (st != SB_OK || !stands)
        return st;
    if (row->example != sb_archive_said(archive)->example)
        return sb_chosen_refuse(tally, &c->options->run, row,
                                row->example ? "is an example, and the practice no longer is"
                                             : "is none, but the practice is an example now",
                                err);
    if ((st = sb_archive_detail(&issued, archive, row->number, c->arena, err)) != SB_OK)
        return st;
    if (issued.visit_count != 1)
        return sb_chosen_refuse(tally, &c->options->run, row,
                                "was made from several visits: 'superbill month' corrects it", err);
    c->list[c->count] =
        (struct corrected){.visit = issued.visits[0], .row = row, .record = issued.record};
    c->visits[c->count++] = issued.visits[0];
    return SB_OK;
}

static const struct corrected *
correct_find(const struct correct *c, const char *visit)
{
    for (size_t i = 0; i < c->count; i++) {
        if (strcmp(c->list[i].visit, visit) == 0)
            return &c->list[i];
    }
    return NULL;
}

/* Number and day differ always, and editions of tables are not printed. */
static bool
change_prints(const struct sb_issued_change *change)
{
    static const char *const quiet[] = {"/number",    "/replaces", "/issued_at",
                                        "/issued_on", "/tables",   "/draft"};

    for (size_t i = 0; i < sizeof quiet / sizeof *quiet; i++) {
        if (strcmp(change->path, quiet[i]) == 0)
            return false;
    }
    return true;
}

static sb_status
correct_differs(bool *differs, const struct corrected *one, struct sb_bill *bill,
                struct sb_arena *arena, struct sb_error *err)
{
    struct sb_issued_change *changes;
    struct sb_buf record = {0};
    size_t count = 0;
    sb_status st;

    *differs = false;
    if ((st = sb_bill_canonical(&record, bill, err)) == SB_OK &&
        (st = sb_record_differ(&changes, &count, one->record, record.at, arena, err)) == SB_OK) {
        for (size_t i = 0; i < count; i++)
            *differs = *differs || change_prints(&changes[i]);
    }
    sb_buf_free(&record);
    return st;
}

static sb_status
correct_step(struct correct *c, const struct sb_step *step, struct sb_error *err)
{
    const struct corrected *one = correct_find(c, step->visit->id);
    struct sb_tally *tally = sb_walk_tally(c->walk);
    const struct sb_issuing_bill what = {
        .bill = step->bill, .found = step->found, .reason = c->options->reason};
    bool differs, taken;
    sb_status st;

    if (one == NULL)
        return SB_OK;
    if (!sb_visit_has_care(step->visit))
        return sb_chosen_refuse(tally, &c->options->run, one->row,
                                "would hold no care: make it void instead", err);
    step->bill->replaces = one->row->number;
    step->bill->issued_on = c->options->run.issued_on;
    if ((st = correct_differs(&differs, one, step->bill, step->arena, err)) != SB_OK)
        return st;
    if (!differs)
        return sb_chosen_refuse(tally, &c->options->run, one->row,
                                "would not change: nothing on the page differs", err);
    st = sb_issuing_add(&taken, c->issuing, &what, tally, err);
    if (st == SB_OK && taken)
        st = sb_chosen_refuse(tally, &c->options->run, one->row,
                              "was replaced by another run meanwhile", err);
    return st;
}

static sb_status
correct_run(struct sb_tally *out, struct correct *c, struct sb_error *err)
{
    struct sb_step step;
    bool more = true;
    sb_status st = SB_OK;

    while (st == SB_OK && more) {
        st = sb_walk_next(c->walk, &step, &more, err);
        if (st == SB_OK && more && !step.refused)
            st = correct_step(c, &step, err);
    }
    st = sb_issuing_end(c->issuing, st, err);
    return st == SB_OK ? sb_walk_end(out, c->walk, err) : st;
}

static sb_status
correct_open(struct correct *c, struct sb_tally *refused, const struct sb_chosen *chosen,
             struct sb_error *err)
{
    struct sb_walk_options how = {.audience = SB_AUDIENCE_SUPERBILL, .preflight = true};
    sb_status st = SB_OK;

    c->list = calloc(chosen->count + 1, sizeof *c->list);
    c->visits = calloc(chosen->count + 1, sizeof *c->visits);
    c->arena = sb_arena_new(0);
    if (c->list == NULL || c->visits == NULL || c->arena == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; st == SB_OK && i < chosen->count; i++)
        st = correct_gather(c, refused, &chosen->at[i], err);
    if (st != SB_OK || c->count == 0)
        return st;
    how.visits = c->visits;
    how.visit_count = c->count;
    if ((st = sb_issuing_open(&c->issuing, c->practice, &c->options->run, c->options->out_dir,
                              err)) != SB_OK)
        return st;
    return sb_walk_open(&c->walk, c->practice, &c->options->run, &how, err);
}

sb_status
sb_correct(struct sb_tally *out, struct sb_practice *practice,
           const struct sb_correct_options *options, struct sb_error *err)
{
    struct correct c = {.practice = practice, .options = options};
    struct sb_tally refused = {0};
    struct sb_chosen chosen;
    sb_status st;

    *out = refused;
    if ((st = sb_run_check(&options->run, err)) != SB_OK ||
        (st = sb_choice_find(&chosen, practice, &options->choice, err)) != SB_OK)
        return st;
    st = correct_open(&c, &refused, &chosen, err);
    if (st == SB_OK && c.count > 0)
        st = correct_run(out, &c, err);
    out->refused += refused.refused;
    sb_walk_free(c.walk);
    sb_issuing_free(c.issuing);
    sb_arena_free(c.arena);
    free(c.list);
    free(c.visits);
    sb_chosen_free(&chosen);
    return st;
}
