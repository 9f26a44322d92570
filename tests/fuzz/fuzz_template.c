/* fuzz_template.c - any bytes as a template: faults or a page that draws, never a crash. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../sample_bill.h"
#include "out/out.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A template that is taken must draw, or say why it cannot. */
static void
draw(const struct sb_template *page)
{
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_drawing *drawing = NULL;
    struct sb_error err = {0};
    struct sb_pieces pieces;
    sb_status st = sb_drawing_new(&drawing, page, NULL, NULL, &err);

    if (arena == NULL || st != SB_OK)
        abort();
    st = sb_document_draw(&pieces, drawing,
                          sample_bill(arena, &(struct sample){.lines = 12, .visits = 3}),
                          (struct sb_bytes){"{}", 2}, &err);
    if (st != SB_OK && st != SB_E_RANGE)
        abort();
    sb_drawing_free(drawing);
    sb_arena_free(arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[] = "/tmp/superbill-fuzz-XXXXXX";
    struct sb_template_fault faults[4];
    struct sb_template *page = NULL;
    struct sb_error err = {0};
    size_t count = 0;
    int fd = mkstemp(path);

    if (fd < 0 || write(fd, data, size) != (ssize_t)size || close(fd) != 0)
        abort();
    if (sb_template_open(&page, path, faults, 4, &count, &err) == SB_OK)
        draw(page);
    else if (err.text[0] == '\0')
        abort();
    sb_template_free(page);
    (void)unlink(path);
    return 0;
}
