/*
 * search_set.c - words to codes in an installed set.  Its index gives rows by the length of
 * their titles, and of two that hold the same words the shorter is the better: so a word that
 * thousands of titles have needs no more than its first rows.
 */
#include "codes/search.h"

#include <stdio.h>
#include <string.h>

#define LOOKED_AT 800       /* rows of a word that thousands of titles have */
#define LOOKED_THROUGH 2000 /* the same where a filter leaves few of them */
#define CANDIDATES 64       /* headers whose children of seven characters are looked at */
#define TAIL_LEAST 2        /* points that the shortest last part of a title costs */

/* Words that stand in the last part of titles alone, which the index of words leaves out. */
static bool
tail_word(const char *word)
{
    static const char *const words[] = {"initial",  "subsequent", "sequela", "encounter",
                                        "routine",  "delayed",    "healing", "nonunion",
                                        "malunion", "closed",     "for",     "with"};

    /* "fracture" stands in both, and must be found in the index */
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(word) >= 3 && sb_text_starts(words[i], word))
            return true;
    return false;
}

/*
 * The query of FTS5; false where no word is left.  Beginnings are collected before the first
 * row is given, whole words row by row.  One letter begins too many words: it stands for itself
 * where it is alone, and else is looked for in the rows that the others find.
 */
static bool
index_query(char *out, size_t room, const struct sb_query *query, bool tails, bool whole)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < query->count; i++) {
        const char *word = query->words[i].text;
        bool letter = word[1] == '\0';

        if (query->words[i].code || (!tails && tail_word(word)) || used + 40 > room ||
            (letter && query->count > 1))
            continue;
        used += (size_t)snprintf(out + used, room - used, "%s\"%s\"%s", used > 0 ? " " : "", word,
                                 whole || letter ? "" : "*");
    }
    return used > 0;
}

/* Points that the worst of what is kept has, where a row needs more to be kept; else 0. */
static int32_t
least_points(const struct sb_search *search)
{
    const struct sb_code_hit *last = search->hits + search->capacity - 1;

    return search->count == search->capacity && last->billable ? last->score : 0;
}

/* Headers whose children the words may mean, the best first. */
struct families {
    struct family {
        char bare[SB_DX_BARE];
        int32_t score;
    } at[CANDIDATES];
    size_t count;
};

static void
family_keep(struct families *families, const char *bare, int32_t score)
{
    size_t at = families->count;

    if (at == CANDIDATES && score <= families->at[at - 1].score)
        return;
    for (; at > 0 && score > families->at[at - 1].score; at--)
        if (at < CANDIDATES)
            families->at[at] = families->at[at - 1];
    memcpy(families->at[at].bare, bare, SB_DX_BARE);
    families->at[at].score = score;
    families->count += families->count < CANDIDATES;
}

/* The codes of seven characters that a header has; X stands where it is shorter than six. */
static void
family_offer(struct sb_search *search, const char *bare)
{
    char stem[SB_DX_BARE] = "XXXXXX", code[SB_DX_TEXT];
    size_t length = strlen(bare);
    struct sb_user_walk walk;

    memcpy(stem, bare, length < 6 ? length : 6);
    sb_dx_dotted(code, stem);
    sb_user_walk(&walk, search->user, search->set, code);
    while (sb_user_walk_next(&walk, search->user)) {
        struct sb_code_hit hit = {
            .code = walk.code, .title = walk.title, .billable = walk.billable};

        sb_search_offer(search, &hit, 0);
    }
    sb_user_walk_end(&walk, search->user);
}

/* The rows that the index finds. */
static void
rows_offer(struct sb_search *search, struct families *families, const struct sb_query *stem,
           const char *words)
{
    const struct sb_code_query *asked = search->asked;
    const bool filtered = asked->side != SB_SIDE_NONE || asked->encounter != '\0';
    const int32_t most = (int32_t)search->query.count * SB_SEARCH_WHOLE + SB_SEARCH_FIRST;
    size_t left = filtered ? LOOKED_THROUGH : LOOKED_AT;
    struct sb_user_walk walk;

    sb_user_match(&walk, search->user, search->set, words);
    while (left-- > 0 && sb_user_walk_next(&walk, search->user)) {
        struct sb_code_hit hit = {
            .code = walk.code, .title = walk.title, .billable = walk.billable};
        char bare[SB_DX_BARE];
        int32_t score;

        /* titles grow longer, by the step of the index */
        if (most - (int32_t)(strlen(walk.title) & ~(size_t)(SB_USER_STEP - 1)) / 4 <=
            least_points(search))
            break;
        sb_search_offer(search, &hit, 0);
        if (walk.billable)
            continue;
        sb_dx_bare(bare, walk.code);
        score = stem->count > 0 ? sb_search_score(bare, walk.title, stem) : 1;
        if (score > 0)
            family_keep(families, bare, score);
    }
    sb_user_walk_end(&walk, search->user);
}

static void
search_index(struct sb_search *search, const char *words)
{
    struct families families = {.count = 0};
    struct sb_query stem = search->query;
    int32_t tails;

    stem.count = 0;
    for (size_t i = 0; i < search->query.count; i++)
        if (!tail_word(search->query.words[i].text))
            stem.words[stem.count++] = search->query.words[i];
    tails = (int32_t)(search->query.count - stem.count) * SB_SEARCH_WHOLE - TAIL_LEAST;
    rows_offer(search, &families, &stem, words);
    for (size_t i = 0; i < families.count; i++)
        if (families.at[i].score + tails > least_points(search))
            family_offer(search, families.at[i].bare);
}

/* Whether what is kept cannot be bettered by a row where one of the words only begins so. */
static bool
whole_suffices(const struct sb_search *search)
{
    const int32_t words = (int32_t)search->query.count;

    return least_points(search) > (words - 1) * SB_SEARCH_WHOLE + SB_SEARCH_PART + SB_SEARCH_FIRST;
}

void
sb_search_set(struct sb_search *search)
{
    static const char *const tailed[] = {"M84", "S82"}; /* between them every such word */
    char words[SB_QUERY_WORDS * 40], code[SB_DX_TEXT];
    bool tails;

    if (search->capacity == 0)
        return;
    if (strlen(search->query.code) >= 3) {
        sb_dx_dotted(code, search->query.code);
        sb_search_beginning(search, code, 0);
    }
    tails = !index_query(words, sizeof words, &search->query, false, true);
    if (index_query(words, sizeof words, &search->query, tails, true))
        search_index(search, words);
    if (!whole_suffices(search) && index_query(words, sizeof words, &search->query, tails, false))
        search_index(search, words);
    if (tails) /* the index does not hold them: the codes that have such a part are read */
        for (size_t i = 0; i < sizeof tailed / sizeof *tailed && search->count == 0; i++)
            sb_search_beginning(search, tailed[i], 0);
    /* "m25": words that only begin codes */
    for (size_t i = 0; i < search->query.count && search->count == 0; i++) {
        char upper[SB_QUERY_LONGEST + 1] = "";

        if (!search->query.words[i].code)
            continue;
        for (size_t k = 0; search->query.words[i].text[k]; k++)
            upper[k] = sb_ascii_upper(search->query.words[i].text[k]);
        sb_dx_dotted(code, upper);
        sb_search_beginning(search, code, 0);
    }
}
