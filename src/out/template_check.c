/*
 * template_check.c - what a template cannot do: columns too narrow for their values, labels
 * wider than their room, characters that cannot be printed, and leaving out what a payer sends
 * a document back for.
 */
#include "out/template.h"

#include <string.h>

/* Widest values of columns whose values cannot wrap; see pdf.md 6 for the sizes. */
static const struct sample_row {
    enum sb_field_id id;
    const char *text;
} sample_rows[] = {
    {SB_FIELD_diagnoses_letter, "M"},
    {SB_FIELD_diagnoses_code, "W88.888W"},
    {SB_FIELD_services_date, "10/28/2026"},
    {SB_FIELD_services_place, "11"},
    {SB_FIELD_services_code, "G0283"},
    {SB_FIELD_services_modifiers, "GO GQ"},
    {SB_FIELD_services_pointers, "A B C D"},
    {SB_FIELD_services_minutes, "888"},
    {SB_FIELD_services_units, "88"},
    {SB_FIELD_services_charge, "$8,888.88"},
    {SB_FIELD_services_adjustment, "-$888.88"},
    {SB_FIELD_services_paid, "$8,888.88"},
    {SB_FIELD_payments_date, "10/28/2026"},
    {SB_FIELD_payments_reference, "8888"},
    {SB_FIELD_payments_method, "FSA card"},
    {SB_FIELD_payments_service_date, "10/28/2026"},
    {SB_FIELD_payments_care, "-$8,888.88"},
    {SB_FIELD_payments_other, "-$8,888.88"},
    {SB_FIELD_payments_amount, "-$8,888.88"},
    {SB_FIELD_items_date, "10/28/2026"},
    {SB_FIELD_items_charge, "$8,888.88"},
    {SB_FIELD_items_paid, "$8,888.88"},
};
#define COLUMN_LEAST 90000 /* of a column whose text wraps */

int32_t
sb_template_width(const struct sb_template *page, enum sb_place place)
{
    int32_t whole = SB_SHEET_WIDTH - 2 * page->margin;

    if (place == SB_PLACE_FULL)
        return whole;
    return place == SB_PLACE_RIGHT ? whole - whole / 2 : whole / 2 - page->gutter;
}

int32_t
sb_template_offset(const struct sb_template *page, enum sb_place place)
{
    /* the right half begins on the page's middle, whatever the gutter */
    return place == SB_PLACE_RIGHT ? (SB_SHEET_WIDTH - 2 * page->margin) / 2 : 0;
}

const struct sb_field *
sb_template_field(const struct sb_template *page, enum sb_field_id id)
{
    for (size_t i = 0; i < page->block_count; i++)
        for (size_t k = 0; k < page->blocks[i].field_count; k++)
            if (page->blocks[i].fields[k].id == id)
                return &page->blocks[i].fields[k];
    return NULL;
}

const char *
sb_template_text(const struct sb_template *page, enum sb_field_id id)
{
    const struct sb_field *field = sb_template_field(page, id);

    return field != NULL ? field->label : NULL;
}

/* Least width of a column: its head on one line, and a value that cannot wrap. */
static int32_t
column_least(const struct sb_template *page, const struct sb_field *field)
{
    const struct sb_style head = {page->heads, SB_FACE_BOLD, false};
    const struct sb_style text = {page->text, field->bold, field->spaced};
    int32_t least = sb_text_width(field->label, strlen(field->label), head);
    int32_t value = COLUMN_LEAST;

    for (size_t i = 0; i < sizeof sample_rows / sizeof sample_rows[0]; i++)
        if (sample_rows[i].id == field->id)
            value = sb_text_width(sample_rows[i].text, strlen(sample_rows[i].text), text);
    return value > least ? value : least;
}

static void
resolve_columns(struct sb_template_reader *r, struct sb_block *block)
{
    int32_t left = sb_template_width(r->page, block->place), x = 0;
    struct sb_field *rest = NULL;
    char least[16];

    for (size_t i = 0; i < block->field_count; i++) {
        struct sb_field *field = &block->fields[i];

        if (field->width == 0 && rest != NULL)
            sb_template_fault_add(r, field->line, "only one column can take what is left (*)");
        else if (field->width == 0)
            rest = field;
        left -= field->width > 0 ? field->width : 0;
        left -= i > 0 ? SB_CELL_GAP : 0;
    }
    if (rest != NULL)
        rest->width = left > 0 ? left : 0;
    for (size_t i = 0; i < block->field_count; i++) {
        struct sb_field *field = &block->fields[i];
        int32_t need = column_least(r->page, field);

        sb_points_print(least, need + 99);
        if (field->width >= 0 && field->width < need)
            sb_template_fault_add(r, field->line, "%s needs a column of at least %s points",
                                  sb_field_rows[field->id].key, least);
        field->x = x;
        x += field->width + SB_CELL_GAP;
    }
    if (block->field_count > 0 && x - SB_CELL_GAP > sb_template_width(r->page, block->place))
        sb_template_fault_add(r, block->line, "the columns of [%s] are wider than their place",
                              sb_block_rows[block->id].name);
}

/* Labels stand on one line beside their values. */
static void
check_labels(struct sb_template_reader *r, const struct sb_block *block)
{
    for (size_t i = 0; i < block->field_count; i++) {
        const struct sb_field *field = &block->fields[i];
        const struct sb_style style = {r->page->text, field->bold, false};

        if (field->kind == SB_FIELD_VALUE &&
            sb_text_width(field->label, strlen(field->label), style) > r->page->label - 4000)
            sb_template_fault_add(r, field->line,
                                  "the label '%.40s' is wider than the room for labels",
                                  field->label);
    }
}

static void
check_words(struct sb_template_reader *r, const char *text, uint32_t line)
{
    uint32_t code_point = text != NULL ? sb_text_uncovered(text) : 0;
    char character[5];

    if (code_point == 0)
        return;
    (void)sb_utf8_put(character, code_point);
    sb_template_fault_add(r, line, "\"%s\" (U+%04X) cannot be printed", character,
                          (unsigned)code_point);
}

void
sb_template_check(struct sb_template_reader *r)
{
    unsigned audience = 1U << r->page->audience;
    bool read_whole = r->count == 0;

    for (size_t i = 0; i < r->page->block_count; i++) {
        struct sb_block *block = &r->page->blocks[i];

        check_words(r, block->heading, block->line);
        for (size_t k = 0; k < block->field_count; k++)
            check_words(r, block->fields[k].label, block->fields[k].line);
        if (sb_block_rows[block->id].kind == SB_KIND_TABLE)
            resolve_columns(r, block);
        else
            check_labels(r, block);
        if (block->id == SB_BLOCK_DOCUMENT && (block->heading == NULL || *block->heading == '\0'))
            sb_template_fault_add(r, block->line,
                                  "[document] needs a heading: what the document is");
    }
    if (r->page->block_count > 0 && r->page->blocks[0].id != SB_BLOCK_LETTERHEAD)
        sb_template_fault_add(r, r->page->blocks[0].line, "a page begins with [letterhead]");
    /* what could not be read is not also lacking */
    for (size_t i = 0; i < SB_FIELD_COUNT && read_whole; i++)
        if ((sb_field_rows[i].must & audience) != 0 &&
            sb_template_field(r->page, (enum sb_field_id)i) == NULL)
            sb_template_fault_add(r, 0, "[%s] lacks '%s', without which the document is sent back",
                                  sb_block_rows[sb_field_rows[i].block].name, sb_field_rows[i].key);
}
