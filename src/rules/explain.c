/* explain.c - why a visit is in, out or zero, how units and charges came about, who says so. */
#include "rules/rules.h"
#include "superbill/profile.h"
#include "superbill/sets.h"

#include <string.h>

static const char *
rule_source(enum sb_unit_rule rule)
{
    return rule == SB_UNIT_RULE_CMS
               ? "Medicare Claims Processing Manual, Pub. 100-04, ch. 5, s. 20.2"
               : "CPT, time rule: a unit is reached when its midpoint is passed";
}

/* Who chose the rule: the payer, what kind of plan it is, the practice, or nobody. */
static const char *
rule_reason(const struct sb_bill *bill)
{
    if (bill->payer && bill->payer->unit_rule != SB_UNIT_RULE_UNSAID)
        return "the payer's unit_rule says so";
    if (bill->unit_rule != bill->config->unit_rule && bill->unit_rule == SB_UNIT_RULE_CMS)
        return "the plan counts as Medicare does";
    return bill->config->unit_rule == SB_UNIT_RULE_UNSAID ? "nothing says otherwise"
                                                          : "[billing] unit_rule says so";
}

static void
head_print(struct sb_buf *out, const struct sb_bill *bill, bool refused, bool care)
{
    char day[SB_DATE_TEXT];

    for (size_t i = 0; i < bill->visit_count; i++)
        sb_buf_print(out, "%s%s", i > 0 ? ", " : "",
                     bill->visits[i]->id ? bill->visits[i]->id : "a visit without id");
    sb_buf_print(out, " of %s: ", sb_date_print(day, bill->first_date));
    if (refused)
        sb_buf_text(out, "out, it has findings at error level\n");
    else if (!care)
        sb_buf_text(out, "out, nothing in it is care: it goes to the ledger and the receipt\n");
    else
        sb_buf_text(out, "in\n");
    sb_buf_print(out, "  payer: %s%s%s\n", bill->payer ? "[payer " : "",
                 bill->payer       ? bill->payer->id
                 : bill->insurance ? "one without a section, defaults apply"
                                   : "no insurance in force on the date",
                 bill->payer ? "]" : "");
    sb_buf_print(out, "  units: by %s, %s (%s)\n",
                 bill->unit_rule == SB_UNIT_RULE_CMS ? "CMS" : "AMA", rule_reason(bill),
                 rule_source(bill->unit_rule));
}

/* Whether a service has a HCPCS code of level II. */
static bool
level_two(const struct sb_bill *bill)
{
    for (size_t i = 0; i < bill->line_count; i++)
        if (sb_ascii_alpha(bill->lines[i].code[0]))
            return true;
    return false;
}

/* What the payer's profile brings to the section, and the tables that judged the codes. */
static void
sources_print(struct sb_buf *out, const struct sb_bill *bill, const struct sb_judge *judge)
{
    static const struct {
        const char *what;
        enum sb_set_kind kind;
    } tables[] = {
        {"diagnoses", SB_SET_ICD10CM},
        {"days of HCPCS codes", SB_SET_HCPCS},
        {"pairs", SB_SET_PAIRS},
        {"daily limits", SB_SET_LIMITS},
    };
    const struct sb_profile_fact *fact;
    char edition[SB_EDITION_TEXT];

    for (size_t i = 0; bill->payer && bill->payer->profile && (fact = sb_profile_fact_at(i)); i++)
        if (strcmp(fact->profile, bill->payer->profile) == 0 && strcmp(fact->key, "name") != 0)
            sb_buf_print(out, "  profile %s: %s = %s (%s, %s)%s\n", fact->profile, fact->key,
                         fact->value, fact->source, fact->as_of,
                         fact->sure ? "" : ", to be confirmed");
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (tables[i].kind != SB_SET_HCPCS || level_two(bill))
            sb_buf_print(
                out, "  %s: by %s\n", tables[i].what,
                sb_codes_edition_of(edition, judge->codes, tables[i].kind, bill->first_date));
}

/* The section of the configuration that a fee comes from. */
static void
fee_section(struct sb_buf *out, const struct sb_bill *bill, const char *code, sb_date on)
{
    const sb_money *price = sb_config_fee(bill->config, bill->payer, code, on);
    char day[SB_DATE_TEXT];

    for (size_t i = 0; price && i < bill->config->fee_count; i++) {
        const struct sb_fee *fee = &bill->config->fees[i];
        if (&fee->price == price)
            sb_buf_print(out, "[fees%s%s%s%s]", fee->payer ? " " : "", fee->payer ? fee->payer : "",
                         fee->from.day != 0 ? " " : "", sb_date_print(day, fee->from));
    }
}

static void
price_print(struct sb_buf *out, const struct sb_bill *bill, const struct sb_visit_fact *fact,
            const struct sb_unit_group *group, const struct sb_bill_line *line)
{
    char charge[SB_MONEY_TEXT], fee[SB_MONEY_TEXT];

    if (line->units <= 0) {
        sb_buf_text(out, "    no unit: documented, not billed\n");
        return;
    }
    if (!line->priced) {
        sb_buf_text(out, "    no charge, and no fee is listed for the code\n");
        return;
    }
    sb_buf_print(out, "    charge %s: ", sb_money_print(charge, line->charge));
    if (fact->visit->total.given)
        sb_buf_print(out, "its share of the total %s, by units and fees",
                     sb_money_print(fee, fact->visit->total.amount));
    else if (group->charge.given)
        sb_buf_text(out, "as the record states");
    else {
        sb_buf_print(out, "%d x %s, the fee of ", line->units, sb_money_print(fee, line->fee));
        if (group->fee.given)
            sb_buf_text(out, "the record");
        else
            fee_section(out, bill, line->code, line->date);
    }
    if (line->adjustment.cents != 0)
        sb_buf_print(out, "; adjusted by %s", sb_money_print(fee, line->adjustment));
    sb_buf_print(out, "; paid %s\n", sb_money_print(fee, line->paid));
}

static void
line_print(struct sb_buf *out, const struct sb_bill *bill, const struct sb_visit_fact *fact,
           const struct sb_unit_group *group, const struct sb_unit_line *counted)
{
    for (size_t i = 0; i < group->lines; i++) {
        const struct sb_bill_line *line = &bill->lines[group->line + i];
        sb_buf_print(out, "  %s x%d", line->code, line->units);
        for (size_t j = 0; j < line->modifier_count; j++)
            sb_buf_print(out, " %s", line->modifiers[j]);
        if (line->minutes >= 0)
            sb_buf_print(out, ", %d minutes", line->minutes);
        sb_buf_text(out, "\n");
        if (i == 0) {
            sb_buf_print(out, "    %s\n", counted->why);
            if (group->timed && group->stated >= 0 && group->allowed >= 0)
                sb_buf_print(out, "    the record states %d, the minutes allow %d\n", group->stated,
                             group->allowed);
        }
        if (group->lines == 2)
            sb_buf_text(out, i == 0 ? "    CQ: what the assistant gave (42 CFR 410.60)\n"
                                    : "    what the therapist gave\n");
        price_print(out, bill, fact, group, line);
    }
}

static void
visit_print(struct sb_buf *out, const struct sb_bill *bill, const struct sb_visit_fact *fact)
{
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_unit_line *lines = NULL;
    const struct sb_procedure **procedures = NULL;
    struct sb_units_total total;

    if (arena) {
        lines = sb_arena_array(arena, fact->group_count + 1, sizeof *lines);
        procedures = sb_arena_array(arena, fact->group_count + 1, sizeof *procedures);
    }
    if (!lines || !procedures) {
        sb_arena_free(arena);
        out->failed = true;
        return;
    }
    sb_groups_lines(fact, lines, procedures);
    sb_units_tally(&total, lines, procedures, fact->group_count, bill->unit_rule, true);
    for (size_t i = 0; i < fact->group_count; i++)
        line_print(out, bill, fact, &fact->groups[i], &lines[i]);
    if (total.tie)
        sb_buf_print(out, "  tie: %s\n", total.tie_why);
    for (size_t i = fact->item; i < fact->item + fact->items; i++) {
        char charge[SB_MONEY_TEXT];
        sb_buf_print(out, "  %s of %s: not care, kept off the superbill (26 CFR 1.213-1(e))\n",
                     bill->items[i].is_fee ? "a fee" : "an item",
                     sb_money_print(charge, bill->items[i].charge));
    }
    sb_arena_free(arena);
}

static void
money_print(struct sb_buf *out, const struct sb_bill *bill)
{
    char charges[SB_MONEY_TEXT], adjusted[SB_MONEY_TEXT], paid[SB_MONEY_TEXT],
        balance[SB_MONEY_TEXT];

    sb_buf_print(out, "  charges %s, adjustments %s, paid %s, balance %s\n",
                 sb_money_print(charges, bill->charges),
                 sb_money_print(adjusted, bill->adjustments), sb_money_print(paid, bill->paid),
                 sb_money_print(balance, bill->balance));
    if (bill->item_charges.cents != 0 || bill->received.cents != bill->paid.cents)
        sb_buf_print(out, "  received %s in all; care is paid first, then what is not care\n",
                     sb_money_print(paid, bill->received));
}

static bool
rule_found(const struct sb_findings *found, const struct sb_rule_info *rule)
{
    for (size_t i = 0; i < sb_findings_count(found); i++)
        if (sb_findings_at(found, i)->rule == rule)
            return true;
    return false;
}

/* The rules that judged the visit and found nothing, with their sources or counted. */
static void
quiet_print(struct sb_buf *out, const struct sb_findings *found, bool each)
{
    const struct sb_rule_info *rule;
    size_t count = 0;

    for (size_t i = 0; (rule = sb_rule_at(i)) != NULL; i++) {
        if (rule->group == SB_GROUP_READING || rule_found(found, rule))
            continue;
        count++;
        if (each)
            sb_buf_print(out, "  nothing: %s (%s)\n", rule->id, rule->source);
    }
    if (!each)
        sb_buf_print(out, "  %zu other rules found nothing (-v names them)\n", count);
}

void
sb_bill_explain(struct sb_buf *out, const struct sb_bill *bill, const struct sb_judge *judge,
                const struct sb_findings *found, bool each)
{
    bool care = false;

    for (size_t i = 0; i < bill->visit_count; i++)
        care |= bill->facts->visits[i].care;
    head_print(out, bill, sb_findings_errors(found) > 0, care);
    sources_print(out, bill, judge);
    for (size_t i = 0; i < bill->visit_count; i++)
        visit_print(out, bill, &bill->facts->visits[i]);
    money_print(out, bill);
    for (size_t i = 0; i < sb_findings_count(found); i++) {
        const struct sb_finding *finding = sb_findings_at(found, i);
        sb_buf_print(out, "  %s: %s [%s]\n    %s (%s)\n", sb_severity_text(finding->severity),
                     finding->message, finding->rule->id, finding->advice, finding->rule->source);
    }
    quiet_print(out, found, each);
}
