/* test_patient_read.c - patients from JSON: what is read, and every finding at its place. */
#include "model_help.h"

static void
reads_everything(void **state)
{
    static const char text[] =
        "{\"id\": \"P-1\", \"name\": {\"first\": \"Mari\xcc\x81"
        "a\", \"middle\": \"T\", \"last\": \"N\", \"suffix\": \"Jr\"}, \"printed_name\": \"Maria "
        "N\","
        " \"birth_date\": \"1984-03-09\", \"sex\": \"F\", \"phone\": \"503\", \"email\": \"m@x\","
        " \"address\": {\"line1\": \"88 Alder\", \"line2\": \"\", \"city\": \"Portland\", "
        "\"state\": \"OR\", \"zip\": \"97202\"}, \"language\": \"es\", \"medicare\": \"advantage\","
        " \"superbills\": \"month\", \"insurance\": [{\"payer\": \"aetna\", \"member_id\": \"W1\","
        " \"group\": \"7\", \"plan\": \"P\", \"from\": \"2026-01-01\", \"until\": \"2026-12-31\","
        " \"relationship\": \"child\", \"subscriber\": {\"name\": {\"first\": \"L\", \"last\": "
        "\"N\"},"
        " \"birth_date\": \"1960-01-01\", \"address\": {\"country\": \"Canada\", \"zip\": "
        "\"V5K 0A1\", \"state\": \"BC\"}}}, {\"payer\": \"Blue\"}]}";
    struct sb_error err = {0};
    struct sb_patient one;
    struct parsed p;

    (void)state;
    parsed_take(&p, text, SB_SOURCE_PATIENT);
    assert_int_equal(sb_patient_read(&one, parsed_tree(&p), &p.source, p.arena, p.found, &err),
                     SB_OK);
    assert_string_equal(findings_line(p.found), "");
    assert_string_equal(one.source->record, "P-1");
    assert_string_equal(one.name.first, "Mar\xc3\xad"
                                        "a");
    assert_string_equal(one.name.suffix, "Jr");
    assert_string_equal(one.printed_name, "Maria N");
    assert_int_equal(one.sex, SB_SEX_F);
    assert_string_equal(one.address.city, "Portland");
    assert_null(one.address.line2); /* empty is not said */
    assert_int_equal(one.language, SB_LANGUAGE_ES);
    assert_int_equal(one.medicare, SB_MEDICARE_ADVANTAGE);
    assert_int_equal(one.superbills, SB_SUPERBILLS_MONTH);
    assert_int_equal(one.insurance_count, 2);
    assert_int_equal(one.insurance[0].relationship, SB_RELATIONSHIP_CHILD);
    assert_int_equal(one.insurance[0].until.day, sb_date_make(2026, 12, 31).day);
    assert_true(one.insurance[0].subscriber.given);
    assert_string_equal(one.insurance[0].subscriber.address.state, "BC");
    assert_false(one.insurance[1].subscriber.given);
    assert_string_equal(sb_name_print(p.arena, &one.insurance[0].subscriber.name), "L N");
    assert_string_equal(sb_name_print(p.arena, &one.name), "Mar\xc3\xad"
                                                           "a T N Jr");
    parsed_free(&p);
}

#define NAME "\"name\": {\"first\": \"A\", \"last\": \"B\"}"
#define HEAD "{\"id\": \"P-1\", " NAME ", \"birth_date\": \"1984-03-09\""

static const struct {
    const char *text, *findings; /* "rule path" each */
} rows[] = {
    {HEAD "}", ""},
    {"{\"id\": \"P-1\"}", "key-missing /name; key-missing /birth_date"},
    {"{\"id\": \"P-1\", \"name\": \"A B\", \"birth_date\": \"1984-03-09\"}", "value-type /name"},
    {"{\"id\": \"P-1\", \"name\": {\"last\": \"B\"}, \"birth_date\": \"1984-03-09\"}",
     "key-missing /name/first"},
    {"{\"id\": \"P/1\", " NAME ", \"birth_date\": \"1984-02-30\"}",
     "id-format /id; date-invalid /birth_date"},
    {HEAD ", \"sex\": \"Female\"}", "value-range /sex"},
    {HEAD ", \"medicare\": true}", "value-type /medicare"},
    {HEAD ", \"adress\": {}}", "key-unknown /adress"},
    {HEAD ", \"address\": {\"state\": \"or\", \"zip\": \"9720\"}}",
     "value-range /address/state; value-range /address/zip"},
    {HEAD ", \"address\": {\"state\": \"BC\", \"zip\": \"V5K\", \"country\": \"Canada\"}}", ""},
    {HEAD ", \"address\": {\"state\": \"BC\", \"country\": \"usa\"}}",
     "value-range /address/state"},
    {HEAD ", \"insurance\": [{\"member_id\": \"W\"}]}", "key-missing /insurance/0/payer"},
    {HEAD ", \"insurance\": [{\"payer\": \"a\", \"member_id\": \"123-45-6789\"}]}",
     "ssn-refused /insurance/0/member_id"},
    {HEAD ", \"insurance\": [{\"payer\": \"a\", \"from\": \"2026-02-01\", \"until\": "
          "\"2026-01-01\"}]}",
     "value-range /insurance/0/until"},
    {HEAD ", \"insurance\": [{\"payer\": \"a\", \"relationship\": \"child\"}]}", ""}, /* a rule's */
    {HEAD ", \"insurance\": [{\"payer\": \"a\", \"subscriber\": {}}]}",
     "key-missing /insurance/0/subscriber/name"},
    {HEAD ", \"insurance\": {}}", "value-type /insurance"},
};

/* Never what a person said: only where it stands. */
static void
finds_and_names_nobody(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_error err = {0};
        struct sb_patient one;
        struct sb_buf line = {0};
        struct parsed p;
        print_message("# %s\n", rows[i].text);
        parsed_take(&p, rows[i].text, SB_SOURCE_PATIENT);
        assert_int_equal(sb_patient_read(&one, parsed_tree(&p), &p.source, p.arena, p.found, &err),
                         SB_OK);
        for (size_t k = 0; k < sb_findings_count(p.found); k++) {
            const struct sb_finding *f = sb_findings_at(p.found, k);
            sb_buf_print(&line, "%s%s %s", k > 0 ? "; " : "", f->rule->id, f->path);
            assert_null(f->value);
            assert_null(strstr(f->message, "1984"));
            assert_null(strstr(f->message, "6789"));
            assert_null(strstr(f->message, "Female"));
        }
        assert_string_equal(line.at ? line.at : "", rows[i].findings);
        sb_buf_free(&line);
        parsed_free(&p);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_everything),
        cmocka_unit_test(finds_and_names_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
