/*
 * sets_edits.c - pairs, daily limits, days and successors of installed sets.  Pairs and limits of
 * the program's own codes are few: they are read once, at the first question, and then asked in
 * memory.
 */
#include "codes/userdb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pair_row {
    struct sb_pair pair;
    bool active;     /* indicator 9 is void */
    int32_t edition; /* first day of its set: of two the newer speaks */
};
struct limit_row {
    char code[6];
    int32_t from; /* first day of its set */
    uint16_t units;
    uint8_t mai;
};
struct sb_user_edits {
    struct pair_row *pairs;
    size_t pair_count;
    struct limit_row *limits;
    size_t limit_count;
};

void
sb_user_edits_free(struct sb_user_edits *edits)
{
    if (edits == NULL)
        return;
    free(edits->pairs);
    free(edits->limits);
    free(edits);
}

static int
pair_order(const void *left, const void *right)
{
    const struct pair_row *a = left, *b = right;
    int order = strcmp(a->pair.column1, b->pair.column1);

    if (order == 0)
        order = strcmp(a->pair.column2, b->pair.column2);
    return order != 0 ? order : (a->edition < b->edition) - (a->edition > b->edition);
}

static int
limit_order(const void *left, const void *right)
{
    const struct limit_row *a = left, *b = right;
    int order = strcmp(a->code, b->code);

    return order != 0 ? order : (a->from < b->from) - (a->from > b->from);
}

/* One more element in a growing array; NULL when memory ends. */
static void *
grown(void *array, size_t count, size_t size)
{
    /* doubled at each power of two */
    if (count > 0 && (count & (count - 1)) != 0)
        return array;
    return realloc(array, (count > 0 ? 2 * count : 1) * size);
}

static bool
code_take(char out[6], const char *text)
{
    memset(out, 0, 6);
    if (text == NULL || strlen(text) != 5)
        return false;
    memcpy(out, text, 5);
    return sb_procedure_find(out) != NULL;
}

static bool
pair_take(struct sb_user_edits *edits, struct sb_statement *s)
{
    struct pair_row row = {.edition = (int32_t)sb_statement_int(s, 5)};
    int64_t indicator = sb_statement_int(s, 4);
    void *at;

    if (!code_take(row.pair.column1, sb_statement_text(s, 0)) ||
        !code_take(row.pair.column2, sb_statement_text(s, 1)))
        return true;
    row.pair.from.day = (int32_t)sb_statement_int(s, 2);
    row.pair.to.day = (int32_t)sb_statement_int(s, 3);
    row.active = indicator == 0 || indicator == 1;
    row.pair.indicator = (uint8_t)(indicator == 0 ? 0 : 1);
    if ((at = grown(edits->pairs, edits->pair_count, sizeof row)) == NULL)
        return false;
    edits->pairs = at;
    edits->pairs[edits->pair_count++] = row;
    return true;
}

static bool
limit_take(struct sb_user_edits *edits, struct sb_statement *s)
{
    struct limit_row row = {.from = (int32_t)sb_statement_int(s, 3)};
    int64_t units = sb_statement_int(s, 1);
    void *at;

    if (!code_take(row.code, sb_statement_text(s, 0)))
        return true;
    row.units = (uint16_t)(units > UINT16_MAX ? UINT16_MAX : units);
    row.mai = (uint8_t)sb_statement_int(s, 2);
    if ((at = grown(edits->limits, edits->limit_count, sizeof row)) == NULL)
        return false;
    edits->limits = at;
    edits->limits[edits->limit_count++] = row;
    return true;
}

/* Read both tables; false where memory ends or the file fails (which sticks). */
static bool
read_edits(struct sb_user_edits *edits, struct sb_user *user)
{
    struct sb_statement *s =
        sb_user_ask(user, "SELECT column1, column2, pair.first, pair.last, indicator, c.first"
                          " FROM pair JOIN code_set c ON c.id = code_set WHERE c.kind = 1");
    bool whole = s != NULL;

    while (whole && sb_user_next(user, s))
        whole = pair_take(edits, s);
    if (s != NULL)
        sb_statement_free(s);
    if (!whole)
        return false;
    s = sb_user_ask(user, "SELECT code, value, mai, c.first FROM dated JOIN code_set c ON"
                          " c.id = code_set WHERE c.kind = 2");
    whole = s != NULL;
    while (whole && sb_user_next(user, s))
        whole = limit_take(edits, s);
    if (s != NULL)
        sb_statement_free(s);
    if (edits->pair_count > 1)
        qsort(edits->pairs, edits->pair_count, sizeof *edits->pairs, pair_order);
    if (edits->limit_count > 1)
        qsort(edits->limits, edits->limit_count, sizeof *edits->limits, limit_order);
    return whole;
}

struct sb_user_edits *
sb_user_edits_read(struct sb_user *user)
{
    struct sb_user_edits *edits = calloc(1, sizeof *edits);

    if (edits != NULL && !read_edits(edits, user)) {
        sb_user_edits_free(edits);
        return NULL;
    }
    return edits;
}

/* The row in force of a pair in this order; *known: the sets have the pair, whatever the day. */
static const struct pair_row *
pair_ordered(const struct sb_user_edits *edits, const char *column1, const char *column2,
             sb_date on, bool *known)
{
    struct pair_row wanted = {.edition = INT32_MAX};
    const struct pair_row *row;
    size_t low = 0, high = edits->pair_count;

    memcpy(wanted.pair.column1, column1, strnlen(column1, 5));
    memcpy(wanted.pair.column2, column2, strnlen(column2, 5));
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (pair_order(&edits->pairs[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (row = edits->pairs + low;
         low < edits->pair_count && strcmp(row->pair.column1, wanted.pair.column1) == 0 &&
         strcmp(row->pair.column2, wanted.pair.column2) == 0;
         row++, low++) {
        if (*known && row->edition != wanted.edition)
            break; /* an older edition */
        *known = true;
        wanted.edition = row->edition;
        if (row->active && row->pair.from.day <= on.day &&
            (row->pair.to.day == 0 || on.day <= row->pair.to.day))
            return row;
    }
    return NULL;
}

const struct sb_pair *
sb_codes_pair(const struct sb_codes *codes, const char *a, const char *b, sb_date on, bool old)
{
    const struct sb_user_edits *edits =
        codes != NULL && codes->user != NULL ? sb_user_edits(codes->user) : NULL;
    const struct sb_pair *own = sb_pair_find(a, b, on, old);
    const struct pair_row *first, *second;
    bool known = false, turned = false;

    if (edits == NULL || edits->pair_count == 0 || (own != NULL && own->commercial_old))
        return own;
    first = pair_ordered(edits, a, b, on, &known);
    second = pair_ordered(edits, b, a, on, &turned);
    if (!known && !turned)
        return own;
    if (first == NULL || (second != NULL && second->pair.indicator < first->pair.indicator))
        first = second;
    return first != NULL ? &first->pair : NULL;
}

void
sb_codes_limit(const struct sb_codes *codes, const struct sb_procedure *procedure, sb_date on,
               int32_t *units, int32_t *mai)
{
    const struct sb_user_edits *edits =
        codes != NULL && codes->user != NULL ? sb_user_edits(codes->user) : NULL;
    size_t low = 0, high = edits != NULL ? edits->limit_count : 0;

    *units = procedure->mue;
    *mai = procedure->mai;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(edits->limits[middle].code, procedure->code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    /* newest first; the program's own hold before the oldest */
    for (; edits != NULL && low < edits->limit_count &&
           strcmp(edits->limits[low].code, procedure->code) == 0;
         low++) {
        if (edits->limits[low].from > on.day)
            continue;
        *units = edits->limits[low].units;
        *mai = edits->limits[low].mai;
        return;
    }
}

void
sb_codes_days(struct sb_code_days *out, const struct sb_codes *codes, const char *code)
{
    struct sb_user *user = codes != NULL ? codes->user : NULL;
    const struct sb_user_set *set;
    struct sb_statement *s;

    *out = (struct sb_code_days){.known = false};
    /* level II alone: a letter and four digits */
    if (user == NULL || !sb_ascii_alpha(code[0]) || !sb_procedure_shape(code) ||
        (set = sb_user_newest(user, SB_SET_HCPCS)) == NULL)
        return;
    memcpy(out->set, set->about.name, sizeof out->set);
    out->set_from = set->about.from;
    s = sb_user_ask(user, "SELECT first, last FROM dated WHERE code = ?1 AND code_set = ?2");
    if (s == NULL)
        return;
    sb_statement_put_text(s, 1, code);
    sb_statement_put_int(s, 2, set->id);
    out->known = sb_user_next(user, s);
    if (out->known) {
        out->from.day = (int32_t)sb_statement_int(s, 0);
        out->to.day = (int32_t)sb_statement_int(s, 1);
    }
    sb_statement_free(s);
}

const char *
sb_user_successors(struct sb_user *user, const char *code, sb_date ended)
{
    const struct sb_user_set *set = sb_user_newest(user, SB_SET_CONVERSION);
    const char *own = sb_dx_successors(code), *kept = NULL;
    char bare[SB_DX_BARE], dotted[SB_DX_TEXT];
    struct sb_buf list = {0};
    struct sb_statement *s;
    int64_t first = 0;

    if (own != NULL || set == NULL)
        return own;
    /* of several changes of the code the one with which it ended */
    s = sb_user_ask(user, "SELECT column2, first FROM pair WHERE column1 = ?1 AND code_set = ?2"
                          " ORDER BY abs(first - ?3), first, column2");
    if (s == NULL)
        return NULL;
    sb_dx_bare(bare, code);
    sb_statement_put_text(s, 1, bare);
    sb_statement_put_int(s, 2, set->id);
    sb_statement_put_int(s, 3, ended.day + 1);
    while (sb_user_next(user, s) && (list.len == 0 || sb_statement_int(s, 1) == first)) {
        const char *text = sb_statement_text(s, 0);

        first = sb_statement_int(s, 1);
        if (text == NULL || strlen(text) >= SB_DX_BARE || strcmp(text, bare) == 0)
            continue;
        sb_dx_dotted(dotted, text);
        sb_buf_print(&list, "%s%s", list.len > 0 ? " " : "", dotted);
    }
    sb_statement_free(s);
    if (list.len > 0 && !list.failed)
        kept = sb_user_text(user, list.at);
    sb_buf_free(&list);
    return kept;
}

const char *
sb_codes_edition_of(char out[SB_EDITION_TEXT], const struct sb_codes *codes, enum sb_set_kind kind,
                    sb_date on)
{
    static const char *const own[] = {
        [SB_SET_ICD10CM] = "the program's own table (FY2016 to FY2027)",
        [SB_SET_PAIRS] = "the program's own table (practitioner edition of 2024-07-01)",
        [SB_SET_LIMITS] = "the program's own table (practitioner edition of 2024-07-01)",
        [SB_SET_HCPCS] = "the program's own table",
        [SB_SET_CONVERSION] = "the program's own table",
    };
    const struct sb_user *user = codes != NULL ? codes->user : NULL;
    const struct sb_user_set *set = user != NULL ? sb_user_newest(user, kind) : NULL;
    const struct sb_code_set *about = set != NULL ? &set->about : NULL;

    if (kind == SB_SET_ICD10CM)
        return sb_codes_edition(out, codes, on);
    /* limits have no days of their own */
    if (about != NULL && kind == SB_SET_LIMITS && about->from.day > on.day)
        about = NULL;
    if (about == NULL)
        (void)snprintf(out, SB_EDITION_TEXT, "%s", own[kind]);
    else
        (void)snprintf(out, SB_EDITION_TEXT, "%s (%s)%s", about->name, about->edition,
                       kind == SB_SET_PAIRS ? ", else the program's own table" : "");
    return out;
}
