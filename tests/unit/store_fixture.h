/* store_fixture.h - a fresh folder and hand-made bills for the tests of the archive. */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/store.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIXTURE_AT INT64_C(1791234567)

static inline int
enter(void **state)
{
    char folder[] = "store-XXXXXX";
    const char *tmp = secure_getenv("TMPDIR");

    assert_int_equal(chdir(tmp != NULL ? tmp : "/tmp"), 0);
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    *state = realpath(".", NULL);
    return 0;
}

static inline int
leave(void **state)
{
    char command[600];

    (void)snprintf(command, sizeof command, "rm -rf '%s'", (const char *)*state);
    assert_int_equal(chdir("/"), 0);
    free(*state);
    return system(command);
}

static inline struct sb_archive *
archive_ok(void)
{
    struct sb_archive_options options = {.path = "archive.db", .wait = 60};
    struct sb_error err = {0};
    struct sb_archive *archive;

    if (sb_archive_open(&archive, &options, &err) != SB_OK)
        fail_msg("open: %s: %s", err.source, err.text);
    return archive;
}

/* A visit of that id, and all that a bill of it needs. */
struct fixture {
    struct sb_patient patient;
    struct sb_provider provider;
    struct sb_payer payer;
    struct sb_service services[2];
    struct sb_diagnosis diagnoses[1];
    struct sb_payment payments[1];
    struct sb_visit visit;
    const struct sb_visit *visits[1];
    struct sb_bill_line lines[2];
    struct sb_bill_payment paid[1];
    struct sb_bill bill;
    char record[400], content[200];
    const unsigned char *own; /* a font of this document alone; NULL: none */
    struct sb_bytes pieces[5];
};

static unsigned char fixture_font[9000];

static inline void
fixture_fill(struct fixture *f, const char *visit, const char *patient, sb_date date)
{
    for (size_t i = 0; i < sizeof fixture_font; i++)
        fixture_font[i] = (unsigned char)(i * i % 251);
    *f = (struct fixture){
        .patient = {.id = patient},
        .provider = {.id = "rivera"},
        .payer = {.id = "aetna"},
        .services = {{.code = "97110", .minutes = 24, .assistant_minutes = -1, .units = -1},
                     {.code = "97140", .minutes = 16, .assistant_minutes = -1, .units = -1}},
        .diagnoses = {{.code = "M25.561"}},
        .payments = {{.date = date, .amount = {true, {12750}}, .method = SB_METHOD_HSA}},
    };
    f->visit = (struct sb_visit){.id = visit,
                                 .patient_id = patient,
                                 .date = date,
                                 .diagnoses = f->diagnoses,
                                 .diagnosis_count = 1,
                                 .services = f->services,
                                 .service_count = 2,
                                 .payments = f->payments,
                                 .payment_count = 1};
    f->visits[0] = &f->visit;
    for (size_t i = 0; i < 2; i++)
        f->lines[i] = (struct sb_bill_line){.service = i,
                                            .date = date,
                                            .place = "11",
                                            .code = f->services[i].code,
                                            .modifiers = {"GP"},
                                            .modifier_count = 1,
                                            .pointer_count = 1,
                                            .minutes = f->services[i].minutes,
                                            .units = 1,
                                            .charge = {i == 0 ? 6250 : 6500},
                                            .paid = {i == 0 ? 6250 : 6500}};
    f->paid[0] = (struct sb_bill_payment){.payment = &f->payments[0], .applied = {12750}};
    f->bill = (struct sb_bill){.patient = &f->patient,
                               .provider = &f->provider,
                               .payer = &f->payer,
                               .visits = f->visits,
                               .visit_count = 1,
                               .first_date = date,
                               .last_date = date,
                               .diagnoses = {{.code = "M25.561"}},
                               .diagnosis_count = 1,
                               .lines = f->lines,
                               .line_count = 2,
                               .payments = f->paid,
                               .payment_count = 1,
                               .charges = {12750},
                               .paid = {12750},
                               .received = {12750},
                               .issued_at = FIXTURE_AT,
                               .issued_on = sb_date_make(2026, 10, 5)};
}

/* Number, seal in a simple way, and put. */
static inline sb_status
fixture_put(struct sb_txn *t, struct fixture *f, sb_number *number, const char *folder,
            const char *reason, struct sb_error *err)
{
    struct sb_keep keep = {.bill = &f->bill,
                           .pages = 1,
                           .folder = folder,
                           .template_name = "standard",
                           .tables = "embedded 1",
                           .program = "1.0.0",
                           .design = (const uint8_t *)"what it was drawn with, 32 bytes",
                           .zlib = "1.2.13",
                           .reason = reason};
    sb_status st = sb_txn_number(number, t, f->bill.issued_on, err);

    if (st != SB_OK)
        return st;
    f->bill.number = number->text;
    (void)snprintf(f->record, sizeof f->record,
                   "{\"number\":\"%s\",\"totals\":{\"charges\":\"127.50\"},\"visit\":\"%s\"}",
                   number->text, f->visit.id);
    (void)snprintf(f->content, sizeof f->content, "%%PDF-1.7 of %s for %s", number->text,
                   f->visit.id);
    f->pieces[0] = (struct sb_bytes){f->content, strlen(f->content)};
    f->pieces[1] = (struct sb_bytes){fixture_font, sizeof fixture_font};
    f->pieces[2] = (struct sb_bytes){"%%EOF\n", 6};
    if (f->own != NULL) {
        f->pieces[3] = (struct sb_bytes){f->own, sizeof fixture_font};
        f->pieces[4] = f->pieces[2];
    }
    keep.record = (struct sb_bytes){f->record, strlen(f->record)};
    keep.document = (struct sb_pieces){f->pieces, f->own != NULL ? 5 : 3};
    return sb_txn_put(t, &keep, err);
}

/* One superbill in a transaction of its own. */
static inline void
issue_ok(struct sb_archive *archive, const char *visit, const char *patient, sb_number *number)
{
    struct fixture f;
    struct sb_error err = {0};
    struct sb_txn *t;

    fixture_fill(&f, visit, patient, sb_date_make(2026, 10, 5));
    if (sb_txn_begin(&t, archive, &err) != SB_OK ||
        fixture_put(t, &f, number, NULL, NULL, &err) != SB_OK || sb_txn_commit(t, &err) != SB_OK)
        fail_msg("issue: %s: %s", err.source, err.text);
    sb_txn_free(t);
}

#endif
