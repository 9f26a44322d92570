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
sb_value_looks_like(const struct sb_json *node)
{
    if (sb_json_type(node) != SB_JSON_OBJECT)
        return sb_json_type_name(sb_json_type(node));
    if (!sb_json_child(node))
        return "an empty object";
    return sb_json_member(node, "resourceType") ? foreign_find(node) : NULL;
}

const char *
sb_patient_looks_like(const struct sb_json *node)
{
    const char *says = sb_value_looks_like(node);

    if (!says && sb_json_member(node, "services") && !sb_json_member(node, "birth_date"))
        return "a visit";
    return says;
}

const char *
sb_record_looks_like(const struct sb_json *node)
{
    const struct sb_object *visit = &sb_objects[SB_OBJECT_VISIT];
    size_t known = 0, unknown = 0;
    unsigned guess = 0;

    const struct sb_json *patient = sb_json_member(node, "patient");
    if (patient && sb_json_type(patient) == SB_JSON_STRING)
        return NULL; /* nothing else names a patient so */
    const char *says = sb_value_looks_like(node);
    if (says || has_any(node, visit_keys, sizeof visit_keys / sizeof *visit_keys))
        return says;
    says = foreign_find(node);
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

/* Files that begin with certain bytes. */
static const struct {
    const char *bytes;
    size_t length;
    const char *says;
} magics[] = {
    {"%PDF-", 5, "a PDF document"},
    {"PK\x03\x04", 4, "a zip archive or a workbook"},
    {"\x1f\x8b", 2, "a gzip archive"},
    {"\x89PNG", 4, "a picture"},
    {"\xff\xd8\xff", 3, "a picture"},
    {"SQLite format 3", 15, "a database, such as the archive"},
    {"\xd0\xcf\x11\xe0", 4, "an old office document"},
    {"\x7f"
     "ELF",
     4, "a program"},
    {"\xff\xfe", 2, "text in UTF-16; save it as UTF-8"},
    {"\xfe\xff", 2, "text in UTF-16; save it as UTF-8"},
    {"ISA*", 4, "an X12 claim or remittance"},
    {"MSH|", 4, "an HL7 message"},
    {"<?xml", 5, "XML"},
    {"<", 1, "XML or HTML"},
    {"BEGIN:", 6, "a calendar or a card"},
    {"{\\rtf", 5, "a word processor's document"},
    {"---", 3, "YAML"},
};

static const char *
line_looks_like(const char *line, size_t length)
{
    const char *close = memchr(line, ']', length);
    size_t commas = 0;

    if (length > 2 && line[0] == '[' && sb_ascii_alpha(line[1]) && close)
        return "a configuration (INI)";
    if (line[0] == ';' || line[0] == '#')
        return "a configuration (INI) or a script";
    if (memchr(line, '{', length) || memchr(line, '[', length))
        return NULL;
    for (size_t i = 0; i < length; i++)
        commas += line[i] == ',' || line[i] == '\t' || line[i] == ';';
    return commas > 1 ? "a table (CSV)" : NULL;
}

const char *
sb_bytes_look_like(const char *bytes, size_t length)
{
    static const char fhir[] = "\"resourceType\"";

    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (length >= magics[i].length && memcmp(bytes, magics[i].bytes, magics[i].length) == 0)
            return magics[i].says;
    if (length >= 4 && (bytes[0] == '\0') != (bytes[1] == '\0') &&
        (bytes[2] == '\0') != (bytes[3] == '\0'))
        return "text in UTF-16; save it as UTF-8";
    if (length > 0 && memchr(bytes, '\0', length))
        return "a binary file";
    if (memmem(bytes, length, fhir, sizeof fhir - 1))
        return "a FHIR bundle or resource";
    const char *line = memchr(bytes, '\n', length);
    return length > 0 ? line_looks_like(bytes, line ? (size_t)(line - bytes) : length) : NULL;
}
