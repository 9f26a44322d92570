/* dxlist.c - the diagnoses of a year in memory, sorted by code as numbers. */
#include "codes/import.h"

#include <stdlib.h>
#include <string.h>

#define BASE 37

bool
sb_dx_key(uint64_t *out, const char *text, size_t length)
{
    uint64_t key = 0;

    if (length < 3 || length > SB_DX_BARE - 1 || text[0] < 'A' || text[0] > 'Z')
        return false;
    for (size_t i = 0; i < SB_DX_BARE - 1; i++) {
        uint64_t digit = 0;

        if (i < length && text[i] >= '0' && text[i] <= '9')
            digit = (uint64_t)(text[i] - '0') + 1;
        else if (i < length && text[i] >= 'A' && text[i] <= 'Z')
            digit = (uint64_t)(text[i] - 'A') + 11;
        else if (i < length)
            return false;
        key = key * BASE + digit;
    }
    *out = key;
    return true;
}

/* How many keys begin with the same characters. */
static uint64_t
key_unit(size_t length)
{
    uint64_t unit = 1;

    for (; length < SB_DX_BARE - 1; length++)
        unit *= BASE;
    return unit;
}

uint64_t
sb_dx_key_start(uint64_t key, size_t length)
{
    return key - key % key_unit(length);
}

uint64_t
sb_dx_key_end(uint64_t key, size_t length)
{
    return key + key_unit(length);
}

void
sb_dx_key_bare(char out[SB_DX_BARE], uint64_t key)
{
    memset(out, 0, SB_DX_BARE);
    for (size_t i = SB_DX_BARE - 1; i-- > 0; key /= BASE) {
        uint64_t digit = key % BASE;

        if (digit > 0)
            out[i] = (char)(digit < 11 ? '0' + (char)(digit - 1) : 'A' + (char)(digit - 11));
    }
}

/* Bytes as text: UTF-8 as it is, else as ISO 8859-1, which older files are in. */
static void
put_title(struct sb_buf *out, const char *title, size_t length)
{
    size_t bad;

    if (sb_utf8_valid(title, length, &bad)) {
        sb_buf_put(out, title, length);
        return;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)title[i];

        if (c >= 0x80)
            sb_buf_char(out, (char)(0xc0 | c >> 6));
        sb_buf_char(out, c >= 0x80 ? (char)(0x80 | (c & 0x3f)) : (char)c);
    }
}

sb_status
sb_dx_list_add(struct sb_dx_list *list, uint64_t key, bool billable, const char *title,
               size_t length, struct sb_error *err)
{
    size_t at = list->titles.len;

    if (list->count >= SB_LIMIT_SET_ROWS)
        return sb_error_set(err, SB_E_RANGE, "more codes than any year has");
    if (list->count == list->room) {
        size_t room = list->room ? 2 * list->room : 16384;
        void *rows = realloc(list->rows, room * sizeof *list->rows);

        if (rows == NULL)
            return sb_error_nomem(err);
        list->rows = rows;
        list->room = room;
    }
    put_title(&list->titles, title, length);
    sb_buf_char(&list->titles, '\0');
    if (list->titles.failed || at > UINT32_MAX)
        return sb_error_nomem(err);
    list->rows[list->count++] =
        (struct sb_dx_item){.key = key, .title = (uint32_t)at, .billable = billable};
    return SB_OK;
}

static int
item_order(const void *left, const void *right)
{
    const struct sb_dx_item *a = left, *b = right;

    if (a->dropped != b->dropped)
        return a->dropped ? 1 : -1;
    return (a->key > b->key) - (a->key < b->key);
}

void
sb_dx_list_sort(struct sb_dx_list *list, uint64_t *twice)
{
    *twice = 0;
    list->headers = list->billable = 0;
    if (list->count > 1)
        qsort(list->rows, list->count, sizeof *list->rows, item_order);
    while (list->count > 0 && list->rows[list->count - 1].dropped)
        list->count--;
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0 && list->rows[i].key == list->rows[i - 1].key)
            *twice = list->rows[i].key;
        list->headers += !list->rows[i].billable;
        list->billable += list->rows[i].billable;
    }
}

struct sb_dx_item *
sb_dx_list_find(const struct sb_dx_list *list, uint64_t key)
{
    size_t low = 0, high = list->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (list->rows[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < list->count && list->rows[low].key == key ? &list->rows[low] : NULL;
}

const char *
sb_dx_list_title(const struct sb_dx_list *list, const struct sb_dx_item *item)
{
    return list->titles.at + item->title;
}

void
sb_dx_list_free(struct sb_dx_list *list)
{
    free(list->rows);
    sb_buf_free(&list->titles);
    *list = (struct sb_dx_list){0};
}
