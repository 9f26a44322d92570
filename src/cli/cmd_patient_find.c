/* cmd_patient_find.c - superbill patient find: ids by name, birth date or member id. */
#include "cli/cli.h"

static void
match_json(struct json *json, const struct sb_patient *patient)
{
    json_object(json, NULL);
    json_text(json, "id", patient->id);
    json_object(json, "name");
    json_text(json, "first", patient->name.first);
    json_text(json, "middle", patient->name.middle);
    json_text(json, "last", patient->name.last);
    json_text(json, "suffix", patient->name.suffix);
    json_end(json, '}');
    json_date(json, "birth_date", patient->birth_date);
    json_end(json, '}');
}

static bool
find_event(void *user, const struct sb_event *event)
{
    struct session *session = user;
    const struct sb_patient *patient = event->patient;
    char date[SB_DATE_TEXT];

    if (event->kind != SB_MATCHED)
        return report_event(user, event);
    if (session->report.json) {
        match_json(&session->report.documents.json, patient);
        return true;
    }
    printf("%-12s %s  ", patient->id, sb_date_print(date, patient->birth_date));
    put_name(stdout, &patient->name);
    putchar('\n');
    return true;
}

static int
run_find(struct session *session)
{
    struct report *report = &session->report;
    struct json json = {.out = stdout};
    struct sb_tally tally = {0};
    sb_status st;
    int code;

    if (session->operands[0][0] == '\0')
        return session_usage(session, "say a part of the name, a birth date or a member id");
    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    session->run.event = find_event;
    st = sb_patient_find(&tally, session->practice, session->operands[0], &session->run,
                         &session->err);
    if (st != SB_OK)
        return session_fail(session, st);
    if (report->json) {
        json_object(&json, NULL);
        json_text(&json, "schema", "superbill.patients/1");
        gather_put(&json, "patients", &report->documents);
        json_end(&json, '}');
    } else if (tally.selected == 0 && !report->quiet) {
        /* what was looked for is a person's: it is not repeated */
        fputs("superbill: nobody found\n", stderr);
    }
    if (tally.malformed)
        return EXIT_INPUT;
    return tally.selected == 0 ? EXIT_REFUSED : EXIT_DONE;
}

static const uint8_t options[] = {OPT_END};

const struct command cmd_patient_find = {
    .name = "patient find",
    .summary = "find ids by name, birth date or member id",
    .usage = "TEXT",
    .examples = "  superbill patient find nunez\n"
                "  superbill patient find 1984-03-09\n"
                "  superbill patient find W123456789\n",
    .more = "Case and accents do not matter.  The exit status is 1 where nobody is found.\n",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run_find,
};
