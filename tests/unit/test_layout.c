/* Layout: where text stands, what stays together, what is never on a page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "out_help.h"
#include "template_help.h"

static struct sb_template *page;
static struct sb_arena *bills, *layouts;

static int
open_all(void **state)
{
    struct sb_error err = {0};

    (void)state;
    bills = sb_arena_new(0);
    layouts = sb_arena_new(0);
    return bills == NULL || layouts == NULL ||
           sb_template_open(&page, "standard", NULL, 0, NULL, &err) != SB_OK;
}

static int
close_all(void **state)
{
    (void)state;
    sb_arena_free(bills);
    sb_arena_free(layouts);
    sb_template_free(page);
    return 0;
}

/* The layout of a sample; it lives until the next. */
static struct sb_layout
lay_out(const struct sample *s)
{
    struct sb_error err = {0};
    struct sb_layout l;

    sb_arena_reset(bills);
    sb_arena_reset(layouts);
    l = (struct sb_layout){.page = page, .bill = sample_bill(bills, s), .arena = layouts};
    if (sb_layout_run(&l, &err) != SB_OK)
        fail_msg("%zu lines: %s", s->lines, err.text);
    return l;
}

static int32_t
width_of(const struct sb_run *run)
{
    return sb_text_width(run->text, run->length, run->style);
}

/* All runs of a sheet, artifacts too. */
static size_t
collect(const struct sb_sheet *sheet, const struct sb_run **to)
{
    size_t n = 0;

    for (size_t i = 0; i < sheet->run_count; i++)
        to[n++] = &sheet->runs[i];
    for (size_t i = 0; i < sheet->head_count; i++)
        to[n++] = &sheet->heads[i];
    for (size_t i = 0; i < sheet->foot_count; i++)
        to[n++] = &sheet->feet[i];
    return n;
}

static void
assert_inside(const struct sb_run *run)
{
    /* a line that goes on ends in a blank */
    int32_t blank = run->text[run->length - 1] == ' ' ? 3000 : 10;

    if (run->x < 36000 || run->x + width_of(run) > 576000 + blank ||
        run->y - run->style.size / 4 < 36000 || run->y + run->style.size * 9 / 10 > 756500)
        fail_msg("'%.*s' lies outside the margins: %d %d", (int)run->length, run->text, run->x,
                 run->y);
}

static void
assert_apart(const struct sb_run *a, const struct sb_run *b)
{
    int32_t high = a->style.size > b->style.size ? a->style.size : b->style.size;
    int32_t dy = a->y > b->y ? a->y - b->y : b->y - a->y;

    if (dy < high * 9 / 10 && a->x < b->x + width_of(b) && b->x < a->x + width_of(a))
        fail_msg("'%.*s' lies over '%.*s'", (int)a->length, a->text, (int)b->length, b->text);
}

/* A rule is at least 2.5 points away from any ink: capitals above, descenders below. */
static void
assert_clear(const struct sb_hairline *rule, const struct sb_run *run)
{
    int32_t upper = rule->y + rule->thickness / 2, lower = rule->y - rule->thickness / 2;

    if (run->x > rule->x + rule->width || run->x + width_of(run) < rule->x)
        return;
    if (run->y - run->style.size * 212 / 1000 - upper >= 2500)
        return;
    if (lower - (run->y + run->style.size * 729 / 1000) >= 2500)
        return;
    fail_msg("a rule at %d is too near to '%.*s' at %d", rule->y, (int)run->length, run->text,
             run->y);
}

static void
assert_sound(const struct sb_layout *l)
{
    static const struct sb_run *runs[4096];

    for (size_t s = 0; s < l->sheet_count; s++) {
        size_t n = collect(&l->sheets[s], runs);

        assert_true(n < 4096);
        for (size_t i = 0; i < n; i++) {
            assert_inside(runs[i]);
            assert_null(strstr(runs[i]->text, "  "));
            for (size_t k = i + 1; k < n; k++)
                assert_apart(runs[i], runs[k]);
            for (size_t k = 0; k < l->sheets[s].rule_count; k++)
                assert_clear(&l->sheets[s].rules[k], runs[i]);
        }
    }
}

/* Rows of the service table on each sheet; the tail stands with the last of them. */
static void
assert_kept_together(const struct sb_layout *l)
{
    size_t rows[64] = {0}, total = 0, last = 0;
    const struct sb_band *bands = l->bands.at;
    uint32_t tail = 0;

    for (size_t i = 0; i < l->bands.count; i++) {
        if (bands[i].head == 0) {
            if (i > 0 && bands[i - 1].head != 0)
                tail = bands[i].sheet; /* the totals */
            continue;
        }
        rows[bands[i].sheet]++;
        last = bands[i].sheet;
        total++;
    }
    if (l->payment_count > 12)
        return; /* the payments are rows too */
    assert_int_equal(tail, last);
    for (size_t s = 0; s < l->sheet_count; s++)
        if (rows[s] != 0 && total > 1 && rows[s] < 2)
            fail_msg("one row alone of %zu on sheet %zu", total, s + 1);
}

static void
test_any_number_of_lines_is_well_laid_out(void **state)
{
    (void)state;
    for (size_t lines = 1; lines <= 60; lines++) {
        struct sb_layout l = lay_out(&(struct sample){.lines = lines,
                                                      .visits = (lines + 3) / 4,
                                                      .diagnoses = 1 + lines % 12,
                                                      .adjusted = lines % 2 == 0,
                                                      .notes = lines % 3 == 0,
                                                      .many_modifiers = lines % 7 == 0,
                                                      .unsigned_ = lines % 5 == 0});

        assert_sound(&l);
        assert_kept_together(&l);
    }
}

static void
test_long_texts_and_many_payments(void **state)
{
    static const struct sample rows[] = {
        {.diagnoses = 12, .long_titles = true},
        {.lines = 40, .visits = 20, .diagnoses = 12, .long_titles = true, .notes = true},
        {.lines = 3, .payments = 11},
        {.lines = 93, .visits = 31, .timed = true, .adjusted = true, .refunded = true},
        {.lines = 36, .visits = 12, .timed = true, .adjusted = true, .notes = true},
        {.lines = 8, .visits = 4, .payments = 12},
        {.lines = 8, .visits = 4, .payments = 13},
        {.lines = 50, .visits = 25, .payments = 75},
        {.first = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh",
         .last = "Worthington-Cholmondeley"},
        {.no_insurance = true, .draft = true},
        {.lines = 93, .visits = 31, .notes = true, .diagnoses = 12},
        {.example = true, .child = true, .assistant = true, .unpaid = true, .part_b = true},
        {.practice =
             "A Practice With A Name So Long That It Takes Three Lines Of The Letterhead, LLC"},
        {.description = "A description that is as long as a description can be in its column here"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sb_layout l = lay_out(&rows[i]);

        assert_sound(&l);
        assert_kept_together(&l);
    }
}

static bool
says(const struct sb_layout *l, const char *text)
{
    const struct sb_run *runs = l->runs.at;

    for (size_t i = 0; i < l->runs.count; i++)
        if (runs[i].length >= strlen(text) && memcmp(runs[i].text, text, strlen(text)) == 0)
            return true;
    return false;
}

static void
test_a_face_says_what_it_is(void **state)
{
    static const struct {
        struct sample sample;
        const char *says, *not_says;
    } rows[] = {
        {{0}, "Paid in full", "DRAFT"},
        {{0}, "SB-2026-000123", "EXAMPLE"},
        {{.draft = true}, "DRAFT, not issued", "Superbill number"},
        {{.example = true}, "EXAMPLE, not a real superbill", "DRAFT"},
        {{.unpaid = true}, "Balance due", "Paid in full"},
        {{.part_b = true}, "Medicare: this is not a claim", NULL},
        {{0}, "Please pay the member", "Medicare"},
        {{.no_insurance = true}, "No insurance on record", "Member ID"},
        {{.child = true}, "Subscriber", NULL},
        {{0}, "Relationship", "Subscriber"},
        {{.assistant = true}, "Supervised by", NULL},
        {{.timed = true}, "9:00 AM to 12:30 PM", "Session times"},
        {{.timed = true, .visits = 2},
         "Session times: 10/05/2026 9:00 AM to 12:30 PM, 10/08/2026 9:00 AM to 12:30 PM",
         "9:00 AM to"},
        {{.adjusted = true},
         "Adjustment of 10/05/2026: $10.00 off 97161 (paid on the day)",
         "Refund"},
        {{.adjusted = true, .visits = 2},
         "Adjustment of 10/05/2026: $10.00 off 97161 10/05/2026 (paid on the day)",
         NULL},
        {{.adjusted = true}, "Net charges", NULL},
        {{.refunded = true}, "Refund of 10/05/2026: $20.00 (charged twice)", "Net charges"},
        {{.refunded = true},
         "Payment of 10/05/2026: $399.00 received, $375.00 applied here; the rest paid for other "
         "items",
         "Adjustment of"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sb_layout l = lay_out(&rows[i].sample);

        if (!says(&l, rows[i].says))
            fail_msg("row %zu does not say '%s'", i, rows[i].says);
        if (rows[i].not_says != NULL && says(&l, rows[i].not_says))
            fail_msg("row %zu says '%s'", i, rows[i].not_says);
    }
}

static void
test_a_correction_names_what_it_replaces(void **state)
{
    struct sb_error err = {0};
    struct sb_bill *bill = sample_bill(bills, &(struct sample){0});
    struct sb_layout l = {.page = page, .bill = bill, .arena = layouts};

    (void)state;
    bill->replaces = "SB-2026-000099";
    assert_int_equal(sb_layout_run(&l, &err), SB_OK);
    assert_true(says(&l, "CORRECTED, replaces SB-2026-000099"));
}

/* What findings refuse elsewhere must not trip the layout: preflight sees such bills too. */
static void
test_bills_with_holes(void **state)
{
    struct sb_error err = {0};
    struct sb_bill *bill = sample_bill(bills, &(struct sample){0});
    struct sb_config *config = (struct sb_config *)bill->config;
    struct sb_patient *patient = (struct sb_patient *)bill->patient;
    struct sb_layout l = {.page = page, .bill = bill, .arena = layouts};

    (void)state;
    config->practice = (struct sb_site){0};
    config->tax_id = NULL;
    config->providers[0] = (struct sb_provider){.id = "rivera"};
    patient->name = (struct sb_name){0};
    patient->birth_date = (sb_date){0};
    patient->address = (struct sb_address){0};
    bill->provider = NULL;
    bill->insurance = NULL;
    bill->diagnosis_count = 0;
    bill->payment_count = 0;
    for (size_t i = 0; i < bill->line_count; i++)
        bill->lines[i] = (struct sb_bill_line){.minutes = -1, .units = 1};
    assert_int_equal(sb_layout_run(&l, &err), SB_OK);
    bill->line_count = 0;
    l = (struct sb_layout){.page = page, .bill = bill, .arena = layouts};
    assert_int_equal(sb_layout_run(&l, &err), SB_OK);
}

static struct sb_layout
lay_out_with(const char *name, struct sb_template **with, const struct sample *s)
{
    struct sb_error err = {0};
    struct sb_layout l;

    assert_int_equal(sb_template_open(with, name, NULL, 0, NULL, &err), SB_OK);
    sb_arena_reset(bills);
    sb_arena_reset(layouts);
    l = (struct sb_layout){.page = *with, .bill = sample_bill(bills, s), .arena = layouts};
    if (sb_layout_run(&l, &err) != SB_OK)
        fail_msg("%s: %s", name, err.text);
    return l;
}

static void
test_other_templates_keep_the_rules(void **state)
{
    static const char *const names[] = {"compact", "private", "receipt"};

    (void)state;
    for (size_t i = 0; i < 3; i++)
        for (size_t lines = 1; lines <= 40; lines += 3) {
            struct sb_template *with = NULL;
            struct sb_layout l = lay_out_with(names[i], &with,
                                              &(struct sample){.lines = lines,
                                                               .visits = (lines + 3) / 4,
                                                               .diagnoses = 1 + lines % 12,
                                                               .items = true,
                                                               .adjusted = true});

            assert_sound(&l);
            sb_template_free(with);
        }
}

static void
test_what_each_audience_may_read(void **state)
{
    const struct sample s = {.items = true};
    struct sb_template *with = NULL;
    struct sb_layout l = lay_out_with("receipt", &with, &s);

    (void)state;
    assert_true(says(&l, "Receipt"));
    assert_true(says(&l, "Foam roller"));
    assert_true(says(&l, "Other, charges"));
    assert_false(says(&l, "M25.561"));
    assert_false(says(&l, "Pain in right knee"));
    assert_false(says(&l, "W123456789"));
    sb_template_free(with);
    l = lay_out_with("private", &with, &s);
    assert_true(says(&l, "M25.561"));
    assert_false(says(&l, "Pain in right knee"));
    assert_false(says(&l, "Foam roller"));
    sb_template_free(with);
    l = lay_out(&s);
    assert_true(says(&l, "Pain in right knee"));
    assert_false(says(&l, "Foam roller"));
}

static void
test_a_line_without_units_is_not_printed(void **state)
{
    struct sb_error err = {0};
    struct sb_bill *bill = sample_bill(bills, &(struct sample){0});
    struct sb_layout l = {.page = page, .bill = bill, .arena = layouts};

    (void)state;
    bill->lines[1].units = 0;
    assert_int_equal(sb_layout_run(&l, &err), SB_OK);
    assert_true(says(&l, "97161"));
    assert_false(says(&l, "97110"));
}

static void
test_amounts_end_on_one_edge(void **state)
{
    struct sb_layout l = lay_out(&(struct sample){.lines = 12, .visits = 4, .adjusted = true});
    const struct sb_run *runs = l.runs.at;
    int32_t edges[8];
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < l.runs.count; i++) {
        int32_t edge = runs[i].x + width_of(&runs[i]);
        size_t k = 0;

        if (runs[i].text[runs[i].text[0] == '-'] != '$')
            continue; /* of figures, not of sentences that name one */
        while (k < count && edges[k] != edge)
            k++;
        if (k == count && count < 8)
            edges[count++] = edge;
    }
    /* charge, adjustment, paid (and the totals under it), the payments */
    assert_int_equal(count, 4);
}

/* What stands side by side in the letterhead shares its baselines, however long the name is. */
static void
test_letterhead_and_document_share_their_baselines(void **state)
{
    static const struct sample rows[] = {
        {.draft = true},
        {.example = true},
        {.practice = "Cedar & Stone Physical Therapy and Rehabilitation"},
        {.draft = true, .practice = "Cedar & Stone Physical Therapy and Rehabilitation"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_layout l = lay_out(&rows[i]);
        const struct sb_run *runs = l.runs.at;
        const struct sb_band *first = l.bands.at;
        int32_t any = 0;

        for (size_t k = first->first_run; k < first->run_end; k++) {
            if (runs[k].style.size != page->text)
                continue;
            any = any == 0 ? runs[k].y : any;
            if ((runs[k].y - any) % page->pitch != 0)
                fail_msg("row %zu: '%.*s' is off the others' lines", i, (int)runs[k].length,
                         runs[k].text);
        }
        assert_int_not_equal(any, 0);
    }
}

/* Where one line does not hold the foot, the document's stands over the person's. */
static void
test_a_long_foot_has_two_whole_lines(void **state)
{
    struct sb_layout l = lay_out(&(struct sample){.first = "Alexandria Wilhelmina",
                                                  .middle = "Constantinopolitana",
                                                  .last = "Featherstonehaugh-Cholmondeley"});
    const struct sb_run *feet = l.sheets[0].feet;

    (void)state;
    assert_int_equal(l.sheets[0].foot_count, 3);
    assert_memory_equal(feet[0].text, "Cedar & Stone", 13);
    assert_null(memchr(feet[0].text, '\n', feet[0].length));
    assert_memory_equal(feet[1].text, "Alexandria Wilhelmina", 21);
    assert_non_null(memmem(feet[1].text, feet[1].length, "Date of birth", 13));
}

static void
test_lines_break_at_words_and_keep_them_apart(void **state)
{
    struct sb_layout l = lay_out(
        &(struct sample){.description = "Functional activity training, one-on-one, with a carer"});
    const struct sb_run *runs = l.runs.at;
    char text[128] = "";

    (void)state;
    for (size_t i = 0; i < l.runs.count; i++)
        if (strncmp(runs[i].text, "Functional", 10) == 0) {
            for (size_t k = i; runs[k].element == runs[i].element; k++)
                (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%.*s",
                               (int)runs[k].length, runs[k].text);
            break;
        }
    assert_string_equal(text, "Functional activity training, one-on-one, with a carer");
}

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
        struct sb_layout l = {
            .page = page, .bill = bill, .arena = layouts, .identity = "0123456789abcdef0123456789"};
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_number_of_lines_is_well_laid_out),
        cmocka_unit_test(test_long_texts_and_many_payments),
        cmocka_unit_test(test_a_face_says_what_it_is),
        cmocka_unit_test(test_a_correction_names_what_it_replaces),
        cmocka_unit_test(test_bills_with_holes),
        cmocka_unit_test(test_other_templates_keep_the_rules),
        cmocka_unit_test(test_what_each_audience_may_read),
        cmocka_unit_test(test_a_line_without_units_is_not_printed),
        cmocka_unit_test(test_amounts_end_on_one_edge),
        cmocka_unit_test(test_letterhead_and_document_share_their_baselines),
        cmocka_unit_test(test_a_long_foot_has_two_whole_lines),
        cmocka_unit_test(test_lines_break_at_words_and_keep_them_apart),
        cmocka_unit_test(test_no_word_is_broken_beside_a_logo),
        cmocka_unit_test(test_large_amounts_have_their_room),
        cmocka_unit_test(test_an_amount_no_page_holds_is_said),
        cmocka_unit_test(test_a_long_number_is_parted_at_a_hyphen),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
