/*
 * books_split.c - split-codes.csv: each billed line of care as a claim of its own, with all that
 * such a claim asks for.  Charges and adjustments sum to those of the month; what was paid beyond
 * the charges of a superbill's lines belongs to no line and stands in the ledger.
 */
#include "app/books.h"

#include <string.h>

/* The row of the archive: number 0, patient, payer, date, place, code, modifiers 6, diagnoses 7,
 * units, charge 9, adjustment, paid, balance, file by 13, record 14. */
#define MODIFIERS 6
#define DIAGNOSES 7
#define CHARGE 9
#define RECORD 14
#define MOST_WORDS 4

static const char *const columns[] = {
    "number",      "patient_id",    "payer",        "date",         "place",       "code",
    "modifier_1",  "modifier_2",    "modifier_3",   "modifier_4",   "units",       "charge",
    "adjustment",  "paid",          "balance",      "diagnosis_1",  "diagnosis_2", "diagnosis_3",
    "diagnosis_4", "provider_name", "provider_npi", "practice_npi", "tax_id",      "file_by",
};

/* What a superbill says of who treated and who is paid, in the order of the columns. */
static const char *const pointers[] = {"/provider/name", "/provider/npi", "/practice/npi",
                                       "/practice/tax_id"};

/* The words of a text, a cell each; what is beyond the fourth stays with the fourth. */
static void
put_words(struct sb_csv *csv, struct sb_arena *arena, const char *text, bool *failed)
{
    for (int i = 0; i < MOST_WORDS; i++) {
        size_t length = text == NULL ? 0 : i + 1 < MOST_WORDS ? strcspn(text, " ") : strlen(text);
        const char *word = length > 0 ? sb_arena_text(arena, text, length) : NULL;

        *failed = *failed || (length > 0 && word == NULL);
        sb_csv_text(csv, word);
        if (text != NULL)
            text += length + (text[length] == ' ');
    }
}

static sb_status
split_row(struct books *b, const struct sb_datum *row, struct sb_error *err)
{
    struct sb_csv *csv = &b->split.csv;
    bool failed = false;

    sb_arena_reset(b->arena);
    for (size_t i = 0; i < MODIFIERS; i++)
        sb_csv_datum(csv, &row[i]);
    put_words(csv, b->arena, row[MODIFIERS].text, &failed);
    for (size_t i = DIAGNOSES + 1; i < CHARGE + 4; i++)
        sb_csv_datum(csv, &row[i]);
    put_words(csv, b->arena, row[DIAGNOSES].text, &failed);
    for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++)
        sb_csv_text(csv, sb_books_record(b, row[RECORD].text, pointers[i], &failed));
    sb_csv_datum(csv, &row[RECORD - 1]);
    return failed ? sb_error_nomem(err) : sb_books_csv_row(&b->split, err);
}

static sb_status
split_rows(struct books *b, sb_money sums[2], struct sb_error *err)
{
    const struct sb_datum *row;
    sb_status st;

    while ((st = sb_book_next(&row, b->rows, err)) == SB_OK && row != NULL) {
        for (size_t i = 0; i < 2; i++) {
            if (sb_money_add(&sums[i], sums[i], (sb_money){row[CHARGE + i].n}) != SB_OK)
                return sb_error_set(err, SB_E_RANGE, "the sum of the month is too large");
        }
        if ((st = split_row(b, row, err)) != SB_OK)
            return st;
    }
    return st;
}

sb_status
sb_books_split(struct books *b, struct sb_error *err)
{
    sb_money sums[2] = {{0}, {0}};
    sb_status st;

    if ((st = sb_books_csv_open(&b->split, b, "split-codes.csv", columns,
                                sizeof columns / sizeof *columns, err)) != SB_OK ||
        (st = sb_book_open(&b->rows, b->archive, SB_BOOK_SPLIT, &b->span, err)) != SB_OK ||
        (st = split_rows(b, sums, err)) != SB_OK)
        return st;
    sb_book_free(b->rows);
    b->rows = NULL;
    if (sums[0].cents != b->sums.archive.charges.cents ||
        sums[1].cents != b->sums.archive.adjustments.cents)
        return sb_error_set(err, SB_E_DEFECT, "split-codes.csv and the archive differ");
    return sb_books_csv_end(&b->split, err);
}
