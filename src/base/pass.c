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
#define COLD __attribute__((noinline, cold))
#define UNLIKELY(condition) __builtin_expect(!!(condition), 0)

/*
 * A key without escapes lies in text.  One with escapes lies decoded in plain, behind the
 * place of its quotation mark; at is its offset there and has the bit PLAIN_KEY.
 */
struct sb_pass_key {
    uint32_t at, length;
    uint64_t head; /* the first eight bytes */
};

void
sb_pass_free(struct sb_pass *pass)
{
    free(pass->values);
    free(pass->keys);
    sb_buf_free(&pass->plain);
    *pass = (struct sb_pass){0};
}

/* Behind the spaces at at: the indentation of a file for people. */
static inline const char *
spaces(const char *at)
{
#ifdef __SSE2__
    const __m128i space = _mm_set1_epi8(' ');

    for (;; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        unsigned mask = 0xffffU ^ (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, space));

        if (mask != 0)
            return at + __builtin_ctz(mask);
    }
#else
    while (*at == ' ')
        at++;
    return at;
#endif
}

static __attribute__((noinline)) const char *
blanks_many(struct sb_pass *pass, const char *at)
{
    for (;;) {
        if (*at == '\n') {
            pass->newlines++;
            pass->line = ++at;
        } else if (*at == ' ') {
            at = spaces(at);
        } else if (*at == '\t' || *at == '\r') {
            at++;
        } else {
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

/* The rest of a string, from a byte that is not ordinary; behind its closing quote, or NULL. */
static const char *
pass_string_rest(struct sb_pass *pass, const char *at)
{
    while (at != NULL && *at != '"') {
        if (*at == '\\') {
            pass->escapes = true;
            at = sb_pass_escape(pass, at);
        } else if ((unsigned char)*at >= 0x80) {
            at = sb_pass_beyond_ascii(pass, at);
        } else if (*at == '\n' || *at == '\r') {
            return sb_pass_broken(pass, at, "a string ends with a quotation mark on its line");
        } else {
            return sb_pass_broken(pass, at, "a control character in a string must be escaped");
        }
        if (at != NULL)
            at = ordinary(at);
    }
    return at == NULL ? NULL : at + 1;
}

/* at is behind the opening quote; behind the closing one, or NULL. */
static inline const char *
pass_string(struct sb_pass *pass, const char *at)
{
    at = ordinary(at);
    if (*at == '"')
        return at + 1;
    return pass_string_rest(pass, at);
}

static inline const char *
digits(const char *at)
{
    while ((unsigned char)(*at - '0') < 10)
        at++;
    return at;
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)? */
static const char *
pass_number(struct sb_pass *pass, const char *start)
{
    const char *at = start + (*start == '-'), *from = at;

    at = digits(at);
    if (at == from) {
        return sb_pass_broken(pass, at, "a digit was expected");
    }
    if (*from == '0' && at > from + 1) {
        return sb_pass_broken(pass, from, "a number has no leading zero");
    }
    if (*at == '.') {
        from = at + 1;
        at = digits(from);
        if (at == from) {
            return sb_pass_broken(pass, at, "a digit was expected after the decimal point");
        }
    }
    if (*at == 'e' || *at == 'E') {
        from = at + 1 + (at[1] == '+' || at[1] == '-');
        at = digits(from);
        if (at == from) {
            return sb_pass_broken(pass, at, "a digit was expected in the exponent");
        }
    }
    if (at - start > NUMBER_LONGEST)
        sb_pass_soft(pass, NULL, start, "a number has at most 63 characters");
    return at;
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
    return head & ~(UINT64_MAX << 8 * length);
#else
    return length == 0 ? 0 : head >> (64 - 8 * length);
#endif
}

static inline const char *
key_bytes(const struct sb_pass *pass, const struct sb_pass_key *key)
{
    return key->at & PLAIN_KEY ? pass->plain.at + (key->at & ~PLAIN_KEY) : pass->text + key->at;
}

/* Offset in text of the key's quotation mark. */
static uint32_t
key_quote(const struct sb_pass *pass, const struct sb_pass_key *key)
{
    uint32_t quote = key->at - 1;

    if (key->at & PLAIN_KEY)
        memcpy(&quote, key_bytes(pass, key) - sizeof quote, sizeof quote);
    return quote;
}

static COLD void
pass_duplicate(struct sb_pass *pass, uint32_t quote)
{
    sb_pass_soft(pass, &pass->duplicate, pass->text + quote, "a key stands once in an object");
}

/* An array of the pass with twice the room; NULL when memory ends. */
static COLD void *
grown(void *array, size_t *room, size_t size)
{
    size_t more = *room == 0 ? 64 : *room * 2;

    array = realloc(array, more * size);
    if (array != NULL)
        *room = more;
    return array;
}

/* The key between start and start + length, decoded into plain. */
static COLD bool
pass_key_plain(struct sb_pass *pass, struct sb_pass_key *key, const char *start, size_t length)
{
    uint32_t quote = (uint32_t)(start - 1 - pass->text);
    /* load_eight reads past the last key too */
    char *at = sb_buf_reserve(&pass->plain, sizeof quote + length + sizeof(uint64_t));

    if (at == NULL)
        return false;
    memcpy(at, &quote, sizeof quote);
    at += sizeof quote;
    key->length = (uint32_t)sb_escape_undo(at, start, length);
    memset(at + key->length, 0, sizeof(uint64_t));
    key->at = (uint32_t)(pass->plain.len + sizeof quote) | PLAIN_KEY;
    pass->plain.len += sizeof quote + key->length + sizeof(uint64_t);
    return true;
}

/* Whether the key read last is one of names. */
static COLD bool
pass_key_named(const struct sb_pass *pass)
{
    const struct sb_pass_key *key = &pass->keys[pass->key_count - 1];

    for (size_t i = 0; i < pass->name_count; i++)
        if (strlen(pass->names[i]) == key->length &&
            memcmp(pass->names[i], key_bytes(pass, key), key->length) == 0)
            return true;
    return false;
}

/* Compare a key with those of its object; once they are many they are sorted at the end. */
static void
pass_key_compare(struct sb_pass *pass, const struct sb_pass_frame *frame,
                 const struct sb_pass_key *key)
{
    if (key - (pass->keys + frame->keys) >= FEW_KEYS)
        return;
    for (const struct sb_pass_key *other = pass->keys + frame->keys; other < key; other++)
        if (other->head == key->head && other->length == key->length &&
            memcmp(key_bytes(pass, other), key_bytes(pass, key), key->length) == 0)
            pass_duplicate(pass, key_quote(pass, key));
}

/* Keep the key from start on; only one whose hash was seen in its object can be there twice. */
static inline bool
pass_key_add(struct sb_pass *pass, struct sb_pass_frame *frame, const char *start, size_t length)
{
    struct sb_pass_key *key;
    const char *bytes = start;
    uint64_t bit;

    if (UNLIKELY(pass->key_count == pass->key_room)) {
        key = grown(pass->keys, &pass->key_room, sizeof *key);
        if (key == NULL)
            return false;
        pass->keys = key;
    }
    key = &pass->keys[pass->key_count++];
    key->at = (uint32_t)(start - pass->text);
    key->length = (uint32_t)length;
    if (UNLIKELY(pass->escapes)) {
        if (!pass_key_plain(pass, key, start, length))
            return false;
        bytes = key_bytes(pass, key);
    }
    key->head = key_head(bytes, key->length);
    bit = (uint64_t)1 << (key->head * UINT64_C(0x9e3779b97f4a7c15) >> 58);
    if ((frame->seen & bit) != 0)
        pass_key_compare(pass, frame, key);
    frame->seen |= bit;
    return true;
}

static COLD const char *
pass_stop(struct sb_pass *pass, const char *at, enum sb_pass_end result)
{
    pass->fault_at = at;
    pass->result = result;
    return NULL;
}

/* at is where the key of value must begin; where value begins, or NULL. */
static inline const char *
pass_key(struct sb_pass *pass, struct sb_pass_frame *frame, struct sb_scan_value *value,
         const char *at)
{
    const char *start = at + 1;

    if (UNLIKELY(*at != '"'))
        return sb_pass_broken(pass, at,
                              *at == '}' ? "a key was expected after the comma"
                                         : "a key in quotation marks was expected");
    at = pass_string(pass, start);
    if (UNLIKELY(at == NULL))
        return NULL;
    value->key = (uint32_t)(start - 1 - pass->text);
    value->key_end = (uint32_t)(at - 1 - pass->text);
    if (UNLIKELY(!pass_key_add(pass, frame, start, (size_t)(at - 1 - start))))
        return pass_stop(pass, at, SB_PASS_NOMEM);
    at = blanks(pass, at);
    if (UNLIKELY(*at != ':'))
        return sb_pass_broken(pass, at, "a colon was expected after the key");
    if (UNLIKELY(pass->name_count > 0) && frame == pass->frames + 1 && pass_key_named(pass))
        return pass_stop(pass, at, SB_PASS_MEMBER);
    return blanks(pass, at + 1);
}

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
    int order = key_compare(a, b, user);

    return order != 0 ? order : key_quote(user, a) < key_quote(user, b) ? -1 : 1;
}

/* Many keys: sorted, equal ones stand side by side; told is the first that was there before. */
static COLD void
pass_keys_sorted(struct sb_pass *pass, const struct sb_pass_frame *frame)
{
    struct sb_pass_key *keys = pass->keys + frame->keys;
    size_t count = pass->key_count - frame->keys;
    uint32_t first = UINT32_MAX;

    qsort_r(keys, count, sizeof *keys, key_order, pass);
    for (size_t i = 1; i < count; i++)
        if (key_compare(&keys[i - 1], &keys[i], pass) == 0 && key_quote(pass, &keys[i]) < first)
            first = key_quote(pass, &keys[i]);
    if (first != UINT32_MAX)
        pass_duplicate(pass, first);
}

/*
 * A value ended at at, in the object or array of *top: close what closes, pass a comma.
 * Where the next key or value begins, or NULL.
 */
static inline const char *
pass_after(struct sb_pass *pass, struct sb_pass_frame **top, const char *at)
{
    for (;;) {
        struct sb_pass_frame *frame = *top;

        if (frame == pass->frames) {
            pass->at = at;
            pass->result = SB_PASS_DONE;
            return NULL;
        }
        at = blanks(pass, at);
        if (*at == ',')
            return blanks(pass, at + 1);
        if (UNLIKELY(*at != frame->close))
            return sb_pass_broken(pass, at,
                                  frame->close == '}' ? "a comma or } was expected"
                                                      : "a comma or ] was expected");
        at++;
        pass->values[frame->value].end = (uint32_t)(at - pass->text);
        if (UNLIKELY(pass->key_count - frame->keys > FEW_KEYS))
            pass_keys_sorted(pass, frame);
        pass->key_count = frame->keys;
        *top = frame - 1;
    }
}

/* An object or array begins at at.  Where its first key or value or its end is, or NULL. */
static inline const char *
pass_open(struct sb_pass *pass, struct sb_pass_frame **top, const char *at)
{
    struct sb_pass_frame *frame = *top + 1;

    if (UNLIKELY(frame == pass->frames + SB_LIMIT_DEPTH + 1)) {
        pass->why = "nested deeper than 64";
        return pass_stop(pass, at, SB_PASS_DEEP);
    }
    *top = frame;
    frame->seen = 0;
    frame->keys = pass->key_count;
    frame->value = (uint32_t)(pass->value_count - 1);
    frame->last = 0;
    frame->close = *at == '{' ? '}' : ']';
    return blanks(pass, at + 1);
}

static void
pass_begin(struct sb_pass *pass, const char *text, const char *end)
{
    pass->text = text;
    pass->end = end;
    pass->at = pass->fault_at = pass->why = pass->line = NULL;
    pass->soft = pass->encoding = pass->duplicate = false;
    pass->newlines = pass->value_count = pass->key_count = 0;
    pass->frames[0].close = '\0';
    pass->frames[0].last = 0;
    if (pass->plain.len > 0)
        sb_buf_reset(&pass->plain);
}

/* Room for the next value, which gets to know the one before it beside; NULL when memory ends. */
static inline struct sb_scan_value *
pass_value(struct sb_pass *pass, struct sb_pass_frame *frame)
{
    struct sb_scan_value *value = pass->values;

    if (UNLIKELY(pass->value_count == pass->value_room)) {
        value = grown(value, &pass->value_room, sizeof *value);
        if (value == NULL)
            return NULL;
        pass->values = value;
    }
    if (frame->last != 0)
        pass->values[frame->last].next = (uint32_t)pass->value_count;
    frame->last = (uint32_t)pass->value_count;
    value = &pass->values[pass->value_count++];
    value->key = value->key_end = value->next = 0;
    return value;
}

enum sb_pass_end
sb_pass_run(struct sb_pass *pass, const char *text, const char *stop)
{
    struct sb_pass_frame *top = pass->frames;
    const char *at = text;

    pass_begin(pass, text, stop);
    while (at != NULL) {
        struct sb_scan_value *value = pass_value(pass, top);

        if (UNLIKELY(value == NULL))
            return SB_PASS_NOMEM;
        pass->escapes = false;
        if (top->close == '}') {
            at = pass_key(pass, top, value, at);
            if (UNLIKELY(at == NULL))
                break;
        }
        value->at = (uint32_t)(at - text);
        value->escapes = pass->escapes;
        if (*at == '"') {
            at = pass_string(pass, at + 1);
            value->escapes = pass->escapes;
        } else if (*at == '{' || *at == '[') {
            at = pass_open(pass, &top, at);
            if (at != NULL && *at != top->close)
                continue;
        } else if (*at == '-' || (unsigned char)(*at - '0') < 10) {
            at = pass_number(pass, at);
        } else {
            at = sb_pass_word(pass, at);
        }
        if (UNLIKELY(at == NULL))
            break;
        value->end = (uint32_t)(at - text);
        at = pass_after(pass, &top, at);
    }
    return pass->result;
}
