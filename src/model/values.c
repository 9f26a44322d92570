/* values.c - members of JSON objects into structs, by tables of key, place and kind. */
#include "model/values.h"

#include <string.h>

const struct sb_json *
sb_member_of(const struct sb_json *object, const char *key, enum sb_json_type type)
{
    const struct sb_json *node = object != NULL ? sb_json_member(object, key) : NULL;

    return node != NULL && sb_json_type(node) == type ? node : NULL;
}

const struct sb_json *
sb_list_of(const struct sb_json *object, const char *key)
{
    const struct sb_json *list = sb_member_of(object, key, SB_JSON_ARRAY);

    return list != NULL ? sb_json_child(list) : NULL;
}

void *
sb_list_take(struct sb_values *r, const struct sb_json *first, size_t *count, size_t size)
{
    void *list;

    *count = 0;
    for (const struct sb_json *node = first; node != NULL; node = sb_json_next(node))
        *count += 1;
    if (*count == 0)
        return NULL;
    list = sb_arena_array(r->arena, *count, size);
    if (list == NULL) {
        r->nomem = true;
        *count = 0;
    }
    return list;
}

void *
sb_values_take(struct sb_values *r, size_t size)
{
    void *at = sb_arena_take(r->arena, size);

    r->nomem |= at == NULL;
    return at;
}

const char *
sb_values_text(struct sb_values *r, const struct sb_json *node)
{
    const char *text = sb_json_text(node), *copy = sb_arena_text(r->arena, text, strlen(text));

    r->nomem |= copy == NULL;
    return copy;
}

const char *
sb_values_text_at(struct sb_values *r, const struct sb_json *object, const char *key)
{
    const struct sb_json *node = sb_member_of(object, key, SB_JSON_STRING);

    return node != NULL ? sb_values_text(r, node) : NULL;
}

bool
sb_values_number(int64_t *out, const struct sb_values *r, const struct sb_json *node)
{
    struct sb_bytes source = sb_json_source(r->doc, node);

    return sb_json_type(node) == SB_JSON_NUMBER && sb_int_parse(out, source.at, source.len);
}

static bool
value_read(struct sb_values *r, char *base, const struct sb_value *row, const struct sb_json *node)
{
    void *at = base + row->offset;
    bool text = sb_json_type(node) == SB_JSON_STRING;
    int64_t n = 0;

    switch (row->kind) {
    case SB_VALUE_TEXT:
        if (text)
            *(const char **)at = sb_values_text(r, node);
        return text;
    case SB_VALUE_DATE:
        return text && sb_date_parse(at, sb_json_text(node));
    case SB_VALUE_CLOCK:
        return text && sb_clock_parse(at, sb_json_text(node));
    case SB_VALUE_MONEY:
        return text && sb_money_parse(at, sb_json_text(node), strlen(sb_json_text(node))) == SB_OK;
    case SB_VALUE_TRUTH:
        if (sb_json_type(node) != SB_JSON_BOOL)
            return false;
        *(bool *)at = sb_json_truth(node);
        return true;
    case SB_VALUE_COUNT:
        if (!sb_values_number(&n, r, node) || n < INT32_MIN || n > INT32_MAX)
            return false;
        *(int32_t *)at = (int32_t)n;
        return true;
    case SB_VALUE_TIME:
        return sb_values_number(at, r, node);
    }
    return false;
}

void
sb_values_read(struct sb_values *r, void *base, const struct sb_json *object,
               const struct sb_value *rows, size_t count)
{
    for (size_t i = 0; object != NULL && i < count; i++) {
        const struct sb_json *node = sb_json_member(object, rows[i].key);

        if (node != NULL && !value_read(r, base, &rows[i], node))
            r->damaged = true;
    }
}

unsigned
sb_values_word(struct sb_values *r, const struct sb_json *object, const char *key,
               const char *const *words, size_t count)
{
    const struct sb_json *node = sb_member_of(object, key, SB_JSON_STRING);

    for (unsigned i = 0; node != NULL && i < count; i++)
        if (words[i] != NULL && strcmp(words[i], sb_json_text(node)) == 0)
            return i;
    r->damaged |= node != NULL;
    return 0;
}
