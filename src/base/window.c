/*
 * window.c - a window that slides over an input: bytes in memory, and where they stand.
 *
 *   input   ................[ consumed | at ...... have | NUL, pad ]
 *   offset                  base
 */
#include "base/base.h"

#include <stdlib.h>
#include <string.h>

void
sb_window_free(struct sb_window *window)
{
    free(window->bytes);
    *window = (struct sb_window){0};
}

/* Drop what was consumed and read one piece more; window->ended at the end of the input. */
sb_status
sb_window_fill(struct sb_window *window, struct sb_error *err)
{
    size_t left = window->have - window->at, got = 0, room;
    sb_status status;
    char *bytes;

    if (window->at > 0) {
        memmove(window->bytes, window->bytes + window->at, left);
        window->base += window->at;
        window->at = 0;
        window->have = left;
    }
    room = window->room == 0 ? SB_LIMIT_CHUNK * 2 : window->room;
    while (room < left + SB_LIMIT_CHUNK)
        room *= 2;
    if (room != window->room) {
        bytes = realloc(window->bytes, room + SB_PASS_PAD);
        if (bytes == NULL)
            return sb_error_nomem(err);
        window->bytes = bytes;
        window->room = room;
    }
    status = sb_input_read(window->input, window->bytes + left, SB_LIMIT_CHUNK, &got, err);
    if (status != SB_OK)
        return status;
    window->have += got;
    window->ended = got == 0;
    memset(window->bytes + window->have, 0, SB_PASS_PAD);
    return SB_OK;
}

/* Skip white space; window->at == window->have afterwards only at the end of the input. */
sb_status
sb_window_blanks(struct sb_window *window, struct sb_error *err)
{
    for (;;) {
        while (window->at < window->have) {
            char c = window->bytes[window->at];

            if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
                return SB_OK;
            window->at++;
            if (c == '\n') {
                window->line++;
                window->line_start = window->base + window->at;
            }
        }
        if (window->ended)
            return SB_OK;
        sb_status status = sb_window_fill(window, err);
        if (status != SB_OK)
            return status;
    }
}

/* Line and column of a byte of the window at or behind window->at. */
void
sb_window_place(const struct sb_window *window, const char *at, uint32_t *line, uint32_t *column)
{
    const char *from = window->bytes + window->at, *newline;
    uint64_t start = window->line_start;

    *line = window->line;
    while (from < at && (newline = memchr(from, '\n', (size_t)(at - from))) != NULL) {
        from = newline + 1;
        start = window->base + (uint64_t)(from - window->bytes);
        (*line)++;
    }
    *column = (uint32_t)(window->base + (uint64_t)(at - window->bytes) - start + 1);
}

/* What a skip over a value of any size has to remember. */
struct skip {
    bool string, escape;
    uint64_t depth;
};

/* One byte of a value being skipped; true where the value ends, *take telling if with it. */
static bool
skip_byte(struct skip *skip, char c, bool *take)
{
    *take = true;
    if (skip->string) {
        if (skip->escape)
            skip->escape = false;
        else if (c == '\\')
            skip->escape = true;
        else if (c == '"')
            skip->string = false;
        return !skip->string && skip->depth == 0;
    }
    switch (c) {
    case '"':
        skip->string = true;
        return false;
    case '{':
    case '[':
        skip->depth++;
        return false;
    case '}':
    case ']':
        if (skip->depth > 0)
            return --skip->depth == 0;
        *take = false;
        return true;
    case ',':
    case ' ':
    case '\t':
    case '\r':
    case '\n':
        *take = false;
        return skip->depth == 0;
    default:
        return false;
    }
}

/* Skip a value in flat memory by brackets and quotes alone; *whole: its end was found. */
sb_status
sb_window_skip_value(struct sb_window *window, bool *whole, struct sb_error *err)
{
    struct skip skip = {0};
    bool take;

    *whole = false;
    for (;;) {
        while (window->at < window->have) {
            char c = window->bytes[window->at];

            *whole = skip_byte(&skip, c, &take);
            if (*whole && !take)
                return SB_OK;
            window->at++;
            if (c == '\n') {
                window->line++;
                window->line_start = window->base + window->at;
            }
            if (*whole)
                return SB_OK;
        }
        if (window->ended)
            return SB_OK;
        sb_status status = sb_window_fill(window, err);
        if (status != SB_OK)
            return status;
    }
}

/* Skip to the line end, which stays. */
sb_status
sb_window_skip_line(struct sb_window *window, struct sb_error *err)
{
    for (;;) {
        const char *from = window->bytes + window->at;
        const char *newline = memchr(from, '\n', window->have - window->at);

        window->at = newline == NULL ? window->have : (size_t)(newline - window->bytes);
        if (newline != NULL || window->ended)
            return SB_OK;
        sb_status status = sb_window_fill(window, err);
        if (status != SB_OK)
            return status;
    }
}

/* The end of the line at window->at, in the window; NULL where it is longer than a record. */
sb_status
sb_window_line(struct sb_window *window, size_t cap, char **stop, struct sb_error *err)
{
    size_t searched = 0;

    for (;;) {
        char *from = window->bytes + window->at + searched;
        sb_status status;

        *stop = memchr(from, '\n', window->have - window->at - searched);
        if (*stop != NULL)
            return SB_OK;
        searched = window->have - window->at;
        if (window->ended)
            *stop = window->bytes + window->have;
        if (window->ended || searched > cap)
            return SB_OK;
        status = sb_window_fill(window, err);
        if (status != SB_OK)
            return status;
    }
}

/* The first byte of the next line that is not blank; NUL where none follows. */
sb_status
sb_window_next_line(struct sb_window *window, size_t cap, char *first, struct sb_error *err)
{
    char *next = NULL;
    sb_status status = sb_window_line(window, cap, &next, err);
    const char *end = window->bytes + window->have;

    *first = ' ';
    if (status != SB_OK || next == NULL)
        return status;
    while (next < end && (*next == ' ' || *next == '\t' || *next == '\r' || *next == '\n'))
        next++;
    *first = next < end ? *next : '\0';
    return SB_OK;
}

bool
sb_window_quotes(const struct sb_window *window, const char *word)
{
    const char *from = window->bytes + window->at, *hit = from;
    const char *end = window->bytes + window->have;
    size_t size = strlen(word);

    while ((hit = memmem(hit, (size_t)(end - hit), word, size)) != NULL) {
        if (hit > from && hit[-1] == '"' && hit[size] == '"')
            return true;
        hit++;
    }
    return false;
}
