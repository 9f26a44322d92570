/* cmd_archive_backup.c - superbill archive backup: a proven copy, while the archive is in use. */
#include "cli/cli.h"

#include <string.h>

static int
run_archive_backup(struct session *session)
{
    struct json json = {.out = stdout};
    struct sb_proof proof = {0};
    char why[sizeof session->err.text];
    sb_status st;
    int code;

    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    st = sb_archive_copy(&proof, session->practice, session->operands[0], &session->err);
    if (st == SB_E_RANGE) {
        memcpy(why, session->err.text, sizeof why);
        return session_refuse(session, "%s: %s", session->operands[0], why);
    }
    if (st != SB_OK)
        return session_fail(session, st);
    if (session->report.json) {
        json_object(&json, NULL);
        json_text(&json, "schema", "superbill.backup/1");
        json_text(&json, "file", session->operands[0]);
        json_int(&json, "superbills", (int64_t)proof.superbills);
        json_int(&json, "entries", (int64_t)proof.entries);
        json_text(&json, "head", proof.head.hash);
        json_end(&json, '}');
    } else if (!session->report.quiet) {
        put_tame(stdout, session->operands[0]);
        printf(": %llu superbills, %llu entries, proven\n", (unsigned long long)proof.superbills,
               (unsigned long long)proof.entries);
    }
    return EXIT_DONE;
}

static const uint8_t options_taken[] = {OPT_END};

const struct command cmd_archive_backup = {
    .name = "archive backup",
    .summary = "copy the archive safely while it is in use",
    .usage = "FILE",
    .examples = "  superbill archive backup /media/stick/archive-2026-10.db\n",
    .more = "The copy is proven before it is put in place.  A file that is there is replaced only\n"
            "where it is an older copy of this archive.\n",
    .options = options_taken,
    .least = 1,
    .most = 1,
    .run = run_archive_backup,
};
