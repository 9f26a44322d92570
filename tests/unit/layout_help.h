/* layout_help.h - bills laid out, and what must hold of any sheet; included after cmocka.h. */
#ifndef TESTS_UNIT_LAYOUT_HELP_H
#define TESTS_UNIT_LAYOUT_HELP_H

#include "out_help.h"

static struct sb_template *page;
static struct sb_arena *bills, *layouts;

static inline int
open_all(void **state)
{
    struct sb_error err = {0};

    (void)state;
    bills = sb_arena_new(0);
    layouts = sb_arena_new(0);
    return bills == NULL || layouts == NULL ||
           sb_template_open(&page, "standard", NULL, 0, NULL, &err) != SB_OK;
}

static inline int
close_all(void **state)
{
    (void)state;
    sb_arena_free(bills);
    sb_arena_free(layouts);
    sb_template_free(page);
    return 0;
}

/* The layout of a sample; it lives until the next. */
static inline struct sb_layout
lay_out(const struct sample *s)
{
    struct sb_error err = {0};
    struct sb_layout l;

    sb_arena_reset(bills);
    sb_arena_reset(layouts);
    l = (struct sb_layout){.page = page, .bill = sample_bill(bills, s), .arena = layouts};
    if (sb_layout_run(&l, &err) != SB_OK)
        fail_msg("%zu lines: %s", s->lines, err.text);
    return l;
}

static inline int32_t
width_of(const struct sb_run *run)
{
    return sb_text_width(run->text, run->length, run->style);
}

/* All runs of a sheet, artifacts too. */
static inline size_t
collect(const struct sb_sheet *sheet, const struct sb_run **to)
{
    size_t n = 0;

    for (size_t i = 0; i < sheet->run_count; i++)
        to[n++] = &sheet->runs[i];
    for (size_t i = 0; i < sheet->head_count; i++)
        to[n++] = &sheet->heads[i];
    for (size_t i = 0; i < sheet->foot_count; i++)
        to[n++] = &sheet->feet[i];
    return n;
}

static inline void
assert_inside(const struct sb_run *run)
{
    /* a line that goes on ends in a blank */
    int32_t blank = run->text[run->length - 1] == ' ' ? 3000 : 10;

    if (run->x < 36000 || run->x + width_of(run) > 576000 + blank ||
        run->y - run->style.size / 4 < 36000 || run->y + run->style.size * 9 / 10 > 756500)
        fail_msg("'%.*s' lies outside the margins: %d %d", (int)run->length, run->text, run->x,
                 run->y);
}

static inline void
assert_apart(const struct sb_run *a, const struct sb_run *b)
{
    int32_t high = a->style.size > b->style.size ? a->style.size : b->style.size;
    int32_t dy = a->y > b->y ? a->y - b->y : b->y - a->y;

    if (dy < high * 9 / 10 && a->x < b->x + width_of(b) && b->x < a->x + width_of(a))
        fail_msg("'%.*s' lies over '%.*s'", (int)a->length, a->text, (int)b->length, b->text);
}

/* A rule is at least 2.5 points away from any ink: capitals above, descenders below. */
static inline void
assert_clear(const struct sb_hairline *rule, const struct sb_run *run)
{
    int32_t upper = rule->y + rule->thickness / 2, lower = rule->y - rule->thickness / 2;

    if (run->x > rule->x + rule->width || run->x + width_of(run) < rule->x)
        return;
    if (run->y - run->style.size * 212 / 1000 - upper >= 2500)
        return;
    if (lower - (run->y + run->style.size * 729 / 1000) >= 2500)
        return;
    fail_msg("a rule at %d is too near to '%.*s' at %d", rule->y, (int)run->length, run->text,
             run->y);
}

static inline void
assert_sound(const struct sb_layout *l)
{
    static const struct sb_run *runs[4096];

    for (size_t s = 0; s < l->sheet_count; s++) {
        size_t n = collect(&l->sheets[s], runs);

        assert_true(n < 4096);
        for (size_t i = 0; i < n; i++) {
            assert_inside(runs[i]);
            assert_null(strstr(runs[i]->text, "  "));
            for (size_t k = i + 1; k < n; k++)
                assert_apart(runs[i], runs[k]);
            for (size_t k = 0; k < l->sheets[s].rule_count; k++)
                assert_clear(&l->sheets[s].rules[k], runs[i]);
        }
    }
}

static inline bool
says(const struct sb_layout *l, const char *text)
{
    const struct sb_run *runs = l->runs.at;

    for (size_t i = 0; i < l->runs.count; i++)
        if (runs[i].length >= strlen(text) && memcmp(runs[i].text, text, strlen(text)) == 0)
            return true;
    return false;
}

static inline struct sb_layout
lay_out_with(const char *name, struct sb_template **with, const struct sample *s)
{
    struct sb_error err = {0};
    struct sb_layout l;

    assert_int_equal(sb_template_open(with, name, NULL, 0, NULL, &err), SB_OK);
    sb_arena_reset(bills);
    sb_arena_reset(layouts);
    l = (struct sb_layout){.page = *with, .bill = sample_bill(bills, s), .arena = layouts};
    if (sb_layout_run(&l, &err) != SB_OK)
        fail_msg("%s: %s", name, err.text);
    return l;
}

#endif
