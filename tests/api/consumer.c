/*
 * consumer.c - a stranger's program, valid as C11 and as C++, that knows nothing but the
 * installed headers: consumer FOLDER writes a starter practice there, judges its visits, draws
 * one, issues it, finds it in the list and has the file verified.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <superbill.h>

/* One noon in UTC, and the practice's day then. */
#define NOON INT64_C(1793620800)

struct seen {
    char visit[80]; /* the first that was drawn */
    char number[80], file[512];
    size_t drawn, found, written;
    bool pdf;
};

static struct sb_error err;

static void
expect(bool truth, const char *what)
{
    if (truth)
        return;
    fprintf(stderr, "%s: %s: %s: %s\n", what, sb_status_text(err.status), err.source, err.text);
    exit(1);
}

static bool
see(void *user, const struct sb_event *event)
{
    struct seen *seen = (struct seen *)user;

    if (event->kind == SB_WRITTEN)
        seen->written++;
    if (event->kind == SB_FOUND && event->finding->severity == SB_SEVERITY_ERROR)
        fprintf(stderr, "%s: %s\n", event->finding->rule->id, event->finding->message);
    if (event->kind != SB_DRAWN)
        return true;
    seen->drawn++;
    seen->pdf = event->document->length > 8 && memcmp(event->document->bytes, "%PDF-1.7", 8) == 0;
    snprintf(seen->visit, sizeof seen->visit, "%s", event->document->visits[0]);
    if (event->document->number != NULL)
        snprintf(seen->number, sizeof seen->number, "%s", event->document->number);
    if (event->document->file != NULL)
        snprintf(seen->file, sizeof seen->file, "%s", event->document->file);
    return event->document->number != NULL; /* of the drafts, the first is enough */
}

static bool
list(void *user, const struct sb_superbill *row)
{
    struct seen *seen = (struct seen *)user;

    seen->found += row->state == SB_ISSUE_STANDS && strcmp(row->number, seen->number) == 0;
    return true;
}

static struct sb_run
run_of(const struct sb_practice *practice, struct seen *seen)
{
    struct sb_run run;

    memset(&run, 0, sizeof run);
    run.issued_at = NOON;
    run.issued_on = sb_practice_day(practice, NOON);
    run.event = see;
    run.user = seen;
    return run;
}

static void
start(const char *folder, struct seen *seen)
{
    struct sb_init_options init;

    memset(&init, 0, sizeof init);
    init.folder = folder;
    init.today = sb_date_of_instant(NOON, 0);
    init.event = see;
    init.user = seen;
    expect(sb_init(&init, &err) == SB_OK && seen->written > 0, "init");
    expect(sb_init(&init, NULL) == SB_E_WRITE, "a second init overwrites nothing");
}

static void
draw(struct sb_practice *practice, struct seen *seen)
{
    struct sb_render_options render;
    struct sb_tally tally;

    memset(&render, 0, sizeof render);
    render.run = run_of(practice, seen);
    expect(sb_render(&tally, practice, &render, &err) == SB_E_STOPPED, "render stops when told");
    expect(seen->drawn == 1 && seen->pdf && seen->number[0] == '\0', "a draft in memory");
    memset(&err, 0, sizeof err);
}

static void
issue(struct sb_practice *practice, const char *folder, struct seen *seen)
{
    struct sb_issue_options issue;
    struct sb_verified verified;
    struct sb_archive_filter all;
    struct sb_tally tally;
    char out[400];

    snprintf(out, sizeof out, "%s/out", folder);
    memset(&issue, 0, sizeof issue);
    issue.run = run_of(practice, seen);
    issue.run.filter.visit = seen->visit;
    issue.out_dir = out;
    expect(sb_issue(&tally, practice, &issue, &err) == SB_OK, "issue");
    expect(tally.documents == 1 && tally.refused == 0, "one visit, one superbill");
    expect(sb_practice_numbers(practice, seen->number), "a number of the practice's form");
    expect(sb_issue(&tally, practice, &issue, &err) == SB_OK && tally.documents == 0 &&
               tally.kept == 1,
           "issued twice is issued once");

    memset(&all, 0, sizeof all);
    expect(sb_list(practice, &all, list, seen, &err) == SB_OK && seen->found == 1, "list");
    expect(sb_verify(&verified, practice, seen->file, NULL, &err) == SB_OK &&
               verified.verdict == SB_VERDICT_GENUINE && strcmp(verified.number, seen->number) == 0,
           "verify");
}

int
main(int argc, char **argv)
{
    struct sb_practice *practice = NULL;
    struct seen seen;
    struct sb_run run;
    struct sb_tally tally;
    char config[400];

    if (argc != 2)
        return 2;
    memset(&err, 0, sizeof err);
    memset(&seen, 0, sizeof seen);
    start(argv[1], &seen);

    snprintf(config, sizeof config, "%s/absent.ini", argv[1]);
    expect(sb_practice_open(&practice, config, NULL, NULL, &err) == SB_E_READ && practice == NULL &&
               err.status == SB_E_READ && strcmp(err.source, config) == 0,
           "a failure says where");
    memset(&err, 0, sizeof err);
    snprintf(config, sizeof config, "%s/superbill.ini", argv[1]);
    expect(sb_practice_open(&practice, config, see, &seen, &err) == SB_OK, "open");
    expect(sb_practice_config(practice)->practice.name != NULL, "a practice has a name");

    run = run_of(practice, &seen);
    expect(sb_check(&tally, practice, &run, &err) == SB_OK, "check");
    expect(tally.selected > 0 && tally.errors == 0, "the example visits are sound");
    draw(practice, &seen);
    issue(practice, argv[1], &seen);
    sb_practice_free(practice);
    sb_practice_free(NULL);
    return 0;
}
