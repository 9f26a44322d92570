/*
 * sets.c - asking the installed sets.  Each code is asked of the file once: what the sets say
 * of it is kept, so that checking a thousand visits costs as many look-ups as they have codes.
 */
#include "codes/userdb.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define YEARS 32 /* sets of diagnoses asked; older ones beyond that are not */

#define MISSES 256 /* look-ups in the file after which the codes of all sets are read at once */

/* What the sets say of one code. */
struct known {
    char code[SB_DX_TEXT];
    struct known_year {
        uint8_t state; /* enum sb_user_state */
        bool spanned;  /* dx is filled */
        const char *title;
        struct sb_dx dx;
    } years[];
};
/* A code that was asked; known is NULL where no set has it. */
struct slot {
    uint64_t key; /* 0: free */
    struct known *known;
};
struct sb_user {
    char *path;
    struct sb_db *db;
    pid_t owner;
    struct sb_arena *arena;
    struct sb_user_sets sets;
    const struct sb_user_set *years[YEARS]; /* of diagnoses, by first day */
    size_t year_count;
    struct slot *table; /* open addressing; room is a power of two */
    size_t room, used;
    size_t misses;
    uint64_t *keys; /* of all sets, sorted; NULL: not read yet */
    size_t key_count;
    struct sb_user_edits *edits; /* NULL: not asked yet */
    struct sb_error failed;
};

static sb_status
connect_file(struct sb_user *user, struct sb_error *err)
{
    sb_status st = sb_user_open(&user->db, user->path, false, err);

    user->owner = getpid();
    return st;
}

sb_status
sb_user_start(struct sb_user **out, const char *path, struct sb_error *err)
{
    struct sb_user *user = calloc(1, sizeof *user);
    sb_status st;

    *out = NULL;
    if (user == NULL)
        return sb_error_nomem(err);
    user->arena = sb_arena_new(0);
    user->room = 1024;
    user->table = calloc(user->room, sizeof *user->table);
    user->path = strdup(path);
    if (user->arena == NULL || user->table == NULL || user->path == NULL)
        st = sb_error_nomem(err);
    else if ((st = connect_file(user, err)) == SB_OK)
        st = sb_user_sets(&user->sets, user->db, err);
    if (st != SB_OK) {
        sb_user_free(user);
        return st;
    }
    /* the newest, where there are too many */
    for (size_t i = 0; i < user->sets.count; i++) {
        if (user->sets.at[i].about.kind != SB_SET_ICD10CM)
            continue;
        if (user->year_count == YEARS)
            memmove(user->years, user->years + 1, --user->year_count * sizeof *user->years);
        user->years[user->year_count++] = &user->sets.at[i];
    }
    *out = user;
    return SB_OK;
}

void
sb_user_free(struct sb_user *user)
{
    if (user == NULL)
        return;
    sb_db_free(user->db);
    sb_arena_free(user->arena);
    sb_user_edits_free(user->edits);
    free(user->table);
    free(user->keys);
    free(user->path);
    free(user);
}

sb_status
sb_user_sound(const struct sb_user *user, struct sb_error *err)
{
    if (user == NULL || user->failed.status == SB_OK)
        return SB_OK;
    if (err != NULL)
        *err = user->failed;
    return user->failed.status;
}

void
sb_user_fail(struct sb_user *user, sb_status st)
{
    if (user->failed.status == SB_OK)
        (void)sb_error_set(&user->failed, st, "%s", sb_status_text(st));
}

/* A statement with a first parameter; NULL after a failure.  A child opens the file anew. */
struct sb_statement *
sb_user_ask(struct sb_user *user, const char *sql)
{
    struct sb_statement *s = NULL;
    sb_status st = SB_OK;

    if (user->failed.status != SB_OK)
        return NULL;
    if (user->owner != getpid())
        st = connect_file(user, &user->failed);
    if (st == SB_OK)
        st = sb_statement_open(&s, user->db, sql, &user->failed);
    if (st != SB_OK)
        sb_user_fail(user, st);
    return s;
}

bool
sb_user_next(struct sb_user *user, struct sb_statement *s)
{
    bool row = false;
    sb_status st = sb_statement_next(s, &row, &user->failed);

    if (st != SB_OK)
        sb_user_fail(user, st);
    return st == SB_OK && row;
}

const struct sb_user_edits *
sb_user_edits(struct sb_user *user)
{
    if (user->edits == NULL && user->failed.status == SB_OK &&
        (user->edits = sb_user_edits_read(user)) == NULL)
        sb_user_fail(user, SB_E_NOMEM);
    return user->edits;
}

const struct sb_user_set *
sb_user_newest(const struct sb_user *user, enum sb_set_kind kind)
{
    const struct sb_user_set *newest = NULL;

    for (size_t i = 0; i < user->sets.count; i++)
        if (user->sets.at[i].about.kind == kind)
            newest = &user->sets.at[i];
    return newest;
}

static bool
key_of(uint64_t *key, size_t *length, const char *code)
{
    char bare[SB_DX_BARE];

    sb_dx_bare(bare, code);
    *length = strlen(bare);
    return sb_dx_key(key, bare, *length);
}

static int64_t
row_id(const struct sb_user *user, int set, uint64_t key)
{
    return (user->years[set]->id << SB_USER_SHIFT) + (int64_t)key;
}

static int
key_order(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* Codes that were never seen are most of what rules ask for: then these are asked in memory. */
static void
keys_read(struct sb_user *user)
{
    const uint64_t mask = (UINT64_C(1) << SB_USER_SHIFT) - 1;
    struct sb_statement *s;
    size_t most = 0;

    for (size_t i = 0; i < user->year_count; i++)
        most += (size_t)user->years[i]->about.rows;
    user->keys = calloc(most + 1, sizeof *user->keys);
    if (user->keys == NULL) {
        sb_user_fail(user, SB_E_NOMEM);
        return;
    }
    for (size_t i = 0; i < user->year_count; i++) {
        if ((s = sb_user_ask(user, "SELECT id FROM dx WHERE id >= ?1 AND id < ?2")) == NULL)
            return;
        sb_statement_put_int(s, 1, row_id(user, (int)i, 0));
        sb_statement_put_int(s, 2, row_id(user, (int)i, SB_DX_KEY_TOP));
        while (user->key_count < most && sb_user_next(user, s))
            user->keys[user->key_count++] = (uint64_t)sb_statement_int(s, 0) & mask;
        sb_statement_free(s);
    }
    qsort(user->keys, user->key_count, sizeof *user->keys, key_order);
}

/* Whether some set has the code, as far as is known without asking the file. */
static bool
perhaps_there(struct sb_user *user, uint64_t key)
{
    if (user->misses++ == MISSES)
        keys_read(user);
    return user->keys == NULL ||
           bsearch(&key, user->keys, user->key_count, sizeof key, key_order) != NULL;
}

static struct known *
known_new(struct sb_user *user, const char *code)
{
    struct known *known =
        sb_arena_take(user->arena, sizeof *known + user->year_count * sizeof(struct known_year));

    if (known == NULL)
        sb_user_fail(user, SB_E_NOMEM);
    else
        memcpy(known->code, code, strnlen(code, SB_DX_TEXT - 1));
    return known;
}

/* Ask each set; NULL where none has the code, or after a failure. */
static struct known *
known_read(struct sb_user *user, const char *code, uint64_t key)
{
    struct known *known = NULL;

    for (size_t i = 0; i < user->year_count; i++) {
        struct sb_statement *s = sb_user_ask(user, "SELECT billable, title FROM dx WHERE id = ?1");

        if (s == NULL)
            return NULL;
        sb_statement_put_int(s, 1, row_id(user, (int)i, key));
        if (sb_user_next(user, s) && (known != NULL || (known = known_new(user, code)) != NULL)) {
            const char *title = sb_statement_text(s, 1);
            struct known_year *year = &known->years[i];

            year->state = sb_statement_int(s, 0) ? SB_STATE_BILLABLE : SB_STATE_HEADER;
            year->title = sb_user_text(user, title != NULL ? title : "");
        }
        sb_statement_free(s);
    }
    return user->failed.status == SB_OK ? known : NULL;
}

static struct slot *
slot_find(struct slot *table, size_t room, uint64_t key)
{
    size_t i = (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (room - 1);

    while (table[i].key != 0 && table[i].key != key)
        i = (i + 1) & (room - 1);
    return &table[i];
}

static bool
grow(struct sb_user *user)
{
    struct slot *table;
    size_t room = 2 * user->room;

    if (user->used < user->room / 2)
        return true;
    table = calloc(room, sizeof *table);
    if (table == NULL)
        return false;
    for (size_t i = 0; i < user->room; i++)
        if (user->table[i].key != 0)
            *slot_find(table, room, user->table[i].key) = user->table[i];
    free(user->table);
    user->table = table;
    user->room = room;
    return true;
}

/* What the sets say of a dotted code; NULL where none has it, or after a failure. */
static struct slot *
slot_get(struct sb_user *user, const char *code)
{
    struct slot *slot;
    struct known *known = NULL;
    uint64_t key;
    size_t length;

    if (!key_of(&key, &length, code))
        return NULL;
    slot = slot_find(user->table, user->room, key);
    if (slot->key != 0)
        return slot;
    if (!grow(user)) {
        sb_user_fail(user, SB_E_NOMEM);
        return NULL;
    }
    if (perhaps_there(user, key))
        known = known_read(user, code, key);
    if (user->failed.status != SB_OK)
        return NULL;
    slot = slot_find(user->table, user->room, key);
    *slot = (struct slot){key, known};
    user->used++;
    return slot;
}

static struct known *
known_get(struct sb_user *user, const char *code)
{
    struct slot *slot = slot_get(user, code);

    return slot != NULL ? slot->known : NULL;
}

/* The same, made where no set has the code: the program's own table may. */
static struct known *
known_make(struct sb_user *user, const char *code)
{
    struct slot *slot = slot_get(user, code);

    if (slot != NULL && slot->known == NULL)
        slot->known = known_new(user, code);
    return slot != NULL ? slot->known : NULL;
}

int
sb_user_dx_set(const struct sb_user *user, sb_date on)
{
    for (size_t i = user->year_count; i-- > 0;)
        if (user->years[i]->about.from.day <= on.day && on.day <= user->years[i]->about.to.day)
            return (int)i;
    return -1;
}

const struct sb_code_set *
sb_user_set_at(const struct sb_user *user, size_t i)
{
    return i < user->sets.count ? &user->sets.at[i].about : NULL;
}

const struct sb_code_set *
sb_user_dx_about(const struct sb_user *user, sb_date on)
{
    int set = sb_user_dx_set(user, on);

    return set >= 0 ? &user->years[set]->about : NULL;
}

static int32_t
days_from(const struct sb_code_set *set, sb_date on)
{
    if (on.day < set->from.day)
        return set->from.day - on.day;
    return on.day > set->to.day ? on.day - set->to.day : 0;
}

int
sb_user_dx_nearest(const struct sb_user *user, sb_date on)
{
    int best = -1;

    for (size_t i = 0; i < user->year_count; i++)
        if (best < 0 ||
            days_from(&user->years[i]->about, on) <= days_from(&user->years[best]->about, on))
            best = (int)i;
    return best;
}

sb_date
sb_user_dx_clamp(const struct sb_user *user, int set, sb_date on)
{
    const struct sb_code_set *about = &user->years[set]->about;

    if (on.day < about->from.day)
        return about->from;
    return on.day > about->to.day ? about->to : on;
}

enum sb_user_state
sb_user_dx_state(struct sb_user *user, int set, const char *code)
{
    const struct known *known = known_get(user, code);

    return known != NULL ? (enum sb_user_state)known->years[set].state : SB_STATE_ABSENT;
}

const char *
sb_user_dx_code(struct sb_user *user, const char *code)
{
    const struct known *known = known_make(user, code);

    return known != NULL ? known->code : NULL;
}

/* spans */

/* What holds of the code on a day, by the set that covers it, else by the program's table. */
static enum sb_user_state
state_on(const struct sb_user *user, const struct known *known, sb_date on, const char **title)
{
    int set = sb_user_dx_set(user, on);
    size_t row = sb_dx_lower(known->code);
    bool any = false;

    *title = NULL;
    if (set >= 0) {
        *title = known->years[set].title;
        return (enum sb_user_state)known->years[set].state;
    }
    for (; row < sb_dx_count() && strcmp(sb_dx_row_code(row), known->code) == 0; row++) {
        any = true;
        if (!sb_dx_row_holds(row, sb_dx_clamp(on)))
            continue;
        *title = sb_dx_row_title(row);
        return sb_dx_row_billable(row) ? SB_STATE_BILLABLE : SB_STATE_HEADER;
    }
    return any ? SB_STATE_ABSENT : SB_STATE_UNKNOWN;
}

static int
day_order(const void *left, const void *right)
{
    const int32_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

#define EDGES (2 * YEARS + 32)

/* The days on which something may change, sorted; the first is the beginning of time. */
static size_t
edges_find(int32_t edges[EDGES], const struct sb_user *user, const char *code)
{
    size_t count = 0, row = sb_dx_lower(code);

    edges[count++] = 1;
    for (size_t i = 0; i < user->year_count; i++) {
        edges[count++] = user->years[i]->about.from.day;
        edges[count++] = user->years[i]->about.to.day + 1;
    }
    for (; row < sb_dx_count() && strcmp(sb_dx_row_code(row), code) == 0; row++) {
        int32_t first, last;

        sb_dx_row_days(row, &first, &last);
        if (first != 0 && count < EDGES)
            edges[count++] = first;
        if (last != 0 && count < EDGES)
            edges[count++] = last + 1;
    }
    qsort(edges, count, sizeof *edges, day_order);
    return count;
}

static void
spans_find(struct sb_user_spans *out, const struct sb_user *user, const struct known *known)
{
    int32_t edges[EDGES];
    size_t count = edges_find(edges, user, known->code);
    enum sb_user_state before = SB_STATE_UNKNOWN;

    out->count = 0;
    for (size_t i = 0; i < count && out->count < SB_USER_SPANS; i++) {
        const char *title;
        enum sb_user_state state;

        if (i > 0 && edges[i] == edges[i - 1])
            continue;
        state = state_on(user, known, (sb_date){edges[i]}, &title);
        if (out->count > 0 && out->at[out->count - 1].state == state) {
            if (title != NULL)
                out->at[out->count - 1].title = title;
            continue;
        }
        if (out->count > 0 && state != SB_STATE_UNKNOWN)
            out->at[out->count - 1].to = (sb_date){edges[i] - 1};
        out->at[out->count++] = (struct sb_user_span){
            /* what was not known before it need not begin here */
            .from = {before == SB_STATE_UNKNOWN ? 0 : edges[i]},
            .state = state,
            .title = title,
        };
        before = state;
    }
}

void
sb_user_dx_spans(struct sb_user_spans *out, struct sb_user *user, const char *code)
{
    const struct known *known = known_make(user, code);

    out->count = 0;
    if (known != NULL)
        spans_find(out, user, known);
}

static void
dx_fill(struct sb_user *user, struct known *known, int set)
{
    const struct sb_code_set *about = &user->years[set]->about;
    struct sb_user_spans spans;
    struct sb_dx *dx = &known->years[set].dx;

    *dx = (struct sb_dx){.code = known->code, .title = known->years[set].title};
    dx->billable = known->years[set].state == SB_STATE_BILLABLE;
    spans_find(&spans, user, known);
    for (size_t i = 0; i < spans.count; i++) {
        if (spans.at[i].from.day > about->to.day ||
            (spans.at[i].to.day != 0 && spans.at[i].to.day < about->from.day))
            continue;
        dx->from = spans.at[i].from;
        dx->to = spans.at[i].to;
    }
    dx->successors = dx->to.day != 0 ? sb_user_successors(user, known->code, dx->to) : NULL;
    known->years[set].spanned = true;
}

bool
sb_user_dx_billable(struct sb_dx *out, struct sb_user *user, int set, const char *code)
{
    struct known *known = known_get(user, code);

    if (known == NULL || known->years[set].state != SB_STATE_BILLABLE)
        return false;
    if (out == NULL)
        return true;
    if (!known->years[set].spanned)
        dx_fill(user, known, set);
    *out = known->years[set].dx;
    return true;
}

bool
sb_user_range(int64_t *first, int64_t *end, const struct sb_user *user, int set, const char *code)
{
    uint64_t key;
    size_t length;

    *first = row_id(user, set, 0);
    *end = row_id(user, set, SB_DX_KEY_TOP);
    if (code == NULL)
        return true;
    if (!key_of(&key, &length, code))
        return false;
    *first = row_id(user, set, key);
    *end = row_id(user, set, sb_dx_key_end(key, length));
    return true;
}

const char *
sb_user_text(struct sb_user *user, const char *text)
{
    const char *kept = sb_arena_text(user->arena, text, strlen(text));

    if (kept == NULL)
        sb_user_fail(user, SB_E_NOMEM);
    return kept;
}
