/*
 * lock.c - copies that open with a patient's password alone.  A few processes make all of a run:
 * each is started for its first one, and what it knew of passwords goes with it.
 *
 *     begun 0 1 2 3 4 5 ...    copy n is made by process n modulo jobs, and taken in that order
 */
#include "out/out.h"
#include "out/pdf/pdf.h"

#include <stdlib.h>

struct sb_locker {
    struct sb_worker *workers[SB_LOCKER_MOST]; /* NULL: not started yet, or of no use any more */
    unsigned jobs;
    uint64_t begun, ended;
};

sb_status
sb_locker_new(struct sb_locker **out, unsigned jobs, struct sb_error *err)
{
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return sb_error_nomem(err);
    (*out)->jobs = jobs < 1 ? 1 : jobs > SB_LOCKER_MOST ? SB_LOCKER_MOST : jobs;
    return SB_OK;
}

void
sb_locker_forget(struct sb_locker *locker)
{
    for (unsigned i = 0; i < locker->jobs; i++) {
        sb_worker_free(locker->workers[i]);
        locker->workers[i] = NULL;
    }
    locker->begun = locker->ended = 0;
}

void
sb_locker_free(struct sb_locker *locker)
{
    if (locker != NULL)
        sb_locker_forget(locker);
    free(locker);
}

bool
sb_locker_full(const struct sb_locker *locker)
{
    return locker->begun - locker->ended == locker->jobs;
}

static sb_status
locker_failed(sb_status st, const struct sb_error *cause, struct sb_error *err)
{
    if (st == SB_E_NOMEM)
        return sb_error_nomem(err);
    if (st == SB_E_READ) /* the library is not there */
        return sb_error_set(err, st, "%s", cause->text);
    return sb_error_set(err, SB_E_DEFECT, "no encrypted copy can be made: %s", cause->text);
}

sb_status
sb_locker_begin(struct sb_locker *locker, struct sb_bytes pdf, const char *password,
                struct sb_error *err)
{
    struct sb_worker **worker = &locker->workers[locker->begun % locker->jobs];
    bool first = *worker == NULL;
    struct sb_error cause = {0};
    sb_status st = sb_crypto_start(err);

    if (st != SB_OK)
        return st;
    if (first && (st = sb_pdf_locker(worker, &cause)) != SB_OK)
        return locker_failed(st, &cause, err);
    st = sb_pdf_lock(*worker, pdf, password, first, &cause);
    if (st == SB_OK) {
        locker->begun++;
        return SB_OK;
    }
    sb_worker_free(*worker);
    *worker = NULL;
    return locker_failed(st, &cause, err);
}

sb_status
sb_locker_end(struct sb_buf *out, struct sb_locker *locker, struct sb_error *err)
{
    struct sb_worker **worker = &locker->workers[locker->ended++ % locker->jobs];
    struct sb_error cause = {0};
    sb_status st = sb_worker_take(out, *worker, &cause);

    if (st == SB_OK)
        return SB_OK;
    sb_worker_free(*worker);
    *worker = NULL;
    return locker_failed(st, &cause, err);
}

sb_status
sb_document_lock(struct sb_buf *out, struct sb_locker *locker, struct sb_bytes pdf,
                 const char *password, struct sb_error *err)
{
    sb_status st = sb_locker_begin(locker, pdf, password, err);

    return st == SB_OK ? sb_locker_end(out, locker, err) : st;
}
