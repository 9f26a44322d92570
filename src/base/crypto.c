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

void
sb_digest(uint8_t hash[32], const void *bytes, size_t length)
{
    static const unsigned char none[1];

    (void)crypto_generichash(hash, 32, length > 0 ? bytes : none, length, NULL, 0);
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
        const char *at = hex[i] != '\0' ? strchr(digits, sb_ascii_lower(hex[i])) : NULL;

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
sb_sign(uint8_t signature[SB_SIGNATURE], uint8_t key[SB_KEY_PUBLIC], const void *bytes,
        size_t length, const uint8_t seed[SB_KEY_SEED])
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES];

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
