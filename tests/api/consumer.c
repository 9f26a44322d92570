/*
 * consumer.c - a stranger's program, valid as C11 and as C++, that knows nothing but the
 * installed headers.
 */
#include <stdio.h>
#include <string.h>

#include <superbill/error.h>

int
main(void)
{
    struct sb_error err;

    memset(&err, 0, sizeof err);
    if (strcmp(sb_status_text(SB_E_NOMEM), "out of memory") != 0) {
        fputs("the library does not know its own statuses\n", stderr);
        return 1;
    }
    return err.status == SB_OK ? 0 : 1;
}
