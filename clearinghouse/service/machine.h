/* The application's state machine as one table: which decision leads from where to where,
 * who may take it, and whether a reason is owed. */
#ifndef CLEARINGHOUSE_SERVICE_MACHINE_H
#define CLEARINGHOUSE_SERVICE_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

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

/* The row for a decision in a status, or NULL. */
const struct ch_transition *ch_transition_find(const char *from, const char *decision);

/* A decision a person can ask for. */
bool ch_decision_known(const char *decision);

/* Every status, "submitted" first; NULL-ended. Terminal: nothing leads out. */
extern const char *const ch_statuses[];
/* The case is not settled: the office, or the applicant it went back to, still acts. */
bool ch_status_open(const char *status);

#endif
