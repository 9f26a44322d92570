/*
 * units.c - units of timed codes.
 *
 * Both ways of counting work on entries: one timed code, or a pair of a first code and its
 * add-on, whose minutes are added.  The AMA way counts each entry by itself; the CMS way pools
 * the 15-minute entries of the day.  Sources: CMS Pub. 100-04, ch. 5, s. 20.2; CPT, time rule.
 */
#include "rules/rules.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define BLOCK 15            /* minutes of a pooled unit */
#define MINUTES_MAX 1000000 /* of a line: no sum below overflows */

struct entry {
    size_t at;    /* its line; the first code of a pair */
    size_t addon; /* the line of the pair's add-on, or SB_NONE */
    int32_t minutes;
    int32_t base, rest; /* pooled: whole units, minutes beyond them */
    int32_t units;
    bool pooled, tied, extra;
};
struct count {
    struct sb_unit_line *lines;
    const struct sb_procedure *const *procedures;
    size_t n;
    struct entry entries[SB_UNITS_LINES];
    size_t entry_count;
    int32_t pool_minutes, pool_units;
};

static bool
is_timed(const struct sb_procedure *p)
{
    return p && (p->basis == SB_BASIS_TIMED || p->basis == SB_BASIS_FULL);
}

static int32_t
block_of(const struct sb_procedure *p)
{
    return p->unit_minutes > 0 ? p->unit_minutes : BLOCK;
}

/* A unit is reached when more than half of it is passed (CPT, time rule). */
int32_t
sb_units_midpoint(int32_t minutes, int32_t block)
{
    int32_t need = block / 2 + 1;

    return minutes < need ? 0 : (minutes + block - need) / block;
}

static int32_t
by_basis(const struct sb_procedure *p, int32_t minutes)
{
    return p->basis == SB_BASIS_FULL ? minutes / block_of(p)
                                     : sb_units_midpoint(minutes, block_of(p));
}

/* The line of that code with minutes, or SB_NONE. */
static size_t
line_find(const struct count *c, const char *code)
{
    for (size_t i = 0; code && i < c->n; i++)
        if (c->lines[i].minutes >= 0 && strcmp(c->lines[i].code, code) == 0)
            return i;
    return SB_NONE;
}

/* Whether line i is counted together with its first code, which stands elsewhere. */
static bool
counts_with_first(const struct count *c, size_t i)
{
    size_t first = line_find(c, c->procedures[i]->primary);

    return first != SB_NONE && c->procedures[first]->first_of_pair;
}

static void
entries_make(struct count *c, enum sb_unit_rule rule)
{
    for (size_t i = 0; i < c->n && c->entry_count < SB_UNITS_LINES; i++) {
        const struct sb_procedure *p = c->procedures[i];
        if (!is_timed(p) || c->lines[i].minutes < 0 || (p->primary && counts_with_first(c, i)))
            continue;
        struct entry *e = &c->entries[c->entry_count++];
        *e = (struct entry){.at = i, .addon = SB_NONE, .minutes = c->lines[i].minutes};
        e->pooled = rule == SB_UNIT_RULE_CMS && p->pooled;
        if (p->first_of_pair)
            e->addon = line_find(c, p->addon);
        if (e->addon != SB_NONE)
            e->minutes += c->lines[e->addon].minutes;
    }
}

/*
 * Minutes that an entry brings to the pool.  A first code without its add-on earns one unit and
 * no more, so what lies beyond it cannot earn a unit for another code either.
 */
static int32_t
pool_minutes(const struct count *c, const struct entry *e)
{
    bool alone = c->procedures[e->at]->first_of_pair && e->addon == SB_NONE;

    return alone && e->minutes > BLOCK ? BLOCK : e->minutes;
}

/*
 * An entry that counts by itself: CPT midpoint rule, or full blocks (98980, 98981).  Of a pair
 * the first code takes its one block, the add-on what lies beyond that block.
 */
static void
entry_alone(const struct count *c, struct entry *e)
{
    const struct sb_procedure *p = c->procedures[e->at];

    e->units = by_basis(p, e->minutes);
    if (!p->first_of_pair)
        return;
    e->units = e->units > 0;
    if (e->addon != SB_NONE && e->minutes > block_of(p))
        e->units += by_basis(c->procedures[e->addon], e->minutes - block_of(p));
}

/* How the record itself would settle a tie, by the units it states on the tied lines. */
enum wish { WANTS, OPEN, DECLINES, TOO_MANY };

static enum wish
entry_wish(const struct count *c, const struct entry *e)
{
    int32_t stated = c->lines[e->at].stated;

    if (stated >= 0 && e->addon != SB_NONE)
        stated = c->lines[e->addon].stated < 0 ? -1 : stated + c->lines[e->addon].stated;
    if (stated < 0)
        return OPEN;
    if (stated > e->base + 1)
        return TOO_MANY;
    return stated == e->base + 1 ? WANTS : DECLINES;
}

/* Whether what the record states on the tied lines can be met with units to give. */
static bool
wishes_fit(const struct count *c, int32_t units)
{
    int32_t wanted = 0;

    for (size_t i = 0; i < c->entry_count; i++) {
        if (!c->entries[i].tied)
            continue;
        enum wish wish = entry_wish(c, &c->entries[i]);
        if (wish == TOO_MANY)
            return false;
        wanted += wish == WANTS;
    }
    return wanted <= units;
}

/* Below 0 where a goes before b: the record's wish, then more minutes, then record order. */
static int
tie_compare(const struct count *c, const struct entry *a, const struct entry *b, bool wishes)
{
    int by_wish = wishes ? (int)entry_wish(c, a) - (int)entry_wish(c, b) : 0;

    if (by_wish != 0)
        return by_wish;
    if (a->minutes != b->minutes)
        return a->minutes > b->minutes ? -1 : 1;
    return a->at < b->at ? -1 : 1;
}

static struct entry *
tie_best(struct count *c, bool wishes)
{
    struct entry *best = NULL;

    for (size_t i = 0; i < c->entry_count; i++) {
        struct entry *e = &c->entries[i];
        if (e->tied && !e->extra && (!best || tie_compare(c, e, best, wishes) < 0))
            best = e;
    }
    return best;
}

/* The codes that took a unit at the cut, or those that did not. */
static void
tie_codes(const struct count *c, bool extra, char *text, size_t room)
{
    size_t used = 0;

    text[0] = '\0';
    for (size_t i = 0; i < c->entry_count && used < room; i++) {
        const struct entry *e = &c->entries[i];
        if (!e->tied || e->extra != extra)
            continue;
        int length =
            snprintf(text + used, room - used, "%s%s", used > 0 ? ", " : "", c->lines[e->at].code);
        used += length > 0 ? (size_t)length : 0;
    }
}

/*
 * Equal remainders at the cut: any choice among them is compliant.  The record's own units
 * decide where they fit, then more minutes, then record order.
 */
static void
tie_settle(struct count *c, int32_t units, struct sb_units_total *out)
{
    bool wishes = wishes_fit(c, units);
    char took[40], left[40];
    struct entry *last = NULL;

    for (int32_t given = 0; given < units; given++) {
        last = tie_best(c, wishes);
        if (!last)
            return;
        last->extra = true;
    }
    const struct entry *next = tie_best(c, wishes);
    if (!last || !next)
        return;
    const char *reason = "by the order of the record";
    if (wishes && entry_wish(c, last) != entry_wish(c, next))
        reason = "as the record's units say";
    else if (last->minutes != next->minutes)
        reason = "having more minutes";
    tie_codes(c, true, took, sizeof took);
    tie_codes(c, false, left, sizeof left);
    out->tie = true;
    snprintf(out->tie_why, sizeof out->tie_why,
             "%s and %s are equal with %d minutes over: %s %s %s", took, left,
             (int)(last->rest % BLOCK), took, units == 1 ? "takes the unit" : "take the units",
             reason);
}

/*
 * The CMS way: all pooled minutes of the day decide how many units there are; each entry has
 * its whole blocks, the rest go to the largest remainders.
 * Source: CMS Pub. 100-04, ch. 5, s. 20.2.
 */
static void
pool_share(struct count *c, struct sb_units_total *out)
{
    int32_t holders[BLOCK] = {0}; /* entries by minutes over */
    int32_t left, level = BLOCK - 1;

    for (size_t i = 0; i < c->entry_count; i++) {
        struct entry *e = &c->entries[i];
        if (!e->pooled)
            continue;
        int32_t minutes = pool_minutes(c, e);
        e->base = minutes / BLOCK;
        e->rest = minutes % BLOCK;
        e->units = e->base;
        holders[e->rest]++;
        c->pool_minutes += minutes;
        c->pool_units -= e->base;
    }
    left = c->pool_units + sb_units_midpoint(c->pool_minutes, BLOCK);
    c->pool_units = sb_units_midpoint(c->pool_minutes, BLOCK);
    while (level > 0 && left >= holders[level])
        left -= holders[level--];
    /* Above level all take one more; at level, where some are left, only so many. */
    for (size_t i = 0; i < c->entry_count; i++) {
        struct entry *e = &c->entries[i];
        e->extra = e->pooled && e->rest > level;
        e->tied = e->pooled && left > 0 && e->rest == level;
    }
    if (left > 0)
        tie_settle(c, left, out);
    for (size_t i = 0; i < c->entry_count; i++)
        c->entries[i].units += c->entries[i].extra;
}

/*
 * Of the units of minutes, those to be billed with CQ, assistant minutes of them being the
 * assistant's alone.  Whole blocks go to who gave them; what is left is the therapist's where
 * he gave its midpoint, else the assistant's where the share is over 10 %.
 * Source: 42 CFR 410.60; CMS, Billing Examples Using CQ/CO Modifiers.
 */
static int32_t
cq_share(int32_t minutes, int32_t assistant, int32_t units, int32_t block)
{
    int32_t own = minutes - assistant;
    int32_t plain = own / block, cq = assistant / block;
    int32_t own_rest = own % block, rest = assistant % block;

    if (plain > units)
        plain = units;
    if (cq > units - plain)
        cq = units - plain;
    int32_t left = units - plain - cq;
    if (left > 0 && own_rest >= block / 2 + 1)
        left--;
    return cq + (rest > (own_rest + rest + 5) / 10 ? left : 0);
}

static int32_t
line_cq(const struct sb_unit_line *line, const struct sb_procedure *p)
{
    int32_t assistant = line->assistant_minutes;

    if (assistant <= 0 || line->units <= 0)
        return 0;
    if (!is_timed(p)) /* the whole service: at most 10 % is forgiven */
        return line->minutes < 0 || assistant > (line->minutes + 5) / 10 ? line->units : 0;
    if (line->minutes < 0)
        return line->units;
    if (assistant > line->minutes)
        assistant = line->minutes;
    return cq_share(line->minutes, assistant, line->units, block_of(p));
}

/* Of a pair, minutes are shared out with the units: the first code its block, the add-on the rest.
 */
static void
entry_put(struct count *c, const struct entry *e)
{
    struct sb_unit_line *line = &c->lines[e->at];
    const struct sb_procedure *p = c->procedures[e->at];
    bool first = p->first_of_pair;

    line->units = first && e->units > 1 ? 1 : e->units;
    line->tied = e->tied;
    line->cq_units = line_cq(line, p);
    if (e->addon == SB_NONE)
        return;
    struct sb_unit_line *addon = &c->lines[e->addon];
    addon->units = e->units - line->units;
    addon->tied = e->tied;
    addon->cq_units = line_cq(addon, c->procedures[e->addon]);
}

static const char *
plural(int32_t n)
{
    return n == 1 ? "" : "s";
}

static void
why_pooled(const struct count *c, const struct entry *e, char why[SB_UNITS_WHY])
{
    const char *rest = e->rest == 0 ? ""
                       : e->extra   ? ", whose remainder takes one more"
                                    : ", whose remainder is too small for one more";

    snprintf(
        why, SB_UNITS_WHY,
        "CMS: the day's %d timed minutes give %d unit%s; %d minutes are %d whole and %d over%s",
        (int)c->pool_minutes, (int)c->pool_units, plural(c->pool_units), (int)e->minutes,
        (int)(e->minutes / BLOCK), (int)(e->minutes % BLOCK), rest);
}

static void
why_alone(const struct count *c, const struct entry *e, char why[SB_UNITS_WHY])
{
    const struct sb_procedure *p = c->procedures[e->at];
    int32_t block = block_of(p);

    if (p->basis == SB_BASIS_FULL)
        snprintf(why, SB_UNITS_WHY, "full blocks: %d minutes hold %d of %d", (int)e->minutes,
                 (int)e->units, (int)block);
    else if (e->units == 0)
        snprintf(why, SB_UNITS_WHY, "midpoint: %d minutes are under %d, half of a unit passed",
                 (int)e->minutes, (int)(block / 2 + 1));
    else
        snprintf(why, SB_UNITS_WHY, "midpoint: %d minutes give %d unit%s of %d", (int)e->minutes,
                 (int)e->units, plural(e->units), (int)block);
}

static void
entry_why(const struct count *c, const struct entry *e)
{
    struct sb_unit_line *line = &c->lines[e->at];

    if (e->pooled)
        why_pooled(c, e, line->why);
    else
        why_alone(c, e, line->why);
    if (!c->procedures[e->at]->first_of_pair)
        return;
    size_t used = strlen(line->why);
    snprintf(line->why + used, sizeof line->why - used, "; %s takes 1 at most", line->code);
    if (e->addon == SB_NONE)
        return;
    struct sb_unit_line *addon = &c->lines[e->addon];
    snprintf(addon->why, sizeof addon->why,
             "%s takes the first unit of their %d minutes, this the rest", line->code,
             (int)e->minutes);
}

/* Lines that are no part of an entry: by the record alone. */
static void
line_put(struct sb_unit_line *line, const struct sb_procedure *p, bool words)
{
    const char *why = "not by time: one unit";

    line->units = line->stated;
    line->timed = is_timed(p);
    if (line->timed)
        why = line->stated < 0 ? "a timed code without minutes or units"
                               : "as stated: there are no minutes to count";
    else if (line->stated >= 0)
        why = "not by time: as stated";
    else
        line->units = 1;
    line->cq_units = line_cq(line, p);
    if (words)
        snprintf(line->why, sizeof line->why, "%s%s", p ? "" : "not in the tables; ", why);
}

static void
totals_add(struct sb_units_total *out, const struct sb_unit_line *lines, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int32_t units = lines[i].units > 0 ? lines[i].units : 0;
        out->total_units += units;
        if (lines[i].timed) {
            out->timed_units += units;
            out->timed_minutes += lines[i].minutes > 0 ? lines[i].minutes : 0;
        }
    }
}

void
sb_units_tally(struct sb_units_total *out, struct sb_unit_line *lines,
               const struct sb_procedure *const *procedures, size_t n, enum sb_unit_rule rule,
               bool words)
{
    struct count c;

    c.lines = lines;
    c.procedures = procedures;
    c.n = n;
    c.entry_count = 0;
    c.pool_minutes = c.pool_units = 0;
    *out = (struct sb_units_total){0};
    for (size_t i = 0; i < n; i++) {
        lines[i].tied = false;
        line_put(&lines[i], procedures[i], words);
    }
    entries_make(&c, rule);
    if (rule == SB_UNIT_RULE_CMS)
        pool_share(&c, out);
    for (size_t i = 0; i < c.entry_count; i++) {
        if (!c.entries[i].pooled)
            entry_alone(&c, &c.entries[i]);
        entry_put(&c, &c.entries[i]);
        if (words)
            entry_why(&c, &c.entries[i]);
    }
    totals_add(out, lines, n);
}

sb_status
sb_units_count(struct sb_units_total *out, struct sb_unit_line *lines, size_t n,
               enum sb_unit_rule rule, struct sb_error *err)
{
    const struct sb_procedure *procedures[SB_UNITS_LINES];

    if (n > SB_UNITS_LINES)
        return sb_error_set(err, SB_E_RANGE, "at most %d codes are counted together",
                            SB_UNITS_LINES);
    for (size_t i = 0; i < n; i++) {
        if (lines[i].minutes > MINUTES_MAX || lines[i].stated > MINUTES_MAX)
            return sb_error_set(err, SB_E_RANGE, "minutes and units are at most %d", MINUTES_MAX);
        procedures[i] = sb_procedure_find(lines[i].code);
    }
    sb_units_tally(out, lines, procedures, n, rule, true);
    return SB_OK;
}
