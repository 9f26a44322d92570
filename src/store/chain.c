/*
 * chain.c - what happened, one entry after the other, and the head file that says how far.
 *
 *   entry n:  {"at":...,"event":"issued","n":2,...,"previous":"<hash of entry 1>"}
 *   hash:     SHA-256 of exactly these bytes; the first entry's previous is all zeros
 *
 * The head is renamed into place after each commit: a kill leaves it behind the archive,
 * never ahead.  An archive that does not go through its head is an old copy, or another one.
 */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEAD_SCHEMA "superbill.head/1"
#define HEAD_CAP ((size_t)4096)
#define CHAIN_ZERO "0000000000000000000000000000000000000000000000000000000000000000"

static void
chain_hash(struct sb_jout *out, const char *key, const uint8_t *hash)
{
    char hex[65];

    if (hash == NULL)
        return;
    sb_hex(hex, hash, 32);
    sb_jout_text(out, key, hex);
}

static void
chain_text(struct sb_jout *out, const char *key, const char *text)
{
    if (text != NULL)
        sb_jout_text(out, key, text);
}

static void
chain_body(struct sb_buf *body, const struct sb_entry *entry, int64_t n, const char *previous)
{
    struct sb_jout room = {.buf = body, .sorted = true}, *out = &room;

    sb_jout_object(out, NULL);
    sb_jout_int(out, "at", entry->at);
    chain_hash(out, "delivery", entry->delivery);
    chain_hash(out, "document", entry->document);
    sb_jout_text(out, "event", entry->event);
    if (entry->events > 0)
        sb_jout_int(out, "events", entry->events);
    if (entry->numbered && entry->first != entry->last)
        sb_jout_int(out, "first", entry->first);
    chain_text(out, "format", entry->format);
    chain_text(out, "head", entry->head);
    chain_hash(out, "live", entry->live);
    sb_jout_int(out, "n", n);
    chain_text(out, "number", entry->number);
    sb_jout_text(out, "previous", previous);
    chain_text(out, "program", entry->program);
    chain_hash(out, "reason", entry->reason);
    chain_hash(out, "record", entry->record);
    chain_text(out, "replaces", entry->replaces);
    chain_hash(out, "rows", entry->rows);
    if (entry->numbered) {
        sb_jout_int(out, "sequence", entry->last);
        sb_jout_int(out, "series", entry->series);
    }
    chain_hash(out, "visits", entry->visits);
    sb_jout_end_object(out);
    body->failed |= out->defect;
}

static sb_status
chain_insert(struct sb_db *db, const struct sb_entry *entry, int64_t n, const struct sb_buf *body,
             const uint8_t hash[32], struct sb_error *err)
{
    struct sb_statement *s;
    sb_status st =
        sb_statement_open(&s, db,
                          "INSERT INTO entry (n, event, number, replaces, series, sequence, body,"
                          " hash, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                          err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, n);
    sb_statement_put_text(s, 2, entry->event);
    sb_statement_put_text(s, 3, entry->number);
    sb_statement_put_text(s, 4, entry->replaces);
    if (entry->numbered) {
        sb_statement_put_int(s, 5, entry->series);
        sb_statement_put_int(s, 6, entry->last);
    }
    sb_statement_put_text(s, 7, body->at);
    sb_statement_put_bytes(s, 8, hash, 32);
    sb_statement_put_int(s, 9, entry->at);
    return sb_statement_run(s, err);
}

sb_status
sb_chain_add(struct sb_chain_head *end, struct sb_db *db, const struct sb_entry *entry,
             struct sb_error *err)
{
    struct sb_buf body = {0};
    uint8_t hash[32];
    sb_status st;

    chain_body(&body, entry, end->entries + 1, end->hash);
    if (body.failed) {
        st = sb_error_nomem(err);
    } else {
        sb_sha256(hash, body.at, body.len);
        st = chain_insert(db, entry, end->entries + 1, &body, hash, err);
    }
    sb_buf_free(&body);
    if (st != SB_OK)
        return st;
    end->entries++;
    sb_hex(end->hash, hash, sizeof hash);
    if (entry->numbered)
        end->sequence[entry->series] = entry->last;
    return SB_OK;
}

static sb_status
chain_sequences(struct sb_chain_head *out, struct sb_db *db, struct sb_error *err)
{
    static const char sql[] = "SELECT max(sequence) FROM entry WHERE series = ?1";

    for (int series = 0; series < 2; series++) {
        struct sb_statement *s;
        bool row;
        sb_status st = sb_statement_open(&s, db, sql, err);

        if (st != SB_OK)
            return st;
        sb_statement_put_int(s, 1, series);
        st = sb_statement_next(s, &row, err);
        if (st == SB_OK && row)
            out->sequence[series] = sb_statement_int(s, 0);
        if (st != SB_OK) {
            sb_statement_free(s);
            return st;
        }
        if ((st = sb_statement_end(s, err)) != SB_OK)
            return st;
    }
    return SB_OK;
}

sb_status
sb_chain_end(struct sb_chain_head *out, struct sb_db *db, struct sb_error *err)
{
    struct sb_chain_head end = {.hash = CHAIN_ZERO};
    struct sb_statement *s;
    struct sb_bytes hash;
    bool row;
    sb_status st =
        sb_statement_open(&s, db, "SELECT n, hash FROM entry ORDER BY n DESC LIMIT 1", err);

    if (st != SB_OK)
        return st;
    st = sb_statement_next(s, &row, err);
    if (st == SB_OK && row) {
        end.entries = sb_statement_int(s, 0);
        hash = sb_statement_bytes(s, 1);
        if (hash.len == 32)
            sb_hex(end.hash, hash.at, 32);
        else
            st = sb_error_set(err, SB_E_DAMAGED, "the last entry of the archive has no hash");
    }
    if (st != SB_OK) {
        sb_statement_free(s);
        return st;
    }
    if ((st = sb_statement_end(s, err)) == SB_OK && (st = chain_sequences(&end, db, err)) == SB_OK)
        *out = end;
    return st;
}

/* the head file: one line of JSON, written and read here alone */

/* The integer behind "key": in text, which this file wrote. */
static bool
head_int(int64_t *out, const char *text, const char *key)
{
    const char *at = strstr(text, key);
    size_t length = 0;

    if (at == NULL)
        return false;
    at += strlen(key);
    while (sb_ascii_digit(at[length]))
        length++;
    return sb_int_parse(out, at, length);
}

static bool
head_parse(struct sb_chain_head *out, const char *text)
{
    static const char key[] = "\"hash\":\"";
    const char *hash = strstr(text, key);

    if (strstr(text, "\"schema\":\"" HEAD_SCHEMA "\"") == NULL || hash == NULL ||
        !head_int(&out->entries, text, "\"entries\":") || out->entries < 1 ||
        !head_int(&out->sequence[0], text, "\"last\":") ||
        !head_int(&out->sequence[1], text, "\"last_example\":"))
        return false;
    hash += sizeof key - 1;
    if (strspn(hash, "0123456789abcdef") != 64 || hash[64] != '"')
        return false;
    memcpy(out->hash, hash, 64);
    out->hash[64] = '\0';
    return true;
}

static void
head_print(struct sb_buf *text, const struct sb_chain_head *head)
{
    struct sb_jout out = {.buf = text, .sorted = true};

    sb_jout_object(&out, NULL);
    sb_jout_int(&out, "entries", head->entries);
    sb_jout_text(&out, "hash", head->hash);
    sb_jout_int(&out, "last", head->sequence[0]);
    sb_jout_int(&out, "last_example", head->sequence[1]);
    sb_jout_text(&out, "schema", HEAD_SCHEMA);
    sb_jout_end_object(&out);
    sb_buf_char(text, '\n');
    text->failed |= out.defect;
}

sb_status
sb_head_read(struct sb_chain_head *out, bool *found, const char *path, struct sb_error *err)
{
    struct sb_chain_head head = {0};
    struct sb_buf text = {0}, again = {0};
    struct sb_error why = {0};
    sb_status st;

    *found = access(path, F_OK) == 0 || errno != ENOENT;
    if (!*found)
        return SB_OK;
    st = sb_file_read(&text, path, HEAD_CAP, &why);
    if (st == SB_E_NOMEM) {
        st = sb_error_nomem(err);
    } else if (st != SB_OK) {
        /* what may not be read says nothing of the archive, which may be whole */
        bool denied = faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) != 0 && errno == EACCES;

        st = sb_error_at(err, denied ? SB_E_READ : SB_E_DAMAGED, path, 0, 0,
                         "the head of the archive %s; %s", why.text,
                         denied ? "run as its owner, or mend its permissions"
                                : "see 'superbill archive restore'");
    } else {
        /* a head that does not print back to its own bytes was not written here */
        if (text.at != NULL && head_parse(&head, text.at))
            head_print(&again, &head);
        if (again.failed)
            st = sb_error_nomem(err);
        else if (again.at == NULL || !sb_text_starts(text.at, again.at))
            st = sb_error_at(err, SB_E_DAMAGED, path, 0, 0,
                             "this is not the head of an archive as it was written; see 'superbill "
                             "archive restore'");
        else
            *out = head;
    }
    sb_buf_free(&again);
    sb_buf_free(&text);
    return st;
}

static sb_status
head_replace(const struct sb_chain_head *head, const char *folder, const char *name,
             struct sb_owner owner, struct sb_error *err)
{
    struct sb_outfile *file = NULL;
    struct sb_buf text = {0};
    sb_status st;

    head_print(&text, head);
    if (text.failed) {
        st = sb_error_nomem(err);
    } else {
        struct sb_bytes bytes = {text.at, text.len};
        struct sb_pieces content = {&bytes, 1};

        st = sb_outfile_stage(&file, folder, name, content, owner, err);
        if (st == SB_OK)
            st = sb_outfile_publish(file, SB_PUBLISH_REPLACE, err);
        sb_outfile_free(file);
    }
    sb_buf_free(&text);
    return st;
}

static sb_status
head_write(const struct sb_chain_head *head, const char *path, bool force, struct sb_owner owner,
           struct sb_error *err)
{
    struct sb_chain_head there = {0};
    struct sb_lock *lock = NULL;
    const char *name = strrchr(path, '/');
    char *folder;
    bool found = false;
    sb_status st;

    name = name == NULL ? path : name + 1;
    folder = name == path ? strdup(".") : strndup(path, (size_t)(name - path));
    if (folder == NULL)
        return sb_error_nomem(err);
    /* another run may have committed after this one and been faster: its head stays */
    st = sb_lock_take(&lock, folder, err);
    if (st == SB_OK) {
        bool further = !force && sb_head_read(&there, &found, path, NULL) == SB_OK && found &&
                       there.entries > head->entries;

        if (!further)
            st = head_replace(head, folder, name, owner, err);
    }
    sb_lock_free(lock);
    free(folder);
    return st;
}

/* Hash of the entry that the head names, and the last numbers used up to it. */
static sb_status
head_seen(struct sb_chain_head *out, bool *found, struct sb_db *db, int64_t entries,
          struct sb_error *err)
{
    struct sb_statement *s;
    struct sb_bytes hash;
    sb_status st = sb_statement_open(
        &s, db,
        "SELECT hash, (SELECT ifnull(max(sequence), 0) FROM entry WHERE series = 0 AND n <= ?1),"
        " (SELECT ifnull(max(sequence), 0) FROM entry WHERE series = 1 AND n <= ?1)"
        " FROM entry WHERE n = ?1",
        err);

    if (st != SB_OK)
        return st;
    sb_statement_put_int(s, 1, entries);
    st = sb_statement_next(s, found, err);
    if (st == SB_OK && *found) {
        hash = sb_statement_bytes(s, 0);
        if (hash.len == 32)
            sb_hex(out->hash, hash.at, 32);
        out->sequence[0] = sb_statement_int(s, 1);
        out->sequence[1] = sb_statement_int(s, 2);
    }
    if (st == SB_OK)
        return sb_statement_end(s, err);
    sb_statement_free(s);
    return st;
}

sb_status
sb_head_write(const struct sb_chain_head *head, const char *path, struct sb_owner owner,
              struct sb_error *err)
{
    return head_write(head, path, false, owner, err);
}

sb_status
sb_head_force(const struct sb_chain_head *head, const char *path, struct sb_owner owner,
              struct sb_error *err)
{
    return head_write(head, path, true, owner, err);
}

sb_status
sb_head_judge(const struct sb_chain_head *head, struct sb_db *db, const char *path,
              struct sb_error *err)
{
    struct sb_chain_head seen = {0};
    bool found;
    sb_status st;

    if ((st = head_seen(&seen, &found, db, head->entries, err)) != SB_OK)
        return st;
    if (!found)
        return sb_error_at(err, SB_E_DAMAGED, path, 0, 0,
                           "the archive is older than its head: it lacks what was issued since; "
                           "put a newer copy back with 'superbill archive restore FILE'");
    if (strcmp(seen.hash, head->hash) != 0 || seen.sequence[0] != head->sequence[0] ||
        seen.sequence[1] != head->sequence[1])
        return sb_error_at(err, SB_E_DAMAGED, path, 0, 0,
                           "the archive is not the one its head was written for; put the right "
                           "copy back with 'superbill archive restore FILE'");
    return SB_OK;
}

/* Whether a restore was told that it is what comes after that head. */
static sb_status
head_succeeded(bool *out, const struct sb_chain_head *head, struct sb_db *db, struct sb_error *err)
{
    struct sb_chain_head end;
    struct sb_statement *s;
    sb_status st = sb_chain_end(&end, db, err);

    *out = false;
    if (st != SB_OK || end.sequence[0] < head->sequence[0] || end.sequence[1] < head->sequence[1])
        return st;
    st = sb_statement_open(&s, db,
                           "SELECT 1 FROM entry WHERE event = 'restored'"
                           " AND instr(body, '\"head\":\"' || ?1 || '\"') > 0",
                           err);
    if (st != SB_OK)
        return st;
    sb_statement_put_text(s, 1, head->hash);
    st = sb_statement_next(s, out, err);
    sb_statement_free(s);
    return st;
}

sb_status
sb_head_accept(bool *restored, const struct sb_chain_head *head, struct sb_db *db, const char *path,
               struct sb_error *err)
{
    struct sb_error why = {0};
    sb_status st = sb_head_judge(head, db, path, &why), asked;

    *restored = false;
    if (st == SB_E_DAMAGED && (asked = head_succeeded(restored, head, db, &why)) != SB_OK)
        st = asked;
    else if (*restored)
        st = SB_OK;
    return st == SB_OK ? SB_OK : sb_error_at(err, st, why.source, 0, 0, "%s", why.text);
}
