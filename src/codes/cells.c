/* cells.c - rows of official files as cells: of CSV, or between TABs; what stands in them. */
#include "codes/import.h"

#include <string.h>

#define CSV_ROOM (8 * SB_LIMIT_SET_LINE)

size_t
sb_cells_tabs(struct sb_cells *reader, char *line)
{
    reader->count = 0;
    for (char *at = line; at != NULL && reader->count < SB_CELLS; reader->count++) {
        char *tab = strchr(at, '\t');

        reader->cells[reader->count] = at;
        if (tab != NULL)
            *tab++ = '\0';
        at = tab;
    }
    return reader->count;
}

static bool
quotes_open(const struct sb_buf *row)
{
    bool open = false;

    for (size_t i = 0; i < row->len; i++)
        open = open != (row->at[i] == '"');
    return open;
}

/* One cell of a row, its quotes undone in place; returns where the next begins, or NULL. */
static char *
csv_cell(char *at, const char **cell)
{
    char *out = at, *start = at;

    if (*at != '"') {
        char *comma = strchr(at, ',');

        *cell = at;
        if (comma == NULL)
            return NULL;
        *comma = '\0';
        return comma + 1;
    }
    for (at++; *at != '\0'; at++) {
        if (*at == '"' && at[1] != '"')
            break;
        at += *at == '"';
        *out++ = *at;
    }
    at += *at == '"';
    at += strcspn(at, ",");
    char *next = *at == ',' ? at + 1 : NULL;
    *out = '\0';
    *cell = start;
    return next;
}

sb_status
sb_cells_csv(struct sb_cells *reader, bool *more, struct sb_error *err)
{
    char *line, *at;
    size_t length;
    sb_status st;

    sb_buf_reset(&reader->row);
    reader->count = 0;
    *more = false;
    do {
        if ((st = sb_lines_next(reader->lines, &line, &length, err)) != SB_OK)
            return st;
        if (line == NULL && reader->row.len > 0)
            return sb_lines_refuse(reader->lines, err, "a quotation is not closed: cut short");
        if (line == NULL)
            return SB_OK;
        if (reader->row.len > 0)
            sb_buf_char(&reader->row, '\n');
        sb_buf_put(&reader->row, line, length);
        if (reader->row.failed)
            return sb_error_nomem(err);
        if (reader->row.len > CSV_ROOM)
            return sb_lines_refuse(reader->lines, err, "a row is too long for an official file");
    } while (quotes_open(&reader->row));
    *more = true;
    for (at = reader->row.at; at != NULL && reader->count < SB_CELLS; reader->count++)
        at = csv_cell(at, &reader->cells[reader->count]);
    return SB_OK;
}

size_t
sb_cells_column(const struct sb_cells *reader, const char *heading)
{
    for (size_t i = 0; i < reader->count; i++) {
        const char *cell = reader->cells[i];

        cell += strspn(cell, " \xef\xbb\xbf");
        if (sb_text_compare_fold(cell, heading) == 0)
            return i;
    }
    return SB_CELLS;
}

bool
sb_cell_day(sb_date *out, const char *text)
{
    int64_t n;
    size_t length = strlen(text);

    while (length > 0 && text[length - 1] == ' ')
        length--;
    *out = (sb_date){0};
    if (length == 0 || (length == 1 && *text == '*'))
        return true;
    if (length != 8 || !sb_int_parse(&n, text, 8) || n < 0)
        return false;
    *out = sb_date_make((int32_t)(n / 10000), (int32_t)(n / 100 % 100), (int32_t)(n % 100));
    return out->day != 0;
}

bool
sb_cell_code(char out[SB_DX_BARE], const char *text)
{
    size_t length = strlen(text);

    while (length > 0 && text[length - 1] == ' ')
        length--;
    memset(out, 0, SB_DX_BARE);
    if (length != 5)
        return false;
    memcpy(out, text, 5);
    return true;
}
