/*
 * lost.c - numbers that were given once: those that the entries name, and those that a restore
 * marked as lost, which are in no copy that was put back.
 */
#include "store/store.h"

/*
 * Whether the row is of the number, read in the form that the row's numbers had: before is the time
 * of the last entry that the copy held.
 */
static bool
lost_matches(const struct sb_lost *row, int64_t before, const char *format, const char *text)
{
    int64_t sequence = 0;
    int32_t year = 0, from = 0, to = 0;
    bool example;

    if (!sb_number_read(&sequence, &year, &example, format, text))
        return false;
    /* days of the practice are not those of UTC: a day on either side */
    sb_date_split(sb_date_of_instant(before, -86400), &from, NULL, NULL);
    sb_date_split(sb_date_of_instant(row->at, 86400), &to, NULL, NULL);
    return row->last > 0 && row->example == example && row->first <= sequence &&
           sequence <= row->last && (year == 0 || (from <= year && year <= to));
}

/* Who asks: for one number, or to be told all. */
struct lost_asked {
    const char *number; /* NULL: all */
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
    const char *format;
    bool row = true;
    sb_status st;

    *found = false;
    if (db == NULL)
        return SB_OK;
    if ((st = sb_statement_open(&s, db, SB_LOST_SQL, err)) != SB_OK)
        return st;
    while (!*found && (st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        *out = (struct sb_lost){.at = sb_statement_int(s, 1),
                                .first = sb_statement_int(s, 4),
                                .last = sb_statement_int(s, 3),
                                .events = sb_statement_int(s, 7),
                                .example = sb_statement_int(s, 2) == 1};
        /* restores of earlier versions did not say the form: it is taken for today's */
        format = sb_statement_text(s, 6);
        if (format == NULL)
            format = sb_archive_said(archive)->number_format;
        *found = asked->number != NULL &&
                 lost_matches(out, sb_statement_int(s, 5), format, asked->number);
        if (asked->fn != NULL && (out->last > 0 || out->events > 0))
            asked->fn(asked->user, out);
    }
    sb_statement_free(s);
    return st;
}

sb_status
sb_archive_lost(struct sb_lost *out, bool *found, struct sb_archive *archive, const char *number,
                struct sb_error *err)
{
    const struct lost_asked asked = {.number = number};

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

sb_status
sb_archive_unused(struct sb_archive *archive, const char *number, struct sb_error *err)
{
    struct sb_db *db = sb_archive_db(archive);
    struct sb_statement *s;
    struct sb_lost lost;
    bool given = false;
    sb_status st;

    if (db == NULL)
        return SB_OK;
    if ((st = sb_statement_open(&s, db, SB_GIVEN_SQL, err)) != SB_OK)
        return st;
    sb_statement_put_text(s, 1, number);
    st = sb_statement_next(s, &given, err);
    sb_statement_free(s);
    if (st == SB_OK && !given)
        st = sb_archive_lost(&lost, &given, archive, number, err);
    if (st == SB_OK && given)
        st = sb_error_set(err, SB_E_RANGE,
                          "number %s was given before, and none is given twice: [numbering] format "
                          "must be one whose numbers cannot be those of an earlier one",
                          number);
    return st;
}
