/*
 * keys.c - the key that a practice signs its documents with, as PEM files that other programs read
 * too (RFC 8410): FILE holds the private half, FILE.pub the public one.
 */
#include "app/app.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define KEY_FILE ((size_t)16 << 10)

/* One half: the words around it, and the bytes before its 32. */
struct half {
    const char *begin, *end;
    uint8_t prefix[16];
    size_t prefix_length;
};
static const struct half private_half = {"-----BEGIN PRIVATE KEY-----",
                                         "-----END PRIVATE KEY-----",
                                         {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03,
                                          0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20},
                                         16};
static const struct half public_half = {
    "-----BEGIN PUBLIC KEY-----",
    "-----END PUBLIC KEY-----",
    {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00},
    12};

static void
half_print(struct sb_buf *out, const struct half *half, const uint8_t key[32])
{
    uint8_t bytes[48];

    memcpy(bytes, half->prefix, half->prefix_length);
    memcpy(bytes + half->prefix_length, key, 32);
    sb_buf_text(out, half->begin);
    sb_buf_char(out, '\n');
    sb_base64(out, bytes, half->prefix_length + 32);
    sb_buf_char(out, '\n');
    sb_buf_text(out, half->end);
    sb_buf_char(out, '\n');
    sb_wipe(bytes, sizeof bytes);
}

static bool
half_parse(uint8_t key[32], const struct half *half, const char *text)
{
    const char *at = strstr(text, half->begin), *end = at != NULL ? strstr(at, half->end) : NULL;
    uint8_t bytes[48];
    bool good;

    if (end == NULL)
        return false;
    at += strlen(half->begin);
    good = sb_base64_read(bytes, half->prefix_length + 32, at, (size_t)(end - at)) &&
           memcmp(bytes, half->prefix, half->prefix_length) == 0;
    if (good)
        memcpy(key, bytes + half->prefix_length, 32);
    sb_wipe(bytes, sizeof bytes);
    return good;
}

static sb_status
key_read(uint8_t seed[SB_KEY_SEED], const char *path, struct sb_owner owner, struct sb_error *err)
{
    struct sb_secret file;
    sb_status st = sb_secret_read(&file, path, KEY_FILE, owner, err);

    if (st == SB_OK && !half_parse(seed, &private_half, file.at))
        st = sb_error_at(err, SB_E_SYNTAX, path, 0, 0,
                         "holds no private key of Ed25519: 'superbill archive key FILE' makes one");
    sb_secret_free(&file);
    return st;
}

sb_status
sb_public_key_read(struct sb_public_key *out, const char *path, struct sb_error *err)
{
    struct sb_buf file = {0};
    sb_status st = sb_file_read(&file, path, KEY_FILE, err);

    if (st == SB_OK && (file.at == NULL || !half_parse(out->bytes, &public_half, file.at)))
        st = sb_error_at(err, SB_E_SYNTAX, path, 0, 0,
                         file.at != NULL && strstr(file.at, private_half.begin) != NULL
                             ? "is the private half of a key: the public one stands in FILE.pub"
                             : "holds no public key of Ed25519");
    if (file.at != NULL)
        sb_wipe(file.at, file.len);
    sb_buf_free(&file);
    return st;
}

static sb_status
key_write(const char *path, const struct half *half, const uint8_t key[32], struct sb_error *err)
{
    const char *slash = strrchr(path, '/');
    const struct sb_owner owner = {.group_given = false};
    struct sb_outfile *file = NULL;
    struct sb_buf folder = {0}, text = {0};
    sb_status st;

    sb_buf_put(&folder, slash == NULL ? "." : path, slash == NULL ? 1 : (size_t)(slash - path) + 1);
    half_print(&text, half, key);
    if (folder.failed || text.failed) {
        st = sb_error_nomem(err);
    } else {
        const struct sb_bytes bytes = {text.at, text.len};
        const struct sb_pieces pieces = {&bytes, 1};

        /* what a killed run left holds a key */
        if ((st = sb_outfile_sweep(folder.at, err)) == SB_OK)
            st = sb_outfile_stage(&file, folder.at, slash == NULL ? path : slash + 1, pieces, owner,
                                  err);
        if (st == SB_OK)
            st = sb_outfile_publish(file, SB_PUBLISH_NEW, err);
        sb_outfile_free(file);
    }
    if (text.at != NULL)
        sb_wipe(text.at, text.len);
    sb_buf_free(&text);
    sb_buf_free(&folder);
    return st;
}

sb_status
sb_key_make(struct sb_key_made *out, const char *path, struct sb_error *err)
{
    const struct sb_owner owner = {.group_given = false};
    struct sb_buf name = {0};
    uint8_t seed[SB_KEY_SEED];
    sb_status st = sb_crypto_start(err);

    *out = (struct sb_key_made){.fresh = access(path, F_OK) != 0};
    sb_buf_print(&name, "%s.pub", path);
    if (st == SB_OK && name.failed)
        st = sb_error_nomem(err);
    if (st == SB_OK && out->fresh && access(name.at, F_OK) == 0)
        st = sb_error_at(err, SB_E_WRITE, name.at, 0, 0,
                         "is there already, and its private half is not: it is not replaced");
    if (st == SB_OK && out->fresh) {
        sb_random(seed, sizeof seed);
        st = key_write(path, &private_half, seed, err);
    } else if (st == SB_OK) {
        st = key_read(seed, path, owner, err);
    }
    if (st == SB_OK) {
        sb_key_public(out->key.bytes, seed);
        st = key_write(name.at, &public_half, out->key.bytes, err);
    }
    sb_wipe(seed, sizeof seed);
    sb_buf_free(&name);
    return st;
}

/* The practice's own key, read on first use. */
static sb_status
practice_key(struct sb_practice *practice, struct sb_error *err)
{
    const char *path;
    sb_status st;

    if (practice->signing)
        return SB_OK;
    path = sb_config_path(practice->config, practice->arena, practice->config->signing_key_file);
    if (path == NULL)
        return sb_error_nomem(err);
    if ((st = key_read(practice->seed, path, practice->owner, err)) == SB_OK)
        practice->signing = true;
    return st;
}

sb_status
sb_practice_key(struct sb_public_key *out, bool *given, struct sb_practice *practice,
                struct sb_error *err)
{
    sb_status st = SB_OK;

    *given = practice->config->signing_key_file != NULL;
    if (*given && (st = practice_key(practice, err)) == SB_OK)
        sb_key_public(out->bytes, practice->seed);
    return st;
}

sb_status
sb_practice_sign(struct sb_buf *signature, struct sb_buf *attached, struct sb_practice *practice,
                 const char *record_sha256, struct sb_bytes record, struct sb_error *err)
{
    sb_status st;

    sb_buf_reset(signature);
    sb_buf_reset(attached);
    if (practice->config->signing_key_file == NULL) {
        sb_buf_put(attached, record.at, record.len);
        return attached->failed ? sb_error_nomem(err) : SB_OK;
    }
    if ((st = practice_key(practice, err)) != SB_OK ||
        (st = sb_signature_make(signature, record_sha256, practice->seed, err)) != SB_OK)
        return st;
    return sb_record_sign(attached, record, (struct sb_bytes){signature->at, signature->len}, err);
}
