/* lost.c - numbers that a restore marked as lost: given once, and in no copy that was put back. */
#include "store/store.h"

/* A number by its parts. */
struct lost_number {
    int64_t sequence;
    int32_t year; /* 0: the form has none */
    bool example;
};

static const char lost_sql[] =
    "SELECT e.n, e.at, e.series, e.sequence,"
    " CASE WHEN json_valid(e.body) THEN ifnull(json_extract(e.body, '$.first'), e.sequence)"
    " ELSE e.sequence END,"
    " (SELECT max(b.at) FROM entry b WHERE b.n < e.n AND b.event <> 'restored')"
    " FROM entry e WHERE e.event = 'restored' AND e.sequence IS NOT NULL ORDER BY e.n";

/* Whether the row is of the number: before is the time of the last entry that the copy held. */
static bool
lost_matches(const struct sb_lost *row, int64_t before, const struct lost_number *number)
{
    int32_t from = 0, to = 0;

    /* days of the practice are not those of UTC: a day on either side */
    sb_date_split(sb_date_of_instant(before, -86400), &from, NULL, NULL);
    sb_date_split(sb_date_of_instant(row->at, 86400), &to, NULL, NULL);
    return row->example == number->example && row->first <= number->sequence &&
           number->sequence <= row->last &&
           (number->year == 0 || (from <= number->year && number->year <= to));
}

/* Who asks: for one number, or to be told all. */
struct lost_asked {
    const struct lost_number *number; /* NULL: all */
    sb_lost_fn *fn;
    void *user;
};

/* Rows in order, until the one asked for is met. */
static sb_status
lost_walk(struct sb_lost *out, bool *found, struct sb_archive *archive,
          const struct lost_asked *asked, struct sb_error *err)
{
    struct sb_db *db = sb_archive_db(archive);
    struct sb_statement *s;
    bool row = true;
    sb_status st;

    *found = false;
    if (db == NULL)
        return SB_OK;
    if ((st = sb_statement_open(&s, db, lost_sql, err)) != SB_OK)
        return st;
    while (!*found && (st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        *out = (struct sb_lost){.at = sb_statement_int(s, 1),
                                .first = sb_statement_int(s, 4),
                                .last = sb_statement_int(s, 3),
                                .example = sb_statement_int(s, 2) == 1};
        *found = asked->number != NULL && lost_matches(out, sb_statement_int(s, 5), asked->number);
        if (asked->fn != NULL)
            asked->fn(asked->user, out);
    }
    sb_statement_free(s);
    return st;
}

sb_status
sb_archive_lost(struct sb_lost *out, bool *found, struct sb_archive *archive, const char *number,
                struct sb_error *err)
{
    const char *format = sb_archive_said(archive)->number_format;
    struct lost_number wanted = {.sequence = 0};
    const struct lost_asked asked = {.number = &wanted};

    *found = false;
    if (!sb_number_read(&wanted.sequence, &wanted.year, &wanted.example, format, number))
        return SB_OK;
    return lost_walk(out, found, archive, &asked, err);
}

sb_status
sb_archive_gaps(struct sb_archive *archive, sb_lost_fn *fn, void *user, struct sb_error *err)
{
    const struct lost_asked asked = {.fn = fn, .user = user};
    struct sb_lost row;
    bool found;

    return lost_walk(&row, &found, archive, &asked, err);
}
