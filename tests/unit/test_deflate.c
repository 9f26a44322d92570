/*
 * test_deflate.c - streams that another library inflates to what went in, one state for many; the
 * name that tells of what compresses.
 */
#include <libdeflate.h>
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
round_trips(enum sb_deflate_level level)
{
    static const size_t sizes[] = {0, 1, 100, 65536, 3000000};
    struct sb_deflate *deflate = NULL;
    struct sb_buf out = {0};
    unsigned char *text = malloc(3000000), *back = malloc(3000000);
    unsigned seed = 7;

    assert_non_null(text);
    assert_non_null(back);
    for (size_t i = 0; i < 3000000; i++) {
        seed = seed * 1103515245U + 12345U;
        text[i] = (unsigned char)(seed >> 24);
    }
    assert_int_equal(sb_deflate_new(&deflate, level, NULL), SB_OK);
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
test_round_trips(void **state)
{
    (void)state;
    round_trips(SB_DEFLATE_FAST);
    round_trips(SB_DEFLATE_SMALL);
}

static void
test_same_bytes_every_time(void **state)
{
    static const char text[] = "BT /F1 9 Tf (same input) Tj ET BT /F1 9 Tf (same bytes) Tj ET";
    struct sb_deflate *deflate = NULL;
    struct sb_buf first = {0}, again = {0};

    (void)state;
    assert_int_equal(sb_deflate_new(&deflate, SB_DEFLATE_FAST, NULL), SB_OK);
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
    assert_int_equal(sb_deflate_new(&deflate, SB_DEFLATE_FAST, NULL), SB_OK);
    assert_int_equal(sb_deflate_run(deflate, &small, "some text", 9, NULL), SB_E_NOMEM);
    assert_int_equal(sb_deflate_run(deflate, &failed, "x", 1, NULL), SB_E_NOMEM);
    sb_deflate_free(deflate);
    sb_buf_free(&small);
}

/* A page's content: runs of text in tags, each at its own place. */
static void
page_put(struct sb_buf *out, unsigned seed, size_t runs)
{
    for (size_t i = 0; i < runs; i++) {
        seed = seed * 1103515245U + 12345U;
        sb_buf_print(out, "/TD<</MCID %zu>>BDC\nBT /F1 9 Tf 1 0 0 1 %u.%u %u Tm (%u)Tj ET EMC\n", i,
                     seed >> 24, seed % 1000, seed >> 22, seed >> 16);
    }
}

/* What stood in the state before has no say: neither what it held nor in which process. */
static void
test_a_used_state_is_a_new_one(void **state)
{
    struct sb_deflate *used = NULL, *fresh;
    struct sb_buf page = {0}, first = {0}, again = {0};

    (void)state;
    assert_int_equal(sb_deflate_new(&used, SB_DEFLATE_FAST, NULL), SB_OK);
    for (unsigned i = 0; i < 50; i++) {
        sb_buf_reset(&page);
        sb_buf_reset(&first);
        sb_buf_reset(&again);
        page_put(&page, i, (size_t)i * 40);
        assert_int_equal(sb_deflate_new(&fresh, SB_DEFLATE_FAST, NULL), SB_OK);
        assert_int_equal(sb_deflate_run(fresh, &first, page.at, page.len, NULL), SB_OK);
        assert_int_equal(sb_deflate_run(used, &again, page.at, page.len, NULL), SB_OK);
        assert_int_equal(first.len, again.len);
        assert_memory_equal(first.at, again.at, first.len);
        sb_deflate_free(fresh);
    }
    sb_deflate_free(used);
    sb_buf_free(&page);
    sb_buf_free(&first);
    sb_buf_free(&again);
}

/* In the place of the library: one that thinks that a match is not worth taking now and then. */
size_t __real_libdeflate_zlib_compress(struct libdeflate_compressor *c, const void *in,
                                       size_t length, void *out, size_t room);
size_t __wrap_libdeflate_zlib_compress(struct libdeflate_compressor *c, const void *in,
                                       size_t length, void *out, size_t room);
static size_t other_from, other_to;

size_t
__wrap_libdeflate_zlib_compress(struct libdeflate_compressor *c, const void *in, size_t length,
                                void *out, size_t room)
{
    size_t made;

    if (length < other_from || length >= other_to)
        return __real_libdeflate_zlib_compress(c, in, length, out, room);
    c = libdeflate_alloc_compressor(6);
    assert_non_null(c);
    made = __real_libdeflate_zlib_compress(c, in, length, out, room);
    libdeflate_free_compressor(c);
    return made;
}

/* It is the same each time, and another for a library that makes others of any kind of stream. */
static void
test_the_name_tells_of_the_library(void **state)
{
    static const size_t kinds[][2] = {{0, 100}, {100, 1000}, {1000, SIZE_MAX}};
    char own[2][SB_DEFLATE_NAME], name[SB_DEFLATE_NAME];

    (void)state;
    for (int small = 0; small < 2; small++) {
        assert_int_equal(sb_deflate_name(own[small], small != 0, NULL), SB_OK);
        assert_int_equal(strncmp(own[small], "libdeflate ", 11), 0);
        assert_int_equal(strlen(own[small]), 27);
        assert_int_equal(sb_deflate_name(name, small != 0, NULL), SB_OK);
        assert_string_equal(name, own[small]);
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            other_from = kinds[i][0];
            other_to = kinds[i][1];
            assert_int_equal(sb_deflate_name(name, small != 0, NULL), SB_OK);
            assert_string_not_equal(name, own[small]);
        }
        other_to = 0;
    }
    assert_string_not_equal(own[0], own[1]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trips),
        cmocka_unit_test(test_same_bytes_every_time),
        cmocka_unit_test(test_a_used_state_is_a_new_one),
        cmocka_unit_test(test_the_name_tells_of_the_library),
        cmocka_unit_test(test_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
