/* template_labels.c - labels of another language, "block.key = Label", put into a template. */
#include "out/template.h"

#include <stdio.h>
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

/* A label of no block: perhaps of one whose name is like it. */
static void
report_stray(struct sb_template_reader *r, const struct sb_ini_entry *entry)
{
    const char *dot = strchr(entry->key, '.'), *names[SB_BLOCK_COUNT], *nearest = NULL;
    char name[48];

    if (dot != NULL && (size_t)(dot - entry->key) < sizeof name) {
        (void)snprintf(name, sizeof name, "%.*s", (int)(dot - entry->key), entry->key);
        for (size_t i = 0; i < r->page->block_count; i++)
            names[i] = sb_block_rows[r->page->blocks[i].id].name;
        nearest = sb_word_nearest(name, names, r->page->block_count);
    }
    sb_template_fault_add(
        r, entry->line, "'%.40s' names no block of this template; %s%s%.40s%s", entry->key,
        nearest != NULL ? "did you mean '" : "a label is: block.key = Label",
        nearest != NULL ? nearest : "", nearest != NULL ? dot : "", nearest != NULL ? "'?" : "");
}

static void
put_label(struct sb_template_reader *r, const struct sb_ini_entry *entry)
{
    const char *dot = strchr(entry->key, '.'), *names[SB_FIELD_COUNT + 1], *nearest;
    struct sb_block *block =
        dot != NULL ? find_block(r->page, entry->key, (size_t)(dot - entry->key)) : NULL;
    size_t count = 0;

    if (block == NULL) {
        report_stray(r, entry);
        return;
    }
    if (strcmp(dot + 1, "heading") == 0) {
        sb_template_heading(r, block, entry);
        return;
    }
    names[count++] = "heading";
    for (size_t i = 0; i < block->field_count; i++) {
        names[count++] = sb_field_rows[block->fields[i].id].key;
        if (strcmp(names[count - 1], dot + 1) != 0)
            continue;
        sb_template_label(r, &block->fields[i], entry->value, strlen(entry->value));
        block->fields[i].line = entry->line;
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
