/* profiles.c - payer profiles: facts as data, put where a [payer] section says nothing. */
#include "codes/profiles.h"

#include <string.h>

static const struct sb_profile_fact facts[] = {
#include "profiles.inc"
};
#define FACTS (sizeof facts / sizeof *facts)

const struct sb_profile_fact *
sb_profile_fact_at(size_t i)
{
    return i < FACTS ? &facts[i] : NULL;
}

bool
sb_profile_known(const char *name)
{
    for (size_t i = 0; i < FACTS; i++)
        if (strcmp(facts[i].profile, name) == 0)
            return true;
    return false;
}

const char *
sb_profile_nearest(const char *text)
{
    const char *names[FACTS];
    size_t count = 0;

    for (size_t i = 0; i < FACTS; i++)
        if (i == 0 || strcmp(facts[i].profile, facts[i - 1].profile) != 0)
            names[count++] = facts[i].profile;
    return sb_word_nearest(text, names, count);
}

/* A value of one of the keys that are yes or no, or a word; false where the section says it. */
static bool
put_choice(struct sb_payer *payer, const char *key, const char *value)
{
    struct {
        const char *key;
        enum sb_truth *at;
    } truths[] = {
        {"medicare", &payer->medicare},
        {"require_gp", &payer->require_gp},
        {"require_cq", &payer->require_cq},
        {"require_referral", &payer->require_referral},
        {"require_authorization", &payer->require_authorization},
    };

    for (size_t i = 0; i < sizeof truths / sizeof *truths; i++) {
        if (strcmp(truths[i].key, key) != 0)
            continue;
        if (*truths[i].at != SB_TRUTH_UNSAID)
            return false;
        *truths[i].at = strcmp(value, "yes") == 0 ? SB_TRUTH_YES : SB_TRUTH_NO;
        return true;
    }
    if (strcmp(key, "unit_rule") == 0 && payer->unit_rule == SB_UNIT_RULE_UNSAID) {
        payer->unit_rule = strcmp(value, "cms") == 0 ? SB_UNIT_RULE_CMS : SB_UNIT_RULE_AMA;
        return true;
    }
    if (strcmp(key, "edits") == 0 && payer->edits == SB_EDITS_UNSAID) {
        payer->edits = strcmp(value, "strict") == 0 ? SB_EDITS_STRICT : SB_EDITS_WARN;
        return true;
    }
    if (strcmp(key, "pairs") == 0 && payer->pairs == SB_PAIRS_UNSAID) {
        payer->pairs = strcmp(value, "old") == 0 ? SB_PAIRS_OLD : SB_PAIRS_CURRENT;
        return true;
    }
    return false;
}

/* 365d, 15m or end-of-next-year; the table's compiler has seen to their form. */
static bool
put_filing(struct sb_payer *payer, const char *value)
{
    size_t digits = strspn(value, "0123456789");
    int64_t count = 0;

    if (payer->filing.kind != SB_FILING_NONE)
        return false;
    if (digits == 0) {
        payer->filing.kind = SB_FILING_END_OF_NEXT_YEAR;
        return true;
    }
    if (!sb_int_parse(&count, value, digits))
        return false;
    payer->filing.kind = value[digits] == 'm' ? SB_FILING_MONTHS : SB_FILING_DAYS;
    payer->filing.count = (int32_t)count;
    return true;
}

/* code.OTHER and severity.RULE: one more in the section's list. */
static sb_status
put_override(bool *put, struct sb_override **list, size_t *count, const char *key,
             const char *value, struct sb_arena *arena)
{
    struct sb_override *longer;

    for (size_t i = 0; i < *count; i++)
        if (strcmp((*list)[i].key, key) == 0)
            return SB_OK;
    longer = sb_arena_array(arena, *count + 1, sizeof *longer);
    if (longer == NULL)
        return SB_E_NOMEM;
    if (*count > 0)
        memcpy(longer, *list, *count * sizeof *longer);
    longer[*count] = (struct sb_override){key, value};
    *list = longer;
    (*count)++;
    *put = true;
    return SB_OK;
}

static sb_status
put_fact(bool *put, struct sb_payer *payer, const struct sb_profile_fact *fact,
         struct sb_arena *arena)
{
    int64_t cap;

    *put = false;
    if (sb_text_starts(fact->key, "code."))
        return put_override(put, &payer->codes, &payer->code_count, fact->key + 5, fact->value,
                            arena);
    if (sb_text_starts(fact->key, "severity."))
        return put_override(put, &payer->severities, &payer->severity_count, fact->key + 9,
                            fact->value, arena);
    if (strcmp(fact->key, "filing_limit") == 0)
        *put = put_filing(payer, fact->value);
    else if (strcmp(fact->key, "unit_cap") != 0)
        *put = put_choice(payer, fact->key, fact->value);
    else if (payer->unit_cap < 0 && sb_int_parse(&cap, fact->value, strlen(fact->value))) {
        payer->unit_cap = (int32_t)cap;
        *put = true;
    }
    return SB_OK;
}

sb_status
sb_profiles_apply(struct sb_profiles *out, struct sb_config *config, struct sb_findings *found,
                  struct sb_arena *arena, struct sb_error *err)
{
    *out = (struct sb_profiles){0};
    out->in_force = sb_arena_array(arena, config->payer_count + 1, FACTS * sizeof(bool));
    if (out->in_force == NULL)
        return sb_error_nomem(err);
    for (size_t p = 0; p < config->payer_count; p++) {
        struct sb_payer *payer = &config->payers[p];
        const char *near;

        if (payer->profile == NULL)
            continue;
        if (!sb_profile_known(payer->profile)) {
            near = sb_profile_nearest(payer->profile);
            sb_findings_add(found, SB_RULE_INI_VALUE,
                            sb_spot_at(config->source, "[payer %s] profile", payer->id),
                            "no profile has that name%s%s%s", near ? "; did you mean " : "",
                            near ? near : "", near ? "?" : "; 'superbill payers' lists them");
            continue;
        }
        for (size_t i = 0; i < FACTS; i++) {
            if (strcmp(facts[i].profile, payer->profile) != 0 || strcmp(facts[i].key, "name") == 0)
                continue;
            if (put_fact(&out->in_force[p * FACTS + i], payer, &facts[i], arena) != SB_OK)
                return sb_error_nomem(err);
        }
    }
    return SB_OK;
}

bool
sb_profiles_in_force(const struct sb_profiles *profiles, size_t payer, size_t fact)
{
    return profiles->in_force != NULL && profiles->in_force[payer * FACTS + fact];
}
