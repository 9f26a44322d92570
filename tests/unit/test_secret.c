/* test_secret.c - where a secret lies while it is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/base.h"

#define SECRET "P-1001 blue-heron-42\n"

/* A private file with these words. */
static void
put(char path[], const char *words)
{
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, words, strlen(words)), (ssize_t)strlen(words));
    assert_int_equal(close(fd), 0);
}

/* The flags of the memory that holds that address: "dd" is kept out of core dumps. */
static void
flags_of(char flags[256], const void *wanted)
{
    FILE *maps = fopen("/proc/self/smaps", "r");
    char line[512];
    bool inside = false;

    assert_non_null(maps);
    flags[0] = '\0';
    while (fgets(line, sizeof line, maps) != NULL) {
        unsigned long from, to;

        if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
            inside = (uintptr_t)wanted >= from && (uintptr_t)wanted < to;
        else if (inside && strncmp(line, "VmFlags:", 8) == 0)
            (void)snprintf(flags, 256, "%.200s", line + 8);
    }
    assert_int_equal(fclose(maps), 0);
}

static void
test_out_of_core_dumps(void **state)
{
    char path[] = "/tmp/sb-secret-XXXXXX", flags[256];
    struct sb_secret secret;
    struct sb_error err = {0};

    (void)state;
    put(path, SECRET);
    assert_int_equal(sb_secret_read(&secret, path, 1 << 20, (struct sb_owner){0}, &err), SB_OK);
    assert_string_equal(secret.at, SECRET);
    flags_of(flags, secret.at);
    assert_non_null(strstr(flags, " dd"));
    sb_secret_free(&secret);
    assert_null(secret.at);
    assert_int_equal(unlink(path), 0);
}

static void
test_files_that_are_refused(void **state)
{
    char path[] = "/tmp/sb-secret-XXXXXX";
    struct sb_secret secret;
    struct sb_error err = {0};

    (void)state;
    put(path, SECRET);
    assert_int_equal(sb_secret_read(&secret, path, 8, (struct sb_owner){0}, &err), SB_E_READ);
    assert_non_null(strstr(err.text, "larger than 8 bytes"));
    assert_null(secret.at);
    assert_int_equal(chmod(path, 0640), 0);
    err = (struct sb_error){0};
    assert_int_equal(sb_secret_read(&secret, path, 64, (struct sb_owner){0}, &err), SB_E_READ);
    assert_non_null(strstr(err.text, "open to other users"));
    assert_int_equal(unlink(path), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_out_of_core_dumps),
        cmocka_unit_test(test_files_that_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
