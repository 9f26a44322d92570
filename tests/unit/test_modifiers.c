/* test_modifiers.c - the order of a line's modifiers, and the one that is added. */
#include "rules_help.h"

static void
modifiers_are_settled(void **state)
{
    static const struct {
        const char *label, *config, *code, *modifiers, *settled;
    } rows[] = {
        {"the default order", NULL, "97110", "\"GP\", \"KX\", \"CQ\", \"59\", \"95\", \"GY\"",
         "59,CQ,GP,KX,95,GY"},
        {"others last, as they came", NULL, "97110", "\"Z1\", \"GP\", \"A7\"", "GP,Z1,A7"},
        {"the payer's order first", "modifier_order = GP CQ\n", "97110",
         "\"59\", \"CQ\", \"KX\", \"GP\"", "GP,CQ,59,KX"},
        {"GP is added where configured", "require_gp = yes\n[billing]\nadd_gp = yes\n", "97110",
         "\"59\"", "59,GP"},
        {"to codes of class S too", "require_gp = yes\n[billing]\nadd_gp = yes\n", "97129", "",
         "GP"},
        {"not beside another plan of care", "require_gp = yes\n[billing]\nadd_gp = yes\n", "97110",
         "\"GO\"", "GO"},
        {"not to other codes", "require_gp = yes\n[billing]\nadd_gp = yes\n", "97014", "", ""},
        {"not unless the payer requires it", "[billing]\nadd_gp = yes\n", "97110", "", ""},
        {"not unless the practice wants it", "require_gp = yes\n", "97110", "", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rig rig;
        char config[200], members[300], settled[80] = "";
        (void)snprintf(config, sizeof config, "[payer a]\nname = A\n%s",
                       rows[i].config ? rows[i].config : "");
        rig_open(&rig, config, ", \"insurance\": [{\"payer\": \"a\", \"member_id\": \"1\"}]");
        (void)snprintf(members, sizeof members,
                       ", \"services\": [{\"code\": \"%s\", \"minutes\": 15, \"modifiers\": [%s]}]",
                       rows[i].code, rows[i].modifiers);
        const struct sb_bill *bill = rig_bill(&rig, rig_text(members));
        for (size_t j = 0; j < bill->lines[0].modifier_count; j++) {
            size_t used = strlen(settled);
            (void)snprintf(settled + used, sizeof settled - used, "%s%s", j > 0 ? "," : "",
                           bill->lines[0].modifiers[j]);
        }
        if (strcmp(settled, rows[i].settled) != 0)
            fail_msg("%s: %s", rows[i].label, settled);
        rig_close(&rig);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(modifiers_are_settled)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
