/* rows.c - one hash over all of a superbill's rows that never change. */
#include "store/store.h"

#include <string.h>

/* Every column of every row, with its length, so that nothing can move between columns. */
static sb_status
rows_add(struct sb_sha256_state *state, struct sb_statement *s, struct sb_error *err)
{
    bool row = true;
    sb_status st;

    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        for (int i = 0; i < sb_statement_columns(s); i++) {
            bool null = sb_statement_null(s, i);
            struct sb_bytes value = sb_statement_bytes(s, i);
            uint8_t head[9] = {null ? 'n' : 'v'};

            for (size_t k = 0; k < 8; k++)
                head[8 - k] = (uint8_t)((uint64_t)value.len >> (8 * k));
            sb_sha256_add(state, head, sizeof head);
            sb_sha256_add(state, value.at, value.len);
        }
    }
    if (st == SB_OK)
        return sb_statement_end(s, err);
    sb_statement_free(s);
    return st;
}

static sb_status
rows_table(struct sb_sha256_state *state, struct sb_db *db, const char *sql, int64_t id,
           struct sb_error *err)
{
    struct sb_statement *s;
    sb_status st = sb_statement_open(&s, db, sql, err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, id);
    sb_sha256_add(state, sql, strlen(sql));
    return rows_add(state, s, err);
}

/* Only where there is a row: those of schema 1 have none, and keep the hash they were given. */
static sb_status
rows_drawn(struct sb_sha256_state *state, struct sb_db *db, int64_t id, struct sb_error *err)
{
    static const char sql[] = "SELECT design, zlib, signature FROM drawn WHERE superbill = ?1";
    struct sb_statement *s;
    bool row;
    sb_status st = sb_statement_open(&s, db, sql, err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, id);
    st = sb_statement_next(s, &row, err);
    sb_statement_free(s);
    return st == SB_OK && row ? rows_table(state, db, sql, id, err) : st;
}

sb_status
sb_rows_hash(uint8_t rows[32], uint8_t visits[32], struct sb_db *db, int64_t id,
             struct sb_error *err)
{
    /* changing a text here makes old archives look altered: a migration must re-chain them */
    static const char *const tables[] = {
        "SELECT number, series, replaces, patient, provider, payer, first_date, last_date,"
        " issued_at, issued_on, file_by, charges, adjustments, paid, balance, pages, size,"
        " record_hash, document_hash, template, tables, program FROM superbill WHERE id = ?1",
        "SELECT position, visit, date, place, code, modifiers, diagnoses, minutes, units, charge,"
        " adjustment, paid FROM line WHERE superbill = ?1 ORDER BY position",
        "SELECT position, visit, date, method, refund, amount, applied FROM payment"
        " WHERE superbill = ?1 ORDER BY position",
        "SELECT position, rule, severity, record, path, message, advice FROM warning"
        " WHERE superbill = ?1 ORDER BY position",
    };
    static const char visit_table[] =
        "SELECT position, visit, date, body FROM visit WHERE superbill = ?1 ORDER BY position";
    struct sb_sha256_state state;
    sb_status st;

    sb_sha256_start(&state);
    st = rows_table(&state, db, visit_table, id, err);
    if (st != SB_OK)
        return st;
    sb_sha256_end(&state, visits);
    sb_sha256_start(&state);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if ((st = rows_table(&state, db, tables[i], id, err)) != SB_OK)
            return st;
    }
    if ((st = rows_drawn(&state, db, id, err)) != SB_OK)
        return st;
    sb_sha256_end(&state, rows);
    return SB_OK;
}

sb_status
sb_live_hash(uint8_t hash[32], struct sb_db *db, const char *number, struct sb_error *err)
{
    struct sb_sha256_state state;
    struct sb_statement *s;
    sb_status st = sb_statement_open(&s, db,
                                     "SELECT visit, series, number, hash FROM live"
                                     " WHERE number = ?1 ORDER BY visit, series",
                                     err);

    if (st != SB_OK)
        return st;
    sb_statement_put_text(s, 1, number);
    sb_sha256_start(&state);
    st = rows_add(&state, s, err);
    sb_sha256_end(&state, hash);
    return st;
}

void
sb_delivery_hash(uint8_t hash[32], int64_t id, const char *folder, size_t length)
{
    struct sb_sha256_state state;
    uint8_t head[8];

    for (size_t i = 0; i < sizeof head; i++)
        head[i] = (uint8_t)((uint64_t)id >> (56 - 8 * i));
    sb_sha256_start(&state);
    sb_sha256_add(&state, head, sizeof head);
    sb_sha256_add(&state, folder, length);
    sb_sha256_end(&state, hash);
}
