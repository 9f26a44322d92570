/* money.h - whole cents; no float ever touches an amount. */
#ifndef SUPERBILL_MONEY_H
#define SUPERBILL_MONEY_H

#include "superbill/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/** An amount in US cents. */
typedef struct sb_money {
    int64_t cents;
} sb_money;

#define SB_MONEY_TEXT 32
/* Largest amount read from a record or configuration: $99,999,999,999.99. */
#define SB_MONEY_MAX INT64_C(9999999999999)

/**
 * Parse a decimal amount: "185", "185.5", "185.00", "-3.20"; digits, an optional minus and
 * at most two decimals, nothing else.  SB_E_SYNTAX for any other form, SB_E_RANGE beyond
 * SB_MONEY_MAX; *out untouched then.
 */
SB_API SB_MUST sb_status sb_money_parse(sb_money *out, const char *text, size_t length);
/** Print "252.50", "-3.20"; returns text. */
SB_API const char *sb_money_print(char text[SB_MONEY_TEXT], sb_money amount);
/** Print "$1,252.50", "-$3.20", as documents do. */
SB_API const char *sb_money_print_us(char text[SB_MONEY_TEXT], sb_money amount);
/** *out = a + b, a - b, a * n; SB_E_RANGE on overflow of 64 bits, *out untouched. */
SB_API SB_MUST sb_status sb_money_add(sb_money *out, sb_money a, sb_money b);
SB_API SB_MUST sb_status sb_money_sub(sb_money *out, sb_money a, sb_money b);
SB_API SB_MUST sb_status sb_money_times(sb_money *out, sb_money a, int64_t n);
/**
 * Spread total over n shares in proportion to their weights by largest remainder (the
 * earlier share first on a tie), so that the shares sum to total exactly.  Weights are not
 * negative; where all are 0, all goes to the first.  SB_E_RANGE on overflow.
 */
SB_API SB_MUST sb_status sb_money_spread(sb_money *shares, size_t n, sb_money total,
                                         const int64_t *weights);

#ifdef __cplusplus
}
#endif
#endif
