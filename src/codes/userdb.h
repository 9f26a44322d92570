/* userdb.h - the user's installed sets: one database file; what its files share. */
#ifndef CODES_USERDB_H
#define CODES_USERDB_H

#include "codes/import.h"

#define SB_USER_SETS 128 /* most sets that are kept */
#define SB_USER_SHIFT 40 /* a row's id is that of its set, and the code's key */

/* userdb.c: the file */

struct sb_user_set {
    int64_t id;
    struct sb_code_set about;
};
struct sb_user_sets {
    struct sb_user_set at[SB_USER_SETS];
    size_t count;
};
/** Whether there is a store at path: a file that is not empty. */
bool sb_user_there(const char *path);
/** Open the store to read or to write; SB_E_DAMAGED where it is of a newer program. */
SB_MUST sb_status sb_user_open(struct sb_db **out, const char *path, bool write,
                               struct sb_error *err);
/** The sets by kind, then by first day. */
SB_MUST sb_status sb_user_sets(struct sb_user_sets *out, struct sb_db *db, struct sb_error *err);
/** A new set's id; its row is filled by sb_user_put. */
SB_MUST sb_status sb_user_new(int64_t *id, struct sb_db *db, struct sb_error *err);
/** Name the set, in place of one of that name: *replaced. */
SB_MUST sb_status sb_user_put(bool *replaced, struct sb_db *db, int64_t id,
                              const struct sb_code_set *about, struct sb_error *err);
SB_MUST sb_status sb_user_drop(struct sb_db *db, int64_t id, struct sb_error *err);
SB_MUST sb_status sb_user_put_dx(struct sb_db *db, int64_t id, const struct sb_dx_list *list,
                                 struct sb_error *err);
/** The diagnoses of a set, sorted. */
SB_MUST sb_status sb_user_get_dx(struct sb_dx_list *out, struct sb_db *db,
                                 const struct sb_user_set *set, struct sb_error *err);
/** A row of two codes, or of one with its days. */
SB_MUST sb_status sb_user_put_edit(struct sb_db *db, int64_t id, const struct sb_edit_row *row,
                                   struct sb_error *err);
/** A row of diagnoses, as statements that begin with these columns give it; title until the next.
 */
struct sb_user_row {
    uint64_t key;
    bool billable;
    const char *title;
};
#define SB_USER_ROWS "SELECT id, billable, title FROM dx WHERE id >= ?1 AND id < ?2 ORDER BY id"
struct sb_user_row sb_user_row(struct sb_statement *s);

/* userdb_words.c: the index of words */

#define SB_USER_SCHEMA 3 /* of the whole file: 1 and 2 had their words in tables of FTS5 */
SB_MUST sb_status sb_user_new_words(struct sb_db *db, struct sb_error *err);
SB_MUST sb_status sb_user_put_words(struct sb_db *db, int64_t id, const struct sb_dx_list *list,
                                    struct sb_error *err);
/** Forget the words of a set whose rows are still there. */
SB_MUST sb_status sb_user_drop_words(struct sb_db *db, int64_t id, struct sb_error *err);
/** Bring a file of an older program, in a transaction, to what this one reads. */
SB_MUST sb_status sb_user_renew(struct sb_db *db, struct sb_error *err);

/* sets.c: asking, with what was asked before kept */

#define SB_USER_SPANS 64
/** Days on which a code did not change, by the program's table and the sets together. */
struct sb_user_spans {
    struct sb_user_span {
        sb_date from, to; /* {0}: open, or not known */
        enum sb_user_state {
            SB_STATE_ABSENT,
            SB_STATE_HEADER,
            SB_STATE_BILLABLE,
            SB_STATE_UNKNOWN
        } state;
        const char *title;
    } at[SB_USER_SPANS];
    size_t count;
};
struct sb_user;
SB_MUST sb_status sb_user_start(struct sb_user **out, const char *path, struct sb_error *err);
void sb_user_free(struct sb_user *user);
/** Set i of all that are installed, NULL past the last. */
const struct sb_code_set *sb_user_set_at(const struct sb_user *user, size_t i);
/** Which set of diagnoses covers a day: its number, or -1. */
int sb_user_dx_set(const struct sb_user *user, sb_date on);
/** What is known of that set; NULL where none covers the day. */
const struct sb_code_set *sb_user_dx_about(const struct sb_user *user, sb_date on);
/** The set nearest to the day; -1 where there is none. */
int sb_user_dx_nearest(const struct sb_user *user, sb_date on);
/** A day of the set: on, or the nearest to it. */
sb_date sb_user_dx_clamp(const struct sb_user *user, int set, sb_date on);
/** Whether a dotted code is billable in the set; out may be NULL. */
bool sb_user_dx_billable(struct sb_dx *out, struct sb_user *user, int set, const char *code);
/** What the set says of a dotted code. */
enum sb_user_state sb_user_dx_state(struct sb_user *user, int set, const char *code);
void sb_user_dx_spans(struct sb_user_spans *out, struct sb_user *user, const char *code);
/** The code as it is kept, for rows that point to it; NULL when memory ends. */
const char *sb_user_dx_code(struct sb_user *user, const char *code);
/** Whether any code of the set begins with this one. */
bool sb_user_dx_begins(struct sb_user *user, int set, const char *code);
/** Ids of the rows that begin with a dotted code (NULL: all), from first to before end. */
bool sb_user_range(int64_t *first, int64_t *end, const struct sb_user *user, int set,
                   const char *code);
/** Codes below one in a set, in order: NULL at the end; every walk is ended. */
struct sb_user_walk {
    struct sb_statement *at;
    char code[SB_DX_TEXT];
    const char *title;
    bool billable;
};
void sb_user_walk(struct sb_user_walk *walk, struct sb_user *user, int set, const char *code);
bool sb_user_walk_next(struct sb_user_walk *walk, struct sb_user *user);
void sb_user_walk_end(struct sb_user_walk *walk, struct sb_user *user);
/** The code itself and those below it. */
void sb_user_walk_from(struct sb_user_walk *walk, struct sb_user *user, int set, const char *code);
/**
 * The index of words of a set (words.h), which lasts as long as the statement that is given: free
 * it.  NULL after a failure.
 */
struct sb_words_index {
    struct sb_bytes words, tails, codes;
};
struct sb_statement *sb_user_words(struct sb_words_index *out, struct sb_user *user, int set);
/** The look-up has failed; the first failure sticks. */
void sb_user_fail(struct sb_user *user, sb_status st);
/** A copy that lasts as long as the user's sets are open; NULL when memory ends. */
const char *sb_user_text(struct sb_user *user, const char *text);
/** A statement on the file, NULL after a failure; a forked child opens the file anew. */
struct sb_statement *sb_user_ask(struct sb_user *user, const char *sql);
/** Its next row; false at the end, and after a failure, which sticks. */
bool sb_user_next(struct sb_user *user, struct sb_statement *s);
/** Pairs and limits, read at the first call; NULL after a failure. */
struct sb_user_edits;
const struct sb_user_edits *sb_user_edits(struct sb_user *user);
/** The set of a kind that begins last; NULL where none is installed. */
const struct sb_user_set *sb_user_newest(const struct sb_user *user, enum sb_set_kind kind);
/**
 * What came in the place of a dotted code that ended on a day, blank-separated, with dots: by the
 * program's own table, else by the conversion table that is installed; NULL: nothing known.
 */
const char *sb_user_successors(struct sb_user *user, const char *code, sb_date ended);
/** sets_edits.c */
struct sb_user_edits *sb_user_edits_read(struct sb_user *user);
void sb_user_edits_free(struct sb_user_edits *edits);
/** The first failure of a look-up, SB_OK where there was none. */
sb_status sb_user_sound(const struct sb_user *user, struct sb_error *err);

#endif
