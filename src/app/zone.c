/*
 * zone.c - a TZif file (RFC 8536) to the offset from UTC at an instant.
 *
 *   header v1 (44 bytes) | data v1, 32-bit times | header v2 | data v2, 64-bit | \n rule \n
 *
 * Of a version 1 file only the first block is there.
 */
#include "app/app.h"

#include <stdlib.h>
#include <string.h>

#define ZONE_HEADER 44
#define ZONE_LARGEST ((size_t)1 << 20)

static const char zone_folder[] = "/usr/share/zoneinfo/";

struct sb_zone {
    int64_t *times; /* rising; from each on */
    int32_t *offsets;
    size_t count;
    int32_t first; /* before the first of times */
    struct sb_zone_rule rule;
};

struct zone_counts {
    size_t isut, isstd, leap, time, type, abbreviation;
};

static uint32_t
big_32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int32_t
signed_32(uint32_t n)
{
    return n <= INT32_MAX ? (int32_t)n : -1 - (int32_t)(UINT32_MAX - n);
}

static int64_t
signed_64(const unsigned char *at)
{
    uint64_t n = (uint64_t)big_32(at) << 32 | big_32(at + 4);

    return n <= INT64_MAX ? (int64_t)n : -1 - (int64_t)(UINT64_MAX - n);
}

static bool
zone_header(struct zone_counts *out, const unsigned char *at, size_t length)
{
    if (length < ZONE_HEADER || memcmp(at, "TZif", 4) != 0)
        return false;
    out->isut = big_32(at + 20);
    out->isstd = big_32(at + 24);
    out->leap = big_32(at + 28);
    out->time = big_32(at + 32);
    out->type = big_32(at + 36);
    out->abbreviation = big_32(at + 40);
    return out->type > 0;
}

static size_t
zone_block(const struct zone_counts *n, size_t time_size)
{
    return n->time * (time_size + 1) + n->type * 6 + n->abbreviation + n->leap * (time_size + 4) +
           n->isstd + n->isut;
}

static sb_status
zone_fill(struct sb_zone *zone, const unsigned char *at, const struct zone_counts *n,
          size_t time_size, struct sb_error *err)
{
    const unsigned char *kinds = at + n->time * time_size, *types = kinds + n->time;

    zone->times = calloc(n->time + 1, sizeof *zone->times);
    zone->offsets = calloc(n->time + 1, sizeof *zone->offsets);
    if (zone->times == NULL || zone->offsets == NULL)
        return sb_error_nomem(err);
    zone->first = signed_32(big_32(types));
    zone->count = n->time;
    for (size_t i = 0; i < n->time; i++) {
        const unsigned char *time = at + i * time_size;

        if (kinds[i] >= n->type)
            return sb_error_set(err, SB_E_SYNTAX, "not a time zone file");
        zone->times[i] = time_size == 8 ? signed_64(time) : signed_32(big_32(time));
        zone->offsets[i] = signed_32(big_32(types + 6 * (size_t)kinds[i]));
        if (i > 0 && zone->times[i] <= zone->times[i - 1])
            return sb_error_set(err, SB_E_SYNTAX, "not a time zone file");
    }
    return SB_OK;
}

/* The rule between two line ends behind the second block; an empty one is none. */
static bool
zone_footer(struct sb_zone *zone, const unsigned char *at, size_t length)
{
    char text[128];
    const unsigned char *end;

    if (length < 2 || at[0] != '\n')
        return false;
    end = memchr(at + 1, '\n', length - 1);
    if (end == NULL || (size_t)(end - at) > sizeof text)
        return false;
    memcpy(text, at + 1, (size_t)(end - at - 1));
    text[end - at - 1] = '\0';
    return text[0] == '\0' || sb_zone_rule_parse(&zone->rule, text);
}

sb_status
sb_zone_parse(struct sb_zone **out, const void *bytes, size_t length, struct sb_error *err)
{
    const unsigned char *at = bytes;
    struct zone_counts n;
    struct sb_zone *zone = NULL;
    size_t size = 4, block;
    sb_status st;

    *out = NULL;
    if (length > ZONE_LARGEST || !zone_header(&n, at, length) ||
        (block = zone_block(&n, size)) > length - ZONE_HEADER)
        return sb_error_set(err, SB_E_SYNTAX, "not a time zone file");
    if (at[4] >= '2') {
        at += ZONE_HEADER + block;
        length -= ZONE_HEADER + block;
        size = 8;
        if (!zone_header(&n, at, length) || (block = zone_block(&n, size)) > length - ZONE_HEADER)
            return sb_error_set(err, SB_E_SYNTAX, "not a time zone file");
    }
    at += ZONE_HEADER;
    length -= ZONE_HEADER;
    zone = calloc(1, sizeof *zone);
    if (zone == NULL)
        return sb_error_nomem(err);
    st = zone_fill(zone, at, &n, size, err);
    if (st == SB_OK && size == 8 && !zone_footer(zone, at + block, length - block))
        st = sb_error_set(err, SB_E_SYNTAX, "not a time zone file");
    if (st != SB_OK) {
        sb_zone_free(zone);
        return st;
    }
    *out = zone;
    return SB_OK;
}

/* A name that cannot lead out of the database's folder. */
static bool
zone_name_sound(const char *name)
{
    if (!sb_ascii_alpha(name[0]) || strlen(name) > 64)
        return false;
    for (const char *c = name; *c != '\0'; c++)
        if (!sb_ascii_alnum(*c) && strchr("/_+-", *c) == NULL)
            return false;
    return true;
}

sb_status
sb_zone_open(struct sb_zone **out, const char *name, struct sb_error *err)
{
    char path[sizeof zone_folder + 65];
    struct sb_buf text = {0};
    struct sb_error cause = {0};
    sb_status st;

    *out = NULL;
    if (sb_text_equal(name, "UTC") || sb_text_equal(name, "Etc/UTC")) {
        *out = calloc(1, sizeof **out);
        return *out == NULL ? sb_error_nomem(err) : SB_OK;
    }
    if (!zone_name_sound(name))
        return sb_error_set(err, SB_E_ABSENT, "no such time zone");
    memcpy(path, zone_folder, sizeof zone_folder);
    memcpy(path + sizeof zone_folder - 1, name, strlen(name) + 1);
    st = sb_file_read(&text, path, ZONE_LARGEST, &cause);
    if (st == SB_OK)
        st = sb_zone_parse(out, text.at, text.len, &cause);
    sb_buf_free(&text);
    if (st == SB_E_NOMEM)
        return sb_error_nomem(err);
    return st == SB_OK ? SB_OK : sb_error_set(err, SB_E_ABSENT, "no such time zone");
}

sb_status
sb_zone_check(const char *name, struct sb_error *err)
{
    struct sb_zone *zone = NULL;
    sb_status st = sb_zone_open(&zone, name, err);

    sb_zone_free(zone);
    return st;
}

int32_t
sb_zone_offset(const struct sb_zone *zone, int64_t seconds)
{
    size_t low = 0, high = zone->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (zone->times[middle] <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == zone->count && zone->rule.given)
        return sb_zone_rule_offset(&zone->rule, seconds);
    return low == 0 ? zone->first : zone->offsets[low - 1];
}

void
sb_zone_free(struct sb_zone *zone)
{
    if (zone == NULL)
        return;
    free(zone->times);
    free(zone->offsets);
    free(zone);
}
