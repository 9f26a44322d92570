/* probe.c - a visit that could be, through which a person without visits is judged. */
#include "app/app.h"

void
sb_probe_fill(struct sb_probe *out, const struct sb_config *config, const char *patient, sb_date on)
{
    static const struct sb_source source = {
        .kind = SB_SOURCE_VISIT, .file = "", .text = "{}", .length = 2};

    *out = (struct sb_probe){.diagnosis = {.code = "M25.561"},
                             .service = {.code = "97110",
                                         .minutes = 15,
                                         .assistant_minutes = -1,
                                         .units = -1,
                                         .fee = {true, {100}}}};
    out->visit = (struct sb_visit){.id = "probe",
                                   .patient_id = patient,
                                   .date = on,
                                   .diagnoses = &out->diagnosis,
                                   .diagnosis_count = 1,
                                   .services = &out->service,
                                   .service_count = 1,
                                   .source = &source};
    for (size_t i = config->provider_count; i > 0; i--)
        if (config->providers[i - 1].role != SB_ROLE_PTA)
            out->visit.provider = config->providers[i - 1].id;
}
