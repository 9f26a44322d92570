/* rules_help.h - a practice given as text, visits given as text, bills and findings back. */
#ifndef TESTS_UNIT_RULES_HELP_H
#define TESTS_UNIT_RULES_HELP_H

#include "model_help.h"

#include "rules/rules.h"

/** A sound practice; `more` of rig_open stands behind it. */
#define RIG_CONFIG                                                                                 \
    "[practice]\nname = Cedar\nnpi = 1003000126\ntax_id = 84-1234567\n"                            \
    "timezone = America/Los_Angeles\n"                                                             \
    "[provider rivera]\nname = Ana Rivera\ncredentials = PT\nnpi = 1234567893\nlicense = OR 1\n"   \
    "[provider lee]\nname = Jordan Lee\ncredentials = PTA\nrole = pta\nsupervisor = rivera\n"      \
    "npi = 1245319599\nlicense = OR 2\n"                                                           \
    "[fees]\n97110 = 60.00\n97112 = 60.00\n97116 = 50.00\n97140 = 65.00\n97530 = 66.00\n"          \
    "97161 = 150.00\n97164 = 90.00\n97010 = 10.00\n97014 = 25.00\nG0283 = 25.00\n97750 = 60.00\n"  \
    "97150 = 40.00\n97129 = 60.00\n97130 = 40.00\n97035 = 30.00\n29240 = 70.00\n20560 = 75.00\n"   \
    "20561 = 95.00\n97124 = 50.00\n97597 = 80.00\n97598 = 40.00\n"
#define RIG_PATIENT                                                                                \
    "{\"id\": \"P-1\", \"name\": {\"first\": \"Ana\", \"last\": \"Day\"}, \"birth_date\": "        \
    "\"1984-03-09\", \"address\": {\"line1\": \"8 Alder\", \"city\": \"Portland\", \"state\": "    \
    "\"OR\", \"zip\": \"97202\"}%s}"
#define RIG_VISITS 8

struct rig {
    struct sb_config *config;
    struct sb_codes *codes;
    struct sb_daybook *book;
    struct parsed person;
    struct sb_patient patient;
    struct sb_buf person_text;
    struct parsed texts[RIG_VISITS];
    struct sb_visit visits[RIG_VISITS];
    size_t count;
    struct sb_arena *arena;
    struct sb_findings *found;
    struct sb_judge judge;
};

/** more: further sections, may be NULL; person: further keys of the patient, "" for none. */
static inline void
rig_open(struct rig *rig, const char *more, const char *person)
{
    struct sb_error err = {0};
    struct sb_buf text = {0};

    memset(rig, 0, sizeof *rig);
    assert_int_equal(sb_findings_new(&rig->found, &err), SB_OK);
    sb_buf_text(&text, RIG_CONFIG);
    sb_buf_text(&text, more ? more : "");
    const char *path = file_write("rig.ini", text.at);
    assert_int_equal(sb_config_read(&rig->config, path, rig->found, &err), SB_OK);
    unlink(path);
    if (sb_findings_errors(rig->found) > 0)
        fail_msg("configuration: %s", findings_line(rig->found));
    sb_buf_free(&text);
    assert_int_equal(sb_codes_open(&rig->codes, &err), SB_OK);
    assert_int_equal(sb_daybook_new(&rig->book, &err), SB_OK);
    sb_buf_print(&rig->person_text, RIG_PATIENT, person);
    parsed_take(&rig->person, rig->person_text.at, SB_SOURCE_PATIENT);
    assert_int_equal(sb_patient_read(&rig->patient, parsed_tree(&rig->person), &rig->person.source,
                                     rig->person.arena, rig->found, &err),
                     SB_OK);
    assert_int_equal(sb_findings_errors(rig->found), 0);
    rig->arena = sb_arena_new(0);
    assert_non_null(rig->arena);
    rig->judge = (struct sb_judge){.config = rig->config,
                                   .codes = rig->codes,
                                   .book = rig->book,
                                   .arena = rig->arena,
                                   .issued_on = sb_date_make(2026, 11, 20)};
    sb_findings_reset(rig->found);
}

static inline void
rig_close(struct rig *rig)
{
    for (size_t i = 0; i < rig->count; i++)
        parsed_free(&rig->texts[i]);
    parsed_free(&rig->person);
    sb_buf_free(&rig->person_text);
    sb_arena_free(rig->arena);
    sb_findings_free(rig->found);
    sb_daybook_free(rig->book);
    sb_codes_free(rig->codes);
    sb_config_free(rig->config);
}

/** Read one visit of the rig's patient; found holds what reading found. */
static inline const struct sb_visit *
rig_visit(struct rig *rig, const char *text)
{
    struct sb_error err = {0};
    struct sb_visit *visit = &rig->visits[rig->count];
    struct parsed *p = &rig->texts[rig->count++];

    assert_true(rig->count <= RIG_VISITS);
    parsed_take(p, text, SB_SOURCE_VISIT);
    assert_int_equal(sb_visit_read(visit, parsed_tree(p), &p->source, p->arena, rig->found, &err),
                     SB_OK);
    if (!visit->patient && sb_text_equal(visit->patient_id, rig->patient.id))
        visit->patient = &rig->patient;
    return visit;
}

/** A visit of 2026-10-05 with these further members, which begin with a comma, or "@ID" first. */
static inline const char *
rig_text(const char *members)
{
    static char text[4000];
    const char *provider = *members == '@' ? members + 1 : "rivera";
    size_t length = strcspn(provider, ",");

    (void)snprintf(text, sizeof text,
                   "{\"id\": \"V-1\", \"patient\": \"P-1\", \"provider\": \"%.*s\", \"date\": "
                   "\"2026-10-05\"%s}",
                   (int)length, provider, *members == '@' ? provider + length : members);
    return text;
}

/** The bill of one visit, judged. */
static inline struct sb_bill *
rig_bill(struct rig *rig, const char *text)
{
    struct sb_error err = {0};
    struct sb_bill *bill = NULL;

    sb_findings_reset(rig->found);
    const struct sb_visit *visit = rig_visit(rig, text);
    assert_int_equal(sb_bill_build(&bill, &rig->judge, &visit, 1, rig->found, &err), SB_OK);
    assert_int_equal(sb_bill_check(bill, &rig->judge, rig->found, &err), SB_OK);
    return bill;
}

/** Findings as "E rule path; ...", sorted as they were found; notes only where asked for. */
static inline const char *
rig_found(const struct rig *rig, bool notes)
{
    static struct sb_buf line;

    sb_buf_reset(&line);
    sb_buf_text(&line, "");
    for (size_t i = 0; i < sb_findings_count(rig->found); i++) {
        const struct sb_finding *f = sb_findings_at(rig->found, i);
        if (f->severity == SB_SEVERITY_NOTE && !notes)
            continue;
        sb_buf_print(&line, "%s%c %s %s", line.len > 0 ? "; " : "",
                     sb_ascii_upper(sb_severity_text(f->severity)[0]), f->rule->id, f->path);
    }
    return line.at ? line.at : "";
}

/** Lines as "97110 x2 GP,59 AB 120.00/10.00/110.00" (charge/adjustment/paid), "; " between. */
static inline const char *
rig_lines(const struct sb_bill *bill)
{
    static struct sb_buf out;
    char money[3][SB_MONEY_TEXT];

    sb_buf_reset(&out);
    for (size_t i = 0; i < bill->line_count; i++) {
        const struct sb_bill_line *line = &bill->lines[i];
        sb_buf_print(&out, "%s%s x%d ", i > 0 ? "; " : "", line->code, line->units);
        for (size_t j = 0; j < line->modifier_count; j++)
            sb_buf_print(&out, "%s%s", j > 0 ? "," : "", line->modifiers[j]);
        sb_buf_text(&out, line->modifier_count > 0 ? " " : "");
        for (size_t j = 0; j < line->pointer_count; j++)
            sb_buf_char(&out, (char)('A' + line->pointers[j]));
        sb_buf_print(&out, " %s/%s/%s", sb_money_print(money[0], line->charge),
                     sb_money_print(money[1], line->adjustment),
                     sb_money_print(money[2], line->paid));
    }
    return out.at ? out.at : "";
}

/** "charges/adjustments/paid/balance received items/paid" of a bill. */
static inline const char *
rig_totals(const struct sb_bill *bill)
{
    static char text[8 * SB_MONEY_TEXT];
    char m[7][SB_MONEY_TEXT];

    (void)snprintf(text, sizeof text, "%s/%s/%s/%s %s %s/%s", sb_money_print(m[0], bill->charges),
                   sb_money_print(m[1], bill->adjustments), sb_money_print(m[2], bill->paid),
                   sb_money_print(m[3], bill->balance), sb_money_print(m[4], bill->received),
                   sb_money_print(m[5], bill->item_charges), sb_money_print(m[6], bill->item_paid));
    return text;
}

#endif
