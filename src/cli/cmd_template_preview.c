/* cmd_template_preview.c - superbill template preview: a layout with sample data. */
#include "cli/cli.h"

static int
run_template_preview(struct session *session)
{
    static const char *const words[] = {"en", "es"};
    static const enum sb_language languages[] = {SB_LANGUAGE_EN, SB_LANGUAGE_ES};
    struct sb_preview_options options = {.name_or_path = session->operands[0],
                                         .out_file = session_value(session, OPT_PDF),
                                         .issued_at = session->env.now,
                                         .issued_on = env_day(&session->env),
                                         .fault = template_fault,
                                         .user = session};
    char config[4096];
    unsigned at = 0, pages = 0;
    size_t count = 0;
    int code;
    sb_status st;

    if (options.out_file == NULL)
        return session_usage(session, "say where to: -o OUT.pdf");
    if (!take_word(session, OPT_LANGUAGE, words, 2, &at))
        return EXIT_USAGE;
    options.language = languages[at];
    if ((code = session_config(session, config, sizeof config)) != EXIT_DONE)
        return code;
    options.config = config[0] != '\0' ? config : NULL;
    st = sb_template_preview(&count, &pages, &options, &session->err);
    if (st != SB_OK)
        return session_fail(session, st);
    template_end(session, count, pages > 0 ? options.out_file : NULL);
    if (count == 0 && !session->report.json && !session->report.quiet) {
        put_tame(stdout, options.out_file);
        printf(": %u page%s of sample data\n", pages, pages == 1 ? "" : "s");
    }
    return count > 0 ? EXIT_REFUSED : EXIT_DONE;
}

static const uint8_t options_taken[] = {OPT_PDF, OPT_LANGUAGE, OPT_END};

const struct command cmd_template_preview = {
    .name = "template preview",
    .summary = "draw a layout with sample data",
    .usage = "FILE -o OUT.pdf [--language en|es]",
    .examples = "  superbill template preview mine.ini -o mine.pdf\n"
                "  superbill template preview receipt -o recibo.pdf --language es\n",
    .more = "FILE is a layout, or the name of one inside the program.  Visits and people are made\n"
            "up, and marked SAMPLE; where there is a configuration, name, address, logo, colour\n"
            "and note are the practice's.  An earlier OUT.pdf gives way.  Faults are told as by\n"
            "'template check', and nothing is drawn.\n",
    .options = options_taken,
    .least = 1,
    .most = 1,
    .run = run_template_preview,
};
