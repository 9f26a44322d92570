/*
 * books.c - what a month leaves beside its documents.
 *
 *   archive, run -> rows -> manifest.csv  exceptions.csv  split-codes.csv  ledger.xlsx
 *                           staged all, proven, published all
 *
 * One moment of the archive is read: what others issue meanwhile is for the next run.
 */
#include "app/books.h"
#include "app/choice.h"

#include <string.h>

static sb_status
span_fill(struct books *b, struct sb_error *err)
{
    const struct sb_filter *filter = b->options->filter;
    struct sb_archive_filter within = {.visits.since = b->options->first,
                                       .visits.until = b->options->last};

    b->span = (struct sb_book_span){
        .first = b->options->first, .last = b->options->last, .today = b->options->run->issued_on};
    if (filter == NULL)
        return SB_OK;
    b->span.patient = filter->patient;
    b->span.provider = filter->provider;
    within.visits.payer = filter->payer;
    return sb_payer_names(&b->span.payer, b->practice, &within, b->practice->arena, err);
}

static sb_status
sums_add(struct sb_sums *sums, const struct sb_datum *money, struct sb_error *err)
{
    sb_money *const at[] = {&sums->charges, &sums->adjustments, &sums->paid, &sums->balance};

    for (size_t i = 0; i < 4; i++) {
        if (sb_money_add(at[i], *at[i], (sb_money){money[i].n}) != SB_OK)
            return sb_error_set(err, SB_E_RANGE, "the sum of the month is too large");
    }
    sums->documents++;
    return SB_OK;
}

/* Sums, and when the newest of them was issued (0: there is none). */
static sb_status
sums_ask(struct sb_sums *out, int64_t *newest, struct sb_archive *archive,
         const struct sb_book_span *span, struct sb_error *err)
{
    const struct sb_datum *cells;
    struct sb_book_rows *rows;
    sb_status st = sb_book_open(&rows, archive, SB_BOOK_SUMS, span, err);

    *out = (struct sb_sums){0};
    *newest = 0;
    if (st != SB_OK)
        return st;
    if ((st = sb_book_next(&cells, rows, err)) == SB_OK && cells != NULL) {
        *newest = cells[5].n;
        *out = (struct sb_sums){.documents = (uint64_t)cells[0].n,
                                .charges = {cells[1].n},
                                .adjustments = {cells[2].n},
                                .paid = {cells[3].n},
                                .balance = {cells[4].n}};
    }
    sb_book_free(rows);
    return st;
}

sb_status
sb_books_sum(struct sb_sums *out, struct sb_practice *practice, sb_date first, sb_date last,
             struct sb_error *err)
{
    const struct sb_book_span span = {.first = first, .last = last};
    struct sb_archive *archive;
    int64_t newest;
    sb_status st = sb_practice_archive(&archive, practice, err);

    return st == SB_OK ? sums_ask(out, &newest, archive, &span, err) : st;
}

static bool
sums_equal(const struct sb_sums *a, const struct sb_sums *b)
{
    return a->documents == b->documents && a->charges.cents == b->charges.cents &&
           a->adjustments.cents == b->adjustments.cents && a->paid.cents == b->paid.cents &&
           a->balance.cents == b->balance.cents;
}

/* The columns of the manifest, as places in the row of a superbill. */
static const struct {
    const char *name;
    size_t at;
} manifest_columns[] = {
    {"number", 0},    {"patient_id", 1}, {"provider", 2},    {"payer", 3},   {"first_date", 4},
    {"last_date", 5}, {"charges", 7},    {"adjustments", 8}, {"paid", 9},    {"balance", 10},
    {"file_by", 11},  {"state", 12},     {"pages", 14},      {"sha256", 15},
};
#define MANIFEST_COLUMNS (sizeof manifest_columns / sizeof *manifest_columns)
#define MANIFEST_MONEY 7 /* the first of four amounts in the row */

static const char *const exception_columns[] = {
    "visit", "patient_id", "provider", "date", "rule", "severity", "place", "message", "advice"};
#define EXCEPTION_COLUMNS (sizeof exception_columns / sizeof *exception_columns)

static sb_status
csv_open(struct books *b, struct sb_error *err)
{
    const char *names[MANIFEST_COLUMNS];
    sb_status st;

    for (size_t i = 0; i < MANIFEST_COLUMNS; i++)
        names[i] = manifest_columns[i].name;
    if (b->options->workbook_only)
        return SB_OK;
    st = sb_books_csv_open(&b->manifest, b, "manifest.csv", names, MANIFEST_COLUMNS, err);
    if (st != SB_OK)
        return st;
    return sb_books_csv_open(&b->exceptions, b, "exceptions.csv", exception_columns,
                             EXCEPTION_COLUMNS, err);
}

/* What a row is besides a row of its table. */
static sb_status
row_note(struct books *b, enum sb_table table, struct sb_error *err)
{
    sb_status st;

    if (table == SB_TABLE_LINES || table == SB_TABLE_PAYMENTS)
        return sb_books_tally(b, table, err);
    if (table == SB_TABLE_SUPERBILLS && b->manifest.file != NULL) {
        for (size_t i = 0; i < MANIFEST_COLUMNS; i++)
            sb_csv_datum(&b->manifest.csv, &b->row[manifest_columns[i].at]);
        if ((st = sums_add(&b->sums.manifest, &b->row[MANIFEST_MONEY], err)) != SB_OK)
            return st;
        return sb_books_csv_row(&b->manifest, err);
    }
    if (table == SB_TABLE_EXCEPTIONS) {
        b->sums.exceptions++;
        if (b->exceptions.file == NULL)
            return SB_OK;
        for (size_t i = 0; i < EXCEPTION_COLUMNS; i++)
            sb_csv_datum(&b->exceptions.csv, &b->row[i]);
        return sb_books_csv_row(&b->exceptions, err);
    }
    if (table == SB_TABLE_LEFT_OUT) {
        b->sums.left_out++;
        if (sb_money_add(&b->sums.left_out_charges, b->sums.left_out_charges,
                         (sb_money){b->row[4].n}) != SB_OK ||
            sb_money_add(&b->sums.left_out_paid, b->sums.left_out_paid, (sb_money){b->row[5].n}) !=
                SB_OK)
            return sb_error_set(err, SB_E_RANGE,
                                "the sum of what stands on no superbill is too large");
    }
    return SB_OK;
}

/* An sb_table_fn. */
static sb_status
books_next(void *user, enum sb_table table, const struct sb_datum **row, struct sb_error *err)
{
    struct books *b = user;
    bool more = false;
    sb_status st = sb_books_row(b, table, &more, err);

    *row = NULL;
    if (st != SB_OK || !more)
        return st;
    *row = b->row;
    return row_note(b, table, err);
}

static sb_status
books_prove(const struct books *b, struct sb_error *err)
{
    const struct sb_sums *archive = &b->sums.archive, *bills = b->options->bills;

    if (bills != NULL && !sums_equal(bills, archive))
        return sb_error_set(err, SB_E_DEFECT,
                            "the month's bills and their rows in the archive differ");
    if (!sums_equal(&b->sums.workbook, archive))
        return sb_error_set(err, SB_E_DEFECT, "the workbook and the archive differ");
    if (b->manifest.file != NULL && !sums_equal(&b->sums.manifest, archive))
        return sb_error_set(err, SB_E_DEFECT, "the manifest and the archive differ");
    return SB_OK;
}

/*
 * The workbook asks for every row that there is, so that the other files are written with it.
 * It says that it was made when the newest of its superbills was: a second run writes the same.
 */
static sb_status
workbook_draw(struct books *b, struct sb_error *err)
{
    const struct sb_books_options *options = b->options;
    const char *name = options->workbook != NULL ? options->workbook : "ledger.xlsx";
    const struct sb_pieces nothing = {NULL, 0};
    struct sb_ledger ledger = {.practice = b->practice->config->practice.name,
                               .first = options->first,
                               .last = options->last,
                               .today = options->run->issued_on,
                               .created = b->newest > 0 ? b->newest : options->run->issued_at};
    struct sb_ledger_sums cells;
    struct sb_error cause = {0};
    struct sb_den *den = NULL;
    sb_status st = sb_outfile_stage_many(&b->workbook, options->folder, name, nothing,
                                         b->practice->owner, err);

    if (st != SB_OK || (st = sb_den_new(&den, options->folder,
                                        ((struct sb_owner){.group_given = false}), err)) != SB_OK)
        return st;
    ledger.path = sb_outfile_temp(b->workbook);
    ledger.folder = sb_den_path(den);
    st = sb_ledger_draw_apart(&cells, &ledger, books_next, b, &cause);
    sb_den_free(den);
    if (st == SB_E_NOMEM)
        return sb_error_nomem(err);
    if (st != SB_OK)
        return sb_error_at(err, st, cause.source[0] != '\0' ? cause.source : name, 0, 0, "%s",
                           cause.text);
    b->sums.workbook = (struct sb_sums){.documents = cells.superbills,
                                        .charges = cells.charges,
                                        .adjustments = cells.adjustments,
                                        .paid = cells.paid,
                                        .balance = cells.balance};
    if (!cells.agree)
        return sb_error_set(err, SB_E_DEFECT,
                            "the lines, payments and superbills of the archive differ");
    return SB_OK;
}

static sb_status
books_draw(struct books *b, struct sb_error *err)
{
    sb_status st;

    if ((st = csv_open(b, err)) != SB_OK || (st = workbook_draw(b, err)) != SB_OK ||
        (st = sb_books_csv_end(&b->manifest, err)) != SB_OK ||
        (st = sb_books_csv_end(&b->exceptions, err)) != SB_OK)
        return st;
    return b->options->split_codes ? sb_books_split(b, err) : SB_OK;
}

/* All is on the disk before the first name changes, and all names before it is told. */
static sb_status
books_publish(struct books *b, struct sb_error *err)
{
    struct sb_outfile *const files[] = {b->workbook, b->manifest.file, b->exceptions.file,
                                        b->split.file};
    sb_status st = sb_folder_sync_all(b->options->folder, err);

    for (size_t i = 0; st == SB_OK && i < sizeof files / sizeof *files; i++)
        st = sb_outfile_publish_many(files[i], SB_PUBLISH_REPLACE, err);
    return st == SB_OK ? sb_folder_sync_all(b->options->folder, err) : st;
}

static sb_status
books_make(struct books *b, struct sb_error *err)
{
    sb_status st;

    if ((st = sb_folder_make(b->options->folder, b->practice->owner, err)) != SB_OK ||
        (st = sb_outfile_sweep(b->options->folder, err)) != SB_OK ||
        (st = sb_book_begin(b->archive, err)) != SB_OK)
        return st;
    if ((st = sums_ask(&b->sums.archive, &b->newest, b->archive, &b->span, err)) == SB_OK)
        st = books_draw(b, err);
    sb_book_free(b->rows);
    sb_book_end(b->archive);
    if (st == SB_OK && (st = books_prove(b, err)) == SB_OK)
        st = books_publish(b, err);
    return st;
}

sb_status
sb_books_write(struct sb_books *out, struct sb_practice *practice,
               const struct sb_books_options *options, struct sb_error *err)
{
    struct books b = {.practice = practice, .options = options};
    sb_status st = sb_practice_archive(&b.archive, practice, err);

    *out = (struct sb_books){0};
    if (st != SB_OK)
        return st;
    if ((st = span_fill(&b, err)) != SB_OK)
        return st;
    b.arena = sb_arena_new(0);
    st = b.arena != NULL ? books_make(&b, err) : sb_error_nomem(err);
    if (st == SB_OK)
        *out = b.sums;
    sb_outfile_free(b.workbook);
    sb_books_csv_free(&b.manifest);
    sb_books_csv_free(&b.exceptions);
    sb_books_csv_free(&b.split);
    sb_books_tally_free(b.tally);
    sb_arena_free(b.arena);
    return st;
}
