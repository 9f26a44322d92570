/* The door of cJSON: positions, exact number text, keys as they are, pointers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/base.h"

/* A tree of text by way of the scan, which must accept it. */
struct tree {
    struct sb_input *input;
    struct sb_scan *scan;
    struct sb_scan_item item;
    struct sb_json_doc *doc;
};

static void
tree_make(struct tree *tree, const char *text)
{
    *tree = (struct tree){0};
    assert_int_equal(sb_input_memory(&tree->input, "t", text, strlen(text), NULL), SB_OK);
    assert_int_equal(sb_scan_new(&tree->scan, tree->input, NULL, NULL), SB_OK);
    assert_int_equal(sb_scan_next(tree->scan, &tree->item, NULL), SB_OK);
    assert_int_equal(tree->item.verdict, SB_SCAN_RECORD);
    assert_int_equal(sb_json_parse(&tree->doc, tree->item.text, tree->item.length,
                                   tree->item.values, tree->item.value_count, NULL),
                     SB_OK);
}

static void
tree_drop(struct tree *tree)
{
    sb_json_free(tree->doc);
    sb_scan_free(tree->scan);
    sb_input_free(tree->input);
}

static const char record[] =
    "{\"id\": \"V-1\", \"total\": 1.15, \"n\": 9007199254740993,\n"
    " \"services\": [{\"code\": \"97110\", \"minutes\": 38}, {\"code\": \"97140\"}],\n"
    " \"a/b\": {\"m~n\": [true, false, null, \"\\u00e9\\ud83d\\ude00\"]}, \"e\": -0.5e+2, \"\": "
    "{}}";

static void
assert_source(const struct tree *tree, const struct sb_json *node, const char *expected)
{
    struct sb_bytes source = sb_json_source(tree->doc, node);

    assert_int_equal(source.len, strlen(expected));
    assert_memory_equal(source.at, expected, source.len);
    assert_ptr_equal(source.at, tree->item.text + sb_json_offset(tree->doc, node));
}

static void
test_source_text(void **state)
{
    struct tree tree;
    const struct sb_json *root, *services, *second;

    (void)state;
    tree_make(&tree, record);
    root = sb_json_root(tree.doc);
    assert_source(&tree, root, record);
    assert_source(&tree, sb_json_member(root, "total"), "1.15");
    assert_source(&tree, sb_json_member(root, "n"), "9007199254740993");
    assert_source(&tree, sb_json_member(root, "e"), "-0.5e+2");
    assert_source(&tree, sb_json_member(root, "id"), "\"V-1\"");
    services = sb_json_member(root, "services");
    second = sb_json_next(sb_json_child(services));
    assert_source(&tree, second, "{\"code\": \"97140\"}");
    assert_source(&tree, sb_json_member(second, "code"), "\"97140\"");
    assert_null(sb_json_next(second));
    assert_null(sb_json_key(second));
    assert_source(&tree, sb_json_member(root, ""), "{}");
    tree_drop(&tree);
}

static void
test_types_and_text(void **state)
{
    static const enum sb_json_type types[] = {SB_JSON_BOOL, SB_JSON_BOOL, SB_JSON_NULL,
                                              SB_JSON_STRING};
    struct tree tree;
    const struct sb_json *node;
    size_t i = 0;

    (void)state;
    tree_make(&tree, record);
    node = sb_json_member(sb_json_member(sb_json_root(tree.doc), "a/b"), "m~n");
    assert_int_equal(sb_json_type(node), SB_JSON_ARRAY);
    assert_null(sb_json_text(node));
    assert_null(sb_json_member(node, "x"));
    assert_true(sb_json_truth(sb_json_child(node)));
    assert_false(sb_json_truth(sb_json_next(sb_json_child(node))));
    for (node = sb_json_child(node); node != NULL; node = sb_json_next(node)) {
        assert_int_equal(sb_json_type(node), types[i++]);
        if (sb_json_type(node) == SB_JSON_STRING)
            assert_string_equal(sb_json_text(node), "\xc3\xa9\xf0\x9f\x98\x80");
    }
    assert_int_equal(i, 4);
    assert_string_equal(sb_json_type_name(SB_JSON_NUMBER), "a number");
    tree_drop(&tree);
}

static void
test_keys_are_case_sensitive(void **state)
{
    struct tree tree;
    const struct sb_json *root;

    (void)state;
    tree_make(&tree, "{\"NPI\":\"1\",\"npi\":\"2\"}");
    root = sb_json_root(tree.doc);
    assert_string_equal(sb_json_text(sb_json_member(root, "npi")), "2");
    assert_string_equal(sb_json_text(sb_json_member(root, "NPI")), "1");
    assert_null(sb_json_member(root, "Npi"));
    assert_string_equal(sb_json_key(sb_json_child(root)), "NPI");
    tree_drop(&tree);
}

static void
test_every_accepted_number_is_read_whole(void **state)
{
    struct tree tree;

    (void)state;
    /* 63 characters, which is all that cJSON copies; and one that is no finite double */
    tree_make(&tree, "[123456789012345678901234567890123456789012345678901234567890123]");
    tree_drop(&tree);
    tree_make(&tree, "{\"a\":1e400,\"b\":-1e-400}");
    assert_source(&tree, sb_json_member(sb_json_root(tree.doc), "a"), "1e400");
    tree_drop(&tree);
}

static void
test_a_table_that_does_not_fit_is_a_defect(void **state)
{
    static const struct sb_scan_value values[3] = {
        {.at = 0, .end = 5, .escapes = true}, {.at = 1, .end = 2, .next = 2}, {.at = 3, .end = 4}};
    struct sb_json_doc *doc = NULL;

    (void)state;
    assert_int_equal(sb_json_parse(&doc, "[1,2]", 5, values, 2, NULL), SB_E_DEFECT);
    assert_null(doc);
    assert_int_equal(sb_json_parse(&doc, "[1]", 3, values, 3, NULL), SB_E_DEFECT);
    assert_int_equal(sb_json_parse(&doc, "[1,2]", 5, values, 3, NULL), SB_OK);
    sb_json_free(doc);
    sb_json_free(NULL);
}

static void
test_locate(void **state)
{
    static const struct {
        const char *pointer, *expected;
    } rows[] = {
        {"", record},
        {"/id", "\"V-1\""},
        {"/services/1/code", "\"97140\""},
        {"/services/0", "{\"code\": \"97110\", \"minutes\": 38}"},
        {"/services/7/code", "[{\"code\": \"97110\", \"minutes\": 38}, {\"code\": \"97140\"}]"},
        {"/services/0/units", "{\"code\": \"97110\", \"minutes\": 38}"},
        {"/a~1b/m~0n/3", "\"\\u00e9\\ud83d\\ude00\""},
        {"/e", "-0.5e+2"},
        {"/", "{}"},
        {"/id/x", "\"V-1\""},
        {"/services/-1", "[{\"code\": \"97110\", \"minutes\": 38}, {\"code\": \"97140\"}]"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t length = 0, at = sb_json_locate(record, strlen(record), rows[i].pointer, &length);

        print_message("%s\n", rows[i].pointer);
        assert_int_equal(length, strlen(rows[i].expected));
        assert_memory_equal(record + at, rows[i].expected, length);
    }
}

static void
test_locate_by_escaped_key(void **state)
{
    static const char text[] = " { \"\\u0069d\" : [ 1 , 2 ] } ";
    size_t length = 0, at = sb_json_locate(text, strlen(text), "/id/1", &length);

    (void)state;
    assert_int_equal(length, 1);
    assert_int_equal(text[at], '2');
}

static void
test_deepest_tree(void **state)
{
    char text[2 * SB_LIMIT_DEPTH + 1] = "";
    struct tree tree;

    (void)state;
    memset(text, '[', SB_LIMIT_DEPTH);
    memset(text + SB_LIMIT_DEPTH, ']', SB_LIMIT_DEPTH);
    text[0] = '[';
    /* the outermost array holds the records: one level less is the record's */
    tree_make(&tree, text);
    assert_int_equal(tree.item.value_count, SB_LIMIT_DEPTH - 1);
    tree_drop(&tree);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_source_text),
        cmocka_unit_test(test_types_and_text),
        cmocka_unit_test(test_keys_are_case_sensitive),
        cmocka_unit_test(test_every_accepted_number_is_read_whole),
        cmocka_unit_test(test_a_table_that_does_not_fit_is_a_defect),
        cmocka_unit_test(test_locate),
        cmocka_unit_test(test_locate_by_escaped_key),
        cmocka_unit_test(test_deepest_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
