/* record_text.c - a visit or patient as JSON, keys in the order of the documentation. */
#include "app/app.h"
#include "model/put.h"

static void
put_name(struct sb_jout *out, const struct sb_name *name)
{
    sb_jout_object(out, "name");
    put_text(out, "first", name->first);
    put_text(out, "middle", name->middle);
    put_text(out, "last", name->last);
    put_text(out, "suffix", name->suffix);
    sb_jout_end_object(out);
}

static void
put_address(struct sb_jout *out, const struct sb_address *a)
{
    if (a->line1 == NULL && a->city == NULL && a->state == NULL && a->zip == NULL)
        return;
    sb_jout_object(out, "address");
    put_text(out, "line1", a->line1);
    put_text(out, "line2", a->line2);
    put_text(out, "city", a->city);
    put_text(out, "state", a->state);
    put_text(out, "zip", a->zip);
    put_text(out, "country", a->country);
    sb_jout_end_object(out);
}

static void
put_diagnoses(struct sb_jout *out, const struct sb_visit *visit)
{
    if (visit->diagnosis_count == 0)
        return;
    sb_jout_array(out, "diagnoses");
    for (size_t i = 0; i < visit->diagnosis_count; i++) {
        const struct sb_diagnosis *d = &visit->diagnoses[i];

        if (d->text == NULL) {
            sb_jout_text(out, NULL, d->code);
            continue;
        }
        sb_jout_object(out, NULL);
        sb_jout_text(out, "code", d->code);
        sb_jout_text(out, "text", d->text);
        sb_jout_end_object(out);
    }
    sb_jout_end_array(out);
}

static void
put_referral(struct sb_jout *out, const struct sb_referral *referral)
{
    static const char *const words[] = {
        [SB_QUALIFIER_UNSAID] = NULL,
        [SB_QUALIFIER_DN] = "DN",
        [SB_QUALIFIER_DK] = "DK",
        [SB_QUALIFIER_DQ] = "DQ",
    };

    if (!referral->given)
        return;
    sb_jout_object(out, "referral");
    put_text(out, "name", referral->name);
    put_text(out, "npi", referral->npi);
    put_date(out, "date", referral->date);
    put_text(out, "qualifier", words[referral->qualifier]);
    sb_jout_end_object(out);
}

static void
put_accident(struct sb_jout *out, const struct sb_accident *accident)
{
    if (!accident->given)
        return;
    sb_jout_object(out, "accident");
    if (accident->employment)
        sb_jout_bool(out, "employment", true);
    if (accident->automobile)
        sb_jout_bool(out, "auto", true);
    put_text(out, "state", accident->state);
    if (accident->other)
        sb_jout_bool(out, "other", true);
    put_date(out, "date", accident->date);
    sb_jout_end_object(out);
}

static void
put_service(struct sb_jout *out, const struct sb_service *service)
{
    sb_jout_object(out, NULL);
    put_text(out, "code", service->code);
    put_text(out, "item", service->item);
    put_text(out, "fee_type", service->fee_type);
    put_count(out, "minutes", service->minutes);
    put_count(out, "assistant_minutes", service->assistant_minutes);
    put_count(out, "units", service->units);
    put_texts(out, "modifiers", service->modifiers);
    put_texts(out, "diagnoses", service->diagnoses);
    put_price(out, "fee", service->fee);
    put_price(out, "charge", service->charge);
    put_text(out, "text", service->text);
    sb_jout_end_object(out);
}

static void
put_payment(struct sb_jout *out, const struct sb_payment *payment)
{
    sb_jout_object(out, NULL);
    put_date(out, "date", payment->date);
    put_price(out, "amount", payment->amount);
    put_text(out, "method", sb_method_text(payment->method));
    put_text(out, "reference", payment->reference);
    put_text(out, "reason", payment->reason);
    sb_jout_end_object(out);
}

static void
put_payments(struct sb_jout *out, const struct sb_visit *visit)
{
    put_price(out, "total", visit->total);
    if (visit->payment_count > 0) {
        sb_jout_array(out, "payments");
        for (size_t i = 0; i < visit->payment_count; i++)
            put_payment(out, &visit->payments[i]);
        sb_jout_end_array(out);
    }
}

void
sb_visit_text(struct sb_buf *out, const struct sb_visit *visit)
{
    struct sb_jout json = {.buf = out};

    sb_jout_object(&json, NULL);
    put_text(&json, "id", visit->id);
    put_text(&json, "patient", visit->patient_id);
    put_text(&json, "provider", visit->provider);
    put_text(&json, "assistant", visit->assistant);
    put_date(&json, "date", visit->date);
    put_text(&json, "place_of_service", visit->place_of_service);
    put_text(&json, "location", visit->location);
    put_diagnoses(&json, visit);
    put_date(&json, "onset_date", visit->onset_date);
    put_date(&json, "initial_treatment_date", visit->initial_treatment_date);
    put_referral(&json, &visit->referral);
    put_text(&json, "authorization", visit->authorization);
    put_accident(&json, &visit->accident);
    sb_jout_array(&json, "services");
    for (size_t i = 0; i < visit->service_count; i++)
        put_service(&json, &visit->services[i]);
    sb_jout_end_array(&json);
    put_payments(&json, visit);
    sb_jout_end_object(&json);
}

static void
put_insurance(struct sb_jout *out, const struct sb_insurance *insurance)
{
    static const char *const words[] = {
        [SB_RELATIONSHIP_UNSAID] = NULL,     [SB_RELATIONSHIP_SELF] = "self",
        [SB_RELATIONSHIP_SPOUSE] = "spouse", [SB_RELATIONSHIP_CHILD] = "child",
        [SB_RELATIONSHIP_OTHER] = "other",
    };

    sb_jout_object(out, NULL);
    put_text(out, "payer", insurance->payer);
    put_text(out, "member_id", insurance->member_id);
    put_text(out, "group", insurance->group);
    put_text(out, "plan", insurance->plan);
    put_date(out, "from", insurance->from);
    put_date(out, "until", insurance->until);
    put_text(out, "relationship", words[insurance->relationship]);
    if (insurance->subscriber.given) {
        sb_jout_object(out, "subscriber");
        put_name(out, &insurance->subscriber.name);
        put_date(out, "birth_date", insurance->subscriber.birth_date);
        put_address(out, &insurance->subscriber.address);
        sb_jout_end_object(out);
    }
    sb_jout_end_object(out);
}

void
sb_patient_text(struct sb_buf *out, const struct sb_patient *patient)
{
    static const char *const sexes[] = {
        [SB_SEX_F] = "F", [SB_SEX_M] = "M", [SB_SEX_X] = "X", [SB_SEX_U] = "U"};
    static const char *const languages[] = {[SB_LANGUAGE_EN] = "en", [SB_LANGUAGE_ES] = "es"};
    static const char *const answers[] = {
        [SB_MEDICARE_NONE] = "none", [SB_MEDICARE_B] = "b", [SB_MEDICARE_ADVANTAGE] = "advantage"};
    struct sb_jout json = {.buf = out};

    sb_jout_object(&json, NULL);
    put_text(&json, "id", patient->id);
    put_name(&json, &patient->name);
    put_text(&json, "printed_name", patient->printed_name);
    put_date(&json, "birth_date", patient->birth_date);
    put_text(&json, "sex", sexes[patient->sex]);
    put_address(&json, &patient->address);
    put_text(&json, "phone", patient->phone);
    put_text(&json, "email", patient->email);
    if (patient->insurance_count > 0) {
        sb_jout_array(&json, "insurance");
        for (size_t i = 0; i < patient->insurance_count; i++)
            put_insurance(&json, &patient->insurance[i]);
        sb_jout_end_array(&json);
    }
    put_text(&json, "language", languages[patient->language]);
    put_text(&json, "medicare", answers[patient->medicare]);
    sb_jout_end_object(&json);
}
