/* idset.c - which ids have been met: a hash of each, open addressing. */
#include "model/patients.h"

#include <stdlib.h>
#include <string.h>

struct slot {
    uint64_t hash; /* 0: free */
    struct sb_place place;
};
struct sb_idset {
    struct slot *slots;
    size_t room, used; /* room is a power of two */
};

static uint64_t
mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

uint64_t
sb_hash_text(uint64_t seed, const char *text)
{
    size_t left = strlen(text);
    uint64_t hash = mix(seed + left + UINT64_C(0x9E3779B97F4A7C15));

    for (; left > 0; left -= left < 8 ? left : 8) {
        uint64_t word = 0;
        memcpy(&word, text, left < 8 ? left : 8);
        hash = mix(hash ^ word) + UINT64_C(0x9E3779B97F4A7C15);
        text += left < 8 ? left : 8;
    }
    return hash;
}

/* A leaf of the tree: its kind and what it says. */
static uint64_t
hash_leaf(const struct sb_json_doc *doc, const struct sb_json *node, uint64_t path)
{
    enum sb_json_type type = sb_json_type(node);
    uint64_t hash = mix(path + (uint64_t)type);

    if (type == SB_JSON_STRING)
        return sb_hash_text(hash, sb_json_text(node));
    if (type == SB_JSON_NUMBER) {
        struct sb_bytes source = sb_json_source(doc, node);
        for (size_t i = 0; i < source.len; i++)
            hash = mix(hash ^ (unsigned char)((const char *)source.at)[i]) + 1;
    }
    return type == SB_JSON_BOOL ? mix(hash + sb_json_truth(node)) : hash;
}

/*
 * A sum over the leaves, each hashed with the way that leads to it: keys for members, places
 * for elements.  A sum does not know the order of the keys.
 */
uint64_t
sb_hash_json(const struct sb_json_doc *doc, const struct sb_json *node)
{
    struct {
        const struct sb_json *next;
        uint64_t path, index;
    } way[SB_LIMIT_DEPTH + 2];
    unsigned depth = 0;
    uint64_t sum = hash_leaf(doc, node, 0);

    way[0].next = sb_json_child(node);
    way[0].path = way[0].index = 1;
    for (;;) {
        const struct sb_json *at = way[depth].next;
        if (!at) {
            if (depth == 0)
                return sum;
            depth--;
            continue;
        }
        const char *key = sb_json_key(at);
        uint64_t path = key ? sb_hash_text(way[depth].path, key)
                            : mix(way[depth].path + 2 * way[depth].index++);
        way[depth].next = sb_json_next(at);
        sum += hash_leaf(doc, at, path);
        enum sb_json_type type = sb_json_type(at);
        if ((type == SB_JSON_OBJECT || type == SB_JSON_ARRAY) && depth <= SB_LIMIT_DEPTH) {
            depth++;
            way[depth].next = sb_json_child(at);
            way[depth].path = path;
            way[depth].index = 1;
        }
    }
}

sb_status
sb_idset_new(struct sb_idset **out, struct sb_error *err)
{
    struct sb_idset *set = calloc(1, sizeof *set);

    *out = NULL;
    if (!set)
        return sb_error_nomem(err);
    *out = set;
    return SB_OK;
}

void
sb_idset_free(struct sb_idset *set)
{
    if (!set)
        return;
    free(set->slots);
    free(set);
}

static struct slot *
slot_find(struct slot *slots, size_t room, uint64_t hash)
{
    size_t at = (size_t)hash & (room - 1);

    while (slots[at].hash != 0 && slots[at].hash != hash)
        at = (at + 1) & (room - 1);
    return &slots[at];
}

void
sb_idset_expect(const struct sb_idset *set, const char *id)
{
    if (set->room > 0)
        __builtin_prefetch(&set->slots[sb_hash_text(0, id) & (set->room - 1)], 1);
}

static bool
idset_grow(struct sb_idset *set)
{
    size_t room = set->room > 0 ? set->room * 2 : 256;
    struct slot *slots = calloc(room, sizeof *slots);

    if (!slots)
        return false;
    for (size_t i = 0; i < set->room; i++)
        if (set->slots[i].hash != 0)
            *slot_find(slots, room, set->slots[i].hash) = set->slots[i];
    free(set->slots);
    set->slots = slots;
    set->room = room;
    return true;
}

sb_status
sb_idset_add(struct sb_idset *set, const char *id, struct sb_place place, bool *met,
             struct sb_place *first, struct sb_error *err)
{
    uint64_t hash = sb_hash_text(0, id);

    if (hash == 0)
        hash = 1;
    if (set->used >= set->room / 5 * 4 && !idset_grow(set))
        return sb_error_nomem(err);
    struct slot *slot = slot_find(set->slots, set->room, hash);
    *met = slot->hash != 0;
    if (*met) {
        *first = slot->place;
        return SB_OK;
    }
    *slot = (struct slot){hash, place};
    set->used++;
    return SB_OK;
}
