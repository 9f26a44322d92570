/* line.c - what processes of ours have in common: bytes between them, and their end. */
#include "base/base.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

bool
sb_line_write(int to, const void *bytes, size_t length)
{
    const char *at = bytes;

    while (length > 0) {
        /* so that no signal comes where a socket's other end is gone; a pipe takes only write */
        ssize_t n = send(to, at, length, MSG_NOSIGNAL);

        if (n < 0 && errno == ENOTSOCK)
            n = write(to, at, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        length -= (size_t)n;
    }
    return true;
}

bool
sb_line_read(int from, void *bytes, size_t length)
{
    char *at = bytes;

    while (length > 0) {
        ssize_t n = read(from, at, length);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        length -= (size_t)n;
    }
    return true;
}

int
sb_process_end(pid_t child)
{
    int status = 0;
    pid_t ended;

    (void)kill(child, SIGKILL);
    do
        ended = waitpid(child, &status, 0);
    while (ended < 0 && errno == EINTR);
    return ended < 0 ? -1 : status;
}
