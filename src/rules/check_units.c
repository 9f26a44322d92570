/* check_units.c - minutes and units: what is stated, what the rule allows, what is usual. */
#include "rules/rules.h"

#include <string.h>

static const struct sb_procedure *
procedure_of(const struct sb_case *c, const struct sb_unit_group *group)
{
    return c->fact->services[group->service].procedure;
}

static const char *
code_of(const struct sb_case *c, const struct sb_unit_group *group)
{
    return c->visit->services[group->service].code;
}

/* The first service of the group that states units, or has minutes. */
static struct sb_spot
group_spot(const struct sb_case *c, const struct sb_unit_group *group, bool units)
{
    size_t at = (size_t)(group - c->fact->groups);

    for (size_t i = group->service; i < c->visit->service_count; i++) {
        const struct sb_service *service = &c->visit->services[i];
        if (c->fact->services[i].group == at && (units ? service->units : service->minutes) >= 0)
            return sb_spot_at(c->visit->source, "/services/%zu/%s", i, units ? "units" : "minutes");
    }
    return sb_spot_at(c->visit->source, "/services/%zu", group->service);
}

static const char *
rule_name(enum sb_unit_rule rule)
{
    return rule == SB_UNIT_RULE_CMS ? "CMS" : "AMA";
}

/* minutes-missing: a timed code with neither minutes nor units.  Source: Pub. 100-04, ch. 5. */
static void
minutes_missing(const struct sb_case *c)
{
    for (size_t i = 0; i < c->visit->service_count; i++) {
        const struct sb_service *service = &c->visit->services[i];
        size_t group = c->fact->services[i].group;
        if (group != SB_NONE && c->fact->groups[group].timed && service->minutes < 0 &&
            service->units < 0)
            sb_case_raise(c, SB_RULE_MINUTES_MISSING,
                          sb_spot_at(c->visit->source, "/services/%zu/minutes", i),
                          "%s is counted by time, and has neither minutes nor units",
                          service->code);
    }
}

/* Timed groups of the CMS pool: whether this one is counted with others. */
static size_t
pooled_count(const struct sb_case *c)
{
    size_t count = 0;

    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_procedure *p = procedure_of(c, &c->fact->groups[i]);
        count += p && p->pooled && c->fact->groups[i].minutes > 0;
    }
    return count;
}

/* Minutes that so many units of a code need, counted by itself. */
static int32_t
minutes_needed(const struct sb_procedure *p, int32_t units)
{
    int32_t block = p->unit_minutes > 0 ? p->unit_minutes : 15;

    return p->basis == SB_BASIS_FULL ? units * block : (units - 1) * block + block / 2 + 1;
}

static void
exceed_raise(const struct sb_case *c, const struct sb_unit_group *group)
{
    const struct sb_procedure *p = procedure_of(c, group);
    bool pooled = c->bill->unit_rule == SB_UNIT_RULE_CMS && p->pooled && pooled_count(c) > 1;
    struct sb_spot spot = group_spot(c, group, true);
    const char *plural = group->stated == 1 ? "" : "s";

    if (p->first_of_pair || (p->primary && group->minutes < minutes_needed(p, group->stated)))
        sb_case_raise(
            c, SB_RULE_UNITS_EXCEED_RULE, spot,
            "%s: %d unit%s stated, and its %d minutes give %d beside the code it pairs with",
            p->code, group->stated, plural, group->minutes, group->allowed);
    else if (pooled)
        sb_case_raise(
            c, SB_RULE_UNITS_EXCEED_RULE, spot,
            "%s: %d unit%s stated, and %d of its minutes give %d: by CMS the day's %d timed "
            "minutes give %d in all",
            p->code, group->stated, plural, group->minutes, group->allowed, c->fact->pooled_minutes,
            sb_units_midpoint(c->fact->pooled_minutes, 15));
    else
        sb_case_raise(c, SB_RULE_UNITS_EXCEED_RULE, spot,
                      "%s: %d unit%s need%s %d minutes, this visit has %d", p->code, group->stated,
                      plural, group->stated == 1 ? "s" : "", minutes_needed(p, group->stated),
                      group->minutes);
}

/*
 * units-exceed-rule, units-below-rule: stated units against what the minutes allow.
 * Source: Pub. 100-04, ch. 5, s. 20.2; CPT, time rule.
 */
static void
units_exceed(const struct sb_case *c)
{
    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_unit_group *group = &c->fact->groups[i];
        if (group->allowed >= 0 && group->stated > group->allowed)
            exceed_raise(c, group);
    }
}

static void
units_below(const struct sb_case *c)
{
    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_unit_group *group = &c->fact->groups[i];
        if (group->stated >= 0 && group->stated < group->allowed)
            sb_case_raise(c, SB_RULE_UNITS_BELOW_RULE, group_spot(c, group, true),
                          "%s: %d stated, and the minutes allow %d", code_of(c, group),
                          group->stated, group->allowed);
    }
}

/* units-zero: documented, not billed, not printed.  Source: as for units-exceed-rule. */
static void
units_zero(const struct sb_case *c)
{
    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_unit_group *group = &c->fact->groups[i];
        if (group->allowed == 0 && group->units == 0)
            sb_case_raise(c, SB_RULE_UNITS_ZERO, group_spot(c, group, false),
                          "%s: %d minutes earn no unit by the %s rule", code_of(c, group),
                          group->minutes, rule_name(c->bill->unit_rule));
    }
}

/* untimed-units: time does not count, and the daily limit is one or none.  Source: CMS MUE. */
static void
untimed_units(const struct sb_case *c)
{
    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_unit_group *group = &c->fact->groups[i];
        const struct sb_procedure *p = procedure_of(c, group);
        if (p && (p->basis == SB_BASIS_UNTIMED || p->basis == SB_BASIS_RANGE) && p->mue <= 1 &&
            group->units > 1)
            sb_case_raise(c, SB_RULE_UNTIMED_UNITS, group_spot(c, group, true),
                          "%s: %d units of a code that is billed once a day whatever the time",
                          p->code, group->units);
    }
}

/*
 * Units of the procedure in all groups up to this one; 0 where a later group holds it too, or
 * where one repeats another, for then duplicate-service speaks.
 */
static int32_t
units_together(const struct sb_case *c, size_t at)
{
    const struct sb_procedure *p = procedure_of(c, &c->fact->groups[at]);
    int32_t units = 0;
    size_t holders = 0;

    for (size_t i = 0; i < c->fact->group_count; i++)
        if (procedure_of(c, &c->fact->groups[i]) == p) {
            if (i > at)
                return 0;
            holders++;
            units += c->fact->groups[i].units;
        }
    for (size_t i = 0; holders > 1 && units > p->mue && i <= at; i++)
        if (procedure_of(c, &c->fact->groups[i]) == p &&
            sb_twin_before(c, c->fact->groups[i].service) != SB_NONE)
            return 0;
    return units;
}

/*
 * units-limit: above the daily limit (MUE).  A limit of 0 says that Medicare does not pay the code,
 * and one by line (MAI 1) is not added up.  Source: CMS Medically Unlikely Edits.
 */
static void
units_limit(const struct sb_case *c)
{
    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_unit_group *group = &c->fact->groups[i];
        const struct sb_procedure *p = procedure_of(c, group);
        int32_t limit = 0, mai = 0;

        if (p)
            sb_codes_limit(c->judge->codes, p, c->visit->date, &limit, &mai);
        bool spoken = p && ((group->allowed >= 0 && group->stated > group->allowed) ||
                            (p->basis <= SB_BASIS_RANGE && p->basis != SB_BASIS_TIMED &&
                             p->mue <= 1 && group->units > 1));
        if (!p || limit == 0 || spoken)
            continue;
        int32_t units = mai == 1 ? group->units : units_together(c, i);
        if (units > limit)
            sb_case_raise(c, SB_RULE_UNITS_LIMIT, group_spot(c, group, group->stated >= 0),
                          "%s: %d units, above the daily limit of %d", p->code, units, limit);
    }
}

/* units-rules-differ.  Source: Pub. 100-04, ch. 5, s. 20.2; CPT, time rule. */
static void
rules_differ(const struct sb_case *c)
{
    int32_t allowed = 0, other = 0;
    bool differ = false;

    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_unit_group *group = &c->fact->groups[i];
        if (group->allowed < 0)
            continue;
        allowed += group->allowed;
        other += group->other;
        differ |= group->allowed != group->other;
    }
    if (!differ)
        return;
    bool cms = c->bill->unit_rule == SB_UNIT_RULE_CMS;
    if (allowed != other)
        sb_case_raise(c, SB_RULE_UNITS_RULES_DIFFER, sb_spot_at(c->visit->source, "/services"),
                      "the minutes give %d units by CMS and %d by AMA; %s counts here",
                      cms ? allowed : other, cms ? other : allowed, rule_name(c->bill->unit_rule));
    else
        sb_case_raise(c, SB_RULE_UNITS_RULES_DIFFER, sb_spot_at(c->visit->source, "/services"),
                      "CMS and AMA give the %d units to different codes; %s counts here", allowed,
                      rule_name(c->bill->unit_rule));
}

/* units-tie: any choice among tied codes is compliant.  Source: Pub. 100-04, ch. 5, s. 20.2. */
static void
units_tie(const struct sb_case *c)
{
    if (c->fact->counted.tie)
        sb_case_raise(c, SB_RULE_UNITS_TIE, sb_spot_at(c->visit->source, "/services"), "%s",
                      c->fact->counted.tie_why);
}

/* units-cap: timed units of a day above what the payer's section says it pays. */
static void
units_cap(const struct sb_case *c)
{
    const struct sb_payer *payer = c->bill->payer;

    if (payer && payer->unit_cap > 0 && c->fact->timed_units > payer->unit_cap)
        sb_case_raise(c, SB_RULE_UNITS_CAP, sb_spot_at(c->visit->source, "/services"),
                      "%d timed units, and payer %s pays %d a day", c->fact->timed_units, payer->id,
                      payer->unit_cap);
}

/*
 * units-day: the CMS rule counts the day, so two visits of patient, date and provider may earn less
 * than each by itself.  Source: Pub. 100-04, ch. 5, s. 20.2.
 */
static void
units_day(const struct sb_case *c)
{
    int32_t minutes = c->day.minutes + c->fact->pooled_minutes;
    int32_t units = c->day.units + c->fact->pooled_units;

    if (c->bill->unit_rule != SB_UNIT_RULE_CMS || c->day.units == 0 || c->fact->pooled_units == 0 ||
        sb_units_midpoint(minutes, 15) >= units)
        return;
    sb_case_raise(
        c, SB_RULE_UNITS_DAY, sb_spot_at(c->visit->source, "/services"),
        "with another visit of this patient, day and provider %d units are billed, and the "
        "day's %d minutes give %d",
        units, minutes, sb_units_midpoint(minutes, 15));
}

/*
 * addon-reached: the program adds no line of its own.  Source: CPT, time rule and add-on codes.
 */
static void
addon_reached(const struct sb_case *c)
{
    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_unit_group *group = &c->fact->groups[i];
        const struct sb_procedure *p = procedure_of(c, group), *addon;
        bool there = false;
        if (!p || !p->first_of_pair || group->minutes <= p->unit_minutes)
            continue;
        addon = sb_procedure_addon(p->code);
        for (size_t j = 0; addon && j < c->fact->group_count; j++)
            there |= procedure_of(c, &c->fact->groups[j]) == addon;
        if (!addon || there)
            continue;
        int32_t beyond = group->minutes - p->unit_minutes;
        int32_t units = addon->basis == SB_BASIS_FULL
                            ? beyond / addon->unit_minutes
                            : sb_units_midpoint(beyond, addon->unit_minutes);
        if (units > 0)
            sb_case_raise(c, SB_RULE_ADDON_REACHED, group_spot(c, group, false),
                          "%s: its %d minutes reach %d unit%s of %s, which the visit lacks",
                          p->code, group->minutes, units, units == 1 ? "" : "s", addon->code);
    }
}

const struct sb_check_row sb_checks_units[] = {
    {minutes_missing, SB_FOR_ALL},  {units_exceed, SB_FOR_ALL},      {units_below, SB_FOR_INSURER},
    {units_zero, SB_FOR_INSURER},   {untimed_units, SB_FOR_INSURER}, {units_limit, SB_FOR_INSURER},
    {rules_differ, SB_FOR_INSURER}, {units_tie, SB_FOR_INSURER},     {units_cap, SB_FOR_INSURER},
    {units_day, SB_FOR_INSURER},    {addon_reached, SB_FOR_INSURER}, {NULL, 0},
};
