/*
 * import_conversion.c - the ICD-10-CM conversion table, saved as text: which code came in the
 * place of which, and when.  Its sheet has a line of explanation, then these headings:
 *
 *     Current code assignment,Effective,Previous Code(s) Assignment
 *     M51.360,2024,M51.36
 *     M67.A01,2026,"M72.2 and M72.8"
 */
#include "codes/import.h"

#include <string.h>

#define EXCEL_ZERO 693594 /* 1899-12-30, the day 0 of a sheet */

/* "2024": from 1 October of it; a day as a sheet counts, or as it writes it. */
static bool
effective_read(sb_date *out, const char *cell)
{
    size_t length = strlen(cell), month, day;
    int64_t n, m, y;

    *out = (sb_date){0};
    while (length > 0 && cell[length - 1] == ' ')
        length--;
    if (sb_int_parse(&n, cell, length)) {
        if (length == 4 && n >= 2010 && n <= 2099)
            *out = sb_date_make((int32_t)n, 10, 1);
        else if (length == 5 && n > 40000 && n < 80000)
            out->day = EXCEL_ZERO + (int32_t)n;
        return out->day != 0;
    }
    if (length == 10 && sb_date_parse(out, cell))
        return true;
    month = strcspn(cell, "/");
    day = cell[month] == '/' ? strcspn(cell + month + 1, "/") : 0;
    if (day == 0 || month + day + 6 != length || !sb_int_parse(&m, cell, month) ||
        !sb_int_parse(&n, cell + month + 1, day) || !sb_int_parse(&y, cell + month + day + 2, 4) ||
        m < 1 || m > 12 || n < 1 || n > 31 || y < 2010 || y > 2099)
        return false;
    *out = sb_date_make((int32_t)y, (int32_t)m, (int32_t)n);
    return out->day != 0;
}

/* The next code of a list ("A and B", "A, B", "A & B"); false at its end. */
static bool
next_code(char bare[SB_DX_BARE], const char **at)
{
    char code[SB_DX_TEXT];

    while (**at != '\0') {
        char word[16] = "";
        size_t length;

        *at += strspn(*at, " ,;&\n");
        length = strcspn(*at, " ,;&\n");
        memcpy(word, *at, length < sizeof word ? length : sizeof word - 1);
        *at += length;
        /* "and" and "None" have the form of a code, but no digit */
        if (length < sizeof word && strpbrk(word, "0123456789") != NULL &&
            sb_dx_normalise(code, word)) {
            sb_dx_bare(bare, code);
            return true;
        }
    }
    return false;
}

static sb_status
row_take(struct sb_edit_count *count, const struct sb_cells *cells, const size_t columns[3],
         sb_edit_taker *taker, void *user, struct sb_error *err)
{
    const char *olds, *news;
    struct sb_edit_row row = {0};
    sb_status st = SB_OK;

    for (size_t i = 0; i < 3; i++)
        if (columns[i] >= cells->count)
            return sb_lines_refuse(cells->lines, err,
                                   "not a row of a conversion table, or one that is cut short");
    news = cells->cells[columns[0]];
    olds = cells->cells[columns[2]];
    if (news[strspn(news, " ")] == '\0')
        return SB_OK;
    if (!next_code(row.other, &news) || !effective_read(&row.from, cells->cells[columns[1]]))
        return sb_lines_refuse(cells->lines, err, "not a row of a conversion table");
    while (st == SB_OK && next_code(row.code, &olds))
        st = sb_edit_take(count, &row, taker, user, err);
    return st;
}

sb_status
sb_import_conversion(struct sb_edit_count *count, struct sb_cells *cells, sb_edit_taker *taker,
                     void *user, struct sb_error *err)
{
    static const char *const headings[] = {"Current code assignment", "Effective",
                                           "Previous Code(s) Assignment"};
    struct sb_bytes head = sb_lines_head(cells->lines);
    const bool tabs = memchr(head.at, '\t', head.len) != NULL;
    size_t columns[3] = {SB_CELLS, SB_CELLS, SB_CELLS}, length;
    bool more = true;
    char *line;
    sb_status st;

    for (;;) {
        if (tabs) {
            st = sb_lines_next(cells->lines, &line, &length, err);
            more = line != NULL;
            if (st == SB_OK && more)
                (void)sb_cells_tabs(cells, line);
        } else {
            st = sb_cells_csv(cells, &more, err);
        }
        if (st != SB_OK || !more)
            return st;
        if (columns[0] == SB_CELLS)
            for (size_t i = 0; i < 3; i++)
                columns[i] = sb_cells_column(cells, headings[i]);
        else if ((st = row_take(count, cells, columns, taker, user, err)) != SB_OK)
            return st;
        if (columns[0] != SB_CELLS && (columns[1] == SB_CELLS || columns[2] == SB_CELLS))
            return sb_lines_refuse(cells->lines, err,
                                   "a conversion table without the columns Effective and Previous "
                                   "Code(s) Assignment");
    }
}
