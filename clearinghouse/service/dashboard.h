/* The supervisor's figures. All come from indexes and kept sums, none from a walk over
 * the cases. */
#ifndef CLEARINGHOUSE_SERVICE_DASHBOARD_H
#define CLEARINGHOUSE_SERVICE_DASHBOARD_H

#include "clearinghouse/service/service.h"

enum {
    CH_STALE_HOURS = 2,      /* a centre whose newest figure is older has gone quiet */
    CH_UNDER_USED_BP = 3000, /* busy below this: room to place cases */
    CH_PACE_WEEKS = 4,       /* the mean that a projection is made from */
    CH_SERIES_WEEKS = 13,
};

/* What a tranche's money did, and where its pace leads. */
struct ch_burn {
    int64_t pace_fen_week;                  /* net reservations, mean of four weeks */
    int32_t exhausted_on;                   /* date_day; 0: not in sight */
    int64_t available_fen[CH_SERIES_WEEKS]; /* at each ISO week's end; last: now */
    int32_t week_starts[CH_SERIES_WEEKS];   /* its Monday, date_day */
    bool balanced; /* the balances are what the kept sums of its transfers give */
};

MUST_CHECK bool ch_burn_of(const struct ch_ctx *ctx, const struct ch_tranche *tranche,
                           struct ch_burn *out, struct err *err);

/* Append the whole as canonical JSON, limited to programmes the caller has a role in. */
MUST_CHECK bool ch_dashboard_json(const struct ch_ctx *ctx, struct buf *out,
                                  struct err *err);

#endif
