/* finding.c - the list of rules, and lists of what was found. */
#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct sb_rule_info rules[] = {
#define X(name, id, group, severity, title, advice, source)                                        \
    {id, SB_GROUP_##group, SB_SEVERITY_##severity, title, advice, source},
#include "model/finding.def"
#undef X
};

#define MESSAGE_ROOM 600 /* bytes of a message or an advice */
#define VALUE_ROOM 120   /* bytes of source text that a caret line shows */
#define UNSAID 0xff      /* no override of that rule */

struct item {
    struct sb_finding finding;
    enum sb_source_kind kind;
    size_t order; /* of adding */
};

struct sb_findings {
    struct sb_arena *arena;
    struct item *items;
    size_t count, room;
    size_t errors;
    bool failed;
    const struct sb_payer *payer; /* whose overrides are in levels */
    uint8_t levels[SB_RULE_COUNT];
    const char *file;  /* the one named last, in arena */
    uint32_t *slots;   /* merging: index + 1 by hash of place and message; 0: free */
    size_t slot_count; /* a power of two, or 0 */
};

const struct sb_rule_info *
sb_rule_at(size_t i)
{
    return i < SB_RULE_COUNT ? &rules[i] : NULL;
}

const struct sb_rule_info *
sb_rule_find(const char *id)
{
    for (size_t i = 0; i < SB_RULE_COUNT; i++)
        if (strcmp(rules[i].id, id) == 0)
            return &rules[i];
    return NULL;
}

const char *
sb_severity_text(enum sb_severity severity)
{
    static const char *const words[] = {"off", "note", "warning", "error"};

    return words[severity];
}

const char *
sb_group_text(enum sb_rule_group group)
{
    static const char *const words[] = {"Reading", "Identity", "Visit",  "Diagnosis",
                                        "Service", "Money",    "Archive"};

    return words[group];
}

sb_status
sb_findings_new(struct sb_findings **out, struct sb_error *err)
{
    struct sb_findings *list = calloc(1, sizeof *list);

    *out = NULL;
    if (!list)
        return sb_error_nomem(err);
    list->arena = sb_arena_new(0);
    if (!list->arena) {
        sb_findings_free(list);
        return sb_error_nomem(err);
    }
    memset(list->levels, UNSAID, sizeof list->levels);
    *out = list;
    return SB_OK;
}

void
sb_findings_free(struct sb_findings *list)
{
    if (!list)
        return;
    sb_arena_free(list->arena);
    free(list->items);
    free(list->slots);
    free(list);
}

void
sb_findings_reset(struct sb_findings *list)
{
    if (list->count > 0 || list->failed)
        sb_arena_reset(list->arena);
    if (list->slot_count > 0)
        memset(list->slots, 0, list->slot_count * sizeof *list->slots);
    list->count = list->errors = 0;
    list->failed = false;
    list->file = NULL;
    sb_findings_payer(list, NULL);
}

static enum sb_severity
level_parse(const char *word)
{
    static const enum sb_severity levels[] = {SB_SEVERITY_NOTE, SB_SEVERITY_WARNING,
                                              SB_SEVERITY_ERROR};

    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (strcmp(word, sb_severity_text(levels[i])) == 0)
            return levels[i];
    return SB_SEVERITY_OFF;
}

void
sb_findings_payer(struct sb_findings *list, const struct sb_payer *payer)
{
    if (payer == list->payer)
        return;
    list->payer = payer;
    memset(list->levels, UNSAID, sizeof list->levels);
    for (size_t i = 0; payer && i < payer->severity_count; i++) {
        const struct sb_rule_info *rule = sb_rule_find(payer->severities[i].key);
        if (rule)
            list->levels[rule - rules] = (uint8_t)level_parse(payer->severities[i].value);
    }
}

size_t
sb_findings_count(const struct sb_findings *list)
{
    return list->count;
}

const struct sb_finding *
sb_findings_at(const struct sb_findings *list, size_t i)
{
    return i < list->count ? &list->items[i].finding : NULL;
}

enum sb_source_kind
sb_findings_kind(const struct sb_findings *list, size_t i)
{
    return list->items[i].kind;
}

size_t
sb_findings_errors(const struct sb_findings *list)
{
    return list->errors;
}

bool
sb_findings_has(const struct sb_findings *list, enum sb_rule rule)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].finding.rule == &rules[rule])
            return true;
    return false;
}

bool
sb_findings_failed(const struct sb_findings *list)
{
    return list->failed;
}

static int
item_compare(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    int files = strcmp(a->finding.file, b->finding.file);

    if (files != 0)
        return files;
    if (a->finding.line != b->finding.line)
        return a->finding.line < b->finding.line ? -1 : 1;
    if (a->finding.column != b->finding.column)
        return a->finding.column < b->finding.column ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static void slots_fill(struct sb_findings *list);

void
sb_findings_sort(struct sb_findings *list)
{
    if (list->count < 2)
        return;
    qsort(list->items, list->count, sizeof *list->items, item_compare);
    if (list->slot_count > 0)
        slots_fill(list);
}

/* spots: from a source and a path to line, column and text */

/* A pointer that did not fit ends with its last whole member. */
static void
path_clip(char path[SB_LIMIT_PATH])
{
    char *slash = path[0] == '/' ? strrchr(path, '/') : NULL;

    if (slash)
        *slash = '\0';
}

struct sb_spot
sb_spot_at(const struct sb_source *source, const char *format, ...)
{
    struct sb_spot spot = {.source = source};
    va_list args;

    va_start(args, format);
    int length = vsnprintf(spot.path, sizeof spot.path, format, args);
    va_end(args);
    if (length >= (int)sizeof spot.path)
        path_clip(spot.path);
    return spot;
}

/* Of source text: a scalar as it stands, clipped between characters; containers are not shown. */
static struct sb_bytes
value_clip(const char *text, size_t length)
{
    if (length == 0 || *text == '{' || *text == '[')
        return (struct sb_bytes){NULL, 0};
    if (length > VALUE_ROOM) {
        length = VALUE_ROOM;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
            length--;
    }
    return (struct sb_bytes){text, length};
}

static struct sb_bytes
locate_record(struct sb_spot *spot)
{
    const struct sb_source *source = spot->source;
    size_t length = 0;
    size_t at = sb_json_locate(source->text, source->length, spot->path, &length);
    const char *line = source->text;

    spot->line = source->line;
    for (const char *end; (end = memchr(line, '\n', (size_t)(source->text + at - line)));) {
        line = end + 1;
        spot->line++;
    }
    size_t column = (size_t)(source->text + at - line) + 1;
    if (line == source->text && source->column > 0)
        column += source->column - 1;
    spot->column = column > UINT32_MAX ? 0 : (uint32_t)column;
    if (source->kind == SB_SOURCE_PATIENT || strncmp(spot->path, "/patient/", 9) == 0)
        return (struct sb_bytes){NULL, 0};
    return value_clip(source->text + at, length);
}

/* "[section] key": the line of the key, or of its section where the key is absent. */
static struct sb_bytes
locate_config(struct sb_spot *spot)
{
    const struct sb_ini *ini = spot->source->ini;
    const char *close = spot->path[0] == '[' ? strchr(spot->path, ']') : NULL;

    if (!ini || !close)
        return (struct sb_bytes){NULL, 0};
    size_t width = (size_t)(close - spot->path) - 1;
    const char *key = close[1] == ' ' ? close + 2 : "";
    for (size_t i = 0; i < ini->count; i++) {
        const struct sb_ini_entry *entry = &ini->entries[i];
        if (strncmp(entry->section, spot->path + 1, width) != 0 || entry->section[width] != '\0')
            continue;
        if (spot->line == 0) {
            spot->line = entry->section_line;
            spot->column = 1;
        }
        if (entry->key && strcmp(entry->key, key) == 0) {
            spot->line = entry->line;
            spot->column = entry->value_column;
            return value_clip(entry->value, strlen(entry->value));
        }
    }
    return (struct sb_bytes){NULL, 0};
}

static struct sb_bytes
spot_locate(struct sb_spot *spot)
{
    const struct sb_source *source = spot->source;

    if (!source || spot->line != 0)
        return (struct sb_bytes){NULL, 0};
    if (source->kind == SB_SOURCE_CONFIG)
        return locate_config(spot);
    if (source->text)
        return locate_record(spot);
    spot->line = source->line;
    spot->column = source->column;
    return (struct sb_bytes){NULL, 0};
}

/* adding */

static struct item *
item_add(struct sb_findings *list)
{
    if (list->count == list->room) {
        size_t room = list->room > 0 ? list->room * 2 : 16;
        struct item *items = reallocarray(list->items, room, sizeof *items);
        if (!items) {
            list->failed = true;
            return NULL;
        }
        list->items = items;
        list->room = room;
    }
    struct item *item = &list->items[list->count];
    memset(item, 0, sizeof *item);
    item->order = list->count;
    return item;
}

/* A copy in the list's arena; NULL stays NULL. */
static const char *
keep(struct sb_findings *list, const char *text)
{
    if (!text)
        return NULL;
    const char *copy = sb_arena_text(list->arena, text, strlen(text));
    if (!copy)
        list->failed = true;
    return copy;
}

/* Pointers lead from the record, also into what is read as a whole of its own. */
static const char *
keep_path(struct sb_findings *list, const struct sb_source *source, const char *path)
{
    if (!source || !source->inside)
        return keep(list, path);
    const char *whole = sb_arena_print(list->arena, "%s%s", source->inside, path);
    if (!whole)
        list->failed = true;
    return whole;
}

/* Files are few, and the same one is named again and again. */
static const char *
keep_file(struct sb_findings *list, const char *file)
{
    if (!file)
        return "";
    if (!list->file || strcmp(file, list->file) != 0)
        list->file = keep(list, file);
    return list->file;
}

/* No error is lowered, and a bill for Medicare is never let through in silence. */
static enum sb_severity
level_decide(const struct sb_findings *list, enum sb_rule rule, enum sb_severity said)
{
    enum sb_severity level = said == SB_SEVERITY_OFF ? rules[rule].severity : said;
    enum sb_severity wanted = (enum sb_severity)list->levels[rule];

    if (list->levels[rule] == UNSAID || level == SB_SEVERITY_ERROR)
        return level;
    if (rule == SB_RULE_PAYER_MEDICARE && wanted < level)
        return level;
    return wanted;
}

void
sb_findings_add(struct sb_findings *list, enum sb_rule rule, struct sb_spot spot,
                const char *format, ...)
{
    enum sb_severity level = level_decide(list, rule, spot.severity);
    char message[MESSAGE_ROOM];
    va_list args;

    if (level == SB_SEVERITY_OFF)
        return;
    struct item *item = item_add(list);
    if (!item)
        return;
    va_start(args, format);
    int length = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    struct sb_bytes value = spot_locate(&spot);
    struct sb_finding *finding = &item->finding;
    const struct sb_source *source = spot.source;

    item->kind = source ? source->kind : SB_SOURCE_FILE;
    finding->rule = &rules[rule];
    finding->severity = level;
    finding->file = keep_file(list, source ? source->file : NULL);
    finding->line = spot.line;
    finding->column = spot.column;
    finding->path = keep_path(list, source, spot.path);
    finding->record = keep(list, source ? source->record : NULL);
    finding->message = keep(list, length < 0 ? rules[rule].title : message);
    finding->advice = spot.advice ? keep(list, spot.advice) : rules[rule].advice;
    if (value.at && rule != SB_RULE_SSN_REFUSED) {
        finding->value = sb_arena_text(list->arena, value.at, value.len);
        list->failed |= !finding->value;
    }
    finding->visits = 1;
    if (list->failed)
        return;
    list->count++;
    list->errors += level == SB_SEVERITY_ERROR;
}

bool
sb_findings_put(struct sb_findings *list, const struct sb_finding *finding,
                enum sb_source_kind kind)
{
    struct item *item = item_add(list);

    if (!item)
        return false;
    item->kind = kind;
    item->finding = *finding;
    item->finding.file = keep_file(list, finding->file);
    item->finding.path = keep(list, finding->path);
    item->finding.record = keep(list, finding->record);
    item->finding.message = keep(list, finding->message);
    item->finding.value = keep(list, finding->value);
    if (finding->advice != finding->rule->advice)
        item->finding.advice = keep(list, finding->advice);
    if (list->failed)
        return false;
    list->count++;
    list->errors += finding->severity == SB_SEVERITY_ERROR;
    return true;
}

bool
sb_findings_copy(struct sb_findings *list, const struct sb_findings *from, size_t i,
                 uint64_t visits)
{
    struct sb_finding finding = from->items[i].finding;

    finding.visits = visits;
    return sb_findings_put(list, &finding, from->items[i].kind);
}

/* merging: findings whose place is not a visit are held once */

static uint64_t
hash_text(uint64_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return hash * UINT64_C(0x9E3779B97F4A7C15);
}

static size_t
finding_hash(const struct sb_finding *finding)
{
    uint64_t hash = (uint64_t)finding->line << 32 | finding->column;

    hash = hash_text(hash ^ (uint64_t)(finding->rule - rules) << 24, finding->file);
    hash = hash_text(hash_text(hash, finding->path), finding->message);
    return (size_t)(hash ^ hash >> 29);
}

static bool
finding_equal(const struct sb_finding *a, const struct sb_finding *b)
{
    return a->rule == b->rule && a->line == b->line && a->column == b->column &&
           strcmp(a->file, b->file) == 0 && strcmp(a->path, b->path) == 0 &&
           strcmp(a->message, b->message) == 0;
}

/* The slot of an equal finding, or the free one where it would go. */
static uint32_t *
slot_find(const struct sb_findings *list, const struct sb_finding *finding)
{
    size_t mask = list->slot_count - 1;
    size_t at = finding_hash(finding) & mask;

    while (list->slots[at] != 0 &&
           !finding_equal(&list->items[list->slots[at] - 1].finding, finding))
        at = (at + 1) & mask;
    return &list->slots[at];
}

static void
slots_fill(struct sb_findings *list)
{
    memset(list->slots, 0, list->slot_count * sizeof *list->slots);
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind != SB_SOURCE_VISIT)
            *slot_find(list, &list->items[i].finding) = (uint32_t)i + 1;
}

/* At most half full, counting visits' findings too: simple, and never wrong. */
static bool
slots_grow(struct sb_findings *list)
{
    size_t wanted = list->slot_count > 0 ? list->slot_count : 64;

    while (wanted < (list->count + 1) * 2)
        wanted *= 2;
    if (wanted == list->slot_count)
        return true;
    uint32_t *slots = reallocarray(list->slots, wanted, sizeof *slots);
    if (!slots || list->count >= UINT32_MAX) {
        list->slots = slots ? slots : list->slots;
        list->failed = true;
        return false;
    }
    list->slots = slots;
    list->slot_count = wanted;
    slots_fill(list);
    return true;
}

bool
sb_findings_merge(struct sb_findings *run, const struct sb_findings *from, size_t i)
{
    const struct item *item = &from->items[i];

    if (item->kind == SB_SOURCE_VISIT)
        return sb_findings_copy(run, from, i, item->finding.visits);
    if (!slots_grow(run))
        return false;
    uint32_t *slot = slot_find(run, &item->finding);
    if (*slot != 0) {
        run->items[*slot - 1].finding.visits += item->finding.visits;
        return false;
    }
    if (!sb_findings_copy(run, from, i, item->finding.visits))
        return false;
    *slot = (uint32_t)run->count;
    return true;
}
