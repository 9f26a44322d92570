/*
 * month.h - the part of app.h that runs over many visits take: read and judged once, kept as
 * slips, planned, read again and issued.
 */
#ifndef APP_MONTH_H
#define APP_MONTH_H

#include "app/app.h"

/* names.c: texts that come again and again, each kept once under a number */

struct sb_names;
SB_MUST sb_status sb_names_new(struct sb_names **out, struct sb_error *err);
void sb_names_free(struct sb_names *names);
/** The number of text, from 0 on in the order they came. */
SB_MUST sb_status sb_names_put(uint32_t *number, struct sb_names *names, const char *text,
                               struct sb_error *err);
/** Until the next put. */
const char *sb_names_at(const struct sb_names *names, uint32_t number);
uint32_t sb_names_count(const struct sb_names *names);

/* plan.c: which visits make which superbill; a pure function */

/** A visit that waits for its superbill: what decides where it goes. */
struct sb_slip {
    uint64_t at;        /* where the rest of it stands, for who made it */
    uint32_t patient;   /* its number in patients */
    uint32_t visit;     /* where its id stands in ids */
    uint32_t diagnoses; /* number in lists: normalised codes with blanks between */
    sb_date date;
    uint16_t provider, insurance, location; /* equal numbers are the same one */
};
struct sb_plan_texts {
    const struct sb_names *patients, *lists;
    const char *ids;
};
/** A superbill to be: slips in a row. */
struct sb_planned {
    size_t first, count;
};
struct sb_plan {
    struct sb_planned *at;
    size_t count, room;
};
/**
 * Sort slips by patient, and within by superbill, date and id; and cut them into superbills, one
 * per patient, treating provider and insurance (and place where the care was given), split by
 * date where one would hold more than twelve diagnoses.  Superbills come by patient, then by
 * their first visit.  Nothing depends on the order in which slips came.
 */
SB_MUST sb_status sb_plan_make(struct sb_plan *out, struct sb_slip *slips, size_t count,
                               const struct sb_plan_texts *texts, struct sb_error *err);
/** Append slips first to first + count - 1 as one superbill. */
SB_MUST sb_status sb_plan_add(struct sb_plan *plan, size_t first, size_t count,
                              struct sb_error *err);
/**
 * How many of the planned slips are to stay where it is cut in two: about the half, and never
 * between visits of one day.  0 where all are of one day.
 */
size_t sb_plan_half(const struct sb_slip *slips, const struct sb_planned *planned);
void sb_plan_free(struct sb_plan *plan);

/* survey.c: what is kept of a month's visits between reading and drawing */

struct sb_survey;
/** A visit that was refused, and why; until the call that lends it returns. */
struct sb_refusal {
    const char *visit, *patient, *provider; /* ids, or NULL; visit NULL: it could not be read */
    sb_date date;
    bool charged;               /* it came to a bill: */
    sb_money charges, received; /* as far as they are known */
    enum sb_left_why why;
    const struct sb_findings *found;
};
/**
 * Walk to the end and keep what is to be issued, and what was refused.  by: VISIT or MONTH, the
 * command that issues; people may want the other alone.
 */
SB_MUST sb_status sb_survey_run(struct sb_survey **out, struct sb_walk *walk, enum sb_superbills by,
                                const char *spool_folder, struct sb_error *err);
void sb_survey_free(struct sb_survey *survey);
/**
 * Bring the slips into memory, to be done once the walk rests.  whole: without those of a person
 * with a refused visit.
 */
SB_MUST sb_status sb_survey_load(struct sb_survey *survey, bool whole, struct sb_error *err);
struct sb_slip *sb_survey_slips(struct sb_survey *survey, size_t *count);
struct sb_plan_texts sb_survey_texts(const struct sb_survey *survey);
/** Person i whose visits wait for a refused one, in no order; NULL past the end. */
const char *sb_survey_waiting(const struct sb_survey *survey, size_t i);
/** Where the visit of a slip stands; what was found of it is added to found. */
SB_MUST sb_status sb_survey_look(struct sb_visit_place *out, const struct sb_survey *survey,
                                 const struct sb_slip *slip, struct sb_findings *found,
                                 struct sb_error *err);
/** Remember a refusal. */
SB_MUST sb_status sb_survey_refuse(struct sb_survey *survey, const struct sb_refusal *refusal,
                                   struct sb_error *err);
struct sb_refusals;
/** What is kept of visits that are not to be issued, in the order of the records. */
enum sb_survey_list {
    SB_SURVEY_REFUSED,
    SB_SURVEY_ASIDES, /* not refused, and no superbill by this run, but with warnings */
    SB_SURVEY_APART,  /* not refused, and money that stands on no superbill; no findings */
    SB_SURVEY_LISTS
};
SB_MUST sb_status sb_refusals_open(struct sb_refusals **out, const struct sb_survey *survey,
                                   enum sb_survey_list list, struct sb_error *err);
/** The next; it lives until the one after. */
SB_MUST sb_status sb_refusals_next(struct sb_refusal *out, bool *more, struct sb_refusals *refusals,
                                   struct sb_error *err);
void sb_refusals_free(struct sb_refusals *refusals);

/* ahead.c: a document that a worker drew, through a pipe */

/** Append what a reader makes the document of; its bytes too where it is left in no den. */
SB_MUST sb_status sb_ahead_write(struct sb_buf *out, const struct sb_ahead *ahead,
                                 struct sb_error *err);
struct sb_ahead_source {
    struct sb_bytes answer;   /* a worker's */
    const struct sb_den *den; /* where the workers leave documents, or NULL */
    struct sb_buf *room;      /* for one that is left there */
};
/**
 * Its pieces point into the answer, or into the room; they live as long as both stay as they are.
 * SB_E_DEFECT where the answer or the document is cut, SB_E_WRITE where it is not there any more.
 */
SB_MUST sb_status sb_ahead_read(struct sb_ahead *out, const struct sb_ahead_source *from,
                                struct sb_arena *arena, struct sb_error *err);

/* batch.c: superbills of a plan, their visits read again by their place, drawn by workers */

struct sb_batch {
    const struct sb_run *run;
    struct sb_tally *tally;
    struct sb_issuing *issuing;
    struct sb_survey *survey; /* loaded */
    bool again;               /* visits of purged superbills are issued anew */
    /* the batch's own: */
    struct sb_slip *slips;
    size_t slip_count;
    struct sb_reread *reread;
    struct sb_arena *arena;
    struct sb_findings *found; /* of the visits of the bill at hand, when they were read first */
    struct sb_findings *joint; /* of the bill as a whole */
    struct sb_judge judge;
    const struct sb_plan *plan;
};
/** Once the walk rests; it must last as long.  What is not the batch's own is set before. */
SB_MUST sb_status sb_batch_open(struct sb_batch *batch, const struct sb_walk *walk,
                                struct sb_error *err);
void sb_batch_close(struct sb_batch *batch);
/** The bill of slips in a row; in the batch's arena until the next. */
SB_MUST sb_status sb_batch_bill(struct sb_bill **out, struct sb_batch *batch,
                                const struct sb_planned *planned, struct sb_error *err);
/**
 * Issue the plan in its order, by chunks of SB_ISSUING_CHUNK that run.jobs workers draw.  Numbers
 * and bytes do not depend on them.  Ends the issuing.
 */
SB_MUST sb_status sb_batch_issue(struct sb_batch *batch, const struct sb_plan *plan,
                                 struct sb_error *err);

/* month_books.c: a month's exceptions, as its books ask for them */

struct sb_listing;
/** Judge what run takes, as `month` would, and tell nobody; for a listing alone. */
SB_MUST sb_status sb_listing_survey(struct sb_survey **out, struct sb_practice *practice,
                                    const struct sb_run *run, struct sb_error *err);
/** The survey must last as long. */
SB_MUST sb_status sb_listing_new(struct sb_listing **out, const struct sb_survey *survey,
                                 struct sb_error *err);
void sb_listing_free(struct sb_listing *listing);
/** An sb_exception_fn; user is the listing.  Refused visits, then warnings that nothing keeps. */
SB_MUST sb_status sb_listing_exception(void *user, struct sb_exception *out, bool *more,
                                       struct sb_error *err);
/** An sb_left_out_fn; user is the listing. */
SB_MUST sb_status sb_listing_left_out(void *user, struct sb_left_out *out, bool *more,
                                      struct sb_error *err);

/* collect.c: what stands, into one folder */

struct sb_collected {
    uint64_t documents, delivered;
    sb_money charges, adjustments, paid, balance;
};
struct sb_collect_options {
    const struct sb_archive_filter *filter;
    const char *folder;
    const char *since; /* a number: it and what was issued later is there; NULL: ask the folder */
    bool dry_run;      /* count alone */
};
/** Put every document that the filter takes and that is not there yet in the folder; count all. */
SB_MUST sb_status sb_collect(struct sb_collected *out, struct sb_practice *practice,
                             const struct sb_collect_options *options, struct sb_error *err);

#endif
