/*
 * page.c - the benchmark page: a display list to PDF bytes.
 *
 * Letter, 152 strings in two faces, 27 lines, 7 rectangles, a record attached; each page says
 * something else.  Its strings can be listed as JSON, so that a peer draws the same words.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "out/pdf/pdf.h"

#define ROWS 19
#define COLUMNS 8
#define STRINGS (ROWS * COLUMNS)
#define LINES 27
#define BOXES 7
#define CHUNK 256 /* pages that a worker takes at once */

struct page {
    char texts[STRINGS][48];
    char record[4096];
    struct sb_run runs[STRINGS];
    struct sb_hairline rules[LINES + BOXES];
    struct sb_element elements[2 + ROWS + STRINGS];
    struct sb_sheet sheet;
    struct sb_display display;
    struct sb_pdf_facts facts;
};

struct bench_page {
    long count, jobs;
    const char *folder, *list, *names;
    bool digest;
    uint8_t (*digests)[32]; /* of all pages, shared with the workers */
    uint64_t *bytes;        /* of all pages, a worker */
};

/* One string of a page, as a row of a bill would have it. */
static void
page_text(char *out, size_t room, long number, int i, const char *names)
{
    static const char *const codes[] = {"97110", "97112", "97140", "97530", "97161"};
    static const char *const diagnoses[] = {"M25.561", "S83.511D", "M54.50", "R26.89"};
    static const char *const streets[] = {"Alder Ct", "Morrison St", "Cedar Ave", "Stone Rd"};
    static const char *const people[][3] = {
        {"Maria Nunez", "John Smith", "Ana Rivera"},
        {"María Núñez", "Björn Müller", "Chloé Garçon"},
        {"Łukasz Żółtowski", "Zoë Šimek", "Ağça Yılmaz"},
    };
    const char *const *named = people[*names == 'e' ? 2 : *names == 'l' ? 1 : 0];
    long seed = number * 31 + i * 7;

    switch (i % COLUMNS) {
    case 0:
        snprintf(out, room, "2026-%02ld-%02ld", seed % 12 + 1, seed % 28 + 1);
        break;
    case 1:
        snprintf(out, room, "%s", codes[seed % 5]);
        break;
    case 2:
        snprintf(out, room, "%ld min", seed % 60 + 8);
        break;
    case 3:
        snprintf(out, room, "%s", diagnoses[seed % 4]);
        break;
    case 4:
        snprintf(out, room, "%ld units", seed % 4 + 1);
        break;
    case 5:
        snprintf(out, room, "$%ld.%02ld", seed % 400 + 20, seed % 100);
        break;
    case 6:
        snprintf(out, room, "%ld %s", number % 900 + 100 + i, streets[seed % 4]);
        break;
    default:
        snprintf(out, room, "%s", named[seed % 3]);
    }
}

/* What stands on every page alike: places, tags, lines. */
static void
page_begin(struct page *page)
{
    memset(page, 0, sizeof *page);
    page->elements[0] = (struct sb_element){.tag = SB_TAG_DOCUMENT, .mcid = -1};
    page->elements[1] = (struct sb_element){.tag = SB_TAG_TABLE, .mcid = -1};
    for (uint32_t i = 0, at = 2; i < STRINGS; i++, at++) {
        uint32_t row = i / COLUMNS, column = i % COLUMNS;

        if (column == 0)
            page->elements[at++] = (struct sb_element){.tag = SB_TAG_TR, .parent = 1, .mcid = -1};
        page->elements[at] = (struct sb_element){
            .tag = row == 0 ? SB_TAG_TH : SB_TAG_TD, .parent = at - 1 - column, .mcid = -1};
        page->runs[i] = (struct sb_run){
            .text = page->texts[i],
            .element = at,
            .x = 36000 + 68000 * (int32_t)column,
            .y = 740000 - 36000 * (int32_t)row,
            .style = {.size = 8000, .face = row == 0 ? SB_FACE_BOLD : SB_FACE_REGULAR}};
    }
    for (int32_t i = 0; i < LINES + BOXES; i++)
        page->rules[i] =
            (struct sb_hairline){.x = 36000,
                                 .y = i < LINES ? 760000 - 26000 * i : 30000 + 100000 * (i - LINES),
                                 .width = 540000,
                                 .thickness = i < LINES ? 500 : 4000,
                                 .accent = i >= LINES};
    page->sheet = (struct sb_sheet){.runs = page->runs,
                                    .run_count = STRINGS,
                                    .rules = page->rules,
                                    .rule_count = LINES + BOXES};
    page->display = (struct sb_display){.width = 612000,
                                        .height = 792000,
                                        .sheets = &page->sheet,
                                        .sheet_count = 1,
                                        .elements = page->elements,
                                        .element_count = 2 + ROWS + STRINGS,
                                        .accent = {0x1f, 0x4e, 0x5f}};
    page->facts =
        (struct sb_pdf_facts){.title = "Superbill", .language = "en-US", .issued_at = 1795176000};
}

/* What differs from page to page, the record that is attached among it. */
static void
page_fill(struct page *page, long number, const char *names)
{
    size_t at = 0;

    for (int i = 0; i < STRINGS; i++) {
        page_text(page->texts[i], sizeof page->texts[i], number, i, names);
        page->runs[i].length = (uint32_t)strlen(page->texts[i]);
    }
    at += (size_t)snprintf(page->record, sizeof page->record, "{\"number\":%ld,\"rows\":[", number);
    for (int i = 0; i < STRINGS && at < sizeof page->record - 64; i++)
        at += (size_t)snprintf(page->record + at, sizeof page->record - at, "%s\"%s\"",
                               i > 0 ? "," : "", page->texts[i]);
    at += (size_t)snprintf(page->record + at, sizeof page->record - at, "]}");
    page->facts.record = (struct sb_bytes){page->record, at};
}

static sb_status
page_keep(const struct bench_page *run, long number, struct sb_pieces pieces, struct sb_error *err)
{
    struct sb_outfile *file = NULL;
    struct sb_sha256_state state;
    char name[32];
    sb_status st = SB_OK;

    if (run->digest) {
        sb_sha256_start(&state);
        for (size_t i = 0; i < pieces.count; i++)
            sb_sha256_add(&state, pieces.at[i].at, pieces.at[i].len);
        sb_sha256_end(&state, run->digests[number]);
    }
    if (run->folder == NULL)
        return SB_OK;
    snprintf(name, sizeof name, "page-%06ld.pdf", number);
    st = sb_outfile_stage_many(&file, run->folder, name, pieces, (struct sb_owner){0}, err);
    if (st == SB_OK)
        st = sb_outfile_publish_many(file, SB_PUBLISH_REPLACE, err);
    sb_outfile_free(file);
    return st;
}

/* The pages of one worker: every jobs-th chunk. */
static sb_status
page_work(const struct bench_page *run, long worker, struct sb_error *err)
{
    struct page *page = malloc(sizeof *page);
    struct sb_pdf *pdf = NULL;
    uint64_t bytes = 0; /* not where the others write too: a cache line has one owner */
    sb_status st = page == NULL ? sb_error_nomem(err) : sb_pdf_new(&pdf, err);

    if (page != NULL)
        page_begin(page);
    for (long number = 0; st == SB_OK && number < run->count; number++) {
        struct sb_pieces pieces;
        uint8_t hash[32], pages[32];
        char hex[65];

        if (number / CHUNK % run->jobs != worker)
            continue;
        page_fill(page, number, run->names);
        sb_sha256(hash, page->facts.record.at, page->facts.record.len);
        sb_hex(hex, hash, sizeof hash);
        page->facts.identity = hex;
        if ((st = sb_pdf_pages(pages, pdf, &page->display, err)) == SB_OK)
            st = sb_pdf_write(&pieces, pdf, &page->display, &page->facts, err);
        for (size_t i = 0; st == SB_OK && i < pieces.count; i++)
            bytes += pieces.at[i].len;
        if (st == SB_OK)
            st = page_keep(run, number, pieces, err);
    }
    run->bytes[worker] = bytes;
    sb_pdf_free(pdf);
    free(page);
    return st;
}

/* In this process alone, or one process a worker. */
static bool
page_run(const struct bench_page *run)
{
    struct sb_error err = {0};
    bool done = true;
    int status;

    if (run->jobs == 1) {
        done = page_work(run, 0, &err) == SB_OK;
        if (!done)
            fprintf(stderr, "%s\n", err.text);
        return done;
    }
    for (long worker = 0; worker < run->jobs; worker++) {
        pid_t pid = fork();

        if (pid == 0)
            _exit(page_work(run, worker, &err) == SB_OK ? 0 : 1);
        done = done && pid > 0;
    }
    while (wait(&status) > 0)
        done = done && status == 0;
    return done;
}

/* The strings of all pages as JSON, for the peer. */
static int
page_list(const struct bench_page *run)
{
    FILE *out = fopen(run->list, "w");
    struct page *page = malloc(sizeof *page);
    bool done = out != NULL && page != NULL;

    if (done)
        page_begin(page);
    for (long number = 0; done && number < run->count; number++) {
        page_fill(page, number, run->names);
        fputs(number == 0 ? "[" : ",\n", out);
        for (int i = 0; i < STRINGS; i++)
            fprintf(out, "%s[\"%s\",%d,%d,%d]", i == 0 ? "[" : ",", page->texts[i],
                    page->runs[i].x / 1000, page->runs[i].y / 1000, page->runs[i].style.face);
        fputs("]", out);
    }
    if (done)
        done = fputs("]\n", out) >= 0;
    if (out != NULL)
        done = fclose(out) == 0 && done;
    free(page);
    return done ? 0 : 1;
}

static bool
page_options(struct bench_page *run, int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        bool valued = i + 1 < argc;

        if (strcmp(argv[i], "-s") == 0)
            run->digest = true;
        else if (strcmp(argv[i], "-n") == 0 && valued)
            run->count = strtol(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "-j") == 0 && valued)
            run->jobs = strtol(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "-d") == 0 && valued)
            run->folder = argv[++i];
        else if (strcmp(argv[i], "-l") == 0 && valued)
            run->list = argv[++i];
        else if (strcmp(argv[i], "-k") == 0 && valued)
            run->names = argv[++i];
        else
            return false;
    }
    return run->count > 0 && run->jobs > 0 && run->jobs <= 64;
}

/* Say a digest of the digests, in the order of the pages. */
static void
page_say_digest(const struct bench_page *run)
{
    uint8_t hash[32];
    char hex[65];

    sb_sha256(hash, run->digests, (size_t)run->count * sizeof *run->digests);
    sb_hex(hex, hash, sizeof hash);
    printf("sha256 %s\n", hex);
}

int
bench_page(int argc, char **argv)
{
    struct bench_page run = {.count = 1, .jobs = 1, .names = "ascii"};
    uint64_t bytes = 0;
    double begun, cpu;
    size_t shared;
    bool done;

    if (!page_options(&run, argc, argv))
        return 2;
    if (run.list != NULL)
        return page_list(&run);
    shared = (size_t)run.jobs * sizeof *run.bytes + (size_t)run.count * sizeof *run.digests;
    run.bytes = mmap(NULL, shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (run.bytes == MAP_FAILED || sb_crypto_start(NULL) != SB_OK)
        return 1;
    run.digests = (void *)(run.bytes + run.jobs);
    begun = bench_clock();
    cpu = bench_cpu();
    done = page_run(&run);
    for (long i = 0; i < run.jobs; i++)
        bytes += run.bytes[i];
    if (done)
        printf("ms/pdf %.4f cpu %.4f bytes %" PRIu64 "\n",
               (bench_clock() - begun) * 1e3 / (double)run.count,
               (bench_cpu() - cpu) * 1e3 / (double)run.count, bytes / (uint64_t)run.count);
    if (done && run.digest)
        page_say_digest(&run);
    munmap(run.bytes, shared);
    return done ? 0 : 1;
}
