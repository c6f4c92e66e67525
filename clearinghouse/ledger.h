/* Opening the ledger of a state folder, making it first where it is new. */
#ifndef CLEARINGHOUSE_LEDGER_H
#define CLEARINGHOUSE_LEDGER_H

#include "clearinghouse/options.h"
#include "clearinghouse/service/service.h"

/* An open ledger. `{0}` may be closed. */
struct ch_ledger {
    char path[CH_PATH_MAX]; /* of ledger.db */
    struct ch_policy_set *policies;
    struct ch_secrets *secrets;
    struct ch_calendar *calendar; /* NULL: this installation has none */
    struct ch_service service;
    struct ch_db *db;       /* the writing connection */
    int64_t readings_until; /* a demo whose centres have not all reported: the end of its
                               story; 0 */
};

/* For serving: the policies, the ledger, and for a demo its story when it is new.
 * ERR_CONFIG when there is no ledger yet (saying how to make one), or a real one where a
 * demo is asked for; ERR_BUSY when another process has it. */
MUST_CHECK bool ch_ledger_open(const struct ch_options *options, struct ch_ledger *out,
                               struct err *err);
/* Make a real ledger, or add grants to one. */
MUST_CHECK bool ch_ledger_init(const struct ch_options *options, struct err *err);
/* Walk the chains, replay them, hold the tables and the witness's checkpoints against
 * them; prints what was checked. */
MUST_CHECK bool ch_ledger_check(const struct ch_options *options, struct err *err);

/* The missing readings of a demo, while `http` serves it. `stop` says true to end early;
 * the next start goes on. */
struct ch_http;
MUST_CHECK bool ch_ledger_report(struct ch_ledger *ledger, struct ch_http *http,
                                 bool (*stop)(void *ctx), void *ctx, struct err *err);
void ch_ledger_close(struct ch_ledger *ledger);

#endif
