/* cmd_void.c - superbill void: marks what no longer holds. */
#include "cli/cli.h"

static bool
void_event(void *user, const struct sb_event *event)
{
    struct session *session = user;

    if (event->kind == SB_CHANGED)
        report_number(&session->report, event->record,
                      session->run.dry_run ? "would be void" : "void");
    return report_event(user, event);
}

static int
run_void(struct session *session)
{
    struct sb_void_options options = {0};
    struct sb_archive_filter filter;
    struct sb_tally tally = {0};
    sb_status st;
    int code;

    if (!take_choice(session, &filter, &options.choice) || !take_reason(session, &options.reason))
        return EXIT_USAGE;
    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    filter.today = session->run.issued_on;
    options.run = session->run;
    options.run.event = void_event;
    st = sb_void(&tally, session->practice, &options, &session->err);
    return session_end(session, st, &tally);
}

static const uint8_t options_taken[] = {OPT_REASON, OPT_DRY_RUN, OPT_END};

const struct command cmd_void = {
    .name = "void",
    .summary = "mark superbills void; nothing is deleted",
    .usage = "NUMBER... | filters --reason TEXT",
    .examples = "  superbill void SB-2026-000123 --reason 'visit never took place'\n"
                "  superbill void --visit V-20261005-1001 --reason 'billed to the wrong patient'\n",
    .more = "The number is never used again.  Its visits are left alone until their records\n"
            "change or 'superbill issue --again --visit ID' names them.\n",
    .options = options_taken,
    .filters = archive_filter_options,
    .json = JSON_RUN,
    .most = SIZE_MAX,
    .run = run_void,
};
