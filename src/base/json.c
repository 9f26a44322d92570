/*
 * json.c - the door of cJSON: trees of text that the scan has passed.
 *
 * A node is cJSON's own, and its look-ups are.  A record that holds an escape is parsed by cJSON.
 * One that holds none, and nearly every visit is such, needs no second parser: the scan knows
 * where each key and value begins and ends, so its nodes are filled from that table, in one
 * block with a copy of the text whose closing quotation marks become NULs.  cJSON's parser asks
 * malloc for each node, key and text: with their release that is seven times the instructions of
 * the strict scan.  Hooks could spare it malloc, but they are global to the process, which may be
 * somebody else's.  Both ways give the same tree: the tests hold one against the other.
 *
 * A node's valueint, which nobody here reads as a number, holds its index in the scan's table.
 * Numbers are read from the source text: cJSON's valuedouble is never looked at.
 */
#include "base/base.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

struct sb_json_doc {
    cJSON *root;
    cJSON *parsed; /* root, where cJSON made it and must free it */
    const char *text;
    size_t length;
    const struct sb_scan_value *values;
    size_t value_count;
    cJSON nodes[]; /* and behind them the copy of the text */
};

static const cJSON *
node_of(const struct sb_json *node)
{
    return (const cJSON *)(const void *)node;
}

static const struct sb_json *
json_of(const cJSON *node)
{
    return (const struct sb_json *)(const void *)node;
}

/* Number the nodes in document order; false where they are not as many as the scan counted. */
static bool
json_number(struct sb_json_doc *doc)
{
    cJSON *parents[SB_LIMIT_DEPTH];
    cJSON *node = doc->root;
    size_t depth = 0, count = 0;

    while (node != NULL) {
        if (count == doc->value_count)
            return false;
        node->valueint = (int)count++;
        if (node->child != NULL) {
            if (depth == SB_LIMIT_DEPTH)
                return false;
            parents[depth++] = node;
            node = node->child;
            continue;
        }
        while (depth > 0 && node->next == NULL)
            node = parents[--depth];
        node = depth == 0 ? NULL : node->next;
    }
    return count == doc->value_count;
}

/* What a value is, by its first byte. */
static int
type_of(char c)
{
    static const unsigned char types[128] = {
        ['{'] = cJSON_Object, ['['] = cJSON_Array, ['"'] = cJSON_String,
        ['t'] = cJSON_True,   ['f'] = cJSON_False, ['n'] = cJSON_NULL,
    };
    int type = types[c & 0x7f];

    return type == 0 ? cJSON_Number : type;
}

/* The tree of a record without escapes; false where there are some. */
static bool
json_fill(struct sb_json_doc *doc)
{
    char *copy = (char *)(doc->nodes + doc->value_count);
    const struct sb_scan_value *value = doc->values;

    memcpy(copy, doc->text, doc->length);
    for (size_t i = 0; i < doc->value_count; i++, value++) {
        cJSON *node = doc->nodes + i;
        bool nested;

        if (value->escapes)
            return false;
        *node = (cJSON){.type = type_of(copy[value->at]), .valueint = (int)i};
        nested = node->type == cJSON_Object || node->type == cJSON_Array;
        if (nested && i + 1 < doc->value_count && value[1].at < value->end)
            node->child = node + 1;
        if (value->next != 0)
            node->next = doc->nodes + value->next;
        if (value->key_end != 0) {
            copy[value->key_end] = '\0';
            node->string = copy + value->key + 1;
        }
        if (node->type == cJSON_String) {
            copy[value->end - 1] = '\0';
            node->valuestring = copy + value->at + 1;
        }
    }
    doc->root = doc->nodes;
    return true;
}

sb_status
sb_json_parse(struct sb_json_doc **out, const char *text, size_t length,
              const struct sb_scan_value *values, size_t value_count, struct sb_error *err)
{
    struct sb_json_doc *doc = malloc(sizeof *doc + value_count * sizeof *doc->nodes + length);
    const char *end = NULL;

    *out = NULL;
    if (doc == NULL)
        return sb_error_nomem(err);
    *doc = (struct sb_json_doc){
        .text = text, .length = length, .values = values, .value_count = value_count};
    if (json_fill(doc)) {
        *out = doc;
        return SB_OK;
    }
    doc->root = doc->parsed = cJSON_ParseWithLengthOpts(text, length, &end, 0);
    /* the scan has passed the text, so that only memory can be wanting */
    if (doc->root == NULL) {
        sb_json_free(doc);
        return sb_error_nomem(err);
    }
    if (end != text + length || !json_number(doc)) {
        sb_json_free(doc);
        return sb_error_set(err, SB_E_DEFECT, "cJSON reads a record unlike the scan");
    }
    *out = doc;
    return SB_OK;
}

void
sb_json_free(struct sb_json_doc *doc)
{
    if (doc == NULL)
        return;
    cJSON_Delete(doc->parsed);
    free(doc);
}

const struct sb_json *
sb_json_root(const struct sb_json_doc *doc)
{
    return json_of(doc->root);
}

enum sb_json_type
sb_json_type(const struct sb_json *node)
{
    switch (node_of(node)->type & 0xff) {
    case cJSON_False:
    case cJSON_True:
        return SB_JSON_BOOL;
    case cJSON_Number:
        return SB_JSON_NUMBER;
    case cJSON_String:
        return SB_JSON_STRING;
    case cJSON_Array:
        return SB_JSON_ARRAY;
    case cJSON_Object:
        return SB_JSON_OBJECT;
    default:
        return SB_JSON_NULL;
    }
}

const char *
sb_json_type_name(enum sb_json_type type)
{
    static const char *const names[] = {
        [SB_JSON_NULL] = "null",       [SB_JSON_BOOL] = "true or false",
        [SB_JSON_NUMBER] = "a number", [SB_JSON_STRING] = "a string",
        [SB_JSON_ARRAY] = "an array",  [SB_JSON_OBJECT] = "an object",
    };

    return (size_t)type < sizeof names / sizeof *names ? names[type] : "no JSON";
}

const struct sb_json *
sb_json_child(const struct sb_json *node)
{
    return json_of(node_of(node)->child);
}

const struct sb_json *
sb_json_next(const struct sb_json *node)
{
    return json_of(node_of(node)->next);
}

const char *
sb_json_key(const struct sb_json *node)
{
    return node_of(node)->string;
}

const char *
sb_json_text(const struct sb_json *node)
{
    return cJSON_IsString(node_of(node)) ? node_of(node)->valuestring : NULL;
}

bool
sb_json_truth(const struct sb_json *node)
{
    return cJSON_IsTrue(node_of(node)) != 0;
}

const struct sb_json *
sb_json_member(const struct sb_json *object, const char *key)
{
    if (!cJSON_IsObject(node_of(object)))
        return NULL;
    return json_of(cJSON_GetObjectItemCaseSensitive(node_of(object), key));
}

/* Behind the string whose opening quote is at at. */
static size_t
text_string_end(const char *text, size_t length, size_t at)
{
    const char *from = text + at + 1, *quote = from;
    size_t slashes;

    while ((quote = memchr(quote, '"', (size_t)(text + length - quote))) != NULL) {
        for (slashes = 0; quote - slashes > from && quote[-1 - (ptrdiff_t)slashes] == '\\';)
            slashes++;
        quote++;
        if (slashes % 2 == 0)
            return (size_t)(quote - text);
    }
    return length;
}

/* Behind the value at at, in validated text. */
static size_t
text_value_end(const char *text, size_t length, size_t at)
{
    size_t depth = 0;

    while (at < length) {
        char c = text[at];

        if (c == '"') {
            at = text_string_end(text, length, at);
        } else if (c == '{' || c == '[') {
            depth++;
            at++;
        } else if (c == '}' || c == ']') {
            depth--;
            at++;
        } else if (depth > 0) {
            at++;
            continue;
        } else {
            while (at < length && strchr(",]} \t\r\n", text[at]) == NULL)
                at++;
        }
        if (depth == 0)
            break;
    }
    return at;
}

size_t
sb_json_offset(const struct sb_json_doc *doc, const struct sb_json *node)
{
    return doc->values[node_of(node)->valueint].at;
}

struct sb_bytes
sb_json_source(const struct sb_json_doc *doc, const struct sb_json *node)
{
    const struct sb_scan_value *value = &doc->values[node_of(node)->valueint];

    return (struct sb_bytes){doc->text + value->at, value->end - value->at};
}

static size_t
text_blanks(const char *text, size_t length, size_t at)
{
    while (at < length &&
           (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n'))
        at++;
    return at;
}

/* Whether a reference token of a JSON Pointer (~0 and ~1 undone) is the key between quotes. */
static bool
token_is_key(const char *token, size_t token_length, const char *raw, size_t raw_length)
{
    char plain[SB_LIMIT_PATH];
    size_t length, at = 0;

    /* what is longer than a path stands in no path */
    if (raw_length > 6 * sizeof plain)
        return false;
    if (memchr(raw, '\\', raw_length) == NULL) {
        length = raw_length;
    } else {
        char wide[6 * SB_LIMIT_PATH];

        length = sb_escape_undo(wide, raw, raw_length);
        if (length > sizeof plain)
            return false;
        memcpy(plain, wide, length);
        raw = plain;
    }
    for (size_t i = 0; i < length; i++) {
        char c = at < token_length ? token[at++] : '\0';

        if (c == '~' && at < token_length)
            c = token[at++] == '1' ? '/' : '~';
        if (c != raw[i])
            return false;
    }
    return at == token_length;
}

/* Offset of the child that token names in the value at at; false where there is none. */
static bool
text_child(const char *text, size_t length, size_t *at, const char *token, size_t token_length)
{
    bool object = text[*at] == '{';
    int64_t wanted = -1, index = 0;
    size_t here = text_blanks(text, length, *at + 1);

    if (!object && (text[*at] != '[' || !sb_int_parse(&wanted, token, token_length)))
        return false;
    while (here < length && text[here] != '}' && text[here] != ']') {
        bool hit = index++ == wanted;

        if (object) {
            size_t end = text_string_end(text, length, here);

            hit = token_is_key(token, token_length, text + here + 1, end - here - 2);
            /* over the colon */
            here = text_blanks(text, length, text_blanks(text, length, end) + 1);
        }
        if (hit) {
            *at = here;
            return true;
        }
        here = text_blanks(text, length, text_value_end(text, length, here));
        if (here < length && text[here] == ',')
            here = text_blanks(text, length, here + 1);
    }
    return false;
}

size_t
sb_json_locate(const char *text, size_t length, const char *pointer, size_t *value_length)
{
    size_t at = text_blanks(text, length, 0);

    while (*pointer == '/' && at < length) {
        const char *token = pointer + 1;
        size_t token_length = strcspn(token, "/");

        if (!text_child(text, length, &at, token, token_length))
            break;
        pointer = token + token_length;
    }
    if (value_length != NULL)
        *value_length = text_value_end(text, length, at) - at;
    return at;
}
