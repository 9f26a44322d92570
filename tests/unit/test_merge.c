/* test_merge.c - documents that were issued, made one that says it is a copy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "out_help.h"

static bool
holds(const struct sb_buf *pdf, const char *text)
{
    return memmem(pdf->at, pdf->len, text, strlen(text)) != NULL;
}

static void
test_three_are_one_copy(void **state)
{
    struct sb_buf one = drawn_document("SB-2026-000001"), two = drawn_document("SB-2026-000002"),
                  three = drawn_document("SB-2026-000003"), merged = {0}, again = {0};
    const struct sb_bytes pdfs[] = {{one.at, one.len}, {two.at, two.len}, {three.at, three.len}};
    struct sb_error err = {0};

    (void)state;
    if (sb_document_merge(&merged, pdfs, 3, "Copies of 3 superbills", &err) != SB_OK)
        fail_msg("%s", err.text);
    assert_true(holds(&merged, "%PDF-1.7"));
    assert_true(holds(&merged, "/Count 3"));
    assert_true(holds(&merged, "Copies of 3 superbills"));
    /* nothing pretends to be the document itself; each page finds its tags */
    assert_false(holds(&merged, "superbill.json"));
    assert_true(holds(&merged, "/StructParents 0"));
    assert_true(holds(&merged, "/StructParents 2"));
    assert_true(holds(&merged, "/ParentTreeNextKey 3"));
    /* fonts are kept once */
    assert_true(merged.len < one.len + two.len);
    assert_int_equal(sb_document_merge(&again, pdfs, 3, "Copies of 3 superbills", &err), SB_OK);
    assert_int_equal(again.len, merged.len);
    assert_memory_equal(again.at, merged.at, merged.len);
    sb_buf_free(&one);
    sb_buf_free(&two);
    sb_buf_free(&three);
    sb_buf_free(&merged);
    sb_buf_free(&again);
}

static void
test_what_is_no_document_is_refused(void **state)
{
    struct sb_buf one = drawn_document("SB-2026-000001"), merged = {0};
    const struct sb_bytes pdfs[] = {{one.at, one.len}, {one.at, one.len / 2}, {"x", 1}};
    struct sb_error err = {0};

    (void)state;
    assert_int_equal(sb_document_merge(&merged, pdfs, 2, "Copy", &err), SB_E_SYNTAX);
    assert_int_equal(sb_document_merge(&merged, &pdfs[2], 1, "Copy", &err), SB_E_SYNTAX);
    assert_int_equal(merged.len, 0);
    sb_buf_free(&one);
    sb_buf_free(&merged);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_three_are_one_copy),
        cmocka_unit_test(test_what_is_no_document_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
