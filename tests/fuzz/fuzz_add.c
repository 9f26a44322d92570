/* fuzz_add.c - services as they are typed: what is accepted is written back and reads the same. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "superbill/practice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
print(char *out, size_t room, const struct sb_service_text *s)
{
    int used = snprintf(out, room, "%s", s->code);

    if (s->minutes >= 0)
        used += snprintf(out + used, room - (size_t)used, ":%d", (int)s->minutes);
    if (s->units >= 0)
        used += snprintf(out + used, room - (size_t)used, "x%d", (int)s->units);
    for (size_t i = 0; i < s->modifier_count; i++)
        used += snprintf(out + used, room - (size_t)used, "+%s", s->modifiers[i]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_service_text s = {0}, again = {0};
    struct sb_error err = {0};
    char text[256], written[256];

    if (size >= sizeof text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    if (sb_service_parse(&s, text, &err) != SB_OK) {
        assert(err.text[0] != '\0');
        return 0;
    }
    assert(s.minutes <= 1440 && s.units <= 999 && s.modifier_count <= SB_SERVICE_MODIFIERS);
    print(written, sizeof written, &s);
    assert(sb_service_parse(&again, written, NULL) == SB_OK);
    assert(strcmp(s.code, again.code) == 0 && s.minutes == again.minutes &&
           s.units == again.units && s.modifier_count == again.modifier_count);
    return 0;
}
