/* file.c - bounded reads of regular files, FIFOs and stdin; files that others fill. */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

struct sb_input {
    char *name;
    int fd; /* -1: memory */
    bool ours;
    const char *bytes;
    size_t at, length;
};

/* NULL when memory ends. */
static struct sb_input *
input_new(const char *name)
{
    struct sb_input *input = calloc(1, sizeof *input);

    if (input == NULL)
        return NULL;
    input->fd = -1;
    input->name = strdup(name);
    if (input->name == NULL) {
        free(input);
        return NULL;
    }
    return input;
}

/* What a file is that cannot be read as records, or NULL. */
static const char *
file_refused(const struct stat *info, bool fifo_allowed)
{
    if (S_ISREG(info->st_mode) || (fifo_allowed && S_ISFIFO(info->st_mode)))
        return NULL;
    if (S_ISDIR(info->st_mode))
        return "is a directory";
    if (S_ISSOCK(info->st_mode))
        return "is a socket";
    if (S_ISFIFO(info->st_mode))
        return "is a pipe";
    return "is a device";
}

static sb_status
input_refuse(const char *path, const char *is, struct sb_error *err)
{
    return sb_error_at(err, SB_E_READ, path, 0, 0, "%s; a file of visits was expected", is);
}

/* stdin may be a terminal or /dev/null too; other devices never end. */
static sb_status
input_stdin(struct sb_input *input, struct sb_error *err)
{
    struct stat info;
    const char *is;

    if (fstat(STDIN_FILENO, &info) != 0)
        return sb_error_system(err, SB_E_READ, "-", errno, "cannot be read");
    is = file_refused(&info, true);
    if (is != NULL && S_ISCHR(info.st_mode) &&
        (info.st_rdev == makedev(1, 3) || isatty(STDIN_FILENO) == 1))
        is = NULL;
    if (is != NULL && S_ISSOCK(info.st_mode))
        is = NULL;
    if (is != NULL)
        return input_refuse("-", is, err);
    input->fd = STDIN_FILENO;
    return SB_OK;
}

/*
 * A FIFO is opened blocking, so that it waits for its writer; anything else without, since
 * opening a device may hang.
 */
static sb_status
input_path(struct sb_input *input, const char *path, struct sb_error *err)
{
    struct stat info;
    const char *is;
    int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY;

    if (stat(path, &info) != 0)
        return sb_error_system(err, SB_E_READ, path, errno, "cannot be read");
    is = file_refused(&info, true);
    if (is != NULL)
        return input_refuse(path, is, err);
    if (!S_ISFIFO(info.st_mode))
        flags |= O_NONBLOCK;
    do
        input->fd = open(path, flags);
    while (input->fd < 0 && errno == EINTR);
    if (input->fd < 0)
        return sb_error_system(err, SB_E_READ, path, errno, "cannot be read");
    input->ours = true;
    if (fstat(input->fd, &info) != 0)
        return sb_error_system(err, SB_E_READ, path, errno, "cannot be read");
    is = file_refused(&info, true);
    return is == NULL ? SB_OK : input_refuse(path, is, err);
}

sb_status
sb_input_open(struct sb_input **out, const char *path, struct sb_error *err)
{
    struct sb_input *input = input_new(path);
    sb_status status;

    *out = NULL;
    if (input == NULL)
        return sb_error_nomem(err);
    if (strcmp(path, "-") == 0)
        status = input_stdin(input, err);
    else
        status = input_path(input, path, err);
    if (status != SB_OK) {
        sb_input_free(input);
        return status;
    }
    *out = input;
    return SB_OK;
}

sb_status
sb_input_memory(struct sb_input **out, const char *name, const void *bytes, size_t length,
                struct sb_error *err)
{
    struct sb_input *input = input_new(name);

    *out = input;
    if (input == NULL)
        return sb_error_nomem(err);
    input->bytes = bytes;
    input->length = length;
    return SB_OK;
}

const char *
sb_input_name(const struct sb_input *input)
{
    return input->name;
}

/* read(2) that is not disturbed by signals or by a descriptor that somebody set non-blocking. */
static sb_status
file_read_some(int fd, const char *name, void *bytes, size_t room, size_t *got,
               struct sb_error *err)
{
    ssize_t n;

    while ((n = read(fd, bytes, room)) < 0) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};

        if (errno == EINTR)
            continue;
        if (errno == EAGAIN && (poll(&wait, 1, -1) >= 0 || errno == EINTR))
            continue;
        return sb_error_system(err, SB_E_READ, name, errno, "cannot be read");
    }
    *got = (size_t)n;
    return SB_OK;
}

sb_status
sb_input_read(struct sb_input *input, void *bytes, size_t room, size_t *got, struct sb_error *err)
{
    size_t left = input->length - input->at;

    if (input->fd >= 0)
        return file_read_some(input->fd, input->name, bytes, room, got, err);
    if (room > left)
        room = left;
    if (room > 0)
        memcpy(bytes, input->bytes + input->at, room);
    input->at += room;
    *got = room;
    return SB_OK;
}

/* All that is left of from, into the file behind fd. */
static sb_status
spool_copy(int fd, struct sb_input *from, struct sb_error *err)
{
    char *chunk = malloc(SB_LIMIT_CHUNK);
    sb_status status = chunk == NULL ? sb_error_nomem(err) : SB_OK;
    size_t got = 1;

    while (status == SB_OK && got > 0) {
        status = sb_input_read(from, chunk, SB_LIMIT_CHUNK, &got, err);
        for (size_t done = 0; status == SB_OK && done < got;) {
            ssize_t n = write(fd, chunk + done, got - done);

            if (n >= 0)
                done += (size_t)n;
            else if (errno != EINTR)
                status = sb_error_system(err, SB_E_WRITE, from->name, errno,
                                         "cannot be kept in a temporary file");
        }
    }
    free(chunk);
    return status;
}

sb_status
sb_input_spool(struct sb_input **out, struct sb_input *from, const char *folder,
               struct sb_error *err)
{
    struct sb_input *spool = input_new(from->name);
    const char *place = folder != NULL ? folder : P_tmpdir;
    sb_status status;

    *out = NULL;
    if (spool == NULL)
        return sb_error_nomem(err);
    spool->ours = true;
    spool->fd = sb_spool_file(place);
    if (spool->fd < 0)
        status = sb_error_system(err, SB_E_WRITE, place, errno, "takes no temporary file");
    else
        status = spool_copy(spool->fd, from, err);
    if (status == SB_OK)
        status = sb_input_rewind(spool, err);
    if (status == SB_OK)
        *out = spool;
    else
        sb_input_free(spool);
    return status;
}

sb_status
sb_input_rewind(struct sb_input *input, struct sb_error *err)
{
    input->at = 0;
    if (input->fd >= 0 && lseek(input->fd, 0, SEEK_SET) != 0)
        return sb_error_system(err, SB_E_READ, input->name, errno, "cannot be read again");
    return SB_OK;
}

sb_status
sb_input_at(struct sb_input *input, uint64_t offset, void *bytes, size_t length,
            struct sb_error *err)
{
    char *to = bytes;

    if (input->fd < 0 && (offset > input->length || length > input->length - offset))
        return sb_error_at(err, SB_E_READ, input->name, 0, 0, "is shorter than it was");
    if (input->fd < 0) {
        memcpy(to, input->bytes + offset, length);
        return SB_OK;
    }
    while (length > 0) {
        ssize_t n = pread(input->fd, to, length, (off_t)offset);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return sb_error_system(err, SB_E_READ, input->name, errno, "cannot be read again");
        if (n == 0)
            return sb_error_at(err, SB_E_READ, input->name, 0, 0, "is shorter than it was");
        to += n;
        offset += (uint64_t)n;
        length -= (size_t)n;
    }
    return SB_OK;
}

void
sb_input_free(struct sb_input *input)
{
    if (input == NULL)
        return;
    /* only read from: closing has nothing to lose */
    if (input->ours && input->fd >= 0)
        (void)close(input->fd);
    free(input->name);
    free(input);
}

/* The bytes of fd up to its end, at most cap. */
static sb_status
file_read_all(struct sb_buf *buf, int fd, const char *path, size_t cap, struct sb_error *err)
{
    const size_t start = buf->len;
    size_t got = 0;

    do {
        size_t left = cap - (buf->len - start);
        size_t room = left < SB_LIMIT_CHUNK ? left + 1 : SB_LIMIT_CHUNK;
        char *at = sb_buf_reserve(buf, room);
        sb_status status;

        if (at == NULL)
            return sb_error_nomem(err);
        status = file_read_some(fd, path, at, room, &got, err);
        if (status != SB_OK)
            return status;
        if (got > left)
            return sb_error_at(err, SB_E_READ, path, 0, 0, "is larger than %zu bytes", cap);
        buf->len += got;
        buf->at[buf->len] = '\0';
    } while (got > 0);
    return SB_OK;
}

sb_status
sb_file_read(struct sb_buf *buf, const char *path, size_t cap, struct sb_error *err)
{
    const size_t start = buf->len;
    struct stat info;
    const char *is;
    sb_status status;
    int fd;

    if (stat(path, &info) != 0)
        return sb_error_system(err, SB_E_READ, path, errno, "cannot be read");
    is = file_refused(&info, false);
    if (is != NULL)
        return sb_error_at(err, SB_E_READ, path, 0, 0, "%s; a file was expected", is);
    do
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    while (fd < 0 && errno == EINTR);
    if (fd < 0)
        return sb_error_system(err, SB_E_READ, path, errno, "cannot be read");
    is = fstat(fd, &info) == 0 ? file_refused(&info, false) : "is no longer there";
    if (is != NULL)
        status = sb_error_at(err, SB_E_READ, path, 0, 0, "%s; a file was expected", is);
    else
        status = file_read_all(buf, fd, path, cap, err);
    (void)close(fd);
    if (status != SB_OK && buf->at != NULL) {
        buf->len = start;
        buf->at[start] = '\0';
    }
    return status;
}

sb_status
sb_file_make(const char *path, struct sb_owner owner, struct sb_error *err)
{
    mode_t mode = owner.group_given ? 0660 : 0600;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, mode);
    sb_status st = SB_OK;

    if (fd < 0)
        return errno == EEXIST
                   ? SB_OK
                   : sb_error_system(err, SB_E_WRITE, path, errno, "cannot make the file");
    if ((owner.group_given && fchown(fd, (uid_t)-1, owner.group) != 0) || fchmod(fd, mode) != 0) {
        st = sb_error_system(err, SB_E_WRITE, path, errno, "cannot set who may read the file");
        (void)unlink(path);
    }
    (void)close(fd);
    return st;
}

sb_status
sb_file_append(const char *path, const void *bytes, size_t length, struct sb_error *err)
{
    int fd = open(path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    bool whole = fd >= 0 && write(fd, bytes, length) == (ssize_t)length;

    if (fd >= 0 && close(fd) != 0)
        whole = false;
    return whole ? SB_OK : sb_error_system(err, SB_E_WRITE, path, errno, "cannot be added to");
}
