/* chance.h - numbers by chance for the properties; SB_SEED replays a run. */
#ifndef TESTS_PROP_CHANCE_H
#define TESTS_PROP_CHANCE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdlib.h>

static uint64_t random_state;

/** Begin with the seed of the environment, or the program's own; it is told. */
static inline void
random_start(uint64_t own)
{
    const char *seed = getenv("SB_SEED");

    random_state = seed != NULL ? strtoull(seed, NULL, 10) : own;
    print_message("# SB_SEED=%" PRIu64 "\n", random_state);
}

static inline uint64_t
random_next(void) /* splitmix64 */
{
    uint64_t z = random_state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static inline size_t
random_below(size_t n)
{
    return (size_t)(random_next() % n);
}

#endif
