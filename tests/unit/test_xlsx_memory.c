/*
 * test_xlsx_memory.c - a workbook while memory ends: every so many allocations one fails, of the
 * library's too, and no workbook comes of it that lacks anything.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "out/xlsx/xlsx.h"

#define STEP 29 /* a prime: cells have their allocations in the same order, row after row */

static long countdown = -1;  /* allocations that still succeed; -1: all */
static volatile int *failed; /* shared with the process that draws */

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__
#endif
#endif

/* Whether what watches this program has a malloc of its own, which never fails. */
static bool
watched(void)
{
#ifdef __SANITIZE_ADDRESS__
    return true;
#else
    const char *loaded = getenv("LD_PRELOAD");

    return loaded != NULL && strstr(loaded, "vgpreload") != NULL;
#endif
}

#ifndef __SANITIZE_ADDRESS__
#pragma GCC visibility push(default)
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *at, size_t size);

static bool
fails(void)
{
    if (countdown < 0 || countdown-- != 0)
        return false;
    *failed = 1;
    errno = ENOMEM;
    return true;
}

void *
malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t n, size_t size)
{
    return fails() ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *at, size_t size)
{
    return fails() ? NULL : __libc_realloc(at, size);
}
#pragma GCC visibility pop
#endif

/* Two rows a table, with amounts that agree or not: nobody asks here. */
static sb_status
two_rows(void *user, enum sb_table table, const struct sb_datum **row, struct sb_error *err)
{
    static struct sb_datum cells[SB_TABLE_CELLS];
    int *left = user;

    (void)err;
    *row = NULL;
    if (left[table] == 0)
        return SB_OK;
    left[table]--;
    cells[0] = (struct sb_datum){.kind = SB_DATUM_TEXT, .text = "SB-2026-000001"};
    for (size_t i = 1; i < SB_TABLE_CELLS; i++)
        cells[i] = (struct sb_datum){.kind = SB_DATUM_MONEY, .n = 12500 * (int64_t)i};
    *row = cells;
    return SB_OK;
}

static sb_status
draw(const char *path, const char *folder)
{
    const struct sb_ledger ledger = {.path = path,
                                     .folder = folder,
                                     .practice = "Cedar & Stone",
                                     .first = sb_date_make(2026, 10, 1),
                                     .last = sb_date_make(2026, 10, 31),
                                     .today = sb_date_make(2026, 11, 20),
                                     .created = 1795176000};
    struct sb_ledger_sums sums;
    int left[SB_TABLES];

    for (size_t i = 0; i < SB_TABLES; i++)
        left[i] = 2;
    return sb_ledger_draw_apart(&sums, &ledger, two_rows, left, NULL);
}

static void
hash_of(uint8_t hash[32], const char *path)
{
    struct sb_buf bytes = {0};

    assert_int_equal(sb_file_read(&bytes, path, 1 << 20, NULL), SB_OK);
    sb_sha256(hash, bytes.at, bytes.len);
    sb_buf_free(&bytes);
}

/* A crash is the library's, and told as a defect; what it draws nonetheless is the whole. */
static void
test_whole_or_refused(void **state)
{
    char folder[] = "/tmp/sb-memory-XXXXXX", path[64], sweep[64];
    uint8_t whole[32], hash[32];
    size_t refused = 0, runs = 0;

    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/book.xlsx", folder);
    assert_int_equal(draw(path, folder), SB_OK);
    hash_of(whole, path);
    for (long n = STEP; runs == 0 || *failed; n += STEP, runs++) {
        sb_status st;

        (void)unlink(path);
        *failed = 0;
        countdown = n;
        st = draw(path, folder);
        countdown = -1;
        refused += st != SB_OK;
        if (st == SB_OK) {
            hash_of(hash, path);
            if (memcmp(hash, whole, sizeof hash) != 0)
                fail_msg("allocation %ld failed unseen", n);
        } else if (st != SB_E_NOMEM && st != SB_E_DEFECT && st != SB_E_WRITE) {
            fail_msg("allocation %ld failed as %s", n, sb_status_text(st));
        }
        assert_int_equal(sb_outfile_sweep(folder, NULL), SB_OK);
    }
    print_message("# %zu of %zu runs refused\n", refused, runs);
    (void)snprintf(sweep, sizeof sweep, "rm -rf %s", folder);
    assert_int_equal(system(sweep), 0);
    assert_true(watched() || refused > 100);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_or_refused),
    };

    failed = mmap(NULL, sizeof *failed, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (failed == MAP_FAILED)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
