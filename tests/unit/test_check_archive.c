/* A visit against what was issued of it: unchanged, paid since, changed, void. */
#include "store_fixture.h"

#include "rules/rules.h"

static const struct sb_source source = {
    .kind = SB_SOURCE_VISIT, .file = "v", .text = "{}", .length = 2, .record = "V-1"};

/* Ways to change the fixture's visit. */
static void
change_nothing(struct fixture *f)
{
    (void)f;
}
static void
change_spelling(struct fixture *f)
{
    f->diagnoses[0].code = "m25561";
}
static void
change_patient(struct fixture *f)
{
    f->patient.printed_name = "somebody else";
    f->visit.patient = &f->patient;
    f->visit.patient_inline = true;
}
static void
change_minutes(struct fixture *f)
{
    f->services[0].minutes = 38;
}
static void
change_diagnosis(struct fixture *f)
{
    f->diagnoses[0].code = "M25.562";
}
static void
change_note(struct fixture *f)
{
    f->visit.note = "a note";
}
static void
change_amount(struct fixture *f)
{
    f->payments[0].amount.amount.cents = 100;
}
static void
drop_payment(struct fixture *f)
{
    f->visit.payment_count = 0;
}

static struct sb_payment more[3];

static void
add_payment(struct fixture *f)
{
    more[0] = f->payments[0];
    more[1] = (struct sb_payment){.date = f->visit.date, .amount = {true, {500}}};
    f->visit.payments = more;
    f->visit.payment_count = 2;
}
static void
add_payment_before(struct fixture *f)
{
    more[0] = (struct sb_payment){.date = f->visit.date, .amount = {true, {500}}};
    more[1] = f->payments[0];
    f->visit.payments = more;
    f->visit.payment_count = 2;
}
static void
add_refund(struct fixture *f)
{
    more[2] = (struct sb_payment){.date = f->visit.date, .amount = {true, {500}}};
    f->visit.refunds = &more[2];
    f->visit.refund_count = 1;
}
static void
add_payment_and_note(struct fixture *f)
{
    add_payment(f);
    change_note(f);
}
static void
add_service(struct fixture *f)
{
    f->visit.service_count = 1;
}

static void
prior_of(struct sb_prior *prior, struct sb_buf *body, enum sb_issue_state state)
{
    struct fixture f;

    fixture_fill(&f, "V-1", "P-1", sb_date_make(2026, 10, 5));
    sb_buf_reset(body);
    assert_int_equal(sb_visit_canonical(body, &f.visit, NULL), SB_OK);
    *prior = (struct sb_prior){
        .visit = "V-1", .number = "SB-2026-000001", .state = state, .body = body->at};
    sb_sha256(prior->hash, body->at, body->len);
}

static void
test_verdicts(void **state)
{
    static const struct {
        const char *name;
        void (*change)(struct fixture *f);
        enum sb_issue_state state;
        enum sb_prior_verdict verdict;
        enum sb_rule rule; /* SB_RULE_COUNT: none */
        const char *fields;
    } rows[] = {
        {"unchanged", change_nothing, SB_ISSUE_STANDS, SB_PRIOR_SAME, SB_RULE_ALREADY_ISSUED, ""},
        {"spelt otherwise", change_spelling, SB_ISSUE_STANDS, SB_PRIOR_SAME, SB_RULE_ALREADY_ISSUED,
         ""},
        {"the patient changed", change_patient, SB_ISSUE_STANDS, SB_PRIOR_SAME,
         SB_RULE_ALREADY_ISSUED, ""},
        {"minutes", change_minutes, SB_ISSUE_STANDS, SB_PRIOR_CHANGED, SB_RULE_CHANGED_AFTER_ISSUE,
         "issued in services"},
        {"a diagnosis", change_diagnosis, SB_ISSUE_STANDS, SB_PRIOR_CHANGED,
         SB_RULE_CHANGED_AFTER_ISSUE, "issued in diagnoses"},
        {"a note", change_note, SB_ISSUE_STANDS, SB_PRIOR_CHANGED, SB_RULE_CHANGED_AFTER_ISSUE,
         "issued in note"},
        {"a service less", add_service, SB_ISSUE_STANDS, SB_PRIOR_CHANGED,
         SB_RULE_CHANGED_AFTER_ISSUE, "issued in services"},
        {"a payment's amount", change_amount, SB_ISSUE_STANDS, SB_PRIOR_CHANGED,
         SB_RULE_CHANGED_AFTER_ISSUE, "issued in payments"},
        {"a payment less", drop_payment, SB_ISSUE_STANDS, SB_PRIOR_CHANGED,
         SB_RULE_CHANGED_AFTER_ISSUE, "issued in payments"},
        {"a payment more", add_payment, SB_ISSUE_STANDS, SB_PRIOR_PAID, SB_RULE_PAID_AFTER_ISSUE,
         "payments were added"},
        {"a payment more, before", add_payment_before, SB_ISSUE_STANDS, SB_PRIOR_PAID,
         SB_RULE_PAID_AFTER_ISSUE, "payments were added"},
        {"a refund", add_refund, SB_ISSUE_STANDS, SB_PRIOR_PAID, SB_RULE_PAID_AFTER_ISSUE,
         "refunds were added"},
        {"a payment and a note", add_payment_and_note, SB_ISSUE_STANDS, SB_PRIOR_CHANGED,
         SB_RULE_CHANGED_AFTER_ISSUE, "issued in note, payments"},
        {"void, unchanged", change_nothing, SB_ISSUE_VOID, SB_PRIOR_VOID, SB_RULE_ALREADY_ISSUED,
         "is void"},
        {"void, changed", change_minutes, SB_ISSUE_VOID, SB_PRIOR_FRESH, SB_RULE_COUNT, ""},
        {"void, paid", add_payment, SB_ISSUE_VOID, SB_PRIOR_FRESH, SB_RULE_COUNT, ""},
        {"left out of its successor", change_nothing, SB_ISSUE_SUPERSEDED, SB_PRIOR_FRESH,
         SB_RULE_COUNT, ""},
    };
    struct sb_findings *found;
    struct sb_buf body = {0};

    (void)state;
    assert_int_equal(sb_findings_new(&found, NULL), SB_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum sb_prior_verdict verdict;
        struct sb_prior prior;
        struct fixture f;

        print_message("%s\n", rows[i].name);
        prior_of(&prior, &body, rows[i].state);
        fixture_fill(&f, "V-1", "P-1", sb_date_make(2026, 10, 5));
        f.visit.source = &source;
        rows[i].change(&f);
        sb_findings_reset(found);
        assert_int_equal(sb_prior_judge(&verdict, &prior, &f.visit, found, NULL), SB_OK);
        assert_int_equal(verdict, rows[i].verdict);
        assert_int_equal(sb_findings_count(found), rows[i].rule == SB_RULE_COUNT ? 0 : 1);
        if (rows[i].rule == SB_RULE_COUNT)
            continue;
        assert_true(sb_findings_has(found, rows[i].rule));
        assert_non_null(strstr(sb_findings_at(found, 0)->message, rows[i].fields));
        assert_null(strstr(sb_findings_at(found, 0)->message, "M25"));
    }
    sb_findings_free(found);
    sb_buf_free(&body);
}

/* After a purge only the hash is left. */
static void
test_purged(void **state)
{
    struct sb_findings *found;
    struct sb_buf body = {0};
    enum sb_prior_verdict verdict;
    struct sb_prior prior;
    struct fixture f;

    (void)state;
    assert_int_equal(sb_findings_new(&found, NULL), SB_OK);
    prior_of(&prior, &body, SB_ISSUE_STANDS);
    prior.body = NULL;
    fixture_fill(&f, "V-1", "P-1", sb_date_make(2026, 10, 5));
    f.visit.source = &source;
    assert_int_equal(sb_prior_judge(&verdict, &prior, &f.visit, found, NULL), SB_OK);
    assert_int_equal(verdict, SB_PRIOR_SAME);
    change_minutes(&f);
    assert_int_equal(sb_prior_judge(&verdict, &prior, &f.visit, found, NULL), SB_OK);
    assert_int_equal(verdict, SB_PRIOR_CHANGED);
    /* what cannot be corrected is not told to be */
    sb_findings_reset(found);
    prior.purged = true;
    assert_int_equal(sb_prior_judge(&verdict, &prior, &f.visit, found, NULL), SB_OK);
    assert_int_equal(verdict, SB_PRIOR_CHANGED);
    assert_true(sb_findings_has(found, SB_RULE_CHANGED_AFTER_ISSUE));
    assert_non_null(strstr(sb_findings_at(found, 0)->advice, "issue --again --visit V-1"));
    /* where it was void it is as a void one: left alone until it changes */
    sb_findings_reset(found);
    prior.state = SB_ISSUE_VOID;
    assert_int_equal(sb_prior_judge(&verdict, &prior, &f.visit, found, NULL), SB_OK);
    assert_int_equal(verdict, SB_PRIOR_FRESH);
    assert_int_equal(sb_findings_count(found), 0);
    fixture_fill(&f, "V-1", "P-1", sb_date_make(2026, 10, 5));
    f.visit.source = &source;
    assert_int_equal(sb_prior_judge(&verdict, &prior, &f.visit, found, NULL), SB_OK);
    assert_int_equal(verdict, SB_PRIOR_VOID);
    assert_true(sb_findings_has(found, SB_RULE_ALREADY_ISSUED));
    assert_non_null(strstr(sb_findings_at(found, 0)->message, "void and was purged"));
    sb_findings_free(found);
    sb_buf_free(&body);
}

/* What is known to be on no page lets the visit stand, and is named. */
static void
test_unseen(void **state)
{
    struct sb_findings *found;
    struct sb_buf body = {0};
    enum sb_prior_verdict verdict;
    struct sb_prior prior;
    struct fixture f;

    (void)state;
    assert_int_equal(sb_findings_new(&found, NULL), SB_OK);
    prior_of(&prior, &body, SB_ISSUE_STANDS);
    prior.unseen = true;
    fixture_fill(&f, "V-1", "P-1", sb_date_make(2026, 10, 5));
    f.visit.source = &source;
    change_minutes(&f);
    assert_int_equal(sb_prior_judge(&verdict, &prior, &f.visit, found, NULL), SB_OK);
    assert_int_equal(verdict, SB_PRIOR_SAME);
    assert_int_equal(sb_findings_count(found), 1);
    assert_true(sb_findings_has(found, SB_RULE_ALREADY_ISSUED));
    assert_non_null(strstr(sb_findings_at(found, 0)->message, "since in services is not on it"));
    sb_findings_free(found);
    sb_buf_free(&body);
}

static void
test_differences_of_records(void **state)
{
    static const struct {
        const char *before, *after, *told;
    } rows[] = {
        {"{\"a\":1}", "{\"a\":1}", ""},
        {"{\"a\":1,\"b\":\"x\"}", "{\"a\":2,\"b\":\"x\"}", "/a 1 2;"},
        {"{\"a\":[1,2]}", "{\"a\":[1,3,4]}", "/a/1 2 3;/a/2 - 4;"},
        {"{\"a\":{\"b\":\"x,}\"}}", "{\"a\":{}}", "/a - {};/a/b \"x,}\" -;"},
        {"{\"a\":[{\"b\":true},{\"b\":null}]}", "{\"a\":[{\"b\":true}]}", "/a/1/b null -;"},
        {"{\"a\":\"q\\\"]\"}", "{\"a\":\"q\"}", "/a \"q\\\"]\" \"q\";"},
    };
    struct sb_arena *arena = sb_arena_new(0);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_issued_change *changes;
        struct sb_buf told = {0};
        size_t count;

        print_message("%s\n", rows[i].after);
        assert_int_equal(
            sb_record_differ(&changes, &count, rows[i].before, rows[i].after, arena, NULL), SB_OK);
        sb_buf_text(&told, "");
        for (size_t k = 0; k < count; k++)
            sb_buf_print(&told, "%s %s %s;", changes[k].path,
                         changes[k].before != NULL ? changes[k].before : "-",
                         changes[k].after != NULL ? changes[k].after : "-");
        assert_string_equal(told.at, rows[i].told);
        sb_buf_free(&told);
    }
    sb_arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verdicts),
        cmocka_unit_test(test_purged),
        cmocka_unit_test(test_unseen),
        cmocka_unit_test(test_differences_of_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
