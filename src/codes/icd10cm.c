/* icd10cm.c - the program's own table of diagnoses, compiled from icd10cm.tsv. */
#include "codes/codes.h"

#include <string.h>

/* A row: days by number in dx_days, texts by offset in dx_pool. */
struct dx_packed {
    char code[SB_DX_TEXT];
    uint8_t billable, from, to;
    uint32_t title, successors;
};

#include "icd10cm.inc"

/* Which seventh characters codes that begin so take. */
static const struct seventh {
    char stem[7];
    char characters[19];
} seventh[] = {
#include "seventh.inc"
};

#define ROWS (sizeof dx_rows / sizeof *dx_rows)

static const char *
pooled(uint32_t offset)
{
    return (const char *)dx_pool + offset;
}

size_t
sb_dx_count(void)
{
    return ROWS;
}

size_t
sb_dx_lower(const char *code)
{
    size_t low = 0, high = ROWS;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(dx_rows[middle].code, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const char *
sb_dx_row_code(size_t row)
{
    return dx_rows[row].code;
}

const char *
sb_dx_row_title(size_t row)
{
    return pooled(dx_rows[row].title);
}

const char *
sb_dx_row_successors(size_t row)
{
    const char *text = pooled(dx_rows[row].successors);

    return *text ? text : NULL;
}

bool
sb_dx_row_billable(size_t row)
{
    return dx_rows[row].billable != 0;
}

static int32_t
first_day(size_t row)
{
    return dx_days[dx_rows[row].from];
}

static int32_t
last_day(size_t row)
{
    return dx_days[dx_rows[row].to];
}

bool
sb_dx_row_holds(size_t row, sb_date on)
{
    return on.day >= first_day(row) && (last_day(row) == 0 || on.day <= last_day(row));
}

void
sb_dx_row_days(size_t row, int32_t *first, int32_t *last)
{
    *first = first_day(row);
    *last = last_day(row);
}

const char *
sb_dx_successors(const char *code)
{
    const char *successors = NULL;

    for (size_t i = sb_dx_lower(code); i < ROWS && strcmp(dx_rows[i].code, code) == 0; i++)
        if (sb_dx_row_successors(i) != NULL)
            successors = sb_dx_row_successors(i);
    return successors;
}

/* Whether the row after this one goes on with the same code and flag from the next day. */
static bool
continued(size_t row)
{
    return row + 1 < ROWS && strcmp(dx_rows[row].code, dx_rows[row + 1].code) == 0 &&
           dx_rows[row].billable == dx_rows[row + 1].billable &&
           last_day(row) + 1 == first_day(row + 1);
}

void
sb_dx_row_take(struct sb_dx *out, size_t row)
{
    size_t first = row, last = row;

    while (first > 0 && continued(first - 1))
        first--;
    while (continued(last))
        last++;
    *out = (struct sb_dx){
        .code = dx_rows[row].code,
        .title = sb_dx_row_title(row),
        .from = {first_day(first)},
        .to = {last_day(last)},
        .billable = sb_dx_row_billable(row),
        .successors = sb_dx_row_successors(last),
    };
}

sb_date
sb_dx_clamp(sb_date on)
{
    if (on.day < SB_DX_FIRST)
        return (sb_date){SB_DX_FIRST};
    if (on.day > SB_DX_LAST)
        on.day = SB_DX_LAST;
    return on;
}

size_t
sb_dx_row_find(const char *code, sb_date on)
{
    for (size_t i = sb_dx_lower(code); i < ROWS && strcmp(dx_rows[i].code, code) == 0; i++)
        if (sb_dx_row_billable(i) && sb_dx_row_holds(i, on))
            return i;
    return SIZE_MAX;
}

void
sb_dx_bare(char out[SB_DX_BARE], const char *code)
{
    size_t n = 0;

    for (; *code && n < SB_DX_BARE - 1; code++)
        if (*code != '.')
            out[n++] = *code;
    out[n] = '\0';
}

void
sb_dx_dotted(char out[SB_DX_TEXT], const char *bare)
{
    size_t n = 0;

    for (; *bare && n < SB_DX_TEXT - 1; bare++) {
        if (n == 3)
            out[n++] = '.';
        out[n++] = *bare;
    }
    out[n] = '\0';
}

const char *
sb_dx_seventh(const char *bare)
{
    const char *characters = "";
    size_t longest = 0;

    for (size_t i = 0; i < sizeof seventh / sizeof *seventh; i++) {
        size_t length = strlen(seventh[i].stem);

        if (length > longest && strncmp(seventh[i].stem, bare, length) == 0) {
            characters = seventh[i].characters;
            longest = length;
        }
    }
    return characters;
}
