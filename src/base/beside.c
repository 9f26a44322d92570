/* beside.c - a database file before SQLite opens it, and what it would open beside that. */
#include "base/base.h"

#include <errno.h>
#include <sys/stat.h>

/* What goes by a name that SQLite gives to a file of its own would be opened: a FIFO waits. */
static sb_status
look_beside(const char *at, const char *path, struct sb_error *err)
{
    static const char *const ends[] = {"-journal", "-wal"};
    struct sb_buf name = {0};
    struct stat status;
    sb_status st = SB_OK;

    for (size_t i = 0; st == SB_OK && i < sizeof ends / sizeof *ends; i++) {
        sb_buf_reset(&name);
        sb_buf_print(&name, "%s%s", at, ends[i]);
        if (name.failed)
            st = sb_error_nomem(err);
        else if (stat(name.at, &status) != 0)
            st = errno == ENOENT ? SB_OK
                                 : sb_error_system(err, SB_E_READ, path, errno,
                                                   "what stands beside it cannot be looked at");
        else if (!S_ISREG(status.st_mode))
            st = sb_error_at(err, SB_E_READ, path, 0, 0,
                             "what stands beside it as %s is not a regular file: move it away",
                             ends[i]);
    }
    sb_buf_free(&name);
    return st;
}

sb_status
sb_db_look(const char *at, const char *path, const struct sb_db_options *options,
           struct sb_error *err)
{
    const char *advice = options->advice;
    struct stat status;

    if (stat(at, &status) != 0)
        return sb_error_system(err, SB_E_READ, path, errno, "cannot open the file");
    if (!S_ISREG(status.st_mode))
        return sb_error_at(err, SB_E_READ, path, 0, 0,
                           "%s is not a regular file: move away what is there%s%s", options->noun,
                           advice != NULL ? ", and " : "", advice != NULL ? advice : "");
    return look_beside(at, path, err);
}
