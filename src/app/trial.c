/*
 * trial.c - a changed file judged before it is put in place: it is staged beside its target,
 * read and judged like any other, and published only when the changed record is sound.
 */
#include "app/app.h"

#include <string.h>

/* Stands between the walk and the caller: names the real file, keeps out what is not asked. */
struct relay {
    const struct sb_trial *trial;
    const char *temp, *probe;
    uint64_t errors, warnings, notes;
};

static bool
relay_wants(const struct relay *relay, const struct sb_finding *finding)
{
    const struct sb_trial *trial = relay->trial;
    bool here = sb_text_equal(finding->file, relay->temp);

    if (trial->groups != 0 && (trial->groups >> finding->rule->group & 1) == 0)
        return false;
    if (trial->kind == SB_RECORD_PATIENT)
        return (here && sb_text_equal(finding->record, trial->id)) ||
               (finding->rule == sb_rule_at(SB_RULE_BIRTH_DATE_AFTER_SERVICE) &&
                sb_text_equal(finding->file, relay->probe));
    /* faults of other lines are for check */
    return !here || finding->record != NULL;
}

/* Line and column of a place in the text that was edited. */
static void
relay_place(struct sb_finding *shown, const struct sb_trial *trial)
{
    const char *text = trial->edited;
    size_t at;

    shown->file = trial->edited_name;
    shown->line = shown->column = 1;
    at = sb_json_locate(text, strlen(text), shown->path == NULL ? "" : shown->path, NULL);
    for (size_t i = 0; i < at; i++) {
        shown->column++;
        if (text[i] == '\n') {
            shown->line++;
            shown->column = 1;
        }
    }
}

static bool
relay_event(void *user, const struct sb_event *event)
{
    struct relay *relay = user;
    const struct sb_trial *trial = relay->trial;
    struct sb_event told = *event;
    struct sb_finding shown;

    if (event->kind != SB_FOUND)
        return true;
    if (!relay_wants(relay, event->finding))
        return true;
    shown = *event->finding;
    if (trial->kind == SB_RECORD_PATIENT) {
        /* the person may be kept, though no superbill can be made */
        if (shown.rule == sb_rule_at(SB_RULE_PAYER_MEDICARE))
            shown.severity = SB_SEVERITY_WARNING;
        if (sb_text_equal(shown.file, relay->probe)) {
            shown.file = trial->records->path;
            shown.path = "/birth_date";
            shown.record = trial->id;
            shown.message = "the day of birth lies in the future";
            shown.line = shown.column = 0;
            shown.value = NULL;
        }
    }
    relay->errors += shown.severity == SB_SEVERITY_ERROR;
    relay->warnings += shown.severity == SB_SEVERITY_WARNING;
    relay->notes += shown.severity == SB_SEVERITY_NOTE;
    if (sb_text_equal(shown.file, relay->temp)) {
        shown.file = trial->records->path;
        if (trial->edited != NULL && sb_text_equal(shown.record, trial->id))
            relay_place(&shown, trial);
        if (trial->unwritten && sb_text_equal(shown.record, trial->id)) {
            shown.file = NULL;
            shown.line = shown.column = 0;
            shown.value = NULL;
        }
    }
    told.finding = &shown;
    return trial->run->event == NULL || trial->run->event(trial->run->user, &told);
}

/* A person is judged through a visit that could be: it is staged, read and forgotten. */
static sb_status
probe_stage(struct sb_outfile **out, const struct sb_trial *trial, struct sb_error *err)
{
    struct sb_probe probe;
    struct sb_buf text = {0};
    struct sb_bytes bytes;
    sb_status st;

    sb_probe_fill(&probe, trial->practice->config, trial->id, trial->run->issued_on);
    sb_visit_text(&text, &probe.visit);
    bytes = (struct sb_bytes){text.at, text.len};
    st = text.failed ? sb_error_nomem(err)
                     : sb_outfile_stage(out, trial->practice->folder, "probe.ndjson",
                                        (struct sb_pieces){&bytes, 1}, (struct sb_owner){0}, err);
    sb_buf_free(&text);
    return st;
}

struct verdict {
    struct sb_walk *walk;
    struct sb_step step;
    bool read;
};

/* Walk to the record; its step stays valid until the walk is freed. */
static sb_status
trial_walk(struct verdict *out, const struct sb_trial *trial, const struct sb_run *run,
           const char *temp, struct sb_error *err)
{
    const char *const visits[] = {trial->kind == SB_RECORD_PATIENT ? "probe" : trial->id};
    const struct sb_walk_options options = {.audience = SB_AUDIENCE_SUPERBILL,
                                            .preflight = true,
                                            .visits = visits,
                                            .visit_count = 1,
                                            .day = trial->day,
                                            .from = trial->records->path,
                                            .to = temp};
    struct sb_tally tally;
    struct sb_error absent = {0};
    sb_status st;

    if ((st = sb_walk_open(&out->walk, trial->practice, run, &options, err)) != SB_OK ||
        (st = sb_walk_next(out->walk, &out->step, &out->read, err)) != SB_OK)
        return st;
    st = sb_walk_end(&tally, out->walk, &absent);
    if (st == SB_E_ABSENT)
        return SB_OK;
    return st == SB_OK ? SB_OK : sb_error_set(err, st, "%s", absent.text);
}

static sb_status
trial_settle(struct sb_tally *out, const struct sb_trial *trial, struct sb_outfile *file,
             const struct relay *relay, const struct verdict *verdict, struct sb_error *err)
{
    const struct sb_visit *visit = verdict->read ? verdict->step.visit : NULL;
    const struct sb_event changed = {
        .kind = SB_CHANGED,
        .record = trial->id,
        .bill = trial->kind == SB_RECORD_VISIT && verdict->read ? verdict->step.bill : NULL,
        .patient = trial->kind == SB_RECORD_PATIENT && visit != NULL ? visit->patient : NULL,
    };
    bool refused = relay->errors > 0;
    sb_status st;

    if (trial->groups == 0 && trial->kind == SB_RECORD_VISIT)
        refused = refused || !verdict->read || verdict->step.refused;
    out->selected = 1;
    out->errors += relay->errors;
    out->warnings += relay->warnings;
    out->notes += relay->notes;
    out->refused += refused;
    if (refused)
        return SB_OK;
    if (!trial->run->dry_run && (st = sb_outfile_publish(file, SB_PUBLISH_REPLACE, err)) != SB_OK)
        return st;
    return sb_run_tell(trial->run, &changed, err);
}

sb_status
sb_trial_run(struct sb_tally *out, const struct sb_trial *trial, struct sb_error *err)
{
    struct relay relay = {.trial = trial};
    struct sb_run run = {.issued_at = trial->run->issued_at,
                         .issued_on = trial->run->issued_on,
                         .event = relay_event,
                         .user = &relay};
    struct verdict verdict = {0};
    struct sb_outfile *file = NULL, *probe = NULL;
    const char *files[1];
    sb_status st;

    if ((st = sb_records_stage(&file, trial->records, trial->practice->owner, err)) != SB_OK)
        return st;
    relay.temp = sb_outfile_temp(file);
    if (trial->kind == SB_RECORD_PATIENT) {
        st = probe_stage(&probe, trial, err);
        if (st == SB_OK) {
            files[0] = sb_outfile_temp(probe);
            relay.probe = files[0];
            run.files = files;
            run.file_count = 1;
        }
    }
    if (st == SB_OK && (st = trial_walk(&verdict, trial, &run, relay.temp, err)) == SB_OK)
        st = trial_settle(out, trial, file, &relay, &verdict, err);
    sb_walk_free(verdict.walk);
    sb_outfile_free(probe);
    sb_outfile_free(file);
    return st;
}

static const enum sb_rule fault_rules[] = {
    [SB_FAULT_SYNTAX] = SB_RULE_JSON_SYNTAX,           [SB_FAULT_ENCODING] = SB_RULE_JSON_ENCODING,
    [SB_FAULT_DUPLICATE] = SB_RULE_JSON_DUPLICATE_KEY, [SB_FAULT_DEEP] = SB_RULE_JSON_TOO_DEEP,
    [SB_FAULT_LARGE] = SB_RULE_JSON_TOO_LARGE,
};

/* An edited record keeps its id. */
static sb_status
text_id(struct sb_findings *found, struct sb_spot spot, const struct sb_scan_item *item,
        const char *id, struct sb_error *err)
{
    struct sb_json_doc *doc = NULL;
    const struct sb_json *have;
    sb_status st =
        sb_json_parse(&doc, item->text, item->length, item->values, item->value_count, err);

    if (st != SB_OK)
        return st;
    have = sb_json_type(sb_json_root(doc)) == SB_JSON_OBJECT
               ? sb_json_member(sb_json_root(doc), "id")
               : NULL;
    if (have == NULL || sb_json_type(have) != SB_JSON_STRING ||
        strcmp(sb_json_text(have), id) != 0) {
        spot.line = item->line;
        spot.column = item->column;
        spot.advice = "put the id back; another id is another record";
        sb_findings_add(found, SB_RULE_VALUE_RANGE, spot, "an edited record keeps its id");
    }
    sb_json_free(doc);
    return SB_OK;
}

static sb_status
text_scan(struct sb_findings *found, const struct sb_edited *edited, const struct sb_source *source,
          struct sb_error *err)
{
    static const struct sb_scan_options options = {0};
    struct sb_input *input = NULL;
    struct sb_scan *scan = NULL;
    struct sb_scan_item item;
    size_t records = 0;
    bool end = false;
    sb_status st;

    st = sb_input_memory(&input, edited->name, edited->after, strlen(edited->after), err);
    if (st == SB_OK)
        st = sb_scan_new(&scan, input, &options, err);
    while (st == SB_OK && !end && (st = sb_scan_next(scan, &item, err)) == SB_OK) {
        struct sb_spot spot = sb_spot_at(source, "%s", "");

        end = item.verdict == SB_SCAN_END;
        spot.line = item.line;
        spot.column = item.column;
        if (item.verdict == SB_SCAN_FAULT) {
            /* the rest of a broken record is no record of its own */
            sb_findings_add(found, fault_rules[item.fault], spot, "%s", item.why);
            break;
        }
        if (item.verdict == SB_SCAN_RECORD && ++records == 1)
            st = text_id(found, spot, &item, edited->id, err);
        else if (item.verdict == SB_SCAN_RECORD)
            sb_findings_add(found, SB_RULE_JSON_SYNTAX, spot, "one record stands here, not two");
    }
    if (st == SB_OK && records == 0 && sb_findings_count(found) == 0) {
        struct sb_spot spot = sb_spot_at(source, "%s", "");

        spot.line = spot.column = 1;
        sb_findings_add(found, SB_RULE_JSON_SYNTAX, spot, "the record is gone");
    }
    sb_scan_free(scan);
    sb_input_free(input);
    return st;
}

sb_status
sb_trial_text(bool *sound, struct sb_tally *tally, const struct sb_edited *edited,
              const struct sb_run *run, struct sb_error *err)
{
    const struct sb_source source = {
        .kind = SB_SOURCE_FILE, .file = edited->name, .record = edited->id};
    struct sb_findings *found = NULL;
    sb_status st = sb_findings_new(&found, err);

    if (st == SB_OK)
        st = text_scan(found, edited, &source, err);
    if (st == SB_OK && sb_findings_failed(found))
        st = sb_error_nomem(err);
    if (st == SB_OK) {
        *sound = sb_findings_errors(found) == 0;
        tally->refused += !*sound;
        st = sb_run_report(tally, run, found, err);
    }
    sb_findings_free(found);
    return st;
}
