/* price.c - what a visit costs, and what was paid for it.  Whole cents; sums are checked. */
#include "rules/rules.h"

#include <string.h>

/* sum += amount; an overflow is kept for the checks, the sum stays. */
static void
add(struct sb_bill_facts *facts, sb_money *sum, sb_money amount)
{
    if (sb_money_add(sum, *sum, amount) != SB_OK)
        facts->overflow = true;
}

static void
sub(struct sb_bill_facts *facts, sb_money *sum, sb_money amount)
{
    if (sb_money_sub(sum, *sum, amount) != SB_OK)
        facts->overflow = true;
}

/* charges */

/* The price per unit: of the service, else of the tables for the payer and the day. */
static bool
fee_find(const struct sb_bill *bill, const struct sb_unit_group *group,
         const struct sb_service *service, sb_date on, sb_money *fee)
{
    if (group->fee.given) {
        *fee = group->fee.amount;
        return true;
    }
    const sb_money *listed = sb_config_fee(bill->config, bill->payer, service->code, on);
    if (listed)
        *fee = *listed;
    return listed != NULL;
}

/* A stated charge belongs to all lines of its group, by their units. */
static void
charge_stated(struct sb_bill *bill, struct sb_bill_facts *facts, const struct sb_unit_group *group)
{
    struct sb_bill_line *lines = &bill->lines[group->line];
    int64_t weights[2];
    sb_money shares[2];

    for (size_t i = 0; i < group->lines; i++) {
        lines[i].priced = true;
        lines[i].fee = group->fee.given ? group->fee.amount : (sb_money){0};
        weights[i] = lines[i].units;
    }
    if (group->units <= 0)
        return;
    if (sb_money_spread(shares, group->lines, group->charge.amount, weights) != SB_OK)
        facts->overflow = true;
    else
        for (size_t i = 0; i < group->lines; i++)
            lines[i].charge = shares[i];
}

static void
charge_by_fee(struct sb_bill *bill, struct sb_bill_facts *facts, const struct sb_unit_group *group,
              const struct sb_service *service, sb_date on)
{
    sb_money fee;
    bool found = fee_find(bill, group, service, on, &fee);

    for (size_t i = 0; found && i < group->lines; i++) {
        struct sb_bill_line *line = &bill->lines[group->line + i];
        line->priced = true;
        line->fee = fee;
        if (line->units > 0 && sb_money_times(&line->charge, fee, line->units) != SB_OK)
            facts->overflow = true;
    }
}

/* Fees of the billed lines, for their shares of a flat price; false where none has one. */
static bool
fees_put(struct sb_bill *bill, const struct sb_visit_fact *fact)
{
    bool any = false;

    for (size_t i = 0; i < fact->group_count; i++) {
        const struct sb_unit_group *group = &fact->groups[i];
        const struct sb_service *service = &fact->visit->services[group->service];
        sb_money fee = {0};
        bool found = fee_find(bill, group, service, fact->visit->date, &fee);
        for (size_t j = group->line; j < group->line + group->lines; j++) {
            bill->lines[j].priced = found;
            bill->lines[j].fee = fee;
        }
        any |= found && group->units > 0;
    }
    return any;
}

/*
 * A flat price: spread over the billed lines in proportion to units x fee; to units where no
 * line has a fee, or all fees are 0.
 */
static sb_status
charge_total(struct sb_bill *bill, struct sb_bill_facts *facts, struct sb_visit_fact *fact,
             struct sb_arena *arena, struct sb_error *err)
{
    struct sb_bill_line *lines = &bill->lines[fact->line];
    int64_t *weights = sb_arena_array(arena, fact->lines + 1, sizeof *weights);
    sb_money *shares = sb_arena_array(arena, fact->lines + 1, sizeof *shares);
    bool fees = fees_put(bill, fact), weighed = false, billed = false;

    if (!weights || !shares)
        return sb_error_nomem(err);
    for (size_t i = 0; i < fact->lines; i++) {
        sb_money weight = {0};
        if (sb_money_times(&weight, lines[i].fee, lines[i].units) != SB_OK)
            facts->overflow = true;
        weights[i] = weight.cents > 0 ? weight.cents : 0;
        weighed |= weights[i] > 0;
        billed |= lines[i].units > 0;
        lines[i].priced |= !fees;
        lines[i].fee = (sb_money){0};
    }
    for (size_t i = 0; i < fact->lines && !weighed; i++)
        weights[i] = lines[i].units;
    if (!billed)
        return SB_OK;
    if (sb_money_spread(shares, fact->lines, fact->visit->total.amount, weights) != SB_OK)
        facts->overflow = true;
    for (size_t i = 0; i < fact->lines && !facts->overflow; i++)
        lines[i].charge = shares[i];
    return SB_OK;
}

sb_status
sb_price_lines(struct sb_bill *bill, struct sb_bill_facts *facts, struct sb_visit_fact *fact,
               struct sb_arena *arena, struct sb_error *err)
{
    const struct sb_visit *visit = fact->visit;
    sb_status st = SB_OK;

    for (size_t i = 0; !visit->total.given && i < fact->group_count; i++) {
        const struct sb_unit_group *group = &fact->groups[i];
        if (group->charge.given)
            charge_stated(bill, facts, group);
        else
            charge_by_fee(bill, facts, group, &visit->services[group->service], visit->date);
    }
    if (visit->total.given)
        st = charge_total(bill, facts, fact, arena, err);
    for (size_t i = fact->line; i < fact->line + fact->lines; i++)
        add(facts, &fact->charges, bill->lines[i].charge);
    for (size_t i = fact->item; i < fact->item + fact->items; i++)
        add(facts, &fact->item_charges, bill->items[i].charge);
    return st;
}

/* adjustments, payments, refunds */

/* An adjustment of a line in two parts goes to them in order, each up to its charge. */
static void
adjust(struct sb_bill *bill, struct sb_bill_facts *facts, struct sb_visit_fact *fact,
       const struct sb_adjustment *adjustment)
{
    size_t service = (size_t)adjustment->service - 1; /* -1 wraps beyond any count */
    sb_money left = adjustment->amount.amount;

    if (adjustment->service < 1 || service >= fact->visit->service_count ||
        fact->services[service].group == SB_NONE)
        return;
    const struct sb_unit_group *group = &fact->groups[fact->services[service].group];
    add(facts, &fact->adjustments, left);
    for (size_t i = 0; i < group->lines; i++) {
        struct sb_bill_line *line = &bill->lines[group->line + i];
        sb_money room = line->charge;
        sub(facts, &room, line->adjustment);
        bool all = i + 1 == group->lines || left.cents <= room.cents;
        sb_money part = all ? left : room;
        add(facts, &line->adjustment, part);
        sub(facts, &left, part);
    }
}

/* Of money received in all, what care gets: it is paid first, items next, the rest is credit. */
static sb_money
to_care(const struct sb_visit_fact *fact, int64_t due, sb_money received)
{
    int64_t beyond = received.cents > due ? received.cents - due : 0;
    int64_t items = fact->item_charges.cents > 0 ? fact->item_charges.cents : 0;

    return (sb_money){received.cents - (beyond < items ? beyond : items)};
}

static void
payments_put(struct sb_bill *bill, const struct sb_visit_fact *fact, const struct sb_payment *list,
             size_t count, bool refund)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = bill->payment_count++;
        /* By date, payments before refunds of a day; those without a date stay last. */
        while (at > fact->payment && list[i].date.day != 0 &&
               (bill->payments[at - 1].payment->date.day > list[i].date.day ||
                bill->payments[at - 1].payment->date.day == 0)) {
            bill->payments[at] = bill->payments[at - 1];
            at--;
        }
        bill->payments[at] = (struct sb_bill_payment){
            .visit = (size_t)(fact - bill->facts->visits), .payment = &list[i], .refund = refund};
    }
}

/* The paid column: lines in order, each up to its charge less adjustment. */
static void
paid_fill(struct sb_bill *bill, const struct sb_visit_fact *fact, int64_t due)
{
    int64_t left = fact->paid.cents;
    int64_t items = fact->received.cents > due ? fact->received.cents - due : 0;

    for (size_t i = fact->line; i < fact->line + fact->lines && left > 0; i++) {
        struct sb_bill_line *line = &bill->lines[i];
        int64_t room = line->charge.cents - line->adjustment.cents;
        line->paid.cents = room < 0 ? 0 : left < room ? left : room;
        left -= line->paid.cents;
    }
    for (size_t i = fact->item; i < fact->item + fact->items && items > 0; i++) {
        struct sb_bill_item *item = &bill->items[i];
        int64_t room = item->charge.cents > 0 ? item->charge.cents : 0;
        item->paid.cents = items < room ? items : room;
        items -= item->paid.cents;
    }
}

void
sb_price_settle(struct sb_bill *bill, struct sb_bill_facts *facts, struct sb_visit_fact *fact)
{
    const struct sb_visit *visit = fact->visit;

    for (size_t i = 0; i < visit->adjustment_count; i++)
        adjust(bill, facts, fact, &visit->adjustments[i]);
    sb_money due = fact->charges;
    sub(facts, &due, fact->adjustments);
    int64_t owed = due.cents > 0 ? due.cents : 0;
    fact->payment = bill->payment_count;
    payments_put(bill, fact, visit->payments, visit->payment_count, false);
    payments_put(bill, fact, visit->refunds, visit->refund_count, true);
    for (size_t i = fact->payment; i < bill->payment_count; i++) {
        struct sb_bill_payment *p = &bill->payments[i];
        sb_money before = to_care(fact, owed, fact->received);
        if (p->refund)
            sub(facts, &fact->received, p->payment->amount.amount);
        else
            add(facts, &fact->received, p->payment->amount.amount);
        sb_money after = to_care(fact, owed, fact->received);
        p->applied.cents = p->refund ? before.cents - after.cents : after.cents - before.cents;
    }
    fact->paid = to_care(fact, owed, fact->received);
    paid_fill(bill, fact, owed);
}
