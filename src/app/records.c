/*
 * records.c - a records file as text, changed in place: the shape that the file has, its
 * other records and their layout stay as they are.
 */
#include "app/app.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_MOST ((size_t)1 << 30)

static const char *const lists[] = {[SB_RECORD_VISIT] = "visits", [SB_RECORD_PATIENT] = "patients"};
static const char *const names[] = {[SB_RECORD_VISIT] = "visit", [SB_RECORD_PATIENT] = "patient"};

static bool
blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t
skip_blank(const struct sb_buf *text, size_t at)
{
    while (at < text->len && blank(text->at[at]))
        at++;
    return at;
}

/* The value of a member of the document itself; false where it has no such list. */
static bool
list_locate(const struct sb_buf *text, enum sb_record_kind kind, size_t *at, size_t *length)
{
    *at = sb_json_locate(text->at, text->len, kind == SB_RECORD_VISIT ? "/visits" : "/patients",
                         length);
    return *at != skip_blank(text, 0) && *length > 0 && text->at[*at] == '[';
}

static enum sb_file_shape
shape_of(const struct sb_buf *text)
{
    size_t first = skip_blank(text, 0), at, length;

    if (first >= text->len)
        return SB_FILE_LINES;
    if (text->at[first] == '[')
        return SB_FILE_ARRAY;
    if (list_locate(text, SB_RECORD_VISIT, &at, &length) ||
        list_locate(text, SB_RECORD_PATIENT, &at, &length))
        return SB_FILE_OBJECT;
    return SB_FILE_LINES;
}

static sb_status
scan_open(struct sb_scan **scan, struct sb_input **input, const struct sb_records *records,
          struct sb_error *err)
{
    static const struct sb_scan_options options = {.lists = lists, .list_count = 2};
    sb_status st;

    st = sb_input_memory(input, records->path, records->text.at, records->text.len, err);
    return st != SB_OK ? st : sb_scan_new(scan, *input, &options, err);
}

/* Every byte is passed by the scan once before anything is cut at offsets. */
static sb_status
records_prove(struct sb_records *records, struct sb_error *err)
{
    struct sb_input *input = NULL;
    struct sb_scan *scan = NULL;
    struct sb_scan_item item;
    enum sb_record_kind kind;
    bool end = false;
    sb_status st = scan_open(&scan, &input, records, err);

    while (st == SB_OK && !end) {
        if ((st = sb_scan_next(scan, &item, err)) != SB_OK)
            break;
        end = item.verdict == SB_SCAN_END;
        if (item.verdict == SB_SCAN_FAULT && item.fatal)
            st = sb_error_at(err, SB_E_SYNTAX, records->path, item.line, item.column, "%s",
                             item.why);
        if (item.verdict != SB_SCAN_RECORD)
            continue;
        kind = item.list == (int)SB_RECORD_PATIENT ? SB_RECORD_PATIENT : SB_RECORD_VISIT;
        records->ends[kind] = (size_t)item.offset + item.length;
    }
    sb_scan_free(scan);
    sb_input_free(input);
    return st;
}

sb_status
sb_records_open(struct sb_records *out, const char *path, struct sb_error *err)
{
    sb_status st = SB_OK;

    *out = (struct sb_records){.path = path};
    if (access(path, F_OK) == 0 || errno != ENOENT)
        st = sb_file_read(&out->text, path, FILE_MOST, err);
    if (st == SB_OK && sb_buf_reserve(&out->text, 1) == NULL)
        st = sb_error_nomem(err);
    if (st == SB_OK)
        st = records_prove(out, err);
    if (st == SB_OK)
        out->shape = shape_of(&out->text);
    if (st != SB_OK)
        sb_records_close(out);
    return st;
}

void
sb_records_close(struct sb_records *records)
{
    sb_buf_free(&records->text);
}

/* The id of a record of that kind, and the record without its wrapper; NULL for another kind. */
static const char *
record_id(struct sb_span *span, const struct sb_scan_item *item, const struct sb_json_doc *doc,
          enum sb_record_kind kind)
{
    const struct sb_json *root = sb_json_root(doc), *first, *id;
    struct sb_bytes source;
    int other = kind == SB_RECORD_VISIT ? SB_RECORD_PATIENT : SB_RECORD_VISIT;

    span->outer = span->at = (size_t)item->offset;
    span->length = item->length;
    span->outer_end = span->outer + item->length;
    if (sb_json_type(root) != SB_JSON_OBJECT || item->list == other)
        return NULL;
    first = sb_json_child(root);
    if (item->list < 0 && first != NULL && sb_json_next(first) == NULL &&
        sb_json_type(first) == SB_JSON_OBJECT) {
        if (!sb_text_equal(sb_json_key(first), names[kind]))
            return NULL;
        source = sb_json_source(doc, first);
        span->at += sb_json_offset(doc, first);
        span->length = source.len;
        root = first;
    } else if (item->list < 0 && kind == SB_RECORD_PATIENT) {
        return NULL;
    }
    id = sb_json_member(root, "id");
    return id != NULL && sb_json_type(id) == SB_JSON_STRING ? sb_json_text(id) : NULL;
}

sb_status
sb_records_find(struct sb_match *match, const struct sb_records *records, enum sb_record_kind kind,
                const char *id, struct sb_error *err)
{
    struct sb_input *input = NULL;
    struct sb_scan *scan = NULL;
    struct sb_scan_item item;
    bool end = false;
    sb_status st = scan_open(&scan, &input, records, err);

    match->found = false;
    while (st == SB_OK && !end && !match->found) {
        struct sb_json_doc *doc = NULL;
        const char *have, *near = match->nearest;

        if ((st = sb_scan_next(scan, &item, err)) != SB_OK)
            break;
        end = item.verdict == SB_SCAN_END;
        if (item.verdict != SB_SCAN_RECORD)
            continue;
        st = sb_json_parse(&doc, item.text, item.length, item.values, item.value_count, err);
        have = st == SB_OK ? record_id(&match->span, &item, doc, kind) : NULL;
        match->found = have != NULL && strcmp(have, id) == 0;
        if (have != NULL)
            near = sb_nearer(id, near[0] == '\0' ? NULL : near, have);
        if (near != NULL && near != match->nearest && strlen(near) < sizeof match->nearest)
            memcpy(match->nearest, near, strlen(near) + 1);
        sb_json_free(doc);
    }
    sb_scan_free(scan);
    sb_input_free(input);
    return st;
}

/* text[at..end) becomes fresh. */
static sb_status
records_splice(struct sb_records *records, size_t at, size_t end, const struct sb_buf *fresh,
               struct sb_error *err)
{
    struct sb_buf text = {0};

    sb_buf_put(&text, records->text.at, at);
    sb_buf_put(&text, fresh->at, fresh->len);
    sb_buf_put(&text, records->text.at + end, records->text.len - end);
    if (text.failed || fresh->failed) {
        sb_buf_free(&text);
        return sb_error_nomem(err);
    }
    sb_buf_free(&records->text);
    records->text = text;
    return SB_OK;
}

static size_t
shape_depth(enum sb_file_shape shape)
{
    return shape == SB_FILE_OBJECT ? 2 : shape == SB_FILE_ARRAY ? 1 : 0;
}

static void
put_record(struct sb_buf *out, enum sb_file_shape shape, const char *fresh, size_t length)
{
    if (shape == SB_FILE_LINES)
        sb_json_text_line(out, fresh, length);
    else
        sb_json_text_indent(out, fresh, length, shape_depth(shape));
}

sb_status
sb_records_replace(struct sb_records *records, const struct sb_span *span, const char *fresh,
                   size_t length, struct sb_error *err)
{
    struct sb_buf text = {0};
    sb_status st;

    put_record(&text, records->shape, fresh, length);
    st = records_splice(records, span->at, span->at + span->length, &text, err);
    sb_buf_free(&text);
    return st;
}

static void
put_indent(struct sb_buf *out, size_t depth)
{
    sb_buf_char(out, '\n');
    for (size_t i = 0; i < depth; i++)
        sb_buf_text(out, "  ");
}

/* Where a record goes in a document, and what surrounds it; false: there is no such list. */
static bool
document_place(struct sb_buf *text, size_t *at, const struct sb_records *records,
               enum sb_record_kind kind, const char *fresh, size_t length)
{
    size_t depth = shape_depth(records->shape), list = skip_blank(&records->text, 0), span;

    if (records->shape == SB_FILE_ARRAY && kind == SB_RECORD_PATIENT)
        return false;
    if (records->ends[kind] > 0) {
        *at = records->ends[kind];
        sb_buf_char(text, ',');
        put_indent(text, depth);
        put_record(text, records->shape, fresh, length);
        return true;
    }
    if (records->shape == SB_FILE_OBJECT && !list_locate(&records->text, kind, &list, &span)) {
        /* a document of the other list: it gets this one in front */
        *at = list = skip_blank(&records->text, 0) + 1;
        sb_buf_print(text, "\n  \"%s\": [", lists[kind]);
        put_indent(text, depth);
        put_record(text, records->shape, fresh, length);
        sb_buf_text(text, "\n  ],");
        return true;
    }
    *at = list + 1;
    put_indent(text, depth);
    put_record(text, records->shape, fresh, length);
    put_indent(text, depth - 1);
    return true;
}

static void
line_place(struct sb_buf *text, size_t *at, const struct sb_records *records,
           enum sb_record_kind kind, const char *fresh, size_t length)
{
    const struct sb_buf *old = &records->text;

    *at = old->len;
    if (old->len > 0 && old->at[old->len - 1] != '\n')
        sb_buf_char(text, '\n');
    if (kind == SB_RECORD_PATIENT)
        sb_buf_text(text, "{\"patient\": ");
    sb_json_text_line(text, fresh, length);
    sb_buf_text(text, kind == SB_RECORD_PATIENT ? "}\n" : "\n");
}

sb_status
sb_records_append(struct sb_records *records, enum sb_record_kind kind, const char *fresh,
                  size_t length, struct sb_error *err)
{
    struct sb_buf text = {0};
    size_t at = 0;
    sb_status st = SB_OK;

    if (records->shape == SB_FILE_LINES)
        line_place(&text, &at, records, kind, fresh, length);
    else if (!document_place(&text, &at, records, kind, fresh, length))
        st = sb_error_at(err, SB_E_SYNTAX, records->path, 1, 1,
                         "this list is one of visits; it cannot take a patient");
    if (st == SB_OK)
        st = records_splice(records, at, at, &text, err);
    sb_buf_free(&text);
    return st;
}

/* The whole line where the record is alone on it; else the record with the comma beside it. */
sb_status
sb_records_cut(struct sb_records *records, const struct sb_span *span, struct sb_error *err)
{
    static const struct sb_buf nothing = {0};
    const struct sb_buf *text = &records->text;
    size_t at = span->outer, end = span->outer_end, next;

    if (records->shape == SB_FILE_LINES) {
        while (at > 0 && text->at[at - 1] != '\n' && blank(text->at[at - 1]))
            at--;
        while (end < text->len && text->at[end] != '\n' && blank(text->at[end]))
            end++;
        if (end < text->len && text->at[end] == '\n')
            end++;
        return records_splice(records, at, end, &nothing, err);
    }
    next = skip_blank(text, end);
    if (next < text->len && text->at[next] == ',') {
        end = skip_blank(text, next + 1);
        return records_splice(records, at, end, &nothing, err);
    }
    while (at > 0 && blank(text->at[at - 1]))
        at--;
    if (at > 0 && text->at[at - 1] == ',')
        at--;
    return records_splice(records, at, end, &nothing, err);
}

sb_status
sb_records_stage(struct sb_outfile **out, const struct sb_records *records, struct sb_owner owner,
                 struct sb_error *err)
{
    const struct sb_bytes bytes = {records->text.at == NULL ? "" : records->text.at,
                                   records->text.len};
    /* a link stays a link: its target is what is replaced */
    char *real = realpath(records->path, NULL), *path = real != NULL ? real : strdup(records->path);
    char *slash = path == NULL ? NULL : strrchr(path, '/');
    sb_status st;

    if (path == NULL)
        return sb_error_nomem(err);
    if (slash != NULL)
        *slash = '\0';
    st = sb_outfile_stage(out,
                          slash == NULL   ? "."
                          : slash == path ? "/"
                                          : path,
                          slash == NULL ? path : slash + 1, (struct sb_pieces){&bytes, 1}, owner,
                          err);
    free(path);
    return st;
}
