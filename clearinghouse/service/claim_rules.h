/* The three-way match of a claim, as a table of rules: claim_match.c runs it. */
#ifndef CLEARINGHOUSE_SERVICE_CLAIM_RULES_H
#define CLEARINGHOUSE_SERVICE_CLAIM_RULES_H

#include "clearinghouse/service/claim.h"
#include "clearinghouse/service/verdict_rules.h"

/* What the centre's readings give for the days and card of a claim. */
struct ch_metered {
    int64_t active_seconds;  /* cards x seconds */
    int64_t covered_seconds; /* of the period, with a reading to stand for it */
    int64_t period_seconds;
    int64_t watt_seconds;    /* of those readings that tell */
    int64_t powered_seconds; /* cards x seconds of the same readings */
};

struct ch_claim_facts {
    const struct ch_claim *claim;
    const struct ch_voucher *voucher;
    const struct ch_application *a;
    const struct ch_policy *policy;
    struct ch_organisation applicant;
    struct ch_centre centre;
    bool has_centre;
    struct ch_claim_sums others;
    char same_usage[ID_NUMBER_MAX + 2];
    bool arrears;
    struct ch_metered metered;
    int64_t now;
};

struct ch_claim_rule {
    const char *name;   /* NULL ends the table */
    const char *source; /* where the value looked at comes from */
    void (*judge)(const struct ch_claim_facts *facts, struct ch_finding *finding);
};
extern const struct ch_claim_rule
    ch_claim_rules_papers[];                              /* voucher, invoice, contract */
extern const struct ch_claim_rule ch_claim_rules_usage[]; /* use, meter, price */

/* Run them; `claim->match` and `match_outcome` are filled. */
MUST_CHECK bool ch_claim_match(const struct ch_ctx *ctx, const struct ch_policy *policy,
                               const struct ch_application *a,
                               const struct ch_voucher *voucher, struct ch_claim *claim,
                               struct ch_verdict *out, struct err *err);

/* What the programme's rate gives on the claim's base. */
int64_t ch_claim_most(const struct ch_policy *policy, const struct ch_voucher *voucher,
                      int64_t base_fen);

#endif
