/*
 * zip.c - the door of libzip: members of an archive as bounded streams.  What a member says of
 * its size is not trusted: it is counted while it is read, and so is all that is read of a file.
 * The library is loaded on first use: few commands need it, and it brings a large one with it.
 */
#include "base/base.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define ZIP_MEMBERS 1000
#define ZIP_RATIO 200                      /* most times that a member grows; official files: 7 */
#define ZIP_RATIO_FREE ((uint64_t)8 << 20) /* below this size any ratio is harmless */
#define ZIP_TOTAL ((uint64_t)1 << 30)      /* bytes read out of one archive */

#define ZIP_CALLS(X)                                                                               \
    X(open)                                                                                        \
    X(discard)                                                                                     \
    X(get_num_entries) X(get_name) X(stat_init) X(stat_index) X(fopen_index) X(fread) X(fclose)

struct zip_calls {
#define X(name) __typeof__(zip_##name) *name;
    ZIP_CALLS(X)
#undef X
};
struct sb_zip {
    void *library;
    struct zip_calls call;
    zip_t *at;
    zip_file_t *member;
    size_t count;
    uint64_t left;   /* of the member, by its directory */
    uint64_t budget; /* of the archive */
    bool trusted;
    char path[256]; /* for messages */
};

static sb_status
zip_refuse(const struct sb_zip *zip, struct sb_error *err, const char *why)
{
    return sb_error_at(err, SB_E_READ, zip->path, 0, 0, "%s", why);
}

/* The same after a call that failed: where memory ended the library may take it for damage. */
static sb_status
zip_failed(const struct sb_zip *zip, struct sb_error *err, const char *why)
{
    return errno == ENOMEM ? sb_error_nomem(err) : zip_refuse(zip, err, why);
}

static sb_status
zip_load(struct sb_zip *zip, struct sb_error *err)
{
#include "zip_library.inc"
    bool whole = true;

    errno = 0;
    zip->library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
    if (zip->library == NULL && errno == ENOMEM)
        return sb_error_nomem(err);
    if (zip->library == NULL)
        return sb_error_set(err, SB_E_READ,
                            "%s is not installed, so that no zip can be read: "
                            "unpack the file and give the text",
                            soname);
        /* ISO C has no way from an object pointer to a function; POSIX gives this one */
#define X(name)                                                                                    \
    *(void **)&zip->call.name = dlsym(zip->library, "zip_" #name);                                 \
    whole = whole && zip->call.name != NULL;
    ZIP_CALLS(X)
#undef X
    return whole ? SB_OK : sb_error_set(err, SB_E_DEFECT, "%s lacks a function", soname);
}

sb_status
sb_zip_open(struct sb_zip **out, const char *path, struct sb_error *err)
{
    struct sb_zip *zip = calloc(1, sizeof *zip);
    int code = 0;
    zip_int64_t count;
    sb_status st;

    *out = NULL;
    if (zip == NULL)
        return sb_error_nomem(err);
    sb_text_tame(zip->path, sizeof zip->path, path, strlen(path));
    zip->budget = ZIP_TOTAL;
    if ((st = zip_load(zip, err)) != SB_OK) {
        sb_zip_free(zip);
        return st;
    }
    errno = 0;
    zip->at = zip->call.open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code);
    if (zip->at == NULL) {
        st = code == ZIP_ER_MEMORY ? sb_error_nomem(err)
                                   : zip_failed(zip, err,
                                                code == ZIP_ER_NOENT || code == ZIP_ER_OPEN
                                                    ? "cannot open the file"
                                                    : "a zip that is cut short or damaged: get "
                                                      "the file again");
        sb_zip_free(zip);
        return st;
    }
    count = zip->call.get_num_entries(zip->at, 0);
    if (count < 0 || count > ZIP_MEMBERS) {
        st = zip_refuse(zip, err, "a zip of more than 1000 members is none of these");
        sb_zip_free(zip);
        return st;
    }
    zip->count = (size_t)count;
    *out = zip;
    return SB_OK;
}

void
sb_zip_free(struct sb_zip *zip)
{
    if (zip == NULL)
        return;
    sb_zip_end(zip);
    if (zip->at != NULL)
        zip->call.discard(zip->at);
    if (zip->library != NULL)
        (void)dlclose(zip->library);
    free(zip);
}

void
sb_zip_trust(struct sb_zip *zip)
{
    zip->trusted = true;
    zip->budget = UINT64_MAX;
}

size_t
sb_zip_count(const struct sb_zip *zip)
{
    return zip->count;
}

const char *
sb_zip_name(const struct sb_zip *zip, size_t member)
{
    const char *name = zip->call.get_name(zip->at, member, ZIP_FL_ENC_GUESS);

    return name != NULL ? name : "";
}

sb_status
sb_zip_begin(struct sb_zip *zip, size_t member, uint64_t cap, struct sb_error *err)
{
    zip_stat_t about;

    sb_zip_end(zip);
    zip->call.stat_init(&about);
    if (zip->call.stat_index(zip->at, member, 0, &about) != 0 ||
        (about.valid & ZIP_STAT_SIZE) == 0 || (about.valid & ZIP_STAT_COMP_SIZE) == 0)
        return zip_refuse(zip, err, "a member of the zip does not say how large it is");
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE)
        return zip_refuse(zip, err, "a member of the zip is encrypted");
    if (about.size > cap || about.size > zip->budget)
        return zip_refuse(zip, err, "a member of the zip is too large for an official file");
    if (!zip->trusted && about.size > ZIP_RATIO_FREE && about.size / ZIP_RATIO > about.comp_size)
        return zip_refuse(zip, err, "a member of the zip grows far more than text does: not read");
    errno = 0;
    zip->member = zip->call.fopen_index(zip->at, member, 0);
    if (zip->member == NULL)
        return zip_failed(zip, err, "a member of the zip cannot be opened");
    zip->left = about.size;
    return SB_OK;
}

sb_status
sb_zip_read(struct sb_zip *zip, void *bytes, size_t room, size_t *got, struct sb_error *err)
{
    zip_int64_t n;

    *got = 0;
    if (zip->member == NULL)
        return sb_error_set(err, SB_E_DEFECT, "no member of the zip is open");
    errno = 0;
    n = zip->call.fread(zip->member, bytes, room);
    if (n < 0 || (n == 0 && zip->left > 0 && room > 0))
        return zip_failed(zip, err, "a member of the zip is damaged: get the file again");
    if ((uint64_t)n > zip->left || (uint64_t)n > zip->budget)
        return zip_refuse(zip, err, "a member of the zip is larger than it says");
    zip->left -= (uint64_t)n;
    zip->budget -= (uint64_t)n;
    *got = (size_t)n;
    return SB_OK;
}

void
sb_zip_end(struct sb_zip *zip)
{
    if (zip->member != NULL)
        (void)zip->call.fclose(zip->member); /* only read: what went wrong was said then */
    zip->member = NULL;
    zip->left = 0;
}
