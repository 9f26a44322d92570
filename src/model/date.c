/* date.c - civil days of the proleptic Gregorian calendar, and times of day. */
#include "model/model.h"

#include <string.h>

/* Days before each month of a year that begins in March, so that a leap day comes last. */
static const int32_t before_month[12] = {0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306, 337};

static bool
leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int32_t
month_days(int32_t year, int32_t month)
{
    static const int8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && leap(year));
}

sb_date
sb_date_make(int32_t year, int32_t month, int32_t day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > month_days(year, month))
        return (sb_date){0};
    int32_t y = month > 2 ? year : year - 1;
    int32_t days = y * 365 + y / 4 - y / 100 + y / 400 + before_month[(month + 9) % 12] + day;
    return (sb_date){days - 306}; /* 0001-01-01 is day 307 when counting from March of year 0 */
}

void
sb_date_split(sb_date date, int32_t *year, int32_t *month, int32_t *day)
{
    if (date.day < 1)
        return;
    int32_t days = date.day + 305; /* since 0000-03-01 */
    int32_t era = days / 146097, of_era = days % 146097;
    int32_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * y + y / 4 - y / 100);
    int32_t m = (5 * of_year + 2) / 153;

    if (day)
        *day = of_year - (153 * m + 2) / 5 + 1;
    if (month)
        *month = m < 10 ? m + 3 : m - 9;
    if (year)
        *year = era * 400 + y + (m >= 10);
}

/* Two digits, or -1. */
static int32_t
two_digits(const char *text)
{
    if (!sb_ascii_digit(text[0]) || !sb_ascii_digit(text[1]))
        return -1;
    return (text[0] - '0') * 10 + (text[1] - '0');
}

bool
sb_date_parse(sb_date *out, const char *text)
{
    if (strnlen(text, 11) != 10 || text[4] != '-' || text[7] != '-')
        return false;
    int32_t high = two_digits(text), low = two_digits(text + 2);
    int32_t month = two_digits(text + 5), day = two_digits(text + 8);
    if (high < 0 || low < 0)
        return false;
    sb_date date = sb_date_make(high * 100 + low, month, day);
    if (date.day == 0)
        return false;
    *out = date;
    return true;
}

static void
put_digits(char *at, int32_t n, int count)
{
    while (count-- > 0) {
        at[count] = (char)('0' + n % 10);
        n /= 10;
    }
}

const char *
sb_date_print(char text[SB_DATE_TEXT], sb_date date)
{
    int32_t year = 0, month = 0, day = 0;

    text[0] = '\0';
    if (date.day < 1)
        return text;
    sb_date_split(date, &year, &month, &day);
    memcpy(text, "0000-00-00", SB_DATE_TEXT);
    put_digits(text, year, 4);
    put_digits(text + 5, month, 2);
    put_digits(text + 8, day, 2);
    return text;
}

const char *
sb_date_print_us(char text[SB_DATE_TEXT], sb_date date)
{
    int32_t year = 0, month = 0, day = 0;

    text[0] = '\0';
    if (date.day < 1)
        return text;
    sb_date_split(date, &year, &month, &day);
    memcpy(text, "00/00/0000", SB_DATE_TEXT);
    put_digits(text, month, 2);
    put_digits(text + 3, day, 2);
    put_digits(text + 6, year, 4);
    return text;
}

sb_date
sb_date_add_months(sb_date date, int32_t n)
{
    int32_t year = 0, month = 0, day = 0;

    if (date.day < 1 || n > 120000 || n < -120000)
        return (sb_date){0};
    sb_date_split(date, &year, &month, &day);
    int32_t months = year * 12 + month - 1 + n;
    if (months < 12)
        return (sb_date){0};
    year = months / 12;
    month = months % 12 + 1;
    if (day > month_days(year, month))
        day = month_days(year, month);
    return sb_date_make(year, month, day);
}

int32_t
sb_date_age(sb_date birth, sb_date on)
{
    int32_t y1 = 0, m1 = 0, d1 = 0, y2 = 0, m2 = 0, d2 = 0;

    sb_date_split(birth, &y1, &m1, &d1);
    sb_date_split(on, &y2, &m2, &d2);
    return y2 - y1 - (m2 < m1 || (m2 == m1 && d2 < d1));
}

sb_date
sb_date_of_instant(int64_t seconds, int32_t utc_offset)
{
    const int64_t epoch = 719163; /* 1970-01-01 */
    int64_t local, days;

    if (__builtin_add_overflow(seconds, (int64_t)utc_offset, &local))
        return (sb_date){0};
    days = local / 86400 - (local % 86400 < 0);
    if (days < 1 - epoch || days > 3652059 - epoch) /* 9999-12-31 */
        return (sb_date){0};
    return (sb_date){(int32_t)(days + epoch)};
}

bool
sb_clock_parse(sb_clock *out, const char *text)
{
    if (strnlen(text, 6) != 5 || text[2] != ':')
        return false;
    int32_t hour = two_digits(text), minute = two_digits(text + 3);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return false;
    *out = (sb_clock){hour * 60 + minute + 1};
    return true;
}

const char *
sb_clock_print(char text[SB_CLOCK_TEXT], sb_clock clock)
{
    int32_t minute = clock.minute - 1;

    text[0] = '\0';
    if (minute < 0 || minute >= 24 * 60)
        return text;
    text[0] = (char)('0' + minute / 600);
    text[1] = (char)('0' + minute / 60 % 10);
    text[2] = ':';
    text[3] = (char)('0' + minute % 60 / 10);
    text[4] = (char)('0' + minute % 10);
    text[5] = '\0';
    return text;
}
