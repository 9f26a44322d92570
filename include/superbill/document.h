/* document.h - templates, and bills drawn as PDF. */
#ifndef SUPERBILL_DOCUMENT_H
#define SUPERBILL_DOCUMENT_H

#include "superbill/bill.h"

#ifdef __cplusplus
extern "C" {
#endif

struct sb_template; /* a layout: page, blocks, labels */
struct sb_document; /* a finished document in memory */

/**
 * The record that a document of this program carries (superbill.json), from a file that may come
 * from anywhere; sb_text_free it.  SB_E_SYNTAX: not a PDF, damaged, or its record is none of
 * ours; SB_E_ABSENT: a PDF without a record; SB_E_RANGE: encrypted; SB_E_READ.
 */
SB_API SB_MUST sb_status sb_document_extract(char **record, size_t *length, const char *path,
                                             struct sb_error *err);

/** Names of the templates inside the program, NULL-terminated. */
SB_API const char *const *sb_template_names(void);

#ifdef __cplusplus
}
#endif
#endif
