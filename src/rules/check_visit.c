/* check_visit.c - the day, the place, the payer, and other visits of the day. */
#include "rules/rules.h"

#include <string.h>

#define DEADLINE_NEAR 30 /* days left at which a filing limit is said */
#define UNKNOWN_LATE 90  /* days after the service where no limit is known */
#define MEDICARE_AGE 65

/* date-in-future: care is billed after it was given.  Source: CMS-1500 item 24A. */
static void
in_future(const struct sb_case *c)
{
    char today[SB_DATE_TEXT];

    if (c->judge->issued_on.day != 0 && c->visit->date.day > c->judge->issued_on.day)
        sb_case_raise(c, SB_RULE_DATE_IN_FUTURE, sb_spot_at(c->visit->source, "/date"),
                      "the date lies after the issue date %s",
                      sb_date_print(today, c->judge->issued_on));
}

/* place-unknown, place-unlikely.  Source: CMS Place of Service Code Set. */
static void
place(const struct sb_case *c)
{
    const char *code = c->fact->place;
    const struct sb_place_of_service *known = sb_place_of_service_find(code);
    bool assigned = known && (c->visit->date.day == 0 || known->from.day <= c->visit->date.day);
    char clip[SB_CLIP], from[SB_DATE_TEXT];

    if (assigned && known->usual)
        return;
    struct sb_spot spot = c->visit->place_of_service
                              ? sb_spot_at(c->visit->source, "/place_of_service")
                              : sb_config_spot(c, "practice", NULL, "place_of_service");
    if (assigned)
        sb_case_raise(c, SB_RULE_PLACE_UNLIKELY, spot,
                      "outpatient physical therapy is not commonly given at place %s (%s)", code,
                      known->label);
    else if (known)
        sb_case_raise(c, SB_RULE_PLACE_UNKNOWN, spot, "place %s is assigned from %s on only", code,
                      sb_date_print(from, known->from));
    else
        sb_case_raise(c, SB_RULE_PLACE_UNKNOWN, spot, "'%s' is not an assigned place of service",
                      sb_clip(clip, code));
}

static const char *
telehealth_of(const struct sb_service *service)
{
    for (size_t i = 0; i < service->modifiers.count; i++) {
        const char *modifier = service->modifiers.at[i];
        if ((modifier[0] == '9' && (strcmp(modifier, "95") == 0 || strcmp(modifier, "93") == 0)) ||
            strcmp(modifier, "GT") == 0)
            return modifier;
    }
    return NULL;
}

/*
 * telehealth-modifier: place 02 or 10 goes with 95, 93 or GT, once a visit.
 * Source: CMS Place of Service Code Set; CPT Appendix A.
 */
static void
telehealth(const struct sb_case *c)
{
    const struct sb_visit *visit = c->visit;
    bool remote = strcmp(c->fact->place, "02") == 0 || strcmp(c->fact->place, "10") == 0;

    for (size_t i = 0; i < visit->service_count; i++) {
        const struct sb_service *service = &visit->services[i];
        const char *modifier = telehealth_of(service);
        if (!service->code || (modifier != NULL) == remote)
            continue;
        struct sb_spot spot = sb_spot_at(visit->source, "/services/%zu/modifiers", i);
        char clip[SB_CLIP];
        if (remote)
            sb_case_raise(c, SB_RULE_TELEHEALTH_MODIFIER, spot,
                          "place %s is telehealth, and %s has none of 95, 93 and GT",
                          c->fact->place, sb_clip(clip, service->code));
        else
            sb_case_raise(c, SB_RULE_TELEHEALTH_MODIFIER, spot,
                          "%s has modifier %s, and place %s is not telehealth",
                          sb_clip(clip, service->code), modifier, c->fact->place);
        return;
    }
}

/* services-missing: a visit with nothing in it. */
static void
services_missing(const struct sb_case *c)
{
    if (c->visit->service_count == 0)
        sb_case_raise(c, SB_RULE_SERVICES_MISSING, sb_spot_at(c->visit->source, "/services"),
                      "the visit has no services");
}

static bool
modifiers_equal(const struct sb_service *a, const struct sb_service *b)
{
    if (a->modifiers.count != b->modifiers.count)
        return false;
    for (size_t i = 0; i < a->modifiers.count; i++)
        if (!sb_service_has(b, a->modifiers.at[i]))
            return false;
    return true;
}

/* Timed services are merged, not repeated: they are of one group. */
size_t
sb_twin_before(const struct sb_case *c, size_t i)
{
    const struct sb_service *services = c->visit->services;

    if (!services[i].code)
        return SB_NONE;
    for (size_t j = 0; j < i; j++)
        if (services[j].code && c->fact->services[j].group != c->fact->services[i].group &&
            strcmp(services[j].code, services[i].code) == 0 &&
            modifiers_equal(&services[j], &services[i]))
            return sb_service_told_apart(&services[i]) ? SB_NONE : j;
    return SB_NONE;
}

/* The visit by which the service stands on a live superbill already; or NULL. */
static const struct sb_beside *
duplicate_issued(const struct sb_beside *beside, size_t count, const struct sb_service *service)
{
    if (!service->code || sb_service_told_apart(service))
        return NULL;
    for (size_t i = 0; i < count; i++) {
        const struct sb_visit *other = beside[i].read;
        for (size_t j = 0; other && j < other->service_count; j++)
            if (sb_text_equal(other->services[j].code, service->code) &&
                modifiers_equal(&other->services[j], service))
                return &beside[i];
    }
    return NULL;
}

#define DUPLICATE_ISSUED "%s of this patient and day stands on %s already, as visit %s"

/* The place of a service, with the way out where it was issued under another id. */
static struct sb_spot
duplicate_spot(const struct sb_visit *visit, size_t i, bool issued)
{
    struct sb_spot spot = sb_spot_at(visit->source, "/services/%zu", i);

    if (issued)
        spot.advice = "leave the visit out where it is that one under another id, or make that "
                      "superbill void; a second session of a day takes modifier 59 or 76";
    return spot;
}

void
sb_beside_judge(struct sb_findings *found, const struct sb_visit *visit,
                const struct sb_beside *beside, size_t count)
{
    char clip[SB_CLIP];

    for (size_t i = 0; i < visit->service_count; i++) {
        const struct sb_service *service = &visit->services[i];
        const struct sb_beside *issued = duplicate_issued(beside, count, service);

        if (issued)
            sb_findings_add(found, SB_RULE_DUPLICATE_SERVICE, duplicate_spot(visit, i, true),
                            DUPLICATE_ISSUED, sb_clip(clip, service->code), issued->number,
                            issued->visit);
    }
}

/*
 * duplicate-service: on two visits of the patient and day, here or issued already, or twice in
 * this one.  Source: Pub. 100-04, ch. 1, s. 120.
 */
static void
duplicate(const struct sb_case *c)
{
    const struct sb_visit *visit = c->visit;
    char clip[SB_CLIP];

    for (size_t i = 0; i < visit->service_count; i++) {
        const struct sb_service *service = &visit->services[i];
        bool twin = i < 64 && (c->day.twins >> i & 1) != 0;
        size_t before = sb_twin_before(c, i);
        const struct sb_beside *issued =
            before == SB_NONE ? duplicate_issued(c->judge->beside, c->judge->beside_count, service)
                              : NULL;
        if (!twin && before == SB_NONE && !issued)
            continue;
        struct sb_spot spot = duplicate_spot(visit, i, issued != NULL);
        if (issued)
            sb_case_raise(c, SB_RULE_DUPLICATE_SERVICE, spot, DUPLICATE_ISSUED,
                          sb_clip(clip, service->code), issued->number, issued->visit);
        else if (before != SB_NONE)
            sb_case_raise(c, SB_RULE_DUPLICATE_SERVICE, spot,
                          "%s stands here a second time, as service %zu and %zu",
                          sb_clip(clip, service->code), before + 1, i + 1);
        else
            sb_case_raise(c, SB_RULE_DUPLICATE_SERVICE, spot,
                          "%s stands on another visit of this patient and day too",
                          sb_clip(clip, service->code));
    }
}

/*
 * session-overlap: the minutes of the lines do not fit the session, or the provider has
 * another visit then.  Source: Pub. 100-04, ch. 5, s. 20.2 and 20.3.
 */
static void
overlap(const struct sb_case *c)
{
    const struct sb_visit *visit = c->visit;
    int32_t minutes = 0, session = visit->end.minute - visit->start.minute;

    if (visit->start.minute == 0 || visit->end.minute == 0)
        return;
    for (size_t i = 0; i < c->fact->group_count; i++)
        if (c->fact->groups[i].minutes > 0)
            minutes += c->fact->groups[i].minutes;
    if (minutes > session)
        sb_case_raise(c, SB_RULE_SESSION_OVERLAP, sb_spot_at(visit->source, "/end"),
                      "the lines hold %d minutes, the session %d", minutes, session);
    if (c->day.overlap)
        sb_case_raise(c, SB_RULE_SESSION_OVERLAP, sb_spot_at(visit->source, "/start"),
                      "another visit of this provider was at the same time");
}

/* timezone-missing: whose day is today. */
static void
timezone_missing(const struct sb_case *c)
{
    if (!c->bill->config->timezone)
        sb_case_raise(c, SB_RULE_TIMEZONE_MISSING, sb_config_spot(c, "practice", NULL, "timezone"),
                      "the practice has no timezone, so the machine's decides what day it is");
}

/* A section of Medicare Part B: it says so, or is named so and does not deny it. */
static bool
section_is_medicare(const struct sb_payer *payer)
{
    return payer->medicare == SB_TRUTH_YES ||
           (payer->medicare == SB_TRUTH_UNSAID && payer->kind == SB_PAYER_UNSAID && payer->name &&
            sb_payer_name_is_medicare(payer->name));
}

/* Medicare Part B among the insurances in force, or by the person's answer. */
struct medicare {
    size_t insurance; /* from 1; 0: by the person's answer */
    bool found, allowed;
};
static struct medicare
medicare_find(const struct sb_case *c)
{
    const struct sb_patient *patient = c->visit->patient;
    const struct sb_insurance *in;
    struct medicare m = {0};

    if (patient && patient->medicare == SB_MEDICARE_B)
        m.found = true;
    for (size_t at = 0; (in = sb_insurance_next(patient, c->visit->date, &at));) {
        const struct sb_payer *payer =
            in->payer ? sb_config_payer(c->bill->config, in->payer) : NULL;
        bool this = payer       ? section_is_medicare(payer)
                    : in->payer ? sb_payer_name_is_medicare(in->payer)
                                : false;
        m.allowed |= payer && payer->allow == SB_TRUTH_YES;
        if (this && m.insurance == 0) {
            m.found = true;
            m.insurance = at;
        }
    }
    return m;
}

/*
 * payer-medicare: physical therapists cannot opt out, so a cash superbill for a covered service is
 * not allowed.  Source: Social Security Act, s. 1848(g)(4); 42 CFR 424.34.
 */
static void
payer_medicare(const struct sb_case *c)
{
    struct medicare m = medicare_find(c);

    if (!m.found)
        return;
    const struct sb_source *source = c->visit->patient->source;
    struct sb_spot spot = m.insurance > 0
                              ? sb_spot_at(source, "/insurance/%zu/payer", m.insurance - 1)
                              : sb_spot_at(source, "/medicare");
    if (m.allowed) {
        spot.severity = SB_SEVERITY_WARNING;
        spot.advice = "be sure that these services are not covered; the document says that it is "
                      "no claim to Medicare";
    }
    sb_case_raise(c, SB_RULE_PAYER_MEDICARE, spot,
                  m.allowed ? "the patient has Medicare Part B; the payer's section allows it"
                            : "the patient has Medicare Part B, which only Medicare is billed for");
}

static bool
insured_by_advantage(const struct sb_case *c)
{
    return c->bill->payer && c->bill->payer->kind == SB_PAYER_ADVANTAGE;
}

/* medicare-age: at 65 most people have Medicare; the record should say.  Source: 42 CFR 407.10. */
static void
medicare_age(const struct sb_case *c)
{
    const struct sb_patient *patient = c->visit->patient;

    if (!patient || patient->medicare != SB_MEDICARE_UNSAID || patient->birth_date.day == 0 ||
        c->visit->date.day - patient->birth_date.day < MEDICARE_AGE * 365 ||
        sb_date_age(patient->birth_date, c->visit->date) < MEDICARE_AGE ||
        insured_by_advantage(c) || medicare_find(c).found)
        return;
    sb_case_raise(c, SB_RULE_MEDICARE_AGE, sb_spot_at(patient->source, "/medicare"),
                  "the patient is 65 or older, and the record does not say whether Medicare pays");
}

/* The section whose id or name is nearest to a payer's name, to suggest. */
static const struct sb_payer *
payer_near(const struct sb_config *config, const char *name)
{
    const char *words[128] = {NULL};
    const struct sb_payer *of[128];
    size_t n = 0;

    for (size_t i = 0; i < config->payer_count && n + 2 <= 128; i++) {
        of[n] = of[n + 1] = &config->payers[i];
        words[n++] = config->payers[i].id;
        if (config->payers[i].name)
            words[n++] = config->payers[i].name;
    }
    const char *near = sb_word_nearest(name, words, n);
    for (size_t i = 0; near && i < n; i++)
        if (words[i] == near)
            return of[i];
    return NULL;
}

/* payer-unknown: defaults apply; a warning where a section is near, for it may be a slip. */
static void
payer_unknown(const struct sb_case *c)
{
    const struct sb_config *config = c->bill->config;
    const struct sb_patient *patient = c->visit->patient;
    const struct sb_insurance *in;

    for (size_t at = 0; (in = sb_insurance_next(patient, c->visit->date, &at));) {
        if (!in->payer || sb_config_payer(config, in->payer) ||
            sb_payer_name_is_medicare(in->payer))
            continue;
        const struct sb_payer *near = payer_near(config, in->payer);
        struct sb_spot spot = sb_spot_at(patient->source, "/insurance/%zu/payer", at - 1);
        if (near)
            spot.severity = SB_SEVERITY_WARNING;
        sb_case_raise(c, SB_RULE_PAYER_UNKNOWN, spot,
                      "no [payer] section has this id or name, so defaults apply%s%s%s",
                      near ? "; did you mean [payer " : "", near ? near->id : "", near ? "]?" : "");
    }
}

/*
 * payer-route: the practice files itself, or the plan has rules on charging the patient.
 * Source: 42 CFR 422.214; 42 CFR 447.15; the practice's contract.
 */
static void
payer_route(const struct sb_case *c)
{
    const struct sb_payer *payer = c->bill->payer;
    const struct sb_patient *patient = c->visit->patient;

    if (payer && payer->in_network == SB_TRUTH_YES)
        sb_case_raise(c, SB_RULE_PAYER_ROUTE, sb_config_spot(c, "payer", payer->id, "in_network"),
                      "payer %s is in network: the practice files the claim itself", payer->id);
    else if (payer && payer->kind >= SB_PAYER_ADVANTAGE)
        sb_case_raise(c, SB_RULE_PAYER_ROUTE, sb_config_spot(c, "payer", payer->id, "kind"),
                      "payer %s is a %s plan, with its own rules on charging the patient",
                      payer->id,
                      payer->kind == SB_PAYER_ADVANTAGE ? "Medicare Advantage" : "Medicaid");
    else if (patient && patient->medicare == SB_MEDICARE_ADVANTAGE)
        sb_case_raise(c, SB_RULE_PAYER_ROUTE, sb_spot_at(patient->source, "/medicare"),
                      "the patient has Medicare Advantage, with its own rules on charging");
}

/* referral-missing, authorization-missing: where the payer's section requires them. */
static void
required(const struct sb_case *c)
{
    const struct sb_payer *payer = c->bill->payer;

    if (!payer)
        return;
    if (payer->require_referral == SB_TRUTH_YES && !c->visit->referral.given)
        sb_case_raise(c, SB_RULE_REFERRAL_MISSING, sb_spot_at(c->visit->source, "/referral"),
                      "payer %s requires a referral, and the visit has none", payer->id);
    if (payer->require_authorization == SB_TRUTH_YES && !c->visit->authorization)
        sb_case_raise(c, SB_RULE_AUTHORIZATION_MISSING,
                      sb_spot_at(c->visit->source, "/authorization"),
                      "payer %s requires an authorization, and the visit has none", payer->id);
}

/*
 * filing-deadline: counted from the date of service, never from the document's.
 * Source: the payer's timely-filing rule.
 */
static void
filing(const struct sb_case *c)
{
    sb_date on = c->visit->date, today = c->judge->issued_on;

    if (!c->bill->insurance || on.day == 0 || today.day == 0)
        return;
    sb_date last = sb_filing_last_day(c->bill->payer, on);
    int32_t left = last.day - today.day;
    struct sb_spot spot;
    char day[SB_DATE_TEXT];
    if (last.day != 0 ? left >= DEADLINE_NEAR : today.day - on.day <= UNKNOWN_LATE)
        return;
    spot = sb_spot_at(c->visit->source, "/date");
    if (last.day == 0)
        sb_case_raise(c, SB_RULE_FILING_DEADLINE, spot,
                      "the service is %d days old, and no filing limit of the payer is known",
                      today.day - on.day);
    else if (left < 0)
        sb_case_raise(c, SB_RULE_FILING_DEADLINE, spot, "the last day to file was %s",
                      sb_date_print(day, last));
    else
        sb_case_raise(c, SB_RULE_FILING_DEADLINE, spot, "the last day to file is %s, %d day%s left",
                      sb_date_print(day, last), left, left == 1 ? "" : "s");
}

/* accident-related: workers' compensation or a car insurer pays first.  Source: CMS-1500 item 10.
 */
static void
accident_related(const struct sb_case *c)
{
    const struct sb_accident *accident = &c->visit->accident;

    if (accident->employment)
        sb_case_raise(c, SB_RULE_ACCIDENT_RELATED,
                      sb_spot_at(c->visit->source, "/accident/employment"),
                      "related to work: workers' compensation is usually primary");
    if (accident->automobile)
        sb_case_raise(c, SB_RULE_ACCIDENT_RELATED, sb_spot_at(c->visit->source, "/accident/auto"),
                      "related to a car accident: a car insurer is usually primary");
}

/* accident-unsaid: an injury makes insurers ask.  Source: CMS-1500 item 10. */
static void
accident_unsaid(const struct sb_case *c)
{
    const struct sb_visit *visit = c->visit;

    for (size_t i = 0; !visit->accident.given && i < visit->diagnosis_count; i++) {
        char first = c->fact->diagnoses[i].code[0];
        if (first != 'S' && first != 'T')
            continue;
        sb_case_raise(c, SB_RULE_ACCIDENT_UNSAID, sb_spot_at(visit->source, "/accident"),
                      "an injury is treated, and the visit does not say what caused it");
        return;
    }
}

const struct sb_check_row sb_checks_visit[] = {
    {in_future, SB_FOR_ALL},
    {services_missing, SB_FOR_ALL},
    {place, SB_FOR_INSURER},
    {telehealth, SB_FOR_INSURER},
    {duplicate, SB_FOR_INSURER},
    {overlap, SB_FOR_INSURER},
    {timezone_missing, SB_FOR_INSURER},
    {payer_medicare, SB_FOR_INSURER},
    {medicare_age, SB_FOR_INSURER},
    {payer_unknown, SB_FOR_INSURER},
    {payer_route, SB_FOR_INSURER},
    {required, SB_FOR_INSURER},
    {filing, SB_FOR_INSURER},
    {accident_related, SB_FOR_INSURER},
    {accident_unsaid, SB_FOR_INSURER},
    {NULL, 0},
};
