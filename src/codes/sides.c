/* sides.c - left and right in the titles of diagnoses. */
#include "codes/codes.h"

#include <string.h>

struct word {
    const char *at;
    size_t length;
};

/* The next run of letters, digits, hyphens and apostrophes of a title; false at its end. */
static bool
next_word(struct word *word, const char **title)
{
    const char *at = *title;

    while (*at && !sb_ascii_alnum(*at))
        at++;
    word->at = at;
    while (sb_ascii_alnum(*at) || *at == '-' || *at == '\'')
        at++;
    word->length = (size_t)(at - word->at);
    *title = at;
    return word->length > 0;
}

static bool
word_is(const struct word *word, const char *text)
{
    size_t length = strlen(text);

    if (word->length != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (sb_ascii_lower(word->at[i]) != text[i])
            return false;
    return true;
}

/*
 * The right and left of a heart, its vessels and the brain's arteries are no side of the body
 * on which a service is given; after a stroke (I69) and from the limbs' vessels (I70 on) they are.
 */
static bool
sideless(const char *code)
{
    return (code[0] == 'I' && strncmp(code, "I69", 3) < 0) || strncmp(code, "Q2", 2) == 0;
}

enum sb_side
sb_title_side(const char *code, const char *title)
{
    bool right = false, left = false, both = false;
    struct word word;

    if (sideless(code))
        return SB_SIDE_NONE;
    while (next_word(&word, &title)) {
        right = right || word_is(&word, "right");
        left = left || word_is(&word, "left");
        both = both || word_is(&word, "bilateral");
    }
    if (right != left)
        return right ? SB_SIDE_RIGHT : SB_SIDE_LEFT;
    return right || both ? SB_SIDE_BOTH : SB_SIDE_NONE;
}

/* A title without the words that tell a side: the sum of its other words, in any order. */
struct essence {
    uint64_t words;
    unsigned unspecified;
};

static struct essence
essence(const char *title)
{
    /* Words of the side, and of the finger or limb that a sided sibling names more closely. */
    static const char *const telling[] = {
        "right",  "left",  "side",   "dominant", "nondominant", "non-dominant",
        "finger", "index", "middle", "ring",     "little",      "thumb",
        "toe",    "great", "lesser", "s",        "arm",         "limb",
    };
    struct essence result = {0};
    struct word word;

    while (next_word(&word, &title)) {
        bool tells = false;
        uint64_t hash = UINT64_C(14695981039346656037);

        if (word_is(&word, "unspecified")) {
            result.unspecified++;
            continue;
        }
        for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
            tells = tells || word_is(&word, telling[i]);
        for (size_t i = 0; i < word.length; i++)
            hash = (hash ^ (uint8_t)sb_ascii_lower(word.at[i])) * UINT64_C(1099511628211);
        result.words += tells ? 0 : hash;
    }
    return result;
}

bool
sb_title_only_side_differs(const char *a, const char *b)
{
    struct essence one = essence(a), other = essence(b);

    return one.words == other.words && one.unspecified == other.unspecified + 1;
}

enum sb_side
sb_dx_side(const struct sb_codes *codes, const char *code, sb_date on)
{
    struct sb_dx row;

    if (!sb_dx_billable(&row, codes, code, on))
        return SB_SIDE_NONE;
    return sb_title_side(row.code, row.title);
}

bool
sb_dx_side_unspecified(char example[SB_DX_TEXT], const struct sb_codes *codes, const char *code,
                       sb_date on)
{
    struct sb_dx row, sibling;

    if (!sb_dx_billable(&row, codes, code, on) ||
        sb_title_side(row.code, row.title) != SB_SIDE_NONE || essence(row.title).unspecified == 0)
        return false;
    memset(example, 0, SB_DX_TEXT);
    memcpy(example, row.code, strlen(row.code));
    /* The side is one character, at the fifth to seventh place counted with the dot. */
    for (size_t at = 4; at < 7 && example[at]; at++) {
        for (const char *c = "0123456789"; *c; c++) {
            example[at] = *c;
            if (*c != row.code[at] && sb_dx_billable(&sibling, codes, example, on) &&
                sb_title_side(sibling.code, sibling.title) != SB_SIDE_NONE &&
                sb_title_only_side_differs(row.title, sibling.title))
                return true;
        }
        example[at] = row.code[at];
    }
    example[0] = '\0';
    return false;
}
