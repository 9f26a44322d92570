/* ledger.c - the month's workbook: sheets, then their summary, which stands first. */
#include "out/xlsx/xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "2026-10" for a month, else both days. */
static void
month_print(char out[32], sb_date first, sb_date last)
{
    char from[SB_DATE_TEXT], to[SB_DATE_TEXT];
    int32_t day = 0;

    sb_date_split(first, NULL, NULL, &day);
    sb_date_print(from, first);
    sb_date_print(to, last);
    if (day == 1 && last.day + 1 == sb_date_add_months(first, 1).day)
        (void)snprintf(out, 32, "%.7s", from);
    else
        (void)snprintf(out, 32, "%s to %s", from, to);
}

/* Care is listed by superbill, line, patient, provider, payer and code, and paid by payment. */
static bool
sheets_agree(const struct sb_xlsx_tally *tallies)
{
    static const struct {
        enum sb_table table;
        size_t money;
    } rows[] = {{SB_TABLE_LINES, 12},
                {SB_TABLE_PATIENTS, 10},
                {SB_TABLE_PROVIDERS, 7},
                {SB_TABLE_PAYERS, 4},
                {SB_TABLE_CODES, 5}};
    const int64_t *base = &tallies[SB_TABLE_SUPERBILLS].sums[7];

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (memcmp(&tallies[rows[i].table].sums[rows[i].money], base, 4 * sizeof *base) != 0)
            return false;
    }
    return tallies[SB_TABLE_PAYMENTS].sums[10] == base[2];
}

static sb_status
ledger_fill(struct sb_ledger_pen *pen, struct sb_error *err)
{
    char title[48];
    sb_status st;

    (void)snprintf(title, sizeof title, "Ledger %s", pen->month);
    sb_xlsx_about(pen->x, title, pen->ledger->created);
    sb_xlsx_sheet(pen->x, "Summary");
    for (int table = 0; table <= SB_TABLE_EXCEPTIONS; table++)
        sb_xlsx_sheet(pen->x, sb_sheet_name((enum sb_table)table));
    if ((st = sb_sheets_draw(pen, err)) == SB_OK && !sb_xlsx_failed(pen->x))
        st = sb_summary_draw(pen, err);
    return st == SB_OK ? sb_xlsx_close(pen->x, err) : st;
}

sb_status
sb_ledger_draw(struct sb_ledger_sums *out, const struct sb_ledger *ledger, sb_table_fn *next,
               void *user, struct sb_error *err)
{
    struct sb_ledger_pen *pen = calloc(1, sizeof *pen);
    sb_status st;

    if (pen == NULL)
        return sb_error_nomem(err);
    pen->ledger = ledger;
    pen->next = next;
    pen->user = user;
    month_print(pen->month, ledger->first, ledger->last);
    if ((st = sb_xlsx_new(&pen->x, ledger->path, ledger->folder, err)) == SB_OK)
        st = ledger_fill(pen, err);
    if (st == SB_OK) {
        const struct sb_xlsx_tally *superbills = &pen->tallies[SB_TABLE_SUPERBILLS];

        *out = (struct sb_ledger_sums){.superbills = superbills->rows,
                                       .charges = {superbills->sums[7]},
                                       .adjustments = {superbills->sums[8]},
                                       .paid = {superbills->sums[9]},
                                       .balance = {superbills->sums[10]},
                                       .agree = sheets_agree(pen->tallies)};
    }
    sb_xlsx_free(pen->x);
    free(pen);
    return st;
}
