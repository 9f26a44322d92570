/* record_read.c - visits and patients, and what holds between their keys. */
#include "model/read.h"

#include <string.h>

/* what holds between the keys of one object */

static bool
country_is_us(const char *country)
{
    static const char *const names[] = {"US",     "USA",           "U.S.",
                                        "U.S.A.", "United States", "United States of America"};

    if (!country)
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (sb_text_compare_fold(country, names[i]) == 0)
            return true;
    return false;
}

static void
judge_address(struct sb_reader *reader, const char *base)
{
    const struct sb_address *address = (const void *)base;

    if (!country_is_us(address->country))
        return;
    if (address->state && !sb_state_valid(address->state))
        sb_reader_find(reader, SB_RULE_VALUE_RANGE, "state",
                       "state must be two capital letters of a state of the United States, or "
                       "country must be given");
    if (address->zip && !sb_zip_valid(address->zip))
        sb_reader_find(reader, SB_RULE_VALUE_RANGE, "zip",
                       "zip must be five digits, or five and four with a hyphen, or country must "
                       "be given");
}

static void
judge_insurance(struct sb_reader *reader, const char *base)
{
    const struct sb_insurance *insurance = (const void *)base;

    if (insurance->from.day > 0 && insurance->until.day > 0 &&
        insurance->until.day < insurance->from.day)
        sb_reader_find(reader, SB_RULE_VALUE_RANGE, "until", "until is before from");
}

/* Which of the three a service may be; more than one would be billed by one and kept off by one. */
static void
judge_service(struct sb_reader *reader, const char *base, bool code_there)
{
    const struct sb_service *service = (const void *)base;

    if (!code_there && !service->item && !service->fee_type)
        sb_reader_find(reader, SB_RULE_KEY_MISSING, "code",
                       "code is missing; a service has code, item or fee_type");
    else if ((code_there || service->item) && service->fee_type)
        sb_reader_find(reader, SB_RULE_VALUE_RANGE, "fee_type",
                       "a service has only one of code, item and fee_type");
    else if (code_there && service->item)
        sb_reader_find(reader, SB_RULE_VALUE_RANGE, "item",
                       "a service has only one of code, item and fee_type");
    if (service->minutes >= 0 && service->assistant_minutes > service->minutes)
        sb_reader_find(reader, SB_RULE_VALUE_RANGE, "assistant_minutes",
                       "assistant_minutes is %d of %d minutes", service->assistant_minutes,
                       service->minutes);
}

static void
judge_visit(struct sb_reader *reader, const char *base)
{
    const struct sb_visit *visit = (const void *)base;

    if (visit->start.minute > 0 && visit->end.minute > 0 &&
        visit->end.minute <= visit->start.minute)
        sb_reader_find(reader, SB_RULE_VALUE_RANGE, "end", "end is not after start");
}

void
sb_object_judge(struct sb_reader *reader, const struct sb_frame *frame)
{
    const struct sb_object *object = frame->object;
    const char *base = frame->base;

    if (object == &sb_objects[SB_OBJECT_SERVICE])
        judge_service(reader, base, frame->seen & 1); /* code is its first key */
    else if (object == &sb_objects[SB_OBJECT_ADDRESS])
        judge_address(reader, base);
    else if (object == &sb_objects[SB_OBJECT_INSURANCE])
        judge_insurance(reader, base);
    else if (object == &sb_objects[SB_OBJECT_VISIT])
        judge_visit(reader, base);
}

/* sources */

const struct sb_source *
sb_source_inside(struct sb_reader *reader, const struct sb_json *node, enum sb_source_kind kind)
{
    const struct sb_source *outer = reader->source;
    struct sb_source *inner = sb_arena_take(reader->arena, sizeof *inner);

    if (!inner) {
        reader->nomem = true;
        return NULL;
    }
    struct sb_bytes bytes = sb_json_source(reader->doc, node);
    *inner = *outer;
    inner->kind = kind;
    inner->inside = "/patient";
    inner->text = bytes.at;
    inner->length = bytes.len;
    inner->offset += (uint64_t)(inner->text - outer->text);
    sb_source_place(inner, outer);
    return inner;
}

void
sb_source_place(struct sb_source *inner, const struct sb_source *outer)
{
    const char *line = outer->text;

    inner->line = outer->line;
    for (const char *end; (end = memchr(line, '\n', (size_t)(inner->text - line)));) {
        line = end + 1;
        inner->line++;
    }
    size_t column = (size_t)(inner->text - line) + (line == outer->text ? outer->column : 1);
    inner->column = column > UINT32_MAX ? 0 : (uint32_t)column;
}

/* records */

/* The record's id as findings name it, before anything else is read. */
static const char *
record_id(struct sb_reader *reader, const struct sb_json *node)
{
    const struct sb_json *id = sb_json_member(node, "id");

    if (!id || sb_json_type(id) != SB_JSON_STRING || !sb_id_valid(sb_json_text(id)) ||
        sb_ssn_inside(sb_json_text(id)))
        return NULL;
    const char *text = sb_arena_text(reader->arena, sb_json_text(id), strlen(sb_json_text(id)));
    reader->nomem |= !text;
    return text;
}

static struct sb_source *
record_begin(struct sb_reader *reader, const struct sb_source *source, const struct sb_json *node)
{
    struct sb_source *own = sb_arena_take(reader->arena, sizeof *own);

    if (!own)
        return NULL;
    *own = *source;
    own->record = record_id(reader, node);
    reader->source = own;
    return reader->nomem ? NULL : own;
}

/* Fields of r that begin at 0 need no mention; the frames are written before they are read. */
static void
reader_init(struct sb_reader *r, const struct sb_json_doc *doc, struct sb_arena *arena,
            struct sb_findings *found)
{
    r->doc = doc;
    r->source = NULL;
    r->in_texts = false;
    r->arena = arena;
    r->found = found;
    r->errors = r->warnings = r->top = 0;
    r->refused = r->nomem = false;
}

sb_status
sb_visit_read(struct sb_visit *visit, struct sb_json_at tree, const struct sb_source *source,
              struct sb_arena *arena, struct sb_findings *found, struct sb_error *err)
{
    struct sb_reader reader;

    memset(visit, 0, sizeof *visit);
    reader_init(&reader, tree.doc, arena, found);
    visit->source = record_begin(&reader, source, tree.node);
    if (!visit->source)
        return sb_error_nomem(err);
    sb_reader_run(&reader, &sb_objects[SB_OBJECT_VISIT], (char *)visit, tree.node);
    if (visit->patient_inline && visit->patient)
        visit->patient_id = visit->patient->id;
    visit->refused = reader.refused;
    return reader.nomem || sb_findings_failed(found) ? sb_error_nomem(err) : SB_OK;
}

sb_status
sb_patient_read(struct sb_patient *patient, struct sb_json_at tree, const struct sb_source *source,
                struct sb_arena *arena, struct sb_findings *found, struct sb_error *err)
{
    struct sb_reader reader;

    memset(patient, 0, sizeof *patient);
    reader_init(&reader, tree.doc, arena, found);
    patient->source = record_begin(&reader, source, tree.node);
    if (!patient->source)
        return sb_error_nomem(err);
    sb_reader_run(&reader, &sb_objects[SB_OBJECT_PATIENT], (char *)patient, tree.node);
    return reader.nomem || sb_findings_failed(found) ? sb_error_nomem(err) : SB_OK;
}
