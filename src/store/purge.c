/* purge.c - what is past its retention goes; that it was there stays. */
#include "store/prove.h"

#include <string.h>

sb_status
sb_archive_old(struct sb_archive *archive, sb_date before, sb_superbill_fn *fn, void *user,
               struct sb_error *err)
{
    struct sb_archive_filter all = {.issued_before = before};

    return sb_archive_list(archive, &all, fn, user, err);
}

sb_status
sb_pieces_purge(struct sb_txn *t, struct sb_error *err)
{
    struct sb_statement *s;
    bool row, odd = false;
    sb_status st = sb_statement_open(&s, t->db, SB_BODY_ODD, err);

    if (st != SB_OK)
        return st;
    st = sb_statement_next(s, &row, err);
    if (st == SB_OK && row)
        odd = sb_statement_int(s, 0) != 0;
    sb_statement_free(s);
    if (st != SB_OK)
        return st;
    /* a font whose document cannot be read as it was kept would be taken for nobody's */
    if (odd)
        return sb_error_at(err, SB_E_DAMAGED, sb_archive_path(t->archive), 0, 0,
                           "a document's list of fonts was altered, so nothing is purged; see "
                           "'superbill archive check'");
    /* remembered pieces may be gone afterwards */
    sb_pieces_forget(t->pieces);
    t->pieces = NULL;
    return sb_db_run(t->db, "DELETE FROM piece WHERE " SB_PIECE_ALONE, err);
}

/* A visit that stood on a void superbill, as one that stands has it: its number and its hash. */
static sb_status
purge_remember(struct sb_txn *t, const char *number, struct sb_statement *visit,
               struct sb_error *err)
{
    struct sb_bytes body = sb_statement_bytes(visit, 2);
    struct sb_statement *s;
    uint8_t hash[32];
    sb_status st = sb_statement_open(&s, t->db, SB_LIVE_PUT, err);

    if (st != SB_OK)
        return st;
    sb_sha256(hash, body.at, body.len);
    sb_statement_put_text(s, 1, sb_statement_text(visit, 0));
    sb_statement_put_int(s, 2, sb_statement_int(visit, 1));
    sb_statement_put_text(s, 3, number);
    sb_statement_put_bytes(s, 4, hash, sizeof hash);
    return sb_statement_run(s, err);
}

/*
 * The visits that a void superbill was the last of stay known, so that they are still left alone
 * until they change: what is purged is in live, whether it stood or was void, and the entries say
 * which.  A visit that stands elsewhere, or that a later superbill had, is not this one's to tell.
 */
static sb_status
purge_void(struct sb_txn *t, const char *number, struct sb_error *err)
{
    struct sb_statement *s;
    bool row = true;
    sb_status st = sb_statement_open(
        &s, t->db,
        "SELECT v.visit, s.series, v.body FROM superbill s JOIN visit v ON v.superbill = s.id"
        " WHERE s.number = ?1 AND s.state = 'void' AND NOT EXISTS (SELECT 1 FROM live l"
        " WHERE l.visit = v.visit AND l.series = s.series) AND NOT EXISTS (SELECT 1 FROM visit o"
        " JOIN superbill r ON r.id = o.superbill WHERE o.visit = v.visit AND r.series = s.series"
        " AND r.id > s.id)",
        err);

    if (st != SB_OK)
        return st;
    sb_statement_put_text(s, 1, number);
    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        if ((st = purge_remember(t, number, s, err)) != SB_OK)
            break;
    }
    if (st == SB_OK)
        return sb_statement_end(s, err);
    sb_statement_free(s);
    return st;
}

sb_status
sb_txn_purge(struct sb_txn *t, const char *number, int64_t at, struct sb_error *err)
{
    /* rows first, the superbill last: everything refers to it; sb_pieces_purge follows */
    static const char *const steps[] = {
        "DELETE FROM delivery WHERE superbill = (SELECT id FROM superbill WHERE number = ?1)",
        "DELETE FROM drawn WHERE superbill = (SELECT id FROM superbill WHERE number = ?1)",
        "DELETE FROM warning WHERE superbill = (SELECT id FROM superbill WHERE number = ?1)",
        "DELETE FROM payment WHERE superbill = (SELECT id FROM superbill WHERE number = ?1)",
        "DELETE FROM line WHERE superbill = (SELECT id FROM superbill WHERE number = ?1)",
        "DELETE FROM visit WHERE superbill = (SELECT id FROM superbill WHERE number = ?1)",
        "DELETE FROM record WHERE superbill = (SELECT id FROM superbill WHERE number = ?1)",
        "DELETE FROM reason WHERE entry IN (SELECT n FROM entry WHERE number = ?1)",
        "DELETE FROM document WHERE superbill = (SELECT id FROM superbill WHERE number = ?1)",
        "DELETE FROM body WHERE superbill = (SELECT id FROM superbill WHERE number = ?1)",
        "DELETE FROM superbill WHERE number = ?1",
    };
    struct sb_entry entry = {.event = "purged", .at = at, .number = number};
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_superbill row;
    uint8_t live[32];
    sb_status st;

    if (arena == NULL)
        return sb_error_nomem(err);
    st = sb_archive_find(&row, t->archive, number, arena, err);
    sb_arena_free(arena);
    if (st != SB_OK || (st = purge_void(t, number, err)) != SB_OK ||
        (st = sb_live_hash(live, t->db, number, err)) != SB_OK)
        return st;
    entry.live = live;
    if ((st = sb_txn_chain(t, &entry, NULL, err)) != SB_OK)
        return st;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if ((st = sb_txn_touch(t, steps[i], number, err)) != SB_OK)
            return st;
    }
    t->purged = true;
    return SB_OK;
}

/* The number of the purged superbill that the visit stood on, void or not; "": of none. */
static sb_status
purged_of(char number[SB_NUMBER_TEXT], struct sb_txn *t, const char *visit, bool stood,
          struct sb_error *err)
{
    struct sb_statement *s;
    const char *text;
    bool row;
    sb_status st = sb_statement_open(&s, t->db,
                                     "SELECT l.number FROM live l WHERE l.visit = ?1 AND"
                                     " l.series = ?2 AND NOT EXISTS (SELECT 1 FROM superbill s"
                                     " WHERE s.number = l.number) AND (?3 OR " SB_LIVE_VOID ")",
                                     err);

    number[0] = '\0';
    if (st != SB_OK)
        return st;
    sb_statement_put_text(s, 1, visit);
    sb_statement_put_int(s, 2, sb_archive_said(t->archive)->example ? 1 : 0);
    sb_statement_put_int(s, 3, stood ? 1 : 0);
    st = sb_statement_next(s, &row, err);
    text = st == SB_OK && row ? sb_statement_text(s, 0) : NULL;
    if (text != NULL && strlen(text) < SB_NUMBER_TEXT)
        memcpy(number, text, strlen(text) + 1);
    if (st == SB_OK)
        return sb_statement_end(s, err);
    sb_statement_free(s);
    return st;
}

sb_status
sb_txn_release(struct sb_txn *t, const char *visit, bool stood, int64_t at, struct sb_error *err)
{
    char number[SB_NUMBER_TEXT];
    struct sb_entry entry = {.event = "released", .at = at, .number = number};
    struct sb_statement *s;
    uint8_t live[32];
    sb_status st = purged_of(number, t, visit, stood, err);

    if (st != SB_OK || number[0] == '\0' ||
        (st = sb_statement_open(&s, t->db, "DELETE FROM live WHERE visit = ?1 AND series = ?2",
                                err)) != SB_OK)
        return st;
    sb_statement_put_text(s, 1, visit);
    sb_statement_put_int(s, 2, sb_archive_said(t->archive)->example ? 1 : 0);
    if ((st = sb_statement_run(s, err)) != SB_OK ||
        (st = sb_live_hash(live, t->db, number, err)) != SB_OK)
        return st;
    /* the rows that are left are vouched for anew */
    entry.live = live;
    return sb_txn_chain(t, &entry, NULL, err);
}

/* A row of sb_archive_past's question: body, successor or null, void, released. */
static struct sb_past
past_read(struct sb_statement *s, const uint8_t document[32])
{
    struct sb_past past = {.state = SB_ISSUE_STANDS};
    const char *body = sb_statement_text(s, 0), *successor = sb_statement_text(s, 1);

    past.same = body != NULL && sb_prove_vouches(body, "document", document);
    if (sb_statement_int(s, 2) != 0)
        past.state = SB_ISSUE_VOID;
    else if (successor != NULL || sb_statement_int(s, 3) != 0)
        past.state = SB_ISSUE_SUPERSEDED;
    if (successor != NULL && strlen(successor) < sizeof past.successor)
        memcpy(past.successor, successor, strlen(successor) + 1);
    return past;
}

sb_status
sb_archive_past(struct sb_past *out, struct sb_archive *archive, const char *number,
                const uint8_t document[32], struct sb_error *err)
{
    static const char sql[] =
        "SELECT e.body,"
        " (SELECT number FROM entry WHERE replaces = ?1 AND event = 'corrected'),"
        " EXISTS (SELECT 1 FROM entry WHERE number = ?1 AND event = 'voided'),"
        " EXISTS (SELECT 1 FROM entry WHERE number = ?1 AND event = 'released')"
        " FROM entry e WHERE e.number = ?1 AND e.event IN ('issued', 'corrected')"
        " AND EXISTS (SELECT 1 FROM entry WHERE number = ?1 AND event = 'purged')";
    struct sb_db *db = sb_archive_db(archive);
    struct sb_past past = {.same = false};
    struct sb_statement *s;
    bool row = false;
    sb_status st;

    if (db == NULL)
        return sb_error_set(err, SB_E_ABSENT, "%s was not purged", number);
    if ((st = sb_statement_open(&s, db, sql, err)) != SB_OK)
        return st;
    sb_statement_put_text(s, 1, number);
    st = sb_statement_next(s, &row, err);
    if (st == SB_OK && row)
        past = past_read(s, document);
    if (st != SB_OK) {
        sb_statement_free(s);
        return st;
    }
    if ((st = sb_statement_end(s, err)) != SB_OK)
        return st;
    if (!row)
        return sb_error_set(err, SB_E_ABSENT, "%s was not purged", number);
    *out = past;
    return SB_OK;
}
