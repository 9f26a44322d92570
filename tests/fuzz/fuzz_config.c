/* fuzz_config.c - any bytes as a configuration: read or refused, with every finding placed. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* What was accepted can be asked. */
static void
config_judge(const struct sb_config *config)
{
    const sb_date day = sb_date_make(2026, 10, 5);

    for (size_t i = 0; i < config->fee_count; i++) {
        const struct sb_fee *fee = &config->fees[i];
        const struct sb_payer *payer = sb_config_payer(config, fee->payer);
        /* payers are found by their names too, fees belong to ids */
        bool known = !fee->payer || (payer && strcmp(payer->id, fee->payer) == 0);
        demand(fee->price.cents >= 0 && fee->code);
        demand(fee->from.day > day.day || !known || sb_config_fee(config, payer, fee->code, day));
    }
    for (size_t i = 0; i < config->provider_count; i++)
        demand(sb_config_provider(config, config->providers[i].id) != NULL);
    demand(config->number_format != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_config *config = NULL;
    struct sb_findings *found;
    char path[64];
    int fd = memfd_create("config", MFD_CLOEXEC);

    demand(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    demand(sb_findings_new(&found, NULL) == SB_OK);
    if (sb_config_read(&config, path, found, NULL) == SB_OK) {
        config_judge(config);
        demand(sb_findings_errors(found) > 0 || config->practice.name);
        for (size_t i = 0; i < sb_findings_count(found); i++)
            demand(sb_findings_at(found, i)->line > 0 && sb_findings_at(found, i)->column > 0);
    }
    sb_config_free(config);
    sb_findings_free(found);
    demand(close(fd) == 0);
    return 0;
}
