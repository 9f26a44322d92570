/* Numbers: the practice's own form, examples apart, nothing that is no file name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/store.h"

#include <string.h>

static void
test_forms(void **state)
{
    static const struct {
        const char *format;
        bool example;
        int64_t sequence;
        const char *number;
    } rows[] = {
        {"SB-{year}-{number:6}", false, 123, "SB-2026-000123"},
        {"SB-{year}-{number:6}", true, 1, "EXAMPLE-SB-2026-000001"},
        {"{number:4}", false, 12345, "12345"},
        {"{number}", false, 7, "7"},
        {"A.{number:2}_{year}", false, 7, "A.07_2026"},
        {"{year}{number:18}", false, 1, "2026000000000000000001"},
        {"{number:1}", false, INT64_MAX, "9223372036854775807"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_error err = {0};
        sb_number number;

        print_message("%s\n", rows[i].format);
        assert_int_equal(sb_number_print(&number, rows[i].format, rows[i].example,
                                         sb_date_make(2026, 12, 31), rows[i].sequence, &err),
                         SB_OK);
        assert_string_equal(number.text, rows[i].number);
        assert_true(sb_text_starts(number.file, number.text));
        assert_string_equal(number.file + strlen(number.text), ".pdf");
        if (rows[i].sequence < 1000000)
            assert_true(sb_number_fits(rows[i].format, number.text));
    }
}

static bool memory_ends;

void *__real_realloc(void *at, size_t size);
void *__wrap_realloc(void *at, size_t size);
void *
__wrap_realloc(void *at, size_t size)
{
    return memory_ends ? NULL : __real_realloc(at, size);
}

/* Where memory ends there is no number, and certainly not what lay in the caller's memory. */
static void
test_no_memory(void **state)
{
    sb_number number;
    sb_status st;

    (void)state;
    memory_ends = true;
    st = sb_number_print(&number, "SB-{number:6}", false, sb_date_make(2026, 12, 31), 7, NULL);
    memory_ends = false;
    assert_int_equal(st, SB_E_NOMEM);
}

static void
test_forms_that_cannot_be(void **state)
{
    static const char *const rows[] = {
        "",
        "SB-{year}",
        "{number:3}{number:3}",
        "SB/{number:6}",
        "-{number}",
        ".{number}",
        "SB {number}",
        "{number:0}",
        "{number:}",
        "{number:19}",
        "{nummer:6}",
        "{number:6",
        "é{number}",
        "EXAMPLE-{number}",
        "{year",
        "{number:-1}",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA{number:6}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_error err = {0};
        sb_number number = {.text = "untouched"};

        print_message("%s\n", rows[i]);
        assert_int_equal(
            sb_number_print(&number, rows[i], false, sb_date_make(2026, 1, 1), 1, &err),
            SB_E_RANGE);
        assert_string_equal(number.text, "untouched");
        assert_true(sb_text_starts(err.text, "[numbering] format "));
    }
}

static void
test_what_fits(void **state)
{
    static const struct {
        const char *format, *text;
        bool fits;
    } rows[] = {
        {"SB-{year}-{number:6}", "SB-2026-000123", true},
        {"SB-{year}-{number:6}", "EXAMPLE-SB-2026-000123", true},
        {"SB-{year}-{number:6}", "SB-2026-1000000", true},
        {"SB-{year}-{number:6}", "SB-2026-00123", false},
        {"SB-{year}-{number:6}", "SB-26-000123", false},
        {"SB-{year}-{number:6}", "SB-2026-000123x", false},
        {"SB-{year}-{number:6}", "", false},
        {"SB-{year}-{number:6}", "sb-2026-000123", false},
        {"{number:4}-{year}", "12345-2026", true},
        {"{number:4}{year}", "00012026", true},
        {"{broken", "1", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("%s %s\n", rows[i].format, rows[i].text);
        assert_true(sb_number_fits(rows[i].format, rows[i].text) == rows[i].fits);
    }
}

static void
test_parts(void **state)
{
    int64_t sequence = 0;
    int32_t year = 0;
    bool example = true;

    (void)state;
    assert_true(
        sb_number_read(&sequence, &year, &example, "SB-{year}-{number:6}", "SB-2026-001230"));
    assert_true(sequence == 1230 && year == 2026 && !example);
    assert_true(sb_number_read(&sequence, &year, &example, "{number:4}", "EXAMPLE-12345"));
    assert_true(sequence == 12345 && year == 0 && example);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),     cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_parts),     cmocka_unit_test(test_forms_that_cannot_be),
        cmocka_unit_test(test_what_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
