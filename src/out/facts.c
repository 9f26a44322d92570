/*
 * facts.c - what each line and cell of a page says, and where in the records it came from.
 *
 * Amounts are the bill's, none is
 * computed here.
 */
#include "out/page.h"

#include <stdio.h>
#include <string.h>

#define ADDRESS_LINE 30 /* characters that surely fit beside a label */

struct sb_fact
sb_fact_new(const char *text, const struct sb_source *source, const char *path, const char *name)
{
    return (struct sb_fact){text, {.source = source, .path = path, .name = name}};
}

const char *
sb_layout_print(struct sb_layout *l, const char *format, ...)
{
    char text[256], *copy;
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length < 0 || (copy = sb_arena_take(l->arena, (size_t)length + 1)) == NULL) {
        sb_layout_fail(l, SB_E_NOMEM, NULL);
        return NULL;
    }
    if ((size_t)length < sizeof text) {
        memcpy(copy, text, (size_t)length);
        return copy;
    }
    va_start(arguments, format);
    (void)vsnprintf(copy, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return copy;
}

const char *
sb_layout_join(struct sb_layout *l, const char *const *parts, size_t count)
{
    size_t length = 0, at = 0;
    char *text;

    for (size_t i = 0; i < count; i++)
        length += parts[i] != NULL ? strlen(parts[i]) : 0;
    text = sb_arena_take(l->arena, length + 1);
    if (text == NULL) {
        sb_layout_fail(l, SB_E_NOMEM, NULL);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        size_t part = parts[i] != NULL ? strlen(parts[i]) : 0;

        if (part > 0)
            memcpy(text + at, parts[i], part);
        at += part;
    }
    return text;
}

const char *
sb_layout_date(struct sb_layout *l, sb_date date)
{
    char text[SB_DATE_TEXT], *copy;

    if (date.day == 0)
        return NULL;
    (void)sb_date_print_us(text, date);
    copy = sb_arena_text(l->arena, text, strlen(text));
    if (copy == NULL)
        sb_layout_fail(l, SB_E_NOMEM, NULL);
    return copy;
}

const char *
sb_layout_money(struct sb_layout *l, sb_money amount)
{
    char text[SB_MONEY_TEXT], *copy;

    (void)sb_money_print_us(text, amount);
    copy = sb_arena_text(l->arena, text, strlen(text));
    if (copy == NULL)
        sb_layout_fail(l, SB_E_NOMEM, NULL);
    return copy;
}

/* An amount that is taken off: zero stays "$0.00". */
const char *
sb_layout_less(struct sb_layout *l, sb_money amount)
{
    amount.cents = -amount.cents;
    return sb_layout_money(l, amount);
}

/* "line1, line2" and "city, state zip, country" on lines of their own. */
const char *
sb_layout_address(struct sb_layout *l, const struct sb_address *a)
{
    const char *country =
        sb_layout_said(a->country) && strcmp(a->country, "US") != 0 ? a->country : NULL;
    const char *second = sb_layout_said(a->line2) ? a->line2 : "", *between = "";

    /* the second line beside the first where both are short */
    if (sb_layout_said(a->line1) && *second != '\0')
        between = strlen(a->line1) + strlen(second) <= ADDRESS_LINE ? ", " : "\n";
    if (!sb_layout_said(a->line1) && !sb_layout_said(a->city))
        return NULL;

    const char *const parts[] = {
        a->line1, between,
        second,   "\n",
        a->city,  sb_layout_said(a->state) ? ", " : NULL,
        a->state, sb_layout_said(a->zip) ? " " : NULL,
        a->zip,   country != NULL ? ", " : NULL,
        country,
    };
    return sb_layout_join(l, parts, sizeof parts / sizeof parts[0]);
}

const char *
sb_layout_site(struct sb_layout *l, const struct sb_site *s)
{
    const struct sb_address address = {s->address1, s->address2, s->city, s->state, s->zip, NULL};

    return sb_layout_address(l, &address);
}

const char *
sb_layout_provider(struct sb_layout *l, const struct sb_provider *p)
{
    if (p == NULL || !sb_layout_said(p->name))
        return NULL;
    if (!sb_layout_said(p->credentials))
        return p->name;
    return sb_layout_join(l, (const char *const[]){p->name, ", ", p->credentials}, 3);
}

struct sb_fact
sb_fact_of(struct sb_layout *l, enum sb_field_id id, size_t row)
{
    static struct sb_fact (*const rows[SB_FIELD_COUNT])(struct sb_layout *, size_t) = {
#define X(block, field, key, kind, must) [SB_FIELD_##field] = sb_fact_##field,
#include "out/fields.def"
#undef X
    };

    return rows[id](l, row);
}

size_t
sb_fact_rows(const struct sb_layout *l, enum sb_block_id table)
{
    if (table == SB_BLOCK_DIAGNOSES)
        return l->bill->diagnosis_count;
    if (table == SB_BLOCK_ITEMS)
        return l->bill->item_count;
    return table == SB_BLOCK_SERVICES ? l->service_count : l->payment_count;
}

size_t
sb_fact_times(const struct sb_layout *l, enum sb_field_id id)
{
    if (id == SB_FIELD_notes_visit)
        return l->bill->visit_count;
    if (id == SB_FIELD_notes_adjustment || id == SB_FIELD_notes_refund ||
        id == SB_FIELD_notes_received)
        return l->amount_count;
    return 1;
}

const char *
sb_fact_number(const struct sb_layout *l)
{
    if (l->bill->number != NULL)
        return l->bill->number;
    if (l->page->audience == SB_AUDIENCE_STATEMENT)
        return l->year;
    if (l->bill->reference != NULL)
        return l->bill->reference;
    return sb_template_text(l->page, SB_FIELD_document_draft);
}

const char *
sb_fact_words(struct sb_layout *l, const char *words, const char *key, const char *value)
{
    const char *at = words != NULL ? strstr(words, key) : NULL;

    if (at == NULL)
        return words;
    return sb_layout_print(l, "%.*s%s%s", (int)(at - words), words, value != NULL ? value : "",
                           at + strlen(key));
}

void
sb_facts_begin(struct sb_layout *l)
{
    const struct sb_bill *bill = l->bill;
    const struct sb_patient *patient = bill->patient;
    bool by_service = bill->year == NULL || bill->year->by == SB_YEAR_BY_SERVICE;

    if (bill->year != NULL)
        l->year = sb_layout_print(l, "%d", (int)bill->year->year);
    l->services = sb_arena_array(l->arena, bill->line_count + 1, sizeof *l->services);
    l->payments = sb_arena_array(l->arena, bill->payment_count + 1, sizeof *l->payments);
    l->patient_name = l->cover == NULL ? sb_name_print(l->arena, &patient->name) : "";
    if (l->services == NULL || l->payments == NULL || l->patient_name == NULL) {
        sb_layout_fail(l, SB_E_NOMEM, NULL);
        return;
    }
    /* a line whose minutes earn no unit is documented elsewhere, not billed */
    for (size_t i = 0; i < bill->line_count; i++)
        if (bill->lines[i].units > 0 && by_service)
            l->services[l->service_count++] = i;
    for (size_t i = 0; i < bill->payment_count; i++)
        if (bill->payments[i].applied.cents != 0 || sb_audience_is_receipt(l->page->audience))
            l->payments[l->payment_count++] = i;
    sb_facts_amounts(l);
    l->name_covered = sb_text_uncovered(l->patient_name) == 0;
    if (!l->name_covered && sb_layout_said(patient->printed_name))
        l->patient_name = patient->printed_name;
}
