/* xlsx.h - a workbook, written row by row.  The private header of out/xlsx. */
#ifndef OUT_XLSX_XLSX_H
#define OUT_XLSX_XLSX_H

#include "out/out.h"

/* xlsx.c: the door of libxlsxwriter */

struct sb_xlsx;
/** How a cell looks; what it holds decides the number format. */
enum sb_xlsx_style {
    SB_XLSX_PLAIN,
    SB_XLSX_HEAD,
    SB_XLSX_TOTAL,
    SB_XLSX_TITLE,
    SB_XLSX_NOTE,
    SB_XLSX_PROSE /* in as many lines as it needs */
};
#define SB_XLSX_STYLES 6
struct sb_xlsx_column {
    const char *title;
    enum sb_datum_kind kind;
    double width; /* in characters */
    bool total;   /* its sum stands below */
};
/** Where a cell is: sheet, row and column from 0. */
struct sb_xlsx_at {
    size_t sheet;
    uint32_t row;
    uint16_t column;
};
/** A block of cells, first and last included. */
struct sb_xlsx_block {
    uint32_t first_row, last_row;
    uint16_t first_column, last_column;
};
/**
 * Begin a workbook in the file at path (it is there, empty or not), with spool files in folder,
 * which have no names there.  The first failure of any later call sticks, and comes with close.
 * SB_E_WRITE where the library or the folder cannot be used.
 */
SB_MUST sb_status sb_xlsx_new(struct sb_xlsx **out, const char *path, const char *folder,
                              struct sb_error *err);
/** Finish the file and prove it whole; NULL-safe free comes after it all the same. */
SB_MUST sb_status sb_xlsx_close(struct sb_xlsx *x, struct sb_error *err);
void sb_xlsx_free(struct sb_xlsx *x); /* what was not closed is given up */
/** A failure so far: no more rows need to be brought. */
bool sb_xlsx_failed(const struct sb_xlsx *x);
/** Title and the time that the file says it was made (seconds since 1970-01-01 UTC). */
void sb_xlsx_about(struct sb_xlsx *x, const char *title, int64_t created);
/** Sheets are numbered in the order they are added; names are constants. */
void sb_xlsx_sheet(struct sb_xlsx *x, const char *name);
/** Before any cell of the sheet. */
void sb_xlsx_width(struct sb_xlsx *x, size_t sheet, uint16_t column, double width);
/** A row of so many lines, before its first cell: not every program finds that out itself. */
void sb_xlsx_lines(struct sb_xlsx *x, size_t sheet, uint32_t row, unsigned lines);
/* Cells of a sheet come row by row; sheets may take turns. */
/** Never a formula, whatever the text begins with. */
void sb_xlsx_text(struct sb_xlsx *x, struct sb_xlsx_at at, const char *text,
                  enum sb_xlsx_style style);
/** The title of a column that holds that kind. */
void sb_xlsx_head(struct sb_xlsx *x, struct sb_xlsx_at at, const char *title,
                  enum sb_datum_kind kind);
void sb_xlsx_datum(struct sb_xlsx *x, struct sb_xlsx_at at, const struct sb_datum *datum,
                   enum sb_xlsx_style style);
/** A formula of the program's own, without data in it, and its value. */
void sb_xlsx_formula(struct sb_xlsx *x, struct sb_xlsx_at at, const char *formula,
                     const struct sb_datum *value, enum sb_xlsx_style style);
struct sb_xlsx_frame {
    uint32_t frozen_rows;
    uint16_t frozen_columns;
    uint32_t header_row; /* repeated on each printed page */
    const char *header;  /* printed above; no '&' in it */
    uint16_t scale;      /* of the print, in percent; 0: one page wide */
    uint32_t breaks[2];  /* rows that begin a page; only with a scale */
};
/** A filter over a block whose last row was written last, or is not written yet. */
void sb_xlsx_filter(struct sb_xlsx *x, size_t sheet, struct sb_xlsx_block block);
/** Frozen rows, and a print set-up: landscape, one page wide or scaled, pages numbered. */
void sb_xlsx_frame(struct sb_xlsx *x, size_t sheet, const struct sb_xlsx_frame *frame);
struct sb_xlsx_series {
    const char *name;
    uint16_t column;
};
struct sb_xlsx_chart {
    const char *title;
    bool bars;            /* lying; else columns */
    struct sb_xlsx_at at; /* its upper left corner */
    const char *sheet;    /* name of the sheet that holds its rows */
    uint32_t first_row, last_row;
    uint16_t categories; /* column */
    struct sb_xlsx_series series[2];
    size_t series_count;
};
void sb_xlsx_chart(struct sb_xlsx *x, const struct sb_xlsx_chart *chart);

/* whole.c */

/**
 * Whether the disk has room for what close makes of sheets whose rows are so many bytes: each as
 * XML once more, and the file; errno says why not.  What others take meanwhile sb_xlsx_whole meets.
 */
bool sb_xlsx_room(const char *folder, const uint64_t *rows, size_t sheets);
/**
 * Whether every part of the workbook at path is as it was written, and the rows of its sheets are
 * rows[i] bytes of XML: SB_E_WRITE where not.
 */
SB_MUST sb_status sb_xlsx_whole(const char *path, const uint64_t *rows, size_t sheets,
                                struct sb_error *err);

/* sheets.c: one table a sheet */

/** What a sheet holds, known once it is written. */
struct sb_xlsx_tally {
    uint32_t rows;
    uint32_t total_row;           /* from 0 */
    int64_t sums[SB_TABLE_CELLS]; /* of the columns that have a total */
};
struct sb_ledger_pen {
    struct sb_xlsx *x;
    const struct sb_ledger *ledger;
    char month[32]; /* "2026-10", or "2026-10-05 to 2026-10-19" */
    sb_table_fn *next;
    void *user;
    struct sb_xlsx_tally tallies[SB_TABLES];
};
/** The name of the sheet that holds a table, and its place in the workbook. */
const char *sb_sheet_name(enum sb_table table);
size_t sb_sheet_place(enum sb_table table);
/** How many cells a row of it has. */
size_t sb_sheet_cells(enum sb_table table);
SB_MUST sb_status sb_sheets_draw(struct sb_ledger_pen *pen, struct sb_error *err);
/** "H" for 7. */
const char *sb_sheet_letter(char out[4], uint16_t column);

/* summary.c: the first sheet */

SB_MUST sb_status sb_summary_draw(struct sb_ledger_pen *pen, struct sb_error *err);

#endif
