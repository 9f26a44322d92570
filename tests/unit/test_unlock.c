/* test_unlock.c - what opens an encrypted copy, and what is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

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

static struct sb_buf
drawn(void)
{
    static const char record[] = "{\"audience\":\"superbill\",\"schema\":\"superbill.document/1\"}";
    struct easel e = easel_open();
    struct sb_error err = {0};
    struct sb_pieces pieces;
    struct sb_buf all;

    if (sb_document_draw(&pieces, e.drawing, sample_bill(e.arena, &(struct sample){0}),
                         (struct sb_bytes){record, sizeof record - 1}, &err) != SB_OK)
        fail_msg("%s", err.text);
    all = pieces_join(pieces);
    easel_close(&e);
    return all;
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
    struct sb_buf pdf = drawn(), copy = {0};
    struct sb_error err = {0};
    struct sb_worker *worker;
    char *at;

    (void)state;
    /* without the claim, which a copy does not make, it keeps its metadata */
    while ((at = memmem(pdf.at, pdf.len, "pdfaid", 6)) != NULL)
        memcpy(at, "pdfaix", 6);
    assert_int_equal(sb_pdf_locker(&worker, &err), SB_OK);
    assert_int_equal(
        sb_pdf_lock(worker, (struct sb_bytes){pdf.at, pdf.len}, SECRET, "an-owner's", &err), SB_OK);
    assert_int_equal(sb_worker_take(&copy, worker, &err), SB_OK);
    memcpy(last(&copy, "/Encrypt ", 0), "/Encrypx", 8);
    assert_true(proven(&pdf, &copy, SECRET));
    assert_false(proven(&pdf, &copy, "blue-heron-43"));
    assert_false(proven(&pdf, &copy, "an-owner's"));
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        char before;

        print_message("%s\n", terms[i].words);
        at = last(&copy, terms[i].words, terms[i].further);
        before = *at;
        *at = before == '0' ? '1' : '0';
        assert_false(proven(&pdf, &copy, SECRET));
        *at = before;
    }
    /* what it is there for: page, record, metadata; the first 16 bytes change the next ones */
    at = stream(&copy, "/EmbeddedFile");
    *at ^= 1;
    assert_false(proven(&pdf, &copy, SECRET));
    *at ^= 1;
    at = stream(&copy, "/Metadata") + 300;
    *at ^= 1;
    assert_false(proven(&pdf, &copy, SECRET));
    *at ^= 1;
    assert_true(proven(&pdf, &copy, SECRET));
    sb_worker_free(worker);
    sb_buf_free(&pdf);
    sb_buf_free(&copy);
}

/* An owner's password of no characters would open it to anybody: no such copy comes out. */
static void
test_open_to_anybody(void **state)
{
    struct sb_buf pdf = drawn(), copy = {0};
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
        cmocka_unit_test(test_open_to_anybody),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
