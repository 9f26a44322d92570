/*
 * named.c - names in a filter of superbills: an insurer by its section's name, and the nearest one
 * to a name that nothing has.
 */
#include "app/app.h"

#include <stdio.h>
#include <string.h>

const char *
sb_payer_named(const struct sb_practice *practice, const char *payer)
{
    const struct sb_payer *section = sb_config_payer(practice->config, payer);

    return section != NULL ? section->id : payer;
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
