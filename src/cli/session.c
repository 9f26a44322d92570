/* session.c - one call of the program: its options, its practice, how it ends. */
#include "cli/cli.h"

#include <stdarg.h>
#include <string.h>

bool
session_has(const struct session *session, enum option_id id)
{
    for (size_t i = 0; i < session->use_count; i++)
        if (session->uses[i].id == id)
            return true;
    return false;
}

const char *
session_value(const struct session *session, enum option_id id)
{
    for (size_t i = 0; i < session->use_count; i++)
        if (session->uses[i].id == id)
            return session->uses[i].value;
    return NULL;
}

const char *
session_folder(struct session *session, const char *name)
{
    const char *named = session_value(session, OPT_OUTPUT);

    if (named != NULL)
        return named;
    sb_text_free(session->folder);
    session->folder = sb_practice_path(session->practice, name);
    return session->folder;
}

static void fault_text(struct sb_error *err, const char *format, va_list arguments) SB_PRINTF(2, 0);

static void
fault_text(struct sb_error *err, const char *format, va_list arguments)
{
    *err = (struct sb_error){0};
    vsnprintf(err->text, sizeof err->text, format, arguments);
}

int
session_usage(struct session *session, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fault_text(&session->err, format, arguments);
    va_end(arguments);
    report_error(&session->report, &session->err, "usage");
    return EXIT_USAGE;
}

int
session_refuse(struct session *session, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fault_text(&session->err, format, arguments);
    va_end(arguments);
    report_error(&session->report, &session->err, "refused");
    return EXIT_REFUSED;
}

int
session_absent(struct session *session, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fault_text(&session->err, format, arguments);
    va_end(arguments);
    report_error(&session->report, &session->err, "absent");
    return EXIT_REFUSED;
}

/* The one place where a status of the library becomes an exit status. */
static int
exit_of(sb_status status, const char **word)
{
    *word = "defect";
    switch (status) {
    case SB_OK:
        return EXIT_DONE;
    case SB_E_SYNTAX:
        *word = "syntax";
        return EXIT_INPUT;
    case SB_E_RANGE:
        *word = "range";
        return EXIT_INPUT;
    case SB_E_READ:
        *word = "read";
        return EXIT_INPUT;
    case SB_E_WRITE:
        *word = "write";
        return EXIT_OUTPUT;
    case SB_E_STOPPED:
        *word = "stopped";
        return EXIT_OUTPUT;
    case SB_E_ABSENT:
        *word = "absent";
        return EXIT_REFUSED;
    case SB_E_LOCKED:
        *word = "locked";
        return EXIT_ARCHIVE;
    case SB_E_DAMAGED:
        *word = "damaged";
        return EXIT_ARCHIVE;
    case SB_E_NOMEM:
        *word = "nomem";
        return EXIT_DEFECT;
    case SB_E_DEFECT:
        return EXIT_DEFECT;
    }
    return EXIT_DEFECT;
}

void
session_advise(struct session *session, const char *format, ...)
{
    struct sb_error *err = &session->err;
    size_t used = strlen(err->text);
    va_list arguments;

    if (used == 0 || used + 2 >= sizeof err->text)
        return;
    memcpy(err->text + used, "; ", 3);
    va_start(arguments, format);
    vsnprintf(err->text + used + 2, sizeof err->text - used - 2, format, arguments);
    va_end(arguments);
}

int
session_fail(struct session *session, sb_status status)
{
    const char *word;
    int code = exit_of(status, &word);

    if (session->err.status == SB_OK)
        snprintf(session->err.text, sizeof session->err.text, "%s", sb_status_text(status));
    report_error(&session->report, &session->err, word);
    return code;
}

int
session_end(struct session *session, sb_status status, const struct sb_tally *tally)
{
    /* what was done is told all the same where only an older document waits for its folder */
    if (status != SB_OK && tally->late && !session->report.json)
        report_end(&session->report, tally);
    if (status != SB_OK)
        return session_fail(session, status);
    report_end(&session->report, tally);
    if (session->report.findings.failed || session->report.documents.failed)
        return session_fail(session, SB_E_WRITE);
    if (tally->malformed)
        return EXIT_INPUT;
    return tally->errors > 0 || tally->refused > 0 ? EXIT_REFUSED : EXIT_DONE;
}

int
session_end_change(struct session *session, sb_status status, const struct sb_tally *tally)
{
    int code = session_end(session, status, tally);

    fflush(stdout);
    if (status == SB_OK && tally->refused > 0 && !session->report.json)
        fputs("superbill: refused; nothing was written\n", stderr);
    return code;
}

/* The configuration's path, "" where there is none; EXIT_DONE, or what to exit with. */
static int
find_config(struct session *session, char *path, size_t room, char *passed, size_t passed_room)
{
    const char *named = session_value(session, OPT_CONFIG);

    path[0] = passed[0] = '\0';
    if (named == NULL)
        named = session->env.config;
    if (named != NULL) {
        if (strlen(named) >= room)
            return session_usage(session, "the name of the configuration is too long");
        memcpy(path, named, strlen(named) + 1);
        return EXIT_DONE;
    }
    if (!env_find_config(path, room, passed, passed_room))
        path[0] = '\0';
    if (passed[0] != '\0' && path[0] != '\0')
        fprintf(stderr,
                "superbill: passed over %s: it belongs to another user; name it with --config to "
                "use it\n",
                passed);
    return EXIT_DONE;
}

static int
no_config(struct session *session, const char *passed)
{
    session->err.status = SB_E_READ;
    if (passed[0] != '\0')
        snprintf(session->err.text, sizeof session->err.text,
                 "passed over %.120s: it belongs to another user; name it with --config to use it",
                 passed);
    else
        snprintf(session->err.text, sizeof session->err.text,
                 "no superbill.ini here or in a folder above; 'superbill init DIR' makes one, "
                 "--config FILE names one");
    return session_fail(session, SB_E_READ);
}

static int
open_practice(struct session *session, const char *path)
{
    static const struct sb_tally none = {0};
    sb_status st;

    st = sb_practice_open(&session->practice, path, report_event, session, &session->err);
    if (st == SB_E_SYNTAX && session->report.errors > 0) {
        report_config(&session->report, &none);
        return EXIT_INPUT;
    }
    if (st == SB_OK && session->env.store[0] != '\0')
        st = sb_practice_sets(session->practice, session->env.store, &session->err);
    if (st != SB_OK)
        return session_fail(session, st);
    session->run.issued_on = sb_practice_day(session->practice, session->env.now);
    return EXIT_DONE;
}

static int
start(struct session *session, bool must)
{
    char path[4096], passed[512];
    int code;

    if ((code = find_config(session, path, sizeof path, passed, sizeof passed)) != EXIT_DONE)
        return code;
    if (path[0] == '\0' && must)
        return no_config(session, passed);
    if (path[0] != '\0' && (code = open_practice(session, path)) != EXIT_DONE)
        return code;
    session->run.issued_at = session->env.now;
    if (session->run.issued_on.day == 0)
        session->run.issued_on = env_day(&session->env);
    session->run.dry_run = session_has(session, OPT_DRY_RUN);
    session->run.password_file = session_value(session, OPT_PASSWORD_FILE);
    session->run.event = report_event;
    session->run.user = session;
    return EXIT_DONE;
}

int
session_config(struct session *session, char *path, size_t room)
{
    char passed[512];

    return find_config(session, path, room, passed, sizeof passed);
}

int
session_start(struct session *session)
{
    return start(session, true);
}

int
session_start_if(struct session *session)
{
    return start(session, false);
}

const char *
session_store(const struct session *session)
{
    if (session->practice != NULL)
        return sb_practice_store(session->practice);
    return session->env.store[0] != '\0' ? session->env.store : NULL;
}

int
session_codes(struct session *session, struct sb_codes **out)
{
    sb_status st = sb_codes_open_store(out, session_store(session), &session->err);

    return st == SB_OK ? EXIT_DONE : session_fail(session, st);
}
