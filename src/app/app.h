/* app.h - the use cases, where rules, drawing and codes meet.  The private header of the layer. */
#ifndef APP_APP_H
#define APP_APP_H

#include "codes/profiles.h"
#include "model/model.h"
#include "out/out.h"
#include "rules/rules.h"
#include "store/store.h"
#include "superbill/practice.h"

/* practice.c */

struct sb_practice {
    struct sb_config *config;
    struct sb_findings *found; /* of the configuration; reported by each run */
    struct sb_codes *codes;
    struct sb_profiles profiles;
    const char *store;                       /* of installed code sets; NULL: none */
    struct sb_template *pages[SB_AUDIENCES]; /* by audience */
    struct sb_drawing *drawings[SB_AUDIENCES];
    struct sb_zone *zone; /* NULL: the configuration names none */
    struct sb_archive *archive;
    struct sb_arena *arena;
    struct sb_owner owner;
    const char *folder; /* of the configuration, never empty */
    bool signing;       /* seed holds the practice's key */
    uint8_t seed[SB_KEY_SEED];
};
/**
 * Template and drawing state of an audience, made on first use: the practice's own template for
 * insurers, the program's for the others.  A cover for a copy: the drawing of SB_AUDIENCE_COVER,
 * then sb_cover_draw (out/out.h).
 */
SB_MUST sb_status sb_practice_drawing(struct sb_drawing **out, struct sb_practice *practice,
                                      enum sb_audience audience, struct sb_error *err);
/** SHA-256 over what superbills are drawn with beside their records: template, logo and the like.
 */
SB_MUST sb_status sb_practice_design(uint8_t hash[32], struct sb_practice *practice,
                                     struct sb_error *err);
/** The archive, opened on first use; it need not be there yet. */
SB_MUST sb_status sb_practice_archive(struct sb_archive **out, struct sb_practice *practice,
                                      struct sb_error *err);
/** Where the archive stands; in the practice's arena.  NULL when memory ends. */
const char *sb_practice_archive_path(const struct sb_practice *practice);
/** The files that [files] names; SB_E_READ where it does not say. */
SB_MUST sb_status sb_practice_visits(const char **out, const struct sb_practice *practice,
                                     struct sb_error *err);
SB_MUST sb_status sb_practice_patients(const char **out, const struct sb_practice *practice,
                                       struct sb_error *err);
/** SB_E_RANGE where the instant or day of a run is not given. */
SB_MUST sb_status sb_run_check(const struct sb_run *run, struct sb_error *err);

/* zone.c: TZif files of the system's tz database */

struct sb_zone;
/** SB_E_ABSENT where no zone has that name.  UTC is known without a database. */
SB_MUST sb_status sb_zone_open(struct sb_zone **out, const char *name, struct sb_error *err);
/** The same from the bytes of a TZif file (RFC 8536). */
SB_MUST sb_status sb_zone_parse(struct sb_zone **out, const void *bytes, size_t length,
                                struct sb_error *err);
/** Seconds east of UTC at an instant. */
int32_t sb_zone_offset(const struct sb_zone *zone, int64_t seconds);
void sb_zone_free(struct sb_zone *zone);

/* zone_rule.c: the rule that holds after a TZif file's last entry (RFC 8536, 3.3) */

struct sb_zone_day { /* when the clock changes in a year */
    char kind;       /* 'M' month.week.day, 'J' day 1-365 without leap day, 'N' day 0-365 */
    int32_t month, week, day;
    int32_t second; /* of that day, local time */
};
struct sb_zone_rule {
    bool given, summer;
    int32_t offset, summer_offset; /* seconds east of UTC */
    struct sb_zone_day begin, end;
};
/** Parse "PST8PDT,M3.2.0,M11.1.0". */
SB_MUST bool sb_zone_rule_parse(struct sb_zone_rule *out, const char *text);
int32_t sb_zone_rule_offset(const struct sb_zone_rule *rule, int64_t seconds);

/* walk.c: the road of every run: read, select, build, judge, report */

struct sb_walk;
struct sb_walk_options {
    enum sb_audience audience;
    bool preflight;            /* would it draw? */
    bool quiet;                /* reports nothing */
    bool people;               /* judge people without visits too, where nothing is left out */
    const char *const *visits; /* only these, beside the filter; NULL: all */
    size_t visit_count;
    sb_date day;           /* visits of other days need not be judged; {0}: all */
    const char *from, *to; /* read the file `to` where the run would read `from` */
    bool archived;         /* ask the archive what stands of each visit */
    bool faults;           /* what could not be read as a visit is a step too, without one */
    bool again;            /* a visit whose superbill is void or purged is taken as new */
    bool (*takes)(const void *user, const struct sb_visit *visit); /* only these; NULL: all */
    const void *user;
    bool narrow; /* takes leaves visits out: people without one are not told of */
};
/** One selected visit.  Lives until the next one. */
struct sb_step {
    const struct sb_visit *visit;
    struct sb_bill *bill; /* NULL where reading refused the visit or its patient */
    struct sb_findings *found;
    struct sb_arena *arena; /* reset with the next step */
    bool refused;
    bool kept;    /* it stands on a superbill, or did on one that is void: nothing to issue */
    bool voided;  /* kept, and that one is void */
    bool changed; /* it stands on one, and is not as it was issued */
};
/** Whether a filter leaves anything out. */
bool sb_filter_is_narrow(const struct sb_filter *filter);
SB_MUST sb_status sb_walk_open(struct sb_walk **out, struct sb_practice *practice,
                               const struct sb_run *run, const struct sb_walk_options *options,
                               struct sb_error *err);
/** The next selected visit; its findings are reported.  *more is false at the end. */
SB_MUST sb_status sb_walk_next(struct sb_walk *walk, struct sb_step *step, bool *more,
                               struct sb_error *err);
/**
 * Report what is said once a run, fill the tally.  SB_E_ABSENT where the filter names a
 * patient, payer or visit that nothing has, with the nearest name.
 */
SB_MUST sb_status sb_walk_end(struct sb_tally *out, struct sb_walk *walk, struct sb_error *err);
void sb_walk_free(struct sb_walk *walk);
const struct sb_judge *sb_walk_judge(const struct sb_walk *walk);
const struct sb_feed *sb_walk_feed(const struct sb_walk *walk);
/** The visits are behind: forget what is known of them, and keep people and codes. */
SB_MUST sb_status sb_walk_rest(struct sb_walk *walk, struct sb_error *err);
/** Where documents and their sums are counted. */
struct sb_tally *sb_walk_tally(struct sb_walk *walk);

/* standing.c: a visit against the superbill that it stands on */

struct sb_standing {
    struct sb_practice *practice; /* its archive was asked for prior */
    const struct sb_judge *judge; /* bills are built in its arena */
    struct sb_prior prior;
    const struct sb_visit *visit;
};
/**
 * sb_prior_judge, and where the record differs and no page would, the visit stands unchanged.
 * found is emptied first.
 */
SB_MUST sb_status sb_standing_judge(enum sb_prior_verdict *out, struct sb_standing *s,
                                    struct sb_findings *found, struct sb_error *err);
/** Whether what was issued is about to be replaced by this run, so that it does not count. */
struct sb_passing {
    bool (*fn)(const void *user, const struct sb_beside *other);
    const void *user;
};
/**
 * Tell the judge of visits of the patient and day that were issued under other ids, whatever file
 * they came from; in its arena.  Those that pass are not read; passing may be NULL.
 */
SB_MUST sb_status sb_standing_beside(struct sb_judge *judge, struct sb_practice *practice,
                                     const struct sb_visit *visit, const struct sb_passing *passing,
                                     struct sb_error *err);

/* probe.c: a visit that could be, through which a person without visits is judged */

struct sb_probe {
    struct sb_visit visit;
    struct sb_diagnosis diagnosis;
    struct sb_service service;
};
/** Fill a plain visit of that patient on a day; the patient itself is not set. */
void sb_probe_fill(struct sb_probe *out, const struct sb_config *config, const char *patient,
                   sb_date on);

/* deliver.c: from the archive into folders */

/**
 * Where documents go, as the archive remembers it: made where absent, then relative to
 * the archive's folder where it lies below.  sb_text_free it.
 */
SB_MUST sb_status sb_delivery_folder(char **out, const struct sb_practice *practice,
                                     const char *folder, struct sb_error *err);
/** Remove temporary files that a killed run left beside the archive. */
SB_MUST sb_status sb_delivery_sweep(const struct sb_practice *practice, struct sb_error *err);
/**
 * Deliver what a killed run left in the archive alone, and note what is in its folder.  What
 * cannot be delivered stays open; the first such failure is SB_E_WRITE, after all were tried.
 */
SB_MUST sb_status sb_delivery_settle(struct sb_practice *practice, struct sb_error *err);
/** Whether a document is in folder, byte for byte. */
bool sb_delivery_there(const char *folder, const char *file, const char *sha256, uint64_t size);
/** Note of these numbers that their documents were written elsewhere, where that is open. */
SB_MUST sb_status sb_delivery_reprinted(struct sb_practice *practice, const sb_number *numbers,
                                        size_t count, struct sb_error *err);
/** Note that these numbers have reached their folders. */
SB_MUST sb_status sb_delivery_close(struct sb_practice *practice, const sb_number *numbers,
                                    size_t count, struct sb_error *err);

/* passwords.c: copies that open with a patient's password alone */

struct sb_passwords;
/**
 * What run.password_file says; NULL where it names none.  SB_E_SYNTAX with the line at fault,
 * SB_E_READ where others may open the file.  No message holds a password.
 */
SB_MUST sb_status sb_passwords_open(struct sb_passwords **out, const struct sb_practice *practice,
                                    const struct sb_run *run, struct sb_error *err);
void sb_passwords_free(struct sb_passwords *passwords);
/** Whether they would open.  A pipe is not asked: it can be read once. */
SB_MUST sb_status sb_passwords_check(const struct sb_practice *practice, const struct sb_run *run,
                                     struct sb_error *err);
/**
 * Fill encrypted and unencrypted of a document whose file and patient are said; passwords NULL:
 * neither.  The texts are in arena; NULL: they last until the next document is told.
 */
SB_MUST sb_status sb_copy_tell(struct sb_drawn *drawn, struct sb_passwords *passwords,
                               struct sb_arena *arena, struct sb_error *err);
/**
 * Begin the copy that drawn tells of, if it tells of one.  By sb_copies_end at the latest it is
 * staged as *out, unsynced; drawn and out live until then.  A failure may be that of an earlier
 * copy; the error says whose.
 */
SB_MUST sb_status sb_copy_begin(struct sb_outfile **out, struct sb_passwords *passwords,
                                const struct sb_drawn *drawn, struct sb_pieces document,
                                struct sb_owner owner, struct sb_error *err);
/** Stage all that were begun; passwords may be NULL. */
SB_MUST sb_status sb_copies_end(struct sb_passwords *passwords, struct sb_error *err);
/** What was begun is not wanted any more; passwords may be NULL. */
void sb_copies_forget(struct sb_passwords *passwords);
/** One copy, put in place of the one before. */
SB_MUST sb_status sb_copy_write(struct sb_passwords *passwords, const struct sb_drawn *drawn,
                                struct sb_bytes document, struct sb_owner owner,
                                struct sb_error *err);

/* issuing.c: sound bills to numbered superbills, for every command that issues */

#define SB_ISSUING_CHUNK 512 /* superbills of one transaction */
struct sb_issuing;
/** A document drawn, and left in a den, before its number was taken. */
struct sb_ahead {
    sb_number number;
    char record_sha256[65], pages_sha256[65];
    uint8_t document_sha256[32];
    unsigned pages;
    struct sb_pieces document;
    const struct sb_den *den; /* where it is staged, under its file's name; NULL: nowhere */
};
/** What became of a bill. */
enum sb_issuing_verdict {
    SB_ISSUING_DONE,
    SB_ISSUING_STANDS, /* nothing: a visit of it stands on another superbill already */
    SB_ISSUING_DOUBLE, /* nothing: one stands there under another id, as doubles says */
};
struct sb_issuing_bill {
    struct sb_bill *bill;            /* its replaces is set for a correction */
    const struct sb_findings *found; /* its warnings are kept with it */
    const char *reason;              /* of a correction */
    const struct sb_ahead *ahead;    /* NULL: not drawn yet */
    struct sb_findings *doubles;     /* emptied; gets duplicate-service of what is issued already */
    const struct sb_passing *passing; /* NULL: whatever is issued counts */
    bool alone; /* where its visits stand was asked since the issuing was opened */
    bool again; /* its visits may be those of purged superbills */
};
/** Settles first what a killed run left.  out_dir NULL: archive only. */
SB_MUST sb_status sb_issuing_open(struct sb_issuing **out, struct sb_practice *practice,
                                  const struct sb_run *run, const char *out_dir,
                                  struct sb_error *err);
/**
 * Number, draw, keep and stage a bill; it is told and counted when its chunk stands.  Where its
 * visits stand is asked again under the lock, unless nobody else wrote since it was asked.
 */
SB_MUST sb_status sb_issuing_add(enum sb_issuing_verdict *out, struct sb_issuing *issuing,
                                 const struct sb_issuing_bill *what, struct sb_tally *tally,
                                 struct sb_error *err);
/** The sequence of the next number; nobody else takes one before this chunk lands. */
SB_MUST sb_status sb_issuing_sequence(int64_t *next, struct sb_issuing *issuing,
                                      struct sb_error *err);
/** Where processes may stage ahead, in the run's folder; *out stays NULL where there is none. */
SB_MUST sb_status sb_issuing_den(struct sb_den **out, struct sb_issuing *issuing,
                                 struct sb_error *err);
/**
 * Draw a bill as it will be under the number of that sequence, and stage it in out->den; touches
 * no archive, so that a forked process may.  It is not synced: sb_den_sync, before the last of its
 * chunk is told.  The document lives until the next draw.
 */
SB_MUST sb_status sb_issuing_ahead(struct sb_ahead *out, struct sb_issuing *issuing,
                                   struct sb_bill *bill, int64_t sequence, struct sb_error *err);
/** What was added stands, is published and told, before the chunk is full. */
SB_MUST sb_status sb_issuing_land(struct sb_issuing *issuing, struct sb_error *err);
/** Land what is open where so_far is SB_OK, else give it up; the status of the whole. */
SB_MUST sb_status sb_issuing_end(struct sb_issuing *issuing, sb_status so_far,
                                 struct sb_error *err);
/**
 * Where all is done, and so_far is SB_OK: SB_E_WRITE if a document of an earlier run could still
 * not be delivered, and tally->late says that it is this alone.  issuing may be NULL.
 */
SB_MUST sb_status sb_issuing_late(struct sb_tally *tally, const struct sb_issuing *issuing,
                                  sb_status so_far, struct sb_error *err);
void sb_issuing_free(struct sb_issuing *issuing);

/* keys.c: the practice's key */

/** Its public half; *given is false where [archive] names none. */
SB_MUST sb_status sb_practice_key(struct sb_public_key *out, bool *given,
                                  struct sb_practice *practice, struct sb_error *err);
/**
 * The signature of a sealed record (empty where the practice does not sign), and the record as it
 * is attached.  Both buffers are reset first.
 */
SB_MUST sb_status sb_practice_sign(struct sb_buf *signature, struct sb_buf *attached,
                                   struct sb_practice *practice, const char *record_sha256,
                                   struct sb_bytes record, struct sb_error *err);

/* redraw.c: a sample of what was issued, drawn again and compared */

/** Faults are told and counted in proof, and what was compared and what could not be. */
SB_MUST sb_status sb_redraw_sample(struct sb_proof *proof, struct sb_practice *practice,
                                   sb_proof_fn *fn, void *user, struct sb_error *err);

/* view.c: what was issued, drawn anew from its archived record for another reader */

/** A visit as it was read when it was issued (a body of sb_issued), without its patient. */
SB_MUST sb_status sb_view_visit(struct sb_visit *out, const char *body, struct sb_arena *arena,
                                struct sb_error *err);
/**
 * The bill of a number as its record has it, all in arena, for an audience: a receipt has what is
 * not care from the visits as they were read then.  Words of our own are in today's language of
 * the practice where the patient has none.  It is not sealed.
 */
SB_MUST sb_status sb_view_bill(struct sb_bill **out, struct sb_practice *practice,
                               const char *number, enum sb_audience audience,
                               struct sb_arena *arena, struct sb_error *err);
/**
 * Draw such a bill under its own number and time; appended to out.  *why is what keeps it from
 * being drawn, in arena, and NULL where it is drawn.  record is room.
 */
SB_MUST sb_status sb_view_draw(struct sb_buf *out, const char **why, struct sb_practice *practice,
                               struct sb_bill *bill, struct sb_arena *arena, struct sb_error *err);
struct sb_copied { /* a document as it was issued, and the bill that sb_view_bill made of it */
    const struct sb_bill *bill;
    struct sb_bytes document;
    unsigned pages;
    const struct sb_chosen_row *row;
};
/** A document behind a cover page that says COPY, appended to out. */
SB_MUST sb_status sb_view_copy(struct sb_buf *out, struct sb_practice *practice,
                               const struct sb_copied *what, const struct sb_run *run,
                               struct sb_error *err);
/** The documents of these numbers, one behind the other, in one that says it is a copy. */
SB_MUST sb_status sb_merge_numbers(struct sb_buf *out, struct sb_practice *practice,
                                   const char *const *numbers, size_t count, const char *title,
                                   struct sb_error *err);

/* books.c: what a month leaves beside its documents: workbook, manifest, exceptions */

/** A row of exceptions: a finding that refused a visit, or a warning.  Texts are borrowed. */
struct sb_exception {
    const char *visit, *patient, *provider; /* ids, or NULL */
    sb_date date;                           /* of service; {0}: not known */
    const char *rule;                       /* "units-exceed-rule" */
    enum sb_severity severity;
    const char *place; /* "visits.ndjson:14:22" */
    const char *message, *advice;
};
/** Why money stands on no superbill. */
enum sb_left_why {
    SB_LEFT_REFUSED,
    SB_LEFT_NO_CARE, /* items and fees alone, or minutes that earn no unit */
    SB_LEFT_WAITING, /* no superbill is made of it by this run */
    SB_LEFT_BESIDE,  /* items and fees of a visit whose care has one */
    SB_LEFT_VOID,    /* its superbill is void */
    SB_LEFT_STANDS,  /* refused for a change, and a superbill tells of it as it was: not listed */
};
/** A visit that stands on no superbill, or what is not care beside one, and its money. */
struct sb_left_out {
    enum sb_left_why why;
    const char *visit, *patient, *provider;
    sb_date date;
    bool charged; /* charges are known */
    sb_money charges;
    sb_money paid; /* payments less refunds, whatever they paid for; BESIDE: with the care's */
};
/** The next one; its texts live until the next call. */
typedef sb_status sb_exception_fn(void *user, struct sb_exception *out, bool *more,
                                  struct sb_error *err);
typedef sb_status sb_left_out_fn(void *user, struct sb_left_out *out, bool *more,
                                 struct sb_error *err);
struct sb_sums {
    uint64_t documents;
    sb_money charges, adjustments, paid, balance;
};
struct sb_books_options {
    const struct sb_run *run;       /* its day is that of the ageing; its filter is not looked at */
    sb_date first, last;            /* dates of service, both inclusive */
    const char *folder;             /* made where absent */
    const char *workbook;           /* its file's name; NULL: "ledger.xlsx" */
    bool workbook_only;             /* no manifest, no exceptions */
    bool split_codes;               /* split-codes.csv too */
    const struct sb_filter *filter; /* patient, provider and payer count; NULL: all */
    const struct sb_sums *bills;    /* what must stand in the archive by the bills; NULL: unknown */
    /*
     * Called until there are no more; NULL: none.  First what refused visits, in the order to be
     * listed, then warnings that are not kept with a superbill: those that are, the archive tells.
     */
    sb_exception_fn *exception;
    sb_left_out_fn *left_out;
    void *user;
};
/** What was written, each counted for itself; all sums are equal. */
struct sb_books {
    struct sb_sums archive, workbook, manifest;
    uint64_t exceptions; /* rows */
    uint64_t left_out;   /* visits whose money, or part of it, stands on no superbill */
    sb_money left_out_charges, left_out_paid;
};
/** What the archive holds of live superbills with a date of service within. */
SB_MUST sb_status sb_books_sum(struct sb_sums *out, struct sb_practice *practice, sb_date first,
                               sb_date last, struct sb_error *err);
/**
 * Write ledger.xlsx, manifest.csv and exceptions.csv of the live superbills with a date of
 * service within: staged together, proven, published together, durable on return.  SB_E_DEFECT
 * where bills, archive, workbook and manifest differ by a cent: nothing is published then.
 */
SB_MUST sb_status sb_books_write(struct sb_books *out, struct sb_practice *practice,
                                 const struct sb_books_options *options, struct sb_error *err);

/* files.c: which files a run reads */

/**
 * Those of the run and [files] patients, or both that [files] names where the run names none;
 * one file given twice is read once.  The list is in arena.
 */
SB_MUST sb_status sb_run_files(const char ***out, size_t *count, const struct sb_practice *practice,
                               const struct sb_run *run, struct sb_error *err);

/* tell.c: events */

/** Report an event; SB_E_STOPPED where the caller asked to stop. */
SB_MUST sb_status sb_run_tell(const struct sb_run *run, const struct sb_event *event,
                              struct sb_error *err);
/** "", "-receipt", "-private": what a file's name says of an audience; NULL: none of a bill's. */
const char *sb_audience_suffix(enum sb_audience audience);
/** Add what a receipt shows that is not care. */
SB_MUST sb_status sb_drawn_items(struct sb_drawn *drawn, const struct sb_bill *bill,
                                 struct sb_error *err);
/** Count a document and its sums. */
SB_MUST sb_status sb_tally_drawn(struct sb_tally *tally, const struct sb_drawn *drawn,
                                 struct sb_error *err);
/** Report one finding and count it. */
SB_MUST sb_status sb_run_found(struct sb_tally *tally, const struct sb_run *run,
                               const struct sb_finding *finding, struct sb_error *err);
/** Report a list, sorted by place. */
SB_MUST sb_status sb_run_report(struct sb_tally *tally, const struct sb_run *run,
                                struct sb_findings *found, struct sb_error *err);
/** "no visit has the id V-1; did you mean V-11?": SB_E_ABSENT.  nearest may be NULL. */
sb_status sb_error_absent(struct sb_error *err, const char *what, const char *id,
                          const char *nearest);
/** The nearer of two names to text, so that a stream of names leaves the nearest. */
const char *sb_nearer(const char *text, const char *best, const char *candidate);

/* records.c: a records file as text, changed in place */

enum sb_file_shape { SB_FILE_OBJECT, SB_FILE_ARRAY, SB_FILE_LINES };
struct sb_records {
    const char *path;
    struct sb_buf text;
    enum sb_file_shape shape;
    size_t ends[2]; /* by sb_record_kind: where the last record of its list ends; 0: none */
};
/** A record within a file's text. */
struct sb_span {
    size_t at, length;       /* the record, without a wrapper */
    size_t outer, outer_end; /* with it */
};
/**
 * Read a file and prove it well-formed; SB_E_SYNTAX names the place.  One that is absent reads
 * as empty.
 */
SB_MUST sb_status sb_records_open(struct sb_records *out, const char *path, struct sb_error *err);
void sb_records_close(struct sb_records *records);
/** What a search through one file or several left; start from {0}. */
struct sb_match {
    bool found;
    struct sb_span span;
    char nearest[SB_LIMIT_ID + 1]; /* id; "" where none is near */
};
/** Find a record by id; the nearest id is kept up from file to file. */
SB_MUST sb_status sb_records_find(struct sb_match *match, const struct sb_records *records,
                                  enum sb_record_kind kind, const char *id, struct sb_error *err);
/** Replace a record; fresh is laid out as the file is. */
SB_MUST sb_status sb_records_replace(struct sb_records *records, const struct sb_span *span,
                                     const char *fresh, size_t length, struct sb_error *err);
/** Put a record behind the last one of its kind, in the file's own shape. */
SB_MUST sb_status sb_records_append(struct sb_records *records, enum sb_record_kind kind,
                                    const char *fresh, size_t length, struct sb_error *err);
/** Take a record out, with its line or comma. */
SB_MUST sb_status sb_records_cut(struct sb_records *records, const struct sb_span *span,
                                 struct sb_error *err);
/** The text in a temporary file beside its target, not in place yet. */
SB_MUST sb_status sb_records_stage(struct sb_outfile **out, const struct sb_records *records,
                                   struct sb_owner owner, struct sb_error *err);

/* json_text.c: layout of valid JSON, for people */

/** On one line, with a blank behind ':' and ','. */
void sb_json_text_line(struct sb_buf *out, const char *text, size_t length);
/** Indented by two from depth on, a member a line; what is short stays on one. */
void sb_json_text_indent(struct sb_buf *out, const char *text, size_t length, size_t depth);

/* record_text.c: structs to JSON, keys in the order of the documentation */

void sb_visit_text(struct sb_buf *out, const struct sb_visit *visit);
void sb_patient_text(struct sb_buf *out, const struct sb_patient *patient);

/* template_sample.c: what a preview draws */

/** A bill of that audience, all in arena; NULL when memory ends. */
struct sb_bill *sb_sample_bill(struct sb_arena *arena, enum sb_audience audience,
                               enum sb_language language, sb_date issued_on);

/* trial.c: a changed file judged before it is put in place */

struct sb_trial {
    struct sb_practice *practice;
    const struct sb_run *run;
    const struct sb_records *records; /* as they would be */
    enum sb_record_kind kind;
    const char *id;     /* of the record that changed */
    sb_date day;        /* of the visit, where it is known: others need not be judged */
    unsigned groups;    /* bit 1 << group: findings that are told, and refuse; 0: all */
    const char *edited; /* findings have their place in this text of that name; or NULL */
    const char *edited_name;
    bool unwritten; /* the record is new: what is wrong with it has no place in a file yet */
};
/**
 * Judge the record as it would stand; when sound put the file in place (unless dry_run) and
 * report CHANGED.  out->refused tells.
 */
SB_MUST sb_status sb_trial_run(struct sb_tally *out, const struct sb_trial *trial,
                               struct sb_error *err);
/**
 * Whether one record's text is well-formed, else the fault is reported as a finding and
 * counted as refused.
 */
SB_MUST sb_status sb_trial_text(bool *sound, struct sb_tally *tally, const struct sb_edited *edited,
                                const struct sb_run *run, struct sb_error *err);

#endif
