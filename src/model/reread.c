/*
 * reread.c - visits that were read once, read again by their place.  What is kept of a visit in
 * between is where it stands and what its bytes were.
 */
#include "model/model.h"

#include <stdlib.h>
#include <string.h>

struct sb_reread {
    const struct sb_feed *feed;
    struct sb_input **inputs; /* by file; opened when first asked */
    size_t count;
    struct sb_pass pass;
    struct sb_findings *found; /* of reading: said when it was read first */
};

static uint64_t
bytes_hash(const char *bytes, size_t length)
{
    uint8_t digest[32];
    uint64_t hash;

    sb_digest(digest, bytes, length);
    memcpy(&hash, digest, sizeof hash);
    return hash;
}

void
sb_visit_place(struct sb_visit_place *out, const struct sb_feed *feed, const struct sb_visit *visit)
{
    const struct sb_source *source = visit->source;
    uint32_t file = 0;

    while (sb_feed_file(feed, file) != NULL && sb_feed_file(feed, file) != source->file)
        file++;
    *out = (struct sb_visit_place){.offset = source->offset,
                                   .hash = bytes_hash(source->text, source->length),
                                   .length = (uint32_t)source->length,
                                   .line = source->line,
                                   .column = source->column,
                                   .file = file};
}

sb_status
sb_reread_new(struct sb_reread **out, const struct sb_feed *feed, struct sb_error *err)
{
    struct sb_reread *r = calloc(1, sizeof *r);
    sb_status st;

    *out = NULL;
    if (r == NULL)
        return sb_error_nomem(err);
    r->feed = feed;
    while (sb_feed_file(feed, r->count) != NULL)
        r->count++;
    r->inputs = calloc(r->count + 1, sizeof *r->inputs);
    st = r->inputs == NULL ? sb_error_nomem(err) : sb_findings_new(&r->found, err);
    if (st != SB_OK) {
        sb_reread_free(r);
        return st;
    }
    *out = r;
    return SB_OK;
}

void
sb_reread_free(struct sb_reread *r)
{
    if (r == NULL)
        return;
    for (size_t i = 0; r->inputs != NULL && i < r->count; i++)
        if (sb_feed_spool(r->feed, i) == NULL)
            sb_input_free(r->inputs[i]);
    free(r->inputs);
    sb_pass_free(&r->pass);
    sb_findings_free(r->found);
    free(r);
}

static sb_status
changed(const struct sb_reread *r, const struct sb_visit_place *place, struct sb_error *err)
{
    return sb_error_at(err, SB_E_READ, sb_feed_file(r->feed, place->file), place->line,
                       place->column, "the record changed while this command ran; run it again");
}

/* The record's bytes, as they were; a NUL and what a pass may touch stand behind. */
static sb_status
bytes_get(const char **out, struct sb_reread *r, const struct sb_visit_place *place,
          struct sb_arena *arena, struct sb_error *err)
{
    struct sb_input **input;
    char *text = sb_arena_take(arena, (size_t)place->length + SB_PASS_PAD + 1);
    sb_status st = SB_OK;

    if (text == NULL)
        return sb_error_nomem(err);
    if (place->file >= r->count)
        return sb_error_set(err, SB_E_DEFECT, "a visit of a file that was not read");
    input = &r->inputs[place->file];
    if (*input == NULL && (*input = sb_feed_spool(r->feed, place->file)) == NULL)
        st = sb_input_open(input, sb_feed_file(r->feed, place->file), err);
    if (st == SB_OK && sb_input_at(*input, place->offset, text, place->length, NULL) != SB_OK)
        st = changed(r, place, err);
    if (st == SB_OK && bytes_hash(text, place->length) != place->hash)
        st = changed(r, place, err);
    *out = text;
    return st;
}

static sb_status
visit_get(struct sb_visit *visit, struct sb_reread *r, const struct sb_source *source,
          struct sb_arena *arena, struct sb_error *err)
{
    struct sb_json_doc *doc = NULL;
    sb_status st;

    if (sb_pass_run(&r->pass, source->text, source->text + source->length) != SB_PASS_DONE ||
        r->pass.soft)
        return sb_error_set(err, SB_E_DEFECT, "a record that was read does not read again");
    st =
        sb_json_parse(&doc, source->text, source->length, r->pass.values, r->pass.value_count, err);
    sb_findings_reset(r->found);
    if (st == SB_OK)
        st = sb_visit_read(visit, (struct sb_json_at){doc, sb_json_root(doc)}, source, arena,
                           r->found, err);
    sb_json_free(doc);
    if (st == SB_OK && sb_findings_failed(r->found))
        st = sb_error_nomem(err);
    if (st == SB_OK && !visit->patient_inline && visit->patient_id != NULL)
        visit->patient = sb_feed_patient(r->feed, visit->patient_id);
    return st;
}

sb_status
sb_reread_visit(const struct sb_visit **out, struct sb_reread *r,
                const struct sb_visit_place *place, struct sb_arena *arena, struct sb_error *err)
{
    struct sb_visit *visit = sb_arena_take(arena, sizeof *visit);
    struct sb_source *source = sb_arena_take(arena, sizeof *source);
    sb_status st;

    *out = NULL;
    if (visit == NULL || source == NULL)
        return sb_error_nomem(err);
    *source = (struct sb_source){.kind = SB_SOURCE_VISIT,
                                 .file = sb_feed_file(r->feed, place->file),
                                 .offset = place->offset,
                                 .line = place->line,
                                 .column = place->column,
                                 .length = place->length};
    if ((st = bytes_get(&source->text, r, place, arena, err)) != SB_OK ||
        (st = visit_get(visit, r, source, arena, err)) != SB_OK)
        return st;
    *out = visit;
    return SB_OK;
}
