/* The logo: sound pictures in, everything else refused with a reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <png.h>

#include "out_help.h"

static char path[256];

static const char *
file_of(const void *bytes, size_t length)
{
    const char *folder = getenv("TMPDIR");
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/logo.png", folder != NULL ? folder : "/tmp");
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    return path;
}

/* A PNG of one colour, RGBA. */
static struct sb_buf
picture(uint32_t width, uint32_t height, uint32_t rgba)
{
    png_image png = {.version = PNG_IMAGE_VERSION, .width = width, .height = height};
    png_alloc_size_t size = 0;
    struct sb_buf out = {0};
    uint8_t *samples;

    png.format = PNG_FORMAT_RGBA;
    samples = malloc((size_t)width * height * 4);
    assert_non_null(samples);
    for (size_t i = 0; i < (size_t)width * height; i++)
        for (int c = 0; c < 4; c++)
            samples[4 * i + (size_t)c] = (uint8_t)(rgba >> (24 - 8 * c));
    assert_true(png_image_write_to_memory(&png, NULL, &size, 0, samples, 0, NULL));
    assert_non_null(sb_buf_reserve(&out, size));
    assert_true(png_image_write_to_memory(&png, out.at, &size, 0, samples, 0, NULL));
    out.len = size;
    free(samples);
    return out;
}

static sb_status
read_bytes(const struct sb_buf *bytes, size_t length, struct sb_image **image, struct sb_error *err)
{
    *err = (struct sb_error){0};
    return sb_image_read(image, file_of(bytes->at, length), err);
}

static void
test_sound_pictures(void **state)
{
    struct sb_buf png = picture(40, 20, 0x1F4E5FFF), text = {0};
    struct sb_error err;
    struct sb_image *image = NULL;
    uint32_t width, height;
    struct sb_bytes body;

    (void)state;
    assert_int_equal(read_bytes(&png, png.len, &image, &err), SB_OK);
    sb_image_size(image, &width, &height);
    assert_int_equal(width, 40);
    assert_int_equal(height, 20);
    body = sb_image_put(&text, image);
    assert_non_null(strstr(text.at, "/ColorSpace/DeviceRGB"));
    assert_true(body.len > 0);
    sb_image_free(image);
    sb_buf_free(&png);
    sb_buf_reset(&text);
    /* one of greys alone needs a channel, not three; what is clear becomes white */
    png = picture(8, 8, 0x40404000);
    assert_int_equal(read_bytes(&png, png.len, &image, &err), SB_OK);
    (void)sb_image_put(&text, image);
    assert_non_null(strstr(text.at, "/ColorSpace/DeviceGray"));
    sb_image_free(image);
    sb_buf_free(&png);
    sb_buf_free(&text);
}

static void
png_take(png_structp png, png_bytep bytes, size_t length)
{
    sb_buf_put(png_get_io_ptr(png), bytes, length);
}

static void
png_flush_nothing(png_structp png)
{
    (void)png;
}

/* Greys of 16 bits at 0, 1/4, 1/2, 3/4 and the whole; gamma 0: the file says nothing of it. */
static struct sb_buf
deep_ramp(png_fixed_point gamma)
{
    static const uint8_t row[] = {0, 0, 0x40, 0, 0x80, 0, 0xC0, 0, 0xFF, 0xFF};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    struct sb_buf out = {0};

    assert_non_null(info);
    png_set_write_fn(png, &out, png_take, png_flush_nothing);
    png_set_IHDR(png, info, 5, 1, 16, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (gamma != 0)
        png_set_gAMA_fixed(png, info, gamma);
    png_write_info(png, info);
    png_write_row(png, row);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    assert_false(out.failed);
    return out;
}

/* Many programs that save 16 bits say nothing of gamma, and mean what a screen shows. */
static void
test_deep_greys_are_as_dark_as_they_were_drawn(void **state)
{
    static const struct {
        png_fixed_point gamma;
        uint8_t samples[5];
    } rows[] = {
        {0, {0, 64, 128, 191, 255}},       /* of 16 bits / 257 */
        {45455, {0, 64, 128, 191, 255}},   /* 1 / 2.2: a screen's */
        {100000, {0, 136, 186, 224, 255}}, /* light as it is measured */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_buf png = deep_ramp(rows[i].gamma), text = {0}, samples = {0};
        struct sb_image *image = NULL;
        struct sb_error err;
        struct sb_bytes body;

        assert_int_equal(read_bytes(&png, png.len, &image, &err), SB_OK);
        body = sb_image_put(&text, image);
        assert_non_null(strstr(text.at, "/ColorSpace/DeviceGray"));
        assert_int_equal(sb_inflate(&samples, body.at, body.len, 64, &err), SB_OK);
        assert_int_equal(samples.len, 5);
        for (size_t k = 0; k < 5; k++)
            if (abs((uint8_t)samples.at[k] - rows[i].samples[k]) > 1)
                fail_msg("gamma %d: sample %zu is %u, not %u", (int)rows[i].gamma, k,
                         (unsigned)(uint8_t)samples.at[k], (unsigned)rows[i].samples[k]);
        sb_image_free(image);
        sb_buf_free(&samples);
        sb_buf_free(&text);
        sb_buf_free(&png);
    }
}

static void
test_what_is_no_picture_of_ours(void **state)
{
    struct sb_buf png = picture(32, 32, 0xFF0000FF), large = picture(4097, 1, 0xFF),
                  heavy = picture(2001, 2000, 0xFF);
    struct sb_image *image = NULL;
    struct sb_error err;

    (void)state;
    assert_int_equal(read_bytes(&large, large.len, &image, &err), SB_E_RANGE);
    assert_non_null(strstr(err.text, "4097 x 1 pixels"));
    assert_int_equal(read_bytes(&heavy, heavy.len, &image, &err), SB_E_RANGE);
    for (size_t length = 0; length < png.len - 12; length += 3) {
        assert_int_equal(read_bytes(&png, length, &image, &err), SB_E_SYNTAX);
        assert_null(image);
    }
    assert_int_equal(sb_image_read(&image, "no/such/logo.png", &err), SB_E_READ);
    sb_buf_free(&png);
    sb_buf_free(&large);
    sb_buf_free(&heavy);
}

static void
test_a_logo_is_drawn_beside_the_letterhead(void **state)
{
    struct easel e = easel_open();
    struct sb_buf png = picture(400, 100, 0x1F4E5FFF), bytes;
    struct sb_drawing *drawing = NULL;
    struct sb_error err = {0};
    struct sb_pieces pieces;

    (void)state;
    assert_int_equal(sb_drawing_new(&drawing, e.page, file_of(png.at, png.len), NULL, &err), SB_OK);
    assert_int_equal(sb_document_draw(&pieces, drawing, sample_bill(e.arena, &(struct sample){0}),
                                      (struct sb_bytes){"{}", 2}, &err),
                     SB_OK);
    bytes = pieces_join(pieces);
    assert_non_null(memmem(bytes.at, bytes.len, "/S/Figure", 9));
    assert_non_null(memmem(bytes.at, bytes.len, "/Alt<FEFF", 9));
    sb_buf_free(&bytes);
    sb_buf_free(&png);
    sb_drawing_free(drawing);
    easel_close(&e);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sound_pictures),
        cmocka_unit_test(test_deep_greys_are_as_dark_as_they_were_drawn),
        cmocka_unit_test(test_what_is_no_picture_of_ours),
        cmocka_unit_test(test_a_logo_is_drawn_beside_the_letterhead),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
