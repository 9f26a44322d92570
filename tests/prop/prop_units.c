/* prop_units.c - what must hold of any day's minutes; SB_SEED replays a run. */
#include <string.h>

#include "rules/rules.h"

#include "chance.h"

#define LINES 8
#define DAYS 40000

static const char *const codes[] = {
    "97110", "97112", "97116", "97140", "97530", "97035", "97129", "97130", "90912", "90913",
    "97545", "97546", "97550", "97551", "98980", "98981", "0791T", "G0541", "97014", "97161",
};

struct day {
    struct sb_unit_line lines[LINES];
    size_t n;
    enum sb_unit_rule rule;
};

/* Different codes, minutes small and near the edges of units often. */
static void
day_make(struct day *day)
{
    bool used[sizeof codes / sizeof *codes] = {false};

    memset(day, 0, sizeof *day);
    day->rule = random_next() % 2 ? SB_UNIT_RULE_CMS : SB_UNIT_RULE_AMA;
    for (size_t tries = 1 + random_next() % LINES; tries > 0; tries--) {
        size_t code = random_next() % (sizeof codes / sizeof *codes);
        int32_t near = (int32_t)(random_next() % 6) * 15 + 6 + (int32_t)(random_next() % 4);
        int32_t any = (int32_t)(random_next() % 200);
        if (used[code])
            continue;
        used[code] = true;
        struct sb_unit_line *line = &day->lines[day->n++];
        line->code = codes[code];
        line->minutes = random_next() % 2 ? near : any;
        line->assistant_minutes = (int32_t)(random_next() % (uint64_t)(line->minutes + 1));
        line->stated = -1;
    }
}

static struct sb_units_total
count(struct day *day)
{
    struct sb_units_total total;

    assert_int_equal(sb_units_count(&total, day->lines, day->n, day->rule, NULL), SB_OK);
    return total;
}

static void
more_minutes_never_earn_less(void **state)
{
    struct day day;

    (void)state;
    for (int i = 0; i < DAYS; i++) {
        day_make(&day);
        size_t at = random_next() % day.n;
        int32_t before = count(&day).total_units;
        for (int step = 0; step < 20; step++) {
            day.lines[at].minutes++;
            int32_t after = count(&day).total_units;
            if (after < before)
                fail_msg("%s at %d minutes: %d units, before %d (rule %d)", day.lines[at].code,
                         day.lines[at].minutes, after, before, day.rule);
            before = after;
        }
    }
}

/* 15 x units <= minutes + 7: of the CMS day, and of each 15-minute code by AMA. */
static void
units_need_their_minutes(void **state)
{
    struct day day;

    (void)state;
    for (int i = 0; i < DAYS; i++) {
        int32_t minutes = 0, units = 0;
        day_make(&day);
        (void)count(&day);
        for (size_t j = 0; j < day.n; j++) {
            const struct sb_procedure *p = sb_procedure_find(day.lines[j].code);
            if (!p->pooled)
                continue;
            minutes += day.lines[j].minutes;
            units += day.lines[j].units;
            bool pair = p->first_of_pair || (p->primary && strcmp(p->code, "0791T") != 0);
            if (day.rule == SB_UNIT_RULE_AMA && !pair &&
                15 * day.lines[j].units > day.lines[j].minutes + 7)
                fail_msg("%s: %d units of %d minutes", p->code, day.lines[j].units,
                         day.lines[j].minutes);
        }
        if (day.rule == SB_UNIT_RULE_CMS && 15 * units > minutes + 7)
            fail_msg("the day: %d units of %d minutes", units, minutes);
    }
}

static void
order_changes_no_total(void **state)
{
    struct day day, turned;

    (void)state;
    for (int i = 0; i < DAYS; i++) {
        day_make(&day);
        turned = day;
        for (size_t j = day.n; j > 1; j--) {
            size_t k = random_next() % j;
            struct sb_unit_line line = turned.lines[j - 1];
            turned.lines[j - 1] = turned.lines[k];
            turned.lines[k] = line;
        }
        struct sb_units_total a = count(&day), b = count(&turned);
        assert_int_equal(a.total_units, b.total_units);
        assert_int_equal(a.timed_units, b.timed_units);
        assert_int_equal(a.timed_minutes, b.timed_minutes);
        assert_int_equal(a.tie, b.tie);
    }
}

/* A code of whole blocks has them; no more than one unit is added to them; CQ stays within. */
static void
each_line_stays_within(void **state)
{
    struct day day;

    (void)state;
    for (int i = 0; i < DAYS; i++) {
        day_make(&day);
        (void)count(&day);
        for (size_t j = 0; j < day.n; j++) {
            const struct sb_unit_line *line = &day.lines[j];
            const struct sb_procedure *p = sb_procedure_find(line->code);
            assert_in_range(line->cq_units, 0, line->units);
            if (p->first_of_pair)
                assert_in_range(line->units, 0, 1);
            else if (p->pooled && !p->primary)
                assert_in_range(line->units, line->minutes / 15, line->minutes / 15 + 1);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_minutes_never_earn_less),
        cmocka_unit_test(units_need_their_minutes),
        cmocka_unit_test(order_changes_no_total),
        cmocka_unit_test(each_line_stays_within),
    };

    random_start(20261005);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
