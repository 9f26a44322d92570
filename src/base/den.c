/*
 * den.c - a private folder for a while.  A library that spools to files of its own leaves one where
 * it is killed between making it and taking its name away; here whatever is left goes with the
 * folder.  Who uses a den holds a lock on it, as the writer of a temporary file does.
 */
#include "base/base.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEN_ATTEMPTS 16
#define DEN_LATE 4 /* times that a dying process may put one more file into it */

struct sb_den {
    char *path, *folder;
    int fd;        /* -1: there is none */
    bool borrowed; /* another process made it, and holds its lock */
};

/* Every file in it, none of them ours to keep; false where one stays. */
static bool
den_empty(int fd)
{
    int own = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = own >= 0 ? fdopendir(own) : NULL;
    const struct dirent *entry;
    bool empty = entries != NULL;

    if (entries == NULL && own >= 0)
        (void)close(own);
    while (entries != NULL && (entry = readdir(entries)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            unlinkat(fd, entry->d_name, 0) != 0 && errno != ENOENT)
            empty = false;
    }
    if (entries != NULL)
        (void)closedir(entries);
    return empty;
}

/* Its path and lock; *retry: a sweep was faster. */
static sb_status
den_open(struct sb_den *den, const char *folder, bool *retry, struct sb_error *err)
{
    char name[SB_TEMP_NAME];
    struct stat info = {.st_nlink = 0};

    *retry = false;
    sb_temp_name(name);
    free(den->path);
    if (asprintf(&den->path, "%s/%s", folder, name) < 0) {
        den->path = NULL;
        return sb_error_nomem(err);
    }
    if (mkdir(den->path, 0700) != 0) {
        *retry = errno == EEXIST;
        return *retry ? SB_OK
                      : sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be written to");
    }
    /* the owner's bits may be missing: a umask takes them too */
    if (chmod(den->path, 0700) == 0)
        den->fd = open(den->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (den->fd < 0 && errno != ENOENT) {
        const int why = errno;

        (void)rmdir(den->path);
        return sb_error_system(err, SB_E_WRITE, folder, why, "cannot be written to");
    }
    /* a file system without locks keeps leftovers, as no sweep can judge them */
    *retry = den->fd < 0 || (flock(den->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) ||
             fstat(den->fd, &info) != 0 || info.st_nlink == 0;
    if (*retry && den->fd >= 0) {
        (void)close(den->fd);
        den->fd = -1;
    }
    return SB_OK;
}

sb_status
sb_den_new(struct sb_den **out, const char *folder, struct sb_owner owner, struct sb_error *err)
{
    struct sb_den *den = calloc(1, sizeof *den);
    bool retry = true;
    sb_status st = sb_crypto_start(err);

    *out = NULL;
    if (den == NULL)
        return sb_error_nomem(err);
    den->fd = -1;
    for (int i = 0; st == SB_OK && retry && i < DEN_ATTEMPTS; i++)
        st = den_open(den, folder, &retry, err);
    if (st == SB_OK && retry)
        st = sb_error_at(err, SB_E_WRITE, folder, 0, 0, "no temporary name is free");
    if (st == SB_OK && (den->folder = strdup(folder)) == NULL)
        st = sb_error_nomem(err);
    /* a group that shares the folder may have to sweep it */
    if (st == SB_OK && sb_own(den->fd, owner, true) != 0)
        st = sb_error_system(err, SB_E_WRITE, folder, errno,
                             "a folder in it cannot be given its owner and mode");
    if (st != SB_OK) {
        sb_den_free(den);
        return st;
    }
    *out = den;
    return SB_OK;
}

const char *
sb_den_path(const struct sb_den *den)
{
    return den->path;
}

int
sb_den_fd(const struct sb_den *den)
{
    return den->fd;
}

const char *
sb_den_folder(const struct sb_den *den)
{
    return den->folder;
}

sb_status
sb_den_borrow(struct sb_den *den, struct sb_error *err)
{
    int fd;

    if (den == NULL || den->borrowed)
        return SB_OK;
    fd = open(den->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return sb_error_system(err, SB_E_WRITE, den->folder, errno, "cannot be written to");
    (void)close(den->fd);
    den->fd = fd;
    den->borrowed = true;
    return SB_OK;
}

sb_status
sb_den_sync(const struct sb_den *den, struct sb_error *err)
{
    if (syncfs(den->fd) != 0)
        return sb_error_system(err, SB_E_WRITE, den->folder, errno, "cannot be synced");
    return SB_OK;
}

void
sb_den_free(struct sb_den *den)
{
    if (den == NULL)
        return;
    if (den->path != NULL && den->fd >= 0 && !den->borrowed) {
        /* what cannot be removed now is for the next sweep */
        (void)den_empty(den->fd);
        (void)rmdir(den->path);
    }
    if (den->fd >= 0)
        (void)close(den->fd);
    free(den->path);
    free(den->folder);
    free(den);
}

bool
sb_den_sweep(int folder, const char *name)
{
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    bool gone = true;

    if (fd < 0)
        return errno == ENOENT;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
        gone = false;
        for (int i = 0; i < DEN_LATE && !gone; i++)
            gone = den_empty(fd) && (unlinkat(folder, name, AT_REMOVEDIR) == 0 || errno == ENOENT);
    }
    (void)close(fd);
    return gone;
}
