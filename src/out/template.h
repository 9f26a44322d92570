/* template.h - what reading and checking a template share. */
#ifndef OUT_TEMPLATE_H
#define OUT_TEMPLATE_H

#include "out/page.h"

enum sb_block_kind { SB_KIND_LINES, SB_KIND_TABLE, SB_KIND_TOTALS, SB_KIND_WORDS, SB_KIND_FOOT };
struct sb_block_row {
    const char *name;
    enum sb_block_kind kind;
};
struct sb_field_row {
    const char *key;
    enum sb_block_id block;
    enum sb_field_kind kind;
    unsigned must; /* audiences, 1 << enum sb_audience */
};
extern const struct sb_block_row sb_block_rows[SB_BLOCK_COUNT];
extern const struct sb_field_row sb_field_rows[SB_FIELD_COUNT];

struct sb_template_reader {
    struct sb_template *page;
    const struct sb_ini *ini;
    struct sb_template_fault *faults;
    size_t capacity, count;
    struct sb_error *err;
    bool nomem;
};

/** The first fault also becomes the error. */
void sb_template_fault_add(struct sb_template_reader *r, uint32_t line, const char *format, ...)
    SB_PRINTF(3, 4);
/** Thousandths as points with at most one decimal. */
void sb_points_print(char out[16], int32_t value);
/** A field of any block, or NULL. */
const struct sb_field *sb_template_field(const struct sb_template *page, enum sb_field_id id);

/** Give a field its label, or a text its words. */
void sb_template_label(struct sb_template_reader *r, struct sb_field *field, const char *text,
                       size_t length);

/** Give a block its heading. */
void sb_template_heading(struct sb_template_reader *r, struct sb_block *block,
                         const struct sb_ini_entry *entry);

/** What machines read letter by letter is set apart, whatever the template says. */
bool sb_template_is_code(enum sb_field_id id);

/* template_labels.c */

/** Labels of another language: the entries of its section, "block.key = Label". */
void sb_template_labels(struct sb_template_reader *r, const char *section);

/* template_check.c */

/** Resolve the columns and find what no page may be like. */
void sb_template_check(struct sb_template_reader *r);

/* template_alike.c */

/** Find labels, heads and headings that are read as each other's, and headings that lack. */
void sb_template_alike(struct sb_template_reader *r);

#endif
