/* words.c - the index of words of an installed set, made in one pass over its sorted rows. */
#include "codes/words.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS ((size_t)1 << 18) /* of the table of words: under half of them are ever used */

bool
sb_words_next(struct sb_words_row *row, struct sb_bytes *rest)
{
    const unsigned char *at = rest->at;
    size_t size = SB_WORDS_ROW_BYTES;

    if (rest->len < size)
        return false;
    row->key = 0;
    for (size_t i = 5; i-- > 0;)
        row->key = row->key << 8 | at[i];
    row->flags = at[5];
    row->length = sb_words_number(at + 6);
    row->count = sb_words_number(at + 8);
    row->children = at[10];
    row->words = at + size;
    row->child = row->words + 2 * row->count;
    size += 2 * (row->count + row->children);
    if (rest->len < size)
        return false;
    *rest = (struct sb_bytes){at + size, rest->len - size};
    return true;
}

/* Words on their way: numbered as they come, sorted at the end. */
struct word {
    uint32_t at, length; /* in text */
};
struct maker {
    struct sb_words *out;
    struct sb_buf text;
    struct word *words;
    uint32_t *slots; /* number of a word, and one; 0: free */
    size_t count;
    size_t tail_at[SB_WORDS_TAILS], tails;
    unsigned char follower[SB_WORDS_TAILS]; /* which tail came after this one */
    size_t last_tail;
    size_t row; /* where in rows the last row begins */
    const struct sb_dx_item *header;
    size_t own; /* row of the program's table */
    bool crowded;
};

static unsigned
word_number(struct maker *maker, const char *at, size_t length)
{
    uint32_t hash = 2166136261u;
    size_t start = maker->text.len, slot;

    for (size_t i = 0; i < length; i++) {
        sb_buf_char(&maker->text, sb_ascii_lower(at[i]));
        hash = (hash ^ (unsigned char)sb_ascii_lower(at[i])) * 16777619u;
    }
    if (maker->text.failed)
        return 0;
    for (slot = hash & (SLOTS - 1); maker->slots[slot] != 0; slot = (slot + 1) & (SLOTS - 1)) {
        const struct word *word = &maker->words[maker->slots[slot] - 1];

        if (word->length == length &&
            memcmp(maker->text.at + word->at, maker->text.at + start, length) == 0) {
            maker->text.len = start;
            return maker->slots[slot] - 1;
        }
    }
    if (maker->count == SB_WORDS_MOST) {
        maker->crowded = true;
        maker->text.len = start;
        return 0;
    }
    maker->words[maker->count] = (struct word){(uint32_t)start, (uint32_t)length};
    maker->slots[slot] = (uint32_t)++maker->count;
    return (unsigned)maker->count - 1;
}

static void
put_number(struct sb_buf *out, uint64_t n, size_t bytes)
{
    for (; bytes > 0; bytes--, n >>= 8)
        sb_buf_char(out, (char)(n & 0xff));
}

/* The numbers of a title's words, to out where it is not NULL; how many. */
static size_t
title_words(struct maker *maker, struct sb_buf *out, const char *title)
{
    size_t count = 0;

    while (*title != '\0') {
        size_t length = 0;
        unsigned number;

        while (sb_ascii_alnum(title[length]))
            length++;
        if (length > 0) {
            number = word_number(maker, title, length);
            if (out != NULL)
                put_number(out, number, 2);
            count++;
        }
        title += length + (title[length] != '\0');
    }
    return count;
}

static unsigned
title_flags(const char *code, const char *title)
{
    unsigned flags = SB_WORDS_SIDE * (unsigned)sb_title_side(code, title);

    flags |= sb_ascii_alnum(title[0]) ? SB_WORDS_BEGINS : 0u;
    flags |= strstr(title, "nspecified") != NULL ? SB_WORDS_VAGUE : 0u;
    return flags | (strstr(title, "nspecified ") != NULL ? SB_WORDS_INSIDE : 0u);
}

/* Whether the program's table has the code; asked in the order of codes. */
static bool
known(struct maker *maker, const char *code)
{
    int order = -1;

    while (maker->own < sb_dx_count() && (order = strcmp(sb_dx_row_code(maker->own), code)) < 0)
        maker->own++;
    return maker->own < sb_dx_count() && order == 0;
}

static void
row_add(struct maker *maker, const char *code, const struct sb_dx_item *item, const char *title)
{
    struct sb_buf *rows = &maker->out->rows;
    size_t length = strlen(title), count;

    maker->row = rows->len;
    maker->header = item->billable ? NULL : item;
    put_number(rows, item->key, 5);
    sb_buf_char(rows, (char)(title_flags(code, title) | (item->billable ? SB_WORDS_BILLABLE : 0u) |
                             (known(maker, code) ? SB_WORDS_KNOWS : 0u)));
    put_number(rows, length < UINT16_MAX ? length : UINT16_MAX, 2);
    put_number(rows, 0, 3);
    count = title_words(maker, rows, title);
    if (rows->failed)
        return;
    rows->at[maker->row + 8] = (char)(count & 0xff); /* titles are shorter than a line */
    rows->at[maker->row + 9] = (char)(count >> 8 & 0xff);
}

/* Which last part this is; SB_WORDS_TAILS where there is no room for another. */
static size_t
tail_number(struct maker *maker, const char *tail)
{
    struct sb_buf *tails = &maker->out->tails;
    size_t guess = maker->follower[maker->last_tail], i;

    /* they come in the order of the seventh characters, again and again */
    if (guess < maker->tails && strcmp(tails->at + maker->tail_at[guess], tail) == 0)
        return maker->last_tail = guess;
    for (i = 0; i < maker->tails; i++)
        if (strcmp(tails->at + maker->tail_at[i], tail) == 0)
            break;
    if (i == SB_WORDS_TAILS)
        return i;
    if (i == maker->tails) {
        maker->tail_at[maker->tails++] = tails->len;
        sb_buf_put(tails, tail, strlen(tail) + 1);
        (void)title_words(maker, NULL, tail);
    }
    maker->follower[maker->last_tail] = (unsigned char)i;
    return maker->last_tail = i;
}

/* Whether the code is its header's with a seventh character, and the title with a tail. */
static bool
child_add(struct maker *maker, const struct sb_dx_list *list, const char *code,
          const struct sb_dx_item *item)
{
    struct sb_buf *rows = &maker->out->rows;
    const char *title = sb_dx_list_title(list, item), *above;
    char bare[SB_DX_BARE], stem[SB_DX_BARE] = "XXXXXX";
    size_t length, tail;

    if (maker->header == NULL || !item->billable || item->key % 37 == 0)
        return false;
    sb_dx_key_bare(bare, maker->header->key);
    memcpy(stem, bare, strlen(bare));
    sb_dx_key_bare(bare, item->key);
    above = sb_dx_list_title(list, maker->header);
    length = strlen(above);
    if (strncmp(stem, bare, 6) != 0 || strncmp(title, above, length) != 0 ||
        strncmp(title + length, ", ", 2) != 0 || rows->failed ||
        (unsigned char)rows->at[maker->row + 10] == UINT8_MAX ||
        (title_flags(code, title) ^ title_flags(code, above)) != 0)
        return false;
    if ((tail = tail_number(maker, title + length + 2)) == SB_WORDS_TAILS)
        return false;
    rows->at[maker->row + 10]++;
    sb_buf_char(rows, (char)tail);
    sb_buf_char(rows, (char)(item->key % 37 | (known(maker, code) ? SB_WORDS_KNOWN : 0u)));
    return true;
}

/* Words by what they are; the text is that of the maker. */
struct sorting {
    const char *text;
    struct word word;
    unsigned number;
};

static int
word_order(const void *left, const void *right)
{
    const struct sorting *a = left, *b = right;
    size_t length = a->word.length < b->word.length ? a->word.length : b->word.length;
    int order = memcmp(a->text + a->word.at, b->text + b->word.at, length);

    return order != 0 ? order
                      : (a->word.length > b->word.length) - (a->word.length < b->word.length);
}

/* Write the words sorted, and their new numbers into the rows. */
static bool
sort_words(struct maker *maker)
{
    struct sorting *all = calloc(maker->count + 1, sizeof *all);
    uint16_t *now = calloc(maker->count + 1, sizeof *now);
    struct sb_buf *rows = &maker->out->rows;
    struct sb_bytes rest = {rows->at, rows->len};
    struct sb_words_row row;

    for (size_t i = 0; all != NULL && i < maker->count; i++)
        all[i] = (struct sorting){maker->text.at, maker->words[i], (unsigned)i};
    if (all != NULL && maker->count > 1)
        qsort(all, maker->count, sizeof *all, word_order);
    for (size_t i = 0; all != NULL && now != NULL && i < maker->count; i++) {
        now[all[i].number] = (uint16_t)i;
        sb_buf_put(&maker->out->words, all[i].text + all[i].word.at, all[i].word.length);
        sb_buf_char(&maker->out->words, '\0');
    }
    while (now != NULL && sb_words_next(&row, &rest)) {
        char *at = rows->at + ((const char *)row.words - rows->at);

        for (size_t i = 0; i < row.count; i++, at += 2) {
            unsigned number = now[sb_words_number((const unsigned char *)at)];

            at[0] = (char)(number & 0xff);
            at[1] = (char)(number >> 8);
        }
    }
    free(all);
    free(now);
    return all != NULL && now != NULL && !maker->out->words.failed;
}

sb_status
sb_words_make(struct sb_words *out, const struct sb_dx_list *list, struct sb_error *err)
{
    struct maker maker = {.out = out};
    sb_status st = SB_OK;

    *out = (struct sb_words){0};
    maker.words = malloc(SB_WORDS_MOST * sizeof *maker.words);
    maker.slots = calloc(SLOTS, sizeof *maker.slots);
    if (maker.words == NULL || maker.slots == NULL)
        st = sb_error_nomem(err);
    for (size_t i = 0; i < list->count && st == SB_OK; i++) {
        const struct sb_dx_item *item = &list->rows[i];
        char bare[SB_DX_BARE], code[SB_DX_TEXT];

        sb_dx_key_bare(bare, item->key);
        sb_dx_dotted(code, bare);
        if (!child_add(&maker, list, code, item))
            row_add(&maker, code, item, sb_dx_list_title(list, item));
    }
    if (st == SB_OK && maker.crowded)
        st = sb_error_set(err, SB_E_RANGE, "more words than the titles of any year have");
    if (st == SB_OK &&
        (out->rows.failed || out->tails.failed || maker.text.failed || !sort_words(&maker)))
        st = sb_error_nomem(err);
    free(maker.words);
    free(maker.slots);
    sb_buf_free(&maker.text);
    if (st != SB_OK)
        sb_words_free(out);
    return st;
}

void
sb_words_free(struct sb_words *words)
{
    sb_buf_free(&words->words);
    sb_buf_free(&words->tails);
    sb_buf_free(&words->rows);
}
