/* archive.h - issued superbills as the archive tells of them: rows, history, proof. */
#ifndef SUPERBILL_ARCHIVE_H
#define SUPERBILL_ARCHIVE_H

#include "superbill/date.h"
#include "superbill/feed.h"
#include "superbill/money.h"

#ifdef __cplusplus
extern "C" {
#endif

enum sb_issue_state { SB_ISSUE_STANDS, SB_ISSUE_SUPERSEDED, SB_ISSUE_VOID };
/** "issued", "superseded", "void". */
SB_API const char *sb_issue_state_text(enum sb_issue_state state);

/** One issued superbill; texts live until the call that lends it returns. */
struct sb_superbill {
    const char *number;
    enum sb_issue_state state;
    bool example;
    const char *replaces, *replaced_by; /* numbers, or NULL */
    const char *patient, *provider, *payer;
    sb_date first_date, last_date;
    int64_t issued_at;
    sb_date issued_on;
    sb_date file_by; /* {0}: none known */
    sb_money charges, adjustments, paid, balance;
    unsigned pages;
    uint64_t size; /* of the document, in bytes */
    char record_sha256[65], document_sha256[65];
    const char *template_name, *tables, *program;
    const char *undelivered; /* the folder its document has not yet reached, or NULL */
};

/** Which superbills; {0} is all.  Texts are borrowed. */
struct sb_archive_filter {
    struct sb_filter visits; /* of filter.deadline: file_by within so many days of today */
    sb_date today;           /* for the deadline */
    bool state_given;
    enum sb_issue_state state;
    sb_date issued_before; /* issued, and all dates of service, before that day; {0}: any */
};

/** What happened, in order; texts live until the call that lends it returns. */
struct sb_history {
    int64_t entry;        /* 1, 2, ...: place in the chain */
    const char *event;    /* "issued", "corrected", "voided", "purged", "restored" */
    int64_t at;           /* seconds since 1970-01-01 UTC */
    const char *number;   /* or NULL */
    const char *replaces; /* number, or NULL */
    const char *reason;   /* or NULL */
};

/** The end of the chain: keep it elsewhere, and nobody can rewrite what stands before it. */
struct sb_chain_head {
    int64_t entries;
    char hash[65];       /* of the last entry; all zeros for none */
    int64_t sequence[2]; /* the last number used; [1] of examples */
};

#ifdef __cplusplus
}
#endif
#endif
