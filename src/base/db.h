/* db.h - the part of base.h that databases take; base.h includes it. */
#ifndef BASE_DB_H
#define BASE_DB_H

#include "superbill/error.h"

/* db.c: the door of SQLite: statements with our status codes */

struct sb_db;
struct sb_statement;
enum sb_db_mode {
    SB_DB_READ,    /* the file must be there; nothing is written */
    SB_DB_WRITE,   /* the file must be there */
    SB_DB_CREATE,  /* made where absent or empty, as owner says */
    SB_DB_SCRATCH, /* the same, neither journalled nor synced: thrown away where a step fails */
};
struct sb_db_options {
    const char *noun;   /* what messages call it: "the archive" */
    const char *advice; /* what to do where it is damaged, a constant; NULL: nothing is said */
    enum sb_db_mode mode;
    int32_t application_id; /* a file with another is refused; a new one gets it with the first
                               transaction */
    int32_t wait;           /* milliseconds to wait for a lock; 0: 10 seconds */
    struct sb_owner owner;
};
/**
 * Open a database file, every setting read back.  SB_E_READ where it cannot be opened,
 * SB_E_DAMAGED where it is not one of ours, SB_E_ABSENT where it holds nothing (its first
 * transaction never ended) and is not to be made; SB_E_LOCKED, SB_E_WRITE.  A handle serves the
 * process that opened it: in a forked child every call is SB_E_DEFECT, and free does nothing.
 */
SB_MUST sb_status sb_db_open(struct sb_db **out, const char *path,
                             const struct sb_db_options *options, struct sb_error *err);
/**
 * SB_E_READ where what is to be opened at that path, as path names it, is no regular file, or what
 * SQLite would open beside it is none.
 */
SB_MUST sb_status sb_db_look(const char *at, const char *path, const struct sb_db_options *options,
                             struct sb_error *err);
/** Rolls back what is open. */
void sb_db_free(struct sb_db *db);
/** Run statements without parameters or rows, separated by ";". */
SB_MUST sb_status sb_db_run(struct sb_db *db, const char *sql, struct sb_error *err);
/** user_version of the file. */
SB_MUST sb_status sb_db_version(int64_t *out, struct sb_db *db, struct sb_error *err);
/** Begin; write takes the write lock at once (SB_E_LOCKED when others keep it). */
SB_MUST sb_status sb_db_begin(struct sb_db *db, bool write, struct sb_error *err);
/** Durable on return.  On failure nothing of the transaction stands. */
SB_MUST sb_status sb_db_commit(struct sb_db *db, struct sb_error *err);
void sb_db_rollback(struct sb_db *db); /* nothing where no transaction is open */
/** Whether its path leads to another file by now, or to none. */
bool sb_db_moved(struct sb_db *db);
/** Copy the whole database, in use or not, into the empty file at path (not synced). */
SB_MUST sb_status sb_db_copy(struct sb_db *db, const char *path,
                             const struct sb_db_options *options, struct sb_error *err);
/** Rows changed by the last statement that ran. */
int64_t sb_db_changes(struct sb_db *db);
/** The id that the last insert gave its row. */
int64_t sb_db_last_id(struct sb_db *db);

/**
 * A statement, prepared once a handle: sql lives as long as the handle.  Parameters are
 * numbered from 1, unset ones are null; columns from 0.  Bound bytes are not copied and must
 * last until the end.  Failures of binding and reading stick and come with next or end.
 */
SB_MUST sb_status sb_statement_open(struct sb_statement **out, struct sb_db *db, const char *sql,
                                    struct sb_error *err);
void sb_statement_put_int(struct sb_statement *s, int parameter, int64_t n);
void sb_statement_put_text(struct sb_statement *s, int parameter, const char *text);
void sb_statement_put_bytes(struct sb_statement *s, int parameter, const void *at, size_t length);
/** Step to the next row; *row is false at the end. */
SB_MUST sb_status sb_statement_next(struct sb_statement *s, bool *row, struct sb_error *err);
int64_t sb_statement_int(struct sb_statement *s, int column);
const char *sb_statement_text(struct sb_statement *s, int column); /* until next; NULL: null */
struct sb_bytes sb_statement_bytes(struct sb_statement *s, int column);
bool sb_statement_null(struct sb_statement *s, int column);
int sb_statement_columns(struct sb_statement *s);
/** Give the statement back; what stuck since the last next.  NULL is SB_OK. */
SB_MUST sb_status sb_statement_end(struct sb_statement *s, struct sb_error *err);
/** The same where a failure is already known. */
void sb_statement_free(struct sb_statement *s);
/** Run one that gives no rows, and keep it for the values that come next. */
SB_MUST sb_status sb_statement_step(struct sb_statement *s, struct sb_error *err);
/** Step through all rows and end. */
SB_MUST sb_status sb_statement_run(struct sb_statement *s, struct sb_error *err);

#endif
