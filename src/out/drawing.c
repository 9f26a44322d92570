/* drawing.c - the state that draws one document after the other. */
#include "out/drawing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drawing.inc"

#define LAYOUT_CAP ((size_t)64 << 20)

/* "#1f4e5f" */
static bool
parse_accent(uint8_t out[3], const char *text)
{
    uint8_t nibbles[6];

    if (text[0] != '#' || strlen(text) != 7)
        return false;
    for (int i = 0; i < 6; i++) {
        char c = sb_ascii_lower(text[i + 1]);

        if (sb_ascii_digit(c))
            nibbles[i] = (uint8_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            nibbles[i] = (uint8_t)(c - 'a' + 10);
        else
            return false;
    }
    for (int i = 0; i < 3; i++)
        out[i] = (uint8_t)(nibbles[2 * i] << 4 | nibbles[2 * i + 1]);
    return true;
}

sb_status
sb_drawing_new(struct sb_drawing **out, const struct sb_template *page, const char *logo,
               const char *accent, struct sb_error *err)
{
    struct sb_drawing *drawing = calloc(1, sizeof *drawing);
    sb_status st;

    *out = NULL;
    if (drawing == NULL)
        return sb_error_nomem(err);
    drawing->page = page;
    drawing->arena = sb_arena_new(LAYOUT_CAP);
    st = drawing->arena != NULL ? sb_pdf_new(&drawing->pdf, err) : sb_error_nomem(err);
    if (st == SB_OK && accent != NULL && !parse_accent(drawing->accent, accent))
        st = sb_error_set(err, SB_E_SYNTAX, "an accent colour has the form #1f4e5f");
    if (st == SB_OK && logo != NULL)
        st = sb_image_read(&drawing->logo, logo, err);
    if (st != SB_OK) {
        sb_drawing_free(drawing);
        return st;
    }
    *out = drawing;
    return SB_OK;
}

void
sb_drawing_free(struct sb_drawing *drawing)
{
    if (drawing == NULL)
        return;
    sb_image_free(drawing->logo);
    sb_pdf_free(drawing->pdf);
    sb_arena_free(drawing->arena);
    free(drawing);
}

/* The patient's language, else the practice's; insurers get English whatever it is. */
static bool
speaks_spanish(const struct sb_template *page, const struct sb_bill *bill)
{
    enum sb_language language = bill->patient->language;

    if (language == SB_LANGUAGE_UNSAID)
        language = bill->config->language;
    return page->spanish != NULL && page->audience != SB_AUDIENCE_SUPERBILL &&
           language == SB_LANGUAGE_ES;
}

sb_status
sb_drawing_layout(struct sb_layout *l, struct sb_drawing *drawing, const struct sb_bill *bill,
                  struct sb_findings *found, struct sb_error *err)
{
    bool spanish = speaks_spanish(drawing->page, bill);

    drawing->sealed = NULL;
    sb_arena_reset(drawing->arena);
    *l = (struct sb_layout){
        .page = spanish ? drawing->page->spanish : drawing->page,
        .spanish = spanish,
        .bill = bill,
        .arena = drawing->arena,
        .found = found,
        .cover = drawing->cover,
        .sample = drawing->sample,
        .logo = drawing->logo,
    };
    return sb_layout_run(l, err);
}

/* A title for the file: what the document is and its number, ASCII alone. */
static const char *
title_of(struct sb_layout *l)
{
    const char *word = "Document", *number = sb_fact_number(l);
    char *title;

    for (size_t i = 0; i < l->page->block_count; i++)
        if (l->page->blocks[i].id == SB_BLOCK_DOCUMENT)
            word = l->page->blocks[i].heading;
    title = sb_arena_print(l->arena, "%s %s", word, number != NULL ? number : "");
    for (char *at = title; at != NULL && *at != '\0'; at++)
        if (*at < 0x20 || *at > 0x7E)
            *at = '?';
    return title;
}

static struct sb_display
display_of(const struct sb_drawing *drawing, const struct sb_layout *l)
{
    struct sb_display display = {.width = SB_SHEET_WIDTH, .height = SB_SHEET_HEIGHT};

    display.sheets = l->sheets;
    display.sheet_count = l->sheet_count;
    display.elements = l->elements.at;
    display.element_count = l->elements.count;
    display.picture = l->has_picture ? &l->picture : NULL;
    display.code = l->has_code ? &l->code : NULL;
    memcpy(display.accent, drawing->accent, sizeof display.accent);
    return display;
}

/* The document whose pages are drawn as a file; facts but title and language are given. */
static sb_status
write_pages(struct sb_pieces *out, struct sb_drawing *drawing, struct sb_layout *l,
            struct sb_pdf_facts *facts, struct sb_error *err)
{
    const struct sb_display display = display_of(drawing, l);

    facts->language = l->spanish ? "es-US" : "en-US";
    facts->title = title_of(l);
    if (facts->title == NULL)
        return sb_error_nomem(err);
    drawing->pages = l->sheet_count;
    return sb_pdf_write(out, drawing->pdf, &display, facts, err);
}

/* Lay out and draw the pages of a bill. */
static sb_status
draw_pages(struct sb_drawing *drawing, const struct sb_bill *bill, struct sb_error *err)
{
    struct sb_display display;
    uint8_t hash[32];
    sb_status st = sb_drawing_layout(&drawing->layout, drawing, bill, NULL, err);

    if (st != SB_OK)
        return st;
    display = display_of(drawing, &drawing->layout);
    if ((st = sb_pdf_pages(hash, drawing->pdf, &display, err)) != SB_OK)
        return st;
    sb_hex(drawing->pages_sha256, hash, sizeof hash);
    drawing->sealed = bill;
    return SB_OK;
}

sb_status
sb_document_seal(struct sb_buf *record, struct sb_drawing *drawing, struct sb_bill *bill,
                 const char *number, int64_t issued_at, struct sb_error *err)
{
    sb_status st;

    bill->number = number;
    bill->issued_at = issued_at;
    if ((st = draw_pages(drawing, bill, err)) != SB_OK)
        return st;
    bill->pages_sha256 = drawing->pages_sha256;
    return sb_bill_seal(bill, number, issued_at, record, err);
}

sb_status
sb_document_draw(struct sb_pieces *out, struct sb_drawing *drawing, const struct sb_bill *bill,
                 struct sb_bytes record, struct sb_error *err)
{
    struct sb_pdf_facts facts = {.issued_at = bill->issued_at, .record = record};
    struct sb_layout *l = &drawing->layout;
    uint8_t hash[32];
    char hex[65];
    sb_status st;

    facts.identity = bill->record_sha256;
    if (bill->record_sha256[0] == '\0') {
        sb_sha256(hash, record.at, record.len);
        sb_hex(hex, hash, sizeof hash);
        facts.identity = hex;
    }
    st = drawing->sealed == bill ? SB_OK : draw_pages(drawing, bill, err);
    drawing->sealed = NULL;
    if (st != SB_OK || (st = sb_corner_identify(l, facts.identity, err)) != SB_OK)
        return st;
    return write_pages(out, drawing, l, &facts, err);
}

sb_status
sb_cover_draw(struct sb_pieces *out, struct sb_drawing *drawing, const struct sb_cover *cover,
              struct sb_error *err)
{
    const struct sb_patient nobody = {.language = cover->language};
    const struct sb_bill bill = {.audience = SB_AUDIENCE_COVER,
                                 .config = cover->config,
                                 .patient = &nobody,
                                 .number = cover->number,
                                 .issued_at = cover->made_at,
                                 .issued_on = cover->made_on};
    struct sb_pdf_facts facts = {.issued_at = cover->made_at};
    uint8_t hash[32];
    char hex[65], identity[160];
    sb_status st;

    if (sb_template_audience(drawing->page) != SB_AUDIENCE_COVER)
        return sb_error_set(err, SB_E_DEFECT, "a cover is drawn with a cover's template");
    drawing->cover = cover;
    st = draw_pages(drawing, &bill, err);
    drawing->cover = NULL;
    drawing->sealed = NULL;
    if (st != SB_OK)
        return st;
    (void)snprintf(identity, sizeof identity, "copy of %.72s, %u pages, %lld", cover->number,
                   cover->pages, (long long)cover->made_at);
    sb_sha256(hash, identity, strlen(identity));
    sb_hex(hex, hash, sizeof hash);
    facts.identity = hex;
    return write_pages(out, drawing, &drawing->layout, &facts, err);
}

void
sb_drawing_sample(struct sb_drawing *drawing)
{
    drawing->sample = true;
}

unsigned
sb_drawing_pages(const struct sb_drawing *drawing)
{
    return (unsigned)drawing->pages;
}

const char *
sb_drawing_source(void)
{
    return drawing_source;
}

void
sb_drawing_design(uint8_t hash[32], const struct sb_drawing *drawing)
{
    struct sb_bytes profile = sb_font_profile();
    struct sb_sha256_state state;

    sb_sha256_start(&state);
    sb_sha256_add(&state, drawing->page->hash, sizeof drawing->page->hash);
    sb_sha256_add(&state, drawing->accent, sizeof drawing->accent);
    sb_sha256_add(&state, profile.at, profile.len);
    /* all fonts come from one package: another one changes these two as well */
    for (unsigned face = 0; face < SB_FACES; face++) {
        size_t inflated;
        struct sb_bytes font = sb_font_program(SB_FONT_ASCII, face, &inflated);

        sb_sha256_add(&state, font.at, font.len);
    }
    sb_sha256_end(&state, hash);
}
