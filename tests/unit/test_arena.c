/* The arena: zeroed pieces, a cap that holds, reset that keeps memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/base.h"

static void
test_pieces_are_apart_zeroed_and_aligned(void **state)
{
    struct sb_arena *arena = sb_arena_new(0);
    unsigned char *pieces[500];

    (void)state;
    assert_non_null(arena);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < 500; i++) {
            size_t size = 1 + i * 7 % 300;

            pieces[i] = sb_arena_take(arena, size);
            assert_non_null(pieces[i]);
            assert_int_equal((uintptr_t)pieces[i] % sizeof(max_align_t) % 16, 0);
            for (size_t j = 0; j < size; j++)
                assert_int_equal(pieces[i][j], 0);
            memset(pieces[i], (int)(i % 251) + 1, size);
        }
        for (size_t i = 0; i < 500; i++)
            for (size_t j = 0; j < 1 + i * 7 % 300; j++)
                assert_int_equal(pieces[i][j], i % 251 + 1);
        sb_arena_reset(arena);
        assert_int_equal(sb_arena_used(arena), 0);
    }
    sb_arena_free(arena);
    sb_arena_free(NULL);
}

static void
test_cap(void **state)
{
    struct sb_arena *arena = sb_arena_new(1000);

    (void)state;
    assert_non_null(sb_arena_take(arena, 600));
    assert_null(sb_arena_take(arena, 401));
    assert_non_null(sb_arena_take(arena, 400));
    assert_null(sb_arena_take(arena, 1));
    assert_int_equal(sb_arena_used(arena), 1000);
    sb_arena_reset(arena);
    assert_non_null(sb_arena_take(arena, 1000));
    sb_arena_free(arena);
}

static void
test_overflow_is_no_memory(void **state)
{
    struct sb_arena *arena = sb_arena_new(0);

    (void)state;
    assert_null(sb_arena_array(arena, SIZE_MAX / 2, 3));
    assert_null(sb_arena_take(arena, SIZE_MAX));
    assert_null(sb_arena_take(arena, SIZE_MAX - 40));
    assert_null(sb_arena_text(arena, "x", SIZE_MAX));
    assert_non_null(sb_arena_take(arena, 0));
    sb_arena_free(arena);
}

static void
test_large_pieces_and_reuse(void **state)
{
    struct sb_arena *arena = sb_arena_new(0);
    char *large, *again;

    (void)state;
    assert_non_null(sb_arena_take(arena, 10));
    large = sb_arena_take(arena, 3000000);
    assert_non_null(large);
    memset(large, 1, 3000000);
    assert_non_null(sb_arena_take(arena, 10));
    sb_arena_reset(arena);
    assert_non_null(sb_arena_take(arena, 10));
    again = sb_arena_take(arena, 3000000);
    assert_ptr_equal(again, large);
    assert_int_equal(again[2999999], 0);
    sb_arena_free(arena);
}

static void
test_text(void **state)
{
    struct sb_arena *arena = sb_arena_new(0);

    (void)state;
    assert_string_equal(sb_arena_text(arena, "abcdef", 3), "abc");
    assert_string_equal(sb_arena_text(arena, NULL, 0), "");
    assert_string_equal(sb_arena_print(arena, "%s-%06d", "SB", 42), "SB-000042");
    sb_arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces_are_apart_zeroed_and_aligned),
        cmocka_unit_test(test_cap),
        cmocka_unit_test(test_overflow_is_no_memory),
        cmocka_unit_test(test_large_pieces_and_reuse),
        cmocka_unit_test(test_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
