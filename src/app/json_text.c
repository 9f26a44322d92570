/* json_text.c - valid JSON laid out for people: on one line, or indented. */
#include "app/app.h"

#include <string.h>

#define SHORT_MOST 76 /* bytes of a list or object that stays on its line */

static bool
blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The end of the JSON string that begins at text[at]. */
static size_t
string_end(const char *text, size_t length, size_t at)
{
    for (at++; at < length && text[at] != '"'; at++)
        if (text[at] == '\\')
            at++;
    return at < length ? at + 1 : length;
}

/* Put what begins at text[at] and needs no layout: a string whole, else one byte. */
static size_t
put_plain(struct sb_buf *out, const char *text, size_t length, size_t at)
{
    size_t end = text[at] == '"' ? string_end(text, length, at) : at + 1;

    sb_buf_put(out, text + at, end - at);
    if (text[at] == ':' || text[at] == ',')
        sb_buf_char(out, ' ');
    return end;
}

void
sb_json_text_line(struct sb_buf *out, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        if (blank(text[at]))
            at++;
        else
            at = put_plain(out, text, length, at);
    }
}

/* The end of the list or object that begins at text[at]; 0 where it is too long for a line. */
static size_t
short_end(const char *text, size_t length, size_t at)
{
    size_t depth = 0, used = 0;

    while (at < length && used <= SHORT_MOST) {
        size_t end = text[at] == '"' ? string_end(text, length, at) : at + 1;

        if (!blank(text[at]))
            used += end - at + (text[at] == ':' || text[at] == ',');
        if (text[at] == '{' || text[at] == '[')
            depth++;
        else if ((text[at] == '}' || text[at] == ']') && --depth == 0)
            return used <= SHORT_MOST ? end : 0;
        at = end;
    }
    return 0;
}

static void
put_line(struct sb_buf *out, size_t depth)
{
    sb_buf_char(out, '\n');
    for (size_t i = 0; i < depth; i++)
        sb_buf_text(out, "  ");
}

void
sb_json_text_indent(struct sb_buf *out, const char *text, size_t length, size_t depth)
{
    size_t outer = depth;

    for (size_t at = 0; at < length;) {
        char c = text[at];
        size_t end = 0;

        if (blank(c)) {
            at++;
        } else if (c == '{' || c == '[') {
            /* the record itself is always spread out */
            if (depth > outer)
                end = short_end(text, length, at);
            if (end > 0) {
                sb_json_text_line(out, text + at, end - at);
                at = end;
            } else {
                sb_buf_char(out, c);
                put_line(out, ++depth);
                at++;
            }
        } else if (c == '}' || c == ']') {
            put_line(out, --depth);
            sb_buf_char(out, c);
            at++;
        } else if (c == ',') {
            sb_buf_char(out, c);
            put_line(out, depth);
            at++;
        } else {
            at = put_plain(out, text, length, at);
        }
    }
}
