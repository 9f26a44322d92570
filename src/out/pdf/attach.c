/* attach.c - the record inside the document: an associated file, ISO 19005-3 6.8. */
#include "out/pdf/pdf.h"

void
sb_attach_put_file(struct sb_buf *out, const struct sb_pdf_facts *facts, size_t deflated)
{
    char stamp[SB_STAMP_TEXT];

    sb_buf_text(out, "/Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size ");
    sb_buf_int(out, (int64_t)facts->record.len);
    sb_buf_text(out, "/ModDate(");
    sb_buf_text(out, sb_stamp_pdf(stamp, facts->issued_at));
    sb_buf_text(out, ")>>/Filter/FlateDecode/Length ");
    sb_buf_int(out, (int64_t)deflated);
    sb_buf_char(out, '\n');
}

void
sb_attach_put_specification(struct sb_buf *out, uint32_t file)
{
    /* Alternative: the page and the record say the same */
    sb_buf_text(out, "/Type/Filespec/F(superbill.json)/UF(superbill.json)"
                     "/Desc(The record that this document prints)"
                     "/AFRelationship/Alternative/EF<</F ");
    sb_buf_int(out, file);
    sb_buf_text(out, " 0 R/UF ");
    sb_buf_int(out, file);
    sb_buf_text(out, " 0 R>>\n");
}
