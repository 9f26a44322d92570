/* cli.h - argv to use cases, events to text.  The private header of the layer. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdio.h>

#include "superbill.h"

/* exit statuses; main.c maps sb_status to them */
enum {
    EXIT_DONE,
    EXIT_REFUSED,
    EXIT_USAGE,
    EXIT_INPUT,
    EXIT_OUTPUT,
    EXIT_ARCHIVE,
    EXIT_DEFECT = 70
};

/* options.c: the one table of options */

#define CLI_OPTIONS(X)                                                                             \
    X(CONFIG, "config", 0, "FILE", "the practice's configuration")                                 \
    X(JSON, "json", 0, NULL, "one JSON document on stdout")                                        \
    X(COLOR, "color", 0, "WHEN", "auto, always or never")                                          \
    X(QUIET, "quiet", 'q', NULL, "errors only")                                                    \
    X(VERBOSE, "verbose", 'v', NULL, "notes too")                                                  \
    X(HELP, "help", 'h', NULL, "how to use the command")                                           \
    X(VERSION, "version", 0, NULL, "the version of the program")                                   \
    X(PATIENT, "patient", 0, "ID", "visits of this patient")                                       \
    X(PROVIDER, "provider", 0, "ID", "visits of this provider")                                    \
    X(PAYER, "payer", 0, "ID", "visits that this payer insures")                                   \
    X(VISIT, "visit", 0, "ID", "this visit")                                                       \
    X(SINCE, "since", 0, "DATE", "visits from this day on")                                        \
    X(UNTIL, "until", 0, "DATE", "visits up to this day")                                          \
    X(MONTH, "month", 0, "YYYY-MM", "visits of this month")                                        \
    X(YEAR, "year", 0, "YYYY", "visits of this year")                                              \
    X(UNPAID, "unpaid", 0, NULL, "visits with a balance due")                                      \
    X(PAID, "paid", 0, NULL, "visits without a balance due")                                       \
    X(DEADLINE, "deadline", 0, "DAYS", "visits whose last filing day is within DAYS")              \
    X(ALL, "all", 0, NULL, "issued visits too")                                                    \
    X(ISSUE_STATE, "state", 0, "STATE", "issued, superseded or void")                              \
    X(AGAIN, "again", 0, NULL,                                                                     \
      "anew, where the visit's superbill is void or purged; with --visit")                         \
    X(ISSUE, "issue", 0, NULL, "issue a superbill for this visit")                                 \
    X(REASON, "reason", 0, "TEXT", "why; it is kept in the archive")                               \
    X(FROM, "from", 0, "FILE", "where the corrected records are; may be repeated")                 \
    X(SUPERSEDED, "superseded", 0, NULL, "superseded and void ones too")                           \
    X(COPY, "copy", 0, NULL, "behind a cover page marked COPY")                                    \
    X(MERGE_FILE, "merge", 0, "FILE", "all in one PDF, marked as copies")                          \
    X(PUBLIC_KEY, "public-key", 0, "FILE", "the practice's public key, where no archive knows")    \
    X(BEFORE, "before", 0, "DATE", "issued, with all dates of service, before this day")           \
    X(YES, "yes", 0, NULL, "remove them, without a question")                                      \
    X(OUTPUT, "output", 'o', "DIR", "where documents go; - writes a single one to stdout")         \
    X(PASSWORD_FILE, "password-file", 0, "FILE",                                                   \
      "an encrypted copy too, with the password in FILE")                                          \
    X(JOBS, "jobs", 'j', "N", "processes that draw; default one a processor core")                 \
    X(PRINT, "merge", 0, NULL, "print.pdf too: all documents in one, marked as copies")            \
    X(SPLIT_CODES, "split-codes", 0, NULL, "split-codes.csv too: one code a row")                  \
    X(SO_FAR, "so-far", 0, NULL, "also where the month is not over")                               \
    X(WHOLE, "whole", 0, NULL, "a person with a refused visit waits")                              \
    X(PDF, "output", 'o', "FILE", "the PDF to write")                                              \
    X(WORKBOOK, "output", 'o', "FILE", "the workbook to write")                                    \
    X(DRY_RUN, "dry-run", 'n', NULL, "say what would be written, write nothing")                   \
    X(REFERENCE, "reference", 0, "NUMBER", "a number of the practice's older system")              \
    X(DOCUMENT, "document", 0, "KIND", "superbill, receipt (no diagnosis) or private")             \
    X(BY, "by", 0, "DATE", "payment (the default, for taxes) or service")                          \
    X(FOR_PATIENT, "patient", 0, "ID", "whose visit it is")                                        \
    X(FOR_PROVIDER, "provider", 0, "ID", "who treated; default the only one")                      \
    X(ASSISTANT, "assistant", 0, "ID", "the assistant who gave part of the care")                  \
    X(DATE, "date", 0, "DATE", "the day; default today")                                           \
    X(PLACE, "place", 0, "NN", "place of service")                                                 \
    X(DX, "dx", 0, "A,B", "diagnoses, primary first")                                              \
    X(TOTAL, "total", 0, "AMT", "flat price of the session's care")                                \
    X(PAY, "paid", 0, "AMT", "what was paid, or full")                                             \
    X(METHOD, "method", 0, "M", "cash, check, card, hsa, fsa, ach or other")                       \
    X(FEE_ITEM, "fee-item", 0, "TEXT=AMT", "an item that is not care; may be repeated")            \
    X(FIX, "fix", 0, NULL, "propose mechanical repairs as a patch")                                \
    X(WRITE, "write", 0, NULL, "with --fix: put the repairs in place")                             \
    X(SIDE, "side", 0, "SIDE", "any, right, left or both")                                         \
    X(ENCOUNTER, "encounter", 0, "WHICH", "any, initial, subsequent or sequela")                   \
    X(EDITION, "year", 0, "YYYY", "year of the codes; default by the file's name")                 \
    X(LIKE, "like", 0, "last", "take over from the patient's last visit")                          \
    X(RULE, "rule", 0, "RULE", "cms or ama")                                                       \
    X(EMPTY, "empty", 0, NULL, "no example people")                                                \
    X(PRACTICE, "practice", 0, "NAME", "name of the practice")                                     \
    X(NPI, "npi", 0, "NPI", "its NPI")                                                             \
    X(TAX_ID, "tax-id", 0, "NN-NNNNNNN", "its tax id")                                             \
    X(THERAPIST, "therapist", 0, "NAME", "the therapist, as \"Ana Rivera, PT, DPT\"")              \
    X(FIRST, "first", 0, "NAME", "first name")                                                     \
    X(MIDDLE, "middle", 0, "NAME", "middle name or initial")                                       \
    X(LAST, "last", 0, "NAME", "last name")                                                        \
    X(SUFFIX, "suffix", 0, "TEXT", "Jr., III ...")                                                 \
    X(PRINTED_NAME, "printed-name", 0, "NAME", "name in letters that print")                       \
    X(BIRTH_DATE, "birth-date", 0, "DATE", "day of birth")                                         \
    X(SEX, "sex", 0, "SEX", "F, M, X or U")                                                        \
    X(LINE1, "line1", 0, "TEXT", "street address")                                                 \
    X(LINE2, "line2", 0, "TEXT", "its second line")                                                \
    X(CITY, "city", 0, "TEXT", "city")                                                             \
    X(STATE, "state", 0, "ST", "state, two letters")                                               \
    X(ZIP, "zip", 0, "ZIP", "ZIP code")                                                            \
    X(PHONE, "phone", 0, "TEXT", "telephone")                                                      \
    X(EMAIL, "email", 0, "TEXT", "e-mail address")                                                 \
    X(INSURER, "payer", 0, "ID", "insurer: a [payer] section's id, or a name")                     \
    X(MEMBER_ID, "member-id", 0, "TEXT", "member id on the card")                                  \
    X(GROUP, "group", 0, "TEXT", "group number on the card")                                       \
    X(PLAN, "plan", 0, "TEXT", "plan name")                                                        \
    X(RELATIONSHIP, "relationship", 0, "R", "to the subscriber: self, spouse, child, other")       \
    X(SUBSCRIBER_FIRST, "subscriber-first", 0, "NAME", "subscriber's first name")                  \
    X(SUBSCRIBER_LAST, "subscriber-last", 0, "NAME", "subscriber's last name")                     \
    X(SUBSCRIBER_BIRTH_DATE, "subscriber-birth-date", 0, "DATE", "subscriber's day of birth")      \
    X(MEDICARE, "medicare", 0, "M", "none, b or advantage: the person's answer")                   \
    X(LANGUAGE, "language", 0, "L", "of receipts: en or es")

enum option_id {
    OPT_END,
#define X(id, name, letter, argument, help) OPT_##id,
    CLI_OPTIONS(X)
#undef X
        OPT_COUNT
};
struct option_row {
    const char *name;
    char letter;
    const char *argument; /* NULL: takes none */
    const char *help;
};
const struct option_row *option_row(enum option_id id);

/* one command: a file with one const entry */

struct session;
enum json_form { JSON_OWN, JSON_FINDINGS, JSON_RUN, JSON_EXPLAIN };
struct command {
    const char *name; /* "check", "patient add" */
    const char *summary;
    const char *usage;      /* operands and what options cannot say */
    const char *examples;   /* lines */
    const char *more;       /* a paragraph, or NULL */
    const uint8_t *options; /* ids, OPT_END last; the global ones come by themselves */
    const uint8_t *filters; /* or NULL */
    enum json_form json;
    size_t least, most; /* operands */
    int (*run)(struct session *session);
};
extern const struct command *const commands[];
extern const uint8_t filter_options[];
extern const uint8_t archive_filter_options[]; /* the same and --state */
extern const uint8_t global_options[];

/* env.c: the only reader of clock, environment and terminal */

struct env {
    int64_t now;
    bool now_fixed; /* by SOURCE_DATE_EPOCH */
    bool now_bad;   /* SOURCE_DATE_EPOCH is no number of seconds */
    bool in_terminal, out_terminal, err_terminal;
    bool no_color;
    unsigned cores;
    const char *config; /* $SUPERBILL_CONFIG */
    const char *editor; /* $VISUAL, $EDITOR or vi */
    char store[1024];   /* where installed code sets are kept; "" where there is no home */
};
void env_read(struct env *env);
/** Milliseconds of a clock that only goes on. */
int64_t env_milliseconds(void);
/** The day here and now, where the practice names no time zone; UTC's when now is fixed. */
sb_date env_day(const struct env *env);
/** The machine's zone as an IANA name, else "UTC"; room of 72 bytes.  False: memory ended. */
bool env_zone(char *out, size_t room);
/**
 * Find a configuration: above the working directory, then in the user's own folder.  False
 * where there is none.  A file passed over because of its owner goes to passed ("" if none).
 */
bool env_find_config(char *out, size_t room, char *passed, size_t passed_room);

/* json.c: JSON to a stream */

struct json {
    FILE *out;
    bool comma;
    unsigned depth;
};
void json_object(struct json *json, const char *key);
void json_array(struct json *json, const char *key);
void json_end(struct json *json, char bracket);                       /* '}' or ']' */
void json_text(struct json *json, const char *key, const char *text); /* NULL: null */
void json_int(struct json *json, const char *key, int64_t n);
void json_bool(struct json *json, const char *key, bool truth);
void json_money(struct json *json, const char *key, sb_money amount);
void json_date(struct json *json, const char *key, sb_date date);
/** cmd_codes_import.c: the members of an installed code set. */
void set_json(struct json *json, const struct sb_code_set *set);
/** A value that is JSON already. */
void json_raw(struct json *json, const char *key, const char *text, size_t length);

/* gather.c: elements of a list that is printed at the end; many of them wait on disk */

struct gather {
    struct json json; /* write elements here, then gather_settle */
    char *bytes;
    size_t length;
    bool on_disk, failed;
};
bool gather_open(struct gather *gather);
/** Move to an unnamed private file what has grown too large for memory. */
void gather_settle(struct gather *gather);
/** The elements as the list of that key. */
void gather_put(struct json *json, const char *key, struct gather *gather);
void gather_free(struct gather *gather);

/** cmd_template_check.c: an sb_fault_fn, user is the session; and the end of what was told. */
void template_fault(void *user, uint32_t line, const char *text);
void template_end(struct session *session, size_t count, const char *drawn);

/* report.c: events to text or JSON */

struct report {
    const struct command *command;
    FILE *text; /* where findings go */
    bool json, color, carets, progress, quiet, verbose;
    bool progressed;                        /* a progress line stands on the terminal */
    uint64_t progress_total, progress_done; /* since when: */
    int64_t progress_since;                 /* milliseconds */
    struct gather findings, documents;
    struct gather numbers, refused; /* what became of superbills that were named or selected */
    uint64_t number_count, refused_count;
    char changed[72];             /* id of the record that was changed */
    const struct sb_month *month; /* what it came to, where the command was a month's */
    uint64_t errors, warnings, notes;
};
bool report_open(struct report *report, const struct session *session);
/** An sb_event_fn; user is the session. */
bool report_event(void *user, const struct sb_event *event);
void report_finding(struct report *report, const struct sb_finding *finding);
/** The command's own JSON document, or the last line of text. */
void report_end(struct report *report, const struct sb_tally *tally);
/** Findings of a configuration that cannot be used, whatever the command. */
void report_config(struct report *report, const struct sb_tally *tally);
void report_free(struct report *report);
/** What the patient of a visit still owes: for its care, and for what is not care. */
sb_money report_owed(const struct sb_bill *bill);
/** A line that tells what became of a record; in JSON the record is listed as changed. */
void report_changed(struct report *report, const char *record, const char *what);
/** The same for one of several superbills: in JSON all are listed. */
void report_number(struct report *report, const char *number, const char *what);
/** An error as text on stderr, or as the JSON document of a failure. */
void report_error(struct report *report, const struct sb_error *err, const char *status);
/** text with bytes that steer a terminal replaced. */
void put_tame(FILE *out, const char *text);
/** The same, and blanks up to a width. */
void put_field(FILE *out, const char *text, size_t width);
/** A person's name, where a command was asked for it. */
void put_name(FILE *out, const struct sb_name *name);

/* cmd_month.c */

/** The table at the end of a month. */
void month_text(const struct report *report, const struct sb_month *month);
/** Members of the summary that only a month has. */
void month_json(struct json *json, const struct sb_month *month);

/* session.c */

struct option_use {
    uint8_t id;
    const char *value;
};
struct session {
    const struct command *command;
    struct env env;
    struct option_use *uses;
    size_t use_count;
    const char **operands;
    size_t operand_count;
    struct report report;
    struct sb_practice *practice;
    struct sb_run run; /* filled by session_start */
    char *folder;      /* what session_folder found, or NULL */
    struct sb_error err;
    struct sb_tally added; /* sums of what add reported */
    char added_id[72];     /* the visit that add appended; "" for none */
    bool shown;            /* help was all that was asked for */
};
bool session_has(const struct session *session, enum option_id id);
/** The option's value, or NULL where it is not given. */
const char *session_value(const struct session *session, enum option_id id);
/** Open the practice and fill run: EXIT_DONE, or what to exit with; all is said then. */
int session_start(struct session *session);
/** The same where a configuration can be found; without one only the day is filled in. */
int session_start_if(struct session *session);
/** The configuration's path alone, "" where there is none: EXIT_DONE, or what to exit with. */
int session_config(struct session *session, char *path, size_t room);
/** --output, or the folder of that name beside the configuration; NULL: memory ended. */
const char *session_folder(struct session *session, const char *name);
/** The store of installed code sets: of the practice, else the user's own; NULL: none. */
const char *session_store(const struct session *session);
/** The code tables with what is installed in the session's store. */
int session_codes(struct session *session, struct sb_codes **out);
/** Append what can be done to session->err. */
void session_advise(struct session *session, const char *format, ...) SB_PRINTF(2, 3);
/** Report session->err; the exit status for it. */
int session_fail(struct session *session, sb_status status);
/** End of a run: the exit status of status and tally, all reported. */
int session_end(struct session *session, sb_status status, const struct sb_tally *tally);
/** The same for a command that changes one record. */
int session_end_change(struct session *session, sb_status status, const struct sb_tally *tally);
/** Wrong usage: says so, returns EXIT_USAGE. */
int session_usage(struct session *session, const char *format, ...) SB_PRINTF(2, 3);
/** Something asked for is not there: says so, returns EXIT_REFUSED. */
int session_absent(struct session *session, const char *format, ...) SB_PRINTF(2, 3);
/** A refusal that names its option: says so, returns EXIT_REFUSED. */
int session_refuse(struct session *session, const char *format, ...) SB_PRINTF(2, 3);

/* options.c */

/** Take argv apart: EXIT_DONE, or what to exit with; help and version are printed here. */
int session_parse(struct session *session, int argc, char **argv, bool *done);
/* Values of options; false where one is malformed: wrong usage, said already. */
bool take_date(struct session *session, enum option_id id, sb_date *out);
bool take_money(struct session *session, enum option_id id, struct sb_price *out);
bool take_method(struct session *session, enum option_id id, enum sb_method *out);
bool take_filter(struct session *session, struct sb_filter *out);
/** --jobs, or what suits the machine. */
bool take_jobs(struct session *session, unsigned *out);
/** "2026-10" as its first day; false where it is no month. */
bool take_month(sb_date *out, const char *text);
/** The filter of commands that select superbills. */
bool take_archive_filter(struct session *session, struct sb_archive_filter *out);
/** --document: whom documents are for; untouched where it is not given. */
bool take_document(struct session *session, enum sb_audience *out);
/** --reason, which must be there. */
bool take_reason(struct session *session, const char **out);
/**
 * Operands are numbers, or the filter selects; neither is wrong usage.  Where no state and no
 * --superseded is named, it selects what stands.  filter is the caller's, as long as out, and
 * the day of a deadline is to be filled in after session_start.
 */
bool take_choice(struct session *session, struct sb_archive_filter *filter, struct sb_choice *out);
/** One of words; *out is its index.  Untouched where the option is not given. */
bool take_word(struct session *session, enum option_id id, const char *const *words, size_t count,
               unsigned *out);

/* ask.c */

#define ANSWER_ROOM 256
struct question {
    enum option_id id; /* the option that answers it */
    const char *text;
    bool must;
    bool (*sound)(const char *answer); /* NULL: any */
    const char *hint;                  /* what a sound answer is */
    size_t after; /* asked only where this earlier question, from 1, was answered; 0: always */
};
/**
 * Answers from options; where a needed one is missing, the terminal is asked for all that are
 * open.  EXIT_DONE, or what to exit with.
 */
int ask_all(struct session *session, const struct question *questions, size_t count,
            char (*answers)[ANSWER_ROOM]);
bool ask_yes(const char *question);
/** Of what cannot be undone: nothing but a yes is one. */
bool ask_sure(const char *question);

/* editor.c */

/** Edit a record: the whole of `edit` and `patient edit`. */
int edit_record(struct session *session, enum sb_record_kind kind, const char *id);

/* help.c */

void help_program(FILE *out);
void help_command(FILE *out, const struct command *command);

#endif
