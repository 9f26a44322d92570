/* absent.c - why a number has no superbill. */
#include "store/store.h"

#include <stdio.h>

/* Whether the chain knows the number: then its rows were purged. */
static sb_status
absent_known(bool *known, struct sb_db *db, const char *number, struct sb_error *err)
{
    struct sb_statement *s;
    sb_status st = sb_statement_open(&s, db, "SELECT 1 FROM entry WHERE number = ?1", err);

    if (st != SB_OK)
        return st;
    sb_statement_put_text(s, 1, number);
    st = sb_statement_next(s, known, err);
    sb_statement_free(s);
    return st;
}

sb_status
sb_archive_absent(struct sb_absent *out, struct sb_archive *archive, const char *number,
                  struct sb_error *err)
{
    struct sb_db *db = sb_archive_db(archive);
    struct sb_lost lost;
    bool known = false, gone = false;
    sb_status st = SB_OK;

    *out = (struct sb_absent){.why = SB_ABSENT_UNKNOWN};
    if (db != NULL)
        st = absent_known(&known, db, number, err);
    if (st == SB_OK && !known)
        st = sb_archive_lost(&lost, &gone, archive, number, err);
    if (st != SB_OK)
        return st;
    if (known)
        out->why = SB_ABSENT_PURGED;
    else if (gone)
        *out = (struct sb_absent){.why = SB_ABSENT_LOST, .at = lost.at};
    return SB_OK;
}

void
sb_absent_print(char text[SB_ABSENT_TEXT], const struct sb_absent *absent)
{
    char day[SB_DATE_TEXT];

    switch (absent->why) {
    case SB_ABSENT_PURGED:
        (void)snprintf(text, SB_ABSENT_TEXT,
                       "was purged: only its entry in the chain is left; 'superbill issue --again "
                       "--visit ID' gives a visit of it a new number");
        break;
    case SB_ABSENT_LOST:
        (void)snprintf(text, SB_ABSENT_TEXT,
                       "was lost by the restore of %s: the copy put back was older; 'superbill "
                       "issue' gives its visits a new number",
                       sb_date_print(day, sb_date_of_instant(absent->at, 0)));
        break;
    case SB_ABSENT_UNKNOWN:
        (void)snprintf(text, SB_ABSENT_TEXT, "is the number of no superbill");
        break;
    }
}

sb_status
sb_absent_error(struct sb_error *err, const struct sb_absent *absent, const char *number,
                const char *hint)
{
    char text[SB_ABSENT_TEXT];

    if (absent->why == SB_ABSENT_UNKNOWN)
        return sb_error_set(err, SB_E_ABSENT, "no superbill has the number %.130s%s", number, hint);
    sb_absent_print(text, absent);
    return sb_error_set(err, SB_E_ABSENT, "%.63s %s%s", number, text, hint);
}
