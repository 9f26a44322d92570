/*
 * bench.c - the parts of the program, one a subcommand, to be measured from outside.
 *
 * Every subcommand prints one line: "MB/s X peakKB Y" where bytes are read, "ms/pdf X cpu Y
 * bytes Z" where documents are drawn.  tests/bench/run.py interleaves them and judges.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

double
bench_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double
bench_cpu(void)
{
    static const int whose[] = {RUSAGE_SELF, RUSAGE_CHILDREN};
    double seconds = 0;
    struct rusage usage;

    for (int i = 0; i < 2; i++)
        if (getrusage(whose[i], &usage) == 0)
            seconds += (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    return seconds;
}

long
bench_peak(void)
{
    struct rusage usage;

    return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : -1;
}

char *
bench_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    long size;

    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0 ||
        fseek(file, 0, SEEK_SET) != 0 || (bytes = malloc((size_t)size + 2)) == NULL ||
        fread(bytes + 1, 1, (size_t)size, file) != (size_t)size) {
        fprintf(stderr, "%s cannot be read\n", path);
        free(bytes);
        bytes = NULL;
    } else {
        bytes[size + 1] = '\0';
        *length = (size_t)size;
    }
    if (file != NULL)
        fclose(file);
    return bytes == NULL ? NULL : bytes + 1;
}

void
bench_file_free(char *bytes)
{
    if (bytes != NULL)
        free(bytes - 1);
}

void
bench_say_rate(double bytes, double begun)
{
    double seconds = bench_clock() - begun;

    printf("MB/s %.1f peakKB %ld\n", bytes / 1e6 / seconds, bench_peak());
}

/* Start a program so often and wait for it; its output goes nowhere. */
int
bench_start(int argc, char **argv)
{
    long i, count = argc > 1 ? strtol(argv[0], NULL, 10) : 0;
    posix_spawn_file_actions_t actions;
    double begun;
    int status;
    pid_t pid;

    if (count < 1 || posix_spawn_file_actions_init(&actions) != 0)
        return 2;
    if (posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0) != 0)
        return 1;
    begun = bench_clock();
    for (i = 0; i < count; i++)
        if (posix_spawnp(&pid, argv[1], &actions, NULL, argv + 1, environ) != 0 ||
            waitpid(pid, &status, 0) != pid || status != 0) {
            fprintf(stderr, "%s failed\n", argv[1]);
            return 1;
        }
    printf("ms %.4f\n", (bench_clock() - begun) * 1e3 / (double)count);
    posix_spawn_file_actions_destroy(&actions);
    return 0;
}

static const struct {
    const char *name;
    bench_run *run;
} commands[] = {
    {"insert", bench_insert}, {"start", bench_start},     {"scan", bench_scan},
    {"tree", bench_tree},     {"records", bench_records}, {"bill", bench_bill},
    {"draw", bench_draw},     {"page", bench_page},       {"lock", bench_lock},
    {"derive", bench_derive}, {"rewrite", bench_rewrite}, {"terms", bench_terms},
    {"ledger", bench_ledger}, {"commit", bench_commit},
};

int
main(int argc, char **argv)
{
    size_t i;

    for (i = 0; argc > 1 && i < sizeof commands / sizeof commands[0]; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 2, argv + 2);
    fputs("usage: bench insert ORDER-FILE DB | start COUNT PROGRAM... | scan FILE | tree FILE | "
          "records FILE | bill CONFIG | draw CONFIG N | page [-n N] [-d DIR] [-j J] [-k KIND] "
          "[-s] [-l FILE] | lock PDF N [J] | derive N | "
          "rewrite PDF N sealed|open | terms N | ledger ROWS OUT FOLDER | commit FOLDER N\n",
          stderr);
    return 2;
}
