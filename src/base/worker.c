/*
 * worker.c - work on foreign bytes in a process of its own.  What a hostile file does there, it
 * does to that process: memory and time are bounded, nothing can be written but the answer,
 * and a crash is an answer too.
 *
 *   parent                              child
 *   (length, bytes) ------------------>         where one process does many pieces of work
 *            <------- how it went, length, bytes
 */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
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

#define WORKER_END 3 /* where the child has its end of the way */

/* Before an answer: how it went, and how long it is. */
struct reply {
    struct sb_error err;
    uint64_t length;
};
struct sb_worker {
    struct sb_worker_limits limits;
    pid_t child; /* 0: gone */
    int at;
};

/* What else the parent has open is not this process's to hold or to see. */
static bool
worker_bound(int at, const struct sb_worker_limits *limits)
{
    const struct rlimit memory = {limits->memory, limits->memory}, none = {0, 0};
    int null;

    if (at != WORKER_END && dup2(at, WORKER_END) < 0)
        return false;
    null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd < WORKER_END; fd++)
        if (null < 0 || dup2(null, fd) < 0)
            return false;
    closefrom(WORKER_END + 1);
    return (WORKER_SHADOWED || setrlimit(RLIMIT_AS, &memory) == 0) &&
           setrlimit(RLIMIT_CORE, &none) == 0 && setrlimit(RLIMIT_FSIZE, &none) == 0;
}

/* Seconds from now on; last: no more can be had. */
static bool
worker_time(unsigned seconds, bool last)
{
    struct timespec used;
    struct rlimit limit = {.rlim_max = RLIM_INFINITY};

    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) != 0)
        return false;
    limit.rlim_cur = (rlim_t)used.tv_sec + 1 + seconds; /* a second begun is not one of these */
    if (last)
        limit.rlim_max = limit.rlim_cur;
    return setrlimit(RLIMIT_CPU, &limit) == 0;
}

/* In the child: one piece of work, and its answer. */
static bool
worker_do(int to, sb_worker_fn *fn, struct sb_bytes in, const struct sb_worker_limits *limits)
{
    struct reply reply = {.length = 0};
    struct sb_buf made = {.cap = limits->output};
    bool sent;
    sb_status st = fn(&made, in, &reply.err);

    if (st == SB_OK && made.failed)
        st = sb_error_set(&reply.err, SB_E_SYNTAX, "it holds more than is read");
    reply.err.status = st;
    reply.length = st == SB_OK ? made.len : 0;
    sent =
        sb_line_write(to, &reply, sizeof reply) && sb_line_write(to, made.at, (size_t)reply.length);
    sb_buf_free(&made);
    return sent;
}

/* The next piece of work; false: there is none.  What was asked may be secret. */
static bool
worker_next(int at, sb_worker_fn *fn, const struct sb_worker_limits *limits)
{
    uint64_t length;
    char *asked;
    bool done;

    if (!sb_line_read(at, &length, sizeof length) || length > limits->output)
        return false;
    asked = malloc((size_t)length + 1);
    if (asked == NULL)
        return false;
    done = sb_line_read(at, asked, (size_t)length) && worker_time(limits->seconds, false) &&
           worker_do(at, fn, (struct sb_bytes){asked, (size_t)length}, limits);
    sb_wipe(asked, (size_t)length);
    free(asked);
    return done;
}

/* only: the one piece of work, as it lies in memory; NULL: pieces come until the parent ends. */
static _Noreturn void
worker_child(int at, sb_worker_fn *fn, const struct sb_bytes *only,
             const struct sb_worker_limits *limits)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* where cores go to a program, a limit of their size does not hold them back */
    if (prctl(PR_SET_DUMPABLE, 0) == 0 && worker_bound(at, limits)) {
        if (only != NULL && worker_time(limits->seconds, true))
            (void)worker_do(WORKER_END, fn, *only, limits);
        while (only == NULL && worker_next(WORKER_END, fn, limits))
            ;
    }
    _exit(0);
}

static sb_status
worker_start(struct sb_worker *worker, sb_worker_fn *fn, const struct sb_bytes *only,
             const struct sb_worker_limits *limits, struct sb_error *err)
{
    int ends[2];

    *worker = (struct sb_worker){.limits = *limits};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return sb_error_system(err, SB_E_DEFECT, NULL, errno, "no way to a process");
    worker->child = fork();
    if (worker->child == 0)
        worker_child(ends[1], fn, only, limits);
    (void)close(ends[1]);
    worker->at = ends[0];
    if (worker->child > 0)
        return SB_OK;
    worker->child = 0;
    (void)close(ends[0]);
    return sb_error_system(err, SB_E_DEFECT, NULL, errno, "no process can be started");
}

/* Its answer is here, or none will come: the process has no more to do. */
static void
worker_end(struct sb_worker *worker)
{
    if (worker->child == 0)
        return;
    (void)close(worker->at);
    (void)sb_process_end(worker->child);
    worker->child = 0;
}

static sb_status
worker_take(struct sb_buf *out, struct sb_worker *worker, struct sb_error *err)
{
    struct reply reply;
    struct sb_error *told = &reply.err;
    char *room;

    if (!sb_line_read(worker->at, &reply, sizeof reply) || reply.length > worker->limits.output)
        told->status = SB_E_DEFECT;
    /* memory that ends there is a bound that was met */
    if ((unsigned)told->status >= SB_E_DEFECT || told->status == SB_E_NOMEM)
        return sb_error_set(err, SB_E_SYNTAX, "it cannot be read within bounds of memory and time");
    told->text[sizeof told->text - 1] = '\0';
    if (told->status != SB_OK)
        return sb_error_set(err, told->status, "%s", told->text);
    room = sb_buf_reserve(out, (size_t)reply.length + 1);
    if (room == NULL)
        return sb_error_nomem(err);
    if (!sb_line_read(worker->at, room, (size_t)reply.length))
        return sb_error_set(err, SB_E_SYNTAX, "it cannot be read within bounds of memory and time");
    room[reply.length] = '\0';
    out->len += (size_t)reply.length;
    return SB_OK;
}

sb_status
sb_worker_run(struct sb_buf *out, sb_worker_fn *fn, struct sb_bytes in,
              const struct sb_worker_limits *limits, struct sb_error *err)
{
    struct sb_worker worker;
    sb_status st = worker_start(&worker, fn, &in, limits, err);

    if (st == SB_OK)
        st = worker_take(out, &worker, err);
    worker_end(&worker);
    return st;
}

sb_status
sb_worker_new(struct sb_worker **out, sb_worker_fn *fn, const struct sb_worker_limits *limits,
              struct sb_error *err)
{
    struct sb_worker *worker = calloc(1, sizeof *worker);
    sb_status st;

    *out = NULL;
    if (worker == NULL)
        return sb_error_nomem(err);
    if ((st = worker_start(worker, fn, NULL, limits, err)) == SB_OK)
        *out = worker;
    else
        free(worker);
    return st;
}

sb_status
sb_worker_put(struct sb_worker *worker, struct sb_pieces in, struct sb_error *err)
{
    uint64_t length = 0;
    bool sent;

    for (size_t i = 0; i < in.count; i++)
        length += in.at[i].len;
    if (length > worker->limits.output)
        return sb_error_set(err, SB_E_SYNTAX, "it holds more than is read");
    sent = worker->child != 0 && sb_line_write(worker->at, &length, sizeof length);
    for (size_t i = 0; sent && i < in.count; i++)
        sent = sb_line_write(worker->at, in.at[i].at, in.at[i].len);
    if (sent)
        return SB_OK;
    worker_end(worker);
    return sb_error_set(err, SB_E_SYNTAX, "its process is gone");
}

sb_status
sb_worker_take(struct sb_buf *out, struct sb_worker *worker, struct sb_error *err)
{
    sb_status st = worker->child != 0 ? worker_take(out, worker, err)
                                      : sb_error_set(err, SB_E_SYNTAX, "its process is gone");

    if (st != SB_OK)
        worker_end(worker);
    return st;
}

sb_status
sb_worker_ask(struct sb_buf *out, struct sb_worker *worker, struct sb_pieces in,
              struct sb_error *err)
{
    sb_status st = sb_worker_put(worker, in, err);

    return st == SB_OK ? sb_worker_take(out, worker, err) : st;
}

void
sb_worker_free(struct sb_worker *worker)
{
    if (worker != NULL)
        worker_end(worker);
    free(worker);
}
