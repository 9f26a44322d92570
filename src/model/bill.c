/*
 * bill.c - the canonical record of a bill: what its page prints, keys in byte order, no spaces.
 *
 *   {"audience":"superbill","balance":"0.00", ... ,"visits":[{"date":"2026-10-05","id":"V-1"}]}
 *
 * Each reader's holds what that reader's page prints, and ids, editions and the like without which
 * it could be neither verified nor drawn again: no more.  A superbill's is what the archive keeps
 * as well, and so holds what a receipt and a private copy that are drawn from it print.  What the
 * bill does not say is left out.
 */
#include "model/put.h"

#include <string.h>

/* A superbill, or the private copy of one: both show what an insurer asks for. */
static bool
for_insurer(const struct sb_bill *bill)
{
    return !sb_audience_is_receipt(bill->audience);
}

static bool
for_archive(const struct sb_bill *bill)
{
    return bill->audience == SB_AUDIENCE_SUPERBILL;
}

/* A statement that lists payments: its sums are theirs. */
static bool
by_payment(const struct sb_bill *bill)
{
    return bill->year != NULL && bill->year->by == SB_YEAR_BY_PAYMENT;
}

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
    const char *country = sb_text_equal(address->country, "US") ? NULL : address->country;

    if (!address->line1 && !address->city) /* nor is it printed */
        return;
    sb_jout_object(out, "address");
    put_text(out, "city", address->city);
    put_text(out, "country", country);
    put_text(out, "line1", address->line1);
    put_text(out, "line2", address->line2);
    put_text(out, "state", address->state);
    put_text(out, "zip", address->zip);
    sb_jout_end_object(out);
}

static void
put_practice(struct sb_jout *out, const struct sb_bill *bill)
{
    const struct sb_config *config = bill->config;
    const struct sb_site *site = &config->practice;
    bool all = for_insurer(bill);
    /* printed where the provider has none */
    bool stands_in = all && (bill->provider == NULL || bill->provider->taxonomy == NULL ||
                             *bill->provider->taxonomy == '\0');

    sb_jout_object(out, "practice");
    put_text(out, "address1", site->address1);
    put_text(out, "address2", site->address2);
    put_text(out, "city", site->city);
    put_text(out, "email", site->email);
    put_text(out, "name", site->name);
    put_text(out, "npi", all ? site->npi : NULL);
    put_text(out, "phone", site->phone);
    put_text(out, "state", site->state);
    put_text(out, "tax_id", config->tax_id);
    put_text(out, "taxonomy", stands_in ? config->taxonomy : NULL);
    put_text(out, "zip", site->zip);
    sb_jout_end_object(out);
}

static void
put_location(struct sb_jout *out, const struct sb_bill *bill)
{
    const struct sb_site *site = bill->location;

    if (!site || !for_insurer(bill))
        return;
    sb_jout_object(out, "location");
    put_text(out, "address1", site->address1);
    put_text(out, "address2", site->address2);
    put_text(out, "city", site->city);
    put_text(out, "id", site->id);
    put_text(out, "name", site->name);
    put_text(out, "npi", site->npi);
    put_text(out, "state", site->state);
    put_text(out, "zip", site->zip);
    sb_jout_end_object(out);
}

/*
 * What a page says of someone beside the name.  That one is a PTA stands in the archive's own: a
 * PTA's number never stands for the practice's.
 */
#define SHOWS_NPI 1u
#define SHOWS_LICENSE 2u
#define SHOWS_SIGNATURE 4u /* and taxonomy */

static void
put_provider(struct sb_jout *out, const char *key, const struct sb_provider *provider,
             const struct sb_bill *bill, unsigned what)
{
    bool pta = for_archive(bill) && provider != NULL && provider->role == SB_ROLE_PTA;

    if (!provider)
        return;
    sb_jout_object(out, key);
    put_text(out, "credentials", provider->credentials);
    put_text(out, "id", provider->id);
    put_text(out, "license", what & SHOWS_LICENSE ? provider->license : NULL);
    put_text(out, "name", provider->name);
    put_text(out, "npi", what & SHOWS_NPI ? provider->npi : NULL);
    put_text(out, "role", pta ? "pta" : NULL);
    put_text(out, "signature", what & SHOWS_SIGNATURE ? provider->signature : NULL);
    put_text(out, "taxonomy", what & SHOWS_SIGNATURE ? provider->taxonomy : NULL);
    sb_jout_end_object(out);
}

/* The name, or printed_name: whichever the fonts can show is printed. */
static void
put_patient(struct sb_jout *out, const struct sb_bill *bill)
{
    static const char *const sexes[] = {NULL, "F", "M", "X", "U"};
    static const char *const languages[] = {NULL, "en", "es"};
    const struct sb_patient *patient = bill->patient;
    bool all = for_insurer(bill);
    bool spoken = bill->audience != SB_AUDIENCE_PRIVATE; /* that one is English always */

    if (!patient)
        return;
    sb_jout_object(out, "patient");
    put_address(out, &patient->address);
    put_date(out, "birth_date", patient->birth_date);
    put_text(out, "email", for_archive(bill) && bill->config->prints_email ? patient->email : NULL);
    put_text(out, "id", patient->id);
    put_text(out, "language", spoken ? languages[patient->language] : NULL);
    put_name(out, &patient->name);
    put_text(out, "phone", all ? patient->phone : NULL);
    put_text(out, "printed_name", patient->printed_name);
    put_text(out, "sex", all ? sexes[patient->sex] : NULL);
    sb_jout_end_object(out);
}

/* Printed where it is another person than the patient. */
static void
put_subscriber(struct sb_jout *out, const struct sb_insurance *insurance)
{
    const struct sb_subscriber *subscriber = &insurance->subscriber;

    if (!subscriber->given || insurance->relationship == SB_RELATIONSHIP_UNSAID ||
        insurance->relationship == SB_RELATIONSHIP_SELF)
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

    if (!insurance || !for_insurer(bill))
        return;
    sb_jout_object(out, "insurance");
    put_text(out, "group", insurance->group);
    put_text(out, "member_id", insurance->member_id);
    put_text(out, "payer", payer ? payer->id : NULL);
    put_text(out, "payer_id", payer ? payer->payer_id : NULL);
    put_text(out, "payer_name", payer && payer->name ? payer->name : insurance->payer);
    put_text(out, "plan", insurance->plan);
    sb_jout_text(out, "relationship", relationships[insurance->relationship]);
    put_subscriber(out, insurance);
    sb_jout_end_object(out);
}

static void
put_diagnoses(struct sb_jout *out, const struct sb_bill *bill)
{
    if (!for_insurer(bill))
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
put_line_modifiers(struct sb_jout *out, const struct sb_bill_line *line)
{
    sb_jout_array(out, "modifiers");
    for (size_t i = 0; i < line->modifier_count; i++)
        sb_jout_text(out, NULL, line->modifiers[i]);
    sb_jout_end_array(out);
}

/* A receipt describes in words; a statement counts neither minutes nor units. */
static void
put_line(struct sb_jout *out, const struct sb_bill *bill, const struct sb_bill_line *line)
{
    bool all = for_insurer(bill), counts = bill->audience != SB_AUDIENCE_STATEMENT;

    sb_jout_object(out, NULL);
    put_money(out, "adjustment", line->adjustment);
    put_money(out, "charge", line->charge);
    put_text(out, "code", bill->audience != SB_AUDIENCE_RECEIPT ? line->code : NULL);
    put_date(out, "date", line->date);
    put_text(out, "description", line->description);
    if (all) {
        sb_jout_array(out, "diagnoses"); /* places in the list of diagnoses, from 1 */
        for (size_t i = 0; i < line->pointer_count; i++)
            sb_jout_int(out, NULL, line->pointers[i] + 1);
        sb_jout_end_array(out);
    }
    if (counts)
        put_count(out, "minutes", line->minutes);
    if (all)
        put_line_modifiers(out, line);
    put_money(out, "paid", line->paid);
    put_text(out, "place", all ? line->place : NULL);
    if (counts)
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
    if (for_insurer(bill))
        return;
    sb_jout_array(out, "items");
    for (size_t i = 0; i < bill->item_count; i++) {
        const struct sb_bill_item *item = &bill->items[i];
        sb_jout_object(out, NULL);
        put_money(out, "charge", item->charge);
        put_date(out, "date", bill->visits[item->visit]->date);
        put_money(out, "paid", item->paid);
        put_text(out, "text", item->text);
        sb_jout_end_object(out);
    }
    sb_jout_end_array(out);
}

/* What paid for care alone is on a private copy; the archive's own serves a receipt, too. */
static void
put_payment(struct sb_jout *out, const struct sb_bill *bill, const struct sb_bill_payment *payment)
{
    const struct sb_payment *money = payment->payment;
    bool reasons = bill->audience != SB_AUDIENCE_STATEMENT;

    if (bill->audience == SB_AUDIENCE_PRIVATE && payment->applied.cents == 0)
        return;
    sb_jout_object(out, NULL);
    put_money(out, "amount", money->amount.amount);
    if (bill->audience != SB_AUDIENCE_RECEIPT)
        put_money(out, "applied", payment->applied);
    put_date(out, "date", money->date);
    put_text(out, "method", sb_method_text(money->method));
    put_text(out, "reason", reasons && payment->refund ? money->reason : NULL);
    put_text(out, "reference", money->reference);
    sb_jout_bool(out, "refund", payment->refund);
    sb_jout_end_object(out);
}

static void
put_payments(struct sb_jout *out, const struct sb_bill *bill)
{
    sb_jout_array(out, "payments");
    for (size_t i = 0; i < bill->payment_count; i++)
        put_payment(out, bill, &bill->payments[i]);
    sb_jout_end_array(out);
}

/* The date stands behind the name. */
static void
put_referral(struct sb_jout *out, const struct sb_referral *referral)
{
    if (!referral->given)
        return;
    sb_jout_object(out, "referral");
    if (referral->name != NULL)
        put_date(out, "date", referral->date);
    put_text(out, "name", referral->name);
    put_text(out, "npi", referral->npi);
    sb_jout_end_object(out);
}

/* Of none there is no date, and a state is that of an automobile's. */
static void
put_accident(struct sb_jout *out, const struct sb_accident *accident)
{
    if (!accident->given)
        return;
    sb_jout_object(out, "accident");
    sb_jout_bool(out, "auto", accident->automobile);
    if (accident->automobile || accident->employment || accident->other)
        put_date(out, "date", accident->date);
    sb_jout_bool(out, "employment", accident->employment);
    sb_jout_bool(out, "other", accident->other);
    put_text(out, "state", accident->automobile ? accident->state : NULL);
    sb_jout_end_object(out);
}

const char *
sb_bill_care(const struct sb_bill *bill, size_t visit, size_t adjustment)
{
    const struct sb_visit *v = bill->visits[visit];
    size_t service = (size_t)v->adjustments[adjustment].service - 1; /* -1 wraps beyond any count */
    const char *code = service < v->service_count ? v->services[service].code : NULL;

    for (size_t i = 0; code != NULL && !for_insurer(bill) && i < bill->line_count; i++) {
        const struct sb_bill_line *line = &bill->lines[i];

        if (line->visit == visit && sb_text_equal(line->code, code) && line->description != NULL &&
            *line->description != '\0')
            return line->description;
    }
    return code;
}

static void
put_adjustments(struct sb_jout *out, const struct sb_bill *bill, size_t index)
{
    const struct sb_visit *visit = bill->visits[index];

    if (visit->adjustment_count == 0 || bill->audience == SB_AUDIENCE_STATEMENT)
        return;
    sb_jout_array(out, "adjustments");
    for (size_t i = 0; i < visit->adjustment_count; i++) {
        const struct sb_adjustment *adjustment = &visit->adjustments[i];

        sb_jout_object(out, NULL);
        put_money(out, "amount", adjustment->amount.amount);
        put_text(out, for_insurer(bill) ? "code" : "care", sb_bill_care(bill, index, i));
        put_date(out, "date", adjustment->date);
        put_text(out, "reason", adjustment->reason);
        sb_jout_end_object(out);
    }
    sb_jout_end_array(out);
}

/* What led to the care tells of a condition: not on a receipt. */
static void
put_visit(struct sb_jout *out, const struct sb_bill *bill, size_t index)
{
    const struct sb_visit *visit = bill->visits[index];
    bool all = for_insurer(bill);
    const sb_date none = {0};
    const sb_clock no_time = {0};

    sb_jout_object(out, NULL);
    if (all)
        put_accident(out, &visit->accident);
    put_adjustments(out, bill, index);
    put_text(out, "authorization", all ? visit->authorization : NULL);
    put_date(out, "date", visit->date);
    put_clock(out, "end", all ? visit->end : no_time);
    put_text(out, "id", visit->id);
    put_date(out, "initial_treatment_date", all ? visit->initial_treatment_date : none);
    put_text(out, "note", all ? visit->note : NULL);
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
        put_visit(out, bill, i);
    sb_jout_end_array(out);
}

/* Of a statement: what it covers and what it lacks. */
static void
put_year(struct sb_jout *out, const struct sb_bill *bill)
{
    const struct sb_bill_year *year = bill->year;

    if (!year)
        return;
    sb_jout_object(out, "year");
    sb_jout_text(out, "by", by_payment(bill) ? "payment" : "service");
    sb_jout_int(out, "left_out", (int64_t)year->left_out);
    sb_jout_array(out, "providers");
    for (size_t i = 0; i < year->provider_count; i++)
        put_provider(out, NULL, year->providers[i], bill, SHOWS_NPI);
    sb_jout_end_array(out);
    sb_jout_bool(out, "selected", year->selected);
    sb_jout_bool(out, "so_far", year->so_far);
    sb_jout_int(out, "year", year->year);
    sb_jout_end_object(out);
}

/* What is not care, in sums: a statement of payments says what was paid for it. */
static void
put_item_sums(struct sb_jout *out, const struct sb_bill *bill)
{
    if (for_insurer(bill))
        return;
    if (bill->item_count > 0) {
        put_money(out, "item_balance", sb_bill_item_balance(bill));
        put_money(out, "item_charges", bill->item_charges);
    }
    if (bill->item_count > 0 || by_payment(bill))
        put_money(out, "item_paid", bill->item_paid);
}

/* Who else is named on a superbill. */
static void
put_other(struct sb_jout *out, const char *key, const struct sb_provider *provider,
          const struct sb_bill *bill, unsigned what)
{
    if (for_insurer(bill))
        put_provider(out, key, provider, bill, what);
}

/* What was asked for, and how: keys from "adjustments" to "last_date". */
static void
put_face(struct sb_jout *out, const struct sb_bill *bill)
{
    static const char *const audiences[] = {"superbill", "receipt", "private", "statement",
                                            "cover"};
    bool sums = !by_payment(bill);

    if (sums)
        put_money(out, "adjustments", bill->adjustments);
    put_other(out, "assistant", bill->assistant, bill, 0);
    sb_jout_text(out, "audience", audiences[bill->audience]);
    if (sums) {
        put_money(out, "balance", bill->balance);
        put_money(out, "charges", bill->charges);
    }
    put_diagnoses(out, bill);
    sb_jout_bool(out, "draft", bill->draft);
    put_date(out, "first_date", bill->first_date);
    put_insurance(out, bill);
    sb_jout_int(out, "issued_at", bill->issued_at);
    put_date(out, "issued_on", bill->issued_on);
    put_item_sums(out, bill);
    put_items(out, bill);
    put_date(out, "last_date", bill->last_date);
}

static void
put_bill(struct sb_jout *out, const struct sb_bill *bill)
{
    bool all = for_insurer(bill);
    unsigned shows = SHOWS_NPI | SHOWS_LICENSE | (all ? SHOWS_SIGNATURE : 0);

    sb_jout_object(out, NULL);
    put_face(out, bill);
    put_lines(out, bill);
    put_location(out, bill);
    if (all && sb_bill_part_b(bill))
        sb_jout_bool(out, "medicare", true);
    if (bill->adjustments.cents != 0 && !by_payment(bill))
        put_money(out, "net", bill->net);
    put_text(out, "note", all ? bill->config->note : NULL);
    put_text(out, "number", bill->number);
    put_text(out, "pages_sha256", bill->pages_sha256);
    put_money(out, "paid", bill->paid);
    put_patient(out, bill);
    put_payments(out, bill);
    put_practice(out, bill);
    put_provider(out, "provider", bill->provider, bill, shows);
    if (by_payment(bill) || (for_archive(bill) && bill->config->prints_received))
        put_money(out, "received", bill->received);
    put_text(out, "reference", bill->reference);
    put_text(out, "replaced_by", bill->replaced_by);
    put_text(out, "replaces", bill->replaces);
    sb_jout_text(out, "schema", "superbill.document/1");
    put_other(out, "supervisor", bill->supervisor, bill, SHOWS_NPI);
    put_text(out, "tables", bill->tables);
    if (all)
        sb_jout_text(out, "unit_rule", bill->unit_rule == SB_UNIT_RULE_CMS ? "cms" : "ama");
    put_visits(out, bill);
    if (bill->withdrawn)
        sb_jout_bool(out, "void", true);
    put_year(out, bill);
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
