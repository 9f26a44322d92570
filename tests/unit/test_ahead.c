/* A document through a pipe: whole at the other end, its large pieces told once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/month.h"

#include <stdlib.h>
#include <string.h>

#define FONT 20000
#define PAGES 100

static char fonts[3][FONT], page[6000];

/* A document of count fonts, a page of its own around each. */
static struct sb_pieces
document(struct sb_bytes list[2 * SB_PARTS + 3], size_t count, int number)
{
    size_t n = 0;

    memset(page, 'a' + number % 26, sizeof page);
    page[number] = '!';
    for (size_t i = 0; i < count; i++) {
        list[n++] = (struct sb_bytes){page, 1 + (size_t)(number % 7) + i};
        list[n++] = (struct sb_bytes){fonts[i % 3], FONT - i};
    }
    list[n++] = (struct sb_bytes){page, sizeof page};
    return (struct sb_pieces){list, n};
}

static void
assert_alike(struct sb_pieces a, struct sb_pieces b)
{
    assert_int_equal(a.count, b.count);
    for (size_t i = 0; i < a.count; i++) {
        assert_int_equal(a.at[i].len, b.at[i].len);
        assert_memory_equal(a.at[i].at, b.at[i].at, a.at[i].len);
    }
}

/* Documents of fonts through both ends; the bytes of the last one's telling. */
static size_t
through(size_t count)
{
    struct sb_bytes list[2 * SB_PARTS + 3];
    struct sb_parts told = {.count = 0}, met = {.count = 0};
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_buf answer = {0};
    size_t length = 0;

    assert_non_null(arena);
    for (int i = 0; i < PAGES; i++) {
        struct sb_ahead ahead = {.pages = (unsigned)i, .record_sha256 = "0f"}, read;

        ahead.document = document(list, count, i);
        sb_buf_reset(&answer);
        sb_arena_reset(arena);
        assert_int_equal(sb_ahead_write(&answer, &ahead, &told, NULL), SB_OK);
        assert_int_equal(
            sb_ahead_read(&read, (struct sb_bytes){answer.at, answer.len}, &met, arena, NULL),
            SB_OK);
        assert_int_equal(read.pages, i);
        assert_string_equal(read.record_sha256, ahead.record_sha256);
        assert_alike(read.document, ahead.document);
        length = answer.len;
    }
    sb_parts_free(&told);
    sb_parts_free(&met);
    sb_arena_free(arena);
    sb_buf_free(&answer);
    return length;
}

static void
whole(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        memset(fonts[i], '0' + i, FONT);
    assert_true(through(3) < FONT);
    assert_true(through(SB_PARTS) < FONT);
    /* more than is remembered: all of it each time */
    assert_true(through(SB_PARTS + 1) > SB_PARTS * (FONT - SB_PARTS));
}

/* An answer that is cut short anywhere is a defect, told, not read beyond. */
static void
cut(void **state)
{
    struct sb_bytes list[2 * SB_PARTS + 3];
    struct sb_parts told = {.count = 0};
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_ahead ahead = {.pages = 1}, read;
    struct sb_buf answer = {0};

    (void)state;
    assert_non_null(arena);
    ahead.document = document(list, 1, 3);
    assert_int_equal(sb_ahead_write(&answer, &ahead, &told, NULL), SB_OK);
    for (size_t length = 0; length < answer.len; length += length < 400 ? 1 : 97) {
        struct sb_parts met = {.count = 0};
        char *copy = malloc(length + 1);

        assert_non_null(copy);
        memcpy(copy, answer.at, length);
        assert_int_equal(sb_ahead_read(&read, (struct sb_bytes){copy, length}, &met, arena, NULL),
                         SB_E_DEFECT);
        sb_parts_free(&met);
        free(copy);
    }
    sb_parts_free(&told);
    sb_arena_free(arena);
    sb_buf_free(&answer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole), cmocka_unit_test(cut)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
