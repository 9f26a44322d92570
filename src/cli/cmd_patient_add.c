/* cmd_patient_add.c - superbill patient add: a person, asked for or from options. */
#include "cli/cli.h"

#include <string.h>

static bool
sound_date(const char *text)
{
    sb_date date;

    return sb_date_parse(&date, text);
}

static bool
sound_zip(const char *text)
{
    return sb_zip_valid(text);
}

static bool
sound_state(const char *text)
{
    return sb_state_valid(text);
}

static bool
is_one_of(const char *text, const char *const *words, size_t count, unsigned *at)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, words[i]) == 0) {
            *at = (unsigned)i;
            return true;
        }
    return false;
}

/* In the order of their enumerators, behind "unsaid". */
static const char *const sexes[] = {"", "F", "M", "X", "U"};
static const char *const relationships[] = {"", "self", "spouse", "child", "other"};
static const char *const answers_medicare[] = {"", "none", "b", "advantage"};
static const char *const languages[] = {"", "en", "es"};

static bool
sound_sex(const char *text)
{
    unsigned at;

    return is_one_of(text, sexes, 5, &at);
}

static bool
sound_relationship(const char *text)
{
    unsigned at;

    return is_one_of(text, relationships, 5, &at);
}

static bool
sound_medicare(const char *text)
{
    unsigned at;

    return is_one_of(text, answers_medicare, 4, &at);
}

static bool
sound_language(const char *text)
{
    unsigned at;

    return is_one_of(text, languages, 3, &at);
}

enum {
    FIRST,
    MIDDLE,
    LAST,
    SUFFIX,
    PRINTED_NAME,
    BIRTH_DATE,
    SEX,
    LINE1,
    LINE2,
    CITY,
    STATE,
    ZIP,
    PHONE,
    EMAIL,
    PAYER,
    MEMBER_ID,
    GROUP,
    PLAN,
    RELATIONSHIP,
    SUBSCRIBER_FIRST,
    SUBSCRIBER_LAST,
    SUBSCRIBER_BIRTH_DATE,
    MEDICARE,
    LANGUAGE,
    QUESTION_COUNT
};
static const char date_hint[] = "a day is written 1984-03-09";
static const struct question questions[QUESTION_COUNT] = {
    [FIRST] = {OPT_FIRST, "First name", true, NULL, NULL, 0},
    [MIDDLE] = {OPT_MIDDLE, "Middle name or initial", false, NULL, NULL, 0},
    [LAST] = {OPT_LAST, "Last name", true, NULL, NULL, 0},
    [SUFFIX] = {OPT_SUFFIX, "Suffix", false, NULL, NULL, 0},
    [PRINTED_NAME] = {OPT_PRINTED_NAME, "Name in Latin letters, if it is not", false, NULL, NULL,
                      0},
    [BIRTH_DATE] = {OPT_BIRTH_DATE, "Birth date", true, sound_date, date_hint, 0},
    [SEX] = {OPT_SEX, "Sex, F M X or U", false, sound_sex, "F, M, X or U", 0},
    [LINE1] = {OPT_LINE1, "Street address", false, NULL, NULL, 0},
    [LINE2] = {OPT_LINE2, "Second line", false, NULL, NULL, LINE1 + 1},
    [CITY] = {OPT_CITY, "City", false, NULL, NULL, 0},
    [STATE] = {OPT_STATE, "State", false, sound_state, "two letters, as OR", 0},
    [ZIP] = {OPT_ZIP, "ZIP code", false, sound_zip, "97202 or 97202-1234", 0},
    [PHONE] = {OPT_PHONE, "Telephone", false, NULL, NULL, 0},
    [EMAIL] = {OPT_EMAIL, "E-mail", false, NULL, NULL, 0},
    [PAYER] = {OPT_INSURER, "Insurer", false, NULL, NULL, 0},
    [MEMBER_ID] = {OPT_MEMBER_ID, "Member id", false, NULL, NULL, PAYER + 1},
    [GROUP] = {OPT_GROUP, "Group number", false, NULL, NULL, PAYER + 1},
    [PLAN] = {OPT_PLAN, "Plan", false, NULL, NULL, PAYER + 1},
    [RELATIONSHIP] = {OPT_RELATIONSHIP, "Relationship to the subscriber, unless self", false,
                      sound_relationship, "self, spouse, child or other", PAYER + 1},
    [SUBSCRIBER_FIRST] = {OPT_SUBSCRIBER_FIRST, "Subscriber's first name", false, NULL, NULL,
                          RELATIONSHIP + 1},
    [SUBSCRIBER_LAST] = {OPT_SUBSCRIBER_LAST, "Subscriber's last name", false, NULL, NULL,
                         SUBSCRIBER_FIRST + 1},
    [SUBSCRIBER_BIRTH_DATE] = {OPT_SUBSCRIBER_BIRTH_DATE, "Subscriber's birth date", false,
                               sound_date, date_hint, SUBSCRIBER_FIRST + 1},
    [MEDICARE] = {OPT_MEDICARE, "Medicare: none, b or advantage", false, sound_medicare,
                  "none, b or advantage", 0},
    [LANGUAGE] = {OPT_LANGUAGE, "Language of receipts, en or es", false, sound_language, "en or es",
                  0},
};

static const char *
said(const char *answer)
{
    return answer[0] == '\0' ? NULL : answer;
}

static sb_date
day_of(const char *answer)
{
    sb_date date = {0};

    /* answers were proven when they were taken */
    if (answer[0] == '\0' || !sb_date_parse(&date, answer))
        date.day = 0;
    return date;
}

static void
fill_insurance(struct sb_insurance *insurance, char (*a)[ANSWER_ROOM])
{
    unsigned at = 0;

    *insurance = (struct sb_insurance){.payer = said(a[PAYER]),
                                       .member_id = said(a[MEMBER_ID]),
                                       .group = said(a[GROUP]),
                                       .plan = said(a[PLAN])};
    if (is_one_of(a[RELATIONSHIP], relationships, 5, &at))
        insurance->relationship = (enum sb_relationship)at;
    insurance->subscriber.given =
        said(a[SUBSCRIBER_FIRST]) != NULL || said(a[SUBSCRIBER_LAST]) != NULL;
    insurance->subscriber.name.first = said(a[SUBSCRIBER_FIRST]);
    insurance->subscriber.name.last = said(a[SUBSCRIBER_LAST]);
    insurance->subscriber.birth_date = day_of(a[SUBSCRIBER_BIRTH_DATE]);
}

static void
fill_patient(struct sb_patient *patient, const char *id, struct sb_insurance *insurance,
             char (*a)[ANSWER_ROOM])
{
    unsigned sex = 0, medicare = 0, language = 0;

    *patient = (struct sb_patient){
        .id = id,
        .name = {.first = said(a[FIRST]),
                 .middle = said(a[MIDDLE]),
                 .last = said(a[LAST]),
                 .suffix = said(a[SUFFIX])},
        .printed_name = said(a[PRINTED_NAME]),
        .birth_date = day_of(a[BIRTH_DATE]),
        .address = {.line1 = said(a[LINE1]),
                    .line2 = said(a[LINE2]),
                    .city = said(a[CITY]),
                    .state = said(a[STATE]),
                    .zip = said(a[ZIP])},
        .phone = said(a[PHONE]),
        .email = said(a[EMAIL]),
    };
    if (is_one_of(a[SEX], sexes, 5, &sex))
        patient->sex = (enum sb_sex)sex;
    if (is_one_of(a[MEDICARE], answers_medicare, 4, &medicare))
        patient->medicare = (enum sb_medicare)medicare;
    if (is_one_of(a[LANGUAGE], languages, 3, &language))
        patient->language = (enum sb_language)language;
    if (a[PAYER][0] == '\0')
        return;
    fill_insurance(insurance, a);
    patient->insurance = insurance;
    patient->insurance_count = 1;
}

static bool
patient_event(void *user, const struct sb_event *event)
{
    struct session *session = user;

    if (event->kind == SB_CHANGED)
        report_changed(&session->report, event->record,
                       session->run.dry_run ? "would be added" : "added");
    return report_event(user, event);
}

static int
run_patient_add(struct session *session)
{
    char answers[QUESTION_COUNT][ANSWER_ROOM];
    struct sb_patient patient;
    struct sb_insurance insurance;
    struct sb_tally tally = {0};
    const char *id = session->operands[0];
    sb_status st;
    int code;

    if (!sb_id_valid(id))
        return session_usage(session, "an id has letters, digits, dot, hyphen and underscore, at "
                                      "most 64, and begins with a letter or digit");
    if ((code = ask_all(session, questions, QUESTION_COUNT, answers)) != EXIT_DONE)
        return code;
    if (answers[PAYER][0] == '\0')
        for (size_t i = MEMBER_ID; i <= SUBSCRIBER_BIRTH_DATE; i++)
            if (answers[i][0] != '\0')
                return session_usage(session, "--%s goes with --payer",
                                     option_row(questions[i].id)->name);
    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    fill_patient(&patient, id, &insurance, answers);
    session->run.event = patient_event;
    st = sb_patient_add(&tally, session->practice, &patient, &session->run, &session->err);
    return session_end_change(session, st, &tally);
}

static const uint8_t options[] = {OPT_FIRST,
                                  OPT_MIDDLE,
                                  OPT_LAST,
                                  OPT_SUFFIX,
                                  OPT_PRINTED_NAME,
                                  OPT_BIRTH_DATE,
                                  OPT_SEX,
                                  OPT_LINE1,
                                  OPT_LINE2,
                                  OPT_CITY,
                                  OPT_STATE,
                                  OPT_ZIP,
                                  OPT_PHONE,
                                  OPT_EMAIL,
                                  OPT_INSURER,
                                  OPT_MEMBER_ID,
                                  OPT_GROUP,
                                  OPT_PLAN,
                                  OPT_RELATIONSHIP,
                                  OPT_SUBSCRIBER_FIRST,
                                  OPT_SUBSCRIBER_LAST,
                                  OPT_SUBSCRIBER_BIRTH_DATE,
                                  OPT_MEDICARE,
                                  OPT_LANGUAGE,
                                  OPT_DRY_RUN,
                                  OPT_END};

const struct command cmd_patient_add = {
    .name = "patient add",
    .summary = "add a checked patient; ask for what options leave open",
    .usage = "ID [options]",
    .examples = "  superbill patient add P-1003\n"
                "  superbill patient add P-1003 --first Ruth --last Okoye \\\n"
                "      --birth-date 1990-02-11 --line1 \"12 Elm St\" --city Salem --state OR \\\n"
                "      --zip 97301 --payer aetna --member-id W987654321\n",
    .more = "The record goes to [files] patients.  On a terminal what is needed and not given\n"
            "is asked for.\n",
    .options = options,
    .json = JSON_RUN,
    .least = 1,
    .most = 1,
    .run = run_patient_add,
};
