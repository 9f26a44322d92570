/* collect.c - what stands in the archive, into one folder; by chunks, each synced once. */
#include "app/month.h"
#include "app/choice.h"

#include <stdio.h>
#include <string.h>

#define COLLECT_CHUNK 256

struct collect {
    struct sb_practice *practice;
    struct sb_archive *archive;
    const struct sb_collect_options *options;
    struct sb_collected *out;
    struct sb_outfile *chunk[COLLECT_CHUNK];
    size_t count;
    struct sb_buf document;
    char *made; /* the folder is there, and swept */
    bool later; /* what comes was issued by this run */
    sb_status status;
    struct sb_error err;
};

/* The chunk becomes true: its bytes are on the disk before a name stands for them. */
static sb_status
collect_land(struct collect *c, sb_status so_far, struct sb_error *err)
{
    sb_status st = so_far;

    if (st == SB_OK && c->count > 0)
        st = sb_folder_sync_all(c->options->folder, err);
    for (size_t i = 0; i < c->count; i++) {
        if (st == SB_OK)
            st = sb_outfile_publish_many(c->chunk[i], SB_PUBLISH_NEW, err);
        sb_outfile_free(c->chunk[i]);
    }
    if (st == SB_OK && c->count > 0)
        st = sb_folder_sync_all(c->options->folder, err);
    if (st == SB_OK)
        c->out->delivered += c->count;
    c->count = 0;
    return st;
}

static sb_status
collect_write(struct collect *c, const char *number, const char *file, struct sb_error *err)
{
    struct sb_bytes bytes;
    const struct sb_pieces pieces = {&bytes, 1};
    sb_status st;

    sb_buf_reset(&c->document);
    if ((st = sb_archive_document(&c->document, c->archive, number, err)) != SB_OK)
        return st;
    bytes = (struct sb_bytes){c->document.at, c->document.len};
    if (c->made == NULL &&
        ((st = sb_outfile_sweep(c->options->folder, err)) != SB_OK ||
         (st = sb_delivery_folder(&c->made, c->practice, c->options->folder, err)) != SB_OK))
        return st;
    st = sb_outfile_stage_many(&c->chunk[c->count], c->options->folder, file, pieces,
                               c->practice->owner, err);
    if (st != SB_OK)
        return st;
    c->count++;
    return c->count == COLLECT_CHUNK ? collect_land(c, SB_OK, err) : SB_OK;
}

static sb_status
collect_count(struct sb_collected *out, const struct sb_superbill *row, struct sb_error *err)
{
    out->documents++;
    if (sb_money_add(&out->charges, out->charges, row->charges) != SB_OK ||
        sb_money_add(&out->adjustments, out->adjustments, row->adjustments) != SB_OK ||
        sb_money_add(&out->paid, out->paid, row->paid) != SB_OK ||
        sb_money_add(&out->balance, out->balance, row->balance) != SB_OK)
        return sb_error_set(err, SB_E_RANGE, "the sum of the documents is too large");
    return SB_OK;
}

static bool
collect_row(void *user, const struct sb_superbill *row)
{
    struct collect *c = user;
    char file[SB_NUMBER_TEXT + 8];

    if (row->example != sb_archive_said(c->archive)->example)
        return true;
    c->later = c->later || sb_text_equal(row->number, c->options->since);
    (void)snprintf(file, sizeof file, "%s.pdf", row->number);
    c->status = collect_count(c->out, row, &c->err);
    if (c->status == SB_OK && !c->later && !c->options->dry_run &&
        !sb_delivery_there(c->options->folder, file, row->document_sha256, row->size))
        c->status = collect_write(c, row->number, file, &c->err);
    return c->status == SB_OK;
}

sb_status
sb_collect(struct sb_collected *out, struct sb_practice *practice,
           const struct sb_collect_options *options, struct sb_error *err)
{
    struct collect c = {.practice = practice, .options = options, .out = out};
    struct sb_archive_filter asked;
    sb_status st;

    *out = (struct sb_collected){0};
    if ((st = sb_practice_archive(&c.archive, practice, err)) != SB_OK)
        return st;
    asked = *options->filter;
    if ((st = sb_payer_names(&asked.visits.payer, practice, options->filter, practice->arena,
                             err)) != SB_OK)
        return st;
    st = sb_archive_list(c.archive, &asked, collect_row, &c, &c.err);
    if (c.status != SB_OK)
        st = c.status;
    st = collect_land(&c, st, &c.err);
    if (st != SB_OK && err != NULL)
        *err = c.err;
    sb_text_free(c.made);
    sb_buf_free(&c.document);
    return st;
}
