/*
 * scan.c - records out of a stream of JSON: shapes, bounds, places, and how to go on after a
 * fault.  The grammar is judged by pass.c, over one record in memory.
 *
 *   {"visits": [ R, R ], "patients": [ R ], "other": M}     SHAPE: object with lists
 *   [ R, R, R ]                                             array
 *   R newline R newline R newline                           lines (NDJSON)
 *   R R R, the first over several lines                     values
 *
 * A window slides over the input; a record that is not whole in it is passed over again once
 * the window holds twice as much, so each byte is read about twice at worst.  What is larger
 * than a record may be is skipped with the window emptied each time.
 */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MEMBERS_MOST 256 /* of a top-level object; their names are kept to find duplicates */
#define MEMBER_NAMES ((size_t)16 << 10)

enum scan_state {
    SCAN_START,
    SCAN_OBJECT_FIRST, /* behind { */
    SCAN_OBJECT_NEXT,  /* behind a member */
    SCAN_ARRAY_FIRST,  /* behind [, of the top-level array or of a list */
    SCAN_ARRAY_NEXT,
    SCAN_LINES,
    SCAN_VALUES,
    SCAN_TRAILER, /* the document ended */
    SCAN_OVER,
};

struct sb_scan {
    struct sb_input *input;
    struct sb_scan_options options;
    size_t cap;
    char *bytes; /* the window; a NUL and the pad of the pass behind have */
    size_t at, have, room;
    uint64_t base; /* offset of the window in the input */
    bool ended;
    uint32_t line;
    uint64_t line_start; /* offset of the line's first byte */
    enum scan_state state;
    int list;            /* the list whose records are read; -1: none */
    bool any_good;       /* a line was a record */
    uint64_t value_end;  /* VALUES: offset behind the last one */
    struct sb_buf names; /* members met, each with its NUL */
    size_t name_count;
    struct sb_pass pass;
};

/* How an attempt at one value ended. */
enum scan_end { SCAN_DONE, SCAN_BROKEN, SCAN_CUT, SCAN_DEEP, SCAN_LARGE, SCAN_MEMBER_MET };

sb_status
sb_scan_new(struct sb_scan **out, struct sb_input *input, const struct sb_scan_options *options,
            struct sb_error *err)
{
    struct sb_scan *scan = calloc(1, sizeof *scan);

    *out = NULL;
    if (scan == NULL)
        return sb_error_nomem(err);
    scan->input = input;
    if (options != NULL)
        scan->options = *options;
    scan->cap = scan->options.record_cap;
    if (scan->cap == 0)
        scan->cap = SB_LIMIT_RECORD;
    scan->names.cap = MEMBER_NAMES;
    scan->line = 1;
    scan->list = -1;
    scan->value_end = UINT64_MAX;
    *out = scan;
    return SB_OK;
}

void
sb_scan_free(struct sb_scan *scan)
{
    if (scan == NULL)
        return;
    free(scan->bytes);
    sb_buf_free(&scan->names);
    sb_pass_free(&scan->pass);
    free(scan);
}

/* Drop what was consumed and read one piece more; scan->ended at the end of the input. */
static sb_status
scan_fill(struct sb_scan *scan, struct sb_error *err)
{
    size_t left = scan->have - scan->at, got = 0, room;
    sb_status status;
    char *bytes;

    if (scan->at > 0) {
        memmove(scan->bytes, scan->bytes + scan->at, left);
        scan->base += scan->at;
        scan->at = 0;
        scan->have = left;
    }
    room = scan->room == 0 ? SB_LIMIT_CHUNK * 2 : scan->room;
    while (room < left + SB_LIMIT_CHUNK)
        room *= 2;
    if (room != scan->room) {
        bytes = realloc(scan->bytes, room + SB_PASS_PAD);
        if (bytes == NULL)
            return sb_error_nomem(err);
        scan->bytes = bytes;
        scan->room = room;
    }
    status = sb_input_read(scan->input, scan->bytes + left, SB_LIMIT_CHUNK, &got, err);
    if (status != SB_OK)
        return status;
    scan->have += got;
    scan->ended = got == 0;
    memset(scan->bytes + scan->have, 0, SB_PASS_PAD);
    return SB_OK;
}

/* Skip white space; scan->at == scan->have afterwards only at the end of the input. */
static sb_status
scan_blanks(struct sb_scan *scan, struct sb_error *err)
{
    for (;;) {
        while (scan->at < scan->have) {
            char c = scan->bytes[scan->at];

            if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
                return SB_OK;
            scan->at++;
            if (c == '\n') {
                scan->line++;
                scan->line_start = scan->base + scan->at;
            }
        }
        if (scan->ended)
            return SB_OK;
        sb_status status = scan_fill(scan, err);
        if (status != SB_OK)
            return status;
    }
}

/* Line and column of a byte of the window at or behind scan->at. */
static void
scan_place(const struct sb_scan *scan, const char *at, uint32_t *line, uint32_t *column)
{
    const char *from = scan->bytes + scan->at, *newline;
    uint64_t start = scan->line_start;

    *line = scan->line;
    while (from < at && (newline = memchr(from, '\n', (size_t)(at - from))) != NULL) {
        from = newline + 1;
        start = scan->base + (uint64_t)(from - scan->bytes);
        (*line)++;
    }
    *column = (uint32_t)(scan->base + (uint64_t)(at - scan->bytes) - start + 1);
}

/* Move behind a value that the pass has gone over. */
static void
scan_consume(struct sb_scan *scan, const char *to)
{
    if (scan->pass.newlines > 0) {
        scan->line += (uint32_t)scan->pass.newlines;
        scan->line_start = scan->base + (uint64_t)(scan->pass.line - scan->bytes);
    }
    scan->at = (size_t)(to - scan->bytes);
}

/* A fault at a place of the window. */
static void
scan_fault(struct sb_scan *scan, struct sb_scan_item *item, enum sb_scan_fault_kind kind,
           const char *at, const char *why)
{
    *item = (struct sb_scan_item){.verdict = SB_SCAN_FAULT, .list = scan->list, .fault = kind};
    item->offset = scan->base + (uint64_t)(at - scan->bytes);
    scan_place(scan, at, &item->line, &item->column);
    sb_text_tame(item->why, sizeof item->why, why, strlen(why));
}

/* A fault that ends the reading of this input. */
static void
scan_fatal(struct sb_scan *scan, struct sb_scan_item *item, enum sb_scan_fault_kind kind,
           const char *at, const char *why)
{
    scan_fault(scan, item, kind, at, why);
    item->fatal = true;
    scan->state = SCAN_OVER;
}

/* Pass over the value at scan->at, with as much of the input as it takes. */
static sb_status
scan_value(struct sb_scan *scan, enum scan_end *out, struct sb_error *err)
{
    for (;;) {
        const char *text = scan->bytes + scan->at, *stop = scan->bytes + scan->have;
        size_t before = scan->have - scan->at;
        enum sb_pass_end end = sb_pass_run(&scan->pass, text, stop);
        /* a number has no end mark of its own */
        bool open = end == SB_PASS_DONE && scan->pass.at == stop && !scan->ended && *text != '{' &&
                    *text != '[' && *text != '"';
        static const enum scan_end ends[] = {
            [SB_PASS_DONE] = SCAN_DONE, [SB_PASS_BROKEN] = SCAN_BROKEN,
            [SB_PASS_DEEP] = SCAN_DEEP, [SB_PASS_MEMBER] = SCAN_MEMBER_MET,
            [SB_PASS_MORE] = SCAN_CUT,  [SB_PASS_NOMEM] = SCAN_CUT};

        *out = ends[end];
        if (end == SB_PASS_NOMEM)
            return sb_error_nomem(err);
        if (end == SB_PASS_DONE && (size_t)(scan->pass.at - text) > scan->cap)
            *out = SCAN_LARGE;
        if (end != SB_PASS_MORE && !open)
            return SB_OK;
        if (before > scan->cap) {
            *out = SCAN_LARGE;
            return SB_OK;
        }
        if (scan->ended)
            return SB_OK;
        do {
            sb_status status = scan_fill(scan, err);
            if (status != SB_OK)
                return status;
        } while (!scan->ended && scan->have <= scan->cap && scan->have < 2 * before);
    }
}

/* What a skip over a value of any size has to remember. */
struct scan_skip {
    bool string, escape;
    uint64_t depth;
};

/* One byte of a value being skipped; true where the value ends, *take telling if with it. */
static bool
scan_skip_byte(struct scan_skip *skip, char c, bool *take)
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
static sb_status
scan_skip_value(struct sb_scan *scan, bool *whole, struct sb_error *err)
{
    struct scan_skip skip = {0};
    bool take;

    *whole = false;
    for (;;) {
        while (scan->at < scan->have) {
            char c = scan->bytes[scan->at];

            *whole = scan_skip_byte(&skip, c, &take);
            if (*whole && !take)
                return SB_OK;
            scan->at++;
            if (c == '\n') {
                scan->line++;
                scan->line_start = scan->base + scan->at;
            }
            if (*whole)
                return SB_OK;
        }
        if (scan->ended)
            return SB_OK;
        sb_status status = scan_fill(scan, err);
        if (status != SB_OK)
            return status;
    }
}

/* Skip to the line end, which stays. */
static sb_status
scan_skip_line(struct sb_scan *scan, struct sb_error *err)
{
    for (;;) {
        const char *from = scan->bytes + scan->at;
        const char *newline = memchr(from, '\n', scan->have - scan->at);

        scan->at = newline == NULL ? scan->have : (size_t)(newline - scan->bytes);
        if (newline != NULL || scan->ended)
            return SB_OK;
        sb_status status = scan_fill(scan, err);
        if (status != SB_OK)
            return status;
    }
}

/* A record, or the value of member, that the pass accepted. */
static void
scan_accept(const struct sb_scan *scan, struct sb_scan_item *item, const char *member)
{
    const char *text = scan->pass.text;

    *item = (struct sb_scan_item){.verdict = member == NULL ? SB_SCAN_RECORD : SB_SCAN_MEMBER,
                                  .text = text,
                                  .length = (size_t)(scan->pass.at - text),
                                  .values = scan->pass.values,
                                  .value_count = scan->pass.value_count,
                                  .list = scan->list,
                                  .member = member,
                                  .offset = scan->base + (uint64_t)(text - scan->bytes)};
    scan_place(scan, text, &item->line, &item->column);
}

static void
scan_too_large(struct sb_scan *scan, struct sb_scan_item *item)
{
    scan_fault(scan, item, SB_FAULT_LARGE, scan->bytes + scan->at, "");
    (void)snprintf(item->why, sizeof item->why, "a record has at most %zu bytes", scan->cap);
}

/* A fault of a value whose grammar is whole, or that is nested too deep. */
static void
scan_refuse(struct sb_scan *scan, struct sb_scan_item *item, bool deep)
{
    const struct sb_pass *pass = &scan->pass;
    enum sb_scan_fault_kind kind = deep              ? SB_FAULT_DEEP
                                   : pass->duplicate ? SB_FAULT_DUPLICATE
                                   : pass->encoding  ? SB_FAULT_ENCODING
                                                     : SB_FAULT_SYNTAX;

    scan_fault(scan, item, kind, pass->fault_at, pass->why);
}

static enum sb_scan_fault_kind
scan_broken_kind(const struct sb_scan *scan)
{
    return scan->pass.encoding ? SB_FAULT_ENCODING : SB_FAULT_SYNTAX;
}

/*
 * The value at scan->at as an item of a document: a record, or the value of member.  Only
 * what leaves its end findable lets the reading go on.
 */
static sb_status
scan_element(struct sb_scan *scan, struct sb_scan_item *item, const char *member,
             struct sb_error *err)
{
    const struct sb_pass *pass = &scan->pass;
    enum scan_end end;
    bool whole = true;
    sb_status status = scan_value(scan, &end, err);

    if (status != SB_OK)
        return status;
    if (end == SCAN_BROKEN) {
        scan_fatal(scan, item, scan_broken_kind(scan), pass->fault_at, pass->why);
    } else if (end == SCAN_DEEP || end == SCAN_LARGE) {
        if (end == SCAN_DEEP)
            scan_refuse(scan, item, true);
        else
            scan_too_large(scan, item);
        status = scan_skip_value(scan, &whole, err);
        item->fatal = !whole;
        if (!whole)
            scan->state = SCAN_OVER;
    } else if (end != SCAN_DONE) {
        scan_fatal(scan, item, SB_FAULT_SYNTAX, scan->bytes + scan->have,
                   "the file ends inside a value");
    } else {
        if (pass->soft)
            scan_refuse(scan, item, false);
        else
            scan_accept(scan, item, member);
        scan_consume(scan, pass->at);
    }
    return status;
}

/* The byte at scan->at, or NUL at the end of the input. */
static char
scan_peek(const struct sb_scan *scan)
{
    return scan->at < scan->have ? scan->bytes[scan->at] : '\0';
}

/* What stands at scan->at has no place there; why says what was expected. */
static void
scan_unexpected(struct sb_scan *scan, struct sb_scan_item *item, const char *why)
{
    const char *at = scan->bytes + scan->at;
    enum sb_scan_fault_kind kind = SB_FAULT_SYNTAX;

    if (scan->at == scan->have) {
        why = "the file ends before its last bracket";
    } else if (*at == '\0') {
        kind = SB_FAULT_ENCODING;
        why = "a NUL byte";
    } else if (strncmp(at, "\xef\xbb\xbf", 3) == 0) {
        why = "a byte order mark stands at the start of a file only";
    }
    scan_fatal(scan, item, kind, at, why);
}

enum scan_next { SCAN_NEXT_THERE, SCAN_NEXT_CLOSED, SCAN_NEXT_FAULT };

/* Go to the next element or member: over its comma, or the bracket that closes. */
static sb_status
scan_comma(struct sb_scan *scan, struct sb_scan_item *item, char close, enum scan_next *next,
           struct sb_error *err)
{
    bool first = scan->state == SCAN_ARRAY_FIRST || scan->state == SCAN_OBJECT_FIRST;
    sb_status status = scan_blanks(scan, err);
    char c;

    if (status != SB_OK)
        return status;
    c = scan_peek(scan);
    *next = SCAN_NEXT_THERE;
    if (c == close) {
        scan->at++;
        *next = SCAN_NEXT_CLOSED;
    } else if (!first && c != ',') {
        scan_unexpected(scan, item,
                        close == ']' ? "a comma or ] was expected" : "a comma or } was expected");
        *next = SCAN_NEXT_FAULT;
    } else if (!first) {
        scan->at++;
        status = scan_blanks(scan, err);
    }
    return status;
}

/* The next record of the array or list; *found is false where it closed. */
static sb_status
scan_array(struct sb_scan *scan, struct sb_scan_item *item, bool *found, struct sb_error *err)
{
    enum scan_next next = SCAN_NEXT_FAULT;
    sb_status status = scan_comma(scan, item, ']', &next, err);

    *found = next != SCAN_NEXT_CLOSED;
    if (status != SB_OK || next == SCAN_NEXT_FAULT)
        return status;
    if (next == SCAN_NEXT_THERE) {
        scan->state = SCAN_ARRAY_NEXT;
        return scan_element(scan, item, NULL, err);
    }
    scan->state = scan->list >= 0 ? SCAN_OBJECT_NEXT : SCAN_TRAILER;
    scan->list = -1;
    return SB_OK;
}

/* Keep the name that the pass has read; where it was met before, or too many were, a fault. */
static sb_status
scan_member_name(struct sb_scan *scan, struct sb_scan_item *item, const char **name,
                 struct sb_error *err)
{
    const char *quote = scan->pass.text;
    size_t length = (size_t)(scan->pass.at - quote) - 2, start = scan->names.len;
    char *at = sb_buf_reserve(&scan->names, length + 1);

    *name = NULL;
    if (at == NULL && start + length + 1 <= MEMBER_NAMES)
        return sb_error_nomem(err);
    if (at == NULL || scan->name_count == MEMBERS_MOST) {
        scan_fatal(scan, item, SB_FAULT_LARGE, quote, "too many members beside the records");
        return SB_OK;
    }
    length = sb_pass_unescape(at, quote + 1, length);
    at[length] = '\0';
    for (const char *old = scan->names.at; old < at; old += strlen(old) + 1) {
        if (strcmp(old, at) == 0) {
            scan_fatal(scan, item, SB_FAULT_DUPLICATE, quote, "a key stands once in an object");
            return SB_OK;
        }
    }
    scan->names.len += length + 1;
    scan->name_count++;
    *name = at;
    return SB_OK;
}

/* A member's name and colon; *name stays NULL after a fault. */
static sb_status
scan_member(struct sb_scan *scan, struct sb_scan_item *item, const char **name,
            struct sb_error *err)
{
    const struct sb_pass *pass = &scan->pass;
    enum scan_end end;
    sb_status status;

    *name = NULL;
    if (scan_peek(scan) != '"') {
        scan_unexpected(scan, item, "a key in quotation marks was expected");
        return SB_OK;
    }
    status = scan_value(scan, &end, err);
    if (status != SB_OK)
        return status;
    if (end == SCAN_DONE && !pass->soft) {
        status = scan_member_name(scan, item, name, err);
        if (status != SB_OK || *name == NULL)
            return status;
        scan_consume(scan, pass->at);
        status = scan_blanks(scan, err);
        if (status == SB_OK && scan_peek(scan) == ':') {
            scan->at++;
            return scan_blanks(scan, err);
        }
        *name = NULL;
        if (status == SB_OK)
            scan_unexpected(scan, item, "a colon was expected after the key");
    } else if (end == SCAN_LARGE) {
        scan_fatal(scan, item, SB_FAULT_LARGE, pass->text, "a key larger than a record");
    } else if (end == SCAN_CUT) {
        scan_fatal(scan, item, SB_FAULT_SYNTAX, scan->bytes + scan->have,
                   "the file ends inside a key");
    } else {
        scan_fatal(scan, item, scan_broken_kind(scan), pass->fault_at, pass->why);
    }
    return status;
}

/* The next member of the top-level object: a list is entered, another one is an item. */
static sb_status
scan_object(struct sb_scan *scan, struct sb_scan_item *item, bool *found, struct sb_error *err)
{
    enum scan_next next = SCAN_NEXT_FAULT;
    const char *name = NULL;
    sb_status status = scan_comma(scan, item, '}', &next, err);

    *found = next != SCAN_NEXT_CLOSED;
    if (status != SB_OK || next == SCAN_NEXT_FAULT)
        return status;
    if (next == SCAN_NEXT_CLOSED) {
        scan->state = SCAN_TRAILER;
        return SB_OK;
    }
    status = scan_member(scan, item, &name, err);
    if (status != SB_OK || name == NULL)
        return status;
    for (size_t i = 0; scan_peek(scan) == '[' && i < scan->options.list_count; i++) {
        if (strcmp(name, scan->options.lists[i]) == 0) {
            scan->at++;
            scan->list = (int)i;
            scan->state = SCAN_ARRAY_FIRST;
            *found = false;
            return SB_OK;
        }
    }
    scan->state = SCAN_OBJECT_NEXT;
    return scan_element(scan, item, name, err);
}

/* The end of the line at scan->at, in the window; NULL where it is longer than a record. */
static sb_status
scan_line_end(struct sb_scan *scan, char **stop, struct sb_error *err)
{
    size_t searched = 0;

    for (;;) {
        char *from = scan->bytes + scan->at + searched;
        sb_status status;

        *stop = memchr(from, '\n', scan->have - scan->at - searched);
        if (*stop != NULL)
            return SB_OK;
        searched = scan->have - scan->at;
        if (scan->ended)
            *stop = scan->bytes + scan->have;
        if (scan->ended || searched > scan->cap)
            return SB_OK;
        status = scan_fill(scan, err);
        if (status != SB_OK)
            return status;
    }
}

/* Judge the line from scan->at to stop, where a NUL stands for the time being. */
static sb_status
scan_line_judge(struct sb_scan *scan, struct sb_scan_item *item, const char *stop,
                struct sb_error *err)
{
    const struct sb_pass *pass = &scan->pass;
    enum sb_pass_end end = sb_pass_run(&scan->pass, scan->bytes + scan->at, stop);
    const char *rest = pass->at;

    if (end == SB_PASS_NOMEM)
        return sb_error_nomem(err);
    if (end == SB_PASS_DEEP) {
        scan_refuse(scan, item, true);
    } else if (end == SB_PASS_MORE) {
        scan_fault(scan, item, SB_FAULT_SYNTAX, stop, "the line ends inside a value");
    } else if (end != SB_PASS_DONE) {
        scan_fault(scan, item, scan_broken_kind(scan), pass->fault_at, pass->why);
        /* not once a record, and now NUL: this is no text at all */
        if (!scan->any_good && *pass->fault_at == '\0')
            scan_fatal(scan, item, SB_FAULT_ENCODING, pass->fault_at,
                       "a NUL byte: the file is binary, or UTF-16");
    } else {
        while (*rest == ' ' || *rest == '\t' || *rest == '\r')
            rest++;
        if (rest != stop) {
            scan_fault(scan, item, SB_FAULT_SYNTAX, rest, "one value a line was expected");
        } else if ((size_t)(pass->at - pass->text) > scan->cap) {
            scan_too_large(scan, item);
        } else if (pass->soft) {
            scan_refuse(scan, item, false);
        } else {
            scan->any_good = true;
            scan_accept(scan, item, NULL);
        }
    }
    return SB_OK;
}

static sb_status
scan_line(struct sb_scan *scan, struct sb_scan_item *item, struct sb_error *err)
{
    char *stop = NULL, kept;
    sb_status status = scan_blanks(scan, err);

    if (status != SB_OK || scan->at == scan->have)
        return status;
    status = scan_line_end(scan, &stop, err);
    if (status != SB_OK)
        return status;
    if (stop == NULL) {
        scan_too_large(scan, item);
        return scan_skip_line(scan, err);
    }
    kept = *stop;
    *stop = '\0';
    status = scan_line_judge(scan, item, stop, err);
    *stop = kept;
    scan->at = (size_t)(stop - scan->bytes);
    return status;
}

/* The next of values that stand one after another. */
static sb_status
scan_values(struct sb_scan *scan, struct sb_scan_item *item, struct sb_error *err)
{
    sb_status status = scan_blanks(scan, err);

    if (status != SB_OK || scan->at == scan->have)
        return status;
    if (scan->value_end == scan->base + scan->at) {
        scan_unexpected(scan, item, "white space was expected between two values");
        return SB_OK;
    }
    status = scan_element(scan, item, NULL, err);
    scan->value_end = scan->base + scan->at;
    return status;
}

/*
 * Whether the line at scan->at, itself at fault, is one of a file of lines: the next one
 * begins like a record, or (alone) there is none.
 */
static sb_status
scan_lines_follow(struct sb_scan *scan, bool alone, bool *follow, struct sb_error *err)
{
    char *next = NULL;
    sb_status status = scan_line_end(scan, &next, err);

    *follow = false;
    if (status != SB_OK || next == NULL)
        return status;
    while (next < scan->bytes + scan->have && strchr(" \t\r\n", *next) != NULL && *next != '\0')
        next++;
    if (next == scan->bytes + scan->have)
        *follow = alone;
    else
        *follow = *next == '{';
    return SB_OK;
}

/* Whether a list's name stands quoted in the first bytes, before the fault was met or behind. */
static bool
scan_names_list(const struct sb_scan *scan)
{
    const char *from = scan->bytes + scan->at;
    size_t length = scan->have - scan->at;

    for (size_t i = 0; i < scan->options.list_count; i++) {
        const char *name = scan->options.lists[i], *hit = from;
        size_t size = strlen(name);

        while ((hit = memmem(hit, length - (size_t)(hit - from), name, size)) != NULL) {
            if (hit > from && hit[-1] == '"' && hit[size] == '"')
                return true;
            hit++;
        }
    }
    return false;
}

/* The first value is an object: does it hold lists, does it fill a line, or several? */
static sb_status
scan_start_object(struct sb_scan *scan, struct sb_error *err)
{
    const struct sb_pass *pass = &scan->pass;
    enum scan_end end;
    const char *stop;
    bool lines;
    sb_status status;

    scan->pass.names = scan->options.lists;
    scan->pass.name_count = scan->options.list_count;
    status = scan_value(scan, &end, err);
    scan->pass.names = NULL;
    scan->pass.name_count = 0;
    if (status != SB_OK)
        return status;
    stop = end == SCAN_DONE                         ? pass->at
           : end == SCAN_BROKEN || end == SCAN_DEEP ? pass->fault_at
                                                    : scan->bytes + scan->have;
    lines = memchr(pass->text, '\n', (size_t)(stop - pass->text)) == NULL;
    if (end == SCAN_BROKEN || end == SCAN_CUT) {
        if (scan_names_list(scan))
            end = SCAN_MEMBER_MET;
        else if (lines)
            status = scan_lines_follow(scan, true, &lines, err);
    }
    if (end == SCAN_MEMBER_MET) {
        scan->at++;
        scan->state = SCAN_OBJECT_FIRST;
    } else {
        scan->state = lines ? SCAN_LINES : SCAN_VALUES;
    }
    return status;
}

/* The first value is no object: an array, a scalar on a line, or no JSON. */
static sb_status
scan_start_other(struct sb_scan *scan, struct sb_scan_item *item, struct sb_error *err)
{
    const char *at;
    enum scan_end end;
    bool lines = true;
    sb_status status;

    if (scan_peek(scan) == '[') {
        scan->at++;
        scan->state = SCAN_ARRAY_FIRST;
        return SB_OK;
    }
    status = scan_value(scan, &end, err);
    if (status == SB_OK && end != SCAN_DONE && end != SCAN_LARGE)
        status = scan_lines_follow(scan, false, &lines, err);
    if (status != SB_OK)
        return status;
    scan->state = SCAN_LINES;
    if (lines)
        return SB_OK;
    at = scan->bytes + scan->at;
    if (*at == '\0' || (unsigned char)*at >= 0x80)
        scan_fatal(scan, item, SB_FAULT_ENCODING, at,
                   "JSON in UTF-8 was expected: the file is binary, or in another encoding");
    else
        scan_fatal(scan, item, SB_FAULT_SYNTAX, at,
                   "JSON was expected: an object, an array, or an object a line");
    return SB_OK;
}

/* Marks at the very start, then the shape. */
static sb_status
scan_start(struct sb_scan *scan, struct sb_scan_item *item, struct sb_error *err)
{
    sb_status status;

    while (scan->have < 4 && !scan->ended) {
        status = scan_fill(scan, err);
        if (status != SB_OK)
            return status;
    }
    if (scan->have >= 2 &&
        (memcmp(scan->bytes, "\xff\xfe", 2) == 0 || memcmp(scan->bytes, "\xfe\xff", 2) == 0 ||
         (scan->bytes[0] == '\0') != (scan->bytes[1] == '\0'))) {
        scan_fatal(scan, item, SB_FAULT_ENCODING, scan->bytes,
                   "the file is UTF-16 or binary; UTF-8 was expected");
        return SB_OK;
    }
    if (scan->have >= 3 && memcmp(scan->bytes, "\xef\xbb\xbf", 3) == 0) {
        scan->at = 3;
        scan->line_start = 3;
    }
    status = scan_blanks(scan, err);
    if (status != SB_OK)
        return status;
    if (scan->at == scan->have)
        scan->state = SCAN_OVER;
    else if (scan_peek(scan) == '{')
        return scan_start_object(scan, err);
    else
        return scan_start_other(scan, item, err);
    return SB_OK;
}

static sb_status
scan_trailer(struct sb_scan *scan, struct sb_scan_item *item, struct sb_error *err)
{
    sb_status status = scan_blanks(scan, err);

    if (status == SB_OK && scan->at < scan->have)
        scan_unexpected(scan, item, "nothing may follow the last bracket");
    return status;
}

sb_status
sb_scan_next(struct sb_scan *scan, struct sb_scan_item *item, struct sb_error *err)
{
    sb_status status = SB_OK;
    bool found = true;

    do {
        /* what the steps below leave as it is */
        *item = (struct sb_scan_item){.verdict = SB_SCAN_END, .list = -1};
        switch (scan->state) {
        case SCAN_START:
            status = scan_start(scan, item, err);
            found = item->verdict != SB_SCAN_END || scan->state == SCAN_OVER;
            break;
        case SCAN_OBJECT_FIRST:
        case SCAN_OBJECT_NEXT:
            status = scan_object(scan, item, &found, err);
            break;
        case SCAN_ARRAY_FIRST:
        case SCAN_ARRAY_NEXT:
            status = scan_array(scan, item, &found, err);
            break;
        case SCAN_LINES:
            return scan_line(scan, item, err);
        case SCAN_VALUES:
            return scan_values(scan, item, err);
        case SCAN_TRAILER:
            return scan_trailer(scan, item, err);
        case SCAN_OVER:
            return SB_OK;
        }
    } while (status == SB_OK && !found);
    return status;
}
