/*
 * preflight.c - would it draw?
 *
 * The whole answer is the layout itself, run with findings instead of runs.  Most bills do not
 * need it: where every text of the record surely fits its place and every character is covered,
 * there is nothing to find.  A text no wider than twice its room takes three lines at most,
 * since two lines in a row are together wider than the room.  What the configuration brings is
 * judged by the layout once for each provider, payer and place.
 */
#include "out/drawing.h"

#include <string.h>

#define LINE_CENTS INT64_C(999999)    /* "$9,999.99" is the widest amount a column surely holds */
#define TOTAL_CENTS INT64_C(99999999) /* and "$999,999.99" the widest total */

static int32_t
column_width(const struct sb_template *page, enum sb_field_id id)
{
    for (size_t i = 0; i < page->block_count; i++)
        for (size_t k = 0; k < page->blocks[i].field_count; k++)
            if (page->blocks[i].fields[k].id == id)
                return page->blocks[i].fields[k].width;
    return INT32_MAX / 4; /* not printed */
}

static struct sb_rooms
rooms_of(const struct sb_template *page)
{
    int32_t left = sb_template_width(page, SB_PLACE_LEFT);
    int32_t right = sb_template_width(page, SB_PLACE_RIGHT);

    return (struct sb_rooms){
        .value = (left < right ? left : right) - page->label,
        .description = column_width(page, SB_FIELD_services_description),
        .title = column_width(page, SB_FIELD_diagnoses_title),
        .paragraph = left,
        .reference = column_width(page, SB_FIELD_payments_reference),
        .widest = page->text + SB_CODE_SPACING,
        .join = 2 * page->text,
        .style = {page->text, SB_FACE_BOLD, true},
    };
}

/* Adds the width of a text and room for what joins it; false where it may not be printable. */
static bool
add_width(int64_t *width, const struct sb_rooms *rooms, const char *text)
{
    if (text == NULL)
        return true;
    if (sb_text_uncovered(text) != 0)
        return false;
    *width += sb_text_width(text, strlen(text), rooms->style) + rooms->join;
    return true;
}

/* Bytes of an ASCII text; a number beyond any room where it is not ASCII alone. */
static size_t
ascii_length(const char *text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t n = strlen(text), i = 0;
    uint64_t odd = 0;

    for (; i + 8 <= n; i += 8) { /* a high bit marks what is below 0x20, DEL or beyond ASCII */
        uint64_t bytes;

        memcpy(&bytes, text + i, sizeof bytes);
        odd |= bytes | (bytes - ones * 0x20) | (bytes + ones);
    }
    for (; i < n; i++)
        odd |= (uint64_t)(text[i] < 0x20 || text[i] > 0x7E) << 7;
    return (odd & ones << 7) == 0 ? n : SIZE_MAX / 8;
}

/* Whether texts that are printed as one surely fit; short ones need no measuring. */
static bool
fits(const struct sb_rooms *rooms, int32_t room, const char *const *texts, size_t count)
{
    size_t letters = 0, parts = 0;
    int64_t width = 0;

    for (size_t i = 0; i < count; i++)
        if (texts[i] != NULL) {
            letters += ascii_length(texts[i]);
            parts++;
        }
    if (letters < 1000 &&
        (int64_t)letters * rooms->widest + (int64_t)parts * rooms->join <= 2 * (int64_t)room)
        return true;
    for (size_t i = 0; i < count; i++)
        if (!add_width(&width, rooms, texts[i]))
            return false;
    return width <= 2 * (int64_t)room;
}

static bool
name_fits(const struct sb_rooms *rooms, const struct sb_name *name)
{
    const char *const parts[] = {name->first, name->middle, name->last, name->suffix};

    return fits(rooms, rooms->value, parts, 4);
}

static bool
address_fits(const struct sb_rooms *rooms, const struct sb_address *a)
{
    const char *const parts[] = {a->line1, a->line2, a->city, a->state, a->zip, a->country};

    return fits(rooms, rooms->value, parts, 6);
}

static bool
one_fits(const struct sb_rooms *rooms, int32_t room, const char *text)
{
    return fits(rooms, room, &text, 1);
}

static bool
patient_fits(const struct sb_rooms *rooms, const struct sb_bill *bill)
{
    const struct sb_patient *patient = bill->patient;
    const struct sb_insurance *insurance = bill->insurance;

    if (!name_fits(rooms, &patient->name) || !address_fits(rooms, &patient->address) ||
        !one_fits(rooms, rooms->value, patient->phone) ||
        !one_fits(rooms, rooms->value, patient->email))
        return false;
    if (insurance == NULL)
        return true;
    return one_fits(rooms, rooms->value, insurance->payer) &&
           one_fits(rooms, rooms->value, insurance->member_id) &&
           one_fits(rooms, rooms->value, insurance->group) &&
           one_fits(rooms, rooms->value, insurance->plan) &&
           name_fits(rooms, &insurance->subscriber.name) &&
           address_fits(rooms, &insurance->subscriber.address);
}

/* Why something was taken off or given back. */
static bool
reasons_fit(const struct sb_rooms *rooms, const struct sb_visit *visit)
{
    for (size_t i = 0; i < visit->adjustment_count; i++)
        if (!one_fits(rooms, rooms->paragraph, visit->adjustments[i].reason))
            return false;
    for (size_t i = 0; i < visit->refund_count; i++)
        if (!one_fits(rooms, rooms->paragraph, visit->refunds[i].reason))
            return false;
    return true;
}

/* What several visits say stands on one line: all of it must fit, however often it is said. */
static bool
visits_fit(const struct sb_rooms *rooms, const struct sb_bill *bill)
{
    int64_t referrals = 0, npis = 0, authorizations = 0;
    const int64_t most = 2 * (int64_t)rooms->value;

    for (size_t i = 0; i < bill->visit_count; i++) {
        const struct sb_visit *visit = bill->visits[i];

        if (!add_width(&referrals, rooms, visit->referral.name) ||
            !add_width(&npis, rooms, visit->referral.npi) ||
            !add_width(&authorizations, rooms, visit->authorization) ||
            !one_fits(rooms, rooms->value / 4, visit->accident.state) ||
            !one_fits(rooms, rooms->paragraph, visit->note) || !reasons_fit(rooms, visit))
            return false;
        referrals += visit->referral.date.day != 0 ? 7 * rooms->style.size : 0;
    }
    /* dates of onset, treatment and accidents take a line each at most */
    return bill->visit_count <= 3 && referrals <= most && npis <= most && authorizations <= most;
}

static bool
amount_fits(sb_money amount, int64_t most)
{
    return amount.cents >= -most / 10 && amount.cents <= most;
}

static bool
line_fits(const struct sb_rooms *rooms, const struct sb_bill_line *line)
{
    for (size_t i = 0; i < line->modifier_count; i++)
        if (strlen(line->modifiers[i]) != 2 || sb_text_uncovered(line->modifiers[i]) != 0)
            return false;
    return line->modifier_count <= SB_LINE_MODIFIERS &&
           (line->place == NULL || strlen(line->place) <= 2) &&
           (line->code == NULL || strlen(line->code) <= 5) && line->minutes <= 888 &&
           line->units <= 88 && amount_fits(line->charge, LINE_CENTS) &&
           amount_fits(line->adjustment, LINE_CENTS / 10) && amount_fits(line->paid, LINE_CENTS) &&
           one_fits(rooms, rooms->description, line->description);
}

static bool
care_fits(const struct sb_rooms *rooms, const struct sb_bill *bill)
{
    for (size_t i = 0; i < bill->diagnosis_count; i++)
        if (!one_fits(rooms, rooms->title, bill->diagnoses[i].title))
            return false;
    for (size_t i = 0; i < bill->line_count; i++)
        if (!line_fits(rooms, &bill->lines[i]))
            return false;
    for (size_t i = 0; i < bill->payment_count; i++)
        if (!amount_fits(bill->payments[i].applied, LINE_CENTS) ||
            !one_fits(rooms, rooms->reference / 2, bill->payments[i].payment->reference))
            return false;
    return amount_fits(bill->charges, TOTAL_CENTS) && amount_fits(bill->adjustments, TOTAL_CENTS) &&
           amount_fits(bill->paid, TOTAL_CENTS) && amount_fits(bill->balance, TOTAL_CENTS);
}

static struct sb_known_setting
setting_of(const struct sb_bill *bill)
{
    return (struct sb_known_setting){bill->config,     bill->payer,     bill->provider,
                                     bill->supervisor, bill->assistant, bill->location};
}

static bool
setting_known(const struct sb_drawing *drawing, const struct sb_bill *bill)
{
    const struct sb_known_setting setting = setting_of(bill);

    for (size_t i = 0; i < SB_KNOWN_SETTINGS; i++)
        if (memcmp(&drawing->known[i], &setting, sizeof setting) == 0)
            return true;
    return false;
}

sb_status
sb_document_preflight(struct sb_drawing *drawing, const struct sb_bill *bill,
                      struct sb_findings *found, struct sb_error *err)
{
    struct sb_layout l;
    size_t before = sb_findings_count(found);
    sb_status st;

    if (bill->patient == NULL)
        return SB_OK; /* patient-unknown has been found; there is nothing to draw */
    /* receipts print more of payments, and what is not care: the layout judges them whole */
    if (!sb_audience_is_receipt(drawing->page->audience) && setting_known(drawing, bill)) {
        const struct sb_rooms *rooms = &drawing->rooms;

        if (rooms->widest == 0)
            drawing->rooms = rooms_of(drawing->page);
        if (patient_fits(rooms, bill) && visits_fit(rooms, bill) && care_fits(rooms, bill))
            return SB_OK;
    }
    st = sb_drawing_layout(&l, drawing, bill, found, err);
    if (st == SB_OK && sb_findings_count(found) == before) {
        drawing->known[drawing->known_next] = setting_of(bill);
        drawing->known_next = (drawing->known_next + 1) % SB_KNOWN_SETTINGS;
    }
    return st;
}
