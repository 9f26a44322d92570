/*
 * qr.c - the door of libqrencode: a text becomes the squares of a QR code.
 *
 * The library is loaded on first use: few practices print the code, and every start of the
 * program would pay for it.
 */
#include "out/pdf/pdf.h"

#include <dlfcn.h>
#include <errno.h>
#include <qrencode.h>
#include <string.h>

#define SIDE_MOST 177 /* squares a side of the largest code */
#define SIDE_LEAST 21 /* of the smallest, version 1; each version has STEP more */
#define SIDE_STEP 4

struct qr_calls {
    __typeof__(QRcode_encodeString) *encode;
    __typeof__(QRcode_free) *free;
};

static sb_status
qr_load(struct qr_calls *call, struct sb_error *err)
{
#include "qr_library.inc"
    void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL); /* as long as the process */

    if (library == NULL)
        return sb_error_set(err, SB_E_READ, "%s is not installed, which [document] qr = yes needs",
                            soname);
    /* ISO C has no way from an object pointer to a function; POSIX gives this one */
    *(void **)&call->encode = dlsym(library, "QRcode_encodeString");
    *(void **)&call->free = dlsym(library, "QRcode_free");
    return call->encode != NULL && call->free != NULL
               ? SB_OK
               : sb_error_set(err, SB_E_DEFECT, "%s lacks a function", soname);
}

sb_status
sb_qr_make(struct sb_code *out, const char *text, int32_t least, struct sb_arena *arena,
           struct sb_error *err)
{
    struct qr_calls call = {NULL, NULL};
    uint8_t *dark = NULL;
    int version = least <= SIDE_LEAST ? 0 : (least - SIDE_LEAST + SIDE_STEP - 1) / SIDE_STEP + 1;
    QRcode *code;
    size_t count;
    sb_status st = qr_load(&call, err);

    if (st != SB_OK)
        return st;
    code = call.encode(text, version, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (code == NULL)
        return errno == ENOMEM ? sb_error_nomem(err)
                               : sb_error_set(err, SB_E_RANGE, "no QR code holds the number");
    if (code->width <= 0 || code->width > SIDE_MOST) {
        call.free(code);
        return sb_error_set(err, SB_E_DEFECT, "a QR code is of no size");
    }
    count = (size_t)code->width * (size_t)code->width;
    dark = sb_arena_take(arena, count);
    for (size_t i = 0; dark != NULL && i < count; i++)
        dark[i] = code->data[i] & 1; /* the other bits tell what a square is for */
    out->dark = dark;
    out->side = code->width;
    call.free(code);
    return dark != NULL ? SB_OK : sb_error_nomem(err);
}
