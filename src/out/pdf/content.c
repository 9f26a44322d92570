/*
 * content.c - the content stream of a sheet:
 *
 *     /Artifact<</Type/Layout>>BDC .5 w 36 704 m 576 704 l S EMC      all rules
 *     /Figure<</MCID 0>>BDC q 96 0 0 48 36 700 cm /Im1 Do Q EMC       the logo
 *     BT /H1<</MCID 1>>BDC /F2 16 Tf 306 740 Td(Superbill)Tj EMC ...  runs in reading order
 *     /Artifact<</Type/Pagination/Subtype/Footer>>BDC ... EMC ET      what every page repeats
 *     /Figure<</MCID 90>>BDC 36 100 10.5 1.5 re ... f EMC             the QR code
 *
 * Each place is rounded once to hundredths of a point, and differences of the rounded are
 * written, so that moving from run to run never drifts.
 */
#include "out/pdf/pdf.h"

/* What the stream has set so far, so that only changes are written. */
struct pen {
    struct sb_buf *out;
    struct sb_font_use *use;
    int32_t x, y;          /* start of the last string, hundredths */
    unsigned font;         /* number of the font resource, 0: none yet */
    int32_t size, spacing; /* thousandths */
};

static void
put_rules(struct sb_buf *out, const struct sb_display *display, const struct sb_sheet *sheet)
{
    int32_t thickness = 0;
    bool accent = false;

    if (sheet->rule_count == 0)
        return;
    sb_buf_text(out, "/Artifact<</Type/Layout>>BDC\n");
    for (size_t i = 0; i < sheet->rule_count; i++) {
        const struct sb_hairline *rule = &sheet->rules[i];

        if (rule->thickness != thickness) {
            thickness = rule->thickness;
            sb_put_hundredths(out, sb_hundredths(thickness));
            sb_buf_text(out, " w ");
        }
        if (rule->accent != accent) {
            accent = rule->accent;
            for (int c = 0; c < 3; c++) {
                sb_put_hundredths(out, accent ? (display->accent[c] * 100 + 127) / 255 : 0);
                sb_buf_char(out, ' ');
            }
            sb_buf_text(out, "RG ");
        }
        sb_put_hundredths(out, sb_hundredths(rule->x));
        sb_buf_char(out, ' ');
        sb_put_hundredths(out, sb_hundredths(rule->y));
        sb_buf_text(out, " m ");
        sb_put_hundredths(out, sb_hundredths(rule->x + rule->width));
        sb_buf_char(out, ' ');
        sb_put_hundredths(out, sb_hundredths(rule->y));
        sb_buf_text(out, " l S\n");
    }
    sb_buf_text(out, "EMC\n");
}

static void
put_picture(struct sb_buf *out, const struct sb_picture *picture, int32_t mcid)
{
    const int32_t numbers[6] = {picture->width, 0, 0, picture->height, picture->x, picture->y};

    sb_buf_text(out, "/Figure<</MCID ");
    sb_buf_int(out, mcid);
    sb_buf_text(out, ">>BDC\nq ");
    for (int i = 0; i < 6; i++) {
        sb_put_hundredths(out, sb_hundredths(numbers[i]));
        sb_buf_char(out, ' ');
    }
    sb_buf_text(out, "cm /Im1 Do Q\nEMC\n");
}

/* Dark squares of a row that touch are one box; all boxes are one path. */
static void
put_code(struct sb_buf *out, const struct sb_code *code, int32_t mcid)
{
    int32_t module = sb_hundredths(code->module), left = sb_hundredths(code->x);
    int32_t top = sb_hundredths(code->y) + code->side * module;

    sb_buf_text(out, "/Figure<</MCID ");
    sb_buf_int(out, mcid);
    sb_buf_text(out, ">>BDC\n");
    for (int32_t row = 0; row < code->side; row++) {
        const uint8_t *dark = code->dark + (size_t)row * (size_t)code->side;

        for (int32_t from = 0, to; from < code->side; from = to) {
            for (to = from + 1; to < code->side && dark[to] == dark[from];)
                to++;
            if (dark[from] == 0)
                continue;
            sb_put_hundredths(out, left + from * module);
            sb_buf_char(out, ' ');
            sb_put_hundredths(out, top - (row + 1) * module);
            sb_buf_char(out, ' ');
            sb_put_hundredths(out, (to - from) * module);
            sb_buf_char(out, ' ');
            sb_put_hundredths(out, module);
            sb_buf_text(out, " re\n");
        }
    }
    sb_buf_text(out, "f\nEMC\n");
}

static void
pen_font(struct pen *pen, unsigned font, int32_t size)
{
    if (pen->font == font && pen->size == size)
        return;
    pen->font = font;
    pen->size = size;
    sb_buf_text(pen->out, "/F");
    sb_buf_int(pen->out, font);
    sb_buf_char(pen->out, ' ');
    sb_put_hundredths(pen->out, sb_hundredths(size));
    sb_buf_text(pen->out, " Tf\n");
}

static char *
put_glyph_hex(char *to, unsigned code)
{
    static const char digits[] = "0123456789ABCDEF";

    for (int shift = 12; shift >= 0; shift -= 4)
        *to++ = digits[code >> shift & 15];
    return to;
}

/* The part of a text that one font draws, as a string to show; returns where the next begins. */
static const char *
put_segment(struct pen *pen, const struct sb_run *run, const char *at, const char *end)
{
    unsigned face = run->style.face;
    struct sb_glyph glyph;
    unsigned font = 0;
    char *to = NULL, *start = NULL;

    while (at < end) {
        const char *next = at;
        uint32_t code_point = sb_utf8_next(&next);

        if (!sb_glyph_find(&glyph, face, code_point)) {
            pen->use->failed = true; /* preflight lets no such character come here */
            return end;
        }
        if (font == 0) {
            font = sb_font_number(glyph.block, face);
            pen_font(pen, font, run->style.size);
            start = to = sb_buf_reserve(pen->out, (size_t)(end - at) * 4 + 8);
            if (to == NULL)
                return end;
            *to++ = font <= SB_FACES ? '(' : '<';
        } else if (sb_font_number(glyph.block, face) != font) {
            break;
        }
        if (glyph.block != SB_FONT_ASCII || font > SB_FACES || !pen->use->face[face])
            sb_font_use_glyph(pen->use, &glyph, face);
        if (font > SB_FACES) {
            to = put_glyph_hex(to, glyph.code);
        } else {
            if (glyph.code == '(' || glyph.code == ')' || glyph.code == '\\')
                *to++ = '\\';
            *to++ = (char)glyph.code;
        }
        at = next;
    }
    if (to == NULL)
        return end;
    *to++ = font <= SB_FACES ? ')' : '>';
    *to++ = 'T';
    *to++ = 'j';
    *to++ = '\n';
    *to = '\0';
    pen->out->len += (size_t)(to - start);
    return at;
}

static void
put_run(struct pen *pen, const struct sb_run *run)
{
    int32_t x = sb_hundredths(run->x), y = sb_hundredths(run->y);
    int32_t spacing = run->style.spaced ? SB_CODE_SPACING : 0;
    const char *at = run->text, *end = run->text + run->length;

    if (spacing != pen->spacing) {
        pen->spacing = spacing;
        sb_put_hundredths(pen->out, sb_hundredths(spacing));
        sb_buf_text(pen->out, " Tc\n");
    }
    sb_put_hundredths(pen->out, x - pen->x);
    sb_buf_char(pen->out, ' ');
    sb_put_hundredths(pen->out, y - pen->y);
    sb_buf_text(pen->out, " Td\n");
    pen->x = x;
    pen->y = y;
    while (at < end)
        at = put_segment(pen, run, at, end);
}

/* Tagged runs; consecutive runs of one leaf are one marked sequence. */
static int32_t
put_leaves(struct pen *pen, const struct sb_display *display, size_t page, int32_t mcid)
{
    const struct sb_sheet *sheet = &display->sheets[page];
    uint32_t open = SB_NO_ELEMENT;

    for (size_t i = 0; i < sheet->run_count; i++) {
        const struct sb_run *run = &sheet->runs[i];
        struct sb_element *element = &display->elements[run->element];

        if (run->element != open) {
            if (open != SB_NO_ELEMENT)
                sb_buf_text(pen->out, "EMC\n");
            open = run->element;
            /* its first place would belong to no element, and the tree would be of other leaves */
            pen->use->twice |= element->mcid >= 0;
            element->page = (uint32_t)page;
            element->mcid = mcid;
            sb_buf_char(pen->out, '/');
            sb_buf_text(pen->out, sb_tag_name(element->tag));
            sb_buf_text(pen->out, "<</MCID ");
            sb_buf_int(pen->out, mcid++);
            sb_buf_text(pen->out, ">>BDC\n");
        }
        put_run(pen, run);
    }
    if (open != SB_NO_ELEMENT)
        sb_buf_text(pen->out, "EMC\n");
    return mcid;
}

static void
put_artifacts(struct pen *pen, const struct sb_run *runs, size_t count, const char *subtype)
{
    if (count == 0)
        return;
    sb_buf_text(pen->out, "/Artifact<</Type/Pagination/Subtype/");
    sb_buf_text(pen->out, subtype);
    sb_buf_text(pen->out, ">>BDC\n");
    for (size_t i = 0; i < count; i++)
        put_run(pen, &runs[i]);
    sb_buf_text(pen->out, "EMC\n");
}

void
sb_content_put(struct sb_buf *out, const struct sb_display *display, size_t page,
               struct sb_font_use *use)
{
    const struct sb_sheet *sheet = &display->sheets[page];
    struct pen pen = {.out = out, .use = use};
    int32_t mcid = 0;

    put_rules(out, display, sheet);
    if (page == 0 && display->picture != NULL) {
        struct sb_element *figure = &display->elements[display->picture->element];

        figure->page = 0;
        figure->mcid = mcid;
        put_picture(out, display->picture, mcid++);
    }
    sb_buf_text(out, "BT\n");
    put_artifacts(&pen, sheet->heads, sheet->head_count, "Header");
    mcid = put_leaves(&pen, display, page, mcid);
    put_artifacts(&pen, sheet->feet, sheet->foot_count, "Footer");
    sb_buf_text(out, "ET\n");
    if (display->code != NULL && display->code->sheet == page) {
        struct sb_element *figure = &display->elements[display->code->element];

        figure->page = (uint32_t)page;
        figure->mcid = mcid;
    }
}

void
sb_content_put_code(struct sb_buf *out, const struct sb_display *display)
{
    put_code(out, display->code, display->elements[display->code->element].mcid);
}
