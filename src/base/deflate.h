/* deflate.h - streams made and read; a part of base.h, which includes it. */
#ifndef BASE_DEFLATE_H
#define BASE_DEFLATE_H

#include "superbill/error.h"

#include <stdbool.h>
#include <stddef.h>

struct sb_buf;

/* deflate.c: the door of libdeflate: one compressor for many streams */

struct sb_deflate;
/** For each document, and for what is made once: a logo. */
enum sb_deflate_level { SB_DEFLATE_FAST, SB_DEFLATE_SMALL };
SB_MUST sb_status sb_deflate_new(struct sb_deflate **out, enum sb_deflate_level level,
                                 struct sb_error *err);
/** Append the zlib stream of bytes to buf; the same bytes make the same stream. */
SB_MUST sb_status sb_deflate_run(struct sb_deflate *state, struct sb_buf *buf, const void *bytes,
                                 size_t length, struct sb_error *err);
void sb_deflate_free(struct sb_deflate *state);
#define SB_DEFLATE_NAME 32 /* bytes */
/**
 * What compresses here, known by what it makes of a fixed sample: the library can be replaced below
 * the program, and tells no version.  Two of one name are taken to make the same streams of
 * SB_DEFLATE_FAST, and where small was set of SB_DEFLATE_SMALL.
 */
SB_MUST sb_status sb_deflate_name(char name[SB_DEFLATE_NAME], bool small, struct sb_error *err);

/* inflate.c: the door of zlib */

/** Append what a deflate stream holds; SB_E_SYNTAX where it is none, or holds more than most. */
SB_MUST sb_status sb_inflate(struct sb_buf *out, const void *bytes, size_t length, size_t most,
                             struct sb_error *err);

#endif
