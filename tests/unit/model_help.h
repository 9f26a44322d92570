/* model_help.h - records and configurations given as text, findings as one line each. */
#ifndef TESTS_UNIT_MODEL_HELP_H
#define TESTS_UNIT_MODEL_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/model.h"

/** "rule path line:column" of each finding in order, "; " between; freed by the next call. */
static inline const char *
findings_line(const struct sb_findings *found)
{
    static struct sb_buf line;

    sb_buf_reset(&line);
    sb_buf_text(&line, "");
    for (size_t i = 0; i < sb_findings_count(found); i++) {
        const struct sb_finding *f = sb_findings_at(found, i);
        sb_buf_print(&line, "%s%s %s %u:%u", i > 0 ? "; " : "", f->rule->id,
                     f->path[0] ? f->path : "-", f->line, f->column);
    }
    if (!line.at)
        sb_buf_char(&line, '\0');
    return line.at ? line.at : "";
}

/** A file in TMPDIR that holds text; the path is static. */
static inline const char *
file_write(const char *name, const char *text)
{
    static char path[512];
    const char *folder = getenv("TMPDIR");

    (void)snprintf(path, sizeof path, "%s/%s-%ld", folder ? folder : "/tmp", name, (long)getpid());
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    return path;
}

/** One value scanned and parsed, as the feed does it; everything lives until it is let go. */
struct parsed {
    struct sb_input *input;
    struct sb_scan *scan;
    struct sb_json_doc *doc;
    struct sb_arena *arena;
    struct sb_findings *found;
    struct sb_source source;
};

static inline void
parsed_take(struct parsed *p, const char *text, enum sb_source_kind kind)
{
    struct sb_error err = {0};
    struct sb_scan_options options = {0};
    struct sb_scan_item item;

    *p = (struct parsed){0};
    assert_int_equal(sb_input_memory(&p->input, "v.json", text, strlen(text), &err), SB_OK);
    assert_int_equal(sb_scan_new(&p->scan, p->input, &options, &err), SB_OK);
    assert_int_equal(sb_scan_next(p->scan, &item, &err), SB_OK);
    assert_int_equal(item.verdict, SB_SCAN_RECORD);
    assert_int_equal(
        sb_json_parse(&p->doc, item.text, item.length, item.values, item.value_count, &err), SB_OK);
    p->arena = sb_arena_new(0);
    assert_non_null(p->arena);
    assert_int_equal(sb_findings_new(&p->found, &err), SB_OK);
    p->source = (struct sb_source){.kind = kind,
                                   .file = "v.json",
                                   .offset = item.offset,
                                   .line = item.line,
                                   .column = item.column,
                                   .text = item.text,
                                   .length = item.length};
}

static inline struct sb_json_at
parsed_tree(const struct parsed *p)
{
    return (struct sb_json_at){p->doc, sb_json_root(p->doc)};
}

static inline void
parsed_free(struct parsed *p)
{
    sb_findings_free(p->found);
    sb_arena_free(p->arena);
    sb_json_free(p->doc);
    sb_scan_free(p->scan);
    sb_input_free(p->input);
}

#endif
