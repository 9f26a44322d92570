/* merge.c - documents that were issued, one behind the other, as a copy. */
#include "out/out.h"
#include "out/pdf/pdf.h"

#include <string.h>

sb_status
sb_document_merge(struct sb_buf *out, const struct sb_bytes *documents, size_t count,
                  const char *title, struct sb_error *err)
{
    char tame[128];

    (void)sb_text_tame(tame, sizeof tame, title, strlen(title));
    for (char *at = tame; *at != '\0'; at++)
        if (*at < 0x20 || *at > 0x7E)
            *at = '?';
    return sb_pdf_merge(out, documents, count, tame, err);
}
