/*
 * batch.c - superbills of a plan: their visits are read again by their place, workers draw them
 * under the numbers that they will have, and this process alone keeps them.
 */
#include "app/month.h"

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

/* Another run was faster with one of the visits; what is left of them is for the next run. */
static sb_status
batch_taken(struct sb_batch *b, const struct sb_bill *bill, struct sb_error *err)
{
    const struct sb_event event = {
        .kind = SB_REFUSED,
        .record = bill->visits[0]->id,
        .text = "was issued by another run meanwhile, or a visit beside it; run the command again"};

    if (bill->visit_count == 1) {
        b->tally->kept++;
        return SB_OK;
    }
    b->tally->refused++;
    return sb_run_tell(b->run, &event, err);
}

/* What a worker says of a document, before its pieces; each has its length in between. */
struct drawn {
    struct sb_ahead ahead; /* its document is not that of the reader */
    uint64_t pieces;
};

/* A worker's part: a superbill of the chunk as it will be, if its number comes true. */
static sb_status
batch_draw(void *state, struct sb_buf *answer, uint64_t piece, struct sb_error *err)
{
    struct sb_batch *b = state;
    struct drawn drawn;
    struct sb_bill *bill;
    sb_status st;

    memset(&drawn, 0, sizeof drawn);
    if ((st = sb_batch_bill(&bill, b, &b->plan->at[b->chunk + piece], err)) != SB_OK ||
        (st = sb_issuing_ahead(&drawn.ahead, b->issuing, bill, b->sequence + (int64_t)piece,
                               err)) != SB_OK)
        return st;
    drawn.pieces = drawn.ahead.document.count;
    sb_buf_put(answer, &drawn, sizeof drawn);
    for (size_t i = 0; i < drawn.pieces; i++) {
        const struct sb_bytes *at = &drawn.ahead.document.at[i];

        sb_buf_put(answer, &at->len, sizeof at->len);
        sb_buf_put(answer, at->at, at->len);
    }
    return answer->failed ? sb_error_nomem(err) : SB_OK;
}

/* What a worker put; its pieces point into the answer, their list is in the arena. */
static sb_status
batch_drawn(struct sb_ahead *out, struct sb_batch *b, struct sb_bytes answer, struct sb_error *err)
{
    const char *at = answer.at, *end = at + answer.len;
    struct sb_bytes *list;
    struct drawn drawn;

    if (answer.len < sizeof drawn)
        return sb_error_set(err, SB_E_DEFECT, "a worker's answer is not whole");
    memcpy(&drawn, at, sizeof drawn);
    at += sizeof drawn;
    list = sb_arena_array(b->arena, (size_t)drawn.pieces, sizeof *list);
    if (list == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; i < drawn.pieces; i++) {
        size_t length = 0;

        if ((size_t)(end - at) >= sizeof length)
            memcpy(&length, at, sizeof length);
        if ((size_t)(end - at) < sizeof length || length > (size_t)(end - at) - sizeof length)
            return sb_error_set(err, SB_E_DEFECT, "a worker's document is not whole");
        list[i] = (struct sb_bytes){at + sizeof length, length};
        at += sizeof length + length;
    }
    *out = drawn.ahead;
    out->document = (struct sb_pieces){list, (size_t)drawn.pieces};
    return SB_OK;
}

/* Issue a superbill; pool has drawn it, where there is one. */
static sb_status
batch_issue_one(struct sb_batch *b, const struct sb_planned *planned, struct sb_pool *pool,
                struct sb_error *err)
{
    struct sb_issuing_bill what = {.found = b->found};
    struct sb_bytes answer;
    struct sb_ahead ahead;
    bool taken;
    sb_status st;

    if ((st = sb_batch_bill(&what.bill, b, planned, err)) != SB_OK)
        return st;
    if (pool != NULL) {
        if ((st = sb_pool_next(&answer, pool, err)) != SB_OK ||
            (st = batch_drawn(&ahead, b, answer, err)) != SB_OK)
            return st;
        what.ahead = &ahead;
    }
    st = sb_issuing_add(&taken, b->issuing, &what, b->tally, err);
    return st == SB_OK && taken ? batch_taken(b, what.bill, err) : st;
}

static sb_status
batch_progress(const struct sb_batch *b, uint64_t done, struct sb_error *err)
{
    const struct sb_event event = {
        .kind = SB_PROGRESS, .done = done, .total = b->plan->count, .text = "documents"};

    return done % PROGRESS_STEP == 0 ? sb_run_tell(b->run, &event, err) : SB_OK;
}

/* Few superbills are drawn sooner than workers are started. */
static sb_status
batch_chunk(struct sb_batch *b, size_t count, struct sb_error *err)
{
    const struct sb_pool_options how = {
        .jobs = b->run->jobs, .count = count, .work = batch_draw, .state = b};
    struct sb_pool *pool = NULL;
    sb_status st = SB_OK;

    if (b->run->jobs > 0 && count >= POOL_LEAST && !b->run->dry_run) {
        if ((st = sb_issuing_sequence(&b->sequence, b->issuing, err)) == SB_OK)
            st = sb_pool_new(&pool, &how, err);
    }
    for (size_t i = 0; st == SB_OK && i < count; i++)
        if ((st = batch_issue_one(b, &b->plan->at[b->chunk + i], pool, err)) == SB_OK)
            st = batch_progress(b, b->chunk + i + 1, err);
    sb_pool_free(pool);
    return st;
}

sb_status
sb_batch_issue(struct sb_batch *b, const struct sb_plan *plan, struct sb_error *err)
{
    sb_status st = SB_OK;

    b->plan = plan;
    for (b->chunk = 0; st == SB_OK && b->chunk < b->plan->count; b->chunk += SB_ISSUING_CHUNK) {
        size_t left = b->plan->count - b->chunk;

        st = batch_chunk(b, left < SB_ISSUING_CHUNK ? left : SB_ISSUING_CHUNK, err);
    }
    return sb_issuing_end(b->issuing, st, err);
}
