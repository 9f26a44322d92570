/* void.c - superbills that no longer hold: marked, never deleted, their numbers never reused. */
#include "app/app.h"

static sb_status
void_run(struct sb_tally *out, struct sb_practice *practice, const struct sb_void_options *options,
         const struct sb_chosen *chosen, struct sb_error *err)
{
    struct sb_txn *t = NULL;
    bool stands;
    sb_status st = SB_OK;

    for (size_t i = 0; st == SB_OK && i < chosen->count; i++) {
        const struct sb_chosen_row *row = &chosen->at[i];

        st = sb_chosen_standing(&stands, out, &options->run, row, "", err);
        if (st != SB_OK || !stands || options->run.dry_run)
            continue;
        if (t == NULL)
            st = sb_txn_begin(&t, practice->archive, err);
        if (st == SB_OK)
            st = sb_txn_void(t, row->number, options->reason, options->run.issued_at, err);
    }
    if (st == SB_OK && t != NULL)
        st = sb_txn_commit(t, err);
    sb_txn_free(t);
    return st;
}

sb_status
sb_void(struct sb_tally *out, struct sb_practice *practice, const struct sb_void_options *options,
        struct sb_error *err)
{
    struct sb_chosen chosen;
    sb_status st;

    *out = (struct sb_tally){0};
    if ((st = sb_run_check(&options->run, err)) != SB_OK ||
        (!options->run.dry_run && (st = sb_delivery_sweep(practice, err)) != SB_OK) ||
        (st = sb_choice_find(&chosen, practice, &options->choice, err)) != SB_OK)
        return st;
    out->selected = chosen.count;
    st = void_run(out, practice, options, &chosen, err);
    for (size_t i = 0; st == SB_OK && i < chosen.count; i++) {
        const struct sb_event event = {.kind = SB_CHANGED, .record = chosen.at[i].number};

        if (chosen.at[i].state == SB_ISSUE_STANDS)
            st = sb_run_tell(&options->run, &event, err);
    }
    sb_chosen_free(&chosen);
    return st;
}
