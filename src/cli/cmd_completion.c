/* cmd_completion.c - superbill completion: scripts for shells, made from the option table. */
#include "cli/cli.h"

#include <string.h>

typedef void option_fn(const struct command *command, const struct option_row *row);

/* Every option of a command once, global ones last. */
static void
each_option(const struct command *command, option_fn *put)
{
    const uint8_t *const sets[] = {command->options, command->filters, global_options};

    for (size_t i = 0; i < 3; i++)
        for (const uint8_t *id = sets[i]; id != NULL && *id != OPT_END; id++)
            put(command, option_row(*id));
}

static void
put_word(const struct command *command, const struct option_row *row)
{
    (void)command;
    printf(" --%s", row->name);
}

/* First words once each: "patient" of "patient add". */
static void
each_first(void (*put)(const char *word, size_t length))
{
    for (size_t i = 0; commands[i] != NULL; i++) {
        size_t length = strcspn(commands[i]->name, " ");

        if (i == 0 || strncmp(commands[i]->name, commands[i - 1]->name, length + 1) != 0 ||
            commands[i]->name[length] == '\0')
            put(commands[i]->name, length);
    }
}

static void
put_first(const char *word, size_t length)
{
    printf(" %.*s", (int)length, word);
}

/* case of the words so far -> the words that may follow, for bash and zsh */
static void
put_cases(void)
{
    for (size_t i = 0; commands[i] != NULL; i++) {
        const char *blank = strchr(commands[i]->name, ' ');

        if (blank == NULL)
            printf("    %s) offer=\"", commands[i]->name);
        else
            printf("    '%s') offer=\"", commands[i]->name);
        each_option(commands[i], put_word);
        printf("\" ;;\n");
    }
    for (size_t i = 0; commands[i] != NULL; i++) {
        const char *blank = strchr(commands[i]->name, ' ');
        size_t length = blank == NULL ? 0 : (size_t)(blank - commands[i]->name);

        if (blank == NULL ||
            (i > 0 && strncmp(commands[i]->name, commands[i - 1]->name, length + 1) == 0))
            continue;
        printf("    %.*s) offer=\"", (int)length, commands[i]->name);
        for (size_t j = i; commands[j] != NULL; j++)
            if (strncmp(commands[i]->name, commands[j]->name, length + 1) == 0)
                printf(" %s", commands[j]->name + length + 1);
        printf("\" ;;\n");
    }
    printf("    *) offer=\"");
    each_first(put_first);
    printf("\" ;;\n");
}

/* "codes|patient": what takes a second word. */
static void
put_families(void)
{
    const char *between = "";

    for (size_t i = 0; commands[i] != NULL; i++) {
        size_t length = strcspn(commands[i]->name, " ");

        if (commands[i]->name[length] == '\0' ||
            (i > 0 && strncmp(commands[i]->name, commands[i - 1]->name, length + 1) == 0))
            continue;
        printf("%s%.*s", between, (int)length, commands[i]->name);
        between = "|";
    }
}

static void
bash_script(void)
{
    fputs("# bash completion for superbill; put it in /etc/bash_completion.d\n"
          "_superbill() {\n"
          "    local cur=${COMP_WORDS[COMP_CWORD]} one=${COMP_WORDS[1]-} two=${COMP_WORDS[2]-} "
          "offer\n"
          "    [ \"$COMP_CWORD\" -gt 1 ] || one=\n"
          "    [ \"$COMP_CWORD\" -gt 2 ] || two=\n"
          "    case $one in ",
          stdout);
    put_families();
    fputs(") one=\"$one${two:+ $two}\" ;; esac\n"
          "    case $one in\n",
          stdout);
    put_cases();
    fputs("    esac\n"
          "    case $cur in\n"
          "    -*) ;;\n"
          "    *) [ -n \"$one\" ] && case $offer in *--*) compopt -o default; return ;; esac ;;\n"
          "    esac\n"
          "    COMPREPLY=($(compgen -W \"$offer\" -- \"$cur\"))\n"
          "}\n"
          "complete -F _superbill superbill\n",
          stdout);
}

static void
zsh_script(void)
{
    fputs("#compdef superbill\n"
          "# zsh completion for superbill; put it as _superbill into a folder of $fpath\n"
          "_superbill() {\n"
          "    local cur=$words[CURRENT] one= two=\n"
          "    (( CURRENT > 2 )) && one=$words[2]\n"
          "    (( CURRENT > 3 )) && two=$words[3]\n"
          "    local offer\n"
          "    case $one in (",
          stdout);
    put_families();
    fputs(") one=\"$one${two:+ $two}\" ;; esac\n"
          "    case $one in\n",
          stdout);
    put_cases();
    fputs("    esac\n"
          "    if [[ $cur != -* && -n $one && $offer == *--* ]]; then\n"
          "        _files\n"
          "    else\n"
          "        compadd -- ${=offer}\n"
          "    fi\n"
          "}\n"
          "compdef _superbill superbill\n",
          stdout);
}

/* "patient add" is the two words seen together. */
static void
fish_condition(const struct command *command)
{
    size_t length = strcspn(command->name, " ");

    printf("__fish_seen_subcommand_from %.*s", (int)length, command->name);
    if (command->name[length] == ' ')
        printf("; and __fish_seen_subcommand_from %s", command->name + length + 1);
}

static void
fish_option(const struct command *command, const struct option_row *row)
{
    fputs("complete -c superbill -n '", stdout);
    fish_condition(command);
    printf("' -l %s", row->name);
    if (row->letter != '\0')
        printf(" -s %c", row->letter);
    printf("%s -d '", row->argument != NULL ? " -r" : "");
    for (const char *c = row->help; *c != '\0'; c++)
        printf(*c == '\'' ? "\\%c" : "%c", *c);
    fputs("'\n", stdout);
}

static void
fish_script(void)
{
    fputs("# fish completion for superbill; put it into ~/.config/fish/completions\n", stdout);
    for (size_t i = 0; commands[i] != NULL; i++) {
        const char *blank = strchr(commands[i]->name, ' ');

        if (blank == NULL)
            printf("complete -c superbill -n __fish_use_subcommand -a %s -d '%s'\n",
                   commands[i]->name, commands[i]->summary);
        else
            printf("complete -c superbill -n __fish_use_subcommand -a %.*s\n"
                   "complete -c superbill -f -n '__fish_seen_subcommand_from %.*s' -a %s -d '%s'\n",
                   (int)(blank - commands[i]->name), commands[i]->name,
                   (int)(blank - commands[i]->name), commands[i]->name, blank + 1,
                   commands[i]->summary);
    }
    for (size_t i = 0; commands[i] != NULL; i++)
        each_option(commands[i], fish_option);
}

static int
run_completion(struct session *session)
{
    static const struct {
        const char *name;
        void (*script)(void);
    } shells[] = {{"bash", bash_script}, {"zsh", zsh_script}, {"fish", fish_script}};

    if (session->report.json)
        return session_usage(session, "completion prints a script, not JSON");
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(session->operands[0], shells[i].name) == 0) {
            shells[i].script();
            return EXIT_DONE;
        }
    return session_usage(session, "completion is there for bash, zsh and fish");
}

static const uint8_t options[] = {OPT_END};

const struct command cmd_completion = {
    .name = "completion",
    .summary = "print the completion script of a shell",
    .usage = "bash|zsh|fish",
    .examples = "  superbill completion bash >/etc/bash_completion.d/superbill\n"
                "  superbill completion zsh >\"${fpath[1]}/_superbill\"\n"
                "  superbill completion fish >~/.config/fish/completions/superbill.fish\n",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run_completion,
};
