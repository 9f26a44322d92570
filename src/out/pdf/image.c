/*
 * image.c - the door of libpng: a practice's logo becomes samples on white, within limits on
 * the file, the sides and the memory.  Decoded once for each drawing state, not a document.
 */
#include "out/pdf/pdf.h"

#include <stdlib.h>
#include <string.h>

#include <png.h>

struct sb_image {
    uint32_t width, height;
    unsigned channels; /* 1: grey, 3: colour */
    uint8_t seal[32];
    struct sb_buf deflated;
};

/* Only grey samples are kept where all three channels agree everywhere. */
static unsigned
channels_needed(const uint8_t *samples, size_t pixels)
{
    for (size_t i = 0; i < pixels; i++, samples += 3)
        if (samples[0] != samples[1] || samples[1] != samples[2])
            return 3;
    return 1;
}

static sb_status
image_pack(struct sb_image *image, uint8_t *samples, struct sb_error *err)
{
    size_t pixels = (size_t)image->width * image->height;
    struct sb_deflate *state = NULL;
    sb_status st = sb_deflate_new(&state, SB_DEFLATE_SMALL, err);

    if (st != SB_OK)
        return st;
    image->channels = channels_needed(samples, pixels);
    if (image->channels == 1)
        for (size_t i = 0; i < pixels; i++)
            samples[i] = samples[3 * i];
    sb_seal_picture(image->seal, image->width, image->height,
                    (struct sb_bytes){(const char *)samples, pixels * image->channels});
    st = sb_deflate_run(state, &image->deflated, samples, pixels * image->channels, err);
    sb_deflate_free(state);
    return st;
}

/* The library tells of memory that ended in words alone, and not always in the same. */
static sb_status
image_fault(const png_image *png, const char *path, struct sb_error *err)
{
    if (strstr(png->message, "ut of memory") != NULL ||
        strstr(png->message, "nsufficient memory") != NULL)
        return sb_error_nomem(err);
    return sb_error_at(err, SB_E_SYNTAX, path, 0, 0, "not a sound PNG: %s", png->message);
}

static sb_status
image_decode(struct sb_image *image, const char *path, const struct sb_buf *file,
             struct sb_error *err)
{
    static const png_color white = {255, 255, 255};
    png_image png = {.version = PNG_IMAGE_VERSION};
    uint8_t *samples = NULL;
    sb_status st;

    if (!png_image_begin_read_from_memory(&png, file->at, file->len))
        return image_fault(&png, path, err);
    if (png.width > SB_IMAGE_SIDE || png.height > SB_IMAGE_SIDE ||
        (size_t)png.width * png.height > SB_IMAGE_PIXELS) {
        st = sb_error_at(err, SB_E_RANGE, path, 0, 0,
                         "the picture is %u x %u pixels, at most %d a side and %d in all are taken",
                         (unsigned)png.width, (unsigned)png.height, SB_IMAGE_SIDE, SB_IMAGE_PIXELS);
        png_image_free(&png);
        return st;
    }
    png.format = PNG_FORMAT_RGB;
    /* without it, 16 bits of a file that says nothing of gamma are taken for linear light */
    png.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
    image->width = png.width;
    image->height = png.height;
    samples = malloc(PNG_IMAGE_SIZE(png));
    if (samples == NULL)
        st = sb_error_nomem(err);
    else if (!png_image_finish_read(&png, &white, samples, 0, NULL))
        st = image_fault(&png, path, err);
    else
        st = image_pack(image, samples, err);
    png_image_free(&png);
    free(samples);
    return st;
}

sb_status
sb_image_read(struct sb_image **out, const char *path, struct sb_error *err)
{
    struct sb_buf file = {0};
    struct sb_image *image;
    sb_status st;

    *out = NULL;
    image = calloc(1, sizeof *image);
    if (image == NULL)
        return sb_error_nomem(err);
    if ((st = sb_file_read(&file, path, SB_IMAGE_FILE, err)) == SB_OK)
        st = image_decode(image, path, &file, err);
    sb_buf_free(&file);
    if (st != SB_OK) {
        sb_image_free(image);
        return st;
    }
    *out = image;
    return SB_OK;
}

void
sb_image_free(struct sb_image *image)
{
    if (image == NULL)
        return;
    sb_buf_free(&image->deflated);
    free(image);
}

void
sb_image_size(const struct sb_image *image, uint32_t *width, uint32_t *height)
{
    *width = image->width;
    *height = image->height;
}

const uint8_t *
sb_image_seal(const struct sb_image *image)
{
    return image->seal;
}

struct sb_bytes
sb_image_put(struct sb_buf *out, const struct sb_image *image)
{
    sb_buf_text(out, "/Type/XObject/Subtype/Image/Width ");
    sb_buf_int(out, image->width);
    sb_buf_text(out, "/Height ");
    sb_buf_int(out, image->height);
    sb_buf_text(out, image->channels == 1 ? "/ColorSpace/DeviceGray" : "/ColorSpace/DeviceRGB");
    sb_buf_text(out, "/BitsPerComponent 8/Filter/FlateDecode/Length ");
    sb_buf_int(out, (int64_t)image->deflated.len);
    sb_buf_char(out, '\n');
    return (struct sb_bytes){image->deflated.at, image->deflated.len};
}
