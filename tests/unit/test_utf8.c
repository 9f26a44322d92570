/* UTF-8: what is well-formed, composed form, what never stands in text, folding for search. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/base.h"

static void
test_well_formed(void **state)
{
    static const struct {
        const char *name, *text;
        size_t length, bad; /* bad == length: valid */
    } rows[] = {
        {"empty", "", 0, 0},
        {"ASCII", "abc", 3, 3},
        {"two bytes, least", "\xc2\x80", 2, 2},
        {"three bytes", "\xe0\xa0\x80\xe2\x82\xac", 6, 6},
        {"before surrogates", "\xed\x9f\xbf", 3, 3},
        {"four bytes, last", "\xf4\x8f\xbf\xbf", 4, 4},
        {"overlong slash", "a\xc0\xaf", 3, 1},
        {"overlong NUL", "\xc0\x80", 2, 0},
        {"overlong three", "\xe0\x9f\xbf", 3, 0},
        {"overlong four", "\xf0\x8f\xbf\xbf", 4, 0},
        {"surrogate", "\xed\xa0\x80", 3, 0},
        {"beyond the last", "\xf4\x90\x80\x80", 4, 0},
        {"five bytes", "\xf8\x88\x80\x80\x80", 5, 0},
        {"continuation alone", "ab\x80", 3, 2},
        {"cut short", "ab\xe2\x82", 4, 2},
        {"broken off", "\xe2\x82x", 3, 0},
        {"Latin-1", "M\xe1ria", 5, 1},
        {"NUL", "a\0b", 3, 1},
        {"U+FFFE", "\xef\xbf\xbe", 3, 0},
        {"U+FFFF", "x\xef\xbf\xbf", 4, 1},
        {"U+FFFD", "\xef\xbf\xbd", 3, 3},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t bad = rows[i].length;

        print_message("%s\n", rows[i].name);
        assert_int_equal(sb_utf8_valid(rows[i].text, rows[i].length, &bad),
                         rows[i].bad == rows[i].length);
        assert_int_equal(bad, rows[i].bad);
    }
}

static void
test_every_code_point_there_and_back(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10ffff; c++) {
        char text[5];
        const char *at = text;
        uint32_t stepped = 0;
        size_t length;

        if (c >= 0xd800 && c <= 0xdfff)
            continue;
        length = sb_utf8_put(text, c);
        if (sb_utf8_step(text, length, &stepped) != length || stepped != c)
            fail_msg("U+%04X is stepped over as U+%04X", c, stepped);
        if (sb_utf8_next(&at) != c || at != text + length || sb_utf8_next(&at) != 0)
            fail_msg("U+%04X is not read back", c);
    }
}

static void
test_composed_form(void **state)
{
    static const struct {
        const char *text, *composed;
    } rows[] = {
        {"plain", "plain"},
        {"\xc3\xa9", "\xc3\xa9"},
        {"e\xcc\x81", "\xc3\xa9"},
        {"Ngu\x79\xc3\xaa\xcc\x83n", "Nguy\xe1\xbb\x85n"},
        {"\xe1\xbb\x85", "\xe1\xbb\x85"},
        {"q\xcc\x87\xcc\xa3", "q\xcc\xa3\xcc\x87"},
        {"\xe2\x84\xab", "\xc3\x85"},
        {"\xea\xb0\x80\xe1\x86\xa8", "\xea\xb0\x81"},
        {"", ""},
    };
    struct sb_arena *arena = sb_arena_new(0), *small = sb_arena_new(8);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *got = sb_utf8_nfc(arena, rows[i].text);

        assert_string_equal(got, rows[i].composed);
        if (strcmp(rows[i].text, rows[i].composed) == 0)
            assert_ptr_equal(got, rows[i].text);
    }
    assert_null(sb_utf8_nfc(small, "e\xcc\x81"));
    assert_null(sb_utf8_fold(small, "Abc"));
    sb_arena_free(arena);
    sb_arena_free(small);
}

static void
test_forbidden(void **state)
{
    static const struct {
        uint32_t code_point;
        bool forbidden;
    } rows[] = {
        {'a', false},    {' ', false},   {0x09, true},     {0x0a, true},     {0x1b, true},
        {0x7f, true},    {0x85, true},   {0xa0, false},    {0xad, false},    {0xe9, false},
        {0x0301, false}, {0x061c, true}, {0x200d, false},  {0x200e, true},   {0x200f, true},
        {0x2019, false}, {0x2028, true}, {0x2029, true},   {0x202a, true},   {0x202e, true},
        {0x2066, true},  {0x2069, true}, {0x2070, false},  {0x0378, true},   {0xd800, true},
        {0xfdd0, true},  {0xffff, true}, {0x1f600, false}, {0x110000, true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("U+%04X\n", rows[i].code_point);
        assert_int_equal(sb_utf8_forbidden(rows[i].code_point), rows[i].forbidden);
    }
}

static void
test_fold(void **state)
{
    static const struct {
        const char *text, *folded;
    } rows[] = {
        {"María Núñez-O'Brien", "maria nunez-o'brien"},
        {"O’Brien", "o'brien"},
        {"Łukasz Żółtowski", "lukasz zoltowski"},
        {"Nguyễn", "nguyen"},
        {"Straße", "strasse"},
        {"Søren", "soren"},
        {"", ""},
    };
    struct sb_arena *arena = sb_arena_new(0);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(sb_utf8_fold(arena, rows[i].text), rows[i].folded);
    sb_arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_well_formed),
        cmocka_unit_test(test_every_code_point_there_and_back),
        cmocka_unit_test(test_composed_form),
        cmocka_unit_test(test_forbidden),
        cmocka_unit_test(test_fold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
