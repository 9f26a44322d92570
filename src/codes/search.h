/* search.h - words to codes: what search.c, search_set.c and synonyms.c share. */
#ifndef CODES_SEARCH_H
#define CODES_SEARCH_H

#include "codes/userdb.h"

#define SB_QUERY_WORDS 16
#define SB_QUERY_LONGEST 31 /* longer words are in no title */

/** A query: its words, and the whole of it where it may begin a code. */
struct sb_query {
    struct sb_query_word {
        char text[SB_QUERY_LONGEST + 1]; /* lower case */
        bool code;                       /* has a digit: may begin a code too */
    } words[SB_QUERY_WORDS];
    size_t count;
    char code[SB_DX_TEXT]; /* no dot, upper case; "" where it cannot be one */
    bool coded;            /* it, or one of the words, may begin a code */
    bool hopeless;         /* a word that is in no title */
};
/** One search on its way. */
struct sb_search {
    struct sb_query query;
    struct sb_code_hit *hits;
    size_t count, capacity;
    const struct sb_code_query *asked;
    struct sb_user *user;
    int set;    /* the installed set that answers; -1: the program's table */
    sb_date on; /* a day of the table */
};
void sb_query_read(struct sb_query *query, const char *words);
bool sb_search_word_char(char c);
/** Offer what the query finds in titles and codes. */
void sb_search_words(struct sb_search *search);
/** Offer diagnoses that begin with a dotted code and hold the words of the query. */
void sb_search_beginning(struct sb_search *search, const char *code, int32_t bonus);
/** Points of a row for the query's words: 0 where one of them is not in it. */
int32_t sb_search_score(const char *code, const char *title, const struct sb_query *query);
#define SB_SEARCH_CODE 20000 /* fewer points than a code has that begins as it was asked */
#define SB_SEARCH_WHOLE 1200 /* of a word that stands in the title as it was asked */
#define SB_SEARCH_PART 1100  /* of one that begins as it was asked */
#define SB_SEARCH_KNOWN 20   /* of a code that the program's table, which is for therapists, has */
#define SB_SEARCH_FIRST 15   /* where the title begins so */
#define SB_SEARCH_VAGUE 5    /* taken from a title that says "unspecified" */
/** How the best of the title's words answers a word: 0 not, 1 begins with it, 2 is it. */
int32_t sb_search_word(const char *title, const char *word);
/** Points of a code, written without dot, for a query that may begin one. */
int32_t sb_search_code_points(const char *code, const struct sb_query *query);
/** Points taken from a code for its seventh character; NUL where it has none. */
int32_t sb_search_last_part(char seventh);
/** Whether an encounter filter takes the seventh character; NUL where a code has none. */
bool sb_search_encounter(char seventh, char encounter);
/** Score a diagnosis and keep it; bonus instead of the words' own weight where there are none. */
void sb_search_offer(struct sb_search *search, struct sb_code_hit *hit, int32_t bonus);

/* search_set.c */

/** Offer the best of an installed set. */
void sb_search_set(struct sb_search *search);

/* synonyms.c */

/** Offer what a phrase of the words is known to mean. */
void sb_search_synonyms(struct sb_search *search);
/** Replace words that no title has by the nearest that one has; false where nothing changes. */
bool sb_search_mend(struct sb_search *search);

#endif
