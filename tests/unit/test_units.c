/* test_units.c - units of timed codes, by the worked examples of CMS, AMA and billers. */
#include "model_help.h"

#include "rules/rules.h"

#define LINES 6

/* The examples of the manuals and of billers' texts, with who decides a tie. */
static const struct example {
    const char *id;
    enum sb_unit_rule rule;
    struct {
        const char *code;
        int32_t minutes, units;
    } lines[LINES];
    int32_t timed, total;
    bool tie;
} examples[] = {
    {"E01", SB_UNIT_RULE_CMS, {{"97112", 24, 2}, {"97110", 23, 1}}, 3, 3, false},
    {"E02", SB_UNIT_RULE_CMS, {{"97112", 20, 2}, {"97110", 20, 1}}, 3, 3, true},
    {"E03", SB_UNIT_RULE_CMS, {{"97110", 33, 2}, {"97140", 7, 1}}, 3, 3, false},
    {"E04",
     SB_UNIT_RULE_CMS,
     {{"97110", 18, 1}, {"97140", 13, 1}, {"97116", 10, 1}, {"97035", 8, 0}},
     3,
     3,
     false},
    {"E05", SB_UNIT_RULE_CMS, {{"97112", 7, 1}, {"97110", 7, 0}, {"97140", 7, 0}}, 1, 1, true},
    {"E06", SB_UNIT_RULE_CMS, {{"97035", 7, 0}}, 0, 0, false},
    {"E07", SB_UNIT_RULE_CMS, {{"97110", 7, 1}, {"97140", 7, 0}}, 1, 1, true},
    {"E08", SB_UNIT_RULE_AMA, {{"97110", 7, 0}, {"97140", 7, 0}}, 0, 0, false},
    {"E09", SB_UNIT_RULE_CMS, {{"97110", 23, 2}, {"97014", 0, 1}}, 2, 3, false},
    {"E10", SB_UNIT_RULE_CMS, {{"97110", 23, 2}, {"97140", 12, 1}, {"97116", 8, 0}}, 3, 3, true},
    {"E11", SB_UNIT_RULE_AMA, {{"97110", 23, 2}, {"97140", 12, 1}, {"97116", 8, 1}}, 4, 4, false},
    {"E12", SB_UNIT_RULE_CMS, {{"97110", 8, 1}, {"97140", 8, 0}}, 1, 1, true},
    {"E13", SB_UNIT_RULE_AMA, {{"97110", 8, 1}, {"97140", 8, 1}}, 2, 2, false},
    {"E14", SB_UNIT_RULE_CMS, {{"97110", 23, 2}, {"97140", 7, 0}}, 2, 2, false},
    {"E15", SB_UNIT_RULE_CMS, {{"97110", 20, 1}, {"97010", 10, 1}}, 1, 2, false},
    {"E16", SB_UNIT_RULE_CMS, {{"97140", 20, 2}, {"97110", 18, 1}, {"97530", 15, 1}}, 4, 4, false},
    {"E17", SB_UNIT_RULE_AMA, {{"97140", 20, 1}, {"97110", 18, 1}, {"97530", 15, 1}}, 3, 3, false},
    {"E18", SB_UNIT_RULE_AMA, {{"97110", 25, 2}, {"97140", 15, 1}}, 3, 3, false},
    {"E19", SB_UNIT_RULE_CMS, {{"97110", 20, 1}, {"97140", 7, 1}}, 2, 2, false},
    {"E20", SB_UNIT_RULE_CMS, {{"97110", 130, 9}}, 9, 9, false},
    {"E21", SB_UNIT_RULE_CMS, {{"97140", 24, 2}}, 2, 2, false},
    {"E22", SB_UNIT_RULE_AMA, {{"97110", 23, 2}}, 2, 2, false},
    {"E23", SB_UNIT_RULE_AMA, {{"97110", 16, 1}}, 1, 1, false},
    {"E24", SB_UNIT_RULE_CMS, {{"97110", 36, 2}, {"97140", 30, 2}}, 4, 4, false},
    {"E25", SB_UNIT_RULE_CMS, {{"97110", 8, 1}}, 1, 1, false},
    {"E26", SB_UNIT_RULE_CMS, {{"97110", 52, 3}}, 3, 3, false},
    {"E27", SB_UNIT_RULE_CMS, {{"97110", 53, 4}}, 4, 4, false},
    {"E28", SB_UNIT_RULE_CMS, {{"97110", 127, 8}}, 8, 8, false},
    {"8 + 8 by CMS", SB_UNIT_RULE_CMS, {{"97110", 8, 1}, {"97140", 8, 0}}, 1, 1, true},
    {"23 + 12 + 8 by AMA",
     SB_UNIT_RULE_AMA,
     {{"97110", 23, 2}, {"97140", 12, 1}, {"97116", 8, 1}},
     4,
     4,
     false},
    {"three sevens earn one",
     SB_UNIT_RULE_CMS,
     {{"97110", 7, 1}, {"97140", 7, 0}, {"97530", 7, 0}},
     1,
     1,
     true},
    {"a tie goes to more minutes",
     SB_UNIT_RULE_CMS,
     {{"97116", 8, 0}, {"97140", 12, 1}, {"97110", 23, 2}},
     3,
     3,
     true},
    {"no minutes at all", SB_UNIT_RULE_CMS, {{"97110", 0, 0}}, 0, 0, false},
    /* pairs: minutes are added, the first code takes one */
    {"pair by AMA", SB_UNIT_RULE_AMA, {{"97129", 15, 1}, {"97130", 25, 2}}, 3, 3, false},
    {"pair by AMA, all minutes on the first",
     SB_UNIT_RULE_AMA,
     {{"97129", 40, 1}, {"97130", 0, 2}},
     3,
     3,
     false},
    {"pair by CMS", SB_UNIT_RULE_CMS, {{"97129", 15, 1}, {"97130", 25, 2}}, 3, 3, false},
    {"pair pools with others",
     SB_UNIT_RULE_CMS,
     {{"97129", 15, 1}, {"97130", 5, 1}, {"97110", 18, 1}},
     3,
     3,
     false},
    {"pair pools as one entry",
     SB_UNIT_RULE_CMS,
     {{"97129", 15, 1}, {"97130", 8, 1}, {"97110", 7, 0}},
     2,
     2,
     false},
    {"first without its add-on", SB_UNIT_RULE_AMA, {{"97129", 40, 1}}, 1, 1, false},
    {"first without its add-on by CMS",
     SB_UNIT_RULE_CMS,
     {{"97129", 40, 1}, {"97110", 7, 0}},
     1,
     1,
     false},
    {"biofeedback", SB_UNIT_RULE_AMA, {{"90912", 15, 1}, {"90913", 23, 2}}, 3, 3, false},
    {"caregiver training, 37", SB_UNIT_RULE_AMA, {{"97550", 37, 1}, {"97551", 0, 0}}, 1, 1, false},
    {"caregiver training, 38", SB_UNIT_RULE_AMA, {{"97550", 30, 1}, {"97551", 8, 1}}, 2, 2, false},
    {"caregiver training, 15", SB_UNIT_RULE_AMA, {{"97550", 15, 0}, {"97551", 0, 0}}, 0, 0, false},
    {"caregiver training, 16", SB_UNIT_RULE_CMS, {{"97550", 16, 1}, {"97551", 0, 0}}, 1, 1, false},
    {"direct care", SB_UNIT_RULE_CMS, {{"G0541", 30, 1}, {"G0542", 23, 2}}, 3, 3, false},
    {"work hardening, 60", SB_UNIT_RULE_AMA, {{"97545", 60, 0}, {"97546", 0, 0}}, 0, 0, false},
    {"work hardening, 61", SB_UNIT_RULE_AMA, {{"97545", 61, 1}, {"97546", 0, 0}}, 1, 1, false},
    {"work hardening, 151", SB_UNIT_RULE_CMS, {{"97545", 120, 1}, {"97546", 31, 1}}, 2, 2, false},
    {"work hardening stays out of the pool",
     SB_UNIT_RULE_CMS,
     {{"97545", 67, 1}, {"97110", 7, 0}},
     1,
     1,
     false},
    {"monitoring, full blocks: 19", SB_UNIT_RULE_AMA, {{"98980", 19, 0}}, 0, 0, false},
    {"monitoring, full blocks: 39",
     SB_UNIT_RULE_AMA,
     {{"98980", 20, 1}, {"98981", 19, 0}},
     1,
     1,
     false},
    {"monitoring, full blocks: 60",
     SB_UNIT_RULE_CMS,
     {{"98980", 20, 1}, {"98981", 40, 2}},
     3,
     3,
     false},
    {"30 minutes a unit", SB_UNIT_RULE_AMA, {{"98960", 45, 1}}, 1, 1, false},
    {"30 minutes a unit, 46", SB_UNIT_RULE_AMA, {{"98960", 46, 2}}, 2, 2, false},
    {"an add-on that is no rest",
     SB_UNIT_RULE_CMS,
     {{"97116", 23, 2}, {"0791T", 15, 1}},
     3,
     3,
     false},
    {"a stated range is one unit",
     SB_UNIT_RULE_CMS,
     {{"98967", 15, 1}, {"97110", 15, 1}},
     1,
     2,
     false},
    {"a code of nobody", SB_UNIT_RULE_CMS, {{"99999", 50, 1}}, 0, 1, false},
};

static void
examples_come_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        const struct example *e = &examples[i];
        struct sb_unit_line lines[LINES] = {0};
        struct sb_units_total total;
        size_t n = 0;
        for (; n < LINES && e->lines[n].code; n++) {
            lines[n].code = e->lines[n].code;
            lines[n].minutes = e->lines[n].minutes;
            lines[n].assistant_minutes = lines[n].stated = -1;
        }
        assert_int_equal(sb_units_count(&total, lines, n, e->rule, NULL), SB_OK);
        for (size_t j = 0; j < n; j++)
            if (lines[j].units != e->lines[j].units || !lines[j].why[0])
                fail_msg("%s: %s has %d units, wanted %d (%s)", e->id, lines[j].code,
                         lines[j].units, e->lines[j].units, lines[j].why);
        if (total.timed_units != e->timed || total.total_units != e->total || total.tie != e->tie)
            fail_msg("%s: %d timed, %d in all, tie %d", e->id, total.timed_units, total.total_units,
                     total.tie);
        assert_int_equal(total.tie, total.tie_why[0] != '\0');
    }
}

/* What a record states settles a tie, where it fits. */
static void
ties_follow_the_record(void **state)
{
    static const struct {
        const char *label;
        int32_t minutes[3], stated[3], units[3];
        const char *reason;
    } rows[] = {
        {"the second says one", {8, 8, -1}, {-1, 1, -1}, {0, 1, 0}, "as the record's units say"},
        {"the first says none", {8, 8, -1}, {0, -1, -1}, {0, 1, 0}, "as the record's units say"},
        {"both say one: it does not fit",
         {8, 8, -1},
         {1, 1, -1},
         {1, 0, 0},
         "by the order of the record"},
        {"more than the rule: it does not fit",
         {8, 8, -1},
         {-1, 2, -1},
         {1, 0, 0},
         "by the order of the record"},
        {"1 + 1 + 1 as stated", {23, 12, 8}, {1, 1, 1}, {1, 1, 1}, "as the record's units say"},
        {"2 + 1 unsaid", {23, 12, 8}, {-1, -1, -1}, {2, 1, 0}, "having more minutes"},
    };
    static const char *const codes[] = {"97110", "97140", "97116"};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_unit_line lines[3] = {0};
        struct sb_units_total total;
        size_t n = rows[i].minutes[2] < 0 ? 2 : 3;
        for (size_t j = 0; j < n; j++)
            lines[j] = (struct sb_unit_line){.code = codes[j],
                                             .minutes = rows[i].minutes[j],
                                             .assistant_minutes = -1,
                                             .stated = rows[i].stated[j]};
        assert_int_equal(sb_units_count(&total, lines, n, SB_UNIT_RULE_CMS, NULL), SB_OK);
        for (size_t j = 0; j < n; j++)
            if (lines[j].units != rows[i].units[j])
                fail_msg("%s: %s has %d", rows[i].label, codes[j], lines[j].units);
        if (!strstr(total.tie_why, rows[i].reason))
            fail_msg("%s: %s", rows[i].label, total.tie_why);
    }
}

/* Whole blocks go to who gave them; what is left by who gave most of it (42 CFR 410.60). */
static void
assistant_units_are_told_apart(void **state)
{
    static const struct {
        const char *label, *code;
        int32_t minutes, assistant, stated, units, cq;
    } rows[] = {
        {"23 assistant + 13 own", "97110", 36, 23, -1, 2, 1},
        {"15 + 15", "97530", 30, 15, -1, 2, 1},
        {"all by the assistant", "97110", 38, 38, -1, 3, 3},
        {"none", "97110", 38, 0, -1, 3, 0},
        {"not said", "97110", 38, -1, -1, 3, 0},
        {"1 of 15 is forgiven", "97110", 15, 1, -1, 1, 0},
        {"own 8 or more of the last unit", "97110", 15, 7, -1, 1, 0},
        {"own 7 of the last unit", "97110", 15, 8, -1, 1, 1},
        {"12 + 12: one each", "97110", 24, 12, -1, 2, 1},
        {"untimed, over 10 %", "97161", 30, 4, -1, 1, 1},
        {"untimed, 10 %", "97161", 30, 3, -1, 1, 0},
        {"untimed, minutes unsaid", "97150", -1, 5, -1, 1, 1},
        {"timed by units alone", "97110", -1, 15, 2, 2, 2},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_unit_line line = {.code = rows[i].code,
                                    .minutes = rows[i].minutes,
                                    .assistant_minutes = rows[i].assistant,
                                    .stated = rows[i].stated};
        struct sb_units_total total;
        assert_int_equal(sb_units_count(&total, &line, 1, SB_UNIT_RULE_CMS, NULL), SB_OK);
        if (line.units != rows[i].units || line.cq_units != rows[i].cq)
            fail_msg("%s: %d units, %d with CQ", rows[i].label, line.units, line.cq_units);
    }
}

static void
limits_are_kept(void **state)
{
    struct sb_unit_line lines[SB_UNITS_LINES + 1] = {{.code = "97110", .minutes = 15}};
    struct sb_units_total total;
    struct sb_error err = {0};

    (void)state;
    assert_int_equal(sb_units_count(&total, lines, SB_UNITS_LINES + 1, SB_UNIT_RULE_CMS, &err),
                     SB_E_RANGE);
    lines[0].minutes = 2000000;
    assert_int_equal(sb_units_count(&total, lines, 1, SB_UNIT_RULE_CMS, &err), SB_E_RANGE);
    assert_int_equal(sb_units_count(&total, lines, 0, SB_UNIT_RULE_CMS, &err), SB_OK);
    assert_int_equal(total.total_units, 0);
    lines[0] = (struct sb_unit_line){.code = "97110", .minutes = -1, .stated = -1};
    assert_int_equal(sb_units_count(&total, lines, 1, SB_UNIT_RULE_AMA, &err), SB_OK);
    assert_int_equal(lines[0].units, -1);
    assert_true(lines[0].timed);
    lines[0].stated = 3;
    assert_int_equal(sb_units_count(&total, lines, 1, SB_UNIT_RULE_AMA, &err), SB_OK);
    assert_int_equal(total.timed_units, 3);
}

/* The worked examples as they are published, where they lie beside the checkout. */
static int32_t
number(const struct sb_json_doc *doc, const struct sb_json *object, const char *key)
{
    int64_t n = 0;
    struct sb_bytes source = sb_json_source(doc, sb_json_member(object, key));

    assert_true(sb_int_parse(&n, source.at, source.len));
    return (int32_t)n;
}

static void
published_one(const struct sb_json_doc *doc, const struct sb_json *example)
{
    struct sb_unit_line lines[LINES] = {0};
    struct sb_units_total total;
    const char *id = sb_json_text(sb_json_member(example, "id"));
    bool cms = strcmp(sb_json_text(sb_json_member(example, "rule")), "cms") == 0;
    const struct sb_json *line = sb_json_child(sb_json_member(example, "lines"));
    const struct sb_json *wanted = sb_json_child(sb_json_member(example, "expected"));
    size_t n = 0;

    for (; line; line = sb_json_next(line), n++) {
        assert_true(n < LINES);
        lines[n].code = sb_json_text(sb_json_member(line, "code"));
        lines[n].minutes = number(doc, line, "minutes");
        lines[n].assistant_minutes = lines[n].stated = -1;
    }
    assert_int_equal(
        sb_units_count(&total, lines, n, cms ? SB_UNIT_RULE_CMS : SB_UNIT_RULE_AMA, NULL), SB_OK);
    for (n = 0; wanted; wanted = sb_json_next(wanted), n++) {
        assert_string_equal(lines[n].code, sb_json_text(sb_json_member(wanted, "code")));
        if (lines[n].units != number(doc, wanted, "units"))
            fail_msg("%s: %s has %d units", id, lines[n].code, lines[n].units);
    }
    assert_int_equal(total.timed_units, number(doc, example, "timed_units"));
    assert_int_equal(total.total_units, number(doc, example, "total_units"));
}

static void
published_examples_come_out(void **state)
{
    struct sb_buf text = {0};
    struct parsed p;
    struct sb_error err = {0};

    (void)state;
    if (sb_file_read(&text, "../shared/data/unit-examples.json", 1 << 20, &err) != SB_OK)
        skip();
    /* An array is a list of records to the scan: an object around it makes it one. */
    struct sb_buf whole = {0};
    sb_buf_print(&whole, "{\"examples\": %s}", text.at);
    parsed_take(&p, whole.at, SB_SOURCE_FILE);
    const struct sb_json *example = sb_json_child(sb_json_member(sb_json_root(p.doc), "examples"));
    size_t count = 0;
    for (; example; example = sb_json_next(example), count++)
        published_one(p.doc, example);
    assert_true(count >= 28);
    parsed_free(&p);
    sb_buf_free(&whole);
    sb_buf_free(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_come_out),
        cmocka_unit_test(ties_follow_the_record),
        cmocka_unit_test(assistant_units_are_told_apart),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(published_examples_come_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
