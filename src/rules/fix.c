/*
 * fix.c - mechanical repairs of a visit, as edits of its own text: what can be written one way
 * only.  Nothing that a therapist would have to choose.
 */
#include "rules/rules.h"

#include <stdio.h>
#include <string.h>

struct fixing {
    const struct sb_bill *bill;
    const struct sb_judge *judge;
    const struct sb_visit *visit;
    struct sb_repair *edits;
    size_t count, room;
    struct sb_arena *arena;
    bool nomem;
};

/* Replace length bytes at an offset of the record. */
static void
edit_add(struct fixing *f, size_t at, size_t length, const char *text)
{
    if (text == NULL || f->count == f->room) {
        f->nomem = f->nomem || text == NULL;
        return;
    }
    f->edits[f->count++] = (struct sb_repair){at, length, text};
}

/* Replace the text at a pointer by a JSON string of plain characters. */
static void
edit_string(struct fixing *f, const char *pointer, const char *text)
{
    size_t length, at;

    if (pointer == NULL) {
        f->nomem = true;
        return;
    }
    at = sb_json_locate(f->visit->source->text, f->visit->source->length, pointer, &length);
    edit_add(f, at, length, sb_arena_print(f->arena, "\"%s\"", text));
}

/* Whether two codes are the same but for X that fill a gap, and for the dot. */
static bool
same_but_filling(const char *a, const char *b)
{
    while (*a != '\0' || *b != '\0') {
        if (*a == 'X' || *a == '.')
            a++;
        else if (*b == 'X' || *b == '.')
            b++;
        else if (*a++ != *b++)
            return false;
    }
    return true;
}

/* The one way to write a diagnosis that is meant; false where it stands well or is a choice. */
static bool
diagnosis_mend(char out[SB_DX_TEXT], const struct fixing *f, const char *written)
{
    const sb_date on = f->visit->date;
    struct sb_dx_answer answer;
    char code[SB_DX_TEXT];
    const char *one;

    if (written == NULL || !sb_dx_normalise(code, written))
        return false;
    sb_dx_look(&answer, f->judge->codes, code, on);
    one = answer.suggested_count == 1 && answer.certain ? answer.suggested[0] : NULL;
    if (answer.verdict == SB_DX_BILLABLE)
        one = code;
    else if (answer.verdict == SB_DX_SEVENTH_CHARACTER)
        one = one != NULL && strlen(code) < strlen(one) && same_but_filling(code, one) ? one : NULL;
    else if (answer.verdict != SB_DX_NOT_VALID_ON_DATE || answer.row == NULL ||
             answer.row->to.day == 0 || on.day <= answer.row->to.day ||
             answer.row->successors == NULL || strchr(answer.row->successors, ' ') != NULL)
        one = NULL;
    if (one == NULL || strcmp(one, written) == 0)
        return false;
    memcpy(out, one, strlen(one) + 1);
    return true;
}

/* Whether the visit has the code already, beside diagnosis at. */
static bool
diagnosis_there(const struct sb_visit *visit, size_t at, const char *code)
{
    char other[SB_DX_TEXT];

    for (size_t i = 0; i < visit->diagnosis_count; i++)
        if (i != at && visit->diagnoses[i].code != NULL &&
            sb_dx_normalise(other, visit->diagnoses[i].code) && strcmp(other, code) == 0)
            return true;
    return false;
}

/* A diagnosis, and every line that points to it. */
static void
fix_diagnosis(struct fixing *f, size_t i)
{
    const char *written = f->visit->diagnoses[i].code, *text = f->visit->source->text;
    char code[SB_DX_TEXT], before[SB_DX_TEXT], other[SB_DX_TEXT];
    char *pointer;
    size_t at;

    if (!diagnosis_mend(code, f, written) || diagnosis_there(f->visit, i, code) ||
        !sb_dx_normalise(before, written))
        return;
    pointer = sb_arena_print(f->arena, "/diagnoses/%zu", i);
    at = pointer ? sb_json_locate(text, f->visit->source->length, pointer, NULL) : 0;
    if (pointer != NULL && text[at] == '{')
        pointer = sb_arena_print(f->arena, "/diagnoses/%zu/code", i);
    edit_string(f, pointer, code);
    for (size_t s = 0; s < f->visit->service_count; s++) {
        const struct sb_texts *points = &f->visit->services[s].diagnoses;

        for (size_t k = 0; k < points->count; k++)
            if (sb_dx_normalise(other, points->at[k]) && strcmp(other, before) == 0)
                edit_string(f, sb_arena_print(f->arena, "/services/%zu/diagnoses/%zu", s, k), code);
    }
}

/* A code in small letters; an ended one with one successor that holds on the day. */
static const struct sb_procedure *
fix_code(struct fixing *f, size_t i)
{
    const char *written = f->visit->services[i].code;
    const struct sb_procedure *procedure, *next;
    char code[8] = "";

    if (written == NULL || strlen(written) > 5)
        return NULL;
    for (size_t k = 0; written[k] != '\0'; k++)
        code[k] = sb_ascii_upper(written[k]);
    procedure = sb_procedure_find(code);
    if (procedure != NULL && procedure->to.day != 0 && f->visit->date.day > procedure->to.day &&
        procedure->successors != NULL && strchr(procedure->successors, ' ') == NULL &&
        (next = sb_procedure_find(procedure->successors)) != NULL &&
        sb_procedure_valid(next, f->visit->date))
        procedure = next;
    if (procedure != NULL && strcmp(procedure->code, written) != 0)
        edit_string(f, sb_arena_print(f->arena, "/services/%zu/code", i), procedure->code);
    return procedure;
}

/* The service's modifiers as they should stand; false where some are not of the form. */
static bool
modifiers_wanted(struct sb_bill_line *line, const struct fixing *f, size_t i,
                 const struct sb_procedure *procedure)
{
    const struct sb_texts *written = &f->visit->services[i].modifiers;
    const struct sb_payer *payer = f->bill->payer;
    bool care = false;

    for (size_t k = 0; k < written->count; k++) {
        const char *text = written->at[k];
        char *upper;

        if (k == SB_LINE_MODIFIERS || strlen(text) != 2 || !sb_ascii_alnum(text[0]) ||
            !sb_ascii_alnum(text[1]) || (upper = sb_arena_text(f->arena, text, 2)) == NULL)
            return false;
        upper[0] = sb_ascii_upper(upper[0]);
        upper[1] = sb_ascii_upper(upper[1]);
        care = care || (upper[0] == 'G' && strchr("PON", upper[1]) != NULL);
        line->modifiers[line->modifier_count++] = upper;
    }
    /* where the practice lets it be added, documents have it already */
    if (!care && line->modifier_count < SB_LINE_MODIFIERS && payer != NULL &&
        payer->require_gp == SB_TRUTH_YES && f->bill->config->add_gp != SB_TRUTH_YES &&
        procedure != NULL && strchr("AS", procedure->therapy_class) != NULL)
        line->modifiers[line->modifier_count++] = "GP";
    sb_modifiers_settle(f->bill, line, '-');
    return true;
}

static bool
modifiers_equal(const struct sb_bill_line *line, const struct sb_texts *written)
{
    bool equal = line->modifier_count == written->count;

    for (size_t k = 0; equal && k < written->count; k++)
        equal = strcmp(line->modifiers[k], written->at[k]) == 0;
    return equal;
}

static void
fix_modifiers(struct fixing *f, size_t i, const struct sb_procedure *procedure)
{
    const struct sb_texts *written = &f->visit->services[i].modifiers;
    const struct sb_source *source = f->visit->source;
    struct sb_bill_line line = {0};
    const char *list = "[", *pointer;
    size_t at, length;

    if (!modifiers_wanted(&line, f, i, procedure) || modifiers_equal(&line, written))
        return;
    for (size_t k = 0; list != NULL && k < line.modifier_count; k++)
        list = sb_arena_print(f->arena, "%s%s\"%s\"", list, k > 0 ? ", " : "", line.modifiers[k]);
    pointer =
        sb_arena_print(f->arena, "/services/%zu/%s", i, written->count > 0 ? "modifiers" : "code");
    if (list == NULL || pointer == NULL) {
        f->nomem = true;
        return;
    }
    at = sb_json_locate(source->text, source->length, pointer, &length);
    if (written->count > 0)
        edit_add(f, at, length, sb_arena_print(f->arena, "%s]", list));
    else /* an empty list may stand there: then the record is left to its author */
        edit_add(f, at + length, 0, sb_arena_print(f->arena, ", \"modifiers\": %s]", list));
}

/* Whether the service has a list of modifiers, though an empty one. */
static bool
empty_list(const struct fixing *f, size_t i)
{
    const struct sb_source *source = f->visit->source;
    char pointer[48];
    size_t at;

    if (f->visit->services[i].modifiers.count > 0)
        return false;
    (void)snprintf(pointer, sizeof pointer, "/services/%zu/modifiers", i);
    at = sb_json_locate(source->text, source->length, pointer, NULL);
    return source->text[at] == '[' || source->text[at] == 'n';
}

sb_status
sb_fix_visit(struct sb_repairs *out, const struct sb_bill *bill, const struct sb_judge *judge,
             const struct sb_visit *visit, struct sb_arena *arena, struct sb_error *err)
{
    struct fixing f = {.bill = bill, .judge = judge, .visit = visit, .arena = arena};

    *out = (struct sb_repairs){0};
    if (visit->source == NULL || visit->source->text == NULL)
        return SB_OK;
    f.room = visit->diagnosis_count * (1 + 4 * visit->service_count) + 2 * visit->service_count;
    f.edits = sb_arena_array(arena, f.room + 1, sizeof *f.edits);
    if (f.edits == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; i < visit->diagnosis_count; i++)
        fix_diagnosis(&f, i);
    for (size_t i = 0; i < visit->service_count; i++) {
        const struct sb_procedure *procedure = fix_code(&f, i);

        if (visit->services[i].code != NULL && !empty_list(&f, i))
            fix_modifiers(&f, i, procedure);
    }
    if (f.nomem)
        return sb_error_nomem(err);
    *out = (struct sb_repairs){f.edits, f.count};
    return SB_OK;
}
