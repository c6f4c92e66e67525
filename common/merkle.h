/* The Merkle tree hash of RFC 6962 over a list of byte strings: one value that stands for
 * all of them in their order. */
#ifndef COMMON_MERKLE_H
#define COMMON_MERKLE_H

#include "common/hash.h"

#include <stddef.h>

enum { MERKLE_BYTES = 32 };

/* The hash of one leaf: SHA-256 of a zero byte and the leaf. */
void merkle_leaf(const void *bytes, size_t len, unsigned char out[MERKLE_BYTES]);

/* The root as hex; of no leaves: SHA-256 of nothing. `leaves` is used up. */
const char *merkle_root(unsigned char (*leaves)[MERKLE_BYTES], size_t count,
                        char out[HASH_HEX]);

#endif
