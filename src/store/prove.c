/*
 * prove.c - is everything as it was written?
 *
 *   file     -> SQLite's own check, foreign keys, the schema word for word
 *   entries  -> hash, hash before, numbers without gaps, columns equal to the body
 *   each superbill -> rows, visits, record and document against the hashes of its entry;
 *               state, live visits and delivery against later entries; sums
 *   head     -> the chain goes through it
 */
#include "store/prove.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void
sb_prove_fault(struct prove *p, int64_t entry, const char *number, const char *format, ...)
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
sb_status
sb_prove_count(int64_t *out, struct prove *p, const char *sql, const char *number,
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

const char *
sb_prove_text(bool *odd, struct sb_statement *s, int column)
{
    const char *text = sb_statement_text(s, column);

    if (text != NULL && strlen(text) != sb_statement_bytes(s, column).len)
        *odd = true;
    return text;
}

/* the file */

static sb_status
prove_pages(bool *fit, struct prove *p, struct sb_error *err)
{
    struct sb_statement *s;
    bool row;
    sb_status st = sb_statement_open(&s, p->db, "PRAGMA integrity_check(1)", err);

    if (st != SB_OK)
        return st;
    st = sb_statement_next(s, &row, err);
    *fit = st == SB_OK && row && sb_text_equal(sb_statement_text(s, 0), "ok");
    sb_statement_free(s);
    return st;
}

static sb_status
prove_integrity(struct prove *p, struct sb_error *err)
{
    struct sb_statement *s;
    bool row, fit = false;
    sb_status st = SB_OK;

    /* SQLite tells a page that it had no memory for as a damaged one: a second look decides */
    for (int i = 0; st == SB_OK && !fit && i < 2; i++)
        st = prove_pages(&fit, p, err);
    if (st == SB_OK && !fit)
        sb_prove_fault(p, 0, NULL, "the file is damaged: its pages do not fit together");
    if (st != SB_OK ||
        (st = sb_statement_open(&s, p->db, "PRAGMA foreign_key_check", err)) != SB_OK)
        return st;
    st = sb_statement_next(s, &row, err);
    if (st == SB_OK && row)
        sb_prove_fault(p, 0, NULL, "a row of table %s belongs to nothing", sb_statement_text(s, 0));
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

/* Whether a step made what is of that kind and name in just these words. */
static bool
schema_made(struct sb_schema schema, const char *kind, const char *name, const char *sql)
{
    const char *head = strcmp(kind, "table") == 0 ? "CREATE TABLE " : "CREATE INDEX ";
    size_t length = strlen(sql), named = strlen(head) + strlen(name);

    if (!sb_text_starts(sql, head) || !sb_text_starts(sql + strlen(head), name) ||
        sql[named] != ' ')
        return false;
    for (size_t i = 0; i < schema.count; i++) {
        const char *step = schema.steps[i];

        for (const char *at = step; (at = strstr(at, sql)) != NULL; at++)
            if ((at == step || at[-1] == '\n') && at[length] == ';')
                return true;
    }
    return false;
}

/* Tables and indexes are stored in the words that made them. */
static sb_status
prove_schema(struct prove *p, struct sb_error *err)
{
    struct sb_schema schema = sb_archive_said(p->archive)->schema;
    struct sb_statement *s;
    int64_t left = schema_statements(schema);
    bool row = true, known = true;
    sb_status st = sb_statement_open(
        &s, p->db, "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL", err);

    if (st != SB_OK)
        return st;
    while (known && (st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        const char *texts[] = {sb_statement_text(s, 0), sb_statement_text(s, 1),
                               sb_statement_text(s, 2)};

        known = texts[0] != NULL && texts[1] != NULL && texts[2] != NULL &&
                schema_made(schema, texts[0], texts[1], texts[2]);
        left--;
    }
    sb_statement_free(s);
    if (st == SB_OK && (!known || left != 0))
        sb_prove_fault(p, 0, NULL, "the tables are not those that this program made");
    return st;
}

/* entries */

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
bool
sb_prove_vouches(const char *body, const char *key, const uint8_t hash[32])
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
        sb_prove_fault(p, e->n, e->number, "the numbers have a gap here");
    *last = e->sequence;
}

static void
prove_reason(struct prove *p, const struct prove_entry *e)
{
    uint8_t hash[32];
    char hex[65];

    if (e->reason.at != NULL) {
        p->reasons++;
        sb_sha256(hash, e->reason.at, e->reason.len);
        if (!sb_prove_vouches(e->body, "reason", hash))
            sb_prove_fault(p, e->n, e->number, "the reason given is not the one that was given");
    } else if (body_hash(hex, e->body, "reason") && e->number != NULL) {
        int64_t purged = 0;

        if (sb_prove_count(&purged, p, "SELECT 1 FROM entry WHERE number = ?1 AND event = 'purged'",
                           e->number, NULL) != SB_OK ||
            purged == 0)
            sb_prove_fault(p, e->n, e->number, "the reason given is missing");
    }
}

static void
prove_link(struct prove *p, const struct prove_entry *e)
{
    uint8_t hash[32];
    char previous[65];

    sb_sha256(hash, e->body, e->length);
    if (e->n != p->seen.entries + 1)
        sb_prove_fault(p, e->n, e->number, "an entry before it is missing");
    if (strlen(e->body) != e->length || e->hash.len != 32 || memcmp(hash, e->hash.at, 32) != 0)
        sb_prove_fault(p, e->n, e->number, "the entry was altered");
    if (!body_hash(previous, e->body, "previous") || strcmp(previous, p->seen.hash) != 0)
        sb_prove_fault(p, e->n, e->number,
                       "the chain is broken: this entry does not follow the last");
    if (e->half || e->odd || !body_counts(e->body, "n", true, e->n) ||
        !body_counts(e->body, "at", true, e->at) || !body_says(e->body, "event", e->event) ||
        !body_says(e->body, "number", e->number) || !body_says(e->body, "replaces", e->replaces) ||
        !body_counts(e->body, "series", e->numbered, e->series) ||
        !body_counts(e->body, "sequence", e->numbered, e->sequence))
        sb_prove_fault(p, e->n, e->number, "the entry's columns differ from its text");
    prove_numbering(p, e);
    prove_reason(p, e);
    p->seen.entries = e->n;
    sb_hex(p->seen.hash, hash, sizeof hash);
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
                                .half = sb_statement_null(s, 5) != sb_statement_null(s, 6)};

        e.event = sb_prove_text(&e.odd, s, 2);
        e.number = sb_prove_text(&e.odd, s, 3);
        e.replaces = sb_prove_text(&e.odd, s, 4);
        e.body = sb_statement_text(s, 7);
        e.hash = sb_statement_bytes(s, 8);
        /* an empty one has no bytes to point to, and is one all the same */
        e.reason = sb_statement_bytes(s, 9);
        if (e.reason.at == NULL && !sb_statement_null(s, 9))
            e.reason.at = "";
        e.length = sb_statement_bytes(s, 7).len;
        if (e.event == NULL || e.body == NULL)
            break;
        prove_link(p, &e);
        if (e.number != NULL &&
            (strcmp(e.event, "issued") == 0 || strcmp(e.event, "corrected") == 0))
            st = sb_prove_one(p, &e, err);
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
         /* not the lines' share: what was paid beyond the charges stands on no line */
         " paid <> (SELECT ifnull(sum(CASE refund WHEN 1 THEN -applied ELSE applied END), 0)"
         " FROM payment WHERE superbill = s.id)",
         "superbills whose lines do not add up"},
        {"SELECT count(*) FROM piece WHERE " SB_PIECE_ALONE, "pieces that belong to no document"},
        {SB_BODY_ODD, "documents whose list of fonts was altered"},
        {"SELECT count(*) FROM body b WHERE EXISTS"
         " (SELECT 1 FROM document d WHERE d.superbill = b.superbill)",
         "documents that are there twice"},
        {"SELECT count(*) FROM document d WHERE NOT EXISTS"
         " (SELECT 1 FROM piece p WHERE p.id = d.piece)",
         "documents that lack pieces"},
    };
    int64_t n = 0;
    sb_status st;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if ((st = sb_prove_count(&n, p, rows[i].sql, NULL, err)) != SB_OK)
            return st;
        if (n != 0)
            sb_prove_fault(p, 0, NULL, "%s: %" PRId64, rows[i].text, n);
    }
    if ((st = sb_prove_count(&n, p, "SELECT count(*) FROM superbill", NULL, err)) != SB_OK)
        return st;
    if ((uint64_t)n != p->proof.superbills)
        sb_prove_fault(p, 0, NULL, "there are superbills that no entry issued");
    if ((st = sb_prove_count(&n, p, "SELECT count(*) FROM live", NULL, err)) != SB_OK)
        return st;
    if (n != p->live)
        sb_prove_fault(p, 0, NULL, "there are live visits that no entry issued");
    if ((st = sb_prove_count(&n, p, "SELECT count(*) FROM reason", NULL, err)) != SB_OK)
        return st;
    if (n != p->reasons)
        sb_prove_fault(p, 0, NULL, "there are reasons that no entry gave");
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

        sb_digest(hash, bytes.at, bytes.len);
        bad += kept.len != 32 || memcmp(kept.at, hash, 32) != 0;
    }
    if (bad > 0)
        sb_prove_fault(p, 0, NULL, "pieces of documents were altered: %" PRId64, bad);
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
    bool found, restored;
    sb_status st;

    st = sb_head_read(&head, &found, sb_archive_head_path(p->archive), &why);
    p->proof.headless = st == SB_OK && !found && p->seen.entries > 0;
    if (st == SB_OK && found)
        st = sb_head_accept(&restored, &head, p->db, sb_archive_path(p->archive), &why);
    if (st == SB_E_DAMAGED) {
        sb_prove_fault(p, 0, NULL, "%s", why.text);
        return SB_OK;
    }
    return st == SB_OK ? SB_OK : sb_error_set(err, st, "%s", why.text);
}

sb_status
sb_archive_prove(struct sb_proof *out, struct sb_archive *archive, sb_proof_fn *fn, void *user,
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
