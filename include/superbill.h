/* superbill.h - physical-therapy visit records to superbills: the whole library. */
#ifndef SUPERBILL_H
#define SUPERBILL_H

/* The one place a version stands. */
#define SB_VERSION "0.1.0"
#define SB_VERSION_ID 100 /* 10000 * major + 100 * minor + patch */
#define SB_SOVERSION 0

#include "superbill/archive.h"
#include "superbill/bill.h"
#include "superbill/codes.h"
#include "superbill/config.h"
#include "superbill/date.h"
#include "superbill/document.h"
#include "superbill/error.h"
#include "superbill/feed.h"
#include "superbill/finding.h"
#include "superbill/ident.h"
#include "superbill/money.h"
#include "superbill/practice.h"
#include "superbill/profile.h"
#include "superbill/record.h"
#include "superbill/sets.h"
#include "superbill/units.h"

#endif
