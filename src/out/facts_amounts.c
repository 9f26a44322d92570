/*
 * facts_amounts.c - amounts that need a word: what was taken off, given back, and why; what was
 * received where only a part of it is applied here; and when the sessions were.
 */
#include "out/page.h"

#define SESSIONS_A_LINE 3

/* The field that tells of a payment or refund of the page, or SB_FIELD_COUNT. */
static enum sb_field_id
field_of(const struct sb_layout *l, const struct sb_bill_payment *money)
{
    if (money->refund)
        return sb_layout_said(money->payment->reason) ? SB_FIELD_notes_refund : SB_FIELD_COUNT;
    /* a receipt prints what was received with the payments */
    if (sb_audience_is_receipt(l->page->audience) ||
        money->applied.cents == money->payment->amount.amount.cents)
        return SB_FIELD_COUNT;
    return SB_FIELD_notes_received;
}

void
sb_facts_amounts(struct sb_layout *l)
{
    const struct sb_bill *bill = l->bill;
    size_t room = l->payment_count;

    for (size_t v = 0; v < bill->visit_count; v++)
        room += bill->visits[v]->adjustment_count;
    if (room == 0)
        return;
    l->amounts = sb_arena_array(l->arena, room, sizeof *l->amounts);
    if (l->amounts == NULL) {
        sb_layout_fail(l, SB_E_NOMEM, NULL);
        return;
    }
    for (size_t v = 0; v < bill->visit_count; v++)
        for (size_t i = 0; i < bill->visits[v]->adjustment_count; i++)
            l->amounts[l->amount_count++] =
                (struct sb_amount){SB_FIELD_notes_adjustment, v, i, NULL};
    for (size_t i = 0; i < l->payment_count; i++) {
        const struct sb_bill_payment *money = &bill->payments[l->payments[i]];
        enum sb_field_id field = field_of(l, money);

        if (field != SB_FIELD_COUNT)
            l->amounts[l->amount_count++] = (struct sb_amount){field, money->visit, 0, money};
    }
}

/* The words of the template for an amount, its date and the amount put in. */
static struct sb_fact
amount_fact(struct sb_layout *l, const struct sb_amount *amount, sb_date date, sb_money sum)
{
    const char *words = sb_template_text(l->page, amount->field);
    const char *day = sb_layout_date(l, date);
    struct sb_fact f = {0};

    if (words == NULL || l->status != SB_OK)
        return f;
    words = sb_fact_words(l, words, "{date}", day != NULL ? day : "");
    f.text = sb_fact_words(l, words, "{amount}", sb_layout_money(l, sum));
    f.origin.source = l->bill->visits[amount->visit]->source;
    return f;
}

/* The care that an adjustment belongs to, by its code, or on a receipt in words; and its day. */
static const char *
care_of(struct sb_layout *l, const struct sb_amount *amount)
{
    const struct sb_visit *visit = l->bill->visits[amount->visit];
    const char *care = sb_bill_care(l->bill, amount->visit, amount->index);

    if (l->bill->visit_count == 1)
        return care;
    return sb_layout_join(l, (const char *const[]){care, " ", sb_layout_date(l, visit->date)}, 3);
}

struct sb_fact
sb_fact_notes_adjustment(struct sb_layout *l, size_t row)
{
    const struct sb_adjustment *adjustment;
    const struct sb_amount *amount;
    const char *care;
    struct sb_fact f;

    if (row >= l->amount_count || l->amounts[row].field != SB_FIELD_notes_adjustment)
        return (struct sb_fact){0};
    amount = &l->amounts[row];
    adjustment = &l->bill->visits[amount->visit]->adjustments[amount->index];
    f = amount_fact(l, amount, adjustment->date, adjustment->amount.amount);
    care = care_of(l, amount);
    if (f.text == NULL)
        return f;
    f.text = sb_fact_words(l, f.text, "{care}", care != NULL ? care : "");
    f.text = sb_fact_words(l, f.text, "{reason}",
                           sb_layout_said(adjustment->reason) ? adjustment->reason
                           : l->spanish                       ? "sin motivo escrito"
                                                              : "no reason given");
    f.origin.path = "/adjustments/%zu/reason";
    f.origin.index = amount->index;
    f.origin.name = "the adjustment's reason";
    return f;
}

struct sb_fact
sb_fact_notes_refund(struct sb_layout *l, size_t row)
{
    const struct sb_payment *refund;
    struct sb_fact f;

    if (row >= l->amount_count || l->amounts[row].field != SB_FIELD_notes_refund)
        return (struct sb_fact){0};
    refund = l->amounts[row].money->payment;
    f = amount_fact(l, &l->amounts[row], refund->date, refund->amount.amount);
    if (f.text == NULL)
        return f;
    f.text = sb_fact_words(l, f.text, "{reason}", refund->reason);
    f.origin.path = "/refunds";
    f.origin.name = "the refund's reason";
    return f;
}

struct sb_fact
sb_fact_notes_received(struct sb_layout *l, size_t row)
{
    const struct sb_bill_payment *money;
    struct sb_fact f;

    if (row >= l->amount_count || l->amounts[row].field != SB_FIELD_notes_received)
        return (struct sb_fact){0};
    money = l->amounts[row].money;
    f = amount_fact(l, &l->amounts[row], money->payment->date, money->payment->amount.amount);
    if (f.text != NULL)
        f.text = sb_fact_words(l, f.text, "{applied}", sb_layout_money(l, money->applied));
    return f;
}

/* sessions */

/* "9:00 AM" */
static const char *
clock_text(struct sb_layout *l, sb_clock clock)
{
    int minute = clock.minute - 1, hour = minute / 60;

    if (clock.minute <= 0)
        return NULL;
    return sb_layout_print(l, "%d:%02d %s", hour % 12 == 0 ? 12 : hour % 12, minute % 60,
                           hour < 12 ? "AM" : "PM");
}

static const char *
session_text(struct sb_layout *l, const struct sb_visit *visit)
{
    const char *start = clock_text(l, visit->start), *end = clock_text(l, visit->end);

    if (start == NULL || end == NULL)
        return start != NULL ? start : end;
    return sb_layout_join(l, (const char *const[]){start, l->spanish ? " a " : " to ", end}, 3);
}

struct sb_fact
sb_fact_visit_session(struct sb_layout *l, size_t row)
{
    (void)row;
    if (l->bill->visit_count != 1)
        return (struct sb_fact){0};
    return sb_fact_new(session_text(l, l->bill->visits[0]), l->bill->visits[0]->source, "/start",
                       "the session's time");
}

/* Of several visits each with its day, some on a line. */
struct sb_fact
sb_fact_notes_sessions(struct sb_layout *l, size_t row)
{
    const char *words = sb_template_text(l->page, SB_FIELD_notes_sessions), *all = NULL;
    size_t count = 0;

    (void)row;
    for (size_t i = 0; i < l->bill->visit_count && l->bill->visit_count > 1; i++) {
        const struct sb_visit *visit = l->bill->visits[i];
        const char *session = session_text(l, visit);
        const char *between = all == NULL ? NULL : count % SESSIONS_A_LINE == 0 ? ",\n" : ", ";

        if (session == NULL)
            continue;
        all = sb_layout_join(
            l, (const char *const[]){all, between, sb_layout_date(l, visit->date), " ", session},
            5);
        count++;
    }
    if (all == NULL || words == NULL)
        return (struct sb_fact){0};
    return sb_fact_new(sb_fact_words(l, words, "{times}", all), NULL, NULL, "the session times");
}
