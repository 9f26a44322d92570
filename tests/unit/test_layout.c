/* Layout: where text stands, what stays together, what is never on a page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "layout_help.h"

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
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
