/*
 * whole.c - whether a workbook holds all that was written into it.
 *
 * The library does not look whether its spool files took what it wrote: on a disk that is full
 * for a moment a piece is missing in the middle of a part, and all else goes well.  So every part
 * is read back: its tags must be balanced, and the rows of a sheet be as long as they were.  Nor
 * does it tell of memory that ended while it named the parts and sheets to each other: each must
 * be named as often as the others say.
 */
#include "out/xlsx/xlsx.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROOM ((size_t)64 << 10)
#define OTHERS ((uint64_t)64 << 10) /* bytes of the parts that hold no rows */
#define DEPTH 32
#define NAME 40

/* Tags that are counted, of all parts together. */
#define COUNTED(X)                                                                                 \
    X(NAMED, "Relationship")  /* tells the place of a part */                                      \
    X(TYPED, "Override")      /* tells what a part is */                                           \
    X(DEFAULT, "Default")     /* tells what parts of an ending are */                              \
    X(SHEET, "sheet")         /* in the workbook */                                                \
    X(RANGE, "definedName")   /* a filter, which is hidden, or rows that each page repeats */      \
    X(TITLE, "vt:lpstr")      /* of a sheet or such rows; and of how many there are of each */     \
    X(PANE, "pane")           /* where rows or columns stand still */                              \
    X(SELECTION, "selection") /* in a pane */
enum {
#define X(id, name) COUNTED_##id,
    COUNTED(X)
#undef X
        COUNTED_ALL,
    COUNTED_HIDDEN = COUNTED_ALL, /* ranges */
    COUNTED_CROSSED,              /* panes where both stand still */
    COUNTS
};

/* A part on its way past. */
struct part {
    char open[DEPTH][NAME];
    size_t depth;
    bool begun;       /* it has had a root */
    uint64_t rows;    /* bytes between the tags of a sheet's rows, which are not looked at */
    uint64_t skip;    /* of these, to come */
    bool due;         /* they are over: here is their last tag */
    char piece[ROOM]; /* a tag that was not whole yet stands at its start */
    size_t have;
    size_t counts[COUNTS]; /* of all parts */
};

static bool
tag_close(struct part *p, const char *name, size_t length)
{
    if (p->depth == 0 || memcmp(p->open[p->depth - 1], name, length) != 0 ||
        p->open[p->depth - 1][length] != '\0')
        return false;
    p->depth--;
    return true;
}

static void
tag_count(struct part *p, const char *name, size_t length, const char *end)
{
    static const char *const names[COUNTED_ALL] = {
#define X(id, name) name,
        COUNTED(X)
#undef X
    };
    const size_t all = (size_t)(end - name);

    for (size_t i = 0; i < COUNTED_ALL; i++)
        p->counts[i] += strlen(names[i]) == length && memcmp(name, names[i], length) == 0;
    if (length == 11 && memcmp(name, "definedName", length) == 0)
        p->counts[COUNTED_HIDDEN] += memmem(name, all, " hidden=", 8) != NULL;
    if (length == 4 && memcmp(name, "pane", length) == 0)
        p->counts[COUNTED_CROSSED] +=
            memmem(name, all, " xSplit=", 8) != NULL && memmem(name, all, " ySplit=", 8) != NULL;
}

/* The tag from '<' to its '>', both within the piece. */
static bool
tag_take(struct part *p, const char *tag, const char *end)
{
    const char *name = tag[1] == '/' ? tag + 2 : tag + 1;
    const size_t length = strcspn(name, " />");

    if (*name == '?')
        return end[-1] == '?';
    if (length == 0 || length >= NAME)
        return false;
    if (tag[1] == '/')
        return name + length == end && tag_close(p, name, length);
    if (p->depth == 0 && p->begun)
        return false;
    p->begun = true;
    tag_count(p, name, length, end);
    if (end[-1] == '/')
        return true;
    if (p->depth == DEPTH)
        return false;
    memcpy(p->open[p->depth], name, length);
    p->open[p->depth][length] = '\0';
    if (strcmp(p->open[p->depth++], "sheetData") == 0) {
        p->skip = p->rows;
        p->rows = 0;
        p->due = true;
    }
    return true;
}

/* Every tag that ends in the piece; what is behind them moves to its start. */
static bool
piece_take(struct part *p)
{
    const char *at = p->piece, *behind = p->piece + p->have;
    bool sound = true;

    while (sound && at < behind) {
        const char *tag, *end;

        if (p->skip > 0) {
            const size_t have = (size_t)(behind - at), over = p->skip < have ? p->skip : have;

            at += over;
            p->skip -= over;
            continue;
        }
        tag = memchr(at, '<', (size_t)(behind - at));
        end = tag != NULL ? memchr(tag, '>', (size_t)(behind - tag)) : NULL;
        sound = end == NULL || !p->due || (tag == at && tag[1] == '/');
        at = tag != NULL ? tag : behind;
        if (end == NULL)
            break;
        p->due = false;
        sound = sound && tag_take(p, tag, end);
        at = end + 1;
    }
    p->have = (size_t)(behind - at);
    memmove(p->piece, at, p->have);
    return sound && p->have < ROOM;
}

/* *whole is false where the part is not as it was written; rows: their bytes, in a sheet. */
static sb_status
part_read(struct part *p, struct sb_zip *zip, size_t member, uint64_t rows, bool *whole)
{
    size_t got = 1;
    sb_status st = sb_zip_begin(zip, member, UINT64_MAX, NULL);

    memset(p, 0, offsetof(struct part, piece));
    p->rows = rows;
    p->have = 0;
    *whole = true;
    while (st == SB_OK && *whole && got > 0) {
        st = sb_zip_read(zip, p->piece + p->have, ROOM - p->have, &got, NULL);
        if (st != SB_OK || got == 0)
            break;
        p->have += got;
        *whole = piece_take(p);
    }
    *whole = *whole && p->begun && p->depth == 0 && p->have == 0 && p->rows == 0;
    return st;
}

/* The sheet that a part is, from 0; or count. */
static size_t
sheet_number(const char *name, size_t count)
{
    char own[48];
    size_t i = 0;

    for (; i < count; i++) {
        (void)snprintf(own, sizeof own, "xl/worksheets/sheet%zu.xml", i + 1);
        if (strcmp(name, own) == 0)
            break;
    }
    return i;
}

/* Whether all is named that there is: parts, and sheets. */
static bool
all_named(const size_t counts[COUNTS], size_t parts, size_t sheets)
{
    const size_t ranges = counts[COUNTED_RANGE] - counts[COUNTED_HIDDEN];
    const size_t titles = sheets + ranges + (ranges > 0 ? 2 : 1);

    return counts[COUNTED_NAMED] == parts && counts[COUNTED_TYPED] == parts &&
           counts[COUNTED_DEFAULT] == 2 && counts[COUNTED_SHEET] == sheets &&
           counts[COUNTED_TITLE] == titles &&
           counts[COUNTED_SELECTION] >= counts[COUNTED_PANE] + 2 * counts[COUNTED_CROSSED];
}

static sb_status
parts_read(bool *whole, struct part *p, struct sb_zip *zip, const uint64_t *rows, size_t sheets)
{
    size_t met = 0, parts = 0;
    sb_status st = SB_OK;

    sb_zip_trust(zip);
    *whole = true;
    for (size_t i = 0; st == SB_OK && *whole && i < sb_zip_count(zip); i++) {
        const char *name = sb_zip_name(zip, i);
        const size_t sheet = sheet_number(name, sheets);

        st = part_read(p, zip, i, sheet < sheets ? rows[sheet] : 0, whole);
        met += sheet < sheets;
        parts += strstr(name, ".rels") == NULL && name[0] != '[';
    }
    *whole = *whole && met == sheets;
    return st == SB_OK && *whole && !all_named(p->counts, parts, sheets) ? SB_E_NOMEM : st;
}

bool
sb_xlsx_room(const char *folder, const uint64_t *rows, size_t sheets)
{
    uint64_t largest = 0, all = OTHERS;
    bool room = true;
    int fd = sb_spool_file(folder);

    if (fd < 0)
        return false;
    for (size_t i = 0; i < sheets; i++) {
        largest = rows[i] > largest ? rows[i] : largest;
        all += rows[i] / 2;
    }
    /* where a file system cannot promise, it is tried without */
    if (fallocate(fd, 0, 0, (off_t)(largest + all)) != 0)
        room = errno != ENOSPC && errno != EDQUOT;
    (void)close(fd);
    return room;
}

sb_status
sb_xlsx_whole(const char *path, const uint64_t *rows, size_t sheets, struct sb_error *err)
{
    struct part *part = calloc(1, sizeof *part);
    struct sb_zip *zip = NULL;
    sb_status st = SB_E_NOMEM;
    bool whole = false;

    /* what is wrong with the zip is told of a temporary name: our own words instead */
    if (part != NULL && (st = sb_zip_open(&zip, path, NULL)) == SB_OK)
        st = parts_read(&whole, part, zip, rows, sheets);
    sb_zip_free(zip);
    free(part);
    if (st == SB_E_NOMEM)
        return sb_error_nomem(err);
    return st == SB_OK && whole
               ? SB_OK
               : sb_error_set(err, SB_E_WRITE,
                              "cannot be read back as it was written: is the disk full?");
}
