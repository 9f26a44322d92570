/* tell.c - events to the caller, findings counted on their way. */
#include "app/app.h"

#include <string.h>

sb_status
sb_run_tell(const struct sb_run *run, const struct sb_event *event, struct sb_error *err)
{
    if (run->event == NULL || run->event(run->user, event))
        return SB_OK;
    return sb_error_set(err, SB_E_STOPPED, "stopped");
}

sb_status
sb_run_found(struct sb_tally *tally, const struct sb_run *run, const struct sb_finding *finding,
             struct sb_error *err)
{
    const struct sb_event event = {.kind = SB_FOUND, .record = finding->record, .finding = finding};

    if (finding->severity == SB_SEVERITY_ERROR)
        tally->errors++;
    else if (finding->severity == SB_SEVERITY_WARNING)
        tally->warnings++;
    else if (finding->severity == SB_SEVERITY_NOTE)
        tally->notes++;
    else
        return SB_OK;
    return sb_run_tell(run, &event, err);
}

sb_status
sb_run_report(struct sb_tally *tally, const struct sb_run *run, struct sb_findings *found,
              struct sb_error *err)
{
    sb_status st = SB_OK;

    sb_findings_sort(found);
    for (size_t i = 0; i < sb_findings_count(found) && st == SB_OK; i++)
        st = sb_run_found(tally, run, sb_findings_at(found, i), err);
    return st;
}

sb_status
sb_error_absent(struct sb_error *err, const char *what, const char *id, const char *nearest)
{
    const char *hint =
        strcmp(what, "patient") == 0 ? "; superbill patient find looks for names" : "";

    /* what is no id may be a person's name */
    if (!sb_id_valid(id))
        return sb_error_set(err, SB_E_ABSENT, "no %s has that id%s", what, hint);
    if (nearest != NULL)
        return sb_error_set(err, SB_E_ABSENT, "no %s has the id %.72s; did you mean %.72s?", what,
                            id, nearest);
    return sb_error_set(err, SB_E_ABSENT, "no %s has the id %.72s%s", what, id, hint);
}

const char *
sb_nearer(const char *text, const char *best, const char *candidate)
{
    const char *const words[] = {best, candidate};

    if (candidate == NULL)
        return best;
    return best == NULL ? sb_word_nearest(text, words + 1, 1) : sb_word_nearest(text, words, 2);
}

const char *
sb_audience_suffix(enum sb_audience audience)
{
    static const char *const suffixes[SB_AUDIENCES] = {
        [SB_AUDIENCE_SUPERBILL] = "",
        [SB_AUDIENCE_RECEIPT] = "-receipt",
        [SB_AUDIENCE_PRIVATE] = "-private",
    };

    return audience < SB_AUDIENCES ? suffixes[audience] : NULL;
}

sb_status
sb_drawn_items(struct sb_drawn *drawn, const struct sb_bill *bill, struct sb_error *err)
{
    sb_money left;

    if (sb_money_add(&drawn->charges, drawn->charges, bill->item_charges) != SB_OK ||
        sb_money_add(&drawn->paid, drawn->paid, bill->item_paid) != SB_OK ||
        sb_money_sub(&left, bill->item_charges, bill->item_paid) != SB_OK ||
        sb_money_add(&drawn->balance, drawn->balance, left) != SB_OK)
        return sb_error_set(err, SB_E_RANGE, "the sum of the receipt is too large");
    return SB_OK;
}

sb_status
sb_tally_drawn(struct sb_tally *tally, const struct sb_drawn *drawn, struct sb_error *err)
{
    tally->documents++;
    if (sb_money_add(&tally->charges, tally->charges, drawn->charges) != SB_OK ||
        sb_money_add(&tally->adjustments, tally->adjustments, drawn->adjustments) != SB_OK ||
        sb_money_add(&tally->paid, tally->paid, drawn->paid) != SB_OK ||
        sb_money_add(&tally->balance, tally->balance, drawn->balance) != SB_OK)
        return sb_error_set(err, SB_E_RANGE, "the sum of the documents is too large");
    return SB_OK;
}
