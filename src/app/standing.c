/*
 * standing.c - a visit against the superbill that it stands on.  The record decides first, by its
 * hash; only one that differs is built, as it is and as it was issued, to tell whether a page
 * would.
 */
#include "app/app.h"

#include <string.h>

/* Lines of the record that stand before line i of the bill: one without a unit is not in it. */
static int64_t
stands_before(const struct sb_bill *bill, size_t i)
{
    int64_t count = 0;

    while (i-- > 0)
        count += bill->lines[i].units != 0;
    return count;
}

/* The index behind a list's name, where a path leads into that list; else -1. */
static int64_t
stands_index(const char *path, const char *list)
{
    int64_t index = 0;

    if (strncmp(path, list, strlen(list)) != 0)
        return -1;
    for (const char *at = path + strlen(list); sb_ascii_digit(*at); at++)
        index = index * 10 + (*at - '0');
    return index;
}

/*
 * Whether a change is one of what visit i says: neither of another visit of the page, nor of the
 * patient, the practice or the insurer, which change no visit.
 */
static bool
stands_own(const struct sb_issued_change *change, const struct sb_bill *bill, size_t i)
{
    static const char *const own[] = {"/assistant/id", "/provider/id", "/location/id",
                                      "/first_date", "/last_date"};
    const struct sb_visit_fact *fact = &bill->facts->visits[i];
    int64_t line = stands_index(change->path, "/lines/");

    if (line >= 0)
        return line >= stands_before(bill, fact->line) &&
               (line < stands_before(bill, fact->line + fact->lines) || bill->visit_count == 1);
    for (size_t k = 0; k < sizeof own / sizeof *own; k++) {
        if (strcmp(change->path, own[k]) == 0)
            return true;
    }
    return stands_index(change->path, "/payments/") >= 0 ||
           stands_index(change->path, "/diagnoses/") >= 0 ||
           stands_index(change->path, "/visits/") == (int64_t)i;
}

/* What a bill of these visits holds, as canonical JSON. */
static sb_status
stands_record(struct sb_buf *out, struct sb_bill **bill, const struct sb_judge *judge,
              const struct sb_visit *const *visits, size_t count, struct sb_error *err)
{
    struct sb_findings *found;
    sb_status st = sb_findings_new(&found, err);

    if (st == SB_OK && (st = sb_bill_build(bill, judge, visits, count, found, err)) == SB_OK)
        st = sb_bill_canonical(out, *bill, err);
    sb_findings_free(found);
    return st;
}

/* Today's fees and payers decide on both sides: does what was read differ? */
static sb_status
stands_alike(bool *same, const struct sb_judge *judge, const struct sb_visit *was,
             const struct sb_visit *is, struct sb_error *err)
{
    struct sb_buf before = {0}, after = {0};
    struct sb_bill *bill;
    sb_status st;

    if ((st = stands_record(&before, &bill, judge, &was, 1, err)) == SB_OK &&
        (st = stands_record(&after, &bill, judge, &is, 1, err)) == SB_OK)
        *same = before.len == after.len && memcmp(before.at, after.at, after.len) == 0;
    sb_buf_free(&before);
    sb_buf_free(&after);
    return st;
}

/* The visits of a superbill as they were issued, but for the one at hand; all in the arena. */
static sb_status
stands_visits(const struct sb_visit ***out, size_t *own, const struct sb_standing *s,
              const struct sb_issued *issued, struct sb_error *err)
{
    struct sb_arena *arena = s->judge->arena;
    const struct sb_visit **visits =
        sb_arena_array(arena, issued->visit_count + 1, sizeof(const struct sb_visit *));
    struct sb_visit *others = sb_arena_array(arena, issued->visit_count + 1, sizeof *others);
    sb_status st = SB_OK;

    if (visits == NULL || others == NULL)
        return sb_error_nomem(err);
    *out = visits;
    *own = 0;
    for (size_t i = 0; st == SB_OK && i < issued->visit_count; i++) {
        visits[i] = &others[i];
        if (strcmp(issued->visits[i], s->prior.visit) == 0)
            visits[ *own = i] = s->visit;
        else if ((st = sb_view_visit(&others[i], issued->bodies[i], arena, err)) == SB_OK)
            others[i].patient = s->visit->patient;
    }
    return st;
}

/* Is the visit's part of what was issued the same, whatever fees were then? */
static sb_status
stands_issued(bool *same, const struct sb_standing *s, struct sb_error *err)
{
    struct sb_arena *arena = s->judge->arena;
    const struct sb_visit **visits = NULL;
    struct sb_issued_change *changes;
    struct sb_issued issued;
    struct sb_buf record = {0};
    struct sb_bill *bill;
    size_t count = 0, own = 0;
    sb_status st;

    if ((st = sb_archive_detail(&issued, s->practice->archive, s->prior.number, arena, err)) !=
            SB_OK ||
        (st = stands_visits(&visits, &own, s, &issued, err)) != SB_OK)
        return st;
    if ((st = stands_record(&record, &bill, s->judge, visits, issued.visit_count, err)) == SB_OK &&
        (st = sb_record_differ(&changes, &count, issued.record, record.at, arena, err)) == SB_OK) {
        *same = true;
        for (size_t i = 0; i < count && *same; i++)
            *same = !stands_own(&changes[i], bill, own);
    }
    sb_buf_free(&record);
    return st;
}

/* Whether what differs in the record is on no page. */
static sb_status
stands_unseen(bool *unseen, const struct sb_standing *s, struct sb_error *err)
{
    struct sb_visit was;
    sb_status st;

    *unseen = false;
    if (s->prior.state != SB_ISSUE_STANDS || s->prior.body == NULL || s->visit->patient == NULL)
        return SB_OK;
    memset(&was, 0, sizeof was);
    if ((st = sb_view_visit(&was, s->prior.body, s->judge->arena, err)) != SB_OK ||
        !sb_text_equal(was.patient_id, s->visit->patient_id))
        return st;
    was.patient = s->visit->patient;
    st = stands_alike(unseen, s->judge, &was, s->visit, err);
    return st != SB_OK || *unseen ? st : stands_issued(unseen, s, err);
}

sb_status
sb_standing_judge(enum sb_prior_verdict *out, struct sb_standing *s, struct sb_findings *found,
                  struct sb_error *err)
{
    sb_status st;

    sb_findings_reset(found);
    if ((st = sb_prior_judge(out, &s->prior, s->visit, found, err)) != SB_OK ||
        (*out != SB_PRIOR_CHANGED && *out != SB_PRIOR_PAID) ||
        (st = stands_unseen(&s->prior.unseen, s, err)) != SB_OK || !s->prior.unseen)
        return st;
    sb_findings_reset(found);
    return sb_prior_judge(out, &s->prior, s->visit, found, err);
}

sb_status
sb_standing_beside(struct sb_judge *judge, struct sb_practice *practice,
                   const struct sb_visit *visit, const struct sb_passing *passing,
                   struct sb_error *err)
{
    struct sb_beside *beside;
    size_t count;
    sb_status st = sb_archive_beside(&beside, &count, practice->archive, visit, judge->arena, err);

    for (size_t i = 0; st == SB_OK && i < count; i++) {
        if (passing != NULL && passing->fn(passing->user, &beside[i]))
            continue;
        beside[i].read = sb_arena_take(judge->arena, sizeof *beside[i].read);
        st = beside[i].read == NULL
                 ? sb_error_nomem(err)
                 : sb_view_visit(beside[i].read, beside[i].body, judge->arena, err);
    }
    if (st != SB_OK)
        return st;
    judge->beside = beside;
    judge->beside_count = count;
    return SB_OK;
}
