/* recognise.c - what an official file is, by what stands in it and what its name says. */
#include "codes/import.h"

#include <string.h>

static const char *const nouns[] = {
    [SB_OFFICIAL_NONE] = "none",
    [SB_OFFICIAL_ORDER] = "ICD-10-CM order file",
    [SB_OFFICIAL_CODES] = "ICD-10-CM codes file",
    [SB_OFFICIAL_ORDER_ADDENDA] = "ICD-10-CM order addenda",
    [SB_OFFICIAL_CODES_ADDENDA] = "ICD-10-CM codes addenda",
    [SB_OFFICIAL_PAIRS] = "NCCI pair file",
    [SB_OFFICIAL_LIMITS] = "MUE file",
    [SB_OFFICIAL_HCPCS] = "HCPCS file",
    [SB_OFFICIAL_HCPCS_TEXT] = "HCPCS file",
    [SB_OFFICIAL_CONVERSION] = "ICD-10-CM conversion table",
};

const char *
sb_official_noun(enum sb_official kind)
{
    return nouns[kind];
}

/* Whether text stands in the head, ASCII case ignored; text is lower case. */
static bool
holds(const char *head, size_t length, const char *text)
{
    size_t n = strlen(text);

    for (size_t i = 0; i + n <= length; i++) {
        size_t k = 0;

        while (k < n && sb_ascii_lower(head[i + k]) == text[k])
            k++;
        if (k == n)
            return true;
    }
    return false;
}

static bool
begins(const char *head, size_t length, const char *text)
{
    size_t n = strlen(text);

    return length >= n && memcmp(head, text, n) == 0;
}

/*
 * Whether a line looks as pattern says: 9 a digit, A a capital, X either, B either or a blank,
 * _ a blank, anything else itself.
 */
static bool
looks(const char *line, size_t length, const char *pattern)
{
    for (size_t i = 0; pattern[i] != '\0'; i++) {
        char c = i < length ? line[i] : '\0';
        bool digit = c >= '0' && c <= '9', capital = c >= 'A' && c <= 'Z', fits;

        switch (pattern[i]) {
        case '9':
            fits = digit;
            break;
        case 'A':
            fits = capital;
            break;
        case 'X':
            fits = digit || capital;
            break;
        case 'B':
            fits = digit || capital || c == ' ';
            break;
        case '_':
            fits = c == ' ';
            break;
        default:
            fits = c == pattern[i];
        }
        if (!fits)
            return false;
    }
    return true;
}

/* What begins like a foreign format; NULL where it does not. */
static const char *
foreign(const char *head, size_t length)
{
    static const struct {
        const char *magic, *seems;
    } rows[] = {
        {"%PDF", "a PDF document"},
        {"PK\3\4", "a zip inside a zip"},
        {"\x1f\x8b", "a gzip archive"},
        {"7z\xbc\xaf", "a 7-Zip archive"},
        {"\xd0\xcf\x11\xe0", "an old Excel or Word file"},
        {"{\\rtf", "a Word document"},
        {"SQLite format 3", "a database"},
        {"\xff\xfe", "text in UTF-16"},
        {"\xfe\xff", "text in UTF-16"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (begins(head, length, rows[i].magic))
            return rows[i].seems;
    if (begins(head, length, "<") || begins(head, length, "\xef\xbb\xbf<")) {
        if (holds(head, length, "icd10cm.tabular"))
            return "the tabular list as XML";
        if (holds(head, length, "<html"))
            return "a web page (a download that was not the file?)";
        return "an XML document";
    }
    if (memchr(head, '\0', length) != NULL)
        return "a binary file";
    return NULL;
}

/* Lines of the ICD-10 families; *seems is set for those that are not taken. */
static enum sb_official
diagnosis_line(const char *line, size_t length, const char **seems)
{
    const char *tab = memchr(line, '\t', length);

    if (looks(line, length, "Add:__________AXX") || looks(line, length, "Delete:_______AXX") ||
        looks(line, length, "Revise from:__AXX") || looks(line, length, "Revise to:____AXX"))
        return SB_OFFICIAL_NONE;
    if (looks(line, length, "99999_9XXXXXX_"))
        *seems = "an ICD-10-PCS order file (procedures of hospitals)";
    else if (looks(line, length, "99999_XXX____")) {
        if (looks(line + 6, length - 6, "A"))
            return SB_OFFICIAL_ORDER;
        *seems = "an ICD-10-PCS order file (procedures of hospitals)";
    } else if (looks(line, length, "99999_AXXBBBB_9_"))
        return SB_OFFICIAL_ORDER;
    else if (looks(line, length, "99999_XXXXXXX_9_"))
        *seems = "an ICD-10-PCS order file (procedures of hospitals)";
    else if (looks(line, length, "9XXXXXX_"))
        *seems = "an ICD-10-PCS codes file (procedures of hospitals)";
    else if (looks(line, length, "AXXBBBB_") && line[8] != ' ')
        return SB_OFFICIAL_CODES;
    else if (looks(line, length, "999BB_") || looks(line, length, "V99BB_") ||
             looks(line, length, "E999B_"))
        *seems = "a list of ICD-9 codes";
    else if (tab != NULL && (holds(line, length, "\tb90.0") || looks(line, length, "AXX.") ||
                             looks(tab + 1, length - (size_t)(tab + 1 - line), "AXX.")))
        *seems = "a list of codes exempt from POA reporting";
    return SB_OFFICIAL_NONE;
}

static enum sb_official
addenda_line(const char *line, size_t length)
{
    if (!begins(line, length, "Add:") && !begins(line, length, "Delete:") &&
        !begins(line, length, "Revise from:") && !begins(line, length, "Revise to:"))
        return SB_OFFICIAL_NONE;
    if (length > 15 && (line[13] == '0' || line[13] == '1') && line[14] == ' ')
        return SB_OFFICIAL_ORDER_ADDENDA;
    return length > 13 && looks(line + 13, length - 13, "AXX") ? SB_OFFICIAL_CODES_ADDENDA
                                                               : SB_OFFICIAL_NONE;
}

static bool
pair_line(const char *line, size_t length)
{
    return looks(line, length, "XXXXX\tXXXXX\t") && holds(line, length, "\t");
}

/* A first line of a procedure or modifier in fixed columns: the day it was added, far right. */
static bool
hcpcs_line(const char *line, size_t length)
{
    return length >= 276 && looks(line, length, "BBBXX99999") &&
           (line[10] == '3' || line[10] == '7') && looks(line + 268, length - 268, "99999999");
}

static enum sb_official
by_lines(const char *head, size_t length, const char **seems)
{
    const char *end = head + length, *at = head;
    enum sb_official kind;

    for (size_t n = 0; at < end && n < 60; n++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t line = (size_t)((stop != NULL ? stop : end) - at);

        while (line > 0 && at[line - 1] == '\r')
            line--;
        if ((kind = addenda_line(at, line)) != SB_OFFICIAL_NONE ||
            (kind = diagnosis_line(at, line, seems)) != SB_OFFICIAL_NONE)
            return kind;
        if (*seems != NULL)
            return SB_OFFICIAL_NONE;
        if (pair_line(at, line))
            return SB_OFFICIAL_PAIRS;
        if (hcpcs_line(at, line))
            return SB_OFFICIAL_HCPCS_TEXT;
        at = stop != NULL ? stop + 1 : end;
    }
    /* addenda of an update without changes are their summary alone */
    if (length < 8192 && holds(head, length, " additions") && holds(head, length, " deletions") &&
        holds(head, length, "codes in "))
        return SB_OFFICIAL_ORDER_ADDENDA;
    return SB_OFFICIAL_NONE;
}

enum sb_official
sb_official_find(const char *head, size_t length, const char **seems)
{
    enum sb_official kind;

    *seems = NULL;
    if (length == 0) {
        *seems = "an empty file";
        return SB_OFFICIAL_NONE;
    }
    if ((*seems = foreign(head, length)) != NULL)
        return SB_OFFICIAL_NONE;
    if (length > 8192)
        length = 8192;
    if (holds(head, length, "hcpc") && holds(head, length, "term dt"))
        return SB_OFFICIAL_HCPCS;
    if (holds(head, length, "hcpc") && holds(head, length, "mue") &&
        holds(head, length, "adjudication")) {
        if (holds(head, length, "outpatient hospital") && !holds(head, length, "practitioner"))
            *seems = "the MUE file of hospitals";
        return *seems == NULL ? SB_OFFICIAL_LIMITS : SB_OFFICIAL_NONE;
    }
    if (holds(head, length, "current code assignment") && holds(head, length, "previous code"))
        return SB_OFFICIAL_CONVERSION;
    kind = by_lines(head, length, seems);
    if (kind == SB_OFFICIAL_NONE && *seems == NULL)
        *seems = "some other text";
    return kind;
}

static int32_t
digits(const char *text, size_t count)
{
    int32_t n = 0;

    for (size_t i = 0; i < count; i++) {
        if (!sb_ascii_digit(text[i]))
            return -1;
        n = 10 * n + (text[i] - '0');
    }
    return n;
}

/* The month that a word of the name says, in full or by three letters; 0 for none. */
static int32_t
month_of_name(const char *name)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};

    while (*name != '\0') {
        size_t word = 0;

        while (sb_ascii_alpha(name[word]))
            word++;
        for (size_t m = 0; m < 12; m++) {
            size_t k = 0;

            while (k < word && sb_ascii_lower(name[k]) == months[m][k])
                k++;
            if (k == word && (k == 3 || (k > 3 && months[m][k] == '\0')))
                return (int32_t)m + 1;
        }
        name += word + (name[word] != '\0');
    }
    return 0;
}

/* NCCI edition "v322r0": version 32 is 2026, its second digit the quarter from 0. */
static bool
ncci_version(struct sb_edition *out, const char *name)
{
    for (; *name != '\0'; name++) {
        int32_t version;

        if (sb_ascii_lower(*name) != 'v' || (version = digits(name + 1, 3)) < 160 ||
            sb_ascii_lower(name[4]) != 'r' || version % 10 > 3)
            continue;
        *out = (struct sb_edition){1994 + version / 10, 1 + version % 10 * 3};
        return true;
    }
    return false;
}

struct sb_edition
sb_edition_of_name(const char *name, enum sb_official kind)
{
    struct sb_edition out = {0};

    if (kind == SB_OFFICIAL_PAIRS && ncci_version(&out, name))
        return out;
    for (const char *at = name; *at != '\0'; at++) {
        int32_t year = digits(at, 4);
        bool alone = (at == name || !sb_ascii_digit(at[-1])) && year >= 0 && !sb_ascii_digit(at[4]);

        if (!alone || year < 2010 || year > 2099)
            continue;
        out.year = year;
        /* MM-DD-YYYY */
        if (at - name >= 6 && at[-1] == '-' && at[-4] == '-' && digits(at - 6, 2) > 0)
            out.month = digits(at - 6, 2);
    }
    if (out.month == 0)
        out.month = month_of_name(name);
    if (out.month > 12)
        out.month = 0;
    return out;
}
