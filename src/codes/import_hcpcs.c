/*
 * import_hcpcs.c - HCPCS level II files: the CSV with headings, and the text in fixed columns.  Of
 * the codes no words are kept.
 *
 *     G0283,00100,3,"Words",...,20030101,20030101,
 *     G0283001003Words ...          columns 269-276 added, 277-284 action, 285-292 last day
 *
 * Source of the columns: CMS, HCPCS contractor record layout, 2024.
 */
#include "codes/import.h"

#include <string.h>

/*
 * The action's day may be that of a change of words, or lie behind the end; the day on which the
 * code was added is the one that counts.
 */
static void
days_settle(struct sb_edit_row *row, sb_date added)
{
    if (added.day != 0 && (row->from.day == 0 || added.day < row->from.day))
        row->from = added;
    if (row->to.day != 0 && row->from.day > row->to.day)
        row->from = (sb_date){0};
}

struct hcpcs_columns {
    size_t code, record, from, to, added;
};

static sb_status
hcpcs_row(struct sb_edit_count *count, struct sb_cells *reader, const struct hcpcs_columns *columns,
          sb_edit_taker *taker, void *user, struct sb_error *err)
{
    const char *code = reader->cells[columns->code];
    struct sb_edit_row row = {0};
    sb_date added = {0};

    /* record 4 goes on with the words of the one before */
    if (columns->record < reader->count && reader->cells[columns->record][0] == '4')
        return SB_OK;
    if (reader->row.len == 0 || code[strspn(code, " ")] == '\0' || *code == ' ' ||
        (strlen(code) == 2))
        return SB_OK; /* a modifier */
    if (reader->count <= columns->to || reader->count <= columns->from ||
        !sb_cell_code(row.code, code) || !sb_cell_day(&row.from, reader->cells[columns->from]) ||
        !sb_cell_day(&row.to, reader->cells[columns->to]) ||
        (columns->added < reader->count && !sb_cell_day(&added, reader->cells[columns->added])))
        return sb_lines_refuse(reader->lines, err,
                               "not a row of a HCPCS file, or one that is cut short");
    days_settle(&row, added);
    return sb_edit_take(count, &row, taker, user, err);
}

static sb_status
csv_read(struct sb_edit_count *count, struct sb_cells *reader, sb_edit_taker *taker, void *user,
         struct sb_error *err)
{
    struct hcpcs_columns columns = {.code = SB_CELLS};
    bool more = true;
    sb_status st;

    while ((st = sb_cells_csv(reader, &more, err)) == SB_OK && more) {
        if (columns.code != SB_CELLS) {
            if ((st = hcpcs_row(count, reader, &columns, taker, user, err)) != SB_OK)
                return st;
            continue;
        }
        columns = (struct hcpcs_columns){
            .code = sb_cells_column(reader, "HCPC"),
            .record = sb_cells_column(reader, "RECID"),
            .from = sb_cells_column(reader, "ACT EFF DT"),
            .to = sb_cells_column(reader, "TERM DT"),
            .added = sb_cells_column(reader, "ADD DT"),
        };
        if (columns.code == SB_CELLS)
            columns.code = sb_cells_column(reader, "HCPCS");
        if (columns.code != SB_CELLS && (columns.from == SB_CELLS || columns.to == SB_CELLS))
            return sb_lines_refuse(reader->lines, err,
                                   "a HCPCS file without the columns ACT EFF DT and TERM DT");
    }
    return st;
}

/* Eight columns of a line as a day; blank or beyond its end: none. */
static bool
columns_day(sb_date *out, const char *line, size_t length, size_t at)
{
    char text[9] = "";

    if (at < length)
        memcpy(text, line + at, length - at < 8 ? length - at : 8);
    return sb_cell_day(out, text);
}

static sb_status
text_read(struct sb_edit_count *count, struct sb_lines *lines, sb_edit_taker *taker, void *user,
          struct sb_error *err)
{
    char *line;
    size_t length;
    sb_status st;

    while ((st = sb_lines_next(lines, &line, &length, err)) == SB_OK && line != NULL) {
        struct sb_edit_row row = {0};
        sb_date added;
        /* record 3 is the first line of a procedure, 4 goes on with its words, 7 and 8 a modifier
         */
        bool known = length > 11 && strchr("3478", line[10]) != NULL;

        if (length == 0 || (count->rows == 0 && !known) || (known && line[10] != '3'))
            continue;
        memcpy(row.code, line, known ? 5 : 0);
        if (!known || !sb_procedure_shape(row.code) || length < 276 ||
            !columns_day(&added, line, length, 268) || !columns_day(&row.from, line, length, 276) ||
            !columns_day(&row.to, line, length, 284))
            return sb_lines_refuse(lines, err,
                                   "not a row of a HCPCS file, or one that is cut short");
        days_settle(&row, added);
        if ((st = sb_edit_take(count, &row, taker, user, err)) != SB_OK)
            return st;
    }
    return st;
}

sb_status
sb_import_hcpcs(struct sb_edit_count *count, struct sb_cells *reader, bool csv,
                sb_edit_taker *taker, void *user, struct sb_error *err)
{
    return csv ? csv_read(count, reader, taker, user, err)
               : text_read(count, reader->lines, taker, user, err);
}
