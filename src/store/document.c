/*
 * document.c - a document as rows.  Fonts are pieces, each kept once by its hash; all that stands
 * between them is the document's own text, in one row.  Older ones are pieces as a whole.
 */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#define PIECE_MOST 48 /* remembered in one transaction */

/* A piece that came before: fonts are the same in many documents. */
struct sb_piece {
    struct sb_piece *next;
    int64_t id;
    size_t length;
    unsigned char bytes[];
};

void
sb_pieces_forget(struct sb_piece *list)
{
    while (list != NULL) {
        struct sb_piece *next = list->next;

        free(list);
        list = next;
    }
}

static const struct sb_piece *
piece_seen(const struct sb_txn *t, struct sb_bytes piece)
{
    for (const struct sb_piece *p = t->pieces; p != NULL; p = p->next) {
        if (p->length == piece.len && memcmp(p->bytes, piece.at, piece.len) == 0)
            return p;
    }
    return NULL;
}

/* Remembering is a gain, not a duty: where memory ends, nothing is lost. */
static void
piece_remember(struct sb_txn *t, struct sb_bytes piece, int64_t id)
{
    struct sb_piece *p;
    size_t count = 0;

    for (p = t->pieces; p != NULL; p = p->next)
        count++;
    if (count >= PIECE_MOST || (p = malloc(sizeof *p + piece.len)) == NULL)
        return;
    *p = (struct sb_piece){.next = t->pieces, .id = id, .length = piece.len};
    memcpy(p->bytes, piece.at, piece.len);
    t->pieces = p;
}

static sb_status
piece_find(int64_t *id, struct sb_db *db, const uint8_t hash[32], struct sb_error *err)
{
    struct sb_statement *s;
    bool row;
    sb_status st = sb_statement_open(&s, db, "SELECT id FROM piece WHERE hash = ?1", err);

    *id = 0;
    if (st != SB_OK)
        return st;
    sb_statement_put_bytes(s, 1, hash, 32);
    st = sb_statement_next(s, &row, err);
    if (st == SB_OK && row)
        *id = sb_statement_int(s, 0);
    sb_statement_free(s);
    return st;
}

static sb_status
piece_put(int64_t *id, struct sb_txn *t, struct sb_bytes piece, struct sb_error *err)
{
    const struct sb_piece *seen = piece_seen(t, piece);
    struct sb_statement *s;
    uint8_t hash[32];
    sb_status st;

    if (seen != NULL) {
        *id = seen->id;
        return SB_OK;
    }
    sb_digest(hash, piece.at, piece.len);
    if ((st = piece_find(id, t->db, hash, err)) != SB_OK)
        return st;
    if (*id != 0) {
        piece_remember(t, piece, *id);
        return SB_OK;
    }
    st = sb_statement_open(&s, t->db, "INSERT INTO piece (hash, bytes) VALUES (?1, ?2)", err);
    if (st != SB_OK)
        return st;
    sb_statement_put_bytes(s, 1, hash, sizeof hash);
    sb_statement_put_bytes(s, 2, piece.at, piece.len);
    if ((st = sb_statement_run(s, err)) == SB_OK)
        *id = sb_db_last_id(t->db);
    return st;
}

static sb_status
body_put(struct sb_txn *t, int64_t superbill, const char *fonts, struct sb_bytes text,
         struct sb_error *err)
{
    struct sb_statement *s;
    sb_status st = sb_statement_open(
        &s, t->db, "INSERT INTO body (superbill, fonts, text) VALUES (?1, ?2, ?3)", err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, superbill);
    sb_statement_put_text(s, 2, fonts);
    sb_statement_put_bytes(s, 3, text.at, text.len);
    return sb_statement_run(s, err);
}

sb_status
sb_document_put(struct sb_txn *t, int64_t superbill, struct sb_pieces document,
                struct sb_error *err)
{
    struct sb_buf fonts = {0}, text = {0};
    sb_status st = SB_OK;

    sb_buf_char(&fonts, '[');
    sb_buf_put(&text, "", 0);
    for (size_t i = 0; st == SB_OK && i < document.count; i++) {
        int64_t piece;

        if (i % 2 == 0) {
            sb_buf_put(&text, document.at[i].at, document.at[i].len);
        } else if ((st = piece_put(&piece, t, document.at[i], err)) == SB_OK) {
            sb_buf_print(&fonts, "%s[%zu,%lld]", i > 1 ? "," : "", text.len, (long long)piece);
        }
    }
    sb_buf_char(&fonts, ']');
    if (st == SB_OK && (fonts.failed || text.failed))
        st = sb_error_nomem(err);
    if (st == SB_OK)
        st = body_put(t, superbill, fonts.at, (struct sb_bytes){text.at, text.len}, err);
    sb_buf_free(&fonts);
    sb_buf_free(&text);
    return st;
}

/* The text with its fonts; it ends early where a font is missing, or stands where it cannot. */
static sb_status
body_walk(struct sb_bytes text, struct sb_db *db, int64_t superbill,
          const struct sb_document_sink *sink, struct sb_error *err)
{
    const char *at = text.at;
    size_t done = 0;
    struct sb_statement *s;
    bool row = true, fits = true;
    sb_status st = sb_statement_open(&s, db,
                                     "SELECT f.before, p.bytes FROM (" SB_BODY_FONTS
                                     " WHERE b.superbill = ?1) f"
                                     " LEFT JOIN piece p ON p.id = f.piece ORDER BY f.position",
                                     err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, superbill);
    while (fits && (st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        int64_t before = sb_statement_int(s, 0);

        fits = !sb_statement_null(s, 1) && before >= 0 && (uint64_t)before >= done &&
               (uint64_t)before <= text.len;
        if (!fits)
            break;
        sink->fn(sink->user, (struct sb_bytes){at + done, (size_t)before - done}, false);
        sink->fn(sink->user, sb_statement_bytes(s, 1), true);
        done = (size_t)before;
    }
    if (st == SB_OK && fits)
        sink->fn(sink->user, (struct sb_bytes){at + done, text.len - done}, false);
    sb_statement_free(s);
    return st;
}

/* A document of pieces, as schema 1 and 2 kept it. */
static sb_status
pieces_walk(struct sb_db *db, int64_t superbill, const struct sb_document_sink *sink,
            struct sb_error *err)
{
    struct sb_statement *s;
    int64_t position = 0;
    bool row = true;
    sb_status st = sb_statement_open(&s, db,
                                     "SELECT p.bytes, d.position FROM document d"
                                     " JOIN piece p ON p.id = d.piece"
                                     " WHERE d.superbill = ?1 ORDER BY d.position",
                                     err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, superbill);
    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        if (sb_statement_int(s, 1) != position++)
            break;
        sink->fn(sink->user, sb_statement_bytes(s, 0), true);
    }
    sb_statement_free(s);
    return st;
}

sb_status
sb_document_walk(struct sb_db *db, int64_t superbill, const struct sb_document_sink *sink,
                 struct sb_error *err)
{
    struct sb_statement *s;
    bool row;
    sb_status st = sb_statement_open(&s, db, "SELECT text FROM body WHERE superbill = ?1", err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, superbill);
    st = sb_statement_next(s, &row, err);
    if (st == SB_OK && row)
        st = body_walk(sb_statement_bytes(s, 0), db, superbill, sink, err);
    if (st == SB_OK)
        st = sb_statement_end(s, err);
    else
        sb_statement_free(s);
    return st == SB_OK && !row ? pieces_walk(db, superbill, sink, err) : st;
}
