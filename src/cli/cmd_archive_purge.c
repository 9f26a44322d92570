/* cmd_archive_purge.c - superbill archive purge: what is past its retention goes. */
#include "cli/cli.h"

struct purge {
    struct session *session;
    bool asking;
};

static bool
purge_event(void *user, const struct sb_event *event)
{
    struct purge *purge = user;
    struct session *session = purge->session;

    if (event->kind == SB_CHANGED && !(purge->asking && session->report.json))
        report_number(&session->report, event->record,
                      session->run.dry_run || purge->asking ? "would be purged" : "purged");
    if (event->kind == SB_ASIDE && !purge->asking && !session->report.quiet) {
        fputs("superbill: ", stderr);
        put_tame(stderr, event->text);
        fputs(" was moved aside by a restore and may hold them: remove it\n", stderr);
    }
    return report_event(session, event);
}

/* An age that is kept is a refusal that names its option. */
static int
purge_failed(struct session *session, sb_status st)
{
    char why[sizeof session->err.text];

    if (st != SB_E_RANGE)
        return session_fail(session, st);
    snprintf(why, sizeof why, "%s", session->err.text);
    return session_refuse(session, "%s", why);
}

/*
 * What would go is shown first.  On a terminal it is asked for then; elsewhere, and where one JSON
 * document is all that is said, the refusal names the option that consents.
 */
static int
purge_ask(struct purge *purge, const struct sb_purge_options *options, bool *go)
{
    struct session *session = purge->session;
    const struct env *env = &session->env;
    struct sb_purge_options trial = *options;
    struct sb_tally tally = {0};
    char question[64];
    sb_status st;

    purge->asking = true;
    trial.run.dry_run = true;
    st = sb_purge(&tally, session->practice, &trial, &session->err);
    purge->asking = false;
    if (st != SB_OK)
        return purge_failed(session, st);
    *go = tally.selected == 0;
    if (*go)
        return EXIT_DONE;
    if (!env->in_terminal || !env->out_terminal || !env->err_terminal || session->report.json) {
        fflush(stdout);
        return session_refuse(session,
                              "%llu superbill%s that old; nothing was removed: --yes "
                              "removes what -n lists, for good",
                              (unsigned long long)tally.selected,
                              tally.selected == 1 ? " is" : "s are");
    }
    snprintf(question, sizeof question, "Remove %llu superbill%s for good?",
             (unsigned long long)tally.selected, tally.selected == 1 ? "" : "s");
    *go = ask_sure(question);
    if (!*go)
        fputs("superbill: nothing was removed\n", stderr);
    return EXIT_DONE;
}

static int
run_archive_purge(struct session *session)
{
    struct sb_purge_options options = {0};
    struct purge purge = {.session = session};
    struct sb_tally tally = {0};
    bool go = true;
    sb_status st;
    int code;

    if (!session_has(session, OPT_BEFORE))
        return session_usage(session, "say how old: --before YYYY-MM-DD");
    if (!take_date(session, OPT_BEFORE, &options.before))
        return EXIT_USAGE;
    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    options.run = session->run;
    options.run.event = purge_event;
    options.run.user = &purge;
    if (!session->run.dry_run && !session_has(session, OPT_YES) &&
        ((code = purge_ask(&purge, &options, &go)) != EXIT_DONE || !go))
        return code;
    st = sb_purge(&tally, session->practice, &options, &session->err);
    if (st != SB_OK)
        return purge_failed(session, st);
    if (tally.selected == 0 && !session->report.json && !session->report.quiet)
        fputs("superbill: nothing is that old\n", stderr);
    if (tally.selected > 0 && !session->report.quiet)
        fputs("superbill: backups of the archive, and PDFs that were delivered, hold them too: "
              "remove "
              "those as well\n",
              stderr);
    return session_end(session, st, &tally);
}

static const uint8_t options_taken[] = {OPT_BEFORE, OPT_YES, OPT_DRY_RUN, OPT_END};

const struct command cmd_archive_purge = {
    .name = "archive purge",
    .summary = "remove what is past its retention",
    .usage = "--before DATE [--yes] [-n]",
    .examples = "  superbill archive purge --before 2019-01-01\n"
                "  superbill archive purge --before 2019-01-01 --yes\n",
    .more =
        "Record, document and rows go, and their bytes with them; the entries stay, so that\n"
        "the chain still proves the rest, and the visits are not issued again.  What is\n"
        "younger than [archive] retention_years is refused.  Without --yes what would go is shown\n"
        "alone: on a terminal it is asked for then, elsewhere the exit status is 1.\n"
        "Backups, archives that a restore moved aside (they are named) and the PDFs that were\n"
        "delivered are yours to remove.\n",
    .options = options_taken,
    .json = JSON_RUN,
    .run = run_archive_purge,
};
