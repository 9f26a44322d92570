/*
 * books.c - what the books of a month list: each a statement whose columns are typed, in the
 * order in which they are lent.
 *
 *   ?1 ?2  first and last date of service     ?3  series
 *   ?4 ?5 ?6  patient, provider, payer, or null     ?7  the day of the ages
 */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

/* Superbills that stand, of this practice's numbers, as the span selects them. */
#define STANDS                                                                                     \
    "s.state = 'issued' AND s.series = ?3 AND (?4 IS NULL OR s.patient = ?4)"                      \
    " AND (?5 IS NULL OR s.provider = ?5) AND (?6 IS NULL OR " SB_PAYER_SQL("?6") ")"
#define WITHIN " s.id IN (SELECT superbill FROM visit WHERE date BETWEEN ?1 AND ?2) AND " STANDS

#define SIGNED(column) "CASE p.refund WHEN 1 THEN -p." column " ELSE p." column " END"
#define SUMS(table) "sum(" table ".charges), sum(" table ".adjustments), sum(" table ".paid)"
#define SUMS_S SUMS("s") ", sum(s.balance)"
#define VISITS_S "sum((SELECT count(*) FROM visit v WHERE v.superbill = s.id))"

/* What was paid beyond the charges of a superbill's lines stands in a row of its own. */
#define ON_LINES "coalesce((SELECT sum(x.paid) FROM line x WHERE x.superbill = s.id), 0)"
#define CREDIT_CODE "CASE WHEN s.paid > " ON_LINES " THEN 'credit' ELSE 'refund' END"
#define CREDITED " FROM superbill s WHERE s.paid <> " ON_LINES " AND" WITHIN
#define LINED " FROM superbill s JOIN line l ON l.superbill = s.id WHERE" WITHIN

#define AMOUNT SIGNED("amount")
#define APPLIED SIGNED("applied")
#define PAYMENT_CELLS                                                                              \
    "s.number, p.visit, s.patient, s.payer, p.date,"                                               \
    " (SELECT v.date FROM visit v WHERE v.superbill = s.id AND v.visit = p.visit), p.method,"      \
    " CASE p.refund WHEN 1 THEN 'refund' ELSE 'payment' END, " AMOUNT                              \
    ", CASE WHEN p.date BETWEEN ?1 AND ?2 THEN " AMOUNT " END"

#define PAYERS_SQL                                                                                 \
    "SELECT * FROM (SELECT s.payer AS payer, count(DISTINCT s.patient), count(*),"                 \
    " sum(s.charges) AS charges, sum(s.adjustments), sum(s.paid), sum(s.balance),"                 \
    " min(s.file_by), max(s.id) AS newest FROM superbill s WHERE" WITHIN " GROUP BY s.payer) g"

struct book {
    const char *kinds; /* of the columns: Text, Number (count), Money, Date,
                        * Record (its text, by the id of its superbill) */
    const char *sql;
};

static const struct book books[SB_BOOKS] = {
    [SB_BOOK_SUPERBILLS] =
        {"TTTTDDDMMMMDTTNTN",
         "SELECT s.number, s.patient, s.provider, s.payer, s.first_date, s.last_date, s.issued_on,"
         " s.charges, s.adjustments, s.paid, s.balance, s.file_by, s.state,"
         " s.replaces, s.pages, lower(hex(s.document_hash)), s.issued_at"
         " FROM superbill s WHERE" WITHIN " ORDER BY s.id"},
    [SB_BOOK_LINES] = {"TTTTTDTTTTNNMMMM",
                       "SELECT s.number, l.visit, s.patient, s.provider, s.payer, l.date, l.place,"
                       " l.code, l.modifiers, l.diagnoses, l.minutes, l.units, l.charge,"
                       " l.adjustment, l.paid, l.charge - l.adjustment - l.paid, s.id AS superbill,"
                       " l.position AS position" LINED
                       " UNION ALL SELECT s.number, NULL, s.patient, s.provider, s.payer,"
                       " s.last_date, NULL, " CREDIT_CODE ", NULL, NULL, NULL, NULL, 0, 0,"
                       " s.paid - " ON_LINES ", " ON_LINES " - s.paid, s.id, 1000000" CREDITED
                       " ORDER BY superbill, position"},
    [SB_BOOK_PAYMENTS] =
        {"TTTTDDTTMMM",
         "SELECT " PAYMENT_CELLS ", " APPLIED ", s.id AS superbill, p.position AS position"
         " FROM superbill s JOIN payment p ON p.superbill = s.id WHERE" WITHIN
         " UNION ALL SELECT " PAYMENT_CELLS ", NULL, s.id, p.position"
         " FROM payment p JOIN superbill s ON s.id = p.superbill"
         " WHERE p.date BETWEEN ?1 AND ?2 AND " STANDS
         " AND s.id NOT IN (SELECT superbill FROM visit WHERE date BETWEEN ?1 AND ?2)"
         " ORDER BY superbill, position"},
    [SB_BOOK_PATIENTS] = {"TNNDDMMMMDR",
                          "SELECT * FROM (SELECT s.patient AS patient, count(*), " VISITS_S ","
                          " min(s.first_date), max(s.last_date), " SUMS_S
                          ", min(s.file_by), max(s.id) AS newest"
                          " FROM superbill s WHERE" WITHIN " GROUP BY s.patient) g"
                          " ORDER BY g.patient"},
    [SB_BOOK_PROVIDERS] =
        {"TNNNMMMMR", "SELECT * FROM (SELECT s.provider AS provider, count(DISTINCT s.patient),"
                      " count(*), " VISITS_S ", " SUMS_S ", max(s.id) AS newest"
                      " FROM superbill s WHERE" WITHIN " GROUP BY s.provider) g"
                      " ORDER BY g.provider"},
    [SB_BOOK_PAYERS] = {"TNNMMMMDR", PAYERS_SQL " ORDER BY g.payer IS NULL, g.payer"},
    [SB_BOOK_WARNINGS] =
        {"TTTDTTTTT",
         "SELECT coalesce(v.visit, (SELECT f.visit FROM visit f WHERE f.superbill = s.id"
         " ORDER BY f.date, f.visit LIMIT 1)), s.patient, s.provider,"
         " coalesce(v.date, s.first_date), w.rule, w.severity,"
         " w.record || ' ' || w.path, w.message, w.advice"
         " FROM superbill s JOIN warning w ON w.superbill = s.id"
         " LEFT JOIN visit v ON v.superbill = s.id AND v.visit = w.record WHERE" WITHIN
         " ORDER BY s.id, w.position"},
    [SB_BOOK_TOP_PAYERS] = {"TNNMMMMDR", PAYERS_SQL " ORDER BY g.charges DESC, g.payer LIMIT 12"},
    [SB_BOOK_AGES] =
        {"NNMMMM",
         "SELECT CASE WHEN s.balance < 0 THEN 5"
         " ELSE min(4, max(0, CAST(julianday(?7) - julianday(s.last_date) - 1 AS INTEGER) / 30))"
         " END AS age, count(*), " SUMS_S " FROM superbill s WHERE s.balance <> 0 AND" WITHIN
         " GROUP BY age ORDER BY age"},
    [SB_BOOK_FILING] = {"DTNMMMM",
                        "SELECT s.file_by, s.payer, count(*), " SUMS_S
                        " FROM superbill s WHERE" WITHIN " GROUP BY s.file_by, s.payer"
                        " ORDER BY s.file_by IS NULL, s.file_by, s.payer IS NULL, s.payer"},
    [SB_BOOK_SUMS] = {"NMMMMN",
                      "SELECT count(*), coalesce(sum(s.charges), 0), coalesce(sum(s.adjustments),"
                      " 0), coalesce(sum(s.paid), 0), coalesce(sum(s.balance), 0),"
                      " coalesce(max(s.issued_at), 0) FROM superbill s WHERE" WITHIN},
    [SB_BOOK_SPLIT] = {"TTTDTTTTNMMMMDT",
                       "SELECT s.number, s.patient, s.payer, l.date, l.place, l.code, l.modifiers,"
                       " l.diagnoses, l.units, l.charge, l.adjustment, l.paid,"
                       " l.charge - l.adjustment - l.paid, s.file_by, r.body"
                       " FROM superbill s JOIN line l ON l.superbill = s.id"
                       " LEFT JOIN record r ON r.superbill = s.id WHERE" WITHIN
                       " AND (l.units > 0 OR l.charge <> 0)"
                       " ORDER BY s.id, l.position"},
};

struct sb_book_rows {
    const struct book *book;
    struct sb_db *db;            /* NULL: nothing was issued yet */
    struct sb_statement *s;      /* NULL at the end */
    struct sb_statement *record; /* of the row at hand */
    char days[3][SB_DATE_TEXT];
    struct sb_datum cells[SB_BOOK_CELLS];
};

static void
book_bind(struct sb_book_rows *rows, const struct sb_book_span *span, bool example)
{
    const sb_date days[3] = {span->first, span->last, span->today};
    static const int places[3] = {1, 2, 7};

    for (size_t i = 0; i < 3; i++) {
        if (places[i] < 7 || strstr(rows->book->sql, "?7") != NULL)
            sb_statement_put_text(rows->s, places[i], sb_date_print(rows->days[i], days[i]));
    }
    sb_statement_put_int(rows->s, 3, example ? 1 : 0);
    if (span->patient != NULL)
        sb_statement_put_text(rows->s, 4, span->patient);
    if (span->provider != NULL)
        sb_statement_put_text(rows->s, 5, span->provider);
    if (span->payer != NULL)
        sb_statement_put_text(rows->s, 6, span->payer);
}

sb_status
sb_book_open(struct sb_book_rows **out, struct sb_archive *archive, enum sb_book book,
             const struct sb_book_span *span, struct sb_error *err)
{
    struct sb_db *db = sb_archive_db(archive);
    struct sb_book_rows *rows = calloc(1, sizeof *rows);
    sb_status st = SB_OK;

    *out = NULL;
    if (rows == NULL)
        return sb_error_nomem(err);
    rows->book = &books[book];
    rows->db = db;
    if (db != NULL && (st = sb_statement_open(&rows->s, db, rows->book->sql, err)) != SB_OK) {
        free(rows);
        return st;
    }
    if (db != NULL)
        book_bind(rows, span, sb_archive_said(archive)->example);
    *out = rows;
    return SB_OK;
}

/*
 * The record of a superbill, fetched row by row: joined to rows that are sorted, all records of a
 * month would be sorted with them.  None where it was purged.
 */
static sb_status
book_record(struct sb_datum *out, struct sb_book_rows *rows, int64_t superbill,
            struct sb_error *err)
{
    bool found;
    sb_status st;

    sb_statement_free(rows->record);
    rows->record = NULL;
    if ((st = sb_statement_open(&rows->record, rows->db,
                                "SELECT body FROM record WHERE superbill = ?1", err)) != SB_OK)
        return st;
    sb_statement_put_int(rows->record, 1, superbill);
    if ((st = sb_statement_next(rows->record, &found, err)) != SB_OK)
        return st;
    out->text = found ? sb_statement_text(rows->record, 0) : NULL;
    out->kind = out->text != NULL ? SB_DATUM_TEXT : SB_DATUM_NONE;
    return SB_OK;
}

static struct sb_datum
book_cell(struct sb_statement *s, int column, char kind)
{
    struct sb_datum cell = {.kind = SB_DATUM_NONE};
    sb_date day;

    if (sb_statement_null(s, column))
        return cell;
    if (kind == 'T' || kind == 'D')
        cell.text = sb_statement_text(s, column);
    else
        cell.n = sb_statement_int(s, column);
    if (kind == 'N')
        cell.kind = SB_DATUM_COUNT;
    else if (kind == 'M')
        cell.kind = SB_DATUM_MONEY;
    else if (kind == 'T' && cell.text != NULL)
        cell.kind = SB_DATUM_TEXT;
    else if (kind == 'D' && cell.text != NULL && sb_date_parse(&day, cell.text)) {
        cell.kind = SB_DATUM_DATE;
        cell.n = day.day;
    }
    return cell;
}

sb_status
sb_book_next(const struct sb_datum **cells, struct sb_book_rows *rows, struct sb_error *err)
{
    bool row = false;
    sb_status st;

    *cells = NULL;
    if (rows->s == NULL)
        return SB_OK;
    if ((st = sb_statement_next(rows->s, &row, err)) != SB_OK)
        return st;
    if (!row) {
        st = sb_statement_end(rows->s, err);
        rows->s = NULL;
        return st;
    }
    for (int i = 0; st == SB_OK && rows->book->kinds[i] != '\0'; i++) {
        rows->cells[i] = book_cell(rows->s, i, rows->book->kinds[i]);
        if (rows->book->kinds[i] == 'R')
            st = book_record(&rows->cells[i], rows, rows->cells[i].n, err);
    }
    if (st != SB_OK)
        return st;
    *cells = rows->cells;
    return SB_OK;
}

void
sb_book_free(struct sb_book_rows *rows)
{
    if (rows == NULL)
        return;
    sb_statement_free(rows->record);
    sb_statement_free(rows->s);
    free(rows);
}

sb_status
sb_book_begin(struct sb_archive *archive, struct sb_error *err)
{
    struct sb_db *db = sb_archive_db(archive);

    return db != NULL ? sb_db_begin(db, false, err) : SB_OK;
}

void
sb_book_end(struct sb_archive *archive)
{
    struct sb_db *db = sb_archive_db(archive);

    if (db != NULL)
        sb_db_rollback(db);
}
