/* cmd_check.c - superbill check: every finding in every record. */
#include "cli/cli.h"

static int
run_check(struct session *session)
{
    struct sb_tally tally = {0};
    sb_status st;
    int code;

    if (!take_filter(session, &session->run.filter))
        return EXIT_USAGE;
    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    session->run.files = session->operands;
    session->run.file_count = session->operand_count;
    session->run.all = session_has(session, OPT_ALL);
    st = sb_check(&tally, session->practice, &session->run, &session->err);
    return session_end(session, st, &tally);
}

static const uint8_t options[] = {OPT_ALL, OPT_END};

const struct command cmd_check = {
    .name = "check",
    .summary = "report every finding in every record; write nothing",
    .usage = "[FILE...] [--all] [filters]",
    .examples = "  superbill check\n"
                "  superbill check visits.ndjson patients.json\n"
                "  superbill check --month 2026-10 --json\n",
    .more = "Without FILE the files are read that [files] names; with FILE these and\n"
            "[files] patients.  '-' is stdin.  Findings are on stdout.\n",
    .options = options,
    .filters = filter_options,
    .json = JSON_FINDINGS,
    .most = SIZE_MAX,
    .run = run_check,
};
