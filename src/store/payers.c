/* payers.c - who pays, by the archive: as each superbill's row has it, and as its page names it. */
#include "store/store.h"

/* The insurer's name on a page; false: the record says none, or cannot be read. */
static bool
payer_row(bool *go, struct sb_bytes record, const char *payer, sb_payer_fn *fn, void *user)
{
    struct sb_record_tree tree;
    bool said = false;

    if (sb_record_tree_open(&tree, record, NULL) == SB_OK) {
        const struct sb_json *insurance = sb_json_member(tree.root, "insurance");
        const struct sb_json *name =
            insurance != NULL ? sb_json_member(insurance, "payer_name") : NULL;

        said = name != NULL && sb_json_type(name) == SB_JSON_STRING;
        if (said)
            *go = fn(user, payer, sb_json_text(name));
    }
    sb_record_tree_close(&tree);
    return said;
}

sb_status
sb_archive_payers(struct sb_archive *archive, const struct sb_archive_filter *filter,
                  sb_payer_fn *fn, void *user, struct sb_error *err)
{
    struct sb_archive_filter any = *filter;
    struct sb_db *db = sb_archive_db(archive);
    char days[5][SB_DATE_TEXT];
    struct sb_buf sql = {0};
    struct sb_statement *s;
    const char *kept;
    bool row = true, go = true;
    sb_status st;

    if (db == NULL)
        return SB_OK;
    any.visits.payer = NULL;
    any.undelivered = false;
    sb_buf_text(&sql, "SELECT p.payer, r.body FROM (SELECT s.payer AS payer, min(s.id) AS first,"
                      " max(s.id) AS last FROM superbill s");
    sb_archive_list_where(&sql, &any);
    sb_buf_text(&sql, " GROUP BY s.payer) p JOIN record r ON r.superbill IN (p.first, p.last)"
                      " WHERE p.payer IS NOT NULL");
    kept = sql.failed ? NULL : sb_archive_text(archive, sql.at);
    sb_buf_free(&sql);
    if (kept == NULL)
        return sb_error_nomem(err);
    if ((st = sb_statement_open(&s, db, kept, err)) != SB_OK)
        return st;
    sb_archive_list_bind(s, &any, days);
    while (go && (st = sb_statement_next(s, &row, err)) == SB_OK && row)
        (void)payer_row(&go, sb_statement_bytes(s, 1), sb_statement_text(s, 0), fn, user);
    if (st == SB_OK && go)
        return sb_statement_end(s, err);
    sb_statement_free(s);
    return st == SB_OK ? sb_error_set(err, SB_E_STOPPED, "stopped by the caller") : st;
}
