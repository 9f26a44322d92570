/*
 * check_archive.c - a visit against what was issued of it.  Both sides are canonical JSON
 * (model/prior.c): equal bytes are an equal visit, and members are told apart without a tree.
 */
#include "rules/rules.h"

#include <stdio.h>
#include <string.h>

#define ARCHIVE_FIELDS 200 /* bytes of names in a message */

/* A member of an object, or an element of a list, in canonical text. */
struct part {
    const char *key, *value;
    size_t key_length, length;
};

/* Bytes of the value that text begins with. */
static size_t
value_length(const char *text)
{
    size_t at = 0, depth = 0;
    bool quoted = false;

    for (; text[at] != '\0'; at++) {
        char c = text[at];

        if (quoted && c == '\\' && text[at + 1] != '\0')
            at++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '{' || c == '['))
            depth++;
        else if (!quoted && depth > 0 && (c == '}' || c == ']'))
            depth--;
        else if (!quoted && depth == 0 && (c == ',' || c == '}' || c == ']'))
            break;
    }
    return at;
}

/* The next part; *at stands on '{', '[' or ',' before it.  False at the end. */
static bool
part_next(struct part *out, const char **at, bool object)
{
    const char *text = *at + 1;

    *out = (struct part){.key = text};
    if (**at == '\0' || *text == '\0' || **at == '}' || **at == ']' || *text == '}' || *text == ']')
        return false;
    if (object) {
        size_t quoted = 1;

        while (text[quoted] != '\0' && text[quoted] != '"')
            quoted++; /* keys of ours hold no escapes */
        out->key++;
        out->key_length = quoted - 1;
        text += quoted;
        text += *text == '"' ? 1 : 0;
        text += *text == ':' ? 1 : 0;
    }
    out->value = text;
    out->length = value_length(text);
    *at = text + out->length;
    return true;
}

static bool
part_find(struct part *out, const char *object, const struct part *like)
{
    const char *at = object;

    while (part_next(out, &at, true)) {
        if (out->key_length == like->key_length &&
            memcmp(out->key, like->key, like->key_length) == 0)
            return true;
    }
    return false;
}

static bool
part_same(const struct part *a, const struct part *b)
{
    return a->length == b->length && memcmp(a->value, b->value, a->length) == 0;
}

static bool
part_is(const struct part *part, const char *key)
{
    return part->key_length == strlen(key) && memcmp(part->key, key, part->key_length) == 0;
}

/* Whether every element of the older list is still there, in order. */
static bool
list_grew(const char *older, const char *newer)
{
    const char *was = older, *is = newer;
    struct part a, b;

    while (part_next(&a, &was, false)) {
        do {
            if (!part_next(&b, &is, false))
                return false;
        } while (!part_same(&a, &b));
    }
    return true;
}

struct difference {
    char fields[ARCHIVE_FIELDS]; /* names, with ", " between */
    bool only_paid;              /* payments or refunds were added, and nothing else */
};

static void
difference_add(struct difference *d, const struct part *part)
{
    size_t used = strlen(d->fields), need = part->key_length + (used > 0 ? 2 : 0);

    if (used + need >= sizeof d->fields)
        return;
    if (used > 0) {
        memcpy(d->fields + used, ", ", 2);
        used += 2;
    }
    memcpy(d->fields + used, part->key, part->key_length);
    d->fields[used + part->key_length] = '\0';
}

static void
difference_find(struct difference *d, const char *was, const char *is)
{
    const char *at = is;
    struct part part, other;

    d->only_paid = true;
    while (part_next(&part, &at, true)) {
        bool there = part_find(&other, was, &part);

        if (there && part_same(&part, &other))
            continue;
        difference_add(d, &part);
        if (!(part_is(&part, "payments") || part_is(&part, "refunds")) ||
            (there && !list_grew(other.value, part.value)))
            d->only_paid = false;
    }
    at = was;
    while (part_next(&part, &at, true)) {
        if (part_find(&other, is, &part))
            continue;
        difference_add(d, &part);
        d->only_paid = false;
    }
}

static sb_status
prior_compare(enum sb_prior_verdict *out, struct difference *d, const struct sb_prior *prior,
              const struct sb_visit *visit, struct sb_error *err)
{
    struct sb_buf now = {0};
    uint8_t hash[32];
    sb_status st = sb_visit_canonical(&now, visit, err);

    if (st == SB_OK) {
        sb_sha256(hash, now.at, now.len);
        *out = SB_PRIOR_CHANGED;
        if (memcmp(hash, prior->hash, sizeof hash) == 0)
            *out = SB_PRIOR_SAME;
        else if (prior->body != NULL) {
            difference_find(d, prior->body, now.at);
            if (d->only_paid)
                *out = SB_PRIOR_PAID;
        }
    }
    sb_buf_free(&now);
    return st;
}

/*
 * It stood, and only the hash of the visit is left: nothing can be corrected, so a change is issued
 * anew when asked.
 */
static sb_status
prior_purged(enum sb_prior_verdict verdict, const struct sb_prior *prior,
             const struct sb_visit *visit, struct sb_findings *found, struct sb_error *err)
{
    struct sb_spot spot = sb_spot_at(visit->source, "%s", "");
    char advice[160];

    if (verdict == SB_PRIOR_SAME) {
        spot.advice = "nothing to do; 'superbill issue --again --visit ID' gives the visit a new "
                      "number";
        sb_findings_add(found, SB_RULE_ALREADY_ISSUED, spot, "%s stood on %s, which was purged",
                        visit->id, prior->number);
    } else {
        (void)snprintf(advice, sizeof advice,
                       "issue it under a new number with 'superbill issue --again --visit %.64s', "
                       "or restore the record",
                       visit->id);
        spot.advice = advice;
        sb_findings_add(found, SB_RULE_CHANGED_AFTER_ISSUE, spot,
                        "%s stood on %s, which was purged, and differs from what was issued",
                        visit->id, prior->number);
    }
    return sb_findings_failed(found) ? sb_error_nomem(err) : SB_OK;
}

sb_status
sb_prior_judge(enum sb_prior_verdict *out, const struct sb_prior *prior,
               const struct sb_visit *visit, struct sb_findings *found, struct sb_error *err)
{
    struct sb_spot spot = sb_spot_at(visit->source, "%s", "");
    char advice[160];
    struct difference d = {.only_paid = false};
    sb_status st;

    *out = SB_PRIOR_FRESH;
    if (prior->state == SB_ISSUE_SUPERSEDED)
        return SB_OK;
    if ((st = prior_compare(out, &d, prior, visit, err)) != SB_OK)
        return st;
    if (prior->purged && prior->state != SB_ISSUE_VOID)
        return prior_purged(*out, prior, visit, found, err);
    if (prior->unseen && prior->state == SB_ISSUE_STANDS && *out != SB_PRIOR_SAME) {
        *out = SB_PRIOR_SAME;
        sb_findings_add(found, SB_RULE_ALREADY_ISSUED, spot,
                        "%s stands on %s; what changed since in %s is not on it", visit->id,
                        prior->number, d.fields);
        return sb_findings_failed(found) ? sb_error_nomem(err) : SB_OK;
    }
    (void)snprintf(advice, sizeof advice,
                   *out == SB_PRIOR_PAID
                       ? "issue today's state with 'superbill correct %s --reason "
                         "TEXT' where the patient needs it"
                       : "issue the change with 'superbill correct %s --reason "
                         "TEXT', or restore the record",
                   prior->number);
    if (*out != SB_PRIOR_SAME && prior->state == SB_ISSUE_STANDS)
        spot.advice = advice;
    if (prior->state == SB_ISSUE_VOID) {
        if (*out != SB_PRIOR_SAME) {
            *out = SB_PRIOR_FRESH;
            return SB_OK;
        }
        *out = SB_PRIOR_VOID;
        spot.advice = "change the record, or name it with 'superbill issue --again --visit ID'";
        sb_findings_add(found, SB_RULE_ALREADY_ISSUED, spot,
                        "%s stood on %s, which is void%s, and has not changed since", visit->id,
                        prior->number, prior->purged ? " and was purged" : "");
    } else if (*out == SB_PRIOR_SAME) {
        sb_findings_add(found, SB_RULE_ALREADY_ISSUED, spot, "%s stands on %s", visit->id,
                        prior->number);
    } else if (*out == SB_PRIOR_PAID) {
        sb_findings_add(found, SB_RULE_PAID_AFTER_ISSUE, spot,
                        "%s stands on %s; %s were added since", visit->id, prior->number, d.fields);
    } else if (d.fields[0] != '\0') {
        sb_findings_add(found, SB_RULE_CHANGED_AFTER_ISSUE, spot,
                        "%s stands on %s, and differs from what was issued in %s", visit->id,
                        prior->number, d.fields);
    } else {
        sb_findings_add(found, SB_RULE_CHANGED_AFTER_ISSUE, spot,
                        "%s stands on %s, and differs from what was issued", visit->id,
                        prior->number);
    }
    return sb_findings_failed(found) ? sb_error_nomem(err) : SB_OK;
}
