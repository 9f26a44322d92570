/* cmd_add.c - superbill add: one visit from a few words. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

#define SEPARATORS ", \t"
#define DIAGNOSES_MOST 32
#define ITEMS_MOST 16

/* What is taken apart of the command line; texts are copies. */
struct words {
    struct sb_service_text *services;
    const char *diagnoses[DIAGNOSES_MOST];
    struct sb_add_item items[ITEMS_MOST];
    char *copies[DIAGNOSES_MOST + ITEMS_MOST];
    size_t copy_count;
    bool nomem;
};

static char *
keep(struct words *words, const char *text)
{
    char *copy = NULL;

    if (words->copy_count < DIAGNOSES_MOST + ITEMS_MOST) {
        copy = strdup(text);
        words->nomem |= copy == NULL;
    }
    if (copy != NULL)
        words->copies[words->copy_count++] = copy;
    return copy;
}

static void
words_free(struct words *words)
{
    for (size_t i = 0; i < words->copy_count; i++)
        free(words->copies[i]);
    free(words->services);
}

static void
added_text(const struct session *session, const char *record, const struct sb_bill *bill)
{
    char text[SB_MONEY_TEXT];

    printf("%s%s: ", session->run.dry_run ? "would add " : "", record);
    if (bill->patient != NULL)
        put_name(stdout, &bill->patient->name);
    putchar('\n');
    for (size_t i = 0; i < bill->line_count; i++) {
        const struct sb_bill_line *line = &bill->lines[i];

        printf("  %-6s", line->code);
        if (line->minutes >= 0)
            printf(" %4d min", (int)line->minutes);
        else
            fputs("         ", stdout);
        printf("  %2d unit%s %10s\n", (int)line->units, line->units == 1 ? " " : "s",
               sb_money_print(text, line->charge));
    }
    for (size_t i = 0; i < bill->item_count; i++) {
        printf("  not care               %10s  ", sb_money_print(text, bill->items[i].charge));
        put_tame(stdout, bill->items[i].text);
        putchar('\n');
    }
    printf("  charges %s", sb_money_print(text, bill->charges));
    if (bill->item_charges.cents != 0)
        printf(", other %s", sb_money_print(text, bill->item_charges));
    printf(", paid %s", sb_money_print(text, bill->received));
    printf(", balance %s\n", sb_money_print(text, report_owed(bill)));
}

static void
added_json(struct json *json, const char *record, const struct sb_bill *bill)
{
    json_object(json, NULL);
    json_text(json, "number", NULL);
    json_array(json, "visits");
    json_text(json, NULL, record);
    json_end(json, ']');
    json_text(json, "patient", bill->patient == NULL ? NULL : bill->patient->id);
    json_text(json, "file", NULL);
    json_money(json, "charges", bill->charges);
    json_money(json, "paid", bill->paid);
    json_money(json, "balance", bill->balance);
    json_text(json, "sha256", NULL);
    json_array(json, "lines");
    for (size_t i = 0; i < bill->line_count; i++) {
        json_object(json, NULL);
        json_text(json, "code", bill->lines[i].code);
        json_int(json, "minutes", bill->lines[i].minutes);
        json_int(json, "units", bill->lines[i].units);
        json_money(json, "charge", bill->lines[i].charge);
        json_end(json, '}');
    }
    json_end(json, ']');
    json_end(json, '}');
}

/* What the events of an addition are told with. */
struct adding {
    struct session *session;
    const struct words *words;
    const struct sb_add_options *options;
};

/* "/services/2/units" below "/services": 2; SIZE_MAX where path does not lead there. */
static size_t
path_index(const char *path, const char *list)
{
    size_t length = strlen(list), n = 0;

    if (strncmp(path, list, length) != 0 || path[length] != '/' || path[length + 1] == '\0')
        return SIZE_MAX;
    for (const char *at = path + length + 1; *at != '\0' && *at != '/'; at++) {
        if (*at < '0' || *at > '9' || n > 9999)
            return SIZE_MAX;
        n = 10 * n + (size_t)(*at - '0');
    }
    return n;
}

/* The word of the command line that a place in the visit came from, or NULL; *option before it. */
static const char *
typed_word(const char **option, const struct adding *adding, const char *path)
{
    static const struct {
        const char *path, *option;
        uint8_t id;
    } rows[] = {
        {"/date", "--date", OPT_DATE},
        {"/patient", "--patient", OPT_FOR_PATIENT},
        {"/provider", "--provider", OPT_FOR_PROVIDER},
        {"/assistant", "--assistant", OPT_ASSISTANT},
        {"/place_of_service", "--place", OPT_PLACE},
        {"/total", "--total", OPT_TOTAL},
        {"/payments", "--paid", OPT_PAY},
    };
    const struct sb_add_options *o = adding->options;
    size_t service = path_index(path, "/services"), dx = path_index(path, "/diagnoses");

    *option = NULL;
    if (service < o->service_count)
        return adding->session->operands[service];
    if (dx < o->diagnosis_count) {
        *option = "--dx";
        return o->diagnoses[dx];
    }
    if (o->service_count > 0 && service != SIZE_MAX && service - o->service_count < o->item_count) {
        *option = "--fee-item";
        return o->items[service - o->service_count].text;
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strncmp(path, rows[i].path, strlen(rows[i].path)) == 0) {
            *option = rows[i].option;
            return session_value(adding->session, rows[i].id);
        }
    return NULL;
}

/* A visit that stands in no file yet: what is wrong with it is shown at the word that was typed. */
static bool
added_finding(const struct adding *adding, const struct sb_finding *finding)
{
    struct report *report = &adding->session->report;
    struct sb_finding shown = *finding;
    const char *option, *word;
    char place[160];

    if (!report->json && finding->file == NULL && finding->record != NULL) {
        word = typed_word(&option, adding, finding->path == NULL ? "" : finding->path);
        shown.file = finding->record;
        shown.value = word;
        if (word != NULL) {
            snprintf(place, sizeof place, "%s%s%s", option == NULL ? "" : option,
                     option == NULL ? "" : " ", word);
            shown.file = place;
        }
    }
    report_finding(report, &shown);
    return true;
}

static bool
add_event(void *user, const struct sb_event *event)
{
    const struct adding *adding = user;
    struct session *session = adding->session;
    struct report *report = &session->report;

    if (event->kind == SB_FOUND)
        return added_finding(adding, event->finding);
    if (event->kind != SB_CHANGED || event->bill == NULL)
        return report_event(session, event);
    snprintf(session->added_id, sizeof session->added_id, "%s", event->record);
    if (report->json && session_has(session, OPT_ISSUE) && !session->run.dry_run)
        return true; /* the superbill is listed in its place */
    if (report->json) {
        added_json(&report->documents.json, event->record, event->bill);
        session->added = (struct sb_tally){.documents = 1,
                                           .charges = event->bill->charges,
                                           .adjustments = event->bill->adjustments,
                                           .paid = event->bill->paid,
                                           .balance = event->bill->balance};
    } else
        added_text(session, event->record, event->bill);
    return true;
}

static bool
take_services(struct session *session, struct words *words, struct sb_add_options *options)
{
    words->services = calloc(session->operand_count + 1, sizeof *words->services);
    if (words->services == NULL) {
        words->nomem = true;
        return false;
    }
    for (size_t i = 0; i < session->operand_count; i++) {
        struct sb_error err = {0};

        if (sb_service_parse(&words->services[i], session->operands[i], &err) != SB_OK) {
            session_usage(session, "%s", err.text);
            return false;
        }
    }
    options->services = words->services;
    options->service_count = session->operand_count;
    return true;
}

/* --dx A,B, once or more often. */
static bool
take_diagnoses(struct session *session, struct words *words, struct sb_add_options *options)
{
    size_t count = 0;

    for (size_t i = 0; i < session->use_count; i++) {
        char *copy, *rest, *part;

        if (session->uses[i].id != OPT_DX)
            continue;
        copy = keep(words, session->uses[i].value);
        if (words->nomem)
            return false;
        for (part = copy + strspn(copy, SEPARATORS); *part != '\0'; part = rest) {
            rest = part + strcspn(part, SEPARATORS);
            if (*rest != '\0')
                *rest++ = '\0';
            rest += strspn(rest, SEPARATORS);
            if (count == DIAGNOSES_MOST)
                break;
            words->diagnoses[count++] = part;
        }
        if (*part != '\0' || count == 0) {
            session_usage(session, "--dx takes codes with commas between, as M25.561,M62.81");
            return false;
        }
    }
    options->diagnoses = words->diagnoses;
    options->diagnosis_count = count;
    return true;
}

/* --fee-item TEXT=AMT, once or more often. */
static bool
take_items(struct session *session, struct words *words, struct sb_add_options *options)
{
    size_t count = 0;

    for (size_t i = 0; i < session->use_count; i++) {
        char *copy, *amount;

        if (session->uses[i].id != OPT_FEE_ITEM)
            continue;
        copy = keep(words, session->uses[i].value);
        if (words->nomem)
            return false;
        amount = copy == NULL ? NULL : strrchr(copy, '=');
        if (amount == NULL || amount == copy || count == ITEMS_MOST ||
            sb_money_parse(&words->items[count].charge, amount + 1, strlen(amount + 1)) != SB_OK ||
            words->items[count].charge.cents < 0) {
            session_usage(session, "--fee-item takes TEXT=AMT, as 'late cancellation=75.00'");
            return false;
        }
        *amount = '\0';
        words->items[count++].text = copy;
    }
    options->items = words->items;
    options->item_count = count;
    return true;
}

static bool
take_payment(struct session *session, struct sb_add_options *options)
{
    const char *paid = session_value(session, OPT_PAY);

    options->paid_full = paid != NULL && strcmp(paid, "full") == 0;
    if (!options->paid_full && !take_money(session, OPT_PAY, &options->paid))
        return false;
    if ((paid != NULL) != session_has(session, OPT_METHOD)) {
        session_usage(session, "--paid and --method go together");
        return false;
    }
    return take_method(session, OPT_METHOD, &options->method);
}

static bool
take_visit(struct session *session, struct words *words, struct sb_add_options *options)
{
    static const char *const last[] = {"last"};
    unsigned at;

    options->patient = session_value(session, OPT_FOR_PATIENT);
    options->provider = session_value(session, OPT_FOR_PROVIDER);
    options->assistant = session_value(session, OPT_ASSISTANT);
    options->place = session_value(session, OPT_PLACE);
    options->like_last = session_has(session, OPT_LIKE);
    if (options->patient == NULL) {
        session_usage(session, "say whose visit it is: --patient ID");
        return false;
    }
    if (!take_word(session, OPT_LIKE, last, 1, &at) ||
        !take_date(session, OPT_DATE, &options->date) ||
        !take_money(session, OPT_TOTAL, &options->total) || !take_payment(session, options) ||
        !take_diagnoses(session, words, options) || !take_items(session, words, options) ||
        !take_services(session, words, options))
        return false;
    if (session_has(session, OPT_PASSWORD_FILE) && !session_has(session, OPT_ISSUE)) {
        session_usage(session, "--password-file goes with --issue");
        return false;
    }
    if (options->service_count + options->item_count == 0 && !options->like_last) {
        session_usage(session, "say what was done, as 97110:30 97140:15, or --like last");
        return false;
    }
    return true;
}

/* The visit's warnings were told when it was added. */
static bool
issue_event(void *user, const struct sb_event *event)
{
    if (event->kind == SB_FOUND && event->finding->severity != SB_SEVERITY_ERROR)
        return true;
    return report_event(user, event);
}

/* --issue: a superbill for the visit that was added. */
static sb_status
issue_added(struct session *session, struct sb_tally *tally)
{
    struct sb_issue_options options = {.run = session->run};
    const char *folder = session_folder(session, "out");
    sb_status st;

    if (folder == NULL)
        return SB_E_NOMEM;
    options.run.event = issue_event;
    options.run.filter = (struct sb_filter){.visit = session->added_id};
    options.out_dir = folder;
    st = sb_issue(tally, session->practice, &options, &session->err);
    if (st != SB_OK && tally->documents > 0)
        session_advise(session, "%s was added and issued", session->added_id);
    else if (st != SB_OK)
        session_advise(session, "%s was added, and 'superbill issue' does what is left",
                       session->added_id);
    if (st == SB_OK && tally->documents == 0 && tally->refused == 0)
        fputs("superbill: not issued: the patient's \"superbills\" says otherwise, or the visit "
              "holds no care\n",
              stderr);
    return st;
}

static int
run_add(struct session *session)
{
    struct sb_add_options options = {0};
    struct sb_tally tally = {0};
    struct words words = {0};
    struct adding adding = {session, &words, &options};
    sb_status st;
    int code = EXIT_USAGE;

    if (take_visit(session, &words, &options) && (code = session_start(session)) == EXIT_DONE) {
        options.run = session->run;
        options.run.event = add_event;
        options.run.user = &adding;
        st = sb_add(&tally, session->practice, &options, &session->err);
        if (st == SB_OK && tally.refused == 0 && session->added_id[0] != '\0' &&
            session_has(session, OPT_ISSUE) && !session->run.dry_run) {
            st = issue_added(session, &tally);
            code = session_end(session, st, &tally);
        } else {
            tally.documents = session->added.documents;
            tally.charges = session->added.charges;
            tally.adjustments = session->added.adjustments;
            tally.paid = session->added.paid;
            tally.balance = session->added.balance;
            code = session_end_change(session, st, &tally);
        }
    }
    if (words.nomem)
        code = session_fail(session, SB_E_NOMEM);
    words_free(&words);
    return code;
}

static const uint8_t options_taken[] = {
    OPT_FOR_PATIENT, OPT_DATE,  OPT_FOR_PROVIDER,  OPT_ASSISTANT, OPT_PLACE,
    OPT_DX,          OPT_TOTAL, OPT_PAY,           OPT_METHOD,    OPT_FEE_ITEM,
    OPT_LIKE,        OPT_ISSUE, OPT_PASSWORD_FILE, OPT_DRY_RUN,   OPT_END};

const struct command cmd_add = {
    .name = "add",
    .summary = "append one checked visit",
    .usage = "--patient ID [options] CODE[:MINUTES][xUNITS][+MOD...] ...",
    .examples = "  superbill add --patient P-1001 --dx M25.561,M62.81 97110:30 97140:15\n"
                "  superbill add --patient P-1001 --like last --paid full --method hsa --issue\n"
                "  superbill add --patient P-1002 --dx M54.59 --date 2026-10-05 \\\n"
                "      --paid 120.00 --method check 97161 97110:24+59\n"
                "  superbill add --patient P-1001 --fee-item 'late cancellation=75.00'\n",
    .more = "With --issue a superbill is issued for this visit alone, into out; with\n"
            "--password-file an encrypted copy of it too.\n"
            "The visit is priced by [fees] and keeps those prices; with --total it keeps the\n"
            "total.  With a finding at error level it is refused and nothing is written.\n"
            "--like last takes diagnoses, place, services, referral, authorization, onset and\n"
            "accident from the patient's last visit, where they are not given.\n",
    .options = options_taken,
    .json = JSON_RUN,
    .most = SIZE_MAX,
    .run = run_add,
};
