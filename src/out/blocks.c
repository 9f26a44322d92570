/*
 * blocks.c - blocks become bands: what stands side by side, what may go on on the next sheet, and
 * how each band stays with the one before.
 */
#include "out/page.h"

#define BESIDE_MOST 12 /* rows of a table that stands whole beside another */

/* One block, or two side by side, as one band. */
static void
build_band(struct sb_layout *l, const struct sb_block *first, const struct sb_block *second,
           enum sb_join join)
{
    int32_t height, other = 0;

    (void)sb_band_begin(l, l->page->pitch, join);
    height = sb_part_put(l, first);
    if (second != NULL)
        other = sb_part_put(l, second);
    height = other > height ? other : height;
    if (first->id == SB_BLOCK_LETTERHEAD || (second != NULL && second->id == SB_BLOCK_LETTERHEAD)) {
        if (l->has_picture && height < l->picture.height)
            height = l->picture.height;
        sb_layout_rule(l, l->page->margin, height + l->page->pitch * 3 / 8,
                       sb_template_width(l->page, SB_PLACE_FULL), SB_LETTERHEAD_RULE, true);
        height += l->page->pitch / 2;
    }
    if (height == 0 && l->bands.count > 0)
        l->bands.count--; /* nothing to say */
    else
        sb_band_end(l, height);
}

/* blocks of bands, which may go on on the next sheet */

/* Rows so far, their join where nothing else decides, and the band that heads them. */
struct flow {
    struct sb_pen pen; /* where each begins */
    enum sb_join join;
    uint32_t head;
    size_t rows;
};

static void
begin_row(struct sb_layout *l, struct flow *flow)
{
    struct sb_band *band = sb_band_begin(l, 0, flow->rows < 2 ? SB_JOIN_HEAD : flow->join);

    if (band != NULL)
        band->head = flow->head;
    flow->rows++;
}

static void
build_rows(struct sb_layout *l, const struct sb_block *block, struct flow *flow)
{
    size_t rows = sb_fact_rows(l, block->id);
    struct sb_pen at = flow->pen;
    uint32_t table;

    block = sb_table_widened(l, block);
    (void)sb_band_begin(l, 0, SB_JOIN_HEAD);
    table = sb_part_head(l, block, &at);
    sb_band_end(l, at.y);
    flow->head = (uint32_t)l->bands.count;
    for (size_t i = 0; i < rows && l->status == SB_OK; i++) {
        at = flow->pen;
        begin_row(l, flow);
        sb_part_row(l, block, table, i, &at);
        sb_band_end(l, at.y);
    }
}

/* A band a paragraph; values side by side share one. */
static void
build_paragraphs(struct sb_layout *l, const struct sb_block *block, struct flow *flow)
{
    struct sb_pen at = flow->pen, left = {.y = -1};

    flow->head = (uint32_t)l->bands.count;
    for (size_t i = 0; i < block->field_count; i++) {
        const struct sb_field *field = &block->fields[i];

        for (size_t row = 0; row < sb_fact_times(l, field->id) && l->status == SB_OK; row++) {
            struct sb_fact fact = sb_fact_of(l, field->id, row);

            if (!sb_part_has_words(field, &fact))
                continue;
            if (left.y < 0 || field->kind == SB_FIELD_TEXT || !sb_layout_said(field->label)) {
                at = flow->pen;
                left.y = -1;
                begin_row(l, flow);
            }
            sb_part_words(l, field, &fact, &at, &left);
            sb_band_end(l, at.y);
        }
    }
}

/*
 * A block in bands: its heading keeps two rows, its last two stay together.  What stands beside it
 * is read before it, begins where it does, and has rows beside it to its end.
 */
static void
build_flow(struct sb_layout *l, const struct sb_block *block, const struct sb_block *beside,
           enum sb_join join)
{
    struct flow flow = {.pen = {.x = l->page->margin + sb_template_offset(l->page, block->place),
                                .width = sb_template_width(l->page, block->place)}};
    int32_t height = 0, y = 0;
    struct sb_pen at = flow.pen;
    size_t first;

    flow.join =
        join == SB_JOIN_FREE || block->id == SB_BLOCK_SERVICES ? SB_JOIN_FREE : SB_JOIN_BLOCK;
    if (beside != NULL) {
        (void)sb_band_begin(l, l->page->pitch, join);
        height = sb_part_put(l, beside);
        sb_band_end(l, 0);
    }
    first = l->bands.count;
    (void)sb_band_begin(l, beside != NULL ? 0 : l->page->pitch,
                        beside != NULL ? SB_JOIN_HEAD : join);
    sb_part_heading(l, block, &at);
    if (block->place != SB_PLACE_FULL) /* rows share their baselines with what stands beside */
        at.y += l->page->pitch / 2;
    sb_band_end(l, at.y);
    if (block->id == SB_BLOCK_NOTES)
        build_paragraphs(l, block, &flow);
    else
        build_rows(l, block, &flow);
    for (size_t i = first; i < l->bands.count; i++) {
        struct sb_band *band = (struct sb_band *)l->bands.at + i;

        if (y < height)
            band->join = SB_JOIN_HEAD;
        else if (i + 1 == l->bands.count && flow.rows > 2)
            band->join = SB_JOIN_PAIR;
        y += band->height;
        if (i + 1 == l->bands.count && y < height)
            band->height += height - y;
    }
}

/* Whether a block has rows, each a band. */
static bool
flows(struct sb_layout *l, const struct sb_block *block)
{
    if (block->id == SB_BLOCK_NOTES)
        return sb_part_says(l, block);
    return (block->id == SB_BLOCK_SERVICES || block->id == SB_BLOCK_PAYMENTS ||
            block->id == SB_BLOCK_ITEMS) &&
           sb_fact_rows(l, block->id) > 0;
}

/*
 * How a block stays with what stands before it: behind the services all does, so that a bill's sums
 * and words are never alone.  A year has several long tables, each with its own sums.
 */
static enum sb_join
join_of(const struct sb_layout *l, const struct sb_block *block, bool tail)
{
    if (!tail || (l->page->audience == SB_AUDIENCE_STATEMENT &&
                  (block->id == SB_BLOCK_ITEMS || block->id == SB_BLOCK_PAYMENTS)))
        return SB_JOIN_FREE;
    return block->id == SB_BLOCK_TOTALS || block->id == SB_BLOCK_ITEM_TOTALS ||
                   block->id == SB_BLOCK_YEAR_TOTALS || block->id == SB_BLOCK_SIGNATURE
               ? SB_JOIN_PAIR
               : SB_JOIN_GROUP;
}

/* The next block that stands beside this one; or NULL. */
static const struct sb_block *
block_beside(const struct sb_layout *l, size_t i)
{
    const struct sb_block *block = &l->page->blocks[i];

    return i + 1 < l->page->block_count && block->place != SB_PLACE_FULL &&
                   block[1].place != SB_PLACE_FULL && block[1].place != block->place
               ? block + 1
               : NULL;
}

/*
 * Two blocks side by side, or false: one may flow, and both where the first is short.  The rule of
 * a letterhead stands below both: neither may go on.
 */
static bool
build_both(struct sb_layout *l, const struct sb_block *first, const struct sb_block *second,
           enum sb_join join)
{
    const bool flowing[2] = {flows(l, first), flows(l, second)};

    if (flowing[0] && flowing[1] && sb_fact_rows(l, first->id) > BESIDE_MOST)
        return false;
    if ((flowing[0] || flowing[1]) &&
        (first->id == SB_BLOCK_LETTERHEAD || second->id == SB_BLOCK_LETTERHEAD))
        return false;
    if (flowing[1])
        build_flow(l, second, first, join);
    else if (flowing[0])
        build_flow(l, first, second, join);
    else
        build_band(l, first, second, join);
    return true;
}

void
sb_blocks_build(struct sb_layout *l)
{
    const struct sb_template *page = l->page;
    bool tail = false; /* the services have been put */

    for (size_t i = 0; i < page->block_count && l->status == SB_OK; i++) {
        const struct sb_block *block = &page->blocks[i], *other = block_beside(l, i);
        enum sb_join join = join_of(l, block, tail);

        if (block->id == SB_BLOCK_FOOTER)
            continue;
        if (other != NULL) {
            enum sb_join second = join_of(l, other, tail);

            if (build_both(l, block, other, second > join ? second : join)) {
                i++;
                continue;
            }
        }
        if (flows(l, block))
            build_flow(l, block, NULL, join);
        else
            build_band(l, block, NULL, join);
        tail = tail || block->id == SB_BLOCK_SERVICES;
    }
    if (l->bands.count > 0) {
        struct sb_band *last = (struct sb_band *)l->bands.at + (l->bands.count - 1);

        if (last->join != SB_JOIN_FREE && last->join < SB_JOIN_PAIR)
            last->join = SB_JOIN_PAIR; /* no sheet for it alone */
    }
}
