/*
 * view.c - what was issued, for another reader: drawn anew from the archived record, under the
 * same number and day, whatever changed since; or put behind a cover page as a copy.
 */
#include "app/choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

sb_status
sb_view_visit(struct sb_visit *out, const char *body, struct sb_arena *arena, struct sb_error *err)
{
    const struct sb_bytes bytes = {body, strlen(body)};
    const struct sb_source source = {
        .kind = SB_SOURCE_VISIT, .file = "archive", .text = body, .length = bytes.len, .line = 1};
    struct sb_findings *found = NULL;
    struct sb_record_tree tree;
    struct sb_error cause = {0};
    sb_status st;

    if ((st = sb_record_tree_open(&tree, bytes, &cause)) == SB_OK &&
        (st = sb_findings_new(&found, &cause)) == SB_OK) {
        const struct sb_json_at at = {tree.doc, tree.root};

        st = sb_visit_read(out, at, &source, arena, found, &cause);
    }
    sb_findings_free(found);
    sb_record_tree_close(&tree);
    if (st == SB_OK || st == SB_E_NOMEM)
        return st == SB_OK ? SB_OK : sb_error_nomem(err);
    return sb_error_set(err, SB_E_DAMAGED, "a visit in the archive cannot be read");
}

/* What a visit's payments left for what is not care. */
static sb_status
view_left(int64_t *left, const struct sb_bill *bill, size_t visit)
{
    sb_money sum = {0};

    for (size_t i = 0; i < bill->payment_count; i++) {
        const struct sb_bill_payment *p = &bill->payments[i];
        sb_money rest;

        if (p->visit != visit)
            continue;
        if (sb_money_sub(&rest, p->payment->amount.amount, p->applied) != SB_OK)
            return SB_E_RANGE;
        rest.cents = p->refund ? -rest.cents : rest.cents;
        if (sb_money_add(&sum, sum, rest) != SB_OK)
            return SB_E_RANGE;
    }
    *left = sum.cents > 0 ? sum.cents : 0;
    return SB_OK;
}

/* Items and fees of a visit, each paid in order from what care left. */
static sb_status
view_items(struct sb_bill *bill, size_t visit, const struct sb_visit *read, int64_t left)
{
    for (size_t i = 0; i < read->service_count; i++) {
        const struct sb_service *service = &read->services[i];
        struct sb_bill_item *item = &bill->items[bill->item_count];
        int64_t room;

        if (service->code != NULL || (service->item == NULL && service->fee_type == NULL))
            continue;
        *item =
            (struct sb_bill_item){.visit = visit,
                                  .service = i,
                                  .text = service->item != NULL ? service->item : service->fee_type,
                                  .is_fee = service->item == NULL,
                                  .charge = service->charge.amount};
        room = item->charge.cents > 0 ? item->charge.cents : 0;
        item->paid.cents = left < room ? left : room;
        left -= item->paid.cents;
        bill->item_count++;
        if (sb_money_add(&bill->item_charges, bill->item_charges, item->charge) != SB_OK ||
            sb_money_add(&bill->item_paid, bill->item_paid, item->paid) != SB_OK)
            return SB_E_RANGE;
    }
    return SB_OK;
}

/* The visit of each payment: the record does not say it, the archive's rows do. */
static sb_status
view_payments(struct sb_bill *bill, const struct sb_issued *issued, struct sb_error *err)
{
    if (issued->payment_count != bill->payment_count || issued->visit_count != bill->visit_count)
        return sb_error_set(err, SB_E_DAMAGED, "its rows and its record do not go together");
    for (size_t i = 0; i < bill->payment_count; i++)
        for (size_t v = 0; v < issued->visit_count; v++)
            if (strcmp(issued->payments[i].visit, issued->visits[v]) == 0)
                bill->payments[i].visit = v;
    return SB_OK;
}

static sb_status
view_receipt(struct sb_bill *bill, const struct sb_issued *issued, struct sb_arena *arena,
             struct sb_error *err)
{
    struct sb_visit *visits = sb_arena_array(arena, issued->visit_count + 1, sizeof *visits);
    size_t services = 0;
    int64_t left = 0;
    sb_status st = view_payments(bill, issued, err);

    if (visits == NULL)
        return sb_error_nomem(err);
    for (size_t v = 0; st == SB_OK && v < issued->visit_count; v++) {
        st = sb_view_visit(&visits[v], issued->bodies[v], arena, err);
        services += visits[v].service_count;
    }
    if (st != SB_OK)
        return st;
    bill->items = sb_arena_array(arena, services + 1, sizeof *bill->items);
    bill->item_count = 0;
    if (bill->items == NULL)
        return sb_error_nomem(err);
    for (size_t v = 0; st == SB_OK && v < issued->visit_count; v++)
        if ((st = view_left(&left, bill, v)) == SB_OK)
            st = view_items(bill, v, &visits[v], left);
    return st == SB_OK ? SB_OK : sb_error_set(err, st, "the sum of the receipt is too large");
}

sb_status
sb_view_bill(struct sb_bill **out, struct sb_practice *practice, const char *number,
             enum sb_audience audience, struct sb_arena *arena, struct sb_error *err)
{
    struct sb_config *config = sb_arena_take(arena, sizeof *config);
    struct sb_error cause = {0};
    struct sb_issued issued;
    struct sb_bill *bill;
    sb_status st;

    *out = NULL;
    if (config == NULL)
        return sb_error_nomem(err);
    if ((st = sb_archive_detail(&issued, practice->archive, number, arena, err)) != SB_OK)
        return st;
    st =
        sb_bill_read(&bill, (struct sb_bytes){issued.record, strlen(issued.record)}, arena, &cause);
    if (st == SB_E_SYNTAX)
        return sb_error_set(err, SB_E_DAMAGED, "the record of %s %s", number, cause.text);
    if (st != SB_OK)
        return sb_error_nomem(err);
    *config = *bill->config;
    config->language = practice->config->language;
    config->qr = practice->config->qr;
    bill->config = config;
    bill->audience = audience;
    if (audience != SB_AUDIENCE_SUPERBILL) {
        bill->replaced_by = issued.row.replaced_by;
        bill->withdrawn = issued.row.state == SB_ISSUE_VOID;
    }
    if (audience == SB_AUDIENCE_RECEIPT && (st = view_receipt(bill, &issued, arena, err)) != SB_OK)
        return st;
    *out = bill;
    return SB_OK;
}

/* The first thing that keeps a page from being drawn, in arena. */
static sb_status
view_fault(const char **why, struct sb_drawing *drawing, const struct sb_bill *bill,
           struct sb_arena *arena, struct sb_error *err)
{
    struct sb_findings *found;
    sb_status st;

    *why = NULL;
    if ((st = sb_findings_new(&found, err)) != SB_OK)
        return st;
    st = sb_document_preflight(drawing, bill, found, err);
    for (size_t i = 0; st == SB_OK && *why == NULL && i < sb_findings_count(found); i++) {
        const struct sb_finding *finding = sb_findings_at(found, i);

        if (finding->severity != SB_SEVERITY_ERROR)
            continue;
        *why = sb_arena_print(arena, "cannot be drawn so: %s [%s]", finding->message,
                              finding->rule->id);
        st = *why != NULL ? SB_OK : sb_error_nomem(err);
    }
    sb_findings_free(found);
    return st;
}

static sb_status
view_join(struct sb_buf *out, struct sb_pieces pieces, struct sb_error *err)
{
    for (size_t i = 0; i < pieces.count; i++)
        sb_buf_put(out, pieces.at[i].at, pieces.at[i].len);
    return out->failed ? sb_error_nomem(err) : SB_OK;
}

sb_status
sb_view_draw(struct sb_buf *out, const char **why, struct sb_practice *practice,
             struct sb_bill *bill, struct sb_arena *arena, struct sb_error *err)
{
    struct sb_buf record = {0}, signature = {0}, attached = {0};
    struct sb_drawing *drawing;
    struct sb_pieces pieces;
    sb_status st;

    *why = NULL;
    if ((st = sb_practice_drawing(&drawing, practice, bill->audience, err)) != SB_OK ||
        (st = view_fault(why, drawing, bill, arena, err)) != SB_OK || *why != NULL)
        return st;
    if ((st = sb_document_seal(&record, drawing, bill, bill->number, bill->issued_at, err)) ==
            SB_OK &&
        (st = sb_practice_sign(&signature, &attached, practice, bill->record_sha256,
                               (struct sb_bytes){record.at, record.len}, err)) == SB_OK &&
        (st = sb_document_draw(&pieces, drawing, bill, (struct sb_bytes){attached.at, attached.len},
                               err)) == SB_OK)
        st = view_join(out, pieces, err);
    sb_buf_free(&record);
    sb_buf_free(&signature);
    sb_buf_free(&attached);
    return st;
}

sb_status
sb_view_copy(struct sb_buf *out, struct sb_practice *practice, const struct sb_copied *what,
             const struct sb_run *run, struct sb_error *err)
{
    const struct sb_bill *bill = what->bill;
    const struct sb_cover cover = {.config = bill->config,
                                   .number = bill->number,
                                   .replaced_by = what->row->replaced_by,
                                   .withdrawn = what->row->state == SB_ISSUE_VOID,
                                   .pages = what->pages,
                                   .language = bill->patient->language,
                                   .made_at = run->issued_at,
                                   .made_on = run->issued_on};
    enum sb_language language =
        cover.language != SB_LANGUAGE_UNSAID ? cover.language : bill->config->language;
    char title[SB_NUMBER_TEXT + 16];
    struct sb_buf first = {0};
    struct sb_drawing *drawing;
    struct sb_pieces pieces;
    sb_status st;

    (void)snprintf(title, sizeof title, "%s %s",
                   language == SB_LANGUAGE_ES ? "Copia de" : "Copy of", bill->number);
    if ((st = sb_practice_drawing(&drawing, practice, SB_AUDIENCE_COVER, err)) == SB_OK &&
        (st = sb_cover_draw(&pieces, drawing, &cover, err)) == SB_OK &&
        (st = view_join(&first, pieces, err)) == SB_OK) {
        const struct sb_bytes both[] = {{first.at, first.len}, what->document};

        st = sb_document_merge(out, both, 2, title, err);
    }
    sb_buf_free(&first);
    return st;
}

sb_status
sb_merge_numbers(struct sb_buf *out, struct sb_practice *practice, const char *const *numbers,
                 size_t count, const char *title, struct sb_error *err)
{
    struct sb_buf *documents = calloc(count + 1, sizeof *documents);
    struct sb_bytes *bytes = calloc(count + 1, sizeof *bytes);
    struct sb_archive *archive = NULL;
    sb_status st = SB_OK;

    if (documents == NULL || bytes == NULL)
        st = sb_error_nomem(err);
    else
        st = sb_practice_archive(&archive, practice, err);
    for (size_t i = 0; st == SB_OK && i < count; i++) {
        st = sb_archive_document(&documents[i], archive, numbers[i], err);
        bytes[i] = (struct sb_bytes){documents[i].at, documents[i].len};
    }
    if (st == SB_OK)
        st = sb_document_merge(out, bytes, count, title, err);
    for (size_t i = 0; documents != NULL && i < count; i++)
        sb_buf_free(&documents[i]);
    free(documents);
    free(bytes);
    return st;
}
