/* test_inflate.c - streams of either library are read again, within bounds; what is none is told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <cmocka.h>

#include "base/base.h"

#define LENGTH ((size_t)200000) /* more than is inflated at once */

static void
text_fill(unsigned char *text)
{
    unsigned seed = 7;

    for (size_t i = 0; i < LENGTH; i++) {
        seed = seed * 1103515245U + 12345U;
        text[i] = (unsigned char)(seed >> 30);
    }
}

static void
test_streams_of_both_libraries(void **state)
{
    unsigned char *text = malloc(LENGTH), *theirs = malloc(LENGTH);
    uLongf length = LENGTH;
    struct sb_deflate *deflate;
    struct sb_buf ours = {0}, back = {0};

    (void)state;
    assert_non_null(text);
    assert_non_null(theirs);
    text_fill(text);
    assert_int_equal(compress(theirs, &length, text, LENGTH), Z_OK);
    assert_int_equal(sb_inflate(&back, theirs, length, LENGTH, NULL), SB_OK);
    assert_int_equal(back.len, LENGTH);
    assert_memory_equal(back.at, text, LENGTH);
    sb_buf_reset(&back);
    assert_int_equal(sb_deflate_new(&deflate, SB_DEFLATE_FAST, NULL), SB_OK);
    assert_int_equal(sb_deflate_run(deflate, &ours, text, LENGTH, NULL), SB_OK);
    assert_int_equal(sb_inflate(&back, ours.at, ours.len, LENGTH, NULL), SB_OK);
    assert_int_equal(back.len, LENGTH);
    assert_memory_equal(back.at, text, LENGTH);
    sb_buf_reset(&back);
    assert_int_equal(sb_inflate(&back, ours.at, ours.len - 1, LENGTH, NULL), SB_E_SYNTAX);
    sb_buf_reset(&back);
    assert_int_equal(sb_inflate(&back, ours.at, ours.len, LENGTH / 2, NULL), SB_E_SYNTAX);
    sb_buf_reset(&back);
    ours.at[ours.len / 2] ^= 1;
    assert_int_equal(sb_inflate(&back, ours.at, ours.len, LENGTH, NULL), SB_E_SYNTAX);
    sb_deflate_free(deflate);
    sb_buf_free(&ours);
    sb_buf_free(&back);
    free(text);
    free(theirs);
}

static void
test_what_is_no_stream(void **state)
{
    struct sb_buf back = {0}, small = {.cap = 4};

    (void)state;
    assert_int_equal(sb_inflate(&back, "plain text", 10, LENGTH, NULL), SB_E_SYNTAX);
    assert_int_equal(sb_inflate(&back, "", 0, LENGTH, NULL), SB_E_SYNTAX);
    assert_int_equal(sb_inflate(&small, "x\x9c\x03\0\0\0\0\1", 8, LENGTH, NULL), SB_E_NOMEM);
    sb_buf_free(&back);
    sb_buf_free(&small);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_streams_of_both_libraries),
        cmocka_unit_test(test_what_is_no_stream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
