/* utf8.c - the door of utf8proc; text is checked here before it goes through. */
#include "base/base.h"

#include <string.h>
#include <utf8proc.h>

size_t
sb_utf8_step(const char *text, size_t length, uint32_t *code_point)
{
    const unsigned char *at = (const unsigned char *)text;
    uint32_t c, low;
    size_t size;

    if (length == 0)
        return 0;
    c = at[0];
    if (c < 0x80) {
        *code_point = c;
        return 1;
    }
    if (c >= 0xc2 && c <= 0xdf) {
        size = 2;
        low = 0x80;
        c &= 0x1f;
    } else if (c >= 0xe0 && c <= 0xef) {
        size = 3;
        low = 0x800;
        c &= 0x0f;
    } else if (c >= 0xf0 && c <= 0xf4) {
        size = 4;
        low = 0x10000;
        c &= 0x07;
    } else {
        return 0;
    }
    if (length < size)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (at[i] & 0x3f);
    }
    if (c < low || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        return 0;
    *code_point = c;
    return size;
}

/* Whether eight bytes are ASCII without a NUL. */
static bool
plain_eight(const char *text)
{
    uint64_t word;

    memcpy(&word, text, sizeof word);
    return ((word | (word - UINT64_C(0x0101010101010101))) & UINT64_C(0x8080808080808080)) == 0;
}

bool
sb_utf8_valid(const char *text, size_t length, size_t *bad)
{
    size_t at = 0;

    while (at < length) {
        uint32_t code_point = 0;
        size_t step;

        if (length - at >= 8 && plain_eight(text + at)) {
            at += 8;
            continue;
        }
        step = sb_utf8_step(text + at, length - at, &code_point);
        if (step == 0 || code_point == 0 || code_point == 0xfffe || code_point == 0xffff) {
            if (bad != NULL)
                *bad = at;
            return false;
        }
        at += step;
    }
    return true;
}

uint32_t
sb_utf8_next(const char **at)
{
    const unsigned char *byte = (const unsigned char *)*at;
    uint32_t c = byte[0];
    size_t size = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

    if (c == 0)
        return 0;
    if (size > 1)
        c &= 0x7fU >> size;
    for (size_t i = 1; i < size; i++)
        c = c << 6 | (byte[i] & 0x3fU);
    *at += size;
    return c;
}

size_t
sb_utf8_put(char out[5], uint32_t code_point)
{
    size_t size = code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};

    for (size_t i = size; i-- > 1;) {
        out[i] = (char)(unsigned char)(0x80 | (code_point & 0x3f));
        code_point >>= 6;
    }
    out[0] = (char)(unsigned char)(lead[size] | code_point);
    out[size] = '\0';
    return size;
}

/* Text taken apart by utf8proc into code points in the arena; NULL when memory ends. */
static utf8proc_int32_t *
utf8_decompose(struct sb_arena *arena, const char *text, unsigned options, utf8proc_ssize_t *count)
{
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
    utf8proc_ssize_t length = (utf8proc_ssize_t)strlen(text), room;
    utf8proc_int32_t *points;

    room = utf8proc_decompose(bytes, length, NULL, 0, (utf8proc_option_t)options);
    if (room < 0)
        return NULL;
    /* reencode works in place and may write one NUL more than the code points hold */
    points = sb_arena_array(arena, (size_t)room + 1, 3 * sizeof *points);
    if (points == NULL)
        return NULL;
    *count = utf8proc_decompose(bytes, length, points, room, (utf8proc_option_t)options);
    return *count < 0 || *count > room ? NULL : points;
}

const char *
sb_utf8_nfc(struct sb_arena *arena, const char *text)
{
    const unsigned options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    const unsigned char *byte = (const unsigned char *)text;
    utf8proc_int32_t *points;
    utf8proc_ssize_t count = 0;

    /* below U+0300 (lead byte CC) all text is in NFC already */
    while (*byte != 0 && *byte < 0xcc)
        byte++;
    if (*byte == 0)
        return text;
    points = utf8_decompose(arena, text, options, &count);
    if (points == NULL || utf8proc_reencode(points, count, (utf8proc_option_t)options) < 0)
        return NULL;
    return strcmp((const char *)points, text) == 0 ? text : (const char *)points;
}

bool
sb_utf8_forbidden(uint32_t code_point)
{
    if (code_point >= 0x20 && code_point < 0x7f)
        return false;
    if (code_point > 0x10ffff || code_point == 0x061c ||
        (code_point >= 0x200e && code_point <= 0x200f) ||
        (code_point >= 0x2028 && code_point <= 0x202e) ||
        (code_point >= 0x2066 && code_point <= 0x2069))
        return true;
    switch (utf8proc_category((utf8proc_int32_t)code_point)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CS:
        return true;
    default:
        return false;
    }
}

const char *
sb_utf8_fold(struct sb_arena *arena, const char *text)
{
    const unsigned options = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                             UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK;
    /* letters that people type plain although Unicode takes no mark off them */
    static const utf8proc_int32_t plain[][2] = {
        {0x0111, 'd'}, {0x00f0, 'd'}, {0x0127, 'h'},  {0x0131, 'i'},  {0x0142, 'l'},
        {0x00f8, 'o'}, {0x0167, 't'}, {0x2018, '\''}, {0x2019, '\''}, {0x02bc, '\''},
    };
    utf8proc_ssize_t count = 0;
    utf8proc_int32_t *points = utf8_decompose(arena, text, options, &count);

    if (points == NULL)
        return NULL;
    for (utf8proc_ssize_t i = 0; i < count; i++)
        for (size_t j = 0; j < sizeof plain / sizeof *plain; j++)
            if (points[i] == plain[j][0])
                points[i] = plain[j][1];
    if (utf8proc_reencode(points, count, (utf8proc_option_t)options) < 0)
        return NULL;
    return (const char *)points;
}
