/*
 * survey.c - what is kept of a month's visits between reading and drawing.  On disk a row a
 * visit and what was found of it; in memory a slip a visit, once the walk's own books are closed.
 */
#include "app/month.h"

#include <stdlib.h>
#include <string.h>

/* A row on disk; the visit's id stands behind it, with its NUL. */
struct row {
    struct sb_slip slip; /* at: where this row stands */
    struct sb_visit_place place;
    uint64_t note; /* where its findings stand; only where length > 0 */
    uint32_t note_length, id_length;
};
/* A refusal on disk; three texts and the findings stand behind it. */
struct refused {
    sb_date date;
    sb_money charges, received;
    uint32_t lengths[3]; /* with the NUL; 0: not known */
    uint32_t found_length;
    uint8_t why; /* enum sb_left_why */
    bool charged;
};
struct sb_refusals {
    const struct sb_spool *from;
    uint64_t at;
    struct sb_findings *found;
    struct sb_buf bytes;
};
struct sb_survey {
    struct sb_spool *rows, *notes;
    struct sb_spool *lists_of[SB_SURVEY_LISTS];
    struct sb_names *patients, *lists;
    struct sb_buf bad;  /* by number of the patient: 'x' where a visit was refused */
    struct sb_buf held; /* the same: 'x' where visits wait for it */
    struct sb_buf ids, bytes;
    struct sb_slip *slips;
    size_t count;
    enum sb_superbills by;
};

static sb_status
survey_new(struct sb_survey **out, const char *folder, struct sb_error *err)
{
    struct sb_survey *s = calloc(1, sizeof *s);
    sb_status st;

    *out = NULL;
    if (s == NULL)
        return sb_error_nomem(err);
    if ((st = sb_spool_new(&s->rows, folder, err)) == SB_OK &&
        (st = sb_spool_new(&s->notes, folder, err)) == SB_OK &&
        (st = sb_spool_new(&s->lists_of[SB_SURVEY_REFUSED], folder, err)) == SB_OK &&
        (st = sb_spool_new(&s->lists_of[SB_SURVEY_ASIDES], folder, err)) == SB_OK &&
        (st = sb_spool_new(&s->lists_of[SB_SURVEY_APART], folder, err)) == SB_OK &&
        (st = sb_names_new(&s->patients, err)) == SB_OK &&
        (st = sb_names_new(&s->lists, err)) == SB_OK)
        *out = s;
    else
        sb_survey_free(s);
    return st;
}

void
sb_survey_free(struct sb_survey *s)
{
    if (s == NULL)
        return;
    sb_spool_free(s->rows);
    sb_spool_free(s->notes);
    for (int i = 0; i < SB_SURVEY_LISTS; i++)
        sb_spool_free(s->lists_of[i]);
    sb_names_free(s->patients);
    sb_names_free(s->lists);
    sb_buf_free(&s->bad);
    sb_buf_free(&s->held);
    sb_buf_free(&s->ids);
    sb_buf_free(&s->bytes);
    free(s->slips);
    free(s);
}

/* Mark number in marks, which grow with the numbers. */
static sb_status
mark(struct sb_buf *marks, uint32_t number, struct sb_error *err)
{
    while (marks->len <= number && !marks->failed)
        sb_buf_char(marks, ' ');
    if (marks->failed)
        return sb_error_nomem(err);
    marks->at[number] = 'x';
    return SB_OK;
}

static bool
marked(const struct sb_buf *marks, uint32_t number)
{
    return number < marks->len && marks->at[number] == 'x';
}

static const char *
visit_patient(const struct sb_visit *visit)
{
    return visit->patient != NULL ? visit->patient->id : visit->patient_id;
}

/* What may be put on a superbill by this command, and is not yet. */
static bool
survey_takes(const struct sb_survey *s, const struct sb_step *step)
{
    enum sb_superbills wish = step->visit != NULL && step->visit->patient != NULL
                                  ? step->visit->patient->superbills
                                  : SB_SUPERBILLS_UNSAID;

    return !step->refused && !step->kept && sb_bill_has_care(step->bill) &&
           (wish == SB_SUPERBILLS_UNSAID || wish == s->by);
}

/* The visit's diagnoses as they count on a superbill: codes, not spellings. */
static sb_status
slip_diagnoses(struct sb_slip *slip, struct sb_survey *s, const struct sb_visit *visit,
               struct sb_error *err)
{
    struct sb_buf list = {0};
    char code[SB_DX_TEXT];
    sb_status st;

    sb_buf_text(&list, "");
    for (size_t i = 0; i < visit->diagnosis_count; i++) {
        if (visit->diagnoses[i].code == NULL || !sb_dx_normalise(code, visit->diagnoses[i].code))
            continue;
        if (list.len > 0)
            sb_buf_char(&list, ' ');
        sb_buf_text(&list, code);
    }
    st = list.failed ? sb_error_nomem(err) : sb_names_put(&slip->diagnoses, s->lists, list.at, err);
    sb_buf_free(&list);
    return st;
}

/* Places in the configuration, and in the patient, from 1; 0: none. */
static void
slip_group(struct sb_slip *slip, const struct sb_bill *bill)
{
    const struct sb_config *config = bill->config;

    if (bill->provider != NULL)
        slip->provider = (uint16_t)(bill->provider - config->providers + 1);
    if (bill->insurance != NULL)
        slip->insurance = (uint16_t)(bill->insurance - bill->patient->insurance + 1);
    if (bill->location != NULL)
        slip->location = (uint16_t)(bill->location - config->locations + 1);
}

/* Findings wait until the superbill is issued: its warnings are kept with it. */
static sb_status
note_put(struct row *row, struct sb_survey *s, const struct sb_findings *found,
         struct sb_error *err)
{
    if (sb_findings_count(found) == 0)
        return SB_OK;
    sb_buf_reset(&s->bytes);
    sb_findings_write(&s->bytes, found);
    if (s->bytes.failed)
        return sb_error_nomem(err);
    row->note_length = (uint32_t)s->bytes.len;
    return sb_spool_add(&row->note, s->notes, s->bytes.at, s->bytes.len, err);
}

static sb_status
survey_keep(struct sb_survey *s, struct sb_walk *walk, const struct sb_step *step,
            struct sb_error *err)
{
    const struct sb_visit *visit = step->visit;
    struct row row;
    sb_status st;

    memset(&row, 0, sizeof row);
    row.slip.date = visit->date;
    row.slip.at = sb_spool_size(s->rows);
    row.id_length = (uint32_t)strlen(visit->id) + 1;
    slip_group(&row.slip, step->bill);
    sb_visit_place(&row.place, sb_walk_feed(walk), visit);
    if ((st = sb_names_put(&row.slip.patient, s->patients, visit->patient->id, err)) != SB_OK ||
        (st = slip_diagnoses(&row.slip, s, visit, err)) != SB_OK ||
        (st = note_put(&row, s, step->found, err)) != SB_OK ||
        (st = sb_spool_add(NULL, s->rows, &row, sizeof row, err)) != SB_OK)
        return st;
    s->count++;
    return sb_spool_add(NULL, s->rows, visit->id, row.id_length, err);
}

/* A visit that gets no superbill now, and what is to be said of it. */
static sb_status
aside_put(struct sb_spool *to, struct sb_survey *s, const struct sb_refusal *refusal,
          struct sb_error *err)
{
    const char *const texts[] = {refusal->visit, refusal->patient, refusal->provider};
    struct refused head;

    memset(&head, 0, sizeof head);
    head.date = refusal->date;
    head.why = (uint8_t)refusal->why;
    head.charged = refusal->charged;
    head.charges = refusal->charges;
    head.received = refusal->received;
    sb_buf_reset(&s->bytes);
    for (int i = 0; i < 3; i++)
        if (texts[i] != NULL)
            head.lengths[i] = (uint32_t)strlen(texts[i]) + 1;
    sb_buf_put(&s->bytes, &head, sizeof head);
    for (int i = 0; i < 3; i++)
        if (texts[i] != NULL)
            sb_buf_put(&s->bytes, texts[i], head.lengths[i]);
    if (refusal->found != NULL)
        sb_findings_write(&s->bytes, refusal->found);
    if (s->bytes.failed)
        return sb_error_nomem(err);
    head.found_length = (uint32_t)(s->bytes.len - sizeof head - head.lengths[0] - head.lengths[1] -
                                   head.lengths[2]);
    memcpy(s->bytes.at, &head, sizeof head);
    return sb_spool_add(NULL, to, s->bytes.at, s->bytes.len, err);
}

sb_status
sb_survey_refuse(struct sb_survey *s, const struct sb_refusal *refusal, struct sb_error *err)
{
    uint32_t number;
    sb_status st = SB_OK;

    if (refusal->patient != NULL &&
        (st = sb_names_put(&number, s->patients, refusal->patient, err)) == SB_OK)
        st = mark(&s->bad, number, err);
    return st == SB_OK ? aside_put(s->lists_of[SB_SURVEY_REFUSED], s, refusal, err) : st;
}

static bool
has_warnings(const struct sb_findings *found)
{
    for (size_t i = 0; i < sb_findings_count(found); i++)
        if (sb_findings_at(found, i)->severity == SB_SEVERITY_WARNING)
            return true;
    return false;
}

/* Who and what a visit is that gets no superbill now, as far as it is known. */
static struct sb_refusal
refusal_of(const struct sb_step *step)
{
    struct sb_refusal refusal = {.found = step->found};

    if (step->visit != NULL) {
        refusal.visit = step->visit->id;
        refusal.patient = visit_patient(step->visit);
        refusal.provider = step->visit->provider;
        refusal.date = step->visit->date;
    }
    if (step->bill != NULL) {
        refusal.provider =
            step->bill->provider != NULL ? step->bill->provider->id : refusal.provider;
        refusal.charged = true;
        if (sb_money_add(&refusal.charges, step->bill->charges, step->bill->item_charges) != SB_OK)
            refusal.charges = step->bill->charges; /* said by money-overflow */
        refusal.received = step->bill->received;
    }
    return refusal;
}

/* Remember money that no superbill tells of. */
static sb_status
survey_apart(struct sb_survey *s, const struct sb_step *step, bool billed, struct sb_error *err)
{
    struct sb_refusal apart = refusal_of(step);
    const struct sb_bill *bill = step->bill;

    apart.found = NULL;
    if (billed) {
        apart.why = SB_LEFT_BESIDE;
        apart.charges = bill->item_charges;
        apart.received = (sb_money){0};
    } else {
        apart.why = !sb_bill_has_care(bill) ? SB_LEFT_NO_CARE
                    : step->voided          ? SB_LEFT_VOID
                                            : SB_LEFT_WAITING;
    }
    if (apart.charges.cents == 0 && apart.received.cents == 0)
        return SB_OK;
    return aside_put(s->lists_of[SB_SURVEY_APART], s, &apart, err);
}

static sb_status
survey_step(struct sb_survey *s, struct sb_walk *walk, const struct sb_step *step,
            struct sb_error *err)
{
    struct sb_refusal refusal;
    const bool takes = survey_takes(s, step);
    sb_status st;

    if (!step->refused &&
        (st = survey_apart(s, step, takes || (step->kept && !step->voided), err)) != SB_OK)
        return st;
    if (takes)
        return survey_keep(s, walk, step, err);
    if (!step->refused && !has_warnings(step->found))
        return SB_OK;
    refusal = refusal_of(step);
    refusal.why = step->changed ? SB_LEFT_STANDS : SB_LEFT_REFUSED;
    return step->refused ? sb_survey_refuse(s, &refusal, err)
                         : aside_put(s->lists_of[SB_SURVEY_ASIDES], s, &refusal, err);
}

sb_status
sb_survey_run(struct sb_survey **out, struct sb_walk *walk, enum sb_superbills by,
              const char *spool_folder, struct sb_error *err)
{
    struct sb_survey *s;
    struct sb_step step;
    bool more = true;
    sb_status st = survey_new(&s, spool_folder, err);

    *out = NULL;
    if (st == SB_OK)
        s->by = by;
    while (st == SB_OK && more) {
        st = sb_walk_next(walk, &step, &more, err);
        if (st == SB_OK && more)
            st = survey_step(s, walk, &step, err);
    }
    if (st != SB_OK) {
        sb_survey_free(s);
        return st;
    }
    *out = s;
    return SB_OK;
}

/* A visit that waits for another one; its warnings are listed all the same. */
static sb_status
row_hold(struct sb_survey *s, const struct row *row, const char *id, struct sb_error *err)
{
    struct sb_visit_place place;
    struct sb_findings *found;
    struct sb_refusal refusal = {.visit = id, .date = row->slip.date};
    sb_status st = sb_findings_new(&found, err);

    if (st != SB_OK)
        return st;
    refusal.patient = sb_names_at(s->patients, row->slip.patient);
    refusal.found = found;
    if ((st = mark(&s->held, row->slip.patient, err)) == SB_OK && row->note_length > 0 &&
        (st = sb_survey_look(&place, s, &row->slip, found, err)) == SB_OK && has_warnings(found))
        st = aside_put(s->lists_of[SB_SURVEY_ASIDES], s, &refusal, err);
    sb_findings_free(found);
    return st;
}

/* The slip of the row at *at, which is moved to the next. */
static sb_status
row_load(struct sb_survey *s, uint64_t *at, bool whole, struct sb_error *err)
{
    struct sb_slip *slip = &s->slips[s->count];
    struct row row;
    char id[SB_LIMIT_ID + 1] = "";
    sb_status st = sb_spool_get(s->rows, *at, &row, sizeof row, err);

    if (st == SB_OK && row.id_length > sizeof id)
        st = sb_error_set(err, SB_E_DEFECT, "a visit's id is longer than ids are");
    if (st == SB_OK)
        st = sb_spool_get(s->rows, *at + sizeof row, id, row.id_length, err);
    if (st != SB_OK)
        return st;
    *at += sizeof row + row.id_length;
    if (whole && marked(&s->bad, row.slip.patient))
        return row_hold(s, &row, id, err);
    *slip = row.slip;
    slip->visit = (uint32_t)s->ids.len;
    sb_buf_put(&s->ids, id, row.id_length);
    if (s->ids.failed || s->ids.len > UINT32_MAX)
        return sb_error_nomem(err);
    s->count++;
    return SB_OK;
}

sb_status
sb_survey_load(struct sb_survey *s, bool whole, struct sb_error *err)
{
    uint64_t at = 0, end = sb_spool_size(s->rows);
    sb_status st = SB_OK;

    s->slips = calloc(s->count + 1, sizeof *s->slips);
    if (s->slips == NULL)
        return sb_error_nomem(err);
    s->count = 0;
    while (st == SB_OK && at < end)
        st = row_load(s, &at, whole, err);
    return st;
}

struct sb_slip *
sb_survey_slips(struct sb_survey *s, size_t *count)
{
    *count = s->count;
    return s->slips;
}

struct sb_plan_texts
sb_survey_texts(const struct sb_survey *s)
{
    return (struct sb_plan_texts){
        .patients = s->patients, .lists = s->lists, .ids = s->ids.at != NULL ? s->ids.at : ""};
}

const char *
sb_survey_waiting(const struct sb_survey *s, size_t i)
{
    for (uint32_t number = 0; number < s->held.len; number++)
        if (marked(&s->held, number) && i-- == 0)
            return sb_names_at(s->patients, number);
    return NULL;
}

sb_status
sb_survey_look(struct sb_visit_place *out, const struct sb_survey *s, const struct sb_slip *slip,
               struct sb_findings *found, struct sb_error *err)
{
    struct row row;
    size_t used;
    char *note;
    sb_status st = sb_spool_get(s->rows, slip->at, &row, sizeof row, err);

    if (st != SB_OK)
        return st;
    *out = row.place;
    if (row.note_length == 0 || found == NULL)
        return SB_OK;
    note = malloc(row.note_length);
    if (note == NULL)
        return sb_error_nomem(err);
    st = sb_spool_get(s->notes, row.note, note, row.note_length, err);
    if (st == SB_OK)
        st = sb_findings_read(found, &used, (struct sb_bytes){note, row.note_length}, err);
    free(note);
    return st;
}

sb_status
sb_refusals_open(struct sb_refusals **out, const struct sb_survey *survey, enum sb_survey_list list,
                 struct sb_error *err)
{
    struct sb_refusals *r = calloc(1, sizeof *r);
    sb_status st;

    *out = NULL;
    if (r == NULL)
        return sb_error_nomem(err);
    r->from = survey->lists_of[list];
    if ((st = sb_findings_new(&r->found, err)) == SB_OK)
        *out = r;
    else
        sb_refusals_free(r);
    return st;
}

void
sb_refusals_free(struct sb_refusals *r)
{
    if (r == NULL)
        return;
    sb_findings_free(r->found);
    sb_buf_free(&r->bytes);
    free(r);
}

sb_status
sb_refusals_next(struct sb_refusal *out, bool *more, struct sb_refusals *r, struct sb_error *err)
{
    const char **const texts[] = {&out->visit, &out->patient, &out->provider};
    struct refused head;
    size_t length, used, here = 0;
    char *room;
    sb_status st;

    *more = r->at < sb_spool_size(r->from);
    if (!*more)
        return SB_OK;
    if ((st = sb_spool_get(r->from, r->at, &head, sizeof head, err)) != SB_OK)
        return st;
    length = (size_t)head.lengths[0] + head.lengths[1] + head.lengths[2] + head.found_length;
    sb_buf_reset(&r->bytes);
    room = sb_buf_reserve(&r->bytes, length);
    if (room == NULL)
        return sb_error_nomem(err);
    if ((st = sb_spool_get(r->from, r->at + sizeof head, room, length, err)) != SB_OK)
        return st;
    r->at += sizeof head + length;
    *out = (struct sb_refusal){.date = head.date,
                               .charged = head.charged,
                               .charges = head.charges,
                               .received = head.received,
                               .why = (enum sb_left_why)head.why,
                               .found = r->found};
    for (int i = 0; i < 3; i++) {
        *texts[i] = head.lengths[i] > 0 ? room + here : NULL;
        here += head.lengths[i];
    }
    sb_findings_reset(r->found);
    if (head.found_length == 0)
        return SB_OK;
    return sb_findings_read(r->found, &used, (struct sb_bytes){room + here, head.found_length},
                            err);
}
