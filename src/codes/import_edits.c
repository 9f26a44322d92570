/*
 * import_edits.c - NCCI pair files, MUE files and HCPCS level II files, row by row.  Of HCPCS
 * codes and of rationales no words are kept.
 *
 *     97140<TAB>97124<TAB><TAB>20200101<TAB>*<TAB>0<TAB>Misuse of ...
 *     97110,6,3 Date of Service Edit: Clinical,Clinical: Data
 */
#include "codes/import.h"

#include <string.h>

#define CSV_CELLS 128
#define CSV_ROOM (8 * SB_LIMIT_SET_LINE)
#define PAIR_CELLS 7

struct reader {
    struct sb_lines *lines;
    struct sb_buf row;
    const char *cells[CSV_CELLS];
    size_t count;
};

static size_t
tabs_split(struct reader *reader, char *line)
{
    reader->count = 0;
    for (char *at = line; at != NULL && reader->count < CSV_CELLS; reader->count++) {
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

/* The next row of a CSV file, which may stand on several lines; false at the end. */
static sb_status
csv_next(struct reader *reader, bool *more, struct sb_error *err)
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
    for (at = reader->row.at; at != NULL && reader->count < CSV_CELLS; reader->count++)
        at = csv_cell(at, &reader->cells[reader->count]);
    return SB_OK;
}

/* yyyymmdd; {0} where the cell is empty or "*".  False where it is neither. */
static bool
day_read(sb_date *out, const char *text)
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

static bool
code_read(char out[6], const char *text)
{
    size_t length = strlen(text);

    while (length > 0 && text[length - 1] == ' ')
        length--;
    memset(out, 0, 6);
    if (length != 5)
        return false;
    memcpy(out, text, 5);
    return true;
}

static sb_status
take(struct sb_edit_count *count, const struct sb_edit_row *row, sb_edit_taker *taker, void *user,
     struct sb_error *err)
{
    count->rows++;
    if (row->from.day > count->newest.day)
        count->newest = row->from;
    return taker(user, row, err);
}

static sb_status
pairs_read(struct sb_edit_count *count, struct reader *reader, sb_edit_taker *taker, void *user,
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
        if (!data || tabs_split(reader, line) < PAIR_CELLS - 1 ||
            !code_read(row.code, reader->cells[0]) || !code_read(row.other, reader->cells[1]) ||
            !day_read(&row.from, reader->cells[3]) || !day_read(&row.to, reader->cells[4]) ||
            row.from.day == 0 || reader->cells[5][0] == '\0' ||
            strchr("019", reader->cells[5][0]) == NULL)
            return sb_lines_refuse(reader->lines, err,
                                   "not a row of a pair file, or one that is cut short");
        row.value = reader->cells[5][0] - '0';
        if ((st = take(count, &row, taker, user, err)) != SB_OK)
            return st;
    }
    if (st == SB_OK && reader->lines->torn)
        return sb_lines_refuse(reader->lines, err, "the last line has no end: cut short");
    return st;
}

static sb_status
limits_read(struct sb_edit_count *count, struct reader *reader, sb_edit_taker *taker, void *user,
            struct sb_error *err)
{
    bool more = true;
    sb_status st;

    while ((st = csv_next(reader, &more, err)) == SB_OK && more) {
        struct sb_edit_row row = {0};
        int64_t units;

        if (reader->count < 3 || !code_read(row.code, reader->cells[0]) ||
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
        if ((st = take(count, &row, taker, user, err)) != SB_OK)
            return st;
    }
    return st;
}

/* Which column has this heading; CSV_CELLS where none has. */
static size_t
column(const struct reader *reader, const char *heading)
{
    for (size_t i = 0; i < reader->count; i++) {
        const char *cell = reader->cells[i];

        cell += strspn(cell, " \xef\xbb\xbf");
        if (sb_text_compare_fold(cell, heading) == 0)
            return i;
    }
    return CSV_CELLS;
}

struct hcpcs_columns {
    size_t code, from, to, added;
};

static sb_status
hcpcs_row(struct sb_edit_count *count, struct reader *reader, const struct hcpcs_columns *columns,
          sb_edit_taker *taker, void *user, struct sb_error *err)
{
    const char *code = reader->cells[columns->code];
    struct sb_edit_row row = {0};
    sb_date added = {0};

    if (reader->row.len == 0 || code[strspn(code, " ")] == '\0' || *code == ' ' ||
        (strlen(code) == 2))
        return SB_OK; /* a modifier */
    if (reader->count <= columns->to || reader->count <= columns->from ||
        !code_read(row.code, code) || !day_read(&row.from, reader->cells[columns->from]) ||
        !day_read(&row.to, reader->cells[columns->to]) ||
        (columns->added < reader->count && !day_read(&added, reader->cells[columns->added])))
        return sb_lines_refuse(reader->lines, err,
                               "not a row of a HCPCS file, or one that is cut short");
    /*
     * The action's day may be that of a change of words, or lie behind the end; the day on which
     * the code was added is the one that counts.
     */
    if (added.day != 0 && (row.from.day == 0 || added.day < row.from.day))
        row.from = added;
    if (row.to.day != 0 && row.from.day > row.to.day)
        row.from = (sb_date){0};
    return take(count, &row, taker, user, err);
}

static sb_status
hcpcs_read(struct sb_edit_count *count, struct reader *reader, sb_edit_taker *taker, void *user,
           struct sb_error *err)
{
    struct hcpcs_columns columns = {.code = CSV_CELLS};
    bool more = true;
    sb_status st;

    while ((st = csv_next(reader, &more, err)) == SB_OK && more) {
        if (columns.code != CSV_CELLS) {
            if ((st = hcpcs_row(count, reader, &columns, taker, user, err)) != SB_OK)
                return st;
            continue;
        }
        columns = (struct hcpcs_columns){column(reader, "HCPC"), column(reader, "ACT EFF DT"),
                                         column(reader, "TERM DT"), column(reader, "ADD DT")};
        if (columns.code == CSV_CELLS)
            columns.code = column(reader, "HCPCS");
        if (columns.code != CSV_CELLS && (columns.from == CSV_CELLS || columns.to == CSV_CELLS))
            return sb_lines_refuse(reader->lines, err,
                                   "a HCPCS file without the columns ACT EFF DT and TERM DT");
    }
    return st;
}

sb_status
sb_import_edits(struct sb_edit_count *out, struct sb_lines *lines, enum sb_official kind,
                sb_edit_taker *taker, void *user, struct sb_error *err)
{
    struct reader reader = {.lines = lines};
    sb_status st;

    *out = (struct sb_edit_count){0};
    if (kind == SB_OFFICIAL_PAIRS)
        st = pairs_read(out, &reader, taker, user, err);
    else if (kind == SB_OFFICIAL_LIMITS)
        st = limits_read(out, &reader, taker, user, err);
    else
        st = hcpcs_read(out, &reader, taker, user, err);
    sb_buf_free(&reader.row);
    if (st == SB_OK && out->rows == 0)
        st = sb_error_at(err, SB_E_SYNTAX, lines->path, 0, 0, "%s without a single row",
                         sb_official_noun(kind));
    return st;
}
