/* Signed checkpoints as they were given out, and the keys they were signed with. */
#ifndef CLEARINGHOUSE_STORE_CHECKPOINTS_H
#define CLEARINGHOUSE_STORE_CHECKPOINTS_H

#include "clearinghouse/store/db.h"

MUST_CHECK bool ch_checkpoint_put(struct ch_db *db, const char *stream, int64_t seq,
                                  int64_t at, const char *document, struct err *err);
/* Lend each checkpoint of a stream, oldest first, after `seq`, at most `limit`. */
typedef void ch_checkpoint_fn(void *ctx, int64_t seq, const char *document);
MUST_CHECK bool ch_checkpoint_each(struct ch_db *db, const char *stream, int64_t after,
                                   int limit, ch_checkpoint_fn *each, void *ctx,
                                   struct err *err);

/* `*added` is false when the key is known already. */
MUST_CHECK bool ch_signing_key_put(struct ch_db *db, const char *key, int64_t since,
                                   bool *added, struct err *err);
typedef void ch_signing_key_fn(void *ctx, const char *key, int64_t since);
MUST_CHECK bool ch_signing_key_each(struct ch_db *db, ch_signing_key_fn *each, void *ctx,
                                    struct err *err);

#endif
