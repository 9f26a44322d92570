/*
 * year.c - a patient's year on one statement: what was paid in it, or what was given in it.
 *
 * Visits come in any order and live until the next one, so what a statement prints of each is
 * kept, some hundred bytes a visit, until all have been read; then patient by patient the kept
 * ones become one bill.
 */
#include "app/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a statement prints of one visit; texts are in the year's arena. */
struct kept {
    const struct sb_patient *patient;
    struct sb_visit visit; /* its id and date alone */
    const struct sb_provider *provider;
    struct sb_bill_line *lines;
    size_t line_count;
    struct sb_bill_item *items;
    size_t item_count;
    struct sb_bill_payment *payments;
    size_t payment_count;
    sb_money charges, adjustments, paid, balance, received, item_charges, item_paid;
};
struct year {
    struct sb_practice *practice;
    const struct sb_year_options *options;
    struct sb_walk *walk;
    struct sb_drawing *drawing;
    struct sb_passwords *passwords;
    struct sb_arena *arena, *one; /* of all; of the statement at hand */
    sb_date first, last;
    struct kept *kept;
    size_t kept_count, kept_room;
    const char **left_out; /* patients' ids, once a visit */
    size_t left_count, left_room;
    struct sb_buf record, bytes;
    bool folder_made;
};

static bool
within(const struct year *y, sb_date date)
{
    return date.day >= y->first.day && date.day <= y->last.day;
}

/* A date that cannot be read may lie in the year: the visit is refused, and counted. */
static bool
any_within(const struct year *y, const struct sb_payment *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].date.day == 0 || within(y, list[i].date))
            return true;
    return false;
}

static bool
year_takes(const void *user, const struct sb_visit *visit)
{
    const struct year *y = user;

    if (y->options->by == SB_YEAR_BY_SERVICE)
        return visit->date.day == 0 || within(y, visit->date);
    return any_within(y, visit->payments, visit->payment_count) ||
           any_within(y, visit->refunds, visit->refund_count);
}

/* keeping */

static const char *
keep_text(struct sb_arena *arena, const char *text, bool *lost)
{
    char *copy = text != NULL ? sb_arena_text(arena, text, strlen(text)) : NULL;

    *lost |= text != NULL && copy == NULL;
    return copy;
}

/* A patient that the visit itself carries dies with it; what is printed of a person is kept. */
static const struct sb_patient *
keep_patient(struct sb_arena *arena, const struct sb_visit *visit, bool *lost)
{
    const struct sb_patient *from = visit->patient;
    struct sb_patient *to;

    if (!visit->patient_inline)
        return from;
    to = sb_arena_take(arena, sizeof *to);
    if (to == NULL) {
        *lost = true;
        return NULL;
    }
    *to = (struct sb_patient){
        .id = keep_text(arena, from->id, lost),
        .name = {keep_text(arena, from->name.first, lost),
                 keep_text(arena, from->name.middle, lost), keep_text(arena, from->name.last, lost),
                 keep_text(arena, from->name.suffix, lost)},
        .printed_name = keep_text(arena, from->printed_name, lost),
        .birth_date = from->birth_date,
        .sex = from->sex,
        .address = {keep_text(arena, from->address.line1, lost),
                    keep_text(arena, from->address.line2, lost),
                    keep_text(arena, from->address.city, lost),
                    keep_text(arena, from->address.state, lost),
                    keep_text(arena, from->address.zip, lost),
                    keep_text(arena, from->address.country, lost)},
        .phone = keep_text(arena, from->phone, lost),
        .email = keep_text(arena, from->email, lost),
        .language = from->language,
    };
    return to;
}

static void
keep_care(struct sb_arena *arena, struct kept *to, const struct sb_bill *bill, bool *lost)
{
    to->lines = sb_arena_array(arena, bill->line_count + 1, sizeof *to->lines);
    to->items = sb_arena_array(arena, bill->item_count + 1, sizeof *to->items);
    if (to->lines == NULL || to->items == NULL) {
        *lost = true;
        return;
    }
    for (size_t i = 0; i < bill->line_count; i++) {
        struct sb_bill_line *line = &to->lines[to->line_count];

        if (bill->lines[i].units == 0)
            continue;
        *line = bill->lines[i];
        line->code = keep_text(arena, line->code, lost);
        line->description = keep_text(arena, line->description, lost);
        line->place = keep_text(arena, line->place, lost);
        for (size_t m = 0; m < line->modifier_count; m++)
            line->modifiers[m] = keep_text(arena, line->modifiers[m], lost);
        line->pointer_count = 0;
        to->line_count++;
    }
    for (size_t i = 0; i < bill->item_count; i++) {
        to->items[i] = bill->items[i];
        to->items[i].text = keep_text(arena, bill->items[i].text, lost);
    }
    to->item_count = bill->item_count;
}

/* By payment those of the year; else all that was paid for the visit. */
static void
keep_payments(struct year *y, struct kept *to, const struct sb_bill *bill, bool *lost)
{
    struct sb_payment *copies = sb_arena_array(y->arena, bill->payment_count + 1, sizeof *copies);

    to->payments = sb_arena_array(y->arena, bill->payment_count + 1, sizeof *to->payments);
    if (to->payments == NULL || copies == NULL) {
        *lost = true;
        return;
    }
    for (size_t i = 0; i < bill->payment_count; i++) {
        const struct sb_bill_payment *from = &bill->payments[i];

        if (y->options->by == SB_YEAR_BY_PAYMENT && !within(y, from->payment->date))
            continue;
        copies[i] = *from->payment;
        copies[i].reference = keep_text(y->arena, from->payment->reference, lost);
        copies[i].reason = keep_text(y->arena, from->payment->reason, lost);
        to->payments[to->payment_count] = *from;
        to->payments[to->payment_count++].payment = &copies[i];
    }
}

static sb_status
keep(struct year *y, const struct sb_step *step, struct sb_error *err)
{
    const struct sb_bill *bill = step->bill;
    bool lost = false;
    struct kept *to;

    if (y->kept_count == y->kept_room) {
        size_t room = y->kept_room == 0 ? 256 : y->kept_room * 2;
        struct kept *more = realloc(y->kept, room * sizeof *more);

        if (more == NULL)
            return sb_error_nomem(err);
        y->kept = more;
        y->kept_room = room;
    }
    to = &y->kept[y->kept_count];
    *to = (struct kept){
        .patient = keep_patient(y->arena, step->visit, &lost),
        .visit = {.id = keep_text(y->arena, step->visit->id, &lost), .date = step->visit->date},
        .provider = bill->provider,
        .charges = bill->charges,
        .adjustments = bill->adjustments,
        .paid = bill->paid,
        .balance = bill->balance,
        .received = bill->received,
        .item_charges = bill->item_charges,
        .item_paid = bill->item_paid};
    keep_care(y->arena, to, bill, &lost);
    keep_payments(y, to, bill, &lost);
    if (lost)
        return sb_error_nomem(err);
    y->kept_count++;
    return SB_OK;
}

static sb_status
leave_out(struct year *y, const struct sb_visit *visit, struct sb_error *err)
{
    const char *id = visit->patient != NULL ? visit->patient->id : visit->patient_id;
    bool lost = false;

    if (id == NULL)
        return SB_OK; /* nobody's statement lacks it */
    if (y->left_count == y->left_room) {
        size_t room = y->left_room == 0 ? 64 : y->left_room * 2;
        const char **more = realloc(y->left_out, room * sizeof *more);

        if (more == NULL)
            return sb_error_nomem(err);
        y->left_out = more;
        y->left_room = room;
    }
    y->left_out[y->left_count++] = keep_text(y->arena, id, &lost);
    return lost ? sb_error_nomem(err) : SB_OK;
}

static sb_status
year_read(struct year *y, struct sb_error *err)
{
    struct sb_step step;
    bool more = true;
    sb_status st = SB_OK;

    while (st == SB_OK && more) {
        st = sb_walk_next(y->walk, &step, &more, err);
        if (st != SB_OK || !more || step.visit == NULL)
            continue;
        st = step.refused ? leave_out(y, step.visit, err) : keep(y, &step, err);
    }
    return st;
}

/* a statement */

static int
kept_order(const void *a, const void *b)
{
    const struct kept *x = a, *z = b;
    int order = strcmp(x->patient->id, z->patient->id);

    if (order == 0)
        order = (x->visit.date.day > z->visit.date.day) - (x->visit.date.day < z->visit.date.day);
    return order != 0 ? order : strcmp(x->visit.id, z->visit.id);
}

/* Payments of a year by date; of a day in the order of their visits. */
static void
sort_payments(struct sb_bill_payment *list, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct sb_bill_payment one = list[i];
        size_t at = i;

        while (at > 0 && list[at - 1].payment->date.day > one.payment->date.day) {
            list[at] = list[at - 1];
            at--;
        }
        list[at] = one;
    }
}

static bool
add(sb_money *sum, sb_money amount)
{
    return sb_money_add(sum, *sum, amount) == SB_OK;
}

/* Sums of the visits; by payment, what was paid is that of the year. */
static sb_status
bill_sums(struct sb_bill *bill, const struct kept *kept, size_t count, bool by_payment,
          struct sb_error *err)
{
    bool fits = true;

    for (size_t i = 0; i < count; i++)
        fits = fits && add(&bill->charges, kept[i].charges) &&
               add(&bill->adjustments, kept[i].adjustments) &&
               add(&bill->balance, kept[i].balance) &&
               add(&bill->item_charges, kept[i].item_charges) &&
               (by_payment ||
                (add(&bill->paid, kept[i].paid) && add(&bill->received, kept[i].received) &&
                 add(&bill->item_paid, kept[i].item_paid)));
    for (size_t i = 0; by_payment && i < bill->payment_count; i++) {
        const struct sb_bill_payment *p = &bill->payments[i];
        sb_money amount = p->payment->amount.amount, care = p->applied;

        if (p->refund) {
            amount.cents = -amount.cents;
            care.cents = -care.cents;
        }
        fits = fits && add(&bill->received, amount) && add(&bill->paid, care);
    }
    if (by_payment)
        fits = fits && sb_money_sub(&bill->item_paid, bill->received, bill->paid) == SB_OK;
    fits = fits && sb_money_sub(&bill->net, bill->charges, bill->adjustments) == SB_OK;
    return fits ? SB_OK : sb_error_set(err, SB_E_RANGE, "the sums of the year are too large");
}

/* Everyone who treated, in the order of their first visit. */
static void
bill_providers(struct sb_bill_year *about, const struct sb_provider **treated,
               const struct sb_provider **all, const struct kept *kept, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool known = kept[i].provider == NULL;

        treated[i] = kept[i].provider;
        for (size_t k = 0; k < about->provider_count && !known; k++)
            known = all[k] == kept[i].provider;
        if (!known)
            all[about->provider_count++] = kept[i].provider;
    }
    about->treated = treated;
    about->providers = all;
}

static void
bill_rows(struct sb_bill *bill, const struct sb_visit **visits, const struct kept *kept,
          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        visits[i] = &kept[i].visit;
        for (size_t k = 0; k < kept[i].line_count; k++) {
            bill->lines[bill->line_count] = kept[i].lines[k];
            bill->lines[bill->line_count++].visit = i;
        }
        for (size_t k = 0; k < kept[i].item_count; k++) {
            bill->items[bill->item_count] = kept[i].items[k];
            bill->items[bill->item_count++].visit = i;
        }
        for (size_t k = 0; k < kept[i].payment_count; k++) {
            bill->payments[bill->payment_count] = kept[i].payments[k];
            bill->payments[bill->payment_count++].visit = i;
        }
    }
    sort_payments(bill->payments, bill->payment_count);
}

/* One bill of a patient's kept visits. */
static sb_status
bill_make(struct year *y, struct sb_bill *bill, struct sb_bill_year *about, const struct kept *kept,
          size_t count, struct sb_error *err)
{
    bool by_payment = y->options->by == SB_YEAR_BY_PAYMENT;
    const struct sb_visit **visits = sb_arena_array(y->one, count, sizeof *visits);
    const struct sb_provider **treated = sb_arena_array(y->one, count, sizeof *treated);
    const struct sb_provider **all = sb_arena_array(y->one, count, sizeof *all);
    size_t lines = 0, items = 0, payments = 0;

    for (size_t i = 0; i < count; i++) {
        lines += kept[i].line_count;
        items += kept[i].item_count;
        payments += kept[i].payment_count;
    }
    *bill = (struct sb_bill){
        .audience = SB_AUDIENCE_STATEMENT,
        .config = y->practice->config,
        .patient = kept[0].patient,
        .visits = visits,
        .visit_count = count,
        .first_date = kept[0].visit.date,
        .last_date = kept[count - 1].visit.date,
        .lines = sb_arena_array(y->one, lines + 1, sizeof *bill->lines),
        .items = sb_arena_array(y->one, items + 1, sizeof *bill->items),
        .payments = sb_arena_array(y->one, payments + 1, sizeof *bill->payments),
        .issued_on = y->options->run.issued_on,
        .year = about,
    };
    if (visits == NULL || treated == NULL || all == NULL || bill->lines == NULL ||
        bill->items == NULL || bill->payments == NULL)
        return sb_error_nomem(err);
    bill_rows(bill, visits, kept, count);
    if (by_payment) /* what the payments were for stands beside them */
        bill->line_count = bill->item_count = 0;
    bill_providers(about, treated, all, kept, count);
    for (size_t i = 0; i < y->left_count; i++)
        about->left_out += strcmp(y->left_out[i], kept[0].patient->id) == 0;
    return bill_sums(bill, kept, count, by_payment, err);
}

static sb_status
year_write(struct year *y, const char *name, struct sb_error *err)
{
    const struct sb_bytes bytes = {y->bytes.at, y->bytes.len};
    const struct sb_pieces pieces = {&bytes, 1};
    struct sb_outfile *file = NULL;
    const char *folder = y->options->out_dir;
    sb_status st = SB_OK;

    if (y->options->run.dry_run)
        return SB_OK;
    if (!y->folder_made) {
        y->folder_made = true;
        if ((st = sb_folder_make(folder, y->practice->owner, err)) != SB_OK ||
            (st = sb_outfile_sweep(folder, err)) != SB_OK)
            return st;
    }
    st = sb_outfile_stage(&file, folder, name, pieces, y->practice->owner, err);
    /* a statement gives way to the next one of that year */
    if (st == SB_OK)
        st = sb_outfile_publish(file, SB_PUBLISH_REPLACE, err);
    sb_outfile_free(file);
    return st;
}

/* Care and what is not care in one sum, as the run's own sums have it. */
static sb_status
year_count(struct sb_drawn *drawn, struct sb_tally *tally, const struct sb_bill *bill,
           sb_money items_due, struct sb_error *err)
{
    bool fits;

    drawn->charges = bill->charges;
    drawn->adjustments = bill->adjustments;
    drawn->paid = bill->received;
    drawn->balance = bill->balance;
    fits = add(&drawn->charges, bill->item_charges);
    fits = fits && add(&drawn->balance, items_due) && add(&tally->charges, drawn->charges) &&
           add(&tally->adjustments, drawn->adjustments) && add(&tally->paid, drawn->paid) &&
           add(&tally->balance, drawn->balance);
    tally->documents++;
    return fits ? SB_OK : sb_error_set(err, SB_E_RANGE, "the sum of the documents is too large");
}

static sb_status
year_tell(struct year *y, const struct sb_bill *bill, sb_money items_due, const char *name,
          struct sb_error *err)
{
    const char **visits = sb_arena_array(y->one, bill->visit_count, sizeof *visits);
    char *path = sb_arena_print(y->one, "%s/%s", y->options->out_dir, name);
    struct sb_drawn drawn = {.visits = visits,
                             .visit_count = bill->visit_count,
                             .patient = bill->patient->id,
                             .file = path,
                             .bytes = y->bytes.at,
                             .length = y->bytes.len,
                             .pages = sb_drawing_pages(y->drawing)};
    const struct sb_event event = {
        .kind = SB_DRAWN, .record = bill->patient->id, .document = &drawn};
    uint8_t hash[32];
    char hex[65];
    sb_status st;

    if (visits == NULL || path == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; i < bill->visit_count; i++)
        visits[i] = bill->visits[i]->id;
    if (y->options->hashed) {
        sb_sha256(hash, y->bytes.at, y->bytes.len);
        sb_hex(hex, hash, sizeof hash);
        drawn.sha256 = hex;
    }
    st = year_count(&drawn, sb_walk_tally(y->walk), bill, items_due, err);
    if (st == SB_OK)
        st = sb_copy_tell(&drawn, y->passwords, y->one, err);
    if (st == SB_OK && !y->options->run.dry_run)
        st = sb_copy_write(y->passwords, &drawn, (struct sb_bytes){y->bytes.at, y->bytes.len},
                           y->practice->owner, err);
    return st != SB_OK ? st : sb_run_tell(&y->options->run, &event, err);
}

static sb_status
year_draw(struct year *y, const struct kept *kept, size_t count, struct sb_error *err)
{
    const struct sb_filter *f = &y->options->run.filter;
    struct sb_bill_year about = {
        .year = y->options->year,
        .by = y->options->by,
        .selected = f->provider != NULL || f->payer != NULL || f->visit != NULL ||
                    f->since.day != 0 || f->until.day != 0 || f->unpaid || f->paid ||
                    f->deadline_given,
        .so_far = y->options->run.issued_on.day <= y->last.day,
    };
    char name[SB_LIMIT_ID + 16];
    sb_money items_due = {0};
    struct sb_pieces document;
    struct sb_bill bill;
    sb_status st;

    sb_arena_reset(y->one);
    sb_buf_reset(&y->record);
    if ((st = bill_make(y, &bill, &about, kept, count, err)) != SB_OK ||
        (st = sb_document_seal(&y->record, y->drawing, &bill, NULL, y->options->run.issued_at,
                               err)) != SB_OK ||
        (st = sb_document_draw(&document, y->drawing, &bill,
                               (struct sb_bytes){y->record.at, y->record.len}, err)) != SB_OK)
        return st;
    sb_buf_reset(&y->bytes);
    for (size_t i = 0; i < document.count; i++)
        sb_buf_put(&y->bytes, document.at[i].at, document.at[i].len);
    if (y->bytes.failed)
        return sb_error_nomem(err);
    for (size_t i = 0; i < count; i++)
        if (!add(&items_due, kept[i].item_charges) ||
            sb_money_sub(&items_due, items_due, kept[i].item_paid) != SB_OK)
            return sb_error_set(err, SB_E_RANGE, "the sums of the year are too large");
    (void)snprintf(name, sizeof name, "%04d-%s.pdf", (int)y->options->year, bill.patient->id);
    st = year_write(y, name, err);
    return st != SB_OK ? st : year_tell(y, &bill, items_due, name, err);
}

static sb_status
year_draw_all(struct year *y, struct sb_error *err)
{
    sb_status st = SB_OK;
    size_t end;

    if (y->kept_count > 0)
        qsort(y->kept, y->kept_count, sizeof *y->kept, kept_order);
    for (size_t from = 0; st == SB_OK && from < y->kept_count; from = end) {
        const char *id = y->kept[from].patient->id;

        for (end = from + 1; end < y->kept_count && strcmp(y->kept[end].patient->id, id) == 0;)
            end++;
        st = year_draw(y, &y->kept[from], end - from, err);
        if (st != SB_OK && err != NULL && err->record[0] == '\0')
            sb_error_in(err, id);
    }
    return st;
}

static sb_status
year_days(struct year *y, struct sb_error *err)
{
    y->first = sb_date_make(y->options->year, 1, 1);
    y->last = sb_date_make(y->options->year, 12, 31);
    if (y->first.day == 0 || y->last.day == 0)
        return sb_error_set(err, SB_E_RANGE, "there is no such year");
    if (y->options->run.issued_on.day < y->first.day)
        return sb_error_set(err, SB_E_RANGE, "the year %d has not begun", (int)y->options->year);
    y->arena = sb_arena_new(0);
    y->one = sb_arena_new(0);
    return y->arena != NULL && y->one != NULL ? SB_OK : sb_error_nomem(err);
}

sb_status
sb_year(struct sb_tally *out, struct sb_practice *practice, const struct sb_year_options *options,
        struct sb_error *err)
{
    struct year y = {.practice = practice, .options = options};
    const struct sb_walk_options how = {
        .audience = SB_AUDIENCE_STATEMENT, .preflight = true, .takes = year_takes, .user = &y};
    sb_status st;

    *out = (struct sb_tally){0};
    if ((st = sb_run_check(&options->run, err)) == SB_OK && (st = year_days(&y, err)) == SB_OK &&
        (st = sb_passwords_open(&y.passwords, practice, &options->run, err)) == SB_OK &&
        (st = sb_practice_drawing(&y.drawing, practice, SB_AUDIENCE_STATEMENT, err)) == SB_OK &&
        (st = sb_walk_open(&y.walk, practice, &options->run, &how, err)) == SB_OK &&
        (st = year_read(&y, err)) == SB_OK && (st = year_draw_all(&y, err)) == SB_OK)
        st = sb_walk_end(out, y.walk, err);
    sb_walk_free(y.walk);
    sb_passwords_free(y.passwords);
    sb_buf_free(&y.record);
    sb_buf_free(&y.bytes);
    sb_arena_free(y.arena);
    sb_arena_free(y.one);
    free(y.kept);
    free(y.left_out);
    return st;
}
