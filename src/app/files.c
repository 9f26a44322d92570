/* files.c - which files a run reads: those given, or those that [files] names. */
#include "app/app.h"

#include <string.h>
#include <sys/stat.h>

/* The same file by name or by link; stdin is itself alone. */
static bool
file_same(const char *a, const char *b)
{
    struct stat one, other;

    if (strcmp(a, b) == 0)
        return true;
    return strcmp(a, "-") != 0 && strcmp(b, "-") != 0 && stat(a, &one) == 0 &&
           stat(b, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

static void
files_put(const char **files, size_t *count, const char *file)
{
    for (size_t i = 0; i < *count; i++)
        if (file_same(files[i], file))
            return;
    files[(*count)++] = file;
}

sb_status
sb_run_files(const char ***out, size_t *count, const struct sb_practice *practice,
             const struct sb_run *run, struct sb_error *err)
{
    const char **files = sb_arena_array(practice->arena, run->file_count + 2, sizeof *files);
    const char *file;
    size_t n = 0;
    sb_status st;

    if (files == NULL)
        return sb_error_nomem(err);
    for (size_t i = 0; i < run->file_count; i++)
        files_put(files, &n, run->files[i]);
    if (practice->config->patients_file != NULL) {
        if ((st = sb_practice_patients(&file, practice, err)) != SB_OK)
            return st;
        files_put(files, &n, file);
    }
    if (run->file_count == 0) {
        if ((st = sb_practice_visits(&file, practice, err)) != SB_OK)
            return st;
        files_put(files, &n, file);
    }
    *out = files;
    *count = n;
    return SB_OK;
}
