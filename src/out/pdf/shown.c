/*
 * shown.c - what a content stream shows: each string of a Tj, a line each.  Only what our own
 * pages use is understood: literal strings in Windows-1252.  A string of two-byte codes, and
 * every byte beyond ASCII, comes as "?": numbers, codes and amounts hold none.
 */
#include "out/pdf/pdf.h"

#include <string.h>

static bool
octal(char c)
{
    return c >= '0' && c <= '7';
}

/* Behind a backslash: what it stands for, 0 for nothing; *at is left behind it. */
static char
shown_escape(const char **at, const char *end)
{
    unsigned code = 0;
    char c = *(*at)++;

    if (c == '\n' || c == '\r')
        return 0;
    if (!octal(c))
        return strchr("nrtbf", c) != NULL ? ' ' : c;
    (*at)--;
    for (int i = 0; i < 3 && *at < end && octal(**at); i++)
        code = code * 8 + (unsigned)(*(*at)++ - '0');
    return code >= 0x20 && code < 0x7f ? (char)code : '?';
}

/* A literal string, its parenthesis passed; returns what follows. */
static const char *
shown_literal(struct sb_buf *text, const char *at, const char *end)
{
    unsigned depth = 1;

    while (at < end) {
        char c = *at++;

        if (c == '\\' && at < end) {
            c = shown_escape(&at, end);
        } else if (c == '(') {
            depth++;
        } else if (c == ')' && --depth == 0) {
            break;
        } else if ((unsigned char)c < 0x20 || (unsigned char)c > 0x7e) {
            c = '?';
        }
        if (c != 0)
            sb_buf_char(text, c);
    }
    return at;
}

static bool
delimits(char c)
{
    return c == '\0' || strchr(" \t\r\n\f()<>[]{}/%", c) != NULL;
}

/* Where in a page of ours a content stream is: rules and the logo, then all texts, then the code.
 */
enum part { BEFORE, TEXTS, BEHIND, PARTS };

/*
 * Operators of our own pages; with any other, or in another part, a page may show what is not told
 * here, or hide it: what is drawn before the texts hides none of them.
 */
static bool
operator_ours(enum part *part, const char *word, size_t length, unsigned *pictures)
{
    static const char *const ours[PARTS] = {
        " BT BDC EMC q Q cm Do w RG m l S true false null ",
        " ET Tf Tc Td Tj BDC EMC true false null ",
        " re f BDC EMC true false null ",
    };
    char quoted[8] = " ";

    if (sb_ascii_digit(*word) || strchr("+-.", *word) != NULL)
        return true;
    if (length > sizeof quoted - 3)
        return false;
    memcpy(quoted + 1, word, length);
    quoted[length + 1] = ' ';
    if (memmem(ours[*part], strlen(ours[*part]), quoted, length + 2) == NULL)
        return false;
    if (strcmp(quoted, " BT ") == 0 || strcmp(quoted, " ET ") == 0)
        *part = *part == BEFORE ? TEXTS : BEHIND;
    if (strcmp(quoted, " Do ") == 0)
        (*pictures)++;
    return *pictures <= 1;
}

bool
sb_shown_put(struct sb_buf *out, struct sb_bytes content)
{
    struct sb_buf text = {0};
    const char *at = content.len > 0 ? content.at : "", *end = at + content.len;
    enum part part = BEFORE;
    unsigned pictures = 0;
    bool ours = true;

    while (at < end) {
        const char *start = at;

        if (*at == '(') {
            sb_buf_reset(&text);
            at = shown_literal(&text, at + 1, end);
        } else if (*at == '<' && at + 1 < end && at[1] != '<') {
            sb_buf_reset(&text);
            sb_buf_char(&text, '?');
            while (at < end && *at++ != '>')
                ;
        } else if (*at == '%') {
            while (at < end && *at != '\n' && *at != '\r')
                at++;
        } else if (*at == '/') {
            at++;
            while (at < end && !delimits(*at))
                at++;
        } else if (delimits(*at)) {
            at++;
        } else {
            while (at < end && !delimits(*at))
                at++;
            ours = ours && operator_ours(&part, start, (size_t)(at - start), &pictures);
            if (at - start == 2 && memcmp(start, "Tj", 2) == 0 && text.len > 0) {
                sb_buf_put(out, text.at, text.len);
                sb_buf_char(out, '\n');
            }
            if (at - start > 1 || *start > '9')
                sb_buf_reset(&text);
        }
    }
    out->failed = out->failed || text.failed;
    sb_buf_free(&text);
    return ours;
}
