/* ledger.c - the workbook of a month alone, drawn again from the archive. */
#include "app/app.h"

#include <string.h>

struct ledger {
    struct sb_practice *practice;
    const struct sb_ledger_options *options;
    sb_date last;
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

static sb_status
ledger_write(struct sb_books *books, const struct ledger *l, struct sb_error *err)
{
    struct sb_books_options options = {.run = &l->options->run,
                                       .first = l->options->first,
                                       .last = l->last,
                                       .workbook_only = true,
                                       .filter = &l->options->run.filter};
    struct sb_buf folder = {0};
    sb_status st = ledger_path(&folder, &options.workbook, l->options->file, err);

    options.folder = folder.at;
    if (st == SB_OK)
        st = sb_books_write(books, l->practice, &options, err);
    sb_buf_free(&folder);
    return st;
}

sb_status
sb_ledger(struct sb_ledger_told *out, struct sb_practice *practice,
          const struct sb_ledger_options *options, struct sb_error *err)
{
    struct ledger l = {
        .practice = practice, .options = options, .last = sb_month_last(options->first)};
    struct sb_books books = {.exceptions = 0};
    sb_status st = sb_run_check(&options->run, err);

    *out = (struct sb_ledger_told){.superbills = 0};
    if (st == SB_OK && l.last.day == 0)
        st = sb_error_set(err, SB_E_RANGE, "a month begins on its first day");
    if (st == SB_OK)
        st = ledger_write(&books, &l, err);
    if (st == SB_OK)
        *out = (struct sb_ledger_told){.superbills = books.workbook.documents,
                                       .exceptions = books.exceptions,
                                       .charges = books.workbook.charges,
                                       .adjustments = books.workbook.adjustments,
                                       .paid = books.workbook.paid,
                                       .balance = books.workbook.balance};
    return st;
}
