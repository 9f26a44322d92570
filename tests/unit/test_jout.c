/* JSON out: three forms, escapes, canonical order kept or told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/base.h"

static void
sample(struct sb_jout *out)
{
    sb_jout_object(out, NULL);
    sb_jout_array(out, "a");
    sb_jout_int(out, NULL, -5);
    sb_jout_null(out, NULL);
    sb_jout_object(out, NULL);
    sb_jout_end_object(out);
    sb_jout_array(out, NULL);
    sb_jout_end_array(out);
    sb_jout_end_array(out);
    sb_jout_bool(out, "b", true);
    sb_jout_text(out, "c", "x");
    sb_jout_text(out, "d", NULL);
    sb_jout_end_object(out);
}

static void
test_forms(void **state)
{
    struct sb_buf buf = {0};
    struct sb_jout compact = {.buf = &buf}, indented = {.buf = &buf, .indented = true};
    struct sb_jout sorted = {.buf = &buf, .sorted = true};

    (void)state;
    sample(&compact);
    assert_string_equal(buf.at, "{\"a\":[-5,null,{},[]],\"b\":true,\"c\":\"x\",\"d\":null}");
    assert_false(compact.defect);
    sb_buf_reset(&buf);
    sample(&sorted);
    assert_string_equal(buf.at, "{\"a\":[-5,null,{},[]],\"b\":true,\"c\":\"x\",\"d\":null}");
    assert_false(sorted.defect);
    sb_buf_reset(&buf);
    sample(&indented);
    assert_string_equal(buf.at, "{\n  \"a\": [\n    -5,\n    null,\n    {},\n    []\n  ],\n"
                                "  \"b\": true,\n  \"c\": \"x\",\n  \"d\": null\n}");
    sb_buf_free(&buf);
}

static void
test_escapes(void **state)
{
    struct sb_buf buf = {0};
    struct sb_jout out = {.buf = &buf}, sorted = {.buf = &buf, .sorted = true};

    (void)state;
    sb_jout_text(&out, NULL, "\"\\/\b\f\n\r\t\x01\x1f\x7f\xc3\xa9\xf0\x9f\x98\x80");
    assert_string_equal(buf.at,
                        "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\xc3\xa9\xf0\x9f\x98\x80\"");
    sb_buf_reset(&buf);
    sb_jout_text(&out, NULL,
                 "a\xff\xe2\x82"
                 "b");
    assert_string_equal(buf.at, "\"a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
                                "b\"");
    assert_false(out.defect);
    sb_jout_text(&sorted, NULL, "a\xff");
    assert_true(sorted.defect);
    sb_buf_free(&buf);
}

static void
test_order(void **state)
{
    static const struct {
        const char *first, *second;
        bool defect;
    } rows[] = {
        {"a", "b", false},  {"B", "a", false},
        {"a", "ab", false}, {"b", "a", true},
        {"a", "a", true},   {"a", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_buf buf = {0};
        struct sb_jout out = {.buf = &buf, .sorted = true};

        sb_jout_object(&out, NULL);
        sb_jout_object(&out, rows[i].first);
        sb_jout_int(&out, "z", 1);
        sb_jout_end_object(&out);
        sb_jout_int(&out, rows[i].second, 1);
        sb_jout_end_object(&out);
        assert_int_equal(out.defect, rows[i].defect);
        sb_buf_free(&buf);
    }
}

static void
test_misuse_is_told(void **state)
{
    struct sb_buf buf = {0};
    struct sb_jout deep = {.buf = &buf}, close = {.buf = &buf}, key = {.buf = &buf};

    (void)state;
    for (int i = 0; i < SB_LIMIT_DEPTH; i++)
        sb_jout_array(&deep, NULL);
    assert_false(deep.defect);
    sb_jout_array(&deep, NULL);
    assert_true(deep.defect);
    sb_jout_end_object(&close);
    assert_true(close.defect);
    sb_jout_int(&key, "key", 1);
    assert_true(key.defect);
    sb_buf_free(&buf);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_misuse_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
