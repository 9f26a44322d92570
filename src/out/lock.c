/*
 * lock.c - copies that open with a patient's password alone.  One process makes all of a run: it
 * is started for the first, and what it knew of passwords goes with it.
 */
#include "out/out.h"
#include "out/pdf/pdf.h"

#include <stdlib.h>

#define OWNER_LENGTH 16

struct sb_locker {
    struct sb_worker *worker; /* NULL: not started yet, or of no use any more */
};

sb_status
sb_locker_new(struct sb_locker **out, struct sb_error *err)
{
    *out = calloc(1, sizeof **out);
    return *out != NULL ? SB_OK : sb_error_nomem(err);
}

void
sb_locker_free(struct sb_locker *locker)
{
    if (locker != NULL)
        sb_worker_free(locker->worker);
    free(locker);
}

static sb_status
locker_run(struct sb_buf *out, struct sb_locker *locker, struct sb_bytes pdf, const char *password,
           struct sb_error *err)
{
    uint8_t random[OWNER_LENGTH];
    char owner[OWNER_LENGTH + 1] = "";
    sb_status st = SB_OK;

    if (locker->worker == NULL && (st = sb_pdf_locker(&locker->worker, err)) != SB_OK)
        return st;
    /* without an owner's password anybody could open it: this one is known to nobody */
    sb_random(random, sizeof random);
    for (size_t i = 0; i < OWNER_LENGTH; i++) /* bytes, for nobody types it; a NUL would end it */
        owner[i] = (char)(1 + random[i] % 255);
    st = sb_pdf_lock(out, locker->worker, pdf, password, owner, err);
    sb_wipe(random, sizeof random);
    sb_wipe(owner, sizeof owner);
    if (st != SB_OK) {
        sb_worker_free(locker->worker);
        locker->worker = NULL;
    }
    return st;
}

sb_status
sb_document_lock(struct sb_buf *out, struct sb_locker *locker, struct sb_bytes pdf,
                 const char *password, struct sb_error *err)
{
    struct sb_error cause = {0};
    sb_status st = sb_crypto_start(err);

    if (st != SB_OK)
        return st;
    st = locker_run(out, locker, pdf, password, &cause);
    if (st == SB_OK || st == SB_E_NOMEM)
        return st == SB_OK ? SB_OK : sb_error_nomem(err);
    if (st == SB_E_READ) /* the library is not there */
        return sb_error_set(err, st, "%s", cause.text);
    return sb_error_set(err, SB_E_DEFECT, "no encrypted copy can be made: %s", cause.text);
}
