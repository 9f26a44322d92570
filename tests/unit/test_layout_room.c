/* Layout: words and amounts that need more room than most, and how many pages that takes. */
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

static bool
says_whole(const struct sb_layout *l, const char *text)
{
    const struct sb_run *runs = l->runs.at;

    for (size_t i = 0; i < l->runs.count; i++)
        if (runs[i].length == strlen(text) && memcmp(runs[i].text, text, strlen(text)) == 0)
            return true;
    return false;
}

/* A labelled number or a long word has no room beside a logo: it stands below. */
static void
test_no_word_is_broken_beside_a_logo(void **state)
{
    static const struct {
        const char *instead, *whole;
    } rows[] = {
        {"email = |\nnpi = Practice NPI | bold\ntax_id = Tax ID (EIN)", "1003000126"},
        {"email = |\nnpi = Practice NPI | bold\ntax_id = Tax ID (EIN)", "84-1234567"},
        {"email = Mail | bold", "billing@cedarstone.example"},
        {"email = | title", "billing@cedarstone.example"},
    };
    struct sb_error err = {0};
    struct sb_image *logo = NULL;

    (void)state;
    assert_int_equal(sb_image_read(&logo, "tests/golden/cases/logo/logo.png", &err), SB_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_template *with = NULL;
        struct sb_layout l;

        (void)write_template(standard_but("email =", rows[i].instead));
        assert_int_equal(sb_template_open(&with, path, NULL, 0, NULL, &err), SB_OK);
        sb_arena_reset(bills);
        sb_arena_reset(layouts);
        l = (struct sb_layout){.page = with,
                               .bill = sample_bill(bills, &(struct sample){.draft = i % 2 == 0}),
                               .arena = layouts,
                               .logo = logo};
        assert_int_equal(sb_layout_run(&l, &err), SB_OK);
        assert_sound(&l);
        if (!says_whole(&l, rows[i].whole))
            fail_msg("row %zu: '%s' is broken", i, rows[i].whole);
        for (size_t k = 0; k < l.sheets[0].run_count; k++) {
            const struct sb_run *run = &l.sheets[0].runs[k];

            if (run->x < l.picture.x + l.picture.width &&
                run->y + run->style.size * 729 / 1000 > l.picture.y)
                fail_msg("row %zu: '%.*s' lies over the logo", i, (int)run->length, run->text);
        }
        sb_template_free(with);
    }
    sb_image_free(logo);
}

/* A number that no line holds goes on behind a hyphen, not within its parts. */
static void
test_a_long_number_is_parted_at_a_hyphen(void **state)
{
    static const char number[] = "CEDARSTONE-PORTLAND-WEST-2026-000001";

    (void)state;
    for (int qr = 0; qr < 2; qr++) {
        struct sb_error err = {0};
        struct sb_bill *bill = sample_bill(bills, &(struct sample){0});
        struct sb_layout l = {.page = page, .bill = bill, .arena = layouts};
        const struct sb_run *run;
        size_t at = 0;

        bill->number = number;
        ((struct sb_config *)bill->config)->qr = qr == 1 ? SB_TRUTH_YES : SB_TRUTH_UNSAID;
        assert_int_equal(sb_layout_run(&l, &err), SB_OK);
        assert_sound(&l);
        assert_int_equal(l.has_code, qr == 1);
        for (run = l.runs.at; run->text != number;)
            run++;
        for (; at + run->length < strlen(number); run++) {
            assert_ptr_equal(run->text, number + at);
            assert_int_equal(run->text[run->length - 1], '-');
            at += run->length;
        }
        assert_true(at > 0);
        assert_string_equal(run->text, number + at);
    }
}

/* Amounts that few bills have are printed whole, and the description gives way. */
static void
test_large_amounts_have_their_room(void **state)
{
    static const struct {
        int64_t charge, adjustment;
        const char *template, *charged, *adjusted;
    } rows[] = {
        {1000000, 100000, "standard", "$10,000.00", "-$1,000.00"},
        {9999999, 999999, "standard", "$99,999.99", "-$9,999.99"},
        {9999999, 9999999, "compact", "$99,999.99", "-$99,999.99"},
        {99999999, 0, "receipt", "$999,999.99", NULL},
        {8888888, 4, "statement", "$88,888.88", "-$0.04"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_error err = {0};
        struct sb_template *with = NULL;
        struct sb_layout l;
        struct sb_bill *bill;

        assert_int_equal(sb_template_open(&with, rows[i].template, NULL, 0, NULL, &err), SB_OK);
        sb_arena_reset(bills);
        sb_arena_reset(layouts);
        bill = sample_bill(bills, &(struct sample){.lines = 3, .items = true});
        bill->lines[1].charge.cents = rows[i].charge;
        bill->lines[1].adjustment.cents = rows[i].adjustment;
        bill->lines[1].paid.cents = rows[i].charge - rows[i].adjustment;
        bill->items[0].charge.cents = bill->items[0].paid.cents = rows[i].charge;
        l = (struct sb_layout){.page = with, .bill = bill, .arena = layouts};
        if (sb_layout_run(&l, &err) != SB_OK)
            fail_msg("row %zu: %s", i, err.text);
        assert_sound(&l);
        assert_true(says_whole(&l, rows[i].charged));
        assert_true(rows[i].adjusted == NULL || says_whole(&l, rows[i].adjusted));
        sb_template_free(with);
    }
}

/* What no column holds is said, without the advice to shorten money. */
static void
test_an_amount_no_page_holds_is_said(void **state)
{
    struct sb_error err = {0};
    struct sb_bill *bill = sample_bill(bills, &(struct sample){0});
    struct sb_layout l = {.page = page, .bill = bill, .arena = layouts};

    (void)state;
    bill->lines[0].charge.cents = bill->lines[0].paid.cents = INT64_C(9999999999999);
    assert_int_equal(sb_layout_run(&l, &err), SB_E_RANGE);
    assert_string_equal(err.text,
                        "the charge is wider than 43 points, the room it has on the page");
}

/* Baseline of a run that begins so, on the first sheet. */
static int32_t
baseline_of(const struct sb_layout *l, const char *text)
{
    const struct sb_sheet *sheet = &l->sheets[0];

    for (size_t i = 0; i < sheet->run_count; i++)
        if (sheet->runs[i].length == strlen(text) &&
            memcmp(sheet->runs[i].text, text, strlen(text)) == 0)
            return sheet->runs[i].y;
    fail_msg("'%s' is not there", text);
    return 0;
}

/* A table beside the totals is no other table: its rows are as near to their heads. */
static void
test_tables_are_alike(void **state)
{
    struct sb_layout l = lay_out(&(struct sample){.lines = 2});
    int32_t lead = page->pitch * 3 / 2;

    (void)state;
    assert_int_equal(baseline_of(&l, "ICD-10-CM") - baseline_of(&l, "M25.561"), lead);
    assert_int_equal(
        baseline_of(&l, "Description") - baseline_of(&l, "PT evaluation, low complexity"), lead);
    assert_int_equal(baseline_of(&l, "Reference") - baseline_of(&l, "4242"), lead);
    assert_int_equal((baseline_of(&l, "4242") - baseline_of(&l, "Amount paid ")) % page->pitch, 0);
}

static size_t
pages_of(const char *name, const struct sample *s)
{
    struct sb_template *with = NULL;
    struct sb_layout l = lay_out_with(name, &with, s);
    size_t pages = l.sheet_count;

    sb_template_free(with);
    return pages;
}

/* Compact has the headings of standard, and never more pages; of some months fewer. */
static void
test_compact_takes_fewer_pages(void **state)
{
    static const struct {
        size_t visits, each, compact, standard;
    } rows[] = {
        {4, 2, 1, 2}, {6, 1, 1, 2}, {9, 4, 2, 3}, {10, 4, 2, 3}, {12, 3, 2, 3}, {8, 5, 2, 3},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct sample s = {
            .visits = rows[i].visits, .lines = rows[i].visits * rows[i].each, .diagnoses = 3};

        assert_int_equal(pages_of("compact", &s), rows[i].compact);
        assert_int_equal(pages_of("standard", &s), rows[i].standard);
    }
    for (size_t visits = 1; visits <= 14; visits++)
        for (size_t each = 1; each <= 5; each++) {
            const struct sample s = {.visits = visits,
                                     .lines = visits * each,
                                     .diagnoses = 1 + visits % 6,
                                     .notes = each == 2};

            if (pages_of("compact", &s) > pages_of("standard", &s))
                fail_msg("%zu visits of %zu lines", visits, each);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_word_is_broken_beside_a_logo),
        cmocka_unit_test(test_a_long_number_is_parted_at_a_hyphen),
        cmocka_unit_test(test_large_amounts_have_their_room),
        cmocka_unit_test(test_an_amount_no_page_holds_is_said),
        cmocka_unit_test(test_tables_are_alike),
        cmocka_unit_test(test_compact_takes_fewer_pages),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
