/* test_price.c - charges, shares of a total, adjustments, payments: to the cent. */
#include "rules_help.h"

#define KNEE ", \"diagnoses\": [\"M25.561\"]"
#define PAY(amount) ", \"payments\": [{\"date\": \"2026-10-05\", \"amount\": \"" amount "\"}]"
#define THREE                                                                                      \
    ", \"services\": [{\"code\": \"97110\", \"minutes\": 30}, {\"code\": \"97140\", \"minutes\": " \
    "15}, {\"item\": \"Band\", \"charge\": \"9.00\"}]"

/* Lines as charge/adjustment/paid; totals as charges/adjustments/paid/balance received items/paid.
 */
static void
cents_go_where_they_belong(void **state)
{
    static const struct {
        const char *label, *members, *lines, *totals;
    } rows[] = {
        {"nothing paid", THREE, "97110 x2 A 120.00/0.00/0.00; 97140 x1 A 65.00/0.00/0.00",
         "185.00/0.00/0.00/185.00 0.00 9.00/0.00"},
        {"lines are paid in order", THREE PAY("130.00"),
         "97110 x2 A 120.00/0.00/120.00; 97140 x1 A 65.00/0.00/10.00",
         "185.00/0.00/130.00/55.00 130.00 9.00/0.00"},
        {"care first, then what is not care", THREE PAY("190.00"),
         "97110 x2 A 120.00/0.00/120.00; 97140 x1 A 65.00/0.00/65.00",
         "185.00/0.00/185.00/0.00 190.00 9.00/5.00"},
        {"what is over is a credit on care", THREE PAY("200.00"),
         "97110 x2 A 120.00/0.00/120.00; 97140 x1 A 65.00/0.00/65.00",
         "185.00/0.00/191.00/-6.00 200.00 9.00/9.00"},
        {"refunds lower what is paid",
         THREE PAY("185.00") ", \"refunds\": [{\"date\": \"2026-10-06\", \"amount\": \"100.00\"}]",
         "97110 x2 A 120.00/0.00/85.00; 97140 x1 A 65.00/0.00/0.00",
         "185.00/0.00/85.00/100.00 85.00 9.00/0.00"},
        {"a payment that bounced",
         THREE PAY("50.00") ", \"refunds\": [{\"date\": \"2026-10-06\", \"amount\": \"50.00\"}]",
         "97110 x2 A 120.00/0.00/0.00; 97140 x1 A 65.00/0.00/0.00",
         "185.00/0.00/0.00/185.00 0.00 9.00/0.00"},
        {"a discount on its line",
         THREE PAY("175.00") ", \"adjustments\": [{\"date\": \"2026-10-05\", \"amount\": "
                             "\"10.00\", \"service\": 2}]",
         "97110 x2 A 120.00/0.00/120.00; 97140 x1 A 65.00/10.00/55.00",
         "185.00/10.00/175.00/0.00 175.00 9.00/0.00"},
        {"a total by units and fees, largest remainder",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 30}, {\"code\": \"97140\", "
         "\"minutes\": 15}], \"total\": \"100.00\"",
         "97110 x2 A 64.86/0.00/0.00; 97140 x1 A 35.14/0.00/0.00",
         "100.00/0.00/0.00/100.00 0.00 0.00/0.00"},
        {"a total leaves the unbilled line out",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 30}, {\"code\": \"97140\", "
         "\"minutes\": 7}], \"total\": \"100.00\"",
         "97110 x2 A 100.00/0.00/0.00; 97140 x0 A 0.00/0.00/0.00",
         "100.00/0.00/0.00/100.00 0.00 0.00/0.00"},
        {"a total without any fee goes by units",
         ", \"services\": [{\"code\": \"97763\", \"minutes\": 30}, {\"code\": \"97542\", "
         "\"minutes\": 15}], \"total\": \"100.00\"",
         "97763 x2 A 66.67/0.00/0.00; 97542 x1 A 33.33/0.00/0.00",
         "100.00/0.00/0.00/100.00 0.00 0.00/0.00"},
        {"fees and charges of the record",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 30, \"fee\": \"50.00\"}, {\"code\": "
         "\"97140\", \"minutes\": 15, \"charge\": \"1.25\"}]",
         "97110 x2 A 100.00/0.00/0.00; 97140 x1 A 1.25/0.00/0.00",
         "101.25/0.00/0.00/101.25 0.00 0.00/0.00"},
        {"charges of merged lines add up",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 15, \"charge\": \"50.00\"}, "
         "{\"code\": \"97110\", \"minutes\": 15, \"charge\": \"1.00\"}]",
         "97110 x2 A 51.00/0.00/0.00", "51.00/0.00/0.00/51.00 0.00 0.00/0.00"},
        {"no unit, no charge",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 7, \"charge\": "
         "\"50.00\"}]",
         "97110 x0 A 0.00/0.00/0.00", "0.00/0.00/0.00/0.00 0.00 0.00/0.00"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rig rig;
        char members[1200];
        rig_open(&rig, NULL, "");
        (void)snprintf(members, sizeof members, KNEE "%s", rows[i].members);
        const struct sb_bill *bill = rig_bill(&rig, rig_text(members));
        if (strcmp(rig_lines(bill), rows[i].lines) != 0)
            fail_msg("%s: %s", rows[i].label, rig_lines(bill));
        if (strcmp(rig_totals(bill), rows[i].totals) != 0)
            fail_msg("%s: %s", rows[i].label, rig_totals(bill));
        rig_close(&rig);
    }
}

/* Each payment says what of it went to care; together they are what care was paid. */
static void
payments_say_what_is_applied(void **state)
{
    struct rig rig;
    static const bool refund[] = {false, false, false, true, true};

    (void)state;
    rig_open(&rig, NULL, "");
    const struct sb_bill *bill = rig_bill(
        &rig,
        rig_text(KNEE THREE ", \"payments\": [{\"date\": \"2026-10-07\", \"amount\": \"10.00\"}, "
                            "{\"date\": \"2026-10-05\", \"amount\": \"100.00\"}, {\"date\": "
                            "\"2026-10-06\", \"amount\": \"85.00\"}], \"refunds\": [{\"date\": "
                            "\"2026-10-09\", \"amount\": \"15.00\"}, {\"date\": \"2026-10-08\", "
                            "\"amount\": \"1.00\"}]"));
    /* 100 and 85 pay care; 10 is 9 for the band and 1 of credit; 1 takes the credit back; of 15
     * the band gives 9 and care 6. */
    static const int64_t wanted[] = {10000, 8500, 100, 100, 600};
    int64_t sum = 0;
    assert_int_equal(bill->payment_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(bill->payments[i].refund, refund[i]);
        assert_int_equal(bill->payments[i].applied.cents, wanted[i]);
        sum += refund[i] ? -wanted[i] : wanted[i];
    }
    assert_int_equal(bill->paid.cents, sum);
    assert_int_equal(bill->received.cents, 17900);
    rig_close(&rig);
}

/* The payer's own newest table, else the practice's, by the day of the visit. */
static void
fees_follow_payer_and_day(void **state)
{
    static const struct {
        const char *day;
        int64_t cents;
    } rows[] = {{"2026-01-01", 6000},
                {"2026-06-01", 6100},
                {"2026-08-31", 6100},
                {"2026-09-01", 7000},
                {"2026-10-05", 7000}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rig rig;
        char text[400];
        rig_open(&rig,
                 "[payer a]\nname = A\n[fees 2026-06-01]\n97110 = 61.00\n"
                 "[fees a 2026-09-01]\n97110 = 70.00\n",
                 ", \"insurance\": [{\"payer\": \"a\", \"member_id\": \"1\"}]");
        (void)snprintf(text, sizeof text,
                       "{\"id\": \"V-1\", \"patient\": \"P-1\", \"date\": \"%s\"" KNEE
                       ", \"services\": [{\"code\": \"97110\", \"minutes\": 15}]}",
                       rows[i].day);
        const struct sb_bill *bill = rig_bill(&rig, text);
        if (bill->charges.cents != rows[i].cents)
            fail_msg("%s: %lld", rows[i].day, (long long)bill->charges.cents);
        assert_int_equal(bill->lines[0].fee.cents, rows[i].cents);
        rig_close(&rig);
    }
}

static void
sums_that_overflow_are_found(void **state)
{
    struct rig rig;
    struct sb_buf text = {0};

    (void)state;
    rig_open(&rig, NULL, "");
    sb_buf_text(&text, KNEE ", \"services\": [");
    for (int i = 0; i < 190; i++)
        sb_buf_print(&text,
                     "%s{\"code\": \"B%04d\", \"text\": \"x\", \"units\": 999, \"fee\": "
                     "\"99999999999.99\"}",
                     i > 0 ? ", " : "", i);
    sb_buf_text(&text, "]");
    char *visit = malloc(text.len + 200);
    assert_non_null(visit);
    (void)snprintf(visit, text.len + 200,
                   "{\"id\": \"V-1\", \"patient\": \"P-1\", \"date\": \"2026-10-05\"%s}", text.at);
    (void)rig_bill(&rig, visit);
    assert_false(sb_findings_has(rig.found, SB_RULE_MONEY_OVERFLOW)); /* 1.9e18 still fits */
    for (size_t i = 0; i < 190; i++)
        rig.visits[0].services[i].units = 999999;
    struct sb_error err = {0};
    struct sb_bill *bill = NULL;
    const struct sb_visit *again = &rig.visits[0];
    assert_int_equal(sb_bill_build(&bill, &rig.judge, &again, 1, rig.found, &err), SB_OK);
    assert_true(sb_findings_has(rig.found, SB_RULE_MONEY_OVERFLOW));
    free(visit);
    sb_buf_free(&text);
    rig_close(&rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cents_go_where_they_belong),
        cmocka_unit_test(payments_say_what_is_applied),
        cmocka_unit_test(fees_follow_payer_and_day),
        cmocka_unit_test(sums_that_overflow_are_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
