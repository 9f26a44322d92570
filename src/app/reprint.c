/*
 * reprint.c - the very bytes that were issued, once more; or what is made of them: a copy behind
 * a cover page, a receipt or private copy under the same number, all in one file.
 */
#include "app/choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPRINT_ALL "; --superseded writes it all the same"

/* A document that waits until all are one file. */
struct reprinted {
    struct sb_drawn drawn; /* without bytes */
    const struct sb_chosen_row *row;
    char sha256[65];
    struct sb_buf bytes;
};
struct reprint {
    struct sb_practice *practice;
    const struct sb_reprint_options *options;
    struct sb_tally *tally;
    struct sb_passwords *passwords;
    struct sb_arena *arena; /* of the document at hand */
    struct reprinted *list; /* of a merge; else one, used again and again */
    size_t count;
    sb_number *written; /* as they were issued, and not yet delivered before */
    size_t written_count;
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
reprint_put(struct reprint *r, const char *folder, const char *name, const struct sb_buf *content,
            enum sb_publish how, struct sb_error *err)
{
    const struct sb_bytes bytes = {content->at, content->len};
    const struct sb_pieces pieces = {&bytes, 1};
    struct sb_outfile *file = NULL;
    sb_status st = sb_outfile_stage(&file, folder, name, pieces, r->practice->owner, err);

    if (st == SB_OK)
        st = sb_outfile_publish(file, how, err);
    sb_outfile_free(file);
    return st;
}

static void
reprint_facts(struct reprinted *one, const struct sb_chosen_row *row)
{
    one->row = row;
    one->drawn = (struct sb_drawn){.number = row->number,
                                   .patient = row->patient,
                                   .sha256 = one->sha256,
                                   .pages = row->pages,
                                   .charges = row->charges,
                                   .adjustments = row->adjustments,
                                   .paid = row->paid,
                                   .balance = row->balance};
    memcpy(one->sha256, row->sha256, sizeof one->sha256);
}

/* What is written is no longer what was issued: it has a hash of its own. */
static void
reprint_hash(struct reprinted *one)
{
    uint8_t hash[32];

    sb_sha256(hash, one->bytes.at, one->bytes.len);
    sb_hex(one->sha256, hash, sizeof hash);
}

static sb_status
reprint_view(struct reprint *r, struct reprinted *one, struct sb_bill *bill, const char **why,
             struct sb_error *err)
{
    struct sb_drawing *drawing;
    sb_status st = sb_view_draw(&one->bytes, why, r->practice, bill, r->arena, err);

    if (st != SB_OK || *why != NULL ||
        (st = sb_practice_drawing(&drawing, r->practice, bill->audience, err)) != SB_OK)
        return st;
    one->drawn.pages = sb_drawing_pages(drawing);
    reprint_hash(one);
    return bill->audience == SB_AUDIENCE_RECEIPT ? sb_drawn_items(&one->drawn, bill, err) : SB_OK;
}

static sb_status
reprint_cover(struct reprint *r, struct reprinted *one, const struct sb_bill *bill,
              struct sb_error *err)
{
    struct sb_buf issued = one->bytes;
    const struct sb_copied what = {bill, {issued.at, issued.len}, one->drawn.pages, one->row};
    sb_status st;

    one->bytes = (struct sb_buf){0};
    st = sb_view_copy(&one->bytes, r->practice, &what, &r->options->run, err);
    sb_buf_free(&issued);
    one->drawn.pages++;
    if (st == SB_OK)
        reprint_hash(one);
    return st;
}

/* The bytes of one document; *why is what keeps it from being drawn. */
static sb_status
reprint_bytes(struct reprint *r, struct reprinted *one, const char **why, struct sb_error *err)
{
    const struct sb_reprint_options *options = r->options;
    struct sb_bill *bill = NULL;
    sb_status st = SB_OK;

    *why = NULL;
    sb_buf_reset(&one->bytes);
    sb_arena_reset(r->arena);
    if (options->copy || options->audience != SB_AUDIENCE_SUPERBILL)
        st = sb_view_bill(&bill, r->practice, one->row->number, options->audience, r->arena, err);
    if (st == SB_OK && options->audience != SB_AUDIENCE_SUPERBILL)
        st = reprint_view(r, one, bill, why, err);
    else if (st == SB_OK)
        st = sb_archive_document(&one->bytes, r->practice->archive, one->row->number, err);
    if (st == SB_OK && *why == NULL && options->copy)
        st = reprint_cover(r, one, bill, err);
    return st;
}

static sb_status
reprint_tell(struct reprint *r, struct reprinted *one, const char *path, struct sb_error *err)
{
    const struct sb_event event = {
        .kind = SB_DRAWN, .record = one->row->number, .document = &one->drawn};
    sb_status st = sb_tally_drawn(r->tally, &one->drawn, err);

    one->drawn.file = path;
    one->drawn.bytes = one->bytes.at;
    one->drawn.length = one->bytes.len;
    return st == SB_OK ? sb_run_tell(&r->options->run, &event, err) : st;
}

/* What was issued never gives way to other bytes, what is made may. */
static sb_status
reprint_file(struct reprint *r, const struct reprinted *one, const char *name, bool issued,
             struct sb_error *err)
{
    const char *folder = r->options->out_dir;

    if (issued && sb_delivery_there(folder, name, one->sha256, one->bytes.len))
        return sb_outfile_settle(folder, name, err);
    return reprint_put(r, folder, name, &one->bytes, issued ? SB_PUBLISH_NEW : SB_PUBLISH_REPLACE,
                       err);
}

/* Into a file of its own. */
static sb_status
reprint_write(struct reprint *r, struct reprinted *one, struct sb_error *err)
{
    const struct sb_reprint_options *options = r->options;
    bool issued = !options->copy && options->audience == SB_AUDIENCE_SUPERBILL;
    struct sb_buf path = {0};
    char name[SB_NUMBER_TEXT + 24];
    sb_status st;

    (void)snprintf(name, sizeof name, "%s%s%s.pdf", one->row->number,
                   sb_audience_suffix(options->audience), options->copy ? "-copy" : "");
    sb_buf_print(&path, "%s/%s", options->out_dir, name);
    one->drawn.file = path.at;
    st = path.failed ? sb_error_nomem(err) : sb_copy_tell(&one->drawn, r->passwords, NULL, err);
    if (st == SB_OK && !options->run.dry_run && (st = reprint_folder(r, err)) == SB_OK &&
        (st = reprint_file(r, one, name, issued, err)) == SB_OK)
        st = sb_copy_write(r->passwords, &one->drawn,
                           (struct sb_bytes){one->bytes.at, one->bytes.len}, r->practice->owner,
                           err);
    if (st == SB_OK && issued && !options->run.dry_run && one->row->undelivered)
        (void)snprintf(r->written[r->written_count++].text, SB_NUMBER_TEXT, "%s", one->row->number);
    if (st == SB_OK)
        st = reprint_tell(r, one, path.at, err);
    sb_buf_free(&path);
    return st;
}

static sb_status
reprint_one(struct reprint *r, const struct sb_chosen_row *row, struct sb_error *err)
{
    struct reprinted *one = &r->list[r->count];
    const char *why;
    sb_status st;

    reprint_facts(one, row);
    if ((st = reprint_bytes(r, one, &why, err)) != SB_OK) {
        sb_error_in(err, row->number);
        return st;
    }
    if (why != NULL)
        return sb_chosen_refuse(r->tally, &r->options->run, row, why, err);
    if (r->options->merge == NULL)
        return reprint_write(r, one, err);
    r->count++;
    return SB_OK;
}

/* Whether a path is one that an issued document may have: that of its number, and no view's. */
static bool
reprint_names(char number[SB_NUMBER_TEXT], const char *path)
{
    const char *slash = strrchr(path, '/');

    return sb_number_of_file(number, path) &&
           strlen(slash != NULL ? slash + 1 : path) == strlen(number) + strlen(".pdf");
}

/* What was issued is not replaced by a merge: neither by its name nor by its bytes. */
static sb_status
reprint_merge_spare(struct reprint *r, const char *path, struct sb_error *err)
{
    struct sb_archive *archive = r->practice->archive;
    const char *number = NULL;
    char named[SB_NUMBER_TEXT], hex[65];
    struct sb_superbill row;
    struct sb_buf there = {0};
    uint8_t hash[32];
    sb_status st;

    sb_arena_reset(r->arena);
    if ((st = sb_file_read(&there, path, SB_RETURNED_FILE, NULL)) != SB_OK) {
        sb_buf_free(&there);
        /* else nothing is there, or nothing of ours */
        return st == SB_E_NOMEM ? sb_error_nomem(err) : SB_OK;
    }
    sb_sha256(hash, there.at, there.len);
    sb_hex(hex, hash, sizeof hash);
    sb_buf_free(&there);
    st = sb_archive_by_document(&number, archive, hex, r->arena, err);
    if (st == SB_OK && number != NULL)
        st = sb_error_at(err, SB_E_WRITE, path, 0, 0,
                         "is the document of %s, as it was issued: it is not replaced", number);
    else if (st == SB_OK && reprint_names(named, path) &&
             sb_archive_find(&row, archive, named, r->arena, NULL) == SB_OK)
        st = sb_error_at(err, SB_E_WRITE, path, 0, 0,
                         "is where the document of %s belongs: it is not replaced", named);
    return st;
}

static sb_status
reprint_merge_write(struct reprint *r, const char *path, const struct sb_buf *whole,
                    struct sb_error *err)
{
    const char *slash = strrchr(path, '/');
    struct sb_buf folder = {0};
    sb_status st;

    sb_buf_put(&folder, slash == NULL ? "." : path, slash == NULL ? 1 : (size_t)(slash - path) + 1);
    if (folder.failed)
        st = sb_error_nomem(err);
    else if ((st = sb_folder_make(folder.at, r->practice->owner, err)) == SB_OK &&
             (st = sb_outfile_sweep(folder.at, err)) == SB_OK)
        st = reprint_put(r, folder.at, slash == NULL ? path : slash + 1, whole, SB_PUBLISH_REPLACE,
                         err);
    sb_buf_free(&folder);
    return st;
}

/* All in one file, then each is told. */
static sb_status
reprint_merge(struct reprint *r, struct sb_error *err)
{
    struct sb_bytes *bytes = calloc(r->count + 1, sizeof *bytes);
    struct sb_buf whole = {0};
    char title[SB_NUMBER_TEXT + 24];
    sb_status st;

    if ((st = reprint_merge_spare(r, r->options->merge, err)) != SB_OK) {
        free(bytes);
        return st;
    }
    for (size_t i = 0; bytes != NULL && i < r->count; i++)
        bytes[i] = (struct sb_bytes){r->list[i].bytes.at, r->list[i].bytes.len};
    if (r->count == 1)
        (void)snprintf(title, sizeof title, "Copy of %s", r->list[0].row->number);
    else
        (void)snprintf(title, sizeof title, "Copies of %zu documents", r->count);
    st = bytes != NULL ? sb_document_merge(&whole, bytes, r->count, title, err)
                       : sb_error_nomem(err);
    if (st == SB_OK && !r->options->run.dry_run)
        st = reprint_merge_write(r, r->options->merge, &whole, err);
    for (size_t i = 0; st == SB_OK && i < r->count; i++)
        st = reprint_tell(r, &r->list[i], r->options->merge, err);
    sb_buf_free(&whole);
    free(bytes);
    return st;
}

static sb_status
reprint_run(struct reprint *r, const struct sb_chosen *chosen, struct sb_error *err)
{
    size_t room = r->options->merge != NULL ? chosen->count : 0;
    sb_status st = SB_OK, noted;

    r->list = calloc(room + 1, sizeof *r->list);
    r->written = calloc(chosen->count + 1, sizeof *r->written);
    r->arena = sb_arena_new(0);
    if (r->list == NULL || r->written == NULL || r->arena == NULL)
        st = sb_error_nomem(err);
    for (size_t i = 0; st == SB_OK && i < chosen->count; i++) {
        bool stands = true;

        if (!r->options->superseded)
            st = sb_chosen_standing(&stands, r->tally, &r->options->run, &chosen->at[i],
                                    REPRINT_ALL, err);
        if (st == SB_OK && stands)
            st = reprint_one(r, &chosen->at[i], err);
    }
    if (st == SB_OK && r->options->merge != NULL && r->count > 0)
        st = reprint_merge(r, err);
    noted =
        sb_delivery_reprinted(r->practice, r->written, r->written_count, st == SB_OK ? err : NULL);
    st = st == SB_OK ? noted : st;
    for (size_t i = 0; r->list != NULL && i <= room; i++)
        sb_buf_free(&r->list[i].bytes);
    sb_arena_free(r->arena);
    free(r->written);
    free(r->list);
    return st;
}

sb_status
sb_reprint(struct sb_tally *out, struct sb_practice *practice,
           const struct sb_reprint_options *options, struct sb_error *err)
{
    struct reprint r = {.practice = practice, .options = options, .tally = out};
    const struct sb_choosing how = {&options->choice, &options->run, out, REPRINT_ALL};
    struct sb_chosen chosen;
    sb_status st;

    *out = (struct sb_tally){0};
    if (sb_audience_suffix(options->audience) == NULL)
        return sb_error_set(err, SB_E_ABSENT, "no template draws for that audience");
    if (options->copy && (st = sb_run_check(&options->run, err)) != SB_OK)
        return st;
    if ((st = sb_choice_find(&chosen, practice, &how, err)) != SB_OK)
        return st;
    out->selected = chosen.count;
    if ((st = sb_passwords_open(&r.passwords, practice, &options->run, err)) == SB_OK)
        st = reprint_run(&r, &chosen, err);
    sb_passwords_free(r.passwords);
    sb_chosen_free(&chosen);
    return st;
}
