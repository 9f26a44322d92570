/* A document through a pipe, or through a den: whole at the other end, and never read beyond. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/month.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FONT 20000

static unsigned char font[FONT], page[6000];
static const struct sb_bytes pieces[] = {{page, 2}, {font, FONT}, {page, 0}, {page, sizeof page}};
static const struct sb_ahead drawn = {.pages = 3,
                                      .record_sha256 = "0f",
                                      .number = {.text = "SB-7", .file = "SB-7.pdf"},
                                      .document = {pieces, 4}};

static void
assert_drawn(const struct sb_ahead *read)
{
    assert_int_equal(read->pages, 3);
    assert_string_equal(read->record_sha256, "0f");
    assert_int_equal(read->document.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(read->document.at[i].len, pieces[i].len);
        assert_memory_equal(read->document.at[i].at, pieces[i].at, pieces[i].len);
    }
}

static int
fill(void **state)
{
    (void)state;
    for (size_t i = 0; i < FONT; i++)
        font[i] = (unsigned char)(i * i % 251);
    memset(page, 'p', sizeof page);
    return 0;
}

static void
through_the_pipe(void **state)
{
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_buf answer = {0};
    struct sb_ahead_source from = {.den = NULL};
    struct sb_ahead read;

    (void)state;
    assert_non_null(arena);
    assert_int_equal(sb_ahead_write(&answer, &drawn, NULL), SB_OK);
    from.answer = (struct sb_bytes){answer.at, answer.len};
    assert_int_equal(sb_ahead_read(&read, &from, arena, NULL), SB_OK);
    assert_drawn(&read);
    /* an answer that is cut short anywhere is a defect, told */
    for (size_t length = 0; length < answer.len; length += length < 400 ? 1 : 97) {
        char *copy = malloc(length + 1);

        assert_non_null(copy);
        memcpy(copy, answer.at, length);
        from.answer = (struct sb_bytes){copy, length};
        assert_int_equal(sb_ahead_read(&read, &from, arena, NULL), SB_E_DEFECT);
        free(copy);
    }
    sb_arena_free(arena);
    sb_buf_free(&answer);
}

static void
through_a_den(void **state)
{
    char folder[] = "/tmp/sb-ahead-XXXXXX", path[200];
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_buf answer = {0}, room = {0};
    struct sb_ahead_source from = {.room = &room};
    struct sb_ahead staged = drawn, read;
    struct sb_error err = {0};
    struct sb_den *den;

    (void)state;
    assert_non_null(arena);
    assert_non_null(mkdtemp(folder));
    assert_int_equal(sb_den_new(&den, folder, (struct sb_owner){0}, NULL), SB_OK);
    staged.den = from.den = den;
    assert_int_equal(sb_outfile_leave(den, "SB-7.pdf", drawn.document, (struct sb_owner){0}, NULL),
                     SB_OK);
    assert_int_equal(sb_ahead_write(&answer, &staged, NULL), SB_OK);
    assert_true(answer.len < 1000);
    from.answer = (struct sb_bytes){answer.at, answer.len};
    assert_int_equal(sb_ahead_read(&read, &from, arena, NULL), SB_OK);
    assert_drawn(&read);
    assert_ptr_equal(read.den, den);
    /* a file that is not the one that was left, or none */
    (void)snprintf(path, sizeof path, "%s/SB-7.pdf", sb_den_path(den));
    assert_int_equal(truncate(path, FONT), 0);
    assert_int_equal(sb_ahead_read(&read, &from, arena, NULL), SB_E_DEFECT);
    assert_int_equal(truncate(path, 2 * FONT), 0);
    assert_int_equal(sb_ahead_read(&read, &from, arena, NULL), SB_E_DEFECT);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(sb_ahead_read(&read, &from, arena, &err), SB_E_WRITE);
    assert_string_equal(err.source, folder);
    sb_den_free(den);
    assert_int_equal(rmdir(folder), 0);
    sb_arena_free(arena);
    sb_buf_free(&answer);
    sb_buf_free(&room);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(through_the_pipe),
                                       cmocka_unit_test(through_a_den)};

    return cmocka_run_group_tests(tests, fill, NULL);
}
