/* test_codes_dx.c - one diagnosis, one day, one verdict. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "codes/codes.h"

#include "day_help.h"

static void
as_typed(void **state)
{
    static const struct {
        const char *text, *code; /* "": refused */
    } rows[] = {
        {"M25.561", "M25.561"},
        {"m25561", "M25.561"},
        {"m25.561", "M25.561"},
        {"R52", "R52"},
        {"r52", "R52"},
        {"M545", "M54.5"},
        {"S83.511D", "S83.511D"},
        {"s83511d", "S83.511D"},
        {"C4A.9", "C4A.9"},
        {"QA00101", "QA0.0101"},
        {"U07.1", "U07.1"},
        {"V57.1", "V57.1"},
        {"Z3A.20", "Z3A.20"},
        {"", ""},
        {"M5", ""},
        {"M25.", ""},
        {"M2.5561", ""},
        {"M255.61", ""},
        {"M25..61", ""},
        {"847.2", ""},
        {"8472", ""},
        {"S83.511DA", ""},
        {"M25 561", ""},
        {" M25.561", ""},
        {"M25.561 ", ""},
        {"M25-561", ""},
        {"M25.5\xc3\xa9", ""},
        {".M25561", ""},
        {"M25.56.1", ""},
        {"S83.5111111111111111111111111111", ""},
    };
    char out[SB_DX_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("# %s\n", rows[i].text);
        memset(out, 'x', sizeof out);
        assert_int_equal(sb_dx_normalise(out, rows[i].text), *rows[i].code != '\0');
        assert_string_equal(out, rows[i].code);
    }
}

static void
icd9_is_recognised(void **state)
{
    static const char *const good[] = {"847.2", "847", "724.02", "V57.1", "v57", "E885.9", "E927"};
    static const char *const bad[] = {"",        "84",     "847.", "847.123", "M54.5",
                                      "V57.123", "E88.59", "8472", "V5",      "97110"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(sb_dx_icd9_shape(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        print_message("# %s\n", bad[i]);
        assert_false(sb_dx_icd9_shape(bad[i]));
    }
}

static void
join(char *out, size_t room, const struct sb_dx_answer *answer)
{
    size_t n = 0;

    out[0] = '\0';
    for (size_t i = 0; i < answer->suggested_count; i++) {
        size_t length = strlen(answer->suggested[i]);

        assert_true(n + length + 2 < room);
        if (n)
            out[n++] = ' ';
        memcpy(out + n, answer->suggested[i], length + 1);
        n += length;
    }
}

struct question {
    const char *code, *on;
    enum sb_dx_verdict verdict;
    const char *row;       /* code and span of the row; NULL: none */
    const char *suggested; /* joined by blanks */
};

static void
ask(const struct question *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct sb_dx_answer answer;
        char text[128], row[64] = "", from[SB_DATE_TEXT], to[SB_DATE_TEXT];

        print_message("# %s on %s\n", rows[i].code, rows[i].on);
        memset(&answer, 0x55, sizeof answer);
        sb_dx_look(&answer, NULL, rows[i].code, day(rows[i].on));
        assert_int_equal(answer.verdict, rows[i].verdict);
        assert_int_equal(answer.row != NULL, rows[i].row != NULL);
        if (answer.row)
            snprintf(row, sizeof row, "%s %s..%s", answer.row->code,
                     sb_date_print(from, answer.row->from), sb_date_print(to, answer.row->to));
        assert_string_equal(row, rows[i].row ? rows[i].row : "");
        join(text, sizeof text, &answer);
        assert_string_equal(text, rows[i].suggested);
        assert_false(answer.full_set);
        assert_int_equal(sb_dx_billable(NULL, NULL, rows[i].code, day(rows[i].on)),
                         rows[i].verdict == SB_DX_BILLABLE);
    }
}
#define ASK(rows) ask(rows, sizeof(rows) / sizeof *(rows))

static void
judged_by_the_date_of_service(void **state)
{
    static const struct question rows[] = {
        {"M54.5", "2021-09-30", SB_DX_BILLABLE, "M54.5 ..2021-09-30", ""},
        {"M54.5", "2021-10-01", SB_DX_NOT_VALID_ON_DATE, "M54.5 ..2021-09-30",
         "M54.50 M54.51 M54.59"},
        {"M54.50", "2021-09-30", SB_DX_NOT_VALID_ON_DATE, "M54.50 2021-10-01..", "M54.5"},
        {"M54.50", "2021-10-01", SB_DX_BILLABLE, "M54.50 2021-10-01..", ""},
        {"M51.36", "2024-09-30", SB_DX_BILLABLE, "M51.36 ..2024-09-30", ""},
        {"M51.36", "2024-10-01", SB_DX_NOT_VALID_ON_DATE, "M51.36 ..2024-09-30",
         "M51.360 M51.361 M51.362 M51.369"},
        {"M51.37", "2026-10-05", SB_DX_NOT_VALID_ON_DATE, "M51.37 ..2024-09-30",
         "M51.370 M51.371 M51.372 M51.379"},
        {"R10.2", "2025-09-30", SB_DX_BILLABLE, "R10.2 ..2025-09-30", ""},
        {"R10.2", "2025-10-01", SB_DX_NOT_VALID_ON_DATE, "R10.2 ..2025-09-30",
         "R10.20 R10.21 R10.22 R10.23 R10.24"},
        {"R10.22", "2025-09-30", SB_DX_NOT_VALID_ON_DATE, "R10.22 2025-10-01..", "R10.2"},
        {"G35", "2025-09-30", SB_DX_BILLABLE, "G35 ..2025-09-30", ""},
        {"G35", "2025-10-01", SB_DX_NOT_VALID_ON_DATE, "G35 ..2025-09-30",
         "G35.A G35.B0 G35.B1 G35.B2 G35.C0 G35.C1 G35.C2 G35.D"},
        {"M72.2", "2026-09-30", SB_DX_BILLABLE, "M72.2 ..2026-09-30", ""},
        {"M72.2", "2026-10-01", SB_DX_NOT_VALID_ON_DATE, "M72.2 ..2026-09-30",
         "M67.A01 M67.A02 M67.A09 M72.20 M72.21 M72.22"},
        {"M67.A01", "2026-09-30", SB_DX_NOT_VALID_ON_DATE, "M67.A01 2026-10-01..", "M72.2"},
        {"M67.A01", "2026-10-01", SB_DX_BILLABLE, "M67.A01 2026-10-01..", ""},
        {"M67.A0", "2026-10-01", SB_DX_HEADER, "M67.A0 2026-10-01..", "M67.A01 M67.A02 M67.A09"},
        {"M50.02", "2016-09-30", SB_DX_BILLABLE, "M50.02 ..2016-09-30", ""},
        {"M50.92", "2016-10-01", SB_DX_NOT_VALID_ON_DATE, "M50.92 ..2016-09-30",
         "M50.920 M50.921 M50.922 M50.923"},
        {"M48.06", "2017-10-01", SB_DX_NOT_VALID_ON_DATE, "M48.06 ..2017-09-30", "M48.061 M48.062"},
        {"M79.1", "2018-10-01", SB_DX_NOT_VALID_ON_DATE, "M79.1 ..2018-09-30",
         "M79.10 M79.11 M79.12 M79.18"},
        {"G71.0", "2018-10-01", SB_DX_NOT_VALID_ON_DATE, "G71.0 ..2018-09-30",
         "G71.00 G71.01 G71.02 G71.09"},
        {"R51", "2020-10-01", SB_DX_NOT_VALID_ON_DATE, "R51 ..2020-09-30", "R51.0 R51.9"},
        {"G93.3", "2022-10-01", SB_DX_NOT_VALID_ON_DATE, "G93.3 ..2022-09-30",
         "G93.31 G93.32 G93.39"},
        {"G20", "2023-10-01", SB_DX_NOT_VALID_ON_DATE, "G20 ..2023-09-30",
         "G20.A1 G20.A2 G20.B1 G20.B2 G20.C"},
        {"E66.8", "2024-10-01", SB_DX_NOT_VALID_ON_DATE, "E66.8 ..2024-09-30",
         "E66.811 E66.812 E66.813 E66.89"},
        {"M65.9", "2024-10-01", SB_DX_NOT_VALID_ON_DATE, "M65.9 ..2024-09-30",
         "M65.90 M65.911 M65.912 M65.919 M65.921 M65.922 M65.929 M65.931"},
        {"S30.1XXD", "2025-09-30", SB_DX_BILLABLE, "S30.1XXD ..2025-09-30", ""},
        {"S30.1XXD", "2025-10-01", SB_DX_NOT_VALID_ON_DATE, "S30.1XXD ..2025-09-30",
         "S30.11XD S30.12XD S30.13XD"},
        {"M86.8X3", "2026-10-01", SB_DX_NOT_VALID_ON_DATE, "M86.8X3 ..2026-09-30",
         "M86.8X31 M86.8X32 M86.8X39"},
        {"M86.8X8", "2026-10-01", SB_DX_NOT_VALID_ON_DATE, "M86.8X8 ..2026-09-30",
         "M86.8X80 M86.8X81 M86.8X89"},
        {"S23.420D", "2026-10-01", SB_DX_NOT_VALID_ON_DATE, "S23.420D ..2026-09-30",
         "S43.60XD S43.61XD S43.62XD S23.421D"},
        {"Z68.1", "2026-10-01", SB_DX_NOT_VALID_ON_DATE, "Z68.1 ..2026-09-30", "Z68.18 Z68.19"},
        {"Z87.890", "2026-10-01", SB_DX_NOT_VALID_ON_DATE, "Z87.890 ..2026-09-30",
         "Z87.8901 Z87.8909"},
    };
    struct sb_dx_answer answer;

    (void)state;
    ASK(rows);
    sb_dx_look(&answer, NULL, "M54.5", day("2026-10-05"));
    assert_true(answer.header_now);
    sb_dx_look(&answer, NULL, "S30.1XXD", day("2026-10-05"));
    assert_false(answer.header_now);
}

static void
headers_and_forms(void **state)
{
    static const struct question rows[] = {
        {"M25.561", "2026-10-05", SB_DX_BILLABLE, "M25.561 ..", ""},
        {"M25.56", "2026-10-05", SB_DX_HEADER, "M25.56 ..", "M25.561 M25.562 M25.569"},
        {"M54", "2026-10-05", SB_DX_HEADER, "M54 ..",
         "M54.00 M54.01 M54.02 M54.03 M54.04 M54.05 M54.06 M54.07"},
        {"S83.5", "2026-10-05", SB_DX_HEADER, "S83.5 ..",
         "S83.501D S83.502D S83.509D S83.511D S83.512D S83.519D S83.521D S83.522D"},
        {"S83.511", "2026-10-05", SB_DX_SEVENTH_CHARACTER, "S83.511 ..",
         "S83.511A S83.511D S83.511S"},
        {"S13.4", "2026-10-05", SB_DX_SEVENTH_CHARACTER, "S13.4 ..", "S13.4XXA S13.4XXD S13.4XXS"},
        {"S13.4D", "2026-10-05", SB_DX_SEVENTH_CHARACTER, NULL, "S13.4XXD"},
        {"S13.4XD", "2026-10-05", SB_DX_SEVENTH_CHARACTER, NULL, "S13.4XXD"},
        {"S13.4XX", "2026-10-05", SB_DX_SEVENTH_CHARACTER, NULL, "S13.4XXA S13.4XXD S13.4XXS"},
        {"S83.511B", "2026-10-05", SB_DX_SEVENTH_CHARACTER, NULL, "S83.511A S83.511D S83.511S"},
        {"M80.08X", "2026-10-05", SB_DX_SEVENTH_CHARACTER, NULL,
         "M80.08XA M80.08XD M80.08XS M80.08XG M80.08XK M80.08XP"},
        {"S72.141", "2026-10-05", SB_DX_SEVENTH_CHARACTER, "S72.141 ..",
         "S72.141A S72.141D S72.141S S72.141G S72.141K S72.141P S72.141B S72.141C"},
        {"M54.50A", "2026-10-05", SB_DX_SEVENTH_CHARACTER, "M54.50 2021-10-01..", "M54.50"},
        {"M54.50XD", "2026-10-05", SB_DX_SEVENTH_CHARACTER, "M54.50 2021-10-01..", "M54.50"},
        {"M62.810", "2026-10-05", SB_DX_PADDED, "M62.81 ..", "M62.81"},
        {"M62.81X", "2026-10-05", SB_DX_PADDED, "M62.81 ..", "M62.81"},
        {"R52.0", "2026-10-05", SB_DX_PADDED, "R52 ..", "R52"},
        {"M25.5619", "2026-10-05", SB_DX_PADDED, "M25.561 ..", "M25.561"},
        {"S83.51D", "2026-10-05", SB_DX_UNKNOWN, NULL, "S83.511D S83.512D S83.519D"},
        {"M54.57", "2026-10-05", SB_DX_UNKNOWN, NULL, "M54.50 M54.51 M54.59"},
        {"Z99.99", "2026-10-05", SB_DX_UNKNOWN, NULL, ""},
        {"A00.0", "2026-10-05", SB_DX_UNKNOWN, NULL, ""},
    };
    struct sb_dx_answer answer;

    (void)state;
    ASK(rows);
    sb_dx_look(&answer, NULL, "m25561", day("2026-10-05"));
    assert_int_equal(answer.verdict, SB_DX_BILLABLE);
    assert_string_equal(answer.code, "M25.561");
    sb_dx_look(&answer, NULL, "847.2", day("2026-10-05"));
    assert_int_equal(answer.verdict, SB_DX_UNKNOWN);
    assert_string_equal(answer.code, "");
}

static void
beyond_the_table(void **state)
{
    /* Codes of families that the table does not carry: the form alone decides. */
    static const struct question rows[] = {
        {"S52.222", "2026-10-05", SB_DX_SEVENTH_CHARACTER, NULL,
         "S52.222A S52.222D S52.222S S52.222G S52.222K S52.222P S52.222B S52.222C"},
        {"S52.222Z", "2026-10-05", SB_DX_SEVENTH_CHARACTER, NULL,
         "S52.222A S52.222D S52.222S S52.222G S52.222K S52.222P S52.222B S52.222C"},
        {"S52.22D", "2026-10-05", SB_DX_SEVENTH_CHARACTER, NULL, "S52.22XD"},
        {"S52.222D", "2026-10-05", SB_DX_UNKNOWN, NULL, ""},
        {"T24.201", "2026-10-05", SB_DX_SEVENTH_CHARACTER, NULL, "T24.201A T24.201D T24.201S"},
        {"S12.400", "2026-10-05", SB_DX_SEVENTH_CHARACTER, NULL,
         "S12.400A S12.400D S12.400S S12.400G S12.400K S12.400B"},
        {"S62.222", "2026-10-05", SB_DX_SEVENTH_CHARACTER, NULL,
         "S62.222A S62.222D S62.222S S62.222G S62.222K S62.222P S62.222B"},
    };
    struct sb_dx_answer answer;

    (void)state;
    ASK(rows);
    sb_dx_look(&answer, NULL, "S52.222", day("2026-10-05"));
    assert_false(answer.certain);
    sb_dx_look(&answer, NULL, "S83.511", day("2026-10-05"));
    assert_true(answer.certain);
}

static void
days_beyond_the_table(void **state)
{
    struct sb_dx_answer answer;
    sb_date first = {0}, last = {0};

    (void)state;
    sb_dx_span(&first, &last);
    sb_dx_span(NULL, NULL);
    assert_int_equal(first.day, day("2015-10-01").day);
    assert_int_equal(last.day, day("2027-09-30").day);
    sb_dx_look(&answer, NULL, "M54.50", last);
    assert_true(answer.covered);
    sb_dx_look(&answer, NULL, "M54.50", day("2027-10-01"));
    assert_false(answer.covered);
    assert_int_equal(answer.verdict, SB_DX_BILLABLE); /* by the nearest year */
    sb_dx_look(&answer, NULL, "M54.5", first);
    assert_true(answer.covered);
    sb_dx_look(&answer, NULL, "M54.5", day("2015-09-30"));
    assert_false(answer.covered);
    assert_int_equal(answer.verdict, SB_DX_BILLABLE);
}

static void
spans_are_whole(void **state)
{
    /* Z83.718 changed its title, not its validity, on 2025-10-01. */
    struct sb_dx before, after;

    (void)state;
    assert_true(sb_dx_billable(&before, NULL, "Z83.718", day("2025-09-30")));
    assert_true(sb_dx_billable(&after, NULL, "Z83.718", day("2025-10-01")));
    assert_string_not_equal(before.title, after.title);
    assert_int_equal(before.from.day, day("2023-10-01").day);
    assert_int_equal(after.from.day, before.from.day);
    assert_int_equal(before.to.day, 0);
}

static void
children_of_headers(void **state)
{
    char out[40][SB_DX_TEXT];

    (void)state;
    assert_int_equal(sb_dx_children(out, 40, NULL, "M25.56", day("2026-10-05")), 3);
    assert_string_equal(out[2], "M25.569");
    assert_int_equal(sb_dx_children(out, 2, NULL, "M25.56", day("2026-10-05")), 2);
    assert_int_equal(sb_dx_children(out, 40, NULL, "M72.2", day("2026-09-30")), 0);
    assert_int_equal(sb_dx_children(out, 40, NULL, "M72.2", day("2026-10-01")), 3);
    assert_int_equal(sb_dx_children(out, 40, NULL, "M25.561", day("2026-10-01")), 0);
    assert_int_equal(sb_dx_children(out, 40, NULL, "Z99.99", day("2026-10-01")), 0);
}

static void
sides_in_titles(void **state)
{
    static const struct {
        const char *code;
        enum sb_side side;
    } rows[] = {
        {"M25.561", SB_SIDE_RIGHT}, {"M25.562", SB_SIDE_LEFT},  {"M25.569", SB_SIDE_NONE},
        {"M17.0", SB_SIDE_BOTH},    {"M17.11", SB_SIDE_RIGHT},  {"S83.511D", SB_SIDE_RIGHT},
        {"M54.50", SB_SIDE_NONE},   {"M54.31", SB_SIDE_RIGHT},  {"G81.94", SB_SIDE_LEFT},
        {"I50.810", SB_SIDE_NONE},  {"I69.351", SB_SIDE_RIGHT}, {"M67.A02", SB_SIDE_LEFT},
        {"G56.03", SB_SIDE_BOTH},   {"Z96.651", SB_SIDE_RIGHT}, {"M25.56", SB_SIDE_NONE},
        {"I50.1", SB_SIDE_NONE},    {"Z99.99", SB_SIDE_NONE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("# %s\n", rows[i].code);
        assert_int_equal(sb_dx_side(NULL, rows[i].code, day("2026-10-05")), rows[i].side);
    }
}

static void
unspecified_sides(void **state)
{
    static const struct {
        const char *code, *on, *example; /* NULL: nothing to say */
    } rows[] = {
        {"M25.569", "2026-10-05", "M25.561"},   {"S63.619A", "2026-10-05", "S63.610A"},
        {"M79.609", "2026-10-05", "M79.601"},   {"M25.519", "2026-10-05", "M25.511"},
        {"S93.409A", "2026-10-05", "S93.401A"}, {"G81.90", "2026-10-05", "G81.91"},
        {"M79.603", "2026-10-05", "M79.601"},   {"M54.30", "2026-10-05", "M54.31"},
        {"M67.A09", "2026-10-05", "M67.A01"},   {"R10.20", "2026-10-05", "R10.21"},
        {"I69.359", "2026-10-05", "I69.351"},   {"H81.10", "2026-10-05", "H81.11"},
        {"M75.100", "2026-10-05", "M75.101"},   {"M16.10", "2026-10-05", "M16.11"},
        {"M25.561", "2026-10-05", NULL},        {"M54.50", "2026-10-05", NULL},
        {"M25.50", "2026-10-05", NULL},         {"M17.9", "2026-10-05", NULL},
        {"M62.81", "2026-10-05", NULL},         {"R26.9", "2026-10-05", NULL},
        {"M67.A09", "2026-09-30", NULL},        {"Z99.99", "2026-10-05", NULL},
        {"M17.0", "2026-10-05", NULL},          {"M72.20", "2026-10-05", "M72.21"},
    };
    char example[SB_DX_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("# %s\n", rows[i].code);
        bool said = sb_dx_side_unspecified(example, NULL, rows[i].code, day(rows[i].on));

        assert_int_equal(said, rows[i].example != NULL);
        if (said)
            assert_string_equal(example, rows[i].example);
    }
}

static void
excludes1(void **state)
{
    static const struct {
        const char *a, *b, *on;
        bool exclude;
    } rows[] = {
        {"M54.12", "M50.11", "2026-10-05", true},    {"M54.16", "M51.16", "2026-10-05", true},
        {"M54.16", "M79.2", "2026-10-05", true},     {"M54.16", "M79.18", "2026-10-05", false},
        {"M54.2", "M50.20", "2026-10-05", true},     {"M54.31", "G57.01", "2026-10-05", true},
        {"M54.31", "M54.41", "2026-10-05", true},    {"M54.50", "S39.012D", "2026-10-05", true},
        {"M54.50", "S39.013D", "2026-10-05", false}, {"M54.50", "M51.26", "2026-10-05", true},
        {"M54.50", "M51.360", "2026-10-05", false},  {"M54.6", "M51.14", "2026-10-05", true},
        {"M54.9", "F45.41", "2026-10-05", true},     {"M62.81", "M62.84", "2026-10-05", true},
        {"R26.89", "R27.0", "2026-10-05", true},     {"R26.2", "G11.9", "2026-10-05", true},
        {"R27.8", "R42", "2026-10-05", true},        {"R27.8", "R26.89", "2026-10-05", false},
        {"M75.101", "S46.011D", "2026-10-05", true}, {"M84.361D", "S82.101D", "2026-10-05", true},
        {"G89.29", "R52", "2026-10-05", true},       {"N39.3", "N39.46", "2026-10-05", true},
        {"M72.8", "M67.A01", "2026-10-01", true},    {"M72.8", "M67.A01", "2026-09-30", false},
        {"M25.561", "M62.81", "2026-10-05", false},  {"M54.20", "M50.20", "2026-10-05", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("# %s %s\n", rows[i].a, rows[i].b);
        assert_int_equal(sb_dx_excludes(rows[i].a, rows[i].b, day(rows[i].on)), rows[i].exclude);
        assert_int_equal(sb_dx_excludes(rows[i].b, rows[i].a, day(rows[i].on)), rows[i].exclude);
    }
}

/* Any short text is answered, and what is suggested can be billed on the day. */
static void
any_code_is_answered(void **state)
{
    static const char letters[] = "0123456789ABDSXZ";
    static const char *const stems[] = {"M54",    "S83.5",  "S13.4", "M80.0",
                                        "Z87.89", "M86.8X", "O99"};
    struct sb_dx_answer answer;
    uint32_t seed = 1;

    (void)state;
    for (int n = 0; n < 3000; n++) {
        char code[16];
        size_t length;

        seed = seed * 1664525u + 1013904223u;
        length = strlen(strcpy(code, stems[(seed >> 8) % 7]));
        if (length == 3)
            code[length++] = '.';
        for (uint32_t more = (seed >> 16) % 4; more > 0 && length < 8; more--) {
            seed = seed * 1664525u + 1013904223u;
            code[length++] = letters[(seed >> 20) % 16];
        }
        code[length] = '\0';
        sb_dx_look(&answer, NULL, code, day(n % 2 ? "2026-10-05" : "2016-01-04"));
        assert_true(answer.suggested_count <= SB_DX_SUGGESTED);
        for (size_t i = 0; answer.certain && i < answer.suggested_count; i++)
            assert_true(sb_dx_billable(NULL, NULL, answer.suggested[i],
                                       day(n % 2 ? "2026-10-05" : "2016-01-04")));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_typed),
        cmocka_unit_test(icd9_is_recognised),
        cmocka_unit_test(judged_by_the_date_of_service),
        cmocka_unit_test(headers_and_forms),
        cmocka_unit_test(beyond_the_table),
        cmocka_unit_test(days_beyond_the_table),
        cmocka_unit_test(spans_are_whole),
        cmocka_unit_test(children_of_headers),
        cmocka_unit_test(sides_in_titles),
        cmocka_unit_test(unspecified_sides),
        cmocka_unit_test(excludes1),
        cmocka_unit_test(any_code_is_answered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
