/* userdb_words.c - the index of words of each installed year, kept beside its rows. */
#include "codes/userdb.h"
#include "codes/words.h"

static const char schema[] =
    "CREATE TABLE dx_index (code_set INTEGER PRIMARY KEY, words BLOB NOT NULL,"
    " tails BLOB NOT NULL, codes BLOB NOT NULL) STRICT;"
    "PRAGMA user_version=3;";

sb_status
sb_user_new_words(struct sb_db *db, struct sb_error *err)
{
    return sb_db_run(db, schema, err);
}

static void
put_bytes(struct sb_statement *s, int parameter, const struct sb_buf *bytes)
{
    sb_statement_put_bytes(s, parameter, bytes->at != NULL ? bytes->at : "", bytes->len);
}

sb_status
sb_user_put_words(struct sb_db *db, int64_t id, const struct sb_dx_list *list, struct sb_error *err)
{
    struct sb_statement *s;
    struct sb_words words;
    sb_status st = sb_words_make(&words, list, err);

    if (st != SB_OK)
        return st;
    st = sb_statement_open(
        &s, db, "INSERT INTO dx_index (code_set, words, tails, codes) VALUES (?1, ?2, ?3, ?4)",
        err);
    if (st == SB_OK) {
        sb_statement_put_int(s, 1, id);
        put_bytes(s, 2, &words.words);
        put_bytes(s, 3, &words.tails);
        put_bytes(s, 4, &words.rows);
        st = sb_statement_run(s, err);
    }
    sb_words_free(&words);
    return st;
}

sb_status
sb_user_drop_words(struct sb_db *db, int64_t id, struct sb_error *err)
{
    struct sb_statement *s;
    sb_status st = sb_statement_open(&s, db, "DELETE FROM dx_index WHERE code_set = ?1", err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, id);
    return sb_statement_run(s, err);
}

sb_status
sb_user_renew(struct sb_db *db, struct sb_error *err)
{
    struct sb_user_sets sets;
    int64_t version;
    sb_status st;

    /* another run may have done it since */
    if ((st = sb_db_version(&version, db, err)) != SB_OK || version == SB_USER_SCHEMA)
        return st;
    if ((st = sb_db_run(db, "DROP TABLE dx_terms; DROP TABLE dx_words", err)) != SB_OK ||
        (st = sb_user_new_words(db, err)) != SB_OK || (st = sb_user_sets(&sets, db, err)) != SB_OK)
        return st;
    for (size_t i = 0; i < sets.count && st == SB_OK; i++) {
        struct sb_dx_list list = {0};

        if (sets.at[i].about.kind == SB_SET_ICD10CM &&
            (st = sb_user_get_dx(&list, db, &sets.at[i], err)) == SB_OK)
            st = sb_user_put_words(db, sets.at[i].id, &list, err);
        sb_dx_list_free(&list);
    }
    return st;
}
