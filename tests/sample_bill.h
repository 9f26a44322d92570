/*
 * sample_bill.h - bills made by hand, for tests that draw without reading or pricing.
 *
 * All memory is the arena's; sources are NULL but for the texts a finding must point at.
 */
#ifndef TESTS_SAMPLE_BILL_H
#define TESTS_SAMPLE_BILL_H

#include "model/model.h"

#include <stdlib.h>
#include <string.h>

struct sample {
    const char *first, *middle, *last, *printed; /* NULL: María T Núñez-O'Brien */
    size_t visits, lines, diagnoses, payments;   /* 0: 1, 3, 2, one a visit */
    bool long_titles, no_insurance, child, assistant, draft, example, part_b, adjusted;
    bool many_modifiers, unsigned_, notes, ascii, unpaid, items, spanish;
    bool timed;    /* sessions have their times */
    bool refunded; /* a refund with its reason, and a payment that paid for more than care */
    const char *practice, *description;
};

static inline struct sb_price
sample_price(int64_t cents)
{
    return (struct sb_price){true, {cents}};
}

/* The practice of the examples, in words of our own. */
static inline struct sb_config *
sample_config(struct sb_arena *arena, const struct sample *s)
{
    struct sb_config *config = sb_arena_take(arena, sizeof *config);
    struct sb_provider *providers = sb_arena_array(arena, 2, sizeof *providers);
    struct sb_payer *payers = sb_arena_array(arena, 2, sizeof *payers);
    struct sb_source *source = sb_arena_take(arena, sizeof *source);

    *source = (struct sb_source){.kind = SB_SOURCE_FILE, .file = "superbill.ini"};
    *config = (struct sb_config){
        .file = "superbill.ini",
        .folder = ".",
        .practice = {.name = s->practice != NULL ? s->practice : "Cedar & Stone Physical Therapy",
                     .address1 = "1200 SE Morrison St ; Suite 4",
                     .city = "Portland",
                     .state = "OR",
                     .zip = "97214-2305",
                     .phone = "503-555-0100",
                     .email = "billing@cedarstone.example",
                     .npi = "1003000126"},
        .tax_id = "84-1234567",
        .note = s->notes ? "Please send reimbursement to the member." : NULL,
        .example = s->example ? SB_TRUTH_YES : SB_TRUTH_UNSAID,
        .providers = providers,
        .provider_count = 2,
        .payers = payers,
        .payer_count = 2,
        .source = source,
    };
    providers[0] = (struct sb_provider){.id = "rivera",
                                        .name = "Ana Rivera",
                                        .credentials = "PT, DPT, OCS",
                                        .npi = "1234567893",
                                        .license = "OR PT-60123",
                                        .taxonomy = "2251X0800X",
                                        .signature = s->unsigned_ ? NULL : "Ana Rivera, PT, DPT"};
    providers[1] = (struct sb_provider){.id = "lee",
                                        .name = "Jordan Lee",
                                        .credentials = "PTA",
                                        .role = SB_ROLE_PTA,
                                        .supervisor = "rivera",
                                        .npi = "1245319599",
                                        .license = "OR PTA-9917"};
    payers[0] = (struct sb_payer){.id = "aetna", .name = "Aetna", .payer_id = "60054"};
    payers[1] = (struct sb_payer){.id = "medicare",
                                  .name = "Medicare Part B",
                                  .medicare = SB_TRUTH_YES,
                                  .allow = SB_TRUTH_YES};
    return config;
}

static inline struct sb_patient *
sample_patient(struct sb_arena *arena, const struct sample *s)
{
    struct sb_patient *patient = sb_arena_take(arena, sizeof *patient);
    struct sb_insurance *insurance = sb_arena_take(arena, sizeof *insurance);
    struct sb_source *source = sb_arena_take(arena, sizeof *source);

    *source =
        (struct sb_source){.kind = SB_SOURCE_PATIENT, .file = "patients.json", .record = "P-1001"};
    *insurance = (struct sb_insurance){.payer = s->part_b ? "medicare" : "aetna",
                                       .member_id = "W123456789",
                                       .group = "0083412",
                                       .relationship = SB_RELATIONSHIP_SELF};
    if (s->child) {
        insurance->relationship = SB_RELATIONSHIP_CHILD;
        insurance->subscriber = (struct sb_subscriber){
            .given = true,
            .name = {.first = "Lan", .last = s->last != NULL ? s->last : "Nguy\u1EC5n"},
            .birth_date = sb_date_make(1979, 6, 2)};
    }
    *patient = (struct sb_patient){
        .id = "P-1001",
        .name = {.first = s->first != NULL ? s->first
                          : s->ascii       ? "Maria"
                                           : "Mar\u00EDa",
                 .middle = s->first != NULL ? s->middle : "T",
                 .last = s->last != NULL ? s->last
                         : s->ascii      ? "Nunez-O'Brien"
                                         : "N\u00FA\u00F1ez-O'Brien"},
        .printed_name = s->printed,
        .birth_date = sb_date_make(1984, 3, 9),
        .sex = SB_SEX_F,
        .address = {"88 Alder Ct", "Apt 3B", "Portland", "OR", "97202", NULL},
        .phone = "503-555-0142",
        .insurance = insurance,
        .insurance_count = s->no_insurance ? 0 : 1,
        .language = s->spanish ? SB_LANGUAGE_ES : SB_LANGUAGE_UNSAID,
        .source = source,
    };
    return patient;
}

/* Ten dollars off the first line, of the first visit, and why. */
static inline void
sample_adjustment(struct sb_arena *arena, struct sb_visit *visit)
{
    visit->services = sb_arena_take(arena, sizeof *visit->services);
    visit->service_count = 1;
    *visit->services =
        (struct sb_service){.code = "97161", .minutes = -1, .assistant_minutes = -1, .units = -1};
    visit->adjustments = sb_arena_take(arena, sizeof *visit->adjustments);
    visit->adjustment_count = 1;
    *visit->adjustments = (struct sb_adjustment){.date = visit->date,
                                                 .amount = sample_price(1000),
                                                 .reason = "paid on the day",
                                                 .service = 1};
}

static inline struct sb_visit *
sample_visit(struct sb_arena *arena, const struct sample *s, size_t i)
{
    struct sb_visit *visit = sb_arena_take(arena, sizeof *visit);
    struct sb_source *source = sb_arena_take(arena, sizeof *source);

    *source =
        (struct sb_source){.kind = SB_SOURCE_VISIT, .file = "visits.ndjson", .record = "V-1001"};
    *visit = (struct sb_visit){
        .id = sb_arena_print(arena, "V-%zu", i + 1),
        .patient_id = "P-1001",
        .provider = "rivera",
        .date = {sb_date_make(2026, 10, 5).day + (int32_t)(3 * i)},
        .onset_date = sb_date_make(2026, 9, 12),
        .referral = {true, "Dana Okafor, MD", "1558598797", sb_date_make(2026, 9, 20),
                     SB_QUALIFIER_DN},
        .authorization = s->visits > 1 ? "A-55120" : NULL,
        .note = s->notes ? "Home exercise programme reviewed; next visit in one week." : NULL,
        .source = source,
    };
    if (s->timed) {
        visit->start = (sb_clock){9 * 60 + 1};
        visit->end = (sb_clock){12 * 60 + 30 + 1};
    }
    if (s->adjusted && i == 0)
        sample_adjustment(arena, visit);
    return visit;
}

static inline void
sample_diagnoses(struct sb_arena *arena, struct sb_bill *bill, const struct sample *s)
{
    static const struct {
        const char *code, *title;
    } rows[] = {
        {"M25.561", "Pain in right knee"},
        {"M62.81", "Muscle weakness (generalized)"},
        {"R26.89", "Other abnormalities of gait and mobility"},
        {"M54.50", "Low back pain, unspecified"},
        {"S83.511D", "Sprain of anterior cruciate ligament of right knee, subsequent encounter"},
        {"Z47.1", "Aftercare following joint replacement surgery"},
        {"M17.11", "Unilateral primary osteoarthritis, right knee"},
        {"E11.9", "Type 2 diabetes mellitus without complications"},
        {"I10", "Essential (primary) hypertension"},
        {"M81.0", "Age-related osteoporosis without current pathological fracture"},
        {"R29.6", "Repeated falls"},
        {"Z96.651", "Presence of right artificial knee joint"},
    };
    static const char title[] =
        "Displaced fracture of lateral condyle of right femur, subsequent encounter for open "
        "fracture type IIIA, IIIB, or IIIC with delayed healing, with retained fragments and "
        "stiffness of the neighbouring joint as the record says in full";

    bill->diagnosis_count = s->diagnoses != 0 ? s->diagnoses : 2;
    for (size_t i = 0; i < bill->diagnosis_count; i++) {
        strcpy(bill->diagnoses[i].code, rows[i].code);
        bill->diagnoses[i].title = s->long_titles ? title : rows[i].title;
        bill->diagnoses[i].date = bill->first_date;
    }
    (void)arena;
}

static inline void
sample_lines(struct sb_arena *arena, struct sb_bill *bill, const struct sample *s)
{
    static const struct {
        const char *code, *label;
        int32_t minutes, units;
        int64_t fee;
    } rows[] = {
        {"97161", "PT evaluation, low complexity", -1, 1, 18500},
        {"97110", "Exercise for strength and motion", 24, 2, 6250},
        {"97140", "Hands-on manual therapy", 16, 1, 6500},
        {"97112", "Balance, coordination and posture training", 15, 1, 6250},
        {"97530", "Functional activity training, one-on-one", 30, 2, 6600},
        {"97116", "Walking and stair training", 15, 1, 6000},
    };
    size_t count = s->lines != 0 ? s->lines : 3;

    bill->lines = sb_arena_array(arena, count, sizeof *bill->lines);
    bill->line_count = count;
    for (size_t i = 0; i < count; i++) {
        struct sb_bill_line *line = &bill->lines[i];
        size_t row = i < 3 ? i : 1 + i % 5;

        *line = (struct sb_bill_line){.visit = i * bill->visit_count / count,
                                      .service = i,
                                      .place = "11",
                                      .code = rows[row].code,
                                      .description =
                                          s->description != NULL ? s->description : rows[row].label,
                                      .minutes = rows[row].minutes,
                                      .assistant_minutes = -1,
                                      .stated_units = -1,
                                      .allowed_units = -1,
                                      .units = rows[row].units,
                                      .priced = true,
                                      .fee = {rows[row].fee},
                                      .charge = {rows[row].fee * rows[row].units}};
        line->date = bill->visits[line->visit]->date;
        line->modifiers[line->modifier_count++] = "GP";
        if (s->many_modifiers) {
            line->modifiers[line->modifier_count++] = "59";
            line->modifiers[line->modifier_count++] = "CQ";
            line->modifiers[line->modifier_count++] = "KX";
        }
        for (size_t d = 0; d < bill->diagnosis_count && d < SB_LINE_POINTERS; d++)
            line->pointers[line->pointer_count++] = (uint8_t)d;
        if (s->adjusted && i == 0)
            line->adjustment.cents = 1000;
        line->paid.cents = s->unpaid && i == 0 ? 0 : line->charge.cents - line->adjustment.cents;
        bill->charges.cents += line->charge.cents;
        bill->adjustments.cents += line->adjustment.cents;
        bill->paid.cents += line->paid.cents;
    }
    bill->net.cents = bill->charges.cents - bill->adjustments.cents;
    bill->balance.cents = bill->net.cents - bill->paid.cents;
}

static inline void
sample_payments(struct sb_arena *arena, struct sb_bill *bill, const struct sample *s)
{
    size_t count = s->payments != 0 ? s->payments : bill->visit_count;
    struct sb_payment *payments = sb_arena_array(arena, count, sizeof *payments);
    int64_t left = bill->paid.cents;

    bill->payments = sb_arena_array(arena, count, sizeof *bill->payments);
    bill->payment_count = count;
    for (size_t i = 0; i < count; i++) {
        int64_t share = i + 1 == count ? left : bill->paid.cents / (int64_t)count;

        left -= share;
        payments[i] = (struct sb_payment){.date = bill->visits[i % bill->visit_count]->date,
                                          .amount = sample_price(share),
                                          .method = i % 2 == 0 ? SB_METHOD_HSA : SB_METHOD_CARD,
                                          .reference = "4242"};
        bill->payments[i] = (struct sb_bill_payment){
            .visit = i % bill->visit_count, .payment = &payments[i], .applied = {share}};
    }
}

/* Twenty dollars were given back; the last payment paid for something sold, too. */
static inline void
sample_refund(struct sb_arena *arena, struct sb_bill *bill)
{
    struct sb_bill_payment *payments =
        sb_arena_array(arena, bill->payment_count + 1, sizeof *payments);
    struct sb_payment *refund = sb_arena_take(arena, sizeof *refund);
    struct sb_payment *last = sb_arena_take(arena, sizeof *last);

    memcpy(payments, bill->payments, bill->payment_count * sizeof *payments);
    *last = *payments[bill->payment_count - 1].payment;
    last->amount.amount.cents += 2400;
    payments[bill->payment_count - 1].payment = last;
    *refund = (struct sb_payment){.date = last->date,
                                  .amount = sample_price(2000),
                                  .method = SB_METHOD_CARD,
                                  .reason = "charged twice"};
    payments[bill->payment_count++] =
        (struct sb_bill_payment){.visit = 0, .payment = refund, .refund = true, .applied = {2000}};
    bill->payments = payments;
}

static inline void
sample_items(struct sb_arena *arena, struct sb_bill *bill)
{
    bill->items = sb_arena_array(arena, 2, sizeof *bill->items);
    bill->item_count = 2;
    bill->items[0] = (struct sb_bill_item){.text = "Foam roller", .charge = {2400}, .paid = {2400}};
    bill->items[1] = (struct sb_bill_item){
        .text = "late cancellation", .is_fee = true, .charge = {7500}, .paid = {7500}};
    bill->item_charges.cents = bill->item_paid.cents = 9900;
    bill->received.cents = bill->paid.cents + 9900;
}

static inline struct sb_bill *
sample_bill(struct sb_arena *arena, const struct sample *s)
{
    struct sb_bill *bill = sb_arena_take(arena, sizeof *bill);
    size_t visits = s->visits != 0 ? s->visits : 1;
    const struct sb_visit **list = sb_arena_array(arena, visits, sizeof *list);
    struct sb_config *config = sample_config(arena, s);
    struct sb_patient *patient = sample_patient(arena, s);

    for (size_t i = 0; i < visits; i++)
        list[i] = sample_visit(arena, s, i);
    *bill = (struct sb_bill){
        .config = config,
        .patient = patient,
        .insurance = s->no_insurance ? NULL : patient->insurance,
        .payer = s->no_insurance ? NULL : &config->payers[s->part_b],
        .provider = &config->providers[s->assistant],
        .supervisor = s->assistant ? &config->providers[0] : NULL,
        .unit_rule = SB_UNIT_RULE_AMA,
        .visits = list,
        .visit_count = visits,
        .first_date = list[0]->date,
        .last_date = list[visits - 1]->date,
        .number = s->draft     ? NULL
                  : s->example ? "EXAMPLE-SB-2026-000123"
                               : "SB-2026-000123",
        .draft = s->draft,
        .issued_at = 1795960000,
        .issued_on = sb_date_make(2026, 11, 29),
    };
    sample_diagnoses(arena, bill, s);
    sample_lines(arena, bill, s);
    sample_payments(arena, bill, s);
    bill->received = bill->paid;
    if (s->refunded)
        sample_refund(arena, bill);
    if (s->items)
        sample_items(arena, bill);
    return bill;
}

#endif
