/*
 * lines.c - one visit's services to lines: grouped by what is counted and billed together,
 * counted, and put on one line each, or on two where part carries CQ.
 */
#include "rules/rules.h"

#include <string.h>

#define MINUTES_MAX 1000000 /* of one code: no sum of units overflows */

/* services -> groups */

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

void
sb_groups_lines(const struct sb_visit_fact *fact, struct sb_unit_line *lines,
                const struct sb_procedure **procedures)
{
    for (size_t i = 0; i < fact->group_count; i++) {
        const struct sb_unit_group *group = &fact->groups[i];
        procedures[i] = fact->services[group->service].procedure;
        lines[i].code = fact->visit->services[group->service].code;
        lines[i].minutes = group->minutes;
        lines[i].assistant_minutes = group->assistant;
        lines[i].stated = group->unstated > 0 && group->timed ? -1 : group->stated;
    }
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
    sb_groups_lines(fact, lines, procedures);
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
    if (dx->index == SB_DX_NO_ROOM || line->pointer_count == SB_LINE_POINTERS)
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

sb_status
sb_lines_build(struct sb_bill *bill, struct sb_bill_facts *facts, struct sb_visit_fact *fact,
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
