/* lock.c - a copy that opens with a patient's password alone. */
#include "out/out.h"
#include "out/pdf/pdf.h"

#define OWNER_LENGTH 32

sb_status
sb_document_lock(struct sb_buf *out, struct sb_bytes pdf, const char *password,
                 struct sb_error *err)
{
    uint8_t random[OWNER_LENGTH / 2];
    char owner[OWNER_LENGTH + 1];
    struct sb_error cause = {0};
    sb_status st;

    if ((st = sb_crypto_start(err)) != SB_OK)
        return st;
    /* without an owner's password anybody could open it: this one is known to nobody */
    sb_random(random, sizeof random);
    sb_hex(owner, random, sizeof random);
    st = sb_pdf_lock(out, pdf, password, owner, &cause);
    sb_wipe(random, sizeof random);
    sb_wipe(owner, sizeof owner);
    if (st == SB_OK || st == SB_E_NOMEM)
        return st == SB_OK ? SB_OK : sb_error_nomem(err);
    if (st == SB_E_READ) /* the library is not there */
        return sb_error_set(err, st, "%s", cause.text);
    return sb_error_set(err, SB_E_DEFECT, "no encrypted copy can be made: %s", cause.text);
}
