/*
 * template_sample.c - what a preview draws: a bill in which every line a template can place has
 * something to say.  Nobody's data: names, numbers and addresses are made up.
 */
#include "app/app.h"

#include <string.h>

#define SAMPLE_VISITS 2
#define SAMPLE_LINES 5

static const struct sb_provider sample_providers[] = {
    {.id = "sample",
     .name = "Alex Sample",
     .credentials = "PTA",
     .role = SB_ROLE_PTA,
     .supervisor = "super",
     .npi = "1245319599",
     .license = "OR PTA-0000",
     .taxonomy = "225200000X",
     .signature = "Alex Sample, PTA"},
    {.id = "super",
     .name = "Sam Example",
     .credentials = "PT, DPT",
     .npi = "1234567893",
     .license = "OR PT-00000",
     .taxonomy = "225100000X"},
};
static const struct sb_payer sample_payer = {
    .id = "sample", .name = "Sample Health Plan", .payer_id = "00000"};
static const struct sb_site sample_place = {.id = "studio",
                                            .name = "Sample Studio",
                                            .address1 = "2 Sample Street",
                                            .city = "Portland",
                                            .state = "OR",
                                            .zip = "97201",
                                            .npi = "1003000126"};
static const struct sb_insurance sample_insurance = {
    .payer = "sample",
    .member_id = "W123456789",
    .group = "0012345",
    .plan = "Sample PPO",
    .relationship = SB_RELATIONSHIP_CHILD,
    .subscriber = {.given = true,
                   .name = {.first = "Parent", .last = "Sample"},
                   .address = {.line1 = "1 Sample Street",
                               .city = "Portland",
                               .state = "OR",
                               .zip = "97201"}},
};
static const struct {
    char code[9];
    const char *title;
} sample_diagnoses[] = {
    {"M25.561", "Pain in right knee"},
    {"M62.81", "Muscle weakness (generalized)"},
    {"S83.511D", "Sprain of anterior cruciate ligament of right knee, subsequent encounter"},
};
static const struct {
    size_t visit;
    const char *code, *description, *modifier;
    int32_t minutes, units;
    int64_t charge, adjustment;
} sample_lines[SAMPLE_LINES] = {
    {0, "97161", "PT evaluation, low complexity", NULL, -1, 1, 18500, 0},
    {0, "97110", "Exercise for strength and motion", "GP", 24, 2, 12500, 1000},
    {0, "97140", "Hands-on manual therapy", "59", 16, 1, 6500, 0},
    {1, "97110", "Exercise for strength and motion", "GP", 30, 2, 12500, 0},
    {1, "97112", "Balance, coordination and posture training", NULL, 15, 1, 6250, 0},
};
static const struct sb_site sample_practice = {
    .name = "Sample Physical Therapy",
    .address1 = "1 Sample Street, Suite 2",
    .city = "Portland",
    .state = "OR",
    .zip = "97201",
    .phone = "503-555-0100",
    .email = "billing@sample.example",
    .npi = "1003000126",
};
static const struct sb_payment sample_money[] = {
    {.amount = {true, {38900}}, .method = SB_METHOD_HSA, .reference = "0000"},
    {.amount = {true, {18750}}, .method = SB_METHOD_CARD, .reference = "0000"},
    {.amount = {true, {1000}}, .method = SB_METHOD_CARD, .reason = "paid twice"},
};

/* The days of the visits: a week and a fortnight before the issue date. */
static sb_date
sample_day(sb_date issued_on, size_t visit)
{
    return (sb_date){issued_on.day - (visit == 0 ? 14 : 7)};
}

static bool
sample_people(struct sb_bill *bill, struct sb_arena *arena, enum sb_language language)
{
    struct sb_config *config = sb_arena_take(arena, sizeof *config);
    struct sb_patient *patient = sb_arena_take(arena, sizeof *patient);
    struct sb_insurance *insurance = sb_arena_take(arena, sizeof *insurance);
    struct sb_provider *providers = sb_arena_take(arena, sizeof sample_providers);
    struct sb_payer *payers = sb_arena_take(arena, sizeof sample_payer);

    if (config == NULL || patient == NULL || insurance == NULL || providers == NULL ||
        payers == NULL)
        return false;
    memcpy(providers, sample_providers, sizeof sample_providers);
    *payers = sample_payer;
    *insurance = sample_insurance;
    insurance->subscriber.birth_date = sb_date_make(1975, 1, 1);
    *config = (struct sb_config){
        .file = "sample",
        .folder = ".",
        .practice = sample_practice,
        .tax_id = "00-0000000",
        .taxonomy = "225100000X",
        .note = "This is where the practice's own note stands.",
        .accent = "#1f4e5f",
        .prints_email = true,
        .prints_received = true,
        .providers = providers,
        .provider_count = sizeof sample_providers / sizeof *sample_providers,
        .payers = payers,
        .payer_count = 1,
    };
    *patient = (struct sb_patient){
        .id = "SAMPLE",
        .name = {.first = "Robin", .middle = "Q", .last = "Sample"},
        .birth_date = sb_date_make(2001, 1, 1),
        .sex = SB_SEX_X,
        .address = {.line1 = "1 Sample Street",
                    .line2 = "Apt 3",
                    .city = "Portland",
                    .state = "OR",
                    .zip = "97201"},
        .phone = "503-555-0199",
        .email = "robin@sample.example",
        .insurance = insurance,
        .insurance_count = 1,
        .medicare = SB_MEDICARE_B,
        .language = language,
    };
    bill->config = config;
    bill->patient = patient;
    bill->insurance = insurance;
    bill->payer = payers;
    bill->provider = &providers[0];
    bill->supervisor = &providers[1];
    bill->location = &sample_place;
    return true;
}

static bool
sample_visits(struct sb_bill *bill, struct sb_arena *arena, sb_date issued_on)
{
    const struct sb_visit **list = sb_arena_array(arena, SAMPLE_VISITS, sizeof *list);
    struct sb_visit *visits = sb_arena_array(arena, SAMPLE_VISITS, sizeof *visits);

    if (list == NULL || visits == NULL)
        return false;
    for (size_t i = 0; i < SAMPLE_VISITS; i++) {
        visits[i] = (struct sb_visit){
            .id = i == 0 ? "SAMPLE-1" : "SAMPLE-2",
            .date = sample_day(issued_on, i),
            .onset_date = {issued_on.day - 40},
            .initial_treatment_date = {issued_on.day - 14},
            .referral =
                {true, "Dana Sample, MD", "1558598797", {issued_on.day - 30}, SB_QUALIFIER_DN},
            .authorization = "A-00000",
            .accident = {.given = true, .other = true, .date = {issued_on.day - 40}},
            .note = i == 0 ? "This is where the note of a visit stands." : NULL,
        };
        list[i] = &visits[i];
    }
    bill->visits = list;
    bill->visit_count = SAMPLE_VISITS;
    bill->first_date = visits[0].date;
    bill->last_date = visits[SAMPLE_VISITS - 1].date;
    return true;
}

static bool
sample_care(struct sb_bill *bill, struct sb_arena *arena, sb_date issued_on)
{
    const size_t diagnoses = sizeof sample_diagnoses / sizeof *sample_diagnoses;

    bill->lines = sb_arena_array(arena, SAMPLE_LINES, sizeof *bill->lines);
    bill->items = sb_arena_take(arena, sizeof *bill->items);
    if (bill->lines == NULL || bill->items == NULL)
        return false;
    for (size_t i = 0; i < diagnoses; i++) {
        memcpy(bill->diagnoses[i].code, sample_diagnoses[i].code, sizeof bill->diagnoses[i].code);
        bill->diagnoses[i].title = sample_diagnoses[i].title;
    }
    bill->diagnosis_count = diagnoses;
    for (size_t i = 0; i < SAMPLE_LINES; i++) {
        bill->lines[i] = (struct sb_bill_line){
            .visit = sample_lines[i].visit,
            .date = sample_day(issued_on, sample_lines[i].visit),
            .place = "11",
            .code = sample_lines[i].code,
            .description = sample_lines[i].description,
            .modifiers = {sample_lines[i].modifier},
            .modifier_count = sample_lines[i].modifier != NULL,
            .pointers = {0, 1},
            .pointer_count = 2,
            .minutes = sample_lines[i].minutes,
            .units = sample_lines[i].units,
            .charge = {sample_lines[i].charge},
            .adjustment = {sample_lines[i].adjustment},
            .paid = {sample_lines[i].charge - sample_lines[i].adjustment},
        };
        bill->charges.cents += sample_lines[i].charge;
        bill->adjustments.cents += sample_lines[i].adjustment;
    }
    bill->line_count = SAMPLE_LINES;
    bill->items[0] =
        (struct sb_bill_item){.visit = 0, .text = "Foam roller", .charge = {2400}, .paid = {2400}};
    bill->item_count = 1;
    bill->item_charges.cents = bill->item_paid.cents = 2400;
    return true;
}

/* The first payment pays for the item too; a refund of an overpaid cent would be as good. */
static bool
sample_payments(struct sb_bill *bill, struct sb_arena *arena, sb_date issued_on)
{
    const size_t count = sizeof sample_money / sizeof *sample_money;
    struct sb_payment *money = sb_arena_array(arena, count, sizeof *money);

    bill->payments = sb_arena_array(arena, count, sizeof *bill->payments);
    if (money == NULL || bill->payments == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t visit = i == 0 ? 0 : 1;
        bool refund = sample_money[i].reason != NULL;
        int64_t sign = refund ? -1 : 1, amount = sample_money[i].amount.amount.cents;

        money[i] = sample_money[i];
        money[i].date = (sb_date){sample_day(issued_on, visit).day + (refund ? 3 : 0)};
        bill->payments[i] = (struct sb_bill_payment){.visit = visit,
                                                     .payment = &money[i],
                                                     .refund = refund,
                                                     .applied = {i == 0 ? amount - 2400 : amount}};
        bill->received.cents += sign * amount;
        bill->paid.cents += sign * bill->payments[i].applied.cents;
    }
    bill->payment_count = count;
    bill->net.cents = bill->charges.cents - bill->adjustments.cents;
    bill->balance.cents = bill->net.cents - bill->paid.cents;
    return true;
}

static bool
sample_year(struct sb_bill *bill, struct sb_arena *arena, sb_date issued_on)
{
    struct sb_bill_year *year = sb_arena_take(arena, sizeof *year);
    const struct sb_provider **treated = sb_arena_array(arena, SAMPLE_VISITS, sizeof *treated);
    char text[SB_DATE_TEXT];

    if (year == NULL || treated == NULL)
        return false;
    (void)sb_date_print(text, issued_on);
    for (size_t i = 0; i < SAMPLE_VISITS; i++)
        treated[i] = &bill->config->providers[i];
    for (size_t i = 0; i < 4; i++)
        year->year = 10 * year->year + (text[i] - '0');
    year->by = SB_YEAR_BY_SERVICE;
    year->treated = year->providers = treated;
    year->provider_count = SAMPLE_VISITS;
    year->left_out = 1;
    year->so_far = true;
    bill->year = year;
    return true;
}

struct sb_bill *
sb_sample_bill(struct sb_arena *arena, enum sb_audience audience, enum sb_language language,
               sb_date issued_on)
{
    struct sb_bill *bill = sb_arena_take(arena, sizeof *bill);

    if (bill == NULL)
        return NULL;
    bill->audience = audience;
    bill->issued_on = issued_on;
    bill->number = "SAMPLE";
    bill->replaces = "SAMPLE-0";
    if (!sample_people(bill, arena, language) || !sample_visits(bill, arena, issued_on) ||
        !sample_care(bill, arena, issued_on) || !sample_payments(bill, arena, issued_on))
        return NULL;
    if (audience == SB_AUDIENCE_STATEMENT && !sample_year(bill, arena, issued_on))
        return NULL;
    return bill;
}
