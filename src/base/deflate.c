/*
 * deflate.c - the door of libdeflate: one compressor for many streams.
 *
 * Whole streams from memory to memory are all that a document needs, and libdeflate makes those in
 * half of zlib's time.  What it makes depends on its version and on the level alone: code for one
 * processor or another is chosen for checksums and for reading, never for what is matched.
 */
#include "base/base.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

/* What the library is known by: a name, and that many bytes of a hash. */
#define SAMPLE_WORDS 300
#define SAMPLE_NOISE 100
#define NAME_BYTES 8

struct sb_deflate {
    struct libdeflate_compressor *library;
};

/* Every level in use stands here: sb_deflate_name vouches for them. */
static const int levels[] = {[SB_DEFLATE_FAST] = 1, [SB_DEFLATE_SMALL] = 9};

sb_status
sb_deflate_new(struct sb_deflate **out, enum sb_deflate_level level, struct sb_error *err)
{
    struct sb_deflate *state = calloc(1, sizeof *state);

    *out = NULL;
    if (state == NULL)
        return sb_error_nomem(err);
    /* every level here is known to the library: only memory can fail it */
    state->library = libdeflate_alloc_compressor(levels[level]);
    if (state->library == NULL) {
        free(state);
        return sb_error_nomem(err);
    }
    *out = state;
    return SB_OK;
}

sb_status
sb_deflate_run(struct sb_deflate *state, struct sb_buf *buf, const void *bytes, size_t length,
               struct sb_error *err)
{
    size_t room = libdeflate_zlib_compress_bound(state->library, length), made;
    char *at = sb_buf_reserve(buf, room);

    if (at == NULL)
        return sb_error_nomem(err);
    made = libdeflate_zlib_compress(state->library, bytes, length, at, room);
    if (made == 0) {
        buf->failed = true;
        return sb_error_set(err, SB_E_DEFECT, "libdeflate left its own bound");
    }
    buf->len += made;
    buf->at[buf->len] = '\0';
    return SB_OK;
}

void
sb_deflate_free(struct sb_deflate *state)
{
    if (state == NULL)
        return;
    libdeflate_free_compressor(state->library);
    free(state);
}

/*
 * A page's operators, then noise, always the same: enough of both that another library, or another
 * version of it, is seen by what it makes.
 */
static void
sample_fill(struct sb_buf *out)
{
    static const char *const words[] = {"BT ",        "ET\n",        "/F1 9 Tf ", "1 0 0 1 ",
                                        " Tm ",       "(97110",      ")Tj\n",     "0.5 w ",
                                        "/P<</MCID ", ">>BDC\n",     "EMC\n",     " l S\n",
                                        "72.125 ",    "\"charge\":", "7 ",        "0 "};
    uint32_t draw = 1;

    for (unsigned i = 0; i < SAMPLE_WORDS + SAMPLE_NOISE; i++) {
        draw = draw * UINT32_C(1664525) + UINT32_C(1013904223);
        if (i < SAMPLE_WORDS)
            sb_buf_text(out, words[draw >> 28]);
        else
            sb_buf_char(out, (char)(draw >> 24));
    }
}

/* What one level makes of the sample, into the hash. */
static sb_status
sample_add(struct sb_sha256_state *hash, enum sb_deflate_level level, const struct sb_buf *sample,
           struct sb_error *err)
{
    /* short streams are made in ways of their own */
    const size_t lengths[] = {40, 300, sample->len};
    struct sb_deflate *state;
    struct sb_buf made = {0};
    sb_status st = sb_deflate_new(&state, level, err);

    for (size_t i = 0; st == SB_OK && i < sizeof lengths / sizeof *lengths; i++)
        st = sb_deflate_run(state, &made, sample->at, lengths[i], err);
    if (st == SB_OK)
        sb_sha256_add(hash, made.at, made.len);
    sb_deflate_free(state);
    sb_buf_free(&made);
    return st;
}

sb_status
sb_deflate_name(char name[SB_DEFLATE_NAME], bool small, struct sb_error *err)
{
    static const char library[] = "libdeflate ";
    struct sb_sha256_state state;
    struct sb_buf sample = {0};
    uint8_t hash[32];
    sb_status st;

    _Static_assert(sizeof library + 2 * NAME_BYTES <= SB_DEFLATE_NAME, "the name fits");
    sample_fill(&sample);
    sb_sha256_start(&state);
    st = sample.failed ? sb_error_nomem(err) : SB_OK;
    if (st == SB_OK)
        st = sample_add(&state, SB_DEFLATE_FAST, &sample, err);
    if (st == SB_OK && small)
        st = sample_add(&state, SB_DEFLATE_SMALL, &sample, err);
    sb_sha256_end(&state, hash);
    sb_buf_free(&sample);
    if (st != SB_OK)
        return st;
    memcpy(name, library, sizeof library);
    sb_hex(name + sizeof library - 1, hash, NAME_BYTES);
    return SB_OK;
}
