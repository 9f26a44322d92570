/* cmd_units.c - superbill units: the unit calculator, with its reasoning. */
#include "cli/cli.h"

#include <string.h>

static const char *const rule_words[] = {"ama", "cms"};
static const enum sb_unit_rule rules[] = {SB_UNIT_RULE_AMA, SB_UNIT_RULE_CMS};

/* Services of one code are one line: their minutes are added. */
static bool
merge(struct session *session, struct sb_service_text *texts, struct sb_unit_line *lines,
      size_t *count)
{
    for (size_t i = 0; i < session->operand_count; i++) {
        struct sb_error err = {0};
        struct sb_service_text *text = &texts[i];
        size_t at = 0;

        if (sb_service_parse(text, session->operands[i], &err) != SB_OK) {
            session_usage(session, "%s", err.text);
            return false;
        }
        while (at < *count && strcmp(lines[at].code, text->code) != 0)
            at++;
        if (at == *count) {
            lines[(*count)++] = (struct sb_unit_line){.code = text->code,
                                                      .minutes = text->minutes,
                                                      .assistant_minutes = -1,
                                                      .stated = text->units};
            continue;
        }
        if (text->minutes >= 0)
            lines[at].minutes = text->minutes + (lines[at].minutes > 0 ? lines[at].minutes : 0);
        if (text->units >= 0)
            lines[at].stated = text->units + (lines[at].stated > 0 ? lines[at].stated : 0);
    }
    return true;
}

static void
units_text(const struct sb_unit_line *lines, size_t count, const struct sb_units_total *total,
           const char *rule)
{
    for (size_t i = 0; i < count; i++) {
        printf("%-6s", lines[i].code);
        if (lines[i].minutes >= 0)
            printf(" %4d min", (int)lines[i].minutes);
        else
            fputs("         ", stdout);
        printf("  %2d unit%s  %s\n", (int)lines[i].units, lines[i].units == 1 ? " " : "s",
               lines[i].why);
    }
    if (total->tie)
        printf("tie: %s\n", total->tie_why);
    printf("%s rule: %d timed minutes, %d timed unit%s, %d unit%s in all\n",
           strcmp(rule, "cms") == 0 ? "CMS" : "AMA", (int)total->timed_minutes,
           (int)total->timed_units, total->timed_units == 1 ? "" : "s", (int)total->total_units,
           total->total_units == 1 ? "" : "s");
}

static void
units_json(const struct sb_unit_line *lines, size_t count, const struct sb_units_total *total,
           const char *rule)
{
    struct json json = {.out = stdout};

    json_object(&json, NULL);
    json_text(&json, "schema", "superbill.units/1");
    json_text(&json, "rule", rule);
    json_array(&json, "lines");
    for (size_t i = 0; i < count; i++) {
        json_object(&json, NULL);
        json_text(&json, "code", lines[i].code);
        if (lines[i].minutes >= 0)
            json_int(&json, "minutes", lines[i].minutes);
        else
            json_text(&json, "minutes", NULL);
        json_int(&json, "units", lines[i].units);
        json_text(&json, "why", lines[i].why);
        json_end(&json, '}');
    }
    json_end(&json, ']');
    json_int(&json, "timed_minutes", total->timed_minutes);
    json_int(&json, "timed_units", total->timed_units);
    json_int(&json, "total_units", total->total_units);
    json_text(&json, "tie", total->tie ? total->tie_why : NULL);
    json_end(&json, '}');
}

static int
run_units(struct session *session)
{
    struct sb_service_text texts[SB_UNITS_LINES];
    struct sb_unit_line lines[SB_UNITS_LINES];
    struct sb_units_total total = {0};
    size_t count = 0;
    unsigned at = 0;
    sb_status st;
    int code;

    if (!take_word(session, OPT_RULE, rule_words, 2, &at) || !merge(session, texts, lines, &count))
        return EXIT_USAGE;
    if (session_value(session, OPT_RULE) == NULL) {
        if ((code = session_start_if(session)) != EXIT_DONE)
            return code;
        if (session->practice != NULL)
            at = sb_practice_config(session->practice)->unit_rule == SB_UNIT_RULE_CMS;
    }
    st = sb_units_count(&total, lines, count, rules[at], &session->err);
    if (st != SB_OK)
        return session_fail(session, st);
    for (size_t i = 0; i < count; i++)
        if (lines[i].units < 0)
            lines[i].units = lines[i].stated > 0 ? lines[i].stated : 1;
    if (session->report.json)
        units_json(lines, count, &total, rule_words[at]);
    else
        units_text(lines, count, &total, rule_words[at]);
    return EXIT_DONE;
}

static const uint8_t options[] = {OPT_RULE, OPT_END};

const struct command cmd_units = {
    .name = "units",
    .summary = "count units from minutes, with the reasoning",
    .usage = "[--rule cms|ama] CODE:MINUTES...",
    .examples = "  superbill units 97110:33 97140:7\n"
                "  superbill units --rule cms 97110:23 97112:12 97140:8\n",
    .more = "Without --rule the practice's [billing] unit_rule holds, else ama.\n",
    .options = options,
    .least = 1,
    .most = SB_UNITS_LINES,
    .run = run_units,
};
