/* What can be wrong with a case of the demo, one row for each reason to reject or return.
 */
#ifndef CLEARINGHOUSE_DEMO_FLAWS_H
#define CLEARINGHOUSE_DEMO_FLAWS_H

#include "clearinghouse/demo/story.h"

enum ch_demo_fault {
    CH_DEMO_FAULT_REGION,
    CH_DEMO_FAULT_KIND,
    CH_DEMO_FAULT_SIZE,
    CH_DEMO_FAULT_DEBARRED,
    CH_DEMO_FAULT_UNLISTED,
    CH_DEMO_FAULT_RELATED,
    CH_DEMO_FAULT_DECLARED,
    CH_DEMO_FAULT_STORAGE,
    CH_DEMO_FAULT_LONG,
    CH_DEMO_FAULT_TWIN,
    CH_DEMO_FAULT_OTHER_MONEY,
    CH_DEMO_FAULT_FEES,
    CH_DEMO_FAULT_NO_USAGE,
    CH_DEMO_FAULT_ZERO_USAGE,
    CH_DEMO_FAULT_PERIOD,
    CH_DEMO_FAULT_DOCUMENT, /* `state` says which */
    CH_DEMO_FAULT_LATE,
    CH_DEMO_FAULT_CAP,   /* not a fault: asks above the cap */
    CH_DEMO_FAULT_EARLY, /* waits: the tranche is not open yet */
    CH_DEMO_FAULT_BROKE, /* waits: more than the tranche has left */
};

struct ch_demo_flaw {
    enum ch_demo_fault fault;
    const char *reason;
    const char *programme; /* where it can happen; NULL: shanghai-compute */
    const char *document, *state;
    enum ch_demo_fate fate;
};

extern const struct ch_demo_flaw ch_demo_flaws[];
extern const int ch_demo_flaw_count; /* those that come up by turns */
extern const struct ch_demo_flaw ch_demo_waits[2];

#endif
