/* test_copy.c - a processor or a library that derives keys wrongly: no copy comes out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "out_help.h"

#include "out/pdf/pdf.h"

static bool wrong;

void __real_sb_aes128_encrypt(uint8_t *bytes, size_t length, const uint8_t key[16],
                              const uint8_t start[16]);
void __wrap_sb_aes128_encrypt(uint8_t *bytes, size_t length, const uint8_t key[16],
                              const uint8_t start[16]);

/* A bit of what the key is derived by. */
void
__wrap_sb_aes128_encrypt(uint8_t *bytes, size_t length, const uint8_t key[16],
                         const uint8_t start[16])
{
    __real_sb_aes128_encrypt(bytes, length, key, start);
    bytes[20] ^= wrong;
}

static sb_status
copied(struct sb_buf *out, struct sb_error *err)
{
    struct sb_buf pdf = drawn_document(NULL);
    struct sb_worker *worker;
    sb_status st;

    assert_int_equal(sb_pdf_locker(&worker, err), SB_OK);
    assert_int_equal(
        sb_pdf_lock(worker, (struct sb_bytes){pdf.at, pdf.len}, "blue-heron-42", true, err), SB_OK);
    st = sb_worker_take(out, worker, err);
    sb_worker_free(worker);
    sb_buf_free(&pdf);
    return st;
}

static void
test_a_wrong_derivation(void **state)
{
    struct sb_error err = {0};
    struct sb_buf copy = {0};

    (void)state;
    wrong = true; /* in its process, too: it is forked from this one */
    assert_int_equal(copied(&copy, &err), SB_E_SYNTAX);
    assert_non_null(strstr(err.text, "not encrypted as it should be"));
    assert_int_equal(copy.len, 0);
    wrong = false;
    assert_int_equal(copied(&copy, &err), SB_OK);
    assert_true(copy.len > 0);
    sb_buf_free(&copy);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_wrong_derivation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
