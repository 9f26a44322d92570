/* lock.c - an advisory lock on a file or folder, waited for and then given up. */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LOCK_PAUSE_MS 50
#define LOCK_ATTEMPTS (10000 / LOCK_PAUSE_MS)

struct sb_lock {
    int fd;
};

/* Open the file to lock, made where absent; a folder may be locked too. */
static int
lock_open(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_NOCTTY | O_NONBLOCK | O_CLOEXEC, 0600);

    if (fd < 0 && errno == EISDIR)
        fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd;
}

/* Whether the file that fd has open is still the one of that name. */
static bool
lock_current(int fd, const char *path)
{
    struct stat ours, named;

    return fstat(fd, &ours) == 0 && stat(path, &named) == 0 && ours.st_dev == named.st_dev &&
           ours.st_ino == named.st_ino;
}

sb_status
sb_lock_take(struct sb_lock **out, const char *path, struct sb_error *err)
{
    const struct timespec pause = {.tv_nsec = LOCK_PAUSE_MS * 1000000L};
    struct sb_lock *lock = malloc(sizeof *lock);
    int code = EWOULDBLOCK;

    *out = NULL;
    if (lock == NULL)
        return sb_error_nomem(err);
    for (int i = 0; i < LOCK_ATTEMPTS && (code == EWOULDBLOCK || code == EINTR); i++) {
        lock->fd = lock_open(path);
        if (lock->fd < 0) {
            code = errno;
            continue;
        }
        code = flock(lock->fd, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
        if (code == 0 && lock_current(lock->fd, path)) {
            *out = lock;
            return SB_OK;
        }
        (void)close(lock->fd);
        /* locked, but whoever held it before has put a new file in its place: again, at once */
        if (code == 0)
            code = EWOULDBLOCK;
        else
            (void)nanosleep(&pause, NULL);
    }
    free(lock);
    if (code == EWOULDBLOCK || code == EINTR)
        return sb_error_at(err, SB_E_LOCKED, path, 0, 0,
                           "another program has been using it for 10 seconds");
    return sb_error_system(err, SB_E_WRITE, path, code, "cannot be locked");
}

void
sb_lock_free(struct sb_lock *lock)
{
    if (lock == NULL)
        return;
    /* closing unlocks; nothing was written through it */
    (void)close(lock->fd);
    free(lock);
}
