/* cmd_remove.c - superbill remove: a visit taken out of its file. */
#include "cli/cli.h"

static bool
remove_event(void *user, const struct sb_event *event)
{
    struct session *session = user;

    if (event->kind == SB_CHANGED)
        report_changed(&session->report, event->record,
                       session->run.dry_run ? "would be removed" : "removed");
    return report_event(user, event);
}

static int
run_remove(struct session *session)
{
    struct sb_tally tally = {0};
    sb_status st;
    int code;

    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    session->run.event = remove_event;
    st = sb_remove(&tally, session->practice, session->operands[0], &session->run, &session->err);
    return session_end_change(session, st, &tally);
}

static const uint8_t options[] = {OPT_DRY_RUN, OPT_END};

const struct command cmd_remove = {
    .name = "remove",
    .summary = "take a visit out of its file",
    .usage = "VISIT",
    .examples = "  superbill remove V-20261005-1001\n"
                "  superbill remove -n V-20261005-1001\n",
    .options = options,
    .json = JSON_RUN,
    .least = 1,
    .most = 1,
    .run = run_remove,
};
