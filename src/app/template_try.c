/* template_try.c - a layout tried before it is used. */
#include "app/app.h"

#define FAULTS_MOST 64

sb_status
sb_template_try(size_t *count, const char *name_or_path, sb_fault_fn *fault, void *user,
                struct sb_error *err)
{
    struct sb_template_fault faults[FAULTS_MOST];
    struct sb_template *page = NULL;
    struct sb_error cause = {0};
    size_t told = 0;
    sb_status st;

    *count = 0;
    st = sb_template_open(&page, name_or_path, faults, FAULTS_MOST, &told, &cause);
    sb_template_free(page);
    if (st != SB_OK && (st != SB_E_SYNTAX || told == 0)) {
        if (err != NULL && err->status == SB_OK)
            *err = cause;
        return st;
    }
    for (size_t i = 0; i < told && i < FAULTS_MOST; i++)
        fault(user, faults[i].line, faults[i].text);
    *count = told;
    return SB_OK;
}
