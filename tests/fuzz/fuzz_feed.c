/* fuzz_feed.c - any bytes as a file of records: read twice, the same both times, nothing torn. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "model/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
demand(bool holds)
{
    if (!holds)
        abort();
}

/* A finding points somewhere, and its texts are there. */
static size_t
findings_judge(const struct sb_findings *found)
{
    size_t sum = 0;

    for (size_t i = 0; i < sb_findings_count(found); i++) {
        const struct sb_finding *finding = sb_findings_at(found, i);
        demand(finding->file && finding->path && finding->message && finding->advice);
        demand(finding->line > 0 && finding->column > 0);
        demand(sb_findings_kind(found, i) != SB_SOURCE_PATIENT || !finding->value);
        sum = sum * 31 + finding->line + finding->column + (size_t)(finding->rule - sb_rule_at(0));
    }
    return sum;
}

static size_t
feed_judge(const char *path)
{
    struct sb_findings *opened = NULL, *found = NULL;
    const struct sb_visit *visit;
    struct sb_feed *feed = NULL;
    bool end = false;
    size_t sum;

    demand(sb_findings_new(&opened, NULL) == SB_OK && sb_findings_new(&found, NULL) == SB_OK);
    demand(sb_feed_open(&feed, &path, 1, NULL, opened, NULL) == SB_OK);
    sum = findings_judge(opened);
    while (sb_feed_next(feed, &visit, &end, found, NULL) == SB_OK && !end) {
        sum = sum * 31 + findings_judge(found) + (visit != NULL);
        demand(visit || sb_findings_count(found) > 0);
        demand(!visit || visit->refused || sb_findings_errors(found) == 0);
        demand(!visit || visit->refused || (visit->id && visit->patient_id && visit->date.day > 0));
    }
    demand(end);
    sum = sum * 31 + sb_feed_records(feed);
    sb_feed_free(feed);
    sb_findings_free(opened);
    sb_findings_free(found);
    return sum;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int fd = memfd_create("feed", MFD_CLOEXEC);

    demand(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    demand(feed_judge(path) == feed_judge(path));
    demand(close(fd) == 0);
    return 0;
}
