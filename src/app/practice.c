/* practice.c - the root handle: configuration, tables, template, zone. */
#include "app/app.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static sb_status
practice_zone(struct sb_practice *practice, struct sb_error *err)
{
    const struct sb_config *config = practice->config;
    struct sb_error cause = {0};
    sb_status st;

    if (config->timezone == NULL)
        return SB_OK;
    st = sb_zone_open(&practice->zone, config->timezone, &cause);
    if (st == SB_E_NOMEM)
        return sb_error_nomem(err);
    if (st != SB_OK)
        sb_findings_add(practice->found, SB_RULE_INI_VALUE,
                        sb_spot_at(config->source, "[practice] timezone"),
                        "no time zone has that name here; give an IANA name, as "
                        "America/Los_Angeles");
    return SB_OK;
}

static sb_status
practice_group(struct sb_practice *practice, struct sb_error *err)
{
    const struct sb_config *config = practice->config;
    struct sb_error cause = {0};
    sb_status st;

    if (config->group == NULL)
        return SB_OK;
    st = sb_owner_group(&practice->owner, config->group, &cause);
    if (st == SB_E_NOMEM)
        return sb_error_nomem(err);
    if (st != SB_OK)
        sb_findings_add(practice->found, SB_RULE_INI_VALUE,
                        sb_spot_at(config->source, "[files] group"),
                        "this system has no group of that name");
    return SB_OK;
}

#define FAULTS_MOST 64

/* A template file's faults are the configuration's, all of them, at their own places. */
static sb_status
practice_page(struct sb_practice *practice, const char *name, struct sb_error *err)
{
    const struct sb_config *config = practice->config;
    const char *path = sb_config_path(config, practice->arena, name);
    const struct sb_source source = {.kind = SB_SOURCE_FILE, .file = path};
    struct sb_template **page = &practice->pages[SB_AUDIENCE_SUPERBILL];
    struct sb_template_fault faults[FAULTS_MOST];
    struct sb_error cause = {0};
    size_t count = 0;
    sb_status st;

    if (path == NULL)
        return sb_error_nomem(err);
    st = sb_template_open(page, path, faults, FAULTS_MOST, &count, &cause);
    if (st == SB_E_NOMEM)
        return sb_error_nomem(err);
    for (size_t i = 0; i < count && i < FAULTS_MOST; i++) {
        struct sb_spot spot = sb_spot_at(&source, "%s", "");

        spot.line = faults[i].line;
        spot.advice = "see what 'superbill template check' says of the file";
        sb_findings_add(practice->found, SB_RULE_INI_VALUE, spot, "%s", faults[i].text);
    }
    if (st == SB_OK && sb_template_audience(*page) != SB_AUDIENCE_SUPERBILL)
        sb_findings_add(practice->found, SB_RULE_INI_VALUE,
                        sb_spot_at(config->source, "[document] template"),
                        "this layout is not for superbills; see audience in its [page]");
    if (st != SB_OK && count == 0)
        sb_findings_add(practice->found, SB_RULE_INI_VALUE,
                        sb_spot_at(config->source, "[document] template"), "the template %s",
                        cause.text);
    return SB_OK;
}

static sb_status
practice_template(struct sb_practice *practice, struct sb_error *err)
{
    const struct sb_config *config = practice->config;
    const char *name = config->template_name, *nearest;
    const char *const *known = sb_template_names();
    size_t count = 0;

    if (name == NULL)
        return SB_OK;
    if (strchr(name, '/') != NULL || strchr(name, '.') != NULL)
        return practice_page(practice, name, err);
    for (; known[count] != NULL; count++)
        if (strcmp(known[count], name) == 0)
            return SB_OK;
    nearest = sb_word_nearest(name, known, count);
    sb_findings_add(
        practice->found, SB_RULE_INI_VALUE, sb_spot_at(config->source, "[document] template"),
        "no template has the name %.40s%s%s%s", name, nearest != NULL ? "; did you mean " : "",
        nearest != NULL ? nearest : "", nearest != NULL ? "?" : "; a file's name ends in .ini");
    return SB_OK;
}

/* A fault of reading makes the configuration unusable; an identifier is judged with each bill. */
static bool
finding_is_fatal(const struct sb_finding *finding)
{
    return finding->severity == SB_SEVERITY_ERROR && finding->rule->group == SB_GROUP_READING;
}

static sb_status
practice_judge(const struct sb_practice *practice, sb_event_fn *event, void *user,
               struct sb_error *err)
{
    const struct sb_findings *found = practice->found;
    const struct sb_finding *first = NULL;

    for (size_t i = 0; i < sb_findings_count(found) && first == NULL; i++)
        if (finding_is_fatal(sb_findings_at(found, i)))
            first = sb_findings_at(found, i);
    if (first == NULL)
        return SB_OK;
    for (size_t i = 0; i < sb_findings_count(found); i++) {
        const struct sb_event told = {.kind = SB_FOUND, .finding = sb_findings_at(found, i)};
        if (event != NULL && !event(user, &told))
            break;
    }
    return sb_error_at(err, SB_E_SYNTAX, first->file, first->line, first->column, "%s",
                       first->message);
}

/* The store that [codes] path names: a file, or a folder that holds it. */
static sb_status
practice_codes(struct sb_practice *practice, struct sb_error *err)
{
    const struct sb_config *config = practice->config;
    struct stat about;

    if (config->codes_path != NULL) {
        practice->store = sb_config_path(config, practice->arena, config->codes_path);
        if (practice->store != NULL && stat(practice->store, &about) == 0 && S_ISDIR(about.st_mode))
            practice->store = sb_arena_print(practice->arena, "%s/codes.db", practice->store);
        if (practice->store == NULL)
            return sb_error_nomem(err);
    }
    return sb_codes_open_store(&practice->codes, practice->store, err);
}

sb_status
sb_practice_open(struct sb_practice **out, const char *path, sb_event_fn *event, void *user,
                 struct sb_error *err)
{
    struct sb_practice *practice = calloc(1, sizeof *practice);
    sb_status st;

    *out = NULL;
    if (practice == NULL)
        return sb_error_nomem(err);
    practice->arena = sb_arena_new(0);
    if (practice->arena == NULL) {
        st = sb_error_nomem(err);
        goto out;
    }
    if ((st = sb_crypto_start(err)) != SB_OK ||
        (st = sb_findings_new(&practice->found, err)) != SB_OK ||
        (st = sb_config_read(&practice->config, path, practice->found, err)) != SB_OK ||
        (st = sb_profiles_apply(&practice->profiles, practice->config, practice->found,
                                practice->arena, err)) != SB_OK ||
        (st = practice_zone(practice, err)) != SB_OK ||
        (st = practice_group(practice, err)) != SB_OK ||
        (st = practice_template(practice, err)) != SB_OK)
        goto out;
    sb_findings_sort(practice->found);
    if ((st = practice_judge(practice, event, user, err)) != SB_OK)
        goto out;
    practice->folder = practice->config->folder;
    if (practice->folder == NULL || practice->folder[0] == '\0')
        practice->folder = ".";
    st = practice_codes(practice, err);
out:
    if (st != SB_OK) {
        sb_practice_free(practice);
        return st;
    }
    *out = practice;
    return SB_OK;
}

void
sb_practice_free(struct sb_practice *practice)
{
    if (practice == NULL)
        return;
    sb_wipe(practice->seed, sizeof practice->seed);
    sb_archive_free(practice->archive);
    sb_zone_free(practice->zone);
    for (size_t i = 0; i < SB_AUDIENCES; i++) {
        sb_drawing_free(practice->drawings[i]);
        sb_template_free(practice->pages[i]);
    }
    sb_codes_free(practice->codes);
    sb_config_free(practice->config);
    sb_findings_free(practice->found);
    sb_arena_free(practice->arena);
    free(practice);
}

sb_status
sb_practice_sets(struct sb_practice *practice, const char *store, struct sb_error *err)
{
    struct sb_codes *codes;
    const char *kept;
    sb_status st;

    if (practice->config->codes_path != NULL)
        return SB_OK;
    kept = sb_arena_text(practice->arena, store, strlen(store));
    if (kept == NULL)
        return sb_error_nomem(err);
    if ((st = sb_codes_open_store(&codes, store, err)) != SB_OK)
        return st;
    sb_codes_free(practice->codes);
    practice->codes = codes;
    practice->store = kept;
    return SB_OK;
}

bool
sb_practice_fact_in_force(const struct sb_practice *practice, size_t payer, size_t fact)
{
    return sb_profiles_in_force(&practice->profiles, payer, fact);
}

const char *
sb_practice_store(const struct sb_practice *practice)
{
    return practice->store;
}

const struct sb_config *
sb_practice_config(const struct sb_practice *practice)
{
    return practice->config;
}

sb_date
sb_practice_day(const struct sb_practice *practice, int64_t seconds)
{
    if (practice->zone == NULL)
        return (sb_date){0};
    return sb_date_of_instant(seconds, sb_zone_offset(practice->zone, seconds));
}

/* Past the digits that stand for {year} or {number:W}; NULL where there are none. */
static const char *
number_digits(const char *text, bool year)
{
    size_t n = 0;

    while (sb_ascii_digit(text[n]) && (!year || n < 4))
        n++;
    return n == 0 || (year && n < 4) ? NULL : text + n;
}

bool
sb_practice_numbers(const struct sb_practice *practice, const char *text)
{
    const char *form = practice->config->number_format, *example = "EXAMPLE-", *at = text;

    if (form == NULL)
        form = "SB-{year}-{number:6}";
    while (*example != '\0' && sb_ascii_upper(*at) == *example) {
        at++;
        example++;
    }
    if (*example == '\0')
        text = at;
    while (*form != '\0') {
        const char *close = *form == '{' ? strchr(form, '}') : NULL;

        if (close == NULL) {
            /* paper and people do not keep case apart */
            if (sb_ascii_lower(*text) != sb_ascii_lower(*form))
                return false;
            text++;
            form++;
            continue;
        }
        text = number_digits(text, sb_text_starts(form, "{year}"));
        if (text == NULL)
            return false;
        form = close + 1;
    }
    return *text == '\0';
}

char *
sb_practice_path(const struct sb_practice *practice, const char *name)
{
    struct sb_buf path = {0};

    if (name[0] != '/' && strcmp(practice->folder, ".") != 0)
        sb_buf_print(&path, "%s/%s", practice->folder, name);
    else
        sb_buf_text(&path, name);
    if (path.failed) {
        sb_buf_free(&path);
        return NULL;
    }
    return path.at;
}

void
sb_text_free(char *text)
{
    free(text);
}

const char *
sb_suggest(const char *text, const char *const *words, size_t count)
{
    return sb_word_nearest(text, words, count);
}

/* The practice's own layout for insurers, the program's for the others. */
static const char *
template_of(const struct sb_practice *practice, enum sb_audience audience)
{
    static const char *const own[SB_AUDIENCES] = {
        [SB_AUDIENCE_RECEIPT] = "receipt",
        [SB_AUDIENCE_PRIVATE] = "private",
        [SB_AUDIENCE_STATEMENT] = "statement",
        [SB_AUDIENCE_COVER] = "cover",
    };
    const char *name = practice->config->template_name;

    if (own[audience] != NULL)
        return own[audience];
    if (name == NULL)
        return "standard";
    if (strchr(name, '/') == NULL && strchr(name, '.') == NULL)
        return name;
    return sb_config_path(practice->config, practice->arena, name);
}

sb_status
sb_practice_drawing(struct sb_drawing **out, struct sb_practice *practice,
                    enum sb_audience audience, struct sb_error *err)
{
    const struct sb_config *config = practice->config;
    struct sb_template **page = &practice->pages[audience];
    const char *name, *logo = NULL;
    sb_status st;

    if (practice->drawings[audience] == NULL) {
        name = template_of(practice, audience);
        if (config->logo != NULL)
            logo = sb_config_path(config, practice->arena, config->logo);
        if (name == NULL || (config->logo != NULL && logo == NULL))
            return sb_error_nomem(err);
        if (*page == NULL && (st = sb_template_open(page, name, NULL, 0, NULL, err)) != SB_OK)
            return st;
        if (sb_template_audience(*page) != audience)
            return sb_error_at(err, SB_E_SYNTAX, name, 0, 0,
                               "this template is for another audience; see its [page]");
        st = sb_drawing_new(&practice->drawings[audience], *page, logo, config->accent, err);
        if (st != SB_OK)
            return st;
        if (audience == SB_AUDIENCE_SUPERBILL)
            sb_template_prints(practice->config, *page);
    }
    *out = practice->drawings[audience];
    return SB_OK;
}

sb_status
sb_practice_design(uint8_t hash[32], struct sb_practice *practice, struct sb_error *err)
{
    const struct sb_config *config = practice->config;
    struct sb_sha256_state state;
    struct sb_drawing *drawing;
    struct sb_buf logo = {0};
    const char *path, *source = sb_drawing_source();
    bool qr = config->qr == SB_TRUTH_YES;
    sb_status st = sb_practice_drawing(&drawing, practice, SB_AUDIENCE_SUPERBILL, err);

    if (st == SB_OK && config->logo != NULL) {
        path = sb_config_path(config, practice->arena, config->logo);
        st = path == NULL ? sb_error_nomem(err) : sb_file_read(&logo, path, (size_t)4 << 20, err);
    }
    if (st == SB_OK) {
        sb_drawing_design(hash, drawing);
        sb_sha256_start(&state);
        sb_sha256_add(&state, hash, 32);
        sb_sha256_add(&state, source, strlen(source));
        sb_sha256_add(&state, &qr, sizeof qr);
        sb_sha256_add(&state, logo.at, logo.len);
        sb_sha256_end(&state, hash);
    }
    sb_buf_free(&logo);
    return st;
}

const char *
sb_practice_archive_path(const struct sb_practice *practice)
{
    const char *path = practice->config->archive_path;

    return sb_config_path(practice->config, practice->arena, path != NULL ? path : "archive.db");
}

sb_status
sb_practice_archive(struct sb_archive **out, struct sb_practice *practice, struct sb_error *err)
{
    const struct sb_archive_options options = {
        .path = sb_practice_archive_path(practice),
        .owner = practice->owner,
        .number_format = practice->config->number_format,
        .example = practice->config->example == SB_TRUTH_YES,
    };
    sb_status st = SB_OK;

    *out = NULL;
    if (options.path == NULL)
        return sb_error_nomem(err);
    if (practice->archive == NULL)
        st = sb_archive_open(&practice->archive, &options, err);
    *out = practice->archive;
    return st;
}

static sb_status
practice_file(const char **out, const struct sb_practice *practice, const char *name,
              const char *key, struct sb_error *err)
{
    if (name == NULL)
        return sb_error_at(err, SB_E_READ, practice->config->file, 0, 0,
                           "[files] %s is not set, and no file was given", key);
    *out = sb_config_path(practice->config, practice->arena, name);
    return *out == NULL ? sb_error_nomem(err) : SB_OK;
}

sb_status
sb_practice_visits(const char **out, const struct sb_practice *practice, struct sb_error *err)
{
    return practice_file(out, practice, practice->config->visits_file, "visits", err);
}

sb_status
sb_practice_patients(const char **out, const struct sb_practice *practice, struct sb_error *err)
{
    return practice_file(out, practice, practice->config->patients_file, "patients", err);
}

sb_status
sb_run_check(const struct sb_run *run, struct sb_error *err)
{
    if (run->issued_at == 0 || run->issued_on.day == 0)
        return sb_error_set(err, SB_E_RANGE, "the issue time of the run is not given");
    return SB_OK;
}
