/* copy.h - what backup and restore share: copy.c, restore.c. */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "store/store.h"

/** Whether two paths lead to one file, or folder, that is there. */
bool sb_copy_same(const char *a, const char *b);
/** Open what stands at path, as like says.  SB_E_READ where there is nothing, or nothing in it. */
SB_MUST sb_status sb_copy_open(struct sb_archive **out, const struct sb_archive_options *like,
                               const char *path, struct sb_error *err);
/** Prove; a fault is SB_E_DAMAGED in the words of the first, of what messages call name. */
SB_MUST sb_status sb_copy_prove(struct sb_proof *out, struct sb_archive *archive, const char *name,
                                struct sb_error *err);
/** A temporary file beside path, which it is to replace, filled from the database. */
SB_MUST sb_status sb_copy_stage(struct sb_outfile **out, struct sb_archive *from, const char *path,
                                struct sb_error *err);

#endif
