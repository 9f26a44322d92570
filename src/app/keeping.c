/* keeping.c - the archive itself: proven, copied, put back, written out, purged. */
#include "app/choice.h"

#include <stdio.h>
#include <sys/stat.h>

struct first_fault {
    sb_proof_fn *fn;
    void *user;
    char text[256];
};

static void
keeping_fault(void *user, const struct sb_fault *fault)
{
    struct first_fault *first = user;

    if (first->text[0] == '\0' && fault->entry > 0)
        (void)snprintf(first->text, sizeof first->text, "entry %lld%s%.64s: %.150s",
                       (long long)fault->entry, fault->number != NULL ? ", " : "",
                       fault->number != NULL ? fault->number : "", fault->text);
    else if (first->text[0] == '\0')
        (void)snprintf(first->text, sizeof first->text, "%.200s", fault->text);
    if (first->fn != NULL)
        first->fn(first->user, fault);
}

sb_status
sb_archive_check(struct sb_proof *out, struct sb_practice *practice, sb_proof_fn *fn, void *user,
                 struct sb_error *err)
{
    struct first_fault first = {.fn = fn, .user = user};
    struct sb_archive *archive;
    struct stat file;
    sb_status st;

    if ((st = sb_practice_archive(&archive, practice, err)) != SB_OK ||
        (st = sb_archive_prove(out, archive, keeping_fault, &first, err)) != SB_OK)
        return st;
    if (stat(sb_archive_path(archive), &file) == 0)
        out->file = (uint64_t)file.st_size;
    /* what was altered needs no drawing to be found */
    if (out->faults == 0 &&
        (st = sb_redraw_sample(out, practice, keeping_fault, &first, err)) != SB_OK)
        return st;
    if (out->faults == 0)
        return SB_OK;
    return sb_error_at(err, SB_E_DAMAGED, sb_archive_path(archive), 0, 0, "%s", first.text);
}

sb_status
sb_archive_lost_numbers(struct sb_practice *practice, sb_lost_fn *fn, void *user,
                        struct sb_error *err)
{
    struct sb_archive *archive;
    sb_status st = sb_practice_archive(&archive, practice, err);

    return st == SB_OK ? sb_archive_gaps(archive, fn, user, err) : st;
}

sb_status
sb_archive_copy(struct sb_proof *out, struct sb_practice *practice, const char *path,
                struct sb_error *err)
{
    struct sb_archive *archive;
    sb_status st = sb_practice_archive(&archive, practice, err);

    return st == SB_OK ? sb_archive_backup(out, archive, path, err) : st;
}

sb_status
sb_archive_put_back(struct sb_restored *out, struct sb_practice *practice, const char *path,
                    int64_t at, struct sb_error *err)
{
    const struct sb_archive_options options = {
        .path = sb_practice_archive_path(practice),
        .owner = practice->owner,
        .number_format = practice->config->number_format,
    };

    if (options.path == NULL)
        return sb_error_nomem(err);
    /* whatever is open is of the archive that goes */
    sb_archive_free(practice->archive);
    practice->archive = NULL;
    return sb_archive_restore(out, &options, path, at, err);
}

sb_status
sb_archive_write(struct sb_practice *practice, sb_sink_fn *fn, void *user, struct sb_error *err)
{
    struct sb_archive *archive;
    sb_status st = sb_practice_archive(&archive, practice, err);

    return st == SB_OK ? sb_archive_export(archive, fn, user, err) : st;
}

/* The latest day that is past its retention, exclusive. */
static sb_status
purge_limit(const struct sb_practice *practice, const struct sb_purge_options *options,
            struct sb_error *err)
{
    int32_t years = practice->config->retention_years;
    sb_date limit = sb_date_add_months(options->run.issued_on, -12 * years);
    char day[SB_DATE_TEXT];

    if (options->before.day > 0 && options->before.day <= limit.day)
        return SB_OK;
    return sb_error_set(err, SB_E_RANGE,
                        "what is younger than %d years is kept ([archive] retention_years): "
                        "--before takes no day after %s",
                        (int)years, sb_date_print(day, limit));
}

static bool
purge_aside(void *user, const char *path)
{
    const struct sb_run *run = user;
    const struct sb_event event = {.kind = SB_ASIDE, .text = path};

    return sb_run_tell(run, &event, NULL) == SB_OK;
}

sb_status
sb_purge(struct sb_tally *out, struct sb_practice *practice, const struct sb_purge_options *options,
         struct sb_error *err)
{
    const struct sb_archive_filter old = {.issued_before = options->before};
    const struct sb_choice choice = {.filter = &old};
    const struct sb_choosing how = {&choice, &options->run, out, NULL};
    struct sb_run run = options->run;
    struct sb_error cause = {0};
    struct sb_chosen chosen;
    struct sb_txn *t = NULL;
    sb_status st;

    *out = (struct sb_tally){0};
    if ((st = sb_run_check(&options->run, err)) != SB_OK ||
        (st = purge_limit(practice, options, err)) != SB_OK ||
        (!options->run.dry_run && (st = sb_delivery_sweep(practice, err)) != SB_OK))
        return st;
    st = sb_choice_find(&chosen, practice, &how, &cause);
    if (st == SB_E_ABSENT)
        return SB_OK;
    if (st != SB_OK)
        return sb_error_at(err, st, cause.source, 0, 0, "%s", cause.text);
    out->selected = chosen.count;
    if (!options->run.dry_run)
        st = sb_txn_begin(&t, practice->archive, err);
    for (size_t i = 0; st == SB_OK && t != NULL && i < chosen.count; i++)
        st = sb_txn_purge(t, chosen.at[i].number, options->run.issued_at, err);
    if (st == SB_OK && t != NULL)
        st = sb_txn_commit(t, err);
    sb_txn_free(t);
    for (size_t i = 0; st == SB_OK && i < chosen.count; i++) {
        const struct sb_event event = {.kind = SB_CHANGED, .record = chosen.at[i].number};

        st = sb_run_tell(&options->run, &event, err);
    }
    if (st == SB_OK && chosen.count > 0)
        st = sb_archive_asides(practice->archive, purge_aside, &run, err);
    sb_chosen_free(&chosen);
    return st;
}
