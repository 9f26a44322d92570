/*
 * glance.c - may a file hold patients?  Most files of visits do not, and need no strict pass
 * just to learn it.
 *
 * A patient stands in a list "patients", or in {"patient": {...}}.  So the bytes hold
 * "patients", or "patient" with an object behind its colon; or the key is written with an
 * escape for one of its letters (\\u006x, \\u007x).  None of these: no patient.
 */
#include "model/read.h"

#include <stdlib.h>
#include <string.h>

#define KEY "\"patient"
#define OVERLAP 512 /* bytes kept for what lies across two chunks; more blanks: a patient */

/* What follows the eight bytes of KEY at at. */
static bool
key_leads_to_patient(const char *at, const char *end)
{
    at += sizeof KEY - 1;
    if (at < end && *at == 's')
        return true;
    if (at < end && *at != '"')
        return false;
    for (at += at < end; at < end && *at != ':'; at++)
        if (!strchr(" \t\r\n", *at))
            return false;
    for (at += at < end; at < end && strchr(" \t\r\n", *at) && *at != '\0'; at++)
        ;
    return at >= end || *at == '{'; /* cut short: nobody knows */
}

static bool
escapes_letter(const char *bytes, const char *end)
{
    for (; (bytes = memchr(bytes, '\\', (size_t)(end - bytes))); bytes++)
        if (end - bytes < 6 || (memcmp(bytes, "\\u00", 4) == 0 && strchr("67", bytes[4])))
            return true;
    return false;
}

/* Whether bytes may hold a patient; what begins in the last OVERLAP ones is seen again. */
static bool
bytes_may(const char *bytes, const char *end, const char *stop)
{
    for (const char *at = bytes; (at = memmem(at, (size_t)(end - at), KEY, sizeof KEY - 1)); at++)
        if (at < stop && key_leads_to_patient(at, end))
            return true;
    return false;
}

sb_status
sb_glance_patients(struct sb_input *input, bool *any, struct sb_error *err)
{
    char *bytes = malloc(OVERLAP + SB_LIMIT_CHUNK);
    size_t have = 0, got = 0;
    sb_status st = SB_OK;

    *any = false;
    if (!bytes)
        return sb_error_nomem(err);
    while (st == SB_OK && !*any) {
        st = sb_input_read(input, bytes + have, SB_LIMIT_CHUNK, &got, err);
        if (st != SB_OK)
            break;
        size_t all = have + got;
        const char *end = bytes + all, *stop = got > 0 && all > OVERLAP ? end - OVERLAP : end;
        *any = bytes_may(bytes, end, got > 0 ? stop : end) || escapes_letter(bytes, end);
        if (got == 0)
            break;
        have = all > OVERLAP ? OVERLAP : all;
        memmove(bytes, end - have, have);
    }
    free(bytes);
    return st;
}
