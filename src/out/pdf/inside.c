/*
 * inside.c - what a foreign PDF holds, and how the process that reads it hands it over:
 *
 *     lengths and signs, record, metadata, identifier, text of the pages
 */
#include "out/pdf/pdf.h"

#include <string.h>

#define INSIDE_MEMORY ((size_t)768 << 20)
#define INSIDE_SECONDS 10
#define INSIDE_NAMES 256 /* attachments, and nodes of their tree, that are looked at */
#define INSIDE_ID 64     /* bytes */

struct parts {
    size_t record, xmp, id, text;
    uint8_t pages[32];
    size_t strange; /* not a bool: that process may hand over anything */
};

void
sb_pdf_inside_join(struct sb_buf *out, const struct sb_pdf_inside *inside)
{
    struct parts parts = {.record = inside->record.len,
                          .xmp = inside->xmp.len,
                          .id = inside->id.len,
                          .text = inside->text.len,
                          .strange = inside->strange};

    memcpy(parts.pages, inside->pages, sizeof parts.pages);
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
            memcpy(out->pages, parts.pages, sizeof out->pages);
            out->strange = parts.strange != 0;
            return SB_OK;
        }
    }
    return sb_error_set(err, SB_E_SYNTAX, "it cannot be read");
}

/* The specification named superbill.json among the names of a node; false: not there. */
static bool
inside_name(unsigned *found, struct sb_foreign *f, unsigned node)
{
    static const char wanted[] = "superbill.json";
    unsigned names = sb_foreign_key(f, node, "/Names");
    int count = sb_foreign_count(f, names);
    struct sb_bytes name;

    for (int i = 0; i + 1 < count && i < INSIDE_NAMES; i += 2)
        if (sb_foreign_string(f, sb_foreign_item(f, names, i), &name) &&
            name.len == sizeof wanted - 1 && memcmp(name.at, wanted, name.len) == 0) {
            *found = sb_foreign_item(f, names, i + 1);
            return true;
        }
    return false;
}

static sb_status
inside_record(struct sb_buf *out, struct sb_foreign *f, struct sb_error *err)
{
    unsigned names = sb_foreign_key(f, sb_foreign_root(f), "/Names");
    unsigned tree = sb_foreign_key(f, names, "/EmbeddedFiles"), file = 0;
    unsigned kids = sb_foreign_key(f, tree, "/Kids");
    int count = sb_foreign_count(f, kids);
    bool found = inside_name(&file, f, tree);
    sb_status st;

    for (int i = 0; !found && i < count && i < INSIDE_NAMES; i++)
        found = inside_name(&file, f, sb_foreign_item(f, kids, i));
    if (!found)
        return sb_error_set(err, SB_E_ABSENT, "it holds no record of superbill");
    file = sb_foreign_key(f, sb_foreign_key(f, file, "/EF"), "/F");
    st = sb_foreign_stream(out, f, file, SB_INSIDE_RECORD, err);
    return st == SB_E_ABSENT ? sb_error_set(err, SB_E_SYNTAX, "its record is not there") : st;
}

static sb_status
inside_marks(struct sb_buf *xmp, struct sb_buf *id, struct sb_foreign *f, struct sb_error *err)
{
    unsigned pair = sb_foreign_key(f, sb_foreign_trailer(f), "/ID");
    struct sb_bytes first;
    sb_status st;

    if (sb_foreign_count(f, pair) == 2 &&
        sb_foreign_string(f, sb_foreign_item(f, pair, 0), &first) && first.len <= INSIDE_ID)
        sb_buf_put(id, first.at, first.len);
    st = sb_foreign_stream(xmp, f, sb_foreign_key(f, sb_foreign_root(f), "/Metadata"),
                           SB_INSIDE_XMP, err);
    return st == SB_E_ABSENT ? SB_OK : st;
}

/* Lengths of the parts, then the parts. */
sb_status
sb_pdf_inside_work(struct sb_buf *out, struct sb_bytes in, struct sb_error *err)
{
    struct sb_foreign *f;
    struct sb_buf record = {0}, xmp = {0}, id = {0}, text = {0};
    struct sb_pdf_inside inside = {.strange = false};
    sb_status st;

    if ((st = sb_foreign_new(&f, in, NULL, err)) == SB_OK &&
        (st = inside_record(&record, f, err)) == SB_OK &&
        (st = inside_marks(&xmp, &id, f, err)) == SB_OK &&
        (st = sb_looks_read(&text, inside.pages, &inside.strange, f, err)) == SB_OK &&
        sb_foreign_damaged(f))
        st = sb_error_set(err, SB_E_SYNTAX, "it is damaged");
    if (st == SB_OK && (record.failed || xmp.failed || id.failed || text.failed))
        st = sb_error_nomem(err);
    if (st == SB_OK) {
        inside.record = (struct sb_bytes){record.at, record.len};
        inside.xmp = (struct sb_bytes){xmp.at, xmp.len};
        inside.id = (struct sb_bytes){id.at, id.len};
        inside.text = (struct sb_bytes){text.at, text.len};
        sb_pdf_inside_join(out, &inside);
    }
    sb_foreign_free(f);
    sb_buf_free(&record);
    sb_buf_free(&xmp);
    sb_buf_free(&id);
    sb_buf_free(&text);
    return st;
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
