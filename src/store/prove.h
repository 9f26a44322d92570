/* prove.h - what the two files of the proof share: prove.c, prove_one.c. */
#ifndef STORE_PROVE_H
#define STORE_PROVE_H

#include "store/store.h"

/** A proof under way. */
struct prove {
    struct sb_proof proof;
    struct sb_archive *archive;
    struct sb_db *db;
    sb_proof_fn *fn;
    void *user;
    struct sb_chain_head seen; /* as far as the entries have been gone through */
    int64_t live;              /* rows in live that entries account for */
    int64_t reasons;
};

/** An entry as its row says. */
struct prove_entry {
    int64_t n, at, series, sequence;
    bool numbered;
    bool half; /* a series without a sequence, or the other way */
    bool odd;  /* a column's text goes on behind a NUL */
    const char *event, *number, *replaces, *body;
    struct sb_bytes hash, reason; /* reason.at is NULL where there is none */
    size_t length;                /* of body */
};

/** Tell a fault with a printf'd text, and count it. */
void sb_prove_fault(struct prove *p, int64_t entry, const char *number, const char *format, ...)
    SB_PRINTF(4, 5);
/** First column of the first row as an integer, 0 without a row; number is parameter 1. */
SB_MUST sb_status sb_prove_count(int64_t *out, struct prove *p, const char *sql, const char *number,
                                 struct sb_error *err);
/** A text, or NULL; *odd is set where it goes on behind a NUL, which no C string sees. */
const char *sb_prove_text(bool *odd, struct sb_statement *s, int column);
/** Whether an entry's body holds this hash under key. */
bool sb_prove_vouches(const char *body, const char *key, const uint8_t hash[32]);
/** One issued number against the hashes of its entry and against later entries. */
SB_MUST sb_status sb_prove_one(struct prove *p, const struct prove_entry *e, struct sb_error *err);

#endif
