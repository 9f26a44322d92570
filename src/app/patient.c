/* patient.c - people added and looked for. */
#include "app/app.h"

#include <string.h>

sb_status
sb_patient_add(struct sb_tally *out, struct sb_practice *practice, const struct sb_patient *patient,
               const struct sb_run *run, struct sb_error *err)
{
    struct sb_records records = {0};
    const struct sb_trial trial = {.practice = practice,
                                   .run = run,
                                   .records = &records,
                                   .kind = SB_RECORD_PATIENT,
                                   .id = patient->id};
    struct sb_lock *lock = NULL;
    struct sb_buf text = {0};
    struct sb_span span;
    char nearest[SB_LIMIT_ID + 8] = "";
    const char *path;
    bool found = false;
    sb_status st;

    *out = (struct sb_tally){0};
    if ((st = sb_run_check(run, err)) != SB_OK ||
        (st = sb_practice_patients(&path, practice, err)) != SB_OK ||
        (st = sb_lock_take(&lock, practice->folder, err)) != SB_OK ||
        (st = sb_outfile_sweep(practice->folder, err)) != SB_OK ||
        (st = sb_records_open(&records, path, err)) != SB_OK ||
        (st = sb_records_find(&span, &found, nearest, &records, SB_RECORD_PATIENT, patient->id,
                              err)) != SB_OK)
        goto out;
    if (found) {
        st = sb_error_at(err, SB_E_ABSENT, path, 0, 0,
                         "a patient with the id %.64s is there already; 'patient edit' changes it",
                         patient->id);
        goto out;
    }
    sb_patient_text(&text, patient);
    st = text.failed ? sb_error_nomem(err)
                     : sb_records_append(&records, SB_RECORD_PATIENT, text.at, text.len, err);
    if (st == SB_OK)
        st = sb_trial_run(out, &trial, err);
out:
    sb_buf_free(&text);
    sb_records_close(&records);
    sb_lock_free(lock);
    return st;
}

/* Whether folded text stands in any of the person's names or numbers. */
static bool
patient_matches(struct sb_arena *arena, const struct sb_patient *patient, const char *wanted)
{
    char date[SB_DATE_TEXT];
    const char *name = sb_name_print(arena, &patient->name);
    const char *plain =
        sb_arena_print(arena, "%s %s", patient->name.first == NULL ? "" : patient->name.first,
                       patient->name.last == NULL ? "" : patient->name.last);
    const char *texts[] = {name, plain, patient->printed_name};

    if (strcmp(sb_date_print(date, patient->birth_date), wanted) == 0 && date[0] != '\0')
        return true;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *folded = texts[i] == NULL ? NULL : sb_utf8_fold(arena, texts[i]);
        if (folded != NULL && strstr(folded, wanted) != NULL)
            return true;
    }
    for (size_t i = 0; i < patient->insurance_count; i++) {
        const char *member = patient->insurance[i].member_id;
        const char *folded = member == NULL ? NULL : sb_utf8_fold(arena, member);
        if (folded != NULL && strcmp(folded, wanted) == 0)
            return true;
    }
    return false;
}

/* Read to the end: people may stand in visits too. */
static sb_status
find_walk(struct sb_feed *feed, struct sb_findings *found, const char *wanted,
          struct sb_arena *arena, struct sb_tally *out, const struct sb_run *run,
          struct sb_error *err)
{
    const struct sb_patient *patient;
    const struct sb_visit *visit;
    bool end = false;
    sb_status st = SB_OK;

    for (size_t i = 0; st == SB_OK && (patient = sb_feed_patient_at(feed, i)) != NULL; i++) {
        const struct sb_event event = {
            .kind = SB_MATCHED, .record = patient->id, .patient = patient};

        if (!patient_matches(arena, patient, wanted))
            continue;
        out->selected++;
        st = sb_run_tell(run, &event, err);
    }
    while (st == SB_OK && !end && (st = sb_feed_next(feed, &visit, &end, found, err)) == SB_OK) {
        struct sb_event event = {.kind = SB_MATCHED};

        if (end || visit == NULL || !visit->patient_inline || visit->patient == NULL ||
            sb_feed_patient(feed, visit->patient->id) != NULL ||
            !patient_matches(arena, visit->patient, wanted))
            continue;
        event.record = visit->patient->id;
        event.patient = visit->patient;
        out->selected++;
        st = sb_run_tell(run, &event, err);
    }
    return st;
}

sb_status
sb_patient_find(struct sb_tally *out, struct sb_practice *practice, const char *text,
                const struct sb_run *run, struct sb_error *err)
{
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_findings *found = NULL;
    struct sb_feed *feed = NULL;
    const char **files, *wanted;
    size_t count;
    sb_status st;

    *out = (struct sb_tally){0};
    wanted = arena == NULL ? NULL : sb_utf8_fold(arena, text);
    if (wanted == NULL) {
        sb_arena_free(arena);
        return sb_error_nomem(err);
    }
    if ((st = sb_findings_new(&found, err)) == SB_OK &&
        (st = sb_run_files(&files, &count, practice, run, err)) == SB_OK &&
        (st = sb_feed_open(&feed, files, count, practice->folder, found, err)) == SB_OK)
        st = find_walk(feed, found, wanted, arena, out, run, err);
    if (st == SB_OK) {
        out->records = sb_feed_records(feed);
        out->malformed = sb_feed_malformed(feed);
    }
    sb_feed_free(feed);
    sb_findings_free(found);
    sb_arena_free(arena);
    return st;
}
