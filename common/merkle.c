#include "common/merkle.h"

#include <sodium.h>
#include <string.h>

void merkle_leaf(const void *bytes, size_t len, unsigned char out[MERKLE_BYTES])
{
    static const unsigned char mark = 0;
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, &mark, 1);
    crypto_hash_sha256_update(&state, bytes, len);
    crypto_hash_sha256_final(&state, out);
}

static void node(const unsigned char *left, const unsigned char *right,
                 unsigned char out[MERKLE_BYTES])
{
    static const unsigned char mark = 1;
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, &mark, 1);
    crypto_hash_sha256_update(&state, left, MERKLE_BYTES);
    crypto_hash_sha256_update(&state, right, MERKLE_BYTES);
    crypto_hash_sha256_final(&state, out);
}

/* Pairing neighbours, the odd last one going up as it is, gives the tree of the RFC. */
const char *merkle_root(unsigned char (*leaves)[MERKLE_BYTES], size_t count,
                        char out[HASH_HEX])
{
    if (count == 0) {
        return hash_hex("", 0, out);
    }
    for (; count > 1; count = (count + 1) / 2) {
        for (size_t i = 0; i + 1 < count; i += 2) {
            node(leaves[i], leaves[i + 1], leaves[i / 2]);
        }
        if (count % 2) {
            memmove(leaves[count / 2], leaves[count - 1], MERKLE_BYTES);
        }
    }
    return sodium_bin2hex(out, HASH_HEX, leaves[0], MERKLE_BYTES);
}
