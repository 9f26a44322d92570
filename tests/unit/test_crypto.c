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

/* However the bytes come, by whatever instructions: the same hash, that of single bytes. */
static void
test_sha256_in_pieces(void **state)
{
    static const size_t lengths[] = {1023, 1024, 1025, 4096, 5000, 65536 + 63};
    static const size_t firsts[] = {0, 1, 63, 64, 65, 1000};
    static unsigned char bytes[65536 + 64];
    struct sb_sha256_state pieces;
    uint8_t expected[32], hash[32];

    (void)state;
    assert_int_equal(sb_crypto_start(NULL), SB_OK);
    sb_random(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        sb_sha256_start(&pieces);
        for (size_t k = 0; k < lengths[i]; k++)
            sb_sha256_add(&pieces, bytes + k, 1);
        sb_sha256_end(&pieces, expected);
        sb_sha256(hash, bytes, lengths[i]);
        assert_memory_equal(hash, expected, sizeof hash);
        for (size_t k = 0; k < sizeof firsts / sizeof *firsts; k++) {
            sb_sha256_start(&pieces);
            sb_sha256_add(&pieces, bytes, firsts[k]);
            sb_sha256_add(&pieces, bytes + firsts[k], lengths[i] - firsts[k]);
            sb_sha256_end(&pieces, hash);
            assert_memory_equal(hash, expected, sizeof hash);
        }
    }
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

/* RFC 8032, 7.1, test 3; base64 and hex read back exactly, and nothing else. */
static void
test_signatures(void **state)
{
    static const char seed_hex[] =
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7";
    static const char key_hex[] =
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025";
    static const char value_hex[] =
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";
    uint8_t seed[SB_KEY_SEED], key[SB_KEY_PUBLIC], value[SB_SIGNATURE];
    char text[2 * SB_SIGNATURE + 1];

    (void)state;
    assert_int_equal(sb_crypto_start(NULL), SB_OK);
    assert_true(sb_hex_read(seed, sizeof seed, seed_hex));
    assert_false(sb_hex_read(seed, sizeof seed - 1, seed_hex));
    assert_false(sb_hex_read(seed, 2, "zz00"));
    assert_false(sb_hex_read(seed, 2, "00"));
    assert_true(sb_hex_read(seed, sizeof seed, seed_hex));
    sb_key_public(key, seed);
    sb_hex(text, key, sizeof key);
    assert_string_equal(text, key_hex);
    memset(key, 0, sizeof key);
    sb_sign(value, key, "\xaf\x82", 2, seed);
    sb_hex(text, key, sizeof key);
    assert_string_equal(text, key_hex);
    sb_hex(text, value, sizeof value);
    assert_string_equal(text, value_hex);
    assert_true(sb_signed_by(value, "\xaf\x82", 2, key));
    assert_false(sb_signed_by(value, "\xaf\x83", 2, key));
    value[0] ^= 1;
    assert_false(sb_signed_by(value, "\xaf\x82", 2, key));
}

static void
test_base64_back(void **state)
{
    static const struct {
        const char *text;
        bool good;
    } rows[] = {{"AAEC", true},  {"AA\nEC\r\n", true}, {"AAEC=", false}, {"AAECAA==", false},
                {"AAE=", false}, {"AA!C", false},      {"", false}};
    uint8_t bytes[3];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool good = sb_base64_read(bytes, sizeof bytes, rows[i].text, strlen(rows[i].text));

        if (good != rows[i].good)
            fail_msg("%s", rows[i].text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha256),          cmocka_unit_test(test_sha256_in_pieces),
        cmocka_unit_test(test_random_and_wipe), cmocka_unit_test(test_signatures),
        cmocka_unit_test(test_base64_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
