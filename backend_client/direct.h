/* For verbs: ask and wait. No replica; the answer's JSON is passed through for --json. */
#ifndef BACKEND_CLIENT_DIRECT_H
#define BACKEND_CLIENT_DIRECT_H

#include "backend_client/cases.h"
#include "backend_client/collections.h"
#include "backend_client/decisions.h"
#include "backend_client/transport.h"
#include "common/buf.h"

/* Wait until the server answers (an embedded one starts first); progress of a demo being
 * made goes to `progress` (may be NULL). ERR_UNREACHABLE after `timeout_ms` without any
 * sign of life. */
typedef void bc_progress_fn(void *ctx, const char *stage, int64_t done, int64_t total);
MUST_CHECK bool bc_direct_ready(struct bc_session *session, int timeout_ms,
                                bc_progress_fn *progress, void *ctx, struct err *err);

/* One request. The answer's body in `out` in any case it came; a problem becomes `err`
 * with its status, type and detail. */
MUST_CHECK bool bc_direct(struct bc_session *session, const struct bc_request *request,
                          struct buf *out, struct err *err);

/* Every page of a list: each item lent as canonical JSON text. `each` false stops.
 * `limit` 0: all */
typedef bool bc_item_fn(void *ctx, const char *json);
MUST_CHECK bool bc_direct_list(struct bc_session *session, const char *path_and_query,
                               int64_t limit, bc_item_fn *each, void *ctx,
                               struct err *err);

/* Read one item's text into a value. */
MUST_CHECK bool bc_case_read(const char *json, struct bc_case *out, struct err *err);
MUST_CHECK bool bc_detail_read(const char *json, struct bc_detail *out, struct err *err);
MUST_CHECK bool bc_tranche_read(const char *json, struct bc_tranche *out,
                                struct err *err);
MUST_CHECK bool bc_centre_read(const char *json, struct bc_centre *out, struct err *err);
MUST_CHECK bool bc_dashboard_read(const char *json, struct bc_dashboard *out,
                                  struct err *err);
MUST_CHECK bool bc_programme_read(const char *json, struct bc_programme *out,
                                  struct err *err);

/* Find the case a person names: id, number ("26-000418-K") or credit code with one open
 * case. */
MUST_CHECK bool bc_direct_find(struct bc_session *session, const char *name,
                               struct bc_detail *out, struct err *err);

/* Decide through the outbox as the screen does, and wait for the outcome: the intent is
 * durable before it is sent. `dry_run` only asks. The server's answer in `out`. */
MUST_CHECK bool bc_direct_decide(struct bc_session *session,
                                 const struct bc_decision *decision, bool dry_run,
                                 struct buf *out, struct err *err);

/* Wait for the outcome of an intent: the server's answer in `out`. */
MUST_CHECK bool bc_direct_outcome(struct bc_session *session, int64_t intent,
                                  struct buf *out, struct err *err);

/* Send what the outbox holds and wait until nothing is pending, or `timeout_ms`. */
MUST_CHECK bool bc_direct_flush(struct bc_session *session, int timeout_ms,
                                struct err *err);

#endif
