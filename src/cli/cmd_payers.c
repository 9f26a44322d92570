/* cmd_payers.c - superbill payers: payer profiles, and which facts are in force for whom. */
#include "cli/cli.h"

#include <string.h>

static const struct sb_config *
config_of(const struct session *session)
{
    return session->practice != NULL ? sb_practice_config(session->practice) : NULL;
}

static void
fact_json(struct json *json, const struct sb_profile_fact *fact)
{
    json_text(json, "key", fact->key);
    json_text(json, "value", fact->value);
    json_text(json, "source", fact->source);
    json_text(json, "as_of", fact->as_of);
    json_bool(json, "confirmed", fact->sure);
}

static void
payer_json(struct json *json, const struct session *session, size_t payer)
{
    const struct sb_payer *section = &config_of(session)->payers[payer];
    const struct sb_profile_fact *fact;

    json_object(json, NULL);
    json_text(json, "id", section->id);
    json_text(json, "profile", section->profile);
    json_array(json, "facts");
    for (size_t i = 0; section->profile != NULL && (fact = sb_profile_fact_at(i)) != NULL; i++) {
        if (strcmp(fact->profile, section->profile) != 0 || strcmp(fact->key, "name") == 0)
            continue;
        json_object(json, NULL);
        fact_json(json, fact);
        json_bool(json, "in_force", sb_practice_fact_in_force(session->practice, payer, i));
        json_end(json, '}');
    }
    json_end(json, ']');
    json_end(json, '}');
}

static void
payers_json(const struct session *session)
{
    const struct sb_config *config = config_of(session);
    const struct sb_profile_fact *fact;
    struct json json = {.out = stdout};
    const char *open = NULL;

    json_object(&json, NULL);
    json_text(&json, "schema", "superbill.payers/1");
    json_array(&json, "profiles");
    for (size_t i = 0; (fact = sb_profile_fact_at(i)) != NULL; i++) {
        if (open == NULL || strcmp(open, fact->profile) != 0) {
            if (open != NULL) {
                json_end(&json, ']');
                json_end(&json, '}');
            }
            open = fact->profile;
            json_object(&json, NULL);
            json_text(&json, "id", fact->profile);
            json_array(&json, "facts");
        }
        json_object(&json, NULL);
        fact_json(&json, fact);
        json_end(&json, '}');
    }
    if (open != NULL) {
        json_end(&json, ']');
        json_end(&json, '}');
    }
    json_end(&json, ']');
    json_array(&json, "payers");
    for (size_t i = 0; config != NULL && i < config->payer_count; i++)
        payer_json(&json, session, i);
    json_end(&json, ']');
    json_end(&json, '}');
}

static void
profiles_text(void)
{
    const struct sb_profile_fact *fact, *name;
    const char *open = NULL;

    for (size_t i = 0; (fact = sb_profile_fact_at(i)) != NULL; i++) {
        if (open == NULL || strcmp(open, fact->profile) != 0) {
            open = fact->profile;
            printf("%s", open);
            for (size_t k = i; (name = sb_profile_fact_at(k)) != NULL; k++)
                if (strcmp(name->profile, open) == 0 && strcmp(name->key, "name") == 0)
                    printf(": %s", name->value);
            putchar('\n');
        }
        if (strcmp(fact->key, "name") != 0)
            printf("  %s = %s%s\n      %s, %s\n", fact->key, fact->value,
                   fact->sure ? "" : " (to be confirmed)", fact->source, fact->as_of);
    }
    puts("Every fact is the practice's to confirm: plans of one payer differ.");
}

static void
sections_text(const struct session *session, const struct sb_config *config)
{
    const struct sb_profile_fact *fact;

    for (size_t p = 0; p < config->payer_count; p++) {
        const struct sb_payer *payer = &config->payers[p];

        printf("[payer %s]%s%s\n", payer->id, payer->profile != NULL ? " profile = " : "",
               payer->profile != NULL ? payer->profile : " without a profile");
        for (size_t i = 0; payer->profile != NULL && (fact = sb_profile_fact_at(i)) != NULL; i++)
            if (strcmp(fact->profile, payer->profile) == 0 && strcmp(fact->key, "name") != 0)
                printf("  %s = %s%s\n", fact->key, fact->value,
                       sb_practice_fact_in_force(session->practice, p, i)
                           ? ""
                           : ": not in force, the section says it");
    }
}

static int
run_payers(struct session *session)
{
    int code;

    if ((code = session_start_if(session)) != EXIT_DONE)
        return code;
    if (session->report.json) {
        payers_json(session);
        return EXIT_DONE;
    }
    profiles_text();
    if (config_of(session) != NULL)
        sections_text(session, config_of(session));
    return EXIT_DONE;
}

static const uint8_t options[] = {OPT_END};

const struct command cmd_payers = {
    .name = "payers",
    .summary = "payer profiles, and where each fact comes from",
    .usage = "",
    .examples = "  superbill payers\n"
                "  superbill payers --json\n",
    .more = "A [payer] section takes a profile's facts with profile = NAME; keys that the section\n"
            "has itself come first.\n",
    .options = options,
    .run = run_payers,
};
