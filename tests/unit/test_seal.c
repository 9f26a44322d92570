/* test_seal.c - the hash of pages: whatever is changed on a page that comes back changes it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "out_help.h"

static const char page[] = "BT\n/P<</MCID 0>>BDC\n36 740 Td\n(Paid)Tj\nEMC\nET\n";
#define CODE                                                                                       \
    "/Figure<</MCID 1>>BDC\n"                                                                      \
    "36 110.5 1.5 1.5 re\n39 110.5 1.5 1.5 re\n36 107.5 1.5 1.5 re\nf\nEMC\n"
static const struct sb_seal_box box = {3600, 10750, 450, 450};

/* The hash of one page that came back; false where it has none. */
static bool
found(uint8_t hash[32], const char *content, size_t length)
{
    struct sb_sha256_state state;
    bool sealed;

    sb_sha256_start(&state);
    sealed = sb_seal_add_found(&state, (struct sb_bytes){content, length});
    sb_sha256_end(&state, hash);
    return sealed;
}

static void
seal(uint8_t hash[32], const struct sb_seal_box *where)
{
    struct sb_sha256_state state;

    sb_sha256_start(&state);
    sb_seal_add(&state, (struct sb_bytes){page, sizeof page - 1}, where);
    sb_sha256_end(&state, hash);
}

static void
test_a_page_comes_back_with_its_hash(void **state)
{
    static const struct sb_seal_box none;
    static const char coded[] = "BT\n/P<</MCID 0>>BDC\n36 740 Td\n(Paid)Tj\nEMC\nET\n" CODE;
    uint8_t made[32], back[32];

    (void)state;
    seal(made, &none);
    assert_true(found(back, page, sizeof page - 1));
    assert_memory_equal(made, back, sizeof made);
    seal(made, &box);
    assert_true(found(back, coded, sizeof coded - 1));
    assert_memory_equal(made, back, sizeof made);
}

/* Any byte of it but those of a code's inner squares, changed to any other. */
static void
test_no_byte_is_changed_unseen(void **state)
{
    uint8_t made[32], back[32];
    char copy[sizeof page];

    (void)state;
    seal(made, &(struct sb_seal_box){0});
    for (size_t i = 0; i < sizeof page - 1; i++)
        for (int c = 0; c < 256; c++) {
            memcpy(copy, page, sizeof page);
            if (copy[i] == (char)c)
                continue;
            copy[i] = (char)c;
            if (found(back, copy, sizeof page - 1) && memcmp(made, back, sizeof made) == 0)
                fail_msg("byte %zu as %d", i, c);
        }
}

static void
test_nothing_is_added_unseen(void **state)
{
    static const char *const rows[] = {
        "BT\n(more)Tj\nET\n",
        "36 110 1.5 1.5 re f\n",
        "%",
        "\n",
        "\nET\n",
        CODE CODE,
        CODE "36 107.5 1.5 1.5 re\nf\nEMC\n",
        CODE " ",
        "/Figure<</MCID 1>>BDC\nf\nEMC\n",
        "/Figure<</MCID 1>>BDC\n36 110.5 1.5 1.5 re f\nEMC\n",
        /* boxes that reach beyond the code's, or have no size */
        "/Figure<</MCID 1>>BDC\n36 107.5 40 4.5 re\nf\nEMC\n",
        "/Figure<</MCID 1>>BDC\n36 107.5 4.5 4.5 re\n36 700 4.5 4.5 re\nf\nEMC\n",
        "/Figure<</MCID 1>>BDC\n40.5 107.5 -4.5 4.5 re\nf\nEMC\n",
        "/Figure<</MCID 1>>BDC\n36 107.5 4.5 4.5 re\n99999999999999999999 1 1 1 re\nf\nEMC\n",
        "/Figure<</MCID 1>>BDC\n36 107.5 4.5 4.500 re\nf\nEMC\n",
        "/Figure<</MCID 1>>BDC\n36 107.5 4.5 4.5 re\n",
    };
    uint8_t bare[32], coded[32], back[32];

    (void)state;
    seal(bare, &(struct sb_seal_box){0});
    seal(coded, &box);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_buf content = {0};

        sb_buf_text(&content, page);
        sb_buf_text(&content, rows[i]);
        assert_false(content.failed);
        if (found(back, content.at, content.len) &&
            (memcmp(bare, back, 32) == 0 || memcmp(coded, back, 32) == 0))
            fail_msg("row %zu", i);
        sb_buf_free(&content);
    }
}

/* Strings come back as our pages have them, whoever wrote them; all else as it is. */
static void
test_strings_are_made_plain(void **state)
{
    static const struct {
        const char *content, *plain; /* NULL: malformed */
    } rows[] = {
        {"/F1 9 Tf (a)Tj", "/F1 9 Tf (a)Tj"},
        {"/F1 9 Tf <61 62>Tj", "/F1 9 Tf (ab)Tj"},
        {"/F2 9 Tf <285c29>Tj", "/F2 9 Tf (\\(\\\\\\))Tj"},
        {"/F1 9 Tf (\\222\\n\\(x(y)\\\n)Tj", "/F1 9 Tf (\x92\n\\(x\\(y\\))Tj"},
        {"/F3 9 Tf (\\000A)Tj", "/F3 9 Tf <0041>Tj"},
        {"/F3 9 Tf <00e1>Tj /F1 9 Tf <e1>Tj", "/F3 9 Tf <00E1>Tj /F1 9 Tf (\xe1)Tj"},
        {"/P<</MCID 0>>BDC 1 2 Td", "/P<</MCID 0>>BDC 1 2 Td"},
        {"", ""},
        {"(a", NULL},
        {"<6", NULL},
        {"<6>", NULL},
        {"<6x>", NULL},
        {"(\\777)", NULL},
        {"% (a)", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_buf out = {0};
        bool plain =
            sb_content_plain(&out, (struct sb_bytes){rows[i].content, strlen(rows[i].content)});

        assert_int_equal(plain, rows[i].plain != NULL);
        if (plain && (out.len != strlen(rows[i].plain) ||
                      (out.len > 0 && memcmp(out.at, rows[i].plain, out.len) != 0)))
            fail_msg("row %zu: %.*s", i, (int)out.len, out.len > 0 ? out.at : "");
        sb_buf_free(&out);
    }
}

/* A page may show nothing at all. */
static void
test_an_empty_page_has_no_seal(void **state)
{
    struct sb_buf out = {0};
    uint8_t hash[32];

    (void)state;
    assert_true(sb_content_plain(&out, (struct sb_bytes){NULL, 0}));
    assert_int_equal(out.len, 0);
    assert_false(found(hash, out.at, out.len));
    sb_buf_free(&out);
}

/* One page cut in two, two joined, and pages in another order. */
static void
test_pages_are_told_apart(void **state)
{
    static const char *const first = "BT\n(a)Tj\nET\n", *const second = "BT\n(b)Tj\nET\n";
    uint8_t hashes[3][32];

    (void)state;
    for (int i = 0; i < 3; i++) {
        const char *one = i == 1 ? second : first, *two = i == 1 ? first : second;
        struct sb_sha256_state sha;
        char both[64];

        sb_sha256_start(&sha);
        (void)snprintf(both, sizeof both, "%s%s", one, i == 2 ? two : "");
        assert_true(sb_seal_add_found(&sha, (struct sb_bytes){both, strlen(both)}));
        if (i < 2)
            assert_true(sb_seal_add_found(&sha, (struct sb_bytes){two, strlen(two)}));
        sb_sha256_end(&sha, hashes[i]);
    }
    assert_memory_not_equal(hashes[0], hashes[1], 32);
    assert_memory_not_equal(hashes[0], hashes[2], 32);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_page_comes_back_with_its_hash),
        cmocka_unit_test(test_no_byte_is_changed_unseen),
        cmocka_unit_test(test_nothing_is_added_unseen),
        cmocka_unit_test(test_strings_are_made_plain),
        cmocka_unit_test(test_an_empty_page_has_no_seal),
        cmocka_unit_test(test_pages_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
