/* prop_money.c - what must hold of any amount; SB_SEED replays a run. */
#include <string.h>

#include "model/model.h"

#include "chance.h"

/* Amounts of every size, small ones often. */
static int64_t
random_cents(void)
{
    uint64_t n = random_next() % ((uint64_t)SB_MONEY_MAX + 1);
    unsigned shift = (unsigned)(random_next() % 44);

    return (random_next() & 1) ? (int64_t)(n >> shift) : -(int64_t)(n >> shift);
}

static void
what_is_printed_reads_back(void **state)
{
    char text[SB_MONEY_TEXT];

    (void)state;
    for (int i = 0; i < 200000; i++) {
        sb_money money = {random_cents()}, back = {0};
        sb_money_print(text, money);
        if (sb_money_parse(&back, text, strlen(text)) != SB_OK || back.cents != money.cents)
            fail_msg("%" PRId64 " printed %s", money.cents, text);
    }
}

/* No share strays from its exact part by a cent or more, and none is lost. */
static void
shares_add_up(void **state)
{
    (void)state;
    for (int i = 0; i < 20000; i++) {
        int64_t weights[24], sum = 0, got = 0;
        sb_money shares[24], total = {random_cents()};
        size_t n = 1 + random_next() % 24;
        for (size_t k = 0; k < n; k++) {
            weights[k] = (int64_t)(random_next() % 100000) * (int64_t)(random_next() % 3);
            sum += weights[k];
        }
        assert_int_equal(sb_money_spread(shares, n, total, weights), SB_OK);
        for (size_t k = 0; k < n; k++) {
            got += shares[k].cents;
            if (sum == 0)
                continue;
            long double exact =
                (long double)total.cents * (long double)weights[k] / (long double)sum;
            long double off = exact - (long double)shares[k].cents;
            if (off >= 1.0L || off <= -1.0L)
                fail_msg("share %zu of %" PRId64 " is %" PRId64, k, total.cents, shares[k].cents);
        }
        assert_int_equal(got, total.cents);
    }
}

static void
any_bytes_are_safe(void **state)
{
    static const char alphabet[] = "0123456789.-+e, $9";
    char text[24];

    (void)state;
    for (int i = 0; i < 200000; i++) {
        sb_money money = {0};
        size_t n = random_next() % sizeof text;
        for (size_t k = 0; k < n; k++)
            text[k] = alphabet[random_next() % (sizeof alphabet - 1)];
        if (sb_money_parse(&money, text, n) == SB_OK)
            assert_true(money.cents <= SB_MONEY_MAX && money.cents >= -SB_MONEY_MAX);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_printed_reads_back),
        cmocka_unit_test(shares_add_up),
        cmocka_unit_test(any_bytes_are_safe),
    };

    random_start(20261005);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
