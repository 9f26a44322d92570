/* test_ident.c - forms and check digits of identifiers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "model/model.h"

static void
npi(void **state)
{
    static const struct {
        const char *text;
        enum sb_npi_verdict verdict;
    } rows[] = {
        {"1234567893", SB_NPI_SOUND},       {"1558598797", SB_NPI_SOUND},
        {"1245319599", SB_NPI_SOUND},       {"1003000126", SB_NPI_SOUND},
        {"1000000004", SB_NPI_SOUND},       {"2000000002", SB_NPI_SOUND},
        {"1999999992", SB_NPI_SOUND},       {"1234567890", SB_NPI_CHECK_DIGIT},
        {"2000000003", SB_NPI_CHECK_DIGIT}, {"3234567893", SB_NPI_FORMAT},
        {"123456789", SB_NPI_FORMAT},       {"12345678933", SB_NPI_FORMAT},
        {"123456789a", SB_NPI_FORMAT},      {"", SB_NPI_FORMAT},
        {"1234567893 ", SB_NPI_FORMAT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("# %s\n", rows[i].text);
        assert_int_equal(sb_npi_judge(rows[i].text), rows[i].verdict);
    }
}

static void
tax_ids(void **state)
{
    static const struct {
        const char *text;
        enum sb_tax_verdict verdict;
    } rows[] = {
        {"84-1234567", SB_TAX_SOUND},   {"01-0000001", SB_TAX_SOUND},
        {"99-1234567", SB_TAX_SOUND},   {"07-1234567", SB_TAX_PREFIX},
        {"00-1234567", SB_TAX_PREFIX},  {"97-1234567", SB_TAX_PREFIX},
        {"841234567", SB_TAX_FORMAT},   {"84-123456", SB_TAX_FORMAT},
        {"84-12345678", SB_TAX_FORMAT}, {"", SB_TAX_FORMAT},
        {"123-45-6789", SB_TAX_SSN},    {"000-45-6789", SB_TAX_FORMAT},
        {"666-45-6789", SB_TAX_FORMAT}, {"900-45-6789", SB_TAX_FORMAT},
        {"123-00-6789", SB_TAX_FORMAT}, {"123-45-0000", SB_TAX_FORMAT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("# %s\n", rows[i].text);
        assert_int_equal(sb_tax_judge(rows[i].text), rows[i].verdict);
    }
}

static void
social_security_numbers_in_text(void **state)
{
    static const struct {
        const char *text;
        bool inside;
    } rows[] = {
        {"123-45-6789", true},
        {"SSN 123-45-6789.", true},
        {"W123-45-6789", true},
        {"2026-10-05 and 123-45-6789", true},
        {"a - b 123-45-6789", true},
        {"1123-45-6789", false},
        {"123-45-67890", false},
        {"503-555-0100", false},
        {"2026-10-05", false},
        {"123-45-678", false},
        {"900-45-6789", false},
        {"-45-6789", false},
        {"23-45-6789", false},
        {"123-45-", false},
        {"", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("# %s\n", rows[i].text);
        assert_int_equal(sb_ssn_inside(rows[i].text), rows[i].inside);
    }
}

static void
shapes(void **state)
{
    (void)state;
    assert_true(sb_taxonomy_shape("2251X0800X"));
    assert_true(sb_taxonomy_shape("225100000X"));
    assert_false(sb_taxonomy_shape("2251X0800"));
    assert_false(sb_taxonomy_shape("2251x0800X"));
    assert_false(sb_taxonomy_shape("2251X0800Y"));
    assert_false(sb_taxonomy_shape("A251X0800X"));
    assert_true(sb_zip_valid("97214"));
    assert_true(sb_zip_valid("97214-2305"));
    assert_false(sb_zip_valid("97214-"));
    assert_false(sb_zip_valid("972142305"));
    assert_false(sb_zip_valid(""));
    assert_true(sb_state_valid("OR"));
    assert_true(sb_state_valid("AP"));
    assert_true(sb_state_valid("VI"));
    assert_false(sb_state_valid("or"));
    assert_false(sb_state_valid("XX"));
    assert_false(sb_state_valid("ORE"));
}

static void
ids(void **state)
{
    (void)state;
    assert_true(sb_id_valid("V-20261005-1001"));
    assert_true(sb_id_valid("9"));
    assert_true(sb_id_valid("a123456789a123456789a123456789a123456789a123456789a123456789abcd"));
    assert_false(sb_id_valid("a123456789a123456789a123456789a123456789a123456789a123456789abcde"));
    assert_false(sb_id_valid(""));
    assert_false(sb_id_valid("-a"));
    assert_false(sb_id_valid(".."));
    assert_false(sb_id_valid("a b"));
    assert_false(sb_id_valid("a/b"));
    assert_false(sb_id_valid("Núñez"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(npi),
        cmocka_unit_test(tax_ids),
        cmocka_unit_test(social_security_numbers_in_text),
        cmocka_unit_test(shapes),
        cmocka_unit_test(ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
