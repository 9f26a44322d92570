/*
 * books_tally.c - codes and weeks, counted while the lines and payments pass by: asked of the
 * archive, all lines of a month would be sorted in memory.
 */
#include "app/books.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "superbill/codes.h"

#define TOP 12 /* codes that the summary shows */

/* Places in the row of a line. */
enum { LINE_VISIT = 1, LINE_DATE = 5, LINE_CODE = 7, LINE_MINUTES = 10, LINE_UNITS, LINE_CHARGE };
/* Places in the row of a payment. */
enum { PAYMENT_DATE = 4, PAYMENT_RECEIVED = 9 };

struct books_code {
    char *code;
    int64_t lines, units, minutes;
    int64_t money[4]; /* charges, adjustments, paid, balance */
    bool timed;       /* some line says minutes */
};
struct books_week {
    int32_t monday;
    int64_t visits;
    int64_t money[4]; /* charges, adjustments, paid, received */
};
struct books_tally {
    struct books_code *codes; /* by code */
    struct books_week *weeks; /* by day */
    size_t code_count, code_room, week_count, week_room;
    size_t next;                 /* of the table that is being read */
    char visit[SB_LIMIT_ID + 1]; /* of the line before */
    struct books_code *top[TOP];
    size_t top_count;
};

/* False where the sum is too large. */
static bool
plus(int64_t *sum, int64_t n)
{
    sb_money more;

    if (sb_money_add(&more, (sb_money){*sum}, (sb_money){n}) != SB_OK)
        return false;
    *sum = more.cents;
    return true;
}

static sb_status
tally_large(struct sb_error *err)
{
    return sb_error_set(err, SB_E_RANGE, "the sum of the month is too large");
}

/* Room for one more in an array, *at moved where it has to; NULL when memory ends. */
static void *
array_grow(void *at, size_t count, size_t *room, size_t size)
{
    size_t more = *room == 0 ? 32 : *room * 2;
    void *grown;

    if (count < *room)
        return at;
    grown = reallocarray(at, more, size);
    if (grown != NULL)
        *room = more;
    return grown;
}

/* The entry of a code, made where it is new; NULL when memory ends. */
static struct books_code *
code_entry(struct books_tally *t, const char *code)
{
    size_t low = 0, high = t->code_count;
    struct books_code *grown;
    char *copy;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(t->codes[middle].code, code);

        if (order == 0)
            return &t->codes[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    grown = array_grow(t->codes, t->code_count, &t->code_room, sizeof *t->codes);
    if (grown == NULL || (t->codes = grown, copy = strdup(code)) == NULL)
        return NULL;
    memmove(&t->codes[low + 1], &t->codes[low], (t->code_count - low) * sizeof *t->codes);
    t->code_count++;
    t->codes[low] = (struct books_code){.code = copy};
    return &t->codes[low];
}

/* 0001-01-01, day 1, was a Monday. */
static struct books_week *
week_entry(struct books_tally *t, int64_t day)
{
    const int32_t monday = (int32_t)(day - (day - 1) % 7);
    struct books_week *grown;
    size_t at = t->week_count;

    while (at > 0 && t->weeks[at - 1].monday >= monday)
        at--;
    if (at < t->week_count && t->weeks[at].monday == monday)
        return &t->weeks[at];
    grown = array_grow(t->weeks, t->week_count, &t->week_room, sizeof *t->weeks);
    if (grown == NULL)
        return NULL;
    t->weeks = grown;
    memmove(&t->weeks[at + 1], &t->weeks[at], (t->week_count - at) * sizeof *t->weeks);
    t->week_count++;
    t->weeks[at] = (struct books_week){.monday = monday};
    return &t->weeks[at];
}

static sb_status
tally_line(struct books_tally *t, const struct sb_datum *row, struct sb_error *err)
{
    struct books_code *code = code_entry(t, row[LINE_CODE].text);
    struct books_week *week = week_entry(t, row[LINE_DATE].n);
    const char *visit = row[LINE_VISIT].text;
    bool fits = true;

    if (code == NULL || week == NULL)
        return sb_error_nomem(err);
    code->lines++;
    code->timed = code->timed || row[LINE_MINUTES].kind != SB_DATUM_NONE;
    fits = plus(&code->minutes, row[LINE_MINUTES].n) && plus(&code->units, row[LINE_UNITS].n);
    for (size_t i = 0; fits && i < 4; i++)
        fits = plus(&code->money[i], row[LINE_CHARGE + i].n) &&
               (i == 3 || plus(&week->money[i], row[LINE_CHARGE + i].n));
    /* lines of a visit follow each other */
    if (visit != NULL && strcmp(visit, t->visit) != 0) {
        week->visits++;
        (void)snprintf(t->visit, sizeof t->visit, "%s", visit);
    }
    return fits ? SB_OK : tally_large(err);
}

static sb_status
tally_payment(struct books_tally *t, const struct sb_datum *row, struct sb_error *err)
{
    struct books_week *week;

    if (row[PAYMENT_RECEIVED].kind == SB_DATUM_NONE)
        return SB_OK;
    week = week_entry(t, row[PAYMENT_DATE].n);
    if (week == NULL)
        return sb_error_nomem(err);
    return plus(&week->money[3], row[PAYMENT_RECEIVED].n) ? SB_OK : tally_large(err);
}

sb_status
sb_books_tally(struct books *b, enum sb_table table, struct sb_error *err)
{
    if (b->tally == NULL && (b->tally = calloc(1, sizeof *b->tally)) == NULL)
        return sb_error_nomem(err);
    if (table == SB_TABLE_LINES)
        return tally_line(b->tally, b->row, err);
    return tally_payment(b->tally, b->row, err);
}

/* Higher charges first, then by code. */
static int
code_order(const void *a, const void *b)
{
    const struct books_code *x = *(struct books_code *const *)a,
                            *y = *(struct books_code *const *)b;

    if (x->money[0] != y->money[0])
        return x->money[0] < y->money[0] ? 1 : -1;
    return strcmp(x->code, y->code);
}

/* The codes with the highest charges. */
static void
tally_top(struct books_tally *t)
{
    t->top_count = 0;
    for (size_t i = 0; i < t->code_count; i++) {
        struct books_code *code = &t->codes[i];
        size_t at = t->top_count < TOP ? t->top_count++ : TOP;

        if (at == TOP) {
            if (code_order(&code, &t->top[TOP - 1]) > 0)
                continue;
            at = TOP - 1;
        }
        t->top[at] = code;
        qsort(t->top, t->top_count, sizeof *t->top, code_order);
    }
}

static struct sb_datum
count_cell(int64_t n, bool known)
{
    return (struct sb_datum){.kind = known ? SB_DATUM_COUNT : SB_DATUM_NONE, .n = n};
}

static void
put_money(struct sb_datum *row, const int64_t money[4])
{
    for (size_t i = 0; i < 4; i++)
        row[i] = (struct sb_datum){.kind = SB_DATUM_MONEY, .n = money[i]};
}

/* Our words for a code; what is none is money that no line could take. */
static const char *
code_words(const char *code)
{
    const struct sb_procedure *known = sb_procedure_find(code);

    if (known != NULL)
        return known->label;
    if (strcmp(code, "credit") == 0)
        return "paid beyond the charges";
    return strcmp(code, "refund") == 0 ? "refunded beyond the payments" : NULL;
}

/* code | words | lines | units | minutes | money; or, at the top, without lines and minutes. */
static void
put_code(struct sb_datum *row, const struct books_code *code, bool top)
{
    const char *words = code_words(code->code);
    size_t at = 2;

    row[0] = (struct sb_datum){.kind = SB_DATUM_TEXT, .text = code->code};
    row[1] =
        (struct sb_datum){.kind = words != NULL ? SB_DATUM_TEXT : SB_DATUM_NONE, .text = words};
    if (!top)
        row[at++] = count_cell(code->lines, true);
    row[at++] = count_cell(code->units, true);
    if (!top)
        row[at++] = count_cell(code->minutes, code->timed);
    put_money(&row[at], code->money);
}

/* How many rows a table has. */
static size_t
tally_count(const struct books_tally *t, enum sb_table table)
{
    if (table == SB_TABLE_WEEKS)
        return t->week_count;
    return table == SB_TABLE_CODES ? t->code_count : t->top_count;
}

bool
sb_books_tallied(struct books *b, enum sb_table table)
{
    struct books_tally *t = b->tally;

    if (t == NULL)
        return false;
    if (table == SB_TABLE_TOP_CODES && t->next == 0)
        tally_top(t);
    if (t->next == tally_count(t, table)) {
        t->next = 0;
        return false;
    }
    if (table == SB_TABLE_WEEKS) {
        const struct books_week *week = &t->weeks[t->next];

        b->row[0] = (struct sb_datum){.kind = SB_DATUM_DATE, .n = week->monday};
        b->row[1] = count_cell(week->visits, true);
        put_money(&b->row[2], week->money);
    } else if (table == SB_TABLE_CODES) {
        put_code(b->row, &t->codes[t->next], false);
    } else {
        put_code(b->row, t->top[t->next], true);
    }
    t->next++;
    return true;
}

void
sb_books_tally_free(struct books_tally *t)
{
    if (t == NULL)
        return;
    for (size_t i = 0; i < t->code_count; i++)
        free(t->codes[i].code);
    free(t->codes);
    free(t->weeks);
    free(t);
}
