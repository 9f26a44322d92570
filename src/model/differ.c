/*
 * differ.c - two canonical records, value by value.  Canonical text is flattened into leaves
 * with their JSON Pointers in one pass, without recursion.
 */
#include "model/model.h"

#include <string.h>

struct leaf {
    const char *path, *value;
};
struct leaves {
    struct leaf *at;
    size_t count;
};
struct frame {
    size_t path; /* length of the container's pointer */
    size_t index;
    bool array;
};
struct flatten {
    struct sb_arena *arena;
    struct sb_buf path;
    struct frame frames[SB_LIMIT_DEPTH];
    size_t depth;
    const char *at;
    struct leaves leaves;
};

/* Bytes of the string, number or word that text begins with. */
static size_t
scalar_length(const char *text)
{
    size_t at = 0;

    if (text[0] != '"')
        return strcspn(text, ",]}");
    do
        at += text[at] == '\\' && text[at + 1] != '\0' ? 2 : 1;
    while (text[at] != '\0' && text[at] != '"');
    return text[at] == '"' ? at + 1 : at;
}

/* At most as many leaves as there are commas and brackets. */
static size_t
leaves_most(const char *text)
{
    size_t most = 1;

    for (; *text != '\0'; text++)
        most += *text == ',' || *text == '[' || *text == '{';
    return most;
}

/* The hash of the pages differs with whatever they print, and says nothing beside that. */
static bool
flatten_leaf(struct flatten *f, const char *value, size_t length)
{
    static const char pages[] = "/pages_sha256";
    struct leaf *leaf = &f->leaves.at[f->leaves.count];

    if (f->path.len == sizeof pages - 1 && memcmp(f->path.at, pages, f->path.len) == 0)
        return true;
    leaf->path = sb_arena_text(f->arena, f->path.at, f->path.len);
    leaf->value = sb_arena_text(f->arena, value, length);
    f->leaves.count++;
    return leaf->path != NULL && leaf->value != NULL;
}

/* What stands before a value inside a container: its key, or its index. */
static void
flatten_name(struct flatten *f)
{
    struct frame *frame = &f->frames[f->depth - 1];

    f->path.len = frame->path;
    sb_buf_char(&f->path, '/');
    if (frame->array) {
        sb_buf_int(&f->path, (int64_t)frame->index++);
        return;
    }
    if (*f->at == '"') {
        size_t key = scalar_length(f->at);

        sb_buf_put(&f->path, f->at + 1, key - 2);
        f->at += key;
    }
    if (*f->at == ':')
        f->at++;
}

static bool
flatten_value(struct flatten *f)
{
    char c = *f->at;
    size_t length;

    if (c == '{' || c == '[') {
        if (f->at[1] == '}' || f->at[1] == ']') {
            f->at += 2;
            return flatten_leaf(f, f->at - 2, 2);
        }
        if (f->depth == SB_LIMIT_DEPTH)
            return false;
        f->frames[f->depth++] = (struct frame){.path = f->path.len, .array = c == '['};
        f->at++;
        return true;
    }
    length = scalar_length(f->at);
    if (!flatten_leaf(f, f->at, length))
        return false;
    f->at += length;
    return true;
}

static sb_status
flatten_run(struct leaves *out, const char *text, struct sb_arena *arena, struct sb_error *err)
{
    struct flatten f = {.arena = arena, .at = text};
    bool sound = true;

    f.leaves.at = sb_arena_array(arena, leaves_most(text), sizeof *f.leaves.at);
    sb_buf_text(&f.path, "");
    if (f.leaves.at != NULL)
        sound = flatten_value(&f);
    while (f.leaves.at != NULL && sound && f.depth > 0 && *f.at != '\0') {
        if (*f.at == '}' || *f.at == ']') {
            f.depth--;
            f.at++;
        } else if (*f.at == ',') {
            f.at++;
        } else {
            flatten_name(&f);
            sound = flatten_value(&f);
        }
    }
    sound = sound && !f.path.failed && f.leaves.at != NULL;
    sb_buf_free(&f.path);
    *out = f.leaves;
    return sound ? SB_OK : sb_error_nomem(err);
}

static const char *
leaf_value(const struct leaves *leaves, const char *path)
{
    for (size_t i = 0; i < leaves->count; i++) {
        if (strcmp(leaves->at[i].path, path) == 0)
            return leaves->at[i].value;
    }
    return NULL;
}

sb_status
sb_record_differ(struct sb_issued_change **out, size_t *count, const char *before,
                 const char *after, struct sb_arena *arena, struct sb_error *err)
{
    struct sb_issued_change *changes;
    struct leaves was, is;
    size_t n = 0;
    sb_status st;

    if ((st = flatten_run(&was, before, arena, err)) != SB_OK ||
        (st = flatten_run(&is, after, arena, err)) != SB_OK)
        return st;
    changes = sb_arena_array(arena, was.count + is.count + 1, sizeof *changes);
    if (changes == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; i < is.count; i++) {
        const char *value = leaf_value(&was, is.at[i].path);

        if (value == NULL || strcmp(value, is.at[i].value) != 0)
            changes[n++] = (struct sb_issued_change){is.at[i].path, value, is.at[i].value};
    }
    for (size_t i = 0; i < was.count; i++) {
        if (leaf_value(&is, was.at[i].path) == NULL)
            changes[n++] = (struct sb_issued_change){was.at[i].path, was.at[i].value, NULL};
    }
    *out = changes;
    *count = n;
    return SB_OK;
}
