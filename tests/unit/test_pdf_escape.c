/* Forms inside a PDF: strings, numbers, instants. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "out/pdf/pdf.h"

static void
test_literal_strings_escape_three_bytes(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"", "()"},
        {"plain", "(plain)"},
        {"a(b)c", "(a\\(b\\)c)"},
        {"back\\slash", "(back\\\\slash)"},
        {"\xE9\xFF", "(\xE9\xFF)"},
    };
    struct sb_buf buf = {0};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sb_buf_reset(&buf);
        sb_escape_literal(&buf, rows[i].in, strlen(rows[i].in));
        assert_string_equal(buf.at, rows[i].out);
    }
    sb_buf_free(&buf);
}

static void
test_text_strings_are_utf16(void **state)
{
    struct sb_buf buf = {0};

    (void)state;
    sb_escape_text(&buf, "A\u00E9\u1EC5\U0001F600");
    assert_string_equal(buf.at, "<FEFF004100E91EC5D83DDE00>");
    sb_buf_free(&buf);
}

static void
test_xml_escapes_markup(void **state)
{
    struct sb_buf buf = {0};

    (void)state;
    sb_escape_xml(&buf, "a<b>&\"c'");
    assert_string_equal(buf.at, "a&lt;b&gt;&amp;&quot;c'");
    sb_buf_free(&buf);
}

static void
test_lengths_round_half_away_and_print_short(void **state)
{
    static const struct {
        int32_t thousandths;
        const char *text;
    } rows[] = {
        {0, "0"},           {4, "0"},           {5, ".01"},         {-4, "0"},
        {-5, "-.01"},       {500, ".5"},        {9500, "9.5"},      {36000, "36"},
        {485326, "485.33"}, {-31355, "-31.36"}, {-31354, "-31.35"}, {100010, "100.01"},
        {100100, "100.1"},  {792000, "792"},    {-1000, "-1"},
    };
    struct sb_buf buf = {0};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sb_buf_reset(&buf);
        sb_put_hundredths(&buf, sb_hundredths(rows[i].thousandths));
        assert_string_equal(buf.at, rows[i].text);
    }
    sb_buf_free(&buf);
}

static void
test_instants_print_in_utc(void **state)
{
    static const struct {
        int64_t seconds;
        const char *pdf, *xmp;
    } rows[] = {
        {0, "D:19700101000000Z", "1970-01-01T00:00:00Z"},
        {951782399, "D:20000228235959Z", "2000-02-28T23:59:59Z"},
        {951782400, "D:20000229000000Z", "2000-02-29T00:00:00Z"},
        {1796000000, "D:20261130005320Z", "2026-11-30T00:53:20Z"},
        {-1, "D:19691231235959Z", "1969-12-31T23:59:59Z"},
        {4107542399, "D:21000228235959Z", "2100-02-28T23:59:59Z"},
        {4107542400, "D:21000301000000Z", "2100-03-01T00:00:00Z"},
    };
    char text[SB_STAMP_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(sb_stamp_pdf(text, rows[i].seconds), rows[i].pdf);
        assert_string_equal(sb_stamp_xmp(text, rows[i].seconds), rows[i].xmp);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_literal_strings_escape_three_bytes),
        cmocka_unit_test(test_text_strings_are_utf16),
        cmocka_unit_test(test_xml_escapes_markup),
        cmocka_unit_test(test_lengths_round_half_away_and_print_short),
        cmocka_unit_test(test_instants_print_in_utc),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
