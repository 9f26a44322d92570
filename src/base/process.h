/* process.h - work in processes of its own: a part of base.h, which includes it. */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include "base/base.h"

/* line.c: what processes of ours have in common */

/** Send all of length bytes; false where the other end is gone. */
SB_MUST bool sb_line_write(int to, const void *bytes, size_t length);
/** Receive all of length bytes; false where there are fewer. */
SB_MUST bool sb_line_read(int from, void *bytes, size_t length);
/** End a child, done or not, and take its status; -1 where the caller's program reaps all. */
int sb_process_end(pid_t child);

/* worker.c: work on foreign bytes in a process of its own */

struct sb_worker_limits {
    size_t memory;    /* bytes of address space */
    unsigned seconds; /* of the processor's time */
    size_t output;    /* most bytes of the answer; and of what is asked */
};
typedef sb_status sb_worker_fn(struct sb_buf *out, struct sb_bytes in, struct sb_error *err);
/**
 * Run fn over in there, and append what it puts out; its status and text come back.  SB_E_SYNTAX
 * where it crashes or goes beyond a limit.  It can write nothing else.
 */
SB_MUST sb_status sb_worker_run(struct sb_buf *out, sb_worker_fn *fn, struct sb_bytes in,
                                const struct sb_worker_limits *limits, struct sb_error *err);

/**
 * The same for many pieces of work, which one process does one after another: limits.seconds are
 * those of each.  What is asked may be secret: it is wiped there.
 */
struct sb_worker;
SB_MUST sb_status sb_worker_new(struct sb_worker **out, sb_worker_fn *fn,
                                const struct sb_worker_limits *limits, struct sb_error *err);
/** As sb_worker_run.  After a failure the process is gone, and every piece fails. */
SB_MUST sb_status sb_worker_ask(struct sb_buf *out, struct sb_worker *worker, struct sb_pieces in,
                                struct sb_error *err);
/** The two halves of it: what is asked is answered once, before the next is asked. */
SB_MUST sb_status sb_worker_put(struct sb_worker *worker, struct sb_pieces in,
                                struct sb_error *err);
SB_MUST sb_status sb_worker_take(struct sb_buf *out, struct sb_worker *worker,
                                 struct sb_error *err);
void sb_worker_free(struct sb_worker *worker);

/* helper.c: a process of its own that one talks with */

struct sb_helper;
/** The helper's work, with a line to who made it.  It prints nothing; no caller sees its end. */
typedef void sb_helper_fn(void *state, struct sb_helper *line);
/**
 * Fork a helper that does fn over state as it is now, and ends with this process; SB_E_DEFECT where
 * the system has no more processes.
 */
SB_MUST sb_status sb_helper_new(struct sb_helper **out, sb_helper_fn *fn, void *state,
                                struct sb_error *err);
/* Both ends: false where the other end is gone. */
/** Send; it may wait here until sb_helper_flush. */
bool sb_helper_put(struct sb_helper *h, const void *bytes, size_t length);
bool sb_helper_flush(struct sb_helper *h);
/** Receive all of length bytes. */
SB_MUST bool sb_helper_get(struct sb_helper *h, void *bytes, size_t length);
/** After a false: how the helper ended.  Always a failure, SB_E_DEFECT. */
sb_status sb_helper_gone(struct sb_helper *h, struct sb_error *err);
/** Ends the helper, done or not. */
void sb_helper_free(struct sb_helper *h);

/* pool.c: work on many pieces in processes of its own, answers in the order of the pieces */

/** Append the answer to a piece of work; in a forked process, where jobs > 0. */
typedef sb_status sb_pool_fn(void *state, struct sb_buf *answer, uint64_t piece,
                             struct sb_error *err);
#define SB_POOL_MOST 64 /* workers */
struct sb_pool_options {
    unsigned jobs; /* processes; 0: this one alone, each piece when it is asked for */
    uint64_t count;
    sb_pool_fn *work;
    void *state; /* as it is when the pool is made: a worker's changes are its own */
};
struct sb_pool;
/** The processes that a pool of those options has. */
unsigned sb_pool_jobs(const struct sb_pool_options *options);
/** SB_E_READ where the system has no more processes, or pipes to them. */
SB_MUST sb_status sb_pool_new(struct sb_pool **out, const struct sb_pool_options *options,
                              struct sb_error *err);
/**
 * The answer to the next piece (worker: that number modulo jobs); it lives until the one after.
 * What work failed with comes back as it is; SB_E_DEFECT where a worker died.
 */
SB_MUST sb_status sb_pool_next(struct sb_bytes *answer, struct sb_pool *pool, struct sb_error *err);
/** Ends the workers, done or not. */
void sb_pool_free(struct sb_pool *pool);

#endif
