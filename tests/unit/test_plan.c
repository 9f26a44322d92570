/* Which visits make which superbill: grouping, order, splits; whatever order they come in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/month.h"

#include <stdio.h>
#include <string.h>

#define VISITS 12

struct row {
    const char *patient, *visit;
    int32_t day;
    uint16_t provider, insurance, location;
    const char *diagnoses;
};
struct plan_case {
    const char *label;
    struct row rows[VISITS];
    const char *plan; /* visits with "+" between, superbills with " " */
};

#define SIX "M25.511 M25.512 M25.521 M25.522 M25.531 M25.532"
#define SEVEN "M54.50 M54.51 M54.2 M62.81 M25.561 M25.562 R26.89"

static const struct plan_case cases[] = {
    {"nothing", {{.visit = NULL}}, ""},
    {"one visit", {{"P-1", "V-1", 5, 1, 1, 0, "M62.81"}}, "V-1"},
    {"by date, then by id",
     {{"P-1", "V-3", 5, 1, 1, 0, "M62.81"},
      {"P-1", "V-1", 9, 1, 1, 0, "M62.81"},
      {"P-1", "V-2", 5, 1, 1, 0, "M62.81"}},
     "V-2+V-3+V-1"},
    {"patients by id, not by number",
     {{"P-9", "V-1", 5, 1, 1, 0, ""},
      {"P-10", "V-2", 5, 1, 1, 0, ""},
      {"P-2", "V-3", 5, 1, 1, 0, ""}},
     "V-2 V-3 V-1"},
    {"provider, insurance and location part; superbills by their first visit",
     {{"P-1", "V-1", 7, 1, 1, 0, ""},
      {"P-1", "V-2", 6, 2, 1, 0, ""},
      {"P-1", "V-3", 5, 1, 2, 0, ""},
      {"P-1", "V-4", 4, 1, 1, 3, ""},
      {"P-1", "V-5", 8, 1, 1, 0, ""}},
     "V-4 V-3 V-2 V-1+V-5"},
    {"the same number of another patient is not the same",
     {{"P-1", "V-1", 5, 1, 1, 0, ""}, {"P-2", "V-2", 5, 1, 1, 0, ""}},
     "V-1 V-2"},
    {"twelve diagnoses are not too many",
     {{"P-1", "V-1", 5, 1, 1, 0, SIX},
      {"P-1", "V-2", 6, 1, 1, 0, "M54.50 M54.51 M54.2 M62.81 M25.561 M25.562"}},
     "V-1+V-2"},
    {"thirteen are, and a new superbill begins with its own",
     {{"P-1", "V-1", 5, 1, 1, 0, SIX},
      {"P-1", "V-2", 6, 1, 1, 0, SEVEN},
      {"P-1", "V-3", 7, 1, 1, 0, SEVEN},
      {"P-1", "V-4", 8, 1, 1, 0, SIX}},
     "V-1 V-2+V-3 V-4"},
    {"a code met again takes no room",
     {{"P-1", "V-1", 5, 1, 1, 0, SIX},
      {"P-1", "V-2", 6, 1, 1, 0, "M25.511 M25.532"},
      {"P-1", "V-3", 7, 1, 1, 0, "M54.50 M54.51 M54.2 M62.81 M25.561 M25.562"}},
     "V-1+V-2+V-3"},
    {"a beginning of a code is another code",
     {{"P-1", "V-1", 5, 1, 1, 0, SIX " M25.5 M54.50 M54.51 M54.2 M62.81 M25.56"},
      {"P-1", "V-2", 6, 1, 1, 0, "M25.561"}},
     "V-1 V-2"},
    {"a day is not parted where it fits on the next superbill",
     {{"P-1", "V-1", 5, 1, 1, 0, SIX},
      {"P-1", "V-2", 6, 1, 1, 0, "M25.511"},
      {"P-1", "V-3", 6, 1, 1, 0, SEVEN}},
     "V-1 V-2+V-3"},
    {"a day that alone has too many is",
     {{"P-1", "V-1", 5, 1, 1, 0, SIX},
      {"P-1", "V-2", 5, 1, 1, 0, SEVEN},
      {"P-1", "V-3", 6, 1, 1, 0, SEVEN}},
     "V-1 V-2+V-3"},
};

struct bench {
    struct sb_names *patients, *lists;
    struct sb_buf ids;
    struct sb_slip slips[VISITS];
    size_t count;
};

/* The rows as slips, beginning with row `turn`, backwards where asked. */
static void
bench_fill(struct bench *b, const struct plan_case *c, size_t turn, bool backwards)
{
    size_t rows = 0;

    *b = (struct bench){.count = 0};
    assert_int_equal(sb_names_new(&b->patients, NULL), SB_OK);
    assert_int_equal(sb_names_new(&b->lists, NULL), SB_OK);
    while (rows < VISITS && c->rows[rows].patient != NULL)
        rows++;
    for (size_t i = 0; i < rows; i++) {
        const struct row *row = &c->rows[((backwards ? rows - 1 - i : i) + turn) % rows];
        struct sb_slip *slip = &b->slips[b->count++];

        slip->visit = (uint32_t)b->ids.len;
        sb_buf_put(&b->ids, row->visit, strlen(row->visit) + 1);
        slip->date.day = 740000 + row->day;
        slip->provider = row->provider;
        slip->insurance = row->insurance;
        slip->location = row->location;
        assert_int_equal(sb_names_put(&slip->patient, b->patients, row->patient, NULL), SB_OK);
        assert_int_equal(sb_names_put(&slip->diagnoses, b->lists, row->diagnoses, NULL), SB_OK);
    }
}

static void
bench_free(struct bench *b)
{
    sb_names_free(b->patients);
    sb_names_free(b->lists);
    sb_buf_free(&b->ids);
}

static void
plan_print(struct sb_buf *out, const struct sb_plan *plan, const struct bench *b)
{
    for (size_t i = 0; i < plan->count; i++)
        for (size_t k = 0; k < plan->at[i].count; k++) {
            const struct sb_slip *slip = &b->slips[plan->at[i].first + k];

            sb_buf_text(out, k > 0 ? "+" : i > 0 ? " " : "");
            sb_buf_text(out, b->ids.at + slip->visit);
        }
}

static void
plans(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t turn = 0; turn < 2 * VISITS; turn++) {
            struct sb_buf text = {0};
            struct sb_plan_texts texts;
            struct sb_plan plan;
            struct bench b;

            bench_fill(&b, &cases[i], turn / 2, turn % 2 == 1);
            texts = (struct sb_plan_texts){b.patients, b.lists, b.ids.at};
            assert_int_equal(sb_plan_make(&plan, b.slips, b.count, &texts, NULL), SB_OK);
            sb_buf_text(&text, "");
            plan_print(&text, &plan, &b);
            if (strcmp(text.at, cases[i].plan) != 0)
                fail_msg("%s, turn %zu: %s", cases[i].label, turn, text.at);
            sb_buf_free(&text);
            sb_plan_free(&plan);
            bench_free(&b);
        }
}

/* Cut about the middle, never inside a day. */
static void
halves(void **state)
{
    static const struct {
        int32_t days[6];
        size_t count, half;
    } rows[] = {
        {{1, 2}, 2, 1},
        {{1, 1}, 2, 0},
        {{1, 2, 3, 4}, 4, 2},
        {{1, 1, 1, 2}, 4, 3},
        {{1, 2, 2, 2}, 4, 1},
        {{1, 1, 1, 1, 1, 2}, 6, 5},
        {{1, 2, 2, 2, 2, 3}, 6, 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_slip slips[7] = {{.at = 0}};
        const struct sb_planned planned = {1, rows[i].count};

        for (size_t k = 0; k < rows[i].count; k++)
            slips[k + 1].date.day = rows[i].days[k];
        if (sb_plan_half(slips, &planned) != rows[i].half)
            fail_msg("row %zu: %zu", i, sb_plan_half(slips, &planned));
    }
}

/* Many names, each under its own number, found again. */
static void
names(void **state)
{
    struct sb_names *all;
    char text[24];
    uint32_t number;

    (void)state;
    assert_int_equal(sb_names_new(&all, NULL), SB_OK);
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < 5000; i++) {
            (void)snprintf(text, sizeof text, "P-%u", i * 7919 % 5000);
            assert_int_equal(sb_names_put(&number, all, text, NULL), SB_OK);
            assert_int_equal(number, i);
            assert_string_equal(sb_names_at(all, number), text);
        }
    assert_int_equal(sb_names_count(all), 5000);
    sb_names_free(all);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans),
        cmocka_unit_test(halves),
        cmocka_unit_test(names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
