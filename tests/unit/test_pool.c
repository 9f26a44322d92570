/* Work on many pieces: answers in order, failures as they are, workers that die. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/base.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PIECES 100

struct job {
    uint64_t fails, dies; /* the piece that does */
    size_t large;         /* bytes of every answer */
    pid_t parent;
};

static sb_status
work(void *state, struct sb_buf *answer, uint64_t piece, struct sb_error *err)
{
    const struct job *job = state;

    if (piece == job->fails)
        return sb_error_at(err, SB_E_READ, "visits.ndjson", 7, 1, "piece %d fails", (int)piece);
    if (piece == job->dies)
        (void)raise(SIGKILL);
    if (piece % 7 == 0)
        (void)usleep(2000); /* others are faster */
    sb_buf_print(answer, "%d %s", (int)piece, getpid() == job->parent ? "here" : "there");
    while (answer->len < job->large)
        sb_buf_char(answer, 'x');
    return SB_OK;
}

static const struct job plain = {.fails = PIECES, .dies = PIECES};

/* Answers from, whoever gives them. */
static void
in_order(void **state)
{
    static const struct {
        unsigned jobs;
        size_t large;
    } rows[] = {{0, 0}, {1, 0}, {2, 0}, {7, 0}, {3, 3 << 20}, {200, 0}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct job job = plain;
        const struct sb_pool_options options = {.jobs = rows[i].jobs,
                                                .count = rows[i].large > 0 ? 9 : PIECES,
                                                .work = work,
                                                .state = &job};
        struct sb_bytes answer;
        struct sb_pool *pool;
        char want[32];

        job.large = rows[i].large;
        job.parent = getpid();
        assert_int_equal(sb_pool_new(&pool, &options, NULL), SB_OK);
        for (uint64_t piece = 0; piece < options.count; piece++) {
            assert_int_equal(sb_pool_next(&answer, pool, NULL), SB_OK);
            (void)snprintf(want, sizeof want, "%d %s", (int)piece,
                           rows[i].jobs == 0 ? "here" : "there");
            assert_true(answer.len >= strlen(want) && answer.len >= rows[i].large);
            assert_memory_equal(answer.at, want, strlen(want));
        }
        assert_int_equal(sb_pool_next(&answer, pool, NULL), SB_E_DEFECT);
        sb_pool_free(pool);
        assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* nobody is left */
    }
}

/* Pieces before a failure are answered; it comes back with its place. */
static void
fails(void **state)
{
    static const unsigned jobs[] = {0, 1, 3};

    (void)state;
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        struct job job = plain;
        const struct sb_pool_options options = {
            .jobs = jobs[i], .count = PIECES, .work = work, .state = &job};
        struct sb_error err = {0};
        struct sb_bytes answer;
        struct sb_pool *pool;

        job.fails = 40;
        assert_int_equal(sb_pool_new(&pool, &options, NULL), SB_OK);
        for (int piece = 0; piece < 40; piece++)
            assert_int_equal(sb_pool_next(&answer, pool, &err), SB_OK);
        assert_int_equal(sb_pool_next(&answer, pool, &err), SB_E_READ);
        assert_string_equal(err.text, "piece 40 fails");
        assert_string_equal(err.source, "visits.ndjson");
        assert_int_equal(err.line, 7);
        sb_pool_free(pool);
    }
}

static void
dies(void **state)
{
    struct job job = plain;
    const struct sb_pool_options options = {
        .jobs = 3, .count = PIECES, .work = work, .state = &job};
    struct sb_error err = {0};
    struct sb_bytes answer;
    struct sb_pool *pool;
    sb_status st = SB_OK;
    int answered = 0;

    (void)state;
    job.dies = 50;
    assert_int_equal(sb_pool_new(&pool, &options, NULL), SB_OK);
    while ((st = sb_pool_next(&answer, pool, &err)) == SB_OK)
        answered++;
    assert_int_equal(st, SB_E_DEFECT);
    assert_int_equal(answered, 50);
    assert_non_null(strstr(err.text, "a worker process was ended by signal 9"));
    sb_pool_free(pool);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

/* Given up before its end, a pool leaves no process behind, though workers wait in their pipes. */
static void
given_up(void **state)
{
    struct job job = plain;
    const struct sb_pool_options options = {
        .jobs = 4, .count = PIECES, .work = work, .state = &job};
    struct sb_bytes answer;
    struct sb_pool *pool;

    (void)state;
    job.large = 4 << 20;
    assert_int_equal(sb_pool_new(&pool, &options, NULL), SB_OK);
    assert_int_equal(sb_pool_next(&answer, pool, NULL), SB_OK);
    sb_pool_free(pool);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_order),
        cmocka_unit_test(fails),
        cmocka_unit_test(dies),
        cmocka_unit_test(given_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
