/* recognise.c - what a JSON value looks like that is no record of ours. */
#include "model/read.h"

#include <string.h>

/* Keys that tell another kind of file; both must be there. */
static const struct {
    const char *key, *beside, *says;
} foreign[] = {
    {"resourceType", "entry", "a FHIR bundle"},
    {"resourceType", NULL, "a FHIR resource"},
    {"$schema", NULL, "a JSON Schema or a file that names one"},
    {"openapi", NULL, "an OpenAPI description"},
    {"swagger", NULL, "an OpenAPI description"},
    {"cells", "nbformat", "a notebook"},
    {"log", "entries", "a browser's log"},
    {"type", "features", "GeoJSON"},
    {"type", "coordinates", "GeoJSON"},
    {"type", "geometry", "GeoJSON"},
    {"practice", NULL, "a configuration; superbill reads it as INI"},
    {"numbering", NULL, "a configuration; superbill reads it as INI"},
    {"fees", NULL, "a configuration; superbill reads it as INI"},
    {"dependencies", NULL, "a software package's description"},
    {"devDependencies", NULL, "a software package's description"},
    {"jsonrpc", NULL, "a message of a remote call"},
};

/* Keys that only a visit has. */
static const char *const visit_keys[] = {"patient", "services", "diagnoses", "place_of_service"};

static const char *
foreign_find(const struct sb_json *node)
{
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        if (sb_json_member(node, foreign[i].key) &&
            (!foreign[i].beside || sb_json_member(node, foreign[i].beside)))
            return foreign[i].says;
    const struct sb_json *schema = sb_json_member(node, "schema");
    if (schema && sb_json_type(schema) == SB_JSON_STRING &&
        strncmp(sb_json_text(schema), "superbill.", 10) == 0)
        return "what a command of superbill printed";
    return NULL;
}

static bool
has_any(const struct sb_json *node, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sb_json_member(node, keys[i]))
            return true;
    return false;
}

const char *
sb_patient_looks_like(const struct sb_json *node)
{
    if (sb_json_type(node) != SB_JSON_OBJECT)
        return sb_json_type_name(sb_json_type(node));
    if (!sb_json_child(node))
        return "an empty object";
    if (sb_json_member(node, "resourceType"))
        return foreign_find(node);
    if (sb_json_member(node, "services") && !sb_json_member(node, "birth_date"))
        return "a visit among the patients";
    return NULL;
}

const char *
sb_record_looks_like(const struct sb_json *node)
{
    const struct sb_object *visit = &sb_objects[SB_OBJECT_VISIT];
    size_t known = 0, unknown = 0;
    unsigned guess = 0;

    if (sb_json_type(node) != SB_JSON_OBJECT)
        return sb_json_type_name(sb_json_type(node));
    if (!sb_json_child(node))
        return "an empty object";
    if (sb_json_member(node, "resourceType"))
        return foreign_find(node);
    if (has_any(node, visit_keys, sizeof visit_keys / sizeof *visit_keys))
        return NULL;
    const char *says = foreign_find(node);
    if (says)
        return says;
    if (sb_json_member(node, "birth_date") || sb_json_member(node, "insurance"))
        return "a patient; on a line of its own it is written {\"patient\": {...}}";
    if (sb_json_member(node, "code") && !sb_json_member(node, "id"))
        return "a service without its visit";
    for (const struct sb_json *at = sb_json_child(node); at; at = sb_json_next(at)) {
        if (sb_key_find(visit, sb_json_key(at), &guess))
            known++;
        else if (strncmp(sb_json_key(at), "x-", 2) != 0)
            unknown++;
    }
    return known > 0 && known >= unknown ? NULL : "an object of another kind";
}
