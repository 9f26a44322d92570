/* Documents in the archive: as rows of today and of older programs, out of it, and purged. */
#include "filled_fixture.h"

static bool
gather(void *user, const void *text, size_t length)
{
    sb_buf_put(user, text, length);
    return true;
}

/* The document of a number, put together from the pieces that the export gives it. */
static void
assert_exported(const char *export, struct sb_archive *archive, const char *number)
{
    struct sb_buf document = {0}, joined = {0};
    char line[100], key[100];
    const char *at;

    assert_int_equal(sb_archive_document(&document, archive, number, NULL), SB_OK);
    (void)snprintf(line, sizeof line, "{\"superbill\":{\"number\":\"%s\"", number);
    assert_non_null(at = strstr(export, line));
    assert_non_null(at = strstr(at, "\"document\":["));
    at += strlen("\"document\":[");
    while (*at == '"' || *at == ',') {
        const char *piece;
        size_t length, room;

        at += *at == ',';
        (void)snprintf(key, sizeof key, "{\"piece\":%.66s,\"base64\":\"", at);
        assert_non_null(piece = strstr(export, key));
        piece += strlen(key);
        length = strcspn(piece, "\"");
        room = length / 4 * 3 - (piece[length - 1] == '=') - (piece[length - 2] == '=');
        assert_true(sb_base64_read((uint8_t *)sb_buf_reserve(&joined, room), room, piece, length));
        joined.len += room;
        at += 66;
    }
    assert_int_equal(joined.len, document.len);
    assert_memory_equal(joined.at, document.at, document.len);
    sb_buf_free(&joined);
    sb_buf_free(&document);
}

/* What was issued by an older program is read, proven and exported as before. */
static void
test_documents_of_pieces(void **state)
{
    struct sb_db_options options = {
        .noun = "it", .mode = SB_DB_WRITE, .application_id = SB_ARCHIVE_ID};
    struct sb_archive *archive = filled();
    struct sb_buf before = {0}, after = {0}, export = {0};
    struct sb_proof proof;
    struct sb_error err = {0};
    struct sb_db *db;

    (void)state;
    assert_int_equal(sb_archive_document(&before, archive, "SB-2026-000002", NULL), SB_OK);
    sb_archive_free(archive);
    assert_int_equal(sb_db_open(&db, "archive.db", &options, NULL), SB_OK);
    keep_as_pieces(
        db, 2,
        (const struct sb_bytes[]){{before.at, before.len / 2},
                                  {before.at + before.len / 2, before.len - before.len / 2}},
        2);
    sb_db_free(db);
    archive = archive_ok();
    prove_ok(archive, &proof);
    assert_int_equal(proof.superbills, 4);
    assert_int_equal(sb_archive_document(&after, archive, "SB-2026-000002", NULL), SB_OK);
    assert_int_equal(after.len, before.len);
    assert_memory_equal(after.at, before.at, before.len);
    assert_int_equal(sb_archive_export(archive, gather, &export, &err), SB_OK);
    assert_exported(export.at, archive, "SB-2026-000002");
    sb_archive_free(archive);
    /* its order is a part of it */
    assert_int_equal(sb_db_open(&db, "archive.db", &options, NULL), SB_OK);
    assert_int_equal(sb_db_run(db, "UPDATE document SET position = 7 WHERE position = 1", NULL),
                     SB_OK);
    sb_db_free(db);
    archive = archive_ok();
    assert_int_equal(sb_archive_prove(&proof, archive, NULL, NULL, NULL), SB_OK);
    assert_int_not_equal(proof.faults, 0);
    assert_int_equal(sb_archive_document(&after, archive, "SB-2026-000002", &err), SB_E_DAMAGED);
    sb_archive_free(archive);
    sb_buf_free(&before);
    sb_buf_free(&after);
    sb_buf_free(&export);
}

/* A font that an altered document may hold is not taken for nobody's. */
static void
test_no_purge_beside_an_altered_document(void **state)
{
    struct sb_db_options options = {
        .noun = "it", .mode = SB_DB_WRITE, .application_id = SB_ARCHIVE_ID};
    struct sb_archive *archive = filled();
    struct sb_error err = {0};
    struct sb_txn *t;
    struct sb_db *db;

    (void)state;
    sb_archive_free(archive);
    assert_int_equal(sb_db_open(&db, "archive.db", &options, NULL), SB_OK);
    assert_int_equal(sb_db_run(db, "UPDATE body SET fonts = 'no JSON' WHERE superbill = 1", NULL),
                     SB_OK);
    sb_db_free(db);
    archive = archive_ok();
    assert_int_equal(sb_txn_begin(&t, archive, NULL), SB_OK);
    assert_int_equal(sb_txn_purge(t, "SB-2026-000002", FIXTURE_AT, NULL), SB_OK);
    assert_int_equal(sb_txn_commit(t, &err), SB_E_DAMAGED);
    assert_non_null(strstr(err.text, "nothing is purged"));
    sb_txn_free(t);
    sb_archive_free(archive);
    assert_int_equal(sb_db_open(&db, "archive.db", &options, NULL), SB_OK);
    assert_int_equal(
        sb_db_run(db,
                  "UPDATE body SET fonts = (SELECT fonts FROM body WHERE superbill = 2)"
                  " WHERE superbill = 1",
                  NULL),
        SB_OK);
    sb_db_free(db);
    archive = archive_ok();
    assert_int_equal(sb_txn_begin(&t, archive, NULL), SB_OK);
    assert_int_equal(sb_txn_purge(t, "SB-2026-000002", FIXTURE_AT, NULL), SB_OK);
    assert_int_equal(sb_txn_commit(t, NULL), SB_OK);
    sb_txn_free(t);
    sb_archive_free(archive);
}

static void
test_export(void **state)
{
    struct sb_archive *archive = filled();
    struct sb_scan_item item;
    struct sb_input *input;
    struct sb_scan *scan;
    struct sb_buf text = {0};
    struct sb_error err = {0};
    int records = 0, superbills = 0;

    (void)state;
    assert_int_equal(sb_archive_export(archive, gather, &text, &err), SB_OK);
    assert_non_null(text.at);
    assert_int_equal(sb_input_memory(&input, "export", text.at, text.len, NULL), SB_OK);
    assert_int_equal(sb_scan_new(&scan, input, NULL, NULL), SB_OK);
    for (;;) {
        assert_int_equal(sb_scan_next(scan, &item, &err), SB_OK);
        if (item.verdict == SB_SCAN_END)
            break;
        assert_int_equal(item.verdict, SB_SCAN_RECORD);
        records++;
        superbills += sb_text_starts(item.text, "{\"superbill\":");
    }
    assert_int_equal(superbills, 4);
    assert_true(records > 5 + 4 + 4);
    assert_non_null(strstr(text.at, "\"reason\":\"the side was wrong\""));
    assert_non_null(strstr(text.at, "\"charges\":\"127.50\""));
    assert_exported(text.at, archive, "SB-2026-000002");
    sb_scan_free(scan);
    sb_input_free(input);
    sb_buf_free(&text);
    sb_archive_free(archive);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_documents_of_pieces, enter, leave),
        cmocka_unit_test_setup_teardown(test_no_purge_beside_an_altered_document, enter, leave),
        cmocka_unit_test_setup_teardown(test_export, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
