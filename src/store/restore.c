/*
 * restore.c - a copy back.  Nothing is put in place before it was proven: a damaged copy never
 * replaces the archive.
 *
 *   copy -> temporary file beside the archive -> lock the archive in place -> prove, mark lost
 *   numbers -> sync -> the archive in place gets a second name, its journal another -> rename
 *   over it -> head
 *
 * Killed in between, a restore leaves the archive that was there, or the restored one behind a
 * head that it says it comes after: the next run that issues writes the head (sb_head_accept),
 * and so does the same command.  Only where the file system knows no second names may the archive
 * be missing then: nothing can be issued until the command is run again.
 */
#include "store/copy.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RESTORE_ASIDE ".before-restore"
#define RESTORE_MOST 99 /* archives that restores moved aside */
#define RESTORE_END (sizeof RESTORE_ASIDE + 4)

/*
 * What the marks of earlier restores account for beside their numbers: the events they tell of, and
 * numbers for which there is no entry each.  0 where there is no such file, or it cannot be asked.
 */
static sb_status
restore_marks(int64_t *out, struct sb_db *db, struct sb_error *err)
{
    static const char sql[] =
        "SELECT ifnull(sum(ifnull(json_extract(body, '$.events'), 0) - 1 +"
        " ifnull(sequence - ifnull(json_extract(body, '$.first'), sequence) + 1, 0)), 0)"
        " FROM entry WHERE number IS NULL AND event = 'restored' AND json_valid(body)";
    struct sb_statement *s;
    bool row;
    sb_status st;

    *out = 0;
    if (db == NULL)
        return SB_OK;
    if ((st = sb_statement_open(&s, db, sql, NULL)) == SB_OK) {
        if ((st = sb_statement_next(s, &row, NULL)) == SB_OK && row)
            *out = sb_statement_int(s, 0);
        sb_statement_free(s);
    }
    return st == SB_E_NOMEM ? sb_error_nomem(err) : SB_OK;
}

/* The same of the archive in place, where it is what the head was written for. */
static sb_status
restore_marked(int64_t *out, struct sb_db *held, const char *head_path, struct sb_error *err)
{
    struct sb_chain_head head;
    bool found = false;
    sb_status st = SB_OK;

    *out = 0;
    if (held == NULL)
        return SB_OK;
    st = sb_head_read(&head, &found, head_path, NULL);
    if (st == SB_OK && found)
        st = sb_head_judge(&head, held, head_path, NULL);
    if (st != SB_OK || !found)
        return st == SB_E_NOMEM ? sb_error_nomem(err) : SB_OK;
    return restore_marks(out, held, err);
}

/*
 * Entries that the head saw, the copy does not hold and lost numbers do not account for: each
 * number took one.  marks is what those of the archive in place add to what the copy's say.
 */
static int64_t
restore_events(const struct sb_chain_head *head, const struct sb_chain_head *end, int64_t marks)
{
    int64_t events = head->entries - end->entries + marks;

    for (int series = 0; series < 2; series++)
        if (head->sequence[series] > end->sequence[series])
            events -= head->sequence[series] - end->sequence[series];
    return events > 0 ? events : 0;
}

/*
 * Events that mark what the head saw and the copy does not hold; out->lost_events is what the marks
 * of the archive in place say, and becomes what was lost.
 */
static sb_status
restore_lost(struct sb_restored *out, struct sb_archive *copy, const struct sb_chain_head *head,
             int64_t at, struct sb_error *err)
{
    struct sb_chain_head end;
    struct sb_txn *t;
    int64_t marks;
    bool told = false;
    sb_status st = sb_txn_begin(&t, copy, err);

    if (st != SB_OK)
        return st;
    end = t->end;
    st = restore_marks(&marks, t->db, err);
    out->lost_events = restore_events(head, &end, out->lost_events - marks);
    for (int series = 0; st == SB_OK && series < 2; series++) {
        struct sb_entry entry = {.event = "restored",
                                 .at = at,
                                 .numbered = true,
                                 .series = series,
                                 .first = end.sequence[series] + 1,
                                 .last = head->sequence[series],
                                 .head = head->hash,
                                 .events = told ? 0 : out->lost_events,
                                 .format = sb_archive_said(copy)->number_format};

        if (head->sequence[series] <= end.sequence[series])
            continue;
        st = sb_chain_add(&t->end, t->db, &entry, err);
        out->lost_first[series] = entry.first;
        out->lost_last[series] = entry.last;
        told = true;
    }
    if (st == SB_OK && !told) {
        /* only events without a number were lost */
        struct sb_entry entry = {
            .event = "restored", .at = at, .head = head->hash, .events = out->lost_events};

        st = sb_chain_add(&t->end, t->db, &entry, err);
    }
    if (st == SB_OK)
        st = sb_db_commit(t->db, err);
    if (st == SB_OK)
        t->stands = true;
    out->proof.head = t->end;
    sb_txn_free(t);
    return st;
}

/*
 * The lock that every writer of the archive in place takes: while it is held, neither archive nor
 * head moves.  NULL where there is nothing, or what no writer can open either.
 */
static sb_status
restore_hold(struct sb_db **out, const struct sb_archive_options *options, struct sb_error *err)
{
    const struct sb_db_options hold = {.noun = "the archive",
                                       .mode = SB_DB_CREATE,
                                       .application_id = SB_ARCHIVE_ID,
                                       .wait = options->wait,
                                       .owner = options->owner};
    struct sb_archive *older = NULL;
    struct sb_error why = {0};
    sb_status st;

    *out = NULL;
    if (access(options->path, F_OK) != 0)
        return SB_OK;
    /* an older one is brought forward before: not under this lock */
    st = sb_archive_open(&older, options, &why);
    sb_archive_free(older);
    if (st != SB_E_NOMEM && st != SB_E_LOCKED &&
        (st = sb_db_open(out, options->path, &hold, &why)) == SB_OK &&
        (st = sb_db_run(*out, "BEGIN IMMEDIATE", &why)) != SB_OK) {
        sb_db_free(*out);
        *out = NULL;
    }
    if (st == SB_E_NOMEM || st == SB_E_LOCKED)
        return sb_error_at(err, st, options->path, 0, 0, "%s", why.text);
    return SB_OK;
}

/* Entries beyond the copy that a restore did not make itself: what the copy lacks. */
static sb_status
restore_beyond(int64_t *out, struct sb_archive *standing, uint64_t copy_entries,
               struct sb_error *err)
{
    struct sb_statement *s;
    bool row;
    sb_status st =
        sb_statement_open(&s, sb_archive_db(standing),
                          "SELECT count(*) FROM entry WHERE n > ?1 AND event <> 'restored'", err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, (int64_t)copy_entries);
    if ((st = sb_statement_next(s, &row, err)) == SB_OK && row)
        *out = sb_statement_int(s, 0);
    sb_statement_free(s);
    return st;
}

/* What the archive in place is worth: an error where it is sound and the copy would lose. */
static sb_status
restore_standing(const struct sb_archive_options *options, uint64_t copy_entries,
                 struct sb_error *err)
{
    struct sb_archive_options held = *options;
    struct sb_error why = {0};
    struct sb_archive *standing = NULL;
    struct sb_proof proof = {0};
    int64_t beyond = 0;
    sb_status st;

    held.as_is = true;
    st = sb_copy_open(&standing, &held, options->path, &why);
    if (st == SB_OK)
        st = sb_archive_prove(&proof, standing, NULL, NULL, &why);
    if (st == SB_OK && proof.faults == 0)
        st = restore_beyond(&beyond, standing, copy_entries, &why);
    sb_archive_free(standing);
    if (st == SB_E_NOMEM || st == SB_E_LOCKED)
        return sb_error_at(err, st, options->path, 0, 0, "%s", why.text);
    if (st == SB_OK && proof.faults == 0 && beyond > 0)
        return sb_error_at(err, SB_E_RANGE, options->path, 0, 0,
                           "the archive in place is sound and newer than the copy: to put the "
                           "copy back all the same, move the archive away first");
    return SB_OK;
}

/* A copy that was put in place by hand is restored where it lies behind the head. */
static sb_status
restore_itself(const struct sb_restored *restored, const struct sb_archive_options *options,
               const char *copy, struct sb_error *err)
{
    if (!sb_copy_same(copy, options->path) ||
        restored->proof.head.entries != (int64_t)restored->proof.entries)
        return SB_OK;
    return sb_error_at(err, SB_E_RANGE, copy, 0, 0,
                       "this is the archive itself, whole and not behind its head");
}

/* A second name; on a file system that knows none, another one. */
static int
restore_name(const char *from, const char *to)
{
    if (link(from, to) == 0 || (errno == EEXIST && sb_copy_same(from, to)))
        return 0; /* a killed restore had given it */
    if (errno != EPERM && errno != ENOTSUP && errno != ENOSYS)
        return -1;
    return rename(from, to);
}

static sb_status
restore_move(const char *path, const char *from_end, const char *to_end,
             int (*move)(const char *, const char *), bool *moved, struct sb_error *err)
{
    char *from = NULL, *to = NULL;
    sb_status st = SB_OK;

    *moved = false;
    if (asprintf(&from, "%s%s", path, from_end) < 0)
        from = NULL;
    if (asprintf(&to, "%s%s", path, to_end) < 0)
        to = NULL;
    if (from == NULL || to == NULL)
        st = sb_error_nomem(err);
    else if (move(from, to) == 0)
        *moved = true;
    else if (errno != ENOENT)
        st = sb_error_system(err, SB_E_WRITE, from, errno, "cannot be moved aside");
    free(from);
    free(to);
    return st;
}

/* The ending of the n-th archive moved aside, from 1. */
static void
aside_end(char end[RESTORE_END], unsigned n)
{
    (void)snprintf(end, RESTORE_END, n == 1 ? RESTORE_ASIDE : RESTORE_ASIDE "-%u", n);
}

sb_status
sb_archive_asides(struct sb_archive *archive, sb_aside_fn *fn, void *user, struct sb_error *err)
{
    static const char *const files[] = {"", "-journal"};
    char end[RESTORE_END];
    sb_status st = SB_OK;

    for (unsigned n = 1; st == SB_OK && n <= RESTORE_MOST; n++) {
        aside_end(end, n);
        for (size_t i = 0; st == SB_OK && i < sizeof files / sizeof *files; i++) {
            char *name = NULL;

            if (asprintf(&name, "%s%s%s", sb_archive_path(archive), end, files[i]) < 0)
                return sb_error_nomem(err);
            if (access(name, F_OK) == 0 && !fn(user, name))
                st = sb_error_set(err, SB_E_STOPPED, "stopped by the caller");
            free(name);
        }
    }
    return st;
}

/* An ending that nothing has yet: what an earlier restore moved aside stays. */
static sb_status
restore_free_end(char end[RESTORE_END], const char *path, struct sb_error *err)
{
    bool taken = true;

    for (unsigned n = 1; taken && n <= RESTORE_MOST; n++) {
        char *name = NULL;

        aside_end(end, n);
        if (asprintf(&name, "%s%s", path, end) < 0)
            return sb_error_nomem(err);
        taken = (access(name, F_OK) == 0 || errno != ENOENT) && !sb_copy_same(name, path);
        free(name);
    }
    if (taken)
        return sb_error_at(err, SB_E_WRITE, path, 0, 0,
                           "cannot be moved aside: remove what ends in " RESTORE_ASIDE);
    return SB_OK;
}

/* The archive in place stays under another name; a journal would be rolled back into the next. */
static sb_status
restore_aside(struct sb_restored *out, const char *path, struct sb_error *err)
{
    char end[RESTORE_END], journal[RESTORE_END + sizeof "-journal"];
    bool moved;
    sb_status st = restore_free_end(end, path, err);

    if (st != SB_OK)
        return st;
    (void)snprintf(journal, sizeof journal, "%s-journal", end);
    st = restore_move(path, "-journal", journal, rename, &moved, err);
    if (st == SB_OK)
        st = restore_move(path, "", end, restore_name, &moved, err);
    out->kept[0] = '\0';
    if (st == SB_OK && moved)
        (void)snprintf(out->kept, sizeof out->kept, "%s%s", path, end);
    return st;
}

/* The staged copy is proven; what the head knows beyond it is marked. */
static sb_status
restore_judge(struct sb_restored *out, const struct sb_archive_options *options,
              const char *head_path, const char *copy_name, int64_t at, struct sb_error *err)
{
    struct sb_archive *copy = NULL;
    struct sb_chain_head head;
    struct sb_delivered delivered;
    struct sb_error why = {0};
    bool found = false, restored, lacking;
    sb_status st, read;

    if ((st = sb_copy_open(&copy, options, options->path, err)) != SB_OK)
        return st;
    st = sb_copy_prove(&out->proof, copy, copy_name, err);
    /* a head that was altered tells nothing; one that may not be read knows what was lost */
    read = sb_head_read(&head, &found, head_path, &why);
    if (st == SB_OK && read == SB_E_READ)
        st = sb_error_at(err, read, head_path, 0, 0, "%s", why.text);
    out->headless = read != SB_OK || !found;
    lacking = !out->headless && head.entries > out->proof.head.entries;
    if (st == SB_OK && !out->headless) {
        if (lacking)
            st = restore_lost(out, copy, &head, at, err);
        else
            st = sb_head_accept(&restored, &head, sb_archive_db(copy), copy_name, err);
    }
    if (!lacking)
        out->lost_events = 0;
    sb_delivered_read(&delivered, head_path);
    if (st == SB_OK)
        st = sb_delivered_drop(sb_archive_db(copy), delivered, err);
    sb_archive_free(copy);
    return st;
}

/* The lock is on the file that went: the next one may have it already, and have told the head. */
static sb_status
restore_head(const struct sb_archive_options *options, const char *head_path,
             const struct sb_chain_head *end, struct sb_error *err)
{
    struct sb_archive *archive = NULL;
    struct sb_chain_head there;
    struct sb_txn *t = NULL;
    bool found;
    sb_status st;

    /* a head that cannot be read lets nobody issue */
    if (sb_head_read(&there, &found, head_path, NULL) != SB_OK)
        return sb_head_force(end, head_path, options->owner, err);
    if ((st = sb_archive_open(&archive, options, err)) == SB_OK &&
        (st = sb_txn_begin(&t, archive, err)) == SB_OK)
        st = sb_txn_commit(t, err);
    sb_txn_free(t);
    sb_archive_free(archive);
    return st;
}

/* The staged copy in the place of what is there. */
static sb_status
restore_exchange(struct sb_restored *out, struct sb_outfile *file, const char *path,
                 struct sb_error *err)
{
    struct stat there;
    sb_status st = sb_outfile_sync(file, err);

    if (st == SB_OK && (stat(path, &there) != 0 || there.st_size > 0))
        st = restore_aside(out, path, err);
    if (st != SB_OK)
        return st;
    return sb_outfile_publish(file, access(path, F_OK) == 0 ? SB_PUBLISH_REPLACE : SB_PUBLISH_NEW,
                              err);
}

sb_status
sb_archive_restore(struct sb_restored *out, const struct sb_archive_options *options,
                   const char *copy, int64_t at, struct sb_error *err)
{
    struct sb_archive_options staged = *options, source = *options;
    const char *head_path;
    struct sb_restored restored = {.lost_first = {0}};
    struct sb_archive *from = NULL;
    struct sb_outfile *file = NULL;
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_db *held = NULL;
    sb_status st;

    if (arena == NULL)
        return sb_error_nomem(err);
    head_path = sb_archive_head_name(arena, options->path);
    if (head_path == NULL)
        st = sb_error_nomem(err);
    else
        st = sb_crypto_start(err);
    source.as_is = true;
    source.noun = "the copy";
    if (st != SB_OK || (st = sb_copy_open(&from, &source, copy, err)) != SB_OK ||
        (st = sb_copy_stage(&file, from, options->path, err)) != SB_OK)
        goto out;
    sb_archive_free(from);
    from = NULL;
    staged.path = sb_outfile_temp(file);
    staged.scratch = true;
    if ((st = restore_hold(&held, options, err)) != SB_OK ||
        (st = restore_marked(&restored.lost_events, held, head_path, err)) != SB_OK ||
        (st = restore_judge(&restored, &staged, head_path, copy, at, err)) != SB_OK ||
        (st = restore_itself(&restored, options, copy, err)) != SB_OK ||
        (st = restore_standing(options, restored.proof.entries, err)) != SB_OK ||
        (st = restore_exchange(&restored, file, options->path, err)) != SB_OK ||
        (st = restore_head(options, head_path, &restored.proof.head, err)) != SB_OK)
        goto out;
    *out = restored;
out:
    sb_db_free(held);
    sb_outfile_free(file);
    sb_archive_free(from);
    sb_arena_free(arena);
    return st;
}
