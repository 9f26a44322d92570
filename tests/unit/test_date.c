/* test_date.c - real days only, and what counting with them gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "day_help.h"

static void
only_real_days(void **state)
{
    static const char *const good[] = {"0001-01-01", "1600-02-29", "2000-02-29",
                                       "2024-02-29", "2026-12-31", "9999-12-31"};
    static const char *const bad[] = {
        "2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01",  "2026-00-10", "2026-10-00",
        "0000-01-01", "2026-1-05",  "26-10-05",   "2026/10/05",  "20261005",   "2026-10-05 ",
        " 2026-10-5", "",           "2026-10-5x", "2026-10-050", "2026-1a-05",
    };
    char text[SB_DATE_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_string_equal(sb_date_print(text, day(good[i])), good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        sb_date date = {42};
        print_message("# %s\n", bad[i]);
        assert_false(sb_date_parse(&date, bad[i]));
        assert_int_equal(date.day, 42);
    }
}

static void
every_day_comes_back(void **state)
{
    int32_t year = 0, month = 0, of_month = 0;

    (void)state;
    for (int32_t n = 1; n <= 3652059; n++) {
        sb_date_split((sb_date){n}, &year, &month, &of_month);
        if (sb_date_make(year, month, of_month).day != n)
            fail_msg("day %d became %d-%d-%d", n, year, month, of_month);
    }
    assert_int_equal(year * 10000 + month * 100 + of_month, 99991231);
}

static void
months_and_ages(void **state)
{
    char text[SB_DATE_TEXT];

    (void)state;
    assert_string_equal(sb_date_print(text, sb_date_add_months(day("2026-01-31"), 1)),
                        "2026-02-28");
    assert_string_equal(sb_date_print(text, sb_date_add_months(day("2026-11-30"), 15)),
                        "2028-02-29");
    assert_string_equal(sb_date_print(text, sb_date_add_months(day("2026-03-31"), -1)),
                        "2026-02-28");
    assert_int_equal(sb_date_add_months(day("9999-12-01"), 1).day, 0);
    assert_int_equal(sb_date_add_months(day("0001-01-01"), -1).day, 0);
    assert_int_equal(sb_date_age(day("1961-10-20"), day("2026-10-19")), 64);
    assert_int_equal(sb_date_age(day("1961-10-20"), day("2026-10-20")), 65);
    assert_int_equal(sb_date_age(day("2000-02-29"), day("2026-02-28")), 25);
    assert_int_equal(sb_date_age(day("2000-02-29"), day("2026-03-01")), 26);
}

static void
instants(void **state)
{
    char text[SB_DATE_TEXT];

    (void)state;
    assert_string_equal(sb_date_print(text, sb_date_of_instant(0, 0)), "1970-01-01");
    assert_string_equal(sb_date_print(text, sb_date_of_instant(0, -1)), "1969-12-31");
    assert_string_equal(sb_date_print(text, sb_date_of_instant(1793491200, -7 * 3600)),
                        "2026-10-31");
    assert_string_equal(sb_date_print(text, sb_date_of_instant(1793491200, 0)), "2026-11-01");
    assert_int_equal(sb_date_of_instant(INT64_MAX, 1).day, 0);
    assert_int_equal(sb_date_of_instant(INT64_MIN, 0).day, 0);
}

static void
prints_for_documents(void **state)
{
    char text[SB_DATE_TEXT];

    (void)state;
    assert_string_equal(sb_date_print_us(text, day("2026-10-05")), "10/05/2026");
    assert_string_equal(sb_date_print_us(text, (sb_date){0}), "");
    assert_string_equal(sb_date_print(text, (sb_date){0}), "");
}

static void
clocks(void **state)
{
    sb_clock clock = {0};
    char text[SB_CLOCK_TEXT];

    (void)state;
    assert_true(sb_clock_parse(&clock, "00:00"));
    assert_int_equal(clock.minute, 1);
    assert_true(sb_clock_parse(&clock, "23:59"));
    assert_int_equal(clock.minute, 1440);
    assert_string_equal(sb_clock_print(text, clock), "23:59");
    assert_string_equal(sb_clock_print(text, (sb_clock){0}), "");
    assert_string_equal(sb_clock_print(text, (sb_clock){9 * 60 + 6}), "09:05");
    static const char *const bad[] = {"24:00", "9:00", "09:60", "09.00", "09:00 ", "", "0900"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(sb_clock_parse(&clock, bad[i]));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_real_days),  cmocka_unit_test(every_day_comes_back),
        cmocka_unit_test(months_and_ages), cmocka_unit_test(instants),
        cmocka_unit_test(clocks),          cmocka_unit_test(prints_for_documents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
