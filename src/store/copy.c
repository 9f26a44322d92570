/*
 * copy.c - copies out.  Nothing is put in place before it was proven: a damaged archive never
 * replaces a good copy.
 *
 *   backup:  archive -> temporary file beside the target -> prove -> sync -> rename
 */
#include "store/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

sb_status
sb_copy_prove(struct sb_proof *out, struct sb_archive *archive, const char *name,
              struct sb_error *err)
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

bool
sb_copy_same(const char *a, const char *b)
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
        sb_copy_same(folder, archive_folder))
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

sb_status
sb_copy_open(struct sb_archive **out, const struct sb_archive_options *like, const char *path,
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
    st = sb_copy_open(&there, &options, path, &why);
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
    if (own || sb_copy_same(path, own_path))
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

sb_status
sb_copy_stage(struct sb_outfile **out, struct sb_archive *from, const char *path,
              struct sb_error *err)
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
    struct sb_error why = {0};
    sb_status st;

    staged.scratch = true;
    sb_delivered_read(&delivered, sb_archive_head_path(archive));
    if (!sb_archive_exists(archive))
        return sb_error_at(err, SB_E_ABSENT, sb_archive_path(archive), 0, 0,
                           "there is no archive yet: nothing was issued");
    if ((st = copy_target(path, archive, err)) != SB_OK ||
        (st = sb_copy_stage(&file, archive, path, err)) != SB_OK)
        goto out;
    if ((st = sb_copy_open(&copy, &staged, sb_outfile_temp(file), &why)) != SB_OK ||
        (st = sb_delivered_drop(sb_archive_db(copy), delivered, &why)) != SB_OK ||
        (st = sb_copy_prove(&proof, copy, sb_archive_path(archive), &why)) != SB_OK) {
        /* what is wrong with the copy is wrong with the archive: its own name tells nobody */
        st = sb_error_at(err, st, st == SB_E_DAMAGED ? sb_archive_path(archive) : path, 0, 0, "%s",
                         why.text);
        goto out;
    }
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
