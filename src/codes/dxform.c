/* dxform.c - the form of diagnosis codes, the days of the table, and pairs that exclude each other.
 */
#include "codes/codes.h"

#include <string.h>

static const struct exclude {
    struct {
        char code[SB_DX_TEXT];
        bool whole; /* this code alone; else all that begin with it */
    } side[2];
    sb_date from, to;
} excludes[] = {
#include "excludes.inc"
};

bool
sb_dx_normalise(char out[SB_DX_TEXT], const char *text)
{
    char bare[SB_DX_BARE];
    size_t length = 0;

    memset(out, 0, SB_DX_TEXT);
    for (size_t i = 0; text[i]; i++) {
        if (text[i] == '.' && i == 3 && text[4])
            continue;
        if (!sb_ascii_alnum(text[i]) || length == sizeof bare - 1)
            return false;
        bare[length++] = sb_ascii_upper(text[i]);
    }
    if (length < 3 || !sb_ascii_alpha(bare[0]))
        return false;
    bare[length] = '\0';
    sb_dx_dotted(out, bare);
    return true;
}

/* Digits at text, then the end or a dot and one to most digits. */
static bool
icd9_tail(const char *text, size_t digits, size_t most)
{
    size_t n = 0;

    for (size_t i = 0; i < digits; i++)
        if (!sb_ascii_digit(text[i]))
            return false;
    if (text[digits] == '\0')
        return true;
    if (text[digits] != '.')
        return false;
    for (text += digits + 1; sb_ascii_digit(text[n]); n++)
        ;
    return n >= 1 && n <= most && text[n] == '\0';
}

bool
sb_dx_icd9_shape(const char *text)
{
    if (*text == 'V' || *text == 'v')
        return icd9_tail(text + 1, 2, 2);
    if (*text == 'E' || *text == 'e')
        return icd9_tail(text + 1, 3, 1);
    return icd9_tail(text, 3, 2);
}

void
sb_dx_span(sb_date *first, sb_date *last)
{
    if (first)
        *first = (sb_date){SB_DX_FIRST};
    if (last)
        *last = (sb_date){SB_DX_LAST};
}

static inline bool
same_category(const char *a, const char *b)
{
    return a[0] == b[0] && a[1] == b[1] && a[2] == b[2];
}

static bool
on_side(const struct exclude *row, size_t side, const char *code)
{
    const char *stem = row->side[side].code;
    size_t length = strlen(stem);

    return strncmp(stem, code, length) == 0 && (!row->side[side].whole || code[length] == '\0');
}

bool
sb_dx_excludes(const char *a, const char *b, sb_date on)
{
    for (size_t i = 0; i < sizeof excludes / sizeof *excludes; i++) {
        const struct exclude *row = &excludes[i];

        if (!same_category(row->side[0].code, a) && !same_category(row->side[0].code, b))
            continue; /* most rows, at once */
        if (on.day < row->from.day || (row->to.day && on.day > row->to.day))
            continue;
        if ((on_side(row, 0, a) && on_side(row, 1, b)) ||
            (on_side(row, 0, b) && on_side(row, 1, a)))
            return true;
    }
    return false;
}
