/*
 * bundle.c - several documents of our own made one, one behind the other: a copy.  Each brings its
 * tags, as one part of the whole; the numbers by which pages find their tags are made to follow one
 * another.
 */
#include "out/pdf/pdf.h"

#include <stdlib.h>
#include <string.h>

#define BUNDLE_MEMORY ((size_t)512 << 20) /* beside what the documents need */
#define BUNDLE_SECONDS 60                 /* beside what they need */
#define BUNDLE_A_SECOND 20                /* documents; it takes some twenty milliseconds each */
#define LANGUAGE_MOST 16
#define SHARED_MOST 32   /* fonts and pictures that are looked for again */
#define SHARED_LEAST 512 /* bytes of a stream that is worth it */

/* Under these names a document's first page brings what the catalog has. */
#define TAGS "/SbTags"
#define INTENTS "/SbIntents"

struct documents {
    const struct sb_bytes *at;
    size_t count;
    const char *title;
};
/* Fonts and pictures that several documents have alike: they are kept once. */
struct shared {
    unsigned stream[SHARED_MOST];
    unsigned char *bytes[SHARED_MOST];
    size_t length[SHARED_MOST];
    size_t count;
};
struct bundle {
    struct sb_foreign *whole;
    struct shared shared;
    unsigned document, parts, numbers; /* of the tags */
    int pages, next;                   /* taken; the next number by which a page finds its tags */
    struct sb_buf language;            /* of the first document */
};

/* The stream below that key of a dictionary gives way to one with the same bytes. */
static void
share(struct bundle *b, unsigned dict, const char *key)
{
    struct shared *shared = &b->shared;
    unsigned stream = sb_foreign_key(b->whole, dict, key);
    unsigned char *bytes = NULL;
    size_t length = 0;

    for (size_t i = 0; i < shared->count; i++)
        if (sb_foreign_same(b->whole, stream, shared->stream[i]))
            return;
    if (!sb_foreign_raw(b->whole, stream, &bytes, &length) || length < SHARED_LEAST) {
        free(bytes);
        return;
    }
    for (size_t i = 0; i < shared->count; i++)
        if (length == shared->length[i] && memcmp(bytes, shared->bytes[i], length) == 0) {
            sb_foreign_put(b->whole, dict, key, shared->stream[i]);
            free(bytes);
            return;
        }
    if (shared->count == SHARED_MOST) {
        free(bytes);
        return;
    }
    shared->stream[shared->count] = stream;
    shared->bytes[shared->count] = bytes;
    shared->length[shared->count++] = length;
}

/* Fonts and pictures of a page. */
static void
share_resources(struct bundle *b, unsigned page)
{
    unsigned resources = sb_foreign_key(b->whole, page, "/Resources");
    unsigned fonts = sb_foreign_key(b->whole, resources, "/Font");
    unsigned pictures = sb_foreign_key(b->whole, resources, "/XObject");
    const char *key;

    for (bool first = true; (key = sb_foreign_next_key(b->whole, fonts, first)) != NULL;
         first = false) {
        unsigned font = sb_foreign_key(b->whole, fonts, key);
        unsigned descendants = sb_foreign_key(b->whole, font, "/DescendantFonts");

        if (sb_foreign_count(b->whole, descendants) > 0)
            font = sb_foreign_item(b->whole, descendants, 0);
        share(b, sb_foreign_key(b->whole, font, "/FontDescriptor"), "/FontFile2");
    }
    for (bool first = true; (key = sb_foreign_next_key(b->whole, pictures, first)) != NULL;
         first = false)
        share(b, pictures, key);
}

/* The tags that the first of so many new pages brought.  False: they are not as ours are. */
static bool
take_tags(struct bundle *b, int pages, const char *language)
{
    struct sb_foreign *f = b->whole;
    unsigned tags = sb_foreign_key(f, sb_foreign_page(f, b->pages), TAGS);
    unsigned part = sb_foreign_key(f, tags, "/K");
    unsigned numbers = sb_foreign_key(f, sb_foreign_key(f, tags, "/ParentTree"), "/Nums");
    int count = sb_foreign_count(f, numbers), number, next = 0;

    if (!sb_foreign_named(f, sb_foreign_key(f, part, "/S"), "/Document"))
        return false;
    sb_foreign_set(f, part, "/S", "/Part");
    sb_foreign_set(f, part, "/Lang", language);
    sb_foreign_put(f, part, "/P", b->document);
    sb_foreign_append(f, b->parts, part);
    for (int i = 0; i + 1 < count; i += 2) {
        if (!sb_foreign_int(f, sb_foreign_item(f, numbers, i), &number) || number != next++)
            return false;
        sb_foreign_append_int(f, b->numbers, b->next + number);
        sb_foreign_append(f, b->numbers, sb_foreign_item(f, numbers, i + 1));
    }
    for (int i = 0; i < pages; i++) {
        unsigned page = sb_foreign_page(f, b->pages + i), leaves;

        if (!sb_foreign_int(f, sb_foreign_key(f, page, "/StructParents"), &number) || number < 0 ||
            number >= next)
            return false;
        sb_foreign_put_int(f, page, "/StructParents", b->next + number);
        leaves = sb_foreign_item(f, numbers, 2 * number + 1);
        /* what led from the first page to another was not followed */
        for (int k = 0; k < sb_foreign_count(f, leaves); k++)
            sb_foreign_put(f, sb_foreign_item(f, leaves, k), "/Pg", page);
    }
    b->next += next;
    return true;
}

/* A document's language as its catalog has it: "en-US". */
static bool
language_of(struct sb_buf *out, struct sb_foreign *f)
{
    struct sb_bytes language;

    sb_buf_reset(out);
    if (!sb_foreign_string(f, sb_foreign_key(f, sb_foreign_root(f), "/Lang"), &language) ||
        language.len == 0 || language.len > LANGUAGE_MOST)
        return false;
    for (size_t i = 0; i < language.len; i++) {
        char c = ((const char *)language.at)[i];

        if (c != '-' && !(sb_ascii_lower(c) >= 'a' && sb_ascii_lower(c) <= 'z'))
            return false;
        sb_buf_char(out, c);
    }
    return !out->failed;
}

/* The pages of one document to the end of the others. */
static sb_status
take_document(struct bundle *b, struct sb_foreign *from, struct sb_error *err)
{
    int pages = sb_foreign_pages(from);
    unsigned root = sb_foreign_root(from), page = pages > 0 ? sb_foreign_page(from, 0) : 0;
    struct sb_buf language = {0}, literal = {0};
    bool taken = pages > 0 && language_of(&language, from);

    if (taken) {
        sb_foreign_put(from, page, TAGS, sb_foreign_key(from, root, "/StructTreeRoot"));
        sb_foreign_put(from, page, INTENTS, sb_foreign_key(from, root, "/OutputIntents"));
        sb_escape_literal(&literal, language.at, language.len);
    }
    for (int i = 0; taken && i < pages; i++)
        taken = sb_foreign_take(b->whole, from, sb_foreign_page(from, i));
    taken = taken && !literal.failed && take_tags(b, pages, literal.at);
    if (taken) {
        page = sb_foreign_page(b->whole, b->pages);
        if (b->pages == 0) {
            sb_foreign_put(b->whole, sb_foreign_root(b->whole), "/OutputIntents",
                           sb_foreign_key(b->whole, page, INTENTS));
            sb_buf_put(&b->language, language.at, language.len);
        }
        sb_foreign_remove(b->whole, page, TAGS);
        sb_foreign_remove(b->whole, page, INTENTS);
        for (int i = 0; i < pages; i++)
            share_resources(b, sb_foreign_page(b->whole, b->pages + i));
        b->pages += pages;
    }
    sb_buf_free(&language);
    sb_buf_free(&literal);
    return taken
               ? SB_OK
               : sb_error_set(err, SB_E_SYNTAX, "a page of it, or its tags, cannot be taken over");
}

static sb_status
begin(struct bundle *b, struct sb_error *err)
{
    sb_status st = sb_foreign_empty(&b->whole, err);

    if (st != SB_OK)
        return st;
    b->document = sb_foreign_own(b->whole, sb_foreign_parse(b->whole, "<</S/Document>>"));
    b->parts = sb_foreign_parse(b->whole, "[]");
    b->numbers = sb_foreign_parse(b->whole, "[]");
    return SB_OK;
}

/* What the whole says of itself. */
static sb_status
end(struct bundle *b, const char *title, struct sb_error *err)
{
    struct sb_foreign *f = b->whole;
    unsigned root = sb_foreign_root(f), metadata = sb_foreign_stream_new(f);
    unsigned tags = sb_foreign_own(f, sb_foreign_parse(f, "<</Type/StructTreeRoot>>"));
    unsigned parents = sb_foreign_own(f, sb_foreign_parse(f, "<<>>"));
    struct sb_buf text = {0};

    sb_foreign_put(f, parents, "/Nums", b->numbers);
    sb_foreign_put(f, b->document, "/P", tags);
    sb_foreign_put(f, b->document, "/K", b->parts);
    sb_foreign_put(f, tags, "/K", b->document);
    sb_foreign_put(f, tags, "/ParentTree", parents);
    sb_foreign_put_int(f, tags, "/ParentTreeNextKey", b->next);
    sb_foreign_put(f, root, "/StructTreeRoot", tags);
    sb_foreign_set(f, root, "/MarkInfo", "<</Marked true>>");
    sb_foreign_set(f, root, "/ViewerPreferences", "<</DisplayDocTitle true>>");
    sb_escape_literal(&text, b->language.at, b->language.len);
    if (!text.failed)
        sb_foreign_set(f, root, "/Lang", text.at);
    sb_buf_reset(&text);
    sb_xmp_put_copy(&text, title, (struct sb_bytes){b->language.at, b->language.len});
    if (text.failed || b->language.failed) {
        sb_buf_free(&text);
        return sb_error_nomem(err);
    }
    sb_foreign_fill(f, metadata, (struct sb_bytes){text.at, text.len});
    sb_buf_free(&text);
    sb_foreign_set(f, sb_foreign_dict(f, metadata), "/Type", "/Metadata");
    sb_foreign_set(f, sb_foreign_dict(f, metadata), "/Subtype", "/XML");
    sb_foreign_put(f, root, "/Metadata", metadata);
    sb_foreign_info(f, "/Title", title);
    sb_foreign_info(f, "/Producer", "superbill");
    sb_foreign_info(f, "/Creator", "superbill");
    return SB_OK;
}

/* In the worker; all documents stay open until the whole is written. */
static sb_status
bundle_work(struct sb_buf *out, struct sb_bytes in, struct sb_error *err)
{
    const struct documents *documents = in.at;
    struct sb_foreign **parts = calloc(documents->count + 1, sizeof(struct sb_foreign *));
    struct bundle b = {.whole = NULL};
    sb_status st = parts == NULL ? sb_error_nomem(err) : begin(&b, err);

    for (size_t i = 0; st == SB_OK && i < documents->count; i++)
        if ((st = sb_foreign_new(&parts[i], documents->at[i], NULL, err)) == SB_OK)
            st = take_document(&b, parts[i], err);
    if (st == SB_OK && (st = end(&b, documents->title, err)) == SB_OK)
        st = sb_foreign_write_new(out, b.whole, err);
    for (size_t i = 0; i < b.shared.count; i++)
        free(b.shared.bytes[i]);
    sb_buf_free(&b.language);
    sb_foreign_free(b.whole);
    for (size_t i = 0; parts != NULL && i < documents->count; i++)
        sb_foreign_free(parts[i]);
    free(parts);
    return st;
}

sb_status
sb_pdf_merge(struct sb_buf *out, const struct sb_bytes *pdfs, size_t count, const char *title,
             struct sb_error *err)
{
    const struct documents documents = {pdfs, count, title};
    struct sb_worker_limits limits = {BUNDLE_MEMORY, BUNDLE_SECONDS, (size_t)1 << 20};
    struct sb_error cause = {0};
    sb_status st;

    for (size_t i = 0; i < count; i++) {
        limits.memory += 16 * pdfs[i].len + ((size_t)1 << 20);
        limits.output += pdfs[i].len;
    }
    limits.seconds += (unsigned)(count / BUNDLE_A_SECOND);
    st = sb_worker_run(out, bundle_work, (struct sb_bytes){&documents, sizeof documents}, &limits,
                       &cause);
    if (st == SB_OK || st == SB_E_NOMEM)
        return st == SB_OK ? SB_OK : sb_error_nomem(err);
    return sb_error_set(err, st, "no one document can be made of them: %s", cause.text);
}
