/*
 * prior.c - a visit in canonical JSON: what the archive keeps and a later run compares with.
 * It is written from what was read, so that spelling, spaces, order of keys, keys of the
 * user's own and the patient's data make no difference.
 */
#include "model/put.h"

#include <string.h>

/* "m25.561" and "M25561" are one code. */
static void
prior_code(struct sb_jout *out, const char *key, const char *code)
{
    char plain[SB_LIMIT_ID + 1];
    size_t at = 0;

    if (code == NULL)
        return;
    for (size_t i = 0; code[i] != '\0' && at + 1 < sizeof plain; i++) {
        if (code[i] != '.')
            plain[at++] = sb_ascii_upper(code[i]);
    }
    plain[at] = '\0';
    sb_jout_text(out, key, plain);
}

static void
prior_accident(struct sb_jout *out, const struct sb_accident *accident)
{
    if (!accident->given)
        return;
    sb_jout_object(out, "accident");
    sb_jout_bool(out, "auto", accident->automobile);
    put_date(out, "date", accident->date);
    sb_jout_bool(out, "employment", accident->employment);
    sb_jout_bool(out, "other", accident->other);
    put_text(out, "state", accident->state);
    sb_jout_end_object(out);
}

static void
prior_adjustments(struct sb_jout *out, const struct sb_visit *visit)
{
    if (visit->adjustment_count == 0)
        return;
    sb_jout_array(out, "adjustments");
    for (size_t i = 0; i < visit->adjustment_count; i++) {
        const struct sb_adjustment *adjustment = &visit->adjustments[i];

        sb_jout_object(out, NULL);
        put_price(out, "amount", adjustment->amount);
        put_date(out, "date", adjustment->date);
        put_text(out, "reason", adjustment->reason);
        put_count(out, "service", adjustment->service);
        sb_jout_end_object(out);
    }
    sb_jout_end_array(out);
}

static void
prior_diagnoses(struct sb_jout *out, const struct sb_visit *visit)
{
    if (visit->diagnosis_count == 0)
        return;
    sb_jout_array(out, "diagnoses");
    for (size_t i = 0; i < visit->diagnosis_count; i++) {
        sb_jout_object(out, NULL);
        prior_code(out, "code", visit->diagnoses[i].code);
        put_text(out, "text", visit->diagnoses[i].text);
        sb_jout_end_object(out);
    }
    sb_jout_end_array(out);
}

static void
prior_money(struct sb_jout *out, const char *key, const struct sb_payment *rows, size_t count)
{
    if (count == 0)
        return;
    sb_jout_array(out, key);
    for (size_t i = 0; i < count; i++) {
        sb_jout_object(out, NULL);
        put_price(out, "amount", rows[i].amount);
        put_date(out, "date", rows[i].date);
        put_text(out, "method", sb_method_text(rows[i].method));
        put_text(out, "reason", rows[i].reason);
        put_text(out, "reference", rows[i].reference);
        sb_jout_end_object(out);
    }
    sb_jout_end_array(out);
}

static void
prior_referral(struct sb_jout *out, const struct sb_referral *referral)
{
    static const char *const words[] = {[SB_QUALIFIER_UNSAID] = NULL,
                                        [SB_QUALIFIER_DN] = "DN",
                                        [SB_QUALIFIER_DK] = "DK",
                                        [SB_QUALIFIER_DQ] = "DQ"};

    if (!referral->given)
        return;
    sb_jout_object(out, "referral");
    put_date(out, "date", referral->date);
    put_text(out, "name", referral->name);
    put_text(out, "npi", referral->npi);
    put_text(out, "qualifier", words[referral->qualifier]);
    sb_jout_end_object(out);
}

static void
prior_services(struct sb_jout *out, const struct sb_visit *visit)
{
    if (visit->service_count == 0)
        return;
    sb_jout_array(out, "services");
    for (size_t i = 0; i < visit->service_count; i++) {
        const struct sb_service *service = &visit->services[i];

        sb_jout_object(out, NULL);
        put_count(out, "assistant_minutes", service->assistant_minutes);
        put_price(out, "charge", service->charge);
        put_text(out, "code", service->code);
        put_texts(out, "diagnoses", service->diagnoses);
        put_price(out, "fee", service->fee);
        put_text(out, "fee_type", service->fee_type);
        put_text(out, "item", service->item);
        put_count(out, "minutes", service->minutes);
        put_texts(out, "modifiers", service->modifiers);
        put_text(out, "text", service->text);
        put_count(out, "units", service->units);
        sb_jout_end_object(out);
    }
    sb_jout_end_array(out);
}

sb_status
sb_visit_canonical(struct sb_buf *text, const struct sb_visit *visit, struct sb_error *err)
{
    struct sb_jout room = {.buf = text, .sorted = true}, *out = &room;

    sb_jout_object(out, NULL);
    prior_accident(out, &visit->accident);
    prior_adjustments(out, visit);
    put_text(out, "assistant", visit->assistant);
    put_text(out, "authorization", visit->authorization);
    put_date(out, "date", visit->date);
    prior_diagnoses(out, visit);
    put_clock(out, "end", visit->end);
    put_text(out, "id", visit->id);
    put_date(out, "initial_treatment_date", visit->initial_treatment_date);
    put_text(out, "location", visit->location);
    put_text(out, "note", visit->note);
    put_date(out, "onset_date", visit->onset_date);
    put_text(out, "patient", visit->patient_id);
    prior_money(out, "payments", visit->payments, visit->payment_count);
    put_text(out, "place_of_service", visit->place_of_service);
    put_text(out, "provider", visit->provider);
    prior_referral(out, &visit->referral);
    prior_money(out, "refunds", visit->refunds, visit->refund_count);
    prior_services(out, visit);
    put_clock(out, "start", visit->start);
    put_price(out, "total", visit->total);
    sb_jout_end_object(out);
    if (text->failed)
        return sb_error_nomem(err);
    if (out->defect)
        return sb_error_set(err, SB_E_DEFECT, "a visit cannot be written in canonical form");
    return SB_OK;
}
