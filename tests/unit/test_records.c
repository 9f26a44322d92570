/* test_records.c - records put into files, replaced and taken out, in every shape. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"

static void
write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void
in_fresh_folder(char path[64])
{
    strcpy(path, "/tmp/sb-records-XXXXXX");
    assert_non_null(mkdtemp(path));
    strcat(path, "/r.json");
}

static void
remove_folder(char path[64])
{
    (void)unlink(path);
    *strrchr(path, '/') = '\0';
    assert_int_equal(rmdir(path), 0);
}

enum step { APPEND_VISIT, APPEND_PATIENT, REPLACE, CUT };

static void
changed_files(void **state)
{
    static const struct {
        const char *what;
        enum step step;
        const char *id, *before, *after;
    } rows[] = {
        {"empty file", APPEND_VISIT, "V-9", "", "{\"id\": \"V-9\", \"date\": 1}\n"},
        {"lines", APPEND_VISIT, "V-9", "{\"id\":\"V-1\",\"date\":1}\n",
         "{\"id\":\"V-1\",\"date\":1}\n{\"id\": \"V-9\", \"date\": 1}\n"},
        {"a line without end", APPEND_VISIT, "V-9", "{\"id\":\"V-1\"}",
         "{\"id\":\"V-1\"}\n{\"id\": \"V-9\", \"date\": 1}\n"},
        {"a person on a line", APPEND_PATIENT, "P-9", "{\"id\":\"V-1\",\"patient\":\"P-9\"}\n",
         "{\"id\":\"V-1\",\"patient\":\"P-9\"}\n{\"patient\": {\"id\": \"P-9\", \"date\": 1}}\n"},
        {"an array", APPEND_VISIT, "V-9", "[{\"id\":\"V-1\"}]\n",
         "[{\"id\":\"V-1\"},\n  {\n    \"id\": \"V-9\",\n    \"date\": 1\n  }]\n"},
        {"an empty array", APPEND_VISIT, "V-9", "[ ]",
         "[\n  {\n    \"id\": \"V-9\",\n    \"date\": 1\n  }\n ]"},
        {"a document", APPEND_VISIT, "V-9", "{\"visits\": [{\"id\":\"V-1\"}], \"patients\": []}",
         "{\"visits\": [{\"id\":\"V-1\"},\n    {\n      \"id\": \"V-9\",\n      \"date\": 1\n    "
         "}],"
         " \"patients\": []}"},
        {"a document's empty list", APPEND_PATIENT, "P-9", "{\"patients\": [\n  ]\n}\n",
         "{\"patients\": [\n    {\n      \"id\": \"P-9\",\n      \"date\": 1\n    }\n  \n  ]\n}\n"},
        {"a document without the list", APPEND_VISIT, "V-9", "{\"patients\": []}",
         "{\n  \"visits\": [\n    {\n      \"id\": \"V-9\",\n      \"date\": 1\n    }\n  ],"
         "\"patients\": []}"},
        {"replace a line", REPLACE, "V-2", "{\"id\":\"V-1\"}\n{\"id\":\"V-2\"}\n{\"id\":\"V-3\"}\n",
         "{\"id\":\"V-1\"}\n{\"id\": \"V-2\", \"date\": 1}\n{\"id\":\"V-3\"}\n"},
        {"replace in a wrapper", REPLACE, "V-2", "{\"visit\": {\"id\":\"V-2\"}}\n",
         "{\"visit\": {\"id\": \"V-2\", \"date\": 1}}\n"},
        {"replace in an array", REPLACE, "V-2", "[{\"id\":\"V-1\"},{\"id\":\"V-2\"}]",
         "[{\"id\":\"V-1\"},{\n    \"id\": \"V-2\",\n    \"date\": 1\n  }]"},
        {"cut the first line", CUT, "V-1", "{\"id\":\"V-1\"}\n{\"id\":\"V-2\"}\n",
         "{\"id\":\"V-2\"}\n"},
        {"cut the last line", CUT, "V-2", "{\"id\":\"V-1\"}\n{\"id\":\"V-2\"}",
         "{\"id\":\"V-1\"}\n"},
        {"cut a wrapper", CUT, "V-1", "{\"visit\": {\"id\":\"V-1\"}}\n{\"id\":\"V-2\"}\n",
         "{\"id\":\"V-2\"}\n"},
        {"cut the first of an array", CUT, "V-1", "[{\"id\":\"V-1\"}, {\"id\":\"V-2\"}]",
         "[{\"id\":\"V-2\"}]"},
        {"cut the last of an array", CUT, "V-2", "[{\"id\":\"V-1\"}, {\"id\":\"V-2\"}]",
         "[{\"id\":\"V-1\"}]"},
        {"cut the only one", CUT, "V-1", "{\"visits\": [ {\"id\":\"V-1\"} ]}", "{\"visits\": [ ]}"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sb_records records;
        struct sb_match match = {0};
        char path[64], fresh[64];
        enum sb_record_kind kind =
            rows[i].step == APPEND_PATIENT ? SB_RECORD_PATIENT : SB_RECORD_VISIT;

        print_message("# %s\n", rows[i].what);
        in_fresh_folder(path);
        write_file(path, rows[i].before);
        snprintf(fresh, sizeof fresh, "{\"id\":\"%s\",\"date\":1}", rows[i].id);
        assert_int_equal(sb_records_open(&records, path, NULL), SB_OK);
        assert_int_equal(sb_records_find(&match, &records, kind, rows[i].id, NULL), SB_OK);
        assert_int_equal(match.found, rows[i].step == REPLACE || rows[i].step == CUT);
        if (rows[i].step == REPLACE)
            assert_int_equal(sb_records_replace(&records, &match.span, fresh, strlen(fresh), NULL),
                             SB_OK);
        else if (rows[i].step == CUT)
            assert_int_equal(sb_records_cut(&records, &match.span, NULL), SB_OK);
        else
            assert_int_equal(sb_records_append(&records, kind, fresh, strlen(fresh), NULL), SB_OK);
        assert_string_equal(records.text.at, rows[i].after);
        /* what was written reads back, and holds the record or not */
        write_file(path, records.text.at);
        sb_records_close(&records);
        assert_int_equal(sb_records_open(&records, path, NULL), SB_OK);
        assert_int_equal(sb_records_find(&match, &records, kind, rows[i].id, NULL), SB_OK);
        assert_int_equal(match.found, rows[i].step != CUT);
        sb_records_close(&records);
        remove_folder(path);
    }
}

static void
a_broken_document_is_left_alone(void **state)
{
    struct sb_records records;
    struct sb_error err = {0};
    char path[64];

    (void)state;
    in_fresh_folder(path);
    write_file(path, "{\"visits\": [\n  {\"id\": \"V-1\",}\n]}\n");
    assert_int_equal(sb_records_open(&records, path, &err), SB_E_SYNTAX);
    assert_int_equal(err.line, 2);
    assert_string_equal(err.source, path);
    remove_folder(path);
}

static void
the_nearest_id_is_told(void **state)
{
    struct sb_records records;
    struct sb_match match = {0};
    char path[64];

    (void)state;
    in_fresh_folder(path);
    write_file(path,
               "{\"id\":\"V-20261005-1001\"}\n{\"id\":\"V-20261012-1001\"}\n{\"id\":\"x\"}\n");
    assert_int_equal(sb_records_open(&records, path, NULL), SB_OK);
    assert_int_equal(sb_records_find(&match, &records, SB_RECORD_VISIT, "V-20261021-1001", NULL),
                     SB_OK);
    assert_false(match.found);
    assert_string_equal(match.nearest, "V-20261012-1001");
    sb_records_close(&records);
    remove_folder(path);
}

static void
text_for_people(void **state)
{
    static const char text[] =
        "{\"id\":\"a, b: {c}\",\"name\":{\"first\":\"\\\"x\\\"\"},\"list\":[],\"long\":[{\"code\":"
        "\"97110\",\"minutes\":30,\"modifiers\":[\"GP\"]},{\"code\":\"97140\",\"minutes\":15,"
        "\"text\":\"hands on\"}]}";
    static const char spread[] = "{\n"
                                 "  \"id\": \"a, b: {c}\",\n"
                                 "  \"name\": {\"first\": \"\\\"x\\\"\"},\n"
                                 "  \"list\": [],\n"
                                 "  \"long\": [\n"
                                 "    {\"code\": \"97110\", \"minutes\": 30, \"modifiers\": "
                                 "[\"GP\"]},\n"
                                 "    {\"code\": \"97140\", \"minutes\": 15, \"text\": \"hands "
                                 "on\"}\n"
                                 "  ]\n"
                                 "}";
    struct sb_buf out = {0}, line = {0}, again = {0};

    (void)state;
    sb_json_text_indent(&out, text, strlen(text), 0);
    assert_string_equal(out.at, spread);
    /* a line of the spread text spreads to the same */
    sb_json_text_line(&line, out.at, out.len);
    assert_null(strchr(line.at, '\n'));
    sb_json_text_indent(&again, line.at, line.len, 0);
    assert_string_equal(again.at, spread);
    sb_buf_free(&out);
    sb_buf_free(&line);
    sb_buf_free(&again);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changed_files),
        cmocka_unit_test(a_broken_document_is_left_alone),
        cmocka_unit_test(the_nearest_id_is_told),
        cmocka_unit_test(text_for_people),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
