/*
 * seal.c - what the hash of a document's pages is of.  Of each page its content stream, but for the
 * squares of the code, which hold the hash of the record, in which this one stands:
 *
 *     all up to the "ET" of its texts
 *     "LENGTH X Y WIDTH HEIGHT\n", the length of that, and the box of its code
 *
 * then of each font that draws them, and of the picture, "NAME\n" and the hash of what it looks
 * like: other letters in a font would be another page.
 */
#include "out/pdf/pdf.h"

#include <stdio.h>
#include <string.h>

#define PLACE_MOST 2000000 /* hundredths of a point: farther than any page reaches */

void
sb_seal_add(struct sb_sha256_state *state, struct sb_bytes content, const struct sb_seal_box *box)
{
    char end[96];
    int length = snprintf(end, sizeof end, "%zu %d %d %d %d\n", content.len, box->x, box->y,
                          box->width, box->height);

    sb_sha256_add(state, content.at, content.len);
    sb_sha256_add(state, end, (size_t)length);
}

struct sb_seal_box
sb_seal_box_of(const struct sb_code *code)
{
    int32_t side = code->side * sb_hundredths(code->module);

    return (struct sb_seal_box){sb_hundredths(code->x), sb_hundredths(code->y), side, side};
}

void
sb_seal_font(uint8_t seal[32], struct sb_bytes widths, const uint8_t program[32],
             struct sb_bytes map)
{
    struct sb_sha256_state state;

    sb_sha256_start(&state);
    sb_sha256_add(&state, widths.at, widths.len);
    sb_sha256_add(&state, program, 32);
    sb_sha256_add(&state, map.at, map.len);
    sb_sha256_end(&state, seal);
}

void
sb_seal_picture(uint8_t seal[32], uint32_t width, uint32_t height, struct sb_bytes samples)
{
    struct sb_sha256_state state;
    char size[32];
    int length = snprintf(size, sizeof size, "%u %u\n", (unsigned)width, (unsigned)height);

    sb_sha256_start(&state);
    sb_sha256_add(&state, size, (size_t)length);
    sb_sha256_add(&state, samples.at, samples.len);
    sb_sha256_end(&state, seal);
}

void
sb_seal_add_named(struct sb_sha256_state *state, const char *name, const uint8_t seal[32])
{
    sb_sha256_add(state, name, strlen(name));
    sb_sha256_add(state, "\n", 1);
    sb_sha256_add(state, seal, 32);
}

/* Text that is read from its start on. */
struct rest {
    const char *at, *end;
};

static bool
rest_takes(struct rest *rest, const char *text)
{
    size_t length = strlen(text);

    if ((size_t)(rest->end - rest->at) < length || memcmp(rest->at, text, length) != 0)
        return false;
    rest->at += length;
    return true;
}

static bool
rest_digits(struct rest *rest, int32_t *value)
{
    const char *start = rest->at;

    for (; rest->at < rest->end && sb_ascii_digit(*rest->at); rest->at++) {
        *value = 10 * *value + (*rest->at - '0');
        if (*value > PLACE_MOST)
            return false;
    }
    return rest->at > start;
}

/* A number as sb_put_hundredths writes it. */
static bool
rest_hundredths(struct rest *rest, int32_t *value)
{
    bool minus = rest_takes(rest, "-");
    bool whole;
    const char *start;

    *value = 0;
    whole = rest_digits(rest, value);
    *value *= 100;
    if (rest_takes(rest, ".")) {
        int32_t part = 0;

        start = rest->at;
        if (!rest_digits(rest, &part) || rest->at - start > 2)
            return false;
        *value += rest->at - start == 1 ? 10 * part : part;
    } else if (!whole) {
        return false;
    }
    if (minus)
        *value = -*value;
    return true;
}

/* "36 100 10.5 1.5 re\n" */
static bool
rest_square(struct rest *rest, struct sb_seal_box *box)
{
    return rest_hundredths(rest, &box->x) && rest_takes(rest, " ") &&
           rest_hundredths(rest, &box->y) && rest_takes(rest, " ") &&
           rest_hundredths(rest, &box->width) && rest_takes(rest, " ") &&
           rest_hundredths(rest, &box->height) && rest_takes(rest, " re\n") && box->width > 0 &&
           box->height > 0;
}

/* A code has squares in all but one of its corners: their box is its own. */
static bool
rest_code(struct rest *rest, struct sb_seal_box *box)
{
    int32_t mcid = 0, left = PLACE_MOST, low = PLACE_MOST, right = -PLACE_MOST, top = -PLACE_MOST;

    if (!rest_takes(rest, "/Figure<</MCID ") || !rest_digits(rest, &mcid) ||
        !rest_takes(rest, ">>BDC\n"))
        return false;
    while (!rest_takes(rest, "f\nEMC\n")) {
        struct sb_seal_box square;

        if (!rest_square(rest, &square))
            return false;
        left = square.x < left ? square.x : left;
        low = square.y < low ? square.y : low;
        right = square.x + square.width > right ? square.x + square.width : right;
        top = square.y + square.height > top ? square.y + square.height : top;
    }
    *box = (struct sb_seal_box){left, low, right - left, top - low};
    return rest->at == rest->end && left < right;
}

bool
sb_seal_add_found(struct sb_sha256_state *state, struct sb_bytes content)
{
    static const char last[] = "\nET\n";
    const char *at = content.len > 0 ? content.at : "", *end = at + content.len;
    const char *from = at, *found = NULL;
    struct sb_seal_box box = {0};
    struct rest rest;

    while ((from = memmem(from, (size_t)(end - from), last, sizeof last - 1)) != NULL)
        found = from++;
    if (found == NULL)
        return false;
    rest = (struct rest){found + sizeof last - 1, end};
    content.len = (size_t)(rest.at - at);
    if (rest.at < end && !rest_code(&rest, &box))
        return false;
    sb_seal_add(state, content, &box);
    return true;
}
