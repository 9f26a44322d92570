/* crypto.c - the door of libsodium. */
#include "base/base.h"

#include <sodium.h>

sb_status
sb_crypto_start(struct sb_error *err)
{
    if (sodium_init() < 0)
        return sb_error_set(err, SB_E_DEFECT, "the system gives no random bytes");
    return SB_OK;
}

void
sb_sha256(uint8_t hash[32], const void *bytes, size_t length)
{
    static const unsigned char none[1];

    /* answers 0 always: the call has no failure */
    (void)crypto_hash_sha256(hash, length > 0 ? bytes : none, length);
}

void
sb_digest(uint8_t hash[32], const void *bytes, size_t length)
{
    static const unsigned char none[1];

    (void)crypto_generichash(hash, 32, length > 0 ? bytes : none, length, NULL, 0);
}

_Static_assert(sizeof(struct sb_sha256_state) >= sizeof(crypto_hash_sha256_state),
               "the state of libsodium fits into ours");

void
sb_sha256_start(struct sb_sha256_state *state)
{
    (void)crypto_hash_sha256_init((crypto_hash_sha256_state *)(void *)state);
}

void
sb_sha256_add(struct sb_sha256_state *state, const void *bytes, size_t length)
{
    if (length > 0)
        (void)crypto_hash_sha256_update((crypto_hash_sha256_state *)(void *)state, bytes, length);
}

void
sb_sha256_end(struct sb_sha256_state *state, uint8_t hash[32])
{
    (void)crypto_hash_sha256_final((crypto_hash_sha256_state *)(void *)state, hash);
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
