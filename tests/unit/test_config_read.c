/* test_config_read.c - the configuration: every key read, every fault at its line. */
#include "model_help.h"

static struct sb_config *
config_of(const char *text, struct sb_findings **found)
{
    struct sb_config *config = NULL;
    struct sb_error err = {0};
    const char *path = file_write("config.ini", text);

    assert_int_equal(sb_findings_new(found, &err), SB_OK);
    assert_int_equal(sb_config_read(&config, path, *found, &err), SB_OK);
    assert_non_null(config);
    assert_int_equal(unlink(path), 0);
    return config;
}

#define PRACTICE "[practice]\nname = Cedar & Stone ; and more\ntimezone = America/Los_Angeles\n"

static void
reads_every_section(void **state)
{
    static const char text[] = PRACTICE
        "address1 = 1200 SE Morrison St ; Suite 4\ncity = Portland\nstate = OR\n"
        "zip = 97214-2305\nnpi = 1003000126\ntax_id = 123-45-6789\nallow_ssn = yes\n"
        "place_of_service = 12\nlanguage = es\nexample = no\n"
        "[files]\npatients = p.json\nvisits = v.ndjson\n"
        "[archive]\npath = a.db\nretention_years = 10\n"
        "[numbering]\nformat = {year}-X{number:4}\n"
        "[billing]\nunit_rule = cms\nadd_gp = yes\n"
        "[document]\ntemplate = compact\naccent = #1f4e5f\nnote = No\xcc\x81te\nqr = yes\n"
        "[provider rivera]\nname = Ana Rivera\nlocation = east\n"
        "[provider lee]\nname = Jordan Lee\nrole = pta\nsupervisor = rivera\n"
        "[location east]\nname = East\nzip = 97214\n"
        "[payer uhc]\nname = UnitedHealthcare\nkind = commercial\nunit_rule = cms\nmedicare = no\n"
        "require_gp = yes\nedits = strict\npairs = old\nunit_cap = 4\nmodifier_order = GP, 59 CQ\n"
        "filing_limit = 15m\ncode.97014 = G0283\nseverity.balance-due = off\n"
        "[fees]\n97110 = 62.50\n97140 = 65\n"
        "[fees uhc]\n97110 = 60\n"
        "[fees 2026-07-01]\n97110 = 70\n"
        "[fees uhc 2026-07-01]\n97140 = 71\n";
    struct sb_findings *found;
    struct sb_config *c = config_of(text, &found);
    const struct sb_payer *uhc = sb_config_payer(c, "unitedhealthcare");

    (void)state;
    assert_string_equal(findings_line(found), "");
    assert_string_equal(c->practice.name, "Cedar & Stone ; and more");
    assert_string_equal(c->practice.address1, "1200 SE Morrison St ; Suite 4");
    assert_string_equal(c->tax_id, "123-45-6789");
    assert_int_equal(c->allow_ssn, SB_TRUTH_YES);
    assert_int_equal(c->example, SB_TRUTH_NO);
    assert_int_equal(c->language, SB_LANGUAGE_ES);
    assert_string_equal(c->place_of_service, "12");
    assert_string_equal(c->visits_file, "v.ndjson");
    assert_int_equal(c->retention_years, 10);
    assert_string_equal(c->number_format, "{year}-X{number:4}");
    assert_int_equal(c->unit_rule, SB_UNIT_RULE_CMS);
    assert_string_equal(c->accent, "#1f4e5f");
    assert_string_equal(c->note, "N\xc3\xb3te");
    assert_int_equal(c->provider_count, 2);
    assert_ptr_equal(sb_config_only_provider(c), sb_config_provider(c, "rivera"));
    assert_int_equal(sb_config_provider(c, "lee")->role, SB_ROLE_PTA);
    assert_string_equal(sb_config_location(c, "east")->name, "East");
    assert_ptr_equal(uhc, sb_config_payer(c, "uhc"));
    assert_int_equal(uhc->unit_cap, 4);
    assert_int_equal(uhc->modifier_order.count, 3);
    assert_string_equal(uhc->modifier_order.at[2], "CQ");
    assert_int_equal(uhc->filing.kind, SB_FILING_MONTHS);
    assert_int_equal(uhc->filing.count, 15);
    assert_int_equal(uhc->code_count, 1);
    assert_string_equal(uhc->codes[0].key, "97014");
    assert_string_equal(uhc->codes[0].value, "G0283");
    assert_string_equal(uhc->severities[0].key, "balance-due");
    sb_config_free(c);
    sb_findings_free(found);
}

static void
fees_hold_by_date_and_payer(void **state)
{
    struct sb_findings *found;
    struct sb_config *c = config_of(PRACTICE "[payer uhc]\nname = U\n"
                                             "[fees]\n97110 = 1\n97140 = 2\n"
                                             "[fees 2026-07-01]\n97110 = 3\n"
                                             "[fees uhc]\n97110 = 4\n"
                                             "[fees uhc 2026-07-01]\n97110 = 5\n",
                                    &found);
    const struct sb_payer *uhc = sb_config_payer(c, "uhc");
    sb_date june = sb_date_make(2026, 6, 30), july = sb_date_make(2026, 7, 1);

    (void)state;
    assert_string_equal(findings_line(found), "");
    assert_int_equal(sb_config_fee(c, NULL, "97110", june)->cents, 100);
    assert_int_equal(sb_config_fee(c, NULL, "97110", july)->cents, 300);
    assert_int_equal(sb_config_fee(c, NULL, "97140", july)->cents, 200);
    assert_int_equal(sb_config_fee(c, uhc, "97110", june)->cents, 400);
    assert_int_equal(sb_config_fee(c, uhc, "97110", july)->cents, 500);
    assert_int_equal(sb_config_fee(c, uhc, "97140", july)->cents, 200);
    assert_null(sb_config_fee(c, uhc, "97112", july));
    sb_config_free(c);
    sb_findings_free(found);
}

static const struct row {
    const char *text, *findings;
} rows[] = {
    {"", "ini-value [practice] 1:1"},
    {"[practice]\n", "ini-value [practice] name 1:1"},
    {"[practice]\nname =\n", "ini-value [practice] name 2:7"},
    {"[practise]\nname = x\n[practice]\nname = y\n", "ini-unknown-section [practise] 1:1"},
    {PRACTICE "[provider]\nname = x\n", "ini-unknown-section [provider] 4:1"},
    {PRACTICE "[provider a/b]\nname = x\n", "ini-value [provider a/b] 4:1"},
    {PRACTICE "[provider lee]\nname = x\n[provider  lee]\nname = x\n",
     "ini-duplicate [provider  lee] 6:1"},
    {PRACTICE "nam = x\n", "ini-unknown-key [practice] nam 4:7"},
    {PRACTICE "name = x\n", "ini-duplicate - 4:1"},
    {PRACTICE " state = OR\n", "ini-syntax - 4:1"},
    {PRACTICE "state = Oregon\n", "ini-value [practice] state 4:9"},
    {PRACTICE "zip = 9721\n", "ini-value [practice] zip 4:7"},
    {PRACTICE "allow_ssn = true\n", "ini-value [practice] allow_ssn 4:13"},
    {PRACTICE "place_of_service = 7\n", "ini-value [practice] place_of_service 4:20"},
    {PRACTICE "email = 123-45-6789\n", "ssn-refused [practice] email 4:9"},
    {PRACTICE "npi = 12\ntaxonomy = foo\ntax_id = 5\n", ""}, /* Identity's to judge */
    {"[practice]\nname = x\ntimezone = Mars/Olympus\n", "ini-value [practice] timezone 3:12"},
    {"[practice]\nname = x\ntimezone = ../../etc/passwd\n", "ini-value [practice] timezone 3:12"},
    {"[practice]\nname = x\ntimezone = America\n", "ini-value [practice] timezone 3:12"},
    {PRACTICE "[document]\naccent = blue\n", "ini-value [document] accent 5:10"},
    /* what is not seen on paper: greys end between #949494 (3.03:1) and #959595 (2.99:1) */
    {PRACTICE "[document]\naccent = #ffffff\n", "ini-value [document] accent 5:10"},
    {PRACTICE "[document]\naccent = #FFFF00\n", "ini-value [document] accent 5:10"},
    {PRACTICE "[document]\naccent = #00ff00\n", "ini-value [document] accent 5:10"},
    {PRACTICE "[document]\naccent = #959595\n", "ini-value [document] accent 5:10"},
    {PRACTICE "[document]\naccent = #949494\n", ""},
    {PRACTICE "[document]\naccent = #ff0000\n", ""},
    {PRACTICE "[document]\naccent = #0000FF\n", ""},
    {PRACTICE "[document]\naccent = #000000\n", ""},
    {PRACTICE "[numbering]\nformat = SB-{year}\n", "ini-value [numbering] format 5:10"},
    {PRACTICE "[numbering]\nformat = SB/{number:6}\n", "ini-value [numbering] format 5:10"},
    {PRACTICE "[numbering]\nformat = {number:6}{number:6}\n", "ini-value [numbering] format 5:10"},
    {PRACTICE "[numbering]\nformat = -{number:6}\n", "ini-value [numbering] format 5:10"},
    {PRACTICE "[numbering]\nformat = A{number:13}\n", "ini-value [numbering] format 5:10"},
    {PRACTICE "[numbering]\nformat = A{number:12}\n", ""},
    {PRACTICE "[archive]\nretention_years = 0\n", "ini-value [archive] retention_years 5:19"},
    {PRACTICE "[billing]\nunit_rule = AMA\n", "ini-value [billing] unit_rule 5:13"},
    {PRACTICE "[provider lee]\nname = L\nrole = pta\nsupervisor = rivera\n",
     "ini-value [provider lee] supervisor 7:14"},
    {PRACTICE "[provider lee]\nname = L\nrole = pta\n", ""}, /* assistant-unsupervised */
    {PRACTICE "[provider lee]\nname = L\nlocation = east\n",
     "ini-value [provider lee] location 6:12"},
    {PRACTICE "[provider lee]\n", "ini-value [provider lee] name 4:1"},
    {PRACTICE "[fees aetna]\n97110 = 5\n", "ini-value [fees aetna] 4:1"},
    {PRACTICE "[fees 2026-02-30]\n97110 = 5\n", "ini-value [fees 2026-02-30] 4:1"},
    {PRACTICE "[fees a b c]\n97110 = 5\n", "ini-unknown-section [fees a b c] 4:1"},
    {PRACTICE "[fees]\n9711 = 5\n97110 = -5\n97140 = 1,000\n",
     "ini-value [fees] 9711 5:8; ini-value [fees] 97110 6:9; ini-value [fees] 97140 7:9"},
    {PRACTICE "[payer a]\nname = A\nfiling_days = 365\nfiling_limit = 15m\n",
     "ini-value [payer a] filing_limit 7:16"},
    {PRACTICE "[payer a]\nname = A\nfiling_limit = 365\n", "ini-value [payer a] filing_limit 6:16"},
    {PRACTICE "[payer a]\nname = A\ncode.97014 = foo\n", "ini-value [payer a] code.97014 6:14"},
    {PRACTICE "[payer a]\nname = A\nseverity.balance-du = off\n",
     "ini-unknown-key [payer a] severity.balance-du 6:23"},
    {PRACTICE "[payer a]\nname = A\nseverity.balance-due = silent\n",
     "ini-value [payer a] severity.balance-due 6:24"},
    {PRACTICE "[payer a]\nname = A\nlimit = 4\n", "ini-unknown-key [payer a] limit 6:9"},
};

static void
finds_at_the_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_findings *found;
        print_message("# row %zu: %s\n", i, rows[i].findings);
        struct sb_config *c = config_of(rows[i].text, &found);
        assert_string_equal(findings_line(found), rows[i].findings);
        sb_config_free(c);
        sb_findings_free(found);
    }
}

/* A megabyte of sections is answered at once. */
static void
stops_at_too_many_sections(void **state)
{
    struct sb_buf text = {0};
    struct sb_findings *found;

    (void)state;
    sb_buf_text(&text, PRACTICE);
    for (int i = 0; text.len < SB_LIMIT_INI_FILE - 100; i++)
        sb_buf_print(&text, "[payer %d]\nname = x\n", i);
    struct sb_config *c = config_of(text.at, &found);
    assert_int_equal(sb_findings_count(found), 1);
    assert_true(sb_findings_has(found, SB_RULE_INI_VALUE));
    sb_config_free(c);
    sb_findings_free(found);
    sb_buf_free(&text);
}

static void
says_what_is_near(void **state)
{
    struct sb_findings *found;
    struct sb_config *c = config_of(PRACTICE "timezon = UTC\n[provder lee]\nname = L\n", &found);

    (void)state;
    assert_int_equal(sb_findings_count(found), 2);
    assert_non_null(strstr(sb_findings_at(found, 0)->message, "[provider]"));
    assert_non_null(strstr(sb_findings_at(found, 1)->message, "timezone"));
    sb_config_free(c);
    sb_findings_free(found);
}

static void
cannot_be_read(void **state)
{
    struct sb_findings *found;
    struct sb_config *config = NULL;
    struct sb_error err = {0};

    (void)state;
    assert_int_equal(sb_findings_new(&found, &err), SB_OK);
    assert_int_equal(sb_config_read(&config, "/nowhere/superbill.ini", found, &err), SB_E_READ);
    assert_null(config);
    assert_int_equal(sb_config_read(&config, "/", found, NULL), SB_E_READ);
    sb_findings_free(found);
}

static void
paths_are_beside_the_file(void **state)
{
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_config c = {.folder = "/srv/p"}, here = {.folder = "."}, root = {.folder = "/"};

    (void)state;
    assert_string_equal(sb_config_path(&c, arena, "a.db"), "/srv/p/a.db");
    assert_string_equal(sb_config_path(&c, arena, "/x/a.db"), "/x/a.db");
    assert_string_equal(sb_config_path(&here, arena, "a.db"), "a.db");
    assert_string_equal(sb_config_path(&root, arena, "a.db"), "/a.db");
    sb_arena_free(arena);
}

static void
the_example_is_sound(void **state)
{
    static const char path[] = "../shared/examples/config.ini";
    struct sb_findings *found;
    struct sb_config *config = NULL;
    struct sb_error err = {0};

    (void)state;
    if (access(path, R_OK) != 0)
        skip();
    assert_int_equal(sb_findings_new(&found, &err), SB_OK);
    assert_int_equal(sb_config_read(&config, path, found, &err), SB_OK);
    assert_string_equal(findings_line(found), "");
    assert_string_equal(config->folder, "../shared/examples");
    assert_int_equal(config->payer_count, 3);
    assert_int_equal(config->fee_count, 17);
    sb_config_free(config);
    sb_findings_free(found);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_section),       cmocka_unit_test(fees_hold_by_date_and_payer),
        cmocka_unit_test(finds_at_the_line),         cmocka_unit_test(stops_at_too_many_sections),
        cmocka_unit_test(says_what_is_near),         cmocka_unit_test(cannot_be_read),
        cmocka_unit_test(paths_are_beside_the_file), cmocka_unit_test(the_example_is_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
