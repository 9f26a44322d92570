/*
 * analyzer.h - told to clang-tidy before every file but base/error.c, which it sees one at a
 * time: these calls return the failure that they are given, never SB_OK.
 */
#ifndef LINT_ANALYZER_H
#define LINT_ANALYZER_H

#include "base/base.h"

#define sb_error_nomem(err) (sb_error_nomem(err), SB_E_NOMEM)
#define sb_error_set(err, status, ...) (sb_error_set(err, status, __VA_ARGS__), (status))
#define sb_error_at(err, status, ...) (sb_error_at(err, status, __VA_ARGS__), (status))
#define sb_error_system(err, status, ...) (sb_error_system(err, status, __VA_ARGS__), (status))

#endif
