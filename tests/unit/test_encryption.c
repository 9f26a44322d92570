/* test_encryption.c - what opens an encrypted copy, and what is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "out_help.h"

#include "out/pdf/pdf.h"

#define SECRET "blue-heron-42"

/* Two files of one password, made by two other programs. */
static const struct vector {
    const char *label, *u, *ue, *perms;
} vectors[] = {
    {"mutool",
     "4b5e69a8faa1ec5d7c2473f877f647a1ce79454fe0006c4c5cd1f2fc0bf6366e"
     "388469af3864a57d4851411f2077ebe4",
     "8a211e8a42c7ea1a498f4102e4477a2cef6bec56294f0ee1ca6ac63ec0737fa9",
     "424753344238e487b069fbf7295388b0"},
    {"qpdf",
     "5c2511bfbcc6d73593857195c14e7f461e0963e4031ddfd9a61bd538628c7738"
     "5a142f9662e91ad934a8e8b3c4927bdf",
     "bc81b26f3e6d2d6b94455d4fb976a0e5d382a23dd3d3c4e562f0954ae61518bc",
     "156fc8ab7da3e6e897abfb3766f5634e"},
};

/* The file's key as a reader finds it, by the password alone; false: it is not the one. */
static bool
key_of(uint8_t key[32], const struct sb_encryption *e, const char *password)
{
    const struct sb_bytes word = {password, strlen(password)};
    uint8_t hash[32], rights[16];
    const uint8_t nothing[16] = {0};

    sb_encryption_hash(hash, word, e->u + 32);
    if (memcmp(hash, e->u, sizeof hash) != 0)
        return false;
    sb_encryption_hash(hash, word, e->u + 40);
    sb_aes256_decrypt(key, e->ue, sizeof e->ue, hash, nothing);
    sb_aes256_decrypt(rights, e->perms, sizeof rights, key, nothing);
    for (unsigned i = 0; i < 8; i++) /* 32 bits, and as many that are set */
        if (rights[i] != (i < 4 ? (e->p >> (8 * i) & 0xFF) : 0xFF))
            return false;
    return memcmp(rights + 8, "Tadb", 4) == 0;
}

static void
test_two_programs_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const struct vector *v = &vectors[i];
        struct sb_encryption e = {.p = (uint32_t)-4};
        uint8_t key[32];

        print_message("%s\n", v->label);
        assert_true(sb_hex_read(e.u, sizeof e.u, v->u));
        assert_true(sb_hex_read(e.ue, sizeof e.ue, v->ue));
        assert_true(sb_hex_read(e.perms, sizeof e.perms, v->perms));
        assert_true(key_of(key, &e, SECRET));
        assert_false(key_of(key, &e, "blue-heron-43"));
        assert_false(key_of(key, &e, ""));
    }
}

/* Terms of our own: the password gives the key, rights and all; every file has others. */
static void
test_terms(void **state)
{
    struct sb_encryption one, two;
    char word[129];
    uint8_t key[32];

    (void)state;
    assert_true(sb_encryption_new(&one, SECRET));
    assert_true(key_of(key, &one, SECRET));
    assert_memory_equal(key, one.key, sizeof key);
    assert_false(key_of(key, &one, "blue-heron-43"));
    /* print, extract, read aloud; change nothing */
    assert_int_equal(one.p, 0xFFFFFAD4u);
    assert_true(sb_encryption_new(&two, SECRET));
    assert_memory_not_equal(one.key, two.key, sizeof one.key);
    assert_memory_not_equal(one.u, two.u, sizeof one.u);
    assert_memory_not_equal(one.o, two.o, sizeof one.o);
    assert_memory_not_equal(one.oe, two.oe, sizeof one.oe);
    /* the longest that is one, and more than a password can be */
    memset(word, 'x', sizeof word);
    word[127] = '\0';
    assert_true(sb_encryption_new(&one, word));
    assert_true(key_of(key, &one, word));
    word[127] = 'x';
    word[128] = '\0';
    assert_false(sb_encryption_new(&one, word));
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

/* A document, its copy with a trailer that names no encryption, and on which terms. */
struct pair {
    struct sb_buf pdf, copy;
    struct sb_encryption terms;
};

static bool
proven(const struct pair *pair)
{
    struct sb_foreign *from, *sealed;
    struct sb_error err = {0};
    bool sound;

    assert_int_equal(
        sb_foreign_new(&from, (struct sb_bytes){pair->pdf.at, pair->pdf.len}, NULL, &err), SB_OK);
    assert_int_equal(
        sb_foreign_new(&sealed, (struct sb_bytes){pair->copy.at, pair->copy.len}, NULL, &err),
        SB_OK);
    sound = sb_encryption_prove(sealed, "/Encrypx", from, &pair->terms);
    sb_foreign_free(sealed);
    sb_foreign_free(from);
    return sound;
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

static struct pair
pair_of(const char *number, const struct sample *sample)
{
    struct pair pair = {.pdf = drawn_sample(number, sample)};
    struct sb_error err = {0};
    struct sb_worker *worker;
    char *at, *end;

    /* without the claim, which a copy does not make, it keeps its metadata */
    while ((at = memmem(pair.pdf.at, pair.pdf.len, "pdfaid", 6)) != NULL)
        memcpy(at, "pdfaix", 6);
    assert_int_equal(sb_pdf_locker(&worker, &err), SB_OK);
    assert_int_equal(
        sb_pdf_lock(worker, (struct sb_bytes){pair.pdf.at, pair.pdf.len}, SECRET, true, &err),
        SB_OK);
    assert_int_equal(sb_worker_take(&pair.copy, worker, &err), SB_OK);
    sb_worker_free(worker);
    memcpy(last(&pair.copy, "/Encrypt ", 0), "/Encrypx", 8);
    pair.terms.p = (uint32_t)strtol(last(&pair.copy, "/P -", 3), &end, 10);
    hex_behind(pair.terms.u, sizeof pair.terms.u, &pair.copy, "/U <");
    hex_behind(pair.terms.ue, sizeof pair.terms.ue, &pair.copy, "/UE <");
    hex_behind(pair.terms.o, sizeof pair.terms.o, &pair.copy, "/O <");
    hex_behind(pair.terms.oe, sizeof pair.terms.oe, &pair.copy, "/OE <");
    hex_behind(pair.terms.perms, sizeof pair.terms.perms, &pair.copy, "/Perms <");
    assert_true(key_of(pair.terms.key, &pair.terms, SECRET));
    assert_true(proven(&pair));
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
    } terms[] = {{"/CFM /AESV3", 10},  {"/V 5", 3},          {"/R 6", 3},
                 {"/StmF /StdCF", 7},  {"/StrF /StdCF", 7},  {"/Filter /Standard", 9},
                 {"/P -", 4},          {"/U <", 4},          {"/UE <", 5},
                 {"/Perms <", 8},      {"/U <", 4 + 2 * 47}, {"/AF [", 1},
                 {"/O <", 4 + 2 * 47}, {"/OE <", 5}};
    struct pair pair = pair_of(NULL, &(struct sample){0});
    char *const parts[] = {content(&pair.copy), stream(&pair.copy, "/EmbeddedFile"),
                           stream(&pair.copy, "/Metadata") + 300};
    char *at, before[2];

    (void)state;
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        print_message("%s\n", terms[i].words);
        at = last(&pair.copy, terms[i].words, terms[i].further);
        *before = *at;
        *at = *before == '0' ? '1' : '0';
        assert_false(proven(&pair));
        *at = *before;
    }
    /* what it is there for: page, record, metadata; the first 16 bytes change the next ones */
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        *parts[i] ^= 1;
        assert_false(proven(&pair));
        *parts[i] ^= 1;
    }
    /* under another key it is nothing */
    pair.terms.key[0] ^= 1;
    assert_false(proven(&pair));
    pair.terms.key[0] ^= 1;
    /* a string that is too short */
    at = last(&pair.copy, "/O <", 4 + 2 * 47);
    memcpy(before, at, 2);
    memcpy(at, "  ", 2);
    assert_false(proven(&pair));
    memcpy(at, before, 2);
    assert_true(proven(&pair));
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

    assert_int_equal(sb_foreign_new(&f, (struct sb_bytes){pdf->at, pdf->len}, NULL, &err), SB_OK);
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
    char number[40];

    (void)state;
    for (unsigned i = 1; length % 16 != 0; i++) {
        struct sb_buf pdf;

        assert_true(i < 400);
        /* the longer it is, the longer the page's content */
        (void)snprintf(number, sizeof number, "SB-2026-%0*u", (int)(3 + i % 20), i);
        pdf = drawn_document(number);
        length = content_length(&pdf);
        sb_buf_free(&pdf);
    }
    pair = pair_of(number, &(struct sample){0});
    content(&pair.copy)[16 + length + 15] ^= 1;
    assert_false(proven(&pair));
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
    assert_false(proven(&pair));
    pair_free(&pair);
}

/* Its password opens it, and neither another one nor none, as libqpdf reads it by itself. */
static void
test_who_opens_it(void **state)
{
    static const struct {
        const char *password;
        sb_status expected;
    } cases[] = {
        {SECRET, SB_OK}, {"blue-heron-43", SB_E_RANGE}, {"", SB_E_RANGE}, {NULL, SB_E_RANGE}};
    struct pair pair = pair_of(NULL, &(struct sample){0});

    (void)state;
    memcpy(last(&pair.copy, "/Encrypx ", 0), "/Encrypt", 8);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sb_error err = {0};
        struct sb_foreign *f;

        assert_int_equal(sb_foreign_new(&f, (struct sb_bytes){pair.copy.at, pair.copy.len},
                                        cases[i].password, &err),
                         cases[i].expected);
        if (cases[i].expected == SB_OK) {
            assert_false(sb_foreign_warned(f));
            assert_int_equal(sb_foreign_pages(f), 1);
        }
        sb_foreign_free(f);
    }
    pair_free(&pair);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_programs_agree), cmocka_unit_test(test_terms),
        cmocka_unit_test(test_a_copy_is_proven),   cmocka_unit_test(test_the_end_of_a_stream),
        cmocka_unit_test(test_all_pages),          cmocka_unit_test(test_who_opens_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
