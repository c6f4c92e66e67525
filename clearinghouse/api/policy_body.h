/* A changed policy in a request: keys with new values, or a whole file. */
#ifndef CLEARINGHOUSE_API_POLICY_BODY_H
#define CLEARINGHOUSE_API_POLICY_BODY_H

#include "clearinghouse/api/call.h"
#include "clearinghouse/service/policy.h"

/* Exactly one of `set` (an object of texts, as a file writes them) and `text`. `source`
 * is who laid down the figures of `set`. False when it was refused: 422 "invalid-policy"
 * with key, line and what would be right. */
MUST_CHECK bool ch_policy_body(struct ch_call *call, const struct json_t *set,
                               const char *text, const char *source,
                               const struct ch_policy *now, struct ch_policy *changed);

#endif
