/* Growable bytes: a failure sticks, a cap holds, a NUL always stands behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/base.h"

static void
test_growth(void **state)
{
    struct sb_buf buf = {0};

    (void)state;
    for (int i = 0; i < 1000; i++) {
        sb_buf_put(&buf, "ab", 2);
        sb_buf_char(&buf, 'c');
        assert_int_equal(buf.at[buf.len], '\0');
    }
    assert_int_equal(buf.len, 3000);
    assert_memory_equal(buf.at + 2997, "abc", 4);
    sb_buf_reset(&buf);
    assert_string_equal(buf.at, "");
    sb_buf_put(&buf, NULL, 0);
    sb_buf_print(&buf, "%s/%03d", "x", 7);
    assert_string_equal(buf.at, "x/007");
    sb_buf_free(&buf);
    assert_null(buf.at);
    sb_buf_free(NULL);
}

static void
test_integers(void **state)
{
    struct sb_buf buf = {0};

    (void)state;
    sb_buf_int(&buf, 0);
    sb_buf_char(&buf, ' ');
    sb_buf_int(&buf, INT64_MIN);
    sb_buf_char(&buf, ' ');
    sb_buf_int(&buf, INT64_MAX);
    assert_string_equal(buf.at, "0 -9223372036854775808 9223372036854775807");
    sb_buf_free(&buf);
}

static void
test_cap_and_failure_stick(void **state)
{
    struct sb_buf buf = {.cap = 5};

    (void)state;
    sb_buf_text(&buf, "12345");
    assert_false(buf.failed);
    sb_buf_char(&buf, '6');
    assert_true(buf.failed);
    assert_string_equal(buf.at, "12345");
    sb_buf_reset(&buf);
    sb_buf_text(&buf, "123456");
    assert_true(buf.failed);
    sb_buf_text(&buf, "1");
    assert_int_equal(buf.len, 0);
    assert_null(sb_buf_reserve(&buf, 1));
    sb_buf_free(&buf);
    assert_int_equal(buf.cap, 5);
    assert_false(buf.failed);
    assert_null(sb_buf_reserve(&buf, SIZE_MAX));
    assert_true(buf.failed);
    sb_buf_free(&buf);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_growth),
        cmocka_unit_test(test_integers),
        cmocka_unit_test(test_cap_and_failure_stick),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
