/* test_extract.c - foreign PDFs: what a page shows, and files that mean harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "out_help.h"

static void
test_shown_strings(void **state)
{
    static const struct {
        const char *label, *content, *shown;
    } rows[] = {
        {"one string", "BT (97110)Tj ET", "97110\n"},
        {"escapes", "(a\\(b\\)\\\\c)Tj", "a(b)\\c\n"},
        {"balanced parentheses", "(a(b)c) Tj", "a(b)c\n"},
        {"octal", "(\\101\\1012)Tj", "AA2\n"},
        {"two-byte codes", "<0041>Tj", "?\n"},
        {"a byte beyond ASCII",
         "(Mar\xed"
         "a)Tj",
         "Mar?a\n"},
        {"not shown", "(97110) pop", ""},
        {"a comment", "% (97110)Tj\n(97140)Tj", "97140\n"},
        {"a dictionary", "/P<</MCID 1>>BDC (x)Tj EMC", "x\n"},
        {"an open string", "(97110", ""},
        {"an open escape", "(97110\\", ""},
        {"an open code string", "<00", ""},
        {"nothing", "", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_buf out = {0};

        sb_shown_put(&out, (struct sb_bytes){rows[i].content, strlen(rows[i].content)});
        if (out.len != strlen(rows[i].shown) ||
            (out.len > 0 && memcmp(out.at, rows[i].shown, out.len) != 0))
            fail_msg("%s: '%.*s'", rows[i].label, (int)out.len, out.len > 0 ? out.at : "");
        sb_buf_free(&out);
    }
}

static sb_status
judge(struct sb_bytes pdf, char text[256])
{
    struct sb_returned returned;
    struct sb_error err = {0};
    sb_status st = sb_returned_read(&returned, pdf, &err);

    (void)snprintf(text, 256, "%s", st == SB_OK ? returned.fault : err.text);
    sb_returned_free(&returned);
    return st;
}

static void
test_cut_anywhere_is_broken(void **state)
{
    struct sb_buf pdf = drawn_document(NULL);
    char text[256];

    (void)state;
    assert_int_equal(judge((struct sb_bytes){pdf.at, pdf.len}, text), SB_OK);
    for (size_t cut = 0; cut + 8 < pdf.len; cut += pdf.len / 12)
        assert_int_equal(judge((struct sb_bytes){pdf.at, cut}, text), SB_E_SYNTAX);
    sb_buf_free(&pdf);
}

static sb_status
work_crash(struct sb_buf *out, struct sb_bytes in, struct sb_error *err)
{
    (void)out;
    (void)in;
    (void)err;
    _exit(3);
}

static sb_status
work_forever(struct sb_buf *out, struct sb_bytes in, struct sb_error *err)
{
    volatile const char *byte = in.at;

    (void)out;
    (void)err;
    while (*byte == 'x')
        ;
    return SB_OK;
}

static sb_status
work_flood(struct sb_buf *out, struct sb_bytes in, struct sb_error *err)
{
    (void)err;
    for (int i = 0; i < 10000; i++)
        sb_buf_put(out, in.at, in.len);
    return SB_OK;
}

static sb_status
work_talk(struct sb_buf *out, struct sb_bytes in, struct sb_error *err)
{
    (void)err;
    sb_buf_put(out, in.at, in.len);
    return write(2, "never seen\n", 11) == 11 ? SB_OK : SB_E_READ;
}

static sb_status
work_refuse(struct sb_buf *out, struct sb_bytes in, struct sb_error *err)
{
    (void)out;
    (void)in;
    return sb_error_set(err, SB_E_ABSENT, "no such thing");
}

static void
test_worker_bounds(void **state)
{
    static const struct {
        const char *label;
        sb_worker_fn *fn;
        sb_status status;
        const char *text;
    } rows[] = {
        {"an answer", work_talk, SB_OK, ""},
        {"a refusal keeps its text", work_refuse, SB_E_ABSENT, "no such thing"},
        {"an early end", work_crash, SB_E_SYNTAX, "it cannot be read within bounds"},
        {"no end", work_forever, SB_E_SYNTAX, "it cannot be read within bounds"},
        {"too much", work_flood, SB_E_SYNTAX, "it holds more than is read"},
    };
    static const struct sb_worker_limits limits = {(size_t)1 << 30, 1, 16384};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_buf out = {0};
        struct sb_error err = {0};
        sb_status st = sb_worker_run(&out, rows[i].fn, (struct sb_bytes){"xyz", 3}, &limits, &err);

        if (st != rows[i].status || !sb_text_starts(err.text, rows[i].text))
            fail_msg("%s: %d %s", rows[i].label, (int)st, err.text);
        assert_int_equal(out.len, st == SB_OK ? 3 : 0);
        sb_buf_free(&out);
    }
}

/* A PDF of these objects, numbered from 1; the first is the catalog. */
static struct sb_buf
foreign(const struct sb_bytes *objects, size_t count)
{
    struct sb_buf out = {0};
    size_t at[16], table;

    sb_buf_text(&out, "%PDF-1.7\n");
    for (size_t i = 0; i < count; i++) {
        at[i] = out.len;
        sb_buf_print(&out, "%zu 0 obj\n", i + 1);
        sb_buf_put(&out, objects[i].at, objects[i].len);
        sb_buf_text(&out, "\nendobj\n");
    }
    table = out.len;
    sb_buf_print(&out, "xref\n0 %zu\n0000000000 65535 f \n", count + 1);
    for (size_t i = 0; i < count; i++)
        sb_buf_print(&out, "%010zu 00000 n \n", at[i]);
    sb_buf_print(&out, "trailer <</Root 1 0 R/Size %zu>>\nstartxref\n%zu\n%%%%EOF\n", count + 1,
                 table);
    return out;
}

#define CATALOG                                                                                    \
    "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(superbill.json) 3 0 R]>>>>>>"
#define TEXT(text)                                                                                 \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static void
test_hostile_objects(void **state)
{
    static const struct {
        const char *label;
        struct sb_bytes objects[5];
        sb_status status;
    } rows[] = {
        {"no record",
         {TEXT("<</Type/Catalog/Pages 2 0 R>>"), TEXT("<</Type/Pages/Kids[]/Count 0>>")},
         SB_E_ABSENT},
        {"a specification of nothing",
         {TEXT(CATALOG), TEXT("<</Type/Pages/Kids[]/Count 0>>"), TEXT("<<>>")},
         SB_E_SYNTAX},
        {"a specification of itself",
         {TEXT(CATALOG), TEXT("<</Type/Pages/Kids[]/Count 0>>"), TEXT("<</EF 3 0 R/F 3 0 R>>")},
         SB_E_SYNTAX},
        {"pages in a circle",
         {TEXT(CATALOG), TEXT("<</Type/Pages/Kids[2 0 R]/Count 1>>"), TEXT("<</EF<</F 4 0 R>>>>"),
          TEXT("<</Length 2>>\nstream\n{}\nendstream")},
         SB_E_SYNTAX},
        {"a name tree in a circle",
         {TEXT("<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>>"),
          TEXT("<</Type/Pages/Kids[]/Count 0>>"), TEXT("<</Kids[3 0 R 3 0 R]>>")},
         SB_E_ABSENT},
        {"a record of no deflate stream",
         {TEXT(CATALOG), TEXT("<</Type/Pages/Kids[]/Count 0>>"), TEXT("<</EF<</F 4 0 R>>>>"),
          TEXT("<</Length 2/Filter/FlateDecode>>\nstream\n{}\nendstream")},
         SB_E_SYNTAX},
    };
    char text[256];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t count = 0;
        struct sb_buf pdf;
        sb_status st;

        while (count < 5 && rows[i].objects[count].len > 0)
            count++;
        pdf = foreign(rows[i].objects, count);
        st = judge((struct sb_bytes){pdf.at, pdf.len}, text);
        if (st != rows[i].status)
            fail_msg("%s: %d %s", rows[i].label, (int)st, text);
        sb_buf_free(&pdf);
    }
}

/* 64 MiB of zeros, deflated twice to a few kilobytes. */
static void
test_bomb(void **state)
{
    static char zeros[1 << 20];
    struct sb_buf once = {0}, twice = {0}, object = {0}, many = {0}, pdf;
    struct sb_deflate *deflate;
    struct sb_error err = {0};
    char text[256];

    (void)state;
    assert_int_equal(sb_deflate_new(&deflate, SB_DEFLATE_SMALL, &err), SB_OK);
    for (int i = 0; i < 64; i++)
        sb_buf_put(&many, zeros, sizeof zeros);
    assert_int_equal(sb_deflate_run(deflate, &once, many.at, many.len, &err), SB_OK);
    assert_int_equal(sb_deflate_run(deflate, &twice, once.at, once.len, &err), SB_OK);
    sb_buf_print(&object, "<</Length %zu/Filter[/FlateDecode/FlateDecode]>>\nstream\n", twice.len);
    sb_buf_put(&object, twice.at, twice.len);
    sb_buf_text(&object, "\nendstream");
    pdf = foreign((const struct sb_bytes[]){TEXT(CATALOG),
                                            TEXT("<</Type/Pages/Kids[]/Count 0>>"),
                                            TEXT("<</EF<</F 4 0 R>>>>"),
                                            {object.at, object.len}},
                  4);
    assert_true(pdf.len < 8192);
    assert_int_equal(judge((struct sb_bytes){pdf.at, pdf.len}, text), SB_E_SYNTAX);
    sb_deflate_free(deflate);
    sb_buf_free(&once);
    sb_buf_free(&twice);
    sb_buf_free(&object);
    sb_buf_free(&many);
    sb_buf_free(&pdf);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shown_strings), cmocka_unit_test(test_cut_anywhere_is_broken),
        cmocka_unit_test(test_worker_bounds), cmocka_unit_test(test_hostile_objects),
        cmocka_unit_test(test_bomb),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
