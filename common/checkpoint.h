/* A signed statement of where a journal stream stood, for a witness outside the office's
 * reach: {at, hash, key, seq, stream}, signed with Ed25519 over its canonical JSON. The
 * checkpoint of the stream "root" stands for every stream at once: its hash is the Merkle
 * root over their heads, which come with it; its seq is the sum of theirs. */
#ifndef COMMON_CHECKPOINT_H
#define COMMON_CHECKPOINT_H

#include "common/attr.h"
#include "common/buf.h"
#include "common/err.h"
#include "common/hash.h"

#include <stdint.h>

#define CHECKPOINT_ROOT "root"
enum {
    CHECKPOINT_HEADS_MAX = 128,
    CHECKPOINT_KEY_HEX = 65, /* of the public key */
    CHECKPOINT_SIGNATURE_HEX = 129,
    CHECKPOINT_SECRET_BYTES = 64,
};

struct checkpoint_head {
    char stream[64];
    int64_t seq;
    char hash[HASH_HEX];
};

struct checkpoint {
    char stream[64];
    int64_t seq;
    char hash[HASH_HEX];
    int64_t at;
    char key[CHECKPOINT_KEY_HEX];
    char signature[CHECKPOINT_SIGNATURE_HEX];
    struct checkpoint_head heads[CHECKPOINT_HEADS_MAX]; /* of "root", by stream */
    int head_count;
};

/* Fill stream, seq and hash of a root checkpoint from its heads. */
void checkpoint_root(struct checkpoint *checkpoint);
/* Sign it: fills key and signature. */
void checkpoint_sign(struct checkpoint *checkpoint,
                     const unsigned char secret[CHECKPOINT_SECRET_BYTES]);
/* Append its canonical JSON. */
void checkpoint_write(const struct checkpoint *checkpoint, struct buf *out);
/* From JSON. ERR_INVALID when it is none, when its signature is not that of its key, or
 * when a root's hash is not that of its heads. */
MUST_CHECK bool checkpoint_read(const char *json, size_t len, struct checkpoint *out,
                                struct err *err);

#endif
