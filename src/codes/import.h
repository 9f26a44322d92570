/* import.h - official files on their way into the user's sets; what the import files share. */
#ifndef CODES_IMPORT_H
#define CODES_IMPORT_H

#include "codes/codes.h"
#include "superbill/sets.h"

#define SB_LIMIT_SET_FILE ((uint64_t)512 << 20) /* bytes of an official file, unpacked */
#define SB_LIMIT_SET_LINE ((size_t)16 << 10)    /* bytes of a line; of a CSV row eight times that */
#define SB_LIMIT_SET_ROWS ((size_t)400000)      /* diagnoses of a year; official: under 100,000 */

/* lines.c: an official file, or a member of a zip, as lines, hashed on the way */

struct sb_lines {
    const char *path; /* as given */
    const char *name; /* of the file that holds the rows: the member, or the path's last part */
    struct sb_input *input;
    struct sb_zip *zip;
    bool borrowed; /* the zip is somebody else's */
    char *bytes;
    size_t at, have;
    bool ended, torn; /* torn: the last line has no end */
    uint32_t line;
    uint64_t size;
    struct sb_sha256_state hash;
};
/** Open a file, or (zip not NULL) its member; the first bytes are there to be looked at. */
SB_MUST sb_status sb_lines_open(struct sb_lines *out, const char *path, struct sb_zip *zip,
                                size_t member, struct sb_error *err);
/** The same over bytes in memory. */
SB_MUST sb_status sb_lines_memory(struct sb_lines *out, const char *name, const void *bytes,
                                  size_t length, struct sb_error *err);
void sb_lines_close(struct sb_lines *lines);
/** What is read but not taken yet: the head of the file before the first line. */
struct sb_bytes sb_lines_head(const struct sb_lines *lines);
/**
 * The next line without its end, NUL behind it, until the next call; *text is NULL at the end.
 * SB_E_SYNTAX: it is too long, or holds a NUL.
 */
SB_MUST sb_status sb_lines_next(struct sb_lines *lines, char **text, size_t *length,
                                struct sb_error *err);
/** SHA-256 of the file, all of whose lines were read, in hex. */
void sb_lines_hash(struct sb_lines *lines, char hex[65]);
/** A refusal at the line last read: SB_E_SYNTAX. */
sb_status sb_lines_refuse(const struct sb_lines *lines, struct sb_error *err, const char *format,
                          ...) SB_PRINTF(3, 4);

/* recognise.c: what a file is, by what stands in it */

enum sb_official {
    SB_OFFICIAL_NONE,
    SB_OFFICIAL_ORDER,
    SB_OFFICIAL_CODES,
    SB_OFFICIAL_ORDER_ADDENDA,
    SB_OFFICIAL_CODES_ADDENDA,
    SB_OFFICIAL_PAIRS,
    SB_OFFICIAL_LIMITS,
    SB_OFFICIAL_HCPCS,      /* CSV */
    SB_OFFICIAL_HCPCS_TEXT, /* fixed columns */
    SB_OFFICIAL_CONVERSION, /* of ICD-10-CM, as CSV or between TABs */
};
/** The kind by the first bytes; where NONE, *seems says what the file seems to be. */
enum sb_official sb_official_find(const char *head, size_t length, const char **seems);
/** What a kind is called. */
const char *sb_official_noun(enum sb_official kind);
/** Edition that a name tells: a year from 2010 to 2099, and the first month of an update or 0. */
struct sb_edition {
    int32_t year, month;
};
struct sb_edition sb_edition_of_name(const char *name, enum sb_official kind);

/* dxlist.c: the diagnoses of a year in memory */

struct sb_dx_item {
    uint64_t key;   /* sb_dx_key */
    uint32_t title; /* offset in titles */
    bool billable;
    bool dropped; /* taken out by addenda */
};
struct sb_dx_list {
    struct sb_dx_item *rows;
    size_t count, room;
    struct sb_buf titles;
    size_t headers, billable;
    bool whole; /* has headers */
};
/** Codes as numbers that sort as the codes do: seven digits of base 37. */
#define SB_DX_KEY_TOP UINT64_C(94931877133) /* 37 to the seventh */
/** False where text (length bytes, no dot) is not three to seven capitals and digits. */
SB_MUST bool sb_dx_key(uint64_t *out, const char *text, size_t length);
/** The first key that begins with the length first characters of this one. */
uint64_t sb_dx_key_start(uint64_t key, size_t length);
/** The first key that does not begin with this code. */
uint64_t sb_dx_key_end(uint64_t key, size_t length);
void sb_dx_key_bare(char out[SB_DX_BARE], uint64_t key);
SB_MUST sb_status sb_dx_list_add(struct sb_dx_list *list, uint64_t key, bool billable,
                                 const char *title, size_t length, struct sb_error *err);
/** Sort by code and count; *twice is a key that stands twice, or 0. */
void sb_dx_list_sort(struct sb_dx_list *list, uint64_t *twice);
struct sb_dx_item *sb_dx_list_find(const struct sb_dx_list *list, uint64_t key);
const char *sb_dx_list_title(const struct sb_dx_list *list, const struct sb_dx_item *item);
void sb_dx_list_free(struct sb_dx_list *list);

/* import_dx.c */

/** Read an order or codes file whole: order of its numbers, flags, twice, truncation. */
SB_MUST sb_status sb_import_dx(struct sb_dx_list *out, struct sb_lines *lines,
                               enum sb_official kind, struct sb_error *err);
/** Changes of an addenda file applied to the list of the year before, and its own summary. */
struct sb_addenda {
    size_t added, deleted, revised;
    int64_t before[2], after[2]; /* headers, codes, as the summary says; -1: it does not */
};
SB_MUST sb_status sb_import_addenda(struct sb_addenda *out, struct sb_dx_list *list,
                                    struct sb_lines *lines, enum sb_official kind,
                                    struct sb_error *err);
/** The counts that were published for a fiscal year; false where none are known. */
bool sb_published(int32_t year, size_t *rows, size_t *headers, size_t *billable);
/** The fiscal year whose published counts are these; 0 where none. */
int32_t sb_published_year(size_t headers, size_t billable, bool whole);

/* cells.c: rows of official files as cells */

#define SB_CELLS 128 /* of a row; those beyond are not read */
struct sb_cells {
    struct sb_lines *lines;
    struct sb_buf row;
    const char *cells[SB_CELLS];
    size_t count;
};
/** Take a line apart at its TABs; how many cells it has. */
size_t sb_cells_tabs(struct sb_cells *reader, char *line);
/** The next row of a CSV file, which may stand on several lines; *more is false at the end. */
SB_MUST sb_status sb_cells_csv(struct sb_cells *reader, bool *more, struct sb_error *err);
/** Which column has this heading, case ignored; SB_CELLS where none has. */
size_t sb_cells_column(const struct sb_cells *reader, const char *heading);
/** yyyymmdd; {0} where the cell is blank or "*".  False where it is neither. */
SB_MUST bool sb_cell_day(sb_date *out, const char *text);
/** Five characters, blanks behind them left out. */
SB_MUST bool sb_cell_code(char out[SB_DX_BARE], const char *text);

/* import_edits.c: rows of pairs, limits, HCPCS, conversions; they go to a taker */

struct sb_edit_row {
    char code[SB_DX_BARE], other[SB_DX_BARE]; /* conversions: before, after; no dot */
    sb_date from, to;
    int32_t value, mai; /* pairs: indicator; limits: units and adjudication indicator */
};
typedef sb_status sb_edit_taker(void *user, const struct sb_edit_row *row, struct sb_error *err);
struct sb_edit_count {
    size_t rows, taken;
    sb_date newest; /* the latest day on which a row begins */
};
SB_MUST sb_status sb_import_edits(struct sb_edit_count *out, struct sb_lines *lines,
                                  enum sb_official kind, sb_edit_taker *taker, void *user,
                                  struct sb_error *err);
/** Count a row and hand it on. */
SB_MUST sb_status sb_edit_take(struct sb_edit_count *count, const struct sb_edit_row *row,
                               sb_edit_taker *taker, void *user, struct sb_error *err);

/* import_hcpcs.c, import_conversion.c */

SB_MUST sb_status sb_import_hcpcs(struct sb_edit_count *count, struct sb_cells *reader, bool csv,
                                  sb_edit_taker *taker, void *user, struct sb_error *err);
SB_MUST sb_status sb_import_conversion(struct sb_edit_count *count, struct sb_cells *cells,
                                       sb_edit_taker *taker, void *user, struct sb_error *err);

#endif
