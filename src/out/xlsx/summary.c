/*
 * summary.c - the first sheet: tables down the left side, charts beside them.
 *
 *   1      what this is, for which days          frozen
 *   2      whose, and on which day ages are counted
 *   4..    the totals of each sheet, which must be equal; money received; what no superbill holds
 *          by week | by code | by payer | ages of balances, a chart each
 *   ..n    last filing days: the last table, so that its filter hides no other row
 *
 * Every table has the same columns:  A what | B its words | C count | D E F G money
 */
#include "out/xlsx/xlsx.h"

#include "base/checked.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS 7
#define FIRST_MONEY 3
#define CHART_COLUMN 8
#define CHART_ROWS 14 /* that a chart is high, with the row below it */
#define BARS_ROWS 17  /* the same where bars lie, a name beside each */
#define SCALE 50      /* percent at which tables and charts are as wide as a page, in any font */

/* Where the four amounts stand on the sheet of a table. */
static const struct {
    enum sb_table table;
    uint16_t money;
} sources[] = {
    {SB_TABLE_SUPERBILLS, 7}, {SB_TABLE_LINES, 12}, {SB_TABLE_PATIENTS, 10},
    {SB_TABLE_PROVIDERS, 7},  {SB_TABLE_PAYERS, 4}, {SB_TABLE_CODES, 5},
};
#define SOURCES (sizeof sources / sizeof *sources)

struct part {
    const char *title;
    const char *heads[COLUMNS];
    const char *chart; /* NULL: none */
    struct sb_xlsx_series series[2];
    size_t series_count;
    enum sb_table table;
    enum sb_datum_kind kinds[2]; /* of the first two columns */
    enum sb_table whole;         /* the sheet that lists all; the part may show the largest only */
    uint16_t whole_count;        /* its column with the count */
    bool bars;                   /* of the chart */
};
#define NO_WHOLE SB_TABLES

static const struct part parts[] = {
    {.table = SB_TABLE_WEEKS,
     .title = "By week",
     .heads = {"Week", NULL, "Visits", "Charges", "Adjustments", "Paid on these", "Received"},
     .kinds = {SB_DATUM_TEXT, SB_DATUM_TEXT},
     .whole = NO_WHOLE,
     .chart = "Charges and payments received by week",
     .series = {{"Charges", 3}, {"Received", 6}},
     .series_count = 2},
    {.table = SB_TABLE_TOP_CODES,
     .title = "By code",
     .heads = {"Code", "Service", "Units", "Charges", "Adjustments", "Paid", "Balance"},
     .kinds = {SB_DATUM_TEXT, SB_DATUM_TEXT},
     .whole = SB_TABLE_CODES,
     .whole_count = 3,
     .chart = "Charges and payments by code",
     .series = {{"Charges", 3}, {"Paid", 5}},
     .series_count = 2},
    {.table = SB_TABLE_TOP_PAYERS,
     .title = "By payer",
     .heads = {"Payer", "Name", "Superbills", "Charges", "Adjustments", "Paid", "Balance"},
     .kinds = {SB_DATUM_TEXT, SB_DATUM_TEXT},
     .whole = SB_TABLE_PAYERS,
     .whole_count = 3,
     .chart = "Charges and payments by payer",
     .bars = true,
     .series = {{"Charges", 3}, {"Paid", 5}},
     .series_count = 2},
    {.table = SB_TABLE_AGES,
     .title = "Open balances by age",
     .heads = {"Since the last visit", NULL, "Superbills", "Charges", "Adjustments", "Paid",
               "Balance"},
     .kinds = {SB_DATUM_TEXT, SB_DATUM_TEXT},
     .whole = NO_WHOLE,
     .chart = "Open balances by age",
     .series = {{"Balance", 6}},
     .series_count = 1},
    {.table = SB_TABLE_FILING,
     .title = "Last filing days",
     .heads = {"File by", "Payer", "Superbills", "Charges", "Adjustments", "Paid", "Balance"},
     .kinds = {SB_DATUM_DATE, SB_DATUM_TEXT},
     .whole = NO_WHOLE},
};

static const char *const ages[] = {"0 to 30 days",   "31 to 60 days", "61 to 90 days",
                                   "91 to 120 days", "over 120 days", "credits"};

struct summary {
    struct sb_ledger_pen *pen;
    uint32_t row;          /* the next one */
    uint32_t chart_bottom; /* the first row that no chart covers */
    uint32_t breaks[2];    /* where a printed page begins */
    int64_t sums[COLUMNS]; /* of the part at hand */
};

static struct sb_xlsx_at
at(const struct summary *s, uint16_t column)
{
    return (struct sb_xlsx_at){0, s->row, column};
}

static enum sb_datum_kind
kind_of(const struct part *part, uint16_t column)
{
    if (column < 2)
        return part->kinds[column];
    return column < FIRST_MONEY ? SB_DATUM_COUNT : SB_DATUM_MONEY;
}

/* "=Superbills!H9", the total of a sheet's column, and its value. */
static void
put_total(struct summary *s, uint16_t column, enum sb_table table, uint16_t from,
          enum sb_datum_kind kind)
{
    const struct sb_xlsx_tally *tally = &s->pen->tallies[table];
    char formula[64], letter[4];

    (void)snprintf(formula, sizeof formula, "=%s!%s%u", sb_sheet_name(table),
                   sb_sheet_letter(letter, from), tally->total_row + 1);
    sb_xlsx_formula(s->pen->x, at(s, column), formula,
                    &(struct sb_datum){.kind = kind, .n = tally->sums[from]}, SB_XLSX_PLAIN);
}

/* The totals of each sheet below each other, and how far apart they are. */
static void
proof_draw(struct summary *s)
{
    static const char *const heads[COLUMNS] = {"Totals",      NULL,   "Rows",   "Charges",
                                               "Adjustments", "Paid", "Balance"};
    struct sb_xlsx *x = s->pen->x;
    char formula[64], letter[4];
    const uint32_t first = s->row + 1;

    for (uint16_t i = 0; i < COLUMNS; i++)
        sb_xlsx_head(x, at(s, i), heads[i] != NULL ? heads[i] : "",
                     i < 2 ? SB_DATUM_TEXT : SB_DATUM_MONEY);
    for (size_t k = 0; k < SOURCES; k++) {
        const struct sb_xlsx_tally *tally = &s->pen->tallies[sources[k].table];

        s->row++;
        sb_xlsx_text(x, at(s, 0), sb_sheet_name(sources[k].table), SB_XLSX_PLAIN);
        sb_xlsx_datum(x, at(s, 2), &(struct sb_datum){.kind = SB_DATUM_COUNT, .n = tally->rows},
                      SB_XLSX_PLAIN);
        for (uint16_t i = 0; i < 4; i++)
            put_total(s, (uint16_t)(FIRST_MONEY + i), sources[k].table,
                      (uint16_t)(sources[k].money + i), SB_DATUM_MONEY);
    }
    s->row++;
    sb_xlsx_text(x, at(s, 0), "Difference", SB_XLSX_TOTAL);
    for (uint16_t i = 1; i < FIRST_MONEY; i++)
        sb_xlsx_text(x, at(s, i), "", SB_XLSX_TOTAL);
    for (uint16_t i = FIRST_MONEY; i < COLUMNS; i++) {
        sb_sheet_letter(letter, i);
        (void)snprintf(formula, sizeof formula, "=MAX(%s%u:%s%u)-MIN(%s%u:%s%u)", letter, first + 1,
                       letter, s->row, letter, first + 1, letter, s->row);
        sb_xlsx_formula(x, at(s, i), formula, &(struct sb_datum){.kind = SB_DATUM_MONEY},
                        SB_XLSX_TOTAL);
    }
    s->row += 2;
}

/* What came in and what it paid for; what stands on no superbill. */
static void
received_draw(struct summary *s)
{
    static const struct {
        const char *text;
        enum sb_table table;
        uint16_t column;
    } rows[] = {
        {"Received in the month, by payment date", SB_TABLE_PAYMENTS, 9},
        {"Applied to the month's visits", SB_TABLE_PAYMENTS, 10},
        {"On no superbill: charges", SB_TABLE_LEFT_OUT, 4},
        {"On no superbill: payments", SB_TABLE_LEFT_OUT, 5},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sb_xlsx_text(s->pen->x, at(s, 0), rows[i].text, SB_XLSX_PLAIN);
        put_total(s, 6, rows[i].table, rows[i].column, SB_DATUM_MONEY);
        s->row++;
    }
    s->row++;
}

/* Monday to Sunday; as text, since charts take a date for a number. */
static const char *
week_print(char out[32], int64_t monday)
{
    char from[SB_DATE_TEXT], to[SB_DATE_TEXT];

    sb_date_print(from, (sb_date){(int32_t)monday});
    sb_date_print(to, (sb_date){(int32_t)monday + 6});
    (void)snprintf(out, 32, "%s to %s", from, to + 5);
    return out;
}

/* A row as the part shows it: ages have their words, what is not known says so. */
static void
row_words(const struct part *part, const struct sb_datum *in, struct sb_datum out[COLUMNS],
          char week[32])
{
    static const struct sb_datum none = {.kind = SB_DATUM_TEXT, .text = "(none)"};
    const bool ages_row = part->table == SB_TABLE_AGES;

    memset(out, 0, COLUMNS * sizeof *out);
    if (ages_row || part->table == SB_TABLE_WEEKS) {
        out[0] = in[0];
        memcpy(&out[2], &in[1], 5 * sizeof *in);
    } else {
        memcpy(out, in, COLUMNS * sizeof *in);
    }
    if (ages_row)
        out[0] = (struct sb_datum){.kind = SB_DATUM_TEXT,
                                   .text = ages[in[0].n >= 0 && in[0].n < 6 ? in[0].n : 5]};
    else if (part->table == SB_TABLE_WEEKS)
        out[0] = (struct sb_datum){.kind = SB_DATUM_TEXT, .text = week_print(week, in[0].n)};
    if (out[0].kind == SB_DATUM_NONE)
        out[0] = none;
    if (part->table == SB_TABLE_FILING && out[1].kind == SB_DATUM_NONE)
        out[1] = none;
}

static sb_status
part_rows(struct summary *s, const struct part *part, struct sb_error *err)
{
    struct sb_ledger_pen *pen = s->pen;
    const struct sb_datum *cells;
    struct sb_datum row[COLUMNS];
    char week[32];
    sb_status st;

    while ((st = pen->next(pen->user, part->table, &cells, err)) == SB_OK && cells != NULL) {
        row_words(part, cells, row, week);
        for (uint16_t i = 0; i < COLUMNS; i++) {
            sb_xlsx_datum(pen->x, at(s, i), &row[i], SB_XLSX_PLAIN);
            if (i >= 2 && !sb_add(&s->sums[i], s->sums[i], row[i].n))
                return sb_error_set(err, SB_E_RANGE, "the sum of a column is too large");
        }
        s->row++;
        if (sb_xlsx_failed(pen->x))
            break;
    }
    return st;
}

/* What the largest leave: "=Codes!F30-SUM(D20:D31)". */
static void
others_draw(struct summary *s, const struct part *part, uint32_t first)
{
    const struct sb_xlsx_tally *whole = &s->pen->tallies[part->whole];
    char formula[96], letter[4], from[4];

    sb_xlsx_text(s->pen->x, at(s, 0), "all others", SB_XLSX_PLAIN);
    for (uint16_t i = 2; i < COLUMNS; i++) {
        /* units or superbills; the amounts stand beside each other */
        const uint16_t source =
            i == 2 ? part->whole_count
                   : (uint16_t)(i - FIRST_MONEY + (part->whole == SB_TABLE_CODES ? 5 : 4));
        const struct sb_datum rest = {.kind = kind_of(part, i),
                                      .n = whole->sums[source] - s->sums[i]};

        sb_sheet_letter(letter, i);
        (void)snprintf(formula, sizeof formula, "=%s!%s%u-SUM(%s%u:%s%u)",
                       sb_sheet_name(part->whole), sb_sheet_letter(from, source),
                       whole->total_row + 1, letter, first + 1, letter, s->row);
        sb_xlsx_formula(s->pen->x, at(s, i), formula, &rest, SB_XLSX_PLAIN);
        s->sums[i] = whole->sums[source];
    }
    s->row++;
}

static void
part_total(struct summary *s, const struct part *part, uint32_t first)
{
    const uint32_t last = s->row > first ? s->row : first + 1; /* from 1 */
    char formula[64], letter[4];

    sb_xlsx_text(s->pen->x, at(s, 0), "Total", SB_XLSX_TOTAL);
    sb_xlsx_text(s->pen->x, at(s, 1), "", SB_XLSX_TOTAL);
    for (uint16_t i = 2; i < COLUMNS; i++) {
        sb_sheet_letter(letter, i);
        (void)snprintf(formula, sizeof formula, "=SUM(%s%u:%s%u)", letter, first + 1, letter, last);
        sb_xlsx_formula(s->pen->x, at(s, i), formula,
                        &(struct sb_datum){.kind = kind_of(part, i), .n = s->sums[i]},
                        SB_XLSX_TOTAL);
    }
    s->row++;
}

/* Beside its table, below the chart before. */
static void
part_chart(struct summary *s, const struct part *part, uint32_t head, uint32_t first)
{
    const uint32_t row = head > s->chart_bottom ? head : s->chart_bottom;
    struct sb_xlsx_chart chart = {.title = part->chart,
                                  .bars = part->bars,
                                  .at = {0, row, CHART_COLUMN},
                                  .sheet = "Summary",
                                  .first_row = first,
                                  .last_row = s->row - 1,
                                  .series_count = part->series_count};

    memcpy(chart.series, part->series, sizeof chart.series);
    sb_xlsx_chart(s->pen->x, &chart);
    s->chart_bottom = row + (part->bars ? BARS_ROWS : CHART_ROWS);
}

static sb_status
part_draw(struct summary *s, const struct part *part, struct sb_error *err)
{
    struct sb_xlsx *x = s->pen->x;
    const uint32_t title = s->row;
    uint32_t first;
    sb_status st;

    memset(s->sums, 0, sizeof s->sums);
    /* two parts a page, so that no chart is cut; then the list, however long */
    if (part->table == SB_TABLE_TOP_PAYERS || part->table == SB_TABLE_FILING)
        s->breaks[part->table == SB_TABLE_FILING] = title;
    sb_xlsx_text(x, at(s, 0), part->title, SB_XLSX_TITLE);
    s->row++;
    for (uint16_t i = 0; i < COLUMNS; i++)
        sb_xlsx_head(x, at(s, i), part->heads[i] != NULL ? part->heads[i] : "", kind_of(part, i));
    first = ++s->row;
    if ((st = part_rows(s, part, err)) != SB_OK)
        return st;
    if (part->table == SB_TABLE_FILING)
        sb_xlsx_filter(
            x, 0,
            (struct sb_xlsx_block){first - 1, s->row > first ? s->row - 1 : first, 0, COLUMNS - 1});
    if (part->whole != NO_WHOLE && s->pen->tallies[part->whole].rows > s->row - first)
        others_draw(s, part, first);
    if (part->chart != NULL && s->row > first)
        part_chart(s, part, title, first);
    if (s->row == first)
        s->row++; /* an empty row for the sum to be over */
    else if (part->table == SB_TABLE_FILING)
        s->row++; /* apart from what the filter moves */
    part_total(s, part, first);
    /* a chart is higher than a short table */
    if (part->chart != NULL && s->row < s->chart_bottom)
        s->row = s->chart_bottom;
    s->row++;
    return SB_OK;
}

static void
head_draw(struct summary *s)
{
    const struct sb_ledger *ledger = s->pen->ledger;
    char text[128], day[SB_DATE_TEXT];

    (void)snprintf(text, sizeof text, "Ledger %s", s->pen->month);
    sb_xlsx_text(s->pen->x, at(s, 0), text, SB_XLSX_TITLE);
    s->row++;
    if (ledger->practice != NULL)
        sb_xlsx_text(s->pen->x, at(s, 0), ledger->practice, SB_XLSX_PLAIN);
    (void)snprintf(text, sizeof text, "ages counted on %s", sb_date_print(day, ledger->today));
    sb_xlsx_text(s->pen->x, at(s, 6), text, SB_XLSX_NOTE);
    s->row += 2;
}

sb_status
sb_summary_draw(struct sb_ledger_pen *pen, struct sb_error *err)
{
    static const double widths[CHART_COLUMN] = {22, 36, 10, 13, 13, 13, 14, 2};
    struct summary s = {.pen = pen};
    char header[96];
    sb_status st = SB_OK;

    for (uint16_t i = 0; i < CHART_COLUMN; i++)
        sb_xlsx_width(pen->x, 0, i, widths[i]);
    head_draw(&s);
    proof_draw(&s);
    received_draw(&s);
    /* after a failure no table is asked for: the one at hand may not be read to its end */
    for (size_t i = 0; st == SB_OK && !sb_xlsx_failed(pen->x) && i < sizeof parts / sizeof *parts;
         i++)
        st = part_draw(&s, &parts[i], err);
    if (st != SB_OK)
        return st;
    (void)snprintf(header, sizeof header, "&LSummary, %s", pen->month);
    sb_xlsx_frame(pen->x, 0,
                  &(struct sb_xlsx_frame){.frozen_rows = 2,
                                          .header = header,
                                          .scale = SCALE,
                                          .breaks = {s.breaks[0], s.breaks[1]}});
    return SB_OK;
}
