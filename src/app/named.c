/*
 * named.c - names in a filter of superbills: an insurer by its section's name, and the nearest one
 * to a name that nothing has.
 */
#include "app/choice.h"

#include <stdio.h>
#include <string.h>

/* Names of an insurer, a line each. */
struct payers {
    const char *said, *title; /* as asked for; the name of today's section of it, or NULL */
    struct sb_buf names;
};

static void
payers_add(struct payers *p, const char *name)
{
    if (p->names.len > 0)
        sb_buf_char(&p->names, '\n');
    sb_buf_text(&p->names, name);
}

/* Whom the archive has by another id, and a page by one of these names. */
static bool
payers_row(void *user, const char *payer, const char *name)
{
    struct payers *p = user;

    if (sb_text_compare_fold(name, p->said) == 0 ||
        (p->title != NULL && sb_text_compare_fold(name, p->title) == 0))
        payers_add(p, payer);
    return !p->names.failed;
}

sb_status
sb_payer_names(const char **out, struct sb_practice *practice,
               const struct sb_archive_filter *filter, struct sb_arena *arena, struct sb_error *err)
{
    const char *said = filter->visits.payer;
    const struct sb_payer *section = sb_config_payer(practice->config, said);
    struct payers p = {.said = said, .title = section != NULL ? section->name : NULL};
    sb_status st;

    *out = NULL;
    if (said == NULL)
        return SB_OK;
    payers_add(&p, said);
    if (section != NULL)
        payers_add(&p, section->id);
    if (p.title != NULL)
        payers_add(&p, p.title);
    st = sb_archive_payers(practice->archive, filter, payers_row, &p, err);
    if (p.names.failed)
        st = sb_error_nomem(err);
    else if (st == SB_OK && (*out = sb_arena_text(arena, p.names.at, p.names.len)) == NULL)
        st = sb_error_nomem(err);
    sb_buf_free(&p.names);
    return st;
}

/* One name of a filter; texts of rows do not last. */
struct named {
    const char *what, *wanted; /* wanted NULL: the filter does not name one */
    bool folded;               /* case makes no difference */
    char nearest[SB_LIMIT_ID + 1];
    bool known;
};
enum { PATIENT, PROVIDER, PAYER, NAMES };

static void
named_look(struct named *n, const char *name)
{
    const char *best = n->nearest[0] != '\0' ? n->nearest : NULL;

    if (n->wanted == NULL || n->known || name == NULL)
        return;
    n->known = (n->folded ? sb_text_compare_fold(n->wanted, name) : strcmp(n->wanted, name)) == 0;
    if (strlen(name) < sizeof n->nearest && sb_nearer(n->wanted, best, name) == name)
        (void)snprintf(n->nearest, sizeof n->nearest, "%s", name);
}

static bool
named_row(void *user, const struct sb_superbill *row)
{
    struct named *names = user;

    named_look(&names[PATIENT], row->patient);
    named_look(&names[PROVIDER], row->provider);
    named_look(&names[PAYER], row->payer);
    return true;
}

/* Who is in the practice's files and on no superbill; a file that cannot be read tells of nobody.
 */
static sb_status
named_people(struct named *n, const struct sb_practice *practice, struct sb_error *err)
{
    const struct sb_patient *patient;
    struct sb_findings *found = NULL;
    struct sb_feed *feed = NULL;
    const char *file;
    sb_status st;

    if (n->wanted == NULL || n->known || practice->config->patients_file == NULL)
        return SB_OK;
    if ((st = sb_practice_patients(&file, practice, err)) != SB_OK ||
        (st = sb_findings_new(&found, err)) != SB_OK)
        return st;
    if (sb_feed_open(&feed, &file, 1, practice->folder, found, NULL) == SB_OK) {
        for (size_t i = 0; (patient = sb_feed_patient_at(feed, i)) != NULL; i++)
            named_look(n, patient->id);
        sb_feed_free(feed);
    }
    sb_findings_free(found);
    return SB_OK;
}

sb_status
sb_filter_absent(struct sb_practice *practice, const struct sb_filter *filter, struct sb_error *err)
{
    static const struct sb_archive_filter all = {.undelivered = false};
    const struct sb_config *config = practice->config;
    struct named names[NAMES] = {
        [PATIENT] = {.what = "patient", .wanted = filter->patient},
        [PROVIDER] = {.what = "provider", .wanted = filter->provider},
        [PAYER] = {.what = "payer", .wanted = filter->payer, .folded = true}};
    sb_status st;

    for (size_t i = 0; i < config->provider_count; i++)
        named_look(&names[PROVIDER], config->providers[i].id);
    for (size_t i = 0; i < config->payer_count; i++)
        named_look(&names[PAYER], config->payers[i].id);
    for (size_t i = 0; i < config->payer_count; i++)
        named_look(&names[PAYER], config->payers[i].name);
    if ((st = sb_archive_list(practice->archive, &all, named_row, names, err)) != SB_OK ||
        (st = named_people(&names[PATIENT], practice, err)) != SB_OK)
        return st;
    for (size_t i = 0; i < NAMES; i++) {
        if (names[i].wanted != NULL && !names[i].known)
            return sb_error_absent(err, names[i].what, names[i].wanted,
                                   names[i].nearest[0] != '\0' ? names[i].nearest : NULL);
    }
    return SB_OK;
}
