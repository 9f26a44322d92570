/*
 * codes.h - dated code tables.  The layer's private header; each part is named after its file.
 * Generated tables hold text in arrays or in one pool with offsets: nothing to relocate.
 */
#ifndef CODES_CODES_H
#define CODES_CODES_H

#include "base/base.h"
#include "superbill/codes.h"

/** Seventh characters that stand for an encounter or a healing, in the order of advice. */
#define SB_SEVENTH_ORDER "ADSGKPBCEFHJMNQR0123459"
#define SB_DX_BARE 8 /* "S83511D" and its NUL */

struct sb_user;
struct sb_codes {
    struct sb_user *user; /* the installed sets; NULL: none */
};

/* codes.c */

/**
 * Editions of the tables that judge services of these days, as a record keeps them: the program's
 * own, then the installed sets by name.  In arena, or static; NULL when memory ends.
 */
const char *sb_codes_editions(const struct sb_codes *codes, sb_date first, sb_date last,
                              struct sb_arena *arena);

/* icd10cm.c: the program's own diagnoses, sorted by code, then by first day */

#define SB_DX_FIRST 735872 /* 2015-10-01 */
#define SB_DX_LAST 740254  /* 2027-09-30 */

size_t sb_dx_count(void);
/** The first row whose code is not below code; sb_dx_count() where all are. */
size_t sb_dx_lower(const char *code);
const char *sb_dx_row_code(size_t row);
const char *sb_dx_row_title(size_t row);
const char *sb_dx_row_successors(size_t row); /* NULL: none */
bool sb_dx_row_billable(size_t row);
bool sb_dx_row_holds(size_t row, sb_date on);
/** First and last day of the row; 0: open. */
void sb_dx_row_days(size_t row, int32_t *first, int32_t *last);
/** What took the place of a code of the table, by its last ended span; NULL: nothing known. */
const char *sb_dx_successors(const char *code);
/** The row, its span joined with neighbours that differ in nothing but the title. */
void sb_dx_row_take(struct sb_dx *out, size_t row);
/** on, or the nearest day that the table covers. */
sb_date sb_dx_clamp(sb_date on);
/** The billable row of a dotted code on a day of the table, or SIZE_MAX. */
size_t sb_dx_row_find(const char *code, sb_date on);
/** Remove the dot; put it back. */
void sb_dx_bare(char out[SB_DX_BARE], const char *code);
void sb_dx_dotted(char out[SB_DX_TEXT], const char *bare);
/** The seventh characters that codes beginning like this bare one take; "" for none. */
const char *sb_dx_seventh(const char *bare);

/* sides.c: what a title says about left and right */

/** The side that the title of the code names. */
enum sb_side sb_title_side(const char *code, const char *title);
/** Whether the titles are the same but that a says "unspecified" where b names a side. */
bool sb_title_only_side_differs(const char *a, const char *b);

#endif
