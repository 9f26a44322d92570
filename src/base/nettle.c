/*
 * nettle.c - the door of nettle: SHA-2 (FIPS 180-4) and AES in CBC mode (FIPS 197, SP 800-38A).
 *
 * libsodium has SHA-256 in portable C, which takes half the time of issuing a superbill; nettle
 * uses the processor's own instructions where it has some.  AES is there for the keys of our
 * encrypted copies, and to read them again: libqpdf, which writes them, is not asked what it wrote.
 */
#include "base/base.h"

#include <nettle/aes.h>
#include <nettle/cbc.h>
#include <nettle/sha2.h>
#include <string.h>

_Static_assert(sizeof(struct sb_sha256_state) >= sizeof(struct sha256_ctx),
               "the state of nettle fits into ours");

static struct sha256_ctx *
context_of(struct sb_sha256_state *state)
{
    return (struct sha256_ctx *)(void *)state->at;
}

void
sb_sha256(uint8_t hash[32], const void *bytes, size_t length)
{
    struct sb_sha256_state state;

    sb_sha256_start(&state);
    sb_sha256_add(&state, bytes, length);
    sb_sha256_end(&state, hash);
}

void
sb_sha256_start(struct sb_sha256_state *state)
{
    sha256_init(context_of(state));
}

void
sb_sha256_add(struct sb_sha256_state *state, const void *bytes, size_t length)
{
    if (length > 0)
        sha256_update(context_of(state), length, bytes);
}

void
sb_sha256_end(struct sb_sha256_state *state, uint8_t hash[32])
{
    sha256_digest(context_of(state), 32, hash);
}

size_t
sb_sha2(uint8_t hash[64], enum sb_sha2 which, const void *bytes, size_t length)
{
    union {
        struct sha256_ctx of256;
        struct sha512_ctx of512; /* SHA-384 is this one, begun and ended otherwise */
    } state;

    switch (which) {
    case SB_SHA256:
        sha256_init(&state.of256);
        sha256_update(&state.of256, length, bytes);
        sha256_digest(&state.of256, 32, hash);
        return 32;
    case SB_SHA384:
        sha384_init(&state.of512);
        sha384_update(&state.of512, length, bytes);
        sha384_digest(&state.of512, 48, hash);
        return 48;
    case SB_SHA512:
        break;
    }
    sha512_init(&state.of512);
    sha512_update(&state.of512, length, bytes);
    sha512_digest(&state.of512, 64, hash);
    return 64;
}

void
sb_aes128_encrypt(uint8_t *bytes, size_t length, const uint8_t key[16], const uint8_t start[16])
{
    struct aes128_ctx aes;
    uint8_t chain[16];

    memcpy(chain, start, sizeof chain);
    aes128_set_encrypt_key(&aes, key);
    cbc_aes128_encrypt(&aes, chain, length, bytes, bytes);
    sb_wipe(&aes, sizeof aes);
}

void
sb_aes256_encrypt(uint8_t *out, const uint8_t *bytes, size_t length, const uint8_t key[32],
                  const uint8_t start[16])
{
    struct aes256_ctx aes;
    uint8_t chain[16];

    memcpy(chain, start, sizeof chain);
    aes256_set_encrypt_key(&aes, key);
    cbc_encrypt(&aes, (nettle_cipher_func *)aes256_encrypt, sizeof chain, chain, length, out,
                bytes);
    sb_wipe(&aes, sizeof aes);
}

void
sb_aes256_decrypt(uint8_t *out, const uint8_t *bytes, size_t length, const uint8_t key[32],
                  const uint8_t start[16])
{
    struct aes256_ctx aes;
    uint8_t chain[16];

    memcpy(chain, start, sizeof chain);
    aes256_set_decrypt_key(&aes, key);
    cbc_decrypt(&aes, (nettle_cipher_func *)aes256_decrypt, sizeof chain, chain, length, out,
                bytes);
    sb_wipe(&aes, sizeof aes);
}
