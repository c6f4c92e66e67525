/* What a supervisor watches: sums over vouchers and claims, and open cases a control has
 * stopped. Each is one query over an index or over the papers that are live. */
#ifndef CLEARINGHOUSE_STORE_WATCH_H
#define CLEARINGHOUSE_STORE_WATCH_H

#include "clearinghouse/store/db.h"

/* So many of them, and so much money. */
struct ch_watched {
    int64_t count, fen;
};

/* Live vouchers with something unused that end before `until`. */
MUST_CHECK bool ch_watch_expiring(struct ch_db *db, int64_t now, int64_t until,
                                  struct ch_watched *out, struct err *err);
/* Money asked back and not yet returned; `overdue`: past its day. */
MUST_CHECK bool ch_watch_recoveries(struct ch_db *db, bool overdue,
                                    struct ch_watched *out, struct err *err);

/* When the newest checkpoint was signed; 0: none yet. */
MUST_CHECK bool ch_watch_checkpoint(struct ch_db *db, int64_t *at, struct err *err);

/* Lent during the call. `count` of papers, firms or hours. */
typedef void ch_watch_fn(void *ctx, const char *id, const char *name, int64_t count,
                         int64_t fen);
/* By credit code, what was paid to each; the largest first. */
MUST_CHECK bool ch_watch_payees(struct ch_db *db, int limit, ch_watch_fn *each, void *ctx,
                                struct err *err);
/* By group id, the face of its firms' vouchers less what has lapsed; count of firms. */
MUST_CHECK bool ch_watch_groups(struct ch_db *db, int limit, ch_watch_fn *each, void *ctx,
                                struct err *err);
/* By centre id, the hours claimed of use that ended on `since` (date_day) or later, as
 * count, and the first day (date_day) of that use in place of money; the most hours
 * first.
 */
MUST_CHECK bool ch_watch_usage(struct ch_db *db, int32_t since, int limit,
                               ch_watch_fn *each, void *ctx, struct err *err);
/* Open cases whose verdict names one of two reasons: id, number, as count which of them
 * (1 or 2, the first before the second), and what is asked; oldest first. */
MUST_CHECK bool ch_watch_stopped(struct ch_db *db, const char *const reasons[2],
                                 ch_watch_fn *each, void *ctx, struct err *err);

#endif
