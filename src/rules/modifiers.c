/* modifiers.c - a line's modifiers: what is added, what stands where. */
#include "rules/rules.h"

#include <string.h>

#define ORDER_LAST 250 /* behind all that the tables or the payer name */

bool
sb_service_has(const struct sb_service *service, const char *modifier)
{
    for (size_t i = 0; i < service->modifiers.count; i++)
        if (strcmp(service->modifiers.at[i], modifier) == 0)
            return true;
    return false;
}

/* CMS NCCI Policy Manual, ch. 1, s. E: 59, or XE, XS, XP, XU in its place. */
static bool
bypasses(const char *modifier)
{
    if (modifier[0] == '5')
        return strcmp(modifier, "59") == 0;
    return modifier[0] == 'X' && modifier[1] != '\0' && strchr("ESPU", modifier[1]) &&
           modifier[2] == '\0';
}

bool
sb_service_bypasses(const struct sb_service *service)
{
    for (size_t i = 0; i < service->modifiers.count; i++)
        if (bypasses(service->modifiers.at[i]))
            return true;
    return false;
}

bool
sb_service_told_apart(const struct sb_service *service)
{
    for (size_t i = 0; i < service->modifiers.count; i++) {
        const char *modifier = service->modifiers.at[i];
        if (bypasses(modifier) ||
            (modifier[0] == '7' && (strcmp(modifier, "76") == 0 || strcmp(modifier, "77") == 0)))
            return true;
    }
    return false;
}

bool
sb_bill_line_has(const struct sb_bill_line *line, const char *modifier)
{
    for (size_t i = 0; i < line->modifier_count; i++)
        if (strcmp(line->modifiers[i], modifier) == 0)
            return true;
    return false;
}

/* A plan of care stands on every therapy line where the payer wants it said. */
static bool
wants_gp(const struct sb_bill *bill, const struct sb_bill_line *line, char therapy_class)
{
    return bill->config->add_gp == SB_TRUTH_YES && bill->payer &&
           bill->payer->require_gp == SB_TRUTH_YES &&
           (therapy_class == 'A' || therapy_class == 'S') && !sb_bill_line_has(line, "GP") &&
           !sb_bill_line_has(line, "GO") && !sb_bill_line_has(line, "GN");
}

/* Place of a modifier in a line: the payer's own order first, then that of the tables. */
static int
rank_of(const struct sb_payer *payer, const char *modifier)
{
    const struct sb_modifier *known;

    for (size_t i = 0; payer && i < payer->modifier_order.count; i++)
        if (strcmp(payer->modifier_order.at[i], modifier) == 0)
            return (int)i - (int)payer->modifier_order.count;
    known = sb_modifier_find(modifier);
    return known ? known->order : ORDER_LAST;
}

/* Insertion sort, stable: a line has a handful. */
static void
line_sort(const struct sb_payer *payer, struct sb_bill_line *line)
{
    int ranks[sizeof line->modifiers / sizeof *line->modifiers];

    for (size_t i = 0; i < line->modifier_count; i++) {
        const char *modifier = line->modifiers[i];
        int rank = rank_of(payer, modifier);
        size_t at = i;
        for (; at > 0 && ranks[at - 1] > rank; at--) {
            ranks[at] = ranks[at - 1];
            line->modifiers[at] = line->modifiers[at - 1];
        }
        ranks[at] = rank;
        line->modifiers[at] = modifier;
    }
}

void
sb_modifiers_settle(const struct sb_bill *bill, struct sb_bill_line *line, char therapy_class)
{
    size_t room = sizeof line->modifiers / sizeof *line->modifiers;

    if (line->modifier_count < room && wants_gp(bill, line, therapy_class))
        line->modifiers[line->modifier_count++] = "GP";
    if (line->modifier_count > 1)
        line_sort(bill->payer, line);
}
