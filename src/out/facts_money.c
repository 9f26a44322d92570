/* facts_money.c - what it came to, what was paid, and what is not care. */
#include "out/page.h"

#include <string.h>

/* totals and payments */

struct sb_fact
sb_fact_totals_charges(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_new(sb_layout_money(l, l->bill->charges), NULL, NULL, "the charges");
}

struct sb_fact
sb_fact_totals_adjustments(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_new(sb_layout_less(l, l->bill->adjustments), NULL, NULL, "the adjustments");
}

/* What is left of the charges where something was taken off. */
struct sb_fact
sb_fact_totals_net(struct sb_layout *l, size_t row)
{
    (void)row;
    if (l->bill->adjustments.cents == 0)
        return sb_fact_none();
    return sb_fact_new(sb_layout_money(l, l->bill->net), NULL, NULL, "the net charges");
}

struct sb_fact
sb_fact_totals_paid(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_new(sb_layout_money(l, l->bill->paid), NULL, NULL, "the amount paid");
}

struct sb_fact
sb_fact_totals_balance(struct sb_layout *l, size_t row)
{
    sb_money due = l->bill->balance;

    (void)row;
    if (due.cents < 0)
        due.cents = 0;
    return sb_fact_new(sb_layout_money(l, due), NULL, NULL, "the balance");
}

struct sb_fact
sb_fact_totals_credit(struct sb_layout *l, size_t row)
{
    (void)row;
    if (l->bill->balance.cents >= 0)
        return sb_fact_none();
    return sb_fact_new(sb_layout_less(l, l->bill->balance), NULL, NULL, "the credit");
}

struct sb_fact
sb_fact_totals_paid_in_full(struct sb_layout *l, size_t row)
{
    (void)row;
    /* what is not care may be owed as well, where it is shown */
    if (l->bill->balance.cents != 0 ||
        (sb_audience_is_receipt(l->page->audience) && sb_bill_item_balance(l->bill).cents != 0))
        return sb_fact_none();
    return sb_fact_new(sb_template_text(l->page, SB_FIELD_totals_paid_in_full), NULL, NULL, "paid");
}

static const struct sb_bill_payment *
payment_of(const struct sb_layout *l, size_t row)
{
    return &l->bill->payments[l->payments[row]];
}

static struct sb_fact
payment_fact(const struct sb_layout *l, size_t row, const char *text, const char *path,
             const char *name)
{
    const struct sb_bill_payment *payment = payment_of(l, row);
    struct sb_fact f = sb_fact_new(text, NULL, path, name);

    if (payment->visit < l->bill->visit_count)
        f.origin.source = l->bill->visits[payment->visit]->source;
    return f;
}

struct sb_fact
sb_fact_payments_date(struct sb_layout *l, size_t row)
{
    return payment_fact(l, row, sb_layout_date(l, payment_of(l, row)->payment->date), "/payments",
                        "the payment's date");
}

struct sb_fact
sb_fact_payments_method(struct sb_layout *l, size_t row)
{
    static const struct {
        const char *paid[2], *given_back[2]; /* English, Spanish */
    } words[] = {
        [SB_METHOD_UNSAID] = {{"Payment", "Pago"}, {"Refund", "Reembolso"}},
        [SB_METHOD_CASH] = {{"Cash", "Efectivo"}, {"Refund, cash", "Reembolso, efectivo"}},
        [SB_METHOD_CHECK] = {{"Check", "Cheque"}, {"Refund, check", "Reembolso, cheque"}},
        [SB_METHOD_CARD] = {{"Card", "Tarjeta"}, {"Refund, card", "Reembolso, tarjeta"}},
        [SB_METHOD_HSA] = {{"HSA card", "Tarjeta HSA"},
                           {"Refund, HSA card", "Reembolso, tarjeta HSA"}},
        [SB_METHOD_FSA] = {{"FSA card", "Tarjeta FSA"},
                           {"Refund, FSA card", "Reembolso, tarjeta FSA"}},
        [SB_METHOD_ACH] = {{"ACH", "ACH"}, {"Refund, ACH", "Reembolso, ACH"}},
        [SB_METHOD_OTHER] = {{"Other", "Otro"}, {"Refund, other", "Reembolso, otro"}},
    };
    const struct sb_bill_payment *payment = payment_of(l, row);
    enum sb_method method = payment->payment->method;

    if (payment->refund)
        return payment_fact(l, row, words[method].given_back[l->spanish], "/refunds", "the method");
    return payment_fact(l, row, words[method].paid[l->spanish], "/payments", "the method");
}

struct sb_fact
sb_fact_payments_reference(struct sb_layout *l, size_t row)
{
    return payment_fact(l, row, payment_of(l, row)->payment->reference, "/payments",
                        "the payment's reference");
}

struct sb_fact
sb_fact_payments_amount(struct sb_layout *l, size_t row)
{
    const struct sb_bill_payment *payment = payment_of(l, row);
    /* a receipt says what was received, whatever it paid for */
    sb_money amount = sb_audience_is_receipt(l->page->audience) ? payment->payment->amount.amount
                                                                : payment->applied;

    /* a refund is money given back, however its share is signed */
    if (payment->refund && amount.cents > 0)
        amount.cents = -amount.cents;
    return payment_fact(l, row, sb_layout_money(l, amount), "/payments", "the amount");
}

struct sb_fact
sb_fact_totals_received(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_new(sb_layout_money(l, l->bill->received), NULL, NULL, "the amount received");
}

/* items: what is not care */

static struct sb_fact
item_fact(const struct sb_layout *l, size_t row, const char *text, const char *path,
          const char *name)
{
    const struct sb_bill_item *item = &l->bill->items[row];
    struct sb_fact f = sb_fact_new(text, NULL, path, name);

    if (item->visit < l->bill->visit_count)
        f.origin.source = l->bill->visits[item->visit]->source;
    f.origin.index = item->service;
    return f;
}

struct sb_fact
sb_fact_items_date(struct sb_layout *l, size_t row)
{
    size_t visit = l->bill->items[row].visit;
    sb_date date = visit < l->bill->visit_count ? l->bill->visits[visit]->date : (sb_date){0};

    return item_fact(l, row, sb_layout_date(l, date), "/date", "the date");
}

struct sb_fact
sb_fact_items_text(struct sb_layout *l, size_t row)
{
    const struct sb_bill_item *item = &l->bill->items[row];

    return item_fact(l, row, item->text,
                     item->is_fee ? "/services/%zu/fee_type" : "/services/%zu/item", "the item");
}

struct sb_fact
sb_fact_items_charge(struct sb_layout *l, size_t row)
{
    return item_fact(l, row, sb_layout_money(l, l->bill->items[row].charge), "/services/%zu/charge",
                     "the charge");
}

struct sb_fact
sb_fact_items_paid(struct sb_layout *l, size_t row)
{
    return item_fact(l, row, sb_layout_money(l, l->bill->items[row].paid), "/payments",
                     "the amount paid");
}

struct sb_fact
sb_fact_item_totals_charges(struct sb_layout *l, size_t row)
{
    (void)row;
    if (l->bill->item_count == 0)
        return sb_fact_none();
    return sb_fact_new(sb_layout_money(l, l->bill->item_charges), NULL, NULL, "the charges");
}

struct sb_fact
sb_fact_item_totals_paid(struct sb_layout *l, size_t row)
{
    (void)row;
    if (l->bill->item_count == 0)
        return sb_fact_none();
    return sb_fact_new(sb_layout_money(l, l->bill->item_paid), NULL, NULL, "the amount paid");
}

struct sb_fact
sb_fact_item_totals_balance(struct sb_layout *l, size_t row)
{
    (void)row;
    if (l->bill->item_count == 0)
        return sb_fact_none();
    return sb_fact_new(sb_layout_money(l, sb_bill_item_balance(l->bill)), NULL, NULL,
                       "the balance");
}
