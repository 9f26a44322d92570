/* test_bill_read.c - a canonical record back into a bill: the same bytes, and the same page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "out_help.h"

#define PERSON(key, id, more) "\"" key "\":{\"credentials\":\"PT\",\"id\":\"" id "\"," more "},"
#define OTHER "\"name\":\"N\",\"npi\":\"1\""
#define ASSISTS "\"name\":\"N\",\"role\":\"pta\""
#define TREATS "\"license\":\"L\"," OTHER ",\"role\":\"pta\",\"signature\":\"S\",\"taxonomy\":\"T\""
#define ADDRESS                                                                                    \
    "\"address\":{\"city\":\"C\",\"country\":\"CA\",\"line1\":\"1\",\"line2\":\"2\","              \
    "\"state\":\"OR\",\"zip\":\"9\"},"
#define NAME "\"name\":{\"first\":\"F\",\"last\":\"L\",\"middle\":\"M\",\"suffix\":\"Jr\"}"
#define SITE "\"address1\":\"1\",\"address2\":\"2\",\"city\":\"C\","

/* Every key that a superbill's record can hold. */
static const char everything[] = "{\"adjustments\":\"1.00\"," PERSON(
    "assistant", "a",
    ASSISTS) "\"audience\":\"superbill\",\"balance\":\"-3.20\",\"charges\":\"125.00\","
             "\"diagnoses\":[{\"code\":\"M25.561\",\"title\":\"Pain\"},{\"code\":\"R26.89\"}],"
             "\"draft\":false,\"first_date\":\"2026-10-05\",\"insurance\":{\"group\":\"G\","
             "\"member_id\":\"W\",\"payer\":\"aetna\",\"payer_id\":\"60054\",\"payer_name\":"
             "\"Aetna\","
             "\"plan\":\"P\",\"relationship\":\"child\",\"subscriber\":{" ADDRESS
             "\"birth_date\":\"1979-06-02\"," NAME "}},\"issued_at\":1793520000,"
             "\"issued_on\":\"2026-10-06\",\"last_date\":\"2026-10-08\","
             "\"lines\":[{\"adjustment\":\"1.00\",\"charge\":\"125.00\",\"code\":\"97110\","
             "\"date\":\"2026-10-08\",\"description\":\"Exercise\",\"diagnoses\":[2,1],\"minutes\":"
             "24,"
             "\"modifiers\":[\"GP\",\"59\"],\"paid\":\"0.50\",\"place\":\"11\",\"units\":2}],"
             "\"location\":{" SITE
             "\"id\":\"east\",\"name\":\"East\",\"npi\":\"3\",\"state\":\"OR\","
             "\"zip\":\"97214\"},\"medicare\":true,\"net\":\"124.00\",\"note\":\"Pay\","
             "\"number\":\"SB-2026-000001\",\"paid\":\"127.20\",\"patient\":{" ADDRESS
             "\"birth_date\":\"1984-03-09\",\"email\":\"m\",\"id\":\"P-1\",\"language\":"
             "\"es\"," NAME ",\"phone\":\"5\",\"printed_name\":\"Maria\",\"sex\":\"X\"},"
             "\"payments\":[{\"amount\":\"149.00\",\"applied\":\"125.00\",\"date\":\"2026-10-05\","
             "\"method\":\"hsa "
             "card\",\"reference\":\"4242\",\"refund\":false},{\"amount\":\"2.00\","
             "\"applied\":\"-2.00\",\"date\":\"2026-10-06\",\"reason\":\"twice\",\"refund\":true}],"
             "\"practice\":{" SITE "\"email\":\"e\",\"name\":\"Cedar\",\"npi\":\"1003000126\","
             "\"phone\":\"5\",\"state\":\"OR\",\"tax_id\":\"84-1234567\",\"zip\":\"97214\"}"
             "," PERSON("provider", "rivera",
                        TREATS) "\"received\":\"149.00\",\"reference\":\"R-1\",\"replaces\":\"SB-"
                                "2026-000000\","
                                "\"schema\":\"superbill.document/1\"," PERSON(
                                    "supervisor", "boss",
                                    OTHER) "\"tables\":\"FY2027\",\"unit_rule\":\"cms\",\"visits\":"
                                           "[{\"accident\":{\"auto\":true,"
                                           "\"date\":\"2026-09-01\",\"employment\":false,\"other\":"
                                           "true,\"state\":\"OR\"},"
                                           "\"adjustments\":[{\"amount\":\"1.00\",\"code\":"
                                           "\"97110\",\"date\":\"2026-10-08\","
                                           "\"reason\":\"hardship\"}],\"authorization\":\"AUTH-7\","
                                           "\"date\":\"2026-10-05\","
                                           "\"end\":\"23:59\",\"id\":\"V-1\",\"initial_treatment_"
                                           "date\":\"2026-09-13\","
                                           "\"note\":\"a "
                                           "note\",\"onset_date\":\"2026-09-12\",\"referral\":{"
                                           "\"date\":\"2026-09-11\","
                                           "\"name\":\"Dana\",\"npi\":\"4\"},\"start\":\"00:00\"},"
                                           "{\"date\":\"2026-10-08\",\"id\":\"V-2\"}]}";

/* What an older version kept and no page prints is read, and not written again. */
static const char older[] =
    "{\"adjustments\":\"0.00\",\"audience\":\"superbill\",\"balance\":\"0.00\","
    "\"charges\":\"0.00\",\"diagnoses\":[],\"draft\":false,\"issued_at\":5,\"lines\":[],"
    "\"paid\":\"0.00\",\"patient\":{\"id\":\"P-1\",\"name\":{}},\"payments\":[],"
    "\"practice\":{\"taxonomy\":\"2\"},\"provider\":{\"id\":\"rivera\",\"role\":\"pt\"},"
    "\"schema\":\"superbill.document/1\",\"unit_rule\":\"ama\","
    "\"visits\":[{\"id\":\"V-1\",\"referral\":{\"npi\":\"4\",\"qualifier\":\"DK\"}}]}";

static void
assert_same_again(const char *record)
{
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_buf again = {0};
    struct sb_error err = {0};
    struct sb_bill *bill;

    if (sb_bill_read(&bill, (struct sb_bytes){record, strlen(record)}, arena, &err) != SB_OK)
        fail_msg("%s", err.text);
    assert_int_equal(sb_bill_canonical(&again, bill, &err), SB_OK);
    assert_string_equal(again.at, record);
    sb_buf_free(&again);
    sb_arena_free(arena);
}

static void
test_every_key_comes_back(void **state)
{
    (void)state;
    assert_same_again(everything);
}

static void
test_an_older_record(void **state)
{
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_buf again = {0};
    struct sb_bill *bill;

    (void)state;
    assert_int_equal(sb_bill_read(&bill, (struct sb_bytes){older, sizeof older - 1}, arena, NULL),
                     SB_OK);
    assert_int_equal(sb_bill_canonical(&again, bill, NULL), SB_OK);
    assert_null(strstr(again.at, "role"));
    assert_null(strstr(again.at, "qualifier"));
    assert_non_null(strstr(again.at, "\"taxonomy\":\"2\""));
    sb_buf_free(&again);
    sb_arena_free(arena);
}

/* Each value taken out, or made another type, is noticed or written as it was read. */
static void
test_no_value_is_swallowed(void **state)
{
    struct sb_arena *arena = sb_arena_new(0);
    char bent[sizeof everything + 8];
    size_t refused = 0, tried = 0;

    (void)state;
    for (size_t i = 0; i + 1 < sizeof everything; i++) {
        struct sb_buf again = {0};
        struct sb_bill *bill;
        sb_status st;

        /* the first letter or digit of a value in quotes becomes 7 */
        if (everything[i] != '"' || everything[i - 1] != ':' || everything[i + 1] == '7')
            continue;
        memcpy(bent, everything, sizeof everything);
        bent[i + 1] = '7';
        tried++;
        st = sb_bill_read(&bill, (struct sb_bytes){bent, sizeof everything - 1}, arena, NULL);
        if (st == SB_OK) {
            assert_int_equal(sb_bill_canonical(&again, bill, NULL), SB_OK);
            if (strcmp(again.at, bent) != 0)
                fail_msg("lost: %.60s", bent + i);
        } else {
            refused++;
        }
        sb_buf_free(&again);
        sb_arena_reset(arena);
    }
    assert_true(tried > 80);
    assert_true(refused < 30); /* dates, words of a list */
    sb_arena_free(arena);
}

static void
test_what_is_no_record(void **state)
{
    static const char *const rows[] = {
        "",
        "[]",
        "{}",
        "{\"schema\":\"superbill.document/1\"}",
        "{\"schema\":\"superbill.document/2\",\"patient\":{},\"visits\":[{\"id\":\"V\"}]}",
        "{\"charges\":125,\"patient\":{},\"schema\":\"superbill.document/1\",\"visits\":[{}]}",
        "{\"patient\":{},\"schema\":\"superbill.document/1\",\"visits\":[]}",
        ("{\"lines\":[{\"code\":\"97110\",\"diagnoses\":[1]}],\"patient\":{},"
         "\"schema\":\"superbill.document/1\",\"visits\":[{}]}"),
        ("{\"audience\":\"receipt\",\"patient\":{},\"schema\":\"superbill.document/1\","
         "\"visits\":[{\"id\":\"V\"}]}"),
        "{\"issued_at\":1.5,\"patient\":{},\"schema\":\"superbill.document/1\",\"visits\":[{}]}",
    };
    struct sb_arena *arena = sb_arena_new(0);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_error err = {0};
        struct sb_bill *bill;
        sb_status st =
            sb_bill_read(&bill, (struct sb_bytes){rows[i], strlen(rows[i])}, arena, &err);

        if (st != SB_E_SYNTAX || bill != NULL || err.text[0] == '\0')
            fail_msg("%s: %d %s", rows[i], (int)st, err.text);
    }
    sb_arena_free(arena);
}

/* A page prints nothing that its record does not hold. */
static void
test_the_same_page(void **state)
{
    static const struct sample rows[] = {
        {.visits = 1},
        {.visits = 3, .lines = 9, .notes = true},
        {.no_insurance = true, .ascii = true},
        {.child = true, .assistant = true, .adjusted = true},
        {.example = true, .unpaid = true, .many_modifiers = true},
        {.part_b = true, .unsigned_ = true},
        {.printed = "Maria Nunez", .first = "\xe6\x9d\x8e", .last = "\xe7\x8e\x8b"},
        {.visits = 2, .adjusted = true, .refunded = true, .timed = true},
        {.timed = true, .refunded = true},
        {.visits = 2, .lines = 40, .diagnoses = 12, .long_titles = true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct easel e = easel_open();
        struct sb_bill *bill = sample_bill(e.arena, &rows[i]), *read;
        struct sb_buf record = {0}, first, second;
        struct sb_error err = {0};
        struct sb_pieces pieces;

        assert_int_equal(sb_bill_seal(bill,
                                      rows[i].example ? "EXAMPLE-SB-2026-000007" : "SB-2026-000007",
                                      1793520000, &record, &err),
                         SB_OK);
        const struct sb_bytes bytes = {record.at, record.len};
        assert_int_equal(sb_document_draw(&pieces, e.drawing, bill, bytes, &err), SB_OK);
        first = pieces_join(pieces);
        assert_int_equal(sb_bill_read(&read, bytes, e.arena, &err), SB_OK);
        assert_int_equal(sb_document_draw(&pieces, e.drawing, read, bytes, &err), SB_OK);
        second = pieces_join(pieces);
        if (first.len != second.len || memcmp(first.at, second.at, first.len) != 0)
            fail_msg("sample %zu: another page", i);
        sb_buf_free(&first);
        sb_buf_free(&second);
        sb_buf_free(&record);
        easel_close(&e);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_key_comes_back),  cmocka_unit_test(test_an_older_record),
        cmocka_unit_test(test_no_value_is_swallowed), cmocka_unit_test(test_what_is_no_record),
        cmocka_unit_test(test_the_same_page),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
