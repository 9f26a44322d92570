/* pdf.c - a display becomes a document in memory; the objects it holds are pictured in pdf.h. */
#include "out/pdf/pdf.h"

#include <stdlib.h>
#include <string.h>

#define OUTPUT_CAP ((size_t)64 << 20)

/* What libharu takes from its pool: see haru.c. */
#define POOL_BASE ((size_t)48 << 10)
#define POOL_OBJECT ((size_t)208)
#define POOL_PAGE ((size_t)12 << 10)
#define POOL_XREF ((size_t)8192) /* its list of objects grows by 1024 of them */

enum fixed_object { XMP, PROFILE, FONTS, ROOT, PARENTS, RECORD, SPECIFICATION, FIXED_OBJECTS };
enum { OBJECTS_A_FONT = 5, PICTURE_OBJECTS = 2 };
enum { FONT_SLOTS = SB_FACES * (SB_FONT_BLOCKS - 1) }; /* ASCII and Latin share theirs */
#define FONT_OBJECTS ((size_t)FONT_SLOTS * OBJECTS_A_FONT)

struct sb_pdf {
    struct sb_haru *haru;
    struct sb_deflate *deflate;
    struct sb_arena *arena; /* of one document: objects, tree */
    struct sb_pages pages;  /* drawn */
    struct sb_buf content;  /* of one stream after another */
    struct sb_buf bodies;   /* of streams made for this document */
    struct sb_buf texts;    /* of objects */
    struct sb_buf out;
    size_t pool_limit;
};

/* A stream's body in bodies, found by offset until the buffer stops moving. */
struct span {
    size_t at, length;
};
struct font_slot {
    enum sb_font_block block;
    unsigned face;
    struct sb_object *first;
    struct span map; /* of composite fonts */
};
struct job {
    struct sb_pdf *pdf;
    const struct sb_display *display;
    const struct sb_pdf_facts *facts;
    struct sb_object *fixed;
    struct font_slot fonts[FONT_SLOTS];
    size_t font_count;
    struct sb_object *pictures; /* image and its resource dictionary, or NULL */
    struct sb_object *elements, *catalog;
    struct span xmp, record, *sheets;
    uint32_t *pages, *leaves, *leaf_ends, *links;
    struct sb_tree tree;
    size_t object_count;
};

sb_status
sb_pdf_new(struct sb_pdf **out, struct sb_error *err)
{
    struct sb_pdf *pdf = calloc(1, sizeof *pdf);
    sb_status st;

    *out = NULL;
    if (pdf == NULL)
        return sb_error_nomem(err);
    pdf->out.cap = OUTPUT_CAP;
    pdf->arena = sb_arena_new(0);
    st = pdf->arena != NULL ? SB_OK : sb_error_nomem(err);
    if (st == SB_OK)
        st = sb_haru_new(&pdf->haru, err);
    if (st == SB_OK)
        st = sb_deflate_new(&pdf->deflate, SB_DEFLATE_FAST, err);
    if (st != SB_OK) {
        sb_pdf_free(pdf);
        return st;
    }
    *out = pdf;
    return SB_OK;
}

void
sb_pdf_free(struct sb_pdf *pdf)
{
    if (pdf == NULL)
        return;
    sb_haru_free(pdf->haru);
    sb_deflate_free(pdf->deflate);
    sb_arena_free(pdf->arena);
    sb_buf_free(&pdf->pages.content);
    sb_buf_free(&pdf->content);
    sb_buf_free(&pdf->bodies);
    sb_buf_free(&pdf->texts);
    sb_buf_free(&pdf->out);
    free(pdf);
}

void
sb_pdf_limit(struct sb_pdf *pdf, size_t pool_bytes, size_t output_bytes)
{
    if (pool_bytes != 0)
        pdf->pool_limit = pool_bytes;
    if (output_bytes != 0)
        pdf->out.cap = output_bytes;
}

sb_status
sb_pdf_pages(uint8_t hash[32], struct sb_pdf *pdf, const struct sb_display *display,
             struct sb_error *err)
{
    sb_arena_reset(pdf->arena);
    return sb_pages_draw(hash, &pdf->pages, pdf->arena, display, err);
}

/* The streams of the sheets, deflated; the one with the code is copied for it. */
static sb_status
make_sheets(struct job *job, struct sb_error *err)
{
    struct sb_pdf *pdf = job->pdf;
    const struct sb_display *display = job->display;
    struct sb_buf coded = {0};
    sb_status st = SB_OK;
    size_t from = 0;

    for (size_t i = 0; st == SB_OK && i < display->sheet_count; from = pdf->pages.ends[i++]) {
        struct sb_bytes content = {pdf->pages.content.at + from, pdf->pages.ends[i] - from};

        if (display->code != NULL && display->code->sheet == i) {
            sb_buf_put(&coded, content.at, content.len);
            sb_content_put_code(&coded, display);
            content = (struct sb_bytes){coded.at, coded.len};
        }
        job->sheets[i].at = pdf->bodies.len;
        st = coded.failed
                 ? sb_error_nomem(err)
                 : sb_deflate_run(pdf->deflate, &pdf->bodies, content.at, content.len, err);
        job->sheets[i].length = pdf->bodies.len - job->sheets[i].at;
    }
    sb_buf_free(&coded);
    pdf->pages.ends = NULL; /* they are written once */
    return st;
}

/* Everything that depends on the content alone, so that bodies stop moving afterwards. */
static sb_status
make_bodies(struct job *job, struct sb_error *err)
{
    struct sb_pdf *pdf = job->pdf;
    sb_status st = make_sheets(job, err);

    if (st != SB_OK)
        return st;
    job->record.at = pdf->bodies.len;
    if (job->facts->record.at != NULL &&
        (st = sb_deflate_run(pdf->deflate, &pdf->bodies, job->facts->record.at,
                             job->facts->record.len, err)) != SB_OK)
        return st;
    job->record.length = pdf->bodies.len - job->record.at;
    job->xmp.at = pdf->bodies.len;
    sb_xmp_put(&pdf->bodies, job->facts);
    job->xmp.length = pdf->bodies.len - job->xmp.at;
    return pdf->bodies.failed ? sb_error_nomem(err) : SB_OK;
}

/* Which fonts, and the character maps of the composite ones. */
static sb_status
choose_fonts(struct job *job, struct sb_error *err)
{
    struct sb_pdf *pdf = job->pdf;
    sb_status st;

    for (unsigned block = SB_FONT_LATIN; block < SB_FONT_BLOCKS; block++)
        for (unsigned face = 0; face < SB_FACES; face++) {
            struct font_slot *slot = &job->fonts[job->font_count];
            const uint8_t *used = pdf->pages.use.glyphs[block][face];

            slot->face = face;
            if (!sb_font_used(&slot->block, &pdf->pages.use, block, face))
                continue;
            job->font_count++;
            if (block == SB_FONT_LATIN)
                continue;
            sb_buf_reset(&pdf->content);
            sb_font_put_map(&pdf->content, block, face, used);
            if (pdf->content.failed)
                return sb_error_nomem(err);
            slot->map.at = pdf->bodies.len;
            st = sb_deflate_run(pdf->deflate, &pdf->bodies, pdf->content.at, pdf->content.len, err);
            if (st != SB_OK)
                return st;
            slot->map.length = pdf->bodies.len - slot->map.at;
        }
    return SB_OK;
}

static struct sb_bytes
body_of(const struct job *job, struct span span)
{
    return (struct sb_bytes){job->pdf->bodies.at + span.at, span.length};
}

static bool
add(struct job *job, struct sb_object *object, struct sb_bytes body)
{
    *object = (struct sb_object){.texts = &job->pdf->texts, .body = body};
    job->object_count++;
    return sb_haru_add(job->pdf->haru, object);
}

static bool
add_font(struct job *job, struct font_slot *slot)
{
    const struct sb_bytes none = {NULL, 0};
    struct sb_object *o = slot->first;
    size_t inflated;
    struct sb_bytes program = sb_font_program(slot->block, slot->face, &inflated);

    if (!add(job, &o[0], none) || !add(job, &o[1], none) || !add(job, &o[2], program))
        return false;
    if (slot->block <= SB_FONT_LATIN)
        return true;
    return add(job, &o[3], none) && add(job, &o[4], body_of(job, slot->map));
}

static sb_status
take_objects(struct job *job, struct sb_error *err)
{
    struct sb_arena *arena = job->pdf->arena;
    size_t elements = job->display->element_count, sheets = job->display->sheet_count;
    struct sb_object *objects = sb_arena_array(
        arena, FIXED_OBJECTS + FONT_OBJECTS + PICTURE_OBJECTS + 1 + elements, sizeof *objects);

    job->sheets = sb_arena_array(arena, sheets, sizeof *job->sheets);
    job->pages = sb_arena_array(arena, sheets, sizeof *job->pages);
    job->leaf_ends = sb_arena_array(arena, sheets, sizeof *job->leaf_ends);
    job->leaves = sb_arena_array(arena, elements, sizeof *job->leaves);
    job->links = sb_arena_array(arena, elements, 2 * sizeof *job->links);
    if (objects == NULL || job->sheets == NULL || job->pages == NULL || job->leaf_ends == NULL ||
        job->leaves == NULL || job->links == NULL)
        return sb_error_nomem(err);
    job->fixed = objects;
    objects += FIXED_OBJECTS;
    for (size_t i = 0; i < FONT_SLOTS; i++, objects += OBJECTS_A_FONT)
        job->fonts[i].first = objects;
    job->pictures = objects;
    job->catalog = objects + PICTURE_OBJECTS;
    job->elements = job->catalog + 1;
    return SB_OK;
}

/* All objects, so that every number is known before the first text. */
static bool
add_objects(struct job *job)
{
    const struct sb_display *display = job->display;
    const struct sb_bytes none = {NULL, 0};
    struct sb_object *fixed = job->fixed;
    size_t length;

    if (!add(job, &fixed[XMP], body_of(job, job->xmp)) ||
        !add(job, &fixed[PROFILE], sb_font_profile()) || !add(job, &fixed[FONTS], none) ||
        !add(job, &fixed[ROOT], none) || !add(job, &fixed[PARENTS], none))
        return false;
    if (job->facts->record.at != NULL && (!add(job, &fixed[RECORD], body_of(job, job->record)) ||
                                          !add(job, &fixed[SPECIFICATION], none)))
        return false;
    for (size_t i = 0; i < job->font_count; i++)
        if (!add_font(job, &job->fonts[i]))
            return false;
    if (display->picture != NULL) {
        length = job->pdf->texts.len;
        if (!add(job, &job->pictures[0], sb_image_put(&job->pdf->texts, display->picture->image)))
            return false;
        job->pictures[0].at = length;
        job->pictures[0].length = job->pdf->texts.len - length;
        if (!add(job, &job->pictures[1], none))
            return false;
    }
    for (size_t i = 0; i < display->sheet_count; i++) {
        const struct sb_haru_page page = {
            .width = display->width,
            .height = display->height,
            .content = body_of(job, job->sheets[i]),
            .fonts = &fixed[FONTS],
            .pictures = display->picture != NULL && i == 0 ? &job->pictures[1] : NULL,
            .index = (int32_t)i,
        };

        job->pages[i] = sb_haru_page(job->pdf->haru, &page);
        if (job->pages[i] == 0)
            return false;
    }
    for (size_t i = 0; i < display->element_count; i++)
        if (!add(job, &job->elements[i], none))
            return false;
    return true;
}

/* Children chained behind their parents; leaves by page and MCID, the order they were drawn in. */
static void
make_tree(struct job *job)
{
    const struct sb_display *display = job->display;
    uint32_t *leaves = job->leaves;

    for (size_t i = display->element_count; i-- > 1;) {
        uint32_t parent = display->elements[i].parent;

        job->links[2 * i + 1] = job->links[2 * parent];
        job->links[2 * parent] = (uint32_t)i;
    }
    for (size_t i = 0; i < display->element_count; i++)
        if (display->elements[i].mcid >= 0)
            job->leaf_ends[display->elements[i].page]++;
    for (size_t i = 1; i < display->sheet_count; i++)
        job->leaf_ends[i] += job->leaf_ends[i - 1];
    for (size_t i = 0; i < display->element_count; i++) {
        const struct sb_element *element = &display->elements[i];
        uint32_t start = element->page > 0 ? job->leaf_ends[element->page - 1] : 0;

        if (element->mcid >= 0)
            leaves[start + (uint32_t)element->mcid] = (uint32_t)i;
    }
    job->tree = (struct sb_tree){
        .display = display,
        .root = job->fixed[ROOT].number,
        .first = job->elements[0].number,
        .pages = job->pages,
        .leaves = leaves,
        .leaf_ends = job->leaf_ends,
        .links = job->links,
    };
}

static void
text_begin(struct job *job, struct sb_object *object)
{
    object->at = job->pdf->texts.len;
}

static void
text_end(struct job *job, struct sb_object *object)
{
    object->length = job->pdf->texts.len - object->at;
}

static void
put_stream_text(struct job *job, struct sb_object *object, const char *head, size_t inflated)
{
    struct sb_buf *texts = &job->pdf->texts;

    text_begin(job, object);
    sb_buf_text(texts, head);
    sb_buf_text(texts, "/Length ");
    sb_buf_int(texts, (int64_t)object->body.len);
    if (inflated != 0) {
        sb_buf_text(texts, "/Length1 ");
        sb_buf_int(texts, (int64_t)inflated);
    }
    sb_buf_char(texts, '\n');
    text_end(job, object);
}

static void
put_font_texts(struct job *job, const struct font_slot *slot)
{
    struct sb_buf *texts = &job->pdf->texts;
    struct sb_object *o = slot->first;
    size_t inflated;

    (void)sb_font_program(slot->block, slot->face, &inflated);
    text_begin(job, &o[0]);
    if (slot->block <= SB_FONT_LATIN)
        sb_font_put_simple(texts, slot->block == SB_FONT_LATIN, slot->face, o[1].number);
    else
        sb_font_put_composite(texts, slot->block, slot->face, o[3].number, o[4].number);
    text_end(job, &o[0]);
    text_begin(job, &o[1]);
    sb_font_put_descriptor(texts, slot->block, slot->face, o[2].number);
    text_end(job, &o[1]);
    put_stream_text(job, &o[2], "/Filter/FlateDecode", inflated);
    if (slot->block <= SB_FONT_LATIN)
        return;
    text_begin(job, &o[3]);
    sb_font_put_descendant(texts, slot->block, slot->face,
                           job->pdf->pages.use.glyphs[slot->block][slot->face], o[1].number);
    text_end(job, &o[3]);
    put_stream_text(job, &o[4], "/Filter/FlateDecode", 0);
}

static void
put_catalog_text(struct job *job)
{
    struct sb_buf *texts = &job->pdf->texts;
    const struct sb_object *fixed = job->fixed;

    text_begin(job, job->catalog);
    sb_buf_text(texts, "/Metadata ");
    sb_buf_int(texts, fixed[XMP].number);
    sb_buf_text(texts, " 0 R/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1"
                       "/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)"
                       "/DestOutputProfile ");
    sb_buf_int(texts, fixed[PROFILE].number);
    sb_buf_text(texts, " 0 R>>]/Lang(");
    sb_buf_text(texts, job->facts->language);
    sb_buf_text(texts, ")/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>"
                       "/StructTreeRoot ");
    sb_buf_int(texts, fixed[ROOT].number);
    sb_buf_text(texts, " 0 R");
    if (job->facts->record.at != NULL) {
        sb_buf_text(texts, "/AF[");
        sb_buf_int(texts, fixed[SPECIFICATION].number);
        sb_buf_text(texts, " 0 R]/Names<</EmbeddedFiles<</Names[(superbill.json)");
        sb_buf_int(texts, fixed[SPECIFICATION].number);
        sb_buf_text(texts, " 0 R]>>>>");
    }
    sb_buf_char(texts, '\n');
    text_end(job, job->catalog);
}

static void
put_resource_texts(struct job *job)
{
    struct sb_buf *texts = &job->pdf->texts;
    struct sb_object *fonts = &job->fixed[FONTS];

    text_begin(job, fonts);
    for (size_t i = 0; i < job->font_count; i++) {
        const struct font_slot *slot = &job->fonts[i];

        sb_buf_text(texts, "/F");
        sb_buf_int(texts, sb_font_number(slot->block, slot->face));
        sb_buf_char(texts, ' ');
        sb_buf_int(texts, slot->first[0].number);
        sb_buf_text(texts, " 0 R\n");
    }
    text_end(job, fonts);
    if (job->display->picture == NULL)
        return;
    text_begin(job, &job->pictures[1]);
    sb_buf_text(texts, "/Im1 ");
    sb_buf_int(texts, job->pictures[0].number);
    sb_buf_text(texts, " 0 R\n");
    text_end(job, &job->pictures[1]);
}

static sb_status
put_texts(struct job *job, struct sb_error *err)
{
    struct sb_buf *texts = &job->pdf->texts;
    struct sb_object *fixed = job->fixed;

    put_stream_text(job, &fixed[XMP], "/Type/Metadata/Subtype/XML", 0);
    put_stream_text(job, &fixed[PROFILE], "/N 3/Filter/FlateDecode", 0);
    text_begin(job, &fixed[ROOT]);
    sb_tags_put_root(texts, job->elements[0].number, fixed[PARENTS].number,
                     job->display->sheet_count);
    text_end(job, &fixed[ROOT]);
    text_begin(job, &fixed[PARENTS]);
    sb_tags_put_parents(texts, &job->tree);
    text_end(job, &fixed[PARENTS]);
    if (job->facts->record.at != NULL) {
        text_begin(job, &fixed[RECORD]);
        sb_attach_put_file(texts, job->facts, fixed[RECORD].body.len);
        text_end(job, &fixed[RECORD]);
        text_begin(job, &fixed[SPECIFICATION]);
        sb_attach_put_specification(texts, fixed[RECORD].number);
        text_end(job, &fixed[SPECIFICATION]);
    }
    for (size_t i = 0; i < job->font_count; i++)
        put_font_texts(job, &job->fonts[i]);
    put_resource_texts(job);
    for (size_t i = 0; i < job->display->element_count; i++) {
        text_begin(job, &job->elements[i]);
        sb_tags_put_element(texts, &job->tree, i);
        text_end(job, &job->elements[i]);
    }
    put_catalog_text(job);
    *job->catalog =
        (struct sb_object){.at = job->catalog->at, .length = job->catalog->length, .texts = texts};
    return texts->failed ? sb_error_nomem(err) : SB_OK;
}

static bool
id_of(uint8_t id[16], const char *hash)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < 32; i++) {
        const char *digit = hash[i] != '\0' ? strchr(digits, hash[i]) : NULL;

        if (digit == NULL)
            return false;
        id[i / 2] = (uint8_t)(id[i / 2] << 4 | (digit - digits));
    }
    return true;
}

static size_t
pool_of(const struct job *job)
{
    const struct sb_display *display = job->display;
    size_t sheets = display->sheet_count;
    size_t objects = FIXED_OBJECTS + FONT_OBJECTS + display->element_count + 3 * sheets;
    size_t lists = objects / 1024 + 1, pool = POOL_BASE;

    pool += objects * POOL_OBJECT + sheets * POOL_PAGE + POOL_XREF * lists * (lists + 1) / 2;
    for (size_t i = 0; i < sheets; i++)
        pool += job->sheets[i].length + job->sheets[i].length / 16 + 4096;
    return pool;
}

/* The bytes cut at the font programs, which many documents share. */
static sb_status
make_pieces(struct sb_pieces *out, struct job *job, struct sb_error *err)
{
    struct sb_pdf *pdf = job->pdf;
    struct sb_bytes *pieces = sb_arena_array(pdf->arena, 2 * job->font_count + 1, sizeof *pieces);
    size_t at = 0, count = 0;

    if (pieces == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; i < job->font_count; i++) {
        const struct sb_object *program = &job->fonts[i].first[2];

        if (program->body_at < at || program->body_at + program->body.len > pdf->out.len)
            return sb_error_set(err, SB_E_DEFECT, "a font program is not where it was written");
        pieces[count++] = (struct sb_bytes){pdf->out.at + at, program->body_at - at};
        at = program->body_at + program->body.len;
        pieces[count++] = (struct sb_bytes){pdf->out.at + program->body_at, program->body.len};
    }
    pieces[count++] = (struct sb_bytes){pdf->out.at + at, pdf->out.len - at};
    *out = (struct sb_pieces){pieces, count};
    return SB_OK;
}

static sb_status
save(struct job *job, struct sb_error *err)
{
    struct sb_pdf *pdf = job->pdf;
    char stamp[SB_STAMP_TEXT];
    struct sb_haru_info info = {.title = job->facts->title, .creator = "superbill"};

    info.stamp = sb_stamp_pdf(stamp, job->facts->issued_at);
    if (!id_of(info.id, job->facts->identity))
        return sb_error_set(err, SB_E_DEFECT, "the record has no hash");
    return sb_haru_save(pdf->haru, &pdf->out, &info, err);
}

sb_status
sb_pdf_write(struct sb_pieces *out, struct sb_pdf *pdf, const struct sb_display *display,
             const struct sb_pdf_facts *facts, struct sb_error *err)
{
    struct job job = {.pdf = pdf, .display = display, .facts = facts};
    size_t pool;
    sb_status st;

    if (pdf->pages.ends == NULL)
        return sb_error_set(err, SB_E_DEFECT, "no pages were drawn");
    sb_buf_reset(&pdf->bodies);
    sb_buf_reset(&pdf->texts);
    sb_buf_reset(&pdf->out);
    if ((st = take_objects(&job, err)) != SB_OK || (st = make_bodies(&job, err)) != SB_OK ||
        (st = choose_fonts(&job, err)) != SB_OK)
        return st;
    pool = pool_of(&job);
    if (pdf->pool_limit != 0 && pool > pdf->pool_limit)
        pool = pdf->pool_limit;
    if ((st = sb_haru_begin(pdf->haru, pool, err)) != SB_OK)
        return st;
    if (add_objects(&job) && sb_haru_catalog(pdf->haru, job.catalog)) {
        make_tree(&job);
        if ((st = put_texts(&job, err)) != SB_OK)
            return st;
    } /* else the save tells which failure it was */
    if ((st = save(&job, err)) != SB_OK)
        return st;
    return make_pieces(out, &job, err);
}
