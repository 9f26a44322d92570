/*
 * feed.c - records of files, one visit in memory at a time.
 *
 * Two passes over the files: the first holds the patients, the second hands out the visits.
 * What can be read only once is kept in an unnamed file in between.
 */
#include "model/patients.h"
#include "model/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SCHEMA "superbill.visits/1"

enum { LIST_PATIENTS, LIST_VISITS };
static const char *const lists[] = {"patients", "visits"};

struct file {
    char *name;
    struct sb_input *spool; /* NULL: a regular file, opened again for each pass */
    dev_t device;
    ino_t inode;
};

struct sb_feed {
    struct file *files;
    size_t count, at; /* the file being read */
    struct sb_patients *patients;
    struct sb_idset *visits;
    uint64_t visit_count;
    bool malformed;
    /* the file being read */
    struct sb_input *input;
    bool input_ours;
    struct sb_scan *scan;
    bool first; /* nothing was read of it yet */
    /* the record being read */
    struct sb_json_doc *doc;
    struct sb_arena *arena;
    struct sb_visit visit;
};

/* one file at a time */

static void
file_close(struct sb_feed *feed)
{
    sb_scan_free(feed->scan);
    if (feed->input_ours)
        sb_input_free(feed->input);
    feed->scan = NULL;
    feed->input = NULL;
    feed->input_ours = false;
}

static sb_status
file_open(struct sb_feed *feed, struct sb_error *err)
{
    const struct file *file = &feed->files[feed->at];
    const struct sb_scan_options options = {.lists = lists,
                                            .list_count = sizeof lists / sizeof *lists};
    sb_status st = SB_OK;

    feed->first = true;
    if (file->spool) {
        feed->input = file->spool;
        st = sb_input_rewind(feed->input, err);
    } else {
        st = sb_input_open(&feed->input, file->name, err);
        feed->input_ours = st == SB_OK;
    }
    return st == SB_OK ? sb_scan_new(&feed->scan, feed->input, &options, err) : st;
}

/* records in their shapes */

/* Where a value of the file stands, once as a source. */
static struct sb_source
item_source(const struct sb_feed *feed, const struct sb_scan_item *item, enum sb_source_kind kind)
{
    return (struct sb_source){.kind = kind,
                              .file = feed->files[feed->at].name,
                              .offset = item->offset,
                              .line = item->line,
                              .column = item->column,
                              .text = item->text,
                              .length = item->length};
}

/* Whether a bare record begins like {"patient": {...}}, without reading it whole. */
static bool
begins_with_patient(const struct sb_scan_item *item)
{
    static const char blanks[] = " \t\r\n";
    const char *at = item->text;

    if (*at != '{')
        return false;
    at += 1 + strspn(at + 1, blanks);
    if (*at == '"' && at[1 + strcspn(at + 1, "\"\\")] == '\\')
        return true; /* a key with escapes may spell anything */
    if (strncmp(at, "\"patient\"", 9) != 0)
        return false;
    at += 9 + strspn(at + 9, blanks);
    return *at == ':' && at[1 + strspn(at + 1, blanks)] == '{';
}

/* What is wrapped as the only member of that name, or NULL. */
static const struct sb_json *
unwrap(const struct sb_json *node, const char *key)
{
    const struct sb_json *only = sb_json_type(node) == SB_JSON_OBJECT ? sb_json_child(node) : NULL;

    if (!only || sb_json_next(only) || strcmp(sb_json_key(only), key) != 0)
        return NULL;
    return sb_json_type(only) == SB_JSON_OBJECT ? only : NULL;
}

static sb_status
item_parse(struct sb_feed *feed, const struct sb_scan_item *item, struct sb_error *err)
{
    sb_json_free(feed->doc);
    feed->doc = NULL;
    return sb_json_parse(&feed->doc, item->text, item->length, item->values, item->value_count,
                         err);
}

/* Make source that of node, a part of the item. */
static void
source_narrow(const struct sb_feed *feed, struct sb_source *source, const struct sb_json *node)
{
    const struct sb_source outer = *source;
    struct sb_bytes bytes = sb_json_source(feed->doc, node);

    source->text = bytes.at;
    source->length = bytes.len;
    source->offset += (uint64_t)(source->text - outer.text);
    sb_source_place(source, &outer);
}

/* the first pass: patients */

static sb_status
patient_take(struct sb_feed *feed, const struct sb_scan_item *item, struct sb_findings *found,
             struct sb_error *err)
{
    struct sb_source source = item_source(feed, item, SB_SOURCE_PATIENT);
    sb_status st = item_parse(feed, item, err);

    if (st != SB_OK)
        return st;
    const struct sb_json *node = sb_json_root(feed->doc);
    if (item->list < 0) {
        node = unwrap(node, "patient");
        if (!node)
            return SB_OK; /* a visit that carries its patient */
        source_narrow(feed, &source, node);
    }
    const char *like = sb_patient_looks_like(node);
    if (!like)
        return sb_patients_add(feed->patients, (struct sb_json_at){feed->doc, node}, &source, err);
    sb_findings_add(found, SB_RULE_RECORD_UNRECOGNISED, sb_spot_at(&source, "%s", ""),
                    "this is no patient: it looks like %s", like);
    return SB_OK;
}

static sb_status
patients_read(struct sb_feed *feed, struct sb_findings *found, struct sb_error *err)
{
    struct sb_scan_item item;
    bool any = false;
    sb_status st = file_open(feed, err);

    if (st == SB_OK)
        st = sb_glance_patients(feed->input, &any, err);
    if (st == SB_OK && any)
        st = sb_input_rewind(feed->input, err);
    if (st != SB_OK || !any) {
        file_close(feed);
        return st;
    }
    while (st == SB_OK) {
        st = sb_scan_next(feed->scan, &item, err);
        if (st != SB_OK || item.verdict == SB_SCAN_END)
            break;
        if (item.verdict == SB_SCAN_RECORD &&
            (item.list == LIST_PATIENTS || (item.list < 0 && begins_with_patient(&item))))
            st = patient_take(feed, &item, found, err);
    }
    file_close(feed);
    return st;
}

/* opening */

/* Files in the order named, each once; only what stat says of them yet. */
static sb_status
files_name(struct sb_feed *feed, const char *const *names, size_t count, struct sb_error *err)
{
    for (size_t i = 0; i < count; i++) {
        struct file *file = &feed->files[feed->count];
        struct stat info = {0};
        bool known = strcmp(names[i], "-") != 0 && stat(names[i], &info) == 0;
        bool twice = false;
        for (size_t k = 0; k < feed->count && !twice; k++)
            twice = strcmp(feed->files[k].name, names[i]) == 0 ||
                    (known && feed->files[k].inode == info.st_ino &&
                     feed->files[k].device == info.st_dev && feed->files[k].inode != 0);
        if (twice)
            continue;
        file->name = strdup(names[i]);
        if (!file->name)
            return sb_error_nomem(err);
        file->device = info.st_dev;
        file->inode = info.st_ino;
        feed->count++;
    }
    return SB_OK;
}

static bool
file_is_regular(const char *name)
{
    struct stat info;

    return strcmp(name, "-") != 0 && stat(name, &info) == 0 && S_ISREG(info.st_mode);
}

static sb_status
file_spool(struct file *file, const char *folder, struct sb_error *err)
{
    struct sb_input *once = NULL;
    sb_status st = sb_input_open(&once, file->name, err);

    if (st == SB_OK)
        st = sb_input_spool(&file->spool, once, folder, err);
    sb_input_free(once);
    return st;
}

static sb_status
feed_fill(struct sb_feed *feed, const char *const *files, size_t count, const char *spool_folder,
          struct sb_findings *found, struct sb_error *err)
{
    sb_status st;

    feed->files = calloc(count + 1, sizeof *feed->files);
    feed->arena = sb_arena_new(0);
    if (!feed->files || !feed->arena)
        return sb_error_nomem(err);
    if ((st = files_name(feed, files, count, err)) != SB_OK ||
        (st = sb_patients_new(&feed->patients, err)) != SB_OK ||
        (st = sb_idset_new(&feed->visits, err)) != SB_OK)
        return st;
    for (feed->at = 0; st == SB_OK && feed->at < feed->count; feed->at++) {
        if (!file_is_regular(feed->files[feed->at].name))
            st = file_spool(&feed->files[feed->at], spool_folder, err);
        if (st == SB_OK)
            st = patients_read(feed, found, err);
    }
    feed->at = 0;
    return st;
}

sb_status
sb_feed_open(struct sb_feed **out, const char *const *files, size_t count, const char *spool_folder,
             struct sb_findings *found, struct sb_error *err)
{
    struct sb_feed *feed = calloc(1, sizeof *feed);
    sb_status st;

    *out = NULL;
    if (!feed)
        return sb_error_nomem(err);
    st = feed_fill(feed, files, count, spool_folder, found, err);
    if (st == SB_OK) {
        const struct sb_findings *held = sb_patients_found(feed->patients);
        for (size_t i = 0; i < sb_findings_count(held); i++)
            if (!sb_findings_copy(found, held, i, 0))
                st = sb_error_nomem(err);
    }
    if (st != SB_OK) {
        sb_feed_free(feed);
        return st;
    }
    *out = feed;
    return SB_OK;
}

void
sb_feed_free(struct sb_feed *feed)
{
    if (!feed)
        return;
    file_close(feed);
    for (size_t i = 0; feed->files && i < feed->count; i++) {
        sb_input_free(feed->files[i].spool);
        free(feed->files[i].name);
    }
    free(feed->files);
    sb_json_free(feed->doc);
    sb_arena_free(feed->arena);
    sb_patients_free(feed->patients);
    sb_idset_free(feed->visits);
    free(feed);
}

/* the second pass: visits, faults and odd members */

/* The first bytes of the file being read, which is read from the start again. */
static const char *
file_looks_like(struct sb_feed *feed)
{
    const struct file *file = &feed->files[feed->at];
    struct sb_input *input = NULL;
    char bytes[512];
    size_t got = 0;

    if (file->spool) /* it is read no further: only a fatal fault asks */
        input = sb_input_rewind(file->spool, NULL) == SB_OK ? file->spool : NULL;
    else if (sb_input_open(&input, file->name, NULL) != SB_OK)
        input = NULL;
    if (!input || sb_input_read(input, bytes, sizeof bytes, &got, NULL) != SB_OK)
        got = 0;
    if (!file->spool)
        sb_input_free(input);
    return sb_bytes_look_like(bytes, got);
}

static void
fault_find(struct sb_feed *feed, const struct sb_scan_item *item, struct sb_findings *found)
{
    static const enum sb_rule rules[] = {
        [SB_FAULT_SYNTAX] = SB_RULE_JSON_SYNTAX,
        [SB_FAULT_ENCODING] = SB_RULE_JSON_ENCODING,
        [SB_FAULT_DUPLICATE] = SB_RULE_JSON_DUPLICATE_KEY,
        [SB_FAULT_DEEP] = SB_RULE_JSON_TOO_DEEP,
        [SB_FAULT_LARGE] = SB_RULE_JSON_TOO_LARGE,
    };
    struct sb_source source = item_source(feed, item, SB_SOURCE_FILE);
    struct sb_spot spot = sb_spot_at(&source, "%s", "");
    const char *like = NULL;

    source.text = NULL;
    spot.line = item->line;
    spot.column = item->column;
    if (feed->first && (item->fatal || !feed->files[feed->at].spool))
        like = file_looks_like(feed);
    sb_findings_add(found, rules[item->fault], spot, "%s%s%s", item->why,
                    like ? "; the file looks like " : "", like ? like : "");
    feed->malformed |= item->fatal;
}

/* A member beside the lists: schema must be ours, a list must be a list, others are unknown. */
static void
member_find(struct sb_feed *feed, const struct sb_scan_item *item, struct sb_findings *found)
{
    static const char *const known[] = {"schema", "patients", "visits"};
    struct sb_source source = item_source(feed, item, SB_SOURCE_FILE);
    bool named = sb_key_is_name(item->member);
    struct sb_spot spot = sb_spot_at(&source, "%s%s", named ? "/" : "", named ? item->member : "");

    source.text = NULL;
    spot.line = item->line;
    spot.column = item->column;
    if (strcmp(item->member, "schema") == 0) {
        if (item->length != strlen(SCHEMA) + 2 ||
            memcmp(item->text + 1, SCHEMA, strlen(SCHEMA)) != 0)
            sb_findings_add(found, SB_RULE_VALUE_RANGE, spot, "schema must be \"" SCHEMA "\"");
    } else if (strcmp(item->member, lists[0]) == 0 || strcmp(item->member, lists[1]) == 0) {
        sb_findings_add(found, SB_RULE_VALUE_TYPE, spot, "%s must be a list", item->member);
    } else if (strncmp(item->member, "x-", 2) != 0) {
        const char *near = sb_word_nearest(item->member, known, sizeof known / sizeof *known);
        sb_findings_add(found, SB_RULE_KEY_UNKNOWN, spot, "key %s is not known here%s%s%s",
                        named ? item->member : "of an odd form", near ? "; did you mean \"" : "",
                        near ? near : "", near ? "\"?" : "");
    }
}

static sb_status
visit_id_check(struct sb_feed *feed, struct sb_findings *found, struct sb_error *err)
{
    struct sb_visit *visit = &feed->visit;
    struct sb_place first, here = {(uint32_t)feed->at, visit->source->line};
    bool met = false;
    sb_status st;

    if (!visit->id)
        return SB_OK;
    st = sb_idset_add(feed->visits, visit->id, here, &met, &first, err);
    if (st != SB_OK || !met)
        return st;
    sb_findings_add(found, SB_RULE_DUPLICATE_ID, sb_spot_at(visit->source, "/id"),
                    "a visit with this id stands at %s:%u", feed->files[first.file].name,
                    first.line);
    visit->refused = true;
    return SB_OK;
}

static sb_status
visit_inline_check(struct sb_feed *feed, const struct sb_json *node, struct sb_findings *found,
                   struct sb_error *err)
{
    struct sb_visit *visit = &feed->visit;
    uint64_t looks = sb_hash_json(feed->doc, sb_json_member(node, "patient"));
    struct sb_source first;
    sb_status st = sb_patients_inline(feed->patients, visit->patient_id, looks,
                                      visit->patient->source, &first, err);

    if (st != SB_OK || !first.file)
        return st;
    sb_findings_add(found, SB_RULE_DUPLICATE_ID, sb_spot_at(visit->source, "/patient/id"),
                    "another patient with this id stands at %s:%u", first.file, first.line);
    visit->refused = true;
    return SB_OK;
}

/* Join a visit and its patient. */
static sb_status
visit_patient(struct sb_feed *feed, const struct sb_json *node, struct sb_findings *found,
              struct sb_error *err)
{
    struct sb_visit *visit = &feed->visit;

    if (visit->patient_inline)
        return visit->patient_id ? visit_inline_check(feed, node, found, err) : SB_OK;
    if (!visit->patient_id)
        return SB_OK;
    visit->patient = sb_patients_find(feed->patients, visit->patient_id);
    if (visit->patient)
        sb_patients_blame(feed->patients, visit->patient, found, &visit->refused);
    return SB_OK;
}

/* Both look-ups behind the reading of a visit miss the caches; they begin before it. */
static void
visit_expect(const struct sb_feed *feed, const struct sb_json *node)
{
    const struct sb_json *id = sb_json_member(node, "id");
    const struct sb_json *patient = sb_json_member(node, "patient");

    if (id && sb_json_type(id) == SB_JSON_STRING)
        sb_idset_expect(feed->visits, sb_json_text(id));
    if (patient && sb_json_type(patient) == SB_JSON_STRING)
        sb_patients_expect(feed->patients, sb_json_text(patient));
}

/* A record of visits; *visit stays NULL where it is none, or a patient that is held already. */
static sb_status
visit_take(struct sb_feed *feed, const struct sb_scan_item *item, const struct sb_visit **visit,
           struct sb_findings *found, struct sb_error *err)
{
    struct sb_source source = item_source(feed, item, SB_SOURCE_VISIT);
    sb_status st = item_parse(feed, item, err);

    if (st != SB_OK)
        return st;
    const struct sb_json *node = sb_json_root(feed->doc);
    const struct sb_json *inner = unwrap(node, "visit");
    if (item->list < 0 && unwrap(node, "patient"))
        return SB_OK;
    if (inner && item->list < 0) {
        node = inner;
        source_narrow(feed, &source, node);
    }
    feed->visit_count++;
    const char *like = node == inner ? sb_value_looks_like(node) : sb_record_looks_like(node);
    if (like) {
        sb_findings_add(found, SB_RULE_RECORD_UNRECOGNISED, sb_spot_at(&source, "%s", ""),
                        "this is no visit: it looks like %s", like);
        return SB_OK;
    }
    visit_expect(feed, node);
    sb_arena_reset(feed->arena);
    st = sb_visit_read(&feed->visit, (struct sb_json_at){feed->doc, node}, &source, feed->arena,
                       found, err);
    if (st == SB_OK)
        st = visit_id_check(feed, found, err);
    if (st == SB_OK)
        st = visit_patient(feed, node, found, err);
    if (st == SB_OK)
        *visit = &feed->visit;
    return st;
}

static sb_status
item_take(struct sb_feed *feed, const struct sb_scan_item *item, const struct sb_visit **visit,
          struct sb_findings *found, struct sb_error *err)
{
    if (item->verdict == SB_SCAN_FAULT)
        fault_find(feed, item, found);
    else if (item->verdict == SB_SCAN_MEMBER)
        member_find(feed, item, found);
    else if (item->list != LIST_PATIENTS)
        return visit_take(feed, item, visit, found, err);
    return SB_OK;
}

sb_status
sb_feed_next(struct sb_feed *feed, const struct sb_visit **visit, bool *end,
             struct sb_findings *found, struct sb_error *err)
{
    struct sb_scan_item item;
    sb_status st = SB_OK;

    *visit = NULL;
    *end = false;
    sb_findings_reset(found);
    while (st == SB_OK && !*visit && sb_findings_count(found) == 0) {
        if (feed->at == feed->count) {
            *end = true;
            break;
        }
        if (!feed->scan)
            st = file_open(feed, err);
        if (st == SB_OK)
            st = sb_scan_next(feed->scan, &item, err);
        if (st == SB_OK && item.verdict == SB_SCAN_END) {
            file_close(feed);
            feed->at++;
            continue;
        }
        if (st == SB_OK)
            st = item_take(feed, &item, visit, found, err);
        feed->first = false;
    }
    return st == SB_OK && sb_findings_failed(found) ? sb_error_nomem(err) : st;
}

bool
sb_feed_malformed(const struct sb_feed *feed)
{
    return feed->malformed;
}

const struct sb_patient *
sb_feed_patient(const struct sb_feed *feed, const char *id)
{
    return sb_patients_find(feed->patients, id);
}

const struct sb_patient *
sb_feed_patient_at(const struct sb_feed *feed, size_t i)
{
    return sb_patients_at(feed->patients, i);
}

uint64_t
sb_feed_records(const struct sb_feed *feed)
{
    return sb_patients_count(feed->patients) + feed->visit_count;
}

const char *
sb_feed_file(const struct sb_feed *feed, size_t i)
{
    return i < feed->count ? feed->files[i].name : NULL;
}

struct sb_input *
sb_feed_spool(const struct sb_feed *feed, size_t i)
{
    return i < feed->count ? feed->files[i].spool : NULL;
}

void
sb_feed_rest(struct sb_feed *feed)
{
    sb_idset_free(feed->visits);
    feed->visits = NULL;
}
