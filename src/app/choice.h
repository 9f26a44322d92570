/* choice.h - which superbills a command means: by number, or by a filter and the names in it. */
#ifndef APP_CHOICE_H
#define APP_CHOICE_H

#include "app/app.h"

/* choice.c: which superbills a command means */

struct sb_chosen_row {
    char number[SB_NUMBER_TEXT], replaced_by[SB_NUMBER_TEXT];
    char patient[SB_LIMIT_ID + 1], sha256[65];
    enum sb_issue_state state;
    bool example, undelivered;
    sb_money charges, adjustments, paid, balance;
    unsigned pages;
};
struct sb_chosen {
    struct sb_chosen_row *at;
    size_t count;
};
struct sb_choosing {
    const struct sb_choice *choice;
    const struct sb_run *run; /* who is told of a number that is not there, among others */
    struct sb_tally *tally;   /* where it is counted as refused */
    const char *but; /* ends what is said where nothing that the filter takes stands; or NULL */
};
/**
 * What is chosen, each number once.  SB_E_ABSENT where the only number is not there, and where the
 * filter takes none.
 */
SB_MUST sb_status sb_choice_find(struct sb_chosen *out, struct sb_practice *practice,
                                 const struct sb_choosing *how, struct sb_error *err);
void sb_chosen_free(struct sb_chosen *chosen);
/** Report a number as REFUSED, and count it. */
SB_MUST sb_status sb_chosen_refuse(struct sb_tally *tally, const struct sb_run *run,
                                   const struct sb_chosen_row *row, const char *why,
                                   struct sb_error *err);
/** The same for one that does not stand; but ends the text. */
SB_MUST sb_status sb_chosen_standing(bool *stands, struct sb_tally *tally, const struct sb_run *run,
                                     const struct sb_chosen_row *row, const char *but,
                                     struct sb_error *err);
/** The number that a document's file is named by: out/SB-1-receipt.pdf; false: it is no PDF. */
bool sb_number_of_file(char out[SB_NUMBER_TEXT], const char *path);
/** SB_E_ABSENT, with the nearest number, or that of a visit of that id. */
SB_MUST sb_status sb_number_absent(struct sb_archive *archive, const char *number,
                                   struct sb_error *err);

/* named.c: names in a filter of superbills */

/**
 * The filter's payer as sb_archive_list asks for it, in arena: what was typed, today's section of
 * that id or name, and whom the archive has by another id and by one of these names; NULL: any.
 */
SB_MUST sb_status sb_payer_names(const char **out, struct sb_practice *practice,
                                 const struct sb_archive_filter *filter, struct sb_arena *arena,
                                 struct sb_error *err);
/**
 * SB_E_ABSENT, with the nearest name, where the filter names a patient, provider or payer that
 * neither archive nor files have.
 */
SB_MUST sb_status sb_filter_absent(struct sb_practice *practice, const struct sb_filter *filter,
                                   struct sb_error *err);

#endif
