/* config.c - asking the configuration. */
#include "model/config.h"

#include <stdlib.h>
#include <string.h>

const struct sb_provider *
sb_config_provider(const struct sb_config *c, const char *id)
{
    for (size_t i = 0; id && i < c->provider_count; i++)
        if (strcmp(c->providers[i].id, id) == 0)
            return &c->providers[i];
    return NULL;
}

const struct sb_site *
sb_config_location(const struct sb_config *c, const char *id)
{
    for (size_t i = 0; id && i < c->location_count; i++)
        if (strcmp(c->locations[i].id, id) == 0)
            return &c->locations[i];
    return NULL;
}

const struct sb_payer *
sb_config_payer(const struct sb_config *c, const char *text)
{
    for (size_t i = 0; text && i < c->payer_count; i++)
        if (strcmp(c->payers[i].id, text) == 0)
            return &c->payers[i];
    for (size_t i = 0; text && i < c->payer_count; i++)
        if (c->payers[i].name && sb_text_compare_fold(c->payers[i].name, text) == 0)
            return &c->payers[i];
    return NULL;
}

const struct sb_provider *
sb_config_only_provider(const struct sb_config *c)
{
    const struct sb_provider *only = NULL;

    for (size_t i = 0; i < c->provider_count; i++) {
        if (c->providers[i].role == SB_ROLE_PTA)
            continue;
        if (only)
            return NULL;
        only = &c->providers[i];
    }
    return only;
}

/* NULL comes first. */
static int
text_order(const char *a, const char *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static int
fee_compare(const void *left, const void *right)
{
    const struct sb_fee *a = left, *b = right;
    int order = text_order(a->payer, b->payer);

    if (order == 0)
        order = strcmp(a->code, b->code);
    if (order == 0)
        order = (a->from.day > b->from.day) - (a->from.day < b->from.day);
    return order;
}

void
sb_fees_sort(struct sb_config *config)
{
    if (config->fee_count > 1)
        qsort(config->fees, config->fee_count, sizeof *config->fees, fee_compare);
}

/* The last fee that is not after the wanted one, where it is for the same payer and code. */
static const sb_money *
fee_find(const struct sb_config *c, const char *payer, const char *code, sb_date on)
{
    const struct sb_fee wanted = {.payer = payer, .from = on, .code = code};
    size_t low = 0, high = c->fee_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (fee_compare(&c->fees[middle], &wanted) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return NULL;
    const struct sb_fee *fee = &c->fees[low - 1];
    bool same = text_order(fee->payer, payer) == 0 && strcmp(fee->code, code) == 0;
    return same ? &fee->price : NULL;
}

const sb_money *
sb_config_fee(const struct sb_config *c, const struct sb_payer *payer, const char *code, sb_date on)
{
    const sb_money *price = payer ? fee_find(c, payer->id, code, on) : NULL;

    return price ? price : fee_find(c, NULL, code, on);
}

const char *
sb_config_path(const struct sb_config *config, struct sb_arena *arena, const char *path)
{
    if (path[0] == '/' || strcmp(config->folder, ".") == 0)
        return sb_arena_text(arena, path, strlen(path));
    const char *slash = strcmp(config->folder, "/") == 0 ? "" : "/";
    return sb_arena_print(arena, "%s%s%s", config->folder, slash, path);
}
