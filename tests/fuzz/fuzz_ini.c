/*
 * fuzz_ini.c - any bytes through the INI reader.  Faults stand in order, within the file; what
 * is accepted, written out plainly and read again, is the same.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)                                                                           \
    ((condition) ? (void)0 : (fprintf(stderr, "%d: %s\n", __LINE__, #condition), abort()))

static void
check_again(const struct sb_ini *ini)
{
    struct sb_buf text = {0};
    struct sb_ini *again = NULL;
    uint32_t section_line = 0;

    sb_buf_text(&text, "");
    for (size_t i = 0; i < ini->count; i++) {
        const struct sb_ini_entry *entry = &ini->entries[i];

        if (entry->section_line != section_line)
            sb_buf_print(&text, "[%s]\n", entry->section);
        section_line = entry->section_line;
        if (entry->key != NULL)
            sb_buf_print(&text, "%s=%s\n", entry->key, entry->value);
    }
    if (text.len <= SB_LIMIT_INI_FILE) {
        CHECK(sb_ini_parse(&again, "again", text.at, text.len, NULL) == SB_OK);
        CHECK(again->fault_count == 0 && again->count == ini->count);
        for (size_t i = 0; i < ini->count; i++) {
            const struct sb_ini_entry *a = &ini->entries[i], *b = &again->entries[i];

            CHECK(sb_text_equal(a->section, b->section));
            CHECK(sb_text_equal(a->key, b->key) && sb_text_equal(a->value, b->value));
            if (a->key != NULL)
                CHECK(sb_ini_find(ini, a->section, a->key) == a);
        }
    }
    sb_ini_free(again);
    sb_buf_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_ini *ini = NULL;
    struct sb_error err = {0};
    uint32_t lines = 1, before = 0;
    sb_status status = sb_ini_parse(&ini, "fuzz", (const char *)data, size, &err);

    if (status != SB_OK) {
        CHECK(status == SB_E_READ && err.text[0] != '\0' && ini == NULL);
        return 0;
    }
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    for (size_t i = 0; i < ini->fault_count; i++) {
        CHECK(ini->faults[i].line >= before && ini->faults[i].line <= lines);
        CHECK(ini->faults[i].column > 0 && ini->faults[i].why[0] != '\0');
        before = ini->faults[i].line;
    }
    for (size_t i = 0; i < ini->count; i++) {
        CHECK(ini->entries[i].line <= lines && ini->entries[i].section[0] != '\0');
        CHECK(ini->entries[i].key == NULL || ini->entries[i].key[0] != '\0');
    }
    if (ini->fault_count == 0)
        check_again(ini);
    sb_ini_free(ini);
    return 0;
}
