/*
 * sha256.c - the door of nettle: SHA-256 (FIPS 180-4).
 *
 * libsodium has the same hash in portable C, which takes half the time of issuing a superbill;
 * nettle uses the processor's own instructions where it has some.
 */
#include "base/base.h"

#include <nettle/sha2.h>

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
