/*
 * plain.c - a content stream with its strings as ours are written, whoever wrote them anew: in
 * parentheses where a one-byte font shows them, else as hexadecimal digits.  All else stays.
 */
#include "out/pdf/pdf.h"

#include <string.h>

struct reader {
    const char *at, *end;
    bool broken; /* a string is not as the standard has it */
};

static int
digit_of(char c)
{
    char low = sb_ascii_lower(c);

    if (sb_ascii_digit(c))
        return c - '0';
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/* Up to three octal digits. */
static char
octal(struct reader *r)
{
    unsigned code = 0;

    for (int i = 0; i < 3 && r->at < r->end && *r->at >= '0' && *r->at <= '7'; i++)
        code = code * 8 + (unsigned)(*r->at++ - '0');
    r->broken |= code > 0xff;
    return (char)code;
}

/* Behind a backslash; false: it stands for nothing. */
static bool
escaped(struct reader *r, char *out)
{
    static const char names[] = "nrtbf", values[] = "\n\r\t\b\f";
    const char *name;
    char c = *r->at;

    if (c >= '0' && c <= '7') {
        *out = octal(r);
        return true;
    }
    r->at++;
    if (c == '\r' && r->at < r->end && *r->at == '\n')
        r->at++;
    name = c != '\0' ? strchr(names, c) : NULL;
    *out = name != NULL ? values[name - names] : c;
    return c != '\n' && c != '\r';
}

/* A string in parentheses, the first passed. */
static void
read_literal(struct sb_buf *out, struct reader *r)
{
    unsigned depth = 1;

    while (r->at < r->end) {
        char c = *r->at++;

        if (c == '\\' && r->at < r->end) {
            if (!escaped(r, &c))
                continue;
        } else if (c == '(') {
            depth++;
        } else if (c == ')' && --depth == 0) {
            return;
        }
        sb_buf_char(out, c);
    }
    r->broken = true;
}

/* One of hexadecimal digits, its bracket passed. */
static void
read_hex(struct sb_buf *out, struct reader *r)
{
    int high = -1;

    while (r->at < r->end && *r->at != '>') {
        int digit = digit_of(*r->at);

        if (digit < 0 && strchr(" \t\r\n\f", *r->at) == NULL) {
            r->broken = true;
            return;
        }
        r->at++;
        if (digit >= 0 && high >= 0) {
            sb_buf_char(out, (char)(16 * high + digit));
            high = -1;
        } else if (digit >= 0) {
            high = digit;
        }
    }
    r->broken |= high >= 0 || r->at == r->end;
    if (r->at < r->end)
        r->at++;
}

static void
put_string(struct sb_buf *out, const struct sb_buf *string, bool simple)
{
    static const char digits[] = "0123456789ABCDEF";

    if (simple) {
        sb_escape_literal(out, string->len > 0 ? string->at : "", string->len);
        return;
    }
    sb_buf_char(out, '<');
    for (size_t i = 0; i < string->len; i++) {
        sb_buf_char(out, digits[(unsigned char)string->at[i] >> 4]);
        sb_buf_char(out, digits[string->at[i] & 15]);
    }
    sb_buf_char(out, '>');
}

/* A name, its slash passed: "F3" chooses the font of the strings behind it. */
static void
read_name(struct sb_buf *out, struct reader *r, bool *simple)
{
    const char *start = r->at;
    unsigned number = 0;

    while (r->at < r->end && *r->at != '\0' && strchr(" \t\r\n\f()<>[]{}/%", *r->at) == NULL)
        r->at++;
    sb_buf_char(out, '/');
    sb_buf_put(out, start, (size_t)(r->at - start));
    if (r->at - start < 2 || r->at - start > 4 || *start != 'F')
        return;
    for (const char *at = start + 1; at < r->at; at++) {
        if (!sb_ascii_digit(*at))
            return;
        number = 10 * number + (unsigned)(*at - '0');
    }
    *simple = number <= SB_FACES;
}

bool
sb_content_plain(struct sb_buf *out, struct sb_bytes content)
{
    struct reader r = {.at = content.len > 0 ? content.at : ""};
    struct sb_buf string = {0};
    bool simple = true;

    r.end = r.at + content.len;
    while (r.at < r.end && !r.broken) {
        char c = *r.at++;

        sb_buf_reset(&string);
        if (c == '(') {
            read_literal(&string, &r);
            put_string(out, &string, simple);
        } else if (c == '<' && r.at < r.end && *r.at != '<') {
            read_hex(&string, &r);
            put_string(out, &string, simple);
        } else if (c == '<' && r.at < r.end) {
            r.at++;
            sb_buf_text(out, "<<");
        } else if (c == '/') {
            read_name(out, &r, &simple);
        } else if (c == '%') {
            r.broken = true; /* no page of ours explains itself */
        } else {
            sb_buf_char(out, c);
        }
    }
    out->failed = out->failed || string.failed;
    sb_buf_free(&string);
    return !r.broken;
}
