/*
 * pass.c - one strict pass over one JSON value in memory (RFC 8259).
 *
 * The hot loop of all reading: it leaves a run of ordinary string bytes sixteen at a time and
 * relies on the NUL at the end, which no rule of the grammar lets by, instead of counting.
 * What it meets there is "more bytes wanted", not a fault.
 */
#include "base/base.h"

#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define FEW_KEYS 32 /* up to here a new key is compared with the others, above they are sorted */
#define NUMBER_LONGEST 63 /* cJSON looks no further */
#define PLAIN_KEY ((uint32_t)1 << 31)

struct sb_pass_key {
    uint32_t quote;      /* where it stands in text */
    uint32_t at, length; /* between the quotes; with PLAIN_KEY an offset in plain */
    uint64_t head;       /* the first eight bytes */
};

void
sb_pass_free(struct sb_pass *pass)
{
    free(pass->values);
    free(pass->keys);
    sb_buf_free(&pass->plain);
    *pass = (struct sb_pass){0};
}

/* The pass ends: at the end of the bytes for want of more, anywhere else on a fault. */
static enum sb_pass_end
pass_broken(struct sb_pass *pass, const char *at, const char *why)
{
    pass->fault_at = at;
    pass->why = why;
    pass->encoding = false;
    if (at >= pass->end)
        return SB_PASS_MORE;
    if (*at == '\0') {
        pass->encoding = true;
        pass->why = "a NUL byte";
    }
    return SB_PASS_BROKEN;
}

/* A fault that refuses the value but leaves its end findable; the first one is told. */
static void
pass_soft(struct sb_pass *pass, const char *at, const char *why)
{
    if (pass->soft)
        return;
    pass->soft = true;
    pass->fault_at = at;
    pass->why = why;
}

static void
pass_soft_encoding(struct sb_pass *pass, const char *at, const char *why)
{
    if (!pass->soft)
        pass->encoding = true;
    pass_soft(pass, at, why);
}

static const char *
blanks_many(struct sb_pass *pass, const char *at)
{
    for (;; at++) {
        if (*at == '\n') {
            pass->newlines++;
            pass->line = at + 1;
        } else if (*at != ' ' && *at != '\t' && *at != '\r') {
            return at;
        }
    }
}

static inline const char *
blanks(struct sb_pass *pass, const char *at)
{
    if ((unsigned char)*at > ' ')
        return at;
    if (*at == ' ' && (unsigned char)at[1] > ' ')
        return at + 1;
    return blanks_many(pass, at);
}

/* The first byte from at that is a quote, a backslash, a control or beyond ASCII. */
static inline const char *
ordinary(const char *at)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\');
    const __m128i space = _mm_set1_epi8(0x20);

    for (;; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        /* signed: bytes beyond ASCII are below the space too */
        __m128i found =
            _mm_or_si128(_mm_cmplt_epi8(bytes, space),
                         _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, slash)));
        unsigned mask = (unsigned)_mm_movemask_epi8(found);

        if (mask != 0)
            return at + __builtin_ctz(mask);
    }
#else
    while ((unsigned char)*at >= 0x20 && (unsigned char)*at < 0x80 && *at != '"' && *at != '\\')
        at++;
    return at;
#endif
}

static int
hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = sb_ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Four hex digits into *unit; NULL, or where they break off. */
static const char *
hex_four(const char *at, uint32_t *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_value(at[i]);

        if (digit < 0)
            return at + i;
        *unit = *unit << 4 | (uint32_t)digit;
    }
    return NULL;
}

/* at is a backslash; behind the escape, or NULL with *end set. */
static const char *
pass_escape(struct sb_pass *pass, const char *at, enum sb_pass_end *end)
{
    uint32_t unit, second;
    const char *bad;

    if (at[1] != 'u') {
        if (at[1] != '\0' && strchr("\"\\/bfnrt", at[1]) != NULL)
            return at + 2;
        *end = pass_broken(pass, at + 1, "one of \"\\/bfnrtu was expected after a backslash");
        return NULL;
    }
    bad = hex_four(at + 2, &unit);
    if (bad != NULL) {
        *end = pass_broken(pass, bad, "four hexadecimal digits were expected after \\u");
        return NULL;
    }
    if (unit == 0)
        pass_soft_encoding(pass, at, "\\u0000: text cannot hold NUL");
    if (unit >= 0xfffe)
        pass_soft_encoding(pass, at, "U+FFFE and U+FFFF are no characters");
    if (unit < 0xd800 || unit > 0xdfff)
        return at + 6;
    if (unit < 0xdc00) {
        if (at + 6 >= pass->end || (at[6] == '\\' && at + 7 >= pass->end)) {
            *end = pass_broken(pass, pass->end, "a second surrogate was expected");
            return NULL;
        }
        if (at[6] == '\\' && at[7] == 'u') {
            bad = hex_four(at + 8, &second);
            if (bad == NULL && second >= 0xdc00 && second <= 0xdfff)
                return at + 12;
            if (bad != NULL && bad >= pass->end) {
                *end = pass_broken(pass, bad, "a second surrogate was expected");
                return NULL;
            }
        }
    }
    pass_soft_encoding(pass, at, "half of a surrogate pair");
    return at + 6;
}

/* Bytes beyond ASCII, well-formed; behind them, or NULL with *end set. */
static const char *
pass_beyond_ascii(struct sb_pass *pass, const char *at, enum sb_pass_end *end)
{
    do {
        uint32_t c = 0;
        size_t step = sb_utf8_step(at, 4, &c);

        if (step == 0) {
            /* cut off by the end of the bytes, or wrong whatever follows */
            const unsigned char *byte = (const unsigned char *)at;
            const char *cut = at + 1;
            size_t size = byte[0] >= 0xf0 ? 4 : byte[0] >= 0xe0 ? 3 : 2;

            while (cut < at + size && ((unsigned char)*cut & 0xc0) == 0x80)
                cut++;
            if (byte[0] < 0xc2 || byte[0] > 0xf4 || cut < pass->end)
                cut = at;
            *end = pass_broken(pass, cut, "invalid UTF-8");
            pass->encoding = true;
            return NULL;
        }
        if (c == 0xfffe || c == 0xffff)
            pass_soft_encoding(pass, at, "U+FFFE and U+FFFF are no characters");
        at += step;
    } while ((unsigned char)*at >= 0x80);
    return at;
}

/* at is behind the opening quote; behind the closing one, or NULL with *end set. */
static inline const char *
pass_string(struct sb_pass *pass, const char *at, enum sb_pass_end *end, bool *escapes)
{
    for (;;) {
        at = ordinary(at);
        if (*at == '"')
            return at + 1;
        if (*at == '\\') {
            *escapes = true;
            at = pass_escape(pass, at, end);
        } else if ((unsigned char)*at >= 0x80) {
            at = pass_beyond_ascii(pass, at, end);
        } else {
            *end = pass_broken(pass, at,
                               *at == '\n' || *at == '\r'
                                   ? "a string ends with a quotation mark on its line"
                                   : "a control character in a string must be escaped");
            return NULL;
        }
        if (at == NULL)
            return NULL;
    }
}

static inline const char *
digits(const char *at)
{
    while (sb_ascii_digit(*at))
        at++;
    return at;
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)? */
static const char *
pass_number(struct sb_pass *pass, const char *start, enum sb_pass_end *end)
{
    const char *at = start + (*start == '-'), *from = at;

    at = digits(at);
    if (at == from) {
        *end = pass_broken(pass, at, "a digit was expected");
        return NULL;
    }
    if (*from == '0' && at > from + 1) {
        *end = pass_broken(pass, from, "a number has no leading zero");
        return NULL;
    }
    if (*at == '.') {
        from = at + 1;
        at = digits(from);
        if (at == from) {
            *end = pass_broken(pass, at, "a digit was expected after the decimal point");
            return NULL;
        }
    }
    if (*at == 'e' || *at == 'E') {
        from = at + 1 + (at[1] == '+' || at[1] == '-');
        at = digits(from);
        if (at == from) {
            *end = pass_broken(pass, at, "a digit was expected in the exponent");
            return NULL;
        }
    }
    if (at - start > NUMBER_LONGEST)
        pass_soft(pass, start, "a number has at most 63 characters");
    return at;
}

static const char *
pass_literal(struct sb_pass *pass, const char *at, enum sb_pass_end *end)
{
    static const char *const words[] = {"true", "false", "null"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t same = 0;

        if (*at != words[i][0])
            continue;
        while (words[i][same] != '\0' && at[same] == words[i][same])
            same++;
        if (words[i][same] == '\0')
            return at + same;
        *end = pass_broken(pass, at + same < pass->end ? at : pass->end,
                           "true, false or null was expected");
        return NULL;
    }
    if (strncmp(at, "\xef\xbb\xbf", 3) == 0)
        *end = pass_broken(pass, at, "a byte order mark stands at the start of a file only");
    else
        *end = pass_broken(pass, at, "a value was expected");
    return NULL;
}

static inline uint64_t
load_eight(const char *at)
{
    uint64_t word;

    memcpy(&word, at, sizeof word);
    return word;
}

/* The first eight bytes of a key, nothing of what lies behind it. */
static inline uint64_t
key_head(const char *at, uint32_t length)
{
    uint64_t head = load_eight(at);

    if (length >= 8)
        return head;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return head & (((uint64_t)1 << 8 * length) - 1);
#else
    return length == 0 ? 0 : head >> (64 - 8 * length);
#endif
}

static const char *
key_bytes(const struct sb_pass *pass, const struct sb_pass_key *key)
{
    return key->at & PLAIN_KEY ? pass->plain.at + (key->at & ~PLAIN_KEY) : pass->text + key->at;
}

static void
pass_duplicate(struct sb_pass *pass, const char *at)
{
    if (!pass->soft)
        pass->duplicate = true;
    pass_soft(pass, at, "a key stands once in an object");
}

static bool
pass_key_room(struct sb_pass *pass)
{
    size_t room = pass->key_room == 0 ? 64 : pass->key_room * 2;
    struct sb_pass_key *keys;

    if (pass->key_count < pass->key_room)
        return true;
    keys = realloc(pass->keys, room * sizeof *keys);
    if (keys == NULL)
        return false;
    pass->keys = keys;
    pass->key_room = room;
    return true;
}

/* The key between start and stop, decoded into plain. */
static bool
pass_key_plain(struct sb_pass *pass, struct sb_pass_key *key, const char *start, size_t length)
{
    /* load_eight reads past the last key too */
    char *at = sb_buf_reserve(&pass->plain, length + sizeof(uint64_t));

    if (at == NULL)
        return false;
    key->length = (uint32_t)sb_pass_unescape(at, start, length);
    memset(at + key->length, 0, sizeof(uint64_t));
    key->at = (uint32_t)pass->plain.len | PLAIN_KEY;
    pass->plain.len += key->length + sizeof(uint64_t);
    return true;
}

/* Whether the key just read is one of names. */
static bool
pass_key_named(const struct sb_pass *pass)
{
    const struct sb_pass_key *key = &pass->keys[pass->key_count - 1];

    for (size_t i = 0; i < pass->name_count; i++)
        if (strlen(pass->names[i]) == key->length &&
            memcmp(pass->names[i], key_bytes(pass, key), key->length) == 0)
            return true;
    return false;
}

/* Keep a key and compare it with those of its object, while they are few. */
static bool
pass_key_add(struct sb_pass *pass, const char *start, size_t length, bool escapes)
{
    struct sb_pass_frame *frame = &pass->frames[pass->depth - 1];
    struct sb_pass_key key = {.quote = (uint32_t)(start - 1 - pass->text),
                              .at = (uint32_t)(start - pass->text),
                              .length = (uint32_t)length};
    uint64_t hash, bit;
    const char *bytes;

    if (!pass_key_room(pass) || (escapes && !pass_key_plain(pass, &key, start, length)))
        return false;
    bytes = key_bytes(pass, &key);
    key.head = key_head(bytes, key.length);
    hash = key.head ^ key.length;
    if (key.length > 8)
        hash ^= load_eight(bytes + key.length - 8) * 3;
    bit = (uint64_t)1 << (hash * UINT64_C(0x9e3779b97f4a7c15) >> 58);
    if ((frame->seen & bit) != 0 && pass->key_count - frame->keys < FEW_KEYS) {
        for (size_t i = frame->keys; i < pass->key_count; i++) {
            const struct sb_pass_key *other = &pass->keys[i];

            if (other->head == key.head && other->length == key.length &&
                memcmp(key_bytes(pass, other), bytes, key.length) == 0)
                pass_duplicate(pass, start - 1);
        }
    }
    frame->seen |= bit;
    pass->keys[pass->key_count++] = key;
    return true;
}

/* at is where a key must begin; where its value begins, or NULL with *end set. */
static inline const char *
pass_key(struct sb_pass *pass, const char *at, enum sb_pass_end *end)
{
    const char *start = at + 1;
    bool escapes = false;

    if (*at != '"') {
        *end = pass_broken(pass, at,
                           *at == '}' ? "a key was expected after the comma"
                                      : "a key in quotation marks was expected");
        return NULL;
    }
    at = pass_string(pass, start, end, &escapes);
    if (at == NULL)
        return NULL;
    if (!pass_key_add(pass, start, (size_t)(at - 1 - start), escapes)) {
        *end = SB_PASS_NOMEM;
        return NULL;
    }
    at = blanks(pass, at);
    if (*at != ':') {
        *end = pass_broken(pass, at, "a colon was expected after the key");
        return NULL;
    }
    if (pass->name_count > 0 && pass->depth == 1 && pass_key_named(pass)) {
        *end = SB_PASS_MEMBER;
        return NULL;
    }
    return blanks(pass, at + 1);
}

/* By content; the user is the pass. */
static int
key_compare(const void *a, const void *b, void *user)
{
    const struct sb_pass_key *x = a, *y = b;

    if (x->length != y->length)
        return x->length < y->length ? -1 : 1;
    if (x->head != y->head)
        return x->head < y->head ? -1 : 1;
    return memcmp(key_bytes(user, x), key_bytes(user, y), x->length);
}

/* By content, then by place. */
static int
key_order(const void *a, const void *b, void *user)
{
    const struct sb_pass_key *x = a, *y = b;
    int order = key_compare(x, y, user);

    return order != 0 ? order : x->quote < y->quote ? -1 : 1;
}

/* Many keys: sorted, equal ones stand side by side; told is the first that was there before. */
static void
pass_keys_sorted(struct sb_pass *pass, const struct sb_pass_frame *frame)
{
    struct sb_pass_key *keys = pass->keys + frame->keys;
    size_t count = pass->key_count - frame->keys;
    uint32_t first = UINT32_MAX;

    qsort_r(keys, count, sizeof *keys, key_order, pass);
    for (size_t i = 1; i < count; i++)
        if (keys[i].quote < first && key_compare(&keys[i - 1], &keys[i], pass) == 0)
            first = keys[i].quote;
    if (first != UINT32_MAX)
        pass_duplicate(pass, pass->text + first);
}

static inline bool
pass_open(struct sb_pass *pass, const char *at)
{
    struct sb_pass_frame *frame;

    if (pass->depth == SB_LIMIT_DEPTH)
        return false;
    frame = &pass->frames[pass->depth++];
    frame->seen = 0;
    frame->keys = pass->key_count;
    frame->bracket = at;
    return true;
}

static inline void
pass_close(struct sb_pass *pass)
{
    const struct sb_pass_frame *frame = &pass->frames[--pass->depth];

    if (pass->key_count - frame->keys > FEW_KEYS)
        pass_keys_sorted(pass, frame);
    pass->key_count = frame->keys;
}

static bool
pass_value_room(struct sb_pass *pass)
{
    size_t room = pass->value_room == 0 ? 256 : pass->value_room * 2;
    uint32_t *values = realloc(pass->values, room * sizeof *values);

    if (values == NULL)
        return false;
    pass->values = values;
    pass->value_room = room;
    return true;
}

/* A value that is no object or array. */
static inline const char *
pass_scalar(struct sb_pass *pass, const char *at, enum sb_pass_end *end)
{
    bool escapes = false;

    if (*at == '"')
        return pass_string(pass, at + 1, end, &escapes);
    if (*at == '-' || sb_ascii_digit(*at))
        return pass_number(pass, at, end);
    return pass_literal(pass, at, end);
}

/*
 * A value ended at at: close what closes, pass a comma.  Where the next value begins, or
 * NULL with *end set.
 */
static inline const char *
pass_after(struct sb_pass *pass, const char *at, enum sb_pass_end *end)
{
    while (pass->depth > 0) {
        bool object = *pass->frames[pass->depth - 1].bracket == '{';

        at = blanks(pass, at);
        if (*at == ',') {
            at = blanks(pass, at + 1);
            if (object)
                return pass_key(pass, at, end);
            if (*at != ']')
                return at;
            *end = pass_broken(pass, at, "a value was expected after the comma");
            return NULL;
        }
        if (*at != (object ? '}' : ']')) {
            *end = pass_broken(pass, at,
                               object ? "a comma or } was expected" : "a comma or ] was expected");
            return NULL;
        }
        pass_close(pass);
        at++;
    }
    pass->at = at;
    *end = SB_PASS_DONE;
    return NULL;
}

static void
pass_begin(struct sb_pass *pass, const char *text, const char *end)
{
    pass->text = text;
    pass->end = end;
    pass->at = pass->fault_at = pass->why = pass->line = NULL;
    pass->soft = pass->encoding = pass->duplicate = false;
    pass->newlines = 0;
    pass->value_count = 0;
    pass->depth = 0;
    pass->key_count = 0;
    sb_buf_reset(&pass->plain);
}

enum sb_pass_end
sb_pass_run(struct sb_pass *pass, const char *text, const char *stop)
{
    enum sb_pass_end end = SB_PASS_DONE;
    const char *at = text;

    pass_begin(pass, text, stop);
    while (at != NULL) {
        if (pass->value_count == pass->value_room && !pass_value_room(pass))
            return SB_PASS_NOMEM;
        pass->values[pass->value_count++] = (uint32_t)(at - text);
        if (*at == '{' || *at == '[') {
            const char open = *at;

            if (!pass_open(pass, at)) {
                pass->fault_at = at;
                pass->why = "nested deeper than 64";
                return SB_PASS_DEEP;
            }
            at = blanks(pass, at + 1);
            if (*at == '}' && open == '{') {
                pass_close(pass);
                at++;
            } else if (open == '{') {
                at = pass_key(pass, at, &end);
                continue;
            } else if (*at == ']') {
                pass_close(pass);
                at++;
            } else {
                continue;
            }
        } else {
            at = pass_scalar(pass, at, &end);
            if (at == NULL)
                break;
        }
        at = pass_after(pass, at, &end);
    }
    return end;
}

size_t
sb_pass_unescape(char *out, const char *raw, size_t length)
{
    static const char names[] = "bfnrt", bytes[] = "\b\f\n\r\t";
    size_t used = 0, at = 0;

    while (at < length) {
        const char *name;
        uint32_t c, second;
        char text[5];
        size_t size;

        if (raw[at] != '\\') {
            out[used++] = raw[at++];
            continue;
        }
        if (raw[at + 1] != 'u') {
            name = strchr(names, raw[at + 1]);
            out[used++] = name != NULL ? bytes[name - names] : raw[at + 1];
            at += 2;
            continue;
        }
        (void)hex_four(raw + at + 2, &c);
        at += 6;
        if (c >= 0xd800 && c < 0xdc00 && at + 6 <= length && raw[at] == '\\' &&
            raw[at + 1] == 'u' && hex_four(raw + at + 2, &second) == NULL && second >= 0xdc00 &&
            second <= 0xdfff) {
            c = 0x10000 + ((c - 0xd800) << 10) + (second - 0xdc00);
            at += 6;
        }
        size = sb_utf8_put(text, c);
        memcpy(out + used, text, size);
        used += size;
    }
    return used;
}
