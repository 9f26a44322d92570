/* cmd_show.c - superbill show: one issued superbill on the terminal. */
#include "cli/cli.h"

#include <string.h>

/* What a row says, where it says it. */
static void
show_said(const char *before, const char *text)
{
    if (text == NULL)
        return;
    fputs(before, stdout);
    put_tame(stdout, text);
}

static void
show_head(const struct sb_superbill *row)
{
    char day[SB_DATE_TEXT];

    put_tame(stdout, row->number);
    printf("  %s", sb_issue_state_text(row->state));
    show_said(" by ", row->replaced_by);
    show_said(", replaces ", row->replaces);
    printf("\n  issued %s", sb_date_print(day, row->issued_on));
    show_said(", patient ", row->patient);
    show_said(", provider ", row->provider);
    show_said(", payer ", row->payer);
    putchar('\n');
    if (row->file_by.day > 0)
        printf("  to be filed by %s\n", sb_date_print(day, row->file_by));
    if (row->undelivered != NULL) {
        fputs("  its document has not yet reached ", stdout);
        put_tame(stdout, row->undelivered);
        putchar('\n');
    }
}

static void
show_lines(const struct sb_issued *issued)
{
    char day[SB_DATE_TEXT], charge[SB_MONEY_TEXT], adjustment[SB_MONEY_TEXT], paid[SB_MONEY_TEXT];
    char code[64];

    printf("\n  %-10s %-2s %-17s %-24s %5s %10s %10s %10s\n", "date", "at", "code", "diagnoses",
           "units", "charge", "adjustment", "paid");
    for (size_t i = 0; i < issued->line_count; i++) {
        const struct sb_issued_line *line = &issued->lines[i];

        snprintf(code, sizeof code, "%s %s", line->code, line->modifiers);
        printf("  %s ", sb_date_print(day, line->date));
        put_field(stdout, line->place != NULL ? line->place : "", 2);
        putchar(' ');
        put_field(stdout, code, 17);
        putchar(' ');
        put_field(stdout, line->diagnoses, 24);
        printf(" %5d %10s %10s %10s\n", (int)line->units, sb_money_print(charge, line->charge),
               sb_money_print(adjustment, line->adjustment), sb_money_print(paid, line->paid));
    }
    printf("  %-62s %10s %10s %10s\n", "total", sb_money_print(charge, issued->row.charges),
           sb_money_print(adjustment, issued->row.adjustments),
           sb_money_print(paid, issued->row.paid));
    printf("  %-62s %10s\n", "balance", sb_money_print(charge, issued->row.balance));
}

static void
show_payments(const struct sb_issued *issued)
{
    char day[SB_DATE_TEXT], amount[SB_MONEY_TEXT], applied[SB_MONEY_TEXT];

    if (issued->payment_count > 0)
        putchar('\n');
    for (size_t i = 0; i < issued->payment_count; i++) {
        const struct sb_issued_payment *payment = &issued->payments[i];

        printf("  %s %s %s", sb_date_print(day, payment->date),
               payment->refund ? "refunded" : "paid", sb_money_print(amount, payment->amount));
        show_said(" by ", payment->method);
        if (payment->applied.cents != payment->amount.cents)
            printf(", %s of it for care", sb_money_print(applied, payment->applied));
        putchar('\n');
    }
}

static void
show_history(const struct sb_issued *issued)
{
    char day[SB_DATE_TEXT];

    putchar('\n');
    for (size_t i = 0; i < issued->history_count; i++) {
        const struct sb_history *event = &issued->history[i];

        printf("  entry %lld, %s: ", (long long)event->entry,
               sb_date_print(day, sb_date_of_instant(event->at, 0)));
        show_said("", event->event);
        if (event->replaces != NULL && strcmp(event->replaces, issued->row.number) == 0)
            show_said(" by ", event->number);
        show_said(": ", event->reason);
        putchar('\n');
    }
}

/* What the correction changed; number and day of issue always do. */
static void
show_changes(const struct sb_issued *issued)
{
    bool headed = false;

    for (size_t i = 0; i < issued->change_count; i++) {
        const struct sb_issued_change *change = &issued->changes[i];

        if (strcmp(change->path, "/number") == 0 || strcmp(change->path, "/replaces") == 0 ||
            strncmp(change->path, "/issued_", 8) == 0)
            continue;
        if (!headed) {
            show_said("\n  changed against ", issued->row.replaces);
            fputs(":\n", stdout);
        }
        headed = true;
        fputs("    ", stdout);
        put_tame(stdout, change->path);
        fputs(": ", stdout);
        put_tame(stdout, change->before != NULL ? change->before : "(nothing)");
        fputs(" -> ", stdout);
        put_tame(stdout, change->after != NULL ? change->after : "(nothing)");
        putchar('\n');
    }
}

static void
show_warnings(const struct sb_issued *issued)
{
    if (issued->warning_count > 0)
        putchar('\n');
    for (size_t i = 0; i < issued->warning_count; i++) {
        const struct sb_issued_warning *warning = &issued->warnings[i];

        printf("  issued with: ");
        put_tame(stdout, warning->message);
        printf(" [%s]\n", warning->rule);
    }
}

static void
json_lines(struct json *json, const struct sb_issued *issued)
{
    json_array(json, "lines");
    for (size_t i = 0; i < issued->line_count; i++) {
        const struct sb_issued_line *line = &issued->lines[i];

        json_object(json, NULL);
        json_text(json, "visit", line->visit);
        json_date(json, "date", line->date);
        json_text(json, "place", line->place);
        json_text(json, "code", line->code);
        json_text(json, "modifiers", line->modifiers);
        json_text(json, "diagnoses", line->diagnoses);
        if (line->minutes >= 0)
            json_int(json, "minutes", line->minutes);
        json_int(json, "units", line->units);
        json_money(json, "charge", line->charge);
        json_money(json, "adjustment", line->adjustment);
        json_money(json, "paid", line->paid);
        json_end(json, '}');
    }
    json_end(json, ']');
}

static void
json_payments(struct json *json, const struct sb_issued *issued)
{
    json_array(json, "payments");
    for (size_t i = 0; i < issued->payment_count; i++) {
        const struct sb_issued_payment *payment = &issued->payments[i];

        json_object(json, NULL);
        json_text(json, "visit", payment->visit);
        json_date(json, "date", payment->date);
        json_text(json, "method", payment->method);
        json_bool(json, "refund", payment->refund);
        json_money(json, "amount", payment->amount);
        json_money(json, "applied", payment->applied);
        json_end(json, '}');
    }
    json_end(json, ']');
}

static void
json_history(struct json *json, const struct sb_issued *issued)
{
    json_array(json, "history");
    for (size_t i = 0; i < issued->history_count; i++) {
        const struct sb_history *event = &issued->history[i];

        json_object(json, NULL);
        json_int(json, "entry", event->entry);
        json_text(json, "event", event->event);
        json_int(json, "at", event->at);
        json_text(json, "number", event->number);
        json_text(json, "replaces", event->replaces);
        json_text(json, "reason", event->reason);
        json_end(json, '}');
    }
    json_end(json, ']');
    json_array(json, "changes");
    for (size_t i = 0; i < issued->change_count; i++) {
        const struct sb_issued_change *change = &issued->changes[i];

        json_object(json, NULL);
        json_text(json, "path", change->path);
        if (change->before != NULL)
            json_raw(json, "before", change->before, strlen(change->before));
        if (change->after != NULL)
            json_raw(json, "after", change->after, strlen(change->after));
        json_end(json, '}');
    }
    json_end(json, ']');
}

static void
json_warnings(struct json *json, const struct sb_issued *issued)
{
    json_array(json, "warnings");
    for (size_t i = 0; i < issued->warning_count; i++) {
        const struct sb_issued_warning *warning = &issued->warnings[i];

        json_object(json, NULL);
        json_text(json, "rule", warning->rule);
        json_text(json, "record", warning->record);
        json_text(json, "path", warning->path);
        json_text(json, "message", warning->message);
        json_text(json, "advice", warning->advice);
        json_end(json, '}');
    }
    json_end(json, ']');
}

static void
show_json(const struct sb_issued *issued)
{
    const struct sb_superbill *row = &issued->row;
    struct json json = {.out = stdout};

    json_object(&json, NULL);
    json_text(&json, "schema", "superbill.show/1");
    json_text(&json, "number", row->number);
    json_text(&json, "state", sb_issue_state_text(row->state));
    json_bool(&json, "example", row->example);
    json_text(&json, "replaces", row->replaces);
    json_text(&json, "replaced_by", row->replaced_by);
    json_text(&json, "patient", row->patient);
    json_text(&json, "provider", row->provider);
    json_text(&json, "payer", row->payer);
    json_array(&json, "visits");
    for (size_t i = 0; i < issued->visit_count; i++)
        json_text(&json, NULL, issued->visits[i]);
    json_end(&json, ']');
    json_date(&json, "first_date", row->first_date);
    json_date(&json, "last_date", row->last_date);
    json_int(&json, "issued_at", row->issued_at);
    json_date(&json, "issued_on", row->issued_on);
    json_date(&json, "file_by", row->file_by);
    json_money(&json, "charges", row->charges);
    json_money(&json, "adjustments", row->adjustments);
    json_money(&json, "paid", row->paid);
    json_money(&json, "balance", row->balance);
    json_int(&json, "pages", row->pages);
    json_int(&json, "size", (int64_t)row->size);
    json_text(&json, "sha256", row->document_sha256);
    json_text(&json, "record_sha256", row->record_sha256);
    json_text(&json, "template", row->template_name);
    json_text(&json, "tables", row->tables);
    json_text(&json, "program", row->program);
    json_text(&json, "undelivered", row->undelivered);
    json_lines(&json, issued);
    json_payments(&json, issued);
    json_warnings(&json, issued);
    json_history(&json, issued);
    json_raw(&json, "record", issued->record, strlen(issued->record));
    json_end(&json, '}');
}

static bool
show_event(void *user, const struct sb_issued *issued)
{
    if (((struct session *)user)->report.json) {
        show_json(issued);
        return true;
    }
    show_head(&issued->row);
    show_lines(issued);
    show_payments(issued);
    show_warnings(issued);
    show_history(issued);
    show_changes(issued);
    return true;
}

static int
run_show(struct session *session)
{
    sb_status st;
    int code;

    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    st = sb_show(session->practice, session->operands[0], show_event, session, &session->err);
    return st == SB_OK ? EXIT_DONE : session_fail(session, st);
}

static const uint8_t options_taken[] = {OPT_END};

const struct command cmd_show = {
    .name = "show",
    .summary = "one issued superbill: lines, codes, money, history",
    .usage = "NUMBER",
    .examples = "  superbill show SB-2026-000123\n"
                "  superbill show SB-2026-000123 --json\n",
    .more = "For a correction it lists each field that differs from the superbill it replaces.\n",
    .options = options_taken,
    .least = 1,
    .most = 1,
    .run = run_show,
};
