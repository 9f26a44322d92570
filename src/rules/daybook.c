/*
 * daybook.c - what a run has seen of each day, for rules that look across visits.
 *
 * A visit is an entry of 48 bytes, its services 4 bytes each, and two chains: the visits of its
 * patient and day, and of its provider and day.  Ids are kept as hashes only.
 */
#include "rules/rules.h"

#include <stdlib.h>
#include <string.h>

#define NO_ENTRY UINT32_MAX
#define CHUNK 4096 /* entries, or services, taken at once */
#define CHAIN 256  /* visits of one day that are looked at; more stand in no real day */
#define MEMOS 64
#define SERVICES 64 /* of a visit that are kept: bits of twins */

enum { EVALUATION = 1, CLOCKED = 2 };

struct entry {
    uint64_t patient_day, provider_day;
    uint32_t visit;
    uint32_t next_patient, next_provider; /* in their chains */
    uint32_t services;                    /* index of the first */
    uint16_t service_count, minutes, units;
    uint16_t start, end; /* minutes of the day; only where CLOCKED */
    uint8_t flags;
};
struct chunks {
    char **at;
    size_t count, room; /* chunks */
    uint32_t used;      /* pieces */
};
/*
 * Answers of the tables that are dear, for the codes asked again and again.  An edition of the
 * tables begins on 1 October, rarely on 1 April; 0: nothing is remembered.
 */
struct row_memo {
    char code[SB_DX_TEXT]; /* "": free */
    struct sb_dx row;      /* billable from its first to its last day */
};
struct side_memo {
    char code[SB_DX_TEXT], example[SB_DX_TEXT];
    bool unspecified;
    int32_t edition;
};
struct pair_memo {
    char a[SB_DX_TEXT], b[SB_DX_TEXT];
    bool excludes;
    int32_t edition;
};
struct sb_daybook {
    struct row_memo rows[MEMOS];
    struct side_memo sides[MEMOS];
    struct pair_memo pairs[MEMOS];
    struct chunks entries, services;
    uint32_t *patients, *providers; /* heads of chains */
    size_t heads;                   /* a power of two */
    bool said;
};

sb_status
sb_daybook_new(struct sb_daybook **out, struct sb_error *err)
{
    struct sb_daybook *book = calloc(1, sizeof *book);

    *out = book;
    return book ? SB_OK : sb_error_nomem(err);
}

static void
chunks_free(struct chunks *c)
{
    for (size_t i = 0; i < c->count; i++)
        free(c->at[i]);
    free(c->at);
}

void
sb_daybook_free(struct sb_daybook *book)
{
    if (!book)
        return;
    chunks_free(&book->entries);
    chunks_free(&book->services);
    free(book->patients);
    free(book->providers);
    free(book);
}

bool
sb_daybook_first(struct sb_daybook *book)
{
    bool first = !book || !book->said;

    if (book)
        book->said = true;
    return first;
}

static uint64_t
mix(uint64_t hash)
{
    hash ^= hash >> 32;
    hash *= UINT64_C(0xd6e8feb86659fd93);
    return hash ^ hash >> 32;
}

static uint64_t
hash_text(uint64_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return mix(hash);
}

static int32_t
edition_of(sb_date on)
{
    int32_t year = 0, month = 0;

    sb_date_split(on, &year, &month, NULL);
    return year * 4 + (month >= 10 ? 2 : month >= 4);
}

bool
sb_daybook_billable(struct sb_daybook *book, struct sb_dx *row, const struct sb_codes *codes,
                    const char *code, sb_date on)
{
    struct row_memo *memo = book ? &book->rows[hash_text(1, code) % MEMOS] : NULL;

    if (memo && strcmp(memo->code, code) == 0 && memo->row.from.day <= on.day &&
        (memo->row.to.day == 0 || memo->row.to.day >= on.day)) {
        *row = memo->row;
        return true;
    }
    if (!sb_dx_billable(row, codes, code, on))
        return false;
    if (memo) {
        memcpy(memo->code, code, strlen(code) + 1);
        memo->row = *row;
    }
    return true;
}

bool
sb_daybook_excludes(struct sb_daybook *book, const char *a, const char *b, sb_date on)
{
    struct pair_memo *memo = book ? &book->pairs[hash_text(hash_text(1, a), b) % MEMOS] : NULL;
    int32_t edition = edition_of(on);

    if (!memo)
        return sb_dx_excludes(a, b, on);
    if (memo->edition != edition || strcmp(memo->a, a) != 0 || strcmp(memo->b, b) != 0) {
        memo->edition = edition;
        memcpy(memo->a, a, strlen(a) + 1);
        memcpy(memo->b, b, strlen(b) + 1);
        memo->excludes = sb_dx_excludes(a, b, on);
    }
    return memo->excludes;
}

bool
sb_daybook_side(struct sb_daybook *book, char example[SB_DX_TEXT], const struct sb_codes *codes,
                const char *code, sb_date on)
{
    int32_t edition = edition_of(on);

    if (!book)
        return sb_dx_side_unspecified(example, codes, code, on);
    struct side_memo *memo = &book->sides[hash_text(1, code) % MEMOS];
    if (memo->edition != edition || strcmp(memo->code, code) != 0) {
        memo->edition = edition;
        memcpy(memo->code, code, strlen(code) + 1);
        memo->unspecified = sb_dx_side_unspecified(memo->example, codes, code, on);
    }
    memcpy(example, memo->example, SB_DX_TEXT);
    return memo->unspecified;
}

static void *
piece_at(const struct chunks *c, uint32_t i, size_t size)
{
    return c->at[i / CHUNK] + (size_t)(i % CHUNK) * size;
}

/* Room for one more piece; pieces never move. */
static bool
piece_room(struct chunks *c, size_t size)
{
    if (c->used < c->count * CHUNK)
        return true;
    if (c->used >= NO_ENTRY - CHUNK)
        return false;
    if (c->count == c->room) {
        size_t room = c->room > 0 ? c->room * 2 : 16;
        char **at = reallocarray(c->at, room, sizeof *at);
        if (!at)
            return false;
        c->at = at;
        c->room = room;
    }
    /* not zeroed: a run of few visits would touch memory that it never needs */
    c->at[c->count] = reallocarray(NULL, CHUNK, size);
    c->count += c->at[c->count] != NULL;
    return c->used < c->count * CHUNK;
}

static struct entry *
entry_at(const struct sb_daybook *book, uint32_t i)
{
    return piece_at(&book->entries, i, sizeof(struct entry));
}

static void
chain(uint32_t *heads, size_t mask, uint64_t key, uint32_t i, uint32_t *next)
{
    *next = heads[key & mask];
    heads[key & mask] = i;
}

static bool
heads_grow(struct sb_daybook *book)
{
    size_t heads = book->heads > 0 ? book->heads * 2 : 1024;

    if (book->entries.used < book->heads)
        return true;
    uint32_t *patients = malloc(heads * sizeof *patients);
    uint32_t *providers = malloc(heads * sizeof *providers);
    if (!patients || !providers) {
        free(patients);
        free(providers);
        return false;
    }
    free(book->patients);
    free(book->providers);
    book->patients = patients;
    book->providers = providers;
    book->heads = heads;
    memset(patients, 0xff, heads * sizeof *patients);
    memset(providers, 0xff, heads * sizeof *providers);
    for (uint32_t i = 0; i < book->entries.used; i++) {
        struct entry *e = entry_at(book, i);
        chain(patients, heads - 1, e->patient_day, i, &e->next_patient);
        chain(providers, heads - 1, e->provider_day, i, &e->next_provider);
    }
    return true;
}

/* Code and modifiers in any order; 0 where 59, an X modifier, 76 or 77 tells it apart. */
static uint32_t
service_hash(const struct sb_service *service)
{
    uint64_t hash = 0;

    if (!service->code || sb_service_told_apart(service))
        return 0;
    for (size_t i = 0; i < service->modifiers.count; i++)
        hash += hash_text(7, service->modifiers.at[i]);
    return (uint32_t)hash_text(mix(hash), service->code) | 1;
}

static uint16_t
small(int32_t n)
{
    return n < 0 ? 0 : n > UINT16_MAX ? UINT16_MAX : (uint16_t)n;
}

/* What of the visit the book keeps; its services are put behind those that stand there. */
static bool
entry_fill(struct sb_daybook *book, const struct sb_case *c, struct entry *e)
{
    const struct sb_visit *v = c->visit;
    const char *provider = c->bill->provider ? c->bill->provider->id : "";
    bool shared = v->assistant != NULL;

    e->patient_day = hash_text((uint64_t)v->date.day, v->patient_id ? v->patient_id : "");
    e->provider_day = hash_text((uint64_t)v->date.day + 1000000000, provider);
    e->visit = (uint32_t)hash_text(1, v->id ? v->id : "");
    e->minutes = small(c->fact->pooled_minutes);
    e->units = small(c->fact->pooled_units);
    e->services = book->services.used;
    for (size_t i = 0; i < v->service_count; i++) {
        const struct sb_procedure *p = c->fact->services[i].procedure;
        if (p && (p->family == SB_FAMILY_PT_EVALUATION || p->family == SB_FAMILY_PT_REEVALUATION))
            e->flags |= EVALUATION;
        shared |= p && p->family == SB_FAMILY_GROUP;
        if (i >= SERVICES)
            continue;
        if (!piece_room(&book->services, sizeof(uint32_t)))
            return false;
        uint32_t *slot = piece_at(&book->services, book->services.used++, sizeof(uint32_t));
        *slot = service_hash(&v->services[i]);
        e->service_count++;
    }
    if (!shared && v->start.minute > 0 && v->end.minute > v->start.minute) {
        e->flags |= CLOCKED;
        e->start = small(v->start.minute);
        e->end = small(v->end.minute);
    }
    return true;
}

static void
twins_find(const struct sb_daybook *book, const struct entry *e, const struct entry *other,
           struct sb_day *day)
{
    for (uint32_t i = 0; i < e->service_count; i++) {
        uint32_t hash = *(uint32_t *)piece_at(&book->services, e->services + i, sizeof hash);
        for (uint32_t j = 0; hash != 0 && j < other->service_count; j++)
            if (*(uint32_t *)piece_at(&book->services, other->services + j, sizeof hash) == hash)
                day->twins |= UINT64_C(1) << i;
    }
}

/* True where the visit itself stands in the book already: it is not to be noted twice. */
static bool
patient_look(const struct sb_daybook *book, const struct entry *e, struct sb_day *day)
{
    uint32_t at = book->heads > 0 ? book->patients[e->patient_day & (book->heads - 1)] : NO_ENTRY;
    bool known = false;

    for (int n = 0; at != NO_ENTRY && n < CHAIN; n++) {
        const struct entry *other = entry_at(book, at);
        at = other->next_patient;
        if (other->patient_day != e->patient_day)
            continue;
        if (other->visit == e->visit) {
            known = true;
            continue;
        }
        day->evaluation |= (other->flags & EVALUATION) != 0;
        if (other->provider_day == e->provider_day) {
            day->minutes += other->minutes;
            day->units += other->units;
        }
        twins_find(book, e, other, day);
    }
    return known;
}

static void
provider_look(const struct sb_daybook *book, const struct entry *e, struct sb_day *day)
{
    uint32_t at = book->heads > 0 ? book->providers[e->provider_day & (book->heads - 1)] : NO_ENTRY;

    for (int n = 0; at != NO_ENTRY && n < CHAIN && !day->overlap; n++) {
        const struct entry *other = entry_at(book, at);
        at = other->next_provider;
        day->overlap = other->provider_day == e->provider_day && other->visit != e->visit &&
                       (other->flags & CLOCKED) != 0 && other->start < e->end &&
                       e->start < other->end;
    }
}

sb_status
sb_daybook_note(struct sb_daybook *book, struct sb_case *c, struct sb_error *err)
{
    struct entry e = {0};
    uint32_t services = book->services.used;

    if (c->visit->date.day == 0)
        return SB_OK;
    if (!piece_room(&book->entries, sizeof e) || !heads_grow(book) || !entry_fill(book, c, &e))
        return sb_error_nomem(err);
    bool known = patient_look(book, &e, &c->day);
    if ((e.flags & CLOCKED) != 0)
        provider_look(book, &e, &c->day);
    if (known) {
        book->services.used = services;
        return SB_OK;
    }
    uint32_t i = book->entries.used++;
    chain(book->patients, book->heads - 1, e.patient_day, i, &e.next_patient);
    chain(book->providers, book->heads - 1, e.provider_day, i, &e.next_provider);
    *entry_at(book, i) = e;
    return SB_OK;
}
