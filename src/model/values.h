/*
 * values.h - members of JSON objects into structs, by tables: for records that this program wrote
 * itself.  Records from outside go through the table of keys (keys.h), which tells what is wrong.
 */
#ifndef MODEL_VALUES_H
#define MODEL_VALUES_H

#include "model/model.h"

#include <stddef.h>

enum sb_value_kind {
    SB_VALUE_TEXT,
    SB_VALUE_DATE,
    SB_VALUE_CLOCK,
    SB_VALUE_MONEY,
    SB_VALUE_TRUTH,
    SB_VALUE_COUNT,
    SB_VALUE_TIME
};
struct sb_value {
    const char *key;
    size_t offset;
    enum sb_value_kind kind;
};
#define VALUE(key, kind, type, member)                                                             \
    {                                                                                              \
        key, offsetof(struct type, member), SB_VALUE_##kind                                        \
    }
#define VALUES(rows) rows, sizeof(rows) / sizeof *(rows)

struct sb_values {
    struct sb_arena *arena;
    const struct sb_json_doc *doc;
    bool damaged, nomem;
};

/** The member of that type, or NULL; object may be NULL, here and below. */
const struct sb_json *sb_member_of(const struct sb_json *object, const char *key,
                                   enum sb_json_type type);
/** First element of a list, NULL where there is none. */
const struct sb_json *sb_list_of(const struct sb_json *object, const char *key);
/** Zeroed memory for what a list holds; NULL and a count of 0 where it is empty, or memory ends. */
void *sb_list_take(struct sb_values *r, const struct sb_json *first, size_t *count, size_t size);
void *sb_values_take(struct sb_values *r, size_t size);
/** Texts, copied into the arena; NULL where there is none. */
const char *sb_values_text(struct sb_values *r, const struct sb_json *node);
const char *sb_values_text_at(struct sb_values *r, const struct sb_json *object, const char *key);
bool sb_values_number(int64_t *out, const struct sb_values *r, const struct sb_json *node);
/**
 * Read the members that the rows name; one that is not there leaves its place as it is, one of
 * another kind makes r damaged.
 */
void sb_values_read(struct sb_values *r, void *base, const struct sb_json *object,
                    const struct sb_value *rows, size_t count);
/** The index of the member's word in words (NULL: none there), 0 where it is not said. */
unsigned sb_values_word(struct sb_values *r, const struct sb_json *object, const char *key,
                        const char *const *words, size_t count);
#define WORD(r, object, key, words)                                                                \
    sb_values_word(r, object, key, words, sizeof(words) / sizeof *(words))

#endif
