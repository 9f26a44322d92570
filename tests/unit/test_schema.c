/* test_schema.c - the JSON Schema is JSON, and says what the reader holds to. */
#include "model_help.h"

#include "model/keys.h"

static void
is_strict_json(void **state)
{
    struct sb_buf text = {0};
    struct sb_error err = {0};
    struct sb_input *input;
    struct sb_scan *scan;
    struct sb_scan_item item;
    struct sb_json_doc *doc;

    (void)state;
    sb_schema_print(&text);
    assert_false(text.failed);
    assert_int_equal(sb_input_memory(&input, "schema", text.at, text.len, &err), SB_OK);
    assert_int_equal(sb_scan_new(&scan, input, NULL, &err), SB_OK);
    assert_int_equal(sb_scan_next(scan, &item, &err), SB_OK);
    assert_int_equal(item.verdict, SB_SCAN_RECORD);
    assert_int_equal(
        sb_json_parse(&doc, item.text, item.length, item.values, item.value_count, &err), SB_OK);
    const struct sb_json *defs = sb_json_member(sb_json_root(doc), "$defs");
    assert_non_null(defs);
    for (int kind = SB_OBJECT_NAME; kind <= SB_OBJECT_VISIT; kind++) {
        const struct sb_json *object = sb_json_member(defs, sb_objects[kind].name);
        const struct sb_json *properties = sb_json_member(object, "properties");
        assert_non_null(properties);
        for (size_t i = 0; i < sb_objects[kind].count; i++) {
            const struct sb_json *key = sb_json_member(properties, sb_objects[kind].keys[i].name);
            assert_non_null(key);
            assert_non_null(sb_json_member(key, "description"));
        }
        assert_false(sb_json_truth(sb_json_member(object, "additionalProperties")));
        assert_non_null(sb_json_member(sb_json_member(object, "patternProperties"), "^x-"));
    }
    sb_json_free(doc);
    sb_scan_free(scan);
    sb_input_free(input);
    sb_buf_free(&text);
}

static void
says_what_must_be_there(void **state)
{
    static const char *const said[] = {
        "\"minimum\": 0,\n          \"maximum\": 1440",
        "\"hsa card\"",
        "\"pattern\": \"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$\"",
        "\"oneOf\"",
        "\"const\": \"superbill.visits/1\"",
    };
    struct sb_buf text = {0};

    (void)state;
    sb_schema_print(&text);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        print_message("# %s\n", said[i]);
        assert_non_null(strstr(text.at, said[i]));
    }
    sb_buf_free(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_strict_json),
        cmocka_unit_test(says_what_must_be_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
