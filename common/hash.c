#include "common/hash.h"

#include "common/sha256_x86.h"

#include <sodium.h>

const char hash_zero[HASH_HEX] =
    "0000000000000000000000000000000000000000000000000000000000000000";

const char *hash_hex(const void *bytes, size_t len, char out[HASH_HEX])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[crypto_hash_sha256_BYTES];
    if (sha256_x86_usable()) {
        sha256_x86(bytes, len, digest);
    } else {
        crypto_hash_sha256(digest, bytes, len);
    }
    for (size_t i = 0; i < sizeof digest; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[HASH_HEX - 1] = '\0';
    return out;
}
