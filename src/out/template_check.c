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
#define VALUE_LEAST 120000 /* of a value beside its label: the longest number on one line */
#define CODE_ROOM 60000    /* a QR code may stand beside a heading */

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

bool
sb_template_is_code(enum sb_field_id id)
{
    static const enum sb_field_id codes[] = {
        SB_FIELD_letterhead_npi,      SB_FIELD_letterhead_tax_id,
        SB_FIELD_document_number,     SB_FIELD_document_tax_id,
        SB_FIELD_document_npi,        SB_FIELD_document_reference,
        SB_FIELD_provider_npi,        SB_FIELD_provider_supervisor_npi,
        SB_FIELD_insurance_member_id, SB_FIELD_visit_referral_npi,
        SB_FIELD_visit_location_npi,  SB_FIELD_diagnoses_code,
        SB_FIELD_services_code,       SB_FIELD_services_modifiers,
        SB_FIELD_services_pointers,
    };

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i] == id)
            return true;
    return false;
}

/* Least width of a column: its head on one line, and a value that cannot wrap. */
static int32_t
column_least(const struct sb_template *page, const struct sb_field *field)
{
    const struct sb_style head = {page->heads, SB_FACE_BOLD, false};
    const struct sb_style text = {page->text, field->bold, field->spaced};
    int32_t least = sb_text_width(field->label, strlen(field->label), head);
    int32_t value = SB_COLUMN_LEAST;

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
    if (rest != NULL) {
        rest->width = left > 0 ? left : 0;
        rest->rest = true;
    }
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

/* Labels stand on one line beside their values, and every value has one but what speaks for
 * itself. */
static void
check_labels(struct sb_template_reader *r, const struct sb_block *block)
{
    bool plain = block->id == SB_BLOCK_LETTERHEAD || block->id == SB_BLOCK_NOTES;

    for (size_t i = 0; i < block->field_count; i++) {
        const struct sb_field *field = &block->fields[i];
        const struct sb_style style = {r->page->text, field->bold, false};

        if (field->kind != SB_FIELD_VALUE)
            continue;
        /* elsewhere large lines would stand between those of the block beside them */
        if (field->title && (*field->label != '\0' || block->id != SB_BLOCK_LETTERHEAD))
            sb_template_fault_add(r, field->line,
                                  "title is for lines of [letterhead] without a label; '%s' can "
                                  "be bold",
                                  sb_field_rows[field->id].key);
        if (sb_text_width(field->label, strlen(field->label), style) > r->page->label - 4000)
            sb_template_fault_add(r, field->line,
                                  "the label '%.40s' is wider than the room for labels",
                                  field->label);
        if (*field->label == '\0' && (!plain || field->id == SB_FIELD_letterhead_npi ||
                                      field->id == SB_FIELD_letterhead_tax_id))
            sb_template_fault_add(r, field->line, "'%s' needs a label: a number alone is misread",
                                  sb_field_rows[field->id].key);
    }
}

/* A column's head stands above it; amounts and counts stand on their right edge. */
static void
check_columns(struct sb_template_reader *r, const struct sb_block *block)
{
    static const enum sb_field_id figures[] = {
        SB_FIELD_services_minutes,    SB_FIELD_services_units,  SB_FIELD_services_charge,
        SB_FIELD_services_adjustment, SB_FIELD_services_paid,   SB_FIELD_payments_care,
        SB_FIELD_payments_other,      SB_FIELD_payments_amount, SB_FIELD_items_charge,
        SB_FIELD_items_paid,
    };

    for (size_t i = 0; i < block->field_count; i++) {
        const struct sb_field *field = &block->fields[i];
        bool figure = false;

        for (size_t k = 0; k < sizeof figures / sizeof *figures; k++)
            figure |= figures[k] == field->id;
        if (figure && !field->right)
            sb_template_fault_add(r, field->line, "%s is a figure: its column is right",
                                  sb_field_rows[field->id].key);
        if (!figure && field->right)
            sb_template_fault_add(r, field->line, "%s is text, which wraps: its column is left",
                                  sb_field_rows[field->id].key);
        if (*field->label == '\0')
            sb_template_fault_add(r, field->line, "the column '%s' needs a head",
                                  sb_field_rows[field->id].key);
        if (field->title)
            sb_template_fault_add(r, field->line,
                                  "title is not for columns, whose rows would run together; '%s' "
                                  "can be bold",
                                  sb_field_rows[field->id].key);
    }
}

/* Words that say what a document must not be mistaken for; what the program puts into them. */
static void
check_texts(struct sb_template_reader *r, const struct sb_block *block)
{
    static const struct {
        enum sb_field_id id;
        const char *holds[2];
    } rows[] = {
        {SB_FIELD_document_replaces, {"{number}", NULL}},
        {SB_FIELD_copy_text_superseded, {"{number}", NULL}},
        {SB_FIELD_year_left_out, {"{count}", NULL}},
        {SB_FIELD_year_so_far, {"{date}", NULL}},
        {SB_FIELD_footer_page, {"{page}", "{pages}"}},
        {SB_FIELD_footer_continued, {"{page}", NULL}},
    };

    for (size_t i = 0; i < block->field_count; i++) {
        const struct sb_field *field = &block->fields[i];
        const char *key = sb_field_rows[field->id].key;

        if (field->kind != SB_FIELD_TEXT)
            continue;
        if (*field->label == '\0' && sb_field_rows[field->id].must != 0)
            sb_template_fault_add(r, field->line, "'%s' needs its words", key);
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
            for (size_t h = 0; h < 2 && rows[k].id == field->id && rows[k].holds[h] != NULL; h++)
                if (strstr(field->label, rows[k].holds[h]) == NULL)
                    sb_template_fault_add(r, field->line, "'%s' must hold %s", key,
                                          rows[k].holds[h]);
    }
}

/* A heading stands on one line of its block. */
static void
check_heading(struct sb_template_reader *r, const struct sb_block *block)
{
    bool first = block->id == SB_BLOCK_DOCUMENT;
    const struct sb_style style = {first ? r->page->title : r->page->text,
                                   first ? SB_FACE_REGULAR : SB_FACE_BOLD, false};

    if (first && (block->heading == NULL || *block->heading == '\0'))
        sb_template_fault_add(r, block->line, "[document] needs a heading: what the document is");
    else if (block->heading != NULL &&
             sb_text_width(block->heading, strlen(block->heading), style) >
                 sb_template_width(r->page, block->place) - CODE_ROOM)
        sb_template_fault_add(r, block->heading_line, "the heading '%.40s' is wider than its block",
                              block->heading);
}

/* Room for the widest sum behind its label. */
static void
check_sums(struct sb_template_reader *r, const struct sb_block *block)
{
    static const char amount[] = "$999,999.99";
    const struct sb_style bold = {r->page->text, SB_FACE_BOLD, false};

    if (sb_template_width(r->page, block->place) - 2 * r->page->label <
        sb_text_width(amount, sizeof amount - 1, bold))
        sb_template_fault_add(r, block->line, "[%s] has no room for %s behind its labels",
                              sb_block_rows[block->id].name, amount);
}

/* Sizes that each alone would do, and not together. */
static void
check_page(struct sb_template_reader *r)
{
    const struct sb_template *page = r->page;
    int32_t half = sb_template_width(page, SB_PLACE_LEFT) - page->label;
    char room[16];

    if (5 * page->text > 4 * page->pitch || 5 * page->heads > 4 * page->pitch)
        sb_template_fault_add(r, 0,
                              "[page] pitch must be at least 1.25 times text and heads, "
                              "else lines run together");
    if (3 * page->title > 4 * page->pitch)
        sb_template_fault_add(r, 0,
                              "[page] title may be 1.33 times the pitch at most, else its "
                              "lines touch");
    sb_points_print(room, half > 0 ? half : 0);
    if (half < VALUE_LEAST)
        sb_template_fault_add(r, 0,
                              "[page] margin, label and gutter leave values %s points; "
                              "they need 120, so that no number is broken",
                              room);
}

/* What sums up stands behind what it sums up, so that it cannot be read as something else. */
static void
check_order(struct sb_template_reader *r)
{
    static const enum sb_block_id behind[][2] = {
        {SB_BLOCK_TOTALS, SB_BLOCK_SERVICES},    {SB_BLOCK_SERVICES, SB_BLOCK_DIAGNOSES},
        {SB_BLOCK_ITEM_TOTALS, SB_BLOCK_ITEMS},  {SB_BLOCK_YEAR_TOTALS, SB_BLOCK_PAYMENTS},
        {SB_BLOCK_SIGNATURE, SB_BLOCK_SERVICES},
    };
    size_t places[SB_BLOCK_COUNT] = {0};

    for (size_t i = 0; i < r->page->block_count; i++)
        places[r->page->blocks[i].id] = i + 1;
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
        size_t later = places[behind[i][0]], earlier = places[behind[i][1]];

        if (later != 0 && later < earlier)
            sb_template_fault_add(r, r->page->blocks[later - 1].line, "[%s] stands behind [%s]",
                                  sb_block_rows[behind[i][0]].name,
                                  sb_block_rows[behind[i][1]].name);
    }
}

/* A reader finds the pages by their headings: what the document is called comes first of them. */
static void
check_first_heading(struct sb_template_reader *r)
{
    const struct sb_block *before = NULL;

    for (size_t i = 0; i < r->page->block_count; i++) {
        const struct sb_block *block = &r->page->blocks[i];

        if (block->id == SB_BLOCK_DOCUMENT && before != NULL)
            sb_template_fault_add(r, block->line,
                                  "[document] stands before [%s]: its heading is the first",
                                  sb_block_rows[before->id].name);
        if (block->id == SB_BLOCK_DOCUMENT)
            return;
        if (before == NULL && block->heading != NULL && *block->heading != '\0')
            before = block;
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

/* What a document is sent back without, at the block that should hold it. */
static void
check_lacking(struct sb_template_reader *r)
{
    unsigned audience = 1U << r->page->audience;
    uint32_t lines[SB_BLOCK_COUNT] = {0};

    for (size_t i = 0; i < r->page->block_count; i++)
        lines[r->page->blocks[i].id] = r->page->blocks[i].line;
    for (size_t i = 0; i < SB_FIELD_COUNT; i++)
        if ((sb_field_rows[i].must & audience) != 0 &&
            sb_template_field(r->page, (enum sb_field_id)i) == NULL)
            sb_template_fault_add(r, lines[sb_field_rows[i].block],
                                  "[%s] lacks '%s', without which the document is sent back",
                                  sb_block_rows[sb_field_rows[i].block].name, sb_field_rows[i].key);
}

void
sb_template_check(struct sb_template_reader *r)
{
    bool read_whole = r->count == 0;

    for (size_t i = 0; i < r->page->block_count; i++) {
        struct sb_block *block = &r->page->blocks[i];

        check_words(r, block->heading, block->heading_line);
        for (size_t k = 0; k < block->field_count; k++)
            check_words(r, block->fields[k].label, block->fields[k].line);
        check_heading(r, block);
        check_texts(r, block);
        if (sb_block_rows[block->id].kind == SB_KIND_TABLE) {
            resolve_columns(r, block);
            check_columns(r, block);
        } else {
            check_labels(r, block);
        }
        if (sb_block_rows[block->id].kind == SB_KIND_TOTALS)
            check_sums(r, block);
    }
    sb_template_alike(r);
    check_page(r);
    check_order(r);
    check_first_heading(r);
    if (r->page->block_count > 0 && r->page->blocks[0].id != SB_BLOCK_LETTERHEAD)
        sb_template_fault_add(r, r->page->blocks[0].line, "a page begins with [letterhead]");
    /* what could not be read is not also lacking */
    if (read_whole)
        check_lacking(r);
}
