/* cmd_codes_remove.c - superbill codes remove: take an installed code set out. */
#include "cli/cli.h"

static int
run_remove(struct session *session)
{
    const char *store;
    sb_status st;
    int code;

    if ((code = session_start_if(session)) != EXIT_DONE)
        return code;
    if ((store = session_store(session)) == NULL)
        return session_absent(session, "no set is installed; 'codes list' says so");
    if ((st = sb_codes_remove(store, session->operands[0], &session->err)) != SB_OK)
        return session_fail(session, st);
    if (session->report.json) {
        struct json json = {.out = stdout};

        json_object(&json, NULL);
        json_text(&json, "schema", "superbill.sets/1");
        json_text(&json, "removed", session->operands[0]);
        json_end(&json, '}');
    } else if (!session->report.quiet) {
        printf("%s removed\n", session->operands[0]);
    }
    return EXIT_DONE;
}

static const uint8_t options[] = {OPT_END};

const struct command cmd_codes_remove = {
    .name = "codes remove",
    .summary = "take an installed code set out",
    .usage = "SET",
    .examples = "  superbill codes remove icd10cm-2024\n",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run_remove,
};
