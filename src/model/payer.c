/* payer.c - what a payer's name says, and until when it takes a bill. */
#include "model/model.h"

/*
 * From the date of service, never from the document's; days and months count from the day after.
 * Source: the payer's timely-filing rule, as its section states it.
 */
sb_date
sb_filing_last_day(const struct sb_payer *payer, sb_date service)
{
    int32_t year = 0;

    if (!payer || service.day == 0)
        return (sb_date){0};
    switch (payer->filing.kind) {
    case SB_FILING_NONE:
        break;
    case SB_FILING_DAYS:
        return (sb_date){service.day + payer->filing.count};
    case SB_FILING_MONTHS:
        return sb_date_add_months(service, payer->filing.count);
    case SB_FILING_END_OF_NEXT_YEAR:
        sb_date_split(service, &year, NULL, NULL);
        return sb_date_make(year + 1, 12, 31);
    }
    return (sb_date){0};
}

/* Whether text holds word, ASCII case ignored; word is lower case. */
static bool
holds_word(const char *text, const char *word)
{
    for (; *text; text++) {
        size_t i = 0;
        while (word[i] && sb_ascii_lower(text[i]) == word[i])
            i++;
        if (word[i] == '\0')
            return true;
    }
    return false;
}

bool
sb_payer_name_is_medicare(const char *name)
{
    return name && holds_word(name, "medicare") && !holds_word(name, "advantage");
}

bool
sb_bill_part_b(const struct sb_bill *bill)
{
    const struct sb_patient *patient = bill->patient;

    if (patient == NULL || patient->medicare == SB_MEDICARE_B)
        return patient != NULL;
    for (size_t i = 0; i < patient->insurance_count; i++) {
        const struct sb_payer *payer = sb_config_payer(bill->config, patient->insurance[i].payer);

        if (payer != NULL ? payer->medicare == SB_TRUTH_YES
                          : sb_payer_name_is_medicare(patient->insurance[i].payer))
            return true;
    }
    return false;
}
