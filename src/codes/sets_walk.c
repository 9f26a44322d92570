/* sets_walk.c - rows of an installed set in order: children, beginnings; its words. */
#include "codes/userdb.h"

/* Rows from the code on, which itself is left out or not. */
static void
walk_begin(struct sb_user_walk *walk, struct sb_user *user, int set, const char *code, bool below)
{
    int64_t first, end;

    *walk = (struct sb_user_walk){0};
    if (!sb_user_range(&first, &end, user, set, code) ||
        (walk->at = sb_user_ask(user, SB_USER_ROWS)) == NULL)
        return;
    sb_statement_put_int(walk->at, 1, first + below);
    sb_statement_put_int(walk->at, 2, end);
}

void
sb_user_walk(struct sb_user_walk *walk, struct sb_user *user, int set, const char *code)
{
    walk_begin(walk, user, set, code, true);
}

void
sb_user_walk_from(struct sb_user_walk *walk, struct sb_user *user, int set, const char *code)
{
    walk_begin(walk, user, set, code, false);
}

bool
sb_user_walk_next(struct sb_user_walk *walk, struct sb_user *user)
{
    char bare[SB_DX_BARE];
    struct sb_user_row row;

    if (walk->at == NULL || !sb_user_next(user, walk->at))
        return false;
    row = sb_user_row(walk->at);
    sb_dx_key_bare(bare, row.key);
    sb_dx_dotted(walk->code, bare);
    walk->billable = row.billable;
    walk->title = row.title;
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

struct sb_statement *
sb_user_words(struct sb_words_index *out, struct sb_user *user, int set)
{
    struct sb_statement *s;
    int64_t first, end;

    if (!sb_user_range(&first, &end, user, set, NULL) ||
        (s = sb_user_ask(user, "SELECT words, tails, codes FROM dx_index WHERE code_set = ?1")) ==
            NULL)
        return NULL;
    sb_statement_put_int(s, 1, first >> SB_USER_SHIFT);
    if (!sb_user_next(user, s)) {
        sb_statement_free(s);
        sb_user_fail(user, SB_E_DAMAGED);
        return NULL;
    }
    *out = (struct sb_words_index){sb_statement_bytes(s, 0), sb_statement_bytes(s, 1),
                                   sb_statement_bytes(s, 2)};
    return s;
}
