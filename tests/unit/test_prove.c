/* Proof: every altered row is found; copies go out and back; what is purged stays proven. */
#include "filled_fixture.h"

static void
test_sound(void **state)
{
    struct sb_archive *archive = archive_ok();
    struct sb_proof proof;

    (void)state;
    prove_ok(archive, &proof);
    assert_int_equal(proof.entries, 0);
    sb_archive_free(archive);
    archive = filled();
    prove_ok(archive, &proof);
    assert_int_equal(proof.entries, 5);
    assert_int_equal(proof.superbills, 4);
    assert_int_equal(proof.head.entries, 5);
    assert_int_equal(proof.head.sequence[0], 3);
    assert_int_equal(proof.head.sequence[1], 1);
    assert_int_equal(strlen(proof.head.hash), 64);
    sb_archive_free(archive);
}

/* What a hand with the sqlite3 program may do, and the first fault that is told. */
static void
test_altered_rows(void **state)
{
    static const struct {
        const char *sql, *told;
    } rows[] = {
        {"UPDATE superbill SET charges = 99900, balance = 87150 WHERE number LIKE '%3'",
         "4 SB-2026-000003"},
        {"UPDATE line SET charge = charge + 100 WHERE superbill = 1 AND position = 0", "0 -"},
        {"UPDATE line SET code = '97112' WHERE superbill = 1", "1 SB-2026-000001"},
        {"UPDATE payment SET date = '2026-10-06' WHERE superbill = 1", "1 SB-2026-000001"},
        {"UPDATE record SET body = replace(body, '127.50', '227.50') WHERE superbill = 2",
         "2 SB-2026-000002"},
        {"UPDATE visit SET body = replace(body, '97110', '97530') WHERE superbill = 1",
         "1 SB-2026-000001"},
        {"UPDATE piece SET bytes = x'78' WHERE id = 1", "0 -"},
        {"UPDATE superbill SET state = 'issued', replaced_by = NULL WHERE id = 1",
         "1 SB-2026-000001"},
        {"UPDATE superbill SET state = 'issued' WHERE id = 2", "2 SB-2026-000002"},
        {"DELETE FROM live WHERE series = 0", "3 SB-2026-000003"},
        {"INSERT INTO live VALUES ('V-9', 0, 'SB-2026-000009', x'00')", "0 -"},
        {"UPDATE reason SET text = 'another'", "4 SB-2026-000002"},
        {"DELETE FROM reason", "4 SB-2026-000002"},
        {"INSERT INTO reason VALUES (1, 'never given')", "1 SB-2026-000001"},
        {"UPDATE entry SET at = at + 1 WHERE n = 2", "2 SB-2026-000002"},
        {"UPDATE entry SET body = replace(body, '000002', '000009') WHERE n = 2", NULL},
        {"UPDATE entry SET hash = (SELECT hash FROM entry WHERE n = 1) WHERE n = 2", NULL},
        {"DELETE FROM entry WHERE n = 4", NULL},
        {"UPDATE delivery SET folder = '/tmp'", "3 SB-2026-000003"},
        {"INSERT INTO delivery VALUES (1, 'out', x'00')", "1 SB-2026-000001"},
        {"UPDATE body SET text = x'25' WHERE superbill = 2", "2 SB-2026-000002"},
        {"UPDATE body SET fonts = '[]' WHERE superbill = 1", "1 SB-2026-000001"},
        {"UPDATE body SET fonts = 'no JSON' WHERE superbill = 1", "1 SB-2026-000001"},
        {"UPDATE body SET fonts = '[\"x\",1,[[2]]]' WHERE superbill = 1", "1 SB-2026-000001"},
        {"UPDATE body SET fonts = replace(fonts, ',1]', ',1.0]')", "0 -"},
        {"UPDATE body SET fonts = replace(fonts, ',1]', ',\"1\"]')", "0 -"},
        {"UPDATE body SET fonts = replace(fonts, ',1]', ',1,\"a secret\"]')", "0 -"},
        {"UPDATE body SET fonts = replace(fonts, ',1]', ', 1]')", "0 -"},
        {"UPDATE body SET fonts = replace(replace(fonts, '[[', '{\"0\":['), ']]', ']}')", "0 -"},
        {"UPDATE body SET fonts = '[\"x\"]' WHERE superbill = 1", "1 SB-2026-000001"},
        {"UPDATE body SET fonts = replace(fonts, '[[', '[[9') WHERE superbill = 1",
         "1 SB-2026-000001"},
        {"DELETE FROM body WHERE superbill = 3", "3 SB-2026-000003"},
        {"INSERT INTO document VALUES (1, 0, 1)", "0 -"},
        {"INSERT INTO piece (hash, bytes) VALUES (x'00', x'00')", "0 -"},
        {"UPDATE drawn SET zlib = '9' WHERE superbill = 1", "1 SB-2026-000001"},
        {"UPDATE drawn SET signature = '{}' WHERE superbill = 2", "2 SB-2026-000002"},
        {"DELETE FROM drawn WHERE superbill = 3", "3 SB-2026-000003"},
        {"UPDATE superbill SET replaced_by = '' WHERE id = 3", "3 SB-2026-000003"},
        {"UPDATE superbill SET replaced_by = CAST(replaced_by || char(0) || 'x' AS TEXT)"
         " WHERE id = 1",
         "1 SB-2026-000001"},
        {"UPDATE superbill SET provider = '' WHERE id = 2", "2 SB-2026-000002"},
        {"UPDATE superbill SET replaces = '' WHERE id = 2", "2 SB-2026-000002"},
        {"UPDATE superbill SET replaces = CAST(replaces || char(0) || 'x' AS TEXT) WHERE id = 3",
         "3 SB-2026-000003"},
        {"UPDATE line SET place = '' WHERE superbill = 1", "1 SB-2026-000001"},
        {"UPDATE entry SET number = CAST(number || char(0) || 'x' AS TEXT) WHERE n = 4", NULL},
        {"UPDATE entry SET event = CAST(event || char(0) || 'x' AS TEXT) WHERE n = 2", NULL},
        {"UPDATE entry SET replaces = CAST(replaces || char(0) || 'x' AS TEXT) WHERE n = 3", NULL},
        {"UPDATE entry SET replaces = '' WHERE n = 1", "1 SB-2026-000001"},
        {"UPDATE reason SET text = CAST(text || char(0) || 'x' AS TEXT) WHERE entry = 4",
         "4 SB-2026-000002"},
        {"UPDATE reason SET text = '' WHERE entry = 4", "4 SB-2026-000002"},
        {"UPDATE live SET visit = CAST(visit || char(0) || 'x' AS TEXT) WHERE series = 1", NULL},
        {"UPDATE drawn SET signature = '' WHERE superbill = 1", "1 SB-2026-000001"},
        {"UPDATE body SET fonts = CAST(fonts || char(0) || 'x' AS TEXT) WHERE superbill = 1", NULL},
        {"DROP INDEX entry_replaces; CREATE INDEX entry_replaces ON entry (replaces)", "0 -"},
        {"DROP INDEX superbill_file_by; CREATE INDEX superbill_file_by ON superbill (file_by)",
         "0 -"},
        {"DROP INDEX live_number; CREATE INDEX live_number ON live (number) ", "0 -"},
        {"DROP INDEX live_number; CREATE INDEX live_number ON live (number) WHERE series = 0",
         "0 -"},
        {"CREATE TABLE mine (a)", "0 -"},
        {"DROP INDEX live_number", "0 -"},
        {"CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM live; END", "0 -"},
    };
    struct sb_db_options options = {
        .noun = "it", .mode = SB_DB_WRITE, .application_id = SB_ARCHIVE_ID};
    struct sb_archive *archive = filled();

    (void)state;
    sb_archive_free(archive);
    assert_int_equal(system("cp archive.db sound.db"), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_proof proof = {.faults = 0};
        char last[200] = "";
        struct sb_db *db;
        sb_status st;

        print_message("%s\n", rows[i].sql);
        assert_int_equal(system("cp sound.db archive.db"), 0);
        assert_int_equal(sb_db_open(&db, "archive.db", &options, NULL), SB_OK);
        assert_int_equal(sb_db_run(db, "PRAGMA foreign_keys = 0", NULL), SB_OK);
        assert_int_equal(sb_db_run(db, rows[i].sql, NULL), SB_OK);
        sb_db_free(db);
        archive = archive_ok();
        st = sb_archive_prove(&proof, archive, print_fault, last, NULL);
        print_message("    %s\n", last);
        assert_true(st == SB_E_DAMAGED || (st == SB_OK && proof.faults > 0));
        if (rows[i].told != NULL && proof.faults == 1)
            assert_true(sb_text_starts(last, rows[i].told));
        sb_archive_free(archive);
    }
}

static void
test_backup_and_restore(void **state)
{
    struct sb_archive_options options = {.path = "archive.db", .wait = 60};
    struct sb_archive *archive = filled();
    struct sb_restored restored;
    struct sb_error err = {0};
    struct sb_proof proof;
    struct stat status;
    sb_number number;

    (void)state;
    assert_int_equal(sb_archive_backup(&proof, archive, "backup.db", &err), SB_OK);
    assert_int_equal(proof.superbills, 4);
    assert_int_equal(stat("backup.db", &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    /* an archive may replace an archive, and nothing else */
    assert_int_equal(sb_archive_backup(&proof, archive, "backup.db", &err), SB_OK);
    assert_int_equal(sb_archive_backup(&proof, archive, "archive.head", &err), SB_E_WRITE);
    err = (struct sb_error){0};
    assert_int_equal(sb_archive_backup(&proof, archive, "archive.db", &err), SB_E_RANGE);
    err = (struct sb_error){0};
    /* the copy is as new as the archive: nothing is lost */
    assert_int_equal(sb_archive_restore(&restored, &options, "backup.db", FIXTURE_AT, &err), SB_OK);
    assert_int_equal(restored.lost_last[0], 0);
    assert_string_equal(restored.kept, "archive.db.before-restore");
    sb_archive_free(archive);
    archive = archive_ok();
    issue_ok(archive, "V-5", "P-1", &number);
    issue_ok(archive, "V-6", "P-1", &number);
    assert_string_equal(number.text, "SB-2026-000005");
    /* sound and newer: not replaced */
    assert_int_equal(sb_archive_restore(&restored, &options, "backup.db", FIXTURE_AT, &err),
                     SB_E_RANGE);
    sb_archive_free(archive);
    /* lost, with a journal of its own lying about */
    assert_int_equal(unlink("archive.db"), 0);
    assert_int_equal(system("head -c 4096 backup.db >archive.db-journal"), 0);
    err = (struct sb_error){0};
    assert_int_equal(sb_archive_restore(&restored, &options, "backup.db", FIXTURE_AT, &err), SB_OK);
    assert_int_equal(restored.lost_first[0], 4);
    assert_int_equal(restored.lost_last[0], 5);
    assert_int_equal(restored.lost_last[1], 0);
    assert_string_equal(restored.kept, "");
    archive = archive_ok();
    prove_ok(archive, &proof);
    assert_int_equal(proof.entries, 6);
    issue_ok(archive, "V-5", "P-1", &number);
    assert_string_equal(number.text, "SB-2026-000006");
    prove_ok(archive, &proof);
    sb_archive_free(archive);
    /* nothing else is left behind */
    assert_int_equal(system("test \"$(ls -A | grep -c '^\\.sb-')\" = 0"), 0);
}

/* Nobody writes while a copy is put in place, and who waited for that is told. */
static void
test_restore_holds_the_lock(void **state)
{
    struct sb_archive_options options = {.path = "archive.db", .wait = 60};
    struct sb_archive *archive = filled(), *other;
    struct sb_restored restored;
    struct sb_error err = {0};
    struct sb_proof proof;
    struct sb_txn *t;

    (void)state;
    assert_int_equal(sb_archive_backup(&proof, archive, "backup.db", &err), SB_OK);
    assert_int_equal(sb_txn_begin(&t, archive, &err), SB_OK);
    assert_int_equal(sb_archive_restore(&restored, &options, "backup.db", FIXTURE_AT, &err),
                     SB_E_LOCKED);
    assert_string_equal(err.text, "the archive is in use by another program; try again when that "
                                  "has ended");
    assert_int_equal(access("archive.db.before-restore", F_OK), -1);
    sb_txn_free(t);
    err = (struct sb_error){0};
    assert_int_equal(sb_archive_restore(&restored, &options, "backup.db", FIXTURE_AT, &err), SB_OK);
    assert_int_equal(sb_txn_begin(&t, archive, &err), SB_E_LOCKED);
    assert_non_null(strstr(err.text, "was exchanged for another one"));
    assert_non_null(strstr(err.text, "run the command again"));
    other = archive_ok();
    err = (struct sb_error){0};
    assert_int_equal(sb_txn_begin(&t, other, &err), SB_OK);
    sb_txn_free(t);
    sb_archive_free(other);
    sb_archive_free(archive);
}

/* Killed before it told the head: the archive says after which head it comes. */
static void
test_restore_killed_before_its_head(void **state)
{
    struct sb_archive_options options = {.path = "archive.db", .wait = 60};
    struct sb_archive *archive = filled();
    struct sb_restored restored;
    struct sb_error err = {0};
    struct sb_proof proof;
    sb_number number;

    (void)state;
    assert_int_equal(sb_archive_backup(&proof, archive, "backup.db", &err), SB_OK);
    issue_ok(archive, "V-5", "P-1", &number);
    sb_archive_free(archive);
    assert_int_equal(system("cp archive.head lost.head; rm archive.db"), 0);
    assert_int_equal(sb_archive_restore(&restored, &options, "backup.db", FIXTURE_AT, &err), SB_OK);
    assert_int_equal(system("cp lost.head archive.head"), 0);
    archive = archive_ok();
    assert_int_equal(sb_archive_judge(archive, &err), SB_OK);
    prove_ok(archive, &proof);
    sb_archive_free(archive);
    /* the same command again ends the work */
    assert_int_equal(sb_archive_restore(&restored, &options, "backup.db", FIXTURE_AT, &err), SB_OK);
    assert_int_equal(system("cp lost.head archive.head"), 0);
    /* or the next that issues: its number comes after those that were lost */
    archive = archive_ok();
    issue_ok(archive, "V-5", "P-1", &number);
    assert_string_equal(number.text, "SB-2026-000005");
    issue_ok(archive, "V-6", "P-1", &number);
    prove_ok(archive, &proof);
    sb_archive_free(archive);
    assert_int_equal(system("grep -q '\"last\":6,' archive.head"), 0);
    /* what was issued since is not put away */
    assert_int_equal(sb_archive_restore(&restored, &options, "backup.db", FIXTURE_AT, &err),
                     SB_E_RANGE);
    /* another archive is not accepted for that */
    assert_int_equal(system("cp backup.db archive.db; cp lost.head archive.head"), 0);
    archive = archive_ok();
    assert_int_equal(sb_archive_judge(archive, &err), SB_E_DAMAGED);
    sb_archive_free(archive);
}

static void
test_what_is_not_restored(void **state)
{
    struct sb_archive_options options = {.path = "archive.db", .wait = 60};
    struct sb_archive *archive = filled();
    struct sb_restored restored;
    struct sb_error err = {0};
    struct sb_proof proof;
    sb_number number;

    (void)state;
    assert_int_equal(sb_archive_backup(&proof, archive, "backup.db", &err), SB_OK);
    sb_archive_free(archive);
    assert_int_equal(sb_archive_restore(&restored, &options, "gone.db", FIXTURE_AT, &err),
                     SB_E_READ);
    err = (struct sb_error){0};
    assert_int_equal(sb_archive_restore(&restored, &options, "archive.head", FIXTURE_AT, &err),
                     SB_E_DAMAGED);
    /* altered */
    assert_int_equal(system("cp backup.db altered.db && printf X | "
                            "dd of=altered.db bs=1 seek=$(grep -abo 'PDF-1.7 of SB-2026-000002' "
                            "altered.db | head -1 | cut -d: -f1) conv=notrunc 2>/dev/null"),
                     0);
    err = (struct sb_error){0};
    assert_int_equal(sb_archive_restore(&restored, &options, "altered.db", FIXTURE_AT, &err),
                     SB_E_DAMAGED);
    assert_string_equal(err.text, "entry 2, SB-2026-000002: its document was altered");
    assert_string_equal(err.source, "altered.db");
    /* of another practice */
    assert_int_equal(rename("archive.db", "kept.db"), 0);
    assert_int_equal(rename("archive.head", "kept.head"), 0);
    archive = archive_ok();
    issue_ok(archive, "V-77", "P-7", &number);
    sb_archive_free(archive);
    err = (struct sb_error){0};
    assert_int_equal(sb_archive_restore(&restored, &options, "kept.db", FIXTURE_AT, &err),
                     SB_E_DAMAGED);
    assert_non_null(strstr(err.text, "not the one its head was written for"));
    archive = archive_ok();
    prove_ok(archive, &proof);
    assert_int_equal(proof.entries, 1);
    sb_archive_free(archive);
}

static bool
count_rows(void *user, const struct sb_superbill *row)
{
    (void)row;
    ++*(int *)user;
    return true;
}

static void
test_purge(void **state)
{
    struct sb_archive *archive = filled();
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_buf document = {0};
    struct sb_error err = {0};
    struct sb_superbill row;
    struct sb_prior prior;
    struct sb_proof proof;
    struct sb_txn *t;
    sb_number number;
    bool found;
    int old = 0;

    (void)state;
    issue_ok(archive, "V-4", "P-4", &number);
    assert_int_equal(sb_archive_old(archive, sb_date_make(2026, 10, 5), count_rows, &old, NULL),
                     SB_OK);
    assert_int_equal(old, 0);
    assert_int_equal(sb_archive_old(archive, sb_date_make(2026, 10, 6), count_rows, &old, NULL),
                     SB_OK);
    assert_int_equal(old, 5);
    assert_int_equal(sb_txn_begin(&t, archive, NULL), SB_OK);
    for (int i = 1; i <= 3; i++) {
        char purged[] = "SB-2026-00000x";

        purged[13] = (char)('0' + i);
        assert_int_equal(sb_txn_purge(t, purged, FIXTURE_AT, &err), SB_OK);
    }
    assert_int_equal(sb_txn_purge(t, "SB-2026-000003", FIXTURE_AT, &err), SB_E_ABSENT);
    assert_int_equal(sb_txn_commit(t, NULL), SB_OK);
    sb_txn_free(t);
    prove_ok(archive, &proof);
    assert_int_equal(proof.superbills, 2);
    assert_int_equal(proof.purged, 3);
    err = (struct sb_error){0};
    assert_int_equal(sb_archive_find(&row, archive, "SB-2026-000003", arena, &err), SB_E_ABSENT);
    assert_non_null(strstr(err.text, "was purged"));
    /* its bytes are gone from the file, its visit is not issued again */
    assert_int_equal(system("! grep -q 'the side was wrong' archive.db"), 0);
    assert_int_equal(system("! grep -q 'PDF-1.7 of SB-2026-000003' archive.db"), 0);
    assert_int_equal(sb_archive_prior(&prior, &found, archive, "V-1", arena, NULL), SB_OK);
    assert_true(found);
    assert_int_equal(prior.state, SB_ISSUE_STANDS);
    assert_null(prior.body);
    assert_true(prior.purged);
    /* what others share stays */
    assert_int_equal(sb_archive_document(&document, archive, number.text, NULL), SB_OK);
    issue_ok(archive, "V-8", "P-4", &number);
    assert_string_equal(number.text, "SB-2026-000005");
    prove_ok(archive, &proof);
    sb_buf_free(&document);
    sb_arena_free(arena);
    sb_archive_free(archive);
}

/* A visit of what was purged is issued anew, and the chain says that it moved. */
static void
test_release(void **state)
{
    struct sb_archive *archive = filled();
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_prior prior;
    struct sb_proof proof;
    struct sb_txn *t;
    struct fixture f;
    sb_number number;
    bool found;
    char last[200] = "";

    (void)state;
    assert_int_equal(sb_txn_begin(&t, archive, NULL), SB_OK);
    assert_int_equal(sb_txn_purge(t, "SB-2026-000003", FIXTURE_AT, NULL), SB_OK);
    assert_int_equal(sb_txn_commit(t, NULL), SB_OK);
    sb_txn_free(t);
    assert_int_equal(sb_txn_begin(&t, archive, NULL), SB_OK);
    assert_int_equal(sb_txn_release(t, "V-9", true, FIXTURE_AT, NULL), SB_OK);
    assert_int_equal(sb_txn_release(t, "V-1", true, FIXTURE_AT, NULL), SB_OK);
    fixture_fill(&f, "V-1", "P-1", sb_date_make(2026, 10, 5));
    assert_int_equal(fixture_put(t, &f, &number, NULL, NULL, NULL), SB_OK);
    assert_int_equal(sb_txn_release(t, "V-1", true, FIXTURE_AT, NULL), SB_OK);
    assert_int_equal(sb_txn_commit(t, NULL), SB_OK);
    sb_txn_free(t);
    assert_int_equal(sb_archive_prior(&prior, &found, archive, "V-1", arena, NULL), SB_OK);
    assert_true(found && !prior.purged);
    assert_string_equal(prior.number, number.text);
    prove_ok(archive, &proof);
    assert_int_equal(proof.purged, 1);
    /* a row put back under the old number is found */
    assert_int_equal(sb_db_run(sb_archive_db(archive),
                               "UPDATE live SET number = 'SB-2026-000003' WHERE series = 0", NULL),
                     SB_OK);
    assert_int_equal(sb_archive_prove(&proof, archive, print_fault, last, NULL), SB_OK);
    assert_true(proof.faults > 0);
    sb_arena_free(arena);
    sb_archive_free(archive);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_sound, enter, leave),
        cmocka_unit_test_setup_teardown(test_altered_rows, enter, leave),
        cmocka_unit_test_setup_teardown(test_backup_and_restore, enter, leave),
        cmocka_unit_test_setup_teardown(test_restore_holds_the_lock, enter, leave),
        cmocka_unit_test_setup_teardown(test_restore_killed_before_its_head, enter, leave),
        cmocka_unit_test_setup_teardown(test_what_is_not_restored, enter, leave),
        cmocka_unit_test_setup_teardown(test_purge, enter, leave),
        cmocka_unit_test_setup_teardown(test_release, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
