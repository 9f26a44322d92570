/* check_modifier.c - modifiers: form, conflicts, what a payer wants, sides. */
#include "rules/rules.h"

#include <string.h>

static const struct sb_procedure *
procedure_of(const struct sb_case *c, const struct sb_unit_group *group)
{
    return c->fact->services[group->service].procedure;
}

static bool
is_therapy(const struct sb_procedure *p)
{
    return p && (p->therapy_class == 'A' || p->therapy_class == 'S');
}

static bool
shape(const char *modifier)
{
    return strlen(modifier) == 2 && strspn(modifier, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2;
}

/*
 * modifier-format, modifier-unknown.  Source: CPT Appendix A; HCPCS Level II.
 */
static void
modifier_known(const struct sb_case *c)
{
    char clip[SB_CLIP];

    for (size_t i = 0; i < c->visit->service_count; i++) {
        const struct sb_texts *modifiers = &c->visit->services[i].modifiers;
        for (size_t j = 0; j < modifiers->count; j++) {
            const char *modifier = modifiers->at[j];
            if (sb_modifier_find(modifier))
                continue;
            struct sb_spot spot = sb_spot_at(c->visit->source, "/services/%zu/modifiers/%zu", i, j);
            if (!shape(modifier))
                sb_case_raise(c, SB_RULE_MODIFIER_FORMAT, spot,
                              "'%s' is not two digits or capital letters", sb_clip(clip, modifier));
            else
                sb_case_raise(c, SB_RULE_MODIFIER_UNKNOWN, spot, "modifier %s is not in the tables",
                              modifier);
        }
    }
}

/* The place of a modifier among the services of a group. */
static struct sb_spot
modifier_spot(const struct sb_case *c, const struct sb_unit_group *group, const char *modifier)
{
    size_t at = (size_t)(group - c->fact->groups);

    for (size_t i = group->service; i < c->visit->service_count; i++) {
        const struct sb_texts *modifiers = &c->visit->services[i].modifiers;
        for (size_t j = 0; c->fact->services[i].group == at && j < modifiers->count; j++)
            if (strcmp(modifiers->at[j], modifier) == 0)
                return sb_spot_at(c->visit->source, "/services/%zu/modifiers/%zu", i, j);
    }
    return sb_spot_at(c->visit->source, "/services/%zu/modifiers", group->service);
}

static void
conflicts_of_line(const struct sb_case *c, const struct sb_unit_group *group,
                  const struct sb_bill_line *line)
{
    static const char conflicts[][2][3] = {
        {"59", "XE"}, {"59", "XS"}, {"59", "XP"}, {"59", "XU"}, {"RT", "LT"},
        {"RT", "50"}, {"LT", "50"}, {"GP", "GO"}, {"GP", "GN"}, {"GO", "GN"},
        {"CQ", "CO"}, {"26", "TC"}, {"96", "97"},
    };

    for (size_t i = 0; line->modifier_count > 1 && i < sizeof conflicts / sizeof *conflicts; i++)
        if (sb_bill_line_has(line, conflicts[i][0]) && sb_bill_line_has(line, conflicts[i][1]))
            sb_case_raise(c, SB_RULE_MODIFIER_CONFLICT, modifier_spot(c, group, conflicts[i][1]),
                          "%s: %s and %s exclude each other", line->code, conflicts[i][0],
                          conflicts[i][1]);
    if (sb_bill_line_has(line, "CO") ? sb_bill_line_has(line, "CQ") : !sb_bill_line_has(line, "CQ"))
        return;
    const char *assistant = sb_bill_line_has(line, "CQ") ? "CQ" : "CO";
    const char *plan = *(assistant + 1) == 'Q' ? "GP" : "GO";
    if (!sb_bill_line_has(line, plan))
        sb_case_raise(c, SB_RULE_MODIFIER_CONFLICT, modifier_spot(c, group, assistant),
                      "%s: %s goes with %s, which is missing", line->code, assistant, plan);
}

/* One modifier twice on a line, as the record writes it. */
static void
repeats(const struct sb_case *c)
{
    for (size_t i = 0; i < c->visit->service_count; i++) {
        const struct sb_texts *modifiers = &c->visit->services[i].modifiers;
        for (size_t j = 1; j < modifiers->count && j < 64; j++)
            for (size_t k = 0; k < j; k++)
                if (strcmp(modifiers->at[j], modifiers->at[k]) == 0 && shape(modifiers->at[j])) {
                    sb_case_raise(c, SB_RULE_MODIFIER_CONFLICT,
                                  sb_spot_at(c->visit->source, "/services/%zu/modifiers/%zu", i, j),
                                  "modifier %s stands here a second time", modifiers->at[j]);
                    break;
                }
    }
}

/*
 * modifier-conflict.  Source: CPT Appendix A; Pub. 100-04, ch. 5, s. 20.1 (CQ with GP, CO with GO).
 */
static void
modifier_conflict(const struct sb_case *c)
{
    repeats(c);
    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_unit_group *group = &c->fact->groups[i];
        /* The first line of two has all modifiers of its group. */
        if (c->bill->lines[group->line].modifier_count > 0)
            conflicts_of_line(c, group, &c->bill->lines[group->line]);
    }
}

/* modifier-too-many: over four, added ones included.  Source: CMS-1500 item 24D. */
static void
modifier_too_many(const struct sb_case *c)
{
    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_unit_group *group = &c->fact->groups[i];
        size_t count = c->bill->lines[group->line].modifier_count;
        size_t stated = c->visit->services[group->service].modifiers.count;
        if (count > SB_LINE_MODIFIERS || stated > SB_LINE_MODIFIERS)
            sb_case_raise(c, SB_RULE_MODIFIER_TOO_MANY,
                          sb_spot_at(c->visit->source, "/services/%zu/modifiers", group->service),
                          "%s has %zu modifiers%s, and a line holds four",
                          c->bill->lines[group->line].code, count > stated ? count : stated,
                          count > stated ? ", the added GP among them" : "");
    }
}

/*
 * modifier-gp: a therapy line says its plan of care where the payer wants it said.
 * Source: Pub. 100-04, ch. 5, s. 20.1.
 */
static void
modifier_gp(const struct sb_case *c)
{
    if (!c->bill->payer || c->bill->payer->require_gp != SB_TRUTH_YES)
        return;
    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_unit_group *group = &c->fact->groups[i];
        const struct sb_bill_line *line = &c->bill->lines[group->line];
        if (is_therapy(procedure_of(c, group)) && !sb_bill_line_has(line, "GP") &&
            !sb_bill_line_has(line, "GO") && !sb_bill_line_has(line, "GN"))
            sb_case_raise(c, SB_RULE_MODIFIER_GP,
                          sb_spot_at(c->visit->source, "/services/%zu/modifiers", group->service),
                          "%s has no GP, which payer %s requires", line->code, c->bill->payer->id);
    }
}

/* Units of a group that an assistant gave: all where a PTA treated. */
static int32_t
assistant_units(const struct sb_case *c, const struct sb_unit_group *group)
{
    const struct sb_provider *provider = c->bill->provider;

    return provider && provider->role == SB_ROLE_PTA ? group->units : group->cq_units;
}

/*
 * modifier-cq: over 10 % of a unit by the assistant, where the payer wants it said.
 * Source: 42 CFR 410.60; Pub. 100-04, ch. 5, s. 20.1.
 */
static void
modifier_cq(const struct sb_case *c)
{
    if (!c->bill->payer || c->bill->payer->require_cq != SB_TRUTH_YES)
        return;
    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_unit_group *group = &c->fact->groups[i];
        int32_t units = assistant_units(c, group);
        if (is_therapy(procedure_of(c, group)) && units > 0 && !group->some_cq)
            sb_case_raise(c, SB_RULE_MODIFIER_CQ,
                          sb_spot_at(c->visit->source, "/services/%zu/modifiers", group->service),
                          "%s: the assistant gave %d of %d unit%s, and CQ is missing",
                          c->bill->lines[group->line].code, units, group->units,
                          group->units == 1 ? "" : "s");
    }
}

/* Whether each sided diagnosis that the line points to is of the other side. */
static bool
side_contradicts(const struct sb_case *c, const struct sb_bill_line *line, enum sb_side side)
{
    bool other = false;

    for (size_t i = 0; i < line->pointer_count; i++) {
        const char *code = c->bill->diagnoses[line->pointers[i]].code;
        enum sb_side has = sb_dx_side(c->judge->codes, code, c->visit->date);
        if (has == side || has == SB_SIDE_BOTH)
            return false;
        other |= has != SB_SIDE_NONE;
    }
    return other;
}

static void
side_of_line(const struct sb_case *c, const struct sb_unit_group *group,
             const struct sb_bill_line *line)
{
    static const char *const sides[] = {"RT", "LT", "50"};
    const struct sb_procedure *p = procedure_of(c, group);

    for (size_t i = 0; i < 3; i++) {
        if (!sb_bill_line_has(line, sides[i]))
            continue;
        if (is_therapy(p) && !p->sided)
            sb_case_raise(c, SB_RULE_MODIFIER_SIDE, modifier_spot(c, group, sides[i]),
                          "%s takes no side, and has %s", line->code, sides[i]);
        else if (i < 2 && side_contradicts(c, line, i == 0 ? SB_SIDE_RIGHT : SB_SIDE_LEFT))
            sb_case_raise(c, SB_RULE_MODIFIER_SIDE, modifier_spot(c, group, sides[i]),
                          "%s has %s, and its diagnoses are of the other side", line->code,
                          sides[i]);
    }
}

/* modifier-side.  Source: CPT Appendix A; ICD-10-CM Guidelines, s. I.B.13. */
static void
modifier_side(const struct sb_case *c)
{
    for (size_t i = 0; i < c->fact->group_count; i++) {
        const struct sb_unit_group *group = &c->fact->groups[i];
        if (c->bill->lines[group->line].modifier_count > 0)
            side_of_line(c, group, &c->bill->lines[group->line]);
    }
}

const struct sb_check_row sb_checks_modifier[] = {
    {modifier_known, SB_FOR_INSURER},
    {modifier_conflict, SB_FOR_INSURER},
    {modifier_too_many, SB_FOR_INSURER},
    {modifier_gp, SB_FOR_INSURER},
    {modifier_cq, SB_FOR_INSURER},
    {modifier_side, SB_FOR_INSURER},
    {NULL, 0},
};
