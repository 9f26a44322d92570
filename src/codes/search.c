/* search.c - words to codes: one pass over the tables, the best kept in order. */
#include "codes/codes.h"

#include <string.h>

#define MOST_WORDS 16
#define LONGEST_WORD 31 /* longer words are in no title */

/* A query: its words, and the whole of it where it may begin a code. */
struct query {
    struct query_word {
        char text[LONGEST_WORD + 1]; /* lower case */
        bool code;                   /* has a digit: may begin a code too */
    } words[MOST_WORDS];
    size_t count;
    char code[SB_DX_TEXT]; /* no dot, upper case; "" where it cannot be one */
    bool coded;            /* it, or one of the words, may begin a code */
    bool hopeless;         /* a word that is in no title */
};

/* Of the characters from the blank on: letters as small ones, digits; 0 for what ends a word. */
static const char folds[96] = {
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 0,   0,   0,   0,   0,   0,
    0,   'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0,   0,   0,   0,   0,
    0,   'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0,   0,   0,   0,   0,
};

/* In line here: asked of every byte of every title, which are ASCII. */
static inline char
fold(char c)
{
    unsigned at = (unsigned char)c - 32u;

    return at < sizeof folds ? folds[at] : '\0';
}

/* Bytes beyond ASCII belong to words, so that a word with an accent finds nothing. */
static bool
word_char(char c)
{
    return fold(c) || (c & 0x80);
}

static void
query_word(struct query *query, const char *at, size_t length)
{
    struct query_word *word = &query->words[query->count];

    if (length > LONGEST_WORD || query->count == MOST_WORDS) {
        query->hopeless = true;
        return;
    }
    for (size_t i = 0; i < length; i++) {
        word->text[i] = fold(at[i]) ? fold(at[i]) : at[i];
        word->code = word->code || (length > 1 && sb_ascii_digit(at[i]));
    }
    query->count++;
}

static void
query_read(struct query *query, const char *words)
{
    size_t length = 0;

    for (const char *at = words; *at;) {
        const char *start = at;

        while (word_char(*at))
            at++;
        if (at > start)
            query_word(query, start, (size_t)(at - start));
        if (*at)
            at++;
    }
    words += strspn(words, " \t");
    for (; sb_ascii_alnum(*words) || *words == '.'; words++) {
        if (*words == '.')
            continue;
        if (length == sizeof query->code - 1) {
            query->code[0] = '\0'; /* longer than any code */
            break;
        }
        query->code[length++] = sb_ascii_upper(*words);
    }
    if (words[strspn(words, " \t")])
        query->code[0] = '\0';
    query->hopeless = query->hopeless && !query->code[0];
    query->coded = query->code[0] != '\0';
    for (size_t i = 0; i < query->count; i++)
        query->coded = query->coded || query->words[i].code;
}

/* How a title's word answers a word of the query: 0 not, 1 begins with it, 2 is it. */
static int32_t
word_match(const char *title, const char *word)
{
    for (; *word; word++, title++)
        if (fold(*title) != *word)
            return 0;
    return fold(*title) ? 1 : 2;
}

/* Points of a row for the query's words, 0 where one of them is not in it. */
static int32_t
title_score(const char *code, const char *title, const struct query *query)
{
    int32_t best[MOST_WORDS] = {0}, score = 0, length = 0;
    const char *at = title;

    for (size_t i = 0; i < query->count; i++)
        if (query->words[i].code)
            best[i] = word_match(code, query->words[i].text);
    while (*at) {
        char first = fold(*at);

        for (size_t i = 0; i < query->count; i++) {
            if (query->words[i].text[0] != first)
                continue;
            int32_t points = word_match(at, query->words[i].text);

            if (points > best[i])
                best[i] = points;
            if (points && i == 0 && at == title)
                score += 15; /* it begins as asked */
        }
        while (fold(*at))
            at++;
        while (*at && !fold(*at))
            at++;
    }
    length = (int32_t)(at - title);
    for (size_t i = 0; i < query->count; i++) {
        if (best[i] == 0)
            return 0;
        score += 1000 + 100 * best[i];
    }
    return query->count ? score - length / 4 : 0;
}

/* Points of a code, written without dot, for a query that may begin one. */
static int32_t
code_score(const char *code, const struct query *query)
{
    size_t length = strlen(query->code);

    if (length < 2 || strncmp(code, query->code, length) != 0)
        return 0;
    return code[length] == '\0' ? 40000 : 30000 - (int32_t)strlen(code);
}

static bool
better(const struct sb_code_hit *a, const struct sb_code_hit *b)
{
    return a->billable != b->billable ? a->billable : a->score > b->score;
}

/* Keep the hit where it belongs; of equals the earlier stays first. */
static size_t
keep(struct sb_code_hit *hits, size_t count, size_t capacity, const struct sb_code_hit *hit)
{
    size_t at = count;

    while (at > 0 && better(hit, &hits[at - 1]))
        at--;
    if (at == capacity)
        return count;
    if (count < capacity)
        count++;
    memmove(&hits[at + 1], &hits[at], (count - at - 1) * sizeof *hits);
    hits[at] = *hit;
    return count;
}

size_t
sb_codes_search(struct sb_code_hit *hits, size_t capacity, const struct sb_codes *codes,
                const char *words, sb_date on)
{
    struct query query = {0};
    const struct sb_procedure *procedure;
    size_t count = 0;

    (void)codes; /* no sets can be installed yet */
    query_read(&query, words);
    if (query.hopeless || (query.count == 0 && !query.code[0]))
        return 0;
    for (size_t i = 0; (procedure = sb_procedure_at(i)); i++) {
        struct sb_code_hit hit = {.code = procedure->code,
                                  .title = procedure->label,
                                  .procedure = true,
                                  .billable = sb_procedure_valid(procedure, on)};
        int32_t by_code = code_score(procedure->code, &query);

        hit.score = by_code ? by_code : title_score(procedure->code, hit.title, &query);
        if (hit.score && hit.billable)
            count = keep(hits, count, capacity, &hit);
    }
    on = sb_dx_clamp(on);
    for (size_t row = 0; row < sb_dx_count(); row++) {
        struct sb_code_hit hit = {.code = sb_dx_row_code(row), .title = sb_dx_row_title(row)};
        char bare[SB_DX_BARE] = "";

        if (!sb_dx_row_holds(row, on))
            continue;
        if (query.coded)
            sb_dx_bare(bare, hit.code);
        hit.billable = sb_dx_row_billable(row);
        hit.score = code_score(bare, &query);
        if (hit.score == 0)
            hit.score = title_score(bare, hit.title, &query);
        if (hit.score)
            count = keep(hits, count, capacity, &hit);
    }
    return count;
}
