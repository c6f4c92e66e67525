/* The state machines of cases, vouchers and claims, each one table: which decision leads
 * from where to where, who may take it, and whether a reason is owed. */
#ifndef CLEARINGHOUSE_SERVICE_MACHINE_H
#define CLEARINGHOUSE_SERVICE_MACHINE_H

#include "common/attr.h"

#include <stdbool.h>
#include <stddef.h>

struct ch_ctx;
struct err;

struct ch_transition {
    const char *decision; /* "approve" */
    const char *from;     /* "under_review" */
    const char *to;
    unsigned roles; /* enum ch_role bits; 0: the ledger's clock */
    bool needs_reason;
    bool undoable;
};

extern const struct ch_transition ch_transitions[];
extern const size_t ch_transition_count;

/* A machine of another kind of record. */
struct ch_machine {
    const char *noun; /* "voucher" */
    const struct ch_transition *steps;
    size_t count;
    const char *const *statuses; /* NULL-ended */
};
extern const struct ch_machine ch_application_machine, ch_voucher_machine,
    ch_claim_machine;

const struct ch_transition *ch_machine_find(const struct ch_machine *machine,
                                            const char *from, const char *decision);
/* A person can ask for it, in some status. */
bool ch_machine_knows(const struct ch_machine *machine, const char *decision);
/* May ctx->who take `step` (NULL: not possible) on record `number` of `programme`?
 * ERR_CONFLICT "wrong-state" naming what is possible; ERR_PERMISSION "wrong-role". */
MUST_CHECK bool ch_machine_allows(const struct ch_ctx *ctx,
                                  const struct ch_machine *machine,
                                  const struct ch_transition *step, const char *programme,
                                  const char *number, const char *status,
                                  const char *decision, struct err *err);

/* The row for a decision on a case in a status, or NULL. */
const struct ch_transition *ch_transition_find(const char *from, const char *decision);

/* A decision a person can ask for. */
bool ch_decision_known(const char *decision);

/* Approved, and the approval stands: on its way to a voucher, or issued. */
bool ch_status_granted(const char *status);

/* Every status, "submitted" first; NULL-ended. Terminal: nothing leads out. */
extern const char *const ch_statuses[];
/* The case is not settled: the office, or the applicant it went back to, still acts. */
bool ch_status_open(const char *status);

#endif
