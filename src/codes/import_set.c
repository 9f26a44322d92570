/* import_set.c - the lines of an official file into a set: its edition, name, days and rows. */
#include "codes/importing.h"

#include <stdio.h>
#include <string.h>

static const char *
last_part(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

/* Year and month of the edition: what the user says, the member's name, the file's name. */
static sb_status
edition_find(struct sb_importing *in, bool must, struct sb_error *err)
{
    struct sb_edition outer = sb_edition_of_name(last_part(in->path), in->kind);

    in->edition = sb_edition_of_name(in->lines.name, in->kind);
    if (in->edition.year == 0)
        in->edition.year = outer.year;
    if (in->edition.month == 0)
        in->edition.month = outer.month;
    if (in->options->year != 0)
        in->edition.year = in->options->year;
    if (in->edition.year != 0 || !must)
        return SB_OK;
    return sb_error_at(err, SB_E_SYNTAX, in->path, 0, 0,
                       "an %s, but no name says of which year: give --year",
                       sb_official_noun(in->kind));
}

static void
set_begin(struct sb_importing *in, enum sb_set_kind kind)
{
    in->set = (struct sb_code_set){.kind = kind};
    sb_text_tame(in->set.edition, sizeof in->set.edition, in->lines.name, strlen(in->lines.name));
}

/* "icd10cm-2026"; an update in the year: "icd10cm-2025-april". */
static void
set_name_dx(struct sb_importing *in)
{
    static const char *const months[] = {"january", "february", "march",  "april",    "may",
                                         "june",    "july",     "august", "september"};
    const int32_t year = in->edition.year, month = in->edition.month;
    const bool update = month >= 1 && month <= 9;

    (void)snprintf(in->set.name, sizeof in->set.name, "icd10cm-%d%s%s", year, update ? "-" : "",
                   update ? months[month - 1] : "");
    in->set.from = update ? sb_date_make(year, month, 1) : sb_date_make(year - 1, 10, 1);
    in->set.to = sb_date_make(year, 9, 30);
}

static sb_status
told(struct sb_importing *in, enum sb_import_what what, bool with_set)
{
    in->event.what = what;
    in->event.file = in->path;
    in->event.set = with_set ? &in->set : NULL;
    if (in->options->told != NULL)
        in->options->told(in->options->user, &in->event);
    return SB_OK;
}

/* Against what was published: fewer rows are a file that was cut; those of another year are it. */
static sb_status
published_check(struct sb_importing *in, const struct sb_dx_list *list, struct sb_error *err)
{
    const int32_t year = in->edition.year;
    const bool update = in->edition.month >= 1 && in->edition.month <= 9;
    int32_t other = sb_published_year(list->headers, list->billable, list->whole);
    size_t rows, headers, billable;

    if (other != 0 && other != year)
        return sb_error_at(err, SB_E_SYNTAX, in->path, 0, 0,
                           "these are the codes of FY%d, not of FY%d: give --year %d", other, year,
                           other);
    if (!sb_published(year, &rows, &headers, &billable))
        return SB_OK;
    in->set.published = SB_PUBLISHED_DIFFERS;
    if (list->billable == billable && (!list->whole || list->headers == headers))
        in->set.published = SB_PUBLISHED_SAME;
    else if (!update && (list->billable < billable || (list->whole && list->headers < headers)))
        return sb_error_at(err, SB_E_SYNTAX, in->path, 0, 0,
                           "an %s that is cut short: %zu billable codes of the %zu that were "
                           "published for FY%d",
                           sb_official_noun(in->kind), list->billable, billable, year);
    return SB_OK;
}

/* Whether a fuller set of that name is installed. */
static sb_status
fuller(bool *out, struct sb_importing *in, struct sb_error *err)
{
    struct sb_user_sets sets;
    sb_status st = sb_user_sets(&sets, in->db, err);

    *out = false;
    for (size_t i = 0; st == SB_OK && i < sets.count; i++)
        *out = *out || (strcmp(sets.at[i].about.name, in->set.name) == 0 &&
                        sets.at[i].about.whole && !in->set.whole);
    return st;
}

static sb_status
install_dx(struct sb_importing *in, const struct sb_dx_list *list, struct sb_error *err)
{
    bool kept, replaced;
    sb_status st;

    in->set.whole = list->whole;
    in->set.rows = (int64_t)list->count;
    in->set.headers = (int64_t)list->headers;
    in->set.billable = (int64_t)list->billable;
    if ((st = published_check(in, list, err)) != SB_OK || (st = fuller(&kept, in, err)) != SB_OK)
        return st;
    if (kept)
        return told(in, SB_IMPORT_KEPT, true);
    if ((st = sb_user_new(&in->id, in->db, err)) != SB_OK ||
        (st = sb_user_put(&replaced, in->db, in->id, &in->set, err)) != SB_OK ||
        (st = sb_user_put_dx(in->db, in->id, list, err)) != SB_OK)
        return st;
    return told(in, replaced ? SB_IMPORT_REPLACED : SB_IMPORT_INSTALLED, true);
}

static sb_status
import_year(struct sb_importing *in, struct sb_error *err)
{
    struct sb_dx_list list = {0};
    sb_status st;

    if ((st = edition_find(in, true, err)) != SB_OK)
        return st;
    set_begin(in, SB_SET_ICD10CM);
    set_name_dx(in);
    if ((st = sb_import_dx(&list, &in->lines, in->kind, err)) == SB_OK) {
        sb_lines_hash(&in->lines, in->set.sha256);
        in->event.read = (int64_t)list.count;
        st = install_dx(in, &list, err);
    }
    sb_dx_list_free(&list);
    return st;
}

/* The set that addenda change: the newest that ends before they begin, or is of their year. */
static const struct sb_user_set *
addenda_base(const struct sb_importing *in, const struct sb_user_sets *sets)
{
    const struct sb_user_set *best = NULL;

    for (size_t i = 0; i < sets->count; i++) {
        const struct sb_user_set *set = &sets->at[i];

        if (set->about.kind == SB_SET_ICD10CM && set->about.from.day < in->set.from.day &&
            set->about.to.day >= in->set.from.day - 1)
            best = set;
    }
    return best;
}

static sb_status
addenda_refuse(const struct sb_importing *in, const struct sb_user_set *base, bool rows,
               struct sb_error *err)
{
    const bool whole = in->kind == SB_OFFICIAL_ORDER_ADDENDA;
    const int32_t year =
        in->edition.year - (in->edition.month >= 1 && in->edition.month <= 9 ? 0 : 1);

    if (base == NULL && rows)
        return sb_error_at(err, SB_E_SYNTAX, in->path, 0, 0,
                           "these addenda change the codes of FY%d, which are not installed: "
                           "import its %s file first",
                           year, whole ? "order" : "codes");
    if (base != NULL && rows && base->about.whole != whole)
        return sb_error_at(err, SB_E_SYNTAX, in->path, 0, 0,
                           "%s is installed from its %s file: import the addenda of that file",
                           base->about.name, base->about.whole ? "order" : "codes");
    return SB_OK;
}

static sb_status
import_addenda(struct sb_importing *in, struct sb_error *err)
{
    struct sb_bytes head = sb_lines_head(&in->lines);
    const char *first = head.at;
    const bool rows = head.len > 0 && strchr("ADR", first[0]) != NULL;
    struct sb_dx_list list = {0};
    struct sb_addenda addenda;
    struct sb_user_sets sets;
    const struct sb_user_set *base;
    sb_status st;

    if ((st = edition_find(in, rows, err)) != SB_OK ||
        (st = sb_user_sets(&sets, in->db, err)) != SB_OK)
        return st;
    set_begin(in, SB_SET_ICD10CM);
    if (in->edition.year != 0)
        set_name_dx(in);
    base = addenda_base(in, &sets);
    list.whole = in->kind == SB_OFFICIAL_ORDER_ADDENDA;
    if ((st = addenda_refuse(in, base, rows, err)) != SB_OK)
        return st;
    if (rows && base != NULL)
        st = sb_user_get_dx(&list, in->db, base, err);
    if (st == SB_OK)
        st = sb_import_addenda(&addenda, &list, &in->lines, in->kind, err);
    if (st == SB_OK) {
        sb_lines_hash(&in->lines, in->set.sha256);
        in->event.added = (int64_t)addenda.added;
        in->event.deleted = (int64_t)addenda.deleted;
        in->event.revised = (int64_t)addenda.revised;
        in->event.read = in->event.added + in->event.deleted + in->event.revised;
        in->event.base = base != NULL ? base->about.name : NULL;
        st = in->event.read == 0 ? told(in, SB_IMPORT_NO_CHANGES, false)
                                 : install_dx(in, &list, err);
        in->event.base = NULL; /* its name is in sets, which end here */
    }
    in->event.base = NULL; /* it was told; the list of sets ends here */
    sb_dx_list_free(&list);
    return st;
}

/* Pairs of which a therapist bills at least one; limits and HCPCS days all. */
static sb_status
edit_take(void *user, const struct sb_edit_row *row, struct sb_error *err)
{
    struct sb_importing *in = user;

    if (in->kind == SB_OFFICIAL_PAIRS && sb_procedure_find(row->code) == NULL &&
        sb_procedure_find(row->other) == NULL)
        return SB_OK;
    in->set.rows++;
    return sb_user_put_edit(in->db, in->id, row, err);
}

/* "pairs-2026q3-f1": the part, where the file is one of several, is told by its name. */
static void
set_name_edits(struct sb_importing *in, sb_date newest)
{
    static const char *const words[] = {
        [SB_SET_PAIRS] = "pairs", [SB_SET_LIMITS] = "limits", [SB_SET_HCPCS] = "hcpcs"};

    if (in->set.kind == SB_SET_CONVERSION) {
        /* one for all years: the newest holds all that came before */
        (void)snprintf(in->set.name, sizeof in->set.name, "conversion");
        in->set.from = sb_date_make(2015, 10, 1);
        return;
    }
    int32_t year = in->edition.year, month = in->edition.month, quarter;
    char part[4] = "";

    if (year == 0)
        sb_date_split(newest, &year, &month, NULL);
    quarter = month >= 1 ? (month - 1) / 3 : 0;
    for (const char *at = in->lines.name; in->kind == SB_OFFICIAL_PAIRS && *at != '\0'; at++)
        if (at != in->lines.name && (at[-1] == '-' || at[-1] == '_') &&
            sb_ascii_lower(*at) == 'f' && sb_ascii_digit(at[1]) && !sb_ascii_alnum(at[2]))
            (void)snprintf(part, sizeof part, "-f%c", at[1]);
    (void)snprintf(in->set.name, sizeof in->set.name, "%s-%dq%d%s", words[in->set.kind], year,
                   quarter + 1, part);
    in->set.from = sb_date_make(year, 1 + 3 * quarter, 1);
}

static sb_status
import_edits(struct sb_importing *in, struct sb_error *err)
{
    static const enum sb_set_kind kinds[] = {[SB_OFFICIAL_PAIRS] = SB_SET_PAIRS,
                                             [SB_OFFICIAL_LIMITS] = SB_SET_LIMITS,
                                             [SB_OFFICIAL_HCPCS] = SB_SET_HCPCS,
                                             [SB_OFFICIAL_HCPCS_TEXT] = SB_SET_HCPCS,
                                             [SB_OFFICIAL_CONVERSION] = SB_SET_CONVERSION};
    struct sb_edit_count count;
    bool replaced;
    sb_status st;

    /* limits have no days of their own; the rows of the others tell their edition */
    if ((st = edition_find(in, in->kind == SB_OFFICIAL_LIMITS, err)) != SB_OK ||
        (st = sb_user_new(&in->id, in->db, err)) != SB_OK)
        return st;
    set_begin(in, kinds[in->kind]);
    if ((st = sb_import_edits(&count, &in->lines, in->kind, edit_take, in, err)) != SB_OK)
        return st;
    if (in->edition.year == 0 && count.newest.day == 0)
        return sb_error_at(err, SB_E_SYNTAX, in->path, 0, 0,
                           "no name and no row says of which year this is: give --year");
    set_name_edits(in, count.newest);
    in->event.read = (int64_t)count.rows;
    sb_lines_hash(&in->lines, in->set.sha256);
    if ((st = sb_user_put(&replaced, in->db, in->id, &in->set, err)) != SB_OK)
        return st;
    return told(in, replaced ? SB_IMPORT_REPLACED : SB_IMPORT_INSTALLED, true);
}

sb_status
sb_import_lines(struct sb_importing *in, struct sb_error *err)
{
    in->event = (struct sb_import_event){0};
    if (in->kind == SB_OFFICIAL_ORDER || in->kind == SB_OFFICIAL_CODES)
        return import_year(in, err);
    if (in->kind == SB_OFFICIAL_ORDER_ADDENDA || in->kind == SB_OFFICIAL_CODES_ADDENDA)
        return import_addenda(in, err);
    return import_edits(in, err);
}
