/* cmd_list.c - superbill list: what was issued. */
#include "cli/cli.h"

struct listing {
    struct session *session;
    uint64_t count;
    bool deadline; /* rows end with their last filing day */
};

static void
row_json(struct json *json, const struct sb_superbill *row)
{
    json_object(json, NULL);
    json_text(json, "number", row->number);
    json_text(json, "patient", row->patient);
    json_text(json, "provider", row->provider);
    json_text(json, "payer", row->payer);
    json_date(json, "first_date", row->first_date);
    json_date(json, "last_date", row->last_date);
    json_date(json, "issued_on", row->issued_on);
    json_date(json, "file_by", row->file_by);
    json_money(json, "charges", row->charges);
    json_money(json, "adjustments", row->adjustments);
    json_money(json, "paid", row->paid);
    json_money(json, "balance", row->balance);
    json_text(json, "state", sb_issue_state_text(row->state));
    json_text(json, "replaces", row->replaces);
    json_text(json, "replaced_by", row->replaced_by);
    json_text(json, "sha256", row->document_sha256);
    json_end(json, '}');
}

static bool
list_row(void *user, const struct sb_superbill *row)
{
    struct listing *listing = user;
    struct report *report = &listing->session->report;
    char first[SB_DATE_TEXT], last[SB_DATE_TEXT], charges[SB_MONEY_TEXT], paid[SB_MONEY_TEXT];

    if (report->json) {
        row_json(&report->documents.json, row);
        gather_settle(&report->documents);
        return !report->documents.failed;
    }
    if (listing->count++ == 0 && listing->session->env.out_terminal)
        printf("%-16s %-12s %-10s %-10s %10s %10s  %s\n", "number", "patient", "first", "last",
               "charges", "paid", "state");
    put_field(stdout, row->number, 16);
    putchar(' ');
    put_field(stdout, row->patient, 12);
    printf(" %s %s %10s %10s  %s", sb_date_print(first, row->first_date),
           sb_date_print(last, row->last_date), sb_money_print(charges, row->charges),
           sb_money_print(paid, row->paid), sb_issue_state_text(row->state));
    if (row->replaced_by != NULL) {
        fputs(" by ", stdout);
        put_tame(stdout, row->replaced_by);
    }
    if (listing->deadline)
        printf("  file by %s", sb_date_print(first, row->file_by));
    putchar('\n');
    return ferror(stdout) == 0;
}

static int
run_list(struct session *session)
{
    struct report *report = &session->report;
    struct listing listing = {.session = session};
    struct sb_archive_filter filter;
    struct json json = {.out = stdout};
    sb_status st;
    int code;

    if (!take_archive_filter(session, &filter))
        return EXIT_USAGE;
    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    filter.today = session->run.issued_on;
    listing.deadline = filter.visits.deadline_given;
    st = sb_list(session->practice, &filter, list_row, &listing, &session->err);
    if (st == SB_E_STOPPED)
        return EXIT_OUTPUT;
    if (st != SB_OK && st != SB_E_ABSENT)
        return session_fail(session, st);
    if (report->json) {
        json_object(&json, NULL);
        json_text(&json, "schema", "superbill.list/1");
        gather_put(&json, "superbills", &report->documents);
        json_end(&json, '}');
    }
    /* an empty list is an answer: what was named wrongly is told beside it */
    if (st == SB_E_ABSENT)
        fprintf(stderr, "superbill: %s\n", session->err.text);
    else if (!report->json && listing.count == 0 && !report->quiet)
        fputs("superbill: no superbill is selected\n", stderr);
    return EXIT_DONE;
}

static const uint8_t options_taken[] = {OPT_END};

const struct command cmd_list = {
    .name = "list",
    .summary = "what was issued: number, patient, dates, charges, paid, state",
    .usage = "[filters]",
    .examples = "  superbill list --patient P-1001\n"
                "  superbill list --unpaid --month 2026-10\n"
                "  superbill list --deadline 30 --json\n",
    .more = "Superbills are selected by their visits' dates; with --deadline by their last\n"
            "filing day.\n",
    .options = options_taken,
    .filters = archive_filter_options,
    .run = run_list,
};
