/* cmd_template_check.c - superbill template check: a layout tried before it is used. */
#include "cli/cli.h"

static void
tell_fault(void *user, uint32_t line, const char *text)
{
    struct session *session = user;
    struct json *json = &session->report.documents.json;

    if (session->report.json) {
        json_object(json, NULL);
        json_int(json, "line", line);
        json_text(json, "text", text);
        json_end(json, '}');
        return;
    }
    put_tame(stdout, session->operands[0]);
    if (line > 0)
        printf(":%u", line);
    fputs(": error: ", stdout);
    put_tame(stdout, text);
    putchar('\n');
}

static int
run_template_check(struct session *session)
{
    struct json json = {.out = stdout};
    size_t count = 0;
    sb_status st;

    st = sb_template_try(&count, session->operands[0], tell_fault, session, &session->err);
    if (st != SB_OK)
        return session_fail(session, st);
    if (session->report.json) {
        json_object(&json, NULL);
        json_text(&json, "schema", "superbill.template/1");
        json_text(&json, "file", session->operands[0]);
        gather_put(&json, "faults", &session->report.documents);
        json_end(&json, '}');
    } else if (count == 0 && !session->report.quiet) {
        fputs("nothing wrong\n", stderr);
    }
    return count > 0 ? EXIT_REFUSED : EXIT_DONE;
}

static const uint8_t options[] = {OPT_END};

const struct command cmd_template_check = {
    .name = "template check",
    .summary = "try a layout; report its faults",
    .usage = "FILE",
    .examples = "  superbill template check mine.ini\n",
    .more = "FILE is a layout, or the name of one inside the program.  Faults are on stdout.\n",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run_template_check,
};
