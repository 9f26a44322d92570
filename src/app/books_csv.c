/* books_csv.c - the CSV files of a month, staged row by row. */
#include "app/books.h"

#define CSV_PIECE ((size_t)64 << 10) /* bytes that wait before they are written */

static sb_status
csv_flush(struct books_csv *csv, size_t least, struct sb_error *err)
{
    sb_status st;

    if (csv->text.failed)
        return sb_error_nomem(err);
    if (csv->text.len < least || csv->text.len == 0)
        return SB_OK;
    st = sb_outfile_add(csv->file, csv->text.at, csv->text.len, err);
    sb_buf_reset(&csv->text);
    return st;
}

sb_status
sb_books_csv_open(struct books_csv *csv, const struct books *b, const char *name,
                  const char *const *header, size_t count, struct sb_error *err)
{
    const struct sb_pieces nothing = {NULL, 0};
    sb_status st = sb_outfile_stage_many(&csv->file, b->options->folder, name, nothing,
                                         b->practice->owner, err);

    if (st != SB_OK)
        return st;
    csv->csv = (struct sb_csv){.text = &csv->text};
    for (size_t i = 0; i < count; i++)
        sb_csv_text(&csv->csv, header[i]);
    return sb_books_csv_row(csv, err);
}

sb_status
sb_books_csv_row(struct books_csv *csv, struct sb_error *err)
{
    sb_csv_end(&csv->csv);
    return csv_flush(csv, CSV_PIECE, err);
}

sb_status
sb_books_csv_end(struct books_csv *csv, struct sb_error *err)
{
    return csv->file != NULL ? csv_flush(csv, 0, err) : SB_OK;
}

void
sb_books_csv_free(struct books_csv *csv)
{
    sb_outfile_free(csv->file);
    sb_buf_free(&csv->text);
}
