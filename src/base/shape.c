/* shape.c - one value out of a window, and what the first one says about its file. */
#include "base/base.h"

#include <string.h>

#define LOOK_AHEAD 16 /* bytes behind a fault that the pass may want before it tells */

/* Pass over the value at window->at, with as much of the input as it takes. */
sb_status
sb_value_pass(enum sb_value_end *out, struct sb_window *window, struct sb_pass *pass, size_t cap,
              struct sb_error *err)
{
    for (;;) {
        const char *text = window->bytes + window->at, *stop = window->bytes + window->have;
        size_t before = window->have - window->at;
        enum sb_pass_end end = sb_pass_run(pass, text, stop);
        /* a number has no end mark of its own */
        bool open = end == SB_PASS_DONE && pass->at == stop && !window->ended && *text != '{' &&
                    *text != '[' && *text != '"';
        static const enum sb_value_end ends[] = {
            [SB_PASS_DONE] = SB_VALUE_DONE, [SB_PASS_BROKEN] = SB_VALUE_BROKEN,
            [SB_PASS_DEEP] = SB_VALUE_DEEP, [SB_PASS_MEMBER] = SB_VALUE_MEMBER,
            [SB_PASS_MORE] = SB_VALUE_CUT,  [SB_PASS_NOMEM] = SB_VALUE_CUT};

        *out = ends[end];
        if (end == SB_PASS_NOMEM)
            return sb_error_nomem(err);
        /* what lies behind a record's most bytes counts for nothing, in the window or not */
        if (end != SB_PASS_MORE &&
            (size_t)((end == SB_PASS_DONE ? pass->at : pass->fault_at) - text) > cap)
            *out = SB_VALUE_LARGE;
        if (end != SB_PASS_MORE && !open)
            return SB_OK;
        if (before > cap + (window->ended ? 0 : LOOK_AHEAD)) {
            *out = SB_VALUE_LARGE;
            return SB_OK;
        }
        if (window->ended)
            return SB_OK;
        do {
            sb_status status = sb_window_fill(window, err);
            if (status != SB_OK)
                return status;
        } while (!window->ended && window->have <= cap + LOOK_AHEAD && window->have < 2 * before);
    }
}

/*
 * Whether the line at hand, itself at fault, is one of a file of lines: the next one begins
 * like a record, or (alone) there is none.
 */
static sb_status
lines_follow(struct sb_window *window, size_t cap, bool alone, bool *follow, struct sb_error *err)
{
    char first = ' ';
    sb_status status = sb_window_next_line(window, cap, &first, err);

    *follow = first == '{' || (first == '\0' && alone);
    return status;
}

/* Whether one of the pass's names stands near, where a fault hides if it is a key. */
static sb_status
names_near(struct sb_window *window, const struct sb_pass *pass, bool *found, struct sb_error *err)
{
    sb_status status = SB_OK;

    *found = false;
    for (size_t i = 0; status == SB_OK && !*found && i < pass->name_count; i++)
        status = sb_window_quotes(window, pass->names[i], found, err);
    return status;
}

/* The first value is an object: does it hold lists, does it fill a line, or several? */
static sb_status
shape_object(enum sb_shape *out, struct sb_window *window, struct sb_pass *pass, size_t cap,
             struct sb_error *err)
{
    enum sb_value_end end;
    size_t seen;
    bool lines, names = false;
    sb_status status = sb_value_pass(&end, window, pass, cap, err);

    if (status != SB_OK)
        return status;
    seen = window->have - window->at;
    if (end == SB_VALUE_DONE)
        seen = (size_t)(pass->at - pass->text);
    else if (end == SB_VALUE_BROKEN || end == SB_VALUE_DEEP)
        seen = (size_t)(pass->fault_at - pass->text);
    else if (seen > cap)
        seen = cap;
    lines = memchr(window->bytes + window->at, '\n', seen) == NULL;
    if (end == SB_VALUE_BROKEN || end == SB_VALUE_CUT) {
        status = names_near(window, pass, &names, err);
        if (status == SB_OK && !names && lines)
            status = lines_follow(window, cap, true, &lines, err);
    }
    if (end == SB_VALUE_MEMBER || names)
        *out = SB_SHAPE_LISTS;
    else
        *out = lines ? SB_SHAPE_LINES : SB_SHAPE_VALUES;
    return status;
}

/* The first value is a scalar on a line, or no JSON. */
static sb_status
shape_other(enum sb_shape *out, struct sb_window *window, struct sb_pass *pass, size_t cap,
            struct sb_error *err)
{
    enum sb_value_end end;
    unsigned char first;
    bool lines = true;
    sb_status status = sb_value_pass(&end, window, pass, cap, err);

    if (status == SB_OK && end != SB_VALUE_DONE && end != SB_VALUE_LARGE)
        status = lines_follow(window, cap, false, &lines, err);
    if (status != SB_OK)
        return status;
    first = (unsigned char)window->bytes[window->at];
    if (lines)
        *out = SB_SHAPE_LINES;
    else
        *out = first == '\0' || first >= 0x80 ? SB_SHAPE_BINARY : SB_SHAPE_FOREIGN;
    return SB_OK;
}

static bool
marks_utf16(const char *bytes, size_t length)
{
    return length >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0 ||
                           (!bytes[0] != !bytes[1]));
}

sb_status
sb_shape_find(enum sb_shape *out, struct sb_window *window, struct sb_pass *pass, size_t cap,
              struct sb_error *err)
{
    sb_status status = sb_window_want(window, 4, err);

    if (status != SB_OK)
        return status;
    *out = SB_SHAPE_BINARY;
    if (marks_utf16(window->bytes, window->have))
        return SB_OK;
    if (window->have >= 3 && memcmp(window->bytes, "\xef\xbb\xbf", 3) == 0) {
        window->at = 3;
        window->line_start = 3;
    }
    status = sb_window_blanks(window, err);
    if (status != SB_OK)
        return status;
    *out = SB_SHAPE_EMPTY;
    if (window->at == window->have)
        return SB_OK;
    *out = SB_SHAPE_ARRAY;
    if (window->bytes[window->at] == '[')
        return SB_OK;
    if (window->bytes[window->at] == '{')
        return shape_object(out, window, pass, cap, err);
    return shape_other(out, window, pass, cap, err);
}
