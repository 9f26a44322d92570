/* test_feed.c - records out of files: shapes, patients, duplicates, faults, pipes. */
#include "model_help.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>

#define P1                                                                                         \
    "{\"id\": \"P-1\", \"name\": {\"first\": \"A\", \"last\": \"B\"}, "                            \
    "\"birth_date\": \"1990-01-01\"}"
#define P1_OTHER                                                                                   \
    "{\"id\": \"P-1\", \"name\": {\"first\": \"A\", \"last\": \"C\"}, "                            \
    "\"birth_date\": \"1990-01-01\"}"
#define P1_SAME                                                                                    \
    "{\"birth_date\":\"1990-01-01\",\"id\":\"P-1\",\"name\":{\"last\":\"B\","                      \
    "\"first\":\"A\"}}"
#define P1_BAD                                                                                     \
    "{\"id\": \"P-1\", \"name\": {\"first\": \"A\", \"last\": \"B\"}, "                            \
    "\"birth_date\": \"1990-02-30\"}"
#define V(id)                                                                                      \
    "{\"id\": \"" id "\", \"patient\": \"P-1\", \"date\": \"2026-10-05\", "                        \
    "\"services\": [{\"code\": \"97110\"}]}"
#define V_INLINE(id, patient)                                                                      \
    "{\"id\": \"" id "\", \"patient\": " patient ", \"date\": \"2026-10-05\"}"

/* Everything a feed says: "[what open found] V-1=P-1 V-2? !rule@line ... end", "(bad)". */
static const char *
feed_line(struct sb_feed *feed, const struct sb_findings *opened, struct sb_findings *found)
{
    static struct sb_buf line;
    const struct sb_visit *visit;
    struct sb_error err = {0};
    bool end = false;

    sb_buf_reset(&line);
    for (size_t i = 0; i < sb_findings_count(opened); i++)
        sb_buf_print(&line, "[%s@%u] ", sb_findings_at(opened, i)->rule->id,
                     sb_findings_at(opened, i)->line);
    for (;;) {
        assert_int_equal(sb_feed_next(feed, &visit, &end, found, &err), SB_OK);
        if (end)
            break;
        if (visit)
            sb_buf_print(&line, "%s%s%s%s ", visit->id ? visit->id : "(none)",
                         visit->patient ? "=" : "?", visit->patient ? visit->patient->id : "",
                         visit->refused ? "-refused" : "");
        for (size_t i = 0; i < sb_findings_count(found); i++)
            sb_buf_print(&line, "!%s@%u:%u ", sb_findings_at(found, i)->rule->id,
                         sb_findings_at(found, i)->line, sb_findings_at(found, i)->column);
    }
    if (sb_feed_malformed(feed))
        sb_buf_text(&line, "(malformed) ");
    sb_buf_print(&line, "%d records", (int)sb_feed_records(feed));
    return line.at;
}

static const char *
feed_of(const char *text)
{
    const char *path = file_write("feed.json", text);
    struct sb_findings *opened, *found;
    struct sb_feed *feed = NULL;
    struct sb_error err = {0};

    assert_int_equal(sb_findings_new(&opened, &err), SB_OK);
    assert_int_equal(sb_findings_new(&found, &err), SB_OK);
    assert_int_equal(sb_feed_open(&feed, &path, 1, NULL, opened, &err), SB_OK);
    const char *line = feed_line(feed, opened, found);
    sb_feed_free(feed);
    sb_findings_free(opened);
    sb_findings_free(found);
    assert_int_equal(unlink(path), 0);
    return line;
}

static void
shapes_and_faults(void **state)
{
    static const struct {
        const char *why, *text, *line;
    } rows[] = {
        {"empty", "", "0 records"},
        {"blank", " \n\n", "0 records"},
        {"document, patients last",
         "{\"schema\": \"superbill.visits/1\", \"visits\": [" V("V-1") "], \"patients\": [" P1 "]}",
         "V-1=P-1 2 records"},
        {"array", "[" V("V-1") ",\n" V("V-2") "]", "V-1? V-2? 2 records"},
        {"lines, wrapped and bare, patient last",
         V("V-1") "\n{\"visit\": " V("V-2") "}\n{\"patient\": " P1 "}\n",
         "V-1=P-1 V-2=P-1 3 records"},
        {"values over several lines", "{\"visit\":\n" V("V-1") "}\n{\"patient\":\n" P1 "}\n",
         "V-1=P-1 2 records"},
        {"a key with an escape", V("V-1") "\n{\"p\\u0061tient\": " P1 "}\n", "V-1=P-1 2 records"},
        {"a key with an escape that is none", "{\"p\\u0062tient\": " P1 "}\n" V("V-1"),
         "!record-unrecognised@1:1 V-1? 2 records"},
        {"blanks around", V("V-1") "\n { \"patient\"  :  " P1 " } \n", "V-1=P-1 2 records"},
        {"inline patient", V_INLINE("V-1", P1), "V-1=P-1 1 records"},
        {"the same inline patient twice", V_INLINE("V-1", P1) "\n" V_INLINE("V-2", P1_SAME),
         "V-1=P-1 V-2=P-1 2 records"},
        {"two inline patients, one id", V_INLINE("V-1", P1) "\n" V_INLINE("V-2", P1_OTHER),
         "V-1=P-1 V-2=P-1-refused !duplicate-id@2:33 2 records"},
        {"inline patient unlike the held one", "{\"patient\": " P1 "}\n" V_INLINE("V-1", P1_OTHER),
         "V-1=P-1-refused !duplicate-id@2:33 2 records"},
        {"one patient twice", "{\"patient\": " P1 "}\n{\"patient\": " P1_SAME "}\n" V("V-1"),
         "V-1=P-1 3 records"},
        {"two patients, one id", "{\"patient\": " P1 "}\n{\"patient\": " P1_OTHER "}\n" V("V-1"),
         "[duplicate-id@2] V-1=P-1-refused !duplicate-id@2:20 3 records"},
        {"patient at fault refuses its visits", "{\"patient\": " P1_BAD "}\n" V("V-1"),
         "[date-invalid@1] V-1=P-1-refused !date-invalid@1:78 2 records"},
        {"visit twice", V("V-1") "\n" V("V-2") "\n" V("V-1"),
         "V-1? V-2? V-1?-refused !duplicate-id@3:8 3 records"},
        {"a bad line is one record", V("V-1") "\n{\"id\": 007}\n" V("V-2"),
         "V-1? !json-syntax@2:8 V-2? 2 records"},
        {"duplicate key", V("V-1") "\n{\"id\": 1, \"id\": 2}\n",
         "V-1? !json-duplicate-key@2:11 1 records"},
        {"malformed document", "{\"visits\": [" V("V-1") ",\n" V("V-2") " x]}",
         "V-1? V-2? !json-syntax@2:88 (malformed) 2 records"},
        {"a list that is none", "{\"patients\": {}, \"visits\": [" V("V-1") "]}",
         "!value-type@1:14 V-1? 1 records"},
        {"unknown member", "{\"visit\": [1], \"visits\": [" V("V-1") "]}",
         "!key-unknown@1:11 V-1? 1 records"},
        {"free member", "{\"x-a\": [1], \"visits\": [" V("V-1") "]}", "V-1? 1 records"},
        {"another schema", "{\"schema\": \"superbill.visits/2\", \"visits\": []}",
         "!value-range@1:12 0 records"},
        {"a bundle", "{\"resourceType\": \"Bundle\", \"entry\": []}",
         "!record-unrecognised@1:1 1 records"},
        {"a visit among patients", "{\"patients\": [" V("V-1") "]}",
         "[record-unrecognised@1] 0 records"},
        {"refused visit is handed out", "{\"id\": \"V 1\", \"patient\": \"P-1\"}",
         "(none)?-refused !id-format@1:8 !key-missing@1:1 1 records"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("# %s\n", rows[i].why);
        assert_string_equal(feed_of(rows[i].text), rows[i].line);
    }
}

/* What a file of another kind is answered with. */
static void
tells_other_files(void **state)
{
    static const struct {
        const char *text, *like;
    } rows[] = {
        {"%PDF-1.7\nx", "a PDF document"},
        {"PK\x03\x04zzzz", "a zip archive"},
        {"[practice]\nname = x\n", "a configuration (INI)"},
        {"<?xml version=\"1.0\"?><a/>", "XML"},
        {"id,patient,date\nV-1,P-1,2026-10-05\n", "a table (CSV)"},
        {"ISA*00*  ", "an X12"},
        {"MSH|^~\\&|A", "an HL7"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *path = file_write("other", rows[i].text);
        const struct sb_visit *visit;
        struct sb_findings *found;
        struct sb_feed *feed = NULL;
        struct sb_error err = {0};
        bool end = false;
        print_message("# %s\n", rows[i].text);
        assert_int_equal(sb_findings_new(&found, &err), SB_OK);
        assert_int_equal(sb_feed_open(&feed, &path, 1, NULL, found, &err), SB_OK);
        assert_int_equal(sb_feed_next(feed, &visit, &end, found, &err), SB_OK);
        assert_false(end);
        assert_int_equal(sb_findings_count(found), 1);
        assert_non_null(strstr(sb_findings_at(found, 0)->message, rows[i].like));
        sb_feed_free(feed);
        sb_findings_free(found);
        assert_int_equal(unlink(path), 0);
    }
}

/* A patient's fault is one finding of a run, counting the visits it touches. */
static void
patients_findings_are_counted_once(void **state)
{
    const char *path =
        file_write("count", "{\"patient\": " P1_BAD "}\n" V("V-1") "\n" V("V-2") "\n");
    struct sb_findings *run, *found;
    const struct sb_visit *visit;
    struct sb_feed *feed = NULL;
    struct sb_error err = {0};
    bool end = false;

    (void)state;
    assert_int_equal(sb_findings_new(&run, &err), SB_OK);
    assert_int_equal(sb_findings_new(&found, &err), SB_OK);
    assert_int_equal(sb_feed_open(&feed, &path, 1, NULL, found, &err), SB_OK);
    for (bool first = true; !end; first = false) {
        for (size_t i = 0; i < sb_findings_count(found); i++)
            assert_int_equal(sb_findings_merge(run, found, i), first);
        assert_int_equal(sb_feed_next(feed, &visit, &end, found, &err), SB_OK);
    }
    assert_int_equal(sb_findings_count(run), 1);
    assert_int_equal(sb_findings_at(run, 0)->visits, 2);
    assert_string_equal(sb_findings_at(run, 0)->record, "P-1");
    assert_string_equal(sb_findings_at(run, 0)->path, "/birth_date");
    assert_null(sb_findings_at(run, 0)->value); /* never a patient's */
    sb_feed_free(feed);
    sb_findings_free(found);
    sb_findings_free(run);
    assert_int_equal(unlink(path), 0);
}

/* A patient at the very end, wherever the chunks of reading fall. */
static void
finds_a_late_patient(void **state)
{
    struct sb_buf text = {0};

    (void)state;
    for (int pad = 0; pad < 700; pad += 23) {
        sb_buf_reset(&text);
        for (int i = 0; text.len < SB_LIMIT_CHUNK - 600; i++)
            sb_buf_print(&text,
                         "{\"id\": \"V-%d\", \"patient\": \"P-1\", \"date\": \"2026-10-05\"}\n", i);
        sb_buf_print(&text, "%*s{\"patient\": %s}\n", pad, "", P1);
        const char *path = file_write("late", text.at);
        struct sb_findings *found;
        struct sb_feed *feed = NULL;
        assert_int_equal(sb_findings_new(&found, NULL), SB_OK);
        assert_int_equal(sb_feed_open(&feed, &path, 1, NULL, found, NULL), SB_OK);
        assert_non_null(sb_feed_patient(feed, "P-1"));
        sb_feed_free(feed);
        sb_findings_free(found);
        assert_int_equal(unlink(path), 0);
    }
    sb_buf_free(&text);
}

static void *
fifo_write(void *path)
{
    int fd = open(path, O_WRONLY);
    static const char text[] = V("V-1") "\n{\"patient\": " P1 "}\n";

    if (fd >= 0) {
        (void)!write(fd, text, sizeof text - 1);
        (void)close(fd);
    }
    return NULL;
}

static void
a_pipe_is_read_once(void **state)
{
    char path[512];
    const char *name = path, *folder = getenv("TMPDIR");
    struct sb_findings *opened, *found;
    struct sb_feed *feed = NULL;
    struct sb_error err = {0};
    pthread_t writer;

    (void)state;
    (void)snprintf(path, sizeof path, "%s/fifo-%ld", folder ? folder : "/tmp", (long)getpid());
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(pthread_create(&writer, NULL, fifo_write, path), 0);
    assert_int_equal(sb_findings_new(&opened, &err), SB_OK);
    assert_int_equal(sb_findings_new(&found, &err), SB_OK);
    assert_int_equal(sb_feed_open(&feed, &name, 1, folder, opened, &err), SB_OK);
    assert_int_equal(pthread_join(writer, NULL), 0);
    assert_string_equal(feed_line(feed, opened, found), "V-1=P-1 2 records");
    sb_feed_free(feed);
    sb_findings_free(opened);
    sb_findings_free(found);
    assert_int_equal(unlink(path), 0);
}

static void
a_missing_file_is_told(void **state)
{
    static const char *const files[] = {"/nowhere/v.json", "/"};
    struct sb_findings *found;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct sb_feed *feed = NULL;
        struct sb_error err = {0};
        assert_int_equal(sb_findings_new(&found, &err), SB_OK);
        assert_int_equal(sb_feed_open(&feed, &files[i], 1, NULL, found, &err), SB_E_READ);
        assert_null(feed);
        assert_string_equal(err.source, files[i]);
        sb_findings_free(found);
    }
}

static void
the_examples_are_sound(void **state)
{
    static const char *const files[] = {"../shared/examples/visits.ndjson",
                                        "../shared/examples/patients.json",
                                        "../shared/examples/../examples/visits.ndjson"};
    struct sb_findings *opened, *found;
    struct sb_feed *feed = NULL;
    struct sb_error err = {0};

    (void)state;
    if (access(files[0], R_OK) != 0)
        skip();
    assert_int_equal(sb_findings_new(&opened, &err), SB_OK);
    assert_int_equal(sb_findings_new(&found, &err), SB_OK);
    assert_int_equal(sb_feed_open(&feed, files, 3, NULL, opened, &err), SB_OK);
    assert_string_equal(feed_line(feed, opened, found),
                        "V-20261005-1001=P-1001 V-20261012-1001=P-1001 V-20261014-1002=P-1002 "
                        "V-20261020-1003=P-1003 V-20261103-1001=P-1001 8 records");
    assert_string_equal(sb_feed_patient_at(feed, 2)->name.last, "\xc5\xbb\xc3\xb3\xc5\x82towski");
    assert_null(sb_feed_patient_at(feed, 3));
    assert_null(sb_feed_patient(feed, "P-9"));
    sb_feed_free(feed);
    sb_findings_free(opened);
    sb_findings_free(found);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_and_faults),
        cmocka_unit_test(tells_other_files),
        cmocka_unit_test(patients_findings_are_counted_once),
        cmocka_unit_test(finds_a_late_patient),
        cmocka_unit_test(a_pipe_is_read_once),
        cmocka_unit_test(a_missing_file_is_told),
        cmocka_unit_test(the_examples_are_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
