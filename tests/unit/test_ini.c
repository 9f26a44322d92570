/* The INI reader: what it keeps, each fault at its place, and none of inih's traps. */
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

static struct sb_ini *
parse(const char *text, size_t length)
{
    struct sb_ini *ini = NULL;

    assert_int_equal(sb_ini_parse(&ini, "c.ini", text, length, NULL), SB_OK);
    return ini;
}

static void
test_entries(void **state)
{
    static const char text[] = "; a comment\n"
                               "# another\n"
                               "[practice]\n"
                               "name = Alder PT ; the one on Main St # really\n"
                               "npi=1234567893\n"
                               "\n"
                               "   \n"
                               "[provider lee]\r\n"
                               "name =  L\xc3\xaa Th\xe1\xbb\x8b \r\n"
                               "Name = other case\n"
                               "note = a = b : c\n"
                               "empty =\n"
                               "[files]\n"
                               "[ fees ]\n"
                               "97110 = 62.50";
    static const struct {
        const char *section, *key, *value;
        uint32_t line, section_line, column;
    } rows[] = {
        {"practice", "name", "Alder PT ; the one on Main St # really", 4, 3, 8},
        {"practice", "npi", "1234567893", 5, 3, 5},
        {"provider lee", "name", "L\xc3\xaa Th\xe1\xbb\x8b", 9, 8, 9},
        {"provider lee", "Name", "other case", 10, 8, 8},
        {"provider lee", "note", "a = b : c", 11, 8, 8},
        {"provider lee", "empty", "", 12, 8, 8},
        {"files", NULL, NULL, 13, 13, 1},
        {"fees", "97110", "62.50", 15, 14, 9},
    };
    struct sb_ini *ini = parse(text, strlen(text));

    (void)state;
    assert_int_equal(ini->fault_count, 0);
    assert_int_equal(ini->count, sizeof rows / sizeof *rows);
    for (size_t i = 0; i < ini->count; i++) {
        assert_string_equal(ini->entries[i].section, rows[i].section);
        assert_true(sb_text_equal(ini->entries[i].key, rows[i].key));
        assert_true(sb_text_equal(ini->entries[i].value, rows[i].value));
        assert_int_equal(ini->entries[i].line, rows[i].line);
        assert_int_equal(ini->entries[i].section_line, rows[i].section_line);
        assert_int_equal(ini->entries[i].value_column, rows[i].column);
    }
    assert_string_equal(sb_ini_find(ini, "provider lee", "Name")->value, "other case");
    assert_null(sb_ini_find(ini, "provider lee", "NAME"));
    assert_null(sb_ini_find(ini, "files", "x"));
    assert_string_equal(ini->name, "c.ini");
    sb_ini_free(ini);
    sb_ini_free(NULL);
}

/* Faults as "kind line:column" */
static void
test_faults(void **state)
{
    static const struct {
        const char *name, *text;
        size_t length; /* 0: strlen */
        const char *expected;
    } rows[] = {
        {"none", "[a]\nk=v\n", 0, ""},
        {"empty", "", 0, ""},
        {"byte order mark passed over", "\xef\xbb\xbf[a]\nk=v", 0, ""},
        {"byte order mark later", "[a]\n\xef\xbb\xbfk=v\n", 0, "syntax 2:1|"},
        {"no equals", "[a]\nword\n", 0, "syntax 2:1|"},
        {"colon is no equals", "[a]\nk: v\n", 0, "syntax 2:1|"},
        {"no key", "[a]\n= v\n", 0, "syntax 2:1|"},
        {"key without section", "k=v\n[a]\n", 0, "syntax 1:1|"},
        {"indented key", "[a]\nk=v\n  more\n", 0, "syntax 3:1|"},
        {"indented comment", "[a]\n\t; c\n", 0, "syntax 2:1|"},
        {"section without end", "[a\nk=v\n[b]\nk=v\n", 0, "syntax 1:3|"},
        {"text behind a section", "[a] x\nk=v\nk=v\n", 0, "syntax 1:4|"},
        {"section without name", "[ ]\n", 0, "syntax 1:3|"},
        {"key twice", "[a]\nk=1\nj=2\nk=1\n", 0, "duplicate 4:1|"},
        {"key thrice", "[a]\nk=1\nk=2\nk=1\n", 0, "duplicate 3:1|duplicate 4:1|"},
        {"same key in another section", "[a]\nk=1\n[b]\nk=1\n", 0, ""},
        {"section twice", "[a]\nk=1\n[b]\n[a]\nk=1\nj=1\nj=1\n", 0, "duplicate 4:1|"},
        {"empty section twice", "[a]\n[a]\n", 0, "duplicate 2:1|"},
        {"NUL", "[a]\nk=v\0w\nj=2\n", 14, "syntax 2:4|"},
        {"invalid UTF-8", "[a]\nk=\xff\nj=\xc3\n", 0, "syntax 2:3|syntax 3:3|"},
        {"control character", "[a]\nk=a\x1b[2J\n", 0, "syntax 2:4|"},
        {"right-to-left override", "[a]\nk=a\xe2\x80\xae\n", 0, "syntax 2:4|"},
        {"old line ends", "[a]\rk=v\r", 0, "syntax 1:4|"},
        {"all of them in order", "[a]\nk=1\nbad\nk=2\n x\n", 0,
         "syntax 3:1|duplicate 4:1|syntax 5:1|"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        static const char *const kinds[] = {"syntax", "too long", "duplicate"};
        struct sb_ini *ini =
            parse(rows[i].text, rows[i].length != 0 ? rows[i].length : strlen(rows[i].text));
        struct sb_buf told = {0};

        sb_buf_text(&told, "");
        for (size_t j = 0; j < ini->fault_count; j++)
            sb_buf_print(&told, "%s %u:%u|", kinds[ini->faults[j].kind], ini->faults[j].line,
                         ini->faults[j].column);
        print_message("%s\n", rows[i].name);
        assert_string_equal(told.at, rows[i].expected);
        sb_buf_free(&told);
        sb_ini_free(ini);
    }
}

static void
test_long_lines(void **state)
{
    char text[3100];
    struct sb_ini *ini;
    size_t at;

    (void)state;
    /* inih would read the tail of a line over 199 bytes as a line of its own */
    memcpy(text, "[a]\nk=", 6);
    memset(text + 6, 'x', 998);
    memcpy(text + 6 + 998, "\n;", 2);
    at = 6 + 998 + 2;
    memset(text + at, ' ', 999);
    at += 999;
    memcpy(text + at, "\nj=", 3);
    at += 3;
    memset(text + at, 'y', 999);
    at += 999;
    text[at++] = '\n';
    ini = parse(text, at);
    assert_int_equal(ini->count, 1);
    assert_int_equal(strlen(ini->entries[0].value), 998);
    assert_int_equal(ini->fault_count, 1);
    assert_int_equal(ini->faults[0].kind, SB_INI_TOO_LONG);
    assert_int_equal(ini->faults[0].line, 4);
    sb_ini_free(ini);
}

static void
test_long_comment_cannot_set_a_key(void **state)
{
    char text[1200];
    struct sb_ini *ini;

    (void)state;
    memset(text, ' ', sizeof text);
    memcpy(text, "[a]\n;", 5);
    memcpy(text + 204, "npi=1", 5);
    text[400] = '\n';
    memcpy(text + 401, "k=v\n", 4);
    ini = parse(text, 405);
    assert_int_equal(ini->count, 1);
    assert_string_equal(ini->entries[0].key, "k");
    assert_int_equal(ini->fault_count, 0);
    sb_ini_free(ini);
}

static void
test_long_section_names(void **state)
{
    static const char text[] =
        "[provider aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]\n"
        "k=1\n"
        "[provider aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab]\n"
        "k=2\n";
    struct sb_ini *ini = parse(text, strlen(text));

    (void)state;
    assert_int_equal(ini->fault_count, 0);
    assert_int_equal(ini->count, 2);
    assert_string_not_equal(ini->entries[0].section, ini->entries[1].section);
    sb_ini_free(ini);
}

static void
test_many_keys(void **state)
{
    struct sb_buf text = {0};
    struct sb_ini *ini;

    (void)state;
    sb_buf_text(&text, "[fees]\n");
    for (int i = 0; i < 60000; i++)
        sb_buf_print(&text, "k%d=%d\n", i, i);
    sb_buf_text(&text, "k17=again\n");
    ini = parse(text.at, text.len);
    assert_int_equal(ini->count, 60001);
    assert_int_equal(ini->fault_count, 1);
    assert_int_equal(ini->faults[0].line, 60002);
    assert_string_equal(ini->faults[0].why, "key k17 stands on line 19 already");
    sb_ini_free(ini);
    sb_buf_free(&text);
}

static void
test_what_cannot_be_read(void **state)
{
    static const char utf16[] = "\xff\xfe[\0a\0]\0", utf16_bare[] = "[\0a\0]\0";
    struct sb_ini *ini = NULL;
    struct sb_error err = {0};
    char *large = calloc(1, SB_LIMIT_INI_FILE + 1);

    (void)state;
    assert_non_null(large);
    assert_int_equal(sb_ini_read(&ini, "/nonexistent/c.ini", &err), SB_E_READ);
    assert_string_equal(err.source, "/nonexistent/c.ini");
    err = (struct sb_error){0};
    assert_int_equal(sb_ini_read(&ini, "/", &err), SB_E_READ);
    assert_string_equal(err.text, "is a directory; a file was expected");
    err = (struct sb_error){0};
    assert_int_equal(sb_ini_read(&ini, "/dev/zero", &err), SB_E_READ);
    assert_string_equal(err.text, "is a device; a file was expected");
    err = (struct sb_error){0};
    assert_int_equal(sb_ini_parse(&ini, "c", utf16, 8, &err), SB_E_READ);
    assert_string_equal(err.text, "is UTF-16; save it as UTF-8");
    err = (struct sb_error){0};
    assert_int_equal(sb_ini_parse(&ini, "c", utf16_bare, 6, &err), SB_E_READ);
    assert_string_equal(err.text, "is UTF-16; save it as UTF-8");
    err = (struct sb_error){0};
    assert_int_equal(sb_ini_parse(&ini, "c", large, SB_LIMIT_INI_FILE + 1, &err), SB_E_READ);
    assert_string_equal(err.text, "is larger than 1 MiB");
    assert_null(ini);
    free(large);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entries),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_long_lines),
        cmocka_unit_test(test_long_comment_cannot_set_a_key),
        cmocka_unit_test(test_long_section_names),
        cmocka_unit_test(test_many_keys),
        cmocka_unit_test(test_what_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
