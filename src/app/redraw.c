/*
 * redraw.c - a sample of what was issued is drawn again from the archived records.  A document that
 * does not come out the same was never drawn from its record, or is drawn in another way now: where
 * the source that draws, template, logo or fonts are others than today's, it is left out of the
 * sample's count.
 */
#include "app/app.h"

#include "superbill.h"

#include <string.h>

#define SAMPLE 24

struct redraw {
    struct sb_practice *practice;
    struct sb_proof *proof;
    sb_proof_fn *fn;
    void *user;
    uint8_t design[32];
    struct sb_arena *arena;
    struct sb_buf record, attached, again, stored;
    uint64_t every, seen; /* each every-th row is of the sample */
    char numbers[SAMPLE][SB_NUMBER_TEXT];
    size_t count;
};

/* Spread evenly over the archive. */
static bool
redraw_gather(void *user, const struct sb_superbill *row)
{
    struct redraw *r = user;

    if (r->seen++ % r->every == 0 && r->count < SAMPLE && strlen(row->number) < SB_NUMBER_TEXT)
        memcpy(r->numbers[r->count++], row->number, strlen(row->number) + 1);
    return true;
}

static void
redraw_fault(struct redraw *r, const char *number, const char *text)
{
    const struct sb_fault fault = {.number = number, .text = text};

    r->proof->faults++;
    if (r->fn != NULL)
        r->fn(r->user, &fault);
}

/* The document as it comes out today, in again. */
static sb_status
redraw_draw(struct redraw *r, const char *number, const struct sb_drawn_with *with,
            struct sb_error *err)
{
    struct sb_drawing *drawing;
    struct sb_pieces pieces;
    struct sb_bill *bill;
    uint8_t hash[32];
    sb_status st;

    if ((st = sb_view_bill(&bill, r->practice, number, SB_AUDIENCE_SUPERBILL, r->arena, err)) !=
            SB_OK ||
        (st = sb_archive_record(&r->record, r->practice->archive, number, err)) != SB_OK)
        return st;
    sb_sha256(hash, r->record.at, r->record.len);
    sb_hex(bill->record_sha256, hash, sizeof hash);
    if (with->signature != NULL)
        st = sb_record_sign(&r->attached, (struct sb_bytes){r->record.at, r->record.len},
                            (struct sb_bytes){with->signature, strlen(with->signature)}, err);
    else
        sb_buf_put(&r->attached, r->record.at, r->record.len);
    if (st != SB_OK ||
        (st = sb_practice_drawing(&drawing, r->practice, SB_AUDIENCE_SUPERBILL, err)) != SB_OK ||
        (st = sb_document_draw(&pieces, drawing, bill,
                               (struct sb_bytes){r->attached.at, r->attached.len}, err)) != SB_OK)
        return st;
    for (size_t i = 0; i < pieces.count; i++)
        sb_buf_put(&r->again, pieces.at[i].at, pieces.at[i].len);
    return r->again.failed || r->attached.failed ? sb_error_nomem(err) : SB_OK;
}

static sb_status
redraw_compare(struct redraw *r, const char *number, const struct sb_drawn_with *with,
               struct sb_error *err)
{
    char name[SB_DEFLATE_NAME] = "";
    bool same;
    sb_status st = sb_archive_document(&r->stored, r->practice->archive, number, err);

    if (st != SB_OK)
        return st;
    same = r->stored.len == r->again.len && memcmp(r->stored.at, r->again.at, r->again.len) == 0;
    if (!same)
        st = sb_deflate_name(name, r->practice->config->logo != NULL, err);
    if (st == SB_OK && !same && strcmp(with->zlib, name) != 0)
        st = sb_document_same(&same, (struct sb_bytes){r->stored.at, r->stored.len},
                              (struct sb_bytes){r->again.at, r->again.len}, err);
    if (st == SB_OK && same)
        r->proof->redrawn++;
    else if (st == SB_OK)
        redraw_fault(r, number, "drawn again from its record, it is another document");
    return st;
}

static sb_status
redraw_one(struct redraw *r, const char *number, struct sb_error *err)
{
    struct sb_drawn_with with;
    struct sb_superbill row;
    sb_status st;

    sb_arena_reset(r->arena);
    sb_buf_reset(&r->record);
    sb_buf_reset(&r->attached);
    sb_buf_reset(&r->again);
    sb_buf_reset(&r->stored);
    if ((st = sb_archive_find(&row, r->practice->archive, number, r->arena, err)) != SB_OK ||
        (st = sb_archive_drawn(&with, r->practice->archive, number, r->arena, err)) != SB_OK)
        return st;
    if (!with.known || !sb_text_equal(row.program, SB_VERSION) ||
        memcmp(with.design, r->design, sizeof r->design) != 0) {
        r->proof->unlike++;
        return SB_OK;
    }
    st = redraw_draw(r, number, &with, err);
    return st == SB_OK ? redraw_compare(r, number, &with, err) : st;
}

sb_status
sb_redraw_sample(struct sb_proof *proof, struct sb_practice *practice, sb_proof_fn *fn, void *user,
                 struct sb_error *err)
{
    static const struct sb_archive_filter all = {.undelivered = false};
    struct redraw r = {.practice = practice,
                       .proof = proof,
                       .fn = fn,
                       .user = user,
                       .every = (proof->superbills + SAMPLE - 1) / SAMPLE};
    sb_status st;

    if (proof->superbills == 0)
        return SB_OK;
    r.arena = sb_arena_new(0);
    st = r.arena != NULL ? sb_practice_design(r.design, practice, err) : sb_error_nomem(err);
    if (st == SB_OK)
        st = sb_archive_list(practice->archive, &all, redraw_gather, &r, err);
    for (size_t i = 0; st == SB_OK && i < r.count; i++)
        st = redraw_one(&r, r.numbers[i], err);
    sb_buf_free(&r.record);
    sb_buf_free(&r.attached);
    sb_buf_free(&r.again);
    sb_buf_free(&r.stored);
    sb_arena_free(r.arena);
    return st;
}
