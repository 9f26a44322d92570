/*
 * paginate.c - bands become sheets: what stays together, running heads, feet, final places.
 *
 * A chain of bands goes where it fits whole; one that no sheet holds breaks at its weakest joins,
 * into chains that are placed alike.  A block that goes on repeats its head, as an artifact.
 * Where half the space between blocks saves a sheet, or a chain from breaking, it is halved.
 */
#include "out/page.h"

#include <string.h>

#define FOOT_GAP 10000    /* between the body and the foot */
#define FOOT_LEADING 2000 /* added to the foot's size from line to line */
#define PAGE_GAP 8000     /* before "Page 1 of 2" */
#define SHEETS_MOST 500
#define FOOT_LINES (2 * SB_CELL_LINES)

struct paper {
    struct sb_layout *l;
    struct sb_style foot_style;
    struct sb_run foot[FOOT_LINES]; /* the same on every sheet */
    int32_t foot_lines;
    int32_t head; /* height of the running head on later sheets */
    bool tight;   /* half the space between blocks */
    bool full;    /* no sheet is left early to keep a block of a broken chain whole */
    bool broken;  /* a chain that no sheet holds */
    uint32_t sheet;
    int32_t y; /* used of this sheet's body */
};

static struct sb_band *
band_at(const struct sb_layout *l, size_t i)
{
    return (struct sb_band *)l->bands.at + i;
}

/* Upper edge of a sheet's body, upwards from the sheet's lower edge. */
static int32_t
body_top(const struct paper *p, uint32_t sheet)
{
    return SB_SHEET_HEIGHT - p->l->page->margin - (sheet > 0 ? p->head : 0);
}

/* Baseline of a line of the foot; the last one stands on the margin, its descent too. */
static int32_t
foot_baseline(const struct paper *p, int32_t line)
{
    int32_t size = p->foot_style.size;

    return p->l->page->margin + size / 4 + (p->foot_lines - 1 - line) * (size + FOOT_LEADING);
}

/* Height of this sheet's body, less a line for "continued" where something follows. */
static int32_t
body_height(const struct paper *p, bool last)
{
    int32_t foot_top = foot_baseline(p, 0) + p->foot_style.size;

    return body_top(p, p->sheet) - foot_top - FOOT_GAP - (last ? 0 : p->l->page->pitch);
}

static int32_t
gap_of(const struct paper *p, const struct sb_band *band)
{
    return p->tight ? band->gap / 2 : band->gap;
}

static int32_t
span_height(const struct paper *p, size_t from, size_t to)
{
    int32_t height = 0;

    for (size_t i = from; i < to; i++)
        height +=
            band_at(p->l, i)->height + (i > from || p->y > 0 ? gap_of(p, band_at(p->l, i)) : 0);
    return height;
}

static bool
fits(const struct paper *p, size_t from, size_t to)
{
    return p->y + span_height(p, from, to) <= body_height(p, to == p->l->bands.count);
}

/* A new sheet; what goes on repeats its head there. */
static void
turn(struct paper *p, const struct sb_band *band)
{
    p->sheet++;
    p->y = band->head != 0 ? band_at(p->l, band->head - 1)->height : 0;
}

/* Bands from..to on this sheet, or on a new one where that holds them and this does not. */
static bool
place(struct paper *p, size_t from, size_t to)
{
    const uint32_t sheet = p->sheet;
    const int32_t y = p->y;

    if (!fits(p, from, to) && y > 0)
        turn(p, band_at(p->l, from));
    if (!fits(p, from, to)) {
        p->sheet = sheet;
        p->y = y;
        return false;
    }
    for (size_t i = from; i < to; i++) {
        struct sb_band *band = band_at(p->l, i);

        p->y += p->y > 0 ? gap_of(p, band) : 0;
        band->sheet = p->sheet;
        band->top = p->y;
        p->y += band->height;
    }
    return true;
}

static size_t
chain_end(const struct sb_layout *l, size_t from, unsigned join)
{
    size_t to = from + 1;

    while (to < l->bands.count && (unsigned)band_at(l, to)->join >= join)
        to++;
    return to;
}

/*
 * Whether a chain of such joins may be placed whole: a block of a longer chain breaks where it
 * would leave more than half of a sheet empty.
 */
static bool
may_turn(const struct paper *p, size_t from, size_t to, unsigned join)
{
    return join != SB_JOIN_BLOCK || (!p->full && p->y >= body_height(p, false) / 2) ||
           fits(p, from, to);
}

/* The longest chain that a sheet holds, then what follows it. */
static void
place_all(struct paper *p)
{
    struct sb_layout *l = p->l;
    size_t broken[SB_JOIN_COUNT] = {0}; /* where a chain of such joins ends that breaks */
    size_t to;

    p->sheet = 0;
    p->y = 0;
    p->broken = false;
    for (size_t from = 0; from < l->bands.count && l->status == SB_OK; from = to) {
        unsigned join = SB_JOIN_GROUP;

        to = chain_end(l, from, join);
        while (from < broken[join] || !may_turn(p, from, to, join) || !place(p, from, to)) {
            if (join == SB_JOIN_HEAD) {
                sb_layout_fail(l, SB_E_RANGE, "a part of the document is higher than a page");
                return;
            }
            p->broken = true;
            broken[join] = broken[join] > to ? broken[join] : to;
            to = chain_end(l, from, ++join);
        }
        if (p->sheet >= SHEETS_MOST)
            sb_layout_fail(l, SB_E_RANGE, "the document has too many pages");
    }
}

/*
 * Space between blocks gives way where that keeps a chain whole, or saves a sheet; so do the blocks
 * of one that breaks in any case.
 */
static void
place_well(struct paper *p)
{
    uint32_t least = UINT32_MAX, cost;
    bool tight = false, full = false;

    for (unsigned way = 0; way < 4 && p->l->status == SB_OK; way++) {
        p->tight = way >= 2;
        p->full = way % 2 == 1;
        if (p->full && !p->broken)
            continue;
        place_all(p);
        if (p->sheet == 0)
            return;
        cost = p->sheet + (p->broken ? SHEETS_MOST : 0);
        if (cost < least) {
            least = cost;
            tight = p->tight;
            full = p->full;
        }
    }
    if (p->tight == tight && p->full == full)
        return;
    p->tight = tight;
    p->full = full;
    place_all(p);
}

/* artifacts */

static void
put_artifact(struct sb_layout *l, struct sb_vector *to, const char *text, int32_t x, int32_t y,
             struct sb_style style)
{
    struct sb_run *run = text != NULL ? sb_vector_add(l, to) : NULL;

    if (run != NULL)
        *run = (struct sb_run){text, (uint32_t)strlen(text), SB_NO_ELEMENT, x, y, style};
}

static int32_t
right_edge(const struct sb_layout *l, const char *text, struct sb_style style)
{
    return SB_SHEET_WIDTH - l->page->margin - sb_text_width(text, strlen(text), style);
}

/* The document's name: "Superbill SB-2026-000123". */
static const char *
document_name(struct sb_layout *l)
{
    const char *word = "";

    for (size_t i = 0; i < l->page->block_count; i++)
        if (l->page->blocks[i].id == SB_BLOCK_DOCUMENT)
            word = l->page->blocks[i].heading;
    return sb_layout_print(l, "%s %s", word, sb_fact_number(l));
}

static const char *
page_words(struct sb_layout *l, enum sb_field_id id, size_t page, size_t pages)
{
    const char *words = sb_template_text(l->page, id);

    if (words != NULL)
        words = sb_fact_words(l, words, "{page}", sb_layout_print(l, "%zu", page));
    if (words != NULL)
        words = sb_fact_words(l, words, "{pages}", sb_layout_print(l, "%zu", pages));
    return words;
}

/* The document, and whose it is. */
static const char *
foot_words(struct sb_layout *l, const char *between)
{
    const struct sb_fact birth = sb_fact_of(l, SB_FIELD_patient_birth_date, 0);
    const char *name = document_name(l), *practice = l->bill->config->practice.name;

    practice = practice != NULL ? practice : "";
    name = name != NULL ? name : "";
    /* a cover names nobody */
    if (l->cover != NULL)
        return sb_layout_print(l, "%s | %s", practice, name);
    return sb_layout_print(l, "%s | %s%s%s | %s %s", practice, name, between, l->patient_name,
                           sb_template_text(l->page, SB_FIELD_footer_birth_date),
                           birth.text != NULL ? birth.text : "");
}

/* What stands at the foot of every page, wrapped once. */
static void
make_foot(struct paper *p)
{
    struct sb_layout *l = p->l;
    size_t before = l->runs.count;
    struct sb_fact fact = {.origin = {.name = "the foot of the page"}};
    const char *pages = page_words(l, SB_FIELD_footer_page, SHEETS_MOST, SHEETS_MOST);
    struct sb_cell cell = {.x = l->page->margin, .width = SB_SHEET_WIDTH - 2 * l->page->margin};

    p->foot_style = cell.style = (struct sb_style){l->page->foot, SB_FACE_REGULAR, false};
    if (pages != NULL)
        cell.width -= sb_text_width(pages, strlen(pages), cell.style) + PAGE_GAP;
    fact.text = foot_words(l, " | ");
    p->foot_lines = 1;
    if (fact.text == NULL || sb_text_uncovered(fact.text) != 0)
        return; /* reported where it stands in the body */
    if (l->cover == NULL && sb_text_width(fact.text, strlen(fact.text), cell.style) > cell.width)
        fact.text = foot_words(l, "\n");
    if (fact.text == NULL)
        return;
    p->foot_lines = sb_layout_wrap(l, SB_NO_ELEMENT, &fact, cell, 0);
    for (size_t i = before; i < l->runs.count && i - before < FOOT_LINES; i++)
        p->foot[i - before] = ((struct sb_run *)l->runs.at)[i];
    l->runs.count = before;
}

static void
put_foot(struct paper *p, uint32_t sheet, size_t sheets)
{
    struct sb_layout *l = p->l;
    const char *page = page_words(l, SB_FIELD_footer_page, sheet + 1, sheets);
    const char *more;

    if (sheet + 1 < sheets) {
        more = page_words(l, SB_FIELD_footer_continued, sheet + 2, sheets);
        if (more != NULL)
            put_artifact(l, &l->feet, more, right_edge(l, more, p->foot_style),
                         foot_baseline(p, 0) + p->foot_style.size + FOOT_LEADING, p->foot_style);
    }
    for (int32_t i = 0; i < p->foot_lines && p->foot[i].text != NULL; i++) {
        struct sb_run *run = sb_vector_add(l, &l->feet);

        if (run == NULL)
            return;
        *run = p->foot[i];
        run->y = foot_baseline(p, i);
    }
    if (page != NULL)
        put_artifact(l, &l->feet, page, right_edge(l, page, p->foot_style), foot_baseline(p, 0),
                     p->foot_style);
}

static void
put_final_rule(struct paper *p, struct sb_vector *to, struct sb_hairline rule)
{
    struct sb_hairline *copy = sb_vector_add(p->l, to);

    if (copy != NULL)
        *copy = rule;
}

static void
put_running_head(struct paper *p, uint32_t sheet, struct sb_vector *rules)
{
    struct sb_layout *l = p->l;
    const struct sb_style bold = {l->page->text, SB_FACE_BOLD, false};
    const struct sb_style plain = {l->page->text, SB_FACE_REGULAR, false};
    int32_t y = body_top(p, 0) - l->page->pitch * 3 / 4;
    const char *name = document_name(l), *practice = l->bill->config->practice.name;

    if (sheet == 0 || name == NULL)
        return;
    /* both stand at the foot too: where they do not fit side by side, the number is enough */
    if (practice != NULL &&
        l->page->margin + sb_text_width(practice, strlen(practice), bold) + SB_CELL_GAP <=
            right_edge(l, name, plain))
        put_artifact(l, &l->heads, practice, l->page->margin, y, bold);
    put_artifact(l, &l->heads, name, right_edge(l, name, plain), y, plain);
    put_final_rule(p, rules,
                   (struct sb_hairline){l->page->margin, y - l->page->pitch / 2,
                                        SB_SHEET_WIDTH - 2 * l->page->margin, SB_HAIRLINE, false});
}

/* The head of the table that goes on, above its first row on this sheet. */
static void
repeat_table_head(struct paper *p, const struct sb_band *row, struct sb_vector *rules)
{
    struct sb_layout *l = p->l;
    const struct sb_band *head = band_at(l, row->head - 1);
    /* the head's own band has its final places already */
    int32_t shift = body_top(p, row->sheet) - (body_top(p, head->sheet) - head->top);

    for (size_t i = head->first_run; i < head->run_end; i++) {
        struct sb_run *copy = sb_vector_add(l, &l->heads);

        if (copy == NULL)
            return;
        *copy = ((struct sb_run *)l->runs.at)[i];
        copy->element = SB_NO_ELEMENT;
        copy->y += shift;
    }
    for (size_t i = head->first_rule; i < head->rule_end; i++) {
        struct sb_hairline rule = ((struct sb_hairline *)l->rules.at)[i];

        rule.y = body_top(p, row->sheet) - rule.y;
        put_final_rule(p, rules, rule);
    }
}

/* A band's runs and rules get their places on the sheet. */
static void
settle(struct paper *p, const struct sb_band *band, struct sb_vector *rules)
{
    struct sb_layout *l = p->l;
    int32_t top = body_top(p, band->sheet) - band->top;

    for (size_t i = band->first_run; i < band->run_end; i++)
        ((struct sb_run *)l->runs.at)[i].y = top - ((struct sb_run *)l->runs.at)[i].y;
    for (size_t i = band->first_rule; i < band->rule_end; i++) {
        struct sb_hairline rule = ((struct sb_hairline *)l->rules.at)[i];

        rule.y = top - rule.y;
        put_final_rule(p, rules, rule);
    }
}

/* Counts first: the vectors may move until the last sheet is full. */
static void
make_sheets(struct paper *p, size_t sheets)
{
    struct sb_layout *l = p->l;
    struct sb_vector rules = {.size = sizeof(struct sb_hairline)};
    const struct sb_run *runs, *heads, *feet;
    const struct sb_hairline *lines;
    size_t band = 0;

    for (uint32_t i = 0; i < sheets && l->status == SB_OK; i++) {
        struct sb_sheet *sheet = &l->sheets[i];
        size_t first_rule = rules.count, first_head = l->heads.count, first_foot = l->feet.count;

        put_running_head(p, i, &rules);
        if (i > 0 && band < l->bands.count && band_at(l, band)->head != 0)
            repeat_table_head(p, band_at(l, band), &rules);
        for (; band < l->bands.count && band_at(l, band)->sheet == i; band++) {
            settle(p, band_at(l, band), &rules);
            sheet->run_count += band_at(l, band)->run_end - band_at(l, band)->first_run;
        }
        put_foot(p, i, sheets);
        sheet->rule_count = rules.count - first_rule;
        sheet->head_count = l->heads.count - first_head;
        sheet->foot_count = l->feet.count - first_foot;
    }
    runs = l->runs.at;
    heads = l->heads.at;
    feet = l->feet.at;
    lines = rules.at;
    for (size_t i = 0; i < sheets && l->status == SB_OK; i++) {
        struct sb_sheet *sheet = &l->sheets[i];

        sheet->runs = runs;
        sheet->heads = heads;
        sheet->feet = feet;
        sheet->rules = lines;
        runs += sheet->run_count;
        if (sheet->head_count > 0)
            heads += sheet->head_count;
        feet += sheet->foot_count;
        if (sheet->rule_count > 0)
            lines += sheet->rule_count;
    }
}

void
sb_paginate(struct sb_layout *l)
{
    struct paper p = {.l = l, .head = 2 * l->page->pitch};

    make_foot(&p);
    if (l->status == SB_OK)
        place_well(&p);
    if (l->status != SB_OK)
        return;
    l->sheet_count = p.sheet + 1;
    l->sheets = sb_arena_array(l->arena, l->sheet_count, sizeof *l->sheets);
    if (l->sheets == NULL) {
        sb_layout_fail(l, SB_E_NOMEM, NULL);
        return;
    }
    if (l->has_picture) {
        const struct sb_band *band = band_at(l, l->picture_band);

        if (band->sheet != 0)
            sb_layout_fail(l, SB_E_RANGE, "the logo does not stand on the first page");
        l->picture.y = body_top(&p, 0) - band->top - l->picture.y;
    }
    if (l->has_code) {
        const struct sb_band *band = band_at(l, l->code_band);

        l->code.sheet = band->sheet;
        l->code.y = body_top(&p, band->sheet) - band->top - l->code.y;
    }
    make_sheets(&p, l->sheet_count);
}
