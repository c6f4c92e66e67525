/* Checkpoints: made and signed for a witness outside, and held against the journal. */
#ifndef CLEARINGHOUSE_SERVICE_CHECKPOINTS_H
#define CLEARINGHOUSE_SERVICE_CHECKPOINTS_H

#include "clearinghouse/service/service.h"
#include "common/checkpoint.h"

/* Sign where `stream` stands ("root": all of them), and keep a copy. ERR_NOT_FOUND for an
 * empty stream. */
MUST_CHECK bool ch_checkpoint_make(const struct ch_ctx *ctx, const char *stream,
                                   struct checkpoint *out, struct err *err);

/* The key in use is on record: an entry of the registry when it is new. */
MUST_CHECK bool ch_checkpoint_key(const struct ch_ctx *ctx, struct err *err);

/* The journal still holds what the checkpoint says: for each head of it, the entry of
 * that number has that hash. ERR_INVALID "lost-root" names the stream and number that do
 * not. */
MUST_CHECK bool ch_checkpoint_holds(struct ch_db *db, const struct checkpoint *checkpoint,
                                    struct err *err);
/* Every checkpoint of a file (one a line), each signed by a key this ledger knows.
 * `*count` of them hold. */
MUST_CHECK bool ch_checkpoint_file(struct ch_db *db, const char *path, int64_t *count,
                                   struct err *err);

#endif
