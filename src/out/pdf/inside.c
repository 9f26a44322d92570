/*
 * inside.c - what a foreign PDF holds, as the process that reads it hands it over:
 *
 *     lengths and signs, record, metadata, identifier, text of the pages
 */
#include "out/pdf/pdf.h"

#include <string.h>

#define INSIDE_MEMORY ((size_t)768 << 20)
#define INSIDE_SECONDS 10

struct parts {
    size_t record, xmp, id, text;
    size_t strange; /* not a bool: that process may hand over anything */
};

void
sb_pdf_inside_join(struct sb_buf *out, const struct sb_pdf_inside *inside)
{
    const struct parts parts = {inside->record.len, inside->xmp.len, inside->id.len,
                                inside->text.len, inside->strange};

    sb_buf_put(out, &parts, sizeof parts);
    sb_buf_put(out, inside->record.at, parts.record);
    sb_buf_put(out, inside->xmp.at, parts.xmp);
    sb_buf_put(out, inside->id.at, parts.id);
    sb_buf_put(out, inside->text.at, parts.text);
}

sb_status
sb_pdf_inside_split(struct sb_pdf_inside *out, struct sb_error *err)
{
    struct parts parts;
    const char *at = out->all.at;
    size_t left = out->all.len;

    if (left >= sizeof parts) {
        memcpy(&parts, at, sizeof parts);
        at += sizeof parts;
        left -= sizeof parts;
        if (parts.record <= left && parts.xmp <= left - parts.record &&
            parts.id <= left - parts.record - parts.xmp &&
            parts.text == left - parts.record - parts.xmp - parts.id) {
            out->record = (struct sb_bytes){at, parts.record};
            out->xmp = (struct sb_bytes){at + parts.record, parts.xmp};
            out->id = (struct sb_bytes){at + parts.record + parts.xmp, parts.id};
            out->text = (struct sb_bytes){at + (left - parts.text), parts.text};
            out->strange = parts.strange != 0;
            return SB_OK;
        }
    }
    return sb_error_set(err, SB_E_SYNTAX, "it cannot be read");
}

sb_status
sb_pdf_inside_read(struct sb_pdf_inside *out, struct sb_bytes pdf, struct sb_error *err)
{
    static const struct sb_worker_limits limits = {
        INSIDE_MEMORY, INSIDE_SECONDS, SB_INSIDE_RECORD + SB_INSIDE_XMP + SB_INSIDE_TEXT + 4096};
    sb_status st;

    *out = (struct sb_pdf_inside){.all = {0}};
    st = sb_worker_run(&out->all, sb_pdf_inside_work, pdf, &limits, err);
    return st == SB_OK ? sb_pdf_inside_split(out, err) : st;
}

void
sb_pdf_inside_free(struct sb_pdf_inside *inside)
{
    sb_buf_free(&inside->all);
}
