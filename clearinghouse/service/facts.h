/* Gathering what a verdict looks at, from the ledger as it is now. */
#ifndef CLEARINGHOUSE_SERVICE_FACTS_H
#define CLEARINGHOUSE_SERVICE_FACTS_H

#include "clearinghouse/service/service.h"
#include "clearinghouse/service/verdict.h"

/* The facts and the rows they point at; lives as long as its facts are used. */
struct ch_evidence {
    struct ch_facts facts;
    struct ch_organisation applicant, provider;
    struct ch_tranche tranche;
    struct ch_application_row twin; /* another live case with the same contract */
};

MUST_CHECK bool ch_evidence_gather(const struct ch_ctx *ctx,
                                   const struct ch_application *application,
                                   struct ch_evidence *out, struct err *err);

/* Run the rules over the case as it is now: fill application->verdict and `*out`. */
MUST_CHECK bool ch_evidence_judge(const struct ch_ctx *ctx,
                                  const struct ch_policy *policy,
                                  struct ch_application *application,
                                  struct ch_evidence *evidence, struct ch_verdict *out,
                                  struct err *err);

/* The programme's policy, or ERR_NOT_FOUND naming those there are. */
MUST_CHECK bool ch_policy_of(const struct ch_ctx *ctx, const char *programme,
                             const struct ch_policy **out, struct err *err);

#endif
