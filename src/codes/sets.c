/*
 * sets.c - asking the installed sets.  Each code is asked of the file once: what the sets say
 * of it is kept, so that checking a thousand visits costs as many look-ups as they have codes.
 */
#include "codes/userdb.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define YEARS 32 /* sets of diagnoses asked; older ones beyond that are not */

/* What the sets say of one code. */
struct known {
    uint64_t key;
    char code[SB_DX_TEXT];
    uint8_t state[YEARS]; /* enum sb_user_state */
    bool spanned[YEARS];  /* dx is filled */
    const char *title[YEARS];
    struct sb_dx dx[YEARS];
};
struct sb_user {
    char *path;
    struct sb_db *db;
    pid_t owner;
    struct sb_arena *arena;
    struct sb_user_sets sets;
    const struct sb_user_set *years[YEARS]; /* of diagnoses, by first day */
    size_t year_count;
    struct known **table; /* open addressing; room is a power of two */
    size_t room, used;
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
    user->table = calloc(user->room, sizeof(struct known *));
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

static void
fail(struct sb_user *user, sb_status st)
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
        fail(user, st);
    return s;
}

bool
sb_user_next(struct sb_user *user, struct sb_statement *s)
{
    bool row = false;
    sb_status st = sb_statement_next(s, &row, &user->failed);

    if (st != SB_OK)
        fail(user, st);
    return st == SB_OK && row;
}

const struct sb_user_edits *
sb_user_edits(struct sb_user *user)
{
    if (user->edits == NULL && user->failed.status == SB_OK &&
        (user->edits = sb_user_edits_read(user)) == NULL)
        fail(user, SB_E_NOMEM);
    return user->edits;
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

static void
known_read(struct sb_user *user, struct known *known)
{
    for (size_t i = 0; i < user->year_count; i++) {
        struct sb_statement *s = sb_user_ask(user, "SELECT billable, title FROM dx WHERE id = ?1");

        if (s == NULL)
            return;
        sb_statement_put_int(s, 1, row_id(user, (int)i, known->key));
        if (sb_user_next(user, s)) {
            const char *title = sb_statement_text(s, 1);

            known->state[i] = sb_statement_int(s, 0) ? SB_STATE_BILLABLE : SB_STATE_HEADER;
            known->title[i] =
                sb_arena_text(user->arena, title ? title : "", title ? strlen(title) : 0);
            if (known->title[i] == NULL)
                fail(user, SB_E_NOMEM);
        }
        sb_statement_free(s);
    }
}

static size_t
slot(struct known *const *table, size_t room, uint64_t key)
{
    size_t i = (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (room - 1);

    while (table[i] != NULL && table[i]->key != key)
        i = (i + 1) & (room - 1);
    return i;
}

static bool
grow(struct sb_user *user)
{
    struct known **table;
    size_t room = 2 * user->room;

    if (user->used < user->room / 2)
        return true;
    table = calloc(room, sizeof(struct known *));
    if (table == NULL)
        return false;
    for (size_t i = 0; i < user->room; i++)
        if (user->table[i] != NULL)
            table[slot(table, room, user->table[i]->key)] = user->table[i];
    free(user->table);
    user->table = table;
    user->room = room;
    return true;
}

/* What the sets say of a dotted code; NULL where it is none, or after a failure. */
static struct known *
known_get(struct sb_user *user, const char *code)
{
    struct known *known;
    uint64_t key;
    size_t at, length;

    if (!key_of(&key, &length, code))
        return NULL;
    at = slot(user->table, user->room, key);
    if (user->table[at] != NULL)
        return user->table[at];
    if (!grow(user) || (known = sb_arena_take(user->arena, sizeof *known)) == NULL) {
        fail(user, SB_E_NOMEM);
        return NULL;
    }
    known->key = key;
    memcpy(known->code, code, strnlen(code, SB_DX_TEXT - 1));
    known_read(user, known);
    if (user->failed.status != SB_OK)
        return NULL;
    user->table[slot(user->table, user->room, key)] = known;
    user->used++;
    return known;
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

    return known != NULL ? (enum sb_user_state)known->state[set] : SB_STATE_ABSENT;
}

const char *
sb_user_dx_code(struct sb_user *user, const char *code)
{
    const struct known *known = known_get(user, code);

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
        *title = known->title[set];
        return (enum sb_user_state)known->state[set];
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
    const struct known *known = known_get(user, code);

    out->count = 0;
    if (known != NULL)
        spans_find(out, user, known);
}

static void
dx_fill(struct sb_user *user, struct known *known, int set)
{
    const struct sb_code_set *about = &user->years[set]->about;
    struct sb_user_spans spans;
    struct sb_dx *dx = &known->dx[set];

    *dx = (struct sb_dx){.code = known->code, .title = known->title[set]};
    dx->billable = known->state[set] == SB_STATE_BILLABLE;
    spans_find(&spans, user, known);
    for (size_t i = 0; i < spans.count; i++) {
        if (spans.at[i].from.day > about->to.day ||
            (spans.at[i].to.day != 0 && spans.at[i].to.day < about->from.day))
            continue;
        dx->from = spans.at[i].from;
        dx->to = spans.at[i].to;
    }
    dx->successors = dx->to.day != 0 ? sb_dx_successors(known->code) : NULL;
    known->spanned[set] = true;
}

bool
sb_user_dx_billable(struct sb_dx *out, struct sb_user *user, int set, const char *code)
{
    struct known *known = known_get(user, code);

    if (known == NULL || known->state[set] != SB_STATE_BILLABLE)
        return false;
    if (out == NULL)
        return true;
    if (!known->spanned[set])
        dx_fill(user, known, set);
    *out = known->dx[set];
    return true;
}

/* walks */

void
sb_user_walk(struct sb_user_walk *walk, struct sb_user *user, int set, const char *code)
{
    uint64_t key;
    size_t length;

    *walk = (struct sb_user_walk){0};
    if (!key_of(&key, &length, code))
        return;
    walk->at = sb_user_ask(
        user, "SELECT id, billable, title FROM dx WHERE id > ?1 AND id < ?2 ORDER BY id");
    if (walk->at == NULL)
        return;
    sb_statement_put_int(walk->at, 1, row_id(user, set, key));
    sb_statement_put_int(walk->at, 2, row_id(user, set, sb_dx_key_end(key, length)));
}

bool
sb_user_walk_next(struct sb_user_walk *walk, struct sb_user *user)
{
    const uint64_t mask = (UINT64_C(1) << SB_USER_SHIFT) - 1;
    char bare[SB_DX_BARE];

    if (walk->at == NULL || !sb_user_next(user, walk->at))
        return false;
    sb_dx_key_bare(bare, (uint64_t)sb_statement_int(walk->at, 0) & mask);
    sb_dx_dotted(walk->code, bare);
    walk->billable = sb_statement_int(walk->at, 1) != 0;
    walk->title = sb_statement_text(walk->at, 2);
    return true;
}

void
sb_user_walk_end(struct sb_user_walk *walk, struct sb_user *user)
{
    (void)user;
    if (walk->at != NULL)
        sb_statement_free(walk->at);
    walk->at = NULL;
}

bool
sb_user_dx_begins(struct sb_user *user, int set, const char *code)
{
    struct sb_user_walk walk;
    bool any;

    sb_user_walk(&walk, user, set, code);
    any = sb_user_walk_next(&walk, user);
    sb_user_walk_end(&walk, user);
    return any;
}

/* search */

void
sb_user_walk_from(struct sb_user_walk *walk, struct sb_user *user, int set, const char *code)
{
    uint64_t key;
    size_t length;

    *walk = (struct sb_user_walk){0};
    if (!key_of(&key, &length, code))
        return;
    walk->at = sb_user_ask(user, "SELECT id, billable, title FROM dx WHERE id >= ?1 AND id < ?2"
                                 " ORDER BY id");
    if (walk->at == NULL)
        return;
    sb_statement_put_int(walk->at, 1, row_id(user, set, key));
    sb_statement_put_int(walk->at, 2, row_id(user, set, sb_dx_key_end(key, length)));
}

void
sb_user_match(struct sb_user_walk *walk, struct sb_user *user, int set, const char *query)
{
    *walk = (struct sb_user_walk){0};
    walk->at = sb_user_ask(user, "SELECT d.id, d.billable, d.title FROM dx_words w CROSS JOIN dx d"
                                 " ON d.id = w.rowid WHERE dx_words MATCH ?1 AND w.rowid >= ?2 AND"
                                 " w.rowid < ?3");
    if (walk->at == NULL)
        return;
    sb_statement_put_text(walk->at, 1, query);
    sb_statement_put_int(walk->at, 2, user->years[set]->id << SB_USER_SHIFT);
    sb_statement_put_int(walk->at, 3, (user->years[set]->id + 1) << SB_USER_SHIFT);
}

const char *
sb_user_text(struct sb_user *user, const char *text)
{
    const char *kept = sb_arena_text(user->arena, text, strlen(text));

    if (kept == NULL)
        fail(user, SB_E_NOMEM);
    return kept;
}
