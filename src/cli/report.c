/* report.c - events to text with caret and colour, or to the command's JSON document. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

#define CARET_MOST 60

void
put_tame(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text, next = (unsigned char)text[1];

        /* C0, DEL, and C1 as UTF-8 writes it */
        if (c < 0x20 || c == 0x7f) {
            putc('?', out);
        } else if (c == 0xc2 && next >= 0x80 && next <= 0x9f) {
            putc('?', out);
            text++;
        } else {
            putc(c, out);
        }
    }
}

void
put_field(FILE *out, const char *text, size_t width)
{
    put_tame(out, text);
    for (size_t used = strlen(text); used < width; used++)
        putc(' ', out);
}

void
put_name(FILE *out, const struct sb_name *name)
{
    const char *const parts[] = {name->first, name->middle, name->last, name->suffix};
    const char *between = "";

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i] == NULL)
            continue;
        fputs(between, out);
        put_tame(out, parts[i]);
        between = " ";
    }
}

bool
report_open(struct report *r, const struct session *session)
{
    const struct command *command = session->command;
    const char *color = session_value(session, OPT_COLOR);
    bool data = command->json == JSON_FINDINGS;
    bool terminal = data ? session->env.out_terminal : session->env.err_terminal;

    r->command = command;
    r->text = data ? stdout : stderr;
    r->json = session_has(session, OPT_JSON);
    r->quiet = session_has(session, OPT_QUIET);
    r->verbose = session_has(session, OPT_VERBOSE);
    r->carets = terminal;
    r->color = terminal && !session->env.no_color;
    if (color != NULL && strcmp(color, "auto") != 0)
        r->color = strcmp(color, "always") == 0;
    r->progress = session->env.err_terminal && !r->quiet;
    if (!r->json)
        return true;
    return gather_open(&r->findings) && gather_open(&r->documents) && gather_open(&r->numbers) &&
           gather_open(&r->refused);
}

void
report_free(struct report *r)
{
    gather_free(&r->findings);
    gather_free(&r->documents);
    gather_free(&r->numbers);
    gather_free(&r->refused);
}

static void
progress_clear(struct report *r)
{
    if (r->progressed)
        fputs("\r\033[K", stderr);
    r->progressed = false;
}

/* Seconds that the rest will take, by what was done since the total is known; -1: not known. */
static int64_t
progress_left(struct report *r, const struct sb_event *event)
{
    int64_t now = env_milliseconds();

    if (event->total == 0 || event->done == 0 || event->done > event->total)
        return -1;
    if (r->progress_total != event->total) {
        r->progress_total = event->total;
        r->progress_done = event->done;
        r->progress_since = now;
        return -1;
    }
    if (event->done <= r->progress_done)
        return -1;
    return (now - r->progress_since) * (int64_t)(event->total - event->done) /
           (int64_t)(event->done - r->progress_done) / 1000;
}

static void
progress_show(struct report *r, const struct sb_event *event)
{
    int64_t left;

    if (!r->progress)
        return;
    left = progress_left(r, event);
    fprintf(stderr, "\r%llu", (unsigned long long)event->done);
    if (event->total > 0)
        fprintf(stderr, " of %llu", (unsigned long long)event->total);
    fprintf(stderr, " %s", event->text != NULL ? event->text : "visits");
    if (left >= 0)
        fprintf(stderr, ", %lld s left", (long long)left);
    fputs("\033[K", stderr);
    fflush(stderr);
    r->progressed = true;
}

static void
finding_json(struct json *json, const struct sb_finding *f)
{
    json_object(json, NULL);
    json_text(json, "rule", f->rule->id);
    json_text(json, "severity", sb_severity_text(f->severity));
    json_text(json, "file", f->file);
    json_int(json, "line", f->line);
    json_int(json, "column", f->column);
    json_text(json, "path", f->path);
    json_text(json, "record", f->record);
    json_text(json, "message", f->message);
    json_text(json, "advice", f->advice);
    json_text(json, "source", f->rule->source);
    if (f->visits > 1)
        json_int(json, "visits", (int64_t)f->visits);
    json_end(json, '}');
}

/* The value at fault, cut where it is long, and a caret below it. */
static void
finding_caret(const struct report *r, const char *value)
{
    char line[CARET_MOST + 8];
    size_t used = 0, wide = 0;

    for (; value[used] != '\0' && value[used] != '\n' && used < CARET_MOST; used++)
        line[used] = value[used];
    while (used > 0 && value[used] != '\0' && ((unsigned char)value[used] & 0xc0) == 0x80)
        used--;
    line[used] = '\0';
    for (size_t i = 0; i < used; i++)
        wide += ((unsigned char)line[i] & 0xc0) != 0x80;
    if (wide == 0)
        return;
    fputs("    ", r->text);
    put_tame(r->text, line);
    fprintf(r->text, "\n    %s^", r->color ? "\033[32m" : "");
    for (size_t i = 1; i < wide; i++)
        putc('~', r->text);
    fputs(r->color ? "\033[m\n" : "\n", r->text);
}

/* Where a message follows on data, stdout is flushed: in one file both keep their order. */
static void
finding_text(const struct report *r, const struct sb_finding *f)
{
    static const char *const colors[] = {
        [SB_SEVERITY_OFF] = "",
        [SB_SEVERITY_NOTE] = "\033[36m",
        [SB_SEVERITY_WARNING] = "\033[35m",
        [SB_SEVERITY_ERROR] = "\033[1;31m",
    };

    if (r->text == stderr)
        fflush(stdout);
    put_tame(r->text, f->file == NULL ? "superbill" : f->file);
    if (f->line > 0)
        fprintf(r->text, ":%u", f->line);
    if (f->line > 0 && f->column > 0)
        fprintf(r->text, ":%u", f->column);
    fprintf(r->text, ": %s%s:%s ", r->color ? colors[f->severity] : "",
            sb_severity_text(f->severity), r->color ? "\033[m" : "");
    put_tame(r->text, f->message);
    if (f->visits > 1)
        fprintf(r->text, " (%llu visits)", (unsigned long long)f->visits);
    fprintf(r->text, " [%s]\n", f->rule->id);
    if (r->carets && f->value != NULL)
        finding_caret(r, f->value);
    if (f->advice != NULL && f->advice[0] != '\0') {
        fputs("    ", r->text);
        put_tame(r->text, f->advice);
        putc('\n', r->text);
    }
}

void
report_finding(struct report *r, const struct sb_finding *f)
{
    if (f->severity == SB_SEVERITY_ERROR)
        r->errors++;
    else if (f->severity == SB_SEVERITY_WARNING)
        r->warnings++;
    else
        r->notes++;
    if (r->json) {
        finding_json(&r->findings.json, f);
        gather_settle(&r->findings);
        return;
    }
    if ((f->severity == SB_SEVERITY_NOTE && !r->verbose) ||
        (f->severity != SB_SEVERITY_ERROR && r->quiet))
        return;
    progress_clear(r);
    finding_text(r, f);
}

static void
document_json(struct json *json, const struct sb_drawn *d)
{
    json_object(json, NULL);
    json_text(json, "number", d->number);
    json_array(json, "visits");
    for (size_t i = 0; i < d->visit_count; i++)
        json_text(json, NULL, d->visits[i]);
    json_end(json, ']');
    json_text(json, "patient", d->patient);
    json_text(json, "file", d->file);
    if (d->encrypted != NULL || d->unencrypted != NULL)
        json_text(json, "encrypted", d->encrypted);
    json_money(json, "charges", d->charges);
    json_money(json, "adjustments", d->adjustments);
    json_money(json, "paid", d->paid);
    json_money(json, "balance", d->balance);
    json_text(json, "sha256", d->sha256);
    json_int(json, "pages", d->pages);
    json_end(json, '}');
}

/* "charges 277.00, adjustments 10.00, paid 200.00, balance 67.00" */
static void
put_sums(FILE *out, sb_money charges, sb_money adjustments, sb_money paid, sb_money balance)
{
    char text[SB_MONEY_TEXT];

    fprintf(out, "charges %s", sb_money_print(text, charges));
    if (adjustments.cents != 0)
        fprintf(out, ", adjustments %s", sb_money_print(text, adjustments));
    fprintf(out, ", paid %s", sb_money_print(text, paid));
    fprintf(out, ", balance %s", sb_money_print(text, balance));
}

static void
document_text(const struct sb_drawn *d, bool dry_run)
{
    if (d->file == NULL)
        return;
    fputs(dry_run ? "would write " : "", stdout);
    put_tame(stdout, d->file);
    fputs(": ", stdout);
    put_sums(stdout, d->charges, d->adjustments, d->paid, d->balance);
    putchar('\n');
    if (d->encrypted == NULL)
        return;
    fputs(dry_run ? "would write " : "", stdout);
    put_tame(stdout, d->encrypted);
    fputs(": encrypted copy\n", stdout);
}

/* A copy that was asked for and is not made is named whatever else is told. */
static void
document_unencrypted(const struct sb_drawn *d)
{
    if (d->unencrypted == NULL)
        return;
    fflush(stdout);
    fputs("superbill: ", stderr);
    put_tame(stderr, d->unencrypted);
    putc('\n', stderr);
}

static void
refused_json(struct report *r, const struct sb_event *event)
{
    struct json *json = &r->refused.json;

    json_object(json, NULL);
    json_text(json, "record", event->record);
    json_text(json, "text", event->text);
    json_end(json, '}');
    gather_settle(&r->refused);
    r->refused_count++;
}

bool
report_event(void *user, const struct sb_event *event)
{
    struct report *r = &((struct session *)user)->report;

    switch (event->kind) {
    case SB_FOUND:
        report_finding(r, event->finding);
        break;
    case SB_DRAWN:
        progress_clear(r);
        if (r->json) {
            document_json(&r->documents.json, event->document);
            gather_settle(&r->documents);
        } else if (!r->quiet)
            document_text(event->document, ((struct session *)user)->run.dry_run);
        document_unencrypted(event->document);
        break;
    case SB_PATCHED: /* their commands tell them */
    case SB_ASIDE:
        break;
    case SB_PROGRESS:
        progress_show(r, event);
        break;
    case SB_REFUSED:
        if (event->text == NULL)
            break;
        progress_clear(r);
        if (r->json)
            refused_json(r, event);
        else {
            fputs("superbill: ", stderr);
            put_tame(stderr, event->record);
            putc(' ', stderr);
            put_tame(stderr, event->text);
            putc('\n', stderr);
        }
        break;
    case SB_EXPLAINED:
    case SB_CHANGED:
    case SB_MATCHED:
    case SB_WRITTEN:
        break;
    }
    return true;
}

sb_money
report_owed(const struct sb_bill *bill)
{
    sb_money owed = bill->balance, items;

    if (sb_money_sub(&items, bill->item_charges, bill->item_paid) != SB_OK ||
        sb_money_add(&owed, owed, items) != SB_OK)
        return bill->balance; /* of amounts that no visit has */
    return owed;
}

void
report_changed(struct report *r, const char *record, const char *what)
{
    snprintf(r->changed, sizeof r->changed, "%s", record);
    if (!r->json && !r->quiet) {
        put_tame(stdout, record);
        printf(": %s\n", what);
    }
}

void
report_number(struct report *r, const char *number, const char *what)
{
    report_changed(r, number, what);
    if (!r->json)
        return;
    json_text(&r->numbers.json, NULL, number);
    gather_settle(&r->numbers);
    r->number_count++;
}

static void
summary_json(struct json *json, const struct report *r, const struct sb_tally *tally)
{
    json_object(json, "summary");
    json_int(json, "records", (int64_t)tally->records);
    if (r->command->json == JSON_RUN) {
        json_int(json, "selected", (int64_t)tally->selected);
        json_int(json, "refused", (int64_t)tally->refused);
        json_int(json, "kept", (int64_t)tally->kept);
        json_int(json, "documents", (int64_t)tally->documents);
        json_money(json, "charges", tally->charges);
        json_money(json, "adjustments", tally->adjustments);
        json_money(json, "paid", tally->paid);
        json_money(json, "balance", tally->balance);
    }
    json_int(json, "errors", (int64_t)r->errors);
    json_int(json, "warnings", (int64_t)r->warnings);
    json_int(json, "notes", (int64_t)r->notes);
    if (r->month != NULL)
        month_json(json, r->month);
    json_end(json, '}');
}

static void
end_json(struct report *r, const struct sb_tally *tally, enum json_form form)
{
    static const char *const schemas[] = {
        [JSON_OWN] = "superbill.findings/1",
        [JSON_FINDINGS] = "superbill.findings/1",
        [JSON_RUN] = "superbill.run/1",
        [JSON_EXPLAIN] = "superbill.explain/1",
    };

    struct json json = {.out = stdout};

    json_object(&json, NULL);
    json_text(&json, "schema", schemas[form]);
    if (form == JSON_RUN || form == JSON_EXPLAIN)
        gather_put(&json, form == JSON_RUN ? "documents" : "visits", &r->documents);
    if (r->changed[0] != '\0')
        json_text(&json, "changed", r->changed);
    if (r->number_count > 0)
        gather_put(&json, "numbers", &r->numbers);
    if (r->refused_count > 0)
        gather_put(&json, "refused", &r->refused);
    gather_put(&json, "findings", &r->findings);
    summary_json(&json, r, tally);
    json_end(&json, '}');
}

static void
put_count(uint64_t n, const char *noun, const char **between)
{
    if (n == 0)
        return;
    fprintf(stderr, "%s%llu %s%s", *between, (unsigned long long)n, noun, n == 1 ? "" : "s");
    *between = ", ";
}

/* What was read, or what was drawn, then what was found; behind the data where both go to one log.
 */
static void
end_text(const struct report *r, const struct sb_tally *tally)
{
    const char *between = "";

    fflush(stdout);
    if (tally->documents == 0 && tally->kept > 0 && r->command->json == JSON_RUN) {
        put_count(tally->kept, "visit", &between);
        fputs(tally->kept == 1 ? " stands on a superbill already" : " stand on superbills already",
              stderr);
        between = "; ";
    } else if (tally->documents > 0) {
        put_count(tally->documents, "document", &between);
        fputs(": ", stderr);
        put_sums(stderr, tally->charges, tally->adjustments, tally->paid, tally->balance);
        between = "; ";
    } else if (tally->records > 0) {
        put_count(tally->records, "record", &between);
        if (r->command->json == JSON_RUN)
            fputs(", no document", stderr);
        between = ": ";
        if (r->errors + r->warnings == 0 && tally->refused == 0)
            fputs(": nothing wrong", stderr);
    } else if (r->command->json == JSON_FINDINGS) {
        fputs("no records", stderr);
        between = ": ";
    }
    put_count(r->errors, "error", &between);
    put_count(r->warnings, "warning", &between);
    if (r->notes > 0 && !r->verbose && between[0] != '\0')
        fprintf(stderr, " (-v shows %llu note%s)", (unsigned long long)r->notes,
                r->notes == 1 ? "" : "s");
    if (between[0] != '\0')
        putc('\n', stderr);
}

void
report_end(struct report *r, const struct sb_tally *tally)
{
    progress_clear(r);
    if (r->json)
        end_json(r, tally, r->command->json);
    else if (!r->quiet && r->month != NULL)
        month_text(r, r->month);
    else if (!r->quiet)
        end_text(r, tally);
}

void
report_config(struct report *r, const struct sb_tally *tally)
{
    if (r->json)
        end_json(r, tally, JSON_FINDINGS);
}

static void
error_json(const struct sb_error *err, const char *status)
{
    struct json json = {.out = stdout};

    json_object(&json, NULL);
    json_text(&json, "schema", "superbill.error/1");
    json_object(&json, "error");
    json_text(&json, "status", status);
    json_text(&json, "source", err->source[0] == '\0' ? NULL : err->source);
    json_int(&json, "line", err->line);
    json_int(&json, "column", err->column);
    json_text(&json, "path", err->path[0] == '\0' ? NULL : err->path);
    if (err->record[0] != '\0')
        json_text(&json, "record", err->record);
    json_text(&json, "text", err->text);
    json_end(&json, '}');
    json_end(&json, '}');
}

void
report_error(struct report *r, const struct sb_error *err, const char *status)
{
    progress_clear(r);
    if (r->json) {
        error_json(err, status);
        return;
    }
    fflush(stdout);
    put_tame(stderr, err->source[0] == '\0' ? "superbill" : err->source);
    if (err->line > 0)
        fprintf(stderr, ":%u", err->line);
    if (err->line > 0 && err->column > 0)
        fprintf(stderr, ":%u", err->column);
    fputs(err->source[0] == '\0' ? ": " : ": error: ", stderr);
    if (err->record[0] != '\0')
        fprintf(stderr, "%s: ", err->record);
    if (err->path[0] != '\0')
        fprintf(stderr, "%s: ", err->path);
    put_tame(stderr, err->text);
    putc('\n', stderr);
}
