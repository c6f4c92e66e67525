/* Filling a fresh ledger with a plausible city: organisations, budgets, centres and their
 * readings, cases and the decisions on them. Everything goes in through ch_routes_run()
 * as the demo principals, under the same checks as anybody's requests; content follows
 * from the seed alone (ids have random bits of their own). */
#ifndef CLEARINGHOUSE_DEMO_DEMO_H
#define CLEARINGHOUSE_DEMO_DEMO_H

#include "clearinghouse/routes.h"

enum { CH_DEMO_DAYS = 60 }; /* of history */

/* Stop the ledger's clock where a story that ends at `end` starts. Call it on a fresh
 * ledger before its first journal entry: journal time never runs backwards. While the
 * story is told the clock stands still except where the story moves it, so that the same
 * seed and end give the same instants. */
void ch_demo_rewind(struct ch_service *service, int64_t end);

typedef void ch_demo_progress_fn(void *ctx, const char *stage, int64_t done,
                                 int64_t total);

/* Fill the ledger with `cases` cases and bring its clock to the present; the centres do
 * not report yet. `db` is the writing connection, outside a transaction; the demo
 * principals are there already. `progress` may be NULL. From then on the clock runs, and
 * `end` is now. On failure what was committed so far stays. */
MUST_CHECK bool ch_demo_generate(struct ch_service *service, struct ch_db *db,
                                 int64_t cases, uint64_t seed, int64_t end,
                                 ch_demo_progress_fn *progress, void *ctx,
                                 struct err *err);

/* Thirty days of the centres' hourly readings, up to `end`, each call through `send`:
 * they can come in while the ledger is served already. What was sent before a restart is
 * sent again under the same keys and changes nothing. `send` returns false to stop early
 * (then this returns true). */
typedef bool ch_demo_send_fn(void *ctx, const struct ch_request *request,
                             struct ch_reply *reply);
MUST_CHECK bool ch_demo_report(struct ch_service *service, uint64_t seed, int64_t end,
                               ch_demo_send_fn *send, void *send_ctx,
                               ch_demo_progress_fn *progress, void *ctx, struct err *err);

#endif
