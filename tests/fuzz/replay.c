/*
 * replay.c - feeds a fuzz target its stored corpus, without a fuzzer.
 *
 * replay_NAME (or replay_fuzz_NAME) reads every file of tests/fuzz/corpus/NAME, whole and cut short
 * at up to 64 places, and prints a TAP line for each.  A defect ends the program: the runner sees
 * that.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CUTS = 64, LARGEST = 1 << 22 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy of exactly that size, so that a checker of memory sees the first byte too many. */
static int
feed(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);

    if (copy == NULL)
        return -1;
    memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    return 0;
}

static int
replay(const char *path, uint8_t *room)
{
    FILE *file = fopen(path, "rb");
    size_t size, step, cut;
    int bad;

    if (file == NULL)
        return -1;
    size = fread(room, 1, LARGEST, file);
    bad = ferror(file);
    if (fclose(file) != 0 || bad || feed(room, size) != 0)
        return -1;
    step = size / CUTS + 1;
    for (cut = 0; cut < size; cut += step)
        if (feed(room, cut) != 0)
            return -1;
    return 0;
}

static int
visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int
main(int argc, char **argv)
{
    const char *name = strstr(argv[0], "replay_");
    struct dirent **list = NULL;
    uint8_t *room = malloc(LARGEST);
    char path[600];
    int i, count, failed = 0;

    (void)argc;
    if (name == NULL || room == NULL)
        return 2;
    name += strlen("replay_");
    if (strncmp(name, "fuzz_", 5) == 0)
        name += 5;
    snprintf(path, sizeof path, "tests/fuzz/corpus/%.64s", name);
    if ((count = scandir(path, &list, visible, alphasort)) < 1) {
        printf("not ok 1 - no corpus at %s\n", path);
        free(room);
        return 1;
    }
    printf("1..%d\n", count);
    for (i = 0; i < count; i++) {
        snprintf(path, sizeof path, "tests/fuzz/corpus/%.64s/%.255s", name, list[i]->d_name);
        if (replay(path, room) != 0) {
            failed++;
            printf("not ");
        }
        printf("ok %d - %s\n", i + 1, list[i]->d_name);
        fflush(stdout);
        free(list[i]);
    }
    free(list);
    free(room);
    return failed > 0;
}
