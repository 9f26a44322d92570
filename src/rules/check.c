/*
 * check.c - the table of rules, walked for every visit of a bill.  A rule is a small function;
 * it looks at facts that building has gathered and formats nothing unless it finds something.
 */
#include "rules/rules.h"

#include <stdio.h>
#include <string.h>

static const struct sb_check_row *const groups[] = {
    sb_checks_identity, sb_checks_visit,    sb_checks_diagnosis, sb_checks_service,
    sb_checks_units,    sb_checks_modifier, sb_checks_money,
};

const char *
sb_clip(char out[SB_CLIP], const char *text)
{
    size_t length = strlen(text);

    if (length < SB_CLIP - 3) {
        memcpy(out, text, length + 1);
        return out;
    }
    length = SB_CLIP - 4;
    while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
        length--;
    for (size_t i = 0; i < length; i++)
        out[i] = text[i];
    for (size_t i = 0; i < 4; i++)
        out[length + i] = "..."[i];
    return out;
}

struct sb_spot
sb_config_spot(const struct sb_case *c, const char *section, const char *id, const char *key)
{
    return sb_spot_at(c->bill->config->source, "[%s%s%s] %s", section, id ? " " : "", id ? id : "",
                      key);
}

/* Whether path is outer or lies below it. */
static bool
lies_in(const char *path, const char *outer)
{
    size_t length = strlen(outer);

    return length > 0 && strncmp(path, outer, length) == 0 &&
           (path[length] == '\0' || path[length] == '/');
}

/*
 * One fault, one finding: what could not be read is not also missing, wrong or unpaid.  An error
 * of reading at the place, above it or below it speaks alone.
 */
static bool
spoken(const struct sb_case *c, const struct sb_spot *spot)
{
    const char *inside = spot->source ? spot->source->inside : NULL;
    char whole[2 * SB_LIMIT_PATH];

    (void)snprintf(whole, sizeof whole, "%s%s", inside ? inside : "", spot->path);
    for (size_t i = 0; i < c->read; i++) {
        const struct sb_finding *finding = sb_findings_at(c->found, i);
        if (finding->severity == SB_SEVERITY_ERROR && spot->source &&
            (inside || sb_findings_kind(c->found, i) == spot->source->kind) &&
            (lies_in(whole, finding->path) || lies_in(finding->path, whole)))
            return true;
    }
    return false;
}

void
sb_case_raise(const struct sb_case *c, enum sb_rule rule, struct sb_spot spot, const char *format,
              ...)
{
    char message[400];
    va_list args;

    if (c->read > 0 && spoken(c, &spot))
        return;
    va_start(args, format);
    int length = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    sb_findings_add(c->found, rule, spot, "%s", length < 0 ? "" : message);
}

static void
visit_check(const struct sb_case *c)
{
    bool receipt = sb_audience_is_receipt(c->judge->audience);
    unsigned without = (c->fact->care ? 0 : SB_FOR_CARE) | (c->visit->refused ? SB_FOR_SOUND : 0);

    if (receipt || !c->fact->care)
        without |= SB_FOR_INSURER;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        for (const struct sb_check_row *row = groups[i]; row->check; row++)
            if ((row->who & without) == 0)
                row->check(c);
}

sb_status
sb_bill_note(const struct sb_bill *bill, const struct sb_judge *judge, struct sb_error *err)
{
    struct sb_case c = {.bill = bill, .judge = judge};
    sb_status st = SB_OK;

    for (size_t i = 0; st == SB_OK && judge->book && i < bill->visit_count; i++) {
        c.visit = bill->visits[i];
        c.fact = &bill->facts->visits[i];
        c.day = (struct sb_day){0};
        st = sb_daybook_note(judge->book, &c, err);
    }
    return st;
}

sb_status
sb_bill_check(const struct sb_bill *bill, const struct sb_judge *judge, struct sb_findings *found,
              struct sb_error *err)
{
    struct sb_case c = {
        .bill = bill, .judge = judge, .found = found, .read = sb_findings_count(found)};

    sb_findings_payer(found, bill->payer);
    for (size_t i = 0; i < bill->visit_count; i++) {
        c.visit = bill->visits[i];
        c.fact = &bill->facts->visits[i];
        c.day = (struct sb_day){0};
        c.begun = sb_findings_count(found);
        if (judge->book) {
            sb_status st = sb_daybook_note(judge->book, &c, err);
            if (st != SB_OK)
                return st;
        }
        visit_check(&c);
    }
    return sb_findings_failed(found) ? sb_error_nomem(err) : SB_OK;
}

/* Whether the filter's payer is the bill's: id or name of a section, or a name as written. */
static bool
payer_matches(const struct sb_bill *bill, const char *payer)
{
    if (bill->payer && (strcmp(bill->payer->id, payer) == 0 ||
                        (bill->payer->name && sb_text_compare_fold(bill->payer->name, payer) == 0)))
        return true;
    return bill->insurance && bill->insurance->payer &&
           sb_text_compare_fold(bill->insurance->payer, payer) == 0;
}

static bool
visit_named(const struct sb_bill *bill, const char *id)
{
    for (size_t i = 0; i < bill->visit_count; i++)
        if (sb_text_equal(bill->visits[i]->id, id))
            return true;
    return false;
}

/* The last filing day lies ahead, and no further than so many days. */
static bool
deadline_near(const struct sb_bill *bill, int32_t days, sb_date today)
{
    sb_date last =
        bill->insurance ? sb_filing_last_day(bill->payer, bill->first_date) : (sb_date){0};

    return last.day != 0 && last.day >= today.day && last.day - today.day <= days;
}

bool
sb_bill_matches(const struct sb_bill *bill, const struct sb_filter *filter, sb_date today)
{
    const char *patient = bill->visits[0]->patient_id;

    if ((filter->patient && !sb_text_equal(patient, filter->patient)) ||
        (filter->provider &&
         !sb_text_equal(bill->provider ? bill->provider->id : NULL, filter->provider)) ||
        (filter->payer && !payer_matches(bill, filter->payer)) ||
        (filter->visit && !visit_named(bill, filter->visit)))
        return false;
    /* a day that cannot be read may be any: what has one is refused wherever it would count */
    if (bill->last_date.day != 0 &&
        ((filter->since.day != 0 && bill->last_date.day < filter->since.day) ||
         (filter->until.day != 0 && bill->first_date.day > filter->until.day)))
        return false;
    if ((filter->unpaid && bill->balance.cents <= 0) || (filter->paid && bill->balance.cents > 0))
        return false;
    return !filter->deadline_given || deadline_near(bill, filter->deadline, today);
}
