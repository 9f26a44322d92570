/*
 * books_rows.c - rows of the books: from the archive, whose records know the names, and from the
 * run, which knows what was refused.
 */
#include "app/books.h"

#include <string.h>

/* A part of a record, so that it is looked through once; NULL stays NULL. */
static const char *
record_part(const char *record, const char *pointer)
{
    return record != NULL ? record + sb_json_locate(record, strlen(record), pointer, NULL) : NULL;
}

const char *
sb_books_record(struct books *b, const char *record, const char *pointer, bool *failed)
{
    const char *value;
    size_t length;
    char *text;

    if (record == NULL)
        return NULL;
    value = record + sb_json_locate(record, strlen(record), pointer, &length);
    if (*value != '"' || length < 2)
        return NULL;
    text = sb_arena_take(b->arena, length);
    if (text == NULL) {
        *failed = true;
        return NULL;
    }
    text[sb_escape_undo(text, value + 1, length - 2)] = '\0';
    return text;
}

static struct sb_datum
text_cell(const char *text)
{
    return (struct sb_datum){.kind = text != NULL ? SB_DATUM_TEXT : SB_DATUM_NONE, .text = text};
}

static struct sb_datum
date_cell(sb_date date)
{
    return (struct sb_datum){.kind = date.day > 0 ? SB_DATUM_DATE : SB_DATUM_NONE, .n = date.day};
}

static struct sb_datum
money_cell(sb_money amount, bool known)
{
    return (struct sb_datum){.kind = known ? SB_DATUM_MONEY : SB_DATUM_NONE, .n = amount.cents};
}

/* id | name | birth date | city | state | ZIP, then what the archive counts. */
static void
row_patient(struct books *b, const struct sb_datum *in, bool *failed)
{
    static const char *const names[] = {"/name/first", "/name/middle", "/name/last",
                                        "/name/suffix"};
    const char *record = record_part(in[10].text, "/patient"), *parts[4], *birth;
    struct sb_name name;
    sb_date born = {0};

    for (size_t i = 0; i < 4; i++)
        parts[i] = sb_books_record(b, record, names[i], failed);
    name = (struct sb_name){parts[0], parts[1], parts[2], parts[3]};
    birth = sb_books_record(b, record, "/birth_date", failed);
    if (birth == NULL || !sb_date_parse(&born, birth))
        born = (sb_date){0};
    b->row[0] = in[0];
    b->row[1] = text_cell(record != NULL ? sb_name_print(b->arena, &name) : NULL);
    b->row[2] = date_cell(born);
    b->row[3] = text_cell(sb_books_record(b, record, "/address/city", failed));
    b->row[4] = text_cell(sb_books_record(b, record, "/address/state", failed));
    b->row[5] = text_cell(sb_books_record(b, record, "/address/zip", failed));
    memcpy(&b->row[6], &in[1], 9 * sizeof *in);
}

/* id | name | credentials | NPI, then what the archive counts. */
static void
row_provider(struct books *b, const struct sb_datum *in, bool *failed)
{
    const char *record = record_part(in[8].text, "/provider");

    b->row[0] = in[0];
    b->row[1] = text_cell(sb_books_record(b, record, "/name", failed));
    b->row[2] = text_cell(sb_books_record(b, record, "/credentials", failed));
    b->row[3] = text_cell(sb_books_record(b, record, "/npi", failed));
    memcpy(&b->row[4], &in[1], 7 * sizeof *in);
}

/* id | name, then what the archive counts. */
static void
row_payer(struct books *b, const struct sb_datum *in, bool *failed)
{
    const char *name = sb_books_record(b, in[8].text, "/insurance/payer_name", failed);

    b->row[0] = in[0];
    b->row[1] = text_cell(in[0].text == NULL ? "no insurance on file" : name);
    memcpy(&b->row[2], &in[1], 7 * sizeof *in);
}

/* id | name | superbills | charges | adjustments | paid | balance */
static void
row_top_payer(struct books *b, const struct sb_datum *in, bool *failed)
{
    row_payer(b, in, failed);
    memcpy(&b->row[2], &in[2], 5 * sizeof *in);
}

static void
row_same(struct books *b, const struct sb_datum *in, bool *failed)
{
    (void)failed;
    memcpy(b->row, in, sizeof b->row);
}

static const struct {
    enum sb_book book;
    void (*fill)(struct books *b, const struct sb_datum *in, bool *failed);
} tables[SB_TABLES] = {
    [SB_TABLE_SUPERBILLS] = {SB_BOOK_SUPERBILLS, row_same},
    [SB_TABLE_LINES] = {SB_BOOK_LINES, row_same},
    [SB_TABLE_PAYMENTS] = {SB_BOOK_PAYMENTS, row_same},
    [SB_TABLE_PATIENTS] = {SB_BOOK_PATIENTS, row_patient},
    [SB_TABLE_PROVIDERS] = {SB_BOOK_PROVIDERS, row_provider},
    [SB_TABLE_PAYERS] = {SB_BOOK_PAYERS, row_payer},
    [SB_TABLE_EXCEPTIONS] = {SB_BOOK_WARNINGS, row_same},
    [SB_TABLE_TOP_PAYERS] = {SB_BOOK_TOP_PAYERS, row_top_payer},
    [SB_TABLE_AGES] = {SB_BOOK_AGES, row_same},
    [SB_TABLE_FILING] = {SB_BOOK_FILING, row_same},
};

/* The next row of a statement; the table's fill makes it the table's row. */
static sb_status
next_kept(struct books *b, enum sb_table table, bool *more, struct sb_error *err)
{
    const struct sb_datum *cells;
    bool failed = false;
    sb_status st;

    if (b->rows == NULL &&
        (st = sb_book_open(&b->rows, b->archive, tables[table].book, &b->span, err)) != SB_OK)
        return st;
    if ((st = sb_book_next(&cells, b->rows, err)) != SB_OK)
        return st;
    *more = cells != NULL;
    if (cells == NULL) {
        sb_book_free(b->rows);
        b->rows = NULL;
        return SB_OK;
    }
    sb_arena_reset(b->arena);
    tables[table].fill(b, cells, &failed);
    return failed ? sb_error_nomem(err) : SB_OK;
}

/* What the run found first, then the warnings that superbills were issued with. */
static sb_status
next_exception(struct books *b, bool *more, struct sb_error *err)
{
    struct sb_exception e = {0};
    bool found = false;
    sb_status st;

    if (b->options->exception != NULL && !b->asked) {
        if ((st = b->options->exception(b->options->user, &e, &found, err)) != SB_OK)
            return st;
        b->asked = !found;
    }
    if (!found)
        return next_kept(b, SB_TABLE_EXCEPTIONS, more, err);
    b->row[0] = text_cell(e.visit);
    b->row[1] = text_cell(e.patient);
    b->row[2] = text_cell(e.provider);
    b->row[3] = date_cell(e.date);
    b->row[4] = text_cell(e.rule);
    b->row[5] = text_cell(sb_severity_text(e.severity));
    b->row[6] = text_cell(e.place);
    b->row[7] = text_cell(e.message);
    b->row[8] = text_cell(e.advice);
    *more = true;
    return SB_OK;
}

static sb_status
next_left_out(struct books *b, bool *more, struct sb_error *err)
{
    static const char *const why[] = {[SB_LEFT_REFUSED] = "refused",
                                      [SB_LEFT_NO_CARE] = "no care to bill",
                                      [SB_LEFT_WAITING] = "no superbill yet, or none wished",
                                      [SB_LEFT_BESIDE] = "beside the care, paid with it",
                                      [SB_LEFT_VOID] = "its superbill is void",
                                      [SB_LEFT_STANDS] = "changed since its superbill"};
    struct sb_left_out l = {0};
    sb_status st;

    *more = false;
    if (b->options->left_out == NULL)
        return SB_OK;
    if ((st = b->options->left_out(b->options->user, &l, more, err)) != SB_OK || !*more)
        return st;
    b->row[0] = text_cell(l.visit);
    b->row[1] = text_cell(l.patient);
    b->row[2] = text_cell(l.provider);
    b->row[3] = date_cell(l.date);
    b->row[4] = money_cell(l.charges, l.charged);
    b->row[5] = money_cell(l.paid, l.why != SB_LEFT_BESIDE);
    b->row[6] = text_cell(why[l.why]);
    return SB_OK;
}

sb_status
sb_books_row(struct books *b, enum sb_table table, bool *more, struct sb_error *err)
{
    memset(b->row, 0, sizeof b->row);
    if (table == SB_TABLE_EXCEPTIONS)
        return next_exception(b, more, err);
    if (table == SB_TABLE_LEFT_OUT)
        return next_left_out(b, more, err);
    if (table == SB_TABLE_CODES || table == SB_TABLE_TOP_CODES || table == SB_TABLE_WEEKS) {
        *more = sb_books_tallied(b, table);
        return SB_OK;
    }
    return next_kept(b, table, more, err);
}
