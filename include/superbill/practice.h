/* practice.h - the use cases: options in, events out, over one root handle. */
#ifndef SUPERBILL_PRACTICE_H
#define SUPERBILL_PRACTICE_H

#include "superbill/archive.h"
#include "superbill/codes.h"
#include "superbill/document.h"
#include "superbill/feed.h"
#include "superbill/units.h"

#ifdef __cplusplus
extern "C" {
#endif

/* what a use case reports */

enum sb_event_kind {
    SB_FOUND,     /* finding */
    SB_REFUSED,   /* record, a visit with an error-level finding: left out; or a number, text */
    SB_DRAWN,     /* document: it is written, or would be */
    SB_EXPLAINED, /* text, bill: why a visit is as it is */
    SB_CHANGED, /* record: it was added, changed or removed, or would be; bill where there is one */
    SB_MATCHED, /* patient: a person that was looked for */
    SB_WRITTEN, /* text: the path of a file that init made */
    SB_PROGRESS, /* done, total; text: of what, NULL: visits */
    SB_PATCHED,  /* text: a unified diff of one file; done: how many repairs it holds */
    SB_ASIDE,    /* text: the path of an archive that a restore moved aside */
};
/** One document that left the program. */
struct sb_drawn {
    const char *number; /* the number on its face, or NULL */
    const char *const *visits;
    size_t visit_count;
    const char *patient;     /* its id */
    const char *file;        /* path; NULL: the bytes are for the caller alone */
    const char *encrypted;   /* path of its encrypted copy; NULL: none */
    const char *unencrypted; /* why there is none although passwords are given, or NULL */
    const char *sha256;      /* of the file, in hex; NULL where it was not asked for */
    const void *bytes;
    size_t length;
    unsigned pages;
    sb_money charges, adjustments, paid, balance;
};
/** Findings of visits come in record order; those of patients and configuration at the end. */
struct sb_event {
    enum sb_event_kind kind;
    const char *record;
    const struct sb_finding *finding;
    const struct sb_drawn *document;
    const struct sb_bill *bill;
    const struct sb_patient *patient;
    const char *text;
    uint64_t done, total; /* total 0: not known */
};
/** All pointers die on return.  False stops before the next record: SB_E_STOPPED. */
typedef bool sb_event_fn(void *user, const struct sb_event *event);

/** What every use case over records takes; {0} but for the issue time. */
struct sb_run {
    int64_t issued_at;        /* seconds since 1970-01-01 UTC; 0 is refused, not "now" */
    sb_date issued_on;        /* the practice's day then (sb_practice_day); {0} is refused */
    const char *const *files; /* records; none: those that [files] names */
    size_t file_count;
    struct sb_filter filter;
    bool dry_run;  /* all but the writing */
    bool all;      /* check: visits that stand on a superbill are judged anew */
    bool each;     /* explain: the rules that found nothing too, one by one */
    unsigned jobs; /* forked workers; 0: this process alone */
    /*
     * A private file, or a pipe, of passwords, 8 to 32 ASCII characters without blanks: one, or
     * lines "PATIENT-ID PASSWORD".  Each document gets an encrypted copy beside it; a patient
     * without a line gets none and is named.  NULL: no copies.
     */
    const char *password_file;
    sb_event_fn *event; /* may be NULL; gets user */
    void *user;
};
struct sb_tally {
    uint64_t records;   /* patients and visits read */
    uint64_t selected;  /* visits that the filter took */
    uint64_t refused;   /* of these, by a finding at error level; and faults of reading */
    uint64_t kept;      /* of these, what stands on a superbill already */
    uint64_t documents; /* drawn */
    uint64_t errors, warnings, notes;
    bool malformed; /* the reading of a file ended early: exit status 3 */
    bool late; /* all was done; what failed is a document of an earlier run, still undelivered */
    sb_money charges, adjustments, paid, balance; /* of the documents */
};

/* the root handle */

struct sb_practice;
/**
 * Open the practice whose configuration stands at path.  Findings of the configuration that
 * make it unusable are all reported to event (may be NULL), then it is SB_E_SYNTAX; others
 * are reported by each run.  SB_E_READ where there is no such file.
 */
SB_API SB_MUST sb_status sb_practice_open(struct sb_practice **out, const char *path,
                                          sb_event_fn *event, void *user, struct sb_error *err);
SB_API void sb_practice_free(struct sb_practice *practice);
/**
 * Look codes up in the sets that are installed in store (sets.h) too, where [codes] path does not
 * name another one, which is open already.  An absent store holds none.
 */
SB_API SB_MUST sb_status sb_practice_sets(struct sb_practice *practice, const char *store,
                                          struct sb_error *err);
/** The store of installed sets, whether it is there yet or not; NULL: none.  As long as practice.
 */
SB_API const char *sb_practice_store(const struct sb_practice *practice);
/**
 * Whether fact (sb_profile_fact_at) of a profile holds for payer, by its number in the
 * configuration: its section names the profile and says nothing else.
 */
SB_API bool sb_practice_fact_in_force(const struct sb_practice *practice, size_t payer,
                                      size_t fact);
/** What its configuration says; as long as the practice. */
SB_API const struct sb_config *sb_practice_config(const struct sb_practice *practice);
/** The practice's day at an instant, by [practice] timezone; {0} where there is none. */
SB_API sb_date sb_practice_day(const struct sb_practice *practice, int64_t seconds);
/** Whether a time zone of that name (those of IANA) is known here: SB_E_ABSENT where not. */
SB_API SB_MUST sb_status sb_zone_check(const char *name, struct sb_error *err);
/** Whether text has the form of the practice's own superbill numbers. */
SB_API bool sb_practice_numbers(const struct sb_practice *practice, const char *text);
/**
 * A path that belongs to the practice: name as it is where it is absolute, else below the
 * configuration's folder.  sb_text_free it; NULL when memory ends.
 */
SB_API char *sb_practice_path(const struct sb_practice *practice, const char *name);
/** Free a text that a call of this header handed over. */
SB_API void sb_text_free(char *text);
/** The word nearest to text, or NULL where none is near enough to suggest. */
SB_API const char *sb_suggest(const char *text, const char *const *words, size_t count);

/* reading and drawing */

/** Report every finding of every selected record. */
SB_API SB_MUST sb_status sb_check(struct sb_tally *out, struct sb_practice *practice,
                                  const struct sb_run *run, struct sb_error *err);
struct sb_fix_options {
    struct sb_run run;
    bool write; /* put the repairs in place; else they are only told */
};
/**
 * Repairs of the selected visits that can be made one way only, told as a patch of each file.
 * SB_E_STOPPED where a file changes meanwhile.
 */
SB_API SB_MUST sb_status sb_fix(struct sb_tally *out, struct sb_practice *practice,
                                const struct sb_fix_options *options, struct sb_error *err);

struct sb_render_options {
    struct sb_run run;
    enum sb_audience audience; /* SUPERBILL; others as their templates come */
    const char *out_dir;       /* NULL: the bytes go to the event alone */
    const char *reference;     /* a number of the practice's older system: not a draft */
    bool single; /* draw only where exactly one visit is selected; else selected tells */
    bool hashed; /* tell the SHA-256 of each document */
};
/**
 * Draw each selected visit without numbering or keeping it.  One with an error-level finding
 * is reported, counted as refused and skipped; that alone is SB_OK.
 */
SB_API SB_MUST sb_status sb_render(struct sb_tally *out, struct sb_practice *practice,
                                   const struct sb_render_options *options, struct sb_error *err);
/** Whether a document for that audience can be drawn: its template is there. */
SB_API bool sb_render_knows(enum sb_audience audience);

struct sb_year_options {
    struct sb_run run;
    int32_t year;
    enum sb_year_by by;  /* whose date lies in it: a payment's, or the service's */
    const char *out_dir; /* YYYY-PATIENT.pdf goes there, in place of an earlier one */
    bool hashed;         /* tell the SHA-256 of each document */
};
/**
 * Draw a statement of the year for each patient with a selected visit that belongs to it.  A
 * visit with an error-level finding is reported, counted as refused and left out; that alone
 * is SB_OK, and the statement says how many.  SB_E_RANGE where the year has not begun.
 */
SB_API SB_MUST sb_status sb_year(struct sb_tally *out, struct sb_practice *practice,
                                 const struct sb_year_options *options, struct sb_error *err);

/** Explain each of these visits; a refused one too.  SB_E_ABSENT where one is not there. */
SB_API SB_MUST sb_status sb_explain(struct sb_tally *out, struct sb_practice *practice,
                                    const char *const *visits, size_t count,
                                    const struct sb_run *run, struct sb_error *err);

/* issuing, and what was issued */

struct sb_issue_options {
    struct sb_run run;
    const char *out_dir; /* where documents go; NULL: archive only */
    bool again; /* run.filter.visit names one whose superbill is void or purged: issue it anew */
};
/**
 * Issue a numbered superbill for each selected visit that stands on none, in the order of the
 * records.  What is reported as DRAWN with a number is in the archive and durable.  On failure
 * all that was reported stays issued; SB_E_WRITE may also mean that a document is safe in the
 * archive and did not reach its folder: the text says so.
 */
SB_API SB_MUST sb_status sb_issue(struct sb_tally *out, struct sb_practice *practice,
                                  const struct sb_issue_options *options, struct sb_error *err);

struct sb_month_options {
    struct sb_run run;   /* filter: of the month's visits */
    sb_date first;       /* first day of the month */
    const char *out_dir; /* the month's folder, "2026-10", is made below it */
    bool so_far;         /* also where the month is not over */
    bool whole;          /* a person with a refused visit waits */
    bool split_codes;    /* split-codes.csv too */
    bool merge;          /* print.pdf too: all documents one behind the other, marked as copies */
};
/** What a run of month came to. */
struct sb_month {
    struct sb_tally run; /* of this run; documents: issued by it */
    uint64_t documents;  /* that stand with a date of service in the month, as filtered */
    uint64_t delivered;  /* of these, issued before and now put in the folder */
    uint64_t waiting;    /* persons whose visits wait */
    sb_money charges, adjustments, paid, balance; /* of all these documents */
    struct sb_chain_head head;                    /* the end of the archive's chain */
    bool proven;         /* documents, archive, workbook and manifest agree, and are there */
    uint64_t exceptions; /* rows of exceptions.csv */
};
/** The last day of the month that begins at first; {0} where first begins none. */
SB_API sb_date sb_month_last(sb_date first);
/**
 * Issue one superbill per patient, treating provider and payer for the month's visits that stand
 * on none, split by date at twelve diagnoses; bring what was issued before into the month's
 * folder; and write its books there: workbook, manifest, exceptions.  SB_E_RANGE where the month is
 * not over and so_far is not said.  Otherwise as sb_issue; where a file is malformed nothing is
 * issued: half a month is none.
 */
SB_API SB_MUST sb_status sb_month(struct sb_month *out, struct sb_practice *practice,
                                  const struct sb_month_options *options, struct sb_error *err);

struct sb_ledger_options {
    struct sb_run run; /* of its filter patient, provider and payer count */
    sb_date first;     /* first day of the month */
    const char *file;  /* the workbook; what is there is replaced */
};
/** What a workbook holds. */
struct sb_ledger_told {
    uint64_t superbills, exceptions;
    sb_money charges, adjustments, paid, balance;
};
/**
 * Write the workbook of the month's live superbills, and of what the records hold beside them and
 * would be refused.  SB_E_DEFECT where its totals and the archive's differ; nothing is written
 * then.
 */
SB_API SB_MUST sb_status sb_ledger(struct sb_ledger_told *out, struct sb_practice *practice,
                                   const struct sb_ledger_options *options, struct sb_error *err);

/**
 * Superbills that the filter takes, in order of issue.  SB_E_ABSENT, with the nearest name, where
 * it takes none and names a patient, provider or payer that neither archive nor files have.
 */
SB_API SB_MUST sb_status sb_list(struct sb_practice *practice,
                                 const struct sb_archive_filter *filter, sb_superbill_fn *fn,
                                 void *user, struct sb_error *err);
/** All that is known of one number; SB_E_ABSENT names the nearest. */
SB_API SB_MUST sb_status sb_show(struct sb_practice *practice, const char *number, sb_issued_fn *fn,
                                 void *user, struct sb_error *err);

/** Which superbills a command means: numbers, or all that a filter takes. */
struct sb_choice {
    const char *const *numbers;
    size_t number_count;
    const struct sb_archive_filter *filter; /* NULL: numbers alone */
};
struct sb_reprint_options {
    struct sb_run run;
    struct sb_choice choice;
    const char *out_dir;
    bool superseded;   /* superseded and void ones too */
    bool copy;         /* behind a cover page marked COPY: NUMBER-copy.pdf */
    const char *merge; /* path of one PDF that holds all, marked as copies; NULL: a file each */
    enum sb_audience audience; /* other than SUPERBILL: drawn from the archived record */
};
/**
 * Write the very bytes that were issued, or a copy or view of them.  A number that does not stand
 * is REFUSED with a text that names its successor.  SB_E_ABSENT where there is no such number.
 * Copies and merges need libqpdf (SB_E_READ).
 */
SB_API SB_MUST sb_status sb_reprint(struct sb_tally *out, struct sb_practice *practice,
                                    const struct sb_reprint_options *options, struct sb_error *err);

struct sb_void_options {
    struct sb_run run;
    struct sb_choice choice;
    const char *reason; /* must */
};
/** Mark superbills void, all in one step.  One that does not stand is REFUSED with a text. */
SB_API SB_MUST sb_status sb_void(struct sb_tally *out, struct sb_practice *practice,
                                 const struct sb_void_options *options, struct sb_error *err);

struct sb_correct_options {
    struct sb_run run; /* files: where the corrected records are; none: [files] */
    struct sb_choice choice;
    const char *out_dir;
    const char *reason; /* must */
};
/**
 * Issue each superbill anew from its visits' records as they are now, under a new number that
 * says which one it replaces.  One whose page would not change is REFUSED with a text.
 */
SB_API SB_MUST sb_status sb_correct(struct sb_tally *out, struct sb_practice *practice,
                                    const struct sb_correct_options *options, struct sb_error *err);

enum sb_verdict {
    SB_VERDICT_GENUINE, /* the very bytes that were issued, and they stand */
    SB_VERDICT_ALTERED,
    SB_VERDICT_SUPERSEDED, /* the very bytes, but a correction stands in their place */
    SB_VERDICT_VOID,
    SB_VERDICT_UNKNOWN, /* nothing vouches for it */
    SB_VERDICT_BROKEN,  /* it cannot be read */
};
/** "genuine", "altered", ... */
SB_API const char *sb_verdict_text(enum sb_verdict verdict);
struct sb_verified {
    enum sb_verdict verdict;
    char number[72]; /* "" where none is known */
    char why[256];
};
/** The public half of a key that signs documents (Ed25519). */
struct sb_public_key {
    unsigned char bytes[32];
};
/** From a PEM file (RFC 8410).  SB_E_SYNTAX for anything else. */
SB_API SB_MUST sb_status sb_public_key_read(struct sb_public_key *out, const char *path,
                                            struct sb_error *err);
struct sb_key_made {
    bool fresh; /* false: the key was there, and only its public half was written */
    struct sb_public_key key;
};
/**
 * Make a key to sign with: its private half at path (mode 600), the public one at path.pub.  A key
 * that is there is never replaced.
 */
SB_API SB_MUST sb_status sb_key_make(struct sb_key_made *out, const char *path,
                                     struct sb_error *err);
/**
 * Judge a file that may come from anywhere.  Where the archive knows the number, the file's
 * SHA-256 decides; else record, marks and pages must agree, and it is unknown at best, unless its
 * record is signed with key (NULL: the practice's own, where it has one).
 * practice may be NULL: no archive.  SB_E_READ: no such file, or libqpdf is absent.
 */
SB_API SB_MUST sb_status sb_verify(struct sb_verified *out, struct sb_practice *practice,
                                   const char *path, const struct sb_public_key *key,
                                   struct sb_error *err);

/* the archive itself */

/** Prove it whole; each fault is told.  SB_E_DAMAGED with the first where there is one. */
SB_API SB_MUST sb_status sb_archive_check(struct sb_proof *out, struct sb_practice *practice,
                                          sb_proof_fn *fn, void *user, struct sb_error *err);
/** Numbers that restores marked as lost, in order. */
SB_API SB_MUST sb_status sb_archive_lost_numbers(struct sb_practice *practice, sb_lost_fn *fn,
                                                 void *user, struct sb_error *err);
/** Copy it to path, while it may be in use; proven before it is put in place. */
SB_API SB_MUST sb_status sb_archive_copy(struct sb_proof *out, struct sb_practice *practice,
                                         const char *path, struct sb_error *err);
/**
 * Put a proven copy back.  Numbers that the copy lacks are marked as lost, and numbering goes
 * on after them.  SB_E_RANGE where the archive in place is sound and newer.
 */
SB_API SB_MUST sb_status sb_archive_put_back(struct sb_restored *out, struct sb_practice *practice,
                                             const char *path, int64_t at, struct sb_error *err);
/** All of it as NDJSON. */
SB_API SB_MUST sb_status sb_archive_write(struct sb_practice *practice, sb_sink_fn *fn, void *user,
                                          struct sb_error *err);
struct sb_purge_options {
    struct sb_run run;
    sb_date before; /* issued, and all dates of service, before that day */
};
/**
 * Remove what is past its retention, each reported as CHANGED with its number; dry_run reports
 * only.  Archives that restores moved aside are not touched, and reported as ASIDE: they may hold
 * what was removed, as backups and delivered documents do.  SB_E_RANGE where before lies within the
 * retention_years of the configuration.
 */
SB_API SB_MUST sb_status sb_purge(struct sb_tally *out, struct sb_practice *practice,
                                  const struct sb_purge_options *options, struct sb_error *err);
/** The end of the chain, to be kept elsewhere. */
SB_API SB_MUST sb_status sb_chain(struct sb_chain_head *out, struct sb_practice *practice,
                                  struct sb_error *err);

/* changing records: each under a lock, atomically, and only when the result is sound */

#define SB_SERVICE_MODIFIERS 8
/** One service as it is typed: CODE[:MINUTES][xUNITS][+MOD...]. */
struct sb_service_text {
    char code[16];
    int32_t minutes, units; /* -1: not said */
    char modifiers[SB_SERVICE_MODIFIERS][8];
    size_t modifier_count;
};
/** Parse "97110:24x2+GP+59"; SB_E_SYNTAX or SB_E_RANGE for anything else, *out untouched. */
SB_API SB_MUST sb_status sb_service_parse(struct sb_service_text *out, const char *text,
                                          struct sb_error *err);

struct sb_add_item { /* a thing sold: not care */
    const char *text;
    sb_money charge;
};
struct sb_add_options {
    struct sb_run run;
    const char *patient;   /* id; must */
    sb_date date;          /* {0}: run.issued_on */
    const char *provider;  /* NULL: the only one */
    const char *assistant; /* NULL: none */
    const char *place;     /* NULL: the practice's */
    const char *const *diagnoses;
    size_t diagnosis_count;
    struct sb_price total; /* flat price of the care */
    bool paid_full;        /* what it costs */
    struct sb_price paid;
    enum sb_method method; /* must where something is paid */
    const struct sb_add_item *items;
    size_t item_count;
    bool like_last; /* what is not given comes from the patient's last visit */
    const struct sb_service_text *services;
    size_t service_count;
};
/**
 * Append one visit with the fees it was priced at to [files] visits.  Reported as CHANGED
 * with its id and bill.  With an error-level finding it is refused and nothing is written; so it
 * is with a run.password_file that sb_issue would not take.
 * Findings of the visit itself have its id and path, and no file: it stands in none yet.
 */
SB_API SB_MUST sb_status sb_add(struct sb_tally *out, struct sb_practice *practice,
                                const struct sb_add_options *options, struct sb_error *err);

struct sb_pay_options {
    struct sb_run run;
    sb_money amount;
    enum sb_method method;
    sb_date date; /* {0}: run.issued_on */
};
/** Add a payment to a visit.  SB_E_ABSENT where there is no such visit. */
SB_API SB_MUST sb_status sb_pay(struct sb_tally *out, struct sb_practice *practice,
                                const char *visit, const struct sb_pay_options *options,
                                struct sb_error *err);
/** Take a visit out of its file.  SB_E_ABSENT where there is no such visit. */
SB_API SB_MUST sb_status sb_remove(struct sb_tally *out, struct sb_practice *practice,
                                   const char *visit, const struct sb_run *run,
                                   struct sb_error *err);

enum sb_record_kind { SB_RECORD_VISIT, SB_RECORD_PATIENT };
/** The record of that id, indented, for an editor.  sb_text_free it. */
SB_API SB_MUST sb_status sb_record_get(char **out, struct sb_practice *practice,
                                       enum sb_record_kind kind, const char *id,
                                       const struct sb_run *run, struct sb_error *err);
/** An edited record: what was lent by sb_record_get, and what became of it. */
struct sb_edited {
    enum sb_record_kind kind;
    const char *id;
    const char *before, *after;
    const char *name; /* stands for the text in findings */
};
/**
 * Write an edited record back where it is sound.  Findings have their place in the edited
 * text.  SB_E_STOPPED where the record changed meanwhile.
 */
SB_API SB_MUST sb_status sb_record_put(struct sb_tally *out, struct sb_practice *practice,
                                       const struct sb_edited *edited, const struct sb_run *run,
                                       struct sb_error *err);
/** A private file in the practice's folder for an editor; unlinked by sb_scratch_free. */
struct sb_scratch;
SB_API SB_MUST sb_status sb_scratch_open(struct sb_scratch **out, struct sb_practice *practice,
                                         const char *text, struct sb_error *err);
SB_API const char *sb_scratch_path(const struct sb_scratch *scratch);
/** What the file holds now.  sb_text_free it. */
SB_API SB_MUST sb_status sb_scratch_read(char **out, const struct sb_scratch *scratch,
                                         struct sb_error *err);
SB_API void sb_scratch_free(struct sb_scratch *scratch);

/** Add a person to [files] patients.  With an error-level finding nothing is written. */
SB_API SB_MUST sb_status sb_patient_add(struct sb_tally *out, struct sb_practice *practice,
                                        const struct sb_patient *patient, const struct sb_run *run,
                                        struct sb_error *err);
/** Report people by a part of their name, birth date or member id as MATCHED. */
SB_API SB_MUST sb_status sb_patient_find(struct sb_tally *out, struct sb_practice *practice,
                                         const char *text, const struct sb_run *run,
                                         struct sb_error *err);

/* without a practice */

struct sb_init_options {
    const char *folder;
    const char *timezone; /* IANA name; NULL: UTC */
    sb_date today;        /* the example visits are dated before it */
    bool empty;           /* no example people; what follows is a must then */
    const char *practice, *npi, *tax_id;
    const char *therapist; /* "Ana Rivera, PT, DPT" */
    bool dry_run;
    sb_event_fn *event; /* WRITTEN */
    void *user;
};
/** Write a starter practice folder; SB_E_WRITE where one of its files is there already. */
SB_API SB_MUST sb_status sb_init(const struct sb_init_options *options, struct sb_error *err);
/** A fault of a template: its line (0: none of them), and what to do. */
typedef void sb_fault_fn(void *user, uint32_t line, const char *text);
/** Try a template, by name or as a file; *count faults are told.  SB_E_READ where it cannot be. */
SB_API SB_MUST sb_status sb_template_try(size_t *count, const char *name_or_path,
                                         sb_fault_fn *fault, void *user, struct sb_error *err);
struct sb_preview_options {
    const char *name_or_path; /* of the template */
    const char *out_file;     /* replaced where it is there */
    const char *config;       /* of the practice whose letterhead it gets; NULL: made up */
    enum sb_language language;
    int64_t issued_at;
    sb_date issued_on;
    sb_fault_fn *fault;
    void *user;
};
/**
 * Draw sample data, marked SAMPLE, with a template; no patient's and no therapist's name is in it.
 * Of the practice there are name, address, logo, colour, note and QR code.  A template with faults
 * is not drawn: *count of them are told.  SB_E_READ, SB_E_WRITE; SB_E_SYNTAX for a logo or a colour
 * that cannot be used.
 */
SB_API SB_MUST sb_status sb_template_preview(size_t *count, unsigned *pages,
                                             const struct sb_preview_options *options,
                                             struct sb_error *err);
/** The JSON Schema (2020-12) of the record files.  sb_text_free it. */
SB_API SB_MUST sb_status sb_schema(char **out, struct sb_error *err);

#ifdef __cplusplus
}
#endif
#endif
