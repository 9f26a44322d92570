/* The scan: shapes, places, every fault of the group Reading, and what happens after it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/base.h"

static const char *const lists[] = {"patients", "visits"};

/* What a scan tells, a line an item: "R0 1:2 {...}", "M name 1:1 ...", "F syntax 3:4", "F! ...". */
static void
tell(struct sb_buf *out, const char *input, size_t length, struct sb_scan_options options, bool why)
{
    static const char *const kinds[] = {"syntax", "encoding", "duplicate", "deep", "large"};
    struct sb_input *in = NULL;
    struct sb_scan *scan = NULL;
    struct sb_scan_item item;

    assert_int_equal(sb_input_memory(&in, "test", input, length, NULL), SB_OK);
    assert_int_equal(sb_scan_new(&scan, in, &options, NULL), SB_OK);
    sb_buf_text(out, "");
    for (;;) {
        assert_int_equal(sb_scan_next(scan, &item, NULL), SB_OK);
        if (item.verdict == SB_SCAN_END)
            break;
        if (item.verdict == SB_SCAN_FAULT) {
            sb_buf_print(out, "F%s %s %u:%u%s%s|", item.fatal ? "!" : "", kinds[item.fault],
                         item.line, item.column, why ? " " : "", why ? item.why : "");
            continue;
        }
        assert_memory_equal(item.text, input + item.offset, item.length);
        if (item.verdict == SB_SCAN_RECORD)
            sb_buf_print(out, "R%d %u:%u %.*s|", item.list, item.line, item.column,
                         (int)item.length, item.text);
        else
            sb_buf_print(out, "M %s %u:%u %.*s|", item.member, item.line, item.column,
                         (int)item.length, item.text);
    }
    sb_scan_free(scan);
    sb_input_free(in);
}

static char *
told(const char *input, size_t length, size_t cap, bool why)
{
    struct sb_buf out = {0};

    tell(&out, input, length,
         (struct sb_scan_options){.lists = lists, .list_count = 2, .record_cap = cap}, why);
    return out.at;
}

struct row {
    const char *name, *input, *expected;
};

static void
run_rows(const struct row *rows, size_t count, size_t cap)
{
    size_t wrong = 0;

    for (size_t i = 0; i < count; i++) {
        char *got = told(rows[i].input, strlen(rows[i].input), cap, false);

        if (strcmp(got, rows[i].expected) != 0) {
            print_message("%s: told %s, expected %s\n", rows[i].name, got, rows[i].expected);
            wrong++;
        }
        free(got);
    }
    assert_int_equal(wrong, 0);
}
#define RUN(rows) run_rows(rows, sizeof rows / sizeof *rows, 0)

static void
test_shapes(void **state)
{
    static const struct row rows[] = {
        {"empty", "", ""},
        {"only blanks", " \n\t\r\n ", ""},
        {"only a byte order mark", "\xef\xbb\xbf", ""},
        {"lists", "{\"visits\": [{\"id\":1}, {}], \"patients\":[3]}",
         "R1 1:13 {\"id\":1}|R1 1:23 {}|R0 1:40 3|"},
        {"a member before the lists", "{\"schema\": \"s/1\",\n \"visits\": []}",
         "M schema 1:12 \"s/1\"|"},
        {"a member behind", "{\"visits\":[],\"x-note\":{\"a\":[1]}}", "M x-note 1:23 {\"a\":[1]}|"},
        {"a list that is none", "{\"visits\":{}}", "M visits 1:11 {}|"},
        {"a list's name with escapes", "{\"\\u0076isits\":[1]}", "R1 1:17 1|"},
        {"the name deeper down is none", "{\"a\":{\"visits\":[1]}}",
         "R-1 1:1 {\"a\":{\"visits\":[1]}}|"},
        {"array", "[{\"a\":1},\n 2 , \"x\"]\n", "R-1 1:2 {\"a\":1}|R-1 2:2 2|R-1 2:6 \"x\"|"},
        {"empty array", " [ ] ", ""},
        {"lines", "{\"a\":1}\n\n{\"b\":2}\r\n{\"c\":3}",
         "R-1 1:1 {\"a\":1}|R-1 3:1 {\"b\":2}|R-1 4:1 {\"c\":3}|"},
        {"one bare visit over lines", "{\n \"a\":1\n}\n", "R-1 1:1 {\n \"a\":1\n}|"},
        {"values over lines", "{\n}\n{\"b\":\n2} 3 ",
         "R-1 1:1 {\n}|R-1 3:1 {\"b\":\n2}|R-1 4:4 3|"},
        {"values side by side", "{\n}{}", "R-1 1:1 {\n}|F! syntax 2:2|"},
        {"lines of numbers", "12\n13", "R-1 1:1 12|R-1 2:1 13|"},
        {"byte order mark at the start", "\xef\xbb\xbf{\"a\":1}", "R-1 1:1 {\"a\":1}|"},
        {"line by line after a mark", "\xef\xbb\xbf\n {}", "R-1 2:2 {}|"},
    };

    (void)state;
    RUN(rows);
}

static void
test_faults_of_lines_go_on(void **state)
{
    static const struct row rows[] = {
        {"missing value", "{\"a\":}\n{}", "F syntax 1:6|R-1 2:1 {}|"},
        {"trailing text", "{\"a\":1} x\n{}", "F syntax 1:9|R-1 2:1 {}|"},
        {"two on a line", "{} {}\n{}", "F syntax 1:4|R-1 2:1 {}|"},
        {"cut line", "{}\n{\"a\": [1\n{}", "R-1 1:1 {}|F syntax 2:9|R-1 3:1 {}|"},
        {"cut last line", "{}\n{\"a\"", "R-1 1:1 {}|F syntax 2:5|"},
        {"a value over lines is one fault", "{}\n{\n \"a\": {\n },\n \"b\": 1\n}\n{\"c\":1}",
         "R-1 1:1 {}|F syntax 2:2|R-1 7:1 {\"c\":1}|"},
        {"invalid UTF-8", "{\"a\":\"\xff\"}\n{}", "F encoding 1:7|R-1 2:1 {}|"},
        {"garbage, then a record", "garbage\n{}", "F syntax 1:1|R-1 2:1 {}|"},
        {"a mark in the middle", "{}\n\xef\xbb\xbf{}\n{}", "R-1 1:1 {}|F syntax 2:1|R-1 3:1 {}|"},
        {"NUL in the middle", "{}\n{\"a\":\"\xc0\x80\"}\n{}",
         "R-1 1:1 {}|F encoding 2:7|R-1 3:1 {}|"},
        {"one line alone", "{\"id\": \"V-1\" \"date\": 1}", "F syntax 1:14|"},
    };

    (void)state;
    RUN(rows);
}

static void
test_faults_of_documents_end_the_reading(void **state)
{
    static const struct row rows[] = {
        {"array without comma", "[1 2]", "R-1 1:2 1|F! syntax 1:4|"},
        {"comma before ]", "[1,]", "R-1 1:2 1|F! syntax 1:4|"},
        {"comma first", "[,1]", "F! syntax 1:2|"},
        {"no end", "[1,\n2", "R-1 1:2 1|R-1 2:1 2|F! syntax 2:2|"},
        {"wrong bracket", "[1}", "R-1 1:2 1|F! syntax 1:3|"},
        {"trailing data", "[1] [2]", "R-1 1:2 1|F! syntax 1:5|"},
        {"object then value", "{\"visits\":[]} {}", "F! syntax 1:15|"},
        {"invalid UTF-8", "[\"\xc3\x28\"]", "F! encoding 1:3|"},
        {"record cut", "[{\"a\": ", "F! syntax 1:8|"},
        {"list without end", "{\"visits\":[{}", "R1 1:12 {}|F! syntax 1:14|"},
        {"key twice at the top", "{\"visits\":[1],\"visits\":[2]}", "R1 1:12 1|F! duplicate 1:15|"},
        {"the same, with an escape", "{\"visits\":[1],\"visit\\u0073\":[2]}",
         "R1 1:12 1|F! duplicate 1:15|"},
        {"fault before the list", "{\"schema\" 1, \"visits\":[]}", "F! syntax 1:11|"},
        {"over lines", "{\n \"visits\" [\n", "F! syntax 2:11|"},
        {"bare visit over lines", "{\n \"a\": 1,\n}", "F! syntax 3:1|"},
        {"no colon", "{\"visits\" []}", "F! syntax 1:11|"},
        {"no key", "{\"visits\":[], 1}", "F! syntax 1:15|"},
        {"mark before [", "\xef\xbb\xbf\xef\xbb\xbf[]", "F! encoding 1:1|"},
        {"mark in the array",
         "[1,\xef\xbb\xbf"
         "2]",
         "R-1 1:2 1|F! syntax 1:4|"},
        {"no JSON", "id,date\nV-1,2026-01-01\n", "F! syntax 1:1|"},
        {"a PDF", "%PDF-1.7\n%\xe2\xe3\n", "F! syntax 1:1|"},
        {"a PNG", "\x89PNG\r\n\x1a\n", "F! encoding 1:1|"},
        {"UTF-16", "\xff\xfe{", "F! encoding 1:1|"},
    };

    (void)state;
    RUN(rows);
}

static void
test_faults_of_one_record(void **state)
{
    static const struct row rows[] = {
        {"key twice", "[{\"a\":1,\"a\":2}, 3]", "F duplicate 1:9|R-1 1:17 3|"},
        {"key twice by escape", "[{\"a\":1,\"\\u0061\":2}, 3]", "F duplicate 1:9|R-1 1:22 3|"},
        {"keys differ by case", "[{\"NPI\":1,\"npi\":2}]", "R-1 1:2 {\"NPI\":1,\"npi\":2}|"},
        {"same key in two objects", "[{\"a\":{\"a\":1},\"b\":{\"a\":1}}]",
         "R-1 1:2 {\"a\":{\"a\":1},\"b\":{\"a\":1}}|"},
        {"key after an inner object", "[{\"a\":{\"b\":1},\"a\":1}]", "F duplicate 1:15|"},
        {"escaped NUL", "[\"\\u0000\", 3]", "F encoding 1:3|R-1 1:12 3|"},
        {"lone high surrogate", "[\"\\ud800\", 3]", "F encoding 1:3|R-1 1:12 3|"},
        {"lone low surrogate", "[\"\\udc00x\", 3]", "F encoding 1:3|R-1 1:13 3|"},
        {"high and no low", "[\"\\ud800\\u0041\", 3]", "F encoding 1:3|R-1 1:18 3|"},
        {"a pair", "[\"\\ud83d\\ude00\"]", "R-1 1:2 \"\\ud83d\\ude00\"|"},
        {"escaped U+FFFE", "[\"\\uFFFE\", 3]", "F encoding 1:3|R-1 1:12 3|"},
        {"raw U+FFFF", "[\"\xef\xbf\xbf\", 3]", "F encoding 1:3|R-1 1:9 3|"},
        {"number too long for cJSON",
         "[1234567890123456789012345678901234567890123456789012345678901234, 3]",
         "F syntax 1:2|R-1 1:68 3|"},
        {"line with a key twice", "{\"a\":1,\"a\":1}\n{}", "F duplicate 1:8|R-1 2:1 {}|"},
        {"the first of two faults", "[{\"a\":\"\\u0000\",\"a\":1}]", "F encoding 1:8|"},
        {"key of a nested object", "[{\"a\":\n{\"k\":1,\n \"k\":1}}]", "F duplicate 3:2|"},
    };

    (void)state;
    RUN(rows);
}

static void
test_too_large(void **state)
{
    static const struct row rows[] = {
        {"exactly", "[\"234567890\"]", "R-1 1:2 \"234567890\"|"},
        {"in an array", "[\"2345678901\", 1]", "F large 1:2|R-1 1:16 1|"},
        {"object in an array", "[{\"a\": [\"]\", 2, {}]}, 1]", "F large 1:2|R-1 1:23 1|"},
        {"with escapes", "[\"2345\\\"67\\\\\", \"a\"]", "F large 1:2|R-1 1:16 \"a\"|"},
        {"number", "[12345678901234, 1]", "F large 1:2|R-1 1:18 1|"},
        {"line", "{\"a\":\"1234567\"}\n{}", "F large 1:1|R-1 2:1 {}|"},
        {"later line", "{}\n{\"a\":\"1234567\"}\n{}", "R-1 1:1 {}|F large 2:1|R-1 3:1 {}|"},
        {"line with blanks", "{}\n {\"a\":12345}              \n{}",
         "R-1 1:1 {}|R-1 2:2 {\"a\":12345}|R-1 3:1 {}|"},
        {"member", "{\"visits\":[],\"n\":[1,2,3,4,5,6],\"p\":1}", "F large 1:18|M p 1:36 1|"},
        {"never ends", "[\"234567890123", "F! large 1:2|"},
    };

    (void)state;
    run_rows(rows, sizeof rows / sizeof *rows, 11);
}

/* A number of bytes repeated behind a start, as an endless file would give them. */
struct endless {
    const char *start;
    char fill;
    const char *expected;
};

static void
test_endless_input_is_one_fault(void **state)
{
    static const struct endless rows[] = {
        {"", 'a', "F! syntax 1:1|"},
        {"", '\0', "F! encoding 1:1|"},
        {"", ' ', ""},
        {"", '\n', ""},
        {"", '1', "F large 1:1|"},
        {"", '[', "F! deep 1:66|"},
        {"", '\xff', "F! encoding 1:1|"},
        {"{\"a\":\"", 'x', "F large 1:1|"},
        {"[\"", 'x', "F! large 1:2|"},
        {"[", 'x', "F! syntax 1:2|"},
        {"{}\n{\"a\":\"", 'x', "R-1 1:1 {}|F large 2:1|"},
        {"{\n\"a\":\"", 'x', "F! large 1:1|"},
        {"{\"visits\":[", '{', "F! syntax 1:13|"},
    };
    const size_t size = (size_t)5 << 20;
    char *bytes = malloc(size);

    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *got;

        memset(bytes, rows[i].fill, size);
        memcpy(bytes, rows[i].start, strlen(rows[i].start));
        got = told(bytes, size, 0, false);
        print_message("%s%c...\n", rows[i].start, rows[i].fill);
        assert_string_equal(got, rows[i].expected);
        free(got);
    }
    free(bytes);
}

static void
test_a_record_of_1_mib_is_read_and_no_more(void **state)
{
    char *text = malloc(SB_LIMIT_RECORD + 32), *got;

    (void)state;
    assert_non_null(text);
    memset(text, 'x', SB_LIMIT_RECORD + 32);
    text[0] = '[';
    text[1] = '"';
    text[SB_LIMIT_RECORD] = '"';
    text[SB_LIMIT_RECORD + 1] = ']';
    got = told(text, SB_LIMIT_RECORD + 2, 0, false);
    assert_memory_equal(got, "R-1 1:2 \"xxx", 12);
    free(got);
    text[SB_LIMIT_RECORD] = 'x';
    text[SB_LIMIT_RECORD + 1] = '"';
    text[SB_LIMIT_RECORD + 2] = ']';
    got = told(text, SB_LIMIT_RECORD + 3, 0, true);
    assert_string_equal(got, "F large 1:2 a record has at most 1048576 bytes|");
    free(got);
    free(text);
}

static void
test_depth(void **state)
{
    char text[300], *got;

    (void)state;
    /* the array of records is no part of a record */
    for (size_t depth = SB_LIMIT_DEPTH; depth <= SB_LIMIT_DEPTH + 1; depth++) {
        memset(text, '[', depth + 1);
        memset(text + depth + 1, ']', depth);
        memcpy(text + 2 * depth + 1, ",1]", 4);
        got = told(text, strlen(text), 0, false);
        if (depth == SB_LIMIT_DEPTH)
            assert_memory_equal(got, "R-1 1:2 [[", 10);
        else
            assert_string_equal(got, "F deep 1:66|R-1 1:133 1|");
        free(got);
    }
}

/* A record of as many keys as fit must not take the square of their number. */
static void
test_many_keys(void **state)
{
    struct sb_buf text = {0};
    char *got;

    (void)state;
    for (int twice = 0; twice < 3; twice++) {
        sb_buf_reset(&text);
        sb_buf_text(&text, "[{");
        for (int i = 0; i < 80000; i++)
            sb_buf_print(&text, "%s\"%d\":1", i > 0 ? "," : "", i);
        if (twice > 0)
            sb_buf_text(&text, twice == 1 ? ",\"7\":1" : ",\"\\u0037\":1");
        sb_buf_text(&text, "}]");
        got = told(text.at, text.len, 0, true);
        if (twice == 0)
            assert_memory_equal(got, "R-1 1:2 {", 9);
        else
            assert_string_equal(got, "F duplicate 1:788893 a key stands once in an object|");
        free(got);
    }
    sb_buf_free(&text);
}

/* However the bytes come in, the same is told. */
static void
test_pieces(void **state)
{
    static const char text[] =
        "\xef\xbb\xbf{\"schema\": \"s\",\n \"visits\": [{\"id\": \"V-\\u0031\"}, "
        "{\"n\": [1, 2.5e3, true]},\n{\"a\": \"\xc3\xa9\xe2\x82\xac\", \"a\": 1}, 12 ]\n}  ";
    char *whole = told(text, strlen(text), 0, true);

    (void)state;
    assert_non_null(strstr(whole, "F duplicate 3:16"));
    for (size_t chunk = 1; chunk < 40; chunk++) {
        struct sb_buf out = {0};

        tell(&out, text, strlen(text),
             (struct sb_scan_options){.lists = lists, .list_count = 2, .chunk = chunk}, true);
        assert_string_equal(out.at, whole);
        sb_buf_free(&out);
    }
    free(whole);
}

/* Messages name what was expected. */
static void
test_words(void **state)
{
    static const struct row rows[] = {
        {"comma", "[1 2]", "R-1 1:2 1|F! syntax 1:4 a comma or ] was expected|"},
        {"value", "[{\"a\":}]", "F! syntax 1:7 a value was expected|"},
        {"key", "[{\"a\":1,}]", "F! syntax 1:9 a key was expected after the comma|"},
        {"bare key", "[{a:1}]", "F! syntax 1:3 a key in quotation marks was expected|"},
        {"colon", "[{\"a\" 1}]", "F! syntax 1:7 a colon was expected after the key|"},
        {"zero", "[007]", "F! syntax 1:2 a number has no leading zero|"},
        {"point", "[1.]", "F! syntax 1:4 a digit was expected after the decimal point|"},
        {"bare point", "[.5]", "F! syntax 1:2 a value was expected|"},
        {"plus", "[+5]", "F! syntax 1:2 a value was expected|"},
        {"exponent", "[1e]", "F! syntax 1:4 a digit was expected in the exponent|"},
        {"infinity", "[NaN]", "F! syntax 1:2 a value was expected|"},
        {"word", "[nul]", "F! syntax 1:2 true, false or null was expected|"},
        {"control", "[\"a\x01\"]",
         "F! syntax 1:4 a control character in a string must be escaped|"},
        {"line end", "[\"a\n\"]", "F! syntax 1:4 a string ends with a quotation mark on its line|"},
        {"escape", "[\"\\x41\"]",
         "F! syntax 1:4 one of \"\\/bfnrtu was expected after a backslash|"},
        {"hex", "[\"\\u00g0\"]", "F! syntax 1:7 four hexadecimal digits were expected after \\u|"},
        {"mark",
         "[\xef\xbb\xbf"
         "1]",
         "F! syntax 1:2 a byte order mark stands at the start of a file only|"},
        {"vertical tab", "[\v1]", "F! syntax 1:2 a value was expected|"},
        {"comment", "[1] // x", "R-1 1:2 1|F! syntax 1:5 nothing may follow the last bracket|"},
        {"single quotes", "['a']", "F! syntax 1:2 a value was expected|"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *got = told(rows[i].input, strlen(rows[i].input), 0, true);

        assert_string_equal(got, rows[i].expected);
        free(got);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_faults_of_lines_go_on),
        cmocka_unit_test(test_faults_of_documents_end_the_reading),
        cmocka_unit_test(test_faults_of_one_record),
        cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_endless_input_is_one_fault),
        cmocka_unit_test(test_a_record_of_1_mib_is_read_and_no_more),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_many_keys),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
