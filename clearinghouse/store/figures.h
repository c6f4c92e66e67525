/* Sums by day that the database keeps for the supervisor's figures. */
#ifndef CLEARINGHOUSE_STORE_FIGURES_H
#define CLEARINGHOUSE_STORE_FIGURES_H

#include "clearinghouse/store/db.h"
#include "clearinghouse/store/ledger.h"

/* What moved between two accounts of a tranche on one day. */
struct ch_flow {
    int32_t day; /* date_day in China */
    enum ch_account from, to;
    int64_t amount;
};

/* Lend every flow of the tranche since it was opened, by day. */
typedef void ch_flow_fn(void *ctx, const struct ch_flow *flow);
MUST_CHECK bool ch_flow_each(struct ch_db *db, const char *programme, const char *tranche,
                             ch_flow_fn *each, void *ctx, struct err *err);

/* Approvals and rejections since `day` (inclusive), and the seconds their applicants had
 * waited, together. */
MUST_CHECK bool ch_decided_since(struct ch_db *db, int32_t day, int64_t *count,
                                 int64_t *seconds, struct err *err);

#endif
