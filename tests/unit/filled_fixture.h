/* filled_fixture.h - an archive in which everything happened once, and its proof. */
#ifndef UNIT_FILLED_FIXTURE_H
#define UNIT_FILLED_FIXTURE_H

#include "store_fixture.h"

static inline void
print_fault(void *user, const struct sb_fault *fault)
{
    char *last = user;

    (void)snprintf(last, 200, "%d %s: %s", (int)fault->entry,
                   fault->number != NULL ? fault->number : "-", fault->text);
}

/* Five superbills: one corrected, one void, one undelivered, one example. */
static inline struct sb_archive *
filled(void)
{
    struct sb_archive_options options = {.path = "archive.db", .example = true};
    struct sb_archive *archive = archive_ok();
    struct fixture f;
    struct sb_txn *t;
    sb_number number;

    issue_ok(archive, "V-1", "P-1", &number);
    issue_ok(archive, "V-2", "P-2", &number);
    assert_int_equal(sb_txn_begin(&t, archive, NULL), SB_OK);
    fixture_fill(&f, "V-1", "P-1", sb_date_make(2026, 10, 5));
    f.bill.replaces = "SB-2026-000001";
    assert_int_equal(fixture_put(t, &f, &number, "out", "the side was wrong", NULL), SB_OK);
    assert_int_equal(sb_txn_void(t, "SB-2026-000002", "never took place", FIXTURE_AT, NULL), SB_OK);
    assert_int_equal(sb_txn_commit(t, NULL), SB_OK);
    sb_txn_free(t);
    sb_archive_free(archive);
    assert_int_equal(sb_archive_open(&archive, &options, NULL), SB_OK);
    issue_ok(archive, "V-1", "P-1", &number);
    sb_archive_free(archive);
    return archive_ok();
}

static inline void
prove_ok(struct sb_archive *archive, struct sb_proof *proof)
{
    struct sb_error err = {0};
    char last[200] = "";

    if (sb_archive_prove(proof, archive, print_fault, last, &err) != SB_OK)
        fail_msg("%s", err.text);
    if (proof->faults != 0)
        fail_msg("%s", last);
}

/* A document as schema 1 and 2 kept it: pieces in order, in place of its row in body. */
static inline void
keep_as_pieces(struct sb_db *db, int superbill, const struct sb_bytes *pieces, size_t count)
{
    char sql[60];

    for (size_t i = 0; i < count; i++) {
        struct sb_statement *s;
        uint8_t hash[32];

        sb_digest(hash, pieces[i].at, pieces[i].len);
        assert_int_equal(
            sb_statement_open(&s, db, "INSERT OR IGNORE INTO piece (hash, bytes) VALUES (?1, ?2)",
                              NULL),
            SB_OK);
        sb_statement_put_bytes(s, 1, hash, sizeof hash);
        sb_statement_put_bytes(s, 2, pieces[i].at, pieces[i].len);
        assert_int_equal(sb_statement_run(s, NULL), SB_OK);
        assert_int_equal(
            sb_statement_open(
                &s, db, "INSERT INTO document SELECT ?2, ?3, id FROM piece WHERE hash = ?1", NULL),
            SB_OK);
        sb_statement_put_bytes(s, 1, hash, sizeof hash);
        sb_statement_put_int(s, 2, superbill);
        sb_statement_put_int(s, 3, (int64_t)i);
        assert_int_equal(sb_statement_run(s, NULL), SB_OK);
    }
    (void)snprintf(sql, sizeof sql, "DELETE FROM body WHERE superbill = %d", superbill);
    assert_int_equal(sb_db_run(db, sql, NULL), SB_OK);
}

#endif
