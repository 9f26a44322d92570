/* date.h - civil days and times of day, without clock, zone or locale. */
#ifndef SUPERBILL_DATE_H
#define SUPERBILL_DATE_H

#include "superbill/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A day of the proleptic Gregorian calendar; 0001-01-01 is day 1, {0} is "none". */
typedef struct sb_date {
    int32_t day;
} sb_date;

/** Minutes since midnight plus one, 1..1440; {0} is "none". */
typedef struct sb_clock {
    int32_t minute;
} sb_clock;

#define SB_DATE_TEXT 11 /* "2026-10-05" and its NUL */

/** The day of year (1-9999), month (1-12) and day of month; {0} where there is no such day. */
SB_API sb_date sb_date_make(int32_t year, int32_t month, int32_t day);
/** Take a day apart; the outputs may be NULL.  Nothing is written for {0}. */
SB_API void sb_date_split(sb_date date, int32_t *year, int32_t *month, int32_t *day);
/** Parse exactly "YYYY-MM-DD"; false where it is not a real day, *out untouched. */
SB_API SB_MUST bool sb_date_parse(sb_date *out, const char *text);
/** Print "YYYY-MM-DD", or "" for {0}, into SB_DATE_TEXT bytes; returns text. */
SB_API const char *sb_date_print(char text[SB_DATE_TEXT], sb_date date);
/** Print "MM/DD/YYYY", as documents do. */
SB_API const char *sb_date_print_us(char text[SB_DATE_TEXT], sb_date date);
/** The same day n months on; the last day of that month where it is shorter. */
SB_API sb_date sb_date_add_months(sb_date date, int32_t n);
/** Whole years from birth to on: the age a person has on that day. */
SB_API int32_t sb_date_age(sb_date birth, sb_date on);
/** The day of an instant (seconds since 1970-01-01 UTC) at an offset from UTC in seconds. */
SB_API sb_date sb_date_of_instant(int64_t seconds, int32_t utc_offset);
/** Parse exactly "HH:MM", 00:00 to 23:59; false otherwise, *out untouched. */
SB_API SB_MUST bool sb_clock_parse(sb_clock *out, const char *text);

#define SB_CLOCK_TEXT 6 /* "09:00" and its NUL */

/** Print "HH:MM", or "" for {0}, into SB_CLOCK_TEXT bytes; returns text. */
SB_API const char *sb_clock_print(char text[SB_CLOCK_TEXT], sb_clock clock);

#ifdef __cplusplus
}
#endif
#endif
