/* Staged writes: modes, nothing replaced, nothing left behind, whose leftovers are swept; locks. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/base.h"

/* Failures to order from the system calls below, in the style of the linker's --wrap. */
static struct {
    int write_short, write_intr, write_error, fsync_error, rename_error, no_renameat2;
    int sleeps;
} orders;

ssize_t __real_writev(int fd, const struct iovec *vectors, int count);
ssize_t __wrap_writev(int fd, const struct iovec *vectors, int count);
int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __real_renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags);
int __wrap_renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags);
int __wrap_nanosleep(const struct timespec *time, struct timespec *left);

ssize_t
__wrap_writev(int fd, const struct iovec *vectors, int count)
{
    struct iovec first = vectors[0];

    if (orders.write_intr > 0) {
        orders.write_intr--;
        errno = EINTR;
        return -1;
    }
    if (orders.write_error != 0) {
        errno = orders.write_error;
        return -1;
    }
    if (!orders.write_short)
        return __real_writev(fd, vectors, count);
    if (first.iov_len > 3)
        first.iov_len = 3;
    return __real_writev(fd, &first, 1);
}

int
__wrap_fsync(int fd)
{
    if (orders.fsync_error != 0) {
        errno = orders.fsync_error;
        return -1;
    }
    return __real_fsync(fd);
}

int
__wrap_renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
    if (orders.rename_error != 0 || orders.no_renameat2) {
        errno = orders.no_renameat2 ? EINVAL : orders.rename_error;
        return -1;
    }
    return __real_renameat2(from_fd, from, to_fd, to, flags);
}

int
__wrap_nanosleep(const struct timespec *time, struct timespec *left)
{
    (void)time;
    (void)left;
    orders.sleeps++;
    return 0;
}

static char folder[] = "/tmp/sb-outfile-XXXXXX";
static const struct sb_owner owner = {0};

static int
set_up(void **state)
{
    (void)state;
    memset(&orders, 0, sizeof orders);
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    return mkdtemp(folder) == NULL;
}

/* Names in the folder but . and .. */
static int
entries(void)
{
    DIR *open = opendir(folder);
    struct dirent *entry;
    int count = 0;

    assert_non_null(open);
    while ((entry = readdir(open)) != NULL)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    assert_int_equal(closedir(open), 0);
    return count;
}

static int
tear_down(void **state)
{
    DIR *open = opendir(folder);
    struct dirent *entry;

    (void)state;
    while (open != NULL && (entry = readdir(open)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            (void)unlinkat(dirfd(open), entry->d_name, 0);
    if (open != NULL)
        (void)closedir(open);
    return rmdir(folder);
}

static const char *
path(const char *name)
{
    static char text[128];

    (void)snprintf(text, sizeof text, "%s/%s", folder, name);
    return text;
}

static sb_status
stage(struct sb_outfile **file, const char *name, const char *text, struct sb_error *err)
{
    const struct sb_bytes pieces[] = {{text, strlen(text) / 2},
                                      {"", 0},
                                      {text + strlen(text) / 2, strlen(text) - strlen(text) / 2}};

    return sb_outfile_stage(file, folder, name, (struct sb_pieces){pieces, 3}, owner, err);
}

static sb_status
put(const char *name, const char *text, enum sb_publish how, struct sb_error *err)
{
    struct sb_outfile *file = NULL;
    sb_status status = stage(&file, name, text, err);

    if (status == SB_OK)
        status = sb_outfile_publish(file, how, err);
    sb_outfile_free(file);
    return status;
}

static void
assert_holds(const char *name, const char *text)
{
    struct sb_buf buf = {0};

    assert_int_equal(sb_file_read(&buf, path(name), 1 << 20, NULL), SB_OK);
    assert_string_equal(buf.at, text);
    sb_buf_free(&buf);
}

static mode_t
mode_of(const char *name)
{
    struct stat info;

    assert_int_equal(stat(name, &info), 0);
    return info.st_mode & 07777;
}

static void
test_published_files_are_private_whatever_the_umask(void **state)
{
    static const mode_t masks[] = {0, 0077, 0777};

    (void)state;
    for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
        mode_t before = umask(masks[i]);
        sb_status status = put("a.pdf", "hello", SB_PUBLISH_REPLACE, NULL);

        (void)umask(before);
        assert_int_equal(status, SB_OK);
        assert_holds("a.pdf", "hello");
        assert_int_equal(mode_of(path("a.pdf")), 0600);
        assert_int_equal(entries(), 1);
    }
}

static void
test_group(void **state)
{
    const struct sb_bytes piece = {"x", 1};
    struct sb_owner group = {0};
    struct sb_outfile *file = NULL;
    char number[24];

    (void)state;
    (void)snprintf(number, sizeof number, "%lu", (unsigned long)getgid());
    assert_int_equal(sb_owner_group(&group, number, NULL), SB_OK);
    assert_int_equal(group.group, getgid());
    assert_int_equal(
        sb_outfile_stage(&file, folder, "g", (struct sb_pieces){&piece, 1}, group, NULL), SB_OK);
    assert_int_equal(sb_outfile_publish(file, SB_PUBLISH_NEW, NULL), SB_OK);
    sb_outfile_free(file);
    assert_int_equal(mode_of(path("g")), 0660);
    assert_int_equal(sb_owner_group(&group, "no such group here", NULL), SB_E_ABSENT);
}

static void
test_new_never_replaces(void **state)
{
    struct sb_error err = {0};

    (void)state;
    for (int without = 0; without < 2; without++) {
        orders.no_renameat2 = without;
        assert_int_equal(put("b.pdf", "first", SB_PUBLISH_NEW, NULL), SB_OK);
        assert_int_equal(put("b.pdf", "first", SB_PUBLISH_NEW, NULL), SB_OK);
        assert_int_equal(put("b.pdf", "other", SB_PUBLISH_NEW, &err), SB_E_WRITE);
        assert_string_equal(err.text, "is there with other bytes, and is not replaced");
        assert_int_equal(put("b.pdf", "first and more", SB_PUBLISH_NEW, NULL), SB_E_WRITE);
        assert_holds("b.pdf", "first");
        assert_int_equal(entries(), 1);
        err = (struct sb_error){0};
    }
    assert_int_equal(put("b.pdf", "other", SB_PUBLISH_REPLACE, NULL), SB_OK);
    assert_holds("b.pdf", "other");
}

static void
test_new_does_not_follow_links(void **state)
{
    char target[128];

    (void)state;
    assert_int_equal(put("real", "same", SB_PUBLISH_NEW, NULL), SB_OK);
    (void)snprintf(target, sizeof target, "%s", path("link"));
    assert_int_equal(symlink("real", target), 0);
    assert_int_equal(put("link", "same", SB_PUBLISH_NEW, NULL), SB_E_WRITE);
    assert_holds("real", "same");
    assert_int_equal(entries(), 2);
}

static void
test_failures_leave_nothing(void **state)
{
    struct sb_error err = {0};

    (void)state;
    assert_int_equal(put("c", "old", SB_PUBLISH_NEW, NULL), SB_OK);
    orders.write_error = ENOSPC;
    assert_int_equal(put("c", "new", SB_PUBLISH_REPLACE, &err), SB_E_WRITE);
    assert_string_equal(err.text, "cannot be written: no space left on device");
    assert_string_equal(err.source, path("c"));
    orders.write_error = 0;
    orders.fsync_error = EIO;
    assert_int_equal(put("c", "new", SB_PUBLISH_REPLACE, NULL), SB_E_WRITE);
    orders.fsync_error = 0;
    orders.rename_error = EPERM;
    assert_int_equal(put("c", "new", SB_PUBLISH_NEW, NULL), SB_E_WRITE);
    assert_holds("c", "old");
    assert_int_equal(entries(), 1);
}

static void
test_short_and_interrupted_writes_go_on(void **state)
{
    (void)state;
    orders.write_short = 1;
    orders.write_intr = 4;
    assert_int_equal(put("d", "a longer text than three bytes", SB_PUBLISH_NEW, NULL), SB_OK);
    assert_holds("d", "a longer text than three bytes");
}

static void
test_unpublished_is_removed(void **state)
{
    struct sb_outfile *file = NULL;

    (void)state;
    assert_int_equal(stage(&file, "e", "text", NULL), SB_OK);
    assert_int_equal(entries(), 1);
    sb_outfile_free(file);
    assert_int_equal(entries(), 0);
    sb_outfile_free(NULL);
    assert_int_equal(
        sb_outfile_stage(&file, "/nonexistent/x", "e", (struct sb_pieces){NULL, 0}, owner, NULL),
        SB_E_WRITE);
    assert_null(file);
}

static void
test_no_folder_is_nothing_to_do(void **state)
{
    struct sb_outfile *file = NULL;

    (void)state;
    assert_int_equal(sb_outfile_stage(&file, NULL, "e", (struct sb_pieces){NULL, 0}, owner, NULL),
                     SB_OK);
    assert_null(file);
    assert_int_equal(sb_outfile_publish(file, SB_PUBLISH_NEW, NULL), SB_OK);
    assert_int_equal(sb_outfile_sweep(NULL, NULL), SB_OK);
}

/* What another process left in a den is published here, and goes with the den where it is not. */
static void
test_adopted_from_a_den(void **state)
{
    const struct sb_bytes piece = {"made there", 10};
    const struct sb_pieces content = {&piece, 1};
    const char *names[] = {"h", "i", "j"};
    struct sb_error err = {0};
    struct sb_outfile *file;
    struct sb_den *den;
    int status = 0;
    pid_t child;

    (void)state;
    assert_int_equal(sb_den_new(&den, folder, owner, NULL), SB_OK);
    child = fork();
    if (child == 0) {
        for (size_t i = 0; i < 3; i++)
            if (sb_outfile_leave(den, names[i], content, owner, NULL) != SB_OK)
                _exit(1);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(sb_outfile_leave(den, "h", content, owner, &err), SB_E_WRITE);
    assert_string_equal(err.source, path("h"));
    assert_int_equal(sb_outfile_sweep(folder, NULL), SB_OK);
    assert_int_equal(sb_outfile_adopt(&file, folder, "h", den, NULL), SB_OK);
    assert_int_equal(sb_outfile_sync(file, NULL), SB_OK);
    assert_int_equal(sb_outfile_publish(file, SB_PUBLISH_NEW, NULL), SB_OK);
    sb_outfile_free(file);
    assert_holds("h", "made there");
    /* one that is given up goes, as does one that nobody asked for */
    assert_int_equal(sb_outfile_adopt(&file, folder, "i", den, NULL), SB_OK);
    sb_outfile_free(file);
    sb_den_free(den);
    assert_int_equal(entries(), 1);
}

static void
test_sweep_takes_leftovers_only(void **state)
{
    struct sb_outfile *living = NULL;
    int status = 0;
    pid_t child;

    (void)state;
    assert_int_equal(stage(&living, "f", "alive", NULL), SB_OK);
    child = fork();
    if (child == 0) {
        struct sb_outfile *left = NULL;

        (void)stage(&left, "g", "dead", NULL);
        _exit(left == NULL);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(put(".sb-notours.tmp", "x", SB_PUBLISH_NEW, NULL), SB_OK);
    assert_int_equal(put(".sb-0123456789abcdeg.tmp", "x", SB_PUBLISH_NEW, NULL), SB_OK);
    assert_int_equal(entries(), 4);
    child = fork();
    if (child == 0)
        _exit(sb_outfile_sweep(folder, NULL) != SB_OK);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(entries(), 3);
    assert_int_equal(sb_outfile_publish(living, SB_PUBLISH_NEW, NULL), SB_OK);
    sb_outfile_free(living);
    assert_holds("f", "alive");
    assert_int_equal(sb_outfile_sweep("/nonexistent", NULL), SB_OK);
}

/* A den takes all it holds with it; one of a killed run goes with the next sweep. */
static void
test_dens(void **state)
{
    struct sb_den *den, *other;
    struct sb_error err = {0};
    char spool[192];
    int status = 0;
    pid_t child;

    (void)state;
    assert_int_equal(sb_den_new(&den, folder, owner, NULL), SB_OK);
    assert_int_equal(mode_of(sb_den_path(den)), 0700);
    (void)snprintf(spool, sizeof spool, "%s/tmp.aB3dE6gH9j", sb_den_path(den));
    close(open(spool, O_WRONLY | O_CREAT, 0600));
    child = fork();
    if (child == 0) { /* killed while it works */
        (void)!sb_den_new(&other, folder, owner, NULL);
        (void)snprintf(spool, sizeof spool, "%s/left", sb_den_path(other));
        (void)!write(open(spool, O_WRONLY | O_CREAT, 0600), "x", 1);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(entries(), 2);
    assert_int_equal(sb_outfile_sweep(folder, NULL), SB_OK);
    assert_int_equal(entries(), 1);
    assert_int_equal(access(spool, F_OK), 0); /* of the living */
    sb_den_free(den);
    assert_int_equal(entries(), 0);
    assert_int_equal(sb_den_new(&den, "/nonexistent", owner, &err), SB_E_WRITE);
    assert_null(den);
    assert_string_equal(err.source, "/nonexistent");
    sb_den_free(NULL);
}

/* A den goes with its maker, though a process that was lent it still lives. */
static void
test_a_den_outlives_no_maker(void **state)
{
    const struct sb_pieces nothing = {NULL, 0};
    struct sb_den *den;
    int ends[2], lives[2], status = 0;
    char byte;
    pid_t maker;

    (void)state;
    assert_int_equal(pipe(ends) + pipe(lives), 0);
    maker = fork();
    if (maker == 0) {
        if (sb_den_new(&den, folder, owner, NULL) != SB_OK || fork() != 0)
            _exit(0);
        (void)!sb_den_borrow(den, NULL);
        (void)!sb_outfile_leave(den, "h", nothing, owner, NULL);
        (void)!sb_den_sync(den, NULL);
        sb_den_free(den); /* not the borrower's to take away */
        (void)close(lives[1]);
        (void)!write(ends[1], "x", 1);
        (void)!read(lives[0], &byte, 1); /* until the test is done */
        _exit(0);
    }
    assert_int_equal(waitpid(maker, &status, 0), maker);
    assert_int_equal(status, 0);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    assert_int_equal(entries(), 1);
    assert_int_equal(sb_outfile_sweep(folder, NULL), SB_OK);
    assert_int_equal(entries(), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(close(ends[i]) + close(lives[i]), 0);
}

static void
test_folders(void **state)
{
    mode_t before = umask(0);
    struct sb_error err = {0};
    char deep[128];

    (void)state;
    (void)snprintf(deep, sizeof deep, "%s", path("x//y/z/"));
    assert_int_equal(sb_folder_make(deep, owner, NULL), SB_OK);
    assert_int_equal(sb_folder_make(deep, owner, NULL), SB_OK);
    (void)umask(before);
    assert_int_equal(mode_of(path("x")), 0700);
    assert_int_equal(mode_of(path("x/y/z")), 0700);
    assert_int_equal(rmdir(path("x/y/z")), 0);
    assert_int_equal(rmdir(path("x/y")), 0);
    assert_int_equal(rmdir(path("x")), 0);
    assert_int_equal(put("file", "x", SB_PUBLISH_NEW, NULL), SB_OK);
    (void)snprintf(deep, sizeof deep, "%s", path("file/below"));
    assert_int_equal(sb_folder_make(deep, owner, &err), SB_E_WRITE);
    assert_string_equal(err.text, "is there, but is no folder");
}

static void
test_lock(void **state)
{
    struct sb_error err = {0};
    struct sb_lock *lock = NULL, *second = NULL;
    int pipes[2], status = 0;
    char byte;
    pid_t child;

    (void)state;
    assert_int_equal(pipe(pipes), 0);
    child = fork();
    if (child == 0) {
        if (sb_lock_take(&lock, path("visits"), NULL) != SB_OK || write(pipes[1], "x", 1) != 1)
            _exit(1);
        pause();
        _exit(0);
    }
    assert_int_equal(read(pipes[0], &byte, 1), 1);
    assert_int_equal(sb_lock_take(&second, path("visits"), &err), SB_E_LOCKED);
    assert_string_equal(err.text, "another program has been using it for 10 seconds");
    assert_int_equal(orders.sleeps, 200);
    assert_null(second);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(sb_lock_take(&second, path("visits"), NULL), SB_OK);
    sb_lock_free(second);
    assert_int_equal(sb_lock_take(&second, folder, NULL), SB_OK);
    sb_lock_free(second);
    sb_lock_free(NULL);
    assert_int_equal(sb_lock_take(&second, "/nonexistent/visits", NULL), SB_E_WRITE);
    (void)close(pipes[0]);
    (void)close(pipes[1]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_published_files_are_private_whatever_the_umask),
        TEST(test_group),
        TEST(test_new_never_replaces),
        TEST(test_new_does_not_follow_links),
        TEST(test_failures_leave_nothing),
        TEST(test_short_and_interrupted_writes_go_on),
        TEST(test_unpublished_is_removed),
        TEST(test_no_folder_is_nothing_to_do),
        TEST(test_adopted_from_a_den),
        TEST(test_sweep_takes_leftovers_only),
        TEST(test_dens),
        TEST(test_a_den_outlives_no_maker),
        TEST(test_folders),
        TEST(test_lock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
