/*
 * parts.c - what stands within a band: headings, labels with their values, sums, tables, words.
 *
 * One grid: every block begins on the left margin or on the page's middle, values stand one
 * label's width further, and every baseline is on half a pitch.  Reading order is the order in
 * which things are put.
 */
#include "out/page.h"

#include <string.h>

#define CODE_GAP 12000  /* beside a QR code */
#define CODE_QUIET 3000 /* below it, and above a line's ink */

/* The baseline of a line that begins y below the band's top. */
static int32_t
baseline(const struct sb_layout *l, int32_t y)
{
    return y + l->page->pitch * 3 / 4;
}

/* What a line has of the width. */
static int32_t
room_of(const struct sb_pen *at)
{
    return at->width - (at->y < at->clear ? at->aside : 0);
}

/*
 * Before a line: a large one takes a pitch and a half.  Behind two of them the lines of the block
 * and of the one beside it would stand half a pitch apart, and be read as one another's.
 */
static void
begin_line(const struct sb_layout *l, struct sb_pen *at, bool large)
{
    if (large || (at->large > 0 && at->large % 2 == 0))
        at->y += l->page->pitch / 2;
    if (!large)
        at->large = 0;
}

/* Behind a text of so many lines, which began where at is. */
static void
end_lines(const struct sb_layout *l, struct sb_pen *at, int32_t lines, struct sb_style style)
{
    at->y += (lines - 1) * sb_layout_leading(l, style) + l->page->pitch;
    at->large += style.size > l->page->text ? lines : 0;
}

/*
 * A number that would be broken beside what stands on its right begins below that; so does any text
 * that has no room beside what stands on its left, with the lines behind it.
 */
static void
clear_words(const struct sb_layout *l, struct sb_pen *at, bool labelled, const char *text,
            struct sb_style style)
{
    int32_t label = labelled ? l->page->label : 0, need = label + sb_layout_longest(text, style);

    if (at->indent > 0 && !sb_layout_wraps(text, at->width - label, style)) {
        while (at->y < at->below)
            at->y += l->page->pitch;
        at->x -= at->indent;
        at->width += at->indent;
        at->indent = 0;
    }
    while (labelled && strchr(text, ' ') == NULL && need > room_of(at) && need <= at->width)
        at->y += l->page->pitch;
}

void
sb_part_heading(struct sb_layout *l, const struct sb_block *block, struct sb_pen *at)
{
    bool first = block->id == SB_BLOCK_DOCUMENT;
    struct sb_style style = {first ? l->page->title : l->page->text, SB_FACE_BOLD, false};
    uint32_t element;

    if (!sb_layout_said(block->heading))
        return;
    if (first)
        style.face = SB_FACE_REGULAR;
    begin_line(l, at, first);
    element = sb_layout_tag(l, first ? SB_TAG_H1 : SB_TAG_H2, l->document);
    sb_layout_put(l, (struct sb_text){block->heading, strlen(block->heading), element}, at->x,
                  baseline(l, at->y), style);
    end_lines(l, at, 1, style);
}

/* A label and its value on one line; the value may go on below itself. */
static void
put_pair(struct sb_layout *l, const struct sb_field *field, const struct sb_fact *fact,
         struct sb_pen *at)
{
    struct sb_style style = sb_layout_style(l, field);
    struct sb_cell cell = {.style = style};
    uint32_t element;
    int32_t lines;

    begin_line(l, at, field->title);
    clear_words(l, at, sb_layout_said(field->label), fact->text, style);
    cell.x = at->x;
    cell.width = room_of(at);
    element = sb_layout_tag(l, SB_TAG_P, l->document);
    if (sb_layout_said(field->label)) {
        const struct sb_style plain = {l->page->text, SB_FACE_REGULAR, false};

        sb_layout_put(l, (struct sb_text){field->spoken, strlen(field->spoken), element}, at->x,
                      baseline(l, at->y), plain);
        cell.x += l->page->label;
        cell.width -= l->page->label;
    }
    lines = sb_layout_wrap(l, element, fact, cell, baseline(l, at->y));
    end_lines(l, at, lines, style);
}

/* Words of the template that stand alone; what a document must not be mistaken for is large. */
static void
put_text(struct sb_layout *l, enum sb_field_id id, const struct sb_fact *fact, struct sb_pen *at)
{
    bool large = id == SB_FIELD_document_draft || id == SB_FIELD_document_example ||
                 id == SB_FIELD_document_superseded || id == SB_FIELD_document_void;
    bool bold = large || id == SB_FIELD_year_left_out || id == SB_FIELD_document_replaces ||
                id == SB_FIELD_totals_paid_in_full;
    struct sb_cell cell = {.x = at->x,
                           .style = {large ? l->page->title : l->page->text,
                                     bold ? SB_FACE_BOLD : SB_FACE_REGULAR, false}};
    uint32_t element = sb_layout_tag(l, SB_TAG_P, l->document);
    int32_t lines;

    begin_line(l, at, large);
    at->y += id == SB_FIELD_copy_text ? l->page->pitch / 2 : 0;
    cell.width = room_of(at);
    lines = sb_layout_wrap(l, element, fact, cell, baseline(l, at->y));
    end_lines(l, at, lines, cell.style);
}

bool
sb_part_says(struct sb_layout *l, const struct sb_block *block)
{
    for (size_t i = 0; i < block->field_count; i++)
        for (size_t row = 0; row < sb_fact_times(l, block->fields[i].id); row++)
            if (sb_layout_said(sb_fact_of(l, block->fields[i].id, row).text))
                return true;
    return false;
}

static void
build_lines(struct sb_layout *l, const struct sb_block *block, struct sb_pen *at)
{
    /* what the document is stands there whatever else does */
    if (block->id != SB_BLOCK_DOCUMENT && !sb_part_says(l, block))
        return;
    sb_part_heading(l, block, at);
    for (size_t i = 0; i < block->field_count; i++) {
        const struct sb_field *field = &block->fields[i];
        struct sb_fact fact = sb_fact_of(l, field->id, 0);

        if (!sb_layout_said(fact.text))
            continue;
        if (field->kind == SB_FIELD_TEXT)
            put_text(l, field->id, &fact, at);
        else
            put_pair(l, field, &fact, at);
    }
}

/* A statement of payments: what was charged, and what is due, stand elsewhere. */
static bool
by_payment(const struct sb_layout *l)
{
    return l->bill->year != NULL && l->bill->year->by == SB_YEAR_BY_PAYMENT;
}

/* Amounts on one right edge; a hairline above what they come to. */
static void
build_totals(struct sb_layout *l, const struct sb_block *block, struct sb_pen *at)
{
    int32_t x = at->x + l->page->label, width = at->width - l->page->label;

    if (!sb_part_says(l, block) || (block->id != SB_BLOCK_YEAR_TOTALS && by_payment(l)))
        return;
    sb_part_heading(l, block, at);
    for (size_t i = 0; i < block->field_count; i++) {
        const struct sb_field *field = &block->fields[i];
        struct sb_fact fact = sb_fact_of(l, field->id, 0);
        struct sb_style style = sb_layout_style(l, field);
        struct sb_pen here = {.x = x, .width = width, .y = at->y};
        uint32_t element;

        if (!sb_layout_said(fact.text))
            continue;
        if (field->kind == SB_FIELD_TEXT) {
            put_text(l, field->id, &fact, &here);
            at->y = here.y;
            continue;
        }
        if (field->id == SB_FIELD_totals_balance || field->id == SB_FIELD_item_totals_balance ||
            field->id == SB_FIELD_year_totals_received) {
            /* a whole pitch: whatever stands beside the totals shares their baselines */
            sb_layout_rule(l, x, at->y + l->page->pitch * 5 / 8, width, SB_HAIRLINE, false);
            at->y += l->page->pitch;
        }
        element = sb_layout_tag(l, SB_TAG_P, l->document);
        sb_layout_put(l, (struct sb_text){field->spoken, strlen(field->spoken), element}, x,
                      baseline(l, at->y), style);
        (void)sb_layout_wrap(
            l, element, &fact,
            (struct sb_cell){x + l->page->label, width - l->page->label, style, .right = true},
            baseline(l, at->y));
        at->y += l->page->pitch;
    }
}

/* tables */

uint32_t
sb_part_head(struct sb_layout *l, const struct sb_block *block, struct sb_pen *at)
{
    const struct sb_style style = {l->page->heads, SB_FACE_BOLD, false};
    uint32_t table = sb_layout_tag(l, SB_TAG_TABLE, l->document);
    uint32_t row = sb_layout_tag(l, SB_TAG_TR, table);

    for (size_t i = 0; i < block->field_count; i++) {
        const struct sb_field *field = &block->fields[i];
        uint32_t cell = sb_layout_tag(l, SB_TAG_TH, row);
        size_t length = strlen(field->label);
        int32_t x = at->x + field->x;

        if (length == 0)
            continue;
        if (field->right)
            x += field->width - sb_text_width(field->label, length, style);
        sb_layout_put(l, (struct sb_text){field->label, length, cell}, x, baseline(l, at->y),
                      style);
    }
    at->y += l->page->pitch;
    sb_layout_rule(l, at->x, at->y + l->page->pitch / 7, at->width, SB_HAIRLINE, false);
    at->y += l->page->pitch / 2;
    return table;
}

/* Whether a cell of a Spanish page holds English: the table's words for a code, not the record's.
 */
static bool
is_english(const struct sb_layout *l, enum sb_field_id id, size_t row)
{
    const struct sb_bill_line *line;
    const struct sb_visit *visit;

    if (!l->spanish || id != SB_FIELD_services_description)
        return false;
    line = &l->bill->lines[l->services[row]];
    visit = line->visit < l->bill->visit_count ? l->bill->visits[line->visit] : NULL;
    return visit == NULL || line->service >= visit->service_count ||
           visit->services[line->service].text == NULL;
}

void
sb_part_row(struct sb_layout *l, const struct sb_block *block, uint32_t table, size_t index,
            struct sb_pen *at)
{
    uint32_t row = sb_layout_tag(l, SB_TAG_TR, table);
    int32_t lines = 1, used;

    for (size_t i = 0; i < block->field_count; i++) {
        const struct sb_field *field = &block->fields[i];
        uint32_t element = sb_layout_tag(l, SB_TAG_TD, row);
        struct sb_fact fact = sb_fact_of(l, field->id, index);
        const struct sb_cell cell = {at->x + field->x, field->width, sb_layout_style(l, field),
                                     field->right};

        if (!sb_layout_said(fact.text))
            continue;
        if (is_english(l, field->id, index) && l->status == SB_OK)
            ((struct sb_element *)l->elements.at)[element].english = true;
        used = sb_layout_wrap(l, element, &fact, cell, baseline(l, at->y));
        lines = used > lines ? used : lines;
    }
    at->y += lines * l->page->pitch;
}

/* A whole table inside the band being built. */
static void
build_table(struct sb_layout *l, const struct sb_block *block, struct sb_pen *at)
{
    size_t rows = sb_fact_rows(l, block->id);
    uint32_t table;

    if (rows == 0)
        return;
    block = sb_table_widened(l, block);
    sb_part_heading(l, block, at);
    if (block->place != SB_PLACE_FULL) /* rows share their baselines with what stands beside */
        at->y += l->page->pitch / 2;
    table = sb_part_head(l, block, at);
    for (size_t i = 0; i < rows; i++)
        sb_part_row(l, block, table, i, at);
}

/* words */

/* A place for a pen where no signature is configured. */
static void
put_pen_line(struct sb_layout *l, const struct sb_field *field, struct sb_pen *at)
{
    const struct sb_style plain = {l->page->text, SB_FACE_REGULAR, false};
    uint32_t element = sb_layout_tag(l, SB_TAG_P, l->document);

    at->y += l->page->pitch;
    sb_layout_put(l, (struct sb_text){field->spoken, strlen(field->spoken), element}, at->x,
                  baseline(l, at->y), plain);
    sb_layout_rule(l, at->x + l->page->label, baseline(l, at->y) + 4000, at->width - l->page->label,
                   SB_HAIRLINE, false);
    at->y += l->page->pitch;
}

void
sb_part_words(struct sb_layout *l, const struct sb_field *field, const struct sb_fact *fact,
              struct sb_pen *at, struct sb_pen *left)
{
    const int32_t half = sb_template_width(l->page, SB_PLACE_LEFT);
    struct sb_pen here = {.x = at->x, .width = half, .y = at->y};

    if (!sb_layout_said(fact->text)) {
        put_pen_line(l, field, &here);
        *left = (struct sb_pen){.y = here.y - l->page->pitch};
        at->y = here.y;
    } else if (field->kind == SB_FIELD_TEXT || !sb_layout_said(field->label)) {
        put_text(l, field->id, fact, at);
        left->y = -1;
    } else if (left->y < 0) {
        left->y = at->y;
        put_pair(l, field, fact, &here);
        at->y = here.y;
    } else {
        here.x += sb_template_offset(l->page, SB_PLACE_RIGHT);
        here.y = left->y;
        put_pair(l, field, fact, &here);
        at->y = here.y > at->y ? here.y : at->y;
        left->y = -1;
    }
}

bool
sb_part_has_words(const struct sb_field *field, const struct sb_fact *fact)
{
    return sb_layout_said(fact->text) || field->id == SB_FIELD_signature_signature;
}

static void
build_words(struct sb_layout *l, const struct sb_block *block, struct sb_pen *at)
{
    struct sb_pen left = {.y = -1};

    if (!sb_part_says(l, block))
        return;
    sb_part_heading(l, block, at);
    for (size_t i = 0; i < block->field_count; i++) {
        const struct sb_field *field = &block->fields[i];

        for (size_t row = 0; row < sb_fact_times(l, field->id); row++) {
            struct sb_fact fact = sb_fact_of(l, field->id, row);

            if (sb_part_has_words(field, &fact))
                sb_part_words(l, field, &fact, at, &left);
        }
    }
}

static void
build_block(struct sb_layout *l, const struct sb_block *block, struct sb_pen *at)
{
    switch (block->id) {
    case SB_BLOCK_DIAGNOSES:
    case SB_BLOCK_SERVICES:
    case SB_BLOCK_PAYMENTS:
    case SB_BLOCK_ITEMS:
        build_table(l, block, at);
        break;
    case SB_BLOCK_TOTALS:
    case SB_BLOCK_ITEM_TOTALS:
    case SB_BLOCK_YEAR_TOTALS:
        build_totals(l, block, at);
        break;
    case SB_BLOCK_STATEMENT:
    case SB_BLOCK_NOTES:
    case SB_BLOCK_SIGNATURE:
        build_words(l, block, at);
        break;
    default:
        build_lines(l, block, at);
        break;
    }
}

/* The QR code, and what keeps clear of it. */
static void
put_code(struct sb_layout *l, struct sb_pen *at)
{
    int32_t side = sb_corner_code(l, at->x + at->width);

    if (side == 0)
        return;
    at->clear = side + CODE_QUIET;
    at->aside = side + CODE_GAP;
}

int32_t
sb_part_put(struct sb_layout *l, const struct sb_block *block)
{
    struct sb_pen at = {.x = l->page->margin + sb_template_offset(l->page, block->place),
                        .width = sb_template_width(l->page, block->place)};

    if (block->id == SB_BLOCK_LETTERHEAD) {
        at.indent = sb_corner_logo(l, at.x, 4 * l->page->pitch);
        at.below = l->picture.height;
        at.x += at.indent;
        at.width -= at.indent;
    }
    if (block->id == SB_BLOCK_DOCUMENT)
        put_code(l, &at);
    build_block(l, block, &at);
    if (block->id == SB_BLOCK_DOCUMENT && l->has_code) {
        l->code.element = sb_layout_tag(l, SB_TAG_FIGURE, l->document);
        at.y = at.y > l->code.y ? at.y : l->code.y;
    }
    return at.y;
}
