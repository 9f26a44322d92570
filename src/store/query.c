/* query.c - what the archive is asked. */
#include "store/store.h"

#include <string.h>

#define QUERY_COLUMNS                                                                              \
    "SELECT s.number, s.state, s.series, s.replaces, s.replaced_by, s.patient, s.provider,"        \
    " s.payer, s.first_date, s.last_date, s.issued_at, s.issued_on, s.file_by, s.charges,"         \
    " s.adjustments, s.paid, s.balance, s.pages, s.size, s.record_hash, s.document_hash,"          \
    " s.template, s.tables, s.program, d.folder"                                                   \
    " FROM superbill s LEFT JOIN delivery d"                                                       \
    " ON d.superbill = s.id AND d.superbill NOT BETWEEN ?11 AND ?12"

/* What the run that issued has noted as delivered has a row until the next transaction. */
static void
delivered_bind(struct sb_statement *s, const struct sb_archive *archive)
{
    struct sb_delivered delivered;

    sb_delivered_read(&delivered, sb_archive_head_path(archive));
    sb_statement_put_int(s, 11, delivered.first);
    sb_statement_put_int(s, 12, delivered.last);
}

static sb_date
row_date(struct sb_statement *s, int column)
{
    const char *text = sb_statement_text(s, column);
    sb_date date = {0};

    return text != NULL && sb_date_parse(&date, text) ? date : (sb_date){0};
}

static enum sb_issue_state
row_state(struct sb_statement *s, int column)
{
    const char *text = sb_statement_text(s, column);

    if (sb_text_equal(text, "superseded"))
        return SB_ISSUE_SUPERSEDED;
    return sb_text_equal(text, "void") ? SB_ISSUE_VOID : SB_ISSUE_STANDS;
}

static void
row_hash(char hex[65], struct sb_statement *s, int column)
{
    struct sb_bytes hash = sb_statement_bytes(s, column);

    hex[0] = '\0';
    if (hash.len == 32)
        sb_hex(hex, hash.at, 32);
}

/* A row as QUERY_COLUMNS asks for it. */
static struct sb_superbill
row_read(struct sb_statement *s)
{
    struct sb_superbill row = {
        .number = sb_statement_text(s, 0),
        .state = row_state(s, 1),
        .example = sb_statement_int(s, 2) != 0,
        .replaces = sb_statement_text(s, 3),
        .replaced_by = sb_statement_text(s, 4),
        .patient = sb_statement_text(s, 5),
        .provider = sb_statement_text(s, 6),
        .payer = sb_statement_text(s, 7),
        .first_date = row_date(s, 8),
        .last_date = row_date(s, 9),
        .issued_at = sb_statement_int(s, 10),
        .issued_on = row_date(s, 11),
        .file_by = row_date(s, 12),
        .charges = {sb_statement_int(s, 13)},
        .adjustments = {sb_statement_int(s, 14)},
        .paid = {sb_statement_int(s, 15)},
        .balance = {sb_statement_int(s, 16)},
        .pages = (unsigned)sb_statement_int(s, 17),
        .size = (uint64_t)sb_statement_int(s, 18),
        .template_name = sb_statement_text(s, 21),
        .tables = sb_statement_text(s, 22),
        .program = sb_statement_text(s, 23),
        .undelivered = sb_statement_text(s, 24),
    };

    row_hash(row.record_sha256, s, 19);
    row_hash(row.document_sha256, s, 20);
    return row;
}

void
sb_archive_list_where(struct sb_buf *sql, const struct sb_archive_filter *filter)
{
    const struct sb_filter *visits = &filter->visits;
    const struct {
        bool given;
        const char *sql;
    } rows[] = {
        {visits->patient != NULL, "s.patient = ?1"},
        {visits->provider != NULL, "s.provider = ?2"},
        {visits->payer != NULL, SB_PAYER_SQL("?3")},
        {visits->visit != NULL, "s.id IN (SELECT superbill FROM visit WHERE visit = ?4)"},
        {visits->since.day > 0, "s.last_date >= ?5"},
        {visits->until.day > 0, "s.first_date <= ?6"},
        {visits->since.day > 0 && visits->until.day > 0,
         "EXISTS (SELECT 1 FROM visit v WHERE v.superbill = s.id AND v.date BETWEEN ?5 AND ?6)"},
        {visits->unpaid, "s.balance > 0"},
        {visits->paid, "s.balance <= 0"},
        {visits->deadline_given, "s.state = 'issued' AND s.file_by BETWEEN ?7 AND ?8"},
        {filter->state_given, "s.state = ?9"},
        {filter->undelivered, "d.folder IS NOT NULL"},
        {filter->issued_before.day > 0, "s.issued_on < ?10 AND s.last_date < ?10"},
    };
    const char *word = " WHERE ";

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!rows[i].given)
            continue;
        sb_buf_text(sql, word);
        sb_buf_text(sql, rows[i].sql);
        word = " AND ";
    }
}

void
sb_archive_list_sql(struct sb_buf *sql, const struct sb_archive_filter *filter)
{
    sb_buf_text(sql, QUERY_COLUMNS);
    sb_archive_list_where(sql, filter);
    sb_buf_text(sql, " ORDER BY s.id");
}

void
sb_archive_list_bind(struct sb_statement *s, const struct sb_archive_filter *filter,
                     char days[5][SB_DATE_TEXT])
{
    const struct sb_filter *visits = &filter->visits;
    sb_date last = {filter->today.day + visits->deadline};

    if (visits->patient != NULL)
        sb_statement_put_text(s, 1, visits->patient);
    if (visits->provider != NULL)
        sb_statement_put_text(s, 2, visits->provider);
    if (visits->payer != NULL)
        sb_statement_put_text(s, 3, visits->payer);
    if (visits->visit != NULL)
        sb_statement_put_text(s, 4, visits->visit);
    if (visits->since.day > 0)
        sb_statement_put_text(s, 5, sb_date_print(days[0], visits->since));
    if (visits->until.day > 0)
        sb_statement_put_text(s, 6, sb_date_print(days[1], visits->until));
    if (visits->deadline_given) {
        sb_statement_put_text(s, 7, sb_date_print(days[2], filter->today));
        sb_statement_put_text(s, 8, sb_date_print(days[3], last));
    }
    if (filter->state_given)
        sb_statement_put_text(s, 9, sb_issue_state_text(filter->state));
    if (filter->issued_before.day > 0)
        sb_statement_put_text(s, 10, sb_date_print(days[4], filter->issued_before));
}

sb_status
sb_archive_list(struct sb_archive *archive, const struct sb_archive_filter *filter,
                sb_superbill_fn *fn, void *user, struct sb_error *err)
{
    struct sb_db *db = sb_archive_db(archive);
    char days[5][SB_DATE_TEXT];
    struct sb_buf sql = {0};
    struct sb_statement *s;
    const char *kept;
    bool row = true;
    sb_status st;

    if (db == NULL)
        return SB_OK;
    sb_archive_list_sql(&sql, filter);
    kept = sql.failed ? NULL : sb_archive_text(archive, sql.at);
    sb_buf_free(&sql);
    if (kept == NULL)
        return sb_error_nomem(err);
    if ((st = sb_statement_open(&s, db, kept, err)) != SB_OK)
        return st;
    sb_archive_list_bind(s, filter, days);
    delivered_bind(s, archive);
    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        struct sb_superbill read = row_read(s);

        if (!fn(user, &read)) {
            st = sb_error_set(err, SB_E_STOPPED, "stopped by the caller");
            break;
        }
    }
    if (st == SB_OK)
        return sb_statement_end(s, err);
    sb_statement_free(s);
    return st;
}

/* A copy of text in the arena; NULL stays NULL, *failed tells of ended memory. */
static const char *
copy_text(struct sb_arena *arena, const char *text, bool *failed)
{
    const char *copy;

    if (text == NULL)
        return NULL;
    copy = sb_arena_text(arena, text, strlen(text));
    *failed |= copy == NULL;
    return copy;
}

static sb_status
row_copy(struct sb_superbill *row, struct sb_arena *arena, struct sb_error *err)
{
    const char **const texts[] = {
        &row->number, &row->replaces, &row->replaced_by,   &row->patient, &row->provider,
        &row->payer,  &row->program,  &row->template_name, &row->tables,  &row->undelivered,
    };
    bool failed = false;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = copy_text(arena, *texts[i], &failed);
    return failed ? sb_error_nomem(err) : SB_OK;
}

/* No such row: never issued, purged, or lost. */
static sb_status
find_absent(struct sb_archive *archive, const char *number, struct sb_error *err)
{
    struct sb_absent absent;
    sb_status st = sb_archive_absent(&absent, archive, number, err);

    return st == SB_OK ? sb_absent_error(err, &absent, number, "") : st;
}

sb_status
sb_archive_find(struct sb_superbill *out, struct sb_archive *archive, const char *number,
                struct sb_arena *arena, struct sb_error *err)
{
    struct sb_db *db = sb_archive_db(archive);
    struct sb_superbill row = {0};
    struct sb_statement *s;
    bool found;
    sb_status st;

    if (db == NULL)
        return find_absent(archive, number, err);
    st = sb_statement_open(&s, db, QUERY_COLUMNS " WHERE s.number = ?1", err);
    if (st != SB_OK)
        return st;
    sb_statement_put_text(s, 1, number);
    delivered_bind(s, archive);
    st = sb_statement_next(s, &found, err);
    if (st == SB_OK && found) {
        row = row_read(s);
        st = row_copy(&row, arena, err);
    }
    if (st != SB_OK) {
        sb_statement_free(s);
        return st;
    }
    if ((st = sb_statement_end(s, err)) != SB_OK)
        return st;
    if (!found)
        return find_absent(archive, number, err);
    *out = row;
    return SB_OK;
}

/* One row of a statement about a visit: number, state, hash or null, body or null, purged. */
static sb_status
prior_row(struct sb_prior *out, bool *found, struct sb_statement *s, struct sb_arena *arena,
          struct sb_error *err)
{
    struct sb_prior prior = {0};
    struct sb_bytes hash;
    bool failed = false;
    sb_status st = sb_statement_next(s, found, err);

    if (st == SB_OK && *found) {
        prior.number = copy_text(arena, sb_statement_text(s, 0), &failed);
        prior.state = row_state(s, 1);
        prior.body = copy_text(arena, sb_statement_text(s, 3), &failed);
        prior.purged = sb_statement_int(s, 4) != 0;
        hash = sb_statement_bytes(s, 2);
        if (hash.len == sizeof prior.hash)
            memcpy(prior.hash, hash.at, sizeof prior.hash);
        else if (prior.body != NULL)
            sb_sha256(prior.hash, prior.body, strlen(prior.body));
        if (failed)
            st = sb_error_nomem(err);
    }
    if (st != SB_OK) {
        sb_statement_free(s);
        return st;
    }
    if ((st = sb_statement_end(s, err)) == SB_OK && *found)
        *out = prior;
    return st;
}

sb_status
sb_archive_prior(struct sb_prior *out, bool *found, struct sb_archive *archive, const char *visit,
                 struct sb_arena *arena, struct sb_error *err)
{
    static const char *const asked[] = {
        "SELECT l.number, CASE WHEN s.id IS NULL AND " SB_LIVE_VOID
        " THEN 'void' ELSE 'issued' END,"
        " l.hash, v.body, s.id IS NULL FROM live l"
        " LEFT JOIN superbill s ON s.number = l.number"
        " LEFT JOIN visit v ON v.superbill = s.id AND v.visit = l.visit"
        " WHERE l.visit = ?1 AND l.series = ?2",
        "SELECT s.number, s.state, NULL, v.body, 0 FROM visit v JOIN superbill s"
        " ON s.id = v.superbill WHERE v.visit = ?1 AND s.series = ?2 ORDER BY s.id DESC LIMIT 1",
    };
    struct sb_db *db = sb_archive_db(archive);
    sb_status st = SB_OK;

    *found = false;
    for (size_t i = 0; db != NULL && st == SB_OK && !*found && i < 2; i++) {
        struct sb_statement *s;

        if ((st = sb_statement_open(&s, db, asked[i], err)) != SB_OK)
            return st;
        sb_statement_put_text(s, 1, visit);
        sb_statement_put_int(s, 2, sb_archive_said(archive)->example ? 1 : 0);
        st = prior_row(out, found, s, arena, err);
    }
    if (st == SB_OK && *found && (out->visit = sb_arena_text(arena, visit, strlen(visit))) == NULL)
        st = sb_error_nomem(err);
    return st;
}

/* Rows of a statement of SB_BESIDE_SQL; few visits of one day stand beside each other. */
static sb_status
beside_rows(struct sb_beside **out, size_t *count, struct sb_statement *s, struct sb_arena *arena,
            struct sb_error *err)
{
    size_t room = 0;
    bool row = true, failed = false;
    sb_status st;

    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row && !failed) {
        if (*count == room) {
            struct sb_beside *more = sb_arena_array(arena, room = 2 * room + 4, sizeof *more);

            if (more == NULL)
                return sb_error_nomem(err);
            if (*count > 0)
                memcpy(more, *out, *count * sizeof *more);
            *out = more;
        }
        (*out)[(*count)++] =
            (struct sb_beside){.visit = copy_text(arena, sb_statement_text(s, 0), &failed),
                               .number = copy_text(arena, sb_statement_text(s, 1), &failed),
                               .body = copy_text(arena, sb_statement_text(s, 2), &failed)};
    }
    return failed ? sb_error_nomem(err) : st;
}

sb_status
sb_archive_beside(struct sb_beside **out, size_t *count, struct sb_archive *archive,
                  const struct sb_visit *visit, struct sb_arena *arena, struct sb_error *err)
{
    struct sb_db *db = sb_archive_db(archive);
    char day[SB_DATE_TEXT], before[SB_DATE_TEXT];
    struct sb_statement *s;
    sb_status st;

    *out = NULL;
    *count = 0;
    if (db == NULL || visit->patient_id == NULL || visit->id == NULL || visit->date.day == 0)
        return SB_OK;
    if ((st = sb_statement_open(&s, db, SB_BESIDE_SQL, err)) != SB_OK)
        return st;
    sb_statement_put_text(s, 1, visit->patient_id);
    sb_statement_put_text(s, 2, sb_date_print(day, visit->date));
    sb_statement_put_int(s, 3, sb_archive_said(archive)->example ? 1 : 0);
    sb_statement_put_text(s, 4, visit->id);
    sb_statement_put_text(s, 5, sb_date_print(before, (sb_date){visit->date.day - 366}));
    if ((st = beside_rows(out, count, s, arena, err)) == SB_OK)
        return sb_statement_end(s, err);
    sb_statement_free(s);
    return st;
}

sb_status
sb_archive_record(struct sb_buf *out, struct sb_archive *archive, const char *number,
                  struct sb_error *err)
{
    struct sb_db *db = sb_archive_db(archive);
    struct sb_statement *s;
    struct sb_bytes body;
    bool found;
    sb_status st;

    if (db == NULL)
        return find_absent(archive, number, err);
    st = sb_statement_open(&s, db,
                           "SELECT r.body FROM record r JOIN superbill s ON s.id = r.superbill"
                           " WHERE s.number = ?1",
                           err);
    if (st != SB_OK)
        return st;
    sb_statement_put_text(s, 1, number);
    if ((st = sb_statement_next(s, &found, err)) != SB_OK) {
        sb_statement_free(s);
        return st;
    }
    if (found) {
        body = sb_statement_bytes(s, 0);
        sb_buf_put(out, body.at, body.len);
    }
    if ((st = sb_statement_end(s, err)) != SB_OK)
        return st;
    if (!found)
        return find_absent(archive, number, err);
    return out->failed ? sb_error_nomem(err) : SB_OK;
}

struct document_copy {
    struct sb_buf *out;
    struct sb_sha256_state state;
};

/* An sb_document_sink's. */
static void
document_add(void *user, struct sb_bytes bytes, bool piece)
{
    struct document_copy *copy = user;

    (void)piece;
    sb_sha256_add(&copy->state, bytes.at, bytes.len);
    sb_buf_put(copy->out, bytes.at, bytes.len);
}

/* The document of a superbill, appended; hash gets its own. */
static sb_status
document_read(struct sb_buf *out, uint8_t hash[32], struct sb_db *db, const char *number,
              struct sb_error *err)
{
    struct document_copy copy = {.out = out};
    const struct sb_document_sink sink = {document_add, &copy};
    struct sb_statement *s;
    int64_t id = 0;
    bool row;
    sb_status st = sb_statement_open(&s, db, "SELECT id FROM superbill WHERE number = ?1", err);

    if (st != SB_OK)
        return st;
    sb_statement_put_text(s, 1, number);
    st = sb_statement_next(s, &row, err);
    if (st == SB_OK && row)
        id = sb_statement_int(s, 0);
    sb_statement_free(s);
    sb_sha256_start(&copy.state);
    if (st == SB_OK)
        st = sb_document_walk(db, id, &sink, err);
    sb_sha256_end(&copy.state, hash);
    return st;
}

/*
 * SQLite's JSON functions may give no rows where memory ends, and no word of it: a document that is
 * not right is read twice before it is called altered.
 */
static sb_status
document_right(bool *right, struct sb_buf *out, struct sb_db *db, const struct sb_superbill *row,
               struct sb_error *err)
{
    size_t before = out->len;
    uint8_t hash[32] = {0};
    char hex[65];
    sb_status st = SB_OK;

    *right = false;
    for (int i = 0; st == SB_OK && i < 2 && !*right; i++) {
        out->len = before;
        st = document_read(out, hash, db, row->number, err);
        if (st == SB_OK && out->failed)
            st = sb_error_nomem(err);
        sb_hex(hex, hash, sizeof hash);
        *right = strcmp(hex, row->document_sha256) == 0;
    }
    return st;
}

sb_status
sb_archive_document(struct sb_buf *out, struct sb_archive *archive, const char *number,
                    struct sb_error *err)
{
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_superbill row = {.number = number};
    bool right;
    sb_status st;

    if (arena == NULL)
        return sb_error_nomem(err);
    st = sb_archive_find(&row, archive, number, arena, err);
    if (st == SB_OK)
        st = document_right(&right, out, sb_archive_db(archive), &row, err);
    if (st == SB_OK && !right)
        st = sb_error_at(err, SB_E_DAMAGED, sb_archive_path(archive), 0, 0,
                         "the document of %s is not as it was issued; see 'superbill archive "
                         "check'",
                         number);
    sb_arena_free(arena);
    return st;
}

sb_status
sb_archive_history(struct sb_archive *archive, const char *number, sb_history_fn *fn, void *user,
                   struct sb_error *err)
{
    struct sb_db *db = sb_archive_db(archive);
    struct sb_statement *s;
    bool row = true;
    sb_status st;

    if (db == NULL)
        return SB_OK;
    st = sb_statement_open(&s, db,
                           number != NULL
                               ? "SELECT e.n, e.event, e.at, e.number, e.replaces, r.text"
                                 " FROM entry e LEFT JOIN reason r ON r.entry = e.n"
                                 " WHERE e.number = ?1 OR e.replaces = ?1 ORDER BY e.n"
                               : "SELECT e.n, e.event, e.at, e.number, e.replaces, r.text"
                                 " FROM entry e LEFT JOIN reason r ON r.entry = e.n ORDER BY e.n",
                           err);
    if (st != SB_OK)
        return st;
    if (number != NULL)
        sb_statement_put_text(s, 1, number);
    while ((st = sb_statement_next(s, &row, err)) == SB_OK && row) {
        const struct sb_history event = {
            .entry = sb_statement_int(s, 0),
            .event = sb_statement_text(s, 1),
            .at = sb_statement_int(s, 2),
            .number = sb_statement_text(s, 3),
            .replaces = sb_statement_text(s, 4),
            .reason = sb_statement_text(s, 5),
        };

        if (!fn(user, &event)) {
            st = sb_error_set(err, SB_E_STOPPED, "stopped by the caller");
            break;
        }
    }
    if (st == SB_OK)
        return sb_statement_end(s, err);
    sb_statement_free(s);
    return st;
}

sb_status
sb_archive_head(struct sb_chain_head *out, struct sb_archive *archive, struct sb_error *err)
{
    struct sb_db *db = sb_archive_db(archive);

    if (db != NULL)
        return sb_chain_end(out, db, err);
    *out = (struct sb_chain_head){0};
    memset(out->hash, '0', sizeof out->hash - 1);
    return SB_OK;
}
