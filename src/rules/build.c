/*
 * build.c - visits to a bill.  Nothing here judges: what is missing stays empty, what is wrong
 * is found by the checks.
 */
#include "rules/rules.h"

#include <string.h>

#define POINTERS_ALL 255    /* a diagnosis beyond the twelve that a document holds */
#define MINUTES_MAX 1000000 /* of one code: no sum of units overflows */

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
        dx->index = POINTERS_ALL;
        if (!visit->diagnoses[i].code || !sb_dx_normalise(dx->code, visit->diagnoses[i].code))
            continue;
        dx->billable = sb_dx_billable(&dx->row, judge->codes, dx->code, visit->date);
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
            if (dx->index != POINTERS_ALL)
                dx->index = places[dx->index];
        }
}

/* services -> groups: what is counted and billed together */

static size_t
group_find(const struct sb_visit_fact *fact, const struct sb_procedure *procedure)
{
    for (size_t i = 0; i < fact->group_count; i++) {
        const struct sb_unit_group *group = &fact->groups[i];
        if (group->timed && fact->services[group->service].procedure == procedure)
            return i;
    }
    return SB_NONE;
}

static void
sum(int32_t *total, int32_t part)
{
    if (part < 0)
        return;
    *total = *total < 0 ? part : *total + part;
    if (*total > MINUTES_MAX)
        *total = MINUTES_MAX;
}

/* The assistant's minutes: as said; all of them where CQ stands alone. */
static int32_t
assistant_minutes(const struct sb_service *service, bool cq)
{
    if (service->assistant_minutes >= 0)
        return service->assistant_minutes;
    return cq ? service->minutes : -1;
}

static void
group_add(struct sb_bill_facts *facts, struct sb_unit_group *group,
          const struct sb_service *service)
{
    bool cq = sb_service_has(service, "CQ"), first = group->services == 0;
    struct sb_price *fee = &group->fee;

    sum(&group->minutes, service->minutes);
    sum(&group->assistant, assistant_minutes(service, cq));
    if (service->minutes < 0)
        sum(&group->blind, service->units);
    sum(&group->stated, service->units);
    group->unstated += service->units < 0;
    if (cq)
        sum(&group->cq_stated, service->units);
    group->some_cq |= cq;
    group->all_cq = cq && (first || group->all_cq);
    if (!first &&
        (service->charge.given != group->charge.given || service->fee.given != fee->given ||
         (fee->given && fee->amount.cents != service->fee.amount.cents)))
        group->mixed_prices = true;
    if (service->fee.given && !fee->given)
        *fee = service->fee;
    if (service->charge.given) {
        group->charge.given = true;
        if (sb_money_add(&group->charge.amount, group->charge.amount, service->charge.amount) !=
            SB_OK)
            facts->overflow = true;
    }
    group->services++;
}

static sb_status
groups_make(struct sb_bill_facts *facts, struct sb_visit_fact *fact, struct sb_arena *arena,
            struct sb_error *err)
{
    const struct sb_visit *visit = fact->visit;

    fact->services = sb_arena_array(arena, visit->service_count, sizeof *fact->services);
    fact->groups = sb_arena_array(arena, visit->service_count, sizeof *fact->groups);
    if ((!fact->services || !fact->groups) && visit->service_count > 0)
        return sb_error_nomem(err);
    for (size_t i = 0; i < visit->service_count; i++) {
        const struct sb_service *service = &visit->services[i];
        struct sb_service_fact *known = &fact->services[i];
        known->group = SB_NONE;
        if (!service->code)
            continue;
        const struct sb_procedure *p = known->procedure = sb_procedure_find(service->code);
        bool timed = p && (p->basis == SB_BASIS_TIMED || p->basis == SB_BASIS_FULL);
        known->group = timed ? group_find(fact, p) : SB_NONE;
        if (known->group == SB_NONE) {
            known->group = fact->group_count++;
            fact->groups[known->group] = (struct sb_unit_group){.service = i,
                                                                .minutes = -1,
                                                                .assistant = -1,
                                                                .blind = -1,
                                                                .stated = -1,
                                                                .cq_stated = -1,
                                                                .timed = timed};
        }
        group_add(facts, &fact->groups[known->group], service);
    }
    fact->care = fact->group_count > 0;
    return SB_OK;
}

/* What is billed: the stated units, else what the minutes allow. */
static void
group_settle(struct sb_unit_group *group, const struct sb_unit_line *counted)
{
    int32_t blind = group->blind > 0 ? group->blind : 0;

    group->tied = counted->tied;
    group->cq_units = counted->cq_units;
    group->allowed = group->other = -1;
    if (!group->timed) {
        group->units = group->stated < 0 ? 1 : group->stated;
        return;
    }
    if (group->minutes >= 0)
        group->allowed = counted->units + blind;
    /* Where only some services state units, the minutes decide unless these are too many. */
    if (group->unstated > 0 && group->minutes >= 0 && group->stated <= group->allowed)
        group->stated = -1;
    group->units = group->stated >= 0 ? group->stated : group->allowed;
    if (group->units < 0)
        group->units = 0;
}

static sb_status
groups_count(const struct sb_bill *bill, struct sb_visit_fact *fact, struct sb_arena *arena,
             struct sb_error *err)
{
    size_t n = fact->group_count;
    struct sb_unit_line *lines = sb_arena_array(arena, n, sizeof *lines);
    const struct sb_procedure **procedures = sb_arena_array(arena, n, sizeof *procedures);
    enum sb_unit_rule other =
        bill->unit_rule == SB_UNIT_RULE_CMS ? SB_UNIT_RULE_AMA : SB_UNIT_RULE_CMS;
    struct sb_units_total ignored;

    if (n > 0 && (!lines || !procedures))
        return sb_error_nomem(err);
    for (size_t i = 0; i < n; i++) {
        const struct sb_unit_group *group = &fact->groups[i];
        procedures[i] = fact->services[group->service].procedure;
        lines[i].code = fact->visit->services[group->service].code;
        lines[i].minutes = group->minutes;
        lines[i].assistant_minutes = group->assistant;
        lines[i].stated = group->unstated > 0 && group->timed ? -1 : group->stated;
    }
    sb_units_tally(&fact->counted, lines, procedures, n, bill->unit_rule, false);
    for (size_t i = 0; i < n; i++) {
        struct sb_unit_group *group = &fact->groups[i];
        group_settle(group, &lines[i]);
        if (group->timed)
            fact->timed_units += group->units;
        if (group->allowed >= 0 && procedures[i]->pooled) {
            fact->pooled_minutes += group->minutes;
            fact->pooled_units += group->units;
        }
    }
    if (fact->counted.timed_minutes == 0)
        return SB_OK;
    sb_units_tally(&ignored, lines, procedures, n, other, false);
    for (size_t i = 0; i < n; i++)
        if (fact->groups[i].allowed >= 0)
            fact->groups[i].other =
                lines[i].units + (fact->groups[i].blind > 0 ? fact->groups[i].blind : 0);
    return SB_OK;
}

/* groups -> lines */

/*
 * Units that go to a line with CQ, where the record marks the assistant's part: what it states,
 * else what the minutes give (42 CFR 410.60).
 */
static int32_t
cq_units(const struct sb_unit_group *group)
{
    if (!group->some_cq)
        return 0;
    if (group->all_cq)
        return group->timed && group->cq_units > 0 ? group->cq_units : group->units;
    return group->unstated == 0 ? group->cq_stated : group->cq_units;
}

static void
line_modifiers(struct sb_bill_line *line, const struct sb_service *service, bool cq)
{
    size_t room = sizeof line->modifiers / sizeof *line->modifiers;

    for (size_t i = 0; i < service->modifiers.count && line->modifier_count < room; i++) {
        const char *modifier = service->modifiers.at[i];
        bool held = !cq && strcmp(modifier, "CQ") == 0;
        for (size_t j = 0; j < line->modifier_count && !held; j++)
            held = strcmp(line->modifiers[j], modifier) == 0;
        if (!held)
            line->modifiers[line->modifier_count++] = modifier;
    }
}

static void
line_point(struct sb_bill_line *line, struct sb_dx_fact *dx)
{
    dx->pointed = true;
    if (dx->index == POINTERS_ALL || line->pointer_count == SB_LINE_POINTERS)
        return;
    for (size_t i = 0; i < line->pointer_count; i++)
        if (line->pointers[i] == dx->index)
            return;
    line->pointers[line->pointer_count++] = dx->index;
}

/* The first four of the visit, in the bill's order, where a service names none. */
static void
line_point_default(struct sb_bill_line *line, struct sb_visit_fact *fact)
{
    for (size_t index = 0; index < SB_BILL_DIAGNOSES && line->pointer_count < SB_LINE_POINTERS;
         index++)
        for (size_t i = 0; i < fact->visit->diagnosis_count; i++)
            if (fact->diagnoses[i].index == index)
                line_point(line, &fact->diagnoses[i]);
}

static void
line_pointers(struct sb_bill_line *line, struct sb_visit_fact *fact,
              const struct sb_service *service)
{
    char code[SB_DX_TEXT];

    if (service->diagnoses.count == 0)
        line_point_default(line, fact);
    for (size_t i = 0; i < service->diagnoses.count; i++) {
        if (!sb_dx_normalise(code, service->diagnoses.at[i]))
            continue;
        for (size_t j = 0; j < fact->visit->diagnosis_count; j++)
            if (strcmp(fact->diagnoses[j].code, code) == 0) {
                line_point(line, &fact->diagnoses[j]);
                break;
            }
    }
}

/* One line of a group; cq: the assistant's part of it, or all of it. */
static struct sb_bill_line *
line_add(struct sb_bill *bill, struct sb_visit_fact *fact, const struct sb_unit_group *group,
         int32_t units, bool cq)
{
    struct sb_bill_line *line = &bill->lines[bill->line_count++];
    const struct sb_service *services = fact->visit->services;
    const struct sb_procedure *p = fact->services[group->service].procedure;
    size_t at = (size_t)(group - fact->groups);

    line->visit = (size_t)(fact - bill->facts->visits);
    line->service = group->service;
    line->date = fact->visit->date;
    line->place = fact->place;
    line->code = services[group->service].code;
    line->minutes = group->minutes;
    line->assistant_minutes = group->assistant;
    line->stated_units = group->stated;
    line->allowed_units = group->allowed;
    line->units = units;
    for (size_t i = group->service, left = group->services; left > 0; i++) {
        if (fact->services[i].group != at)
            continue;
        left--;
        line_modifiers(line, &services[i], cq);
        line_pointers(line, fact, &services[i]);
        if (!line->description)
            line->description = services[i].text;
    }
    if (!line->description && p)
        line->description = p->label;
    sb_modifiers_settle(bill, line, p ? p->therapy_class : '-');
    return line;
}

/* All units of one code stand on one line, except where part carries CQ. */
static void
lines_add(struct sb_bill *bill, struct sb_visit_fact *fact, struct sb_unit_group *group)
{
    int32_t cq = cq_units(group);

    group->line = bill->line_count;
    if (!group->timed || cq <= 0 || cq >= group->units) {
        line_add(bill, fact, group, group->units, group->all_cq || cq > 0);
        group->lines = 1;
        return;
    }
    struct sb_bill_line *own, *assistant = line_add(bill, fact, group, cq, true);
    own = line_add(bill, fact, group, group->units - cq, false);
    group->lines = 2;
    assistant->stated_units = assistant->allowed_units = cq;
    own->stated_units = own->allowed_units = own->units;
    if (group->minutes >= 0 && group->assistant >= 0 && group->assistant <= group->minutes) {
        own->minutes -= group->assistant;
        own->assistant_minutes = 0;
        assistant->minutes = group->assistant;
    }
}

static void
items_add(struct sb_bill *bill, struct sb_visit_fact *fact)
{
    fact->item = bill->item_count;
    for (size_t i = 0; i < fact->visit->service_count; i++) {
        const struct sb_service *service = &fact->visit->services[i];
        if (service->code || (!service->item && !service->fee_type))
            continue;
        struct sb_bill_item *item = &bill->items[bill->item_count++];
        item->visit = (size_t)(fact - bill->facts->visits);
        item->service = i;
        item->is_fee = !service->item;
        item->text = service->item ? service->item : service->fee_type;
        if (service->charge.given)
            item->charge = service->charge.amount;
    }
    fact->items = bill->item_count - fact->item;
}

static sb_status
visit_build(struct sb_bill *bill, struct sb_bill_facts *facts, struct sb_visit_fact *fact,
            struct sb_arena *arena, struct sb_error *err)
{
    sb_status st;

    fact->place = fact->visit->place_of_service    ? fact->visit->place_of_service
                  : bill->config->place_of_service ? bill->config->place_of_service
                                                   : "11";
    if ((st = groups_make(facts, fact, arena, err)) != SB_OK ||
        (st = groups_count(bill, fact, arena, err)) != SB_OK)
        return st;
    fact->line = bill->line_count;
    for (size_t i = 0; i < fact->group_count; i++)
        lines_add(bill, fact, &fact->groups[i]);
    fact->lines = bill->line_count - fact->line;
    items_add(bill, fact);
    st = sb_price_lines(bill, facts, fact, arena, err);
    if (st == SB_OK)
        sb_price_settle(bill, facts, fact);
    return st;
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
    if (sb_money_sub(&bill->balance, bill->charges, bill->adjustments) != SB_OK ||
        sb_money_sub(&bill->balance, bill->balance, bill->paid) != SB_OK)
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
              const struct sb_visit *const *visits, size_t count, struct sb_arena *arena,
              struct sb_findings *found, struct sb_error *err)
{
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
        if ((st = visit_build(bill, facts, &facts->visits[i], arena, err)) != SB_OK)
            return st;
    totals_put(bill, facts);
    payments_sort(bill);
    if (facts->overflow)
        sb_findings_add(found, SB_RULE_MONEY_OVERFLOW, sb_spot_at(visits[0]->source, "%s", ""),
                        "a sum of this visit's amounts is too large");
    *out = bill;
    return SB_OK;
}

bool
sb_visit_has_care(const struct sb_visit *visit)
{
    for (size_t i = 0; i < visit->service_count; i++)
        if (visit->services[i].code)
            return true;
    return false;
}
