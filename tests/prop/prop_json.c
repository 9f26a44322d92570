/*
 * prop_json.c - the tree of any accepted text is the one that cJSON's parser makes of it;
 * SB_SEED replays a run.
 */
#include <stdlib.h>
#include <string.h>

#include "../same_tree.h"
#include "chance.h"

static void
put_blanks(struct sb_buf *out)
{
    static const char *const blanks[] = {"",   "",   "",       " ",
                                         "\n", "\t", "\r\n  ", "                 "};

    sb_buf_text(out, blanks[random_below(sizeof blanks / sizeof *blanks)]);
}

/* Text between quotation marks; escapes only where the whole record may hold some. */
static void
put_string(struct sb_buf *out, bool escapes, size_t number)
{
    static const char *const parts[] = {"97110",    "GP",
                                        " ",        ",",
                                        "{'",       "]",
                                        "\xc3\xa9", "\xf0\x9f\x98\x80",
                                        "]}:",      "/",
                                        "\\u00e9",  "\\\"",
                                        "\\\\",     "\\ud83d\\ude00",
                                        "\\n",      "\\/"};
    size_t count = escapes ? sizeof parts / sizeof *parts : 10;

    sb_buf_char(out, '"');
    if (number != SIZE_MAX)
        sb_buf_print(out, "k%zu", number); /* keys stand once in an object */
    for (size_t n = random_below(6); n > 0; n--)
        sb_buf_text(out, parts[random_below(count)]);
    sb_buf_char(out, '"');
}

static void
put_scalar(struct sb_buf *out, bool escapes)
{
    static const char *const words[] = {"true",    "false", "null",  "0",
                                        "-0.5e+2", "1e400", "62.50", "9007199254740993"};

    if (random_below(2) == 0)
        put_string(out, escapes, SIZE_MAX);
    else
        sb_buf_text(out, words[random_below(sizeof words / sizeof *words)]);
}

/* A record of a random shape: at each place a value begins, or what is open ends. */
static void
put_record(struct sb_buf *out, bool escapes)
{
    char close[SB_LIMIT_DEPTH];
    size_t depth = 0, number = 0, size = random_below(60);
    bool first = true;

    sb_buf_char(out, '{');
    close[depth++] = '}';
    while (depth > 0) {
        size_t what = random_below(8);

        put_blanks(out);
        if (number > size || what == 0) {
            sb_buf_char(out, close[--depth]);
            first = false;
            continue;
        }
        if (!first)
            sb_buf_char(out, ',');
        put_blanks(out);
        if (close[depth - 1] == '}') {
            put_string(out, escapes, number++);
            put_blanks(out);
            sb_buf_char(out, ':');
            put_blanks(out);
        }
        first = what < 3 && depth < SB_LIMIT_DEPTH;
        if (first) {
            close[depth++] = what == 1 ? '}' : ']';
            sb_buf_char(out, what == 1 ? '{' : '[');
        } else {
            put_scalar(out, escapes);
            number++;
        }
    }
}

static void
a_tree_is_the_one_that_cjson_makes(void **state)
{
    struct sb_buf text = {0};
    struct sb_pass pass = {0};

    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct sb_json_doc *doc = NULL;
        size_t length;

        sb_buf_reset(&text);
        put_record(&text, i % 2 == 1);
        length = text.len;
        for (int pad = 0; pad < SB_PASS_PAD; pad++)
            sb_buf_char(&text, '\0');
        assert_false(text.failed);
        if (sb_pass_run(&pass, text.at, text.at + length) != SB_PASS_DONE || pass.soft)
            fail_msg("%s of %s", pass.why, text.at);
        assert_ptr_equal(pass.at, text.at + length);
        assert_int_equal(sb_json_parse(&doc, text.at, length, pass.values, pass.value_count, NULL),
                         SB_OK);
        if (!same_tree(doc, text.at, length))
            fail_msg("another tree of %s", text.at);
        sb_json_free(doc);
    }
    sb_pass_free(&pass);
    sb_buf_free(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_is_the_one_that_cjson_makes),
    };

    random_start(20261125);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
