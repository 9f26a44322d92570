/*
 * prove.c - is everything as it was written?
 *
 *   file     -> SQLite's own check, foreign keys, the schema word for word
 *   entries  -> hash, hash before, numbers without gaps, columns equal to the body
 *   each superbill -> rows, visits, record and document against the hashes of its entry;
 *               state, live visits and delivery against later entries; sums
 *   head     -> the chain goes through it
 */
#include "store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct prove {
    struct sb_proof proof;
    struct sb_archive *archive;
    struct sb_db *db;
    sb_fault_fn *fn;
    void *user;
    struct sb_chain_head seen; /* as far as the entries have been gone through */
    int64_t live;              /* rows in live that entries account for */
    int64_t reasons;
};

static void prove_fault(struct prove *p, int64_t entry, const char *number, const char *format, ...)
    SB_PRINTF(4, 5);

static void
prove_fault(struct prove *p, int64_t entry, const char *number, const char *format, ...)
{
    struct sb_fault fault = {.entry = entry, .number = number};
    char text[200];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fault.text = text;
    p->proof.faults++;
    if (p->fn != NULL)
        p->fn(p->user, &fault);
}

/* First column of the first row; ifnone where there is no row. */
static sb_status
prove_count(int64_t *out, struct prove *p, const char *sql, const char *number,
            struct sb_error *err)
{
    struct sb_statement *s;
    bool row;
    sb_status st = sb_statement_open(&s, p->db, sql, err);

    if (st != SB_OK)
        return st;
    if (number != NULL)
        sb_statement_put_text(s, 1, number);
    st = sb_statement_next(s, &row, err);
    if (st == SB_OK)
        *out = row ? sb_statement_int(s, 0) : 0;
    if (st == SB_OK)
        return sb_statement_end(s, err);
    sb_statement_free(s);
    return st;
}

/* the file */

static sb_status
prove_integrity(struct prove *p, struct sb_error *err)
{
    struct sb_statement *s;
    bool row;
    sb_status st = sb_statement_open(&s, p->db, "PRAGMA integrity_check(1)", err);

    if (st != SB_OK)
        return st;
    st = sb_statement_next(s, &row, err);
    if (st == SB_OK && (!row || !sb_text_equal(sb_statement_text(s, 0), "ok")))
        prove_fault(p, 0, NULL, "the file is damaged: its pages do not fit together");
    sb_statement_free(s);
    if (st != SB_OK ||
        (st = sb_statement_open(&s, p->db, "PRAGMA foreign_key_check", err)) != SB_OK)
        return st;
    st = sb_statement_next(s, &row, err);
    if (st == SB_OK && row)
        prove_fault(p, 0, NULL, "a row of table %s belongs to nothing", sb_statement_text(s, 0));
    sb_statement_free(s);
    return st;
}

/* Statements of the schema that stand at the beginning of a line. */
static int64_t
schema_statements(struct sb_schema schema)
{
    int64_t count = 0;

    for (size_t i = 0; i < schema.count; i++) {
        for (const char *at = schema.steps[i]; at != NULL; at = strchr(at, '\n')) {
            at += *at == '\n';
            count += sb_text_starts(at, "CREATE ");
        }
    }
    return count;
}

/* Tables and indexes are stored in the words that made them. */
static sb_status
prove_schema(struct prove *p, struct sb_error *err)
{
    struct sb_schema schema = sb_archive_said(p->archive)->schema;
    struct sb_statement *s;
    int64_t left = schema_statements(schema);
    bool row = true;
    sb_status st =
        sb_statement_open(&s, p->db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL", err);

    if (st != SB_OK)
        return st;
    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        const char *sql = sb_statement_text(s, 0);
        bool known = false;

        for (size_t i = 0; sql != NULL && i < schema.count; i++)
            known = known || strstr(schema.steps[i], sql) != NULL;
        left = known ? left - 1 : -1;
        if (!known)
            break;
    }
    sb_statement_free(s);
    if (st == SB_OK && left != 0)
        prove_fault(p, 0, NULL, "the tables are not those that this program made");
    return st;
}

/* entries */

struct prove_entry {
    int64_t n, at, series, sequence;
    bool numbered;
    const char *event, *number, *replaces, *body, *reason;
    struct sb_bytes hash;
    size_t length; /* of body */
};

/* Whether the body says key with this text; where text is NULL, that it does not say key. */
static bool
body_says(const char *body, const char *key, const char *text)
{
    char want[160];
    int length = snprintf(want, sizeof want, "\"%s\":%s%s%s", key, text != NULL ? "\"" : "",
                          text != NULL ? text : "", text != NULL ? "\"" : "");

    if (length < 0 || (size_t)length >= sizeof want)
        return false;
    return (strstr(body, want) != NULL) == (text != NULL);
}

static bool
body_counts(const char *body, const char *key, bool given, int64_t n)
{
    char want[80];
    const char *at;
    int length = snprintf(want, sizeof want, "\"%s\":%" PRId64, key, n);

    if (!given)
        return body_says(body, key, NULL);
    at = length > 0 ? strstr(body, want) : NULL;
    return at != NULL && (at[length] == ',' || at[length] == '}');
}

/* The hash that the body holds under key; false where it holds none. */
static bool
body_hash(char hex[65], const char *body, const char *key)
{
    char want[32];
    const char *at;
    int length = snprintf(want, sizeof want, "\"%s\":\"", key);

    hex[0] = '\0';
    at = length > 0 ? strstr(body, want) : NULL;
    if (at == NULL || strspn(at + length, "0123456789abcdef") != 64)
        return false;
    memcpy(hex, at + length, 64);
    hex[64] = '\0';
    return true;
}

/* Whether the body's hash under key is this one. */
static bool
body_vouches(const char *body, const char *key, const uint8_t hash[32])
{
    char said[65], is[65];

    sb_hex(is, hash, 32);
    return body_hash(said, body, key) && strcmp(said, is) == 0;
}

/* The first of lost numbers, where an entry marks several as lost. */
static int64_t
body_first(const char *body, int64_t last)
{
    const char *at = strstr(body, "\"first\":");
    int64_t first;
    size_t length = 0;

    if (at == NULL)
        return last;
    at += sizeof "\"first\":" - 1;
    while (sb_ascii_digit(at[length]))
        length++;
    return sb_int_parse(&first, at, length) ? first : -1;
}

static void
prove_numbering(struct prove *p, const struct prove_entry *e)
{
    int64_t *last = &p->seen.sequence[e->series == 1];

    if (!e->numbered)
        return;
    if (e->series < 0 || e->series > 1 || body_first(e->body, e->sequence) != *last + 1)
        prove_fault(p, e->n, e->number, "the numbers have a gap here");
    *last = e->sequence;
}

static void
prove_reason(struct prove *p, const struct prove_entry *e)
{
    uint8_t hash[32];
    char hex[65];

    if (e->reason != NULL) {
        p->reasons++;
        sb_sha256(hash, e->reason, strlen(e->reason));
        if (!body_vouches(e->body, "reason", hash))
            prove_fault(p, e->n, e->number, "the reason given is not the one that was given");
    } else if (body_hash(hex, e->body, "reason") && e->number != NULL) {
        int64_t purged = 0;

        if (prove_count(&purged, p, "SELECT 1 FROM entry WHERE number = ?1 AND event = 'purged'",
                        e->number, NULL) != SB_OK ||
            purged == 0)
            prove_fault(p, e->n, e->number, "the reason given is missing");
    }
}

static void
prove_link(struct prove *p, const struct prove_entry *e)
{
    uint8_t hash[32];
    char previous[65];

    sb_sha256(hash, e->body, e->length);
    if (e->n != p->seen.entries + 1)
        prove_fault(p, e->n, e->number, "an entry before it is missing");
    if (strlen(e->body) != e->length || e->hash.len != 32 || memcmp(hash, e->hash.at, 32) != 0)
        prove_fault(p, e->n, e->number, "the entry was altered");
    if (!body_hash(previous, e->body, "previous") || strcmp(previous, p->seen.hash) != 0)
        prove_fault(p, e->n, e->number, "the chain is broken: this entry does not follow the last");
    if (!body_counts(e->body, "n", true, e->n) || !body_counts(e->body, "at", true, e->at) ||
        !body_says(e->body, "event", e->event) || !body_says(e->body, "number", e->number) ||
        !body_says(e->body, "replaces", e->replaces) ||
        !body_counts(e->body, "series", e->numbered, e->series) ||
        !body_counts(e->body, "sequence", e->numbered, e->sequence))
        prove_fault(p, e->n, e->number, "the entry's columns differ from its text");
    prove_numbering(p, e);
    prove_reason(p, e);
    p->seen.entries = e->n;
    sb_hex(p->seen.hash, hash, sizeof hash);
}

/* superbills */

static sb_status
prove_pieces(uint8_t hash[32], struct prove *p, const struct prove_entry *e, struct sb_error *err)
{
    struct sb_sha256_state state;
    struct sb_statement *s;
    int64_t position = 0;
    bool row = true;
    sb_status st = sb_statement_open(&s, p->db,
                                     "SELECT p.bytes, d.position FROM document d"
                                     " JOIN piece p ON p.id = d.piece"
                                     " WHERE d.superbill = ?1 ORDER BY d.position",
                                     err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, e->n);
    sb_sha256_start(&state);
    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        struct sb_bytes bytes = sb_statement_bytes(s, 0);

        sb_sha256_add(&state, bytes.at, bytes.len);
        p->proof.bytes += bytes.len;
        if (sb_statement_int(s, 1) != position++)
            prove_fault(p, e->n, e->number, "its document lacks a piece");
    }
    sb_sha256_end(&state, hash);
    if (st == SB_OK)
        return sb_statement_end(s, err);
    sb_statement_free(s);
    return st;
}

/* What the row says against what later entries say. */
static sb_status
prove_state(struct prove *p, const struct prove_entry *e, const char *state,
            const char *replaced_by, struct sb_error *err)
{
    struct sb_statement *s;
    bool row;
    const char *by = NULL, *expected = "issued";
    sb_status st = sb_statement_open(
        &s, p->db,
        "SELECT event, number FROM entry WHERE (replaces = ?1 AND event = 'corrected')"
        " OR (number = ?1 AND event = 'voided') ORDER BY n LIMIT 1",
        err);

    if (st != SB_OK)
        return st;
    sb_statement_put_text(s, 1, e->number);
    st = sb_statement_next(s, &row, err);
    if (st == SB_OK && row) {
        expected = sb_text_equal(sb_statement_text(s, 0), "voided") ? "void" : "superseded";
        by = strcmp(expected, "void") == 0 ? NULL : sb_statement_text(s, 1);
    }
    if (st == SB_OK && (!sb_text_equal(state, expected) || !sb_text_equal(replaced_by, by)))
        prove_fault(p, e->n, e->number, "its state is not what the entries say");
    sb_statement_free(s);
    return st;
}

/* Live rows of a superbill: one for each visit while it stands, none after. */
static sb_status
prove_live(struct prove *p, const struct prove_entry *e, bool stands, struct sb_error *err)
{
    static const char all[] = "SELECT count(*) FROM live WHERE number = ?1";
    static const char joined[] =
        "SELECT v.body, l.hash FROM live l JOIN superbill s ON s.number = l.number"
        " AND s.series = l.series JOIN visit v ON v.superbill = s.id AND v.visit = l.visit"
        " WHERE l.number = ?1";
    struct sb_statement *s;
    int64_t rows = 0, visits = 0, good = 0;
    bool row = true;
    sb_status st;

    if ((st = prove_count(&rows, p, all, e->number, err)) != SB_OK ||
        (st = prove_count(&visits, p,
                          "SELECT count(*) FROM visit v JOIN superbill s ON s.id = v.superbill"
                          " WHERE s.number = ?1",
                          e->number, err)) != SB_OK ||
        (st = sb_statement_open(&s, p->db, joined, err)) != SB_OK)
        return st;
    sb_statement_put_text(s, 1, e->number);
    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        struct sb_bytes body = sb_statement_bytes(s, 0), kept = sb_statement_bytes(s, 1);
        uint8_t hash[32];

        sb_sha256(hash, body.at, body.len);
        good += kept.len == 32 && memcmp(kept.at, hash, 32) == 0;
    }
    sb_statement_free(s);
    if (st == SB_OK && (rows != good || good != (stands ? visits : 0)))
        prove_fault(p, e->n, e->number, "the list of visits that stand on it was altered");
    p->live += rows;
    return st;
}

static sb_status
prove_delivery(struct prove *p, const struct prove_entry *e, struct sb_error *err)
{
    struct sb_statement *s;
    struct sb_bytes folder, kept;
    uint8_t hash[32];
    bool row;
    sb_status st =
        sb_statement_open(&s, p->db, "SELECT folder, hash FROM delivery WHERE superbill = ?1", err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, e->n);
    st = sb_statement_next(s, &row, err);
    if (st == SB_OK && row) {
        folder = sb_statement_bytes(s, 0);
        kept = sb_statement_bytes(s, 1);
        sb_delivery_hash(hash, e->n, folder.at, folder.len);
        if (kept.len != 32 || memcmp(kept.at, hash, 32) != 0 ||
            !body_vouches(e->body, "delivery", hash))
            prove_fault(p, e->n, e->number, "the folder it is to be delivered to was altered");
    }
    sb_statement_free(s);
    return st;
}

/* A superbill whose row is gone: purged by an entry that says so, with its live rows. */
static sb_status
prove_purged(struct prove *p, const struct prove_entry *e, struct sb_error *err)
{
    struct sb_statement *s;
    uint8_t hash[32];
    int64_t rows = 0;
    bool row;
    sb_status st = sb_live_hash(hash, p->db, e->number, err);

    if (st != SB_OK ||
        (st = prove_count(&rows, p, "SELECT count(*) FROM live WHERE number = ?1", e->number,
                          err)) != SB_OK ||
        (st = sb_statement_open(&s, p->db,
                                "SELECT body FROM entry WHERE number = ?1 AND event = 'purged'",
                                err)) != SB_OK)
        return st;
    sb_statement_put_text(s, 1, e->number);
    st = sb_statement_next(s, &row, err);
    if (st == SB_OK && !row)
        prove_fault(p, e->n, e->number, "the superbill is missing");
    else if (st == SB_OK && !body_vouches(sb_statement_text(s, 0), "live", hash))
        prove_fault(p, e->n, e->number, "the list of visits that stand on it was altered");
    sb_statement_free(s);
    p->live += rows;
    p->proof.purged++;
    return st;
}

struct prove_row {
    bool found;
    char state[16], replaced_by[SB_NUMBER_TEXT];
    uint8_t record[32];
    bool record_found, number_same, document_same;
};

static void
prove_copy(char *to, size_t room, const char *text)
{
    size_t length = text == NULL ? 0 : strlen(text);

    memcpy(to, text == NULL ? "" : text, length < room ? length : room - 1);
    to[length < room ? length : room - 1] = '\0';
}

static sb_status
prove_read(struct prove_row *out, struct prove *p, const struct prove_entry *e,
           const uint8_t document[32], struct sb_error *err)
{
    struct sb_statement *s;
    struct sb_bytes body, hash;
    sb_status st = sb_statement_open(
        &s, p->db,
        "SELECT s.state, s.replaced_by, s.number, r.body, s.document_hash FROM superbill s"
        " LEFT JOIN record r ON r.superbill = s.id WHERE s.id = ?1",
        err);

    *out = (struct prove_row){0};
    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, e->n);
    st = sb_statement_next(s, &out->found, err);
    if (st == SB_OK && out->found) {
        prove_copy(out->state, sizeof out->state, sb_statement_text(s, 0));
        prove_copy(out->replaced_by, sizeof out->replaced_by, sb_statement_text(s, 1));
        out->number_same = sb_text_equal(sb_statement_text(s, 2), e->number);
        body = sb_statement_bytes(s, 3);
        out->record_found = !sb_statement_null(s, 3);
        sb_sha256(out->record, body.at, body.len);
        hash = sb_statement_bytes(s, 4);
        out->document_same = hash.len == 32 && memcmp(hash.at, document, 32) == 0;
    }
    if (st == SB_OK)
        return sb_statement_end(s, err);
    sb_statement_free(s);
    return st;
}

/* One issued number against the hashes of its entry. */
static sb_status
prove_superbill(struct prove *p, const struct prove_entry *e, struct sb_error *err)
{
    uint8_t rows[32], visits[32], document[32];
    struct prove_row row;
    sb_status st;

    if ((st = prove_pieces(document, p, e, err)) != SB_OK ||
        (st = prove_read(&row, p, e, document, err)) != SB_OK)
        return st;
    if (!row.found)
        return prove_purged(p, e, err);
    p->proof.superbills++;
    if ((st = sb_rows_hash(rows, visits, p->db, e->n, err)) != SB_OK)
        return st;
    if (!row.number_same || !body_vouches(e->body, "rows", rows))
        prove_fault(p, e->n, e->number, "its rows were altered");
    if (!body_vouches(e->body, "visits", visits))
        prove_fault(p, e->n, e->number, "the visits it was made from were altered");
    if (!row.record_found || !body_vouches(e->body, "record", row.record))
        prove_fault(p, e->n, e->number, "its record was altered");
    if (!row.document_same || !body_vouches(e->body, "document", document))
        prove_fault(p, e->n, e->number, "its document was altered");
    st = prove_state(p, e, row.state, row.replaced_by[0] != '\0' ? row.replaced_by : NULL, err);
    if (st == SB_OK)
        st = prove_live(p, e, strcmp(row.state, "issued") == 0, err);
    return st == SB_OK ? prove_delivery(p, e, err) : st;
}

static sb_status
prove_entries(struct prove *p, struct sb_error *err)
{
    struct sb_statement *s;
    bool row = true;
    sb_status st = sb_statement_open(
        &s, p->db,
        "SELECT e.n, e.at, e.event, e.number, e.replaces, e.series, e.sequence, e.body, e.hash,"
        " r.text FROM entry e LEFT JOIN reason r ON r.entry = e.n ORDER BY e.n",
        err);

    if (st != SB_OK)
        return st;
    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        struct prove_entry e = {.n = sb_statement_int(s, 0),
                                .at = sb_statement_int(s, 1),
                                .series = sb_statement_int(s, 5),
                                .sequence = sb_statement_int(s, 6),
                                .numbered = !sb_statement_null(s, 6),
                                .event = sb_statement_text(s, 2),
                                .number = sb_statement_text(s, 3),
                                .replaces = sb_statement_text(s, 4),
                                .body = sb_statement_text(s, 7),
                                .reason = sb_statement_text(s, 9)};

        e.hash = sb_statement_bytes(s, 8);
        e.length = sb_statement_bytes(s, 7).len;
        if (e.event == NULL || e.body == NULL)
            break;
        prove_link(p, &e);
        if (e.number != NULL &&
            (strcmp(e.event, "issued") == 0 || strcmp(e.event, "corrected") == 0))
            st = prove_superbill(p, &e, err);
        if (st != SB_OK)
            break;
    }
    if (st == SB_OK)
        return sb_statement_end(s, err);
    sb_statement_free(s);
    return st;
}

/* Sums, and rows that no entry accounts for. */
static sb_status
prove_rest(struct prove *p, struct sb_error *err)
{
    static const struct {
        const char *sql, *text;
    } rows[] = {
        {"SELECT count(*) FROM superbill s WHERE balance <> charges - adjustments - paid OR"
         " charges <> (SELECT ifnull(sum(charge), 0) FROM line WHERE superbill = s.id) OR"
         " adjustments <> (SELECT ifnull(sum(adjustment), 0) FROM line WHERE superbill = s.id) OR"
         " paid <> (SELECT ifnull(sum(paid), 0) FROM line WHERE superbill = s.id)",
         "superbills whose lines do not add up"},
        {"SELECT count(*) FROM piece p WHERE NOT EXISTS"
         " (SELECT 1 FROM document d WHERE d.piece = p.id)",
         "pieces that belong to no document"},
        {"SELECT count(*) FROM document d WHERE NOT EXISTS"
         " (SELECT 1 FROM piece p WHERE p.id = d.piece)",
         "documents that lack pieces"},
    };
    int64_t n = 0;
    sb_status st;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if ((st = prove_count(&n, p, rows[i].sql, NULL, err)) != SB_OK)
            return st;
        if (n != 0)
            prove_fault(p, 0, NULL, "%" PRId64 " %s", n, rows[i].text);
    }
    if ((st = prove_count(&n, p, "SELECT count(*) FROM superbill", NULL, err)) != SB_OK)
        return st;
    if ((uint64_t)n != p->proof.superbills)
        prove_fault(p, 0, NULL, "there are superbills that no entry issued");
    if ((st = prove_count(&n, p, "SELECT count(*) FROM live", NULL, err)) != SB_OK)
        return st;
    if (n != p->live)
        prove_fault(p, 0, NULL, "there are live visits that no entry issued");
    if ((st = prove_count(&n, p, "SELECT count(*) FROM reason", NULL, err)) != SB_OK)
        return st;
    if (n != p->reasons)
        prove_fault(p, 0, NULL, "there are reasons that no entry gave");
    return SB_OK;
}

/* Each piece against the hash it is found by. */
static sb_status
prove_piece_hashes(struct prove *p, struct sb_error *err)
{
    struct sb_statement *s;
    bool row = true;
    int64_t bad = 0;
    sb_status st = sb_statement_open(&s, p->db, "SELECT bytes, hash FROM piece", err);

    if (st != SB_OK)
        return st;
    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        struct sb_bytes bytes = sb_statement_bytes(s, 0), kept = sb_statement_bytes(s, 1);
        uint8_t hash[32];

        sb_sha256(hash, bytes.at, bytes.len);
        bad += kept.len != 32 || memcmp(kept.at, hash, 32) != 0;
    }
    if (bad > 0)
        prove_fault(p, 0, NULL, "%" PRId64 " pieces of documents were altered", bad);
    if (st == SB_OK)
        return sb_statement_end(s, err);
    sb_statement_free(s);
    return st;
}

static sb_status
prove_head(struct prove *p, struct sb_error *err)
{
    struct sb_error why = {0};
    struct sb_chain_head head;
    bool found;
    sb_status st;

    st = sb_head_read(&head, &found, sb_archive_head_path(p->archive), &why);
    if (st == SB_OK && found)
        st = sb_head_judge(&head, p->db, sb_archive_path(p->archive), &why);
    if (st == SB_E_DAMAGED) {
        prove_fault(p, 0, NULL, "%s", why.text);
        return SB_OK;
    }
    return st == SB_OK ? SB_OK : sb_error_set(err, st, "%s", why.text);
}

sb_status
sb_archive_prove(struct sb_proof *out, struct sb_archive *archive, sb_fault_fn *fn, void *user,
                 struct sb_error *err)
{
    struct prove p = {.archive = archive, .db = sb_archive_db(archive), .fn = fn, .user = user};
    struct sb_db *db = p.db;
    sb_status st;

    memset(p.seen.hash, '0', sizeof p.seen.hash - 1);
    if (db != NULL) {
        if ((st = sb_db_begin(db, false, err)) != SB_OK)
            return st;
        if ((st = prove_integrity(&p, err)) == SB_OK && (st = prove_schema(&p, err)) == SB_OK &&
            (st = prove_entries(&p, err)) == SB_OK && (st = prove_rest(&p, err)) == SB_OK &&
            (st = prove_piece_hashes(&p, err)) == SB_OK)
            st = prove_head(&p, err);
        sb_db_rollback(db);
        if (st != SB_OK)
            return st;
    }
    p.proof.head = p.seen;
    p.proof.entries = (uint64_t)p.seen.entries;
    *out = p.proof;
    return SB_OK;
}
