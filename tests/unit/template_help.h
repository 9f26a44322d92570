/* template_help.h - templates of a practice's own; included after cmocka.h. */
#ifndef TESTS_UNIT_TEMPLATE_HELP_H
#define TESTS_UNIT_TEMPLATE_HELP_H

#include "out/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char path[256];

static inline const char *
write_template(const char *text)
{
    const char *folder = getenv("TMPDIR");
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/template.ini", folder != NULL ? folder : "/tmp");
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return path;
}

/* The standard template with its first line that begins so replaced by another (or dropped). */
static inline char *
standard_but(const char *begins, const char *instead)
{
    static char text[8192];
    char line[1024];
    size_t length = 0;
    bool done = begins == NULL;
    FILE *file = fopen("templates/standard.ini", "r");

    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        if (!done && strncmp(line, begins, strlen(begins)) == 0) {
            done = true;
            length += (size_t)snprintf(text + length, sizeof text - length, "%s%s", instead,
                                       *instead != '\0' ? "\n" : "");
            continue;
        }
        length += (size_t)snprintf(text + length, sizeof text - length, "%s", line);
    }
    assert_true(done);
    (void)fclose(file);
    return text;
}

#endif
