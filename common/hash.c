#include "common/hash.h"

#include <sodium.h>

const char hash_zero[HASH_HEX] =
    "0000000000000000000000000000000000000000000000000000000000000000";

const char *hash_hex(const void *bytes, size_t len, char out[HASH_HEX])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, bytes, len);
    return sodium_bin2hex(out, HASH_HEX, digest, sizeof digest);
}
