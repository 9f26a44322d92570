/*
 * put.h - values as members of JSON objects, each left out where the record does not say it.
 */
#ifndef MODEL_PUT_H
#define MODEL_PUT_H

#include "model/model.h"

static inline void
put_text(struct sb_jout *out, const char *key, const char *text)
{
    if (text != NULL)
        sb_jout_text(out, key, text);
}

static inline void
put_date(struct sb_jout *out, const char *key, sb_date date)
{
    char text[SB_DATE_TEXT];

    if (date.day > 0)
        sb_jout_text(out, key, sb_date_print(text, date));
}

static inline void
put_clock(struct sb_jout *out, const char *key, sb_clock clock)
{
    char text[SB_CLOCK_TEXT];

    if (clock.minute > 0)
        sb_jout_text(out, key, sb_clock_print(text, clock));
}

static inline void
put_money(struct sb_jout *out, const char *key, sb_money amount)
{
    char text[SB_MONEY_TEXT];

    sb_jout_text(out, key, sb_money_print(text, amount));
}

static inline void
put_price(struct sb_jout *out, const char *key, struct sb_price price)
{
    if (price.given)
        put_money(out, key, price.amount);
}

static inline void
put_count(struct sb_jout *out, const char *key, int32_t n)
{
    if (n >= 0)
        sb_jout_int(out, key, n);
}

static inline void
put_texts(struct sb_jout *out, const char *key, struct sb_texts texts)
{
    if (texts.count == 0)
        return;
    sb_jout_array(out, key);
    for (size_t i = 0; i < texts.count; i++)
        sb_jout_text(out, NULL, texts.at[i]);
    sb_jout_end_array(out);
}

#endif
