/* test_delivered.c - the note that spares a transaction, and what becomes of it. */
#include "store_fixture.h"

/* Issue one with a delivery; the transaction is left for the note. */
static struct sb_txn *
issue_one(struct sb_archive *archive, const char *visit, sb_number *number)
{
    struct sb_error err = {0};
    struct fixture f;
    struct sb_txn *t;

    fixture_fill(&f, visit, "P-1", sb_date_make(2026, 10, 5));
    if (sb_txn_begin(&t, archive, &err) != SB_OK ||
        fixture_put(t, &f, number, "out", NULL, &err) != SB_OK || sb_txn_commit(t, &err) != SB_OK)
        fail_msg("%s: %s", err.source, err.text);
    return t;
}

static bool
count_row(void *user, const struct sb_superbill *row)
{
    int *count = user;

    *count += row->undelivered != NULL;
    return true;
}

/* Superbills that the archive calls undelivered. */
static int
undelivered(struct sb_archive *archive)
{
    static const struct sb_archive_filter open = {.undelivered = true},
                                          all = {.undelivered = false};
    int count = 0, of_all = 0;
    bool none;

    assert_int_equal(sb_archive_list(archive, &open, count_row, &count, NULL), SB_OK);
    assert_int_equal(sb_archive_list(archive, &all, count_row, &of_all, NULL), SB_OK);
    assert_int_equal(count, of_all);
    assert_int_equal(sb_delivered_all(&none, archive, NULL), SB_OK);
    assert_true(none == (count == 0));
    return count;
}

/* Rows that the table still holds. */
static int64_t
rows(struct sb_archive *archive)
{
    struct sb_statement *s;
    int64_t count;
    bool row;

    assert_int_equal(
        sb_statement_open(&s, sb_archive_db(archive), "SELECT count(*) FROM delivery", NULL),
        SB_OK);
    assert_int_equal(sb_statement_next(s, &row, NULL), SB_OK);
    count = sb_statement_int(s, 0);
    sb_statement_free(s);
    return count;
}

static void
add_to_head(const char *text)
{
    assert_int_equal(sb_file_append("archive.head", text, strlen(text), NULL), SB_OK);
}

static void
test_noted_and_gone_with_the_next(void **state)
{
    struct sb_archive *archive = archive_ok();
    struct sb_proof proof;
    struct sb_txn *t;
    sb_number number;

    (void)state;
    t = issue_one(archive, "V-1", &number);
    assert_int_equal(undelivered(archive), 1);
    assert_true(sb_txn_note(t));
    assert_false(sb_txn_note(t));
    sb_txn_free(t);
    assert_int_equal(undelivered(archive), 0);
    assert_int_equal(rows(archive), 1);
    assert_int_equal(sb_archive_prove(&proof, archive, NULL, NULL, NULL), SB_OK);
    assert_int_equal(proof.faults, 0);
    t = issue_one(archive, "V-2", &number);
    sb_txn_free(t);
    assert_int_equal(rows(archive), 1);
    assert_int_equal(undelivered(archive), 1);
    assert_int_equal(sb_archive_prove(&proof, archive, NULL, NULL, NULL), SB_OK);
    assert_int_equal(proof.faults, 0);
    sb_archive_free(archive);
}

/* What is rolled back removes no row, and the note stays. */
static void
test_a_transaction_that_is_rolled_back(void **state)
{
    struct sb_archive *archive = archive_ok();
    struct sb_txn *t;
    sb_number number;

    (void)state;
    t = issue_one(archive, "V-1", &number);
    assert_true(sb_txn_note(t));
    sb_txn_free(t);
    assert_int_equal(sb_txn_begin(&t, archive, NULL), SB_OK);
    assert_int_equal(rows(archive), 0);
    sb_txn_free(t);
    assert_int_equal(rows(archive), 1);
    assert_int_equal(undelivered(archive), 0);
    sb_archive_free(archive);
}

/* Another run committed in between: its head says nothing of ours. */
static void
test_a_head_that_went_on(void **state)
{
    struct sb_archive *archive = archive_ok(), *other = archive_ok();
    struct sb_txn *first, *second;
    sb_number number;

    (void)state;
    first = issue_one(archive, "V-1", &number);
    second = issue_one(other, "V-2", &number);
    assert_false(sb_txn_note(first));
    assert_true(sb_txn_note(second));
    sb_txn_free(first);
    sb_txn_free(second);
    assert_int_equal(undelivered(archive), 1);
    sb_archive_free(archive);
    sb_archive_free(other);
}

static void
test_what_is_no_note(void **state)
{
    static const char *const texts[] = {
        "{\"delivered\":{\"first\":1,\"la",
        "{\"delivered\":{\"first\":1,\"last\":1}}",
        "{\"delivered\":{\"first\":1,\"last\":1}} \n",
        "{\"delivered\":{\"first\":01,\"last\":1}}\n",
        "{\"delivered\":{\"first\":1,\"last\":99999999999999999999}}\n",
        "{\"delivered\":{\"first\":-1,\"last\":1}}\n",
        "x\n{\"delivered\":{\"first\":1,\"last\":1}}\n",
    };
    struct sb_buf sound = {0};
    struct sb_txn *t;
    struct sb_archive *archive = archive_ok();
    sb_number number;

    (void)state;
    t = issue_one(archive, "V-1", &number);
    sb_txn_free(t);
    assert_int_equal(sb_file_read(&sound, "archive.head", 4096, NULL), SB_OK);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(truncate("archive.head", (off_t)sound.len), 0);
        add_to_head(texts[i]);
        if (undelivered(archive) != 1)
            fail_msg("taken for a note: %s", texts[i]);
        assert_int_equal(sb_archive_judge(archive, NULL), SB_OK);
    }
    sb_buf_free(&sound);
    sb_archive_free(archive);
}

/* A copy, and what is put back, keep what was noted. */
static void
test_copies(void **state)
{
    const struct sb_archive_options options = {.path = "archive.db"};
    struct sb_archive *archive = archive_ok();
    struct sb_restored restored;
    struct sb_proof proof;
    struct sb_txn *t;
    sb_number number;

    (void)state;
    t = issue_one(archive, "V-1", &number);
    assert_true(sb_txn_note(t));
    sb_txn_free(t);
    assert_int_equal(sb_archive_backup(&proof, archive, "copy.db", NULL), SB_OK);
    sb_archive_free(archive);
    /* as a program that copies files does it: the row is there still */
    assert_int_equal(rename("archive.db", "raw.db"), 0);
    assert_int_equal(sb_archive_restore(&restored, &options, "raw.db", FIXTURE_AT, NULL), SB_OK);
    archive = archive_ok();
    assert_int_equal(rows(archive), 0);
    sb_archive_free(archive);
    assert_int_equal(unlink("archive.db"), 0);
    assert_int_equal(sb_archive_restore(&restored, &options, "copy.db", FIXTURE_AT, NULL), SB_OK);
    archive = archive_ok();
    assert_int_equal(rows(archive), 0);
    sb_archive_free(archive);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_noted_and_gone_with_the_next, enter, leave),
        cmocka_unit_test_setup_teardown(test_a_transaction_that_is_rolled_back, enter, leave),
        cmocka_unit_test_setup_teardown(test_a_head_that_went_on, enter, leave),
        cmocka_unit_test_setup_teardown(test_what_is_no_note, enter, leave),
        cmocka_unit_test_setup_teardown(test_copies, enter, leave),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
