/*
 * deliver.c - documents of the archive into their folders.  A delivery is opened in the
 * transaction that issues and closed when the file is seen in place: a run that was killed in
 * between leaves it open, and the next one writes the file from the archive.
 */
#include "app/app.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The folder of the archive, as realpath says it; to be freed.  NULL: errno tells why. */
static char *
archive_folder(const struct sb_practice *practice)
{
    const char *path = sb_practice_archive_path(practice);
    struct sb_buf folder = {0};
    const char *slash;
    char *real = NULL;

    if (path == NULL)
        return NULL;
    slash = strrchr(path, '/');
    sb_buf_put(&folder, slash == NULL ? "." : path, slash == NULL ? 1 : (size_t)(slash - path) + 1);
    if (!folder.failed)
        real = realpath(folder.at, NULL);
    sb_buf_free(&folder);
    return real;
}

sb_status
sb_delivery_folder(char **out, const struct sb_practice *practice, const char *folder,
                   struct sb_error *err)
{
    char *real, *base;
    size_t length;
    sb_status st;

    *out = NULL;
    if ((st = sb_folder_make(folder, practice->owner, err)) != SB_OK)
        return st;
    base = archive_folder(practice);
    if (base == NULL)
        return sb_error_system(err, SB_E_WRITE, sb_practice_archive_path(practice), errno,
                               "its folder cannot be found");
    real = realpath(folder, NULL);
    if (real == NULL) {
        st = sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be found");
    } else {
        /* a practice folder that moves takes its deliveries along */
        length = strlen(base);
        if (strncmp(real, base, length) == 0 && real[length] == '/')
            memmove(real, real + length + 1, strlen(real + length + 1) + 1);
        *out = real;
        real = NULL;
    }
    free(real);
    free(base);
    return st;
}

sb_status
sb_delivery_sweep(const struct sb_practice *practice, struct sb_error *err)
{
    char *folder = archive_folder(practice);
    sb_status st = folder != NULL ? sb_outfile_sweep(folder, err) : SB_OK;

    free(folder);
    return st;
}

struct delivery {
    sb_number number;
    char sha256[65];
    char *folder;
};
struct deliveries {
    struct delivery *at;
    size_t count, room;
    bool failed;
};

static bool
delivery_gather(void *user, const struct sb_superbill *row)
{
    struct deliveries *list = user;
    struct delivery *one;

    if (list->count == list->room) {
        size_t room = list->room == 0 ? 16 : list->room * 2;
        struct delivery *at = reallocarray(list->at, room, sizeof *at);

        if (at == NULL) {
            list->failed = true;
            return false;
        }
        list->at = at;
        list->room = room;
    }
    one = &list->at[list->count];
    *one = (struct delivery){.folder = strdup(row->undelivered)};
    (void)snprintf(one->number.text, sizeof one->number.text, "%s", row->number);
    (void)snprintf(one->number.file, sizeof one->number.file, "%s.pdf", row->number);
    (void)snprintf(one->sha256, sizeof one->sha256, "%s", row->document_sha256);
    list->failed = one->folder == NULL;
    list->count++;
    return !list->failed;
}

bool
sb_delivery_there(const char *folder, const char *file, const char *sha256, uint64_t size)
{
    struct sb_buf path = {0}, bytes = {0};
    uint8_t hash[32];
    char hex[65] = "";

    sb_buf_print(&path, "%s/%s", folder, file);
    if (!path.failed && sb_file_read(&bytes, path.at, (size_t)size, NULL) == SB_OK) {
        sb_sha256(hash, bytes.at, bytes.len);
        sb_hex(hex, hash, sizeof hash);
    }
    sb_buf_free(&bytes);
    sb_buf_free(&path);
    return strcmp(hex, sha256) == 0;
}

static sb_status
delivery_write(struct sb_practice *practice, const struct delivery *one, const char *folder,
               struct sb_error *err)
{
    struct sb_outfile *file = NULL;
    struct sb_buf document = {0};
    sb_status st;

    if ((st = sb_archive_document(&document, practice->archive, one->number.text, err)) == SB_OK &&
        !sb_delivery_there(folder, one->number.file, one->sha256, document.len) &&
        (st = sb_folder_make(folder, practice->owner, err)) == SB_OK &&
        (st = sb_outfile_sweep(folder, err)) == SB_OK) {
        const struct sb_bytes bytes = {document.at, document.len};
        const struct sb_pieces pieces = {&bytes, 1};

        st = sb_outfile_stage(&file, folder, one->number.file, pieces, practice->owner, err);
        if (st == SB_OK)
            st = sb_outfile_publish(file, SB_PUBLISH_NEW, err);
        sb_outfile_free(file);
    }
    sb_buf_free(&document);
    return st;
}

/* Deliver one; a folder that is relative lies below the archive's. */
static sb_status
delivery_do(struct sb_practice *practice, const struct delivery *one, struct sb_error *err)
{
    struct sb_buf folder = {0};
    char *base = archive_folder(practice);
    sb_status st;

    if (one->folder[0] != '/')
        sb_buf_print(&folder, "%s/", base != NULL ? base : ".");
    sb_buf_text(&folder, one->folder);
    st = folder.failed ? sb_error_nomem(err) : delivery_write(practice, one, folder.at, err);
    sb_buf_free(&folder);
    free(base);
    return st;
}

sb_status
sb_delivery_close(struct sb_practice *practice, const sb_number *numbers, size_t count,
                  struct sb_error *err)
{
    struct sb_txn *t;
    sb_status st;

    if (count == 0)
        return SB_OK;
    if ((st = sb_txn_begin(&t, practice->archive, err)) != SB_OK)
        return st;
    for (size_t i = 0; st == SB_OK && i < count; i++)
        st = sb_txn_delivered(t, numbers[i].text, err);
    if (st == SB_OK)
        st = sb_txn_commit(t, err);
    sb_txn_free(t);
    return st;
}

/* What could not be delivered: the first of them, and how many. */
struct undelivered {
    struct sb_error cause; /* SB_OK: none */
    const char *number;
    size_t count;
};

static sb_status
delivery_tell(const struct undelivered *left, struct sb_error *err)
{
    const struct sb_error *cause = &left->cause;

    if (left->count > 1)
        return sb_error_at(err, cause->status, cause->source, 0, 0,
                           "%s; %s and %zu more are safe in the archive: 'superbill reprint', by "
                           "number or with --year, writes them",
                           cause->text, left->number, left->count - 1);
    return sb_error_at(err, cause->status, cause->source, 0, 0,
                       "%s; %s is safe in the archive: 'superbill reprint %s' writes it",
                       cause->text, left->number, left->number);
}

/* All of the list that can be; what ends the run at once is returned. */
static sb_status
delivery_each(struct undelivered *left, struct sb_practice *practice, const struct deliveries *list,
              struct sb_error *err)
{
    sb_number *done = calloc(list->count + 1, sizeof *done);
    size_t count = 0;
    sb_status st = done != NULL ? SB_OK : sb_error_nomem(err);

    for (size_t i = 0; st == SB_OK && i < list->count; i++) {
        struct sb_error cause = {0};
        sb_status one = delivery_do(practice, &list->at[i], &cause);

        if (one == SB_OK) {
            done[count++] = list->at[i].number;
            continue;
        }
        if (one == SB_E_NOMEM || one == SB_E_DAMAGED)
            st = sb_error_at(err, one, cause.source, 0, 0, "%s", cause.text);
        if (left->count++ == 0) {
            left->cause = cause;
            left->number = list->at[i].number.text;
        }
    }
    if (st == SB_OK)
        st = sb_delivery_close(practice, done, count, err);
    free(done);
    return st;
}

sb_status
sb_delivery_settle(struct sb_practice *practice, struct sb_error *err)
{
    static const struct sb_archive_filter open = {.undelivered = true};
    struct undelivered left = {.count = 0};
    struct sb_archive *archive;
    struct deliveries list = {0};
    bool all;
    sb_status st;

    /* as a rule nothing is left, and that is learnt at a tenth of the list's price */
    if ((st = sb_practice_archive(&archive, practice, err)) != SB_OK ||
        (st = sb_delivered_all(&all, archive, err)) != SB_OK || all)
        return st;
    st = sb_archive_list(archive, &open, delivery_gather, &list, err);
    if (list.failed)
        st = sb_error_nomem(err);
    if (st == SB_OK && list.count > 0)
        st = delivery_each(&left, practice, &list, err);
    if (st == SB_OK && left.count > 0)
        st = delivery_tell(&left, err);
    for (size_t i = 0; i < list.count; i++)
        free(list.at[i].folder);
    free(list.at);
    return st;
}

sb_status
sb_delivery_reprinted(struct sb_practice *practice, const sb_number *numbers, size_t count,
                      struct sb_error *err)
{
    bool all = true;
    sb_status st;

    if (count == 0 || sb_delivered_all(&all, practice->archive, NULL) != SB_OK || all)
        return SB_OK;
    /* an archive that takes no note now is no reason to call what was written unwritten */
    st = sb_delivery_close(practice, numbers, count, NULL);
    return st == SB_E_NOMEM ? sb_error_nomem(err) : SB_OK;
}
