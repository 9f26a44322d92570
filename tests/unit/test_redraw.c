/* test_redraw.c - what was issued is drawn again, and what never was drawn from its record is
 * found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "app/app.h"

#include "superbill.h"

#define NOON INT64_C(1795176000) /* 2026-11-20T12:00:00Z */

static char folder[64];

static int
enter(void **state)
{
    struct sb_init_options options = {.timezone = "UTC", .today = sb_date_make(2026, 11, 20)};
    static struct sb_practice *practice;

    strcpy(folder, "/tmp/sb-redraw-XXXXXX");
    if (mkdtemp(folder) == NULL || chdir(folder) != 0)
        return -1;
    options.folder = ".";
    *state = &practice;
    return sb_init(&options, NULL) == SB_OK &&
                   sb_practice_open(&practice, "superbill.ini", NULL, NULL, NULL) == SB_OK
               ? 0
               : -1;
}

static int
leave(void **state)
{
    static const char *const names[] = {"superbill.ini", "patients.json", "visits.ndjson",
                                        "archive.db",    "archive.head",  "archive.lock"};

    sb_practice_free(*(struct sb_practice **)*state);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)unlink(names[i]);
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static struct sb_run
run_now(void)
{
    return (struct sb_run){.issued_at = NOON, .issued_on = sb_date_make(2026, 11, 20)};
}

/* In the place of the program's own: what draws is another source, or none at all. */
const char *__real_sb_drawing_source(void);
const char *__wrap_sb_drawing_source(void);
static const char *source;

const char *
__wrap_sb_drawing_source(void)
{
    return source != NULL ? source : __real_sb_drawing_source();
}

/* In the place of the library: one that makes other streams of the same bytes. */
sb_status __real_sb_deflate_new(struct sb_deflate **out, enum sb_deflate_level level,
                                struct sb_error *err);
sb_status __wrap_sb_deflate_new(struct sb_deflate **out, enum sb_deflate_level level,
                                struct sb_error *err);
sb_status __real_sb_deflate_name(char name[SB_DEFLATE_NAME], bool small, struct sb_error *err);
sb_status __wrap_sb_deflate_name(char name[SB_DEFLATE_NAME], bool small, struct sb_error *err);
static bool replaced;
static const char *called;

sb_status
__wrap_sb_deflate_new(struct sb_deflate **out, enum sb_deflate_level level, struct sb_error *err)
{
    return __real_sb_deflate_new(out, replaced ? SB_DEFLATE_SMALL : level, err);
}

sb_status
__wrap_sb_deflate_name(char name[SB_DEFLATE_NAME], bool small, struct sb_error *err)
{
    if (called == NULL)
        return __real_sb_deflate_name(name, small, err);
    strcpy(name, called);
    return SB_OK;
}

static char told[256];

static void
tell(void *user, const struct sb_fault *fault)
{
    (void)user;
    (void)snprintf(told, sizeof told, "%s: %s", fault->number, fault->text);
}

/* A correction whose page shows another amount than its record; the chain vouches for both. */
static void
issue_a_lie(struct sb_practice *practice, const char *deflate)
{
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_buf record = {0};
    struct sb_drawing *drawing;
    struct sb_keep keep = {.pages = 1,
                           .template_name = "standard",
                           .tables = "",
                           .program = SB_VERSION,
                           .reason = "a lie",
                           .zlib = deflate};
    struct sb_error err = {0};
    struct sb_bill *bill;
    struct sb_txn *t;
    uint8_t design[32];
    sb_number number;

    assert_int_equal(sb_practice_design(design, practice, &err), SB_OK);
    assert_int_equal(sb_practice_drawing(&drawing, practice, SB_AUDIENCE_SUPERBILL, &err), SB_OK);
    assert_int_equal(
        sb_view_bill(&bill, practice, "EXAMPLE-SB-2026-000001", SB_AUDIENCE_SUPERBILL, arena, &err),
        SB_OK);
    assert_int_equal(sb_txn_begin(&t, practice->archive, &err), SB_OK);
    assert_int_equal(sb_txn_number(&number, t, bill->issued_on, &err), SB_OK);
    bill->replaces = "EXAMPLE-SB-2026-000001";
    assert_int_equal(sb_bill_seal(bill, number.text, NOON, &record, &err), SB_OK);
    keep.bill = bill;
    keep.design = design;
    keep.record = (struct sb_bytes){record.at, record.len};
    bill->lines[0].charge.cents += 100;
    assert_int_equal(sb_document_draw(&keep.document, drawing, bill, keep.record, &err), SB_OK);
    bill->lines[0].charge.cents -= 100;
    if (sb_txn_put(t, &keep, &err) != SB_OK || sb_txn_commit(t, &err) != SB_OK)
        fail_msg("%s", err.text);
    sb_txn_free(t);
    sb_buf_free(&record);
    sb_arena_free(arena);
}

static const char *
own_name(void)
{
    static char name[SB_DEFLATE_NAME];

    assert_int_equal(sb_deflate_name(name, false, NULL), SB_OK);
    return name;
}

static void
check_finds_a_lie(struct sb_practice *practice, const char *deflate)
{
    const struct sb_issue_options options = {.run = run_now()};
    struct sb_error err = {0};
    struct sb_tally tally;
    struct sb_proof proof = {0};

    assert_int_equal(sb_issue(&tally, practice, &options, &err), SB_OK);
    assert_int_equal(sb_archive_check(&proof, practice, tell, NULL, &err), SB_OK);
    assert_int_equal(proof.redrawn, 4);
    assert_int_equal(proof.unlike, 0);
    issue_a_lie(practice, deflate);
    assert_int_equal(sb_archive_check(&proof, practice, tell, NULL, &err), SB_E_DAMAGED);
    assert_int_equal(proof.redrawn, 4);
    assert_int_equal(proof.faults, 1);
    assert_string_equal(told, "EXAMPLE-SB-2026-000005: drawn again from its record, it is another "
                              "document");
}

static void
test_a_page_that_its_record_never_made(void **state)
{
    check_finds_a_lie(*(struct sb_practice **)*state, own_name());
}

/* Archives of before hold the version of zlib. */
static void
test_the_same_under_another_library(void **state)
{
    check_finds_a_lie(*(struct sb_practice **)*state, "1.2.13");
}

/* Issue by a library that makes other streams under that name, then check with our own. */
static struct sb_proof
issue_otherwise(void **state, const char *name, sb_status wanted)
{
    struct sb_practice **practice = *(struct sb_practice ***)state;
    const struct sb_issue_options options = {.run = run_now()};
    struct sb_error err = {0};
    struct sb_tally tally;
    struct sb_proof proof = {0};

    replaced = true;
    called = name;
    assert_int_equal(sb_issue(&tally, *practice, &options, &err), SB_OK);
    replaced = false;
    called = NULL;
    sb_practice_free(*practice);
    assert_int_equal(sb_practice_open(practice, "superbill.ini", NULL, NULL, &err), SB_OK);
    assert_int_equal(sb_archive_check(&proof, *practice, tell, NULL, &err), wanted);
    return proof;
}

static void
test_other_streams_of_another_library(void **state)
{
    struct sb_proof proof = issue_otherwise(state, "libdeflate 0123456789abcdef", SB_OK);

    assert_int_equal(proof.redrawn, 4);
    assert_int_equal(proof.faults, 0);
}

static void
test_other_streams_of_our_own(void **state)
{
    struct sb_proof proof = issue_otherwise(state, NULL, SB_E_DAMAGED);

    assert_int_equal(proof.redrawn, 0);
    assert_int_equal(proof.faults, 4);
}

/* The same version of the program, built from another source: its drawings say nothing of ours. */
static void
test_what_another_source_drew(void **state)
{
    struct sb_practice *practice = *(struct sb_practice **)*state;
    const struct sb_issue_options options = {.run = run_now()};
    struct sb_error err = {0};
    struct sb_tally tally;
    struct sb_proof proof = {0};

    source = "another";
    assert_int_equal(sb_issue(&tally, practice, &options, &err), SB_OK);
    issue_a_lie(practice, own_name());
    source = NULL;
    assert_int_equal(strlen(sb_drawing_source()), 64);
    assert_int_equal(sb_archive_check(&proof, practice, tell, NULL, &err), SB_OK);
    assert_int_equal(proof.faults, 0);
    assert_int_equal(proof.redrawn, 0);
    assert_int_equal(proof.unlike, 5);
}

static void
stream_put(struct sb_buf *out, const char *text, enum sb_deflate_level level)
{
    struct sb_deflate *deflate;
    struct sb_buf body = {0};

    assert_int_equal(sb_deflate_new(&deflate, level, NULL), SB_OK);
    assert_int_equal(sb_deflate_run(deflate, &body, text, strlen(text), NULL), SB_OK);
    sb_buf_print(out, "1 0 obj\n<</Length %zu>>\nstream\n", body.len);
    sb_buf_put(out, body.at, body.len);
    sb_buf_text(out, "\nendstream\nendobj\n");
    sb_deflate_free(deflate);
    sb_buf_free(&body);
}

static void
test_compression_alone_makes_no_other_document(void **state)
{
    static const char text[] = "BT (97110)Tj ET BT (97110)Tj ET BT (97110)Tj ET BT (97140)Tj ET";
    static const struct {
        const char *a[2], *b[2];
        bool same;
    } rows[] = {
        {{text, "x"}, {text, "x"}, true},    {{text, "x"}, {text, "y"}, false},
        {{text, "x"}, {text, NULL}, false},  {{text, NULL}, {text, "x"}, false},
        {{NULL, NULL}, {NULL, NULL}, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_buf a = {0}, b = {0};
        bool same;

        sb_buf_text(&a, "%PDF-1.7\n");
        sb_buf_text(&b, "%PDF-1.7\n");
        for (size_t k = 0; k < 2; k++) {
            if (rows[i].a[k] != NULL)
                stream_put(&a, rows[i].a[k], SB_DEFLATE_FAST);
            if (rows[i].b[k] != NULL)
                stream_put(&b, rows[i].b[k], SB_DEFLATE_SMALL);
        }
        assert_int_equal(sb_document_same(&same, (struct sb_bytes){a.at, a.len},
                                          (struct sb_bytes){b.at, b.len}, NULL),
                         SB_OK);
        if (same != rows[i].same)
            fail_msg("row %zu", i);
        sb_buf_free(&a);
        sb_buf_free(&b);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_page_that_its_record_never_made, enter, leave),
        cmocka_unit_test_setup_teardown(test_the_same_under_another_library, enter, leave),
        cmocka_unit_test_setup_teardown(test_other_streams_of_another_library, enter, leave),
        cmocka_unit_test_setup_teardown(test_other_streams_of_our_own, enter, leave),
        cmocka_unit_test_setup_teardown(test_what_another_source_drew, enter, leave),
        cmocka_unit_test(test_compression_alone_makes_no_other_document),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
