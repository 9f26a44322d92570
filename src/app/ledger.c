/*
 * ledger.c - the workbook of a month alone: what stands in the archive, and what the records hold
 * that would be refused.
 */
#include "app/month.h"

#include <string.h>

struct ledger {
    struct sb_practice *practice;
    const struct sb_ledger_options *options;
    struct sb_run run; /* over the month */
    sb_date last;
    struct sb_survey *survey;
    struct sb_listing *listing; /* NULL: no records are named */
};

/* Where the file goes: its folder, and its name within. */
static sb_status
ledger_path(struct sb_buf *folder, const char **name, const char *path, struct sb_error *err)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL)
        sb_buf_text(folder, ".");
    else
        sb_buf_put(folder, path, slash == path ? 1 : (size_t)(slash - path));
    *name = slash == NULL ? path : slash + 1;
    return folder->failed ? sb_error_nomem(err) : SB_OK;
}

/* Judge the month's records as `month` would. */
static sb_status
ledger_survey(struct ledger *l, struct sb_error *err)
{
    sb_status st;

    if (l->run.file_count == 0 && l->practice->config->visits_file == NULL)
        return SB_OK;
    if ((st = sb_listing_survey(&l->survey, l->practice, &l->run, err)) != SB_OK)
        return st;
    return sb_listing_new(&l->listing, l->survey, err);
}

static sb_status
ledger_write(struct sb_books *books, const struct ledger *l, struct sb_error *err)
{
    struct sb_books_options options = {.run = &l->options->run,
                                       .first = l->options->first,
                                       .last = l->last,
                                       .workbook_only = true,
                                       .filter = &l->options->run.filter,
                                       .user = l->listing};
    struct sb_buf folder = {0};
    sb_status st = ledger_path(&folder, &options.workbook, l->options->file, err);

    options.folder = folder.at;
    if (l->listing != NULL) {
        options.exception = sb_listing_exception;
        options.left_out = sb_listing_left_out;
    }
    if (st == SB_OK)
        st = sb_books_write(books, l->practice, &options, err);
    sb_buf_free(&folder);
    return st;
}

sb_status
sb_ledger(struct sb_ledger_told *out, struct sb_practice *practice,
          const struct sb_ledger_options *options, struct sb_error *err)
{
    struct ledger l = {.practice = practice,
                       .options = options,
                       .run = options->run,
                       .last = sb_month_last(options->first)};
    struct sb_books books = {.exceptions = 0};
    sb_status st = sb_run_check(&options->run, err);

    *out = (struct sb_ledger_told){.superbills = 0};
    if (st == SB_OK && l.last.day == 0)
        st = sb_error_set(err, SB_E_RANGE, "a month begins on its first day");
    l.run.filter.since = options->first;
    l.run.filter.until = l.last;
    if (st == SB_OK && (st = ledger_survey(&l, err)) == SB_OK)
        st = ledger_write(&books, &l, err);
    sb_listing_free(l.listing);
    sb_survey_free(l.survey);
    if (st == SB_OK)
        *out = (struct sb_ledger_told){.superbills = books.workbook.documents,
                                       .exceptions = books.exceptions,
                                       .charges = books.workbook.charges,
                                       .adjustments = books.workbook.adjustments,
                                       .paid = books.workbook.paid,
                                       .balance = books.workbook.balance};
    return st;
}
