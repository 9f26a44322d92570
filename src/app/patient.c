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
    struct sb_match match = {0};
    const char *path;
    sb_status st;

    *out = (struct sb_tally){0};
    if ((st = sb_run_check(run, err)) != SB_OK ||
        (st = sb_practice_patients(&path, practice, err)) != SB_OK ||
        (st = sb_lock_take(&lock, practice->folder, err)) != SB_OK ||
        (st = sb_outfile_sweep(practice->folder, err)) != SB_OK ||
        (st = sb_records_open(&records, path, err)) != SB_OK ||
        (st = sb_records_find(&match, &records, SB_RECORD_PATIENT, patient->id, err)) != SB_OK)
        goto out;
    if (match.found) {
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

struct search {
    struct sb_arena *arena;
    const char *wanted; /* folded */
    struct sb_feed *feed;
    struct sb_findings *found; /* of reading: for check */
    const struct sb_run *run;
    struct sb_tally *tally;
};

static sb_status
search_tell(const struct search *s, const struct sb_patient *patient, struct sb_error *err)
{
    const struct sb_event event = {.kind = SB_MATCHED, .record = patient->id, .patient = patient};

    if (!patient_matches(s->arena, patient, s->wanted))
        return SB_OK;
    s->tally->selected++;
    return sb_run_tell(s->run, &event, err);
}

/* Read to the end: people may stand in visits too. */
static sb_status
search_walk(const struct search *s, struct sb_error *err)
{
    const struct sb_patient *patient;
    const struct sb_visit *visit;
    bool end = false;
    sb_status st = SB_OK;

    for (size_t i = 0; st == SB_OK && (patient = sb_feed_patient_at(s->feed, i)) != NULL; i++)
        st = search_tell(s, patient, err);
    while (st == SB_OK && !end &&
           (st = sb_feed_next(s->feed, &visit, &end, s->found, err)) == SB_OK)
        if (!end && visit != NULL && visit->patient_inline && visit->patient != NULL &&
            sb_feed_patient(s->feed, visit->patient->id) == NULL)
            st = search_tell(s, visit->patient, err);
    return st;
}

sb_status
sb_patient_find(struct sb_tally *out, struct sb_practice *practice, const char *text,
                const struct sb_run *run, struct sb_error *err)
{
    struct search s = {.arena = sb_arena_new(0), .run = run, .tally = out};
    const char **files;
    size_t count;
    sb_status st;

    *out = (struct sb_tally){0};
    s.wanted = s.arena == NULL ? NULL : sb_utf8_fold(s.arena, text);
    if (s.wanted == NULL) {
        sb_arena_free(s.arena);
        return sb_error_nomem(err);
    }
    if ((st = sb_findings_new(&s.found, err)) == SB_OK &&
        (st = sb_run_files(&files, &count, practice, run, err)) == SB_OK &&
        (st = sb_feed_open(&s.feed, files, count, practice->folder, s.found, err)) == SB_OK)
        st = search_walk(&s, err);
    if (st == SB_OK) {
        out->records = sb_feed_records(s.feed);
        out->malformed = sb_feed_malformed(s.feed);
    }
    sb_feed_free(s.feed);
    sb_findings_free(s.found);
    sb_arena_free(s.arena);
    return st;
}
