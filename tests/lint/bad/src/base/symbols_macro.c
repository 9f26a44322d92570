#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#define hidden atoi

int sb_bad(const char *text, char *out);

int
sb_bad(const char *text, char *out)
{
    return isalpha((unsigned char)*text) ? sprintf(out, "%.9s", text) : hidden(text);
}
