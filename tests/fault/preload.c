/*
 * preload.c - preloaded, makes the n-th call of a kind fail, or kills the program there.
 *
 *   SB_FAULT=KIND:N     KIND is write pwrite truncate read pread lock fsync rename unlink open
 *                       close mkdir malloc look send receive fork pipe end; N counts from 1;
 *                       any counts all of them but malloc
 *   SB_FAULT_IN=N       only calls of the N-th process that is forked; 0: of the one that forks
 *   SB_FAULT_KILL=1     die there instead of failing
 *   SB_FAULT_WAIT=FILE  wait there, until FILE is there, instead of failing
 *   SB_FAULT_HIT=FILE   made when the n-th call was reached
 *   SB_FAULT_SLOW=MS    every fsync takes so long
 *   SB_FAULT_LATE=MS    and every call that asks a file server takes so long
 *   SB_FAULT_PLAIN=1    no links, and no rename that does not replace; links: it has links
 *   SB_FAULT_TRACE=FILE a line for every open, write, fsync, rename and unlink, by path
 *
 * A write that fails first writes half: a full disk does the same.  open counts only opens
 * that create, look the others and those of folders; send and receive are between processes; close
 * closes, then reports what a network file system would, end does so for a file that was written.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#pragma GCC visibility push(default)

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *at, size_t size);
pid_t __fork(void);
int __open_2(const char *path, int flags);

static char kind[16];
static long left;         /* calls of the kind until the one that fails; 0: none will */
static bool kills, full;  /* die instead of failing; the half write was done: the next one fails */
static long slow;         /* milliseconds that an fsync takes */
static long late;         /* milliseconds that any other call takes */
static bool plain, links; /* no exclusive rename; but links */
static int trace = -1;    /* where calls are written down */
static const char *hit;   /* the file that says the n-th call was reached */
static const char *gate;  /* the file that is waited for there; NULL: none is */
static long only = -1;    /* the process whose calls count, in the order of forks; -1: all */
static long self, forked; /* which one this is; how many it forked */

__attribute__((constructor)) static void
read_orders(void)
{
    const char *order = getenv("SB_FAULT"), *path = getenv("SB_FAULT_TRACE"), *colon;

    hit = getenv("SB_FAULT_HIT");
    gate = getenv("SB_FAULT_WAIT");
    only = getenv("SB_FAULT_IN") != NULL ? strtol(getenv("SB_FAULT_IN"), NULL, 10) : -1;
    kills = getenv("SB_FAULT_KILL") != NULL;
    slow = getenv("SB_FAULT_SLOW") != NULL ? strtol(getenv("SB_FAULT_SLOW"), NULL, 10) : 0;
    late = getenv("SB_FAULT_LATE") != NULL ? strtol(getenv("SB_FAULT_LATE"), NULL, 10) : 0;
    plain = getenv("SB_FAULT_PLAIN") != NULL;
    links = plain && strcmp(getenv("SB_FAULT_PLAIN"), "links") == 0;
    if (path != NULL)
        trace = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                             0600);
    if (order == NULL || (colon = strchr(order, ':')) == NULL ||
        (size_t)(colon - order) >= sizeof kind)
        return;
    memcpy(kind, order, (size_t)(colon - order));
    left = strtol(colon + 1, NULL, 10);
}

static void
mark_hit(void)
{
    long fd;

    if (hit == NULL)
        return;
    fd = syscall(SYS_openat, AT_FDCWD, hit, O_WRONLY | O_CREAT, 0600);
    if (fd >= 0)
        syscall(SYS_close, fd);
}

static void
die(void)
{
    syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
}

/* Whether this call of the kind is the one. */
static bool
now(const char *name)
{
    if (late > 0 && strcmp(name, "malloc") != 0 && strcmp(name, "close") != 0)
        usleep((useconds_t)late * 1000);
    if (left == 0 || (only >= 0 && only != self))
        return false;
    if (strcmp(kind, name) != 0 && (strcmp(kind, "any") != 0 || strcmp(name, "malloc") == 0))
        return false;
    if (--left > 0)
        return false;
    mark_hit();
    if (gate == NULL)
        return true;
    while (syscall(SYS_access, gate, F_OK) != 0)
        usleep(1000);
    return false;
}

/* Whether a descriptor leads to another process. */
static bool
line(int fd)
{
    struct stat info;

    return fd > STDERR_FILENO && fstat(fd, &info) == 0 &&
           (S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode));
}

static void
note(const char *what, const char *path, const char *second)
{
    char line[2 * PATH_MAX + 32];
    int length;

    if (trace < 0)
        return;
    length = snprintf(line, sizeof line, "%s\t%s\t%s\n", what, path, second);
    if (length > 0 && (size_t)length < sizeof line)
        syscall(SYS_write, trace, line, (size_t)length);
}

static void
note_fd(const char *what, int fd)
{
    char link[64], path[PATH_MAX];
    ssize_t length;

    if (trace < 0)
        return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    note(what, path, "");
}

ssize_t
write(int fd, const void *bytes, size_t size)
{
    if (fd != STDERR_FILENO && full) {
        full = false;
        errno = ENOSPC;
        return -1;
    }
    if (fd != STDERR_FILENO && now(line(fd) ? "send" : "write")) {
        if (size > 1)
            syscall(SYS_write, fd, bytes, size / 2);
        if (kills)
            die();
        full = size > 1;
        if (full)
            return (ssize_t)(size / 2);
        errno = ENOSPC;
        return -1;
    }
    note_fd("write", fd);
    return syscall(SYS_write, fd, bytes, size);
}

/* No more than the first: a caller goes on from what was written, as after a short write. */
ssize_t
writev(int fd, const struct iovec *vectors, int count)
{
    (void)count;
    return write(fd, vectors[0].iov_base, vectors[0].iov_len);
}

/* The database writes and reads at places. */
static ssize_t
place_or_fail(int fd, const void *bytes, size_t size, off_t at)
{
    if (now("pwrite")) {
        if (size > 1)
            syscall(SYS_pwrite64, fd, bytes, size / 2, at);
        if (kills)
            die();
        errno = ENOSPC;
        return -1;
    }
    return syscall(SYS_pwrite64, fd, bytes, size, at);
}

ssize_t
pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    return place_or_fail(fd, bytes, size, at);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t size, off_t at)
{
    return place_or_fail(fd, bytes, size, at);
}

static ssize_t
fetch_or_fail(int fd, void *bytes, size_t size, off_t at)
{
    if (now("pread")) {
        if (kills)
            die();
        errno = EIO;
        return -1;
    }
    return syscall(SYS_pread64, fd, bytes, size, at);
}

/* Configuration, records, the head. */
ssize_t
read(int fd, void *bytes, size_t size)
{
    if (now(line(fd) ? "receive" : "read")) {
        if (kills)
            die();
        errno = EIO;
        return -1;
    }
    return syscall(SYS_read, fd, bytes, size);
}

ssize_t
pread(int fd, void *bytes, size_t size, off_t at)
{
    return fetch_or_fail(fd, bytes, size, at);
}

ssize_t
pread64(int fd, void *bytes, size_t size, off_t at)
{
    return fetch_or_fail(fd, bytes, size, at);
}

/* The database locks by fcntl; giving a lock back never fails. */
static int
control_or_fail(int fd, int what, void *argument)
{
    if (what == F_SETLK && ((const struct flock *)argument)->l_type != F_UNLCK && now("lock")) {
        if (kills)
            die();
        errno = ENOLCK;
        return -1;
    }
    return (int)syscall(SYS_fcntl, fd, what, argument);
}

#define FCNTL_LIKE(name)                                                                           \
    int name(int fd, int what, ...)                                                                \
    {                                                                                              \
        va_list more;                                                                              \
        void *argument;                                                                            \
                                                                                                   \
        va_start(more, what);                                                                      \
        argument = va_arg(more, void *);                                                           \
        va_end(more);                                                                              \
        return control_or_fail(fd, what, argument);                                                \
    }
FCNTL_LIKE(fcntl)
FCNTL_LIKE(fcntl64)

static int
cut_or_fail(int fd, off_t size)
{
    if (now("truncate")) {
        if (kills)
            die();
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_ftruncate, fd, size);
}

int
ftruncate(int fd, off_t size)
{
    return cut_or_fail(fd, size);
}

int
ftruncate64(int fd, off_t size)
{
    return cut_or_fail(fd, size);
}

static int
sync_or_fail(int fd, long call)
{
    if (now("fsync")) {
        if (kills)
            die();
        errno = EIO;
        return -1;
    }
    if (slow > 0)
        usleep((useconds_t)slow * 1000);
    note_fd("fsync", fd);
    return (int)syscall(call, fd);
}

int
fsync(int fd)
{
    return sync_or_fail(fd, SYS_fsync);
}

int
fdatasync(int fd)
{
    return sync_or_fail(fd, SYS_fdatasync);
}

int
syncfs(int fd)
{
    return sync_or_fail(fd, SYS_syncfs);
}

/* All ways to give a file its final name count as one kind. */
static int
name_or_fail(const char *what, int from, const char *old, int to, const char *new, long call,
             unsigned flags)
{
    if (now("rename")) {
        if (kills)
            die();
        errno = EIO;
        return -1;
    }
    if (plain && (call == SYS_linkat ? !links : flags != 0)) {
        errno = call == SYS_linkat ? EPERM : EINVAL;
        return -1;
    }
    note(what, old, new);
    return (int)syscall(call, from, old, to, new, flags);
}

int
rename(const char *old, const char *new)
{
    return name_or_fail("rename", AT_FDCWD, old, AT_FDCWD, new, SYS_renameat2, 0);
}

int
renameat(int from, const char *old, int to, const char *new)
{
    return name_or_fail("rename", from, old, to, new, SYS_renameat2, 0);
}

int
renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
    return name_or_fail("rename", from, old, to, new, SYS_renameat2, flags);
}

int
link(const char *old, const char *new)
{
    return name_or_fail("link", AT_FDCWD, old, AT_FDCWD, new, SYS_linkat, 0);
}

int
linkat(int from, const char *old, int to, const char *new, int flags)
{
    return name_or_fail("link", from, old, to, new, SYS_linkat, (unsigned)flags);
}

static int
open_or_fail(int folder, const char *path, int flags, mode_t mode)
{
    if (now((flags & O_CREAT) != 0 ? "open" : "look")) {
        if (kills)
            die();
        errno = (flags & O_CREAT) != 0 ? ENOSPC : EMFILE;
        return -1;
    }
    if ((flags & O_ACCMODE) != O_RDONLY)
        note("open", path, "");
    return (int)syscall(SYS_openat, folder, path, flags, mode);
}

#define OPEN_LIKE(name)                                                                            \
    int name(const char *path, int flags, ...)                                                     \
    {                                                                                              \
        va_list more;                                                                              \
        mode_t mode;                                                                               \
                                                                                                   \
        va_start(more, flags);                                                                     \
        mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;                                  \
        va_end(more);                                                                              \
        return open_or_fail(AT_FDCWD, path, flags, mode);                                          \
    }
#define OPENAT_LIKE(name)                                                                          \
    int name(int folder, const char *path, int flags, ...)                                         \
    {                                                                                              \
        va_list more;                                                                              \
        mode_t mode;                                                                               \
                                                                                                   \
        va_start(more, flags);                                                                     \
        mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;                                  \
        va_end(more);                                                                              \
        return open_or_fail(folder, path, flags, mode);                                            \
    }
OPEN_LIKE(open)
OPEN_LIKE(open64)
OPENAT_LIKE(openat)
OPENAT_LIKE(openat64)

/* What a fortified call of open(2) becomes where its flags are no constant. */
int
__open_2(const char *path, int flags)
{
    return open_or_fail(AT_FDCWD, path, flags, 0);
}

/* Whether what is closed there was written. */
static bool
written(int fd)
{
    long flags = syscall(SYS_fcntl, fd, F_GETFL);

    return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY && !line(fd);
}

int
close(int fd)
{
    bool fails = fd > STDERR_FILENO && (now("close") || (written(fd) && now("end")));
    long status;

    if (fails && kills)
        die();
    status = syscall(SYS_close, fd);
    if (fails) {
        errno = EIO;
        return -1;
    }
    return (int)status;
}

static int
make_or_fail(int folder, const char *path, mode_t mode)
{
    if (now("mkdir")) {
        if (kills)
            die();
        errno = ENOSPC;
        return -1;
    }
    return (int)syscall(SYS_mkdirat, folder, path, mode);
}

int
mkdir(const char *path, mode_t mode)
{
    return make_or_fail(AT_FDCWD, path, mode);
}

int
mkdirat(int folder, const char *path, mode_t mode)
{
    return make_or_fail(folder, path, mode);
}

static int
remove_or_fail(int folder, const char *path, int flags)
{
    if (now("unlink")) {
        if (kills)
            die();
        errno = EIO;
        return -1;
    }
    note("unlink", path, "");
    return (int)syscall(SYS_unlinkat, folder, path, flags);
}

int
unlink(const char *path)
{
    return remove_or_fail(AT_FDCWD, path, 0);
}

int
rmdir(const char *path)
{
    return remove_or_fail(AT_FDCWD, path, AT_REMOVEDIR);
}

int
unlinkat(int folder, const char *path, int flags)
{
    return remove_or_fail(folder, path, flags);
}

void *
malloc(size_t size)
{
    if (now("malloc")) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_malloc(size);
}

void *
calloc(size_t n, size_t size)
{
    if (now("malloc")) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_calloc(n, size);
}

void *
realloc(void *at, size_t size)
{
    if (now("malloc")) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_realloc(at, size);
}

void *
mmap(void *at, size_t size, int protection, int flags, int fd, off_t from)
{
    if (now("malloc")) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    /* the address is an integer there */
    return (void *)syscall(SYS_mmap, at, size, protection, flags, fd, from);
}

pid_t
fork(void)
{
    pid_t child;

    if (now("fork")) {
        if (kills)
            die();
        errno = EAGAIN;
        return -1;
    }
    forked++;
    child = __fork();
    if (child == 0)
        self = forked;
    return child;
}

int
pipe2(int ends[2], int flags)
{
    if (now("pipe")) {
        if (kills)
            die();
        errno = EMFILE;
        return -1;
    }
    return (int)syscall(SYS_pipe2, ends, flags);
}

DIR *
opendir(const char *path)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;

    if (folder == NULL && fd >= 0)
        syscall(SYS_close, fd);
    return folder;
}

/* Failing, it would mean a file system without locks: it is a place to be killed at, alone. */
int
flock(int fd, int what)
{
    if (now("flock") && kills)
        die();
    return (int)syscall(SYS_flock, fd, what);
}
