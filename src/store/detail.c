/* detail.c - all that is known of one superbill. */
#include "store/store.h"

#include <stdio.h>
#include <string.h>

struct detail {
    struct sb_issued *out;
    struct sb_db *db;
    struct sb_arena *arena;
    const char *number;
};

static const char *
detail_text(struct sb_statement *s, int column, struct sb_arena *arena, bool *failed)
{
    const char *text = sb_statement_text(s, column), *copy;

    if (text == NULL)
        return NULL;
    copy = sb_arena_text(arena, text, strlen(text));
    *failed = *failed || copy == NULL;
    return copy;
}

static sb_date
detail_date(struct sb_statement *s, int column)
{
    const char *text = sb_statement_text(s, column);
    sb_date date = {0};

    return text != NULL && sb_date_parse(&date, text) ? date : (sb_date){0};
}

static void
row_visit(struct detail *d, struct sb_statement *s, size_t i, bool *failed)
{
    d->out->visits[i] = detail_text(s, 0, d->arena, failed);
    d->out->bodies[i] = detail_text(s, 1, d->arena, failed);
}

static void
row_line(struct detail *d, struct sb_statement *s, size_t i, bool *failed)
{
    struct sb_issued_line *line = &d->out->lines[i];

    *line = (struct sb_issued_line){
        .visit = detail_text(s, 0, d->arena, failed),
        .date = detail_date(s, 1),
        .place = detail_text(s, 2, d->arena, failed),
        .code = detail_text(s, 3, d->arena, failed),
        .modifiers = detail_text(s, 4, d->arena, failed),
        .diagnoses = detail_text(s, 5, d->arena, failed),
        .minutes = sb_statement_null(s, 6) ? -1 : (int32_t)sb_statement_int(s, 6),
        .units = (int32_t)sb_statement_int(s, 7),
        .charge = {sb_statement_int(s, 8)},
        .adjustment = {sb_statement_int(s, 9)},
        .paid = {sb_statement_int(s, 10)},
    };
}

static void
row_payment(struct detail *d, struct sb_statement *s, size_t i, bool *failed)
{
    d->out->payments[i] = (struct sb_issued_payment){
        .visit = detail_text(s, 0, d->arena, failed),
        .date = detail_date(s, 1),
        .method = detail_text(s, 2, d->arena, failed),
        .refund = sb_statement_int(s, 3) != 0,
        .amount = {sb_statement_int(s, 4)},
        .applied = {sb_statement_int(s, 5)},
    };
}

static void
row_history(struct detail *d, struct sb_statement *s, size_t i, bool *failed)
{
    d->out->history[i] = (struct sb_history){
        .entry = sb_statement_int(s, 0),
        .event = detail_text(s, 1, d->arena, failed),
        .at = sb_statement_int(s, 2),
        .number = detail_text(s, 3, d->arena, failed),
        .replaces = detail_text(s, 4, d->arena, failed),
        .reason = detail_text(s, 5, d->arena, failed),
    };
}

static void
row_warning(struct detail *d, struct sb_statement *s, size_t i, bool *failed)
{
    d->out->warnings[i] = (struct sb_issued_warning){
        .rule = detail_text(s, 0, d->arena, failed),
        .record = detail_text(s, 1, d->arena, failed),
        .path = detail_text(s, 2, d->arena, failed),
        .message = detail_text(s, 3, d->arena, failed),
        .advice = detail_text(s, 4, d->arena, failed),
    };
}

struct detail_table {
    const char *count, *rows;
    size_t size;
    void (*read)(struct detail *d, struct sb_statement *s, size_t i, bool *failed);
};

#define DETAIL_OF " WHERE superbill = (SELECT id FROM superbill WHERE number = ?1)"
static const struct detail_table detail_tables[] = {
    {"SELECT count(*) FROM visit" DETAIL_OF,
     "SELECT visit, body FROM visit" DETAIL_OF " ORDER BY position", sizeof(const char *),
     row_visit},
    {"SELECT count(*) FROM line" DETAIL_OF,
     "SELECT visit, date, place, code, modifiers, diagnoses, minutes, units, charge, adjustment,"
     " paid FROM line" DETAIL_OF " ORDER BY position",
     sizeof(struct sb_issued_line), row_line},
    {"SELECT count(*) FROM payment" DETAIL_OF,
     "SELECT visit, date, method, refund, amount, applied FROM payment" DETAIL_OF
     " ORDER BY position",
     sizeof(struct sb_issued_payment), row_payment},
    {"SELECT count(*) FROM entry WHERE number = ?1 OR replaces = ?1",
     "SELECT e.n, e.event, e.at, e.number, e.replaces, r.text FROM entry e"
     " LEFT JOIN reason r ON r.entry = e.n WHERE e.number = ?1 OR e.replaces = ?1 ORDER BY e.n",
     sizeof(struct sb_history), row_history},
    {"SELECT count(*) FROM warning" DETAIL_OF,
     "SELECT rule, record, path, message, advice FROM warning" DETAIL_OF " ORDER BY position",
     sizeof(struct sb_issued_warning), row_warning},
};
#define DETAIL_TABLES (sizeof detail_tables / sizeof *detail_tables)

static sb_status
detail_count(size_t *count, struct detail *d, const char *sql, struct sb_error *err)
{
    struct sb_statement *s;
    bool row;
    sb_status st = sb_statement_open(&s, d->db, sql, err);

    if (st != SB_OK)
        return st;
    sb_statement_put_text(s, 1, d->number);
    st = sb_statement_next(s, &row, err);
    *count = st == SB_OK && row ? (size_t)sb_statement_int(s, 0) : 0;
    sb_statement_free(s);
    return st;
}

static sb_status
detail_rows(size_t *count, struct detail *d, const struct detail_table *table, size_t most,
            struct sb_error *err)
{
    struct sb_statement *s;
    bool row = true, failed = false;
    sb_status st;

    *count = 0;
    if ((st = sb_statement_open(&s, d->db, table->rows, err)) != SB_OK)
        return st;
    sb_statement_put_text(s, 1, d->number);
    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row && *count < most)
        table->read(d, s, (*count)++, &failed);
    if (st == SB_OK)
        st = sb_statement_end(s, err);
    else
        sb_statement_free(s);
    return st == SB_OK && failed ? sb_error_nomem(err) : st;
}

static sb_status
detail_record(const char **out, struct sb_archive *archive, const char *number,
              struct sb_arena *arena, struct sb_error *err)
{
    struct sb_buf record = {0};
    sb_status st = sb_archive_record(&record, archive, number, err);

    if (st == SB_OK) {
        *out = sb_arena_text(arena, record.at, record.len);
        if (*out == NULL)
            st = sb_error_nomem(err);
    }
    sb_buf_free(&record);
    return st;
}

/* Against what it replaces; where that was purged there is nothing to compare with. */
static sb_status
detail_changes(struct sb_issued *out, struct sb_archive *archive, struct sb_arena *arena,
               struct sb_error *err)
{
    struct sb_error cause = {0};
    const char *before;
    sb_status st;

    if (out->row.replaces == NULL)
        return SB_OK;
    st = detail_record(&before, archive, out->row.replaces, arena, &cause);
    if (st == SB_E_ABSENT)
        return SB_OK;
    if (st != SB_OK)
        return sb_error_set(err, st, "%s", cause.text);
    return sb_record_differ(&out->changes, &out->change_count, before, out->record, arena, err);
}

sb_status
sb_archive_detail(struct sb_issued *out, struct sb_archive *archive, const char *number,
                  struct sb_arena *arena, struct sb_error *err)
{
    struct sb_issued issued = {.record = NULL};
    struct detail d = {
        .out = &issued, .db = sb_archive_db(archive), .arena = arena, .number = number};
    size_t counts[DETAIL_TABLES] = {0};
    void *array;
    sb_status st;

    if ((st = sb_archive_find(&issued.row, archive, number, arena, err)) != SB_OK ||
        (st = detail_record(&issued.record, archive, number, arena, err)) != SB_OK)
        return st;
    for (size_t i = 0; i < DETAIL_TABLES; i++) {
        const struct detail_table *table = &detail_tables[i];
        size_t most;

        if ((st = detail_count(&most, &d, table->count, err)) != SB_OK)
            return st;
        array = sb_arena_array(arena, most + 1, table->size);
        if (array == NULL)
            return sb_error_nomem(err);
        if (i == 0) {
            issued.visits = array;
            issued.bodies = sb_arena_array(arena, most + 1, table->size);
            if (issued.bodies == NULL)
                return sb_error_nomem(err);
        } else if (i == 1) {
            issued.lines = array;
        } else if (i == 2) {
            issued.payments = array;
        } else if (i == 3) {
            issued.history = array;
        } else {
            issued.warnings = array;
        }
        if ((st = detail_rows(&counts[i], &d, table, most, err)) != SB_OK)
            return st;
    }
    issued.visit_count = counts[0];
    issued.line_count = counts[1];
    issued.payment_count = counts[2];
    issued.history_count = counts[3];
    issued.warning_count = counts[4];
    if ((st = detail_changes(&issued, archive, arena, err)) == SB_OK)
        *out = issued;
    return st;
}

sb_status
sb_archive_by_document(const char **out, struct sb_archive *archive, const char *sha256,
                       struct sb_arena *arena, struct sb_error *err)
{
    struct sb_db *db = sb_archive_db(archive);
    struct sb_statement *s;
    uint8_t hash[32] = {0};
    bool row, failed = false;
    sb_status st;

    *out = NULL;
    if (db == NULL || !sb_hex_read(hash, sizeof hash, sha256))
        return SB_OK;
    st = sb_statement_open(&s, db, "SELECT number FROM superbill WHERE document_hash = ?1", err);
    if (st != SB_OK)
        return st;
    sb_statement_put_bytes(s, 1, hash, sizeof hash);
    st = sb_statement_next(s, &row, err);
    if (st == SB_OK && row)
        *out = detail_text(s, 0, arena, &failed);
    sb_statement_free(s);
    return failed ? sb_error_nomem(err) : st;
}

sb_status
sb_archive_drawn(struct sb_drawn_with *out, struct sb_archive *archive, const char *number,
                 struct sb_arena *arena, struct sb_error *err)
{
    struct sb_db *db = sb_archive_db(archive);
    struct sb_statement *s;
    struct sb_bytes design;
    const char *zlib;
    bool failed = false;
    sb_status st;

    *out = (struct sb_drawn_with){.known = false};
    if (db == NULL)
        return SB_OK;
    st = sb_statement_open(&s, db, "SELECT zlib, signature, design FROM drawn" DETAIL_OF, err);
    if (st != SB_OK)
        return st;
    sb_statement_put_text(s, 1, number);
    st = sb_statement_next(s, &out->known, err);
    if (st == SB_OK && out->known) {
        zlib = sb_statement_text(s, 0);
        (void)snprintf(out->zlib, sizeof out->zlib, "%s", zlib != NULL ? zlib : "");
        out->signature = detail_text(s, 1, arena, &failed);
        design = sb_statement_bytes(s, 2);
        out->known = design.len == sizeof out->design;
        if (out->known)
            memcpy(out->design, design.at, sizeof out->design);
    }
    sb_statement_free(s);
    return st == SB_OK && failed ? sb_error_nomem(err) : st;
}
