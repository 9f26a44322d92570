/*
 * check_diagnosis.c - ICD-10-CM codes: form, validity on the day, order, and the lines that point
 * to them.  Only these findings name a diagnosis code.
 */
#include "rules/rules.h"

#include <string.h>

/* The place of diagnosis i: its code where the record gives an object. */
static struct sb_spot
dx_spot(const struct sb_case *c, size_t i)
{
    return sb_spot_at(c->visit->source, "/diagnoses/%zu%s", i,
                      c->visit->diagnoses[i].text ? "/code" : "");
}

/* dx-missing.  Source: CMS-1500 item 21. */
static void
dx_missing(const struct sb_case *c)
{
    if (c->visit->diagnosis_count == 0)
        sb_case_raise(c, SB_RULE_DX_MISSING, sb_spot_at(c->visit->source, "/diagnoses"),
                      "the visit has care and no diagnosis");
}

/* dx-format.  Source: ICD-10-CM; 45 CFR 162.1002. */
static void
dx_format(const struct sb_case *c)
{
    char clip[SB_CLIP];

    for (size_t i = 0; i < c->visit->diagnosis_count; i++) {
        const char *code = c->visit->diagnoses[i].code;
        if (c->fact->diagnoses[i].code[0] != '\0' || !code)
            continue;
        sb_case_raise(c, SB_RULE_DX_FORMAT, dx_spot(c, i),
                      sb_dx_icd9_shape(code) ? "'%s' is an ICD-9 code, which ended on 2015-09-30"
                                             : "'%s' is not of the form of an ICD-10-CM code",
                      sb_clip(clip, code));
    }
}

/* The suggested codes, "A, B or C". */
static const char *
suggestions(char *out, size_t room, const struct sb_dx_answer *answer)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < answer->suggested_count; i++) {
        const char *join = i == 0 ? "" : i + 1 == answer->suggested_count ? " or " : ", ";
        size_t length = strlen(join) + strlen(answer->suggested[i]);
        if (used + length + 1 > room)
            break;
        memcpy(out + used, join, strlen(join));
        memcpy(out + used + strlen(join), answer->suggested[i], strlen(answer->suggested[i]) + 1);
        used += length;
    }
    return out;
}

/* Billable on other days: from when to when, and what stands in its place. */
static void
not_valid(const struct sb_case *c, size_t i, const struct sb_dx_answer *answer, const char *instead)
{
    char from[SB_DATE_TEXT], to[SB_DATE_TEXT];
    const struct sb_dx *row = answer->row;
    sb_date on = c->visit->date;
    const char *use = *instead ? "; use " : "";

    if (row && row->from.day > on.day)
        sb_case_raise(c, SB_RULE_DX_NOT_VALID_ON_DATE, dx_spot(c, i),
                      "%s is billable from %s on only%s%s", answer->code,
                      sb_date_print(from, row->from), use, instead);
    else if (row && row->from.day != 0)
        sb_case_raise(c, SB_RULE_DX_NOT_VALID_ON_DATE, dx_spot(c, i),
                      "%s was billable from %s to %s%s%s%s", answer->code,
                      sb_date_print(from, row->from), sb_date_print(to, row->to),
                      answer->header_now ? " and is a header now" : "", use, instead);
    else
        sb_case_raise(c, SB_RULE_DX_NOT_VALID_ON_DATE, dx_spot(c, i),
                      "%s was billable until %s%s%s%s", answer->code,
                      row ? sb_date_print(to, row->to) : "an earlier day",
                      answer->header_now ? " and is a header now" : "", use, instead);
}

/* The seventh character is missing or not padded, or the code takes none. */
static void
seventh(const struct sb_case *c, size_t i, const struct sb_dx_answer *answer, const char *instead)
{
    struct sb_spot spot = dx_spot(c, i);
    bool none = answer->suggested_count > 0 && strlen(answer->suggested[0]) < strlen(answer->code);

    if (none)
        spot.advice = "use the code without its last characters";
    sb_case_raise(c, SB_RULE_DX_SEVENTH_CHARACTER, spot,
                  none       ? "%s takes no seventh character; the code is %s"
                  : *instead ? "%s is not billable as it stands; %s would be"
                             : "%s needs a seventh character%s",
                  answer->code, instead);
}

/* "not known" is certain where a full set covers the day, or where its stem is billable. */
static void
unknown(const struct sb_case *c, size_t i, const struct sb_dx_answer *answer, const char *instead)
{
    struct sb_spot spot = dx_spot(c, i);

    if (answer->verdict == SB_DX_PADDED) {
        sb_case_raise(c, SB_RULE_DX_UNKNOWN, spot, "%s is no code: it ends at %s", answer->code,
                      instead);
        return;
    }
    if (!answer->full_set)
        spot.severity = SB_SEVERITY_WARNING;
    sb_case_raise(c, SB_RULE_DX_UNKNOWN, spot, "%s is not in the tables%s%s", answer->code,
                  *instead ? "; near it are " : "", instead);
}

/*
 * dx-seventh-character, dx-not-valid-on-date, dx-not-billable, dx-unknown: the more special one
 * speaks.  Source: ICD-10-CM Guidelines, s. I.A.4, I.A.5, I.B.2; the set in force on the day.
 */
static void
dx_valid(const struct sb_case *c)
{
    struct sb_dx_answer answer;
    char list[SB_DX_SUGGESTED * (SB_DX_TEXT + 4)];

    for (size_t i = 0; i < c->visit->diagnosis_count; i++) {
        const struct sb_dx_fact *dx = &c->fact->diagnoses[i];
        if (dx->billable || dx->code[0] == '\0' || c->visit->date.day == 0)
            continue;
        sb_dx_look(&answer, c->judge->codes, dx->code, c->visit->date);
        const char *instead = suggestions(list, sizeof list, &answer);
        switch (answer.verdict) {
        case SB_DX_BILLABLE:
            break;
        case SB_DX_SEVENTH_CHARACTER:
            seventh(c, i, &answer, instead);
            break;
        case SB_DX_NOT_VALID_ON_DATE:
            not_valid(c, i, &answer, instead);
            break;
        case SB_DX_HEADER:
            sb_case_raise(c, SB_RULE_DX_NOT_BILLABLE, dx_spot(c, i), "%s is a header%s%s", dx->code,
                          *instead ? "; billable below it: " : "", instead);
            break;
        case SB_DX_PADDED:
        case SB_DX_UNKNOWN:
            unknown(c, i, &answer, instead);
            break;
        }
    }
}

/* dx-year-missing: no table covers the day; once a run.  Source: 45 CFR 162.1011. */
static void
dx_year(const struct sb_case *c)
{
    struct sb_dx_answer answer;
    sb_date first = {0}, last = {0}, on = c->visit->date;
    char from[SB_DATE_TEXT], to[SB_DATE_TEXT];

    sb_dx_span(&first, &last);
    if (on.day == 0 || (on.day >= first.day && on.day <= last.day) ||
        c->visit->diagnosis_count == 0 || c->fact->diagnoses[0].code[0] == '\0')
        return;
    sb_dx_look(&answer, c->judge->codes, c->fact->diagnoses[0].code, on);
    if (answer.covered || !sb_daybook_first(c->judge->book))
        return;
    sb_case_raise(
        c, SB_RULE_DX_YEAR_MISSING, sb_spot_at(c->visit->source, "/date"),
        "diagnoses of this date are judged by the nearest year: the tables cover %s to %s",
        sb_date_print(from, first), sb_date_print(to, last));
}

/* dx-unspecified-side.  Source: ICD-10-CM Guidelines, s. I.B.13. */
static void
dx_side(const struct sb_case *c)
{
    char example[SB_DX_TEXT];

    for (size_t i = 0; i < c->visit->diagnosis_count; i++) {
        const struct sb_dx_fact *dx = &c->fact->diagnoses[i];
        if (dx->billable && strstr(dx->row.title, "nspecified") &&
            sb_daybook_side(c->judge->book, example, c->judge->codes, dx->code, c->visit->date))
            sb_case_raise(c, SB_RULE_DX_UNSPECIFIED_SIDE, dx_spot(c, i),
                          "%s does not say which side; %s does", dx->code, example);
    }
}

/* Titles of manifestations say so; those of B95-B97 say "as the cause of diseases ...". */
static bool
is_manifestation(const char *title)
{
    return strstr(title, " classified elsewhere") && !strstr(title, "as the cause of diseases");
}

/*
 * dx-external-cause-first, dx-manifestation-first.
 * Source: ICD-10-CM Guidelines, s. I.C.20.a.6 and I.A.13.
 */
static void
dx_first(const struct sb_case *c)
{
    if (c->visit->diagnosis_count == 0)
        return;
    const struct sb_dx_fact *dx = &c->fact->diagnoses[0];
    if (dx->code[0] >= 'V' && dx->code[0] <= 'Y')
        sb_case_raise(c, SB_RULE_DX_EXTERNAL_CAUSE_FIRST, dx_spot(c, 0),
                      "%s is a cause, not a condition: it never stands first", dx->code);
    else if (dx->billable && is_manifestation(dx->row.title))
        sb_case_raise(c, SB_RULE_DX_MANIFESTATION_FIRST, dx_spot(c, 0),
                      "%s is a manifestation: the disease behind it stands first", dx->code);
}

/* Diagnoses that are compared with each other: enough for twelve and those too many. */
static size_t
compared(const struct sb_case *c)
{
    return c->visit->diagnosis_count < 64 ? c->visit->diagnosis_count : 64;
}

static bool
stands_before(const struct sb_case *c, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (strcmp(c->fact->diagnoses[j].code, c->fact->diagnoses[i].code) == 0)
            return true;
    return false;
}

/* dx-excludes: Excludes1 notes.  Source: ICD-10-CM Guidelines, s. I.A.12.a. */
static void
dx_excludes(const struct sb_case *c)
{
    const struct sb_dx_fact *dx = c->fact->diagnoses;

    for (size_t i = 1; i < compared(c); i++)
        for (size_t j = 0; j < i; j++)
            if (dx[i].code[0] != '\0' && dx[j].code[0] != '\0' &&
                sb_daybook_excludes(c->judge->book, dx[j].code, dx[i].code, c->visit->date))
                sb_case_raise(c, SB_RULE_DX_EXCLUDES, dx_spot(c, i), "%s and %s exclude each other",
                              dx[j].code, dx[i].code);
}

/* dx-duplicate.  Source: ICD-10-CM Guidelines, s. I.B.12. */
static void
dx_duplicate(const struct sb_case *c)
{
    for (size_t i = 1; i < compared(c); i++)
        if (c->fact->diagnoses[i].code[0] != '\0' && stands_before(c, i))
            sb_case_raise(c, SB_RULE_DX_DUPLICATE, dx_spot(c, i), "%s stands here a second time",
                          c->fact->diagnoses[i].code);
}

/* dx-unused: no line points to it.  Source: CMS-1500 items 21 and 24E. */
static void
dx_unused(const struct sb_case *c)
{
    if (c->visit->diagnosis_count > SB_BILL_DIAGNOSES)
        return;
    for (size_t i = 0; i < c->visit->diagnosis_count; i++) {
        const struct sb_dx_fact *dx = &c->fact->diagnoses[i];
        if (!dx->pointed && dx->code[0] != '\0' && !stands_before(c, i))
            sb_case_raise(c, SB_RULE_DX_UNUSED, dx_spot(c, i), "no line points to %s", dx->code);
    }
}

/* dx-too-many.  Source: CMS-1500 item 21, A to L. */
static void
dx_too_many(const struct sb_case *c)
{
    if (c->visit->diagnosis_count > SB_BILL_DIAGNOSES)
        sb_case_raise(c, SB_RULE_DX_TOO_MANY,
                      sb_spot_at(c->visit->source, "/diagnoses/%d", SB_BILL_DIAGNOSES),
                      "%zu diagnoses, and a superbill holds %d", c->visit->diagnosis_count,
                      SB_BILL_DIAGNOSES);
}

static bool
dx_of_visit(const struct sb_case *c, const char *text)
{
    char code[SB_DX_TEXT];

    if (!sb_dx_normalise(code, text))
        return false;
    for (size_t i = 0; i < c->visit->diagnosis_count; i++)
        if (strcmp(c->fact->diagnoses[i].code, code) == 0)
            return true;
    return false;
}

/* dx-pointer: one to four of the visit's own.  Source: CMS-1500 item 24E. */
static void
dx_pointer(const struct sb_case *c)
{
    char clip[SB_CLIP];

    for (size_t i = 0; i < c->visit->service_count; i++) {
        const struct sb_texts *named = &c->visit->services[i].diagnoses;
        for (size_t j = 0; j < named->count && j < SB_LINE_POINTERS; j++)
            if (!dx_of_visit(c, named->at[j]))
                sb_case_raise(c, SB_RULE_DX_POINTER,
                              sb_spot_at(c->visit->source, "/services/%zu/diagnoses/%zu", i, j),
                              "%s is none of the visit's diagnoses", sb_clip(clip, named->at[j]));
        if (named->count > SB_LINE_POINTERS)
            sb_case_raise(
                c, SB_RULE_DX_POINTER,
                sb_spot_at(c->visit->source, "/services/%zu/diagnoses/%d", i, SB_LINE_POINTERS),
                "the line names %zu diagnoses, and four is the most", named->count);
    }
}

#define FOR_CARE (SB_FOR_INSURER | SB_FOR_CARE)
const struct sb_check_row sb_checks_diagnosis[] = {
    {dx_missing, FOR_CARE},  {dx_format, FOR_CARE},    {dx_year, FOR_CARE},
    {dx_valid, FOR_CARE},    {dx_side, FOR_CARE},      {dx_first, FOR_CARE},
    {dx_excludes, FOR_CARE}, {dx_duplicate, FOR_CARE}, {dx_too_many, FOR_CARE},
    {dx_unused, FOR_CARE},   {dx_pointer, FOR_CARE},   {NULL, 0},
};
