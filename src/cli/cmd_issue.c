/* cmd_issue.c - superbill issue: a numbered superbill for each selected visit that has none. */
#include "cli/cli.h"

static int
run_issue(struct session *session)
{
    struct sb_issue_options options = {.again = session_has(session, OPT_AGAIN)};
    struct sb_tally tally = {0};
    const char *folder;
    sb_status st;
    int code;

    if (!take_filter(session, &session->run.filter) || !take_jobs(session, &session->run.jobs))
        return EXIT_USAGE;
    if (options.again && session->run.filter.visit == NULL)
        return session_usage(session, "--again takes one visit: name it with --visit ID");
    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    folder = session_folder(session, "out");
    if (folder == NULL)
        return session_fail(session, SB_E_NOMEM);
    options.run = session->run;
    options.run.files = session->operands;
    options.run.file_count = session->operand_count;
    options.out_dir = folder;
    st = sb_issue(&tally, session->practice, &options, &session->err);
    return session_end(session, st, &tally);
}

static const uint8_t options_taken[] = {OPT_OUTPUT,  OPT_PASSWORD_FILE, OPT_JOBS,
                                        OPT_DRY_RUN, OPT_AGAIN,         OPT_END};

const struct command cmd_issue = {
    .name = "issue",
    .summary = "issue a numbered superbill for each selected visit that has none",
    .usage = "[FILE...] [-o DIR] [--again --visit ID] [filters]",
    .examples = "  superbill issue\n"
                "  superbill issue --patient P-1001 -o out\n"
                "  superbill issue -n --month 2026-10\n"
                "  superbill issue --again --visit V-20261005-1001\n",
    .more =
        "Each superbill is kept in the archive before its PDF is put in place, and what is\n"
        "named on stdout is on the disk.  A visit that stands on a superbill is left alone; one\n"
        "whose record changed since is refused until 'superbill correct' is used.  A visit with\n"
        "a finding at error level is refused, the others are issued, the exit status is 1.\n",
    .options = options_taken,
    .filters = filter_options,
    .json = JSON_RUN,
    .most = SIZE_MAX,
    .run = run_issue,
};
