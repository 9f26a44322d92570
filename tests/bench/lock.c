/*
 * lock.c - what an encrypted copy costs, against what the standard asks for.
 *
 * ISO 32000-2, 7.6.4.3.4 (algorithm 2.B): at least 64 rounds of AES-128-CBC over 64 repetitions
 * and a hash of what comes out.  A file with two passwords needs four of them: a hash that
 * proves and one that opens, for each.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if __has_include(<gnutls/crypto.h>)
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#define WITH_GNUTLS 1
#endif

#include "bench.h"
#include "out/out.h"

#define PASSWORD "correct horse battery"

/* Make a copy of the document so often, by one process or by so many. */
int
bench_lock(int argc, char **argv)
{
    long count = argc == 2 || argc == 3 ? strtol(argv[1], NULL, 10) : 0;
    long jobs = argc == 3 ? strtol(argv[2], NULL, 10) : 1, left = count;
    struct sb_error err = {0};
    struct sb_locker *locker = NULL;
    struct sb_buf copy = {0};
    size_t length = 0;
    sb_status st = SB_OK;
    double begun;
    char *bytes;

    if (count < 1 || jobs < 1 || jobs > SB_LOCKER_MOST ||
        (bytes = bench_file(argv[0], &length)) == NULL)
        return 2;
    st = sb_locker_new(&locker, (unsigned)jobs, &err);
    begun = bench_clock();
    for (long i = 0; (i < count || left > 0) && st == SB_OK; i++) {
        if (i >= count || sb_locker_full(locker)) {
            sb_buf_reset(&copy);
            st = sb_locker_end(&copy, locker, &err);
            left--;
        }
        if (i < count && st == SB_OK)
            st = sb_locker_begin(locker, (struct sb_bytes){bytes, length}, PASSWORD, &err);
    }
    if (st == SB_OK)
        printf("ms %.4f bytes %zu\n", (bench_clock() - begun) * 1e3 / (double)count, copy.len);
    else
        fprintf(stderr, "%s: %s\n", argv[0], err.text);
    sb_locker_free(locker);
    sb_buf_free(&copy);
    bench_file_free(bytes);
    return st == SB_OK ? 0 : 1;
}

#ifdef WITH_GNUTLS
/* One evaluation of algorithm 2.B; extra is the 48 bytes that an owner's password adds. */
static bool
derive(uint8_t out[32], const char *password, const uint8_t salt[8], const uint8_t *extra)
{
    static const gnutls_digest_algorithm_t hashes[] = {GNUTLS_DIG_SHA256, GNUTLS_DIG_SHA384,
                                                       GNUTLS_DIG_SHA512};
    uint8_t k[64], block[64 * (64 + 64 + 48)];
    size_t words = strlen(password), more = extra != NULL ? 48 : 0, key = 32;

    memcpy(block, password, words);
    memcpy(block + words, salt, 8);
    if (more > 0)
        memcpy(block + words + 8, extra, more);
    if (gnutls_hash_fast(GNUTLS_DIG_SHA256, block, words + 8 + more, k) < 0)
        return false;
    for (unsigned round = 0;; round++) {
        size_t one = words + key + more;
        gnutls_datum_t secret = {k, 16}, start = {k + 16, 16};
        gnutls_cipher_hd_t cipher;
        unsigned sum = 0;

        memcpy(block, password, words);
        memcpy(block + words, k, key);
        if (more > 0)
            memcpy(block + words + key, extra, more);
        for (size_t i = 1; i < 64; i++)
            memcpy(block + i * one, block, one);
        if (gnutls_cipher_init(&cipher, GNUTLS_CIPHER_AES_128_CBC, &secret, &start) < 0)
            return false;
        if (gnutls_cipher_encrypt(cipher, block, 64 * one) < 0)
            return false;
        gnutls_cipher_deinit(cipher);
        for (size_t i = 0; i < 16; i++)
            sum += block[i]; /* 256 is 1 modulo 3 */
        if (gnutls_hash_fast(hashes[sum % 3], block, 64 * one, k) < 0)
            return false;
        key = 32 + 16 * (sum % 3);
        if (round >= 63 && block[64 * one - 1] <= round - 31)
            break;
    }
    memcpy(out, k, 32);
    return true;
}

/* Four evaluations, so often. */
int
bench_derive(int argc, char **argv)
{
    long count = argc == 1 ? strtol(argv[0], NULL, 10) : 0;
    uint8_t out[32], user[48] = {0}, salt[8] = {0};
    double begun = bench_clock();
    bool done = count > 0;

    for (long i = 0; i < count && done; i++)
        for (uint8_t each = 0; each < 4 && done; each++) {
            memcpy(salt, &i, sizeof salt < sizeof i ? sizeof salt : sizeof i);
            salt[7] = each;
            done = derive(out, PASSWORD, salt, each < 2 ? NULL : user);
            memcpy(user, out, sizeof out);
        }
    if (done)
        printf("ms %.4f\n", (bench_clock() - begun) * 1e3 / (double)count);
    return done ? 0 : 1;
}
#else
int
bench_derive(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    fputs("gnutls/crypto.h is absent\n", stderr);
    return 3;
}
#endif
