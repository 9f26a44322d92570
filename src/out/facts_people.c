/*
 * facts_people.c - the practice, the document itself, the provider, the patient, the insurance.
 */
#include "out/page.h"

#include <string.h>

static struct sb_fact
patient_fact(const struct sb_layout *l, const char *text, const char *path, const char *name)
{
    return sb_fact_new(text, l->bill->patient->source, path, name);
}

/* letterhead and document */

struct sb_fact
sb_fact_letterhead_name(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_practice(l, l->bill->config->practice.name, "[practice] name",
                            "the practice's name");
}

struct sb_fact
sb_fact_letterhead_address(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_practice(l, sb_layout_site(l, &l->bill->config->practice), "[practice] address1",
                            "the practice's address");
}

struct sb_fact
sb_fact_letterhead_phone(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_practice(l, l->bill->config->practice.phone, "[practice] phone",
                            "the practice's phone");
}

struct sb_fact
sb_fact_letterhead_email(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_practice(l, l->bill->config->practice.email, "[practice] email",
                            "the practice's email");
}

static struct sb_fact
practice_npi(const struct sb_layout *l)
{
    const struct sb_config *config = l->bill->config;
    const struct sb_provider *only = sb_config_only_provider(config);

    /* where there is one therapist alone, one NPI may stand for both */
    if (sb_layout_said(config->practice.npi) || only == NULL)
        return sb_fact_practice(l, config->practice.npi, "[practice] npi", "the practice's NPI");
    return sb_fact_practice(l, only->npi, NULL, "the provider's NPI");
}

static struct sb_fact
practice_tax_id(const struct sb_layout *l)
{
    return sb_fact_practice(l, l->bill->config->tax_id, "[practice] tax_id", "the tax id");
}

struct sb_fact
sb_fact_letterhead_npi(struct sb_layout *l, size_t row)
{
    (void)row;
    return practice_npi(l);
}

struct sb_fact
sb_fact_letterhead_tax_id(struct sb_layout *l, size_t row)
{
    (void)row;
    return practice_tax_id(l);
}

struct sb_fact
sb_fact_document_npi(struct sb_layout *l, size_t row)
{
    (void)row;
    return practice_npi(l);
}

struct sb_fact
sb_fact_document_tax_id(struct sb_layout *l, size_t row)
{
    (void)row;
    return practice_tax_id(l);
}

struct sb_fact
sb_fact_document_example(struct sb_layout *l, size_t row)
{
    (void)row;
    if (l->sample)
        return sb_fact_new(l->spanish ? "MUESTRA" : "SAMPLE", NULL, NULL, "sample");
    if (l->bill->config->example != SB_TRUTH_YES)
        return sb_fact_none();
    return sb_fact_new(sb_template_text(l->page, SB_FIELD_document_example), NULL, NULL, "example");
}

struct sb_fact
sb_fact_document_draft(struct sb_layout *l, size_t row)
{
    (void)row;
    if (l->bill->number != NULL || l->bill->reference != NULL)
        return sb_fact_none();
    return sb_fact_new(sb_template_text(l->page, SB_FIELD_document_draft), NULL, NULL, "draft");
}

struct sb_fact
sb_fact_document_number(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_new(l->bill->number, NULL, NULL, "the number");
}

struct sb_fact
sb_fact_document_reference(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_new(l->bill->number == NULL ? l->bill->reference : NULL, NULL, NULL,
                       "the reference");
}

struct sb_fact
sb_fact_document_replaces(struct sb_layout *l, size_t row)
{
    const char *words = sb_template_text(l->page, SB_FIELD_document_replaces);

    (void)row;
    if (l->bill->replaces == NULL || words == NULL)
        return sb_fact_none();
    return sb_fact_new(sb_fact_words(l, words, "{number}", l->bill->replaces), NULL, NULL,
                       "replaces");
}

struct sb_fact
sb_fact_document_issued(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_new(sb_layout_date(l, l->bill->issued_on), NULL, NULL, "the issue date");
}

/* what became of the number since: of the copy that a cover stands before, or of a view's */

struct sb_fact
sb_fact_document_superseded(struct sb_layout *l, size_t row)
{
    const char *by = l->cover != NULL ? l->cover->replaced_by : l->bill->replaced_by;
    const char *words = sb_template_text(l->page, SB_FIELD_document_superseded);

    (void)row;
    if (!sb_layout_said(by))
        return sb_fact_none();
    return sb_fact_new(sb_fact_words(l, words, "{number}", by), NULL, NULL, "superseded");
}

struct sb_fact
sb_fact_document_void(struct sb_layout *l, size_t row)
{
    (void)row;
    if (l->cover != NULL ? !l->cover->withdrawn : !l->bill->withdrawn)
        return sb_fact_none();
    return sb_fact_new(sb_template_text(l->page, SB_FIELD_document_void), NULL, NULL, "void");
}

struct sb_fact
sb_fact_copy_replaced(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_new(l->cover != NULL ? l->cover->replaced_by : NULL, NULL, NULL,
                       "the number that replaced it");
}

struct sb_fact
sb_fact_copy_number(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_new(l->cover != NULL ? l->cover->number : NULL, NULL, NULL, "the number");
}

struct sb_fact
sb_fact_copy_made(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_new(l->cover != NULL ? sb_layout_date(l, l->cover->made_on) : NULL, NULL, NULL,
                       "the copy's date");
}

struct sb_fact
sb_fact_copy_pages(struct sb_layout *l, size_t row)
{
    (void)row;
    return sb_fact_new(l->cover != NULL ? sb_layout_print(l, "%u", l->cover->pages) : NULL, NULL,
                       NULL, "the pages");
}

struct sb_fact
sb_fact_copy_text(struct sb_layout *l, size_t row)
{
    const struct sb_cover *cover = l->cover;
    const char *words = sb_template_text(l->page, SB_FIELD_copy_text);

    (void)row;
    /* what no longer stands is not to be counted once: it is not to be counted */
    if (cover != NULL && cover->withdrawn)
        words = sb_template_text(l->page, SB_FIELD_copy_text_void);
    else if (cover != NULL && sb_layout_said(cover->replaced_by))
        words = sb_fact_words(l, sb_template_text(l->page, SB_FIELD_copy_text_superseded),
                              "{number}", cover->replaced_by);
    return sb_fact_new(words, NULL, NULL, "the copy");
}

/* These stand in place of the text above, never beside it. */
struct sb_fact
sb_fact_copy_text_superseded(struct sb_layout *l, size_t row)
{
    (void)l;
    (void)row;
    return sb_fact_none();
}

struct sb_fact
sb_fact_copy_text_void(struct sb_layout *l, size_t row)
{
    (void)l;
    (void)row;
    return sb_fact_none();
}

/* provider */

static struct sb_fact
provider_fact(const struct sb_layout *l, const char *text, const char *name)
{
    return sb_fact_practice(l, text, NULL, name);
}

struct sb_fact
sb_fact_provider_name(struct sb_layout *l, size_t row)
{
    (void)row;
    return provider_fact(l, sb_layout_provider(l, l->bill->provider), "the provider's name");
}

struct sb_fact
sb_fact_provider_npi(struct sb_layout *l, size_t row)
{
    (void)row;
    return provider_fact(l, l->bill->provider != NULL ? l->bill->provider->npi : NULL,
                         "the provider's NPI");
}

struct sb_fact
sb_fact_provider_license(struct sb_layout *l, size_t row)
{
    (void)row;
    return provider_fact(l, l->bill->provider != NULL ? l->bill->provider->license : NULL,
                         "the provider's license");
}

struct sb_fact
sb_fact_provider_taxonomy(struct sb_layout *l, size_t row)
{
    const struct sb_provider *provider = l->bill->provider;

    (void)row;
    return provider_fact(l,
                         provider != NULL && sb_layout_said(provider->taxonomy)
                             ? provider->taxonomy
                             : l->bill->config->taxonomy,
                         "the taxonomy code");
}

/* The supervisor where it is another than who treated. */
static const struct sb_provider *
other_supervisor(const struct sb_layout *l)
{
    return l->bill->supervisor != l->bill->provider ? l->bill->supervisor : NULL;
}

struct sb_fact
sb_fact_provider_supervisor(struct sb_layout *l, size_t row)
{
    (void)row;
    return provider_fact(l, sb_layout_provider(l, other_supervisor(l)), "the supervisor's name");
}

struct sb_fact
sb_fact_provider_supervisor_npi(struct sb_layout *l, size_t row)
{
    const struct sb_provider *supervisor = other_supervisor(l);

    (void)row;
    return provider_fact(l, supervisor != NULL ? supervisor->npi : NULL, "the supervisor's NPI");
}

struct sb_fact
sb_fact_provider_assistant(struct sb_layout *l, size_t row)
{
    (void)row;
    return provider_fact(l, sb_layout_provider(l, l->bill->assistant), "the assistant's name");
}

/* patient */

/* The part of a name that the fonts lack, as a path below base. */
static const char *
name_path(const struct sb_name *name, const char *const paths[4])
{
    const char *const parts[4] = {name->first, name->middle, name->last, name->suffix};

    for (size_t i = 0; i < 4; i++)
        if (parts[i] != NULL && sb_text_uncovered(parts[i]) != 0)
            return paths[i];
    return paths[0];
}

struct sb_fact
sb_fact_patient_name(struct sb_layout *l, size_t row)
{
    static const char *const paths[4] = {"/name/first", "/name/middle", "/name/last",
                                         "/name/suffix"};
    const struct sb_patient *patient = l->bill->patient;
    bool romanised =
        l->patient_name == patient->printed_name && sb_layout_said(patient->printed_name);

    (void)row;
    return patient_fact(l, l->patient_name,
                        romanised         ? "/printed_name"
                        : l->name_covered ? paths[0]
                                          : name_path(&patient->name, paths),
                        "the patient's name");
}

struct sb_fact
sb_fact_patient_birth_date(struct sb_layout *l, size_t row)
{
    (void)row;
    return patient_fact(l, sb_layout_date(l, l->bill->patient->birth_date), "/birth_date",
                        "the birth date");
}

struct sb_fact
sb_fact_patient_sex(struct sb_layout *l, size_t row)
{
    static const char *const words[][2] = {{NULL, NULL},
                                           {"Female", "Femenino"},
                                           {"Male", "Masculino"},
                                           {"X", "X"},
                                           {"Unknown", "No consta"}};

    (void)row;
    return patient_fact(l, words[l->bill->patient->sex][l->spanish], "/sex", "the sex");
}

struct sb_fact
sb_fact_patient_address(struct sb_layout *l, size_t row)
{
    (void)row;
    return patient_fact(l, sb_layout_address(l, &l->bill->patient->address), "/address",
                        "the patient's address");
}

struct sb_fact
sb_fact_patient_phone(struct sb_layout *l, size_t row)
{
    (void)row;
    return patient_fact(l, l->bill->patient->phone, "/phone", "the patient's phone");
}

struct sb_fact
sb_fact_patient_email(struct sb_layout *l, size_t row)
{
    (void)row;
    return patient_fact(l, l->bill->patient->email, "/email", "the patient's email");
}

/* insurance */

static struct sb_fact
insurance_fact(const struct sb_layout *l, const char *text, const char *path, const char *name)
{
    struct sb_fact f = patient_fact(l, text, path, name);

    if (l->bill->insurance != NULL)
        f.origin.index = (size_t)(l->bill->insurance - l->bill->patient->insurance);
    return f;
}

struct sb_fact
sb_fact_insurance_none(struct sb_layout *l, size_t row)
{
    (void)row;
    if (l->bill->insurance != NULL)
        return sb_fact_none();
    return sb_fact_new(sb_template_text(l->page, SB_FIELD_insurance_none), NULL, NULL,
                       "no insurance");
}

struct sb_fact
sb_fact_insurance_payer(struct sb_layout *l, size_t row)
{
    const struct sb_payer *payer = l->bill->payer;

    (void)row;
    if (l->bill->insurance == NULL)
        return sb_fact_none();
    if (payer != NULL && sb_layout_said(payer->name))
        return sb_fact_practice(l, payer->name, NULL, "the payer's name");
    return insurance_fact(l, l->bill->insurance->payer, "/insurance/%zu/payer", "the payer's name");
}

struct sb_fact
sb_fact_insurance_payer_id(struct sb_layout *l, size_t row)
{
    (void)row;
    if (l->bill->insurance == NULL || l->bill->payer == NULL)
        return sb_fact_none();
    return sb_fact_practice(l, l->bill->payer->payer_id, NULL, "the payer's id");
}

struct sb_fact
sb_fact_insurance_plan(struct sb_layout *l, size_t row)
{
    (void)row;
    return insurance_fact(l, l->bill->insurance != NULL ? l->bill->insurance->plan : NULL,
                          "/insurance/%zu/plan", "the plan");
}

struct sb_fact
sb_fact_insurance_member_id(struct sb_layout *l, size_t row)
{
    (void)row;
    return insurance_fact(l, l->bill->insurance != NULL ? l->bill->insurance->member_id : NULL,
                          "/insurance/%zu/member_id", "the member id");
}

struct sb_fact
sb_fact_insurance_group(struct sb_layout *l, size_t row)
{
    (void)row;
    return insurance_fact(l, l->bill->insurance != NULL ? l->bill->insurance->group : NULL,
                          "/insurance/%zu/group", "the group");
}

struct sb_fact
sb_fact_insurance_relationship(struct sb_layout *l, size_t row)
{
    static const char *const words[] = {"Self", "Self", "Spouse", "Child", "Other"};

    (void)row;
    return insurance_fact(
        l, l->bill->insurance != NULL ? words[l->bill->insurance->relationship] : NULL,
        "/insurance/%zu/relationship", "the relationship");
}

/* The subscriber where it is another person than the patient. */
static const struct sb_subscriber *
subscriber(const struct sb_layout *l)
{
    const struct sb_insurance *insurance = l->bill->insurance;

    if (insurance == NULL || !insurance->subscriber.given ||
        insurance->relationship == SB_RELATIONSHIP_SELF ||
        insurance->relationship == SB_RELATIONSHIP_UNSAID)
        return NULL;
    return &insurance->subscriber;
}

struct sb_fact
sb_fact_insurance_subscriber(struct sb_layout *l, size_t row)
{
    static const char *const paths[4] = {
        "/insurance/%zu/subscriber/name/first", "/insurance/%zu/subscriber/name/middle",
        "/insurance/%zu/subscriber/name/last", "/insurance/%zu/subscriber/name/suffix"};
    const struct sb_subscriber *person = subscriber(l);

    (void)row;
    if (person == NULL)
        return sb_fact_none();
    return insurance_fact(l, sb_name_print(l->arena, &person->name),
                          name_path(&person->name, paths), "the subscriber's name");
}

struct sb_fact
sb_fact_insurance_subscriber_birth(struct sb_layout *l, size_t row)
{
    const struct sb_subscriber *person = subscriber(l);

    (void)row;
    if (person == NULL)
        return sb_fact_none();
    return insurance_fact(l, sb_layout_date(l, person->birth_date),
                          "/insurance/%zu/subscriber/birth_date", "the birth date");
}

struct sb_fact
sb_fact_insurance_subscriber_address(struct sb_layout *l, size_t row)
{
    const struct sb_subscriber *person = subscriber(l);

    (void)row;
    if (person == NULL)
        return sb_fact_none();
    return insurance_fact(l, sb_layout_address(l, &person->address),
                          "/insurance/%zu/subscriber/address", "the subscriber's address");
}
