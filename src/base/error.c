/* error.c - set an error once, wrap it outward, tame what was quoted from input. */
#include "base/base.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

const char *
sb_status_text(sb_status status)
{
    static const char *const texts[] = {
#define SB_STATUS_ROW(name, text) [SB_##name] = text,
        SB_STATUS_LIST(SB_STATUS_ROW)
#undef SB_STATUS_ROW
    };

    if ((size_t)status >= sizeof texts / sizeof *texts)
        return "unknown status";
    return texts[status];
}

const char *
sb_text_tame(char *out, size_t room, const char *text, size_t length)
{
    static const char hex[] = "0123456789abcdef";
    size_t at = 0, used = 0;

    if (room == 0)
        return out;
    while (at < length) {
        uint32_t code_point = 0;
        size_t step = sb_utf8_step(text + at, length - at, &code_point);
        /* C1 controls steer terminals as C0 does */
        bool plain = step > 0 && code_point >= 0x20 && (code_point < 0x7f || code_point > 0x9f);
        size_t need = plain ? step : 4;

        if (used + need >= room)
            break;
        if (plain) {
            memcpy(out + used, text + at, step);
            at += step;
        } else {
            unsigned char byte = (unsigned char)text[at++];
            out[used] = '\\';
            out[used + 1] = 'x';
            out[used + 2] = hex[byte >> 4];
            out[used + 3] = hex[byte & 15];
        }
        used += need;
    }
    out[used] = '\0';
    return out;
}

static void error_fill(struct sb_error *err, sb_status status, const char *format,
                       va_list arguments) SB_PRINTF(3, 0);

static void
error_fill(struct sb_error *err, sb_status status, const char *format, va_list arguments)
{
    char raw[sizeof err->text];
    int length = vsnprintf(raw, sizeof raw, format, arguments);
    size_t used = length < 0 ? 0 : (size_t)length;

    if (used >= sizeof raw) {
        /* cut before a character that did not fit, not inside it */
        used = sizeof raw - 1;
        while (used > 0 && ((unsigned char)raw[used - 1] & 0xc0) == 0x80)
            used--;
        if (used > 0 && (unsigned char)raw[used - 1] >= 0xc0)
            used--;
    }
    err->status = status;
    sb_text_tame(err->text, sizeof err->text, raw, used);
}

sb_status
sb_error_set(struct sb_error *err, sb_status status, const char *format, ...)
{
    va_list arguments;

    if (err == NULL || err->status != SB_OK)
        return status;
    va_start(arguments, format);
    error_fill(err, status, format, arguments);
    va_end(arguments);
    return status;
}

sb_status
sb_error_at(struct sb_error *err, sb_status status, const char *source, uint32_t line,
            uint32_t column, const char *format, ...)
{
    va_list arguments;

    if (err == NULL || err->status != SB_OK)
        return status;
    va_start(arguments, format);
    error_fill(err, status, format, arguments);
    va_end(arguments);
    if (source != NULL)
        sb_text_tame(err->source, sizeof err->source, source, strlen(source));
    err->line = line;
    err->column = column;
    return status;
}

sb_status
sb_error_system(struct sb_error *err, sb_status status, const char *source, int errnum,
                const char *what)
{
    /* not strerror: its words follow the locale */
    const char *reason = strerrordesc_np(errnum);
    char first;

    if (errnum == ENOMEM)
        return sb_error_nomem(err);
    if (reason == NULL)
        return sb_error_at(err, status, source, 0, 0, "%s: system error %d", what, errnum);
    first = reason[0];
    if (sb_ascii_lower(reason[1]) == reason[1] && sb_ascii_alpha(reason[1]))
        first = sb_ascii_lower(first);
    return sb_error_at(err, status, source, 0, 0, "%s: %c%s", what, first, reason + 1);
}

sb_status
sb_error_nomem(struct sb_error *err)
{
    return sb_error_set(err, SB_E_NOMEM, "out of memory");
}

void
sb_error_in(struct sb_error *err, const char *record)
{
    if (err == NULL || record == NULL || err->record[0] != '\0')
        return;
    sb_text_tame(err->record, sizeof err->record, record, strlen(record));
}

void
sb_error_path(struct sb_error *err, const char *outer)
{
    char inner[sizeof err->path];
    size_t used;

    if (err == NULL || outer == NULL)
        return;
    memcpy(inner, err->path, sizeof inner);
    sb_text_tame(err->path, sizeof err->path, outer, strlen(outer));
    used = strlen(err->path);
    sb_text_tame(err->path + used, sizeof err->path - used, inner, strlen(inner));
}
