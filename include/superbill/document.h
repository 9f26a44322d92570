/* document.h - templates, and bills drawn as PDF. */
#ifndef SUPERBILL_DOCUMENT_H
#define SUPERBILL_DOCUMENT_H

#include "superbill/bill.h"

#ifdef __cplusplus
extern "C" {
#endif

struct sb_template; /* a layout: page, blocks, labels */
struct sb_document; /* a finished document in memory */

/** Names of the templates inside the program, NULL-terminated. */
SB_API const char *const *sb_template_names(void);

#ifdef __cplusplus
}
#endif
#endif
