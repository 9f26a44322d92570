/* buf.c - growable bytes; a failure sticks, so that one check at the end is enough. */
#include "base/base.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUF_FIRST ((size_t)256)

void
sb_buf_free(struct sb_buf *buf)
{
    if (buf == NULL)
        return;
    free(buf->at);
    *buf = (struct sb_buf){.cap = buf->cap};
}

void
sb_buf_reset(struct sb_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
    if (buf->at != NULL)
        buf->at[0] = '\0';
}

char *
sb_buf_reserve(struct sb_buf *buf, size_t length)
{
    size_t need, room;
    char *at;

    if (buf->failed)
        return NULL;
    if (length > SIZE_MAX / 2 || buf->len > SIZE_MAX / 2 - length ||
        (buf->cap != 0 && (length > buf->cap || buf->len > buf->cap - length))) {
        buf->failed = true;
        return NULL;
    }
    need = buf->len + length + 1;
    if (need > buf->room) {
        room = buf->room < BUF_FIRST ? BUF_FIRST : buf->room * 2;
        if (room < need)
            room = need;
        at = realloc(buf->at, room);
        if (at == NULL) {
            buf->failed = true;
            return NULL;
        }
        buf->at = at;
        buf->room = room;
        buf->at[buf->len] = '\0';
    }
    return buf->at + buf->len;
}

/* The same, without a call where the room is there: documents are written in small pieces. */
static inline char *
room_for(struct sb_buf *buf, size_t length)
{
    if (!buf->failed && length < buf->room - buf->len &&
        (buf->cap == 0 || buf->len + length <= buf->cap))
        return buf->at + buf->len;
    return sb_buf_reserve(buf, length);
}

static inline void
put(struct sb_buf *buf, const void *bytes, size_t length)
{
    char *at = room_for(buf, length);

    if (at == NULL)
        return;
    if (length > 0)
        memcpy(at, bytes, length);
    at[length] = '\0';
    buf->len += length;
}

void
sb_buf_put(struct sb_buf *buf, const void *bytes, size_t length)
{
    put(buf, bytes, length);
}

void
sb_buf_char(struct sb_buf *buf, char c)
{
    put(buf, &c, 1);
}

void
sb_buf_int(struct sb_buf *buf, int64_t n)
{
    char text[24];
    size_t at = sizeof text;
    uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;

    do {
        text[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (n < 0)
        text[--at] = '-';
    put(buf, text + at, sizeof text - at);
}

void
sb_buf_print(struct sb_buf *buf, const char *format, ...)
{
    va_list arguments;
    int length;
    char *at;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0) {
        buf->failed = true;
        return;
    }
    at = sb_buf_reserve(buf, (size_t)length);
    if (at == NULL)
        return;
    va_start(arguments, format);
    if (vsnprintf(at, (size_t)length + 1, format, arguments) == length)
        buf->len += (size_t)length;
    else
        buf->failed = true;
    va_end(arguments);
}
