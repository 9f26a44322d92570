/* cmd_year.c - superbill year: a statement of the year for each patient. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

/* "2026", the first operand. */
static bool
take_year(struct session *session, int32_t *out)
{
    const char *text = session->operands[0];

    if (strlen(text) == 4 && strspn(text, "0123456789") == 4 && text[0] != '0') {
        *out = 0;
        for (const char *c = text; *c != '\0'; c++)
            *out = 10 * *out + (*c - '0');
        return true;
    }
    session_usage(session, "'%.40s' is not a year; write it as 2026", text);
    return false;
}

static int
run_year(struct session *session)
{
    static const char *const words[] = {"payment", "service"};
    static const enum sb_year_by meant[] = {SB_YEAR_BY_PAYMENT, SB_YEAR_BY_SERVICE};
    struct sb_year_options options = {.hashed = session->report.json};
    struct sb_tally tally = {0};
    const char *folder;
    unsigned by = 0;
    sb_status st;
    int code;

    if (!take_year(session, &options.year) ||
        !take_word(session, OPT_BY, words, sizeof words / sizeof *words, &by) ||
        !take_filter(session, &session->run.filter))
        return EXIT_USAGE;
    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    if (sb_date_make(options.year, 1, 1).day > session->run.issued_on.day)
        return session_refuse(session, "the year %d has not begun", (int)options.year);
    folder = session_folder(session, "out");
    if (folder == NULL)
        return session_fail(session, SB_E_NOMEM);
    options.run = session->run;
    options.run.files = session->operands + 1;
    options.run.file_count = session->operand_count - 1;
    options.by = meant[by];
    options.out_dir = folder;
    st = sb_year(&tally, session->practice, &options, &session->err);
    if (st == SB_OK && tally.selected == 0 && !session->report.json && !session->report.quiet)
        fprintf(stderr, "no %s of %d is on record\n",
                options.by == SB_YEAR_BY_PAYMENT ? "payment" : "visit", (int)options.year);
    return session_end(session, st, &tally);
}

static const uint8_t options_taken[] = {OPT_BY, OPT_OUTPUT, OPT_PASSWORD_FILE, OPT_DRY_RUN,
                                        OPT_END};

const struct command cmd_year = {
    .name = "year",
    .summary = "a statement of a year for each patient: taxes, FSA, HRA",
    .usage = "YYYY [FILE...] [-o DIR] [--by payment|service] [filters]",
    .examples = "  superbill year 2026\n"
                "  superbill year 2026 --patient P-1001 -o out\n"
                "  superbill year 2026 --by service\n",
    .more =
        "Taxes count what was paid in the calendar year, whenever the care was given: that is\n"
        "the default.  An FSA or HRA counts by date of service: --by service.  Care is summed\n"
        "apart from what is not care, no diagnosis is shown, and visits are judged as for a\n"
        "receipt.  A visit with a finding at error level is left out, the statement says so on\n"
        "its face, and the exit status is 1.  Documents are YYYY-PATIENT.pdf.\n",
    .options = options_taken,
    .filters = filter_options,
    .json = JSON_RUN,
    .least = 1,
    .most = SIZE_MAX,
    .run = run_year,
};
