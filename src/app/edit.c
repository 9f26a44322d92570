/* edit.c - one record of the practice's files looked up, changed, paid, taken out. */
#include "app/app.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEXT_MOST ((size_t)2 << 20)

/* A record in the file that holds it. */
struct place {
    struct sb_records records;
    struct sb_span span;
};

static sb_status
place_find(struct place *out, const struct sb_practice *practice, enum sb_record_kind kind,
           const char *id, struct sb_error *err)
{
    static const char *const what[] = {"visit", "patient"};
    const struct sb_run none = {0};
    struct sb_match match = {0};
    const char **files, *lost = NULL;
    size_t count;
    sb_status st;

    if ((st = sb_run_files(&files, &count, practice, &none, err)) != SB_OK)
        return st;
    for (size_t i = 0; i < count; i++) {
        /* one that is not there reads as empty: the record may be in it all the same */
        if (lost == NULL && access(files[i], F_OK) != 0)
            lost = files[i];
        if ((st = sb_records_open(&out->records, files[i], err)) != SB_OK ||
            (st = sb_records_find(&match, &out->records, kind, id, err)) != SB_OK)
            return st;
        if (match.found) {
            out->span = match.span;
            return SB_OK;
        }
        sb_records_close(&out->records);
    }
    if (lost != NULL && (st = sb_file_read(&out->records.text, lost, TEXT_MOST, err)) != SB_OK)
        return st;
    return sb_error_absent(err, what[kind], id, match.nearest[0] == '\0' ? NULL : match.nearest);
}

static const char *
place_text(const struct place *place)
{
    return place->records.text.at + place->span.at;
}

/* The record as an editor gets it. */
static sb_status
place_indent(struct sb_buf *out, const struct place *place, struct sb_error *err)
{
    sb_json_text_indent(out, place_text(place), place->span.length, 0);
    sb_buf_char(out, '\n');
    return out->failed ? sb_error_nomem(err) : SB_OK;
}

sb_status
sb_record_get(char **out, struct sb_practice *practice, enum sb_record_kind kind, const char *id,
              const struct sb_run *run, struct sb_error *err)
{
    struct place place = {0};
    struct sb_buf text = {0};
    sb_status st;

    *out = NULL;
    (void)run;
    st = place_find(&place, practice, kind, id, err);
    if (st == SB_OK)
        st = place_indent(&text, &place, err);
    sb_records_close(&place.records);
    if (st != SB_OK) {
        sb_buf_free(&text);
        return st;
    }
    *out = text.at;
    return SB_OK;
}

/* Every change of a record happens under the lock of the practice's folder. */
static sb_status
change_begin(struct sb_lock **lock, const struct sb_practice *practice, const struct sb_run *run,
             struct sb_error *err)
{
    sb_status st;

    if ((st = sb_run_check(run, err)) != SB_OK ||
        (st = sb_lock_take(lock, practice->folder, err)) != SB_OK)
        return st;
    return sb_outfile_sweep(practice->folder, err);
}

sb_status
sb_record_put(struct sb_tally *out, struct sb_practice *practice, const struct sb_edited *edited,
              const struct sb_run *run, struct sb_error *err)
{
    struct place place = {0};
    struct sb_trial trial = {.practice = practice,
                             .run = run,
                             .records = &place.records,
                             .kind = edited->kind,
                             .id = edited->id,
                             .edited = edited->after,
                             .edited_name = edited->name};
    struct sb_lock *lock = NULL;
    struct sb_buf now = {0};
    bool sound = false;
    sb_status st;

    *out = (struct sb_tally){0};
    if ((st = change_begin(&lock, practice, run, err)) != SB_OK ||
        (st = sb_trial_text(&sound, out, edited, run, err)) != SB_OK || !sound ||
        (st = place_find(&place, practice, edited->kind, edited->id, err)) != SB_OK ||
        (st = place_indent(&now, &place, err)) != SB_OK)
        goto out;
    if (strcmp(now.at, edited->before) != 0) {
        st = sb_error_at(err, SB_E_STOPPED, place.records.path, 0, 0,
                         "the record changed while it was edited; nothing was written");
        goto out;
    }
    st = sb_records_replace(&place.records, &place.span, edited->after, strlen(edited->after), err);
    if (st == SB_OK)
        st = sb_trial_run(out, &trial, err);
out:
    sb_buf_free(&now);
    sb_records_close(&place.records);
    sb_lock_free(lock);
    return st;
}

/* The record with one more payment: behind the others, or in a list of its own. */
static sb_status
pay_text(struct sb_buf *out, const struct place *place, const struct sb_pay_options *options,
         struct sb_error *err)
{
    const char *text = place_text(place);
    size_t length = place->span.length, at, list_length;
    char date[SB_DATE_TEXT], amount[SB_MONEY_TEXT];
    sb_date on = options->date.day != 0 ? options->date : options->run.issued_on;
    struct sb_jout json = {.buf = out};
    bool fresh, empty;

    at = sb_json_locate(text, length, "/payments", &list_length);
    fresh = at == 0 || text[at] != '[';
    if (fresh && at != 0)
        return sb_error_set(err, SB_E_SYNTAX, "the record's payments are no list");
    /* before the last bracket of the list, or of the record */
    at = fresh ? length - 1 : at + list_length - 1;
    empty = sb_json_locate(text, length, fresh ? "/payments" : "/payments/0", NULL) ==
            sb_json_locate(text, length, fresh ? "" : "/payments", NULL);
    sb_buf_put(out, text, at);
    if (fresh)
        sb_buf_text(out, length > 2 ? ",\"payments\":[" : "\"payments\":[");
    else if (!empty)
        sb_buf_char(out, ',');
    sb_jout_object(&json, NULL);
    sb_jout_text(&json, "date", sb_date_print(date, on));
    sb_jout_text(&json, "amount", sb_money_print(amount, options->amount));
    sb_jout_text(&json, "method", sb_method_text(options->method));
    sb_jout_end_object(&json);
    if (fresh)
        sb_buf_char(out, ']');
    sb_buf_put(out, text + at, length - at);
    return out->failed ? sb_error_nomem(err) : SB_OK;
}

sb_status
sb_pay(struct sb_tally *out, struct sb_practice *practice, const char *visit,
       const struct sb_pay_options *options, struct sb_error *err)
{
    struct place place = {0};
    const struct sb_trial trial = {.practice = practice,
                                   .run = &options->run,
                                   .records = &place.records,
                                   .kind = SB_RECORD_VISIT,
                                   .id = visit,
                                   .groups = 1u << SB_GROUP_READING | 1u << SB_GROUP_MONEY};
    struct sb_lock *lock = NULL;
    struct sb_buf text = {0};
    sb_status st;

    *out = (struct sb_tally){0};
    if ((st = change_begin(&lock, practice, &options->run, err)) == SB_OK &&
        (st = place_find(&place, practice, SB_RECORD_VISIT, visit, err)) == SB_OK &&
        (st = pay_text(&text, &place, options, err)) == SB_OK &&
        (st = sb_records_replace(&place.records, &place.span, text.at, text.len, err)) == SB_OK)
        st = sb_trial_run(out, &trial, err);
    sb_buf_free(&text);
    sb_records_close(&place.records);
    sb_lock_free(lock);
    return st;
}

/* What stands on a superbill stays in its file: the archive answers for it. */
static sb_status
remove_refused(bool *refused, struct sb_practice *practice, const char *visit,
               const struct sb_run *run, struct sb_error *err)
{
    struct sb_archive *archive;
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_prior prior = {0};
    bool found = false;
    char why[160];
    sb_status st;

    *refused = false;
    if (arena == NULL)
        return sb_error_nomem(err);
    if ((st = sb_practice_archive(&archive, practice, err)) == SB_OK)
        st = sb_archive_prior(&prior, &found, archive, visit, arena, err);
    if (st == SB_OK && found && prior.state == SB_ISSUE_STANDS && !prior.purged) {
        const struct sb_event event = {.kind = SB_REFUSED, .record = visit, .text = why};

        *refused = true;
        snprintf(why, sizeof why, "stands on %s: make that void first", prior.number);
        st = sb_run_tell(run, &event, err);
    }
    sb_arena_free(arena);
    return st;
}

sb_status
sb_remove(struct sb_tally *out, struct sb_practice *practice, const char *visit,
          const struct sb_run *run, struct sb_error *err)
{
    const struct sb_event changed = {.kind = SB_CHANGED, .record = visit};
    struct place place = {0};
    struct sb_lock *lock = NULL;
    struct sb_outfile *file = NULL;
    bool refused = false;
    sb_status st;

    *out = (struct sb_tally){0};
    if ((st = change_begin(&lock, practice, run, err)) == SB_OK &&
        (st = place_find(&place, practice, SB_RECORD_VISIT, visit, err)) == SB_OK &&
        (st = remove_refused(&refused, practice, visit, run, err)) == SB_OK && !refused &&
        (st = sb_records_cut(&place.records, &place.span, err)) == SB_OK && !run->dry_run &&
        (st = sb_records_stage(&file, &place.records, practice->owner, err)) == SB_OK)
        st = sb_outfile_publish(file, SB_PUBLISH_REPLACE, err);
    if (st == SB_OK) {
        out->selected = 1;
        out->refused = refused;
        if (!refused)
            st = sb_run_tell(run, &changed, err);
    }
    sb_outfile_free(file);
    sb_records_close(&place.records);
    sb_lock_free(lock);
    return st;
}

/* scratch files: ".sb-edit-PID.json" in the practice's folder */

#define SCRATCH_BEGIN ".sb-edit-"
#define SCRATCH_END ".json"

struct sb_scratch {
    char *path;
};

/* The process that a scratch file belongs to; 0 where the name is not of that form. */
static pid_t
scratch_owner(const char *name)
{
    size_t length = strlen(name), begin = sizeof SCRATCH_BEGIN - 1, end = sizeof SCRATCH_END - 1;
    int64_t pid;

    if (length <= begin + end || !sb_text_starts(name, SCRATCH_BEGIN) ||
        strcmp(name + length - end, SCRATCH_END) != 0 ||
        !sb_int_parse(&pid, name + begin, length - begin - end) || pid <= 0 || pid > INT32_MAX)
        return 0;
    return (pid_t)pid;
}

/* Remove what a killed editor run left: it holds a person's data. */
static void
scratch_sweep(const char *folder)
{
    DIR *entries = opendir(folder);
    struct dirent *entry;

    if (entries == NULL)
        return;
    while ((entry = readdir(entries)) != NULL) {
        pid_t pid = scratch_owner(entry->d_name);

        if (pid > 0 && kill(pid, 0) != 0 && errno == ESRCH)
            (void)unlinkat(dirfd(entries), entry->d_name, 0);
    }
    closedir(entries);
}

sb_status
sb_scratch_open(struct sb_scratch **out, struct sb_practice *practice, const char *text,
                struct sb_error *err)
{
    const struct sb_bytes bytes = {text, strlen(text)};
    struct sb_scratch *scratch = calloc(1, sizeof *scratch);
    struct sb_outfile *file = NULL;
    char name[64];
    sb_status st;

    *out = NULL;
    if (scratch == NULL)
        return sb_error_nomem(err);
    scratch_sweep(practice->folder);
    snprintf(name, sizeof name, SCRATCH_BEGIN "%ld" SCRATCH_END, (long)getpid());
    st = sb_outfile_stage(&file, practice->folder, name, (struct sb_pieces){&bytes, 1},
                          (struct sb_owner){0}, err);
    if (st == SB_OK)
        st = sb_outfile_publish(file, SB_PUBLISH_REPLACE, err);
    sb_outfile_free(file);
    if (st == SB_OK) {
        struct sb_buf path = {0};

        sb_buf_print(&path, "%s/%s", practice->folder, name);
        scratch->path = path.at;
        if (path.failed)
            st = sb_error_nomem(err);
    }
    if (st != SB_OK) {
        sb_scratch_free(scratch);
        return st;
    }
    *out = scratch;
    return SB_OK;
}

const char *
sb_scratch_path(const struct sb_scratch *scratch)
{
    return scratch->path;
}

sb_status
sb_scratch_read(char **out, const struct sb_scratch *scratch, struct sb_error *err)
{
    struct sb_buf text = {0};
    sb_status st;

    *out = NULL;
    st = sb_file_read(&text, scratch->path, TEXT_MOST, err);
    if (st == SB_OK && sb_buf_reserve(&text, 1) == NULL)
        st = sb_error_nomem(err);
    if (st == SB_OK && text.len > 0 && memchr(text.at, '\0', text.len) != NULL)
        st = sb_error_at(err, SB_E_SYNTAX, scratch->path, 0, 0, "a NUL stands in the text");
    if (st != SB_OK) {
        sb_buf_free(&text);
        return st;
    }
    text.at[text.len] = '\0';
    *out = text.at;
    return SB_OK;
}

void
sb_scratch_free(struct sb_scratch *scratch)
{
    if (scratch == NULL)
        return;
    if (scratch->path != NULL)
        (void)unlink(scratch->path);
    free(scratch->path);
    free(scratch);
}
