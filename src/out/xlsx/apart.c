/*
 * apart.c - the workbook drawn by a process of its own.
 *
 * libxlsxwriter prints its own complaints, and may crash where memory ends; there it does so for
 * itself alone.  What it complains of and does not tell, a font or a name that is left out, is
 * found by its having complained.  Rows are brought meanwhile, so that a second core has work too.
 *
 *   helper -> here    the number of a table           bring me its rows
 *                     DONE, the sums | FAILED, why    last of all
 *   here -> helper    ROW, its cells ... END          of the table that was asked for
 */
#include "out/xlsx/xlsx.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { DONE = SB_TABLES, FAILED };
enum { END, ROW };

/* Both ends, each with what it needs. */
struct apart {
    const struct sb_ledger *ledger;
    sb_table_fn *next; /* here */
    void *user;
    struct sb_helper *line; /* the helper's */
    int table;              /* whose rows are on their way; -1: none */
    struct sb_datum cells[SB_TABLE_CELLS];
    struct sb_buf texts;
};

static void
cell_put(struct sb_helper *to, const struct sb_datum *cell)
{
    const uint8_t kind = (uint8_t)cell->kind;

    (void)sb_helper_put(to, &kind, sizeof kind);
    if (cell->kind == SB_DATUM_TEXT) {
        const uint32_t length = (uint32_t)strlen(cell->text) + 1;

        (void)sb_helper_put(to, &length, sizeof length);
        (void)sb_helper_put(to, cell->text, length);
    } else if (cell->kind != SB_DATUM_NONE) {
        (void)sb_helper_put(to, &cell->n, sizeof cell->n);
    }
}

/* All rows of a table; a helper that is gone is met when its answer is asked for. */
static sb_status
table_bring(struct apart *a, struct sb_helper *to, enum sb_table table, struct sb_error *err)
{
    const struct sb_datum *cells;
    uint8_t what = ROW;
    sb_status st;

    while ((st = a->next(a->user, table, &cells, err)) == SB_OK && cells != NULL &&
           sb_helper_put(to, &what, sizeof what)) {
        for (size_t i = 0; i < sb_sheet_cells(table); i++)
            cell_put(to, &cells[i]);
    }
    what = END;
    (void)sb_helper_put(to, &what, sizeof what);
    (void)sb_helper_flush(to);
    return st;
}

/* The helper's side: a cell, its text behind the others. */
static bool
cell_get(struct apart *a, struct sb_datum *cell)
{
    uint8_t kind = SB_DATUM_NONE;
    uint32_t length;
    char *room;

    *cell = (struct sb_datum){.kind = SB_DATUM_NONE};
    if (!sb_helper_get(a->line, &kind, sizeof kind))
        return false;
    cell->kind = (enum sb_datum_kind)kind;
    if (kind == SB_DATUM_NONE)
        return true;
    if (kind != SB_DATUM_TEXT)
        return sb_helper_get(a->line, &cell->n, sizeof cell->n);
    if (!sb_helper_get(a->line, &length, sizeof length) ||
        (room = sb_buf_reserve(&a->texts, length)) == NULL || !sb_helper_get(a->line, room, length))
        return false;
    cell->n = (int64_t)a->texts.len;
    a->texts.len += length;
    return true;
}

static bool
row_get(struct apart *a, enum sb_table table, bool *more)
{
    const size_t count = sb_sheet_cells(table);
    uint8_t what = END;

    sb_buf_reset(&a->texts);
    if (!sb_helper_get(a->line, &what, sizeof what))
        return false;
    *more = what == ROW;
    for (size_t i = 0; *more && i < count; i++)
        if (!cell_get(a, &a->cells[i]))
            return false;
    /* texts stand still now */
    for (size_t i = 0; *more && i < count; i++) {
        struct sb_datum *cell = &a->cells[i];

        if (cell->kind == SB_DATUM_TEXT)
            *cell = (struct sb_datum){.kind = SB_DATUM_TEXT, .text = a->texts.at + cell->n};
    }
    return true;
}

/* An sb_table_fn of the helper. */
static sb_status
rows_ask(void *user, enum sb_table table, const struct sb_datum **row, struct sb_error *err)
{
    struct apart *a = user;
    const uint8_t number = (uint8_t)table;
    bool more = false;

    *row = NULL;
    if (a->table >= 0 && a->table != (int)table)
        return sb_error_set(err, SB_E_DEFECT, "a table is asked for before another is read");
    if (a->table < 0 &&
        (!sb_helper_put(a->line, &number, sizeof number) || !sb_helper_flush(a->line)))
        return sb_error_set(err, SB_E_STOPPED, "nobody waits for the workbook");
    a->table = (int)table;
    if (!row_get(a, table, &more))
        return a->texts.failed ? sb_error_nomem(err)
                               : sb_error_set(err, SB_E_STOPPED, "nobody waits for the workbook");
    if (more)
        *row = a->cells;
    else
        a->table = -1;
    return SB_OK;
}

/* Whatever is printed as a complaint from now on is heard at *ear. */
static sb_status
complaints_hear(int *ear, struct sb_error *err)
{
    int ends[2];
    bool heard;

    /* more than it holds need not be heard */
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return sb_error_system(err, SB_E_WRITE, NULL, errno, "no pipe for complaints");
    heard = dup2(ends[1], STDERR_FILENO) == STDERR_FILENO;
    (void)close(ends[1]);
    *ear = ends[0];
    return heard ? SB_OK : sb_error_system(err, SB_E_WRITE, NULL, errno, "no pipe for complaints");
}

/* An sb_helper_fn. */
static void
apart_work(void *state, struct sb_helper *line)
{
    struct apart *a = state;
    struct sb_ledger_sums sums = {0};
    struct sb_error err = {0};
    uint8_t what = DONE;
    int ear = -1;
    char sound;

    a->line = line;
    err.status = complaints_hear(&ear, &err);
    if (err.status == SB_OK)
        err.status = sb_ledger_draw(&sums, a->ledger, rows_ask, a, &err);
    /* for want of memory: any other it tells as well */
    if (err.status == SB_OK && read(ear, &sound, 1) == 1)
        err.status = sb_error_nomem(&err);
    if (err.status != SB_OK)
        what = FAILED;
    (void)sb_helper_put(line, &what, sizeof what);
    if (what == DONE)
        (void)sb_helper_put(line, &sums, sizeof sums);
    else
        (void)sb_helper_put(line, &err, sizeof err);
}

static sb_status
apart_serve(struct sb_ledger_sums *out, struct apart *a, struct sb_helper *helper,
            struct sb_error *err)
{
    struct sb_error told;
    uint8_t what;
    sb_status st;

    do {
        if (!sb_helper_get(helper, &what, sizeof what))
            return sb_helper_gone(helper, err);
        if (what < DONE && (st = table_bring(a, helper, (enum sb_table)what, err)) != SB_OK)
            return st;
    } while (what < DONE);
    if (what == DONE)
        return sb_helper_get(helper, out, sizeof *out) ? SB_OK : sb_helper_gone(helper, err);
    if (!sb_helper_get(helper, &told, sizeof told))
        return sb_helper_gone(helper, err);
    if (err != NULL)
        *err = told;
    return told.status;
}

sb_status
sb_ledger_draw_apart(struct sb_ledger_sums *out, const struct sb_ledger *ledger, sb_table_fn *next,
                     void *user, struct sb_error *err)
{
    struct apart a = {.ledger = ledger, .next = next, .user = user, .table = -1};
    struct sb_helper *helper;
    sb_status st = sb_helper_new(&helper, apart_work, &a, err);

    if (st == SB_OK)
        st = apart_serve(out, &a, helper, err);
    sb_helper_free(helper);
    return st;
}
