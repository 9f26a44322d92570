/* test_worker.c - one process for many pieces of work. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/base.h"

static const struct sb_worker_limits limits = {(size_t)1 << 30, 1, 100000};

static double
spent(void)
{
    struct timespec now;

    assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now), 0);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
spend(double seconds)
{
    double until = spent() + seconds;

    while (spent() < until)
        ;
}

/* "crash", "busy", "refuse", "core", "pid", or the bytes themselves. */
static sb_status
work(struct sb_buf *out, struct sb_bytes in, struct sb_error *err)
{
    const char *what = in.at;

    if (in.len == 5 && memcmp(what, "crash", 5) == 0)
        _exit(3);
    if (in.len == 6 && memcmp(what, "refuse", 6) == 0)
        return sb_error_set(err, SB_E_ABSENT, "no such thing");
    if (in.len == 4 && memcmp(what, "busy", 4) == 0)
        spend(0.7);
    if (in.len == 4 && memcmp(what, "core", 4) == 0)
        return prctl(PR_GET_DUMPABLE) == 0 && fcntl(4, F_GETFD) == -1 ? SB_OK : SB_E_DEFECT;
    if (in.len == 3 && memcmp(what, "pid", 3) == 0)
        sb_buf_print(out, "%ld", (long)getpid());
    else
        sb_buf_put(out, in.at, in.len);
    return SB_OK;
}

static sb_status
ask(struct sb_buf *out, struct sb_worker *worker, const char *what, struct sb_error *err)
{
    size_t half = strlen(what) / 2;
    const struct sb_bytes pieces[] = {{what, half}, {what + half, strlen(what) - half}};

    sb_buf_reset(out);
    return sb_worker_ask(out, worker, (struct sb_pieces){pieces, 2}, err);
}

static void
test_one_process_does_all(void **state)
{
    struct sb_worker *worker;
    struct sb_buf out = {0}, pid = {0};
    struct sb_error err = {0};

    (void)state;
    assert_int_equal(sb_worker_new(&worker, work, &limits, &err), SB_OK);
    assert_int_equal(ask(&pid, worker, "pid", &err), SB_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(ask(&out, worker, "some bytes", &err), SB_OK);
        assert_int_equal(out.len, 10);
        assert_memory_equal(out.at, "some bytes", 10);
    }
    assert_int_equal(ask(&out, worker, "", &err), SB_OK);
    assert_int_equal(out.len, 0);
    assert_int_equal(ask(&out, worker, "pid", &err), SB_OK);
    assert_string_equal(out.at, pid.at);
    sb_worker_free(worker);
    sb_buf_free(&out);
    sb_buf_free(&pid);
}

/* Nothing of the process is dumped, and it holds no file of its parent. */
static void
test_nothing_is_left_of_it(void **state)
{
    int held[2];
    struct sb_worker *worker;
    struct sb_buf out = {0};
    struct sb_error err = {0};

    (void)state;
    assert_int_equal(pipe(held), 0);
    assert_int_equal(sb_worker_new(&worker, work, &limits, &err), SB_OK);
    assert_int_equal(ask(&out, worker, "core", &err), SB_OK);
    sb_worker_free(worker);
    sb_buf_free(&out);
    (void)close(held[0]);
    (void)close(held[1]);
}

/* The bound of time is of each piece, not of all. */
static void
test_each_piece_has_its_time(void **state)
{
    struct sb_worker *worker;
    struct sb_buf out = {0};
    struct sb_error err = {0};

    (void)state;
    assert_int_equal(sb_worker_new(&worker, work, &limits, &err), SB_OK);
    for (int i = 0; i < 3; i++)
        assert_int_equal(ask(&out, worker, "busy", &err), SB_OK);
    sb_worker_free(worker);
    sb_buf_free(&out);
}

static void
test_a_failure_is_the_last_word(void **state)
{
    static const struct {
        const char *what;
        sb_status status;
        const char *text;
    } rows[] = {
        {"refuse", SB_E_ABSENT, "no such thing"},
        {"crash", SB_E_SYNTAX, "it cannot be read within bounds of memory and time"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_worker *worker;
        struct sb_buf out = {0};
        struct sb_error err = {0};

        assert_int_equal(sb_worker_new(&worker, work, &limits, &err), SB_OK);
        assert_int_equal(ask(&out, worker, rows[i].what, &err), rows[i].status);
        assert_string_equal(err.text, rows[i].text);
        assert_int_equal(out.len, 0);
        err = (struct sb_error){0};
        assert_int_equal(ask(&out, worker, "some bytes", &err), SB_E_SYNTAX);
        assert_int_equal(out.len, 0);
        sb_worker_free(worker);
        sb_buf_free(&out);
    }
}

static void
test_more_than_is_read(void **state)
{
    static char much[100001];
    const struct sb_bytes piece = {much, sizeof much};
    struct sb_worker *worker;
    struct sb_buf out = {0};
    struct sb_error err = {0};

    (void)state;
    assert_int_equal(sb_worker_new(&worker, work, &limits, &err), SB_OK);
    assert_int_equal(sb_worker_ask(&out, worker, (struct sb_pieces){&piece, 1}, &err), SB_E_SYNTAX);
    sb_worker_free(worker);
    sb_buf_free(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_process_does_all),
        cmocka_unit_test(test_nothing_is_left_of_it),
        cmocka_unit_test(test_each_piece_has_its_time),
        cmocka_unit_test(test_a_failure_is_the_last_word),
        cmocka_unit_test(test_more_than_is_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
