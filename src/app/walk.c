/* walk.c - the road of every run: read, select, build, judge, report. */
#include "app/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROGRESS_STEP 256

/* A finding of a patient that stands before all visits. */
struct walk_person {
    const char *id;
    size_t finding; /* in opened */
};

/* Whether a person of the files has a visit. */
struct walk_visitor {
    const struct sb_patient *patient;
    bool seen;
};

struct sb_walk {
    struct sb_practice *practice;
    const struct sb_run *run;
    struct sb_walk_options options;
    struct sb_feed *feed;
    struct sb_findings *opened; /* of the files and patients */
    struct sb_findings *found;  /* of the visit at hand */
    struct sb_findings *once;   /* said at the end, with the number of visits touched */
    struct walk_person *people; /* sorted by id */
    size_t person_count;
    struct walk_visitor *visitors; /* sorted by address; NULL: not asked for */
    size_t visitor_count;
    struct sb_daybook *book;
    struct sb_drawing *drawing;
    struct sb_archive *archive; /* NULL: not asked */
    struct sb_findings *past;   /* what the archive has to say of the visit at hand */
    struct sb_arena *arena;
    struct sb_judge judge;
    struct sb_tally tally;
    uint64_t visits;
    bool narrow;      /* a filter or list leaves visits out */
    bool *met;        /* which of options.visits were met */
    bool filter_met;  /* the filter's visit was met */
    char nearest[72]; /* to the filter's visit, or to the first of options.visits not met */
};

static int
person_order(const void *a, const void *b)
{
    const struct walk_person *x = a, *y = b;
    int order = strcmp(x->id, y->id);

    return order != 0 ? order : (x->finding > y->finding) - (x->finding < y->finding);
}

/* What was found before the first visit: faults of files are told now, those of people kept. */
static sb_status
walk_opened(struct sb_walk *walk, struct sb_error *err)
{
    size_t count = sb_findings_count(walk->opened);
    sb_status st = SB_OK;

    walk->people = calloc(count + 1, sizeof *walk->people);
    if (walk->people == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; i < count && st == SB_OK; i++) {
        const struct sb_finding *finding = sb_findings_at(walk->opened, i);
        bool person = sb_findings_kind(walk->opened, i) == SB_SOURCE_PATIENT;

        if (person && finding->record != NULL)
            walk->people[walk->person_count++] = (struct walk_person){finding->record, i};
        if (person && !(walk->narrow && finding->record != NULL))
            sb_findings_merge(walk->once, walk->opened, i);
        else if (!person && !walk->options.quiet)
            st = sb_run_found(&walk->tally, walk->run, finding, err);
        if (!person && finding->severity == SB_SEVERITY_ERROR)
            walk->tally.refused++;
    }
    qsort(walk->people, walk->person_count, sizeof *walk->people, person_order);
    for (size_t i = 0; i < sb_findings_count(walk->practice->found); i++)
        sb_findings_merge(walk->once, walk->practice->found, i);
    return st;
}

static int
visitor_order(const void *a, const void *b)
{
    const struct walk_visitor *x = a, *y = b;

    return (x->patient > y->patient) - (x->patient < y->patient);
}

static sb_status
walk_visitors(struct sb_walk *walk, struct sb_error *err)
{
    size_t count = 0;

    while (sb_feed_patient_at(walk->feed, count) != NULL)
        count++;
    walk->visitors = calloc(count + 1, sizeof *walk->visitors);
    if (walk->visitors == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; i < count; i++)
        walk->visitors[i].patient = sb_feed_patient_at(walk->feed, i);
    walk->visitor_count = count;
    qsort(walk->visitors, count, sizeof *walk->visitors, visitor_order);
    return SB_OK;
}

static void
walk_see(struct sb_walk *walk, const struct sb_patient *patient)
{
    const struct walk_visitor key = {.patient = patient};
    struct walk_visitor *found;

    if (walk->visitor_count == 0 || patient == NULL)
        return;
    found = bsearch(&key, walk->visitors, walk->visitor_count, sizeof key, visitor_order);
    if (found != NULL)
        found->seen = true;
}

bool
sb_filter_is_narrow(const struct sb_filter *f)
{
    return f->patient != NULL || f->provider != NULL || f->payer != NULL || f->visit != NULL ||
           f->since.day != 0 || f->until.day != 0 || f->unpaid || f->paid || f->deadline_given;
}

static sb_status
walk_provider(const struct sb_walk *walk, struct sb_error *err)
{
    const struct sb_config *config = walk->practice->config;
    const char *id = walk->run->filter.provider, *nearest = NULL;

    if (id == NULL || sb_config_provider(config, id) != NULL)
        return SB_OK;
    for (size_t i = 0; i < config->provider_count; i++)
        nearest = sb_nearer(id, nearest, config->providers[i].id);
    return sb_error_absent(err, "provider", id, nearest);
}

static sb_status
walk_fill(struct sb_walk *walk, struct sb_error *err)
{
    const char **files;
    size_t count;
    sb_status st;

    walk->arena = sb_arena_new(0);
    walk->met = calloc(walk->options.visit_count + 1, sizeof *walk->met);
    if (walk->arena == NULL || walk->met == NULL)
        return sb_error_nomem(err);
    if ((st = sb_run_check(walk->run, err)) != SB_OK || (st = walk_provider(walk, err)) != SB_OK ||
        (st = sb_findings_new(&walk->opened, err)) != SB_OK ||
        (st = sb_findings_new(&walk->found, err)) != SB_OK ||
        (st = sb_findings_new(&walk->once, err)) != SB_OK ||
        (st = sb_findings_new(&walk->past, err)) != SB_OK ||
        (st = sb_daybook_new(&walk->book, err)) != SB_OK)
        return st;
    if (walk->options.preflight && (st = sb_practice_drawing(&walk->drawing, walk->practice,
                                                             walk->options.audience, err)) != SB_OK)
        return st;
    if (walk->options.archived &&
        (st = sb_practice_archive(&walk->archive, walk->practice, err)) != SB_OK)
        return st;
    walk->judge = (struct sb_judge){.config = walk->practice->config,
                                    .codes = walk->practice->codes,
                                    .book = walk->book,
                                    .arena = walk->arena,
                                    .issued_on = walk->run->issued_on,
                                    .audience = walk->options.audience};
    if ((st = sb_run_files(&files, &count, walk->practice, walk->run, err)) != SB_OK)
        return st;
    for (size_t i = 0; i < count && walk->options.from != NULL; i++)
        if (strcmp(files[i], walk->options.from) == 0)
            files[i] = walk->options.to;
    if ((st = sb_feed_open(&walk->feed, files, count, walk->practice->folder, walk->opened, err)) !=
        SB_OK)
        return st;
    if (walk->options.people && !walk->narrow && (st = walk_visitors(walk, err)) != SB_OK)
        return st;
    return walk_opened(walk, err);
}

sb_status
sb_walk_open(struct sb_walk **out, struct sb_practice *practice, const struct sb_run *run,
             const struct sb_walk_options *options, struct sb_error *err)
{
    struct sb_walk *walk = calloc(1, sizeof *walk);
    sb_status st;

    *out = NULL;
    if (walk == NULL)
        return sb_error_nomem(err);
    walk->practice = practice;
    walk->run = run;
    walk->options = *options;
    walk->narrow = options->visits != NULL || options->narrow || sb_filter_is_narrow(&run->filter);
    st = walk_fill(walk, err);
    if (st != SB_OK) {
        sb_walk_free(walk);
        return st;
    }
    *out = walk;
    return SB_OK;
}

void
sb_walk_free(struct sb_walk *walk)
{
    if (walk == NULL)
        return;
    sb_feed_free(walk->feed);
    sb_daybook_free(walk->book);
    sb_findings_free(walk->opened);
    sb_findings_free(walk->found);
    sb_findings_free(walk->once);
    sb_findings_free(walk->past);
    sb_arena_free(walk->arena);
    free(walk->people);
    free(walk->visitors);
    free(walk->met);
    free(walk);
}

/* Whether a patient cannot be billed; takes the patient's findings into those said once. */
static bool
walk_person_bad(struct sb_walk *walk, const char *id, bool say)
{
    size_t low = 0, high = walk->person_count;
    bool bad = false;

    if (id == NULL)
        return false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(walk->people[middle].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < walk->person_count && strcmp(walk->people[low].id, id) == 0; low++) {
        size_t i = walk->people[low].finding;

        bad = bad || sb_findings_at(walk->opened, i)->severity == SB_SEVERITY_ERROR;
        if (say && walk->narrow)
            sb_findings_merge(walk->once, walk->opened, i);
    }
    return bad;
}

/* Remembers which of the visits asked for by name were met, and the nearest to one that was not. */
static bool
walk_named(struct sb_walk *walk, const struct sb_visit *visit)
{
    const char *wanted = walk->run->filter.visit, *near = NULL;
    bool taken = walk->options.visits == NULL;

    if (visit->id == NULL)
        return taken && wanted == NULL;
    for (size_t i = 0; walk->options.visits != NULL && i < walk->options.visit_count; i++) {
        if (strcmp(walk->options.visits[i], visit->id) == 0)
            taken = walk->met[i] = true;
        else if (!walk->met[i] && wanted == NULL)
            wanted = walk->options.visits[i];
    }
    if (wanted != NULL) {
        near = sb_nearer(wanted, walk->nearest[0] == '\0' ? NULL : walk->nearest, visit->id);
        if (near != NULL && near != walk->nearest && strlen(near) < sizeof walk->nearest)
            memcpy(walk->nearest, near, strlen(near) + 1);
    }
    if (walk->run->filter.visit == NULL)
        return taken;
    if (strcmp(walk->run->filter.visit, visit->id) != 0)
        return false;
    walk->filter_met = true;
    return taken;
}

/* The part of the filter that needs no bill. */
static bool
walk_selects(struct sb_walk *walk, const struct sb_visit *visit)
{
    const struct sb_filter *f = &walk->run->filter;
    const char *patient = visit->patient != NULL ? visit->patient->id : visit->patient_id;

    if (!walk_named(walk, visit) ||
        (walk->options.takes != NULL && !walk->options.takes(walk->options.user, visit)))
        return false;
    if (f->patient != NULL && !sb_text_equal(f->patient, patient))
        return false;
    if (f->provider != NULL && visit->provider != NULL &&
        !sb_text_equal(f->provider, visit->provider))
        return false;
    /* one whose day cannot be read may be of any day: it is refused wherever it would count */
    if (visit->date.day == 0)
        return true;
    if (f->since.day != 0 && visit->date.day < f->since.day)
        return false;
    return f->until.day == 0 || visit->date.day <= f->until.day;
}

static sb_status
walk_judge(struct sb_walk *walk, struct sb_step *step, bool *selected, struct sb_error *err)
{
    const struct sb_visit *visit = step->visit;
    const struct sb_filter *f = &walk->run->filter;
    sb_status st;

    if ((st = sb_bill_build(&step->bill, &walk->judge, &visit, 1, walk->found, err)) != SB_OK)
        return st;
    *selected = *selected && sb_bill_matches(step->bill, f, walk->run->issued_on);
    if (!*selected)
        return sb_bill_note(step->bill, &walk->judge, err);
    if ((st = sb_bill_check(step->bill, &walk->judge, walk->found, err)) != SB_OK ||
        (st = sb_codes_sound(walk->judge.codes, err)) != SB_OK)
        return st;
    if (walk->drawing == NULL ||
        (!sb_visit_has_care(visit) && !sb_audience_is_receipt(walk->options.audience)) ||
        step->bill->patient == NULL || step->bill->provider == NULL)
        return SB_OK;
    return sb_document_preflight(walk->drawing, step->bill, walk->found, err);
}

static sb_status
walk_report(struct sb_walk *walk, const struct sb_step *step, struct sb_error *err)
{
    const struct sb_event refused = {
        .kind = SB_REFUSED,
        .record = step->visit == NULL ? NULL : step->visit->id,
    };
    sb_status st = SB_OK;

    if (sb_findings_failed(walk->found))
        return sb_error_nomem(err);
    sb_findings_sort(walk->found);
    for (size_t i = 0; i < sb_findings_count(walk->found) && st == SB_OK; i++) {
        enum sb_source_kind kind = sb_findings_kind(walk->found, i);

        if (kind == SB_SOURCE_PATIENT || kind == SB_SOURCE_CONFIG)
            sb_findings_merge(walk->once, walk->found, i);
        else if (!walk->options.quiet)
            st = sb_run_found(&walk->tally, walk->run, sb_findings_at(walk->found, i), err);
    }
    if (st != SB_OK || !step->refused)
        return st;
    walk->tally.refused++;
    return walk->options.quiet ? SB_OK : sb_run_tell(walk->run, &refused, err);
}

/* A new number was asked for, and the visit stands on one. */
static sb_status
walk_again(struct sb_walk *walk, const struct sb_prior *prior, struct sb_error *err)
{
    char why[2 * SB_NUMBER_TEXT + 160];
    const struct sb_event refused = {.kind = SB_REFUSED, .record = prior->visit, .text = why};

    (void)snprintf(
        why, sizeof why,
        "stands on %s: issue a change with 'superbill correct %s --reason TEXT', or make "
        "that void first",
        prior->number, prior->number);
    walk->tally.refused++;
    return walk->options.quiet ? SB_OK : sb_run_tell(walk->run, &refused, err);
}

/* What stands of the visit in the archive; what is to be said of it waits in past. */
static sb_status
walk_prior(struct sb_walk *walk, struct sb_step *step, struct sb_error *err)
{
    struct sb_standing s = {
        .practice = walk->practice, .judge = &walk->judge, .visit = step->visit};
    enum sb_prior_verdict verdict;
    bool found;
    sb_status st;

    if (walk->archive == NULL || step->visit->id == NULL || step->visit->refused)
        return SB_OK;
    st = sb_archive_prior(&s.prior, &found, walk->archive, step->visit->id, walk->arena, err);
    if (st != SB_OK || !found ||
        ((s.prior.state == SB_ISSUE_VOID || s.prior.purged) && walk->options.again))
        return st;
    st = sb_standing_judge(&verdict, &s, walk->past, err);
    step->voided = verdict == SB_PRIOR_VOID;
    step->changed = verdict == SB_PRIOR_CHANGED && s.prior.state != SB_ISSUE_VOID;
    step->kept = verdict == SB_PRIOR_SAME || verdict == SB_PRIOR_PAID || step->voided;
    return st == SB_OK && step->kept && walk->options.again ? walk_again(walk, &s.prior, err) : st;
}

/* A visit that stands is not judged anew: what the archive says of it is all. */
static void
walk_past(struct sb_walk *walk, const struct sb_step *step)
{
    if (step->kept)
        sb_findings_reset(walk->found);
    for (size_t i = 0; i < sb_findings_count(walk->past); i++)
        sb_findings_merge(walk->found, walk->past, i);
}

/* Whether no visit asked for can have to do with this one: of another day, or read before it. */
static bool
walk_aside(const struct sb_walk *walk, const struct sb_visit *visit)
{
    return walk->filter_met ||
           (walk->options.day.day != 0 && visit->date.day != walk->options.day.day);
}

/* Build and judge the visit that was read; *selected tells whether the caller gets it. */
static sb_status
walk_step(struct sb_walk *walk, struct sb_step *step, bool *selected, struct sb_error *err)
{
    const struct sb_visit *visit = step->visit;
    bool bad;
    sb_status st;

    sb_arena_reset(walk->arena);
    walk_see(walk, visit->patient);
    *selected = walk_selects(walk, visit);
    if (!*selected && walk_aside(walk, visit))
        return SB_OK;
    sb_findings_reset(walk->past);
    walk->judge.beside_count = 0;
    if (*selected && (st = walk_prior(walk, step, err)) != SB_OK)
        return st;
    if (*selected && walk->archive != NULL && !step->kept && !step->changed &&
        (st = sb_standing_beside(&walk->judge, walk->practice, visit, NULL, err)) != SB_OK)
        return st;
    bad = walk_person_bad(walk, visit->patient_id, *selected && !step->kept) || visit->refused;
    /* a record that could not be read whole is judged too: everything is said at once */
    if ((st = walk_judge(walk, step, selected, err)) != SB_OK)
        return st;
    if (!*selected)
        return SB_OK;
    walk_past(walk, step);
    walk->tally.selected++;
    walk->tally.kept += step->kept;
    step->refused = !step->kept && (bad || sb_findings_errors(walk->found) > 0);
    return walk_report(walk, step, err);
}

sb_status
sb_walk_next(struct sb_walk *walk, struct sb_step *step, bool *more, struct sb_error *err)
{
    sb_status st;
    bool end = false, selected = false;

    for (*more = false; !selected;) {
        *step = (struct sb_step){.found = walk->found, .arena = walk->arena};
        if ((st = sb_feed_next(walk->feed, &step->visit, &end, walk->found, err)) != SB_OK || end)
            return st;
        walk->visits++;
        if (walk->visits % PROGRESS_STEP == 0 && !walk->options.quiet) {
            const struct sb_event event = {.kind = SB_PROGRESS, .done = walk->visits};
            if ((st = sb_run_tell(walk->run, &event, err)) != SB_OK)
                return st;
        }
        if (step->visit == NULL) {
            step->refused = sb_findings_errors(walk->found) > 0;
            selected = walk->options.faults && step->refused;
            st = walk_report(walk, step, err);
        } else {
            st = walk_step(walk, step, &selected, err);
        }
        if (st != SB_OK)
            return st;
    }
    *more = true;
    return SB_OK;
}

/* What only the person can be blamed for, as if there were a visit today. */
static sb_status
walk_person(struct sb_walk *walk, const struct sb_patient *patient, struct sb_error *err)
{
    struct sb_judge alone = walk->judge;
    struct sb_probe probe;
    const struct sb_visit *visit = &probe.visit;
    struct sb_bill *bill = NULL;
    sb_status st;

    sb_arena_reset(walk->arena);
    sb_findings_reset(walk->found);
    alone.book = NULL;
    alone.beside_count = 0;
    sb_probe_fill(&probe, walk->practice->config, patient->id, walk->run->issued_on);
    probe.visit.patient = patient;
    if ((st = sb_bill_build(&bill, &alone, &visit, 1, walk->found, err)) != SB_OK ||
        (st = sb_bill_check(bill, &alone, walk->found, err)) != SB_OK ||
        (walk->drawing != NULL && bill->provider != NULL &&
         (st = sb_document_preflight(walk->drawing, bill, walk->found, err)) != SB_OK))
        return st;
    for (size_t i = 0; i < sb_findings_count(walk->found); i++)
        if (sb_findings_kind(walk->found, i) == SB_SOURCE_PATIENT &&
            sb_findings_at(walk->found, i)->rule->group == SB_GROUP_IDENTITY)
            sb_findings_merge(walk->once, walk->found, i);
    return sb_findings_failed(walk->found) ? sb_error_nomem(err) : SB_OK;
}

static sb_status
walk_people(struct sb_walk *walk, struct sb_error *err)
{
    sb_status st = SB_OK;

    for (size_t i = 0; i < walk->visitor_count && st == SB_OK; i++) {
        const struct walk_visitor *visitor = &walk->visitors[i];

        if (!visitor->seen && !walk_person_bad(walk, visitor->patient->id, false))
            st = walk_person(walk, visitor->patient, err);
    }
    return st;
}

/* A name in the filter that nothing has is a mistake; one that has nothing to show is not. */
static sb_status
walk_absent(struct sb_walk *walk, struct sb_error *err)
{
    const struct sb_filter *f = &walk->run->filter;
    const struct sb_config *config = walk->practice->config;
    const char *visit = walk->nearest[0] == '\0' ? NULL : walk->nearest, *nearest = NULL;
    const struct sb_patient *patient;

    for (size_t i = 0; walk->options.visits != NULL && i < walk->options.visit_count; i++)
        if (!walk->met[i])
            return sb_error_absent(err, "visit", walk->options.visits[i],
                                   visit == NULL ? NULL
                                                 : sb_nearer(walk->options.visits[i], NULL, visit));
    if (f->visit != NULL && !walk->filter_met)
        return sb_error_absent(err, "visit", f->visit, visit);
    if (walk->tally.selected > 0)
        return SB_OK;
    if (f->patient != NULL && sb_feed_patient(walk->feed, f->patient) == NULL) {
        for (size_t i = 0; (patient = sb_feed_patient_at(walk->feed, i)) != NULL; i++)
            nearest = sb_nearer(f->patient, nearest, patient->id);
        return sb_error_absent(err, "patient", f->patient, nearest);
    }
    if (f->payer != NULL && sb_config_payer(config, f->payer) == NULL) {
        for (size_t i = 0; i < config->payer_count; i++)
            nearest = sb_nearer(f->payer, nearest, config->payers[i].id);
        return sb_error_absent(err, "payer", f->payer, nearest);
    }
    return SB_OK;
}

sb_status
sb_walk_end(struct sb_tally *out, struct sb_walk *walk, struct sb_error *err)
{
    sb_status st = walk_people(walk, err);

    if (st != SB_OK)
        return st;
    if (sb_findings_failed(walk->once) || sb_findings_failed(walk->opened))
        return sb_error_nomem(err);
    if (!walk->options.quiet)
        st = sb_run_report(&walk->tally, walk->run, walk->once, err);
    walk->tally.records = sb_feed_records(walk->feed);
    walk->tally.malformed = sb_feed_malformed(walk->feed);
    *out = walk->tally;
    return st != SB_OK ? st : walk_absent(walk, err);
}

const struct sb_judge *
sb_walk_judge(const struct sb_walk *walk)
{
    return &walk->judge;
}

const struct sb_feed *
sb_walk_feed(const struct sb_walk *walk)
{
    return walk->feed;
}

sb_status
sb_walk_rest(struct sb_walk *walk, struct sb_error *err)
{
    sb_status st;

    sb_feed_rest(walk->feed);
    walk->judge.beside_count = 0;
    sb_daybook_free(walk->book);
    st = sb_daybook_new(&walk->book, err);
    walk->judge.book = walk->book;
    return st;
}

struct sb_tally *
sb_walk_tally(struct sb_walk *walk)
{
    return &walk->tally;
}
