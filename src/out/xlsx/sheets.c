/*
 * sheets.c - the tables of a month, one a sheet:
 *
 *   1      column titles, frozen, with a filter over them
 *   2..n   a row each
 *   n+2    Total           =SUM(H2:Hn), its value stored
 *   n+3    Filtered total  =SUBTOTAL(109,H2:Hn): of the rows that a filter leaves
 */
#include "out/xlsx/xlsx.h"

#include "base/checked.h"

#include <stdio.h>
#include <string.h>

#define COUNT SB_DATUM_COUNT
#define DATE SB_DATUM_DATE
#define MONEY SB_DATUM_MONEY
#define TEXT SB_DATUM_TEXT
#define MOST_LINES 8 /* of a message */

static const struct sb_xlsx_column superbills[] = {
    {"Number", TEXT, 24, false}, {"Patient", TEXT, 12, false},    {"Provider", TEXT, 12, false},
    {"Payer", TEXT, 16, false},  {"First date", DATE, 13, false}, {"Last date", DATE, 13, false},
    {"Issued", DATE, 13, false}, {"Charges", MONEY, 13, true},    {"Adjustments", MONEY, 13, true},
    {"Paid", MONEY, 13, true},   {"Balance", MONEY, 13, true},    {"File by", DATE, 13, false},
    {"State", TEXT, 9, false},   {"Replaces", TEXT, 24, false},   {"Pages", COUNT, 7, false},
};
static const struct sb_xlsx_column lines[] = {
    {"Number", TEXT, 24, false},    {"Visit", TEXT, 18, false},      {"Patient", TEXT, 12, false},
    {"Provider", TEXT, 12, false},  {"Payer", TEXT, 16, false},      {"Date", DATE, 13, false},
    {"Place", TEXT, 7, false},      {"Code", TEXT, 8, false},        {"Modifiers", TEXT, 11, false},
    {"Diagnoses", TEXT, 24, false}, {"Minutes", COUNT, 9, false},    {"Units", COUNT, 7, true},
    {"Charge", MONEY, 13, true},    {"Adjustment", MONEY, 13, true}, {"Paid", MONEY, 13, true},
    {"Balance", MONEY, 13, true},
};
static const struct sb_xlsx_column payments[] = {
    {"Number", TEXT, 24, false},
    {"Visit", TEXT, 18, false},
    {"Patient", TEXT, 12, false},
    {"Payer", TEXT, 16, false},
    {"Payment date", DATE, 15, false},
    {"Service date", DATE, 15, false},
    {"Method", TEXT, 12, false},
    {"Kind", TEXT, 10, false},
    {"Amount", MONEY, 13, true},
    {"Received in the month", MONEY, 22, true},
    {"Applied to its visits", MONEY, 22, true},
};
static const struct sb_xlsx_column patients[] = {
    {"Patient", TEXT, 12, false},    {"Name", TEXT, 28, false},    {"Birth date", DATE, 13, false},
    {"City", TEXT, 18, false},       {"State", TEXT, 7, false},    {"ZIP", TEXT, 11, false},
    {"Superbills", COUNT, 11, true}, {"Visits", COUNT, 8, true},   {"First date", DATE, 13, false},
    {"Last date", DATE, 13, false},  {"Charges", MONEY, 13, true}, {"Adjustments", MONEY, 13, true},
    {"Paid", MONEY, 13, true},       {"Balance", MONEY, 13, true}, {"File by", DATE, 13, false},
};
static const struct sb_xlsx_column providers[] = {
    {"Provider", TEXT, 12, false}, {"Name", TEXT, 28, false},      {"Credentials", TEXT, 18, false},
    {"NPI", TEXT, 12, false},      {"Patients", COUNT, 10, false}, {"Superbills", COUNT, 11, true},
    {"Visits", COUNT, 8, true},    {"Charges", MONEY, 13, true},   {"Adjustments", MONEY, 13, true},
    {"Paid", MONEY, 13, true},     {"Balance", MONEY, 13, true},
};
static const struct sb_xlsx_column payers[] = {
    {"Payer", TEXT, 16, false},
    {"Name", TEXT, 30, false},
    {"Patients", COUNT, 10, false},
    {"Superbills", COUNT, 11, true},
    {"Charges", MONEY, 13, true},
    {"Adjustments", MONEY, 13, true},
    {"Paid", MONEY, 13, true},
    {"Balance", MONEY, 13, true},
    {"Earliest to file by", DATE, 18, false},
};
static const struct sb_xlsx_column codes[] = {
    {"Code", TEXT, 8, false},         {"Service", TEXT, 40, false}, {"Lines", COUNT, 8, true},
    {"Units", COUNT, 8, true},        {"Minutes", COUNT, 9, true},  {"Charges", MONEY, 13, true},
    {"Adjustments", MONEY, 13, true}, {"Paid", MONEY, 13, true},    {"Balance", MONEY, 13, true},
};
static const struct sb_xlsx_column exceptions[] = {
    {"Visit", TEXT, 18, false}, {"Patient", TEXT, 13, false}, {"Provider", TEXT, 13, false},
    {"Date", DATE, 13, false},  {"Rule", TEXT, 24, false},    {"Severity", TEXT, 10, false},
    {"Place", TEXT, 26, false}, {"Message", TEXT, 54, false}, {"What to do", TEXT, 54, false},
};
static const struct sb_xlsx_column left_out[] = {
    {"Visit", TEXT, 0, false}, {"Patient", TEXT, 0, false}, {"Provider", TEXT, 0, false},
    {"Date", DATE, 0, false},  {"Charges", MONEY, 0, true}, {"Payments", MONEY, 0, true},
    {"Why", TEXT, 0, false},
};

/* The tables that stand on sheets of their own; what stands on no superbill ends the exceptions. */
static const struct {
    const char *name;
    const struct sb_xlsx_column *columns;
    uint16_t count;
} sheets[] = {
#define SHEET(table, name, columns) [table] = {name, columns, sizeof columns / sizeof *(columns)}
    SHEET(SB_TABLE_SUPERBILLS, "Superbills", superbills),
    SHEET(SB_TABLE_LINES, "Lines", lines),
    SHEET(SB_TABLE_PAYMENTS, "Payments", payments),
    SHEET(SB_TABLE_PATIENTS, "Patients", patients),
    SHEET(SB_TABLE_PROVIDERS, "Providers", providers),
    SHEET(SB_TABLE_PAYERS, "Payers", payers),
    SHEET(SB_TABLE_CODES, "Codes", codes),
    SHEET(SB_TABLE_EXCEPTIONS, "Exceptions", exceptions),
    SHEET(SB_TABLE_LEFT_OUT, "Exceptions", left_out),
#undef SHEET
};

const char *
sb_sheet_name(enum sb_table table)
{
    return sheets[table].name;
}

size_t
sb_sheet_place(enum sb_table table)
{
    return table == SB_TABLE_LEFT_OUT ? (size_t)SB_TABLE_EXCEPTIONS + 1 : (size_t)table + 1;
}

size_t
sb_sheet_cells(enum sb_table table)
{
    if (table < sizeof sheets / sizeof *sheets)
        return sheets[table].count;
    return table == SB_TABLE_WEEKS || table == SB_TABLE_AGES ? 6 : 7; /* of the summary */
}

const char *
sb_sheet_letter(char out[4], uint16_t column)
{
    size_t at = 0;

    if (column >= 26)
        out[at++] = (char)('A' + column / 26 - 1);
    out[at++] = (char)('A' + column % 26);
    out[at] = '\0';
    return out;
}

static void
heads_draw(struct sb_xlsx *x, enum sb_table table, uint32_t row)
{
    for (uint16_t i = 0; i < sheets[table].count; i++) {
        const struct sb_xlsx_column *column = &sheets[table].columns[i];

        sb_xlsx_head(x, (struct sb_xlsx_at){sb_sheet_place(table), row, i}, column->title,
                     column->kind);
    }
}

/* Lines that the longest text of a row takes: most letters are narrower than a digit. */
static unsigned
prose_lines(enum sb_table table, const struct sb_datum *cells)
{
    size_t most = 1;

    for (uint16_t i = 0; i < sheets[table].count; i++) {
        const size_t width = (size_t)sheets[table].columns[i].width * 21 / 20;
        const size_t length = cells[i].kind == SB_DATUM_TEXT ? strlen(cells[i].text) : 0;

        if (length > width && (length + width - 1) / width > most)
            most = (length + width - 1) / width;
    }
    return most < MOST_LINES ? (unsigned)most : MOST_LINES;
}

/* The rows of a table from row on; tallied are the values that went into cells. */
static sb_status
rows_draw(struct sb_ledger_pen *pen, enum sb_table table, uint32_t row, struct sb_error *err)
{
    struct sb_xlsx_tally *tally = &pen->tallies[table];
    struct sb_xlsx_at at = {sb_sheet_place(table), row, 0};
    const enum sb_xlsx_style style = table == SB_TABLE_EXCEPTIONS ? SB_XLSX_PROSE : SB_XLSX_PLAIN;
    const struct sb_datum *cells;
    sb_status st;

    while ((st = pen->next(pen->user, table, &cells, err)) == SB_OK && cells != NULL) {
        const unsigned high = style == SB_XLSX_PROSE ? prose_lines(table, cells) : 1;

        if (high > 1)
            sb_xlsx_lines(pen->x, at.sheet, at.row, high);
        for (uint16_t i = 0; i < sheets[table].count; i++) {
            at.column = i;
            sb_xlsx_datum(pen->x, at, &cells[i], style);
            if (sheets[table].columns[i].total && cells[i].kind != SB_DATUM_NONE &&
                !sb_add(&tally->sums[i], tally->sums[i], cells[i].n))
                return sb_error_set(err, SB_E_RANGE, "the sum of a column is too large");
        }
        at.row++;
        tally->rows++;
        /* a full disk is told by close; reading on would change nothing */
        if (sb_xlsx_failed(pen->x))
            break;
    }
    return st;
}

/* A row of sums over those rows. */
static void
totals_draw(struct sb_ledger_pen *pen, enum sb_table table, uint32_t first, const char *function,
            struct sb_xlsx_at at)
{
    const struct sb_xlsx_tally *tally = &pen->tallies[table];
    const uint32_t last = tally->rows > 0 ? first + tally->rows - 1 : first;
    char formula[64], letter[4];

    for (uint16_t i = 0; i < sheets[table].count; i++) {
        const struct sb_xlsx_column *column = &sheets[table].columns[i];
        const struct sb_datum sum = {.kind = column->kind, .n = tally->sums[i]};

        at.column = i;
        if (!column->total) {
            if (i > 0)
                sb_xlsx_text(pen->x, at, "", SB_XLSX_TOTAL);
            continue;
        }
        sb_sheet_letter(letter, i);
        (void)snprintf(formula, sizeof formula, "=%s%s%u:%s%u)", function, letter, first + 1,
                       letter, last + 1);
        sb_xlsx_formula(pen->x, at, formula, &sum, SB_XLSX_TOTAL);
    }
}

static bool
has_totals(enum sb_table table)
{
    for (uint16_t i = 0; i < sheets[table].count; i++) {
        if (sheets[table].columns[i].total)
            return true;
    }
    return false;
}

/* A table below its heads at head; the row behind it. */
static sb_status
table_draw(struct sb_ledger_pen *pen, enum sb_table table, uint32_t head, uint32_t *behind,
           struct sb_error *err)
{
    struct sb_xlsx_tally *tally = &pen->tallies[table];
    struct sb_xlsx_at at = {sb_sheet_place(table), 0, 0};
    sb_status st;

    heads_draw(pen->x, table, head);
    if ((st = rows_draw(pen, table, head + 1, err)) != SB_OK)
        return st;
    if (head == 0)
        sb_xlsx_filter(pen->x, at.sheet,
                       (struct sb_xlsx_block){0, tally->rows > 0 ? tally->rows : 1, 0,
                                              (uint16_t)(sheets[table].count - 1)});
    at.row = head + 1 + tally->rows;
    if (has_totals(table)) {
        at.row++;
        tally->total_row = at.row;
        sb_xlsx_text(pen->x, at, "Total", SB_XLSX_TOTAL);
        totals_draw(pen, table, head + 1, "SUM(", at);
        at.row++;
    }
    *behind = at.row;
    return SB_OK;
}

static sb_status
sheet_draw(struct sb_ledger_pen *pen, enum sb_table table, const char *header, struct sb_error *err)
{
    const size_t sheet = sb_sheet_place(table);
    const uint16_t count = sheets[table].count;
    struct sb_xlsx_at at = {sheet, 0, 0};
    sb_status st;

    for (uint16_t i = 0; i < count; i++)
        sb_xlsx_width(pen->x, sheet, i, sheets[table].columns[i].width);
    if ((st = table_draw(pen, table, 0, &at.row, err)) != SB_OK)
        return st;
    if (has_totals(table)) {
        sb_xlsx_text(pen->x, at, "Total of the rows shown", SB_XLSX_TOTAL);
        totals_draw(pen, table, 1, "SUBTOTAL(109,", at);
    }
    if (table == SB_TABLE_EXCEPTIONS) {
        at.row += 2;
        sb_xlsx_text(pen->x, at,
                     "Charges and payments that stand on no superbill: no other total holds them",
                     SB_XLSX_TITLE);
        if ((st = table_draw(pen, SB_TABLE_LEFT_OUT, at.row + 1, &at.row, err)) != SB_OK)
            return st;
    }
    sb_xlsx_frame(pen->x, sheet,
                  &(struct sb_xlsx_frame){.frozen_rows = 1, .frozen_columns = 1, .header = header});
    return SB_OK;
}

sb_status
sb_sheets_draw(struct sb_ledger_pen *pen, struct sb_error *err)
{
    char header[96];
    sb_status st = SB_OK;

    for (int table = 0; st == SB_OK && table <= SB_TABLE_EXCEPTIONS; table++) {
        if (sb_xlsx_failed(pen->x))
            break;
        (void)snprintf(header, sizeof header, "&L%s, %s", sheets[table].name, pen->month);
        st = sheet_draw(pen, (enum sb_table)table, header, err);
    }
    return st;
}
