/*
 * store.h - the archive: numbers, documents, the chain that proves them.  The only room that
 * knows SQL.  The private header of the layer.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "model/model.h"
#include "superbill/archive.h"

/* number.c */

#define SB_NUMBER_TEXT 64
typedef struct sb_number {
    char text[SB_NUMBER_TEXT];     /* "SB-2026-000123" */
    char file[SB_NUMBER_TEXT + 8]; /* "SB-2026-000123.pdf" */
} sb_number;
/**
 * The number of that sequence in a format of [numbering]: "{year}" is the year of issue,
 * "{number:W}" the sequence in at least W digits, exactly once.  SB_E_RANGE for a format that
 * cannot be used, or a number longer than 63 bytes.
 */
SB_MUST sb_status sb_number_print(sb_number *out, const char *format, bool example, sb_date issued,
                                  int64_t sequence, struct sb_error *err);
/** Whether text has the format's form, as a number or as an example's. */
bool sb_number_fits(const char *format, const char *text);
/** The same, and its parts; the year is 0 where the format has none. */
bool sb_number_read(int64_t *sequence, int32_t *year, bool *example, const char *format,
                    const char *text);

/* archive.c: the file, its head, transactions */

#define SB_ARCHIVE_ID 0x53424c4c /* application id of the file */
#define SB_ARCHIVE_MARK "SBLL"   /* the same as bytes */

/** Steps that bring an archive from nothing to the newest schema; step i makes version i+1. */
struct sb_schema {
    const char *const *steps;
    size_t count;
};
/** The program's own. */
struct sb_schema sb_schema_steps(void);

struct sb_archive_options {
    const char *path; /* archive.db; its head stands beside it as archive.head */
    struct sb_owner owner;
    const char *number_format; /* NULL: SB-{year}-{number:6} */
    bool example;              /* numbers are examples, with a series of their own */
    int32_t wait;              /* milliseconds for a lock; 0: 10 seconds */
    bool scratch;              /* a copy under work: thrown away where a step fails */
    bool as_is;                /* to be copied: an older one is not brought forward */
    const char *noun;          /* in messages; NULL: "the archive" */
    struct sb_schema schema;   /* {0}: the program's own */
};
struct sb_archive;
/**
 * Open the archive; nothing is made before the first transaction.  Where neither archive nor
 * head exists it is empty.  SB_E_DAMAGED: the head is there and the archive is not, or the
 * archive is of a newer program.  Texts of options are copied.  The handle does not cross fork.
 */
SB_MUST sb_status sb_archive_open(struct sb_archive **out, const struct sb_archive_options *options,
                                  struct sb_error *err);
void sb_archive_free(struct sb_archive *archive);
/** Where the archive and its head stand; as long as the archive. */
const char *sb_archive_path(const struct sb_archive *archive);
const char *sb_archive_head_path(const struct sb_archive *archive);
/** The head's path for an archive's: archive.db -> archive.head. */
const char *sb_archive_head_name(struct sb_arena *arena, const char *path);
/**
 * SB_E_DAMAGED where the archive is missing beside its head, behind it, or another one: before
 * a command that issues begins its work.  A transaction asks again under its lock.
 */
SB_MUST sb_status sb_archive_judge(struct sb_archive *archive, struct sb_error *err);
/** Whether there is an archive file (false: nothing was issued yet). */
bool sb_archive_exists(const struct sb_archive *archive);

/** What is kept of a bill; everything is borrowed until sb_txn_put returns. */
struct sb_keep {
    const struct sb_bill *bill;     /* sealed; its replaces is superseded by it */
    struct sb_bytes record;         /* canonical, without signature */
    struct sb_pieces document;      /* in turn text of its own and a font, beginning with text */
    const uint8_t *document_sha256; /* 32 bytes, by who drew it; NULL: not known */
    unsigned pages;
    const char *folder; /* where the document goes; NULL: nowhere */
    const char *template_name, *tables, *program;
    const char *reason; /* of a correction */
    bool again;         /* its visits may stand on purged superbills, which give them up */
    const struct sb_findings *warnings;
    const uint8_t *design; /* SHA-256 of what it was drawn with; NULL: not known */
    const char *zlib;      /* what compressed it, see sb_deflate_name */
    const char *signature; /* the member of the attached record, JSON; NULL: not signed */
};
struct sb_txn;
/**
 * Take the write lock, making or migrating the archive first.  SB_E_LOCKED after 10 seconds, or
 * where another archive took its place since it was opened; SB_E_DAMAGED where the archive is
 * behind its head or is not what the head saw; all name what to do.
 */
SB_MUST sb_status sb_txn_begin(struct sb_txn **out, struct sb_archive *from, struct sb_error *err);
/**
 * The next number, for a superbill issued on that day.  Used once put keeps it.  SB_E_RANGE where
 * it was given before, in another format; see sb_archive_unused.
 */
SB_MUST sb_status sb_txn_number(sb_number *out, struct sb_txn *t, sb_date issued,
                                struct sb_error *err);
/**
 * Keep a bill under the number taken last.  SB_E_DAMAGED where one of its visits stands on a
 * live superbill already (ask sb_archive_prior in the same transaction first).
 */
SB_MUST sb_status sb_txn_put(struct sb_txn *t, const struct sb_keep *keep, struct sb_error *err);
/** SHA-256 of a document in pieces. */
void sb_pieces_sha256(uint8_t hash[32], struct sb_pieces pieces);
/** SHA-256 of the document put last, in hex; as long as the transaction. */
const char *sb_txn_document(const struct sb_txn *t);
/** Mark a number void.  SB_E_ABSENT where there is none, SB_E_RANGE where it does not stand. */
SB_MUST sb_status sb_txn_void(struct sb_txn *t, const char *number, const char *reason, int64_t at,
                              struct sb_error *err);
/**
 * All documents that the committed transaction put have reached their folders: noted without a
 * commit of its own.  false: it is not, tell sb_txn_delivered in another transaction.
 */
bool sb_txn_note(struct sb_txn *t);
/** The document of that number has reached its folder. */
SB_MUST sb_status sb_txn_delivered(struct sb_txn *t, const char *number, struct sb_error *err);
/**
 * Durable on return; the head follows.  Where only the head fails it is SB_E_WRITE and
 * sb_txn_stands says that what was put stands.
 */
SB_MUST sb_status sb_txn_commit(struct sb_txn *t, struct sb_error *err);
bool sb_txn_stands(const struct sb_txn *t);
void sb_txn_free(struct sb_txn *t); /* rolls back what was not committed */

/* chain.c: entries and the head file */

struct sb_entry {
    const char *event;
    int64_t at;
    const char *number, *replaces, *program;
    const char *head;    /* of a restore: hash of the head that the copy was older than, or NULL */
    const char *format;  /* of a restore: of the numbers that were lost, or NULL */
    int64_t events;      /* of a restore: entries of other numbers that were lost, at least */
    bool numbered;       /* series, first and last hold */
    int series;          /* 1: examples */
    int64_t first, last; /* sequence; first differs where numbers were lost */
    /* hashes, or NULL: */
    const uint8_t *record, *document, *rows, *visits, *reason, *delivery, *live;
};
/** Append to the chain; *end is its end, before and after. */
SB_MUST sb_status sb_chain_add(struct sb_chain_head *end, struct sb_db *db,
                               const struct sb_entry *entry, struct sb_error *err);
/** The end of the chain as it stands in the database. */
SB_MUST sb_status sb_chain_end(struct sb_chain_head *out, struct sb_db *db, struct sb_error *err);
/**
 * Read the head file, its first line; *found is false where there is none.  SB_E_DAMAGED: not a
 * head; SB_E_READ: it may not be read.
 */
SB_MUST sb_status sb_head_read(struct sb_chain_head *out, bool *found, const char *path,
                               struct sb_error *err);
/** Replace the head file, unless what is there is further on. */
SB_MUST sb_status sb_head_write(const struct sb_chain_head *head, const char *path,
                                struct sb_owner owner, struct sb_error *err);
/** Replace the head file whatever is there: after a restore. */
SB_MUST sb_status sb_head_force(const struct sb_chain_head *head, const char *path,
                                struct sb_owner owner, struct sb_error *err);
/** SB_E_DAMAGED where the chain does not go through the head. */
SB_MUST sb_status sb_head_judge(const struct sb_chain_head *head, struct sb_db *db,
                                const char *path, struct sb_error *err);
/**
 * The same, but a restore that took the place of what the head was written for, and was killed
 * before it told the head, is accepted: *restored, and the head is to be forced.
 */
SB_MUST sb_status sb_head_accept(bool *restored, const struct sb_chain_head *head, struct sb_db *db,
                                 const char *path, struct sb_error *err);

/* delivered.c: a note behind the head that spares a transaction */

/** Entries whose documents were delivered by the run that made them; last 0: none. */
struct sb_delivered {
    int64_t first, last;
};
/** The note behind the head; none where it is absent, torn or cannot be read. */
void sb_delivered_read(struct sb_delivered *out, const char *head_path);
/** Append it, where the head is still that one.  Whether it stands. */
bool sb_delivered_note(const struct sb_chain_head *head, struct sb_delivered what,
                       const char *path);
/** Whether every document has reached its folder, as far as is known. */
SB_MUST sb_status sb_delivered_all(bool *all, struct sb_archive *archive, struct sb_error *err);
/** Remove their rows of delivery. */
SB_MUST sb_status sb_delivered_drop(struct sb_db *db, struct sb_delivered what,
                                    struct sb_error *err);

/* rows.c: a superbill's rows in the database */

/** SHA-256 over all rows of a superbill that never change, and over its visits alone. */
SB_MUST sb_status sb_rows_hash(uint8_t rows[32], uint8_t visits[32], struct sb_db *db, int64_t id,
                               struct sb_error *err);
/** SHA-256 over its rows in live. */
SB_MUST sb_status sb_live_hash(uint8_t hash[32], struct sb_db *db, const char *number,
                               struct sb_error *err);
/** What vouches for a row of delivery. */
void sb_delivery_hash(uint8_t hash[32], int64_t id, const char *folder, size_t length);

/* query.c */

/**
 * What stands of a visit: *found is false where it never was issued.  Texts are in arena.
 * Sees what the open transaction has put.
 */
SB_MUST sb_status sb_archive_prior(struct sb_prior *out, bool *found, struct sb_archive *archive,
                                   const char *visit, struct sb_arena *arena, struct sb_error *err);
/**
 * The other visits of the visit's patient and day that stand on live superbills; all in arena.
 */
SB_MUST sb_status sb_archive_beside(struct sb_beside **out, size_t *count,
                                    struct sb_archive *archive, const struct sb_visit *visit,
                                    struct sb_arena *arena, struct sb_error *err);
/**
 * The SQL of that: patient, day, series, the visit's own id, the day a year before.  A superbill is
 * of a month; what a correction moved is looked for a year back, not among all of the patient's.
 */
#define SB_BESIDE_SQL                                                                              \
    "SELECT v.visit, s.number, v.body FROM superbill s CROSS JOIN visit v ON v.superbill = s.id"   \
    " WHERE s.patient = ?1 AND s.first_date BETWEEN ?5 AND ?2 AND s.last_date >= ?2"               \
    " AND s.state = 'issued' AND s.series = ?3 AND v.date = ?2 AND v.visit <> ?4"
/**
 * Whether a superbill's payer is that of a parameter, or one of several, each on a line of its own:
 * case makes no difference.
 */
#define SB_PAYER_SQL(parameter)                                                                    \
    "instr(char(10) || lower(" parameter ") || char(10), char(10) || lower(s.payer) || char(10))"
/** Rows that the filter takes, in order of issue; its payer may be several, a line each. */
SB_MUST sb_status sb_archive_list(struct sb_archive *archive,
                                  const struct sb_archive_filter *filter, sb_superbill_fn *fn,
                                  void *user, struct sb_error *err);
/** The SQL that lists what the filter takes; parameters as sb_archive_list binds them. */
void sb_archive_list_sql(struct sb_buf *sql, const struct sb_archive_filter *filter);
/** The conditions of a filter alone, of superbill s, and their parameters; texts are borrowed. */
void sb_archive_list_where(struct sb_buf *sql, const struct sb_archive_filter *filter);
void sb_archive_list_bind(struct sb_statement *s, const struct sb_archive_filter *filter,
                          char days[5][SB_DATE_TEXT]);
/** False ends the listing with SB_E_STOPPED. */
typedef bool sb_payer_fn(void *user, const char *payer, const char *name);
/**
 * Who pays for the superbills that the filter takes whoever pays: each as the archive has it, with
 * the name that the first of its superbills prints, and the last.
 */
SB_MUST sb_status sb_archive_payers(struct sb_archive *archive,
                                    const struct sb_archive_filter *filter, sb_payer_fn *fn,
                                    void *user, struct sb_error *err);
/** One row; SB_E_ABSENT where there is no such number.  Texts are in arena. */
SB_MUST sb_status sb_archive_find(struct sb_superbill *out, struct sb_archive *archive,
                                  const char *number, struct sb_arena *arena, struct sb_error *err);
/** Its canonical record, appended.  SB_E_ABSENT: no such number, or purged. */
SB_MUST sb_status sb_archive_record(struct sb_buf *out, struct sb_archive *archive,
                                    const char *number, struct sb_error *err);
/** Its document, appended and proven by its hash (SB_E_DAMAGED). */
SB_MUST sb_status sb_archive_document(struct sb_buf *out, struct sb_archive *archive,
                                      const char *number, struct sb_error *err);
/** What a document was drawn with beside its record; signature is in arena, or NULL. */
struct sb_drawn_with {
    bool known;
    uint8_t design[32];
    char zlib[SB_DEFLATE_NAME];
    const char *signature;
};
SB_MUST sb_status sb_archive_drawn(struct sb_drawn_with *out, struct sb_archive *archive,
                                   const char *number, struct sb_arena *arena,
                                   struct sb_error *err);
typedef bool sb_history_fn(void *user, const struct sb_history *event);
/** What happened to a number, in order; NULL: everything. */
SB_MUST sb_status sb_archive_history(struct sb_archive *archive, const char *number,
                                     sb_history_fn *fn, void *user, struct sb_error *err);
/** All that is known of a number; everything is in arena. */
SB_MUST sb_status sb_archive_detail(struct sb_issued *out, struct sb_archive *archive,
                                    const char *number, struct sb_arena *arena,
                                    struct sb_error *err);
/** The number whose document has that hash (in hex), in arena; NULL: none. */
SB_MUST sb_status sb_archive_by_document(const char **out, struct sb_archive *archive,
                                         const char *sha256, struct sb_arena *arena,
                                         struct sb_error *err);
/** The end of the chain. */
SB_MUST sb_status sb_archive_head(struct sb_chain_head *out, struct sb_archive *archive,
                                  struct sb_error *err);

/* lost.c: numbers that were given, and those that a restore marked as lost */

/**
 * Rows that mark what was lost: entry, time, series, last, first, when the copy ended, format, how
 * many other events.  They alone are of no number, so that an index has them together.
 */
#define SB_LOST_SQL                                                                                \
    "SELECT e.n, e.at, e.series, ifnull(e.sequence, 0),"                                           \
    " ifnull(CASE WHEN json_valid(e.body) THEN json_extract(e.body, '$.first') END,"               \
    " ifnull(e.sequence, 0)),"                                                                     \
    " (SELECT b.at FROM entry b WHERE b.n < e.n AND b.event <> 'restored'"                         \
    " ORDER BY b.n DESC LIMIT 1),"                                                                 \
    " CASE WHEN json_valid(e.body) THEN json_extract(e.body, '$.format') END,"                     \
    " CASE WHEN json_valid(e.body) THEN json_extract(e.body, '$.events') END"                      \
    " FROM entry e WHERE e.number IS NULL AND e.event = 'restored' ORDER BY e.n"
/** Whether an entry names the number ?1. */
#define SB_GIVEN_SQL "SELECT 1 FROM entry WHERE number = ?1 LIMIT 1"
/**
 * SB_E_RANGE where that number was given before: a format may make a number that an earlier one
 * made of another sequence, and a purge or a restore leaves its row nowhere else.
 */
SB_MUST sb_status sb_archive_unused(struct sb_archive *archive, const char *number,
                                    struct sb_error *err);

/** The restore that lost a number of the archive's form; *found is false where none did. */
SB_MUST sb_status sb_archive_lost(struct sb_lost *out, bool *found, struct sb_archive *archive,
                                  const char *number, struct sb_error *err);
/** All of them, in order. */
SB_MUST sb_status sb_archive_gaps(struct sb_archive *archive, sb_lost_fn *fn, void *user,
                                  struct sb_error *err);

/* absent.c: why a number has no superbill */

enum sb_absence {
    SB_ABSENT_UNKNOWN, /* it never had one here */
    SB_ABSENT_PURGED,
    SB_ABSENT_LOST, /* by a restore */
};
struct sb_absent {
    enum sb_absence why;
    int64_t at; /* of the restore */
};
/** Of a number that sb_archive_find does not find. */
SB_MUST sb_status sb_archive_absent(struct sb_absent *out, struct sb_archive *archive,
                                    const char *number, struct sb_error *err);
#define SB_ABSENT_TEXT 160
/** The same in words that follow the number, with a way out: "was purged: ...". */
void sb_absent_print(char text[SB_ABSENT_TEXT], const struct sb_absent *absent);
/** SB_E_ABSENT in a sentence of its own, which hint ends ("": nothing). */
sb_status sb_absent_error(struct sb_error *err, const struct sb_absent *absent, const char *number,
                          const char *hint);

/* books.c: what the books of a month list, row by row */

enum sb_book {
    SB_BOOK_SUPERBILLS,
    SB_BOOK_LINES,
    SB_BOOK_PAYMENTS, /* those received within, and those of superbills within */
    SB_BOOK_PATIENTS,
    SB_BOOK_PROVIDERS,
    SB_BOOK_PAYERS,
    SB_BOOK_WARNINGS,
    SB_BOOK_TOP_PAYERS, /* those with the highest charges */
    SB_BOOK_AGES,       /* balances by days since the last date of service */
    SB_BOOK_FILING,
    SB_BOOK_SUMS,
    SB_BOOK_SPLIT, /* lines with what a claim of one code needs */
    SB_BOOKS
};
/** Of live superbills with a date of service within; texts live as long as the rows. */
struct sb_book_span {
    sb_date first, last;
    sb_date today;                          /* of the ages */
    const char *patient, *provider, *payer; /* NULL: any; several payers: a line each */
};
struct sb_book_rows;
#define SB_BOOK_CELLS 20
SB_MUST sb_status sb_book_open(struct sb_book_rows **out, struct sb_archive *archive,
                               enum sb_book book, const struct sb_book_span *span,
                               struct sb_error *err);
/** The next row: cells in the order of books.c, until the next call; NULL at the end. */
SB_MUST sb_status sb_book_next(const struct sb_datum **cells, struct sb_book_rows *rows,
                               struct sb_error *err);
void sb_book_free(struct sb_book_rows *rows);
/** From begin to end all rows are those of one moment, whatever others commit. */
SB_MUST sb_status sb_book_begin(struct sb_archive *archive, struct sb_error *err);
void sb_book_end(struct sb_archive *archive);

/* prove.c */

/**
 * Prove rows, chain, numbers and documents; each fault is told (fn may be NULL) and counted.
 * SB_OK with out->faults > 0: altered.  An archive too damaged to be read is SB_E_DAMAGED.
 */
SB_MUST sb_status sb_archive_prove(struct sb_proof *out, struct sb_archive *archive,
                                   sb_proof_fn *fn, void *user, struct sb_error *err);

/* copy.c, restore.c: copies out and back */

/**
 * Copy the archive to path while it may be in use; proven before it is put in place.  A file
 * that is there is replaced only where it is an older copy of this archive.  SB_E_DAMAGED: the
 * archive is altered; SB_E_RANGE: path is the archive's own.
 */
SB_MUST sb_status sb_archive_backup(struct sb_proof *out, struct sb_archive *archive,
                                    const char *path, struct sb_error *err);
/**
 * Put a proven copy back, under the lock of the archive in place: SB_E_LOCKED where another
 * program holds it for over 10 seconds.  Where the head is further than the copy, one chained
 * event a series marks the numbers in between as lost.  SB_E_RANGE where the copy is the archive
 * itself, or the one in place is sound and holds what the copy lacks; SB_E_DAMAGED where the copy
 * is altered, or of another archive.
 */
SB_MUST sb_status sb_archive_restore(struct sb_restored *out,
                                     const struct sb_archive_options *options, const char *copy,
                                     int64_t at, struct sb_error *err);

typedef bool sb_aside_fn(void *user, const char *path);
/** Archives, and journals of theirs, that restores moved aside and that are still there. */
SB_MUST sb_status sb_archive_asides(struct sb_archive *archive, sb_aside_fn *fn, void *user,
                                    struct sb_error *err);

/* purge.c */

/** Superbills that were issued, and whose dates of service lie, before that day. */
SB_MUST sb_status sb_archive_old(struct sb_archive *archive, sb_date before, sb_superbill_fn *fn,
                                 void *user, struct sb_error *err);
/**
 * Remove record, document and rows of a number; its entry, and its visits in live, stay.  Those of
 * a void one come into live: they are not issued again unasked either.
 */
SB_MUST sb_status sb_txn_purge(struct sb_txn *t, const char *number, int64_t at,
                               struct sb_error *err);
/** What the entries say of a number that was purged. */
struct sb_past {
    bool same; /* it was issued with that document */
    enum sb_issue_state state;
    char successor[SB_NUMBER_TEXT]; /* of a superseded one; "": a visit of it was issued anew */
};
/** SB_E_ABSENT where it was not purged; document is the SHA-256 of the one asked about. */
SB_MUST sb_status sb_archive_past(struct sb_past *out, struct sb_archive *archive,
                                  const char *number, const uint8_t document[32],
                                  struct sb_error *err);
/**
 * A visit that live has for a purged superbill is its no more: a chained event says so.  Where it
 * was void always, where it stood only if stood is given.  Nothing is done where the visit stands
 * elsewhere, or on none.
 */
SB_MUST sb_status sb_txn_release(struct sb_txn *t, const char *visit, bool stood, int64_t at,
                                 struct sb_error *err);
/** Of a row l of live whose superbill is purged: whether it was void. */
#define SB_LIVE_VOID                                                                               \
    "EXISTS (SELECT 1 FROM entry e WHERE e.number = l.number AND e.event = 'voided')"
/** Its parameters: visit, series, number, the hash of the visit's body. */
#define SB_LIVE_PUT "INSERT INTO live (visit, series, number, hash) VALUES (?1, ?2, ?3, ?4)"

/* export.c */

/** All of the archive as NDJSON: entries, superbills with their rows, pieces of documents. */
SB_MUST sb_status sb_archive_export(struct sb_archive *archive, sb_sink_fn *fn, void *user,
                                    struct sb_error *err);

/* what the files of the layer share */

struct sb_db *sb_archive_db(struct sb_archive *archive); /* NULL: nothing was issued yet */
const struct sb_archive_options *sb_archive_said(const struct sb_archive *archive);
/** A text of the archive's own, as long as it; NULL when memory ends. */
const char *sb_archive_text(struct sb_archive *archive, const char *text);

/** An open transaction: archive.c begins and ends it, put.c fills it. */
struct sb_txn {
    struct sb_archive *archive;
    struct sb_db *db;
    struct sb_chain_head end; /* of the chain, with what this transaction added */
    sb_number number;         /* taken last; "" once it is used */
    int64_t sequence;
    int64_t headed;    /* entries that the head file knows of */
    int64_t begun;     /* entries before this transaction */
    char document[65]; /* SHA-256 of the document put last, in hex */
    bool stands;
    bool purged;             /* something was */
    struct sb_piece *pieces; /* document.c: those that this transaction has seen */
};
/** Free the list. */
void sb_pieces_forget(struct sb_piece *list);
/** Remove pieces that no document holds any more. */
SB_MUST sb_status sb_pieces_purge(struct sb_txn *t, struct sb_error *err);
/** Keep a document: in turn text of its own and a font, beginning with text. */
SB_MUST sb_status sb_document_put(struct sb_txn *t, int64_t superbill, struct sb_pieces document,
                                  struct sb_error *err);
struct sb_document_sink {
    /** Bytes of the document, until it returns; piece: they are a row's of that table. */
    void (*fn)(void *user, struct sb_bytes bytes, bool piece);
    void *user;
};
/** The bytes of a document in order; who asks compares their hash with the one kept. */
SB_MUST sb_status sb_document_walk(struct sb_db *db, int64_t superbill,
                                   const struct sb_document_sink *sink, struct sb_error *err);
/** Append an entry, and its reason (may be NULL) beside it. */
SB_MUST sb_status sb_txn_chain(struct sb_txn *t, struct sb_entry *entry, const char *reason,
                               struct sb_error *err);
/** Run one statement with the number as its only parameter. */
SB_MUST sb_status sb_txn_touch(struct sb_txn *t, const char *sql, const char *number,
                               struct sb_error *err);
/** Fonts of bodies: position, before, piece; a text that is no JSON has none. */
#define SB_BODY_FONTS                                                                              \
    "SELECT j.key AS position, CASE j.type WHEN 'array' THEN j.value ->> 0 END AS before,"         \
    " CASE j.type WHEN 'array' THEN j.value ->> 1 END AS piece FROM body b,"                       \
    " json_each(CASE WHEN json_valid(b.fonts) THEN b.fonts ELSE '[]' END) j"
/** How many bodies tell of their fonts in other words than sb_document_put's. */
#define SB_BODY_ODD                                                                                \
    "SELECT count(*) FROM body o WHERE NOT json_valid(o.fonts) OR o.fonts IS NOT"                  \
    " (SELECT json_group_array(json_array(CAST(before AS INTEGER), CAST(piece AS INTEGER)))"       \
    " FROM (" SB_BODY_FONTS " WHERE b.superbill = o.superbill))"
/** A condition on piece: no document holds it. */
#define SB_PIECE_ALONE                                                                             \
    "id NOT IN (SELECT piece FROM document) AND"                                                   \
    " id NOT IN (SELECT piece FROM (" SB_BODY_FONTS ") WHERE piece IS NOT NULL)"

#endif
