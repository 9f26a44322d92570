/*
 * unlock.c - an encrypted copy read again, by ISO 32000-2 alone: 7.6.4, revision 6, AES-256.
 *
 *   /U  hash(password, salt)          salt   salt'    the password is the one
 *   /UE AES(hash(password, salt'))    of the file's key
 *   /O  the same of the owner's password, each hash over /U too
 *   /Perms AES(file's key)            of the permissions, "T" and "adb"
 *
 * The library that makes a copy is not its own witness: it would read a mistake as it wrote it,
 * and to open one file it derives keys seven times.  Three times are enough.
 */
#include "out/pdf/pdf.h"

#include <stdlib.h>
#include <string.h>

#define PASSWORD_MOST 127 /* bytes; the standard's own bound */
#define REPEATED 64
#define READABLE 0x200u /* a right: text for screen readers */
#define USER 48         /* bytes of /U that the owner's hashes take in */

static const uint8_t nothing[16];

/*
 * Algorithm 2.B: of a password, 8 bytes of salt and, for an owner's, all of /U.  Rounds of AES-128
 * over 64 repetitions and of whichever SHA-2 the outcome picks, 64 at least; the last byte says
 * when it is over.
 */
static void
unlock_hash(uint8_t hash[32], struct sb_bytes password, const uint8_t salt[8], const uint8_t *user)
{
    uint8_t block[REPEATED * (PASSWORD_MOST + 64 + USER)], k[64];
    size_t length = password.len, more = user != NULL ? USER : 0, key, one;

    memcpy(block, password.at, length);
    memcpy(block + length, salt, 8);
    if (user != NULL)
        memcpy(block + length + 8, user, USER);
    key = sb_sha2(k, SB_SHA256, block, length + 8 + more);
    for (unsigned round = 1;; round++) {
        unsigned sum = 0;

        one = length + key + more;
        memcpy(block + length, k, key);
        if (user != NULL)
            memcpy(block + length + key, user, USER);
        memcpy(block, password.at, length);
        for (size_t n = 1; n < REPEATED; n *= 2)
            memcpy(block + n * one, block, n * one);
        sb_aes128_encrypt(block, REPEATED * one, k, k + 16);
        /* the first 16 bytes as a number, modulo 3; 256 is 1 there */
        for (size_t i = 0; i < 16; i++)
            sum += block[i];
        key = sb_sha2(k, (enum sb_sha2)(sum % 3), block, REPEATED * one);
        if (round >= 64 && block[REPEATED * one - 1] <= round - 32)
            break;
    }
    memcpy(hash, k, 32);
    sb_wipe(block, sizeof block);
    sb_wipe(k, sizeof k);
}

bool
sb_unlock_key(uint8_t key[32], const struct sb_unlock *lock, const char *password)
{
    const struct sb_bytes word = {password, strlen(password)};
    uint8_t hash[32], rights[16];
    bool opens;

    if (word.len > PASSWORD_MOST)
        return false;
    unlock_hash(hash, word, lock->u + 32, NULL);
    opens = memcmp(hash, lock->u, sizeof hash) == 0;
    if (opens) {
        unlock_hash(hash, word, lock->u + 40, NULL);
        sb_aes256_decrypt(key, lock->ue, sizeof lock->ue, hash, nothing);
        sb_aes256_decrypt(rights, lock->perms, sizeof rights, key, nothing);
        for (unsigned i = 0; i < 8; i++) /* 32 bits, and as many that are set */
            opens = opens && rights[i] == (i < 4 ? (lock->p >> (8 * i) & 0xFF) : 0xFF);
        opens = opens && memcmp(rights + 8, "Tadb", 4) == 0;
    }
    sb_wipe(hash, sizeof hash);
    if (!opens)
        sb_wipe(key, 32);
    return opens;
}

bool
sb_unlock_owned(const struct sb_unlock *lock, const char *password)
{
    const struct sb_bytes word = {password, strlen(password)};
    uint8_t hash[32];
    bool opens;

    if (word.len > PASSWORD_MOST)
        return false;
    unlock_hash(hash, word, lock->o + 32, lock->u);
    opens = memcmp(hash, lock->o, sizeof hash) == 0;
    sb_wipe(hash, sizeof hash);
    return opens;
}

/* Whether the bytes of an encrypted stream are these under that key. */
static bool
unlock_same(const uint8_t key[32], struct sb_bytes sealed, struct sb_bytes plain)
{
    const uint8_t *bytes = sealed.at;
    size_t padding = 16 - plain.len % 16;
    struct sb_buf open = {0};
    uint8_t *at;
    bool same;

    /* 16 bytes to begin with, then the text, then 1 to 16 bytes that say how many they are */
    if (plain.len == 0 || sealed.len != 16 + plain.len + padding)
        return false;
    at = (uint8_t *)sb_buf_reserve(&open, sealed.len - 16);
    if (at == NULL)
        return false;
    sb_aes256_decrypt(at, bytes + 16, sealed.len - 16, key, bytes);
    same = memcmp(at, plain.at, plain.len) == 0;
    for (size_t i = 0; i < padding; i++)
        same = same && at[plain.len + i] == padding;
    sb_buf_free(&open);
    return same;
}

/* The string of that length below a key. */
static bool
unlock_string(uint8_t *out, size_t length, struct sb_foreign *f, unsigned dict, const char *key)
{
    struct sb_bytes found;

    if (!sb_foreign_string(f, sb_foreign_key(f, dict, key), &found) || found.len != length)
        return false;
    memcpy(out, found.at, length);
    return true;
}

/* What an encryption dictionary says: AES of 256 bits for all strings and streams. */
static bool
unlock_terms(struct sb_unlock *out, struct sb_foreign *f, unsigned how)
{
    unsigned filter = sb_foreign_key(f, sb_foreign_key(f, how, "/CF"), "/StdCF");
    int version = 0, revision = 0, rights = 0;

    if (!sb_foreign_int(f, sb_foreign_key(f, how, "/V"), &version) ||
        !sb_foreign_int(f, sb_foreign_key(f, how, "/R"), &revision) ||
        !sb_foreign_int(f, sb_foreign_key(f, how, "/P"), &rights))
        return false;
    out->p = (uint32_t)rights;
    return version == 5 && revision == 6 && (out->p & READABLE) != 0 &&
           sb_foreign_named(f, sb_foreign_key(f, how, "/Filter"), "/Standard") &&
           sb_foreign_named(f, sb_foreign_key(f, how, "/StmF"), "/StdCF") &&
           sb_foreign_named(f, sb_foreign_key(f, how, "/StrF"), "/StdCF") &&
           sb_foreign_named(f, sb_foreign_key(f, filter, "/CFM"), "/AESV3") &&
           unlock_string(out->o, sizeof out->o, f, how, "/O") &&
           unlock_string(out->u, sizeof out->u, f, how, "/U") &&
           unlock_string(out->ue, sizeof out->ue, f, how, "/UE") &&
           unlock_string(out->perms, sizeof out->perms, f, how, "/Perms");
}

/* Whether a stream of the copy is one of the document. */
static bool
unlock_stream(struct sb_foreign *copy, unsigned a, struct sb_foreign *from, unsigned b,
              const uint8_t key[32])
{
    unsigned char *sealed = NULL, *plain = NULL;
    size_t sealed_length = 0, length = 0;
    bool same = sb_foreign_raw(copy, a, &sealed, &sealed_length) &&
                sb_foreign_raw(from, b, &plain, &length) &&
                unlock_same(key, (struct sb_bytes){sealed, sealed_length},
                            (struct sb_bytes){plain, length});

    free(sealed);
    free(plain);
    return same;
}

/* Pages, attachments and metadata of the copy are those of the document. */
static bool
unlock_holds(struct sb_foreign *copy, struct sb_foreign *from, const uint8_t key[32])
{
    unsigned a = sb_foreign_root(copy), b = sb_foreign_root(from);
    unsigned files = sb_foreign_key(copy, a, "/AF"), own = sb_foreign_key(from, b, "/AF");
    int pages = sb_foreign_pages(copy), count = sb_foreign_count(copy, files);
    bool same = pages > 0 && pages == sb_foreign_pages(from) &&
                count == sb_foreign_count(from, own) &&
                unlock_stream(copy, sb_foreign_key(copy, a, "/Metadata"), from,
                              sb_foreign_key(from, b, "/Metadata"), key);

    for (int i = 0; same && i < pages; i++)
        same =
            unlock_stream(copy, sb_foreign_key(copy, sb_foreign_page(copy, i), "/Contents"), from,
                          sb_foreign_key(from, sb_foreign_page(from, i), "/Contents"), key);
    for (int i = 0; same && i < count; i++) {
        a = sb_foreign_key(copy, sb_foreign_item(copy, files, i), "/EF");
        b = sb_foreign_key(from, sb_foreign_item(from, own, i), "/EF");
        same = unlock_stream(copy, sb_foreign_key(copy, a, "/F"), from,
                             sb_foreign_key(from, b, "/F"), key);
    }
    return same;
}

bool
sb_unlock_prove(struct sb_foreign *copy, const char *encrypt, struct sb_foreign *from,
                const char *password)
{
    struct sb_unlock lock;
    uint8_t key[32];
    bool sound =
        unlock_terms(&lock, copy, sb_foreign_key(copy, sb_foreign_trailer(copy), encrypt)) &&
        sb_unlock_key(key, &lock, password) && !sb_unlock_owned(&lock, "") &&
        unlock_holds(copy, from, key);

    sb_wipe(key, sizeof key);
    return sound;
}
