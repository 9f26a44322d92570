/*
 * fuzz_scan.c - any bytes through the scan.  What is told must not depend on how the input
 * comes in, must end, and every record that is accepted must make the tree that cJSON makes of
 * it, and that, written out and read again, is the same tree.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../same_tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)                                                                           \
    ((condition) ? (void)0 : (fprintf(stderr, "%d: %s\n", __LINE__, #condition), abort()))

static const char *const lists[] = {"patients", "visits"};

/* A node, and what comes out of it, back as JSON text. */
static void
print_node(struct sb_buf *out, const struct sb_json_doc *doc, const struct sb_json *node)
{
    struct sb_jout text = {.buf = out};
    struct sb_bytes source = sb_json_source(doc, node);

    if (sb_json_type(node) == SB_JSON_STRING)
        sb_jout_text(&text, NULL, sb_json_text(node));
    else
        sb_buf_put(out, source.at, source.len);
}

/* The tree as JSON text, by its nodes; depth is bounded by the scan. */
static void
print_tree(struct sb_buf *out, const struct sb_json_doc *doc, const struct sb_json *root)
{
    const struct sb_json *parents[SB_LIMIT_DEPTH], *node = root;
    struct sb_jout keys = {.buf = out};
    size_t depth = 0;

    while (node != NULL) {
        enum sb_json_type type = sb_json_type(node);
        bool nested = type == SB_JSON_OBJECT || type == SB_JSON_ARRAY;

        if (node != root && sb_json_key(node) != NULL) {
            sb_jout_text(&keys, NULL, sb_json_key(node));
            sb_buf_char(out, ':');
        }
        if (nested)
            sb_buf_char(out, type == SB_JSON_OBJECT ? '{' : '[');
        else
            print_node(out, doc, node);
        if (nested && sb_json_child(node) != NULL) {
            CHECK(depth < SB_LIMIT_DEPTH);
            parents[depth++] = node;
            node = sb_json_child(node);
            continue;
        }
        if (nested)
            sb_buf_char(out, type == SB_JSON_OBJECT ? '}' : ']');
        while (depth > 0 && sb_json_next(node) == NULL) {
            node = parents[--depth];
            sb_buf_char(out, sb_json_type(node) == SB_JSON_OBJECT ? '}' : ']');
        }
        node = depth > 0 ? sb_json_next(node) : NULL;
        if (node != NULL)
            sb_buf_char(out, ',');
    }
}

/* The one record of text, printed by its nodes. */
static void
print_again(struct sb_buf *out, const struct sb_buf *text)
{
    struct sb_input *input = NULL;
    struct sb_scan *scan = NULL;
    struct sb_scan_item item;
    struct sb_json_doc *doc = NULL;

    CHECK(sb_input_memory(&input, "again", text->at, text->len, NULL) == SB_OK);
    CHECK(sb_scan_new(&scan, input, NULL, NULL) == SB_OK);
    CHECK(sb_scan_next(scan, &item, NULL) == SB_OK && item.verdict == SB_SCAN_RECORD);
    CHECK(sb_json_parse(&doc, item.text, item.length, item.values, item.value_count, NULL) ==
          SB_OK);
    sb_buf_char(out, '[');
    print_tree(out, doc, sb_json_root(doc));
    sb_buf_char(out, ']');
    sb_json_free(doc);
    CHECK(sb_scan_next(scan, &item, NULL) == SB_OK && item.verdict == SB_SCAN_END);
    sb_scan_free(scan);
    sb_input_free(input);
}

static void
check_record(const struct sb_scan_item *item)
{
    struct sb_json_doc *doc = NULL;
    struct sb_buf once = {0}, twice = {0};

    CHECK(sb_utf8_valid(item->text, item->length, NULL));
    CHECK(item->value_count > 0 && item->values[0].at == 0);
    CHECK(sb_json_parse(&doc, item->text, item->length, item->values, item->value_count, NULL) ==
          SB_OK);
    CHECK(same_tree(doc, item->text, item->length));
    sb_buf_char(&once, '[');
    print_tree(&once, doc, sb_json_root(doc));
    sb_buf_char(&once, ']');
    CHECK(!once.failed);
    print_again(&twice, &once);
    CHECK(once.len == twice.len && memcmp(once.at, twice.at, once.len) == 0);
    sb_json_free(doc);
    sb_buf_free(&once);
    sb_buf_free(&twice);
}

/* Everything the scan tells, as text. */
static void
tell(struct sb_buf *out, const uint8_t *data, size_t size, struct sb_scan_options options,
     bool check)
{
    struct sb_input *input = NULL;
    struct sb_scan *scan = NULL;
    struct sb_scan_item item;
    size_t items = 0;

    options.lists = lists;
    options.list_count = 2;
    CHECK(sb_input_memory(&input, "fuzz", data, size, NULL) == SB_OK);
    CHECK(sb_scan_new(&scan, input, &options, NULL) == SB_OK);
    do {
        CHECK(sb_scan_next(scan, &item, NULL) == SB_OK);
        CHECK(items++ <= size + 1);
        sb_buf_print(out, "%d %d %u:%u %d ", (int)item.verdict, item.list, item.line, item.column,
                     (int)item.fatal);
        if (item.verdict == SB_SCAN_FAULT) {
            CHECK(item.why[0] != '\0' && item.line > 0 && item.column > 0);
            sb_buf_print(out, "%d %s\n", (int)item.fault, item.why);
        } else if (item.verdict != SB_SCAN_END) {
            CHECK(item.offset + item.length <= size);
            CHECK(memcmp(item.text, data + item.offset, item.length) == 0);
            sb_buf_print(out, "%zu %zu %zu\n", (size_t)item.offset, item.length, item.value_count);
            if (check)
                check_record(&item);
        }
        if (item.verdict == SB_SCAN_FAULT && item.fatal)
            CHECK(sb_scan_next(scan, &item, NULL) == SB_OK && item.verdict == SB_SCAN_END);
    } while (item.verdict != SB_SCAN_END);
    sb_scan_free(scan);
    sb_input_free(input);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t caps[] = {0, 24};
    static const size_t chunks[] = {1, 7};

    for (size_t i = 0; i < sizeof caps / sizeof *caps; i++) {
        struct sb_buf whole = {0};

        tell(&whole, data, size, (struct sb_scan_options){.record_cap = caps[i], .chunk = 8192},
             i == 0);
        for (size_t j = 0; j < sizeof chunks / sizeof *chunks && size < 4096; j++) {
            struct sb_buf pieces = {0};

            tell(&pieces, data, size,
                 (struct sb_scan_options){.record_cap = caps[i], .chunk = chunks[j]}, false);
            CHECK(whole.len == pieces.len && memcmp(whole.at, pieces.at, whole.len) == 0);
            sb_buf_free(&pieces);
        }
        sb_buf_free(&whole);
    }
    return 0;
}
