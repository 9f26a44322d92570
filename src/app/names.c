/* names.c - texts that come again and again, each kept once under a number. */
#include "app/month.h"

#include <stdlib.h>
#include <string.h>

struct sb_names {
    struct sb_buf text; /* one after another, a NUL behind each */
    uint32_t *starts;   /* by number */
    uint32_t *slots;    /* number + 1 by hash; 0: free */
    uint32_t count, room;
    size_t slot_count; /* a power of two, at least twice the room */
};

sb_status
sb_names_new(struct sb_names **out, struct sb_error *err)
{
    *out = calloc(1, sizeof **out);
    return *out == NULL ? sb_error_nomem(err) : SB_OK;
}

void
sb_names_free(struct sb_names *names)
{
    if (names == NULL)
        return;
    sb_buf_free(&names->text);
    free(names->starts);
    free(names->slots);
    free(names);
}

const char *
sb_names_at(const struct sb_names *names, uint32_t number)
{
    return names->text.at + names->starts[number];
}

uint32_t
sb_names_count(const struct sb_names *names)
{
    return names->count;
}

static size_t
name_hash(const char *text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return (size_t)(hash ^ hash >> 29);
}

/* The slot of text, or the free one where it would go. */
static uint32_t *
slot_find(const struct sb_names *names, const char *text)
{
    size_t at = name_hash(text) & (names->slot_count - 1);

    while (names->slots[at] != 0 && strcmp(sb_names_at(names, names->slots[at] - 1), text) != 0)
        at = (at + 1) & (names->slot_count - 1);
    return &names->slots[at];
}

static bool
names_grow(struct sb_names *names)
{
    uint32_t room = names->room > 0 ? names->room * 2 : 64;
    uint32_t *starts = reallocarray(names->starts, room, sizeof *starts), *slots;

    if (starts == NULL)
        return false;
    names->starts = starts;
    slots = calloc((size_t)room * 2, sizeof *slots);
    if (slots == NULL)
        return false;
    free(names->slots);
    names->slots = slots;
    names->slot_count = (size_t)room * 2;
    names->room = room;
    for (uint32_t i = 0; i < names->count; i++)
        *slot_find(names, sb_names_at(names, i)) = i + 1;
    return true;
}

sb_status
sb_names_put(uint32_t *number, struct sb_names *names, const char *text, struct sb_error *err)
{
    uint32_t *slot;

    if (names->count == names->room && !names_grow(names))
        return sb_error_nomem(err);
    slot = slot_find(names, text);
    if (*slot == 0) {
        if (names->text.len > UINT32_MAX / 2)
            return sb_error_nomem(err);
        names->starts[names->count] = (uint32_t)names->text.len;
        sb_buf_put(&names->text, text, strlen(text) + 1);
        if (names->text.failed)
            return sb_error_nomem(err);
        *slot = ++names->count;
    }
    *number = *slot - 1;
    return SB_OK;
}
