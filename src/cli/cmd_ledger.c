/* cmd_ledger.c - superbill ledger: the workbook of a month alone. */
#include "cli/cli.h"

#include <string.h>

static void
ledger_json(const struct sb_ledger_told *told, const char *file)
{
    struct json json = {.out = stdout};

    json_object(&json, NULL);
    json_text(&json, "schema", "superbill.ledger/1");
    json_text(&json, "file", file);
    json_int(&json, "superbills", (int64_t)told->superbills);
    json_int(&json, "exceptions", (int64_t)told->exceptions);
    json_money(&json, "charges", told->charges);
    json_money(&json, "adjustments", told->adjustments);
    json_money(&json, "paid", told->paid);
    json_money(&json, "balance", told->balance);
    json_end(&json, '}');
}

static void
ledger_text(const struct sb_ledger_told *told, const char *file)
{
    char charges[SB_MONEY_TEXT], paid[SB_MONEY_TEXT], balance[SB_MONEY_TEXT];

    put_tame(stdout, file);
    printf(": %llu %s, charges %s, paid %s, balance %s\n", (unsigned long long)told->superbills,
           told->superbills == 1 ? "superbill" : "superbills",
           sb_money_print(charges, told->charges), sb_money_print(paid, told->paid),
           sb_money_print(balance, told->balance));
}

static int
run_ledger(struct session *session)
{
    struct sb_ledger_options options = {.file = session_value(session, OPT_WORKBOOK)};
    const char *month = session->operands[0];
    struct sb_ledger_told told;
    size_t length;
    sb_status st;
    int code;

    if (!take_month(&options.first, month))
        return session_usage(session, "'%.40s' is not a month; write it as 2026-10", month);
    if (!take_filter(session, &session->run.filter))
        return EXIT_USAGE;
    length = options.file != NULL ? strlen(options.file) : 0;
    /* a records file named by mistake is not written over */
    if (length < 5 || strcmp(options.file + length - 5, ".xlsx") != 0)
        return session_usage(session, "-o FILE names the workbook, ending in .xlsx");
    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    options.run = session->run;
    options.run.files = session->operands + 1;
    options.run.file_count = session->operand_count - 1;
    st = sb_ledger(&told, session->practice, &options, &session->err);
    if (st != SB_OK)
        return session_fail(session, st);
    if (session->report.json)
        ledger_json(&told, options.file);
    else if (!session->report.quiet)
        ledger_text(&told, options.file);
    return EXIT_DONE;
}

static const uint8_t options_taken[] = {OPT_WORKBOOK, OPT_END};
static const uint8_t filters_taken[] = {OPT_PATIENT, OPT_PROVIDER, OPT_PAYER, OPT_END};

const struct command cmd_ledger = {
    .name = "ledger",
    .summary = "the workbook of a month alone",
    .usage = "YYYY-MM [FILE...] -o FILE.xlsx [filters]",
    .examples = "  superbill ledger 2026-10 -o october.xlsx\n"
                "  superbill ledger 2026-10 -o aetna.xlsx --payer aetna\n",
    .more = "What stands in the archive with a date of service in the month, on nine sheets; what\n"
            "the records hold beside it and would be refused is listed on the last.  Totals are\n"
            "formulas, and proven against the archive before the file is put in place.\n",
    .options = options_taken,
    .filters = filters_taken,
    .least = 1,
    .most = SIZE_MAX,
    .run = run_ledger,
};
