/*
 * ini.c - the door of inih.  Our reader counts lines, judges them and keeps the real names
 * and values; inih sees only tokens ("[s3]", "k7=v7"), so that none of its limits on length,
 * comments, repetition or indentation can touch a configuration.
 */
#include "base/base.h"

#include <ini.h>
#include <stdlib.h>
#include <string.h>

#define WORD_ROOM 16               /* bytes of a letter, a number and a NUL */
#define TOKEN_ROOM (2 * WORD_ROOM) /* "k12=v12\n" */

struct ini_reader {
    struct sb_arena *arena;
    char *bytes; /* our copy: names and values are cut out in place */
    size_t length, at;
    uint32_t line;
    struct sb_buf entries; /* struct sb_ini_entry */
    struct sb_buf faults;  /* struct sb_ini_fault */
    const char *section;   /* NULL: none yet, or one at fault, whose lines are only judged */
    uint32_t section_line, section_number;
    bool section_known; /* some section line was seen, good or bad */
    bool section_empty;
    struct sb_ini_entry pending; /* what the token stands for that inih is reading */
    uint32_t pending_number;
    bool defect;
};

static void
ini_fault(struct ini_reader *reader, enum sb_ini_fault_kind kind, size_t column, const char *why)
{
    const struct sb_ini_fault fault = {
        .kind = kind, .line = reader->line, .column = (uint32_t)column, .why = why};

    sb_buf_put(&reader->faults, &fault, sizeof fault);
}

static bool
ini_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Cut blanks off both ends of bytes[*from, to), end it with a NUL. */
static char *
ini_trim(char *bytes, size_t *from, size_t to)
{
    while (*from < to && ini_blank(bytes[*from]))
        (*from)++;
    while (to > *from && ini_blank(bytes[to - 1]))
        to--;
    bytes[to] = '\0';
    return bytes + *from;
}

/* Whether every character of a line may stand in a configuration; else one fault. */
static bool
ini_characters(struct ini_reader *reader, const char *line, size_t length)
{
    bool comment = length > 0 && (line[0] == ';' || line[0] == '#');

    for (size_t at = 0; at < length;) {
        uint32_t c = 0;
        size_t step = sb_utf8_step(line + at, length - at, &c);

        if (step == 0) {
            ini_fault(reader, SB_INI_SYNTAX, at + 1, "invalid UTF-8");
            return false;
        }
        if (c == 0) {
            ini_fault(reader, SB_INI_SYNTAX, at + 1, "a NUL byte");
            return false;
        }
        if (c == 0xfeff) {
            ini_fault(reader, SB_INI_SYNTAX, at + 1,
                      "a byte order mark stands at the start of a file only");
            return false;
        }
        if (c != '\t' && !comment && sb_utf8_forbidden(c)) {
            ini_fault(reader, SB_INI_SYNTAX, at + 1,
                      "a control character, or one that cannot be printed");
            return false;
        }
        at += step;
    }
    return true;
}

/* A section without keys is told by one entry without a key. */
static void
ini_section_end(struct ini_reader *reader)
{
    const struct sb_ini_entry entry = {.section = reader->section,
                                       .line = reader->section_line,
                                       .section_line = reader->section_line,
                                       .value_column = 1};

    if (reader->section != NULL && reader->section_empty)
        sb_buf_put(&reader->entries, &entry, sizeof entry);
    reader->section = NULL;
}

/* "[name]": true where it begins a section. */
static bool
ini_section_line(struct ini_reader *reader, char *line, size_t length)
{
    size_t from = 1, to = length;
    const char *name;

    ini_section_end(reader);
    reader->section_known = true;
    while (to > 0 && ini_blank(line[to - 1]))
        to--;
    name = memchr(line, ']', length);
    if (name == NULL) {
        ini_fault(reader, SB_INI_SYNTAX, to + 1, "a section's name ends with ]");
        return false;
    }
    if ((size_t)(name - line) + 1 != to) {
        ini_fault(reader, SB_INI_SYNTAX, (size_t)(name - line) + 2,
                  "nothing may follow ] on its line");
        return false;
    }
    name = ini_trim(line, &from, to - 1);
    if (name[0] == '\0' || strchr(name, '[') != NULL) {
        ini_fault(reader, SB_INI_SYNTAX, from + 1, "a section has a name, without brackets");
        return false;
    }
    reader->section = name;
    reader->section_line = reader->line;
    reader->section_number++;
    reader->section_empty = true;
    return true;
}

/* "key = value": true where it is an entry of a section. */
static bool
ini_key_line(struct ini_reader *reader, char *line, size_t length)
{
    char *equals = memchr(line, '=', length);
    size_t key_from = 0, value_from;

    if (equals == NULL) {
        ini_fault(reader, SB_INI_SYNTAX, 1, "a line is [section], key = value, or a comment");
        return false;
    }
    if (equals == line) {
        ini_fault(reader, SB_INI_SYNTAX, 1, "a key stands before =");
        return false;
    }
    if (!reader->section_known) {
        ini_fault(reader, SB_INI_SYNTAX, 1, "a key stands below a [section]");
        return false;
    }
    value_from = (size_t)(equals - line) + 1;
    reader->pending = (struct sb_ini_entry){
        .section = reader->section,
        .key = ini_trim(line, &key_from, (size_t)(equals - line)),
        .value = ini_trim(line, &value_from, length),
        .line = reader->line,
        .section_line = reader->section_line,
        .value_column = (uint32_t)value_from + 1,
    };
    return reader->section != NULL;
}

/* The next line without its end, which becomes a NUL; NULL at the end of the file. */
static char *
ini_line(struct ini_reader *reader, size_t *length)
{
    char *line = reader->bytes + reader->at, *end;
    size_t left = reader->length - reader->at;

    if (left == 0)
        return NULL;
    end = memchr(line, '\n', left);
    *length = end == NULL ? left : (size_t)(end - line);
    reader->at += *length + (end != NULL);
    reader->line++;
    if (*length > 0 && line[*length - 1] == '\r')
        (*length)--;
    line[*length] = '\0';
    return line;
}

static bool
ini_all_blank(const char *line, size_t length)
{
    size_t at = 0;

    while (at < length && ini_blank(line[at]))
        at++;
    return at == length;
}

/* A letter and a number, and where they end: printf would be a third of reading a template. */
static char *
word_put(char *at, char letter, uint32_t number)
{
    char digits[WORD_ROOM], *first = digits + sizeof digits;
    size_t length;

    do {
        *--first = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    length = (size_t)(digits + sizeof digits - first);
    *at = letter;
    memcpy(at + 1, first, length);
    at[1 + length] = '\0';
    return at + 1 + length;
}

static bool
word_is(const char *text, char letter, uint32_t number)
{
    char word[WORD_ROOM];

    (void)word_put(word, letter, number);
    return strcmp(text, word) == 0;
}

/* Judge one line; true where token holds what inih is to see of it. */
static bool
ini_take(struct ini_reader *reader, char *line, size_t length, char *token)
{
    if (length > SB_LIMIT_INI_LINE) {
        ini_fault(reader, SB_INI_TOO_LONG, SB_LIMIT_INI_LINE + 1,
                  "a line is at most 1000 bytes long");
        /* nobody can say to what section the lines below belong */
        if (line[0] == '[') {
            ini_section_end(reader);
            reader->section_known = true;
        }
        return false;
    }
    if (!ini_characters(reader, line, length) || ini_all_blank(line, length) || line[0] == ';' ||
        line[0] == '#')
        return false;
    if (ini_blank(line[0])) {
        ini_fault(reader, SB_INI_SYNTAX, 1, "a line begins without blanks");
        return false;
    }
    if (line[0] == '[') {
        if (!ini_section_line(reader, line, length))
            return false;
        *token = '[';
        memcpy(word_put(token + 1, 's', reader->section_number), "]\n", 3);
        return true;
    }
    if (!ini_key_line(reader, line, length))
        return false;
    reader->pending_number++;
    token = word_put(token, 'k', reader->pending_number);
    *token = '=';
    memcpy(word_put(token + 1, 'v', reader->pending_number), "\n", 2);
    return true;
}

/* The fgets of inih: one token of ours. */
static char *
ini_feed(char *token, int room, void *user)
{
    struct ini_reader *reader = user;
    size_t length = 0;
    char *line;

    if (room < TOKEN_ROOM) {
        reader->defect = true;
        return NULL;
    }
    while ((line = ini_line(reader, &length)) != NULL)
        if (ini_take(reader, line, length, token))
            return token;
    ini_section_end(reader);
    return NULL;
}

/* inih read a pair: it must be the one that was fed last. */
static int
ini_pair(void *user, const char *section, const char *name, const char *value)
{
    struct ini_reader *reader = user;

    if (!word_is(section, 's', reader->section_number) ||
        !word_is(name, 'k', reader->pending_number) ||
        !word_is(value, 'v', reader->pending_number)) {
        reader->defect = true;
        return 0;
    }
    reader->section_empty = false;
    sb_buf_put(&reader->entries, &reader->pending, sizeof reader->pending);
    return 1;
}

/* By section, key, line: what is given twice stands side by side. */
static int
ini_compare(const void *a, const void *b)
{
    const struct sb_ini_entry *x = *(const struct sb_ini_entry *const *)a;
    const struct sb_ini_entry *y = *(const struct sb_ini_entry *const *)b;
    int order = strcmp(x->section, y->section);

    if (order == 0 && x->section_line != y->section_line)
        return x->section_line < y->section_line ? -1 : 1;
    if (order == 0 && x->key != NULL && y->key != NULL)
        order = strcmp(x->key, y->key);
    if (order == 0 && x->line != y->line)
        order = x->line < y->line ? -1 : 1;
    return order;
}

static int
ini_compare_faults(const void *a, const void *b)
{
    const struct sb_ini_fault *x = a, *y = b;

    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

static bool
ini_fault_twice(struct ini_reader *reader, const char *what, const char *name, uint32_t first,
                uint32_t again)
{
    char tame[64];
    const char *why = sb_arena_print(reader->arena, "%s %s stands on line %u already", what,
                                     sb_text_tame(tame, sizeof tame, name, strlen(name)), first);
    const struct sb_ini_fault fault = {
        .kind = SB_INI_DUPLICATE, .line = again, .column = 1, .why = why};

    sb_buf_put(&reader->faults, &fault, sizeof fault);
    return why != NULL;
}

/* A section twice is one fault, whatever it holds; else a key twice in a section is one. */
static bool
ini_duplicates(struct ini_reader *reader, const struct sb_ini *ini)
{
    const struct sb_ini_entry **sorted = calloc(ini->count + 1, sizeof(void *));
    bool fine = sorted != NULL;
    size_t first = 0;

    for (size_t i = 0; fine && i < ini->count; i++)
        sorted[i] = &ini->entries[i];
    if (fine)
        qsort(sorted, ini->count, sizeof(void *), ini_compare);
    for (size_t i = 1; fine && i < ini->count; i++) {
        const struct sb_ini_entry *a = sorted[i - 1], *b = sorted[i];

        if (strcmp(a->section, b->section) != 0) {
            first = i;
        } else if (a->section_line != b->section_line) {
            fine = ini_fault_twice(reader, "section", b->section, sorted[first]->section_line,
                                   b->section_line);
        } else if (b->section_line == sorted[first]->section_line && strcmp(a->key, b->key) == 0) {
            fine = ini_fault_twice(reader, "key", b->key, a->line, b->line);
        }
    }
    free(sorted);
    return fine;
}

/* Entries and faults into the arena of ini. */
static sb_status
ini_keep(struct ini_reader *reader, struct sb_ini *ini, struct sb_error *err)
{
    if (reader->entries.failed)
        return sb_error_nomem(err);
    ini->count = reader->entries.len / sizeof *ini->entries;
    ini->entries = (const void *)sb_arena_text(ini->arena, reader->entries.at, reader->entries.len);
    if (ini->entries == NULL || !ini_duplicates(reader, ini) || reader->faults.failed)
        return sb_error_nomem(err);
    ini->fault_count = reader->faults.len / sizeof *ini->faults;
    if (ini->fault_count > 0)
        qsort(reader->faults.at, ini->fault_count, sizeof *ini->faults, ini_compare_faults);
    ini->faults = (const void *)sb_arena_text(ini->arena, reader->faults.at, reader->faults.len);
    return ini->faults == NULL ? sb_error_nomem(err) : SB_OK;
}

/* UTF-16, with its mark or without: every second byte of ASCII is a NUL then. */
static bool
ini_utf16(const char *bytes, size_t length)
{
    if (length < 2)
        return false;
    return memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0 ||
           (bytes[0] == '\0') != (bytes[1] == '\0');
}

sb_status
sb_ini_parse(struct sb_ini **out, const char *name, const char *bytes, size_t length,
             struct sb_error *err)
{
    struct ini_reader reader = {0};
    struct sb_ini *ini = NULL;
    struct sb_arena *arena;
    sb_status status;

    *out = NULL;
    if (length > SB_LIMIT_INI_FILE)
        return sb_error_at(err, SB_E_READ, name, 0, 0, "is larger than 1 MiB");
    if (ini_utf16(bytes, length))
        return sb_error_at(err, SB_E_READ, name, 1, 1, "is UTF-16; save it as UTF-8");
    arena = sb_arena_new(0);
    if (arena != NULL)
        ini = sb_arena_take(arena, sizeof *ini);
    if (ini == NULL) {
        sb_arena_free(arena);
        return sb_error_nomem(err);
    }
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    ini->arena = reader.arena = arena;
    ini->name = sb_arena_text(arena, name, strlen(name));
    reader.bytes = sb_arena_text(arena, bytes, length);
    reader.length = length;
    if (length > 0 && bytes[0] == '{') { /* one fault, not one a line */
        reader.line = 1;
        ini_fault(&reader, SB_INI_SYNTAX, 1,
                  "this looks like JSON: records, where a configuration was expected");
        reader.length = 0;
    }
    if (ini->name == NULL || reader.bytes == NULL)
        status = sb_error_nomem(err);
    else if (ini_parse_stream(ini_feed, &reader, ini_pair, &reader) != 0 || reader.defect)
        status = sb_error_at(err, SB_E_DEFECT, name, reader.line, 0, "inih lost its place");
    else
        status = ini_keep(&reader, ini, err);
    sb_buf_free(&reader.entries);
    sb_buf_free(&reader.faults);
    if (status == SB_OK)
        *out = ini;
    else
        sb_ini_free(ini);
    return status;
}

sb_status
sb_ini_read(struct sb_ini **out, const char *path, struct sb_error *err)
{
    struct sb_buf buf = {0};
    sb_status status;

    *out = NULL;
    status = sb_file_read(&buf, path, SB_LIMIT_INI_FILE, err);
    if (status == SB_OK)
        status = sb_ini_parse(out, path, buf.at == NULL ? "" : buf.at, buf.len, err);
    sb_buf_free(&buf);
    return status;
}

void
sb_ini_free(struct sb_ini *ini)
{
    if (ini != NULL)
        sb_arena_free(ini->arena);
}

const struct sb_ini_entry *
sb_ini_find(const struct sb_ini *ini, const char *section, const char *key)
{
    for (size_t i = 0; i < ini->count; i++) {
        const struct sb_ini_entry *entry = &ini->entries[i];

        if (entry->key != NULL && strcmp(entry->key, key) == 0 &&
            strcmp(entry->section, section) == 0)
            return entry;
    }
    return NULL;
}
