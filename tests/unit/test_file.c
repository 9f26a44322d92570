/* Bounded reads: what is read, what is refused, with which words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/base.h"

static char folder[] = "/tmp/sb-file-XXXXXX";

static int
set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int
tear_down(void **state)
{
    (void)state;
    return rmdir(folder);
}

static const char *
path(const char *name)
{
    static char text[100];

    (void)snprintf(text, sizeof text, "%s/%s", folder, name);
    return text;
}

static void
make(const char *name, const char *text)
{
    FILE *file = fopen(path(name), "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* All that the input gives, read in small pieces. */
static void
assert_gives(struct sb_input *input, const char *expected)
{
    char text[256] = "";
    size_t have = 0, got = 1;

    while (got > 0) {
        assert_int_equal(sb_input_read(input, text + have, 3, &got, NULL), SB_OK);
        have += got;
        assert_true(have < sizeof text - 4);
    }
    text[have] = '\0';
    assert_string_equal(text, expected);
}

static void
assert_refused(const char *name, const char *words)
{
    struct sb_error err = {0};
    struct sb_input *input = NULL;

    assert_int_equal(sb_input_open(&input, name, &err), SB_E_READ);
    assert_null(input);
    assert_string_equal(err.text, words);
    assert_string_equal(err.source, name);
}

static void
test_regular_file_and_memory(void **state)
{
    struct sb_input *input = NULL;

    (void)state;
    make("a", "some text");
    assert_int_equal(sb_input_open(&input, path("a"), NULL), SB_OK);
    assert_string_equal(sb_input_name(input), path("a"));
    assert_gives(input, "some text");
    sb_input_free(input);
    assert_int_equal(unlink(path("a")), 0);
    assert_int_equal(sb_input_memory(&input, "m", "bytes", 5, NULL), SB_OK);
    assert_gives(input, "bytes");
    sb_input_free(input);
    sb_input_free(NULL);
}

static void
test_refused_with_clear_words(void **state)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);

    (void)state;
    assert_refused("/tmp", "is a directory; a file of visits was expected");
    assert_refused("/dev/zero", "is a device; a file of visits was expected");
    assert_refused("/nonexistent", "cannot be read: no such file or directory");
    assert_refused("", "cannot be read: no such file or directory");
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s", path("socket"));
    assert_int_equal(bind(listener, (const struct sockaddr *)&address, sizeof address), 0);
    assert_refused(path("socket"), "is a socket; a file of visits was expected");
    assert_int_equal(unlink(path("socket")), 0);
    assert_int_equal(close(listener), 0);
}

/* A FIFO waits for its writer and is read to its end. */
static void
test_fifo(void **state)
{
    struct sb_input *input = NULL;
    int status = 0;
    pid_t child;

    (void)state;
    assert_int_equal(mkfifo(path("fifo"), 0600), 0);
    child = fork();
    if (child == 0) {
        int fd = open(path("fifo"), O_WRONLY);

        _exit(fd < 0 || write(fd, "half ", 5) != 5 || usleep(20000) != 0 ||
              write(fd, "whole", 5) != 5);
    }
    assert_int_equal(sb_input_open(&input, path("fifo"), NULL), SB_OK);
    assert_gives(input, "half whole");
    sb_input_free(input);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(unlink(path("fifo")), 0);
}

/* stdin in a child: what sb_input_open("-") says of it. */
static int
stdin_status(int fd)
{
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        struct sb_input *input = NULL;

        if (dup2(fd, STDIN_FILENO) < 0)
            _exit(99);
        status = (int)sb_input_open(&input, "-", NULL);
        sb_input_free(input);
        _exit(status);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void
test_stdin(void **state)
{
    static const struct {
        const char *name;
        sb_status status;
    } rows[] = {{"/dev/null", SB_OK}, {"/dev/zero", SB_E_READ}, {"/tmp", SB_E_READ}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int fd = open(rows[i].name, O_RDONLY);

        assert_true(fd >= 0);
        assert_int_equal(stdin_status(fd), rows[i].status);
        assert_int_equal(close(fd), 0);
    }
}

static void
test_a_descriptor_set_non_blocking_is_waited_for(void **state)
{
    int pipes[2], status = 0;
    pid_t child;

    (void)state;
    assert_int_equal(pipe2(pipes, O_NONBLOCK), 0);
    child = fork();
    if (child == 0) {
        struct sb_input *input = NULL;
        char text[8] = "";
        size_t got = 0;

        (void)close(pipes[1]);
        _exit(dup2(pipes[0], STDIN_FILENO) < 0 || sb_input_open(&input, "-", NULL) != SB_OK ||
              sb_input_read(input, text, 4, &got, NULL) != SB_OK || strcmp(text, "late") != 0);
    }
    (void)usleep(20000);
    assert_int_equal(write(pipes[1], "late", 4), 4);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(close(pipes[0]), 0);
    assert_int_equal(close(pipes[1]), 0);
}

static void
test_whole_files(void **state)
{
    struct sb_buf buf = {0};
    struct sb_error err = {0};

    (void)state;
    make("b", "0123456789");
    sb_buf_text(&buf, "x");
    assert_int_equal(sb_file_read(&buf, path("b"), 10, NULL), SB_OK);
    assert_string_equal(buf.at, "x0123456789");
    assert_int_equal(sb_file_read(&buf, path("b"), 9, &err), SB_E_READ);
    assert_string_equal(err.text, "is larger than 9 bytes");
    assert_string_equal(buf.at, "x0123456789");
    err = (struct sb_error){0};
    assert_int_equal(sb_file_read(&buf, "/tmp", 9, &err), SB_E_READ);
    assert_string_equal(err.text, "is a directory; a file was expected");
    assert_int_equal(mkfifo(path("f"), 0600), 0);
    err = (struct sb_error){0};
    assert_int_equal(sb_file_read(&buf, path("f"), 9, &err), SB_E_READ);
    assert_string_equal(err.text, "is a pipe; a file was expected");
    make("empty", "");
    sb_buf_reset(&buf);
    assert_int_equal(sb_file_read(&buf, path("empty"), 0, NULL), SB_OK);
    assert_int_equal(buf.len, 0);
    sb_buf_free(&buf);
    assert_int_equal(unlink(path("b")), 0);
    assert_int_equal(unlink(path("f")), 0);
    assert_int_equal(unlink(path("empty")), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_regular_file_and_memory),
        cmocka_unit_test(test_refused_with_clear_words),
        cmocka_unit_test(test_fifo),
        cmocka_unit_test(test_stdin),
        cmocka_unit_test(test_a_descriptor_set_non_blocking_is_waited_for),
        cmocka_unit_test(test_whole_files),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
