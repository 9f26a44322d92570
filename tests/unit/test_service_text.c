/* test_service_text.c - services as they are typed behind `add` and `units`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "app/app.h"

static void
typed_services(void **state)
{
    static const struct {
        const char *text, *means; /* code minutes units modifiers */
    } rows[] = {
        {"97161", "97161 -1 -1"},
        {"97110:30", "97110 30 -1"},
        {"97110:0", "97110 0 -1"},
        {"97110x2", "97110 -1 2"},
        {"97110X2", "97110 -1 2"},
        {"97110:24x2+GP+59", "97110 24 2 GP 59"},
        {"97110+gp", "97110 -1 -1 GP"},
        {"0791t:15", "0791T 15 -1"},
        {"g0283", "G0283 -1 -1"},
        {"97110:1440x999", "97110 1440 999"},
        {"97110+A+BCD", "97110 -1 -1 A BCD"}, /* a finding's business */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_service_text s;
        char seen[128];
        int used;

        print_message("# %s\n", rows[i].text);
        assert_int_equal(sb_service_parse(&s, rows[i].text, NULL), SB_OK);
        used = snprintf(seen, sizeof seen, "%s %d %d", s.code, (int)s.minutes, (int)s.units);
        for (size_t k = 0; k < s.modifier_count; k++)
            used += snprintf(seen + used, sizeof seen - (size_t)used, " %s", s.modifiers[k]);
        assert_string_equal(seen, rows[i].means);
    }
}

static void
refused_services(void **state)
{
    static const char *const rows[] = {
        "",
        ":30",
        "x2",
        "+GP",
        "97110:",
        "97110:30:15",
        "97110x",
        "97110x2:30",
        "97110:30x",
        "97110+",
        "97110+GP+",
        "97110 :30",
        "97110:1441",
        "97110x1000",
        "97110:-5",
        "97110:3.5",
        "97110:30 ",
        "97110:30+G P",
        "9711é",
        "97110+GP+59+KX+CQ+76+77+XE+XS+XP",
        "97110:99999999999999999999",
        "97110971109711097110",
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_service_text s = {.minutes = 42};
        struct sb_error err = {0};

        print_message("# '%s'\n", rows[i]);
        assert_int_equal(sb_service_parse(&s, rows[i], &err), SB_E_SYNTAX);
        assert_int_equal(s.minutes, 42);
        assert_string_not_equal(err.text, "");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typed_services),
        cmocka_unit_test(refused_services),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
