/* sets_walk.c - rows of an installed set in order: children, beginnings, words. */
#include "codes/userdb.h"

void
sb_user_walk(struct sb_user_walk *walk, struct sb_user *user, int set, const char *code)
{
    int64_t first, end;

    *walk = (struct sb_user_walk){0};
    if (!sb_user_range(&first, &end, user, set, code))
        return;
    walk->at = sb_user_ask(
        user, "SELECT id, billable, title FROM dx WHERE id > ?1 AND id < ?2 ORDER BY id");
    if (walk->at == NULL)
        return;
    sb_statement_put_int(walk->at, 1, first);
    sb_statement_put_int(walk->at, 2, end);
}

bool
sb_user_walk_next(struct sb_user_walk *walk, struct sb_user *user)
{
    const uint64_t mask = (UINT64_C(1) << SB_USER_SHIFT) - 1;
    char bare[SB_DX_BARE];

    if (walk->at == NULL || !sb_user_next(user, walk->at))
        return false;
    sb_dx_key_bare(bare, (uint64_t)sb_statement_int(walk->at, 0) & mask);
    sb_dx_dotted(walk->code, bare);
    walk->billable = sb_statement_int(walk->at, 1) != 0;
    walk->title = sb_statement_text(walk->at, 2);
    if (walk->title == NULL)
        walk->title = "";
    return true;
}

void
sb_user_walk_end(struct sb_user_walk *walk, struct sb_user *user)
{
    (void)user;
    if (walk->at != NULL)
        sb_statement_free(walk->at);
    walk->at = NULL;
}

bool
sb_user_dx_begins(struct sb_user *user, int set, const char *code)
{
    struct sb_user_walk walk;
    bool any;

    sb_user_walk(&walk, user, set, code);
    any = sb_user_walk_next(&walk, user);
    sb_user_walk_end(&walk, user);
    return any;
}

/* search */

void
sb_user_walk_from(struct sb_user_walk *walk, struct sb_user *user, int set, const char *code)
{
    int64_t first, end;

    *walk = (struct sb_user_walk){0};
    if (!sb_user_range(&first, &end, user, set, code))
        return;
    walk->at = sb_user_ask(user, "SELECT id, billable, title FROM dx WHERE id >= ?1 AND id < ?2"
                                 " ORDER BY id");
    if (walk->at == NULL)
        return;
    sb_statement_put_int(walk->at, 1, first);
    sb_statement_put_int(walk->at, 2, end);
}

void
sb_user_match(struct sb_user_walk *walk, struct sb_user *user, int set, const char *query)
{
    int64_t first, end, id;

    *walk = (struct sb_user_walk){0};
    (void)sb_user_range(&first, &end, user, set, NULL);
    id = first >> SB_USER_SHIFT;
    walk->at = sb_user_ask(user, "SELECT d.id, d.billable, d.title FROM dx_words w CROSS JOIN dx d"
                                 " ON d.id = ((w.rowid >> 45 << 40) | (w.rowid & 1099511627775))"
                                 " WHERE dx_words MATCH ?1 AND w.rowid >= ?2 AND w.rowid < ?3");
    if (walk->at == NULL)
        return;
    sb_statement_put_text(walk->at, 1, query);
    sb_statement_put_int(walk->at, 2, id << SB_USER_WORDS);
    sb_statement_put_int(walk->at, 3, (id + 1) << SB_USER_WORDS);
}
