/* cmd_render.c - superbill render: selected visits as documents, not numbered, not kept. */
#include "cli/cli.h"

#include <string.h>

/* The bytes of a single document on stdout, instead of its line. */
static bool
render_event(void *user, const struct sb_event *event)
{
    const struct sb_drawn *document = event->document;

    if (event->kind != SB_DRAWN)
        return report_event(user, event);
    return fwrite(document->bytes, 1, document->length, stdout) == document->length;
}

/* EXIT_DONE, or what speaks against the reference. */
static int
take_reference(struct session *session, struct sb_render_options *options)
{
    const char *reference = session_value(session, OPT_REFERENCE);

    options->reference = reference;
    if (reference == NULL)
        return EXIT_DONE;
    options->single = true;
    if (!sb_id_valid(reference))
        return session_usage(session, "--reference takes letters, digits, dot, hyphen and "
                                      "underscore, at most 64");
    if (sb_practice_numbers(session->practice, reference))
        return session_refuse(session,
                              "--reference %s has the form of the practice's own "
                              "numbers ([numbering] format)",
                              reference);
    return EXIT_DONE;
}

static int
run_render(struct session *session)
{
    struct sb_render_options options = {0};
    struct sb_tally tally = {0};
    const char *folder = session_value(session, OPT_OUTPUT);
    bool piped = folder != NULL && strcmp(folder, "-") == 0;
    sb_status st;
    int code;

    if (!take_document(session, &options.audience) || !take_filter(session, &session->run.filter))
        return EXIT_USAGE;
    if (piped && session->report.json)
        return session_usage(session, "-o - and --json both want stdout; give one");
    if (piped && session_has(session, OPT_PASSWORD_FILE))
        return session_usage(session, "-o - has no place for an encrypted copy; name a folder");
    if ((code = session_start(session)) != EXIT_DONE ||
        (code = take_reference(session, &options)) != EXIT_DONE)
        return code;
    folder = session_folder(session, "out");
    if (folder == NULL)
        return session_fail(session, SB_E_NOMEM);
    options.run = session->run;
    options.run.files = session->operands;
    options.run.file_count = session->operand_count;
    options.out_dir = piped ? NULL : folder;
    options.single = options.single || piped;
    options.hashed = session->report.json;
    if (piped)
        options.run.event = render_event;
    st = sb_render(&tally, session->practice, &options, &session->err);
    if (st == SB_OK && options.single && tally.selected != 1)
        return session_refuse(session,
                              "%llu visits are selected, but %s takes one: name it with "
                              "--visit ID",
                              (unsigned long long)tally.selected, piped ? "-o -" : "--reference");
    return session_end(session, st, &tally);
}

static const uint8_t options_taken[] = {OPT_OUTPUT,    OPT_PASSWORD_FILE, OPT_DRY_RUN,
                                        OPT_REFERENCE, OPT_DOCUMENT,      OPT_END};

const struct command cmd_render = {
    .name = "render",
    .summary = "draw each selected visit as a draft",
    .usage = "[FILE...] [-o DIR|-] [--reference NUMBER] [filters]",
    .examples = "  superbill render -o out\n"
                "  superbill render --patient P-1001 --since 2026-10-01\n"
                "  superbill render --visit V-20261005-1001 -o - >draft.pdf\n"
                "  superbill render --visit V-20261005-1001 --reference 2019-0042\n",
    .more = "Documents are VISIT-draft.pdf and marked DRAFT; with --reference the one visit\n"
            "becomes REFERENCE.pdf and is not marked.  A visit with a finding at error level is\n"
            "refused, the others are drawn, and the exit status is 1.\n",
    .options = options_taken,
    .filters = filter_options,
    .json = JSON_RUN,
    .most = SIZE_MAX,
    .run = run_render,
};
