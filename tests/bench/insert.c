/* insert.c - the rows of an ICD-10-CM order file into a bare table: the base of an import. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "bench.h"

static int
insert_rows(sqlite3_stmt *insert, const char *text)
{
    int count = 0;

    for (const char *line = text, *stop; *line != '\0'; line = stop + 1) {
        size_t code;

        if ((stop = strchr(line, '\n')) == NULL || stop - line < 79)
            return -1;
        code = strcspn(line + 6, " ");
        if (sqlite3_bind_text(insert, 1, line + 6, (int)code, SQLITE_STATIC) != SQLITE_OK ||
            sqlite3_bind_int(insert, 2, line[14] == '1') != SQLITE_OK ||
            sqlite3_bind_text(insert, 3, line + 77, (int)(stop - line) - 78, SQLITE_STATIC) !=
                SQLITE_OK ||
            sqlite3_step(insert) != SQLITE_DONE || sqlite3_reset(insert) != SQLITE_OK)
            return -1;
        count++;
    }
    return count;
}

int
bench_insert(int argc, char **argv)
{
    sqlite3_stmt *insert = NULL;
    sqlite3 *db = NULL;
    size_t length;
    char *text = argc == 2 ? bench_file(argv[0], &length) : NULL;
    int count = -1;

    if (text == NULL)
        return 2;
    remove(argv[1]);
    if (sqlite3_open(argv[1], &db) == SQLITE_OK &&
        sqlite3_exec(db,
                     "CREATE TABLE dx (code TEXT PRIMARY KEY, billable INTEGER, title TEXT);"
                     "BEGIN",
                     NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "INSERT INTO dx VALUES (?1, ?2, ?3)", -1, &insert, NULL) ==
            SQLITE_OK &&
        (count = insert_rows(insert, text)) > 0 &&
        sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        count = -1;
    printf("rows %d\n", count);
    sqlite3_finalize(insert);
    sqlite3_close(db);
    bench_file_free(text);
    return count > 0 ? 0 : 1;
}
