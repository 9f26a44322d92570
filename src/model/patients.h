/* patients.h - the patients of a feed, held by id, and which ids have been met. */
#ifndef MODEL_PATIENTS_H
#define MODEL_PATIENTS_H

#include "model/model.h"

/* idset.c: ids met, each in 16 bytes, whatever its length */

struct sb_place { /* where an id was met first */
    uint32_t file, line;
};
struct sb_idset;
SB_MUST sb_status sb_idset_new(struct sb_idset **out, struct sb_error *err);
void sb_idset_free(struct sb_idset *set);
/** Say that id is about to be added, so that its place is fetched from memory meanwhile. */
void sb_idset_expect(const struct sb_idset *set, const char *id);
/** Add id; *first gets where it was met before, *met whether it was. */
SB_MUST sb_status sb_idset_add(struct sb_idset *set, const char *id, struct sb_place place,
                               bool *met, struct sb_place *first, struct sb_error *err);
/** A number for a text; equal texts have equal ones. */
uint64_t sb_hash_text(uint64_t seed, const char *text);
/** A number for a value: the same whatever its white space and the order of its keys. */
uint64_t sb_hash_json(const struct sb_json_doc *doc, const struct sb_json *node);

/* patients.c */

struct sb_patients;
SB_MUST sb_status sb_patients_new(struct sb_patients **out, struct sb_error *err);
void sb_patients_free(struct sb_patients *all);
/**
 * Read and hold a patient; source's text is copied.  The same patient again is passed over,
 * another one with its id is duplicate-id, and refuses both.
 */
SB_MUST sb_status sb_patients_add(struct sb_patients *all, struct sb_json_at tree,
                                  const struct sb_source *source, struct sb_error *err);
const struct sb_patient *sb_patients_find(const struct sb_patients *all, const char *id);
/** Say that id is about to be looked for. */
void sb_patients_expect(const struct sb_patients *all, const char *id);
const struct sb_patient *sb_patients_at(const struct sb_patients *all, size_t i);
uint64_t sb_patients_count(const struct sb_patients *all); /* records, repeated ones too */
/** Everything found in patients, in the order read. */
const struct sb_findings *sb_patients_found(const struct sb_patients *all);
/** Copy what was found in this patient, counting one visit; *refused where it holds an error. */
void sb_patients_blame(const struct sb_patients *all, const struct sb_patient *patient,
                       struct sb_findings *found, bool *refused);
/**
 * A visit carries a patient: remember what it looks like.  Where a patient with that id was
 * met before and looked otherwise, *first says where; else its file is NULL.
 */
SB_MUST sb_status sb_patients_inline(struct sb_patients *all, const char *id, uint64_t looks,
                                     const struct sb_source *source, struct sb_source *first,
                                     struct sb_error *err);

#endif
