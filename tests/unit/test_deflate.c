/* The door of zlib: streams that inflate to what went in, one state for many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <cmocka.h>

#include "base/base.h"

static void
test_round_trips(void **state)
{
    static const size_t sizes[] = {0, 1, 100, 65536, 3000000};
    struct sb_deflate *deflate = NULL;
    struct sb_buf out = {0};
    unsigned char *text = malloc(3000000), *back = malloc(3000000);
    unsigned seed = 7;

    (void)state;
    assert_non_null(text);
    assert_non_null(back);
    for (size_t i = 0; i < 3000000; i++) {
        seed = seed * 1103515245U + 12345U;
        text[i] = (unsigned char)(seed >> 24);
    }
    assert_int_equal(sb_deflate_new(&deflate, 3, NULL), SB_OK);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        uLongf length = 3000000;
        size_t start = out.len;

        assert_int_equal(sb_deflate_run(deflate, &out, text, sizes[i], NULL), SB_OK);
        assert_int_equal(
            uncompress(back, &length, (const Bytef *)out.at + start, (uLong)(out.len - start)),
            Z_OK);
        assert_int_equal(length, sizes[i]);
        assert_memory_equal(back, text, sizes[i]);
    }
    sb_deflate_free(deflate);
    sb_deflate_free(NULL);
    sb_buf_free(&out);
    free(text);
    free(back);
}

static void
test_same_bytes_every_time(void **state)
{
    static const char text[] = "BT /F1 9 Tf (same input) Tj ET BT /F1 9 Tf (same bytes) Tj ET";
    struct sb_deflate *deflate = NULL;
    struct sb_buf first = {0}, again = {0};

    (void)state;
    assert_int_equal(sb_deflate_new(&deflate, 6, NULL), SB_OK);
    assert_int_equal(sb_deflate_run(deflate, &first, text, sizeof text, NULL), SB_OK);
    assert_int_equal(sb_deflate_run(deflate, &again, "other", 5, NULL), SB_OK);
    sb_buf_reset(&again);
    assert_int_equal(sb_deflate_run(deflate, &again, text, sizeof text, NULL), SB_OK);
    assert_int_equal(first.len, again.len);
    assert_memory_equal(first.at, again.at, first.len);
    sb_deflate_free(deflate);
    sb_buf_free(&first);
    sb_buf_free(&again);
}

static void
test_failures(void **state)
{
    struct sb_deflate *deflate = NULL;
    struct sb_buf small = {.cap = 4}, failed = {.failed = true};

    (void)state;
    assert_int_equal(sb_deflate_new(&deflate, 10, NULL), SB_E_RANGE);
    assert_null(deflate);
    assert_int_equal(sb_deflate_new(&deflate, 1, NULL), SB_OK);
    assert_int_equal(sb_deflate_run(deflate, &small, "some text", 9, NULL), SB_E_NOMEM);
    assert_int_equal(sb_deflate_run(deflate, &failed, "x", 1, NULL), SB_E_NOMEM);
    sb_deflate_free(deflate);
    sb_buf_free(&small);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trips),
        cmocka_unit_test(test_same_bytes_every_time),
        cmocka_unit_test(test_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
