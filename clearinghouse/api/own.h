/* What an operator may see of claims and vouchers: those of the centres it works for. */
#ifndef CLEARINGHOUSE_API_OWN_H
#define CLEARINGHOUSE_API_OWN_H

#include "clearinghouse/api/call.h"
#include "common/buf.h"

/* The caller has no role in an office: of papers it sees only its own. */
bool ch_own_only(const struct ch_call *call);

/* Works for this centre (its id; "" is nobody's). */
bool ch_own_centre(const struct ch_call *call, const char *centre);
/* Works for a centre this organisation runs. */
bool ch_own_provider(const struct ch_call *call, const char *organisation);

/* Ids of the caller's centres, or of the organisations that run them, with commas; "-"
 * when there are none. False: the call is answered. */
MUST_CHECK bool ch_own_centres(struct ch_call *call, struct buf *out);
MUST_CHECK bool ch_own_providers(struct ch_call *call, struct buf *out);

/* May read a paper of `programme`: by a role in it out of `readers`, or as its own. */
MUST_CHECK bool ch_own_or_role(struct ch_call *call, const char *programme,
                               unsigned readers, bool own);

#endif
