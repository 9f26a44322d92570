/* cmd_reprint.c - superbill reprint: the very bytes that were issued, or a copy or view of them. */
#include "cli/cli.h"

#include <string.h>

/* --merge names a PDF; nothing else may give way to it. */
static bool
take_merge(struct session *session, struct sb_reprint_options *options)
{
    const char *path = session_value(session, OPT_MERGE_FILE);
    size_t length = path != NULL ? strlen(path) : 0;

    options->merge = path;
    if (path == NULL)
        return true;
    if (length < 5 || strcmp(path + length - 4, ".pdf") != 0)
        (void)session_usage(session, "--merge takes the name of a PDF: FILE.pdf");
    else if (session_value(session, OPT_OUTPUT) != NULL)
        (void)session_usage(session, "--merge names its file; -o is not taken with it");
    else if (session_value(session, OPT_PASSWORD_FILE) != NULL)
        (void)session_usage(session, "--merge and --password-file are not taken together");
    else
        return true;
    return false;
}

static int
run_reprint(struct session *session)
{
    struct sb_reprint_options options = {.superseded = session_has(session, OPT_SUPERSEDED),
                                         .copy = session_has(session, OPT_COPY)};
    struct sb_archive_filter filter;
    struct sb_tally tally = {0};
    const char *folder;
    sb_status st;
    int code;

    if (!take_document(session, &options.audience) || !take_merge(session, &options) ||
        !take_choice(session, &filter, &options.choice))
        return EXIT_USAGE;
    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    filter.today = session->run.issued_on;
    folder = session_folder(session, "reprints");
    if (folder == NULL)
        return session_fail(session, SB_E_NOMEM);
    options.run = session->run;
    options.out_dir = folder;
    st = sb_reprint(&tally, session->practice, &options, &session->err);
    if (st == SB_E_WRITE && options.merge == NULL && !session_has(session, OPT_OUTPUT))
        session_advise(session, "-o DIR names another folder");
    return session_end(session, st, &tally);
}

static const uint8_t options_taken[] = {OPT_OUTPUT,     OPT_COPY,       OPT_DOCUMENT,
                                        OPT_MERGE_FILE, OPT_SUPERSEDED, OPT_PASSWORD_FILE,
                                        OPT_DRY_RUN,    OPT_END};

const struct command cmd_reprint = {
    .name = "reprint",
    .summary = "write the very bytes that were issued",
    .usage = "NUMBER... | filters [-o DIR | --merge FILE.pdf] [--copy] [--superseded]",
    .examples = "  superbill reprint SB-2026-000123\n"
                "  superbill reprint --patient P-1001 --year 2026 -o for-P-1001\n"
                "  superbill reprint SB-2026-000123 --document receipt\n"
                "  superbill reprint --patient P-1001 --year 2026 --merge P-1001.pdf\n"
                "  superbill reprint SB-2026-000007 --superseded\n",
    .more =
        "Nothing is drawn anew: the file equals the one that was issued, byte for byte.  A\n"
        "number that was superseded or made void is refused, naming its successor, unless\n"
        "--superseded is given; a filter selects only superbills that stand.  --copy puts a cover\n"
        "page marked COPY before each (NUMBER-copy.pdf); --document receipt or private draws\n"
        "that document from the archived record under the same number; --merge puts all into\n"
        "one PDF that says it holds copies.\n",
    .options = options_taken,
    .filters = archive_filter_options,
    .json = JSON_RUN,
    .most = SIZE_MAX,
    .run = run_reprint,
};
