/* day_help.h - days given as text. */
#ifndef TESTS_UNIT_DAY_HELP_H
#define TESTS_UNIT_DAY_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "model/model.h"

static inline sb_date
day(const char *text)
{
    sb_date date = {0};

    assert_true(sb_date_parse(&date, text));
    return date;
}

#endif
