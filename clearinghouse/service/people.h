/* People and their roles: admitted by an administrator, granted by two. */
#ifndef CLEARINGHOUSE_SERVICE_PEOPLE_H
#define CLEARINGHOUSE_SERVICE_PEOPLE_H

#include "clearinghouse/service/service.h"
#include "clearinghouse/store/authority.h"

/* ERR_CONFLICT "already-admitted" or "uid-taken"; ERR_INVALID for root and nobody. */
MUST_CHECK bool ch_person_admit(const struct ch_ctx *ctx, const struct ch_principal *who,
                                struct err *err);

/* Propose that `proposal->principal` be granted (or lose) a role in a scope. Fills the
 * rest. Refused at once when it could never be confirmed. */
MUST_CHECK bool ch_grant_propose(const struct ch_ctx *ctx, struct ch_proposal *proposal,
                                 struct err *err);
/* Confirm (another administrator, who is not the person concerned) or refuse it. */
MUST_CHECK bool ch_grant_settle(const struct ch_ctx *ctx, const char *id, bool confirm,
                                struct ch_proposal *out, struct err *err);
void ch_proposal_json(const struct ch_proposal *proposal, struct buf *out);

#endif
