/* deflate.c - the door of zlib: one state, reset for each stream. */
#include "base/base.h"

#include <limits.h>
#include <stdlib.h>

#define ZLIB_CONST
#include <zlib.h>

/*
 * Streams of pages and records are short and many: each begins with an empty table of what was
 * seen, and one of 8 KB is emptied sooner than zlib's own of 64, for the same bytes or nearly.
 */
#define DEFLATE_SHORT 5
#define DEFLATE_LONG 8                  /* what zlib takes where nothing is said */
#define DEFLATE_PIECE ((size_t)1 << 30) /* zlib counts in 32 bits */

const char *
sb_zlib_version(void)
{
    return zlibVersion();
}

struct sb_deflate {
    z_stream stream;
};

sb_status
sb_deflate_new(struct sb_deflate **out, int level, struct sb_error *err)
{
    struct sb_deflate *state;
    int code;

    *out = NULL;
    if (level < 0 || level > 9)
        return sb_error_set(err, SB_E_RANGE, "compression level %d is not 0 to 9", level);
    state = calloc(1, sizeof *state);
    if (state == NULL)
        return sb_error_nomem(err);
    code = deflateInit2(&state->stream, level, Z_DEFLATED, MAX_WBITS,
                        level < 9 ? DEFLATE_SHORT : DEFLATE_LONG, Z_DEFAULT_STRATEGY);
    if (code != Z_OK) {
        free(state);
        if (code == Z_MEM_ERROR)
            return sb_error_nomem(err);
        return sb_error_set(err, SB_E_DEFECT, "zlib does not start (%d)", code);
    }
    *out = state;
    return SB_OK;
}

/* One call of deflate over at most DEFLATE_PIECE bytes of room; *used gets the bytes written. */
static int
deflate_step(z_stream *stream, struct sb_buf *buf, size_t room, int flush)
{
    char *at = sb_buf_reserve(buf, room);
    int code;

    if (at == NULL)
        return Z_MEM_ERROR;
    stream->next_out = (Bytef *)at;
    stream->avail_out = (uInt)room;
    code = deflate(stream, flush);
    buf->len += room - stream->avail_out;
    buf->at[buf->len] = '\0';
    return code;
}

sb_status
sb_deflate_run(struct sb_deflate *state, struct sb_buf *buf, const void *bytes, size_t length,
               struct sb_error *err)
{
    z_stream *stream = &state->stream;
    const Bytef *at = bytes;
    size_t left = length, room;
    int code = deflateReset(stream);

    if (buf->failed)
        return sb_error_nomem(err);
    while (code == Z_OK) {
        size_t piece = left < DEFLATE_PIECE ? left : DEFLATE_PIECE;

        stream->next_in = at;
        stream->avail_in = (uInt)piece;
        room = deflateBound(stream, (uLong)piece) + 64;
        code = deflate_step(stream, buf, room < DEFLATE_PIECE ? room : DEFLATE_PIECE,
                            piece == left ? Z_FINISH : Z_NO_FLUSH);
        at += piece - stream->avail_in;
        left -= piece - stream->avail_in;
    }
    if (code == Z_MEM_ERROR)
        return sb_error_nomem(err);
    if (code != Z_STREAM_END || left != 0) {
        buf->failed = true;
        return sb_error_set(err, SB_E_DEFECT, "zlib ended a stream with %d", code);
    }
    return SB_OK;
}

void
sb_deflate_free(struct sb_deflate *state)
{
    if (state == NULL)
        return;
    /* Z_DATA_ERROR says only that a stream was left unfinished */
    (void)deflateEnd(&state->stream);
    free(state);
}

sb_status
sb_inflate(struct sb_buf *out, const void *bytes, size_t length, size_t most, struct sb_error *err)
{
    z_stream stream = {.next_in = bytes};
    char *room;
    int code;

    if (length > UINT_MAX)
        return sb_error_set(err, SB_E_RANGE, "a stream is too large to be inflated");
    stream.avail_in = (uInt)length;
    code = inflateInit(&stream);
    while (code == Z_OK && (room = sb_buf_reserve(out, 65536)) != NULL && out->len <= most) {
        stream.next_out = (Bytef *)room;
        stream.avail_out = 65536;
        code = inflate(&stream, Z_NO_FLUSH);
        out->len += 65536 - stream.avail_out;
    }
    (void)inflateEnd(&stream);
    if (out->failed || code == Z_MEM_ERROR)
        return sb_error_nomem(err);
    return code == Z_STREAM_END ? SB_OK
                                : sb_error_set(err, SB_E_SYNTAX, "is no whole deflate stream");
}
