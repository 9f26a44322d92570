/* void.c - superbills that no longer hold: marked, never deleted, their numbers never reused. */
#include "app/choice.h"

#include <string.h>

/* Another run may have been faster since the row was read: then it does not stand. */
static sb_status
void_one(struct sb_txn *t, struct sb_tally *out, const struct sb_void_options *options,
         struct sb_chosen_row *row, struct sb_error *err)
{
    struct sb_error cause = {0};
    sb_status st = sb_txn_void(t, row->number, options->reason, options->run.issued_at, &cause);

    if (st == SB_E_RANGE) {
        row->state = SB_ISSUE_VOID; /* or superseded: it is not told as made void here */
        return sb_chosen_refuse(out, &options->run, row, cause.text + strlen(row->number) + 1, err);
    }
    if (st != SB_OK && err != NULL)
        *err = cause;
    return st;
}

static sb_status
void_run(struct sb_tally *out, struct sb_practice *practice, const struct sb_void_options *options,
         struct sb_chosen *chosen, struct sb_error *err)
{
    struct sb_txn *t = NULL;
    bool stands;
    sb_status st = SB_OK;

    for (size_t i = 0; st == SB_OK && i < chosen->count; i++) {
        struct sb_chosen_row *row = &chosen->at[i];

        st = sb_chosen_standing(&stands, out, &options->run, row, "", err);
        if (st != SB_OK || !stands || options->run.dry_run)
            continue;
        if (t == NULL)
            st = sb_txn_begin(&t, practice->archive, err);
        if (st == SB_OK)
            st = void_one(t, out, options, row, err);
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
    const struct sb_choosing how = {&options->choice, &options->run, out, NULL};
    struct sb_chosen chosen;
    sb_status st;

    *out = (struct sb_tally){0};
    if ((st = sb_run_check(&options->run, err)) != SB_OK ||
        (!options->run.dry_run && (st = sb_delivery_sweep(practice, err)) != SB_OK) ||
        (st = sb_choice_find(&chosen, practice, &how, err)) != SB_OK)
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
