/* put.c - a sealed bill and its document, into rows. */
#include "store/store.h"

#include <string.h>

static const char *
bill_payer(const struct sb_bill *bill)
{
    if (bill->payer != NULL && bill->payer->id != NULL)
        return bill->payer->id;
    return bill->insurance != NULL ? bill->insurance->payer : NULL;
}

/* A day as a parameter; text is the caller's, as long as the statement runs. */
static void
put_date(struct sb_statement *s, int parameter, char text[SB_DATE_TEXT], sb_date date)
{
    sb_statement_put_text(s, parameter, date.day > 0 ? sb_date_print(text, date) : NULL);
}

struct put_hashes {
    uint8_t record[32], document[32];
    size_t size;
};

static sb_status
put_superbill(struct sb_txn *t, int64_t id, const struct sb_keep *keep,
              const struct put_hashes *hashes, struct sb_error *err)
{
    const struct sb_bill *bill = keep->bill;
    char days[4][SB_DATE_TEXT];
    struct sb_statement *s;
    sb_status st = sb_statement_open(
        &s, t->db,
        "INSERT INTO superbill (id, number, series, state, replaces, patient, provider, payer,"
        " first_date, last_date, issued_at, issued_on, file_by, charges, adjustments, paid,"
        " balance, pages, size, record_hash, document_hash, template, tables, program)"
        " VALUES (?1, ?2, ?3, 'issued', ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,"
        " ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
        err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, id);
    sb_statement_put_text(s, 2, bill->number);
    sb_statement_put_int(s, 3, sb_archive_said(t->archive)->example ? 1 : 0);
    sb_statement_put_text(s, 4, bill->replaces);
    sb_statement_put_text(s, 5, bill->patient->id);
    sb_statement_put_text(s, 6, bill->provider != NULL ? bill->provider->id : NULL);
    sb_statement_put_text(s, 7, bill_payer(bill));
    put_date(s, 8, days[0], bill->first_date);
    put_date(s, 9, days[1], bill->last_date);
    sb_statement_put_int(s, 10, bill->issued_at);
    put_date(s, 11, days[2], bill->issued_on);
    put_date(s, 12, days[3], sb_filing_last_day(bill->payer, bill->first_date));
    sb_statement_put_int(s, 13, bill->charges.cents);
    sb_statement_put_int(s, 14, bill->adjustments.cents);
    sb_statement_put_int(s, 15, bill->paid.cents);
    sb_statement_put_int(s, 16, bill->balance.cents);
    sb_statement_put_int(s, 17, keep->pages);
    sb_statement_put_int(s, 18, (int64_t)hashes->size);
    sb_statement_put_bytes(s, 19, hashes->record, sizeof hashes->record);
    sb_statement_put_bytes(s, 20, hashes->document, sizeof hashes->document);
    sb_statement_put_text(s, 21, keep->template_name);
    sb_statement_put_text(s, 22, keep->tables);
    sb_statement_put_text(s, 23, keep->program);
    return sb_statement_run(s, err);
}

static sb_status
put_record(struct sb_txn *t, int64_t id, struct sb_bytes record, struct sb_error *err)
{
    struct sb_statement *s;
    sb_status st =
        sb_statement_open(&s, t->db, "INSERT INTO record (superbill, body) VALUES (?1, ?2)", err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, id);
    sb_statement_put_text(s, 2, record.at); /* canonical JSON: ends with a NUL, holds none */
    return sb_statement_run(s, err);
}

static sb_status
put_visit(struct sb_txn *t, int64_t id, size_t position, const struct sb_visit *visit,
          const struct sb_buf *body, struct sb_error *err)
{
    char day[SB_DATE_TEXT];
    uint8_t hash[32];
    struct sb_statement *s;
    sb_status st = sb_statement_open(&s, t->db,
                                     "INSERT INTO visit (superbill, position, visit, date, body)"
                                     " VALUES (?1, ?2, ?3, ?4, ?5)",
                                     err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, id);
    sb_statement_put_int(s, 2, (int64_t)position);
    sb_statement_put_text(s, 3, visit->id);
    put_date(s, 4, day, visit->date);
    sb_statement_put_text(s, 5, body->at);
    if ((st = sb_statement_run(s, err)) != SB_OK ||
        (st = sb_statement_open(&s, t->db, SB_LIVE_PUT, err)) != SB_OK)
        return st;
    sb_sha256(hash, body->at, body->len);
    sb_statement_put_text(s, 1, visit->id);
    sb_statement_put_int(s, 2, sb_archive_said(t->archive)->example ? 1 : 0);
    sb_statement_put_text(s, 3, t->number.text);
    sb_statement_put_bytes(s, 4, hash, sizeof hash);
    return sb_statement_run(s, err);
}

static sb_status
put_visits(struct sb_txn *t, int64_t id, const struct sb_bill *bill, struct sb_error *err)
{
    struct sb_buf body = {0};
    sb_status st = SB_OK;

    for (size_t i = 0; st == SB_OK && i < bill->visit_count; i++) {
        sb_buf_reset(&body);
        st = sb_visit_canonical(&body, bill->visits[i], err);
        if (st == SB_OK)
            st = put_visit(t, id, i, bill->visits[i], &body, err);
    }
    sb_buf_free(&body);
    return st;
}

/* Modifiers, or diagnosis codes, of a line in one text. */
static void
line_words(struct sb_buf *words, const struct sb_bill *bill, const struct sb_bill_line *line,
           bool diagnoses)
{
    size_t count = diagnoses ? line->pointer_count : line->modifier_count;

    sb_buf_reset(words);
    sb_buf_text(words, "");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            sb_buf_char(words, ' ');
        sb_buf_text(words,
                    diagnoses ? bill->diagnoses[line->pointers[i]].code : line->modifiers[i]);
    }
}

static sb_status
put_line(struct sb_txn *t, int64_t id, const struct sb_bill *bill, size_t i, struct sb_buf words[2],
         struct sb_error *err)
{
    const struct sb_bill_line *line = &bill->lines[i];
    char day[SB_DATE_TEXT];
    struct sb_statement *s;
    sb_status st = sb_statement_open(
        &s, t->db,
        "INSERT INTO line (superbill, position, visit, date, place, code, modifiers, diagnoses,"
        " minutes, units, charge, adjustment, paid)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        err);

    if (st != SB_OK)
        return st;
    line_words(&words[0], bill, line, false);
    line_words(&words[1], bill, line, true);
    sb_statement_put_int(s, 1, id);
    sb_statement_put_int(s, 2, (int64_t)i);
    sb_statement_put_text(s, 3, bill->visits[line->visit]->id);
    put_date(s, 4, day, line->date);
    sb_statement_put_text(s, 5, line->place);
    sb_statement_put_text(s, 6, line->code);
    sb_statement_put_text(s, 7, words[0].at);
    sb_statement_put_text(s, 8, words[1].at);
    if (line->minutes >= 0)
        sb_statement_put_int(s, 9, line->minutes);
    sb_statement_put_int(s, 10, line->units);
    sb_statement_put_int(s, 11, line->charge.cents);
    sb_statement_put_int(s, 12, line->adjustment.cents);
    sb_statement_put_int(s, 13, line->paid.cents);
    if (words[0].failed || words[1].failed) {
        sb_statement_free(s);
        return sb_error_nomem(err);
    }
    return sb_statement_run(s, err);
}

static sb_status
put_lines(struct sb_txn *t, int64_t id, const struct sb_bill *bill, struct sb_error *err)
{
    struct sb_buf words[2] = {{0}, {0}};
    sb_status st = SB_OK;

    for (size_t i = 0; st == SB_OK && i < bill->line_count; i++)
        st = put_line(t, id, bill, i, words, err);
    sb_buf_free(&words[0]);
    sb_buf_free(&words[1]);
    return st;
}

static sb_status
put_payments(struct sb_txn *t, int64_t id, const struct sb_bill *bill, struct sb_error *err)
{
    for (size_t i = 0; i < bill->payment_count; i++) {
        const struct sb_bill_payment *payment = &bill->payments[i];
        char day[SB_DATE_TEXT];
        struct sb_statement *s;
        sb_status st = sb_statement_open(
            &s, t->db,
            "INSERT INTO payment (superbill, position, visit, date, method, refund, amount,"
            " applied) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            err);

        if (st != SB_OK)
            return st;
        sb_statement_put_int(s, 1, id);
        sb_statement_put_int(s, 2, (int64_t)i);
        sb_statement_put_text(s, 3, bill->visits[payment->visit]->id);
        put_date(s, 4, day, payment->payment->date);
        sb_statement_put_text(s, 5, sb_method_text(payment->payment->method));
        sb_statement_put_int(s, 6, payment->refund ? 1 : 0);
        sb_statement_put_int(s, 7, payment->payment->amount.amount.cents);
        sb_statement_put_int(s, 8, payment->applied.cents);
        if ((st = sb_statement_run(s, err)) != SB_OK)
            return st;
    }
    return SB_OK;
}

static sb_status
put_warnings(struct sb_txn *t, int64_t id, const struct sb_findings *list, struct sb_error *err)
{
    for (size_t i = 0; list != NULL && i < sb_findings_count(list); i++) {
        const struct sb_finding *finding = sb_findings_at(list, i);
        struct sb_statement *s;
        sb_status st;

        if (finding->severity != SB_SEVERITY_WARNING)
            continue;
        st = sb_statement_open(
            &s, t->db,
            "INSERT INTO warning (superbill, position, rule, severity, record, path, message,"
            " advice) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            err);
        if (st != SB_OK)
            return st;
        sb_statement_put_int(s, 1, id);
        sb_statement_put_int(s, 2, (int64_t)i);
        sb_statement_put_text(s, 3, finding->rule->id);
        sb_statement_put_text(s, 4, sb_severity_text(finding->severity));
        sb_statement_put_text(s, 5, finding->record);
        sb_statement_put_text(s, 6, finding->path);
        sb_statement_put_text(s, 7, finding->message);
        sb_statement_put_text(s, 8, finding->advice);
        if ((st = sb_statement_run(s, err)) != SB_OK)
            return st;
    }
    return SB_OK;
}

static sb_status
put_drawn(struct sb_txn *t, int64_t id, const struct sb_keep *keep, struct sb_error *err)
{
    struct sb_statement *s;
    sb_status st;

    if (keep->design == NULL)
        return SB_OK;
    st = sb_statement_open(
        &s, t->db, "INSERT INTO drawn (superbill, design, zlib, signature) VALUES (?1, ?2, ?3, ?4)",
        err);
    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, id);
    sb_statement_put_bytes(s, 2, keep->design, 32);
    sb_statement_put_text(s, 3, keep->zlib);
    sb_statement_put_text(s, 4, keep->signature);
    return sb_statement_run(s, err);
}

static sb_status
put_delivery(struct sb_txn *t, int64_t id, const char *folder, struct sb_error *err)
{
    uint8_t hash[32];
    struct sb_statement *s;
    sb_status st = sb_statement_open(
        &s, t->db, "INSERT INTO delivery (superbill, folder, hash) VALUES (?1, ?2, ?3)", err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, id);
    sb_statement_put_text(s, 2, folder);
    sb_delivery_hash(hash, id, folder, strlen(folder));
    sb_statement_put_bytes(s, 3, hash, sizeof hash);
    return sb_statement_run(s, err);
}

/* The number that a correction replaces gives its visits up first. */
static sb_status
put_replaced(struct sb_txn *t, const struct sb_bill *bill, struct sb_error *err)
{
    struct sb_statement *s;
    sb_status st = sb_statement_open(&s, t->db,
                                     "UPDATE superbill SET state = 'superseded', replaced_by = ?2"
                                     " WHERE number = ?1 AND state = 'issued'",
                                     err);

    if (st != SB_OK)
        return st;
    sb_statement_put_text(s, 1, bill->replaces);
    sb_statement_put_text(s, 2, bill->number);
    if ((st = sb_statement_run(s, err)) != SB_OK)
        return st;
    if (sb_db_changes(t->db) != 1)
        return sb_error_set(err, SB_E_RANGE, "%s does not stand and cannot be replaced",
                            bill->replaces);
    st = sb_txn_touch(t, "DELETE FROM live WHERE number = ?1", bill->replaces, err);
    return st == SB_OK ? sb_txn_delivered(t, bill->replaces, err) : st;
}

static sb_status
put_rows(struct sb_txn *t, int64_t id, const struct sb_keep *keep, const struct put_hashes *hashes,
         struct sb_error *err)
{
    const struct sb_bill *bill = keep->bill;
    sb_status st = SB_OK;

    if (bill->replaces != NULL)
        st = put_replaced(t, bill, err);
    if (st != SB_OK || (st = put_superbill(t, id, keep, hashes, err)) != SB_OK ||
        (st = put_record(t, id, keep->record, err)) != SB_OK ||
        (st = put_visits(t, id, bill, err)) != SB_OK ||
        (st = put_lines(t, id, bill, err)) != SB_OK ||
        (st = put_payments(t, id, bill, err)) != SB_OK ||
        (st = put_warnings(t, id, keep->warnings, err)) != SB_OK ||
        (st = put_drawn(t, id, keep, err)) != SB_OK ||
        (st = sb_document_put(t, id, keep->document, err)) != SB_OK)
        return st;
    return keep->folder != NULL ? put_delivery(t, id, keep->folder, err) : SB_OK;
}

static size_t
pieces_size(struct sb_pieces pieces)
{
    size_t size = 0;

    for (size_t i = 0; i < pieces.count; i++)
        size += pieces.at[i].len;
    return size;
}

void
sb_pieces_sha256(uint8_t hash[32], struct sb_pieces pieces)
{
    struct sb_sha256_state state;

    sb_sha256_start(&state);
    for (size_t i = 0; i < pieces.count; i++)
        sb_sha256_add(&state, pieces.at[i].at, pieces.at[i].len);
    sb_sha256_end(&state, hash);
}

const char *
sb_txn_document(const struct sb_txn *t)
{
    return t->document;
}

sb_status
sb_txn_put(struct sb_txn *t, const struct sb_keep *keep, struct sb_error *err)
{
    const struct sb_bill *bill = keep->bill;
    struct sb_entry entry = {.event = bill->replaces != NULL ? "corrected" : "issued",
                             .at = bill->issued_at,
                             .number = bill->number,
                             .replaces = bill->replaces,
                             .program = keep->program,
                             .numbered = true,
                             .series = sb_archive_said(t->archive)->example ? 1 : 0,
                             .first = t->sequence,
                             .last = t->sequence};
    struct put_hashes hashes = {.size = 0};
    uint8_t rows[32], visits[32], delivery[32];
    int64_t id;
    sb_status st;

    if (bill->number == NULL || strcmp(bill->number, t->number.text) != 0 ||
        bill->patient == NULL || bill->patient->id == NULL)
        return sb_error_set(err, SB_E_DEFECT, "a bill that was not sealed under the number taken");
    sb_sha256(hashes.record, keep->record.at, keep->record.len);
    hashes.size = pieces_size(keep->document);
    if (keep->document_sha256 != NULL)
        memcpy(hashes.document, keep->document_sha256, sizeof hashes.document);
    else
        sb_pieces_sha256(hashes.document, keep->document);
    sb_hex(t->document, hashes.document, sizeof hashes.document);
    for (size_t i = 0; i < bill->visit_count; i++)
        if ((st = sb_txn_release(t, bill->visits[i]->id, keep->again, bill->issued_at, err)) !=
            SB_OK)
            return st;
    id = t->end.entries + 1;
    if ((st = put_rows(t, id, keep, &hashes, err)) != SB_OK ||
        (st = sb_rows_hash(rows, visits, t->db, id, err)) != SB_OK)
        return st;
    if (keep->folder != NULL)
        sb_delivery_hash(delivery, id, keep->folder, strlen(keep->folder));
    entry.record = hashes.record;
    entry.document = hashes.document;
    entry.rows = rows;
    entry.visits = visits;
    entry.delivery = keep->folder != NULL ? delivery : NULL;
    st = sb_txn_chain(t, &entry, keep->reason, err);
    t->number.text[0] = '\0';
    return st;
}
