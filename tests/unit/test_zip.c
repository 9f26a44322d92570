/* test_zip.c - members of a zip as bounded streams; bombs, damage and lies are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/base.h"

static char path[64];

/* What a hand-made archive of one member says of itself. */
struct made {
    size_t size;    /* of the member, bytes of 'x' */
    uint32_t said;  /* its size as the directory says; 0: the truth */
    uint16_t flags; /* 1: encrypted */
    size_t cut;     /* bytes to leave out at the end */
    bool corrupt;   /* a byte of the member is changed */
};

static void
put16(struct sb_buf *out, uint32_t n)
{
    sb_buf_char(out, (char)(n & 0xff));
    sb_buf_char(out, (char)(n >> 8 & 0xff));
}

static void
put32(struct sb_buf *out, uint32_t n)
{
    put16(out, n & 0xffff);
    put16(out, n >> 16);
}

static void
put_facts(struct sb_buf *out, const struct made *made, uint32_t crc, size_t packed)
{
    put16(out, 20);
    put16(out, made->flags);
    put16(out, 8);
    put32(out, 0x58210000);
    put32(out, crc);
    put32(out, (uint32_t)packed);
    put32(out, made->said ? made->said : (uint32_t)made->size);
    put16(out, 5); /* "a.txt" */
    put16(out, 0);
}

static void
make_zip(const struct made *made)
{
    Bytef *plain = malloc(made->size + 1), *packed = malloc(made->size + 1024);
    z_stream z = {0};
    struct sb_buf out = {0};
    size_t length, directory;
    uint32_t crc;
    FILE *file;

    assert_non_null(plain);
    assert_non_null(packed);
    /* words for the corrupt one to break; one letter for the bomb */
    for (size_t i = 0; i < made->size; i++)
        plain[i] = (Bytef)(made->size > 1 << 20 ? 'x' : 'a' + (i * i >> 7) % 23);
    crc = (uint32_t)crc32(crc32(0, NULL, 0), plain, (uInt)made->size);
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = plain;
    z.avail_in = (uInt)made->size;
    z.next_out = packed;
    z.avail_out = (uInt)(made->size + 1024);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    length = z.total_out;
    deflateEnd(&z);
    if (made->corrupt)
        packed[length / 2] ^= 0x55;
    put32(&out, 0x04034b50);
    put_facts(&out, made, crc, length);
    sb_buf_text(&out, "a.txt");
    sb_buf_put(&out, packed, length);
    directory = out.len;
    put32(&out, 0x02014b50);
    put16(&out, 20);
    put_facts(&out, made, crc, length);
    put16(&out, 0);
    put16(&out, 0);
    put16(&out, 0);
    put32(&out, 0);
    put32(&out, 0);
    sb_buf_text(&out, "a.txt");
    length = out.len - directory;
    put32(&out, 0x06054b50);
    put32(&out, 0);
    put16(&out, 1);
    put16(&out, 1);
    put32(&out, (uint32_t)length);
    put32(&out, (uint32_t)directory);
    put16(&out, 0);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(out.at, 1, out.len - made->cut, file), out.len - made->cut);
    assert_int_equal(fclose(file), 0);
    sb_buf_free(&out);
    free(plain);
    free(packed);
}

static sb_status
read_all(size_t *total, uint64_t cap, struct sb_error *err)
{
    struct sb_zip *zip = NULL;
    char bytes[4096];
    size_t got = 1;
    sb_status st;

    *total = 0;
    if ((st = sb_zip_open(&zip, path, err)) != SB_OK)
        return st;
    assert_int_equal(sb_zip_count(zip), 1);
    assert_string_equal(sb_zip_name(zip, 0), "a.txt");
    st = sb_zip_begin(zip, 0, cap, err);
    while (st == SB_OK && got > 0 &&
           (st = sb_zip_read(zip, bytes, sizeof bytes, &got, err)) == SB_OK)
        *total += got;
    sb_zip_free(zip);
    return st;
}

static void
rows(void **state)
{
    static const struct {
        const char *label;
        struct made made;
        uint64_t cap;
        const char *why; /* NULL: read whole */
    } table[] = {
        {"sound", {.size = 100000}, 1 << 20, NULL},
        {"empty", {.size = 0}, 1 << 20, NULL},
        {"at the cap", {.size = 65536}, 65536, NULL},
        {"over the cap", {.size = 65537}, 65536, "too large"},
        {"a bomb", {.size = 20 << 20}, 1 << 30, "grows far more"},
        {"says less than it holds", {.size = 100000, .said = 5000}, 1 << 20, ""},
        {"says more than it holds", {.size = 5000, .said = 100000}, 1 << 20, "damaged"},
        {"says the largest", {.size = 5000, .said = 0xfffffff0}, 1 << 20, "too large"},
        {"encrypted", {.size = 5000, .flags = 1}, 1 << 20, "encrypted"},
        {"cut", {.size = 5000, .cut = 30}, 1 << 20, "cut short"},
        {"corrupt", {.size = 100000, .corrupt = true}, 1 << 20, ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sb_error err = {0};
        size_t total;
        sb_status st;

        make_zip(&table[i].made);
        st = read_all(&total, table[i].cap, &err);
        if (table[i].why == NULL && (st != SB_OK || total != table[i].made.size))
            fail_msg("%s: %s, %zu bytes", table[i].label, err.text, total);
        if (table[i].why != NULL && (st != SB_E_READ || strstr(err.text, table[i].why) == NULL))
            fail_msg("%s: %d %s, %zu bytes", table[i].label, st, err.text, total);
    }
}

static void
not_a_zip(void **state)
{
    struct sb_zip *zip;
    struct sb_error err = {0};
    FILE *file = fopen(path, "w");

    (void)state;
    assert_non_null(file);
    fputs("PK\3\4 and nothing else", file);
    fclose(file);
    assert_int_equal(sb_zip_open(&zip, path, &err), SB_E_READ);
    assert_null(zip);
    assert_int_equal(sb_zip_open(&zip, "/nonexistent/a.zip", NULL), SB_E_READ);
    sb_zip_free(NULL);
}

static int
setup(void **state)
{
    int fd;

    (void)state;
    snprintf(path, sizeof path, "/tmp/sb-zip-XXXXXX");
    fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int
teardown(void **state)
{
    (void)state;
    return unlink(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rows, setup, teardown),
        cmocka_unit_test_setup_teardown(not_a_zip, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
