/*
 * looks.c - how the pages of a foreign PDF look: what they show, and their seal, as pages.c makes
 * it.  The seal asks for pages such as ours: of our size, whole, drawn by fonts of our two kinds,
 * each letter where the program has it; on any other there may be more to see, or less.
 */
#include "out/pdf/pdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGES_MOST 2000
#define FONTS (SB_FACES * (SB_FONT_BLOCKS - 1)) /* "F1" and on */
#define FONT_FILE ((size_t)4 << 20)             /* bytes of a program, or of a character map */
#define WIDTHS_MOST 2048
#define TREE_DEEP 32

/* What draws a page beside its stream. */
struct looks {
    unsigned fonts; /* their dictionary */
    bool font[FONTS], picture;
    uint8_t font_seal[FONTS][32], picture_seal[32];
};

static bool
says(struct sb_foreign *f, unsigned dict, const char *key, const char *name)
{
    return sb_foreign_named(f, sb_foreign_key(f, dict, key), name);
}

static bool
lacks(struct sb_foreign *f, unsigned dict, const char *key)
{
    return sb_foreign_null(f, sb_foreign_key(f, dict, key));
}

static bool
counts(struct sb_foreign *f, unsigned dict, const char *key, int value)
{
    int found;

    return sb_foreign_int(f, sb_foreign_key(f, dict, key), &found) && found == value;
}

/* The widths of a one-byte font, as ours have them. */
static bool
put_simple_widths(struct sb_buf *out, struct sb_foreign *f, unsigned font)
{
    unsigned widths = sb_foreign_key(f, font, "/Widths");
    int count = sb_foreign_count(f, widths), first, last, width;

    if (!sb_foreign_int(f, sb_foreign_key(f, font, "/FirstChar"), &first) ||
        !sb_foreign_int(f, sb_foreign_key(f, font, "/LastChar"), &last) || count > WIDTHS_MOST)
        return false;
    sb_buf_text(out, "/FirstChar ");
    sb_buf_int(out, first);
    sb_buf_text(out, "/LastChar ");
    sb_buf_int(out, last);
    sb_buf_text(out, "/Widths[");
    for (int i = 0; i < count; i++) {
        if (!sb_foreign_int(f, sb_foreign_item(f, widths, i), &width))
            return false;
        if (i > 0)
            sb_buf_char(out, ' ');
        sb_buf_int(out, width);
    }
    sb_buf_char(out, ']');
    return true;
}

/* The same of a composite font: a glyph and its width, time after time. */
static bool
put_glyph_widths(struct sb_buf *out, struct sb_foreign *f, unsigned descendant)
{
    unsigned widths = sb_foreign_key(f, descendant, "/W");
    int count = sb_foreign_count(f, widths), glyph, width;

    if (!counts(f, descendant, "/DW", 0) || count > WIDTHS_MOST || count % 2 != 0)
        return false;
    for (int i = 0; i < count; i += 2) {
        unsigned one = sb_foreign_item(f, widths, i + 1);

        if (!sb_foreign_int(f, sb_foreign_item(f, widths, i), &glyph) ||
            sb_foreign_count(f, one) != 1 || !sb_foreign_int(f, sb_foreign_item(f, one, 0), &width))
            return false;
        sb_buf_int(out, glyph);
        sb_buf_char(out, '[');
        sb_buf_int(out, width);
        sb_buf_text(out, "]\n");
    }
    return true;
}

/* What describes a one-byte font, which is itself; false: it is none of ours. */
static bool
simple_parts(struct sb_buf *widths, struct sb_foreign *f, unsigned font)
{
    return says(f, font, "/Encoding", "/WinAnsiEncoding") && lacks(f, font, "/ToUnicode") &&
           put_simple_widths(widths, f, font);
}

/* The same of a composite font and its only descendant. */
static bool
composite_parts(struct sb_buf *widths, struct sb_buf *map, struct sb_foreign *f, unsigned font,
                unsigned descendant)
{
    return says(f, font, "/Subtype", "/Type0") && says(f, font, "/Encoding", "/Identity-H") &&
           sb_foreign_count(f, sb_foreign_key(f, font, "/DescendantFonts")) == 1 &&
           says(f, descendant, "/Subtype", "/CIDFontType2") &&
           says(f, descendant, "/CIDToGIDMap", "/Identity") &&
           put_glyph_widths(widths, f, descendant) &&
           sb_foreign_stream(map, f, sb_foreign_key(f, font, "/ToUnicode"), FONT_FILE, NULL) ==
               SB_OK;
}

/* A descriptor has our kind of program; a reader may take one of another kind before it. */
static bool
font_seal(uint8_t seal[32], struct sb_foreign *f, unsigned font)
{
    bool simple = says(f, font, "/Subtype", "/TrueType");
    unsigned owner =
        simple ? font : sb_foreign_item(f, sb_foreign_key(f, font, "/DescendantFonts"), 0);
    unsigned descriptor = sb_foreign_key(f, owner, "/FontDescriptor");
    unsigned program = sb_foreign_key(f, descriptor, "/FontFile2");
    struct sb_buf widths = {0}, map = {0}, bytes = {0};
    uint8_t hash[32];
    bool ours =
        simple ? simple_parts(&widths, f, font) : composite_parts(&widths, &map, f, font, owner);

    ours = ours && lacks(f, descriptor, "/FontFile") && lacks(f, descriptor, "/FontFile3") &&
           sb_foreign_stream(&bytes, f, program, FONT_FILE, NULL) == SB_OK && !widths.failed &&
           !map.failed && !bytes.failed;
    if (ours) {
        sb_sha256(hash, bytes.at, bytes.len);
        sb_seal_font(seal, (struct sb_bytes){widths.at, widths.len}, hash,
                     (struct sb_bytes){map.at, map.len});
    }
    sb_buf_free(&widths);
    sb_buf_free(&map);
    sb_buf_free(&bytes);
    return ours;
}

/* The logo: eight bits a sample, grey or red, green and blue, each as it is. */
static bool
picture_seal(uint8_t seal[32], struct sb_foreign *f, unsigned picture)
{
    static const char *const others[] = {"/SMask",     "/Mask", "/Decode",
                                         "/ImageMask", "/OC",   "/Alternates"};
    unsigned dict = sb_foreign_dict(f, picture);
    struct sb_buf samples = {0};
    bool grey = says(f, dict, "/ColorSpace", "/DeviceGray"), ours;
    int width = 0, height = 0;

    ours = (grey || says(f, dict, "/ColorSpace", "/DeviceRGB")) &&
           counts(f, dict, "/BitsPerComponent", 8) &&
           sb_foreign_int(f, sb_foreign_key(f, dict, "/Width"), &width) &&
           sb_foreign_int(f, sb_foreign_key(f, dict, "/Height"), &height) && width > 0 &&
           height > 0 && width <= SB_IMAGE_SIDE && height <= SB_IMAGE_SIDE;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ours = ours && lacks(f, dict, others[i]);
    ours = ours &&
           sb_foreign_stream(&samples, f, picture, (size_t)3 * SB_IMAGE_PIXELS, NULL) == SB_OK &&
           !samples.failed && samples.len == (size_t)width * (size_t)height * (grey ? 1 : 3);
    if (ours)
        sb_seal_picture(seal, (uint32_t)width, (uint32_t)height,
                        (struct sb_bytes){samples.at, samples.len});
    sb_buf_free(&samples);
    return ours;
}

/* Whether a box is our sheet. */
static bool
is_sheet(struct sb_foreign *f, unsigned box)
{
    static const int sheet[] = {0, 0, 612, 792};
    int side;

    if (sb_foreign_count(f, box) != 4)
        return false;
    for (int i = 0; i < 4; i++)
        if (!sb_foreign_int(f, sb_foreign_item(f, box, i), &side) || side != sheet[i])
            return false;
    return true;
}

/* Whether the document says no more than its pages show: no forms, layers, or doings. */
static bool
is_silent(struct sb_foreign *f)
{
    static const char *const others[] = {"/AcroForm",   "/OCProperties", "/OpenAction", "/AA",
                                         "/Collection", "/Requirements", "/Threads"};
    unsigned root = sb_foreign_root(f);

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (!lacks(f, root, others[i]))
            return false;
    return sb_foreign_keys(f, sb_foreign_key(f, root, "/Names")) == 1;
}

/* Whether a page shows all of itself, upright; what its tree says is its own, too. */
static bool
is_whole(struct sb_foreign *f, unsigned page)
{
    unsigned node = page;

    if (!is_sheet(f, sb_foreign_key(f, page, "/MediaBox")) || !lacks(f, page, "/AA") ||
        !lacks(f, page, "/Group") || !lacks(f, page, "/Thumb"))
        return false;
    for (int deep = 0; !sb_foreign_null(f, node); node = sb_foreign_key(f, node, "/Parent")) {
        unsigned crop = sb_foreign_key(f, node, "/CropBox");

        if (++deep > TREE_DEEP || !lacks(f, node, "/UserUnit") ||
            (!lacks(f, node, "/Rotate") && !counts(f, node, "/Rotate", 0)) ||
            (!sb_foreign_null(f, crop) && !is_sheet(f, crop)))
            return false;
    }
    return true;
}

/* What draws a page; false: it is not drawn as ours are. */
static bool
looks_of(struct looks *out, struct sb_foreign *f, unsigned page)
{
    unsigned resources = sb_foreign_key(f, page, "/Resources");
    unsigned pictures = sb_foreign_key(f, resources, "/XObject");
    int fonts = 0, known = 1 + !sb_foreign_null(f, pictures) + !lacks(f, resources, "/ProcSet");

    *out = (struct looks){.fonts = sb_foreign_key(f, resources, "/Font")};
    if (sb_foreign_keys(f, resources) != known || !is_whole(f, page))
        return false;
    for (size_t i = 0; i < FONTS; i++) {
        char name[16];
        unsigned font;

        (void)snprintf(name, sizeof name, "/F%zu", i + 1);
        font = sb_foreign_key(f, out->fonts, name);
        out->font[i] = !sb_foreign_null(f, font);
        fonts += out->font[i];
        if (out->font[i] && !font_seal(out->font_seal[i], f, font))
            return false;
    }
    out->picture = sb_foreign_keys(f, pictures) > 0;
    return fonts > 0 && sb_foreign_keys(f, out->fonts) == fonts &&
           (!out->picture ||
            (sb_foreign_keys(f, pictures) == 1 &&
             picture_seal(out->picture_seal, f, sb_foreign_key(f, pictures, "/Im1"))));
}

/* Whether a page behind the first is drawn by the same fonts, and has no picture. */
static bool
looks_alike(const struct looks *first, struct sb_foreign *f, unsigned page)
{
    unsigned resources = sb_foreign_key(f, page, "/Resources");
    struct looks other;

    if (sb_foreign_same(f, sb_foreign_key(f, resources, "/Font"), first->fonts))
        return sb_foreign_keys(f, resources) == 1 + !lacks(f, resources, "/ProcSet") &&
               is_whole(f, page);
    return looks_of(&other, f, page) && !other.picture &&
           memcmp(other.font, first->font, sizeof other.font) == 0 &&
           memcmp(other.font_seal, first->font_seal, sizeof other.font_seal) == 0;
}

static void
looks_add(struct sb_sha256_state *state, const struct looks *looks)
{
    for (size_t i = 0; i < FONTS; i++) {
        char name[16];

        (void)snprintf(name, sizeof name, "F%zu", i + 1);
        if (looks->font[i])
            sb_seal_add_named(state, name, looks->font_seal[i]);
    }
    if (looks->picture)
        sb_seal_add_named(state, "Im1", looks->picture_seal);
}

/* Whether a page carries what none of ours does: notes over it, or pieces of other pages. */
static bool
is_strange(struct sb_foreign *f, unsigned page)
{
    unsigned objects = sb_foreign_key(f, sb_foreign_key(f, page, "/Resources"), "/XObject");

    return sb_foreign_count(f, sb_foreign_key(f, page, "/Annots")) > 0 ||
           !sb_foreign_pictures(f, objects);
}

sb_status
sb_looks_read(struct sb_buf *out, uint8_t hash[32], bool *strange, struct sb_foreign *f,
              struct sb_error *err)
{
    int pages = sb_foreign_pages(f);
    struct sb_sha256_state state;
    struct looks looks = {.fonts = 0};
    struct sb_buf plain = {0};
    bool sealed = is_silent(f);
    sb_status st = SB_OK;

    if (pages < 1 || pages > PAGES_MOST)
        return sb_error_set(err, SB_E_SYNTAX, "it has no pages, or too many");
    sb_sha256_start(&state);
    for (int i = 0; st == SB_OK && i < pages; i++) {
        unsigned page = sb_foreign_page(f, i);
        unsigned char *bytes = NULL;
        size_t length = 0;

        sb_buf_reset(&plain);
        if (sb_foreign_content(f, page, &bytes, &length)) {
            bool ours = sb_content_plain(&plain, (struct sb_bytes){bytes, length});
            const struct sb_bytes content = {plain.at, plain.len};

            if (!sb_shown_put(out, content) || is_strange(f, page) || !ours)
                *strange = true;
            sealed = sealed && ours && sb_seal_add_found(&state, content) &&
                     (i == 0 ? looks_of(&looks, f, page) : looks_alike(&looks, f, page));
        } else {
            st = sb_error_set(err, SB_E_SYNTAX, "a page of it is damaged");
        }
        if (out->len > SB_INSIDE_TEXT)
            st = sb_error_set(err, SB_E_SYNTAX, "its pages show more than is read");
        free(bytes);
    }
    if (st == SB_OK && plain.failed)
        st = sb_error_nomem(err);
    if (st == SB_OK)
        looks_add(&state, &looks);
    sb_buf_free(&plain);
    sb_sha256_end(&state, hash);
    if (!sealed)
        memset(hash, 0, 32);
    return st;
}
