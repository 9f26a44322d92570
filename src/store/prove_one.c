/* prove_one.c - one superbill against the hashes of its entry, and against later entries. */
#include "store/prove.h"

#include <string.h>

struct digest {
    struct sb_sha256_state state;
    uint64_t bytes;
};

/* An sb_document_sink's. */
static void
digest_add(void *user, struct sb_bytes bytes, bool piece)
{
    struct digest *digest = user;

    (void)piece;
    sb_sha256_add(&digest->state, bytes.at, bytes.len);
    digest->bytes += bytes.len;
}

static sb_status
prove_document(uint8_t hash[32], struct prove *p, const struct prove_entry *e, struct sb_error *err)
{
    struct digest digest = {.bytes = 0};
    const struct sb_document_sink sink = {digest_add, &digest};
    sb_status st;

    sb_sha256_start(&digest.state);
    st = sb_document_walk(p->db, e->n, &sink, err);
    sb_sha256_end(&digest.state, hash);
    p->proof.bytes += digest.bytes;
    return st;
}

struct prove_row {
    bool found;
    char state[16], replaced_by[SB_NUMBER_TEXT];
    uint8_t record[32];
    bool record_found, number_same, document_same;
    bool replaced; /* replaced_by is not NULL; "" is no number, and no NULL */
    bool odd;      /* the text of one goes on behind a NUL */
};

/* What the row says against what later entries say. */
static sb_status
prove_state(struct prove *p, const struct prove_entry *e, const struct prove_row *is,
            struct sb_error *err)
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
    if (st == SB_OK && (is->odd || strcmp(is->state, expected) != 0 ||
                        !sb_text_equal(is->replaced ? is->replaced_by : NULL, by)))
        sb_prove_fault(p, e->n, e->number, "its state is not what the entries say");
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

    if ((st = sb_prove_count(&rows, p, all, e->number, err)) != SB_OK ||
        (st = sb_prove_count(&visits, p,
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
        sb_prove_fault(p, e->n, e->number, "the list of visits that stand on it was altered");
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
            !sb_prove_vouches(e->body, "delivery", hash))
            sb_prove_fault(p, e->n, e->number, "the folder it is to be delivered to was altered");
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
        (st = sb_prove_count(&rows, p, "SELECT count(*) FROM live WHERE number = ?1", e->number,
                             err)) != SB_OK ||
        (st = sb_statement_open(&s, p->db,
                                "SELECT body FROM entry WHERE number = ?1 AND"
                                " event IN ('purged', 'released') ORDER BY n DESC LIMIT 1",
                                err)) != SB_OK)
        return st;
    sb_statement_put_text(s, 1, e->number);
    st = sb_statement_next(s, &row, err);
    if (st == SB_OK && !row)
        sb_prove_fault(p, e->n, e->number, "the superbill is missing");
    else if (st == SB_OK && !sb_prove_vouches(sb_statement_text(s, 0), "live", hash))
        sb_prove_fault(p, e->n, e->number, "the list of visits that stand on it was altered");
    sb_statement_free(s);
    p->live += rows;
    p->proof.purged++;
    return st;
}

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
        prove_copy(out->state, sizeof out->state, sb_prove_text(&out->odd, s, 0));
        prove_copy(out->replaced_by, sizeof out->replaced_by, sb_prove_text(&out->odd, s, 1));
        out->replaced = !sb_statement_null(s, 1);
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
sb_status
sb_prove_one(struct prove *p, const struct prove_entry *e, struct sb_error *err)
{
    uint8_t rows[32], visits[32], document[32];
    struct prove_row row;
    sb_status st;

    if ((st = prove_document(document, p, e, err)) != SB_OK ||
        (st = prove_read(&row, p, e, document, err)) != SB_OK)
        return st;
    if (!row.found)
        return prove_purged(p, e, err);
    p->proof.superbills++;
    if ((st = sb_rows_hash(rows, visits, p->db, e->n, err)) != SB_OK)
        return st;
    if (!row.number_same || !sb_prove_vouches(e->body, "rows", rows))
        sb_prove_fault(p, e->n, e->number, "its rows were altered");
    if (!sb_prove_vouches(e->body, "visits", visits))
        sb_prove_fault(p, e->n, e->number, "the visits it was made from were altered");
    if (!row.record_found || !sb_prove_vouches(e->body, "record", row.record))
        sb_prove_fault(p, e->n, e->number, "its record was altered");
    if (!row.document_same || !sb_prove_vouches(e->body, "document", document))
        sb_prove_fault(p, e->n, e->number, "its document was altered");
    st = prove_state(p, e, &row, err);
    if (st == SB_OK)
        st = prove_live(p, e, strcmp(row.state, "issued") == 0, err);
    return st == SB_OK ? prove_delivery(p, e, err) : st;
}
