/* synonyms.c - what therapists say, and words that were typed wrong. */
#include "codes/search.h"

#include <string.h>

static const struct synonym {
    char phrase[28];
    char codes[32];
} synonyms[] = {
#include "synonyms.inc"
};

/*
 * Letters to change, leave out, put in or swap to make one word of the other; most + 1 where it
 * takes more.  with: only the beginning of b, as long as it takes, need be like a.
 */
static size_t
typo_distance(const char *a, const char *b, size_t most)
{
    size_t rows[3][SB_QUERY_LONGEST + 2], m = strlen(a), n = strlen(b);
    size_t *before = rows[0], *last = rows[1], *now = rows[2];

    if (m > SB_QUERY_LONGEST || n > SB_QUERY_LONGEST || m > n + most || n > m + most)
        return most + 1;
    for (size_t k = 0; k <= n; k++)
        last[k] = k;
    for (size_t i = 1; i <= m; i++) {
        size_t *spare = before;

        now[0] = i;
        for (size_t k = 1; k <= n; k++) {
            size_t best = last[k - 1] + (a[i - 1] != b[k - 1]);

            if (last[k] + 1 < best)
                best = last[k] + 1;
            if (now[k - 1] + 1 < best)
                best = now[k - 1] + 1;
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] &&
                before[k - 2] + 1 < best)
                best = before[k - 2] + 1;
            now[k] = best;
        }
        before = last;
        last = now;
        now = spare;
    }
    return last[n];
}

/* How many letters of a word may be wrong. */
static size_t
tolerance(const char *word)
{
    size_t length = strlen(word);

    return length < 5 ? 0 : length < 9 ? 1 : 2;
}

/* The words as phrases are written: small letters, no apostrophes. */
static void
plain_words(char *out, size_t room, const char *words)
{
    size_t used = 0;

    for (; *words != '\0' && used + 2 < room; words++) {
        if (*words == '\'')
            continue;
        if ((unsigned char)words[0] == 0xe2 && (unsigned char)words[1] == 0x80 &&
            (unsigned char)words[2] == 0x99) { /* U+2019 */
            words += 2;
            continue;
        }
        out[used++] = sb_search_word_char(*words) ? sb_ascii_lower(*words) : ' ';
    }
    out[used] = '\0';
}

/* Whether the words of phrase stand in query from word at on; each may be typed slightly wrong. */
static size_t
phrase_at(const struct sb_query *query, size_t at, const char *phrase, size_t *wrong)
{
    size_t count = 0;

    *wrong = 0;
    while (*phrase != '\0') {
        char word[SB_QUERY_LONGEST + 1] = "";
        size_t length = strcspn(phrase, " "), most, off;

        if (at + count >= query->count || length > SB_QUERY_LONGEST)
            return 0;
        memcpy(word, phrase, length);
        most = tolerance(word);
        off = typo_distance(query->words[at + count].text, word, most);
        if (off > most)
            return 0;
        *wrong += off;
        count++;
        phrase += length + (phrase[length] == ' ');
    }
    return count;
}

struct met {
    const struct synonym *row;
    size_t at, words, wrong;
};

/* The longest phrase that stands in the query, of equals the one with the fewest faults. */
static struct met
phrase_find(const struct sb_query *query)
{
    struct met best = {0};

    for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++) {
        for (size_t at = 0; at < query->count; at++) {
            size_t wrong, words = phrase_at(query, at, synonyms[i].phrase, &wrong);

            if (words > best.words || (words == best.words && words > 0 && wrong < best.wrong))
                best = (struct met){&synonyms[i], at, words, wrong};
        }
    }
    return best;
}

void
sb_search_synonyms(struct sb_search *search)
{
    char plain[512], code[SB_DX_TEXT];
    struct sb_query *query = &search->query;
    int32_t bonus = 20000;
    struct met met;

    plain_words(plain, sizeof plain, search->asked->words);
    sb_query_read(query, plain);
    met = phrase_find(query);
    if (met.words > 0) {
        /* the other words stay to be found in titles */
        memmove(&query->words[met.at], &query->words[met.at + met.words],
                (query->count - met.at - met.words) * sizeof *query->words);
        query->count -= met.words;
        query->code[0] = '\0';
        for (const char *at = met.row->codes; *at != '\0'; bonus -= 2000) {
            size_t length = strcspn(at, " ");

            memset(code, 0, sizeof code);
            memcpy(code, at, length < sizeof code ? length : sizeof code - 1);
            sb_search_beginning(search, code, bonus);
            at += length + (at[length] == ' ');
        }
    }
    *query = (struct sb_query){0};
}

/* typing faults */

struct mending {
    const char *word;
    char best[SB_QUERY_LONGEST + 1];
    size_t distance;
    bool found; /* a title has it as it is */
};

static void
mend_try(struct mending *mending, const char *word)
{
    size_t off;

    if (strncmp(word, mending->word, strlen(mending->word)) == 0)
        mending->found = true;
    if (word[0] != mending->word[0])
        return;
    off = typo_distance(mending->word, word, mending->distance);
    if (off >= mending->distance || strlen(word) > SB_QUERY_LONGEST)
        return;
    mending->distance = off;
    memcpy(mending->best, word, strlen(word) + 1);
}

/* Every word of a title, in small letters. */
static void
mend_title(struct mending *mending, const char *title)
{
    char word[SB_QUERY_LONGEST + 1];

    while (*title != '\0') {
        size_t length = 0;

        for (; sb_search_word_char(*title); title++)
            if (length < SB_QUERY_LONGEST)
                word[length++] = sb_ascii_lower(*title);
        word[length] = '\0';
        if (length > 2 && word[0] == mending->word[0])
            mend_try(mending, word);
        while (*title != '\0' && !sb_search_word_char(*title))
            title++;
    }
}

static void
mend_word(struct mending *mending, const struct sb_search *search)
{
    const struct sb_procedure *procedure;
    struct sb_words_index index;
    struct sb_statement *s;

    /* an installed set has its own words */
    for (size_t row = 0; search->set < 0 && row < sb_dx_count(); row++)
        mend_title(mending, sb_dx_row_title(row));
    for (size_t i = 0; (procedure = sb_procedure_at(i)); i++)
        mend_title(mending, procedure->label);
    if (search->set < 0)
        return;
    s = sb_user_words(&index, search->user, search->set);
    if (s == NULL)
        return;
    for (const char *at = index.words.at, *end = at + index.words.len; at < end && end[-1] == '\0';
         at += strlen(at) + 1)
        mend_try(mending, at);
    sb_statement_free(s);
}

bool
sb_search_mend(struct sb_search *search)
{
    bool changed = false;

    for (size_t i = 0; i < search->query.count; i++) {
        struct sb_query_word *word = &search->query.words[i];
        struct mending mending = {.word = word->text, .distance = tolerance(word->text) + 1};

        if (word->code || mending.distance == 1)
            continue;
        mend_word(&mending, search);
        if (mending.found || mending.best[0] == '\0')
            continue;
        memcpy(word->text, mending.best, sizeof word->text);
        changed = true;
    }
    search->query.code[0] = changed ? '\0' : search->query.code[0];
    return changed;
}
