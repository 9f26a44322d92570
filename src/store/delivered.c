/*
 * delivered.c - what a run that issued has delivered itself, noted behind the head.
 *
 *   archive.head:  {"entries":8,"hash":"...",...}        synced after the commit
 *                  {"delivered":{"first":5,"last":8}}    appended once all its documents are in
 *                                                        place
 *
 * Those rows of delivery are as good as gone, and go with the next transaction: it saves the run
 * a second one, and its syncs.  The note itself is not synced.  Where it is lost or torn the rows
 * stand, and the next run looks for the files.
 */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#define NOTE_CAP ((size_t)8192)
#define NOTE_FIRST "{\"delivered\":{\"first\":"
#define NOTE_LAST ",\"last\":"

static void
note_print(struct sb_buf *out, struct sb_delivered what)
{
    sb_buf_print(out, NOTE_FIRST "%lld" NOTE_LAST "%lld}}\n", (long long)what.first,
                 (long long)what.last);
}

/* The digits at *at, passed by. */
static bool
note_int(int64_t *out, const char **at)
{
    size_t length = 0;

    while (sb_ascii_digit((*at)[length]))
        length++;
    if (!sb_int_parse(out, *at, length))
        return false;
    *at += length;
    return true;
}

static bool
note_parse(struct sb_delivered *out, const char *text)
{
    struct sb_delivered read;
    struct sb_buf again = {0};
    const char *at = text + sizeof NOTE_FIRST - 1;
    bool same;

    if (!sb_text_starts(text, NOTE_FIRST) || !note_int(&read.first, &at) ||
        !sb_text_starts(at, NOTE_LAST))
        return false;
    at += sizeof NOTE_LAST - 1;
    if (!note_int(&read.last, &at))
        return false;
    note_print(&again, read);
    same = !again.failed && again.at != NULL && strcmp(again.at, text) == 0;
    sb_buf_free(&again);
    if (same)
        *out = read;
    return same;
}

void
sb_delivered_read(struct sb_delivered *out, const char *head_path)
{
    struct sb_buf text = {0};
    const char *second;

    *out = (struct sb_delivered){0};
    if (sb_file_read(&text, head_path, NOTE_CAP, NULL) == SB_OK && text.at != NULL &&
        (second = strchr(text.at, '\n')) != NULL && !note_parse(out, second + 1))
        *out = (struct sb_delivered){0};
    sb_buf_free(&text);
}

/* Under the lock: whether the head is still the one of that commit, with nothing behind it. */
static bool
note_mine(const struct sb_chain_head *head, const char *path)
{
    struct sb_delivered noted;
    struct sb_chain_head there;
    bool found;

    sb_delivered_read(&noted, path);
    return noted.last == 0 && sb_head_read(&there, &found, path, NULL) == SB_OK && found &&
           there.entries == head->entries && strcmp(there.hash, head->hash) == 0;
}

bool
sb_delivered_note(const struct sb_chain_head *head, struct sb_delivered what, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
    struct sb_lock *lock = NULL;
    struct sb_buf text = {0};
    bool noted = false;

    note_print(&text, what);
    if (folder != NULL && !text.failed && sb_lock_take(&lock, folder, NULL) == SB_OK)
        noted = note_mine(head, path) && sb_file_append(path, text.at, text.len, NULL) == SB_OK;
    sb_lock_free(lock);
    sb_buf_free(&text);
    free(folder);
    return noted;
}

sb_status
sb_delivered_all(bool *all, struct sb_archive *archive, struct sb_error *err)
{
    struct sb_db *db = sb_archive_db(archive);
    struct sb_delivered noted;
    struct sb_statement *s;
    bool row;
    sb_status st;

    *all = db == NULL;
    if (db == NULL)
        return SB_OK;
    st = sb_statement_open(
        &s, db, "SELECT 1 FROM delivery WHERE superbill NOT BETWEEN ?1 AND ?2 LIMIT 1", err);
    if (st != SB_OK)
        return st;
    sb_delivered_read(&noted, sb_archive_head_path(archive));
    sb_statement_put_int(s, 1, noted.first);
    sb_statement_put_int(s, 2, noted.last);
    if ((st = sb_statement_next(s, &row, err)) == SB_OK)
        *all = !row;
    sb_statement_free(s);
    return st;
}

sb_status
sb_delivered_drop(struct sb_db *db, struct sb_delivered what, struct sb_error *err)
{
    struct sb_statement *s;
    sb_status st;

    if (what.last == 0)
        return SB_OK;
    st = sb_statement_open(&s, db, "DELETE FROM delivery WHERE superbill BETWEEN ?1 AND ?2", err);
    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, what.first);
    sb_statement_put_int(s, 2, what.last);
    return sb_statement_run(s, err);
}
