/* verify.c - is this file what was issued? */
#include "app/app.h"

#include <stdio.h>
#include <string.h>

const char *
sb_verdict_text(enum sb_verdict verdict)
{
    static const char *const texts[] = {
        [SB_VERDICT_GENUINE] = "genuine",       [SB_VERDICT_ALTERED] = "altered",
        [SB_VERDICT_SUPERSEDED] = "superseded", [SB_VERDICT_VOID] = "void",
        [SB_VERDICT_UNKNOWN] = "unknown",       [SB_VERDICT_BROKEN] = "broken",
    };

    return texts[verdict];
}

static void
verdict_say(struct sb_verified *out, enum sb_verdict verdict, const char *why)
{
    out->verdict = verdict;
    (void)snprintf(out->why, sizeof out->why, "%s", why);
}

/* The archive has these very bytes. */
static sb_status
verify_known(struct sb_verified *out, struct sb_archive *archive, const char *number,
             struct sb_arena *arena, struct sb_error *err)
{
    struct sb_superbill row;
    sb_status st = sb_archive_find(&row, archive, number, arena, err);

    if (st != SB_OK)
        return st;
    (void)snprintf(out->number, sizeof out->number, "%s", number);
    if (row.state == SB_ISSUE_VOID) {
        verdict_say(out, SB_VERDICT_VOID, "it was issued so, and made void");
    } else if (row.state == SB_ISSUE_SUPERSEDED) {
        verdict_say(out, SB_VERDICT_SUPERSEDED, "");
        (void)snprintf(out->why, sizeof out->why, "it was issued so, and replaced by %s",
                       row.replaced_by != NULL ? row.replaced_by : "a correction");
    } else {
        verdict_say(out, SB_VERDICT_GENUINE, "the very bytes that were issued");
    }
    return SB_OK;
}

/* Sound in itself, and no archive knows it: is it signed, and with that key? */
static void
verify_signature(struct sb_verified *out, const struct sb_returned *returned,
                 const struct sb_public_key *key)
{
    if (key != NULL && returned->signature &&
        memcmp(returned->signer, key->bytes, sizeof key->bytes) == 0)
        verdict_say(out, SB_VERDICT_GENUINE,
                    "its record is signed with the key, and its pages agree with it");
    else if (key != NULL && returned->signature)
        verdict_say(out, SB_VERDICT_UNKNOWN, "sound in itself, but signed with another key");
    else if (returned->signature)
        verdict_say(out, SB_VERDICT_UNKNOWN,
                    "sound in itself, and signed: --public-key FILE tells whether by the practice");
    else if (returned->view)
        verdict_say(out, SB_VERDICT_UNKNOWN, "a view, sound in itself: no archive keeps its bytes");
    else
        verdict_say(out, SB_VERDICT_UNKNOWN,
                    key != NULL ? "sound in itself, but not signed"
                                : "sound in itself, but no archive here knows it");
}

/* Its number was given, and a restore of an older copy lost what it was given to. */
static void
verify_lost(struct sb_verified *out, const struct sb_lost *lost)
{
    char day[SB_DATE_TEXT];

    if (out->verdict != SB_VERDICT_UNKNOWN)
        return; /* the signature decided */
    (void)sb_date_print(day, sb_date_of_instant(lost->at, 0));
    (void)snprintf(out->why, sizeof out->why,
                   "sound in itself; the archive knows its number, which the restore of %s lost, "
                   "but not this document: it may be genuine, and only its signature can tell",
                   day);
}

/* What an archive, or nothing, is asked with. */
struct verify_means {
    struct sb_archive *archive; /* NULL: none */
    const struct sb_public_key *key;
    struct sb_public_key own; /* the practice's, where key is that */
    uint8_t hash[32];         /* of the file */
    struct sb_arena *arena;
};

/* Of a purged number its entry is left, with the hash of its document: that decides. */
static void
verify_past(struct sb_verified *out, const struct sb_past *past)
{
    if (!past->same)
        verdict_say(out, SB_VERDICT_ALTERED, "other bytes were issued under its number");
    else if (past->state == SB_ISSUE_VOID)
        verdict_say(out, SB_VERDICT_VOID, "it was issued so, made void, and purged since");
    else if (past->state == SB_ISSUE_STANDS)
        verdict_say(out, SB_VERDICT_GENUINE,
                    "the very bytes that were issued; the archive has purged them since");
    else if (past->successor[0] == '\0')
        verdict_say(out, SB_VERDICT_SUPERSEDED,
                    "it was issued so, purged since, and a visit of it was issued anew");
    else {
        verdict_say(out, SB_VERDICT_SUPERSEDED, "");
        (void)snprintf(out->why, sizeof out->why,
                       "it was issued so, replaced by %s, and purged since", past->successor);
    }
}

/* The archive does not have these bytes: does it know the number that they claim? */
static sb_status
verify_number(struct sb_verified *out, bool *known, struct sb_lost *lost,
              const struct verify_means *means, const char *number, struct sb_error *err)
{
    struct sb_error cause = {0}, later = {0};
    struct sb_lost gap;
    bool gone = false;
    struct sb_superbill row;
    struct sb_past past;
    sb_status st = sb_archive_find(&row, means->archive, number, means->arena, &cause);

    *known = st == SB_OK;
    if (st == SB_OK)
        verdict_say(out, SB_VERDICT_ALTERED, "the archive holds other bytes under its number");
    if (st == SB_E_ABSENT) {
        st = sb_archive_past(&past, means->archive, number, means->hash, &later);
        cause = later;
        *known = st == SB_OK;
        if (st == SB_OK)
            verify_past(out, &past);
        else if (st == SB_E_ABSENT &&
                 sb_archive_lost(&gap, &gone, means->archive, number, NULL) == SB_OK && gone)
            *lost = gap;
    }
    if (st == SB_OK || st == SB_E_ABSENT)
        return SB_OK;
    return sb_error_at(err, st, cause.source, 0, 0, "%s", cause.text);
}

/*
 * A receipt or private copy is drawn of a number, and no archive keeps its bytes: whether the
 * number stands is known all the same.  *told: it does not, and the verdict says so.
 */
static sb_status
verify_view(struct sb_verified *out, bool *told, const struct verify_means *means,
            const char *number, struct sb_error *err)
{
    const char *purged = "", *successor = NULL;
    enum sb_issue_state state = SB_ISSUE_STANDS;
    struct sb_error cause = {0}, later = {0};
    struct sb_superbill row;
    struct sb_past past;
    sb_status st = sb_archive_find(&row, means->archive, number, means->arena, &cause);

    if (st == SB_OK) {
        state = row.state;
        successor = row.replaced_by;
    } else if (st == SB_E_ABSENT) {
        st = sb_archive_past(&past, means->archive, number, means->hash, &later);
        cause = later;
        if (st == SB_OK) {
            state = past.state;
            successor = past.successor[0] != '\0' ? past.successor : NULL;
            purged = ", and purged since";
        }
    }
    if (st != SB_OK && st != SB_E_ABSENT)
        return sb_error_at(err, st, cause.source, 0, 0, "%s", cause.text);
    *told = st == SB_OK && state != SB_ISSUE_STANDS;
    if (!*told)
        return SB_OK;
    out->verdict = state == SB_ISSUE_VOID ? SB_VERDICT_VOID : SB_VERDICT_SUPERSEDED;
    if (state == SB_ISSUE_VOID)
        (void)snprintf(out->why, sizeof out->why, "a view of a number that was made void%s",
                       purged);
    else
        (void)snprintf(out->why, sizeof out->why, "a view of a number that was replaced by %s%s",
                       successor != NULL ? successor : "a correction", purged);
    return SB_OK;
}

/* The archive has other bytes, or has never heard of it: what does it say of itself? */
static sb_status
verify_unknown(struct sb_verified *out, const struct verify_means *means, struct sb_bytes pdf,
               struct sb_error *err)
{
    struct sb_error cause = {0};
    struct sb_returned returned;
    struct sb_lost lost = {.last = 0};
    bool known = false;
    sb_status st = sb_returned_read(&returned, pdf, &cause), asked = SB_OK;

    if (st == SB_OK)
        (void)snprintf(out->number, sizeof out->number, "%s", returned.number);
    if (st == SB_OK && means->archive != NULL && !returned.draft && returned.number[0] != '\0') {
        if (!returned.view)
            asked = verify_number(out, &known, &lost, means, returned.number, err);
        else if (returned.fault[0] == '\0')
            asked = verify_view(out, &known, means, returned.number, err);
    }
    if (st == SB_E_SYNTAX)
        verdict_say(out, SB_VERDICT_BROKEN, cause.text);
    else if (st == SB_E_RANGE)
        verdict_say(out, SB_VERDICT_UNKNOWN,
                    "it is encrypted, as a delivery copy is: verify the document itself");
    else if (st == SB_E_ABSENT)
        verdict_say(out, SB_VERDICT_UNKNOWN, cause.text);
    else if (st != SB_OK)
        (void)sb_error_set(err, st, "%s", cause.text);
    else if (asked != SB_OK || known)
        st = asked;
    else if (returned.fault[0] != '\0')
        verdict_say(out, SB_VERDICT_ALTERED, returned.fault);
    else if (returned.draft)
        verdict_say(out, SB_VERDICT_UNKNOWN, "a draft, sound in itself: it was never issued");
    else {
        verify_signature(out, &returned, means->key);
        if (lost.last > 0)
            verify_lost(out, &lost);
    }
    sb_returned_free(&returned);
    return st == SB_E_SYNTAX || st == SB_E_ABSENT || st == SB_E_RANGE ? SB_OK : st;
}

/* The key to ask with: the one given, else the practice's own. */
static sb_status
verify_key(struct verify_means *means, struct sb_practice *practice, struct sb_error *err)
{
    bool given = false;
    sb_status st = SB_OK;

    if (means->key == NULL && practice != NULL)
        st = sb_practice_key(&means->own, &given, practice, err);
    if (given)
        means->key = &means->own;
    return st;
}

static sb_status
verify_file(struct sb_verified *out, struct verify_means *means, struct sb_practice *practice,
            const struct sb_buf *file, struct sb_error *err)
{
    const char *number = NULL;
    char hex[65];
    sb_status st = SB_OK;

    sb_sha256(means->hash, file->at, file->len);
    sb_hex(hex, means->hash, sizeof means->hash);
    if (practice != NULL && (st = sb_practice_archive(&means->archive, practice, err)) == SB_OK)
        st = sb_archive_by_document(&number, means->archive, hex, means->arena, err);
    if (st != SB_OK)
        return st;
    if (number != NULL)
        return verify_known(out, means->archive, number, means->arena, err);
    if ((st = verify_key(means, practice, err)) != SB_OK)
        return st;
    return verify_unknown(out, means, (struct sb_bytes){file->at, file->len}, err);
}

sb_status
sb_verify(struct sb_verified *out, struct sb_practice *practice, const char *path,
          const struct sb_public_key *key, struct sb_error *err)
{
    struct verify_means means = {.key = key, .arena = sb_arena_new(0)};
    struct sb_buf file = {0};
    sb_status st;

    *out = (struct sb_verified){.verdict = SB_VERDICT_UNKNOWN};
    if (means.arena == NULL)
        return sb_error_nomem(err);
    if ((st = sb_crypto_start(err)) == SB_OK &&
        (st = sb_file_read(&file, path, SB_RETURNED_FILE, err)) == SB_OK)
        st = verify_file(out, &means, practice, &file, err);
    sb_buf_free(&file);
    sb_arena_free(means.arena);
    return st;
}
