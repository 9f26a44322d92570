/*
 * archive.c - the file, its schema and its transactions.  The write lock is taken before the
 * head is read: what another run commits in between cannot be missed.
 */
#include "store/store.h"

#include "base/checked.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "schema.inc"

#define ARCHIVE_FORMAT "SB-{year}-{number:6}"

struct sb_archive {
    struct sb_archive_options said; /* texts in arena */
    struct sb_arena *arena;
    struct sb_db *db; /* NULL: no archive file yet */
    bool ready;       /* it has its tables */
    const char *head_path;
};

struct sb_schema
sb_schema_steps(void)
{
    static const char *const steps[] = {(const char *)sb_embedded_0, (const char *)sb_embedded_1,
                                        (const char *)sb_embedded_2};

    _Static_assert(SB_EMBEDDED_COUNT == sizeof steps / sizeof *steps, "each step of the schema");

    return (struct sb_schema){steps, sizeof steps / sizeof *steps};
}

const char *
sb_issue_state_text(enum sb_issue_state state)
{
    static const char *const texts[] = {[SB_ISSUE_STANDS] = "issued",
                                        [SB_ISSUE_SUPERSEDED] = "superseded",
                                        [SB_ISSUE_VOID] = "void"};

    return texts[state];
}

static bool
file_absent(const char *path)
{
    return access(path, F_OK) != 0 && errno == ENOENT;
}

/* No such file, or one that a first transaction left without a byte. */
static bool
file_empty(const char *path)
{
    struct stat status;

    assert(path != NULL);
    if (stat(path, &status) != 0)
        return errno == ENOENT;
    return S_ISREG(status.st_mode) && status.st_size == 0;
}

const char *
sb_archive_head_name(struct sb_arena *arena, const char *path)
{
    size_t length = strlen(path);

    if (length > 3 && strcmp(path + length - 3, ".db") == 0)
        length -= 3;
    return sb_arena_print(arena, "%.*s.head", (int)length, path);
}

/*
 * A newer archive is refused before anything is read from it.  Version 0 is an archive whose
 * first transaction never ended: as good as none.
 */
static sb_status
archive_version(int64_t *version, struct sb_archive *archive, struct sb_error *err)
{
    size_t known = archive->said.schema.count;
    sb_status st = sb_db_version(version, archive->db, err);

    archive->ready = st == SB_OK && *version > 0;
    if (st == SB_OK && (*version < 0 || (uint64_t)*version > known))
        return sb_error_at(err, SB_E_DAMAGED, archive->said.path, 0, 0,
                           "the archive was written by a newer superbill (schema %lld, this one "
                           "knows %zu): install that version",
                           (long long)*version, known);
    return st;
}

/* Version 0 and tables: the version was taken away. */
static sb_status
archive_blank(struct sb_archive *archive, struct sb_error *err)
{
    struct sb_statement *s;
    bool row;
    sb_status st = sb_statement_open(&s, archive->db, "SELECT 1 FROM sqlite_schema", err);

    if (st != SB_OK)
        return st;
    st = sb_statement_next(s, &row, err);
    sb_statement_free(s);
    if (st == SB_OK && row)
        st =
            sb_error_at(err, SB_E_DAMAGED, archive->said.path, 0, 0,
                        "the archive is damaged: it does not say its version; put a copy back with "
                        "'superbill archive restore FILE'");
    return st;
}

static sb_status
archive_connect(struct sb_archive *archive, enum sb_db_mode mode, struct sb_error *err)
{
    const char *noun = archive->said.noun;
    struct sb_db_options options = {.noun = noun != NULL ? noun : "the archive",
                                    .advice = noun != NULL ? "take another copy"
                                                           : "put a copy back with 'superbill "
                                                             "archive restore FILE'",
                                    .mode = mode,
                                    .application_id = SB_ARCHIVE_ID,
                                    .wait = archive->said.wait,
                                    .owner = archive->said.owner};
    int64_t version;
    sb_status st = sb_db_open(&archive->db, archive->said.path, &options, err);

    if (st == SB_OK && (st = archive_version(&version, archive, err)) == SB_OK && version == 0)
        st = archive_blank(archive, err);
    if (st != SB_OK) {
        sb_db_free(archive->db);
        archive->db = NULL;
    }
    return st;
}

/* Missing, or empty, beside its head: a lost file.  Alone: nothing was issued yet. */
static sb_status
archive_missing(struct sb_archive *archive, struct sb_error *err)
{
    if (file_absent(archive->head_path))
        return SB_OK;
    return sb_error_at(err, SB_E_DAMAGED, archive->said.path, 0, 0,
                       "the archive is missing, but its head is here: put a copy back with "
                       "'superbill archive restore FILE'");
}

static sb_status
archive_copy_options(struct sb_archive *archive, const struct sb_archive_options *options,
                     struct sb_error *err)
{
    const char *format = options->number_format;

    archive->said = *options;
    if (archive->said.schema.count == 0)
        archive->said.schema = sb_schema_steps();
    archive->said.path = sb_arena_text(archive->arena, options->path, strlen(options->path));
    format = format != NULL ? format : ARCHIVE_FORMAT;
    archive->said.number_format = sb_arena_text(archive->arena, format, strlen(format));
    archive->head_path = sb_archive_head_name(archive->arena, options->path);
    if (archive->said.path == NULL || archive->said.number_format == NULL ||
        archive->head_path == NULL)
        return sb_error_nomem(err);
    return SB_OK;
}

/* Bring the schema forward inside the open transaction. */
static sb_status
archive_migrate(struct sb_archive *archive, struct sb_error *err)
{
    char set[64];
    int64_t version;
    sb_status st = archive_version(&version, archive, err);

    if (st != SB_OK || (size_t)version == archive->said.schema.count)
        return st;
    for (size_t i = (size_t)version; i < archive->said.schema.count; i++) {
        if ((st = sb_db_run(archive->db, archive->said.schema.steps[i], err)) != SB_OK)
            return st;
    }
    (void)snprintf(set, sizeof set, "PRAGMA user_version=%zu", archive->said.schema.count);
    if ((st = sb_db_run(archive->db, set, err)) == SB_OK)
        archive->ready = true;
    return st;
}

/* An older archive is brought forward as soon as it is opened, in a transaction of its own. */
static sb_status
archive_forward(struct sb_archive *archive, struct sb_error *err)
{
    int64_t version;
    sb_status st = archive_version(&version, archive, err);

    if (st != SB_OK || (size_t)version == archive->said.schema.count ||
        (st = sb_db_begin(archive->db, true, err)) != SB_OK)
        return st;
    if ((st = archive_migrate(archive, err)) == SB_OK)
        return sb_db_commit(archive->db, err);
    sb_db_rollback(archive->db);
    return st;
}

/* What a killed first transaction left is rolled back by opening it, and then holds nothing. */
static sb_status
archive_reopen(struct sb_archive *archive, struct sb_error *err)
{
    struct sb_error cause = {0};
    sb_status st =
        archive_connect(archive, archive->said.scratch ? SB_DB_SCRATCH : SB_DB_WRITE, &cause);

    if (st == SB_E_ABSENT)
        return archive_missing(archive, err);
    if (st != SB_OK)
        return sb_error_at(err, st, cause.source, 0, 0, "%s", cause.text);
    return SB_OK;
}

sb_status
sb_archive_open(struct sb_archive **out, const struct sb_archive_options *options,
                struct sb_error *err)
{
    struct sb_archive *archive;
    sb_status st;

    *out = NULL;
    if ((st = sb_crypto_start(err)) != SB_OK)
        return st;
    archive = calloc(1, sizeof *archive);
    if (archive == NULL)
        return sb_error_nomem(err);
    archive->arena = sb_arena_new(0);
    if (archive->arena == NULL)
        st = sb_error_nomem(err);
    else
        st = archive_copy_options(archive, options, err);
    if (st == SB_OK && file_empty(archive->said.path))
        st = archive_missing(archive, err);
    else if (st == SB_OK)
        st = archive_reopen(archive, err);
    if (st == SB_OK && archive->ready && !archive->said.as_is)
        st = archive_forward(archive, err);
    if (st != SB_OK) {
        sb_archive_free(archive);
        return st;
    }
    *out = archive;
    return SB_OK;
}

void
sb_archive_free(struct sb_archive *archive)
{
    if (archive == NULL)
        return;
    sb_db_free(archive->db);
    sb_arena_free(archive->arena);
    free(archive);
}

const char *
sb_archive_path(const struct sb_archive *archive)
{
    return archive->said.path;
}

const char *
sb_archive_head_path(const struct sb_archive *archive)
{
    return archive->head_path;
}

bool
sb_archive_exists(const struct sb_archive *archive)
{
    return archive->ready;
}

struct sb_db *
sb_archive_db(struct sb_archive *archive)
{
    return archive->ready ? archive->db : NULL;
}

const struct sb_archive_options *
sb_archive_said(const struct sb_archive *archive)
{
    return &archive->said;
}

const char *
sb_archive_text(struct sb_archive *archive, const char *text)
{
    return sb_arena_text(archive->arena, text, strlen(text));
}

sb_status
sb_archive_judge(struct sb_archive *archive, struct sb_error *err)
{
    struct sb_chain_head head;
    bool found, restored;
    sb_status st;

    if (file_empty(archive->said.path) && (st = archive_missing(archive, err)) != SB_OK)
        return st;
    /* the head first: what is committed meanwhile only adds to the archive */
    if (!archive->ready || (st = sb_head_read(&head, &found, archive->head_path, err)) != SB_OK)
        return archive->ready ? st : SB_OK;
    return found ? sb_head_accept(&restored, &head, archive->db, archive->said.path, err) : SB_OK;
}

/* Under the write lock: nobody else can move archive or head meanwhile. */
static sb_status
txn_judge(struct sb_txn *t, struct sb_error *err)
{
    struct sb_chain_head head;
    struct sb_delivered delivered;
    const char *path = t->archive->head_path;
    bool found, restored = false;
    sb_status st;

    if ((st = archive_migrate(t->archive, err)) != SB_OK ||
        (st = sb_head_read(&head, &found, path, err)) != SB_OK)
        return st;
    if (found &&
        (st = sb_head_accept(&restored, &head, t->db, t->archive->said.path, err)) != SB_OK)
        return st;
    t->headed = found ? head.entries : 0;
    sb_delivered_read(&delivered, path);
    if (!restored && (st = sb_delivered_drop(t->db, delivered, err)) != SB_OK)
        return st;
    st = sb_chain_end(&t->end, t->db, err);
    t->begun = t->end.entries;
    if (st == SB_OK && restored &&
        (st = sb_head_force(&t->end, path, t->archive->said.owner, err)) == SB_OK)
        t->headed = t->end.entries;
    return st;
}

/* Whoever had the lock may have put another file in its place: 'archive restore' does. */
static sb_status
txn_in_place(struct sb_txn *t, struct sb_error *err)
{
    if (!sb_db_moved(t->db))
        return SB_OK;
    return sb_error_at(err, SB_E_LOCKED, t->archive->said.path, 0, 0,
                       "the archive was exchanged for another one while this command worked, as "
                       "'superbill archive restore' does: nothing more was written; run the "
                       "command again");
}

sb_status
sb_txn_begin(struct sb_txn **out, struct sb_archive *from, struct sb_error *err)
{
    struct sb_txn *t;
    sb_status st;

    *out = NULL;
    /* another run may have made the archive, or somebody removed it, since it was opened */
    if (file_empty(from->said.path) && (st = archive_missing(from, err)) != SB_OK)
        return st;
    if (from->db == NULL && (st = archive_connect(from, SB_DB_CREATE, err)) != SB_OK)
        return st;
    t = calloc(1, sizeof *t);
    if (t == NULL)
        return sb_error_nomem(err);
    t->archive = from;
    t->db = from->db;
    if ((st = sb_db_begin(t->db, true, err)) != SB_OK) {
        free(t);
        return st;
    }
    if ((st = txn_in_place(t, err)) != SB_OK || (st = txn_judge(t, err)) != SB_OK) {
        sb_txn_free(t);
        return st;
    }
    *out = t;
    return SB_OK;
}

sb_status
sb_txn_number(sb_number *out, struct sb_txn *t, sb_date issued, struct sb_error *err)
{
    int64_t sequence;
    sb_number number;
    sb_status st;

    if (!sb_add(&sequence, t->end.sequence[t->archive->said.example ? 1 : 0], 1))
        return sb_error_set(err, SB_E_RANGE, "the numbers are used up");
    st = sb_number_print(&number, t->archive->said.number_format, t->archive->said.example, issued,
                         sequence, err);
    if (st != SB_OK || (st = sb_archive_unused(t->archive, number.text, err)) != SB_OK)
        return st;
    t->number = number;
    t->sequence = sequence;
    *out = number;
    return SB_OK;
}

sb_status
sb_txn_touch(struct sb_txn *t, const char *sql, const char *number, struct sb_error *err)
{
    struct sb_statement *s;
    sb_status st = sb_statement_open(&s, t->db, sql, err);

    if (st != SB_OK)
        return st;
    sb_statement_put_text(s, 1, number);
    return sb_statement_run(s, err);
}

/* The reason of the entry added last. */
static sb_status
txn_reason(struct sb_txn *t, const char *reason, struct sb_error *err)
{
    struct sb_statement *s;
    sb_status st =
        sb_statement_open(&s, t->db, "INSERT INTO reason (entry, text) VALUES (?1, ?2)", err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, t->end.entries);
    sb_statement_put_text(s, 2, reason);
    return sb_statement_run(s, err);
}

sb_status
sb_txn_chain(struct sb_txn *t, struct sb_entry *entry, const char *reason, struct sb_error *err)
{
    uint8_t hash[32];
    sb_status st;

    if (reason != NULL) {
        sb_sha256(hash, reason, strlen(reason));
        entry->reason = hash;
    }
    st = sb_chain_add(&t->end, t->db, entry, err);
    entry->reason = NULL;
    if (st == SB_OK && reason != NULL)
        st = txn_reason(t, reason, err);
    return st;
}

sb_status
sb_txn_void(struct sb_txn *t, const char *number, const char *reason, int64_t at,
            struct sb_error *err)
{
    struct sb_entry entry = {.event = "voided", .at = at, .number = number};
    struct sb_superbill row;
    struct sb_arena *arena = sb_arena_new(0);
    sb_status st;

    if (arena == NULL)
        return sb_error_nomem(err);
    st = sb_archive_find(&row, t->archive, number, arena, err);
    if (st == SB_OK && row.state == SB_ISSUE_VOID)
        st = sb_error_set(err, SB_E_RANGE, "%s is void already", number);
    if (st == SB_OK && row.state == SB_ISSUE_SUPERSEDED)
        st = sb_error_set(err, SB_E_RANGE, "%s was replaced by %s: make that one void", number,
                          row.replaced_by);
    sb_arena_free(arena);
    if (st != SB_OK || (st = sb_txn_chain(t, &entry, reason, err)) != SB_OK)
        return st;
    st = sb_txn_touch(t, "UPDATE superbill SET state = 'void' WHERE number = ?1", number, err);
    if (st == SB_OK)
        st = sb_txn_touch(t, "DELETE FROM live WHERE number = ?1", number, err);
    if (st == SB_OK)
        st = sb_txn_delivered(t, number, err); /* what is void is not delivered any more */
    return st;
}

sb_status
sb_txn_delivered(struct sb_txn *t, const char *number, struct sb_error *err)
{
    return sb_txn_touch(t,
                        "DELETE FROM delivery WHERE superbill ="
                        " (SELECT id FROM superbill WHERE number = ?1)",
                        number, err);
}

sb_status
sb_txn_commit(struct sb_txn *t, struct sb_error *err)
{
    sb_status st = t->purged ? sb_pieces_purge(t, err) : SB_OK;

    if (st != SB_OK || (st = sb_db_commit(t->db, err)) != SB_OK)
        return st;
    t->stands = true;
    if (t->headed == t->end.entries)
        return SB_OK;
    return sb_head_write(&t->end, t->archive->head_path, t->archive->said.owner, err);
}

bool
sb_txn_note(struct sb_txn *t)
{
    const struct sb_delivered all = {t->begun + 1, t->end.entries};

    return t->stands && sb_delivered_note(&t->end, all, t->archive->head_path);
}

bool
sb_txn_stands(const struct sb_txn *t)
{
    return t != NULL && t->stands;
}

void
sb_txn_free(struct sb_txn *t)
{
    int64_t version;

    if (t == NULL)
        return;
    if (!t->stands) {
        sb_db_rollback(t->db);
        /* a rolled back first transaction takes its tables along */
        (void)archive_version(&version, t->archive, NULL);
    }
    sb_pieces_forget(t->pieces);
    free(t);
}
