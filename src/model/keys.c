/* keys.c - the table of keys, and looking a name up in it. */
#include "model/keys.h"

#include <stdio.h>
#include <string.h>

static const char *const words_relationship[] = {"self", "spouse", "child", "other", NULL};
static const char *const words_sex[] = {"F", "M", "X", "U", NULL};
static const char *const words_language[] = {"en", "es", NULL};
static const char *const words_medicare[] = {"none", "b", "advantage", NULL};
static const char *const words_superbills[] = {"visit", "month", "none", NULL};
static const char *const words_qualifier[] = {"DN", "DK", "DQ", NULL};
static const char *const words_method[] = {"cash",     "check", "card",  "hsa card",
                                           "fsa card", "ach",   "other", NULL};
static const char *const words_unit_rule[] = {"ama", "cms", NULL};
static const char *const words_role[] = {"pt", "pta", NULL};
static const char *const words_kind[] = {"commercial", "advantage", "medicaid", NULL};
static const char *const words_edits[] = {"warn", "strict", NULL};
static const char *const words_pairs[] = {"current", "old", NULL};

#define NONE .low = 0
#define RANGE(least, most) .low = (least), .high = (most)
#define WORDS(list) .words = words_##list
#define OF(kind) .object = SB_OBJECT_##kind
#define LIST_OF(kind, owner, counter, most)                                                        \
    .object = SB_OBJECT_##kind, .count_offset = offsetof(owner, counter), .high = (most)
#define LIST_RULED(kind, owner, counter)                                                           \
    .object = SB_OBJECT_##kind, .count_offset = offsetof(owner, counter), .high = SB_KEY_KEPT,     \
    .ruled = true, .or_text = true

#define PLAIN false
#define GIVEN true

#define OBJECT(kind, name, type, first, title)                                                     \
    typedef type type_##kind;                                                                      \
    static const struct sb_key keys_##kind[] = {
#define KEY(kind, key, field, sort, rank, extra, sense)                                            \
    {.name = (key),                                                                                \
     .type = SB_KEY_##sort,                                                                        \
     .level = SB_KEY_##rank,                                                                       \
     .offset = offsetof(type_##kind, field),                                                       \
     .meaning = (sense),                                                                           \
     extra},
#define END(kind)                                                                                  \
    }                                                                                              \
    ;
#include "model/keys.def"
#undef OBJECT
#undef KEY
#undef END

/* The tally is a sum with a term a key. */
const struct sb_object sb_objects[SB_OBJECT_COUNT] = {
#define OBJECT(kind, called, type, first, sense)                                                   \
    {                                                                                              \
        .name = (called), .title = (sense), .keys = keys_##kind,                                   \
        .count = sizeof keys_##kind / sizeof *keys_##kind, .given = (first), .size = sizeof(type), \
        .tally = 0
#define KEY(kind, key, field, sort, rank, extra, sense)                                            \
    +(SB_KEY_##rank == SB_KEY_MUST) + SB_TALLY_COUNT *(SB_KEY_##sort == SB_KEY_COUNT)
#define END(kind)                                                                                  \
    }                                                                                              \
    ,
#include "model/keys.def"
#undef OBJECT
#undef KEY
#undef END
};

_Static_assert(offsetof(struct sb_subscriber, given) == 0, "given comes first");
_Static_assert(offsetof(struct sb_referral, given) == 0, "given comes first");
_Static_assert(offsetof(struct sb_accident, given) == 0, "given comes first");

const struct sb_key *
sb_key_find(const struct sb_object *object, const char *name, unsigned *guess)
{
    unsigned i = *guess;

    for (unsigned n = 0; n < object->count; n++, i++) {
        if (i >= object->count)
            i = 0;
        const char *known = object->keys[i].name, *at = name;
        while (*known == *at && *known != '\0') {
            known++;
            at++;
        }
        if (*known == *at) {
            *guess = i + 1;
            return &object->keys[i];
        }
    }
    return NULL;
}

#define KEYS_MOST 48

const char *
sb_key_nearest(const struct sb_object *object, const char *name)
{
    const char *names[KEYS_MOST];
    size_t n = 0;

    for (; n < object->count && n < KEYS_MOST; n++)
        names[n] = object->keys[n].name;
    return sb_word_nearest(name, names, n);
}

static size_t
words_count(const char *const *words)
{
    size_t n = 0;

    while (words[n])
        n++;
    return n;
}

int
sb_key_word(const char *const *words, const char *word)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i + 1;
    return 0;
}

const char *
sb_key_word_nearest(const char *const *words, const char *word)
{
    return sb_word_nearest(word, words, words_count(words));
}

const char *
sb_key_words(char *out, size_t room, const char *const *words)
{
    size_t n = words_count(words), at = 0;

    out[0] = '\0';
    for (size_t i = 0; i < n && at < room; i++) {
        const char *comma = i == 0 ? "" : i + 1 < n ? ", " : " or ";
        int length = snprintf(out + at, room - at, "%s%s", comma, words[i]);
        at += length > 0 ? (size_t)length : 0;
    }
    return out;
}

const char *
sb_method_text(enum sb_method method)
{
    return method == SB_METHOD_UNSAID ? NULL : words_method[method - 1];
}
