/*
 * gather.c - elements of a JSON list that is printed when the run is over, since nobody knows
 * before then whether the document is that of the command or of a failure.
 */
#include "cli/cli.h"

#include <stdlib.h>

/* What may wait in memory; a large run's findings go to an unnamed file. */
#define MEMORY_MOST ((long)1 << 20)

bool
gather_open(struct gather *gather)
{
    gather->json.out = open_memstream(&gather->bytes, &gather->length);
    gather->json.depth = 1;
    return gather->json.out != NULL;
}

void
gather_settle(struct gather *gather)
{
    FILE *disk;

    if (gather->on_disk || ftell(gather->json.out) <= MEMORY_MOST)
        return;
    /* without room for files memory has to do */
    disk = tmpfile();
    if (disk == NULL)
        return;
    if (fclose(gather->json.out) != 0 ||
        fwrite(gather->bytes, 1, gather->length, disk) != gather->length)
        gather->failed = true;
    free(gather->bytes);
    gather->bytes = NULL;
    gather->json.out = disk;
    gather->on_disk = true;
}

static void
copy(FILE *out, struct gather *gather)
{
    char part[8192];
    size_t got;

    if (fflush(gather->json.out) != 0 || ferror(gather->json.out) != 0)
        gather->failed = true;
    if (!gather->on_disk) {
        fwrite(gather->bytes, 1, gather->length, out);
        return;
    }
    rewind(gather->json.out);
    while ((got = fread(part, 1, sizeof part, gather->json.out)) > 0)
        fwrite(part, 1, got, out);
    if (ferror(gather->json.out) != 0)
        gather->failed = true;
}

void
gather_put(struct json *json, const char *key, struct gather *gather)
{
    json_array(json, key);
    copy(json->out, gather);
    json_end(json, ']');
}

void
gather_free(struct gather *gather)
{
    if (gather->json.out != NULL)
        fclose(gather->json.out);
    free(gather->bytes);
}
