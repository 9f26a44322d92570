/* init.c - a starter practice folder; and the schema of its records. */
#include "app/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "templates.inc"

/* Largest value that goes into a line of the configuration. */
#define VALUE_MOST 200

struct starter {
    const char *from; /* among the embedded files */
    const char *name; /* in the folder */
};
static const struct starter example[] = {
    {"starter/superbill.ini", "superbill.ini"},
    {"starter/patients.json", "patients.json"},
    {"starter/visits.ndjson", "visits.ndjson"},
};
static const struct starter empty[] = {
    {"starter/empty.ini", "superbill.ini"},
    {"starter/empty.json", "patients.json"},
    {"starter/empty.ndjson", "visits.ndjson"},
};
#define FILE_COUNT (sizeof example / sizeof *example)

/* What stands for @name@ in a starter file. */
struct filling {
    const struct sb_init_options *options;
    char provider[SB_LIMIT_ID], name[VALUE_MOST + 1];
    const char *credentials; /* "" where the therapist has none */
};

static const struct sb_embedded *
embedded(const char *name)
{
    for (size_t i = 0; i < (size_t)SB_EMBEDDED_COUNT; i++)
        if (strcmp(sb_embedded[i].name, name) == 0)
            return &sb_embedded[i];
    return NULL;
}

/* A weekday about that long ago: nobody believes a clinic that is open on Sundays. */
static sb_date
weekday_before(sb_date today, int32_t days)
{
    sb_date date = {today.day - days};

    /* 0001-01-01, day 1, is a Monday */
    while ((date.day - 1) % 7 >= 5)
        date.day--;
    return date;
}

/* "day-12" is a date, "stamp-12" the same for an id. */
static bool
put_day(struct sb_buf *out, const struct filling *fill, const char *word, size_t length)
{
    bool stamp = length > 6 && strncmp(word, "stamp-", 6) == 0;
    size_t begin = stamp ? 6 : 4;
    char text[SB_DATE_TEXT];
    int64_t days;

    if (!stamp && (length <= 4 || strncmp(word, "day-", 4) != 0))
        return false;
    if (!sb_int_parse(&days, word + begin, length - begin) || days < 0 || days > 400)
        return false;
    sb_date_print(text, weekday_before(fill->options->today, (int32_t)days));
    for (const char *c = text; *c != '\0'; c++)
        if (!stamp || *c != '-')
            sb_buf_char(out, *c);
    return true;
}

static bool
put_filling(struct sb_buf *out, const struct filling *fill, const char *word, size_t length)
{
    const struct sb_init_options *o = fill->options;
    const struct {
        const char *word, *value;
    } values[] = {
        {"timezone", o->timezone == NULL ? "UTC" : o->timezone},
        {"practice", o->practice},
        {"npi", o->npi},
        {"tax_id", o->tax_id},
        {"provider", fill->provider},
        {"name", fill->name},
        {"credentials", fill->credentials},
        {"therapist", o->therapist},
    };

    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (strlen(values[i].word) == length && strncmp(values[i].word, word, length) == 0) {
            sb_buf_text(out, values[i].value == NULL ? "" : values[i].value);
            return true;
        }
    return put_day(out, fill, word, length);
}

/* Text with each @word@ filled in; another @ stands for itself. */
static void
put_starter(struct sb_buf *out, const struct filling *fill, const char *text, size_t length)
{
    size_t at = 0;

    while (at < length) {
        const char *close = NULL;

        if (text[at] == '@')
            close = memchr(text + at + 1, '@', length - at - 1);
        if (close != NULL &&
            put_filling(out, fill, text + at + 1, (size_t)(close - text) - at - 1)) {
            at = (size_t)(close - text) + 1;
            continue;
        }
        sb_buf_char(out, text[at++]);
    }
}

static bool
value_sound(const char *value)
{
    size_t bad, length = value == NULL ? 0 : strlen(value);

    if (length == 0 || length > VALUE_MOST || value[0] == ' ' ||
        !sb_utf8_valid(value, length, &bad))
        return false;
    for (const char *at = value; *at != '\0';)
        if (sb_utf8_forbidden(sb_utf8_next(&at)))
            return false;
    return true;
}

static sb_status
check_empty(const struct sb_init_options *o, struct sb_error *err)
{
    enum sb_tax_verdict tax;

    if (!value_sound(o->practice) || !value_sound(o->therapist))
        return sb_error_set(err, SB_E_RANGE,
                            "the practice and the therapist need a name, on one line");
    if (o->npi == NULL || sb_npi_judge(o->npi) != SB_NPI_SOUND)
        return sb_error_set(
            err, SB_E_RANGE,
            "that is no NPI: ten digits that begin with 1 or 2, with a check digit");
    tax = o->tax_id == NULL ? SB_TAX_FORMAT : sb_tax_judge(o->tax_id);
    if (tax == SB_TAX_SSN)
        return sb_error_set(err, SB_E_RANGE,
                            "that is a social security number; give the practice's tax id (EIN)");
    if (tax == SB_TAX_FORMAT)
        return sb_error_set(err, SB_E_RANGE, "a tax id is written NN-NNNNNNN");
    return SB_OK;
}

/* "Ana Rivera, PT, DPT": name, credentials, and "rivera" as id. */
static void
fill_therapist(struct filling *fill, const char *therapist)
{
    const char *comma = strchr(therapist, ','), *last;
    size_t length = comma == NULL ? strlen(therapist) : (size_t)(comma - therapist), n = 0;

    while (length > 0 && therapist[length - 1] == ' ')
        length--;
    snprintf(fill->name, sizeof fill->name, "%.*s", (int)length, therapist);
    fill->credentials = comma == NULL ? "" : comma + 1 + strspn(comma + 1, " ");
    last = strrchr(fill->name, ' ');
    for (last = last == NULL ? fill->name : last + 1; *last != '\0' && n < 32; last++)
        if (sb_ascii_alnum(*last))
            fill->provider[n++] = sb_ascii_lower(*last);
    fill->provider[n] = '\0';
    if (n == 0)
        snprintf(fill->provider, sizeof fill->provider, "therapist");
}

/* A file of the folder; here it goes by its name alone. */
static void
put_path(struct sb_buf *out, const char *folder, const char *name)
{
    sb_buf_reset(out);
    if (strcmp(folder, ".") == 0)
        sb_buf_text(out, name);
    else
        sb_buf_print(out, "%s/%s", folder, name);
}

static sb_status
check_absent(const char *folder, struct sb_error *err)
{
    struct sb_buf path = {0};
    struct stat there;
    sb_status st = SB_OK;

    for (size_t i = 0; i < FILE_COUNT && st == SB_OK; i++) {
        put_path(&path, folder, example[i].name);
        if (path.failed)
            st = sb_error_nomem(err);
        else if (lstat(path.at, &there) == 0)
            st = sb_error_at(err, SB_E_WRITE, path.at, 0, 0,
                             "is there already; init overwrites nothing");
    }
    sb_buf_free(&path);
    return st;
}

static sb_status
write_one(const struct starter *file, const struct filling *fill, struct sb_error *err)
{
    const struct sb_init_options *o = fill->options;
    const struct sb_embedded *from = embedded(file->from);
    struct sb_event event = {.kind = SB_WRITTEN};
    struct sb_outfile *staged = NULL;
    struct sb_buf text = {0}, path = {0};
    struct sb_bytes bytes;
    sb_status st = SB_OK;

    if (from == NULL)
        return sb_error_set(err, SB_E_DEFECT, "a starter file is missing in this build");
    put_starter(&text, fill, (const char *)from->at, from->len);
    put_path(&path, o->folder, file->name);
    if (text.failed || path.failed)
        st = sb_error_nomem(err);
    bytes = (struct sb_bytes){text.at == NULL ? "" : text.at, text.len};
    if (st == SB_OK && !o->dry_run &&
        (st = sb_outfile_stage(&staged, o->folder, file->name, (struct sb_pieces){&bytes, 1},
                               (struct sb_owner){0}, err)) == SB_OK)
        st = sb_outfile_publish(staged, SB_PUBLISH_NEW, err);
    event.text = path.at;
    if (st == SB_OK && o->event != NULL && !o->event(o->user, &event))
        st = sb_error_set(err, SB_E_STOPPED, "stopped");
    sb_outfile_free(staged);
    sb_buf_free(&text);
    sb_buf_free(&path);
    return st;
}

sb_status
sb_init(const struct sb_init_options *options, struct sb_error *err)
{
    static const struct sb_owner owner = {0};
    const struct starter *files = options->empty ? empty : example;
    struct filling fill = {.options = options, .credentials = ""};
    sb_status st;

    if (options->today.day == 0)
        return sb_error_set(err, SB_E_RANGE, "the day of the run is not given");
    if (options->empty) {
        if ((st = check_empty(options, err)) != SB_OK)
            return st;
        fill_therapist(&fill, options->therapist);
    }
    /* what a killed run left goes even where its finished files stand in the way */
    if ((!options->dry_run && (st = sb_outfile_sweep(options->folder, err)) != SB_OK) ||
        (st = check_absent(options->folder, err)) != SB_OK)
        return st;
    if (!options->dry_run && ((st = sb_crypto_start(err)) != SB_OK ||
                              (st = sb_folder_make(options->folder, owner, err)) != SB_OK))
        return st;
    for (size_t i = 0; i < FILE_COUNT && st == SB_OK; i++)
        st = write_one(&files[i], &fill, err);
    return st;
}

sb_status
sb_schema(char **out, struct sb_error *err)
{
    struct sb_buf text = {0};

    *out = NULL;
    sb_schema_print(&text);
    if (text.failed || text.at == NULL) {
        sb_buf_free(&text);
        return sb_error_nomem(err);
    }
    *out = text.at;
    return SB_OK;
}
