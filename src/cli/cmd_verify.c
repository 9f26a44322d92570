/* cmd_verify.c - superbill verify: is this file what was issued? */
#include "cli/cli.h"

static void
verify_text(const char *file, const struct sb_verified *verified)
{
    put_tame(stdout, file);
    printf(": %s", sb_verdict_text(verified->verdict));
    if (verified->number[0] != '\0') {
        putchar(' ');
        put_tame(stdout, verified->number);
    }
    fputs(": ", stdout);
    put_tame(stdout, verified->why);
    putchar('\n');
}

static void
verify_json(struct json *json, const char *file, const struct sb_verified *verified)
{
    json_object(json, NULL);
    json_text(json, "file", file);
    json_text(json, "verdict", sb_verdict_text(verified->verdict));
    json_text(json, "number", verified->number[0] != '\0' ? verified->number : NULL);
    json_text(json, "why", verified->why);
    json_end(json, '}');
}

/* One of several files cannot be read: it is named, and the others are verified all the same. */
static void
verify_unread(struct session *session, struct gather *files, const char *file)
{
    if (session->report.json) {
        json_object(&files->json, NULL);
        json_text(&files->json, "file", file);
        json_text(&files->json, "verdict", NULL);
        json_text(&files->json, "number", NULL);
        json_text(&files->json, "why", session->err.text);
        json_end(&files->json, '}');
        gather_settle(files);
    } else {
        report_error(&session->report, &session->err, "read");
    }
    session->err = (struct sb_error){.status = SB_OK};
}

/* *listed: some could not be read, and the list tells so. */
static int
verify_files(struct session *session, struct gather *files, bool *listed)
{
    const char *path = session_value(session, OPT_PUBLIC_KEY);
    struct sb_public_key key;
    struct sb_verified verified;
    int code = EXIT_DONE;
    sb_status st = path != NULL ? sb_public_key_read(&key, path, &session->err) : SB_OK;

    if (st != SB_OK)
        return session_fail(session, st);
    for (size_t i = 0; i < session->operand_count; i++) {
        const char *file = session->operands[i];

        st = sb_verify(&verified, session->practice, file, path != NULL ? &key : NULL,
                       &session->err);
        if (st == SB_E_READ && session->operand_count > 1) {
            verify_unread(session, files, file);
            code = EXIT_INPUT;
            *listed = true;
            continue;
        }
        if (st != SB_OK) {
            *listed = false;
            return session_fail(session, st);
        }
        if (code == EXIT_DONE && verified.verdict != SB_VERDICT_GENUINE)
            code = EXIT_REFUSED;
        if (session->report.json) {
            verify_json(&files->json, file, &verified);
            gather_settle(files);
        } else {
            verify_text(file, &verified);
        }
    }
    return code;
}

static int
run_verify(struct session *session)
{
    struct json json = {.out = stdout};
    struct gather files = {.bytes = NULL};
    bool listed = false;
    int code;

    if ((code = session_start_if(session)) != EXIT_DONE)
        return code;
    if (!gather_open(&files))
        return session_fail(session, SB_E_NOMEM);
    code = verify_files(session, &files, &listed);
    if (session->report.json && (code == EXIT_DONE || code == EXIT_REFUSED || listed)) {
        json_object(&json, NULL);
        json_text(&json, "schema", "superbill.verify/1");
        gather_put(&json, "files", &files);
        json_end(&json, '}');
        if (files.failed)
            code = session_fail(session, SB_E_WRITE);
    }
    gather_free(&files);
    return code;
}

static const uint8_t options_taken[] = {OPT_PUBLIC_KEY, OPT_END};

const struct command cmd_verify = {
    .name = "verify",
    .summary = "whether a file is what was issued",
    .usage = "FILE.pdf... [--public-key FILE]",
    .examples = "  superbill verify SB-2026-000123.pdf\n"
                "  superbill verify out/*.pdf --json\n"
                "  superbill verify from-the-mail.pdf --public-key practice.key.pub\n",
    .more = "genuine, altered, superseded, void, unknown or broken; exit status 0 where all are\n"
            "genuine.  Where the archive knows the number, the file's bytes decide; else the\n"
            "record inside, its hash and the printed page must say the same, and the file is\n"
            "unknown at best, unless its record is signed with the key of --public-key (or the\n"
            "practice's own).\n",
    .options = options_taken,
    .least = 1,
    .most = SIZE_MAX,
    .run = run_verify,
};
