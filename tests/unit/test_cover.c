/* Cover pages: what they say, in both languages, and what they must not hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "out/drawing.h"
#include "out_help.h"

struct covers {
    struct sb_template *page;
    struct sb_drawing *drawing;
    struct sb_arena *arena;
    struct sb_cover cover;
};

static struct covers
covers_open(void)
{
    static const struct sample plain;
    struct sb_error err = {0};
    struct covers c = {.arena = sb_arena_new(0)};

    assert_non_null(c.arena);
    assert_int_equal(sb_crypto_start(&err), SB_OK);
    assert_int_equal(sb_template_open(&c.page, "cover", NULL, 0, NULL, &err), SB_OK);
    assert_int_equal(sb_drawing_new(&c.drawing, c.page, NULL, NULL, &err), SB_OK);
    c.cover = (struct sb_cover){.config = sample_config(c.arena, &plain),
                                .number = "SB-2026-000123",
                                .pages = 3,
                                .made_at = 1793707200,
                                .made_on = sb_date_make(2026, 11, 3)};
    return c;
}

static void
covers_close(struct covers *c)
{
    sb_drawing_free(c->drawing);
    sb_template_free(c->page);
    sb_arena_free(c->arena);
}

static struct sb_buf
draw(struct covers *c)
{
    struct sb_error err = {0};
    struct sb_pieces pieces;

    if (sb_cover_draw(&pieces, c->drawing, &c->cover, &err) != SB_OK)
        fail_msg("%s", err.text);
    assert_int_equal(sb_drawing_pages(c->drawing), 1);
    return pieces_join(pieces);
}

static bool
holds(const struct sb_buf *bytes, const char *text)
{
    return memmem(bytes->at, bytes->len, text, strlen(text)) != NULL;
}

/* What the sheet shows, a run a line. */
static void
assert_shown(struct covers *c, const char *const *words)
{
    const struct sb_patient nobody = {.language = c->cover.language};
    const struct sb_bill bill = {
        .config = c->cover.config, .patient = &nobody, .number = c->cover.number};
    struct sb_error err = {0};
    struct sb_buf all = {0};
    struct sb_layout l;

    c->drawing->cover = &c->cover;
    assert_int_equal(sb_drawing_layout(&l, c->drawing, &bill, NULL, &err), SB_OK);
    c->drawing->cover = NULL;
    assert_int_equal(l.sheet_count, 1);
    for (size_t i = 0; i < l.sheets[0].run_count; i++)
        sb_buf_print(&all, "%.*s\n", (int)l.sheets[0].runs[i].length, l.sheets[0].runs[i].text);
    for (size_t i = 0; i < l.sheets[0].foot_count; i++)
        sb_buf_print(&all, "%.*s\n", (int)l.sheets[0].feet[i].length, l.sheets[0].feet[i].text);
    for (; *words != NULL; words++)
        if (strstr(all.at, *words) == NULL)
            fail_msg("'%s' is not on the sheet:\n%s", *words, all.at);
    assert_null(strstr(all.at, "$"));
    if (c->cover.withdrawn || c->cover.replaced_by != NULL) { /* then not even once */
        assert_null(strstr(all.at, "document once"));
        assert_null(strstr(all.at, "una sola vez"));
    }
    sb_buf_free(&all);
}

static void
test_a_cover_says_what_follows(void **state)
{
    static const char *const english[] = {"COPY\n",
                                          "Cedar & Stone Physical Therapy\n",
                                          "Document \nSB-2026-000123\n",
                                          "Copied on \n11/03/2026\n",
                                          "Pages that follow \n3\n",
                                          "| COPY SB-2026-000123\n",
                                          NULL};
    static const char *const spanish[] = {"COPIA\n", "Documento \nSB-2026-000123\n",
                                          "Copiado el \n11/03/2026\n", "siguen \n3\n", NULL};
    struct covers c = covers_open();

    (void)state;
    assert_shown(&c, english);
    c.cover.language = SB_LANGUAGE_ES;
    assert_shown(&c, spanish);
    covers_close(&c);
}

/* A copy of what no longer stands is not taken for something to pay. */
static void
test_a_cover_says_that_it_no_longer_stands(void **state)
{
    static const char *const superseded[] = {
        "COPY\nSUPERSEDED\n", "Superseded by \nSB-2026-000130\n",
        "Since then it was replaced by SB-2026-000130: \nnothing of it is to be counted.\n", NULL};
    static const char *const sustituido[] = {
        "COPIA\nSUSTITUIDO\n", "Sustituido por \nSB-2026-000130\n",
        "fue sustituido por \nSB-2026-000130: nada de lo que contiene debe contarse.", NULL};
    static const char *const withdrawn[] = {
        "COPY\nVOID\n", "Since then it was made void: nothing of it is to be \ncounted.\n", NULL};
    static const char *const anulado[] = {
        "COPIA\nANULADO\n", "Después fue anulado: nada de lo que \ncontiene debe contarse.", NULL};
    struct covers c = covers_open();

    (void)state;
    c.cover.replaced_by = "SB-2026-000130";
    assert_shown(&c, superseded);
    c.cover.language = SB_LANGUAGE_ES;
    assert_shown(&c, sustituido);
    c.cover.replaced_by = "";
    c.cover.withdrawn = true;
    assert_shown(&c, anulado);
    c.cover.language = SB_LANGUAGE_EN;
    assert_shown(&c, withdrawn);
    covers_close(&c);
}

static void
test_a_cover_claims_nothing(void **state)
{
    struct covers c = covers_open();
    struct sb_buf first = draw(&c), again = draw(&c), other;

    (void)state;
    assert_true(holds(&first, "%PDF-1.7"));
    assert_true(holds(&first, "/Lang(en-US)"));
    assert_true(holds(&first, "/StructTreeRoot"));
    assert_true(holds(&first, "<dc:title>"));
    assert_false(holds(&first, "superbill.json"));
    assert_false(holds(&first, "/AF["));
    assert_false(holds(&first, "<sb:payloadHash>"));
    assert_false(holds(&first, "<pdfaid:part>"));
    assert_int_equal(first.len, again.len);
    assert_memory_equal(first.at, again.at, first.len);
    c.cover.language = SB_LANGUAGE_ES;
    other = draw(&c);
    assert_true(holds(&other, "/Lang(es-US)"));
    sb_buf_free(&first);
    sb_buf_free(&again);
    sb_buf_free(&other);
    covers_close(&c);
}

static void
test_another_template_draws_no_cover(void **state)
{
    struct covers c = covers_open();
    struct sb_error err = {0};
    struct sb_pieces pieces;
    struct easel e = easel_open();

    (void)state;
    assert_int_equal(sb_cover_draw(&pieces, e.drawing, &c.cover, &err), SB_E_DEFECT);
    easel_close(&e);
    covers_close(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_cover_says_what_follows),
        cmocka_unit_test(test_a_cover_says_that_it_no_longer_stands),
        cmocka_unit_test(test_a_cover_claims_nothing),
        cmocka_unit_test(test_another_template_draws_no_cover),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
