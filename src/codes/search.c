/*
 * search.c - words to codes, the best kept in order: one pass over the program's tables; an
 * installed set is asked by search_set.c.
 */
#include "codes/search.h"

#include <string.h>

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

bool
sb_search_word_char(char c)
{
    return word_char(c);
}

static void
query_word(struct sb_query *query, const char *at, size_t length)
{
    struct sb_query_word *word = &query->words[query->count];

    if (length > SB_QUERY_LONGEST || query->count == SB_QUERY_WORDS) {
        query->hopeless = true;
        return;
    }
    for (size_t i = 0; i < length; i++) {
        word->text[i] = fold(at[i]) ? fold(at[i]) : at[i];
        word->code = word->code || (length > 1 && sb_ascii_digit(at[i]));
    }
    query->count++;
}

void
sb_query_read(struct sb_query *query, const char *words)
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

int32_t
sb_search_word(const char *title, const char *word)
{
    int32_t best = 0;

    while (*title) {
        int32_t match = word_match(title, word);

        best = match > best ? match : best;
        while (fold(*title))
            title++;
        while (*title && !fold(*title))
            title++;
    }
    return best;
}

int32_t
sb_search_score(const char *code, const char *title, const struct sb_query *query)
{
    int32_t best[SB_QUERY_WORDS] = {0}, score = 0, length = 0;
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
                score += SB_SEARCH_FIRST;
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
        score += best[i] == 2 ? SB_SEARCH_WHOLE : SB_SEARCH_PART;
    }
    return query->count ? score - length / 4 : 0;
}

int32_t
sb_search_code_points(const char *code, const struct sb_query *query)
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

bool
sb_search_encounter(char seventh, char encounter)
{
    if (encounter == '\0' || seventh == '\0')
        return true;
    if (encounter == 'A')
        return strchr("ABC", seventh) != NULL;
    if (encounter == 'S')
        return seventh == 'S';
    return strchr("ABCS", seventh) == NULL;
}

/* The seventh character of a dotted code, NUL where it has none. */
static char
seventh_of(const char *code)
{
    return strlen(code) == SB_DX_TEXT - 1 ? code[SB_DX_TEXT - 2] : '\0';
}

static bool
filter_fits(const struct sb_search *search, const struct sb_code_hit *hit)
{
    const struct sb_code_query *asked = search->asked;
    enum sb_side side;

    if (hit->procedure)
        return asked->side == SB_SIDE_NONE && asked->encounter == '\0';
    if (!sb_search_encounter(seventh_of(hit->code), asked->encounter))
        return false;
    if (asked->side == SB_SIDE_NONE)
        return true;
    side = sb_title_side(hit->code, hit->title);
    return side == asked->side ||
           (side == SB_SIDE_NONE && strstr(hit->title, "nspecified") == NULL);
}

/* Keep the hit where it belongs; of equals the earlier stays first. */
static void
offer(struct sb_search *search, const struct sb_code_hit *hit)
{
    struct sb_code_hit *hits = search->hits, kept = *hit;
    size_t at = search->count;

    while (at > 0 && better(hit, &hits[at - 1]))
        at--;
    if (at == search->capacity || !filter_fits(search, hit))
        return;
    for (size_t i = 0; i < search->count; i++)
        if (strcmp(hits[i].code, hit->code) == 0)
            return;
    if (search->set >= 0 && !hit->procedure) {
        kept.code = sb_user_text(search->user, hit->code);
        kept.title = sb_user_text(search->user, hit->title);
        if (kept.code == NULL || kept.title == NULL)
            return;
    }
    if (search->count < search->capacity)
        search->count++;
    memmove(&hits[at + 1], &hits[at], (search->count - at - 1) * sizeof *hits);
    hits[at] = kept;
}

static void
search_procedures(struct sb_search *search)
{
    const struct sb_procedure *procedure;

    for (size_t i = 0; (procedure = sb_procedure_at(i)); i++) {
        struct sb_code_hit hit = {.code = procedure->code,
                                  .title = procedure->label,
                                  .procedure = true,
                                  .billable = sb_procedure_valid(procedure, search->asked->on)};
        int32_t by_code = sb_search_code_points(procedure->code, &search->query);

        hit.score = by_code ? by_code : sb_search_score(procedure->code, hit.title, &search->query);
        if (hit.score && hit.billable)
            offer(search, &hit);
    }
}

/*
 * Later care is what therapists bill, most of it after a fracture that heals as it should.  Less
 * than one word found or not makes.
 */
int32_t
sb_search_last_part(char seventh)
{
    if (seventh == '\0')
        return 0;
    if (seventh == 'S')
        return 45;
    if (strchr("ABC", seventh) != NULL)
        return 30;
    return strchr("GKPJMNQR", seventh) != NULL ? 10 : 0; /* delayed healing, nonunion, malunion */
}

/* A side that is not said comes after those that are. */
static int32_t
last_part_penalty(const struct sb_code_hit *hit)
{
    return (strstr(hit->title, "nspecified ") != NULL ? SB_SEARCH_VAGUE : 0) +
           sb_search_last_part(seventh_of(hit->code));
}

void
sb_search_offer(struct sb_search *search, struct sb_code_hit *hit, int32_t bonus)
{
    char bare[SB_DX_BARE] = "";

    if (search->query.coded)
        sb_dx_bare(bare, hit->code);
    hit->score = sb_search_code_points(bare, &search->query);
    if (hit->score == 0)
        hit->score = sb_search_score(bare, hit->title, &search->query);
    if (hit->score == 0 && search->query.count == 0 && bonus > 0)
        hit->score = 1;
    if (hit->score == 0)
        return;
    hit->score += bonus - last_part_penalty(hit);
    offer(search, hit);
}

/* Diagnoses whose code begins so, and (query not empty) whose titles hold its words. */
void
sb_search_beginning(struct sb_search *search, const char *code, int32_t bonus)
{
    struct sb_user_walk walk;
    size_t length = strlen(code);
    struct sb_code_hit hit;

    if (search->set < 0) {
        for (size_t row = sb_dx_lower(code);
             row < sb_dx_count() && strncmp(sb_dx_row_code(row), code, length) == 0; row++) {
            hit = (struct sb_code_hit){.code = sb_dx_row_code(row), .title = sb_dx_row_title(row)};
            hit.billable = sb_dx_row_billable(row);
            if (sb_dx_row_holds(row, search->on))
                sb_search_offer(search, &hit, bonus);
        }
        return;
    }
    sb_user_walk_from(&walk, search->user, search->set, code);
    while (sb_user_walk_next(&walk, search->user)) {
        hit =
            (struct sb_code_hit){.code = walk.code, .title = walk.title, .billable = walk.billable};
        sb_search_offer(search, &hit, bonus);
    }
    sb_user_walk_end(&walk, search->user);
}

static void
search_table(struct sb_search *search)
{
    for (size_t row = 0; row < sb_dx_count(); row++) {
        struct sb_code_hit hit = {.code = sb_dx_row_code(row), .title = sb_dx_row_title(row)};

        if (!sb_dx_row_holds(row, search->on))
            continue;
        hit.billable = sb_dx_row_billable(row);
        sb_search_offer(search, &hit, 0);
    }
}

void
sb_search_words(struct sb_search *search)
{
    if (search->query.hopeless || (search->query.count == 0 && !search->query.code[0]))
        return;
    search_procedures(search);
    if (search->set >= 0)
        sb_search_set(search);
    else
        search_table(search);
}

size_t
sb_codes_find(struct sb_code_hit *hits, size_t capacity, const struct sb_codes *codes,
              const struct sb_code_query *asked)
{
    struct sb_search search = {.hits = hits,
                               .capacity = capacity,
                               .asked = asked,
                               .set = -1,
                               .on = sb_dx_clamp(asked->on)};

    if (codes != NULL && codes->user != NULL) {
        search.user = codes->user;
        search.set = sb_user_dx_set(search.user, asked->on);
    }
    sb_search_synonyms(&search);
    sb_query_read(&search.query, asked->words);
    sb_search_words(&search);
    if (search.count == 0 && sb_search_mend(&search))
        sb_search_words(&search);
    return search.count;
}

size_t
sb_codes_search(struct sb_code_hit *hits, size_t capacity, const struct sb_codes *codes,
                const char *words, sb_date on)
{
    const struct sb_code_query query = {.words = words, .on = on};

    return sb_codes_find(hits, capacity, codes, &query);
}
