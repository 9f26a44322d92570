/* cmd_reprint.c - superbill reprint: the very bytes that were issued. */
#include "cli/cli.h"

static int
run_reprint(struct session *session)
{
    struct sb_reprint_options options = {.superseded = session_has(session, OPT_SUPERSEDED)};
    struct sb_archive_filter filter;
    struct sb_tally tally = {0};
    const char *folder = session_value(session, OPT_OUTPUT);
    char *own = NULL;
    sb_status st;
    int code;

    if (!take_choice(session, &filter, &options.choice))
        return EXIT_USAGE;
    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    filter.today = session->run.issued_on;
    if (options.choice.filter != NULL && !options.superseded && !filter.state_given) {
        filter.state_given = true;
        filter.state = SB_ISSUE_STANDS;
    }
    if (folder == NULL)
        folder = own = sb_practice_path(session->practice, "reprints");
    if (folder == NULL)
        return session_fail(session, SB_E_NOMEM);
    options.run = session->run;
    options.out_dir = folder;
    st = sb_reprint(&tally, session->practice, &options, &session->err);
    sb_text_free(own);
    return session_end(session, st, &tally);
}

static const uint8_t options_taken[] = {OPT_OUTPUT, OPT_SUPERSEDED, OPT_PASSWORD_FILE, OPT_DRY_RUN,
                                        OPT_END};

const struct command cmd_reprint = {
    .name = "reprint",
    .summary = "write the very bytes that were issued",
    .usage = "NUMBER... | filters [-o DIR] [--superseded]",
    .examples = "  superbill reprint SB-2026-000123\n"
                "  superbill reprint --patient P-1001 --year 2026 -o for-P-1001\n"
                "  superbill reprint SB-2026-000007 --superseded\n",
    .more = "Nothing is drawn anew: the file equals the one that was issued, byte for byte.  A\n"
            "number that was superseded or made void is refused, naming its successor, unless\n"
            "--superseded is given; a filter selects only superbills that stand.\n",
    .options = options_taken,
    .filters = archive_filter_options,
    .json = JSON_RUN,
    .most = SIZE_MAX,
    .run = run_reprint,
};
