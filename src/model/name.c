/* name.c - names as documents print them. */
#include "model/model.h"

#include <string.h>

const char *
sb_name_print(struct sb_arena *arena, const struct sb_name *name)
{
    const char *parts[] = {name->first, name->middle, name->last, name->suffix};
    size_t room = 1, at = 0;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        room += parts[i] ? strlen(parts[i]) + 2 : 0;
    char *text = sb_arena_take(arena, room);
    for (size_t i = 0; text && i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i])
            continue;
        if (at > 0)
            text[at++] = ' ';
        size_t length = strlen(parts[i]);
        memcpy(text + at, parts[i], length);
        at += length;
    }
    return text;
}
