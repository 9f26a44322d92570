/* lines.c - an official file, or a member of a zip, as lines, hashed on the way. */
#include "codes/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM ((size_t)64 << 10)

/* Move what is left to the front and read until the buffer is full or the file ends. */
static sb_status
fill(struct sb_lines *lines, struct sb_error *err)
{
    size_t got;
    sb_status st = SB_OK;

    memmove(lines->bytes, lines->bytes + lines->at, lines->have - lines->at);
    lines->have -= lines->at;
    lines->at = 0;
    while (!lines->ended && lines->have < ROOM) {
        char *to = lines->bytes + lines->have;

        st = lines->zip != NULL ? sb_zip_read(lines->zip, to, ROOM - lines->have, &got, err)
                                : sb_input_read(lines->input, to, ROOM - lines->have, &got, err);
        if (st != SB_OK)
            return st;
        lines->ended = got == 0;
        sb_sha256_add(&lines->hash, to, got);
        lines->have += got;
        lines->size += got;
        if (lines->size > SB_LIMIT_SET_FILE)
            return sb_error_at(err, SB_E_READ, lines->path, 0, 0,
                               "too large for an official code file");
    }
    return SB_OK;
}

static sb_status
begin(struct sb_lines *lines, struct sb_error *err)
{
    sb_status st;

    lines->bytes = malloc(ROOM + 1);
    if (lines->bytes == NULL)
        st = sb_error_nomem(err);
    else
        st = fill(lines, err);
    if (st != SB_OK)
        sb_lines_close(lines);
    return st;
}

sb_status
sb_lines_open(struct sb_lines *out, const char *path, struct sb_zip *zip, size_t member,
              struct sb_error *err)
{
    const char *name = zip != NULL ? sb_zip_name(zip, member) : path;
    const char *slash = strrchr(name, '/');
    sb_status st;

    *out = (struct sb_lines){.path = path, .name = slash != NULL ? slash + 1 : name, .zip = zip};
    sb_sha256_start(&out->hash);
    st = zip != NULL ? sb_zip_begin(zip, member, SB_LIMIT_SET_FILE, err)
                     : sb_input_open(&out->input, path, err);
    return st == SB_OK ? begin(out, err) : st;
}

sb_status
sb_lines_memory(struct sb_lines *out, const char *name, const void *bytes, size_t length,
                struct sb_error *err)
{
    sb_status st;

    *out = (struct sb_lines){.path = name, .name = name};
    sb_sha256_start(&out->hash);
    st = sb_input_memory(&out->input, name, bytes, length, err);
    return st == SB_OK ? begin(out, err) : st;
}

void
sb_lines_close(struct sb_lines *lines)
{
    sb_input_free(lines->input);
    if (lines->zip != NULL)
        sb_zip_end(lines->zip);
    free(lines->bytes);
    lines->input = NULL;
    lines->zip = NULL;
    lines->bytes = NULL;
}

struct sb_bytes
sb_lines_head(const struct sb_lines *lines)
{
    return (struct sb_bytes){lines->bytes + lines->at, lines->have - lines->at};
}

sb_status
sb_lines_refuse(const struct sb_lines *lines, struct sb_error *err, const char *format, ...)
{
    char text[200];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return sb_error_at(err, SB_E_SYNTAX, lines->path, lines->line, 0, "%s", text);
}

sb_status
sb_lines_next(struct sb_lines *lines, char **text, size_t *length, struct sb_error *err)
{
    char *start = lines->bytes + lines->at, *stop;
    sb_status st;

    *text = NULL;
    *length = 0;
    stop = memchr(start, '\n', lines->have - lines->at);
    if (stop == NULL && !lines->ended) {
        if ((st = fill(lines, err)) != SB_OK)
            return st;
        start = lines->bytes;
        stop = memchr(start, '\n', lines->have);
    }
    if (stop == NULL && lines->at == lines->have)
        return SB_OK;
    lines->line++;
    lines->torn = stop == NULL;
    if (stop == NULL)
        stop = lines->bytes + lines->have;
    *length = (size_t)(stop - start);
    lines->at += *length + (lines->torn ? 0 : 1);
    if (*length > SB_LIMIT_SET_LINE)
        return sb_lines_refuse(lines, err, "a line of more than %zu bytes is in no official file",
                               SB_LIMIT_SET_LINE);
    while (*length > 0 && (start[*length - 1] == '\r' || start[*length - 1] == '\x1a'))
        (*length)--;
    if (memchr(start, '\0', *length) != NULL)
        return sb_lines_refuse(lines, err, "a NUL stands in the text");
    start[*length] = '\0';
    *text = start;
    return SB_OK;
}

void
sb_lines_hash(struct sb_lines *lines, char hex[65])
{
    uint8_t hash[32];

    sb_sha256_end(&lines->hash, hash);
    sb_hex(hex, hash, sizeof hash);
}
