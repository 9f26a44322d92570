/*
 * bill_read.c - a superbill's canonical record back into the bill that it was written from: what a
 * page needs, years later.  Written again it is the same bytes, but for what older versions put
 * there and no page prints.  What a record does not hold (fees, stated units, other insurances) is
 * not there again.
 */
#include "model/values.h"

#include <string.h>

#define DOCUMENT_SCHEMA "superbill.document/1"

/* people and places */

static void
name_read(struct sb_values *r, struct sb_name *name, const struct sb_json *object)
{
    static const struct sb_value rows[] = {
        VALUE("first", TEXT, sb_name, first),
        VALUE("last", TEXT, sb_name, last),
        VALUE("middle", TEXT, sb_name, middle),
        VALUE("suffix", TEXT, sb_name, suffix),
    };

    sb_values_read(r, name, sb_member_of(object, "name", SB_JSON_OBJECT), VALUES(rows));
}

static void
address_read(struct sb_values *r, struct sb_address *address, const struct sb_json *object)
{
    static const struct sb_value rows[] = {
        VALUE("city", TEXT, sb_address, city),   VALUE("country", TEXT, sb_address, country),
        VALUE("line1", TEXT, sb_address, line1), VALUE("line2", TEXT, sb_address, line2),
        VALUE("state", TEXT, sb_address, state), VALUE("zip", TEXT, sb_address, zip),
    };

    sb_values_read(r, address, sb_member_of(object, "address", SB_JSON_OBJECT), VALUES(rows));
}

static void
site_read(struct sb_values *r, struct sb_site *site, const struct sb_json *object)
{
    static const struct sb_value rows[] = {
        VALUE("address1", TEXT, sb_site, address1),
        VALUE("address2", TEXT, sb_site, address2),
        VALUE("city", TEXT, sb_site, city),
        VALUE("email", TEXT, sb_site, email),
        VALUE("id", TEXT, sb_site, id),
        VALUE("name", TEXT, sb_site, name),
        VALUE("npi", TEXT, sb_site, npi),
        VALUE("phone", TEXT, sb_site, phone),
        VALUE("state", TEXT, sb_site, state),
        VALUE("zip", TEXT, sb_site, zip),
    };

    sb_values_read(r, site, object, VALUES(rows));
}

/* A person of the practice: the one of the same id that is there already, or a new one. */
static const struct sb_provider *
provider_read(struct sb_values *r, struct sb_config *config, const struct sb_json *root,
              const char *key)
{
    static const struct sb_value rows[] = {
        VALUE("credentials", TEXT, sb_provider, credentials),
        VALUE("id", TEXT, sb_provider, id),
        VALUE("license", TEXT, sb_provider, license),
        VALUE("name", TEXT, sb_provider, name),
        VALUE("npi", TEXT, sb_provider, npi),
        VALUE("signature", TEXT, sb_provider, signature),
        VALUE("taxonomy", TEXT, sb_provider, taxonomy),
    };
    static const char *const roles[] = {"pt", "pta"};
    const struct sb_json *object = sb_member_of(root, key, SB_JSON_OBJECT);
    struct sb_provider *provider = &config->providers[config->provider_count];

    if (object == NULL)
        return NULL;
    *provider =
        (struct sb_provider){.role = WORD(r, object, "role", roles) > 0 ? SB_ROLE_PTA : SB_ROLE_PT};
    sb_values_read(r, provider, object, VALUES(rows));
    for (size_t i = 0; i < config->provider_count; i++)
        if (sb_text_equal(config->providers[i].id, provider->id))
            return &config->providers[i];
    config->provider_count++;
    return provider;
}

static void
practice_read(struct sb_values *r, struct sb_bill *bill, struct sb_config *config,
              const struct sb_json *root)
{
    const struct sb_json *practice = sb_member_of(root, "practice", SB_JSON_OBJECT),
                         *location = sb_member_of(root, "location", SB_JSON_OBJECT);
    struct sb_site *site = location != NULL ? sb_values_take(r, sizeof *site) : NULL;

    site_read(r, &config->practice, practice);
    config->tax_id = sb_values_text_at(r, practice, "tax_id");
    config->taxonomy = sb_values_text_at(r, practice, "taxonomy");
    config->note = sb_values_text_at(r, root, "note");
    if (site != NULL)
        site_read(r, site, location);
    bill->location = site;
    config->providers = sb_arena_array(r->arena, 3, sizeof *config->providers);
    if (config->providers == NULL) {
        r->nomem = true;
        return;
    }
    bill->provider = provider_read(r, config, root, "provider");
    bill->supervisor = provider_read(r, config, root, "supervisor");
    bill->assistant = provider_read(r, config, root, "assistant");
}

static void
insurance_read(struct sb_values *r, struct sb_bill *bill, struct sb_config *config,
               struct sb_patient *patient, const struct sb_json *root)
{
    static const char *const relationships[] = {NULL, "self", "spouse", "child", "other"};
    static const struct sb_value rows[] = {
        VALUE("group", TEXT, sb_insurance, group),
        VALUE("member_id", TEXT, sb_insurance, member_id),
        VALUE("payer_name", TEXT, sb_insurance, payer),
        VALUE("plan", TEXT, sb_insurance, plan),
    };
    static const struct sb_value birth[] = {VALUE("birth_date", DATE, sb_subscriber, birth_date)};
    const struct sb_json *object = sb_member_of(root, "insurance", SB_JSON_OBJECT),
                         *person = sb_member_of(object, "subscriber", SB_JSON_OBJECT);
    struct sb_insurance *insurance = object != NULL ? sb_values_take(r, sizeof *insurance) : NULL;
    struct sb_payer *payer;

    if (insurance == NULL)
        return;
    sb_values_read(r, insurance, object, VALUES(rows));
    insurance->relationship = (enum sb_relationship)WORD(r, object, "relationship", relationships);
    insurance->subscriber.given = person != NULL;
    sb_values_read(r, &insurance->subscriber, person, VALUES(birth));
    name_read(r, &insurance->subscriber.name, person);
    address_read(r, &insurance->subscriber.address, person);
    patient->insurance = insurance;
    patient->insurance_count = 1;
    bill->insurance = insurance;
    if (sb_json_member(object, "payer") == NULL ||
        (payer = sb_values_take(r, sizeof *payer)) == NULL)
        return;
    *payer = (struct sb_payer){.id = sb_values_text_at(r, object, "payer"),
                               .name = insurance->payer,
                               .payer_id = sb_values_text_at(r, object, "payer_id"),
                               .medicare =
                                   patient->medicare == SB_MEDICARE_B ? SB_TRUTH_YES : SB_TRUTH_NO};
    config->payers = payer;
    config->payer_count = 1;
    bill->payer = payer;
}

static struct sb_patient *
patient_read(struct sb_values *r, const struct sb_json *root)
{
    static const char *const sexes[] = {NULL, "F", "M", "X", "U"};
    static const char *const languages[] = {NULL, "en", "es"};
    static const struct sb_value rows[] = {
        VALUE("birth_date", DATE, sb_patient, birth_date),
        VALUE("email", TEXT, sb_patient, email),
        VALUE("id", TEXT, sb_patient, id),
        VALUE("phone", TEXT, sb_patient, phone),
        VALUE("printed_name", TEXT, sb_patient, printed_name),
    };
    const struct sb_json *object = sb_member_of(root, "patient", SB_JSON_OBJECT),
                         *part_b = sb_member_of(root, "medicare", SB_JSON_BOOL);
    struct sb_patient *patient = sb_values_take(r, sizeof *patient);

    if (patient == NULL)
        return NULL;
    r->damaged |= object == NULL;
    sb_values_read(r, patient, object, VALUES(rows));
    name_read(r, &patient->name, object);
    address_read(r, &patient->address, object);
    patient->sex = (enum sb_sex)WORD(r, object, "sex", sexes);
    patient->language = (enum sb_language)WORD(r, object, "language", languages);
    if (part_b != NULL && sb_json_truth(part_b))
        patient->medicare = SB_MEDICARE_B;
    return patient;
}

/* visits, and what was done */

/* What was taken off, and of what care: the services that the record names by their codes. */
static void
adjustments_read(struct sb_values *r, struct sb_visit *visit, const struct sb_json *object)
{
    static const struct sb_value rows[] = {
        VALUE("amount", MONEY, sb_adjustment, amount.amount),
        VALUE("date", DATE, sb_adjustment, date),
        VALUE("reason", TEXT, sb_adjustment, reason),
    };
    const struct sb_json *node = sb_list_of(object, "adjustments");

    visit->adjustments =
        sb_list_take(r, node, &visit->adjustment_count, sizeof *visit->adjustments);
    visit->services = sb_list_take(r, node, &visit->service_count, sizeof *visit->services);
    if (visit->services == NULL)
        visit->adjustment_count = 0;
    for (size_t i = 0; i < visit->adjustment_count; i++, node = sb_json_next(node)) {
        sb_values_read(r, &visit->adjustments[i], node, VALUES(rows));
        visit->adjustments[i].amount.given = true;
        visit->adjustments[i].service = (int32_t)i + 1;
        visit->services[i].code = sb_values_text_at(r, node, "code");
    }
}

static void
visit_read(struct sb_values *r, struct sb_visit *visit, const struct sb_json *object)
{
    static const struct sb_value rows[] = {
        VALUE("authorization", TEXT, sb_visit, authorization),
        VALUE("date", DATE, sb_visit, date),
        VALUE("end", CLOCK, sb_visit, end),
        VALUE("id", TEXT, sb_visit, id),
        VALUE("initial_treatment_date", DATE, sb_visit, initial_treatment_date),
        VALUE("note", TEXT, sb_visit, note),
        VALUE("onset_date", DATE, sb_visit, onset_date),
        VALUE("start", CLOCK, sb_visit, start),
    };
    static const struct sb_value accident[] = {
        VALUE("auto", TRUTH, sb_accident, automobile),
        VALUE("date", DATE, sb_accident, date),
        VALUE("employment", TRUTH, sb_accident, employment),
        VALUE("other", TRUTH, sb_accident, other),
        VALUE("state", TEXT, sb_accident, state),
    };
    static const struct sb_value referral[] = {
        VALUE("date", DATE, sb_referral, date),
        VALUE("name", TEXT, sb_referral, name),
        VALUE("npi", TEXT, sb_referral, npi),
    };
    const struct sb_json *happened = sb_member_of(object, "accident", SB_JSON_OBJECT),
                         *referred = sb_member_of(object, "referral", SB_JSON_OBJECT);

    sb_values_read(r, visit, object, VALUES(rows));
    adjustments_read(r, visit, object);
    visit->accident.given = happened != NULL;
    sb_values_read(r, &visit->accident, happened, VALUES(accident));
    visit->referral.given = referred != NULL;
    sb_values_read(r, &visit->referral, referred, VALUES(referral));
}

static void
visits_read(struct sb_values *r, struct sb_bill *bill, const struct sb_json *root,
            const struct sb_patient *patient)
{
    const struct sb_json *node = sb_list_of(root, "visits");
    struct sb_visit *visits = sb_list_take(r, node, &bill->visit_count, sizeof *visits);
    const struct sb_visit **list = sb_arena_array(r->arena, bill->visit_count + 1, sizeof *list);

    if (list == NULL) {
        r->nomem = true;
        bill->visit_count = 0;
        return;
    }
    for (size_t i = 0; i < bill->visit_count; i++, node = sb_json_next(node)) {
        visit_read(r, &visits[i], node);
        visits[i].patient = patient;
        visits[i].patient_id = patient->id;
        list[i] = &visits[i];
    }
    bill->visits = list;
    r->damaged |= bill->visit_count == 0;
}

/* The visit of a day; of two on one day the first. */
static size_t
visit_on(const struct sb_bill *bill, sb_date date)
{
    for (size_t i = 0; i < bill->visit_count; i++)
        if (bill->visits[i]->date.day == date.day)
            return i;
    return 0;
}

static void
diagnoses_read(struct sb_values *r, struct sb_bill *bill, const struct sb_json *root)
{
    for (const struct sb_json *node = sb_list_of(root, "diagnoses"); node != NULL;
         node = sb_json_next(node)) {
        struct sb_bill_diagnosis *diagnosis = &bill->diagnoses[bill->diagnosis_count];
        const char *code = sb_values_text_at(r, node, "code");

        if (code == NULL || strlen(code) >= sizeof diagnosis->code ||
            bill->diagnosis_count == SB_BILL_DIAGNOSES) {
            r->damaged = true;
            return;
        }
        *diagnosis = (struct sb_bill_diagnosis){.title = sb_values_text_at(r, node, "title"),
                                                .date = bill->first_date};
        memcpy(diagnosis->code, code, strlen(code) + 1);
        bill->diagnosis_count++;
    }
}

static void
line_words_read(struct sb_values *r, const struct sb_bill *bill, struct sb_bill_line *line,
                const struct sb_json *object)
{
    int64_t place = 0;

    for (const struct sb_json *node = sb_list_of(object, "diagnoses"); node != NULL;
         node = sb_json_next(node)) {
        if (line->pointer_count == SB_LINE_POINTERS || !sb_values_number(&place, r, node) ||
            place < 1 || (uint64_t)place > bill->diagnosis_count) {
            r->damaged = true;
            return;
        }
        line->pointers[line->pointer_count++] = (uint8_t)(place - 1);
    }
    for (const struct sb_json *node = sb_list_of(object, "modifiers"); node != NULL;
         node = sb_json_next(node)) {
        if (line->modifier_count == sizeof line->modifiers / sizeof *line->modifiers ||
            sb_json_type(node) != SB_JSON_STRING) {
            r->damaged = true;
            return;
        }
        line->modifiers[line->modifier_count++] = sb_values_text(r, node);
    }
}

static void
lines_read(struct sb_values *r, struct sb_bill *bill, const struct sb_json *root)
{
    static const struct sb_value rows[] = {
        VALUE("adjustment", MONEY, sb_bill_line, adjustment),
        VALUE("charge", MONEY, sb_bill_line, charge),
        VALUE("code", TEXT, sb_bill_line, code),
        VALUE("date", DATE, sb_bill_line, date),
        VALUE("description", TEXT, sb_bill_line, description),
        VALUE("minutes", COUNT, sb_bill_line, minutes),
        VALUE("paid", MONEY, sb_bill_line, paid),
        VALUE("place", TEXT, sb_bill_line, place),
        VALUE("units", COUNT, sb_bill_line, units),
    };
    const struct sb_json *node = sb_list_of(root, "lines");

    bill->lines = sb_list_take(r, node, &bill->line_count, sizeof *bill->lines);
    for (size_t i = 0; i < bill->line_count; i++, node = sb_json_next(node)) {
        struct sb_bill_line *line = &bill->lines[i];

        *line = (struct sb_bill_line){.minutes = -1,
                                      .assistant_minutes = -1,
                                      .stated_units = -1,
                                      .allowed_units = -1,
                                      .priced = true};
        sb_values_read(r, line, node, VALUES(rows));
        line_words_read(r, bill, line, node);
        line->visit = visit_on(bill, line->date);
        r->damaged |= line->code == NULL;
    }
}

static enum sb_method
method_read(struct sb_values *r, const struct sb_json *object)
{
    const struct sb_json *node = sb_member_of(object, "method", SB_JSON_STRING);

    for (unsigned m = SB_METHOD_CASH; node != NULL && m <= SB_METHOD_OTHER; m++)
        if (sb_text_equal(sb_method_text((enum sb_method)m), sb_json_text(node)))
            return (enum sb_method)m;
    r->damaged |= node != NULL;
    return SB_METHOD_UNSAID;
}

static void
payments_read(struct sb_values *r, struct sb_bill *bill, const struct sb_json *root)
{
    static const struct sb_value rows[] = {
        VALUE("amount", MONEY, sb_payment, amount.amount),
        VALUE("date", DATE, sb_payment, date),
        VALUE("reason", TEXT, sb_payment, reason),
        VALUE("reference", TEXT, sb_payment, reference),
    };
    static const struct sb_value shares[] = {
        VALUE("applied", MONEY, sb_bill_payment, applied),
        VALUE("refund", TRUTH, sb_bill_payment, refund),
    };
    const struct sb_json *node = sb_list_of(root, "payments");
    struct sb_payment *payments;

    bill->payments = sb_list_take(r, node, &bill->payment_count, sizeof *bill->payments);
    payments = sb_list_take(r, node, &bill->payment_count, sizeof *payments);
    if (bill->payments == NULL)
        bill->payment_count = 0;
    for (size_t i = 0; i < bill->payment_count; i++, node = sb_json_next(node)) {
        payments[i].amount.given = true;
        payments[i].method = method_read(r, node);
        sb_values_read(r, &payments[i], node, VALUES(rows));
        sb_values_read(r, &bill->payments[i], node, VALUES(shares));
        bill->payments[i].payment = &payments[i];
    }
}

/* What all payments come to, where the page did not print it. */
static void
received_sum(struct sb_values *r, struct sb_bill *bill)
{
    for (size_t i = 0; i < bill->payment_count; i++) {
        sb_money amount = bill->payments[i].payment->amount.amount;

        if (bill->payments[i].refund)
            amount.cents = -amount.cents;
        r->damaged |= sb_money_add(&bill->received, bill->received, amount) != SB_OK;
    }
}

/* the whole */

static void
face_read(struct sb_values *r, struct sb_bill *bill, const struct sb_json *root)
{
    static const char *const audiences[] = {"superbill"}; /* others are not kept */
    static const struct sb_value rows[] = {
        VALUE("adjustments", MONEY, sb_bill, adjustments),
        VALUE("balance", MONEY, sb_bill, balance),
        VALUE("charges", MONEY, sb_bill, charges),
        VALUE("draft", TRUTH, sb_bill, draft),
        VALUE("first_date", DATE, sb_bill, first_date),
        VALUE("issued_at", TIME, sb_bill, issued_at),
        VALUE("issued_on", DATE, sb_bill, issued_on),
        VALUE("last_date", DATE, sb_bill, last_date),
        VALUE("net", MONEY, sb_bill, net),
        VALUE("number", TEXT, sb_bill, number),
        VALUE("pages_sha256", TEXT, sb_bill, pages_sha256),
        VALUE("paid", MONEY, sb_bill, paid),
        VALUE("received", MONEY, sb_bill, received),
        VALUE("reference", TEXT, sb_bill, reference),
        VALUE("replaces", TEXT, sb_bill, replaces),
        VALUE("tables", TEXT, sb_bill, tables),
    };
    static const char *const rules[] = {"ama", "cms"};

    sb_values_read(r, bill, root, VALUES(rows));
    if (sb_json_member(root, "net") == NULL) /* nothing was taken off, or it was not told */
        r->damaged |= sb_money_sub(&bill->net, bill->charges, bill->adjustments) != SB_OK;
    (void)WORD(r, root, "audience", audiences);
    bill->unit_rule = WORD(r, root, "unit_rule", rules) > 0 ? SB_UNIT_RULE_CMS : SB_UNIT_RULE_AMA;
}

static void
bill_read(struct sb_values *r, struct sb_bill *bill, const struct sb_json *root)
{
    static const struct sb_source nowhere = {.kind = SB_SOURCE_FILE, .file = "superbill.json"};
    struct sb_config *config = sb_values_take(r, sizeof *config);
    struct sb_patient *patient = patient_read(r, root);

    if (config == NULL || patient == NULL)
        return;
    config->source = &nowhere;
    patient->source = &nowhere;
    face_read(r, bill, root);
    if (bill->number != NULL && sb_text_starts(bill->number, SB_NUMBER_EXAMPLE))
        config->example = SB_TRUTH_YES;
    practice_read(r, bill, config, root);
    insurance_read(r, bill, config, patient, root);
    bill->config = config;
    bill->patient = patient;
    visits_read(r, bill, root, patient);
    diagnoses_read(r, bill, root);
    lines_read(r, bill, root);
    payments_read(r, bill, root);
    config->prints_email = patient->email != NULL;
    config->prints_received = sb_json_member(root, "received") != NULL;
    if (!config->prints_received)
        received_sum(r, bill);
}

sb_status
sb_bill_read(struct sb_bill **out, struct sb_bytes record, struct sb_arena *arena,
             struct sb_error *err)
{
    struct sb_record_tree tree;
    struct sb_values r = {.arena = arena};
    struct sb_bill *bill = sb_arena_take(arena, sizeof *bill);
    const char *schema;
    sb_status st;

    *out = NULL;
    if (bill == NULL)
        return sb_error_nomem(err);
    if ((st = sb_record_tree_open(&tree, record, err)) == SB_OK) {
        r.doc = tree.doc;
        schema = sb_values_text_at(&r, tree.root, "schema");
        if (sb_text_equal(schema, DOCUMENT_SCHEMA))
            bill_read(&r, bill, tree.root);
        else
            r.damaged = true;
    }
    sb_record_tree_close(&tree);
    if (st != SB_OK && st != SB_E_SYNTAX)
        return st;
    if (r.nomem)
        return sb_error_nomem(err);
    if (st != SB_OK || r.damaged)
        return sb_error_set(err, SB_E_SYNTAX, "is no record of a document that this program knows");
    *out = bill;
    return SB_OK;
}
