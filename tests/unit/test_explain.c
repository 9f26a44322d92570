/* test_explain.c - reasons, in words that a biller can check against a manual. */
#include "rules_help.h"

/* Each rule with its source: what it found, or that it found nothing; and the tables' editions. */
static void
every_rule_is_told(const struct sb_buf *out)
{
    static const char *const tables[] = {"  diagnoses: by ", "  pairs: by ", "  daily limits: by "};
    const struct sb_rule_info *rule;
    char found[80], nothing[80];

    for (size_t i = 0; (rule = sb_rule_at(i)) != NULL; i++) {
        snprintf(found, sizeof found, "[%s]\n", rule->id);
        snprintf(nothing, sizeof nothing, "  nothing: %s (", rule->id);
        if (rule->group != SB_GROUP_READING &&
            (strstr(out->at, found) != NULL) == (strstr(out->at, nothing) != NULL))
            fail_msg("%s is told twice or not at all", rule->id);
        if (rule->group != SB_GROUP_READING)
            assert_non_null(strstr(out->at, rule->source));
    }
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        assert_non_null(strstr(out->at, tables[i]));
}

static void
reasons_are_told(void **state)
{
    static const struct {
        const char *label, *members, *wanted[8];
    } rows[] = {
        {"in, with units, fee and rule",
         ", \"diagnoses\": [\"M25.561\"], \"services\": [{\"code\": \"97110\", \"minutes\": 33, "
         "\"modifiers\": [\"GP\"]}, {\"code\": \"97140\", \"minutes\": 7}]",
         {"V-1 of 2026-10-05: in\n", "[payer a]", "units: by CMS, the payer's unit_rule says so",
          "ch. 5, s. 20.2", "  97110 x2 GP, 33 minutes\n",
          "the day's 40 timed minutes give 3 units", "2 x 70.00, the fee of [fees a 2026-09-01]",
          "charges 205.00, adjustments 0.00, paid 0.00, balance 205.00"}},
        {"out, with the finding and its source",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 45, \"units\": 4}]",
         {"out, it has findings at error level", "the record states 4, the minutes allow 3",
          "error: 97110: 4 units need 53 minutes, this visit has 45 [units-exceed-rule]",
          "CMS-1500 item 21", NULL}},
        {"zero, and why",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 7}]",
         {"97110 x0, 7 minutes", "no unit: documented, not billed", NULL}},
        {"a tie",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 8}, {\"code\": \"97140\", "
         "\"minutes\": 8}]",
         {"tie: 97110 and 97140 are equal with 8 minutes over", "by the order of the record",
          NULL}},
        {"shares, items and adjustments",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 15}, {\"item\": \"Band\", "
         "\"charge\": \"9.00\"}], \"total\": \"50.00\", \"adjustments\": [{\"amount\": \"5.00\", "
         "\"service\": 1}], \"payments\": [{\"date\": \"2026-10-05\", \"amount\": \"54.00\"}]",
         {"charge 50.00: its share of the total 50.00", "adjusted by 5.00; paid 45.00",
          "an item of 9.00: not care", "received 54.00 in all", NULL}},
        {"not care",
         ", \"services\": [{\"fee_type\": \"late cancellation\", \"charge\": \"75.00\"}]",
         {"out, nothing in it is care", "a fee of 75.00", NULL}},
        {"the assistant's part",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 30, \"assistant_minutes\": 15, "
         "\"charge\": \"80.00\", \"modifiers\": [\"GP\", \"CQ\"]}]",
         {"97110 x1 CQ GP, 15 minutes", "what the assistant gave", "97110 x1 GP, 15 minutes",
          "charge 40.00: as the record states", NULL}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rig rig;
        struct sb_buf out = {0};
        rig_open(&rig, "[payer a]\nname = A\nunit_rule = cms\n[fees a 2026-09-01]\n97110 = 70.00\n",
                 ", \"insurance\": [{\"payer\": \"a\", \"member_id\": \"1\"}]");
        const struct sb_bill *bill = rig_bill(&rig, rig_text(rows[i].members));
        sb_bill_explain(&out, bill, &rig.judge, rig.found, true);
        assert_false(out.failed);
        every_rule_is_told(&out);
        for (size_t j = 0; j < 8 && rows[i].wanted[j]; j++)
            if (!strstr(out.at, rows[i].wanted[j]))
                fail_msg("%s: no '%s' in\n%s", rows[i].label, rows[i].wanted[j], out.at);
        sb_buf_free(&out);
        rig_close(&rig);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reasons_are_told)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
