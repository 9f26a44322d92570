/* cmd_codes_show.c - superbill codes show: one code on a day. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

#define CHILDREN_MOST 512

/* One code, procedure or diagnosis, in the same words. */
struct shown {
    char code[SB_DX_TEXT];
    sb_date on;
    bool billable;
    const char *title;
    sb_date from, to;
    const char *successors; /* blank-separated, or NULL */
    const char *note;
    char (*children)[SB_DX_TEXT];
    size_t child_count;
};

static void
shown_json(const struct shown *s)
{
    struct json json = {.out = stdout};
    char word[16];

    json_object(&json, NULL);
    json_text(&json, "schema", "superbill.code/1");
    json_text(&json, "code", s->code);
    json_date(&json, "date", s->on);
    json_bool(&json, "billable", s->billable);
    json_text(&json, "title", s->title);
    json_date(&json, "from", s->from);
    json_date(&json, "to", s->to);
    json_array(&json, "successors");
    for (const char *at = s->successors; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, " ");

        snprintf(word, sizeof word, "%.*s", (int)length, at);
        json_text(&json, NULL, word);
        at += length + strspn(at + length, " ");
    }
    json_end(&json, ']');
    json_array(&json, "children");
    for (size_t i = 0; i < s->child_count; i++)
        json_text(&json, NULL, s->children[i]);
    json_end(&json, ']');
    if (s->note != NULL)
        json_text(&json, "note", s->note);
    json_end(&json, '}');
}

static void
shown_text(const struct shown *s)
{
    char on[SB_DATE_TEXT], from[SB_DATE_TEXT], to[SB_DATE_TEXT];

    printf("%s  %s\n", s->code, s->title);
    printf("  %s on %s\n", s->billable ? "billable" : "not billable", sb_date_print(on, s->on));
    if (s->from.day != 0)
        printf("  from %s\n", sb_date_print(from, s->from));
    if (s->to.day != 0)
        printf("  to %s\n", sb_date_print(to, s->to));
    if (s->successors != NULL)
        printf("  use instead: %s\n", s->successors);
    for (size_t i = 0; i < s->child_count; i++)
        printf("%s%s", i == 0 ? "  billable below it: " : " ", s->children[i]);
    if (s->child_count > 0)
        putchar('\n');
    if (s->note != NULL)
        printf("  %s\n", s->note);
}

static bool
five_capitals(char out[6], const char *typed)
{
    memset(out, 0, 6);
    for (size_t i = 0; i < 5 && strlen(typed) == 5; i++)
        out[i] = typed[i] >= 'a' && typed[i] <= 'z' ? (char)(typed[i] - 'a' + 'A') : typed[i];
    return out[0] != '\0';
}

/* The days that an installed set gives a level II code; it keeps no words. */
static bool
show_days(struct shown *s, const struct sb_codes *codes, const char *code)
{
    struct sb_code_days days;

    sb_codes_days(&days, codes, code);
    if (!days.known)
        return false;
    memcpy(s->code, code, 6);
    s->billable = days.from.day <= s->on.day && (days.to.day == 0 || s->on.day <= days.to.day);
    s->from = days.from;
    s->to = days.to;
    if (s->title == NULL)
        s->title = "a HCPCS code that an installed set dates; its words are not kept";
    return true;
}

static bool
show_procedure(struct shown *s, const struct sb_codes *codes, const char *typed)
{
    const struct sb_procedure *procedure;
    char code[6];

    if (!five_capitals(code, typed) || (procedure = sb_procedure_find(code)) == NULL)
        return false;
    memcpy(s->code, procedure->code, sizeof procedure->code);
    s->billable = sb_procedure_valid(procedure, s->on);
    s->title = procedure->label;
    s->from = procedure->from;
    s->to = procedure->to;
    s->successors = procedure->successors;
    s->note = procedure->note;
    (void)show_days(s, codes, code);
    return true;
}

static bool
show_diagnosis(struct shown *s, const struct sb_codes *codes, struct sb_dx_answer *answer,
               const char *code)
{
    sb_dx_look(answer, codes, code, s->on);
    /* the row of a stem tells of another code */
    if (answer->row == NULL || strcmp(answer->row->code, code) != 0)
        return false;
    memcpy(s->code, answer->code, sizeof s->code);
    s->billable = answer->verdict == SB_DX_BILLABLE;
    s->title = answer->row->title;
    s->from = answer->row->from;
    s->to = answer->row->to;
    s->successors = answer->row->successors;
    s->children = calloc(CHILDREN_MOST, sizeof *s->children);
    if (s->children != NULL && !s->billable)
        s->child_count = sb_dx_children(s->children, CHILDREN_MOST, codes, code, s->on);
    return true;
}

static int
unknown(struct session *session, const char *code, const struct sb_dx_answer *answer)
{
    char near[128] = "";
    size_t used = 0;

    for (size_t i = 0; i < answer->suggested_count && used + 16 < sizeof near; i++)
        used += (size_t)snprintf(near + used, sizeof near - used, "%s%s", i == 0 ? "" : " ",
                                 answer->suggested[i]);
    if (used > 0)
        return session_absent(session, "there is no code %.20s; look at %s", code, near);
    return session_absent(session, "there is no code %.20s in the tables; 'codes search' finds one",
                          code);
}

static int
run_show(struct session *session)
{
    struct shown s = {0};
    struct sb_dx_answer answer = {0};
    struct sb_codes *codes = NULL;
    const char *typed = session->operands[0];
    char code[SB_DX_TEXT], level2[6] = "";
    bool found;
    sb_status st;
    int status;

    if (!take_date(session, OPT_DATE, &s.on))
        return EXIT_USAGE;
    if ((status = session_start_if(session)) != EXIT_DONE)
        return status;
    if (s.on.day == 0)
        s.on = session->run.issued_on;
    if ((status = session_codes(session, &codes)) != EXIT_DONE)
        return status;
    found = show_procedure(&s, codes, typed);
    if (!found && sb_dx_normalise(code, typed))
        found = show_diagnosis(&s, codes, &answer, code);
    if (!found && five_capitals(level2, typed))
        found = show_days(&s, codes, level2);
    if ((st = sb_codes_sound(codes, &session->err)) != SB_OK)
        status = session_fail(session, st);
    else if (!found)
        status = unknown(session, typed, &answer);
    else if (session->report.json)
        shown_json(&s);
    else
        shown_text(&s);
    free(s.children);
    sb_codes_free(codes);
    return status;
}

static const uint8_t options[] = {OPT_DATE, OPT_END};

const struct command cmd_codes_show = {
    .name = "codes show",
    .summary = "one code on a day: title, dates, successors, children",
    .usage = "CODE [--date DATE]",
    .examples = "  superbill codes show M54.5\n"
                "  superbill codes show M72.2 --date 2026-09-30\n"
                "  superbill codes show 97110 --json\n",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run_show,
};
