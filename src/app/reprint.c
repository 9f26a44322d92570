/* reprint.c - the very bytes that were issued, once more. */
#include "app/app.h"

#include <stdio.h>

struct reprint {
    struct sb_practice *practice;
    const struct sb_reprint_options *options;
    struct sb_tally *tally;
    struct sb_passwords *passwords;
    struct sb_buf document;
    bool folder_made;
};

static sb_status
reprint_folder(struct reprint *r, struct sb_error *err)
{
    sb_status st;

    if (r->folder_made)
        return SB_OK;
    r->folder_made = true;
    if ((st = sb_folder_make(r->options->out_dir, r->practice->owner, err)) != SB_OK)
        return st;
    return sb_outfile_sweep(r->options->out_dir, err);
}

static sb_status
reprint_write(struct reprint *r, const char *name, const struct sb_drawn *drawn,
              struct sb_error *err)
{
    const struct sb_bytes bytes = {r->document.at, r->document.len};
    const struct sb_pieces pieces = {&bytes, 1};
    struct sb_outfile *file = NULL;
    sb_status st;

    if (r->options->run.dry_run)
        return SB_OK;
    if ((st = reprint_folder(r, err)) != SB_OK)
        return st;
    st = sb_outfile_stage(&file, r->options->out_dir, name, pieces, r->practice->owner, err);
    if (st == SB_OK)
        st = sb_outfile_publish(file, SB_PUBLISH_NEW, err);
    sb_outfile_free(file);
    return st != SB_OK ? st : sb_copy_write(r->passwords, drawn, bytes, r->practice->owner, err);
}

static sb_status
reprint_one(struct reprint *r, const struct sb_chosen_row *row, struct sb_error *err)
{
    struct sb_tally *tally = r->tally;
    char name[SB_NUMBER_TEXT + 8];
    struct sb_buf path = {0};
    struct sb_drawn drawn = {.number = row->number,
                             .patient = row->patient,
                             .sha256 = row->sha256,
                             .pages = row->pages,
                             .charges = row->charges,
                             .adjustments = row->adjustments,
                             .paid = row->paid,
                             .balance = row->balance};
    const struct sb_event event = {.kind = SB_DRAWN, .record = row->number, .document = &drawn};
    sb_status st;

    sb_buf_reset(&r->document);
    st = sb_archive_document(&r->document, r->practice->archive, row->number, err);
    if (st != SB_OK)
        return st;
    (void)snprintf(name, sizeof name, "%s.pdf", row->number);
    sb_buf_print(&path, "%s/%s", r->options->out_dir, name);
    drawn.file = path.at;
    st = path.failed ? sb_error_nomem(err) : sb_copy_tell(&drawn, r->passwords, NULL, err);
    if (st == SB_OK)
        st = reprint_write(r, name, &drawn, err);
    if (st == SB_OK &&
        (sb_money_add(&tally->charges, tally->charges, row->charges) != SB_OK ||
         sb_money_add(&tally->adjustments, tally->adjustments, row->adjustments) != SB_OK ||
         sb_money_add(&tally->paid, tally->paid, row->paid) != SB_OK ||
         sb_money_add(&tally->balance, tally->balance, row->balance) != SB_OK))
        st = sb_error_set(err, SB_E_RANGE, "the sum of the documents is too large");
    if (st == SB_OK) {
        tally->documents++;
        drawn.bytes = r->document.at;
        drawn.length = r->document.len;
        st = sb_run_tell(&r->options->run, &event, err);
    }
    sb_buf_free(&path);
    return st;
}

sb_status
sb_reprint(struct sb_tally *out, struct sb_practice *practice,
           const struct sb_reprint_options *options, struct sb_error *err)
{
    struct reprint r = {.practice = practice, .options = options, .tally = out};
    struct sb_chosen chosen;
    sb_status st;

    *out = (struct sb_tally){0};
    if ((st = sb_choice_find(&chosen, practice, &options->choice, err)) != SB_OK)
        return st;
    st = sb_passwords_open(&r.passwords, practice, &options->run, err);
    out->selected = chosen.count;
    for (size_t i = 0; st == SB_OK && i < chosen.count; i++) {
        bool stands = true;

        if (!options->superseded)
            st = sb_chosen_standing(&stands, out, &options->run, &chosen.at[i],
                                    "; --superseded writes it all the same", err);
        if (st == SB_OK && stands)
            st = reprint_one(&r, &chosen.at[i], err);
    }
    sb_passwords_free(r.passwords);
    sb_buf_free(&r.document);
    sb_chosen_free(&chosen);
    return st;
}
