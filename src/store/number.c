/* number.c - the practice's form of numbers: "SB-{year}-{number:6}". */
#include "store/store.h"

#include <string.h>

#define NUMBER_WIDTH_MOST 18

enum number_part_kind { NUMBER_BYTE, NUMBER_YEAR, NUMBER_SEQUENCE };
struct number_part {
    enum number_part_kind kind;
    char byte;
    size_t width;  /* SEQUENCE: least digits */
    size_t length; /* of the part in the format */
};

static bool
number_byte(char c)
{
    return sb_ascii_alnum(c) || c == '.' || c == '_' || c == '-';
}

/* The part that format begins with; false where none does. */
static bool
number_next(struct number_part *part, const char *format)
{
    static const char year[] = "{year}", open[] = "{number:", bare[] = "{number}";
    size_t at = sizeof open - 1;
    int64_t width;

    *part = (struct number_part){.kind = NUMBER_BYTE, .byte = format[0], .length = 1};
    if (number_byte(format[0]))
        return true;
    if (sb_text_starts(format, year)) {
        *part = (struct number_part){.kind = NUMBER_YEAR, .length = sizeof year - 1};
        return true;
    }
    if (sb_text_starts(format, bare)) {
        *part =
            (struct number_part){.kind = NUMBER_SEQUENCE, .width = 1, .length = sizeof bare - 1};
        return true;
    }
    if (!sb_text_starts(format, open))
        return false;
    while (sb_ascii_digit(format[at]))
        at++;
    if (format[at] != '}' ||
        !sb_int_parse(&width, format + sizeof open - 1, at - sizeof open + 1) || width < 1 ||
        width > NUMBER_WIDTH_MOST)
        return false;
    *part = (struct number_part){.kind = NUMBER_SEQUENCE, .width = (size_t)width, .length = at + 1};
    return true;
}

/* What is wrong with a format, or NULL. */
static const char *
number_fault(const char *format)
{
    struct number_part part = {0};
    size_t sequences = 0;

    if (!sb_ascii_alnum(format[0]) && format[0] != '{')
        return "must begin with a letter, a digit or a placeholder";
    if (sb_text_starts(format, SB_NUMBER_EXAMPLE))
        return "must not begin with " SB_NUMBER_EXAMPLE ", which marks examples";
    for (const char *at = format; *at != '\0'; at += part.length) {
        if (!number_next(&part, at))
            return "takes letters, digits, '.', '_', '-', {year} and {number:6}";
        sequences += part.kind == NUMBER_SEQUENCE;
    }
    return sequences == 1 ? NULL : "must hold {number:6}, or another width, exactly once";
}

static void
number_digits(struct sb_buf *text, int64_t n, size_t width)
{
    char digits[24];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    while (sizeof digits - at < width)
        digits[--at] = '0';
    sb_buf_put(text, digits + at, sizeof digits - at);
}

sb_status
sb_number_print(sb_number *out, const char *format, bool example, sb_date issued, int64_t sequence,
                struct sb_error *err)
{
    const char *fault = number_fault(format);
    struct sb_buf text = {0};
    struct number_part part = {0};
    int32_t year = 0;
    size_t length;
    bool failed;

    if (fault != NULL)
        return sb_error_set(err, SB_E_RANGE, "[numbering] format %s", fault);
    if (sequence < 1 || issued.day < 1)
        return sb_error_set(err, SB_E_DEFECT, "a number without sequence or day of issue");
    sb_date_split(issued, &year, NULL, NULL);
    if (example)
        sb_buf_text(&text, SB_NUMBER_EXAMPLE);
    for (const char *at = format; *at != '\0' && number_next(&part, at); at += part.length) {
        if (part.kind == NUMBER_BYTE)
            sb_buf_char(&text, part.byte);
        else if (part.kind == NUMBER_YEAR)
            number_digits(&text, year, 4);
        else
            number_digits(&text, sequence, part.width);
    }
    length = text.len;
    failed = text.failed || text.at == NULL;
    if (!failed && length < sizeof out->text) {
        memcpy(out->text, text.at, length + 1);
        memcpy(out->file, text.at, length);
        memcpy(out->file + length, ".pdf", 5);
    }
    sb_buf_free(&text); /* it forgets that it failed */
    if (failed)
        return sb_error_nomem(err);
    if (length >= sizeof out->text)
        return sb_error_set(err, SB_E_RANGE, "[numbering] format makes numbers over %d bytes",
                            SB_NUMBER_TEXT - 1);
    return SB_OK;
}

bool
sb_number_fits(const char *format, const char *text)
{
    int64_t sequence;
    int32_t year;
    bool example;

    return sb_number_read(&sequence, &year, &example, format, text);
}

bool
sb_number_read(int64_t *sequence, int32_t *year, bool *example, const char *format,
               const char *text)
{
    struct number_part part = {0};
    int64_t n = 0;

    *year = 0;
    if (number_fault(format) != NULL)
        return false;
    *example = sb_text_starts(text, SB_NUMBER_EXAMPLE);
    if (*example)
        text += sizeof SB_NUMBER_EXAMPLE - 1;
    for (const char *at = format; *at != '\0' && number_next(&part, at); at += part.length) {
        size_t digits = 0, width = part.kind == NUMBER_YEAR ? 4 : part.width, most;

        if (part.kind == NUMBER_BYTE) {
            if (*text++ != part.byte)
                return false;
            continue;
        }
        /* what digits follow in the format are not the sequence's */
        most = part.kind == NUMBER_YEAR ? 4 : NUMBER_WIDTH_MOST;
        if (sb_ascii_digit(at[part.length]) || at[part.length] == '{')
            most = width;
        while (digits < most && sb_ascii_digit(text[digits]))
            digits++;
        if (digits < width || !sb_int_parse(&n, text, digits))
            return false;
        if (part.kind == NUMBER_YEAR)
            *year = (int32_t)n;
        else
            *sequence = n;
        text += digits;
    }
    return *text == '\0';
}
