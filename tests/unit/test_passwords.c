/* test_passwords.c - which password is whose, and which files are taken. */
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

#include "app/app.h"

#define SECRET "blue-heron-42"

struct folder {
    char path[64], file[96];
};

static int
folder_setup(void **state)
{
    struct folder *f = calloc(1, sizeof *f);

    *state = f;
    if (f == NULL)
        return -1;
    (void)snprintf(f->path, sizeof f->path, "/tmp/sb-passwords-XXXXXX");
    if (mkdtemp(f->path) == NULL)
        return -1;
    (void)snprintf(f->file, sizeof f->file, "%s/pw", f->path);
    return 0;
}

static int
folder_teardown(void **state)
{
    struct folder *f = *state;

    (void)unlink(f->file);
    (void)rmdir(f->path);
    free(f);
    return 0;
}

static void
put(const struct folder *f, const char *bytes, size_t length, mode_t mode)
{
    FILE *file;

    (void)unlink(f->file);
    file = fopen(f->file, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(f->file, mode), 0);
}

static sb_status
open_file(struct sb_passwords **out, const struct folder *f, struct sb_owner owner,
          struct sb_error *err)
{
    const struct sb_practice practice = {.owner = owner};
    const struct sb_run run = {.password_file = f->file};

    *err = (struct sb_error){0};
    return sb_passwords_open(out, &practice, &run, err);
}

/* Which of three patients get a copy: 'y' or 'n' each, in this order. */
static void
test_whose_password(void **state)
{
    static const struct {
        const char *label, *text, *copies;
    } rows[] = {
        {"one for the one patient", SECRET "\n", "ynn"},
        {"without a line end", SECRET, "ynn"},
        {"from another system", "\xEF\xBB\xBF" SECRET "\r\n", "ynn"},
        {"a line each", "P-3 " SECRET "\nP-1\tsecond-one\nP-2  third-one \n", "yyy"},
        {"a patient without a line", "P-3 " SECRET "\n\n  \nP-1 second-one", "yny"},
        {"one line, of another", "P-9 " SECRET "\n", "nnn"},
        {"of words, a line for its patient", "P-2 " SECRET " 42\n", "nyn"},
        {"the longest", "12345678901234567890123456789012", "ynn"},
        {"the shortest", "!\"#$%&'~", "ynn"},
    };
    const char *patients[] = {"P-1", "P-2", "P-3"};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_passwords *p;
        struct sb_error err;

        put(*state, rows[i].text, strlen(rows[i].text), 0600);
        if (open_file(&p, *state, (struct sb_owner){0}, &err) != SB_OK)
            fail_msg("%s: %s", rows[i].label, err.text);
        for (size_t k = 0; k < 3; k++) {
            struct sb_drawn d = {.file = "out/a.pdf", .patient = patients[k]};

            assert_int_equal(sb_copy_tell(&d, p, NULL, &err), SB_OK);
            if ((d.encrypted != NULL) != (rows[i].copies[k] == 'y') ||
                (d.encrypted == NULL) != (d.unencrypted != NULL))
                fail_msg("%s: %s", rows[i].label, patients[k]);
            if (d.encrypted != NULL)
                assert_string_equal(d.encrypted, "out/a-encrypted.pdf");
            else
                assert_null(strstr(d.unencrypted, SECRET));
        }
        sb_passwords_free(p);
    }
}

static void
test_files_that_are_refused(void **state)
{
#define ROW(text) text, sizeof(text) - 1
    static const struct {
        const char *text;
        size_t length;
        uint32_t line;
        const char *why;
    } rows[] = {
        {ROW(""), 0, "holds no password"},
        {ROW("\n \n"), 0, "holds no password"},
        {ROW("1234567"), 1, "8 to 32"},
        {ROW("123456789012345678901234567890123"), 1, "8 to 32"},
        {ROW("P-1 1234567\n"), 1, "8 to 32"},
        {ROW("P-1 " SECRET "\n" SECRET "\n"), 2, "each is PATIENT-ID PASSWORD"},
        {ROW("P-1 " SECRET "\nP-2 second-one\nP-1 third-one\n"), 3, "second line of patient P-1"},
        {ROW("P-1 two\twords\n"), 1, "a tab"},
        {ROW("P-1      word   \n"), 1, "8 to 32"},
        {ROW("P,1 " SECRET "\n"), 1, "no patient id"},
        {ROW("gr\xc3\xbc\xc3\x9f-gott"), 1, "beyond ASCII"},
        {ROW("tab\x01inside"), 1, "beyond ASCII"},
        {ROW(SECRET "\0"), 0, "no text"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_passwords *p;
        struct sb_error err;

        put(*state, rows[i].text, rows[i].length, 0600);
        assert_int_equal(open_file(&p, *state, (struct sb_owner){0}, &err), SB_E_SYNTAX);
        if (strstr(err.text, rows[i].why) == NULL || err.line != rows[i].line)
            fail_msg("%zu: %u: %s", i, err.line, err.text);
        assert_null(strstr(err.text, SECRET));
        assert_null(p);
    }
#undef ROW
}

static void
test_open_files_are_refused(void **state)
{
    static const struct {
        mode_t mode;
        bool group;
        sb_status status;
    } rows[] = {
        {0600, false, SB_OK},     {0400, false, SB_OK},     {0640, false, SB_E_READ},
        {0604, false, SB_E_READ}, {0620, false, SB_E_READ}, {0660, true, SB_OK},
        {0664, true, SB_E_READ},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct sb_owner owner = {.group_given = rows[i].group, .group = getegid()};
        struct sb_passwords *p;
        struct sb_error err;

        put(*state, SECRET, strlen(SECRET), rows[i].mode);
        if (open_file(&p, *state, owner, &err) != rows[i].status)
            fail_msg("mode %o: %s", (unsigned)rows[i].mode, err.text);
        sb_passwords_free(p);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_whose_password, folder_setup, folder_teardown),
        cmocka_unit_test_setup_teardown(test_files_that_are_refused, folder_setup, folder_teardown),
        cmocka_unit_test_setup_teardown(test_open_files_are_refused, folder_setup, folder_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
