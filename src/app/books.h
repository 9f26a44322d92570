/* books.h - what the files that write a month's books share. */
#ifndef APP_BOOKS_H
#define APP_BOOKS_H

#include "app/app.h"

/* A CSV file on its way. */
struct books_csv {
    struct sb_outfile *file; /* NULL: not written */
    struct sb_buf text;
    struct sb_csv csv;
};
struct books_tally;
struct books {
    struct sb_practice *practice;
    const struct sb_books_options *options;
    struct sb_archive *archive;
    struct sb_book_span span;
    struct sb_books sums;
    struct sb_book_rows *rows;           /* of the table at hand */
    struct sb_datum row[SB_TABLE_CELLS]; /* the row at hand */
    struct sb_arena *arena;              /* of the row at hand */
    bool asked;                          /* the run has no more exceptions */
    struct books_tally *tally;           /* NULL: no line or payment yet */
    struct sb_outfile *workbook;
    int64_t newest; /* when the newest of its superbills was issued */
    struct books_csv manifest, exceptions, split;
};

/* books_rows.c */

/** Fill b->row with the next row of a table; *more is false at its end. */
SB_MUST sb_status sb_books_row(struct books *b, enum sb_table table, bool *more,
                               struct sb_error *err);

/** The text at a pointer into a canonical record, in b->arena; NULL: it does not say. */
const char *sb_books_record(struct books *b, const char *record, const char *pointer, bool *failed);

/* books_tally.c */

/** Count the row at hand, a line or a payment. */
SB_MUST sb_status sb_books_tally(struct books *b, enum sb_table table, struct sb_error *err);
/** Fill b->row with the next code, top code or week; false at the end of the table. */
bool sb_books_tallied(struct books *b, enum sb_table table);
void sb_books_tally_free(struct books_tally *tally);

/* books_split.c: one code a row, for services that take one code a claim */

SB_MUST sb_status sb_books_split(struct books *b, struct sb_error *err);

/* books_csv.c */

/** Stage a file with that header row. */
SB_MUST sb_status sb_books_csv_open(struct books_csv *csv, const struct books *b, const char *name,
                                    const char *const *header, size_t count, struct sb_error *err);
/** End the row at hand. */
SB_MUST sb_status sb_books_csv_row(struct books_csv *csv, struct sb_error *err);
SB_MUST sb_status sb_books_csv_end(struct books_csv *csv, struct sb_error *err);
void sb_books_csv_free(struct books_csv *csv);

#endif
