/*
 * userdb.c - the user's installed sets, one database file.  A diagnosis is one row whose id
 * holds its set and its code: no other index is needed, a year is one run of rows, and codes
 * that begin alike stand together.
 */
#include "codes/userdb.h"

#include <string.h>
#include <sys/stat.h>

#define APPLICATION 0x53426364 /* "SBcd" */

static const char schema[] =
    "CREATE TABLE code_set (id INTEGER PRIMARY KEY, name TEXT UNIQUE, kind INTEGER,"
    " first INTEGER, last INTEGER, edition TEXT, sha256 TEXT, whole INTEGER, count INTEGER,"
    " headers INTEGER, billable INTEGER, published INTEGER) STRICT;"
    "CREATE TABLE dx (id INTEGER PRIMARY KEY, billable INTEGER NOT NULL, title TEXT NOT NULL)"
    " STRICT;"
    "CREATE TABLE pair (code_set INTEGER NOT NULL, column1 TEXT NOT NULL, column2 TEXT NOT NULL,"
    " first INTEGER NOT NULL, last INTEGER NOT NULL, indicator INTEGER NOT NULL) STRICT;"
    "CREATE INDEX pair_codes ON pair (column1, column2);"
    "CREATE TABLE dated (code_set INTEGER NOT NULL, code TEXT NOT NULL, first INTEGER NOT NULL,"
    " last INTEGER NOT NULL, value INTEGER NOT NULL, mai INTEGER NOT NULL) STRICT;"
    "CREATE INDEX dated_code ON dated (code);";

bool
sb_user_there(const char *path)
{
    struct stat file;

    return stat(path, &file) == 0 && !(S_ISREG(file.st_mode) && file.st_size == 0);
}

static sb_status
open_file(struct sb_db **out, int64_t *version, const char *path, bool write, struct sb_error *err)
{
    const struct sb_db_options options = {.noun = "the file of code sets",
                                          .advice = "remove it, and install the sets again with "
                                                    "'superbill codes import'",
                                          .mode = write ? SB_DB_CREATE : SB_DB_READ,
                                          .application_id = APPLICATION};
    sb_status st;

    if ((st = sb_db_open(out, path, &options, err)) != SB_OK)
        return st;
    if ((st = sb_db_version(version, *out, err)) == SB_OK && *version > SB_USER_SCHEMA)
        st = sb_error_at(err, SB_E_DAMAGED, path, 0, 0,
                         "the file of code sets was made by a newer program");
    if (st == SB_OK && write)
        st = sb_db_begin(*out, true, err);
    return st;
}

/* A file that an older program made is written anew before it is read. */
static sb_status
renew(const char *path, struct sb_error *err)
{
    struct sb_db *db = NULL;
    int64_t version;
    sb_status st;

    if ((st = open_file(&db, &version, path, true, err)) == SB_OK &&
        (st = sb_user_renew(db, err)) == SB_OK)
        st = sb_db_commit(db, err);
    sb_db_free(db);
    return st == SB_OK
               ? SB_OK
               : sb_error_at(err, SB_E_DAMAGED, path, 0, 0,
                             "the file of code sets was made by an older program, and cannot be "
                             "written: remove it, and import the sets anew");
}

sb_status
sb_user_open(struct sb_db **out, const char *path, bool write, struct sb_error *err)
{
    int64_t version = 0;
    sb_status st = open_file(out, &version, path, write, err);
    const bool old = version > 0 && version < SB_USER_SCHEMA;

    if (st == SB_OK && !write && old) {
        sb_db_free(*out);
        *out = NULL;
        if ((st = renew(path, err)) == SB_OK)
            st = open_file(out, &version, path, false, err);
    } else if (st == SB_OK && write && version == 0) {
        if ((st = sb_db_run(*out, schema, err)) == SB_OK)
            st = sb_user_new_words(*out, err);
    } else if (st == SB_OK && write && old) {
        st = sb_user_renew(*out, err);
    }
    if (st != SB_OK) {
        sb_db_free(*out);
        *out = NULL;
    }
    return st;
}

static void
text_take(char *out, size_t room, const char *text)
{
    size_t length = text != NULL ? strlen(text) : 0;

    memset(out, 0, room);
    memcpy(out, text != NULL ? text : "", length < room ? length : room - 1);
}

sb_status
sb_user_sets(struct sb_user_sets *out, struct sb_db *db, struct sb_error *err)
{
    struct sb_statement *s;
    bool row = true;
    sb_status st;

    out->count = 0;
    st = sb_statement_open(&s, db,
                           "SELECT id, name, kind, first, last, edition, sha256, whole, count,"
                           " headers, billable, published FROM code_set WHERE name IS NOT NULL"
                           " ORDER BY kind, first, name",
                           err);
    if (st != SB_OK)
        return st;
    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row && out->count < SB_USER_SETS) {
        struct sb_user_set *set = &out->at[out->count++];
        struct sb_code_set *about = &set->about;

        *set = (struct sb_user_set){.id = sb_statement_int(s, 0)};
        text_take(about->name, sizeof about->name, sb_statement_text(s, 1));
        about->kind = (enum sb_set_kind)sb_statement_int(s, 2);
        about->from.day = (int32_t)sb_statement_int(s, 3);
        about->to.day = (int32_t)sb_statement_int(s, 4);
        text_take(about->edition, sizeof about->edition, sb_statement_text(s, 5));
        text_take(about->sha256, sizeof about->sha256, sb_statement_text(s, 6));
        about->whole = sb_statement_int(s, 7) != 0;
        about->rows = sb_statement_int(s, 8);
        about->headers = sb_statement_int(s, 9);
        about->billable = sb_statement_int(s, 10);
        about->published = (enum sb_published_verdict)sb_statement_int(s, 11);
    }
    if (st != SB_OK) {
        sb_statement_free(s);
        return st;
    }
    return sb_statement_end(s, err);
}

sb_status
sb_user_new(int64_t *id, struct sb_db *db, struct sb_error *err)
{
    struct sb_statement *s;
    struct sb_user_sets sets;
    sb_status st;

    if ((st = sb_user_sets(&sets, db, err)) != SB_OK)
        return st;
    if (sets.count == SB_USER_SETS)
        return sb_error_set(err, SB_E_RANGE, "%d sets are installed already: remove some first",
                            SB_USER_SETS);
    if ((st = sb_statement_open(&s, db, "INSERT INTO code_set (name) VALUES (NULL)", err)) ==
            SB_OK &&
        (st = sb_statement_run(s, err)) == SB_OK)
        *id = sb_db_last_id(db);
    return st;
}

/* Run a statement whose parameters are one or two numbers. */
static sb_status
run_numbers(struct sb_db *db, const char *sql, int64_t one, int64_t two, struct sb_error *err)
{
    struct sb_statement *s;
    sb_status st = sb_statement_open(&s, db, sql, err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, one);
    if (two >= 0)
        sb_statement_put_int(s, 2, two);
    return sb_statement_run(s, err);
}

sb_status
sb_user_drop(struct sb_db *db, int64_t id, struct sb_error *err)
{
    const int64_t first = id << SB_USER_SHIFT, end = (id + 1) << SB_USER_SHIFT;
    sb_status st;

    if ((st = sb_user_drop_words(db, id, err)) != SB_OK ||
        (st = run_numbers(db, "DELETE FROM dx WHERE id >= ?1 AND id < ?2", first, end, err)) !=
            SB_OK ||
        (st = run_numbers(db, "DELETE FROM pair WHERE code_set = ?1", id, -1, err)) != SB_OK ||
        (st = run_numbers(db, "DELETE FROM dated WHERE code_set = ?1", id, -1, err)) != SB_OK)
        return st;
    return run_numbers(db, "DELETE FROM code_set WHERE id = ?1", id, -1, err);
}

sb_status
sb_user_put(bool *replaced, struct sb_db *db, int64_t id, const struct sb_code_set *about,
            struct sb_error *err)
{
    struct sb_statement *s;
    struct sb_user_sets sets;
    sb_status st;

    *replaced = false;
    if ((st = sb_user_sets(&sets, db, err)) != SB_OK)
        return st;
    for (size_t i = 0; i < sets.count && st == SB_OK; i++) {
        if (strcmp(sets.at[i].about.name, about->name) != 0)
            continue;
        *replaced = true;
        st = sb_user_drop(db, sets.at[i].id, err);
    }
    if (st != SB_OK ||
        (st = sb_statement_open(
             &s, db,
             "UPDATE code_set SET name=?2, kind=?3, first=?4, last=?5, edition=?6, sha256=?7,"
             " whole=?8, count=?9, headers=?10, billable=?11, published=?12 WHERE id=?1",
             err)) != SB_OK)
        return st;
    sb_statement_put_int(s, 1, id);
    sb_statement_put_text(s, 2, about->name);
    sb_statement_put_int(s, 3, about->kind);
    sb_statement_put_int(s, 4, about->from.day);
    sb_statement_put_int(s, 5, about->to.day);
    sb_statement_put_text(s, 6, about->edition);
    sb_statement_put_text(s, 7, about->sha256);
    sb_statement_put_int(s, 8, about->whole);
    sb_statement_put_int(s, 9, about->rows);
    sb_statement_put_int(s, 10, about->headers);
    sb_statement_put_int(s, 11, about->billable);
    sb_statement_put_int(s, 12, about->published);
    return sb_statement_run(s, err);
}

sb_status
sb_user_put_dx(struct sb_db *db, int64_t id, const struct sb_dx_list *list, struct sb_error *err)
{
    struct sb_statement *s;
    sb_status st =
        sb_statement_open(&s, db, "INSERT INTO dx (id, billable, title) VALUES (?1, ?2, ?3)", err);

    if (st != SB_OK)
        return st;
    for (size_t i = 0; i < list->count && st == SB_OK; i++) {
        const struct sb_dx_item *item = &list->rows[i];

        sb_statement_put_int(s, 1, (id << SB_USER_SHIFT) + (int64_t)item->key);
        sb_statement_put_int(s, 2, item->billable);
        sb_statement_put_text(s, 3, sb_dx_list_title(list, item));
        st = sb_statement_step(s, err);
    }
    sb_statement_free(s);
    return st == SB_OK ? sb_user_put_words(db, id, list, err) : st;
}

struct sb_user_row
sb_user_row(struct sb_statement *s)
{
    const char *title = sb_statement_text(s, 2);

    return (struct sb_user_row){.key = (uint64_t)sb_statement_int(s, 0) &
                                       ((UINT64_C(1) << SB_USER_SHIFT) - 1),
                                .billable = sb_statement_int(s, 1) != 0,
                                .title = title != NULL ? title : ""};
}

sb_status
sb_user_get_dx(struct sb_dx_list *out, struct sb_db *db, const struct sb_user_set *set,
               struct sb_error *err)
{
    struct sb_statement *s;
    uint64_t twice;
    bool row = true;
    sb_status st;

    out->whole = set->about.whole;
    st = sb_statement_open(&s, db, SB_USER_ROWS, err);
    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, set->id << SB_USER_SHIFT);
    sb_statement_put_int(s, 2, (set->id + 1) << SB_USER_SHIFT);
    while (st == SB_OK && (st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        struct sb_user_row at = sb_user_row(s);

        st = sb_dx_list_add(out, at.key, at.billable, at.title, strlen(at.title), err);
    }
    if (st != SB_OK) {
        sb_statement_free(s);
        return st;
    }
    sb_dx_list_sort(out, &twice);
    return sb_statement_end(s, err);
}

sb_status
sb_user_put_edit(struct sb_db *db, int64_t id, const struct sb_edit_row *row, struct sb_error *err)
{
    struct sb_statement *s;
    const bool pair = row->other[0] != '\0';
    sb_status st = sb_statement_open(&s, db,
                                     pair ? "INSERT INTO pair (code_set, column1, first, last,"
                                            " indicator, column2) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                                          : "INSERT INTO dated (code_set, code, first, last, value,"
                                            " mai) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                                     err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, id);
    sb_statement_put_text(s, 2, row->code);
    sb_statement_put_int(s, 3, row->from.day);
    sb_statement_put_int(s, 4, row->to.day);
    sb_statement_put_int(s, 5, row->value);
    if (pair)
        sb_statement_put_text(s, 6, row->other);
    else
        sb_statement_put_int(s, 6, row->mai);
    return sb_statement_run(s, err);
}
