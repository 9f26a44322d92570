/* sweep.c - the names of temporary files, and what killed runs left under them. */
#include "base/base.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEMP_BEGIN ".sb-"
#define TEMP_END ".tmp"
#define TEMP_RANDOM 8 /* bytes, twice as many digits */
#define TEMP_LENGTH (sizeof TEMP_BEGIN - 1 + (size_t)2 * TEMP_RANDOM + sizeof TEMP_END - 1)
_Static_assert(TEMP_LENGTH + 1 == SB_TEMP_NAME, "base.h says how long a temporary name is");

void
sb_temp_name(char out[SB_TEMP_NAME])
{
    uint8_t random[TEMP_RANDOM];

    sb_random(random, sizeof random);
    memcpy(out, TEMP_BEGIN, sizeof TEMP_BEGIN - 1);
    sb_hex(out + sizeof TEMP_BEGIN - 1, random, sizeof random);
    memcpy(out + TEMP_LENGTH - (sizeof TEMP_END - 1), TEMP_END, sizeof TEMP_END);
}

static bool
temp_name(const char *name)
{
    size_t from = sizeof TEMP_BEGIN - 1, to = TEMP_LENGTH - (sizeof TEMP_END - 1);

    if (strlen(name) != TEMP_LENGTH || !sb_text_starts(name, TEMP_BEGIN) ||
        strcmp(name + to, TEMP_END) != 0)
        return false;
    while (from < to && strchr("0123456789abcdef", name[from]) != NULL)
        from++;
    return from == to;
}

/* Remove one temporary file, unless its writer lives or it is not ours to judge. */
static sb_status
sweep_one(int folder, const char *path, const char *name, struct sb_error *err)
{
    int fd = openat(folder, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct stat info;
    sb_status status = SB_OK;

    if (fd < 0 && errno == EISDIR && !sb_den_sweep(folder, name))
        return sb_error_system(err, SB_E_WRITE, path, errno,
                               "a leftover temporary folder cannot be removed");
    if (fd < 0)
        return SB_OK;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && flock(fd, LOCK_EX | LOCK_NB) == 0 &&
        unlinkat(folder, name, 0) != 0 && errno != ENOENT)
        status = sb_error_system(err, SB_E_WRITE, path, errno,
                                 "a leftover temporary file cannot be removed");
    (void)close(fd);
    return status;
}

sb_status
sb_outfile_sweep(const char *folder, struct sb_error *err)
{
    DIR *entries;
    struct dirent *entry;
    sb_status status = SB_OK;

    if (folder == NULL)
        return SB_OK;
    entries = opendir(folder);
    if (entries == NULL)
        return errno == ENOENT
                   ? SB_OK
                   : sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be opened");
    errno = 0;
    while (status == SB_OK && (entry = readdir(entries)) != NULL) {
        if (temp_name(entry->d_name))
            status = sweep_one(dirfd(entries), folder, entry->d_name, err);
        errno = 0;
    }
    if (status == SB_OK && errno != 0)
        status = sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be read");
    if (closedir(entries) != 0 && status == SB_OK)
        status = sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be closed");
    return status;
}
