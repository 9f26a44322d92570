/*
 * qpdf.c - the door of libqpdf: what a document carries and shows, several documents made one, and
 * encrypted copies; each by a process of its own.  The library is loaded there, on first use: it
 * brings two dozen others with it, and what it knew of a password goes with the process.
 */
#include "out/pdf/pdf.h"

#include <dlfcn.h>
#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

#define QPDF_PAGES 2000
#define QPDF_NAMES 256 /* attachments, and nodes of their tree, that are looked at */

/* clang-format off */
#define QPDF_CALLS(X) \
    X(init) X(cleanup) X(silence_errors) X(set_suppress_warnings) X(set_attempt_recovery) \
    X(read_memory) X(has_error) X(get_error) X(get_error_code) X(get_trailer) X(get_root) \
    X(oh_get_key_if_dict) X(oh_is_array) X(oh_is_stream) X(oh_get_array_n_items) \
    X(oh_get_array_item) X(oh_get_value_as_string) X(oh_get_stream_data) X(get_num_pages) \
    X(get_page_n) X(oh_get_page_content_data) X(oh_is_dictionary) X(empty_pdf) X(add_page) \
    X(oh_begin_dict_key_iter) X(oh_dict_more_keys) X(oh_dict_next_key) X(oh_get_object_id) \
    X(oh_remove_key) X(oh_replace_key) X(oh_parse) X(oh_get_dict) X(oh_new_stream) \
    X(oh_new_null) X(oh_replace_stream_data) X(set_info_key) X(init_write_memory) \
    X(set_deterministic_ID) X(set_object_stream_mode) X(set_stream_data_mode) \
    X(force_pdf_version) X(write) \
    X(get_buffer_length) X(get_buffer) X(oh_get_value_as_int) X(oh_is_name_and_equals) \
    X(set_minimum_pdf_version) X(set_r6_encryption_parameters2) X(is_encrypted) \
    X(allow_accessibility)
/* clang-format on */

struct qpdf_calls {
#define X(name) __typeof__(qpdf_##name) *name;
    QPDF_CALLS(X)
#undef X
};
struct foreign {
    struct qpdf_calls call;
    qpdf_data at;
};

static sb_status
foreign_load(struct qpdf_calls *call, struct sb_error *err)
{
#include "qpdf_library.inc"
    void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL); /* as long as the process */
    bool whole = true;

    if (library == NULL)
        return sb_error_set(err, SB_E_READ,
                            "%s is not installed, so that no PDF can be read: install it (Debian: "
                            "the package libqpdf29)",
                            soname);
        /* ISO C has no way from an object pointer to a function; POSIX gives this one */
#define X(name)                                                                                    \
    *(void **)&call->name = dlsym(library, "qpdf_" #name);                                         \
    whole = whole && call->name != NULL;
    QPDF_CALLS(X)
#undef X
    return whole ? SB_OK : sb_error_set(err, SB_E_READ, "%s lacks a function", soname);
}

static sb_status
foreign_broken(struct sb_error *err, const char *what)
{
    return sb_error_set(err, SB_E_SYNTAX, "%s", what);
}

static qpdf_oh
foreign_key(struct foreign *f, qpdf_oh dict, const char *key)
{
    return f->call.oh_get_key_if_dict(f->at, dict, key);
}

static bool
foreign_is(struct foreign *f, qpdf_oh string, const char *wanted)
{
    const char *text;
    size_t length;

    return f->call.oh_get_value_as_string(f->at, string, &text, &length) &&
           length == strlen(wanted) && memcmp(text, wanted, length) == 0;
}

/* The decoded bytes of a stream, appended; its library's buffer is not kept. */
static sb_status
foreign_stream(struct sb_buf *out, struct foreign *f, qpdf_oh stream, size_t most,
               struct sb_error *err)
{
    unsigned char *bytes = NULL;
    QPDF_BOOL filtered = QPDF_FALSE;
    size_t length = 0;
    QPDF_ERROR_CODE code =
        f->call.oh_get_stream_data(f->at, stream, qpdf_dl_generalized, &filtered, &bytes, &length);
    sb_status st = SB_OK;

    /* warnings are told as errors too: a stream that is damaged gives what was read before */
    if ((code & QPDF_ERRORS) != 0 || (code & QPDF_WARNINGS) != 0 || !filtered)
        st = foreign_broken(err, "a part of it is damaged");
    else if (length > most)
        st = foreign_broken(err, "a part of it is larger than is read");
    else
        sb_buf_put(out, bytes, length);
    free(bytes);
    return st;
}

/* The specification named superbill.json among the names of a node; false: not there. */
static bool
foreign_name(struct foreign *f, qpdf_oh node, qpdf_oh *found)
{
    qpdf_oh names = foreign_key(f, node, "/Names");
    int count = f->call.oh_is_array(f->at, names) ? f->call.oh_get_array_n_items(f->at, names) : 0;

    for (int i = 0; i + 1 < count && i < QPDF_NAMES; i += 2)
        if (foreign_is(f, f->call.oh_get_array_item(f->at, names, i), "superbill.json")) {
            *found = f->call.oh_get_array_item(f->at, names, i + 1);
            return true;
        }
    return false;
}

static sb_status
foreign_record(struct sb_buf *out, struct foreign *f, struct sb_error *err)
{
    qpdf_oh tree =
        foreign_key(f, foreign_key(f, f->call.get_root(f->at), "/Names"), "/EmbeddedFiles");
    qpdf_oh kids = foreign_key(f, tree, "/Kids"), file = 0;
    bool found = foreign_name(f, tree, &file);
    int count = f->call.oh_is_array(f->at, kids) ? f->call.oh_get_array_n_items(f->at, kids) : 0;

    for (int i = 0; !found && i < count && i < QPDF_NAMES; i++)
        found = foreign_name(f, f->call.oh_get_array_item(f->at, kids, i), &file);
    if (!found)
        return sb_error_set(err, SB_E_ABSENT, "it holds no record of superbill");
    file = foreign_key(f, foreign_key(f, file, "/EF"), "/F");
    if (!f->call.oh_is_stream(f->at, file))
        return foreign_broken(err, "its record is not there");
    return foreign_stream(out, f, file, SB_INSIDE_RECORD, err);
}

static sb_status
foreign_marks(struct sb_buf *xmp, struct sb_buf *id, struct foreign *f, struct sb_error *err)
{
    qpdf_oh metadata = foreign_key(f, f->call.get_root(f->at), "/Metadata");
    qpdf_oh pair = foreign_key(f, f->call.get_trailer(f->at), "/ID");
    const char *text;
    size_t length;

    if (f->call.oh_is_array(f->at, pair) && f->call.oh_get_array_n_items(f->at, pair) == 2 &&
        f->call.oh_get_value_as_string(f->at, f->call.oh_get_array_item(f->at, pair, 0), &text,
                                       &length) &&
        length <= 64)
        sb_buf_put(id, text, length);
    return f->call.oh_is_stream(f->at, metadata)
               ? foreign_stream(xmp, f, metadata, SB_INSIDE_XMP, err)
               : SB_OK;
}

/* Whether a page carries what none of ours does: notes over it, or pieces of other pages. */
static bool
foreign_strange(struct foreign *f, qpdf_oh page)
{
    qpdf_oh notes = foreign_key(f, page, "/Annots");
    qpdf_oh objects = foreign_key(f, foreign_key(f, page, "/Resources"), "/XObject");
    bool strange =
        f->call.oh_is_array(f->at, notes) && f->call.oh_get_array_n_items(f->at, notes) > 0;

    /* most pages have none; to walk through nothing is a warning, which spoils the next page */
    if (!f->call.oh_is_dictionary(f->at, objects))
        return strange;
    f->call.oh_begin_dict_key_iter(f->at, objects);
    while (f->call.oh_dict_more_keys(f->at)) {
        qpdf_oh object = foreign_key(f, objects, f->call.oh_dict_next_key(f->at));

        /* a stream's own keys are asked of its dictionary: asked of itself they are a warning */
        if (!f->call.oh_is_stream(f->at, object) ||
            !f->call.oh_is_name_and_equals(
                f->at, foreign_key(f, f->call.oh_get_dict(f->at, object), "/Subtype"), "/Image"))
            strange = true;
    }
    return strange;
}

static sb_status
foreign_text(struct sb_buf *out, bool *strange, struct foreign *f, struct sb_error *err)
{
    int pages = f->call.get_num_pages(f->at);
    sb_status st = SB_OK;

    if (pages < 1 || pages > QPDF_PAGES)
        return foreign_broken(err, "it has no pages, or too many");
    for (int i = 0; st == SB_OK && i < pages; i++) {
        unsigned char *bytes = NULL;
        size_t length = 0;
        qpdf_oh page = f->call.get_page_n(f->at, (size_t)i);
        QPDF_ERROR_CODE code = f->call.oh_get_page_content_data(f->at, page, &bytes, &length);

        if (code != QPDF_SUCCESS)
            st = foreign_broken(err, "a page of it is damaged");
        else if (!sb_shown_put(out, (struct sb_bytes){bytes, length}) || foreign_strange(f, page))
            *strange = true;
        if (out->len > SB_INSIDE_TEXT)
            st = foreign_broken(err, "its pages show more than is read");
        free(bytes);
    }
    return st;
}

static sb_status
foreign_open(struct foreign *f, struct sb_bytes in, const char *password, struct sb_error *err)
{
    f->at = f->call.init();
    f->call.silence_errors(f->at);
    f->call.set_suppress_warnings(f->at, QPDF_TRUE);
    f->call.set_attempt_recovery(f->at, QPDF_FALSE);
    if ((f->call.read_memory(f->at, "", in.at, in.len, password) & QPDF_ERRORS) == 0)
        return SB_OK;
    if (f->call.get_error_code(f->at, f->call.get_error(f->at)) == qpdf_e_password)
        return sb_error_set(err, SB_E_RANGE, "it is encrypted: take its password off first");
    return foreign_broken(err, "it is no PDF, or is damaged or cut short");
}

/* In the worker: lengths of the parts, then the parts. */
sb_status
sb_pdf_inside_work(struct sb_buf *out, struct sb_bytes in, struct sb_error *err)
{
    struct foreign f = {.at = NULL};
    struct sb_buf record = {0}, xmp = {0}, id = {0}, text = {0};
    bool strange = false;
    sb_status st;

    if ((st = foreign_load(&f.call, err)) == SB_OK &&
        (st = foreign_open(&f, in, NULL, err)) == SB_OK &&
        (st = foreign_record(&record, &f, err)) == SB_OK &&
        (st = foreign_marks(&xmp, &id, &f, err)) == SB_OK)
        st = foreign_text(&text, &strange, &f, err);
    if (st == SB_OK && f.call.has_error(f.at))
        st = foreign_broken(err, "it is damaged");
    if (st == SB_OK && (record.failed || xmp.failed || id.failed || text.failed))
        st = sb_error_nomem(err);
    if (st == SB_OK)
        sb_pdf_inside_join(out, &(struct sb_pdf_inside){.record = {record.at, record.len},
                                                        .xmp = {xmp.at, xmp.len},
                                                        .id = {id.at, id.len},
                                                        .text = {text.at, text.len},
                                                        .strange = strange});
    if (f.at != NULL)
        f.call.cleanup(&f.at);
    sb_buf_free(&record);
    sb_buf_free(&xmp);
    sb_buf_free(&id);
    sb_buf_free(&text);
    return st;
}

/* several documents made one */

#define MERGE_MEMORY ((size_t)512 << 20) /* beside what the documents need */
#define MERGE_SECONDS 60
#define MERGE_SHARED 32 /* fonts and pictures that are looked for again */
#define MERGE_SMALL 512 /* bytes of a stream that is not worth it */

struct merge {
    const struct sb_bytes *at;
    size_t count;
    const char *title;
};
/* Fonts and pictures that several documents have alike: they are kept once. */
struct shared {
    qpdf_oh stream[MERGE_SHARED];
    unsigned char *bytes[MERGE_SHARED];
    size_t length[MERGE_SHARED];
    size_t count;
};

static void
shared_free(struct shared *shared)
{
    for (size_t i = 0; i < shared->count; i++)
        free(shared->bytes[i]);
}

/* The stream below that key of a dictionary gives way to one with the same bytes. */
static void
shared_put(struct foreign *f, struct shared *shared, qpdf_oh dict, const char *key)
{
    qpdf_oh stream = foreign_key(f, dict, key);
    unsigned char *bytes = NULL;
    size_t length = 0;

    if (!f->call.oh_is_stream(f->at, stream))
        return;
    for (size_t i = 0; i < shared->count; i++)
        if (f->call.oh_get_object_id(f->at, stream) ==
            f->call.oh_get_object_id(f->at, shared->stream[i]))
            return;
    if (f->call.oh_get_stream_data(f->at, stream, qpdf_dl_none, NULL, &bytes, &length) !=
            QPDF_SUCCESS ||
        length < MERGE_SMALL) {
        free(bytes);
        return;
    }
    for (size_t i = 0; i < shared->count; i++)
        if (length == shared->length[i] && memcmp(bytes, shared->bytes[i], length) == 0) {
            f->call.oh_replace_key(f->at, dict, key, shared->stream[i]);
            free(bytes);
            return;
        }
    if (shared->count == MERGE_SHARED) {
        free(bytes);
        return;
    }
    shared->stream[shared->count] = stream;
    shared->bytes[shared->count] = bytes;
    shared->length[shared->count++] = length;
}

/* Fonts and pictures of a page. */
static void
merge_resources(struct foreign *f, struct shared *shared, qpdf_oh page)
{
    qpdf_oh resources = foreign_key(f, page, "/Resources");
    qpdf_oh fonts = foreign_key(f, resources, "/Font");

    f->call.oh_begin_dict_key_iter(f->at, fonts);
    while (f->call.oh_dict_more_keys(f->at)) {
        qpdf_oh font = foreign_key(f, fonts, f->call.oh_dict_next_key(f->at));
        qpdf_oh descendants = foreign_key(f, font, "/DescendantFonts");

        if (f->call.oh_is_array(f->at, descendants) &&
            f->call.oh_get_array_n_items(f->at, descendants) > 0)
            font = f->call.oh_get_array_item(f->at, descendants, 0);
        shared_put(f, shared, foreign_key(f, font, "/FontDescriptor"), "/FontFile2");
    }
    qpdf_oh pictures = foreign_key(f, resources, "/XObject");
    f->call.oh_begin_dict_key_iter(f->at, pictures);
    while (f->call.oh_dict_more_keys(f->at))
        shared_put(f, shared, pictures, f->call.oh_dict_next_key(f->at));
}

/* The pages of one document to the end of the other. */
static sb_status
merge_pages(struct foreign *to, struct foreign *from, struct shared *shared, struct sb_error *err)
{
    int pages = from->call.get_num_pages(from->at), before = to->call.get_num_pages(to->at);

    for (int i = 0; i < pages; i++) {
        qpdf_oh page = from->call.get_page_n(from->at, (size_t)i);

        /* what the tags of their document told of them stays behind */
        from->call.oh_remove_key(from->at, page, "/StructParents");
        from->call.oh_remove_key(from->at, page, "/Tabs");
        if (to->call.add_page(to->at, from->at, page, QPDF_FALSE) != QPDF_SUCCESS)
            return foreign_broken(err, "a page of it cannot be taken over");
        merge_resources(to, shared, to->call.get_page_n(to->at, (size_t)before + (size_t)i));
    }
    return pages > 0 ? SB_OK : foreign_broken(err, "it has no pages");
}

/* A copy says that it is one, and claims neither PDF/A nor PDF/UA. */
static sb_status
merge_marks(struct foreign *f, const char *title, struct sb_error *err)
{
    qpdf_oh root = f->call.get_root(f->at), metadata = f->call.oh_new_stream(f->at);
    struct sb_buf xmp = {0};

    sb_xmp_put_copy(&xmp, title);
    if (xmp.failed) {
        sb_buf_free(&xmp);
        return sb_error_nomem(err);
    }
    f->call.oh_replace_stream_data(f->at, metadata, (const unsigned char *)xmp.at, xmp.len,
                                   f->call.oh_new_null(f->at), f->call.oh_new_null(f->at));
    sb_buf_free(&xmp);
    f->call.oh_replace_key(f->at, f->call.oh_get_dict(f->at, metadata), "/Type",
                           f->call.oh_parse(f->at, "/Metadata"));
    f->call.oh_replace_key(f->at, f->call.oh_get_dict(f->at, metadata), "/Subtype",
                           f->call.oh_parse(f->at, "/XML"));
    f->call.oh_replace_key(f->at, root, "/Metadata", metadata);
    f->call.oh_replace_key(f->at, root, "/Lang", f->call.oh_parse(f->at, "(en-US)"));
    f->call.oh_replace_key(f->at, root, "/ViewerPreferences",
                           f->call.oh_parse(f->at, "<</DisplayDocTitle true>>"));
    f->call.set_info_key(f->at, "/Title", title);
    f->call.set_info_key(f->at, "/Producer", "superbill");
    f->call.set_info_key(f->at, "/Creator", "superbill");
    return SB_OK;
}

static sb_status
merge_write(struct sb_buf *out, struct foreign *f, struct sb_error *err)
{
    if (f->call.init_write_memory(f->at) != QPDF_SUCCESS)
        return foreign_broken(err, "it cannot be written");
    f->call.set_deterministic_ID(f->at, QPDF_TRUE);
    f->call.set_object_stream_mode(f->at, qpdf_o_disable);
    f->call.set_stream_data_mode(f->at, qpdf_s_preserve);
    f->call.force_pdf_version(f->at, "1.7");
    if (f->call.write(f->at) != QPDF_SUCCESS)
        return foreign_broken(err, "it cannot be written");
    sb_buf_put(out, f->call.get_buffer(f->at), f->call.get_buffer_length(f->at));
    return SB_OK;
}

/* In the worker; all documents stay open until the whole is written. */
static sb_status
merge_run(struct sb_buf *out, struct sb_bytes in, struct sb_error *err)
{
    const struct merge *merge = in.at;
    struct foreign whole = {.at = NULL}, *parts = calloc(merge->count, sizeof *parts);
    struct shared shared = {.count = 0};
    sb_status st;

    if (parts == NULL)
        return sb_error_nomem(err);
    if ((st = foreign_load(&whole.call, err)) == SB_OK) {
        whole.at = whole.call.init();
        whole.call.silence_errors(whole.at);
        whole.call.set_suppress_warnings(whole.at, QPDF_TRUE);
        if (whole.call.empty_pdf(whole.at) != QPDF_SUCCESS)
            st = foreign_broken(err, "no document can be begun");
    }
    for (size_t i = 0; st == SB_OK && i < merge->count; i++) {
        parts[i].call = whole.call;
        if ((st = foreign_open(&parts[i], merge->at[i], NULL, err)) == SB_OK)
            st = merge_pages(&whole, &parts[i], &shared, err);
    }
    if (st == SB_OK && (st = merge_marks(&whole, merge->title, err)) == SB_OK)
        st = merge_write(out, &whole, err);
    shared_free(&shared);
    if (whole.at != NULL)
        whole.call.cleanup(&whole.at);
    for (size_t i = 0; i < merge->count; i++)
        if (parts[i].at != NULL)
            parts[i].call.cleanup(&parts[i].at);
    free(parts);
    return st;
}

sb_status
sb_pdf_merge(struct sb_buf *out, const struct sb_bytes *pdfs, size_t count, const char *title,
             struct sb_error *err)
{
    const struct merge merge = {pdfs, count, title};
    struct sb_worker_limits limits = {MERGE_MEMORY, MERGE_SECONDS, (size_t)1 << 20};
    struct sb_error cause = {0};
    sb_status st;

    for (size_t i = 0; i < count; i++) {
        limits.memory += 16 * pdfs[i].len + ((size_t)1 << 20);
        limits.output += pdfs[i].len;
    }
    st = sb_worker_run(out, merge_run, (struct sb_bytes){&merge, sizeof merge}, &limits, &cause);
    if (st == SB_OK || st == SB_E_NOMEM)
        return st == SB_OK ? SB_OK : sb_error_nomem(err);
    return sb_error_set(err, st, "no one document can be made of them: %s", cause.text);
}

#define LOCK_MEMORY ((size_t)768 << 20)
#define LOCK_SECONDS 10

/* What a copy is made of.  The worker is a fork: pointers hold there. */
struct lock {
    struct sb_bytes pdf;
    const char *password;
    const char *owner; /* random; nobody knows it */
};

/* PDF/A forbids encryption: the copy does not claim to be it. */
static sb_status
lock_unclaim(struct foreign *f, struct sb_buf *xmp, struct sb_error *err)
{
    qpdf_oh stream = foreign_key(f, f->call.get_root(f->at), "/Metadata");
    sb_status st;

    if (!f->call.oh_is_stream(f->at, stream))
        return foreign_broken(err, "it has no metadata");
    if ((st = foreign_stream(xmp, f, stream, SB_INSIDE_XMP, err)) != SB_OK)
        return st;
    if (xmp->failed)
        return sb_error_nomem(err);
    if (!sb_xmp_unclaim(xmp))
        return foreign_broken(err, "its metadata is not as it was written");
    f->call.oh_replace_stream_data(f->at, stream, (const unsigned char *)xmp->at, xmp->len,
                                   f->call.oh_new_null(f->at), f->call.oh_new_null(f->at));
    return SB_OK;
}

static sb_status
lock_write(struct sb_buf *out, struct foreign *f, const struct lock *lock, struct sb_error *err)
{
    const unsigned char *copy;

    if (f->call.init_write_memory(f->at) != QPDF_SUCCESS)
        return foreign_broken(err, "it cannot be written");
    /* to force 1.7 instead would leave the encryption out, without a word */
    f->call.set_minimum_pdf_version(f->at, "1.7");
    f->call.set_stream_data_mode(f->at, qpdf_s_preserve);
    f->call.set_r6_encryption_parameters2(f->at, lock->password, lock->owner, QPDF_TRUE, QPDF_TRUE,
                                          QPDF_FALSE, QPDF_FALSE, QPDF_FALSE, QPDF_FALSE,
                                          qpdf_r3p_full, QPDF_TRUE);
    if (f->call.write(f->at) != QPDF_SUCCESS || (copy = f->call.get_buffer(f->at)) == NULL)
        return foreign_broken(err, "it cannot be written");
    sb_buf_put(out, copy, f->call.get_buffer_length(f->at));
    return out->failed ? sb_error_nomem(err) : SB_OK;
}

/* The copy opened again: closed without the password, whole with it, AES of 256 bits. */
static sb_status
lock_prove(const struct foreign *from, const struct sb_buf *copy, const struct lock *lock,
           struct sb_error *err)
{
    const struct sb_bytes bytes = {copy->at, copy->len};
    struct foreign f = {.call = from->call};
    int version = 0, revision = 0;
    qpdf_oh how;
    bool sound, closed = foreign_open(&f, bytes, NULL, NULL) == SB_E_RANGE;

    f.call.cleanup(&f.at);
    sound = closed && foreign_open(&f, bytes, lock->password, NULL) == SB_OK &&
            f.call.is_encrypted(f.at) && f.call.allow_accessibility(f.at) &&
            f.call.get_num_pages(f.at) == from->call.get_num_pages(from->at);
    if (sound) {
        how = foreign_key(&f, f.call.get_trailer(f.at), "/Encrypt");
        sound = f.call.oh_get_value_as_int(f.at, foreign_key(&f, how, "/V"), &version) &&
                f.call.oh_get_value_as_int(f.at, foreign_key(&f, how, "/R"), &revision) &&
                version == 5 && revision == 6;
    }
    if (f.at != NULL)
        f.call.cleanup(&f.at);
    return sound ? SB_OK : foreign_broken(err, "the copy is not encrypted as it should be");
}

/* In the worker. */
static sb_status
lock_run(struct sb_buf *out, struct sb_bytes in, struct sb_error *err)
{
    const struct lock *lock = in.at;
    struct foreign f = {.at = NULL};
    struct sb_buf xmp = {0};
    sb_status st;

    if ((st = foreign_load(&f.call, err)) == SB_OK &&
        (st = foreign_open(&f, lock->pdf, NULL, err)) == SB_OK &&
        (st = lock_unclaim(&f, &xmp, err)) == SB_OK &&
        (st = lock_write(out, &f, lock, err)) == SB_OK)
        st = lock_prove(&f, out, lock, err);
    if (f.at != NULL)
        f.call.cleanup(&f.at);
    sb_buf_free(&xmp);
    return st;
}

sb_status
sb_pdf_lock(struct sb_buf *out, struct sb_bytes pdf, const char *password, const char *owner,
            struct sb_error *err)
{
    const struct lock lock = {pdf, password, owner};
    const struct sb_worker_limits limits = {LOCK_MEMORY, LOCK_SECONDS, 2 * pdf.len + SB_INSIDE_XMP};

    return sb_worker_run(out, lock_run, (struct sb_bytes){&lock, sizeof lock}, &limits, err);
}
