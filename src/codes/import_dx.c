/*
 * import_dx.c - ICD-10-CM order files, codes files and their addenda, read whole and proven.
 *
 *     00002 A000    1 Cholera due to ..., short                    Cholera due to ..., long
 *     A000    Cholera due to ..., long
 *     Delete:      1 B880    Other acariasis                       Other acariasis
 *     Delete:      B880    Other acariasis
 */
#include "codes/import.h"

#include <string.h>

#define LEAST_ROWS 60000 /* no year has fewer */

static const struct published {
    int32_t year;
    size_t headers, billable;
} published[] = {
    {2024, 23252, 74044},
    {2025, 23324, 74260},
    {2026, 23467, 74719},
    {2027, 23524, 74879},
};

bool
sb_published(int32_t year, size_t *rows, size_t *headers, size_t *billable)
{
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        if (published[i].year != year)
            continue;
        *headers = published[i].headers;
        *billable = published[i].billable;
        *rows = *headers + *billable;
        return true;
    }
    return false;
}

int32_t
sb_published_year(size_t headers, size_t billable, bool whole)
{
    for (size_t i = 0; i < sizeof published / sizeof *published; i++)
        if (published[i].billable == billable && (!whole || published[i].headers == headers))
            return published[i].year;
    return 0;
}

/* Bytes of the code that stands at text in a field of seven. */
static size_t
code_length(const char *text, size_t room)
{
    size_t n = 0;

    while (n < 7 && n < room && text[n] != ' ')
        n++;
    return n;
}

/* The rest of the line from a column on, without blanks at its end. */
static size_t
title_length(const char *line, size_t from, size_t length)
{
    while (length > from && line[length - 1] == ' ')
        length--;
    return length > from ? length - from : 0;
}

static bool
control(const char *text, size_t length)
{
    size_t i = 0;
    uint64_t word;

    /* eight bytes at once where all are from the blank to the tilde: what titles hold */
    for (; i + sizeof word <= length; i += sizeof word) {
        memcpy(&word, text + i, sizeof word);
        if (((word | (word - UINT64_C(0x2020202020202020)) |
              (word + UINT64_C(0x0101010101010101))) &
             UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    for (; i < length; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            return true;
    return false;
}

static sb_status
order_row(struct sb_dx_list *list, const struct sb_lines *lines, const char *line, size_t length,
          struct sb_error *err)
{
    int64_t number;
    uint64_t key;
    size_t code = code_length(line + 6, length > 6 ? length - 6 : 0);
    size_t title = title_length(line, 77, length);

    if (length < 78 || line[5] != ' ' || line[13] != ' ' || line[15] != ' ' ||
        !sb_int_parse(&number, line, 5) || !sb_dx_key(&key, line + 6, code) || title == 0 ||
        control(line, length))
        return sb_lines_refuse(lines, err, "not a row of an order file, or one that is cut short");
    if (number != (int64_t)list->count + 1)
        return sb_lines_refuse(lines, err, "row %zu is missing: the file is damaged",
                               list->count + 1);
    if (line[14] != '0' && line[14] != '1')
        return sb_lines_refuse(lines, err, "the mark in column 15 is neither 0 nor 1");
    if (line[14] == '0' && code == 7)
        return sb_lines_refuse(lines, err, "a code of seven characters cannot be a header");
    return sb_dx_list_add(list, key, line[14] == '1', line + 77, title, err);
}

static sb_status
codes_row(struct sb_dx_list *list, const struct sb_lines *lines, const char *line, size_t length,
          struct sb_error *err)
{
    uint64_t key;
    size_t code = code_length(line, length), title = title_length(line, 8, length);

    if (length < 9 || line[7] != ' ' || !sb_dx_key(&key, line, code) || title == 0 ||
        control(line, length))
        return sb_lines_refuse(lines, err, "not a row of a codes file, or one that is cut short");
    return sb_dx_list_add(list, key, true, line + 8, title, err);
}

static sb_status
twice_refuse(const struct sb_lines *lines, uint64_t twice, struct sb_error *err)
{
    char bare[SB_DX_BARE];

    sb_dx_key_bare(bare, twice);
    return sb_error_at(err, SB_E_SYNTAX, lines->path, 0, 0, "code %s stands twice: damaged", bare);
}

sb_status
sb_import_dx(struct sb_dx_list *out, struct sb_lines *lines, enum sb_official kind,
             struct sb_error *err)
{
    char *line;
    size_t length;
    uint64_t twice;
    sb_status st;

    out->whole = kind == SB_OFFICIAL_ORDER;
    while ((st = sb_lines_next(lines, &line, &length, err)) == SB_OK && line != NULL) {
        if (length == 0)
            continue;
        st = out->whole ? order_row(out, lines, line, length, err)
                        : codes_row(out, lines, line, length, err);
        if (st != SB_OK)
            return st;
    }
    if (st != SB_OK)
        return st;
    sb_dx_list_sort(out, &twice);
    if (twice != 0)
        return twice_refuse(lines, twice, err);
    if (out->billable < LEAST_ROWS)
        return sb_error_at(err, SB_E_SYNTAX, lines->path, 0, 0,
                           "an %s that is cut short: %zu codes, where every year has over 70000",
                           sb_official_noun(kind), out->billable);
    return SB_OK;
}

/* addenda */

enum change { CHANGE_NONE, CHANGE_ADD, CHANGE_DELETE, CHANGE_FROM, CHANGE_TO };

static enum change
change_of(const char *line)
{
    static const char *const words[] = {
        [CHANGE_ADD] = "Add:",
        [CHANGE_DELETE] = "Delete:",
        [CHANGE_FROM] = "Revise from:",
        [CHANGE_TO] = "Revise to:",
    };

    for (size_t i = CHANGE_ADD; i <= CHANGE_TO; i++)
        if (sb_text_starts(line, words[i]))
            return (enum change)i;
    return CHANGE_NONE;
}

/* Numbers of the summary: "  23324 headers in icd10cm_order_2025.txt", first before, then after. */
static void
summary_line(struct sb_addenda *out, const char *line)
{
    static const char *const words[] = {" headers in ", " codes in "};
    size_t blanks = strspn(line, " "), digits = strspn(line + blanks, "0123456789");
    int64_t n;

    if (digits == 0 || !sb_int_parse(&n, line + blanks, digits))
        return;
    for (size_t i = 0; i < 2; i++) {
        if (!sb_text_starts(line + blanks + digits, words[i]))
            continue;
        if (out->before[i] < 0)
            out->before[i] = n;
        else
            out->after[i] = n;
    }
}

struct change_row {
    enum change change;
    uint64_t key;
    bool billable;
    const char *title;
    size_t length;
};

static sb_status
change_apply(struct sb_addenda *out, struct sb_dx_list *list, size_t sorted,
             const struct sb_lines *lines, const struct change_row *row, struct sb_error *err)
{
    struct sb_dx_list base = *list;
    struct sb_dx_item *item;
    bool same;

    base.count = sorted; /* additions stand behind it, unsorted */
    item = sb_dx_list_find(&base, row->key);
    if (row->change == CHANGE_ADD) {
        out->added++;
        if (item != NULL && !item->dropped)
            return sb_lines_refuse(lines, err,
                                   "adds a code that the year before holds: not its addenda");
        return sb_dx_list_add(list, row->key, row->billable, row->title, row->length, err);
    }
    if (item == NULL || item->dropped)
        return sb_lines_refuse(lines, err,
                               "changes a code that the year before lacks: not its addenda");
    same = strlen(sb_dx_list_title(list, item)) == row->length &&
           memcmp(sb_dx_list_title(list, item), row->title, row->length) == 0;
    if (row->change != CHANGE_TO && (!same || item->billable != row->billable))
        return sb_lines_refuse(lines, err,
                               "changes a row that the year before words otherwise: not its "
                               "addenda");
    if (row->change == CHANGE_FROM)
        return SB_OK;
    item->dropped = true;
    if (row->change == CHANGE_DELETE) {
        out->deleted++;
        return SB_OK;
    }
    out->revised++;
    return sb_dx_list_add(list, row->key, row->billable, row->title, row->length, err);
}

/* A row into its columns; false where it is none. */
static bool
change_read(struct change_row *row, const char *line, size_t length, bool whole)
{
    size_t code_at = whole ? 15 : 13, title_at = whole ? 84 : 21;
    size_t code = length > code_at ? code_length(line + code_at, length - code_at) : 0;

    row->length = title_length(line, title_at, length);
    row->title = line + title_at;
    row->billable = !whole || line[13] == '1';
    return length > title_at && row->length > 0 && !control(line, length) &&
           (!whole || line[13] == '0' || line[13] == '1') &&
           sb_dx_key(&row->key, line + code_at, code);
}

/* Whether a list holds what the addenda's summary says of it. */
static sb_status
summary_check(const struct sb_dx_list *list, const struct sb_lines *lines, const int64_t *said,
              const char *when, struct sb_error *err)
{
    if ((said[1] >= 0 && said[1] != (int64_t)list->billable) ||
        (list->whole && said[0] >= 0 && said[0] != (int64_t)list->headers))
        return sb_error_at(err, SB_E_SYNTAX, lines->path, 0, 0,
                           "the addenda count %lld codes %s the change, here are %zu: they are of "
                           "another year, or damaged",
                           (long long)said[1], when, list->billable);
    return SB_OK;
}

sb_status
sb_import_addenda(struct sb_addenda *out, struct sb_dx_list *list, struct sb_lines *lines,
                  enum sb_official kind, struct sb_error *err)
{
    const bool whole = kind == SB_OFFICIAL_ORDER_ADDENDA;
    const struct sb_dx_list before = *list;
    size_t sorted = list->count, length;
    struct change_row row;
    uint64_t twice;
    char *line;
    sb_status st;

    *out = (struct sb_addenda){.before = {-1, -1}, .after = {-1, -1}};
    while ((st = sb_lines_next(lines, &line, &length, err)) == SB_OK && line != NULL) {
        row.change = change_of(line);
        if (row.change == CHANGE_NONE) {
            summary_line(out, line);
            continue;
        }
        if (!change_read(&row, line, length, whole))
            return sb_lines_refuse(lines, err, "not a row of addenda, or one that is cut short");
        if ((st = change_apply(out, list, sorted, lines, &row, err)) != SB_OK)
            return st;
    }
    if (st != SB_OK)
        return st;
    if (out->after[1] < 0)
        return sb_error_at(err, SB_E_SYNTAX, lines->path, 0, 0,
                           "addenda that are cut short: their summary is missing");
    if (out->added + out->deleted + out->revised == 0)
        return SB_OK;
    if ((st = summary_check(&before, lines, out->before, "before", err)) != SB_OK)
        return st;
    sb_dx_list_sort(list, &twice);
    if (twice != 0)
        return twice_refuse(lines, twice, err);
    return summary_check(list, lines, out->after, "after", err);
}
