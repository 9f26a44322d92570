/* jout.c - JSON out: canonical, compact or indented; numbers are integers only. */
#include "base/base.h"

#include <string.h>

/* A string with the escapes of RFC 8785: only what must be escaped is. */
static void
jout_string(struct sb_jout *out, const char *text)
{
    static const char hex[] = "0123456789abcdef";
    static const char names[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
                                 ['\r'] = 'r', ['"'] = '"',  ['\\'] = '\\'};
    size_t length = strlen(text), at = 0, start = 0;

    sb_buf_char(out->buf, '"');
    while (at < length) {
        unsigned char c = (unsigned char)text[at];
        char name = c < sizeof names ? names[c] : '\0';
        uint32_t code_point;
        size_t step = 1;

        if (c >= 0x80)
            step = sb_utf8_step(text + at, length - at, &code_point);
        if (step > 0 && c >= 0x20 && name == '\0') {
            at += step;
            continue;
        }
        sb_buf_put(out->buf, text + start, at - start);
        if (step == 0) {
            /* a file's name may hold any bytes; what is hashed may not */
            sb_buf_text(out->buf, "\xef\xbf\xbd");
            if (out->sorted)
                out->defect = true;
        } else if (name != '\0') {
            const char pair[2] = {'\\', name};
            sb_buf_put(out->buf, pair, 2);
        } else {
            const char escape[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
            sb_buf_put(out->buf, escape, 6);
        }
        start = ++at;
    }
    sb_buf_put(out->buf, text + start, at - start);
    sb_buf_char(out->buf, '"');
}

static void
jout_line(struct sb_jout *out)
{
    sb_buf_char(out->buf, '\n');
    for (unsigned i = 0; i < out->depth; i++)
        sb_buf_text(out->buf, "  ");
}

/* Keys of canonical JSON rise strictly in byte order. */
static void
jout_order(struct sb_jout *out, const char *key)
{
    char *last = out->last[out->depth - 1];
    size_t length = strlen(key);

    if (length >= sizeof out->last[0] || (last[0] != '\0' && strcmp(last, key) >= 0)) {
        out->defect = true;
        return;
    }
    memcpy(last, key, length + 1);
}

/* Whatever stands before a value: comma, line, key. */
static void
jout_before(struct sb_jout *out, const char *key)
{
    if (out->depth > 0) {
        if (out->comma)
            sb_buf_char(out->buf, ',');
        if (out->indented)
            jout_line(out);
    }
    out->comma = true;
    if (key == NULL)
        return;
    if (out->depth == 0)
        out->defect = true;
    else if (out->sorted)
        jout_order(out, key);
    jout_string(out, key);
    sb_buf_text(out->buf, out->indented ? ": " : ":");
}

static void
jout_open(struct sb_jout *out, const char *key, char bracket)
{
    jout_before(out, key);
    sb_buf_char(out->buf, bracket);
    if (out->depth >= SB_LIMIT_DEPTH) {
        out->defect = true;
        return;
    }
    out->last[out->depth][0] = '\0';
    out->depth++;
    out->comma = false;
}

static void
jout_close(struct sb_jout *out, char bracket)
{
    if (out->depth == 0) {
        out->defect = true;
        return;
    }
    out->depth--;
    if (out->indented && out->comma)
        jout_line(out);
    sb_buf_char(out->buf, bracket);
    out->comma = true;
}

void
sb_jout_object(struct sb_jout *out, const char *key)
{
    jout_open(out, key, '{');
}

void
sb_jout_array(struct sb_jout *out, const char *key)
{
    jout_open(out, key, '[');
}

void
sb_jout_end_object(struct sb_jout *out)
{
    jout_close(out, '}');
}

void
sb_jout_end_array(struct sb_jout *out)
{
    jout_close(out, ']');
}

void
sb_jout_text(struct sb_jout *out, const char *key, const char *text)
{
    jout_before(out, key);
    if (text == NULL)
        sb_buf_text(out->buf, "null");
    else
        jout_string(out, text);
}

void
sb_jout_int(struct sb_jout *out, const char *key, int64_t n)
{
    jout_before(out, key);
    sb_buf_int(out->buf, n);
}

void
sb_jout_bool(struct sb_jout *out, const char *key, bool truth)
{
    jout_before(out, key);
    sb_buf_text(out->buf, truth ? "true" : "false");
}

void
sb_jout_null(struct sb_jout *out, const char *key)
{
    jout_before(out, key);
    sb_buf_text(out->buf, "null");
}
