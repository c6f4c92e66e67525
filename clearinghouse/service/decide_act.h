/* What the files of deciding share: one decision under way. Only decide*.c include it. */
#ifndef CLEARINGHOUSE_SERVICE_DECIDE_ACT_H
#define CLEARINGHOUSE_SERVICE_DECIDE_ACT_H

#include "clearinghouse/service/decide.h"
#include "clearinghouse/service/facts.h"
#include "clearinghouse/service/machine.h"

struct ch_act {
    const struct ch_ctx *ctx;
    const struct ch_policy *policy;
    const struct ch_decision *decision;
    const struct ch_transition *step;
    struct ch_application_row row; /* as it was */
    struct ch_application *a;      /* as it becomes */
    struct ch_evidence evidence;
    struct ch_verdict *verdict;
    int64_t reserved; /* held in the tranche for the case, as it becomes */
    struct ch_decided *out;
};

/* Do what the decision says: the case, its money, its tallies; not yet its marks. */
MUST_CHECK bool ch_act_perform(struct ch_act *act, struct err *err);

/* Caps and reservation together: neither is ever held without the other. */
MUST_CHECK bool ch_act_reserve(struct ch_act *act, int64_t amount, struct err *err);
MUST_CHECK bool ch_act_release(struct ch_act *act, struct err *err);
/* The reserved money became a voucher's. */
MUST_CHECK bool ch_act_committed(struct ch_act *act, struct err *err);
/* Whether `amount` needs a second person: by itself, or with what applicant and group
 * were granted in the last 30 days. */
MUST_CHECK bool ch_act_four_eyes(struct ch_act *act, int64_t amount, bool *needed,
                                 struct err *err);
MUST_CHECK bool ch_act_sign(struct ch_act *act, struct err *err);
/* Count the grant for (1) or take it from (-1) its provider's tally. */
MUST_CHECK bool ch_act_tally(struct ch_act *act, int64_t sign, struct err *err);

/* ---- once it is approved: decide_notice.c ---- */

MUST_CHECK bool ch_act_notice(struct ch_act *act, struct err *err);
MUST_CHECK bool ch_act_object(struct ch_act *act, struct err *err);
MUST_CHECK bool ch_act_uphold(struct ch_act *act, struct err *err);
MUST_CHECK bool ch_act_dismiss(struct ch_act *act, struct err *err);
MUST_CHECK bool ch_act_issue(struct ch_act *act, struct err *err);

#endif
