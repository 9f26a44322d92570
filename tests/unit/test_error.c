/* The error struct: the first cause stays, places are added outward, quoted bytes are tamed. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/base.h"

static void
test_first_cause_stays(void **state)
{
    struct sb_error err = {0};

    (void)state;
    assert_int_equal(sb_error_set(&err, SB_E_RANGE, "no more than %d", 5), SB_E_RANGE);
    assert_int_equal(sb_error_at(&err, SB_E_READ, "b.json", 3, 4, "later"), SB_E_READ);
    assert_int_equal(err.status, SB_E_RANGE);
    assert_string_equal(err.text, "no more than 5");
    assert_string_equal(err.source, "");
    assert_int_equal(sb_error_set(NULL, SB_E_WRITE, "nobody listens"), SB_E_WRITE);
}

static void
test_place(void **state)
{
    struct sb_error err = {0};

    (void)state;
    (void)sb_error_at(&err, SB_E_SYNTAX, "a.json", 7, 9, "a comma was expected");
    sb_error_path(&err, "/services/0");
    sb_error_path(&err, "/visits/3");
    sb_error_in(&err, "V-1");
    sb_error_in(&err, "V-2");
    assert_int_equal(err.line, 7);
    assert_int_equal(err.column, 9);
    assert_string_equal(err.source, "a.json");
    assert_string_equal(err.path, "/visits/3/services/0");
    assert_string_equal(err.record, "V-1");
    sb_error_path(NULL, "/x");
    sb_error_in(NULL, "x");
}

static void
test_long_values_are_cut_between_characters(void **state)
{
    struct sb_error err = {0};
    char long_text[600];

    (void)state;
    for (size_t i = 0; i + 3 < sizeof long_text; i += 3)
        memcpy(long_text + i, "\xe2\x82\xac", 4);
    (void)sb_error_at(&err, SB_E_READ, long_text, 0, 0, "x%s", long_text);
    assert_true(strlen(err.text) >= sizeof err.text - 4);
    assert_true(sb_utf8_valid(err.text, strlen(err.text), NULL));
    assert_null(strchr(err.text, '\\'));
    assert_true(sb_utf8_valid(err.source, strlen(err.source), NULL));
    for (int i = 0; i < 40; i++)
        sb_error_path(&err, "/segment");
    assert_true(strlen(err.path) < sizeof err.path);
}

static void
test_system_words_are_of_no_locale(void **state)
{
    struct sb_error err = {0};

    (void)state;
    (void)sb_error_system(&err, SB_E_READ, "gone.json", ENOENT, "cannot open");
    assert_string_equal(err.text, "cannot open: no such file or directory");
    err = (struct sb_error){0};
    (void)sb_error_system(&err, SB_E_WRITE, NULL, 99999, "cannot write");
    assert_string_equal(err.text, "cannot write: system error 99999");
}

static void
test_tame(void **state)
{
    static const struct {
        const char *name, *text, *tame;
        size_t length, room;
    } rows[] = {
        {"plain", "abc", "abc", 3, 32},
        {"accents", "\xc3\xa9", "\xc3\xa9", 2, 32},
        {"escape sequence", "\x1b[2J", "\\x1b[2J", 4, 32},
        {"C1 control", "\xc2\x9b", "\\xc2\\x9b", 2, 32},
        {"NUL", "a\0b", "a\\x00b", 3, 32},
        {"invalid byte", "a\xff", "a\\xff", 2, 32},
        {"no half escape", "ab\x01", "ab", 3, 6},
        {"no half character", "ab\xc3\xa9", "ab", 4, 4},
        {"exact room", "abc", "abc", 3, 4},
        {"no room", "abc", "", 3, 1},
    };
    char out[32];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("%s\n", rows[i].name);
        sb_text_tame(out, rows[i].room, rows[i].text, rows[i].length);
        assert_string_equal(out, rows[i].tame);
    }
}

static void
test_every_status_has_words(void **state)
{
    (void)state;
    for (int status = SB_OK; status <= SB_E_DEFECT; status++)
        assert_true(strlen(sb_status_text((sb_status)status)) > 3);
    assert_string_equal(sb_status_text((sb_status)99), "unknown status");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_cause_stays),
        cmocka_unit_test(test_place),
        cmocka_unit_test(test_long_values_are_cut_between_characters),
        cmocka_unit_test(test_system_words_are_of_no_locale),
        cmocka_unit_test(test_tame),
        cmocka_unit_test(test_every_status_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
