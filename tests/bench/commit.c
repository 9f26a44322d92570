/* commit.c - what must be durable when one superbill is issued, and nothing else. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

#define DOCUMENT 43000 /* bytes: a page, its fonts, its record */
#define ROW 11000      /* what of them the archive does not hold already */

static char bytes[DOCUMENT];

static int
sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY), status = fd < 0 ? -1 : fsync(fd);

    return fd < 0 || close(fd) != 0 ? -1 : status;
}

/* A file is staged, the row is committed, the file gets its name: each on the disk. */
static int
commit_one(sqlite3 *db, sqlite3_stmt *insert, const char *folder, long i)
{
    char staged[1024], name[1024];
    int fd, status = -1;

    snprintf(staged, sizeof staged, "%s/.staged", folder);
    snprintf(name, sizeof name, "%s/%06ld.pdf", folder, i);
    fd = open(staged, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0)
        return -1;
    if (write(fd, bytes, sizeof bytes) == sizeof bytes && fsync(fd) == 0 &&
        sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_bind_blob(insert, 1, bytes, ROW, SQLITE_STATIC) == SQLITE_OK &&
        sqlite3_step(insert) == SQLITE_DONE && sqlite3_reset(insert) == SQLITE_OK &&
        sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK && rename(staged, name) == 0)
        status = sync_folder(folder);
    return close(fd) != 0 ? -1 : status;
}

int
bench_commit(int argc, char **argv)
{
    long count = argc == 2 ? strtol(argv[1], NULL, 10) : 0;
    sqlite3_stmt *insert = NULL;
    sqlite3 *db = NULL;
    char path[1024];
    double begun;
    int status = 1;

    if (count < 1)
        return 2;
    snprintf(path, sizeof path, "%s/bare.db", argv[0]);
    if (sqlite3_open(path, &db) == SQLITE_OK &&
        sqlite3_exec(db,
                     "PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS t (b BLOB);"
                     "INSERT INTO t VALUES (zeroblob(100000))",
                     NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "INSERT INTO t VALUES (?1)", -1, &insert, NULL) == SQLITE_OK) {
        begun = bench_clock();
        for (status = 0; status == 0 && count > 0; count--)
            status = commit_one(db, insert, argv[0], count);
        printf("ms %.4f\n", (bench_clock() - begun) * 1e3 / (double)strtol(argv[1], NULL, 10));
    }
    sqlite3_finalize(insert);
    sqlite3_close(db);
    return status == 0 ? 0 : 1;
}
