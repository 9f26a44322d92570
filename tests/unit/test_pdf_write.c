/* The PDF writer: the same bytes each time, whole or not at all, fonts as pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "out_help.h"

static struct sb_bytes record = {"{\"a\":1}", 7};

static struct sb_buf
draw(struct easel *e, const struct sample *s)
{
    struct sb_error err = {0};
    struct sb_pieces pieces;

    if (sb_document_draw(&pieces, e->drawing, sample_bill(e->arena, s), record, &err) != SB_OK)
        fail_msg("%s", err.text);
    return pieces_join(pieces);
}

static void
test_same_bytes_whatever_was_drawn_before(void **state)
{
    const struct sample first = {.lines = 7, .visits = 3},
                        other = {.lines = 40, .visits = 10, .first = "\u0141ukasz"};
    struct easel a = easel_open(), b = easel_open();
    struct sb_buf one = draw(&a, &first), two, three, four;

    (void)state;
    two = draw(&a, &other);
    three = draw(&a, &first);
    four = draw(&b, &first);
    assert_int_equal(one.len, three.len);
    assert_memory_equal(one.at, three.at, one.len);
    assert_int_equal(one.len, four.len);
    assert_memory_equal(one.at, four.at, one.len);
    assert_int_not_equal(one.len, two.len);
    sb_buf_free(&one);
    sb_buf_free(&two);
    sb_buf_free(&three);
    sb_buf_free(&four);
    easel_close(&a);
    easel_close(&b);
}

static void
test_head_and_end_are_those_of_the_standard(void **state)
{
    struct easel e = easel_open();
    struct sb_buf bytes = draw(&e, &(struct sample){0});

    (void)state;
    assert_memory_equal(bytes.at, "%PDF-1.7\n%", 10);
    for (size_t i = 10; i < 14; i++)
        assert_true((unsigned char)bytes.at[i] > 127);
    assert_memory_equal(bytes.at + bytes.len - 6, "%%EOF\n", 6);
    assert_int_equal(sb_drawing_pages(e.drawing), 1);
    sb_buf_free(&bytes);
    easel_close(&e);
}

static void
test_font_programs_are_pieces_of_their_own(void **state)
{
    struct easel e = easel_open();
    struct sb_error err = {0};
    struct sb_pieces pieces;
    size_t inflated;

    (void)state;
    assert_int_equal(sb_document_draw(&pieces, e.drawing,
                                      sample_bill(e.arena, &(struct sample){.ascii = true}), record,
                                      &err),
                     SB_OK);
    assert_int_equal(pieces.count, 5);
    for (unsigned face = 0; face < SB_FACES; face++) {
        struct sb_bytes program = sb_font_program(SB_FONT_ASCII, face, &inflated);

        assert_int_equal(pieces.at[1 + 2 * face].len, program.len);
        assert_memory_equal(pieces.at[1 + 2 * face].at, program.at, program.len);
    }
    easel_close(&e);
}

static void
test_sizes_are_within_their_goals(void **state)
{
    static const struct {
        struct sample sample;
        size_t most;
    } rows[] = {
        {{.ascii = true}, 38000},
        {{0}, 50000},
        {{.first = "\u0141ukasz", .last = "\u017B\u00F3\u0142towski"}, 66000},
        {{.first = "Minh", .last = "Nguy\u1EC5n"}, 72000},
    };
    struct easel e = easel_open();

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sb_buf bytes = draw(&e, &rows[i].sample);

        if (bytes.len > rows[i].most)
            fail_msg("row %zu: %zu bytes", i, bytes.len);
        sb_buf_free(&bytes);
    }
    easel_close(&e);
}

/* A display of two pages that the loops below write again and again. */
struct scene {
    struct sb_run runs[2];
    struct sb_sheet sheets[2];
    struct sb_element elements[3];
    struct sb_display display;
    struct sb_pdf_facts facts;
};

static void
scene_set(struct scene *s)
{
    memset(s, 0, sizeof *s);
    s->runs[0] = (struct sb_run){"Superbill", 9, 1, 36000, 700000, {15000, SB_FACE_BOLD, false}};
    s->runs[1] = (struct sb_run){"\u0141\u00F3", 4, 2, 36000, 600000, {9500, 0, true}};
    s->sheets[0] = (struct sb_sheet){.runs = &s->runs[0], .run_count = 1};
    s->sheets[1] = (struct sb_sheet){.runs = &s->runs[1], .run_count = 1};
    s->elements[1].tag = SB_TAG_H1;
    s->elements[2].tag = SB_TAG_P;
    s->display = (struct sb_display){612000, 792000, s->sheets, 2, s->elements, 3, NULL, {0}, NULL};
    s->facts = (struct sb_pdf_facts){
        "Superbill 1", "en-US", 1795960000,
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", record};
}

static sb_status
write_scene(struct sb_pieces *out, struct sb_pdf *pdf, const struct sb_display *display,
            const struct sb_pdf_facts *facts, struct sb_error *err)
{
    uint8_t hash[32];
    sb_status st = sb_pdf_pages(hash, pdf, display, err);

    return st == SB_OK ? sb_pdf_write(out, pdf, display, facts, err) : st;
}

/* Every size of pool up to the one that suffices: an error each time, never a document. */
static void
test_a_pool_that_ends_anywhere_leaves_no_document(void **state)
{
    struct sb_pdf *pdf = NULL;
    struct sb_error err = {0};
    struct sb_pieces pieces;
    struct scene scene;
    size_t failures = 0;
    sb_status st = SB_E_NOMEM;

    (void)state;
    scene_set(&scene);
    for (size_t pool = 16; st != SB_OK; pool += 24) {
        err = (struct sb_error){0};
        pieces = (struct sb_pieces){0};
        assert_true(pool < 400000);
        assert_int_equal(sb_pdf_new(&pdf, &err), SB_OK);
        sb_pdf_limit(pdf, pool, 0);
        st = write_scene(&pieces, pdf, &scene.display, &scene.facts, &err);
        if (st != SB_OK) {
            failures++;
            assert_int_equal(pieces.count, 0);
            assert_int_equal(st, SB_E_NOMEM);
            assert_true(err.text[0] != '\0');
            /* the same state draws soundly once there is room */
            sb_pdf_limit(pdf, SIZE_MAX, 0);
            err = (struct sb_error){0};
            assert_int_equal(write_scene(&pieces, pdf, &scene.display, &scene.facts, &err), SB_OK);
        }
        sb_pdf_free(pdf);
    }
    assert_true(failures > 500);
}

static void
test_output_that_ends_anywhere_leaves_no_document(void **state)
{
    struct sb_pdf *pdf = NULL;
    struct sb_error err = {0};
    struct sb_pieces pieces;
    struct scene scene;
    size_t whole = 0;

    (void)state;
    scene_set(&scene);
    assert_int_equal(sb_pdf_new(&pdf, &err), SB_OK);
    assert_int_equal(write_scene(&pieces, pdf, &scene.display, &scene.facts, &err), SB_OK);
    for (size_t i = 0; i < pieces.count; i++)
        whole += pieces.at[i].len;
    for (size_t cap = 1; cap < whole; cap += 61) {
        struct sb_pieces none = {0};

        err = (struct sb_error){0};
        sb_pdf_limit(pdf, 0, cap);
        assert_int_equal(write_scene(&none, pdf, &scene.display, &scene.facts, &err), SB_E_NOMEM);
        assert_int_equal(none.count, 0);
    }
    sb_pdf_limit(pdf, 0, whole);
    err = (struct sb_error){0};
    assert_int_equal(write_scene(&pieces, pdf, &scene.display, &scene.facts, &err), SB_OK);
    sb_pdf_free(pdf);
}

static void
test_a_record_without_hash_is_a_defect(void **state)
{
    struct sb_pdf *pdf = NULL;
    struct sb_error err = {0};
    struct sb_pieces pieces;
    struct scene scene;

    (void)state;
    scene_set(&scene);
    scene.facts.identity = "0123";
    assert_int_equal(sb_pdf_new(&pdf, &err), SB_OK);
    assert_int_equal(write_scene(&pieces, pdf, &scene.display, &scene.facts, &err), SB_E_DEFECT);
    sb_pdf_free(pdf);
}

/* What was drawn is written once: what is left of it is no document. */
static void
test_pages_are_written_once(void **state)
{
    struct sb_pdf *pdf = NULL;
    struct sb_error err = {0};
    struct sb_pieces pieces;
    struct scene scene;

    (void)state;
    scene_set(&scene);
    assert_int_equal(sb_pdf_new(&pdf, &err), SB_OK);
    assert_int_equal(sb_pdf_write(&pieces, pdf, &scene.display, &scene.facts, &err), SB_E_DEFECT);
    assert_int_equal(write_scene(&pieces, pdf, &scene.display, &scene.facts, &err), SB_OK);
    assert_int_equal(sb_pdf_write(&pieces, pdf, &scene.display, &scene.facts, &err), SB_E_DEFECT);
    sb_pdf_free(pdf);
}

static void
test_a_leaf_stands_in_one_place(void **state)
{
    struct sb_element elements[] = {{SB_TAG_DOCUMENT, 0, 0, -1, false},
                                    {SB_TAG_P, 0, 0, -1, false},
                                    {SB_TAG_P, 0, 0, -1, false}};
    struct sb_run runs[] = {{.text = "one", .length = 3, .element = 1, .style = {9000, 0, false}},
                            {.text = "two", .length = 3, .element = 2, .style = {9000, 0, false}},
                            {.text = "one", .length = 3, .element = 2, .style = {9000, 0, false}}};
    const struct sb_sheet sheet = {.runs = runs, .run_count = 3};
    const struct sb_display display = {.width = 612000,
                                       .height = 792000,
                                       .sheets = &sheet,
                                       .sheet_count = 1,
                                       .elements = elements,
                                       .element_count = 3};
    const struct sb_pdf_facts facts = {
        .title = "A page",
        .language = "en-US",
        .identity = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"};
    struct sb_pdf *pdf;
    struct sb_pieces pieces;
    struct sb_error err = {0};

    (void)state;
    assert_int_equal(sb_pdf_new(&pdf, &err), SB_OK);
    assert_int_equal(write_scene(&pieces, pdf, &display, &facts, &err), SB_OK);
    runs[2].element = 1; /* again, with another in between */
    assert_int_equal(write_scene(&pieces, pdf, &display, &facts, &err), SB_E_DEFECT);
    assert_non_null(strstr(err.text, "in two places"));
    sb_pdf_free(pdf);
}

/* Without a record nothing is claimed, and nothing is to be taken back for an encrypted copy. */
static void
test_no_claim_without_a_record(void **state)
{
    struct sb_pdf_facts facts = {.title = "A page", .language = "en-US", .identity = "00"};
    struct sb_buf xmp = {0};
    size_t length;

    (void)state;
    sb_xmp_put(&xmp, &facts);
    assert_null(memmem(xmp.at, xmp.len, "pdfaid", 6));
    length = xmp.len;
    assert_true(sb_xmp_unclaim(&xmp));
    assert_int_equal(xmp.len, length);
    facts.record = record;
    sb_buf_reset(&xmp);
    sb_xmp_put(&xmp, &facts);
    assert_non_null(memmem(xmp.at, xmp.len, "<pdfaid:part>3</pdfaid:part>", 28));
    assert_true(sb_xmp_unclaim(&xmp));
    assert_null(memmem(xmp.at, xmp.len, "pdfaid", 6));
    sb_buf_free(&xmp);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes_whatever_was_drawn_before),
        cmocka_unit_test(test_head_and_end_are_those_of_the_standard),
        cmocka_unit_test(test_font_programs_are_pieces_of_their_own),
        cmocka_unit_test(test_sizes_are_within_their_goals),
        cmocka_unit_test(test_a_pool_that_ends_anywhere_leaves_no_document),
        cmocka_unit_test(test_output_that_ends_anywhere_leaves_no_document),
        cmocka_unit_test(test_a_record_without_hash_is_a_defect),
        cmocka_unit_test(test_pages_are_written_once),
        cmocka_unit_test(test_a_leaf_stands_in_one_place),
        cmocka_unit_test(test_no_claim_without_a_record),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
