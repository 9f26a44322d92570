/* good.c - trips no gate. */
#include <stddef.h>

size_t sb_good_length(const char *text);

size_t
sb_good_length(const char *text)
{
    size_t length = 0;

    while (text[length] != '\0')
        length++;
    return length;
}
