/* Preflight: what cannot be printed is found before drawing, at its place, with advice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "out_help.h"

struct row {
    const char *why;
    struct sample sample;
    const char *rule, *path, *message; /* NULL rule: nothing is found */
};

static void
judge(struct easel *e, const struct row *row)
{
    struct sb_findings *found = NULL;
    struct sb_error err = {0};
    const struct sb_finding *first;
    struct sb_pieces pieces;
    struct sb_bill *bill = sample_bill(e->arena, &row->sample);

    assert_int_equal(sb_findings_new(&found, &err), SB_OK);
    assert_int_equal(sb_document_preflight(e->drawing, bill, found, &err), SB_OK);
    if (row->rule == NULL) {
        if (sb_findings_count(found) != 0)
            fail_msg("%s: %s", row->why, sb_findings_at(found, 0)->message);
        assert_int_equal(
            sb_document_draw(&pieces, e->drawing, bill, (struct sb_bytes){"{}", 2}, &err), SB_OK);
    } else {
        if (sb_findings_count(found) == 0)
            fail_msg("%s: nothing found", row->why);
        first = sb_findings_at(found, 0);
        assert_string_equal(first->rule->id, row->rule);
        assert_string_equal(first->path, row->path);
        assert_string_equal(first->message, row->message);
        assert_int_equal(first->severity, SB_SEVERITY_ERROR);
        /* and what was not asked about is not drawn either */
        assert_int_not_equal(
            sb_document_draw(&pieces, e->drawing, bill, (struct sb_bytes){"{}", 2}, &err), SB_OK);
    }
    sb_findings_free(found);
}

static void
test_what_is_found_and_where(void **state)
{
    static const char long_text[] =
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty and then some more words to fill the room";
    static const struct row rows[] = {
        {"accents", {0}, NULL, NULL, NULL},
        {"Vietnamese", {.first = "Minh", .last = "Nguy\u1EC5n"}, NULL, NULL, NULL},
        {"Greek",
         {.first = "\u0393\u03B9\u03CE\u03C1\u03B3\u03BF\u03C2", .last = "Pappas"},
         NULL,
         NULL,
         NULL},
        {"a name in another script",
         {.first = "\u674E", .last = "Wei"},
         "name-not-printable",
         "/name/first",
         "\"\u674E\" (U+674E) in the patient's name cannot be printed"},
        {"its last name",
         {.first = "Wei", .last = "\u674E"},
         "name-not-printable",
         "/name/last",
         "\"\u674E\" (U+674E) in the patient's name cannot be printed"},
        {"romanised", {.first = "\u674E", .last = "Wei", .printed = "Li Wei"}, NULL, NULL, NULL},
        {"romanised in vain",
         {.first = "\u674E", .last = "Wei", .printed = "Li \u674E"},
         "name-not-printable",
         "/printed_name",
         "\"\u674E\" (U+674E) in the patient's name cannot be printed"},
        {"an emoji in a description",
         {.description = "Exercise \U0001F3C3"},
         "name-not-printable",
         "/services/0/text",
         "\"\U0001F3C3\" (U+1F3C3) in the description cannot be printed"},
        {"the practice",
         {.practice = "\u5065\u5EB7"},
         "name-not-printable",
         "[practice] name",
         "\"\u5065\" (U+5065) in the practice's name cannot be printed"},
        {"a long description",
         {.description = long_text},
         "text-too-long",
         "/services/0/text",
         "the description needs more than 3 lines of 140 points, the room it has on the page"},
    };
    struct easel e = easel_open();

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        judge(&e, &rows[i]);
    easel_close(&e);
}

/* The subscriber of the second insurance, a note, a reason, and what no record may be blamed for.
 */
static void
test_places_inside_lists(void **state)
{
    struct easel e = easel_open();
    struct sb_bill *bill =
        sample_bill(e.arena, &(struct sample){.child = true, .notes = true, .adjusted = true});
    struct sb_findings *found = NULL;
    struct sb_error err = {0};
    struct sb_visit *visit = (struct sb_visit *)bill->visits[0];
    struct sb_insurance *insurance = (struct sb_insurance *)bill->insurance;

    (void)state;
    insurance->subscriber.name.last = "\u738B";
    visit->note = "see \u2192 there";
    visit->adjustments[0].reason = "\u2192";
    assert_int_equal(sb_findings_new(&found, &err), SB_OK);
    assert_int_equal(sb_document_preflight(e.drawing, bill, found, &err), SB_OK);
    assert_int_equal(sb_findings_count(found), 3);
    assert_string_equal(sb_findings_at(found, 0)->path, "/insurance/0/subscriber/name/last");
    assert_string_equal(sb_findings_at(found, 1)->path, "/note");
    assert_string_equal(sb_findings_at(found, 2)->path, "/adjustments/0/reason");
    sb_findings_free(found);
    easel_close(&e);
}

static void
test_a_record_without_patient_has_nothing_to_draw(void **state)
{
    struct easel e = easel_open();
    struct sb_bill *bill = sample_bill(e.arena, &(struct sample){0});
    struct sb_findings *found = NULL;
    struct sb_error err = {0};

    (void)state;
    bill->patient = NULL;
    assert_int_equal(sb_findings_new(&found, &err), SB_OK);
    assert_int_equal(sb_document_preflight(e.drawing, bill, found, &err), SB_OK);
    assert_int_equal(sb_findings_count(found), 0);
    sb_findings_free(found);
    easel_close(&e);
}

/* Words of random lengths, wide and narrow letters, accents among them. */
static char *
random_text(struct sb_arena *arena, uint32_t *seed, size_t most)
{
    static const char *const letters[] = {"W",      "i",      "m", "a", "e",
                                          "\u00C9", "\u1EC5", "o", "@", "l"};
    struct sb_buf text = {0};
    char *copy;
    size_t length;

    *seed = *seed * 1664525 + 1013904223;
    length = (*seed >> 8) % (most + 1);
    for (size_t i = 0; i < length; i++) {
        *seed = *seed * 1664525 + 1013904223;
        if (i > 0 && i + 1 < length && (*seed >> 24) % 7 == 0)
            sb_buf_char(&text, ' ');
        sb_buf_text(&text, letters[(*seed >> 10) % (*seed >> 31 ? 10 : 5)]);
    }
    copy = sb_arena_text(arena, text.at != NULL ? text.at : "", text.len);
    sb_buf_free(&text);
    assert_non_null(copy);
    return copy;
}

static size_t
findings_of(struct sb_drawing *drawing, const struct sb_bill *bill)
{
    struct sb_findings *found = NULL;
    struct sb_error err = {0};
    size_t count;

    assert_int_equal(sb_findings_new(&found, &err), SB_OK);
    assert_int_equal(sb_document_preflight(drawing, bill, found, &err), SB_OK);
    count = sb_findings_count(found);
    sb_findings_free(found);
    return count;
}

/* The short way, open once a setting is known, finds nothing only where the layout does not. */
static void
test_the_short_way_misses_nothing(void **state)
{
    struct easel e = easel_open();
    uint32_t seed = 7;
    size_t clean = 0, faulty = 0;

    (void)state;
    for (int round = 0; round < 1500; round++) {
        struct sb_error err = {0};
        struct sb_bill *bill;
        struct sb_patient *patient;
        struct sb_visit *visit;
        struct sb_drawing *fresh = NULL, *cold = NULL;
        size_t most = 4U << round % 6, slow;

        sb_arena_reset(e.arena);
        bill = sample_bill(e.arena, &(struct sample){.child = true, .adjusted = true});
        patient = (struct sb_patient *)bill->patient;
        visit = (struct sb_visit *)bill->visits[0];
        assert_int_equal(sb_drawing_new(&fresh, e.page, NULL, NULL, &err), SB_OK);
        assert_int_equal(sb_drawing_new(&cold, e.page, NULL, NULL, &err), SB_OK);
        assert_int_equal(findings_of(fresh, bill), 0); /* the setting is known now */
        patient->name.first = random_text(e.arena, &seed, most);
        patient->name.last = random_text(e.arena, &seed, most);
        patient->address.line1 = random_text(e.arena, &seed, most);
        patient->insurance->plan = random_text(e.arena, &seed, most);
        visit->referral.name = random_text(e.arena, &seed, most);
        visit->note = random_text(e.arena, &seed, 2 * most);
        visit->adjustments[0].reason = random_text(e.arena, &seed, 4 * most);
        bill->diagnoses[0].title = random_text(e.arena, &seed, 2 * most);
        bill->lines[0].description = random_text(e.arena, &seed, most);
        bill->lines[0].charge.cents = (int64_t)(seed % 1200000);
        slow = findings_of(cold, bill);
        assert_int_equal(findings_of(fresh, bill), slow);
        clean += slow == 0;
        faulty += slow != 0;
        sb_drawing_free(fresh);
        sb_drawing_free(cold);
    }
    assert_true(clean > 300 && faulty > 300);
    easel_close(&e);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_found_and_where),
        cmocka_unit_test(test_places_inside_lists),
        cmocka_unit_test(test_the_short_way_misses_nothing),
        cmocka_unit_test(test_a_record_without_patient_has_nothing_to_draw),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
