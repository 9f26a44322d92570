/*
 * export.c - all of the archive as NDJSON, in the order of the chain:
 *
 *   {"entry":{...},"hash":"...","reason":...}           the entry's exact bytes: hash them
 *   {"superbill":{...},"record":{...},"visits":[...],   what it issued
 *    "lines":[...],"payments":[...],"warnings":[...],"document":["<hash>",...]}
 *   {"piece":"<hash>","base64":"..."}                   at the end
 */
#include "store/store.h"

#include <string.h>

struct export
{
    struct sb_db *db;
    sb_sink_fn *fn;
    void *user;
    struct sb_buf line;
};

static sb_status
export_flush(struct export *e, struct sb_error *err)
{
    sb_buf_char(&e->line, '\n');
    if (e->line.failed)
        return sb_error_nomem(err);
    if (!e->fn(e->user, e->line.at, e->line.len))
        return sb_error_set(err, SB_E_WRITE, "the export cannot be written");
    sb_buf_reset(&e->line);
    return SB_OK;
}

enum export_kind { EXPORT_TEXT, EXPORT_INT, EXPORT_CENTS, EXPORT_HASH, EXPORT_JSON, EXPORT_BOOL };
struct export_column {
    const char *key;
    enum export_kind kind;
};

static void
export_value(struct sb_jout *out, struct sb_statement *s, int i, const struct export_column *column)
{
    char text[SB_MONEY_TEXT], hex[65];
    struct sb_bytes bytes;

    if (sb_statement_null(s, i)) {
        sb_jout_null(out, column->key);
        return;
    }
    switch (column->kind) {
    case EXPORT_TEXT:
        sb_jout_text(out, column->key, sb_statement_text(s, i));
        break;
    case EXPORT_INT:
        sb_jout_int(out, column->key, sb_statement_int(s, i));
        break;
    case EXPORT_BOOL:
        sb_jout_bool(out, column->key, sb_statement_int(s, i) != 0);
        break;
    case EXPORT_CENTS:
        sb_jout_text(out, column->key, sb_money_print(text, (sb_money){sb_statement_int(s, i)}));
        break;
    case EXPORT_HASH:
        bytes = sb_statement_bytes(s, i);
        sb_hex(hex, bytes.at, bytes.len < 32 ? bytes.len : 32);
        sb_jout_text(out, column->key, hex);
        break;
    case EXPORT_JSON:
        bytes = sb_statement_bytes(s, i);
        sb_jout_null(out, column->key);
        /* the bytes that were hashed, in place of the null */
        if (!out->buf->failed)
            out->buf->len -= sizeof "null" - 1;
        sb_buf_put(out->buf, bytes.at, bytes.len);
        break;
    }
}

struct export_table {
    const char *key, *sql;
    const struct export_column *columns;
    int count;
    bool bare; /* one column, without its key */
};

#define EXPORT_TABLE(key, sql, columns, bare)                                                      \
    {                                                                                              \
        key, sql, columns, (int)(sizeof columns / sizeof *(columns)), bare                         \
    }

static sb_status
export_rows(struct export *e, struct sb_jout *out, const struct export_table *table, int64_t id,
            struct sb_error *err)
{
    struct sb_statement *s;
    bool row = true;
    sb_status st = sb_statement_open(&s, e->db, table->sql, err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, id);
    sb_jout_array(out, table->key);
    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        if (!table->bare)
            sb_jout_object(out, NULL);
        for (int i = 0; i < table->count; i++)
            export_value(out, s, i, &table->columns[i]);
        if (!table->bare)
            sb_jout_end_object(out);
    }
    sb_jout_end_array(out);
    if (st == SB_OK)
        return sb_statement_end(s, err);
    sb_statement_free(s);
    return st;
}

/* The key of a piece: its hash, in hex. */
static void
piece_key(char hex[65], struct sb_bytes piece)
{
    uint8_t hash[32];

    sb_digest(hash, piece.at, piece.len);
    sb_hex(hex, hash, sizeof hash);
}

/* An sb_document_sink's: a piece's key. */
static void
document_key(void *user, struct sb_bytes bytes, bool piece)
{
    char hex[65];

    (void)piece;
    if (bytes.len == 0)
        return;
    piece_key(hex, bytes);
    sb_jout_text(user, NULL, hex);
}

static sb_status
export_document(struct export *e, struct sb_jout *out, int64_t id, struct sb_error *err)
{
    const struct sb_document_sink sink = {document_key, out};
    sb_status st;

    sb_jout_array(out, "document");
    st = sb_document_walk(e->db, id, &sink, err);
    sb_jout_end_array(out);
    return st;
}

static sb_status
export_tables(struct export *e, struct sb_jout *out, int64_t id, struct sb_error *err)
{
    static const struct export_column visits[] = {{NULL, EXPORT_JSON}};
    static const struct export_column lines[] = {
        {"visit", EXPORT_TEXT},       {"date", EXPORT_TEXT},      {"place", EXPORT_TEXT},
        {"code", EXPORT_TEXT},        {"modifiers", EXPORT_TEXT}, {"diagnoses", EXPORT_TEXT},
        {"minutes", EXPORT_INT},      {"units", EXPORT_INT},      {"charge", EXPORT_CENTS},
        {"adjustment", EXPORT_CENTS}, {"paid", EXPORT_CENTS},
    };
    static const struct export_column payments[] = {
        {"visit", EXPORT_TEXT},  {"date", EXPORT_TEXT},    {"method", EXPORT_TEXT},
        {"refund", EXPORT_BOOL}, {"amount", EXPORT_CENTS}, {"applied", EXPORT_CENTS},
    };
    static const struct export_column warnings[] = {
        {"rule", EXPORT_TEXT}, {"severity", EXPORT_TEXT}, {"record", EXPORT_TEXT},
        {"path", EXPORT_TEXT}, {"message", EXPORT_TEXT},  {"advice", EXPORT_TEXT},
    };
    static const struct export_column drawn[] = {
        {"design", EXPORT_HASH}, {"zlib", EXPORT_TEXT}, {"signature", EXPORT_JSON}};
    const struct export_table tables[] = {
        EXPORT_TABLE("visits", "SELECT body FROM visit WHERE superbill = ?1 ORDER BY position",
                     visits, true),
        EXPORT_TABLE("lines",
                     "SELECT visit, date, place, code, modifiers, diagnoses, minutes, units,"
                     " charge, adjustment, paid FROM line WHERE superbill = ?1 ORDER BY position",
                     lines, false),
        EXPORT_TABLE("payments",
                     "SELECT visit, date, method, refund, amount, applied FROM payment"
                     " WHERE superbill = ?1 ORDER BY position",
                     payments, false),
        EXPORT_TABLE("warnings",
                     "SELECT rule, severity, record, path, message, advice FROM warning"
                     " WHERE superbill = ?1 ORDER BY position",
                     warnings, false),
        EXPORT_TABLE("drawn", "SELECT design, zlib, signature FROM drawn WHERE superbill = ?1",
                     drawn, false),
    };
    sb_status st = SB_OK;

    for (size_t i = 0; st == SB_OK && i < sizeof tables / sizeof *tables; i++)
        st = export_rows(e, out, &tables[i], id, err);
    return st == SB_OK ? export_document(e, out, id, err) : st;
}

static sb_status
export_superbill(struct export *e, int64_t id, struct sb_error *err)
{
    static const struct export_column columns[] = {
        {"number", EXPORT_TEXT},    {"state", EXPORT_TEXT},         {"example", EXPORT_BOOL},
        {"replaces", EXPORT_TEXT},  {"replaced_by", EXPORT_TEXT},   {"patient", EXPORT_TEXT},
        {"provider", EXPORT_TEXT},  {"payer", EXPORT_TEXT},         {"first_date", EXPORT_TEXT},
        {"last_date", EXPORT_TEXT}, {"issued_at", EXPORT_INT},      {"issued_on", EXPORT_TEXT},
        {"file_by", EXPORT_TEXT},   {"charges", EXPORT_CENTS},      {"adjustments", EXPORT_CENTS},
        {"paid", EXPORT_CENTS},     {"balance", EXPORT_CENTS},      {"pages", EXPORT_INT},
        {"size", EXPORT_INT},       {"record_sha256", EXPORT_HASH}, {"sha256", EXPORT_HASH},
        {"template", EXPORT_TEXT},  {"tables", EXPORT_TEXT},        {"program", EXPORT_TEXT},
        {"record", EXPORT_JSON},
    };
    static const char sql[] =
        "SELECT number, state, series, replaces, replaced_by, patient, provider, payer,"
        " first_date, last_date, issued_at, issued_on, file_by, charges, adjustments, paid,"
        " balance, pages, size, record_hash, document_hash, template, tables, program, r.body"
        " FROM superbill s LEFT JOIN record r ON r.superbill = s.id WHERE s.id = ?1";
    struct sb_jout out = {.buf = &e->line};
    struct sb_statement *s;
    bool row;
    sb_status st = sb_statement_open(&s, e->db, sql, err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, id);
    if ((st = sb_statement_next(s, &row, err)) != SB_OK || !row) {
        sb_statement_free(s);
        return st;
    }
    sb_jout_object(&out, NULL);
    sb_jout_object(&out, "superbill");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        export_value(&out, s, (int)i, &columns[i]);
    sb_jout_end_object(&out);
    if ((st = sb_statement_end(s, err)) != SB_OK || (st = export_tables(e, &out, id, err)) != SB_OK)
        return st;
    sb_jout_end_object(&out);
    return export_flush(e, err);
}

static sb_status
export_entries(struct export *e, struct sb_error *err)
{
    static const struct export_column columns[] = {
        {"entry", EXPORT_JSON}, {"hash", EXPORT_HASH}, {"reason", EXPORT_TEXT}};
    struct sb_statement *s;
    bool row = true;
    sb_status st = sb_statement_open(&s, e->db,
                                     "SELECT e.body, e.hash, r.text, e.n FROM entry e"
                                     " LEFT JOIN reason r ON r.entry = e.n ORDER BY e.n",
                                     err);

    if (st != SB_OK)
        return st;
    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        struct sb_jout out = {.buf = &e->line};

        sb_jout_object(&out, NULL);
        for (int i = 0; i < 3; i++)
            export_value(&out, s, i, &columns[i]);
        sb_jout_end_object(&out);
        if ((st = export_flush(e, err)) != SB_OK ||
            (st = export_superbill(e, sb_statement_int(s, 3), err)) != SB_OK)
            break;
    }
    if (st == SB_OK)
        return sb_statement_end(s, err);
    sb_statement_free(s);
    return st;
}

static sb_status
export_piece(struct export *e, struct sb_bytes piece, struct sb_error *err)
{
    char hex[65];

    piece_key(hex, piece);
    sb_buf_print(&e->line, "{\"piece\":\"%s\",\"base64\":\"", hex);
    sb_base64(&e->line, piece.at, piece.len);
    sb_buf_text(&e->line, "\"}");
    return export_flush(e, err);
}

/* A document's own text, until the first failure. */
struct texts {
    struct export *e;
    struct sb_error *err;
    sb_status st;
};

/* An sb_document_sink's. */
static void
export_text(void *user, struct sb_bytes bytes, bool piece)
{
    struct texts *texts = user;

    if (texts->st == SB_OK && !piece && bytes.len > 0)
        texts->st = export_piece(texts->e, bytes, texts->err);
}

/* Fonts, each once; then what documents have of their own. */
static sb_status
export_pieces(struct export *e, struct sb_error *err)
{
    struct texts texts = {.e = e, .err = err, .st = SB_OK};
    const struct sb_document_sink sink = {export_text, &texts};
    struct sb_statement *s;
    bool row = true;
    sb_status st = sb_statement_open(&s, e->db, "SELECT bytes FROM piece ORDER BY id", err);

    if (st != SB_OK)
        return st;
    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        if ((st = export_piece(e, sb_statement_bytes(s, 0), err)) != SB_OK)
            break;
    }
    sb_statement_free(s);
    if (st != SB_OK ||
        (st = sb_statement_open(&s, e->db, "SELECT superbill FROM body ORDER BY 1", err)) != SB_OK)
        return st;
    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        st = sb_document_walk(e->db, sb_statement_int(s, 0), &sink, err);
        st = st == SB_OK ? texts.st : st;
        if (st != SB_OK)
            break;
    }
    sb_statement_free(s);
    return st;
}

sb_status
sb_archive_export(struct sb_archive *archive, sb_sink_fn *fn, void *user, struct sb_error *err)
{
    struct export e = {.db = sb_archive_db(archive), .fn = fn, .user = user};
    sb_status st;

    if (e.db == NULL)
        return SB_OK;
    if ((st = sb_db_begin(e.db, false, err)) != SB_OK)
        return st;
    if ((st = export_entries(&e, err)) == SB_OK)
        st = export_pieces(&e, err);
    sb_db_rollback(e.db);
    sb_buf_free(&e.line);
    return st;
}
