/* Replay: read every entry of the journal again and reckon from it what the ledger's
 * tables should hold. Nothing of the tables is believed:
 * - each tranche's balances are rebuilt from the transfers inside the entries, and the
 * table of transfers is held against them, one by one;
 * - each verdict is reckoned again from the facts recorded with it, by the version of the
 *   policy it names, and must come out byte for byte;
 * - revisions of a record rise by one; nobody signed what they entered, or twice;
 * - each index row is held, column by column, against the newest entry about its record.
 */
#ifndef CLEARINGHOUSE_SERVICE_REPLAY_H
#define CLEARINGHOUSE_SERVICE_REPLAY_H

#include "clearinghouse/store/journal.h"

struct ch_replayed {
    int64_t entries, verdicts, transfers, rows;
};

/* `ledger` is opened again for reading, once per thread; `db` has the view the heads and
 * the index are read in. ERR_INVALID names the stream and entry, tranche or record. */
MUST_CHECK bool ch_replay(const char *ledger, struct ch_db *db,
                          const struct ch_head *heads, size_t count,
                          struct ch_replayed *out, struct err *err);

#endif
