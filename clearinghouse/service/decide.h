/* Deciding a case: machine, roles, verdict, four-eyes, cap, money, journal, in one
 * savepoint. */
#ifndef CLEARINGHOUSE_SERVICE_DECIDE_H
#define CLEARINGHOUSE_SERVICE_DECIDE_H

#include "clearinghouse/service/application.h"
#include "clearinghouse/service/service.h"
#include "clearinghouse/service/verdict.h"

struct ch_decision {
    char decision[CH_SLUG_MAX];
    int64_t amount_fen; /* 0: what the rules give */
    char reason_code[64], reason_note[600];
    char assignee[CH_SLUG_MAX];
    char objector[CH_NAME_MAX], evidence[600]; /* object: who, and what it rests on */
};

struct ch_budget {
    int64_t available_fen, reserved_fen, committed_fen, payable_fen, disbursed_fen;
};

struct ch_decided {
    struct ch_application application; /* after */
    struct ch_verdict verdict;         /* re-run for this decision */
    struct ch_budget before, after;
    char id[ID_MAX];
    bool four_eyes; /* a second person has to sign, or did */
    int64_t threshold_fen;
    struct ch_landed landed;
};

/* Decide case `id`, which the caller saw at `revision` (checked by the caller of this
 * function or by ERR_STALE here). On refusal nothing is kept (the caller rolls back) and
 * out->verdict says why where the rules were the reason. */
MUST_CHECK bool ch_decide(const struct ch_ctx *ctx, const char *id, int64_t revision,
                          const struct ch_decision *decision, struct ch_decided *out,
                          struct err *err);

/* The balances of a tranche that decisions move. */
MUST_CHECK bool ch_budget_of(const struct ch_ctx *ctx, const char *programme,
                             const char *tranche, struct ch_budget *out, struct err *err);

#endif
