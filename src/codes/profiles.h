/* profiles.h - payer profiles put into a configuration. */
#ifndef CODES_PROFILES_H
#define CODES_PROFILES_H

#include "codes/codes.h"
#include "model/model.h"
#include "superbill/profile.h"

/** Which facts hold for which payers: by the payer's number and the fact's. */
struct sb_profiles {
    bool *in_force;
};
/**
 * Put the facts of each payer's profile where its section says nothing; an unknown profile is a
 * finding.  What is put lives in arena.
 */
SB_MUST sb_status sb_profiles_apply(struct sb_profiles *out, struct sb_config *config,
                                    struct sb_findings *found, struct sb_arena *arena,
                                    struct sb_error *err);
bool sb_profiles_in_force(const struct sb_profiles *profiles, size_t payer, size_t fact);

#endif
