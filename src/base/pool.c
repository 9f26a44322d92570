/*
 * pool.c - the same work on many pieces, by forked processes; answers come in the order of the
 * pieces, whoever was faster.
 *
 *   worker w does pieces w, w + jobs, w + 2 * jobs, ...   one pipe each, a frame an answer
 *
 * A worker that is ahead waits in its pipe, so that no more than a pipe's room of answers lies
 * about.  Nothing is shared but what the fork copied.
 */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define POOL_NICE 5
#define POOL_PIPE (1 << 18) /* bytes that a worker may be ahead, where the system grants them */

struct frame {
    uint64_t length;
    int32_t status;
};
struct member {
    pid_t child; /* 0: gone */
    int from;
};
struct sb_pool {
    struct sb_pool_options options;
    struct member members[SB_POOL_MOST];
    unsigned started;
    uint64_t next;
    struct sb_buf answer;
};

/* The work of a child, up to its first failure or the parent's end. */
static _Noreturn void
member_work(const struct sb_pool *pool, unsigned self, int to, pid_t parent)
{
    const struct sb_pool_options *o = &pool->options;
    struct sb_buf answer = {0};
    bool sent = true;
    sb_status st = SB_OK;

    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* who made it may have ended before the order above */
    if (getppid() != parent)
        _exit(1);
    /* who gathers the answers is waited for by all: it goes first where processors are few */
    (void)setpriority(PRIO_PROCESS, 0, POOL_NICE);
    for (unsigned i = 0; i < self; i++)
        (void)close(pool->members[i].from);
    for (uint64_t piece = self; piece < o->count && sent && st == SB_OK; piece += o->jobs) {
        struct sb_error err = {0};
        struct frame frame = {0};

        sb_buf_reset(&answer);
        st = o->work(o->state, &answer, piece, &err);
        if (st == SB_OK && answer.failed)
            st = sb_error_nomem(&err);
        err.status = st;
        frame.status = (int32_t)st;
        frame.length = st == SB_OK ? answer.len : sizeof err;
        sent = sb_line_write(to, &frame, sizeof frame) &&
               sb_line_write(to, st == SB_OK ? (const void *)answer.at : &err, frame.length);
    }
    _exit(sent ? 0 : 1);
}

static sb_status
member_start(struct sb_pool *pool, struct sb_error *err)
{
    struct member *member = &pool->members[pool->started];
    int ends[2];
    pid_t child, self = getpid();

    if (pipe2(ends, O_CLOEXEC) != 0)
        return sb_error_system(err, SB_E_READ, NULL, errno, "no pipe to a worker");
    (void)fcntl(ends[1], F_SETPIPE_SZ, POOL_PIPE);
    child = fork();
    if (child == 0) {
        (void)close(ends[0]);
        member_work(pool, pool->started, ends[1], self);
    }
    (void)close(ends[1]);
    if (child < 0) {
        (void)close(ends[0]);
        return sb_error_system(err, SB_E_READ, NULL, errno, "no worker can be started");
    }
    *member = (struct member){.child = child, .from = ends[0]};
    pool->started++;
    return SB_OK;
}

unsigned
sb_pool_jobs(const struct sb_pool_options *options)
{
    unsigned jobs = options->jobs < SB_POOL_MOST ? options->jobs : SB_POOL_MOST;

    return jobs < options->count ? jobs : (unsigned)options->count;
}

sb_status
sb_pool_new(struct sb_pool **out, const struct sb_pool_options *options, struct sb_error *err)
{
    struct sb_pool *pool = calloc(1, sizeof *pool);
    sb_status st = SB_OK;

    *out = NULL;
    if (pool == NULL)
        return sb_error_nomem(err);
    pool->options = *options;
    pool->options.jobs = sb_pool_jobs(options);
    for (unsigned i = 0; st == SB_OK && i < pool->options.jobs; i++)
        st = member_start(pool, err);
    if (st != SB_OK) {
        sb_pool_free(pool);
        return st;
    }
    *out = pool;
    return SB_OK;
}

static int
member_end(struct member *member)
{
    int status = sb_process_end(member->child);

    (void)close(member->from);
    *member = (struct member){.child = 0};
    return status;
}

static sb_status
member_dead(struct member *member, struct sb_error *err)
{
    int status;

    status = member_end(member); /* it may only have closed its pipe */
    if (status >= 0 && WIFSIGNALED(status))
        return sb_error_set(err, SB_E_DEFECT,
                            "a worker process was ended by signal %d; what it worked on is undone, "
                            "all before it stands; run the command again",
                            WTERMSIG(status));
    return sb_error_set(err, SB_E_DEFECT,
                        "a worker process ended before its work; what it worked on is undone, all "
                        "before it stands; run the command again");
}

static sb_status
member_answer(struct sb_pool *pool, struct member *member, struct sb_error *err)
{
    struct sb_error told;
    struct frame frame;
    char *room;

    if (member->child == 0 || !sb_line_read(member->from, &frame, sizeof frame))
        return member->child == 0 ? sb_error_set(err, SB_E_DEFECT, "a worker process is gone")
                                  : member_dead(member, err);
    room = sb_buf_reserve(&pool->answer, (size_t)frame.length);
    if (room == NULL)
        return sb_error_nomem(err);
    if (!sb_line_read(member->from, room, (size_t)frame.length))
        return member_dead(member, err);
    pool->answer.len = (size_t)frame.length;
    if (frame.status == (int32_t)SB_OK)
        return SB_OK;
    memcpy(&told, room, sizeof told);
    if (err != NULL)
        *err = told;
    return (sb_status)frame.status;
}

sb_status
sb_pool_next(struct sb_bytes *answer, struct sb_pool *pool, struct sb_error *err)
{
    const struct sb_pool_options *o = &pool->options;
    uint64_t piece = pool->next;
    sb_status st;

    sb_buf_reset(&pool->answer);
    if (piece >= o->count)
        return sb_error_set(err, SB_E_DEFECT, "more answers than pieces of work");
    pool->next++;
    if (o->jobs > 0)
        st = member_answer(pool, &pool->members[piece % o->jobs], err);
    else
        st = o->work(o->state, &pool->answer, piece, err);
    if (st == SB_OK && pool->answer.failed)
        st = sb_error_nomem(err);
    *answer = (struct sb_bytes){pool->answer.at, pool->answer.len};
    return st;
}

void
sb_pool_free(struct sb_pool *pool)
{
    if (pool == NULL)
        return;
    for (unsigned i = 0; i < pool->started; i++) {
        struct member *member = &pool->members[i];

        if (member->child == 0)
            continue;
        (void)member_end(member);
    }
    sb_buf_free(&pool->answer);
    free(pool);
}
