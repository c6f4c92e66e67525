/* Operations: what was answered under each Idempotency-Key, kept for the life of the
 * ledger. */
#ifndef CLEARINGHOUSE_STORE_OPERATIONS_H
#define CLEARINGHOUSE_STORE_OPERATIONS_H

#include "clearinghouse/store/db.h"
#include "common/hash.h"

struct ch_operation {
    char fingerprint[HASH_HEX]; /* SHA-256 of method, path, query and body */
    int status;
    int64_t etag;      /* revision, or -1 */
    struct buf answer; /* owned */
};

void ch_operation_clear(struct ch_operation *operation);

/* Found: true and `*found`. The key is bound to the principal who used it. */
MUST_CHECK bool ch_operation_get(struct ch_db *db, const char *principal, const char *key,
                                 bool *found, struct ch_operation *out, struct err *err);
MUST_CHECK bool ch_operation_put(struct ch_db *db, const char *principal, const char *key,
                                 const struct ch_operation *operation, int64_t at,
                                 struct err *err);

#endif
