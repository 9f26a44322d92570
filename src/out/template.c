/*
 * template.c - a template's INI taken apart: the page, then blocks in the order of their
 * sections, lines and columns in the order of their keys.  Whatever would make a page that a
 * scanner misreads, or that a payer sends back, is a fault with its line.
 */
#include "out/template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "templates.inc"

const struct sb_block_row sb_block_rows[SB_BLOCK_COUNT] = {
#define X(id, name, kind) [SB_BLOCK_##id] = {#name, SB_KIND_##kind},
    SB_BLOCKS(X)
#undef X
};

enum {
    S = 1 << SB_AUDIENCE_SUPERBILL,
    R = 1 << SB_AUDIENCE_RECEIPT,
    P = 1 << SB_AUDIENCE_PRIVATE,
    T = 1 << SB_AUDIENCE_STATEMENT,
    C = 1 << SB_AUDIENCE_COVER
};
const struct sb_field_row sb_field_rows[SB_FIELD_COUNT] = {
#define X(block, field, key, kind, must)                                                           \
    [SB_FIELD_##field] = {key, SB_BLOCK_##block, SB_FIELD_##kind, must},
#include "out/fields.def"
#undef X
};

/* Numbers of [page] and their bounds: what a scanner still reads. */
static const struct page_row {
    const char *key;
    size_t offset;
    int32_t least, most, fallback;
    const char *why;
} page_rows[] = {
#define ROW(key, least, most, fallback, why)                                                       \
    {                                                                                              \
#key, offsetof(struct sb_template, key), least, most, fallback, why                        \
    }
    ROW(margin, 36000, 90000, 36000, "scanners lose what lies nearer to the edge"),
    ROW(pitch, 14000, 24000, 14000, "rows that are closer run together on a fax"),
    ROW(title, 12000, 24000, 17000, "a title must stand out and leave room"),
    ROW(text, 9000, 12000, 9500, "payers' scanners misread smaller text"),
    ROW(heads, 9000, 12000, 9000, "payers' scanners misread smaller text"),
    ROW(foot, 8000, 10000, 8000, "nothing on the page may be smaller"),
    ROW(label, 60000, 140000, 90000, "labels and values share a line"),
    ROW(gutter, 12000, 48000, 18000, "the two halves must stand apart"),
#undef ROW
};
#define SPANISH "labels es"
#define PAGE_ROWS (sizeof page_rows / sizeof page_rows[0])

static const char *const template_names[] = {"standard",  "compact", "private", "receipt",
                                             "statement", "cover",   NULL};

const char *const *
sb_template_names(void)
{
    return template_names;
}

void
sb_template_fault_add(struct sb_template_reader *r, uint32_t line, const char *format, ...)
{
    struct sb_template_fault one = {.line = line};
    va_list arguments;

    va_start(arguments, format);
    if (vsnprintf(one.text, sizeof one.text, format, arguments) < 0)
        one.text[0] = '\0';
    va_end(arguments);
    if (r->count == 0)
        (void)sb_error_at(r->err, SB_E_SYNTAX, r->page->name, line, 0, "%s", one.text);
    if (r->faults != NULL && r->count < r->capacity)
        r->faults[r->count] = one;
    r->count++;
}

void
sb_points_print(char out[16], int32_t value)
{
    (void)snprintf(out, 16, "%d.%d", (int)(value / 1000), (int)(value % 1000 / 100));
    if (value % 1000 / 100 == 0)
        out[strlen(out) - 2] = '\0';
}

/* "9.5" as thousandths; false where it is no such number. */
static bool
parse_points(int32_t *out, const char *text, size_t length)
{
    int64_t whole = 0, part = 0, scale = 1000;
    size_t i = 0;

    for (; i < length && sb_ascii_digit(text[i]) && i < 4; i++)
        whole = whole * 10 + (text[i] - '0');
    if (i == 0)
        return false;
    if (i < length && text[i] == '.') {
        for (i++; i < length && sb_ascii_digit(text[i]) && scale > 1; i++) {
            scale /= 10;
            part += (text[i] - '0') * scale;
        }
    }
    if (i != length)
        return false;
    *out = (int32_t)(whole * 1000 + part);
    return true;
}

/* The next part of a value between bars, without blanks around; false at the end. */
static bool
next_part(const char **at, const char **part, size_t *length)
{
    const char *start = *at, *end;

    if (start == NULL)
        return false;
    end = strchr(start, '|');
    *at = end != NULL ? end + 1 : NULL;
    if (end == NULL)
        end = start + strlen(start);
    while (start < end && *start == ' ')
        start++;
    while (end > start && end[-1] == ' ')
        end--;
    *part = start;
    *length = (size_t)(end - start);
    return true;
}

static bool
part_is(const char *part, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(part, word, length) == 0;
}

static void
read_styles(struct sb_template_reader *r, struct sb_field *field, const char *part, size_t length)
{
    static const char *const words[] = {"bold", "code", "title"};
    const char *end = part + length;

    while (part < end) {
        size_t n = 0;
        char word[32];

        while (part + n < end && part[n] != ' ')
            n++;
        if (part_is(part, n, "bold")) {
            field->bold = true;
        } else if (part_is(part, n, "code")) {
            field->spaced = true;
        } else if (part_is(part, n, "title")) {
            field->title = true;
        } else {
            const char *nearest;

            (void)snprintf(word, sizeof word, "%.*s", (int)(n < 31 ? n : 31), part);
            nearest = sb_word_nearest(word, words, 3);
            sb_template_fault_add(r, field->line,
                                  "'%s' is no style; there are bold, code and title%s%s%s", word,
                                  nearest != NULL ? ": did you mean '" : "",
                                  nearest != NULL ? nearest : "", nearest != NULL ? "'?" : "");
        }
        for (part += n; part < end && *part == ' ';)
            part++;
    }
}

/* Behind the last part that means something. */
static void
read_end(struct sb_template_reader *r, const struct sb_field *field, const char *rest)
{
    const char *part;
    size_t length;

    if (next_part(&rest, &part, &length))
        sb_template_fault_add(r, field->line, "'| %.*s' is one part too many; %s",
                              (int)(length < 40 ? length : 40), part,
                              field->kind == SB_FIELD_COLUMN
                                  ? "a column is: key = Head | width | left or right | styles"
                                  : "a line is: key = Label | styles");
}

static char *
keep(struct sb_template_reader *r, const char *text, size_t length)
{
    char *copy = sb_arena_text(r->page->arena, text, length);

    r->nomem |= copy == NULL;
    return copy;
}

void
sb_template_label(struct sb_template_reader *r, struct sb_field *field, const char *text,
                  size_t length)
{
    char *spoken;

    field->label = keep(r, text, length);
    if (field->kind == SB_FIELD_TEXT)
        return;
    spoken = keep(r, field->label != NULL ? field->label : "", length + 1);
    if (spoken != NULL)
        spoken[length] = ' ';
    field->spoken = spoken;
}

void
sb_template_heading(struct sb_template_reader *r, struct sb_block *block,
                    const struct sb_ini_entry *entry)
{
    block->heading = keep(r, entry->value, strlen(entry->value));
    block->heading_line = entry->line;
}

/* "Head | width | align | styles" */
static void
read_column(struct sb_template_reader *r, struct sb_field *field, const char *rest)
{
    const char *part;
    size_t length;

    field->width = -1;
    if (next_part(&rest, &part, &length)) {
        if (part_is(part, length, "*"))
            field->width = 0;
        else if (!parse_points(&field->width, part, length))
            sb_template_fault_add(r, field->line,
                                  "a column's second part is its width in points, or *");
    } else {
        sb_template_fault_add(r, field->line,
                              "a column is: key = Head | width | left or right | styles");
        return;
    }
    if (!next_part(&rest, &part, &length))
        return;
    field->right = part_is(part, length, "right");
    if (!field->right && !part_is(part, length, "left"))
        sb_template_fault_add(r, field->line, "a column's third part is left or right");
    if (next_part(&rest, &part, &length))
        read_styles(r, field, part, length);
    read_end(r, field, rest);
}

static void
read_field(struct sb_template_reader *r, struct sb_block *block, const struct sb_ini_entry *entry)
{
    const char *names[SB_FIELD_COUNT + 2], *nearest, *rest = entry->value, *part;
    struct sb_field *field = &block->fields[block->field_count];
    size_t name_count = 0, length = 0;

    for (size_t i = 0; i < SB_FIELD_COUNT; i++) {
        if (sb_field_rows[i].block != block->id)
            continue;
        names[name_count++] = sb_field_rows[i].key;
        if (strcmp(sb_field_rows[i].key, entry->key) != 0)
            continue;
        *field = (struct sb_field){
            .id = (enum sb_field_id)i, .kind = sb_field_rows[i].kind, .line = entry->line};
        block->field_count++;
        if (field->kind == SB_FIELD_TEXT) {
            sb_template_label(r, field, entry->value, strlen(entry->value));
            return;
        }
        if (next_part(&rest, &part, &length))
            sb_template_label(r, field, part, length);
        field->spaced = sb_template_is_code(field->id);
        if (field->kind == SB_FIELD_COLUMN) {
            read_column(r, field, rest);
            return;
        }
        if (next_part(&rest, &part, &length))
            read_styles(r, field, part, length);
        read_end(r, field, rest);
        return;
    }
    names[name_count++] = "heading";
    names[name_count++] = "side";
    nearest = sb_word_nearest(entry->key, names, name_count);
    sb_template_fault_add(r, entry->line, "[%s] has no '%.40s'%s%s%s", entry->section, entry->key,
                          nearest != NULL ? "; did you mean '" : "", nearest != NULL ? nearest : "",
                          nearest != NULL ? "'?" : "");
}

static void
read_place(struct sb_template_reader *r, struct sb_block *block, const struct sb_ini_entry *entry)
{
    if (strcmp(entry->value, "left") == 0)
        block->place = SB_PLACE_LEFT;
    else if (strcmp(entry->value, "right") == 0)
        block->place = SB_PLACE_RIGHT;
    else if (strcmp(entry->value, "full") == 0)
        block->place = SB_PLACE_FULL;
    else
        sb_template_fault_add(r, entry->line, "a block's side is left, right or full");
    if (block->place != SB_PLACE_FULL &&
        (block->id == SB_BLOCK_DIAGNOSES || block->id == SB_BLOCK_SERVICES ||
         sb_block_rows[block->id].kind == SB_KIND_WORDS ||
         sb_block_rows[block->id].kind == SB_KIND_FOOT))
        sb_template_fault_add(r, entry->line, "[%s] needs the full width", entry->section);
}

static void
read_page_entry(struct sb_template_reader *r, const struct sb_ini_entry *entry)
{
    static const char *const audiences[SB_AUDIENCES] = {"superbill", "receipt", "private",
                                                        "statement", "cover"};
    const char *names[PAGE_ROWS + 1], *nearest;
    char least[16], most[16];

    if (strcmp(entry->key, "audience") == 0) {
        for (size_t i = 0; i < SB_AUDIENCES; i++)
            if (strcmp(entry->value, audiences[i]) == 0) {
                r->page->audience = (enum sb_audience)i;
                return;
            }
        sb_template_fault_add(r, entry->line,
                              "the audience is superbill, receipt, private, statement or cover");
        return;
    }
    for (size_t i = 0; i < PAGE_ROWS; i++) {
        const struct page_row *row = &page_rows[i];
        int32_t value = 0;

        names[i] = row->key;
        if (strcmp(entry->key, row->key) != 0)
            continue;
        sb_points_print(least, row->least);
        sb_points_print(most, row->most);
        if (!parse_points(&value, entry->value, strlen(entry->value)) || value < row->least ||
            value > row->most)
            sb_template_fault_add(r, entry->line, "%s is %s to %s points: %s", row->key, least,
                                  most, row->why);
        else
            memcpy((char *)r->page + row->offset, &value, sizeof value);
        return;
    }
    names[PAGE_ROWS] = "audience";
    nearest = sb_word_nearest(entry->key, names, PAGE_ROWS + 1);
    sb_template_fault_add(r, entry->line, "[page] has no '%.40s'%s%s%s", entry->key,
                          nearest != NULL ? "; did you mean '" : "", nearest != NULL ? nearest : "",
                          nearest != NULL ? "'?" : "");
}

/* How many fields a block can have at most: a line each. */
static size_t
block_lines(const struct sb_ini *ini, const char *section)
{
    size_t n = 0;

    for (size_t i = 0; i < ini->count; i++)
        n += strcmp(ini->entries[i].section, section) == 0;
    return n;
}

/* A new block for the section, or NULL where there is no such block. */
static struct sb_block *
begin_block(struct sb_template_reader *r, const struct sb_ini_entry *entry)
{
    const char *names[SB_BLOCK_COUNT + 1], *nearest;
    struct sb_block *block;

    for (size_t i = 0; i < SB_BLOCK_COUNT; i++) {
        names[i] = sb_block_rows[i].name;
        if (strcmp(entry->section, sb_block_rows[i].name) != 0)
            continue;
        block = &r->page->blocks[r->page->block_count];
        block->fields = sb_arena_array(r->page->arena, block_lines(r->ini, entry->section),
                                       sizeof *block->fields);
        if (block->fields == NULL) {
            r->nomem = true;
            return NULL;
        }
        r->page->block_count++;
        block->id = (enum sb_block_id)i;
        block->line = entry->section_line;
        return block;
    }
    names[SB_BLOCK_COUNT] = "page";
    nearest = sb_word_nearest(entry->section, names, SB_BLOCK_COUNT + 1);
    sb_template_fault_add(r, entry->section_line, "there is no block [%.40s]%s%s%s", entry->section,
                          nearest != NULL ? "; did you mean [" : "", nearest != NULL ? nearest : "",
                          nearest != NULL ? "]?" : "");
    return NULL;
}

static void
read_entries(struct sb_template_reader *r)
{
    const char *section = NULL;
    struct sb_block *block = NULL;

    for (size_t i = 0; i < r->ini->count && !r->nomem; i++) {
        const struct sb_ini_entry *entry = &r->ini->entries[i];
        bool page = strcmp(entry->section, "page") == 0;

        if (strcmp(entry->section, SPANISH) == 0)
            continue; /* read once the template itself is sound */
        if (section == NULL || strcmp(section, entry->section) != 0)
            block = page ? NULL : begin_block(r, entry);
        section = entry->section;
        if (entry->key == NULL)
            continue;
        if (page)
            read_page_entry(r, entry);
        else if (block == NULL)
            continue;
        else if (strcmp(entry->key, "heading") == 0)
            sb_template_heading(r, block, entry);
        else if (strcmp(entry->key, "side") == 0)
            read_place(r, block, entry);
        else
            read_field(r, block, entry);
    }
}

static bool
has_section(const struct sb_ini *ini, const char *section)
{
    for (size_t i = 0; i < ini->count; i++)
        if (strcmp(ini->entries[i].section, section) == 0)
            return true;
    return false;
}

/* section: labels of another language to put in place of the template's own, or NULL. */
static sb_status
template_read(struct sb_template *page, struct sb_template_reader *r, const char *section)
{
    for (size_t i = 0; i < r->ini->fault_count; i++)
        sb_template_fault_add(r, r->ini->faults[i].line, "%s", r->ini->faults[i].why);
    for (size_t i = 0; i < PAGE_ROWS; i++)
        memcpy((char *)page + page_rows[i].offset, &page_rows[i].fallback, sizeof(int32_t));
    page->blocks = sb_arena_array(page->arena, r->ini->count + 1, sizeof *page->blocks);
    if (page->blocks == NULL)
        return sb_error_nomem(r->err);
    if (r->ini->fault_count == 0)
        read_entries(r);
    if (section != NULL && !r->nomem)
        sb_template_labels(r, section);
    if (r->ini->fault_count == 0 && !r->nomem)
        sb_template_check(r);
    if (r->nomem)
        return sb_error_nomem(r->err);
    return r->count == 0 ? SB_OK : SB_E_SYNTAX;
}

static sb_status
open_ini(struct sb_ini **ini, const char *name, struct sb_error *err)
{
    struct sb_error cause = {0};
    const char *nearest = NULL;
    char path[64];
    sb_status st;

    if (strchr(name, '/') == NULL && strlen(name) < 48) {
        (void)snprintf(path, sizeof path, "%s.ini", name);
        for (size_t i = 0; i < SB_EMBEDDED_COUNT; i++)
            if (strcmp(sb_embedded[i].name, path) == 0)
                return sb_ini_parse(ini, path, (const char *)sb_embedded[i].at, sb_embedded[i].len,
                                    err);
    }
    st = sb_ini_read(ini, name, &cause);
    if (st == SB_E_READ && strpbrk(name, "/.") == NULL)
        nearest = sb_word_nearest(name, template_names,
                                  sizeof template_names / sizeof template_names[0] - 1);
    if (nearest != NULL)
        return sb_error_at(err, st, name, 0, 0, "%.160s; did you mean '%s'?", cause.text, nearest);
    if (st != SB_OK && err != NULL && err->status == SB_OK)
        *err = cause;
    return st;
}

/* The same template once more, with other labels; memory is the first one's. */
static sb_status
read_spanish(struct sb_template *page, struct sb_template_reader *r)
{
    sb_status st;

    page->spanish = sb_arena_take(page->arena, sizeof *page->spanish);
    if (page->spanish == NULL)
        return sb_error_nomem(r->err);
    page->spanish->arena = page->arena;
    page->spanish->name = page->name;
    r->page = page->spanish;
    st = template_read(page->spanish, r, SPANISH);
    r->page = page;
    return st;
}

/* What it says, whatever its spaces and comments. */
static void
hash_entries(uint8_t hash[32], const struct sb_ini *ini)
{
    struct sb_sha256_state state;

    sb_sha256_start(&state);
    for (size_t i = 0; i < ini->count; i++) {
        const struct sb_ini_entry *entry = &ini->entries[i];
        const char *const texts[] = {entry->section, entry->key, entry->value};

        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            if (texts[k] != NULL)
                sb_sha256_add(&state, texts[k], strlen(texts[k]) + 1);
    }
    sb_sha256_end(&state, hash);
}

enum sb_audience
sb_template_audience(const struct sb_template *page)
{
    return page->audience;
}

static bool
template_places(const struct sb_template *page, enum sb_field_id id)
{
    for (size_t i = 0; i < page->block_count; i++)
        for (size_t f = 0; f < page->blocks[i].field_count; f++)
            if (page->blocks[i].fields[f].id == id)
                return true;
    return false;
}

void
sb_template_prints(struct sb_config *config, const struct sb_template *page)
{
    config->prints_email = template_places(page, SB_FIELD_patient_email);
    config->prints_received = template_places(page, SB_FIELD_totals_received);
}

sb_status
sb_template_open(struct sb_template **out, const char *name, struct sb_template_fault *faults,
                 size_t capacity, size_t *count, struct sb_error *err)
{
    struct sb_template *page = calloc(1, sizeof *page);
    struct sb_template_reader r = {
        .page = page, .faults = faults, .capacity = capacity, .err = err};
    struct sb_ini *ini = NULL;
    sb_status st;

    *out = NULL;
    if (count != NULL)
        *count = 0;
    if (page == NULL)
        return sb_error_nomem(err);
    page->arena = sb_arena_new(0);
    st = page->arena != NULL ? open_ini(&ini, name, err) : sb_error_nomem(err);
    if (st == SB_OK) {
        r.ini = ini;
        hash_entries(page->hash, ini);
        page->name = sb_arena_text(page->arena, name, strlen(name));
        st = page->name != NULL ? template_read(page, &r, NULL) : sb_error_nomem(err);
        if (st == SB_OK && has_section(ini, SPANISH))
            st = read_spanish(page, &r);
        if (count != NULL)
            *count = r.count;
    }
    sb_ini_free(ini);
    if (st != SB_OK) {
        sb_template_free(page);
        return st;
    }
    *out = page;
    return SB_OK;
}

void
sb_template_free(struct sb_template *page)
{
    if (page == NULL)
        return;
    sb_arena_free(page->arena);
    free(page);
}
