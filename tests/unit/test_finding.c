/* test_finding.c - findings: places, values shown and hidden, overrides, order, merging. */
#include "model_help.h"

static struct sb_findings *
list_new(void)
{
    struct sb_findings *list = NULL;

    assert_int_equal(sb_findings_new(&list, NULL), SB_OK);
    return list;
}

static const char record[] = "{\"id\": \"V-1\",\n \"note\": \"h\xc3\xa9llo\", \"list\": [1, 22],\n"
                             " \"patient\": {\"name\": \"secret\"}}";

static struct sb_source
source_of(enum sb_source_kind kind)
{
    return (struct sb_source){.kind = kind,
                              .file = "v.json",
                              .line = 7,
                              .column = 5,
                              .text = record,
                              .length = sizeof record - 1,
                              .record = "V-1"};
}

static void
the_list_of_rules_is_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_RULE_COUNT; i++) {
        const struct sb_rule_info *rule = sb_rule_at(i);
        assert_true(rule->id[0] && rule->title[0] && rule->advice[0] && rule->source[0]);
        assert_ptr_equal(sb_rule_find(rule->id), rule); /* so each id stands once */
        for (const char *at = rule->id; *at; at++)
            assert_true((*at >= 'a' && *at <= 'z') || *at == '-');
    }
    assert_null(sb_rule_at(SB_RULE_COUNT));
    assert_null(sb_rule_find("no-such-rule"));
}

/* Columns count bytes from 1; a record may begin anywhere in its line. */
static void
points_at_its_place(void **state)
{
    static const struct {
        const char *path;
        uint32_t line, column;
        const char *value;
    } rows[] = {
        {"", 7, 5, NULL},
        {"/id", 7, 12, "\"V-1\""},
        {"/note", 8, 10, "\"h\xc3\xa9llo\""},
        {"/list/1", 8, 32, "22"},
        {"/list", 8, 28, NULL},
        {"/list/9", 8, 28, NULL},
        {"/patient/name", 9, 22, NULL}, /* a patient's */
        {"/absent", 7, 5, NULL},
    };
    struct sb_source source = source_of(SB_SOURCE_VISIT);
    struct sb_findings *list = list_new();

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sb_findings_reset(list);
        sb_findings_add(list, SB_RULE_VALUE_TYPE, sb_spot_at(&source, "%s", rows[i].path), "x %d",
                        5);
        const struct sb_finding *f = sb_findings_at(list, 0);
        print_message("# %s\n", rows[i].path);
        assert_int_equal(f->line, rows[i].line);
        assert_int_equal(f->column, rows[i].column);
        assert_string_equal(f->message, "x 5");
        assert_string_equal(f->record, "V-1");
        if (rows[i].value)
            assert_string_equal(f->value, rows[i].value);
        else
            assert_null(f->value);
    }
    sb_findings_free(list);
}

static void
hides_what_is_a_persons(void **state)
{
    struct sb_source patient = source_of(SB_SOURCE_PATIENT), visit = source_of(SB_SOURCE_VISIT);
    struct sb_findings *list = list_new();

    (void)state;
    sb_findings_add(list, SB_RULE_VALUE_TYPE, sb_spot_at(&patient, "/note"), "x");
    sb_findings_add(list, SB_RULE_SSN_REFUSED, sb_spot_at(&visit, "/note"), "x");
    assert_null(sb_findings_at(list, 0)->value);
    assert_null(sb_findings_at(list, 1)->value);
    sb_findings_free(list);
}

/* A long pointer loses whole members, a long value whole characters. */
static void
clips_cleanly(void **state)
{
    struct sb_source source = source_of(SB_SOURCE_VISIT);
    struct sb_buf text = {0};
    struct sb_findings *list = list_new();

    (void)state;
    struct sb_spot spot = sb_spot_at(&source, "/%060d/%060d/%060d", 1, 2, 3);
    assert_int_equal(strlen(spot.path), 122);
    sb_buf_text(&text, "{\"a\": \"");
    for (int i = 0; i < 100; i++)
        sb_buf_text(&text, "\xc3\xa9");
    sb_buf_text(&text, "\"}");
    source.text = text.at;
    source.length = text.len;
    sb_findings_add(list, SB_RULE_VALUE_TYPE, sb_spot_at(&source, "/a"), "x");
    const char *value = sb_findings_at(list, 0)->value;
    assert_true(sb_utf8_valid(value, strlen(value), NULL));
    assert_in_range(strlen(value), 100, 121);
    sb_buf_free(&text);
    sb_findings_free(list);
}

static void
payers_override(void **state)
{
    struct sb_override levels[] = {
        {"balance-due", "off"},    {"key-unknown", "error"}, {"npi-missing", "off"},
        {"payer-medicare", "off"}, {"dx-unknown", "note"},
    };
    const struct sb_payer payer = {.id = "a", .severities = levels, .severity_count = 5};
    static const struct {
        enum sb_rule rule;
        enum sb_severity said;
        int level; /* -1: not there */
    } rows[] = {
        {SB_RULE_BALANCE_DUE, SB_SEVERITY_OFF, -1},
        {SB_RULE_KEY_UNKNOWN, SB_SEVERITY_OFF, SB_SEVERITY_ERROR},
        {SB_RULE_NPI_MISSING, SB_SEVERITY_OFF, SB_SEVERITY_ERROR}, /* no error is lowered */
        {SB_RULE_DX_UNKNOWN, SB_SEVERITY_OFF, SB_SEVERITY_ERROR},
        {SB_RULE_DX_UNKNOWN, SB_SEVERITY_WARNING, SB_SEVERITY_NOTE},
        {SB_RULE_PAYER_MEDICARE, SB_SEVERITY_WARNING, SB_SEVERITY_WARNING}, /* never silent */
        {SB_RULE_PAID_EXCEEDS, SB_SEVERITY_OFF, SB_SEVERITY_WARNING},
    };
    struct sb_source source = source_of(SB_SOURCE_VISIT);
    struct sb_findings *list = list_new();

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_spot spot = sb_spot_at(&source, "/id");
        print_message("# row %zu\n", i);
        sb_findings_reset(list);
        sb_findings_payer(list, &payer);
        spot.severity = rows[i].said;
        sb_findings_add(list, rows[i].rule, spot, "x");
        assert_int_equal(sb_findings_count(list), rows[i].level >= 0);
        if (rows[i].level >= 0)
            assert_int_equal(sb_findings_at(list, 0)->severity, rows[i].level);
        assert_int_equal(sb_findings_errors(list), rows[i].level == SB_SEVERITY_ERROR);
    }
    sb_findings_reset(list); /* forgets the payer */
    sb_findings_add(list, SB_RULE_BALANCE_DUE, sb_spot_at(&source, "/id"), "x");
    assert_true(sb_findings_has(list, SB_RULE_BALANCE_DUE));
    sb_findings_free(list);
}

static void
sorts_by_place(void **state)
{
    struct sb_source source = source_of(SB_SOURCE_VISIT), other = source;
    struct sb_findings *list = list_new();

    (void)state;
    other.file = "a.json";
    sb_findings_add(list, SB_RULE_VALUE_TYPE, sb_spot_at(&source, "/list/1"), "third");
    sb_findings_add(list, SB_RULE_VALUE_TYPE, sb_spot_at(&source, "/id"), "first");
    sb_findings_add(list, SB_RULE_VALUE_RANGE, sb_spot_at(&source, "/id"), "second");
    sb_findings_add(list, SB_RULE_VALUE_TYPE, sb_spot_at(&other, "/list/1"), "zeroth");
    sb_findings_sort(list);
    static const char *const order[] = {"zeroth", "first", "second", "third"};
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(sb_findings_at(list, i)->message, order[i]);
    sb_findings_free(list);
}

static void
merges_what_is_not_a_visits(void **state)
{
    struct sb_source patient = source_of(SB_SOURCE_PATIENT), visit = source_of(SB_SOURCE_VISIT);
    struct sb_findings *run = list_new(), *one = list_new();

    (void)state;
    for (unsigned i = 0; i < 300; i++) {
        struct sb_spot spot = sb_spot_at(&patient, "/id");
        sb_findings_reset(one);
        spot.line = i % 100 + 1;
        spot.column = 1;
        sb_findings_add(one, SB_RULE_ADDRESS_MISSING, spot, "x");
        sb_findings_add(one, SB_RULE_BALANCE_DUE, sb_spot_at(&visit, "/id"), "y");
        assert_int_equal(sb_findings_merge(run, one, 0), i < 100);
        assert_true(sb_findings_merge(run, one, 1));
        if (i == 150)
            sb_findings_sort(run);
    }
    assert_int_equal(sb_findings_count(run), 400);
    for (size_t i = 0; i < 400; i++)
        if (sb_findings_kind(run, i) == SB_SOURCE_PATIENT)
            assert_int_equal(sb_findings_at(run, i)->visits, 3);
    sb_findings_free(one);
    sb_findings_free(run);
}

/* A finding of the configuration stands at the key, or at its section where the key is absent. */
static void
points_into_the_configuration(void **state)
{
    static const char text[] = "[practice]\nname = x\n[provider lee]\nnpi =  12\n";
    struct sb_ini *ini = NULL;
    struct sb_findings *list = list_new();

    (void)state;
    assert_int_equal(sb_ini_parse(&ini, "c.ini", text, sizeof text - 1, NULL), SB_OK);
    struct sb_source source = {.kind = SB_SOURCE_CONFIG, .file = "c.ini", .ini = ini};
    sb_findings_add(list, SB_RULE_NPI_FORMAT, sb_spot_at(&source, "[provider lee] npi"), "x");
    sb_findings_add(list, SB_RULE_LICENSE_MISSING, sb_spot_at(&source, "[provider lee] license"),
                    "x");
    sb_findings_add(list, SB_RULE_NPI_MISSING, sb_spot_at(&source, "[billing] npi"), "x");
    assert_string_equal(findings_line(list),
                        "npi-format [provider lee] npi 4:8; license-missing [provider lee] license "
                        "3:1; npi-missing [billing] npi 0:0");
    assert_string_equal(sb_findings_at(list, 0)->value, "12");
    sb_findings_free(list);
    sb_ini_free(ini);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_of_rules_is_whole),
        cmocka_unit_test(points_at_its_place),
        cmocka_unit_test(hides_what_is_a_persons),
        cmocka_unit_test(clips_cleanly),
        cmocka_unit_test(payers_override),
        cmocka_unit_test(sorts_by_place),
        cmocka_unit_test(merges_what_is_not_a_visits),
        cmocka_unit_test(points_into_the_configuration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
