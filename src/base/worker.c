/*
 * worker.c - work on foreign bytes in a process of its own.  What a hostile file does there, it
 * does to that process: memory and time are bounded, nothing can be written but the answer,
 * and a crash is an answer too.
 */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* A sanitizer's shadow takes more address space than any bound allows. */
#if defined(__SANITIZE_ADDRESS__)
#define WORKER_SHADOWED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WORKER_SHADOWED 1
#endif
#endif
#ifndef WORKER_SHADOWED
#define WORKER_SHADOWED 0
#endif

static bool
worker_write(int to, const void *bytes, size_t length)
{
    const char *at = bytes;

    while (length > 0) {
        ssize_t n = write(to, at, length);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        length -= (size_t)n;
    }
    return true;
}

static bool
worker_bound(const struct sb_worker_limits *limits)
{
    const struct rlimit memory = {limits->memory, limits->memory},
                        seconds = {limits->seconds, limits->seconds}, none = {0, 0};
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    for (int fd = 0; fd <= 2; fd++)
        if (null < 0 || dup2(null, fd) < 0)
            return false;
    return (WORKER_SHADOWED || setrlimit(RLIMIT_AS, &memory) == 0) &&
           setrlimit(RLIMIT_CPU, &seconds) == 0 && setrlimit(RLIMIT_CORE, &none) == 0 &&
           setrlimit(RLIMIT_FSIZE, &none) == 0;
}

/* The child: how it went, then what it made. */
static _Noreturn void
worker_child(int to, sb_worker_fn *fn, struct sb_bytes in, const struct sb_worker_limits *limits)
{
    struct sb_error err = {0};
    struct sb_buf made = {.cap = limits->output};
    bool sent = false;

    if (worker_bound(limits)) {
        sb_status st = fn(&made, in, &err);

        if (st == SB_OK && made.failed)
            st = sb_error_set(&err, SB_E_SYNTAX, "it holds more than is read");
        err.status = st;
        sent = worker_write(to, &err, sizeof err) &&
               (st != SB_OK || worker_write(to, made.at, made.len));
    }
    sb_buf_free(&made);
    _exit(sent ? 0 : 1);
}

/* All that comes, up to the bound; false where more would come or reading fails. */
static bool
worker_take(struct sb_buf *all, int from, size_t most)
{
    ssize_t n = 1;

    while (n != 0) {
        char *room = sb_buf_reserve(all, 65536);

        if (room == NULL)
            return false;
        n = read(from, room, 65536);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0)
            all->len += (size_t)n;
        if (all->len > most)
            return false;
    }
    return true;
}

static sb_status
worker_answer(struct sb_buf *out, const struct sb_buf *all, bool whole, struct sb_error *err)
{
    struct sb_error told = {0};

    if (all->failed)
        return sb_error_nomem(err);
    if (whole && all->len >= sizeof told)
        memcpy(&told, all->at, sizeof told);
    else
        told.status = SB_E_DEFECT;
    /* memory that ends there is a bound that was met */
    if ((unsigned)told.status >= SB_E_DEFECT || told.status == SB_E_NOMEM)
        return sb_error_set(err, SB_E_SYNTAX, "it cannot be read within bounds of memory and time");
    told.text[sizeof told.text - 1] = '\0';
    if (told.status != SB_OK)
        return sb_error_set(err, told.status, "%s", told.text);
    sb_buf_put(out, all->at + sizeof told, all->len - sizeof told);
    return out->failed ? sb_error_nomem(err) : SB_OK;
}

sb_status
sb_worker_run(struct sb_buf *out, sb_worker_fn *fn, struct sb_bytes in,
              const struct sb_worker_limits *limits, struct sb_error *err)
{
    struct sb_buf all = {0};
    int ends[2], status = 0;
    bool whole;
    pid_t child, ended;
    sb_status st;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return sb_error_system(err, SB_E_READ, NULL, errno, "no pipe to a process");
    child = fork();
    if (child == 0) {
        (void)close(ends[0]);
        worker_child(ends[1], fn, in, limits);
    }
    (void)close(ends[1]);
    if (child < 0) {
        (void)close(ends[0]);
        return sb_error_system(err, SB_E_READ, NULL, errno, "no process can be started");
    }
    whole = worker_take(&all, ends[0], limits->output + sizeof(struct sb_error));
    (void)close(ends[0]);
    if (!whole)
        (void)kill(child, SIGKILL);
    do
        ended = waitpid(child, &status, 0);
    while (ended < 0 && errno == EINTR);
    /* where the caller reaps all children the status is lost; the answer's length still tells */
    if (ended == child && !(WIFEXITED(status) && WEXITSTATUS(status) == 0))
        whole = false;
    st = worker_answer(out, &all, whole, err);
    sb_buf_free(&all);
    return st;
}
