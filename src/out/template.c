/*
 * template.c - a template's INI taken apart: the page, then blocks in the order of their
 * sections, lines and columns in the order of their keys.  Whatever would make a page that a
 * scanner misreads, or that a payer sends back, is a fault with its line.
 */
#include "out/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "templates.inc"

enum block_kind { KIND_LINES, KIND_TABLE, KIND_TOTALS, KIND_WORDS, KIND_FOOT };
static const struct block_row {
    const char *name;
    enum block_kind kind;
} block_rows[SB_BLOCK_COUNT] = {
#define X(id, name, kind) [SB_BLOCK_##id] = {#name, KIND_##kind},
    SB_BLOCKS(X)
#undef X
};

enum { S = 1 << SB_AUDIENCE_SUPERBILL, R = 1 << SB_AUDIENCE_RECEIPT, P = 1 << SB_AUDIENCE_PRIVATE };
static const struct field_row {
    const char *key;
    enum sb_block_id block;
    enum sb_field_kind kind;
    unsigned must;
} field_rows[SB_FIELD_COUNT] = {
#define X(block, field, key, kind, must)                                                           \
    [SB_FIELD_##field] = {key, SB_BLOCK_##block, SB_FIELD_##kind, must},
#include "out/fields.def"
#undef X
};

/* Widest values of columns whose values cannot wrap; see pdf.md 6 for the sizes. */
static const struct sample_row {
    enum sb_field_id id;
    const char *text;
} sample_rows[] = {
    {SB_FIELD_diagnoses_letter, "M"},
    {SB_FIELD_diagnoses_code, "W88.888W"},
    {SB_FIELD_services_date, "10/28/2026"},
    {SB_FIELD_services_place, "11"},
    {SB_FIELD_services_code, "G0283"},
    {SB_FIELD_services_modifiers, "GO GQ"},
    {SB_FIELD_services_pointers, "A B C D"},
    {SB_FIELD_services_minutes, "888"},
    {SB_FIELD_services_units, "88"},
    {SB_FIELD_services_charge, "$8,888.88"},
    {SB_FIELD_services_adjustment, "-$888.88"},
    {SB_FIELD_services_paid, "$8,888.88"},
    {SB_FIELD_payments_date, "10/28/2026"},
    {SB_FIELD_payments_reference, "8888"},
    {SB_FIELD_payments_method, "FSA card"},
    {SB_FIELD_payments_amount, "-$8,888.88"},
};
#define COLUMN_LEAST 90000 /* of a column whose text wraps */

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
#define PAGE_ROWS (sizeof page_rows / sizeof page_rows[0])

struct reader {
    struct sb_template *page;
    const struct sb_ini *ini;
    struct sb_template_fault *faults;
    size_t capacity, count;
    struct sb_error *err;
    bool nomem;
};

const char *const *
sb_template_names(void)
{
    static const char *const names[] = {"standard", NULL};

    return names;
}

static void fault(struct reader *r, uint32_t line, const char *format, ...) SB_PRINTF(3, 4);

static void
fault(struct reader *r, uint32_t line, const char *format, ...)
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

static void
print_points(char out[16], int32_t value)
{
    (void)snprintf(out, 16, "%d.%d", (int)(value / 1000), (int)(value % 1000 / 100));
    if (value % 1000 / 100 == 0)
        out[strlen(out) - 2] = '\0';
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
read_styles(struct reader *r, struct sb_field *field, const char *part, size_t length)
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
            fault(r, field->line, "'%s' is no style; there are bold, code and title%s%s%s", word,
                  nearest != NULL ? ": did you mean '" : "", nearest != NULL ? nearest : "",
                  nearest != NULL ? "'?" : "");
        }
        for (part += n; part < end && *part == ' ';)
            part++;
    }
}

static char *
keep(struct reader *r, const char *text, size_t length)
{
    char *copy = sb_arena_text(r->page->arena, text, length);

    r->nomem |= copy == NULL;
    return copy;
}

/* "Head | width | align | styles" */
static void
read_column(struct reader *r, struct sb_field *field, const char *rest)
{
    const char *part;
    size_t length;

    field->width = -1;
    if (next_part(&rest, &part, &length)) {
        if (part_is(part, length, "*"))
            field->width = 0;
        else if (!parse_points(&field->width, part, length))
            fault(r, field->line, "a column's second part is its width in points, or *");
    } else {
        fault(r, field->line, "a column is: key = Head | width | left or right | styles");
        return;
    }
    if (!next_part(&rest, &part, &length))
        return;
    field->right = part_is(part, length, "right");
    if (!field->right && !part_is(part, length, "left"))
        fault(r, field->line, "a column's third part is left or right");
    if (next_part(&rest, &part, &length))
        read_styles(r, field, part, length);
}

static void
read_field(struct reader *r, struct sb_block *block, const struct sb_ini_entry *entry)
{
    const char *names[SB_FIELD_COUNT + 2], *nearest, *rest = entry->value, *part;
    struct sb_field *field = &block->fields[block->field_count];
    size_t name_count = 0, length = 0;

    for (size_t i = 0; i < SB_FIELD_COUNT; i++) {
        if (field_rows[i].block != block->id)
            continue;
        names[name_count++] = field_rows[i].key;
        if (strcmp(field_rows[i].key, entry->key) != 0)
            continue;
        *field = (struct sb_field){
            .id = (enum sb_field_id)i, .kind = field_rows[i].kind, .line = entry->line};
        block->field_count++;
        if (field->kind == SB_FIELD_TEXT) {
            field->label = keep(r, entry->value, strlen(entry->value));
            return;
        }
        if (next_part(&rest, &part, &length)) {
            char *spoken = keep(r, part, length + 1);

            field->label = keep(r, part, length);
            if (spoken != NULL)
                memcpy(spoken + length, " ", 2);
            field->spoken = spoken;
        }
        if (field->kind == SB_FIELD_COLUMN)
            read_column(r, field, rest);
        else if (next_part(&rest, &part, &length))
            read_styles(r, field, part, length);
        return;
    }
    names[name_count++] = "heading";
    names[name_count++] = "side";
    nearest = sb_word_nearest(entry->key, names, name_count);
    fault(r, entry->line, "[%s] has no '%.40s'%s%s%s", entry->section, entry->key,
          nearest != NULL ? "; did you mean '" : "", nearest != NULL ? nearest : "",
          nearest != NULL ? "'?" : "");
}

static void
read_place(struct reader *r, struct sb_block *block, const struct sb_ini_entry *entry)
{
    if (strcmp(entry->value, "left") == 0)
        block->place = SB_PLACE_LEFT;
    else if (strcmp(entry->value, "right") == 0)
        block->place = SB_PLACE_RIGHT;
    else if (strcmp(entry->value, "full") == 0)
        block->place = SB_PLACE_FULL;
    else
        fault(r, entry->line, "a block's side is left, right or full");
    if (block->place != SB_PLACE_FULL &&
        (block->id == SB_BLOCK_DIAGNOSES || block->id == SB_BLOCK_SERVICES))
        fault(r, entry->line, "[%s] needs the full width", entry->section);
}

static void
read_page_entry(struct reader *r, const struct sb_ini_entry *entry)
{
    static const char *const audiences[] = {"superbill", "receipt", "private"};
    const char *names[PAGE_ROWS + 1], *nearest;
    char least[16], most[16];

    if (strcmp(entry->key, "audience") == 0) {
        for (size_t i = 0; i < 3; i++)
            if (strcmp(entry->value, audiences[i]) == 0) {
                r->page->audience = (enum sb_audience)i;
                return;
            }
        fault(r, entry->line, "the audience is superbill, receipt or private");
        return;
    }
    for (size_t i = 0; i < PAGE_ROWS; i++) {
        const struct page_row *row = &page_rows[i];
        int32_t value = 0;

        names[i] = row->key;
        if (strcmp(entry->key, row->key) != 0)
            continue;
        print_points(least, row->least);
        print_points(most, row->most);
        if (!parse_points(&value, entry->value, strlen(entry->value)) || value < row->least ||
            value > row->most)
            fault(r, entry->line, "%s is %s to %s points: %s", row->key, least, most, row->why);
        else
            memcpy((char *)r->page + row->offset, &value, sizeof value);
        return;
    }
    names[PAGE_ROWS] = "audience";
    nearest = sb_word_nearest(entry->key, names, PAGE_ROWS + 1);
    fault(r, entry->line, "[page] has no '%.40s'%s%s%s", entry->key,
          nearest != NULL ? "; did you mean '" : "", nearest != NULL ? nearest : "",
          nearest != NULL ? "'?" : "");
}

/* A new block for the section, or NULL where there is no such block. */
static struct sb_block *
begin_block(struct reader *r, const struct sb_ini_entry *entry)
{
    const char *names[SB_BLOCK_COUNT + 1], *nearest;
    struct sb_block *block;

    for (size_t i = 0; i < SB_BLOCK_COUNT; i++) {
        names[i] = block_rows[i].name;
        if (strcmp(entry->section, block_rows[i].name) != 0)
            continue;
        block = &r->page->blocks[r->page->block_count];
        block->fields = sb_arena_array(r->page->arena, SB_FIELD_COUNT, sizeof *block->fields);
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
    fault(r, entry->section_line, "there is no block [%.40s]%s%s%s", entry->section,
          nearest != NULL ? "; did you mean [" : "", nearest != NULL ? nearest : "",
          nearest != NULL ? "]?" : "");
    return NULL;
}

static void
read_entries(struct reader *r)
{
    const char *section = NULL;
    struct sb_block *block = NULL;

    for (size_t i = 0; i < r->ini->count && !r->nomem; i++) {
        const struct sb_ini_entry *entry = &r->ini->entries[i];
        bool page = strcmp(entry->section, "page") == 0;

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
            block->heading = keep(r, entry->value, strlen(entry->value));
        else if (strcmp(entry->key, "side") == 0)
            read_place(r, block, entry);
        else
            read_field(r, block, entry);
    }
}

int32_t
sb_template_width(const struct sb_template *page, enum sb_place place)
{
    int32_t whole = SB_SHEET_WIDTH - 2 * page->margin;

    if (place == SB_PLACE_FULL)
        return whole;
    return place == SB_PLACE_RIGHT ? whole - whole / 2 : whole / 2 - page->gutter;
}

int32_t
sb_template_offset(const struct sb_template *page, enum sb_place place)
{
    /* the right half begins on the page's middle, whatever the gutter */
    return place == SB_PLACE_RIGHT ? (SB_SHEET_WIDTH - 2 * page->margin) / 2 : 0;
}

static const struct sb_field *
template_field(const struct sb_template *page, enum sb_field_id id)
{
    for (size_t i = 0; i < page->block_count; i++)
        for (size_t k = 0; k < page->blocks[i].field_count; k++)
            if (page->blocks[i].fields[k].id == id)
                return &page->blocks[i].fields[k];
    return NULL;
}

const char *
sb_template_text(const struct sb_template *page, enum sb_field_id id)
{
    const struct sb_field *field = template_field(page, id);

    return field != NULL ? field->label : NULL;
}

/* Least width of a column: its head's longest word, and a value that cannot wrap. */
static int32_t
column_least(const struct sb_template *page, const struct sb_field *field)
{
    const struct sb_style head = {page->heads, SB_FACE_BOLD, false};
    const struct sb_style text = {page->text, field->bold, field->spaced};
    int32_t least = 0, value = COLUMN_LEAST;

    for (const char *at = field->label; *at != '\0';) {
        size_t n = strcspn(at, " ");
        int32_t width = sb_text_width(at, n, head);

        least = width > least ? width : least;
        at += n;
        at += *at == ' ';
    }
    for (size_t i = 0; i < sizeof sample_rows / sizeof sample_rows[0]; i++)
        if (sample_rows[i].id == field->id)
            value = sb_text_width(sample_rows[i].text, strlen(sample_rows[i].text), text);
    return value > least ? value : least;
}

static void
resolve_columns(struct reader *r, struct sb_block *block)
{
    int32_t left = sb_template_width(r->page, block->place), x = 0;
    struct sb_field *rest = NULL;
    char least[16];

    for (size_t i = 0; i < block->field_count; i++) {
        struct sb_field *field = &block->fields[i];

        if (field->width == 0 && rest != NULL)
            fault(r, field->line, "only one column can take what is left (*)");
        else if (field->width == 0)
            rest = field;
        left -= field->width > 0 ? field->width : 0;
        left -= i > 0 ? SB_CELL_GAP : 0;
    }
    if (rest != NULL)
        rest->width = left > 0 ? left : 0;
    for (size_t i = 0; i < block->field_count; i++) {
        struct sb_field *field = &block->fields[i];
        int32_t need = column_least(r->page, field);

        print_points(least, need + 99);
        if (field->width >= 0 && field->width < need)
            fault(r, field->line, "%s needs a column of at least %s points",
                  field_rows[field->id].key, least);
        field->x = x;
        x += field->width + SB_CELL_GAP;
    }
    if (block->field_count > 0 && x - SB_CELL_GAP > sb_template_width(r->page, block->place))
        fault(r, block->line, "the columns of [%s] are wider than their place",
              block_rows[block->id].name);
}

/* Labels stand on one line beside their values. */
static void
check_labels(struct reader *r, const struct sb_block *block)
{
    for (size_t i = 0; i < block->field_count; i++) {
        const struct sb_field *field = &block->fields[i];
        const struct sb_style style = {r->page->text, field->bold, false};

        if (field->kind == SB_FIELD_VALUE &&
            sb_text_width(field->label, strlen(field->label), style) > r->page->label - 4000)
            fault(r, field->line, "the label '%.40s' is wider than the room for labels",
                  field->label);
    }
}

static void
check_words(struct reader *r, const char *text, uint32_t line)
{
    uint32_t code_point = text != NULL ? sb_text_uncovered(text) : 0;
    char character[5];

    if (code_point == 0)
        return;
    (void)sb_utf8_put(character, code_point);
    fault(r, line, "\"%s\" (U+%04X) cannot be printed", character, (unsigned)code_point);
}

static void
check_whole(struct reader *r)
{
    unsigned audience = 1U << r->page->audience;

    for (size_t i = 0; i < r->page->block_count; i++) {
        struct sb_block *block = &r->page->blocks[i];

        check_words(r, block->heading, block->line);
        for (size_t k = 0; k < block->field_count; k++)
            check_words(r, block->fields[k].label, block->fields[k].line);
        if (block_rows[block->id].kind == KIND_TABLE)
            resolve_columns(r, block);
        else
            check_labels(r, block);
        if (block->id == SB_BLOCK_DOCUMENT && (block->heading == NULL || *block->heading == '\0'))
            fault(r, block->line, "[document] needs a heading: what the document is");
    }
    for (size_t i = 0; i < SB_FIELD_COUNT; i++)
        if ((field_rows[i].must & audience) != 0 &&
            template_field(r->page, (enum sb_field_id)i) == NULL)
            fault(r, 0, "[%s] lacks '%s', without which the document is sent back",
                  block_rows[field_rows[i].block].name, field_rows[i].key);
}

static sb_status
template_read(struct sb_template *page, struct reader *r)
{
    for (size_t i = 0; i < r->ini->fault_count; i++)
        fault(r, r->ini->faults[i].line, "%s", r->ini->faults[i].why);
    for (size_t i = 0; i < PAGE_ROWS; i++)
        memcpy((char *)page + page_rows[i].offset, &page_rows[i].fallback, sizeof(int32_t));
    page->blocks = sb_arena_array(page->arena, r->ini->count + 1, sizeof *page->blocks);
    if (page->blocks == NULL)
        return sb_error_nomem(r->err);
    if (r->ini->fault_count == 0)
        read_entries(r);
    if (r->count == 0 && !r->nomem)
        check_whole(r);
    if (r->nomem)
        return sb_error_nomem(r->err);
    return r->count == 0 ? SB_OK : SB_E_SYNTAX;
}

static sb_status
open_ini(struct sb_ini **ini, const char *name, struct sb_error *err)
{
    char path[64];

    if (strchr(name, '/') == NULL && strlen(name) < 48) {
        (void)snprintf(path, sizeof path, "%s.ini", name);
        for (size_t i = 0; i < SB_EMBEDDED_COUNT; i++)
            if (strcmp(sb_embedded[i].name, path) == 0)
                return sb_ini_parse(ini, path, (const char *)sb_embedded[i].at, sb_embedded[i].len,
                                    err);
    }
    return sb_ini_read(ini, name, err);
}

sb_status
sb_template_open(struct sb_template **out, const char *name, struct sb_template_fault *faults,
                 size_t capacity, size_t *count, struct sb_error *err)
{
    struct sb_template *page = calloc(1, sizeof *page);
    struct reader r = {.page = page, .faults = faults, .capacity = capacity, .err = err};
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
        page->name = sb_arena_text(page->arena, name, strlen(name));
        st = page->name != NULL ? template_read(page, &r) : sb_error_nomem(err);
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
