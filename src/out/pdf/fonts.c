/*
 * fonts.c - the document's fonts: which characters they have, how wide, and their objects.
 *
 * Programs are subsets made by the build, deflated there; see src/gen/mkfonts.py.  A document
 * carries the ASCII or the Latin block as one-byte fonts, and others only when used, as
 * composite fonts whose codes are glyph numbers.
 */
#include "out/pdf/pdf.h"

#include <string.h>

struct glyph_row {
    uint16_t code_point, glyph, width;
};
struct winansi_row {
    uint16_t code_point;
    uint8_t byte;
};
struct font_program {
    const char *name;
    const unsigned char *at;
    size_t length, inflated;
    const struct glyph_row *rows;
    size_t row_count;
    int16_t box[4], ascent, descent, cap_height;
    const char *widths; /* of one-byte fonts, as their dictionary has them */
    uint8_t hash[32];   /* SHA-256 of the program */
    uint8_t seal[32];   /* of one-byte fonts: see sb_seal_font */
};
#include "fonts.inc"
#include "profile.inc"

#define WINANSI_COUNT (sizeof winansi_rows / sizeof winansi_rows[0])
#define LATIN_GAP (0x20 + 0xA0 - 0x7F) /* its rows: 20-7E, A0-FF, others */
#define GLYPH_BYTES 128                /* of a bitmap: 1024 glyphs, more than any block has */

static const struct font_program *
font_at(enum sb_font_block block, unsigned face)
{
    return &font_programs[(unsigned)block * SB_FACES + face];
}

static const struct glyph_row *
row_find(const struct font_program *font, uint32_t code_point)
{
    size_t low = 0, high = font->row_count;

    if (high == 0 || code_point < font->rows[0].code_point ||
        code_point > font->rows[high - 1].code_point)
        return NULL;
    /* most blocks have few gaps */
    low = code_point - font->rows[0].code_point;
    if (low < high && font->rows[low].code_point == code_point)
        return &font->rows[low];
    low = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (font->rows[middle].code_point < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < font->row_count && font->rows[low].code_point == code_point)
        return &font->rows[low];
    return NULL;
}

/* The Windows-1252 byte of a code point, 0 where it has none. */
static uint16_t
winansi_byte(uint32_t code_point)
{
    if (code_point <= 0xFF)
        return (uint16_t)code_point;
    for (size_t i = 0; i < WINANSI_COUNT; i++)
        if (winansi_rows[i].code_point == code_point)
            return winansi_rows[i].byte;
    return 0;
}

bool
sb_glyph_find(struct sb_glyph *out, unsigned face, uint32_t code_point)
{
    if (code_point >= 0x20 && code_point <= 0x7E) {
        const struct glyph_row *row = &font_at(SB_FONT_ASCII, face)->rows[code_point - 0x20];

        *out = (struct sb_glyph){SB_FONT_ASCII, (uint16_t)code_point, row->width};
        return true;
    }
    /* a soft hyphen would print as a hyphen */
    if (code_point < 0x20 || code_point == 0xAD)
        return false;
    if (code_point >= 0xA0 && code_point <= 0xFF) {
        const struct glyph_row *row = &font_at(SB_FONT_LATIN, face)->rows[code_point - LATIN_GAP];

        *out = (struct sb_glyph){SB_FONT_LATIN, (uint16_t)code_point, row->width};
        return true;
    }
    for (enum sb_font_block block = SB_FONT_LATIN; block < SB_FONT_BLOCKS; block++) {
        const struct glyph_row *row = row_find(font_at(block, face), code_point);

        if (row == NULL)
            continue;
        *out = (struct sb_glyph){block, row->glyph, row->width};
        if (block == SB_FONT_LATIN)
            out->code = winansi_byte(code_point);
        return true;
    }
    return false;
}

/* Whether a byte of eight is no printable ASCII; DEL and beyond get their top bit. */
static bool
is_odd(uint64_t bytes)
{
    const uint64_t ones = 0x0101010101010101U;

    return (((bytes - ones * 0x20) | (bytes + ones) | bytes) & ones << 7) != 0;
}

/* The first byte that is no printable ASCII, or end. */
static const char *
plain_end(const char *at, const char *end)
{
    uint64_t bytes;

    for (; end - at >= (ptrdiff_t)sizeof bytes; at += sizeof bytes) {
        memcpy(&bytes, at, sizeof bytes);
        if (is_odd(bytes))
            break;
    }
    while (at < end && *at >= 0x20 && *at <= 0x7E)
        at++;
    return at;
}

uint32_t
sb_text_uncovered(const char *text)
{
    const char *end = text + strlen(text);
    struct sb_glyph glyph;

    for (text = plain_end(text, end); text < end; text = plain_end(text, end)) {
        uint32_t code_point = sb_utf8_next(&text);

        if (code_point == '\n')
            continue;
        if (!sb_glyph_find(&glyph, SB_FACE_REGULAR, code_point) ||
            !sb_glyph_find(&glyph, SB_FACE_BOLD, code_point))
            return code_point;
    }
    return 0;
}

/* Width and number of the characters of a text that is not all ASCII, in thousandths. */
static int64_t
mixed_units(const char *at, const char *end, unsigned face, int64_t *characters)
{
    int64_t units = 0;
    struct sb_glyph glyph;

    for (*characters = 0; at < end; ++*characters) {
        if ((unsigned char)*at < 0x80)
            units += plain_widths[face][(unsigned char)*at++];
        else if (sb_glyph_find(&glyph, face, sb_utf8_next(&at)))
            units += glyph.width;
    }
    return units;
}

int32_t
sb_text_width(const char *text, size_t length, struct sb_style style)
{
    const uint16_t *widths = plain_widths[style.face];
    const unsigned char *at = (const unsigned char *)text;
    int64_t units = 0, characters = (int64_t)length;
    unsigned every = 0;

    for (size_t i = 0; i < length; i++) {
        units += widths[at[i]];
        every |= at[i];
    }
    if (every >= 0x80)
        units = mixed_units(text, text + length, style.face, &characters);
    units = (units * style.size + 500) / 1000;
    if (style.spaced)
        units += characters * SB_CODE_SPACING;
    return units > INT32_MAX ? INT32_MAX : (int32_t)units;
}

void
sb_font_use_glyph(struct sb_font_use *use, const struct sb_glyph *glyph, unsigned face)
{
    uint8_t **used = &use->glyphs[glyph->block][face];

    if (glyph->block <= SB_FONT_LATIN) {
        use->face[face] = true;
        use->latin |= glyph->block == SB_FONT_LATIN;
        return;
    }
    if (*used == NULL)
        *used = sb_arena_take(use->arena, GLYPH_BYTES);
    if (*used == NULL || glyph->code >= GLYPH_BYTES * 8)
        use->failed = true;
    else
        (*used)[glyph->code / 8] |= (uint8_t)(1U << glyph->code % 8);
}

struct sb_bytes
sb_font_program(enum sb_font_block block, unsigned face, size_t *inflated)
{
    const struct font_program *font = font_at(block, face);

    *inflated = font->inflated;
    return (struct sb_bytes){font->at, font->length};
}

struct sb_bytes
sb_font_profile(void)
{
    return (struct sb_bytes){profile_deflated, sizeof profile_deflated};
}

unsigned
sb_font_number(enum sb_font_block block, unsigned face)
{
    unsigned group = block <= SB_FONT_LATIN ? 0 : (unsigned)block - SB_FONT_LATIN;

    return group * SB_FACES + face + 1;
}

void
sb_font_put_simple(struct sb_buf *out, bool latin, unsigned face, uint32_t descriptor)
{
    const struct font_program *font = font_at(latin ? SB_FONT_LATIN : SB_FONT_ASCII, face);

    sb_buf_text(out, "/Type/Font/Subtype/TrueType/BaseFont/");
    sb_buf_text(out, font->name);
    sb_buf_text(out, "/Encoding/WinAnsiEncoding");
    sb_buf_text(out, font->widths);
    sb_buf_text(out, "/FontDescriptor ");
    sb_buf_int(out, descriptor);
    sb_buf_text(out, " 0 R\n");
}

void
sb_font_put_descriptor(struct sb_buf *out, enum sb_font_block block, unsigned face,
                       uint32_t program)
{
    const struct font_program *font = font_at(block, face);

    sb_buf_text(out, "/Type/FontDescriptor/FontName/");
    sb_buf_text(out, font->name);
    /* 32: only letters of the Latin set; 4: others too */
    sb_buf_text(out, block <= SB_FONT_LATIN ? "/Flags 32/FontBBox[" : "/Flags 4/FontBBox[");
    for (int i = 0; i < 4; i++) {
        sb_buf_int(out, font->box[i]);
        sb_buf_char(out, i < 3 ? ' ' : ']');
    }
    sb_buf_text(out, "/ItalicAngle 0/Ascent ");
    sb_buf_int(out, font->ascent);
    sb_buf_text(out, "/Descent ");
    sb_buf_int(out, font->descent);
    sb_buf_text(out, "/CapHeight ");
    sb_buf_int(out, font->cap_height);
    sb_buf_text(out, face == SB_FACE_BOLD ? "/StemV 140/FontFile2 " : "/StemV 80/FontFile2 ");
    sb_buf_int(out, program);
    sb_buf_text(out, " 0 R\n");
}

void
sb_font_put_composite(struct sb_buf *out, enum sb_font_block block, unsigned face,
                      uint32_t descendant, uint32_t map)
{
    sb_buf_text(out, "/Type/Font/Subtype/Type0/BaseFont/");
    sb_buf_text(out, font_at(block, face)->name);
    sb_buf_text(out, "/Encoding/Identity-H/DescendantFonts[");
    sb_buf_int(out, descendant);
    sb_buf_text(out, " 0 R]/ToUnicode ");
    sb_buf_int(out, map);
    sb_buf_text(out, " 0 R\n");
}

/* The rows of the glyphs that were drawn, in glyph order; returns their number. */
static size_t
rows_used(const struct glyph_row **rows, const struct font_program *font, const uint8_t *used)
{
    size_t count = 0;

    for (size_t i = 0; i < font->row_count; i++) {
        const struct glyph_row *row = &font->rows[i];
        size_t at = count;

        if (row->glyph >= GLYPH_BYTES * 8 || !(used[row->glyph / 8] >> row->glyph % 8 & 1))
            continue;
        for (; at > 0 && rows[at - 1]->glyph > row->glyph; at--)
            rows[at] = rows[at - 1];
        rows[at] = row;
        count++;
    }
    return count;
}

/* Widths as they stand in a dictionary's /W. */
static void
put_widths(struct sb_buf *out, const struct glyph_row *const *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && rows[i]->glyph == rows[i - 1]->glyph)
            continue;
        sb_buf_int(out, rows[i]->glyph);
        sb_buf_char(out, '[');
        sb_buf_int(out, rows[i]->width);
        sb_buf_text(out, "]\n");
    }
}

void
sb_font_put_descendant(struct sb_buf *out, enum sb_font_block block, unsigned face,
                       const uint8_t *used, uint32_t descriptor)
{
    const struct font_program *font = font_at(block, face);
    const struct glyph_row *rows[GLYPH_BYTES * 8];
    size_t count = rows_used(rows, font, used);

    sb_buf_text(out, "/Type/Font/Subtype/CIDFontType2/BaseFont/");
    sb_buf_text(out, font->name);
    sb_buf_text(out, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                     "/CIDToGIDMap/Identity/DW 0/W[");
    put_widths(out, rows, count);
    sb_buf_text(out, "]/FontDescriptor ");
    sb_buf_int(out, descriptor);
    sb_buf_text(out, " 0 R\n");
}

static void
put_hex4(struct sb_buf *out, uint32_t value)
{
    static const char digits[] = "0123456789ABCDEF";
    char text[6] = {'<', 0, 0, 0, 0, '>'};

    for (int i = 4; i > 0; i--, value >>= 4)
        text[i] = digits[value & 15];
    sb_buf_put(out, text, sizeof text);
}

void
sb_font_put_map(struct sb_buf *out, enum sb_font_block block, unsigned face, const uint8_t *used)
{
    const struct font_program *font = font_at(block, face);
    const struct glyph_row *rows[GLYPH_BYTES * 8];
    size_t count = rows_used(rows, font, used), kept = 0;

    /* two code points may share a glyph; the map names the first */
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || rows[i]->glyph != rows[kept - 1]->glyph)
            rows[kept++] = rows[i];
    sb_buf_text(out, "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                     "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                     "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
                     "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
    for (size_t i = 0; i < kept; i++) {
        if (i % 100 == 0) {
            sb_buf_int(out, (int64_t)(kept - i < 100 ? kept - i : 100));
            sb_buf_text(out, " beginbfchar\n");
        }
        put_hex4(out, rows[i]->glyph);
        put_hex4(out, rows[i]->code_point);
        sb_buf_char(out, '\n');
        if (i % 100 == 99 || i + 1 == kept)
            sb_buf_text(out, "endbfchar\n");
    }
    sb_buf_text(out, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
}

bool
sb_font_seal(uint8_t seal[32], enum sb_font_block block, unsigned face, const uint8_t *used)
{
    const struct font_program *font = font_at(block, face);
    const struct glyph_row *rows[GLYPH_BYTES * 8];
    struct sb_buf widths = {0}, map = {0};
    bool sealed;

    if (block <= SB_FONT_LATIN) {
        memcpy(seal, font->seal, sizeof font->seal);
        return true;
    }
    put_widths(&widths, rows, rows_used(rows, font, used));
    sb_font_put_map(&map, block, face, used);
    sealed = !widths.failed && !map.failed;
    if (sealed)
        sb_seal_font(seal, (struct sb_bytes){widths.at, widths.len}, font->hash,
                     (struct sb_bytes){map.at, map.len});
    sb_buf_free(&widths);
    sb_buf_free(&map);
    return sealed;
}
