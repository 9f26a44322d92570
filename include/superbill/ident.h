/* ident.h - identifiers of the field: NPI, tax id, taxonomy, ZIP, state. */
#ifndef SUPERBILL_IDENT_H
#define SUPERBILL_IDENT_H

#include "superbill/error.h"

#ifdef __cplusplus
extern "C" {
#endif

enum sb_npi_verdict { SB_NPI_SOUND, SB_NPI_FORMAT, SB_NPI_CHECK_DIGIT };
/** Ten digits beginning with 1 or 2; Luhn over 80840 and the number (CMS NPI standard). */
SB_API enum sb_npi_verdict sb_npi_judge(const char *text);

enum sb_tax_verdict { SB_TAX_SOUND, SB_TAX_FORMAT, SB_TAX_PREFIX, SB_TAX_SSN };
/** NN-NNNNNNN with a prefix that the IRS has assigned; SSN where it has a person's form. */
SB_API enum sb_tax_verdict sb_tax_judge(const char *text);
/** Whether text holds anywhere a social security number NNN-NN-NNNN of a possible form. */
SB_API bool sb_ssn_inside(const char *text);

SB_API bool sb_taxonomy_shape(const char *text); /* [0-9]{3}[0-9A-Z]{6}X */
SB_API bool sb_zip_valid(const char *text);      /* 97214 or 97214-2305 */
SB_API bool sb_state_valid(const char *text);    /* two upper-case letters, USPS */
SB_API bool sb_id_valid(const char *text);       /* [A-Za-z0-9][A-Za-z0-9._-]{0,63} */

#ifdef __cplusplus
}
#endif
#endif
