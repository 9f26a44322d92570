/*
 * model.h - visits, patients, configuration, findings, bills: what the house is about.
 * The private header of the layer.
 */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "base/base.h"
#include "superbill/archive.h"
#include "superbill/bill.h"
#include "superbill/feed.h"
#include "superbill/finding.h"
#include "superbill/ident.h"

/* source: where a record or configuration stands, and how to point into it */

enum sb_source_kind { SB_SOURCE_VISIT, SB_SOURCE_PATIENT, SB_SOURCE_CONFIG, SB_SOURCE_FILE };
struct sb_source {
    enum sb_source_kind kind;
    const char *file;      /* as the caller named it */
    uint64_t offset;       /* of text in the file */
    uint32_t line, column; /* of text */
    const char *text;      /* the record's own bytes; NULL for CONFIG and FILE */
    size_t length;
    const struct sb_ini *ini; /* CONFIG */
    const char *record;       /* record id, once known; or NULL */
    const char *inside;       /* pointer to text within its record: "/patient"; or NULL */
};

/* finding.c */

enum sb_rule {
#define X(name, id, group, severity, title, advice, source) SB_RULE_##name,
#include "model/finding.def"
#undef X
    SB_RULE_COUNT
};

/** Collects findings of one record, or of one run; owns all their texts. */
struct sb_findings;
SB_MUST sb_status sb_findings_new(struct sb_findings **out, struct sb_error *err);
void sb_findings_free(struct sb_findings *list);
/** Forget all; the payer's overrides too. */
void sb_findings_reset(struct sb_findings *list);
/** The payer whose severity.RULE overrides hold for what is added from now on; may be NULL. */
void sb_findings_payer(struct sb_findings *list, const struct sb_payer *payer);
size_t sb_findings_count(const struct sb_findings *list);
const struct sb_finding *sb_findings_at(const struct sb_findings *list, size_t i);
enum sb_source_kind sb_findings_kind(const struct sb_findings *list, size_t i);
/** Findings at error level. */
size_t sb_findings_errors(const struct sb_findings *list);
bool sb_findings_has(const struct sb_findings *list, enum sb_rule rule);
/** Memory ended while adding: the list is not whole and its record must not be billed. */
bool sb_findings_failed(const struct sb_findings *list);
/** By place: file, line, column; the order of adding decides where the place is the same. */
void sb_findings_sort(struct sb_findings *list);

/** What a finding points at, and how it differs from its rule's row. */
struct sb_spot {
    const struct sb_source *source;
    char path[SB_LIMIT_PATH];  /* JSON Pointer, or "[provider lee] npi" */
    enum sb_severity severity; /* OFF: the rule's own */
    const char *advice;        /* NULL: the rule's own; copied */
    uint32_t line, column;     /* 0: found from source and path */
};
/** A spot at a printf'd path. */
struct sb_spot sb_spot_at(const struct sb_source *source, const char *format, ...) SB_PRINTF(2, 3);
/**
 * Add a finding with a printf'd message.  An override of the payer in force may turn
 * warnings and notes up, down or off; nothing lowers an error.
 */
void sb_findings_add(struct sb_findings *list, enum sb_rule rule, struct sb_spot spot,
                     const char *format, ...) SB_PRINTF(4, 5);
/**
 * Take finding i of from into a run's list, where the same rule, place and message is held
 * once and only its count of visits grows.  True where it is new.
 */
bool sb_findings_merge(struct sb_findings *run, const struct sb_findings *from, size_t i);
/** Take finding i of from as it stands, with that count of visits.  False when memory ends. */
bool sb_findings_copy(struct sb_findings *list, const struct sb_findings *from, size_t i,
                      uint64_t visits);

/** The same for a finding from anywhere; its texts are copied. */
bool sb_findings_put(struct sb_findings *list, const struct sb_finding *finding,
                     enum sb_source_kind kind);

/* finding_bytes.c: findings that wait on disk */

/** Append all of them as bytes, for this program's own use. */
void sb_findings_write(struct sb_buf *out, const struct sb_findings *list);
/** Add what sb_findings_write put; *used bytes were read.  SB_E_DEFECT for other bytes. */
SB_MUST sb_status sb_findings_read(struct sb_findings *list, size_t *used, struct sb_bytes bytes,
                                   struct sb_error *err);

/* keys.def, read.c: one table of keys drives reading, checking of keys, and the schema */

/** A record as a tree: its node, and the document that it is in. */
struct sb_json_at {
    const struct sb_json_doc *doc;
    const struct sb_json *node;
};
/**
 * Fill a visit from a validated record.  Finds everything wrong on the way and sets
 * visit->refused at error level.  Texts and lists are in arena.  An inline patient is read
 * too (visit->patient_inline).  visit->patient is otherwise left NULL.
 */
SB_MUST sb_status sb_visit_read(struct sb_visit *visit, struct sb_json_at tree,
                                const struct sb_source *source, struct sb_arena *arena,
                                struct sb_findings *found, struct sb_error *err);
SB_MUST sb_status sb_patient_read(struct sb_patient *patient, struct sb_json_at tree,
                                  const struct sb_source *source, struct sb_arena *arena,
                                  struct sb_findings *found, struct sb_error *err);
/** What a JSON value looks like that is neither patient nor visit: "a FHIR bundle", or NULL. */
const char *sb_record_looks_like(const struct sb_json *node);
/** The JSON Schema (2020-12) of the record files, indented. */
void sb_schema_print(struct sb_buf *buf);

/* config_read.c */

/**
 * Read the configuration.  Findings go to found (their place is the file); SB_OK also with
 * findings at error level: sb_findings_errors(found) tells.  SB_E_READ where it cannot be read.
 */
SB_MUST sb_status sb_config_read(struct sb_config **out, const char *path,
                                 struct sb_findings *found, struct sb_error *err);
void sb_config_free(struct sb_config *config);
/** A path that the configuration names, made relative to the configuration's folder. */
const char *sb_config_path(const struct sb_config *config, struct sb_arena *arena,
                           const char *path);
/** Source of a key, for findings whose place is the configuration: "[practice] npi". */
/* use sb_spot_at(config->source, "[%s] %s", section, key) */

/* feed.c */

struct sb_feed;
/**
 * Records of several files ("-" is stdin), patients first wherever they stand: files that can
 * be read twice are, others are spooled to an unlinked private file in spool_folder (NULL: the
 * system's).  A file named twice is read once.  found gets what was found in patients, with a
 * count of 0 visits: each visit of such a patient brings its findings again and is refused
 * where they are errors, so that merging into a run's list counts the visits touched.
 */
SB_MUST sb_status sb_feed_open(struct sb_feed **out, const char *const *files, size_t count,
                               const char *spool_folder, struct sb_findings *found,
                               struct sb_error *err);
/**
 * The next visit with its patient, or a fault of the input: *visit is NULL and found holds
 * why; *end at the end.  The visit lives until the next call; patients live as long as the
 * feed.  found is reset first.  A malformed document sets *malformed for its file.
 */
SB_MUST sb_status sb_feed_next(struct sb_feed *feed, const struct sb_visit **visit, bool *end,
                               struct sb_findings *found, struct sb_error *err);
/** Whether the reading of some file ended early because it is malformed (exit status 3). */
bool sb_feed_malformed(const struct sb_feed *feed);
const struct sb_patient *sb_feed_patient(const struct sb_feed *feed, const char *id);
/** Patient i in the order read, NULL past the end. */
const struct sb_patient *sb_feed_patient_at(const struct sb_feed *feed, size_t i);
uint64_t sb_feed_records(const struct sb_feed *feed); /* patients and visits read so far */
void sb_feed_free(struct sb_feed *feed);

/** File i as it was named, NULL past the end; and what it was spooled to, or NULL. */
const char *sb_feed_file(const struct sb_feed *feed, size_t i);
struct sb_input *sb_feed_spool(const struct sb_feed *feed, size_t i);
/** All visits are read: forget what was kept of them, patients stay. */
void sb_feed_rest(struct sb_feed *feed);

/* reread.c: a visit that the feed has handed out, read again */

struct sb_visit_place {
    uint64_t offset, hash; /* of its bytes in the file */
    uint32_t length, line, column;
    uint32_t file; /* by number */
};
/** Where the visit stands, while the feed still lends it. */
void sb_visit_place(struct sb_visit_place *out, const struct sb_feed *feed,
                    const struct sb_visit *visit);
struct sb_reread;
/** Reads by position alone: several processes may each have one over the same feed. */
SB_MUST sb_status sb_reread_new(struct sb_reread **out, const struct sb_feed *feed,
                                struct sb_error *err);
/**
 * The visit as it was read, with its patient; all of it is in arena.  SB_E_READ where the file
 * changed meanwhile.
 */
SB_MUST sb_status sb_reread_visit(const struct sb_visit **out, struct sb_reread *reread,
                                  const struct sb_visit_place *place, struct sb_arena *arena,
                                  struct sb_error *err);
void sb_reread_free(struct sb_reread *reread);

/* bill.c */

#define SB_NUMBER_EXAMPLE "EXAMPLE-" /* before the numbers of a practice that is an example */
/** Whether a document shows what a receipt does: all that was paid, and no diagnosis. */
static inline bool
sb_audience_is_receipt(enum sb_audience audience)
{
    return audience == SB_AUDIENCE_RECEIPT || audience == SB_AUDIENCE_STATEMENT;
}

/** The canonical record ("superbill.document/1": sorted keys, no spaces, money as text). */
SB_MUST sb_status sb_bill_canonical(struct sb_buf *out, const struct sb_bill *bill,
                                    struct sb_error *err);
/** Set issue time and hash; the bill is const from here on.  number may be NULL (a draft). */
SB_MUST sb_status sb_bill_seal(struct sb_bill *bill, const char *number, int64_t issued_at,
                               struct sb_buf *record, struct sb_error *err);
/** Whether an insurance of the patient is Medicare Part B, as the statement on a page says. */
bool sb_bill_part_b(const struct sb_bill *bill);
/** The care that an adjustment of a visit belongs to: its code, on a receipt its description. */
const char *sb_bill_care(const struct sb_bill *bill, size_t visit, size_t adjustment);
/** What is owed for what is not care. */
sb_money sb_bill_item_balance(const struct sb_bill *bill);
/** Last day a bill for that date may be filed by the payer's limit; {0}: none known. */
sb_date sb_filing_last_day(const struct sb_payer *payer, sb_date service);
/** Whether text names Medicare Part B as a free payer name (holds "Medicare", not "Advantage"). */
bool sb_payer_name_is_medicare(const char *name);
/** A name as documents print it: "María T Núñez-O'Brien"; in arena. */
const char *sb_name_print(struct sb_arena *arena, const struct sb_name *name);

/* record_tree.c, bill_read.c: a canonical record back into what it was written from */

/** One record in memory, as a tree. */
struct sb_record_tree {
    struct sb_input *input;
    struct sb_scan *scan;
    struct sb_json_doc *doc;
    const struct sb_json *root; /* an object */
};
/** SB_E_SYNTAX where the bytes are not exactly one.  The bytes outlive the tree; close it always.
 */
SB_MUST sb_status sb_record_tree_open(struct sb_record_tree *tree, struct sb_bytes record,
                                      struct sb_error *err);
void sb_record_tree_close(struct sb_record_tree *tree);
/**
 * The bill of a canonical record, all in arena: written again it is the same bytes.  It draws, but
 * cannot be judged: fees and facts are not in a record.  SB_E_SYNTAX: no record of ours.
 */
SB_MUST sb_status sb_bill_read(struct sb_bill **out, struct sb_bytes record, struct sb_arena *arena,
                               struct sb_error *err);

/* signature.c: the member "signature" of an attached record */

struct sb_signature {
    uint8_t key[SB_KEY_PUBLIC], value[SB_SIGNATURE];
};
/** The member's value for a record of that hash (in hex), appended as JSON. */
SB_MUST sb_status sb_signature_make(struct sb_buf *out, const char *record_sha256,
                                    const uint8_t seed[SB_KEY_SEED], struct sb_error *err);
/** The record with the member in its place, appended: what is attached to a document. */
SB_MUST sb_status sb_record_sign(struct sb_buf *out, struct sb_bytes record,
                                 struct sb_bytes signature, struct sb_error *err);
/** False where the value is none. */
SB_MUST bool sb_signature_read(struct sb_signature *out, const struct sb_json *member);

/* prior.c: what stands of a visit already */

/** What the archive says of a visit: the superbill it stands on, or stood on last. */
struct sb_prior {
    const char *visit, *number;
    enum sb_issue_state state; /* never SUPERSEDED without a successor that is void */
    bool purged;               /* nothing is left of it but its entry; it stood, or was void */
    const char *body;          /* the visit as it was issued, canonical; NULL: purged */
    uint8_t hash[32];          /* SHA-256 of it */
    bool unseen;               /* whatever differs from it would change no page */
};
/** A visit that stands on a live superbill, of the patient and day of another one. */
struct sb_beside {
    const char *visit, *number, *body; /* body: as it was issued, canonical */
    struct sb_visit *read;             /* the same, read; NULL: not yet */
};
/**
 * The visit as it was read, in canonical JSON: the visit object alone, without whatever
 * belongs to the patient.  Two spellings of one value (185, "185.00") are the same.
 */
SB_MUST sb_status sb_visit_canonical(struct sb_buf *text, const struct sb_visit *visit,
                                     struct sb_error *err);

/* differ.c: two canonical records, value by value */

/**
 * Each value that differs, but for the hash of the pages, by its place, in the order of after; all
 * is in arena.
 */
SB_MUST sb_status sb_record_differ(struct sb_issued_change **out, size_t *count, const char *before,
                                   const char *after, struct sb_arena *arena, struct sb_error *err);

/* datum: a value of a table, on its way from where it is kept to where it is written */

enum sb_datum_kind { SB_DATUM_NONE, SB_DATUM_TEXT, SB_DATUM_COUNT, SB_DATUM_MONEY, SB_DATUM_DATE };
struct sb_datum {
    enum sb_datum_kind kind;
    const char *text;
    int64_t n; /* count, cents, or day of an sb_date */
};

#endif
