/*
 * batch.c - superbills of a plan: their visits are read again by their place, workers draw them
 * under the numbers that they will have, and this process alone keeps them.
 */
#include "app/month.h"

#include <stdlib.h>
#include <string.h>

#define POOL_LEAST 16    /* superbills that are worth a worker */
#define PROGRESS_STEP 16 /* superbills between two words of it */

sb_status
sb_batch_open(struct sb_batch *b, const struct sb_walk *walk, struct sb_error *err)
{
    sb_status st;

    b->slips = sb_survey_slips(b->survey, &b->slip_count);
    b->arena = sb_arena_new(0);
    if (b->arena == NULL)
        return sb_error_nomem(err);
    b->judge = *sb_walk_judge(walk);
    b->judge.arena = b->arena;
    if ((st = sb_findings_new(&b->found, err)) != SB_OK ||
        (st = sb_findings_new(&b->joint, err)) != SB_OK)
        return st;
    return sb_reread_new(&b->reread, sb_walk_feed(walk), err);
}

void
sb_batch_close(struct sb_batch *b)
{
    sb_reread_free(b->reread);
    sb_findings_free(b->found);
    sb_findings_free(b->joint);
    sb_arena_free(b->arena);
}

sb_status
sb_batch_bill(struct sb_bill **out, struct sb_batch *b, const struct sb_planned *planned,
              struct sb_error *err)
{
    const struct sb_visit **visits;
    sb_status st = SB_OK;

    sb_arena_reset(b->arena);
    sb_findings_reset(b->found);
    sb_findings_reset(b->joint);
    visits = sb_arena_array(b->arena, planned->count, sizeof *visits);
    if (visits == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; st == SB_OK && i < planned->count; i++) {
        struct sb_visit_place place;

        st = sb_survey_look(&place, b->survey, &b->slips[planned->first + i], b->found, err);
        if (st == SB_OK)
            st = sb_reread_visit(&visits[i], b->reread, &place, b->arena, err);
    }
    return st != SB_OK ? st : sb_bill_build(out, &b->judge, visits, planned->count, b->joint, err);
}

/*
 * Another run was faster with one of the visits, under its id or another; what is left of them is
 * for the next run.
 */
static sb_status
batch_taken(struct sb_batch *b, const struct sb_bill *bill, bool stands, struct sb_error *err)
{
    const struct sb_visit *visit = bill->visits[0];
    const struct sb_refusal refusal = {
        .visit = visit->id, .patient = bill->patient->id, .date = visit->date, .found = b->joint};
    struct sb_event event = {.kind = SB_REFUSED, .record = visit->id};
    sb_status st = SB_OK;

    if (stands && bill->visit_count == 1) {
        b->tally->kept++;
        return SB_OK;
    }
    b->tally->refused++;
    if (!stands)
        st = sb_run_report(b->tally, b->run, b->joint, err);
    if (bill->visit_count > 1)
        event.text = "was issued by another run meanwhile, or a visit beside it; run the command "
                     "again";
    else if (st == SB_OK)
        st = sb_survey_refuse(b->survey, &refusal, err);
    return st == SB_OK ? sb_run_tell(b->run, &event, err) : st;
}

/*
 * Workers for the superbills of the plan from first on.  They draw ahead of this process, under the
 * numbers that come next, and leave files in a den; if others took numbers meanwhile, they are sent
 * away and new ones start.
 */
struct crew {
    struct sb_batch *batch;
    size_t first, count, done; /* superbills of the plan */
    int64_t sequence;          /* of the first one's number */
    unsigned jobs;
    struct sb_den *den; /* NULL: no files are wished */
    struct sb_pool *pool;
    struct sb_buf room; /* the document at hand */
};

/* Whether the worker of that piece has no other in its chunk. */
static bool
crew_last(const struct crew *crew, uint64_t piece)
{
    uint64_t end = (piece / SB_ISSUING_CHUNK + 1) * SB_ISSUING_CHUNK;

    return piece + crew->jobs >= (end < crew->count ? end : crew->count);
}

/*
 * A worker's part: a superbill as it will be, if its number comes true.  When the last of a chunk
 * is told, all files of the chunk are on the disk.
 */
static sb_status
crew_draw(void *state, struct sb_buf *answer, uint64_t piece, struct sb_error *err)
{
    struct crew *crew = state;
    struct sb_batch *b = crew->batch;
    struct sb_ahead ahead;
    struct sb_bill *bill;
    sb_status st = sb_den_borrow(crew->den, err);

    if (st != SB_OK ||
        (st = sb_batch_bill(&bill, b, &b->plan->at[crew->first + piece], err)) != SB_OK)
        return st;
    memset(&ahead, 0, sizeof ahead);
    ahead.den = crew->den;
    st = sb_issuing_ahead(&ahead, b->issuing, bill, crew->sequence + (int64_t)piece, err);
    if (st == SB_OK)
        st = sb_ahead_write(answer, &ahead, err);
    if (st != SB_OK)
        sb_error_in(err, bill->visits[0]->id);
    if (st == SB_OK && crew->den != NULL && crew_last(crew, piece))
        st = sb_den_sync(crew->den, err);
    return st;
}

/* Ends its workers; what they left and nobody adopted goes. */
static void
crew_free(struct crew *crew)
{
    if (crew == NULL)
        return;
    sb_pool_free(crew->pool);
    sb_den_free(crew->den);
    sb_buf_free(&crew->room);
    free(crew);
}

/*
 * *out stays NULL where no workers are wished, or none can be had; few superbills are drawn sooner
 * than they start.
 */
static sb_status
crew_new(struct crew **out, struct sb_batch *b, size_t first, int64_t sequence,
         struct sb_error *err)
{
    struct sb_pool_options how = {
        .jobs = b->run->jobs, .count = b->plan->count - first, .work = crew_draw};
    struct sb_error cause = {0};
    struct crew *crew;
    sb_status st;

    if (how.count < POOL_LEAST)
        return SB_OK;
    if ((crew = calloc(1, sizeof *crew)) == NULL)
        return sb_error_nomem(err);
    *crew = (struct crew){.batch = b,
                          .first = first,
                          .count = (size_t)how.count,
                          .sequence = sequence,
                          .jobs = sb_pool_jobs(&how)};
    how.state = crew;
    if ((st = sb_issuing_den(&crew->den, b->issuing, err)) == SB_OK &&
        (st = sb_pool_new(&crew->pool, &how, &cause)) == SB_OK) {
        *out = crew;
        return SB_OK;
    }
    crew_free(crew);
    /* where no process is to be had this one draws alone: slower, and the same */
    if (cause.status == SB_E_READ)
        return SB_OK;
    if (cause.status != SB_OK && err != NULL)
        *err = cause;
    return st;
}

/* The workers of the chunk that begins at first, whose numbers must be the next ones. */
static sb_status
crew_ready(struct crew **crew, struct sb_batch *b, size_t first, struct sb_error *err)
{
    int64_t sequence;
    sb_status st;

    if (b->run->jobs == 0 || b->run->dry_run)
        return SB_OK;
    if ((st = sb_issuing_sequence(&sequence, b->issuing, err)) != SB_OK)
        return st;
    if (*crew != NULL && (*crew)->sequence + (int64_t)(*crew)->done != sequence) {
        crew_free(*crew);
        *crew = NULL;
    }
    return *crew == NULL ? crew_new(crew, b, first, sequence, err) : SB_OK;
}

/* The document of the superbill at hand, drawn ahead. */
static sb_status
crew_next(struct sb_ahead *out, struct crew *crew, struct sb_error *err)
{
    struct sb_ahead_source from = {.den = crew->den, .room = &crew->room};
    sb_status st = sb_pool_next(&from.answer, crew->pool, err);

    if (st != SB_OK)
        return st;
    crew->done++;
    return sb_ahead_read(out, &from, crew->batch->arena, err);
}

static sb_status
batch_issue_one(struct sb_batch *b, const struct sb_planned *planned, struct crew *crew,
                struct sb_error *err)
{
    struct sb_issuing_bill what = {
        .found = b->found, .doubles = b->joint, .alone = true, .again = b->again};
    enum sb_issuing_verdict verdict;
    struct sb_ahead ahead;
    sb_status st;

    if ((st = sb_batch_bill(&what.bill, b, planned, err)) != SB_OK)
        return st;
    if (crew != NULL) {
        if ((st = crew_next(&ahead, crew, err)) != SB_OK)
            return st;
        what.ahead = &ahead;
    }
    st = sb_issuing_add(&verdict, b->issuing, &what, b->tally, err);
    if (st != SB_OK || verdict == SB_ISSUING_DONE)
        return st;
    return batch_taken(b, what.bill, verdict == SB_ISSUING_STANDS, err);
}

static sb_status
batch_progress(const struct sb_batch *b, uint64_t done, struct sb_error *err)
{
    const struct sb_event event = {
        .kind = SB_PROGRESS, .done = done, .total = b->plan->count, .text = "documents"};

    return done % PROGRESS_STEP == 0 ? sb_run_tell(b->run, &event, err) : SB_OK;
}

/* Issue the chunk that begins at first. */
static sb_status
batch_chunk(struct sb_batch *b, size_t first, struct crew **crew, struct sb_error *err)
{
    size_t left = b->plan->count - first;
    size_t behind = first + (left < SB_ISSUING_CHUNK ? left : SB_ISSUING_CHUNK);
    sb_status st = crew_ready(crew, b, first, err);

    for (size_t i = first; st == SB_OK && i < behind; i++) {
        if ((st = batch_issue_one(b, &b->plan->at[i], *crew, err)) == SB_OK)
            st = batch_progress(b, i + 1, err);
    }
    return st == SB_OK ? sb_issuing_land(b->issuing, err) : st;
}

sb_status
sb_batch_issue(struct sb_batch *b, const struct sb_plan *plan, struct sb_error *err)
{
    struct crew *crew = NULL;
    sb_status st = SB_OK;

    b->plan = plan;
    for (size_t first = 0; st == SB_OK && first < plan->count; first += SB_ISSUING_CHUNK)
        st = batch_chunk(b, first, &crew, err);
    st = sb_issuing_end(b->issuing, st, err);
    crew_free(crew);
    return st;
}
