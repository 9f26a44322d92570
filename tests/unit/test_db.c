/* The database door: every setting holds, and every kind of failure has its own status. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/base.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ID 0x53425f54

static const struct sb_db_options create = {
    .noun = "the store", .mode = SB_DB_CREATE, .application_id = ID, .wait = 60};

static int
enter(void **state)
{
    char folder[] = "db-XXXXXX";
    const char *tmp = secure_getenv("TMPDIR");

    assert_int_equal(chdir(tmp != NULL ? tmp : "/tmp"), 0);
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    *state = realpath(".", NULL);
    return 0;
}

static int
leave(void **state)
{
    char command[600];

    (void)snprintf(command, sizeof command, "rm -rf '%s'", (const char *)*state);
    assert_int_equal(chdir("/"), 0);
    free(*state);
    return system(command);
}

static struct sb_db *
open_ok(const char *path, enum sb_db_mode mode)
{
    struct sb_db_options options = create;
    struct sb_error err = {0};
    struct sb_db *db;

    options.mode = mode;
    if (sb_db_open(&db, path, &options, &err) != SB_OK)
        fail_msg("%s: %s", err.source, err.text);
    return db;
}

/* A new database that has had its first transaction. */
static struct sb_db *
make_ok(const char *path)
{
    struct sb_db *db = open_ok(path, SB_DB_CREATE);

    assert_int_equal(sb_db_begin(db, true, NULL), SB_OK);
    assert_int_equal(sb_db_commit(db, NULL), SB_OK);
    return db;
}

static void
run_ok(struct sb_db *db, const char *sql)
{
    struct sb_error err = {0};

    if (sb_db_run(db, sql, &err) != SB_OK)
        fail_msg("%s: %s", sql, err.text);
}

static void
ask(struct sb_db *db, const char *sql, char answer[64])
{
    struct sb_statement *s;
    bool row;
    const char *text;

    assert_int_equal(sb_statement_open(&s, db, sql, NULL), SB_OK);
    assert_int_equal(sb_statement_next(s, &row, NULL), SB_OK);
    assert_true(row);
    text = sb_statement_text(s, 0);
    (void)snprintf(answer, 64, "%s", text != NULL ? text : "(null)");
    assert_int_equal(sb_statement_end(s, NULL), SB_OK);
}

static void
test_every_setting_holds(void **state)
{
    static const struct {
        const char *sql, *expected;
    } rows[] = {
        {"PRAGMA synchronous", "2"},   {"PRAGMA journal_mode", "delete"},
        {"PRAGMA foreign_keys", "1"},  {"PRAGMA trusted_schema", "0"},
        {"PRAGMA secure_delete", "1"}, {"PRAGMA temp_store", "2"},
        {"PRAGMA mmap_size", "0"},     {"PRAGMA cell_size_check", "1"},
        {"PRAGMA query_only", "0"},    {"PRAGMA application_id", "1396858708"},
        {"PRAGMA encoding", "UTF-8"},  {"PRAGMA busy_timeout", "60"},
        {"PRAGMA user_version", "0"},
    };
    struct sb_db *db = make_ok("a.db");
    struct sb_db_options options = create;
    char answer[64];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("%s\n", rows[i].sql);
        ask(db, rows[i].sql, answer);
        assert_string_equal(answer, rows[i].expected);
    }
    sb_db_free(db);
    options.wait = 0;
    assert_int_equal(sb_db_open(&db, "a.db", &options, NULL), SB_OK);
    ask(db, "PRAGMA busy_timeout", answer);
    assert_string_equal(answer, "10000");
    sb_db_free(db);
    db = open_ok("a.db", SB_DB_READ);
    ask(db, "PRAGMA query_only", answer);
    assert_string_equal(answer, "1");
    assert_int_not_equal(sb_db_run(db, "CREATE TABLE t(a)", NULL), SB_OK);
    sb_db_free(db);
}

static void
test_what_a_foreign_hand_may_not_do(void **state)
{
    static const char *const rows[] = {
        "PRAGMA writable_schema=1; UPDATE sqlite_schema SET sql = 'x'",
        "INSERT INTO t VALUES ('text', 1)",
        "INSERT INTO t VALUES (1, 2)", /* no parent */
        "ATTACH 'b.db' AS b",
        "SELECT \"no such column\" FROM t",
    };
    struct sb_db *db = make_ok("a.db");
    char answer[64];

    (void)state;
    run_ok(db, "CREATE TABLE p(id INTEGER PRIMARY KEY) STRICT;"
               "CREATE TABLE t(n INTEGER, p INTEGER REFERENCES p(id)) STRICT");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("%s\n", rows[i]);
        assert_int_equal(sb_db_run(db, rows[i], NULL), SB_E_DAMAGED);
    }
    run_ok(db, "CREATE TRIGGER r AFTER INSERT ON p BEGIN DELETE FROM p; END;"
               "INSERT INTO p VALUES (7)");
    ask(db, "SELECT id FROM p", answer);
    assert_string_equal(answer, "7");
    sb_db_free(db);
}

static void
test_names_are_only_names(void **state)
{
    static const char *const rows[] = {"file:x?mode=memory", ":memory:", "a b%20c.db"};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_db *db = make_ok(rows[i]);

        run_ok(db, "CREATE TABLE t(a)");
        sb_db_free(db);
        assert_int_equal(access(rows[i], F_OK), 0);
    }
}

static void
test_private_whatever_the_umask(void **state)
{
    mode_t before = umask(0);
    struct sb_db *db = make_ok("a.db");
    struct stat status;

    (void)state;
    run_ok(db, "CREATE TABLE t(a)");
    assert_int_equal(sb_db_begin(db, true, NULL), SB_OK);
    run_ok(db, "INSERT INTO t VALUES (1)");
    assert_int_equal(stat("a.db", &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(stat("a.db-journal", &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(sb_db_commit(db, NULL), SB_OK);
    assert_int_equal(access("a.db-journal", F_OK), -1);
    sb_db_free(db);
    (void)umask(before);
}

static void
test_locks(void **state)
{
    struct sb_db *a = make_ok("a.db"), *b;
    struct sb_error err = {0};
    char answer[64];

    (void)state;
    run_ok(a, "CREATE TABLE t(a)");
    b = open_ok("a.db", SB_DB_WRITE);
    assert_int_equal(sb_db_begin(a, true, NULL), SB_OK);
    run_ok(a, "INSERT INTO t VALUES (1)");
    assert_int_equal(sb_db_begin(b, true, &err), SB_E_LOCKED);
    assert_string_equal(err.text,
                        "the store is in use by another program; try again when that has ended");
    assert_string_equal(err.source, "a.db");
    ask(b, "SELECT count(*) FROM t", answer); /* readers go on */
    assert_string_equal(answer, "0");
    assert_int_equal(sb_db_commit(a, NULL), SB_OK);
    assert_int_equal(sb_db_begin(b, true, NULL), SB_OK);
    run_ok(b, "INSERT INTO t VALUES (2)");
    sb_db_rollback(b);
    ask(b, "SELECT count(*) FROM t", answer);
    assert_string_equal(answer, "1");
    sb_db_free(b);
    sb_db_free(a);
}

static void
put(const char *path, off_t at, const void *bytes, size_t length, int flags)
{
    int fd = open(path, O_WRONLY | O_CREAT | flags, 0600);

    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, bytes, length, at), (ssize_t)length);
    assert_int_equal(close(fd), 0);
}

static void
test_what_is_no_database(void **state)
{
    static const struct {
        const char *name, *path;
        enum sb_db_mode mode;
        sb_status status;
    } rows[] = {
        {"missing", "gone.db", SB_DB_WRITE, SB_E_READ},
        {"missing, to read", "gone.db", SB_DB_READ, SB_E_READ},
        {"a folder", "folder", SB_DB_CREATE, SB_E_READ},
        {"a device", "/dev/zero", SB_DB_READ, SB_E_READ},
        {"text", "text.db", SB_DB_WRITE, SB_E_DAMAGED},
        {"empty", "empty.db", SB_DB_WRITE, SB_E_ABSENT},
        {"of some other program", "other.db", SB_DB_CREATE, SB_E_DAMAGED},
        {"in no folder", "gone/a.db", SB_DB_CREATE, SB_E_WRITE},
        {"empty, to be made", "empty.db", SB_DB_CREATE, SB_OK},
    };
    struct sb_db_options other = create;
    struct sb_db *db;

    (void)state;
    assert_int_equal(mkdir("folder", 0700), 0);
    put("text.db", 0,
        "this is text, long enough to have been a header, "
        "but it is no database at all, only words",
        80, O_TRUNC);
    put("empty.db", 0, "", 0, 0);
    other.application_id = 7;
    assert_int_equal(sb_db_open(&db, "other.db", &other, NULL), SB_OK);
    assert_int_equal(sb_db_begin(db, true, NULL), SB_OK);
    run_ok(db, "CREATE TABLE t(a)");
    assert_int_equal(sb_db_commit(db, NULL), SB_OK);
    sb_db_free(db);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_db_options options = create;
        struct sb_error err = {0};

        options.mode = rows[i].mode;
        print_message("%s\n", rows[i].name);
        assert_int_equal(sb_db_open(&db, rows[i].path, &options, &err), rows[i].status);
        assert_int_equal(err.status, rows[i].status);
        assert_true((db == NULL) == (rows[i].status != SB_OK));
        sb_db_free(db);
    }
}

static void
test_damage(void **state)
{
    struct sb_db *db = make_ok("a.db");
    struct sb_error err = {0};
    struct sb_statement *s;
    bool row = true;
    sb_status st;

    (void)state;
    run_ok(db, "CREATE TABLE t(a TEXT) STRICT;"
               "INSERT INTO t VALUES (hex(randomblob(9000))), (hex(randomblob(9000)))");
    sb_db_free(db);
    put("a.db", 4096, "\xff\xff\xff\xff\xff\xff\xff\xff\xff", 9, 0);
    db = open_ok("a.db", SB_DB_READ);
    assert_int_equal(sb_statement_open(&s, db, "SELECT a FROM t", NULL), SB_OK);
    do
        st = sb_statement_next(s, &row, &err);
    while (st == SB_OK && row);
    assert_int_equal(st, SB_E_DAMAGED);
    assert_string_equal(err.text, "the store is damaged");
    sb_statement_free(s);
    sb_db_free(db);
}

static void
test_full_disk(void **state)
{
    struct sb_db *db = make_ok("a.db");
    struct rlimit before, small = {60000, 60000};
    struct sb_error err = {0};
    char answer[64];
    sb_status st = SB_OK;

    (void)state;
    run_ok(db, "CREATE TABLE t(a TEXT) STRICT");
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small.rlim_max = before.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    for (int i = 0; st == SB_OK && i < 20; i++) {
        assert_int_equal(sb_db_begin(db, true, NULL), SB_OK);
        run_ok(db, "INSERT INTO t VALUES (hex(randomblob(5000)))");
        st = sb_db_commit(db, &err);
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(st, SB_E_WRITE);
    ask(db, "SELECT count(*) > 2 FROM t", answer);
    assert_string_equal(answer, "1");
    ask(db, "PRAGMA integrity_check", answer);
    assert_string_equal(answer, "ok");
    sb_db_free(db);
}

static void
test_a_handle_does_not_cross_fork(void **state)
{
    struct sb_db *db = make_ok("a.db");
    struct sb_statement *s;
    char answer[64];
    int status = -1;
    pid_t child;

    (void)state;
    run_ok(db, "CREATE TABLE t(a)");
    assert_int_equal(sb_db_begin(db, true, NULL), SB_OK);
    run_ok(db, "INSERT INTO t VALUES (1)");
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool refused = sb_statement_open(&s, db, "SELECT 1", NULL) == SB_E_DEFECT &&
                       sb_db_run(db, "DELETE FROM t", NULL) == SB_E_DEFECT &&
                       sb_db_commit(db, NULL) == SB_E_DEFECT;
        sb_db_rollback(db);
        sb_db_free(db);
        _exit(refused ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(sb_db_commit(db, NULL), SB_OK);
    ask(db, "SELECT count(*) FROM t", answer);
    assert_string_equal(answer, "1");
    sb_db_free(db);
}

static void
test_statements(void **state)
{
    static const char insert[] = "INSERT INTO t VALUES (?1, ?2, ?3)";
    struct sb_db *db = make_ok("a.db");
    struct sb_statement *s, *again;
    bool row;

    (void)state;
    run_ok(db, "CREATE TABLE t(n INTEGER, w TEXT, b BLOB) STRICT");
    assert_int_equal(sb_statement_open(&s, db, insert, NULL), SB_OK);
    sb_statement_put_int(s, 1, INT64_MIN);
    sb_statement_put_text(s, 2, "Nguy\xe1\xbb\x85n");
    sb_statement_put_bytes(s, 3, "a\0b", 3);
    assert_int_equal(sb_statement_run(s, NULL), SB_OK);
    assert_int_equal(sb_db_changes(db), 1);
    assert_int_equal(sb_db_last_id(db), 1);
    assert_int_equal(sb_statement_open(&again, db, insert, NULL), SB_OK);
    assert_ptr_equal(again, s);
    sb_statement_put_bytes(s, 3, NULL, 0);
    assert_int_equal(sb_statement_run(s, NULL), SB_OK);
    assert_int_equal(sb_statement_open(&s, db, insert, NULL), SB_OK);
    sb_statement_put_int(s, 9, 1); /* no such parameter: sticks */
    assert_int_equal(sb_statement_run(s, NULL), SB_E_DEFECT);

    assert_int_equal(sb_statement_open(&s, db, "SELECT n, w, b FROM t ORDER BY rowid", NULL),
                     SB_OK);
    assert_int_equal(sb_statement_next(s, &row, NULL), SB_OK);
    assert_true(row);
    assert_true(sb_statement_int(s, 0) == INT64_MIN);
    assert_string_equal(sb_statement_text(s, 1), "Nguy\xe1\xbb\x85n");
    assert_int_equal(sb_statement_bytes(s, 2).len, 3);
    assert_memory_equal(sb_statement_bytes(s, 2).at, "a\0b", 3);
    assert_int_equal(sb_statement_next(s, &row, NULL), SB_OK);
    assert_true(row && sb_statement_null(s, 0) && sb_statement_text(s, 1) == NULL);
    assert_false(sb_statement_null(s, 2));
    assert_int_equal(sb_statement_bytes(s, 2).len, 0);
    assert_int_equal(sb_statement_next(s, &row, NULL), SB_OK);
    assert_false(row);
    assert_int_equal(sb_statement_end(s, NULL), SB_OK);
    assert_int_equal(sb_statement_end(NULL, NULL), SB_OK);
    sb_statement_free(NULL);
    sb_db_free(db);
}

static void
test_copy_of_what_is_in_use(void **state)
{
    struct sb_db *db = make_ok("a.db"), *writer, *copy;
    struct sb_error err = {0};
    char answer[64];

    (void)state;
    run_ok(db, "CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)");
    writer = open_ok("a.db", SB_DB_WRITE);
    assert_int_equal(sb_db_begin(writer, true, NULL), SB_OK);
    run_ok(writer, "INSERT INTO t VALUES (3)");
    assert_int_equal(sb_db_copy(db, "copy.db", &create, &err), SB_OK);
    sb_db_free(writer);
    copy = open_ok("copy.db", SB_DB_WRITE);
    ask(copy, "SELECT count(*) FROM t", answer);
    assert_string_equal(answer, "2");
    ask(copy, "PRAGMA integrity_check", answer);
    assert_string_equal(answer, "ok");
    assert_int_equal(access("copy.db-journal", F_OK), -1);
    sb_db_free(copy);
    assert_int_equal(sb_db_copy(db, "gone/copy.db", &create, &err), SB_E_WRITE);
    sb_db_free(db);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_setting_holds, enter, leave),
        cmocka_unit_test_setup_teardown(test_what_a_foreign_hand_may_not_do, enter, leave),
        cmocka_unit_test_setup_teardown(test_names_are_only_names, enter, leave),
        cmocka_unit_test_setup_teardown(test_private_whatever_the_umask, enter, leave),
        cmocka_unit_test_setup_teardown(test_locks, enter, leave),
        cmocka_unit_test_setup_teardown(test_what_is_no_database, enter, leave),
        cmocka_unit_test_setup_teardown(test_damage, enter, leave),
        cmocka_unit_test_setup_teardown(test_full_disk, enter, leave),
        cmocka_unit_test_setup_teardown(test_a_handle_does_not_cross_fork, enter, leave),
        cmocka_unit_test_setup_teardown(test_statements, enter, leave),
        cmocka_unit_test_setup_teardown(test_copy_of_what_is_in_use, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
