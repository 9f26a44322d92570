/*
 * ahead.c - what a worker tells of a document that it drew and staged, as bytes for a pipe.
 *
 * Fonts that came before are told by their place in a list that both ends keep alike: the one met
 * last stands first.
 */
#include "app/month.h"

#include <string.h>

#define PART_NEW UINT32_MAX

/* Before the pieces; each has a part's head, and its bytes where they are new. */
struct head {
    struct sb_ahead ahead; /* its document is not that of the reader */
    uint64_t pieces;
};
struct part {
    uint64_t length;
    uint32_t place; /* PART_NEW: its bytes follow */
};

void
sb_parts_free(struct sb_parts *parts)
{
    for (size_t i = 0; i < parts->count; i++)
        sb_buf_free(&parts->at[i]);
    parts->count = 0;
}

/* The part at that place comes first; those before it move on. */
static void
parts_first(struct sb_parts *parts, size_t place)
{
    struct sb_buf first = parts->at[place];

    memmove(parts->at + 1, parts->at, place * sizeof first);
    parts->at[0] = first;
}

static bool
parts_find(size_t *place, const struct sb_parts *parts, struct sb_bytes piece)
{
    for (*place = 0; *place < parts->count; ++*place) {
        const struct sb_buf *part = &parts->at[*place];

        if (part->len == piece.len && memcmp(part->at, piece.at, piece.len) == 0)
            return true;
    }
    return false;
}

/* A copy of it, first; the last gives way. */
static sb_status
parts_add(struct sb_parts *parts, struct sb_bytes piece, struct sb_error *err)
{
    struct sb_buf *last;

    if (parts->count < SB_PARTS)
        parts->at[parts->count++] = (struct sb_buf){0};
    last = &parts->at[parts->count - 1];
    sb_buf_reset(last);
    sb_buf_put(last, piece.at, piece.len);
    if (last->failed)
        return sb_error_nomem(err);
    parts_first(parts, parts->count - 1);
    return SB_OK;
}

/* Every other piece is a font.  A document of more fonts would push its own first ones out. */
static bool
parts_worth(uint64_t count, size_t i)
{
    return i % 2 == 1 && count / 2 <= SB_PARTS;
}

sb_status
sb_ahead_write(struct sb_buf *out, const struct sb_ahead *ahead, struct sb_parts *parts,
               struct sb_error *err)
{
    struct head head;
    sb_status st = SB_OK;

    memset(&head, 0, sizeof head);
    head.ahead = *ahead;
    head.pieces = ahead->document.count;
    sb_buf_put(out, &head, sizeof head);
    for (size_t i = 0; st == SB_OK && i < ahead->document.count; i++) {
        struct sb_bytes piece = ahead->document.at[i];
        struct part part;
        size_t place;

        memset(&part, 0, sizeof part);
        part.length = piece.len;
        part.place = PART_NEW;
        if (parts_worth(head.pieces, i)) {
            if (parts_find(&place, parts, piece)) {
                part.place = (uint32_t)place;
                parts_first(parts, place);
            } else {
                st = parts_add(parts, piece, err);
            }
        }
        sb_buf_put(out, &part, sizeof part);
        if (part.place == PART_NEW)
            sb_buf_put(out, piece.at, piece.len);
    }
    return st == SB_OK && out->failed ? sb_error_nomem(err) : st;
}

static sb_status
torn(struct sb_error *err)
{
    return sb_error_set(err, SB_E_DEFECT, "a worker's answer is not whole");
}

/* The next piece at *at, which is moved behind it. */
static sb_status
piece_read(struct sb_bytes *piece, const char **at, const char *end, struct sb_parts *parts,
           bool worth, struct sb_error *err)
{
    struct part part;

    if ((size_t)(end - *at) < sizeof part)
        return torn(err);
    memcpy(&part, *at, sizeof part);
    *at += sizeof part;
    if (part.place != PART_NEW) {
        if (part.place >= parts->count || parts->at[part.place].len != part.length)
            return torn(err);
        parts_first(parts, part.place);
        *piece = (struct sb_bytes){parts->at[0].at, (size_t)part.length};
        return SB_OK;
    }
    if ((size_t)(end - *at) < part.length)
        return torn(err);
    *piece = (struct sb_bytes){*at, (size_t)part.length};
    *at += part.length;
    return worth ? parts_add(parts, *piece, err) : SB_OK;
}

sb_status
sb_ahead_read(struct sb_ahead *out, struct sb_bytes answer, struct sb_parts *parts,
              struct sb_arena *arena, struct sb_error *err)
{
    const char *at = answer.at, *end = at + answer.len;
    struct sb_bytes *list;
    struct head head;
    sb_status st = SB_OK;

    if (answer.len < sizeof head)
        return torn(err);
    memcpy(&head, at, sizeof head);
    at += sizeof head;
    list = sb_arena_array(arena, (size_t)head.pieces, sizeof *list);
    if (list == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; st == SB_OK && i < head.pieces; i++)
        st = piece_read(&list[i], &at, end, parts, parts_worth(head.pieces, i), err);
    *out = head.ahead;
    out->document = (struct sb_pieces){list, (size_t)head.pieces};
    return st;
}
