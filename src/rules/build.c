/*
 * build.c - visits to a bill.  Nothing here judges: what is missing stays empty, what is wrong
 * is found by the checks.
 */
#include "codes/codes.h"
#include "rules/rules.h"

#include <string.h>

/* who pays, who treated, where */

static bool
in_force(const struct sb_insurance *insurance, sb_date on)
{
    return (insurance->from.day == 0 || insurance->from.day <= on.day) &&
           (insurance->until.day == 0 || insurance->until.day >= on.day);
}

const struct sb_insurance *
sb_insurance_next(const struct sb_patient *patient, sb_date on, size_t *at)
{
    while (patient && *at < patient->insurance_count) {
        const struct sb_insurance *insurance = &patient->insurance[(*at)++];
        if (in_force(insurance, on))
            return insurance;
    }
    return NULL;
}

/* Words that stand for plans that count as Medicare does (billing manual of each). */
static bool
name_counts_cms(const char *name)
{
    static const char *const words[] = {"medicare", "medicaid", "tricare", "champva", "veterans"};

    for (const char *at = name; at && *at; at++)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            size_t length = 0;
            while (words[i][length] && sb_ascii_lower(at[length]) == words[i][length])
                length++;
            if (words[i][length] == '\0')
                return true;
        }
    return false;
}

/*
 * The payer's own rule; else CMS where it is Medicare or counts like it; else the practice's
 * default; else AMA.  Source: CMS Pub. 100-04, ch. 5, s. 20.2; CPT, time rule.
 */
static enum sb_unit_rule
unit_rule_find(const struct sb_bill *bill)
{
    const struct sb_payer *payer = bill->payer;
    const struct sb_patient *patient = bill->patient;

    if (payer && payer->unit_rule != SB_UNIT_RULE_UNSAID)
        return payer->unit_rule;
    if (payer && (payer->medicare == SB_TRUTH_YES || payer->kind == SB_PAYER_ADVANTAGE ||
                  payer->kind == SB_PAYER_MEDICAID || name_counts_cms(payer->id) ||
                  name_counts_cms(payer->name)))
        return SB_UNIT_RULE_CMS;
    if (bill->insurance && !payer && name_counts_cms(bill->insurance->payer))
        return SB_UNIT_RULE_CMS;
    if (patient && !payer && patient->medicare >= SB_MEDICARE_B)
        return SB_UNIT_RULE_CMS;
    return bill->config->unit_rule == SB_UNIT_RULE_UNSAID ? SB_UNIT_RULE_AMA
                                                          : bill->config->unit_rule;
}

static void
head_put(struct sb_bill *bill, const struct sb_config *config)
{
    const struct sb_visit *visit = bill->visits[0];
    const struct sb_provider *pta = NULL;
    size_t at = 0;

    bill->config = config;
    bill->patient = visit->patient;
    for (size_t i = 0; i < bill->visit_count; i++) {
        sb_date on = bill->visits[i]->date;
        if (bill->first_date.day == 0 || on.day < bill->first_date.day)
            bill->first_date = on;
        if (on.day > bill->last_date.day)
            bill->last_date = on;
        if (!bill->assistant && bill->visits[i]->assistant)
            bill->assistant = sb_config_provider(config, bill->visits[i]->assistant);
    }
    bill->insurance = sb_insurance_next(bill->patient, bill->first_date, &at);
    bill->payer = bill->insurance && bill->insurance->payer
                      ? sb_config_payer(config, bill->insurance->payer)
                      : NULL;
    bill->provider = visit->provider ? sb_config_provider(config, visit->provider)
                                     : sb_config_only_provider(config);
    pta = bill->provider && bill->provider->role == SB_ROLE_PTA ? bill->provider : bill->assistant;
    if (pta && pta->supervisor)
        bill->supervisor = sb_config_provider(config, pta->supervisor);
    if (visit->location)
        bill->location = sb_config_location(config, visit->location);
    else if (bill->provider && bill->provider->location)
        bill->location = sb_config_location(config, bill->provider->location);
    bill->unit_rule = unit_rule_find(bill);
}

/* diagnoses */

static size_t
dx_find(const struct sb_bill *bill, const char *code)
{
    size_t i = 0;

    while (i < bill->diagnosis_count && strcmp(bill->diagnoses[i].code, code) != 0)
        i++;
    return i;
}

/* What is not of the form is no diagnosis of the bill: the checks refuse it. */
static sb_status
dx_put(struct sb_bill *bill, struct sb_visit_fact *fact, const struct sb_judge *judge,
       struct sb_arena *arena, struct sb_error *err)
{
    const struct sb_visit *visit = fact->visit;

    fact->diagnoses = sb_arena_array(arena, visit->diagnosis_count, sizeof *fact->diagnoses);
    if (!fact->diagnoses && visit->diagnosis_count > 0)
        return sb_error_nomem(err);
    for (size_t i = 0; i < visit->diagnosis_count; i++) {
        struct sb_dx_fact *dx = &fact->diagnoses[i];
        dx->index = SB_DX_NO_ROOM;
        if (!visit->diagnoses[i].code || !sb_dx_normalise(dx->code, visit->diagnoses[i].code))
            continue;
        dx->billable =
            sb_daybook_billable(judge->book, &dx->row, judge->codes, dx->code, visit->date);
        size_t at = dx_find(bill, dx->code);
        if (at == SB_BILL_DIAGNOSES)
            continue;
        dx->index = (uint8_t)at;
        if (at < bill->diagnosis_count)
            continue;
        struct sb_bill_diagnosis *row = &bill->diagnoses[bill->diagnosis_count++];
        memcpy(row->code, dx->code, sizeof row->code);
        row->title = visit->diagnoses[i].text;
        if (!row->title && dx->billable)
            row->title = dx->row.title;
        row->date = visit->date;
    }
    return SB_OK;
}

/* Place of a code by the beginnings that a payer wants first; dots do not count. */
static size_t
dx_rank(const struct sb_payer *payer, const char *code)
{
    for (size_t i = 0; i < payer->dx_order.count; i++) {
        const char *want = payer->dx_order.at[i], *have = code;
        for (; *want; want++) {
            if (*want == '.')
                continue;
            have += *have == '.';
            if (sb_ascii_upper(*want) != *have)
                break;
            have++;
        }
        if (*want == '\0')
            return i;
    }
    return payer->dx_order.count;
}

/* Diagnoses in the payer's order, otherwise as they came; the facts follow. */
static void
dx_sort(struct sb_bill *bill, struct sb_bill_facts *facts)
{
    uint8_t places[SB_BILL_DIAGNOSES]; /* old index -> new */
    struct sb_bill_diagnosis sorted[SB_BILL_DIAGNOSES];
    size_t count = 0;

    if (!bill->payer || bill->payer->dx_order.count == 0)
        return;
    for (size_t rank = 0; rank <= bill->payer->dx_order.count; rank++)
        for (size_t i = 0; i < bill->diagnosis_count; i++)
            if (dx_rank(bill->payer, bill->diagnoses[i].code) == rank) {
                places[i] = (uint8_t)count;
                sorted[count++] = bill->diagnoses[i];
            }
    memcpy(bill->diagnoses, sorted, count * sizeof *sorted);
    for (size_t v = 0; v < bill->visit_count; v++)
        for (size_t i = 0; i < facts->visits[v].visit->diagnosis_count; i++) {
            struct sb_dx_fact *dx = &facts->visits[v].diagnoses[i];
            if (dx->index != SB_DX_NO_ROOM)
                dx->index = places[dx->index];
        }
}

static void
total(struct sb_bill_facts *facts, sb_money *out, sb_money part)
{
    if (sb_money_add(out, *out, part) != SB_OK)
        facts->overflow = true;
}

static void
totals_put(struct sb_bill *bill, struct sb_bill_facts *facts)
{
    for (size_t i = 0; i < bill->visit_count; i++) {
        const struct sb_visit_fact *fact = &facts->visits[i];
        total(facts, &bill->charges, fact->charges);
        total(facts, &bill->adjustments, fact->adjustments);
        total(facts, &bill->paid, fact->paid);
        total(facts, &bill->received, fact->received);
        total(facts, &bill->item_charges, fact->item_charges);
    }
    for (size_t i = 0; i < bill->item_count; i++)
        total(facts, &bill->item_paid, bill->items[i].paid);
    if (sb_money_sub(&bill->net, bill->charges, bill->adjustments) != SB_OK ||
        sb_money_sub(&bill->balance, bill->net, bill->paid) != SB_OK)
        facts->overflow = true;
}

/* Visits come sorted within themselves: insertion, by date, otherwise as they came. */
static void
payments_sort(struct sb_bill *bill)
{
    for (size_t i = 1; bill->visit_count > 1 && i < bill->payment_count; i++) {
        struct sb_bill_payment payment = bill->payments[i];
        size_t at = i;
        for (; at > 0 && bill->payments[at - 1].payment->date.day > payment.payment->date.day; at--)
            bill->payments[at] = bill->payments[at - 1];
        bill->payments[at] = payment;
    }
}

static sb_status
room_take(struct sb_bill *bill, struct sb_bill_facts *facts, struct sb_arena *arena,
          struct sb_error *err)
{
    size_t services = 0, payments = 0;

    for (size_t i = 0; i < bill->visit_count; i++) {
        services += bill->visits[i]->service_count;
        payments += bill->visits[i]->payment_count + bill->visits[i]->refund_count;
    }
    /* A group may stand on two lines, but then it has a marked part of several units. */
    bill->lines = sb_arena_array(arena, 2 * services + 1, sizeof *bill->lines);
    bill->items = sb_arena_array(arena, services + 1, sizeof *bill->items);
    bill->payments = sb_arena_array(arena, payments + 1, sizeof *bill->payments);
    facts->visits = sb_arena_array(arena, bill->visit_count, sizeof *facts->visits);
    if (!bill->lines || !bill->items || !bill->payments || !facts->visits)
        return sb_error_nomem(err);
    for (size_t i = 0; i < bill->visit_count; i++)
        facts->visits[i].visit = bill->visits[i];
    return SB_OK;
}

sb_status
sb_bill_build(struct sb_bill **out, const struct sb_judge *judge,
              const struct sb_visit *const *visits, size_t count, struct sb_findings *found,
              struct sb_error *err)
{
    struct sb_arena *arena = judge->arena;
    struct sb_bill *bill = sb_arena_take(arena, sizeof *bill);
    struct sb_bill_facts *facts = sb_arena_take(arena, sizeof *facts);
    const struct sb_visit **copy = sb_arena_array(arena, count, sizeof *copy);
    sb_status st;

    *out = NULL;
    if (!bill || !facts || !copy)
        return sb_error_nomem(err);
    if (count == 0)
        return sb_error_set(err, SB_E_DEFECT, "a bill of no visits");
    memcpy(copy, visits, count * sizeof *copy);
    bill->visits = copy;
    bill->visit_count = count;
    bill->audience = judge->audience;
    bill->issued_on = judge->issued_on;
    bill->facts = facts;
    head_put(bill, judge->config);
    if ((st = room_take(bill, facts, arena, err)) != SB_OK)
        return st;
    for (size_t i = 0; i < count; i++)
        if ((st = dx_put(bill, &facts->visits[i], judge, arena, err)) != SB_OK)
            return st;
    dx_sort(bill, facts);
    for (size_t i = 0; i < count; i++)
        if ((st = sb_lines_build(bill, facts, &facts->visits[i], arena, err)) != SB_OK)
            return st;
    bill->tables = sb_codes_editions(judge->codes, bill->first_date, bill->last_date, arena);
    if (!bill->tables)
        return sb_error_nomem(err);
    totals_put(bill, facts);
    payments_sort(bill);
    if (facts->overflow)
        sb_findings_add(found, SB_RULE_MONEY_OVERFLOW, sb_spot_at(visits[0]->source, "%s", ""),
                        "a sum of this visit's amounts is too large");
    *out = bill;
    return SB_OK;
}

bool
sb_bill_has_care(const struct sb_bill *bill)
{
    for (size_t i = 0; i < bill->line_count; i++)
        if (bill->lines[i].units > 0)
            return true;
    return false;
}

bool
sb_visit_has_care(const struct sb_visit *visit)
{
    for (size_t i = 0; i < visit->service_count; i++)
        if (visit->services[i].code)
            return true;
    return false;
}
