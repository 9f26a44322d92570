/*
 * secret.c - small private files: read once, into memory of their own that no core dump holds, that
 * stays out of the swap where the system allows it, and that is wiped.
 */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* What speaks against a file, or NULL.  A pipe is as private as the process that feeds it. */
static const char *
secret_refused(const struct stat *info, struct sb_owner owner)
{
    mode_t open = info->st_mode & (S_IRWXG | S_IRWXO);

    if (S_ISFIFO(info->st_mode))
        return NULL;
    if (!S_ISREG(info->st_mode))
        return "is no file";
    if (owner.group_given && info->st_gid == owner.group)
        open &= S_IRWXO;
    return open == 0 ? NULL : "is open to other users: 'chmod 600' closes it";
}

/* One block that never moves, so that no copy is left behind. */
static sb_status
secret_fill(struct sb_secret *out, int fd, const char *path, size_t cap, struct sb_error *err)
{
    ssize_t n = 1;

    out->at = mmap(NULL, cap + 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (out->at == MAP_FAILED) {
        out->at = NULL;
        return sb_error_nomem(err);
    }
    out->room = cap + 1;
    if (madvise(out->at, out->room, MADV_DONTDUMP) != 0)
        return sb_error_system(err, SB_E_READ, path, errno, "cannot be kept private");
    (void)mlock(out->at, out->room); /* beyond what a user may lock, it may be swapped */
    while (n != 0 && out->length <= cap) {
        n = read(fd, out->at + out->length, cap + 1 - out->length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return sb_error_system(err, SB_E_READ, path, errno, "cannot be read");
        out->length += (size_t)n;
    }
    if (out->length > cap)
        return sb_error_at(err, SB_E_READ, path, 0, 0, "is larger than %zu bytes", cap);
    out->at[out->length] = '\0';
    return SB_OK;
}

sb_status
sb_secret_read(struct sb_secret *out, const char *path, size_t cap, struct sb_owner owner,
               struct sb_error *err)
{
    struct stat info;
    const char *refused;
    sb_status st;
    int fd;

    *out = (struct sb_secret){.at = NULL};
    if (stat(path, &info) != 0)
        return sb_error_system(err, SB_E_READ, path, errno, "cannot be read");
    if ((refused = secret_refused(&info, owner)) != NULL)
        return sb_error_at(err, SB_E_READ, path, 0, 0, "%s", refused);
    do
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    while (fd < 0 && errno == EINTR);
    if (fd < 0)
        return sb_error_system(err, SB_E_READ, path, errno, "cannot be read");
    /* what was opened counts: the name may lead elsewhere by now */
    if (fstat(fd, &info) != 0)
        st = sb_error_system(err, SB_E_READ, path, errno, "cannot be read");
    else if ((refused = secret_refused(&info, owner)) != NULL)
        st = sb_error_at(err, SB_E_READ, path, 0, 0, "%s", refused);
    else
        st = secret_fill(out, fd, path, cap, err);
    (void)close(fd);
    if (st != SB_OK)
        sb_secret_free(out);
    return st;
}

void
sb_secret_free(struct sb_secret *secret)
{
    if (secret->at != NULL) {
        sb_wipe(secret->at, secret->room);
        (void)munmap(secret->at, secret->room);
    }
    *secret = (struct sb_secret){.at = NULL};
}
