/* choice.c - which superbills a command means: numbers, or what a filter takes. */
#include "app/choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHOICE_HINT (SB_NUMBER_TEXT + 56) /* bytes of what is suggested */

struct gather {
    struct sb_chosen *list;
    size_t room;
    bool failed;
};

static bool
chosen_add(struct sb_chosen *list, size_t *room, const struct sb_superbill *row)
{
    struct sb_chosen_row *one;

    if (list->count == *room) {
        size_t more = *room == 0 ? 16 : *room * 2;
        struct sb_chosen_row *at = reallocarray(list->at, more, sizeof *at);

        if (at == NULL)
            return false;
        list->at = at;
        *room = more;
    }
    one = &list->at[list->count++];
    *one = (struct sb_chosen_row){.state = row->state,
                                  .example = row->example,
                                  .charges = row->charges,
                                  .adjustments = row->adjustments,
                                  .paid = row->paid,
                                  .balance = row->balance,
                                  .pages = row->pages,
                                  .undelivered = row->undelivered != NULL};
    (void)snprintf(one->number, sizeof one->number, "%s", row->number);
    (void)snprintf(one->replaced_by, sizeof one->replaced_by, "%s",
                   row->replaced_by != NULL ? row->replaced_by : "");
    (void)snprintf(one->patient, sizeof one->patient, "%s", row->patient);
    (void)snprintf(one->sha256, sizeof one->sha256, "%s", row->document_sha256);
    return true;
}

static bool
choice_gather(void *user, const struct sb_superbill *row)
{
    struct gather *g = user;

    g->failed = !chosen_add(g->list, &g->room, row);
    return !g->failed;
}

struct nearest {
    const char *wanted;
    char text[SB_NUMBER_TEXT];
    bool ends; /* text ends as it was wanted */
};

/* Whether digits alone were typed, and the number ends with just these: 12 for SB-2026-000012. */
static bool
choice_ends(const char *number, const char *digits)
{
    size_t at = strlen(number);

    if (digits[strspn(digits, "0123456789")] != '\0' || digits[strspn(digits, "0")] == '\0')
        return false;
    while (at > 0 && sb_ascii_digit(number[at - 1]))
        at--;
    return strcmp(number + at + strspn(number + at, "0"), digits + strspn(digits, "0")) == 0;
}

static bool
choice_nearer(void *user, const struct sb_superbill *row)
{
    struct nearest *n = user;
    const char *best = n->text[0] != '\0' ? n->text : NULL;

    if (choice_ends(row->number, n->wanted))
        n->ends = true;
    else if (n->ends || sb_nearer(n->wanted, best, row->number) != row->number)
        return true;
    (void)snprintf(n->text, sizeof n->text, "%s", row->number);
    return true;
}

/* A visit's id typed as a number: the superbill that it is on; "" where there is none. */
static void
choice_visit(char out[CHOICE_HINT], struct sb_archive *archive, const char *id)
{
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_prior prior;
    bool found = false;

    out[0] = '\0';
    if (arena != NULL && sb_archive_prior(&prior, &found, archive, id, arena, NULL) == SB_OK &&
        found)
        (void)snprintf(out, CHOICE_HINT,
                       prior.purged ? "; the visit of that id was on %s, which was purged"
                                    : "; the visit of that id is on %s",
                       prior.number);
    sb_arena_free(arena);
}

bool
sb_number_of_file(char out[SB_NUMBER_TEXT], const char *path)
{
    static const char *const ends[] = {".pdf", "-encrypted", "-copy", "-receipt", "-private"};
    const char *name = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
    size_t length = strlen(name);

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t end = strlen(ends[i]);
        bool is = length > end && memcmp(name + length - end, ends[i], end) == 0;

        if (i == 0 && !is)
            return false;
        length -= is ? end : 0;
    }
    if (length >= SB_NUMBER_TEXT)
        return false;
    memcpy(out, name, length);
    out[length] = '\0';
    return true;
}

/* What ends the sentence about a number that is not there; "" where nothing is near. */
static void
choice_hint(char out[CHOICE_HINT], struct sb_archive *archive, const char *number,
            const struct sb_absent *absent)
{
    static const struct sb_archive_filter all = {.undelivered = false};
    struct nearest n = {.wanted = number};
    char named[SB_NUMBER_TEXT];

    if (sb_number_of_file(named, number))
        n.wanted = named;
    choice_visit(out, archive, number);
    /* what was purged or lost has a way out of its own; a listing that fails suggests nothing */
    if (out[0] == '\0' && absent->why == SB_ABSENT_UNKNOWN &&
        sb_archive_list(archive, &all, choice_nearer, &n, NULL) == SB_OK && n.text[0] != '\0')
        (void)snprintf(out, CHOICE_HINT, "; did you mean %s?", n.text);
}

sb_status
sb_number_absent(struct sb_archive *archive, const char *number, struct sb_error *err)
{
    struct sb_absent absent;
    char hint[CHOICE_HINT];
    sb_status st = sb_archive_absent(&absent, archive, number, err);

    if (st != SB_OK)
        return st;
    choice_hint(hint, archive, number, &absent);
    return sb_absent_error(err, &absent, number, hint);
}

/* A number that is not there, among others that may be: told, and the others go on. */
static sb_status
choice_lost(const struct sb_choosing *how, struct sb_archive *archive, const char *number,
            struct sb_error *err)
{
    char text[SB_ABSENT_TEXT], hint[CHOICE_HINT], why[SB_ABSENT_TEXT + CHOICE_HINT];
    const struct sb_event event = {.kind = SB_REFUSED, .record = number, .text = why};
    struct sb_absent absent;
    sb_status st = sb_archive_absent(&absent, archive, number, err);

    if (st != SB_OK)
        return st;
    choice_hint(hint, archive, number, &absent);
    sb_absent_print(text, &absent);
    (void)snprintf(why, sizeof why, "%s%s", text, hint);
    how->tally->refused++;
    return sb_run_tell(how->run, &event, err);
}

/* Whether it was given before: it is taken once. */
static bool
choice_again(const struct sb_choice *choice, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (strcmp(choice->numbers[k], choice->numbers[i]) == 0)
            return true;
    }
    return false;
}

/*
 * A number, or the name of a document's file; one that was chosen already is not chosen again.
 * SB_E_ABSENT, and err as it was, where there is no such number.
 */
static sb_status
choice_number(struct gather *g, struct sb_archive *archive, const char *number,
              struct sb_arena *arena, struct sb_error *err)
{
    struct sb_error cause = {0};
    char named[SB_NUMBER_TEXT];
    struct sb_superbill row;
    sb_status st = sb_archive_find(&row, archive, number, arena, &cause);

    if (st == SB_E_ABSENT && sb_number_of_file(named, number))
        st = sb_archive_find(&row, archive, named, arena, NULL);
    if (st == SB_E_ABSENT)
        return st;
    if (st != SB_OK)
        return sb_error_at(err, st, cause.source, 0, 0, "%s", cause.text);
    for (size_t i = 0; i < g->list->count; i++) {
        if (strcmp(g->list->at[i].number, row.number) == 0)
            return SB_OK;
    }
    return chosen_add(g->list, &g->room, &row) ? SB_OK : sb_error_nomem(err);
}

static sb_status
choice_numbers(struct gather *g, struct sb_archive *archive, const struct sb_choosing *how,
               struct sb_arena *arena, struct sb_error *err)
{
    const struct sb_choice *choice = how->choice;
    sb_status st = SB_OK;

    for (size_t i = 0; st == SB_OK && i < choice->number_count; i++) {
        const char *number = choice->numbers[i];

        if (choice_again(choice, i))
            continue;
        st = choice_number(g, archive, number, arena, err);
        if (st == SB_E_ABSENT)
            st = choice->number_count > 1 ? choice_lost(how, archive, number, err)
                                          : sb_number_absent(archive, number, err);
    }
    return st;
}

static sb_status
choice_filter(struct gather *g, struct sb_practice *practice, const struct sb_archive_filter *asked,
              struct sb_arena *arena, struct sb_error *err)
{
    struct sb_archive_filter filter = *asked;
    sb_status st = sb_payer_names(&filter.visits.payer, practice, asked, arena, err);

    if (st == SB_OK)
        st = sb_archive_list(practice->archive, &filter, choice_gather, g, err);
    if (g->failed)
        return sb_error_nomem(err);
    return st == SB_OK && g->list->count == 0 ? sb_filter_absent(practice, &asked->visits, err)
                                              : st;
}

/* Nothing is left: whether something would be, did what is void or superseded count. */
static sb_status
choice_none(struct sb_practice *practice, const struct sb_choosing *how, struct sb_arena *arena,
            struct sb_error *err)
{
    struct sb_archive_filter any = *how->choice->filter;
    struct sb_chosen chosen = {.count = 0};
    struct gather g = {.list = &chosen};
    bool others;
    sb_status st = SB_OK;

    if (any.state_given && any.state == SB_ISSUE_STANDS) {
        any.state_given = false;
        st = choice_filter(&g, practice, &any, arena, err);
    }
    others = chosen.count > 0;
    sb_chosen_free(&chosen);
    if (st != SB_OK)
        return st;
    return sb_error_set(err, SB_E_ABSENT, "no superbill is selected%s%s",
                        others ? ": what the filter takes is void or superseded" : "",
                        others && how->but != NULL ? how->but : "");
}

sb_status
sb_choice_find(struct sb_chosen *out, struct sb_practice *practice, const struct sb_choosing *how,
               struct sb_error *err)
{
    struct gather g = {.list = out};
    struct sb_archive *archive;
    struct sb_arena *arena = sb_arena_new(0);
    sb_status st;

    *out = (struct sb_chosen){.count = 0};
    if (arena == NULL)
        return sb_error_nomem(err);
    if ((st = sb_practice_archive(&archive, practice, err)) == SB_OK)
        st = choice_numbers(&g, archive, how, arena, err);
    if (st == SB_OK && how->choice->filter != NULL) {
        st = choice_filter(&g, practice, how->choice->filter, arena, err);
        if (st == SB_OK && out->count == 0)
            st = choice_none(practice, how, arena, err);
    }
    sb_arena_free(arena);
    if (st != SB_OK)
        sb_chosen_free(out);
    return st;
}

void
sb_chosen_free(struct sb_chosen *chosen)
{
    free(chosen->at);
    *chosen = (struct sb_chosen){.count = 0};
}

sb_status
sb_chosen_refuse(struct sb_tally *tally, const struct sb_run *run, const struct sb_chosen_row *row,
                 const char *why, struct sb_error *err)
{
    const struct sb_event event = {.kind = SB_REFUSED, .record = row->number, .text = why};

    tally->refused++;
    return sb_run_tell(run, &event, err);
}

sb_status
sb_chosen_standing(bool *stands, struct sb_tally *tally, const struct sb_run *run,
                   const struct sb_chosen_row *row, const char *but, struct sb_error *err)
{
    char why[200];

    *stands = row->state == SB_ISSUE_STANDS;
    if (*stands)
        return SB_OK;
    if (row->state == SB_ISSUE_VOID)
        (void)snprintf(why, sizeof why, "is void%s", but);
    else
        (void)snprintf(why, sizeof why, "is superseded by %s%s", row->replaced_by, but);
    return sb_chosen_refuse(tally, run, row, why, err);
}
