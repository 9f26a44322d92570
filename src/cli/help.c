/* help.c - what --help prints: examples first, then options, from the tables. */
#include "cli/cli.h"

#include <string.h>

void
help_program(FILE *out)
{
    fputs("superbill turns physical-therapy visit records into superbills, offline.\n"
          "\n"
          "  superbill init clinic            a practice folder that works at once\n"
          "  superbill add --patient P-1001 --dx M25.561 97110:30 97140:15\n"
          "  superbill check                  every finding in every record\n"
          "  superbill render -o out          the documents, as drafts\n"
          "\n"
          "Commands (superbill COMMAND --help tells more):\n",
          out);
    for (size_t i = 0; commands[i] != NULL; i++)
        fprintf(out, "  %-16s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\n"
          "Exit status: 0 done, 1 refused or not found, 2 wrong usage, 3 input or configuration\n"
          "cannot be read, 4 output cannot be written, 5 archive, 70 out of memory or a defect.\n"
          "Manuals: superbill(1), superbill(5).\n",
          out);
}

static void
help_options(FILE *out, const char *title, const uint8_t *ids)
{
    if (ids == NULL || *ids == OPT_END)
        return;
    fprintf(out, "\n%s:\n", title);
    for (; *ids != OPT_END; ids++) {
        const struct option_row *row = option_row(*ids);
        char name[64];

        if (row->letter != '\0')
            snprintf(name, sizeof name, "-%c, --%s %s", row->letter, row->name,
                     row->argument != NULL ? row->argument : "");
        else
            snprintf(name, sizeof name, "    --%s %s", row->name,
                     row->argument != NULL ? row->argument : "");
        fprintf(out, "  %-34s %s\n", name, row->help);
    }
}

void
help_command(FILE *out, const struct command *command)
{
    fprintf(out, "%s\n\n%s\nusage: superbill %s %s\n", command->summary, command->examples,
            command->name, command->usage);
    if (command->more != NULL)
        fprintf(out, "\n%s", command->more);
    help_options(out, "Options", command->options);
    help_options(out, "Which visits", command->filters);
    help_options(out, "Everywhere", global_options);
}
