/*
 * pages.c - the sheets of a display are drawn: their content streams, the fonts that they use, and
 * the hash of how they look.  Nothing of the file is there yet: the record holds that hash.
 */
#include "out/pdf/pdf.h"

#include <stdio.h>

bool
sb_font_used(enum sb_font_block *out, const struct sb_font_use *use, unsigned block, unsigned face)
{
    *out = block == SB_FONT_LATIN && !use->latin ? SB_FONT_ASCII : block;
    return block == SB_FONT_LATIN ? use->face[face] : use->glyphs[block][face] != NULL;
}

/* What the pages look like beside their streams. */
static bool
seal_looks(struct sb_sha256_state *state, const struct sb_pages *pages,
           const struct sb_display *display)
{
    uint8_t seal[32];
    char name[16];

    for (unsigned block = SB_FONT_LATIN; block < SB_FONT_BLOCKS; block++)
        for (unsigned face = 0; face < SB_FACES; face++) {
            enum sb_font_block own;

            if (!sb_font_used(&own, &pages->use, block, face))
                continue;
            if (!sb_font_seal(seal, own, face, pages->use.glyphs[block][face]))
                return false;
            (void)snprintf(name, sizeof name, "F%u", sb_font_number(own, face));
            sb_seal_add_named(state, name, seal);
        }
    if (display->picture != NULL)
        sb_seal_add_named(state, "Im1", sb_image_seal(display->picture->image));
    return true;
}

sb_status
sb_pages_draw(uint8_t hash[32], struct sb_pages *pages, struct sb_arena *arena,
              const struct sb_display *display, struct sb_error *err)
{
    struct sb_sha256_state seal;
    size_t from = 0, *ends;

    sb_buf_reset(&pages->content);
    pages->ends = NULL;
    pages->use = (struct sb_font_use){.arena = arena};
    ends = sb_arena_array(arena, display->sheet_count, sizeof *ends);
    if (ends == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; i < display->element_count; i++)
        display->elements[i].mcid = -1;
    sb_sha256_start(&seal);
    for (size_t i = 0; i < display->sheet_count; from = ends[i++]) {
        struct sb_seal_box box = {0};

        sb_content_put(&pages->content, display, i, &pages->use);
        if (pages->content.failed || pages->use.failed)
            return sb_error_nomem(err);
        if (pages->use.twice)
            return sb_error_set(err, SB_E_DEFECT, "an element of the page is drawn in two places");
        if (display->code != NULL && display->code->sheet == i)
            box = sb_seal_box_of(display->code);
        ends[i] = pages->content.len;
        sb_seal_add(&seal, (struct sb_bytes){pages->content.at + from, ends[i] - from}, &box);
    }
    if (!seal_looks(&seal, pages, display))
        return sb_error_nomem(err);
    sb_sha256_end(&seal, hash);
    pages->ends = ends;
    return SB_OK;
}
