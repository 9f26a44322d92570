/* cmd_archive_check.c - superbill archive check: is everything as it was written? */
#include "cli/cli.h"

static void
check_fault(void *user, const struct sb_fault *fault)
{
    struct report *report = &((struct session *)user)->report;
    struct json *json = &report->documents.json;

    if (report->json) {
        json_object(json, NULL);
        json_int(json, "entry", fault->entry);
        json_text(json, "number", fault->number);
        json_text(json, "text", fault->text);
        json_end(json, '}');
        gather_settle(&report->documents);
        return;
    }
    if (fault->entry > 0)
        printf("entry %lld: ", (long long)fault->entry);
    if (fault->number != NULL) {
        put_tame(stdout, fault->number);
        fputs(": ", stdout);
    }
    put_tame(stdout, fault->text);
    putchar('\n');
}

/* Bytes of the file that a superbill takes; what all share is among them. */
static uint64_t
check_mean(const struct sb_proof *proof)
{
    return proof->superbills > 0 ? proof->file / proof->superbills : 0;
}

/* What befell numbers that are kept, and nobody knows which. */
static void
check_events(const struct sb_lost *lost, const char *day)
{
    printf("%lld event%s of other numbers, as a void or a purge: lost by the restore of %s\n",
           (long long)lost->events, lost->events == 1 ? "" : "s", day);
}

/* An sb_lost_fn: a gap in the numbers is no fault, and is named. */
static void
check_lost(void *user, const struct sb_lost *lost)
{
    struct json *json = user;
    char day[SB_DATE_TEXT];

    (void)sb_date_print(day, sb_date_of_instant(lost->at, 0));
    if (json == NULL && lost->last == 0) {
        check_events(lost, day);
        return;
    }
    if (json == NULL) {
        printf("%snumber%s %lld", lost->example ? "example " : "",
               lost->first < lost->last ? "s" : "", (long long)lost->first);
        if (lost->first < lost->last)
            printf(" to %lld", (long long)lost->last);
        printf(": lost by the restore of %s\n", day);
        if (lost->events > 0)
            check_events(lost, day);
        return;
    }
    json_object(json, NULL);
    json_int(json, "first", lost->first);
    json_int(json, "last", lost->last);
    json_bool(json, "example", lost->example);
    json_int(json, "events", lost->events);
    json_text(json, "restored", day);
    json_end(json, '}');
}

static sb_status
check_json(struct session *session, const struct sb_proof *proof)
{
    struct report *report = &session->report;
    struct json json = {.out = stdout};
    sb_status st;

    json_object(&json, NULL);
    json_text(&json, "schema", "superbill.archive/1");
    json_int(&json, "entries", (int64_t)proof->entries);
    json_int(&json, "superbills", (int64_t)proof->superbills);
    json_int(&json, "purged", (int64_t)proof->purged);
    json_int(&json, "bytes", (int64_t)proof->bytes);
    json_int(&json, "file_bytes", (int64_t)proof->file);
    json_int(&json, "mean_bytes", (int64_t)check_mean(proof));
    json_int(&json, "redrawn", (int64_t)proof->redrawn);
    json_int(&json, "unlike", (int64_t)proof->unlike);
    json_text(&json, "head", proof->head.hash);
    json_bool(&json, "head_found", !proof->headless);
    json_array(&json, "lost");
    st = sb_archive_lost_numbers(session->practice, check_lost, &json, &session->err);
    json_end(&json, ']');
    gather_put(&json, "faults", &report->documents);
    json_end(&json, '}');
    return st;
}

static int
run_archive_check(struct session *session)
{
    struct report *report = &session->report;
    struct sb_proof proof = {0};
    sb_status st;
    int code;

    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    st = sb_archive_check(&proof, session->practice, check_fault, session, &session->err);
    if (st != SB_OK && proof.faults == 0)
        return session_fail(session, st);
    if (report->json) {
        if (check_json(session, &proof) != SB_OK)
            st = SB_E_DAMAGED;
        return st == SB_OK ? EXIT_DONE : EXIT_ARCHIVE;
    }
    if (st != SB_OK) {
        fprintf(stderr, "superbill: the archive is not as it was written: %llu fault%s\n",
                (unsigned long long)proof.faults, proof.faults == 1 ? "" : "s");
        return EXIT_ARCHIVE;
    }
    printf("whole: %llu superbills, %llu entries", (unsigned long long)proof.superbills,
           (unsigned long long)proof.entries);
    if (proof.purged > 0)
        printf(", %llu purged", (unsigned long long)proof.purged);
    if (proof.redrawn > 0)
        printf(", %llu drawn again", (unsigned long long)proof.redrawn);
    if (proof.unlike > 0)
        printf(", %llu not drawn again: by another program or layout",
               (unsigned long long)proof.unlike);
    if (proof.superbills > 0)
        printf(", %llu bytes, %llu a superbill", (unsigned long long)proof.file,
               (unsigned long long)check_mean(&proof));
    if (proof.entries > 0)
        printf(", head %s", proof.head.hash);
    putchar('\n');
    if (proof.headless)
        puts("no archive.head stands beside it, so nothing tells whether entries behind the last "
             "one "
             "were lost: put it back where it was moved or deleted; else the next command that "
             "issues writes it");
    st = sb_archive_lost_numbers(session->practice, check_lost, NULL, &session->err);
    return st == SB_OK ? EXIT_DONE : session_fail(session, st);
}

static const uint8_t options_taken[] = {OPT_END};

const struct command cmd_archive_check = {
    .name = "archive check",
    .summary = "prove the archive whole: rows, chain, numbers, documents",
    .usage = "",
    .examples = "  superbill archive check\n"
                "  superbill archive check --json\n",
    .more =
        "Each fault is a line on stdout with its entry and number; the exit status is 5 then.\n"
        "The head is the hash of the last entry: kept elsewhere, it proves that nothing before\n"
        "it was rewritten.  A sample is drawn again from the records and compared; what was drawn\n"
        "by another version of the program or one built from other source, or with another\n"
        "template, logo or fonts, is counted apart.  Numbers that a restore of an older copy lost\n"
        "are named; they are no fault.\n",
    .options = options_taken,
    .run = run_archive_check,
};
