/* cmd_extract.c - superbill extract: the record inside a document. */
#include "cli/cli.h"

static int
run_extract(struct session *session)
{
    char *record = NULL;
    size_t length = 0;
    sb_status st = sb_document_extract(&record, &length, session->operands[0], &session->err);

    if (st != SB_OK)
        return session_fail(session, st);
    fwrite(record, 1, length, stdout);
    putchar('\n');
    sb_text_free(record);
    return EXIT_DONE;
}

static const uint8_t options_taken[] = {OPT_END};

const struct command cmd_extract = {
    .name = "extract",
    .summary = "the record inside a document",
    .usage = "FILE.pdf",
    .examples = "  superbill extract SB-2026-000123.pdf\n",
    .more = "It is one JSON object, superbill.document/1, with or without --json.\n",
    .options = options_taken,
    .least = 1,
    .most = 1,
    .run = run_extract,
};
