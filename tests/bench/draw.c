/* draw.c - one bill to PDF bytes, so often: canonical record, hash, layout, tags, attachment. */
#include <stdio.h>
#include <stdlib.h>

#include "app/app.h"
#include "bench.h"

/* Draw the bill at hand so often; bytes of one document, or 0. */
static uint64_t
draw_bill(struct sb_drawing *drawing, struct sb_bill *bill, long count, struct sb_error *err)
{
    struct sb_buf record = {0};
    struct sb_pieces pieces;
    uint64_t bytes = 0;
    sb_status st = SB_OK;

    for (long n = 0; n < count && st == SB_OK; n++) {
        st = sb_document_seal(&record, drawing, bill, "SB-2026-000123", 1795176000, err);
        if (st == SB_OK)
            st = sb_document_draw(&pieces, drawing, bill, (struct sb_bytes){record.at, record.len},
                                  err);
    }
    for (size_t i = 0; st == SB_OK && i < pieces.count; i++)
        bytes += pieces.at[i].len;
    sb_buf_free(&record);
    return bytes;
}

int
bench_draw(int argc, char **argv)
{
    const struct sb_walk_options how = {.audience = SB_AUDIENCE_SUPERBILL, .quiet = true};
    struct sb_run run = {.issued_at = 1795176000};
    struct sb_practice *practice = NULL;
    struct sb_drawing *drawing = NULL;
    struct sb_walk *walk = NULL;
    struct sb_error err = {0};
    struct sb_step step = {0};
    uint64_t bytes = 0;
    bool more = false;
    double begun, cpu;
    long count = argc == 2 ? strtol(argv[1], NULL, 10) : 0;

    if (count < 1)
        return 2;
    if (sb_practice_open(&practice, argv[0], NULL, NULL, &err) == SB_OK &&
        sb_practice_drawing(&drawing, practice, SB_AUDIENCE_SUPERBILL, &err) == SB_OK) {
        run.issued_on = sb_practice_day(practice, run.issued_at);
        if (sb_walk_open(&walk, practice, &run, &how, &err) == SB_OK &&
            sb_walk_next(walk, &step, &more, &err) != SB_OK)
            more = false;
    }
    begun = bench_clock();
    cpu = bench_cpu();
    if (more && !step.refused)
        bytes = draw_bill(drawing, step.bill, count, &err);
    if (bytes > 0)
        printf("ms/pdf %.4f cpu %.4f bytes %llu\n", (bench_clock() - begun) * 1e3 / (double)count,
               (bench_cpu() - cpu) * 1e3 / (double)count, (unsigned long long)bytes);
    else
        fprintf(stderr, "%s: %s\n", argv[0], err.text);
    sb_walk_free(walk);
    sb_practice_free(practice);
    return bytes > 0 ? 0 : 1;
}
