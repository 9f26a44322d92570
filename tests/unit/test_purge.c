/* test_purge.c - what goes with a purged document, and what others still hold. */
#include "filled_fixture.h"

#define DOCUMENTS 3

/* Fonts: the first is in every document, each other in one. */
static unsigned char own_fonts[DOCUMENTS][sizeof fixture_font];

static struct sb_db *
database(void)
{
    const struct sb_db_options options = {
        .noun = "it", .mode = SB_DB_WRITE, .application_id = SB_ARCHIVE_ID};
    struct sb_db *db;

    assert_int_equal(sb_db_open(&db, "archive.db", &options, NULL), SB_OK);
    return db;
}

/* Each with the font of all and one of its own; the second of an older program. */
static void
issue_three(void)
{
    static const char *const visits[DOCUMENTS] = {"V-1", "V-2", "V-3"};
    struct sb_archive *archive = archive_ok();
    struct fixture f;
    struct sb_db *db;

    for (int i = 0; i < DOCUMENTS; i++) {
        struct sb_txn *t;
        sb_number number;

        fixture_fill(&f, visits[i], "P-1", sb_date_make(2026, 10, 5));
        for (size_t j = 0; j < sizeof own_fonts[i]; j++)
            own_fonts[i][j] = (unsigned char)(1 + (j * (j + 7) + (size_t)i * 83) % 241);
        f.own = own_fonts[i];
        assert_int_equal(sb_txn_begin(&t, archive, NULL), SB_OK);
        assert_int_equal(fixture_put(t, &f, &number, NULL, NULL, NULL), SB_OK);
        assert_int_equal(sb_txn_commit(t, NULL), SB_OK);
        sb_txn_free(t);
        if (i != 1)
            continue;
        sb_archive_free(archive);
        db = database();
        keep_as_pieces(db, 2, f.pieces, 5);
        sb_db_free(db);
        archive = archive_ok();
    }
    sb_archive_free(archive);
}

static int64_t
rows_of(const unsigned char *font)
{
    struct sb_db *db = database();
    struct sb_statement *s;
    uint8_t hash[32];
    int64_t count;
    bool row;

    sb_digest(hash, font, sizeof fixture_font);
    assert_int_equal(sb_statement_open(
                         &s, db, "SELECT count(*) FROM piece WHERE hash = ?1 AND bytes = ?2", NULL),
                     SB_OK);
    sb_statement_put_bytes(s, 1, hash, sizeof hash);
    sb_statement_put_bytes(s, 2, font, sizeof fixture_font);
    assert_int_equal(sb_statement_next(s, &row, NULL), SB_OK);
    count = sb_statement_int(s, 0);
    sb_statement_free(s);
    sb_db_free(db);
    return count;
}

/* Whether some of the font stands anywhere in the archive's file. */
static bool
file_holds(const unsigned char *font)
{
    struct sb_buf file = {0};
    bool held = false;

    assert_int_equal(sb_file_read(&file, "archive.db", 1 << 24, NULL), SB_OK);
    for (size_t at = 0; !held && at + 64 <= sizeof fixture_font; at += 64)
        held = memmem(file.at, file.len, font + at, 64) != NULL;
    sb_buf_free(&file);
    return held;
}

/* Whichever is purged, whatever way it was kept: the fonts of the others stay, its own goes. */
static void
test_fonts(void **state)
{
    static const struct {
        const char *label;
        bool gone[DOCUMENTS];
    } rows[] = {
        {"a body, beside pieces and a body", {true, false, false}},
        {"pieces, beside bodies", {false, true, false}},
        {"all bodies, beside pieces", {true, false, true}},
        {"all but one body", {true, true, false}},
        {"all of them", {true, true, true}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char number[] = "SB-2026-00000x";
        struct sb_buf before[DOCUMENTS] = {{0}};
        struct sb_archive *archive;
        struct sb_proof proof;
        struct sb_txn *t;
        int left = 0;

        print_message("# %s\n", rows[i].label);
        (void)unlink("archive.db");
        (void)unlink("archive.head");
        issue_three();
        archive = archive_ok();
        prove_ok(archive, &proof);
        assert_int_equal(sb_txn_begin(&t, archive, NULL), SB_OK);
        for (int j = 0; j < DOCUMENTS; j++) {
            number[13] = (char)('1' + j);
            assert_int_equal(sb_archive_document(&before[j], archive, number, NULL), SB_OK);
            if (rows[i].gone[j])
                assert_int_equal(sb_txn_purge(t, number, FIXTURE_AT, NULL), SB_OK);
        }
        assert_int_equal(sb_txn_commit(t, NULL), SB_OK);
        sb_txn_free(t);
        prove_ok(archive, &proof);
        for (int j = 0; j < DOCUMENTS; j++) {
            struct sb_buf after = {0};
            sb_status st;

            number[13] = (char)('1' + j);
            st = sb_archive_document(&after, archive, number, NULL);
            assert_int_equal(st, rows[i].gone[j] ? SB_E_ABSENT : SB_OK);
            if (st == SB_OK) {
                assert_int_equal(after.len, before[j].len);
                assert_memory_equal(after.at, before[j].at, after.len);
                left++;
            }
            sb_buf_free(&after);
            sb_buf_free(&before[j]);
        }
        sb_archive_free(archive);
        assert_int_equal(proof.superbills, left);
        for (int j = 0; j < DOCUMENTS; j++) {
            assert_int_equal(rows_of(own_fonts[j]), rows[i].gone[j] ? 0 : 1);
            assert_int_equal(file_holds(own_fonts[j]), !rows[i].gone[j]);
        }
        assert_int_equal(rows_of(fixture_font), left > 0);
        assert_int_equal(file_holds(fixture_font), left > 0);
    }
}

static void
purge_ok(struct sb_archive *archive, const char *number)
{
    struct sb_proof proof;
    struct sb_txn *t;

    assert_int_equal(sb_txn_begin(&t, archive, NULL), SB_OK);
    assert_int_equal(sb_txn_purge(t, number, FIXTURE_AT, NULL), SB_OK);
    assert_int_equal(sb_txn_commit(t, NULL), SB_OK);
    sb_txn_free(t);
    prove_ok(archive, &proof);
}

static void
void_ok(struct sb_archive *archive, const char *number)
{
    struct sb_txn *t;

    assert_int_equal(sb_txn_begin(&t, archive, NULL), SB_OK);
    assert_int_equal(sb_txn_void(t, number, "never took place", FIXTURE_AT, NULL), SB_OK);
    assert_int_equal(sb_txn_commit(t, NULL), SB_OK);
    sb_txn_free(t);
}

/* What the archive says of the visit: a number and its state, void or not. */
static void
prior_is(struct sb_archive *archive, const char *visit, const char *number, bool is_void,
         bool purged)
{
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_prior prior;
    bool found;

    assert_int_equal(sb_archive_prior(&prior, &found, archive, visit, arena, NULL), SB_OK);
    assert_true(found);
    assert_string_equal(prior.number, number);
    assert_int_equal(prior.state, is_void ? SB_ISSUE_VOID : SB_ISSUE_STANDS);
    assert_int_equal(prior.purged, purged);
    assert_int_equal(prior.body == NULL, purged);
    sb_arena_free(arena);
}

/* A visit of a void superbill is known by it as long as no later one has the visit, purged or not.
 */
static void
test_void(void **state)
{
    struct sb_archive *archive = archive_ok();
    struct sb_archive_options options = {.path = "archive.db", .example = true};
    struct sb_proof proof;
    sb_number number;
    char last[200] = "";
    struct sb_absent absent;

    (void)state;
    issue_ok(archive, "V-1", "P-1", &number);
    void_ok(archive, "SB-2026-000001");
    purge_ok(archive, "SB-2026-000001");
    prior_is(archive, "V-1", "SB-2026-000001", true, true);
    assert_int_equal(sb_archive_absent(&absent, archive, "SB-2026-000001", NULL), SB_OK);
    assert_int_equal(absent.why, SB_ABSENT_PURGED);
    assert_int_equal(sb_archive_absent(&absent, archive, "SB-2026-000002", NULL), SB_OK);
    assert_int_equal(absent.why, SB_ABSENT_UNKNOWN);
    /* issued anew without being asked for it again: what is left of the old one gives it up */
    issue_ok(archive, "V-1", "P-1", &number);
    prior_is(archive, "V-1", "SB-2026-000002", false, false);
    void_ok(archive, "SB-2026-000002");
    issue_ok(archive, "V-1", "P-1", &number);
    void_ok(archive, "SB-2026-000003");
    purge_ok(archive, "SB-2026-000002");
    prior_is(archive, "V-1", "SB-2026-000003", true, false);
    purge_ok(archive, "SB-2026-000003");
    prior_is(archive, "V-1", "SB-2026-000003", true, true);
    issue_ok(archive, "V-1", "P-1", &number);
    purge_ok(archive, "SB-2026-000004");
    prior_is(archive, "V-1", "SB-2026-000004", false, true);
    sb_archive_free(archive);
    /* an example's visit is another one */
    assert_int_equal(sb_archive_open(&archive, &options, NULL), SB_OK);
    issue_ok(archive, "V-1", "P-1", &number);
    void_ok(archive, number.text);
    purge_ok(archive, number.text);
    prior_is(archive, "V-1", number.text, true, true);
    sb_archive_free(archive);
    archive = archive_ok();
    prior_is(archive, "V-1", "SB-2026-000004", false, true);
    /* what was put in place of the rows is proven */
    assert_int_equal(sb_db_run(sb_archive_db(archive), "DELETE FROM live WHERE series = 1", NULL),
                     SB_OK);
    assert_int_equal(sb_archive_prove(&proof, archive, print_fault, last, NULL), SB_OK);
    assert_int_equal(proof.faults, 1);
    sb_archive_free(archive);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_fonts, enter, leave),
        cmocka_unit_test_setup_teardown(test_void, enter, leave),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
