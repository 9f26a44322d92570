/* test_zone.c - the practice's day: zones of the system, rules beyond their tables, bad files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"

static void
offsets_of_zones(void **state)
{
    static const struct {
        const char *zone, *at;
        int64_t seconds;
        int32_t offset;
    } rows[] = {
        {"America/Los_Angeles", "2026-11-01T08:59:59", INT64_C(1793523599), -25200},
        {"America/Los_Angeles", "2026-11-01T09:00:00", INT64_C(1793523600), -28800},
        {"America/Los_Angeles", "2026-03-08T09:59:59", INT64_C(1772963999), -28800},
        {"America/Los_Angeles", "2026-03-08T10:00:00", INT64_C(1772964000), -25200},
        {"America/Los_Angeles", "2060-07-01T00:00:00", INT64_C(2855865600), -25200},
        {"America/Los_Angeles", "2060-12-01T00:00:00", INT64_C(2869084800), -28800},
        {"America/Phoenix", "2026-07-01T00:00:00", INT64_C(1782864000), -25200},
        {"Pacific/Kiritimati", "2026-11-20T12:00:00", INT64_C(1795176000), 50400},
        {"Australia/Sydney", "2050-01-10T00:00:00", INT64_C(2525385600), 39600},
        {"Australia/Sydney", "2050-06-10T00:00:00", INT64_C(2538432000), 36000},
        {"Asia/Kolkata", "2026-01-01T00:00:00", INT64_C(1767225600), 19800},
        {"America/New_York", "1880-01-01T00:00:00", INT64_C(-2840140800), -17762},
        {"Europe/Dublin", "2045-01-15T00:00:00", INT64_C(2368051200), 0},
        {"Europe/Dublin", "2045-07-15T00:00:00", INT64_C(2383689600), 3600},
    };

    (void)state;
    if (access("/usr/share/zoneinfo/Pacific/Kiritimati", R_OK) != 0)
        skip();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_zone *zone = NULL;

        print_message("# %s %s\n", rows[i].zone, rows[i].at);
        assert_int_equal(sb_zone_open(&zone, rows[i].zone, NULL), SB_OK);
        assert_int_equal(sb_zone_offset(zone, rows[i].seconds), rows[i].offset);
        sb_zone_free(zone);
    }
}

static void
names_that_are_no_zone(void **state)
{
    static const char *const names[] = {
        "",  "Nowhere",  "../../etc/passwd", "/etc/passwd", "America", "America/Porto",
        ".", "tzdata.zi"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct sb_zone *zone = NULL;

        print_message("# '%s'\n", names[i]);
        assert_int_equal(sb_zone_open(&zone, names[i], NULL), SB_E_ABSENT);
        assert_null(zone);
    }
    assert_int_equal(sb_zone_check("UTC", NULL), SB_OK);
    assert_int_equal(sb_zone_check("utc/", NULL), SB_E_ABSENT);
}

static void
rules_hold_for_every_year(void **state)
{
    /* instants of 2040: 15 January and 15 July, noon UTC */
    static const struct {
        const char *rule;
        int32_t january, july;
    } rows[] = {
        {"UTC0", 0, 0},
        {"PST8PDT,M3.2.0,M11.1.0", -28800, -25200},
        {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 39600, 37800},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", 0, 3600},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -7200, -3600},
        {"EST5EDT,J60/2,J300", -18000, -14400},
        {"EST5EDT,59/2,300", -18000, -14400},
    };
    static const char *const bad[] = {
        "",
        "P8",
        "PST",
        "PST8PDT",
        "PST8PDT,",
        "PST8PDT,M3.2.0",
        "PST8PDT,M13.2.0,M11.1.0",
        "PST8PDT,M3.6.0,M11.1.0",
        "PST8PDT,M3.2.7,M11.1.0",
        "PST8PDT,J0,J5",
        "PST8PDT,M3.2.0,M11.1.0x",
        "<PST8",
        "PST999",
        "PST8:61",
    };
    struct sb_zone_rule rule;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("# %s\n", rows[i].rule);
        assert_true(sb_zone_rule_parse(&rule, rows[i].rule));
        assert_int_equal(sb_zone_rule_offset(&rule, INT64_C(2210241600)), rows[i].january);
        assert_int_equal(sb_zone_rule_offset(&rule, INT64_C(2225966400)), rows[i].july);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        print_message("# %s\n", bad[i]);
        assert_false(sb_zone_rule_parse(&rule, bad[i]));
    }
}

/* A file cut anywhere is refused or read, never overrun: the checker of memory looks on. */
static void
cut_files_are_refused(void **state)
{
    struct sb_buf text = {0};
    struct sb_zone *zone = NULL;

    (void)state;
    if (sb_file_read(&text, "/usr/share/zoneinfo/America/New_York", 1 << 20, NULL) != SB_OK)
        skip();
    for (size_t length = 0; length < text.len; length++) {
        char *part = test_malloc(length + 1);

        memcpy(part, text.at, length);
        assert_int_not_equal(sb_zone_parse(&zone, part, length, NULL), SB_OK);
        assert_null(zone);
        test_free(part);
    }
    assert_int_equal(sb_zone_parse(&zone, text.at, text.len, NULL), SB_OK);
    sb_zone_free(zone);
    sb_buf_free(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offsets_of_zones),
        cmocka_unit_test(names_that_are_no_zone),
        cmocka_unit_test(rules_hold_for_every_year),
        cmocka_unit_test(cut_files_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
