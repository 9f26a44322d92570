/*
 * same.c - two documents that differ in bytes: do they say the same?  Libraries, and their
 * versions, compress in different ways; what is compared is the sequence of streams, inflated.
 */
#include "out/out.h"

#include <string.h>

#define STREAM_MOST ((size_t)64 << 20)
#define END "endstream"

/* The next stream's body; false at the end.  Lengths are not trusted: a body ends at END. */
static bool
stream_next(struct sb_bytes *body, const char **at, const char *end)
{
    const char *from = *at, *to;

    do {
        from = memmem(from, (size_t)(end - from), "stream", 6);
        if (from == NULL)
            return false;
        from += 6;
    } while (from >= end || (*from != '\n' && *from != '\r'));
    from += *from == '\r' && from + 1 < end && from[1] == '\n' ? 2 : 1;
    to = memmem(from, (size_t)(end - from), END, sizeof END - 1);
    if (to == NULL)
        return false;
    *at = to + sizeof END - 1;
    *body = (struct sb_bytes){from, (size_t)(to - from)};
    return true;
}

/* Inflated where it can be, else as it is. */
static sb_status
stream_plain(struct sb_buf *out, struct sb_bytes body, struct sb_error *err)
{
    sb_status st;

    sb_buf_reset(out);
    st = sb_inflate(out, body.at, body.len, STREAM_MOST, NULL);
    if (st == SB_E_NOMEM)
        return sb_error_nomem(err);
    if (st == SB_OK)
        return SB_OK;
    sb_buf_reset(out);
    sb_buf_put(out, body.at, body.len);
    return out->failed ? sb_error_nomem(err) : SB_OK;
}

sb_status
sb_document_same(bool *same, struct sb_bytes a, struct sb_bytes b, struct sb_error *err)
{
    const char *at = a.at, *bt = b.at, *a_end = at + a.len, *b_end = bt + b.len;
    struct sb_buf x = {0}, y = {0};
    struct sb_bytes one, other;
    size_t count = 0;
    sb_status st = SB_OK;

    *same = true;
    while (st == SB_OK && *same) {
        bool more = stream_next(&one, &at, a_end);

        *same = stream_next(&other, &bt, b_end) == more;
        if (!more || !*same)
            break;
        count++;
        if ((st = stream_plain(&x, one, err)) == SB_OK &&
            (st = stream_plain(&y, other, err)) == SB_OK)
            *same = x.len == y.len && (x.len == 0 || memcmp(x.at, y.at, x.len) == 0);
    }
    *same = *same && count > 0;
    sb_buf_free(&x);
    sb_buf_free(&y);
    return st;
}
