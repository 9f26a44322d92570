/* Fonts: what is covered, how wide it is, what is refused. */
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
test_names_in_four_scripts_are_covered(void **state)
{
    static const char *const rows[] = {
        "Mar\u00EDa N\u00FA\u00F1ez-O'Brien",   "Minh Nguy\u1EC5n",
        "\u0141ukasz \u017B\u00F3\u0142towski", "\u0393\u03B9\u03CE\u03C1\u03B3\u03BF\u03C2",
        "\u0426\u0435\u043D\u0442\u0440",       "Stra\u00DFe \u20AC 5 \u2013 \u2019s",
        "\u0218tefan \u021Aepe\u0219",          "line\nends",
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(sb_text_uncovered(rows[i]), 0);
}

static void
test_others_are_refused_by_their_code_point(void **state)
{
    static const struct {
        const char *text;
        uint32_t code_point;
    } rows[] = {
        {"\u674E", 0x674E},         /* a script without letters of ours */
        {"ab\u05D0", 0x05D0},       /* one that runs the other way */
        {"x\U0001F600", 0x1F600},   /* beyond the first plane */
        {"soft\u00ADhyphen", 0xAD}, /* would print as a hyphen */
        {"a\u0301\u0302", 0x0301},  /* marks that stand alone */
        {"\u202Eabc", 0x202E},      /* turns the text around */
        {"tab\tin", 0x09},          {"\u0483", 0x0483}, {"\xC2\x81", 0x81},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(sb_text_uncovered(rows[i].text), rows[i].code_point);
}

static void
test_codes_of_the_base_fonts_are_windows_1252(void **state)
{
    static const struct {
        uint32_t code_point;
        enum sb_font_block block;
        uint16_t code;
    } rows[] = {
        {' ', SB_FONT_ASCII, 0x20},   {'~', SB_FONT_ASCII, 0x7E},    {0xA0, SB_FONT_LATIN, 0xA0},
        {0xFF, SB_FONT_LATIN, 0xFF},  {0x20AC, SB_FONT_LATIN, 0x80}, {0x2019, SB_FONT_LATIN, 0x92},
        {0x178, SB_FONT_LATIN, 0x9F}, {0x152, SB_FONT_LATIN, 0x8C},
    };
    struct sb_glyph glyph;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (unsigned face = 0; face < SB_FACES; face++) {
            assert_true(sb_glyph_find(&glyph, face, rows[i].code_point));
            assert_int_equal(glyph.block, rows[i].block);
            assert_int_equal(glyph.code, rows[i].code);
        }
}

/* Widths of the source font, in units of 2048 an em: digits 1139, A 1366, space 569. */
static void
test_widths_are_those_of_the_font(void **state)
{
    const struct sb_style plain = {10000, SB_FACE_REGULAR, false};
    const struct sb_style spaced = {10000, SB_FACE_REGULAR, true};

    (void)state;
    assert_int_equal(sb_text_width("0", 1, plain), 5560);
    assert_int_equal(sb_text_width("A", 1, plain), 6670);
    assert_int_equal(sb_text_width(" ", 1, plain), 2780);
    assert_int_equal(sb_text_width("97110", 5, plain), 5 * 5560);
    assert_int_equal(sb_text_width("97110", 5, spaced), 5 * 5560 + 5 * SB_CODE_SPACING);
    /* an accent does not widen its letter */
    assert_int_equal(sb_text_width("\u00E9\u1EC5", 5, plain), sb_text_width("ee", 2, plain));
    assert_int_equal(sb_text_width("", 0, plain), 0);
}

static void
test_every_figure_is_as_wide_as_another(void **state)
{
    (void)state;
    for (unsigned face = 0; face < SB_FACES; face++)
        for (char digit = '0'; digit <= '9'; digit++)
            assert_int_equal(
                sb_text_width(&digit, 1, (struct sb_style){9500, (uint8_t)face, false}),
                sb_text_width("0", 1, (struct sb_style){9500, (uint8_t)face, false}));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_in_four_scripts_are_covered),
        cmocka_unit_test(test_others_are_refused_by_their_code_point),
        cmocka_unit_test(test_codes_of_the_base_fonts_are_windows_1252),
        cmocka_unit_test(test_widths_are_those_of_the_font),
        cmocka_unit_test(test_every_figure_is_as_wide_as_another),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
