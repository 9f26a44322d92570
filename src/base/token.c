/*
 * token.c - what is rare in JSON text: escapes, characters beyond ASCII, the three words, and
 * the faults of a pass.
 */
#include "base/base.h"

#include <string.h>

const char *
sb_pass_broken(struct sb_pass *pass, const char *at, const char *why)
{
    pass->fault_at = at;
    pass->why = why;
    pass->encoding = at < pass->end && *at == '\0';
    if (pass->encoding)
        pass->why = "a NUL byte";
    pass->result = at < pass->end ? SB_PASS_BROKEN : SB_PASS_MORE;
    return NULL;
}

void
sb_pass_soft(struct sb_pass *pass, bool *kind, const char *at, const char *why)
{
    if (pass->soft)
        return;
    pass->soft = true;
    if (kind != NULL)
        *kind = true;
    pass->fault_at = at;
    pass->why = why;
}

const char *
sb_pass_escape(struct sb_pass *pass, const char *at)
{
    uint32_t unit, second;
    const char *bad;

    if (at[1] != 'u') {
        if (at[1] != '\0' && strchr("\"\\/bfnrt", at[1]) != NULL)
            return at + 2;
        return sb_pass_broken(pass, at + 1, "one of \"\\/bfnrtu was expected after a backslash");
    }
    bad = sb_escape_hex(at + 2, &unit);
    if (bad != NULL) {
        return sb_pass_broken(pass, bad, "four hexadecimal digits were expected after \\u");
    }
    if (unit == 0)
        sb_pass_soft(pass, &pass->encoding, at, "\\u0000: text cannot hold NUL");
    if (unit >= 0xfffe)
        sb_pass_soft(pass, &pass->encoding, at, "U+FFFE and U+FFFF are no characters");
    if (unit < 0xd800 || unit > 0xdfff)
        return at + 6;
    if (unit < 0xdc00) {
        if (at + 6 >= pass->end || (at[6] == '\\' && at + 7 >= pass->end)) {
            return sb_pass_broken(pass, pass->end, "a second surrogate was expected");
        }
        if (at[6] == '\\' && at[7] == 'u') {
            bad = sb_escape_hex(at + 8, &second);
            if (bad == NULL && second >= 0xdc00 && second <= 0xdfff)
                return at + 12;
            if (bad != NULL && bad >= pass->end) {
                return sb_pass_broken(pass, bad, "a second surrogate was expected");
            }
        }
    }
    sb_pass_soft(pass, &pass->encoding, at, "half of a surrogate pair");
    return at + 6;
}

const char *
sb_pass_beyond_ascii(struct sb_pass *pass, const char *at)
{
    do {
        uint32_t c = 0;
        size_t step = sb_utf8_step(at, 4, &c);

        if (step == 0) {
            /* cut off by the end of the bytes, or wrong whatever follows */
            const unsigned char *byte = (const unsigned char *)at;
            const char *cut = at + 1;
            size_t size = byte[0] >= 0xf0 ? 4 : byte[0] >= 0xe0 ? 3 : 2;

            while (cut < at + size && ((unsigned char)*cut & 0xc0) == 0x80)
                cut++;
            if (byte[0] < 0xc2 || byte[0] > 0xf4 || cut < pass->end)
                cut = at;
            (void)sb_pass_broken(pass, cut, "invalid UTF-8");
            pass->encoding = true;
            return NULL;
        }
        if (c == 0xfffe || c == 0xffff)
            sb_pass_soft(pass, &pass->encoding, at, "U+FFFE and U+FFFF are no characters");
        at += step;
    } while ((unsigned char)*at >= 0x80);
    return at;
}

const char *
sb_pass_word(struct sb_pass *pass, const char *at)
{
    const char *word = *at == 't' ? "true" : *at == 'f' ? "false" : *at == 'n' ? "null" : NULL;
    size_t same = 0;

    if (word != NULL) {
        while (word[same] != '\0' && at[same] == word[same])
            same++;
        if (word[same] == '\0')
            return at + same;
        return sb_pass_broken(pass, at + same < pass->end ? at : pass->end,
                              "true, false or null was expected");
    }
    if (*at == '\xef' && at + 3 > pass->end)
        return sb_pass_broken(pass, pass->end, "a value was expected");
    if (strncmp(at, "\xef\xbb\xbf", 3) == 0)
        return sb_pass_broken(pass, at, "a byte order mark stands at the start of a file only");
    return sb_pass_broken(pass, at, "a value was expected");
}
