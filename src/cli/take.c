/* take.c - values of options: days, amounts, words, filters. */
#include "cli/cli.h"

#include <string.h>

bool
take_date(struct session *session, enum option_id id, sb_date *out)
{
    const char *text = session_value(session, id);

    if (text == NULL || sb_date_parse(out, text))
        return true;
    session_usage(session, "--%s: '%.40s' is not a day; write it as 2026-10-05",
                  option_row(id)->name, text);
    return false;
}

bool
take_money(struct session *session, enum option_id id, struct sb_price *out)
{
    const char *text = session_value(session, id);

    if (text == NULL)
        return true;
    if (sb_money_parse(&out->amount, text, strlen(text)) == SB_OK && out->amount.cents >= 0) {
        out->given = true;
        return true;
    }
    session_usage(session, "--%s: '%.40s' is not an amount; write it as 185.00",
                  option_row(id)->name, text);
    return false;
}

bool
take_word(struct session *session, enum option_id id, const char *const *words, size_t count,
          unsigned *out)
{
    const char *text = session_value(session, id), *nearest;
    char all[160] = "";
    size_t used = 0;

    if (text == NULL)
        return true;
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i], text) == 0) {
            *out = (unsigned)i;
            return true;
        }
    nearest = sb_suggest(text, words, count);
    /* where the words are few, the nearest is a guess: one that begins otherwise is none */
    if (nearest != NULL && nearest[0] == (text[0] | 0x20)) {
        session_usage(session, "--%s does not take '%.40s'; did you mean '%s'?",
                      option_row(id)->name, text, nearest);
        return false;
    }
    for (size_t i = 0; i < count && used < sizeof all; i++)
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%s",
                                 i == 0           ? ""
                                 : i + 1 == count ? " or "
                                                  : ", ",
                                 words[i]);
    session_usage(session, "--%s does not take '%.40s'; it takes %s", option_row(id)->name, text,
                  all);
    return false;
}

bool
take_method(struct session *session, enum option_id id, enum sb_method *out)
{
    static const struct {
        const char *word;
        enum sb_method method;
    } methods[] = {
        {"cash", SB_METHOD_CASH},    {"check", SB_METHOD_CHECK},  {"card", SB_METHOD_CARD},
        {"hsa", SB_METHOD_HSA},      {"hsa card", SB_METHOD_HSA}, {"fsa", SB_METHOD_FSA},
        {"fsa card", SB_METHOD_FSA}, {"ach", SB_METHOD_ACH},      {"other", SB_METHOD_OTHER},
    };
    const char *words[sizeof methods / sizeof *methods];
    unsigned at = 0;

    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        words[i] = methods[i].word;
    if (session_value(session, id) == NULL)
        return true;
    if (!take_word(session, id, words, sizeof methods / sizeof *methods, &at))
        return false;
    *out = methods[at].method;
    return true;
}

static bool
digits(const char *text, size_t count, int32_t *out)
{
    *out = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *out = 10 * *out + (text[i] - '0');
    }
    return true;
}

bool
take_jobs(struct session *session, unsigned *out)
{
    const char *text = session_value(session, OPT_JOBS);
    int32_t n = 0;

    /* one core gains nothing by a second process */
    *out = session->env.cores > 1 ? session->env.cores : 0;
    if (text == NULL)
        return true;
    if (strlen(text) == 0 || strlen(text) > 2 || !digits(text, strlen(text), &n)) {
        session_usage(session, "--jobs: '%.40s' is not a number of workers, 0 to 99", text);
        return false;
    }
    *out = n > 1 ? (unsigned)n : 0; /* one is this process itself */
    return true;
}

bool
take_month(sb_date *out, const char *text)
{
    int32_t y = 0, m = 0;

    if (strlen(text) != 7 || text[4] != '-' || !digits(text, 4, &y) || !digits(text + 5, 2, &m))
        return false;
    *out = sb_date_make(y, m, 1);
    return out->day != 0;
}

/* --month and --year are short for --since and --until. */
static bool
take_span(struct session *session, struct sb_filter *out)
{
    const char *month = session_value(session, OPT_MONTH), *year = session_value(session, OPT_YEAR);
    int32_t y = 0, m = 1;
    sb_date first;

    if (month == NULL && year == NULL)
        return true;
    if ((month != NULL) + (year != NULL) + (out->since.day != 0 || out->until.day != 0) > 1) {
        session_usage(session, "of --month, --year and --since or --until give one");
        return false;
    }
    if (month != NULL && (strlen(month) != 7 || month[4] != '-' || !digits(month, 4, &y) ||
                          !digits(month + 5, 2, &m))) {
        session_usage(session, "--month: '%.40s' is not a month; write it as 2026-10", month);
        return false;
    }
    if (year != NULL && (strlen(year) != 4 || !digits(year, 4, &y)))
        y = 0;
    first = sb_date_make(y, m, 1);
    if (first.day == 0) {
        session_usage(session, "--%s: there is no such %s", month != NULL ? "month" : "year",
                      month != NULL ? "month" : "year");
        return false;
    }
    out->since = first;
    out->until = sb_date_add_months(first, month != NULL ? 1 : 12);
    if (out->until.day != 0)
        out->until.day--;
    return true;
}

bool
take_filter(struct session *session, struct sb_filter *out)
{
    const char *days = session_value(session, OPT_DEADLINE);

    *out = (struct sb_filter){.patient = session_value(session, OPT_PATIENT),
                              .provider = session_value(session, OPT_PROVIDER),
                              .payer = session_value(session, OPT_PAYER),
                              .visit = session_value(session, OPT_VISIT),
                              .unpaid = session_has(session, OPT_UNPAID),
                              .paid = session_has(session, OPT_PAID)};
    if (!take_date(session, OPT_SINCE, &out->since) ||
        !take_date(session, OPT_UNTIL, &out->until) || !take_span(session, out))
        return false;
    if (out->unpaid && out->paid) {
        session_usage(session, "--unpaid and --paid leave nothing together");
        return false;
    }
    if (days == NULL)
        return true;
    out->deadline_given = true;
    if (strlen(days) > 0 && strlen(days) <= 4 && digits(days, strlen(days), &out->deadline))
        return true;
    session_usage(session, "--deadline: '%.40s' is not a number of days", days);
    return false;
}

bool
take_archive_filter(struct session *session, struct sb_archive_filter *out)
{
    static const char *const words[] = {"issued", "superseded", "void"};
    unsigned at = 0;

    *out = (struct sb_archive_filter){.state_given = session_has(session, OPT_ISSUE_STATE)};
    if (!take_filter(session, &out->visits) ||
        !take_word(session, OPT_ISSUE_STATE, words, sizeof words / sizeof *words, &at))
        return false;
    out->state = (enum sb_issue_state)at;
    return true;
}

bool
take_reason(struct session *session, const char **out)
{
    *out = session_value(session, OPT_REASON);
    if (*out != NULL && (*out)[strspn(*out, " \t")] != '\0')
        return true;
    session_usage(session, "say why: --reason TEXT; it is kept in the archive");
    return false;
}

bool
take_choice(struct session *session, struct sb_archive_filter *filter, struct sb_choice *out)
{
    bool filtered = false;

    if (!take_archive_filter(session, filter))
        return false;
    for (const uint8_t *id = archive_filter_options; *id != OPT_END; id++)
        filtered = filtered || session_has(session, *id);
    if (!filter->state_given && !session_has(session, OPT_SUPERSEDED)) {
        filter->state_given = true;
        filter->state = SB_ISSUE_STANDS;
    }
    *out = (struct sb_choice){.numbers = session->operands,
                              .number_count = session->operand_count,
                              .filter = filtered ? filter : NULL};
    if (filtered == (session->operand_count > 0)) {
        session_usage(session,
                      filtered ? "give numbers alone, or filters alone: they are not taken together"
                               : "name superbills by number, or select them by a filter");
        return false;
    }
    return true;
}

bool
take_document(struct session *session, enum sb_audience *out)
{
    static const char *const words[] = {"superbill", "receipt", "private"};
    static const enum sb_audience audiences[] = {SB_AUDIENCE_SUPERBILL, SB_AUDIENCE_RECEIPT,
                                                 SB_AUDIENCE_PRIVATE};
    unsigned at = 0;

    if (!take_word(session, OPT_DOCUMENT, words, sizeof words / sizeof *words, &at))
        return false;
    *out = audiences[at];
    return true;
}
