/*
 * test_check.c - what findings say of each other: precedence, levels, audiences, days.  That each
 * rule fires at all stands in tests/findings.
 */
#include "rules_help.h"

#define PAID(amount) ", \"payments\": [{\"date\": \"2026-10-05\", \"amount\": \"" amount "\"}]"
#define KNEE ", \"diagnoses\": [\"M25.561\"]"
#define SERVICES(list) ", \"services\": [" list "]"
#define LINE(code, minutes) "{\"code\": \"" code "\", \"minutes\": " minutes "}"
#define PLAIN(code) "{\"code\": \"" code "\"}"
#define MARKED(code, modifiers) "{\"code\": \"" code "\", \"modifiers\": [" modifiers "]}"
#define TREATED(by) "@" by
#define INSURED(payer) ", \"insurance\": [{\"payer\": \"" payer "\", \"member_id\": \"W1\"}]"

struct row {
    const char *label;
    const char *config, *person, *visit; /* visit: members behind the date */
    const char *found;
};

static void
rows_run(const struct row *rows, size_t count, bool notes)
{
    for (size_t i = 0; i < count; i++) {
        struct rig rig;
        rig_open(&rig, rows[i].config, rows[i].person ? rows[i].person : "");
        (void)rig_bill(&rig, rig_text(rows[i].visit));
        const char *found = rig_found(&rig, notes);
        if (strcmp(found, rows[i].found) != 0)
            fail_msg("%s:\n%s\nwanted\n%s", rows[i].label, found, rows[i].found);
        rig_close(&rig);
    }
}
#define RUN(rows, notes) rows_run(rows, sizeof rows / sizeof *(rows), notes)

/* One fault, one finding; the more special rule speaks. */
static void
one_fault_has_one_finding(void **state)
{
    static const struct row rows[] = {
        {"a sound visit", NULL, NULL, KNEE SERVICES(LINE("97110", "15")) PAID("60.00"), ""},
        {"same evaluation twice: a duplicate", NULL, NULL,
         KNEE SERVICES(PLAIN("97161") ", " PLAIN("97161")) PAID("300.00"),
         "E duplicate-service /services/1"},
        {"two evaluations: not also a pair", NULL, NULL,
         KNEE SERVICES(PLAIN("97161") ", " PLAIN("97164")) PAID("240.00"),
         "E evaluation-twice /services/1/code"},
        {"a set of which one is billed: not also a pair", NULL, NULL,
         KNEE SERVICES(PLAIN("20560") ", " PLAIN("20561")) PAID("170.00"),
         "W code-one-of /services/1/code"},
        {"but a strict payer refuses the pair", "[payer a]\nname = A\nedits = strict\n",
         INSURED("a"), KNEE SERVICES(PLAIN("20560") ", " PLAIN("20561")) PAID("170.00"),
         "E pair-never /services/0/code"},
        {"units above rule and limit", NULL, NULL,
         KNEE SERVICES("{\"code\": \"97035\", \"minutes\": 30, \"units\": 4}") PAID("120.00"),
         "E units-exceed-rule /services/0/units"},
        {"untimed units above the limit", NULL, NULL,
         KNEE SERVICES("{\"code\": \"97161\", \"units\": 2}") PAID("300.00"),
         "E untimed-units /services/0/units"},
        {"what is no code has no fee either", NULL, NULL, KNEE SERVICES(PLAIN("971")),
         "E code-format /services/0/code"},
        {"no price: the balance is not known", NULL, NULL, KNEE SERVICES(LINE("97763", "15")),
         "E charge-missing /services/0/charge"},
        {"an unreadable date is not also missing", NULL, NULL,
         KNEE SERVICES(LINE("97110", "15")) ", \"payments\": [{\"date\": \"2026-02-30\", "
                                            "\"amount\": \"60.00\"}]",
         "E date-invalid /payments/0/date"},
        {"unreadable services are not also missing", NULL, NULL, KNEE ", \"services\": 1",
         "E value-type /services"},
        {"unreadable minutes are not also missing", NULL, NULL,
         KNEE SERVICES("{\"code\": \"97110\", \"minutes\": \"15\"}"),
         "E value-type /services/0/minutes"},
        {"unreadable diagnoses are not also missing", NULL, NULL,
         ", \"diagnoses\": \"M25.561\"" SERVICES(LINE("97110", "15")) PAID("60.00"),
         "E value-type /diagnoses"},
        {"an unreadable adjustment is not also unplaced", NULL, NULL,
         KNEE SERVICES(LINE("97110", "15")) PAID("60.00") ", \"adjustments\": [{\"amount\": "
                                                          "\"5.00\", \"service\": \"1\"}]",
         "E value-type /adjustments/0/service"},
        {"a seventh character before not-billable", NULL, NULL,
         ", \"diagnoses\": [\"S13.4\"], \"accident\": {\"other\": true}" SERVICES(
             LINE("97110", "15")) PAID("60.00"),
         "E dx-seventh-character /diagnoses/0"},
        {"a seventh character where none is taken", NULL, NULL,
         ", \"diagnoses\": [\"M25.561A\"]" SERVICES(LINE("97110", "15")) PAID("60.00"),
         "E dx-seventh-character /diagnoses/0"},
        {"not valid on the date before not-billable", NULL, NULL,
         ", \"diagnoses\": [\"M72.2\"]" SERVICES(LINE("97110", "15")) PAID("60.00"),
         "E dx-not-valid-on-date /diagnoses/0"},
        {"thirteen diagnoses: none of them unused", NULL, NULL,
         ", \"diagnoses\": [\"M25.511\", \"M25.512\", \"M25.521\", \"M25.522\", \"M25.531\", "
         "\"M25.532\", \"M25.551\", \"M25.552\", \"M25.561\", \"M25.562\", \"M25.571\", "
         "\"M25.572\", \"M62.81\"]" SERVICES(LINE("97110", "15")) PAID("60.00"),
         "E dx-too-many /diagnoses/12"},
        {"Medicare itself asks nobody's age", "[payer m]\nname = Medicare\nmedicare = yes\n",
         INSURED("m"), KNEE SERVICES(LINE("97110", "15")) PAID("60.00"),
         "E payer-medicare /insurance/0/payer"},
        {"a free name of Medicare is not also unknown", NULL, INSURED("Medicare of Oregon"),
         KNEE SERVICES(LINE("97110", "15")) PAID("60.00"), "E payer-medicare /insurance/0/payer"},
        {"no minutes: nothing is overpaid", NULL, NULL, KNEE SERVICES(PLAIN("97110")) PAID("60.00"),
         "E minutes-missing /services/0/minutes"},
        {"a discount without a line leaves no balance", NULL, NULL,
         KNEE SERVICES(LINE("97110", "15")) PAID("50.00") ", \"adjustments\": [{\"date\": "
                                                          "\"2026-10-05\", \"amount\": "
                                                          "\"10.00\"}]",
         "E adjustment-unplaced /adjustments/0/service"},
        {"a retired code has no fee either", NULL, NULL, KNEE SERVICES(PLAIN("97001")),
         "E code-retired /services/0/code"},
        {"a negative charge is not also overpaid", NULL, NULL,
         KNEE SERVICES("{\"code\": \"97110\", \"minutes\": 15, \"charge\": \"-1.00\"}"),
         "E charge-negative /services/0/charge"},
    };

    (void)state;
    RUN(rows, false);
}

static void
levels_follow_the_payer(void **state)
{
    static const struct row rows[] = {
        {"a pair warns", NULL, NULL,
         KNEE SERVICES(PLAIN("97161") ", " LINE("97750", "15")) PAID("210.00"),
         "W pair-never /services/1/code"},
        {"strict: it refuses", "[payer a]\nname = A\nedits = strict\n", INSURED("a"),
         KNEE SERVICES(PLAIN("97161") ", " LINE("97750", "15")) PAID("210.00"),
         "E pair-never /services/1/code"},
        {"an ended pair is silent", NULL, NULL,
         KNEE SERVICES(LINE("97530", "15") ", " LINE("97140", "15")) PAID("131.00"), ""},
        {"unless the payer holds old pairs", "[payer a]\nname = A\npairs = old\n", INSURED("a"),
         KNEE SERVICES(LINE("97530", "15") ", " LINE("97140", "15")) PAID("131.00"),
         "W pair-modifier /services/0/modifiers"},
        {"59 on either code passes", "[payer a]\nname = A\npairs = old\n", INSURED("a"),
         KNEE SERVICES("{\"code\": \"97530\", \"minutes\": 15}, {\"code\": \"97140\", "
                       "\"minutes\": 15, \"modifiers\": [\"XS\"]}") PAID("131.00"),
         ""},
        {"a note raised to an error",
         "[payer a]\nname = A\nunit_cap = 1\nseverity.units-cap = error\n", INSURED("a"),
         KNEE SERVICES(LINE("97110", "30")) PAID("120.00"), "E units-cap /services"},
        {"a warning turned off", "[payer a]\nname = A\nseverity.balance-due = off\n", INSURED("a"),
         KNEE SERVICES(LINE("97110", "30")), ""},
        {"no error is lowered", "[payer a]\nname = A\nseverity.dx-missing = off\n", INSURED("a"),
         SERVICES(LINE("97110", "15")) PAID("60.00"), "E dx-missing /diagnoses"},
        {"Medicare allowed warns", "[payer m]\nname = M\nmedicare = yes\nallow = yes\n",
         INSURED("m"), KNEE SERVICES(LINE("97110", "15")) PAID("60.00"),
         "W payer-medicare /insurance/0/payer"},
        {"and cannot be silenced",
         "[payer m]\nname = M\nmedicare = yes\nallow = yes\nseverity.payer-medicare = off\n",
         INSURED("m"), KNEE SERVICES(LINE("97110", "15")) PAID("60.00"),
         "W payer-medicare /insurance/0/payer"},
        {"Medicare second is Medicare",
         "[payer a]\nname = A\n[payer m]\nname = M\nmedicare = yes\n",
         ", \"insurance\": [{\"payer\": \"a\", \"member_id\": \"1\"}, {\"payer\": \"m\", "
         "\"member_id\": \"1\"}]",
         KNEE SERVICES(LINE("97110", "15")) PAID("60.00"), "E payer-medicare /insurance/1/payer"},
        {"Medicare that has ended is not", "[payer m]\nname = M\nmedicare = yes\n",
         ", \"insurance\": [{\"payer\": \"m\", \"member_id\": \"1\", \"until\": \"2026-10-04\"}]",
         KNEE SERVICES(LINE("97110", "15")) PAID("60.00"), ""},
        {"Advantage warns of its route", "[payer a]\nname = Medicare Advantage\nkind = advantage\n",
         INSURED("a"), KNEE SERVICES(LINE("97110", "15")) PAID("60.00"),
         "W payer-route [payer a] kind"},
        {"a payer of no section", NULL, INSURED("Somebody Else"),
         KNEE SERVICES(LINE("97110", "15")) PAID("60.00"), ""},
        {"a diagnosis that is nowhere", NULL, NULL,
         ", \"diagnoses\": [\"A18.03\"]" SERVICES(LINE("97110", "15")) PAID("60.00"),
         "W dx-unknown /diagnoses/0"},
    };

    (void)state;
    RUN(rows, false);
}

/* Rules that have several ways to be broken, beyond the one of their reproducer. */
static void
each_way_is_found(void **state)
{
    static const struct row rows[] = {
        {"no care: nothing is asked", NULL, NULL,
         SERVICES("{\"item\": \"Foam roller\", \"charge\": \"24.00\"}") PAID("24.00"),
         "N not-care /services/0"},
        {"telehealth in an office", NULL, NULL,
         KNEE SERVICES("{\"code\": \"97110\", \"minutes\": 15, \"modifiers\": [\"95\"]}")
             PAID("60.00"),
         "W telehealth-modifier /services/0/modifiers"},
        {"CO without GO", NULL, NULL,
         KNEE SERVICES("{\"code\": \"97110\", \"minutes\": 15, \"modifiers\": [\"GP\", \"CO\"]}")
             PAID("60.00"),
         "E modifier-conflict /services/0/modifiers/1"},
        {"59 with XU", NULL, NULL,
         KNEE SERVICES("{\"code\": \"97110\", \"minutes\": 15, \"modifiers\": [\"59\", \"XU\"]}")
             PAID("60.00"),
         "E modifier-conflict /services/0/modifiers/1"},
        {"one modifier twice", NULL, NULL,
         KNEE SERVICES("{\"code\": \"97110\", \"minutes\": 15, \"modifiers\": [\"GP\", \"GP\"]}")
             PAID("60.00"),
         "E modifier-conflict /services/0/modifiers/1"},
        {"conflicts across merged lines", NULL, NULL,
         KNEE SERVICES("{\"code\": \"97110\", \"minutes\": 15, \"modifiers\": [\"GP\"]}, "
                       "{\"code\": \"97110\", \"minutes\": 15, \"modifiers\": [\"GO\"]}")
             PAID("120.00"),
         "E modifier-conflict /services/1/modifiers/0"},
        {"a side against the diagnosis", NULL, NULL,
         ", \"diagnoses\": [\"M25.511\"]" SERVICES(MARKED("29240", "\"LT\"")) PAID("70.00"),
         "W modifier-side /services/0/modifiers/0"},
        {"a side with the diagnosis", NULL, NULL,
         ", \"diagnoses\": [\"M25.512\"]" SERVICES(MARKED("29240", "\"LT\"")) PAID("70.00"), ""},
        {"GP added makes five", "[billing]\nadd_gp = yes\n[payer a]\nname = A\nrequire_gp = yes\n",
         INSURED("a"),
         KNEE SERVICES("{\"code\": \"97110\", \"minutes\": 15, \"modifiers\": [\"59\", \"76\", "
                       "\"97\", \"52\"]}") PAID("60.00"),
         "E modifier-too-many /services/0/modifiers"},
        {"GP added is not missing",
         "[billing]\nadd_gp = yes\n[payer a]\nname = A\nrequire_gp = yes\n", INSURED("a"),
         KNEE SERVICES(LINE("97110", "15")) PAID("60.00"), ""},
        {"a PTA treats: CQ is wanted", "[payer a]\nname = A\nrequire_cq = yes\n", INSURED("a"),
         TREATED("lee") KNEE SERVICES(LINE("97110", "15")) PAID("60.00"),
         "W modifier-cq /services/0/modifiers"},
        {"10 % by the assistant is forgiven", "[payer a]\nname = A\nrequire_cq = yes\n",
         INSURED("a"),
         KNEE SERVICES("{\"code\": \"97110\", \"minutes\": 15, \"assistant_minutes\": 1}")
             PAID("60.00"),
         ""},
        {"total beside a fee", NULL, NULL,
         KNEE SERVICES(
             "{\"code\": \"97110\", \"minutes\": 15, \"fee\": \"60.00\"}") ", \"total\": "
                                                                           "\"60.00\"" PAID("60."
                                                                                            "00"),
         "E charge-mismatch /services/0/fee"},
        {"a total with nothing that could cost it", NULL, NULL,
         KNEE SERVICES(LINE("97110", "7")) ", \"total\": \"100.00\"",
         "W units-zero /services/0/minutes; E charge-mismatch /total"},
        {"two prices of one merged code", NULL, NULL,
         KNEE SERVICES("{\"code\": \"97110\", \"minutes\": 15, \"fee\": \"60.00\"}, {\"code\": "
                       "\"97110\", \"minutes\": 15, \"fee\": \"70.00\"}") PAID("120.00"),
         "E charge-mismatch /services/0"},
        {"an adjustment above the charge", NULL, NULL,
         KNEE SERVICES(LINE("97110", "15")) PAID("60.00") ", \"adjustments\": [{\"date\": "
                                                          "\"2026-10-05\", \"amount\": \"60.01\", "
                                                          "\"service\": 1}]",
         "E adjustment-unplaced /adjustments/0/amount"},
        {"an adjustment of an item", NULL, NULL,
         KNEE SERVICES(LINE("97110", "15") ", {\"item\": \"Band\", \"charge\": \"9.00\"}")
             PAID("69.00") ", \"adjustments\": [{\"date\": \"2026-10-05\", \"amount\": \"1.00\", "
                           "\"service\": 2}]",
         "E adjustment-unplaced /adjustments/0/service; N not-care /services/1"},
        {"a payment after today", NULL, NULL,
         KNEE SERVICES(LINE("97110", "15")) ", \"payments\": [{\"date\": \"2026-11-21\", "
                                            "\"amount\": \"60.00\"}]",
         "E payment-date /payments/0/date"},
        {"an item without a charge", NULL, NULL,
         KNEE SERVICES(LINE("97110", "15") ", {\"item\": \"Band\"}") PAID("60.00"),
         "E charge-missing /services/1/charge; N not-care /services/1"},
        {"more than four pointers", NULL, NULL,
         ", \"diagnoses\": [\"M25.561\", \"M25.562\", \"M62.81\", \"R26.89\", "
         "\"M25.511\"]" SERVICES(
             "{\"code\": \"97110\", \"minutes\": 15, \"diagnoses\": [\"M25.561\", \"M25.562\", "
             "\"M62.81\", \"R26.89\", \"M25.511\"]}") PAID("60.00"),
         "E dx-pointer /services/0/diagnoses/4"},
        {"an assistant that is none", NULL, NULL,
         ", \"assistant\": \"rivera\"" KNEE SERVICES(LINE("97110", "15")) PAID("60.00"),
         "E provider-unknown /assistant"},
        {"a location that is none", NULL, NULL,
         ", \"location\": \"moon\"" KNEE SERVICES(LINE("97110", "15")) PAID("60.00"),
         "E provider-unknown /location"},
        {"a balance beside a date", NULL, NULL,
         KNEE SERVICES(LINE("97110", "15")) ", \"payments\": [{\"amount\": \"50.00\"}]",
         "W balance-due /payments; E payment-date /payments/0/date"},
        {"auto accident", NULL, NULL,
         ", \"accident\": {\"auto\": true, \"state\": \"OR\"}" KNEE SERVICES(LINE("97110", "15"))
             PAID("60.00"),
         "W accident-related /accident/auto"},
        {"a place of later years", NULL, NULL,
         ", \"place_of_service\": \"66\"" KNEE SERVICES(LINE("97110", "15")) PAID("60.00"),
         "W place-unlikely /place_of_service"},
        {"a code that has not begun", NULL, NULL,
         KNEE SERVICES("{\"code\": \"97127\", \"charge\": \"9.00\"}") PAID("9.00"),
         "E code-retired /services/0/code"},
        {"an add-on of full blocks is reached", NULL, NULL,
         KNEE SERVICES("{\"code\": \"98980\", \"minutes\": 40, \"fee\": \"60.00\"}") PAID("60.00"),
         "N addon-reached /services/0/minutes"},
    };

    (void)state;
    RUN(rows, true);
}

/* A receipt is judged by fewer groups; the same visit refuses its superbill. */
static void
receipts_are_judged_by_less(void **state)
{
    static const struct {
        const char *label, *visit, *insurer, *receipt;
    } rows[] = {
        {"no diagnosis", SERVICES(LINE("97110", "15")) PAID("60.00"), "E dx-missing /diagnoses",
         ""},
        {"an unlikely place",
         ", \"place_of_service\": \"21\"" KNEE SERVICES(LINE("97110", "15")) PAID("60.00"),
         "W place-unlikely /place_of_service", ""},
        {"too many units",
         KNEE SERVICES("{\"code\": \"97110\", \"minutes\": 15, \"units\": 2}") PAID("120.00"),
         "E units-exceed-rule /services/0/units", "E units-exceed-rule /services/0/units"},
        {"no minutes", KNEE SERVICES(PLAIN("97110")), "E minutes-missing /services/0/minutes",
         "E minutes-missing /services/0/minutes"},
        {"nothing in it", KNEE SERVICES(""), "E services-missing /services",
         "E services-missing /services"},
        {"a balance", KNEE SERVICES(LINE("97110", "15")), "W balance-due /payments",
         "W balance-due /payments"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (int audience = 0; audience < 3; audience++) {
            struct rig rig;
            const char *wanted =
                audience == SB_AUDIENCE_RECEIPT ? rows[i].receipt : rows[i].insurer;
            rig_open(&rig, NULL, "");
            rig.judge.audience = (enum sb_audience)audience;
            (void)rig_bill(&rig, rig_text(rows[i].visit));
            if (strcmp(rig_found(&rig, false), wanted) != 0)
                fail_msg("%s, audience %d: %s", rows[i].label, audience, rig_found(&rig, false));
            rig_close(&rig);
        }
    }
}

/* Visits of one day know of each other, whoever comes later says it; no visit of itself. */
static void
days_are_kept(void **state)
{
#define AT(id, provider, clock, rest)                                                              \
    "{\"id\": \"" id "\", \"patient\": \"P-1\", \"provider\": \"" provider                         \
    "\", \"date\": \"2026-10-05\"" KNEE clock rest "}"
    static const struct {
        const char *label, *config, *first, *second, *found;
    } rows[] = {
        {"the same service twice", NULL,
         AT("V-1", "rivera", "", SERVICES(LINE("97110", "15")) PAID("60.00")),
         AT("V-2", "lee", "", SERVICES(LINE("97110", "30")) PAID("120.00")),
         "E duplicate-service /services/0"},
        {"told apart by 59", NULL,
         AT("V-1", "rivera", "", SERVICES(LINE("97110", "15")) PAID("60.00")),
         AT("V-2", "lee", "",
            SERVICES("{\"code\": \"97110\", \"minutes\": 15, \"modifiers\": [\"59\"]}")
                PAID("60.00")),
         ""},
        {"told apart by other modifiers", NULL,
         AT("V-1", "rivera", "", SERVICES(LINE("97110", "15")) PAID("60.00")),
         AT("V-2", "lee", "",
            SERVICES("{\"code\": \"97110\", \"minutes\": 15, \"modifiers\": [\"GP\"]}")
                PAID("60.00")),
         ""},
        {"the same visit again", NULL,
         AT("V-1", "rivera", "", SERVICES(LINE("97110", "15")) PAID("60.00")),
         AT("V-1", "rivera", "", SERVICES(LINE("97110", "15")) PAID("60.00")), ""},
        {"two evaluations", NULL, AT("V-1", "rivera", "", SERVICES(PLAIN("97161")) PAID("150.00")),
         AT("V-2", "rivera", "", SERVICES(PLAIN("97164")) PAID("90.00")),
         "E evaluation-twice /services/0/code"},
        {"the same evaluation: a duplicate", NULL,
         AT("V-1", "rivera", "", SERVICES(PLAIN("97161")) PAID("150.00")),
         AT("V-2", "rivera", "", SERVICES(PLAIN("97161")) PAID("150.00")),
         "E duplicate-service /services/0"},
        {"fewer units together", "[billing]\nunit_rule = cms\n",
         AT("V-1", "rivera", "", SERVICES(LINE("97110", "8")) PAID("60.00")),
         AT("V-2", "rivera", "", SERVICES(LINE("97140", "8")) PAID("65.00")),
         "W units-day /services"},
        {"with another provider there is no together", "[billing]\nunit_rule = cms\n",
         AT("V-1", "rivera", "", SERVICES(LINE("97110", "8")) PAID("60.00")),
         AT("V-2", "lee", "", SERVICES(LINE("97140", "8")) PAID("65.00")), ""},
        {"AMA knows no together", NULL,
         AT("V-1", "rivera", "", SERVICES(LINE("97110", "8")) PAID("60.00")),
         AT("V-2", "rivera", "", SERVICES(LINE("97140", "8")) PAID("65.00")), ""},
        {"sessions overlap", NULL,
         AT("V-1", "rivera", ", \"start\": \"09:00\", \"end\": \"10:00\"",
            SERVICES(LINE("97110", "15")) PAID("60.00")),
         AT("V-2", "rivera", ", \"start\": \"09:59\", \"end\": \"10:30\"",
            SERVICES(LINE("97140", "15")) PAID("65.00")),
         "W session-overlap /start"},
        {"sessions touch", NULL,
         AT("V-1", "rivera", ", \"start\": \"09:00\", \"end\": \"10:00\"",
            SERVICES(LINE("97110", "15")) PAID("60.00")),
         AT("V-2", "rivera", ", \"start\": \"10:00\", \"end\": \"10:30\"",
            SERVICES(LINE("97140", "15")) PAID("65.00")),
         ""},
        {"a group may overlap", NULL,
         AT("V-1", "rivera", ", \"start\": \"09:00\", \"end\": \"10:00\"",
            SERVICES(PLAIN("97150")) PAID("40.00")),
         AT("V-2", "rivera", ", \"start\": \"09:30\", \"end\": \"10:30\"",
            SERVICES(LINE("97140", "15")) PAID("65.00")),
         ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rig rig;
        rig_open(&rig, rows[i].config, "");
        (void)rig_bill(&rig, rows[i].first);
        if (strcmp(rig_found(&rig, false), "") != 0)
            fail_msg("%s, first: %s", rows[i].label, rig_found(&rig, false));
        (void)rig_bill(&rig, rows[i].second);
        if (strcmp(rig_found(&rig, false), rows[i].found) != 0)
            fail_msg("%s: %s", rows[i].label, rig_found(&rig, false));
        rig_close(&rig);
    }
}

static void
years_are_said_once(void **state)
{
    struct rig rig;
    static const char old[] =
        "{\"id\": \"V-%d\", \"patient\": \"P-1\", \"date\": \"2014-10-0%d\"" KNEE SERVICES(
            "{\"code\": \"97110\", \"minutes\": 15}") ", \"payments\": [{\"date\": \"2014-10-05\", "
                                                      "\"amount\": \"60.00\"}]}";
    char text[sizeof old + 8];

    (void)state;
    rig_open(&rig, NULL, "");
    (void)snprintf(text, sizeof text, old, 1, 1);
    (void)rig_bill(&rig, text);
    assert_string_equal(rig_found(&rig, false), "W dx-year-missing /date");
    (void)snprintf(text, sizeof text, old, 2, 2);
    (void)rig_bill(&rig, text);
    assert_string_equal(rig_found(&rig, false), "");
    rig_close(&rig);
}

/* No message holds what only a person's record may: names, numbers, a diagnosis. */
static void
messages_are_private(void **state)
{
    static const char *const secret[] = {"Ana", "Day", "1984",   "W998877", "Alder",
                                         "M25", "S83", "Okafor", "SECRET",  "219-09"};
    struct rig rig;

    (void)state;
    rig_open(&rig,
             "[payer a]\nname = A\nrequire_gp = yes\nrequire_cq = yes\nrequire_referral = yes\n"
             "require_authorization = yes\nin_network = yes\nunit_cap = 1\nedits = strict\n",
             ", \"insurance\": [{\"payer\": \"a\", \"group\": \"W998877\", \"relationship\": "
             "\"spouse\"}, {\"payer\": \"SECRET plan\", \"member_id\": \"W998877\"}]");
    (void)rig_bill(
        &rig,
        rig_text(", \"assistant\": \"nobody\", \"place_of_service\": \"21\", \"start\": \"09:00\", "
                 "\"end\": \"09:05\", \"accident\": {\"auto\": true}, \"note\": \"SECRET\", "
                 "\"referral\": {\"name\": \"Dana Okafor\", \"npi\": \"1\"}, \"services\": ["
                 "{\"code\": \"97110\", \"minutes\": 15, \"units\": 3, \"text\": \"SECRET\"}, "
                 "{\"code\": \"97161\"}, {\"code\": \"97750\", \"minutes\": 7}, {\"item\": "
                 "\"SECRET\"}], \"payments\": [{\"amount\": 5}]"));
    assert_true(sb_findings_count(rig.found) > 15);
    for (size_t i = 0; i < sb_findings_count(rig.found); i++) {
        const struct sb_finding *f = sb_findings_at(rig.found, i);
        for (size_t j = 0; j < sizeof secret / sizeof *secret; j++)
            if (strstr(f->message, secret[j]) || strstr(f->advice, secret[j]))
                fail_msg("%s: %s", f->rule->id, f->message);
        assert_true(f->advice[0] && f->rule->source[0]);
        size_t length = strlen(f->message);
        assert_true(length > 0 && f->message[length - 1] != '.');
    }
    rig_close(&rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_fault_has_one_finding),
        cmocka_unit_test(levels_follow_the_payer),
        cmocka_unit_test(each_way_is_found),
        cmocka_unit_test(receipts_are_judged_by_less),
        cmocka_unit_test(days_are_kept),
        cmocka_unit_test(years_are_said_once),
        cmocka_unit_test(messages_are_private),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
