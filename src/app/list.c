/* list.c - what was issued, and the chain's end. */
#include "app/choice.h"

struct listed {
    sb_superbill_fn *fn;
    void *user;
    bool any;
};

static bool
list_row(void *user, const struct sb_superbill *row)
{
    struct listed *l = user;

    l->any = true;
    return l->fn(l->user, row);
}

sb_status
sb_list(struct sb_practice *practice, const struct sb_archive_filter *filter, sb_superbill_fn *fn,
        void *user, struct sb_error *err)
{
    struct listed listed = {.fn = fn, .user = user};
    struct sb_archive_filter asked = *filter;
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_archive *archive;
    sb_status st;

    if (arena == NULL)
        return sb_error_nomem(err);
    if ((st = sb_practice_archive(&archive, practice, err)) == SB_OK &&
        (st = sb_payer_names(&asked.visits.payer, practice, filter, arena, err)) == SB_OK)
        st = sb_archive_list(archive, &asked, list_row, &listed, err);
    sb_arena_free(arena);
    return st == SB_OK && !listed.any ? sb_filter_absent(practice, &filter->visits, err) : st;
}

sb_status
sb_show(struct sb_practice *practice, const char *number, sb_issued_fn *fn, void *user,
        struct sb_error *err)
{
    struct sb_error cause = {0};
    struct sb_archive *archive;
    struct sb_issued issued;
    struct sb_arena *arena = sb_arena_new(0);
    char named[SB_NUMBER_TEXT];
    sb_status st;

    if (arena == NULL)
        return sb_error_nomem(err);
    if ((st = sb_practice_archive(&archive, practice, err)) == SB_OK) {
        st = sb_archive_detail(&issued, archive, number, arena, &cause);
        if (st == SB_E_ABSENT && sb_number_of_file(named, number))
            st = sb_archive_detail(&issued, archive, named, arena, NULL);
        if (st == SB_E_ABSENT)
            st = sb_number_absent(archive, number, err);
        else if (st != SB_OK)
            st = sb_error_at(err, st, cause.source, 0, 0, "%s", cause.text);
    }
    if (st == SB_OK && !fn(user, &issued))
        st = sb_error_set(err, SB_E_STOPPED, "stopped by the caller");
    sb_arena_free(arena);
    return st;
}

sb_status
sb_chain(struct sb_chain_head *out, struct sb_practice *practice, struct sb_error *err)
{
    struct sb_archive *archive;
    sb_status st = sb_practice_archive(&archive, practice, err);

    return st == SB_OK ? sb_archive_head(out, archive, err) : st;
}
