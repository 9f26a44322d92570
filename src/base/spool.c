/* spool.c - bytes that wait on disk, in a private file without a name. */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SPOOL_ROOM ((size_t)64 << 10)

struct sb_spool {
    char *folder;
    int fd;        /* -1: all of it is in bytes still */
    uint64_t kept; /* bytes in the file */
    size_t have;   /* bytes behind them, in memory */
    unsigned char *bytes;
};

int
sb_spool_file(const char *folder)
{
    char path[4096];
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT))
        return fd;
    int length = snprintf(path, sizeof path, "%s/.sb-XXXXXX", folder);
    if (length < 0 || length >= (int)sizeof path)
        return -1;
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0 && unlink(path) != 0) {
        (void)close(fd);
        fd = -1;
    }
    return fd;
}

sb_status
sb_spool_new(struct sb_spool **out, const char *folder, struct sb_error *err)
{
    struct sb_spool *spool = calloc(1, sizeof *spool);

    *out = NULL;
    if (spool == NULL)
        return sb_error_nomem(err);
    spool->fd = -1;
    spool->folder = strdup(folder != NULL ? folder : P_tmpdir);
    spool->bytes = malloc(SPOOL_ROOM);
    if (spool->folder == NULL || spool->bytes == NULL) {
        sb_spool_free(spool);
        return sb_error_nomem(err);
    }
    *out = spool;
    return SB_OK;
}

void
sb_spool_free(struct sb_spool *spool)
{
    if (spool == NULL)
        return;
    if (spool->fd >= 0)
        (void)close(spool->fd);
    free(spool->folder);
    free(spool->bytes);
    free(spool);
}

uint64_t
sb_spool_size(const struct sb_spool *spool)
{
    return spool->kept + spool->have;
}

static sb_status
spool_write(struct sb_spool *spool, const void *bytes, size_t length, struct sb_error *err)
{
    const unsigned char *at = bytes;

    if (spool->fd < 0 && (spool->fd = sb_spool_file(spool->folder)) < 0)
        return sb_error_system(err, SB_E_WRITE, spool->folder, errno, "takes no temporary file");
    while (length > 0) {
        ssize_t n = pwrite(spool->fd, at, length, (off_t)spool->kept);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return sb_error_system(err, SB_E_WRITE, spool->folder, n < 0 ? errno : ENOSPC,
                                   "takes no more of a temporary file");
        at += n;
        length -= (size_t)n;
        spool->kept += (uint64_t)n;
    }
    return SB_OK;
}

static sb_status
spool_flush(struct sb_spool *spool, struct sb_error *err)
{
    sb_status st = spool->have > 0 ? spool_write(spool, spool->bytes, spool->have, err) : SB_OK;

    if (st == SB_OK)
        spool->have = 0;
    return st;
}

sb_status
sb_spool_add(uint64_t *at, struct sb_spool *spool, const void *bytes, size_t length,
             struct sb_error *err)
{
    sb_status st;

    if (spool->have + length > SPOOL_ROOM && (st = spool_flush(spool, err)) != SB_OK)
        return st;
    if (at != NULL)
        *at = sb_spool_size(spool);
    if (length > SPOOL_ROOM)
        return spool_write(spool, bytes, length, err);
    if (length > 0)
        memcpy(spool->bytes + spool->have, bytes, length);
    spool->have += length;
    return SB_OK;
}

sb_status
sb_spool_get(const struct sb_spool *spool, uint64_t at, void *bytes, size_t length,
             struct sb_error *err)
{
    unsigned char *to = bytes;

    if (at > sb_spool_size(spool) || length > sb_spool_size(spool) - at)
        return sb_error_set(err, SB_E_DEFECT, "a temporary file is asked for more than it holds");
    while (length > 0 && at < spool->kept) {
        size_t want = length < spool->kept - at ? length : (size_t)(spool->kept - at);
        ssize_t n = pread(spool->fd, to, want, (off_t)at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return sb_error_system(err, SB_E_READ, spool->folder, n < 0 ? errno : EIO,
                                   "does not give a temporary file back");
        to += n;
        at += (uint64_t)n;
        length -= (size_t)n;
    }
    if (length > 0)
        memcpy(to, spool->bytes + (at - spool->kept), length);
    return SB_OK;
}
