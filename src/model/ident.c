/* ident.c - forms and check digits of identifiers. */
#include "model/model.h"

#include <string.h>

/* Reviewable tables with their sources: src/codes/tables, compiled at build. */
static const char states[][3] = {
#include "states.inc"
};
static const char ein_prefixes[][3] = {
#include "tax_prefixes.inc"
};

static inline bool
digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether text has exactly the shape: 9 stands for a digit, anything else for itself. */
static bool
shaped(const char *text, const char *shape)
{
    for (; *shape; shape++, text++)
        if (*shape == '9' ? !digit(*text) : *text != *shape)
            return false;
    return *text == '\0';
}

enum sb_npi_verdict
sb_npi_judge(const char *text)
{
    unsigned sum = 24; /* Luhn of the prefix 80840 that stands before every NPI */

    if (!shaped(text, "9999999999") || (text[0] != '1' && text[0] != '2'))
        return SB_NPI_FORMAT;
    for (unsigned i = 0; i < 10; i++) {
        unsigned value = (unsigned)(text[i] - '0') * (i % 2 == 0 ? 2 : 1);
        sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0 ? SB_NPI_SOUND : SB_NPI_CHECK_DIGIT;
}

/* Whether the 11 bytes NNN-NN-NNNN can be a number that was issued (SSA, since 2011). */
static bool
ssn_possible(const char *text)
{
    bool area = memcmp(text, "000", 3) != 0 && memcmp(text, "666", 3) != 0 && text[0] != '9';

    return area && memcmp(text + 4, "00", 2) != 0 && memcmp(text + 7, "0000", 4) != 0;
}

enum sb_tax_verdict
sb_tax_judge(const char *text)
{
    if (shaped(text, "999-99-9999"))
        return ssn_possible(text) ? SB_TAX_SSN : SB_TAX_FORMAT;
    if (!shaped(text, "99-9999999"))
        return SB_TAX_FORMAT;
    for (size_t i = 0; i < sizeof ein_prefixes / sizeof *ein_prefixes; i++)
        if (text[0] == ein_prefixes[i][0] && text[1] == ein_prefixes[i][1])
            return SB_TAX_SOUND;
    return SB_TAX_PREFIX;
}

/* Whether dash is the first hyphen of NNN-NN-NNNN that is no part of a longer number. */
static bool
ssn_around(const char *text, const char *dash)
{
    const char *from = dash - 3;

    if (dash - text < 3)
        return false;
    for (int i = 0; i < 11; i++)
        if (i == 3 || i == 6 ? from[i] != '-' : !digit(from[i]))
            return false;
    bool before = from > text && digit(from[-1]);
    bool after = digit(from[11]);
    return !before && !after && ssn_possible(from);
}

bool
sb_ssn_inside(const char *text)
{
    for (const char *dash = strchr(text, '-'); dash; dash = strchr(dash + 1, '-'))
        if (ssn_around(text, dash))
            return true;
    return false;
}

bool
sb_taxonomy_shape(const char *text)
{
    if (strnlen(text, 11) != 10 || text[9] != 'X')
        return false;
    for (int i = 0; i < 9; i++)
        if (!digit(text[i]) && (i < 3 || text[i] < 'A' || text[i] > 'Z'))
            return false;
    return true;
}

bool
sb_zip_valid(const char *text)
{
    return shaped(text, "99999") || shaped(text, "99999-9999");
}

bool
sb_state_valid(const char *text)
{
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (text[0] == states[i][0] && text[1] == states[i][1])
            return text[2] == '\0';
    return false;
}

bool
sb_id_valid(const char *text)
{
    size_t n = 0;

    while (digit(text[n]) || (text[n] >= 'A' && text[n] <= 'Z') ||
           (text[n] >= 'a' && text[n] <= 'z') ||
           (n > 0 && (text[n] == '.' || text[n] == '_' || text[n] == '-')))
        n++;
    return n > 0 && text[n] == '\0' && n <= SB_LIMIT_ID;
}
