/*
 * widen.c - a table whose amounts are wider than their columns: what takes the rest gives way.
 *
 * Columns are as wide as nearly every bill needs, so that descriptions have their room.  Money
 * cannot be wrapped or shortened; a bill with larger amounts has wider columns for them.
 */
#include "out/template.h"

#include <string.h>

/* Whether an amount may be wider than a column surely is: "$9,999.99" or "-$999.99". */
static bool
is_large(sb_money amount)
{
    return amount.cents > 999999 || amount.cents < -99999;
}

static bool
has_large(const struct sb_layout *l)
{
    const struct sb_bill *bill = l->bill;
    bool large = false;

    for (size_t i = 0; i < bill->line_count && !large; i++)
        large = is_large(bill->lines[i].charge) || is_large(bill->lines[i].paid) ||
                bill->lines[i].adjustment.cents > 99999; /* printed below zero */
    for (size_t i = 0; i < bill->item_count && !large; i++)
        large = is_large(bill->items[i].charge) || is_large(bill->items[i].paid);
    for (size_t i = 0; i < bill->payment_count && !large; i++)
        large = is_large(bill->payments[i].payment->amount.amount);
    return large;
}

/* Gives each figure what its widest row needs; returns by how much they grew. */
static int32_t
grow(struct sb_layout *l, struct sb_field *fields, size_t count, size_t rows)
{
    int32_t grown = 0;

    for (size_t i = 0; i < count; i++) {
        const struct sb_style style = sb_layout_style(l, &fields[i]);
        int32_t width = fields[i].width;

        for (size_t row = 0; row < rows && fields[i].right; row++) {
            const char *text = sb_fact_of(l, fields[i].id, row).text;
            int32_t need = text != NULL ? sb_text_width(text, strlen(text), style) : 0;

            width = need > width ? need : width;
        }
        grown += width - fields[i].width;
        fields[i].width = width;
    }
    return grown;
}

const struct sb_block *
sb_table_widened(struct sb_layout *l, const struct sb_block *block)
{
    size_t rows = has_large(l) ? sb_fact_rows(l, block->id) : 0;
    struct sb_block *wide = rows > 0 ? sb_arena_take(l->arena, sizeof *wide) : NULL;
    int32_t grown, x = 0;
    bool given = false;

    if (wide == NULL)
        return block;
    *wide = *block;
    wide->fields = sb_arena_array(l->arena, block->field_count, sizeof *wide->fields);
    if (wide->fields == NULL)
        return block;
    memcpy(wide->fields, block->fields, block->field_count * sizeof *wide->fields);
    grown = grow(l, wide->fields, wide->field_count, rows);
    for (size_t i = 0; i < wide->field_count; i++) {
        struct sb_field *field = &wide->fields[i];

        if (field->rest && field->width - grown >= SB_COLUMN_LEAST) {
            field->width -= grown;
            given = true;
        }
        field->x = x;
        x += field->width + SB_CELL_GAP;
    }
    return given ? wide : block; /* it says that an amount does not fit */
}
