/*
 * zone_rule.c - the rule that a TZif file gives for the time after its last entry, such as
 * "PST8PDT,M3.2.0,M11.1.0" (RFC 8536, s. 3.3, and POSIX, XBD 8.3): when summer time begins
 * and ends in each year.
 */
#include "app/app.h"

#include <string.h>

#define DAY_SECONDS 86400
#define HOUR_SECONDS 3600

static bool
rule_number(int32_t *out, const char **at, int32_t most)
{
    int32_t n = 0;
    const char *c = *at;

    if (!sb_ascii_digit(*c))
        return false;
    for (; sb_ascii_digit(*c); c++) {
        n = 10 * n + (*c - '0');
        if (n > most)
            return false;
    }
    *out = n;
    *at = c;
    return true;
}

/* "PST" or "<+0330>"; the name itself is of no use here. */
static bool
rule_name(const char **at)
{
    const char *c = *at;

    if (*c == '<') {
        c = strchr(c, '>');
        if (c == NULL)
            return false;
        *at = c + 1;
        return true;
    }
    while (sb_ascii_alpha(*c))
        c++;
    if (c - *at < 3)
        return false;
    *at = c;
    return true;
}

/* [+-]hh[:mm[:ss]]; hours to 167, as RFC 8536 widens them. */
static bool
rule_time(int32_t *out, const char **at)
{
    static const int32_t units[] = {HOUR_SECONDS, 60, 1};
    bool minus = **at == '-';
    int32_t total = 0;

    if (**at == '-' || **at == '+')
        ++*at;
    for (size_t i = 0; i < 3; i++) {
        int32_t n;

        if (i > 0 && **at != ':')
            break;
        if (i > 0)
            ++*at;
        if (!rule_number(&n, at, i == 0 ? 167 : 59))
            return false;
        total += n * units[i];
    }
    *out = minus ? -total : total;
    return true;
}

static bool
rule_month_day(struct sb_zone_day *out, const char **at)
{
    out->kind = 'M';
    if (!rule_number(&out->month, at, 12) || out->month == 0 || *(*at)++ != '.' ||
        !rule_number(&out->week, at, 5) || out->week == 0 || *(*at)++ != '.')
        return false;
    return rule_number(&out->day, at, 6);
}

static bool
rule_day(struct sb_zone_day *out, const char **at)
{
    out->second = 2 * HOUR_SECONDS;
    if (**at == 'M') {
        ++*at;
        if (!rule_month_day(out, at))
            return false;
    } else {
        out->kind = **at == 'J' ? 'J' : 'N';
        if (**at == 'J')
            ++*at;
        if (!rule_number(&out->day, at, 365) || (out->kind == 'J' && out->day == 0))
            return false;
    }
    if (**at != '/')
        return true;
    ++*at;
    return rule_time(&out->second, at);
}

bool
sb_zone_rule_parse(struct sb_zone_rule *out, const char *text)
{
    struct sb_zone_rule rule = {.given = true};
    const char *at = text;

    /* POSIX counts west of Greenwich */
    if (!rule_name(&at) || !rule_time(&rule.offset, &at))
        return false;
    rule.offset = -rule.offset;
    if (*at != '\0') {
        rule.summer = true;
        rule.summer_offset = rule.offset + HOUR_SECONDS;
        if (!rule_name(&at))
            return false;
        if (*at != ',') {
            if (!rule_time(&rule.summer_offset, &at))
                return false;
            rule.summer_offset = -rule.summer_offset;
        }
        if (*at++ != ',' || !rule_day(&rule.begin, &at) || *at++ != ',' ||
            !rule_day(&rule.end, &at))
            return false;
    }
    if (*at != '\0')
        return false;
    *out = rule;
    return true;
}

/* The day of that year on which the clock changes. */
static int32_t
day_in_year(const struct sb_zone_day *when, int32_t year)
{
    int32_t first = sb_date_make(year, 1, 1).day, day, weekday;

    if (when->kind == 'N')
        return first + when->day;
    if (when->kind == 'J') {
        bool leap = sb_date_make(year, 2, 29).day != 0;
        return first + when->day - 1 + (leap && when->day >= 60);
    }
    day = sb_date_make(year, when->month, 1).day;
    /* 0001-01-01, day 1, is a Monday; Sunday is 0 */
    weekday = day % 7;
    day += (when->day - weekday + 7) % 7 + 7 * (when->week - 1);
    while (day >= sb_date_add_months(sb_date_make(year, when->month, 1), 1).day)
        day -= 7;
    return day;
}

/* Seconds since 1970 in UTC at which the change happens; before is the offset until then. */
static int64_t
change_in_year(const struct sb_zone_day *when, int32_t year, int32_t before)
{
    int64_t days = (int64_t)day_in_year(when, year) - sb_date_make(1970, 1, 1).day;

    return days * DAY_SECONDS + when->second - before;
}

int32_t
sb_zone_rule_offset(const struct sb_zone_rule *rule, int64_t seconds)
{
    int64_t begin, end;
    int32_t year;

    if (!rule->summer)
        return rule->offset;
    sb_date_split(sb_date_of_instant(seconds, rule->offset), &year, NULL, NULL);
    begin = change_in_year(&rule->begin, year, rule->offset);
    end = change_in_year(&rule->end, year, rule->summer_offset);
    /* south of the equator summer spans the new year */
    if (begin < end)
        return seconds >= begin && seconds < end ? rule->summer_offset : rule->offset;
    return seconds >= begin || seconds < end ? rule->summer_offset : rule->offset;
}
