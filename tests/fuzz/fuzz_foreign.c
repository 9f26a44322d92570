/* fuzz_foreign.c - any bytes as a PDF that came back: an answer or a message, never a crash. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "out/page.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the pages of a file show goes through the same eyes as a page of ours. */
static void
shown(const uint8_t *data, size_t size)
{
    struct sb_buf text = {.cap = (size_t)1 << 20};

    (void)sb_shown_put(&text, (struct sb_bytes){data, size});
    if (!text.failed && text.len > 2 * size + 2)
        abort();
    sb_buf_free(&text);
}

/* The work of the process and of its caller, both here: no bound but the fuzzer's. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_pdf_inside inside = {.all = {0}};
    struct sb_returned returned = {.record = NULL};
    struct sb_error err = {0};
    sb_status st;

    if (sb_crypto_start(&err) != SB_OK)
        abort();
    shown(data, size);
    st = sb_pdf_inside_work(&inside.all, (struct sb_bytes){data, size}, &err);
    if (st == SB_OK)
        st = sb_pdf_inside_split(&inside, &err);
    if (st == SB_OK)
        st = sb_returned_judge(&returned, &inside, &err);
    if (st != SB_OK && err.text[0] == '\0')
        abort();
    if (st == SB_OK && memchr(returned.number, '\0', sizeof returned.number) == NULL)
        abort();
    sb_returned_free(&returned);
    sb_pdf_inside_free(&inside);
    /* the answer of a process that lies */
    inside = (struct sb_pdf_inside){.all = {0}};
    sb_buf_put(&inside.all, data, size);
    err = (struct sb_error){0};
    if (!inside.all.failed && sb_pdf_inside_split(&inside, &err) == SB_OK &&
        sb_returned_judge(&returned, &inside, &err) != SB_OK && err.text[0] == '\0')
        abort();
    sb_returned_free(&returned);
    sb_pdf_inside_free(&inside);
    return 0;
}
