/* bill.c - record text to PDF bytes, by the use case that the program calls. */
#include <stdio.h>

#include <superbill.h>
#include <superbill/practice.h>

#include "bench.h"

struct drawn {
    uint64_t documents, bytes;
};

static bool
count_document(void *user, const struct sb_event *event)
{
    struct drawn *drawn = user;

    if (event->kind == SB_DRAWN) {
        drawn->documents++;
        drawn->bytes += event->document->length;
    }
    return true;
}

int
bench_bill(int argc, char **argv)
{
    struct sb_render_options options = {.run = {.issued_at = 1795176000}};
    struct sb_practice *practice = NULL;
    struct sb_error err = {0};
    struct sb_tally tally;
    struct drawn drawn = {0};
    double begun = 0, cpu = 0;
    sb_status st;

    if (argc != 1)
        return 2;
    if ((st = sb_practice_open(&practice, argv[0], NULL, NULL, &err)) == SB_OK) {
        options.run.issued_on = sb_practice_day(practice, options.run.issued_at);
        options.run.event = count_document;
        options.run.user = &drawn;
        begun = bench_clock();
        cpu = bench_cpu();
        st = sb_render(&tally, practice, &options, &err);
    }
    sb_practice_free(practice);
    if (st != SB_OK || drawn.documents == 0 || tally.refused > 0) {
        fprintf(stderr, "%s: %s\n", argv[0], st != SB_OK ? err.text : "a visit was refused");
        return 1;
    }
    printf("ms/pdf %.4f cpu %.4f bytes %llu\n",
           (bench_clock() - begun) * 1e3 / (double)drawn.documents,
           (bench_cpu() - cpu) * 1e3 / (double)drawn.documents,
           (unsigned long long)(drawn.bytes / drawn.documents));
    return 0;
}
