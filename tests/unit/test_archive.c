/* The archive: numbers without gaps, one live superbill a visit, old or new state, its head. */
#include "store_fixture.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

static char *
slurp(const char *path)
{
    struct sb_buf buf = {0};

    assert_int_equal(sb_file_read(&buf, path, 1 << 20, NULL), SB_OK);
    assert_non_null(buf.at);
    return buf.at;
}

static void
copy_file(const char *from, const char *to)
{
    char command[200];

    (void)snprintf(command, sizeof command, "cp '%s' '%s'", from, to);
    assert_int_equal(system(command), 0);
}

static void
test_nothing_is_made_before_the_first_issue(void **state)
{
    struct sb_archive *archive = archive_ok();
    struct sb_chain_head head;
    struct sb_txn *t;
    sb_number number;

    (void)state;
    assert_false(sb_archive_exists(archive));
    assert_int_equal(access("archive.db", F_OK), -1);
    assert_int_equal(sb_archive_head(&head, archive, NULL), SB_OK);
    assert_int_equal(head.entries, 0);
    /* a transaction that is given up leaves nothing that counts */
    assert_int_equal(sb_txn_begin(&t, archive, NULL), SB_OK);
    sb_txn_free(t);
    assert_false(sb_archive_exists(archive));
    assert_int_equal(access("archive.head", F_OK), -1);
    sb_archive_free(archive);
    archive = archive_ok();
    assert_false(sb_archive_exists(archive));
    issue_ok(archive, "V-1", "P-1", &number);
    assert_string_equal(number.text, "SB-2026-000001");
    assert_string_equal(number.file, "SB-2026-000001.pdf");
    assert_true(sb_archive_exists(archive));
    sb_archive_free(archive);
}

static void
test_numbers_run_on_without_gaps(void **state)
{
    struct sb_archive *archive = archive_ok();
    struct sb_archive_options example = {.path = "archive.db", .example = true};
    struct sb_error err = {0};
    struct fixture f;
    struct sb_txn *t;
    sb_number number;

    (void)state;
    issue_ok(archive, "V-1", "P-1", &number);
    /* rolled back: the number is free again */
    fixture_fill(&f, "V-2", "P-1", sb_date_make(2026, 10, 6));
    assert_int_equal(sb_txn_begin(&t, archive, &err), SB_OK);
    assert_int_equal(fixture_put(t, &f, &number, NULL, NULL, &err), SB_OK);
    assert_string_equal(number.text, "SB-2026-000002");
    sb_txn_free(t);
    issue_ok(archive, "V-3", "P-1", &number);
    assert_string_equal(number.text, "SB-2026-000002");
    sb_archive_free(archive);
    /* examples have a series of their own, and keep no visit from being issued */
    assert_int_equal(sb_archive_open(&archive, &example, &err), SB_OK);
    issue_ok(archive, "V-1", "P-1", &number);
    assert_string_equal(number.text, "EXAMPLE-SB-2026-000001");
    sb_archive_free(archive);
    archive = archive_ok();
    issue_ok(archive, "V-4", "P-1", &number);
    assert_string_equal(number.text, "SB-2026-000003");
    sb_archive_free(archive);
}

static void
test_many_in_one_transaction(void **state)
{
    struct sb_archive *archive = archive_ok();
    struct sb_error err = {0};
    struct sb_buf document = {0};
    struct stat status;
    struct sb_txn *t;
    sb_number number;
    char visit[16];
    struct fixture f;

    (void)state;
    assert_int_equal(sb_txn_begin(&t, archive, &err), SB_OK);
    for (int i = 1; i <= 50; i++) {
        (void)snprintf(visit, sizeof visit, "V-%d", i);
        fixture_fill(&f, visit, "P-1", sb_date_make(2026, 10, 1));
        assert_int_equal(fixture_put(t, &f, &number, NULL, NULL, &err), SB_OK);
    }
    assert_int_equal(sb_txn_commit(t, &err), SB_OK);
    sb_txn_free(t);
    assert_string_equal(number.text, "SB-2026-000050");
    /* the shared 9,000 bytes are kept once */
    assert_int_equal(stat("archive.db", &status), 0);
    assert_true(status.st_size < 50 * 9000);
    assert_int_equal(sb_archive_document(&document, archive, "SB-2026-000007", &err), SB_OK);
    assert_int_equal(document.len, strlen("%PDF-1.7 of SB-2026-000007 for V-7") + 9006);
    assert_memory_equal(document.at, "%PDF-1.7 of SB-2026-000007 for V-7", 34);
    assert_memory_equal(document.at + 34, fixture_font, sizeof fixture_font);
    assert_memory_equal(document.at + document.len - 6, "%%EOF\n", 6);
    sb_buf_free(&document);
    sb_archive_free(archive);
}

static void
test_one_live_superbill_a_visit(void **state)
{
    struct sb_archive *archive = archive_ok();
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_error err = {0};
    struct sb_superbill row;
    struct sb_prior prior;
    struct fixture f;
    struct sb_txn *t;
    sb_number first, second;
    bool found;

    (void)state;
    issue_ok(archive, "V-1", "P-1", &first);
    fixture_fill(&f, "V-1", "P-1", sb_date_make(2026, 10, 5));
    assert_int_equal(sb_txn_begin(&t, archive, &err), SB_OK);
    assert_int_equal(fixture_put(t, &f, &second, NULL, NULL, &err), SB_E_DAMAGED);
    sb_txn_free(t);
    /* a correction takes its place */
    fixture_fill(&f, "V-1", "P-1", sb_date_make(2026, 10, 5));
    f.bill.replaces = first.text;
    err = (struct sb_error){0};
    assert_int_equal(sb_txn_begin(&t, archive, &err), SB_OK);
    assert_int_equal(fixture_put(t, &f, &second, NULL, "wrong side", &err), SB_OK);
    assert_int_equal(sb_txn_commit(t, &err), SB_OK);
    sb_txn_free(t);
    assert_int_equal(sb_archive_find(&row, archive, first.text, arena, &err), SB_OK);
    assert_int_equal(row.state, SB_ISSUE_SUPERSEDED);
    assert_string_equal(row.replaced_by, second.text);
    assert_int_equal(sb_archive_find(&row, archive, second.text, arena, &err), SB_OK);
    assert_int_equal(row.state, SB_ISSUE_STANDS);
    assert_string_equal(row.replaces, first.text);
    assert_int_equal(sb_archive_prior(&prior, &found, archive, "V-1", arena, &err), SB_OK);
    assert_true(found);
    assert_string_equal(prior.number, second.text);
    /* what was replaced cannot be replaced or made void again */
    assert_int_equal(sb_txn_begin(&t, archive, &err), SB_OK);
    assert_int_equal(sb_txn_void(t, first.text, "late", FIXTURE_AT, &err), SB_E_RANGE);
    assert_string_equal(err.text, "SB-2026-000001 was replaced by SB-2026-000002: make that one "
                                  "void");
    err = (struct sb_error){0};
    assert_int_equal(sb_txn_void(t, "SB-2026-000009", "late", FIXTURE_AT, &err), SB_E_ABSENT);
    err = (struct sb_error){0};
    assert_int_equal(sb_txn_void(t, second.text, "never took place", FIXTURE_AT, &err), SB_OK);
    assert_int_equal(sb_txn_commit(t, &err), SB_OK);
    sb_txn_free(t);
    assert_int_equal(sb_archive_prior(&prior, &found, archive, "V-1", arena, &err), SB_OK);
    assert_true(found);
    assert_int_equal(prior.state, SB_ISSUE_VOID);
    assert_string_equal(prior.number, second.text);
    sb_arena_free(arena);
    sb_archive_free(archive);
}

static void
test_a_lost_or_old_archive_stops_issuing(void **state)
{
    struct sb_archive_options options = {.path = "archive.db", .wait = 60};
    struct sb_archive *archive = archive_ok();
    struct sb_error err = {0};
    struct sb_txn *t;
    sb_number number;

    (void)state;
    issue_ok(archive, "V-1", "P-1", &number);
    copy_file("archive.db", "old.db");
    issue_ok(archive, "V-2", "P-1", &number);
    sb_archive_free(archive);
    /* behind its head */
    copy_file("archive.db", "new.db");
    copy_file("old.db", "archive.db");
    archive = archive_ok();
    assert_int_equal(sb_txn_begin(&t, archive, &err), SB_E_DAMAGED);
    assert_null(t);
    assert_non_null(strstr(err.text, "older than its head"));
    assert_non_null(strstr(err.text, "superbill archive restore"));
    sb_archive_free(archive);
    /* missing */
    assert_int_equal(unlink("archive.db"), 0);
    err = (struct sb_error){0};
    assert_int_equal(sb_archive_open(&archive, &options, &err), SB_E_DAMAGED);
    assert_null(archive);
    assert_non_null(strstr(err.text, "superbill archive restore"));
    /* empty is missing */
    assert_int_equal(close(open("archive.db", O_CREAT | O_WRONLY, 0600)), 0);
    assert_int_equal(sb_archive_open(&archive, &options, NULL), SB_E_DAMAGED);
    /* another practice's */
    assert_int_equal(rename("archive.head", "kept.head"), 0);
    assert_int_equal(unlink("archive.db"), 0);
    archive = archive_ok();
    issue_ok(archive, "V-8", "P-8", &number);
    issue_ok(archive, "V-9", "P-9", &number);
    sb_archive_free(archive);
    assert_int_equal(rename("kept.head", "archive.head"), 0);
    archive = archive_ok();
    err = (struct sb_error){0};
    assert_int_equal(sb_txn_begin(&t, archive, &err), SB_E_DAMAGED);
    assert_non_null(strstr(err.text, "not the one its head was written for"));
    sb_archive_free(archive);
    /* back again; and a head behind the archive is what a kill leaves: fine */
    copy_file("new.db", "archive.db");
    archive = archive_ok();
    issue_ok(archive, "V-3", "P-1", &number);
    assert_string_equal(number.text, "SB-2026-000003");
    sb_archive_free(archive);
}

static void
test_a_head_that_was_touched(void **state)
{
    struct sb_archive *archive = archive_ok();
    struct sb_error err = {0};
    struct sb_txn *t;
    sb_number number;
    char *head;
    size_t length;

    (void)state;
    issue_ok(archive, "V-1", "P-1", &number);
    head = slurp("archive.head");
    length = strlen(head);
    assert_true(head[length - 1] == '\n');
    for (size_t i = 0; i < length; i++) {
        int fd = open("archive.head", O_WRONLY | O_TRUNC);

        head[i] ^= 1;
        assert_int_equal(write(fd, head, length), (ssize_t)length);
        assert_int_equal(close(fd), 0);
        err = (struct sb_error){0};
        assert_int_equal(sb_txn_begin(&t, archive, &err), SB_E_DAMAGED);
        assert_non_null(strstr(err.text, "archive restore"));
        head[i] ^= 1;
    }
    free(head);
    sb_archive_free(archive);
}

static void
test_two_writers(void **state)
{
    struct sb_archive *a = archive_ok(), *b;
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_error err = {0};
    struct sb_prior prior;
    struct fixture f;
    struct sb_txn *t, *u;
    sb_number number;
    bool found;

    (void)state;
    issue_ok(a, "V-1", "P-1", &number);
    b = archive_ok();
    fixture_fill(&f, "V-2", "P-1", sb_date_make(2026, 10, 5));
    assert_int_equal(sb_txn_begin(&t, a, &err), SB_OK);
    assert_int_equal(fixture_put(t, &f, &number, NULL, NULL, &err), SB_OK);
    assert_int_equal(sb_txn_begin(&u, b, &err), SB_E_LOCKED);
    assert_string_equal(err.text,
                        "the archive is in use by another program; try again when that has ended");
    err = (struct sb_error){0};
    assert_int_equal(sb_txn_commit(t, &err), SB_OK);
    assert_true(sb_txn_stands(t));
    sb_txn_free(t);
    /* the loser asks under its lock, and sees */
    assert_int_equal(sb_txn_begin(&u, b, &err), SB_OK);
    assert_int_equal(sb_archive_prior(&prior, &found, b, "V-2", arena, &err), SB_OK);
    assert_true(found);
    sb_txn_free(u);
    issue_ok(b, "V-3", "P-1", &number);
    assert_string_equal(number.text, "SB-2026-000003");
    sb_archive_free(b);
    sb_archive_free(a);
    sb_arena_free(arena);
}

static void
test_schema_goes_forward_only(void **state)
{
    struct sb_schema own = sb_schema_steps();
    const char *steps[] = {own.steps[0], own.steps[1], own.steps[2],
                           "CREATE TABLE later(a TEXT) STRICT;"
                           "ALTER TABLE superbill ADD COLUMN later TEXT"};
    struct sb_archive_options newer = {.path = "archive.db", .schema = {steps, 4}};
    struct sb_archive_options options = {.path = "archive.db"};
    struct sb_archive *archive = archive_ok();
    struct sb_buf document = {0};
    struct sb_error err = {0};
    sb_number number;

    (void)state;
    assert_int_equal(own.count, 3);
    issue_ok(archive, "V-1", "P-1", &number);
    sb_archive_free(archive);
    assert_int_equal(sb_archive_open(&archive, &newer, &err), SB_OK);
    assert_int_equal(sb_archive_document(&document, archive, number.text, &err), SB_OK);
    sb_buf_free(&document);
    issue_ok(archive, "V-2", "P-1", &number);
    assert_string_equal(number.text, "SB-2026-000002");
    sb_archive_free(archive);
    assert_int_equal(sb_archive_open(&archive, &options, &err), SB_E_DAMAGED);
    assert_string_equal(err.text, "the archive was written by a newer superbill (schema 4, this "
                                  "one knows 3): install that version");
}

static void
test_private_files(void **state)
{
    mode_t before = umask(0);
    struct sb_archive *archive = archive_ok();
    struct stat status;
    sb_number number;

    (void)state;
    issue_ok(archive, "V-1", "P-1", &number);
    assert_int_equal(stat("archive.db", &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(stat("archive.head", &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    (void)umask(before);
    sb_archive_free(archive);
}

static void
test_the_archive_does_not_cross_fork(void **state)
{
    struct sb_archive *archive = archive_ok();
    sb_number number;
    int status = -1;
    pid_t child;

    (void)state;
    issue_ok(archive, "V-1", "P-1", &number);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct sb_txn *t;
        bool refused = sb_txn_begin(&t, archive, NULL) == SB_E_DEFECT;

        sb_archive_free(archive);
        /* what SQLite holds is the parent's: left alone, and not to be counted as lost */
        (void)raise(refused ? SIGKILL : SIGTERM);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGKILL);
    issue_ok(archive, "V-2", "P-1", &number);
    assert_string_equal(number.text, "SB-2026-000002");
    sb_archive_free(archive);
}

static void
test_a_head_that_cannot_be_written(void **state)
{
    struct sb_archive *archive = archive_ok();
    struct sb_error err = {0};
    struct fixture f;
    struct sb_txn *t;
    sb_number number;

    (void)state;
    issue_ok(archive, "V-1", "P-1", &number);
    fixture_fill(&f, "V-2", "P-1", sb_date_make(2026, 10, 5));
    assert_int_equal(sb_txn_begin(&t, archive, &err), SB_OK);
    assert_int_equal(fixture_put(t, &f, &number, NULL, NULL, &err), SB_OK);
    assert_int_equal(unlink("archive.head"), 0);
    assert_int_equal(mkdir("archive.head", 0700), 0);
    assert_int_equal(sb_txn_commit(t, &err), SB_E_WRITE);
    assert_true(sb_txn_stands(t));
    sb_txn_free(t);
    assert_int_equal(rmdir("archive.head"), 0);
    issue_ok(archive, "V-3", "P-1", &number);
    assert_string_equal(number.text, "SB-2026-000003");
    sb_archive_free(archive);
}

/* What may not be read is not called altered: its permissions are named. */
static void
test_what_may_not_be_read(void **state)
{
    static const char *const parents[] = {"..", "../..", "../../.."};
    struct sb_archive_options options = {.path = "archive.db"};
    uid_t self = geteuid(), other = self == 0 ? 65534 : self;
    struct sb_archive *archive = archive_ok();
    struct sb_error first = {0}, second = {0}, third = {0};
    struct sb_restored restored;
    struct sb_proof proof;
    struct stat above;
    sb_status st[3];
    sb_number number;

    (void)state;
    issue_ok(archive, "V-1", "P-1", &number);
    /* SQLite names files by all of their path: the other must come that far */
    for (size_t i = 0; i < sizeof parents / sizeof *parents; i++) {
        assert_int_equal(stat(parents[i], &above), 0);
        if ((above.st_mode & S_IXGRP) == 0 || (above.st_mode & S_IXOTH) == 0)
            assert_int_equal(chmod(parents[i], above.st_mode | S_IXGRP | S_IXOTH), 0);
    }
    assert_int_equal(system("cp archive.db copy.db && chmod 777 . && chmod 666 archive.db copy.db"
                            " && chmod 0 archive.head"),
                     0);
    assert_int_equal(seteuid(other), 0);
    st[0] = sb_archive_prove(&proof, archive, NULL, NULL, &first);
    sb_archive_free(archive);
    /* a restore would not know which numbers are lost */
    st[1] = sb_archive_restore(&restored, &options, "copy.db", FIXTURE_AT, &second);
    assert_int_equal(seteuid(self), 0);
    assert_int_equal(chmod("archive.db", 0), 0);
    assert_int_equal(seteuid(other), 0);
    st[2] = sb_archive_open(&archive, &options, &third);
    assert_int_equal(seteuid(self), 0);
    assert_int_equal(st[0], SB_E_READ);
    assert_string_equal(first.text, "the head of the archive cannot be read: permission denied; "
                                    "run as its owner, or mend its permissions");
    assert_int_equal(st[1], SB_E_READ);
    assert_string_equal(second.text, first.text);
    assert_int_equal(st[2], SB_E_READ);
    assert_string_equal(third.text, "the archive cannot be opened: permission denied; run as its "
                                    "owner, or mend its permissions");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing_is_made_before_the_first_issue, enter, leave),
        cmocka_unit_test_setup_teardown(test_numbers_run_on_without_gaps, enter, leave),
        cmocka_unit_test_setup_teardown(test_many_in_one_transaction, enter, leave),
        cmocka_unit_test_setup_teardown(test_one_live_superbill_a_visit, enter, leave),
        cmocka_unit_test_setup_teardown(test_a_lost_or_old_archive_stops_issuing, enter, leave),
        cmocka_unit_test_setup_teardown(test_a_head_that_was_touched, enter, leave),
        cmocka_unit_test_setup_teardown(test_two_writers, enter, leave),
        cmocka_unit_test_setup_teardown(test_schema_goes_forward_only, enter, leave),
        cmocka_unit_test_setup_teardown(test_private_files, enter, leave),
        cmocka_unit_test_setup_teardown(test_the_archive_does_not_cross_fork, enter, leave),
        cmocka_unit_test_setup_teardown(test_a_head_that_cannot_be_written, enter, leave),
        cmocka_unit_test_setup_teardown(test_what_may_not_be_read, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
