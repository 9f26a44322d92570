/*
 * userdb_words.c - the index of words in installed diagnoses.  It knows a row by its set, the
 * length of its title in steps, and its code: of a word that thousands of titles have, the short
 * ones come first.
 */
#include "codes/userdb.h"

#include <stdlib.h>
#include <string.h>

static const char schema[] =
    /* words of titles; codes of seven characters are found by the six before */
    "CREATE VIRTUAL TABLE dx_words USING fts5(title, content='', columnsize=0, detail=none,"
    " prefix='2', tokenize='ascii');"
    "CREATE VIRTUAL TABLE dx_terms USING fts5vocab('dx_words', 'row');"
    "PRAGMA user_version=2;";

sb_status
sb_user_new_words(struct sb_db *db, struct sb_error *err)
{
    return sb_db_run(db, schema, err);
}

/* Whether the row is found by the words of another: the header that it fills. */
static bool
found_by_stem(const struct sb_dx_list *list, const struct sb_dx_item *item)
{
    return list->whole && item->billable && item->key % 37 != 0;
}

/* Step of the length of a title, as it stands in the index of words. */
static size_t
title_step(const struct sb_dx_list *list, const struct sb_dx_item *item)
{
    size_t step = strlen(sb_dx_list_title(list, item)) / SB_USER_STEP;

    return step < SB_USER_STEPS ? step : SB_USER_STEPS - 1;
}

/* Rows of the index of words in the order of its ids, which FTS5 takes best; NULL: no memory. */
static uint32_t *
words_order(size_t *count, const struct sb_dx_list *list)
{
    uint32_t *order = malloc((list->count + 1) * sizeof *order);
    size_t at[SB_USER_STEPS + 1] = {0};

    for (size_t i = 0; order != NULL && i < list->count; i++)
        if (!found_by_stem(list, &list->rows[i]))
            at[title_step(list, &list->rows[i]) + 1]++;
    for (size_t step = 0; step < SB_USER_STEPS; step++)
        at[step + 1] += at[step];
    *count = at[SB_USER_STEPS];
    for (size_t i = 0; order != NULL && i < list->count; i++)
        if (!found_by_stem(list, &list->rows[i]))
            order[at[title_step(list, &list->rows[i])]++] = (uint32_t)i;
    return order;
}

sb_status
sb_user_put_words(struct sb_db *db, int64_t id, const struct sb_dx_list *list, struct sb_error *err)
{
    struct sb_statement *s = NULL;
    size_t count = 0;
    uint32_t *order = words_order(&count, list);
    sb_status st = order == NULL ? sb_error_nomem(err)
                                 : sb_statement_open(&s, db,
                                                     "INSERT INTO dx_words (rowid, title) VALUES"
                                                     " (?1, ?2)",
                                                     err);

    for (size_t i = 0; i < count && st == SB_OK; i++) {
        const struct sb_dx_item *item = &list->rows[order[i]];
        int64_t step = (int64_t)title_step(list, item);

        sb_statement_put_int(s, 1,
                             (id << SB_USER_WORDS) + (step << SB_USER_SHIFT) + (int64_t)item->key);
        sb_statement_put_text(s, 2, sb_dx_list_title(list, item));
        st = sb_statement_step(s, err);
    }
    free(order);
    if (s != NULL)
        sb_statement_free(s);
    return st;
}

sb_status
sb_user_drop_words(struct sb_db *db, int64_t id, struct sb_error *err)
{
    struct sb_statement *s;
    /* an index without its content forgets only what it is told again */
    sb_status st =
        sb_statement_open(&s, db,
                          "INSERT INTO dx_words (dx_words, rowid, title) SELECT 'delete',"
                          " (id >> 40 << 45) | (min(length(CAST(title AS BLOB)) / 8, 31) << 40) |"
                          " (id & 1099511627775), title FROM dx WHERE id >= ?1 AND id < ?2 AND "
                          "(billable = 0 OR (id - ?1)"
                          " % 37 = 0 OR NOT (SELECT whole FROM code_set c WHERE c.id = ?1 >> 40))",
                          err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, id << SB_USER_SHIFT);
    sb_statement_put_int(s, 2, (id + 1) << SB_USER_SHIFT);
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
