/*
 * correct.c - a superbill issued anew from its visits' records as they are now.  The new one
 * says which number it replaces, so that no payer sees two of one session; the old one is kept.
 *
 *   gather: the visits that each number was made from
 *   walk:   read and judge them; what --from brings in beside them is told
 *   issue:  each number's visits read again, its bill compared with the record that was issued
 *
 * With --from a visit that stands in none of these files is taken as it was issued.
 */
#include "app/choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define APART "has visits that no longer belong together: make it void, and issue them anew"

/* A visit of a superbill that is to be corrected. */
struct part {
    const char *visit, *body; /* as it was issued */
    size_t owner;
    bool met;
    struct sb_visit_place place;
};
/* A superbill that is to be corrected. */
struct corrected {
    const struct sb_chosen_row *row;
    const char *record; /* as it was issued */
    size_t first, count;
    const char *why; /* what speaks against it; NULL: nothing */
    bool told;       /* a finding says it */
    bool known;      /* what follows is that of a visit of it */
    const struct sb_provider *provider;
    const struct sb_insurance *insurance;
    const struct sb_site *location;
    struct sb_findings *found; /* of its visits */
};
struct correct {
    struct sb_practice *practice;
    const struct sb_correct_options *options;
    struct sb_tally *tally;
    struct sb_issuing *issuing;
    struct sb_walk *walk;
    struct sb_reread *reread;
    struct sb_drawing *drawing;
    struct sb_arena *arena, *room; /* of the run; of the superbill at hand */
    struct sb_findings *joint, *stray;
    struct corrected *list;
    size_t count;
    struct part *parts, **sorted; /* by superbill; by id */
    size_t part_count;
    sb_status st; /* of the predicate */
    struct sb_error err;
};

static sb_status
correct_parts(struct correct *c, const struct sb_issued *issued, struct sb_error *err)
{
    struct part *at = reallocarray(c->parts, c->part_count + issued->visit_count + 1, sizeof *at);

    if (at == NULL)
        return sb_error_nomem(err);
    c->parts = at;
    for (size_t i = 0; i < issued->visit_count; i++)
        c->parts[c->part_count++] =
            (struct part){.visit = issued->visits[i], .body = issued->bodies[i], .owner = c->count};
    return SB_OK;
}

/* What a number was made from. */
static sb_status
correct_gather(struct correct *c, const struct sb_chosen_row *row, struct sb_error *err)
{
    struct sb_archive *archive = c->practice->archive;
    struct corrected *one = &c->list[c->count];
    struct sb_issued issued;
    bool stands;
    sb_status st = sb_chosen_standing(&stands, c->tally, &c->options->run, row, "", err);

    if (st != SB_OK || !stands)
        return st;
    if (row->example != sb_archive_said(archive)->example)
        return sb_chosen_refuse(c->tally, &c->options->run, row,
                                row->example ? "is an example, and the practice no longer is"
                                             : "is none, but the practice is an example now",
                                err);
    if ((st = sb_archive_detail(&issued, archive, row->number, c->arena, err)) != SB_OK)
        return st;
    *one = (struct corrected){
        .row = row, .record = issued.record, .first = c->part_count, .count = issued.visit_count};
    if ((st = sb_findings_new(&one->found, err)) == SB_OK)
        st = correct_parts(c, &issued, err);
    c->count++;
    return st;
}

static int
part_order(const void *a, const void *b)
{
    const struct part *const *p = a, *const *q = b;

    return strcmp((*p)->visit, (*q)->visit);
}

static int
part_wanted(const void *id, const void *part)
{
    const struct part *const *p = part;

    return strcmp(id, (*p)->visit);
}

static struct part *
correct_find(const struct correct *c, const char *visit)
{
    struct part **found =
        visit == NULL || c->part_count == 0
            ? NULL
            : bsearch(visit, c->sorted, c->part_count, sizeof *c->sorted, part_wanted);

    return found != NULL ? *found : NULL;
}

/* A visit that --from brings in, changed, and that stands on a superbill which is not named. */
static sb_status
correct_stray(struct correct *c, const struct sb_visit *visit, struct sb_error *err)
{
    const struct sb_event refused = {.kind = SB_REFUSED, .record = visit->id};
    struct sb_judge judge = *sb_walk_judge(c->walk);
    struct sb_standing s = {.practice = c->practice, .judge = &judge, .visit = visit};
    enum sb_prior_verdict verdict;
    bool found;
    sb_status st;

    sb_arena_reset(c->room);
    judge.arena = c->room;
    st = sb_archive_prior(&s.prior, &found, c->practice->archive, visit->id, c->room, err);
    if (st != SB_OK || !found || s.prior.state != SB_ISSUE_STANDS ||
        (st = sb_standing_judge(&verdict, &s, c->joint, err)) != SB_OK ||
        (verdict != SB_PRIOR_CHANGED && verdict != SB_PRIOR_PAID))
        return st;
    sb_findings_reset(c->stray);
    sb_findings_add(c->stray, SB_RULE_ON_ANOTHER_SUPERBILL, sb_spot_at(visit->source, "%s", ""),
                    "%s was changed, and stands on %s, which is not to be corrected", visit->id,
                    s.prior.number);
    if (sb_findings_failed(c->stray))
        return sb_error_nomem(err);
    c->tally->refused++;
    st = sb_run_report(c->tally, &c->options->run, c->stray, err);
    return st == SB_OK ? sb_run_tell(&c->options->run, &refused, err) : st;
}

/* Which visits the walk is to judge; the others of --from are looked at on the way. */
static bool
correct_takes(const void *user, const struct sb_visit *visit)
{
    struct correct *c = *(struct correct *const *)user;
    const struct part *part = correct_find(c, visit->id);

    if (part != NULL)
        return true;
    if (c->st == SB_OK && c->options->run.file_count > 0 && visit->id != NULL && !visit->refused)
        c->st = correct_stray(c, visit, &c->err);
    return false;
}

/* Visits of one superbill have one provider, insurer and place, as when it was issued. */
static bool
correct_together(struct corrected *one, const struct sb_bill *bill)
{
    bool same =
        !one->known || (bill->provider == one->provider && bill->insurance == one->insurance &&
                        bill->location == one->location);

    one->known = true;
    one->provider = bill->provider;
    one->insurance = bill->insurance;
    one->location = bill->location;
    return same;
}

static sb_status
correct_step(struct correct *c, const struct sb_step *step, struct sb_error *err)
{
    struct part *part = correct_find(c, step->visit->id);
    struct corrected *one = part != NULL ? &c->list[part->owner] : NULL;

    if (part == NULL)
        return SB_OK;
    part->met = true;
    if (step->refused) {
        one->told = true;
        return SB_OK;
    }
    if (!sb_visit_has_care(step->visit) || (one->count == 1 && !sb_bill_has_care(step->bill)))
        one->why = "would hold no care: make it void instead";
    else if (!correct_together(one, step->bill))
        one->why = APART;
    sb_visit_place(&part->place, sb_walk_feed(c->walk), step->visit);
    for (size_t i = 0; i < sb_findings_count(step->found); i++)
        if (!sb_findings_copy(one->found, step->found, i, 0))
            return sb_error_nomem(err);
    return SB_OK;
}

static sb_status
correct_walk(struct correct *c, struct sb_error *err)
{
    struct sb_tally walked = {0};
    struct sb_step step;
    bool more = true;
    sb_status st = SB_OK;

    while (st == SB_OK && more) {
        st = sb_walk_next(c->walk, &step, &more, err);
        if (st == SB_OK && more)
            st = correct_step(c, &step, err);
    }
    if (st == SB_OK && c->st != SB_OK) {
        st = c->st;
        if (err != NULL)
            *err = c->err;
    }
    if (st == SB_OK)
        st = sb_walk_end(&walked, c->walk, err);
    walked.refused += c->tally->refused;
    walked.errors += c->tally->errors;
    *c->tally = walked;
    if (st != SB_OK || (st = sb_walk_rest(c->walk, err)) != SB_OK)
        return st;
    return sb_reread_new(&c->reread, sb_walk_feed(c->walk), err);
}

/* A visit as it is now; where --from does not hold it, as it was issued. */
static sb_status
correct_visit(const struct sb_visit **out, struct correct *c, const struct part *part,
              struct sb_error *err)
{
    struct sb_visit *visit;
    sb_status st;

    if (part->met)
        return sb_reread_visit(out, c->reread, &part->place, c->room, err);
    visit = sb_arena_take(c->room, sizeof *visit);
    if (visit == NULL)
        return sb_error_nomem(err);
    if ((st = sb_view_visit(visit, part->body, c->room, err)) != SB_OK)
        return st;
    visit->patient = visit->patient_id != NULL
                         ? sb_feed_patient(sb_walk_feed(c->walk), visit->patient_id)
                         : NULL;
    *out = visit;
    return SB_OK;
}

/* The bill as it would be now; NULL where one of its visits cannot be had. */
static sb_status
correct_bill(struct sb_bill **out, struct correct *c, struct corrected *one, struct sb_error *err)
{
    struct sb_judge judge = *sb_walk_judge(c->walk);
    const struct sb_visit **visits;
    sb_status st = SB_OK;

    *out = NULL;
    sb_arena_reset(c->room);
    sb_findings_reset(c->joint);
    judge.arena = c->room;
    visits = sb_arena_array(c->room, one->count + 1, sizeof *visits);
    if (visits == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; st == SB_OK && i < one->count; i++) {
        const struct part *part = &c->parts[one->first + i];

        st = correct_visit(&visits[i], c, part, err);
        if (st == SB_OK && visits[i]->patient == NULL) {
            one->why = "cannot be corrected: the records lack its patient";
            return SB_OK;
        }
        if (st == SB_OK && !part->met &&
            (st = sb_bill_build(out, &judge, &visits[i], 1, c->stray, err)) == SB_OK &&
            !correct_together(one, *out))
            one->why = APART;
    }
    if (one->why != NULL)
        return st;
    return st == SB_OK ? sb_bill_build(out, &judge, visits, one->count, c->joint, err) : st;
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

/* Several visits share a page: would it still draw? */
static sb_status
correct_joint(bool *sound, struct correct *c, const struct corrected *one,
              const struct sb_bill *bill, struct sb_error *err)
{
    sb_status st = SB_OK;

    *sound = true;
    if (one->count < 2 || (st = sb_document_preflight(c->drawing, bill, c->joint, err)) != SB_OK)
        return st;
    *sound = sb_findings_errors(c->joint) == 0;
    return *sound ? SB_OK : sb_run_report(c->tally, &c->options->run, c->joint, err);
}

/* What speaks against a number before its bill is built: a visit refused, or not there. */
static const char *
correct_against(const struct correct *c, const struct corrected *one)
{
    if (one->told)
        return "";
    for (size_t i = 0; one->why == NULL && i < one->count; i++) {
        const struct part *part = &c->parts[one->first + i];

        if (!part->met && c->options->run.file_count == 0)
            return sb_arena_print(c->arena, "cannot be corrected: the records lack its visit %s",
                                  part->visit);
    }
    return one->why;
}

/* How a visit was issued does not count where this run is to issue it as it is now. */
static bool
correct_passes(const void *user, const struct sb_beside *other)
{
    const struct correct *c = user;
    const struct part *part = correct_find(c, other->visit);
    const struct corrected *one = part != NULL ? &c->list[part->owner] : NULL;

    return one != NULL && part->met && !one->told && one->why == NULL &&
           strcmp(one->row->number, other->number) == 0;
}

static sb_status
correct_issue(struct correct *c, struct corrected *one, struct sb_bill *bill, struct sb_error *err)
{
    const struct sb_run *run = &c->options->run;
    const struct sb_passing passing = {correct_passes, c};
    const struct sb_issuing_bill what = {.bill = bill,
                                         .found = one->found,
                                         .reason = c->options->reason,
                                         .doubles = c->joint,
                                         .passing = &passing};
    const struct sb_event refused = {.kind = SB_REFUSED, .record = bill->visits[0]->id};
    enum sb_issuing_verdict verdict;
    sb_status st = sb_issuing_add(&verdict, c->issuing, &what, c->tally, err);

    if (st != SB_OK || verdict == SB_ISSUING_DONE)
        return st;
    one->told = true;
    if (verdict == SB_ISSUING_STANDS)
        return sb_chosen_refuse(c->tally, run, one->row, "was replaced by another run meanwhile",
                                err);
    c->tally->refused++;
    st = sb_run_report(c->tally, run, c->joint, err);
    return st == SB_OK ? sb_run_tell(run, &refused, err) : st;
}

static sb_status
correct_one(struct correct *c, struct corrected *one, struct sb_error *err)
{
    const struct sb_run *run = &c->options->run;
    const char *why = correct_against(c, one);
    struct sb_bill *bill;
    bool differs = true, sound = true;
    sb_status st = SB_OK;

    if (why == NULL)
        st = correct_bill(&bill, c, one, err);
    why = why != NULL ? why : one->why;
    if (st != SB_OK || why != NULL)
        return st != SB_OK || *why == '\0' ? st
                                           : sb_chosen_refuse(c->tally, run, one->row, why, err);
    bill->replaces = one->row->number;
    bill->issued_on = run->issued_on;
    if ((st = correct_differs(&differs, one, bill, c->room, err)) != SB_OK ||
        (st = correct_joint(&sound, c, one, bill, err)) != SB_OK)
        return st;
    one->told = !differs || !sound;
    if (one->told)
        return sb_chosen_refuse(c->tally, run, one->row,
                                sound ? "would not change: nothing on the page differs"
                                      : "cannot be corrected so: its visits together do not fit",
                                err);
    return correct_issue(c, one, bill, err);
}

static sb_status
correct_run(struct correct *c, struct sb_error *err)
{
    sb_status st = correct_walk(c, err);

    for (size_t i = 0; st == SB_OK && i < c->count; i++)
        st = correct_one(c, &c->list[i], err);
    return sb_issuing_end(c->issuing, st, err);
}

static sb_status
correct_open(struct correct *c, const struct sb_chosen *chosen, struct sb_error *err)
{
    struct correct *const self = c;
    const struct sb_walk_options how = {.audience = SB_AUDIENCE_SUPERBILL,
                                        .preflight = true,
                                        .takes = correct_takes,
                                        .user = &self,
                                        .narrow = true};
    sb_status st = SB_OK;

    c->list = calloc(chosen->count + 1, sizeof *c->list);
    c->arena = sb_arena_new(0);
    c->room = sb_arena_new(0);
    if (c->list == NULL || c->arena == NULL || c->room == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; st == SB_OK && i < chosen->count; i++)
        st = correct_gather(c, &chosen->at[i], err);
    if (st != SB_OK || c->count == 0)
        return st;
    c->sorted = calloc(c->part_count + 1, sizeof *c->sorted);
    if (c->sorted == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; i < c->part_count; i++)
        c->sorted[i] = &c->parts[i];
    qsort(c->sorted, c->part_count, sizeof *c->sorted, part_order);
    if ((st = sb_findings_new(&c->joint, err)) != SB_OK ||
        (st = sb_findings_new(&c->stray, err)) != SB_OK ||
        (st = sb_practice_drawing(&c->drawing, c->practice, SB_AUDIENCE_SUPERBILL, err)) != SB_OK ||
        (st = sb_issuing_open(&c->issuing, c->practice, &c->options->run, c->options->out_dir,
                              err)) != SB_OK ||
        (st = sb_walk_open(&c->walk, c->practice, &c->options->run, &how, err)) != SB_OK)
        return st;
    return correct_run(c, err);
}

static void
correct_free(struct correct *c)
{
    sb_reread_free(c->reread);
    sb_walk_free(c->walk);
    sb_issuing_free(c->issuing);
    sb_findings_free(c->joint);
    sb_findings_free(c->stray);
    for (size_t i = 0; c->list != NULL && i < c->count; i++)
        sb_findings_free(c->list[i].found);
    sb_arena_free(c->arena);
    sb_arena_free(c->room);
    free(c->list);
    free(c->parts);
    free(c->sorted);
}

sb_status
sb_correct(struct sb_tally *out, struct sb_practice *practice,
           const struct sb_correct_options *options, struct sb_error *err)
{
    struct correct c = {.practice = practice, .options = options, .tally = out};
    const struct sb_choosing how = {&options->choice, &options->run, out, NULL};
    struct sb_chosen chosen;
    sb_status st;

    *out = (struct sb_tally){0};
    if ((st = sb_run_check(&options->run, err)) != SB_OK ||
        (st = sb_choice_find(&chosen, practice, &how, err)) != SB_OK)
        return st;
    st = correct_open(&c, &chosen, err);
    st = sb_issuing_late(out, c.issuing, st, err);
    correct_free(&c);
    sb_chosen_free(&chosen);
    return st;
}
