/* A process that one talks with: bytes both ways, its words and its end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/base.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MANY 200000 /* bytes, more than a line takes at once */

/* Adds one to each byte, until it is told 0. */
static void
adds(void *state, struct sb_helper *line)
{
    static char bytes[MANY];
    uint32_t length = 0;

    (void)state;
    while (sb_helper_get(line, &length, sizeof length) && length > 0 && length <= MANY &&
           sb_helper_get(line, bytes, length)) {
        for (uint32_t i = 0; i < length; i++)
            bytes[i]++;
        (void)sb_helper_put(line, bytes, length);
        (void)sb_helper_flush(line);
    }
}

static void
both_ways(void **state)
{
    static char sent[MANY], back[MANY];
    static const uint32_t lengths[] = {1, 3, 65536, MANY, 7};
    const uint32_t end = 0;
    struct sb_helper *h;
    char more;

    (void)state;
    assert_int_equal(sb_helper_new(&h, adds, NULL, NULL), SB_OK);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        memset(sent, 'a' + (int)i, lengths[i]);
        assert_true(sb_helper_put(h, &lengths[i], sizeof lengths[i]));
        assert_true(sb_helper_put(h, sent, lengths[i]));
        assert_true(sb_helper_flush(h));
        assert_true(sb_helper_get(h, back, lengths[i]));
        for (uint32_t k = 0; k < lengths[i]; k++)
            assert_int_equal(back[k], sent[k] + 1);
    }
    assert_true(sb_helper_put(h, &end, sizeof end));
    assert_true(sb_helper_flush(h));
    assert_false(sb_helper_get(h, &more, 1));
    sb_helper_free(h);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* none is left */
}

static void
dies(void *state, struct sb_helper *line)
{
    (void)line;
    (void)raise(*(const int *)state);
}

/* A crash is an answer, also to who goes on sending. */
static void
crashes(void **state)
{
    static char much[1 << 20];
    int signal_number = SIGKILL;
    struct sb_error err = {0};
    struct sb_helper *h;
    bool sent = true;
    char c;

    (void)state;
    assert_int_equal(sb_helper_new(&h, dies, &signal_number, NULL), SB_OK);
    for (int i = 0; sent && i < 100; i++)
        sent = sb_helper_put(h, much, sizeof much);
    assert_false(sent);
    assert_false(sb_helper_get(h, &c, 1));
    assert_int_equal(sb_helper_gone(h, &err), SB_E_DEFECT);
    assert_non_null(strstr(err.text, "ended by signal 9"));
    sb_helper_free(h);
}

static void
prints(void *state, struct sb_helper *line)
{
    char none;

    (void)state;
    fprintf(stderr, "a library complains\n");
    fflush(stderr);
    (void)!write(STDOUT_FILENO, "and prints\n", 11);
    none = (char)('0' + (read(STDIN_FILENO, &none, 1) == 0));
    (void)sb_helper_put(line, &none, 1);
}

static void
is_quiet(void **state)
{
    int ends[2], kept[2] = {dup(STDOUT_FILENO), dup(STDERR_FILENO)};
    struct sb_helper *h;
    char said = ' ', text[64];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    fflush(stdout);
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    if (sb_helper_new(&h, prints, NULL, NULL) == SB_OK) {
        (void)!sb_helper_get(h, &said, 1);
        sb_helper_free(h);
    }
    dup2(kept[0], STDOUT_FILENO);
    dup2(kept[1], STDERR_FILENO);
    close(ends[1]);
    close(kept[0]);
    close(kept[1]);
    assert_int_equal(said, '1');
    assert_int_equal(read(ends[0], text, sizeof text), 0);
    close(ends[0]);
}

static void
waits(void *state, struct sb_helper *line)
{
    char c;

    (void)state;
    (void)!sb_helper_get(line, &c, 1);
}

/* Given up while it works. */
static void
given_up(void **state)
{
    struct sb_helper *h;

    (void)state;
    assert_int_equal(sb_helper_new(&h, waits, NULL, NULL), SB_OK);
    sb_helper_free(h);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    sb_helper_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ways),
        cmocka_unit_test(crashes),
        cmocka_unit_test(is_quiet),
        cmocka_unit_test(given_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
