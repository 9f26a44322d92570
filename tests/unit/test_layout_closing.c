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

static const char *const short_note = "Progress as planned.";
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

#define FAIL(...)                                                                                  \
    do {                                                                                           \
        print_error("%s, %zu visits, %zu lines, %zu payments: ", l->page->name,                    \
                    l->bill->visit_count, l->bill->line_count, l->bill->payment_count);            \
        fail_msg(__VA_ARGS__);                                                                     \
    } while (0)

static void
assert_closed(const struct sb_layout *l, size_t *whole, size_t *broken)
{
    int totals = sheet_of(l, SB_FIELD_totals_charges), last = (int)l->sheet_count - 1;
    int signature = sheet_of(l, SB_FIELD_signature_signature);
    size_t least = l->service_count < 2 ? l->service_count : 2, first = closing_of(l);
    const struct sb_band *bands = l->bands.at;

    for (size_t s = 0; s < l->sheet_count; s++) {
        const struct sb_sheet *sheet = &l->sheets[s];

        if (is_heading(l, &sheet->runs[sheet->run_count - 1]))
            FAIL("'%s' is the last of sheet %zu", sheet->runs[sheet->run_count - 1].text, s + 1);
    }
    if (rows_on(l, &l->sheets[totals]) < least)
        FAIL("the totals stand with %zu lines", rows_on(l, &l->sheets[totals]));
    if (field_of(l, SB_FIELD_signature_signature) != NULL && signature != last)
        FAIL("the signature is not on the last sheet");
    if (holds(l, first)) {
        ++*whole;
        if (totals != last)
            FAIL("sheet %d has the totals, sheet %d the end", totals + 1, last + 1);
        return;
    }
    ++*broken;
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

static void
test_the_end_of_a_document_stays_together(void **state)
{
    static const char *const names[] = {"standard", "compact", "private", "receipt"};
    const char *const notes[] = {NULL, short_note, long_note};

    (void)state;
    for (size_t n = 0; n < 4; n++) {
        struct sb_error err = {0};
        struct sb_layout l = {0};
        struct sb_template *with = NULL;
        size_t whole = 0, broken = 0, sheets = 0;

        assert_int_equal(sb_template_open(&with, names[n], NULL, 0, NULL, &err), SB_OK);
        l.page = with;
        for (size_t i = 0; i < 40 * 3 * 3; i++)
            for (size_t payments = i % PAYMENTS_STEP; payments <= 30; payments += PAYMENTS_STEP) {
                size_t visits = 1 + i % 40, each = 1 + i / 40 % 3;

                l.page = with;
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
        print_message("# %s: %zu whole, %zu broken, %zu sheets\n", names[n], whole, broken, sheets);
        assert_true(whole > 0 && broken > 0);
        sb_template_free(with);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_end_of_a_document_stays_together),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
