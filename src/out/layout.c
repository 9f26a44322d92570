/*
 * layout.c - runs, elements, rules and bands as they are recorded; wrapping; what is refused.
 *
 * Text is never shrunk and never cut: it wraps within its cell, at most three lines, or the
 * document is refused.
 */
#include "out/page.h"

#include <stdio.h>
#include <string.h>

void
sb_layout_fail(struct sb_layout *l, sb_status status, const char *why)
{
    if (l->status != SB_OK)
        return;
    l->status = status;
    if (status == SB_E_NOMEM)
        (void)sb_error_nomem(l->err);
    else
        (void)sb_error_set(l->err, status, "%s", why);
}

void *
sb_vector_add(struct sb_layout *l, struct sb_vector *v)
{
    if (v->count == v->room) {
        size_t room = v->room == 0 ? 64 : v->room * 2;
        void *at = sb_arena_array(l->arena, room, v->size);

        if (at == NULL) {
            sb_layout_fail(l, SB_E_NOMEM, NULL);
            return NULL;
        }
        if (v->count > 0)
            memcpy(at, v->at, v->count * v->size);
        v->at = at;
        v->room = room;
    }
    return (char *)v->at + v->size * v->count++;
}

uint32_t
sb_layout_tag(struct sb_layout *l, enum sb_tag tag, uint32_t parent)
{
    struct sb_element *element = sb_vector_add(l, &l->elements);

    if (element == NULL)
        return 0;
    *element = (struct sb_element){.tag = tag, .parent = parent, .mcid = -1};
    return (uint32_t)(l->elements.count - 1);
}

void
sb_layout_put(struct sb_layout *l, struct sb_text text, int32_t x, int32_t y, struct sb_style style)
{
    struct sb_run *run = sb_vector_add(l, &l->runs);

    if (run == NULL)
        return;
    if (text.length > UINT32_MAX) {
        sb_layout_fail(l, SB_E_RANGE, "a text of the page is too long");
        return;
    }
    *run = (struct sb_run){text.at, (uint32_t)text.length, text.element, x, y, style};
}

void
sb_layout_rule(struct sb_layout *l, int32_t x, int32_t y, int32_t width, int32_t thickness,
               bool accent)
{
    struct sb_hairline *rule = sb_vector_add(l, &l->rules);

    if (rule != NULL)
        *rule = (struct sb_hairline){x, y, width, thickness, accent};
}

struct sb_band *
sb_band_begin(struct sb_layout *l, int32_t gap, enum sb_join join)
{
    struct sb_band *band = sb_vector_add(l, &l->bands);

    if (band == NULL)
        return NULL;
    *band = (struct sb_band){
        .first_run = l->runs.count,
        .first_rule = l->rules.count,
        .gap = gap,
        .join = join,
    };
    return band;
}

void
sb_band_end(struct sb_layout *l, int32_t height)
{
    struct sb_band *band;

    if (l->status != SB_OK || l->bands.count == 0)
        return;
    band = (struct sb_band *)l->bands.at + (l->bands.count - 1);
    band->run_end = l->runs.count;
    band->rule_end = l->rules.count;
    band->height = height;
}

int32_t
sb_layout_leading(const struct sb_layout *l, struct sb_style style)
{
    return style.size > l->page->text ? l->page->pitch * 3 / 2 : l->page->pitch;
}

struct sb_style
sb_layout_style(const struct sb_layout *l, const struct sb_field *field)
{
    return (struct sb_style){
        .size = field->title ? l->page->title : l->page->text,
        .face = field->bold ? SB_FACE_BOLD : SB_FACE_REGULAR,
        .spaced = field->spaced,
    };
}

/* A finding at the fact's origin, or, when drawing, an error: preflight has not been asked. */
static void
report(struct sb_layout *l, enum sb_rule rule, const struct sb_origin *origin, const char *message,
       const char *advice)
{
    const struct sb_source *source =
        origin->source != NULL ? origin->source : l->bill->config->source;
    const char *path = origin->path != NULL ? origin->path : "";
    const char *index = strstr(path, "%zu");
    struct sb_spot spot;

    if (l->found == NULL) {
        sb_layout_fail(l, SB_E_RANGE, message);
        return;
    }
    if (index == NULL)
        spot = sb_spot_at(source, "%s", path);
    else
        spot = sb_spot_at(source, "%.*s%zu%s", (int)(index - path), path, origin->index,
                          index + strlen("%zu"));
    spot.advice = advice;
    sb_findings_add(l->found, rule, spot, "%s", message);
}

bool
sb_layout_covered(struct sb_layout *l, const struct sb_fact *fact)
{
    uint32_t code_point = sb_text_uncovered(fact->text);
    char character[5], message[160];
    bool name;

    if (code_point == 0)
        return true;
    name = fact->text == l->patient_name;
    (void)sb_utf8_put(character, code_point);
    if (sb_utf8_forbidden(code_point))
        memcpy(character, "?", 2);
    (void)snprintf(message, sizeof message, "\"%s\" (U+%04X) in %s cannot be printed", character,
                   (unsigned)code_point, fact->origin.name);
    report(l, SB_RULE_NAME_NOT_PRINTABLE, &fact->origin, message,
           name ? "add 'printed_name' to the patient, in Latin, Greek or Cyrillic letters"
                : "write it in Latin, Greek or Cyrillic letters");
    return false;
}

/* Where a line of text ends, and where the next begins; the width it takes. */
struct line {
    const char *at;
    size_t length;
    int32_t width;
};

int32_t
sb_layout_longest(const char *text, struct sb_style style)
{
    int32_t longest = 0;

    while (*text != '\0') {
        size_t length = strcspn(text, " \n");
        int32_t width = sb_text_width(text, length, style);

        longest = width > longest ? width : longest;
        text += length + (text[length] != '\0');
    }
    return longest;
}

/*
 * As many characters as fit, for words wider than their cell: up to the last hyphen among them (or
 * what parts an address of mail), so that the parts of a number stay whole.
 */
static const char *
break_word(const char *at, const char *end, int32_t room, struct sb_style style)
{
    const char *const begin = at, *part = NULL;
    int32_t width = 0;

    while (at < end) {
        const char *next = at;

        (void)sb_utf8_next(&next);
        width += sb_text_width(at, (size_t)(next - at), style);
        if (width > room)
            break;
        if (at > begin && next < end && (*at == '-' || *at == '@'))
            part = next;
        at = next;
    }
    return part != NULL && at < end ? part : at;
}

/* The next line of a text within room; *at is moved to what follows. */
static struct line
next_line(const char **at, int32_t room, struct sb_style style)
{
    struct line line = {.at = *at};
    const char *end = *at;

    while (*end != '\0' && *end != '\n') {
        const char *word = end;
        int32_t width;

        while (*word == ' ')
            word++;
        while (*word != ' ' && *word != '\0' && *word != '\n')
            word++;
        width = sb_text_width(line.at, (size_t)(word - line.at), style);
        if (width > room && line.length == 0) {
            word = break_word(line.at, word, room, style);
            if (word == line.at)
                (void)sb_utf8_next(&word);
            line.length = (size_t)(word - line.at);
            line.width = sb_text_width(line.at, line.length, style);
            end = word;
            break;
        }
        if (width > room)
            break;
        line.length = (size_t)(word - line.at);
        line.width = width;
        end = word;
    }
    while (*end == ' ')
        end++;
    if (*end == '\n')
        end++;
    *at = end;
    return line;
}

bool
sb_layout_wraps(const char *text, int32_t room, struct sb_style style)
{
    int32_t lines = 0;

    if (sb_layout_longest(text, style) > room)
        return false;
    while (*text != '\0' && lines <= SB_CELL_LINES) {
        (void)next_line(&text, room, style);
        lines = text[-1] == '\n' ? 0 : lines + 1;
    }
    return lines <= SB_CELL_LINES;
}

static void
report_long(struct sb_layout *l, const struct sb_fact *fact, struct sb_cell cell)
{
    char message[160];

    /* a figure is never broken, nor can it be shortened */
    if (cell.right)
        (void)snprintf(message, sizeof message,
                       "%s is wider than %d points, the room it has on the page", fact->origin.name,
                       (int)(cell.width / 1000));
    else
        (void)snprintf(message, sizeof message,
                       "%s needs more than %d lines of %d points, the room it has on the page",
                       fact->origin.name, SB_CELL_LINES, (int)(cell.width / 1000));
    report(l, SB_RULE_TEXT_TOO_LONG, &fact->origin, message,
           cell.right ? "give it more room in the layout" : "shorten it");
}

/* The text with single spaces only: two in a row would be read as a mistake. */
static const char *
single_spaces(struct sb_layout *l, const char *text)
{
    char *copy;
    size_t n = 0;

    if (strstr(text, "  ") == NULL)
        return text;
    copy = sb_arena_text(l->arena, text, strlen(text));
    if (copy == NULL) {
        sb_layout_fail(l, SB_E_NOMEM, NULL);
        return text;
    }
    for (size_t i = 0; text[i] != '\0'; i++)
        if (text[i] != ' ' || text[i + 1] != ' ')
            copy[n++] = text[i];
    copy[n] = '\0';
    return copy;
}

/* A line that goes on ends in a space, else its last word is read with the next one. */
static void
put_line(struct sb_layout *l, uint32_t element, struct line line, bool last, struct sb_cell cell,
         int32_t y)
{
    int32_t x = cell.right ? cell.x + cell.width - line.width : cell.x;
    char *copy;

    if (!last && line.at[line.length] == ' ') {
        line.length++;
    } else if (!last && line.at[line.length] == '\n') {
        copy = sb_arena_text(l->arena, line.at, line.length + 1);
        if (copy == NULL) {
            sb_layout_fail(l, SB_E_NOMEM, NULL);
            return;
        }
        copy[line.length++] = ' ';
        line.at = copy;
    }
    sb_layout_put(l, (struct sb_text){line.at, line.length, element}, x, y, cell.style);
}

int32_t
sb_layout_wrap(struct sb_layout *l, uint32_t element, const struct sb_fact *fact,
               struct sb_cell cell, int32_t y)
{
    int32_t lines = 0, of_paragraph = 0;
    struct line line = {.at = fact->text};
    const char *at;

    if (l->status != SB_OK || !sb_layout_covered(l, fact))
        return 1;
    line.at = at = single_spaces(l, fact->text);
    line.length = strlen(at);
    line.width = sb_text_width(at, line.length, cell.style);
    if (line.width <= cell.width && strchr(at, '\n') == NULL) {
        put_line(l, element, line, true, cell, y);
        return 1;
    }
    while (*at != '\0') {
        line = next_line(&at, cell.width, cell.style);
        /* a number is never broken */
        if (++of_paragraph > SB_CELL_LINES || (cell.right && *at != '\0')) {
            report_long(l, fact, cell);
            return lines > 0 ? lines : 1;
        }
        if (at[-1] == '\n')
            of_paragraph = 0;
        if (line.length == 0)
            continue;
        put_line(l, element, line, *at == '\0', cell, y + lines * sb_layout_leading(l, cell.style));
        lines++;
    }
    return lines > 0 ? lines : 1;
}

sb_status
sb_layout_run(struct sb_layout *l, struct sb_error *err)
{
    l->err = err;
    l->runs.size = sizeof(struct sb_run);
    l->elements.size = sizeof(struct sb_element);
    l->rules.size = sizeof(struct sb_hairline);
    l->bands.size = sizeof(struct sb_band);
    l->heads.size = l->feet.size = sizeof(struct sb_run);
    sb_facts_begin(l);
    l->document = sb_layout_tag(l, SB_TAG_DOCUMENT, 0);
    sb_blocks_build(l);
    if (l->status == SB_OK)
        sb_paginate(l);
    return l->status;
}
