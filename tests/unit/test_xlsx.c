/* test_xlsx.c - what reaches libxlsxwriter, and what is refused before it does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "out/xlsx/xlsx.h"

static char folder[64];
static char path[96];

static int
enter(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/sb-xlsx-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof path, "%s/book.xlsx", folder);
    return 0;
}

static int
leave(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder); /* fails where anything else was left */
}

static struct sb_xlsx *
begin(void)
{
    struct sb_error err = {0};
    struct sb_xlsx *x;

    if (sb_xlsx_new(&x, path, folder, &err) != SB_OK)
        fail_msg("%s", err.text);
    sb_xlsx_about(x, "Test", 1795176000);
    sb_xlsx_sheet(x, "Only");
    return x;
}

static void
read_member(struct sb_buf *out, struct sb_zip *zip, size_t member)
{
    size_t got = 1;
    char piece[4096];

    assert_int_equal(sb_zip_begin(zip, member, 1 << 20, NULL), SB_OK);
    while (got > 0) {
        assert_int_equal(sb_zip_read(zip, piece, sizeof piece, &got, NULL), SB_OK);
        sb_buf_put(out, piece, got);
    }
    sb_zip_end(zip);
}

/* The text of the only sheet. */
static void
read_sheet(struct sb_buf *out)
{
    struct sb_zip *zip;
    size_t member = 0;

    assert_int_equal(sb_zip_open(&zip, path, NULL), SB_OK);
    while (strcmp(sb_zip_name(zip, member), "xl/worksheets/sheet1.xml") != 0)
        member++;
    read_member(out, zip, member);
    sb_zip_free(zip);
}

static void
test_cells(void **state)
{
    static const struct {
        struct sb_datum datum;
        const char *seen;
    } rows[] = {
        {{.kind = SB_DATUM_TEXT, .text = "=1+1"}, "<t>=1+1</t>"},
        {{.kind = SB_DATUM_TEXT, .text = "01200"}, "<t>01200</t>"},
        {{.kind = SB_DATUM_TEXT, .text = "A & <B>"}, "<t>A &amp; &lt;B&gt;</t>"},
        {{.kind = SB_DATUM_TEXT, .text = "Đỗ Núñez"}, "<t>Đỗ Núñez</t>"},
        {{.kind = SB_DATUM_COUNT, .n = 12}, "<v>12</v>"},
        {{.kind = SB_DATUM_MONEY, .n = 1}, "<v>0.01</v>"},
        {{.kind = SB_DATUM_MONEY, .n = -320}, "<v>-3.2</v>"},
        {{.kind = SB_DATUM_MONEY, .n = 9999999999999}, "<v>99999999999.99001</v>"},
        {{.kind = SB_DATUM_DATE, .n = 693594 + 46335}, "<v>46335</v>"},   /* 2026-11-09 */
        {{.kind = SB_DATUM_DATE, .n = 693594 + 61}, "<v>61</v>"},         /* 1900-03-01 */
        {{.kind = SB_DATUM_DATE, .n = 693594 + 60}, "<t>1900-02-28</t>"}, /* Excel's own calendar */
    };
    struct sb_xlsx *x = begin();
    struct sb_buf sheet = {0};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        sb_xlsx_datum(x, (struct sb_xlsx_at){0, (uint32_t)i, 0}, &rows[i].datum, SB_XLSX_PLAIN);
    sb_xlsx_formula(x, (struct sb_xlsx_at){0, 20, 1}, "=SUM(A5:A6)",
                    &(struct sb_datum){.kind = SB_DATUM_MONEY, .n = 1201}, SB_XLSX_TOTAL);
    assert_int_equal(sb_xlsx_close(x, NULL), SB_OK);
    sb_xlsx_free(x);
    read_sheet(&sheet);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("# %s\n", rows[i].seen);
        assert_non_null(strstr(sheet.at, rows[i].seen));
    }
    assert_non_null(strstr(sheet.at, "<f>SUM(A5:A6)</f><v>12.01</v>"));
    sb_buf_free(&sheet);
}

/* A text longer than a cell is cut between two characters. */
static void
test_long_text(void **state)
{
    struct sb_buf text = {0}, sheet = {0};
    struct sb_xlsx *x = begin();

    (void)state;
    sb_buf_text(&text, "x");
    while (text.len < 40000)
        sb_buf_text(&text, "ộ");
    sb_xlsx_text(x, (struct sb_xlsx_at){0, 0, 0}, text.at, SB_XLSX_PLAIN);
    assert_int_equal(sb_xlsx_close(x, NULL), SB_OK);
    sb_xlsx_free(x);
    read_sheet(&sheet);
    assert_non_null(strstr(sheet.at, "ộ</t>"));
    assert_true(sb_utf8_valid(sheet.at, sheet.len, &(size_t){0}));
    assert_true(sheet.len < 34000);
    sb_buf_free(&text);
    sb_buf_free(&sheet);
}

static void
test_refused(void **state)
{
    static const struct {
        const char *name;
        struct sb_datum datum;
        sb_status status;
    } rows[] = {
        {"not UTF-8", {.kind = SB_DATUM_TEXT, .text = "caf\xe9"}, SB_E_DAMAGED},
        {"U+FFFE", {.kind = SB_DATUM_TEXT, .text = "\xef\xbf\xbe"}, SB_E_DAMAGED},
        {"too many cents", {.kind = SB_DATUM_MONEY, .n = INT64_C(1) << 53}, SB_E_RANGE},
        {"too many owed", {.kind = SB_DATUM_MONEY, .n = -(INT64_C(1) << 53)}, SB_E_RANGE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_error err = {0};
        struct sb_xlsx *x = begin();

        print_message("# %s\n", rows[i].name);
        sb_xlsx_datum(x, (struct sb_xlsx_at){0, 0, 0}, &rows[i].datum, SB_XLSX_PLAIN);
        assert_true(sb_xlsx_failed(x));
        sb_xlsx_text(x, (struct sb_xlsx_at){0, 1, 0}, "later calls do nothing", SB_XLSX_PLAIN);
        assert_int_equal(sb_xlsx_close(x, &err), rows[i].status);
        assert_int_equal(err.status, rows[i].status);
        sb_xlsx_free(x);
    }
}

/* Rows go forward, sheets exist, folders too. */
static void
test_misuse(void **state)
{
    struct sb_xlsx *x = begin();
    struct sb_error err = {0};

    (void)state;
    sb_xlsx_text(x, (struct sb_xlsx_at){1, 0, 0}, "no such sheet", SB_XLSX_PLAIN);
    assert_int_equal(sb_xlsx_close(x, NULL), SB_E_DEFECT);
    sb_xlsx_free(x);
    x = begin();
    sb_xlsx_text(x, (struct sb_xlsx_at){0, 1048576, 0}, "below the last row", SB_XLSX_PLAIN);
    assert_int_equal(sb_xlsx_close(x, NULL), SB_E_RANGE);
    sb_xlsx_free(x);
    assert_int_equal(sb_xlsx_new(&x, path, "/nonexistent", &err), SB_E_WRITE);
    assert_null(x);
    sb_xlsx_free(NULL);
}

/* Ten bytes of the rows of one sheet; a workbook cut short; none at all. */
static void
test_whole(void **state)
{
    static const uint64_t others[] = {0, 12, 1 << 20};
    struct sb_xlsx *x = begin();
    struct sb_buf sheet = {0};
    uint64_t rows;

    (void)state;
    for (uint32_t i = 0; i < 3000; i++)
        sb_xlsx_text(x, (struct sb_xlsx_at){0, i, 0}, "a row among many", SB_XLSX_PLAIN);
    assert_int_equal(sb_xlsx_close(x, NULL), SB_OK);
    sb_xlsx_free(x);
    read_sheet(&sheet);
    rows = (uint64_t)(strstr(sheet.at, "</sheetData>") - strstr(sheet.at, "<sheetData>") - 11);
    assert_int_equal(sb_xlsx_whole(path, &rows, 1, NULL), SB_OK);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(sb_xlsx_whole(path, &others[i], 1, NULL), SB_E_WRITE);
    /* a sheet that is not there */
    assert_int_equal(sb_xlsx_whole(path, (uint64_t[2]){rows, 0}, 2, NULL), SB_E_WRITE);
    assert_int_equal(truncate(path, 4096), 0);
    assert_int_equal(sb_xlsx_whole(path, &rows, 1, NULL), SB_E_WRITE);
    sb_buf_free(&sheet);
}

static uint32_t
crc_of(const char *bytes, size_t length)
{
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < length; i++) {
        crc ^= (uint8_t)bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

/* Numbers of so many bytes each, as a zip has them. */
static void
put_numbers(struct sb_buf *out, const char *widths, const uint32_t *numbers)
{
    for (; *widths != '\0'; widths++, numbers++)
        for (int i = 0; i < *widths - '0'; i++)
            sb_buf_char(out, (char)(*numbers >> 8 * i & 0xFF));
}

/* A member, stored; what the directory says of it is put to *directory. */
static void
put_member(struct sb_buf *zip, struct sb_buf *directory, const char *name,
           const struct sb_buf *text)
{
    const uint32_t at = (uint32_t)zip->len, length = (uint32_t)text->len,
                   crc = crc_of(text->at, text->len), named = (uint32_t)strlen(name);

    put_numbers(zip, "42222244422",
                (const uint32_t[]){0x04034b50, 20, 0, 0, 0, 33, crc, length, length, named, 0});
    sb_buf_text(zip, name);
    sb_buf_put(zip, text->at, text->len);
    put_numbers(directory, "42222224442222244",
                (const uint32_t[]){0x02014b50, 20, 20, 0, 0, 0, 33, crc, length, length, named, 0,
                                   0, 0, 0, 0, at});
    sb_buf_text(directory, name);
}

/* Write the workbook anew, with one text of one part changed for another, of any length. */
static void
change(const char *part, const char *from, const char *to)
{
    struct sb_buf zip = {0}, directory = {0};
    struct sb_zip *old;
    uint32_t count;
    FILE *file;

    assert_int_equal(sb_zip_open(&old, path, NULL), SB_OK);
    count = (uint32_t)sb_zip_count(old);
    for (size_t i = 0; i < count; i++) {
        struct sb_buf text = {0}, changed = {0};
        const char *at = NULL;

        read_member(&text, old, i);
        sb_buf_char(&text, '\0');
        if (strcmp(sb_zip_name(old, i), part) == 0) {
            at = strstr(text.at, from);
            assert_non_null(at);
        }
        sb_buf_put(&changed, text.at, at != NULL ? (size_t)(at - text.at) : text.len - 1);
        if (at != NULL) {
            sb_buf_text(&changed, to);
            sb_buf_text(&changed, at + strlen(from));
        }
        put_member(&zip, &directory, sb_zip_name(old, i), &changed);
        sb_buf_free(&text);
        sb_buf_free(&changed);
    }
    sb_zip_free(old);
    put_numbers(&directory, "42222442",
                (const uint32_t[]){0x06054b50, 0, 0, count, count, (uint32_t)directory.len,
                                   (uint32_t)zip.len, 0});
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(zip.at, 1, zip.len, file), zip.len);
    assert_int_equal(fwrite(directory.at, 1, directory.len, file), directory.len);
    assert_int_equal(fclose(file), 0);
    sb_buf_free(&zip);
    sb_buf_free(&directory);
}

/* What the library leaves out, and tells nobody, where memory ends: a name here, a type there. */
static void
test_named(void **state)
{
    static const struct {
        const char *part, *from, *to;
        sb_status status;
    } rows[] = {
        {"docProps/app.xml", "<vt:lpstr>Only</vt:lpstr>", "<vt:lpstr>Lone</vt:lpstr>", SB_OK},
        {"docProps/app.xml", "<vt:lpstr>Only</vt:lpstr>", "", SB_E_NOMEM},
        {"docProps/app.xml", "<vt:lpstr>Only!Print_Titles</vt:lpstr>", "", SB_E_NOMEM},
        {"docProps/app.xml", "<vt:lpstr>Worksheets</vt:lpstr>", "", SB_E_NOMEM},
        {"xl/workbook.xml", "<sheet name=\"Only\" sheetId=\"1\" r:id=\"rId1\"/>", "", SB_E_NOMEM},
        {"xl/workbook.xml", "_xlnm.Print_Titles\" ", "_xlnm.Print_Titles\" hidden=\"1\" ",
         SB_E_NOMEM},
        {"[Content_Types].xml", "<Default Extension=\"xml\" ContentType=\"application/xml\"/>", "",
         SB_E_NOMEM},
        {"xl/worksheets/sheet1.xml",
         "<selection pane=\"topRight\" activeCell=\"B1\" sqref=\"B1\"/>", "", SB_E_NOMEM},
        {"xl/worksheets/sheet1.xml", "</sheetViews>", "", SB_E_WRITE},
    };
    const uint64_t none = 0;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_xlsx *x = begin();

        print_message("# %s without %s\n", rows[i].part, rows[i].from);
        sb_xlsx_filter(x, 0, (struct sb_xlsx_block){0, 2, 0, 2});
        sb_xlsx_frame(
            x, 0, &(struct sb_xlsx_frame){.frozen_rows = 1, .frozen_columns = 1, .header = "Only"});
        assert_int_equal(sb_xlsx_close(x, NULL), SB_OK);
        sb_xlsx_free(x);
        assert_int_equal(sb_xlsx_whole(path, &none, 1, NULL), SB_OK);
        change(rows[i].part, rows[i].from, rows[i].to);
        assert_int_equal(sb_xlsx_whole(path, &none, 1, NULL), rows[i].status);
    }
}

/* What is asked for of a table: of superbills three rows, of no other any; or a failure. */
static sb_status
three_rows(void *user, enum sb_table table, const struct sb_datum **row, struct sb_error *err)
{
    static const char *const texts[] = {"SB-2026-000001", "P-1", "rivera", NULL};
    static struct sb_datum cells[SB_TABLE_CELLS];
    int *left = user;

    *row = NULL;
    if (table == SB_TABLE_PAYMENTS && *left < 0)
        return sb_error_set(err, SB_E_DAMAGED, "the archive ends here");
    if (table != SB_TABLE_SUPERBILLS || *left == 0)
        return SB_OK;
    if (*left > 0)
        --*left;
    else if (++*left == -1)
        return SB_OK;
    memset(cells, 0, sizeof cells);
    for (size_t i = 0; texts[i] != NULL; i++)
        cells[i] = (struct sb_datum){.kind = SB_DATUM_TEXT, .text = texts[i]};
    for (size_t i = 7; i < 11; i++)
        cells[i] = (struct sb_datum){.kind = SB_DATUM_MONEY, .n = 12500 * (int64_t)i};
    *row = cells;
    return SB_OK;
}

/* Drawn by a process of its own: the same sums, the same bytes; what goes wrong here is told. */
static void
test_apart(void **state)
{
    struct sb_ledger ledger = {.path = path,
                               .folder = folder,
                               .practice = "Cedar & Stone",
                               .first = sb_date_make(2026, 10, 1),
                               .last = sb_date_make(2026, 10, 31),
                               .today = sb_date_make(2026, 11, 20),
                               .created = 1795176000};
    struct sb_ledger_sums sums[2];
    struct sb_error err = {0};
    uint8_t hashes[2][32];
    int left = 3;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct sb_buf bytes = {0};

        left = 3;
        memset(&sums[i], 0, sizeof sums[i]);
        assert_int_equal((i == 0 ? sb_ledger_draw : sb_ledger_draw_apart)(&sums[i], &ledger,
                                                                          three_rows, &left, NULL),
                         SB_OK);
        assert_int_equal(sb_file_read(&bytes, path, 1 << 20, NULL), SB_OK);
        sb_sha256(hashes[i], bytes.at, bytes.len);
        sb_buf_free(&bytes);
    }
    assert_memory_equal(hashes[0], hashes[1], 32);
    assert_memory_equal(&sums[0], &sums[1], sizeof sums[0]);
    assert_int_equal(sums[1].superbills, 3);
    assert_int_equal(sums[1].charges.cents, 3 * 7 * 12500);
    left = -4;
    assert_int_equal(sb_ledger_draw_apart(&sums[0], &ledger, three_rows, &left, &err),
                     SB_E_DAMAGED);
    assert_string_equal(err.text, "the archive ends here");
    ledger.folder = "/nonexistent";
    err = (struct sb_error){0};
    assert_int_equal(sb_ledger_draw_apart(&sums[0], &ledger, three_rows, &left, &err), SB_E_WRITE);
    assert_string_equal(err.source, "/nonexistent");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_cells, enter, leave),
        cmocka_unit_test_setup_teardown(test_long_text, enter, leave),
        cmocka_unit_test_setup_teardown(test_refused, enter, leave),
        cmocka_unit_test_setup_teardown(test_misuse, enter, leave),
        cmocka_unit_test_setup_teardown(test_whole, enter, leave),
        cmocka_unit_test_setup_teardown(test_named, enter, leave),
        cmocka_unit_test_setup_teardown(test_apart, enter, leave),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
