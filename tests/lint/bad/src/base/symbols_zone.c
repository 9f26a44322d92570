#include <time.h>

int sb_bad(time_t at);

int
sb_bad(time_t at)
{
    return localtime(&at)->tm_year;
}
