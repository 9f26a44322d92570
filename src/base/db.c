/*
 * db.c - the door of SQLite.  Misspelt settings are ignored without a word, locks answer at
 * once, a handle breaks across fork and a relative path may be read as a URI: each is met
 * here once.  The journal is a rollback journal with synchronous=FULL: one file when nobody
 * writes, readable from a read-only folder, and COMMIT is either done or undone.
 */
#include "base/base.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DB_WAIT 10000 /* ms */

struct sb_statement {
    sqlite3_stmt *at;
    struct sb_db *db;
    const char *sql;
    struct sb_statement *next;
    int stuck; /* first result code that is not SQLITE_OK */
    bool used;
};
struct sb_db {
    sqlite3 *at;
    struct sb_statement *statements;
    pid_t owner;
    int32_t fresh; /* application id that the file does not have yet; else 0 */
    const char *advice;
    char noun[32];
    char path[256]; /* for messages */
};

static const struct {
    int code;
    sb_status status;
    const char *text;
} db_codes[] = {
#define X(code, status, text) {code, SB_##status, text},
#include "base/db_codes.def"
#undef X
};

/* What is said of a file that is not what it should be, and what to do. */
static sb_status
db_damaged(const struct sb_db *db, const char *text, struct sb_error *err)
{
    return sb_error_at(err, SB_E_DAMAGED, db->path, 0, 0, "%s %s%s%s", db->noun, text,
                       db->advice != NULL ? "; " : "", db->advice != NULL ? db->advice : "");
}

static sb_status
db_fail(struct sb_db *db, int code, struct sb_error *err)
{
    size_t i = 0, count = sizeof db_codes / sizeof *db_codes;

    while (i < count && db_codes[i].code != code)
        i++;
    for (size_t k = 0; i == count && k < count; k++) {
        if (db_codes[k].code == (code & 0xff))
            i = k;
    }
    if (i < count && db_codes[i].status == SB_E_NOMEM)
        return sb_error_nomem(err);
    if (i < count && db_codes[i].status == SB_E_DAMAGED)
        return db_damaged(db, db_codes[i].text, err);
    if (i < count)
        return sb_error_at(err, db_codes[i].status, db->path, 0, 0, "%s %s", db->noun,
                           db_codes[i].text);
    /* our SQL is constant and tested: what it cannot find, a foreign hand took away */
    return db_damaged(db, "is not as it was made: its tables or its version were changed", err);
}

/* Asked once a use of a statement, when it is opened: a question to the kernel has its price. */
static sb_status
db_own(struct sb_db *db, struct sb_error *err)
{
    if (db->owner != getpid())
        return sb_error_set(err, SB_E_DEFECT, "%s was opened before a fork", db->noun);
    return SB_OK;
}

static sb_status
db_config(struct sb_db *db, struct sb_error *err)
{
    static const struct {
        int what, value;
    } rows[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},       {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},  {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},         {SQLITE_DBCONFIG_DQS_DDL, 0},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int now = -1;

        if (sqlite3_db_config(db->at, rows[i].what, rows[i].value, &now) != SQLITE_OK ||
            now != rows[i].value)
            return sb_error_set(err, SB_E_DEFECT, "this SQLite lacks setting %d", rows[i].what);
    }
    (void)sqlite3_limit(db->at, SQLITE_LIMIT_ATTACHED, 0);
    if (sqlite3_limit(db->at, SQLITE_LIMIT_ATTACHED, -1) != 0)
        return sb_error_set(err, SB_E_DEFECT, "this SQLite attaches files");
    return SB_OK;
}

/* The first column of the first row as an integer; text in word. */
static sb_status
db_ask(struct sb_db *db, const char *sql, int64_t *number, char word[24], struct sb_error *err)
{
    sqlite3_stmt *at = NULL;
    const unsigned char *text;
    int code = sqlite3_prepare_v2(db->at, sql, -1, &at, NULL);

    word[0] = '\0';
    *number = -1;
    if (code == SQLITE_OK && (code = sqlite3_step(at)) == SQLITE_ROW) {
        bool nothing = sqlite3_column_type(at, 0) == SQLITE_NULL;

        *number = sqlite3_column_int64(at, 0);
        /* where memory ends, the value is lost as well: nothing is read after it */
        text = sqlite3_column_text(at, 0);
        if (text != NULL && strlen((const char *)text) < 24)
            memcpy(word, text, strlen((const char *)text) + 1);
        code = text == NULL && !nothing ? SQLITE_NOMEM : SQLITE_OK;
    }
    if (code == SQLITE_DONE)
        code = SQLITE_OK;
    (void)sqlite3_finalize(at);
    return code == SQLITE_OK ? SB_OK : db_fail(db, code, err);
}

static sb_status
db_pragmas(struct sb_db *db, enum sb_db_mode mode, struct sb_error *err)
{
    static const struct {
        const char *set, *ask, *expected;
        bool scratch_only, read_only, both;
    } rows[] = {
        {"PRAGMA temp_store=2", "PRAGMA temp_store", "2", false, false, true},
        {"PRAGMA mmap_size=0", "PRAGMA mmap_size", "0", false, false, true},
        {"PRAGMA cell_size_check=1", "PRAGMA cell_size_check", "1", false, false, true},
        {"PRAGMA cache_size=-32000", "PRAGMA cache_size", "-32000", false, false, true},
        {"PRAGMA foreign_keys=1", "PRAGMA foreign_keys", "1", false, false, true},
        {"PRAGMA trusted_schema=0", "PRAGMA trusted_schema", "0", false, false, true},
        {"PRAGMA recursive_triggers=0", "PRAGMA recursive_triggers", "0", false, false, true},
        {"PRAGMA secure_delete=1", "PRAGMA secure_delete", "1", false, false, true},
        {"PRAGMA synchronous=2", "PRAGMA synchronous", "2", false, false, false},
        {"PRAGMA journal_mode=delete", "PRAGMA journal_mode", "delete", false, false, false},
        {"PRAGMA synchronous=0", "PRAGMA synchronous", "0", true, false, false},
        {"PRAGMA journal_mode=memory", "PRAGMA journal_mode", "memory", true, false, false},
        {"PRAGMA query_only=1", "PRAGMA query_only", "1", false, true, false},
    };
    bool scratch = mode == SB_DB_SCRATCH;
    char word[24];
    int64_t number;
    sb_status st;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!rows[i].both &&
            (rows[i].scratch_only != scratch || (rows[i].read_only && mode != SB_DB_READ)))
            continue;
        if ((st = db_ask(db, rows[i].set, &number, word, err)) != SB_OK ||
            (st = db_ask(db, rows[i].ask, &number, word, err)) != SB_OK)
            return st;
        if (strcmp(word, rows[i].expected) != 0)
            return sb_error_set(err, SB_E_DEFECT, "this SQLite does not take %s", rows[i].set);
    }
    return SB_OK;
}

/* A new file gets our application id; a file with another is not ours. */
static sb_status
db_identity(struct sb_db *db, const struct sb_db_options *options, struct sb_error *err)
{
    char word[24];
    int64_t id, tables, pages;
    sb_status st;

    if ((st = db_ask(db, "PRAGMA application_id", &id, word, err)) != SB_OK ||
        (st = db_ask(db, "SELECT count(*) FROM sqlite_schema", &tables, word, err)) != SB_OK ||
        (st = db_ask(db, "PRAGMA page_count", &pages, word, err)) != SB_OK)
        return st;
    if (id == options->application_id)
        return SB_OK;
    if (id != 0 || tables != 0 || pages > 1)
        return db_damaged(db, "is a database of some other program", err);
    if (options->mode == SB_DB_READ || options->mode == SB_DB_WRITE)
        return sb_error_at(err, SB_E_ABSENT, db->path, 0, 0, "%s is empty", db->noun);
    /* set with the first transaction: one that is rolled back leaves an empty file */
    db->fresh = options->application_id;
    return SB_OK;
}

/* SQLite does not say why a file cannot be opened. */
static sb_status
db_closed(const struct sb_db *db, int why, struct sb_error *err)
{
    if (why != 0 && why != EACCES)
        return sb_error_system(err, SB_E_READ, db->path, why, "cannot be opened");
    return sb_error_at(err, SB_E_READ, db->path, 0, 0, "%s cannot be opened%s", db->noun,
                       why == 0 ? ""
                                : ": permission denied; run as its owner, or mend its permissions");
}

/* SQLite reads "file:x" as a URI, ":memory:" and "" as no file at all. */
static sb_status
db_connect(struct sb_db *db, const char *path, const struct sb_db_options *options,
           struct sb_error *err)
{
    struct sb_buf plain = {0};
    int code, why = 0;
    sb_status st;

    if (path[0] != '/')
        sb_buf_text(&plain, "./");
    sb_buf_text(&plain, path);
    if (plain.failed) {
        sb_buf_free(&plain);
        return sb_error_nomem(err);
    }
    if ((st = sb_db_look(plain.at, path, options, err)) != SB_OK) {
        sb_buf_free(&plain);
        return st;
    }
    /* READ too asks for writing: a journal that a killed run left must be rolled back */
    code =
        sqlite3_open_v2(plain.at, &db->at,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK && faccessat(AT_FDCWD, plain.at, R_OK, AT_EACCESS) != 0)
        why = errno;
    sb_buf_free(&plain);
    if (db->at == NULL || code == SQLITE_NOMEM)
        return sb_error_nomem(err);
    if (code != SQLITE_OK)
        return db_closed(db, why, err);
    (void)sqlite3_extended_result_codes(db->at, 1);
    code = sqlite3_busy_timeout(db->at, options->wait > 0 ? options->wait : DB_WAIT);
    if (code != SQLITE_OK)
        return db_fail(db, code, err);
    return SB_OK;
}

sb_status
sb_db_open(struct sb_db **out, const char *path, const struct sb_db_options *options,
           struct sb_error *err)
{
    struct sb_db *db;
    sb_status st = SB_OK;

    *out = NULL;
    db = calloc(1, sizeof *db);
    if (db == NULL)
        return sb_error_nomem(err);
    db->owner = getpid();
    db->advice = options->advice;
    sb_text_tame(db->noun, sizeof db->noun, options->noun, strlen(options->noun));
    sb_text_tame(db->path, sizeof db->path, path, strlen(path));
    /* SQLite would follow the umask alone */
    if (options->mode == SB_DB_CREATE || options->mode == SB_DB_SCRATCH)
        st = sb_file_make(path, options->owner, err);
    if (st != SB_OK || (st = db_connect(db, path, options, err)) != SB_OK ||
        (st = db_config(db, err)) != SB_OK || (st = db_pragmas(db, options->mode, err)) != SB_OK ||
        (st = db_identity(db, options, err)) != SB_OK) {
        sb_db_free(db);
        return st;
    }
    *out = db;
    return SB_OK;
}

void
sb_db_free(struct sb_db *db)
{
    struct sb_statement *next;

    /* in a child, closing would drop locks of the parent's file: it leaves by _exit */
    if (db == NULL || db->owner != getpid())
        return;
    for (struct sb_statement *s = db->statements; s != NULL; s = next) {
        next = s->next;
        (void)sqlite3_finalize(s->at);
        free(s);
    }
    (void)sqlite3_close(db->at); /* with no statement left it cannot be busy */
    free(db);
}

sb_status
sb_db_run(struct sb_db *db, const char *sql, struct sb_error *err)
{
    sb_status st = db_own(db, err);
    int code;

    if (st != SB_OK)
        return st;
    code = sqlite3_exec(db->at, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? SB_OK : db_fail(db, code, err);
}

sb_status
sb_db_version(int64_t *out, struct sb_db *db, struct sb_error *err)
{
    char word[24];
    int64_t version;
    sb_status st = db_own(db, err);

    if (st == SB_OK && (st = db_ask(db, "PRAGMA user_version", &version, word, err)) == SB_OK)
        *out = version;
    return st;
}

sb_status
sb_db_begin(struct sb_db *db, bool write, struct sb_error *err)
{
    char set[64], word[24];
    int64_t id;
    sb_status st = sb_db_run(db, write ? "BEGIN IMMEDIATE" : "BEGIN", err);

    if (st != SB_OK || !write || db->fresh == 0)
        return st;
    (void)sqlite3_snprintf(sizeof set, set, "PRAGMA application_id=%d", db->fresh);
    if ((st = db_ask(db, set, &id, word, err)) == SB_OK &&
        (st = db_ask(db, "PRAGMA application_id", &id, word, err)) == SB_OK && id != db->fresh)
        st = sb_error_set(err, SB_E_DEFECT, "this SQLite does not take application_id");
    if (st != SB_OK)
        sb_db_rollback(db);
    return st;
}

sb_status
sb_db_commit(struct sb_db *db, struct sb_error *err)
{
    sb_status st = sb_db_run(db, "COMMIT", err);

    if (st != SB_OK)
        sb_db_rollback(db);
    else
        db->fresh = 0;
    return st;
}

void
sb_db_rollback(struct sb_db *db)
{
    if (db == NULL || db->owner != getpid())
        return;
    for (struct sb_statement *s = db->statements; s != NULL; s = s->next)
        (void)sqlite3_reset(s->at);
    /* where the disk fails here too, the journal stays and the next open rolls back */
    if (sqlite3_get_autocommit(db->at) == 0)
        (void)sqlite3_exec(db->at, "ROLLBACK", NULL, NULL, NULL);
}

bool
sb_db_moved(struct sb_db *db)
{
    int moved = 0;

    (void)sqlite3_file_control(db->at, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved != 0;
}

sb_status
sb_db_copy(struct sb_db *db, const char *path, const struct sb_db_options *options,
           struct sb_error *err)
{
    struct sb_db_options scratch = *options;
    struct sb_db *to = NULL;
    sqlite3_backup *backup;
    sb_status st = db_own(db, err);
    int code, end;

    scratch.mode = SB_DB_SCRATCH;
    if (st != SB_OK || (st = sb_db_open(&to, path, &scratch, err)) != SB_OK)
        return st;
    assert(to != NULL);
    backup = sqlite3_backup_init(to->at, "main", db->at, "main");
    if (backup == NULL) {
        st = db_fail(to, sqlite3_extended_errcode(to->at), err);
    } else {
        do
            code = sqlite3_backup_step(backup, -1);
        while (code == SQLITE_OK);
        end = sqlite3_backup_finish(backup);
        if (code != SQLITE_DONE || end != SQLITE_OK)
            st = db_fail(to, code != SQLITE_DONE ? code : end, err);
    }
    sb_db_free(to);
    return st;
}

int64_t
sb_db_changes(struct sb_db *db)
{
    return sqlite3_changes64(db->at);
}

int64_t
sb_db_last_id(struct sb_db *db)
{
    return sqlite3_last_insert_rowid(db->at);
}

/* One made before for the same words, which are mostly the same constant. */
static struct sb_statement *
statement_idle(struct sb_db *db, const char *sql)
{
    for (struct sb_statement *s = db->statements; s != NULL; s = s->next)
        if (!s->used && s->sql == sql)
            return s;
    for (struct sb_statement *s = db->statements; s != NULL; s = s->next)
        if (!s->used && strcmp(s->sql, sql) == 0)
            return s;
    return NULL;
}

sb_status
sb_statement_open(struct sb_statement **out, struct sb_db *db, const char *sql,
                  struct sb_error *err)
{
    struct sb_statement *s;
    sb_status st = db_own(db, err);
    int code;

    *out = NULL;
    if (st != SB_OK)
        return st;
    s = statement_idle(db, sql);
    if (s != NULL) {
        s->used = true;
        *out = s;
        return SB_OK;
    }
    s = calloc(1, sizeof *s);
    if (s == NULL)
        return sb_error_nomem(err);
    code = sqlite3_prepare_v3(db->at, sql, -1, SQLITE_PREPARE_PERSISTENT, &s->at, NULL);
    if (code != SQLITE_OK) {
        free(s);
        return db_fail(db, code, err);
    }
    *s = (struct sb_statement){
        .at = s->at, .db = db, .sql = sql, .next = db->statements, .used = true};
    db->statements = s;
    *out = s;
    return SB_OK;
}

static void
statement_stick(struct sb_statement *s, int code)
{
    if (s->stuck == SQLITE_OK)
        s->stuck = code;
}

void
sb_statement_put_int(struct sb_statement *s, int parameter, int64_t n)
{
    statement_stick(s, sqlite3_bind_int64(s->at, parameter, n));
}

void
sb_statement_put_text(struct sb_statement *s, int parameter, const char *text)
{
    if (text == NULL)
        statement_stick(s, sqlite3_bind_null(s->at, parameter));
    else
        statement_stick(s, sqlite3_bind_text64(s->at, parameter, text, strlen(text), SQLITE_STATIC,
                                               SQLITE_UTF8));
}

void
sb_statement_put_bytes(struct sb_statement *s, int parameter, const void *at, size_t length)
{
    /* a NULL pointer would bind null, not an empty value */
    statement_stick(
        s, sqlite3_bind_blob64(s->at, parameter, length > 0 ? at : "", length, SQLITE_STATIC));
}

sb_status
sb_statement_next(struct sb_statement *s, bool *row, struct sb_error *err)
{
    int code;

    *row = false;
    if (s->stuck == SQLITE_OK) {
        code = sqlite3_step(s->at);
        *row = code == SQLITE_ROW;
        if (code != SQLITE_ROW && code != SQLITE_DONE)
            statement_stick(s, code);
    }
    return s->stuck == SQLITE_OK ? SB_OK : db_fail(s->db, s->stuck, err);
}

int64_t
sb_statement_int(struct sb_statement *s, int column)
{
    return sqlite3_column_int64(s->at, column);
}

const char *
sb_statement_text(struct sb_statement *s, int column)
{
    const char *text;

    if (sb_statement_null(s, column))
        return NULL;
    text = (const char *)sqlite3_column_text(s->at, column);
    if (text == NULL)
        statement_stick(s, SQLITE_NOMEM);
    return text;
}

struct sb_bytes
sb_statement_bytes(struct sb_statement *s, int column)
{
    struct sb_bytes bytes = {NULL, 0};

    bytes.at = sqlite3_column_blob(s->at, column);
    bytes.len = (size_t)sqlite3_column_bytes(s->at, column);
    if (bytes.at == NULL && bytes.len > 0) {
        statement_stick(s, SQLITE_NOMEM);
        bytes.len = 0;
    }
    return bytes;
}

bool
sb_statement_null(struct sb_statement *s, int column)
{
    return sqlite3_column_type(s->at, column) == SQLITE_NULL;
}

int
sb_statement_columns(struct sb_statement *s)
{
    return sqlite3_column_count(s->at);
}

sb_status
sb_statement_end(struct sb_statement *s, struct sb_error *err)
{
    int stuck;

    if (s == NULL)
        return SB_OK;
    stuck = s->stuck;
    sb_statement_free(s);
    return stuck == SQLITE_OK ? SB_OK : db_fail(s->db, stuck, err);
}

void
sb_statement_free(struct sb_statement *s)
{
    if (s == NULL)
        return;
    /* reset repeats the failure of the last step, which is known already */
    (void)sqlite3_reset(s->at);
    (void)sqlite3_clear_bindings(s->at);
    s->stuck = SQLITE_OK;
    s->used = false;
}

sb_status
sb_statement_step(struct sb_statement *s, struct sb_error *err)
{
    bool row;
    sb_status st = sb_statement_next(s, &row, err);

    if (st == SB_OK)
        (void)sqlite3_reset(s->at);
    return st;
}

sb_status
sb_statement_run(struct sb_statement *s, struct sb_error *err)
{
    bool row;
    sb_status st;

    do
        st = sb_statement_next(s, &row, err);
    while (st == SB_OK && row);
    if (st == SB_OK)
        return sb_statement_end(s, err);
    sb_statement_free(s);
    return st;
}
