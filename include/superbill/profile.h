/* profile.h - what the program knows of payers: keys of [payer] sections, each with its source. */
#ifndef SUPERBILL_PROFILE_H
#define SUPERBILL_PROFILE_H

#include "superbill/error.h"

#ifdef __cplusplus
extern "C" {
#endif

struct sb_profile_fact {
    const char *profile, *key, *value; /* key "name": what the payer is called */
    bool sure;                         /* published by the payer or by law */
    const char *as_of, *source;
};
/** Fact i of all profiles, sorted by profile, then by key; NULL past the end. */
SB_API const struct sb_profile_fact *sb_profile_fact_at(size_t i);
/** Whether there is a profile of that name. */
SB_API bool sb_profile_known(const char *name);
/** The profile whose name is nearest to text, or NULL. */
SB_API const char *sb_profile_nearest(const char *text);

#ifdef __cplusplus
}
#endif
#endif
