/* text.c - numbers, case and words, the same under every locale. */
#include "base/base.h"

#include <string.h>

#include "base/checked.h"

#define WORD_LONGEST 64

bool
sb_int_parse(int64_t *out, const char *text, size_t length)
{
    size_t at = 0;
    bool minus = length > 0 && text[0] == '-';
    int64_t n = 0;

    if (minus)
        at = 1;
    if (at == length)
        return false;
    for (; at < length; at++) {
        if (!sb_ascii_digit(text[at]))
            return false;
        /* downwards: the smallest number has no positive twin */
        if (!sb_mul(&n, n, 10) || !sb_sub(&n, n, text[at] - '0'))
            return false;
    }
    if (!minus && !sb_sub(&n, 0, n))
        return false;
    *out = n;
    return true;
}

char
sb_ascii_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

char
sb_ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
sb_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool
sb_ascii_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool
sb_ascii_alnum(char c)
{
    return sb_ascii_digit(c) || sb_ascii_alpha(c);
}

bool
sb_text_equal(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return strcmp(a, b) == 0;
}

int
sb_text_compare_fold(const char *a, const char *b)
{
    size_t at = 0;

    while (a[at] != '\0' && sb_ascii_lower(a[at]) == sb_ascii_lower(b[at]))
        at++;
    return (unsigned char)sb_ascii_lower(a[at]) - (unsigned char)sb_ascii_lower(b[at]);
}

bool
sb_text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static size_t
smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool
same_byte(char x, char y, bool fold)
{
    return fold ? sb_ascii_lower(x) == sb_ascii_lower(y) : x == y;
}

/*
 * Edit distance with neighbours swapped as one step (optimal string alignment), of two words
 * of at most WORD_LONGEST bytes.
 */
static size_t
word_distance(const char *a, size_t a_length, const char *b, size_t b_length, bool fold)
{
    size_t rows[3][WORD_LONGEST + 1];

    /* ids of one practice differ in a few digits: what both begin or end with costs no step */
    for (; a_length > 0 && b_length > 0 && same_byte(*a, *b, fold); a++, b++) {
        a_length--;
        b_length--;
    }
    for (; a_length > 0 && b_length > 0 && same_byte(a[a_length - 1], b[b_length - 1], fold);
         a_length--)
        b_length--;
    for (size_t j = 0; j <= b_length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *second = rows[(i + 1) % 3];

        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            char x = fold ? sb_ascii_lower(a[i - 1]) : a[i - 1];
            char y = fold ? sb_ascii_lower(b[j - 1]) : b[j - 1];

            row[j] = smaller(smaller(above[j], row[j - 1]) + 1, above[j - 1] + (x != y));
            if (i > 1 && j > 1 && x != y) {
                char before_x = fold ? sb_ascii_lower(a[i - 2]) : a[i - 2];
                char before_y = fold ? sb_ascii_lower(b[j - 2]) : b[j - 2];

                if (x == before_y && y == before_x)
                    row[j] = smaller(row[j], second[j - 2] + 1);
            }
        }
    }
    return rows[a_length % 3][b_length];
}

const char *
sb_word_nearest(const char *text, const char *const *words, size_t count)
{
    size_t length = strlen(text);
    size_t limit = smaller(length / 3 + 1, 3);
    size_t best_fold = limit + 1, best_exact = SIZE_MAX;
    const char *best = NULL;

    if (length > WORD_LONGEST)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t word_length = strlen(words[i]);
        size_t fold, exact;

        if (word_length > WORD_LONGEST || word_length > length + limit ||
            length > word_length + limit)
            continue;
        fold = word_distance(text, length, words[i], word_length, true);
        /* a word of which nothing is left is no suggestion */
        if (fold > best_fold || fold > limit || (fold >= length && fold > 0))
            continue;
        exact = word_distance(text, length, words[i], word_length, false);
        if (fold < best_fold || exact < best_exact) {
            best = words[i];
            best_fold = fold;
            best_exact = exact;
        }
    }
    return best;
}
