/* cmd_check.c - superbill check: every finding in every record. */
#include "cli/cli.h"

#include <stdlib.h>

struct fixes {
    struct session *session;
    struct json json;
    uint64_t repairs;
};

static bool
fix_event(void *user, const struct sb_event *event)
{
    struct fixes *fixes = user;

    if (event->kind != SB_PATCHED)
        return true;
    fixes->repairs += event->done;
    if (!fixes->session->report.json) {
        fputs(event->text, stdout);
        return true;
    }
    json_object(&fixes->json, NULL);
    json_int(&fixes->json, "repairs", (int64_t)event->done);
    json_text(&fixes->json, "patch", event->text);
    json_end(&fixes->json, '}');
    return true;
}

static int
run_fix(struct session *session)
{
    struct fixes fixes = {.session = session};
    struct sb_fix_options options = {.run = session->run, .write = session_has(session, OPT_WRITE)};
    struct sb_tally tally = {0};
    char *bytes = NULL;
    size_t length = 0;
    sb_status st;

    /* one whole document, or that of the failure */
    fixes.json.out = open_memstream(&bytes, &length);
    if (fixes.json.out == NULL)
        return session_fail(session, SB_E_NOMEM);
    options.run.event = fix_event;
    options.run.user = &fixes;
    if (session->report.json) {
        json_object(&fixes.json, NULL);
        json_text(&fixes.json, "schema", "superbill.fixes/1");
        json_bool(&fixes.json, "written", options.write);
        json_array(&fixes.json, "files");
    }
    st = sb_fix(&tally, session->practice, &options, &session->err);
    if (session->report.json) {
        json_end(&fixes.json, ']');
        json_end(&fixes.json, '}');
    }
    if (fclose(fixes.json.out) != 0 && st == SB_OK)
        st = SB_E_NOMEM;
    if (st == SB_OK && length > 0)
        fwrite(bytes, 1, length, stdout);
    free(bytes);
    if (st != SB_OK)
        return session_fail(session, st);
    if (!session->report.json && !session->report.quiet)
        fprintf(stderr, "superbill: %llu repair%s%s\n", (unsigned long long)fixes.repairs,
                fixes.repairs == 1 ? "" : "s",
                fixes.repairs == 0 ? ""
                : options.write    ? ", in place"
                                   : "; --write makes them");
    return EXIT_DONE;
}

static int
run_check(struct session *session)
{
    struct sb_tally tally = {0};
    sb_status st;
    int code;

    if (!take_filter(session, &session->run.filter))
        return EXIT_USAGE;
    if (session_has(session, OPT_WRITE) && !session_has(session, OPT_FIX))
        return session_usage(session, "--write belongs to --fix");
    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    session->run.files = session->operands;
    session->run.file_count = session->operand_count;
    session->run.all = session_has(session, OPT_ALL);
    if (session_has(session, OPT_FIX))
        return run_fix(session);
    st = sb_check(&tally, session->practice, &session->run, &session->err);
    return session_end(session, st, &tally);
}

static const uint8_t options[] = {OPT_ALL, OPT_FIX, OPT_WRITE, OPT_END};

const struct command cmd_check = {
    .name = "check",
    .summary = "report every finding in every record; write nothing",
    .usage = "[FILE...] [--all] [--fix [--write]] [filters]",
    .examples = "  superbill check\n"
                "  superbill check visits.ndjson patients.json\n"
                "  superbill check --month 2026-10 --json\n"
                "  superbill check --fix\n",
    .more = "Without FILE the files are read that [files] names; with FILE these and\n"
            "[files] patients.  '-' is stdin.  Findings are on stdout.\n"
            "--fix prints repairs that can be made one way only (the dot, case and X of a\n"
            "diagnosis, an ended code with one successor, order of modifiers, GP where the payer\n"
            "wants it) as a patch; --write puts them in place.\n",
    .options = options,
    .filters = filter_options,
    .json = JSON_FINDINGS,
    .most = SIZE_MAX,
    .run = run_check,
};
