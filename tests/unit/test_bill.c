/* test_bill.c - the canonical record of a bill: the same bytes, and nothing its reader may not see.
 */
#include "model_help.h"

/* A bill that says everything. */
struct whole {
    struct sb_config config;
    struct sb_provider provider, assistant;
    struct sb_payer payer;
    struct sb_site location;
    struct sb_insurance insurance;
    struct sb_patient patient;
    struct sb_visit visit;
    const struct sb_visit *visits[1];
    struct sb_bill_line lines[2];
    struct sb_bill_item items[1];
    struct sb_service service;
    struct sb_adjustment adjustment;
    struct sb_payment payment;
    struct sb_bill_payment payments[1];
    struct sb_bill bill;
};

static void
people_fill(struct whole *w)
{
    w->provider = (struct sb_provider){.id = "rivera",
                                       .name = "Ana Rivera",
                                       .credentials = "PT",
                                       .npi = "1234567893",
                                       .license = "OR PT-1"};
    w->assistant = (struct sb_provider){.id = "lee", .name = "Jordan Lee", .role = SB_ROLE_PTA};
    w->payer = (struct sb_payer){.id = "aetna", .name = "Aetna", .payer_id = "60054"};
    w->location = (struct sb_site){
        .id = "east", .name = "East", .city = "Portland", .zip = "97214", .phone = "503-555-0111"};
    w->config = (struct sb_config){.tax_id = "84-1234567", .note = "Pay the member"};
    w->config.practice = (struct sb_site){.name = "Cedar & Stone", .npi = "1003000126"};
    w->insurance = (struct sb_insurance){.payer = "aetna",
                                         .member_id = "W123",
                                         .relationship = SB_RELATIONSHIP_SPOUSE,
                                         .subscriber = {.given = true, .name.last = "Subscriber"}};
    w->patient = (struct sb_patient){.id = "P-1",
                                     .name = {.first = "Mar\xc3\xad\x61", .last = "N"},
                                     .birth_date = sb_date_make(1984, 3, 9),
                                     .sex = SB_SEX_F,
                                     .email = "maria@example.org",
                                     .phone = "503-555-0142",
                                     .address = {.line1 = "88 Alder", .country = "US"}};
    w->service = (struct sb_service){.code = "97110"};
    w->adjustment = (struct sb_adjustment){.date = sb_date_make(2026, 10, 6),
                                           .amount = {true, {1000}},
                                           .reason = "paid on the day",
                                           .service = 1};
    w->visit = (struct sb_visit){
        .id = "V-1",
        .date = sb_date_make(2026, 10, 5),
        .authorization = "AUTH-7",
        .onset_date = sb_date_make(2026, 9, 12),
        .referral = {.given = true, .name = "Dana Okafor, MD", .qualifier = SB_QUALIFIER_DN},
        .accident = {.given = true, .automobile = true},
        .start = {9 * 60 + 1},
        .end = {9 * 60 + 45 + 1},
        .services = &w->service,
        .service_count = 1,
        .adjustments = &w->adjustment,
        .adjustment_count = 1,
        .note = "a note"};
}

static void
bill_fill(struct whole *w)
{
    memset(w, 0, sizeof *w);
    people_fill(w);
    w->visits[0] = &w->visit;
    w->lines[0] = (struct sb_bill_line){.date = w->visit.date,
                                        .place = "11",
                                        .code = "97110",
                                        .description = "Exercise",
                                        .modifiers = {"GP"},
                                        .modifier_count = 1,
                                        .pointers = {0},
                                        .pointer_count = 1,
                                        .minutes = 24,
                                        .units = 2,
                                        .charge = {12500},
                                        .paid = {12500}};
    w->lines[1] = (struct sb_bill_line){.code = "97112", .minutes = 5, .units = 0};
    w->items[0] = (struct sb_bill_item){.text = "Foam roller", .charge = {2400}};
    w->payment = (struct sb_payment){.date = w->visit.date,
                                     .amount = {true, {14900}},
                                     .method = SB_METHOD_HSA,
                                     .reference = "4242"};
    w->payments[0] = (struct sb_bill_payment){.payment = &w->payment, .applied = {12500}};
    w->bill = (struct sb_bill){.config = &w->config,
                               .patient = &w->patient,
                               .insurance = &w->insurance,
                               .payer = &w->payer,
                               .provider = &w->provider,
                               .assistant = &w->assistant,
                               .location = &w->location,
                               .unit_rule = SB_UNIT_RULE_AMA,
                               .visits = w->visits,
                               .visit_count = 1,
                               .first_date = w->visit.date,
                               .last_date = w->visit.date,
                               .diagnosis_count = 1,
                               .lines = w->lines,
                               .line_count = 2,
                               .items = w->items,
                               .item_count = 1,
                               .payments = w->payments,
                               .payment_count = 1,
                               .charges = {12500},
                               .adjustments = {1000},
                               .net = {11500},
                               .paid = {12500},
                               .received = {14900},
                               .tables = "FY2027",
                               .issued_on = sb_date_make(2026, 10, 6)};
    memcpy(w->bill.diagnoses[0].code, "M25.561", 8);
    w->bill.diagnoses[0].title = "Pain in right knee";
}

static const char superbill_record[] =
    "{\"adjustments\":\"10.00\","
    "\"assistant\":{\"id\":\"lee\",\"name\":\"Jordan Lee\",\"role\":\"pta\"},"
    "\"audience\":\"superbill\",\"balance\":\"0.00\",\"charges\":\"125.00\","
    "\"diagnoses\":[{\"code\":\"M25.561\",\"title\":\"Pain in right knee\"}],\"draft\":false,"
    "\"first_date\":\"2026-10-05\","
    "\"insurance\":{\"member_id\":\"W123\",\"payer\":\"aetna\",\"payer_id\":\"60054\","
    "\"payer_name\":\"Aetna\",\"relationship\":\"spouse\","
    "\"subscriber\":{\"name\":{\"last\":\"Subscriber\"}}},"
    "\"issued_at\":1793520000,\"issued_on\":\"2026-10-06\",\"last_date\":\"2026-10-05\","
    "\"lines\":[{\"adjustment\":\"0.00\",\"charge\":\"125.00\",\"code\":\"97110\","
    "\"date\":\"2026-10-05\",\"description\":\"Exercise\",\"diagnoses\":[1],\"minutes\":24,"
    "\"modifiers\":[\"GP\"],\"paid\":\"125.00\",\"place\":\"11\",\"units\":2}],"
    "\"location\":{\"city\":\"Portland\",\"id\":\"east\",\"name\":\"East\",\"zip\":\"97214\"},"
    "\"net\":\"115.00\",\"note\":\"Pay the "
    "member\",\"number\":\"SB-2026-000001\",\"paid\":\"125.00\","
    "\"patient\":{\"address\":{\"line1\":\"88 Alder\"},\"birth_date\":\"1984-03-09\","
    "\"id\":\"P-1\",\"name\":{\"first\":\"Mar\xc3\xad\x61\",\"last\":\"N\"},\"phone\":\"503-555-"
    "0142\",\"sex\":\"F\"},"
    "\"payments\":[{\"amount\":\"149.00\",\"applied\":\"125.00\",\"date\":\"2026-10-05\","
    "\"method\":\"hsa card\",\"reference\":\"4242\",\"refund\":false}],"
    "\"practice\":{\"name\":\"Cedar & Stone\",\"npi\":\"1003000126\",\"tax_id\":\"84-1234567\"},"
    "\"provider\":{\"credentials\":\"PT\",\"id\":\"rivera\",\"license\":\"OR PT-1\","
    "\"name\":\"Ana Rivera\",\"npi\":\"1234567893\"},"
    "\"schema\":\"superbill.document/1\",\"tables\":\"FY2027\","
    "\"unit_rule\":\"ama\","
    "\"visits\":[{\"accident\":{\"auto\":true,\"employment\":false,\"other\":false},"
    "\"adjustments\":[{\"amount\":\"10.00\",\"code\":\"97110\",\"date\":\"2026-10-06\","
    "\"reason\":\"paid on the day\"}],"
    "\"authorization\":\"AUTH-7\",\"date\":\"2026-10-05\",\"end\":\"09:45\",\"id\":\"V-1\","
    "\"note\":\"a note\","
    "\"onset_date\":\"2026-09-12\",\"referral\":{\"name\":\"Dana Okafor, MD\"},"
    "\"start\":\"09:00\"}]}";

/* The bytes are a contract: documents carry them, and their hash. */
static void
a_superbills_record(void **state)
{
    struct sb_buf record = {0};
    struct whole w;
    uint8_t hash[32];
    char hex[65];

    (void)state;
    bill_fill(&w);
    assert_int_equal(sb_bill_seal(&w.bill, "SB-2026-000001", 1793520000, &record, NULL), SB_OK);
    assert_string_equal(record.at, superbill_record);
    sb_sha256(hash, record.at, record.len);
    sb_hex(hex, hash, sizeof hash);
    assert_string_equal(w.bill.record_sha256, hex);
    assert_string_equal(w.bill.number, "SB-2026-000001");
    assert_int_equal(w.bill.issued_at, 1793520000);
    assert_int_equal(sb_bill_seal(&w.bill, "SB-2026-000001", 1793520000, &record, NULL), SB_OK);
    assert_string_equal(record.at, superbill_record); /* again, into the same buffer */
    sb_buf_free(&record);
}

static void
each_audience_sees_its_own(void **state)
{
    static const struct {
        enum sb_audience audience;
        const char *absent[20], *present[4];
    } rows[] = {
        {SB_AUDIENCE_SUPERBILL,
         {"Foam roller", "example.org", "0111", "received", "qualifier"},
         {"M25.561", "Pain in right knee", "AUTH-7", "0142"}},
        {SB_AUDIENCE_PRIVATE,
         {"Foam roller", "Pain in", "example.org", "0111", "received", "role", "language"},
         {"M25.561", "AUTH-7", "0142", "\"F\""}},
        {SB_AUDIENCE_RECEIPT,
         {"M25",   "Pain in", "diagnos",    "AUTH-7",      "Okafor", "accident", "onset",
          "W123",  "09:00",   "Jordan",     "example.org", "0142",   "sex",      "97110",
          "place", "GP",      "1003000126", "Pay the",     "a note", "East"},
         {"Foam roller", "\"24.00\"", "Exercise", "paid on the day"}},
        {SB_AUDIENCE_STATEMENT,
         {"M25",   "Pain in", "diagnos",    "AUTH-7",      "Okafor", "accident", "onset",
          "W123",  "09:00",   "Jordan",     "example.org", "0142",   "sex",      "minutes",
          "place", "GP",      "1003000126", "Pay the",     "a note", "paid on"},
         {"Foam roller", "\"24.00\"", "Exercise", "97110"}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_buf record = {0};
        struct whole w;
        bill_fill(&w);
        w.bill.audience = rows[i].audience;
        assert_int_equal(sb_bill_canonical(&record, &w.bill, NULL), SB_OK);
        for (size_t k = 0; k < 20 && rows[i].absent[k]; k++)
            assert_null(strstr(record.at, rows[i].absent[k]));
        for (size_t k = 0; k < 4 && rows[i].present[k]; k++)
            assert_non_null(strstr(record.at, rows[i].present[k]));
        sb_buf_free(&record);
    }
}

/* What a layout of the practice's own adds is in the record, of superbills alone. */
static void
a_layout_of_its_own(void **state)
{
    static const struct {
        enum sb_audience audience;
        bool email, received;
    } rows[] = {
        {SB_AUDIENCE_SUPERBILL, true, false},
        {SB_AUDIENCE_SUPERBILL, false, true},
        {SB_AUDIENCE_PRIVATE, false, false},
        {SB_AUDIENCE_RECEIPT, false, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_buf record = {0};
        struct whole w;

        bill_fill(&w);
        w.bill.audience = rows[i].audience;
        w.config.prints_email = rows[i].email || i > 1;
        w.config.prints_received = rows[i].received || i > 1;
        assert_int_equal(sb_bill_canonical(&record, &w.bill, NULL), SB_OK);
        assert_int_equal(strstr(record.at, "\"email\":\"maria") != NULL, rows[i].email);
        assert_int_equal(strstr(record.at, "\"received\":\"149.00\"") != NULL, rows[i].received);
        sb_buf_free(&record);
    }
}

/* A draft of a bill that lacks everything is still a record. */
static void
an_empty_bill(void **state)
{
    struct sb_config config = {0};
    struct sb_bill bill = {.config = &config, .draft = true};
    struct sb_buf record = {0};

    (void)state;
    assert_int_equal(sb_bill_seal(&bill, NULL, 0, &record, NULL), SB_OK);
    assert_non_null(strstr(record.at, "\"draft\":true"));
    assert_null(strstr(record.at, "null"));
    assert_null(strstr(record.at, "number"));
    sb_buf_free(&record);
}

static void
filing_limits(void **state)
{
    static const struct {
        struct sb_filing filing;
        const char *last;
    } rows[] = {
        {{SB_FILING_NONE, 0}, ""},
        {{SB_FILING_DAYS, 365}, "2027-10-05"},
        {{SB_FILING_MONTHS, 15}, "2028-01-05"},
        {{SB_FILING_END_OF_NEXT_YEAR, 0}, "2027-12-31"},
    };
    char text[SB_DATE_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct sb_payer payer = {.filing = rows[i].filing};
        assert_string_equal(
            sb_date_print(text, sb_filing_last_day(&payer, sb_date_make(2026, 10, 5))),
            rows[i].last);
    }
    assert_int_equal(sb_filing_last_day(NULL, sb_date_make(2026, 10, 5)).day, 0);
    assert_true(sb_payer_name_is_medicare("MEDICARE Part B"));
    assert_false(sb_payer_name_is_medicare("Aetna Medicare Advantage"));
    assert_false(sb_payer_name_is_medicare("Medica"));
    assert_false(sb_payer_name_is_medicare(NULL));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_superbills_record), cmocka_unit_test(each_audience_sees_its_own),
        cmocka_unit_test(a_layout_of_its_own), cmocka_unit_test(an_empty_bill),
        cmocka_unit_test(filing_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
