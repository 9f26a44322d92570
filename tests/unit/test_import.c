/*
 * test_import.c - the layouts of official files, row by row, and what is refused: a file of
 * another kind, a cut one, a damaged one, each with a sentence, the installed sets untouched.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codes/import.h"
#include "superbill/sets.h"

struct taken {
    char text[2048];
    size_t used;
};

static sb_status
keep(void *user, const struct sb_edit_row *row, struct sb_error *err)
{
    struct taken *taken = user;
    char from[SB_DATE_TEXT] = "-", to[SB_DATE_TEXT] = "-";

    (void)err;
    if (row->from.day != 0)
        sb_date_print(from, row->from);
    if (row->to.day != 0)
        sb_date_print(to, row->to);
    taken->used += (size_t)snprintf(
        taken->text + taken->used, sizeof taken->text - taken->used, "%s%s%s %s %s %d %d\n",
        row->code, row->other[0] != '\0' ? ">" : "", row->other, from, to, row->value, row->mai);
    assert_true(taken->used < sizeof taken->text);
    return SB_OK;
}

static sb_status
read_text(struct taken *taken, const char *text, enum sb_official kind, struct sb_error *err)
{
    const char *seems;
    struct sb_edit_count count;
    struct sb_lines lines;
    sb_status st;

    *taken = (struct taken){.used = 0};
    assert_int_equal(sb_official_find(text, strlen(text), &seems), kind);
    assert_int_equal(sb_lines_memory(&lines, "file", text, strlen(text), NULL), SB_OK);
    st = sb_import_edits(&count, &lines, kind, keep, taken, err);
    sb_lines_close(&lines);
    return st;
}

#define PAIR_HEAD                                                                                  \
    "CPT only copyright 2025 American Medical Association.  All rights reserved.\t\t\t\t\t\t\r\n"  \
    "Column1/Column2 Edits\t\t\t\t\t\t\r\n"                                                        \
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"    \
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n"                                           \
    "\t\t\t\t*=no data\t1=allowed\t\r\n"                                                           \
    "\t\t\t\t\t9=not applicable\t\r\n"
#define MUE_HEAD                                                                                   \
    "\"CPT codes and descriptions only are copyright\r\nof the AMA.  All rights\r\nreserved, \"\"" \
    "applicable\"\" FARS\r\nand\r\nDFARS\r\nrestrictions\r\napply\",,,\r\n"                        \
    "\"HCPCS/\r\nCPT Code\",Practitioner Services MUE Values,MUE Adjudication Indicator,"          \
    "MUE Rationale\r\n"
#define HCPCS_HEAD                                                                                 \
    "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,ADD DT,ACT EFF DT,TERM DT,ACTION CD\r\n"
#define BLANKS "                                        "
#define WORDS "Words" BLANKS BLANKS BLANKS BLANKS BLANKS BLANKS "            " /* 257 bytes */

static void
layouts(void **state)
{
    static const struct {
        const char *label;
        enum sb_official kind;
        const char *text, *rows; /* NULL: refused */
    } rows[] = {
        {"pairs: six lines of heading, each column", SB_OFFICIAL_PAIRS,
         PAIR_HEAD "97140\t97124\t \t20200101\t*\t0\tMisuse\r\n"
                   "97530\t97116\t*\t19960101\t20191231\t1\tMore extensive\r\n"
                   "97161\t97140\t\t20200101\t20200101\t9\tVoid \r\n",
         "97140>97124 2020-01-01 - 0 0\n"
         "97530>97116 1996-01-01 2019-12-31 1 0\n"
         "97161>97140 2020-01-01 2020-01-01 9 0\n"},
        {"pairs: blanks behind the cells", SB_OFFICIAL_PAIRS,
         PAIR_HEAD "97140\t97124\t \t20200101 \t* \t0 \tMisuse \r\n",
         "97140>97124 2020-01-01 - 0 0\n"},
        {"pairs: another indicator", SB_OFFICIAL_PAIRS,
         PAIR_HEAD "97140\t97124\t \t20200101\t*\t2\tMisuse\r\n", NULL},
        {"pairs: no day", SB_OFFICIAL_PAIRS, PAIR_HEAD "97140\t97124\t \t*\t*\t1\tMisuse\r\n",
         NULL},
        {"pairs: not a day", SB_OFFICIAL_PAIRS,
         PAIR_HEAD "97140\t97124\t \t20200231\t*\t1\tMisuse\r\n", NULL},
        {"pairs: the last line cut", SB_OFFICIAL_PAIRS,
         PAIR_HEAD "97140\t97124\t \t20200101\t*\t0\tMisuse\r\n97140\t97124\t \t20200101\t*\t0\tMi",
         NULL},
        {"limits: a notice of seven lines, a heading of two", SB_OFFICIAL_LIMITS,
         MUE_HEAD "0001U,1,2 Date of Service Edit: Policy,Code Descriptor / CPT Instruction\r\n"
                  "97110,6,3 Date of Service Edit: Clinical,\"Clinical: Data, claims\"\r\n"
                  "97010 ,0,\"1 Line Edit\",CMS Policy\r\n,,,\r\n",
         "0001U - - 1 2\n97110 - - 6 3\n97010 - - 0 1\n"},
        {"limits: no number", SB_OFFICIAL_LIMITS, MUE_HEAD "97110,six,3 Date,Data\r\n", NULL},
        {"limits: no indicator", SB_OFFICIAL_LIMITS, MUE_HEAD "97110,6,Clinical,Data\r\n", NULL},
        {"limits: a quotation without end", SB_OFFICIAL_LIMITS,
         MUE_HEAD "97110,6,3 Date,\"Data\r\n", NULL},
        {"HCPCS: modifiers, quotes, an end before its action", SB_OFFICIAL_HCPCS,
         HCPCS_HEAD "   A1,00100,7,\"Dressing, for \"\"one\"\" wound\",D,20200101,20200101,,N\r\n"
                    "G0283,00100,3,\"Words, more\",W,20030101,20110101,,N\r\n"
                    "G0283,00200,4,and more,,,,,\r\n"
                    "S8948,00100,3,Words,W,20030101,20260101,20251231,D\r\n",
         "G0283 2003-01-01 - 0 0\nS8948 2003-01-01 2025-12-31 0 0\n"},
        {"HCPCS: not a day", SB_OFFICIAL_HCPCS, HCPCS_HEAD "G0283,00100,3,W,W,2003,2011,,N\r\n",
         NULL},
        {"HCPCS in fixed columns", SB_OFFICIAL_HCPCS_TEXT,
         "   A1001007" WORDS "2020010120200101        N\r\n"
         "G0283001003" WORDS "2003010120110101        N\r\n"
         "G0283002004and more\r\n"
         "S8948001003" WORDS "200301012026010120251231D\r\n"
         "L1902001003" WORDS "1996010120200101\r\n",
         "G0283 2003-01-01 - 0 0\nS8948 2003-01-01 2025-12-31 0 0\nL1902 1996-01-01 - 0 0\n"},
        {"HCPCS in fixed columns, cut", SB_OFFICIAL_HCPCS_TEXT,
         "G0283001003" WORDS "2003010120110101        N\r\nS8948001003Words\r\n", NULL},
        {"conversions: years and days, lists, none, blanks", SB_OFFICIAL_CONVERSION,
         "\"This table, with a comma, shows\nwhat changed\",,\r\n"
         "Current code assignment,Effective,Previous Code(s) Assignment\r\n"
         "M51.360,2024,M51.36 \r\nU07.1 ,43922,B97.29\r\n"
         "M67.A01,2026,\"M72.2 and M72.8, M72.9 & M72.1\"\r\nA00.0,2016,None\r\n"
         "J12.82,1/1/2021,J12.89\r\nZ99.9,2020-10-01,Z99.8\r\n,,\r\n",
         "M5136>M51360 2024-10-01 - 0 0\nB9729>U071 2020-04-01 - 0 0\n"
         "M722>M67A01 2026-10-01 - 0 0\nM728>M67A01 2026-10-01 - 0 0\n"
         "M729>M67A01 2026-10-01 - 0 0\nM721>M67A01 2026-10-01 - 0 0\n"
         "J1289>J1282 2021-01-01 - 0 0\nZ998>Z999 2020-10-01 - 0 0\n"},
        {"conversions between TABs", SB_OFFICIAL_CONVERSION,
         "Explanation\t\t\r\nCurrent code assignment\tEffective\tPrevious Code(s) Assignment\r\n"
         "M51.360\t2024\tM51.36\r\n",
         "M5136>M51360 2024-10-01 - 0 0\n"},
        {"conversions: no year", SB_OFFICIAL_CONVERSION,
         "Current code assignment,Effective,Previous Code(s) Assignment\r\nM51.360,soon,M51.36\r\n",
         NULL},
        {"conversions: no code", SB_OFFICIAL_CONVERSION,
         "Current code assignment,Effective,Previous Code(s) Assignment\r\n97110,2024,M51.36\r\n",
         NULL},
        {"conversions: a column less", SB_OFFICIAL_CONVERSION,
         "Current code assignment,Effective,Previous Code(s) Assignment\r\nM51.360,2024\r\n", NULL},
    };

    (void)state;
    assert_int_equal(strlen(WORDS), 257);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_error err = {0};
        struct taken taken;
        sb_status st = read_text(&taken, rows[i].text, rows[i].kind, &err);

        print_message("# %s: %s\n", rows[i].label, err.text);
        assert_int_equal(st, rows[i].rows != NULL ? SB_OK : SB_E_SYNTAX);
        if (rows[i].rows != NULL)
            assert_string_equal(taken.text, rows[i].rows);
        else
            assert_true(strlen(err.text) > 10);
    }
}

/* wrong files */

static char folder[64];

static void
write_file(const char *name, const char *text)
{
    char path[128];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

/* The bytes of the store, as a hash. */
static void
hash_file(char hex[65], const char *path)
{
    struct sb_sha256_state state;
    uint8_t hash[32], bytes[4096];
    FILE *file = fopen(path, "rb");
    size_t got;

    assert_non_null(file);
    sb_sha256_start(&state);
    while ((got = fread(bytes, 1, sizeof bytes, file)) > 0)
        sb_sha256_add(&state, bytes, got);
    assert_int_equal(fclose(file), 0);
    sb_sha256_end(&state, hash);
    sb_hex(hex, hash, sizeof hash);
}

static void
wrong_files(void **state)
{
    static const struct {
        const char *name, *text, *seems; /* what the refusal says */
    } rows[] = {
        {"a.pdf", "%PDF-1.7\n%\n", "a PDF document"},
        {"poa.txt", "1\tB90.0\tSequelae of tuberculosis\r\n2\tB90.1\tSequelae\r\n", "POA"},
        {"pcs.txt",
         "00001 001     0 Central Nervous System                                       Central\r\n",
         "ICD-10-PCS"},
        {"icd9.txt", "0010  Cholera due to vibrio cholerae\r\n0011  Cholera\r\n", "ICD-9"},
        {"tabular.xml", "<?xml version=\"1.0\"?>\n<ICD10CM.tabular>\n", "tabular list"},
        {"page.htm", "<!DOCTYPE html><html><body>Not found</body></html>\n", "web page"},
        {"book.xlsx", "PK\003\004 not a zip after all", "zip"},
        {"old.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"},
        {"wide.txt",
         "\xff\xfe"
         "0\n",
         "UTF-16"},
        {"hospital.csv",
         "HCPCS/CPT Code,Outpatient Hospital Services MUE Values,MUE Adjudication Indicator\n",
         "hospitals"},
        {"letter.txt", "Dear Sir,\nplease find enclosed\n", "some other text"},
        {"empty.txt", "", "empty"},
        {"icd10cm-order-2026.txt",
         "00001 A00     0 Cholera                                                      Cholera\r\n"
         "00002 A000    1 Cholera                                                      Cholera\r\n",
         "cut short"},
        {"icd10cm-order-2027.txt",
         "00001 A00     0 Cholera                                                      Cholera\r\n"
         "00003 A000    1 Cholera                                                      Cholera\r\n",
         "missing"},
        {"icd10cm-order-addenda-2026.txt",
         "Add:         1 B8801   Infestation                                                  "
         "Infestation\r\n",
         "not installed"},
    };
    char store[128], before[65], after[65], path[128];
    const struct sb_import_options options = {.told = NULL};
    const char *file = path;

    (void)state;
    snprintf(folder, sizeof folder, "/tmp/import-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(store, sizeof store, "%s/codes.db", folder);
    snprintf(path, sizeof path, "%s/ccipra-v322r0-f1.TXT", folder);
    write_file("ccipra-v322r0-f1.TXT", PAIR_HEAD "97140\t97124\t \t20200101\t*\t0\tMisuse\r\n");
    assert_int_equal(sb_codes_import(store, &file, 1, &options, NULL), SB_OK);
    hash_file(before, store);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_error err = {0};
        sb_status st;

        write_file(rows[i].name, rows[i].text);
        snprintf(path, sizeof path, "%s/%s", folder, rows[i].name);
        st = sb_codes_import(store, &file, 1, &options, &err);
        print_message("# %s: %s\n", rows[i].name, err.text);
        assert_int_not_equal(st, SB_OK);
        if (strstr(err.text, rows[i].seems) == NULL)
            fail_msg("%s: '%s' does not say '%s'", rows[i].name, err.text, rows[i].seems);
        hash_file(after, store);
        assert_string_equal(before, after);
        assert_int_equal(unlink(path), 0);
    }
    snprintf(path, sizeof path, "%s/ccipra-v322r0-f1.TXT", folder);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(unlink(store), 0);
    assert_int_equal(rmdir(folder), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layouts),
        cmocka_unit_test(wrong_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
