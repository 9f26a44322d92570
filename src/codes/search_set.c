/*
 * search_set.c - words to codes in an installed set: one pass over its index of words, which is
 * as exact as one over its titles, and reads a tenth of them.
 */
#include "codes/search.h"
#include "codes/words.h"

#include <stdlib.h>
#include <string.h>

#define SEVENTHS 37 /* what the last digit of a key can be; 0: the code is shorter */

/* A word of the query in numbers of the index: those that begin so, and the one that is it. */
struct sought {
    unsigned first, count, whole;
    uint64_t code[2]; /* codes that begin so, where it may begin one; {0}: none */
};
/* Words of the query that something has: begun so, and as they are; a bit for each. */
struct match {
    unsigned any, whole;
};
struct found {
    uint64_t key;
    int32_t score;
    bool billable, known;
};
struct pass {
    struct sb_search *search;
    struct sought sought[SB_QUERY_WORDS];
    unsigned all;     /* a bit for each word of the query */
    unsigned coded;   /* for those that may begin a code */
    uint64_t code[2]; /* codes that begin as the whole query; {0}: none */
    struct {
        size_t length;
        struct match match;
    } tails[SB_WORDS_TAILS];
    size_t tail_count;
    unsigned in_tails; /* words that some last part has */
    struct {
        int32_t penalty;
        bool fits; /* the encounter that is asked for */
    } sevenths[SEVENTHS];
    struct found *kept; /* as many as the search takes, best first */
    size_t count;
};

/* Keys of the codes that begin so; false where none can. */
static bool
keys_beginning(uint64_t out[2], const char *text)
{
    char bare[SB_DX_BARE] = "A00";
    size_t length = strlen(text);

    if (length == 0 || length >= sizeof bare)
        return false;
    for (size_t i = 0; i < length; i++)
        bare[i] = sb_ascii_upper(text[i]);
    if (!sb_dx_key(&out[0], bare, length < 3 ? 3 : length))
        return false;
    if (length == 2) /* "M2" is below "M20" */
        out[0] = sb_dx_key_start(out[0], 2);
    else if (length == 1)
        out[0] = sb_dx_key_start(out[0], 1);
    out[1] = sb_dx_key_end(out[0], length);
    return true;
}

static void
seek_words(struct pass *pass, struct sb_bytes words)
{
    const struct sb_query *query = &pass->search->query;
    const char *at = words.at, *end = at + words.len;

    for (size_t i = 0; i < query->count; i++)
        pass->sought[i].whole = SB_WORDS_MOST;
    for (unsigned number = 0; at < end && end[-1] == '\0'; number++) {
        for (size_t i = 0; i < query->count; i++) {
            struct sought *sought = &pass->sought[i];

            if (at[0] != query->words[i].text[0] || !sb_text_starts(at, query->words[i].text))
                continue;
            if (sought->count++ == 0)
                sought->first = number;
            if (at[strlen(query->words[i].text)] == '\0')
                sought->whole = number;
        }
        at += strlen(at) + 1;
    }
}

/* Whether any code of the set begins so: most words that might begin one do not. */
static bool
begins_code(const struct sb_search *search, const char *bare)
{
    struct sb_user_walk walk;
    char code[SB_DX_TEXT];
    bool any;

    sb_dx_dotted(code, bare);
    sb_user_walk_from(&walk, search->user, search->set, code);
    any = sb_user_walk_next(&walk, search->user);
    sb_user_walk_end(&walk, search->user);
    return any;
}

static void
seek_codes(struct pass *pass)
{
    const struct sb_query *query = &pass->search->query;

    for (size_t i = 0; i < query->count; i++) {
        pass->all |= 1u << i;
        if (query->words[i].code && keys_beginning(pass->sought[i].code, query->words[i].text))
            pass->coded |= 1u << i;
    }
    if (strlen(query->code) < 2 || !keys_beginning(pass->code, query->code) ||
        (strlen(query->code) > 2 && !begins_code(pass->search, query->code)))
        pass->code[0] = pass->code[1] = 0;
}

static void
read_tails(struct pass *pass, struct sb_bytes tails)
{
    const struct sb_query *query = &pass->search->query;
    const char *at = tails.at, *end = at + tails.len;

    while (at < end && end[-1] == '\0' && pass->tail_count < SB_WORDS_TAILS) {
        struct match match = {0};

        for (size_t i = 0; i < query->count; i++) {
            int32_t has = sb_search_word(at, query->words[i].text);

            match.any |= has > 0 ? 1u << i : 0u;
            match.whole |= has > 1 ? 1u << i : 0u;
        }
        pass->in_tails |= match.any;
        pass->tails[pass->tail_count].length = strlen(at);
        pass->tails[pass->tail_count++].match = match;
        at += strlen(at) + 1;
    }
}

/* Whether no title and no code can have all words. */
static bool
hopeless(const struct pass *pass)
{
    unsigned any = pass->coded | pass->in_tails;

    for (size_t i = 0; i < pass->search->query.count; i++)
        any |= pass->sought[i].count > 0 ? 1u << i : 0u;
    return any != pass->all && pass->code[1] == 0;
}

/* Which words of the query the title of a row has. */
static struct match
match_words(const struct pass *pass, const struct sb_words_row *row)
{
    const size_t count = pass->search->query.count;
    struct match match = {0};

    for (size_t k = 0; k < row->count; k++) {
        unsigned number = sb_words_number(row->words + 2 * k);

        for (size_t i = 0; i < count; i++) {
            const struct sought *sought = &pass->sought[i];

            if (number - sought->first >= sought->count)
                continue;
            match.any |= 1u << i;
            match.whole |= number == sought->whole ? 1u << i : 0u;
        }
    }
    return match;
}

/* Points for words, which sb_search_offer gives to the title itself; 0: not found. */
static int32_t
points(const struct pass *pass, uint64_t key, struct match match)
{
    int32_t score = 0;

    for (size_t i = 0; pass->coded >> i != 0; i++) {
        if (!(pass->coded >> i & 1) || key < pass->sought[i].code[0] ||
            key >= pass->sought[i].code[1])
            continue;
        match.any |= 1u << i;
        match.whole |= key == pass->sought[i].code[0] ? 1u << i : 0u;
    }
    if (match.any != pass->all)
        return 0;
    for (; match.any != 0; match.any >>= 1, match.whole >>= 1)
        score += match.whole & 1 ? SB_SEARCH_WHOLE : SB_SEARCH_PART;
    return score;
}

/* Whether the side of a title is not the one that is asked for. */
static bool
other_side(const struct pass *pass, unsigned flags)
{
    enum sb_side asked = pass->search->asked->side;
    enum sb_side side = (enum sb_side)(flags / SB_WORDS_SIDE % 4);

    return asked != SB_SIDE_NONE && side != asked &&
           (side != SB_SIDE_NONE || (flags & SB_WORDS_VAGUE));
}

/* Keep what is found where it belongs; of equals the earlier stays first. */
static void
keep(struct pass *pass, const struct found *found)
{
    struct found *kept = pass->kept;
    size_t at = pass->count, room = pass->search->capacity;

    while (at > 0 && (found->billable != kept[at - 1].billable ? found->billable
                                                               : found->score > kept[at - 1].score))
        at--;
    if (at == room)
        return;
    pass->count += pass->count < room;
    memmove(&kept[at + 1], &kept[at], (pass->count - at - 1) * sizeof *kept);
    kept[at] = *found;
}

/* A code of a row, which has these words and a title of this length. */
static void
consider(struct pass *pass, const struct sb_words_row *row, struct match match, size_t length,
         struct found *found)
{
    const size_t seventh = found->key % SEVENTHS;

    if (!pass->sevenths[seventh].fits)
        return;
    if (found->key >= pass->code[0] && found->key < pass->code[1]) {
        char bare[SB_DX_BARE];

        sb_dx_key_bare(bare, found->key);
        found->score = sb_search_code_points(bare, &pass->search->query);
    } else {
        found->score = points(pass, found->key, match);
        if (found->score == 0)
            return;
        found->score -= (int32_t)(length / 4);
        if ((row->flags & SB_WORDS_BEGINS) && row->count > 0 &&
            sb_words_number(row->words) - pass->sought[0].first < pass->sought[0].count)
            found->score += SB_SEARCH_FIRST;
    }
    found->score -= pass->sevenths[seventh].penalty;
    found->score -= row->flags & SB_WORDS_INSIDE ? SB_SEARCH_VAGUE : 0;
    found->score += found->known ? SB_SEARCH_KNOWN : 0;
    keep(pass, found);
}

/* The key of the code that fills a header's with X, but for the seventh character. */
static uint64_t
filled(uint64_t key)
{
    const uint64_t x = 'X' - 'A' + 11;

    for (uint64_t unit = SEVENTHS; key / unit % SEVENTHS == 0 && unit < key; unit *= SEVENTHS)
        key += x * unit;
    return key;
}

static void
consider_row(struct pass *pass, const struct sb_words_row *row)
{
    struct match stem = match_words(pass, row);
    struct found found = {.key = row->key,
                          .billable = row->flags & SB_WORDS_BILLABLE,
                          .known = row->flags & SB_WORDS_KNOWS};
    uint64_t first;

    if (((stem.any | pass->in_tails | pass->coded) != pass->all && pass->code[1] == 0) ||
        other_side(pass, row->flags))
        return;
    consider(pass, row, stem, row->length, &found);
    first = row->children > 0 ? filled(row->key) : 0;
    for (size_t i = 0; i < row->children; i++) {
        const unsigned char *child = row->child + 2 * i;
        struct match match;

        if (child[0] >= pass->tail_count)
            continue;
        match = pass->tails[child[0]].match;
        match.any |= stem.any;
        match.whole |= stem.whole;
        found = (struct found){.key = first + (child[1] & ~(unsigned)SB_WORDS_KNOWN),
                               .billable = true,
                               .known = child[1] & SB_WORDS_KNOWN};
        consider(pass, row, match, row->length + 2 + pass->tails[child[0]].length, &found);
    }
}

/* Offer what was kept, with the titles of the set. */
static void
offer_kept(struct pass *pass)
{
    struct sb_search *search = pass->search;

    for (size_t i = 0; i < pass->count; i++) {
        struct sb_user_walk walk;
        char bare[SB_DX_BARE], code[SB_DX_TEXT];

        sb_dx_key_bare(bare, pass->kept[i].key);
        sb_dx_dotted(code, bare);
        sb_user_walk_from(&walk, search->user, search->set, code);
        if (sb_user_walk_next(&walk, search->user)) {
            struct sb_code_hit hit = {
                .code = walk.code, .title = walk.title, .billable = walk.billable};

            sb_search_offer(search, &hit, pass->kept[i].known ? SB_SEARCH_KNOWN : 0);
        }
        sb_user_walk_end(&walk, search->user);
    }
}

static void
read_index(struct pass *pass, struct sb_words_index *index)
{
    static const char digits[SEVENTHS + 1] = "\0"
                                             "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    struct sb_words_row row;

    for (size_t i = 0; i < SEVENTHS; i++) {
        pass->sevenths[i].penalty = sb_search_last_part(digits[i]);
        pass->sevenths[i].fits = sb_search_encounter(digits[i], pass->search->asked->encounter);
    }
    seek_words(pass, index->words);
    seek_codes(pass);
    read_tails(pass, index->tails);
    if (hopeless(pass))
        return;
    while (sb_words_next(&row, &index->codes))
        consider_row(pass, &row);
    if (index->codes.len > 0)
        sb_user_fail(pass->search->user, SB_E_DAMAGED);
}

void
sb_search_set(struct sb_search *search)
{
    struct pass *pass = calloc(1, sizeof *pass);
    struct sb_words_index index;
    struct sb_statement *s = NULL;

    if (pass != NULL)
        pass->kept = calloc(search->capacity + 1, sizeof *pass->kept);
    if (pass == NULL || pass->kept == NULL) {
        sb_user_fail(search->user, SB_E_NOMEM);
    } else if (search->capacity > 0 &&
               (s = sb_user_words(&index, search->user, search->set)) != NULL) {
        pass->search = search;
        read_index(pass, &index);
        sb_statement_free(s);
        offer_kept(pass);
    }
    if (pass != NULL)
        free(pass->kept);
    free(pass);
}
