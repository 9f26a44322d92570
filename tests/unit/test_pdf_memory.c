/* Drawing while memory ends: every n-th allocation fails once, and none of them goes unseen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "out_help.h"

static long countdown = -1; /* allocations that still succeed; -1: all */

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *at, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *at, size_t size);

static bool
fails(void)
{
    if (countdown < 0)
        return false;
    return countdown-- == 0;
}

void *
__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __real_calloc(n, size);
}

void *
__wrap_realloc(void *at, size_t size)
{
    return fails() ? NULL : __real_realloc(at, size);
}

static sb_status
draw_once(const struct sb_bill *bill, struct sb_template *page, size_t *length)
{
    struct sb_drawing *drawing = NULL;
    struct sb_error err = {0};
    struct sb_pieces pieces = {0};
    sb_status st = sb_drawing_new(&drawing, page, NULL, NULL, &err);

    if (st == SB_OK)
        st = sb_document_draw(&pieces, drawing, bill, (struct sb_bytes){"{}", 2}, &err);
    *length = 0;
    for (size_t i = 0; i < pieces.count; i++)
        *length += pieces.at[i].len;
    sb_drawing_free(drawing);
    return st;
}

static void
test_each_failing_allocation_is_an_error(void **state)
{
    struct easel e = easel_open();
    struct sb_bill *bill = sample_bill(e.arena, &(struct sample){.lines = 20, .visits = 5});
    size_t whole, length, failures = 0;

    (void)state;
    assert_int_equal(draw_once(bill, e.page, &whole), SB_OK);
    for (long n = 0;; n++) {
        sb_status st;

        countdown = n;
        st = draw_once(bill, e.page, &length);
        if (countdown >= 0) {
            countdown = -1;
            assert_int_equal(st, SB_OK);
            assert_int_equal(length, whole);
            break;
        }
        if (st == SB_OK && length != whole)
            fail_msg("allocation %ld failed unseen: %zu bytes of %zu", n, length, whole);
        if (st != SB_OK) {
            failures++;
            assert_int_equal(st, SB_E_NOMEM);
            assert_int_equal(length, 0);
        }
    }
    assert_true(failures > 20);
    easel_close(&e);
}

static void
test_a_template_read_while_memory_ends(void **state)
{
    struct sb_template *page = NULL;
    long n = 0;
    sb_status st;

    (void)state;
    do {
        struct sb_error err = {0};

        countdown = n++;
        st = sb_template_open(&page, "standard", NULL, 0, NULL, &err);
        if (st != SB_OK) {
            assert_null(page);
            assert_int_equal(st, SB_E_NOMEM);
        }
    } while (st != SB_OK);
    countdown = -1;
    assert_true(n > 4);
    sb_template_free(page);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_failing_allocation_is_an_error),
        cmocka_unit_test(test_a_template_read_while_memory_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
