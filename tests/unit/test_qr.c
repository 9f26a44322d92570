/* QR codes: what they hold, where they stand, and that the page draws them square by square. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "out/drawing.h"
#include "out_help.h"

static struct sb_bill *
bill_with_code(struct sb_arena *arena, const struct sample *s)
{
    struct sb_bill *bill = sample_bill(arena, s);
    struct sb_config *config = sb_arena_take(arena, sizeof *config);

    *config = *bill->config;
    config->qr = SB_TRUTH_YES;
    bill->config = config;
    return bill;
}

static struct sb_layout
lay_out(struct easel *e, const struct sb_bill *bill)
{
    struct sb_error err = {0};
    struct sb_layout l;

    if (sb_drawing_layout(&l, e->drawing, bill, NULL, &err) != SB_OK)
        fail_msg("%s", err.text);
    return l;
}

static const char hash[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/* The square with a square in it that marks a corner. */
static void
assert_corner(const struct sb_code *code, int32_t left, int32_t top)
{
    for (int32_t y = 0; y < 7; y++)
        for (int32_t x = 0; x < 7; x++) {
            bool edge = x == 0 || x == 6 || y == 0 || y == 6;
            bool heart = x >= 2 && x <= 4 && y >= 2 && y <= 4;

            assert_int_equal(code->dark[(top + y) * code->side + left + x], edge || heart);
        }
}

static void
test_a_code_has_its_corners(void **state)
{
    static const struct {
        const char *text;
        int32_t side; /* of the smallest code for it at this level of repair */
    } rows[] = {
        {"SUPERBILL/1 SB-2026-000123 0123456789ABCDEF0123456789ABCDEF", 29},
        {"SUPERBILL/1 SB-2026-000123 0123456789abcdef0123456789abcdef", 33},
    };
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_error err = {0};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_code code = {0};

        assert_int_equal(sb_qr_make(&code, rows[i].text, 0, arena, &err), SB_OK);
        assert_int_equal(code.side, rows[i].side);
        assert_corner(&code, 0, 0);
        assert_corner(&code, code.side - 7, 0);
        assert_corner(&code, 0, code.side - 7);
    }
    sb_arena_free(arena);
}

static void
test_too_long_a_text_has_no_code(void **state)
{
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_error err = {0};
    struct sb_code code = {0};
    char *text = malloc(5001);

    (void)state;
    assert_non_null(text);
    memset(text, 'x', 5000);
    text[5000] = '\0';
    assert_int_equal(sb_qr_make(&code, text, 0, arena, &err), SB_E_RANGE);
    free(text);
    sb_arena_free(arena);
}

/* The boxes of a content stream, put back onto the squares they cover. */
static void
squares_of(uint8_t *squares, const struct sb_code *code, const char *content)
{
    const char *at = strstr(content, "/Figure");
    locale_t point = newlocale(LC_ALL_MASK, "C", (locale_t)0), before = uselocale(point);

    assert_non_null(at);
    while ((at = strchr(at, '\n')) != NULL) {
        double x, y, width, height;
        int end = 0;

        at++;
        if (sscanf(at, "%lf %lf %lf %lf re%n", &x, &y, &width, &height, &end) != 4 || end == 0)
            break;
        assert_true(height * 1000 == code->module);
        int column = (int)((x * 1000 - code->x) / code->module + 0.5);
        int row = code->side - 1 - (int)((y * 1000 - code->y) / code->module + 0.5);
        int count = (int)(width * 1000 / code->module + 0.5);
        assert_true(row >= 0 && row < code->side && column >= 0 && column + count <= code->side);
        for (int i = 0; i < count; i++)
            squares[row * code->side + column + i]++;
    }
    (void)uselocale(before);
    freelocale(point);
    assert_memory_equal(at, "f\nEMC", 5);
}

static void
test_the_page_draws_each_square_once(void **state)
{
    static const struct sample plain;
    struct easel e = easel_open();
    const struct sb_bill *bill = bill_with_code(e.arena, &plain);
    struct sb_layout l = lay_out(&e, bill);
    struct sb_font_use use = {.arena = e.arena};
    struct sb_display display = {.width = SB_SHEET_WIDTH,
                                 .height = SB_SHEET_HEIGHT,
                                 .sheets = l.sheets,
                                 .sheet_count = l.sheet_count,
                                 .elements = l.elements.at,
                                 .element_count = l.elements.count,
                                 .code = &l.code};
    struct sb_buf content = {0};
    struct sb_error err = {0};
    uint8_t *squares;

    (void)state;
    assert_true(l.has_code);
    assert_int_equal(sb_corner_identify(&l, hash, &err), SB_OK);
    sb_content_put(&content, &display, 0, &use);
    sb_content_put_code(&content, &display);
    assert_false(content.failed);
    squares = calloc((size_t)(l.code.side * l.code.side), 1);
    assert_non_null(squares);
    squares_of(squares, &l.code, content.at);
    assert_memory_equal(squares, l.code.dark, (size_t)(l.code.side * l.code.side));
    assert_string_equal(l.code.alt,
                        "QR code: number SB-2026-000123 and hash 0123456789abcdef0123456789abcdef");
    free(squares);
    sb_buf_free(&content);
    easel_close(&e);
}

/* Digits would do with a smaller code: the room is that of every hash. */
static void
test_its_room_is_that_of_any_hash(void **state)
{
    static const char *const hashes[] = {hash, "00000000000000000000000000000000",
                                         "ffffffffffffffffffffffffffffffff"};
    static const struct sample plain;
    struct easel e = easel_open();
    struct sb_bill *bill = bill_with_code(e.arena, &plain);
    struct sb_error err = {0};

    (void)state;
    bill->number = "SB-2026-1";
    for (int digits = 0; digits < 12; digits++) {
        struct sb_layout l = lay_out(&e, bill);
        int32_t side = l.code.side;

        for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
            assert_int_equal(sb_corner_identify(&l, hashes[i], &err), SB_OK);
            assert_int_equal(l.code.side, side);
            assert_corner(&l.code, side - 7, 0);
        }
        bill->number = sb_arena_print(e.arena, "%s1", bill->number);
    }
    easel_close(&e);
}

/* Within the margins, with four squares of nothing around it. */
static void
test_nothing_stands_near_it(void **state)
{
    static const struct sample samples[] = {
        {0}, {.lines = 40, .visits = 8}, {.example = true}, {.diagnoses = 12, .long_titles = true}};
    struct easel e = easel_open();

    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct sb_layout l = lay_out(&e, bill_with_code(e.arena, &samples[i]));
        int32_t side = l.code.side * l.code.module, quiet = 4 * l.code.module;

        assert_true(l.has_code && l.code.sheet == 0);
        assert_true(l.code.x + side <= SB_SHEET_WIDTH - l.page->margin);
        assert_true(l.code.y + side <= SB_SHEET_HEIGHT - l.page->margin);
        for (size_t r = 0; r < l.sheets[0].run_count; r++) {
            const struct sb_run *run = &l.sheets[0].runs[r];
            int32_t width = sb_text_width(run->text, run->length, run->style);

            if (run->x + width > l.code.x - quiet && run->x < l.code.x + side + quiet &&
                run->y + run->style.size > l.code.y - quiet && run->y < l.code.y + side + quiet)
                fail_msg("'%.*s' stands too near", (int)run->length, run->text);
        }
        for (size_t r = 0; r < l.sheets[0].rule_count; r++)
            assert_true(l.sheets[0].rules[r].y < l.code.y - quiet);
    }
    easel_close(&e);
}

static void
test_it_is_off_unless_asked_for(void **state)
{
    static const struct sample plain, draft = {.draft = true};
    struct easel e = easel_open();
    struct sb_layout l = lay_out(&e, sample_bill(e.arena, &plain));

    (void)state;
    assert_false(l.has_code);
    /* a draft has no number to look up */
    l = lay_out(&e, bill_with_code(e.arena, &draft));
    assert_false(l.has_code);
    easel_close(&e);
}

/* A number is never broken: one that does not fit beside the code begins below it. */
static void
test_a_long_number_begins_below_the_code(void **state)
{
    static const struct {
        const char *number;
        bool below;
    } rows[] = {{"SB-2026-000123", false}, {"CEDAR-STONE-2026-000123", true}};
    struct easel e = easel_open();

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct sb_bill *bill = bill_with_code(e.arena, &(struct sample){0});
        const struct sb_run *number = NULL;
        struct sb_layout l;

        bill->number = rows[i].number;
        l = lay_out(&e, bill);
        for (size_t k = 0; k < l.sheets[0].run_count && number == NULL; k++)
            if (l.sheets[0].runs[k].length == strlen(rows[i].number) &&
                memcmp(l.sheets[0].runs[k].text, rows[i].number, strlen(rows[i].number)) == 0)
                number = &l.sheets[0].runs[k];
        if (number == NULL)
            fail_msg("%s is broken", rows[i].number);
        assert_true(l.has_code);
        assert_int_equal(number->y + number->style.size < l.code.y, rows[i].below);
    }
    easel_close(&e);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_code_has_its_corners),
        cmocka_unit_test(test_too_long_a_text_has_no_code),
        cmocka_unit_test(test_the_page_draws_each_square_once),
        cmocka_unit_test(test_its_room_is_that_of_any_hash),
        cmocka_unit_test(test_nothing_stands_near_it),
        cmocka_unit_test(test_it_is_off_unless_asked_for),
        cmocka_unit_test(test_a_long_number_begins_below_the_code),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
