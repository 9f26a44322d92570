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
    if (fault->number != NULL)
        printf("%s: ", fault->number);
    put_tame(stdout, fault->text);
    putchar('\n');
}

/* Bytes of the file that a superbill takes; what all share is among them. */
static uint64_t
check_mean(const struct sb_proof *proof)
{
    return proof->superbills > 0 ? proof->file / proof->superbills : 0;
}

static void
check_json(struct report *report, const struct sb_proof *proof)
{
    struct json json = {.out = stdout};

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
    gather_put(&json, "faults", &report->documents);
    json_end(&json, '}');
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
        check_json(report, &proof);
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
    return EXIT_DONE;
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
        "template, logo or fonts, is counted apart.\n",
    .options = options_taken,
    .run = run_archive_check,
};
