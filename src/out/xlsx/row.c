/*
 * row.c - a row of a sheet as XML, as the library would write it: it goes through printf for every
 * cell, and most of a workbook's time goes with it.
 *
 *   <row r="2"><c r="A2" s="1" t="inlineStr"><is><t>P-1001</t></is></c><c r="B2" s="3"><v>46335</v>
 *   </c> ... </row>
 */
#include "out/xlsx/xlsx.h"

#include <string.h>

#define AROUND 96                     /* bytes around a value, at most */
#define ROWS 1048576                  /* of a sheet */
#define LARGE INT64_C(10000000000000) /* cents that a double holds to the last */

static char *
put(char *at, const char *text, size_t length)
{
    memcpy(at, text, length);
    return at + length;
}
#define PUT(at, literal) put(at, literal, sizeof(literal) - 1)

static char *
put_number(char *at, uint64_t n)
{
    char digits[20];
    size_t count = 0;

    do
        digits[count++] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    while (count > 0)
        *at++ = digits[--count];
    return at;
}

static char *
put_signed(char *at, int64_t n)
{
    if (n < 0)
        *at++ = '-';
    return put_number(at, n < 0 ? (uint64_t)-n : (uint64_t)n);
}

/* Cents as the shortest decimal: 250.5 */
static char *
put_money(char *at, int64_t cents)
{
    const uint64_t n = cents < 0 ? (uint64_t)-cents : (uint64_t)cents;

    if (cents < 0)
        *at++ = '-';
    at = put_number(at, n / 100);
    if (n % 100 == 0)
        return at;
    *at++ = '.';
    *at++ = (char)('0' + n / 10 % 10);
    if (n % 10 != 0)
        *at++ = (char)('0' + n % 10);
    return at;
}

/* NULL where it holds what the library knows to write. */
static char *
put_escaped(char *at, const char *text, size_t length)
{
    if (length == 0 || text[0] == ' ' || text[length - 1] == ' ')
        return NULL;
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < 0x20)
            return NULL;
        if (text[i] == '&')
            at = PUT(at, "&amp;");
        else if (text[i] == '<')
            at = PUT(at, "&lt;");
        else if (text[i] == '>')
            at = PUT(at, "&gt;");
        else
            *at++ = text[i];
    }
    return at;
}

static char *
put_value(char *at, const struct sb_datum *cell)
{
    if (cell->kind == SB_DATUM_TEXT) {
        at = PUT(at, " t=\"inlineStr\"><is><t>");
        at = put_escaped(at, cell->text, strlen(cell->text));
        return at != NULL ? PUT(at, "</t></is></c>") : NULL;
    }
    at = PUT(at, "><v>");
    if (cell->kind == SB_DATUM_MONEY)
        at = put_money(at, cell->n);
    else
        at = put_signed(at, cell->kind == SB_DATUM_DATE ? cell->n - SB_XLSX_EPOCH : cell->n);
    return PUT(at, "</v></c>");
}

/* What needs no second look: others may be cut, become text or be refused. */
static bool
plain(const struct sb_datum *cell)
{
    size_t length, bad;

    if (cell->kind == SB_DATUM_TEXT) {
        length = strlen(cell->text);
        return length <= SB_XLSX_TEXT && sb_utf8_valid(cell->text, length, &bad);
    }
    if (cell->kind == SB_DATUM_DATE)
        return cell->n >= SB_XLSX_FIRST_DAY;
    return cell->n < LARGE && cell->n > -LARGE;
}

bool
sb_xlsx_row_text(struct sb_buf *out, uint32_t row, const struct sb_datum *cells, uint16_t count,
                 const int32_t *formats)
{
    size_t most = AROUND;
    char *begin, *at;

    for (uint16_t i = 0; i < count; i++) {
        if (!plain(&cells[i]))
            return false;
        most += AROUND + (cells[i].kind == SB_DATUM_TEXT ? 5 * strlen(cells[i].text) : 0);
    }
    if (row >= ROWS)
        return false;
    sb_buf_reset(out);
    begin = at = sb_buf_reserve(out, most);
    if (at == NULL)
        return false;
    at = PUT(at, "<row r=\"");
    at = put_number(at, row + UINT64_C(1));
    at = PUT(at, "\">");
    for (uint16_t i = 0; at != NULL && i < count; i++) {
        char letter[4];

        if (cells[i].kind == SB_DATUM_NONE)
            continue;
        sb_sheet_letter(letter, i);
        at = PUT(at, "<c r=\"");
        at = put(at, letter, strlen(letter));
        at = put_number(at, row + UINT64_C(1));
        at = PUT(at, "\" s=\"");
        at = put_signed(at, formats[cells[i].kind]);
        *at++ = '"';
        at = put_value(at, &cells[i]);
    }
    if (at == NULL)
        return false;
    at = PUT(at, "</row>");
    out->len = (size_t)(at - begin);
    return true;
}
