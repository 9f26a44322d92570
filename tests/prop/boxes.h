/* boxes.h - what must hold of the texts and rules of any sheet; included after chance.h. */
#ifndef TESTS_PROP_BOXES_H
#define TESTS_PROP_BOXES_H

#include "out/page.h"

#include <string.h>

#define BOXES 4096

struct box {
    const struct sb_run *run;
    int32_t left, right, top, bottom;
};
static struct box boxes[BOXES];
static size_t document;

#define FAIL(...)                                                                                  \
    do {                                                                                           \
        print_error("document %zu: ", document);                                                   \
        fail_msg(__VA_ARGS__);                                                                     \
    } while (0)

static inline void
box_add(size_t *count, const struct sb_run *run)
{
    size_t length = run->length; /* a line that goes on ends in a blank, which is no ink */

    while (length > 0 && run->text[length - 1] == ' ')
        length--;
    assert_true(*count < BOXES);
    boxes[(*count)++] = (struct box){
        .run = run,
        .left = run->x,
        .right = run->x + sb_text_width(run->text, length, run->style),
        .top = run->y + run->style.size * 729 / 1000, /* capitals */
        .bottom = run->y - run->style.size * 212 / 1000,
    };
}

static inline size_t
boxes_of(const struct sb_sheet *sheet)
{
    size_t count = 0;

    for (size_t i = 0; i < sheet->run_count; i++)
        box_add(&count, &sheet->runs[i]);
    for (size_t i = 0; i < sheet->head_count; i++)
        box_add(&count, &sheet->heads[i]);
    for (size_t i = 0; i < sheet->foot_count; i++)
        box_add(&count, &sheet->feet[i]);
    return count;
}

static inline void
assert_boxes(const struct sb_layout *l, size_t count)
{
    int32_t margin = l->page->margin;

    for (size_t i = 0; i < count; i++) {
        const struct box *a = &boxes[i];

        if (a->left < margin || a->right > SB_SHEET_WIDTH - margin || a->bottom < margin ||
            a->top > SB_SHEET_HEIGHT - margin)
            FAIL("'%.*s' lies outside the margins", (int)a->run->length, a->run->text);
        for (size_t k = i + 1; k < count; k++) {
            const struct box *b = &boxes[k];

            if (a->left < b->right && b->left < a->right && a->bottom < b->top &&
                b->bottom < a->top)
                FAIL("'%.*s' lies over '%.*s'", (int)a->run->length, a->run->text,
                     (int)b->run->length, b->run->text);
        }
    }
}

/* A rule is at least 2.5 points away from any ink. */
static inline void
assert_rules(const struct sb_sheet *sheet, size_t count)
{
    for (size_t r = 0; r < sheet->rule_count; r++) {
        const struct sb_hairline *rule = &sheet->rules[r];
        int32_t above = rule->y + rule->thickness / 2 + 2500;
        int32_t under = rule->y - rule->thickness / 2 - 2500;

        for (size_t i = 0; i < count; i++)
            if (boxes[i].left < rule->x + rule->width && boxes[i].right > rule->x &&
                boxes[i].bottom < above && boxes[i].top > under)
                FAIL("a rule is too near to '%.*s'", (int)boxes[i].run->length, boxes[i].run->text);
    }
}

#endif
