/*
 * test_codes_official.c - the embedded diagnoses against the official order files, row by row,
 * both ways; and that no official code is ever called wrong.  Skipped where the files are absent.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codes/codes.h"

#include "day_help.h"

#define FOLDER "../shared/data/"

static const struct year {
    const char *archive, *member, *first, *last;
    size_t rows;
} years[] = {
    {FOLDER "icd10cm/cdc-fy2025-codes.zip", "icd10cm-order-2025.txt", "2024-10-01", "2025-09-30",
     97584},
    {FOLDER "icd10cm/cdc-fy2026-codes.zip", "icd10cm-order-2026.txt", "2025-10-01", "2026-09-30",
     98186},
};

struct official {
    char code[SB_DX_TEXT];
    bool billable;
    char title[512];
};

static FILE *
open_year(const struct year *year)
{
    char command[256];
    FILE *file;

    if (access(year->archive, R_OK) != 0)
        skip();
    snprintf(command, sizeof command, "unzip -p %s %s", year->archive, year->member);
    file = popen(command, "r");
    assert_non_null(file);
    return file;
}

static bool
next_official(struct official *out, FILE *file)
{
    char line[512], bare[SB_DX_BARE] = "";

    if (!fgets(line, sizeof line, file))
        return false;
    line[strcspn(line, "\r\n")] = '\0';
    assert_true(strlen(line) > 77);
    memcpy(bare, line + 6, 7);
    bare[strcspn(bare, " ")] = '\0';
    sb_dx_dotted(out->code, bare);
    out->billable = line[14] == '1';
    snprintf(out->title, sizeof out->title, "%s", line + 77);
    return true;
}

/* The row of the table for a code on a day, or SIZE_MAX. */
static size_t
row_on(const char *code, sb_date on)
{
    for (size_t i = sb_dx_lower(code); i < sb_dx_count() && strcmp(sb_dx_row_code(i), code) == 0;
         i++)
        if (sb_dx_row_holds(i, on))
            return i;
    return SIZE_MAX;
}

static void
rows_equal_the_files(void **state)
{
    (void)state;
    for (size_t y = 0; y < sizeof years / sizeof *years; y++) {
        FILE *file = open_year(&years[y]);
        sb_date first = day(years[y].first), last = day(years[y].last);
        size_t official = 0, matched = 0, held = 0;
        struct official row;

        for (; next_official(&row, file); official++) {
            size_t i = row_on(row.code, first);

            if (i == SIZE_MAX)
                continue;
            matched++;
            if (sb_dx_row_billable(i) != row.billable ||
                strcmp(sb_dx_row_title(i), row.title) != 0 || row_on(row.code, last) != i)
                fail_msg("%s differs from %s", row.code, years[y].member);
        }
        assert_int_equal(pclose(file), 0);
        assert_int_equal(official, years[y].rows);
        for (size_t i = 0; i < sb_dx_count(); i++)
            held += sb_dx_row_holds(i, first) ? 1 : 0;
        assert_int_equal(matched, held); /* no row of ours that the file lacks */
        print_message("# %zu rows equal those of %s\n", matched, years[y].member);
    }
}

/* A family is carried whole or beside its headers: what a header lists is what it has. */
static void
verdicts_on_every_official_code(void **state)
{
    const char *memcheck = getenv("VALGRIND");
    size_t stride = memcheck && *memcheck ? 29 : 1;

    (void)state;
    for (size_t y = 0; y < sizeof years / sizeof *years; y++) {
        FILE *file = open_year(&years[y]);
        sb_date on = day(years[y].last);
        struct official row;

        for (size_t n = 0; next_official(&row, file); n++) {
            struct sb_dx_answer answer;
            bool carried, right;

            if (n % stride)
                continue;
            carried = row_on(row.code, on) != SIZE_MAX;
            sb_dx_look(&answer, NULL, row.code, on);
            if (row.billable)
                right = answer.verdict == (carried ? SB_DX_BILLABLE : SB_DX_UNKNOWN);
            else if (carried)
                right = answer.verdict == SB_DX_HEADER ||
                        answer.verdict == SB_DX_SEVENTH_CHARACTER ||
                        answer.verdict == SB_DX_NOT_VALID_ON_DATE;
            else
                right =
                    answer.verdict == SB_DX_UNKNOWN || answer.verdict == SB_DX_SEVENTH_CHARACTER;
            if (!right)
                fail_msg("%s: verdict %d in %s", row.code, answer.verdict, years[y].member);
        }
        assert_int_equal(pclose(file), 0);
    }
}

/* What the list of changes says of FY2027 holds; nothing else changes on that day. */
static void
fy2027_is_fy2026_and_the_changes(void **state)
{
    sb_date before = day("2026-09-30"), after = day("2026-10-01");
    char line[1024], changed[4096] = " ";
    size_t rows = 0;
    FILE *file;

    (void)state;
    if (access(FOLDER "fy2027-therapy-delta.tsv", R_OK) != 0)
        skip();
    file = fopen(FOLDER "fy2027-therapy-delta.tsv", "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    for (; fgets(line, sizeof line, file); rows++) {
        char *cell[5], *at = line;

        for (size_t i = 0; i < 5; i++)
            cell[i] = strsep(&at, "\t\n");
        size_t was = row_on(cell[0], before), is = row_on(cell[0], after);

        print_message("# %s %s\n", cell[0], cell[1]);
        assert_int_equal(is == SIZE_MAX, strcmp(cell[1], "deleted") == 0);
        assert_int_equal(was == SIZE_MAX, strcmp(cell[1], "added") == 0);
        if (is != SIZE_MAX) {
            assert_int_equal(sb_dx_row_billable(is), *cell[3] == '1');
            if (*cell[4])
                assert_string_equal(sb_dx_row_title(is), cell[4]);
        }
        snprintf(changed + strlen(changed), sizeof changed - strlen(changed), "%s ", cell[0]);
    }
    fclose(file);
    assert_true(rows > 50);
    for (size_t i = 0; i < sb_dx_count(); i++) {
        char padded[SB_DX_TEXT + 2];

        snprintf(padded, sizeof padded, " %s ", sb_dx_row_code(i));
        if (sb_dx_row_holds(i, before) != sb_dx_row_holds(i, after) && !strstr(changed, padded))
            fail_msg("%s changes on 2026-10-01", sb_dx_row_code(i));
    }
}

/* Needs no official file: the table in itself. */
static void
the_table_in_itself(void **state)
{
    size_t billable = 0;

    (void)state;
    for (size_t i = 0; i < sb_dx_count(); i++) {
        const char *code = sb_dx_row_code(i), *successors = sb_dx_row_successors(i);
        char normal[SB_DX_TEXT], word[SB_DX_TEXT];
        struct sb_dx row;

        assert_true(sb_dx_normalise(normal, code));
        assert_string_equal(normal, code);
        assert_true(*sb_dx_row_title(i) != '\0');
        if (i > 0)
            assert_true(strcmp(sb_dx_row_code(i - 1), code) <= 0);
        sb_dx_row_take(&row, i);
        billable += sb_dx_row_billable(i) && row.to.day == 0;
        for (; successors && *successors; successors += strspn(successors, " ")) {
            size_t length = strcspn(successors, " ");

            memset(word, 0, sizeof word);
            memcpy(word, successors, length);
            assert_string_equal(sb_dx_row_code(sb_dx_lower(word)), word);
            successors += length;
        }
    }
    print_message("# %zu rows, %zu codes billable in FY2027\n", sb_dx_count(), billable);
    assert_true(billable >= 4000);
}

/* At least one code of each kind that therapists meet is there. */
static void
every_kind_is_there(void **state)
{
    static const char *const codes[] = {
        "M25.561",  "M17.11",   "M54.50",   "M54.2",    "M54.12",   "M51.360",  "M48.061",
        "M75.121",  "M77.11",   "M79.18",   "M76.61",   "M62.81",   "M62.89",   "M62.08",
        "R26.89",   "R26.81",   "R29.6",    "R53.1",    "G89.29",   "Z47.1",    "Z96.651",
        "Z47.81",   "Z89.511",  "Z47.89",   "Z48.89",   "S83.511D", "S93.401D", "S13.4XXD",
        "S33.5XXD", "S46.011D", "S72.001D", "S52.501D", "S82.841D", "M84.361D", "M80.08XD",
        "N39.3",    "N39.46",   "N81.10",   "R39.15",   "N94.10",   "K59.00",   "R15.9",
        "O26.711",  "O26.892",  "O99.891",  "O71.6",    "O90.89",   "Z39.2",    "G20.A1",
        "G35.A",    "G81.91",   "I69.351",  "H81.11",   "H81.391",  "R42",      "S06.0X0D",
        "F07.81",   "G43.909",  "G44.209",  "G56.01",   "G57.01",   "G61.0",    "G62.9",
        "G71.01",   "G80.1",    "E11.9",    "E11.42",   "I10",      "I25.10",   "I48.91",
        "I50.9",    "J44.9",    "J45.909",  "E66.9",    "Z68.30",   "F32.A",    "F33.1",
        "F41.1",    "M81.0",    "Z79.891",  "Z79.4",    "Z85.3",    "Z86.73",   "Z87.891",
        "Z91.81",   "Z98.1",    "Z99.3",    "M26.621",  "I89.0",    "I97.2",    "U09.9",
        "W19.XXXD", "M99.03",   "M67.A01",  "R10.20",   "G90.511",
    };

    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (!sb_dx_billable(NULL, NULL, codes[i], day("2026-10-05")))
            fail_msg("%s is not billable", codes[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_in_itself),
        cmocka_unit_test(every_kind_is_there),
        cmocka_unit_test(rows_equal_the_files),
        cmocka_unit_test(verdicts_on_every_official_code),
        cmocka_unit_test(fy2027_is_fy2026_and_the_changes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
