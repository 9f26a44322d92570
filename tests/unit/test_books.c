/* test_books.c - what a month leaves: manifest, exceptions, and the proof that all agree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"

#define NOON INT64_C(1795176000) /* 2026-11-20T12:00:00Z */

struct world {
    char folder[64];
    struct sb_practice *practice;
    struct sb_run run;
    struct sb_tally issued;
};

static int
make_world(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    struct sb_init_options options = {.timezone = "UTC"};
    struct sb_issue_options issue = {0};
    char path[128];

    if (w == NULL)
        return -1;
    strcpy(w->folder, "/tmp/sb-books-XXXXXX");
    if (mkdtemp(w->folder) == NULL)
        return -1;
    options.folder = w->folder;
    options.today = sb_date_make(2026, 11, 20);
    w->run = (struct sb_run){.issued_at = NOON, .issued_on = options.today};
    issue.run = w->run;
    snprintf(path, sizeof path, "%s/superbill.ini", w->folder);
    *state = w;
    return sb_init(&options, NULL) == SB_OK &&
                   sb_practice_open(&w->practice, path, NULL, NULL, NULL) == SB_OK &&
                   sb_issue(&w->issued, w->practice, &issue, NULL) == SB_OK
               ? 0
               : -1;
}

static int
drop_world(void **state)
{
    struct world *w = *state;
    char command[128];
    int code;

    sb_practice_free(w->practice);
    snprintf(command, sizeof command, "rm -rf '%s'", w->folder);
    code = system(command);
    free(w);
    return code;
}

static void
read_into(struct sb_buf *buf, const struct world *w, const char *name)
{
    char path[128];

    snprintf(path, sizeof path, "%s/out/2026-11/%s", w->folder, name);
    assert_int_equal(sb_file_read(buf, path, 1 << 20, NULL), SB_OK);
}

struct refusals {
    size_t told, money;
};

static sb_status
tell_exception(void *user, struct sb_exception *out, bool *more, struct sb_error *err)
{
    struct refusals *r = user;

    (void)err;
    *more = r->told++ == 0;
    *out = (struct sb_exception){.visit = "V-9",
                                 .patient = "=P",
                                 .date = sb_date_make(2026, 11, 7),
                                 .rule = "units-exceed-rule",
                                 .severity = SB_SEVERITY_ERROR,
                                 .place = "visits.ndjson:5:1",
                                 .message = "4 units need 53 minutes, this visit has 45",
                                 .advice = "check the minutes"};
    return SB_OK;
}

static sb_status
tell_left_out(void *user, struct sb_left_out *out, bool *more, struct sb_error *err)
{
    struct refusals *r = user;

    (void)err;
    *more = r->money++ < 2;
    *out = (struct sb_left_out){.visit = "V-9",
                                .patient = "P-1",
                                .date = sb_date_make(2026, 11, 7),
                                .charged = r->money == 1,
                                .charges = {r->money == 1 ? 9000 : 0},
                                .paid = {5000}};
    return SB_OK;
}

static sb_status
write_books(struct sb_books *books, struct world *w, const struct sb_sums *bills,
            struct refusals *refusals, struct sb_error *err)
{
    char folder[128];
    const struct sb_books_options options = {.run = &w->run,
                                             .first = sb_date_make(2026, 11, 1),
                                             .last = sb_date_make(2026, 11, 30),
                                             .folder = folder,
                                             .bills = bills,
                                             .exception = refusals ? tell_exception : NULL,
                                             .left_out = refusals ? tell_left_out : NULL,
                                             .user = refusals};

    snprintf(folder, sizeof folder, "%s/out/2026-11", w->folder);
    return sb_books_write(books, w->practice, &options, err);
}

static struct sb_sums
bills_of(const struct world *w)
{
    return (struct sb_sums){.documents = w->issued.documents,
                            .charges = w->issued.charges,
                            .adjustments = w->issued.adjustments,
                            .paid = w->issued.paid,
                            .balance = w->issued.balance};
}

static void
test_month(void **state)
{
    struct world *w = *state;
    struct sb_sums bills = bills_of(w);
    struct refusals refusals = {0};
    struct sb_buf manifest = {0}, exceptions = {0};
    struct sb_books books;
    struct sb_error err = {0};

    if (write_books(&books, w, &bills, &refusals, &err) != SB_OK)
        fail_msg("%s", err.text);
    assert_int_equal(books.archive.documents, w->issued.documents);
    assert_true(books.archive.documents > 0);
    assert_int_equal(books.manifest.charges.cents, w->issued.charges.cents);
    assert_int_equal(books.exceptions, 1);
    assert_int_equal(books.left_out, 2);
    assert_int_equal(books.left_out_charges.cents, 9000);
    assert_int_equal(books.left_out_paid.cents, 10000);
    read_into(&manifest, w, "manifest.csv");
    assert_true(sb_text_starts(manifest.at,
                               "number,patient_id,provider,payer,first_date,last_date,charges,"
                               "adjustments,paid,balance,file_by,state,pages,sha256\r\n"
                               "EXAMPLE-SB-2026-000001,P-1001,hale,aetna,2026-11-"));
    read_into(&exceptions, w, "exceptions.csv");
    assert_string_equal(exceptions.at,
                        "visit,patient_id,provider,date,rule,severity,place,message,advice\r\n"
                        "V-9,'=P,,2026-11-07,units-exceed-rule,error,visits.ndjson:5:1,"
                        "\"4 units need 53 minutes, this visit has 45\",check the minutes\r\n");
    sb_buf_free(&manifest);
    sb_buf_free(&exceptions);
}

/* A cent of difference: a defect, and what was there stays. */
static void
test_proof(void **state)
{
    struct world *w = *state;
    struct sb_sums bills = bills_of(w);
    struct sb_buf before = {0}, after = {0};
    struct sb_books books;

    assert_int_equal(write_books(&books, w, &bills, NULL, NULL), SB_OK);
    read_into(&before, w, "exceptions.csv");
    bills.charges.cents++;
    assert_int_equal(write_books(&books, w, &bills, &(struct refusals){0}, NULL), SB_E_DEFECT);
    read_into(&after, w, "exceptions.csv");
    assert_string_equal(before.at, after.at);
    sb_buf_free(&before);
    sb_buf_free(&after);
}

/* What stands in a month; nothing in the next. */
static void
test_sum(void **state)
{
    struct world *w = *state;
    struct sb_sums sums;

    assert_int_equal(sb_books_sum(&sums, w->practice, sb_date_make(2026, 11, 1),
                                  sb_date_make(2026, 11, 30), NULL),
                     SB_OK);
    assert_int_equal(sums.documents, w->issued.documents);
    assert_int_equal(sums.paid.cents, w->issued.paid.cents);
    assert_int_equal(sb_books_sum(&sums, w->practice, sb_date_make(2026, 12, 1),
                                  sb_date_make(2026, 12, 31), NULL),
                     SB_OK);
    assert_int_equal(sums.documents, 0);
    assert_int_equal(sums.charges.cents, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_month, make_world, drop_world),
        cmocka_unit_test_setup_teardown(test_proof, make_world, drop_world),
        cmocka_unit_test_setup_teardown(test_sum, make_world, drop_world),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
