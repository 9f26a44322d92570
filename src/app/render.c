/* render.c - selected visits to documents that are neither numbered nor kept. */
#include "app/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct render {
    struct sb_practice *practice;
    const struct sb_render_options *options;
    struct sb_walk *walk;
    struct sb_drawing *drawing;
    struct sb_passwords *passwords;
    struct sb_buf record, bytes;
    bool folder_made;
    /* the document at hand; a single one waits here until the end shows that it is alone */
    struct sb_drawn drawn;
    char name[192], sha256[65], visit[SB_LIMIT_ID + 1], patient[SB_LIMIT_ID + 1];
    const char *visits[1];
};

bool
sb_render_knows(enum sb_audience audience)
{
    return sb_audience_suffix(audience) != NULL;
}

/* Keep the document's bytes, and their hash where it is asked for: it costs as much as drawing. */
static void
render_keep(struct render *r, struct sb_pieces document)
{
    uint8_t hash[32];

    sb_buf_reset(&r->bytes);
    for (size_t i = 0; i < document.count; i++)
        sb_buf_put(&r->bytes, document.at[i].at, document.at[i].len);
    if (r->bytes.failed || !r->options->hashed)
        return;
    sb_sha256(hash, r->bytes.at, r->bytes.len);
    sb_hex(r->sha256, hash, sizeof hash);
}

/* Draw a sound bill; all that is said of it outlives the bill. */
static sb_status
render_draw(struct render *r, const struct sb_step *step, struct sb_error *err)
{
    const struct sb_render_options *options = r->options;
    struct sb_bill *bill = step->bill;
    struct sb_pieces document;
    sb_status st;

    bill->reference = options->reference;
    bill->draft = options->reference == NULL;
    bill->issued_on = options->run.issued_on;
    sb_buf_reset(&r->record);
    if ((st = sb_document_seal(&r->record, r->drawing, bill, NULL, options->run.issued_at, err)) !=
            SB_OK ||
        (st = sb_document_draw(&document, r->drawing, bill,
                               (struct sb_bytes){r->record.at, r->record.len}, err)) != SB_OK) {
        sb_error_in(err, step->visit->id);
        return st;
    }
    render_keep(r, document);
    if (r->bytes.failed)
        return sb_error_nomem(err);
    snprintf(r->name, sizeof r->name, "%s%s%s.pdf",
             options->reference != NULL ? options->reference : step->visit->id,
             options->reference != NULL ? "" : "-draft", sb_audience_suffix(options->audience));
    snprintf(r->visit, sizeof r->visit, "%s", step->visit->id);
    snprintf(r->patient, sizeof r->patient, "%s", bill->patient->id);
    r->visits[0] = r->visit;
    r->drawn = (struct sb_drawn){.number = options->reference,
                                 .visits = r->visits,
                                 .visit_count = 1,
                                 .patient = r->patient,
                                 .sha256 = options->hashed ? r->sha256 : NULL,
                                 .bytes = r->bytes.at,
                                 .length = r->bytes.len,
                                 .pages = sb_drawing_pages(r->drawing),
                                 .charges = bill->charges,
                                 .adjustments = bill->adjustments,
                                 .paid = bill->paid,
                                 .balance = bill->balance};
    return options->audience == SB_AUDIENCE_RECEIPT ? sb_drawn_items(&r->drawn, bill, err) : SB_OK;
}

static sb_status
render_folder(struct render *r, struct sb_error *err)
{
    const char *folder = r->options->out_dir;
    sb_status st;

    if (r->folder_made)
        return SB_OK;
    r->folder_made = true;
    if ((st = sb_folder_make(folder, r->practice->owner, err)) != SB_OK)
        return st;
    return sb_outfile_sweep(folder, err);
}

static sb_status
render_write(struct render *r, struct sb_error *err)
{
    const struct sb_bytes bytes = {r->bytes.at, r->bytes.len};
    const struct sb_pieces pieces = {&bytes, 1};
    struct sb_outfile *file = NULL;
    sb_status st;

    if ((st = render_folder(r, err)) != SB_OK)
        return st;
    st = sb_outfile_stage(&file, r->options->out_dir, r->name, pieces, r->practice->owner, err);
    /* a draft gives way to the next one */
    if (st == SB_OK)
        st = sb_outfile_publish(file, SB_PUBLISH_REPLACE, err);
    sb_outfile_free(file);
    return st != SB_OK ? st
                       : sb_copy_write(r->passwords, &r->drawn, bytes, r->practice->owner, err);
}

/* The document goes to its folder, or to the caller alone. */
static sb_status
render_deliver(struct render *r, struct sb_error *err)
{
    const struct sb_render_options *options = r->options;
    const struct sb_event event = {.kind = SB_DRAWN, .record = r->visit, .document = &r->drawn};
    struct sb_tally *tally = sb_walk_tally(r->walk);
    struct sb_buf path = {0};
    sb_status st = SB_OK;

    if ((st = sb_tally_drawn(tally, &r->drawn, err)) != SB_OK)
        return st;
    if (options->out_dir != NULL) {
        sb_buf_print(&path, "%s/%s", options->out_dir, r->name);
        r->drawn.file = path.at;
        st = path.failed ? sb_error_nomem(err) : sb_copy_tell(&r->drawn, r->passwords, NULL, err);
        if (st == SB_OK && !options->run.dry_run)
            st = render_write(r, err);
    }
    if (st == SB_OK)
        st = sb_run_tell(&options->run, &event, err);
    sb_buf_free(&path);
    return st;
}

static sb_status
render_run(struct render *r, struct sb_tally *out, struct sb_error *err)
{
    const struct sb_tally *tally = sb_walk_tally(r->walk);
    struct sb_step step;
    bool more = true, drawn = false;
    sb_status st = SB_OK;

    while (st == SB_OK && more) {
        st = sb_walk_next(r->walk, &step, &more, err);
        if (st != SB_OK || !more || step.refused ||
            !(sb_bill_has_care(step.bill) || r->options->audience == SB_AUDIENCE_RECEIPT) ||
            (r->options->single && tally->selected > 1))
            continue;
        drawn = true;
        st = render_draw(r, &step, err);
        if (st == SB_OK && !r->options->single)
            st = render_deliver(r, err);
    }
    if (st == SB_OK && r->options->single && drawn && tally->selected == 1)
        st = render_deliver(r, err);
    return st != SB_OK ? st : sb_walk_end(out, r->walk, err);
}

sb_status
sb_render(struct sb_tally *out, struct sb_practice *practice,
          const struct sb_render_options *options, struct sb_error *err)
{
    const struct sb_walk_options how = {.audience = options->audience, .preflight = true};
    struct render r = {.practice = practice, .options = options};
    sb_status st;

    if (!sb_render_knows(options->audience))
        return sb_error_set(err, SB_E_ABSENT, "no template draws for that audience");
    if ((st = sb_passwords_open(&r.passwords, practice, &options->run, err)) == SB_OK &&
        (st = sb_practice_drawing(&r.drawing, practice, options->audience, err)) == SB_OK &&
        (st = sb_walk_open(&r.walk, practice, &options->run, &how, err)) == SB_OK)
        st = render_run(&r, out, err);
    sb_walk_free(r.walk);
    sb_passwords_free(r.passwords);
    sb_buf_free(&r.record);
    sb_buf_free(&r.bytes);
    return st;
}
