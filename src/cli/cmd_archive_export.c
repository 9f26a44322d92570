/* cmd_archive_export.c - superbill archive export: all of it as NDJSON on stdout. */
#include "cli/cli.h"

static bool
export_sink(void *user, const void *bytes, size_t length)
{
    (void)user;
    return fwrite(bytes, 1, length, stdout) == length;
}

static int
run_archive_export(struct session *session)
{
    sb_status st;
    int code;

    if (session->report.json)
        return session_usage(session, "the export is NDJSON, many documents: leave out --json");
    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    st = sb_archive_write(session->practice, export_sink, NULL, &session->err);
    return st == SB_OK ? EXIT_DONE : session_fail(session, st);
}

static const uint8_t options_taken[] = {OPT_END};

const struct command cmd_archive_export = {
    .name = "archive export",
    .summary = "write all of the archive as NDJSON",
    .usage = "",
    .examples = "  superbill archive export >archive.ndjson\n"
                "  superbill archive export | grep '^{\"superbill\"'\n",
    .more = "A line each: entries of the chain with their exact bytes, superbills with record,\n"
            "visits, lines and payments, and at the end the pieces of all documents in base64.\n"
            "The export holds personal data: keep it as you keep the archive.\n",
    .options = options_taken,
    .run = run_archive_export,
};
