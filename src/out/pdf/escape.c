/* escape.c - how text, numbers and instants look inside a PDF; one function an output form. */
#include "out/pdf/pdf.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char digits[] = "0123456789ABCDEF";

void
sb_escape_literal(struct sb_buf *out, const char *bytes, size_t length)
{
    char *to = sb_buf_reserve(out, length * 2 + 2);
    size_t n = 0;

    if (to == NULL)
        return;
    to[n++] = '(';
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '(' || bytes[i] == ')' || bytes[i] == '\\')
            to[n++] = '\\';
        to[n++] = bytes[i];
    }
    to[n++] = ')';
    to[n] = '\0';
    out->len += n;
}

static void
put_unit(struct sb_buf *out, uint32_t unit)
{
    char text[4];

    for (int i = 3; i >= 0; i--, unit >>= 4)
        text[i] = digits[unit & 15];
    sb_buf_put(out, text, sizeof text);
}

void
sb_escape_text(struct sb_buf *out, const char *text)
{
    uint32_t c;

    sb_buf_text(out, "<FEFF");
    while ((c = sb_utf8_next(&text)) != 0) {
        if (c > 0xFFFF) {
            c -= 0x10000;
            put_unit(out, 0xD800 + (c >> 10));
            c = 0xDC00 + (c & 0x3FF);
        }
        put_unit(out, c);
    }
    sb_buf_char(out, '>');
}

void
sb_escape_xml(struct sb_buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '<')
            sb_buf_text(out, "&lt;");
        else if (*text == '>')
            sb_buf_text(out, "&gt;");
        else if (*text == '&')
            sb_buf_text(out, "&amp;");
        else if (*text == '"')
            sb_buf_text(out, "&quot;");
        else
            sb_buf_char(out, *text);
    }
}

int32_t
sb_hundredths(int32_t thousandths)
{
    return thousandths < 0 ? -((5 - thousandths) / 10) : (thousandths + 5) / 10;
}

void
sb_put_hundredths(struct sb_buf *out, int32_t hundredths)
{
    char text[16];
    size_t at = sizeof text;
    uint32_t rest = hundredths < 0 ? 0U - (uint32_t)hundredths : (uint32_t)hundredths;
    uint32_t part = rest % 100;

    rest /= 100;
    if (part % 10 != 0)
        text[--at] = (char)('0' + part % 10);
    if (part != 0) {
        text[--at] = (char)('0' + part / 10);
        text[--at] = '.';
    }
    if (rest != 0 || part == 0)
        do {
            text[--at] = (char)('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
    if (hundredths < 0)
        text[--at] = '-';
    sb_buf_put(out, text + at, sizeof text - at);
}

/* Days since 1970 to a civil date, after the era arithmetic of H. Hinnant. */
static void
split_instant(int64_t seconds, int parts[6])
{
    int64_t day = seconds / 86400, left = seconds % 86400, era, year;
    int64_t of_era, year_of_era, of_year, month;

    if (left < 0) {
        left += 86400;
        day--;
    }
    day += 719468;
    era = (day >= 0 ? day : day - 146096) / 146097;
    of_era = day - era * 146097;
    year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    month = (5 * of_year + 2) / 153;
    parts[2] = (int)(of_year - (153 * month + 2) / 5 + 1);
    parts[1] = (int)(month < 10 ? month + 3 : month - 9);
    year = year_of_era + era * 400 + (parts[1] <= 2);
    /* a file cannot say a year of five digits; nor does an archive hold one */
    parts[0] = (int)(year < 0 ? 0 : year > 9999 ? 9999 : year);
    parts[3] = (int)(left / 3600);
    parts[4] = (int)(left / 60 % 60);
    parts[5] = (int)(left % 60);
}

/* Digits written by hand: printf would cost more than all other metadata. */
static void
put_digits(char *at, int value, int count)
{
    while (count-- > 0) {
        at[count] = (char)('0' + value % 10);
        value /= 10;
    }
}

const char *
sb_stamp_pdf(char out[SB_STAMP_TEXT], int64_t seconds)
{
    int parts[6];

    split_instant(seconds, parts);
    memcpy(out, "D:yyyymmddHHMMSSZ", 18);
    put_digits(out + 2, parts[0], 4);
    for (int i = 1; i < 6; i++)
        put_digits(out + 4 + 2 * i, parts[i], 2);
    return out;
}

const char *
sb_stamp_xmp(char out[SB_STAMP_TEXT], int64_t seconds)
{
    int parts[6];

    split_instant(seconds, parts);
    memcpy(out, "yyyy-mm-ddTHH:MM:SSZ", 21);
    put_digits(out, parts[0], 4);
    for (int i = 1; i < 6; i++)
        put_digits(out + 2 + 3 * i, parts[i], 2);
    return out;
}
