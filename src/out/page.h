/*
 * page.h - inside the layer: a template taken apart, and how a bill becomes runs on pages.
 *
 *     template.c   INI -> blocks with their lines, columns and words
 *     facts.c      bill -> the text of each line and cell, and where it came from
 *     blocks.c     blocks -> bands: side by side, in rows that go on, and how each stays
 *     parts.c      facts -> what stands within a band, which is as high as it must be
 *     widen.c      columns for amounts that are wider than most
 *     corner.c     the logo and the QR code
 *     layout.c     runs, elements and rules; wrapping
 *     paginate.c   bands -> sheets, running heads and feet
 *
 * Lengths are thousandths of a point.  Inside a band y grows downwards from its top; the sheets
 * have y upwards from the lower edge, as PDF has it.
 */
#ifndef OUT_PAGE_H
#define OUT_PAGE_H

#include "out/out.h"
#include "out/pdf/pdf.h"

/* the page */
#define SB_SHEET_WIDTH 612000
#define SB_SHEET_HEIGHT 792000
#define SB_CELL_GAP 6000      /* between columns, at least */
#define SB_COLUMN_LEAST 90000 /* of a column whose text wraps */
#define SB_CELL_LINES 3       /* most lines of a text in its place */
#define SB_HAIRLINE 500
#define SB_LETTERHEAD_RULE 750

#define SB_BLOCKS(X)                                                                               \
    X(LETTERHEAD, letterhead, LINES)                                                               \
    X(DOCUMENT, document, LINES)                                                                   \
    X(COPY, copy, LINES)                                                                           \
    X(YEAR, year, LINES)                                                                           \
    X(PROVIDER, provider, LINES)                                                                   \
    X(PATIENT, patient, LINES)                                                                     \
    X(INSURANCE, insurance, LINES)                                                                 \
    X(VISIT, visit, LINES)                                                                         \
    X(DIAGNOSES, diagnoses, TABLE)                                                                 \
    X(SERVICES, services, TABLE)                                                                   \
    X(TOTALS, totals, TOTALS)                                                                      \
    X(PAYMENTS, payments, TABLE)                                                                   \
    X(ITEMS, items, TABLE)                                                                         \
    X(ITEM_TOTALS, item_totals, TOTALS)                                                            \
    X(YEAR_TOTALS, year_totals, TOTALS)                                                            \
    X(STATEMENT, statement, WORDS)                                                                 \
    X(NOTES, notes, WORDS)                                                                         \
    X(SIGNATURE, signature, WORDS)                                                                 \
    X(FOOTER, footer, FOOT)
enum sb_block_id {
#define X(id, name, kind) SB_BLOCK_##id,
    SB_BLOCKS(X)
#undef X
        SB_BLOCK_COUNT
};
enum sb_field_id {
#define X(block, field, key, kind, must) SB_FIELD_##field,
#include "out/fields.def"
#undef X
    SB_FIELD_COUNT
};
enum sb_field_kind { SB_FIELD_VALUE, SB_FIELD_COLUMN, SB_FIELD_TEXT };

/** A line, a column or a text of a block. */
struct sb_field {
    enum sb_field_id id;
    enum sb_field_kind kind;
    const char *label;  /* TEXT: the words */
    const char *spoken; /* the label and a space, so that its value is not glued to it */
    bool bold, spaced, title, right;
    bool rest;     /* COLUMN: takes what the others leave */
    int32_t width; /* COLUMN: resolved; 0 before */
    int32_t x;     /* COLUMN: from the block's left edge */
    uint32_t line;
};
enum sb_place { SB_PLACE_FULL, SB_PLACE_LEFT, SB_PLACE_RIGHT };
struct sb_block {
    enum sb_block_id id;
    enum sb_place place;
    const char *heading; /* NULL: none */
    struct sb_field *fields;
    size_t field_count;
    uint32_t line, heading_line;
};
struct sb_template {
    struct sb_arena *arena;
    const char *name;
    enum sb_audience audience;
    int32_t margin, pitch, title, text, heads, foot, label, gutter;
    struct sb_block *blocks;
    size_t block_count;
    uint8_t hash[32];            /* SHA-256 of its keys and values */
    struct sb_template *spanish; /* the same with the labels of [labels es]; or NULL */
};
/** The words of a TEXT field, or NULL where the template lacks it. */
const char *sb_template_text(const struct sb_template *page, enum sb_field_id id);
/** Width of a block at a place, and its distance from the left margin. */
int32_t sb_template_width(const struct sb_template *page, enum sb_place place);
int32_t sb_template_offset(const struct sb_template *page, enum sb_place place);

/** Where a text comes from, so that a finding can point at it. */
struct sb_origin {
    const struct sb_source *source; /* NULL: the configuration's */
    const char *path;               /* where "%zu" stands for index; or NULL */
    size_t index;
    const char *name; /* what the text is, for people: "the diagnosis text" */
};
struct sb_fact {
    const char *text; /* NULL or "": nothing to print; '\n' begins a new line */
    struct sb_origin origin;
};

/** A vector in the document's arena. */
struct sb_vector {
    void *at;
    size_t count, room, size;
};

/** How a band stays with the one before: what no sheet holds breaks at its weakest joins. */
enum sb_join {
    SB_JOIN_FREE,
    SB_JOIN_GROUP, /* blocks that close a document */
    SB_JOIN_BLOCK, /* rows or paragraphs of one of them */
    SB_JOIN_PAIR,  /* the last two of them; what sums up and what it sums up; who signs what */
    SB_JOIN_HEAD,  /* a heading and the first two of what it heads */
    SB_JOIN_COUNT
};

/** Runs that stand or fall together, with their place in the vectors. */
struct sb_band {
    size_t first_run, run_end, first_rule, rule_end;
    int32_t height, gap; /* gap: above, but not at the top of a sheet */
    enum sb_join join;
    uint32_t head;  /* of a row: index + 1 of the band that heads its block; 0: none */
    uint32_t sheet; /* set by paginate.c */
    int32_t top;    /* from the top of the body */
};

/** An adjustment, a refund with its reason, or a payment that paid for what is not care too. */
struct sb_amount {
    enum sb_field_id field; /* the one that tells of it */
    size_t visit;
    size_t index; /* among the visit's adjustments */
    const struct sb_bill_payment *money;
};

/** A document being laid out; all its memory is the arena's. */
struct sb_layout {
    const struct sb_template *page;
    const struct sb_bill *bill;
    const struct sb_cover *cover; /* of a cover page; NULL: of a document */
    struct sb_arena *arena;
    struct sb_findings *found; /* preflight; NULL when drawing */
    struct sb_error *err;
    sb_status status; /* the first failure; everything stops having an effect then */
    struct sb_vector runs, elements, rules, bands;
    struct sb_vector heads, feet; /* artifacts by sheet: see paginate.c */
    struct sb_image *logo;
    struct sb_picture picture;
    bool has_picture;
    size_t picture_band;
    bool sample; /* says so, large */
    struct sb_code code;
    bool has_code;
    size_t code_band;
    bool spanish;                /* words of our own, too */
    const char *year;            /* of a statement; else NULL */
    const char *patient_name;    /* as printed */
    bool name_covered;           /* the name itself, not printed_name */
    size_t *services, *payments; /* rows that the page prints, as indices into the bill's */
    size_t service_count, payment_count;
    struct sb_amount *amounts; /* what needs a word: see facts_amounts.c */
    size_t amount_count;
    struct sb_sheet *sheets;
    size_t sheet_count;
    uint32_t document; /* the root element */
    int32_t band_x;    /* left edge of the block being built */
};

/* layout.c */

/** Lay out the bill's document into l->sheets.  The caller has set page, bill, arena, found. */
SB_MUST sb_status sb_layout_run(struct sb_layout *l, struct sb_error *err);
void sb_layout_fail(struct sb_layout *l, sb_status status, const char *why);
void *sb_vector_add(struct sb_layout *l, struct sb_vector *v);
uint32_t sb_layout_tag(struct sb_layout *l, enum sb_tag tag, uint32_t parent);
/** Part of a text, in its leaf. */
struct sb_text {
    const char *at;
    size_t length;
    uint32_t element;
};
/** A line whose baseline is y below the band's top. */
void sb_layout_put(struct sb_layout *l, struct sb_text text, int32_t x, int32_t y,
                   struct sb_style style);
void sb_layout_rule(struct sb_layout *l, int32_t x, int32_t y, int32_t width, int32_t thickness,
                    bool accent);
/**
 * Begin and end a band: what is put in between belongs to it.  End gives it its height.
 */
struct sb_band *sb_band_begin(struct sb_layout *l, int32_t gap, enum sb_join join);
void sb_band_end(struct sb_layout *l, int32_t height);

struct sb_cell {
    int32_t x, width;
    struct sb_style style;
    bool right;
};
/**
 * Put a text into a cell, wrapped at words, its first baseline at y; returns its lines.  One
 * that needs more than SB_CELL_LINES (each of its own lines counted apart), or has a character
 * that the fonts lack, is reported at its origin.
 */
int32_t sb_layout_wrap(struct sb_layout *l, uint32_t element, const struct sb_fact *fact,
                       struct sb_cell cell, int32_t y);
/** Width of the widest word of a text. */
int32_t sb_layout_longest(const char *text, struct sb_style style);
/** Whether a text fits into such a room, wrapped, with no word broken. */
bool sb_layout_wraps(const char *text, int32_t room, struct sb_style style);
/** From baseline to baseline within a text of that style. */
int32_t sb_layout_leading(const struct sb_layout *l, struct sb_style style);
struct sb_style sb_layout_style(const struct sb_layout *l, const struct sb_field *field);
/** Whether the text can be printed; else reports and returns false. */
bool sb_layout_covered(struct sb_layout *l, const struct sb_fact *fact);

/* facts.c */

/** Choose the rows and the patient's printed name; before any other. */
void sb_facts_begin(struct sb_layout *l);
/** The value of a line, of a cell of a row, or the words of a text where they apply. */
struct sb_fact sb_fact_of(struct sb_layout *l, enum sb_field_id id, size_t row);
#define X(block, field, key, kind, must)                                                           \
    struct sb_fact sb_fact_##field(struct sb_layout *l, size_t row);
#include "out/fields.def"
#undef X
/** Choose the amounts that need a word; part of sb_facts_begin. */
void sb_facts_amounts(struct sb_layout *l);
/** Parts that the facts are made of; texts are in the arena, NULL after a failure. */
struct sb_fact sb_fact_new(const char *text, const struct sb_source *source, const char *path,
                           const char *name);
/** Nothing to draw. */
static inline struct sb_fact
sb_fact_none(void)
{
    return (struct sb_fact){0};
}
/** A fact that stands in the practice's configuration. */
static inline struct sb_fact
sb_fact_practice(const struct sb_layout *l, const char *text, const char *path, const char *name)
{
    return sb_fact_new(text, l->bill->config->source, path, name);
}
/** Whether a text is there to be drawn. */
static inline bool
sb_layout_said(const char *text)
{
    return text != NULL && *text != '\0';
}
const char *sb_layout_print(struct sb_layout *l, const char *format, ...) SB_PRINTF(2, 3);
/** The parts in one text; NULL among them is nothing. */
const char *sb_layout_join(struct sb_layout *l, const char *const *parts, size_t count);
const char *sb_layout_date(struct sb_layout *l, sb_date date); /* NULL for none */
const char *sb_layout_money(struct sb_layout *l, sb_money amount);
/** An amount that is taken off. */
const char *sb_layout_less(struct sb_layout *l, sb_money amount);
const char *sb_layout_address(struct sb_layout *l, const struct sb_address *address);
const char *sb_layout_site(struct sb_layout *l, const struct sb_site *site);
/** How often a field of a block of words is asked: rows without text are nothing. */
size_t sb_fact_times(const struct sb_layout *l, enum sb_field_id id);
/** "Ana Rivera, PT, DPT"; NULL for nobody. */
const char *sb_layout_provider(struct sb_layout *l, const struct sb_provider *provider);
/** Rows of a table. */
size_t sb_fact_rows(const struct sb_layout *l, enum sb_block_id table);
/** What the document is called: number, reference, or the words for a draft. */
const char *sb_fact_number(const struct sb_layout *l);
/** Words with {number} and the like put in; in the arena. */
const char *sb_fact_words(struct sb_layout *l, const char *words, const char *key,
                          const char *value);

/* corner.c: into the band being built */

/**
 * The logo, left, its upper edge the band's and at most so high.  Returns how far the text moves
 * right for it; 0: there is none.
 */
int32_t sb_corner_logo(struct sb_layout *l, int32_t x, int32_t height);
/**
 * Room for the QR code, its right edge there.  Returns how wide and high it is; 0: there is none.
 */
int32_t sb_corner_code(struct sb_layout *l, int32_t right);
/**
 * Its squares, in that room, once the record's hash is known, in hex: number, the record's version,
 * and the first half of the hash.
 */
SB_MUST sb_status sb_corner_identify(struct sb_layout *l, const char *identity,
                                     struct sb_error *err);

/* widen.c */

/** The table, or one of the arena's with room for this bill's amounts where they need more. */
const struct sb_block *sb_table_widened(struct sb_layout *l, const struct sb_block *block);

/* parts.c: into the band being built */

/**
 * Where a block is being put: its left edge and width, and the y of the line to come.  Lines that
 * begin above clear have something on their right, as wide as aside; what begins above below has
 * moved right by indent for what stands on its left.  large: lines of the title's size since the
 * last other one.
 */
struct sb_pen {
    int32_t x, width, y, clear, aside, below, indent, large;
};
/** A whole block, from the band's top; returns its height. */
int32_t sb_part_put(struct sb_layout *l, const struct sb_block *block);
/** Whether a block of lines or of words has anything to say. */
bool sb_part_says(struct sb_layout *l, const struct sb_block *block);
/** The block's heading, where it has one. */
void sb_part_heading(struct sb_layout *l, const struct sb_block *block, struct sb_pen *at);
/** The heads of a table's columns; returns the table's element. */
uint32_t sb_part_head(struct sb_layout *l, const struct sb_block *block, struct sb_pen *at);
void sb_part_row(struct sb_layout *l, const struct sb_block *block, uint32_t table, size_t index,
                 struct sb_pen *at);
/** Whether a field of a block of words puts something: words, or a line to sign on. */
bool sb_part_has_words(const struct sb_field *field, const struct sb_fact *fact);
/**
 * A paragraph over the full width, or a labelled value in a half: two on a line.  left is where the
 * left one stands while the right half is free; else its y is below 0.
 */
void sb_part_words(struct sb_layout *l, const struct sb_field *field, const struct sb_fact *fact,
                   struct sb_pen *at, struct sb_pen *left);

/* blocks.c */

void sb_blocks_build(struct sb_layout *l);

/* paginate.c */

void sb_paginate(struct sb_layout *l);

/* extract.c: what a document says of itself, from what it holds */

SB_MUST sb_status sb_returned_judge(struct sb_returned *out, const struct sb_pdf_inside *inside,
                                    struct sb_error *err);
/** A text of an object; NULL where it has none. */
const char *sb_member_text(const struct sb_json *object, const char *key);
/** First element of a list, NULL where there is none. */
const struct sb_json *sb_member_list(const struct sb_json *object, const char *key);

/* strings.c */

/** The strings of pages, without a sign, in the order they are drawn, and sorted. */
struct sb_strings {
    struct sb_bytes *drawn, *sorted;
    size_t count;
    struct sb_buf joined; /* without blanks, and "?" for all that is not ASCII */
};
/** Of what sb_shown_put tells; they live as long as that.  Free them after a failure too. */
SB_MUST sb_status sb_strings_read(struct sb_strings *out, struct sb_bytes page,
                                  struct sb_error *err);
void sb_strings_free(struct sb_strings *strings);
/** Order of two strings, for qsort. */
int sb_strings_compare(const void *a, const void *b);
/** Whether the pages show a text, wherever its lines break, so often; *failed: memory ended. */
SB_MUST bool sb_strings_show(const struct sb_strings *pages, const char *text, unsigned times,
                             bool *failed);

/* agree.c */

#define SB_DIFFERENCE 96
/** What the pages lack of the record, or show beside it, as a sentence; "" where they agree. */
SB_MUST sb_status sb_pages_differ(char out[SB_DIFFERENCE], const struct sb_record_tree *tree,
                                  const struct sb_pdf_inside *inside, struct sb_error *err);

#endif
