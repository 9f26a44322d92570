/* folder.c - folders: made with owner and mode, synced, looked into. */
#include "base/base.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

sb_status
sb_owner_group(struct sb_owner *out, const char *name, struct sb_error *err)
{
    struct group entry, *found = NULL;
    struct sb_buf room = {.cap = (size_t)1 << 20};
    int64_t number = -1;
    int code = ERANGE;

    if (sb_int_parse(&number, name, strlen(name)) && number >= 0 && number < UINT32_MAX) {
        *out = (struct sb_owner){.group_given = true, .group = (gid_t)number};
        return SB_OK;
    }
    for (size_t size = 1024; code == ERANGE; size *= 2) {
        char *at = sb_buf_reserve(&room, size);

        if (at == NULL)
            break;
        code = getgrnam_r(name, &entry, at, size, &found);
    }
    if (found != NULL)
        *out = (struct sb_owner){.group_given = true, .group = entry.gr_gid};
    sb_buf_free(&room);
    if (found != NULL)
        return SB_OK;
    if (code == ERANGE || code == ENOMEM)
        return sb_error_nomem(err);
    return sb_error_set(err, SB_E_ABSENT, "no group of that name on this machine");
}

int
sb_own(int fd, struct sb_owner owner, bool folder)
{
    mode_t mode = folder ? 0700 : 0600;

    if (owner.group_given) {
        mode |= mode >> 3;
        if (fchown(fd, (uid_t)-1, owner.group) != 0)
            return -1;
    }
    return fchmod(fd, mode);
}

static sb_status
folder_flush(const char *folder, int (*flush)(int), struct sb_error *err)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    sb_status status = SB_OK;

    if (fd < 0)
        return sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be opened");
    if (flush(fd) != 0)
        status = sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be synced");
    if (close(fd) != 0 && status == SB_OK)
        status = sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be closed");
    return status;
}

sb_status
sb_folder_sync(const char *folder, struct sb_error *err)
{
    return folder_flush(folder, fsync, err);
}

sb_status
sb_folder_sync_all(const char *folder, struct sb_error *err)
{
    return folder_flush(folder, syncfs, err);
}

/* One folder whose parent is there; what is there already stays as it is. */
static sb_status
folder_make_one(const char *folder, const char *parent, struct sb_owner owner, struct sb_error *err)
{
    struct stat info;
    sb_status status = SB_OK;
    int fd;

    if (mkdir(folder, 0700) != 0) {
        if (errno != EEXIST)
            return sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be made");
        if (stat(folder, &info) != 0)
            return sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be used");
        if (!S_ISDIR(info.st_mode))
            return sb_error_at(err, SB_E_WRITE, folder, 0, 0, "is there, but is no folder");
        return SB_OK;
    }
    /* the owner's bits may be missing: no folder opens that umask made unreadable */
    if (chmod(folder, 0700) != 0)
        return sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be made private");
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be opened");
    if (sb_own(fd, owner, true) != 0)
        status =
            sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be given its owner and mode");
    if (close(fd) != 0 && status == SB_OK)
        status = sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be closed");
    return status == SB_OK ? sb_folder_sync(parent, err) : status;
}

sb_status
sb_folder_make(const char *folder, struct sb_owner owner, struct sb_error *err)
{
    char *path = strdup(folder);
    struct sb_buf parent = {0};
    sb_status status = SB_OK;
    size_t at = 0;

    if (path == NULL)
        return sb_error_nomem(err);
    sb_buf_text(&parent, path[0] == '/' ? "/" : ".");
    while (status == SB_OK && path[at] != '\0') {
        char kept;

        while (path[at] == '/')
            at++;
        if (path[at] == '\0')
            break;
        at += strcspn(path + at, "/");
        kept = path[at];
        path[at] = '\0';
        if (parent.failed)
            status = sb_error_nomem(err);
        else
            status = folder_make_one(path, parent.at, owner, err);
        sb_buf_reset(&parent);
        sb_buf_text(&parent, path);
        path[at] = kept;
    }
    sb_buf_free(&parent);
    free(path);
    return status;
}

sb_status
sb_folder_holds(bool *held, const char *folder, const char *ending, struct sb_error *err)
{
    DIR *entries = opendir(folder);
    const struct dirent *entry = NULL;
    sb_status status = SB_OK;

    *held = false;
    if (entries == NULL)
        return sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be opened");
    errno = 0;
    while (!*held && (entry = readdir(entries)) != NULL) {
        size_t length = strlen(entry->d_name), end = strlen(ending);

        *held = length >= end && strcmp(entry->d_name + length - end, ending) == 0;
    }
    if (entry == NULL && errno != 0)
        status = sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be read");
    (void)closedir(entries);
    return status;
}
