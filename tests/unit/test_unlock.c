/* test_unlock.c - what opens an encrypted copy, and what is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <nettle/aes.h>

#include "out_help.h"

#include "out/pdf/pdf.h"

#define SECRET "blue-heron-42"

/* Two files of one pair of passwords, made by two other programs. */
static const struct vector {
    const char *label, *o, *u, *ue, *perms;
} vectors[] = {
    {"mutool",
     "d68a62ddac1763c333086c241eaca504115fe40c01a0cc214b8e6dcbd3b1e5de"
     "fb5c26f622aae2eb130bb77b4e2dbe4d",
     "4b5e69a8faa1ec5d7c2473f877f647a1ce79454fe0006c4c5cd1f2fc0bf6366e"
     "388469af3864a57d4851411f2077ebe4",
     "8a211e8a42c7ea1a498f4102e4477a2cef6bec56294f0ee1ca6ac63ec0737fa9",
     "424753344238e487b069fbf7295388b0"},
    {"qpdf",
     "c7561e49bf1b6ee67512d239f730899ade68eeafce564efcfb82ebda4d061587"
     "8f7db7cfed832dd514227a96679db1f6",
     "5c2511bfbcc6d73593857195c14e7f461e0963e4031ddfd9a61bd538628c7738"
     "5a142f9662e91ad934a8e8b3c4927bdf",
     "bc81b26f3e6d2d6b94455d4fb976a0e5d382a23dd3d3c4e562f0954ae61518bc",
     "156fc8ab7da3e6e897abfb3766f5634e"},
};

static void
test_two_programs_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const struct vector *v = &vectors[i];
        struct sb_unlock lock = {.p = (uint32_t)-4}, other;
        uint8_t key[32], zero[32] = {0};
        char endless[1000];

        print_message("%s\n", v->label);
        assert_true(sb_hex_read(lock.o, sizeof lock.o, v->o));
        assert_true(sb_hex_read(lock.u, sizeof lock.u, v->u));
        assert_true(sb_hex_read(lock.ue, sizeof lock.ue, v->ue));
        assert_true(sb_hex_read(lock.perms, sizeof lock.perms, v->perms));
        assert_true(sb_unlock_key(key, &lock, SECRET));
        assert_memory_not_equal(key, zero, sizeof key);
        assert_true(sb_unlock_owned(&lock, "owner-of-it-7"));
        assert_false(sb_unlock_owned(&lock, SECRET));
        assert_false(sb_unlock_owned(&lock, ""));
        /* no key is left where none opens */
        assert_false(sb_unlock_key(key, &lock, "blue-heron-43"));
        assert_memory_equal(key, zero, sizeof key);
        assert_false(sb_unlock_key(key, &lock, "owner-of-it-7"));
        assert_false(sb_unlock_key(key, &lock, ""));
        /* nor more than a password can be */
        memset(endless, 'x', sizeof endless - 1);
        endless[sizeof endless - 1] = '\0';
        assert_false(sb_unlock_key(key, &lock, endless));
        assert_false(sb_unlock_owned(&lock, endless));
        other = lock;
        other.p = (uint32_t)-1028;
        assert_false(sb_unlock_key(key, &other, SECRET));
        other = lock;
        other.ue[31] ^= 1;
        assert_false(sb_unlock_key(key, &other, SECRET));
        other = lock;
        other.perms[0] ^= 1;
        assert_false(sb_unlock_key(key, &other, SECRET));
        other = lock;
        other.o[47] ^= 1; /* salt of the owner's key, which is not asked for */
        assert_true(sb_unlock_key(key, &other, SECRET));
    }
}

/* Where such words stand for the last time, and length bytes further. */
static char *
last(struct sb_buf *in, const char *words, size_t further)
{
    char *found = NULL;

    for (char *at = in->at; at != NULL; at++) {
        at = memmem(at, in->len - (size_t)(at - in->at), words, strlen(words));
        if (at == NULL)
            break;
        found = at;
    }
    assert_non_null(found);
    return found + further;
}

/* The start of a stream behind the last such words. */
static char *
stream(struct sb_buf *in, const char *words)
{
    char *at = last(in, words, 0);

    at = memmem(at, in->len - (size_t)(at - in->at), "stream\n", 7);
    assert_non_null(at);
    return at + 7;
}

static bool
proven(const struct sb_buf *pdf, const struct sb_buf *copy, const char *password)
{
    struct sb_foreign *from, *sealed;
    struct sb_error err = {0};
    bool sound;

    assert_int_equal(sb_foreign_new(&from, (struct sb_bytes){pdf->at, pdf->len}, &err), SB_OK);
    assert_int_equal(sb_foreign_new(&sealed, (struct sb_bytes){copy->at, copy->len}, &err), SB_OK);
    sound = sb_unlock_prove(sealed, "/Encrypx", from, password);
    sb_foreign_free(sealed);
    sb_foreign_free(from);
    return sound;
}

/* A document and its copy, with a trailer that names no encryption. */
struct pair {
    struct sb_buf pdf, copy;
};

static struct pair
pair_of(const char *number, const struct sample *sample)
{
    struct pair pair = {.pdf = drawn_sample(number, sample)};
    struct sb_error err = {0};
    struct sb_worker *worker;
    char *at;

    /* without the claim, which a copy does not make, it keeps its metadata */
    while ((at = memmem(pair.pdf.at, pair.pdf.len, "pdfaid", 6)) != NULL)
        memcpy(at, "pdfaix", 6);
    assert_int_equal(sb_pdf_locker(&worker, &err), SB_OK);
    assert_int_equal(sb_pdf_lock(worker, (struct sb_bytes){pair.pdf.at, pair.pdf.len}, SECRET,
                                 "an-owner's", &err),
                     SB_OK);
    assert_int_equal(sb_worker_take(&pair.copy, worker, &err), SB_OK);
    sb_worker_free(worker);
    memcpy(last(&pair.copy, "/Encrypt ", 0), "/Encrypx", 8);
    assert_true(proven(&pair.pdf, &pair.copy, SECRET));
    return pair;
}

static void
pair_free(struct pair *pair)
{
    sb_buf_free(&pair->pdf);
    sb_buf_free(&pair->copy);
}

/* The start of the last page's content in a copy. */
static char *
content(struct sb_buf *copy)
{
    char words[32];

    (void)snprintf(words, sizeof words, "\n%lu 0 obj",
                   strtoul(last(copy, "/Contents ", 10), NULL, 10));
    return stream(copy, words);
}

/* Each thing that is asked of a copy, taken away. */
static void
test_a_copy_is_proven(void **state)
{
    static const struct {
        const char *words;
        size_t further;
    } terms[] = {{"/CFM /AESV3", 10}, {"/V 5", 3},          {"/R 6", 3},
                 {"/StmF /StdCF", 7}, {"/StrF /StdCF", 7},  {"/Filter /Standard", 9},
                 {"/P -", 4},         {"/U <", 4},          {"/UE <", 5},
                 {"/Perms <", 8},     {"/U <", 4 + 2 * 47}, {"/AF [", 1}};
    struct pair pair = pair_of(NULL, &(struct sample){0});
    char *const parts[] = {content(&pair.copy), stream(&pair.copy, "/EmbeddedFile"),
                           stream(&pair.copy, "/Metadata") + 300};
    char *at, before[2];

    (void)state;
    assert_false(proven(&pair.pdf, &pair.copy, "blue-heron-43"));
    assert_false(proven(&pair.pdf, &pair.copy, "an-owner's"));
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        print_message("%s\n", terms[i].words);
        at = last(&pair.copy, terms[i].words, terms[i].further);
        *before = *at;
        *at = *before == '0' ? '1' : '0';
        assert_false(proven(&pair.pdf, &pair.copy, SECRET));
        *at = *before;
    }
    /* what it is there for: page, record, metadata; the first 16 bytes change the next ones */
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        *parts[i] ^= 1;
        assert_false(proven(&pair.pdf, &pair.copy, SECRET));
        *parts[i] ^= 1;
    }
    /* a string that is too short, by a byte that is not asked for */
    at = last(&pair.copy, "/O <", 4 + 2 * 47);
    memcpy(before, at, 2);
    memcpy(at, "  ", 2);
    assert_false(proven(&pair.pdf, &pair.copy, SECRET));
    memcpy(at, before, 2);
    assert_true(proven(&pair.pdf, &pair.copy, SECRET));
    pair_free(&pair);
}

/* Bytes of a string in hex behind the last such words. */
static void
hex_behind(uint8_t *bytes, size_t length, struct sb_buf *copy, const char *words)
{
    char *at = last(copy, words, strlen(words)), *end = at + 2 * length, before = *end;

    *end = '\0';
    assert_true(sb_hex_read(bytes, length, at));
    *end = before;
}

/* The rights of a copy other than they were, and a seal on them that fits. */
static void
reseal(struct sb_buf *copy, uint32_t off, uint8_t above, char letter)
{
    struct sb_unlock lock;
    struct aes256_ctx aes;
    uint8_t key[32], rights[16] = {0, 0, 0, 0, above, above, above, above, 0, 'a', 'd', 'b'};
    char text[33], *p = last(copy, "/P -", 3), *end;

    lock.p = (uint32_t)strtol(p, &end, 10);
    hex_behind(lock.u, sizeof lock.u, copy, "/U <");
    hex_behind(lock.ue, sizeof lock.ue, copy, "/UE <");
    hex_behind(lock.perms, sizeof lock.perms, copy, "/Perms <");
    assert_true(sb_unlock_key(key, &lock, SECRET));
    lock.p &= ~off;
    for (unsigned i = 0; i < 4; i++)
        rights[i] = (uint8_t)(lock.p >> (8 * i));
    rights[8] = (uint8_t)letter;
    aes256_set_encrypt_key(&aes, key);
    aes256_encrypt(&aes, sizeof rights, rights, rights);
    sb_hex(text, rights, sizeof rights);
    memcpy(last(copy, "/Perms <", 8), text, 32);
    assert_int_equal(snprintf(text, sizeof text, "%ld", (long)(int32_t)lock.p), end - p);
    memcpy(p, text, (size_t)(end - p));
}

/* Rights that keep screen readers out, metadata that lie open, and a seal with a hole. */
static void
test_rights_are_asked_for(void **state)
{
    struct pair pair = pair_of(NULL, &(struct sample){0});

    (void)state;
    reseal(&pair.copy, 0, 0xFF, 'F');
    assert_false(proven(&pair.pdf, &pair.copy, SECRET));
    pair_free(&pair);
    pair = pair_of(NULL, &(struct sample){0});
    reseal(&pair.copy, 0, 0xFE, 'T');
    assert_false(proven(&pair.pdf, &pair.copy, SECRET));
    pair_free(&pair);
    pair = pair_of(NULL, &(struct sample){0});
    reseal(&pair.copy, 0, 0xFF, 'T');
    assert_true(proven(&pair.pdf, &pair.copy, SECRET));
    reseal(&pair.copy, 0x200, 0xFF, 'T');
    assert_false(proven(&pair.pdf, &pair.copy, SECRET));
    pair_free(&pair);
}

/* Bytes of the first page's content as it lies in a document. */
static size_t
content_length(const struct sb_buf *pdf)
{
    struct sb_error err = {0};
    unsigned char *bytes;
    struct sb_foreign *f;
    size_t length;

    assert_int_equal(sb_foreign_new(&f, (struct sb_bytes){pdf->at, pdf->len}, &err), SB_OK);
    assert_true(
        sb_foreign_raw(f, sb_foreign_key(f, sb_foreign_page(f, 0), "/Contents"), &bytes, &length));
    free(bytes);
    sb_foreign_free(f);
    return length;
}

/* Where a text fills its last 16 bytes, 16 others follow that say so. */
static void
test_the_end_of_a_stream(void **state)
{
    size_t length = 1;
    struct pair pair;
    char number[16];

    (void)state;
    for (unsigned i = 1; length % 16 != 0; i++) {
        struct sb_buf pdf;

        assert_true(i < 400);
        (void)snprintf(number, sizeof number, "SB-2026-%06u", i);
        pdf = drawn_document(number);
        length = content_length(&pdf);
        sb_buf_free(&pdf);
    }
    pair = pair_of(number, &(struct sample){0});
    content(&pair.copy)[16 + length + 15] ^= 1;
    assert_false(proven(&pair.pdf, &pair.copy, SECRET));
    pair_free(&pair);
}

/* A page that is not there is none that is wrong. */
static void
test_all_pages(void **state)
{
    struct pair pair = pair_of(NULL, &(struct sample){.lines = 40, .visits = 2});
    char *kids = last(&pair.copy, "/Kids [ ", 8), *second = strstr(kids, " R ");

    (void)state;
    assert_non_null(second);
    second += 3;
    assert_true(*second != ']');
    for (; *second != ']'; second++)
        *second = ' ';
    assert_false(proven(&pair.pdf, &pair.copy, SECRET));
    pair_free(&pair);
}

/* An owner's password of no characters would open it to anybody: no such copy comes out. */
static void
test_open_to_anybody(void **state)
{
    struct sb_buf pdf = drawn_document(NULL), copy = {0};
    struct sb_error err = {0};
    struct sb_worker *worker;

    (void)state;
    assert_int_equal(sb_pdf_locker(&worker, &err), SB_OK);
    assert_int_equal(sb_pdf_lock(worker, (struct sb_bytes){pdf.at, pdf.len}, SECRET, "", &err),
                     SB_OK);
    assert_int_equal(sb_worker_take(&copy, worker, &err), SB_E_SYNTAX);
    assert_non_null(strstr(err.text, "not encrypted as it should be"));
    assert_int_equal(copy.len, 0);
    sb_worker_free(worker);
    sb_buf_free(&pdf);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_programs_agree),
        cmocka_unit_test(test_a_copy_is_proven),
        cmocka_unit_test(test_rights_are_asked_for),
        cmocka_unit_test(test_the_end_of_a_stream),
        cmocka_unit_test(test_all_pages),
        cmocka_unit_test(test_open_to_anybody),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
