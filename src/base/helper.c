/*
 * helper.c - a process of its own that one talks with, for a library that may crash or print:
 * there it takes only that process with it, and its words go nowhere.
 *
 *   this process  <-- one stream of bytes each way, gathered by pieces -->  the helper
 *
 * What the bytes mean is the caller's own affair.  The helper ends with whoever made it.
 */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define HELPER_PIECE ((size_t)64 << 10)

struct sb_helper {
    pid_t child; /* 0: this is the helper itself, or it was reaped */
    int line;
    bool broken; /* the other end is gone */
    size_t to_send, received, taken;
    char out[HELPER_PIECE], in[HELPER_PIECE];
};

bool
sb_helper_flush(struct sb_helper *h)
{
    h->broken = h->broken || !sb_line_write(h->line, h->out, h->to_send);
    h->to_send = 0;
    return !h->broken;
}

bool
sb_helper_put(struct sb_helper *h, const void *bytes, size_t length)
{
    const char *at = bytes;

    while (length > 0 && !h->broken) {
        size_t room = HELPER_PIECE - h->to_send, take = length < room ? length : room;

        memcpy(h->out + h->to_send, at, take);
        h->to_send += take;
        at += take;
        length -= take;
        if (h->to_send == HELPER_PIECE)
            (void)sb_helper_flush(h);
    }
    return !h->broken;
}

bool
sb_helper_get(struct sb_helper *h, void *bytes, size_t length)
{
    char *at = bytes;

    while (length > 0) {
        size_t have = h->received - h->taken, take = have < length ? have : length;
        ssize_t n;

        memcpy(at, h->in + h->taken, take);
        h->taken += take;
        at += take;
        length -= take;
        if (length == 0)
            break;
        n = recv(h->line, h->in, HELPER_PIECE, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        h->received = (size_t)n;
        h->taken = 0;
    }
    return true;
}

static _Noreturn void
helper_work(struct sb_helper *h, sb_helper_fn *fn, void *state, pid_t parent)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    bool quiet = null >= 0;

    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (int fd = 0; quiet && fd <= 2; fd++)
        quiet = dup2(null, fd) == fd;
    /* who made it may have ended before the order above */
    if (!quiet || getppid() != parent)
        _exit(1);
    fn(state, h);
    _exit(sb_helper_flush(h) ? 0 : 1);
}

sb_status
sb_helper_new(struct sb_helper **out, sb_helper_fn *fn, void *state, struct sb_error *err)
{
    struct sb_helper *h = calloc(1, sizeof *h);
    const pid_t self = getpid();
    int ends[2];

    *out = NULL;
    if (h == NULL)
        return sb_error_nomem(err);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        free(h);
        return sb_error_system(err, SB_E_DEFECT, NULL, errno, "no line to a process");
    }
    h->child = fork();
    h->line = ends[h->child == 0];
    if (h->child == 0) {
        (void)close(ends[0]);
        helper_work(h, fn, state, self);
    }
    (void)close(ends[1]);
    if (h->child < 0) {
        sb_status st = sb_error_system(err, SB_E_DEFECT, NULL, errno, "no process can be started");

        (void)close(ends[0]);
        free(h);
        return st;
    }
    *out = h;
    return SB_OK;
}

sb_status
sb_helper_gone(struct sb_helper *h, struct sb_error *err)
{
    int status;

    if (h->child <= 0)
        return sb_error_set(err, SB_E_DEFECT, "a process is gone");
    status = sb_process_end(h->child); /* it may only have closed its line */
    h->child = 0;
    if (status >= 0 && WIFSIGNALED(status))
        return sb_error_set(err, SB_E_DEFECT,
                            "the process that made it was ended by signal %d, perhaps for want of "
                            "memory; what was there before is untouched",
                            WTERMSIG(status));
    return sb_error_set(err, SB_E_DEFECT,
                        "the process that made it ended before its work; what "
                        "was there before is untouched");
}

void
sb_helper_free(struct sb_helper *h)
{
    if (h == NULL)
        return;
    (void)close(h->line);
    if (h->child > 0)
        (void)sb_process_end(h->child);
    free(h);
}
