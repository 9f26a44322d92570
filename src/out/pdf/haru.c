/*
 * haru.c - the door of libharu 2.3.0: its objects, cross-reference table, pages and trailer.
 *
 * Memory: libharu draws all it needs from a pool of one node that we own, and asks for more
 * through a function that refuses.  So a document cannot take more than its pool, nothing is
 * freed one by one, and the next document begins by winding the node back.  (Its allocation
 * functions get no context, so an arena of the house could only be reached by a global.)
 *
 * Objects: libharu writes "<<", the entries it knows, what write_fn writes, ">>", and then
 * calls after_write_fn.  Ours have no entries but the text we give them, and their streams are
 * written by after_write_fn, without a copy and with a direct /Length in the text.
 */
#include "out/pdf/pdf.h"

#include <stdlib.h>
#include <string.h>

#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_pages.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>

_Static_assert(HPDF_VERSION_ID >= 20300 && HPDF_VERSION_ID < 20400,
               "members of libharu 2.3's structures are used here");

#define OBJECT_NUMBER 0x00FFFFFFU

struct sb_haru {
    HPDF_Doc doc;
    HPDF_MMgr memory;
    HPDF_UINT pool;            /* bytes of the node */
    HPDF_UINT mark;            /* used by the document handle itself */
    HPDF_STATUS error, detail; /* the first one reported */
    struct sb_buf *out;        /* while saving */
};

static void HPDF_STDCALL
on_error(HPDF_STATUS error, HPDF_STATUS detail, void *user)
{
    struct sb_haru *haru = user;

    if (haru->error == 0) {
        haru->error = error;
        haru->detail = detail;
    }
}

static void *HPDF_STDCALL
pool_take(HPDF_UINT size)
{
    return malloc(size);
}

static void HPDF_STDCALL
pool_give(void *at)
{
    free(at);
}

static void *HPDF_STDCALL
pool_refuse(HPDF_UINT size)
{
    (void)size;
    return NULL;
}

/* What failed without a word of libharu's own must not be saved either. */
static bool
lost(struct sb_haru *haru)
{
    if (haru->error == 0)
        haru->error = HPDF_INVALID_OBJECT;
    return false;
}

/* libharu does not align what it takes from a pool; what we look into must be. */
static void
pool_align(struct sb_haru *haru)
{
    HPDF_MPool_Node node = haru->memory->mpool;
    uintptr_t at = (uintptr_t)node->buf + node->used_size;
    HPDF_UINT gap = (HPDF_UINT)(-at & 15);

    if (node->size - node->used_size >= gap)
        node->used_size += gap;
}

/* Whether all went well so far. */
static bool
sound(const struct sb_haru *haru)
{
    return haru->doc != NULL && haru->error == 0 && HPDF_GetError(haru->doc) == HPDF_OK;
}

sb_status
sb_haru_new(struct sb_haru **out, struct sb_error *err)
{
    *out = calloc(1, sizeof **out);
    return *out != NULL ? SB_OK : sb_error_nomem(err);
}

static void
haru_drop(struct sb_haru *haru)
{
    HPDF_MMgr memory = haru->memory;

    if (haru->doc == NULL)
        return;
    /* the document lies in the pool: nothing of it needs a farewell of its own */
    memory->alloc_fn = pool_take;
    HPDF_MMgr_Free(memory);
    haru->doc = NULL;
    haru->memory = NULL;
}

void
sb_haru_free(struct sb_haru *haru)
{
    if (haru == NULL)
        return;
    haru_drop(haru);
    free(haru);
}

/* A handle with its pool; it holds an empty document, which the next step replaces. */
static sb_status
haru_open(struct sb_haru *haru, size_t pool, struct sb_error *err)
{
    if (pool > INT32_MAX)
        return sb_error_set(err, SB_E_RANGE, "the document is too large");
    haru->doc = HPDF_NewEx(on_error, pool_take, pool_give, (HPDF_UINT)pool, haru);
    if (haru->doc == NULL)
        return sb_error_nomem(err);
    haru->memory = haru->doc->mmgr;
    haru->memory->alloc_fn = pool_refuse;
    haru->pool = (HPDF_UINT)pool;
    haru->mark = (HPDF_UINT)sizeof *haru->doc;
    /* the handle is the first thing in the pool, else winding back would overwrite it */
    if (haru->memory->mpool->next_node != NULL ||
        (HPDF_BYTE *)haru->doc != haru->memory->mpool->buf) {
        haru_drop(haru);
        return sb_error_set(err, SB_E_NOMEM, "the document's memory is too small");
    }
    return SB_OK;
}

sb_status
sb_haru_begin(struct sb_haru *haru, size_t pool, struct sb_error *err)
{
    HPDF_Doc doc;
    sb_status st;

    haru->error = haru->detail = 0;
    if (haru->doc == NULL || pool > haru->pool) {
        haru_drop(haru);
        if ((st = haru_open(haru, pool, err)) != SB_OK)
            return st;
    }
    doc = haru->doc;
    haru->memory->mpool->size = (HPDF_UINT)pool;
    haru->memory->mpool->used_size = haru->mark;
    pool_align(haru);
    /* forget, without walking, what lay in the pool; then begin as HPDF_NewEx does */
    doc->xref = NULL;
    doc->trailer = NULL;
    doc->font_mgr = doc->fontdef_list = doc->encoder_list = doc->page_list = NULL;
    doc->stream = NULL;
    doc->cur_encoder = doc->def_encoder = NULL;
    if (HPDF_NewDoc(doc) != HPDF_OK || !sound(haru))
        return sb_error_set(err, SB_E_NOMEM, "the document's memory is too small");
    doc->pdf_version = HPDF_VER_17;
    return SB_OK;
}

/* write_fn: the object's text, between what libharu writes itself. */
static HPDF_STATUS
write_text(HPDF_Dict dict, HPDF_Stream stream)
{
    struct sb_object *object = dict->attr;

    object->stream = stream;
    return HPDF_Stream_Write(stream, (const HPDF_BYTE *)object->texts->at + object->at,
                             (HPDF_UINT)object->length);
}

/* after_write_fn: the body; its length stands in the text. */
static HPDF_STATUS
write_body(HPDF_Dict dict)
{
    static const HPDF_BYTE begin[] = "\nstream\r\n", end[] = "\nendstream";
    struct sb_object *object = dict->attr;
    HPDF_Stream stream = object->stream;
    HPDF_STATUS status = HPDF_Stream_Write(stream, begin, sizeof begin - 1);

    if (status != HPDF_OK)
        return status;
    object->body_at = stream->size;
    status = HPDF_Stream_Write(stream, object->body.at, (HPDF_UINT)object->body.len);
    if (status != HPDF_OK)
        return status;
    return HPDF_Stream_Write(stream, end, sizeof end - 1);
}

bool
sb_haru_add(struct sb_haru *haru, struct sb_object *object)
{
    HPDF_Dict dict;

    if (!sound(haru))
        return false;
    pool_align(haru);
    dict = HPDF_Dict_New(haru->memory);
    if (dict == NULL || HPDF_Xref_Add(haru->doc->xref, dict) != HPDF_OK)
        return lost(haru);
    dict->attr = object;
    dict->write_fn = write_text;
    if (object->body.at != NULL)
        dict->after_write_fn = write_body;
    object->handle = dict;
    object->number = dict->header.obj_id & OBJECT_NUMBER;
    return sound(haru);
}

bool
sb_haru_catalog(struct sb_haru *haru, struct sb_object *object)
{
    HPDF_Dict catalog = sound(haru) ? haru->doc->catalog : NULL;

    /* libharu uses neither for its own catalog; a version that does would lose our text */
    if (catalog == NULL || catalog->attr != NULL || catalog->write_fn != NULL)
        return lost(haru);
    catalog->attr = object;
    catalog->write_fn = write_text;
    return true;
}

static HPDF_STATUS
write_filter(HPDF_Dict dict, HPDF_Stream stream)
{
    static const HPDF_BYTE text[] = "/Filter /FlateDecode\n";

    (void)dict;
    return HPDF_Stream_Write(stream, text, sizeof text - 1);
}

static uint32_t
page_make(struct sb_haru *haru, const struct sb_haru_page *page)
{
    HPDF_Page made;
    HPDF_PageAttr attr;
    HPDF_Dict resources;

    if (!sound(haru))
        return 0;
    pool_align(haru);
    made = HPDF_AddPage(haru->doc);
    if (made == NULL || !sound(haru))
        return 0;
    attr = made->attr;
    resources = HPDF_Page_GetInheritableItem(made, "Resources", HPDF_OCLASS_DICT);
    if (resources == NULL || HPDF_Page_SetWidth(made, (HPDF_REAL)page->width / 1000) != HPDF_OK ||
        HPDF_Page_SetHeight(made, (HPDF_REAL)page->height / 1000) != HPDF_OK ||
        HPDF_Dict_RemoveElement(resources, "ProcSet") != HPDF_OK ||
        HPDF_Dict_Add(resources, "Font", page->fonts->handle) != HPDF_OK)
        return 0;
    if (page->pictures != NULL &&
        HPDF_Dict_Add(resources, "XObject", page->pictures->handle) != HPDF_OK)
        return 0;
    if (HPDF_Dict_AddNumber(made, "StructParents", page->index) != HPDF_OK ||
        HPDF_Dict_AddName(made, "Tabs", "S") != HPDF_OK ||
        HPDF_Stream_Write(attr->stream, page->content.at, (HPDF_UINT)page->content.len) != HPDF_OK)
        return 0;
    attr->contents->filter = HPDF_STREAM_FILTER_NONE;
    attr->contents->write_fn = write_filter;
    return sound(haru) ? made->header.obj_id & OBJECT_NUMBER : 0;
}

uint32_t
sb_haru_page(struct sb_haru *haru, const struct sb_haru_page *page)
{
    uint32_t number = page_make(haru, page);

    if (number == 0)
        (void)lost(haru);
    return number;
}

/* Dates and identifiers that libharu's own functions would take from the clock. */
static bool
add_info(struct sb_haru *haru, const struct sb_haru_info *info)
{
    HPDF_Doc doc = haru->doc;
    HPDF_BYTE id[16];
    HPDF_Array ids;

    memcpy(id, info->id, sizeof id);
    if (HPDF_SetInfoAttr(doc, HPDF_INFO_TITLE, info->title) != HPDF_OK ||
        HPDF_SetInfoAttr(doc, HPDF_INFO_CREATOR, info->creator) != HPDF_OK ||
        HPDF_SetInfoAttr(doc, HPDF_INFO_PRODUCER, info->creator) != HPDF_OK || !sound(haru) ||
        HPDF_Dict_Add(doc->info, "CreationDate",
                      HPDF_String_New(haru->memory, info->stamp, NULL)) != HPDF_OK ||
        HPDF_Dict_Add(doc->info, "ModDate", HPDF_String_New(haru->memory, info->stamp, NULL)) !=
            HPDF_OK)
        return false;
    ids = HPDF_Array_New(haru->memory);
    if (ids == NULL || HPDF_Dict_Add(doc->trailer, "ID", ids) != HPDF_OK)
        return false;
    for (int i = 0; i < 2; i++)
        if (HPDF_Array_Add(ids, HPDF_Binary_New(haru->memory, id, sizeof id)) != HPDF_OK)
            return false;
    return sound(haru);
}

static HPDF_STATUS
to_buffer(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT length)
{
    struct sb_haru *haru = stream->attr;

    sb_buf_put(haru->out, bytes, length);
    /* stops the save; that it stopped is seen in the buffer, libharu reports success */
    return haru->out->failed ? HPDF_FILE_IO_ERROR : HPDF_OK;
}

sb_status
sb_haru_save(struct sb_haru *haru, struct sb_buf *out, const struct sb_haru_info *info,
             struct sb_error *err)
{
    static const char end[] = "%%EOF\n";
    const size_t tail = sizeof end - 1;
    bool done = false;

    haru->out = out;
    if (sound(haru) && add_info(haru, info)) {
        pool_align(haru);
        haru->doc->stream = HPDF_CallbackWriter_New(haru->memory, to_buffer, haru);
        done = haru->doc->stream != NULL && HPDF_SaveToStream(haru->doc) == HPDF_OK && sound(haru);
    }
    haru->out = NULL;
    if (out->failed)
        return sb_error_nomem(err);
    if (done && out->len > tail && memcmp(out->at + out->len - tail, end, tail) == 0)
        return SB_OK;
    if (haru->doc == NULL || haru->error == HPDF_FAILD_TO_ALLOC_MEM ||
        HPDF_GetError(haru->doc) == HPDF_FAILD_TO_ALLOC_MEM)
        return sb_error_set(err, SB_E_NOMEM, "the document's memory is too small");
    return sb_error_set(err, SB_E_DEFECT, "libharu failed with %04lX:%04lX",
                        (unsigned long)haru->error, (unsigned long)haru->detail);
}
