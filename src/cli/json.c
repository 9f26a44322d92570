/* json.c - JSON to a stream. */
#include "cli/cli.h"

#include <string.h>

/* Bytes of the well-formed UTF-8 character at text, 0 where there is none. */
static size_t
character(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;
    size_t more = c[0] >= 0xf0 ? 3 : c[0] >= 0xe0 ? 2 : c[0] >= 0xc2 ? 1 : 0;

    if (c[0] < 0x80)
        return 1;
    if (more == 0 || c[0] > 0xf4 || (c[0] == 0xe0 && c[1] < 0xa0) ||
        (c[0] == 0xed && c[1] > 0x9f) || (c[0] == 0xf0 && c[1] < 0x90) ||
        (c[0] == 0xf4 && c[1] > 0x8f))
        return 0;
    for (size_t i = 1; i <= more; i++)
        if ((c[i] & 0xc0) != 0x80)
            return 0;
    return more + 1;
}

/* The escapes of RFC 8259; bytes that are no UTF-8 (a file's name) become U+FFFD. */
static void
put_string(FILE *out, const char *text)
{
    putc('"', out);
    while (*text != '\0') {
        size_t length = character(text);
        unsigned char c = (unsigned char)*text;

        if (length == 0) {
            fputs("\xef\xbf\xbd", out);
            length = 1;
        } else if (c == '"' || c == '\\') {
            fprintf(out, "\\%c", c);
        } else if (c == '\n') {
            fputs("\\n", out);
        } else if (c < 0x20) {
            fprintf(out, "\\u%04x", c);
        } else {
            fwrite(text, 1, length, out);
        }
        text += length;
    }
    putc('"', out);
}

static void
before(struct json *json, const char *key)
{
    if (json->comma)
        fputs(", ", json->out);
    json->comma = true;
    if (key == NULL)
        return;
    put_string(json->out, key);
    fputs(": ", json->out);
}

void
json_object(struct json *json, const char *key)
{
    before(json, key);
    putc('{', json->out);
    json->comma = false;
    json->depth++;
}

void
json_array(struct json *json, const char *key)
{
    before(json, key);
    putc('[', json->out);
    json->comma = false;
    json->depth++;
}

void
json_end(struct json *json, char bracket)
{
    putc(bracket, json->out);
    json->comma = true;
    if (--json->depth == 0)
        putc('\n', json->out);
}

void
json_text(struct json *json, const char *key, const char *text)
{
    before(json, key);
    if (text == NULL)
        fputs("null", json->out);
    else
        put_string(json->out, text);
}

void
json_int(struct json *json, const char *key, int64_t n)
{
    before(json, key);
    fprintf(json->out, "%lld", (long long)n);
}

void
json_bool(struct json *json, const char *key, bool truth)
{
    before(json, key);
    fputs(truth ? "true" : "false", json->out);
}

void
json_money(struct json *json, const char *key, sb_money amount)
{
    char text[SB_MONEY_TEXT];

    json_text(json, key, sb_money_print(text, amount));
}

void
json_date(struct json *json, const char *key, sb_date date)
{
    char text[SB_DATE_TEXT];

    json_text(json, key, date.day == 0 ? NULL : sb_date_print(text, date));
}

void
json_raw(struct json *json, const char *key, const char *text, size_t length)
{
    before(json, key);
    fwrite(text, 1, length, json->out);
}
