/*
 * template_alike.c - what a clerk or a scanner takes for something else: two values under one
 * label, two blocks under one heading, and lines that say what they are only under a heading.
 */
#include "out/template.h"

#include <string.h>

/* A label or a heading with what its reader does not see: case, accents, blanks, its colon. */
struct worded {
    const struct sb_block *block;
    const struct sb_field *field; /* NULL: the block's heading */
    const char *text;
    const char *plain; /* what is compared; "" where nothing is left */
    uint32_t line;
};

/* Blocks whose labels leave to the heading whose they are: "Name" stands in two of them. */
static const struct need {
    enum sb_block_id id;
    const char *such, *why;
} needs[] = {
    {SB_BLOCK_PROVIDER, "Provider", "its lines do not say whose they are"},
    {SB_BLOCK_PATIENT, "Patient", "its lines do not say whose they are"},
    {SB_BLOCK_INSURANCE, "Insurance", "its lines do not say whose they are"},
    {SB_BLOCK_ITEMS, "Other items", "its rows would be read as care"},
};

static const char *
plain_of(struct sb_template_reader *r, const char *text)
{
    const char *folded = sb_utf8_fold(r->page->arena, text);
    char *out = NULL;
    size_t length = 0;

    if (folded != NULL)
        out = sb_arena_text(r->page->arena, folded, strlen(folded));
    if (out == NULL) {
        r->nomem = true;
        return "";
    }
    for (const char *at = out; *at != '\0'; at++)
        if (*at != ' ' && *at != '\t')
            out[length++] = *at;
    while (length > 0 && strchr(".:,;-_*", out[length - 1]) != NULL)
        length--;
    out[length] = '\0';
    return out;
}

static bool
is_headed(const struct sb_block *block)
{
    return block->heading != NULL && *block->heading != '\0';
}

/* Whether a reader takes the lines of two blocks for those of one. */
static bool
read_as_one(const struct worded *a, const struct worded *b)
{
    enum sb_block_kind kind = sb_block_rows[a->block->id].kind;

    if (a->block == b->block)
        return true;
    if (kind == SB_KIND_TOTALS && sb_block_rows[b->block->id].kind == kind)
        return !is_headed(a->block) || !is_headed(b->block);
    /* the practice's own numbers may stand in both; one number has one label then */
    return ((a->block->id == SB_BLOCK_LETTERHEAD && b->block->id == SB_BLOCK_DOCUMENT) ||
            (b->block->id == SB_BLOCK_LETTERHEAD && a->block->id == SB_BLOCK_DOCUMENT)) &&
           strcmp(sb_field_rows[a->field->id].key, sb_field_rows[b->field->id].key) != 0;
}

static void
report_labels(struct sb_template_reader *r, const struct worded *a, const struct worded *b)
{
    const struct worded *later = a->line > b->line ? a : b, *first = later == a ? b : a;
    const char *word = "label";

    if (later->field->kind != SB_FIELD_VALUE)
        word = later->field->kind == SB_FIELD_COLUMN ? "head" : "text";
    sb_template_fault_add(r, later->line,
                          "the %s '%.40s' of '%s' is that of '%s' on line %u, too; give each its "
                          "own, else one is read as the other",
                          word, later->text, sb_field_rows[later->field->id].key,
                          sb_field_rows[first->field->id].key, (unsigned)first->line);
}

static void
report_headings(struct sb_template_reader *r, const struct worded *a, const struct worded *b)
{
    const struct worded *later = a->line > b->line ? a : b, *first = later == a ? b : a;

    sb_template_fault_add(r, later->line,
                          "the heading '%.40s' of [%s] is that of [%s] on line %u, too; give each "
                          "its own, else one is read as the other",
                          later->text, sb_block_rows[later->block->id].name,
                          sb_block_rows[first->block->id].name, (unsigned)first->line);
}

/* All labels, heads and words of the page, then its headings. */
static size_t
collect(struct sb_template_reader *r, struct worded *list)
{
    size_t count = 0;

    for (size_t i = 0; i < r->page->block_count; i++) {
        const struct sb_block *block = &r->page->blocks[i];

        for (size_t k = 0; k < block->field_count; k++) {
            const struct sb_field *field = &block->fields[k];

            if (field->label != NULL && *field->label != '\0')
                list[count++] = (struct worded){block, field, field->label, "", field->line};
        }
        if (is_headed(block))
            list[count++] = (struct worded){block, NULL, block->heading, "", block->heading_line};
    }
    for (size_t i = 0; i < count; i++)
        list[i].plain = plain_of(r, list[i].text);
    return count;
}

static void
check_pair(struct sb_template_reader *r, const struct worded *a, const struct worded *b)
{
    if (*a->plain == '\0' || strcmp(a->plain, b->plain) != 0)
        return;
    if (a->field == NULL && b->field == NULL)
        report_headings(r, a, b);
    else if (a->field != NULL && b->field != NULL && read_as_one(a, b))
        report_labels(r, a, b);
}

/* A colon or a dash alone is no label. */
static void
check_empty(struct sb_template_reader *r, const struct worded *one)
{
    if (*one->plain == '\0' && one->field != NULL && one->field->kind != SB_FIELD_TEXT)
        sb_template_fault_add(r, one->line, "'%s' needs a label of words: '%.40s' is read as none",
                              sb_field_rows[one->field->id].key, one->text);
}

static void
check_needs(struct sb_template_reader *r, const struct worded *list, size_t count)
{
    for (size_t i = 0; i < r->page->block_count; i++) {
        const struct sb_block *block = &r->page->blocks[i];
        bool headed = false;

        for (size_t k = 0; k < count; k++)
            headed |= list[k].block == block && list[k].field == NULL && *list[k].plain != '\0';
        for (size_t k = 0; k < sizeof needs / sizeof *needs && !headed; k++)
            if (needs[k].id == block->id)
                sb_template_fault_add(r, block->heading != NULL ? block->heading_line : block->line,
                                      "[%s] needs a heading, such as 'heading = %s': %s",
                                      sb_block_rows[block->id].name, needs[k].such, needs[k].why);
    }
}

void
sb_template_alike(struct sb_template_reader *r)
{
    struct worded *list;
    size_t room = 1, count;

    for (size_t i = 0; i < r->page->block_count; i++)
        room += r->page->blocks[i].field_count + 1;
    list = sb_arena_array(r->page->arena, room, sizeof *list);
    if (list == NULL) {
        r->nomem = true;
        return;
    }
    count = collect(r, list);
    for (size_t i = 0; i < count && !r->nomem; i++) {
        check_empty(r, &list[i]);
        for (size_t k = 0; k < i; k++)
            check_pair(r, &list[k], &list[i]);
    }
    if (!r->nomem)
        check_needs(r, list, count);
}
