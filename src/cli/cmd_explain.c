/* cmd_explain.c - superbill explain: why a visit is in, out or zero. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

/* Each line of text, as text or as an element of lines. */
static bool
put_lines(struct json *json, const char *text)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        char *line = strndup(text, length);

        if (line == NULL)
            return false;
        if (json != NULL) {
            json_text(json, NULL, line);
        } else {
            put_tame(stdout, line);
            putchar('\n');
        }
        free(line);
        text += length + (text[length] == '\n');
    }
    return true;
}

static bool
explain_event(void *user, const struct sb_event *event)
{
    struct session *session = user;
    struct json *json = &session->report.documents.json;
    bool done;

    if (event->kind != SB_EXPLAINED)
        return report_event(user, event);
    if (!session->report.json)
        return put_lines(NULL, event->text);
    json_object(json, NULL);
    json_text(json, "visit", event->record);
    json_array(json, "lines");
    done = put_lines(json, event->text);
    json_end(json, ']');
    json_end(json, '}');
    return done;
}

static int
run_explain(struct session *session)
{
    struct sb_tally tally = {0};
    sb_status st;
    int code;

    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    session->run.event = explain_event;
    session->run.each = session->report.json || session->report.verbose;
    st = sb_explain(&tally, session->practice, session->operands, session->operand_count,
                    &session->run, &session->err);
    if (st == SB_OK && !session->report.json)
        return tally.refused > 0 ? EXIT_REFUSED : EXIT_DONE;
    return session_end(session, st, &tally);
}

static const uint8_t options[] = {OPT_END};

const struct command cmd_explain = {
    .name = "explain",
    .summary = "why a visit is in, out or zero, and which rule says so",
    .usage = "VISIT...",
    .examples = "  superbill explain V-20261005-1001\n"
                "  superbill explain V-20261005-1001 -v\n",
    .more =
        "Units, charges, payments and findings of each visit, with the source of each rule and\n"
        "the edition of each table; -v names the rules that found nothing, too.\n",
    .options = options,
    .json = JSON_EXPLAIN,
    .least = 1,
    .most = SIZE_MAX,
    .run = run_explain,
};
