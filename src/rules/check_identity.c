/* check_identity.c - who treated, whom, and under which numbers. */
#include "rules/rules.h"

#include <string.h>

static bool
is_pta(const struct sb_provider *provider)
{
    return provider && provider->role == SB_ROLE_PTA;
}

/* Who answers for the care: the treating therapist, or the supervisor of a treating PTA. */
static const struct sb_provider *
responsible(const struct sb_bill *bill)
{
    return is_pta(bill->provider) ? bill->supervisor : bill->provider;
}

/*
 * npi-missing: of who answers for the care; of the practice unless its only provider's stands for
 * both.  Source: 45 CFR 162.410; CMS-1500 items 24J and 33a.
 */
static void
npi_missing(const struct sb_case *c)
{
    const struct sb_config *config = c->bill->config;
    const struct sb_provider *provider = responsible(c->bill);

    if (provider && !provider->npi)
        sb_case_raise(c, SB_RULE_NPI_MISSING, sb_config_spot(c, "provider", provider->id, "npi"),
                      "provider %s has no NPI", provider->id);
    if (!config->practice.npi && config->provider_count != 1)
        sb_case_raise(c, SB_RULE_NPI_MISSING, sb_config_spot(c, "practice", NULL, "npi"),
                      "the practice has no NPI");
}

static void
npi_judge(const struct sb_case *c, struct sb_spot spot, const char *whose, const char *npi)
{
    if (sb_npi_judge(npi) == SB_NPI_FORMAT)
        sb_case_raise(c, SB_RULE_NPI_FORMAT, spot,
                      "%s is not ten digits of which the first is 1 or 2", whose);
    else
        sb_case_raise(c, SB_RULE_NPI_CHECK_DIGIT, spot, "the check digit of %s is wrong", whose);
}

static void
npi_of_provider(const struct sb_case *c, const struct sb_provider *provider)
{
    if (provider && provider->npi && sb_npi_judge(provider->npi) != SB_NPI_SOUND)
        npi_judge(c, sb_config_spot(c, "provider", provider->id, "npi"), "the provider's NPI",
                  provider->npi);
}

/*
 * npi-format, npi-check-digit: wherever an NPI stands that this bill prints.
 * Source: 45 CFR 162.406; Luhn over 80840 and the number.
 */
static void
npi_sound(const struct sb_case *c)
{
    const struct sb_bill *bill = c->bill;
    const struct sb_site *location = bill->location;
    const char *practice = bill->config->practice.npi, *referrer = c->visit->referral.npi;

    if (practice && sb_npi_judge(practice) != SB_NPI_SOUND)
        npi_judge(c, sb_config_spot(c, "practice", NULL, "npi"), "the practice's NPI", practice);
    npi_of_provider(c, bill->provider);
    if (bill->supervisor != bill->provider)
        npi_of_provider(c, bill->supervisor);
    if (bill->assistant != bill->provider)
        npi_of_provider(c, bill->assistant);
    if (location && location->npi && sb_npi_judge(location->npi) != SB_NPI_SOUND)
        npi_judge(c, sb_config_spot(c, "location", location->id, "npi"), "the location's NPI",
                  location->npi);
    if (referrer && sb_npi_judge(referrer) != SB_NPI_SOUND)
        npi_judge(c, sb_spot_at(c->visit->source, "/referral/npi"), "the referrer's NPI", referrer);
}

/* npi-shared: one number for the organisation and the person.  Source: 45 CFR 162.410. */
static void
npi_shared(const struct sb_case *c)
{
    const struct sb_provider *provider = c->bill->provider;
    const char *practice = c->bill->config->practice.npi;

    if (practice && provider && provider->npi && strcmp(practice, provider->npi) == 0)
        sb_case_raise(c, SB_RULE_NPI_SHARED, sb_config_spot(c, "practice", NULL, "npi"),
                      "the practice carries the NPI of provider %s", provider->id);
}

static bool
ssn_allowed(const struct sb_bill *bill)
{
    return bill->config->allow_ssn == SB_TRUTH_YES ||
           (bill->provider && bill->provider->allow_ssn == SB_TRUTH_YES);
}

/*
 * tax-id-missing, tax-id-format, tax-id-prefix, ssn-refused: whom the insurer reimburses.  Bare
 * nine digits are refused: they may be a social security number.
 * Source: CMS-1500 item 25; 26 CFR 301.6109-1; IRS, valid EIN prefixes.
 */
static void
tax_id(const struct sb_case *c)
{
    const char *tax = c->bill->config->tax_id;
    enum sb_tax_verdict verdict = tax ? sb_tax_judge(tax) : SB_TAX_SOUND;
    struct sb_spot spot;

    if (tax && (verdict == SB_TAX_SOUND || (verdict == SB_TAX_SSN && ssn_allowed(c->bill))))
        return;
    spot = sb_config_spot(c, "practice", NULL, "tax_id");
    if (!tax)
        sb_case_raise(c, SB_RULE_TAX_ID_MISSING, spot, "the practice has no tax id");
    else if (verdict == SB_TAX_SSN)
        sb_case_raise(c, SB_RULE_SSN_REFUSED, spot,
                      "the tax id is a social security number, which nobody has allowed");
    else if (verdict == SB_TAX_PREFIX)
        sb_case_raise(c, SB_RULE_TAX_ID_PREFIX, spot,
                      "the IRS has not assigned the prefix %.2s of the tax id", tax);
    else
        sb_case_raise(c, SB_RULE_TAX_ID_FORMAT, spot, "the tax id is not of the form NN-NNNNNNN");
}

/* taxonomy-format: of the practice and of who treated.  Source: NUCC Health Care Provider Taxonomy.
 */
static void
taxonomy(const struct sb_case *c)
{
    const struct sb_provider *provider = c->bill->provider;
    const char *practice = c->bill->config->taxonomy;

    if (practice && !sb_taxonomy_shape(practice))
        sb_case_raise(c, SB_RULE_TAXONOMY_FORMAT, sb_config_spot(c, "practice", NULL, "taxonomy"),
                      "the practice's taxonomy is not nine digits or capital letters and an X");
    if (provider && provider->taxonomy && !sb_taxonomy_shape(provider->taxonomy))
        sb_case_raise(c, SB_RULE_TAXONOMY_FORMAT,
                      sb_config_spot(c, "provider", provider->id, "taxonomy"),
                      "the taxonomy of provider %s is not nine digits or capital letters and an X",
                      provider->id);
}

/* license-missing, credentials-missing: payers ask who treated and by what right. */
static void
licence(const struct sb_case *c)
{
    const struct sb_provider *provider = c->bill->provider;

    if (provider && !provider->license)
        sb_case_raise(c, SB_RULE_LICENSE_MISSING,
                      sb_config_spot(c, "provider", provider->id, "license"),
                      "provider %s has no license", provider->id);
    if (provider && !provider->credentials)
        sb_case_raise(c, SB_RULE_CREDENTIALS_MISSING,
                      sb_config_spot(c, "provider", provider->id, "credentials"),
                      "provider %s has no credentials", provider->id);
}

/* The nearest id of a section, to suggest. */
static const char *
provider_near(const struct sb_config *config, const char *id)
{
    const char *ids[32];
    size_t n = 0;

    for (; n < config->provider_count && n < sizeof ids / sizeof *ids; n++)
        ids[n] = config->providers[n].id;
    return sb_word_nearest(id, ids, n);
}

static void
provider_named(const struct sb_case *c, const char *key, const char *id)
{
    char clip[SB_CLIP];

    if (!id || sb_config_provider(c->bill->config, id))
        return;
    const char *near = provider_near(c->bill->config, id);
    sb_case_raise(c, SB_RULE_PROVIDER_UNKNOWN, sb_spot_at(c->visit->source, "/%s", key),
                  "there is no section [provider %s]%s%s%s", sb_clip(clip, id),
                  near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

/*
 * provider-unknown: who treated, who assisted and where must be sections of the configuration;
 * where several therapists are, one must be named.
 */
static void
provider_unknown(const struct sb_case *c)
{
    const struct sb_config *config = c->bill->config;
    const struct sb_visit *visit = c->visit;
    char clip[SB_CLIP];

    if (!visit->provider && !sb_config_only_provider(config))
        sb_case_raise(c, SB_RULE_PROVIDER_UNKNOWN, sb_spot_at(visit->source, "/provider"),
                      config->provider_count == 0 ? "the configuration has no [provider] section"
                                                  : "several providers, and none is named");
    provider_named(c, "provider", visit->provider);
    provider_named(c, "assistant", visit->assistant);
    const struct sb_provider *assistant =
        visit->assistant ? sb_config_provider(config, visit->assistant) : NULL;
    if (assistant && !is_pta(assistant))
        sb_case_raise(c, SB_RULE_PROVIDER_UNKNOWN, sb_spot_at(visit->source, "/assistant"),
                      "provider %s is no assistant: its section does not say role = pta",
                      assistant->id);
    if (visit->location && !sb_config_location(config, visit->location))
        sb_case_raise(c, SB_RULE_PROVIDER_UNKNOWN, sb_spot_at(visit->source, "/location"),
                      "there is no section [location %s]", sb_clip(clip, visit->location));
}

/*
 * assistant-unsupervised: a PTA treats under a PT only; beside a treating PT, that one supervises.
 * Source: 42 CFR 410.60(a)(3); Pub. 100-02, ch. 15, s. 230.2.
 */
static void
unsupervised(const struct sb_case *c)
{
    const struct sb_provider *pta = c->bill->provider, *boss = c->bill->supervisor;

    if (!is_pta(pta) || (boss && !is_pta(boss)))
        return;
    sb_case_raise(c, SB_RULE_ASSISTANT_UNSUPERVISED,
                  sb_config_spot(c, "provider", pta->id, "supervisor"),
                  boss ? "assistant %s is supervised by an assistant, not by a therapist"
                       : "assistant %s has no supervising therapist",
                  pta->id);
}

/* patient-unknown: nobody has that id. */
static void
patient_unknown(const struct sb_case *c)
{
    if (!c->visit->patient && c->visit->patient_id)
        sb_case_raise(c, SB_RULE_PATIENT_UNKNOWN, sb_spot_at(c->visit->source, "/patient"),
                      "no record describes this patient");
}

/* birth-date-after-service.  Source: CMS-1500 items 3 and 24A. */
static void
born_after(const struct sb_case *c)
{
    const struct sb_patient *patient = c->visit->patient;

    if (patient && c->visit->date.day != 0 && patient->birth_date.day > c->visit->date.day)
        sb_case_raise(c, SB_RULE_BIRTH_DATE_AFTER_SERVICE, sb_spot_at(c->visit->source, "/date"),
                      "the patient is born after this date");
}

/* address-missing: insurers match members by it; abroad there may be no state or ZIP. */
static void
address(const struct sb_case *c)
{
    const struct sb_patient *patient = c->visit->patient;
    const char *key = "";

    if (!patient)
        return;
    const struct sb_address *at = &patient->address;
    if (at->line1 && at->city && (at->country || (at->state && at->zip)))
        return;
    if (at->line1 || at->city || at->state || at->zip)
        key = !at->line1 ? "/line1" : !at->city ? "/city" : !at->state ? "/state" : "/zip";
    sb_case_raise(c, SB_RULE_ADDRESS_MISSING, sb_spot_at(patient->source, "/address%s", key),
                  *key ? "the patient's address has no %s" : "the patient has no address%s",
                  *key ? key + 1 : "");
}

/*
 * member-id-missing, subscriber-missing: of each insurance in force on the date.
 * Source: CMS-1500 items 1a, 4, 6 and 7.
 */
static void
insured(const struct sb_case *c)
{
    const struct sb_patient *patient = c->visit->patient;
    const struct sb_insurance *in;

    for (size_t at = 0; (in = sb_insurance_next(patient, c->visit->date, &at));) {
        if (!in->member_id)
            sb_case_raise(c, SB_RULE_MEMBER_ID_MISSING,
                          sb_spot_at(patient->source, "/insurance/%zu/member_id", at - 1),
                          "insurance %zu of the patient has no member id", at);
        if (in->relationship > SB_RELATIONSHIP_SELF &&
            (!in->subscriber.given || !in->subscriber.name.last))
            sb_case_raise(c, SB_RULE_SUBSCRIBER_MISSING,
                          sb_spot_at(patient->source, "/insurance/%zu/subscriber", at - 1),
                          "insurance %zu is held by somebody else, who is not named", at);
    }
}

const struct sb_check_row sb_checks_identity[] = {
    {npi_missing, SB_FOR_ALL},
    {npi_sound, SB_FOR_ALL},
    {npi_shared, SB_FOR_ALL},
    {tax_id, SB_FOR_ALL},
    {taxonomy, SB_FOR_ALL},
    {licence, SB_FOR_ALL},
    {provider_unknown, SB_FOR_ALL},
    {unsupervised, SB_FOR_ALL},
    {patient_unknown, SB_FOR_ALL},
    {born_after, SB_FOR_ALL},
    {address, SB_FOR_ALL},
    {insured, SB_FOR_ALL},
    {NULL, 0},
};
