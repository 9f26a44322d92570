/* strings.c - the strings that the pages of a document show, and whether a text is among them. */
#include "out/page.h"

#include <stdlib.h>
#include <string.h>

#define STRINGS ((size_t)1 << 20) /* that are looked at */

/* Without a sign: where a page has one depends on the field. */
static struct sb_bytes
unsigned_of(struct sb_bytes string)
{
    const char *at = string.at;

    if (string.len > 1 && *at == '-' && at[1] == '$')
        return (struct sb_bytes){at + 1, string.len - 1};
    return string;
}

int
sb_strings_compare(const void *a, const void *b)
{
    const struct sb_bytes *left = a, *right = b;
    size_t length = left->len < right->len ? left->len : right->len;
    int order = memcmp(left->at, right->at, length);

    return order != 0 ? order : (left->len > right->len) - (left->len < right->len);
}

/* Append a text without blanks; what is not ASCII is one "?", however many bytes it is. */
static void
put_squeezed(struct sb_buf *out, const char *at, size_t length)
{
    for (const char *end = at + length; at < end; at++) {
        char c = (unsigned char)*at < 0x80 ? *at : '?';

        if (c == ' ' || c == '\n' || (c == '?' && out->len > 0 && out->at[out->len - 1] == '?'))
            continue;
        sb_buf_char(out, c);
    }
}

sb_status
sb_strings_read(struct sb_strings *out, struct sb_bytes page, struct sb_error *err)
{
    const char *at = page.at, *end = at + page.len;
    size_t lines = 1;

    for (const char *c = at; c < end; c++)
        lines += *c == '\n';
    if (lines > STRINGS)
        return SB_OK; /* none of ours has so many */
    out->drawn = calloc(lines, sizeof *out->drawn);
    out->sorted = calloc(lines, sizeof *out->sorted);
    put_squeezed(&out->joined, at, page.len);
    if (out->drawn == NULL || out->sorted == NULL || out->joined.failed)
        return sb_error_nomem(err);
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((newline != NULL ? newline : end) - at);

        if (length > 0)
            out->drawn[out->count++] = unsigned_of((struct sb_bytes){at, length});
        at += length + 1;
    }
    memcpy(out->sorted, out->drawn, out->count * sizeof *out->drawn);
    qsort(out->sorted, out->count, sizeof *out->sorted, sb_strings_compare);
    return SB_OK;
}

void
sb_strings_free(struct sb_strings *strings)
{
    free(strings->drawn);
    free(strings->sorted);
    sb_buf_free(&strings->joined);
}

bool
sb_strings_show(const struct sb_strings *pages, const char *text, unsigned times, bool *failed)
{
    const char *at = pages->joined.len > 0 ? pages->joined.at : "", *end = at + pages->joined.len;
    struct sb_buf squeezed = {0};

    if (text == NULL || *text == '\0')
        return true;
    put_squeezed(&squeezed, text, strlen(text));
    if (squeezed.at == NULL) /* blanks alone, or no memory */
        times = 0;
    while (times > 0 && !squeezed.failed && at != NULL &&
           (at = memmem(at, (size_t)(end - at), squeezed.at, squeezed.len)) != NULL) {
        at += squeezed.len;
        times--;
    }
    *failed = *failed || squeezed.failed;
    sb_buf_free(&squeezed);
    return times == 0;
}
