/* main.c - the commands, and the last act: did the output arrive? */
#include "cli/cli.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define X(name) extern const struct command cmd_##name;
#include "cli/commands.def"
#undef X

const struct command *const commands[] = {
#define X(name) &cmd_##name,
#include "cli/commands.def"
#undef X
    NULL,
};

/* A program whose output did not arrive has not done its work. */
static int
finish_stdout(int code)
{
    bool lost = ferror(stdout) != 0;
    int cause = 0;

    errno = 0;
    if (fclose(stdout) != 0) {
        lost = true;
        cause = errno;
    }
    if (!lost)
        return code;
    fprintf(stderr, "superbill: stdout cannot be written%s%s\n", cause != 0 ? ": " : "",
            cause != 0 ? strerrordesc_np(cause) : "");
    return EXIT_OUTPUT;
}

static int
session_run(struct session *session)
{
    static const char *const colors[] = {"auto", "always", "never"};
    unsigned color;

    if (!take_word(session, OPT_COLOR, colors, 3, &color))
        return EXIT_USAGE;
    if (session->env.now_bad)
        return session_usage(session, "SOURCE_DATE_EPOCH is not a number of seconds");
    if (!report_open(&session->report, session))
        return session_fail(session, SB_E_NOMEM);
    return session->command->run(session);
}

/*
 * A file that reaches the shell's limit of sizes is a write that failed, told as any other, not a
 * death that leaves a journal and no word.  Workers and editors inherit it.
 */
static void
limit_told(void)
{
    const struct sigaction ignored = {.sa_handler = SIG_IGN};

    (void)sigaction(SIGXFSZ, &ignored, NULL);
}

int
main(int argc, char **argv)
{
    struct session session = {0};
    bool done;
    int code;

    umask(077);
    limit_told();
    env_read(&session.env);
    code = session_parse(&session, argc, argv, &done);
    if (code == EXIT_DONE && !done)
        code = session_run(&session);
    sb_text_free(session.folder);
    sb_practice_free(session.practice);
    report_free(&session.report);
    free(session.uses);
    free(session.operands);
    return finish_stdout(code);
}
