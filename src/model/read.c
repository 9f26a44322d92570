/*
 * read.c - trees of records to structs, by the table of keys.
 *
 *   {"id": "V-1", "services": [{"code": "97110"}]}
 *   frame 0: visit        frame 1: list of services        frame 2: a service
 *
 * One loop walks the frames, so the depth of a record never becomes depth of the stack.
 */
#include "model/read.h"

#include <stdio.h>
#include <string.h>

/* findings */

bool
sb_key_is_name(const char *key)
{
    size_t n = strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.$@ ");

    return n > 0 && n <= 40 && key[n] == '\0' && !sb_ssn_inside(key);
}

/* Append "/step" to a pointer; what does not fit is left off whole. */
static void
path_add(char path[SB_LIMIT_PATH], const char *step)
{
    size_t at = strlen(path), length = strlen(step);

    if (at + 1 + length >= SB_LIMIT_PATH)
        return;
    path[at] = '/';
    memcpy(path + at + 1, step, length + 1);
}

static void
path_add_index(char path[SB_LIMIT_PATH], size_t index)
{
    char step[24];

    (void)snprintf(step, sizeof step, "%zu", index);
    path_add(path, step);
}

static struct sb_spot
spot_here(const struct sb_reader *reader, const char *key)
{
    struct sb_spot spot = {.source = reader->source};

    for (unsigned i = 1; i <= reader->top; i++) {
        const struct sb_frame *frame = &reader->frames[i];
        if (frame->step)
            path_add(spot.path, frame->step);
        else
            path_add_index(spot.path, frame->index);
    }
    if (key)
        path_add(spot.path, key);
    else if (reader->frames[reader->top].list)
        path_add_index(spot.path, reader->frames[reader->top].index);
    if (reader->in_texts)
        path_add_index(spot.path, reader->element);
    return spot;
}

void
sb_reader_find(struct sb_reader *reader, enum sb_rule rule, const char *key, const char *format,
               ...)
{
    const struct sb_rule_info *row = sb_rule_at(rule);
    bool error = row->severity == SB_SEVERITY_ERROR;
    unsigned *said = error ? &reader->errors : &reader->warnings;
    char text[320];
    va_list args;

    reader->refused |= error;
    if (++*said > SB_READER_SAID)
        return;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    sb_findings_add(reader->found, rule, spot_here(reader, key), "%s", text);
}

/* text */

/* Whether the bytes are plain: no control byte, no hyphen that may be a number's, ASCII only. */
static bool
text_plain(const char *text, size_t *length)
{
    const unsigned char *at = (const unsigned char *)text;
    unsigned odd = 0;

    for (; *at; at++)
        odd |= (*at < 0x20) | (*at >= 0x7f);
    *length = (size_t)(at - (const unsigned char *)text);
    return odd == 0;
}

static bool
text_forbidden(const char *text)
{
    for (uint32_t c; (c = sb_utf8_next(&text)) != 0;)
        if (sb_utf8_forbidden(c))
            return true;
    return false;
}

/* A text in NFC in the arena; NULL after a finding, or when memory ends. */
static const char *
text_take(struct sb_reader *reader, const char *key, const char *name, const struct sb_json *node)
{
    const char *text = sb_json_text(node), *kept = text;
    size_t length;

    if (!text_plain(text, &length)) {
        if (text_forbidden(text)) {
            sb_reader_find(reader, SB_RULE_TEXT_CHARACTERS, key,
                           "%s holds a control character, a bidirectional control or an "
                           "unassigned character",
                           name);
            return NULL;
        }
        kept = sb_utf8_nfc(reader->arena, text);
    }
    if (length >= 11 && sb_ssn_inside(text)) {
        sb_reader_find(reader, SB_RULE_SSN_REFUSED, key, "%s holds a social security number", name);
        return NULL;
    }
    if (kept == text)
        kept = sb_arena_text(reader->arena, text, length);
    reader->nomem |= !kept;
    return kept;
}

static bool
type_wrong(struct sb_reader *reader, const struct sb_key *key, const struct sb_json *node,
           enum sb_json_type type, const char *wanted)
{
    if (sb_json_type(node) == type)
        return false;
    sb_reader_find(reader, SB_RULE_VALUE_TYPE, key->name, "%s must be %s, not %s", key->name,
                   wanted, sb_json_type_name(sb_json_type(node)));
    return true;
}

/* Text that must not be empty where the key must be there. */
static const char *
text_of(struct sb_reader *reader, const struct sb_key *key, const struct sb_json *node)
{
    if (type_wrong(reader, key, node, SB_JSON_STRING, "text"))
        return NULL;
    const char *text = text_take(reader, key->name, key->name, node);
    if (text && text[0] == '\0' && key->type != SB_KEY_CODE) {
        if (key->level == SB_KEY_MUST)
            sb_reader_find(reader, SB_RULE_VALUE_RANGE, key->name, "%s is empty", key->name);
        return NULL;
    }
    return text;
}

/* values: one function a type */

static void
read_text(struct sb_reader *reader, const struct sb_key *key, const struct sb_json *node, char *at)
{
    const char *text = text_of(reader, key, node);

    memcpy(at, &text, sizeof text);
}

static void
read_id(struct sb_reader *reader, const struct sb_key *key, const struct sb_json *node, char *at)
{
    const char *text = text_of(reader, key, node);

    if (text && !sb_id_valid(text)) {
        sb_reader_find(
            reader, SB_RULE_ID_FORMAT, key->name,
            "%s must be 1 to 64 letters, digits, dots, hyphens or underscores, the first "
            "a letter or digit",
            key->name);
        return;
    }
    memcpy(at, &text, sizeof text);
}

static void
read_state(struct sb_reader *reader, const struct sb_key *key, const struct sb_json *node, char *at)
{
    const char *text = text_of(reader, key, node);

    if (text && !sb_state_valid(text)) {
        sb_reader_find(reader, SB_RULE_VALUE_RANGE, key->name,
                       "%s must be two capital letters of a state", key->name);
        return;
    }
    memcpy(at, &text, sizeof text);
}

static void
read_date(struct sb_reader *reader, const struct sb_key *key, const struct sb_json *node, char *at)
{
    sb_date date;

    if (type_wrong(reader, key, node, SB_JSON_STRING, "text YYYY-MM-DD"))
        return;
    if (sb_date_parse(&date, sb_json_text(node)))
        memcpy(at, &date, sizeof date);
    else
        sb_reader_find(reader, SB_RULE_DATE_INVALID, key->name, "%s must be a real day YYYY-MM-DD",
                       key->name);
}

static void
read_clock(struct sb_reader *reader, const struct sb_key *key, const struct sb_json *node, char *at)
{
    sb_clock clock;

    if (type_wrong(reader, key, node, SB_JSON_STRING, "text HH:MM"))
        return;
    if (sb_clock_parse(&clock, sb_json_text(node)))
        memcpy(at, &clock, sizeof clock);
    else
        sb_reader_find(reader, SB_RULE_VALUE_RANGE, key->name,
                       "%s must be a time HH:MM from 00:00 to 23:59", key->name);
}

static void
read_money(struct sb_reader *reader, const struct sb_key *key, const struct sb_json *node, char *at)
{
    struct sb_price price = {.given = true};
    struct sb_bytes text;

    if (sb_json_type(node) == SB_JSON_STRING) {
        text.at = sb_json_text(node);
        text.len = strlen(text.at);
    } else if (type_wrong(reader, key, node, SB_JSON_NUMBER, "an amount")) {
        return;
    } else {
        text = sb_json_source(reader->doc, node);
    }
    sb_status st = sb_money_parse(&price.amount, text.at, text.len);
    if (st == SB_E_SYNTAX)
        sb_reader_find(reader, SB_RULE_MONEY_FORMAT, key->name,
                       "%s must be digits with at most two decimals, such as \"185.00\"",
                       key->name);
    else if (st != SB_OK)
        sb_reader_find(reader, SB_RULE_MONEY_OVERFLOW, key->name,
                       "%s must not be over 99999999999.99", key->name);
    else if (key->type == SB_KEY_AMOUNT && price.amount.cents < 0)
        sb_reader_find(reader, SB_RULE_VALUE_RANGE, key->name, "%s must not be negative",
                       key->name);
    else
        memcpy(at, &price, sizeof price);
}

static void
read_count(struct sb_reader *reader, const struct sb_key *key, const struct sb_json *node, char *at)
{
    int64_t n;

    if (type_wrong(reader, key, node, SB_JSON_NUMBER, "a number"))
        return;
    struct sb_bytes text = sb_json_source(reader->doc, node);
    if (!sb_int_parse(&n, text.at, text.len) || n < key->low || n > key->high) {
        sb_reader_find(reader, SB_RULE_VALUE_RANGE, key->name,
                       "%s must be a whole number from %d to %d", key->name, key->low, key->high);
        return;
    }
    int32_t count = (int32_t)n;
    memcpy(at, &count, sizeof count);
}

static void
read_truth(struct sb_reader *reader, const struct sb_key *key, const struct sb_json *node, char *at)
{
    if (type_wrong(reader, key, node, SB_JSON_BOOL, "true or false"))
        return;
    bool truth = sb_json_truth(node);
    memcpy(at, &truth, sizeof truth);
}

static void
read_word(struct sb_reader *reader, const struct sb_key *key, const struct sb_json *node, char *at)
{
    char all[160];

    if (type_wrong(reader, key, node, SB_JSON_STRING, "text"))
        return;
    const char *text = sb_json_text(node);
    int word = sb_key_word(key->words, text);
    if (word > 0) {
        memcpy(at, &word, sizeof word); /* enums are as wide as int here: see the assertion */
        return;
    }
    const char *near = sb_key_word_nearest(key->words, text);
    sb_reader_find(reader, SB_RULE_VALUE_RANGE, key->name, "%s must be %s%s%s%s", key->name,
                   sb_key_words(all, sizeof all, key->words), near ? "; did you mean \"" : "",
                   near ? near : "", near ? "\"?" : "");
}
_Static_assert(sizeof(enum sb_sex) == sizeof(int), "words are stored as int");

static size_t
children_count(const struct sb_json *node)
{
    size_t n = 0;

    for (const struct sb_json *child = sb_json_child(node); child; child = sb_json_next(child))
        n++;
    return n;
}

static void
read_texts(struct sb_reader *reader, const struct sb_key *key, const struct sb_json *node, char *at)
{
    struct sb_texts texts = {NULL, 0};

    if (type_wrong(reader, key, node, SB_JSON_ARRAY, "a list of texts"))
        return;
    size_t n = children_count(node);
    if (n > SB_KEY_KEPT)
        n = SB_KEY_KEPT; /* over four already: a rule refuses the line */
    texts.at = sb_arena_array(reader->arena, n, sizeof *texts.at);
    if (!texts.at) {
        reader->nomem |= n > 0;
        return;
    }
    const struct sb_json *child = sb_json_child(node);
    reader->in_texts = true;
    for (reader->element = 0; reader->element < n; reader->element++, child = sb_json_next(child)) {
        if (sb_json_type(child) != SB_JSON_STRING) {
            sb_reader_find(reader, SB_RULE_VALUE_TYPE, key->name, "each of %s must be text, not %s",
                           key->name, sb_json_type_name(sb_json_type(child)));
            continue;
        }
        const char *text = text_take(reader, key->name, key->name, child);
        if (text)
            texts.at[texts.count++] = text;
    }
    reader->in_texts = false;
    memcpy(at, &texts, sizeof texts);
}

/* frames */

/* What a struct holds before anything is read: counts are -1, the rest 0 as the arena gives it. */
static void
struct_begin(const struct sb_object *object, char *base)
{
    const int32_t unsaid = -1;

    if (object->given) {
        const bool given = true;
        memcpy(base, &given, sizeof given);
    }
    for (size_t i = 0, left = object->tally / SB_TALLY_COUNT; left > 0; i++) {
        if (object->keys[i].type != SB_KEY_COUNT)
            continue;
        memcpy(base + object->keys[i].offset, &unsaid, sizeof unsaid);
        left--;
    }
}

static struct sb_frame *
frame_push(struct sb_reader *reader, const struct sb_object *object, char *base,
           const struct sb_json *node)
{
    if (reader->top + 1 >= SB_READER_FRAMES) {
        reader->nomem = true; /* the table of keys nests less: a defect, never input */
        return NULL;
    }
    struct sb_frame *frame = &reader->frames[++reader->top];
    *frame = (struct sb_frame){
        .object = object, .base = base, .node = node, .next = sb_json_child(node)};
    return frame;
}

static void
object_push(struct sb_reader *reader, const struct sb_object *object, const char *step,
            const struct sb_json *node, char *base)
{
    size_t index = reader->frames[reader->top].index;
    struct sb_frame *frame = frame_push(reader, object, base, node);

    if (!frame)
        return;
    frame->step = step;
    frame->index = index;
    struct_begin(object, base);
}

static void
read_object(struct sb_reader *reader, const struct sb_key *key, const struct sb_json *node,
            char *at)
{
    if (!type_wrong(reader, key, node, SB_JSON_OBJECT, "an object"))
        object_push(reader, &sb_objects[key->object], key->name, node, at);
}

/* Room for the elements of a list, whose frame then reads them one by one. */
static void
read_list(struct sb_reader *reader, const struct sb_key *key, const struct sb_json *node, char *at)
{
    const struct sb_object *object = &sb_objects[key->object];
    char *owner = at - key->offset;

    if (type_wrong(reader, key, node, SB_JSON_ARRAY, "a list"))
        return;
    size_t n = children_count(node), most = (size_t)key->high;
    if (n > most && !key->ruled)
        sb_reader_find(reader, SB_RULE_VALUE_RANGE, key->name, "%s has %zu entries, at most %zu",
                       key->name, n, most);
    if (n > most)
        n = most;
    char *elements = sb_arena_array(reader->arena, n, object->size);
    if (!elements) {
        reader->nomem |= n > 0;
        return;
    }
    struct sb_frame *frame = frame_push(reader, object, elements, node);
    if (!frame)
        return;
    frame->step = key->name;
    frame->list = key;
    frame->left = n;
    memcpy(at, &elements, sizeof elements);
    memcpy(owner + key->count_offset, &n, sizeof n);
}

static void
read_patient(struct sb_reader *reader, const struct sb_key *key, const struct sb_json *node,
             char *at)
{
    struct sb_visit *visit = (struct sb_visit *)(void *)(at - key->offset);

    if (sb_json_type(node) == SB_JSON_STRING) {
        read_text(reader, key, node, at);
        return;
    }
    if (type_wrong(reader, key, node, SB_JSON_OBJECT, "a patient's id or a patient"))
        return;
    struct sb_patient *patient = sb_arena_take(reader->arena, sizeof *patient);
    if (!patient) {
        reader->nomem = true;
        return;
    }
    visit->patient = patient;
    visit->patient_inline = true;
    object_push(reader, &sb_objects[SB_OBJECT_PATIENT], key->name, node, (char *)patient);
    patient->source = sb_source_inside(reader, node, SB_SOURCE_PATIENT);
}

typedef void value_reader(struct sb_reader *reader, const struct sb_key *key,
                          const struct sb_json *node, char *at);
static value_reader *const value_readers[] = {
    [SB_KEY_TEXT] = read_text,   [SB_KEY_CODE] = read_text,    [SB_KEY_ID] = read_id,
    [SB_KEY_STATE] = read_state, [SB_KEY_DATE] = read_date,    [SB_KEY_CLOCK] = read_clock,
    [SB_KEY_MONEY] = read_money, [SB_KEY_AMOUNT] = read_money, [SB_KEY_COUNT] = read_count,
    [SB_KEY_TRUTH] = read_truth, [SB_KEY_WORD] = read_word,    [SB_KEY_OBJECT] = read_object,
    [SB_KEY_LIST] = read_list,   [SB_KEY_TEXTS] = read_texts,  [SB_KEY_PATIENT] = read_patient,
};

/* Values that nobody reads may still not hold a social security number. */
static void
subtree_check(struct sb_reader *reader, const char *key, const struct sb_json *node)
{
    const struct sb_json *next[SB_LIMIT_DEPTH + 2];
    unsigned depth = 1;

    next[0] = NULL; /* siblings of node are not of this value */
    next[1] = node;
    while (depth > 0) {
        const struct sb_json *at = next[depth];
        if (!at) {
            depth--;
            continue;
        }
        next[depth] = at == node ? NULL : sb_json_next(at);
        enum sb_json_type type = sb_json_type(at);
        if (type == SB_JSON_STRING && sb_ssn_inside(sb_json_text(at))) {
            sb_reader_find(reader, SB_RULE_SSN_REFUSED, key,
                           "a value holds a social security number");
            return;
        }
        if ((type == SB_JSON_OBJECT || type == SB_JSON_ARRAY) && depth <= SB_LIMIT_DEPTH)
            next[++depth] = sb_json_child(at);
    }
}

static void
key_unknown(struct sb_reader *reader, const struct sb_frame *frame, const char *key,
            const struct sb_json *node)
{
    bool named = sb_key_is_name(key);
    const char *step = named ? key : NULL;

    if (strncmp(key, "x-", 2) != 0) {
        const char *near = sb_key_nearest(frame->object, key);
        sb_reader_find(reader, SB_RULE_KEY_UNKNOWN, step, "key %s%s%s is not known here%s%s%s",
                       named ? "\"" : "", named ? key : "of an odd form", named ? "\"" : "",
                       near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    }
    subtree_check(reader, step, node);
}

static void
member_read(struct sb_reader *reader, struct sb_frame *frame, const struct sb_json *node)
{
    const char *name = sb_json_key(node);
    const struct sb_key *key = sb_key_find(frame->object, name, &frame->guess);

    if (!key) {
        key_unknown(reader, frame, name, node);
        return;
    }
    frame->seen |= UINT64_C(1) << (key - frame->object->keys);
    frame->musts += key->level == SB_KEY_MUST;
    value_readers[key->type](reader, key, node, frame->base + key->offset);
}

static void
element_read(struct sb_reader *reader, struct sb_frame *frame, const struct sb_json *node)
{
    const struct sb_key *first = frame->object->keys;
    char *base = frame->base + frame->index * frame->object->size;

    if (frame->left == 0) { /* past what is kept */
        frame->next = NULL;
        return;
    }
    frame->left--;
    if (sb_json_type(node) == SB_JSON_OBJECT) {
        object_push(reader, frame->object, NULL, node, base);
    } else if (frame->list->or_text && sb_json_type(node) == SB_JSON_STRING) {
        struct_begin(frame->object, base);
        const char *text = text_take(reader, NULL, frame->list->name, node);
        memcpy(base + first->offset, &text, sizeof text);
    } else {
        sb_reader_find(reader, SB_RULE_VALUE_TYPE, NULL, "each of %s must be %s, not %s",
                       frame->list->name, frame->list->or_text ? "a code" : "an object",
                       sb_json_type_name(sb_json_type(node)));
    }
    frame->index++;
}

static void
frame_end(struct sb_reader *reader, const struct sb_frame *frame)
{
    const struct sb_object *object = frame->object;

    if (frame->list)
        return;
    unsigned missing = (object->tally & SB_TALLY_MUSTS) - frame->musts;
    for (unsigned i = 0; missing > 0 && i < object->count; i++) {
        if (object->keys[i].level != SB_KEY_MUST || (frame->seen >> i & 1))
            continue;
        sb_reader_find(reader, SB_RULE_KEY_MISSING, object->keys[i].name, "%s is missing",
                       object->keys[i].name);
        missing--;
    }
    sb_object_judge(reader, frame);
}

void
sb_reader_run(struct sb_reader *reader, const struct sb_object *object, char *base,
              const struct sb_json *node)
{
    reader->top = 0;
    reader->frames[0] = (struct sb_frame){
        .object = object, .base = base, .node = node, .next = sb_json_child(node)};
    struct_begin(object, base);
    for (;;) {
        struct sb_frame *frame = &reader->frames[reader->top];
        const struct sb_json *member = frame->next;
        if (!member) {
            frame_end(reader, frame);
            if (reader->top == 0)
                return;
            reader->top--;
            continue;
        }
        frame->next = sb_json_next(member);
        if (frame->list)
            element_read(reader, frame, member);
        else
            member_read(reader, frame, member);
    }
}
