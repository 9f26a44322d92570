/* cmd_init.c - superbill init: a practice folder that works at once. */
#include "cli/cli.h"

#include <string.h>

static bool
init_event(void *user, const struct sb_event *event)
{
    struct session *session = user;
    struct report *report = &session->report;

    if (event->kind != SB_WRITTEN)
        return true;
    if (report->json)
        json_text(&report->documents.json, NULL, event->text);
    else if (!report->quiet)
        printf("%s\n", event->text);
    return true;
}

static bool
sound_npi(const char *text)
{
    return sb_npi_judge(text) == SB_NPI_SOUND;
}

static bool
sound_tax_id(const char *text)
{
    enum sb_tax_verdict verdict = sb_tax_judge(text);

    return verdict == SB_TAX_SOUND || verdict == SB_TAX_PREFIX;
}

enum { ASK_PRACTICE, ASK_NPI, ASK_TAX_ID, ASK_THERAPIST, ASK_COUNT };
static const struct question questions[ASK_COUNT] = {
    {OPT_PRACTICE, "Name of the practice", true, NULL, NULL, 0},
    {OPT_NPI, "NPI of the therapist", true, sound_npi,
     "an NPI has ten digits, begins with 1 or 2 and has a check digit", 0},
    {OPT_TAX_ID, "Tax id (EIN), as 84-1234567", true, sound_tax_id,
     "a tax id is written NN-NNNNNNN; a social security number is not taken", 0},
    {OPT_THERAPIST, "Therapist, as Ana Rivera, PT, DPT", true, NULL, NULL, 0},
};

static void
init_end(struct session *session, const char *folder)
{
    struct report *report = &session->report;
    struct json json = {.out = stdout};

    if (!report->json) {
        if (report->quiet || session_has(session, OPT_DRY_RUN))
            return;
        fflush(stdout);
        if (strcmp(folder, ".") == 0)
            fputs("next: superbill check, then superbill render\n", stderr);
        else
            fprintf(stderr, "next: cd %s, then superbill check and superbill render\n", folder);
        return;
    }
    json_object(&json, NULL);
    json_text(&json, "schema", "superbill.init/1");
    gather_put(&json, "files", &report->documents);
    json_end(&json, '}');
}

static int
run_init(struct session *session)
{
    char answers[ASK_COUNT][ANSWER_ROOM], zone[72];
    struct sb_init_options options = {.folder = ".",
                                      .timezone = zone,
                                      .today = env_day(&session->env),
                                      .empty = session_has(session, OPT_EMPTY),
                                      .dry_run = session_has(session, OPT_DRY_RUN),
                                      .event = init_event,
                                      .user = session};
    sb_status st;
    int code;

    if (session->operand_count > 0)
        options.folder = session->operands[0];
    if (options.folder[0] == '\0')
        return session_usage(session, "the folder has no name");
    if (!options.empty && (session_has(session, OPT_PRACTICE) || session_has(session, OPT_NPI) ||
                           session_has(session, OPT_TAX_ID) || session_has(session, OPT_THERAPIST)))
        return session_usage(session, "--practice, --npi, --tax-id and --therapist go with "
                                      "--empty");
    if (!env_zone(zone, sizeof zone))
        return session_fail(session, SB_E_NOMEM);
    if (options.empty) {
        if ((code = ask_all(session, questions, ASK_COUNT, answers)) != EXIT_DONE)
            return code;
        options.practice = answers[ASK_PRACTICE];
        options.npi = answers[ASK_NPI];
        options.tax_id = answers[ASK_TAX_ID];
        options.therapist = answers[ASK_THERAPIST];
    }
    st = sb_init(&options, &session->err);
    if (st != SB_OK)
        return session_fail(session, st);
    init_end(session, options.folder);
    return EXIT_DONE;
}

static const uint8_t options_taken[] = {OPT_EMPTY,     OPT_PRACTICE, OPT_NPI, OPT_TAX_ID,
                                        OPT_THERAPIST, OPT_DRY_RUN,  OPT_END};

const struct command cmd_init = {
    .name = "init",
    .summary = "write a starter practice folder",
    .usage = "[DIR] [--empty]",
    .examples =
        "  superbill init clinic\n"
        "  superbill init clinic --empty\n"
        "  superbill init clinic --empty --practice \"Harbor Lane PT\" --npi 1234567893 \\\n"
        "      --tax-id 84-1234567 --therapist \"Ana Rivera, PT, DPT\"\n",
    .more = "Writes superbill.ini, patients.json and visits.ndjson; never over a file that is\n"
            "there.  Without --empty they hold an example practice, two patients and four visits.\n"
            "With it practice, NPI, tax id and therapist are asked for, or taken as options.\n",
    .options = options_taken,
    .most = 1,
    .run = run_init,
};
