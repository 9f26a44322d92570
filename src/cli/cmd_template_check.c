/* cmd_template_check.c - superbill template check: a layout tried before it is used. */
#include "cli/cli.h"

void
template_fault(void *user, uint32_t line, const char *text)
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

void
template_end(struct session *session, size_t count, const char *drawn)
{
    struct json json = {.out = stdout};

    if (session->report.json) {
        json_object(&json, NULL);
        json_text(&json, "schema", "superbill.template/1");
        json_text(&json, "file", session->operands[0]);
        if (drawn != NULL)
            json_text(&json, "drawn", drawn);
        gather_put(&json, "faults", &session->report.documents);
        json_end(&json, '}');
    } else if (count == 0 && drawn == NULL && !session->report.quiet) {
        fputs("nothing wrong\n", stderr);
    }
}

static int
run_template_check(struct session *session)
{
    size_t count = 0;
    sb_status st;

    st = sb_template_try(&count, session->operands[0], template_fault, session, &session->err);
    if (st != SB_OK)
        return session_fail(session, st);
    template_end(session, count, NULL);
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
