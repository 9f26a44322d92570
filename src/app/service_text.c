/* service_text.c - one service as it is typed: CODE[:MINUTES][xUNITS][+MOD...]. */
#include "app/app.h"

#include <string.h>

#define MINUTES_MOST 1440
#define UNITS_MOST 999

static sb_status
service_fault(struct sb_error *err, const char *text, const char *why)
{
    char tame[64];

    sb_text_tame(tame, sizeof tame, text, strlen(text));
    return sb_error_set(err, SB_E_SYNTAX, "'%s': %s", tame, why);
}

/* Letters and digits from *at on, upper case; false where there are none or too many. */
static bool
service_word(char *out, size_t room, const char **at, bool stop_at_x)
{
    size_t n = 0;

    for (; sb_ascii_alnum(**at); ++*at) {
        if (stop_at_x && sb_ascii_lower(**at) == 'x')
            break;
        if (n + 1 >= room)
            return false;
        out[n++] = sb_ascii_upper(**at);
    }
    out[n] = '\0';
    return n > 0;
}

static bool
service_number(int32_t *out, const char **at, int32_t most)
{
    int32_t n = 0;

    if (!sb_ascii_digit(**at))
        return false;
    for (; sb_ascii_digit(**at); ++*at) {
        n = 10 * n + (**at - '0');
        if (n > most)
            return false;
    }
    *out = n;
    return true;
}

sb_status
sb_service_parse(struct sb_service_text *out, const char *text, struct sb_error *err)
{
    struct sb_service_text service = {.minutes = -1, .units = -1};
    const char *at = text;

    if (!service_word(service.code, sizeof service.code, &at, true))
        return service_fault(err, text, "a service begins with its code, as in 97110:24x2+GP");
    if (*at == ':') {
        at++;
        if (!service_number(&service.minutes, &at, MINUTES_MOST))
            return service_fault(err, text, "behind ':' stand the minutes, 0 to 1440");
    }
    if (sb_ascii_lower(*at) == 'x') {
        at++;
        if (!service_number(&service.units, &at, UNITS_MOST))
            return service_fault(err, text, "behind 'x' stand the units, 0 to 999");
    }
    while (*at == '+') {
        at++;
        if (service.modifier_count == SB_SERVICE_MODIFIERS)
            return service_fault(err, text, "too many modifiers; a line takes four");
        if (!service_word(service.modifiers[service.modifier_count], sizeof service.modifiers[0],
                          &at, false))
            return service_fault(err, text, "behind '+' stands a modifier of two characters");
        service.modifier_count++;
    }
    if (*at != '\0')
        return service_fault(err, text, "write CODE[:MINUTES][xUNITS][+MOD...], as 97110:24x2+GP");
    *out = service;
    return SB_OK;
}
