/* test_lock.c - what an encrypted copy is, and what none is made of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "out_help.h"

#define SECRET "blue-heron-42"

static struct sb_bytes
bytes_of(const struct sb_buf *buf)
{
    return (struct sb_bytes){buf->at, buf->len};
}

static void
test_copies_are_closed_and_apart(void **state)
{
    struct sb_buf pdf = drawn_document(NULL), before = {0}, one = {0}, two = {0};
    struct sb_returned returned;
    struct sb_error err = {0};
    struct sb_locker *locker;
    const char *salts;

    (void)state;
    assert_int_equal(sb_locker_new(&locker, 1, &err), SB_OK);
    sb_buf_put(&before, pdf.at, pdf.len);
    assert_int_equal(sb_document_lock(&one, locker, bytes_of(&pdf), SECRET, &err), SB_OK);
    assert_int_equal(sb_document_lock(&two, locker, bytes_of(&pdf), SECRET, &err), SB_OK);
    assert_memory_equal(pdf.at, before.at, before.len);
    /* neither salts nor keys are shared, though one process made both */
    assert_null(memmem(one.at, one.len, SECRET, strlen(SECRET)));
    assert_true(one.len > pdf.len && two.len > pdf.len);
    salts = memmem(one.at, one.len, "/U <", 4);
    assert_non_null(salts);
    assert_null(memmem(two.at, two.len, salts, 48));
    /* closed to a reader without the password, our own among them */
    assert_int_equal(sb_returned_read(&returned, bytes_of(&one), &err), SB_E_RANGE);
    sb_returned_free(&returned);
    sb_locker_free(locker);
    sb_buf_free(&pdf);
    sb_buf_free(&before);
    sb_buf_free(&one);
    sb_buf_free(&two);
}

/* Copies come back in the order of their documents; what is forgotten leaves room for others. */
static void
test_several_at_a_time(void **state)
{
    struct sb_buf pdf = drawn_document(NULL), copies[5] = {{0}}, one = {0};
    struct sb_error err = {0};
    struct sb_locker *locker;
    size_t taken = 0;

    (void)state;
    assert_int_equal(sb_locker_new(&locker, 3, &err), SB_OK);
    for (size_t i = 0; i < 5; i++) {
        if (sb_locker_full(locker)) {
            assert_int_equal(i - taken, 3);
            assert_int_equal(sb_locker_end(&copies[taken++], locker, &err), SB_OK);
        }
        /* the second cannot be made; the others can */
        assert_int_equal(sb_locker_begin(locker,
                                         i == 1 ? (struct sb_bytes){"text", 4} : bytes_of(&pdf),
                                         SECRET, &err),
                         SB_OK);
        if (taken == 1) {
            assert_int_equal(sb_locker_end(&copies[taken++], locker, &err), SB_E_DEFECT);
            assert_non_null(strstr(err.text, "no encrypted copy can be made: it is no PDF"));
        }
    }
    while (taken < 5)
        assert_int_equal(sb_locker_end(&copies[taken++], locker, &err), SB_OK);
    for (size_t i = 0; i < 5; i++)
        assert_true(i == 1 ? copies[i].len == 0 : copies[i].len > pdf.len);
    assert_int_equal(sb_locker_begin(locker, bytes_of(&pdf), SECRET, &err), SB_OK);
    sb_locker_forget(locker);
    assert_int_equal(sb_document_lock(&one, locker, bytes_of(&pdf), SECRET, &err), SB_OK);
    assert_true(one.len > pdf.len);
    sb_locker_free(locker);
    for (size_t i = 0; i < 5; i++)
        sb_buf_free(&copies[i]);
    sb_buf_free(&one);
    sb_buf_free(&pdf);
}

/* Nothing comes out where the copy cannot be what it should be. */
static void
test_no_copy_of_what_is_not_ours(void **state)
{
    struct sb_buf pdf = drawn_document(NULL), locked = {0}, out = {0};
    struct sb_error err = {0};
    struct sb_locker *locker;
    char *claim;

    (void)state;
    assert_int_equal(sb_locker_new(&locker, 1, &err), SB_OK);
    assert_int_equal(sb_document_lock(&out, locker, (struct sb_bytes){"text", 4}, SECRET, &err),
                     SB_E_DEFECT);
    assert_int_equal(
        sb_document_lock(&out, locker, (struct sb_bytes){pdf.at, pdf.len / 2}, SECRET, &err),
        SB_E_DEFECT);
    assert_int_equal(sb_document_lock(&locked, locker, bytes_of(&pdf), SECRET, &err), SB_OK);
    assert_int_equal(sb_document_lock(&out, locker, bytes_of(&locked), SECRET, &err), SB_E_DEFECT);
    /* a claim that is not found cannot be taken back */
    claim = memmem(pdf.at, pdf.len, "<pdfaid:part>", 13);
    assert_non_null(claim);
    memcpy(claim, "<pdfaid:pard>", 13);
    err = (struct sb_error){0};
    assert_int_equal(sb_document_lock(&out, locker, bytes_of(&pdf), SECRET, &err), SB_E_DEFECT);
    assert_non_null(strstr(err.text, "metadata"));
    assert_int_equal(out.len, 0);
    sb_locker_free(locker);
    sb_buf_free(&pdf);
    sb_buf_free(&locked);
    sb_buf_free(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_copies_are_closed_and_apart),
        cmocka_unit_test(test_several_at_a_time),
        cmocka_unit_test(test_no_copy_of_what_is_not_ours),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
