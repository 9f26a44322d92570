/* importing.h - an import on its way: what import.c and import_set.c share. */
#ifndef CODES_IMPORTING_H
#define CODES_IMPORTING_H

#include "codes/userdb.h"

/** The file, or member of a zip, at hand, and the set that is made of it. */
struct sb_importing {
    struct sb_db *db;
    const struct sb_import_options *options;
    const char *path; /* the file at hand */
    struct sb_lines lines;
    enum sb_official kind;
    struct sb_code_set set;
    struct sb_import_event event;
    struct sb_edition edition;
    int64_t id;
};

/** import_set.c: read the lines that are open as a file of its kind, and install its set. */
SB_MUST sb_status sb_import_lines(struct sb_importing *in, struct sb_error *err);

#endif
