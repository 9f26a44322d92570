/*
 * preload.c - makes every program of a locale run hostile to careless code.
 *
 * Preloaded, it calls setlocale before main, so that the decimal comma, the Turkish i and a
 * far-east day are in force, and ends the program where they are not: a run that proves
 * nothing fails.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

__attribute__((constructor)) static void
enter_locale(void)
{
    const char *wanted = getenv("SB_LOCALE_RUN"), *got;
    char text[16] = "";

    if (wanted == NULL)
        return;
    got = setlocale(LC_ALL, "");
    snprintf(text, sizeof text, "%.1f", 0.5);
    if (got == NULL || strstr(got, wanted) == NULL || strcmp(text, "0,5") != 0) {
        static const char message[] = "the locale of this run is not in force\n";

        if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
            _exit(98);
        _exit(99);
    }
}
