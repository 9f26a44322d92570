/* feed.h - records from files, NDJSON, arrays, stdin: patients held, visits streamed. */
#ifndef SUPERBILL_FEED_H
#define SUPERBILL_FEED_H

#include "superbill/finding.h"
#include "superbill/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Which visits a command takes; {0} takes all.  Texts are borrowed. */
struct sb_filter {
    const char *patient, *provider, *payer, *visit;
    sb_date since, until; /* dates of service, both inclusive; {0}: open */
    bool unpaid, paid;    /* a balance is due / none is due */
    int32_t deadline;     /* last filing day within so many days; -1 or 0: any */
    bool deadline_given;
};

#ifdef __cplusplus
}
#endif
#endif
