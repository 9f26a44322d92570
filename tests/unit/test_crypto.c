/* The door of libsodium: known hashes, in one piece and in several; random bytes differ. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/base.h"

static void
test_sha256(void **state)
{
    /* FIPS 180-4, examples */
    static const struct {
        const char *text, *hash;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    uint8_t hash[32];
    char text[65];

    (void)state;
    assert_int_equal(sb_crypto_start(NULL), SB_OK);
    assert_int_equal(sb_crypto_start(NULL), SB_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_sha256_state pieces;
        size_t half = strlen(rows[i].text) / 2;

        sb_sha256(hash, rows[i].text, strlen(rows[i].text));
        sb_hex(text, hash, sizeof hash);
        assert_string_equal(text, rows[i].hash);
        sb_sha256_start(&pieces);
        sb_sha256_add(&pieces, rows[i].text, half);
        sb_sha256_add(&pieces, NULL, 0);
        sb_sha256_add(&pieces, rows[i].text + half, strlen(rows[i].text) - half);
        sb_sha256_end(&pieces, hash);
        sb_hex(text, hash, sizeof hash);
        assert_string_equal(text, rows[i].hash);
    }
    sb_sha256(hash, NULL, 0);
    sb_hex(text, hash, sizeof hash);
    assert_string_equal(text, rows[0].hash);
}

static void
test_random_and_wipe(void **state)
{
    static const uint8_t zero[16];
    uint8_t a[16] = {0}, b[16] = {0};

    (void)state;
    assert_int_equal(sb_crypto_start(NULL), SB_OK);
    sb_random(a, sizeof a);
    sb_random(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    sb_wipe(a, sizeof a);
    assert_memory_equal(a, zero, sizeof a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha256),
        cmocka_unit_test(test_random_and_wipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
