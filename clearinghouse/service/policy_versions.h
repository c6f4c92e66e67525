/* Versions of policies: which are in force, and how one follows another: a supervisor
 * proposes, another signs. What was decided keeps the version it was decided by. */
#ifndef CLEARINGHOUSE_SERVICE_POLICY_VERSIONS_H
#define CLEARINGHOUSE_SERVICE_POLICY_VERSIONS_H

#include "clearinghouse/service/policy.h"
#include "clearinghouse/service/service.h"
#include "clearinghouse/store/drafts.h"

/* Let service->policies be what the ledger's journal says is in force; programmes it does
 * not have yet stay as their files are. Cheap when nothing changed. Writer only, at the
 * beginning of a transaction: readers may hold the set before, which lives as long as the
 * new one. */
MUST_CHECK bool ch_policies_follow(struct ch_service *service, struct ch_db *db,
                                   struct err *err);

/* Write that this version is in force from here on. */
MUST_CHECK bool ch_policy_publish(const struct ch_ctx *ctx,
                                  const struct ch_policy *policy, struct err *err);

/* Propose `changed` (its version is set here) in the place of what is in force. `draft`
 * comes with its note; `record` gets its JSON. ERR_CONFLICT "already-open" while another
 * waits, ERR_INVALID when nothing changes. */
MUST_CHECK bool ch_policy_propose(const struct ch_ctx *ctx, struct ch_policy *changed,
                                  struct ch_draft *draft, struct buf *record,
                                  struct err *err);
/* Sign it, and it is in force, or refuse it. ERR_REFUSED "two-supervisors" for the
 * proposer's own signature. */
MUST_CHECK bool ch_policy_settle(const struct ch_ctx *ctx, bool sign,
                                 struct ch_draft *draft, struct buf *record,
                                 struct err *err);

/* Append every version and draft of a programme, newest first, as JSON array items. */
MUST_CHECK bool ch_policy_versions_json(struct ch_db *db, const char *programme,
                                        struct buf *out, struct err *err);

/* ---- policy_changes.c ---- */

struct jsonw;

/* Write [{"after":…,"before":…,"key":…}] as the next value: keys of a programme file
 * whose values differ, as a file writes them, "" where it is left out. Returns how many.
 */
int ch_policy_changes_json(const struct ch_policy *before, const struct ch_policy *after,
                           struct jsonw *w);

#endif
