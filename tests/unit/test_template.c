/* Templates: the ones inside the program are sound; faults are found at their lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "template_help.h"

static void
test_the_templates_inside_are_sound(void **state)
{
    struct sb_template_fault faults[4];
    size_t count = 9;

    (void)state;
    for (const char *const *name = sb_template_names(); *name != NULL; name++) {
        struct sb_error err = {0};
        struct sb_template *page = NULL;

        if (sb_template_open(&page, *name, faults, 4, &count, &err) != SB_OK)
            fail_msg("%s: %s", *name, err.text);
        assert_int_equal(count, 0);
        assert_true(page->block_count > 3);
        sb_template_free(page);
    }
}

static void
test_faults_are_named_with_their_line(void **state)
{
    static const struct {
        const char *begins, *instead, *why;
    } rows[] = {
        {"margin =", "margin = 20", "margin is 36 to 90 points"},
        {"text =", "text = 8.5", "text is 9 to 12 points"},
        {"heads =", "heads = 8", "heads is 9 to 12"},
        {"foot =", "foot = 7.9", "foot is 8 to 10"},
        {"pitch =", "pitch = 12", "pitch is 14 to 24"},
        {"pitch =", "pitch = 14pt", "pitch is 14 to 24"},
        {"title =", "titel = 15", "did you mean 'title'?"},
        {"audience =", "audience = everybody", "superbill, receipt, private, statement or cover"},
        {"[provider]", "[provider]\nnpj = NPI", "did you mean 'npi'?"},
        {"[patient]", "[patiant]", "did you mean [patient]?"},
        {"charge =", "charge = Charge | 20 | right", "charge needs a column of at least"},
        {"charge =", "charge = Charge | wide | right", "width in points"},
        {"charge =", "charge = Charge | 43 | centre", "left or right"},
        {"charge =", "charge = Charge | 43 | right | bald", "did you mean 'bold'?"},
        {"charge =", "charge = Charge | 200 | right", "description needs a column"},
        {"charge =", "", "[services] lacks 'charge'"},
        {"birth_date = Date of birth | bold", "", "[patient] lacks 'birth_date'"},
        {"heading = Superbill", "", "[document] needs a heading"},
        {"member_id =", "member_id = The number on the card | bold", "wider than the room"},
        {"heading = Provider", "heading = \u674E", "(U+674E) cannot be printed"},
        {"minutes =", "minutes = Minutes of care | 18 | right", "minutes needs a column"},
        {"[footer]", "[labels es]\ndocument.hading = Factura\n[footer]", "did you mean 'heading'?"},
        {"[footer]", "[labels es]\nfactura = x\n[footer]", "names no block"},
        {"[footer]", "[labels es]\npatient.name = Nombre y apellidos del paciente\n[footer]",
         "wider than the room"},
        {"side = left", "side = middle", "left, right or full"},
        /* sizes that each alone would do */
        {"text =", "text = 12", "pitch must be at least 1.25 times"},
        {"heads =", "heads = 11.5", "pitch must be at least 1.25 times"},
        {"title =", "title = 19", "1.33 times the pitch"},
        {"label =", "label = 140", "leave values 112 points"},
        {"margin =", "margin = 80", "leave values"},
        {"gutter =", "gutter = 61", "gutter is 12 to 48"},
        {"label =", "label = 112", "[totals] has no room for $999,999.99"},
        /* what stands alone is misread */
        {"npi = Practice NPI", "npi = | bold", "'npi' needs a label"},
        {"birth_date = Date of birth | bold", "birth_date = |", "'birth_date' needs a label"},
        {"paid = Amount paid", "paid = |", "'paid' needs a label"},
        {"paid = Paid", "paid = | 43 | right", "the column 'paid' needs a head"},
        {"charge =", "charge = Charge | 43 | left", "charge is a figure"},
        {"amount =", "amount = Amount paid | 60 | left", "amount is a figure"},
        {"units =", "units = Units | 23", "units is a figure"},
        {"description =", "description = Description | * | right", "its column is left"},
        {"date = Date | 49", "date = Date | 49 | right", "its column is left"},
        /* what a page must not be mistaken for */
        {"draft =", "draft =", "'draft' needs its words"},
        {"example =", "example =", "'example' needs its words"},
        {"replaces =", "replaces = CORRECTED", "must hold {number}"},
        {"page = Page", "page = Page {page}", "must hold {pages}"},
        {"continued =", "continued = more follows", "must hold {page}"},
        {"heading = Insurance",
         "heading = Insurance, as it stood on the day of service according to the record",
         "wider than its block"},
        {"[services]", "[services]\nside = left", "needs the full width"},
        /* two labelled values stand beside each other there */
        {"[signature]", "[signature]\nside = right", "[signature] needs the full width"},
        {"[notes]", "[notes]\nside = left", "[notes] needs the full width"},
        {"[statement]", "[statement]\nside = right", "[statement] needs the full width"},
        /* letters of another size than their line's */
        {"pointers =", "pointers = Dx | 36 | left | title", "title is not for columns"},
        {"code = ICD", "code = ICD-10-CM | 60 | left | bold code title",
         "title is not for columns"},
        {"charge =", "charge = Charge | 43 | right | title", "title is not for columns"},
        {"number =", "number = Superbill number | title", "title is for lines of [letterhead]"},
        {"balance =", "balance = Balance due | bold title", "title is for lines of [letterhead]"},
        {"phone = |", "phone = Phone | title", "title is for lines of [letterhead]"},
        {"practice = |", "practice = | title", "title is for lines of [letterhead]"},
        /* what is read as something else */
        {"charges =", "charges = Amount paid",
         "the label 'Amount paid' of 'paid' is that of 'charges' on line"},
        {"charges =", "charges = AMOUNT  PAID:", "the label 'Amount paid' of 'paid' is that of"},
        {"npi = Practice NPI", "npi = Tax ID (EIN) | bold code",
         "the label 'Tax ID (EIN)' of 'npi' is that of 'tax_id'"},
        {"phone = |", "npi = Tax ID (EIN)", "'tax_id' is that of 'npi' on line"},
        {"charge =", "charge = Paid | 43 | right", "the head 'Paid' of 'paid' is that of 'charge'"},
        {"charge =", "charge = paid. | 43 | right", "the head 'Paid' of 'paid' is that of"},
        {"location_npi =", "location_npi = Referrer NPI",
         "'location_npi' is that of 'referral_npi'"},
        {"paid_in_full =", "paid_in_full = Balance due",
         "the text 'Balance due' of 'paid_in_full'"},
        {"npi = Practice NPI", "npi = : | bold",
         "'npi' needs a label of words: ':' is read as none"},
        {"heading = Provider", "", "[provider] needs a heading, such as 'heading = Provider'"},
        {"heading = Provider", "heading = -", "[provider] needs a heading"},
        {"heading = Patient", "heading =", "[patient] needs a heading"},
        {"heading = Insurance", "", "[insurance] needs a heading"},
        {"heading = Insurance", "heading = patient:",
         "the heading 'patient:' of [insurance] is that of [patient] on line"},
        {"[footer]", "[labels es]\ntotals.charges = Pagado\ntotals.paid = PAGADO\n[footer]",
         "the label 'PAGADO' of 'paid' is that of 'charges'"},
        {"[footer]", "[labels es]\ntotals.charges = Amount paid\n[footer]",
         "the label 'Amount paid' of 'charges' is that of 'paid'"},
        {"[footer]", "[labels es]\nservices.charge = Paid\n[footer]", "the head 'Paid'"},
        {"[footer]", "[labels es]\npatient.heading =\n[footer]", "[patient] needs a heading"},
        /* what would not be obeyed is told */
        {"name = |", "name = | title bold | x", "'| x' is one part too many; a line is"},
        {"charge =", "charge = Charge | 43 | right | bold | 5", "too many; a column is"},
        {"[letterhead]", "[letterhead]\nheading = Us", "[document] stands before [letterhead]"},
        {"margin =", "margin = 36\nmargin = 40", "stands on line 13 already"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sb_template_fault faults[64] = {{0}};
        struct sb_error err = {0};
        struct sb_template *page = NULL;
        size_t count = 0;
        bool found = false;

        (void)write_template(standard_but(rows[i].begins, rows[i].instead));
        if (sb_template_open(&page, path, faults, 64, &count, &err) != SB_E_SYNTAX)
            fail_msg("%s is taken", rows[i].instead);
        assert_null(page);
        assert_true(count >= 1);
        assert_string_equal(err.text, faults[0].text);
        for (size_t k = 0; k < count && k < 64; k++)
            found |= strstr(faults[k].text, rows[i].why) != NULL;
        if (!found)
            fail_msg("'%s': not '%s' but '%s'", rows[i].instead, rows[i].why, faults[0].text);
    }
}

/* The sections of the standard template, one of them moved to another's place. */
static void
test_sums_stand_behind_what_they_sum(void **state)
{
    static const struct {
        const char *moved, *before, *why;
    } rows[] = {
        {"[totals]", "[services]", "[totals] stands behind [services]"},
        {"[services]", "[diagnoses]", "[services] stands behind [diagnoses]"},
        {"[signature]", "[services]", "[signature] stands behind [services]"},
        {"[document]", "[letterhead]", "a page begins with [letterhead]"},
        {"[provider]", "[document]", "[document] stands before [provider]"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        static char text[16384];
        char *whole = standard_but(NULL, ""), *from, *to, *end;
        struct sb_template_fault faults[8] = {{0}};
        struct sb_error err = {0};
        struct sb_template *page = NULL;
        size_t count = 0;
        bool found = false;

        from = strstr(whole, rows[i].moved);
        to = strstr(whole, rows[i].before);
        assert_true(from != NULL && to != NULL && to < from);
        end = strstr(from, "\n\n");
        assert_non_null(end);
        (void)snprintf(text, sizeof text, "%.*s%.*s\n\n%.*s%s", (int)(to - whole), whole,
                       (int)(end - from), from, (int)(from - to), to, end + 2);
        (void)write_template(text);
        assert_int_equal(sb_template_open(&page, path, faults, 8, &count, &err), SB_E_SYNTAX);
        for (size_t k = 0; k < count && k < 8; k++)
            found |= strstr(faults[k].text, rows[i].why) != NULL;
        if (!found)
            fail_msg("'%s': '%s'", rows[i].why, faults[0].text);
    }
}

/* A template that forgets the style sets codes apart all the same. */
static void
test_codes_are_set_apart_whatever_it_says(void **state)
{
    struct sb_error err = {0};
    struct sb_template *page = NULL;
    size_t codes = 0;

    (void)state;
    (void)write_template(standard_but("code = ICD-10-CM", "code = ICD-10-CM | 60 | left"));
    assert_int_equal(sb_template_open(&page, path, NULL, 0, NULL, &err), SB_OK);
    for (size_t i = 0; i < page->block_count; i++)
        for (size_t k = 0; k < page->blocks[i].field_count; k++)
            if (page->blocks[i].fields[k].id == SB_FIELD_diagnoses_code) {
                assert_true(page->blocks[i].fields[k].spaced);
                codes++;
            }
    assert_int_equal(codes, 1);
    sb_template_free(page);
}

/* All faults are told at once, but what could not be read is not lacking too. */
static void
test_faults_are_told_together(void **state)
{
    struct sb_template_fault faults[8] = {{0}};
    struct sb_error err = {0};
    struct sb_template *page = NULL;
    size_t count = 0;
    char *text = standard_but("charge =", "charge = Charge | 20 | left");

    (void)state;
    memcpy(strstr(text, "birth_date = Date"), "brith_date", 10);
    (void)write_template(text);
    assert_int_equal(sb_template_open(&page, path, faults, 8, &count, &err), SB_E_SYNTAX);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++)
        assert_null(strstr(faults[i].text, "lacks"));
}

static void
test_a_line_is_counted(void **state)
{
    struct sb_template_fault fault = {0};
    struct sb_error err = {0};
    struct sb_template *page = NULL;
    size_t count = 0;

    (void)state;
    (void)write_template("# one\n[page]\nmargin = 36\ncolour = red\n");
    assert_int_equal(sb_template_open(&page, path, &fault, 1, &count, &err), SB_E_SYNTAX);
    assert_int_equal(fault.line, 4);
    assert_int_equal(err.line, 4);
}

/* Every block that is read by itself can be found by its heading. */
static void
test_blocks_have_their_headings(void **state)
{
    static const char *const names[] = {"standard", "compact", "private"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct sb_error err = {0};
        struct sb_template *page = NULL;

        assert_int_equal(sb_template_open(&page, names[i], NULL, 0, NULL, &err), SB_OK);
        for (size_t k = 0; k < page->block_count; k++) {
            enum sb_block_id id = page->blocks[k].id;

            if (id != SB_BLOCK_LETTERHEAD && id != SB_BLOCK_TOTALS && id != SB_BLOCK_SIGNATURE &&
                id != SB_BLOCK_FOOTER && page->blocks[k].heading == NULL)
                fail_msg("%s: block %zu has no heading", names[i], k);
        }
        sb_template_free(page);
    }
}

/* Where a fault is told is where the hand goes that mends it. */
static void
test_faults_stand_where_they_are_mended(void **state)
{
    static const struct {
        const char *begins, *instead, *why;
        uint32_t line;
    } rows[] = {
        {"[footer]", "[labels es]\npatient.name = \u674E\n[footer]", "cannot be printed", 146},
        {"[footer]", "[labels es]\npatient.heading = \u674E\n[footer]", "cannot be printed", 146},
        {"[footer]", "[labels es]\nservices.minutes = Minutos\n[footer]", "minutes needs", 146},
        {"heading = Patient", "heading = \u674E", "cannot be printed", 54},
        {"number = Superbill", "", "[document] lacks 'number'", 29},
        {"[footer]", "[footers]", "did you mean [footer]?", 145},
        {"[footer]", "[labels es]\ndocumnt.heading = x\n[footer]",
         "did you mean 'document.heading'?", 146},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sb_template_fault faults[8] = {{0}};
        struct sb_error err = {0};
        struct sb_template *page = NULL;
        size_t count = 0, k = 0;

        (void)write_template(standard_but(rows[i].begins, rows[i].instead));
        assert_int_equal(sb_template_open(&page, path, faults, 8, &count, &err), SB_E_SYNTAX);
        while (k < count && k < 8 && strstr(faults[k].text, rows[i].why) == NULL)
            k++;
        if (k == count || k == 8)
            fail_msg("'%s': '%s'", rows[i].why, faults[0].text);
        if (faults[k].line != rows[i].line)
            fail_msg("'%s' at %u, not %u", faults[k].text, faults[k].line, rows[i].line);
    }
}

static void
test_a_name_nearly_right_is_named(void **state)
{
    struct sb_error err = {0};
    struct sb_template *page = NULL;

    (void)state;
    assert_int_equal(sb_template_open(&page, "stadnard", NULL, 0, NULL, &err), SB_E_READ);
    assert_non_null(strstr(err.text, "did you mean 'standard'?"));
    err = (struct sb_error){0};
    assert_int_equal(sb_template_open(&page, "stadnard.ini", NULL, 0, NULL, &err), SB_E_READ);
    assert_null(strstr(err.text, "did you mean"));
}

static void
test_a_template_that_is_not_there(void **state)
{
    struct sb_error err = {0};
    struct sb_template *page = NULL;

    (void)state;
    assert_int_equal(sb_template_open(&page, "no/such/template.ini", NULL, 0, NULL, &err),
                     SB_E_READ);
    assert_null(page);
}

static void
test_columns_stand_where_they_must(void **state)
{
    struct sb_error err = {0};
    struct sb_template *page = NULL;

    (void)state;
    assert_int_equal(sb_template_open(&page, "standard", NULL, 0, NULL, &err), SB_OK);
    for (size_t i = 0; i < page->block_count; i++) {
        const struct sb_block *block = &page->blocks[i];
        int32_t edge = 0;

        if (block->id != SB_BLOCK_SERVICES && block->id != SB_BLOCK_DIAGNOSES)
            continue;
        for (size_t k = 0; k < block->field_count; k++) {
            assert_true(block->fields[k].x >= edge + (k > 0 ? SB_CELL_GAP : 0));
            edge = block->fields[k].x + block->fields[k].width;
        }
        assert_int_equal(edge, sb_template_width(page, SB_PLACE_FULL));
    }
    sb_template_free(page);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_templates_inside_are_sound),
        cmocka_unit_test(test_faults_are_named_with_their_line),
        cmocka_unit_test(test_sums_stand_behind_what_they_sum),
        cmocka_unit_test(test_codes_are_set_apart_whatever_it_says),
        cmocka_unit_test(test_faults_are_told_together),
        cmocka_unit_test(test_a_line_is_counted),
        cmocka_unit_test(test_blocks_have_their_headings),
        cmocka_unit_test(test_faults_stand_where_they_are_mended),
        cmocka_unit_test(test_a_name_nearly_right_is_named),
        cmocka_unit_test(test_a_template_that_is_not_there),
        cmocka_unit_test(test_columns_stand_where_they_must),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
