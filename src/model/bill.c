/*
 * bill.c - the canonical record of a bill: what its page prints, keys in byte order, no spaces.
 *
 *   {"audience":"superbill","balance":"0.00", ... ,"visits":[{"date":"2026-10-05","id":"V-1"}]}
 *
 * A receipt's record holds no diagnosis and nothing else that tells one; a private copy's holds
 * codes without their words.  What the record does not say is left out.
 */
#include "model/put.h"

#include <string.h>

static void
put_name(struct sb_jout *out, const struct sb_name *name)
{
    sb_jout_object(out, "name");
    put_text(out, "first", name->first);
    put_text(out, "last", name->last);
    put_text(out, "middle", name->middle);
    put_text(out, "suffix", name->suffix);
    sb_jout_end_object(out);
}

static void
put_address(struct sb_jout *out, const struct sb_address *address)
{
    if (!address->line1 && !address->line2 && !address->city && !address->state && !address->zip &&
        !address->country)
        return;
    sb_jout_object(out, "address");
    put_text(out, "city", address->city);
    put_text(out, "country", address->country);
    put_text(out, "line1", address->line1);
    put_text(out, "line2", address->line2);
    put_text(out, "state", address->state);
    put_text(out, "zip", address->zip);
    sb_jout_end_object(out);
}

/* The practice has no id, but what only it has: tax id, taxonomy. */
static void
put_site(struct sb_jout *out, const char *key, const struct sb_site *site,
         const struct sb_config *practice)
{
    if (!site)
        return;
    sb_jout_object(out, key);
    put_text(out, "address1", site->address1);
    put_text(out, "address2", site->address2);
    put_text(out, "city", site->city);
    put_text(out, "email", site->email);
    put_text(out, "id", site->id);
    put_text(out, "name", site->name);
    put_text(out, "npi", site->npi);
    put_text(out, "phone", site->phone);
    put_text(out, "state", site->state);
    put_text(out, "tax_id", practice ? practice->tax_id : NULL);
    put_text(out, "taxonomy", practice ? practice->taxonomy : NULL);
    put_text(out, "zip", site->zip);
    sb_jout_end_object(out);
}

static void
put_provider(struct sb_jout *out, const char *key, const struct sb_provider *provider)
{
    if (!provider)
        return;
    sb_jout_object(out, key);
    put_text(out, "credentials", provider->credentials);
    put_text(out, "id", provider->id);
    put_text(out, "license", provider->license);
    put_text(out, "name", provider->name);
    put_text(out, "npi", provider->npi);
    sb_jout_text(out, "role", provider->role == SB_ROLE_PTA ? "pta" : "pt");
    put_text(out, "signature", provider->signature);
    put_text(out, "taxonomy", provider->taxonomy);
    sb_jout_end_object(out);
}

static void
put_patient(struct sb_jout *out, const struct sb_patient *patient)
{
    static const char *const sexes[] = {NULL, "F", "M", "X", "U"};
    static const char *const languages[] = {NULL, "en", "es"};

    if (!patient)
        return;
    sb_jout_object(out, "patient");
    put_address(out, &patient->address);
    put_date(out, "birth_date", patient->birth_date);
    put_text(out, "email", patient->email);
    put_text(out, "id", patient->id);
    put_text(out, "language", languages[patient->language]);
    put_name(out, &patient->name);
    put_text(out, "phone", patient->phone);
    put_text(out, "printed_name", patient->printed_name);
    put_text(out, "sex", sexes[patient->sex]);
    sb_jout_end_object(out);
}

static void
put_subscriber(struct sb_jout *out, const struct sb_subscriber *subscriber)
{
    if (!subscriber->given)
        return;
    sb_jout_object(out, "subscriber");
    put_address(out, &subscriber->address);
    put_date(out, "birth_date", subscriber->birth_date);
    put_name(out, &subscriber->name);
    sb_jout_end_object(out);
}

/* The payer by the name that is printed: its section's, else the record's own words. */
static void
put_insurance(struct sb_jout *out, const struct sb_bill *bill)
{
    static const char *const relationships[] = {"self", "self", "spouse", "child", "other"};
    const struct sb_insurance *insurance = bill->insurance;
    const struct sb_payer *payer = bill->payer;

    if (!insurance)
        return;
    sb_jout_object(out, "insurance");
    put_text(out, "group", insurance->group);
    put_text(out, "member_id", insurance->member_id);
    put_text(out, "payer", payer ? payer->id : NULL);
    put_text(out, "payer_id", payer ? payer->payer_id : NULL);
    put_text(out, "payer_name", payer && payer->name ? payer->name : insurance->payer);
    put_text(out, "plan", insurance->plan);
    sb_jout_text(out, "relationship", relationships[insurance->relationship]);
    put_subscriber(out, &insurance->subscriber);
    sb_jout_end_object(out);
}

static void
put_diagnoses(struct sb_jout *out, const struct sb_bill *bill)
{
    if (sb_audience_is_receipt(bill->audience))
        return;
    sb_jout_array(out, "diagnoses");
    for (size_t i = 0; i < bill->diagnosis_count; i++) {
        const struct sb_bill_diagnosis *diagnosis = &bill->diagnoses[i];
        sb_jout_object(out, NULL);
        sb_jout_text(out, "code", diagnosis->code);
        if (bill->audience == SB_AUDIENCE_SUPERBILL)
            put_text(out, "title", diagnosis->title);
        sb_jout_end_object(out);
    }
    sb_jout_end_array(out);
}

static void
put_line(struct sb_jout *out, const struct sb_bill *bill, const struct sb_bill_line *line)
{
    sb_jout_object(out, NULL);
    put_money(out, "adjustment", line->adjustment);
    put_money(out, "charge", line->charge);
    put_text(out, "code", line->code);
    put_date(out, "date", line->date);
    put_text(out, "description", line->description);
    if (!sb_audience_is_receipt(bill->audience)) {
        sb_jout_array(out, "diagnoses"); /* places in the list of diagnoses, from 1 */
        for (size_t i = 0; i < line->pointer_count; i++)
            sb_jout_int(out, NULL, line->pointers[i] + 1);
        sb_jout_end_array(out);
    }
    if (line->minutes >= 0)
        sb_jout_int(out, "minutes", line->minutes);
    sb_jout_array(out, "modifiers");
    for (size_t i = 0; i < line->modifier_count; i++)
        sb_jout_text(out, NULL, line->modifiers[i]);
    sb_jout_end_array(out);
    put_money(out, "paid", line->paid);
    put_text(out, "place", line->place);
    sb_jout_int(out, "units", line->units);
    sb_jout_end_object(out);
}

static void
put_lines(struct sb_jout *out, const struct sb_bill *bill)
{
    sb_jout_array(out, "lines");
    for (size_t i = 0; i < bill->line_count; i++)
        if (bill->lines[i].units != 0) /* without a unit it is documented, not printed */
            put_line(out, bill, &bill->lines[i]);
    sb_jout_end_array(out);
}

static void
put_items(struct sb_jout *out, const struct sb_bill *bill)
{
    if (!sb_audience_is_receipt(bill->audience))
        return;
    sb_jout_array(out, "items");
    for (size_t i = 0; i < bill->item_count; i++) {
        const struct sb_bill_item *item = &bill->items[i];
        sb_jout_object(out, NULL);
        put_money(out, "charge", item->charge);
        put_date(out, "date", bill->visits[item->visit]->date);
        sb_jout_bool(out, "fee", item->is_fee);
        put_money(out, "paid", item->paid);
        put_text(out, "text", item->text);
        sb_jout_end_object(out);
    }
    sb_jout_end_array(out);
}

static void
put_payments(struct sb_jout *out, const struct sb_bill *bill)
{
    sb_jout_array(out, "payments");
    for (size_t i = 0; i < bill->payment_count; i++) {
        const struct sb_bill_payment *payment = &bill->payments[i];
        sb_jout_object(out, NULL);
        put_money(out, "amount", payment->payment->amount.amount);
        put_money(out, "applied", payment->applied);
        put_date(out, "date", payment->payment->date);
        put_text(out, "method", sb_method_text(payment->payment->method));
        put_text(out, "reason", payment->payment->reason);
        put_text(out, "reference", payment->payment->reference);
        sb_jout_bool(out, "refund", payment->refund);
        sb_jout_end_object(out);
    }
    sb_jout_end_array(out);
}

static void
put_referral(struct sb_jout *out, const struct sb_referral *referral)
{
    static const char *const qualifiers[] = {NULL, "DN", "DK", "DQ"};

    if (!referral->given)
        return;
    sb_jout_object(out, "referral");
    put_date(out, "date", referral->date);
    put_text(out, "name", referral->name);
    put_text(out, "npi", referral->npi);
    put_text(out, "qualifier", qualifiers[referral->qualifier]);
    sb_jout_end_object(out);
}

static void
put_accident(struct sb_jout *out, const struct sb_accident *accident)
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
put_adjustments(struct sb_jout *out, const struct sb_visit *visit)
{
    if (visit->adjustment_count == 0)
        return;
    sb_jout_array(out, "adjustments");
    for (size_t i = 0; i < visit->adjustment_count; i++) {
        const struct sb_adjustment *adjustment = &visit->adjustments[i];
        size_t service = (size_t)adjustment->service - 1; /* -1 wraps beyond any count */
        sb_jout_object(out, NULL);
        put_money(out, "amount", adjustment->amount.amount);
        put_text(out, "code",
                 service < visit->service_count ? visit->services[service].code : NULL);
        put_date(out, "date", adjustment->date);
        put_text(out, "reason", adjustment->reason);
        sb_jout_end_object(out);
    }
    sb_jout_end_array(out);
}

/* What led to the care tells of a condition: not on a receipt. */
static void
put_visit(struct sb_jout *out, const struct sb_bill *bill, const struct sb_visit *visit)
{
    bool all = !sb_audience_is_receipt(bill->audience);
    const sb_date none = {0};
    const sb_clock no_time = {0};

    sb_jout_object(out, NULL);
    if (all)
        put_accident(out, &visit->accident);
    put_adjustments(out, visit);
    put_text(out, "authorization", all ? visit->authorization : NULL);
    put_date(out, "date", visit->date);
    put_clock(out, "end", all ? visit->end : no_time);
    put_text(out, "id", visit->id);
    put_date(out, "initial_treatment_date", all ? visit->initial_treatment_date : none);
    put_text(out, "note", visit->note);
    put_date(out, "onset_date", all ? visit->onset_date : none);
    if (all)
        put_referral(out, &visit->referral);
    put_clock(out, "start", all ? visit->start : no_time);
    sb_jout_end_object(out);
}

static void
put_visits(struct sb_jout *out, const struct sb_bill *bill)
{
    sb_jout_array(out, "visits");
    for (size_t i = 0; i < bill->visit_count; i++)
        put_visit(out, bill, bill->visits[i]);
    sb_jout_end_array(out);
}

/* Of a statement: what it covers and what it lacks. */
static void
put_year(struct sb_jout *out, const struct sb_bill_year *year)
{
    if (!year)
        return;
    sb_jout_object(out, "year");
    sb_jout_text(out, "by", year->by == SB_YEAR_BY_PAYMENT ? "payment" : "service");
    sb_jout_int(out, "left_out", (int64_t)year->left_out);
    sb_jout_array(out, "providers");
    for (size_t i = 0; i < year->provider_count; i++)
        put_provider(out, NULL, year->providers[i]);
    sb_jout_end_array(out);
    sb_jout_bool(out, "selected", year->selected);
    sb_jout_bool(out, "so_far", year->so_far);
    sb_jout_int(out, "year", year->year);
    sb_jout_end_object(out);
}

static void
put_bill(struct sb_jout *out, const struct sb_bill *bill)
{
    static const char *const audiences[] = {"superbill", "receipt", "private", "statement",
                                            "cover"};
    bool receipt = sb_audience_is_receipt(bill->audience);

    sb_jout_object(out, NULL);
    put_money(out, "adjustments", bill->adjustments);
    put_provider(out, "assistant", bill->assistant);
    sb_jout_text(out, "audience", audiences[bill->audience]);
    put_money(out, "balance", bill->balance);
    put_money(out, "charges", bill->charges);
    put_diagnoses(out, bill);
    sb_jout_bool(out, "draft", bill->draft);
    put_date(out, "first_date", bill->first_date);
    if (!receipt)
        put_insurance(out, bill);
    sb_jout_int(out, "issued_at", bill->issued_at);
    put_date(out, "issued_on", bill->issued_on);
    if (receipt) {
        if (bill->item_count > 0)
            put_money(out, "item_balance", sb_bill_item_balance(bill));
        put_money(out, "item_charges", bill->item_charges);
        put_money(out, "item_paid", bill->item_paid);
    }
    put_items(out, bill);
    put_date(out, "last_date", bill->last_date);
    put_lines(out, bill);
    put_site(out, "location", bill->location, NULL);
    if (!receipt && sb_bill_part_b(bill)) /* a receipt tells of no insurer */
        sb_jout_bool(out, "medicare", true);
    if (bill->adjustments.cents != 0)
        put_money(out, "net", bill->net);
    put_text(out, "note", receipt ? NULL : bill->config->note);
    put_text(out, "number", bill->number);
    put_money(out, "paid", bill->paid);
    put_patient(out, bill->patient);
    put_payments(out, bill);
    put_site(out, "practice", &bill->config->practice, bill->config);
    put_provider(out, "provider", bill->provider);
    put_money(out, "received", bill->received);
    put_text(out, "reference", bill->reference);
    put_text(out, "replaces", bill->replaces);
    sb_jout_text(out, "schema", "superbill.document/1");
    put_provider(out, "supervisor", bill->supervisor);
    put_text(out, "tables", bill->tables);
    sb_jout_text(out, "unit_rule", bill->unit_rule == SB_UNIT_RULE_CMS ? "cms" : "ama");
    put_visits(out, bill);
    put_year(out, bill->year);
    sb_jout_end_object(out);
}

sb_money
sb_bill_item_balance(const struct sb_bill *bill)
{
    sb_money left;

    /* of amounts that were summed: it cannot overflow */
    return sb_money_sub(&left, bill->item_charges, bill->item_paid) == SB_OK ? left
                                                                             : bill->item_charges;
}

sb_status
sb_bill_canonical(struct sb_buf *out, const struct sb_bill *bill, struct sb_error *err)
{
    struct sb_jout jout;

    /* only what is read before it is written needs a value: the keys of each level are many */
    jout.buf = out;
    jout.sorted = true;
    jout.indented = jout.defect = jout.comma = false;
    jout.depth = 0;
    put_bill(&jout, bill);
    if (jout.defect)
        return sb_error_set(err, SB_E_DEFECT, "the canonical record is out of order");
    return out->failed ? sb_error_nomem(err) : SB_OK;
}

sb_status
sb_bill_seal(struct sb_bill *bill, const char *number, int64_t issued_at, struct sb_buf *record,
             struct sb_error *err)
{
    uint8_t hash[32];
    sb_status st;

    bill->number = number;
    bill->issued_at = issued_at;
    sb_buf_reset(record);
    st = sb_bill_canonical(record, bill, err);
    if (st != SB_OK)
        return st;
    sb_sha256(hash, record->at, record->len);
    sb_hex(bill->record_sha256, hash, sizeof hash);
    return SB_OK;
}
