/*
 * sha256.c - blocks of SHA-256 (FIPS 180-4, 6.2.2) by the processor's own instructions.
 *
 * libsodium's rounds are portable C and take half the time of issuing a superbill.  Where the
 * processor has instructions for them, whole blocks go through here; starting, padding and all
 * other processors stay with libsodium.
 */
#include "base/base.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>
#include <immintrin.h>

/* Leaf 7: SHA; leaf 1: SSSE3 and SSE4.1 for shuffling words. */
bool
sb_sha256_fast(void)
{
    unsigned a, b, c, d, words;

    if (__get_cpuid(1, &a, &b, &words, &d) == 0 || __get_cpuid_count(7, 0, &a, &b, &c, &d) == 0)
        return false;
    return (b >> 29 & 1) != 0 && (words & bit_SSSE3) != 0 && (words & bit_SSE4_1) != 0;
}

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* The instructions want the words a to h as (a b e f) and (c d g h), the first one highest. */
__attribute__((target("sha,ssse3,sse4.1"))) void
sb_sha256_blocks(uint32_t state[8], const void *bytes, size_t blocks)
{
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    const __m128i *at = bytes;
    __m128i dcba = _mm_loadu_si128((const __m128i *)(const void *)state);
    __m128i hgfe = _mm_loadu_si128((const __m128i *)(const void *)(state + 4));
    __m128i badc = _mm_shuffle_epi32(dcba, 0xb1), efgh = _mm_shuffle_epi32(hgfe, 0x1b);
    __m128i abef = _mm_alignr_epi8(badc, efgh, 8), cdgh = _mm_blend_epi16(efgh, badc, 0xf0);

    for (; blocks > 0; blocks--, at += 4) {
        __m128i abef_before = abef, cdgh_before = cdgh, w[4];

#pragma GCC unroll 16
        for (int i = 0; i < 16; i++) {
            __m128i *next = &w[i & 3], before = w[(i + 3) & 3], sum;

            if (i < 4)
                *next = _mm_shuffle_epi8(_mm_loadu_si128(at + i), swap);
            else
                *next =
                    _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(*next, w[(i + 1) & 3]),
                                                       _mm_alignr_epi8(before, w[(i + 2) & 3], 4)),
                                         before);
            sum = _mm_add_epi32(
                *next, _mm_loadu_si128((const __m128i *)(const void *)(constants + 4 * i)));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    efgh = _mm_shuffle_epi32(abef, 0x1b); /* from the lowest: a b e f reversed */
    badc = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128((__m128i *)(void *)state, _mm_blend_epi16(efgh, badc, 0xf0));
    _mm_storeu_si128((__m128i *)(void *)(state + 4), _mm_alignr_epi8(badc, efgh, 8));
}
#else
bool
sb_sha256_fast(void)
{
    return false;
}

void
sb_sha256_blocks(uint32_t state[8], const void *bytes, size_t blocks)
{
    (void)state;
    (void)bytes;
    (void)blocks;
}
#endif
