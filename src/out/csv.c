/*
 * csv.c - tables of comma-separated values (RFC 4180).
 *
 *   number,patient_id,charges
 *   SB-2026-000123,P-1001,252.50
 *   SB-2026-000124,"P,2",'=1+1        <- in the cell: '=1+1
 *
 * Spreadsheets run cells that begin with = + - @, and skip a tab or line end before one: such a
 * text gets an apostrophe in front (OWASP, CSV injection).  Amounts are numbers of ours and keep
 * their minus.
 */
#include "out/out.h"

#include <string.h>

static void
cell_begin(struct sb_csv *csv)
{
    if (csv->begun)
        sb_buf_char(csv->text, ',');
    csv->begun = true;
}

void
sb_csv_text(struct sb_csv *csv, const char *text)
{
    const char *guard;
    bool quoted;

    cell_begin(csv);
    if (text == NULL || text[0] == '\0')
        return;
    guard = strchr("=+-@\t\r\n", text[0]) != NULL ? "'" : "";
    quoted = strpbrk(text, ",\"\r\n") != NULL || text[0] == ' ' || text[strlen(text) - 1] == ' ';
    if (quoted)
        sb_buf_char(csv->text, '"');
    sb_buf_text(csv->text, guard);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            sb_buf_char(csv->text, '"');
        sb_buf_char(csv->text, *text);
    }
    if (quoted)
        sb_buf_char(csv->text, '"');
}

void
sb_csv_datum(struct sb_csv *csv, const struct sb_datum *cell)
{
    char text[SB_MONEY_TEXT];

    switch (cell->kind) {
    case SB_DATUM_NONE:
        cell_begin(csv);
        break;
    case SB_DATUM_TEXT:
        sb_csv_text(csv, cell->text);
        break;
    case SB_DATUM_COUNT:
        cell_begin(csv);
        sb_buf_int(csv->text, cell->n);
        break;
    case SB_DATUM_MONEY:
        cell_begin(csv);
        sb_buf_text(csv->text, sb_money_print(text, (sb_money){cell->n}));
        break;
    case SB_DATUM_DATE:
        cell_begin(csv);
        sb_buf_text(csv->text, sb_date_print(text, (sb_date){(int32_t)cell->n}));
        break;
    }
}

void
sb_csv_end(struct sb_csv *csv)
{
    sb_buf_text(csv->text, "\r\n");
    csv->begun = false;
}
