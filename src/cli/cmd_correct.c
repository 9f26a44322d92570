/* cmd_correct.c - superbill correct: a new number for what was wrong, the old one superseded. */
#include "cli/cli.h"

#include <stdlib.h>

/* The values of --from, in order; NULL when memory ends. */
static const char **
from_files(const struct session *session, size_t *count)
{
    const char **files = calloc(session->use_count + 1, sizeof *files);

    *count = 0;
    for (size_t i = 0; files != NULL && i < session->use_count; i++)
        if (session->uses[i].id == OPT_FROM)
            files[(*count)++] = session->uses[i].value;
    return files;
}

static int
run_correct(struct session *session)
{
    struct sb_correct_options options = {0};
    struct sb_archive_filter filter;
    struct sb_tally tally = {0};
    const char *folder, **files;
    sb_status st;
    int code;

    if (!take_choice(session, &filter, &options.choice) || !take_reason(session, &options.reason))
        return EXIT_USAGE;
    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    filter.today = session->run.issued_on;
    folder = session_folder(session, "out");
    options.run = session->run;
    files = from_files(session, &options.run.file_count);
    if (folder == NULL || files == NULL) {
        free(files);
        return session_fail(session, SB_E_NOMEM);
    }
    options.run.files = files;
    options.out_dir = folder;
    st = sb_correct(&tally, session->practice, &options, &session->err);
    free(files);
    return session_end(session, st, &tally);
}

static const uint8_t options_taken[] = {OPT_REASON,        OPT_FROM,    OPT_OUTPUT,
                                        OPT_PASSWORD_FILE, OPT_DRY_RUN, OPT_END};

const struct command cmd_correct = {
    .name = "correct",
    .summary = "issue the corrected superbill, the old one superseded",
    .usage = "NUMBER... | filters --reason TEXT [--from FILE]... [-o DIR]",
    .examples = "  superbill correct SB-2026-000123 --reason 'side was wrong'\n"
                "  superbill correct --patient P-1001 --year 2026 --reason 'name misspelt'\n"
                "  superbill correct SB-2026-000123 --from fixed.ndjson --reason 'wrong code'\n",
    .more = "The visit's record as it is now, in [files] or --from, is issued under a new number\n"
            "that says which one it replaces.  It is refused where nothing on the page would\n"
            "change.\n",
    .options = options_taken,
    .filters = archive_filter_options,
    .json = JSON_RUN,
    .most = SIZE_MAX,
    .run = run_correct,
};
