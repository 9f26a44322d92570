/* sets.h - official code sets that a user installed: import, list, remove. */
#ifndef SUPERBILL_SETS_H
#define SUPERBILL_SETS_H

#include "superbill/codes.h"

#ifdef __cplusplus
extern "C" {
#endif

enum sb_set_kind {
    SB_SET_ICD10CM,    /* diagnoses of a fiscal year */
    SB_SET_PAIRS,      /* NCCI procedure-to-procedure edits, practitioner */
    SB_SET_LIMITS,     /* medically unlikely edits, practitioner */
    SB_SET_HCPCS,      /* HCPCS level II codes and their days */
    SB_SET_CONVERSION, /* which diagnosis came in the place of which */
};
enum sb_published_verdict {
    SB_PUBLISHED_UNKNOWN, /* no counts are known of that edition */
    SB_PUBLISHED_SAME,
    SB_PUBLISHED_DIFFERS, /* more rows than were published: an update, perhaps */
};
/** One installed set.  Its name is what `codes remove` takes. */
struct sb_code_set {
    char name[40]; /* "icd10cm-2026" */
    enum sb_set_kind kind;
    sb_date from, to;          /* days it holds for; to {0}: until a newer one */
    char edition[128];         /* the official file it was made from */
    char sha256[65];           /* of that file */
    bool whole;                /* diagnoses: with headers */
    int64_t rows;              /* kept */
    int64_t headers, billable; /* diagnoses */
    enum sb_published_verdict published;
};
enum sb_import_what {
    SB_IMPORT_INSTALLED,
    SB_IMPORT_REPLACED,
    SB_IMPORT_NO_CHANGES, /* addenda without a change: nothing to do */
    SB_IMPORT_KEPT,       /* a fuller set of the same edition is installed already */
};
struct sb_import_event {
    enum sb_import_what what;
    const char *file;                /* as given */
    const struct sb_code_set *set;   /* NULL: NO_CHANGES */
    int64_t read;                    /* rows in the file */
    int64_t added, deleted, revised; /* of addenda, else 0 */
    const char *base;                /* addenda: the set they were applied to, else NULL */
};
typedef void sb_import_fn(void *user, const struct sb_import_event *event);
typedef void sb_code_set_fn(void *user, const struct sb_code_set *set);

struct sb_import_options {
    int32_t year;       /* fiscal (diagnoses) or calendar year; 0: by the file's name */
    bool dry_run;       /* everything but the last step */
    sb_import_fn *told; /* for each file, before it is certain that all of them succeed */
    void *user;
};
/**
 * Install official files, texts or zips, in the store, which is made where absent: all of them
 * or none.  SB_E_SYNTAX names what a file that is refused seems to be, and what was expected.
 */
SB_API SB_MUST sb_status sb_codes_import(const char *store, const char *const *files, size_t count,
                                         const struct sb_import_options *options,
                                         struct sb_error *err);
/** Every set of the store, by kind, then by first day; a store that is absent has none. */
SB_API SB_MUST sb_status sb_codes_list(const char *store, sb_code_set_fn *told, void *user,
                                       struct sb_error *err);
/** Take a set out.  SB_E_ABSENT where the store has none of that name, naming the nearest. */
SB_API SB_MUST sb_status sb_codes_remove(const char *store, const char *set, struct sb_error *err);

/** The same as sb_codes_edition, for any kind of set: what judges that kind on a day, in words. */
SB_API const char *sb_codes_edition_of(char out[SB_EDITION_TEXT], const struct sb_codes *codes,
                                       enum sb_set_kind kind, sb_date on);

#ifdef __cplusplus
}
#endif
#endif
