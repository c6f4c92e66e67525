/* Members of the dashboard beside those of dashboard.c: each writes its key and value. */
#ifndef CLEARINGHOUSE_SERVICE_DASHBOARD_PARTS_H
#define CLEARINGHOUSE_SERVICE_DASHBOARD_PARTS_H

#include "common/attr.h"
#include "common/err.h"

struct ch_ctx;
struct jsonw;

/* "controls": open cases stopped for a contract used before, or for related parties. */
MUST_CHECK bool ch_dashboard_controls(const struct ch_ctx *ctx, struct jsonw *w,
                                      struct err *err);
/* "recoveries": money asked back and not returned, and what of it is overdue. */
MUST_CHECK bool ch_dashboard_recoveries(const struct ch_ctx *ctx, struct jsonw *w,
                                        struct err *err);
/* "top_groups" and "top_payees". */
MUST_CHECK bool ch_dashboard_tops(const struct ch_ctx *ctx, struct jsonw *w,
                                  struct err *err);
/* "usage": hours claimed of use that ended in the last 30 days, and what the meters saw
 * from its first day on, by centre. */
MUST_CHECK bool ch_dashboard_usage(const struct ch_ctx *ctx, struct jsonw *w,
                                   struct err *err);
/* "vouchers": what ends within 7 and 30 days. */
MUST_CHECK bool ch_dashboard_vouchers(const struct ch_ctx *ctx, struct jsonw *w,
                                      struct err *err);

#endif
