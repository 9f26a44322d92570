/*
 * issuing.c - sound bills to numbered superbills, kept and delivered; for every command that
 * issues.
 *
 *   a bill:  number -> seal -> draw -> put -> stage     all in one transaction a chunk
 *   a chunk: sync -> commit -> publish -> tell          what needs space comes before commit, but
 *                                                       for names in the folder: a document that
 *                                                       gets none is delivered by the next run
 *   the run: settle what a killed run left, chunks, close its own deliveries
 */
#include "app/app.h"

#include "superbill.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A superbill of the chunk at hand: what is told of it once it stands. */
struct issued {
    sb_number number;
    struct sb_drawn drawn; /* texts in the chunk's arena */
    char sha256[65];
    struct sb_outfile *file, *copy; /* the copy is encrypted; NULL: none */
    bool delivered;
};
struct sb_issuing {
    struct sb_practice *practice;
    const struct sb_run *run;
    const char *out_dir;
    struct sb_tally *tally;
    struct sb_archive *archive;
    struct sb_drawing *drawing;
    struct sb_passwords *passwords;
    struct sb_txn *txn;
    struct sb_buf record, signature, attached; /* the record alone, and as it is attached */
    char *folder; /* as the archive remembers it; NULL: not made yet, or none */
    struct sb_arena *arena;
    struct issued *chunk;
    size_t count;
    sb_number *delivered; /* of the whole run, to be closed at its end */
    size_t delivered_count, delivered_room;
    uint8_t design[32];
    char deflate[SB_DEFLATE_NAME];
    int64_t foreseen; /* dry run: the number before the next */
    int64_t entries;  /* of the archive, as far as this run knows */
    bool alone;       /* nobody else wrote to it meanwhile */
    bool loose;       /* a file of the chunk is staged, and not synced */
    bool bare;        /* the folder held no document when drawing ahead began */
    sb_status late;   /* an older document that could not be delivered */
    struct sb_error late_err;
};

static sb_status
issuing_settle(struct sb_issuing *i, struct sb_error *err)
{
    sb_status st;

    if (i->run->dry_run)
        return SB_OK;
    /* where nothing is left to issue no folder is made, and what a killed run left would stay */
    if ((st = sb_delivery_sweep(i->practice, err)) != SB_OK ||
        (st = sb_outfile_sweep(i->out_dir, err)) != SB_OK)
        return st;
    /* a folder that is gone does not keep today's patients waiting: it is told at the end */
    i->late = sb_delivery_settle(i->practice, &i->late_err);
    if (i->late == SB_OK || i->late == SB_E_WRITE)
        return SB_OK;
    if (err != NULL)
        *err = i->late_err;
    return i->late;
}

static sb_status
issuing_fill(struct sb_issuing *i, struct sb_error *err)
{
    struct sb_public_key key;
    struct sb_chain_head head;
    bool signing;
    sb_status st;

    i->arena = sb_arena_new(0);
    i->chunk = reallocarray(NULL, SB_ISSUING_CHUNK, sizeof *i->chunk); /* filled one by one */
    if (i->arena == NULL || i->chunk == NULL)
        return sb_error_nomem(err);
    /* the name first: the drawing's compressor takes the memory that the sample's gives back */
    if ((st = sb_run_check(i->run, err)) != SB_OK ||
        (st = sb_deflate_name(i->deflate, i->practice->config->logo != NULL, err)) != SB_OK ||
        (st = sb_passwords_open(&i->passwords, i->practice, i->run, err)) != SB_OK ||
        (st = sb_practice_key(&key, &signing, i->practice, err)) != SB_OK ||
        (st = sb_practice_archive(&i->archive, i->practice, err)) != SB_OK ||
        (st = sb_archive_judge(i->archive, err)) != SB_OK ||
        (st = sb_practice_drawing(&i->drawing, i->practice, SB_AUDIENCE_SUPERBILL, err)) != SB_OK ||
        (st = sb_practice_design(i->design, i->practice, err)) != SB_OK ||
        (st = issuing_settle(i, err)) != SB_OK ||
        (st = sb_archive_head(&head, i->archive, err)) != SB_OK)
        return st;
    i->foreseen = head.sequence[sb_archive_said(i->archive)->example ? 1 : 0];
    i->entries = head.entries;
    return SB_OK;
}

sb_status
sb_issuing_open(struct sb_issuing **out, struct sb_practice *practice, const struct sb_run *run,
                const char *out_dir, struct sb_error *err)
{
    struct sb_issuing *i = calloc(1, sizeof *i);
    sb_status st;

    *out = NULL;
    if (i == NULL)
        return sb_error_nomem(err);
    i->practice = practice;
    i->run = run;
    i->out_dir = out_dir;
    if ((st = issuing_fill(i, err)) != SB_OK) {
        sb_issuing_free(i);
        return st;
    }
    *out = i;
    return SB_OK;
}

static void
issuing_clear(struct sb_issuing *i)
{
    sb_copies_forget(i->passwords);
    for (size_t k = 0; k < i->count; k++) {
        sb_outfile_free(i->chunk[k].file);
        sb_outfile_free(i->chunk[k].copy);
    }
    i->count = 0;
    i->loose = false;
    sb_txn_free(i->txn);
    i->txn = NULL;
    if (i->arena != NULL)
        sb_arena_reset(i->arena);
}

void
sb_issuing_free(struct sb_issuing *i)
{
    if (i == NULL)
        return;
    issuing_clear(i);
    sb_passwords_free(i->passwords);
    free(i->chunk);
    free(i->delivered);
    free(i->folder);
    sb_buf_free(&i->record);
    sb_buf_free(&i->signature);
    sb_buf_free(&i->attached);
    sb_arena_free(i->arena);
    free(i);
}

static sb_status
issuing_begin(struct sb_issuing *i, struct sb_error *err)
{
    struct sb_chain_head head;
    sb_status st;

    if (i->txn != NULL)
        return SB_OK;
    if (i->out_dir != NULL && i->folder == NULL &&
        (st = sb_delivery_folder(&i->folder, i->practice, i->out_dir, err)) != SB_OK)
        return st;
    if ((st = sb_txn_begin(&i->txn, i->archive, err)) != SB_OK ||
        (st = sb_archive_head(&head, i->archive, err)) != SB_OK)
        return st;
    i->alone = head.entries == i->entries;
    return SB_OK;
}

/* A file of that name is there already: the number must not be used up for nothing. */
static sb_status
issuing_free_name(const char *path, struct sb_error *err)
{
    if (access(path, F_OK) != 0)
        return SB_OK;
    return sb_error_at(err, SB_E_WRITE, path, 0, 0,
                       "is there already, and the archive knows nothing of it: move it away");
}

/* Does the visit stand on a superbill, other than the one to be replaced? */
static sb_status
issuing_stands(bool *stands, struct sb_issuing *i, const struct sb_issuing_bill *what,
               const struct sb_visit *visit, struct sb_error *err)
{
    struct sb_prior prior;
    bool found;
    sb_status st = sb_archive_prior(&prior, &found, i->archive, visit->id, i->arena, err);

    *stands = st == SB_OK && found && prior.state == SB_ISSUE_STANDS &&
              !(prior.purged && what->again) && !sb_text_equal(prior.number, what->bill->replaces);
    return st;
}

/* Does what the visit holds stand on one under another id? */
static sb_status
issuing_doubles(struct sb_issuing *i, const struct sb_issuing_bill *what,
                const struct sb_visit *visit, struct sb_error *err)
{
    struct sb_judge judge = {.arena = i->arena};
    sb_status st = sb_standing_beside(&judge, i->practice, visit, what->passing, err);

    if (st == SB_OK)
        sb_beside_judge(what->doubles, visit, judge.beside, judge.beside_count);
    return st == SB_OK && sb_findings_failed(what->doubles) ? sb_error_nomem(err) : st;
}

/* Under the lock, where others may have issued since the records were judged, or nobody asked. */
static sb_status
issuing_judge(enum sb_issuing_verdict *out, struct sb_issuing *i,
              const struct sb_issuing_bill *what, struct sb_error *err)
{
    const struct sb_bill *bill = what->bill;
    bool stands = false;
    sb_status st = SB_OK;

    sb_findings_reset(what->doubles);
    for (size_t k = 0; st == SB_OK && k < bill->visit_count && !stands; k++) {
        st = issuing_stands(&stands, i, what, bill->visits[k], err);
        if (st == SB_OK && !stands)
            st = issuing_doubles(i, what, bill->visits[k], err);
    }
    if (stands)
        *out = SB_ISSUING_STANDS;
    else if (sb_findings_count(what->doubles) > 0)
        *out = SB_ISSUING_DOUBLE;
    return st;
}

/* What is told later, in words that outlive the bill. */
static sb_status
issuing_note(struct sb_issuing *i, struct issued *one, const struct sb_bill *bill,
             struct sb_error *err)
{
    const char **visits = sb_arena_array(i->arena, bill->visit_count + 1, sizeof *visits);
    const char *patient = bill->patient->id, *file = NULL;
    bool failed = visits == NULL;

    for (size_t k = 0; !failed && k < bill->visit_count; k++) {
        visits[k] = sb_arena_text(i->arena, bill->visits[k]->id, strlen(bill->visits[k]->id));
        failed = visits[k] == NULL;
    }
    patient = sb_arena_text(i->arena, patient, strlen(patient));
    if (i->out_dir != NULL)
        file = sb_arena_print(i->arena, "%s/%s", i->out_dir, one->number.file);
    if (failed || patient == NULL || (i->out_dir != NULL && file == NULL))
        return sb_error_nomem(err);
    one->drawn = (struct sb_drawn){.number = one->number.text,
                                   .visits = visits,
                                   .visit_count = bill->visit_count,
                                   .patient = patient,
                                   .file = file,
                                   .charges = bill->charges,
                                   .adjustments = bill->adjustments,
                                   .paid = bill->paid,
                                   .balance = bill->balance};
    return sb_copy_tell(&one->drawn, i->passwords, i->arena, err);
}

/*
 * Seal and draw.  What was drawn ahead stands where its number came true: the same record makes
 * the same document.
 */
static sb_status
issuing_draw(struct sb_keep *keep, struct sb_issuing *i, struct sb_bill *bill, const char *number,
             const struct sb_ahead *ahead, struct sb_error *err)
{
    bool drawn = ahead != NULL && strcmp(ahead->number.text, number) == 0;
    sb_status st;

    bill->issued_on = i->run->issued_on;
    if (drawn) {
        bill->pages_sha256 = ahead->pages_sha256;
        st = sb_bill_seal(bill, number, i->run->issued_at, &i->record, err);
    } else {
        st = sb_document_seal(&i->record, i->drawing, bill, number, i->run->issued_at, err);
    }
    if (st != SB_OK)
        return st;
    keep->record = (struct sb_bytes){i->record.at, i->record.len};
    /* the same key makes the same signature, whichever process draws with it */
    st = sb_practice_sign(&i->signature, &i->attached, i->practice, bill->record_sha256,
                          keep->record, err);
    if (st != SB_OK)
        return st;
    keep->signature = i->signature.len > 0 ? i->signature.at : NULL;
    if (drawn) {
        if (strcmp(ahead->record_sha256, bill->record_sha256) != 0)
            return sb_error_set(err, SB_E_DEFECT, "a worker drew another record");
        keep->document = ahead->document;
        keep->document_sha256 = ahead->document_sha256;
        keep->pages = ahead->pages;
        return SB_OK;
    }
    st = sb_document_draw(&keep->document, i->drawing, bill,
                          (struct sb_bytes){i->attached.at, i->attached.len}, err);
    if (st != SB_OK)
        return st;
    keep->pages = sb_drawing_pages(i->drawing);
    return SB_OK;
}

sb_status
sb_issuing_sequence(int64_t *next, struct sb_issuing *i, struct sb_error *err)
{
    struct sb_chain_head head;
    bool example = sb_archive_said(i->archive)->example;
    sb_status st = i->run->dry_run ? SB_OK : issuing_begin(i, err);

    if (st == SB_OK && (st = sb_archive_head(&head, i->archive, err)) == SB_OK)
        *next = head.sequence[example ? 1 : 0] + 1;
    return st;
}

sb_status
sb_issuing_den(struct sb_den **out, struct sb_issuing *i, struct sb_error *err)
{
    bool held;
    sb_status st;

    *out = NULL;
    if (i->out_dir == NULL)
        return SB_OK;
    st = sb_folder_holds(&held, i->out_dir, ".pdf", err);
    i->bare = !held;
    return st == SB_OK ? sb_den_new(out, i->out_dir, i->practice->owner, err) : st;
}

sb_status
sb_issuing_ahead(struct sb_ahead *out, struct sb_issuing *i, struct sb_bill *bill, int64_t sequence,
                 struct sb_error *err)
{
    const struct sb_archive_options *said = sb_archive_said(i->archive);
    struct sb_keep keep = {.bill = bill};
    sb_status st = sb_number_print(&out->number, said->number_format, said->example,
                                   i->run->issued_on, sequence, err);

    if (st != SB_OK || (st = issuing_draw(&keep, i, bill, out->number.text, NULL, err)) != SB_OK)
        return st;
    memcpy(out->record_sha256, bill->record_sha256, sizeof out->record_sha256);
    (void)snprintf(out->pages_sha256, sizeof out->pages_sha256, "%s", bill->pages_sha256);
    sb_pieces_sha256(out->document_sha256, keep.document);
    out->document = keep.document;
    out->pages = keep.pages;
    return out->den == NULL ? SB_OK
                            : sb_outfile_leave(out->den, out->number.file, keep.document,
                                               i->practice->owner, err);
}

/* The document's file: as a worker left it, where that was drawn under the number taken. */
static sb_status
issuing_stage(struct sb_issuing *i, struct issued *one, const struct sb_keep *keep,
              const struct sb_den *den, struct sb_error *err)
{
    bool adopted = keep->document_sha256 != NULL && den != NULL;
    sb_status st = SB_OK;

    /* what comes into a bare folder meanwhile is not replaced, as publishing looks again; the
     * numbers are used then, and their documents are safe in the archive */
    if (!adopted || !i->bare)
        st = issuing_free_name(one->drawn.file, err);
    if (st != SB_OK)
        return st;
    if (adopted)
        return sb_outfile_adopt(&one->file, i->out_dir, one->number.file, den, err);
    i->loose = true;
    return sb_outfile_stage_many(&one->file, i->out_dir, one->number.file, keep->document,
                                 i->practice->owner, err);
}

/* Number, seal, draw, put, stage: steps 8 to 12 of a visit's journey. */
static sb_status
issuing_bill(struct sb_issuing *i, struct issued *one, const struct sb_issuing_bill *what,
             struct sb_error *err)
{
    struct sb_bill *bill = what->bill;
    const char *template_name = i->practice->config->template_name;
    struct sb_keep keep = {.bill = bill,
                           .folder = i->folder,
                           .template_name = template_name != NULL ? template_name : "standard",
                           .tables = bill->tables != NULL ? bill->tables : "",
                           .program = SB_VERSION,
                           .design = i->design,
                           .zlib = i->deflate,
                           .reason = what->reason,
                           .again = what->again,
                           .warnings = what->found};
    sb_status st;

    if ((st = sb_txn_number(&one->number, i->txn, i->run->issued_on, err)) != SB_OK ||
        (st = issuing_note(i, one, bill, err)) != SB_OK ||
        (st = issuing_draw(&keep, i, bill, one->number.text, what->ahead, err)) != SB_OK)
        return st;
    one->drawn.pages = keep.pages;
    if ((st = sb_txn_put(i->txn, &keep, err)) != SB_OK)
        return st;
    memcpy(one->sha256, sb_txn_document(i->txn), sizeof one->sha256);
    one->drawn.sha256 = one->sha256;
    i->entries++;
    if (i->out_dir == NULL)
        return SB_OK;
    st = issuing_stage(i, one, &keep, what->ahead != NULL ? what->ahead->den : NULL, err);
    if (st == SB_OK)
        st = sb_copy_begin(&one->copy, i->passwords, &one->drawn, keep.document, i->practice->owner,
                           err);
    i->loose = i->loose || one->copy != NULL;
    return st;
}

static sb_status
issuing_tell(struct sb_issuing *i, const struct sb_drawn *drawn, struct sb_error *err)
{
    const struct sb_event event = {.kind = SB_DRAWN, .record = drawn->visits[0], .document = drawn};
    sb_status st = sb_tally_drawn(i->tally, drawn, err);

    return st == SB_OK ? sb_run_tell(i->run, &event, err) : st;
}

/* After the commit: a document that cannot be put in place is safe all the same. */
static sb_status
issuing_publish(struct sb_issuing *i, struct issued *one, struct sb_error *err)
{
    struct sb_error cause = {0};
    sb_status st = i->count == 1 ? sb_outfile_publish(one->file, SB_PUBLISH_NEW, &cause)
                                 : sb_outfile_publish_many(one->file, SB_PUBLISH_NEW, &cause);

    one->delivered = st == SB_OK && one->file != NULL;
    if (st == SB_OK)
        st = i->count == 1 ? sb_outfile_publish(one->copy, SB_PUBLISH_REPLACE, &cause)
                           : sb_outfile_publish_many(one->copy, SB_PUBLISH_REPLACE, &cause);
    if (st == SB_OK || st == SB_E_NOMEM)
        return st == SB_OK ? SB_OK : sb_error_nomem(err);
    return sb_error_at(err, st, cause.source, 0, 0,
                       "%s; %s is issued and safe in the archive: 'superbill reprint %s' writes it",
                       cause.text, one->number.text, one->number.text);
}

static sb_status
issuing_delivered(struct sb_issuing *i, const struct issued *one, struct sb_error *err)
{
    if (i->delivered_count == i->delivered_room) {
        size_t room = i->delivered_room == 0 ? 16 : i->delivered_room * 2;
        sb_number *at = reallocarray(i->delivered, room, sizeof *at);

        if (at == NULL)
            return sb_error_nomem(err);
        i->delivered = at;
        i->delivered_room = room;
    }
    i->delivered[i->delivered_count++] = one->number;
    return SB_OK;
}

static sb_status
issuing_sync(struct sb_issuing *i, struct sb_error *err)
{
    struct sb_outfile *copy = i->chunk[0].copy;
    sb_status st;

    if (i->out_dir == NULL || !i->loose)
        return SB_OK;
    if (i->count > 1)
        return sb_folder_sync_all(i->out_dir, err);
    st = sb_outfile_sync(i->chunk[0].file, err);
    return st == SB_OK && copy != NULL ? sb_outfile_sync(copy, err) : st;
}

/* Whether all were delivered, and noted so: then the run needs no transaction to say it. */
static bool
issuing_noted(const struct sb_issuing *i)
{
    for (size_t k = 0; k < i->count; k++)
        if (!i->chunk[k].delivered)
            return false;
    return sb_txn_note(i->txn);
}

/* All that the commit made true; the first failure is kept, and the rest is still done. */
static sb_status
issuing_announce(struct sb_issuing *i, struct sb_error *err)
{
    sb_status st, worst = SB_OK;
    bool noted = false;

    for (size_t k = 0; k < i->count; k++) {
        st = issuing_publish(i, &i->chunk[k], worst == SB_OK ? err : NULL);
        worst = worst == SB_OK ? st : worst;
    }
    if (i->out_dir != NULL && i->count > 1 &&
        (st = sb_folder_sync_all(i->out_dir, worst == SB_OK ? err : NULL)) != SB_OK)
        worst = worst == SB_OK ? st : worst;
    if (worst == SB_OK)
        noted = issuing_noted(i);
    for (size_t k = 0; worst == SB_OK && k < i->count; k++) {
        if (i->chunk[k].delivered && !noted)
            worst = issuing_delivered(i, &i->chunk[k], err);
        if (worst == SB_OK)
            worst = issuing_tell(i, &i->chunk[k].drawn, err);
    }
    return worst;
}

/* The chunk becomes true: sync, commit, publish, tell. */
sb_status
sb_issuing_land(struct sb_issuing *i, struct sb_error *err)
{
    sb_status st = SB_OK, after;

    if (i->txn != NULL && i->count > 0) {
        if ((st = sb_copies_end(i->passwords, err)) == SB_OK &&
            (st = issuing_sync(i, err)) == SB_OK)
            st = sb_txn_commit(i->txn, err);
        if (sb_txn_stands(i->txn)) {
            after = issuing_announce(i, st == SB_OK ? err : NULL);
            st = st == SB_OK ? after : st;
        }
    }
    issuing_clear(i);
    return st;
}

/* Nothing is written: what the number would be, and where the document would go. */
static sb_status
issuing_foresee(struct sb_issuing *i, const struct sb_bill *bill, struct sb_error *err)
{
    const struct sb_archive_options *said = sb_archive_said(i->archive);
    struct issued one = {.file = NULL};
    sb_status st = sb_number_print(&one.number, said->number_format, said->example,
                                   i->run->issued_on, ++i->foreseen, err);

    if (st == SB_OK)
        st = sb_archive_unused(i->archive, one.number.text, err);
    if (st == SB_OK && (st = issuing_note(i, &one, bill, err)) == SB_OK)
        st = issuing_tell(i, &one.drawn, err);
    sb_arena_reset(i->arena);
    return st;
}

sb_status
sb_issuing_add(enum sb_issuing_verdict *out, struct sb_issuing *i,
               const struct sb_issuing_bill *what, struct sb_tally *tally, struct sb_error *err)
{
    struct issued *one = &i->chunk[i->count];
    sb_status st;

    i->tally = tally;
    *out = SB_ISSUING_DONE;
    if (!i->run->dry_run && (st = issuing_begin(i, err)) != SB_OK)
        return st;
    if (!what->alone || !(i->alone || i->run->dry_run)) {
        st = issuing_judge(out, i, what, err);
        if (st != SB_OK || *out != SB_ISSUING_DONE)
            return st;
    }
    if (i->run->dry_run)
        return issuing_foresee(i, what->bill, err);
    *one = (struct issued){.file = NULL};
    i->count++;
    if ((st = issuing_bill(i, one, what, err)) != SB_OK) {
        sb_error_in(err, what->bill->visits[0]->id);
        issuing_clear(i);
        return st;
    }
    return i->count == SB_ISSUING_CHUNK ? sb_issuing_land(i, err) : SB_OK;
}

sb_status
sb_issuing_end(struct sb_issuing *i, sb_status so_far, struct sb_error *err)
{
    sb_status st = so_far, closed = SB_OK;

    if (st == SB_OK)
        st = sb_issuing_land(i, err);
    issuing_clear(i);
    /* what is not noted now is noted by the next run */
    if (i->delivered_count > 0)
        closed = sb_delivery_close(i->practice, i->delivered, i->delivered_count,
                                   st == SB_OK ? err : NULL);
    i->delivered_count = 0;
    return st == SB_OK ? closed : st;
}

sb_status
sb_issuing_late(struct sb_tally *tally, const struct sb_issuing *i, sb_status so_far,
                struct sb_error *err)
{
    if (so_far != SB_OK || i == NULL || i->late == SB_OK)
        return so_far;
    tally->late = true;
    return sb_error_at(err, i->late, i->late_err.source, 0, 0, "%s", i->late_err.text);
}
