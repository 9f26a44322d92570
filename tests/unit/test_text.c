/* Numbers, case and words without locale; checked arithmetic. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/base.h"
#include "base/checked.h"

static void
test_integers(void **state)
{
    static const struct {
        const char *text;
        bool valid;
        int64_t value;
    } rows[] = {
        {"0", true, 0},
        {"-0", true, 0},
        {"007", true, 7},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"99999999999999999999999", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1.0", false, 0},
        {"1e3", false, 0},
        {"0x10", false, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t value = 42;

        print_message("%s\n", rows[i].text);
        assert_int_equal(sb_int_parse(&value, rows[i].text, strlen(rows[i].text)), rows[i].valid);
        assert_true(value == (rows[i].valid ? rows[i].value : 42));
    }
}

static void
test_case_of_ascii_only(void **state)
{
    (void)state;
    assert_int_equal(sb_ascii_upper('i'), 'I');
    assert_int_equal(sb_ascii_lower('I'), 'i');
    assert_int_equal(sb_ascii_upper((char)0xe9), (char)0xe9);
    assert_false(sb_ascii_alpha((char)0xe9));
    assert_false(sb_ascii_digit((char)0xb2));
    assert_true(sb_ascii_alnum('z') && sb_ascii_alnum('0') && !sb_ascii_alnum('_'));
    assert_int_equal(sb_text_compare_fold("NPI", "npi"), 0);
    assert_true(sb_text_compare_fold("a", "B") < 0);
    assert_true(sb_text_compare_fold("ab", "a") > 0);
}

static void
test_equality(void **state)
{
    (void)state;
    assert_true(sb_text_equal(NULL, NULL));
    assert_false(sb_text_equal(NULL, ""));
    assert_false(sb_text_equal("", NULL));
    assert_true(sb_text_equal("a", "a"));
    assert_true(sb_text_starts("provider lee", "provider "));
    assert_false(sb_text_starts("prov", "provider"));
}

static void
test_nearest_word(void **state)
{
    static const char *const words[] = {"date", "diagnoses", "patient", "provider", "services",
                                        "npi",  "start",     "state",   "id"};
    static const struct {
        const char *text, *nearest;
    } rows[] = {
        {"dignoses", "diagnoses"},
        {"diagnosis", "diagnoses"},
        {"daignoses", "diagnoses"},
        {"Patient", "patient"},
        {"NPI", "npi"},
        {"nip", "npi"},
        {"servces", "services"},
        {"star", "start"},
        {"date", "date"},
        {"dx", NULL},
        {"x", NULL},
        {"", NULL},
        {"resourceType", NULL},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL},
    };
    static const char *const cases[] = {"abc", "ABC", "abd"};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *word = sb_word_nearest(rows[i].text, words, sizeof words / sizeof *words);

        print_message("%s: %s\n", rows[i].text, word == NULL ? "none" : word);
        assert_true(sb_text_equal(word, rows[i].nearest));
    }
    /* as near when case is ignored: the one nearer as written, then the first */
    assert_string_equal(sb_word_nearest("AbC", cases, 3), "ABC");
    assert_string_equal(sb_word_nearest("abx", cases, 3), "abc");
    assert_null(sb_word_nearest("abc", NULL, 0));
}

static void
test_checked_arithmetic(void **state)
{
    int64_t n = 0;

    (void)state;
    assert_true(sb_add(&n, INT64_MAX - 1, 1) && n == INT64_MAX);
    assert_false(sb_add(&n, INT64_MAX, 1));
    assert_true(sb_sub(&n, INT64_MIN + 1, 1) && n == INT64_MIN);
    assert_false(sb_sub(&n, INT64_MIN, 1));
    assert_true(sb_mul(&n, -3, 115) && n == -345);
    assert_false(sb_mul(&n, INT64_MAX / 2 + 1, 2));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_integers),           cmocka_unit_test(test_case_of_ascii_only),
        cmocka_unit_test(test_equality),           cmocka_unit_test(test_nearest_word),
        cmocka_unit_test(test_checked_arithmetic),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
