/* The eligibility rules as tables, one file per subject, for verdict.c. */
#ifndef CLEARINGHOUSE_SERVICE_VERDICT_RULES_H
#define CLEARINGHOUSE_SERVICE_VERDICT_RULES_H

#include "clearinghouse/service/verdict.h"
#include "common/attr.h"

struct ch_rule {
    const char *name; /* NULL ends a table */
    /* The policy's key that makes it part of a programme and whose source is the clause;
     * NULL: every programme has it, and `judge` writes the clause. */
    const char *key;
    const char *source; /* where the value looked at comes from */
    /* Write the input; where the rule does not pass, outcome, reason and flip. `finding`
     * comes as a pass with its source and clause. */
    void (*judge)(const struct ch_policy *policy, const struct ch_facts *facts,
                  struct ch_finding *finding);
};

extern const struct ch_rule ch_rules_parties[];  /* applicant and provider */
extern const struct ch_rule ch_rules_contract[]; /* contract and window */
extern const struct ch_rule ch_rules_papers[];   /* fees, use, documents */

/* Put `finding` at the end and let it weigh on the outcome. */
void ch_verdict_add(struct ch_verdict *verdict, const struct ch_finding *finding);

/* The money, once every other rule has spoken: base, rate, caps, what the tranche has. */
void ch_verdict_price(const struct ch_policy *policy, const struct ch_facts *facts,
                      struct ch_verdict *out);

/* Format into one of a finding's texts, cut at a whole character: a name from outside may
 * be longer than the field, and half a character is not JSON. */
void ch_finding_text(char *out, size_t size, const char *format, ...) PRINTF_LIKE(3, 4);

/* The rule does not pass. `reason` NULL: no rejection reason fits. */
void ch_finding_flip(struct ch_finding *finding, enum ch_outcome outcome,
                     const char *reason, const char *field, const char *op,
                     const char *value);

/* "1,840.00 CNY" */
const char *ch_finding_money(int64_t fen, char out[48]);

#define CH_FINDING_INPUT(finding, ...)                                                   \
    ch_finding_text((finding)->input, sizeof(finding)->input, __VA_ARGS__)

#endif
