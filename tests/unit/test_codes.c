/* test_codes.c - procedures, pairs, sets, modifiers, places, taxonomy; and that they agree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "codes/codes.h"

#include "day_help.h"

static const char *
print(sb_date date)
{
    static char text[SB_DATE_TEXT];

    return sb_date_print(text, date);
}

static void
procedures_are_as_billing_counts_them(void **state)
{
    static const struct row {
        const char *code;
        enum sb_basis basis;
        uint16_t minutes, mue;
        uint8_t mai;
        char therapy_class, status;
        enum sb_family family;
        bool pooled, first, sided;
        const char *primary, *addon;
    } rows[] = {
        {"97110", SB_BASIS_TIMED, 15, 6, 3, 'A', 'A', SB_FAMILY_NONE, 1, 0, 0, NULL, NULL},
        {"97035", SB_BASIS_TIMED, 15, 2, 3, 'A', 'A', SB_FAMILY_NONE, 1, 0, 0, NULL, NULL},
        {"97116", SB_BASIS_TIMED, 15, 4, 3, 'A', 'A', SB_FAMILY_NONE, 1, 0, 0, NULL, "0791T"},
        {"0791T", SB_BASIS_TIMED, 15, 2, 3, 'A', '-', SB_FAMILY_NONE, 1, 0, 0, "97116", NULL},
        {"97010", SB_BASIS_UNTIMED, 0, 0, 3, 'A', 'B', SB_FAMILY_NONE, 0, 0, 0, NULL, NULL},
        {"97014", SB_BASIS_UNTIMED, 0, 0, 3, '-', 'I', SB_FAMILY_NONE, 0, 0, 0, NULL, NULL},
        {"97026", SB_BASIS_UNTIMED, 0, 1, 3, 'A', 'R', SB_FAMILY_NONE, 0, 0, 0, NULL, NULL},
        {"97161", SB_BASIS_UNTIMED, 0, 1, 2, 'A', 'A', SB_FAMILY_PT_EVALUATION, 0, 0, 0, NULL,
         NULL},
        {"97164", SB_BASIS_UNTIMED, 0, 1, 2, 'A', 'A', SB_FAMILY_PT_REEVALUATION, 0, 0, 0, NULL,
         NULL},
        {"97167", SB_BASIS_UNTIMED, 0, 1, 2, 'A', 'A', SB_FAMILY_OT, 0, 0, 0, NULL, NULL},
        {"97170", SB_BASIS_UNTIMED, 0, 0, 3, '-', 'N', SB_FAMILY_ATHLETIC, 0, 0, 0, NULL, NULL},
        {"97150", SB_BASIS_UNTIMED, 0, 1, 3, 'A', 'A', SB_FAMILY_GROUP, 0, 0, 0, NULL, NULL},
        {"97799", SB_BASIS_UNTIMED, 0, 1, 3, 'A', 'C', SB_FAMILY_UNLISTED, 0, 0, 0, NULL, NULL},
        {"97129", SB_BASIS_TIMED, 15, 1, 2, 'S', 'A', SB_FAMILY_NONE, 1, 1, 0, NULL, "97130"},
        {"97130", SB_BASIS_TIMED, 15, 7, 3, 'S', 'A', SB_FAMILY_NONE, 1, 0, 0, "97129", NULL},
        {"90912", SB_BASIS_TIMED, 15, 1, 2, 'S', 'A', SB_FAMILY_NONE, 1, 1, 0, NULL, "90913"},
        {"97545", SB_BASIS_TIMED, 120, 1, 2, 'S', 'R', SB_FAMILY_NONE, 0, 1, 0, NULL, "97546"},
        {"97546", SB_BASIS_TIMED, 60, 2, 3, 'S', 'R', SB_FAMILY_NONE, 0, 0, 0, "97545", NULL},
        {"97550", SB_BASIS_TIMED, 30, 1, 2, 'S', 'A', SB_FAMILY_NONE, 0, 1, 0, NULL, "97551"},
        {"97551", SB_BASIS_TIMED, 15, 2, 3, 'S', 'A', SB_FAMILY_NONE, 0, 0, 0, "97550", NULL},
        {"G0542", SB_BASIS_TIMED, 15, 2, 3, 'S', '-', SB_FAMILY_NONE, 0, 0, 0, "G0541", NULL},
        {"98980", SB_BASIS_FULL, 20, 1, 2, 'S', 'A', SB_FAMILY_NONE, 0, 1, 0, NULL, "98981"},
        {"98967", SB_BASIS_RANGE, 0, 1, 2, 'S', 'A', SB_FAMILY_NONE, 0, 0, 0, NULL, NULL},
        {"97598", SB_BASIS_QUANTITY, 0, 8, 3, 'S', 'A', SB_FAMILY_NONE, 0, 0, 0, "97597", NULL},
        {"95851", SB_BASIS_QUANTITY, 0, 3, 3, 'S', 'A', SB_FAMILY_NONE, 0, 0, 0, NULL, NULL},
        {"29280", SB_BASIS_QUANTITY, 0, 2, 3, 'S', 'A', SB_FAMILY_NONE, 0, 0, 1, NULL, NULL},
        {"29200", SB_BASIS_UNTIMED, 0, 1, 2, 'S', 'A', SB_FAMILY_NONE, 0, 0, 0, NULL, NULL},
        {"29540", SB_BASIS_UNTIMED, 0, 1, 2, 'S', 'A', SB_FAMILY_NONE, 0, 0, 1, NULL, NULL},
        {"G0283", SB_BASIS_UNTIMED, 0, 1, 3, 'A', 'A', SB_FAMILY_NONE, 0, 0, 0, NULL, NULL},
        {"S8948", SB_BASIS_TIMED, 15, 0, 0, '-', 'I', SB_FAMILY_NONE, 1, 0, 0, NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *want = &rows[i];
        const struct sb_procedure *is = sb_procedure_find(want->code);

        print_message("# %s\n", want->code);
        assert_non_null(is);
        assert_string_equal(is->code, want->code);
        assert_int_equal(is->basis, want->basis);
        assert_int_equal(is->unit_minutes, want->minutes);
        assert_int_equal(is->mue, want->mue);
        assert_int_equal(is->mai, want->mai);
        assert_int_equal(is->therapy_class, want->therapy_class);
        assert_int_equal(is->status, want->status);
        assert_int_equal(is->family, want->family);
        assert_int_equal(is->pooled, want->pooled);
        assert_int_equal(is->first_of_pair, want->first);
        assert_int_equal(is->sided, want->sided);
        assert_true(sb_text_equal(is->primary, want->primary));
        assert_true(sb_text_equal(is->addon, want->addon));
        assert_ptr_equal(sb_procedure_addon(want->code),
                         want->addon ? sb_procedure_find(want->addon) : NULL);
    }
    assert_null(sb_procedure_find("99999"));
    assert_null(sb_procedure_find("9711"));
    assert_null(sb_procedure_find(""));
    assert_null(sb_procedure_addon("99999"));
}

static void
procedures_begin_and_end(void **state)
{
    static const struct {
        const char *code, *from, *to, *successors;
    } rows[] = {
        {"97110", "", "", NULL},
        {"97161", "2017-01-01", "", NULL},
        {"97763", "2018-01-01", "", NULL},
        {"98979", "2026-01-01", "", NULL},
        {"97001", "", "2016-12-31", "97161 97162 97163"},
        {"97002", "", "2016-12-31", "97164"},
        {"97532", "", "2017-12-31", "97129 97130"},
        {"97762", "", "2017-12-31", "97763"},
        {"97127", "2018-01-01", "2019-12-31", "97129 97130"},
        {"G0515", "2018-01-01", "2019-12-31", "97129 97130"},
        {"90911", "", "2019-12-31", "90912 90913"},
        {"95833", "", "2019-12-31", NULL},
        {"64550", "", "2018-12-31", NULL},
        {"G8978", "2013-01-01", "2019-12-31", NULL},
        {"G9186", "2013-01-01", "2019-12-31", NULL},
        {"97703", "", "2005-12-31", "97760 97761 97763"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct sb_procedure *is = sb_procedure_find(rows[i].code);

        print_message("# %s\n", rows[i].code);
        assert_non_null(is);
        assert_string_equal(print(is->from), rows[i].from);
        assert_string_equal(print(is->to), rows[i].to);
        assert_true(sb_text_equal(is->successors, rows[i].successors));
        if (is->to.day) {
            assert_true(sb_procedure_valid(is, is->to));
            assert_false(sb_procedure_valid(is, (sb_date){is->to.day + 1}));
        }
        if (is->from.day) {
            assert_true(sb_procedure_valid(is, is->from));
            assert_false(sb_procedure_valid(is, (sb_date){is->from.day - 1}));
        }
    }
}

/* Every code of the billing facts, as ranges. */
static void
no_procedure_is_missing(void **state)
{
    static const struct {
        char letter; /* or 0 */
        int first, last;
    } ranges[] = {
        {0, 97001, 97006}, {0, 97161, 97172}, {0, 97032, 97037}, {0, 97127, 97127},
        {0, 97129, 97130}, {0, 97545, 97546}, {0, 97550, 97552}, {'G', 541, 543},
        {0, 97597, 97598}, {0, 97605, 97608}, {0, 97760, 97763}, {0, 20560, 20561},
        {0, 90911, 90913}, {0, 95831, 95834}, {0, 95851, 95852}, {0, 96000, 96004},
        {0, 98960, 98962}, {0, 98966, 98968}, {0, 98970, 98972}, {0, 98975, 98981},
        {0, 98984, 98986}, {'G', 281, 283},   {'G', 237, 239},   {'G', 8978, 8999},
        {'G', 9158, 9186},
    };
    static const char *const single[] = {
        "97010", "97012", "97014", "97016", "97018", "97022", "97024", "97026", "97028",
        "97039", "97110", "97112", "97113", "97116", "97124", "97139", "97140", "97150",
        "97530", "97532", "97533", "97535", "97537", "97542", "97602", "97610", "97750",
        "97755", "97799", "90901", "95992", "99072", "0791T", "G0329", "G0515", "S8948",
        "S9090", "S9131", "29200", "29240", "29260", "29280", "29520", "29530", "29540",
        "29550", "29580", "29581", "29584", "64550", "97504", "97520", "97703",
    };

    (void)state;
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        if (!sb_procedure_find(single[i]))
            fail_msg("%s is missing", single[i]);
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        for (int n = ranges[i].first; n <= ranges[i].last; n++) {
            char code[16];

            snprintf(code, sizeof code, ranges[i].letter ? "%c%04d" : "%c%05d",
                     ranges[i].letter ? ranges[i].letter : ' ', n);
            if (!sb_procedure_find(ranges[i].letter ? code : code + 1))
                fail_msg("%s is missing", code);
        }
}

static void
procedures_agree_with_each_other(void **state)
{
    const struct sb_procedure *row, *other;
    size_t count = 0;

    (void)state;
    for (; (row = sb_procedure_at(count)); count++) {
        assert_ptr_equal(sb_procedure_find(row->code), row);
        assert_true(sb_procedure_shape(row->code));
        assert_true(strlen(row->label) <= 60);
        for (size_t i = 0; i < count; i++)
            assert_string_not_equal(sb_procedure_at(i)->label, row->label);
        if (row->primary) {
            other = sb_procedure_find(row->primary);
            assert_string_equal(other->addon, row->code);
        }
        for (const char *word = row->successors; word && *word; word += strspn(word, " ")) {
            char code[6] = "";

            memcpy(code, word, 5);
            other = sb_procedure_find(code);
            assert_non_null(other);
            assert_true(other->to.day == 0); /* advice leads to codes in force */
            word += strcspn(word, " ");
        }
    }
    assert_true(count >= 180);
}

static void
shapes(void **state)
{
    static const char *const good[] = {"97110", "0791T", "1234A", "1234F", "0001U",
                                       "A0001", "G0283", "S8948", "V9999"};
    static const char *const bad[] = {"",      "9711",  "971100", "9711O", "0791X",
                                      "W0001", "g0283", "97 10",  "G028A", "97110 ",
                                      "0791t", "é110",  "AA001"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(sb_procedure_shape(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        print_message("# %s\n", bad[i]);
        assert_false(sb_procedure_shape(bad[i]));
    }
}

static void
pairs_by_day_and_list(void **state)
{
    /* indicator -1: no pair */
    static const struct {
        const char *a, *b, *on;
        bool old;
        int indicator;
        const char *column1;
    } rows[] = {
        {"97140", "97124", "2026-10-05", false, 0, "97140"},
        {"97124", "97140", "2026-10-05", false, 0, "97140"},
        {"97161", "97164", "2026-10-05", false, 0, "97161"},
        {"97163", "97161", "2026-10-05", false, 0, "97163"},
        {"20560", "20561", "2026-10-05", false, 0, "20561"},
        {"97530", "97750", "2026-10-05", false, 1, "97530"},
        {"97150", "97110", "2026-10-05", false, 1, "97150"},
        {"97164", "97012", "2026-10-05", false, 1, "97012"},
        {"97598", "29584", "2026-10-05", false, 1, "97598"},
        {"97602", "29200", "2026-10-05", false, 1, "97602"},
        {"98941", "97163", "2026-10-05", false, 0, "98941"},
        {"98929", "97140", "2026-10-05", false, 0, "98929"},
        {"96004", "97750", "2026-10-05", false, 1, "96004"},
        {"93798", "97530", "2026-10-05", false, 1, "93798"},
        {"97530", "97116", "2026-10-05", false, -1, NULL},
        {"97530", "97116", "2026-10-05", true, 1, "97530"},
        {"97530", "97116", "2019-12-31", false, 1, "97530"},
        {"97530", "97116", "2020-01-01", false, -1, NULL},
        {"97140", "97530", "2026-10-05", false, -1, NULL},
        {"97161", "97140", "2026-10-05", false, -1, NULL},
        {"97161", "97140", "2026-10-05", true, 1, "97161"},
        {"97164", "97110", "2026-10-05", true, 1, "97110"},
        {"97530", "97535", "2021-12-31", false, 1, "97530"},
        {"97530", "97535", "2022-01-01", false, -1, NULL},
        {"97110", "97140", "2026-10-05", false, -1, NULL},
        {"97110", "97140", "2026-10-05", true, 1, "97110"},
        {"97110", "97112", "2019-06-01", false, -1, NULL},
        {"20560", "97140", "2026-10-05", true, -1, NULL},
        {"97010", "97110", "2026-10-05", true, -1, NULL},
        {"97110", "97110", "2026-10-05", true, -1, NULL},
        {"99999", "97110", "2026-10-05", true, -1, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct sb_pair *pair =
            sb_pair_find(rows[i].a, rows[i].b, day(rows[i].on), rows[i].old);

        print_message("# %s %s %s\n", rows[i].a, rows[i].b, rows[i].on);
        assert_int_equal(pair ? pair->indicator : -1, rows[i].indicator);
        if (pair)
            assert_string_equal(pair->column1, rows[i].column1);
        assert_ptr_equal(pair, sb_pair_find(rows[i].b, rows[i].a, day(rows[i].on), rows[i].old));
    }
}

static void
one_of_a_set(void **state)
{
    (void)state;
    assert_int_equal(sb_one_of_set("97110"), 0);
    assert_true(sb_one_of_set("20560") != 0);
    assert_int_equal(sb_one_of_set("20560"), sb_one_of_set("20561"));
    assert_int_equal(sb_one_of_set("97014"), sb_one_of_set("G0283"));
    assert_int_equal(sb_one_of_set("98966"), sb_one_of_set("98968"));
    assert_int_equal(sb_one_of_set("98970"), sb_one_of_set("98972"));
    assert_true(sb_one_of_set("98966") != sb_one_of_set("98970"));
    assert_true(sb_one_of_set("97014") != sb_one_of_set("20560"));
}

static void
modifiers_in_their_order(void **state)
{
    static const char *const groups[] = {
        "59 XE XS XP XU",         "CQ CO", "GP GO GN", "KX", "95 93 GT GQ", "GA GX GY GZ",
        "RT LT 50 52 76 77 96 97"};
    const struct sb_modifier *row;
    unsigned before = 0;

    (void)state;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        unsigned order = 0;

        for (const char *at = groups[i]; *at; at += 2 + (at[2] == ' ')) {
            char code[3] = {at[0], at[1], '\0'};

            row = sb_modifier_find(code);
            if (!row)
                fail_msg("%s is missing", code);
            assert_true(row->order > before);
            assert_true(order == 0 || row->order == order);
            order = row->order;
        }
        before = order;
    }
    for (size_t i = 0; (row = sb_modifier_at(i)); i++)
        assert_ptr_equal(sb_modifier_find(row->code), row);
    assert_null(sb_modifier_find("ZZ"));
    assert_null(sb_modifier_find("gp"));
    assert_null(sb_modifier_find(""));
}

static void
places(void **state)
{
    static const char usual[] = " 11 12 02 10 03 13 18 49 99 ";
    static const char unassigned[] =
        " 00 28 29 30 35 36 37 38 39 40 43 44 45 46 47 48 59 63 64 67 68"
        " 69 70 73 74 75 76 77 78 79 80 82 83 84 85 86 87 88 89 90 91 92"
        " 93 94 95 96 97 98 ";

    (void)state;
    for (int n = 0; n < 100; n++) {
        char code[16], padded[24];
        const struct sb_place_of_service *row;

        snprintf(code, sizeof code, "%02d", n);
        snprintf(padded, sizeof padded, " %s ", code);
        row = sb_place_of_service_find(code);
        print_message("# %s\n", code);
        assert_int_equal(row == NULL, strstr(unassigned, padded) != NULL);
        if (row)
            assert_int_equal(row->usual, strstr(usual, padded) != NULL);
    }
    assert_string_equal(print(sb_place_of_service_find("27")->from), "2023-10-01");
    assert_string_equal(print(sb_place_of_service_find("66")->from), "2024-08-01");
    assert_null(sb_place_of_service_at(52));
    assert_null(sb_place_of_service_find("1"));
}

static void
taxonomy(void **state)
{
    (void)state;
    assert_string_equal(sb_taxonomy_find("225100000X")->label, "Physical therapist");
    assert_non_null(sb_taxonomy_find("2251X0800X"));
    assert_null(sb_taxonomy_find("2251X0800Y"));
    assert_null(sb_taxonomy_at(21));
}

static void
the_handle_is_one(void **state)
{
    struct sb_codes *codes = NULL;
    struct sb_error err = {0};

    (void)state;
    assert_int_equal(sb_codes_open(&codes, &err), SB_OK);
    assert_non_null(codes);
    sb_codes_free(codes);
    sb_codes_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(procedures_are_as_billing_counts_them),
        cmocka_unit_test(procedures_begin_and_end),
        cmocka_unit_test(no_procedure_is_missing),
        cmocka_unit_test(procedures_agree_with_each_other),
        cmocka_unit_test(shapes),
        cmocka_unit_test(pairs_by_day_and_list),
        cmocka_unit_test(one_of_a_set),
        cmocka_unit_test(modifiers_in_their_order),
        cmocka_unit_test(places),
        cmocka_unit_test(taxonomy),
        cmocka_unit_test(the_handle_is_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
