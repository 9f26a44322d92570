/*
 * standing.c - a visit against the superbill that it stands on.  The record decides first, by its
 * hash; only one that differs is built, as it is and as it was issued, to tell whether a page
 * would.  Three pages are laid side by side: the one that was issued, and today's of the record as
 * it was and as it is.
 */
#include "app/app.h"

#include <stdio.h>
#include <string.h>

/* A visit as it is beside what it was, and what was issued of it. */
struct beside {
    const struct sb_standing *s;
    const struct sb_bill *was, *bill; /* today's of the whole, with the visit as it was, as it is */
    size_t own;                       /* the visit's place in them */
    struct changes {
        struct sb_issued_change *at;
        size_t count;
    } said,  /* by the record: members of the visit */
        due, /* by the record, were the superbill built today: what would differ on a page */
        old; /* between the page that was issued and today's */
};

static sb_status
changes_find(struct changes *out, const char *before, const char *after, struct sb_arena *arena,
             struct sb_error *err)
{
    return sb_record_differ(&out->at, &out->count, before, after, arena, err);
}

/* Whether a value, or any within it, changed. */
static bool
changes_have(const struct changes *changes, const char *path)
{
    size_t length = strlen(path);

    for (size_t i = 0; i < changes->count; i++) {
        const char *at = changes->at[i].path;

        if (strncmp(at, path, length) == 0 && (at[length] == '\0' || at[length] == '/'))
            return true;
    }
    return false;
}

/* The line of the bill that is line n of its record, where one without a unit is left out. */
static const struct sb_bill_line *
stands_line(const struct sb_bill *bill, int64_t n)
{
    for (size_t i = 0; i < bill->line_count; i++) {
        if (bill->lines[i].units != 0 && n-- == 0)
            return &bill->lines[i];
    }
    return NULL;
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
 * Whether a change is one of what the visit says: neither of another visit of the page, nor of the
 * patient, the practice or the insurer, which change no visit.
 */
static bool
stands_own(const struct beside *b, const char *path)
{
    static const char *const own[] = {"/assistant/id", "/provider/id", "/location/id",
                                      "/first_date", "/last_date"};
    int64_t n = stands_index(path, "/lines/");

    if (n >= 0) {
        const struct sb_bill_line *was = stands_line(b->was, n), *is = stands_line(b->bill, n);

        return (was != NULL && was->visit == b->own) || (is != NULL && is->visit == b->own);
    }
    for (size_t k = 0; k < sizeof own / sizeof *own; k++) {
        if (strcmp(path, own[k]) == 0)
            return true;
    }
    return stands_index(path, "/payments/") >= 0 || stands_index(path, "/diagnoses/") >= 0 ||
           stands_index(path, "/visits/") == (int64_t)b->own;
}

/*
 * What a visit may say, or leave to the configuration and the tables, and where it is printed: the
 * record may have come to say what today's configuration says as well, beside a page that says
 * another.
 */
struct said {
    const char *member;
    const char *leaf; /* of a line where there is no '/' */
};
static const struct said said_visit[] = {
    {"/assistant", "/assistant/"}, {"/diagnoses", "/diagnoses/"}, {"/diagnoses", "diagnoses"},
    {"/location", "/location/"},   {"/provider", "/location/"},   {"/provider", "/provider/"},
    {"/total", "charge"},          {"/place_of_service", "place"}};
static const struct said said_services[] = {{"assistant_minutes", "minutes"},
                                            {"assistant_minutes", "modifiers"},
                                            {"assistant_minutes", "units"},
                                            {"charge", "charge"},
                                            {"diagnoses", "diagnoses"},
                                            {"fee", "charge"},
                                            {"minutes", "units"},
                                            {"modifiers", "modifiers"},
                                            {"text", "description"},
                                            {"units", "units"}};

/* Whether a path leads to such a leaf. */
static bool
said_there(const struct said *said, const char *path)
{
    size_t length = strlen(said->leaf);

    if (said->leaf[0] == '/')
        return strncmp(path, said->leaf, length) == 0;
    if (stands_index(path, "/lines/") < 0)
        return false;
    path += strlen("/lines/");
    path += strspn(path, "0123456789");
    path += *path == '/';
    return strncmp(path, said->leaf, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

/* Whether a service of the line's has come to say what stands there. */
static bool
said_service(const struct beside *b, const struct said *said, const struct sb_bill_line *line)
{
    const struct sb_visit_fact *fact = &b->bill->facts->visits[b->own];
    size_t group = fact->services[line->service].group, care = 0;
    char path[64];

    for (size_t i = 0; i < fact->visit->service_count; i++) {
        if (fact->visit->services[i].code == NULL)
            continue;
        (void)snprintf(path, sizeof path, "/services/%zu/%s", care++, said->member);
        if (fact->services[i].group == group && changes_have(&b->said, path))
            return true;
    }
    return false;
}

/* Whether the record has come to say what stands at a place of the page, whatever it says. */
static bool
stands_said(const struct beside *b, const char *path)
{
    int64_t n = stands_index(path, "/lines/");
    const struct sb_bill_line *line = n >= 0 ? stands_line(b->bill, n) : NULL;

    for (size_t i = 0; i < sizeof said_visit / sizeof *said_visit; i++) {
        if (said_there(&said_visit[i], path) && changes_have(&b->said, said_visit[i].member))
            return true;
    }
    for (size_t i = 0; line != NULL && i < sizeof said_services / sizeof *said_services; i++) {
        if (said_there(&said_services[i], path) && said_service(b, &said_services[i], line))
            return true;
    }
    return false;
}

/*
 * What was paid is spread over what is charged: where it is spread anew, and the visit was paid as
 * it was, the charges decide.
 */
static bool
stands_spread(const struct beside *b, const char *path)
{
    static const struct said paid = {.leaf = "paid"};
    const char *last = strrchr(path, '/');
    bool applied = stands_index(path, "/payments/") >= 0 && strcmp(last, "/applied") == 0;

    return (applied || said_there(&paid, path)) && !changes_have(&b->said, "/payments") &&
           !changes_have(&b->said, "/refunds") &&
           b->was->facts->visits[b->own].item_charges.cents ==
               b->bill->facts->visits[b->own].item_charges.cents;
}

/* Whether a place of the page would be another now, and by the record. */
static bool
stands_seen(const struct beside *b, const char *path)
{
    return stands_own(b, path) && !stands_spread(b, path) &&
           (changes_have(&b->due, path) || stands_said(b, path));
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

/*
 * Who treated and where is printed once a page, from its first visit: whether a visit that has come
 * to name another still belongs there.  What has no section is no name.
 */
static sb_status
stands_together(bool *out, const struct beside *b, struct sb_error *err)
{
    const struct sb_visit *visit = b->s->visit;
    struct sb_buf record = {0};
    struct sb_bill *sole;
    sb_status st;

    *out = true;
    if (!changes_have(&b->said, "/provider") && !changes_have(&b->said, "/location") &&
        !changes_have(&b->said, "/assistant"))
        return SB_OK;
    if ((st = stands_record(&record, &sole, b->s->judge, &visit, 1, err)) == SB_OK)
        *out = sole->provider == b->bill->provider && sole->location == b->bill->location &&
               (visit->provider == NULL || sole->provider != NULL) &&
               (visit->location == NULL || sole->location != NULL) &&
               (visit->assistant == NULL || sole->assistant != NULL);
    sb_buf_free(&record);
    return st;
}

/* The visits of a superbill as they were issued; all in the arena. */
static sb_status
stands_visits(const struct sb_visit ***out, size_t *own, const struct sb_standing *s,
              const struct sb_issued *issued, struct sb_error *err)
{
    struct sb_arena *arena = s->judge->arena;
    const struct sb_visit **visits =
        sb_arena_array(arena, issued->visit_count + 1, sizeof(const struct sb_visit *));
    struct sb_visit *were = sb_arena_array(arena, issued->visit_count + 1, sizeof *were);
    sb_status st = SB_OK;

    if (visits == NULL || were == NULL)
        return sb_error_nomem(err);
    *out = visits;
    *own = issued->visit_count;
    for (size_t i = 0; st == SB_OK && i < issued->visit_count; i++) {
        visits[i] = &were[i];
        if (strcmp(issued->visits[i], s->prior.visit) == 0)
            *own = i;
        if ((st = sb_view_visit(&were[i], issued->bodies[i], arena, err)) == SB_OK)
            were[i].patient = s->visit->patient;
    }
    return st;
}

/* What the record says of care: an item before a service moves none. */
static sb_status
stands_care(struct sb_buf *out, const struct sb_visit *visit, struct sb_arena *arena,
            struct sb_error *err)
{
    struct sb_visit care = *visit;
    struct sb_service *services = sb_arena_array(arena, visit->service_count + 1, sizeof *services);

    if (services == NULL)
        return sb_error_nomem(err);
    care.service_count = 0;
    for (size_t i = 0; i < visit->service_count; i++) {
        if (visit->services[i].code != NULL)
            services[care.service_count++] = visit->services[i];
    }
    care.services = services;
    return sb_visit_canonical(out, &care, err);
}

/* What the record has come to say, and what today's pages of it as it is and as it was say. */
static sb_status
stands_compare(struct beside *b, const struct sb_visit **visits, size_t count, const char *issued,
               struct sb_error *err)
{
    const struct sb_judge *judge = b->s->judge;
    const struct sb_visit *was = visits[b->own];
    struct sb_buf before = {0}, after = {0}, old = {0}, now = {0};
    struct sb_bill *bill = NULL, *then = NULL;
    sb_status st;

    if ((st = stands_care(&old, was, judge->arena, err)) != SB_OK ||
        (st = stands_care(&now, b->s->visit, judge->arena, err)) != SB_OK ||
        (st = stands_record(&before, &then, judge, visits, count, err)) != SB_OK)
        goto out;
    visits[b->own] = b->s->visit;
    if ((st = stands_record(&after, &bill, judge, visits, count, err)) == SB_OK &&
        (st = changes_find(&b->said, old.at, now.at, judge->arena, err)) == SB_OK &&
        (st = changes_find(&b->due, before.at, after.at, judge->arena, err)) == SB_OK)
        st = changes_find(&b->old, issued, after.at, judge->arena, err);
    b->was = then;
    b->bill = bill;
out:
    sb_buf_free(&before);
    sb_buf_free(&after);
    sb_buf_free(&old);
    sb_buf_free(&now);
    return st;
}

/*
 * Whether what differs in the record is on no page.  Where today's page would be another than the
 * one that was issued, it is today's configuration's doing alone: neither does the page differ
 * there with the record, nor has the record come to say what the configuration does.
 */
static sb_status
stands_unseen(bool *unseen, const struct sb_standing *s, struct sb_error *err)
{
    struct sb_arena *arena = s->judge->arena;
    struct beside b = {.s = s};
    const struct sb_visit **visits = NULL;
    struct sb_issued issued;
    sb_status st;

    *unseen = false;
    if (s->prior.state != SB_ISSUE_STANDS || s->prior.body == NULL || s->visit->patient == NULL)
        return SB_OK;
    if ((st = sb_archive_detail(&issued, s->practice->archive, s->prior.number, arena, err)) !=
            SB_OK ||
        (st = stands_visits(&visits, &b.own, s, &issued, err)) != SB_OK)
        return st;
    if (b.own == issued.visit_count ||
        !sb_text_equal(visits[b.own]->patient_id, s->visit->patient_id))
        return SB_OK;
    if ((st = stands_compare(&b, visits, issued.visit_count, issued.record, err)) != SB_OK ||
        (st = stands_together(unseen, &b, err)) != SB_OK)
        return st;
    for (size_t i = 0; i < b.old.count && *unseen; i++)
        *unseen = !stands_seen(&b, b.old.at[i].path);
    return SB_OK;
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
