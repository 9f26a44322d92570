/*
 * words.h - the index of words of an installed set: userdb_words.c writes it, search_set.c reads
 * it.  It is three runs of bytes, small enough that every search goes through all of it.
 *
 *   words   every word of the titles once, in small letters, sorted; NUL after each: a word's
 *           number is its place, and words that begin alike are a range of numbers
 *   tails   last parts of titles ("sequela"), NUL after each
 *   rows    a row for each code, by code, but not for those whose title is that of the header
 *           before them, ", " and a tail; numbers with the low byte first:
 *
 *           code 5 | flags 1 | length of the title 2 | words 2 | children 1 |
 *           a word's number 2, for each | tail 1, seventh character 1, for each child
 */
#ifndef CODES_WORDS_H
#define CODES_WORDS_H

#include "codes/import.h"

#define SB_WORDS_MOST 65535   /* different words of a set */
#define SB_WORDS_TAILS 255    /* different last parts */
#define SB_WORDS_KNOWN 0x80   /* of a child's seventh character: the program's table has the code */
#define SB_WORDS_ROW_BYTES 11 /* of a row, before its words */

enum sb_words_flag {
    SB_WORDS_BILLABLE = 1,
    SB_WORDS_KNOWS = 2,   /* the program's table has the code */
    SB_WORDS_BEGINS = 4,  /* the title begins with its first word */
    SB_WORDS_VAGUE = 8,   /* "unspecified" stands in the title */
    SB_WORDS_SIDE = 16,   /* times enum sb_side */
    SB_WORDS_INSIDE = 64, /* "unspecified" stands there with more behind it */
};

struct sb_words_row {
    uint64_t key;
    unsigned flags;
    size_t length; /* of the title, as far as two bytes tell */
    size_t count;  /* words */
    const unsigned char *words;
    size_t children;
    const unsigned char *child;
};
/** Take the next row; false at the end, and where bytes are left over that are no row. */
bool sb_words_next(struct sb_words_row *row, struct sb_bytes *rest);
static inline unsigned
sb_words_number(const unsigned char *at)
{
    return at[0] | (unsigned)at[1] << 8;
}

struct sb_words {
    struct sb_buf words, tails, rows;
};
/** The index of a sorted list; SB_E_RANGE where it has more words than any year. */
SB_MUST sb_status sb_words_make(struct sb_words *out, const struct sb_dx_list *list,
                                struct sb_error *err);
void sb_words_free(struct sb_words *words);

#endif
