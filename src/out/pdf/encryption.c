/*
 * encryption.c - what encrypts a copy, by ISO 32000-2 alone: 7.6.4, revision 6, AES-256.
 *
 *   /U  hash(password, salt)          salt   salt'    the password is the one
 *   /UE AES(hash(password, salt'))    of the file's key
 *   /O /OE                            the same of an owner's password
 *   /Perms AES(file's key)            of the permissions, "T" and "adb"
 *
 * Nobody is to have an owner's password, so none is made: /O and /OE are bytes by chance, which
 * are the hash of nothing that anybody could find.  libqpdf, which writes the copy, would derive
 * all four, each at several times of what one costs here, and the proof of a copy three again.
 */
#include "out/pdf/pdf.h"

#include <stdlib.h>
#include <string.h>

#define PASSWORD_MOST 127 /* bytes; the standard's own bound */
#define REPEATED 64
/* print, extract for any purpose and for screen readers; change nothing */
#define RIGHTS 0xFFFFFAD4u

static const uint8_t nothing[16];

/*
 * Rounds of AES-128 over 64 repetitions and of whichever SHA-2 the outcome picks, 64 at least; the
 * last byte says when it is over.
 */
void
sb_encryption_hash(uint8_t hash[32], struct sb_bytes password, const uint8_t salt[8])
{
    uint8_t block[REPEATED * (PASSWORD_MOST + 64)], k[64];
    size_t length = password.len, key, one;

    memcpy(block, password.at, length);
    memcpy(block + length, salt, 8);
    key = sb_sha2(k, SB_SHA256, block, length + 8);
    for (unsigned round = 1;; round++) {
        unsigned sum = 0;

        one = length + key;
        memcpy(block, password.at, length);
        memcpy(block + length, k, key);
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
sb_encryption_new(struct sb_encryption *out, const char *password)
{
    const struct sb_bytes word = {password, strlen(password)};
    uint8_t hash[32], rights[16] = {0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 'T', 'a', 'd', 'b'};

    if (word.len > PASSWORD_MOST)
        return false;
    sb_random(out, sizeof *out); /* key, salts, and what nobody has a password for */
    out->p = RIGHTS;
    sb_encryption_hash(out->u, word, out->u + 32);
    sb_encryption_hash(hash, word, out->u + 40);
    sb_aes256_encrypt(out->ue, out->key, sizeof out->ue, hash, nothing);
    for (unsigned i = 0; i < 4; i++)
        rights[i] = (uint8_t)(out->p >> (8 * i));
    sb_random(rights + 12, 4);
    sb_aes256_encrypt(out->perms, rights, sizeof rights, out->key, nothing);
    sb_wipe(hash, sizeof hash);
    return true;
}

static void
put_hex(struct sb_buf *out, const char *key, const uint8_t *bytes, size_t length)
{
    char hex[2 * 48 + 1];

    sb_hex(hex, bytes, length);
    sb_buf_print(out, "/%s<%s>", key, hex);
}

static void
encryption_put(struct sb_buf *out, const struct sb_encryption *e, int revision, const char *filter)
{
    sb_buf_print(out,
                 "<</Filter/Standard/V 5/R %d/Length 256/P %ld/CF<</StdCF<</AuthEvent/DocOpen"
                 "/CFM/AESV3/Length 32>>>>/StmF/%s/StrF/%s",
                 revision, (long)(int32_t)e->p, filter, filter);
    put_hex(out, "U", e->u, sizeof e->u);
    put_hex(out, "UE", e->ue, sizeof e->ue);
    put_hex(out, "O", e->o, sizeof e->o);
    put_hex(out, "OE", e->oe, sizeof e->oe);
    put_hex(out, "Perms", e->perms, sizeof e->perms);
    sb_buf_text(out, ">>");
}

void
sb_encryption_put(struct sb_buf *out, const struct sb_encryption *e)
{
    encryption_put(out, e, 6, "StdCF");
}

void
sb_encryption_put_open(struct sb_buf *out, const struct sb_encryption *e)
{
    struct sb_encryption open = *e;
    uint8_t hash[32];

    /* revision 5 hashes once: of no characters and a salt */
    sb_sha256(open.u, open.u + 32, 8);
    sb_sha256(hash, open.u + 40, 8);
    sb_aes256_encrypt(open.ue, open.key, sizeof open.ue, hash, nothing);
    encryption_put(out, &open, 5, "Identity");
    sb_wipe(&open, sizeof open);
    sb_wipe(hash, sizeof hash);
}

/* Whether the bytes of an encrypted stream are these under that key. */
static bool
stream_opens_to(const uint8_t key[32], struct sb_bytes sealed, struct sb_bytes plain)
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

/* Whether the string below a key is that one. */
static bool
string_same(struct sb_foreign *f, unsigned dict, const char *key, const uint8_t *bytes,
            size_t length)
{
    struct sb_bytes found;

    return sb_foreign_string(f, sb_foreign_key(f, dict, key), &found) && found.len == length &&
           memcmp(found.at, bytes, length) == 0;
}

/* Whether an encryption dictionary says so: AES of 256 bits for all strings and streams. */
static bool
terms_same(struct sb_foreign *f, unsigned how, const struct sb_encryption *e)
{
    unsigned filter = sb_foreign_key(f, sb_foreign_key(f, how, "/CF"), "/StdCF");
    int version = 0, revision = 0, rights = 0;

    return sb_foreign_int(f, sb_foreign_key(f, how, "/V"), &version) && version == 5 &&
           sb_foreign_int(f, sb_foreign_key(f, how, "/R"), &revision) && revision == 6 &&
           sb_foreign_int(f, sb_foreign_key(f, how, "/P"), &rights) && (uint32_t)rights == e->p &&
           sb_foreign_named(f, sb_foreign_key(f, how, "/Filter"), "/Standard") &&
           sb_foreign_named(f, sb_foreign_key(f, how, "/StmF"), "/StdCF") &&
           sb_foreign_named(f, sb_foreign_key(f, how, "/StrF"), "/StdCF") &&
           sb_foreign_named(f, sb_foreign_key(f, filter, "/CFM"), "/AESV3") &&
           string_same(f, how, "/U", e->u, sizeof e->u) &&
           string_same(f, how, "/UE", e->ue, sizeof e->ue) &&
           string_same(f, how, "/O", e->o, sizeof e->o) &&
           string_same(f, how, "/OE", e->oe, sizeof e->oe) &&
           string_same(f, how, "/Perms", e->perms, sizeof e->perms);
}

/* Whether a stream of the copy is one of the document. */
static bool
stream_same(struct sb_foreign *copy, unsigned a, struct sb_foreign *from, unsigned b,
            const uint8_t key[32])
{
    unsigned char *sealed = NULL, *plain = NULL;
    size_t sealed_length = 0, length = 0;
    bool same = sb_foreign_raw(copy, a, &sealed, &sealed_length) &&
                sb_foreign_raw(from, b, &plain, &length) &&
                stream_opens_to(key, (struct sb_bytes){sealed, sealed_length},
                                (struct sb_bytes){plain, length});

    free(sealed);
    free(plain);
    return same;
}

/* Pages, attachments and metadata of the copy are those of the document. */
static bool
copy_holds(struct sb_foreign *copy, struct sb_foreign *from, const uint8_t key[32])
{
    unsigned a = sb_foreign_root(copy), b = sb_foreign_root(from);
    unsigned files = sb_foreign_key(copy, a, "/AF"), own = sb_foreign_key(from, b, "/AF");
    int pages = sb_foreign_pages(copy), count = sb_foreign_count(copy, files);
    bool same = pages > 0 && pages == sb_foreign_pages(from) &&
                count == sb_foreign_count(from, own) &&
                stream_same(copy, sb_foreign_key(copy, a, "/Metadata"), from,
                            sb_foreign_key(from, b, "/Metadata"), key);

    for (int i = 0; same && i < pages; i++)
        same = stream_same(copy, sb_foreign_key(copy, sb_foreign_page(copy, i), "/Contents"), from,
                           sb_foreign_key(from, sb_foreign_page(from, i), "/Contents"), key);
    for (int i = 0; same && i < count; i++) {
        a = sb_foreign_key(copy, sb_foreign_item(copy, files, i), "/EF");
        b = sb_foreign_key(from, sb_foreign_item(from, own, i), "/EF");
        same = stream_same(copy, sb_foreign_key(copy, a, "/F"), from, sb_foreign_key(from, b, "/F"),
                           key);
    }
    return same;
}

bool
sb_encryption_prove(struct sb_foreign *copy, const char *encrypt, struct sb_foreign *from,
                    const struct sb_encryption *e)
{
    return terms_same(copy, sb_foreign_key(copy, sb_foreign_trailer(copy), encrypt), e) &&
           copy_holds(copy, from, e->key);
}
