/* cmd_month.c - superbill month: the month's superbills, and what the month came to. */
#include "cli/cli.h"

#include <string.h>

/* One row of the table: what this run did, and what stands in the month. */
static void
put_row(const char *name, const char *run, const char *month)
{
    printf("%-12s %14s %14s\n", name, run, month);
}

static void
put_counts(const char *name, uint64_t run, uint64_t month)
{
    char a[24], b[24];

    snprintf(a, sizeof a, "%llu", (unsigned long long)run);
    snprintf(b, sizeof b, "%llu", (unsigned long long)month);
    put_row(name, a, b);
}

static void
put_amounts(const char *name, sb_money run, sb_money month)
{
    char a[SB_MONEY_TEXT], b[SB_MONEY_TEXT];

    put_row(name, sb_money_print(a, run), sb_money_print(b, month));
}

void
month_text(const struct report *report, const struct sb_month *month)
{
    put_row("", "this run", "the month");
    put_counts("documents", month->run.documents, month->documents);
    put_amounts("charges", month->run.charges, month->charges);
    put_amounts("adjustments", month->run.adjustments, month->adjustments);
    put_amounts("paid", month->run.paid, month->paid);
    put_amounts("balance", month->run.balance, month->balance);
    printf("%-12s %14llu\n", "refused", (unsigned long long)month->run.refused);
    if (month->waiting > 0)
        printf("%-12s %14llu\n", "waiting", (unsigned long long)month->waiting);
    printf("%-12s %14llu\n", "warnings", (unsigned long long)report->warnings);
    if (month->delivered > 0)
        printf("%llu issued before %s put in the folder\n", (unsigned long long)month->delivered,
               month->delivered == 1 ? "was" : "were");
    if (month->proven)
        printf("documents, archive, ledger and manifest agree to the cent; %llu exception%s\n",
               (unsigned long long)month->exceptions, month->exceptions == 1 ? "" : "s");
    if (month->head.entries > 0)
        printf("chain: %lld %s, head %s\n", (long long)month->head.entries,
               month->head.entries == 1 ? "entry" : "entries", month->head.hash);
    if (month->run.malformed) {
        fflush(stdout);
        fputs("superbill: nothing was issued: half a month is none; correct the file first\n",
              stderr);
    }
}

void
month_json(struct json *json, const struct sb_month *month)
{
    json_object(json, "month");
    json_int(json, "documents", (int64_t)month->documents);
    json_int(json, "delivered", (int64_t)month->delivered);
    json_int(json, "waiting", (int64_t)month->waiting);
    json_int(json, "exceptions", (int64_t)month->exceptions);
    json_bool(json, "proven", month->proven);
    json_money(json, "charges", month->charges);
    json_money(json, "adjustments", month->adjustments);
    json_money(json, "paid", month->paid);
    json_money(json, "balance", month->balance);
    json_end(json, '}');
    json_object(json, "chain");
    json_int(json, "entries", month->head.entries);
    json_text(json, "head", month->head.hash);
    json_end(json, '}');
}

static int
take_first(struct session *session, sb_date *out)
{
    if (take_month(out, session->operands[0]))
        return EXIT_DONE;
    return session_usage(session, "'%.40s' is not a month; write it as 2026-10",
                         session->operands[0]);
}

static int
run_month(struct session *session)
{
    struct sb_month_options options = {.so_far = session_has(session, OPT_SO_FAR),
                                       .whole = session_has(session, OPT_WHOLE),
                                       .split_codes = session_has(session, OPT_SPLIT_CODES),
                                       .merge = session_has(session, OPT_PRINT)};
    struct sb_month month = {.documents = 0};
    const char *folder;
    sb_status st;
    int code;

    if (!take_filter(session, &session->run.filter) || !take_jobs(session, &session->run.jobs))
        return EXIT_USAGE;
    if ((code = take_first(session, &options.first)) != EXIT_DONE ||
        (code = session_start(session)) != EXIT_DONE)
        return code;
    if (!options.so_far && session->run.issued_on.day <= sb_month_last(options.first).day)
        return session_refuse(session, "%s is not over; --so-far issues what there is of it",
                              session->operands[0]);
    folder = session_folder(session, "out");
    if (folder == NULL)
        return session_fail(session, SB_E_NOMEM);
    options.run = session->run;
    options.run.files = session->operands + 1;
    options.run.file_count = session->operand_count - 1;
    options.out_dir = folder;
    st = sb_month(&month, session->practice, &options, &session->err);
    session->report.month = &month;
    code = session_end(session, st, &month.run);
    session->report.month = NULL;
    return code;
}

static const uint8_t options_taken[] = {OPT_OUTPUT, OPT_SO_FAR,      OPT_WHOLE,
                                        OPT_PRINT,  OPT_SPLIT_CODES, OPT_PASSWORD_FILE,
                                        OPT_JOBS,   OPT_DRY_RUN,     OPT_END};

const struct command cmd_month = {
    .name = "month",
    .summary = "issue a month: one superbill per patient, provider and payer",
    .usage = "YYYY-MM [FILE...] [-o DIR] [--merge] [--split-codes] [--so-far] [--whole] [filters]",
    .examples = "  superbill month 2026-10\n"
                "  superbill month 2026-10 -n\n"
                "  superbill month 2026-10 --whole -o export\n"
                "  superbill month 2026-11 --so-far --patient P-1001\n",
    .more =
        "Visits that stand on a superbill already are left alone; the others go on one superbill\n"
        "per patient, treating provider and payer, or on several where they have more than twelve\n"
        "diagnoses.  All of the month lies in DIR/YYYY-MM, what 'superbill issue' issued too, "
        "with\n"
        "ledger.xlsx, manifest.csv and exceptions.csv, which cover the whole month also where "
        "filters\n"
        "leave some of it for another run.  A visit with a finding at error level is refused, the\n"
        "others are issued, the exit status is 1; run the month again once it is mended.\n",
    .options = options_taken,
    .filters = filter_options,
    .json = JSON_RUN,
    .least = 1,
    .most = SIZE_MAX,
    .run = run_month,
};
