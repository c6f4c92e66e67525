/* Eligibility: every rule of a programme over the facts of one case, in one pure
 * function. Same policy and facts, same bytes. */
#ifndef CLEARINGHOUSE_SERVICE_VERDICT_H
#define CLEARINGHOUSE_SERVICE_VERDICT_H

#include "clearinghouse/service/application.h"
#include "clearinghouse/service/policy.h"
#include "clearinghouse/store/records.h"
#include "common/buf.h"

/* Worst first: fail > cap > query > wait > pass. */
enum ch_outcome { CH_PASS, CH_WAIT, CH_QUERY, CH_CAP, CH_FAIL };
const char *ch_outcome_name(enum ch_outcome outcome); /* "pass" */
enum ch_outcome ch_outcome_named(const char *name);   /* CH_WAIT for a word not known */

struct ch_facts {
    const struct ch_application *application;
    const struct ch_organisation *applicant;
    const struct ch_organisation *provider; /* NULL: not registered */
    bool provider_listed;
    const char *related_by; /* what applicant and provider share: "phone", or NULL */
    const struct ch_tranche *tranche;
    int64_t year_granted_fen; /* already held or granted to the applicant this year */
    const char *same_contract_number; /* another live case with this contract, or NULL */
    const char *same_contract_programme;
    int64_t now;
};

enum { CH_FINDINGS_MAX = 24, CH_FINDING_TEXT = 160 };

struct ch_finding {
    const char *rule; /* literal: "registered-locally" */
    enum ch_outcome outcome;
    const char *reason;           /* the rejection reason code that fits, or NULL */
    char clause[CH_FINDING_TEXT]; /* from the policy's sources */
    char input[CH_FINDING_TEXT];  /* the value looked at, as text: "110105 北京市" */
    char source[48]; /* where the value came from: "application", "registry", "ledger" */
    char flip_field[48]; /* the smallest change that flips it; "" when none can */
    char flip_op[8];     /* "=", "!=", "<=", ">=", "in"; "known": somebody publishes it */
    char flip_value[CH_FINDING_TEXT];
};

struct ch_verdict {
    enum ch_outcome outcome;
    int issues; /* findings that are not pass */
    struct ch_finding findings[CH_FINDINGS_MAX];
    int count;
    int64_t eligible_fen; /* base after every rule */
    int64_t rate_bp;
    int64_t
        grant_fen; /* what approving gives: min of rate x base, ask, caps; 0 on fail */
    const char *limited_by; /* "ask" "rate" "case-cap" "year-cap", or "" */
};

void ch_verdict_run(const struct ch_policy *policy, const struct ch_facts *facts,
                    struct ch_verdict *out);

/* {"eligible_fen":…,"facts":{…},"grant_fen":…,"limited_by":…,"outcome":…,"policy":…,
 * "rate_bp":…,"rules":[…]}. The facts are what the rules looked at beside the case
 * itself: with them, the case and the policy's version the same bytes can be reckoned
 * again at any time. */
void ch_verdict_json(const struct ch_policy *policy, const struct ch_facts *facts,
                     const struct ch_verdict *verdict, struct buf *out);

/* The findings alone, as an array. */
void ch_findings_json(const struct ch_verdict *verdict, struct buf *out);

#endif
