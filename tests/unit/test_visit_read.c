/* test_visit_read.c - visits from JSON: what is read, and every finding at its place. */
#include "model_help.h"

static void
reads_everything(void **state)
{
    static const char text[] =
        "{\"id\": \"V-1\", \"patient\": \"P-1\", \"provider\": \"rivera\", \"assistant\": "
        "\"lee\",\n"
        " \"date\": \"2026-10-05\", \"start\": \"09:00\", \"end\": \"10:00\",\n"
        " \"place_of_service\": \"12\", \"location\": \"east\",\n"
        " \"diagnoses\": [\"M25.561\", {\"code\": \"m6281\", \"text\": \"weakness\"}],\n"
        " \"onset_date\": \"2026-09-12\", \"initial_treatment_date\": \"2026-09-20\",\n"
        " \"referral\": {\"name\": \"Dana Okafor, MD\", \"npi\": \"1558598797\", \"date\": "
        "\"2026-09-20\", \"qualifier\": \"DK\"},\n"
        " \"authorization\": \"A-77\", \"accident\": {\"auto\": true, \"state\": \"OR\"},\n"
        " \"services\": [{\"code\": \"97110\", \"minutes\": 24, \"assistant_minutes\": 10, "
        "\"units\": 2, \"modifiers\": [\"GP\", \"59\"], \"diagnoses\": [\"M62.81\"], \"fee\": "
        "62.5, "
        "\"text\": \"Exercise\"}, {\"item\": \"Foam roller\", \"charge\": \"24.00\"}],\n"
        " \"total\": 120,\n"
        " \"payments\": [{\"date\": \"2026-10-05\", \"amount\": \"375.00\", \"method\": \"hsa "
        "card\", \"reference\": \"4242\"}],\n"
        " \"refunds\": [{\"date\": \"2026-10-06\", \"amount\": 5, \"reason\": \"twice\"}],\n"
        " \"adjustments\": [{\"amount\": 1.1, \"service\": 1, \"reason\": \"r\"}],\n"
        " \"note\": \"Nu\\u0301n\\u0303ez\", \"x-mine\": {\"deep\": [1, 2]}}";
    struct sb_error err = {0};
    struct sb_visit v;
    struct parsed p;

    (void)state;
    parsed_take(&p, text, SB_SOURCE_VISIT);
    assert_int_equal(sb_visit_read(&v, parsed_tree(&p), &p.source, p.arena, p.found, &err), SB_OK);
    assert_string_equal(findings_line(p.found), "");
    assert_false(v.refused);
    assert_string_equal(v.id, "V-1");
    assert_string_equal(v.source->record, "V-1");
    assert_string_equal(v.patient_id, "P-1");
    assert_null(v.patient);
    assert_string_equal(v.provider, "rivera");
    assert_string_equal(v.assistant, "lee");
    assert_int_equal(v.date.day, sb_date_make(2026, 10, 5).day);
    assert_int_equal(v.start.minute, 541);
    assert_int_equal(v.end.minute, 601);
    assert_string_equal(v.place_of_service, "12");
    assert_string_equal(v.location, "east");
    assert_int_equal(v.diagnosis_count, 2);
    assert_string_equal(v.diagnoses[0].code, "M25.561");
    assert_null(v.diagnoses[0].text);
    assert_string_equal(v.diagnoses[1].code, "m6281");
    assert_string_equal(v.diagnoses[1].text, "weakness");
    assert_true(v.referral.given);
    assert_int_equal(v.referral.qualifier, SB_QUALIFIER_DK);
    assert_string_equal(v.authorization, "A-77");
    assert_true(v.accident.given && v.accident.automobile && !v.accident.employment);
    assert_string_equal(v.accident.state, "OR");
    assert_int_equal(v.service_count, 2);
    assert_int_equal(v.services[0].minutes, 24);
    assert_int_equal(v.services[0].assistant_minutes, 10);
    assert_int_equal(v.services[0].units, 2);
    assert_int_equal(v.services[0].modifiers.count, 2);
    assert_string_equal(v.services[0].modifiers.at[1], "59");
    assert_string_equal(v.services[0].diagnoses.at[0], "M62.81");
    assert_true(v.services[0].fee.given);
    assert_int_equal(v.services[0].fee.amount.cents, 6250);
    assert_false(v.services[0].charge.given);
    assert_int_equal(v.services[1].minutes, -1);
    assert_int_equal(v.services[1].units, -1);
    assert_null(v.services[1].code);
    assert_string_equal(v.services[1].item, "Foam roller");
    assert_int_equal(v.services[1].charge.amount.cents, 2400);
    assert_true(v.total.given);
    assert_int_equal(v.payments[0].amount.amount.cents, 37500);
    assert_int_equal(v.payments[0].method, SB_METHOD_HSA);
    assert_int_equal(v.refund_count, 1);
    assert_string_equal(v.refunds[0].reason, "twice");
    assert_int_equal(v.adjustments[0].amount.amount.cents, 110);
    assert_int_equal(v.adjustments[0].service, 1);
    assert_string_equal(v.note, "N\xc3\xba\xc3\xb1"
                                "ez");
    parsed_free(&p);
}

/* "rule path <the two bytes at its line and column>" of each finding. */
static const char *
places_line(const struct sb_findings *found, const char *text)
{
    static struct sb_buf line;

    sb_buf_reset(&line);
    for (size_t i = 0; i < sb_findings_count(found); i++) {
        const struct sb_finding *f = sb_findings_at(found, i);
        const char *at = text;
        for (uint32_t n = 1; n < f->line; n++)
            at = strchr(at, '\n') + 1;
        sb_buf_print(&line, "%s%s %s %.2s", i > 0 ? "; " : "", f->rule->id,
                     f->path[0] ? f->path : "-", at + f->column - 1);
    }
    return line.len > 0 ? line.at : "";
}

#define HEAD "{\"id\": \"V-1\", \"patient\": \"P-1\", \"date\": \"2026-10-05\""

static const struct row {
    const char *text, *findings;
    bool refused;
} rows[] = {
    {HEAD "}", "", false}, /* services and diagnoses are rules' to miss */
    {HEAD ", \"diagnosis\": []}", "key-unknown /diagnosis []", false},
    {HEAD ", \"x-diagnosis\": 1}", "", false},
    {"{\"patient\": \"P-1\"}", "key-missing /id {\"; key-missing /date {\"", true},
    {HEAD ", \"note\": 5}", "value-type /note 5}", true},
    {HEAD ", \"note\": null}", "value-type /note nu", true},
    {HEAD ",\n\"services\": [{\"code\": \"97110\", \"minutes\": 1441}]}",
     "value-range /services/0/minutes 14", true},
    {HEAD ",\n\"services\": [{}, {\"code\": \"97110\", \"minutes\": -1}]}",
     "key-missing /services/0/code {}; value-range /services/1/minutes -1", true},
    {HEAD ", \"services\": [{\"code\": \"97110\", \"minutes\": 24.5}]}",
     "value-range /services/0/minutes 24", true},
    {HEAD ", \"services\": [{\"code\": \"97110\", \"minutes\": \"24\"}]}",
     "value-type /services/0/minutes \"2", true},
    {HEAD ", \"services\": [{\"code\": \"97110\", \"units\": 1000}]}",
     "value-range /services/0/units 10", true},
    {HEAD ", \"services\": [{\"code\": \"\"}]}", "", false}, /* code-format is a rule's */
    {HEAD ", \"services\": [7]}", "value-type /services/0 7]", true},
    {HEAD ", \"services\": {}}", "value-type /services {}", true},
    {HEAD ", \"services\": [{\"code\": \"97110\", \"item\": \"Band\"}]}",
     "value-range /services/0/item \"B", true},
    {HEAD ", \"services\": [{\"code\": \"97110\", \"minutes\": 5, \"assistant_minutes\": 6}]}",
     "value-range /services/0/assistant_minutes 6}", true},
    {HEAD ", \"services\": [{\"code\": \"97110\", \"fee\": \"62,50\"}]}",
     "money-format /services/0/fee \"6", true},
    {HEAD ", \"services\": [{\"code\": \"97110\", \"fee\": 1e2}]}",
     "money-format /services/0/fee 1e", true},
    {HEAD ", \"services\": [{\"code\": \"97110\", \"fee\": 62.505}]}",
     "money-format /services/0/fee 62", true},
    {HEAD ", \"services\": [{\"code\": \"97110\", \"fee\": 123456789012345}]}",
     "money-overflow /services/0/fee 12", true},
    {HEAD ", \"services\": [{\"code\": \"97110\", \"charge\": -5}]}", "", false}, /* a rule's */
    {HEAD ", \"services\": [{\"code\": \"97110\", \"modifiers\": [\"GP\", 59]}]}",
     "value-type /services/0/modifiers/1 59", true},
    {HEAD ", \"payments\": [{\"amount\": 5}]}", "", false}, /* payment-date is a rule's */
    {HEAD ", \"payments\": [{\"date\": \"2026-10-05\"}]}", "key-missing /payments/0/amount {\"",
     true},
    {HEAD ", \"payments\": [{\"date\": \"2026-10-05\", \"amount\": -5}]}",
     "value-range /payments/0/amount -5", true},
    {HEAD ", \"payments\": [{\"date\": \"2026-10-05\", \"amount\": 5, \"method\": \"visa\"}]}",
     "value-range /payments/0/method \"v", true},
    {HEAD ", \"refunds\": [{\"amount\": 5}]}", "key-missing /refunds/0/date {\"", true},
    {HEAD ", \"adjustments\": [{\"amount\": 5}]}", "", false}, /* adjustment-unplaced */
    {"{\"id\": \"V-1\", \"patient\": \"P-1\", \"date\": \"2026-02-29\"}", "date-invalid /date \"2",
     true},
    {"{\"id\": \"V 1\", \"patient\": \"P-1\", \"date\": \"2026-02-28\"}", "id-format /id \"V",
     true},
    {"{\"id\": \"\", \"patient\": \"P-1\", \"date\": \"2026-02-28\"}", "value-range /id \"\"",
     true},
    {HEAD ", \"start\": \"9:00\"}", "value-range /start \"9", true},
    {HEAD ", \"start\": \"10:00\", \"end\": \"09:00\"}", "value-range /end \"0", true},
    {HEAD ", \"note\": \"a\\u0007b\"}", "text-characters /note \"a", true},
    {HEAD ", \"note\": \"a\\u202eb\"}", "text-characters /note \"a", true},
    {HEAD ", \"note\": \"a\xe2\x80\xaeqb\"}", "text-characters /note \"a", true},
    {HEAD ", \"note\": \"123-45-6789\"}", "ssn-refused /note \"1", true},
    {HEAD ", \"note\": \"call 503-555-0100\"}", "", false},
    {HEAD ", \"x-old\": {\"a\": [1, {\"b\": \"123-45-6789\"}]}}", "ssn-refused /x-old {\"", true},
    {HEAD ", \"Mar\xc3\xad\\u0061\": 1}", "key-unknown - {\"", false}, /* may be a name */
    {HEAD ", \"accident\": {\"auto\": \"yes\"}}", "value-type /accident/auto \"y", true},
    {HEAD ", \"accident\": {\"auto\": true, \"state\": \"Oregon\"}}",
     "value-range /accident/state \"O", true},
    {HEAD ", \"diagnoses\": [\"M54.50\", 5]}", "value-type /diagnoses/1 5]", true},
    {HEAD ", \"diagnoses\": [{\"text\": \"back\"}]}", "key-missing /diagnoses/0/code {\"", true},
    {HEAD ", \"diagnoses\": [\"A\",\"A\",\"A\",\"A\",\"A\",\"A\",\"A\",\"A\",\"A\",\"A\",\"A\","
          "\"A\",\"A\"]}",
     "", false}, /* dx-too-many is a rule's */
    {"{\"id\": \"V-1\", \"date\": \"2026-10-05\", \"patient\": {\"id\": \"P-1\"}}",
     "key-missing /patient/name {\"; key-missing /patient/birth_date {\"", true},
    {"{\"id\": \"V-1\", \"date\": \"2026-10-05\", \"patient\": 7}", "value-type /patient 7}", true},
    {"{\"id\": \"V-1\", \"date\": \"2026-10-05\", \"patient\": {\"id\": \"P-1\", \"name\": "
     "{\"first\": \"A\", \"last\": \"\"}, \"birth_date\": \"1990-01-01\"}}",
     "value-range /patient/name/last \"\"", true},
};

static void
finds_at_the_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_error err = {0};
        struct sb_visit v;
        struct parsed p;
        print_message("# %s\n", rows[i].text);
        parsed_take(&p, rows[i].text, SB_SOURCE_VISIT);
        assert_int_equal(sb_visit_read(&v, parsed_tree(&p), &p.source, p.arena, p.found, &err),
                         SB_OK);
        assert_string_equal(places_line(p.found, rows[i].text), rows[i].findings);
        assert_int_equal(v.refused, rows[i].refused);
        parsed_free(&p);
    }
}

/* A record with thousands of faults is refused with a bounded list, and quickly. */
static void
says_a_bounded_number(void **state)
{
    struct sb_buf text = {0};
    struct sb_error err = {0};
    struct sb_visit v;
    struct parsed p;

    (void)state;
    sb_buf_text(&text, HEAD);
    for (int i = 0; i < 20000; i++)
        sb_buf_print(&text, ", \"k%d\": 1", i);
    sb_buf_text(&text, ", \"note\": 5}");
    parsed_take(&p, text.at, SB_SOURCE_VISIT);
    assert_int_equal(sb_visit_read(&v, parsed_tree(&p), &p.source, p.arena, p.found, &err), SB_OK);
    assert_true(v.refused);
    assert_true(sb_findings_has(p.found, SB_RULE_VALUE_TYPE));
    assert_true(sb_findings_count(p.found) <= 60);
    parsed_free(&p);
    sb_buf_free(&text);
}

static void
says_what_is_near(void **state)
{
    struct sb_error err = {0};
    struct sb_visit v;
    struct parsed p;

    (void)state;
    parsed_take(&p, HEAD ", \"diagnosis\": []}", SB_SOURCE_VISIT);
    assert_int_equal(sb_visit_read(&v, parsed_tree(&p), &p.source, p.arena, p.found, &err), SB_OK);
    assert_non_null(strstr(sb_findings_at(p.found, 0)->message, "did you mean \"diagnoses\"?"));
    parsed_free(&p);
}

static void
tells_what_it_looks_like(void **state)
{
    static const struct {
        const char *text, *like;
    } kinds[] = {
        {"{\"resourceType\": \"Bundle\", \"entry\": []}", "FHIR bundle"},
        {"{\"resourceType\": \"Claim\", \"patient\": {}}", "FHIR resource"},
        {"{\"practice\": {\"name\": \"x\"}}", "configuration"},
        {"{\"schema\": \"superbill.findings/1\"}", "printed"},
        {"{\"type\": \"FeatureCollection\", \"features\": []}", "GeoJSON"},
        {"{\"id\": \"P-1\", \"name\": {}, \"birth_date\": \"1990-01-01\"}", "a patient"},
        {"{\"a\": 1, \"b\": 2}", "another kind"},
        {"{}", "empty"},
        {"[1]", "array"},
        {"5", "number"},
        {"{\"id\": \"V-1\", \"date\": \"2026-10-05\"}", NULL},
        {"{\"patient\": \"P-1\"}", NULL},
        {"{\"services\": [], \"foo\": 1, \"bar\": 2, \"baz\": 3}", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct sb_json_doc *doc = NULL;
        struct sb_error err = {0};
        struct sb_pass pass = {0};
        char text[256] = {0};
        print_message("# %s\n", kinds[i].text);
        memcpy(text, kinds[i].text, strlen(kinds[i].text));
        assert_int_equal(sb_pass_run(&pass, text, text + strlen(text)), SB_PASS_DONE);
        assert_int_equal(
            sb_json_parse(&doc, text, strlen(text), pass.values, pass.value_count, &err), SB_OK);
        const char *like = sb_record_looks_like(sb_json_root(doc));
        if (kinds[i].like) {
            assert_non_null(like);
            assert_non_null(strstr(like, kinds[i].like));
        } else {
            assert_null(like);
        }
        sb_json_free(doc);
        sb_pass_free(&pass);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_everything),         cmocka_unit_test(finds_at_the_place),
        cmocka_unit_test(says_a_bounded_number),    cmocka_unit_test(says_what_is_near),
        cmocka_unit_test(tells_what_it_looks_like),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
