/* arena.c - one bump arena for each record, handle or document. */
#include "base/base.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define ARENA_HIDE(at, size) ASAN_POISON_MEMORY_REGION(at, size)
#define ARENA_SHOW(at, size) ASAN_UNPOISON_MEMORY_REGION(at, size)
#define ARENA_GAP 16 /* poisoned bytes behind each piece, so that an overrun is seen */
#else
#define ARENA_HIDE(at, size) ((void)(at), (void)(size))
#define ARENA_SHOW(at, size) ((void)(at), (void)(size))
#define ARENA_GAP 0
#endif

#define ARENA_FIRST ((size_t)8 << 10)
#define ARENA_LARGEST ((size_t)256 << 10)

struct block {
    struct block *next;
    size_t room, used;
    max_align_t bytes[];
};

struct sb_arena {
    struct block *first, *current;
    size_t cap, taken, next_room;
};

struct sb_arena *
sb_arena_new(size_t cap)
{
    struct sb_arena *arena = calloc(1, sizeof *arena);

    if (arena == NULL)
        return NULL;
    arena->cap = cap;
    arena->next_room = ARENA_FIRST;
    return arena;
}

void
sb_arena_free(struct sb_arena *arena)
{
    struct block *block, *next;

    if (arena == NULL)
        return;
    for (block = arena->first; block != NULL; block = next) {
        next = block->next;
        ARENA_SHOW(block->bytes, block->room);
        free(block);
    }
    free(arena);
}

void
sb_arena_reset(struct sb_arena *arena)
{
    for (struct block *block = arena->first; block != NULL; block = block->next) {
        ARENA_HIDE(block->bytes, block->room);
        block->used = 0;
    }
    arena->current = arena->first;
    arena->taken = 0;
}

/* A block with size bytes free becomes the current one; those in between stay for the reset. */
static struct block *
arena_room(struct sb_arena *arena, size_t size)
{
    struct block *block = arena->current;
    size_t room = arena->next_room;

    while (block != NULL && block->room - block->used < size && block->next != NULL)
        block = block->next;
    if (block != NULL && block->room - block->used >= size) {
        arena->current = block;
        return block;
    }
    if (room < size)
        room = size;
    else if (arena->next_room < ARENA_LARGEST)
        arena->next_room *= 2;
    if (room > SIZE_MAX - sizeof *block)
        return NULL;
    block = malloc(sizeof *block + room);
    if (block == NULL)
        return NULL;
    block->room = room;
    block->used = 0;
    block->next = NULL;
    ARENA_HIDE(block->bytes, room);
    if (arena->current == NULL) {
        arena->first = block;
    } else {
        struct block *last = arena->current;

        while (last->next != NULL)
            last = last->next;
        last->next = block;
    }
    arena->current = block;
    return block;
}

void *
sb_arena_take(struct sb_arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    struct block *block;
    size_t whole;
    char *at;

    if (size > SIZE_MAX - align - ARENA_GAP)
        return NULL;
    whole = (size + ARENA_GAP + align - 1) / align * align;
    if (whole == 0)
        whole = align;
    if (arena->cap != 0 && (size > arena->cap || arena->taken > arena->cap - size))
        return NULL;
    block = arena_room(arena, whole);
    if (block == NULL)
        return NULL;
    at = (char *)block->bytes + block->used;
    ARENA_SHOW(at, size);
    block->used += whole;
    arena->taken += size;
    memset(at, 0, size);
    return at;
}

void *
sb_arena_array(struct sb_arena *arena, size_t n, size_t size)
{
    size_t whole;

    if (__builtin_mul_overflow(n, size, &whole))
        return NULL;
    return sb_arena_take(arena, whole);
}

char *
sb_arena_text(struct sb_arena *arena, const char *text, size_t length)
{
    char *copy;

    if (length == SIZE_MAX)
        return NULL;
    copy = sb_arena_take(arena, length + 1);
    if (copy != NULL && length > 0)
        memcpy(copy, text, length);
    return copy;
}

char *
sb_arena_print(struct sb_arena *arena, const char *format, ...)
{
    va_list arguments;
    char *text;
    int length;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        return NULL;
    text = sb_arena_take(arena, (size_t)length + 1);
    if (text == NULL)
        return NULL;
    va_start(arguments, format);
    length = vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return length < 0 ? NULL : text;
}

size_t
sb_arena_used(const struct sb_arena *arena)
{
    return arena->taken;
}
