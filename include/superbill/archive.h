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
    bool undelivered;      /* the document has not reached its folder */
    sb_date issued_before; /* issued, and all dates of service, before that day; {0}: any */
};

/** False ends the listing with SB_E_STOPPED. */
typedef bool sb_superbill_fn(void *user, const struct sb_superbill *row);

/** What happened, in order; texts live until the call that lends it returns. */
struct sb_history {
    int64_t entry;        /* 1, 2, ...: place in the chain */
    const char *event;    /* "issued", "corrected", "voided", "purged", "released", "restored" */
    int64_t at;           /* seconds since 1970-01-01 UTC */
    const char *number;   /* or NULL */
    const char *replaces; /* number, or NULL */
    const char *reason;   /* or NULL */
};

/** A line of care as it was issued. */
struct sb_issued_line {
    const char *visit, *place, *code;
    const char *modifiers, *diagnoses; /* with blanks between */
    sb_date date;
    int32_t minutes; /* -1: not said */
    int32_t units;
    sb_money charge, adjustment, paid;
};
struct sb_issued_payment { /* or refund */
    const char *visit, *method;
    sb_date date;
    bool refund;
    sb_money amount, applied;
};
/** A warning that it was issued with. */
struct sb_issued_warning {
    const char *rule, *record, *path, *message, *advice; /* record may be NULL */
};
/** A value that a correction changed; texts are JSON, NULL: not there. */
struct sb_issued_change {
    const char *path; /* JSON Pointer into the record */
    const char *before, *after;
};
/** All that is known of one superbill; texts live until the call that lends it returns. */
struct sb_issued {
    struct sb_superbill row;
    const char *record; /* canonical JSON */
    const char **visits;
    size_t visit_count;
    struct sb_issued_line *lines;
    size_t line_count;
    struct sb_issued_payment *payments;
    size_t payment_count;
    struct sb_history *history;
    size_t history_count;
    struct sb_issued_change *changes; /* against what it replaces */
    size_t change_count;
    const char **bodies; /* of visits: each as it was read, canonical JSON */
    struct sb_issued_warning *warnings;
    size_t warning_count;
};
typedef bool sb_issued_fn(void *user, const struct sb_issued *issued);

/** The end of the chain: keep it elsewhere, and nobody can rewrite what stands before it. */
struct sb_chain_head {
    int64_t entries;
    char hash[65];       /* of the last entry; all zeros for none */
    int64_t sequence[2]; /* the last number used; [1] of examples */
};

/** What a check went through, and what it found. */
struct sb_proof {
    uint64_t entries, superbills, purged, bytes; /* bytes: of documents */
    uint64_t faults;
    struct sb_chain_head head;
    uint64_t redrawn; /* documents of the sample that came out the same when drawn again */
    uint64_t unlike;  /* documents of the sample that were drawn with something else than today's */
    uint64_t file;    /* bytes of the archive's file; sb_archive_check alone asks */
    bool headless;    /* no head stands beside it: nothing tells whether something was lost */
};
/** One fault: the entry (0: none in particular) and number (or NULL) where it is, and what. */
struct sb_fault {
    int64_t entry;
    const char *number;
    const char *text;
};
typedef void sb_proof_fn(void *user, const struct sb_fault *fault);
/** What a restore marked as lost, at that time: numbers, last counts too, and what befell others.
 */
struct sb_lost {
    int64_t at;          /* seconds since 1970-01-01 UTC */
    int64_t first, last; /* 0: no number */
    int64_t events;      /* voids, purges and the like of kept numbers, as far as is known */
    bool example;        /* of the examples' series */
};
typedef void sb_lost_fn(void *user, const struct sb_lost *lost);
/** What a restore put in place. */
struct sb_restored {
    struct sb_proof proof;
    int64_t lost_first[2], lost_last[2]; /* numbers marked as lost, by series; 0: none */
    int64_t lost_events;                 /* see sb_lost */
    bool headless;                       /* no head told what was issued after the copy was made */
    char kept[256];                      /* where the archive that stood there is now; or "" */
};
/** False where the bytes could not be taken: SB_E_WRITE. */
typedef bool sb_sink_fn(void *user, const void *bytes, size_t length);

#ifdef __cplusplus
}
#endif
#endif
