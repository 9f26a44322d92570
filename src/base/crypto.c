/* crypto.c - the door of libsodium. */
#include "base/base.h"

#include <sodium.h>
#include <string.h>

sb_status
sb_crypto_start(struct sb_error *err)
{
    if (sodium_init() < 0)
        return sb_error_set(err, SB_E_DEFECT, "the system gives no random bytes");
    return SB_OK;
}

_Static_assert(sizeof((struct sb_sha256_state *)NULL)->at >= sizeof(crypto_hash_sha256_state),
               "the state of libsodium fits into ours");
#define FAST_LEAST ((size_t)1024)

static crypto_hash_sha256_state *
sodium_of(struct sb_sha256_state *state)
{
    return (crypto_hash_sha256_state *)(void *)state->at;
}

void
sb_sha256(uint8_t hash[32], const void *bytes, size_t length)
{
    struct sb_sha256_state state;

    /* its calls answer 0 always: they have no failure */
    sb_sha256_start(&state);
    sb_sha256_add(&state, bytes, length);
    sb_sha256_end(&state, hash);
}

void
sb_digest(uint8_t hash[32], const void *bytes, size_t length)
{
    static const unsigned char none[1];

    (void)crypto_generichash(hash, 32, length > 0 ? bytes : none, length, NULL, 0);
}

void
sb_sha256_start(struct sb_sha256_state *state)
{
    state->how = SB_SHA256_UNASKED;
    (void)crypto_hash_sha256_init(sodium_of(state));
}

void
sb_sha256_add(struct sb_sha256_state *state, const void *bytes, size_t length)
{
    crypto_hash_sha256_state *sodium = sodium_of(state);
    const unsigned char *at = bytes;
    size_t open = (size_t)(sodium->count >> 3 & 63), part;

    /* to ask a processor what it can do costs as much as a kilobyte */
    if (length >= FAST_LEAST && state->how == SB_SHA256_UNASKED)
        state->how = sb_sha256_fast() ? SB_SHA256_FAST : SB_SHA256_PLAIN;
    if (length >= FAST_LEAST && state->how == SB_SHA256_FAST) {
        part = open > 0 ? 64 - open : 0; /* what fills the block that is open */
        if (part > 0)
            (void)crypto_hash_sha256_update(sodium, at, part);
        at += part;
        length -= part;
        sb_sha256_blocks(sodium->state, at, length / 64);
        sodium->count += (uint64_t)(length / 64) * 512; /* bits */
        at += length / 64 * 64;
        length %= 64;
    }
    if (length > 0)
        (void)crypto_hash_sha256_update(sodium, at, length);
}

void
sb_sha256_end(struct sb_sha256_state *state, uint8_t hash[32])
{
    (void)crypto_hash_sha256_final(sodium_of(state), hash);
}

void
sb_hex(char *out, const uint8_t *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < length; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * length] = '\0';
}

bool
sb_hex_read(uint8_t *bytes, size_t length, const char *hex)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < 2 * length; i++) {
        const char *at = hex[i] != '\0' ? memchr(digits, sb_ascii_lower(hex[i]), 16) : NULL;

        if (at == NULL)
            return false;
        bytes[i / 2] = (uint8_t)(i % 2 == 0 ? (at - digits) << 4 : bytes[i / 2] | (at - digits));
    }
    return hex[2 * length] == '\0';
}

void
sb_base64(struct sb_buf *out, const void *bytes, size_t length)
{
    size_t room;
    char *at;

    if (length > SIZE_MAX / 4) {
        out->failed = true;
        return;
    }
    room = sodium_base64_ENCODED_LEN(length, sodium_base64_VARIANT_ORIGINAL);
    at = sb_buf_reserve(out, room);
    if (at == NULL)
        return;
    (void)sodium_bin2base64(at, room, bytes, length, sodium_base64_VARIANT_ORIGINAL);
    out->len += room - 1; /* its NUL stands behind */
}

void
sb_random(void *bytes, size_t length)
{
    randombytes_buf(bytes, length);
}

void
sb_wipe(void *bytes, size_t length)
{
    sodium_memzero(bytes, length);
}

bool
sb_base64_read(void *bytes, size_t length, const char *text, size_t text_length)
{
    const char *end = NULL;
    size_t got = 0;

    return sodium_base642bin(bytes, length, text, text_length, "\r\n", &got, &end,
                             sodium_base64_VARIANT_ORIGINAL) == 0 &&
           got == length && end == text + text_length;
}

_Static_assert(SB_KEY_SEED == crypto_sign_SEEDBYTES && SB_KEY_PUBLIC == crypto_sign_PUBLICKEYBYTES,
               "keys of libsodium are ours");
_Static_assert(SB_SIGNATURE == crypto_sign_BYTES, "and so are its signatures");

void
sb_key_public(uint8_t key[SB_KEY_PUBLIC], const uint8_t seed[SB_KEY_SEED])
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES];

    (void)crypto_sign_seed_keypair(key, secret, seed);
    sodium_memzero(secret, sizeof secret);
}

void
sb_sign(uint8_t signature[SB_SIGNATURE], const void *bytes, size_t length,
        const uint8_t seed[SB_KEY_SEED])
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES], key[SB_KEY_PUBLIC];

    (void)crypto_sign_seed_keypair(key, secret, seed);
    (void)crypto_sign_detached(signature, NULL, bytes, length, secret);
    sodium_memzero(secret, sizeof secret);
}

bool
sb_signed_by(const uint8_t signature[SB_SIGNATURE], const void *bytes, size_t length,
             const uint8_t key[SB_KEY_PUBLIC])
{
    return crypto_sign_verify_detached(signature, bytes, length, key) == 0;
}
