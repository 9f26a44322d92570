/* error.h - what can go wrong, and how a failure tells where. */
#ifndef SUPERBILL_ERROR_H
#define SUPERBILL_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SB_API __attribute__((visibility("default")))
#define SB_MUST __attribute__((warn_unused_result))
#define SB_PRINTF(text, first) __attribute__((__format__(__printf__, text, first)))

#define SB_STATUS_LIST(X) /* append only: the numbers are ABI */                                   \
    X(OK, "done")                                                                                  \
    X(E_SYNTAX, "input is malformed")                                                              \
    X(E_RANGE, "a value is outside its limits")                                                    \
    X(E_READ, "input cannot be read")                                                              \
    X(E_WRITE, "output cannot be written")                                                         \
    X(E_ABSENT, "no such record, number or code")                                                  \
    X(E_LOCKED, "the archive is in use")                                                           \
    X(E_DAMAGED, "the archive is not as written")                                                  \
    X(E_STOPPED, "the caller asked to stop")                                                       \
    X(E_NOMEM, "out of memory")                                                                    \
    X(E_DEFECT, "a defect of this library")

typedef enum sb_status {
#define SB_STATUS_ROW(name, text) SB_##name,
    SB_STATUS_LIST(SB_STATUS_ROW)
#undef SB_STATUS_ROW
} sb_status;

/**
 * Caller-owned, fixed size, no pointers: nothing to free; start from {0}.  Success leaves
 * it untouched; the first cause stays, callers only prepend to path.  Holds no name, birth
 * date, member id or diagnosis: the place says where to look.
 */
struct sb_error {
    sb_status status;
    uint32_t line, column; /* from 1; 0: not known */
    char source[256];      /* the file as the caller named it; "-" is stdin */
    char record[72];       /* record id */
    char path[128];        /* JSON Pointer, or "[provider lee] npi" */
    char text[256];        /* what was expected; lower case, no full stop */
};

/** The sentence for a status: "input is malformed".  Never NULL. */
SB_API const char *sb_status_text(sb_status status);

#ifdef __cplusplus
}
#endif
#endif
