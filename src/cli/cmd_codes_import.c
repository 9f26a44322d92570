/* cmd_codes_import.c - superbill codes import: official code files into the user's sets. */
#include "cli/cli.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* What was told of one file, kept until all of them are in. */
struct row {
    struct sb_import_event event;
    struct sb_code_set set;
    char base[40];
};
struct rows {
    struct row *at;
    size_t count, room;
    bool failed;
};

static void
keep(void *user, const struct sb_import_event *event)
{
    struct rows *rows = user;
    struct row *row;

    if (rows->count == rows->room) {
        size_t room = rows->room ? 2 * rows->room : 8;
        void *at = realloc(rows->at, room * sizeof *rows->at);

        rows->failed = rows->failed || at == NULL;
        if (at == NULL)
            return;
        rows->at = at;
        rows->room = room;
    }
    row = &rows->at[rows->count++];
    *row = (struct row){.event = *event};
    if (event->set != NULL)
        row->set = *event->set;
    if (event->base != NULL)
        snprintf(row->base, sizeof row->base, "%s", event->base);
}

void
set_json(struct json *json, const struct sb_code_set *set)
{
    static const char *const kinds[] = {"icd10cm", "pairs", "limits", "hcpcs", "conversion"};
    static const char *const verdicts[] = {NULL, "same", "differs"};

    json_text(json, "name", set->name);
    json_text(json, "kind", kinds[set->kind]);
    json_date(json, "from", set->from);
    json_date(json, "to", set->to);
    json_text(json, "edition", set->edition);
    json_text(json, "sha256", set->sha256);
    json_int(json, "rows", set->rows);
    if (set->kind == SB_SET_ICD10CM) {
        json_int(json, "headers", set->headers);
        json_int(json, "billable", set->billable);
        json_text(json, "published", verdicts[set->published]);
    }
}

static const char *const whats[] = {"installed", "replaced", "no-changes", "kept"};

static void
rows_json(const struct rows *rows)
{
    struct json json = {.out = stdout};

    json_object(&json, NULL);
    json_text(&json, "schema", "superbill.import/1");
    json_array(&json, "files");
    for (size_t i = 0; i < rows->count; i++) {
        const struct sb_import_event *event = &rows->at[i].event;

        json_object(&json, NULL);
        json_text(&json, "file", event->file);
        json_text(&json, "what", whats[event->what]);
        json_int(&json, "read", event->read);
        if (event->base != NULL) {
            json_text(&json, "base", rows->at[i].base);
            json_int(&json, "added", event->added);
            json_int(&json, "deleted", event->deleted);
            json_int(&json, "revised", event->revised);
        }
        if (event->set != NULL)
            set_json(&json, &rows->at[i].set);
        json_end(&json, '}');
    }
    json_end(&json, ']');
    json_end(&json, '}');
}

/* "74719 billable codes and 23467 headers, as published" */
static void
count_text(const struct sb_code_set *set, const struct sb_import_event *event)
{
    if (set->kind != SB_SET_ICD10CM) {
        printf("  %" PRId64 " of its %" PRId64 " rows kept\n", set->rows, event->read);
        return;
    }
    printf("  %" PRId64 " rows: %" PRId64 " headers, %" PRId64 " billable", set->rows, set->headers,
           set->billable);
    if (set->published == SB_PUBLISHED_SAME)
        fputs(", as published", stdout);
    else if (set->published == SB_PUBLISHED_DIFFERS)
        fputs(", not the counts first published: an update?", stdout);
    putchar('\n');
}

static void
row_text(const struct row *row, bool dry)
{
    static const char *const words[] = {"installed", "installed anew", "", "left as it is"};
    const struct sb_import_event *event = &row->event;
    const struct sb_code_set *set = &row->set;
    char from[SB_DATE_TEXT], to[SB_DATE_TEXT];

    if (event->what == SB_IMPORT_NO_CHANGES) {
        fputs("no changes: nothing to install (", stdout);
        put_tame(stdout, event->file);
        puts(")");
        return;
    }
    printf("%s %s", set->name, dry ? "would be installed" : words[event->what]);
    if (event->what == SB_IMPORT_KEPT)
        fputs(": an order file says more than a codes file", stdout);
    printf("\n  for services from %s", sb_date_print(from, set->from));
    if (set->to.day != 0)
        printf(" to %s", sb_date_print(to, set->to));
    printf("\n  from %s, SHA-256 %s\n", set->edition, set->sha256);
    if (event->base != NULL)
        printf("  %s and %" PRId64 " added, %" PRId64 " deleted, %" PRId64 " revised\n", row->base,
               event->added, event->deleted, event->revised);
    count_text(set, event);
}

static int
run_import(struct session *session)
{
    struct sb_import_options options = {.told = keep};
    const char *year = session_value(session, OPT_EDITION), *store;
    struct rows rows = {0};
    sb_status st;
    int code;

    if (year != NULL) {
        if (strlen(year) != 4 || strspn(year, "0123456789") != 4 || year[0] != '2')
            return session_usage(session, "'%.20s' is not a year", year);
        for (; *year != '\0'; year++)
            options.year = 10 * options.year + (*year - '0');
    }
    if ((code = session_start_if(session)) != EXIT_DONE)
        return code;
    if ((store = session_store(session)) == NULL)
        return session_refuse(session, "no place for code sets: set HOME, XDG_DATA_HOME or [codes] "
                                       "path");
    options.user = &rows;
    options.dry_run = session_has(session, OPT_DRY_RUN);
    st = sb_codes_import(store, session->operands, session->operand_count, &options, &session->err);
    if (st == SB_OK && rows.failed)
        st = SB_E_NOMEM;
    if (st != SB_OK)
        code = session_fail(session, st);
    else if (session->report.json)
        rows_json(&rows);
    for (size_t i = 0; st == SB_OK && !session->report.json && i < rows.count; i++)
        row_text(&rows.at[i], options.dry_run);
    free(rows.at);
    return code;
}

static const uint8_t options_taken[] = {OPT_EDITION, OPT_DRY_RUN, OPT_END};

const struct command cmd_codes_import = {
    .name = "codes import",
    .summary = "install official code files: all of them or none",
    .usage = "FILE... [--year YYYY]",
    .examples = "  superbill codes import icd10cm-Code-Descriptions-2027.zip\n"
                "  superbill codes import icd10cm-order-addenda-2026.txt\n"
                "  superbill codes import codes.txt --year 2026\n",
    .more =
        "Taken are ICD-10-CM order files, codes files and addenda (CDC, CMS), NCCI practitioner\n"
        "pair files, practitioner MUE files (CSV), HCPCS level II files (ANWEB, text or CSV) and\n"
        "the ICD-10-CM conversion table (saved as CSV or text), plain or in a zip; what a file\n"
        "is, is seen from what stands in it.  Several years stand side by side.  Addenda\n"
        "applied to a year make the next.\n",
    .options = options_taken,
    .least = 1,
    .most = SIZE_MAX,
    .run = run_import,
};
