/*
 * outfile.c - staged writes; nothing else of the library writes files.
 *
 *   stage:   temporary name beside the target -> write -> owner, mode -> sync
 *   publish: rename (NEW: never over another file) -> sync the folder
 *
 * A writer holds a lock on its temporary file, or on the den that it lies in, for as long as it
 * lives, so that a sweep (sweep.c) tells the leftovers of a killed run from the work of a living
 * one.
 */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define TEMP_ATTEMPTS 16
#define WRITE_PIECE ((size_t)1 << 30) /* writev(2) takes no more than 2 GB at once */
#define WRITE_VECTORS 32

struct sb_outfile {
    char *folder, *target, *temp; /* paths; temp is NULL once nothing is left to remove */
    int fd;                       /* -1: not open: adopted, or published */
};

/* The next vectors of content: from byte begun of piece first on, and how many there are. */
static int
write_next(struct iovec vectors[WRITE_VECTORS], struct sb_pieces content, size_t first,
           size_t begun)
{
    size_t room = WRITE_PIECE;
    int count = 0;

    for (size_t i = first; i < content.count && count < WRITE_VECTORS && room > 0; i++) {
        size_t length = content.at[i].len - begun;

        length = length < room ? length : room;
        if (length > 0) {
            union {
                const char *ours;
                void *theirs; /* writev only reads it */
            } from = {(const char *)content.at[i].at + begun};

            vectors[count++] = (struct iovec){from.theirs, length};
        }
        room -= length;
        begun = 0;
    }
    return count;
}

static sb_status
write_all(int fd, const char *path, struct sb_pieces content, struct sb_error *err)
{
    struct iovec vectors[WRITE_VECTORS];
    size_t first = 0, begun = 0;
    int count;

    while ((count = write_next(vectors, content, first, begun)) > 0) {
        ssize_t n = writev(fd, vectors, count);

        if (n < 0 && errno == EINTR)
            continue;
        if (n == 0)
            errno = ENOSPC;
        if (n <= 0)
            return sb_error_system(err, SB_E_WRITE, path, errno, "cannot be written");
        begun += (size_t)n;
        while (first < content.count && begun >= content.at[first].len)
            begun -= content.at[first++].len;
    }
    return SB_OK;
}

static char *
path_join(const char *folder, const char *name)
{
    size_t length = strlen(folder), rest = strlen(name) + 1, slash = 1;
    char *path;

    if (length > 0 && folder[length - 1] == '/')
        slash = 0;
    if ((path = malloc(length + slash + rest)) == NULL)
        return NULL;
    memcpy(path, folder, length);
    memcpy(path + length, "/", slash);
    memcpy(path + length + slash, name, rest);
    return path;
}

/*
 * Lock a temporary file just made.  False where a sweep was faster and takes it for a
 * leftover.  A file system without locks keeps leftovers, as no sweep can judge them.
 */
static bool
temp_lock(int fd)
{
    struct stat info = {0};

    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return false;
    return fstat(fd, &info) == 0 && info.st_nlink > 0;
}

/* A fresh temporary file, locked; *retry: its name is taken, or a sweep has just had it. */
static sb_status
temp_open(struct sb_outfile *file, bool *retry, struct sb_error *err)
{
    char name[SB_TEMP_NAME];
    sb_status status = SB_OK;

    *retry = false;
    sb_temp_name(name);
    file->temp = path_join(file->folder, name);
    if (file->temp == NULL)
        return sb_error_nomem(err);
    file->fd = open(file->temp, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file->fd >= 0 && temp_lock(file->fd))
        return SB_OK;
    if (file->fd >= 0) {
        (void)unlink(file->temp);
        (void)close(file->fd);
        file->fd = -1;
        *retry = true;
    } else if (errno == EEXIST || errno == EINTR) {
        *retry = true;
    } else {
        status = sb_error_system(err, SB_E_WRITE, file->folder, errno, "cannot be written to");
    }
    free(file->temp);
    file->temp = NULL;
    return status;
}

static sb_status
outfile_write(struct sb_outfile *file, struct sb_pieces content, struct sb_owner owner, bool sync,
              struct sb_error *err)
{
    sb_status status = sb_crypto_start(err);
    bool retry = true;

    for (int i = 0; status == SB_OK && retry && i < TEMP_ATTEMPTS; i++)
        status = temp_open(file, &retry, err);
    if (status == SB_OK && retry)
        status = sb_error_at(err, SB_E_WRITE, file->folder, 0, 0, "no temporary name is free");
    if (status != SB_OK)
        return status;
    status = write_all(file->fd, file->target, content, err);
    if (status != SB_OK)
        return status;
    if (sb_own(file->fd, owner, false) != 0)
        return sb_error_system(err, SB_E_WRITE, file->target, errno,
                               "cannot be given its owner and mode");
    if (sync && fsync(file->fd) != 0)
        return sb_error_system(err, SB_E_WRITE, file->target, errno, "cannot be synced");
    return SB_OK;
}

/* A file that knows its folder and target; *out is NULL, and all is well, without a folder. */
static sb_status
outfile_new(struct sb_outfile **out, const char *folder, const char *name, struct sb_error *err)
{
    struct sb_outfile *file;

    *out = NULL;
    if (folder == NULL)
        return SB_OK;
    file = calloc(1, sizeof *file);
    if (file == NULL)
        return sb_error_nomem(err);
    file->fd = -1;
    file->folder = strdup(folder);
    file->target = path_join(folder, name);
    if (file->folder == NULL || file->target == NULL) {
        sb_outfile_free(file);
        return sb_error_nomem(err);
    }
    *out = file;
    return SB_OK;
}

static sb_status
outfile_fill(struct sb_outfile **file, struct sb_pieces content, struct sb_owner owner, bool sync,
             struct sb_error *err)
{
    sb_status status = *file == NULL ? SB_OK : outfile_write(*file, content, owner, sync, err);

    if (status != SB_OK) {
        sb_outfile_free(*file);
        *file = NULL;
    }
    return status;
}

sb_status
sb_outfile_stage(struct sb_outfile **out, const char *folder, const char *name,
                 struct sb_pieces content, struct sb_owner owner, struct sb_error *err)
{
    sb_status status = outfile_new(out, folder, name, err);

    return status == SB_OK ? outfile_fill(out, content, owner, true, err) : status;
}

sb_status
sb_outfile_stage_many(struct sb_outfile **out, const char *folder, const char *name,
                      struct sb_pieces content, struct sb_owner owner, struct sb_error *err)
{
    sb_status status = outfile_new(out, folder, name, err);

    return status == SB_OK ? outfile_fill(out, content, owner, false, err) : status;
}

/* read(2) until size bytes are there or the file ends. */
static ssize_t
read_full(int fd, char *at, size_t size)
{
    size_t have = 0;

    while (have < size) {
        ssize_t n = read(fd, at + have, size - have);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        have += (size_t)n;
    }
    return (ssize_t)have;
}

sb_status
sb_outfile_leave(const struct sb_den *den, const char *name, struct sb_pieces content,
                 struct sb_owner owner, struct sb_error *err)
{
    char *target = path_join(sb_den_folder(den), name); /* the name that people know */
    sb_status status = SB_OK;
    int fd;

    if (target == NULL)
        return sb_error_nomem(err);
    fd = openat(sb_den_fd(den), name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        status = sb_error_system(err, SB_E_WRITE, target, errno, "cannot be made");
    else if ((status = write_all(fd, target, content, err)) == SB_OK &&
             sb_own(fd, owner, false) != 0)
        status =
            sb_error_system(err, SB_E_WRITE, target, errno, "cannot be given its owner and mode");
    if (fd >= 0 && close(fd) != 0 && status == SB_OK)
        status = sb_error_system(err, SB_E_WRITE, target, errno, "cannot be closed");
    free(target);
    return status;
}

sb_status
sb_outfile_left(struct sb_buf *room, const struct sb_den *den, const char *name, size_t length,
                struct sb_error *err)
{
    sb_status status = SB_OK;
    ssize_t got;
    char *at;
    int fd;

    sb_buf_reset(room);
    /* one byte more, to see that there is none */
    if ((at = sb_buf_reserve(room, length + 1)) == NULL)
        return sb_error_nomem(err);
    fd = openat(sb_den_fd(den), name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    got = fd < 0 ? -1 : read_full(fd, at, length + 1);
    if (got < 0)
        status = sb_error_system(err, SB_E_WRITE, sb_den_folder(den), errno,
                                 "does not hold what was just written");
    else if ((size_t)got != length)
        status = sb_error_set(err, SB_E_DEFECT, "a document is not as its worker left it");
    else
        room->len = length;
    if (fd >= 0)
        (void)close(fd);
    return status;
}

sb_status
sb_outfile_adopt(struct sb_outfile **out, const char *folder, const char *name,
                 const struct sb_den *den, struct sb_error *err)
{
    sb_status status = outfile_new(out, folder, name, err);

    if (status != SB_OK || *out == NULL)
        return status;
    (*out)->temp = path_join(sb_den_path(den), name);
    if ((*out)->temp != NULL)
        return SB_OK;
    sb_outfile_free(*out);
    *out = NULL;
    return sb_error_nomem(err);
}

/* The file's own descriptor, opened where it was adopted. */
static sb_status
outfile_open(struct sb_outfile *file, struct sb_error *err)
{
    if (file->fd < 0)
        file->fd = open(file->temp, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    return file->fd < 0 ? sb_error_system(err, SB_E_WRITE, file->target, errno, "cannot be opened")
                        : SB_OK;
}

/* Whether the file open at other holds the bytes of ours; -1 where it cannot be read. */
static int
same_bytes(int ours, int other)
{
    char a[4096], b[4096];
    ssize_t n, m;

    if (lseek(ours, 0, SEEK_SET) < 0)
        return -1;
    do {
        n = read_full(ours, a, sizeof a);
        m = read_full(other, b, sizeof b);
        if (n < 0 || m < 0)
            return -1;
        if (n != m || memcmp(a, b, (size_t)n) != 0)
            return 0;
    } while (n > 0);
    return 1;
}

/* The target is there already: success where it is the same, and durably so. */
static sb_status
outfile_there(struct sb_outfile *file, struct sb_error *err)
{
    int fd = open(file->target, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct stat info;
    int same = 0;
    sb_status status = outfile_open(file, err);

    if (status != SB_OK)
        same = 1;
    else if (fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode))
        same = same_bytes(file->fd, fd);
    if (same < 0)
        status = sb_error_system(err, SB_E_WRITE, file->target, errno,
                                 "is there, and cannot be compared");
    else if (same == 0)
        status = sb_error_at(err, SB_E_WRITE, file->target, 0, 0,
                             "is there with other bytes, and is not replaced");
    else if (status == SB_OK && fsync(fd) != 0)
        status = sb_error_system(err, SB_E_WRITE, file->target, errno, "cannot be synced");
    if (fd >= 0)
        (void)close(fd);
    if (status == SB_OK && unlink(file->temp) != 0)
        status = sb_error_system(err, SB_E_WRITE, file->temp, errno, "cannot be removed");
    return status;
}

/*
 * Rename that never replaces: by flag; by a link where the file system knows none; where it has no
 * links either, by looking first.
 */
static int
rename_new(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    if (link(from, to) == 0)
        return unlink(from);
    if (errno != EPERM && errno != ENOTSUP && errno != ENOSYS)
        return -1;
    if (access(to, F_OK) == 0)
        errno = EEXIST;
    return errno == ENOENT ? rename(from, to) : -1;
}

sb_status
sb_outfile_publish(struct sb_outfile *file, enum sb_publish how, struct sb_error *err)
{
    sb_status status = sb_outfile_publish_many(file, how, err);

    return status == SB_OK && file != NULL ? sb_folder_sync(file->folder, err) : status;
}

sb_status
sb_outfile_settle(const char *folder, const char *name, struct sb_error *err)
{
    char *path = path_join(folder, name);
    int fd = path == NULL ? -1 : open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    sb_status status = SB_OK;

    if (path == NULL)
        status = sb_error_nomem(err);
    else if (fd < 0 || fsync(fd) != 0)
        status = sb_error_system(err, SB_E_WRITE, path, errno, "cannot be synced");
    if (fd >= 0)
        (void)close(fd);
    free(path);
    return status == SB_OK ? sb_folder_sync(folder, err) : status;
}

sb_status
sb_outfile_publish_many(struct sb_outfile *file, enum sb_publish how, struct sb_error *err)
{
    sb_status status = SB_OK;
    int code, fd;

    if (file == NULL)
        return SB_OK;
    code = how == SB_PUBLISH_NEW ? rename_new(file->temp, file->target)
                                 : rename(file->temp, file->target);
    if (code != 0 && how == SB_PUBLISH_NEW && errno == EEXIST)
        status = outfile_there(file, err);
    else if (code != 0)
        status = sb_error_system(err, SB_E_WRITE, file->target, errno, "cannot be put in place");
    if (status != SB_OK)
        return status;
    free(file->temp);
    file->temp = NULL;
    fd = file->fd;
    file->fd = -1;
    if (fd >= 0 && close(fd) != 0)
        status = sb_error_system(err, SB_E_WRITE, file->target, errno, "cannot be closed");
    return status;
}

sb_status
sb_outfile_add(struct sb_outfile *file, const void *bytes, size_t length, struct sb_error *err)
{
    const struct sb_bytes piece = {bytes, length};

    return write_all(file->fd, file->target, (struct sb_pieces){&piece, 1}, err);
}

const char *
sb_outfile_temp(const struct sb_outfile *file)
{
    return file->temp;
}

sb_status
sb_outfile_sync(struct sb_outfile *file, struct sb_error *err)
{
    sb_status status = outfile_open(file, err);

    if (status != SB_OK)
        return status;
    if (fsync(file->fd) != 0)
        return sb_error_system(err, SB_E_WRITE, file->target, errno, "cannot be synced");
    return SB_OK;
}

void
sb_outfile_free(struct sb_outfile *file)
{
    if (file == NULL)
        return;
    /* what cannot be removed now is for the next sweep */
    if (file->temp != NULL)
        (void)unlink(file->temp);
    if (file->fd >= 0)
        (void)close(file->fd);
    free(file->temp);
    free(file->target);
    free(file->folder);
    free(file);
}
