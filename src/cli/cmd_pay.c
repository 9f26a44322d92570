/* cmd_pay.c - superbill pay: a payment on a visit. */
#include "cli/cli.h"

#include <string.h>

static bool
pay_event(void *user, const struct sb_event *event)
{
    struct session *session = user;
    char what[64], balance[SB_MONEY_TEXT];

    if (event->kind == SB_CHANGED && event->bill != NULL) {
        snprintf(what, sizeof what, "%s, balance %s",
                 session->run.dry_run ? "payment would be added" : "payment added",
                 sb_money_print(balance, report_owed(event->bill)));
        report_changed(&session->report, event->record, what);
    } else if (event->kind == SB_CHANGED) {
        report_changed(&session->report, event->record, "payment added");
    }
    return report_event(user, event);
}

static int
run_pay(struct session *session)
{
    struct sb_pay_options options = {0};
    struct sb_tally tally = {0};
    const char *amount = session->operands[1];
    sb_status st;
    int code;

    if (sb_money_parse(&options.amount, amount, strlen(amount)) != SB_OK)
        return session_usage(session, "'%.40s' is not an amount; write it as 185.00", amount);
    if (options.amount.cents <= 0)
        return session_usage(session, "a payment is more than 0.00; money given back goes to "
                                      "\"refunds\", with superbill edit");
    if (!session_has(session, OPT_METHOD))
        return session_usage(session, "say how it was paid: --method %s",
                             option_row(OPT_METHOD)->help);
    if (!take_method(session, OPT_METHOD, &options.method) ||
        !take_date(session, OPT_DATE, &options.date))
        return EXIT_USAGE;
    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    options.run = session->run;
    options.run.event = pay_event;
    st = sb_pay(&tally, session->practice, session->operands[0], &options, &session->err);
    return session_end_change(session, st, &tally);
}

static const uint8_t options_taken[] = {OPT_METHOD, OPT_DATE, OPT_DRY_RUN, OPT_END};

const struct command cmd_pay = {
    .name = "pay",
    .summary = "add a payment to a visit",
    .usage = "VISIT AMT --method M [--date DATE]",
    .examples = "  superbill pay V-20261005-1001 252.50 --method hsa\n"
                "  superbill pay V-20261005-1001 40.00 --method check --date 2026-10-09\n",
    .options = options_taken,
    .json = JSON_RUN,
    .least = 2,
    .most = 2,
    .run = run_pay,
};
