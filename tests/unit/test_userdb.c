/*
 * test_userdb.c - official years side by side: every row found, addenda make the next year, days
 * decide, a failed import leaves what was there.  Parts that need the official files are skipped
 * where these are absent.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codes/search.h"

#include "day_help.h"

#define FOLDER "../shared/data/icd10cm/"
#define ROWS_2026 98186

static char folder[64], store[96], other[96];

static int
setup(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s/sets-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    if (strlen(folder) > 40)
        snprintf(folder, sizeof folder, "/tmp/sets-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(store, sizeof store, "%s/deep/codes.db", folder);
    snprintf(other, sizeof other, "%s/other.db", folder);
    return 0;
}

static int
teardown(void **state)
{
    char name[128];

    (void)state;
    (void)unlink(store);
    (void)unlink(other);
    snprintf(name, sizeof name, "%s/icd10cm-order-2031.txt", folder);
    (void)unlink(name);
    snprintf(name, sizeof name, "%s/deep", folder);
    (void)rmdir(name);
    return rmdir(folder);
}

static void
last_event(void *user, const struct sb_import_event *event)
{
    struct sb_import_event *last = user;

    *last = *event;
    last->set = NULL;
    last->base = NULL;
}

static sb_status
import_file(const char *where, const char *file, struct sb_import_event *event,
            struct sb_error *err)
{
    const struct sb_import_options options = {.told = last_event, .user = event};

    return sb_codes_import(where, &file, 1, &options, err);
}

static void
must_import(const char *where, const char *file)
{
    struct sb_import_event event = {0};
    struct sb_error err = {0};

    if (access(file, R_OK) != 0)
        skip();
    if (import_file(where, file, &event, &err) != SB_OK)
        fail_msg("%s: %s", file, err.text);
}

static void
load(struct sb_dx_list *list, const char *where, const char *name)
{
    struct sb_user_sets sets;
    struct sb_db *db;
    bool found = false;

    assert_int_equal(sb_user_open(&db, where, false, NULL), SB_OK);
    assert_int_equal(sb_user_sets(&sets, db, NULL), SB_OK);
    for (size_t i = 0; i < sets.count; i++) {
        if (strcmp(sets.at[i].about.name, name) != 0)
            continue;
        found = true;
        assert_int_equal(sb_user_get_dx(list, db, &sets.at[i], NULL), SB_OK);
    }
    assert_true(found);
    sb_db_free(db);
}

/* The year before and its addenda are the next year, row for row. */
static void
addenda_make_the_next_year(void **state)
{
    struct sb_dx_list made = {0}, official = {0};

    (void)state;
    must_import(store, FOLDER "cdc-fy2025-codes.zip");
    must_import(store, FOLDER "icd10cm-order-addenda-2026.txt");
    must_import(other, FOLDER "cdc-fy2026-codes.zip");
    load(&made, store, "icd10cm-2026");
    load(&official, other, "icd10cm-2026");
    assert_int_equal(official.count, ROWS_2026);
    assert_int_equal(made.count, official.count);
    for (size_t i = 0; i < made.count; i++) {
        assert_true(made.rows[i].key == official.rows[i].key);
        assert_int_equal(made.rows[i].billable, official.rows[i].billable);
        assert_string_equal(sb_dx_list_title(&made, &made.rows[i]),
                            sb_dx_list_title(&official, &official.rows[i]));
    }
    sb_dx_list_free(&made);
    sb_dx_list_free(&official);
}

/* Every row of the year is found by its code, with its flag and title. */
static void
every_code_is_found(void **state)
{
    struct sb_dx_list list = {0};
    struct sb_codes *codes;
    sb_date on = day("2026-03-03");
    const char *memcheck = getenv("VALGRIND");
    size_t stride = memcheck && *memcheck ? 97 : 1, wrong = 0;

    (void)state;
    must_import(store, FOLDER "cdc-fy2026-codes.zip");
    load(&list, store, "icd10cm-2026");
    assert_int_equal(list.count, ROWS_2026);
    assert_int_equal(sb_codes_open_store(&codes, store, NULL), SB_OK);
    for (size_t i = 0; i < list.count; i += stride) {
        char bare[SB_DX_BARE], code[SB_DX_TEXT];
        struct sb_dx dx = {0};
        struct sb_dx_answer answer;

        sb_dx_key_bare(bare, list.rows[i].key);
        sb_dx_dotted(code, bare);
        if (sb_dx_billable(&dx, codes, code, on) != list.rows[i].billable)
            wrong++;
        if (list.rows[i].billable) {
            wrong += strcmp(dx.title, sb_dx_list_title(&list, &list.rows[i])) != 0;
            continue;
        }
        sb_dx_look(&answer, codes, bare, on);
        wrong += answer.row == NULL || answer.verdict == SB_DX_BILLABLE || !answer.full_set;
        wrong += answer.verdict == SB_DX_HEADER &&
                 strcmp(answer.row->title, sb_dx_list_title(&list, &list.rows[i])) != 0;
    }
    assert_int_equal(wrong, 0);
    assert_int_equal(sb_codes_sound(codes, NULL), SB_OK);
    sb_codes_free(codes);
    sb_dx_list_free(&list);
}

static void
days_decide(void **state)
{
    static const struct {
        const char *code, *on;
        enum sb_dx_verdict verdict;
        bool full;
        const char *suggested; /* the first */
    } rows[] = {
        {"M72.2", "2026-09-30", SB_DX_BILLABLE, true, NULL},
        {"M72.2", "2026-10-01", SB_DX_NOT_VALID_ON_DATE, false, "M67.A01"},
        {"R10.2", "2025-09-30", SB_DX_BILLABLE, true, NULL},
        {"R10.2", "2025-10-01", SB_DX_NOT_VALID_ON_DATE, true, "R10.20"},
        {"G35", "2025-09-30", SB_DX_BILLABLE, true, NULL},
        {"G35", "2025-10-01", SB_DX_NOT_VALID_ON_DATE, true, "G35.A"},
        {"M51.36", "2024-09-30", SB_DX_BILLABLE, false, NULL},
        {"M51.36", "2024-10-01", SB_DX_NOT_VALID_ON_DATE, true, "M51.360"},
        {"A00.0", "2026-01-01", SB_DX_BILLABLE, true, NULL},  /* beyond the program's table */
        {"A00.0", "2020-01-01", SB_DX_BILLABLE, false, NULL}, /* by the nearest year */
        {"A00", "2026-01-01", SB_DX_HEADER, true, "A00.0"},
        {"C50.A1", "2025-10-01", SB_DX_BILLABLE, true, NULL},
        {"C50.A1", "2025-09-30", SB_DX_NOT_VALID_ON_DATE, true, NULL},
        {"B88.0", "2025-10-01", SB_DX_NOT_VALID_ON_DATE, true, "B88.01"},
        {"A98.9", "2026-01-01", SB_DX_UNKNOWN, true, NULL},
        {"S13.4D", "2026-01-01", SB_DX_SEVENTH_CHARACTER, true, "S13.4XXD"},
        {"S52.521", "2026-01-01", SB_DX_SEVENTH_CHARACTER, true, "S52.521A"},
        {"T23.001", "2026-01-01", SB_DX_SEVENTH_CHARACTER, true, "T23.001A"},
        {"M54.500", "2026-01-01", SB_DX_PADDED, true, "M54.50"},
    };
    struct sb_codes *codes;

    (void)state;
    must_import(store, FOLDER "cdc-fy2025-codes.zip");
    must_import(store, FOLDER "cdc-fy2026-codes.zip");
    assert_int_equal(sb_codes_open_store(&codes, store, NULL), SB_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_dx_answer answer;

        sb_dx_look(&answer, codes, rows[i].code, day(rows[i].on));
        if (answer.verdict != rows[i].verdict || answer.full_set != rows[i].full ||
            (rows[i].suggested != NULL &&
             (answer.suggested_count == 0 ||
              strchr(rows[i].suggested, answer.suggested[0][3]) == NULL)))
            fail_msg("%s on %s: verdict %d, full %d, suggests %s", rows[i].code, rows[i].on,
                     answer.verdict, answer.full_set,
                     answer.suggested_count > 0 ? answer.suggested[0] : "nothing");
        assert_int_equal(sb_dx_billable(NULL, codes, rows[i].code, day(rows[i].on)),
                         rows[i].verdict == SB_DX_BILLABLE);
        if (rows[i].suggested != NULL) {
            bool met = false;

            for (size_t k = 0; k < answer.suggested_count; k++)
                met = met || strcmp(answer.suggested[k], rows[i].suggested) == 0;
            if (!met)
                fail_msg("%s does not suggest %s", rows[i].code, rows[i].suggested);
        }
    }
    sb_codes_free(codes);
}

static int64_t
ask(const char *where, const char *sql)
{
    struct sb_statement *s;
    struct sb_db *db;
    bool row = false;
    int64_t n;

    assert_int_equal(sb_user_open(&db, where, false, NULL), SB_OK);
    assert_int_equal(sb_statement_open(&s, db, sql, NULL), SB_OK);
    assert_int_equal(sb_statement_next(s, &row, NULL), SB_OK);
    assert_true(row);
    n = sb_statement_int(s, 0);
    sb_statement_free(s);
    sb_db_free(db);
    return n;
}

/* Words find the likely code of a whole year; what is removed leaves no word behind. */
static void
words_of_a_year(void **state)
{
    static const struct {
        const char *words, *first; /* NULL: nothing is found */
        enum sb_side side;
        char encounter;
    } rows[] = {
        {"fracture", "S39.840D", SB_SIDE_NONE, '\0'}, /* thousands of titles have it */
        {"frature", "S39.840D", SB_SIDE_NONE, '\0'},
        {"fracture", "S39.840D", SB_SIDE_LEFT, '\0'},
        {"nonunion", "M84.332K", SB_SIDE_NONE, '\0'}, /* in last parts alone */
        {"nonunoin", "M84.332K", SB_SIDE_NONE, '\0'},
        {"nonunion", "M84.350K", SB_SIDE_RIGHT, '\0'},
        {"closed", "S52.531D", SB_SIDE_NONE, '\0'},
        {"nonunion ankle", "M84.371K", SB_SIDE_NONE, '\0'},
        {"arthritis", "M26.641", SB_SIDE_NONE, '\0'}, /* what therapists see before the rest */
        {"fracture femur shaft right routine", "S72.391D", SB_SIDE_NONE, '\0'},
        {"femur shaft", "S72.391A", SB_SIDE_RIGHT, 'A'},
        {"low back pain", "M54.50", SB_SIDE_NONE, '\0'},
        {"pain knee left", "M25.562", SB_SIDE_NONE, '\0'},
        {"plantar fasc", "M72.2", SB_SIDE_NONE, '\0'},
        {"chol", "K65.3", SB_SIDE_NONE, '\0'}, /* beyond the program's table */
        {"un", "R45.2", SB_SIDE_NONE, '\0'},
        {"s", "M51.46", SB_SIDE_NONE, '\0'},
        {"cholera x", NULL, SB_SIDE_NONE, '\0'},
        {"m25 pain left hip", "M25.552", SB_SIDE_NONE, '\0'},
        {"runner's knee", "M22.2X1", SB_SIDE_NONE, '\0'},
        {"subsequent", "W06.XXXD", SB_SIDE_NONE, '\0'},
        {"xyzzy", NULL, SB_SIDE_NONE, '\0'},
    };
    struct sb_codes *codes;

    (void)state;
    must_import(store, FOLDER "cdc-fy2026-codes.zip");
    assert_int_equal(sb_codes_open_store(&codes, store, NULL), SB_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_code_query query = {.words = rows[i].words,
                                      .on = day("2026-09-01"),
                                      .side = rows[i].side,
                                      .encounter = rows[i].encounter};
        struct sb_code_hit hits[20];
        size_t count = sb_codes_find(hits, 20, codes, &query);

        print_message("# %s: %s %s\n", rows[i].words, count > 0 ? hits[0].code : "-",
                      count > 0 ? hits[0].title : "");
        assert_int_equal(count == 0, rows[i].first == NULL);
        if (count > 0)
            assert_string_equal(hits[0].code, rows[i].first);
    }
    assert_int_equal(sb_codes_sound(codes, NULL), SB_OK);
    sb_codes_free(codes);
    must_import(store, FOLDER "cdc-fy2025-codes.zip");
    assert_int_equal(sb_codes_remove(store, "icd10cm-2025", NULL), SB_OK);
    assert_int_equal(ask(store, "SELECT count(*) FROM dx_index"), 1);
    assert_int_equal(sb_codes_remove(store, "icd10cm-2026", NULL), SB_OK);
    assert_int_equal(ask(store, "SELECT count(*) FROM dx_index"), 0);
    assert_int_equal(ask(store, "SELECT count(*) FROM dx"), 0);
}

/* What a search that reads every title of the set keeps. */
static size_t
read_all(struct sb_code_hit *hits, size_t capacity, const struct sb_codes *codes,
         const struct sb_dx_list *list, const struct sb_code_query *asked)
{
    struct sb_search search = {.hits = hits,
                               .capacity = capacity,
                               .asked = asked,
                               .user = codes->user,
                               .set = sb_user_dx_set(codes->user, asked->on)};

    sb_query_read(&search.query, asked->words);
    for (size_t i = 0; i < list->count; i++) {
        char bare[SB_DX_BARE], code[SB_DX_TEXT];
        struct sb_code_hit hit = {.code = code,
                                  .title = sb_dx_list_title(list, &list->rows[i]),
                                  .billable = list->rows[i].billable};
        size_t own;

        sb_dx_key_bare(bare, list->rows[i].key);
        sb_dx_dotted(code, bare);
        own = sb_dx_lower(code);
        own = own < sb_dx_count() && strcmp(sb_dx_row_code(own), code) == 0;
        sb_search_offer(&search, &hit, own ? SB_SEARCH_KNOWN : 0);
    }
    return search.count;
}

/* The index of words gives what reading every title does, in the same order. */
static void
words_are_as_exact_as_titles(void **state)
{
    static const char *const words[] = {
        "fracture", "nonunion",  "closed",     "left nonunion",     "with",       "un",
        "s",        "m25",       "m2",         "m25 pain",          "S82.5",      "open type iiia",
        "malunion", "subs enc",  "7",          "delayed left tib",  "of the",     "S52.531D",
        "sequela",  "unsp knee", "ankle nonu", "initial encounter", "osteo(arth", "zz"};
    struct sb_code_hit hits[40], all[40];
    struct sb_dx_list list = {0};
    struct sb_codes *codes;

    (void)state;
    must_import(store, FOLDER "cdc-fy2026-codes.zip");
    load(&list, store, "icd10cm-2026");
    assert_int_equal(sb_codes_open_store(&codes, store, NULL), SB_OK);
    for (size_t i = 0; i < 4 * sizeof words / sizeof *words; i++) {
        const struct sb_code_query query = {.words = words[i / 4],
                                            .on = day("2026-09-01"),
                                            .side = (enum sb_side)(i % 4),
                                            .encounter = "\0\0\0D"[i % 4]};
        struct sb_search search = {.hits = hits,
                                   .capacity = 40,
                                   .asked = &query,
                                   .user = codes->user,
                                   .set = sb_user_dx_set(codes->user, query.on)};
        size_t count = read_all(all, 40, codes, &list, &query);

        sb_query_read(&search.query, query.words);
        sb_search_set(&search);
        print_message("# %s: %zu\n", query.words, count);
        assert_int_equal(search.count, count);
        for (size_t k = 0; k < count; k++) {
            assert_string_equal(hits[k].code, all[k].code);
            assert_int_equal(hits[k].score, all[k].score);
        }
    }
    assert_int_equal(sb_codes_sound(codes, NULL), SB_OK);
    sb_codes_free(codes);
    sb_dx_list_free(&list);
}

/* An index that is not as it was written ends the search with words, not with other memory. */
static void
damaged_words_are_said(void **state)
{
    static const char *const damages[] = {
        "UPDATE dx_index SET codes = substr(codes, 1, length(codes) - 1)",
        "UPDATE dx_index SET codes = CAST(x'010000000000ffffffffff00' AS BLOB)",
        "DELETE FROM dx_index",
    };
    struct sb_code_hit hits[5];
    struct sb_codes *codes;
    struct sb_db *db;

    (void)state;
    must_import(store, FOLDER "cdc-fy2026-codes.zip");
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        assert_int_equal(sb_user_open(&db, store, true, NULL), SB_OK);
        assert_int_equal(sb_db_run(db, damages[i], NULL), SB_OK);
        assert_int_equal(sb_db_commit(db, NULL), SB_OK);
        sb_db_free(db);
        assert_int_equal(sb_codes_open_store(&codes, store, NULL), SB_OK);
        (void)sb_codes_search(hits, 5, codes, "nonunion", day("2026-09-01"));
        assert_int_equal(sb_codes_sound(codes, NULL), SB_E_DAMAGED);
        sb_codes_free(codes);
    }
}

/* The conversion table tells what took the place of codes that the program's table lacks. */
static void
successors_by_the_conversion_table(void **state)
{
    static const char table[] = "What changed,,\r\nCurrent code assignment,Effective,Previous "
                                "Code(s) Assignment\r\nT78.070A,2025,T78.07XA\r\n"
                                "T78.079A,2025,T78.07XA \r\nT78.00XA,2019,T78.07XA\r\n";
    char name[128];
    struct sb_dx_answer answer;
    struct sb_import_event event = {0};
    struct sb_codes *codes;
    FILE *file;

    (void)state;
    must_import(store, FOLDER "cdc-fy2025-codes.zip");
    must_import(store, FOLDER "cdc-fy2026-codes.zip");
    assert_int_equal(sb_codes_open_store(&codes, store, NULL), SB_OK);
    sb_dx_look(&answer, codes, "T78.07XA", day("2026-01-05"));
    assert_int_equal(answer.verdict, SB_DX_NOT_VALID_ON_DATE);
    assert_null(answer.row->successors);
    sb_codes_free(codes);
    snprintf(name, sizeof name, "%s/icd10cm-order-2031.txt", folder); /* a name is no proof */
    file = fopen(name, "w");
    assert_non_null(file);
    assert_true(fputs(table, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(import_file(store, name, &event, NULL), SB_OK);
    assert_int_equal(event.read, 3);
    assert_int_equal(sb_codes_open_store(&codes, store, NULL), SB_OK);
    sb_dx_look(&answer, codes, "T78.07XA", day("2026-01-05"));
    assert_int_equal(answer.verdict, SB_DX_NOT_VALID_ON_DATE);
    assert_non_null(answer.row->successors);
    assert_string_equal(answer.row->successors, "T78.070A T78.079A");
    assert_true(answer.suggested_count == 2);
    assert_string_equal(answer.suggested[0], "T78.070A");
    sb_codes_free(codes);
}

/* A file that an older program made is read, and is then as this one makes it. */
static void
an_older_file_is_renewed(void **state)
{
    static const char *const last_parts[] = {"initial encounter", "subsequent", "sequela",
                                             "routine healing",   "delayed",    "nonunion",
                                             "malunion",          "closed"};
    struct sb_code_hit hits[1];
    struct sb_codes *codes;
    struct sb_db *db;
    (void)state;
    must_import(store, FOLDER "cdc-fy2026-codes.zip");
    assert_int_equal(sb_user_open(&db, store, true, NULL), SB_OK);
    assert_int_equal(sb_db_run(db,
                               "DROP TABLE dx_index;"
                               "CREATE VIRTUAL TABLE dx_words USING fts5(title, content='',"
                               " columnsize=0, detail=none, tokenize='ascii');"
                               "CREATE VIRTUAL TABLE dx_terms USING fts5vocab('dx_words', 'row');"
                               "PRAGMA user_version=1",
                               NULL),
                     SB_OK);
    assert_int_equal(sb_db_commit(db, NULL), SB_OK);
    sb_db_free(db);
    assert_int_equal(sb_codes_open_store(&codes, store, NULL), SB_OK);
    assert_int_equal(sb_codes_search(hits, 1, codes, "cholera", day("2026-09-01")), 1);
    /* words of the last part of titles are found as those of the rest */
    for (size_t i = 0; i < sizeof last_parts / sizeof *last_parts; i++)
        assert_int_equal(sb_codes_search(hits, 1, codes, last_parts[i], day("2026-09-01")), 1);
    sb_codes_free(codes);
    assert_int_equal(ask(store, "PRAGMA user_version"), SB_USER_SCHEMA);
    assert_int_equal(ask(store, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'dx%'"), 2);
}

/* A year in which every code is made up: 60,000 and more of one form. */
static void
write_year(const char *path, size_t rows, size_t damaged)
{
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    for (size_t i = 0; i < rows; i++) {
        char code[5] = {digits[10 + i / 46656], digits[i / 1296 % 36], digits[i / 36 % 36],
                        digits[i % 36], '\0'};

        fprintf(file, "%05zu %-7s %c %-60s %s\r\n", i + 1, code, i == damaged ? '2' : '1',
                "Made up", "Made up, long");
    }
    assert_int_equal(fclose(file), 0);
}

static void
all_or_nothing(void **state)
{
    char name[128];
    struct sb_import_event event = {0};
    struct sb_error err = {0};
    struct sb_dx_list list = {0};

    (void)state;
    snprintf(name, sizeof name, "%s/icd10cm-order-2031.txt", folder);
    write_year(name, 60500, 60499);
    assert_int_equal(import_file(store, name, &event, &err), SB_E_SYNTAX);
    assert_int_equal(err.line, 60500);
    assert_int_not_equal(access(store, F_OK), 0); /* not even an empty file */
    write_year(name, 60500, SIZE_MAX);
    err = (struct sb_error){0};
    assert_int_equal(import_file(store, name, &event, &err), SB_OK);
    assert_int_equal(event.what, SB_IMPORT_INSTALLED);
    write_year(name, 61000, 60600);
    assert_int_equal(import_file(store, name, &event, &err), SB_E_SYNTAX);
    load(&list, store, "icd10cm-2031");
    assert_int_equal(list.count, 60500);
    sb_dx_list_free(&list);
    write_year(name, 61000, SIZE_MAX);
    err = (struct sb_error){0};
    assert_int_equal(import_file(store, name, &event, &err), SB_OK);
    assert_int_equal(event.what, SB_IMPORT_REPLACED);
    list = (struct sb_dx_list){0};
    load(&list, store, "icd10cm-2031");
    assert_int_equal(list.count, 61000);
    sb_dx_list_free(&list);
    assert_int_equal(sb_codes_remove(store, "icd10cm-2031", NULL), SB_OK);
    assert_int_equal(sb_codes_remove(store, "icd10cm-2031", NULL), SB_E_ABSENT);
}

/* Codes as numbers sort as the codes do. */
static void
keys_sort_as_codes(void **state)
{
    static const char *const codes[] = {"A00", "A000", "A00A", "A01", "C44",   "C4A", "C4A9",
                                        "M1A", "M722", "QA0",  "Z99", "Z9989", "ZZZ", "ZZZZZZZ"};
    uint64_t before = 0, key;
    char bare[SB_DX_BARE];

    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        assert_true(sb_dx_key(&key, codes[i], strlen(codes[i])));
        assert_true(key > before && key < SB_DX_KEY_TOP);
        assert_true(key < sb_dx_key_end(key, strlen(codes[i])));
        sb_dx_key_bare(bare, key);
        assert_string_equal(bare, codes[i]);
        before = key;
    }
    assert_false(sb_dx_key(&key, "A0", 2));
    assert_false(sb_dx_key(&key, "A00000000", 8));
    assert_false(sb_dx_key(&key, "a00", 3));
    assert_false(sb_dx_key(&key, "100", 3));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_sort_as_codes),
        cmocka_unit_test_setup_teardown(all_or_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(addenda_make_the_next_year, setup, teardown),
        cmocka_unit_test_setup_teardown(every_code_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(days_decide, setup, teardown),
        cmocka_unit_test_setup_teardown(words_of_a_year, setup, teardown),
        cmocka_unit_test_setup_teardown(words_are_as_exact_as_titles, setup, teardown),
        cmocka_unit_test_setup_teardown(damaged_words_are_said, setup, teardown),
        cmocka_unit_test_setup_teardown(successors_by_the_conversion_table, setup, teardown),
        cmocka_unit_test_setup_teardown(an_older_file_is_renewed, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
