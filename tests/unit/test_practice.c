/* test_practice.c - the use cases as a program calls them: numbers, days, stops, single documents.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
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
};

static void
path_in(char out[128], const struct world *w, const char *name)
{
    snprintf(out, 128, "%s/%s", w->folder, name);
}

static int
make_world(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    struct sb_init_options options = {.timezone = "UTC"};
    char path[128];

    if (w == NULL)
        return -1;
    strcpy(w->folder, "/tmp/sb-practice-XXXXXX");
    if (mkdtemp(w->folder) == NULL)
        return -1;
    options.folder = w->folder;
    options.today = sb_date_make(2026, 11, 20);
    path_in(path, w, "superbill.ini");
    *state = w;
    return sb_init(&options, NULL) == SB_OK &&
                   sb_practice_open(&w->practice, path, NULL, NULL, NULL) == SB_OK
               ? 0
               : -1;
}

static int
drop_world(void **state)
{
    static const char *const names[] = {"superbill.ini", "patients.json", "visits.ndjson"};
    struct world *w = *state;
    char path[128];

    sb_practice_free(w->practice);
    for (size_t i = 0; i < 3; i++) {
        path_in(path, w, names[i]);
        unlink(path);
    }
    rmdir(w->folder);
    free(w);
    return 0;
}

static struct sb_run
run_of(sb_event_fn *event, void *user)
{
    return (struct sb_run){
        .issued_at = NOON, .issued_on = sb_date_make(2026, 11, 20), .event = event, .user = user};
}

static void
numbers_of_its_own(void **state)
{
    static const struct {
        const char *text;
        bool own;
    } rows[] = {
        {"SB-2026-000123", true},    {"SB-2026-1", true},         {"SB-1999-1234567", true},
        {"sb-2026-000123", true},    {"EXAMPLE-SB-2026-1", true}, {"example-sb-2026-1", true},
        {"SB-26-000123", false},     {"SB-2026-", false},         {"SB-2026-12a", false},
        {"SB-2026-000123-2", false}, {"2019-0042", false},        {"", false},
        {"EXAMPLE-", false},         {"XSB-2026-1", false},
    };
    const struct world *w = *state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("# %s\n", rows[i].text);
        assert_int_equal(sb_practice_numbers(w->practice, rows[i].text), rows[i].own);
    }
}

static void
its_day_and_its_paths(void **state)
{
    const struct world *w = *state;
    char text[SB_DATE_TEXT], expected[128], *path;

    assert_string_equal(sb_date_print(text, sb_practice_day(w->practice, NOON)), "2026-11-20");
    assert_string_equal(sb_date_print(text, sb_practice_day(w->practice, NOON + 12 * 3600)),
                        "2026-11-21");
    path = sb_practice_path(w->practice, "out");
    path_in(expected, w, "out");
    assert_string_equal(path, expected);
    sb_text_free(path);
    path = sb_practice_path(w->practice, "/srv/out");
    assert_string_equal(path, "/srv/out");
    sb_text_free(path);
}

struct seen {
    size_t documents, findings, stop_at;
    char last[80];
};

static bool
see(void *user, const struct sb_event *event)
{
    struct seen *seen = user;

    if (event->kind == SB_FOUND)
        seen->findings++;
    if (event->kind != SB_DRAWN)
        return true;
    seen->documents++;
    assert_null(event->document->file);
    assert_memory_equal(event->document->bytes, "%PDF-1.7", 8);
    snprintf(seen->last, sizeof seen->last, "%s", event->document->visits[0]);
    return seen->documents != seen->stop_at;
}

static void
documents_in_memory(void **state)
{
    const struct world *w = *state;
    struct seen seen = {0};
    struct sb_render_options options = {.run = run_of(see, &seen)};
    struct sb_tally tally;

    assert_int_equal(sb_render(&tally, w->practice, &options, NULL), SB_OK);
    assert_int_equal(seen.documents, 4);
    assert_int_equal(tally.documents, 4);
    assert_int_equal(tally.charges.cents, 120250);
    assert_int_equal(tally.balance.cents, 0);
    assert_string_equal(seen.last, "V-20261117-1002");
}

static void
the_caller_may_stop(void **state)
{
    const struct world *w = *state;
    struct seen seen = {.stop_at = 2};
    struct sb_render_options options = {.run = run_of(see, &seen)};
    struct sb_tally tally;

    assert_int_equal(sb_render(&tally, w->practice, &options, NULL), SB_E_STOPPED);
    assert_int_equal(seen.documents, 2);
}

static void
a_single_one_or_none(void **state)
{
    const struct world *w = *state;
    struct seen seen = {0};
    struct sb_render_options options = {.run = run_of(see, &seen), .single = true};
    struct sb_tally tally;

    assert_int_equal(sb_render(&tally, w->practice, &options, NULL), SB_OK);
    assert_int_equal(tally.selected, 4);
    assert_int_equal(seen.documents, 0);
    options.run.filter.visit = "V-20261113-1001";
    assert_int_equal(sb_render(&tally, w->practice, &options, NULL), SB_OK);
    assert_int_equal(seen.documents, 1);
    assert_string_equal(seen.last, "V-20261113-1001");
}

static void
no_clock_of_its_own(void **state)
{
    const struct world *w = *state;
    struct sb_run run = {0};
    struct sb_tally tally;

    assert_int_equal(sb_check(&tally, w->practice, &run, NULL), SB_E_RANGE);
    run.issued_at = NOON;
    assert_int_equal(sb_check(&tally, w->practice, &run, NULL), SB_E_RANGE);
    run.issued_on = sb_date_make(2026, 11, 20);
    assert_int_equal(sb_check(&tally, w->practice, &run, NULL), SB_OK);
    assert_int_equal(tally.records, 6);
    assert_int_equal(tally.errors + tally.warnings, 0);
}

static void
an_edit_meets_another(void **state)
{
    const struct world *w = *state;
    const struct sb_run run = run_of(NULL, NULL);
    const struct sb_pay_options pay = {
        .run = run, .amount = {100}, .method = SB_METHOD_CASH, .date = {0}};
    struct sb_edited edited = {
        .kind = SB_RECORD_VISIT, .id = "V-20261113-1001", .name = "the visit"};
    struct sb_tally tally;
    struct sb_error err = {0};
    char *before = NULL;

    assert_int_equal(sb_record_get(&before, w->practice, edited.kind, edited.id, &run, NULL),
                     SB_OK);
    edited.before = edited.after = before;
    assert_int_equal(sb_pay(&tally, w->practice, edited.id, &pay, NULL), SB_OK);
    assert_int_equal(sb_record_put(&tally, w->practice, &edited, &run, &err), SB_E_STOPPED);
    sb_text_free(before);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(numbers_of_its_own, make_world, drop_world),
        cmocka_unit_test_setup_teardown(its_day_and_its_paths, make_world, drop_world),
        cmocka_unit_test_setup_teardown(documents_in_memory, make_world, drop_world),
        cmocka_unit_test_setup_teardown(the_caller_may_stop, make_world, drop_world),
        cmocka_unit_test_setup_teardown(a_single_one_or_none, make_world, drop_world),
        cmocka_unit_test_setup_teardown(no_clock_of_its_own, make_world, drop_world),
        cmocka_unit_test_setup_teardown(an_edit_meets_another, make_world, drop_world),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
