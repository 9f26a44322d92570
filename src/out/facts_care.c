/*
 * facts_care.c - what was found and done, and the words around it.
 */
#include "out/page.h"

#include <string.h>

/* visit: what the visits say, each different value once */

typedef const char *visit_fn(struct sb_layout *l, const struct sb_visit *visit);

static struct sb_fact
visits_fact(struct sb_layout *l, visit_fn *of, const char *path, const char *name)
{
    struct sb_fact f = sb_fact_none();
    const char *seen[16];
    size_t count = 0;

    for (size_t i = 0; i < l->bill->visit_count; i++) {
        const struct sb_visit *visit = l->bill->visits[i];
        const char *text = of(l, visit);
        bool known = !sb_layout_said(text);

        for (size_t k = 0; k < count && !known; k++)
            known = strcmp(seen[k], text) == 0;
        if (known || count == sizeof seen / sizeof seen[0])
            continue;
        seen[count++] = text;
        if (f.text == NULL || sb_text_uncovered(text) != 0)
            f.origin = (struct sb_origin){.source = visit->source, .path = path, .name = name};
        f.text =
            f.text == NULL ? text : sb_layout_join(l, (const char *const[]){f.text, ", ", text}, 3);
    }
    return f;
}

static const char *
referral_of(struct sb_layout *l, const struct sb_visit *visit)
{
    const char *date = sb_layout_date(l, visit->referral.date);

    if (!sb_layout_said(visit->referral.name))
        return NULL;
    return date != NULL
               ? sb_layout_join(l, (const char *const[]){visit->referral.name, ", ", date}, 3)
               : visit->referral.name;
}

struct sb_fact
sb_fact_visit_referral(struct sb_layout *l, size_t row)
{
    (void)row;
    return visits_fact(l, referral_of, "/referral/name", "the referrer's name");
}

static const char *
referral_npi_of(struct sb_layout *l, const struct sb_visit *visit)
{
    (void)l;
    return visit->referral.npi;
}

struct sb_fact
sb_fact_visit_referral_npi(struct sb_layout *l, size_t row)
{
    (void)row;
    return visits_fact(l, referral_npi_of, "/referral/npi", "the referrer's NPI");
}

static const char *
onset_of(struct sb_layout *l, const struct sb_visit *visit)
{
    return sb_layout_date(l, visit->onset_date);
}

struct sb_fact
sb_fact_visit_onset(struct sb_layout *l, size_t row)
{
    (void)row;
    return visits_fact(l, onset_of, "/onset_date", "the onset date");
}

static const char *
treatment_of(struct sb_layout *l, const struct sb_visit *visit)
{
    return sb_layout_date(l, visit->initial_treatment_date);
}

struct sb_fact
sb_fact_visit_first_treatment(struct sb_layout *l, size_t row)
{
    (void)row;
    return visits_fact(l, treatment_of, "/initial_treatment_date", "the first treatment's date");
}

static const char *
authorization_of(struct sb_layout *l, const struct sb_visit *visit)
{
    (void)l;
    return visit->authorization;
}

struct sb_fact
sb_fact_visit_authorization(struct sb_layout *l, size_t row)
{
    (void)row;
    return visits_fact(l, authorization_of, "/authorization", "the authorization");
}

static const char *
accident_of(struct sb_layout *l, const struct sb_visit *visit)
{
    const struct sb_accident *a = &visit->accident;
    const char *date = sb_layout_date(l, a->date);

    if (!a->given)
        return NULL;
    if (!a->employment && !a->automobile && !a->other)
        return "None";
    return sb_layout_print(l, "%s%s%s%s%s%s%s%s%s", a->employment ? "Employment" : "",
                           a->employment && (a->automobile || a->other) ? ", " : "",
                           a->automobile ? "Auto" : "",
                           a->automobile && sb_layout_said(a->state) ? " in " : "",
                           a->automobile && sb_layout_said(a->state) ? a->state : "",
                           a->automobile && a->other ? ", " : "", a->other ? "Other" : "",
                           date != NULL ? ", " : "", date != NULL ? date : "");
}

struct sb_fact
sb_fact_visit_accident(struct sb_layout *l, size_t row)
{
    (void)row;
    return visits_fact(l, accident_of, "/accident/state", "the accident");
}

struct sb_fact
sb_fact_visit_location(struct sb_layout *l, size_t row)
{
    const struct sb_site *site = l->bill->location;
    const char *address;

    (void)row;
    if (site == NULL)
        return sb_fact_none();
    address = sb_layout_site(l, site);
    if (!sb_layout_said(site->name) || address == NULL)
        return sb_fact_practice(l, sb_layout_said(site->name) ? site->name : address, NULL,
                                "the location");
    return sb_fact_practice(l,
                            sb_layout_join(l, (const char *const[]){site->name, "\n", address}, 3),
                            NULL, "the location");
}

struct sb_fact
sb_fact_visit_location_npi(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_practice(l, l->bill->location != NULL ? l->bill->location->npi : NULL, NULL,
                            "the location's NPI");
}

/* diagnoses */

static const char *
letter_text(size_t index)
{
    static const char letters[][2] = {"A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"};

    return index < sizeof letters / sizeof letters[0] ? letters[index] : NULL;
}

struct sb_fact
sb_fact_diagnoses_letter(struct sb_layout *l, size_t row)
{
    (void)l;
    return sb_fact_new(letter_text(row), NULL, NULL, "the letter");
}

struct sb_fact
sb_fact_diagnoses_code(struct sb_layout *l, size_t row)
{
    return sb_fact_new(l->bill->diagnoses[row].code, NULL, NULL, "the diagnosis code");
}

/* The visit and the place in it that brought a diagnosis. */
struct sb_fact
sb_fact_diagnoses_title(struct sb_layout *l, size_t row)
{
    const struct sb_bill_diagnosis *diagnosis = &l->bill->diagnoses[row];
    struct sb_fact f = sb_fact_new(diagnosis->title, NULL, NULL, "the diagnosis text");

    for (size_t v = 0; v < l->bill->visit_count; v++) {
        const struct sb_visit *visit = l->bill->visits[v];

        for (size_t d = 0; d < visit->diagnosis_count; d++)
            if (sb_text_equal(visit->diagnoses[d].text, diagnosis->title)) {
                f.origin.source = visit->source;
                f.origin.path = "/diagnoses/%zu/text";
                f.origin.index = d;
                return f;
            }
    }
    return f;
}

/* services */

static const struct sb_bill_line *
line_of(const struct sb_layout *l, size_t row)
{
    return &l->bill->lines[l->services[row]];
}

static struct sb_fact
line_fact(const struct sb_layout *l, size_t row, const char *text, const char *path,
          const char *name)
{
    const struct sb_bill_line *line = line_of(l, row);
    struct sb_fact f = sb_fact_new(text, NULL, path, name);

    if (line->visit < l->bill->visit_count)
        f.origin.source = l->bill->visits[line->visit]->source;
    f.origin.index = line->service;
    return f;
}

struct sb_fact
sb_fact_services_date(struct sb_layout *l, size_t row)
{
    return line_fact(l, row, sb_layout_date(l, line_of(l, row)->date), "/date", "the date");
}

struct sb_fact
sb_fact_services_place(struct sb_layout *l, size_t row)
{
    return line_fact(l, row, line_of(l, row)->place, "/place_of_service", "the place of service");
}

struct sb_fact
sb_fact_services_code(struct sb_layout *l, size_t row)
{
    return line_fact(l, row, line_of(l, row)->code, "/services/%zu/code", "the code");
}

struct sb_fact
sb_fact_services_modifiers(struct sb_layout *l, size_t row)
{
    const struct sb_bill_line *line = line_of(l, row);
    const char *parts[2 * (SB_LINE_MODIFIERS + 4)];
    size_t count = 0;

    for (size_t i = 0; i < line->modifier_count; i++) {
        if (i > 0)
            parts[count++] = " ";
        parts[count++] = line->modifiers[i];
    }
    return line_fact(l, row, count == 1 ? parts[0] : sb_layout_join(l, parts, count),
                     "/services/%zu/modifiers", "the modifiers");
}

struct sb_fact
sb_fact_services_description(struct sb_layout *l, size_t row)
{
    return line_fact(l, row, line_of(l, row)->description, "/services/%zu/text", "the description");
}

struct sb_fact
sb_fact_services_pointers(struct sb_layout *l, size_t row)
{
    const struct sb_bill_line *line = line_of(l, row);
    char text[2 * SB_LINE_POINTERS + 1] = "";
    size_t length = 0;

    for (size_t i = 0; i < line->pointer_count && i < SB_LINE_POINTERS; i++) {
        const char *letter = letter_text(line->pointers[i]);

        if (letter == NULL)
            continue;
        if (length > 0)
            text[length++] = ' ';
        text[length++] = letter[0];
    }
    return line_fact(l, row, sb_layout_join(l, (const char *const[]){text}, 1),
                     "/services/%zu/diagnoses", "the pointers");
}

struct sb_fact
sb_fact_services_minutes(struct sb_layout *l, size_t row)
{
    int32_t minutes = line_of(l, row)->minutes;

    if (minutes < 0)
        return sb_fact_none();
    return line_fact(l, row, sb_layout_print(l, "%d", (int)minutes), "/services/%zu/minutes",
                     "the minutes");
}

struct sb_fact
sb_fact_services_units(struct sb_layout *l, size_t row)
{
    return line_fact(l, row, sb_layout_print(l, "%d", (int)line_of(l, row)->units),
                     "/services/%zu/units", "the units");
}

struct sb_fact
sb_fact_services_charge(struct sb_layout *l, size_t row)
{
    return line_fact(l, row, sb_layout_money(l, line_of(l, row)->charge), "/services/%zu/charge",
                     "the charge");
}

struct sb_fact
sb_fact_services_adjustment(struct sb_layout *l, size_t row)
{
    return line_fact(l, row, sb_layout_less(l, line_of(l, row)->adjustment), "/adjustments",
                     "the adjustment");
}

struct sb_fact
sb_fact_services_paid(struct sb_layout *l, size_t row)
{
    return line_fact(l, row, sb_layout_money(l, line_of(l, row)->paid), "/payments",
                     "the amount paid");
}

/* words */

struct sb_fact
sb_fact_statement_text(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_new(sb_template_text(l->page, SB_FIELD_statement_text), NULL, NULL,
                       "the statement");
}

struct sb_fact
sb_fact_statement_medicare(struct sb_layout *l, size_t row)
{
    (void)row;
    if (!sb_bill_part_b(l->bill))
        return sb_fact_none();
    return sb_fact_new(sb_template_text(l->page, SB_FIELD_statement_medicare), NULL, NULL,
                       "Medicare");
}

struct sb_fact
sb_fact_notes_practice(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_practice(l, l->bill->config->note, "[document] note", "the note");
}

static const char *
note_of(struct sb_layout *l, const struct sb_visit *visit)
{
    if (!sb_layout_said(visit->note) || l->bill->visit_count == 1)
        return visit->note;
    return sb_layout_join(
        l, (const char *const[]){sb_layout_date(l, visit->date), ": ", visit->note}, 3);
}

/* Each visit's note is a paragraph: the row is the visit. */
struct sb_fact
sb_fact_notes_visit(struct sb_layout *l, size_t row)
{
    if (row >= l->bill->visit_count)
        return sb_fact_none();
    return sb_fact_new(note_of(l, l->bill->visits[row]), l->bill->visits[row]->source, "/note",
                       "the note");
}

struct sb_fact
sb_fact_signature_attestation(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_new(sb_template_text(l->page, SB_FIELD_signature_attestation), NULL, NULL,
                       "the attestation");
}

struct sb_fact
sb_fact_signature_signature(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_practice(l, l->bill->provider != NULL ? l->bill->provider->signature : NULL,
                            NULL, "the signature");
}

struct sb_fact
sb_fact_signature_date(struct sb_layout *l, size_t row)
{
    return sb_fact_document_issued(l, row);
}

struct sb_fact
sb_fact_footer_birth_date(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_new(sb_template_text(l->page, SB_FIELD_footer_birth_date), NULL, NULL,
                       "the footer");
}

struct sb_fact
sb_fact_footer_page(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_new(sb_template_text(l->page, SB_FIELD_footer_page), NULL, NULL, "the footer");
}

struct sb_fact
sb_fact_footer_continued(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_new(sb_template_text(l->page, SB_FIELD_footer_continued), NULL, NULL,
                       "the footer");
}
