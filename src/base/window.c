/*
 * window.c - a window that slides over an input: bytes in memory, and where they stand.
 *
 *   input   ................[ consumed | at ...... have | NUL, pad ]
 *   offset                  base
 */
#include "base/base.h"

#include <stdlib.h>
#include <string.h>

#define WINDOW_NEAR ((size_t)4096) /* bytes that sb_window_quotes looks at */

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
    room = window->room == 0 ? window->chunk * 2 : window->room;
    while (room < left + window->chunk)
        room *= 2;
    if (room != window->room) {
        bytes = realloc(window->bytes, room + SB_PASS_PAD);
        if (bytes == NULL)
            return sb_error_nomem(err);
        window->bytes = bytes;
        window->room = room;
    }
    status = sb_input_read(window->input, window->bytes + left, window->chunk, &got, err);
    if (status != SB_OK)
        return status;
    window->have += got;
    window->ended = got == 0;
    memset(window->bytes + window->have, 0, SB_PASS_PAD);
    return SB_OK;
}

sb_status
sb_window_want(struct sb_window *window, size_t length, struct sb_error *err)
{
    sb_status status = SB_OK;

    while (status == SB_OK && !window->ended && window->have - window->at < length)
        status = sb_window_fill(window, err);
    return status;
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

/* The end of the line at window->at, in the window; NULL where it is longer than cap. */
sb_status
sb_window_line(struct sb_window *window, size_t cap, char **stop, struct sb_error *err)
{
    size_t searched = 0;

    for (;;) {
        char *from = window->bytes + window->at;
        char *newline = memchr(from + searched, '\n', window->have - window->at - searched);
        sb_status status;

        searched = window->have - window->at;
        if (newline == NULL && window->ended)
            newline = from + searched;
        *stop = newline != NULL && (size_t)(newline - from) <= cap ? newline : NULL;
        if (newline != NULL || searched > cap)
            return SB_OK;
        status = sb_window_fill(window, err);
        if (status != SB_OK)
            return status;
    }
}

sb_status
sb_window_next_line(struct sb_window *window, size_t cap, char *first, struct sb_error *err)
{
    char *stop = NULL;
    sb_status status = sb_window_line(window, cap, &stop, err);
    size_t ahead;

    *first = ' ';
    if (status != SB_OK || stop == NULL)
        return status;
    ahead = (size_t)(stop - window->bytes) - window->at;
    for (;; ahead++) {
        while (window->at + ahead >= window->have && !window->ended && ahead <= cap) {
            status = sb_window_fill(window, err);
            if (status != SB_OK)
                return status;
        }
        if (ahead > cap)
            return SB_OK;
        *first = window->at + ahead < window->have ? window->bytes[window->at + ahead] : '\0';
        if (*first != ' ' && *first != '\t' && *first != '\r' && *first != '\n')
            return SB_OK;
        *first = ' ';
    }
}

sb_status
sb_window_quotes(struct sb_window *window, const char *word, bool *found, struct sb_error *err)
{
    size_t size = strlen(word), near;
    const char *from, *hit;
    /* as much every time, however the input comes in */
    sb_status status = sb_window_want(window, WINDOW_NEAR, err);

    *found = false;
    if (status != SB_OK)
        return status;
    near = window->have - window->at < WINDOW_NEAR ? window->have - window->at : WINDOW_NEAR;
    from = hit = window->bytes + window->at;
    while (!*found && (hit = memmem(hit, near - (size_t)(hit - from), word, size)) != NULL) {
        *found = hit > from && hit + size < from + near && hit[-1] == '"' && hit[size] == '"';
        hit++;
    }
    return SB_OK;
}
