/* patients.c - patients held in one arena, found by id. */
#include "model/patients.h"

#include <stdlib.h>
#include <string.h>

/* A finding of a patient; its index in the list of all. */
struct blame {
    size_t finding;
    struct blame *next;
};
struct held {
    struct sb_patient patient; /* first: a patient is what leads back to its record here */
    uint64_t looks;
    bool shown; /* in the order of patients; others are only remembered from visits */
    struct blame *blames, *last;
};
struct door { /* a free one has no held */
    uint64_t hash;
    struct held *held;
};

struct sb_patients {
    struct sb_arena *arena;
    struct sb_findings *found;
    struct held **order;
    size_t count, room;
    struct door *doors; /* a power of two, at most three quarters in use */
    size_t door_count, held_count;
    uint64_t records;
};

sb_status
sb_patients_new(struct sb_patients **out, struct sb_error *err)
{
    struct sb_patients *all = calloc(1, sizeof *all);
    sb_status st;

    *out = NULL;
    if (!all)
        return sb_error_nomem(err);
    st = sb_findings_new(&all->found, err);
    all->arena = sb_arena_new(0);
    if (st == SB_OK && !all->arena)
        st = sb_error_nomem(err);
    if (st != SB_OK) {
        sb_patients_free(all);
        return st;
    }
    *out = all;
    return SB_OK;
}

void
sb_patients_free(struct sb_patients *all)
{
    if (!all)
        return;
    sb_arena_free(all->arena);
    sb_findings_free(all->found);
    free(all->order);
    free(all->doors);
    free(all);
}

/* The door of id, or the free one where it would stand. */
static struct door *
door_find(struct door *doors, size_t count, uint64_t hash, const char *id)
{
    size_t at = (size_t)hash & (count - 1);

    while (doors[at].held &&
           (doors[at].hash != hash || strcmp(doors[at].held->patient.id, id) != 0))
        at = (at + 1) & (count - 1);
    return &doors[at];
}

static struct held *
held_find(const struct sb_patients *all, const char *id)
{
    if (all->door_count == 0)
        return NULL;
    return door_find(all->doors, all->door_count, sb_hash_text(0, id), id)->held;
}

static bool
doors_grow(struct sb_patients *all)
{
    size_t count = all->door_count > 0 ? all->door_count * 2 : 64;
    struct door *doors = calloc(count, sizeof *doors);

    if (!doors)
        return false;
    for (size_t i = 0; i < all->door_count; i++) {
        const struct door *old = &all->doors[i];
        if (old->held)
            *door_find(doors, count, old->hash, old->held->patient.id) = *old;
    }
    free(all->doors);
    all->doors = doors;
    all->door_count = count;
    return true;
}

/* Make held, whose id is set and not known yet, known by it. */
static bool
held_enter(struct sb_patients *all, struct held *held)
{
    const char *id = held->patient.id;
    uint64_t hash = sb_hash_text(0, id);

    if (all->held_count >= all->door_count / 4 * 3 && !doors_grow(all))
        return false;
    *door_find(all->doors, all->door_count, hash, id) = (struct door){hash, held};
    all->held_count++;
    return true;
}

static bool
held_show(struct sb_patients *all, struct held *held)
{
    if (all->count == all->room) {
        size_t room = all->room > 0 ? all->room * 2 : 64;
        struct held **order = reallocarray(all->order, room, sizeof *order);
        if (!order)
            return false;
        all->order = order;
        all->room = room;
    }
    held->shown = true;
    all->order[all->count++] = held;
    return true;
}

/* Lay findings from the from-th on at this patient's door. */
static bool
held_blame(struct sb_patients *all, struct held *held, size_t from)
{
    for (size_t i = from; i < sb_findings_count(all->found); i++) {
        struct blame *blame = sb_arena_take(all->arena, sizeof *blame);
        if (!blame)
            return false;
        blame->finding = i;
        if (held->last)
            held->last->next = blame;
        else
            held->blames = blame;
        held->last = blame;
    }
    return true;
}

/* Two patients with one id: nobody can say whose visits these are. */
static bool
held_differs(struct sb_patients *all, struct held *held, const struct sb_source *source)
{
    const struct sb_source *first = held->patient.source;
    size_t from = sb_findings_count(all->found);
    struct sb_source own = *source;

    own.record = held->patient.id;
    sb_findings_add(all->found, SB_RULE_DUPLICATE_ID, sb_spot_at(&own, "/id"),
                    "another patient with this id stands at %s:%u", first->file, first->line);
    return !sb_findings_failed(all->found) && held_blame(all, held, from);
}

static sb_status
patient_keep(struct sb_patients *all, struct sb_json_at tree, const struct sb_source *source,
             struct sb_error *err)
{
    size_t from = sb_findings_count(all->found);
    struct held *held = sb_arena_take(all->arena, sizeof *held);
    struct sb_source own = *source;

    own.text = sb_arena_text(all->arena, source->text, source->length);
    if (!held || !own.text)
        return sb_error_nomem(err);
    sb_status st = sb_patient_read(&held->patient, tree, &own, all->arena, all->found, err);
    if (st != SB_OK)
        return st;
    held->looks = sb_hash_json(tree.doc, tree.node);
    if (!held_blame(all, held, from) || !held_show(all, held) ||
        (held->patient.id && !held_enter(all, held)))
        return sb_error_nomem(err);
    return SB_OK;
}

sb_status
sb_patients_add(struct sb_patients *all, struct sb_json_at tree, const struct sb_source *source,
                struct sb_error *err)
{
    const struct sb_json *id = sb_json_member(tree.node, "id");
    struct held *held = NULL;

    all->records++;
    if (id && sb_json_type(id) == SB_JSON_STRING)
        held = held_find(all, sb_json_text(id));
    if (!held)
        return patient_keep(all, tree, source, err);
    if (held->looks == sb_hash_json(tree.doc, tree.node) || held_differs(all, held, source))
        return SB_OK;
    return sb_error_nomem(err);
}

const struct sb_patient *
sb_patients_find(const struct sb_patients *all, const char *id)
{
    const struct held *held = held_find(all, id);

    return held && held->shown ? &held->patient : NULL;
}

void
sb_patients_expect(const struct sb_patients *all, const char *id)
{
    if (all->door_count > 0)
        __builtin_prefetch(&all->doors[sb_hash_text(0, id) & (all->door_count - 1)], 0);
}

const struct sb_patient *
sb_patients_at(const struct sb_patients *all, size_t i)
{
    return i < all->count ? &all->order[i]->patient : NULL;
}

uint64_t
sb_patients_count(const struct sb_patients *all)
{
    return all->records;
}

const struct sb_findings *
sb_patients_found(const struct sb_patients *all)
{
    return all->found;
}

void
sb_patients_blame(const struct sb_patients *all, const struct sb_patient *patient,
                  struct sb_findings *found, bool *refused)
{
    const struct held *held = (const struct held *)(const void *)patient;

    for (const struct blame *blame = held->blames; blame; blame = blame->next) {
        const struct sb_finding *finding = sb_findings_at(all->found, blame->finding);
        *refused |= finding->severity == SB_SEVERITY_ERROR;
        if (!sb_findings_copy(found, all->found, blame->finding, 1))
            return; /* the list says that it failed */
    }
}

sb_status
sb_patients_inline(struct sb_patients *all, const char *id, uint64_t looks,
                   const struct sb_source *source, struct sb_source *first, struct sb_error *err)
{
    struct held *held = held_find(all, id);

    *first = (struct sb_source){0};
    if (held) {
        if (held->looks != looks)
            *first = *held->patient.source;
        return SB_OK;
    }
    held = sb_arena_take(all->arena, sizeof *held);
    struct sb_source *own = sb_arena_take(all->arena, sizeof *own);
    if (!held || !own)
        return sb_error_nomem(err);
    own->file = source->file;
    own->line = source->line;
    own->column = source->column;
    held->patient.source = own;
    held->patient.id = sb_arena_text(all->arena, id, strlen(id));
    held->looks = looks;
    return held->patient.id && held_enter(all, held) ? SB_OK : sb_error_nomem(err);
}
