/* test_build.c - visits to bills: what is merged, split, pointed to, and by which rule. */
#include "rules_help.h"

#define DX ", \"diagnoses\": [\"M25.561\", \"M62.81\"]"

static void
services_become_lines(void **state)
{
    static const struct {
        const char *label, *members, *lines;
    } rows[] = {
        {"minutes are counted", ", \"services\": [{\"code\": \"97110\", \"minutes\": 24}]",
         "97110 x2 AB 120.00/0.00/0.00"},
        {"timed lines of one code are merged",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 8, \"modifiers\": [\"GP\"]}, "
         "{\"code\": \"97140\", \"minutes\": 15}, {\"code\": \"97110\", \"minutes\": 15, "
         "\"modifiers\": [\"59\"]}]",
         "97110 x2 59,GP AB 120.00/0.00/0.00; 97140 x1 AB 65.00/0.00/0.00"},
        {"untimed lines are not",
         ", \"services\": [{\"code\": \"97010\"}, {\"code\": \"97010\", \"modifiers\": [\"76\"]}]",
         "97010 x1 AB 10.00/0.00/0.00; 97010 x1 76 AB 10.00/0.00/0.00"},
        {"units as stated, fewer than allowed",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 60, \"units\": 2}]",
         "97110 x2 AB 120.00/0.00/0.00"},
        {"units without minutes", ", \"services\": [{\"code\": \"97110\", \"units\": 3}]",
         "97110 x3 AB 180.00/0.00/0.00"},
        {"minutes here, units there",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 15}, {\"code\": \"97110\", "
         "\"units\": 1}]",
         "97110 x2 AB 120.00/0.00/0.00"},
        {"one of two states fewer: the minutes decide",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 30, \"units\": 1}, {\"code\": "
         "\"97110\", \"minutes\": 15}]",
         "97110 x3 AB 180.00/0.00/0.00"},
        {"a quantity is stated",
         ", \"services\": [{\"code\": \"97597\"}, {\"code\": \"97598\", "
         "\"units\": 3}]",
         "97597 x1 AB 80.00/0.00/0.00; 97598 x3 AB 120.00/0.00/0.00"},
        {"pointers as named, in the record's order",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 15, \"diagnoses\": [\"m6281\", "
         "\"M25.561\"]}]",
         "97110 x1 BA 60.00/0.00/0.00"},
        {"no unit: on no line's charge", ", \"services\": [{\"code\": \"97110\", \"minutes\": 7}]",
         "97110 x0 AB 0.00/0.00/0.00"},
        {"the assistant's part apart, as the record marks it",
         ", \"assistant\": \"lee\", \"services\": [{\"code\": \"97110\", \"minutes\": 36, "
         "\"assistant_minutes\": 23, \"modifiers\": [\"GP\", \"CQ\"]}, {\"code\": \"97140\", "
         "\"minutes\": 30, \"modifiers\": [\"GP\"]}]",
         "97110 x1 CQ,GP AB 60.00/0.00/0.00; 97110 x1 GP AB 60.00/0.00/0.00; 97140 x2 GP AB "
         "130.00/0.00/0.00"},
        {"two lines of the record, one of them the assistant's",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 23, \"modifiers\": [\"GP\", "
         "\"CQ\"]}, {\"code\": \"97110\", \"minutes\": 15, \"modifiers\": [\"GP\"]}]",
         "97110 x2 CQ,GP AB 120.00/0.00/0.00; 97110 x1 GP AB 60.00/0.00/0.00"},
        {"all by the assistant",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 30, \"modifiers\": [\"CQ\", "
         "\"GP\"]}]",
         "97110 x2 CQ,GP AB 120.00/0.00/0.00"},
        {"nothing is marked unasked",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 30, \"assistant_minutes\": 15}]",
         "97110 x2 AB 120.00/0.00/0.00"},
        {"a charge of its own, shared with the assistant's line",
         ", \"services\": [{\"code\": \"97110\", \"minutes\": 38, \"assistant_minutes\": 15, "
         "\"charge\": \"100.00\", \"modifiers\": [\"GP\", \"CQ\"]}]",
         "97110 x1 CQ,GP AB 33.33/0.00/0.00; 97110 x2 GP AB 66.67/0.00/0.00"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rig rig;
        char members[2000];
        rig_open(&rig, NULL, "");
        (void)snprintf(members, sizeof members, DX "%s", rows[i].members);
        const char *lines = rig_lines(rig_bill(&rig, rig_text(members)));
        if (strcmp(lines, rows[i].lines) != 0)
            fail_msg("%s:\n%s\nwanted\n%s", rows[i].label, lines, rows[i].lines);
        rig_close(&rig);
    }
}

/* Which rule counts: the payer's, what its plan counts like, the practice's, AMA. */
static void
the_unit_rule_is_found(void **state)
{
    static const struct {
        const char *label, *config, *person;
        enum sb_unit_rule rule;
    } rows[] = {
        {"nobody says", NULL, "", SB_UNIT_RULE_AMA},
        {"the practice", "[billing]\nunit_rule = cms\n", "", SB_UNIT_RULE_CMS},
        {"the payer before the practice",
         "[billing]\nunit_rule = cms\n[payer a]\nname = A\nunit_rule = ama\n",
         ", \"insurance\": [{\"payer\": \"a\", \"member_id\": \"1\"}]", SB_UNIT_RULE_AMA},
        {"by the payer's name", "[payer a]\nname = Acme Health\nunit_rule = cms\n",
         ", \"insurance\": [{\"payer\": \"ACME health\", \"member_id\": \"1\"}]", SB_UNIT_RULE_CMS},
        {"Medicare Advantage", "[payer a]\nname = A\nkind = advantage\n",
         ", \"insurance\": [{\"payer\": \"a\", \"member_id\": \"1\"}]", SB_UNIT_RULE_CMS},
        {"Medicaid", "[payer a]\nname = A\nkind = medicaid\n",
         ", \"insurance\": [{\"payer\": \"a\", \"member_id\": \"1\"}]", SB_UNIT_RULE_CMS},
        {"Medicare", "[payer a]\nname = A\nmedicare = yes\n",
         ", \"insurance\": [{\"payer\": \"a\", \"member_id\": \"1\"}]", SB_UNIT_RULE_CMS},
        {"a free name that counts like it", NULL,
         ", \"insurance\": [{\"payer\": \"TRICARE West\", \"member_id\": \"1\"}]",
         SB_UNIT_RULE_CMS},
        {"a commercial one", "[payer a]\nname = A\n",
         ", \"insurance\": [{\"payer\": \"a\", \"member_id\": \"1\"}]", SB_UNIT_RULE_AMA},
        {"the insurance in force on the date",
         "[payer a]\nname = A\nunit_rule = cms\n[payer b]\nname = B\nunit_rule = ama\n",
         ", \"insurance\": [{\"payer\": \"b\", \"member_id\": \"1\", \"until\": \"2026-10-04\"}, "
         "{\"payer\": \"b\", \"member_id\": \"1\", \"from\": \"2026-10-06\"}, {\"payer\": \"a\", "
         "\"member_id\": \"1\", \"from\": \"2026-10-05\", \"until\": \"2026-10-05\"}]",
         SB_UNIT_RULE_CMS},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rig rig;
        rig_open(&rig, rows[i].config, rows[i].person);
        const struct sb_bill *bill = rig_bill(&rig, rig_text(DX));
        if (bill->unit_rule != rows[i].rule)
            fail_msg("%s: %d", rows[i].label, bill->unit_rule);
        rig_close(&rig);
    }
}

static void
people_and_places_are_found(void **state)
{
    struct rig rig;

    (void)state;
    rig_open(&rig, "[location east]\nname = East\n[location west]\nname = West\n", "");
    rig.config->providers[0].location = "east";
    struct sb_bill *bill = rig_bill(&rig, rig_text(DX ", \"assistant\": \"lee\""));
    assert_string_equal(bill->provider->id, "rivera");
    assert_string_equal(bill->assistant->id, "lee");
    assert_string_equal(bill->supervisor->id, "rivera");
    assert_string_equal(bill->location->id, "east");
    assert_null(bill->insurance);
    bill = rig_bill(&rig, "{\"id\": \"V-2\", \"patient\": \"P-1\", \"date\": \"2026-10-05\", "
                          "\"location\": \"west\", \"services\": []}");
    assert_string_equal(bill->provider->id, "rivera"); /* the only one that is no assistant */
    assert_string_equal(bill->location->id, "west");
    assert_null(bill->supervisor);
    bill = rig_bill(&rig, "{\"id\": \"V-3\", \"patient\": \"P-1\", \"date\": \"2026-10-05\", "
                          "\"provider\": \"lee\", \"services\": []}");
    assert_string_equal(bill->supervisor->id, "rivera");
    assert_int_equal(bill->line_count, 0);
    rig_close(&rig);
}

static void
diagnoses_stand_in_the_payers_order(void **state)
{
    struct rig rig;

    (void)state;
    rig_open(&rig, "[payer a]\nname = A\ndx_order = R M62\n",
             ", \"insurance\": [{\"payer\": \"a\", \"member_id\": \"1\"}]");
    const struct sb_bill *bill = rig_bill(
        &rig, rig_text(", \"diagnoses\": [\"m25561\", {\"code\": \"M62.81\", \"text\": \"weak\"}, "
                       "\"R26.89\"], \"services\": [{\"code\": \"97110\", \"minutes\": 15}, "
                       "{\"code\": \"97140\", \"minutes\": 15, \"diagnoses\": [\"M25.561\"]}]"));
    assert_int_equal(bill->diagnosis_count, 3);
    assert_string_equal(bill->diagnoses[0].code, "R26.89");
    assert_string_equal(bill->diagnoses[1].code, "M62.81");
    assert_string_equal(bill->diagnoses[1].title, "weak");
    assert_string_equal(bill->diagnoses[2].code, "M25.561");
    assert_string_equal(bill->diagnoses[2].title, "Pain in right knee");
    assert_string_equal(rig_lines(bill),
                        "97110 x1 ABC 60.00/0.00/0.00; 97140 x1 C 65.00/0.00/0.00");
    rig_close(&rig);
}

/* Several visits on one bill: diagnoses are joined, each line keeps its own. */
static void
visits_are_joined(void **state)
{
    struct rig rig;
    struct sb_error err = {0};
    struct sb_bill *bill = NULL;
    const struct sb_visit *visits[2];

    (void)state;
    rig_open(&rig, NULL, "");
    visits[0] = rig_visit(&rig, "{\"id\": \"V-1\", \"patient\": \"P-1\", \"provider\": \"rivera\", "
                                "\"date\": \"2026-10-05\", \"diagnoses\": [\"M25.561\"], "
                                "\"services\": [{\"code\": \"97110\", \"minutes\": 15}], "
                                "\"payments\": [{\"date\": \"2026-10-20\", \"amount\": 60}]}");
    visits[1] =
        rig_visit(&rig, "{\"id\": \"V-2\", \"patient\": \"P-1\", \"provider\": \"rivera\", "
                        "\"date\": \"2026-10-12\", \"diagnoses\": [\"M62.81\", "
                        "\"M25.561\"], \"services\": [{\"code\": \"97140\", \"minutes\": "
                        "15}], \"payments\": [{\"date\": \"2026-10-12\", \"amount\": 65}]}");
    assert_int_equal(sb_bill_build(&bill, &rig.judge, visits, 2, rig.found, &err), SB_OK);
    assert_int_equal(sb_bill_check(bill, &rig.judge, rig.found, &err), SB_OK);
    assert_string_equal(rig_found(&rig, true), "");
    assert_string_equal(rig_lines(bill),
                        "97110 x1 A 60.00/0.00/60.00; 97140 x1 AB 65.00/0.00/65.00");
    assert_string_equal(rig_totals(bill), "125.00/0.00/125.00/0.00 125.00 0.00/0.00");
    assert_int_equal(bill->first_date.day, sb_date_make(2026, 10, 5).day);
    assert_int_equal(bill->last_date.day, sb_date_make(2026, 10, 12).day);
    assert_int_equal(bill->payment_count, 2);
    assert_int_equal(bill->payments[0].visit, 1); /* by date */
    assert_int_equal(bill->lines[1].visit, 1);
    assert_int_equal(bill->diagnoses[1].date.day, sb_date_make(2026, 10, 12).day);
    rig_close(&rig);
}

static void
bills_are_selected(void **state)
{
    static const struct {
        const char *label;
        struct sb_filter filter;
        bool taken;
    } rows[] = {
        {"no filter", {0}, true},
        {"its patient", {.patient = "P-1"}, true},
        {"another patient", {.patient = "P-2"}, false},
        {"its provider", {.provider = "rivera"}, true},
        {"another provider", {.provider = "lee"}, false},
        {"its payer by id", {.payer = "a"}, true},
        {"its payer by name", {.payer = "acme"}, true},
        {"another payer", {.payer = "b"}, false},
        {"its visit", {.visit = "V-1"}, true},
        {"another visit", {.visit = "V-2"}, false},
        {"since its day", {.since = {739894}}, true},
        {"since the day after", {.since = {739895}}, false},
        {"until its day", {.until = {739894}}, true},
        {"until the day before", {.until = {739893}}, false},
        {"unpaid", {.unpaid = true}, true},
        {"paid", {.paid = true}, false},
        {"filed within 30 days", {.deadline = 30, .deadline_given = true}, false},
        {"filed within 400 days", {.deadline = 400, .deadline_given = true}, true},
    };
    struct rig rig;

    (void)state;
    rig_open(&rig, "[payer a]\nname = Acme\nfiling_days = 365\n",
             ", \"insurance\": [{\"payer\": \"a\", \"member_id\": \"1\"}]");
    const struct sb_bill *bill =
        rig_bill(&rig, rig_text(DX ", \"services\": [{\"code\": \"97110\", \"minutes\": 15}]"));
    assert_int_equal(bill->first_date.day, 739894);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (sb_bill_matches(bill, &rows[i].filter, rig.judge.issued_on) != rows[i].taken)
            fail_msg("%s", rows[i].label);
    rig_close(&rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(services_become_lines),
        cmocka_unit_test(the_unit_rule_is_found),
        cmocka_unit_test(people_and_places_are_found),
        cmocka_unit_test(diagnoses_stand_in_the_payers_order),
        cmocka_unit_test(visits_are_joined),
        cmocka_unit_test(bills_are_selected),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
