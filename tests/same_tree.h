/* same_tree.h - our tree of an accepted text against the one that cJSON's parser makes of it. */
#ifndef TESTS_SAME_TREE_H
#define TESTS_SAME_TREE_H

#include <string.h>

#include <cjson/cJSON.h>

#include "base/base.h"

static inline bool
same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* One node against cJSON's: kind, key, text; numbers by their source. */
static inline bool
same_node(const struct sb_json_doc *doc, const struct sb_json *ours, const cJSON *theirs)
{
    static const struct {
        int type;
        enum sb_json_type ours;
    } types[] = {{cJSON_False, SB_JSON_BOOL},    {cJSON_True, SB_JSON_BOOL},
                 {cJSON_NULL, SB_JSON_NULL},     {cJSON_Number, SB_JSON_NUMBER},
                 {cJSON_String, SB_JSON_STRING}, {cJSON_Array, SB_JSON_ARRAY},
                 {cJSON_Object, SB_JSON_OBJECT}};
    struct sb_bytes source = sb_json_source(doc, ours);
    char number[80];
    size_t i = 0;

    while (i < sizeof types / sizeof *types && types[i].type != theirs->type)
        i++;
    if (i == sizeof types / sizeof *types || types[i].ours != sb_json_type(ours) ||
        !same_text(sb_json_key(ours), theirs->string) ||
        !same_text(sb_json_text(ours), theirs->valuestring))
        return false;
    if (types[i].ours == SB_JSON_BOOL)
        return sb_json_truth(ours) == (theirs->type == cJSON_True);
    if (types[i].ours != SB_JSON_NUMBER)
        return true;
    if (source.len >= sizeof number)
        return false;
    memcpy(number, source.at, source.len);
    number[source.len] = '\0';
    cJSON *again = cJSON_Parse(number);
    bool same = again != NULL && cJSON_IsNumber(again) &&
                memcmp(&again->valuedouble, &theirs->valuedouble, sizeof again->valuedouble) == 0;
    cJSON_Delete(again);
    return same;
}

/* Both trees in document order; depth is bounded by the scan. */
static inline bool
same_tree(const struct sb_json_doc *doc, const char *text, size_t length)
{
    const cJSON *theirs_above[SB_LIMIT_DEPTH + 1], *theirs;
    const struct sb_json *ours_above[SB_LIMIT_DEPTH + 1], *ours = sb_json_root(doc);
    cJSON *root = cJSON_ParseWithLength(text, length);
    size_t depth = 0;
    bool same = root != NULL;

    for (theirs = root; same && theirs != NULL;) {
        same = ours != NULL && same_node(doc, ours, theirs) &&
               (sb_json_child(ours) != NULL) == (theirs->child != NULL) && depth <= SB_LIMIT_DEPTH;
        if (same && theirs->child != NULL) {
            ours_above[depth] = ours;
            theirs_above[depth++] = theirs;
            ours = sb_json_child(ours);
            theirs = theirs->child;
            continue;
        }
        while (same && depth > 0 && theirs->next == NULL) {
            same = sb_json_next(ours) == NULL;
            ours = ours_above[--depth];
            theirs = theirs_above[depth];
        }
        if (same && depth == 0)
            break;
        if (same) {
            ours = sb_json_next(ours);
            theirs = theirs->next;
        }
    }
    cJSON_Delete(root);
    return same;
}

#endif
