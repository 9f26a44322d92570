/* A number is given once, whatever the practice's form of numbers was when it was. */
#include "filled_fixture.h"

static struct sb_archive *
formed(const char *format)
{
    struct sb_archive_options options = {.path = "archive.db", .number_format = format, .wait = 60};
    struct sb_error err = {0};
    struct sb_archive *archive;

    if (sb_archive_open(&archive, &options, &err) != SB_OK)
        fail_msg("open: %s: %s", err.source, err.text);
    return archive;
}

static void
assert_given(struct sb_archive *archive, const char *number)
{
    struct sb_error err = {0};

    assert_int_equal(sb_archive_unused(archive, number, &err), SB_E_RANGE);
    assert_non_null(strstr(err.text, number));
    assert_non_null(strstr(err.text, "[numbering] format must be"));
}

/* A11 is the first of one form and the eleventh of another. */
static void
test_given_in_another_form(void **state)
{
    struct sb_archive *archive = formed("A1{number:1}");
    struct sb_error err = {0};
    struct fixture f;
    struct sb_txn *t;
    sb_number number;

    (void)state;
    assert_int_equal(sb_archive_unused(archive, "A12", &err), SB_OK);
    issue_ok(archive, "V-1", "P-1", &number);
    issue_ok(archive, "V-2", "P-2", &number);
    assert_string_equal(number.text, "A12");
    sb_archive_free(archive);
    archive = formed("A{number:1}");
    for (int i = 3; i < 11; i++) {
        char visit[16];

        (void)snprintf(visit, sizeof visit, "V-%d", i);
        issue_ok(archive, visit, "P-1", &number);
    }
    assert_string_equal(number.text, "A10");
    /* what it was given to may be gone */
    assert_int_equal(sb_txn_begin(&t, archive, NULL), SB_OK);
    assert_int_equal(sb_txn_purge(t, "A11", FIXTURE_AT, NULL), SB_OK);
    assert_int_equal(sb_txn_commit(t, NULL), SB_OK);
    sb_txn_free(t);
    assert_int_equal(sb_txn_begin(&t, archive, NULL), SB_OK);
    fixture_fill(&f, "V-11", "P-1", sb_date_make(2026, 10, 5));
    assert_int_equal(fixture_put(t, &f, &number, NULL, NULL, &err), SB_E_RANGE);
    sb_txn_free(t);
    assert_given(archive, "A11");
    assert_given(archive, "A12");
    assert_int_equal(sb_archive_unused(archive, "A13", &err), SB_OK);
    sb_archive_free(archive);
    archive = formed("B{number:1}");
    issue_ok(archive, "V-11", "P-1", &number);
    assert_string_equal(number.text, "B11");
    sb_archive_free(archive);
}

/* A restore says in which form the numbers were that it marked as lost. */
static void
test_lost_in_another_form(void **state)
{
    struct sb_archive_options options = {
        .path = "archive.db", .number_format = "A1{number:1}", .wait = 60};
    struct sb_archive *archive = formed("A1{number:1}");
    struct sb_restored restored;
    struct sb_error err = {0};
    struct sb_proof proof;
    sb_number number;

    (void)state;
    issue_ok(archive, "V-1", "P-1", &number);
    assert_int_equal(sb_archive_backup(&proof, archive, "backup.db", &err), SB_OK);
    issue_ok(archive, "V-2", "P-2", &number);
    issue_ok(archive, "V-3", "P-2", &number);
    sb_archive_free(archive);
    assert_int_equal(unlink("archive.db"), 0);
    assert_int_equal(sb_archive_restore(&restored, &options, "backup.db", FIXTURE_AT, &err), SB_OK);
    archive = formed("A{number:1}");
    prove_ok(archive, &proof);
    assert_given(archive, "A11");
    assert_given(archive, "A12");
    assert_given(archive, "A13");
    assert_int_equal(sb_archive_unused(archive, "A14", &err), SB_OK);
    sb_archive_free(archive);
}

static void
assert_plan(struct sb_archive *archive, const char *sql, const char *search)
{
    struct sb_buf plan = {0};
    struct sb_statement *s;
    bool row = true;

    assert_int_equal(sb_statement_open(&s, sb_archive_db(archive), sql, NULL), SB_OK);
    while (sb_statement_next(s, &row, NULL) == SB_OK && row)
        sb_buf_print(&plan, "%s\n", sb_statement_text(s, 3));
    sb_statement_free(s);
    print_message("%s", plan.at);
    assert_non_null(strstr(plan.at, search));
    assert_null(strstr(plan.at, "SCAN"));
    assert_null(strstr(plan.at, "TEMP B-TREE"));
    sb_buf_free(&plan);
}

/* Asked for each superbill: it must not read the chain. */
static void
test_asking_uses_an_index(void **state)
{
    struct sb_archive *archive = filled();

    (void)state;
    assert_plan(archive, "EXPLAIN QUERY PLAN " SB_GIVEN_SQL,
                "SEARCH entry USING COVERING INDEX entry_number (number=?)");
    assert_plan(archive, "EXPLAIN QUERY PLAN " SB_LOST_SQL,
                "SEARCH e USING INDEX entry_number (number=?)");
    sb_archive_free(archive);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_given_in_another_form, enter, leave),
        cmocka_unit_test_setup_teardown(test_lost_in_another_form, enter, leave),
        cmocka_unit_test_setup_teardown(test_asking_uses_an_index, enter, leave),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
