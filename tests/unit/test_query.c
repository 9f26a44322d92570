/* What the archive is asked: lists by filter and index, what stands of a visit, history. */
#include "store_fixture.h"

struct seen {
    char numbers[400];
    size_t count;
};

static bool
see(void *user, const struct sb_superbill *row)
{
    struct seen *seen = user;

    seen->count++;
    (void)strncat(seen->numbers, row->number + 11, 3);
    (void)strncat(seen->numbers, " ", 2);
    return true;
}

/* 001 V-1 P-1 5 Oct; 002 V-2 P-2 12 Oct unpaid; 003 V-3 P-1 20 Oct void; 004 corrects 001. */
static struct sb_archive *
filled(void)
{
    static const struct {
        const char *visit, *patient;
        int32_t day;
        int64_t paid;
    } rows[] = {{"V-1", "P-1", 5, 12750}, {"V-2", "P-2", 12, 10000}, {"V-3", "P-1", 20, 12750}};
    struct sb_archive *archive = archive_ok();
    struct fixture f;
    struct sb_txn *t;
    sb_number number;

    for (size_t i = 0; i < 4; i++) {
        const size_t k = i < 3 ? i : 0;

        fixture_fill(&f, rows[k].visit, rows[k].patient, sb_date_make(2026, 10, rows[k].day));
        f.bill.paid.cents = rows[k].paid;
        f.bill.balance.cents = 12750 - rows[k].paid;
        f.lines[1].paid.cents -= 12750 - rows[k].paid;
        if (i == 3) {
            f.payer.id = "uhc";
            f.bill.replaces = "SB-2026-000001";
        }
        assert_int_equal(sb_txn_begin(&t, archive, NULL), SB_OK);
        assert_int_equal(
            fixture_put(t, &f, &number, i == 1 ? "out" : NULL, i == 3 ? "wrong payer" : NULL, NULL),
            SB_OK);
        if (i == 2)
            assert_int_equal(sb_txn_void(t, number.text, "never took place", FIXTURE_AT, NULL),
                             SB_OK);
        assert_int_equal(sb_txn_commit(t, NULL), SB_OK);
        sb_txn_free(t);
    }
    return archive;
}

static void
test_filters(void **state)
{
    const sb_date today = sb_date_make(2027, 9, 20);
    const struct {
        const char *name;
        struct sb_archive_filter filter;
        const char *numbers;
    } rows[] = {
        {"all", {.today = {0}}, "001 002 003 004 "},
        {"patient", {.visits.patient = "P-1"}, "001 003 004 "},
        {"no such patient", {.visits.patient = "P-9"}, ""},
        {"provider", {.visits.provider = "rivera"}, "001 002 003 004 "},
        {"payer", {.visits.payer = "uhc"}, "004 "},
        {"payer in capitals", {.visits.payer = "UHC"}, "004 "},
        {"part of a payer", {.visits.payer = "uh"}, ""},
        {"payers, a line each", {.visits.payer = "nobody\nuhc\naetna"}, "001 002 003 004 "},
        {"visit", {.visits.visit = "V-1"}, "001 004 "},
        {"since", {.visits.since = sb_date_make(2026, 10, 12)}, "002 003 "},
        {"until", {.visits.until = sb_date_make(2026, 10, 12)}, "001 002 004 "},
        {"within",
         {.visits = {.since = sb_date_make(2026, 10, 6), .until = sb_date_make(2026, 10, 19)}},
         "002 "},
        {"unpaid", {.visits.unpaid = true}, "002 "},
        {"paid", {.visits.paid = true}, "001 003 004 "},
        {"standing", {.state_given = true, .state = SB_ISSUE_STANDS}, "002 004 "},
        {"superseded", {.state_given = true, .state = SB_ISSUE_SUPERSEDED}, "001 "},
        {"void", {.state_given = true, .state = SB_ISSUE_VOID}, "003 "},
        {"patient and state",
         {.visits.patient = "P-1", .state_given = true, .state = SB_ISSUE_STANDS},
         "004 "},
        {"deadline of none",
         {.visits = {.deadline = 1, .deadline_given = true}, .today = today},
         ""},
        {"issued before", {.issued_before = sb_date_make(2026, 10, 13)}, "001 002 004 "},
    };
    struct sb_archive *archive = filled();

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct seen seen = {.count = 0};
        struct sb_error err = {0};

        print_message("%s\n", rows[i].name);
        if (sb_archive_list(archive, &rows[i].filter, see, &seen, &err) != SB_OK)
            fail_msg("%s", err.text);
        assert_string_equal(seen.numbers, rows[i].numbers);
    }
    sb_archive_free(archive);
}

static void
test_lists_use_an_index(void **state)
{
    const struct {
        struct sb_archive_filter filter;
        const char *index;
    } rows[] = {
        {{.visits.patient = "P-1"}, "superbill_patient"},
        {{.visits.visit = "V-1"}, "visit_id"},
        {{.visits.patient = "P-1", .visits.unpaid = true}, "superbill_patient"},
        {{.visits = {.deadline = 30, .deadline_given = true}}, "superbill_file_by"},
    };
    struct sb_archive *archive = filled();

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_buf sql = {0}, plan = {0};
        struct sb_statement *s;
        bool row = true;

        sb_buf_text(&sql, "EXPLAIN QUERY PLAN ");
        sb_archive_list_sql(&sql, &rows[i].filter);
        assert_int_equal(
            sb_statement_open(&s, sb_archive_db(archive), sb_archive_text(archive, sql.at), NULL),
            SB_OK);
        while (sb_statement_next(s, &row, NULL) == SB_OK && row)
            sb_buf_print(&plan, "%s\n", sb_statement_text(s, 3));
        sb_statement_free(s);
        print_message("%s", plan.at);
        assert_non_null(strstr(plan.at, rows[i].index));
        assert_null(strstr(plan.at, "SCAN s"));
        sb_buf_free(&plan);
        sb_buf_free(&sql);
    }
    sb_archive_free(archive);
}

/* Asked for each visit to be issued: it must not read the patient's, or the day's, whole archive.
 */
static void
test_beside_uses_an_index(void **state)
{
    struct sb_archive *archive = filled();
    struct sb_buf plan = {0};
    struct sb_statement *s;
    bool row = true;

    (void)state;
    assert_int_equal(
        sb_statement_open(&s, sb_archive_db(archive), "EXPLAIN QUERY PLAN " SB_BESIDE_SQL, NULL),
        SB_OK);
    while (sb_statement_next(s, &row, NULL) == SB_OK && row)
        sb_buf_print(&plan, "%s\n", sb_statement_text(s, 3));
    sb_statement_free(s);
    print_message("%s", plan.at);
    assert_non_null(strstr(
        plan.at,
        "SEARCH s USING INDEX superbill_patient (patient=? AND first_date>? AND first_date<?)"));
    assert_non_null(strstr(plan.at, "SEARCH v USING INDEX visit_date (date=? AND superbill=?)"));
    assert_null(strstr(plan.at, "SCAN"));
    assert_null(strstr(plan.at, "TEMP B-TREE"));
    sb_buf_free(&plan);
    sb_archive_free(archive);
}

static void
test_one_row(void **state)
{
    struct sb_archive *archive = filled();
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_buf record = {0};
    struct sb_error err = {0};
    struct sb_superbill row;

    (void)state;
    assert_int_equal(sb_archive_find(&row, archive, "SB-2026-000002", arena, &err), SB_OK);
    assert_string_equal(row.patient, "P-2");
    assert_string_equal(row.provider, "rivera");
    assert_string_equal(row.payer, "aetna");
    assert_int_equal(row.first_date.day, sb_date_make(2026, 10, 12).day);
    assert_int_equal(row.charges.cents, 12750);
    assert_int_equal(row.balance.cents, 2750);
    assert_int_equal(row.issued_at, FIXTURE_AT);
    assert_string_equal(row.undelivered, "out");
    assert_string_equal(row.template_name, "standard");
    assert_int_equal(strlen(row.document_sha256), 64);
    assert_int_equal(sb_archive_record(&record, archive, "SB-2026-000002", &err), SB_OK);
    assert_non_null(strstr(record.at, "\"visit\":\"V-2\""));
    sb_buf_free(&record);
    assert_int_equal(sb_archive_find(&row, archive, "SB-2026-000009", arena, &err), SB_E_ABSENT);
    assert_string_equal(err.text, "no superbill has the number SB-2026-000009");
    assert_int_equal(sb_archive_record(&record, archive, "x' OR '1'='1", NULL), SB_E_ABSENT);
    assert_int_equal(sb_archive_document(&record, archive, "SB-2026-000009", NULL), SB_E_ABSENT);
    sb_arena_free(arena);
    sb_archive_free(archive);
}

static void
test_prior(void **state)
{
    static const struct {
        const char *visit;
        bool found;
        enum sb_issue_state state;
        const char *number;
    } rows[] = {
        {"V-1", true, SB_ISSUE_STANDS, "SB-2026-000004"},
        {"V-2", true, SB_ISSUE_STANDS, "SB-2026-000002"},
        {"V-3", true, SB_ISSUE_VOID, "SB-2026-000003"},
        {"V-4", false, SB_ISSUE_STANDS, NULL},
    };
    struct sb_archive *archive = filled();
    struct sb_arena *arena = sb_arena_new(0);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_buf body = {0};
        struct sb_prior prior;
        uint8_t hash[32];
        struct fixture f;
        bool found;

        print_message("%s\n", rows[i].visit);
        assert_int_equal(sb_archive_prior(&prior, &found, archive, rows[i].visit, arena, NULL),
                         SB_OK);
        assert_true(found == rows[i].found);
        if (!found)
            continue;
        assert_int_equal(prior.state, rows[i].state);
        assert_string_equal(prior.number, rows[i].number);
        assert_string_equal(prior.visit, rows[i].visit);
        fixture_fill(&f, rows[i].visit, i == 1 ? "P-2" : "P-1",
                     sb_date_make(2026, 10, (int32_t[]){5, 12, 20}[i]));
        assert_int_equal(sb_visit_canonical(&body, &f.visit, NULL), SB_OK);
        assert_string_equal(prior.body, body.at);
        sb_sha256(hash, body.at, body.len);
        assert_memory_equal(prior.hash, hash, sizeof hash);
        sb_buf_free(&body);
    }
    sb_arena_free(arena);
    sb_archive_free(archive);
}

static bool
tell(void *user, const struct sb_history *event)
{
    struct sb_buf *text = user;

    sb_buf_print(text, "%d %s %s %s %s\n", (int)event->entry, event->event, event->number,
                 event->replaces != NULL ? event->replaces : "-",
                 event->reason != NULL ? event->reason : "-");
    return true;
}

static void
test_history(void **state)
{
    struct sb_archive *archive = filled();
    struct sb_buf text = {0};

    (void)state;
    assert_int_equal(sb_archive_history(archive, "SB-2026-000001", tell, &text, NULL), SB_OK);
    assert_string_equal(text.at, "1 issued SB-2026-000001 - -\n"
                                 "5 corrected SB-2026-000004 SB-2026-000001 wrong payer\n");
    sb_buf_reset(&text);
    assert_int_equal(sb_archive_history(archive, "SB-2026-000003", tell, &text, NULL), SB_OK);
    assert_string_equal(text.at, "3 issued SB-2026-000003 - -\n"
                                 "4 voided SB-2026-000003 - never took place\n");
    sb_buf_free(&text);
    sb_archive_free(archive);
}

static void
test_an_archive_that_is_not_there_is_empty(void **state)
{
    struct sb_archive *archive = archive_ok();
    struct sb_archive_filter all = {.today = {0}};
    struct seen seen = {.count = 0};
    struct sb_buf bytes = {0};
    struct sb_prior prior;
    bool found = true;

    (void)state;
    assert_int_equal(sb_archive_list(archive, &all, see, &seen, NULL), SB_OK);
    assert_int_equal(seen.count, 0);
    assert_int_equal(sb_archive_prior(&prior, &found, archive, "V-1", NULL, NULL), SB_OK);
    assert_false(found);
    assert_int_equal(sb_archive_document(&bytes, archive, "SB-2026-000001", NULL), SB_E_ABSENT);
    sb_archive_free(archive);
    assert_int_equal(access("archive.db", F_OK), -1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_filters, enter, leave),
        cmocka_unit_test_setup_teardown(test_lists_use_an_index, enter, leave),
        cmocka_unit_test_setup_teardown(test_beside_uses_an_index, enter, leave),
        cmocka_unit_test_setup_teardown(test_one_row, enter, leave),
        cmocka_unit_test_setup_teardown(test_prior, enter, leave),
        cmocka_unit_test_setup_teardown(test_history, enter, leave),
        cmocka_unit_test_setup_teardown(test_an_archive_that_is_not_there_is_empty, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
