/* template_labels.c - labels of another language, "block.key = Label", put into a template. */
#include "out/template.h"

#include <string.h>

static struct sb_block *
find_block(struct sb_template *page, const char *name, size_t length)
{
    for (size_t i = 0; i < page->block_count; i++) {
        const char *known = sb_block_rows[page->blocks[i].id].name;

        if (strlen(known) == length && memcmp(known, name, length) == 0)
            return &page->blocks[i];
    }
    return NULL;
}

static void
put_label(struct sb_template_reader *r, const struct sb_ini_entry *entry)
{
    const char *dot = strchr(entry->key, '.'), *names[SB_FIELD_COUNT + 1], *nearest;
    struct sb_block *block =
        dot != NULL ? find_block(r->page, entry->key, (size_t)(dot - entry->key)) : NULL;
    size_t count = 0;

    if (block == NULL) {
        sb_template_fault_add(r, entry->line,
                              "'%.40s' names no block of this template; a label is: block.key = "
                              "Label",
                              entry->key);
        return;
    }
    if (strcmp(dot + 1, "heading") == 0) {
        block->heading = sb_arena_text(r->page->arena, entry->value, strlen(entry->value));
        r->nomem |= block->heading == NULL;
        return;
    }
    names[count++] = "heading";
    for (size_t i = 0; i < block->field_count; i++) {
        names[count++] = sb_field_rows[block->fields[i].id].key;
        if (strcmp(names[count - 1], dot + 1) != 0)
            continue;
        sb_template_label(r, &block->fields[i], entry->value, strlen(entry->value));
        return;
    }
    nearest = sb_word_nearest(dot + 1, names, count);
    sb_template_fault_add(r, entry->line, "this template's [%s] has no '%.40s'%s%s%s",
                          sb_block_rows[block->id].name, dot + 1,
                          nearest != NULL ? "; did you mean '" : "", nearest != NULL ? nearest : "",
                          nearest != NULL ? "'?" : "");
}

void
sb_template_labels(struct sb_template_reader *r, const char *section)
{
    for (size_t i = 0; i < r->ini->count && !r->nomem; i++)
        if (strcmp(r->ini->entries[i].section, section) == 0 && r->ini->entries[i].key != NULL)
            put_label(r, &r->ini->entries[i]);
}
