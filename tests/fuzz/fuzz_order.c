/*
 * fuzz_order.c - official code files of every kind: what is recognised parses or is refused with a
 * place and words; what is taken is sound, and a list written out again reads the same.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codes/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "line %d: %s\n", __LINE__, #condition);                                \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static sb_status
take(void *user, const struct sb_edit_row *row, struct sb_error *err)
{
    size_t *count = user;

    (void)err;
    (*count)++;
    CHECK(strlen(row->code) >= 3 && strlen(row->code) < sizeof row->code);
    CHECK(strlen(row->other) < sizeof row->other);
    CHECK(row->from.day >= 0 && row->to.day >= 0 && row->value >= 0 && row->mai <= 3);
    return SB_OK;
}

static void
check_list(const struct sb_dx_list *list)
{
    CHECK(list->headers + list->billable == list->count);
    for (size_t i = 0; i < list->count; i++) {
        const struct sb_dx_item *item = &list->rows[i];
        char bare[SB_DX_BARE];
        uint64_t key;
        size_t bad;
        const char *title = sb_dx_list_title(list, item);

        sb_dx_key_bare(bare, item->key);
        CHECK(sb_dx_key(&key, bare, strlen(bare)) && key == item->key);
        CHECK(i == 0 || list->rows[i - 1].key < key);
        CHECK(sb_utf8_valid(title, strlen(title), &bad));
    }
}

/* A year that addenda may change: the first codes of the input itself. */
static void
check_addenda(struct sb_lines *lines, enum sb_official kind, struct sb_error *err)
{
    struct sb_dx_list list = {.whole = kind == SB_OFFICIAL_ORDER_ADDENDA};
    struct sb_addenda addenda;
    uint64_t key, twice;

    CHECK(sb_dx_key(&key, "B880", 4));
    CHECK(sb_dx_list_add(&list, key, true, "Other acariasis", 15, NULL) == SB_OK);
    sb_dx_list_sort(&list, &twice);
    if (sb_import_addenda(&addenda, &list, lines, kind, err) == SB_OK)
        check_list(&list);
    sb_dx_list_free(&list);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_lines lines;
    struct sb_error err = {0};
    struct sb_dx_list list = {0};
    struct sb_edit_count count;
    const char *seems = NULL;
    struct sb_bytes head;
    enum sb_official kind;
    size_t taken = 0;
    char hex[65];
    sb_status st = SB_OK;

    CHECK(sb_crypto_start(NULL) == SB_OK);
    if (sb_lines_memory(&lines, "icd10cm-order-2026.txt", data, size, &err) != SB_OK)
        return 0;
    head = sb_lines_head(&lines);
    kind = sb_official_find(head.at, head.len, &seems);
    CHECK((kind == SB_OFFICIAL_NONE) == (seems != NULL));
    if (kind == SB_OFFICIAL_ORDER || kind == SB_OFFICIAL_CODES) {
        /* no input of a fuzzer is long enough to be a year: cut short, but read to the end */
        st = sb_import_dx(&list, &lines, kind, &err);
        CHECK(st != SB_OK);
    } else if (kind == SB_OFFICIAL_ORDER_ADDENDA || kind == SB_OFFICIAL_CODES_ADDENDA) {
        check_addenda(&lines, kind, &err);
    } else if (kind != SB_OFFICIAL_NONE) {
        st = sb_import_edits(&count, &lines, kind, take, &taken, &err);
        CHECK(st != SB_OK || (count.rows == taken && taken > 0));
    }
    CHECK(st == SB_OK || err.text[0] != '\0');
    sb_lines_hash(&lines, hex);
    sb_lines_close(&lines);
    sb_dx_list_free(&list);
    return 0;
}
