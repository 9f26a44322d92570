/* codes.c - look-ups in the small tables: procedures, pairs, modifiers, places, taxonomy. */
#include "codes/userdb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct sb_procedure procedures[] = {
#include "procedures.inc"
};
static const struct sb_pair pairs[] = {
#include "pairs.inc"
};
static const struct sb_modifier modifiers[] = {
#include "modifiers.inc"
};
static const struct sb_place_of_service places[] = {
#include "places.inc"
};
static const struct sb_taxonomy taxonomy[] = {
#include "taxonomy.inc"
};
static const struct one_of {
    char code[6];
    uint8_t set;
} one_of[] = {
#include "one_of.inc"
};

sb_status
sb_codes_open(struct sb_codes **out, struct sb_error *err)
{
    return sb_codes_open_store(out, NULL, err);
}

sb_status
sb_codes_open_store(struct sb_codes **out, const char *store, struct sb_error *err)
{
    struct sb_codes *codes = calloc(1, sizeof *codes);
    sb_status st = SB_OK;

    *out = NULL;
    if (codes == NULL)
        return sb_error_nomem(err);
    if (store != NULL && sb_user_there(store))
        st = sb_user_start(&codes->user, store, err);
    if (st != SB_OK) {
        sb_codes_free(codes);
        return st;
    }
    *out = codes;
    return SB_OK;
}

void
sb_codes_free(struct sb_codes *codes)
{
    if (codes == NULL)
        return;
    sb_user_free(codes->user);
    free(codes);
}

sb_status
sb_codes_sound(const struct sb_codes *codes, struct sb_error *err)
{
    return codes != NULL ? sb_user_sound(codes->user, err) : SB_OK;
}

const char *
sb_codes_edition(char out[SB_EDITION_TEXT], const struct sb_codes *codes, sb_date on)
{
    const struct sb_code_set *set = NULL;

    if (codes != NULL && codes->user != NULL)
        set = sb_user_dx_about(codes->user, on);
    if (set != NULL)
        (void)snprintf(out, SB_EDITION_TEXT, "%s (%s)", set->name, set->edition);
    else
        (void)snprintf(out, SB_EDITION_TEXT, "the program's own table (FY2016 to FY2027)");
    return out;
}

/* Whether the set, or the newest of its kind where none has an end, holds on one of the days. */
static bool
set_judges(const struct sb_user *user, size_t i, sb_date first, sb_date last)
{
    const struct sb_code_set *set = sb_user_set_at(user, i), *next = sb_user_set_at(user, i + 1);

    if (set->from.day > last.day)
        return false;
    if (set->to.day != 0)
        return set->to.day >= first.day;
    return next == NULL || next->kind != set->kind || next->from.day > first.day;
}

const char *
sb_codes_editions(const struct sb_codes *codes, sb_date first, sb_date last, struct sb_arena *arena)
{
    const char *text = "embedded FY2016-FY2027";
    const struct sb_code_set *set;

    if (codes == NULL || codes->user == NULL)
        return text;
    for (size_t i = 0; text != NULL && (set = sb_user_set_at(codes->user, i)) != NULL; i++)
        if (set_judges(codes->user, i, first, last))
            text = sb_arena_print(arena, "%s, %s", text, set->name);
    return text;
}

/* Every row begins with its code, an array. */
static const void *
find(const char *code, const void *rows, size_t count, size_t size)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *row = (const char *)rows + middle * size;
        int order = strcmp(code, row);

        if (order == 0)
            return row;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}
#define FIND(code, table) find(code, table, COUNT(table), sizeof *(table))

static bool
within(sb_date on, sb_date from, sb_date to)
{
    return on.day >= from.day && (to.day == 0 || on.day <= to.day);
}

const struct sb_procedure *
sb_procedure_find(const char *code)
{
    return FIND(code, procedures);
}

const struct sb_procedure *
sb_procedure_addon(const char *code)
{
    const struct sb_procedure *first = sb_procedure_find(code);

    return first && first->addon ? sb_procedure_find(first->addon) : NULL;
}

bool
sb_procedure_valid(const struct sb_procedure *procedure, sb_date on)
{
    return within(on, procedure->from, procedure->to);
}

const struct sb_procedure *
sb_procedure_at(size_t i)
{
    return i < COUNT(procedures) ? &procedures[i] : NULL;
}

bool
sb_procedure_shape(const char *text)
{
    if (strlen(text) != 5)
        return false;
    for (size_t i = 1; i < 4; i++)
        if (!sb_ascii_digit(text[i]))
            return false;
    if (text[0] >= 'A' && text[0] <= 'V')
        return sb_ascii_digit(text[4]);
    return sb_ascii_digit(text[0]) && (sb_ascii_digit(text[4]) || strchr("AFTU", text[4]));
}

/* Of the rows of one pair, in this order of columns, the one that holds. */
static const struct sb_pair *
pair_ordered(const char *column1, const char *column2, sb_date on, bool old)
{
    size_t low = 0, high = COUNT(pairs);

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(pairs[middle].column1, column1);

        if (order < 0 || (order == 0 && strcmp(pairs[middle].column2, column2) < 0))
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < COUNT(pairs) && strcmp(pairs[low].column1, column1) == 0 &&
           strcmp(pairs[low].column2, column2) == 0;
         low++) {
        const struct sb_pair *pair = &pairs[low];

        if (within(on, pair->from, pair->to) || (old && pair->commercial_old))
            return pair;
    }
    return NULL;
}

const struct sb_pair *
sb_pair_find(const char *a, const char *b, sb_date on, bool old)
{
    const struct sb_pair *first = pair_ordered(a, b, on, old);
    const struct sb_pair *second = pair_ordered(b, a, on, old);

    if (!first || (second && second->indicator < first->indicator))
        return second;
    return first;
}

unsigned
sb_one_of_set(const char *code)
{
    const struct one_of *row = FIND(code, one_of);

    return row ? row->set : 0;
}

const struct sb_modifier *
sb_modifier_find(const char *code)
{
    return FIND(code, modifiers);
}

const struct sb_modifier *
sb_modifier_at(size_t i)
{
    return i < COUNT(modifiers) ? &modifiers[i] : NULL;
}

const struct sb_place_of_service *
sb_place_of_service_find(const char *code)
{
    return FIND(code, places);
}

const struct sb_place_of_service *
sb_place_of_service_at(size_t i)
{
    return i < COUNT(places) ? &places[i] : NULL;
}

const struct sb_taxonomy *
sb_taxonomy_find(const char *code)
{
    return FIND(code, taxonomy);
}

const struct sb_taxonomy *
sb_taxonomy_at(size_t i)
{
    return i < COUNT(taxonomy) ? &taxonomy[i] : NULL;
}
