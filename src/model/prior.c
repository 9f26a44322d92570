/*
 * prior.c - a visit in canonical JSON: what the archive keeps and a later run compares with.
 * It is written from what was read, so that spelling, spaces, order of keys, keys of the
 * user's own and the patient's data make no difference.
 */
#include "model/model.h"

#include <string.h>

static void
prior_text(struct sb_jout *out, const char *key, const char *text)
{
    if (text != NULL)
        sb_jout_text(out, key, text);
}

static void
prior_date(struct sb_jout *out, const char *key, sb_date date)
{
    char text[SB_DATE_TEXT];

    if (date.day > 0)
        sb_jout_text(out, key, sb_date_print(text, date));
}

static void
prior_price(struct sb_jout *out, const char *key, struct sb_price price)
{
    char text[SB_MONEY_TEXT];

    if (price.given)
        sb_jout_text(out, key, sb_money_print(text, price.amount));
}

static void
prior_count(struct sb_jout *out, const char *key, int32_t n)
{
    if (n >= 0)
        sb_jout_int(out, key, n);
}

static void
prior_clock(struct sb_jout *out, const char *key, sb_clock clock)
{
    char text[SB_CLOCK_TEXT];

    if (clock.minute > 0)
        sb_jout_text(out, key, sb_clock_print(text, clock));
}

static void
prior_texts(struct sb_jout *out, const char *key, struct sb_texts texts)
{
    if (texts.count == 0)
        return;
    sb_jout_array(out, key);
    for (size_t i = 0; i < texts.count; i++)
        sb_jout_text(out, NULL, texts.at[i]);
    sb_jout_end_array(out);
}

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
    prior_date(out, "date", accident->date);
    sb_jout_bool(out, "employment", accident->employment);
    sb_jout_bool(out, "other", accident->other);
    prior_text(out, "state", accident->state);
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
        prior_price(out, "amount", adjustment->amount);
        prior_date(out, "date", adjustment->date);
        prior_text(out, "reason", adjustment->reason);
        prior_count(out, "service", adjustment->service);
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
        prior_text(out, "text", visit->diagnoses[i].text);
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
        prior_price(out, "amount", rows[i].amount);
        prior_date(out, "date", rows[i].date);
        prior_text(out, "method", sb_method_text(rows[i].method));
        prior_text(out, "reason", rows[i].reason);
        prior_text(out, "reference", rows[i].reference);
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
    prior_date(out, "date", referral->date);
    prior_text(out, "name", referral->name);
    prior_text(out, "npi", referral->npi);
    prior_text(out, "qualifier", words[referral->qualifier]);
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
        prior_count(out, "assistant_minutes", service->assistant_minutes);
        prior_price(out, "charge", service->charge);
        prior_text(out, "code", service->code);
        prior_texts(out, "diagnoses", service->diagnoses);
        prior_price(out, "fee", service->fee);
        prior_text(out, "fee_type", service->fee_type);
        prior_text(out, "item", service->item);
        prior_count(out, "minutes", service->minutes);
        prior_texts(out, "modifiers", service->modifiers);
        prior_text(out, "text", service->text);
        prior_count(out, "units", service->units);
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
    prior_text(out, "assistant", visit->assistant);
    prior_text(out, "authorization", visit->authorization);
    prior_date(out, "date", visit->date);
    prior_diagnoses(out, visit);
    prior_clock(out, "end", visit->end);
    prior_text(out, "id", visit->id);
    prior_date(out, "initial_treatment_date", visit->initial_treatment_date);
    prior_text(out, "location", visit->location);
    prior_text(out, "note", visit->note);
    prior_date(out, "onset_date", visit->onset_date);
    prior_text(out, "patient", visit->patient_id);
    prior_money(out, "payments", visit->payments, visit->payment_count);
    prior_text(out, "place_of_service", visit->place_of_service);
    prior_text(out, "provider", visit->provider);
    prior_referral(out, &visit->referral);
    prior_money(out, "refunds", visit->refunds, visit->refund_count);
    prior_services(out, visit);
    prior_clock(out, "start", visit->start);
    prior_price(out, "total", visit->total);
    sb_jout_end_object(out);
    if (text->failed)
        return sb_error_nomem(err);
    if (out->defect)
        return sb_error_set(err, SB_E_DEFECT, "a visit cannot be written in canonical form");
    return SB_OK;
}
