/*
 * agree.c - whether the pages of a document that came back say what its record says.
 *
 *   values   what a payer reads: each stands on the pages, as often as the record has it
 *   rows     each line of a table together, in the order of the record
 *   the rest every amount, date and number that stands alone is one of the record's
 *
 *   the seal the pages are those that the record was written for, letter by letter
 *
 * The seal finds every change, but does not say of what; records of earlier versions have none:
 * of theirs, who exchanges two labels or adds words without a number is found by the archive alone.
 */
#include "out/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VALUE_TEXT 48
#define ROW_STRINGS 40 /* that a row of services can have, its description wrapped */
#define ROW_VALUES 8
#define SEARCHED ((size_t)1 << 30) /* bytes of the record, all searches together */

enum kind { TEXT, FOOT, PERSON, NAME, AMOUNT, DATE, COUNT, ALONE };

enum {
    S = 1 << SB_AUDIENCE_SUPERBILL,
    R = 1 << SB_AUDIENCE_RECEIPT,
    P = 1 << SB_AUDIENCE_PRIVATE,
    T = 1 << SB_AUDIENCE_STATEMENT,
    Y = 1 << SB_AUDIENCE_COVER /* a cover has no record: a statement by the days of payment */
};

/* What a page of these audiences cannot be without, as fields.def says. */
static const struct printed {
    unsigned audiences;
    enum kind kind;
    const char *group, *key; /* in the record; group NULL: at its root */
    const char *noun;
} printed[] = {
    {S | R | P, TEXT, NULL, "number", "the number"},
    {S | R | P | T | Y, DATE, NULL, "issued_on", "the issue date"},
    {S | R | P | T | Y, FOOT, "practice", "name", "the practice's name"},
    {S | P | T | Y, TEXT, "practice", "tax_id", "the tax id"},
    {S | P, TEXT, "practice", "npi", "the practice's NPI"},
    {S | R | P, PERSON, "provider", "name", "the provider's name"},
    {S | P, TEXT, "provider", "npi", "the provider's NPI"},
    {S | R | P | T | Y, NAME, "patient", "name", "the patient's name"},
    {S | P, DATE, "patient", "birth_date", "the birth date"},
    {S, TEXT, "insurance", "payer_name", "the payer"},
    {S, TEXT, "insurance", "member_id", "the member id"},
    {S, TEXT, "insurance", "group", "the group"},
    {S | R | P | T, AMOUNT, NULL, "charges", "the totals"},
    {S | R | P | T, AMOUNT, NULL, "paid", "the totals"},
    {S | R | P | T, AMOUNT, NULL, "balance", "the totals"},
    {Y, AMOUNT, NULL, "received", "the totals"},
};
/* The same of each row of a list. */
static const struct listed {
    unsigned audiences;
    enum kind kind;
    const char *list, *key;
    const char *noun;
} listed[] = {
    {S | P, ALONE, "diagnoses", "code", "a diagnosis code"},
    {S | R | P | T, DATE, "lines", "date", "a date of service"},
    {S | P | T, ALONE, "lines", "code", "a procedure code"},
    {S | P, COUNT, "lines", "units", "the units of a line"},
    {S | R | P | T, AMOUNT, "lines", "charge", "a charge"},
    {S, AMOUNT, "lines", "adjustment", "an adjustment"},
    {S | T, AMOUNT, "lines", "paid", "what was paid for a line"},
    {R | T, DATE, "items", "date", "the date of an item"},
    {R | T, AMOUNT, "items", "charge", "the charge of an item"},
    {R | T, AMOUNT, "items", "paid", "what was paid for an item"},
    {S | R | P | T | Y, DATE, "payments", "date", "the date of a payment"},
    {S | P, AMOUNT, "payments", "applied", "a payment"},
    {R | T | Y, AMOUNT, "payments", "amount", "a payment"},
};
static const struct {
    const char *key, *noun;
} lists[] = {{"diagnoses", "the diagnoses"},
             {"lines", "the services"},
             {"items", "the items"},
             {"payments", "the payments"}};

/* A value as a page shows it. */
struct value {
    char text[VALUE_TEXT];
    const char *noun;
    size_t order; /* in which it was collected */
};
struct values {
    struct value *at;
    size_t count, room;
    bool failed;
};

static int
compare_values(const void *a, const void *b)
{
    return strcmp(((const struct value *)a)->text, ((const struct value *)b)->text);
}

static int
compare_collected(const void *a, const void *b)
{
    const struct value *left = a, *right = b;
    int order = compare_values(a, b);

    return order != 0 ? order : (left->order > right->order) - (left->order < right->order);
}

/* A value of the record as a page shows it; false: the record has none. */
static bool
value_of(struct value *out, const struct sb_record_tree *tree, const struct sb_json *object,
         const char *key, enum kind kind)
{
    const struct sb_json *node = sb_json_member(object, key);
    const char *said = sb_member_text(object, key);
    struct sb_bytes source;
    sb_money money;
    sb_date date;

    *out->text = '\0';
    if (kind == COUNT && node != NULL && sb_json_type(node) == SB_JSON_NUMBER) {
        source = sb_json_source(tree->doc, node);
        if (source.len < sizeof out->text) {
            memcpy(out->text, source.at, source.len);
            out->text[source.len] = '\0';
        }
    } else if (said != NULL && kind == ALONE && strlen(said) < sizeof out->text) {
        memcpy(out->text, said, strlen(said) + 1);
    } else if (said != NULL && kind == DATE && sb_date_parse(&date, said)) {
        (void)sb_date_print_us(out->text, date);
    } else if (said != NULL && kind == AMOUNT &&
               sb_money_parse(&money, said, strlen(said)) == SB_OK) {
        money.cents = money.cents < 0 ? -money.cents : money.cents;
        (void)sb_money_print_us(out->text, money);
    }
    return *out->text != '\0';
}

static void
values_add(struct values *values, const struct value *value)
{
    if (values->count == values->room) {
        size_t room = values->room == 0 ? 64 : 2 * values->room;
        struct value *at = realloc(values->at, room * sizeof *at);

        if (at == NULL) {
            values->failed = true;
            return;
        }
        values->at = at;
        values->room = room;
    }
    values->at[values->count] = *value;
    values->at[values->count].order = values->count;
    values->count++;
}

/* The name as it is written, or as the record has it for print; at its place and at the foot. */
static bool
shows_name(const struct sb_strings *pages, const struct sb_json *patient, bool *failed)
{
    static const char *const parts[] = {"first", "last"};
    const char *whole = sb_member_text(patient, "printed_name");
    const struct sb_json *name = sb_json_member(patient, "name");
    bool shown = true;

    if (whole != NULL && sb_strings_show(pages, whole, 2, failed))
        return true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        shown = shown && sb_strings_show(pages, sb_member_text(name, parts[i]), 2, failed);
    return shown;
}

/* With the credentials, which tell it from a signature. */
static bool
shows_person(const struct sb_strings *pages, const struct sb_json *person, const char *name,
             bool *failed)
{
    const char *credentials = sb_member_text(person, "credentials");
    struct sb_buf text = {0};
    bool shown;

    if (name == NULL)
        return true;
    sb_buf_text(&text, name);
    if (credentials != NULL && *credentials != '\0') {
        sb_buf_char(&text, ',');
        sb_buf_text(&text, credentials);
    }
    sb_buf_char(&text, '\0');
    *failed = *failed || text.failed;
    shown = text.failed || sb_strings_show(pages, text.at, 1, failed);
    sb_buf_free(&text);
    return shown;
}

/* A text at its place; false: the pages lack it. */
static bool
shows_words(const struct sb_strings *pages, const struct sb_json *object, const struct printed *row,
            bool *failed)
{
    const char *text = sb_member_text(object, row->key);

    if (row->kind == NAME)
        return shows_name(pages, object, failed);
    if (row->kind == PERSON)
        return shows_person(pages, object, text, failed);
    return sb_strings_show(pages, text, row->kind == FOOT ? 2 : 1, failed);
}

/* What stands once: texts are looked for, other values collected.  A noun, or NULL. */
static const char *
once_differ(struct values *values, const struct sb_strings *pages,
            const struct sb_record_tree *tree, unsigned audience)
{
    for (size_t i = 0; i < sizeof printed / sizeof *printed; i++) {
        const struct printed *row = &printed[i];
        const struct sb_json *object =
            row->group != NULL ? sb_json_member(tree->root, row->group) : tree->root;
        struct value value = {.noun = row->noun};
        bool shown = true;

        if ((row->audiences & audience) == 0 || object == NULL)
            continue;
        if (row->kind <= NAME)
            shown = shows_words(pages, object, row, &values->failed);
        else if (value_of(&value, tree, object, row->key, row->kind))
            values_add(values, &value);
        if (!shown)
            return row->noun;
    }
    return NULL;
}

/*
 * From *at on, the next cells that hold all those values: true, and *at behind the last of them.
 * A row that begins anywhere may be found; one that follows another follows it at once.
 */
static bool
row_found(size_t *at, const struct sb_strings *pages, const struct value *row, size_t count,
          bool anywhere)
{
    for (size_t from = *at; from < pages->count; from++) {
        unsigned open = (1u << count) - 1;

        if (!anywhere && from - *at > ROW_STRINGS)
            break;
        for (size_t i = from; i < pages->count && i < from + ROW_STRINGS && open != 0; i++)
            for (size_t v = 0; v < count; v++)
                if ((open & 1u << v) != 0 && strlen(row[v].text) == pages->drawn[i].len &&
                    memcmp(row[v].text, pages->drawn[i].at, pages->drawn[i].len) == 0) {
                    open &= ~(1u << v);
                    if (open == 0)
                        *at = i + 1;
                    break;
                }
        if (open == 0)
            return true;
    }
    return false;
}

/* What was paid for other visits alone is told to an HSA, not to an insurer. */
static bool
row_printed(const struct sb_json *node, const char *list, unsigned audience)
{
    return strcmp(list, "payments") != 0 || (audience & (S | P)) == 0 ||
           !sb_text_equal(sb_member_text(node, "applied"), "0.00");
}

/* The values that a page has of a row; returns how many. */
static size_t
row_of(struct value row[ROW_VALUES], const struct sb_record_tree *tree, const struct sb_json *node,
       const char *list, unsigned audience)
{
    size_t count = 0;

    if (!row_printed(node, list, audience))
        return 0;
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++) {
        if ((listed[i].audiences & audience) == 0 || strcmp(listed[i].list, list) != 0 ||
            !value_of(&row[count], tree, node, listed[i].key, listed[i].kind))
            continue;
        row[count++].noun = listed[i].noun;
    }
    return count;
}

/* The values of all rows. */
static void
rows_collect(struct values *values, const struct sb_record_tree *tree, unsigned audience)
{
    struct value row[ROW_VALUES];

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct sb_json *node = sb_member_list(tree->root, lists[i].key); node != NULL;
             node = sb_json_next(node)) {
            size_t count = row_of(row, tree, node, lists[i].key, audience);

            for (size_t v = 0; v < count; v++)
                values_add(values, &row[v]);
        }
}

/* Whether each row of a list stands together, one behind the other.  A noun, or NULL. */
static const char *
rows_differ(const struct sb_strings *pages, const struct sb_record_tree *tree, unsigned audience)
{
    struct value row[ROW_VALUES];

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const struct sb_json *node = sb_member_list(tree->root, lists[i].key);
        bool anywhere = true;
        size_t at = 0;

        for (; node != NULL; node = sb_json_next(node)) {
            size_t count = row_of(row, tree, node, lists[i].key, audience);

            if (count == 0)
                continue;
            if (!row_found(&at, pages, row, count, anywhere))
                return lists[i].noun;
            anywhere = false;
        }
    }
    return NULL;
}

/* Whether each value stands on the pages as often as in the record.  A noun, or NULL. */
static const char *
counts_differ(struct values *values, const struct sb_strings *pages)
{
    size_t at = 0;

    if (values->count > 0)
        qsort(values->at, values->count, sizeof *values->at, compare_collected);
    for (size_t i = 0; i < values->count; i++) {
        const struct sb_bytes sought = {values->at[i].text, strlen(values->at[i].text)};

        while (at < pages->count && sb_strings_compare(&pages->sorted[at], &sought) < 0)
            at++;
        if (at == pages->count || sb_strings_compare(&pages->sorted[at], &sought) != 0) {
            while (i > 0 && compare_values(&values->at[i - 1], &values->at[i]) == 0)
                i--;
            return values->at[i].noun;
        }
        at++;
    }
    return NULL;
}

/* Whether a string is of these characters alone. */
static bool
made_of(struct sb_bytes string, const char *characters)
{
    const char *at = string.at;

    for (size_t i = 0; i < string.len; i++)
        if (at[i] == '\0' || strchr(characters, at[i]) == NULL)
            return false;
    return string.len > 0;
}

/* "$1,234.56" */
static bool
is_amount(struct sb_bytes string)
{
    const char *at = string.at;

    return string.len > 4 && *at == '$' && at[string.len - 3] == '.' &&
           made_of((struct sb_bytes){at + 1, string.len - 4}, "0123456789,") &&
           made_of((struct sb_bytes){at + string.len - 2, 2}, "0123456789");
}

/* A code or a number that somebody reads: five characters or more, at most two of them letters. */
static bool
is_number(struct sb_bytes string)
{
    const char *at = string.at;
    size_t letters = 0, digits = 0;

    for (size_t i = 0; i < string.len; i++) {
        if (sb_ascii_digit(at[i]))
            digits++;
        else if (at[i] >= 'A' && at[i] <= 'Z')
            letters++;
        else if (strchr("./-", at[i]) == NULL)
            return false;
    }
    return digits + letters >= 5 && letters <= 2;
}

/* The string as the record would write it: an amount, a date, or itself. */
static void
put_written(struct sb_buf *out, struct sb_bytes string)
{
    const char *at = string.at;

    if (is_amount(string)) {
        for (size_t i = 1; i < string.len; i++)
            if (at[i] != ',')
                sb_buf_char(out, at[i]);
        sb_buf_char(out, '"');
    } else if (string.len == 10 && at[2] == '/' && at[5] == '/') {
        sb_buf_put(out, at + 6, 4);
        sb_buf_char(out, '-');
        sb_buf_put(out, at, 2);
        sb_buf_char(out, '-');
        sb_buf_put(out, at + 3, 2);
    } else {
        sb_buf_put(out, at, string.len);
    }
}

/* Whether the record holds it: an amount of "5.00" is not one of "15.00". */
static bool
record_holds(struct sb_bytes record, struct sb_bytes string, struct sb_buf *room)
{
    const char *start = record.at, *at = start, *end = start + record.len;
    bool amount = is_amount(string);

    sb_buf_reset(room);
    put_written(room, string);
    while (!room->failed && (at = memmem(at, (size_t)(end - at), room->at, room->len)) != NULL) {
        if (!amount || (at > start && (at[-1] == '"' || at[-1] == '-')))
            return true;
        at++;
    }
    return false;
}

/*
 * Whether every amount, code, date and number that stands alone is one of the record's; parts of
 * an amount are none.  Sums of a year stand in no record.
 */
static const char *
rest_differs(const struct values *values, const struct sb_strings *pages, struct sb_bytes record,
             unsigned audience, bool *failed)
{
    struct sb_buf room = {0};
    const char *noun = NULL;
    size_t work = 0;

    for (size_t i = 0; i < pages->count && noun == NULL; i++) {
        const struct sb_bytes string = pages->sorted[i];
        bool amount =
            made_of(string, "$0123456789.,-") && (memchr(string.at, '$', string.len) != NULL ||
                                                  memchr(string.at, ',', string.len) != NULL ||
                                                  memchr(string.at, '.', string.len) != NULL);
        struct value value = {0};

        if ((i > 0 && sb_strings_compare(&pages->sorted[i - 1], &string) == 0) ||
            (!amount && !is_number(string)) || (is_amount(string) && (audience & (T | Y)) != 0))
            continue;
        if (string.len < sizeof value.text) {
            memcpy(value.text, string.at, string.len);
            value.text[string.len] = '\0';
            if (values->count > 0 &&
                bsearch(&value, values->at, values->count, sizeof value, compare_values) != NULL)
                continue;
        }
        work += record.len;
        if (work > SEARCHED || !record_holds(record, string, &room))
            noun = amount ? "an amount" : "a number or a date";
    }
    *failed = *failed || room.failed;
    sb_buf_free(&room);
    return noun;
}

static unsigned
audience_of(const struct sb_json *root)
{
    const char *name = sb_member_text(root, "audience");
    bool paid = sb_text_equal(sb_member_text(sb_json_member(root, "year"), "by"), "payment");

    static const struct {
        const char *name;
        unsigned audience;
    } audiences[] = {{"superbill", S}, {"receipt", R}, {"private", P}, {"statement", T}};

    for (size_t i = 0; i < sizeof audiences / sizeof *audiences; i++)
        if (sb_text_equal(name, audiences[i].name))
            return audiences[i].audience == T && paid ? Y : audiences[i].audience;
    return 0;
}

/* Whether the pages are those that the record was written for; those of earlier ones do not say. */
static bool
sealed(const struct sb_json *root, const uint8_t hash[32])
{
    const struct sb_json *member = sb_json_member(root, "pages_sha256");
    char hex[65];

    sb_hex(hex, hash, 32);
    return member == NULL || sb_text_equal(sb_member_text(root, "pages_sha256"), hex);
}

sb_status
sb_pages_differ(char out[SB_DIFFERENCE], const struct sb_record_tree *tree,
                const struct sb_pdf_inside *inside, struct sb_error *err)
{
    unsigned audience = audience_of(tree->root);
    struct sb_strings pages = {0};
    struct values values = {0};
    const char *noun = NULL, *known = NULL;
    sb_status st = sb_strings_read(&pages, inside->text, err);

    *out = '\0';
    if (st == SB_OK) {
        noun = once_differ(&values, &pages, tree, audience);
        rows_collect(&values, tree, audience);
        if (noun == NULL)
            noun = counts_differ(&values, &pages);
        if (noun == NULL)
            noun = rows_differ(&pages, tree, audience);
        if (noun == NULL)
            known = rest_differs(&values, &pages, inside->record, audience, &values.failed);
        if (values.failed)
            st = sb_error_nomem(err);
        else if (noun != NULL)
            (void)snprintf(out, SB_DIFFERENCE, "its pages do not show %s of its record", noun);
        else if (known != NULL)
            (void)snprintf(out, SB_DIFFERENCE, "its pages show %s that is not in its record",
                           known);
        else if (inside->strange)
            (void)snprintf(out, SB_DIFFERENCE, "its pages hold more than the program draws");
        else if (!sealed(tree->root, inside->pages))
            (void)snprintf(out, SB_DIFFERENCE,
                           "its pages are not those that its record vouches for");
    }
    sb_strings_free(&pages);
    free(values.at);
    return st;
}
