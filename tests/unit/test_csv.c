/* test_csv.c - cells as a spreadsheet reads them: none runs, none falls apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "out/out.h"

static void
test_cells(void **state)
{
    static const struct {
        const char *cell, *text;
    } rows[] = {
        {NULL, "x,\r\n"},
        {"", "x,\r\n"},
        {"P-1001", "x,P-1001\r\n"},
        {"a,b", "x,\"a,b\"\r\n"},
        {"say \"no\"", "x,\"say \"\"no\"\"\"\r\n"},
        {"two\nlines", "x,\"two\nlines\"\r\n"},
        {" 007", "x,\" 007\"\r\n"},
        {"=1+1", "x,'=1+1\r\n"},
        {"+1", "x,'+1\r\n"},
        {"-1", "x,'-1\r\n"},
        {"@SUM(A1)", "x,'@SUM(A1)\r\n"},
        {"\t=1", "x,'\t=1\r\n"},
        {"\r=1", "x,\"'\r=1\"\r\n"},
        {"\n=1", "x,\"'\n=1\"\r\n"},
        {"=HYPERLINK(\"a\",\"b\")", "x,\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\"\r\n"},
        {"a=1", "x,a=1\r\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_buf text = {0};
        struct sb_csv csv = {.text = &text};

        print_message("# %s\n", rows[i].text);
        sb_csv_text(&csv, "x");
        sb_csv_text(&csv, rows[i].cell);
        sb_csv_end(&csv);
        assert_false(text.failed);
        assert_string_equal(text.at, rows[i].text);
        sb_buf_free(&text);
    }
}

static void
test_kinds(void **state)
{
    const struct sb_datum row[] = {
        {.kind = SB_DATUM_NONE},
        {.kind = SB_DATUM_TEXT, .text = "-5"},
        {.kind = SB_DATUM_COUNT, .n = 12},
        {.kind = SB_DATUM_MONEY, .n = -320},
        {.kind = SB_DATUM_DATE, .n = sb_date_make(2026, 10, 5).day},
    };
    struct sb_buf text = {0};
    struct sb_csv csv = {.text = &text};

    (void)state;
    for (int line = 0; line < 2; line++) {
        for (size_t i = 0; i < sizeof row / sizeof *row; i++)
            sb_csv_datum(&csv, &row[i]);
        sb_csv_end(&csv);
    }
    assert_string_equal(text.at, ",'-5,12,-3.20,2026-10-05\r\n,'-5,12,-3.20,2026-10-05\r\n");
    sb_buf_free(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_kinds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
