/* out_help.h - what the tests of drawing share; included after cmocka.h. */
#ifndef TESTS_UNIT_OUT_HELP_H
#define TESTS_UNIT_OUT_HELP_H

#include "out/page.h"

#include "../sample_bill.h"

/* A template and a drawing state. */
struct easel {
    struct sb_template *page;
    struct sb_drawing *drawing;
    struct sb_arena *arena;
};

static inline struct easel
easel_open(void)
{
    struct sb_error err = {0};
    struct easel e = {.arena = sb_arena_new(0)};

    assert_non_null(e.arena);
    assert_int_equal(sb_crypto_start(&err), SB_OK);
    assert_int_equal(sb_template_open(&e.page, "standard", NULL, 0, NULL, &err), SB_OK);
    assert_int_equal(sb_drawing_new(&e.drawing, e.page, NULL, "#1f4e5f", &err), SB_OK);
    return e;
}

static inline void
easel_close(struct easel *e)
{
    sb_drawing_free(e->drawing);
    sb_template_free(e->page);
    sb_arena_free(e->arena);
}

/* The pieces of a document as one run of bytes; freed by the caller. */
static inline struct sb_buf
pieces_join(struct sb_pieces pieces)
{
    struct sb_buf whole = {0};

    for (size_t i = 0; i < pieces.count; i++)
        sb_buf_put(&whole, pieces.at[i].at, pieces.at[i].len);
    assert_false(whole.failed);
    return whole;
}

/* A document of a sample around a record that is ours by name; number NULL: as the sample has it.
 */
static inline struct sb_buf
drawn_sample(const char *number, const struct sample *sample)
{
    static const char record[] = "{\"audience\":\"superbill\",\"schema\":\"superbill.document/1\"}";
    struct easel e = easel_open();
    struct sb_bill *bill = sample_bill(e.arena, sample);
    struct sb_error err = {0};
    struct sb_pieces pieces;
    struct sb_buf whole;

    if (number != NULL) {
        bill->number = number;
        bill->draft = false;
    }
    if (sb_document_draw(&pieces, e.drawing, bill, (struct sb_bytes){record, sizeof record - 1},
                         &err) != SB_OK)
        fail_msg("%s", err.text);
    whole = pieces_join(pieces);
    easel_close(&e);
    return whole;
}

static inline struct sb_buf
drawn_document(const char *number)
{
    return drawn_sample(number, &(struct sample){0});
}

#endif
