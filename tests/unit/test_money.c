/* test_money.c - amounts are read from text, printed, and spread without losing a cent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "model/model.h"

static void
parses(void **state)
{
    static const struct {
        const char *text;
        sb_status status;
        int64_t cents;
    } rows[] = {
        {"185", SB_OK, 18500},
        {"185.5", SB_OK, 18550},
        {"185.00", SB_OK, 18500},
        {"1.15", SB_OK, 115}, /* 1.15 * 100 is 114 through a double */
        {"0", SB_OK, 0},
        {"-0.00", SB_OK, 0},
        {"-3.20", SB_OK, -320},
        {"99999999999.99", SB_OK, SB_MONEY_MAX},
        {"100000000000", SB_E_RANGE, 0},
        {"99999999999999999999999999999", SB_E_RANGE, 0},
        {"00000000000000000000000000000000001", SB_OK, 100},
        {"", SB_E_SYNTAX, 0},
        {"-", SB_E_SYNTAX, 0},
        {".50", SB_E_SYNTAX, 0},
        {"5.", SB_E_SYNTAX, 0},
        {"5.001", SB_E_SYNTAX, 0},
        {"1e2", SB_E_SYNTAX, 0},
        {"1,250.00", SB_E_SYNTAX, 0},
        {"$5", SB_E_SYNTAX, 0},
        {" 5", SB_E_SYNTAX, 0},
        {"5 ", SB_E_SYNTAX, 0},
        {"+5", SB_E_SYNTAX, 0},
        {"--5", SB_E_SYNTAX, 0},
        {"5.-1", SB_E_SYNTAX, 0},
        {"99999999999999999999.999", SB_E_SYNTAX, 0}, /* the form is judged before the size */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sb_money money = {-77};
        print_message("# %s\n", rows[i].text);
        assert_int_equal(sb_money_parse(&money, rows[i].text, strlen(rows[i].text)),
                         rows[i].status);
        assert_int_equal(money.cents, rows[i].status == SB_OK ? rows[i].cents : -77);
    }
}

static void
reads_only_its_length(void **state)
{
    sb_money money;

    (void)state;
    assert_int_equal(sb_money_parse(&money, "12.345", 5), SB_OK);
    assert_int_equal(money.cents, 1234);
}

static void
prints(void **state)
{
    static const struct {
        int64_t cents;
        const char *plain, *document;
    } rows[] = {
        {0, "0.00", "$0.00"},
        {5, "0.05", "$0.05"},
        {-320, "-3.20", "-$3.20"},
        {99999, "999.99", "$999.99"},
        {100000, "1000.00", "$1,000.00"},
        {123456789, "1234567.89", "$1,234,567.89"},
        {INT64_MAX, "92233720368547758.07", "$92,233,720,368,547,758.07"},
        {INT64_MIN, "-92233720368547758.08", "-$92,233,720,368,547,758.08"},
    };
    char text[SB_MONEY_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(sb_money_print(text, (sb_money){rows[i].cents}), rows[i].plain);
        assert_string_equal(sb_money_print_us(text, (sb_money){rows[i].cents}), rows[i].document);
    }
}

static void
overflow_is_told(void **state)
{
    sb_money out = {7};

    (void)state;
    assert_int_equal(sb_money_add(&out, (sb_money){INT64_MAX}, (sb_money){1}), SB_E_RANGE);
    assert_int_equal(sb_money_sub(&out, (sb_money){INT64_MIN}, (sb_money){1}), SB_E_RANGE);
    assert_int_equal(sb_money_times(&out, (sb_money){INT64_MAX / 2}, 3), SB_E_RANGE);
    assert_int_equal(out.cents, 7);
    assert_int_equal(sb_money_times(&out, (sb_money){6250}, 2), SB_OK);
    assert_int_equal(out.cents, 12500);
}

static void
spreads(void **state)
{
    static const struct {
        const char *why;
        size_t n;
        int64_t total, weights[4], shares[4];
    } rows[] = {
        {"even", 2, 100, {1, 1}, {50, 50}},
        {"the earlier of equal remainders", 3, 100, {1, 1, 1}, {34, 33, 33}},
        {"the larger remainder", 3, 100, {1, 2, 4}, {14, 29, 57}},
        {"nothing to a weight of 0", 3, 101, {1, 0, 1}, {51, 0, 50}},
        {"all weights 0", 2, 99, {0, 0}, {99, 0}},
        {"negative", 2, -101, {1, 1}, {-51, -50}},
        {"large numbers", 2, SB_MONEY_MAX, {INT64_MAX / 2, 1}, {SB_MONEY_MAX, 0}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sb_money shares[4] = {{0}};
        print_message("# %s\n", rows[i].why);
        assert_int_equal(
            sb_money_spread(shares, rows[i].n, (sb_money){rows[i].total}, rows[i].weights), SB_OK);
        for (size_t k = 0; k < rows[i].n; k++)
            assert_int_equal(shares[k].cents, rows[i].shares[k]);
    }
    int64_t too_heavy[2] = {INT64_MAX, 1};
    sb_money shares[2];
    assert_int_equal(sb_money_spread(shares, 2, (sb_money){5}, too_heavy), SB_E_RANGE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses),  cmocka_unit_test(reads_only_its_length),
        cmocka_unit_test(prints),  cmocka_unit_test(overflow_is_told),
        cmocka_unit_test(spreads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
