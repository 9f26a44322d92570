/* check_money.c - charges, adjustments, payments: every cent has its place. */
#include "rules/rules.h"

#include <string.h>

static struct sb_spot
service_spot(const struct sb_case *c, size_t service, const char *key)
{
    return sb_spot_at(c->visit->source, "/services/%zu%s", service, key);
}

static const struct sb_bill_line *
line_of(const struct sb_case *c, const struct sb_unit_group *group)
{
    return &c->bill->lines[group->line];
}

/*
 * charge-missing: no charge, no fee, and no total to share; of what is no code, or none
 * on the day, that finding speaks.
 * Source: CMS-1500 item 24F.
 */
static void
charge_missing(const struct sb_case *c)
{
    const struct sb_service *services = c->visit->services;

    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_unit_group *group = &c->fact->groups[i];
        const struct sb_procedure *p = c->fact->services[group->service].procedure;
        bool right =
            p ? sb_procedure_valid(p, c->visit->date) : sb_procedure_shape(line_of(c, group)->code);
        if (group->units > 0 && !line_of(c, group)->priced && right)
            sb_case_raise(c, SB_RULE_CHARGE_MISSING, service_spot(c, group->service, "/charge"),
                          c->visit->total.given
                              ? "%s has no fee, by which its share of the total is found"
                              : "%s has no charge, and no fee is listed for it",
                          line_of(c, group)->code);
    }
    for (size_t i = 0; i < c->visit->service_count; i++)
        if (!services[i].code && (services[i].item || services[i].fee_type) &&
            !services[i].charge.given)
            sb_case_raise(c, SB_RULE_CHARGE_MISSING, service_spot(c, i, "/charge"),
                          "what is not care has no charge");
}

/* charge-negative: credits are adjustments or payments, never charges. */
static void
charge_negative(const struct sb_case *c)
{
    for (size_t i = 0; i < c->visit->service_count; i++) {
        const struct sb_service *service = &c->visit->services[i];
        if (service->fee.given && service->fee.amount.cents < 0)
            sb_case_raise(c, SB_RULE_CHARGE_NEGATIVE, service_spot(c, i, "/fee"),
                          "the fee is below zero");
        if (service->charge.given && service->charge.amount.cents < 0)
            sb_case_raise(c, SB_RULE_CHARGE_NEGATIVE, service_spot(c, i, "/charge"),
                          "the charge is below zero");
    }
    if (c->visit->total.given && c->visit->total.amount.cents < 0)
        sb_case_raise(c, SB_RULE_CHARGE_NEGATIVE, sb_spot_at(c->visit->source, "/total"),
                      "the total is below zero");
}

/* charge-zero: a billed line that costs nothing. */
static void
charge_zero(const struct sb_case *c)
{
    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_unit_group *group = &c->fact->groups[i];
        const struct sb_bill_line *line = line_of(c, group);
        if (group->units > 0 && line->priced && line->charge.cents == 0 &&
            (group->lines == 1 || line[1].charge.cents == 0))
            sb_case_raise(c, SB_RULE_CHARGE_ZERO, service_spot(c, group->service, ""),
                          "%s is billed and costs nothing", line->code);
    }
}

/* The total of a visit needs a line that is billed. */
static void
total_nowhere(const struct sb_case *c)
{
    char total[SB_MONEY_TEXT];

    for (size_t i = 0; i < c->fact->lines; i++)
        if (c->bill->lines[c->fact->line + i].units != 0)
            return;
    if (c->fact->lines > 0 && c->visit->total.amount.cents > 0)
        sb_case_raise(
            c, SB_RULE_CHARGE_MISMATCH, sb_spot_at(c->visit->source, "%s", "/total"),
            "the total is %s, and the minutes of the visit earn no unit that could cost it",
            sb_money_print(total, c->visit->total.amount));
}

/* The total of a visit stands alone: neither fee nor charge of a line beside it. */
static void
total_beside(const struct sb_case *c)
{
    for (size_t i = 0; i < c->visit->service_count; i++) {
        const struct sb_service *service = &c->visit->services[i];
        if (!service->code || (!service->fee.given && !service->charge.given))
            continue;
        sb_case_raise(c, SB_RULE_CHARGE_MISMATCH,
                      service_spot(c, i, service->fee.given ? "/fee" : "/charge"),
                      "the visit has a total, and %s a %s of its own", service->code,
                      service->fee.given ? "fee" : "charge");
    }
}

/*
 * charge-mismatch: fee and charge of one line must agree, lines that are merged must have one
 * price, and a total stands alone.
 */
static void
charge_mismatch(const struct sb_case *c)
{
    char stated[SB_MONEY_TEXT], counted[SB_MONEY_TEXT], fee[SB_MONEY_TEXT];

    if (c->visit->total.given) {
        total_beside(c);
        total_nowhere(c);
        return;
    }
    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_unit_group *group = &c->fact->groups[i];
        sb_money product = {0};
        if (group->mixed_prices)
            sb_case_raise(c, SB_RULE_CHARGE_MISMATCH, service_spot(c, group->service, ""),
                          "%s stands on several lines, which are billed as one and have different "
                          "prices",
                          line_of(c, group)->code);
        if (group->mixed_prices || !group->fee.given || !group->charge.given || group->units <= 0)
            continue;
        if (sb_money_times(&product, group->fee.amount, group->units) == SB_OK &&
            product.cents == group->charge.amount.cents)
            continue;
        sb_case_raise(c, SB_RULE_CHARGE_MISMATCH, service_spot(c, group->service, "/charge"),
                      "%s: the charge is %s, and %d unit%s of %s make %s", line_of(c, group)->code,
                      sb_money_print(stated, group->charge.amount), group->units,
                      group->units == 1 ? "" : "s", sb_money_print(fee, group->fee.amount),
                      sb_money_print(counted, product));
    }
}

/* Adjusted so far, with this one, of the group it names. */
static int64_t
adjusted(const struct sb_case *c, size_t at, size_t group)
{
    const struct sb_adjustment *list = c->visit->adjustments;
    int64_t sum = 0;

    for (size_t i = 0; i <= at; i++) {
        size_t service = (size_t)list[i].service - 1;
        if (list[i].service >= 1 && service < c->visit->service_count &&
            c->fact->services[service].group == group)
            sum += list[i].amount.amount.cents;
    }
    return sum;
}

static void
adjustment_check(const struct sb_case *c, size_t i)
{
    const struct sb_adjustment *adjustment = &c->visit->adjustments[i];
    size_t service = (size_t)adjustment->service - 1;
    struct sb_spot spot = sb_spot_at(c->visit->source, "/adjustments/%zu/service", i);
    char left[SB_MONEY_TEXT], charge[SB_MONEY_TEXT];
    sb_money whole = {0};

    if (adjustment->service < 1) {
        sb_case_raise(c, SB_RULE_ADJUSTMENT_UNPLACED, spot, "the adjustment names no service");
        return;
    }
    if (service >= c->visit->service_count) {
        sb_case_raise(c, SB_RULE_ADJUSTMENT_UNPLACED, spot,
                      "the adjustment names service %d, and the visit has %zu", adjustment->service,
                      c->visit->service_count);
        return;
    }
    size_t at = c->fact->services[service].group;
    if (at == SB_NONE) {
        sb_case_raise(
            c, SB_RULE_ADJUSTMENT_UNPLACED, spot,
            "the adjustment names service %d, which is not care: lower its charge instead",
            adjustment->service);
        return;
    }
    const struct sb_unit_group *group = &c->fact->groups[at];
    for (size_t j = 0; j < group->lines; j++)
        whole.cents += c->bill->lines[group->line + j].charge.cents;
    if (!line_of(c, group)->priced || adjusted(c, i, at) <= whole.cents)
        return;
    sb_case_raise(
        c, SB_RULE_ADJUSTMENT_UNPLACED, sb_spot_at(c->visit->source, "/adjustments/%zu/amount", i),
        "%s is adjusted by %s, and its charge is %s", line_of(c, group)->code,
        sb_money_print(left, (sb_money){adjusted(c, i, at)}), sb_money_print(charge, whole));
}

/* adjustment-unplaced: a discount belongs to a line, and is no more than its charge. */
static void
adjustment_unplaced(const struct sb_case *c)
{
    for (size_t i = 0; i < c->visit->adjustment_count; i++)
        adjustment_check(c, i);
}

/* Whether an error stands that will change what is charged once it is put right. */
static bool
charges_in_doubt(const struct sb_case *c)
{
    for (size_t i = c->begun; i < sb_findings_count(c->found); i++) {
        const struct sb_finding *f = sb_findings_at(c->found, i);
        bool matters = f->rule->group == SB_GROUP_SERVICE || f->rule->group == SB_GROUP_MONEY ||
                       f->rule == sb_rule_at(SB_RULE_DUPLICATE_SERVICE);
        if (f->severity == SB_SEVERITY_ERROR && matters)
            return true;
    }
    return c->bill->facts->overflow;
}

/*
 * paid-exceeds, balance-due: of care, in this visit.  Where the charges are in doubt, the finding
 * that doubts them speaks alone.
 */
static void
balance(const struct sb_case *c)
{
    int64_t due = c->fact->charges.cents - c->fact->adjustments.cents;
    char text[SB_MONEY_TEXT];

    if (due == c->fact->paid.cents || charges_in_doubt(c))
        return;
    if (c->fact->paid.cents > due)
        sb_case_raise(c, SB_RULE_PAID_EXCEEDS, sb_spot_at(c->visit->source, "/payments"),
                      "%s more is paid than charged",
                      sb_money_print(text, (sb_money){c->fact->paid.cents - due}));
    else
        sb_case_raise(c, SB_RULE_BALANCE_DUE, sb_spot_at(c->visit->source, "/payments"),
                      "%s of the charges is not paid",
                      sb_money_print(text, (sb_money){due - c->fact->paid.cents}));
}

static void
dates_check(const struct sb_case *c, const struct sb_payment *list, size_t count, const char *key)
{
    char today[SB_DATE_TEXT];

    for (size_t i = 0; i < count; i++) {
        bool future = c->judge->issued_on.day != 0 && list[i].date.day > c->judge->issued_on.day;
        if (list[i].date.day != 0 && !future)
            continue;
        struct sb_spot spot = sb_spot_at(c->visit->source, "/%s/%zu/date", key, i);
        if (future)
            sb_case_raise(c, SB_RULE_PAYMENT_DATE, spot, "the date lies after the issue date %s",
                          sb_date_print(today, c->judge->issued_on));
        else
            sb_case_raise(c, SB_RULE_PAYMENT_DATE, spot, "no date says when this was paid");
    }
}

/* payment-date: taxes count by the day of payment.  Source: 26 CFR 1.213-1(h). */
static void
payment_date(const struct sb_case *c)
{
    dates_check(c, c->visit->payments, c->visit->payment_count, "payments");
    dates_check(c, c->visit->refunds, c->visit->refund_count, "refunds");
}

/* not-care: kept off the superbill.  Source: 26 CFR 1.213-1(e). */
static void
not_care(const struct sb_case *c)
{
    for (size_t i = 0; i < c->fact->items; i++)
        sb_case_raise(c, SB_RULE_NOT_CARE,
                      service_spot(c, c->bill->items[c->fact->item + i].service, ""),
                      "%s that is not care: it goes to the ledger and the receipt",
                      c->bill->items[c->fact->item + i].is_fee ? "a fee" : "an item");
}

const struct sb_check_row sb_checks_money[] = {
    {charge_missing, SB_FOR_ALL},
    {charge_negative, SB_FOR_ALL},
    {charge_zero, SB_FOR_ALL},
    {charge_mismatch, SB_FOR_ALL},
    {adjustment_unplaced, SB_FOR_ALL},
    {balance, SB_FOR_ALL | SB_FOR_SOUND},
    {payment_date, SB_FOR_ALL},
    {not_care, SB_FOR_ALL},
    {NULL, 0},
};
