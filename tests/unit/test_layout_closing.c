/* Layout: what closes a document stands on one sheet, with the last rows; how it breaks if none
 * holds it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "layout_help.h"
#include "template_help.h"

static const char short_note[] = "Progress as planned.";
static const char long_note[] =
    "Walked two hundred steps without a cane and climbed a flight of stairs with one rail; the "
    "home exercises were done on most days, and the knee bends further than it did a week ago, "
    "with less pain at rest.";

static const struct sb_field *
field_of(const struct sb_layout *l, enum sb_field_id id)
{
    for (size_t i = 0; i < l->page->block_count; i++)
        for (size_t k = 0; k < l->page->blocks[i].field_count; k++)
            if (l->page->blocks[i].fields[k].id == id)
                return &l->page->blocks[i].fields[k];
    return NULL;
}

/* Runs of a sheet with a text that was put there as it lies in memory. */
static size_t
count_on(const struct sb_sheet *sheet, const char *text)
{
    size_t count = 0;

    for (size_t i = 0; i < sheet->run_count; i++)
        count += sheet->runs[i].text == text;
    return count;
}

static size_t
rows_on(const struct sb_layout *l, const struct sb_sheet *sheet)
{
    size_t rows = 0;

    for (size_t i = 0; i < sheet->run_count; i++)
        for (size_t k = 0; k < l->service_count; k++)
            if (sheet->runs[i].text == l->bill->lines[l->services[k]].description) {
                rows++;
                break;
            }
    return rows;
}

/* The sheet that shows the value of a label; -1: none. */
static int
sheet_of(const struct sb_layout *l, enum sb_field_id id)
{
    const struct sb_field *field = field_of(l, id);

    for (size_t s = 0; field != NULL && s < l->sheet_count; s++)
        if (count_on(&l->sheets[s], field->spoken) > 0)
            return (int)s;
    return -1;
}

/* Height of a later sheet's body where nothing follows: below its head, above its foot. */
static int32_t
body_of(const struct sb_layout *l)
{
    const struct sb_sheet *sheet = &l->sheets[l->sheet_count - 1];
    int32_t foot = 0;

    for (size_t i = 0; i < sheet->foot_count; i++)
        if (sheet->feet[i].y + sheet->feet[i].style.size > foot)
            foot = sheet->feet[i].y + sheet->feet[i].style.size;
    return SB_SHEET_HEIGHT - l->page->margin - 2 * l->page->pitch - foot - 10000;
}

/* Bands that close the document, from the last row but one of the services. */
static size_t
closing_of(const struct sb_layout *l)
{
    const struct sb_band *bands = l->bands.at;
    const struct sb_run *runs = l->runs.at;
    size_t rows = 0;

    for (size_t i = l->bands.count; i-- > 0;)
        for (size_t k = bands[i].first_run; k < bands[i].run_end; k++)
            if (runs[k].text ==
                l->bill->lines[l->services[l->service_count - 1 - rows]].description) {
                if (++rows == 2 || rows == l->service_count)
                    return i;
                break;
            }
    fail_msg("no rows");
    return 0;
}

/*
 * Whether a sheet holds them below their table's head, with half the space between blocks.  Up
 * to three rows have their heading with them: it keeps two, and none may be alone.
 */
static bool
holds(const struct sb_layout *l, size_t from)
{
    const struct sb_band *bands = l->bands.at;
    size_t head = bands[from].head - 1;
    int32_t height = bands[head].height;

    if (l->service_count <= 3)
        height += bands[head - 1].height;
    if (l->service_count == 3)
        height += bands[from - 1].height;

    for (size_t i = from; i < l->bands.count; i++)
        height += bands[i].height + bands[i].gap / 2;
    return height <= body_of(l);
}

static bool
is_heading(const struct sb_layout *l, const struct sb_run *run)
{
    for (size_t b = 0; b < l->page->block_count; b++) {
        if (run->text == l->page->blocks[b].heading)
            return true;
        for (size_t k = 0; k < l->page->blocks[b].field_count; k++)
            if (l->page->blocks[b].fields[k].width > 0 &&
                run->text == l->page->blocks[b].fields[k].label)
                return true;
    }
    return false;
}

/* Whether the totals are the block behind the services, or beside that. */
static bool
totals_follow(const struct sb_layout *l)
{
    const struct sb_block *blocks = l->page->blocks;
    size_t i = 0;

    while (blocks[i].id != SB_BLOCK_SERVICES)
        i++;
    return blocks[i + 1].id == SB_BLOCK_TOTALS ||
           (blocks[i + 2].id == SB_BLOCK_TOTALS && blocks[i + 1].place == SB_PLACE_LEFT);
}

#define FAIL(...)                                                                                  \
    do {                                                                                           \
        print_error("%s, %zu visits, %zu lines, %zu payments: ", l->page->name,                    \
                    l->bill->visit_count, l->bill->line_count, l->bill->payment_count);            \
        fail_msg(__VA_ARGS__);                                                                     \
    } while (0)

/* No heading is the last of its sheet, whatever runs were put last: the lowest is none. */
static void
assert_headed(const struct sb_layout *l)
{
    for (size_t s = 0; s < l->sheet_count; s++) {
        const struct sb_sheet *sheet = &l->sheets[s];
        const struct sb_run *lowest = &sheet->runs[0];

        for (size_t i = 0; i < sheet->run_count; i++)
            lowest = sheet->runs[i].y <= lowest->y ? &sheet->runs[i] : lowest;
        if (is_heading(l, lowest))
            FAIL("'%s' is the last of sheet %zu", lowest->text, s + 1);
    }
}

static void
assert_closed(const struct sb_layout *l, size_t *whole, size_t *broken)
{
    int totals = sheet_of(l, SB_FIELD_totals_charges), last = (int)l->sheet_count - 1;
    size_t least = l->service_count < 2 ? l->service_count : 2, first = closing_of(l);
    const struct sb_band *bands = l->bands.at;

    assert_headed(l);
    if (holds(l, first)) {
        ++*whole;
        if (totals != last || (int)bands[first].sheet != last)
            FAIL("sheet %u has the lines, sheet %d the totals, sheet %d the end",
                 bands[first].sheet + 1, totals + 1, last + 1);
        return;
    }
    ++*broken;
    if (totals_follow(l) && rows_on(l, &l->sheets[totals]) < least)
        FAIL("the totals stand with %zu lines", rows_on(l, &l->sheets[totals]));
    /* two of a table or of paragraphs at each side; who signs has something to sign */
    for (size_t i = first, on = 0; i < l->bands.count; i++) {
        on = i > first && bands[i].sheet != bands[i - 1].sheet ? 1 : on + 1;
        if (on == 1 && i + 1 < l->bands.count && bands[i + 1].sheet != bands[i].sheet)
            FAIL("a band alone on sheet %u", bands[i].sheet + 1);
        if (on == 1 && i + 1 == l->bands.count)
            FAIL("the last band alone on sheet %u", bands[i].sheet + 1);
    }
}

static void
lay_out_noted(struct sb_layout *l, const struct sample *s, const char *note)
{
    struct sb_error err = {0};
    struct sb_bill *bill;

    sb_arena_reset(bills);
    sb_arena_reset(layouts);
    bill = sample_bill(bills, s);
    for (size_t i = 0; i < bill->visit_count; i++)
        ((struct sb_visit *)(uintptr_t)bill->visits[i])->note = note;
    *l = (struct sb_layout){.page = l->page, .bill = bill, .arena = layouts};
    if (sb_layout_run(l, &err) != SB_OK)
        fail_msg("%s: %s", l->page->name, err.text);
}

#ifndef PAYMENTS_STEP
#define PAYMENTS_STEP 11
#endif

/* Months of one to forty visits in such a layout. */
static void
sweep(const struct sb_template *with, bool spanish)
{
    const char *const notes[] = {NULL, short_note, long_note};
    size_t whole = 0, broken = 0, sheets = 0;

    for (size_t i = 0; i < 40 * 3 * 3; i++)
        for (size_t payments = i % PAYMENTS_STEP; payments <= 30; payments += PAYMENTS_STEP) {
            struct sb_layout l = {.page = with, .spanish = spanish};
            size_t visits = 1 + i % 40, each = 1 + i / 40 % 3;

            lay_out_noted(&l,
                          &(struct sample){.visits = visits,
                                           .lines = visits * each,
                                           .diagnoses = 1 + visits % 6,
                                           .payments = payments,
                                           .items = i % 2 == 0},
                          notes[i / 120]);
            assert_closed(&l, &whole, &broken);
            sheets += l.sheet_count;
        }
    print_message("# %zu whole, %zu broken, %zu sheets\n", whole, broken, sheets);
    assert_true(whole > 0 && broken > 0);
}

static void
test_the_end_of_a_document_stays_together(void **state)
{
    static const char *const names[] = {"standard", "compact", "private", "receipt"};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct sb_error err = {0};
        struct sb_template *with = NULL;

        assert_int_equal(sb_template_open(&with, names[i], NULL, 0, NULL, &err), SB_OK);
        sweep(with, false);
        if (with->spanish != NULL)
            sweep(with->spanish, true);
        sb_template_free(with);
    }
}

/* The standard template with these sections last, in this order; the footer before them. */
static const char *
standard_in_order(const char *const *order)
{
    static char text[8192];
    static char moved[8][2048];
    size_t length = 0, section = 8;
    char line[1024];
    FILE *file = fopen("templates/standard.ini", "r");

    assert_non_null(file);
    memset(moved, 0, sizeof moved);
    while (fgets(line, sizeof line, file) != NULL) {
        if (*line == '[')
            for (section = 0; section < 8 && order[section] != NULL; section++)
                if (strncmp(line + 1, order[section], strlen(order[section])) == 0 &&
                    line[1 + strlen(order[section])] == ']')
                    break;
        if (section < 8 && order[section] != NULL)
            strcat(moved[section], line);
        else
            length += (size_t)snprintf(text + length, sizeof text - length, "%s", line);
    }
    (void)fclose(file);
    for (size_t i = 0; i < 8; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "\n%s", moved[i]);
    return text;
}

static void
test_in_any_order(void **state)
{
    static const char *const orders[][8] = {
        {"services", "payments", "totals", "statement", "notes", "signature", NULL},
        {"services", "signature", "payments", "statement", "notes", "totals", NULL},
        {"services", "notes", "totals", "payments", "signature", "statement", NULL},
        {"payments", "services", "totals", "notes", "statement", "signature", NULL},
        {"services", "totals", "signature", "patient", "insurance", "payments", "notes", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        struct sb_error err = {0};
        struct sb_template *with = NULL;

        (void)write_template(standard_in_order(orders[i]));
        if (sb_template_open(&with, path, NULL, 0, NULL, &err) != SB_OK)
            fail_msg("%s", err.text);
        sweep(with, false);
        sb_template_free(with);
    }
}

static size_t
says_on(const struct sb_sheet *sheet, const char *text)
{
    size_t count = 0;

    for (size_t i = 0; i < sheet->run_count; i++)
        count += sheet->runs[i].length == strlen(text) &&
                 memcmp(sheet->runs[i].text, text, strlen(text)) == 0;
    return count;
}

/* A year's tables end each with their own sums, which stand with two of their rows. */
static void
assert_summed(const struct sb_layout *l)
{
    int received = sheet_of(l, SB_FIELD_year_totals_received);
    int care = sheet_of(l, SB_FIELD_totals_charges);
    int other = sheet_of(l, SB_FIELD_item_totals_charges);

    assert_headed(l);
    assert_true((received >= 0) == (l->bill->year->by == SB_YEAR_BY_PAYMENT));
    assert_true((care >= 0) == (l->bill->year->by == SB_YEAR_BY_SERVICE));
    if (received >= 0 &&
        says_on(&l->sheets[received], "4242") < (l->bill->payment_count < 2 ? 1 : 2))
        FAIL("the year's sums stand without payments");
    if (care >= 0 && rows_on(l, &l->sheets[care]) < (l->service_count < 2 ? 1 : 2))
        FAIL("the sums of care stand without it");
    if (other >= 0 && says_on(&l->sheets[other], "Foam roller") != 1)
        FAIL("the sums of other items stand without them");
}

static void
test_a_year_keeps_its_sums_with_their_rows(void **state)
{
    struct sb_error err = {0};
    struct sb_template *with = NULL;

    (void)state;
    assert_int_equal(sb_template_open(&with, "statement", NULL, 0, NULL, &err), SB_OK);
    for (size_t i = 0; i < 120 * 2; i++) {
        struct sb_bill_year year = {.year = 2026,
                                    .by = i % 2 ? SB_YEAR_BY_PAYMENT : SB_YEAR_BY_SERVICE,
                                    .provider_count = 1};
        const struct sb_provider *treated[128];
        const struct sample s = {.visits = 1 + i / 2,
                                 .lines = 1 + i / 2,
                                 .payments = 1 + i * 7 % 120,
                                 .items = i % 3 != 0};
        struct sb_layout l = {.arena = layouts, .spanish = i % 5 == 0};
        struct sb_bill *bill;

        sb_arena_reset(bills);
        sb_arena_reset(layouts);
        bill = sample_bill(bills, &s);
        for (size_t k = 0; k < 128; k++)
            treated[k] = bill->config->providers;
        year.treated = year.providers = treated;
        bill->year = &year;
        l.bill = bill;
        l.page = l.spanish ? with->spanish : with;
        if (sb_layout_run(&l, &err) != SB_OK)
            fail_msg("%s", err.text);
        assert_summed(&l);
    }
    sb_template_free(with);
}

/* What goes on on the next sheet says what it is. */
static void
test_what_goes_on_repeats_its_head(void **state)
{
    struct sb_layout l = {.page = page};
    size_t heads = 0;

    (void)state;
    lay_out_noted(&l, &(struct sample){.visits = 40, .lines = 40, .payments = 90}, long_note);
    for (size_t s = 1; s < l.sheet_count; s++)
        for (size_t i = 0; i < l.sheets[s].head_count; i++)
            heads += strcmp(l.sheets[s].heads[i].text, "Notes") == 0 ||
                     strcmp(l.sheets[s].heads[i].text, "Method") == 0;
    assert_int_equal(heads, 2 + 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_end_of_a_document_stays_together),
        cmocka_unit_test(test_in_any_order),
        cmocka_unit_test(test_a_year_keeps_its_sums_with_their_rows),
        cmocka_unit_test(test_what_goes_on_repeats_its_head),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
