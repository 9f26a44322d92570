/* money.c - whole cents: parse, print, add, spread. */
#include "base/checked.h"
#include "model/model.h"

#include <string.h>

__extension__ typedef __int128 wide;

/* Digits from text as a number of at most SB_MONEY_MAX cents; false beyond it. */
static bool
whole_read(int64_t *out, const char *text, size_t length)
{
    int64_t n = 0;

    for (size_t i = 0; i < length; i++) {
        n = n * 10 + (text[i] - '0');
        if (n > SB_MONEY_MAX)
            return false;
    }
    *out = n;
    return true;
}

static size_t
digits_count(const char *text, size_t length)
{
    size_t n = 0;

    while (n < length && sb_ascii_digit(text[n]))
        n++;
    return n;
}

sb_status
sb_money_parse(sb_money *out, const char *text, size_t length)
{
    bool negative = length > 0 && text[0] == '-';
    const char *at = text + (negative ? 1 : 0);
    size_t left = length - (negative ? 1 : 0);
    size_t whole = digits_count(at, left);
    int64_t cents;

    if (whole == 0)
        return SB_E_SYNTAX;
    size_t decimals = 0;
    if (whole < left) {
        decimals = digits_count(at + whole + 1, left - whole - 1);
        if (at[whole] != '.' || decimals < 1 || decimals > 2 || whole + 1 + decimals != left)
            return SB_E_SYNTAX;
    }
    if (!whole_read(&cents, at, whole))
        return SB_E_RANGE;
    cents *= 100;
    if (decimals > 0)
        cents += (at[whole + 1] - '0') * 10;
    if (decimals > 1)
        cents += at[whole + 2] - '0';
    if (cents > SB_MONEY_MAX)
        return SB_E_RANGE;
    out->cents = negative ? -cents : cents;
    return SB_OK;
}

/*
 * Write amount backwards from the end of text: cents, point, digits (with a comma every
 * three where grouped), then dollar, then minus.  Returns where it begins.
 */
static const char *
print_backwards(char text[SB_MONEY_TEXT], sb_money amount, bool document)
{
    uint64_t rest = amount.cents < 0 ? 0 - (uint64_t)amount.cents : (uint64_t)amount.cents;
    char *at = text + SB_MONEY_TEXT - 1;
    unsigned digits = 0;

    *at = '\0';
    do {
        if (digits == 2)
            *--at = '.';
        else if (document && digits > 2 && (digits - 2) % 3 == 0)
            *--at = ',';
        *--at = (char)('0' + rest % 10);
        rest /= 10;
        digits++;
    } while (rest > 0 || digits < 3);
    if (document)
        *--at = '$';
    if (amount.cents < 0)
        *--at = '-';
    return at;
}

static const char *
print_forwards(char text[SB_MONEY_TEXT], sb_money amount, bool document)
{
    const char *from = print_backwards(text, amount, document);

    memmove(text, from, strlen(from) + 1);
    return text;
}

const char *
sb_money_print(char text[SB_MONEY_TEXT], sb_money amount)
{
    return print_forwards(text, amount, false);
}

const char *
sb_money_print_us(char text[SB_MONEY_TEXT], sb_money amount)
{
    return print_forwards(text, amount, true);
}

sb_status
sb_money_add(sb_money *out, sb_money a, sb_money b)
{
    int64_t cents;

    if (!sb_add(&cents, a.cents, b.cents))
        return SB_E_RANGE;
    out->cents = cents;
    return SB_OK;
}

sb_status
sb_money_sub(sb_money *out, sb_money a, sb_money b)
{
    int64_t cents;

    if (!sb_sub(&cents, a.cents, b.cents))
        return SB_E_RANGE;
    out->cents = cents;
    return SB_OK;
}

sb_status
sb_money_times(sb_money *out, sb_money a, int64_t n)
{
    int64_t cents;

    if (!sb_mul(&cents, a.cents, n))
        return SB_E_RANGE;
    out->cents = cents;
    return SB_OK;
}

static size_t
count_at_least(const sb_money *remainders, size_t n, int64_t least)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += remainders[i].cents >= least;
    return count;
}

/* The largest remainder that at least wanted shares reach; wanted > 0. */
static int64_t
cut_find(const sb_money *remainders, size_t n, size_t wanted, int64_t below)
{
    int64_t low = 0, high = below; /* count(low) >= wanted > count(high) */

    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (count_at_least(remainders, n, middle) >= wanted)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Floors of the shares sum to less than total; the cents left go to the largest remainders. */
static void
spread_magnitude(sb_money *shares, size_t n, uint64_t total, const int64_t *weights, int64_t sum)
{
    uint64_t left = total;

    for (size_t i = 0; i < n; i++) {
        wide product = (wide)total * weights[i];
        left -= (uint64_t)(product / sum);
        shares[i].cents = (int64_t)(product % sum);
    }
    /* Fewer cents than shares are left, as each floor drops less than one. */
    size_t wanted = (size_t)left;
    int64_t cut = wanted > 0 ? cut_find(shares, n, wanted, sum) : sum;
    size_t ties = wanted > 0 ? wanted - count_at_least(shares, n, cut + 1) : 0;
    for (size_t i = 0; i < n; i++) {
        bool one_more = shares[i].cents > cut;
        if (shares[i].cents == cut && ties > 0) {
            ties--;
            one_more = true;
        }
        shares[i].cents = (int64_t)((wide)total * weights[i] / sum) + one_more;
    }
}

sb_status
sb_money_spread(sb_money *shares, size_t n, sb_money total, const int64_t *weights)
{
    int64_t sum = 0;

    if (n == 0)
        return total.cents == 0 ? SB_OK : SB_E_RANGE;
    if (total.cents == INT64_MIN)
        return SB_E_RANGE;
    for (size_t i = 0; i < n; i++)
        if (weights[i] < 0 || !sb_add(&sum, sum, weights[i]))
            return SB_E_RANGE;
    if (sum == 0) {
        memset(shares, 0, n * sizeof *shares);
        shares[0] = total;
        return SB_OK;
    }
    bool negative = total.cents < 0;
    spread_magnitude(shares, n, (uint64_t)(negative ? -total.cents : total.cents), weights, sum);
    if (negative)
        for (size_t i = 0; i < n; i++)
            shares[i].cents = -shares[i].cents;
    return SB_OK;
}
