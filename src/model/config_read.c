/* config_read.c - the configuration: sections and keys by the table, then what joins them. */
#include "model/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/config.h"

#define SECTIONS_MOST 2000 /* far more than a practice has */

static const char *const section_names[] = {
    "practice", "files",    "archive",  "codes", "numbering", "billing",
    "document", "provider", "location", "payer", "fees",
};

/* finding */

void
sb_ini_find_at(struct sb_loader *loader, enum sb_rule rule, const struct sb_ini_entry *entry,
               const char *format, ...)
{
    struct sb_spot spot = sb_spot_at(&loader->source, "[%s] %s", entry->section, entry->key);
    char text[320];
    va_list args;

    spot.line = entry->line;
    spot.column = entry->value_column;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    sb_findings_add(loader->found, rule, spot, "%s", text);
}

static void
faults_find(struct sb_loader *loader)
{
    static const enum sb_rule rules[] = {
        [SB_INI_SYNTAX] = SB_RULE_INI_SYNTAX,
        [SB_INI_TOO_LONG] = SB_RULE_INI_LINE_TOO_LONG,
        [SB_INI_DUPLICATE] = SB_RULE_INI_DUPLICATE,
    };

    for (size_t i = 0; i < loader->ini->fault_count; i++) {
        const struct sb_ini_fault *fault = &loader->ini->faults[i];
        struct sb_spot spot = {.source = &loader->source};
        spot.line = fault->line;
        spot.column = fault->column;
        sb_findings_add(loader->found, rules[fault->kind], spot, "%s", fault->why);
    }
}

/* sections */

/* A place of the section's own line. */
static struct sb_spot
section_spot(struct sb_loader *loader, const struct sb_ini_entry *entry)
{
    struct sb_spot spot = sb_spot_at(&loader->source, "[%s]", entry->section);

    spot.line = entry->section_line;
    spot.column = 1;
    return spot;
}

static void
section_unknown(struct sb_loader *loader, const struct sb_ini_entry *entry, const char *first)
{
    const char *near =
        sb_word_nearest(first, section_names, sizeof section_names / sizeof *section_names);
    char tame[80];

    sb_text_tame(tame, sizeof tame, entry->section, strlen(entry->section));
    sb_findings_add(loader->found, SB_RULE_INI_UNKNOWN_SECTION, section_spot(loader, entry),
                    "section [%s] is not known%s%s%s", tame, near ? "; did you mean [" : "",
                    near ? near : "", near ? "]?" : "");
}

/* The words of a section's name, at most three; more or none leave count over three or 0. */
static size_t
section_split(struct sb_loader *loader, const char *name, const char *words[3])
{
    size_t count = 0;

    while (*name) {
        size_t length = strcspn(name, " \t");
        if (length > 0) {
            if (count < 3)
                words[count] = sb_arena_text(loader->arena, name, length);
            loader->nomem |= count < 3 && !words[count];
            count++;
        }
        name += length + strspn(name + length, " \t");
    }
    return loader->nomem ? 0 : count;
}

/* [fees], [fees PAYER], [fees DATE], [fees PAYER DATE] */
static bool
section_fees(struct sb_section *section, const char *const *words, size_t count)
{
    size_t at = 1;

    section->kind = SB_SECTION_FEES;
    if (at < count && !sb_date_parse(&section->from, words[at]) && sb_id_valid(words[at]))
        section->id = words[at++];
    if (at < count && section->from.day == 0 && !sb_date_parse(&section->from, words[at]))
        return false;
    return at + (section->from.day > 0) == count;
}

/* One of the sections that may stand several times under an id of their own. */
static bool
section_named(struct sb_section *section, const char *const *words, size_t count)
{
    static const enum sb_object_kind kinds[] = {SB_OBJECT_PROVIDER, SB_OBJECT_LOCATION,
                                                SB_OBJECT_PAYER};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(sb_objects[kinds[i]].name, words[0]) != 0)
            continue;
        section->kind = (int)kinds[i];
        section->id = count == 2 ? words[1] : NULL;
        return true;
    }
    return false;
}

static bool
section_single(struct sb_section *section, const char *word)
{
    for (int kind = SB_OBJECT_PRACTICE; kind <= SB_OBJECT_DOCUMENT; kind++) {
        if (strcmp(sb_objects[kind].name, word) != 0)
            continue;
        section->kind = kind;
        return true;
    }
    return false;
}

/* What a section is; kind stays SB_SECTION_NONE after a finding. */
static void
section_resolve(struct sb_loader *loader, struct sb_section *section,
                const struct sb_ini_entry *entry)
{
    const char *words[3];
    size_t count = section_split(loader, entry->section, words);

    section->entry = entry;
    if (count == 0 || count > 3) {
        section_unknown(loader, entry, count > 0 ? words[0] : "");
    } else if (strcmp(words[0], "fees") == 0) {
        if (section_fees(section, words, count))
            return;
        section->kind = SB_SECTION_NONE;
        sb_findings_add(loader->found, SB_RULE_INI_UNKNOWN_SECTION, section_spot(loader, entry),
                        "a section of fees is [fees], [fees PAYER], [fees YYYY-MM-DD] or "
                        "[fees PAYER YYYY-MM-DD]");
    } else if (section_named(section, words, count)) {
        if (section->id && sb_id_valid(section->id))
            return;
        section->kind = SB_SECTION_NONE;
        sb_findings_add(loader->found, count == 1 ? SB_RULE_INI_UNKNOWN_SECTION : SB_RULE_INI_VALUE,
                        section_spot(loader, entry),
                        "[%s] needs one id of letters, digits, dots, hyphens and underscores: "
                        "[%s ID]",
                        words[0], words[0]);
    } else if (count != 1 || !section_single(section, words[0])) {
        section_unknown(loader, entry, words[0]);
    }
}

/* The same section under a name that differs in its blanks only. */
static void
section_twice(struct sb_loader *loader, struct sb_section *section)
{
    for (size_t i = 0; i < loader->section_count && section->kind != SB_SECTION_NONE; i++) {
        const struct sb_section *other = &loader->sections[i];
        if (other->kind != section->kind || other->from.day != section->from.day ||
            !sb_text_equal(other->id, section->id))
            continue;
        section->kind = SB_SECTION_NONE;
        sb_findings_add(loader->found, SB_RULE_INI_DUPLICATE, section_spot(loader, section->entry),
                        "section [%s] stands on line %u already", other->entry->section,
                        other->entry->section_line);
    }
}

static struct sb_section *
section_find(struct sb_loader *loader, const char *name)
{
    for (size_t i = loader->section_count; i-- > 0;)
        if (strcmp(loader->sections[i].entry->section, name) == 0)
            return &loader->sections[i];
    return NULL;
}

/* The section of an entry that begins one; over the limit, the last of them once more. */
static struct sb_section *
section_begin(struct sb_loader *loader, const struct sb_ini_entry *entry)
{
    struct sb_section *section = section_find(loader, entry->section);

    if (section)
        return section;
    section = &loader->sections[loader->section_count];
    if (loader->section_count == SECTIONS_MOST - 1) {
        if (!section->entry)
            sb_findings_add(loader->found, SB_RULE_INI_VALUE, section_spot(loader, entry),
                            "there are more than %d sections", SECTIONS_MOST - 1);
        section->entry = entry;
        section->kind = SB_SECTION_NONE;
        return section;
    }
    section->kind = SB_SECTION_NONE;
    section_resolve(loader, section, entry);
    section_twice(loader, section);
    loader->section_count++;
    return section;
}

/* Sections in the order of the file; one that stands twice is the same one again. */
static void
sections_collect(struct sb_loader *loader)
{
    const struct sb_ini *ini = loader->ini;
    const size_t most = ini->count < SECTIONS_MOST ? ini->count : SECTIONS_MOST;
    uint32_t line = 0;

    loader->sections = sb_arena_array(loader->arena, most, sizeof *loader->sections);
    loader->of_entry = sb_arena_array(loader->arena, ini->count, sizeof *loader->of_entry);
    loader->nomem |= !loader->sections || (ini->count > 0 && !loader->of_entry);
    for (size_t i = 0; i < ini->count && !loader->nomem; i++) {
        if (i > 0 && ini->entries[i].section_line == line)
            loader->of_entry[i] = loader->of_entry[i - 1];
        else
            loader->of_entry[i] = section_begin(loader, &ini->entries[i]);
        line = ini->entries[i].section_line;
    }
}

static size_t
sections_count(const struct sb_loader *loader, int kind)
{
    size_t n = 0;

    for (size_t i = 0; i < loader->section_count; i++)
        n += loader->sections[i].kind == kind;
    return n;
}

/* Structs of one kind of named section, each with its id in front. */
static char *
structs_make(struct sb_loader *loader, enum sb_object_kind kind, size_t *count)
{
    size_t size = sb_objects[kind].size, n = 0;

    *count = sections_count(loader, (int)kind);
    char *base = sb_arena_array(loader->arena, *count, size);
    loader->nomem |= *count > 0 && !base;
    for (size_t i = 0; i < loader->section_count && base; i++) {
        struct sb_section *section = &loader->sections[i];
        if (section->kind != (int)kind)
            continue;
        section->base = base + n++ * size;
        memcpy(section->base, &section->id, sizeof section->id);
    }
    return base;
}
_Static_assert(offsetof(struct sb_provider, id) == 0, "the id comes first");
_Static_assert(offsetof(struct sb_site, id) == 0, "the id comes first");
_Static_assert(offsetof(struct sb_payer, id) == 0, "the id comes first");

static void
structs_prepare(struct sb_loader *loader)
{
    struct sb_config *c = loader->config;

    c->providers = (void *)structs_make(loader, SB_OBJECT_PROVIDER, &c->provider_count);
    c->locations = (void *)structs_make(loader, SB_OBJECT_LOCATION, &c->location_count);
    c->payers = (void *)structs_make(loader, SB_OBJECT_PAYER, &c->payer_count);
    c->fees = sb_arena_array(loader->arena, loader->ini->count, sizeof *c->fees);
    loader->nomem |= loader->ini->count > 0 && !c->fees;
    c->retention_years = 7;
    c->number_format = "SB-{year}-{number:6}";
    for (size_t i = 0; i < c->payer_count; i++)
        c->payers[i].unit_cap = -1;
    for (size_t i = 0; i < loader->section_count; i++)
        if (loader->sections[i].kind >= SB_OBJECT_PRACTICE &&
            loader->sections[i].kind <= SB_OBJECT_DOCUMENT)
            loader->sections[i].base = (char *)c;
}

/* entries */

static void
fee_read(struct sb_loader *loader, const struct sb_section *section,
         const struct sb_ini_entry *entry)
{
    struct sb_fee *fee = &loader->config->fees[loader->config->fee_count];

    if (!sb_code_shape(entry->key)) {
        sb_ini_find_at(loader, SB_RULE_INI_VALUE, entry,
                       "a fee stands at a CPT or HCPCS code, such as 97110 or G0283");
        return;
    }
    if (sb_money_parse(&fee->price, entry->value, strlen(entry->value)) != SB_OK ||
        fee->price.cents < 0) {
        sb_ini_find_at(loader, SB_RULE_INI_VALUE, entry,
                       "the fee of %s must be digits with at most two decimals, such as 62.50",
                       entry->key);
        return;
    }
    fee->payer = section->id;
    fee->from = section->from;
    fee->code = entry->key;
    loader->config->fee_count++;
}

static void
key_unknown(struct sb_loader *loader, const struct sb_object *object,
            const struct sb_ini_entry *entry)
{
    const char *near = sb_key_nearest(object, entry->key);
    char tame[80];

    sb_text_tame(tame, sizeof tame, entry->key, strlen(entry->key));
    sb_ini_find_at(loader, SB_RULE_INI_UNKNOWN_KEY, entry, "key %s is not known in [%s]%s%s%s",
                   tame, object->name, near ? "; did you mean " : "", near ? near : "",
                   near ? "?" : "");
}

/* code.CODE = OTHER and severity.RULE = LEVEL of a payer; false where key is neither. */
static bool
override_read(struct sb_loader *loader, struct sb_payer *payer, const struct sb_ini_entry *entry)
{
    bool code = sb_text_starts(entry->key, "code.");
    const char *name = strchr(entry->key, '.');
    size_t *count = code ? &payer->code_count : &payer->severity_count;
    struct sb_override **list = code ? &payer->codes : &payer->severities;

    if (!code && !sb_text_starts(entry->key, "severity."))
        return false;
    name++;
    if (code && (!sb_code_shape(name) || !sb_code_shape(entry->value))) {
        sb_ini_find_at(loader, SB_RULE_INI_VALUE, entry,
                       "code.CODE names two CPT or HCPCS codes, such as code.97014 = G0283");
        return true;
    }
    if (!code && !sb_severity_sound(loader, entry, name))
        return true;
    if (!*list)
        *list = sb_arena_array(loader->arena, loader->ini->count, sizeof **list);
    if (*list)
        (*list)[(*count)++] = (struct sb_override){name, entry->value};
    loader->nomem |= !*list;
    return true;
}

static void
entry_read(struct sb_loader *loader, const struct sb_section *section,
           const struct sb_ini_entry *entry)
{
    unsigned guess = 0;

    if (section->kind == SB_SECTION_NONE || !entry->key)
        return;
    if (section->kind == SB_SECTION_FEES) {
        fee_read(loader, section, entry);
        return;
    }
    const struct sb_object *object = &sb_objects[section->kind];
    const struct sb_key *key = sb_key_find(object, entry->key, &guess);
    if (key)
        sb_config_value(loader, key, entry, section->base + key->offset);
    else if (section->kind != SB_OBJECT_PAYER ||
             !override_read(loader, (void *)section->base, entry))
        key_unknown(loader, object, entry);
}

/* what joins sections */

static const char *
nearest_id(const char *id, const char *structs, size_t count, size_t size)
{
    const char *ids[64];
    size_t n = 0;

    for (; n < count && n < sizeof ids / sizeof *ids; n++)
        memcpy(&ids[n], structs + n * size, sizeof ids[n]);
    return sb_word_nearest(id, ids, n);
}

static bool
reference_sound(struct sb_loader *loader, const struct sb_key *key, const char *id)
{
    const struct sb_config *c = loader->config;

    if (key->type == SB_KEY_SITE)
        return sb_config_location(c, id) != NULL;
    return key->type != SB_KEY_BOSS || sb_config_provider(c, id) != NULL;
}

static void
references_check(struct sb_loader *loader, const struct sb_section *section,
                 const struct sb_object *object)
{
    const struct sb_config *c = loader->config;

    for (size_t i = 0; i < object->count; i++) {
        const struct sb_key *key = &object->keys[i];
        const char *id = NULL;
        if (key->type != SB_KEY_SITE && key->type != SB_KEY_BOSS)
            continue;
        memcpy(&id, section->base + key->offset, sizeof id);
        if (!id || reference_sound(loader, key, id))
            continue;
        bool site = key->type == SB_KEY_SITE;
        const char *near = site ? nearest_id(id, (const char *)c->locations, c->location_count,
                                             sizeof *c->locations)
                                : nearest_id(id, (const char *)c->providers, c->provider_count,
                                             sizeof *c->providers);
        sb_findings_add(loader->found, SB_RULE_INI_VALUE,
                        sb_spot_at(&loader->source, "[%s] %s", section->entry->section, key->name),
                        "there is no section [%s %s]%s%s%s", site ? "location" : "provider", id,
                        near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
    }
}

static void
musts_check(struct sb_loader *loader, const struct sb_section *section,
            const struct sb_object *object)
{
    for (size_t i = 0; i < object->count; i++) {
        const char *text = NULL;
        if (object->keys[i].level != SB_KEY_MUST)
            continue;
        memcpy(&text, section->base + object->keys[i].offset, sizeof text);
        if (text)
            continue;
        const char *name = object->keys[i].name;
        sb_findings_add(loader->found, SB_RULE_INI_VALUE,
                        sb_spot_at(&loader->source, "[%s] %s", section->entry->section, name),
                        "[%s] must have a %s", section->entry->section, name);
    }
}

static void
fees_payer_check(struct sb_loader *loader, const struct sb_section *section)
{
    const struct sb_config *c = loader->config;

    for (size_t i = 0; i < c->payer_count; i++)
        if (!section->id || strcmp(c->payers[i].id, section->id) == 0)
            return;
    if (!section->id)
        return;
    const char *near =
        nearest_id(section->id, (const char *)c->payers, c->payer_count, sizeof *c->payers);
    sb_findings_add(loader->found, SB_RULE_INI_VALUE, section_spot(loader, section->entry),
                    "there is no section [payer %s]%s%s%s", section->id,
                    near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

static void
joins_check(struct sb_loader *loader)
{
    bool practice = false;

    for (size_t i = 0; i < loader->section_count; i++) {
        const struct sb_section *section = &loader->sections[i];
        practice |= section->kind == SB_OBJECT_PRACTICE;
        if (section->kind == SB_SECTION_FEES) {
            fees_payer_check(loader, section);
        } else if (section->kind != SB_SECTION_NONE) {
            references_check(loader, section, &sb_objects[section->kind]);
            /* A line that could not be read may be the very one that is missed. */
            if (loader->ini->fault_count == 0)
                musts_check(loader, section, &sb_objects[section->kind]);
        }
    }
    if (!practice && loader->ini->fault_count == 0) {
        struct sb_spot spot = sb_spot_at(&loader->source, "[practice]");
        spot.line = spot.column = 1;
        sb_findings_add(loader->found, SB_RULE_INI_VALUE, spot,
                        "there is no section [practice]; is this a configuration of superbill?");
    }
}

/* the whole */

static sb_status
loader_run(struct sb_loader *loader, struct sb_error *err)
{
    faults_find(loader);
    sections_collect(loader);
    if (!loader->nomem)
        structs_prepare(loader);
    for (size_t i = 0; i < loader->ini->count && !loader->nomem; i++)
        entry_read(loader, loader->of_entry[i], &loader->ini->entries[i]);
    if (loader->nomem)
        return sb_error_nomem(err);
    sb_fees_sort(loader->config);
    joins_check(loader);
    return sb_findings_failed(loader->found) ? sb_error_nomem(err) : SB_OK;
}

static sb_status
holder_fill(struct sb_config_holder *holder, const char *path, struct sb_findings *found,
            struct sb_error *err)
{
    struct sb_loader loader = {.config = &holder->config, .found = found};
    sb_status st;

    holder->arena = sb_arena_new(0);
    if (!holder->arena)
        return sb_error_nomem(err);
    st = sb_ini_read(&holder->ini, path, err);
    if (st != SB_OK)
        return st;
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) + (slash == path) : 1;
    holder->config.file = sb_arena_text(holder->arena, path, strlen(path));
    holder->config.folder = sb_arena_text(holder->arena, slash ? path : ".", length);
    if (!holder->config.file || !holder->config.folder)
        return sb_error_nomem(err);
    holder->source = (struct sb_source){
        .kind = SB_SOURCE_CONFIG, .file = holder->config.file, .ini = holder->ini};
    holder->config.source = &holder->source;
    loader.source = holder->source;
    loader.arena = holder->arena;
    loader.ini = holder->ini;
    return loader_run(&loader, err);
}

sb_status
sb_config_read(struct sb_config **out, const char *path, struct sb_findings *found,
               struct sb_error *err)
{
    struct sb_config_holder *holder = calloc(1, sizeof *holder);
    sb_status st;

    *out = NULL;
    if (!holder)
        return sb_error_nomem(err);
    st = holder_fill(holder, path, found, err);
    if (st != SB_OK)
        sb_config_free(&holder->config);
    else
        *out = &holder->config;
    return st;
}

void
sb_config_free(struct sb_config *config)
{
    struct sb_config_holder *holder = (struct sb_config_holder *)(void *)config;

    if (!holder)
        return;
    sb_ini_free(holder->ini);
    sb_arena_free(holder->arena);
    free(holder);
}
_Static_assert(offsetof(struct sb_config_holder, config) == 0, "freed by its first member");
