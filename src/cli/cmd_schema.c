/* cmd_schema.c - superbill schema: the JSON Schema of the record files. */
#include "cli/cli.h"

static int
run_schema(struct session *session)
{
    char *text = NULL;
    sb_status st = sb_schema(&text, &session->err);

    if (st != SB_OK)
        return session_fail(session, st);
    fputs(text, stdout);
    sb_text_free(text);
    return EXIT_DONE;
}

static const uint8_t options[] = {OPT_END};

const struct command cmd_schema = {
    .name = "schema",
    .summary = "print the JSON Schema (2020-12) of the record files",
    .usage = "",
    .examples = "  superbill schema >superbill.schema.json\n",
    .options = options,
    .run = run_schema,
};
