/* Proof: every altered byte that makes a row another is found. */
#include "filled_fixture.h"

#define FLIP_STEP 101 /* every so many-th byte; SB_FLIP_STEP=1 takes them all */

/* A hash over all that the tables hold. */
static sb_status
content(uint8_t hash[32], struct sb_archive *archive)
{
    static const char *const tables[] = {
        "SELECT * FROM entry ORDER BY n",
        "SELECT * FROM reason ORDER BY entry",
        "SELECT * FROM superbill ORDER BY id",
        "SELECT * FROM record ORDER BY superbill",
        "SELECT * FROM visit ORDER BY superbill, position",
        "SELECT * FROM live ORDER BY visit, series",
        "SELECT * FROM line ORDER BY superbill, position",
        "SELECT * FROM payment ORDER BY superbill, position",
        "SELECT * FROM warning ORDER BY superbill, position",
        "SELECT * FROM piece ORDER BY id",
        "SELECT * FROM document ORDER BY superbill, position",
        "SELECT * FROM body ORDER BY superbill",
        "SELECT * FROM delivery ORDER BY superbill",
        "SELECT * FROM drawn ORDER BY superbill",
    };
    struct sb_sha256_state all;

    sb_sha256_start(&all);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        struct sb_statement *s;
        bool row = true;

        if (sb_statement_open(&s, sb_archive_db(archive), tables[i], NULL) != SB_OK)
            return SB_E_DAMAGED;
        while (sb_statement_next(s, &row, NULL) == SB_OK && row) {
            for (int k = 0; k < sb_statement_columns(s); k++) {
                bool null = sb_statement_null(s, k);
                struct sb_bytes value = sb_statement_bytes(s, k);

                sb_sha256_add(&all, &null, sizeof null);
                sb_sha256_add(&all, &value.len, sizeof value.len);
                sb_sha256_add(&all, value.at, value.len);
            }
        }
        if (sb_statement_end(s, NULL) != SB_OK)
            return SB_E_DAMAGED;
    }
    sb_sha256_end(&all, hash);
    return SB_OK;
}

static bool
flip_is_found(const uint8_t sound[32])
{
    struct sb_archive_options options = {.path = "archive.db", .wait = 60};
    struct sb_archive *archive;
    struct sb_proof proof = {.faults = 0};
    uint8_t now[32];
    bool found;

    if (sb_archive_open(&archive, &options, NULL) != SB_OK)
        return true;
    found = sb_archive_prove(&proof, archive, NULL, NULL, NULL) != SB_OK || proof.faults > 0;
    /* what no row holds may change: slack of pages, counters of the file's header */
    if (!found)
        found = content(now, archive) == SB_OK && memcmp(now, sound, 32) == 0;
    sb_archive_free(archive);
    return found;
}

static void
test_every_flipped_byte(void **state)
{
    struct sb_archive *archive = filled();
    const char *asked = secure_getenv("SB_FLIP_STEP");
    int64_t step = FLIP_STEP;
    uint8_t sound[32], byte;
    struct stat status;
    int fd;

    (void)state;
    if (asked != NULL)
        assert_true(sb_int_parse(&step, asked, strlen(asked)) && step > 0);
    assert_int_equal(content(sound, archive), SB_OK);
    sb_archive_free(archive);
    assert_int_equal(stat("archive.db", &status), 0);
    print_message("%lld bytes\n", (long long)status.st_size);
    for (off_t at = 0; at < status.st_size; at += at < 100 ? 1 : step) {
        for (int on = 0; on < 2; on++) {
            fd = open("archive.db", O_RDWR);
            assert_int_equal(pread(fd, &byte, 1, at), 1);
            byte ^= (uint8_t)(1 << (at % 8));
            assert_int_equal(pwrite(fd, &byte, 1, at), 1);
            assert_int_equal(close(fd), 0);
            if (on == 0 && !flip_is_found(sound))
                fail_msg("byte %lld", (long long)at);
        }
    }
    archive = archive_ok();
    sb_archive_free(archive);
}

/* Leaves of the file's trees, as its format describes them. */
#define PAGE 4096
#define LEAF_INDEX 0x0a /* of an index, and of a table without row numbers */
#define LEAF_TABLE 0x0d

/* How long a number of variable length is, whatever it says. */
static size_t
varint_length(const uint8_t *at)
{
    size_t length = 1;

    while (length < 9 && (at[length - 1] & 0x80) != 0)
        length++;
    return length;
}

/* Where the header of that cell's record begins in the page, and how long it is; 0: no such cell.
 */
static size_t
record_header(size_t *length, const uint8_t *page, size_t first, size_t cell)
{
    const uint8_t *head = page + first, *slot = head + 8 + 2 * cell;
    size_t at;

    if ((head[0] != LEAF_INDEX && head[0] != LEAF_TABLE) || cell >= (size_t)head[3] * 256 + head[4])
        return 0;
    at = (size_t)slot[0] * 256 + slot[1];
    at += varint_length(page + at);
    if (head[0] == LEAF_TABLE)
        at += varint_length(page + at);
    *length = page[at];
    return *length < 0x80 && at + *length <= PAGE ? at : 0;
}

/* One byte is another value, and is found where it makes a row another. */
static void
assert_found(const uint8_t sound[32], off_t at, uint8_t was, uint8_t is)
{
    int fd = open("archive.db", O_RDWR);

    assert_int_equal(pwrite(fd, &is, 1, at), 1);
    if (!flip_is_found(sound))
        fail_msg("byte %lld: %d for %d", (long long)at, is, was);
    assert_int_equal(pwrite(fd, &was, 1, at), 1);
    assert_int_equal(close(fd), 0);
}

/* What a row's values are, by type and length: none, a constant, and empty ones. */
static void
test_every_type_of_a_value(void **state)
{
    static const uint8_t other[] = {0, 9, 12, 13};
    bool all = secure_getenv("SB_FLIP_STEP") != NULL;
    struct sb_archive *archive = filled();
    uint8_t sound[32], page[PAGE];
    size_t tried = 0, length = 0, at;

    (void)state;
    assert_int_equal(content(sound, archive), SB_OK);
    sb_archive_free(archive);
    for (off_t begin = 0;; begin += PAGE) {
        int fd = open("archive.db", O_RDONLY);
        ssize_t got = pread(fd, page, PAGE, begin);

        assert_int_equal(close(fd), 0);
        if (got < PAGE)
            break;
        for (size_t cell = 0; (at = record_header(&length, page, begin == 0 ? 100 : 0, cell)) > 0;
             cell++) {
            for (size_t k = 0; k < length * (all ? 256 : sizeof other); k++, tried++) {
                size_t byte = at + k % length, n = k / length;
                uint8_t is = all ? (uint8_t)n : other[n];

                if (is != page[byte])
                    assert_found(sound, begin + (off_t)byte, page[byte], is);
            }
        }
    }
    print_message("%zu tried\n", tried);
    assert_true(tried > 1000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_flipped_byte, enter, leave),
        cmocka_unit_test_setup_teardown(test_every_type_of_a_value, enter, leave),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
