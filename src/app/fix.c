/* fix.c - check --fix: mechanical repairs as a patch, put in place only when asked to. */
#include "app/app.h"

#include <stdlib.h>
#include <string.h>

#define CONTEXT 3 /* lines around a change */

struct change {
    const char *file;
    size_t at, length; /* in the file */
    const char *before, *after;
};
struct fixer {
    struct sb_practice *practice;
    const struct sb_fix_options *options;
    struct sb_arena *arena;
    struct change *changes;
    size_t count, room;
};

static sb_status
change_add(struct fixer *fixer, const struct sb_source *source, const struct sb_repair *edit,
           struct sb_error *err)
{
    struct change *change;

    if (fixer->count == fixer->room) {
        size_t room = fixer->room ? 2 * fixer->room : 64;
        void *changes = realloc(fixer->changes, room * sizeof *fixer->changes);

        if (changes == NULL)
            return sb_error_nomem(err);
        fixer->changes = changes;
        fixer->room = room;
    }
    change = &fixer->changes[fixer->count++];
    *change = (struct change){
        .file = sb_arena_text(fixer->arena, source->file, strlen(source->file)),
        .at = (size_t)source->offset + edit->at,
        .length = edit->length,
        .before = sb_arena_text(fixer->arena, source->text + edit->at, edit->length),
        .after = sb_arena_text(fixer->arena, edit->text, strlen(edit->text)),
    };
    if (change->file == NULL || change->before == NULL || change->after == NULL)
        return sb_error_nomem(err);
    return SB_OK;
}

static int
change_order(const void *left, const void *right)
{
    const struct change *a = left, *b = right;
    int order = strcmp(a->file, b->file);

    return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

static sb_status
collect(struct fixer *fixer, struct sb_tally *out, struct sb_error *err)
{
    const struct sb_walk_options options = {.audience = SB_AUDIENCE_SUPERBILL, .quiet = true};
    struct sb_walk *walk = NULL;
    struct sb_step step;
    struct sb_repairs edits;
    bool more = true;
    sb_status st = sb_walk_open(&walk, fixer->practice, &fixer->options->run, &options, err);

    while (st == SB_OK && more) {
        if ((st = sb_walk_next(walk, &step, &more, err)) != SB_OK || !more || step.bill == NULL)
            continue;
        st = sb_fix_visit(&edits, step.bill, sb_walk_judge(walk), step.visit, step.arena, err);
        for (size_t i = 0; st == SB_OK && i < edits.count; i++)
            st = change_add(fixer, step.visit->source, &edits.at[i], err);
    }
    if (st == SB_OK)
        st = sb_walk_end(out, walk, err);
    sb_walk_free(walk);
    if (fixer->count > 1)
        qsort(fixer->changes, fixer->count, sizeof *fixer->changes, change_order);
    return st;
}

/* a unified diff */

static size_t
line_start(const struct sb_buf *text, size_t at)
{
    while (at > 0 && text->at[at - 1] != '\n')
        at--;
    return at;
}

/* Behind the line end of the line that holds at. */
static size_t
line_end(const struct sb_buf *text, size_t at)
{
    const char *end = at < text->len ? memchr(text->at + at, '\n', text->len - at) : NULL;

    return end != NULL ? (size_t)(end - text->at) + 1 : text->len;
}

static size_t
lines_in(const char *text, size_t length)
{
    size_t n = 0;

    for (size_t i = 0; i < length; i++)
        n += text[i] == '\n' || i + 1 == length;
    return n;
}

/* Lines of a text, each behind a mark. */
static void
lines_put(struct sb_buf *out, char mark, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        const char *end = memchr(text + i, '\n', length - i);
        size_t stop = end != NULL ? (size_t)(end - text) + 1 : length;

        sb_buf_char(out, mark);
        sb_buf_put(out, text + i, stop - i);
        if (end == NULL)
            sb_buf_text(out, "\n\\ No newline at end of file\n");
        i = stop;
    }
}

/* Text from at to stop with the changes that lie in it. */
static void
changed_put(struct sb_buf *out, const struct sb_buf *text, size_t at, size_t stop,
            const struct change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sb_buf_put(out, text->at + at, changes[i].at - at);
        sb_buf_text(out, changes[i].after);
        at = changes[i].at + changes[i].length;
    }
    sb_buf_put(out, text->at + at, stop - at);
}

/* Where a hunk is in the old file, and how many lines it has there and in the new one. */
struct hunk {
    size_t line;     /* of the next line that no hunk holds yet */
    size_t from;     /* where that begins */
    ptrdiff_t shift; /* lines that the hunks before added */
};

/* The changes of a hunk, line by line, with what stands between them; returns where they end. */
static size_t
body_put(struct sb_buf *out, const struct sb_buf *text, size_t at, const struct change *changes,
         size_t count, ptrdiff_t *added)
{
    for (size_t i = 0, n; i < count && !out->failed; i += n) {
        size_t start = line_start(text, changes[i].at);
        size_t stop = line_end(text, changes[i].at + changes[i].length);
        struct sb_buf fresh = {0};

        for (n = 1; i + n < count && changes[i + n].at < stop; n++)
            stop = line_end(text, changes[i + n].at + changes[i + n].length);
        changed_put(&fresh, text, start, stop, changes + i, n);
        lines_put(out, ' ', text->at + at, start - at);
        lines_put(out, '-', text->at + start, stop - start);
        out->failed = out->failed || fresh.failed;
        if (!out->failed) {
            lines_put(out, '+', fresh.at, fresh.len);
            *added += (ptrdiff_t)lines_in(fresh.at, fresh.len) -
                      (ptrdiff_t)lines_in(text->at + start, stop - start);
        }
        sb_buf_free(&fresh);
        at = stop;
    }
    return at;
}

/* One hunk: changes whose lines and contexts touch, with the lines around them. */
static void
hunk_put(struct sb_buf *out, const struct sb_buf *text, const struct change *changes, size_t count,
         struct hunk *hunk)
{
    const struct change *last = &changes[count - 1];
    size_t start = line_start(text, changes[0].at), before = start, lines;
    size_t after = line_end(text, last->at + last->length);
    struct sb_buf body = {0};
    ptrdiff_t added = 0;

    for (size_t i = 0; i < CONTEXT && before > hunk->from; i++)
        before = line_start(text, before - 1);
    for (size_t i = 0; i < CONTEXT && after < text->len; i++)
        after = line_end(text, after);
    lines_put(&body, ' ', text->at + before, start - before);
    start = body_put(&body, text, start, changes, count, &added);
    lines_put(&body, ' ', text->at + start, after - start);
    hunk->line += lines_in(text->at + hunk->from, before - hunk->from);
    lines = lines_in(text->at + before, after - before);
    sb_buf_print(out, "@@ -%zu,%zu +%zu,%zu @@\n", hunk->line, lines,
                 (size_t)((ptrdiff_t)hunk->line + hunk->shift), (size_t)((ptrdiff_t)lines + added));
    if (body.failed)
        out->failed = true;
    else
        sb_buf_put(out, body.at, body.len);
    hunk->shift += added;
    hunk->line += lines;
    hunk->from = after;
    sb_buf_free(&body);
}

/* How many of the changes belong to one hunk: their lines and contexts touch. */
static size_t
hunk_size(const struct sb_buf *text, const struct change *changes, size_t count)
{
    size_t n = 1;

    while (n < count) {
        size_t reach = line_end(text, changes[n - 1].at + changes[n - 1].length);

        for (size_t i = 0; i < 2 * CONTEXT && reach < text->len; i++)
            reach = line_end(text, reach);
        if (line_start(text, changes[n].at) > reach)
            break;
        n++;
    }
    return n;
}

static void
patch_put(struct sb_buf *out, const char *path, const struct sb_buf *text,
          const struct change *changes, size_t count)
{
    struct hunk hunk = {.line = 1};

    sb_buf_print(out, "--- %s\n+++ %s\n", path, path);
    for (size_t i = 0; i < count;) {
        size_t n = hunk_size(text, changes + i, count - i);

        hunk_put(out, text, changes + i, n, &hunk);
        i += n;
    }
}

/* Whether the file still holds what the repairs were found in. */
static sb_status
unchanged(const struct sb_records *records, const struct change *changes, size_t count,
          struct sb_error *err)
{
    for (size_t i = 0; i < count; i++)
        if (changes[i].at + changes[i].length > records->text.len ||
            memcmp(records->text.at + changes[i].at, changes[i].before, changes[i].length) != 0)
            return sb_error_at(err, SB_E_STOPPED, records->path, 0, 0,
                               "the file changed while it was read; nothing was written");
    return SB_OK;
}

/* Put the repaired text in place; it is proven before. */
static sb_status
file_write(struct fixer *fixer, struct sb_records *records, const struct change *changes,
           size_t count, struct sb_error *err)
{
    struct sb_records proven = {0};
    struct sb_outfile *file = NULL;
    struct sb_buf fresh = {0};
    sb_status st;

    changed_put(&fresh, &records->text, 0, records->text.len, changes, count);
    if (fresh.failed) {
        sb_buf_free(&fresh);
        return sb_error_nomem(err);
    }
    sb_buf_free(&records->text);
    records->text = fresh;
    if ((st = sb_records_stage(&file, records, fixer->practice->owner, err)) == SB_OK &&
        (st = sb_records_open(&proven, sb_outfile_temp(file), err)) == SB_OK)
        st = sb_outfile_publish(file, SB_PUBLISH_REPLACE, err);
    sb_records_close(&proven);
    sb_outfile_free(file);
    return st;
}

static sb_status
fix_file(struct fixer *fixer, const struct change *changes, size_t count, struct sb_error *err)
{
    struct sb_event event = {.kind = SB_PATCHED, .done = count};
    struct sb_records records = {0};
    struct sb_buf patch = {0};
    sb_status st;

    if ((st = sb_records_open(&records, changes[0].file, err)) != SB_OK ||
        (st = unchanged(&records, changes, count, err)) != SB_OK)
        goto out;
    patch_put(&patch, records.path, &records.text, changes, count);
    if (patch.failed) {
        st = sb_error_nomem(err);
        goto out;
    }
    if (fixer->options->write && (st = file_write(fixer, &records, changes, count, err)) != SB_OK)
        goto out;
    event.text = patch.at;
    st = sb_run_tell(&fixer->options->run, &event, err);
out:
    sb_buf_free(&patch);
    sb_records_close(&records);
    return st;
}

sb_status
sb_fix(struct sb_tally *out, struct sb_practice *practice, const struct sb_fix_options *options,
       struct sb_error *err)
{
    struct fixer fixer = {.practice = practice, .options = options, .arena = sb_arena_new(0)};
    struct sb_lock *lock = NULL;
    sb_status st = SB_OK;

    *out = (struct sb_tally){0};
    if (fixer.arena == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; i < options->run.file_count && st == SB_OK; i++)
        if (strcmp(options->run.files[i], "-") == 0)
            st = sb_error_at(err, SB_E_READ, "-", 0, 0,
                             "what comes through a pipe cannot be repaired: name the file");
    if (st == SB_OK && options->write && (st = sb_lock_take(&lock, practice->folder, err)) == SB_OK)
        st = sb_outfile_sweep(practice->folder, err);
    if (st == SB_OK)
        st = collect(&fixer, out, err);
    for (size_t i = 0; st == SB_OK && i < fixer.count;) {
        size_t n = 1;

        while (i + n < fixer.count && strcmp(fixer.changes[i].file, fixer.changes[i + n].file) == 0)
            n++;
        st = fix_file(&fixer, fixer.changes + i, n, err);
        i += n;
    }
    sb_lock_free(lock);
    free(fixer.changes);
    sb_arena_free(fixer.arena);
    return st;
}
