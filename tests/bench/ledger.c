/* ledger.c - rows of twenty cells into a workbook: what peer_ledger.py writes, cell for cell. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "out/xlsx/xlsx.h"

#define COLUMNS 20

/* Number, visit, patient ... as lines have them; all follows from the row alone. */
static void
row_fill(struct sb_datum row[COLUMNS], char texts[8][40], int64_t i)
{
    static const char *const codes[] = {"97110", "97112", "97140", "97530"};

    snprintf(texts[0], 40, "SB-2026-%06lld", (long long)i);
    snprintf(texts[1], 40, "V-%lld", (long long)i);
    snprintf(texts[2], 40, "P-%lld", (long long)(i % 5000));
    snprintf(texts[3], 40, "%s", i % 2 == 0 ? "rivera" : "okafor");
    snprintf(texts[4], 40, "%s", i % 3 == 0 ? "aetna" : "uhc");
    snprintf(texts[5], 40, "%s", codes[i % 4]);
    snprintf(texts[6], 40, "%s", "M25.561 M62.81");
    snprintf(texts[7], 40, "0%lld", (long long)(1000 + i % 9000));
    for (size_t k = 0; k < 8; k++)
        row[k] = (struct sb_datum){.kind = SB_DATUM_TEXT, .text = texts[k]};
    for (size_t k = 8; k < 10; k++)
        row[k] =
            (struct sb_datum){.kind = SB_DATUM_DATE, .n = sb_date_make(2026, 10, 1).day + i % 31};
    for (size_t k = 10; k < 13; k++)
        row[k] = (struct sb_datum){.kind = SB_DATUM_COUNT, .n = (i + (int64_t)k) % 60};
    for (size_t k = 13; k < COLUMNS; k++)
        row[k] = (struct sb_datum){.kind = SB_DATUM_MONEY, .n = (i * 37 + (int64_t)k * 11) % 40000};
}

int
bench_ledger(int argc, char **argv)
{
    const long rows = argc == 3 ? strtol(argv[0], NULL, 10) : 0;
    struct sb_error err = {0};
    struct sb_datum row[COLUMNS];
    char texts[8][40];
    struct sb_xlsx *x;
    double begun = bench_clock();

    if (rows < 1)
        return 2;
    if (sb_xlsx_new(&x, argv[1], argv[2], &err) != SB_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    sb_xlsx_about(x, "bench", 1795176000);
    sb_xlsx_sheet(x, "Lines");
    for (long i = 0; i < rows; i++) {
        row_fill(row, texts, i);
        for (uint16_t k = 0; k < COLUMNS; k++)
            sb_xlsx_datum(x, (struct sb_xlsx_at){0, (uint32_t)i, k}, &row[k], SB_XLSX_PLAIN);
    }
    if (sb_xlsx_close(x, &err) != SB_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    sb_xlsx_free(x);
    printf("ms %.1f peakKB %ld\n", (bench_clock() - begun) * 1e3, bench_peak());
    return 0;
}
