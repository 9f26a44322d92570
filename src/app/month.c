/*
 * month.c - the month's visits to superbills, one per patient, treating provider and payer.
 *
 *   survey: read and judge every visit, keep a slip of those that stand on none
 *   plan:   slips to superbills, a pure function
 *   judge:  superbills of several visits: would they draw?  Else they are cut in two
 *   issue:  visits read again by their place, by chunks, as `issue` does
 *   collect: what was issued before, into the same folder
 *   books:   workbook, manifest, exceptions: proven against the archive, and it against the run
 */
#include "app/month.h"
#include "app/choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CUTS 64 /* more than a month has days */

struct month {
    struct sb_practice *practice;
    const struct sb_month_options *options;
    struct sb_run run; /* the same, its filter within the month */
    struct sb_month *out;
    char *folder;
    struct sb_walk *walk;
    struct sb_drawing *drawing;
    struct sb_plan plan;
    struct sb_batch batch;
    char first[SB_NUMBER_TEXT]; /* issued by this run; "" for none */
    struct sb_sums before;      /* what stood in the month before this run */
    int64_t entries;            /* of the chain then */
};

sb_date
sb_month_last(sb_date first)
{
    sb_date next = sb_date_add_months(first, 1);
    int32_t day = 0;

    sb_date_split(first, NULL, NULL, &day);
    if (first.day == 0 || day != 1 || next.day == 0)
        return (sb_date){0};
    return (sb_date){next.day - 1};
}

/* The filter's days, and none outside the month. */
static void
month_clip(struct sb_filter *filter, sb_date first, sb_date last)
{
    if (filter->since.day < first.day)
        filter->since = first;
    if (filter->until.day == 0 || filter->until.day > last.day)
        filter->until = last;
}

/* Events pass through: the first number that is issued is remembered. */
static bool
month_event(void *user, const struct sb_event *event)
{
    struct month *m = user;

    if (event->kind == SB_DRAWN && m->first[0] == '\0' && event->document->number != NULL)
        (void)snprintf(m->first, sizeof m->first, "%s", event->document->number);
    return m->options->run.event == NULL || m->options->run.event(m->options->run.user, event);
}

/* None of its visits can be on a superbill of that kind. */
static sb_status
month_refuse(struct month *m, const struct sb_bill *bill, struct sb_error *err)
{
    sb_status st = sb_run_report(&m->out->run, &m->run, m->batch.joint, err);

    for (size_t i = 0; st == SB_OK && i < bill->visit_count; i++) {
        const struct sb_visit *visit = bill->visits[i];
        const struct sb_refusal refusal = {.visit = visit->id,
                                           .patient = bill->patient->id,
                                           .provider = bill->provider != NULL ? bill->provider->id
                                                                              : visit->provider,
                                           .date = visit->date,
                                           .found = m->batch.joint};

        m->out->run.refused++;
        st = sb_survey_refuse(m->batch.survey, &refusal, err);
    }
    return st;
}

/*
 * Each visit was judged by itself; together they may fill a place on the page that has no more
 * room.  Then the days are parted until they fit.
 */
static sb_status
month_fit(struct sb_plan *out, struct month *m, struct sb_planned whole, struct sb_error *err)
{
    struct sb_planned stack[CUTS] = {whole};
    size_t depth = 1;
    sb_status st = SB_OK;

    while (st == SB_OK && depth > 0) {
        struct sb_planned now = stack[--depth];
        struct sb_bill *bill;
        size_t half;

        if (now.count > 1) {
            if ((st = sb_batch_bill(&bill, &m->batch, &now, err)) != SB_OK ||
                (st = sb_document_preflight(m->drawing, bill, m->batch.joint, err)) != SB_OK)
                return st;
            half = sb_findings_errors(m->batch.joint) > 0 ? sb_plan_half(m->batch.slips, &now)
                                                          : now.count;
            if (half == 0) {
                st = month_refuse(m, bill, err);
                continue;
            }
            if (half < now.count && depth + 2 <= CUTS) {
                stack[depth++] = (struct sb_planned){now.first + half, now.count - half};
                stack[depth++] = (struct sb_planned){now.first, half};
                continue;
            }
        }
        st = sb_plan_add(out, now.first, now.count, err);
    }
    return st;
}

static sb_status
month_plan(struct month *m, struct sb_error *err)
{
    struct sb_plan plan = {.at = NULL};
    struct sb_plan_texts texts;
    sb_status st;

    texts = sb_survey_texts(m->batch.survey);
    st = sb_plan_make(&plan, m->batch.slips, m->batch.slip_count, &texts, err);
    for (size_t i = 0; st == SB_OK && i < plan.count; i++)
        st = month_fit(&m->plan, m, plan.at[i], err);
    sb_plan_free(&plan);
    return st;
}

static sb_status
month_waiting(struct month *m, struct sb_error *err)
{
    const char *patient;
    sb_status st = SB_OK;

    while (st == SB_OK && (patient = sb_survey_waiting(m->batch.survey, m->out->waiting)) != NULL) {
        const struct sb_event event = {.kind = SB_REFUSED,
                                       .record = patient,
                                       .text = "waits: a visit of the month is refused (--whole)"};

        m->out->waiting++;
        st = sb_run_tell(&m->run, &event, err);
    }
    return st;
}

static sb_status
month_collect(struct month *m, struct sb_error *err)
{
    const struct sb_archive_filter filter = {.visits = m->run.filter,
                                             .today = m->run.issued_on,
                                             .state_given = true,
                                             .state = SB_ISSUE_STANDS};
    const struct sb_collect_options how = {.filter = &filter,
                                           .folder = m->folder,
                                           .since = m->first[0] != '\0' ? m->first : NULL,
                                           .dry_run = m->run.dry_run};
    struct sb_collected all;
    struct sb_sums month; /* whatever the filters take */
    sb_status st;

    if ((st = sb_collect(&all, m->practice, &how, err)) != SB_OK ||
        (st = sb_books_sum(&month, m->practice, m->options->first, sb_month_last(m->options->first),
                           err)) != SB_OK)
        return st;
    m->out->delivered = all.delivered;
    m->out->documents = month.documents;
    m->out->charges = month.charges;
    m->out->adjustments = month.adjustments;
    m->out->paid = month.paid;
    m->out->balance = month.balance;
    return sb_chain(&m->out->head, m->practice, err);
}

/* What the archive must hold now by what was issued; false where others issued meanwhile. */
static bool
month_sums(struct sb_sums *out, const struct month *m)
{
    const struct sb_tally *run = &m->out->run;

    *out = m->before;
    out->documents += run->documents;
    return m->out->head.entries - m->entries == (int64_t)run->documents &&
           sb_money_add(&out->charges, out->charges, run->charges) == SB_OK &&
           sb_money_add(&out->adjustments, out->adjustments, run->adjustments) == SB_OK &&
           sb_money_add(&out->paid, out->paid, run->paid) == SB_OK &&
           sb_money_add(&out->balance, out->balance, run->balance) == SB_OK;
}

/*
 * What the month's exceptions are listed from: what this run judged, or, where filters left records
 * out, all of the month's anew.  Standard input cannot be read twice.
 */
static sb_status
month_listing(struct sb_listing **out, struct sb_survey **whole, const struct month *m,
              struct sb_error *err)
{
    bool anew = sb_filter_is_narrow(&m->options->run.filter);
    struct sb_run all = m->options->run;
    sb_status st = SB_OK;

    all.filter =
        (struct sb_filter){.since = m->options->first, .until = sb_month_last(m->options->first)};

    for (size_t i = 0; i < m->run.file_count; i++)
        anew = anew && strcmp(m->run.files[i], "-") != 0;
    if (anew)
        st = sb_listing_survey(whole, m->practice, &all, err);
    return st == SB_OK ? sb_listing_new(out, anew ? *whole : m->batch.survey, err) : st;
}

/* Whatever the filters take: the books are those of the month. */
static sb_status
month_books(struct month *m, struct sb_error *err)
{
    struct sb_survey *whole = NULL;
    struct sb_listing *listing = NULL;
    struct sb_books books = {.exceptions = 0};
    struct sb_sums sums;
    struct sb_books_options how = {.run = &m->options->run,
                                   .first = m->options->first,
                                   .last = sb_month_last(m->options->first),
                                   .folder = m->folder,
                                   .split_codes = m->options->split_codes,
                                   .exception = sb_listing_exception,
                                   .left_out = sb_listing_left_out};
    sb_status st;

    if (m->run.dry_run || m->out->documents + m->out->run.selected + m->out->run.refused == 0)
        return SB_OK;
    if ((st = month_listing(&listing, &whole, m, err)) == SB_OK) {
        how.user = listing;
        if (month_sums(&sums, m))
            how.bills = &sums;
        st = sb_books_write(&books, m->practice, &how, err);
    }
    if (st == SB_OK) {
        m->out->proven = true;
        m->out->exceptions = books.exceptions;
    }
    sb_listing_free(listing);
    sb_survey_free(whole);
    return st;
}

/* All documents of the month in one file, in the order of their numbers. */
static sb_status
month_print(struct month *m, struct sb_error *err)
{
    const struct sb_archive_filter filter = {.visits = m->run.filter,
                                             .today = m->run.issued_on,
                                             .state_given = true,
                                             .state = SB_ISSUE_STANDS};
    const struct sb_choice choice = {.filter = &filter};
    const struct sb_choosing how = {&choice, &m->run, &m->out->run, NULL};
    bool example = sb_archive_said(m->practice->archive)->example;
    struct sb_outfile *file = NULL;
    struct sb_buf merged = {0};
    struct sb_chosen chosen;
    const char **numbers;
    size_t count = 0;
    sb_status st;

    if (!m->options->merge || m->run.dry_run || m->out->documents == 0)
        return SB_OK;
    if ((st = sb_choice_find(&chosen, m->practice, &how, err)) != SB_OK)
        return st;
    numbers = calloc(chosen.count + 1, sizeof *numbers);
    if (numbers == NULL)
        st = sb_error_nomem(err);
    for (size_t i = 0; st == SB_OK && i < chosen.count; i++)
        if (chosen.at[i].example == example)
            numbers[count++] = chosen.at[i].number;
    if (st == SB_OK)
        st = sb_merge_numbers(&merged, m->practice, numbers, count, "Superbills of a month", err);
    if (st == SB_OK) {
        const struct sb_bytes bytes = {merged.at, merged.len};
        const struct sb_pieces pieces = {&bytes, 1};

        st = sb_outfile_stage(&file, m->folder, "print.pdf", pieces, m->practice->owner, err);
    }
    if (st == SB_OK)
        st = sb_outfile_publish(file, SB_PUBLISH_REPLACE, err);
    sb_outfile_free(file);
    sb_buf_free(&merged);
    free(numbers);
    sb_chosen_free(&chosen);
    return st;
}

static sb_status
month_open(struct month *m, struct sb_error *err)
{
    static const struct sb_walk_options how = {
        .audience = SB_AUDIENCE_SUPERBILL, .preflight = true, .archived = true, .faults = true};
    struct sb_buf folder = {0};
    char first[SB_DATE_TEXT];
    sb_status st;

    sb_buf_print(&folder, "%s/%.7s", m->options->out_dir, sb_date_print(first, m->options->first));
    if (folder.failed)
        return sb_error_nomem(err);
    m->folder = folder.at;
    if ((st = sb_practice_drawing(&m->drawing, m->practice, SB_AUDIENCE_SUPERBILL, err)) != SB_OK ||
        (st = sb_issuing_open(&m->batch.issuing, m->practice, &m->run, m->folder, err)) != SB_OK)
        return st;
    if ((st = sb_books_sum(&m->before, m->practice, m->options->first,
                           sb_month_last(m->options->first), err)) != SB_OK ||
        (st = sb_chain(&m->out->head, m->practice, err)) != SB_OK)
        return st;
    m->entries = m->out->head.entries;
    return sb_walk_open(&m->walk, m->practice, &m->run, &how, err);
}

/* Read and judge all; what is said once is said here. */
static sb_status
month_survey(struct month *m, struct sb_error *err)
{
    sb_status st;

    if ((st = sb_survey_run(&m->batch.survey, m->walk, SB_SUPERBILLS_MONTH, m->practice->folder,
                            err)) != SB_OK ||
        (st = sb_walk_end(&m->out->run, m->walk, err)) != SB_OK ||
        (st = sb_walk_rest(m->walk, err)) != SB_OK ||
        (st = sb_survey_load(m->batch.survey, m->options->whole, err)) != SB_OK)
        return st;
    m->batch.run = &m->run;
    m->batch.tally = &m->out->run;
    return sb_batch_open(&m->batch, m->walk, err);
}

static sb_status
month_run(struct month *m, struct sb_error *err)
{
    sb_status st;

    if ((st = month_open(m, err)) != SB_OK || (st = month_survey(m, err)) != SB_OK)
        return st;
    if (m->out->run.malformed)
        return sb_issuing_end(m->batch.issuing, SB_OK, err);
    if ((st = month_plan(m, err)) != SB_OK || (st = month_waiting(m, err)) != SB_OK ||
        (st = sb_batch_issue(&m->batch, &m->plan, err)) != SB_OK ||
        (st = month_collect(m, err)) != SB_OK || (st = month_print(m, err)) != SB_OK)
        return st;
    return month_books(m, err);
}

static void
month_free(struct month *m)
{
    sb_plan_free(&m->plan);
    sb_batch_close(&m->batch);
    sb_survey_free(m->batch.survey);
    sb_walk_free(m->walk);
    sb_issuing_free(m->batch.issuing);
    sb_text_free(m->folder);
}

sb_status
sb_month(struct sb_month *out, struct sb_practice *practice, const struct sb_month_options *options,
         struct sb_error *err)
{
    struct month m = {.practice = practice, .options = options, .run = options->run, .out = out};
    sb_date last = sb_month_last(options->first);
    sb_status st;

    *out = (struct sb_month){.documents = 0};
    if ((st = sb_run_check(&options->run, err)) != SB_OK)
        return st;
    if (last.day == 0)
        return sb_error_set(err, SB_E_RANGE, "a month begins on its first day");
    if (!options->so_far && options->run.issued_on.day <= last.day)
        return sb_error_set(err, SB_E_RANGE, "the month is not over");
    month_clip(&m.run.filter, options->first, last);
    m.run.event = month_event;
    m.run.user = &m;
    st = month_run(&m, err);
    st = sb_issuing_late(&out->run, m.batch.issuing, st, err);
    month_free(&m);
    return st;
}
