/* add.c - one visit from a few words: filled up, priced, judged, appended. */
#include "app/app.h"

#include <stdio.h>
#include <string.h>

#define ID_SUFFIX_MOST 40

struct add {
    struct sb_practice *practice;
    const struct sb_add_options *options;
    sb_date date;
    struct sb_arena *arena;
    struct sb_findings *found; /* of the reading: for check, not told here */
    struct sb_feed *feed;
    const struct sb_patient *patient;
    /* the patient's last visit, as text while the feed goes on */
    struct sb_buf last_text;
    sb_date last_date;
    struct sb_scan *scan;
    struct sb_input *input;
    struct sb_json_doc *doc;
    struct sb_visit last;
    char base[SB_LIMIT_ID];
    int64_t taken; /* highest n of base-n; 1 for base itself */
    struct sb_visit visit;
    struct sb_payment payment;
};

/* "V-20261005-1001" for P-1001: the day and what tells patients apart. */
static void
add_base(struct add *a)
{
    const char *suffix = a->options->patient;
    int32_t year, month, day;

    if (sb_text_starts(suffix, "P-") && suffix[2] != '\0')
        suffix += 2;
    sb_date_split(a->date, &year, &month, &day);
    snprintf(a->base, sizeof a->base, "V-%04d%02d%02d-%.*s", (int)year, (int)month, (int)day,
             ID_SUFFIX_MOST, suffix);
}

static void
add_see_id(struct add *a, const char *id)
{
    size_t length = strlen(a->base);
    int64_t n = 1;

    if (id == NULL || strncmp(id, a->base, length) != 0)
        return;
    id += length;
    if (*id != '\0' && (*id != '-' || !sb_int_parse(&n, id + 1, strlen(id + 1)) || n > INT32_MAX))
        return;
    if (n > a->taken)
        a->taken = n;
}

/* One pass over the files: ids that are taken, and the patient's last visit. */
static sb_status
add_survey(struct add *a, struct sb_error *err)
{
    const struct sb_visit *visit = NULL;
    bool end = false;
    sb_status st = SB_OK;

    while ((st = sb_feed_next(a->feed, &visit, &end, a->found, err)) == SB_OK && !end) {
        if (visit == NULL)
            continue;
        add_see_id(a, visit->id);
        if (!a->options->like_last || visit->refused || !sb_visit_has_care(visit) ||
            !sb_text_equal(visit->patient_id, a->options->patient) ||
            visit->date.day > a->date.day || visit->date.day < a->last_date.day)
            continue;
        a->last_date = visit->date;
        sb_buf_reset(&a->last_text);
        sb_visit_text(&a->last_text, visit);
        if (a->last_text.failed)
            return sb_error_nomem(err);
    }
    return st;
}

static sb_status
add_last(struct add *a, struct sb_error *err)
{
    static const struct sb_scan_options whole = {0};
    static const struct sb_source source = {
        .kind = SB_SOURCE_VISIT, .file = "", .text = "{}", .length = 2};
    struct sb_scan_item item;
    sb_status st;

    if (!a->options->like_last)
        return SB_OK;
    if (a->last_date.day == 0)
        return sb_error_set(err, SB_E_ABSENT, "patient %.64s has no earlier visit to take over",
                            a->options->patient);
    if ((st = sb_input_memory(&a->input, "", a->last_text.at, a->last_text.len, err)) != SB_OK ||
        (st = sb_scan_new(&a->scan, a->input, &whole, err)) != SB_OK ||
        (st = sb_scan_next(a->scan, &item, err)) != SB_OK)
        return st;
    if (item.verdict != SB_SCAN_RECORD)
        return sb_error_set(err, SB_E_DEFECT, "a visit of our own writing cannot be read");
    if ((st = sb_json_parse(&a->doc, item.text, item.length, item.values, item.value_count, err)) !=
        SB_OK)
        return st;
    return sb_visit_read(&a->last, (struct sb_json_at){a->doc, sb_json_root(a->doc)}, &source,
                         a->arena, a->found, err);
}

static sb_status
add_patient(struct add *a, struct sb_error *err)
{
    const char *id = a->options->patient, *nearest = NULL;
    const struct sb_patient *other;

    a->patient = sb_feed_patient(a->feed, id);
    if (a->patient != NULL)
        return SB_OK;
    for (size_t i = 0; (other = sb_feed_patient_at(a->feed, i)) != NULL; i++)
        nearest = sb_nearer(id, nearest, other->id);
    return sb_error_absent(err, "patient", id, nearest);
}

static sb_status
add_diagnoses(struct add *a, struct sb_error *err)
{
    const struct sb_add_options *o = a->options;
    struct sb_diagnosis *d;

    if (o->diagnosis_count == 0) {
        a->visit.diagnoses = a->last.diagnoses;
        a->visit.diagnosis_count = a->last.diagnosis_count;
        return SB_OK;
    }
    d = sb_arena_array(a->arena, o->diagnosis_count, sizeof *d);
    if (d == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; i < o->diagnosis_count; i++) {
        char code[SB_DX_TEXT];

        /* as typed where it has no form at all: the finding names it */
        d[i].code = sb_dx_normalise(code, o->diagnoses[i])
                        ? sb_arena_text(a->arena, code, strlen(code))
                        : o->diagnoses[i];
        if (d[i].code == NULL)
            return sb_error_nomem(err);
    }
    a->visit.diagnoses = d;
    a->visit.diagnosis_count = o->diagnosis_count;
    return SB_OK;
}

static sb_status
add_service(struct add *a, struct sb_service *out, const struct sb_service_text *text,
            struct sb_error *err)
{
    *out = (struct sb_service){.code = text->code,
                               .minutes = text->minutes,
                               .assistant_minutes = -1,
                               .units = text->units};
    if (text->modifier_count == 0)
        return SB_OK;
    out->modifiers.at = sb_arena_array(a->arena, text->modifier_count, sizeof(char *));
    if (out->modifiers.at == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; i < text->modifier_count; i++)
        out->modifiers.at[out->modifiers.count++] = text->modifiers[i];
    return SB_OK;
}

/* Care as typed, else that of the last visit; then items. */
static sb_status
add_services(struct add *a, struct sb_error *err)
{
    const struct sb_add_options *o = a->options;
    size_t room = o->service_count + a->last.service_count + o->item_count, n = 0;
    struct sb_service *s = sb_arena_array(a->arena, room + 1, sizeof *s);
    sb_status st;

    if (s == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; i < o->service_count; i++)
        if ((st = add_service(a, &s[n++], &o->services[i], err)) != SB_OK)
            return st;
    for (size_t i = 0; o->service_count == 0 && i < a->last.service_count; i++) {
        if (a->last.services[i].code == NULL)
            continue;
        s[n] = a->last.services[i];
        s[n++].assistant_minutes = -1;
    }
    for (size_t i = 0; i < o->item_count; i++)
        s[n++] = (struct sb_service){.fee_type = o->items[i].text,
                                     .minutes = -1,
                                     .assistant_minutes = -1,
                                     .units = -1,
                                     .charge = {true, o->items[i].charge}};
    a->visit.services = s;
    a->visit.service_count = n;
    return SB_OK;
}

static sb_status
add_fill(struct add *a, struct sb_error *err)
{
    const struct sb_add_options *o = a->options;
    const struct sb_provider *only = sb_config_only_provider(a->practice->config);
    struct sb_visit *v = &a->visit;
    sb_status st;

    *v = (struct sb_visit){
        .patient_id = o->patient,
        .patient = a->patient,
        .provider = o->provider != NULL ? o->provider
                    : only != NULL      ? only->id
                                        : NULL,
        .assistant = o->assistant,
        .date = a->date,
        .place_of_service = o->place != NULL ? o->place : a->last.place_of_service,
        .location = a->last.location,
        .onset_date = a->last.onset_date,
        .initial_treatment_date = a->last.initial_treatment_date,
        .referral = a->last.referral,
        .authorization = a->last.authorization,
        .accident = a->last.accident,
        .total = o->total,
    };
    v->id = a->taken == 0 ? a->base
                          : sb_arena_print(a->arena, "%s-%lld", a->base, (long long)a->taken + 1);
    if (v->id == NULL)
        return sb_error_nomem(err);
    if ((st = add_diagnoses(a, err)) != SB_OK)
        return st;
    return add_services(a, err);
}

static sb_status
add_bill(struct sb_bill **out, struct add *a, struct sb_error *err)
{
    const struct sb_judge judge = {.config = a->practice->config,
                                   .codes = a->practice->codes,
                                   .arena = a->arena,
                                   .issued_on = a->options->run.issued_on,
                                   .audience = SB_AUDIENCE_SUPERBILL};
    const struct sb_visit *visit = &a->visit;

    return sb_bill_build(out, &judge, &visit, 1, a->found, err);
}

/*
 * The visit keeps the fees it was priced at: a new price list changes no visit that is
 * written already.
 */
static sb_status
add_price(struct add *a, struct sb_error *err)
{
    static const struct sb_source source = {
        .kind = SB_SOURCE_VISIT, .file = "", .text = "{}", .length = 2};
    struct sb_visit *v = &a->visit;
    struct sb_bill *bill = NULL;
    sb_money cost = {0};
    sb_status st;

    v->source = &source;
    if ((st = add_bill(&bill, a, err)) != SB_OK)
        return st;
    for (size_t i = 0; i < v->service_count; i++) {
        struct sb_service *s = &v->services[i];
        const sb_money *fee =
            s->code == NULL ? NULL
                            : sb_config_fee(a->practice->config, bill->payer, s->code, v->date);

        if (s->code == NULL || (fee == NULL && !v->total.given))
            continue;
        s->charge = (struct sb_price){0};
        s->fee = v->total.given ? s->charge : (struct sb_price){true, *fee};
    }
    if (!a->options->paid_full && !a->options->paid.given)
        return SB_OK;
    if ((st = add_bill(&bill, a, err)) != SB_OK)
        return st;
    if (sb_money_add(&cost, bill->charges, bill->item_charges) != SB_OK)
        return sb_error_set(err, SB_E_RANGE, "the visit's charges are too large");
    if (!a->options->paid_full)
        cost = a->options->paid.amount;
    if (cost.cents == 0)
        return SB_OK;
    a->payment =
        (struct sb_payment){.date = v->date, .amount = {true, cost}, .method = a->options->method};
    v->payments = &a->payment;
    v->payment_count = 1;
    return SB_OK;
}

static sb_status
add_write(struct sb_tally *out, struct add *a, const char *path, struct sb_error *err)
{
    struct sb_records records = {0};
    const struct sb_trial trial = {.practice = a->practice,
                                   .run = &a->options->run,
                                   .records = &records,
                                   .kind = SB_RECORD_VISIT,
                                   .id = a->visit.id,
                                   .unwritten = true,
                                   .day = a->date};
    struct sb_buf text = {0};
    sb_status st;

    sb_visit_text(&text, &a->visit);
    st = text.failed ? sb_error_nomem(err) : sb_records_open(&records, path, err);
    if (st == SB_OK)
        st = sb_records_append(&records, SB_RECORD_VISIT, text.at, text.len, err);
    if (st == SB_OK)
        st = sb_trial_run(out, &trial, err);
    sb_records_close(&records);
    sb_buf_free(&text);
    return st;
}

static sb_status
add_run(struct sb_tally *out, struct add *a, struct sb_error *err)
{
    const struct sb_run none = {0};
    const char **files, *path;
    size_t count;
    sb_status st;

    if ((st = sb_practice_visits(&path, a->practice, err)) != SB_OK ||
        (st = sb_outfile_sweep(a->practice->folder, err)) != SB_OK ||
        (st = sb_run_files(&files, &count, a->practice, &none, err)) != SB_OK ||
        (st = sb_findings_new(&a->found, err)) != SB_OK ||
        (st = sb_feed_open(&a->feed, files, count, a->practice->folder, a->found, err)) != SB_OK ||
        (st = add_patient(a, err)) != SB_OK || (st = add_survey(a, err)) != SB_OK ||
        (st = add_last(a, err)) != SB_OK || (st = add_fill(a, err)) != SB_OK ||
        (st = add_price(a, err)) != SB_OK)
        return st;
    return add_write(out, a, path, err);
}

sb_status
sb_add(struct sb_tally *out, struct sb_practice *practice, const struct sb_add_options *options,
       struct sb_error *err)
{
    struct add a = {.practice = practice,
                    .options = options,
                    .date = options->date.day != 0 ? options->date : options->run.issued_on};
    struct sb_lock *lock = NULL;
    sb_status st;

    *out = (struct sb_tally){0};
    a.arena = sb_arena_new(0);
    if (a.arena == NULL)
        return sb_error_nomem(err);
    add_base(&a);
    if ((st = sb_run_check(&options->run, err)) == SB_OK &&
        (st = sb_passwords_check(practice, &options->run, err)) == SB_OK &&
        (st = sb_lock_take(&lock, practice->folder, err)) == SB_OK)
        st = add_run(out, &a, err);
    sb_json_free(a.doc);
    sb_scan_free(a.scan);
    sb_input_free(a.input);
    sb_buf_free(&a.last_text);
    sb_feed_free(a.feed);
    sb_findings_free(a.found);
    sb_arena_free(a.arena);
    sb_lock_free(lock);
    return st;
}
