/* escape.c - what stands for what in JSON strings. */
#include "base/base.h"

#include <string.h>

static int
hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = sb_ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

const char *
sb_escape_hex(const char *at, uint32_t *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_value(at[i]);

        if (digit < 0)
            return at + i;
        *unit = *unit << 4 | (uint32_t)digit;
    }
    return NULL;
}

size_t
sb_escape_undo(char *out, const char *raw, size_t length)
{
    static const char names[] = "bfnrt", bytes[] = "\b\f\n\r\t";
    size_t used = 0, at = 0;

    while (at < length) {
        const char *name;
        uint32_t c, second;
        char text[5];
        size_t size;

        if (raw[at] != '\\') {
            out[used++] = raw[at++];
            continue;
        }
        if (raw[at + 1] != 'u') {
            name = strchr(names, raw[at + 1]);
            out[used++] = name != NULL ? bytes[name - names] : raw[at + 1];
            at += 2;
            continue;
        }
        (void)sb_escape_hex(raw + at + 2, &c);
        at += 6;
        if (c >= 0xd800 && c < 0xdc00 && at + 6 <= length && raw[at] == '\\' &&
            raw[at + 1] == 'u' && sb_escape_hex(raw + at + 2, &second) == NULL &&
            second >= 0xdc00 && second <= 0xdfff) {
            c = 0x10000 + ((c - 0xd800) << 10) + (second - 0xdc00);
            at += 6;
        }
        size = sb_utf8_put(text, c);
        memcpy(out + used, text, size);
        used += size;
    }
    return used;
}
