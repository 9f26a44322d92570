/*
 * copy.c - encrypted copies, each made and proven in a process of its own.
 *
 *     document + terms that need no password  ->  libqpdf reads it as a file of our key
 *     the trailer says the terms of the copy  ->  libqpdf writes it, every string and stream sealed
 *
 * The library would make a key itself, and four derivations with it that take longer than all the
 * rest.  It keeps the key of what it reads, so it is given ours that way.
 */
#include "out/pdf/pdf.h"

#include <string.h>

#define COPY_MEMORY ((size_t)768 << 20)
#define COPY_SECONDS 10
#define COPY_MOST ((size_t)64 << 20)

/* What a copy is made of; all of it is secret. */
struct copy {
    bool first;
    const char *password;
    struct sb_bytes pdf;
    struct sb_encryption encryption;
    struct sb_buf room; /* the document as the library reads it, and lent to it */
};

/* Where words stand for the last time; NULL: nowhere. */
static const char *
last_words(struct sb_bytes in, const char *words)
{
    const char *bytes = in.at;
    size_t length = strlen(words);

    for (size_t at = in.len; at >= length; at--)
        if (memcmp(bytes + at - length, words, length) == 0)
            return bytes + at - length;
    return NULL;
}

static sb_status
copy_open(struct sb_foreign **out, struct copy *copy, struct sb_error *err)
{
    const char *whole = copy->pdf.at, *at = last_words(copy->pdf, "trailer");
    size_t before = 0;

    /* without a trailer it is opened as it is: the library says what it is not */
    if (at != NULL && (at = memmem(at, copy->pdf.len - (size_t)(at - whole), "<<", 2)) != NULL)
        before = (size_t)(at - whole) + 2;
    sb_buf_put(&copy->room, whole, before);
    if (before > 0) {
        sb_buf_text(&copy->room, "/Encrypt ");
        sb_encryption_put_open(&copy->room, &copy->encryption);
    }
    sb_buf_put(&copy->room, whole + before, copy->pdf.len - before);
    if (copy->room.failed)
        return sb_error_nomem(err);
    return sb_foreign_new(out, (struct sb_bytes){copy->room.at, copy->room.len}, NULL, err);
}

/* PDF/A forbids encryption: the copy does not claim to be it. */
static sb_status
copy_unclaim(struct sb_foreign *f, struct sb_error *err)
{
    unsigned stream = sb_foreign_key(f, sb_foreign_root(f), "/Metadata");
    struct sb_buf xmp = {0};
    sb_status st = sb_foreign_stream(&xmp, f, stream, SB_INSIDE_XMP, err);

    if (st == SB_E_ABSENT)
        st = sb_error_set(err, SB_E_SYNTAX, "it has no metadata");
    else if (st == SB_OK && xmp.failed)
        st = sb_error_nomem(err);
    else if (st == SB_OK && !sb_xmp_unclaim(&xmp))
        st = sb_error_set(err, SB_E_SYNTAX, "its metadata is not as it was written");
    if (st == SB_OK)
        sb_foreign_fill(f, stream, (struct sb_bytes){xmp.at, xmp.len});
    sb_buf_free(&xmp);
    return st;
}

static sb_status
copy_write(struct sb_buf *out, struct sb_foreign *f, const struct copy *copy, struct sb_error *err)
{
    struct sb_buf terms = {0};
    sb_status st = SB_OK;

    sb_encryption_put(&terms, &copy->encryption);
    sb_buf_char(&terms, '\0');
    if (terms.failed)
        st = sb_error_nomem(err);
    else
        sb_foreign_set(f, sb_foreign_trailer(f), "/Encrypt", terms.at);
    sb_buf_free(&terms);
    return st == SB_OK ? sb_foreign_write(out, f, err) : st;
}

/* Whether it is encrypted, and opens with that password without a complaint. */
static bool
copy_opens(struct sb_bytes pdf, const char *password)
{
    struct sb_foreign *with, *without;
    struct sb_error err = {0};
    bool open = sb_foreign_new(&with, pdf, password, &err) == SB_OK && !sb_foreign_warned(with);
    bool closed = sb_foreign_new(&without, pdf, "", &err) == SB_E_RANGE;

    sb_foreign_free(with);
    sb_foreign_free(without);
    return open && closed;
}

/*
 * The copy read again, as it lies: for as long as its trailer names no encryption, the library
 * reads it as any file and derives nothing.  That a password opens what is encrypted so is tried
 * once in a process, by the library's own derivations: where ours were wrong, all would be.
 */
static sb_status
copy_prove(struct sb_foreign *from, struct sb_buf *out, const struct copy *copy,
           struct sb_error *err)
{
    const struct sb_bytes bytes = {out->at, out->len};
    const char *words = last_words(bytes, "/Encrypt ");
    struct sb_foreign *f;
    char *mark;
    bool sound;

    if (words == NULL)
        return sb_error_set(err, SB_E_SYNTAX, "the copy is not encrypted");
    mark = out->at + (words - out->at) + 7;
    *mark = 'x';
    sound = sb_foreign_new(&f, bytes, NULL, err) == SB_OK &&
            sb_encryption_prove(f, "/Encrypx", from, &copy->encryption);
    sb_foreign_free(f);
    *mark = 't';
    if (sound && (!copy->first || copy_opens(bytes, copy->password)))
        return SB_OK;
    return sb_error_set(err, SB_E_SYNTAX, "the copy is not encrypted as it should be");
}

static sb_status
copy_make(struct sb_buf *out, struct copy *copy, struct sb_error *err)
{
    struct sb_foreign *f = NULL;
    sb_status st;

    if ((st = copy_open(&f, copy, err)) == SB_OK && (st = copy_unclaim(f, err)) == SB_OK &&
        (st = copy_write(out, f, copy, err)) == SB_OK)
        st = copy_prove(f, out, copy, err);
    sb_foreign_free(f);
    return st;
}

/* In the worker: whether it is the first, the password with its NUL, then the document. */
static sb_status
copy_run(struct sb_buf *out, struct sb_bytes in, struct sb_error *err)
{
    const char *at = in.at, *end = in.len > 0 ? memchr(at, '\0', in.len) : NULL;
    struct copy copy = {.first = false};
    sb_status st;

    if (end == NULL || end == at)
        return sb_error_set(err, SB_E_SYNTAX, "no password");
    copy.first = *at == '1';
    copy.password = at + 1;
    copy.pdf = (struct sb_bytes){end + 1, in.len - (size_t)(end + 1 - at)};
    if (sb_encryption_new(&copy.encryption, copy.password))
        st = copy_make(out, &copy, err);
    else
        st = sb_error_set(err, SB_E_SYNTAX, "the password is too long");
    sb_wipe(copy.room.at, copy.room.len);
    sb_buf_free(&copy.room);
    sb_wipe(&copy, sizeof copy);
    return st;
}

sb_status
sb_pdf_locker(struct sb_worker **out, struct sb_error *err)
{
    static const struct sb_worker_limits limits = {COPY_MEMORY, COPY_SECONDS, COPY_MOST};

    return sb_worker_new(out, copy_run, &limits, err);
}

sb_status
sb_pdf_lock(struct sb_worker *locker, struct sb_bytes pdf, const char *password, bool first,
            struct sb_error *err)
{
    const struct sb_bytes pieces[] = {
        {first ? "1" : "0", 1}, {password, strlen(password) + 1}, pdf};

    return sb_worker_put(locker, (struct sb_pieces){pieces, 3}, err);
}
