/*
 * qpdf.c - the door of libqpdf: the objects of a document, read, taken over and written anew; by
 * processes of their own.  The library is loaded there, on first
 * use: it brings two dozen others with it, and what it knew of a password goes with the process.
 */
#include "out/pdf/pdf.h"

#include <dlfcn.h>
#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

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
    X(set_minimum_pdf_version) X(more_warnings) X(oh_is_null) X(oh_append_item) \
    X(oh_new_integer) X(make_indirect_object) X(set_newline_before_endstream)
/* clang-format on */

struct qpdf_calls {
#define X(name) __typeof__(qpdf_##name) *name;
    QPDF_CALLS(X)
#undef X
};
struct sb_foreign {
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
        return sb_error_set(
            err, SB_E_READ,
            "%s is not installed, which reading, joining and encrypting of PDFs needs: "
            "install it (Debian: the package libqpdf29)",
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

unsigned
sb_foreign_key(struct sb_foreign *f, unsigned dict, const char *key)
{
    return f->call.oh_get_key_if_dict(f->at, dict, key);
}

unsigned
sb_foreign_root(struct sb_foreign *f)
{
    return f->call.get_root(f->at);
}

unsigned
sb_foreign_trailer(struct sb_foreign *f)
{
    return f->call.get_trailer(f->at);
}

int
sb_foreign_count(struct sb_foreign *f, unsigned array)
{
    return f->call.oh_is_array(f->at, array) ? f->call.oh_get_array_n_items(f->at, array) : 0;
}

unsigned
sb_foreign_item(struct sb_foreign *f, unsigned array, int i)
{
    return f->call.oh_get_array_item(f->at, array, i);
}

int
sb_foreign_pages(struct sb_foreign *f)
{
    return f->call.get_num_pages(f->at);
}

unsigned
sb_foreign_page(struct sb_foreign *f, int i)
{
    return f->call.get_page_n(f->at, (size_t)i);
}

bool
sb_foreign_int(struct sb_foreign *f, unsigned object, int *out)
{
    return f->call.oh_get_value_as_int(f->at, object, out);
}

bool
sb_foreign_named(struct sb_foreign *f, unsigned object, const char *name)
{
    return f->call.oh_is_name_and_equals(f->at, object, name);
}

bool
sb_foreign_string(struct sb_foreign *f, unsigned object, struct sb_bytes *out)
{
    const char *text;

    if (!f->call.oh_get_value_as_string(f->at, object, &text, &out->len))
        return false;
    out->at = text;
    return true;
}

bool
sb_foreign_raw(struct sb_foreign *f, unsigned object, unsigned char **out, size_t *length)
{
    return f->call.oh_is_stream(f->at, object) &&
           f->call.oh_get_stream_data(f->at, object, qpdf_dl_none, NULL, out, length) ==
               QPDF_SUCCESS;
}

sb_status
sb_foreign_stream(struct sb_buf *out, struct sb_foreign *f, unsigned object, size_t most,
                  struct sb_error *err)
{
    unsigned char *bytes = NULL;
    QPDF_BOOL filtered = QPDF_FALSE;
    size_t length = 0;
    QPDF_ERROR_CODE code;
    sb_status st = SB_OK;

    if (!f->call.oh_is_stream(f->at, object))
        return sb_error_set(err, SB_E_ABSENT, "a part of it is not there");
    code =
        f->call.oh_get_stream_data(f->at, object, qpdf_dl_generalized, &filtered, &bytes, &length);
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

/* Begin to walk through a dictionary.  What is none has no keys: to walk through it would be a
 * warning, which spoils the next page. */
static bool
foreign_walk(struct sb_foreign *f, qpdf_oh dict)
{
    if (!f->call.oh_is_dictionary(f->at, dict))
        return false;
    f->call.oh_begin_dict_key_iter(f->at, dict);
    return true;
}

int
sb_foreign_keys(struct sb_foreign *f, unsigned dict)
{
    int count = 0;

    while (sb_foreign_next_key(f, dict, count == 0) != NULL)
        count++;
    return count;
}

bool
sb_foreign_pictures(struct sb_foreign *f, unsigned dict)
{
    bool pictures = true;

    for (bool any = foreign_walk(f, dict); any && f->call.oh_dict_more_keys(f->at);) {
        qpdf_oh object = sb_foreign_key(f, dict, f->call.oh_dict_next_key(f->at));

        if (!sb_foreign_named(f, sb_foreign_key(f, sb_foreign_dict(f, object), "/Subtype"),
                              "/Image"))
            pictures = false;
    }
    return pictures;
}

unsigned
sb_foreign_dict(struct sb_foreign *f, unsigned stream)
{
    /* a stream's own keys are asked of its dictionary: asked of itself they are a warning */
    return f->call.oh_is_stream(f->at, stream) ? f->call.oh_get_dict(f->at, stream)
                                               : f->call.oh_new_null(f->at);
}

bool
sb_foreign_null(struct sb_foreign *f, unsigned object)
{
    return f->call.oh_is_null(f->at, object);
}

bool
sb_foreign_same(struct sb_foreign *f, unsigned a, unsigned b)
{
    int id = f->call.oh_get_object_id(f->at, a);

    return id != 0 && id == f->call.oh_get_object_id(f->at, b);
}

bool
sb_foreign_content(struct sb_foreign *f, unsigned page, unsigned char **out, size_t *length)
{
    return f->call.oh_get_page_content_data(f->at, page, out, length) == QPDF_SUCCESS;
}

static const char no_pdf[] = "it is no PDF, or is damaged or cut short";

static sb_status
foreign_open(struct sb_foreign *f, struct sb_bytes in, const char *password, struct sb_error *err)
{
    f->at = f->call.init();
    f->call.silence_errors(f->at);
    f->call.set_suppress_warnings(f->at, QPDF_TRUE);
    f->call.set_attempt_recovery(f->at, QPDF_FALSE);
    if ((f->call.read_memory(f->at, "", in.at, in.len, password) & QPDF_ERRORS) == 0)
        return SB_OK;
    if (f->call.get_error_code(f->at, f->call.get_error(f->at)) == qpdf_e_password)
        return sb_error_set(err, SB_E_RANGE, "it is encrypted: take its password off first");
    return foreign_broken(err, no_pdf);
}

sb_status
sb_foreign_new(struct sb_foreign **out, struct sb_bytes in, const char *password,
               struct sb_error *err)
{
    struct sb_foreign *f = calloc(1, sizeof *f);
    sb_status st;

    *out = f;
    if (f == NULL)
        return sb_error_nomem(err);
    if ((st = foreign_load(&f->call, err)) == SB_OK)
        st = foreign_open(f, in, password, err);
    return st;
}

void
sb_foreign_free(struct sb_foreign *f)
{
    if (f != NULL && f->at != NULL)
        f->call.cleanup(&f->at);
    free(f);
}

bool
sb_foreign_damaged(struct sb_foreign *f)
{
    return f->call.has_error(f->at);
}

bool
sb_foreign_warned(struct sb_foreign *f)
{
    return f->call.more_warnings(f->at);
}

void
sb_foreign_set(struct sb_foreign *f, unsigned dict, const char *key, const char *text)
{
    f->call.oh_replace_key(f->at, dict, key, f->call.oh_parse(f->at, text));
}

void
sb_foreign_fill(struct sb_foreign *f, unsigned stream, struct sb_bytes bytes)
{
    f->call.oh_replace_stream_data(f->at, stream, bytes.at, bytes.len, f->call.oh_new_null(f->at),
                                   f->call.oh_new_null(f->at));
}

/* With streams as they are and no streams of objects. */
static sb_status
foreign_save(struct sb_buf *out, struct sb_foreign *f, struct sb_error *err)
{
    const unsigned char *whole;

    f->call.set_object_stream_mode(f->at, qpdf_o_disable);
    f->call.set_stream_data_mode(f->at, qpdf_s_preserve);
    if (f->call.write(f->at) != QPDF_SUCCESS || (whole = f->call.get_buffer(f->at)) == NULL)
        return foreign_broken(err, "it cannot be written");
    sb_buf_put(out, whole, f->call.get_buffer_length(f->at));
    return out->failed ? sb_error_nomem(err) : SB_OK;
}

sb_status
sb_foreign_write(struct sb_buf *out, struct sb_foreign *f, struct sb_error *err)
{
    if (f->call.init_write_memory(f->at) != QPDF_SUCCESS)
        return foreign_broken(err, "it cannot be written");
    /* to force the version would leave an encryption out, without a word */
    f->call.set_minimum_pdf_version(f->at, "1.7");
    return foreign_save(out, f, err);
}

sb_status
sb_foreign_write_new(struct sb_buf *out, struct sb_foreign *f, struct sb_error *err)
{
    if (f->call.init_write_memory(f->at) != QPDF_SUCCESS)
        return foreign_broken(err, "it cannot be written");
    f->call.force_pdf_version(f->at, "1.7");
    f->call.set_newline_before_endstream(f->at, QPDF_TRUE);
    f->call.set_deterministic_ID(f->at, QPDF_TRUE);
    return foreign_save(out, f, err);
}

sb_status
sb_foreign_empty(struct sb_foreign **out, struct sb_error *err)
{
    struct sb_foreign *f = calloc(1, sizeof *f);
    sb_status st;

    *out = f;
    if (f == NULL)
        return sb_error_nomem(err);
    if ((st = foreign_load(&f->call, err)) != SB_OK)
        return st;
    f->at = f->call.init();
    f->call.silence_errors(f->at);
    f->call.set_suppress_warnings(f->at, QPDF_TRUE);
    return f->call.empty_pdf(f->at) == QPDF_SUCCESS
               ? SB_OK
               : foreign_broken(err, "no document can be begun");
}

bool
sb_foreign_take(struct sb_foreign *to, struct sb_foreign *from, unsigned page)
{
    return to->call.add_page(to->at, from->at, page, QPDF_FALSE) == QPDF_SUCCESS;
}

unsigned
sb_foreign_parse(struct sb_foreign *f, const char *text)
{
    return f->call.oh_parse(f->at, text);
}

unsigned
sb_foreign_own(struct sb_foreign *f, unsigned object)
{
    return f->call.make_indirect_object(f->at, object);
}

unsigned
sb_foreign_stream_new(struct sb_foreign *f)
{
    return f->call.oh_new_stream(f->at);
}

void
sb_foreign_put(struct sb_foreign *f, unsigned dict, const char *key, unsigned object)
{
    f->call.oh_replace_key(f->at, dict, key, object);
}

void
sb_foreign_put_int(struct sb_foreign *f, unsigned dict, const char *key, int value)
{
    f->call.oh_replace_key(f->at, dict, key, f->call.oh_new_integer(f->at, value));
}

void
sb_foreign_remove(struct sb_foreign *f, unsigned dict, const char *key)
{
    f->call.oh_remove_key(f->at, dict, key);
}

void
sb_foreign_append(struct sb_foreign *f, unsigned array, unsigned object)
{
    f->call.oh_append_item(f->at, array, object);
}

void
sb_foreign_append_int(struct sb_foreign *f, unsigned array, int value)
{
    f->call.oh_append_item(f->at, array, f->call.oh_new_integer(f->at, value));
}

void
sb_foreign_info(struct sb_foreign *f, const char *key, const char *text)
{
    f->call.set_info_key(f->at, key, text);
}

const char *
sb_foreign_next_key(struct sb_foreign *f, unsigned dict, bool first)
{
    if (first && !foreign_walk(f, dict))
        return NULL;
    return f->call.oh_dict_more_keys(f->at) ? f->call.oh_dict_next_key(f->at) : NULL;
}
