/*
 * ahead.c - what a worker tells of a document that it drew, as bytes for a pipe.
 *
 *   head, the lengths of its pieces, and their bytes where the document was left in no den
 *
 * A document in a den is read there: a pipe has room for the words of many, and so a worker need
 * not wait while the chunk before its own lands.
 */
#include "app/month.h"

#include <string.h>

struct head {
    struct sb_ahead ahead; /* its document and its den are not those of the reader */
    uint64_t pieces;
};

sb_status
sb_ahead_write(struct sb_buf *out, const struct sb_ahead *ahead, struct sb_error *err)
{
    struct head head;

    memset(&head, 0, sizeof head);
    head.ahead = *ahead;
    head.pieces = ahead->document.count;
    sb_buf_put(out, &head, sizeof head);
    for (size_t i = 0; i < ahead->document.count; i++) {
        uint64_t length = ahead->document.at[i].len;

        sb_buf_put(out, &length, sizeof length);
    }
    for (size_t i = 0; i < ahead->document.count && ahead->den == NULL; i++)
        sb_buf_put(out, ahead->document.at[i].at, ahead->document.at[i].len);
    return out->failed ? sb_error_nomem(err) : SB_OK;
}

static sb_status
torn(struct sb_error *err)
{
    return sb_error_set(err, SB_E_DEFECT, "a worker's answer is not whole");
}

sb_status
sb_ahead_read(struct sb_ahead *out, const struct sb_ahead_source *from, struct sb_arena *arena,
              struct sb_error *err)
{
    const char *at = from->answer.at, *end = at + from->answer.len;
    struct sb_bytes *list;
    size_t size = 0;
    uint64_t length;
    struct head head;
    sb_status st;

    if (from->answer.len < sizeof head)
        return torn(err);
    memcpy(&head, at, sizeof head);
    at += sizeof head;
    if (head.pieces > (size_t)(end - at) / sizeof length)
        return torn(err);
    list = sb_arena_array(arena, (size_t)head.pieces, sizeof *list);
    if (list == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; i < head.pieces; i++, at += sizeof length) {
        memcpy(&length, at, sizeof length);
        list[i].len = (size_t)length;
        if (list[i].len > SIZE_MAX / 2 - size)
            return torn(err);
        size += list[i].len;
    }
    if (from->den != NULL) {
        st = sb_outfile_left(from->room, from->den, head.ahead.number.file, size, err);
        if (st != SB_OK)
            return st;
        at = from->room->at;
        end = at + from->room->len;
    }
    for (size_t i = 0; i < head.pieces; at += list[i++].len) {
        if ((size_t)(end - at) < list[i].len)
            return torn(err);
        list[i].at = at;
    }
    if (at != end)
        return torn(err);
    *out = head.ahead;
    out->document = (struct sb_pieces){list, (size_t)head.pieces};
    out->den = from->den;
    return SB_OK;
}
