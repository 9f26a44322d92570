/* inflate.c - the door of zlib: what was deflated, by whichever library, is read again. */
#include "base/base.h"

#include <limits.h>

#define ZLIB_CONST
#include <zlib.h>

#define INFLATE_PIECE 65536

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
    while (code == Z_OK && (room = sb_buf_reserve(out, INFLATE_PIECE)) != NULL &&
           out->len <= most) {
        stream.next_out = (Bytef *)room;
        stream.avail_out = INFLATE_PIECE;
        code = inflate(&stream, Z_NO_FLUSH);
        out->len += INFLATE_PIECE - stream.avail_out;
    }
    (void)inflateEnd(&stream);
    if (out->failed || code == Z_MEM_ERROR)
        return sb_error_nomem(err);
    return code == Z_STREAM_END ? SB_OK
                                : sb_error_set(err, SB_E_SYNTAX, "is no whole deflate stream");
}
