/*
 * prop_layout.c - what must hold of any page, whatever stands on it: generated bills of every
 * template in both languages, from one line to forty, names of four scripts, the longest titles
 * and notes that a record may hold.  SB_SEED replays a run.
 */
#include <stdio.h>

#include "out/page.h"

#include "../sample_bill.h"
#include "chance.h"

#include "boxes.h"

#define DOCUMENTS 400

static bool
once_in(size_t n)
{
    return random_below(n) == 0;
}

/* Words up to a number of characters. */
static char *
words(struct sb_arena *arena, size_t most)
{
    static const char *const list[] = {
        "of",
        "the",
        "right",
        "fracture",
        "with",
        "sprain",
        "routine",
        "healing",
        "subsequent",
        "encounter",
        "anterior",
        "cruciate",
        "ligament",
        "unspecified",
        "displaced",
        "intraarticular",
        "I10",
        "G0283",
        "M25.561",
        "lumbosacral",
        "radiculopathy",
        "nonunion",
        "open",
        "type",
        "rehabilitation",
        "Wm.",
        "MMT",
        "4-/5",
        "HEP",
        "x",
    };
    struct sb_buf text = {0};
    char *copy;

    for (;;) {
        const char *word = list[random_below(sizeof list / sizeof *list)];

        if (text.len + strlen(word) + 1 > most)
            break;
        if (text.len > 0)
            sb_buf_char(&text, ' ');
        sb_buf_text(&text, word);
    }
    assert_false(text.failed);
    copy = sb_arena_text(arena, text.len > 0 ? text.at : "x", text.len > 0 ? text.len : 1);
    assert_non_null(copy);
    sb_buf_free(&text);
    return copy;
}

static void
sample_draw(struct sample *s, struct sb_arena *arena)
{
    static const char *const firsts[] = {NULL,     "Li",
                                         "Jo",     "Maximiliana-Theodora",
                                         "Łukasz", "Nguyễn Thị",
                                         "Ελένη",  "Светлана",
                                         "Ñusta",  "Wolfeschlegelsteinhausenbergerdorff"};
    static const char *const lasts[] = {"Wu",
                                        "O'Brien",
                                        "Featherstonehaugh-Cholmondeley",
                                        "Żółtowski",
                                        "Phạm Đặng",
                                        "Παπαδοπούλου",
                                        "Преображенская",
                                        "Núñez-Ibáñez",
                                        "Constantinopolitana",
                                        "Van den Heuvel"};

    *s = (struct sample){
        .lines = 1 + random_below(40),
        .diagnoses = 1 + random_below(12),
        .payments = once_in(3) ? 1 + random_below(30) : 0,
        .first = firsts[random_below(10)],
        .last = lasts[random_below(10)],
        .no_insurance = once_in(8),
        .child = once_in(3),
        .assistant = once_in(4),
        .draft = once_in(5),
        .example = once_in(4),
        .part_b = once_in(8),
        .adjusted = once_in(3),
        .refunded = once_in(4),
        .timed = once_in(3),
        .many_modifiers = once_in(4),
        .unsigned_ = once_in(3),
        .notes = once_in(2),
        .unpaid = once_in(4),
        .items = once_in(3),
        .spanish = once_in(3),
        .description = once_in(5) ? words(arena, 60) : NULL,
        .practice = once_in(6) ? words(arena, 80) : NULL,
    };
    s->visits = 1 + random_below(s->lines);
}

/* Longest titles and notes, put into what the sample made. */
static void
bill_lengthen(struct sb_bill *bill, struct sb_arena *arena)
{
    if (once_in(2))
        for (size_t i = 0; i < bill->diagnosis_count; i++)
            bill->diagnoses[i].title = words(arena, 20 + random_below(209));
    for (size_t i = 0; i < bill->visit_count; i++) {
        struct sb_visit *visit = (struct sb_visit *)(uintptr_t)bill->visits[i];

        if (visit->note != NULL && once_in(2))
            visit->note = words(arena, 1 + random_below(200));
    }
}

/* What a statement says besides. */
static void
bill_year(struct sb_bill *bill, struct sb_arena *arena)
{
    struct sb_bill_year *year = sb_arena_take(arena, sizeof *year);
    const struct sb_provider **treated =
        sb_arena_array(arena, bill->visit_count + 2, sizeof *treated);

    assert_true(year != NULL && treated != NULL);
    for (size_t i = 0; i < bill->visit_count + 2; i++)
        treated[i] = &bill->config->providers[i % 2];
    *year = (struct sb_bill_year){.year = 2026,
                                  .by = once_in(2) ? SB_YEAR_BY_PAYMENT : SB_YEAR_BY_SERVICE,
                                  .treated = treated,
                                  .providers = treated,
                                  .provider_count = 1 + random_below(2),
                                  .left_out = random_below(3),
                                  .selected = once_in(3),
                                  .so_far = once_in(2)};
    bill->year = year;
    bill->number = NULL;
}

/* The sheet that shows a text of the template (found by its place in memory), or -1. */
static int
sheet_of(const struct sb_layout *l, const char *text)
{
    for (size_t s = 0; s < l->sheet_count; s++)
        for (size_t i = 0; i < l->sheets[s].run_count; i++)
            if (l->sheets[s].runs[i].text == text)
                return (int)s;
    return -1;
}

static const char *
spoken_of(const struct sb_template *page, enum sb_field_id id)
{
    for (size_t i = 0; i < page->block_count; i++)
        for (size_t k = 0; k < page->blocks[i].field_count; k++)
            if (page->blocks[i].fields[k].id == id)
                return page->blocks[i].fields[k].spoken;
    return NULL;
}

/* Codes of service lines on a sheet, which are rows. */
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

/* No heading is the last of its sheet; what sums up stands with rows that it sums up. */
static void
assert_kept_together(const struct sb_layout *l)
{
    const char *charges = spoken_of(l->page, SB_FIELD_totals_charges);
    const char *sign = spoken_of(l->page, SB_FIELD_signature_signature);
    int totals = charges != NULL ? sheet_of(l, charges) : -1;
    int signature = sign != NULL ? sheet_of(l, sign) : -1;
    bool by_payment = l->bill->year != NULL && l->bill->year->by == SB_YEAR_BY_PAYMENT;

    for (size_t s = 0; s < l->sheet_count; s++) {
        const struct sb_sheet *sheet = &l->sheets[s];

        assert_true(sheet->run_count > 0);
        for (size_t b = 0; b < l->page->block_count; b++)
            if (sheet->runs[sheet->run_count - 1].text == l->page->blocks[b].heading)
                FAIL("the heading '%s' is the last of its page", l->page->blocks[b].heading);
    }
    if (by_payment)
        assert_int_equal(totals, -1);
    else if (charges != NULL && l->service_count > 0) {
        size_t rows = rows_on(l, &l->sheets[totals]);

        assert_true(totals >= 0);
        if (rows < (l->service_count < 2 ? l->service_count : 2))
            FAIL("the totals stand with %zu of %zu lines", rows, l->service_count);
    }
    for (size_t s = 1; s < l->sheet_count; s++) {
        size_t bands = 0;

        for (size_t i = 0; i < l->bands.count; i++)
            bands += ((struct sb_band *)l->bands.at)[i].sheet == s;
        if (bands < 2 && (int)s == signature)
            FAIL("the signature stands alone on its page");
    }
}

static bool
sheet_says(const struct sb_run *runs, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (memmem(runs[i].text, runs[i].length, text, strlen(text)) != NULL)
            return true;
    return false;
}

/* Every page says whose it is, and which; every line of the bill is on one. */
static void
assert_complete(const struct sb_layout *l)
{
    size_t rows = 0;

    for (size_t s = 0; s < l->sheet_count; s++) {
        const struct sb_sheet *sheet = &l->sheets[s];
        char page[32];

        rows += rows_on(l, sheet);
        (void)snprintf(page, sizeof page, l->spanish ? "Página %zu de %zu" : "Page %zu of %zu",
                       s + 1, l->sheet_count);
        if (!sheet_says(sheet->feet, sheet->foot_count, page))
            FAIL("page %zu lacks '%s'", s + 1, page);
        if (!sheet_says(sheet->feet, sheet->foot_count, "03/09/1984"))
            FAIL("page %zu does not tell the birth date", s + 1);
        assert_true((sheet->head_count > 0) == (s > 0));
    }
    if (rows != l->service_count)
        FAIL("%zu lines of %zu are on the pages", rows, l->service_count);
}

static void
test_every_page_is_well_laid_out(void **state)
{
    static const char *const names[] = {"standard", "compact", "private", "receipt", "statement"};
    struct sb_template *pages[5];
    struct sb_arena *bills = sb_arena_new(0), *layouts = sb_arena_new(0);
    size_t sheets = 0, drawn = 0;

    (void)state;
    assert_true(bills != NULL && layouts != NULL);
    for (size_t i = 0; i < 5; i++) {
        struct sb_error err = {0};

        assert_int_equal(sb_template_open(&pages[i], names[i], NULL, 0, NULL, &err), SB_OK);
    }
    for (document = 0; document < DOCUMENTS; document++) {
        struct sb_template *page = pages[random_below(5)];
        struct sb_error err = {0};
        struct sb_layout l = {.arena = layouts};
        struct sb_bill *bill;
        struct sample s;

        sb_arena_reset(bills);
        sb_arena_reset(layouts);
        sample_draw(&s, bills);
        bill = sample_bill(bills, &s);
        bill_lengthen(bill, bills);
        if (page->audience == SB_AUDIENCE_STATEMENT)
            bill_year(bill, bills);
        l.spanish = s.spanish && page->spanish != NULL;
        l.page = l.spanish ? page->spanish : page;
        l.bill = bill;
        if (sb_layout_run(&l, &err) != SB_OK) {
            /* more than a place holds is refused, never squeezed in */
            if (err.status != SB_E_RANGE || strstr(err.text, "needs more than") == NULL)
                FAIL("%s", err.text);
            continue;
        }
        drawn++;
        sheets += l.sheet_count;
        for (size_t i = 0; i < l.sheet_count; i++) {
            size_t count = boxes_of(&l.sheets[i]);

            assert_boxes(&l, count);
            assert_rules(&l.sheets[i], count);
        }
        assert_kept_together(&l);
        assert_complete(&l);
    }
    print_message("# %zu of %u documents, %zu pages\n", drawn, DOCUMENTS, sheets);
    assert_true(drawn > DOCUMENTS * 9 / 10);
    for (size_t i = 0; i < 5; i++)
        sb_template_free(pages[i]);
    sb_arena_free(bills);
    sb_arena_free(layouts);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_page_is_well_laid_out),
    };

    random_start(20261005);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
