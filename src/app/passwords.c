/*
 * passwords.c - copies that open with a patient's password alone.  The file of a run holds one
 * password for its one patient, or lines "PATIENT-ID PASSWORD".
 */
#include "app/app.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PASSWORD_FILE ((size_t)1 << 20)
#define PASSWORD_LEAST 8
#define PASSWORD_MOST 32 /* viewers differ beyond */
#define COPY_ENDING "-encrypted.pdf"

struct password {
    const char *patient; /* NULL: of whichever patient comes first */
    const char *text;
    uint32_t line;
};
/* A copy that is being made. */
struct copy {
    struct sb_outfile **out;
    const struct sb_drawn *drawn;
    struct sb_owner owner;
};
struct sb_passwords {
    const char *path;
    struct sb_secret file; /* cut into words; the list points into it */
    struct password *list; /* sorted by patient */
    size_t count;
    char first[SB_LIMIT_ID + 1]; /* the patient whose a lone password is */
    struct sb_locker *locker;
    struct copy copies[SB_LOCKER_MOST]; /* from ended to begun, modulo their number */
    uint64_t begun, ended;
    struct sb_arena *arena; /* of texts about the document at hand */
};

static int
password_order(const void *a, const void *b)
{
    const struct password *p = a, *q = b;

    return strcmp(p->patient, q->patient);
}

/* A line without the blanks at its ends; those inside belong to the password. */
static char *
line_trim(char *line)
{
    size_t length;

    line += strspn(line, " \t");
    length = strlen(line);
    while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t'))
        length--;
    line[length] = '\0';
    return line;
}

/* What speaks against a line, or NULL; never the password itself. */
static const char *
password_fault(const struct password *p)
{
    size_t length = strlen(p->text);

    if (p->patient != NULL && !sb_id_valid(p->patient))
        return "begins with no patient id; a line is PATIENT-ID PASSWORD";
    if (length < PASSWORD_LEAST || length > PASSWORD_MOST)
        return "has a password that is not of 8 to 32 characters";
    for (size_t i = 0; i < length; i++)
        if (p->text[i] < ' ' || p->text[i] > '~')
            return "has a password with a tab or a character beyond ASCII; other viewers would "
                   "not take it";
    return NULL;
}

static sb_status
password_line(struct sb_passwords *p, char *line, uint32_t number, struct sb_error *err)
{
    struct password *one = &p->list[p->count];
    const char *fault;
    char *first = line_trim(line), *end = first + strcspn(first, " \t");

    if (*first == '\0')
        return SB_OK;
    *one = (struct password){.text = first, .line = number};
    if (*end != '\0') { /* a patient's id has no blanks: what follows it is the password, whole */
        *end = '\0';
        one->patient = first;
        one->text = line_trim(end + 1);
    }
    fault = password_fault(one);
    if (fault != NULL)
        return sb_error_at(err, SB_E_SYNTAX, p->path, number, 0, "%s", fault);
    p->count++;
    return SB_OK;
}

/* Several lines name their patients, each once. */
static sb_status
passwords_sort(struct sb_passwords *p, struct sb_error *err)
{
    if (p->count == 0)
        return sb_error_at(err, SB_E_SYNTAX, p->path, 0, 0, "holds no password");
    if (p->count == 1)
        return SB_OK;
    for (size_t i = 0; i < p->count; i++)
        if (p->list[i].patient == NULL)
            return sb_error_at(err, SB_E_SYNTAX, p->path, p->list[i].line, 0,
                               "of several lines each is PATIENT-ID PASSWORD");
    qsort(p->list, p->count, sizeof *p->list, password_order);
    for (size_t i = 1; i < p->count; i++)
        if (strcmp(p->list[i - 1].patient, p->list[i].patient) == 0)
            return sb_error_at(err, SB_E_SYNTAX, p->path, p->list[i].line, 0,
                               "is the second line of patient %s", p->list[i].patient);
    return SB_OK;
}

static sb_status
passwords_read(struct sb_passwords *p, struct sb_owner owner, struct sb_error *err)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* some editors begin UTF-8 with it */
    size_t lines = 1;
    uint32_t number = 1;
    char *at;
    sb_status st = sb_secret_read(&p->file, p->path, PASSWORD_FILE, owner, err);

    if (st != SB_OK)
        return st;
    if (memchr(p->file.at, '\0', p->file.length) != NULL)
        return sb_error_at(err, SB_E_SYNTAX, p->path, 0, 0, "is no text");
    for (size_t i = 0; i < p->file.length; i++)
        lines += p->file.at[i] == '\n';
    p->list = calloc(lines, sizeof *p->list);
    p->arena = sb_arena_new(0);
    if (p->list == NULL || p->arena == NULL)
        return sb_error_nomem(err);
    at = p->file.at;
    if (sb_text_starts(at, mark))
        at += sizeof mark - 1;
    for (; st == SB_OK && at != NULL; number++) {
        char *end = strchr(at, '\n'), *next = end != NULL ? end + 1 : NULL;

        if (end != NULL)
            *end = '\0';
        at[strcspn(at, "\r")] = '\0';
        st = password_line(p, at, number, err);
        at = next;
    }
    return st == SB_OK ? passwords_sort(p, err) : st;
}

sb_status
sb_passwords_open(struct sb_passwords **out, const struct sb_practice *practice,
                  const struct sb_run *run, struct sb_error *err)
{
    struct sb_passwords *p;
    sb_status st;

    *out = NULL;
    if (run->password_file == NULL)
        return SB_OK;
    p = calloc(1, sizeof *p);
    if (p == NULL)
        return sb_error_nomem(err);
    p->path = run->password_file;
    if ((st = passwords_read(p, practice->owner, err)) != SB_OK ||
        (st = sb_locker_new(&p->locker, run->jobs, err)) != SB_OK) {
        sb_passwords_free(p);
        return st;
    }
    *out = p;
    return SB_OK;
}

sb_status
sb_passwords_check(const struct sb_practice *practice, const struct sb_run *run,
                   struct sb_error *err)
{
    struct sb_passwords *p;
    struct stat info;
    sb_status st;

    if (run->password_file != NULL && stat(run->password_file, &info) == 0 &&
        S_ISFIFO(info.st_mode))
        return SB_OK;
    st = sb_passwords_open(&p, practice, run, err);
    sb_passwords_free(p);
    return st;
}

void
sb_passwords_free(struct sb_passwords *p)
{
    if (p == NULL)
        return;
    sb_secret_free(&p->file);
    sb_locker_free(p->locker);
    sb_arena_free(p->arena);
    free(p->list);
    free(p);
}

/* NULL: the patient has none. */
static const char *
password_of(struct sb_passwords *p, const char *patient)
{
    const struct password wanted = {.patient = patient}, *found;

    if (p->count == 1 && p->list[0].patient == NULL) {
        if (p->first[0] == '\0')
            memcpy(p->first, patient, strnlen(patient, SB_LIMIT_ID));
        return strcmp(p->first, patient) == 0 ? p->list[0].text : NULL;
    }
    found = bsearch(&wanted, p->list, p->count, sizeof *p->list, password_order);
    return found != NULL ? found->text : NULL;
}

sb_status
sb_copy_tell(struct sb_drawn *drawn, struct sb_passwords *p, struct sb_arena *arena,
             struct sb_error *err)
{
    size_t stem;

    drawn->encrypted = drawn->unencrypted = NULL;
    if (p == NULL || drawn->file == NULL)
        return SB_OK;
    if (arena == NULL) {
        arena = p->arena;
        sb_arena_reset(arena);
    }
    if (password_of(p, drawn->patient) == NULL) {
        drawn->unencrypted =
            p->first[0] != '\0'
                ? sb_arena_print(arena,
                                 "no encrypted copy of %s: the one password of %s was taken for "
                                 "patient %s; write lines PATIENT-ID PASSWORD",
                                 drawn->file, p->path, p->first)
                : sb_arena_print(arena, "no encrypted copy of %s: %s has no line for patient %s",
                                 drawn->file, p->path, drawn->patient);
        return drawn->unencrypted != NULL ? SB_OK : sb_error_nomem(err);
    }
    stem = strlen(drawn->file);
    stem -= stem > 4 && strcmp(drawn->file + stem - 4, ".pdf") == 0 ? 4 : 0;
    drawn->encrypted = sb_arena_print(arena, "%.*s" COPY_ENDING, (int)stem, drawn->file);
    return drawn->encrypted != NULL ? SB_OK : sb_error_nomem(err);
}

static sb_status
copy_put(struct sb_outfile **out, const struct copy *copy, const struct sb_buf *locked,
         struct sb_error *err)
{
    const char *path = copy->drawn->encrypted, *slash = strrchr(path, '/');
    const struct sb_bytes bytes = {locked->at, locked->len};
    const struct sb_pieces pieces = {&bytes, 1};
    struct sb_buf folder = {0};
    sb_status st;

    sb_buf_put(&folder, slash == NULL ? "." : path, slash == NULL ? 1 : (size_t)(slash - path) + 1);
    st = folder.failed ? sb_error_nomem(err)
                       : sb_outfile_stage_many(out, folder.at, slash == NULL ? path : slash + 1,
                                               pieces, copy->owner, err);
    sb_buf_free(&folder);
    return st;
}

/* The copy that was begun first. */
static sb_status
copy_end(struct sb_passwords *p, struct sb_error *err)
{
    const struct copy *copy = &p->copies[p->ended++ % SB_LOCKER_MOST];
    struct sb_buf locked = {0};
    sb_status st = sb_locker_end(&locked, p->locker, err);

    if (st == SB_OK)
        st = copy_put(copy->out, copy, &locked, err);
    if (st != SB_OK && copy->drawn->visit_count > 0)
        sb_error_in(err, copy->drawn->visits[0]);
    sb_buf_free(&locked);
    return st;
}

sb_status
sb_copy_begin(struct sb_outfile **out, struct sb_passwords *p, const struct sb_drawn *drawn,
              struct sb_pieces document, struct sb_owner owner, struct sb_error *err)
{
    struct sb_buf whole = {0};
    sb_status st = SB_OK;

    *out = NULL;
    if (drawn->encrypted == NULL)
        return SB_OK;
    if (sb_locker_full(p->locker) && (st = copy_end(p, err)) != SB_OK)
        return st;
    for (size_t i = 0; i < document.count; i++)
        sb_buf_put(&whole, document.at[i].at, document.at[i].len);
    st = whole.failed ? sb_error_nomem(err)
                      : sb_locker_begin(p->locker, (struct sb_bytes){whole.at, whole.len},
                                        password_of(p, drawn->patient), err);
    if (st == SB_OK)
        p->copies[p->begun++ % SB_LOCKER_MOST] = (struct copy){out, drawn, owner};
    sb_buf_free(&whole);
    return st;
}

sb_status
sb_copies_end(struct sb_passwords *p, struct sb_error *err)
{
    sb_status st = SB_OK;

    while (p != NULL && st == SB_OK && p->ended < p->begun)
        st = copy_end(p, err);
    return st;
}

void
sb_copies_forget(struct sb_passwords *p)
{
    if (p == NULL || p->ended == p->begun)
        return;
    sb_locker_forget(p->locker);
    p->begun = p->ended = 0;
}

sb_status
sb_copy_write(struct sb_passwords *p, const struct sb_drawn *drawn, struct sb_bytes document,
              struct sb_owner owner, struct sb_error *err)
{
    const struct sb_pieces pieces = {&document, 1};
    struct sb_outfile *file;
    sb_status st = sb_copy_begin(&file, p, drawn, pieces, owner, err);

    if (st == SB_OK)
        st = sb_copies_end(p, err);
    if (st == SB_OK && file != NULL)
        st = sb_outfile_sync(file, err);
    /* no two copies have the same bytes: the next one takes the place of the last */
    if (st == SB_OK)
        st = sb_outfile_publish(file, SB_PUBLISH_REPLACE, err);
    sb_outfile_free(file);
    return st;
}
