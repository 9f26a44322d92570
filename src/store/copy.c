/*
 * copy.c - copies out and back.  Nothing is put in place before it was proven: a damaged
 * archive never replaces a good copy, nor a damaged copy the archive.
 *
 *   backup:  archive -> temporary file beside the target -> prove -> sync -> rename
 *   restore: copy -> temporary file beside the archive -> prove -> mark lost numbers -> sync ->
 *            the archive in place moves aside, with its journal -> rename -> head
 *
 * Killed in between, a restore leaves an archive that is missing or behind its head: nothing
 * can be issued from it, and the same command ends the work.
 */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COPY_ASIDE ".before-restore"
#define RESTORE_MOST 99 /* archives that restores moved aside */
#define RESTORE_END (sizeof COPY_ASIDE + 4)
#define COPY_HEADER 72
#define COPY_ID_AT 68 /* where a database file holds its application id */

struct first_fault {
    int64_t entry;
    char number[SB_NUMBER_TEXT], text[160];
    bool any;
};

static void
fault_first(void *user, const struct sb_fault *fault)
{
    struct first_fault *first = user;

    if (first->any)
        return;
    first->any = true;
    first->entry = fault->entry;
    (void)snprintf(first->number, sizeof first->number, "%s",
                   fault->number != NULL ? fault->number : "");
    (void)snprintf(first->text, sizeof first->text, "%s", fault->text);
}

/* Prove; a fault is SB_E_DAMAGED in the words of the first. */
static sb_status
copy_prove(struct sb_proof *out, struct sb_archive *archive, const char *name, struct sb_error *err)
{
    struct first_fault first = {0};
    sb_status st = sb_archive_prove(out, archive, fault_first, &first, err);

    if (st != SB_OK || out->faults == 0)
        return st;
    if (first.entry == 0)
        return sb_error_at(err, SB_E_DAMAGED, name, 0, 0, "%s", first.text);
    return sb_error_at(err, SB_E_DAMAGED, name, 0, 0, "entry %lld%s%s: %s", (long long)first.entry,
                       first.number[0] != '\0' ? ", " : "", first.number, first.text);
}

/* Folder and name of a path; folder is to be freed. */
static char *
copy_split(const char *path, const char **name)
{
    const char *slash = strrchr(path, '/');

    *name = slash == NULL ? path : slash + 1;
    if (slash == NULL)
        return strdup(".");
    return strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

/* Whether two paths lead to one file, or folder, that is there. */
static bool
copy_same(const char *a, const char *b)
{
    struct stat one, other;

    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

/* A name that the database gives to a file of its own, beside the archive. */
static sb_status
copy_own_name(bool *own, const char *path, const char *archive, struct sb_error *err)
{
    static const char *const ends[] = {"-journal", "-wal", "-shm"};
    const char *name, *archive_name;
    char *folder = copy_split(path, &name), *archive_folder = copy_split(archive, &archive_name);
    size_t length = strlen(archive_name);
    sb_status st = folder != NULL && archive_folder != NULL ? SB_OK : sb_error_nomem(err);

    *own = false;
    if (st == SB_OK && strncmp(name, archive_name, length) == 0 &&
        copy_same(folder, archive_folder))
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            *own |= strcmp(name + length, ends[i]) == 0;
    free(folder);
    free(archive_folder);
    return st;
}

static bool
copy_marked(const char *path)
{
    uint8_t header[COPY_HEADER] = {0};
    ssize_t got = -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

    if (fd >= 0) {
        got = read(fd, header, sizeof header);
        (void)close(fd);
    }
    return got == COPY_HEADER && memcmp(header, "SQLite format 3", 16) == 0 &&
           memcmp(header + COPY_ID_AT, SB_ARCHIVE_MARK, 4) == 0;
}

static sb_status
copy_open(struct sb_archive **out, const struct sb_archive_options *like, const char *path,
          struct sb_error *err)
{
    struct sb_archive_options options = *like;
    sb_status st;

    options.path = path;
    st = sb_archive_open(out, &options, err);
    if (st == SB_OK && !sb_archive_exists(*out)) {
        sb_archive_free(*out);
        *out = NULL;
        st = sb_error_at(err, SB_E_READ, path, 0, 0, "%s",
                         access(path, F_OK) != 0 ? "no such file" : "there is nothing in it");
    }
    return st;
}

/* Whether the archive went through all that stands at path: then that is an older copy of it. */
static sb_status
copy_older(bool *older, const char *path, struct sb_archive *archive, struct sb_error *err)
{
    struct sb_archive_options options = *sb_archive_said(archive);
    struct sb_archive *there = NULL;
    struct sb_chain_head end = {0};
    struct sb_error why = {0};
    sb_status st;

    options.as_is = true;
    st = copy_open(&there, &options, path, &why);
    if (st == SB_OK && (st = sb_chain_end(&end, sb_archive_db(there), &why)) == SB_OK &&
        end.entries > 0)
        st = sb_head_judge(&end, sb_archive_db(archive), path, &why);
    sb_archive_free(there);
    *older = st == SB_OK;
    if (st == SB_E_NOMEM || st == SB_E_LOCKED)
        return sb_error_at(err, st, path, 0, 0, "%s", why.text);
    return SB_OK;
}

/* Whether what stands at path may be replaced: nothing, nothing in it, or an older copy. */
static sb_status
copy_target(const char *path, struct sb_archive *archive, struct sb_error *err)
{
    const char *own_path = sb_archive_path(archive), *slash = strrchr(path, '/');
    struct stat there;
    bool own, older;
    sb_status st;

    if (path[0] == '\0' || (slash != NULL && slash[1] == '\0') ||
        (stat(path, &there) == 0 && S_ISDIR(there.st_mode)))
        return sb_error_at(err, SB_E_WRITE, path[0] != '\0' ? path : ".", 0, 0,
                           "is a folder: name the copy in it, as archive-copy.db");
    if ((st = copy_own_name(&own, path, own_path, err)) != SB_OK)
        return st;
    if (own || copy_same(path, own_path))
        return sb_error_at(err, SB_E_RANGE, path, 0, 0, "this is %sthe archive itself",
                           own ? "a file of " : "");
    if (stat(path, &there) != 0)
        return errno == ENOENT
                   ? SB_OK
                   : sb_error_system(err, SB_E_WRITE, path, errno, "cannot be looked at");
    if (S_ISREG(there.st_mode) && there.st_size == 0)
        return SB_OK;
    if (!S_ISREG(there.st_mode) || !copy_marked(path))
        return sb_error_at(err, SB_E_WRITE, path, 0, 0,
                           "is there and is no copy of an archive: it is not replaced");
    if ((st = copy_older(&older, path, archive, err)) != SB_OK)
        return st;
    if (!older)
        return sb_error_at(err, SB_E_WRITE, path, 0, 0,
                           "is there and is not an older copy of this archive: it is not replaced");
    return SB_OK;
}

/* An empty temporary file beside path, filled from the database. */
static sb_status
copy_stage(struct sb_outfile **out, struct sb_archive *from, const char *path, struct sb_error *err)
{
    const struct sb_archive_options *said = sb_archive_said(from);
    struct sb_db_options options = {
        .noun = "the copy", .application_id = SB_ARCHIVE_ID, .owner = said->owner};
    const struct sb_bytes nothing = {"", 0};
    const struct sb_pieces content = {&nothing, 1};
    const char *name;
    char *folder = copy_split(path, &name);
    struct sb_error why = {0};
    sb_status st;

    *out = NULL;
    if (folder == NULL)
        return sb_error_nomem(err);
    /* what a killed run left is a copy of the archive as well */
    if ((st = sb_outfile_sweep(folder, err)) == SB_OK &&
        (st = sb_outfile_stage(out, folder, name, content, said->owner, err)) == SB_OK &&
        (st = sb_db_copy(sb_archive_db(from), sb_outfile_temp(*out), &options, &why)) != SB_OK)
        st = st == SB_E_NOMEM ? sb_error_nomem(err)
                              : sb_error_at(err, st, path, 0, 0, "%s", why.text);
    free(folder);
    return st;
}

sb_status
sb_archive_backup(struct sb_proof *out, struct sb_archive *archive, const char *path,
                  struct sb_error *err)
{
    struct sb_archive_options staged = *sb_archive_said(archive);
    struct sb_archive *copy = NULL;
    struct sb_outfile *file = NULL;
    struct sb_proof proof = {0};
    struct sb_delivered delivered;
    sb_status st;

    staged.scratch = true;
    sb_delivered_read(&delivered, sb_archive_head_path(archive));
    if (!sb_archive_exists(archive))
        return sb_error_at(err, SB_E_ABSENT, sb_archive_path(archive), 0, 0,
                           "there is no archive yet: nothing was issued");
    if ((st = copy_target(path, archive, err)) != SB_OK ||
        (st = copy_stage(&file, archive, path, err)) != SB_OK ||
        (st = copy_open(&copy, &staged, sb_outfile_temp(file), err)) != SB_OK ||
        (st = sb_delivered_drop(sb_archive_db(copy), delivered, err)) != SB_OK ||
        (st = copy_prove(&proof, copy, sb_archive_path(archive), err)) != SB_OK)
        goto out;
    sb_archive_free(copy);
    copy = NULL;
    if ((st = sb_outfile_sync(file, err)) == SB_OK &&
        (st = sb_outfile_publish(file, SB_PUBLISH_REPLACE, err)) == SB_OK)
        *out = proof;
out:
    sb_archive_free(copy);
    sb_outfile_free(file);
    return st;
}

/* restore */

/* Events that mark what the head saw and the copy does not hold. */
static sb_status
restore_lost(struct sb_restored *out, struct sb_archive *copy, const struct sb_chain_head *head,
             int64_t at, struct sb_error *err)
{
    struct sb_chain_head end;
    struct sb_txn *t;
    bool told = false;
    sb_status st = sb_txn_begin(&t, copy, err);

    if (st != SB_OK)
        return st;
    end = t->end;
    for (int series = 0; st == SB_OK && series < 2; series++) {
        struct sb_entry entry = {.event = "restored",
                                 .at = at,
                                 .numbered = true,
                                 .series = series,
                                 .first = end.sequence[series] + 1,
                                 .last = head->sequence[series]};

        if (head->sequence[series] <= end.sequence[series])
            continue;
        st = sb_chain_add(&t->end, t->db, &entry, err);
        out->lost_first[series] = entry.first;
        out->lost_last[series] = entry.last;
        told = true;
    }
    if (st == SB_OK && !told) {
        /* only events without a number were lost */
        struct sb_entry entry = {.event = "restored", .at = at};

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

/* What the archive in place is worth: an error where it is sound and the copy would lose. */
static sb_status
restore_standing(const struct sb_archive_options *options, uint64_t copy_entries,
                 struct sb_error *err)
{
    struct sb_error why = {0};
    struct sb_archive *standing = NULL;
    struct sb_proof proof = {0};
    sb_status st = copy_open(&standing, options, options->path, &why);

    if (st == SB_OK)
        st = sb_archive_prove(&proof, standing, NULL, NULL, &why);
    sb_archive_free(standing);
    if (st == SB_E_NOMEM || st == SB_E_LOCKED)
        return sb_error_at(err, st, options->path, 0, 0, "%s", why.text);
    if (st == SB_OK && proof.faults == 0 && proof.entries > copy_entries)
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
    if (!copy_same(copy, options->path) ||
        restored->proof.head.entries != (int64_t)restored->proof.entries)
        return SB_OK;
    return sb_error_at(err, SB_E_RANGE, copy, 0, 0,
                       "this is the archive itself, whole and not behind its head");
}

static sb_status
restore_rename(const char *path, const char *from_end, const char *to_end, bool *moved,
               struct sb_error *err)
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
    else if (rename(from, to) == 0)
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
    (void)snprintf(end, RESTORE_END, n == 1 ? COPY_ASIDE : COPY_ASIDE "-%u", n);
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
        taken = access(name, F_OK) == 0 || errno != ENOENT;
        free(name);
    }
    if (taken)
        return sb_error_at(err, SB_E_WRITE, path, 0, 0,
                           "cannot be moved aside: remove what ends in " COPY_ASIDE);
    return SB_OK;
}

/* The archive in place, and a journal that would be rolled back into its successor. */
static sb_status
restore_aside(struct sb_restored *out, const char *path, struct sb_error *err)
{
    char end[RESTORE_END], journal[RESTORE_END + sizeof "-journal"];
    bool moved;
    sb_status st = restore_free_end(end, path, err);

    if (st != SB_OK)
        return st;
    (void)snprintf(journal, sizeof journal, "%s-journal", end);
    st = restore_rename(path, "-journal", journal, &moved, err);
    if (st == SB_OK)
        st = restore_rename(path, "", end, &moved, err);
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
    bool found;
    sb_status st;

    if ((st = copy_open(&copy, options, options->path, err)) != SB_OK)
        return st;
    st = copy_prove(&out->proof, copy, copy_name, err);
    /* a head that cannot be read tells nothing */
    if (st == SB_OK && sb_head_read(&head, &found, head_path, &why) == SB_OK && found) {
        if (head.entries <= out->proof.head.entries)
            st = sb_head_judge(&head, sb_archive_db(copy), copy_name, err);
        else
            st = restore_lost(out, copy, &head, at, err);
    }
    sb_delivered_read(&delivered, head_path);
    if (st == SB_OK)
        st = sb_delivered_drop(sb_archive_db(copy), delivered, err);
    sb_archive_free(copy);
    return st;
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
    if (st != SB_OK || (st = copy_open(&from, &source, copy, err)) != SB_OK ||
        (st = copy_stage(&file, from, options->path, err)) != SB_OK)
        goto out;
    sb_archive_free(from);
    from = NULL;
    staged.path = sb_outfile_temp(file);
    staged.scratch = true;
    if ((st = restore_judge(&restored, &staged, head_path, copy, at, err)) != SB_OK ||
        (st = restore_itself(&restored, options, copy, err)) != SB_OK ||
        (st = restore_standing(options, restored.proof.entries, err)) != SB_OK ||
        (st = sb_outfile_sync(file, err)) != SB_OK ||
        (st = restore_aside(&restored, options->path, err)) != SB_OK ||
        (st = sb_outfile_publish(file, SB_PUBLISH_NEW, err)) != SB_OK ||
        (st = sb_head_force(&restored.proof.head, head_path, options->owner, err)) != SB_OK)
        goto out;
    *out = restored;
out:
    sb_outfile_free(file);
    sb_archive_free(from);
    sb_arena_free(arena);
    return st;
}
