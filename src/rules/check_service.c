/* check_service.c - codes: form, dates, and which go together. */
#include "rules/rules.h"

#include <stdio.h>
#include <string.h>

/* The service that a group begins with, as text for a message. */
static const char *
group_code(const struct sb_case *c, const struct sb_unit_group *group)
{
    return c->visit->services[group->service].code;
}

static const struct sb_procedure *
group_procedure(const struct sb_case *c, const struct sb_unit_group *group)
{
    return c->fact->services[group->service].procedure;
}

static struct sb_spot
code_spot(const struct sb_case *c, size_t service)
{
    return sb_spot_at(c->visit->source, "/services/%zu/code", service);
}

/* A code that the program's table lacks; an installed set may have it. */
static void
unknown_raise(const struct sb_case *c, size_t i)
{
    const struct sb_service *service = &c->visit->services[i];
    bool told = service->text && (service->charge.given || service->fee.given);
    struct sb_code_days days;
    char where[96] = "";

    sb_codes_days(&days, c->judge->codes, service->code);
    if (days.known)
        (void)snprintf(where, sizeof where, "known to %s alone", days.set);
    else if (days.set[0] != '\0' && c->visit->date.day >= days.set_from.day)
        (void)snprintf(where, sizeof where, "neither in the tables nor in %s", days.set);
    else
        (void)snprintf(where, sizeof where, "not in the tables");
    sb_case_raise(c, SB_RULE_CODE_UNKNOWN, code_spot(c, i),
                  !told        ? "%s is %s: it needs text and a charge of its own"
                  : days.known ? "%s is %s: its units and limits are not checked"
                               : "%s is %s: its units, limits and dates are not checked",
                  service->code, where);
}

/*
 * code-format, code-unknown.  A well-formed code that the tables lack is the user's own.
 * Source: CPT; HCPCS Level II; 45 CFR 162.1002.
 */
static void
code_known(const struct sb_case *c)
{
    char clip[SB_CLIP];

    for (size_t i = 0; i < c->visit->service_count; i++) {
        const struct sb_service *service = &c->visit->services[i];
        if (!service->code || c->fact->services[i].procedure)
            continue;
        if (!sb_procedure_shape(service->code))
            sb_case_raise(c, SB_RULE_CODE_FORMAT, code_spot(c, i),
                          "'%s' is not of the form of a CPT or HCPCS code",
                          sb_clip(clip, service->code));
        else
            unknown_raise(c, i);
    }
}

/* First and last day of a service's code: an installed set's, else the table's; who says so. */
static void
code_days(const struct sb_case *c, size_t i, struct sb_code_days *days)
{
    const struct sb_procedure *p = c->fact->services[i].procedure;

    sb_codes_days(days, c->judge->codes, c->visit->services[i].code);
    if (days->known)
        return;
    *days = (struct sb_code_days){.known = p != NULL};
    if (p != NULL) {
        days->from = p->from;
        days->to = p->to;
    }
}

static void
retired_raise(const struct sb_case *c, size_t i, const struct sb_code_days *days)
{
    const struct sb_procedure *p = c->fact->services[i].procedure;
    const char *code = c->visit->services[i].code;
    const char *open = days->set[0] != '\0' ? " (" : "", *close = days->set[0] != '\0' ? ")" : "";
    const char *successors = p != NULL ? p->successors : NULL;
    char day[SB_DATE_TEXT];

    if (days->from.day > c->visit->date.day)
        sb_case_raise(c, SB_RULE_CODE_RETIRED, code_spot(c, i), "%s begins on %s only%s%s%s", code,
                      sb_date_print(day, days->from), open, days->set, close);
    else
        sb_case_raise(c, SB_RULE_CODE_RETIRED, code_spot(c, i), "%s ended on %s%s%s%s; %s%s", code,
                      sb_date_print(day, days->to), open, days->set, close,
                      successors ? "its successors: "
                      : p        ? "it has no successor"
                                 : "the set names no successor",
                      successors ? successors : "");
}

/* code-retired: ended before the day, or not begun.  Source: annual changes of CPT and HCPCS. */
static void
code_retired(const struct sb_case *c)
{
    const int32_t on = c->visit->date.day;
    struct sb_code_days days;

    for (size_t i = 0; on != 0 && i < c->visit->service_count; i++) {
        if (!c->visit->services[i].code)
            continue;
        code_days(c, i, &days);
        if (days.known && (on < days.from.day || (days.to.day != 0 && on > days.to.day)))
            retired_raise(c, i, &days);
    }
}

/* code-not-pt: another profession's code.  Source: CPT 97165-97172. */
static void
code_not_pt(const struct sb_case *c)
{
    for (size_t i = 0; i < c->visit->service_count; i++) {
        const struct sb_procedure *p = c->fact->services[i].procedure;
        if (p && (p->family == SB_FAMILY_OT || p->family == SB_FAMILY_ATHLETIC))
            sb_case_raise(c, SB_RULE_CODE_NOT_PT, code_spot(c, i), "%s is %s code, not a PT's",
                          p->code, p->family == SB_FAMILY_OT ? "an OT's" : "an athletic trainer's");
    }
}

/* code-for-payer: the payer's section takes another code for this one. */
static void
code_for_payer(const struct sb_case *c)
{
    const struct sb_payer *payer = c->bill->payer;

    for (size_t i = 0; payer && payer->code_count > 0 && i < c->visit->service_count; i++)
        for (size_t j = 0; j < payer->code_count; j++)
            if (sb_text_equal(c->visit->services[i].code, payer->codes[j].key))
                sb_case_raise(c, SB_RULE_CODE_FOR_PAYER, code_spot(c, i),
                              "payer %s takes %s in place of %s", payer->id, payer->codes[j].value,
                              payer->codes[j].key);
}

static bool
code_in_visit(const struct sb_case *c, const char *code)
{
    for (size_t i = 0; i < c->fact->group_count; i++)
        if (strcmp(group_code(c, &c->fact->groups[i]), code) == 0)
            return true;
    return false;
}

/* addon-alone.  Source: CPT, add-on codes; CMS Add-on Code Edits. */
static void
addon_alone(const struct sb_case *c)
{
    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_procedure *p = group_procedure(c, &c->fact->groups[i]);
        if (p && p->primary && !code_in_visit(c, p->primary))
            sb_case_raise(c, SB_RULE_ADDON_ALONE, code_spot(c, c->fact->groups[i].service),
                          "%s is billed only with %s, which the visit lacks", p->code, p->primary);
    }
}

static bool
is_evaluation(const struct sb_procedure *p)
{
    return p && (p->family == SB_FAMILY_PT_EVALUATION || p->family == SB_FAMILY_PT_REEVALUATION);
}

/* Two lines of one code with the same modifiers are duplicate-service. */
static bool
repeats(const struct sb_case *c, size_t i, size_t j)
{
    const struct sb_service *a = &c->visit->services[c->fact->groups[i].service];
    const struct sb_service *b = &c->visit->services[c->fact->groups[j].service];

    return strcmp(a->code, b->code) == 0 && !sb_service_told_apart(b);
}

/* evaluation-twice: in this visit, or in another of the patient and day.  Source: CPT 97161-97164.
 */
static void
evaluation_twice(const struct sb_case *c)
{
    size_t before = SB_NONE;

    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_unit_group *group = &c->fact->groups[i];
        bool twin = group->service < 64 && (c->day.twins >> group->service & 1) != 0;
        if (!is_evaluation(group_procedure(c, group)))
            continue;
        if (before != SB_NONE && !repeats(c, before, i))
            sb_case_raise(c, SB_RULE_EVALUATION_TWICE, code_spot(c, group->service),
                          "%s is a second evaluation code of the day, beside %s",
                          group_code(c, group), group_code(c, &c->fact->groups[before]));
        else if (before == SB_NONE && c->day.evaluation && !twin)
            sb_case_raise(c, SB_RULE_EVALUATION_TWICE, code_spot(c, group->service),
                          "another visit of this patient and day has an evaluation code too");
        before = i;
    }
}

static bool
group_bypasses(const struct sb_case *c, size_t i)
{
    const struct sb_unit_group *group = &c->fact->groups[i];

    for (size_t s = group->service; s < c->visit->service_count; s++)
        if (c->fact->services[s].group == i && sb_service_bypasses(&c->visit->services[s]))
            return true;
    return false;
}

static bool
strict(const struct sb_case *c)
{
    return c->bill->payer && c->bill->payer->edits == SB_EDITS_STRICT;
}

static void
pair_raise(const struct sb_case *c, const struct sb_pair *pair, size_t i, size_t j)
{
    const struct sb_unit_group *groups = c->fact->groups;
    size_t second = strcmp(pair->column2, group_code(c, &groups[i])) == 0 ? i : j;
    size_t service = groups[second].service;

    if (pair->indicator == 0) {
        struct sb_spot spot = code_spot(c, service);
        if (!strict(c))
            spot.severity = SB_SEVERITY_WARNING;
        sb_case_raise(c, SB_RULE_PAIR_NEVER, spot, "%s is not paid beside %s on one day",
                      pair->column2, pair->column1);
    } else if (!group_bypasses(c, i) && !group_bypasses(c, j)) {
        sb_case_raise(c, SB_RULE_PAIR_MODIFIER,
                      sb_spot_at(c->visit->source, "/services/%zu/modifiers", service),
                      "%s is paid beside %s only with 59 or an X modifier", pair->column2,
                      pair->column1);
    }
}

/* The first group of its procedure: pairs are said once. */
static bool
group_first(const struct sb_case *c, size_t i)
{
    const struct sb_procedure *p = group_procedure(c, &c->fact->groups[i]);

    for (size_t j = 0; j < i; j++)
        if (group_procedure(c, &c->fact->groups[j]) == p)
            return false;
    return p != NULL;
}

/*
 * code-one-of, pair-never, pair-modifier: what two codes of one day do to each other.  Of two that
 * bill one, code-one-of speaks unless the payer is strict; of two evaluations, evaluation-twice.
 * Source: CPT guidelines; CMS NCCI Policy Manual, ch. 1, s. E and ch. 11; PTP edits.
 */
static void
pairs(const struct sb_case *c)
{
    bool old = c->bill->payer && c->bill->payer->pairs == SB_PAIRS_OLD;

    for (size_t j = 1; j < c->fact->group_count; j++) {
        if (!group_first(c, j))
            continue;
        const struct sb_procedure *b = group_procedure(c, &c->fact->groups[j]);
        unsigned set = sb_one_of_set(b->code);
        for (size_t i = 0; i < j; i++) {
            const struct sb_procedure *a = group_procedure(c, &c->fact->groups[i]);
            if (!a || !group_first(c, i) || (is_evaluation(a) && is_evaluation(b)))
                continue;
            const struct sb_pair *pair =
                sb_codes_pair(c->judge->codes, a->code, b->code, c->visit->date, old);
            bool never = pair && pair->indicator == 0;
            if (set != 0 && set == sb_one_of_set(a->code) && !(never && strict(c)))
                sb_case_raise(c, SB_RULE_CODE_ONE_OF, code_spot(c, c->fact->groups[j].service),
                              "%s and %s: only one of the two is billed", a->code, b->code);
            else if (pair)
                pair_raise(c, pair, i, j);
        }
    }
}

const struct sb_check_row sb_checks_service[] = {
    {code_known, SB_FOR_INSURER},  {code_retired, SB_FOR_INSURER},
    {code_not_pt, SB_FOR_INSURER}, {code_for_payer, SB_FOR_INSURER},
    {addon_alone, SB_FOR_INSURER}, {evaluation_twice, SB_FOR_INSURER},
    {pairs, SB_FOR_INSURER},       {NULL, 0},
};
