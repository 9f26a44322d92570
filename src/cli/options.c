/* options.c - argv by the one table of options: parsing, suggestions, values. */
#include "cli/cli.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const struct option_row rows[] = {
#define X(id, name, letter, argument, help) [OPT_##id] = {name, letter, argument, help},
    CLI_OPTIONS(X)
#undef X
};

const uint8_t global_options[] = {OPT_CONFIG,  OPT_JSON, OPT_COLOR,   OPT_QUIET,
                                  OPT_VERBOSE, OPT_HELP, OPT_VERSION, OPT_END};
const uint8_t filter_options[] = {OPT_PATIENT, OPT_PROVIDER, OPT_PAYER,    OPT_VISIT,
                                  OPT_SINCE,   OPT_UNTIL,    OPT_MONTH,    OPT_YEAR,
                                  OPT_UNPAID,  OPT_PAID,     OPT_DEADLINE, OPT_END};
const uint8_t archive_filter_options[] = {
    OPT_PATIENT, OPT_PROVIDER, OPT_PAYER, OPT_VISIT,    OPT_SINCE,       OPT_UNTIL, OPT_MONTH,
    OPT_YEAR,    OPT_UNPAID,   OPT_PAID,  OPT_DEADLINE, OPT_ISSUE_STATE, OPT_END};

#define WORDS_MOST 64

const struct option_row *
option_row(enum option_id id)
{
    return &rows[id];
}

/* What getopt needs, for the options of one command. */
struct grammar {
    struct option longs[WORDS_MOST + 1];
    uint8_t ids[WORDS_MOST];
    const char *names[WORDS_MOST];
    char shorts[2 * WORDS_MOST + 4];
    size_t count;
};

static void
grammar_add(struct grammar *g, const uint8_t *ids)
{
    for (; ids != NULL && *ids != OPT_END && g->count < WORDS_MOST; ids++) {
        const struct option_row *row = &rows[*ids];
        size_t used = strlen(g->shorts);

        g->longs[g->count] = (struct option){
            row->name, row->argument != NULL ? required_argument : no_argument, NULL, 256 + *ids};
        g->ids[g->count] = *ids;
        g->names[g->count++] = row->name;
        if (row->letter == '\0')
            continue;
        g->shorts[used++] = row->letter;
        if (row->argument != NULL)
            g->shorts[used++] = ':';
        g->shorts[used] = '\0';
    }
}

static enum option_id
grammar_id(const struct grammar *g, int c)
{
    for (size_t i = 0; i < g->count; i++)
        if (c == 256 + g->ids[i] || c == rows[g->ids[i]].letter)
            return g->ids[i];
    return OPT_END;
}

static bool
known_elsewhere(const char *name)
{
    for (size_t i = 1; i < OPT_COUNT; i++)
        if (strcmp(rows[i].name, name) == 0)
            return true;
    return false;
}

/* Words for a day of service, which filters call otherwise; no spelling is near enough. */
static bool
is_day(const char *name)
{
    static const char *const words[] = {"date", "day", "from", "on", "to"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(name, words[i]) == 0)
            return true;
    return false;
}

static int
option_unknown(struct session *session, const struct grammar *g, const char *word, int letter)
{
    const char *owner = session->command != NULL ? session->command->name : "superbill";
    char name[64];
    const char *nearest;
    size_t length;

    if (strncmp(word, "--", 2) != 0)
        return session_usage(session, "%s has no option -%c", owner, letter);
    length = strcspn(word + 2, "=");
    if (length >= sizeof name)
        return session_usage(session, "%s has no such option", owner);
    memcpy(name, word + 2, length);
    name[length] = '\0';
    if (session->command != NULL && session->command->filters != NULL && is_day(name))
        return session_usage(session,
                             "%s has no option --%s; days are selected by --since and "
                             "--until, or --month",
                             owner, name);
    nearest = sb_suggest(name, g->names, g->count);
    if (nearest != NULL)
        return session_usage(session, "%s has no option --%s; did you mean --%s?", owner, name,
                             nearest);
    if (session->command == NULL && known_elsewhere(name))
        return session_usage(session, "--%s stands behind its command", name);
    return session_usage(session, "%s has no option --%s", owner, name);
}

static bool
option_repeats(enum option_id id)
{
    return id == OPT_FEE_ITEM || id == OPT_DX || id == OPT_FROM || id == OPT_QUIET ||
           id == OPT_VERBOSE;
}

static int
option_keep(struct session *session, enum option_id id, const char *value)
{
    if (session_has(session, id) && !option_repeats(id))
        return session_usage(session, "--%s is given twice", rows[id].name);
    session->uses[session->use_count++] = (struct option_use){(uint8_t)id, value};
    return EXIT_DONE;
}

/* One round of getopt over argv; operands are left from optind on. */
static int
parse_round(struct session *session, const struct grammar *g, int argc, char **argv)
{
    int c, at, status;

    optind = 0;
    opterr = 0;
    /* the word at fault is the one that getopt was about to read */
    for (at = 1; (c = getopt_long(argc, argv, g->shorts, g->longs, NULL)) != -1; at = optind) {
        enum option_id id = grammar_id(g, c);

        if (c == ':')
            return session_usage(session, "%s needs a value", argv[optind - 1]);
        if (c == '?' && optopt >= 256)
            return session_usage(session, "--%s takes no value", rows[optopt - 256].name);
        if (c == '?' || id == OPT_END) {
            const char *word = argv[optind - 1];
            if (strncmp(word, "--", 2) != 0 && at < argc && argv[at][0] == '-')
                word = argv[at];
            return option_unknown(session, g, word, optopt);
        }
        if ((status = option_keep(session, id, optarg)) != EXIT_DONE)
            return status;
    }
    return EXIT_DONE;
}

static bool
name_begins(const char *name, const char *word)
{
    size_t length = strlen(word);

    return strncmp(name, word, length) == 0 && name[length] == ' ';
}

/* "patient" alone: the commands that begin with it, with --help each in full. */
static int
find_family(struct session *session, int argc, char **argv)
{
    bool help = false;

    for (int i = 1; i < argc; i++)
        help = help || strcmp(argv[i], "--help") == 0;
    if (!help)
        return session_usage(session, "%s needs one more word; see superbill %s --help", argv[0],
                             argv[0]);
    for (size_t i = 0, n = 0; commands[i] != NULL; i++) {
        if (!name_begins(commands[i]->name, argv[0]))
            continue;
        fputs(n++ == 0 ? "" : "\n\n", stdout);
        help_command(stdout, commands[i]);
    }
    session->shown = true;
    return EXIT_DONE;
}

/* The command of the word at argv[0], with the second one where it takes two; *used words. */
static int
find_command(struct session *session, int argc, char **argv, int *used)
{
    const char *names[WORDS_MOST], *nearest;
    char both[64];
    size_t count = 0;
    bool family = false;

    *used = 1;
    snprintf(both, sizeof both, "%.30s", argv[0]);
    for (size_t i = 0; commands[i] != NULL; i++)
        family = family || name_begins(commands[i]->name, argv[0]);
    if (family && (argc == 1 || argv[1][0] == '-'))
        return find_family(session, argc, argv);
    if (family) {
        snprintf(both, sizeof both, "%.30s %.30s", argv[0], argv[1]);
        *used = 2;
    }
    for (size_t i = 0; commands[i] != NULL && count < WORDS_MOST; i++) {
        if (strcmp(commands[i]->name, both) == 0) {
            session->command = commands[i];
            return EXIT_DONE;
        }
        if (!family || name_begins(commands[i]->name, argv[0]))
            names[count++] = commands[i]->name;
    }
    nearest = sb_suggest(both, names, count);
    if (nearest != NULL)
        return session_usage(session, "there is no command '%s'; did you mean '%s'?", both,
                             nearest);
    return session_usage(session, "there is no command '%s'; see superbill --help", both);
}

/* Help and version need nothing else to be right. */
static bool
parse_shows(const struct session *session)
{
    if (session_has(session, OPT_VERSION)) {
        printf("superbill %s\n", SB_VERSION);
        return true;
    }
    if (!session_has(session, OPT_HELP))
        return false;
    if (session->command == NULL)
        help_program(stdout);
    else
        help_command(stdout, session->command);
    return true;
}

static int
check_operands(struct session *session)
{
    const struct command *command = session->command;

    if (session->operand_count < command->least)
        return session_usage(session, "usage: superbill %s %s", command->name, command->usage);
    if (session->operand_count > command->most)
        return session_usage(session, "that is a word too many; usage: superbill %s %s",
                             command->name, command->usage);
    return EXIT_DONE;
}

/* The words behind the command: its options, the global ones, operands. */
static int
parse_command(struct session *session, int argc, char **argv)
{
    struct grammar own = {.shorts = ":"};
    int status;

    grammar_add(&own, global_options);
    grammar_add(&own, session->command->filters);
    grammar_add(&own, session->command->options);
    if ((status = parse_round(session, &own, argc, argv)) != EXIT_DONE)
        return status;
    for (int i = optind; i < argc; i++)
        session->operands[session->operand_count++] = argv[i];
    return EXIT_DONE;
}

int
session_parse(struct session *session, int argc, char **argv, bool *done)
{
    struct grammar global = {.shorts = "+:"};
    int status, used = 0, first;

    *done = false;
    session->uses = calloc((size_t)argc + 1, sizeof *session->uses);
    session->operands = calloc((size_t)argc + 1, sizeof *session->operands);
    if (session->uses == NULL || session->operands == NULL)
        return session_fail(session, SB_E_NOMEM);
    /* a mistake before the option is told as the option asks, too */
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        session->report.json = session->report.json || strcmp(argv[i], "--json") == 0;
    grammar_add(&global, global_options);
    if ((status = parse_round(session, &global, argc, argv)) != EXIT_DONE)
        return status;
    first = optind;
    if (first < argc) {
        status = find_command(session, argc - first, argv + first, &used);
        *done = session->shown;
        if (status != EXIT_DONE || *done)
            return status;
        if ((status = parse_command(session, argc - first - used + 1, argv + first + used - 1)) !=
            EXIT_DONE)
            return status;
    }
    *done = parse_shows(session);
    if (*done)
        return EXIT_DONE;
    if (session->command == NULL) {
        help_program(stderr);
        return EXIT_USAGE;
    }
    return check_operands(session);
}
