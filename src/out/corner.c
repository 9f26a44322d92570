/* corner.c - the logo and the QR code, in the corners of the letterhead. */
#include "out/page.h"

#include <string.h>

#define CODE_MODULE 1500 /* of a QR code: four dots of a scan at 200 an inch */
#define LOGO_WIDTH 120000
#define LOGO_GAP 12000

int32_t
sb_corner_logo(struct sb_layout *l, int32_t x, int32_t height)
{
    uint32_t pixels_wide, pixels_high;
    int64_t width, high = height;

    if (l->logo == NULL)
        return 0;
    sb_image_size(l->logo, &pixels_wide, &pixels_high);
    width = high * pixels_wide / pixels_high;
    if (width > LOGO_WIDTH) {
        width = LOGO_WIDTH;
        high = width * pixels_high / pixels_wide;
    }
    l->picture = (struct sb_picture){
        .image = l->logo,
        .element = sb_layout_tag(l, SB_TAG_FIGURE, l->document),
        .x = x,
        .y = (int32_t)high, /* below the band's top, until the sheet is known */
        .width = (int32_t)width,
        .height = (int32_t)high,
        .alt = sb_layout_said(l->bill->config->practice.name) ? l->bill->config->practice.name
                                                              : "Logo",
    };
    l->has_picture = true;
    l->picture_band = l->bands.count - 1;
    return (int32_t)width + LOGO_GAP;
}

/* Capitals and digits make the smallest code. */
static sb_status
make_code(struct sb_layout *l, const char *number, const char *hash, struct sb_error *err)
{
    char *text = sb_arena_print(l->arena, "SUPERBILL/1 %s %.32s", number, hash);

    for (char *c = text != NULL ? strrchr(text, ' ') : NULL; c != NULL && *c != '\0'; c++)
        *c = sb_ascii_upper(*c);
    return text != NULL ? sb_qr_make(&l->code, text, l->code.side, l->arena, err)
                        : sb_error_nomem(err);
}

static const char *
code_number(const struct sb_layout *l)
{
    return l->bill->number != NULL ? l->bill->number : l->bill->reference;
}

int32_t
sb_corner_code(struct sb_layout *l, int32_t right)
{
    /* no hash needs more room: digits take less than letters */
    static const char widest[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    const char *number = code_number(l);
    struct sb_error cause = {0};
    int32_t side;
    sb_status st;

    if (l->found != NULL && number == NULL)
        number = "SB-0000-000000"; /* its room is what counts in preflight */
    if (l->bill->config->qr != SB_TRUTH_YES || l->cover != NULL || number == NULL)
        return 0;
    if ((st = make_code(l, number, widest, &cause)) != SB_OK) {
        sb_layout_fail(l, st, cause.text);
        return 0;
    }
    side = l->code.side * CODE_MODULE;
    l->code.module = CODE_MODULE;
    l->code.x = right - side;
    l->code.y = side; /* below the band's top, until the sheet is known */
    l->code_band = l->bands.count - 1;
    l->has_code = l->status == SB_OK;
    return side;
}

sb_status
sb_corner_identify(struct sb_layout *l, const char *identity, struct sb_error *err)
{
    const char *number = code_number(l);
    int32_t side = l->code.side;
    sb_status st;

    if (!l->has_code)
        return SB_OK;
    if ((st = make_code(l, number, identity, err)) != SB_OK)
        return st;
    if (l->code.side != side)
        return sb_error_set(err, SB_E_DEFECT, "a QR code needs more room than it was given");
    l->code.alt = sb_layout_print(
        l, l->spanish ? "Código QR: número %s y hash %.32s" : "QR code: number %s and hash %.32s",
        number, identity);
    return l->code.alt != NULL ? SB_OK : sb_error_nomem(err);
}
