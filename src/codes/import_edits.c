/*
 * import_edits.c - NCCI pair files and MUE files, row by row.  Of rationales no words are kept.
 *
 *     97140<TAB>97124<TAB><TAB>20200101<TAB>*<TAB>0<TAB>Misuse of ...
 *     97110,6,3 Date of Service Edit: Clinical,Clinical: Data
 */
#include "codes/import.h"

#include <string.h>

#define PAIR_CELLS 7

sb_status
sb_edit_take(struct sb_edit_count *count, const struct sb_edit_row *row, sb_edit_taker *taker,
             void *user, struct sb_error *err)
{
    count->rows++;
    if (row->from.day > count->newest.day)
        count->newest = row->from;
    return taker(user, row, err);
}

static sb_status
pairs_read(struct sb_edit_count *count, struct sb_cells *reader, sb_edit_taker *taker, void *user,
           struct sb_error *err)
{
    char *line;
    size_t length;
    sb_status st;

    while ((st = sb_lines_next(reader->lines, &line, &length, err)) == SB_OK && line != NULL) {
        struct sb_edit_row row = {0};
        bool data = length > 12 && line[5] == '\t' && line[11] == '\t';

        if (!data && (count->rows == 0 || length == 0))
            continue; /* the heading, or an empty line */
        if (!data || sb_cells_tabs(reader, line) < PAIR_CELLS - 1 ||
            !sb_cell_code(row.code, reader->cells[0]) ||
            !sb_cell_code(row.other, reader->cells[1]) ||
            !sb_cell_day(&row.from, reader->cells[3]) || !sb_cell_day(&row.to, reader->cells[4]) ||
            row.from.day == 0 || reader->cells[5][0] == '\0' ||
            strchr("019", reader->cells[5][0]) == NULL)
            return sb_lines_refuse(reader->lines, err,
                                   "not a row of a pair file, or one that is cut short");
        row.value = reader->cells[5][0] - '0';
        if ((st = sb_edit_take(count, &row, taker, user, err)) != SB_OK)
            return st;
    }
    if (st == SB_OK && reader->lines->torn)
        return sb_lines_refuse(reader->lines, err, "the last line has no end: cut short");
    return st;
}

static sb_status
limits_read(struct sb_edit_count *count, struct sb_cells *reader, sb_edit_taker *taker, void *user,
            struct sb_error *err)
{
    bool more = true;
    sb_status st;

    while ((st = sb_cells_csv(reader, &more, err)) == SB_OK && more) {
        struct sb_edit_row row = {0};
        int64_t units;

        if (reader->count < 3 || !sb_cell_code(row.code, reader->cells[0]) ||
            !sb_procedure_shape(row.code)) {
            if (count->rows == 0 || reader->row.len == 0 || reader->cells[0][0] == '\0')
                continue; /* the notice and the heading, or an empty row */
            return sb_lines_refuse(reader->lines, err, "not a row of an MUE file");
        }
        if (!sb_int_parse(&units, reader->cells[1], strlen(reader->cells[1])) || units < 0 ||
            units > 999999 || reader->cells[2][0] < '1' || reader->cells[2][0] > '3')
            return sb_lines_refuse(reader->lines, err,
                                   "not a row of an MUE file, or one that is cut short");
        row.value = (int32_t)units;
        row.mai = reader->cells[2][0] - '0';
        if ((st = sb_edit_take(count, &row, taker, user, err)) != SB_OK)
            return st;
    }
    return st;
}

sb_status
sb_import_edits(struct sb_edit_count *out, struct sb_lines *lines, enum sb_official kind,
                sb_edit_taker *taker, void *user, struct sb_error *err)
{
    struct sb_cells reader = {.lines = lines};
    sb_status st;

    *out = (struct sb_edit_count){0};
    if (kind == SB_OFFICIAL_PAIRS)
        st = pairs_read(out, &reader, taker, user, err);
    else if (kind == SB_OFFICIAL_LIMITS)
        st = limits_read(out, &reader, taker, user, err);
    else if (kind == SB_OFFICIAL_CONVERSION)
        st = sb_import_conversion(out, &reader, taker, user, err);
    else
        st = sb_import_hcpcs(out, &reader, kind == SB_OFFICIAL_HCPCS, taker, user, err);
    sb_buf_free(&reader.row);
    if (st == SB_OK && out->rows == 0)
        st = sb_error_at(err, SB_E_SYNTAX, lines->path, 0, 0, "%s without a single row",
                         sb_official_noun(kind));
    return st;
}
