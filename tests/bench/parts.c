/*
 * parts.c - where the time of an encrypted copy goes: what libqpdf alone would take to write it,
 * what it takes to write the same document open, and the key derivations.
 */
#include <dlfcn.h>
#include <qpdf/qpdf-c.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "out/pdf/pdf.h"

#define PASSWORD "correct horse battery"
#define OWNER "sixteen bytes of"

/* clang-format off */
#define CALLS(X) \
    X(init) X(cleanup) X(read_memory) X(init_write_memory) X(set_minimum_pdf_version) \
    X(set_object_stream_mode) X(set_stream_data_mode) X(set_r6_encryption_parameters2) X(write) \
    X(get_buffer_length)
/* clang-format on */

struct calls {
#define X(name) __typeof__(qpdf_##name) *name;
    CALLS(X)
#undef X
};

static bool
load(struct calls *call)
{
#include "qpdf_library.inc"
    void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
    bool whole = library != NULL;

#define X(name)                                                                                    \
    if (whole)                                                                                     \
        *(void **)&call->name = dlsym(library, "qpdf_" #name);                                     \
    whole = whole && call->name != NULL;
    CALLS(X)
#undef X
    return whole;
}

/* Read it and write it, as a copy is made; 0 after a failure. */
static size_t
rewritten(const struct calls *call, const char *bytes, size_t length, bool sealed)
{
    qpdf_data pdf = call->init();
    size_t made = 0;

    if (call->read_memory(pdf, "", bytes, length, NULL) == QPDF_SUCCESS &&
        call->init_write_memory(pdf) == QPDF_SUCCESS) {
        call->set_minimum_pdf_version(pdf, "1.7");
        call->set_object_stream_mode(pdf, qpdf_o_disable);
        call->set_stream_data_mode(pdf, qpdf_s_preserve);
        if (sealed)
            call->set_r6_encryption_parameters2(pdf, PASSWORD, OWNER, QPDF_TRUE, QPDF_TRUE,
                                                QPDF_FALSE, QPDF_FALSE, QPDF_FALSE, QPDF_FALSE,
                                                qpdf_r3p_full, QPDF_TRUE);
        if (call->write(pdf) == QPDF_SUCCESS)
            made = call->get_buffer_length(pdf);
    }
    call->cleanup(&pdf);
    return made;
}

/* By libqpdf alone, so often; sealed or open. */
int
bench_rewrite(int argc, char **argv)
{
    long count = argc == 3 ? strtol(argv[1], NULL, 10) : 0;
    bool sealed = argc == 3 && strcmp(argv[2], "sealed") == 0;
    struct calls call = {0};
    size_t length = 0, made = 1;
    double begun;
    char *bytes;

    if (count < 1 || (bytes = bench_file(argv[0], &length)) == NULL)
        return 2;
    begun = bench_clock();
    if (!load(&call))
        made = 0;
    for (long i = 0; i < count && made > 0; i++)
        made = rewritten(&call, bytes, length, sealed);
    if (made > 0)
        printf("ms %.4f bytes %zu\n", (bench_clock() - begun) * 1e3 / (double)count, made);
    bench_file_free(bytes);
    return made > 0 ? 0 : 1;
}

/* The terms of a copy, so often: two derivations of the password. */
int
bench_terms(int argc, char **argv)
{
    long count = argc == 1 ? strtol(argv[0], NULL, 10) : 0;
    double begun = bench_clock();
    struct sb_encryption terms;
    bool made = count > 0;

    for (long i = 0; i < count && made; i++)
        made = sb_encryption_new(&terms, PASSWORD);
    if (made)
        printf("ms %.4f\n", (bench_clock() - begun) * 1e3 / (double)count);
    return made ? 0 : 1;
}
