/* out.h - bills to bytes: templates, layout, PDF.  The private header of the layer. */
#ifndef OUT_OUT_H
#define OUT_OUT_H

#include "model/model.h"
#include "superbill/document.h"

/** A fault of a template: the line, and what to do. */
struct sb_template_fault {
    uint32_t line;
    char text[200];
};
/**
 * Open a template: a name inside the program ("standard"), or a path to an INI file.
 * A template with faults is SB_E_SYNTAX; the first is in err, all are in faults (may be
 * NULL), at most capacity, *count of them.
 */
SB_MUST sb_status sb_template_open(struct sb_template **out, const char *name_or_path,
                                   struct sb_template_fault *faults, size_t capacity, size_t *count,
                                   struct sb_error *err);
void sb_template_free(struct sb_template *page);
/** Whom its documents are for: a bill of that audience is to be drawn with it. */
enum sb_audience sb_template_audience(const struct sb_template *page);
/** Say in a configuration what the template prints that others do not: it is of their records. */
void sb_template_prints(struct sb_config *config, const struct sb_template *page);

/** Reusable state of drawing: buffers, one deflate state, libharu's arena, the logo. */
struct sb_drawing;
/** logo: path to a PNG or NULL; accent: "#1f4e5f" or NULL for black. */
SB_MUST sb_status sb_drawing_new(struct sb_drawing **out, const struct sb_template *page,
                                 const char *logo, const char *accent, struct sb_error *err);
void sb_drawing_free(struct sb_drawing *drawing);

/**
 * Would it draw?  Finds name-not-printable and text-too-long at their places, for everything
 * the page prints.
 */
SB_MUST sb_status sb_document_preflight(struct sb_drawing *drawing, const struct sb_bill *bill,
                                        struct sb_findings *found, struct sb_error *err);
/**
 * Seal a bill as sb_bill_seal does, with the hash of its pages, which are drawn now; that text is
 * the drawing's.
 */
SB_MUST sb_status sb_document_seal(struct sb_buf *record, struct sb_drawing *drawing,
                                   struct sb_bill *bill, const char *number, int64_t issued_at,
                                   struct sb_error *err);
/**
 * Draw a sealed bill with its canonical record attached; what was sealed with the drawing last is
 * not laid out again.  The document's bytes live until the next draw or free of the drawing.
 */
SB_MUST sb_status sb_document_draw(struct sb_pieces *out, struct sb_drawing *drawing,
                                   const struct sb_bill *bill, struct sb_bytes record,
                                   struct sb_error *err);
/**
 * Documents of our own, one behind the other, in one that says it is a copy: tagged and archival as
 * they are, but with no record inside.  title ("Copy of SB-2026-000123") holds nothing personal.
 * The same documents make the same bytes.  SB_E_READ: libqpdf is absent.
 */
SB_MUST sb_status sb_document_merge(struct sb_buf *out, const struct sb_bytes *documents,
                                    size_t count, const char *title, struct sb_error *err);

/**
 * A cover page: the sheet in front of a copy, marked COPY.  It says which document follows, that
 * it is a copy, of which day, how many pages, and large that it no longer stands; it has no record
 * and claims no money, so that it may be put before the pages of another file.
 */
struct sb_cover {
    const struct sb_config *config; /* the practice */
    const char *number;             /* of the document that follows */
    const char *replaced_by;        /* where it is superseded; NULL or "" */
    bool withdrawn;                 /* it is void */
    unsigned pages;                 /* that follow */
    enum sb_language language;      /* the patient's; UNSAID: the practice's */
    int64_t made_at;                /* the copy, not the document */
    sb_date made_on;
};
/**
 * Draw one, with a drawing of the audience COVER (sb_practice_drawing makes it).  Bytes live as
 * those of sb_document_draw; sb_drawing_pages is 1.
 */
SB_MUST sb_status sb_cover_draw(struct sb_pieces *out, struct sb_drawing *drawing,
                                const struct sb_cover *cover, struct sb_error *err);

/** A document that came back from outside, and what it says of itself. */
struct sb_returned {
    char *record; /* its own bytes, a NUL behind; free it with sb_returned_free */
    size_t length;
    char number[72]; /* "" where it has none */
    bool draft;
    bool view;      /* a receipt or private copy: drawn from a superbill, under its number */
    bool signature; /* it is signed, by whoever has the key of signer */
    uint8_t signer[SB_KEY_PUBLIC];
    char fault[96]; /* where record, marks and pages contradict each other; "" where sound */
};
/** Statuses as those of sb_document_extract.  Free it after a failure too. */
SB_MUST sb_status sb_returned_read(struct sb_returned *out, struct sb_bytes pdf,
                                   struct sb_error *err);
void sb_returned_free(struct sb_returned *returned);
/** Most bytes of a file that is read as a document. */
#define SB_RETURNED_FILE ((size_t)64 << 20)

/**
 * Makes the encrypted copies of a run, so many at a time, each in a process of its own that goes on
 * with the next ones.
 */
struct sb_locker;
#define SB_LOCKER_MOST 8
/** jobs: at least one, at most SB_LOCKER_MOST. */
SB_MUST sb_status sb_locker_new(struct sb_locker **out, unsigned jobs, struct sb_error *err);
void sb_locker_free(struct sb_locker *locker);
/** What was begun and not ended is not wanted any more. */
void sb_locker_forget(struct sb_locker *locker);
/** As many are begun as can be: one is to be ended before the next. */
bool sb_locker_full(const struct sb_locker *locker);
/** The two halves of sb_document_lock; copies are ended in the order in which they were begun. */
SB_MUST sb_status sb_locker_begin(struct sb_locker *locker, struct sb_bytes pdf,
                                  const char *password, struct sb_error *err);
SB_MUST sb_status sb_locker_end(struct sb_buf *out, struct sb_locker *locker, struct sb_error *err);
/**
 * Append a copy of a document of ours that opens with this password alone: AES-256, text for
 * screen readers allowed, no claim to be archival.  Proven before it is handed over; no two
 * copies have the same bytes.  SB_E_READ where libqpdf is absent.
 */
SB_MUST sb_status sb_document_lock(struct sb_buf *out, struct sb_locker *locker,
                                   struct sb_bytes pdf, const char *password, struct sb_error *err);

/** From now on what is drawn says large that it is a sample. */
void sb_drawing_sample(struct sb_drawing *drawing);
/** Which source drew, in hex: another one may draw another document from the same record. */
const char *sb_drawing_source(void);
/** SHA-256 over what it brings to a page beside the bill: template, accent, fonts; not the logo. */
void sb_drawing_design(uint8_t hash[32], const struct sb_drawing *drawing);
/**
 * Whether two documents of one version of this program say the same, whoever compressed them:
 * their streams inflated.  SB_E_NOMEM.
 */
SB_MUST sb_status sb_document_same(bool *same, struct sb_bytes a, struct sb_bytes b,
                                   struct sb_error *err);

/** Pages of the document drawn last. */
unsigned sb_drawing_pages(const struct sb_drawing *drawing);

/* csv.c: tables as RFC 4180 says: CRLF, quotes where a cell needs them */

/** Rows go to text, which the caller empties when it likes; start from {.text = &buf}. */
struct sb_csv {
    struct sb_buf *text;
    bool begun; /* the row has a cell */
};
/** A text that a spreadsheet could take for a formula gets an apostrophe in front. */
void sb_csv_text(struct sb_csv *csv, const char *text); /* NULL: empty */
/** A cell as its kind prints: "252.50", "2026-10-05". */
void sb_csv_datum(struct sb_csv *csv, const struct sb_datum *cell);
void sb_csv_end(struct sb_csv *csv); /* of the row */

/* The tables of a month's books. */

enum sb_table {
    SB_TABLE_SUPERBILLS,
    SB_TABLE_LINES,
    SB_TABLE_PAYMENTS,
    SB_TABLE_PATIENTS,
    SB_TABLE_PROVIDERS,
    SB_TABLE_PAYERS,
    SB_TABLE_CODES,
    SB_TABLE_EXCEPTIONS,
    SB_TABLE_LEFT_OUT, /* money that stands on no superbill */
    /* of the summary: */
    SB_TABLE_WEEKS,
    SB_TABLE_TOP_CODES,
    SB_TABLE_TOP_PAYERS,
    SB_TABLE_AGES,
    SB_TABLE_FILING,
    SB_TABLES
};
#define SB_TABLE_CELLS 20
/**
 * The next row of a table, its cells in the order of tables.c; *row is NULL at the end.  A row
 * lives until the next call; tables are asked for one after another, each to its end.
 */
typedef sb_status sb_table_fn(void *user, enum sb_table table, const struct sb_datum **row,
                              struct sb_error *err);

/* xlsx/ledger.c: the month's workbook */

struct sb_ledger {
    const char *path;   /* a file that is there; its content is replaced */
    const char *folder; /* private, for spool files that have no names */
    const char *practice;
    sb_date first, last; /* dates of service */
    sb_date today;       /* of the ages */
    int64_t created;     /* seconds since 1970-01-01 UTC */
};
/** What its sheets hold. */
struct sb_ledger_sums {
    uint64_t superbills;
    sb_money charges, adjustments, paid, balance; /* of the cells of sheet Superbills */
    bool agree; /* every other sheet that lists the same care has the same totals */
};
/** Draw the workbook; tables are asked for in their order, then those of the summary. */
SB_MUST sb_status sb_ledger_draw(struct sb_ledger_sums *out, const struct sb_ledger *ledger,
                                 sb_table_fn *next, void *user, struct sb_error *err);
/**
 * xlsx/apart.c: the same in a forked process, which is fed from here: a library that crashes or
 * prints does it there.  SB_E_DEFECT where that process dies.
 */
SB_MUST sb_status sb_ledger_draw_apart(struct sb_ledger_sums *out, const struct sb_ledger *ledger,
                                       sb_table_fn *next, void *user, struct sb_error *err);

#endif
