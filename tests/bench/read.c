/* read.c - the ways to read records: strictly, and as cJSON alone would. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/base.h"
#include "bench.h"

/* Scan and tree of every record of the input; bytes of records, or -1. */
static double
read_all(struct sb_input *input, struct sb_error *err)
{
    static const char *const lists[] = {"patients", "visits"};
    static const struct sb_scan_options options = {.lists = lists, .list_count = 2};
    struct sb_scan *scan = NULL;
    struct sb_scan_item item;
    double bytes = 0;
    sb_status st = sb_scan_new(&scan, input, &options, err);

    while (st == SB_OK && (st = sb_scan_next(scan, &item, err)) == SB_OK &&
           item.verdict != SB_SCAN_END) {
        struct sb_json_doc *doc = NULL;

        if (item.verdict != SB_SCAN_RECORD)
            continue;
        st = sb_json_parse(&doc, item.text, item.length, item.values, item.value_count, err);
        sb_json_free(doc);
        bytes += (double)item.length;
    }
    sb_scan_free(scan);
    return st == SB_OK ? bytes : -1;
}

int
bench_scan(int argc, char **argv)
{
    struct sb_error err = {0};
    struct sb_input *input = NULL;
    double begun = bench_clock(), bytes = -1;

    if (argc != 1)
        return 2;
    if (sb_input_open(&input, argv[0], &err) == SB_OK)
        bytes = read_all(input, &err);
    sb_input_free(input);
    if (bytes < 0) {
        fprintf(stderr, "%s: %s\n", argv[0], err.text);
        return 1;
    }
    bench_say_rate(bytes, begun);
    return 0;
}

/* One tree of the whole file; a value a line becomes an array of them. */
int
bench_tree(int argc, char **argv)
{
    double begun = bench_clock();
    size_t length = 0, i;
    char *bytes;
    cJSON *tree;

    if (argc != 1 || (bytes = bench_file(argv[0], &length)) == NULL || length < 2)
        return 2;
    /* bytes has room for one in front, and ends in a line end */
    bytes[-1] = '[';
    for (i = 0; i + 1 < length; i++)
        if (bytes[i] == '\n')
            bytes[i] = ',';
    bytes[length - 1] = ']';
    tree = cJSON_ParseWithLength(bytes - 1, length + 1);
    bench_file_free(bytes);
    if (tree == NULL) {
        fprintf(stderr, "%s: cJSON does not take it\n", argv[0]);
        return 1;
    }
    cJSON_Delete(tree); /* the strict reader frees its trees within the time as well */
    bench_say_rate((double)length, begun);
    return 0;
}

int
bench_records(int argc, char **argv)
{
    double begun = bench_clock();
    size_t length = 0;
    char *bytes, *line, *end;

    if (argc != 1 || (bytes = bench_file(argv[0], &length)) == NULL)
        return 2;
    for (line = bytes; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        cJSON *tree = cJSON_ParseWithLength(line, (size_t)(end - line));

        if (tree == NULL) {
            fprintf(stderr, "%s: cJSON does not take it\n", argv[0]);
            bench_file_free(bytes);
            return 1;
        }
        cJSON_Delete(tree);
    }
    bench_file_free(bytes);
    bench_say_rate((double)length, begun);
    return 0;
}
