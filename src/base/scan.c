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
#define LINE_BLANKS 16   /* that may follow the largest record on its line */
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
    struct sb_scan_options options;
    size_t cap;
    struct sb_window window;
    enum scan_state state;
    int list;            /* the list whose records are read; -1: none */
    bool any_good;       /* a line was a record */
    bool torn;           /* the line before ended inside a value */
    uint64_t value_end;  /* VALUES: offset behind the last one */
    struct sb_buf names; /* members met, each with its NUL */
    size_t name_count;
    struct sb_pass pass;
};

sb_status
sb_scan_new(struct sb_scan **out, struct sb_input *input, const struct sb_scan_options *options,
            struct sb_error *err)
{
    struct sb_scan *scan = calloc(1, sizeof *scan);

    *out = NULL;
    if (scan == NULL)
        return sb_error_nomem(err);
    scan->window.input = input;
    if (options != NULL)
        scan->options = *options;
    scan->cap = scan->options.record_cap;
    if (scan->cap == 0)
        scan->cap = SB_LIMIT_RECORD;
    scan->names.cap = MEMBER_NAMES;
    scan->window.line = 1;
    scan->window.chunk = scan->options.chunk;
    if (scan->window.chunk == 0)
        scan->window.chunk = SB_LIMIT_CHUNK;
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
    sb_window_free(&scan->window);
    sb_buf_free(&scan->names);
    sb_pass_free(&scan->pass);
    free(scan);
}

/* Move behind a value that the pass has gone over. */
static void
scan_consume(struct sb_scan *scan, const char *to)
{
    if (scan->pass.newlines > 0) {
        scan->window.line += (uint32_t)scan->pass.newlines;
        scan->window.line_start =
            scan->window.base + (uint64_t)(scan->pass.line - scan->window.bytes);
    }
    scan->window.at = (size_t)(to - scan->window.bytes);
}

/* A fault at a place of the window. */
static void
scan_fault(struct sb_scan *scan, struct sb_scan_item *item, enum sb_scan_fault_kind kind,
           const char *at, const char *why)
{
    item->verdict = SB_SCAN_FAULT;
    item->list = scan->list;
    item->fault = kind;
    item->offset = scan->window.base + (uint64_t)(at - scan->window.bytes);
    sb_window_place(&scan->window, at, &item->line, &item->column);
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

/* A record, or the value of member, that the pass accepted. */
static void
scan_accept(const struct sb_scan *scan, struct sb_scan_item *item, const char *member)
{
    const char *text = scan->pass.text;

    item->verdict = member == NULL ? SB_SCAN_RECORD : SB_SCAN_MEMBER;
    item->text = text;
    item->length = (size_t)(scan->pass.at - text);
    item->values = scan->pass.values;
    item->value_count = scan->pass.value_count;
    item->list = scan->list;
    item->member = member;
    item->offset = scan->window.base + (uint64_t)(text - scan->window.bytes);
    sb_window_place(&scan->window, text, &item->line, &item->column);
}

static void
scan_too_large(struct sb_scan *scan, struct sb_scan_item *item)
{
    scan_fault(scan, item, SB_FAULT_LARGE, scan->window.bytes + scan->window.at, "");
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
 * The value at scan->window.at as an item of a document: a record, or the value of member.  Only
 * what leaves its end findable lets the reading go on.
 */
static sb_status
scan_element(struct sb_scan *scan, struct sb_scan_item *item, const char *member,
             struct sb_error *err)
{
    const struct sb_pass *pass = &scan->pass;
    enum sb_value_end end;
    bool whole = true;
    sb_status status = sb_value_pass(&end, &scan->window, &scan->pass, scan->cap, err);

    if (status != SB_OK)
        return status;
    if (end == SB_VALUE_BROKEN) {
        scan_fatal(scan, item, scan_broken_kind(scan), pass->fault_at, pass->why);
    } else if (end == SB_VALUE_DEEP || end == SB_VALUE_LARGE) {
        if (end == SB_VALUE_DEEP)
            scan_refuse(scan, item, true);
        else
            scan_too_large(scan, item);
        status = sb_window_skip_value(&scan->window, &whole, err);
        item->fatal = !whole;
        if (!whole)
            scan->state = SCAN_OVER;
    } else if (end != SB_VALUE_DONE) {
        scan_fatal(scan, item, SB_FAULT_SYNTAX, scan->window.bytes + scan->window.have,
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

/* The byte at scan->window.at, or NUL at the end of the input. */
static char
scan_peek(const struct sb_scan *scan)
{
    return scan->window.at < scan->window.have ? scan->window.bytes[scan->window.at] : '\0';
}

/* What stands at scan->window.at has no place there; why says what was expected. */
static sb_status
scan_unexpected(struct sb_scan *scan, struct sb_scan_item *item, const char *why,
                struct sb_error *err)
{
    enum sb_scan_fault_kind kind = SB_FAULT_SYNTAX;
    sb_status status = sb_window_want(&scan->window, 3, err);
    const char *at = scan->window.bytes + scan->window.at;

    if (status != SB_OK)
        return status;

    if (scan->window.at == scan->window.have) {
        why = "the file ends before its last bracket";
    } else if (*at == '\0') {
        kind = SB_FAULT_ENCODING;
        why = "a NUL byte";
    } else if (strncmp(at, "\xef\xbb\xbf", 3) == 0) {
        why = "a byte order mark stands at the start of a file only";
    }
    scan_fatal(scan, item, kind, at, why);
    return SB_OK;
}

enum scan_next { SCAN_NEXT_THERE, SCAN_NEXT_CLOSED, SCAN_NEXT_FAULT };

/* Go to the next element or member: over its comma, or the bracket that closes. */
static sb_status
scan_comma(struct sb_scan *scan, struct sb_scan_item *item, char close, enum scan_next *next,
           struct sb_error *err)
{
    bool first = scan->state == SCAN_ARRAY_FIRST || scan->state == SCAN_OBJECT_FIRST;
    sb_status status = sb_window_blanks(&scan->window, err);
    char c;

    if (status != SB_OK)
        return status;
    c = scan_peek(scan);
    *next = SCAN_NEXT_THERE;
    if (c == close) {
        scan->window.at++;
        *next = SCAN_NEXT_CLOSED;
    } else if (!first && c != ',') {
        *next = SCAN_NEXT_FAULT;
        status = scan_unexpected(
            scan, item, close == ']' ? "a comma or ] was expected" : "a comma or } was expected",
            err);
    } else if (!first) {
        scan->window.at++;
        status = sb_window_blanks(&scan->window, err);
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
    length = sb_escape_undo(at, quote + 1, length);
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
    enum sb_value_end end;
    sb_status status;

    *name = NULL;
    if (scan_peek(scan) != '"')
        return scan_unexpected(scan, item, "a key in quotation marks was expected", err);
    status = sb_value_pass(&end, &scan->window, &scan->pass, scan->cap, err);
    if (status != SB_OK)
        return status;
    if (end == SB_VALUE_DONE && !pass->soft) {
        status = scan_member_name(scan, item, name, err);
        if (status != SB_OK || *name == NULL)
            return status;
        scan_consume(scan, pass->at);
        status = sb_window_blanks(&scan->window, err);
        if (status == SB_OK && scan_peek(scan) == ':') {
            scan->window.at++;
            return sb_window_blanks(&scan->window, err);
        }
        *name = NULL;
        if (status == SB_OK)
            status = scan_unexpected(scan, item, "a colon was expected after the key", err);
    } else if (end == SB_VALUE_LARGE) {
        scan_fatal(scan, item, SB_FAULT_LARGE, pass->text, "a key larger than a record");
    } else if (end == SB_VALUE_CUT) {
        scan_fatal(scan, item, SB_FAULT_SYNTAX, scan->window.bytes + scan->window.have,
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
            scan->window.at++;
            scan->list = (int)i;
            scan->state = SCAN_ARRAY_FIRST;
            *found = false;
            return SB_OK;
        }
    }
    scan->state = SCAN_OBJECT_NEXT;
    return scan_element(scan, item, name, err);
}

/* Judge the line from scan->window.at to stop, where a NUL stands for the time being. */
static sb_status
scan_line_judge(struct sb_scan *scan, struct sb_scan_item *item, const char *stop,
                struct sb_error *err)
{
    const struct sb_pass *pass = &scan->pass;
    enum sb_pass_end end = sb_pass_run(&scan->pass, scan->window.bytes + scan->window.at, stop);
    const char *rest = pass->at;

    if (end == SB_PASS_NOMEM)
        return sb_error_nomem(err);
    if (end == SB_PASS_DEEP) {
        scan_refuse(scan, item, true);
    } else if (end == SB_PASS_MORE) {
        scan_fault(scan, item, SB_FAULT_SYNTAX, stop, "the line ends inside a value");
        scan->torn = true;
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

/*
 * The rest of a value that was written over several lines: one fault is enough for it.  Reading
 * goes on at the next line that begins with a brace.
 */
static sb_status
scan_torn(struct sb_scan *scan, struct sb_error *err)
{
    struct sb_window *window = &scan->window;
    sb_status status = SB_OK;

    while (scan->torn && status == SB_OK) {
        status = sb_window_skip_line(window, err);
        if (status == SB_OK)
            status = sb_window_blanks(window, err);
        scan->torn = window->at < window->have &&
                     (scan_peek(scan) != '{' || window->base + window->at != window->line_start);
    }
    return status;
}

static sb_status
scan_line(struct sb_scan *scan, struct sb_scan_item *item, struct sb_error *err)
{
    char *stop = NULL, kept;
    sb_status status = scan_torn(scan, err);

    if (status == SB_OK)
        status = sb_window_blanks(&scan->window, err);
    if (status != SB_OK || scan->window.at == scan->window.have)
        return status;
    status = sb_window_line(&scan->window, scan->cap + LINE_BLANKS, &stop, err);
    if (status != SB_OK)
        return status;
    if (stop == NULL) {
        scan_too_large(scan, item);
        return sb_window_skip_line(&scan->window, err);
    }
    kept = *stop;
    *stop = '\0';
    status = scan_line_judge(scan, item, stop, err);
    *stop = kept;
    scan->window.at = (size_t)(stop - scan->window.bytes);
    return status;
}

/* The next of values that stand one after another. */
static sb_status
scan_values(struct sb_scan *scan, struct sb_scan_item *item, struct sb_error *err)
{
    sb_status status = sb_window_blanks(&scan->window, err);

    if (status != SB_OK || scan->window.at == scan->window.have)
        return status;
    if (scan->value_end == scan->window.base + scan->window.at)
        return scan_unexpected(scan, item, "white space was expected between two values", err);
    status = scan_element(scan, item, NULL, err);
    scan->value_end = scan->window.base + scan->window.at;
    return status;
}

/* What the shape says: a state, or that this is no input to read. */
static sb_status
scan_start(struct sb_scan *scan, struct sb_scan_item *item, struct sb_error *err)
{
    static const enum scan_state states[] = {
        [SB_SHAPE_EMPTY] = SCAN_OVER,        [SB_SHAPE_LISTS] = SCAN_OBJECT_FIRST,
        [SB_SHAPE_ARRAY] = SCAN_ARRAY_FIRST, [SB_SHAPE_LINES] = SCAN_LINES,
        [SB_SHAPE_VALUES] = SCAN_VALUES,     [SB_SHAPE_FOREIGN] = SCAN_OVER,
        [SB_SHAPE_BINARY] = SCAN_OVER,
    };
    enum sb_shape shape = SB_SHAPE_EMPTY;
    const char *at;
    sb_status status;

    scan->pass.names = scan->options.lists;
    scan->pass.name_count = scan->options.list_count;
    status = sb_shape_find(&shape, &scan->window, &scan->pass, scan->cap, err);
    scan->pass.names = NULL;
    scan->pass.name_count = 0;
    if (status != SB_OK)
        return status;
    at = scan->window.bytes + scan->window.at;
    if (shape == SB_SHAPE_BINARY)
        scan_fatal(scan, item, SB_FAULT_ENCODING, at,
                   "JSON in UTF-8 was expected: the file is binary, or in another encoding");
    if (shape == SB_SHAPE_FOREIGN)
        scan_fatal(scan, item, SB_FAULT_SYNTAX, at,
                   "JSON was expected: an object, an array, or an object a line");
    scan->state = states[shape];
    if (shape == SB_SHAPE_LISTS || shape == SB_SHAPE_ARRAY)
        scan->window.at++;
    return SB_OK;
}

static sb_status
scan_trailer(struct sb_scan *scan, struct sb_scan_item *item, struct sb_error *err)
{
    sb_status status = sb_window_blanks(&scan->window, err);

    if (status == SB_OK && scan->window.at < scan->window.have)
        status = scan_unexpected(scan, item, "nothing may follow the last bracket", err);
    return status;
}

sb_status
sb_scan_next(struct sb_scan *scan, struct sb_scan_item *item, struct sb_error *err)
{
    sb_status status = SB_OK;
    bool found = true;

    *item = (struct sb_scan_item){.verdict = SB_SCAN_END, .list = -1};
    do {
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
