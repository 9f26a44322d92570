/*
 * month_books.c - a month's exceptions, as its books ask for them: every refused visit with its
 * errors, then the warnings that are not kept with a superbill.
 */
#include "app/month.h"

#include <stdlib.h>

enum { ERRORS, WARNINGS, ASIDES, PHASES };

struct sb_listing {
    struct sb_refusals *phases[PHASES];
    struct sb_refusals *money[2]; /* of refused visits; of those that stand on no superbill */
    size_t money_at;
    int phase;
    struct sb_refusal at;
    size_t next; /* of its findings */
    bool here;   /* at holds one */
    struct sb_buf place;
};

sb_status
sb_listing_new(struct sb_listing **out, const struct sb_survey *survey, struct sb_error *err)
{
    struct sb_listing *l = calloc(1, sizeof *l);
    sb_status st = SB_OK;

    *out = NULL;
    if (l == NULL)
        return sb_error_nomem(err);
    for (int i = 0; st == SB_OK && i < PHASES; i++)
        st = sb_refusals_open(&l->phases[i], survey,
                              i == ASIDES ? SB_SURVEY_ASIDES : SB_SURVEY_REFUSED, err);
    for (int i = 0; st == SB_OK && i < 2; i++)
        st = sb_refusals_open(&l->money[i], survey, i == 0 ? SB_SURVEY_REFUSED : SB_SURVEY_APART,
                              err);
    if (st == SB_OK)
        *out = l;
    else
        sb_listing_free(l);
    return st;
}

sb_status
sb_listing_survey(struct sb_survey **out, struct sb_practice *practice, const struct sb_run *run,
                  struct sb_error *err)
{
    static const struct sb_walk_options how = {
        .preflight = true, .archived = true, .quiet = true, .faults = true};
    struct sb_run silent = *run;
    struct sb_walk *walk = NULL;
    struct sb_tally tally;
    sb_status st;

    *out = NULL;
    silent.event = NULL;
    if ((st = sb_walk_open(&walk, practice, &silent, &how, err)) == SB_OK &&
        (st = sb_survey_run(out, walk, SB_SUPERBILLS_MONTH, practice->folder, err)) == SB_OK)
        st = sb_walk_end(&tally, walk, err);
    sb_walk_free(walk);
    return st;
}

void
sb_listing_free(struct sb_listing *l)
{
    if (l == NULL)
        return;
    for (int i = 0; i < PHASES; i++)
        sb_refusals_free(l->phases[i]);
    for (int i = 0; i < 2; i++)
        sb_refusals_free(l->money[i]);
    sb_buf_free(&l->place);
    free(l);
}

/* The next finding of the phase at hand, or NULL where the visit has no more. */
static const struct sb_finding *
finding_next(struct sb_listing *l)
{
    enum sb_severity wanted = l->phase == ERRORS ? SB_SEVERITY_ERROR : SB_SEVERITY_WARNING;

    while (l->here && l->next < sb_findings_count(l->at.found)) {
        const struct sb_finding *f = sb_findings_at(l->at.found, l->next++);

        if (f->severity == wanted)
            return f;
    }
    return NULL;
}

static sb_status
exception_put(struct sb_exception *out, struct sb_listing *l, const struct sb_finding *f,
              struct sb_error *err)
{
    sb_buf_reset(&l->place);
    sb_buf_text(&l->place, f->file != NULL ? f->file : "");
    if (f->line > 0)
        sb_buf_print(&l->place, ":%u", f->line);
    if (f->line > 0 && f->column > 0)
        sb_buf_print(&l->place, ":%u", f->column);
    if (l->place.failed)
        return sb_error_nomem(err);
    *out = (struct sb_exception){.visit = l->at.visit,
                                 .patient = l->at.patient,
                                 .provider = l->at.provider,
                                 .date = l->at.date,
                                 .rule = f->rule->id,
                                 .severity = f->severity,
                                 .place = l->place.at,
                                 .message = f->message,
                                 .advice = f->advice};
    return SB_OK;
}

sb_status
sb_listing_exception(void *user, struct sb_exception *out, bool *more, struct sb_error *err)
{
    struct sb_listing *l = user;
    const struct sb_finding *f;
    sb_status st = SB_OK;

    while (st == SB_OK && (f = finding_next(l)) == NULL && l->phase < PHASES) {
        st = sb_refusals_next(&l->at, &l->here, l->phases[l->phase], err);
        l->next = 0;
        if (st == SB_OK && !l->here)
            l->phase++;
    }
    *more = st == SB_OK && l->phase < PHASES;
    return *more ? exception_put(out, l, f, err) : st;
}

sb_status
sb_listing_left_out(void *user, struct sb_left_out *out, bool *more, struct sb_error *err)
{
    struct sb_listing *l = user;
    struct sb_refusal r = {.visit = NULL};
    sb_status st;

    do { /* what could not be read as a visit has no money */
        st = sb_refusals_next(&r, more, l->money[l->money_at], err);
        if (st == SB_OK && !*more && l->money_at == 0) {
            l->money_at++;
            *more = true;
            r.visit = NULL;
        }
    } while (st == SB_OK && *more && (r.visit == NULL || r.why == SB_LEFT_STANDS));
    if (st == SB_OK && *more)
        *out = (struct sb_left_out){.why = r.why,
                                    .visit = r.visit,
                                    .patient = r.patient,
                                    .provider = r.provider,
                                    .date = r.date,
                                    .charged = r.charged,
                                    .charges = r.charges,
                                    .paid = r.received};
    return st;
}
