#include "superbill/bill.h"
