/* crypto.h - hashes, signatures, random bytes; a part of base.h, which includes it. */
#ifndef BASE_CRYPTO_H
#define BASE_CRYPTO_H

#include "superbill/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sb_buf;

/* crypto.c: the door of libsodium */

SB_MUST sb_status sb_crypto_start(struct sb_error *err); /* before any other; may be repeated */
/** BLAKE2b, 32 bytes: several times as fast, for keys that never leave their file. */
void sb_digest(uint8_t hash[32], const void *bytes, size_t length);
void sb_hex(char *out, const uint8_t *bytes, size_t length); /* 2 * length + 1 bytes of room */
/** Exactly length bytes from their hex; false for anything else. */
SB_MUST bool sb_hex_read(uint8_t *bytes, size_t length, const char *hex);
/** Base64 with padding, appended. */
void sb_base64(struct sb_buf *out, const void *bytes, size_t length);
/** Exactly length bytes from base64, line ends passed over; false for anything else. */
SB_MUST bool sb_base64_read(void *bytes, size_t length, const char *text, size_t text_length);
/* Ed25519 (RFC 8032): the same seed and bytes make the same signature. */
#define SB_KEY_SEED 32
#define SB_KEY_PUBLIC 32
#define SB_SIGNATURE 64
void sb_key_public(uint8_t key[SB_KEY_PUBLIC], const uint8_t seed[SB_KEY_SEED]);
/** key gets the public half: it comes of signing anyway, and costs as much again by itself. */
void sb_sign(uint8_t signature[SB_SIGNATURE], uint8_t key[SB_KEY_PUBLIC], const void *bytes,
             size_t length, const uint8_t seed[SB_KEY_SEED]);
SB_MUST bool sb_signed_by(const uint8_t signature[SB_SIGNATURE], const void *bytes, size_t length,
                          const uint8_t key[SB_KEY_PUBLIC]);
void sb_random(void *bytes, size_t length);
/** Overwrite a secret for good. */
void sb_wipe(void *bytes, size_t length);

#endif
