/* import.c - official files into the user's sets: all of a command's files, or none. */
#include "codes/importing.h"

#include <string.h>
#include <unistd.h>

#define EXPECTED                                                                                   \
    "expected an ICD-10-CM order file, codes file or addenda, its conversion table as text, an "   \
    "NCCI pair file, an MUE or a HCPCS file, or a zip of one"

static sb_status
seems_refuse(const char *path, bool member, const char *seems, struct sb_error *err)
{
    return sb_error_at(err, SB_E_SYNTAX, path, 0, 0, "%s %s; " EXPECTED,
                       member ? "a zip that holds" : "this seems to be", seems);
}

/* zips */

/* The kind of a member; NONE for what is no official file. */
static sb_status
member_kind(enum sb_official *out, const char **seems, const char *path, struct sb_zip *zip,
            size_t member, struct sb_error *err)
{
    const char *name = sb_zip_name(zip, member);
    struct sb_lines lines;
    struct sb_bytes head;
    sb_status st;

    *out = SB_OFFICIAL_NONE;
    if (name[0] == '\0' || name[strlen(name) - 1] == '/')
        return SB_OK;
    if ((st = sb_lines_open(&lines, path, zip, member, err)) != SB_OK)
        return st;
    head = sb_lines_head(&lines);
    *out = sb_official_find(head.at, head.len, seems);
    if (sb_text_starts(name, "xl/"))
        *seems = "an Excel workbook: open it, save its sheet as CSV, and import that file";
    else if (sb_text_starts(name, "word/"))
        *seems = "a Word document";
    sb_lines_close(&lines);
    return SB_OK;
}

/* Kinds of diagnoses exclude each other: an order file says all that the others do. */
static bool
kind_is_dx(enum sb_official kind)
{
    return kind >= SB_OFFICIAL_ORDER && kind <= SB_OFFICIAL_CODES_ADDENDA;
}

static sb_status
zip_choose(enum sb_official *kinds, struct sb_zip *zip, const char *path, struct sb_error *err)
{
    enum sb_official best = SB_OFFICIAL_NONE;
    const char *seems = NULL, *first = NULL;
    size_t count = sb_zip_count(zip), same = 0;
    sb_status st;

    for (size_t i = 0; i < count; i++) {
        seems = NULL;
        if ((st = member_kind(&kinds[i], &seems, path, zip, i, err)) != SB_OK)
            return st;
        if (seems != NULL && (first == NULL || strchr("E", seems[3]) != NULL))
            first = seems;
        if (kind_is_dx(kinds[i]) && (best == SB_OFFICIAL_NONE || kinds[i] < best))
            best = kinds[i];
    }
    for (size_t i = 0; i < count; i++) {
        if (kind_is_dx(kinds[i]) && kinds[i] != best)
            kinds[i] = SB_OFFICIAL_NONE;
        same += best != SB_OFFICIAL_NONE && kinds[i] == best;
    }
    if (same > 1)
        return sb_error_at(err, SB_E_SYNTAX, path, 0, 0,
                           "a zip that holds several years of codes: unpack it, and import them "
                           "one by one");
    for (size_t i = 0; i < count; i++)
        if (kinds[i] != SB_OFFICIAL_NONE)
            return SB_OK;
    return seems_refuse(path, first == NULL || first[3] != 'E', first != NULL ? first : "nothing",
                        err);
}

static sb_status
import_zip(struct sb_importing *in, struct sb_error *err)
{
    enum sb_official kinds[1000] = {SB_OFFICIAL_NONE};
    struct sb_zip *zip = NULL;
    sb_status st;

    if ((st = sb_zip_open(&zip, in->path, err)) != SB_OK ||
        (st = zip_choose(kinds, zip, in->path, err)) != SB_OK)
        goto out;
    for (size_t i = 0; i < sb_zip_count(zip) && st == SB_OK; i++) {
        if (kinds[i] == SB_OFFICIAL_NONE)
            continue;
        in->kind = kinds[i];
        if ((st = sb_lines_open(&in->lines, in->path, zip, i, err)) != SB_OK)
            break;
        st = sb_import_lines(in, err);
        sb_lines_close(&in->lines);
    }
out:
    sb_zip_free(zip);
    return st;
}

static sb_status
import_file(struct sb_importing *in, struct sb_error *err)
{
    const char *seems = NULL;
    struct sb_bytes head;
    sb_status st;

    if ((st = sb_lines_open(&in->lines, in->path, NULL, 0, err)) != SB_OK)
        return st;
    head = sb_lines_head(&in->lines);
    if (head.len >= 4 && memcmp(head.at, "PK\3\4", 4) == 0) {
        sb_lines_close(&in->lines);
        if (strcmp(in->path, "-") == 0)
            return sb_error_at(err, SB_E_READ, in->path, 0, 0,
                               "a zip cannot be read from a pipe: name the file");
        return import_zip(in, err);
    }
    in->kind = sb_official_find(head.at, head.len, &seems);
    st = in->kind == SB_OFFICIAL_NONE ? seems_refuse(in->path, false, seems, err)
                                      : sb_import_lines(in, err);
    sb_lines_close(&in->lines);
    return st;
}

/* The folder that the store stands in. */
static sb_status
folder_make(const char *store, struct sb_error *err)
{
    const char *slash = strrchr(store, '/');
    struct sb_buf folder = {0};
    sb_status st = SB_OK;

    if (slash == NULL || slash == store)
        return SB_OK;
    sb_buf_put(&folder, store, (size_t)(slash - store));
    st = folder.failed ? sb_error_nomem(err) : sb_folder_make(folder.at, (struct sb_owner){0}, err);
    sb_buf_free(&folder);
    return st;
}

sb_status
sb_codes_import(const char *store, const char *const *files, size_t count,
                const struct sb_import_options *options, struct sb_error *err)
{
    struct sb_importing in = {.options = options};
    sb_status st;

    if ((st = sb_crypto_start(err)) != SB_OK || (st = folder_make(store, err)) != SB_OK ||
        (st = sb_user_open(&in.db, store, true, err)) != SB_OK)
        goto out;
    for (size_t i = 0; i < count && st == SB_OK; i++) {
        in.path = files[i];
        st = import_file(&in, err);
    }
    if (st == SB_OK && !options->dry_run)
        st = sb_db_commit(in.db, err);
    else
        sb_db_rollback(in.db);
out:
    sb_db_free(in.db);
    /* what was made for nothing is an empty file */
    if ((st != SB_OK || options->dry_run) && access(store, F_OK) == 0 && !sb_user_there(store))
        (void)unlink(store);
    return st;
}

sb_status
sb_codes_list(const char *store, sb_code_set_fn *each, void *user, struct sb_error *err)
{
    struct sb_user_sets sets;
    struct sb_db *db = NULL;
    sb_status st;

    if (!sb_user_there(store))
        return SB_OK;
    if ((st = sb_user_open(&db, store, false, err)) == SB_OK)
        st = sb_user_sets(&sets, db, err);
    sb_db_free(db);
    for (size_t i = 0; st == SB_OK && i < sets.count; i++)
        each(user, &sets.at[i].about);
    return st;
}

sb_status
sb_codes_remove(const char *store, const char *set, struct sb_error *err)
{
    const char *names[SB_USER_SETS], *near;
    struct sb_user_sets sets = {.count = 0};
    struct sb_db *db = NULL;
    sb_status st = SB_OK;
    bool found = false;

    if (!sb_user_there(store))
        return sb_error_set(err, SB_E_ABSENT, "no set is installed; 'codes list' says so");
    if ((st = sb_user_open(&db, store, true, err)) == SB_OK)
        st = sb_user_sets(&sets, db, err);
    for (size_t i = 0; st == SB_OK && i < sets.count; i++) {
        names[i] = sets.at[i].about.name;
        if (strcmp(names[i], set) != 0)
            continue;
        found = true;
        st = sb_user_drop(db, sets.at[i].id, err);
    }
    if (st == SB_OK && !found) {
        near = sb_word_nearest(set, names, sets.count);
        st = sb_error_set(err, SB_E_ABSENT, "no set '%.40s' is installed%s%s%s", set,
                          near != NULL ? "; did you mean " : "", near != NULL ? near : "",
                          near != NULL ? "?" : "; 'codes list' names them");
    }
    if (st == SB_OK)
        st = sb_db_commit(db, err);
    sb_db_free(db);
    return st;
}
