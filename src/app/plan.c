/*
 * plan.c - which visits make which superbill.
 *
 *   slips, sorted:   P-1 rivera aetna 10-05 | P-1 rivera aetna 10-07 | P-2 ...
 *   superbills:      \________ first, count = 2 ________/
 */
#include "app/month.h"

#include <stdlib.h>
#include <string.h>

static int
number_order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int
patient_order(const struct sb_slip *a, const struct sb_slip *b, const struct sb_plan_texts *texts)
{
    if (a->patient == b->patient)
        return 0;
    return strcmp(sb_names_at(texts->patients, a->patient),
                  sb_names_at(texts->patients, b->patient));
}

/* Within a superbill: by day, then by id. */
static int
visit_order(const struct sb_slip *a, const struct sb_slip *b, const struct sb_plan_texts *texts)
{
    int order = number_order(a->date.day, b->date.day);

    return order != 0 ? order : strcmp(texts->ids + a->visit, texts->ids + b->visit);
}

/* Whether they go on one superbill, as far as people and places are concerned. */
static int
group_order(const struct sb_slip *a, const struct sb_slip *b)
{
    int order = number_order(a->provider, b->provider);

    order = order != 0 ? order : number_order(a->insurance, b->insurance);
    return order != 0 ? order : number_order(a->location, b->location);
}

static int
slip_order(const void *left, const void *right, void *user)
{
    int order = patient_order(left, right, user);

    order = order != 0 ? order : group_order(left, right);
    return order != 0 ? order : visit_order(left, right, user);
}

struct bills {
    const struct sb_slip *slips;
    const struct sb_plan_texts *texts;
};

static int
planned_order(const void *left, const void *right, void *user)
{
    const struct sb_planned *a = left, *b = right;
    const struct bills *bills = user;
    const struct sb_slip *x = &bills->slips[a->first], *y = &bills->slips[b->first];
    int order = patient_order(x, y, bills->texts);

    order = order != 0 ? order : visit_order(x, y, bills->texts);
    return order != 0 ? order : number_order((int64_t)a->first, (int64_t)b->first);
}

/* The diagnoses of the superbill at hand. */
struct codes {
    char at[SB_BILL_DIAGNOSES][SB_DX_TEXT];
    size_t count;
};

/* Take a list in; false, and nothing is changed, where there is no room for all of it. */
static bool
codes_take(struct codes *codes, const char *list)
{
    struct codes with = *codes;

    while (*list != '\0') {
        size_t length = strcspn(list, " "), i = 0;

        if (length >= SB_DX_TEXT)
            return false;
        while (i < with.count &&
               (strncmp(with.at[i], list, length) != 0 || with.at[i][length] != '\0'))
            i++;
        if (i == SB_BILL_DIAGNOSES)
            return false;
        if (i == with.count) {
            memcpy(with.at[i], list, length);
            with.at[i][length] = '\0';
            with.count++;
        }
        list += length + (list[length] == ' ');
    }
    *codes = with;
    return true;
}

static bool
together(const struct sb_slip *a, const struct sb_slip *b)
{
    return a->patient == b->patient && group_order(a, b) == 0;
}

/* Visits from first on that are of one group and one day. */
static size_t
day_count(const struct sb_slip *slips, size_t first, size_t count)
{
    size_t n = 1;

    while (first + n < count && together(&slips[first], &slips[first + n]) &&
           slips[first].date.day == slips[first + n].date.day)
        n++;
    return n;
}

/* A day's visits as a whole where there is room for them. */
static bool
day_take(struct codes *codes, const struct sb_slip *slips, size_t n, const struct sb_names *lists)
{
    struct codes with = *codes;

    for (size_t i = 0; i < n; i++)
        if (!codes_take(&with, sb_names_at(lists, slips[i].diagnoses)))
            return false;
    *codes = with;
    return true;
}

/*
 * One superbill from first on: days are added while their diagnoses fit.  A day that alone has
 * too many is cut between its visits, each of which has room.
 */
static size_t
planned_count(const struct sb_slip *slips, size_t first, size_t count,
              const struct sb_plan_texts *texts)
{
    struct codes codes = {.count = 0};
    size_t n = 0;

    while (first + n < count && together(&slips[first], &slips[first + n])) {
        size_t day = day_count(slips, first + n, count);

        if (!day_take(&codes, &slips[first + n], day, texts->lists))
            break;
        n += day;
    }
    if (n > 0)
        return n;
    for (size_t day = day_count(slips, first, count); n < day; n++)
        if (!codes_take(&codes, sb_names_at(texts->lists, slips[first + n].diagnoses)))
            break;
    return n > 0 ? n : 1;
}

sb_status
sb_plan_add(struct sb_plan *plan, size_t first, size_t count, struct sb_error *err)
{
    if (plan->count == plan->room) {
        size_t room = plan->room > 0 ? plan->room * 2 : 64;
        struct sb_planned *at = reallocarray(plan->at, room, sizeof *at);

        if (at == NULL)
            return sb_error_nomem(err);
        plan->at = at;
        plan->room = room;
    }
    plan->at[plan->count++] = (struct sb_planned){first, count};
    return SB_OK;
}

sb_status
sb_plan_make(struct sb_plan *out, struct sb_slip *slips, size_t count,
             const struct sb_plan_texts *texts, struct sb_error *err)
{
    struct sb_plan_texts by = *texts;
    struct bills bills = {.slips = slips, .texts = texts};
    sb_status st = SB_OK;

    *out = (struct sb_plan){.at = NULL};
    if (count > 0)
        qsort_r(slips, count, sizeof *slips, slip_order, &by);
    for (size_t at = 0, n; st == SB_OK && at < count; at += n) {
        n = planned_count(slips, at, count, texts);
        st = sb_plan_add(out, at, n, err);
    }
    if (st != SB_OK)
        sb_plan_free(out);
    else if (out->count > 0)
        qsort_r(out->at, out->count, sizeof *out->at, planned_order, &bills);
    return st;
}

size_t
sb_plan_half(const struct sb_slip *slips, const struct sb_planned *planned)
{
    const struct sb_slip *at = &slips[planned->first];
    size_t best = 0, middle = planned->count / 2;

    for (size_t i = 1; i < planned->count; i++) {
        size_t far = i > middle ? i - middle : middle - i;

        if (at[i].date.day != at[i - 1].date.day &&
            (best == 0 || far < (best > middle ? best - middle : middle - best)))
            best = i;
    }
    return best;
}

void
sb_plan_free(struct sb_plan *plan)
{
    free(plan->at);
    *plan = (struct sb_plan){.at = NULL};
}
