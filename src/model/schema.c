/*
 * schema.c - the JSON Schema (2020-12) of the record files, printed from the table of keys.
 *
 * It says what the reader accepts, with two differences: keys that a rule of its own misses are
 * required here too, and an unknown key, which the reader only warns of, is refused.
 */
#include "model/keys.h"

#include <stdio.h>

#define SCHEMA_ID "urn:superbill:visits:1"

static void
put_ref(struct sb_jout *out, const char *key, const char *name)
{
    char ref[48];

    sb_jout_object(out, key);
    (void)snprintf(ref, sizeof ref, "#/$defs/%s", name);
    sb_jout_text(out, "$ref", ref);
    sb_jout_end_object(out);
}

static void
put_words(struct sb_jout *out, const char *const *words)
{
    sb_jout_array(out, "enum");
    for (size_t i = 0; words[i]; i++)
        sb_jout_text(out, NULL, words[i]);
    sb_jout_end_array(out);
}

/* An element of a list, or what stands in place of an object. */
static void
put_choice(struct sb_jout *out, const char *key, const char *object)
{
    sb_jout_object(out, key);
    sb_jout_array(out, "anyOf");
    sb_jout_object(out, NULL);
    sb_jout_text(out, "type", "string");
    sb_jout_end_object(out);
    put_ref(out, NULL, object);
    sb_jout_end_array(out);
    sb_jout_end_object(out);
}

static void
put_list(struct sb_jout *out, const struct sb_key *key)
{
    const char *object = sb_objects[key->object].name;

    sb_jout_text(out, "type", "array");
    sb_jout_int(out, "maxItems", key->ruled ? SB_BILL_DIAGNOSES : key->high);
    if (key->or_text)
        put_choice(out, "items", object);
    else
        put_ref(out, "items", object);
}

static void
put_texts(struct sb_jout *out)
{
    sb_jout_text(out, "type", "array");
    sb_jout_int(out, "maxItems", SB_LINE_MODIFIERS);
    sb_jout_object(out, "items");
    sb_jout_text(out, "type", "string");
    sb_jout_end_object(out);
}

static void
put_money(struct sb_jout *out, bool amount)
{
    sb_jout_array(out, "type");
    sb_jout_text(out, NULL, "string");
    sb_jout_text(out, NULL, "number");
    sb_jout_end_array(out);
    sb_jout_text(out, "pattern",
                 amount ? "^[0-9]+(\\.[0-9]{1,2})?$" : "^-?[0-9]+(\\.[0-9]{1,2})?$");
    if (amount)
        sb_jout_int(out, "minimum", 0);
}

/* Text types and the forms they must have. */
static const struct {
    enum sb_key_type type;
    const char *format, *pattern;
} forms[] = {
    {SB_KEY_TEXT, NULL, NULL},
    {SB_KEY_CODE, NULL, NULL},
    {SB_KEY_ID, NULL, "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},
    {SB_KEY_STATE, NULL, "^[A-Z]{2}$"},
    {SB_KEY_DATE, "date", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    {SB_KEY_CLOCK, NULL, "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
};

static void
put_text(struct sb_jout *out, const struct sb_key *key)
{
    sb_jout_text(out, "type", "string");
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (forms[i].type != key->type)
            continue;
        if (forms[i].format)
            sb_jout_text(out, "format", forms[i].format);
        if (forms[i].pattern)
            sb_jout_text(out, "pattern", forms[i].pattern);
    }
    if (key->level == SB_KEY_MUST && key->type == SB_KEY_TEXT)
        sb_jout_int(out, "minLength", 1);
}

static void
put_type(struct sb_jout *out, const struct sb_key *key)
{
    switch ((enum sb_key_type)key->type) {
    case SB_KEY_MONEY:
    case SB_KEY_AMOUNT:
        put_money(out, key->type == SB_KEY_AMOUNT);
        break;
    case SB_KEY_COUNT:
        sb_jout_text(out, "type", "integer");
        sb_jout_int(out, "minimum", key->low);
        sb_jout_int(out, "maximum", key->high);
        break;
    case SB_KEY_TRUTH:
        sb_jout_text(out, "type", "boolean");
        break;
    case SB_KEY_WORD:
        put_words(out, key->words);
        break;
    case SB_KEY_LIST:
        put_list(out, key);
        break;
    case SB_KEY_TEXTS:
        put_texts(out);
        break;
    default:
        put_text(out, key);
    }
}

static void
put_key(struct sb_jout *out, const struct sb_key *key)
{
    char ref[48];

    sb_jout_object(out, key->name);
    sb_jout_text(out, "description", key->meaning);
    if (key->type == SB_KEY_OBJECT) {
        (void)snprintf(ref, sizeof ref, "#/$defs/%s", sb_objects[key->object].name);
        sb_jout_text(out, "$ref", ref);
    } else if (key->type == SB_KEY_PATIENT) {
        sb_jout_array(out, "anyOf");
        sb_jout_object(out, NULL);
        sb_jout_text(out, "type", "string");
        sb_jout_text(out, "pattern", "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$");
        sb_jout_end_object(out);
        put_ref(out, NULL, sb_objects[key->object].name);
        sb_jout_end_array(out);
    } else {
        put_type(out, key);
    }
    sb_jout_end_object(out);
}

/* Keys that begin with x- are free, others are those of the table. */
static void
put_closed(struct sb_jout *out)
{
    sb_jout_object(out, "patternProperties");
    sb_jout_bool(out, "^x-", true);
    sb_jout_end_object(out);
    sb_jout_bool(out, "additionalProperties", false);
}

/* A service has exactly one of three keys; else what must be there is required. */
static void
put_required(struct sb_jout *out, enum sb_object_kind kind)
{
    static const char *const one_of[] = {"code", "item", "fee_type"};
    const struct sb_object *object = &sb_objects[kind];

    if (kind == SB_OBJECT_SERVICE) {
        sb_jout_array(out, "oneOf");
        for (size_t i = 0; i < sizeof one_of / sizeof *one_of; i++) {
            sb_jout_object(out, NULL);
            sb_jout_array(out, "required");
            sb_jout_text(out, NULL, one_of[i]);
            sb_jout_end_array(out);
            sb_jout_end_object(out);
        }
        sb_jout_end_array(out);
        return;
    }
    sb_jout_array(out, "required");
    for (size_t i = 0; i < object->count; i++) {
        const struct sb_key *key = &object->keys[i];
        bool care_only = kind == SB_OBJECT_VISIT && key->type == SB_KEY_LIST && key->ruled;
        if (key->level == SB_KEY_MUST || (key->level == SB_KEY_RULED && !care_only))
            sb_jout_text(out, NULL, key->name);
    }
    sb_jout_end_array(out);
}

static void
put_object(struct sb_jout *out, enum sb_object_kind kind)
{
    const struct sb_object *object = &sb_objects[kind];

    sb_jout_object(out, object->name);
    sb_jout_text(out, "description", object->title);
    sb_jout_text(out, "type", "object");
    sb_jout_object(out, "properties");
    for (size_t i = 0; i < object->count; i++)
        put_key(out, &object->keys[i]);
    sb_jout_end_object(out);
    put_required(out, kind);
    put_closed(out);
    sb_jout_end_object(out);
}

/* {"schema": ..., "patients": [...], "visits": [...]} */
static void
put_file(struct sb_jout *out)
{
    static const char *const lists[] = {"patient", "visit"};
    static const char *const members[] = {"patients", "visits"};

    sb_jout_object(out, "file");
    sb_jout_text(out, "description", "a file of patients and visits");
    sb_jout_text(out, "type", "object");
    sb_jout_object(out, "properties");
    sb_jout_object(out, "schema");
    sb_jout_text(out, "const", "superbill.visits/1");
    sb_jout_end_object(out);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        sb_jout_object(out, members[i]);
        sb_jout_text(out, "type", "array");
        put_ref(out, "items", lists[i]);
        sb_jout_end_object(out);
    }
    sb_jout_end_object(out);
    put_closed(out);
    sb_jout_end_object(out);
}

/* {"patient": {...}} or {"visit": {...}} */
static void
put_line(struct sb_jout *out, const char *name)
{
    sb_jout_object(out, NULL);
    sb_jout_text(out, "type", "object");
    sb_jout_object(out, "properties");
    put_ref(out, name, name);
    sb_jout_end_object(out);
    sb_jout_array(out, "required");
    sb_jout_text(out, NULL, name);
    sb_jout_end_array(out);
    sb_jout_bool(out, "additionalProperties", false);
    sb_jout_end_object(out);
}

void
sb_schema_print(struct sb_buf *buf)
{
    struct sb_jout out = {.buf = buf, .indented = true};

    sb_jout_object(&out, NULL);
    sb_jout_text(&out, "$schema", "https://json-schema.org/draft/2020-12/schema");
    sb_jout_text(&out, "$id", SCHEMA_ID);
    sb_jout_text(&out, "title", "superbill.visits/1");
    sb_jout_text(&out, "description",
                 "records that superbill reads: a file of both lists, a list of visits, or one "
                 "patient or visit a line");
    sb_jout_array(&out, "anyOf");
    put_ref(&out, NULL, "file");
    sb_jout_object(&out, NULL);
    sb_jout_text(&out, "type", "array");
    put_ref(&out, "items", "visit");
    sb_jout_end_object(&out);
    put_ref(&out, NULL, "visit");
    put_line(&out, "patient");
    put_line(&out, "visit");
    sb_jout_end_array(&out);
    sb_jout_object(&out, "$defs");
    put_file(&out);
    for (int kind = SB_OBJECT_NAME; kind <= SB_OBJECT_VISIT; kind++)
        put_object(&out, (enum sb_object_kind)kind);
    sb_jout_end_object(&out);
    sb_jout_end_object(&out);
    sb_buf_char(buf, '\n');
}
