/* editor.c - one record in the user's editor, checked before it is written back. */
#include "cli/cli.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* While the editor runs, the terminal's signals are its own: the scratch file is to be removed. */
static void
leave_signals(struct sigaction old[2])
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};

    (void)sigaction(SIGINT, &ignore, &old[0]);
    (void)sigaction(SIGQUIT, &ignore, &old[1]);
}

static void
take_signals(const struct sigaction old[2])
{
    (void)sigaction(SIGINT, &old[0], NULL);
    (void)sigaction(SIGQUIT, &old[1], NULL);
}

/* $VISUAL may hold words ("code --wait"): the shell takes them apart, never the path. */
static bool
run_editor(const struct session *session, const char *path)
{
    char script[1024];
    int length = snprintf(script, sizeof script, "exec %s \"$1\"", session->env.editor), status = 0;
    struct sigaction old[2];
    pid_t child, ended;

    if (length < 0 || (size_t)length >= sizeof script)
        return false;
    fflush(NULL);
    leave_signals(old);
    child = fork();
    if (child == 0) {
        take_signals(old);
        execl("/bin/sh", "sh", "-c", script, "sh", path, (char *)NULL);
        _exit(127);
    }
    do
        ended = child < 0 ? -1 : waitpid(child, &status, 0);
    while (child > 0 && ended < 0 && errno == EINTR);
    take_signals(old);
    return ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

struct edit {
    struct session *session;
    struct sb_edited edited;
    struct sb_scratch *scratch;
    struct sb_tally tally;
};

static bool
edit_event(void *user, const struct sb_event *event)
{
    struct session *session = user;

    if (event->kind == SB_CHANGED)
        report_changed(&session->report, event->record,
                       session->run.dry_run ? "would be changed" : "changed");
    return report_event(user, event);
}

/* One round of the editor; *again where it may be opened once more. */
static int
edit_round(struct edit *e, bool *again)
{
    struct session *session = e->session;
    char *after = NULL;
    sb_status st;

    *again = false;
    if (!run_editor(session, sb_scratch_path(e->scratch)))
        return session_refuse(session,
                              "the editor '%.100s' ended with a failure; nothing was "
                              "changed",
                              session->env.editor);
    st = sb_scratch_read(&after, e->scratch, &session->err);
    if (st != SB_OK)
        return session_fail(session, st);
    if (strcmp(after, e->edited.before) == 0) {
        sb_text_free(after);
        report_changed(&session->report, e->edited.id, "left as it was");
        return session_end(session, SB_OK, &e->tally);
    }
    e->edited.after = after;
    st = sb_record_put(&e->tally, session->practice, &e->edited, &session->run, &session->err);
    sb_text_free(after);
    if (st != SB_OK || e->tally.refused == 0)
        return session_end(session, st, &e->tally);
    if (session->env.in_terminal && !session->report.json &&
        ask_yes("The record is not sound and was not written.  Edit again?")) {
        *again = true;
        return EXIT_DONE;
    }
    return session_end_change(session, st, &e->tally);
}

int
edit_record(struct session *session, enum sb_record_kind kind, const char *id)
{
    struct edit e = {.session = session, .edited = {.kind = kind, .id = id, .name = id}};
    char *before = NULL;
    bool again = true;
    int code;
    sb_status st;

    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    session->run.event = edit_event;
    if ((st = sb_record_get(&before, session->practice, kind, id, &session->run, &session->err)) !=
            SB_OK ||
        (st = sb_scratch_open(&e.scratch, session->practice, before, &session->err)) != SB_OK) {
        sb_text_free(before);
        return session_fail(session, st);
    }
    e.edited.before = before;
    while (again)
        code = edit_round(&e, &again);
    sb_scratch_free(e.scratch);
    sb_text_free(before);
    return code;
}
